"""A text and its translation, sentence by sentence: which sentences stand for which, and what the translation moves."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..corpus.load import Corpus
from ..declarations.tables import read_csv
from ..errors import CorpusError
from .coders import RESTORE

BEADS, SHIFTS = "pair_beads.csv", "pair_shifts.csv"
KINDS = ("added", "lost", "stronger", "weaker", "other-term")
"""What a translation may do to a word: put it in, leave it out, heighten or lower it, or put another thing for it."""


def read_beads(folder: Path, corpus: Corpus, original: str, translation: str) -> pd.DataFrame:
    """bead, original, translation: the sentences that stand for each other, ids joined by a space, in reading order.

    Raises `CorpusError` where a sentence of either text stands in no bead, in two, or out of its order.
    """
    table = read_csv(folder / BEADS, ("bead", "zh", "en"), RESTORE).rename(
        columns={"zh": "original", "en": "translation"}
    )
    for column, text_id in (("original", original), ("translation", translation)):
        wanted = corpus.sentences.loc[corpus.sentences["text_id"] == text_id, "sentence_id"].tolist()
        given = " ".join(table[column]).split()
        if given != wanted:
            odd = next((a for a, b in zip([*given, ""], [*wanted, ""], strict=False) if a != b), "")
            raise CorpusError(
                f"{BEADS}: the sentences of {text_id!r} are not each in one bead, in order (at {odd!r}); {RESTORE}"
            )
    return table.astype({"bead": int})[["bead", "original", "translation"]]


def read_shifts(folder: Path, corpus: Corpus, beads: pd.DataFrame) -> pd.DataFrame:
    """bead, n, kind, original, translation, reason, readers: what moves, in the words of both; empty: nothing there.

    `n` counts the shifts of a bead from 1, `readers` says which of the two who read alone has it. Raises `CorpusError`
    for a kind or bead that there is not, and for words that do not stand in the sentences of their bead.
    """
    table = read_csv(folder / SHIFTS, ("bead", "kind", "zh", "en", "reason", "readers"), RESTORE)
    table = table.rename(columns={"zh": "original", "en": "translation"}).astype({"bead": int})
    texts = corpus.sentences.set_index("sentence_id")["text"]
    said = {
        (row.bead, side): " ".join(texts[i] for i in getattr(row, side).split())
        for row in beads.itertuples()
        for side in ("original", "translation")
    }
    for n, row in enumerate(table.itertuples(), start=2):
        if row.kind not in KINDS or (row.bead, "original") not in said:
            raise CorpusError(f"{SHIFTS}: line {n}: there is no such kind or bead; correct it")
        for side in ("original", "translation"):
            if getattr(row, side) not in said[row.bead, side]:
                raise CorpusError(f"{SHIFTS}: line {n}: {getattr(row, side)!r} does not stand in bead {row.bead}")
    table["n"] = table.groupby("bead").cumcount() + 1
    return table[["bead", "n", "kind", "original", "translation", "reason", "readers"]]
