"""How a target is named and left unnamed: its names and the naming ladder."""

from __future__ import annotations

import pandas as pd

from .codebook import DESCRIBED, NAMED, SELF_DENIED, Codebook
from .counts import presence

BLAME = "blame"
POINTER = "pointer"
"""The kind of what only points to the target in its paragraph (the country, this move) and is no name of it."""


def rungs(book: Codebook) -> list[str]:
    """The rungs of the ladder: the target by name and by description, the codebook's agents in its order, and nobody.

    Conduct denied of oneself is the last rung, wherever the codebook looks for it.
    """
    return [NAMED, DESCRIBED, *sorted(book.agent_ids, key=lambda agent: agent == SELF_DENIED)]


def on_ladder(rows: pd.DataFrame, book: Codebook, family: str) -> pd.Series:
    """The rung of each sentence (empty: on none): who is charged, by name, by a description, or left unnamed.

    A sentence that passes the gate is on the ladder where it has a code of `family` and its tone, if it was coded, is
    blame; one that does not pass where it has an agent.
    """
    charged = presence(rows, book, "family")[family] & rows["passes"]
    if "tone" in rows and rows["tone"].ne("").any():
        charged &= rows["tone"] == BLAME
    return rows["naming"].where(charged, rows["agent"].where(~rows["passes"], ""))


def ladder(rows: pd.DataFrame, book: Codebook, family: str) -> pd.DataFrame:
    """text_id, rung, sentences, paragraphs, of_sentences: conduct charged in each text, by rung, 0 where none is."""
    placed = rows.assign(rung=on_ladder(rows, book, family))
    table = []
    for text_id, part in placed.groupby("text_id", sort=False):
        for rung in rungs(book):
            here = part[part["rung"] == rung]
            table.append((text_id, rung, len(here), here["paragraph_id"].nunique(), len(part)))
    return pd.DataFrame(table, columns=["text_id", "rung", "sentences", "paragraphs", "of_sentences"])


def names(gate_hits: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """text_id, kind, form, count, sentences: how the target is named in the sentences that pass, by kind and form.

    `gate_hits` are those of `codebook.gated`. Of overlapping names the first counts, of
    those that begin alike the longest.
    """
    gate_hits = gate_hits[gate_hits["kind"] != POINTER]
    hits = gate_hits.merge(
        rows.loc[rows["passes"], ["sentence_id", "text_id"]], left_on="unit_id", right_on="sentence_id"
    )
    hits = hits.sort_values(["sentence_id", "start", "end"], ascending=[True, True, False])
    furthest = hits.groupby("sentence_id")["end"].transform(lambda ends: ends.cummax().shift(fill_value=0))
    hits = hits[hits["start"] >= furthest]
    table = hits.groupby(["text_id", "kind", "form"]).agg(count=("start", "size"), sentences=("sentence_id", "nunique"))
    return table.reset_index().sort_values(["text_id", "count", "form"], ascending=[True, False, True])
