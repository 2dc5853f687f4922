"""A chapter of coded sentences: an analysis with what the page publishes and quotes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import HTML, Markdown

from ..coding import coders
from ..coding.analysis import Analysis, Settings, analyse
from ..coding.codebook import read_codebook
from ..corpus.load import load_corpus
from ..paths import CODING, FIRST_RUN
from . import publish
from .publish import Picture
from .quotations import Passage, Quotations, read_glosses


@dataclass(frozen=True)
class Chapter:
    """An `analysis` under the names by which its page publishes it, with the quotations that the page may make.

    The names of its tables begin with `prefix`, those of its figures with the number of the `notebook`. `own`: it is
    on the project's own corpus. `glosses` are ours, by sentence_id.
    """

    notebook: str
    prefix: str
    own: bool
    analysis: Analysis
    quotes: Quotations
    glosses: pd.Series

    def table(self, name: str, frame: pd.DataFrame) -> HTML:
        """Publish a table as PREFIX_NAME. Raises `CorpusError` where it is not as described."""
        return publish.table(self.notebook, f"{self.prefix}_{name}", frame)

    def more(self, name: str) -> str:
        """Where the whole of a published table stands."""
        return f"data/processed/{self.prefix}_{name}.csv"

    def figure(self, name: str, drawn: Any, **words: str) -> HTML | Markdown:
        """Publish a `Picture`, or a drawing with title, caption and alt, as NUMBER_NAME.

        A sentence that stands in the place of a picture is given back as it is.
        """
        if isinstance(drawn, Markdown):
            return drawn
        drawing, title, caption, alt = drawn if isinstance(drawn, Picture) else Picture(drawn, **words)
        name = f"{self.notebook[:2]}_{name}"
        return publish.figure(self.notebook, name, drawing, title=title, caption=caption, alt=alt)

    def passage(self, sentence_id: str, start: int | None = None, end: int | None = None) -> Passage:
        """A quotation around `start` to `end` of a sentence, or around the first word that the dictionary finds."""
        if start is None or end is None:
            start, end = self.analysis.spot(sentence_id)
        return self.quotes.passage(sentence_id, start, end, self.glosses.get(sentence_id, ""))

    def passages(self, rows: Iterable[tuple[str, Passage | str]], caption: str, also: Sequence[Passage] = ()) -> HTML:
        """Passages under their headings, entered in the table of quotations, as by `publish.passages`."""
        return publish.passages(self.notebook, rows, caption, also)

    def cite(self, sentence_id: str) -> str:
        """A line to cite a sentence by."""
        return self.quotes.cite(sentence_id)


def open_chapter(
    notebook: str,
    prefix: str,
    subject: str,
    own_book: Path,
    settings: Settings,
    *,
    corpus: str = "",
    codebook: str = "",
    quoted: float = 0.0,
    quoted_long: float = 0.0,
) -> Chapter:
    """The chapter of a notebook: on the project's corpus and codebook, unless a manifest or a codebook is given.

    Codes by reading belong to the project's own corpus. `quoted` is the share of a text that the page may quote, unless
    it may be shown whole; `quoted_long` that of a long one. Raises `CorpusError` for settings or files that do not fit.
    """
    folder = None if corpus or (codebook and settings.codes == coders.DICTIONARY) else CODING
    book = read_codebook(Path(codebook) if codebook else own_book)
    first = None if codebook or folder is None else read_codebook(FIRST_RUN / own_book.name)
    analysis = analyse(subject, load_corpus(corpus or None), book, settings, folder, first)
    quotes = Quotations(analysis.corpus, quoted, long=quoted_long)
    glosses = pd.Series(dtype=str) if corpus else read_glosses(CODING)
    return Chapter(notebook, prefix, not corpus, analysis, quotes, glosses)
