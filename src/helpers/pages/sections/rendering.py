"""A text and its translation on the page: sentence by sentence, and what the translation moves."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import pandas as pd
import seaborn as sns
from IPython.display import HTML

from ...coding import pair
from ...corpus import selection
from ...corpus.load import Corpus
from ...errors import CorpusError
from ...paths import CODING
from .. import html, plots
from ..chapter import Page
from ..publish import Picture

BOTH = "a+b"
"""Both readers have a shift."""


class Rendered(NamedTuple):
    """A text and its translation by their ids, the beads of their sentences, and the shifts."""

    original: str
    translation: str
    beads: pd.DataFrame
    shifts: pd.DataFrame

    @property
    def moved(self) -> list[int]:
        """The beads in which something moves, each once, in reading order."""
        return sorted(set(self.shifts["bead"]))

    def sentences(self, beads: Collection[int]) -> list[str]:
        """The sentences of some beads, of both texts, bead by bead."""
        kept = self.beads[self.beads["bead"].isin(beads)]
        return [i for row in kept.itertuples() for i in f"{row.original} {row.translation}".split()]


def read(corpus: Corpus) -> Rendered:
    """The translation of the project's corpus, read sentence by sentence. Raises `CorpusError` where there is none."""
    pairs = selection.translations(corpus.texts)
    if pairs.empty:
        raise CorpusError("corpus.toml: no text is the translation of another; name one by `translation_of`")
    original, translation = pairs.loc[0, ["original", "text_id"]]
    beads = pair.read_beads(CODING, corpus, original, translation)
    return Rendered(original, translation, beads, pair.read_shifts(CODING, corpus, beads))


def shifts_figure(page: Page, found: Rendered) -> Picture:
    """Shifts along the paper: a row a kind, a dot a shift, by whether both readers have it."""
    counts = found.shifts["kind"].value_counts().reindex(pair.KINDS, fill_value=0)
    names = {kind: f"{kind.replace('-', ' ')} ({n})" for kind, n in counts.items()}
    words = {True: "both readers have it", False: "one reader has it"}
    drawn = found.shifts.assign(row=found.shifts["kind"].map(names), by=found.shifts["readers"].eq(BOTH).map(words))
    drawing, (axes,) = plots.canvas(7, 3.4)
    sns.swarmplot(
        drawn, x="bead", y="row", hue="by", order=list(names.values()), hue_order=list(words.values()),
        palette={words[True]: plots.BLUE, words[False]: plots.ORANGE}, size=4.2, ax=axes,
    )  # fmt: skip
    axes.set(
        xlabel=f"bead, from the first of {len(found.beads)} to the last", ylabel="", xlim=(0, len(found.beads) + 1)
    )
    axes.tick_params(labelsize=9)
    axes.grid(axis="x", color="0.92", linewidth=0.6)
    sns.move_legend(axes, "lower left", bbox_to_anchor=(0, 1), ncols=2, title=None, fontsize=9)
    both = int(found.shifts["readers"].eq(BOTH).sum())
    return Picture(
        drawing,
        f"What moves between the {page.titles[found.original]} and the {page.titles[found.translation]}.",
        f"A dot is a shift of meaning, force, agent or term in a bead (sentences that stand for each other); "
        f"{len(found.shifts)} in {len(found.moved)} of {len(found.beads)} beads, of which both readers have {both}. "
        "What grammar alone demands is left out. Which of the two texts was written first is not stated.",
        "Rows of dots along the paper: " + ", ".join(names.values()) + ". They stand in all parts of it.",
    )


def shown_beads(page: Page, found: Rendered, share: float, apart: Collection[str] = ()) -> list[int]:
    """The beads with shifts whose sentences are shown in full: in reading order, up to a `share` of each text.

    A bead that does not fit, and one with a sentence that is shown `apart`, is left out.
    """
    corpus = page.corpus
    length = corpus.paragraphs.groupby("text_id")["text"].agg(lambda texts: texts.str.len().sum())
    sizes = corpus.sentences.set_index("sentence_id")["text"].str.len()
    left = {text_id: share * length[text_id] for text_id in (found.original, found.translation)}
    chosen = []
    for row in found.beads[found.beads["bead"].isin(found.moved)].itertuples():
        ids = {found.original: row.original.split(), found.translation: row.translation.split()}
        need = {text_id: sizes[list(some)].sum() for text_id, some in ids.items()}
        if all(need[t] <= left[t] for t in need) and not {i for some in ids.values() for i in some} & set(apart):
            chosen.append(row.bead)
            left = {t: left[t] - need[t] for t in left}
    return chosen


def beads_table(page: Page, found: Rendered, share: float, apart: Collection[str] = ()) -> HTML:
    """Beads with shifts in two columns, and beside them each shift in the words of both; see `shown_beads`."""
    full = set(shown_beads(page, found, share, apart))
    rows = []
    for row in found.beads[found.beads["bead"].isin(found.moved)].itertuples():
        ids = (row.original.split(), row.translation.split()) if row.bead in full else ((), ())
        where = page.quotes.cite(row.original.split()[0]).split(", ", 1)[1]
        moves = found.shifts[found.shifts["bead"] == row.bead]
        rows.append((f"{row.bead}\n({where})", *ids, "\n".join(shift_in_words(m) for m in moves.itertuples())))
    heads = ("bead", page.titles[found.original], page.titles[found.translation], "what moves")
    caption = (
        f"The {len(found.moved)} beads of {len(found.beads)} in which something moves. Sentences are shown in reading "
        f"order, as far as the rights of both texts go ({len(full)} beads); of the others the words that move. The "
        "translation is that of the page which prints both, not ours."
    )
    return page.beads(heads, rows, caption)


def shift_in_words(shift: tuple) -> str:
    """A shift in a line: its kind, and the words of both texts.

    >>> shift_in_words(pd.Series({"kind": "other-term", "original": "改革", "translation": "reform"}))
    'other term: 改革 / reform'
    >>> shift_in_words(pd.Series({"kind": "added", "original": "", "translation": "thus"}))
    'added: – / thus'
    """
    return f"{shift.kind.replace('-', ' ')}: {shift.original or '–'} / {shift.translation or '–'}"


def modals(found: Rendered, obligations: pd.DataFrame) -> pd.DataFrame:
    """original, translation, beads: by which words both texts oblige in the same bead; empty: that text does not."""
    marker = obligations.set_index("sentence_id")["marker"]

    def of(ids: str) -> str:
        told = [word for i in ids.split() if i in marker for word in marker[i].split("|")]
        return ", ".join(dict.fromkeys(told))

    said = pd.DataFrame(
        {"original": found.beads["original"].map(of), "translation": found.beads["translation"].map(of)}
    )
    said = said[said.ne("").any(axis=1)]
    return said.value_counts().rename("beads").reset_index()


def modals_table(page: Page, found: Rendered, obligations: pd.DataFrame) -> HTML:
    """By which words both texts oblige in the same bead."""
    table = modals(found, obligations)
    return html.table(
        table.replace("", "nothing"),
        f"Beads in which one of the two obliges somebody, by the words that do it ({table['beads'].sum()} beads).",
        labels={"original": page.titles[found.original], "translation": page.titles[found.translation]},
    )
