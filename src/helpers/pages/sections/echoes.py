"""Reuse on the page: runs of words that two texts share, which was written first, and the sentences side by side."""

from __future__ import annotations

import matplotlib.dates
import pandas as pd
from IPython.display import HTML

from ...corpus import selection
from ...corpus.load import Corpus
from ...mentions import institutions
from ...mentions.concepts import read_concepts
from ...mentions.reuse import LEAST, UNITS, reuse
from .. import html, plots
from ..chapter import Page
from ..publish import Picture
from ..quotations import lines_in_words

MARKED = {"": "no", "a": "in the earlier", "b": "in the later", "both": "in both"}
"""Whether a run stands within quotation marks, for a reader."""


def read(corpus: Corpus) -> pd.DataFrame:
    """Every run that two texts share, as from `mentions.reuse.reuse`; names of concepts and bodies are set phrases."""
    book = read_concepts()
    phrases = [form for concept in (*book.concepts, *book.formulas) for form in concept.forms]
    bodies = institutions.read_bodies().bodies.values()
    return reuse(corpus, [*phrases, *(name for body in bodies for name in body.all)])


def by_pair(runs: pd.DataFrame) -> pd.DataFrame:
    """text_a, text_b, unit, runs, length, marked: the runs that are reused, by pair of texts.

    `length` is that of all runs together, `marked` how many stand within quotation marks in either text.

    >>> runs = pd.DataFrame([("a", "b", "words", 9, True, ""), ("a", "b", "words", 8, False, "")])
    >>> runs.columns = ["text_a", "text_b", "unit", "length", "reused", "quoted_in"]
    >>> by_pair(runs).values.tolist()
    [['a', 'b', 'words', 1, 9, 0]]
    """
    kept = runs[runs["reused"]]
    counted = kept.assign(marked=kept["quoted_in"].ne("")).groupby(["text_a", "text_b", "unit"], sort=False)
    return counted.agg(runs=("length", "size"), length=("length", "sum"), marked=("marked", "sum")).reset_index()


def order_known(corpus: Corpus, runs: pd.DataFrame) -> dict[tuple[str, str], bool]:
    """For each pair of texts, whether the last day that is possible for text_a is not after the first of the other."""
    spans = selection.date_spans(corpus).set_index("text_id")
    pairs = runs[["text_a", "text_b"]].drop_duplicates().itertuples(index=False, name=None)
    return {(a, b): bool(spans.loc[a, "last"] <= spans.loc[b, "first"]) for a, b in pairs}


def time_figure(page: Page, runs: pd.DataFrame) -> Picture:
    """For each pair of texts that share runs, when both were written, and how much they share."""
    table, known = by_pair(runs), order_known(page.corpus, runs)
    spans = selection.date_spans(page.corpus).set_index("text_id")[["first", "last"]]
    drawing, (axes,) = plots.canvas(7, 1.3 + 0.5 * len(table))
    for y, row in enumerate(table.itertuples()):
        for text_id, colour, up in ((row.text_a, plots.ORANGE, -0.12), (row.text_b, plots.BLUE, 0.12)):
            first, last = spans.loc[text_id]
            axes.plot([first, last], [y + up, y + up], color=colour, linewidth=5, solid_capstyle="butt")
            axes.scatter([first, last], [y + up, y + up], color=colour, s=22, linewidth=0)
    axes.set_yticks(range(len(table)), [_names(page, r, known[r.text_a, r.text_b]) for r in table.itertuples()])
    axes.set_ylim(len(table) - 0.5, -0.5)
    end = spans["last"].max()
    for y, row in enumerate(table.itertuples()):
        told = f"{html.count(row.runs, 'run')},\n{row.length} {row.unit}"
        place = {"xycoords": ("axes fraction", "data"), "va": "center", "annotation_clip": False}
        axes.annotate(told, (1.01, y), fontsize=9, **place)
    axes.set_xlim(spans["first"].min() - pd.Timedelta(days=40), end + pd.Timedelta(days=40))
    axes.xaxis.set_major_locator(matplotlib.dates.YearLocator())
    axes.xaxis.set_major_formatter(matplotlib.dates.DateFormatter("%Y"))
    axes.grid(axis="x", color="0.88", linewidth=0.8)
    axes.tick_params(axis="y", length=0, labelsize=9)
    return Picture(
        drawing,
        "Which texts share runs of words, and when each was written.",
        f"Runs of at least {LEAST['en']} {UNITS['en']} or {LEAST['zh']} {UNITS['zh']}, names and set phrases apart. "
        "Orange: when the text that stands first was written; blue: the other; a bar: some day between its ends, as "
        "far as the texts tell. “And” for “then”: which came first is not known. Both may draw on a third.",
        "; ".join(
            f"{_names(page, r, known[r.text_a, r.text_b])}: {html.count(r.runs, 'run')}, {r.length} {r.unit}"
            for r in table.itertuples()
        )
        + ".",
    )


def _names(page: Page, pair: tuple, known: bool) -> str:
    """The titles of two texts, joined by *then* where it is known which was written first."""
    return f"{page.titles[pair.text_a]}\n{'then' if known else 'and'} {page.titles[pair.text_b]}"


def pairs_table(page: Page, runs: pd.DataFrame) -> HTML:
    """The same by pair of texts, with dates of writing, marked and unmarked."""
    table, written, known = by_pair(runs), selection.written(page.corpus), order_known(page.corpus, runs)
    longest_ = runs[runs["reused"]].groupby(["text_a", "text_b"])["length"].max()
    rows = [
        (
            f"{page.titles[r.text_a]}, {written[r.text_a]}",
            f"{page.titles[r.text_b]}, {written[r.text_b]}",
            r.runs,
            f"{r.length} {r.unit}",
            f"{longest_[r.text_a, r.text_b]} {r.unit}",
            r.marked,
            "known" if known[r.text_a, r.text_b] else "not known",
        )
        for r in table.itertuples()
    ]
    columns = ["text", "other text", "runs", "together", "the longest", "in quotation marks", "which was first"]
    return html.table(
        pd.DataFrame(rows, columns=columns),
        f"Runs that are reused, in bodies and notes. {int((~runs['reused']).sum())} more hold too few words beside "
        "names and set phrases; they stand in the whole table.",
        more=page.more("reuse"),
    )


def longest(runs: pd.DataFrame, most: int = 2) -> pd.DataFrame:
    """The longest runs that are reused of each pair of texts, at most so many of one, in the order of `runs`."""
    kept = runs[runs["reused"]].sort_values("length", ascending=False, kind="stable")
    return kept.groupby(["text_a", "text_b"], sort=False).head(most).sort_index()


def quoted(runs: pd.DataFrame) -> list[str]:
    """The sentences that `side_by_side` shows."""
    kept = longest(runs)
    return [i for side in (*kept["sentences_a"], *kept["sentences_b"]) for i in side.split("; ") if ":note-" not in i]


def side_by_side(page: Page, runs: pd.DataFrame) -> HTML:
    """The sentences of the longest runs of each pair of texts; those of notes only by place."""
    kept = longest(runs)
    shown: set[str] = set()
    rows = []
    for run in kept.itertuples():
        ids = [[i for i in side.split("; ") if ":note-" not in i] for side in (run.sentences_a, run.sentences_b)]
        new = [[i for i in side if i not in shown] for side in ids]
        shown |= {i for side in new for i in side}
        places = " and ".join(
            f"{page.titles[text]}, {lines_in_words(*lines)}{' (note)' if ':note-' in told else ''}"
            for text, lines, told in (
                (run.text_a, (run.first_line_a, run.last_line_a), run.sentences_a),
                (run.text_b, (run.first_line_b, run.last_line_b), run.sentences_b),
            )
        )
        told = f"{run.length} {run.unit}, {run.kind}. Quotation marks: {MARKED[run.quoted_in]}. {places}."
        rows.append((f"{page.titles[run.text_a]}, {page.titles[run.text_b]}", *new, told))
    caption = (
        "The longest runs of each pair, two at most: whole sentences, each shown once; where a cell is empty, the "
        "sentence stands above or the run in a note."
    )
    return page.beads(("texts", "the one written first", "the other", "what both share"), rows, caption)
