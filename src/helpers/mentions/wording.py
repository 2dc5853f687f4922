"""A corpus under its lists of words: hits of concepts and formulas, shares, rates and contrasts, read once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from ..corpus import selection
from ..corpus.load import BACK_MATTER, Corpus
from ..errors import CorpusError
from ..statistics import collocation, counts, keyness
from ..text.names import TermList, read_terms
from . import concepts, windows
from .concepts import ConceptList

FEWEST_COMPANY, FEWEST_TOGETHER = 20, 5
"""Sentences that must hold a word for its company to be listed, and that must hold both."""


@dataclass(frozen=True)
class Settings:
    """What a reader may set: the least count of a word, the English words of a window, headings or not, and the draws.

    >>> Settings(minimum=5).window
    100
    """

    minimum: int = 10
    window: int = 100
    headings: bool = True
    resamples: int = 2000
    seed: int = 0


@dataclass(frozen=True)
class Wording:
    """A corpus (without its headings where these do not count) and what its lists find in it. Back matter is left out.

    >>> from helpers.corpus.load import corpus_of
    >>> said = wording(corpus_of(en={"a": "Global governance."}, zh={"b": "全球治理，全球治理。"}), Settings())
    >>> said.shares.query("concept == 'global-governance'")[["text_id", "count"]].values.tolist()
    [['a', 1], ['b', 2]]
    """

    corpus: Corpus
    book: ConceptList
    terms: TermList
    settings: Settings

    @cached_property
    def dates(self) -> pd.DataFrame:
        """The texts that are counted, by date of writing, as `selection.date_spans`, and `when`: that date in words."""
        spans = selection.date_spans(self.corpus)
        back = self.corpus.texts["genre"].eq(BACK_MATTER).to_numpy()
        spans = spans[~back].sort_values(["first", "last"], kind="stable")
        return spans.assign(when=[_when(*row) for row in spans[["date", "first", "last"]].values]).reset_index(
            drop=True
        )

    @property
    def shown(self) -> list[str]:
        """The ids of the texts that are counted, by date of writing."""
        return self.dates["text_id"].tolist()

    @cached_property
    def label(self) -> dict[str, str]:
        """What concepts, formulas and series are called, by id."""
        return {entry.id: entry.label for entry in (*self.book.concepts, *self.book.formulas, *self.book.series)}

    @cached_property
    def hits(self) -> pd.DataFrame:
        """Every hit of a concept, as from `concepts.find`."""
        return self._found(self.book.concepts, self.terms)

    @cached_property
    def formula_hits(self) -> pd.DataFrame:
        """Every hit of a formula that stands in no longer one."""
        found = self._found(self.book.formulas, None)
        return found[found["alone"]]

    def _found(self, entries: Iterable[concepts.Concept], terms: TermList | None) -> pd.DataFrame:
        found = concepts.find(self.corpus, entries, terms)
        return found[found["text_id"].isin(self.shown)]

    @cached_property
    def shares(self) -> pd.DataFrame:
        """Concepts by text: counts, and shares of windows and sentences, as from `windows.concept_shares`."""
        cuts = windows.windows(self.corpus, self.settings.window)
        return windows.concept_shares(self.corpus, self.hits, cuts[cuts["text_id"].isin(self.shown)])

    @cached_property
    def concepts(self) -> pd.DataFrame:
        """`shares` with rates and their intervals, as from `windows.concept_rates`."""
        rates = windows.concept_rates(self.corpus, self.hits, self.settings.resamples, self.settings.seed)
        return self.shares.merge(rates.drop(columns="count"), on=["concept", "text_id"])

    @cached_property
    def words(self) -> pd.DataFrame:
        """The words of the English texts that are counted, as from `selection.word_tokens`."""
        english = self.corpus.texts.loc[self.corpus.texts["language"] == "en", "text_id"]
        return selection.word_tokens(self.corpus, [t for t in english if t in self.shown], self.settings.headings)

    @cached_property
    def sizes(self) -> pd.Series:
        """Words of each English text, by text_id, the longest first."""
        return self.words["text_id"].value_counts()

    @property
    def long(self) -> list[str]:
        """The English texts that are long enough to be contrasted, the longest first."""
        return self.sizes.index[self.sizes >= keyness.SHORTEST].tolist()

    @cached_property
    def rates(self) -> pd.DataFrame:
        """term, text_id, count, size, rate (per 1,000 words), texts (range): words of the English texts.

        Those that stand often enough in all of them together; stop words are left out. Raises `CorpusError` where none
        does.
        """
        words = self.words[~self.words["term"].isin(self.book.stop)]
        table = counts.term_counts(words)
        table = table[table.sum(axis=1) >= self.settings.minimum]
        if table.empty:
            raise CorpusError(f"no term stands {self.settings.minimum} times or more; lower the minimum count")
        return counts.term_rates(table, self.sizes).assign(texts=lambda f: f["term"].map((table > 0).sum(axis=1)))

    @cached_property
    def contrasts(self) -> pd.DataFrame:
        """The long texts against each other, as from `keyness.contrasts`, stop words out."""
        words = self.words[self.words["text_id"].isin(self.long)]
        text_of = words.drop_duplicates("paragraph_id").set_index("paragraph_id")["text_id"]
        blocks = counts.term_counts(words, "paragraph_id")
        settings = self.settings
        found = keyness.contrasts(blocks, text_of, self.long, settings.minimum, settings.resamples, settings.seed)
        return found[~found["term"].isin(self.book.stop)].reset_index(drop=True)

    @cached_property
    def formulas(self) -> pd.DataFrame:
        """formula, text_id, date, form, count, first_line: who says it in which words; forms in small letters."""
        lines = self.corpus.sentences.set_index("sentence_id")["first_line"]
        said = self.formula_hits.assign(
            form=self.formula_hits["form"].str.lower(), line=self.formula_hits["sentence_id"].map(lines)
        )
        table = said.groupby(["concept", "text_id", "form"]).agg(count=("line", "size"), first_line=("line", "min"))
        table = table.reset_index().rename(columns={"concept": "formula"})
        date = self.dates.set_index("text_id")["date"]
        return table.assign(date=table["text_id"].map(date))[
            ["formula", "text_id", "date", "form", "count", "first_line"]
        ]

    @cached_property
    def series(self) -> pd.DataFrame:
        """series, text_id, date, sentence_id, members, count: as from `concepts.find_series`, by date of writing."""
        found = pd.concat([concepts.find_series(self.corpus, series) for series in self.book.series])
        found = found[found["text_id"].isin(self.shown)]
        found = found.assign(date=found["text_id"].map(self.dates.set_index("text_id")["date"]))
        found = found.assign(place=found["text_id"].map(self.shown.index)).sort_values(
            ["series", "place"], kind="stable"
        )
        return found[["series", "text_id", "date", "sentence_id", "members", "count"]]

    def company(self, nodes: Iterable[str]) -> pd.DataFrame:
        """text_id, node_term and the columns of `collocation.collocates`: the company of words in the long texts.

        Left out where fewer than twenty sentences of a text hold the word, or fewer than five both.
        """
        found = []
        for text_id in self.long:
            own = self.words[self.words["text_id"] == text_id]
            for node in nodes:
                if own.loc[own["term"] == node, "sentence_id"].nunique() >= FEWEST_COMPANY:
                    table = collocation.collocates(own, node, FEWEST_TOGETHER, self.book.stop)
                    found.append(table.assign(text_id=text_id, node_term=node))
        table = pd.concat(found) if found else pd.DataFrame(columns=["text_id", "node_term", "collocate"])
        front = ["text_id", "node_term", "collocate"]
        return table[[*front, *table.columns.drop(front)]]

    def query(self, word: str) -> pd.DataFrame:
        """The hits of a reader's own word, as from `concepts.find`; `alone` is as the listed concepts have it.

        Raises `CorpusError` for what is no form.
        """
        own = concepts.query_concept(word, self.book)
        found = self._found([own, *self.book.concepts], self.terms)
        return found[found["concept"] == own.id]


def _when(date: str, first: pd.Timestamp, last: pd.Timestamp) -> str:
    """A date of writing as stated, or the months between which it lies; empty where nothing is known."""
    return date or ("" if pd.isna(first) else f"{pd.Timestamp(first):%Y-%m} to {pd.Timestamp(last):%Y-%m}")


def wording(corpus: Corpus, settings: Settings) -> Wording:
    """A corpus under the project's list of concepts. Raises `CorpusError` where the list is not as it should be.

    >>> from helpers.corpus.load import corpus_of
    >>> wording(corpus_of(zh={"a": "合作共赢。"}), Settings()).query("共赢")["form"].tolist()
    ['共赢']
    """
    if not settings.headings:
        body = corpus.paragraphs[corpus.paragraphs["kind"] != "heading"]
        within = corpus.sentences["paragraph_id"].isin(body["paragraph_id"])
        corpus = replace(corpus, paragraphs=body, sentences=corpus.sentences[within])
    return Wording(corpus, concepts.read_concepts(), read_terms(), settings)


def first_said(formulas: pd.DataFrame, dates: pd.DataFrame) -> pd.DataFrame:
    """formula, first, later: the texts that may be the earliest to say a formula, and the others that say it.

    `formulas` needs formula and text_id, `dates` text_id, first and last (the days between which it was written), in
    the order of writing. A text is among the earliest unless another was surely written before it: where two spans
    overlap, nobody knows which came first. Both are lists of text_id.

    >>> days = [("a", "2021-07-01", "2025-01-19"), ("b", "2024-11-01", "2024-12-31"), ("c", "2025-09-01", "2025-09-01")]
    >>> dates = pd.DataFrame(days, columns=["text_id", "first", "last"])
    >>> said = pd.DataFrame([("共赢", "c"), ("共赢", "b"), ("共赢", "a")], columns=["formula", "text_id"])
    >>> first_said(said, dates).values.tolist()
    [['共赢', ['a', 'b'], ['c']]]
    """
    rows = []
    for formula, part in formulas.groupby("formula", sort=False):
        saying = dates[dates["text_id"].isin(part["text_id"])]
        first = saying["first"] <= saying["last"].min()
        rows.append((formula, saying.loc[first, "text_id"].tolist(), saying.loc[~first, "text_id"].tolist()))
    return pd.DataFrame(rows, columns=["formula", "first", "later"])
