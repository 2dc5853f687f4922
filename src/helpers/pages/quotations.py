"""Passages quoted as evidence, none of whose texts is quoted beyond its share."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..corpus.load import Corpus
from ..declarations.tables import read_csv

LONG = {"en": 50_000, "zh": 20_000}
"""The characters of a long text."""
NOT_QUOTED = "(not quoted: this text has been quoted up to its share)"
FLOOR, MOST = {"en": 70, "zh": 25}, 0.10
"""A short text may be quoted up to so many characters, but never beyond this share."""


class Passage(NamedTuple):
    """What a page shows of a sentence: its characters from `start` up to `end`, and a gloss of ours beside them.

    `text` is the quotation with marks where something is left out; it is empty, and the places are 0, where the text
    has been quoted up to its share.

    >>> Passage("t:1.1", 0, 2, "改革 …", "reform").shown
    '改革 … [gloss of ours: reform]'
    """

    sentence_id: str
    start: int
    end: int
    text: str
    gloss: str = ""

    @property
    def shown(self) -> str:
        """The quotation, or a word on why there is none, with the gloss marked as such."""
        text = self.text or NOT_QUOTED
        return f"{text} [gloss of ours: {self.gloss}]" if self.gloss else text


def excerpt(sentence_id: str, text: str, start: int, end: int) -> Passage:
    """Characters `start` up to `end` of a sentence, `text`, as a passage, with marks where something is left out.

    >>> excerpt("t:1.1", "One order for all.", 4, 9).text
    '… order …'
    """
    return Passage(sentence_id, start, end, "… " * (start > 0) + text[start:end] + " …" * (end < len(text)))


def read_glosses(folder: Path) -> pd.Series:
    r"""Glosses of ours, by sentence_id, from glosses.csv of a folder of codes. Raises `CorpusError`.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     folder = Path(name)
    ...     _ = (folder / "glosses.csv").write_text("sentence_id,gloss\nwen:1.1,Lu goes to war.\n", encoding="utf-8")
    ...     read_glosses(folder).to_dict()
    {'wen:1.1': 'Lu goes to war.'}
    """
    table = read_csv(folder / "glosses.csv", ("sentence_id", "gloss"), "restore it with git checkout data/coding")
    return table.set_index("sentence_id")["gloss"]


class Quotations:
    """Passages of a corpus for evidence, none of whose texts is quoted beyond a share unless it may be shown whole.

    >>> from helpers.coding import example
    >>> quotes = Quotations(example.read()[0], 0.1)
    >>> quotes.passage("paper:1.1").shown
    '(not quoted: this text has been quoted up to its share)'
    """

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
        """Where a sentence stands in its raw file.

        >>> from helpers.coding import example
        >>> Quotations(example.read()[0], 1).lines("paper:2.1")
        '3'
        """
        first, last = self._texts.loc[sentence_id, ["first_line", "last_line"]]
        return str(first) if first == last else f"{first} to {last}"

    def passage(self, sentence_id: str, start: int = 0, end: int = 0, gloss: str = "") -> Passage:
        """What stands around `start` to `end` of a sentence; nothing once its text has been quoted up to its share.

        A text that may be shown whole gives the whole sentence.

        >>> from helpers.coding import example
        >>> quotes = Quotations(example.read()[0], 1, width=9)
        >>> quotes.passage("wen:1.1", 2, 4, "Lu goes to war.")
        Passage(sentence_id='wen:1.1', start=0, end=5, text='鲁国开战。', gloss='Lu goes to war.')
        >>> quotes.passage("paper:1.1", 18, 21).text
        'Ruritania went to war.'
        """
        row = self._texts.loc[sentence_id]
        text, text_id = row["text"], row["text_id"]
        if self._public[text_id]:
            return excerpt(sentence_id, text, 0, len(text))._replace(gloss=gloss)
        first, last = self._around(text, self._language[text_id], start, end)
        shown = self._shown.setdefault(sentence_id, set())
        new = set(range(first, last)) - shown
        if len(new) > self._left[text_id]:
            return Passage(sentence_id, 0, 0, "", gloss)
        self._left[text_id] -= len(new)
        shown |= new
        return excerpt(sentence_id, text, first, last)._replace(gloss=gloss)

    def _around(self, text: str, language: str, start: int, end: int) -> tuple[int, int]:
        """`start` and `end` with the width on each side, of which what the beginning cuts off stands behind."""
        width = self._width // 3 if language == "zh" else self._width
        first, last = max(0, start - width), min(len(text), end + width + max(0, width - start))
        if language == "en":  # no word is cut
            first = text.rfind(" ", 0, first) + 1
            last = len(text) if text.find(" ", last) < 0 else text.find(" ", last)
        return first, last

    def cite(self, sentence_id: str) -> str:
        """A line to cite a sentence by: its id and its raw lines.

        >>> from helpers.coding import example
        >>> Quotations(example.read()[0], 1).cite("paper:2.1")
        'paper:2.1, raw line 3'
        """
        return f"{sentence_id}, raw line {self.lines(sentence_id)}"


def is_part(quotation: str, sentence: str) -> bool:
    """Whether a quotation is a part of a sentence, white space and the marks of what is left out apart.

    >>> is_part("… of  the world …", "Order of the world today."), is_part("12 Xi, Speech.", "He spoke.12")
    (True, False)
    """
    wanted, whole = (" ".join(text.split()) for text in (quotation, sentence))
    wanted = wanted if wanted in whole else wanted.removeprefix("…").removesuffix("…").strip()
    return bool(wanted) and wanted in whole
