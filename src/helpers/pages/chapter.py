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
        """Publish a table as PREFIX_NAME. Raises `CorpusError` where it is not as described.

        >>> import os
        >>> from tempfile import TemporaryDirectory
        >>> from unittest.mock import patch
        >>> from helpers.coding import example
        >>> from helpers.coding.analysis import scheme
        >>> quotes = Quotations(example.read()[0], 1)
        >>> page = Chapter("02_x", "us", False, example.analysis(), quotes, pd.Series(dtype=str))
        >>> with TemporaryDirectory() as folder, patch.dict(os.environ, {publish.OUTPUT_VARIABLE: folder}):
        ...     page.table("codebook", scheme(page.analysis)).data
        '<p>Table <code>data/processed/us_codebook.csv</code>: 3 rows.</p>'
        """
        return publish.table(self.notebook, f"{self.prefix}_{name}", frame)

    def more(self, name: str) -> str:
        """Where the whole of a published table stands.

        >>> from helpers.coding import example
        >>> quotes = Quotations(example.read()[0], 1)
        >>> page = Chapter("02_x", "us", False, example.analysis(), quotes, pd.Series(dtype=str))
        >>> page.more("hits")
        'data/processed/us_hits.csv'
        """
        return f"data/processed/{self.prefix}_{name}.csv"

    def figure(self, name: str, drawn: Any, **words: str) -> HTML | Markdown:
        """Publish a `Picture`, or a drawing with title, caption and alt, as NUMBER_NAME.

        A sentence that stands in the place of a picture is given back as it is.

        >>> import os
        >>> from tempfile import TemporaryDirectory
        >>> from unittest.mock import patch
        >>> from helpers.coding import example
        >>> from helpers.pages.sections.by_text import codes_figure
        >>> quotes = Quotations(example.read()[0], 1)
        >>> page = Chapter("02_x", "us", False, example.analysis(), quotes, pd.Series(dtype=str))
        >>> with TemporaryDirectory() as folder, patch.dict(os.environ, {publish.OUTPUT_VARIABLE: folder}):
        ...     page.figure("codes", codes_figure(page.analysis, "Codes by text.")).data.count("<img")
        1
        """
        if isinstance(drawn, Markdown):
            return drawn
        drawing, title, caption, alt = drawn if isinstance(drawn, Picture) else Picture(drawn, **words)
        name = f"{self.notebook[:2]}_{name}"
        return publish.figure(self.notebook, name, drawing, title=title, caption=caption, alt=alt)

    def passage(self, sentence_id: str, start: int | None = None, end: int | None = None) -> Passage:
        """A quotation around `start` to `end` of a sentence, or around the first word that the dictionary finds.

        >>> from helpers.coding import example
        >>> quotes = Quotations(example.read()[0], 1)
        >>> page = Chapter("02_x", "us", False, example.analysis(), quotes, pd.Series(dtype=str))
        >>> page.passage("wen:1.1").shown, page.passage("paper:2.1", 0, 5).end
        ('鲁国开战。', 23)
        """
        if start is None or end is None:
            start, end = self.analysis.spot(sentence_id)
        return self.quotes.passage(sentence_id, start, end, self.glosses.get(sentence_id, ""))

    def passages(self, rows: Iterable[tuple[str, Passage | str]], caption: str, also: Sequence[Passage] = ()) -> HTML:
        """Passages under their headings, entered in the table of quotations, as by `publish.passages`.

        >>> import os
        >>> from tempfile import TemporaryDirectory
        >>> from unittest.mock import patch
        >>> from helpers.coding import example
        >>> quotes = Quotations(example.read()[0], 1)
        >>> page = Chapter("02_x", "us", False, example.analysis(), quotes, pd.Series(dtype=str))
        >>> with TemporaryDirectory() as folder, patch.dict(os.environ, {publish.OUTPUT_VARIABLE: folder}):
        ...     page.passages([(page.cite("wen:1.1"), page.passage("wen:1.1"))], "One.").data.count("<dt>")
        1
        """
        return publish.passages(self.notebook, rows, caption, also)

    def cite(self, sentence_id: str) -> str:
        """A line to cite a sentence by.

        >>> from helpers.coding import example
        >>> quotes = Quotations(example.read()[0], 1)
        >>> page = Chapter("02_x", "us", False, example.analysis(), quotes, pd.Series(dtype=str))
        >>> page.cite("paper:2.1")
        'paper:2.1, raw line 3'
        """
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

    >>> from helpers.coding import example
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     folder = example.write(Path(name))
    ...     files = {"corpus": str(folder / "corpus.toml"), "quoted": 0.5}
    ...     page = open_chapter("02_x", "us", "Ruritania", folder / "own.toml", Settings(), **files)
    >>> page.own, page.analysis.reading, page.passage("wen:1.1").text
    (False, 'the dictionary', '鲁国开战。')
    """
    folder = None if corpus or (codebook and settings.codes == coders.DICTIONARY) else CODING
    book = read_codebook(Path(codebook) if codebook else own_book)
    first = None if codebook or folder is None else read_codebook(FIRST_RUN / own_book.name)
    analysis = analyse(subject, load_corpus(corpus or None), book, settings, folder, first)
    quotes = Quotations(analysis.corpus, quoted, long=quoted_long)
    glosses = pd.Series(dtype=str) if corpus else read_glosses(CODING)
    return Chapter(notebook, prefix, not corpus, analysis, quotes, glosses)
