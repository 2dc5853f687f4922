"""The one style of the figures, and a function for each kind of figure: table in, `Axes` out."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable

import matplotlib.dates
import pandas as pd
import seaborn as sns
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from ..errors import CorpusError
from .fonts import FAMILY, FILE

# The first import of a machine lists its fonts; that this takes long is no news for a reader of a notebook.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

DPI = 110
FALLBACK = "DejaVu Sans"  # comes with matplotlib
PLACEHOLDERS = "Last Resort High-Efficiency"  # comes with matplotlib too, and draws a box for every character
STYLE = {
    "font.family": [FAMILY, FALLBACK],
    "font.size": 10,
    "axes.titlesize": 10,
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "legend.frameon": False,
    "figure.dpi": DPI,
    "savefig.dpi": DPI,
    "text.parse_math": False,  # a label is shown as it is: $ is money
    "svg.hashsalt": "compendium",
    "svg.fonttype": "path",
    "path.simplify": False,
}
# Colour-blind safe, and no red: colours tell kinds apart and judge nobody.
_PALETTE = sns.color_palette("colorblind")
BLUE, ORANGE, GREEN, PURPLE, BROWN, GREY, YELLOW, SKY = (_PALETTE[i] for i in (0, 1, 2, 4, 5, 7, 8, 9))
STREAM_COLOURS = {
    "body": BLUE,
    "heading": ORANGE,
    "list-item": SKY,
    "title": PURPLE,
    "byline": (0.36, 0.25, 0.55),
    "note": GREEN,
    "caption": BROWN,
    "contents": YELLOW,
    "furniture": GREY,
    "machine": (0.1, 0.1, 0.1),
    "space": (1.0, 1.0, 1.0),
}

font_manager.fontManager.addfont(str(FILE))
# The defaults first: a reader's own matplotlibrc must not change a published figure.
matplotlib.rcdefaults()
matplotlib.rcParams.update(STYLE)


def canvas(width: float, height: float, rows: int = 1, **options) -> tuple[Figure, list[Axes]]:
    """An empty figure of `width` by `height` inches in the one style, with `rows` axes one below the other.

    >>> figure, axes = canvas(6, 4, rows=2)
    >>> len(axes), figure.get_size_inches().tolist()
    (2, [6.0, 4.0])
    """
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(rows, 1, squeeze=False, **options)
    return figure, list(axes[:, 0])


def strip(axes: Axes, ledger: pd.DataFrame, label: str, colours: dict[str, tuple] = STREAM_COLOURS) -> Axes:
    """A file as a strip of its lines, coloured by stream.

    `ledger`: line, stream (one row a line, in the order of the file). Lines of white space stay white.

    >>> figure, (axes,) = canvas(3, 2)
    >>> ledger = pd.DataFrame({"line": [1, 2, 3], "stream": ["title", "body", "body"]})
    >>> strip(axes, ledger, "wen.txt").get_xlim()
    (np.float64(0.5), np.float64(3.5))
    """
    run = (ledger["stream"] != ledger["stream"].shift()).cumsum().rename("run")
    runs = ledger.groupby(run).agg(stream=("stream", "first"), line=("line", "first"), lines=("line", "size"))
    for stream, part in runs[runs["stream"] != "space"].groupby("stream", sort=True):
        spans = [(line - 0.5, lines) for line, lines in zip(part["line"], part["lines"], strict=True)]
        axes.broken_barh(spans, (0, 1), color=colours[stream], linewidth=0)
    axes.set_ylim(0, 1)
    axes.set_xlim(0.5, ledger["line"].iloc[-1] + 0.5)
    axes.set_yticks([])
    axes.set_title(label)
    axes.spines["left"].set_visible(False)
    return axes


def stream_key(figure: Figure, streams: Iterable[str], colours: dict[str, tuple] = STREAM_COLOURS) -> None:
    """A key of streams below the figure.

    >>> figure, (axes,) = canvas(3, 2)
    >>> stream_key(figure, ["title", "body", "space"])
    >>> [text.get_text() for text in figure.legends[0].get_texts()]
    ['title', 'body']
    """
    from matplotlib.patches import Patch

    handles = [Patch(facecolor=colours[s], label=s) for s in streams if s != "space"]
    figure.legend(handles=handles, loc="outside lower center", ncols=5)


def pairs(
    axes: Axes, table: pd.DataFrame, label: str, first: str, second: str, names: tuple[str, str], unit: str
) -> Axes:
    """Two values a row as dots joined by a line, with their numbers. `names` is what the key calls them.

    >>> figure, (axes,) = canvas(3, 2)
    >>> table = pd.DataFrame({"text": ["文"], "raw": [3], "clean": [5]})
    >>> _ = pairs(axes, table, "text", "raw", "clean", ("raw", "cleaned"), "hits")
    >>> [text.get_text() for text in axes.texts]
    ['3', '5']
    """
    rows = range(len(table))
    axes.hlines(rows, table[first], table[second], color=GREY, linewidth=1.5, zorder=1)
    axes.scatter(table[first], rows, color=ORANGE, label=names[0], zorder=2, s=36, marker="D")
    axes.scatter(table[second], rows, color=BLUE, label=names[1], zorder=3, s=36)
    for y, (a, b) in enumerate(zip(table[first], table[second], strict=True)):
        for value, other in ((a, b), (b, a)) if a != b else ((a, b),):
            side = 1 if value >= other else -1
            axes.annotate(
                f"{value}", (value, y), xytext=(side * 8, 0), textcoords="offset points", va="center",
                ha="left" if side > 0 else "right", fontsize=9,
            )  # fmt: skip
    axes.set_yticks(list(rows), table[label])
    axes.invert_yaxis()
    axes.set_xlabel(unit)
    axes.margins(x=0.08, y=0.08)
    axes.legend(loc="best")
    return axes


def matrix(axes: Axes, table: pd.DataFrame, shade: pd.DataFrame | None = None, unit: str = "") -> Axes:
    """A table of counts as dots: rows down, columns across, the area of a dot by value, its number beside small ones.

    `shade` (same shape, 0 to 1) sets the area instead, so that texts of unlike length can stand side by side.

    >>> figure, (axes,) = canvas(3, 2)
    >>> _ = matrix(axes, pd.DataFrame({"文": [3, 0]}, index=["war", "trade"]))
    >>> [text.get_text() for text in axes.texts]
    ['3']
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['war', 'trade']
    """
    values = table.to_numpy()
    area = table / max(values.max(initial=0), 1) if shade is None else shade
    down, across = values.nonzero()
    axes.scatter(across, down, s=40 + 300 * area.to_numpy(dtype=float)[down, across], color=SKY, alpha=0.6, linewidth=0)
    for y, x in zip(down, across, strict=True):
        axes.annotate(f"{int(values[y, x])}", (x, y), ha="center", va="center", fontsize=7.5)
    axes.set_xticks(range(len(table.columns)), table.columns, rotation=45, ha="left")
    axes.xaxis.tick_top()
    axes.set_yticks(range(len(table)), table.index)
    axes.set_xlim(-0.6, len(table.columns) - 0.4)
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.grid(color="0.93", linewidth=0.6)
    axes.tick_params(length=0)
    for side in ("left", "bottom"):
        axes.spines[side].set_visible(False)
    axes.set_xlabel(unit)
    return axes


def intervals(axes: Axes, table: pd.DataFrame, label: str, value: str, low: str, high: str, unit: str) -> Axes:
    """A value and its interval a row, with a line at zero.

    >>> figure, (axes,) = canvas(3, 2)
    >>> table = pd.DataFrame({"text": ["文"], "share": [5], "low": [2], "high": [9]})
    >>> _ = intervals(axes, table, "text", "share", "low", "high", "per cent")
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['文']
    """
    rows = range(len(table))
    axes.hlines(rows, table[low], table[high], color=BLUE, linewidth=2)
    axes.scatter(table[value], rows, color=BLUE, s=26, zorder=3)
    axes.axvline(0, color="0.5", linewidth=0.8)
    axes.set_yticks(list(rows), table[label])
    axes.set_ylim(len(table) - 0.4, -0.6)
    axes.set_xlabel(unit)
    axes.grid(axis="x", color="0.93", linewidth=0.6)
    return axes


def moves(axes: Axes, table: pd.DataFrame, label: str, value: str, turned: str, unit: str) -> Axes:
    """Dots of `value` in a row for each `label`, filled where `turned`, with a line at one.

    >>> figure, (axes,) = canvas(3, 2)
    >>> table = pd.DataFrame({"finding": ["first"], "ratio": [1.2], "turned": [False]})
    >>> _ = moves(axes, table, "finding", "ratio", "turned", "times the value")
    >>> [label.get_text() for label in axes.get_yticklabels()]
    ['first']
    """
    rows = list(dict.fromkeys(table[label]))
    axes.axvline(1, color=GREY, linewidth=1, zorder=1)
    for holds, face, words in ((False, "none", "the same answer"), (True, ORANGE, "another answer")):
        part = table[table[turned] == holds]
        places = part[label].map(rows.index)
        edge = ORANGE if holds else BLUE
        axes.scatter(part[value], places, s=30, facecolor=face, edgecolor=edge, label=words, zorder=3 if holds else 2)
    axes.set_yticks(range(len(rows)), rows)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlabel(unit)
    axes.figure.legend(loc="outside lower center", ncols=2)
    return axes


def heat(axes: Axes, table: pd.DataFrame, shade: pd.DataFrame | None = None) -> Axes:
    """A table of counts as a heat map with its numbers, zeros left white, names of columns above.

    They are slanted, and upright if one has two lines.

    `shade` (same shape, 0 to 1) sets the colour instead of the number, so that texts of unlike length can be compared.

    >>> figure, (axes,) = canvas(3, 2)
    >>> [text.get_text() for text in heat(axes, pd.DataFrame({"文": [3, 0]}, index=["war", "trade"])).texts]
    ['3']
    """
    colour = table / max(table.to_numpy().max(initial=0), 1) if shade is None else shade
    sns.heatmap(
        colour.astype(float) ** 0.5,  # by the root: one and two must differ from nothing beside forty
        mask=table.eq(0), annot=table, fmt="d", annot_kws={"fontsize": 9}, cmap=sns.light_palette(SKY, as_cmap=True),
        vmin=0, vmax=1.4, cbar=False, linewidths=0.6, linecolor="0.92", xticklabels=False, yticklabels=False, ax=axes,
    )  # fmt: skip
    axes.xaxis.tick_top()
    across, down = ([n + 0.5 for n in range(size)] for size in reversed(table.shape))
    upright = {"rotation": 90, "va": "center"} if any("\n" in str(head) for head in table) else {"rotation": 55}
    axes.set_xticks(across, table.columns, ha="left", rotation_mode="anchor", fontsize=9, linespacing=0.95, **upright)
    axes.set_yticks(down, table.index, rotation=0, fontsize=9)
    axes.tick_params(length=0)
    axes.set(xlabel="", ylabel="")
    return axes


def years(axes: Axes, rows: Iterable[str]) -> Axes:
    """Axes of a time line: years below, and the names of its rows, the first, at 0, above.

    >>> figure, (axes,) = canvas(3, 2)
    >>> _ = axes.hlines([0], pd.Timestamp("2024-01-01"), pd.Timestamp("2025-01-01"))
    >>> [label.get_text() for label in years(axes, ["文"]).get_yticklabels()]
    ['文']
    """
    names = list(rows)
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.xaxis.set_major_locator(matplotlib.dates.YearLocator())
    axes.xaxis.set_major_formatter(matplotlib.dates.DateFormatter("%Y"))
    axes.grid(axis="x", color="0.85", linewidth=0.8)
    axes.tick_params(axis="y", length=0)
    axes.set(xlabel="", ylabel="")
    return axes


def render(figure: Figure, kind: str) -> bytes:
    r"""The figure as SVG or PNG, the same bytes each time.

    Raises `CorpusError` that names a character which no font at hand can draw.

    >>> figure, (axes,) = canvas(3, 2)
    >>> _ = axes.set_title("全球治理")
    >>> render(figure, "png")[:4], render(figure, "svg") == render(figure, "svg")
    (b'\x89PNG', True)
    """
    buffer = io.BytesIO()
    if figure.get_layout_engine() is not None:  # laid out once, for every kind of file
        _give_fonts(figure)
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
    metadata = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
    figure.savefig(buffer, format=kind, metadata=metadata, dpi=DPI)
    return buffer.getvalue()


def drawable(text: str) -> str:
    """A text with a box for each character that the fonts of the project cannot draw: no word stops a page.

    >>> drawable("全球 order \U0001d7ff")
    '全球 order □'
    """
    held = _held(FAMILY) | _held(FALLBACK)
    return "".join(c if c in held or c.isspace() else "□" for c in text)


def _give_fonts(figure: Figure) -> None:
    """Add an installed font for characters that the shipped ones lack; an error where there is none."""
    families = [FAMILY, FALLBACK]
    texts = [text for text in figure.findobj(Text) if text.get_text()]
    missing = (
        {c for text in texts for c in text.get_text() if not c.isspace()} - _held(families[0]) - _held(families[1])
    )
    installed = {entry.name for entry in font_manager.fontManager.ttflist} - {*families, PLACEHOLDERS}
    for family in sorted(installed) if missing else ():
        if missing & _held(family):
            families.append(family)
            missing -= _held(family)
    if missing:
        character = min(missing)
        raise CorpusError(
            f"no font can draw {character!r} (U+{ord(character):04X}); install one that holds it, or take it out"
        )
    for text in texts:
        text.set_fontfamily(families)


def _held(family: str) -> set[str]:
    """The characters that the font of a family holds."""
    if family not in _HELD:
        path = font_manager.findfont(font_manager.FontProperties(family=[family]), fallback_to_default=False)
        _HELD[family] = {chr(code) for code in font_manager.get_font(path).get_charmap()}
    return _HELD[family]


_HELD: dict[str, set[str]] = {}
