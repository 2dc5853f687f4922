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

    >>> from helpers.coding import example
    >>> rungs(example.read()[1])
    ['named', 'described', 'west', 'none']
    """
    return [NAMED, DESCRIBED, *sorted(book.agent_ids, key=lambda agent: agent == SELF_DENIED)]


def on_ladder(rows: pd.DataFrame, book: Codebook, family: str) -> pd.Series:
    """The rung of each sentence (empty: on none): who is charged, by name, by a description, or left unnamed.

    A sentence that passes the gate is on the ladder where it has a code of `family` and its tone, if it was coded, is
    blame; one that does not pass where it has an agent.

    >>> from helpers.coding import example
    >>> on_ladder(example.rows(), example.read()[1], "acts").tolist()
    ['named', '', '', 'west', '', '']
    """
    charged = presence(rows, book, "family")[family] & rows["passes"]
    if "tone" in rows and rows["tone"].ne("").any():
        charged &= rows["tone"] == BLAME
    return rows["naming"].where(charged, rows["agent"].where(~rows["passes"], ""))


def ladder(rows: pd.DataFrame, book: Codebook, family: str) -> pd.DataFrame:
    """text_id, rung, sentences, paragraphs, of_sentences: conduct charged in each text, by rung, 0 where none is.

    >>> from helpers.coding import example
    >>> table = ladder(example.rows(), example.read()[1], "acts")
    >>> table.loc[table["sentences"] > 0, ["text_id", "rung", "sentences", "of_sentences"]].values.tolist()
    [['paper', 'named', 1, 4], ['paper', 'west', 1, 4]]
    """
    placed = rows.assign(rung=on_ladder(rows, book, family))
    table = []
    for text_id, part in placed.groupby("text_id", sort=False):
        for rung in rungs(book):
            here = part[part["rung"] == rung]
            table.append((text_id, rung, len(here), here["paragraph_id"].nunique(), len(part)))
    return pd.DataFrame(table, columns=["text_id", "rung", "sentences", "paragraphs", "of_sentences"])


def names(gate_hits: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """text_id, kind, form, count, sentences: how the target is named in the sentences that pass, by kind and form.

    `gate_hits` are those of `dictionary.gated`. Of overlapping names the first counts, of
    those that begin alike the longest.

    >>> from helpers.coding import example
    >>> from helpers.coding.dictionary import gated
    >>> corpus, book = example.read()
    >>> hits = gated(book, corpus.sentences.assign(unit_id=corpus.sentences["sentence_id"]))[1]
    >>> names(hits, example.rows()).values.tolist()
    [['paper', 'country', 'Ruritania*', 2, 2], ['wen', 'country', '鲁国', 1, 1]]
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
