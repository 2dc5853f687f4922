"""Counts and rates of words, and the bound of a zero."""

from __future__ import annotations

import pandas as pd

PER = 1000
"""A rate is so many occurrences in so many words."""


def term_counts(tokens: pd.DataFrame, by: str = "text_id") -> pd.DataFrame:
    """Occurrences of each term (rows, sorted) in each text, or paragraph (columns, in reading order).

    `tokens` has the columns term and `by` (text_id or paragraph_id), a row a word.

    >>> words = [("a", "全球"), ("a", "治理"), ("a", "全球"), ("b", "治理")]
    >>> term_counts(pd.DataFrame(words, columns=["text_id", "term"])).to_dict()
    {'a': {'全球': 2, '治理': 1}, 'b': {'全球': 0, '治理': 1}}
    """
    columns = tokens[by].drop_duplicates()
    return tokens.groupby(["term", by]).size().unstack(fill_value=0).reindex(columns=columns, fill_value=0).sort_index()


def term_rates(table: pd.DataFrame, sizes: pd.Series) -> pd.DataFrame:
    """term, text_id, count, size, rate: occurrences per 1,000 words, from `term_counts` by text and the words of each.

    >>> table = pd.DataFrame({"a": {"order": 4}, "b": {"order": 0}})
    >>> term_rates(table, pd.Series({"a": 200, "b": 100})).to_numpy().tolist()
    [['order', 'a', 4, 200, 20.0], ['order', 'b', 0, 100, 0.0]]
    """
    long = table.stack().rename("count").rename_axis(["term", "text_id"]).reset_index()
    long["size"] = pd.to_numeric(long["text_id"].map(sizes))  # of no rows too, which Arrow would call text
    return long.assign(rate=PER * long["count"] / long["size"])


def most_of_none(n: int, alpha: float = 0.05) -> float:
    """The largest share of which `n` units may all be without, at level 1 - `alpha`: 1 - alpha ** (1 / n), one-sided.

    The exact upper bound where none of `n` units has something (Clopper & Pearson 1934), about 3 / n.

    >>> round(most_of_none(100), 4), most_of_none(1)
    (0.0295, 0.95)
    """
    return 1 - alpha ** (1 / n)
