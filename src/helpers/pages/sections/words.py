"""Words and concepts by text: what is said, how often, and what is absent; tables in, pictures and HTML out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd
import seaborn as sns
from IPython.display import HTML
from matplotlib.axes import Axes

from ...corpus.concordance import concordance
from ...mentions.wording import Settings as Settings
from ...mentions.wording import Wording, first_said
from ...statistics.counts import PER, most_of_none
from ...statistics.keyness import g2, log_ratio
from ...statistics.resampling import FEWEST_BLOCKS
from .. import dots, html, plots
from ..publish import Picture
from .words_page import WordsPage
from .words_page import counted as counted
from .words_page import open_words as open_words
from .words_page import words_of as words_of

# --- rates of words ---------------------------------------------------------------------------------------------------


def against(rates: pd.DataFrame, one: str, other: str) -> pd.DataFrame:
    """term, one, other (per 1,000), count_1, count_2, log_ratio, g2: the words of two texts beside each other.

    `rates` as `Wording.rates`; words that neither text has are left out. Those that tell the texts apart come first.

    >>> rows = [("war", "a", 4, 1000, 4.0), ("war", "b", 1, 1000, 1.0)]
    >>> rates = pd.DataFrame(rows, columns=["term", "text_id", "count", "size", "rate"])
    >>> against(rates, "a", "b")[["term", "one", "other", "log_ratio"]].values.tolist()
    [['war', 4.0, 1.0, 2.0]]
    """
    wide = {
        side: rates[rates["text_id"] == text].set_index("term")[["count", "size", "rate"]]
        for side, text in (("one", one), ("other", other))
    }
    table = wide["one"].add_suffix("_1").join(wide["other"].add_suffix("_2"))
    table = table[table["count_1"] + table["count_2"] > 0]
    cells = [table[name] for name in ("count_1", "size_1", "count_2", "size_2")]
    table = table.assign(log_ratio=log_ratio(*cells), g2=g2(*cells))
    table = table.rename(columns={"rate_1": "one", "rate_2": "other"}).reset_index()
    return table.sort_values(["g2", "term"], ascending=[False, True]).reset_index(drop=True)


def rates_figure(page: WordsPage, names: int) -> Picture:
    """Each word by its rate in the longest text against the other long ones; at most so many `names` a panel."""
    first, *others = page.said.long
    drawing, rows = plots.canvas(7, 4.9 * len(others), len(others))
    told = []
    for axes, other in zip(rows, others, strict=True):
        table = _rate_dots(axes, against(page.said.rates, first, other), page.titles[first], page.titles[other])
        points = table.assign(name=table["term"].map(lambda term: shown(term, page.said)))
        named = dots.name_points(axes, points, names)
        told.append(f"{page.titles[other]}: {', '.join(named[:6])}")
    return Picture(
        drawing,
        f"Each word by its rate in the {page.titles[first]} and in the other long texts.",
        f"Above the line a word is commoner in the other text, below it in the {page.titles[first]}; at the edge it "
        "stands in one of them only. Named, as far as there is room: the words that part the two texts most, by how "
        "far they stand from the line and how frequent they are (G2). Rates on binary steps, stop words left out; "
        f"the area grows with the number of places in both.{page.versions_told}",
        f"Scatter of words, two panels. What parts the two texts most, against the {'; the '.join(told)}.",
    )


def _rate_dots(axes: Axes, table: pd.DataFrame, first: str, other: str) -> pd.DataFrame:
    """Draw the words; `table` with their places x and y. A rate of nothing stands a step below the least one."""
    least = table.loc[:, ["one", "other"]].replace(0, np.nan).min().min()
    edge = least / 2
    table = table.assign(x=table["one"].where(table["one"] > 0, edge), y=table["other"].where(table["other"] > 0, edge))
    table = table.assign(count=table["count_1"] + table["count_2"])
    sns.scatterplot(
        table,
        x="x",
        y="y",
        size="count",
        sizes=(8, 130),
        color=plots.SKY,
        alpha=0.7,
        linewidth=0,
        legend=False,
        ax=axes,
    )
    top = table[["x", "y"]].max().max() * 1.3
    axes.axline((least, least), (top, top), color=plots.GREY, linewidth=0.8, zorder=0)
    for line in (axes.axvline, axes.axhline):
        line(least / 2**0.5, color="0.9", linewidth=0.8, zorder=0)
    ticks = [edge, *(t for t in (0.125, 0.25, 0.5, 1, 2, 4, 8, 16, 32) if least * 0.8 <= t <= top)]
    for axis, set_scale in ((axes.xaxis, axes.set_xscale), (axes.yaxis, axes.set_yscale)):
        set_scale("log", base=2)
        axis.set_ticks(ticks, ["none", *(f"{t:g}" for t in ticks[1:])])
        axis.set_tick_params(labelsize=9)
    axes.set(xlim=(edge * 0.8, top), ylim=(edge * 0.8, top))
    axes.set_xlabel(f"{first}: per {PER:,} words", fontsize=10)
    axes.set_ylabel(f"{other}: per {PER:,} words", fontsize=10)
    axes.tick_params(labelbottom=True)
    return table


def shown(term: str, said: Wording) -> str:
    """A term as a reader sees it: the id of a listed name as words.

    >>> from helpers.corpus.load import corpus_of
    >>> said = words_of(corpus_of(en={"a": "Order."}), Settings()).said
    >>> shown("united-states", said), shown("win-win", said)
    ('United States', 'win-win')
    """
    return term.replace("-", " ").title() if term in said.terms.names.values() else term


def rates_table(page: WordsPage, rows: int) -> HTML:
    """The words that part the long texts most, with their rates in each: the numbers of the picture."""
    first, *others = page.said.long
    parted = pd.concat([against(page.said.rates, first, other) for other in others])
    parted = parted.sort_values("g2", ascending=False, kind="stable")
    terms = parted["term"].drop_duplicates().head(rows)
    wide = page.said.rates.pivot(index="term", columns="text_id", values="rate").loc[terms, page.said.long]
    wide = wide.round(2).rename(index=lambda term: shown(term, page.said)).rename_axis("word").reset_index()
    return html.table(
        wide,
        f"The words that part two of these texts most: rates per {PER:,} words. Left out as stop words, and no other: "
        f"{', '.join(sorted(filter(str.isascii, page.said.book.stop)))}.",
        more=page.more("term_rates"),
        labels={text_id: page.dated(text_id) for text_id in page.said.long},
    )


# --- concepts ---------------------------------------------------------------------------------------------------------


def absent_table(page: WordsPage, texts: int) -> HTML:
    """Concepts that are frequent in one text and absent from a long one; each zero with its exact bound.

    `texts`: so many of the texts with most windows are shown. A translation is left out.
    """
    shares, least = _originals(page, page.said.shares), page.said.settings.minimum
    longest = shares.drop_duplicates("text_id").nlargest(texts, "windows")["text_id"].tolist()
    shares = shares[shares["text_id"].isin(longest)]
    absent = shares.loc[(shares["count"] == 0) & (shares["windows"] >= FEWEST_BLOCKS), "concept"]
    found = set(absent) & set(shares.loc[shares["count"] >= least, "concept"])
    bound = shares["windows"].map(lambda windows: f"0 (under {most_of_none(windows):.0%})")
    wide = shares.assign(cell=shares["count"].astype(str).where(shares["count"] > 0, bound))
    wide = wide.pivot(index="concept", columns="text_id", values="cell")
    wide = wide.loc[
        [c.id for c in page.said.book.concepts if c.id in found], [t for t in page.said.shown if t in longest]
    ]
    return html.table(
        wide.rename(index=page.said.label).reset_index(),
        f"Concepts that stand {least} times or more in one of the {texts} longest texts and never in another that has "
        f"{FEWEST_BLOCKS} windows or more. In brackets after a zero: the share of windows that could hold the concept "
        "and still leave so many without it once in twenty times (exact, one-sided).",
        more=page.more("concepts"),
        labels={t: page.dated(t) for t in longest},
    )


def _originals(page: WordsPage, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of texts that are no translation of another one here: a translation is no second witness."""
    translated = page.corpus.texts.loc[page.corpus.texts["translation_of"] != "", "text_id"]
    return table[~table["text_id"].isin(translated)]


def concepts_figure(page: WordsPage) -> Picture:
    """Concepts by text as dots: area by share of windows, beside it the count; families apart, texts by date."""
    texts = _originals(page, page.said.dates)["text_id"].tolist()
    families = pd.Series({c.id: c.family for c in page.said.book.concepts})
    order = list(dict.fromkeys(families))
    rows = sorted(families.index, key=lambda c: order.index(families[c]))
    shares = page.said.shares[page.said.shares["text_id"].isin(texts)]
    drawing, (axes,) = plots.canvas(7, 1.5 + 0.215 * len(rows))
    dots.grid(axes, shares, ("concept", rows), ("text_id", texts), "share", "count")
    axes.set_yticks(range(len(rows)), [page.said.label[c] for c in rows])
    axes.set_xticks(range(len(texts)), [page.dated(t).replace(", ", "\n") for t in texts])
    dots.parted(axes, [families[c] for c in rows])
    windows = shares.drop_duplicates("text_id").set_index("text_id")["windows"]
    most = shares.sort_values(["share", "concept"]).iloc[-1]
    return Picture(
        drawing,
        "Concepts by text, in both languages, in the order of writing.",
        "Area: the share of equal windows that hold the concept, which may be compared between languages. Number: how "
        "often it stands, which may not be compared between texts of unlike length. Windows of each text: "
        f"{', '.join(f'{page.titles[t]} {windows[t]}' for t in texts)}. Lines part families of concepts."
        f"{page.versions_told}",
        f"Table of dots, {len(rows)} concepts by {len(texts)} texts. The largest share: "
        f"{page.said.label[most['concept']]} in the {page.titles[most['text_id']]}, "
        f"{most['windows_with']} of {most['windows']} windows.",
    )


def concepts_table(page: WordsPage) -> HTML:
    """The numbers of the picture of concepts: how often each text says which, texts by date.

    >>> from helpers.corpus.load import corpus_of
    >>> "reform 2" in concepts_table(words_of(corpus_of(zh={"a": "改革，改革。"}), Settings())).data
    True
    """
    shares = _originals(page, page.said.shares)
    return _counts_table(page, shares[shares["count"] > 0], "concepts", "What each text says, and how often")


def _counts_table(page: WordsPage, table: pd.DataFrame, name: str, caption: str) -> HTML:
    """text, said: what each text says with its count, the most frequent first; `table`: concept, text_id, count."""
    ordered = table.sort_values("count", ascending=False, kind="stable")
    said = ordered["concept"].map(page.said.label) + " " + ordered["count"].astype(str)
    told = said.groupby(ordered["text_id"]).agg(", ".join)
    shown = [t for t in page.said.shown if t in told.index]
    return html.table(
        pd.DataFrame({"text": [page.dated(t) for t in shown], "said": told[shown].tolist()}),
        f"{caption}: the numbers of the picture.",
        more=page.more(name),
        labels={"said": "how often"},
    )


# --- formulas ---------------------------------------------------------------------------------------------------------


def formulas_figure(page: WordsPage) -> Picture:
    """Formulas by text, in the order of writing, as dots with the number of times each is said."""
    table = _originals(page, page.said.formula_hits)
    table = table.groupby(["concept", "text_id"]).size().rename("count").reset_index()
    texts = [t for t in page.said.shown if t in set(table["text_id"])]
    first = table.groupby("concept")["text_id"].agg(lambda ids: min(map(texts.index, ids)))
    rows = first.sort_values(kind="stable").index.tolist()
    drawing, (axes,) = plots.canvas(7, 1.6 + 0.27 * len(rows))
    dots.grid(axes, table, ("concept", rows), ("text_id", texts), "count", "count")
    axes.set_yticks(range(len(rows)), [page.said.label[f] for f in rows])
    axes.set_xticks(range(len(texts)), [page.dated(t).replace(", ", "\n") for t in texts])
    silent = [page.titles[t] for t in _originals(page, page.said.dates)["text_id"] if t not in texts]
    return Picture(
        drawing,
        "Set phrases by text, in the order of writing.",
        "How often each phrase is said, in any of its renderings; one inside a longer one counts as the longer. None "
        f"of them: {', '.join(silent)}.",
        f"Table of dots, {len(rows)} set phrases by {len(texts)} texts: {_saying(page, table, texts)}.",
    )


def formulas_table(page: WordsPage) -> HTML:
    """The numbers of the picture of set phrases: how often each is said in each text, texts by date.

    >>> from helpers.corpus.load import corpus_of
    >>> "(belt and road) 1" in formulas_table(words_of(corpus_of(zh={"a": "一带一路。"}), Settings())).data
    True
    """
    table = _originals(page, page.said.formula_hits).groupby(["concept", "text_id"]).size().rename("count")
    return _counts_table(page, table.reset_index(), "formulas", "The set phrases that each text says, and how often")


def _saying(page: WordsPage, table: pd.DataFrame, texts: list[str]) -> str:
    number = table.groupby("text_id")["concept"].nunique()
    return ", ".join(f"{page.titles[t]} {number[t]}" for t in texts)


def first_table(page: WordsPage) -> HTML:
    """Who may have said each formula first, by date of writing, and who else says it.

    >>> from helpers.corpus.load import corpus_of
    >>> "一带一路 (belt and road)" in first_table(words_of(corpus_of(en={"a": "The Belt and Road."}), Settings())).data
    True
    """
    found = first_said(_originals(page, page.said.formulas), page.said.dates)
    later = found["later"].map(lambda ids: ", ".join(page.titles[t] for t in ids) or "nobody else")
    first = found["first"].map(lambda ids: "; or ".join(page.dated(t) for t in ids))
    return html.table(
        pd.DataFrame({"formula": found["formula"].map(page.said.label), "first": first, "later": later}),
        "The earliest of these texts that says each set phrase, and those that say it later. Where the dates of two "
        "texts overlap, either may be the first.",
        more=page.more("formulas"),
        labels={"formula": "set phrase", "first": "said first here by", "later": "and by"},
    )


def series_table(page: WordsPage) -> HTML:
    """Lists that grow from text to text: every set of members that a sentence names together, by date of writing."""
    sets = _originals(page, page.said.series).drop_duplicates(["series", "text_id", "members"])
    return html.table(
        sets.assign(text=sets["text_id"].map(page.dated), series=sets["series"].map(page.said.label))[
            ["series", "text", "count", "members"]
        ],
        "Deficits and initiatives that one sentence names together, by date of writing; texts without such a sentence "
        "are not listed.",
        more=page.more("series"),
    )


# --- what tells the long texts apart ----------------------------------------------------------------------------------


def key_table(page: WordsPage) -> HTML:
    """The words that are commoner in a long text than in the others together, and whether they stay against each."""
    long, found = page.said.long, page.said.contrasts
    key = found[~found["pair"] & (found["lrc_blocks"] > 0)]
    counts = page.said.rates.pivot(index="term", columns="text_id", values="count").loc[key["term"], long]
    table = counts.reset_index(drop=True)
    table.insert(0, "key in", key["text_id"].map(page.titles).tolist())
    table.insert(0, "word", [shown(term, page.said) for term in key["term"]])
    table["at least"] = [f"{2**bound:.1f} times" for bound in key["lrc_blocks"]]
    table["alone"] = [_lost(page, lost) for lost in key["lost"]]
    sizes = ", ".join(f"{page.titles[t]} {page.said.sizes[t]:,}" for t in long)
    return html.table(
        table,
        "Words that are commoner in a long text than in the others together: how often they stand in each text, and by "
        f"how much they are commoner at least, for all {key['family'].max()} words compared at once, with paragraphs "
        f"as units. A word is a form: names of the United States are one word, while *American* and compounds such as "
        "*US-led* are words of their own, as is a word with ’s; so a count here may be less than that of a concept. "
        f"Words of each text: {sizes}.{page.versions_told}",
        more=page.more("keyness"),
        labels=page.titles[long].to_dict() | {"alone": "against each text alone"},
    )


def _lost(page: WordsPage, lost: str) -> str:
    """Whether a word stays against each text alone; `lost` as in `keyness.contrasts`."""
    titles = [page.titles[text_id] for text_id in lost.split("; ") if text_id]
    return f"not against the {' and the '.join(titles)}" if titles else "stays"


def published_contrasts(contrasts: pd.DataFrame) -> pd.DataFrame:
    """The contrasts as a table to publish: a bound that is open is empty.

    >>> published_contrasts(pd.DataFrame({"high": [np.inf, 2]}))["high"].tolist()
    [nan, 2.0]
    """
    return contrasts.replace([np.inf, -np.inf], np.nan)


# --- company, lines ---------------------------------------------------------------------------------------------------


def company_table(page: WordsPage, company: pd.DataFrame) -> HTML:
    """The six nearest companions of each word, by text; `company` as `Wording.company`."""
    near = company.groupby(["node_term", "text_id"], sort=False).head(6)
    told = near.assign(said=near["collocate"].map(lambda t: shown(t, page.said)) + " " + near["together"].astype(str))
    rows = told.groupby(["node_term", "text_id", "node"], sort=False)["said"].agg(", ".join).reset_index()
    rows = rows.sort_values("node_term", kind="stable")
    return html.table(
        rows.assign(
            text_id=rows["text_id"].map(page.titles), node_term=rows["node_term"].map(lambda t: shown(t, page.said))
        ),
        "The six nearest companions of each word (logDice), with the number of sentences that hold both: where twenty "
        "sentences or more hold the word, and five or more both.",
        more=page.more("collocations"),
        labels={"node_term": "word", "text_id": "text", "node": "sentences", "said": "company"},
    )


def shortest(page: WordsPage, concept: str, text_id: str, most: int, but: Sequence[str] = ()) -> list[str]:
    """The ids of the shortest sentences that hold a concept alone, in reading order: chosen by length alone.

    Headings are passed over, and those of `but`, where they are shown elsewhere.

    >>> from helpers.corpus.load import corpus_of
    >>> page = words_of(corpus_of(zh={"a": "改革全球治理体系。加强全球治理。"}), Settings())
    >>> shortest(page, "global-governance", "a", 1)
    ['a:1.2']
    """
    hits, paragraphs = page.said.hits, page.corpus.paragraphs
    body = hits["paragraph_id"].isin(paragraphs.loc[paragraphs["kind"] == "body", "paragraph_id"])
    ids = hits.loc[body & (hits["concept"] == concept) & (hits["text_id"] == text_id) & hits["alone"], "sentence_id"]
    held = page.corpus.sentences[page.corpus.sentences["sentence_id"].isin(set(ids) - set(but))]
    return held.loc[held["text"].str.len().nsmallest(most).index.sort_values(), "sentence_id"].tolist()


def together(page: WordsPage, concepts: Iterable[str]) -> list[str]:
    """The ids of the sentences that hold all of some concepts, by date of writing; a translation is left out.

    >>> from helpers.corpus.load import corpus_of
    >>> page = words_of(corpus_of(zh={"a": "中国和美国。中国。"}), Settings())
    >>> together(page, ["china", "united-states"])
    ['a:1.1']
    """
    hits = page.said.hits
    held = [set(hits.loc[hits["concept"] == concept, "sentence_id"]) for concept in concepts]
    sentences = _originals(page, page.corpus.sentences)
    sentences = sentences[sentences["sentence_id"].isin(set.intersection(*held))]
    place = sentences["text_id"].map(page.said.shown.index)
    return sentences.loc[place.sort_values(kind="stable").index, "sentence_id"].tolist()


def query_lines(page: WordsPage, found: pd.DataFrame) -> pd.DataFrame:
    """n and the columns of `concordance`: the lines of a reader's own word, sorted by what follows.

    >>> from helpers.corpus.load import corpus_of
    >>> page = words_of(corpus_of(zh={"a": "改革体系。"}), Settings())
    >>> query_lines(page, page.said.query("改革"))[["n", "node", "right"]].values.tolist()
    [[1, '改革', '体系。']]
    """
    lines = concordance(page.said.corpus, found, width=40, sort="right")
    lines.insert(0, "n", range(1, len(lines) + 1))
    return lines


def query_table(page: WordsPage, found: pd.DataFrame, word: str) -> HTML:
    """How often a reader's own word stands in each text; `found` as `Wording.query`.

    >>> from helpers.corpus.load import corpus_of
    >>> page = words_of(corpus_of(zh={"a": "改革，改革。"}), Settings())
    >>> ">2<" in query_table(page, page.said.query("改革"), "改革").data
    True
    """
    texts = page.said.dates.assign(text=page.said.dates["text_id"].map(page.titles)).set_index("text_id")
    texts["hits"] = found["text_id"].value_counts()
    texts["paragraphs"] = found.groupby("text_id")["paragraph_id"].nunique()
    texts["forms"] = found.groupby("text_id")["form"].agg(lambda forms: ", ".join(sorted(set(forms.str.lower()))))
    return html.table(
        texts.fillna({"hits": 0, "paragraphs": 0, "forms": ""}).astype({"hits": int, "paragraphs": int})[
            ["text", "when", "hits", "paragraphs", "forms"]
        ],
        f"Where {word} stands, by date of writing.",
        more=page.more("query_lines"),
        labels={"when": "written"},
    )
