"""A page of the argument: its corpus, and what it publishes, finds and quotes; a chapter is one with a codebook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
from IPython.display import HTML, Markdown

from ..coding import coders
from ..coding.analysis import Analysis, Settings, analyse
from ..coding.codebook import read_codebook
from ..coding.outside import read_outside
from ..corpus.load import Corpus, load_corpus
from ..corpus.raw import raw_context
from ..paths import CODING, FIRST_RUN, OUTSIDE
from . import publish
from .publish import Finding, Picture
from .quotations import Quotations, read_evidence, read_glosses


@dataclass(frozen=True)
class Page:
    """A `notebook` with its `corpus`, and the sentences that it may quote. Its figures begin with its number."""

    notebook: str
    corpus: Corpus
    quotes: Quotations

    @cached_property
    def titles(self) -> pd.Series:
        """The short title of each text, by text_id, in the order of the manifest."""
        return self.corpus.texts.set_index("text_id")["short_title"]

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The sentences that are chosen as evidence for the page (data/codebooks/evidence.toml), by section."""
        return read_evidence(self.notebook)

    def table(self, name: str, frame: pd.DataFrame) -> HTML:
        """Publish a table. Raises `CorpusError` where it is not as described."""
        return publish.table(self.notebook, name, frame)

    def more(self, name: str) -> str:
        """Where the whole of a published table stands."""
        return f"data/processed/{name}.csv"

    def figure(self, name: str, drawn: Picture | Markdown) -> HTML | Markdown:
        """Publish a picture as NUMBER_NAME, of methods as methods_NAME.

        A sentence that stands in the place of one is given back as it is.
        """
        if isinstance(drawn, Markdown):
            return drawn
        drawing, title, caption, alt = drawn
        name = f"{self.notebook.split('_')[0]}_{name}"
        return publish.figure(self.notebook, name, drawing, title=title, caption=caption, alt=alt)

    def finding(self, text: str, *findings: Finding) -> Markdown:
        """The answer of the page, with its numbers in the places of `{id}`; see `publish.finding`."""
        return publish.finding(self.notebook, text, *findings)

    def evidence(self, sentence_ids: Iterable[str], caption: str) -> HTML:
        """Whole sentences, each with its place. Raises `CorpusError` beyond the share of a text."""
        return publish.evidence(self.notebook, map(self.quotes.passage, sentence_ids), caption)

    def raw_evidence(self, sentence_ids: Iterable[str], caption: str) -> HTML:
        """Whole sentences, each below its raw lines, with what a reader of the file would stumble over there."""
        ids = list(sentence_ids)
        raw = {sentence_id: raw_context(self.corpus, sentence_id) for sentence_id in ids}
        passages = [self.quotes.passage(sentence_id) for sentence_id in ids]
        passages = [p._replace(where="; ".join([p.where, *raw[p.sentence_id][1]])) for p in passages]
        return publish.evidence(self.notebook, passages, caption, {id_: lines for id_, (lines, _) in raw.items()})

    def side_by_side(self, columns: Mapping[str, Iterable[str]], caption: str) -> HTML:
        """Whole sentences in columns; `columns` gives the ids under each heading."""
        passages = {name: [self.quotes.passage(s) for s in ids] for name, ids in columns.items()}
        return publish.side_by_side(self.notebook, passages, caption)

    def beads(
        self,
        heads: tuple[str, str, str, str],
        rows: Iterable[tuple[str, Iterable[str], Iterable[str], str]],
        caption: str,
    ) -> HTML:
        """Whole sentences of two texts as a table; `rows` give a name, the ids of the one and the other, and a note."""
        said = self.quotes.passage
        made = [(name, [said(i) for i in one], [said(i) for i in other], note) for name, one, other, note in rows]
        return publish.beads(self.notebook, heads, made, caption)


@dataclass(frozen=True)
class Chapter(Page):
    """A page with an `analysis` by a codebook. The names of its tables begin with `prefix`."""

    prefix: str
    analysis: Analysis

    def table(self, name: str, frame: pd.DataFrame) -> HTML:
        """Publish a table as PREFIX_NAME. Raises `CorpusError` where it is not as described."""
        return super().table(f"{self.prefix}_{name}", frame)

    def more(self, name: str) -> str:
        """Where the whole of a published table stands."""
        return super().more(f"{self.prefix}_{name}")


def open_page(notebook: str) -> Page:
    """The page of a notebook on this project's corpus."""
    corpus = load_corpus()
    return Page(notebook, corpus, Quotations(corpus, read_glosses(CODING)))


def open_chapter(
    notebook: str, prefix: str, subject: str, own_book: Path, settings: Settings, codebook: str = ""
) -> Chapter:
    """The chapter of a notebook, on this project's corpus, by its own codebook unless another is given.

    Raises `CorpusError` for settings or files that do not fit.
    """
    return chapter_of(open_page(notebook), prefix, subject, own_book, settings, codebook)


def chapter_of(
    page: Page, prefix: str, subject: str, own_book: Path, settings: Settings, codebook: str = ""
) -> Chapter:
    """A page as a chapter by a codebook, as from `open_chapter`."""
    folder = None if codebook and settings.codes == coders.DICTIONARY else CODING
    book = read_codebook(Path(codebook) if codebook else own_book)
    first = None if codebook or folder is None else read_codebook(FIRST_RUN / own_book.name)
    outside = None if first is None else read_outside(OUTSIDE)
    analysis = analyse(subject, page.corpus, book, settings, folder, first, outside)
    return Chapter(page.notebook, page.corpus, page.quotes, prefix, analysis)
