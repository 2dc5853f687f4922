"""Collocation: the company of a word within sentences."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..errors import CorpusError
from .keyness import g2


def collocates(tokens: pd.DataFrame, node: str, minimum: int, stop: frozenset[str] = frozenset()) -> pd.DataFrame:
    """The company of a term: collocate, together, node, collocate_count, sentences, log_dice, g2, mi.

    `tokens` has the columns sentence_id and term, a row a word. The window is the sentence, and node and collocate
    count once in it, so that logDice (14 + log2 of twice the sentences with both over the sum of those with either;
    Rychlý 2008) is 14 for words that are always together and never above. `together`, `node` and `collocate_count` are
    the sentences with both and with each, out of `sentences`; G2 and MI (binary) are of that table. Left out are
    collocates in fewer than `minimum` sentences with the node, and those in `stop`. Sorted by logDice. Raises
    `CorpusError` for a term that no sentence holds.

    >>> said = ["全球 治理", "全球 治理", "全球 改革", "改革"]
    >>> rows = [(n, word) for n, sentence in enumerate(said) for word in sentence.split()]
    >>> found = collocates(pd.DataFrame(rows, columns=["sentence_id", "term"]), "全球", minimum=1)
    >>> found[["collocate", "together", "node", "collocate_count", "log_dice"]].round(2).to_numpy().tolist()
    [['治理', 2, 3, 2, 13.68], ['改革', 1, 3, 2, 12.68]]
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
