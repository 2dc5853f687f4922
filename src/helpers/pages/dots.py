"""Dots in the one style: a table of them, and a scatter whose dots have names; long table in, `Axes` out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.transforms import Bbox

from .plots import BLUE, GREY

SMALLEST, LARGEST = 4, 150
"""Areas of dots in a table, in square points; the largest just fits a row of 0.21 inches."""
PLACES = (
    (6, 0, "left", "center"), (-6, 0, "right", "center"), (0, 6, "center", "bottom"), (0, -6, "center", "top"),
    (5, 5, "left", "bottom"), (-5, 5, "right", "bottom"), (5, -5, "left", "top"), (-5, -5, "right", "top"),
)  # fmt: skip
"""Where a name may stand: points to the right and up from its dot, and which side of the name that is."""


def grid(
    axes: Axes,
    table: pd.DataFrame,
    down: tuple[str, Sequence[str]],
    across: tuple[str, Sequence[str]],
    area: str,
    number: str,
) -> Axes:
    """A long table as dots with numbers: the area of a dot grows with `area`; where `number` is 0 there is nothing.

    `down` and `across` name a column of `table` each, and its values in the order of rows and columns.

    >>> from helpers.pages.plots import canvas
    >>> table = pd.DataFrame({"concept": ["改革", "war"], "text": ["文", "文"], "count": [3, 0]})
    >>> _, (axes,) = canvas(3, 2)
    >>> _ = grid(axes, table, ("concept", ["改革", "war"]), ("text", ["文"]), "count", "count")
    >>> [text.get_text() for text in axes.texts], [label.get_text() for label in axes.get_yticklabels()]
    (['3'], ['改革', 'war'])
    """
    (row, rows), (column, columns) = down, across
    held = table[(table[number] > 0) & table[row].isin(rows) & table[column].isin(columns)]
    held = held.assign(y=held[row].map(list(rows).index), x=held[column].map(list(columns).index))
    norm = (0, max(held[area].max(), 1e-9)) if len(held) else None
    sns.scatterplot(
        held, x="x", y="y", size=area, sizes=(SMALLEST, LARGEST), size_norm=norm, color=BLUE, alpha=0.6, linewidth=0,
        legend=False, ax=axes,
    )  # fmt: skip
    for x, y, value in held[["x", "y", number]].itertuples(index=False):
        axes.annotate(f"{value}", (x, y), (8, 0), textcoords="offset points", va="center", fontsize=9)
    axes.set_xticks(range(len(columns)), columns, rotation=90, ma="left", fontsize=9)
    axes.set_yticks(range(len(rows)), rows, fontsize=9)
    axes.set(xlim=(-0.5, len(columns) - 0.2), ylim=(len(rows) - 0.5, -0.5), xlabel="", ylabel="")
    axes.xaxis.tick_top()
    axes.hlines([n + 0.5 for n in range(-1, len(rows))], *axes.get_xlim(), color="0.92", linewidth=0.6, zorder=0)
    axes.tick_params(length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    return axes


def parted(axes: Axes, kinds: Sequence[str]) -> Axes:
    """Lines between the rows of unlike kinds; `kinds` has that of each row, from above.

    >>> from helpers.pages.plots import canvas
    >>> _, (axes,) = canvas(3, 2)
    >>> len(parted(axes, ["a", "a", "b"]).lines)
    1
    """
    for n in range(1, len(kinds)):
        if kinds[n] != kinds[n - 1]:
            axes.axhline(n - 0.5, color=GREY, linewidth=0.8)
    return axes


def name_points(axes: Axes, points: pd.DataFrame, most: int) -> list[str]:
    """Write names beside points, the first first, where neither a name nor a point stands; at most so many.

    `points`: x, y, name (empty: a point without one). Gives what was written: a name for which there is no room within
    the axes is left out. The scales must be set before.

    >>> from helpers.pages.plots import canvas
    >>> _, (axes,) = canvas(3, 2)
    >>> points = pd.DataFrame({"x": [0.5, 0.5, 0.9], "y": [0.5, 0.6, 0.5], "name": ["战争", "trade", ""]})
    >>> axes.set(xlim=(0, 1), ylim=(0, 1)) and name_points(axes, points, 5)
    ['战争', 'trade']
    """
    axes.figure.draw_without_rendering()
    places = axes.transData.transform(points[["x", "y"]].to_numpy())
    taken: list[Bbox] = []
    written = []
    for place, name in zip(points[["x", "y"]].itertuples(index=False, name=None), points["name"], strict=True):
        if name and len(written) < most and (box := _write(axes, place, name, taken, places)):
            taken.append(box)
            written.append(name)
    return written


def _write(axes: Axes, place: tuple, name: str, taken: Sequence[Bbox], places: np.ndarray) -> Bbox | None:
    """Write a name at the first place beside its point that is free, and give its box; nothing where none is."""
    frame = axes.get_window_extent()
    for right, up, ha, va in PLACES:
        note = axes.annotate(name, place, xytext=(right, up), textcoords="offset points", ha=ha, va=va, fontsize=9)
        box = note.get_window_extent().padded(1)
        inside = frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0 and box.y1 <= frame.y1
        if inside and not box.count_contains(places) and not box.count_overlaps(taken):
            return box
        note.remove()
    return None
