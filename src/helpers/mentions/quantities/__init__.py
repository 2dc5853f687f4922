"""Quantities: numbers that count or measure something, as printed, with value, unit, and how they are bounded.

`words` holds what is declared about the words around numbers, `english` and `chinese` how a sentence is read.
"""

from __future__ import annotations

import re

import pandas as pd

from ...corpus.load import Corpus
from ...corpus.selection import running_text
from .chinese import find_chinese
from .english import find_english
from .words import Quantity, QuantityWords, read_words

__all__ = ["Quantity", "QuantityWords", "find", "find_all", "read_words", "years"]


def find(words: QuantityWords, text: str, language: str) -> list[Quantity]:
    """The quantities of a sentence, left to right.

    Ordinals, years, dates, numbers of sections and numbers inside names are none. A range has two values; a fraction is
    a part (`times`), and a count is called by the noun that it counts, in the singular.

    >>> words = read_words()
    >>> [q[2:4] + q[5:] for q in find(words, "In 2024 the G20 gave over $1.5 million to 42 poor countries.", "en")]
    [('over $1.5 million', 1500000.0, 'USD', 'over'), ('42 poor countries', 42.0, 'country', '')]
    >>> [q[2:4] + q[5:] for q in find(words, "2024年，约三分之一的国家获得超过60亿美元", "zh")]
    [('约三分之一', 0.3333, 'times', 'about'), ('超过60亿美元', 6000000000, 'USD', 'over')]
    """
    return list(find_chinese(words, text) if language == "zh" else find_english(words, text))


def find_all(words: QuantityWords, corpus: Corpus) -> pd.DataFrame:
    """text_id, sentence_id, start, end, printed, value, value_high, unit, bound, period: all of the running text.

    `start, end` are places in the sentence. `period` are the years that the sentence names, as printed, joined by `; `:
    what a figure is a figure of may stand in another sentence.

    >>> from helpers.corpus.load import corpus_of
    >>> corpus = corpus_of(zh={"a": "2024年有三十个国家参加。"})
    >>> find_all(read_words(), corpus)[["sentence_id", "printed", "value", "unit", "period"]].values.tolist()
    [['a:1.1', '三十个国家', 30.0, 'country', '2024']]
    """
    language = corpus.texts.set_index("text_id")["language"]
    read = set(running_text(corpus)["paragraph_id"])
    rows = []
    for s in corpus.sentences.itertuples(index=False):
        if s.paragraph_id in read:
            period = "; ".join(years(s.text))
            rows += [(s.text_id, s.sentence_id, *q, period) for q in find(words, s.text, language[s.text_id])]
    table = pd.DataFrame(rows, columns=["text_id", "sentence_id", *Quantity._fields, "period"])
    return table.astype({"value": float, "value_high": float})


def years(text: str) -> list[str]:
    """The years and spans of years that a text names, as printed.

    >>> years("From 2001 to 2008, and in the 1970s, 1,500 people; since 2020")
    ['2001 to 2008', '1970s', '2020']
    """
    year = r"(?:1[5-9]|20)\d\d"
    pattern = rf"(?<![\d,.$€£¥]){year}(?:年?\s*(?:[-–—~至到]|to|and)\s*{year})?(?:s|年代)?(?![\d%,]\d|\d|%| percent)"
    return list(dict.fromkeys(hit[0] for hit in re.finditer(pattern, text)))
