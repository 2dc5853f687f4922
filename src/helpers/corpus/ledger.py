"""The ledger of characters read by a reader: how much of each file went where, and whether it adds up to the file."""

from __future__ import annotations

import pandas as pd

from ..errors import CorpusError
from .load import Corpus
from .rules import READ, STREAMS

PIECES, FILE = "sum of the pieces", "characters in the file"


def by_stream(corpus: Corpus) -> pd.DataFrame:
    """stream, and a column for each file: raw characters by stream, their sum, and the characters in the file.

    Raises `CorpusError` where the sum of the pieces is not the file.

    >>> from helpers.corpus.load import corpus_of
    >>> by_stream(corpus_of(en={"a": "One. Two.\\n"})).values.tolist()
    [['body', 9], ['space', 1], ['sum of the pieces', 10], ['characters in the file', 10]]
    """
    ledger, sources = corpus.ledger, corpus.sources.set_index("source_id")["characters"]
    counts = ledger.groupby(["stream", "source_id"])["characters"].sum().unstack(fill_value=0)
    counts = counts.reindex([s for s in STREAMS if s in counts.index]).reindex(columns=sources.index)
    counts.loc[PIECES] = counts.sum()
    counts.loc[FILE] = sources
    if apart := [name for name in counts if counts.loc[PIECES, name] != counts.loc[FILE, name]]:
        raise CorpusError(f"{apart[0]}: the pieces of the ledger do not add up to the file; report it")
    return counts.astype(int).rename_axis(columns=None).reset_index()


def share_read(corpus: Corpus) -> float:
    """The share of all raw characters that are body, heading or list item, white space inside a piece included.

    >>> from helpers.corpus.load import corpus_of
    >>> share_read(corpus_of(en={"a": "One. Two.\\n"}))
    0.9
    """
    read = corpus.ledger["stream"].isin(READ)
    return float(corpus.ledger.loc[read, "characters"].sum() / corpus.ledger["characters"].sum())
