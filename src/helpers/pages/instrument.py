"""The page on a reader's own texts: any source measured, with what is looked for, and how it is cut to be read."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import HTML, Markdown

from ..coding.codebook import Codebook, read_codebook
from ..corpus.load import BACK_MATTER, load_corpus
from ..corpus.selection import running_text
from ..declarations.tables import to_csv
from ..declarations.toml import one_line, shown
from ..errors import CorpusError
from ..measure.engines import Workers, cores
from ..measure.merge import Lines, Measured
from ..measure.records import open_source
from ..measure.run import is_measured, read_measured
from ..measure.shards import measure_all
from ..measure.tables import SPOKEN, Books
from ..mentions.concepts import Concept, ConceptList, query_concept, read_concepts
from ..paths import BUILD, CONCEPTS, US_FRAMES
from ..text.languages import COMMON
from . import html, publish

DRAWS = 1000
"""Draws of texts behind each interval."""
MINIMUM = 5
"""So often a word must stand in the compared groups together to be contrasted."""
MOST_GROUPS, MOST_TERMS, MOST_LINES = 5, 15, 15
"""So many groups, terms and lines a page shows."""
AROUND = 40
"""So many characters stand on either side of a hit."""
MOST_ALONE = 8
"""Where no group is named, so few texts are set beside each other one by one; of more all are one group."""
OURS = {"group": "voice", "query": "responsib*"}
"""What is shown of this compendium's own texts where nothing else is set."""
DATED = ("date", "year")
"""The columns of metadata that say when a text was made, the first that is there."""


@dataclass(frozen=True)
class Settings:
    """What a reader sets; empty: this compendium's own texts, no group, all languages, the lists of this project.

    How texts are read is called as `measure.readers.Options` has it.
    """

    source: str = ""
    text: str = ""
    group: str = ""
    pattern: str = ""
    language: str = ""
    encoding: str = ""
    skip_unreadable: bool = False
    keep: tuple[str, ...] | list[str] = ()
    words_in: str = ""
    concepts: str = ""
    codebook: str = ""
    compared: tuple[str, ...] | list[str] = ()
    query: str = ""
    coders: str = ""
    seed: int = 0

    @classmethod
    def of(cls, names: Mapping[str, Any]) -> Settings:
        """The settings under their names, as the cell of parameters of a notebook defines them.

        >>> Settings.of({"source": "speeches", "seed": 1, "display": print}).source
        'speeches'
        """
        return cls(**{field.name: names[field.name] for field in fields(cls) if field.name in names})


@dataclass(frozen=True)
class Own:
    """A page on a reader's texts: what was `measured`, what was `noted` while reading, and what is looked for."""

    notebook: str
    settings: Settings
    measured: Measured
    noted: list[str]
    book: ConceptList
    codebook: Codebook
    blockers: tuple[str, ...]

    @property
    def by(self) -> str:
        """The column by which texts are grouped: the one that is named; else few texts stand each for itself."""
        few = len(self.measured.texts) <= MOST_ALONE
        return self.settings.group or ("text_id" if few else "")

    @cached_property
    def language(self) -> str:
        """The language whose words are listed and contrasted: the one that is named, else that with most text."""
        there, named_ = sorted(set(self.measured.texts["language"])), self.settings.words_in
        if named_ and named_ not in there:
            raise CorpusError(f"words_in: no text is in {shown(named_)}; there are {', '.join(there)}")
        return named_ or self.measured.language

    @cached_property
    def stop(self) -> frozenset[str]:
        """The words that are not listed: the stop words of the concepts, and the commonest of another language."""
        common = "" if self.language in SPOKEN else COMMON.get(self.language, "")
        return frozenset(self.book.stop) | {*common.split()}

    @cached_property
    def compared(self) -> list[str]:
        """The groups that are set side by side: those that are named, else those with most words of the language."""
        words = self.measured.words(self.language)
        total = words.groupby(self.measured.group(self.by).reindex(words.index)).sum()
        total = total[total > 0].sort_index().sort_values(ascending=False, kind="stable")
        if unknown := [name for name in self.settings.compared if name not in total.index]:
            known = ", ".join(total.index[:20])
            fault = f"no text in {self.language} has the group {shown(unknown[0])}"
            raise CorpusError(f"compared: {fault}; there are {known}")
        return list(self.settings.compared) or total.index[:MOST_GROUPS].tolist()

    @cached_property
    def dated(self) -> str:
        """The column that says when a text was made; empty without one, or with nothing in it."""
        there = [name for name in DATED if name in self.measured.columns]
        return next((name for name in there if (periods(self.measured.group(name)) != "").any()), "")

    @cached_property
    def labels(self) -> dict[str, str]:
        """What a reader sees of a concept."""
        return {concept.id: concept.label for concept in self.book.concepts}

    @cached_property
    def code_labels(self) -> dict[str, str]:
        """What a reader sees of a code."""
        return {code.id: code.label or code.id for code in self.codebook.codes}

    @cached_property
    def query(self) -> Concept | None:
        """What the reader looks for; None where nothing is asked."""
        return query_concept(self.settings.query, self.book) if self.settings.query else None

    @cached_property
    def lines(self) -> Lines:
        """The concordance of the query."""
        assert self.query is not None
        return self.measured.concordance(self.query, MOST_LINES, self.settings.seed, self.blockers, AROUND + 1)

    def table(self, name: str, frame: pd.DataFrame) -> HTML:
        """Publish a table as own_NAME. Raises `CorpusError` where it is not as described."""
        return publish.table(self.notebook, f"own_{name}", frame)

    def more(self, name: str) -> str:
        """Where the whole of a published table stands."""
        return f"data/processed/own_{name}.csv"

    def figure(self, name: str, drawn: publish.Picture | Markdown) -> HTML | Markdown:
        """Publish a picture as NUMBER_NAME. A sentence that stands in the place of one is given back as it is."""
        if isinstance(drawn, Markdown):
            return drawn
        drawing, title, caption, alt = drawn
        name = f"{self.notebook[:2]}_{name}"
        return publish.figure(self.notebook, name, drawing, title=title, caption=caption, alt=alt, narrowest="40em")


def open_page(notebook: str, settings: Settings) -> Own:
    """Measure the texts of a source for a notebook. Raises `CorpusError` for a source or a list that does not fit."""
    if not settings.source:
        settings = replace(settings, **{name: getattr(settings, name) or value for name, value in OURS.items()})
    book = read_concepts(Path(settings.concepts) if settings.concepts else CONCEPTS)
    codebook = read_codebook(Path(settings.codebook) if settings.codebook else US_FRAMES)
    books = Books(concepts=book.concepts, codebooks=(codebook,))
    folder = publish.folder_of(notebook)
    named_ = {name: getattr(settings, name) for name in ("text", "pattern", "language", "encoding", "keep")}
    if settings.source and is_measured(counts := Path(settings.source)):
        if given := [name for name, value in named_.items() if value]:
            raise CorpusError(f"{given[0]}: {one_line(counts.name)} is measured already; name it when you measure")
        shards, noted = read_measured(counts, books)
        return Own(notebook, settings, Measured(shards), noted, book, codebook, books.terms.blockers)
    source = open_source(settings.source or export(folder / "texts.csv"), skip=settings.skip_unreadable, **named_)
    # A reader's texts are measured once; what is published is measured afresh.
    cache = BUILD if settings.source and os.access(BUILD, os.W_OK) else folder
    try:
        with Workers(cores()) as workers:
            measured = Measured(measure_all(source.records(), books, cache / "measured", workers))
    except CorpusError:
        if source.report.unreadable_count > 1:  # the error names the first
            print(*source.report.faults(), sep="\n")
        raise
    return Own(notebook, settings, measured, list(source.report.faults()), book, codebook, books.terms.blockers)


def sentences_of(source: Path, text: str | None, book: Codebook, folder: Path) -> pd.DataFrame:
    """sentence_id, text_id, language, text, passes: the sentences of a source, for a coding sheet of a codebook.

    What is measured for it is kept in `folder`. Raises `CorpusError` for a source that does not fit.
    """
    opened = open_source(source, text=text)
    books = Books(codebooks=(book,))
    with Workers(cores()) as workers:
        measured = Measured(measure_all(opened.records(), books, folder / "measured", workers))
    table = measured.sentences()
    return table.assign(passes=measured.coded(book.id, table["sentence_id"].tolist())["naming"].ne("").to_numpy())


def export(path: Path) -> Path:
    """Write this compendium's own texts as a plain table: text_id, language, voice, genre, date, speaks_for, text.

    The text is that which is counted: body and headings, a paragraph a line, without back matter.
    """
    corpus = load_corpus()
    texts = corpus.texts[corpus.texts["genre"] != BACK_MATTER]
    whole = running_text(corpus).groupby("text_id")["text"].agg("\n".join)
    table = texts[["text_id", "language", "voice", "genre", "date", "speaks_for"]].assign(
        text=texts["text_id"].map(whole)
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_csv(table), encoding="utf-8")
    return path


def named(name: str, most: int = 28) -> str:
    """A name of the reader's as it is shown: clipped, and a word where it is empty.

    >>> named(""), named("a" * 40)
    ('(none)', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaa …')
    """
    return html.shortened(html.in_line(name), most) or "(none)"


def percent(share: float) -> str:
    """A share in per cent.

    >>> percent(0.0123)
    '1.2 %'
    """
    return f"{100 * share:.1f} %"


def periods(dates: Iterable[str]) -> pd.Series:
    """The year in which each date begins, empty where it does not begin with one.

    >>> periods(["2024-05-01", "n.d.", "2025"]).tolist()
    ['2024', '', '2025']
    """
    dates = pd.Series(dates, dtype="str")
    found = [match[0] if (match := re.match(r"\d{4}(?![^\W_])", str(date))) else "" for date in dates]
    return pd.Series(found, index=dates.index, dtype="str")
