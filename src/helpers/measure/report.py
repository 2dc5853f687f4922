"""The report on a source before anything is counted: what was read, and what looks wrong in it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ..declarations.toml import one_line
from ..text.folding import KINDS, edits, is_traditional
from ..text.hanzi import HANZI, how_many
from . import layout

SHOWN = 3
"""So many texts are named where several have the same fault."""
LISTED = 200
"""So many files or rows that cannot be read are named one by one."""


class Kind(NamedTuple):
    """What may look wrong: how it is called, what is done about it, and how a reader changes that.

    >>> FOUND["wrapped"].done
    'joined to paragraphs'
    """

    name: str
    done: str
    change: str


FOUND = {
    "wrapped": Kind("wrapped lines", "joined to paragraphs", "--keep wrapped leaves each line a paragraph"),
    "page-numbers": Kind("page numbers", "left out", "--keep page-numbers counts them"),
    "running-heads": Kind("running heads", "left out", "--keep running-heads counts them"),
    "markdown": Kind("Markdown marks", "left out", "--keep markdown counts them as they stand"),
    "soft-hyphens": Kind("soft hyphens and characters of no width", "passed over", "take them out of the texts"),
    "ligatures": Kind("ligatures", "read as the letters they stand for", "write the letters"),
    "radicals": Kind("radicals in place of hanzi", "read as the hanzi", "write the hanzi"),
    "full-width": Kind("full-width letters and digits", "read as plain ones", "write plain ones"),
    "decomposed": Kind("letters written in parts", "read as one letter", "save the texts in NFC"),
    "traditional": Kind(
        "traditional hanzi", "read as simplified ones, which the lists are in", "--keep traditional leaves them"
    ),
    "mixed-scripts": Kind("words of Latin and Cyrillic or Greek letters", "counted as they stand", "correct the texts"),
    "no-spaces": Kind(
        "texts in a script that parts no words", "cut where the script changes", "part their words, as with fugashi"
    ),
    "two-languages": Kind("hanzi and Latin words side by side", "counted in the language of more", "part the texts"),
    "repeated-lines": Kind("lines that come again", "counted each time", "take them out of the texts"),
    "html": Kind("HTML marks", "counted as they stand", "take the text out, as with trafilatura"),
    "damaged": Kind("characters that were lost", "counted as they stand", "decode the texts anew with --encoding"),
    "mojibake": Kind("letters decoded in a wrong encoding", "counted as they stand", "mend the texts, as with ftfy"),
    "control": Kind("control characters", "counted as no word", "take them out of the texts"),
    "duplicates": Kind(
        "texts that are another's copy", "counted each time", "--drop-duplicates counts the first alone"
    ),
    "empty": Kind("texts without a word", "they stand in no count", "fill them in or take them out"),
    "date": Kind("dates that are none", "counted as undated", "write YYYY, YYYY-MM or YYYY-MM-DD"),
    "unknown-language": Kind(
        "texts whose language was not told", "only their words are counted", "name it with --language"
    ),
    "other-language": Kind(
        "texts that look like another language than the one that is named for them",
        "counted in the one that is named",
        "leave the language out, or correct it",
    ),
    "unsure-encoding": Kind("texts whose encoding is not sure", "read as it looks", "name it with --encoding"),
}
"""What may look wrong in a text, by the name that an option has for it."""

_NO_WIDTH = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_HAN = re.compile(HANZI)
_WORD = re.compile(r"[^\W\d_]\w*(?:[-'’.]\w+)*")
_MIXED = re.compile(r"[A-Za-z][Ѐ-ӿͰ-Ͽ]|[Ѐ-ӿͰ-Ͽ][A-Za-z]")
_NO_SPACES = re.compile("[\u0e01-\u0ecd\u1000-\u109f\u1780-\u17d3\u3041-\u30fa\u30fc]+")  # Thai to Khmer, and kana
_HTML = r"<!--|</?(?:p|div|span|br|a|b|i|em|strong|td|tr|li|h[1-6])\b[^<>]*>|&(?:nbsp|amp|quot|lt|gt|#\d+);"
_PATTERNS = {
    "html": (re.compile(_HTML), "<&"),
    "damaged": (re.compile("\ufffd"), "\ufffd"),
    "mojibake": (re.compile("â€[\u0080-\u00bf™œ˜\u009d]|Ã[\u0080-\u00bf]|ï»¿"), "âÃï"),
}
"""What a fault looks like, and the signs without one of which it stands nowhere."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


REMEMBERED = 200_000
"""So many pieces of text are remembered, with how many words they hold."""


class _Words(dict):
    """How many words stand in a piece of text without spaces, found once for each."""

    def __missing__(self, piece: str) -> int:
        self[piece] = number = len(_WORD.findall(piece))
        return number


_words = _Words()


class Looks(NamedTuple):
    """What a text looks like: its words, its hanzi, and how often what may be wrong stands in it.

    >>> looks("美國 ＷＴＯ").found
    {'full-width': 3, 'traditional': 1}
    """

    words: int
    hanzi: int
    found: dict[str, int]


def looks(text: str, *, surely_markdown: bool = False) -> Looks:
    """What is in a text and looks wrong, by kind (see `FOUND`), with the number of places.

    >>> looks("The dele-\\ngates met in the\\nhall.").found
    {'wrapped': 1}
    """
    found: Counter[str] = Counter()
    lines = layout.lines(text)
    numbers = layout.page_numbers(text, lines)
    heads, others = layout.repeated(text, numbers, lines)
    found["wrapped"] = int(layout.is_wrapped(text, lines))
    found["page-numbers"], found["running-heads"], found["repeated-lines"] = map(len, (numbers, heads, others))
    found["markdown"] = len(layout.markdown(text, surely=surely_markdown))
    for kind, (pattern, signs) in _PATTERNS.items():
        if any(sign in text for sign in signs):
            found[kind] = len(pattern.findall(text))
    found["control"] = len(_CONTROL.findall(text))
    hanzi = 0
    if not text.isascii():
        found.update(_folds(text))
        hanzi = how_many(text)
        found["traditional"] = int(hanzi > 0 and is_traditional(text))
        found["no-spaces"] = int(sum(map(len, _NO_SPACES.findall(text))) * 5 > len(text))
        found["mixed-scripts"] = len(_MIXED.findall(text))
    plain = text.translate(_NO_WIDTH) if found["soft-hyphens"] else text
    words = sum(map(_words.__getitem__, (_HAN.sub(" ", plain) if hanzi else plain).split()))
    if len(_words) > REMEMBERED:
        _words.clear()
    found["two-languages"] = int(hanzi > 0 and min(hanzi, words * 2) * 4 > max(hanzi, words * 2) and words > 20)
    found["empty"] = int(not words and not hanzi)
    return Looks(words, hanzi, {kind: n for kind, n in found.items() if n})


def _folds(text: str) -> Counter[str]:
    """How many places of a text are folded, by kind."""
    found: Counter[str] = Counter()
    for start, end, _ in edits(text):
        stretch = text[start:end]
        kind = next((kind for kind, pattern in KINDS.items() if re.match(pattern, stretch)), "decomposed")
        found[kind] += 1
    del found["rare-marks"]
    return found


@dataclass
class Report:
    """What was seen in a source so far; whole once all its records were read.

    `unreadable` are files or rows with the reason, `passed_over` counts files by their ending and the reason; `found`
    are the kinds of `FOUND`, each with the number of texts and of places, and some texts that have it.

    >>> report = Report("own.csv")
    >>> report.see("a", "zh", looks("美國宣布"), size=12)
    >>> print(*report.lines(), sep="\\n")
    own.csv: 1 text, 0 words and 4 hanzi
    languages: zh 1
    traditional hanzi: 1 text (a); read as simplified ones, which the lists are in (--keep traditional leaves them)
    """

    name: str
    keep: Collection[str] = ()
    drops: Collection[str] = ()
    texts: int = 0
    words: int = 0
    hanzi: int = 0
    characters: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    encodings: dict[str, list[float]] = field(default_factory=dict)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    unreadable_count: int = 0
    passed_over: Counter[tuple[str, str]] = field(default_factory=Counter)
    found: dict[str, list] = field(default_factory=dict)
    _seen: set[int] = field(default_factory=set)

    def see(self, text_id: str, language: str, seen: Looks, *, size: int = 0) -> None:
        """Enter a text: its id, its language, what it looks like, its size in characters."""
        self.texts += 1
        self.words += seen.words
        self.hanzi += seen.hanzi
        self.characters += size
        self.languages[language] += 1
        for kind, number in seen.found.items():
            self.note(kind, text_id, number)

    def note(self, kind: str, text_id: str, places: int = 1) -> None:
        """Enter that a text has something of a kind."""
        entry = self.found.setdefault(kind, [0, 0, []])
        entry[0] += 1
        entry[1] += places
        if len(entry[2]) < SHOWN:
            entry[2].append(one_line(text_id, 40))

    def is_copy(self, text: str) -> bool:
        """Whether a text that differs in white space at most was seen before; it is remembered."""
        digest = hashlib.blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=8).digest()
        known = len(self._seen)
        self._seen.add(int.from_bytes(digest, "big"))
        return len(self._seen) == known

    def encoded(self, encoding: str, confidence: float) -> None:
        """Enter the encoding of a file."""
        entry = self.encodings.setdefault(encoding, [0, 1.0])
        entry[0] += 1
        entry[1] = min(entry[1], confidence)

    def cannot_read(self, name: str, why: str) -> None:
        """Enter a file or row that cannot be read, with the reason and the remedy."""
        self.unreadable_count += 1
        if len(self.unreadable) < LISTED:
            self.unreadable.append((one_line(name, 80), why))

    def lines(self) -> Iterator[str]:
        """The report as lines to print."""
        yield f"{self.name}: {_number(self.texts, 'text')}, {self.words:,} words and {self.hanzi:,} hanzi"
        if self.languages:
            yield "languages: " + ", ".join(f"{code} {n:,}" for code, n in self.languages.most_common())
        shown = [
            f"{name} {n:,}" + (f" (confidence {sure:.2f})" if sure < 1 or name != "utf-8" else "")
            for name, (n, sure) in sorted(self.encodings.items())
        ]
        if shown:
            yield f"encodings: {', '.join(shown)}"
        yield from self.faults()

    def faults(self) -> Iterator[str]:
        """What looks wrong, what was passed over and what could not be read, a line each."""
        for kind, told in FOUND.items():
            if kind in self.found:
                yield f"{told.name}: {self._where(kind)}; {self._done(kind)}"
        for (kind, why), n in self.passed_over.items():
            yield f"passed over: {_number(n, 'file')} {kind}: {why}"
        for name, why in self.unreadable:
            yield f"cannot be read: {name}: {why}"
        if self.unreadable_count > len(self.unreadable):
            yield f"cannot be read: and {self.unreadable_count - len(self.unreadable):,} more"

    def _where(self, kind: str) -> str:
        texts, places, ids = self.found[kind]
        more = ", ..." if texts > len(ids) else ""
        often = f", {places:,} places" if places > texts else ""
        return f"{_number(texts, 'text')}{often} ({', '.join(ids)}{more})"

    def _done(self, kind: str) -> str:
        told = FOUND[kind]
        if kind in self.keep:
            return f"kept as they are, as --keep {kind} says"
        if kind == "duplicates" and "duplicates" in self.drops:
            return "only the first of each is counted, as --drop-duplicates says"
        return f"{told.done} ({told.change})"

    def as_dict(self) -> dict:
        """The report as it is written in JSON, every kind with what is done about it."""
        return {
            "source": self.name,
            "texts": self.texts,
            "words": self.words,
            "hanzi": self.hanzi,
            "characters": self.characters,
            "languages": dict(self.languages.most_common()),
            "encodings": {name: {"files": n, "confidence": sure} for name, (n, sure) in sorted(self.encodings.items())},
            "looks_wrong": [
                {
                    "kind": kind,
                    "name": told.name,
                    "texts": self.found[kind][0],
                    "places": self.found[kind][1],
                    "such_as": self.found[kind][2],
                    "done": self._done(kind),
                }
                for kind, told in FOUND.items()
                if kind in self.found
            ],
            "passed_over": [{"ending": kind, "why": why, "files": n} for (kind, why), n in self.passed_over.items()],
            "unreadable": [{"name": name, "why": why} for name, why in self.unreadable],
            "unreadable_count": self.unreadable_count,
        }


def _number(n: int, word: str) -> str:
    return f"{n:,} {word}{'s' * (n != 1)}"
