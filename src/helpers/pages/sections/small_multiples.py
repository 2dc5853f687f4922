"""Pictures of a reader's own texts: cut to what can be read, at one text and at thousands; never above 2,000 pixels."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
from IPython.display import Markdown

from ...statistics.groups import FEWEST_TEXTS
from .. import html, plots
from ..instrument import Own, periods
from ..instrument import named as in_words
from ..publish import Picture
from .own import doubt, surest, top

MOST_BARS, MOST_PANELS, MOST_ROWS, MOST_COLUMNS, MOST_PERIODS = 15, 4, 20, 8, 15
"""So many bars, panels, rows and columns a picture has, and so many years an axis of time names."""
WIDTH = 7
"""Inches: what a column of the site shows whole."""


def sizes_picture(page: Own) -> Picture:
    """Words of the largest groups, or hanzi where no text has words of a language with spaces."""
    table = page.measured.sizes(page.by)
    first = table.head(MOST_BARS)
    # Two groups may have one name when it is clipped, and each is to have its own bar.
    bars = first.assign(group=numbered([named(name) for name in first["group"]]))
    drawing, (axes,) = plots.canvas(WIDTH, 1 + 0.3 * len(bars))
    axes.barh(bars["group"], bars["words"], color=plots.BLUE)
    for y, words in enumerate(bars["words"]):
        axes.annotate(f"{words:,}", (words, y), xytext=(4, 0), textcoords="offset points", va="center", fontsize=9)
    axes.invert_yaxis()
    axes.set_xlabel("words")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.margins(x=0.1)
    rest = len(table) - len(first)
    left = f"; the largest {len(first)} of {len(table)}, {html.count(rest, 'smaller group')} left out" if rest else ""
    caption = f"Words of each group, in all languages together{left}."
    alt = f"Bars of {len(first)} groups; the largest is {bars['group'].iloc[0]} with {bars['words'].iloc[0]:,} words."
    return Picture(drawing, "How much was read.", caption, alt)


def contrast_picture(page: Own, table: pd.DataFrame) -> Picture | Markdown:
    """For each compared group the words it has more of, by Log Ratio, with intervals where there are any."""
    first = surest(table, 10)
    names = [name for name in page.compared if name in set(first["group"])][:MOST_PANELS]
    if not names:
        return html.say("There is no picture of words that tell groups apart, for none does.")
    heights = [len(first[first["group"] == name]) for name in names]
    height = 1 + sum(0.6 + 0.22 * n for n in heights)
    drawing, panels = plots.canvas(WIDTH, height, len(names), height_ratios=heights, sharex=True)
    for axes, name in zip(panels, names, strict=True):
        part = first[first["group"] == name]
        label = _labels(part, "count_1", "texts_1")
        most = first["log_ratio"].max() + 1  # of a word that the others lack one bound is open
        bars = part.assign(label=label, high=part["high"].clip(upper=most))
        plots.intervals(axes, bars, "label", "log_ratio", "low", "high", "")
        axes.set_title(named(name, 60))
    panels[-1].set_xlabel("Log Ratio: 1 is twice the rate of the others, 2 four times")
    bounds = "Bars: 95 % intervals." if first["low"].notna().any() else f"No bars: under {FEWEST_TEXTS} texts."
    return Picture(
        drawing,
        "Words that tell each group from the others.",
        f"At most ten words a group, each with its hits and the texts of the group that carry it. {bounds}"
        f"{doubt(page, table)}",
        f"Dots of the Log Ratio of words in {html.count(len(names), 'group')}.",
    )


def concepts_picture(page: Own, table: pd.DataFrame) -> Picture | Markdown:
    """Concepts by group: the number is the windows that hold a concept, the area their share."""
    if table.empty or not table["count"].any():
        return html.say("There is no picture of concepts, for none was found.")
    return _dots(page, table, "concept", page.labels, "Concepts by group.", "windows that hold the concept", "windows")


def codes_picture(page: Own, table: pd.DataFrame) -> Picture | Markdown:
    """Codes by group: the number is the sentences, the area their share."""
    if table.empty or not table["count"].any():
        return html.say("There is no picture of codes, for none was given.")
    title = "Codes of the dictionary by group."
    return _dots(page, table, "code", page.code_labels, title, "sentences with the code", "sentences")


def _dots(
    page: Own, table: pd.DataFrame, name: str, labels: dict[str, str], title: str, number: str, unit: str
) -> Picture:
    rows = top(table, name, MOST_ROWS)
    size = (
        table.drop_duplicates("group").set_index("group")["of"].sort_index().sort_values(ascending=False, kind="stable")
    )
    columns = list(dict.fromkeys([*(g for g in page.compared if g in size.index), *size.index]))[:MOST_COLUMNS]
    part = table[table[name].isin(rows) & table["group"].isin(columns)]
    counts, share = (
        part.pivot(index=name, columns="group", values=value).reindex(index=rows, columns=columns).fillna(0)
        for value in ("count", "share")
    )
    counts = counts.astype(int).rename(index=labels).rename(columns=named)
    area = share.to_numpy() / max(share.to_numpy().max(initial=0), 1e-9)
    drawing, (axes,) = plots.canvas(WIDTH, 1.9 + 0.27 * len(rows))
    counts.index = [html.shortened(label, 40) for label in counts.index]
    plots.matrix(axes, counts, pd.DataFrame(area))
    held = ", ".join(f"{named(group)} {size[group]:,}" for group in columns)
    return Picture(
        drawing,
        title,
        f"The number counts {number}, the area is their share of the group's {unit}: {held}. Shown: {len(rows)} of "
        f"{table[name].nunique()} that were found, and {len(columns)} of {html.count(len(size), 'group')}.",
        f"Table of dots, {len(rows)} by {html.count(len(columns), 'group')}.",
    )


def time(page: Own) -> pd.DataFrame:
    """concept, period, windows_with, windows, texts: the concepts that fill most windows, by year; without undated."""
    columns = ["concept", "period", "windows_with", "windows", "texts"]
    if not page.dated:
        return pd.DataFrame(columns=columns)
    period = periods(page.measured.group(page.dated))
    period = period[period != ""]
    sizes = page.measured.texts.loc[period.index]
    totals = sizes.groupby(period).agg(windows=("windows", "sum"), texts=("windows", "size"))
    totals = totals[totals["windows"] > 0]
    cells = page.measured.concept_cells
    cells = cells[cells["text_id"].isin(period.index)]
    by_period = cells.groupby([cells["concept"], cells["text_id"].map(period).rename("period")])["windows_with"].sum()
    total = cells.groupby("concept")["windows_with"].sum().sort_index().sort_values(ascending=False, kind="stable")
    grid = pd.MultiIndex.from_product([total.index, totals.index.tolist()], names=["concept", "period"])
    table = by_period.reindex(grid, fill_value=0).astype(int).reset_index().join(totals, on="period")
    return table[columns]


def time_picture(page: Own, table: pd.DataFrame) -> Picture | Markdown:
    """The share of windows that hold each of the first six concepts, year by year, a panel each."""
    if not page.dated:
        return html.say("No column says when these texts were made, so nothing is shown over time.")
    if table["period"].nunique() < 2:
        return html.say("All dated texts are of one year, or no concept was found, so nothing is shown over time.")
    names = table["concept"].drop_duplicates().tolist()[:6]
    years = sorted(set(table["period"].astype(int)))
    drawing, panels = plots.canvas(WIDTH, 1 + 1.1 * len(names), len(names), sharex=True)
    for axes, name in zip(panels, names, strict=True):
        part = table[table["concept"] == name]
        share = 100 * part["windows_with"] / part["windows"]
        axes.plot(part["period"].astype(int), share, color=plots.BLUE, linewidth=1.2, marker="o", markersize=4)
        axes.set_ylim(0, max(share.max(), 1) * 1.15)
        axes.set_title(html.shortened(page.labels.get(name, name), 60))
        axes.set_ylabel("%")
    shown = labelled(years)
    panels[-1].set_xticks(shown, [str(year) for year in shown])
    few = table.drop_duplicates("period")["texts"]
    undated = int((periods(page.measured.group(page.dated)) == "").sum())
    left = f" {html.count(undated, 'text')} without a year left out." if undated else ""
    texts = f"{few.min()} to {few.max()}" if few.min() < few.max() else str(few.min())
    return Picture(
        drawing,
        "Concepts over time.",
        f"Share of the windows of each year that hold the concept. Texts a year: {texts}.{left} A year with few texts "
        "says what these say, no more.",
        f"Lines of {html.count(len(names), 'concept')} from {years[0]} to {years[-1]}.",
    )


def spread_picture(page: Own, table: pd.DataFrame) -> Picture | Markdown:
    """DPnorm of the most frequent words over texts, beside as many hits placed at random."""
    if table.empty:
        return html.say("Nothing is shown of spread: that needs two texts, and words that stand thirty times or more.")
    label = _labels(table, "count", "texts")
    drawing, (axes,) = plots.canvas(WIDTH, 1.2 + 0.27 * len(table))
    rows = list(range(len(table)))
    axes.hlines(rows, table["random_low"], table["random_high"], color="0.8", linewidth=7, label="at random")
    colours = [plots.ORANGE if uneven else plots.BLUE for uneven in table["uneven"]]
    axes.scatter(table["dp_norm"], rows, color=colours, s=30, zorder=3)
    axes.set_yticks(rows, label)
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.set_xlim(0, 1)
    axes.set_xlabel("DPnorm: 0 even, 1 all in the smallest text; grey: as many hits at random")
    uneven = int(table["uneven"].sum())
    return Picture(
        drawing,
        "How evenly the most frequent words are spread over the texts.",
        f"Each word with its hits and the texts that carry it. Orange: less even than chance, {uneven} of "
        f"{len(table)}.",
        f"Dots of DPnorm for {html.count(len(table), 'word')} over the range of chance.",
    )


def labelled(years: list[int]) -> list[int]:
    """The years that an axis names: all, or so many of them at equal distances that each can be read.

    >>> labelled([1990, 1992]), labelled([*range(1946, 2017)])
    ([1990, 1992], [1950, 1955, 1960, 1965, 1970, 1975, 1980, 1985, 1990, 1995, 2000, 2005, 2010, 2015])
    """
    span = years[-1] - years[0]
    if len(years) <= MOST_PERIODS and all(b - a >= span / MOST_PERIODS for a, b in pairwise(years)):
        return years
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500) if span / step <= MOST_PERIODS)
    return [*range(-(-years[0] // step) * step, years[-1] + 1, step)]


def named(name: str, most: int = 28) -> str:
    """A name of the reader's as it can be drawn (see `instrument.named`)."""
    return plots.drawable(in_words(name, most))


def _labels(table: pd.DataFrame, count: str, texts: str) -> list[str]:
    """Each term with its hits and the texts that carry it."""
    rows = zip(table["term"], table[count], table[texts], strict=True)
    return [f"{named(term)} ({hits:,} in {carry:,})" for term, hits, carry in rows]


def numbered(names: list[str]) -> list[str]:
    """Names each of which is its own: one that stood before gets a number.

    >>> numbered(["a", "b", "a"])
    ['a', 'b', 'a (2)']
    """
    seen: dict[str, int] = {}
    told = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        told.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return told
