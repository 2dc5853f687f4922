"""Key word in context: every place where something stands, with its surroundings and its raw lines."""

from __future__ import annotations

import pandas as pd

from ..errors import CorpusError
from .load import Corpus

SORTS = ("text", "left", "right")


def concordance(corpus: Corpus, hits: pd.DataFrame, width: int = 60, sort: str = "text") -> pd.DataFrame:
    """text_id, sentence_id, left, node, right, first_line, last_line: a row a hit of `concepts.find`.

    `left` and `right` are up to `width` characters of the paragraph. Sorted in reading order (`text`), or by the words
    to the `left` (nearest first) or to the `right`. Raises `CorpusError` for another sort.

    `hits` has text_id, paragraph_id, sentence_id, and start and end in the paragraph; raw lines count from 1.

    >>> from helpers.corpus.load import corpus_of
    >>> corpus = corpus_of(zh={"a": "改革全球治理体系。"})
    >>> columns = ["text_id", "paragraph_id", "sentence_id", "start", "end"]
    >>> hits = pd.DataFrame([("a", "a:1", "a:1.1", 2, 6)], columns=columns)
    >>> concordance(corpus, hits, width=2)[["left", "node", "right", "first_line"]].values.tolist()
    [['改革', '全球治理', '体系', 1]]
    """
    if sort not in SORTS:
        raise CorpusError(f"a concordance is sorted by {', '.join(SORTS)}, not by {sort!r}")
    texts = corpus.paragraphs.set_index("paragraph_id")["text"]
    lines = corpus.sentences.set_index("sentence_id")[["first_line", "last_line"]]
    rows = []
    for hit in hits.itertuples(index=False):
        text = texts[hit.paragraph_id]
        left, right = text[max(0, hit.start - width) : hit.start], text[hit.end : hit.end + width]
        first, last = lines.loc[hit.sentence_id]
        rows.append((hit.text_id, hit.sentence_id, left, text[hit.start : hit.end], right, first, last))
    columns = ["text_id", "sentence_id", "left", "node", "right", "first_line", "last_line"]
    table = pd.DataFrame(rows, columns=columns)
    if sort == "text" or table.empty:
        return table
    key = table["left"].map(_backwards) if sort == "left" else table["right"].str.strip().str.lower()
    return table.loc[key.sort_values(kind="stable").index].reset_index(drop=True)


def _backwards(left: str) -> list[str]:
    """The words to the left, nearest first; Chinese runs are turned round, character by character."""
    words = left.lower().split()
    return [word if word.isascii() else word[::-1] for word in reversed(words)]
