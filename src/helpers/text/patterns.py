"""Patterns: forms that stand for one thing, with the company they need, and the finder that tries them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import accumulate, chain
from typing import Annotated, NamedTuple

import msgspec

from ..declarations.toml import Declared, Id, Line
from .forms import BEGINS, FORM, LONGEST, WRITE, each_once, form_regex
from .hanzi import HANZI, LETTER
from .stems import WORD, Stems, first_word, small, together


class Hit(NamedTuple):
    """`text[start:end]` is found by a pattern, by that form of it.

    >>> Finder((Pattern("war-1", "war", ("战争",)),)).hits("反对战争")[0][:2]
    (2, 4)
    """

    start: int
    end: int
    pattern: Pattern
    form: str


@dataclass(frozen=True)
class Pattern:
    """Forms that stand for one thing (`target`: a code, a way of naming, an agent).

    A form counts where one of `company` stands in the sentence (if any is given) and none of `without` does. A form
    with a capital is matched as it is cased. `kind` is finer than `target`. `yes` and `no` are sentences that the
    pattern must and must not find, for the reader and the tests.

    >>> Pattern("leave-1", "withdrawal", ("left",), company=("treat*",)).holds("It left.")
    False
    """

    id: str
    target: str
    forms: tuple[str, ...]
    company: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    kind: str = ""
    needs: str = ""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()

    def holds(self, text: str) -> bool:
        """Whether the sentence `text` has the company that the forms need.

        >>> Pattern("leave-1", "withdrawal", ("退出",), company=("条约", "组织")).holds("它退出了多个国际组织。")
        True
        """
        return (not self.company or stands(self.company, text)) and not (self.without and stands(self.without, text))


@dataclass(frozen=True)
class Finder:
    """Finds patterns in texts in one pass, in time that grows with the text: only forms that may begin there are tried.

    A form without a gap that covers another target's form hides it (longest match first), and so does a blocker.

    >>> force, coercion = Pattern("war", "force", ("war",)), Pattern("trade", "coercion", ("trade war*",))
    >>> finder = Finder((force, coercion), blockers=("Cold War",))
    >>> [(hit.pattern.target, hit.form) for hit in finder.hits("A trade war, no Cold War and no war.")]
    [('coercion', 'trade war*'), ('force', 'war')]
    """

    patterns: tuple[Pattern, ...]
    blockers: tuple[str, ...] = ()

    @cached_property
    def _forms(self) -> list[tuple[str, Pattern | None, tuple[str, ...]]]:
        """Each form with its pattern (none: a blocker), and its words behind what it begins with (see `Stems`)."""
        own = [(form, pattern) for pattern in self.patterns for form in pattern.forms]
        every = own + [(form, None) for form in self.blockers]
        return [(form, pattern, _words("".join(_TAIL.split(form, maxsplit=1)[1:]))) for form, pattern in every]

    @cached_property
    def _stems(self) -> Stems:
        return Stems(form for form, *_ in self._forms)

    @cached_property
    def _known(self) -> dict[str, tuple[Hit, ...]]:
        """What was found in texts before."""
        return {}

    def hits(self, text: str) -> list[Hit]:
        """Every hit, in reading order, the longer first where two begin together; places are in `text`, from 0.

        >>> finder = Finder((Pattern("power-1", "power", ("霸权", "强权")),))
        >>> [(hit.start, hit.end, hit.form) for hit in finder.hits("反对强权和霸权")]
        [(2, 4, '强权'), (5, 7, '霸权')]
        """
        return self.all_hits([text])[0]

    def all_hits(self, texts: Sequence[str]) -> list[list[Hit]]:
        """The hits of each of many texts (see `hits`), in one pass over all of them; what was found is remembered.

        >>> [len(hits) for hits in Finder((Pattern("war", "force", ("war",)),)).all_hits(["War and war.", "Peace."])]
        [2, 0]
        """
        known = self._known
        if len(known) > REMEMBERED:
            known.clear()
        fresh = list(dict.fromkeys(text for text in texts if text not in known))
        known.update(dict.fromkeys(fresh, ()))
        for first, some in together(fresh):
            known.update((fresh[first + n], tuple(hits)) for n, hits in self._search(some))
        return [list(known[text]) for text in texts]

    def _search(self, texts: Sequence[str]) -> Iterator[tuple[int, list[Hit]]]:
        """The number of each text in which something is found, with its hits."""
        whole = "\n".join(texts)
        ends = list(accumulate((len(text) + 1 for text in texts), initial=-1))[1:]
        n = begin = 0
        here: list[tuple[int, tuple[int, ...]]] = []
        for start, numbers in self._stems.places(small(whole)):
            if start >= ends[n]:
                if here and (hits := self._hits(texts[n], here)):
                    yield n, hits
                n = bisect_right(ends, start, n)
                begin, here = ends[n - 1] + 1, []
            here.append((start - begin, numbers))
        if here and (hits := self._hits(texts[n], here)):
            yield n, hits

    def _hits(self, text: str, places: list[tuple[int, tuple[int, ...]]]) -> list[Hit]:
        """The hits in a text in which forms, by their numbers, may begin at some places."""
        found: list[Hit] = []
        covers: list[tuple[int, int, str]] = []
        lower, forms = _small(text), self._forms
        for start, numbers in places:
            for number in numbers:
                form, pattern, others = forms[number]
                for word in others:
                    if word not in lower:
                        break
                else:
                    hit = compiled_form(form).match(text, start)
                    if not hit or not _START.match(text, start):
                        continue
                    if pattern and _spelt_otherwise(form, hit[0]) in pattern.forms:
                        continue  # that form finds it
                    if not pattern or " ... " not in form:
                        covers.append((start, hit.end(), pattern.target if pattern else ""))
                    if pattern:
                        found.append(Hit(start, hit.end(), pattern, form))
        shown = [hit for hit in found if not any(_hides(cover, hit) for cover in covers)]
        patterns = {id(hit.pattern): hit.pattern for hit in shown}  # each is asked once
        holding = {key for key, pattern in patterns.items() if pattern.holds(text)}
        return sorted(
            (hit for hit in shown if id(hit.pattern) in holding),
            key=lambda hit: (hit.start, -hit.end, hit.pattern.id, hit.form),
        )


def _hides(cover: tuple[int, int, str], hit: Hit) -> bool:
    """Whether what stands at `cover` (start, end, target; no target is a blocker) hides a hit."""
    start, end, target = cover
    if not target:  # a blocker hides what it touches, unless that is the longer
        return start < hit.end and hit.start < end and end - start >= hit.end - hit.start
    return target != hit.pattern.target and start <= hit.start and hit.end <= end and end - start > hit.end - hit.start


def _spelt_otherwise(form: str, found: str) -> str:
    """The form with the other apostrophe, where it is that which stands in what was found; else nothing."""
    own, other = ("’", "'") if "’" in form else ("'", "’")
    return form.replace(own, other) if own in form and own not in found and other in found else ""


def _small(text: str) -> str:
    """A text in small letters, with straight apostrophes."""
    return text.lower().replace("’", "'")


_START = re.compile(rf"(?<!{LETTER}){LETTER}|{HANZI}")
"""Where a form may begin: at the first letter of every word, and at every hanzi."""
_TAIL = re.compile(r"\*| \.\.\. ")
REMEMBERED = 10_000
"""So many texts a finder remembers."""


def _regex(form: str) -> str:
    """A form as a regular expression with its case: capitals are kept, but a sentence may begin with it."""
    if form == form.lower():
        return f"(?i:{form_regex(form)})"
    if form[0].islower():
        return form_regex(form).replace(f"{BEGINS}{form[0]}", f"{BEGINS}[{form[0]}{form[0].upper()}]", 1)
    return form_regex(form)


@cache
def compiled_form(form: str) -> re.Pattern[str]:
    """A form as a compiled regular expression, made once: with its capitals, though a sentence may begin with it.

    >>> [bool(compiled_form(form).match("The west")) for form in ("the west", "the West")]
    [True, False]
    """
    return re.compile(_regex(form))


@cache
def _words(form: str) -> tuple[str, ...]:
    """The words of a form in small letters, without stars and gaps."""
    return tuple(word.rstrip("*") for word in _small(form).split() if word != "...")


class _Needed:
    """What a text has to have for each of some forms: most need not be compiled, nor looked for.

    Of a form it is words in small letters: that with which it begins, and the others. Where the first has no other
    ending it is looked up among the words of a text, else (and in Chinese) it may stand anywhere.
    """

    def __init__(self, forms: tuple[str, ...]):
        self.anywhere: list[tuple[str, tuple[str, ...], str]] = []
        self.by_word: dict[str, list[tuple[str, tuple[str, ...], str]]] = {}
        for form in forms:
            first, *others = _words(form)
            head, whole = first_word(form)
            needed = self.by_word.setdefault(head, []) if whole else self.anywhere
            needed.append((first, tuple(others), form))
        self.heads = frozenset(self.by_word)


_needed = cache(_Needed)


@lru_cache(maxsize=8)  # one is asked for again and again, of each pattern
def _words_of(text: str) -> frozenset[str]:
    """The English words of a text in small letters."""
    return frozenset(WORD.findall(text))


def stands(forms: tuple[str, ...], text: str) -> bool:
    """Whether one of the forms stands in the text.

    >>> stands(("order*", "秩序"), "国际秩序"), stands(("order",), "disorder")
    (True, False)
    """
    lower, needed = _small(text), _needed(forms)
    listed = [needed.by_word[word] for word in needed.heads & _words_of(lower)] if needed.heads else []
    for first, others, form in chain(*listed, needed.anywhere):
        if first in lower and all(word in lower for word in others) and compiled_form(form).search(text):
            return True
    return False


_stems = cache(Stems)


def begins(forms: tuple[str, ...], text: str, start: int) -> bool:
    """Whether one of the forms begins at a place of the text.

    >>> begins(("order*", "秩序"), "国际秩序", 2), begins(("order",), "disorder", 3)
    (True, False)
    """
    # No form is longer, so that what stands behind tells nothing.
    near = small(text[start : start + LONGEST])
    place, numbers = next(_stems(forms).places(near), (1, ()))
    return not place and any(compiled_form(forms[number]).match(text, start) for number in numbers)


# --- as a file declares them -----------------------------------------------------------------------------------------

FindableForm = Annotated[
    str,
    msgspec.Meta(
        pattern=rf"^(?=[^\W_]){FORM}\Z",
        max_length=LONGEST,
        description=f"is no form; write words, the first letter a letter, {WRITE}",
    ),
]
"""A form (see `forms.Form`) that begins with a letter or a digit, where a `Finder` looks for it."""


class Forms(Declared):
    """Forms in both languages, each once in its own.

    >>> Forms(en=("hegemon*",), zh=("霸权",)).all
    ('hegemon*', '霸权')
    """

    en: tuple[FindableForm, ...] = ()
    zh: tuple[FindableForm, ...] = ()

    def __post_init__(self) -> None:
        each_once(self.en, self.zh)

    @property
    def all(self) -> tuple[str, ...]:
        """The forms of both languages, English first.

        >>> Forms(zh=("霸权",)).all
        ('霸权',)
        """
        return (*self.en, *self.zh)


class DeclaredPattern(Forms):
    """A pattern as a file declares it; `with` is its company.

    >>> from helpers.declarations.toml import as_declared
    >>> as_declared({"zh": ["退出"], "with": ["条约"]}, "us.toml", DeclaredPattern).company
    ('条约',)
    """

    id: Id = ""
    company: tuple[FindableForm, ...] = msgspec.field(default=(), name="with")
    without: tuple[FindableForm, ...] = ()
    yes: tuple[Line, ...] = ()
    no: tuple[Line, ...] = ()

    def __post_init__(self) -> None:
        each_once(self.en, self.zh, self.company, self.without)
        self.needs_a_form()

    def needs_a_form(self) -> None:
        """Raises `ValueError` where nothing could be found: a kind of pattern that may have none overrides this.

        >>> DeclaredPattern(id="empty")
        Traceback (most recent call last):
        ValueError: it has no form that could be found; add one in English (en) or Chinese (zh)
        """
        if not self.all:
            raise ValueError("it has no form that could be found; add one in English (en) or Chinese (zh)")


def declared_patterns(declared: Iterable[DeclaredPattern], target: str) -> tuple[Pattern, ...]:
    """The patterns of a target, called after it (and numbered from 1) where they have no id.

    >>> declared = DeclaredPattern(en=("war",)), DeclaredPattern(id="fight", zh=("战争",))
    >>> [pattern.id for pattern in declared_patterns(declared, "force")]
    ['force-1', 'fight']
    """
    return tuple(
        Pattern(d.id or f"{target}-{n}", target, d.all, d.company, d.without, yes=d.yes, no=d.no)
        for n, d in enumerate(declared, 1)
    )
