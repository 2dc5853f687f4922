"""Claims about the Global South on the page: how it is named, what is said of it, by whom, on what, and what recurs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from textwrap import wrap
from typing import NamedTuple

import pandas as pd
import seaborn as sns
from IPython.display import HTML, Markdown

from ...coding import claims
from ...coding.analysis import Analysis, Settings, among
from ...coding.claims import Sourced
from ...coding.counts import presence
from ...coding.recurring import claims_of, witnesses
from ...corpus import selection
from ...mentions import sources
from ...mentions.speakers import NAMED
from ...paths import GS_CLAIMS
from .. import html, plots
from ..chapter import Chapter, open_chapter
from ..publish import Finding, Picture

NOTEBOOK = "03_claims_about_the_global_south"
SOUTH = "south"
"""The kind of speaker of the Global South other than China, as codebooks call it."""
SMALL = 9
"""Points of the smallest label."""
ANSWER = (
    "**In the *[text]* the section *[chapter]* ([lines]) has {gs-section} sentences under {gs-section-headings} "
    "headings: {gs-section-claims} of the sentences are claims about the Global South, {gs-section-sources} name a "
    "source, and {gs-section-notes} footnotes stand among them.** The same of each other text stands below. Of the "
    "{gs-notes} footnotes that the files hold {gs-south-cited} cite an author of the South other than China; "
    "{gs-calling} claims call one, {gs-calling-lost} of them a note that its file lacks. At least {gs-recurring} "
    "groups of claims recur in two texts or more; in {gs-recurring-apart} of them two texts attribute the claim to "
    "nobody else and have no long run of words alike, which does not show a formula that was put into English twice."
)


class Section(NamedTuple):
    """The chapter that holds most claims: its text, heading and sentences (with the kind of their paragraph)."""

    text_id: str
    chapter: str
    sentences: pd.DataFrame


def open_page(settings: Settings, codebook: str = "") -> Chapter:
    """The page on the Global South, by its own codebook unless another is given. Raises `CorpusError`."""
    return open_chapter(NOTEBOOK, "gs", "the Global South", GS_CLAIMS, settings, codebook)


def section(sourced: Sourced, text_id: str = "") -> Section | None:
    """The chapter that holds most claims, of one text or of all; None without any."""
    chapters = sourced.chapters
    for row in claims.fullest(chapters[chapters["text_id"].eq(text_id)] if text_id else chapters).itertuples():
        return Section(row.text_id, row.chapter, claims.in_chapter(sourced.analysis.corpus, row.text_id, row.chapter))
    return None


# --- the answer ------------------------------------------------------------------------------------------------------


def answer(page: Chapter, sourced: Sourced, again: pd.DataFrame, reused: int) -> Markdown:
    """The answer of the page; `again` as from `recurring.recurring`, `reused` as for `recurring.witnesses`."""
    found = section(sourced)
    if found is None:
        return html.say("None of these texts makes a claim about the Global South.")
    lines = found.sentences["first_line"].iloc[0], found.sentences["last_line"].iloc[-1]
    text = ANSWER.replace("[text]", html.plain(page.titles[found.text_id]))
    text = text.replace("[chapter]", html.plain(found.chapter)).replace("[lines]", "raw lines {} to {}".format(*lines))
    return page.finding(text, *_of_section(sourced, found), *_of_notes(sourced), *_of_groups(again, reused))


def _parts(sourced: Sourced, found: Section) -> dict[str, pd.DataFrame]:
    """The sentences of a section and its headings, and of the sentences claims and those that name a source; notes."""
    headed = found.sentences["kind"] == "heading"
    here = found.sentences[~headed]
    named = sourced.cited.loc[sourced.cited["source"] != sources.UNNAMED, "place"]
    noted = found.sentences[found.sentences["sentence_id"].isin(sourced.notes["sentence_id"])]
    return {
        "gs-section": here,
        "gs-section-headings": found.sentences[headed],
        "gs-section-claims": sourced.claims[sourced.claims["sentence_id"].isin(here["sentence_id"])],
        "gs-section-sources": here[here["sentence_id"].isin(named)],
        "gs-section-notes": noted,
    }


PARTS = {
    "gs-section": "Sentences of the section that holds most claims about the South, headings apart.",
    "gs-section-headings": "Headings in it.",
    "gs-section-claims": "Claims about the South in its sentences.",
    "gs-section-sources": "Sentences of it that name a source.",
    "gs-section-notes": "Footnotes that are called in it or stand among its lines.",
}


def _of_section(sourced: Sourced, found: Section) -> list[Finding]:
    parts = {id_: rows["sentence_id"].tolist() for id_, rows in _parts(sourced, found).items()}
    return [Finding(id_, PARTS[id_], len(ids), "sentences", ids) for id_, ids in parts.items()]


def _of_notes(sourced: Sourced) -> list[Finding]:
    printed = sourced.analysis.corpus.notes
    printed = printed[(printed["stream"] == sources.NOTE) & printed["text_id"].isin(sourced.analysis.shown)]
    calling = sourced.claims.loc[claims.called(sourced.claims), "sentence_id"].tolist()
    southern = [id_ for id_, source in sourced.gazetteer.sources.items() if source.speaker == SOUTH]
    lacking = set(sourced.notes.loc[sourced.notes["note_id"].eq(""), "sentence_id"])
    lost = [sentence_id for sentence_id in calling if sentence_id in lacking]
    in_notes = sourced.cited[sourced.cited["stream"] == sources.NOTE]
    cited = in_notes[in_notes["source"].isin(southern)]
    noted = sourced.notes[sourced.notes["note_id"].isin(printed["note_id"])]
    at = noted["sentence_id"].drop_duplicates().tolist()
    by = noted.loc[noted["note_id"].isin(cited["place"]), "sentence_id"].drop_duplicates().tolist()
    return [
        Finding("gs-calling", "Claims that call a footnote.", len(calling), "sentences", calling),
        Finding("gs-calling-lost", "Claims that call a footnote which their file lacks.", len(lost), "sentences", lost),
        Finding("gs-notes", "Footnotes that the files hold.", len(printed), "notes", at),
        Finding("gs-south-cited", "Notes that cite an author of the South, China apart.", len(cited), "notes", by),
    ]


def _of_groups(again: pd.DataFrame, reused: int) -> list[Finding]:
    groups = witnesses(again, reused)
    apart = again[again["group"].isin(groups.loc[groups["apart"], "group"])]
    return [
        Finding("gs-recurring", "Groups of claims that recur.", len(groups), "groups of claims", claims_of(again)),
        Finding(
            "gs-recurring-apart",
            "Groups of claims that recur in texts which attribute them to nobody else and share no long run of words.",
            int(groups["apart"].sum()),
            "groups of claims",
            claims_of(apart),
        ),
    ]


def along_figure(page: Chapter, sourced: Sourced) -> Picture | Markdown:
    """Claims, named sources and footnotes along the text whose section holds most claims, which is shaded."""
    found = section(sourced)
    if found is None:
        return html.say("There is no claim to draw.")
    text_id, corpus = found.text_id, sourced.analysis.corpus
    named = sourced.cited[(sourced.cited["source"] != sources.UNNAMED) & (sourced.cited["stream"] == sources.BODY)]
    rows = {
        "claims about the South": sourced.claims.loc[sourced.claims["text_id"] == text_id, "sentence_id"],
        "sentences that name a source": named.loc[named["text_id"] == text_id, "place"],
        "footnotes": sourced.notes.loc[sourced.notes["text_id"] == text_id, "sentence_id"],
    }
    sizes = {row: len(set(ids)) if row != "footnotes" else len(ids) for row, ids in rows.items()}
    long = pd.concat([selection.places(corpus, ids.tolist(), row) for row, ids in rows.items()], ignore_index=True)
    long = long.assign(position=100 * selection.positions(corpus, long), row=[f"{r} ({sizes[r]})" for r in long["row"]])
    ends = found.sentences[["paragraph_id", "start"]].iloc[[0, -1]].assign(start=[0, found.sentences["end"].iloc[-1]])
    drawing = _rug(long, [f"{row} ({n})" for row, n in sizes.items()], 100 * selection.positions(corpus, ends))
    title = html.in_line(page.titles[text_id])
    return Picture(
        drawing,
        f"Where the {title} speaks of the South, names a source, and has footnotes.",
        "A tick is a sentence, or the sentence that calls a footnote or has one at its foot, from the beginning of the "
        f"text (0) to its end (100 per cent). Shaded: {found.chapter}.",
        f"Three rows of ticks along the text. In the shaded section ticks for claims stand close together, and in the "
        f"rows of named sources and footnotes there are {_inside(long, sizes, ends, corpus)}.",
    )


def _inside(long: pd.DataFrame, sizes: dict[str, int], ends: pd.DataFrame, corpus) -> str:
    """How many ticks of the second and third row stand between two ends."""
    first, last = 100 * selection.positions(corpus, ends)
    here = long[long["position"].between(first, last, inclusive="left")]
    counts = [here["row"].str.startswith(row).sum() for row in list(sizes)[1:]]
    return " and ".join(str(n) if n else "none" for n in counts)


def _rug(long: pd.DataFrame, rows: Sequence[str], ends: Sequence[float]):
    """Ticks in rows, with a stretch shaded."""
    drawing, (axes,) = plots.canvas(7, 2.3)
    axes.axvspan(*ends, color="0.88", linewidth=0)
    colours = dict(zip(rows, (plots.BLUE, plots.ORANGE, plots.GREEN), strict=True))
    ticks = {"marker": "|", "size": 18, "linewidth": 1.2, "jitter": False, "legend": False}
    sns.stripplot(long, x="position", y="row", order=rows, hue="row", palette=colours, ax=axes, **ticks)
    axes.set(xlabel="per cent of the text", ylabel="", xlim=(0, 100))
    axes.tick_params(labelsize=SMALL, left=False)
    axes.spines["left"].set_visible(False)
    return drawing


def sections_table(page: Chapter, sourced: Sourced) -> HTML:
    """Of each text the section that holds most of its claims: sentences, claims, named sources and footnotes."""
    rows = []
    for text_id, title in _speaking(page.analysis).items():
        if found := section(sourced, text_id):
            parts = _parts(sourced, found)
            rows.append((title, found.chapter, *(len(parts[id_]) for id_ in PARTS if id_ != "gs-section-headings")))
    columns = ["text", "section", "sentences", "claims", "that name a source", "footnotes"]
    return html.table(
        pd.DataFrame(rows, columns=columns),
        "Of each text the section with most claims, texts in the order of writing, headings apart. Sections and "
        "texts differ in length and kind.",
        more=page.more("chapters"),
    )


def quoted_without_source(sourced: Sourced) -> list[str]:
    """Sentences of the section that hold words in quotation marks and cite nobody, or else name some evidence."""
    found = section(sourced)
    if found is None:
        return []
    marked = found.sentences[found.sentences["in_quotes"] > 0]
    made = sourced.claims[sourced.claims["sentence_id"].isin(found.sentences["sentence_id"])]
    bare = claims.evidence_of(made, sourced.kinds)[claims.NOTHING]
    ids = {*marked["sentence_id"]} - {*sourced.cited["place"]} | {*made.loc[~bare, "sentence_id"]}
    return [s for s in found.sentences["sentence_id"] if s in ids]


# --- names, codes, voices, evidence ----------------------------------------------------------------------------------


def names_table(page: Chapter, named: pd.DataFrame, kinds: Sequence[str]) -> HTML:
    """How often each text uses a name of one of the `kinds`, and its other forms; `named` as from `naming.names`.

    Raises `CorpusError` for a kind that the gate of the codebook does not know.
    """
    among("names", kinds, list(dict.fromkeys(pattern.kind for pattern in page.analysis.book.gate)))
    printed = page.analysis.gate_hits.drop_duplicates("form").set_index("form")["surface"]
    rows = []
    for text_id, title in selection.dated(page.corpus, named["text_id"]).items():
        part = named[named["text_id"] == text_id]
        counts = [int(part.loc[part["kind"] == kind, "count"].sum()) for kind in kinds]
        others = part[~part["kind"].isin(kinds)]
        said = others.groupby(others["form"].str.casefold(), sort=False).agg({"form": "first", "count": "sum"})
        rows.append(
            (title, *counts, ", ".join(f"{printed[form]} {count}" for form, count in said.itertuples(index=False)))
        )
    columns = ["text", *(kind.replace("-", " ").title() for kind in kinds), "no names of the group"]
    silent = [page.titles[t] for t in page.analysis.shown if t not in set(named["text_id"])]
    return html.table(
        pd.DataFrame(rows, columns=columns),
        "Occurrences in sentences that speak of the South, by text in the order of writing. The last column holds "
        "bodies, pairs, orders and descriptions by which a sentence speaks of it, with their number. Forms that count "
        f"as a name: {_forms(named, kinds)}; notebook 01 counts fewer. Texts that use none: "
        f"{', '.join(silent) or 'no text'}.",
        more=page.more("naming"),
    )


def _forms(named: pd.DataFrame, kinds: Sequence[str]) -> str:
    """The forms that were found of some kinds of name, each once."""
    return ", ".join(dict.fromkeys(html.in_line(form) for form in named.loc[named["kind"].isin(kinds), "form"]))


def _speaking(analysis: Analysis) -> dict[str, str]:
    """Texts that make a claim, by text_id, with title and date, in the order of writing."""
    return selection.dated(analysis.corpus, analysis.passed["text_id"])


def codes_table(analysis: Analysis) -> pd.DataFrame:
    """text, code, family, sentences: codes by text, long, each with its label; texts in the order of writing.

    >>> from helpers.coding import example
    >>> codes_table(example.analysis())[["text", "code", "sentences"]].values.tolist()[:2]
    [['paper, not stated', 'War', 1], ['paper, not stated', 'Trade', 1]]
    """
    counted = analysis.by_text["code"].set_index(["text_id", "code"])["sentences"]
    rows = [
        (title, code.label, code.family, int(counted[text_id, code.id]))
        for text_id, title in _speaking(analysis).items()
        for code in analysis.book.codes
    ]
    return pd.DataFrame(rows, columns=["text", "code", "family", "sentences"])


def codes_figure(page: Chapter) -> Picture | Markdown:
    """Codes by text as dots whose area is the number of sentences."""
    table, analysis = codes_table(page.analysis), page.analysis
    given = table[table["sentences"] > 0]
    if given.empty:
        return html.say(f"None of the codes stands here, from {analysis.reading}.")
    drawing = _dots(table, given)
    lacking = [page.titles[t] for t in analysis.shown if t not in set(analysis.passed["text_id"])]
    most = given.loc[given.groupby("text", sort=False)["sentences"].idxmax()]
    return Picture(
        drawing,
        "What is claimed of the South: codes by text, in the order of writing.",
        f"Number and area: sentences with the code, from {analysis.reading}; a sentence may have several. Texts differ "
        "in length and kind: compare within a column. Lines part the families "
        f"({'; '.join(analysis.book.families.values())}). No claim: {', '.join(lacking) or 'no text'}.",
        "Dots, codes down and texts across. The largest of each text: "
        + "; ".join(f"{r.text}: {r.code} {r.sentences}" for r in most.itertuples())
        + ".",
    )


def _dots(table: pd.DataFrame, given: pd.DataFrame):
    codes, texts = table.drop_duplicates("code"), list(dict.fromkeys(table["text"]))
    across = {text: "\n".join(line for part in text.split(", ") for line in wrap(part, 10)) for text in texts}
    drawing, (axes,) = plots.canvas(7, 1.6 + 0.34 * len(codes))
    long = given.assign(
        text=pd.Categorical(given["text"].map(across), [across[t] for t in texts]),
        code=pd.Categorical(given["code"], codes["code"]),
    )
    places = long.assign(x=long["text"].cat.codes, y=long["code"].cat.codes)
    look = {"sizes": (60, 620), "color": plots.SKY, "alpha": 0.6, "linewidth": 0, "legend": False}
    sns.scatterplot(places, x="x", y="y", size="sentences", ax=axes, **look)
    for place in places.itertuples():
        axes.annotate(str(place.sentences), (place.x, place.y), ha="center", va="center", fontsize=SMALL)
    axes.set_xticks(range(len(texts)), across.values(), fontsize=SMALL)
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(codes)), codes["code"], fontsize=SMALL)
    axes.set(xlabel="", ylabel="", xlim=(-0.6, len(texts) - 0.4), ylim=(len(codes) - 0.4, -0.6))
    axes.tick_params(length=0)
    for n in (codes["family"] != codes["family"].shift()).to_numpy().nonzero()[0][1:]:
        axes.axhline(n - 0.5, color="0.6", linewidth=0.8)
    sns.despine(ax=axes, left=True, bottom=True, top=True)
    return drawing


def codes_grid(page: Chapter) -> HTML:
    """The numbers of `codes_figure` as a table, for the first six texts."""
    table = codes_table(page.analysis)
    wide = table.pivot(index="code", columns="text", values="sentences")
    wide = wide.reindex(index=table["code"].drop_duplicates(), columns=table["text"].drop_duplicates())
    shown = wide[wide.columns[: html.MOST_COLUMNS - 1]].rename_axis(columns=None).reset_index()
    return html.table(shown, "The same numbers.", more=page.more("claims_by_text"))


def voices_table(page: Chapter, sourced: Sourced) -> HTML:
    """In whose words claims are made, and how many are forecasts and demands, by text."""
    made = sourced.claims
    said = claims.voices(made).set_index("text_id")
    modes = [made["modality"].eq(mode).groupby(made["text_id"]).sum() for mode in ("predictive", "prescriptive")]
    said = said.assign(unnamed=said["unnamed"] + said["marks"], forecasts=modes[0], demands=modes[1])
    wanted = ["claims", "own", "named", "unnamed", "forecasts", "demands"]
    rows = [(title, *said.loc[text_id, wanted]) for text_id, title in _speaking(page.analysis).items()]
    columns = ["text", "claims", "author's own", "another's, named", "another's, unnamed", "forecasts", "demands"]
    return html.table(
        pd.DataFrame(rows, columns=columns),
        "Claims by whose words they are in and how they are made, by text in the order of writing, from "
        f"{page.analysis.reading}. Unnamed: nobody is named, or words stand in quotation marks alone. What is neither "
        f"a forecast nor a demand is stated as a fact.{_not_coded(page.analysis, 'modality')}",
        more=page.more("attributes"),
    )


def _not_coded(analysis: Analysis, attribute: str) -> str:
    """A sentence for a caption where nobody coded an attribute, so that its zeros say nothing; else empty."""
    return "" if attribute in analysis.attributes else f" Nobody coded {attribute}, so its zeros say nothing."


def southern(sourced: Sourced) -> list[str]:
    """Claims that are attributed to a speaker of the South who has a name."""
    made = sourced.claims
    return made.loc[(made["speaker"] == SOUTH) & (made["attribution"] == NAMED), "sentence_id"].tolist()


def cited_table(page: Chapter, sourced: Sourced) -> HTML:
    """Whom texts with footnotes quote, report or cite, by kind of speaker: places in body and notes, side by side."""
    kinds = [kind for kind in page.analysis.book.attributes["speaker"] if kind != claims.AUTHOR]
    named = sourced.cited[sourced.cited["source"] != sources.UNNAMED]
    heard = sources.by_speaker(named, sourced.gazetteer, kinds).set_index(["text_id", "stream"])
    noted = [t for t in selection.dated(page.corpus, named["text_id"]) if (t, sources.NOTE) in heard.index][:3]
    columns = {
        f"{page.titles[t]}, {stream}": heard.loc[(t, stream), kinds].to_numpy()
        for t in noted
        for stream in (sources.BODY, sources.NOTE)
        if (t, stream) in heard.index
    }
    frame = pd.DataFrame({"kind of source": [SPEAKERS.get(kind, kind) for kind in kinds], **columns})
    return html.table(
        frame,
        "Places in which a named source is quoted, reported or cited, on any topic, in the texts with footnotes. "
        "The kind goes by office first, so the head of a UN body stands under UN system whatever the nationality; else "
        "by nationality or seat, and may rest on common knowledge.",
        more=page.more("citations"),
    )


SPEAKERS = {
    "prc-leader": "PRC leader",
    "prc-other": "PRC, other",
    "us-official": "US official",
    "us-other": "US, other",
    "un": "UN system",
    "western": "other Western",
    SOUTH: "South other than China",
}


def evidence_table(page: Chapter, sourced: Sourced, table: pd.DataFrame) -> HTML:
    """What claims name as evidence, by text; `table` as from `claims.evidence_by`."""
    every = table[table["family"] == claims.ALL].set_index("text_id")
    kinds = [kind for kind in sourced.kinds if kind in every]
    rows = every.reindex(list(_speaking(page.analysis))).rename(index=_speaking(page.analysis))
    rows = rows[["claims", *kinds[:4], claims.NOTHING]].rename_axis("text").reset_index()
    return html.table(
        rows,
        f"Claims by what their sentence names, by text in the order of writing, from {page.analysis.reading}; a claim "
        "may name several. Nothing: none of these, and no quantity is printed. Footnotes are counted apart, below."
        f"{_not_coded(page.analysis, 'evidence')}",
        more=page.more("evidence"),
    )


def notes_table(page: Chapter, noted: pd.DataFrame) -> HTML:
    """Footnotes, calls that are lost, and claims that call one; `noted` as from `claims.notes_by_text`."""
    titles = selection.dated(page.corpus, noted["text_id"])
    rows = noted.set_index("text_id").reindex(list(titles)).rename(index=titles).rename_axis("text").reset_index()
    return html.table(
        rows,
        "Footnotes of the texts that have some. Where calls are lost in the scan, a claim may have called a note that "
        "now stands at the foot of its page only.",
        more=page.more("footnotes"),
        labels={"notes": "footnotes", "lost": "calls lost", "calling": "claims that call one"},
    )


def closer(sourced: Sourced, codes: Sequence[str], shown: Iterable[str] = ()) -> list[str]:
    """Claims of some codes, in the order of the texts, but for those `shown` elsewhere and those of a translation.

    Raises `CorpusError` for a code that the codebook does not have.
    """
    among("closer", codes, [code.id for code in sourced.analysis.book.codes])
    made = sourced.claims[sourced.claims["text_id"].isin(sourced.analysis.pooled)]
    has = presence(made, sourced.analysis.book, "code")[list(codes)].any(axis=1)
    return [s for s in made.loc[has, "sentence_id"] if s not in set(shown)]


def figures_table(page: Chapter, told: pd.DataFrame) -> HTML:
    """Quantities in claims as they are printed, with what they measure; `told` as from `claims.figures`."""
    rows = told.assign(place=told["sentence_id"].map(page.quotes.cite))
    return html.table(
        rows[["place", "printed", "measures", "of", "period", "claimant"]],
        f"Quantities in claims, {len(told)} in {html.count(told['sentence_id'].nunique(), 'sentence')}, as printed; "
        "none is corrected, and none carries a finding.",
        more=page.more("figures"),
    )
