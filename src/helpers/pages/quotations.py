"""Sentences quoted as evidence: each whole, with its place, and no text beyond the share that may be quoted of it."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..corpus.load import Corpus
from ..declarations.tables import read_csv
from ..declarations.toml import Declared, Id, Word, read_declared
from ..errors import CorpusError
from ..paths import EVIDENCE


def lines_in_words(first: int, last: int) -> str:
    """Where something stands in its raw file: a line, or the first and last, counted from 1.

    >>> lines_in_words(25, 25), lines_in_words(319, 323)
    ('raw line 25', 'raw lines 319 to 323')
    """
    return f"raw line {first}" if first == last else f"raw lines {first} to {last}"


class Passage(NamedTuple):
    """A sentence as it is shown: its id, where it stands (short title, sentence, raw lines), its text, our gloss."""

    sentence_id: str
    where: str
    text: str
    gloss: str = ""


def read_glosses(folder: Path) -> pd.Series:
    """Glosses of ours on sentences of the project's corpus, by sentence_id. Raises `CorpusError`."""
    table = read_csv(folder / "glosses.csv", ("sentence_id", "gloss"), "restore it with git checkout data/coding")
    return table.set_index("sentence_id")["gloss"]


class _Chosen(Declared):
    reason: Word
    ids: tuple[Word, ...]


def read_evidence(notebook: str, path: Path = EVIDENCE) -> dict[str, list[str]]:
    """The sentences that a notebook shows by name, by section; why, stands in the file. Raises `CorpusError`.

    >>> read_evidence("no_such_notebook")
    {}
    """
    file = read_declared(path, "list of evidence", dict[Word, dict[Id, _Chosen]])
    return {section: list(chosen.ids) for section, chosen in file.get(notebook, {}).items()}


class Quotations:
    """Sentences of a corpus for evidence; none of its texts is quoted beyond its `quotable` share.

    `glosses` are ours, by sentence_id.

    >>> from helpers.corpus.load import corpus_of
    >>> quotations = Quotations(corpus_of(zh={"a": "改革。全球治理需要多边主义。"}), {"a:1.1": "Reform."})
    >>> quotations.passage("a:1.1")
    Passage(sentence_id='a:1.1', where='a, 1.1, raw line 1', text='改革。', gloss='Reform.')
    """

    def __init__(self, corpus: Corpus, glosses: pd.Series | dict[str, str]):
        texts = corpus.texts.set_index("text_id")
        self._sentences = corpus.sentences.set_index("sentence_id")
        self._titles = texts["short_title"].to_dict()
        self._glosses = dict(glosses)
        length = corpus.paragraphs.groupby("text_id")["text"].agg(lambda parts: parts.str.len().sum())
        self._left = {text_id: length[text_id] * texts.loc[text_id, "quotable"] for text_id in length.index}
        self._shown: set[str] = set()

    def lines(self, sentence_id: str) -> str:
        """Where a sentence stands in its raw file: a line, or the first and last, counted from 1."""
        return lines_in_words(*self._sentences.loc[sentence_id, ["first_line", "last_line"]])

    def cite(self, sentence_id: str) -> str:
        """A line to cite a sentence by: the short title of its text, its number there, and its raw lines."""
        text_id, number = sentence_id.rsplit(":", 1)
        return f"{self._titles[text_id]}, {number}, {self.lines(sentence_id)}"

    def passage(self, sentence_id: str) -> Passage:
        """A whole sentence. Raises `CorpusError` for one that there is not, and beyond the share of its text."""
        if sentence_id not in self._sentences.index:
            raise CorpusError(f"evidence: there is no sentence {sentence_id!r}; correct its id")
        text, text_id = self._sentences.loc[sentence_id, ["text", "text_id"]]
        if sentence_id not in self._shown:
            self._shown.add(sentence_id)
            self._left[text_id] -= len(text)
        if self._left[text_id] < 0:
            raise CorpusError(f"evidence: {text_id!r} would be quoted beyond its share; show fewer sentences of it")
        return Passage(sentence_id, self.cite(sentence_id), text, self._glosses.get(sentence_id, ""))
