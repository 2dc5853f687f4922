"""How sure: who has coded, how coders agree, and the dictionary against them; analyses in, tables and pictures out.

Every function takes the analysis of one codebook, or of all of them by what a reader calls them.
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import seaborn as sns
from IPython.display import HTML, Markdown

from ...coding.analysis import Analysis, left_out
from ...coding.counts import presence, ranked
from ...coding.parts import ours
from ...coding.stability import who_read
from ...coding.validation import beside_nltk, by_code
from ...statistics import agreement
from .. import html, plots
from ..html import plain
from ..publish import Picture

MADE, CROSSED, AFTER, UNSEEN = (
    "first run, first half, as made",
    "first run, first half, cross-validated",
    "after seeing, second half",
    "first run, second half",
)
"""The comparisons of `validation.all_validation`: on the half that patterns were made from, and on the other."""
RUNS = {MADE: "where it was made", CROSSED: "cross-validated", AFTER: "after seeing", UNSEEN: "first run, unseen"}
ALIKE = 1e-6
"""Two values that differ by less are the same."""

# --- coders


def who_coded(analysis: Analysis) -> Markdown:
    """Whether people have coded, and whose codes are shown.

    >>> from helpers.coding import example
    >>> who_coded(example.analysis(by_reading=True)).data[-46:]
    ' Shown below: codes by reading (machine-read).'
    """
    return html.say(
        (
            f"People have coded too: {plain(', '.join(analysis.people))}."
            if analysis.people
            else "No person has coded yet; `python -m helpers coding-sheet` draws a blind sheet for one."
        )
        + f" Shown below: {plain(analysis.reading)}."
    )


def readers_table(analyses: Mapping[str, Analysis]) -> HTML:
    """Who read which half, and how many sentences each let pass the gate of each codebook.

    >>> from helpers.coding import example
    >>> readers_table({"On Ruritania": example.analysis(by_reading=True)}).data.count("<tr>")
    7
    """
    return html.table(
        who_read({name: analysis.codings for name, analysis in analyses.items()}),
        "Who read which half of the paragraphs: sentences that are counted, and those that passed each gate. Each "
        "coder is a pass of one large language model, from the codebook alone; what two passes gave alone was decided "
        "by a third, which saw both.",
    )


def coders_table(analysis: Analysis, more: str) -> HTML:
    """What the coders gave by family, side by side.

    >>> from helpers.coding import example
    >>> coders_table(example.analysis(by_reading=True), "coders.csv").data.count("<tr>")
    5
    """
    beside = analysis.beside
    family = beside[(beside["level"] == "family") & beside["text_id"].isin(analysis.pooled)]
    columns = ("one", "other", "decided")
    shown = (" / ".join(names) for names in zip(*(half.shown for half in ours()), strict=True))
    labels = dict(zip(columns, shown, strict=True))
    first, second = (f"{half.told or ', '.join(half.shown)} on the {half.id}" for half in ours())
    sums = family.groupby(["half", "name"], sort=False)[[*columns]].sum().reset_index()
    return html.table(
        sums.assign(name=sums["name"].map(analysis.label)),
        f"On {analysis.subject}: what each coder gave by family (codes and texts in the whole table), all texts of a "
        f"half together{analysis.but}: {first} half, {second}.",
        more=more,
        labels={"name": "family"} | labels,
    )


def scheme_table(analysis: Analysis, scheme: pd.DataFrame, more: str) -> HTML:
    """Each code with what grounds it, those given most first; `scheme` as from `analysis.scheme`.

    >>> from helpers.coding import example
    >>> from helpers.coding.analysis import scheme
    >>> found = example.analysis()
    >>> shown = scheme_table(found, scheme(found), "codebook.csv").data
    >>> shown.index(">war<") < shown.index(">trade<")
    True
    """
    return html.table(
        scheme.sort_values("sentences", ascending=False, kind="stable")[
            ["code", "family", "source", "sentences", "texts"]
        ],
        f"On {analysis.subject}: each code, what grounds it, and how often it was given{analysis.but}. Most sources "
        "were read as abstracts: cite a work only after reading it.",
        more=more,
    )


# --- agreement


def _couples() -> list[str]:
    """What the head of a column calls the two coders of each half: their labels without the first word of several."""
    return [" and ".join(label.split()[-1] for label in half.shown[:2]) for half in ours()]


def agreement_table(analysis: Analysis, more: str) -> HTML:
    """Alpha of the two pairs of passes on gate, families and charges, and NLTK's beside each.

    >>> from helpers.coding import example
    >>> shown = agreement_table(example.analysis(by_reading=True), "agreement.csv").data
    >>> shown.count("<tr>"), ">Acts<" in shown
    (6, True)
    """
    alphas = analysis.agreement.set_index(["coders", "level", "measure"])[["units", "alpha"]]
    nltk = beside_nltk(analysis.codings, analysis.book).set_index(["coders", "level", "measure"])["nltk"]
    pairs = [", ".join(half.coders) for half in ours()]
    parts = [alphas.assign(nltk=nltk).loc[pair].add_suffix(f"_{n}") for n, pair in enumerate(pairs, 1)]
    table = pd.concat(parts, axis=1).reindex(parts[0].index.union(parts[1].index, sort=False)).reset_index()
    table = table[table["level"].isin(["gate", "family", "charge"])]
    names = {f"{c}_{n}": f"{label}, {who}" for n, who in enumerate(_couples(), 1)
             for c, label in (("units", "n"), ("alpha", "alpha"), ("nltk", "NLTK"))}  # fmt: skip
    return html.table(
        table.assign(measure=table["measure"].map(lambda name: analysis.label.get(name, name)))[["measure", *names]],
        f"On {analysis.subject}: Krippendorff's alpha of the two pairs of passes, ours and NLTK's, with the sentences "
        "it is of. Passes of one model: it shows how stable they are, and not how far people would agree.",
        more=more,
        labels=names,
    )


def nltk_in_words(analyses: Mapping[str, Analysis]) -> Markdown:
    """On how many alphas NLTK agrees with ours, how many are undefined, and where two passes are hardly two.

    >>> from helpers.coding import example
    >>> nltk_in_words({"own": example.analysis(by_reading=True)}).data[:64]
    'Of 18 alphas NLTK has 18 as we do, to six decimals or undefined '
    """
    tables = [beside_nltk(analysis.codings, analysis.book) for analysis in analyses.values()]
    table = pd.concat(tables, ignore_index=True)
    undefined = table["alpha"].isna() & table["nltk"].isna()
    same = undefined | ((table["alpha"] - table["nltk"]).abs() < ALIKE)
    gates = {
        name: part.loc[part["level"].eq("gate") & part["alpha"].gt(0.99), "coders"].tolist()
        for name, part in zip(analyses, tables, strict=True)
    }
    hardly = "; ".join(f"{name}: {' and '.join(pairs)}" for name, pairs in gates.items() if pairs)
    return html.say(
        f"Of {len(table)} alphas NLTK has {same.sum()} as we do, to six decimals or undefined alike; {undefined.sum()} "
        "are undefined, since one value alone was given."
        + (f" Passes that agree on the gate almost wholly are hardly two readings ({plain(hardly)})." if hardly else "")
    )


def people_table(analyses: Mapping[str, Analysis], more: str) -> HTML | Markdown:
    """How people agree with the reading and with each pass; a sentence where nobody has coded.

    >>> from helpers.coding import example
    >>> people_table({"own": example.analysis(by_reading=True)}, "agreement.csv").data
    'No person has filled a blind sheet, so nothing is known of how far people would agree.'
    """
    parts = []
    for name, analysis in analyses.items():
        table = analysis.agreement
        who = table["coders"].map(lambda pair, people=analysis.people: bool(set(pair.split(", ")) & set(people)))
        parts.append(table[who & table["level"].isin(["gate", "family"])].assign(codebook=name))
    named = pd.concat(parts, ignore_index=True)
    if named.empty:
        return html.say("No person has filled a blind sheet, so nothing is known of how far people would agree.")
    return html.table(
        named[["codebook", "coders", "measure", "units", "alpha", "low", "high"]],
        "How people agree with the reading and with each pass.",
        more=more,
    )


# --- the dictionary


def runs(analyses: Mapping[str, Analysis]) -> pd.DataFrame:
    """codebook, level, n, and F1 where the patterns were made, cross-validated, after seeing and at first run.

    Of the gate (by name), and the macro averages of families and codes; `n` is how many entered them at the first run
    on the half that was unseen (of the gate: sentences).

    >>> from helpers.coding import example
    >>> runs({"own": example.analysis(by_reading=True)})[["level", "n", UNSEEN]].round(2).values.tolist()
    [['gate', 3, 1.0], ['family', 2, 1.0], ['code', 3, 1.0]]
    """
    rows = []
    for name, analysis in analyses.items():
        table = analysis.validation
        table = table[table["measure"].isin(["gate, named", "macro"])].set_index(["level", "comparison"])
        for level in ("gate", "family", "code"):
            f1 = table.loc[level, "f1"]
            rows.append((name, level, int(table.loc[(level, UNSEEN), "n"]), *(f1[run] for run in RUNS)))
    return pd.DataFrame(rows, columns=["codebook", "level", "n", *RUNS])


def dictionary_table(analyses: Mapping[str, Analysis], more: str) -> HTML:
    """The dictionary of each codebook in sum: where it was made, after seeing, and at first run on the other half.

    >>> from helpers.coding import example
    >>> dictionary_table({"own": example.analysis(by_reading=True)}, "validation.csv").data.count("<tr>")
    4
    """
    minimum = next(iter(analyses.values())).settings.minimum
    return html.table(
        runs(analyses),
        "F1 of the dictionary against codes by reading. Gate: sentences that name what is spoken of, n of them. Family "
        f"and code: the mean over the n that were given {minimum} times or more. The last column is what the patterns "
        "are worth on sentences that they had not seen; the one before it flatters. Cross-validation takes away every "
        "form that one fold of paragraphs alone has, and so bounds from below.",
        more=more,
        labels=RUNS,
    )


def codes_table(analysis: Analysis, more: str) -> HTML:
    """The codes on the second half, those given most first, with the dictionary's F1 and the alphas of the passes.

    >>> from helpers.coding import example
    >>> codes_table(example.analysis(by_reading=True), "validation.csv").data.count("<tr>")
    4
    """
    sure = by_code(analysis.validation, analysis.agreement, analysis.book)
    sure = sure.sort_values("n", ascending=False, kind="stable")
    return html.table(
        sure.assign(code=sure["code"].map(analysis.label)).drop(columns="exploratory"),
        f"On {analysis.subject}: codes on the second half, those given most first: sentences by "
        f"{ours()[1].shown[-1]}, the dictionary's F1, and the alpha of two pairs of passes. With *: exploratory, F1 of "
        f"the first run under {agreement.RELIABLE:.2f} or none.",
        more=more,
        labels={
            "first_run": "F1, first run",
            "after_seeing": "F1, after seeing",
            **{f"alpha_{n}": f"alpha, {who}" for n, who in enumerate(_couples(), 1)},
        },
    )


def code_runs(analyses: Mapping[str, Analysis]) -> pd.DataFrame:
    """codebook, code, n, made, unseen: F1 of each code on both halves, of those that were given on both.

    `n` is how often it was given on the unseen half.

    >>> from helpers.coding import example
    >>> code_runs({"own": example.analysis(by_reading=True)}).round(2).values.tolist()[0]
    ['own', 'War', 2, 1.0, 1.0]
    """
    parts = []
    for name, analysis in analyses.items():
        table = analysis.validation[analysis.validation["level"] == "code"].set_index(["comparison", "measure"])
        codes = [code.id for code in analysis.book.codes]
        both = pd.DataFrame({k: table.loc[run, "f1"].reindex(codes) for k, run in (("made", MADE), ("unseen", UNSEEN))})
        n = table.loc[UNSEEN, "n"].reindex(codes)
        label = [analysis.label[code].removesuffix(" *") for code in codes]
        parts.append(both.assign(codebook=name, code=label, n=n.astype(int)))
    table = pd.concat(parts, ignore_index=True).dropna()
    return table[table["n"] > 0][["codebook", "code", "n", "made", "unseen"]].reset_index(drop=True)


def dictionary_figure(analyses: Mapping[str, Analysis]) -> Picture:
    """Each code by its F1 where the patterns were made and where they were first run.

    >>> from helpers.coding import example
    >>> dictionary_figure({"own": example.analysis(by_reading=True)}).alt
    'Dots, a code each: 0 of 3 lie below the line, where the first run did worse than on the half it was made from.'
    """
    table = code_runs(analyses)
    drawing, (axes,) = plots.canvas(6.5, 5.2)
    axes.plot([0, 1], [0, 1], color="0.8", linewidth=1, zorder=0)
    axes.axhline(agreement.RELIABLE, color="0.8", linewidth=1, linestyle=":", zorder=0)
    colours = dict(zip(analyses, (plots.BLUE, plots.ORANGE, plots.GREEN), strict=False))
    drawn = table.rename(columns={"n": "times given"})
    sns.scatterplot(
        drawn, x="made", y="unseen", hue="codebook", size="times given", sizes=(25, 260), alpha=0.7, palette=colours,
        ax=axes,
    )  # fmt: skip
    axes.set(xlabel="F1 on the half that the patterns were made from", ylabel="F1 at first run on the other half")
    axes.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03))
    sns.move_legend(axes, "upper left", bbox_to_anchor=(1.01, 1), title=None)
    below = int((table["unseen"] < table["made"]).sum())
    return Picture(
        drawing,
        "What a dictionary reaches where it was made, and what it reached where it was not.",
        f"A dot is a code, its area how often it was given on the half that was unseen. {below} of {len(table)} lie "
        f"below the line of equal worth, and {int((table['unseen'] < agreement.RELIABLE).sum())} below "
        f"{agreement.RELIABLE:.2f} (dotted), under which a code is exploratory.",
        f"Dots, a code each: {below} of {len(table)} lie below the line, where the first run did worse than on the "
        "half it was made from.",
    )


# --- left out one by one


def left_out_table(analyses: Mapping[str, Analysis], titles: pd.Series) -> HTML:
    """What each text holds of the coded sentences of each codebook, and whether the order of families stays without it.

    `titles` are the short titles by text_id.

    >>> from helpers.coding import example
    >>> found = example.analysis(by_reading=True)
    >>> left_out_table({"own": found}, found.corpus.texts.set_index("text_id")["short_title"]).data.count("<tr>")
    3
    """
    columns = {}
    for name, analysis in analyses.items():
        left = left_out(analysis)
        left = left[(left["kind"] == "text") & (left["cases"] > 0)].set_index("left_out")
        columns[f"{name}, %"] = (100 * left["share"]).round(1)
        columns[f"{name}, order"] = left["same_order"].map({True: "stays", False: "turns"})
    table = pd.DataFrame(columns).reindex(titles.index).dropna(how="all")
    orders = "; ".join(
        f"{name}: {', '.join(ranked(presence(a.pooled_rows, a.book, 'family')))}" for name, a in analyses.items()
    )
    words = [c for c in table if c.endswith("order")]
    return html.table(
        table.fillna(dict.fromkeys(words, "no case")).rename(index=titles).rename_axis("text").reset_index(),
        "What each text holds of the coded sentences, in per cent, and whether the families stay in order without it "
        f"({orders}). A sum over texts hangs on the longest of them, and no chapter concludes from such an order.",
    )
