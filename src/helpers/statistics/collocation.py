"""Collocation: the company of a word within sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..errors import CorpusError
from .keyness import g2


def collocates(tokens: pd.DataFrame, node: str, minimum: int, stop: frozenset[str] = frozenset()) -> pd.DataFrame:
    """The company of a term: collocate, together, node, collocate_count, sentences, log_dice, g2, mi.

    The window is the sentence, and node and collocate count once in it, so that logDice (14 + log2 of twice the
    sentences with both over the sum of those with either; Rychlý 2008) is 14 for words that are always together and
    never above. G2 and MI are of the table of sentences. Sorted by logDice. Raises `CorpusError` for an unknown term.
    """
    pairs = tokens[["sentence_id", "term"]].drop_duplicates()
    with_node = pairs.loc[pairs["term"] == node, "sentence_id"]
    if with_node.empty:
        raise CorpusError(f"the term {node!r} stands in none of these texts; choose another")
    sentences = tokens["sentence_id"].nunique()
    each = pairs["term"].value_counts()
    together = pairs.loc[pairs["sentence_id"].isin(with_node), "term"].value_counts()
    together = together[(together >= minimum) & ~together.index.isin({node, *stop})]
    x, y, both = len(with_node), each.reindex(together.index).to_numpy(), together.to_numpy()
    table = pd.DataFrame(
        {
            "collocate": together.index,
            "together": both,
            "node": x,
            "collocate_count": y,
            "sentences": sentences,
            "log_dice": 14 + np.log2(2 * both / (x + y)),
            "g2": g2(both, x, y - both, sentences - x),
            "mi": np.log2(both * sentences / (x * y)),
        }
    )
    return table.sort_values(["log_dice", "collocate"], ascending=[False, True]).reset_index(drop=True)
