"""Key word in context: every place where something stands, with its surroundings and its raw lines."""

from __future__ import annotations

import pandas as pd

from .corpus import Corpus, raw_lines
from .errors import CorpusError

SORTS = ("text", "left", "right")
LONG = {"en": 50_000, "zh": 20_000}
"""The characters of a long text."""
NOT_QUOTED = "(not quoted: this text has been quoted up to its share)"
FLOOR, MOST = {"en": 70, "zh": 25}, 0.10
"""A short text may be quoted up to so many characters, but never beyond this share."""


def concordance(corpus: Corpus, hits: pd.DataFrame, width: int = 60, sort: str = "text") -> pd.DataFrame:
    """text_id, sentence_id, left, node, right, first_line, last_line: a row a hit of `concepts.find`.

    `left` and `right` are up to `width` characters of the paragraph. Sorted in reading order (`text`), or by the words
    to the `left` (nearest first) or to the `right`. Raises `CorpusError` for another sort.
    """
    if sort not in SORTS:
        raise CorpusError(f"a concordance is sorted by {', '.join(SORTS)}, not by {sort!r}")
    texts = corpus.paragraphs.set_index("paragraph_id")["text"]
    lines = corpus.sentences.set_index("sentence_id")[["first_line", "last_line"]]
    rows = []
    for hit in hits.itertuples(index=False):
        text = texts[hit.paragraph_id]
        left, right = text[max(0, hit.start - width) : hit.start], text[hit.end : hit.end + width]
        first, last = lines.loc[hit.sentence_id]
        rows.append((hit.text_id, hit.sentence_id, left, text[hit.start : hit.end], right, first, last))
    columns = ["text_id", "sentence_id", "left", "node", "right", "first_line", "last_line"]
    table = pd.DataFrame(rows, columns=columns)
    if sort == "text" or table.empty:
        return table
    key = table["left"].map(_backwards) if sort == "left" else table["right"].str.strip().str.lower()
    return table.loc[key.sort_values(kind="stable").index].reset_index(drop=True)


def _backwards(left: str) -> list[str]:
    """The words to the left, nearest first; Chinese runs are turned round, character by character."""
    words = left.lower().split()
    return [word if word.isascii() else word[::-1] for word in reversed(words)]


def codebook_hits(corpus: Corpus, hits: pd.DataFrame, gate_hits: pd.DataFrame) -> pd.DataFrame:
    """n, text_id, sentence_id, part, found, pattern, form, surface, start, end, first_line, last_line: a row a hit.

    `hits` and `gate_hits` are those of `codebook.coded`, whose places are in the sentence; here they are in the
    paragraph, with the raw lines behind them. In reading order.
    """
    every = pd.concat(
        [
            gate_hits.assign(part="gate", found=gate_hits["kind"]),
            hits.assign(part=hits["code"].where(hits["code"] == "charge", "code"), found=hits["code"]),
        ]
    )
    places = corpus.sentences.set_index("sentence_id")[["text_id", "paragraph_id", "start"]]
    every = every.join(places.rename(columns={"start": "begin"}), on="unit_id")
    order = {sentence_id: n for n, sentence_id in enumerate(places.index)}
    every = every.assign(
        sentence_id=every["unit_id"],
        start=every["start"] + every["begin"],
        end=every["end"] + every["begin"],
        order=every["unit_id"].map(order),
    ).sort_values(["order", "start", "end", "part", "pattern", "form"], ignore_index=True)
    lines = [raw_lines(corpus, hit.paragraph_id, hit.start, hit.end)["line"] for hit in every.itertuples()]
    columns = ["text_id", "sentence_id", "part", "found", "pattern", "form", "surface", "start", "end"]
    table = every[columns].assign(first_line=[int(n.min()) for n in lines], last_line=[int(n.max()) for n in lines])
    table.insert(0, "n", range(1, len(table) + 1))
    return table


def draw(rows: pd.DataFrame, per: str | list[str], number: int, seed: int) -> pd.DataFrame:
    """`number` rows for each value of `per`, drawn by chance with a seed, in the order of `rows`."""
    return rows.sample(frac=1, random_state=seed).groupby(per, sort=False).head(number).sort_index()


class Quotations:
    """Passages of a corpus for evidence, none of whose texts is quoted beyond a share unless it may be shown whole."""

    def __init__(self, corpus: Corpus, share: float, width: int = 33, long: float = 0):
        """`width` is how many characters (a third of it: hanzi) stand on each side of what is quoted for.

        `share` is what may be quoted of a text, `long` of a `LONG` one where that is more.
        """
        self._texts = corpus.sentences.set_index("sentence_id")
        self._language = corpus.texts.set_index("text_id")["language"].to_dict()
        self._public = corpus.texts.set_index("text_id")["full_text_public"].to_dict()
        length = corpus.paragraphs.groupby("text_id")["text"].agg(lambda texts: texts.str.len().sum())
        floor = {text_id: min(FLOOR[self._language[text_id]], n * MOST) for text_id, n in length.items()}
        shares = {t: max(share, long) if n >= LONG[self._language[t]] else share for t, n in length.items()}
        self._left = {t: max(n * shares[t], floor[t]) if shares[t] else 0 for t, n in length.items()}
        self._shown: dict[str, set[int]] = {}
        self._width = width

    def lines(self, sentence_id: str) -> str:
        """Where a sentence stands in its raw file."""
        first, last = self._texts.loc[sentence_id, ["first_line", "last_line"]]
        return str(first) if first == last else f"{first} to {last}"

    def quote(self, sentence_id: str, start: int = 0, end: int = 0) -> str:
        """What stands around `start` to `end` of a sentence; empty once its text has been quoted up to its share.

        A text that may be shown whole gives the whole sentence.
        """
        row = self._texts.loc[sentence_id]
        text, text_id = row["text"], row["text_id"]
        if self._public[text_id]:
            return text
        width = self._width // 3 if self._language[text_id] == "zh" else self._width
        first, last = max(0, start - width), min(len(text), end + width + max(0, width - start))
        if self._language[text_id] == "en":  # no word is cut
            first = text.rfind(" ", 0, first) + 1
            last = len(text) if text.find(" ", last) < 0 else text.find(" ", last)
        shown = self._shown.setdefault(sentence_id, set())
        new = set(range(first, last)) - shown
        if len(new) > self._left[text_id]:
            return ""
        self._left[text_id] -= len(new)
        shown |= new
        return "… " * (first > 0) + text[first:last] + " …" * (last < len(text))

    def cite(self, sentence_id: str) -> str:
        """A line to cite a sentence by: its id and its raw lines."""
        return f"{sentence_id}, raw line {self.lines(sentence_id)}"

    def passage(self, sentence_id: str, start: int = 0, end: int = 0, gloss: str = "") -> str:
        """`quote`, or a word on why there is none, with a gloss of ours marked as such."""
        text = self.quote(sentence_id, start, end) or NOT_QUOTED
        return f"{text} [gloss of ours: {gloss}]" if gloss else text


def unglossed(passage: str) -> tuple[str, str]:
    """What `Quotations.passage` gives, as quotation and gloss (empty where there is none)."""
    text, _, gloss = passage.partition(" [gloss of ours: ")
    return text, gloss.removesuffix("]")


def is_part(quotation: str, sentence: str) -> bool:
    """Whether a quotation is a part of a sentence, white space and the marks of what is left out apart.

    >>> is_part("… of  the world …", "Order of the world today."), is_part("12 Xi, Speech.", "He spoke.12")
    (True, False)
    """
    wanted, whole = (" ".join(text.split()) for text in (quotation, sentence))
    wanted = wanted if wanted in whole else wanted.removeprefix("…").removesuffix("…").strip()
    return bool(wanted) and wanted in whole
