"""Your own texts: any source measured, and what can be said of it: words, groups, concepts, codes, one query.

Nothing here knows what the texts are about. What is shown is cut to what can be read, whatever the number of texts;
the whole of it stands in the tables. A table or picture without anything to show is a sentence that says so.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd
from IPython.display import HTML, Markdown

from ...coding.codebook import Codebook, read_codebook
from ...corpus.load import BACK_MATTER, load_corpus
from ...corpus.selection import running_text
from ...declarations.tables import to_csv
from ...declarations.toml import shown
from ...errors import CorpusError
from ...measure import engines
from ...measure.merge import Lines, Measured
from ...measure.records import open_source
from ...measure.shards import measure_all
from ...measure.tables import SPOKEN, Books
from ...mentions.concepts import Concept, ConceptList, query_concept, read_concepts
from ...paths import BUILD, CONCEPTS, US_FRAMES
from ...statistics.groups import FEWEST_TEXTS
from .. import html, publish
from ..html import plain

DRAWS = 1000
"""Draws of texts behind each interval."""
MINIMUM = 5
"""So often a word must stand in the compared groups together to be contrasted."""
MOST_GROUPS, MOST_TERMS, MOST_LINES = 5, 15, 15
"""So many groups, terms and lines a page shows."""
MOST_ALONE = 8
"""Where no group is named, so few texts are set beside each other one by one; of more all are one group."""
DATED = ("date", "year")
"""The columns of metadata that say when a text was made, the first that is there."""
LANGUAGES = {"en": "English", "zh": "Chinese"}


@dataclass(frozen=True)
class Settings:
    """What a reader sets; empty: this compendium's own texts, no group, all languages, the lists of this project."""

    source: str = ""
    text: str = "text"
    group: str = ""
    language: str = ""
    concepts: str = ""
    codebook: str = ""
    compared: tuple[str, ...] | list[str] = ()
    query: str = ""
    coders: str = ""
    seed: int = 0


@dataclass(frozen=True)
class Own:
    """A page on a reader's texts: what was `measured`, what was seen while reading (`noted`), and what is looked for."""

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
        there = sorted(set(self.measured.texts["language"]))
        if self.settings.language and self.settings.language not in there:
            raise CorpusError(f"language: no text is in {shown(self.settings.language)}; there are {', '.join(there)}")
        return self.settings.language or self.measured.language

    @cached_property
    def compared(self) -> list[str]:
        """The groups that are set side by side: those that are named, else those with most words of the language."""
        words = self.measured.words(self.language)
        total = words.groupby(self.measured.group(self.by).reindex(words.index)).sum()
        total = total[total > 0].sort_index().sort_values(ascending=False, kind="stable")
        if unknown := [name for name in self.settings.compared if name not in total.index]:
            known = ", ".join(total.index[:20])
            raise CorpusError(f"compared: no text in {self.language} has the group {shown(unknown[0])}; there are {known}")
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
        return self.measured.concordance(self.query, MOST_LINES, self.settings.seed, self.blockers, width=40)

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
        return publish.figure(self.notebook, name, drawing, title=title, caption=caption, alt=alt)


def open_page(notebook: str, settings: Settings) -> Own:
    """Measure the texts of a source for a notebook. Raises `CorpusError` for a source or list that does not fit."""
    book = read_concepts(Path(settings.concepts) if settings.concepts else CONCEPTS)
    codebook = read_codebook(Path(settings.codebook) if settings.codebook else US_FRAMES)
    books = Books(concepts=book.concepts, codebooks=(codebook,))
    folder = publish.folder_of(notebook)
    source = open_source(settings.source or export(folder / "texts.csv"), text=settings.text or None)
    # A reader's texts are measured once; what is published is measured afresh.
    cache = BUILD if settings.source and os.access(BUILD, os.W_OK) else folder
    measured = Measured(measure_all(source.records(), books, cache / "measured", engines.cores()))
    return Own(notebook, settings, measured, list(source.report.faults), book, codebook, books.terms.blockers)


def export(path: Path) -> Path:
    """Write this compendium's own texts as a plain table: text_id, language, voice, genre, date, text; gives its path.

    The text is that which is counted: body and headings, a paragraph a line, without back matter.
    """
    corpus = load_corpus()
    texts = corpus.texts[corpus.texts["genre"] != BACK_MATTER]
    whole = running_text(corpus).groupby("text_id")["text"].agg("\n".join)
    table = texts[["text_id", "language", "voice", "genre", "date"]].assign(text=texts["text_id"].map(whole))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(to_csv(table), encoding="utf-8")
    return path


# --- what was read -----------------------------------------------------------------------------------------------------


def answer(page: Own) -> Markdown:
    """How much was read, in which languages, and how it is grouped."""
    sizes = page.measured.sizes("language")
    parts = [
        f"{LANGUAGES.get(row.group, row.group)}: {html.count(row.texts, 'text')}, {html.count(row.words, 'word')}"
        for row in sizes.itertuples()
    ]
    groups = page.measured.group(page.by)
    grouped = f"grouped by *{plain(page.settings.group)}* ({html.count(groups.nunique(), 'group')})"
    alone = "each a group of its own" if page.by else "all in one group, for no column is named by which to group"
    others = sorted(set(sizes["group"]) - set(SPOKEN))
    silent = (
        f" Concepts and codebooks speak English and Chinese: of texts in {plain(', '.join(others))} only words are "
        "counted, contrasted and searched."
        if others
        else ""
    )
    return html.say(
        f"**{html.count(len(page.measured.texts), 'text')} read**, {grouped if page.settings.group else alone}. "
        f"{'; '.join(parts)}. Words are listed and contrasted in {LANGUAGES.get(page.language, plain(page.language))}."
        f"{silent}"
    )


def texts(page: Own) -> pd.DataFrame:
    """text_id, group, date, language, words, hanzi, sentences, paragraphs, characters, windows: a row a text."""
    group, dated = page.measured.group(page.by), page.dated
    date = page.measured.group(dated) if dated else pd.Series("", index=group.index)
    table = page.measured.texts.reset_index(drop=True)
    table.insert(1, "group", group.to_numpy())
    table.insert(2, "date", date.to_numpy())
    return table


def read_table(page: Own) -> HTML:
    """How much each group holds, the largest first."""
    sizes = page.measured.sizes(page.by)
    sizes = sizes.assign(group=[named(name) for name in sizes["group"]])
    return html.table(
        sizes[["group", "texts", "words", "hanzi", "sentences", "paragraphs"]],
        "What was read, by group. Words are counted without numbers and marks; hanzi are Chinese characters.",
        more=page.more("texts"),
    )


def looked_wrong(page: Own) -> HTML | Markdown:
    """What looked wrong while reading, each with what was done about it."""
    if not page.noted:
        return html.say("Nothing looked wrong while these texts were read.")
    return html.table(pd.DataFrame({"what looked wrong": page.noted}), "What looked wrong while reading.")


# --- words ---------------------------------------------------------------------------------------------------------------


def words(page: Own) -> pd.DataFrame:
    """term, group, count, texts: the most frequent words, stop words left out, in every group."""
    return page.measured.term_counts(page.by, 100, page.book.stop, page.language)


def words_table(page: Own, table: pd.DataFrame) -> HTML | Markdown:
    """The most frequent words in the compared groups: how often per 1,000 words, and in how many texts of all groups."""
    if table.empty:
        return html.say("No word was found in these texts.")
    terms = table["term"].drop_duplicates().tolist()[:MOST_TERMS]
    sizes = page.measured.words(page.language)
    total = sizes.groupby(page.measured.group(page.by).reindex(sizes.index)).sum()
    part = table[table["term"].isin(terms)]
    wide = part.pivot(index="term", columns="group", values="count").reindex(terms)
    rates = 1000 * wide / total.reindex(wide.columns)
    rates = rates[page.compared[:MOST_GROUPS]].rename(columns=named).round(2)
    rates.insert(0, "texts", part.groupby("term")["texts"].sum().reindex(terms))
    return html.table(
        rates.rename_axis(columns=None).reset_index(),
        f"The most frequent words, per 1,000 words of each group, and how many of {len(sizes):,} texts carry each.",
        more=page.more("words"),
    )


def contrasts(page: Own) -> pd.DataFrame:
    """group and the columns of `groups.keyness`: each compared group against the other compared ones together."""
    tables = []
    for one in page.compared if len(page.compared) > 1 else []:
        others = [name for name in page.compared if name != one]
        key = (page.by, one, others, MINIMUM, DRAWS, page.settings.seed, page.book.stop, page.language)
        tables.append(page.measured.keyness(*key).assign(group=one))
    columns = (
        "group term count_1 count_2 rate_1 rate_2 g2 p log_ratio low high lrc lrc_texts texts_1 texts_2 heavy_1 heavy_2"
        " family"
    )
    return pd.concat(tables, ignore_index=True)[columns.split()] if tables else pd.DataFrame(columns=columns.split())


def surest(table: pd.DataFrame, number: int) -> pd.DataFrame:
    """The words that a group has more of, at most `number` a group, in the order of `table`."""
    return table[(table["log_ratio"] > 0) & (table["lrc_texts"].fillna(table["lrc"]) > 0)].groupby("group").head(number)


def contrast_table(page: Own, table: pd.DataFrame) -> HTML | Markdown:
    """The words that tell each compared group from the others, each with the number of texts that carry it."""
    if len(page.compared) < 2:
        return html.say(f"There is one group of texts with words, so none is contrasted. {offered(page)}")
    first = surest(table, max(1, MOST_TERMS // len(page.compared)))
    if first.empty:
        return html.say("No word tells one of these groups from the others.")
    few = few_texts(page)
    shown_ = first.assign(
        group=first["group"].map(named),
        texts=first["texts_1"].astype(int),
        half_in=[named(text) if text else "" for text in first["heavy_1"]],
        log_ratio=first["log_ratio"].round(2),
    )
    return html.table(
        shown_[["group", "term", "count_1", "count_2", "log_ratio", "texts", "half_in"]],
        "Words that each group has more of than the other compared groups together: counts on both sides, the binary "
        "logarithm of the ratio of rates, the texts of the group that carry the word, and the text that holds half of "
        f"its hits there, if one does.{few}",
        more=page.more("keyness"),
        labels={"count_1": "here", "count_2": "others", "log_ratio": "Log Ratio", "half_in": "half of it in"},
    )


def few_texts(page: Own) -> str:
    """That groups with few texts have counts and no interval, as a sentence; empty where none is so small."""
    number = page.measured.group(page.by).value_counts().reindex(page.compared)
    small = number[number < FEWEST_TEXTS]
    if small.empty:
        return ""
    return (
        f" Under {FEWEST_TEXTS} texts a group has counts and no interval: nothing says how far another choice of texts "
        f"would go. So here: {', '.join(f'{named(name)} ({n})' for name, n in small.items())}."
    )


def offered(page: Own) -> str:
    """By which columns texts can be grouped, as a sentence."""
    return f"Columns to group by: {plain(', '.join(page.measured.columns[:20]))}."


# --- concepts and codes ----------------------------------------------------------------------------------------------------


def concepts(page: Own) -> pd.DataFrame:
    """concept, group, hits, count (windows that hold it), of, texts, of_texts, share, low, high, heavy."""
    table = page.measured.concepts(page.by, DRAWS, page.settings.seed)
    columns = ["concept", "group", "hits", "count", "of", "texts", "of_texts", "share", "low", "high", "heavy"]
    return table[columns]


def cells(page: Own) -> pd.DataFrame:
    """text_id, concept, n, alone, windows_with, sentences_with: where concepts stand, text by text."""
    return page.measured.concept_cells


def concepts_table(page: Own, table: pd.DataFrame) -> HTML | Markdown:
    """The concepts that reach most, by group: hits, texts, the share of windows and its interval."""
    if table.empty:
        return html.say(f"None of the {len(page.book.concepts)} concepts was found in these texts.")
    first = top(table, "concept", MOST_TERMS)
    part = table[table["concept"].isin(first[:5]) & table["group"].isin(page.compared[:3])]
    part = part.iloc[part["concept"].map(first.index).argsort(kind="stable")]
    told = part.assign(
        concept=part["concept"].map(page.labels),
        group=part["group"].map(named),
        texts=[f"{a:,} of {b:,}" for a, b in zip(part["texts"], part["of_texts"], strict=True)],
        share=[percent(value) for value in part["share"]],
        interval=[
            "" if pd.isna(low) else f"{percent(low)} to {percent(high)}"
            for low, high in zip(part["low"], part["high"], strict=True)
        ],
        half_in=[named(text) if text else "" for text in part["heavy"]],
    )
    return html.table(
        told[["concept", "group", "hits", "texts", "share", "interval", "half_in"]],
        "The concepts that fill most windows, in the largest groups: hits, texts that carry it, share of windows, and "
        f"the 95 % interval from resampled texts (none under {FEWEST_TEXTS} texts).",
        more=page.more("concepts"),
        labels={"half_in": "half of it in"},
    )


def codes(page: Own) -> pd.DataFrame:
    """code, group, count (sentences), of, texts, of_texts, share, low, high, heavy."""
    return page.measured.codes(page.codebook.id, page.by, DRAWS, page.settings.seed)


def codes_table(page: Own, table: pd.DataFrame, validity: pd.DataFrame) -> HTML | Markdown:
    """The codes that stand most often, in the largest groups, each with what is known of its validity."""
    if table.empty:
        return html.say(
            f"No sentence of these texts was given a code of *{plain(page.codebook.id)}*: none of them speaks of "
            f"{plain(page.codebook.target or 'its target')}, or none of its patterns stands there."
        )
    first = top(table, "code", MOST_TERMS)
    groups_ = page.compared[:4]
    wide = table.pivot(index="code", columns="group", values="count").reindex(first).reindex(columns=groups_)
    wide = wide.fillna(0).astype(int).rename(columns=named).rename_axis(columns=None)
    wide.insert(0, "texts", table.groupby("code")["texts"].sum().reindex(first))
    f1 = validity[validity["level"] == "code"].set_index("measure")["f1"]
    wide["F1"] = ["not known" if pd.isna(value) else f"{value:.2f}" for value in f1.reindex(first)]
    return html.table(
        wide.rename(index=page.code_labels).reset_index(),
        f"Sentences by code of {page.codebook.id} and group, as the dictionary gives them; texts that hold the code; "
        "and F1 of the dictionary, where it is known.",
        more=page.more("codes"),
    )


def top(table: pd.DataFrame, name: str, number: int) -> list[str]:
    """The names that stand most often in all groups together."""
    total = table.groupby(name)["count"].sum()
    return total[total > 0].sort_index().sort_values(ascending=False, kind="stable").index[:number].tolist()


# --- one query, spread, sources ----------------------------------------------------------------------------------------------


def query_table(page: Own) -> HTML | Markdown:
    """Some lines of the query, chosen by a hash, each with its text, sentence and place."""
    if page.query is None:
        return html.say("Nothing is asked for: `query` is empty.")
    counts, lines = page.lines
    if lines.empty:
        return html.say(f"Nothing found: {html.quote(page.settings.query)} stands in none of these texts.")
    kept = lines.assign(
        text=lines["text_id"].map(named), place=lines["place"] + ", " + lines["start"].map("{:,}".format)
    )
    return html.table(
        kept[["text", "place", "left", "node", "right"]],
        f"{page.settings.query}: {html.count(int(counts['n'].sum()), 'hit')} in {html.count(len(counts), 'text')}; "
        f"{html.count(len(lines), 'line')} of them, chosen by lot. The place is paragraph.sentence, and the first "
        "character, from 0.",
        more=page.more("query"),
    )


def query_counts(page: Own) -> pd.DataFrame:
    """text_id, group, n: how often the query stands in each text that holds it."""
    if page.query is None:
        return pd.DataFrame(columns=["text_id", "group", "n"])
    counts = page.lines.counts
    return counts.assign(group=counts["text_id"].map(page.measured.group(page.by)))[["text_id", "group", "n"]]


def spread(page: Own) -> pd.DataFrame:
    """The columns of `groups.dispersion`: how evenly the most frequent words are spread over the texts."""
    return page.measured.dispersion(DRAWS, page.settings.seed, MOST_TERMS, page.book.stop, page.language)


def sources(page: Own) -> HTML:
    """Which table holds what is behind the numbers of this page."""
    rows = [
        ("own_texts", "how much each text holds, its group and date"),
        ("own_cells", "how often each concept stands in each text"),
        ("own_query", "how often the query stands in each text"),
        ("hits.parquet", "each hit of a concept: text, sentence, first and last character, form"),
        ("coded.parquet", "each sentence that passes the gate of the codebook, with its codes"),
        ("terms.parquet", "how often each word stands in each text"),
        ("sentences.parquet", "each sentence, with its first and last character in the text"),
    ]
    return html.table(
        pd.DataFrame(rows, columns=["table", "what is behind the numbers"]),
        "Tables own_* are published with this page; the others stand in the folder of each shard, beside each other, "
        "where the texts were measured.",
    )


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
