"""Counts and rates of words, and of words in a row."""

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


def word_ngrams(tokens: pd.DataFrame, n: int, minimum: int) -> pd.DataFrame:
    """ngram, a column of counts for each text, count, range (texts): `n` words in a row, at least `minimum` times.

    `tokens` has the columns text_id, sentence_id, n (the place in the sentence, punctuation and numbers counted) and
    term. In a row means without punctuation or a number between, and within a sentence. Sorted by range and count.

    >>> rows = [("a", "a:1.1", 1, "a"), ("a", "a:1.1", 2, "new"), ("a", "a:1.1", 3, "order"), ("a", "a:1.1", 5, "now")]
    >>> tokens = pd.DataFrame(rows, columns=["text_id", "sentence_id", "n", "term"])
    >>> word_ngrams(tokens, 2, minimum=1).to_numpy().tolist()
    [['a new', 1, 1, 1], ['new order', 1, 1, 1]]
    """
    sentences = tokens.groupby("sentence_id", sort=False)
    parts = [sentences["term"].shift(-step) for step in range(n)]
    unbroken = sentences["n"].shift(1 - n) - tokens["n"] == n - 1
    found = pd.DataFrame({"ngram": parts[0].str.cat(parts[1:], sep=" "), "text_id": tokens["text_id"]})[unbroken]
    table = found.groupby(["ngram", "text_id"]).size().unstack(fill_value=0)
    table = table.reindex(columns=tokens["text_id"].drop_duplicates(), fill_value=0)
    table = table.assign(count=table.sum(axis=1), range=(table > 0).sum(axis=1)).rename_axis(columns=None).reset_index()
    table = table[table["count"] >= minimum]
    return table.sort_values(["range", "count", "ngram"], ascending=[False, False, True]).reset_index(drop=True)
