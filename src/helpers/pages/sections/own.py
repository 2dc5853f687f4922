"""A reader's own texts, in tables: what was read, words, groups, concepts, codes, one query, and where it stands.

Nothing here knows what the texts are about. What is shown is cut to what can be read, whatever the number of texts;
the whole of it stands in the tables. A table without anything to show is a sentence that says so.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from IPython.display import HTML, Markdown

from ...measure.run import SHARDS, is_measured
from ...measure.tables import SPOKEN
from ...statistics.groups import FEWEST_TEXTS
from ...statistics.sums import MANY
from .. import html
from ..html import plain
from ..instrument import AROUND, DRAWS, MINIMUM, MOST_GROUPS, MOST_TERMS, OURS, Own, named, percent

LANGUAGES = html.LANGUAGES | {
    "fr": "French", "de": "German", "es": "Spanish", "pt": "Portuguese", "it": "Italian", "nl": "Dutch",
    "sv": "Swedish", "da": "Danish", "pl": "Polish", "tr": "Turkish", "id": "Indonesian", "vi": "Vietnamese",
    "ru": "Russian", "uk": "Ukrainian", "ar": "Arabic", "ja": "Japanese", "ko": "Korean",
    "und": "a language that was not told",
}  # fmt: skip
"""What a reader calls the languages that are told by their words or their script."""

# --- what was read ----------------------------------------------------------------------------------------------------


def answer(page: Own) -> Markdown:
    """How much was read, in which languages, and how it is grouped."""
    sizes = page.measured.sizes("language")
    parts = [
        f"{in_words(row.group)}: {html.count(row.texts, 'text')}, {html.count(row.words, 'word')}"
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
    ours = (
        " These are this compendium's own texts, grouped by voice to show what is done with groups: a voice is a label "
        "on a text, and what one text says is not what a voice says."
        if not page.settings.source and page.settings.group == OURS["group"]
        else ""
    )
    counted = in_words(page.language)
    return html.say(
        f"**{html.count(len(page.measured.texts), 'text')} read**, {grouped if page.settings.group else alone}. "
        f"{'; '.join(parts)}. Words are listed and contrasted in {counted}.{silent}{ours}"
    )


def in_words(code: str) -> str:
    """What a reader calls a language.

    >>> in_words("ja"), in_words("bg")
    ('Japanese', 'the language “bg”')
    """
    return LANGUAGES.get(code, f"the language “{plain(code)}”")


def texts(page: Own) -> pd.DataFrame:
    """A row a text: text_id, group, date, language, sizes, and the file and byte where it begins (source, offset)."""
    group, dated = page.measured.group(page.by), page.dated
    date = page.measured.group(dated) if dated else pd.Series("", index=group.index)
    table = page.measured.texts.reset_index(drop=True)
    table.insert(1, "group", group.to_numpy())
    table.insert(2, "date", date.to_numpy())
    return table.merge(page.measured.stands(), on="text_id")


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


# --- words ------------------------------------------------------------------------------------------------------------


def words(page: Own) -> pd.DataFrame:
    """term, group, count, texts: the most frequent words, stop words left out, in every group."""
    return page.measured.term_counts(page.by, 100, page.stop, page.language)


def words_table(page: Own, table: pd.DataFrame) -> HTML | Markdown:
    """The most frequent words in the compared groups: how often per 1,000 words, and in how many texts of all."""
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
        "The most frequent words, per 1,000 words of each group, and how many of "
        f"{html.count(len(sizes), 'text')} carry each.",
        more=page.more("words"),
    )


def contrasts(page: Own) -> pd.DataFrame:
    """group and the columns of `groups.keyness`: each compared group against the other compared ones together."""
    tables = []
    for one in page.compared if len(page.compared) > 1 else []:
        others = [name for name in page.compared if name != one]
        key = (page.by, one, others, MINIMUM, DRAWS, page.settings.seed, page.stop, page.language)
        tables.append(page.measured.keyness(*key).assign(group=one))
    columns = (
        "group term count_1 count_2 rate_1 rate_2 g2 p log_ratio low high lrc lrc_texts texts_1 texts_2 heavy_1 heavy_2"
        " family"
    )
    return pd.concat(tables, ignore_index=True)[columns.split()] if tables else pd.DataFrame(columns=columns.split())


def surest(table: pd.DataFrame, number: int) -> pd.DataFrame:
    """The words that a group has more of, at most `number` a group, in the order of `table`.

    Where no word of any group is sure, all words judged together, those that are by themselves: sure with words as
    independent, and with an interval over texts that leaves zero out, the highest lower bound first.
    """
    more = table[table["log_ratio"] > 0]
    sure = more[more["lrc_texts"].fillna(more["lrc"]) > 0]
    if sure.empty:
        alone = more[(more["lrc"] > 0) & (more["low"] > 0)]
        sure = alone.sort_values(["low", "term"], ascending=[False, True])
    return sure.groupby("group").head(number)


def doubt(page: Own, table: pd.DataFrame) -> str:
    """That the words shown are sure by themselves only, as a sentence; empty where some are sure all together."""
    more = table[table["log_ratio"] > 0]
    if surest(table, 1).empty or (more["lrc_texts"].fillna(more["lrc"]) > 0).any():
        return ""
    return (
        f" None is sure when all {table['family'].max():,} words are judged together: shown are those whose own "
        "interval over texts leaves zero out, which one word in twenty may do by chance. Take them as words to read on."
    )


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
        f"its hits there, if one does.{few}{doubt(page, table)}",
        more=page.more("keyness"),
        labels={"count_1": "here", "count_2": "others", "log_ratio": "Log Ratio", "half_in": "half of it in"},
    )


def few_texts(page: Own) -> str:
    """How intervals come about where groups have few texts, or very many, as a sentence; empty for others."""
    number = page.measured.group(page.by).value_counts().reindex(page.compared)
    said = ""
    if number.sum() > MANY:
        said = (
            f" More than {MANY:,} texts are compared, so none is resampled: intervals come from sums over texts, "
            "within 3 % of what resampling gives where a word stands 30 times or more."
        )
    if (small := number[number < FEWEST_TEXTS]).empty:
        return said
    return said + (
        f" Under {FEWEST_TEXTS} texts a group has counts and no interval: nothing says how far another choice of texts "
        f"would go. So here: {', '.join(f'{named(name)} ({n})' for name, n in small.items())}."
    )


def offered(page: Own) -> str:
    """By which columns texts can be grouped, as a sentence."""
    return f"Columns to group by: {plain(', '.join(page.measured.columns[:20]))}."


# --- concepts and codes -----------------------------------------------------------------------------------------------


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
        f"the 95 % interval from resampled texts (none under {FEWEST_TEXTS} texts; from sums over texts in a group of "
        f"more than {MANY:,}).",
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
            f"{plain(page.codebook.target.split(':')[0] or 'its target')}, or none of its patterns stands there."
        )
    first = top(table, "code", MOST_TERMS)
    groups_ = page.compared[:4]
    wide = table.pivot(index="code", columns="group", values="count").reindex(first).reindex(columns=groups_)
    wide = wide.fillna(0).astype(int).rename(columns=named).rename_axis(columns=None)
    wide.insert(0, "texts", table.groupby("code")["texts"].sum().reindex(first))
    f1 = validity[validity["level"] == "code"].groupby("measure")["f1"].min()
    wide["F1"] = ["not known" if pd.isna(value) else f"{value:.2f}" for value in f1.reindex(first)]
    return html.table(
        wide.rename(index=page.code_labels).reset_index(),
        f"Sentences by code of {page.codebook.id} and group, as the dictionary gives them; texts that hold the code; "
        "and F1 of the dictionary, where it is known (the lowest, where several have judged).",
        more=page.more("codes"),
    )


def top(table: pd.DataFrame, name: str, number: int) -> list[str]:
    """The names that stand most often in all groups together."""
    total = table.groupby(name)["count"].sum()
    return total[total > 0].sort_index().sort_values(ascending=False, kind="stable").index[:number].tolist()


# --- one query, spread, sources ---------------------------------------------------------------------------------------


def query_table(page: Own) -> HTML | Markdown:
    """Some lines of the query, chosen by a hash, each with its text, sentence and place."""
    if page.query is None:
        return html.say("Nothing is asked for: `query` is empty.")
    counts, lines = page.lines
    if lines.empty:
        return html.say(f"Nothing found: {html.quote(page.settings.query)} stands in none of these texts.")
    kept = lines.assign(
        text=lines["text_id"].map(named),
        place=lines["place"] + ", " + lines["start"].map("{:,}".format),
        left=lines["left"].map(left_of),
        right=lines["right"].map(right_of),
    )
    return html.table(
        kept[["text", "place", "left", "node", "right"]],
        f"{page.settings.query}: {html.count(int(counts['n'].sum()), 'hit')} in {html.count(len(counts), 'text')}; "
        f"{html.count(len(lines), 'line')} of them, chosen by lot. The place is paragraph.sentence, and the first "
        f"character, from 0. How often it stands in each text: {page.more('query')}.",
    )


def left_of(text: str, most: int = AROUND) -> str:
    """The last `most` characters of what stands before a hit, from the beginning of a word on.

    >>> left_of("eventual return of ", 15), left_of("恢复主权", 2)
    ('return of ', '主权')
    """
    begin = max(0, len(text) - most)
    if begin and text[begin - 1 : begin + 1].isalnum() and text[begin].isascii():
        begin = next((n for n in range(begin, len(text)) if not text[n].isalnum()), begin)
    return text[begin:].lstrip() if begin else text


def right_of(text: str, most: int = AROUND) -> str:
    """The first `most` characters of what stands behind a hit, to the end of a word.

    >>> right_of(" states of the Hemisphere", 20), right_of("国家", 1)
    (' states of the', '国')
    """
    if len(text) > most and text[most - 1 : most + 1].isalnum() and text[most].isascii():
        most = next((n for n in range(most, 0, -1) if not text[n - 1].isalnum()), most)
    return text[:most].rstrip() if len(text) > most else text


def query_counts(page: Own) -> pd.DataFrame:
    """text_id, group, n: how often the query stands in each text that holds it."""
    if page.query is None:
        return pd.DataFrame(columns=["text_id", "group", "n"])
    counts = page.lines.counts
    return counts.assign(group=counts["text_id"].map(page.measured.group(page.by)))[["text_id", "group", "n"]]


def spread(page: Own) -> pd.DataFrame:
    """The columns of `groups.dispersion`: how evenly the most frequent words are spread over the texts."""
    return page.measured.dispersion(DRAWS, page.settings.seed, MOST_TERMS, page.stop, page.language)


def sources(page: Own) -> HTML:
    """Which table holds what is behind the numbers of this page."""
    source = Path(page.settings.source)
    place = "build/measured" if page.settings.source else "the folder where these were measured"
    if page.settings.source and is_measured(source):
        place = plain(f"{source.name}/{SHARDS}")
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
        "Tables own_* are published with this page; the others stand beside each other, in a folder for each part of "
        f"the texts, in {place}.",
    )
