"""What is said, by text: families and codes, their shares, and attributes; tables in, pictures and HTML out."""

from __future__ import annotations

import pandas as pd
from IPython.display import HTML, Markdown

from ...coding.analysis import Analysis
from ...coding.counts import attribute_counts, presence
from ...statistics.resampling import FEWEST_BLOCKS
from .. import html, plots
from ..publish import Picture
from .reliability import alpha_of


def codes_figure(analysis: Analysis, title: str) -> Picture | Markdown:
    """Codes by text as a table of dots; a sentence instead where no sentence has a code.

    >>> from helpers.coding import example
    >>> codes_figure(example.analysis(), "Codes by text.").alt
    'Table of dots, codes by texts. paper: War 1; wen: War 1.'
    """
    book = analysis.book
    if not presence(analysis.rows, book, "code").any(axis=None):
        return html.say(f"None of the codes stands here, from {analysis.reading}, in {', '.join(analysis.shown)}.")
    table = analysis.by_text["code"].pivot(index="code", columns="text_id", values="sentences")
    table = table.loc[[c.id for c in book.codes]]
    speaking = [t for t in analysis.shown if table[t].sum()]
    total = table[[t for t in analysis.shown if t in set(analysis.pooled)]].sum(axis=1)
    drawing, (axes,) = plots.canvas(10, 2 + 0.32 * len(table))
    names = {c: f"{analysis.label[c]} ({total[c]})" for c in table.index}
    grid = table.reindex(columns=speaking).rename(index=names, columns=analysis.mark)
    plots.matrix(axes, grid, grid / grid.sum().clip(lower=1))
    for n in range(1, len(book.codes)):
        if book.codes[n].family != book.codes[n - 1].family:
            axes.axhline(n - 0.5, color="0.6", linewidth=0.8)
    return Picture(drawing, title, _codes_caption(analysis, speaking), _codes_alt(analysis, table[speaking]))


def _codes_caption(analysis: Analysis, speaking: list[str]) -> str:
    silent = [t for t in analysis.shown if t not in speaking]
    star = "* the dictionary is exploratory for this code." if analysis.exploratory else ""
    return (
        f"Number of sentences with each code, from {analysis.reading}; the area is its share of the text's "
        f"codes, in brackets the number in all{analysis.but}, and lines part the families "
        f"({'; '.join(analysis.book.families.values())}). Without any of "
        f"these codes: {', '.join(silent) or 'no text'}. Texts have unlike lengths and "
        f"topics; compare within a column. {star}"
    )


def _codes_alt(analysis: Analysis, table: pd.DataFrame) -> str:
    most = "; ".join(f"{t}: {analysis.label[table[t].idxmax()]} {table[t].max()}" for t in table)
    return f"Table of dots, codes by texts. {most}."


def family_table(analysis: Analysis, more: str) -> HTML:
    """Sentences with a code of each family, by text; `more` is where the whole table stands.

    >>> from helpers.coding import example
    >>> family_table(example.analysis(), "acts.csv").data.count("<tr>")
    3
    """
    table = analysis.by_text["family"].pivot(index="text_id", columns="family", values="sentences")
    read = analysis.rows.groupby("text_id").size()
    table = table.loc[analysis.shown].assign(read=read).reset_index().astype({"read": int})
    return html.table(
        table[["text_id", *list(analysis.book.families)[:5], "read"]],
        f"Sentences with a code of each family, by text, and sentences read, from {analysis.reading}.",
        more=more,
        labels={"text_id": "text"} | analysis.book.families,
    )


def shares_figure(analysis: Analysis) -> Picture | Markdown:
    """Shares of families in the long texts, with intervals; a sentence instead where no text is long enough.

    >>> from helpers.coding import example
    >>> shares_figure(example.analysis()).data
    'No text has 20 paragraphs, so no share has an interval.'
    """
    firm = analysis.by_text["family"].dropna(subset=["share"])
    firm = firm[firm["sentences"] > 0]
    if firm.empty:
        return html.say(f"No text has {FEWEST_BLOCKS} paragraphs, so no share has an interval.")
    count, unit = firm["sentences"].astype(str), analysis.settings.unit
    firm = firm.assign(name=firm["text_id"] + ": " + firm["family"].map(analysis.label) + " (" + count + ")")
    firm = firm.assign(**{c: 100 * firm[c] for c in ("share", "low", "high")})
    drawing, (axes,) = plots.canvas(9, 1.2 + 0.27 * len(firm))
    measured = f"per cent of the text's {unit}s, with 95 % interval by paragraphs"
    plots.intervals(axes, firm, "name", "share", "low", "high", measured)
    most = firm.sort_values("share").iloc[-1]
    return Picture(
        drawing,
        f"How much of the long texts speaks of {analysis.subject}, by family.",
        f"Share of {unit}s with a code of the family; in brackets the number of sentences. "
        "The interval resamples paragraphs of the text.",
        f"Dots with intervals. The largest share: {most['name']}, {most['share']:.1f} per cent "
        f"({most['low']:.1f} to {most['high']:.1f}).",
    )


def attribute_table(analysis: Analysis, attribute: str, about: str, more: str) -> HTML | Markdown:
    """One attribute by text, with the agreement of the first two coders on it; a sentence where nobody gave it.

    >>> from helpers.coding import example
    >>> attribute_table(example.analysis(), "tone", "Tone", "tones.csv").data
    'Tone: not coded, for the dictionary does not know it.'
    >>> shown = attribute_table(example.analysis(by_reading=True), "tone", "Tone", "tones.csv").data
    >>> "<caption" in shown, "Alpha of coders 1 and 2: 1.00" in shown
    (True, True)
    """
    if attribute not in analysis.attributes:
        return html.say(f"{about}: not coded, for the dictionary does not know it.")
    values = list(analysis.book.attributes[attribute])
    wide = attribute_counts(analysis.rows, attribute, values).rename(columns={"text_id": "text"})
    sums = wide[values].sum().sort_values(ascending=False, kind="stable")
    columns = [v for v in sums.index if sums[v] and v != "none"][:5]
    rest = [f"{v} {sums[v]}" for v in sums.index if sums[v] and v not in columns]
    return html.table(
        wide[["text", *columns, "sentences"]],
        f"{about}: sentences that speak of {analysis.subject}, by text."
        + (f" Not in a column: {', '.join(rest)}." if rest else "")
        + alpha_of(analysis.agreement, attribute),
        more=more,
    )
