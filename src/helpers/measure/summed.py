"""Keyness from sums over texts that DuckDB makes, for more texts than could be drawn or held."""

from __future__ import annotations

import duckdb
import numpy as np
import pandas as pd

from ..statistics import groups
from ..statistics.sums import Sums


def keyness_of_sums(
    base: duckdb.DuckDBPyConnection, words: pd.Series, group: pd.Series, one: str, other: list[str], minimum: int
) -> pd.DataFrame:
    """As `groups.keyness`, of the view `terms` (text_id, term, n) of a base: no cell of it is held here.

    `words` and `group` are by text_id. Raises `CorpusError` where a side has no word.
    """
    sides = [group.index[group.isin(names)] for names in ([one], other)]
    size = [words.reindex(texts).to_numpy(dtype=float) for texts in sides]
    groups.refuse_empty([one], other, [int(n.sum()) for n in size])
    found = pd.DataFrame({"text_id": [*sides[0], *sides[1]], "side": np.repeat([0, 1], [len(t) for t in sides])})
    found["words"] = np.concatenate(size)
    base.register("sides", found)
    question = """
        WITH here AS (SELECT t.term, t.n::HUGEINT AS x, t.text_id, s.side, s.words::HUGEINT AS n
                      FROM terms t JOIN sides s USING (text_id))
        SELECT term, side, sum(x)::DOUBLE AS x, sum(x * x)::DOUBLE AS xx, sum(x * x * x)::DOUBLE AS xxx,
               sum(x * n)::DOUBLE AS xn, sum(x * x * n)::DOUBLE AS xxn, sum(x * n * n)::DOUBLE AS xnn,
               count(*) AS texts, max(x)::DOUBLE AS most, arg_min(text_id, (-x, text_id)) AS heaviest
        FROM here GROUP BY term, side
        HAVING term IN (SELECT term FROM here GROUP BY term HAVING sum(x) >= ?) ORDER BY term
    """
    table = base.sql(question, params=[minimum]).to_arrow_table().to_pandas()
    base.unregister("sides")
    terms = pd.Index(sorted(set(table["term"])))
    both = []
    for side, n in enumerate(size):
        part = table[table["side"] == side].set_index("term").reindex(terms)
        texts = part["heaviest"].where(part["most"] >= groups.HEAVY * part["x"], "").fillna("")
        part = part.drop(columns=["heaviest", "side"]).fillna(0)
        heavy = texts.tolist() if len(n) > 1 else [""] * len(terms)
        columns = (part[name].to_numpy() for name in Sums._fields[:6])
        sums = Sums(*columns, n.sum(), (n**2).sum(), (n**3).sum())
        few = len(n) < groups.FEWEST_TEXTS
        error = np.full(len(terms), np.nan) if few else groups.log_error(sums)
        both.append(groups.Side(int(n.sum()), part["x"].to_numpy(), part["texts"].to_numpy(int), heavy, error))
    return groups.contrast(terms, *both)
