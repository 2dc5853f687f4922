"""How far two readers gave the same on schemes, on a translation and on obligations: the same reader twice."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from ..statistics.agreement import alpha
from .obligations import YES


def two_readers(
    hits: pd.DataFrame, shifts: pd.DataFrame, obligations: pd.DataFrame, sentence_ids: Collection[str]
) -> pd.DataFrame:
    """what, asked, same, alpha: of how many things both readers said the same, and Krippendorff's alpha, nominal.

    `hits` as from `scheme_hits.read_scheme_hits`, `shifts` as from `pair.read_shifts`, `obligations` as from
    `obligations.read_judged`; obligations are compared over all `sentence_ids`, of which one that a reader did not list
    obliges nobody. Shifts have no alpha: nobody listed the words that do not move.

    >>> hits = pd.DataFrame({"reader_a": ["said", "no"], "reader_b": ["said", "no"]})
    >>> shifts = pd.DataFrame({"readers": ["a+b", "a"]})
    >>> judged = pd.DataFrame([("a:1.1", "yes", "yes")], columns=["sentence_id", "obligation_a", "obligation_b"])
    >>> two_readers(hits, shifts, judged, ["a:1.1", "a:1.2"]).values.tolist()
    [['hits', 2, 2, 1.0], ['shifts', 2, 1, nan], ['obligations', 2, 2, 1.0]]
    """
    judged = list(hits[["reader_a", "reader_b"]].itertuples(index=False, name=None))
    by_id = obligations.set_index("sentence_id")[["obligation_a", "obligation_b"]].eq(YES)
    obliged = list(by_id.reindex(list(sentence_ids), fill_value=False).itertuples(index=False, name=None))
    both = int(shifts["readers"].eq("a+b").sum())
    rows = [
        ("hits", len(judged), sum(a == b for a, b in judged), alpha(judged)),
        ("shifts", len(shifts), both, float("nan")),
        ("obligations", len(obliged), sum(a == b for a, b in obliged), alpha(obliged)),
    ]
    return pd.DataFrame(rows, columns=["what", "asked", "same", "alpha"])
