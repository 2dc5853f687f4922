"""The one style of the figures, and a function for each kind of figure: table in, `Axes` out."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Sequence

import pandas as pd

# The first import of a machine lists its fonts; that this takes long is no news for a reader of a notebook.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)

import matplotlib  # noqa: E402
import matplotlib.dates  # noqa: E402
import seaborn as sns  # noqa: E402
from matplotlib import font_manager  # noqa: E402
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402
from matplotlib.text import Text  # noqa: E402

from .errors import CorpusError  # noqa: E402
from .fonts import FAMILY, FILE  # noqa: E402

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
    "svg.hashsalt": "compendium",
    "svg.fonttype": "path",
    "path.simplify": False,
}
# Colour-blind safe, and no red: colours tell kinds apart and judge nobody.
_PALETTE = sns.color_palette("colorblind")
BLUE, ORANGE, GREEN, PURPLE, BROWN, PINK, GREY, YELLOW, SKY = (_PALETTE[i] for i in (0, 1, 2, 4, 5, 6, 7, 8, 9))
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
    """An empty figure of `width` by `height` inches in the one style, with `rows` axes one below the other."""
    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.subplots(rows, 1, squeeze=False, **options)
    return figure, list(axes[:, 0])


def strip(axes: Axes, ledger: pd.DataFrame, label: str, colours: dict[str, tuple] = STREAM_COLOURS) -> Axes:
    """A file as a strip of its lines, coloured by stream.

    `ledger`: line, stream (one row a line, in the order of the file). Lines of white space stay white.
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
    """A key of streams below the figure."""
    from matplotlib.patches import Patch

    handles = [Patch(facecolor=colours[s], label=s) for s in streams if s != "space"]
    figure.legend(handles=handles, loc="outside lower center", ncols=5)


def bars(
    axes: Axes, table: pd.DataFrame, label: str, parts: Sequence[str], names: Sequence[str], unit: str, key: bool
) -> Axes:
    """Horizontal bars, one row a bar, stacked from the columns `parts` (in the key: `names`), total at the end."""
    left = pd.Series(0, index=table.index)
    for part, name, colour in zip(parts, names, (BLUE, ORANGE, SKY, GREEN), strict=False):
        axes.barh(table[label], table[part], left=left, color=colour, label=name)
        left = left + table[part]
    for y, total in enumerate(left):
        axes.annotate(f"{total:,}", (total, y), xytext=(4, 0), textcoords="offset points", va="center", fontsize=9)
    axes.invert_yaxis()
    axes.set_xlabel(unit)
    axes.set_xlim(0, max(left.max(), 1) * 1.1)
    axes.xaxis.set_major_formatter(matplotlib.ticker.StrMethodFormatter("{x:,.0f}"))
    if key:
        axes.legend(loc="lower right")
    return axes


def pairs(
    axes: Axes, table: pd.DataFrame, label: str, first: str, second: str, names: tuple[str, str], unit: str
) -> Axes:
    """Two values a row as dots joined by a line, with their numbers. `names` is what the key calls them."""
    rows = range(len(table))
    axes.hlines(rows, table[first], table[second], color=GREY, linewidth=1.5, zorder=1)
    axes.scatter(table[first], rows, color=ORANGE, label=names[0], zorder=2, s=36, marker="D")
    axes.scatter(table[second], rows, color=BLUE, label=names[1], zorder=3, s=36)
    for y, (a, b) in enumerate(zip(table[first], table[second], strict=True)):
        for value, other in ((a, b), (b, a)):
            if value == other and value is not a:
                continue
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


def dates(axes: Axes, table: pd.DataFrame, label: str) -> Axes:
    """When each text was made: a dot for a stated day, a bar for a stated month or year, an arrow for a bound.

    `table`: `label`, kind (`stated`, `after`, `by`), first, last (timestamps).
    """
    for y, row in enumerate(table.itertuples(index=False)):
        if row.kind != "stated":
            tip = row.first + pd.Timedelta(days=180 if row.kind == "after" else -180)
            arrow = {"arrowstyle": "->", "color": ORANGE, "linewidth": 1.6}
            axes.annotate("", (tip, y), (row.first, y), arrowprops=arrow)
            axes.scatter([row.first, tip], [y, y], color=[ORANGE, "none"], s=40, marker="|", zorder=3)
        elif row.first == row.last:
            axes.scatter([row.first], [y], color=BLUE, s=40, zorder=3)
        else:
            axes.plot([row.first, row.last], [y, y], color=BLUE, linewidth=7, solid_capstyle="butt")
    axes.set_yticks(range(len(table)), table[label])
    axes.invert_yaxis()
    axes.xaxis.set_major_locator(matplotlib.dates.YearLocator())
    axes.xaxis.set_major_formatter(matplotlib.dates.DateFormatter("%Y"))
    axes.grid(axis="x", color="0.85", linewidth=0.8)
    axes.margins(x=0.05)
    return axes


def render(figure: Figure, kind: str) -> bytes:
    """The figure as SVG or PNG, the same bytes each time.

    Raises `CorpusError` that names a character which no font at hand can draw.
    """
    buffer = io.BytesIO()
    _give_fonts(figure)
    metadata = {"Date": None, "Creator": None} if kind == "svg" else {"Software": None}
    figure.savefig(buffer, format=kind, metadata=metadata, dpi=DPI)
    return buffer.getvalue()


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
