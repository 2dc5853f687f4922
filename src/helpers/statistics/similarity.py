"""How like one another texts are by what they hold: character n-grams and the cosine of weighted bags."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy.sparse import coo_array

GRAMS = {"en": (3, 5), "zh": (1, 2)}
"""The least and the most characters of an n-gram, by language."""


def character_ngrams(text: str, language: str) -> Counter[str]:
    """How often each character n-gram stands in a text, in small letters. Raises `KeyError` for another language.

    English: 3 to 5 characters within a word, a space on each side of it being part; Chinese: 1 and 2 within a run of
    letters and hanzi.

    >>> sorted(character_ngrams("The UN", "en"))
    [' th', ' the', ' the ', ' un', ' un ', 'he ', 'the', 'the ', 'un ']
    >>> sorted(character_ngrams("南方，国家", "zh"))
    ['南', '南方', '国', '国家', '家', '方']
    """
    words = re.findall(r"[^\W_]+", text.lower())
    if language != "zh":
        words = [f" {word} " for word in words]
    least, most = GRAMS[language]
    return Counter(
        word[at : at + size] for word in words for size in range(least, most + 1) for at in range(len(word) - size + 1)
    )


def cosine(bags: Sequence[Counter[str]]) -> np.ndarray:
    """Similarity of every bag with every other, 0 to 1, shape (bags, bags).

    The cosine of vectors in which each thing is weighted (1 + ln tf) * (1 + ln((1 + N) / (1 + df))): tf how often it
    is in the bag, df in how many of the N bags. Salton & Buckley 1988, Term-weighting approaches in automatic text
    retrieval, Information Processing & Management 24(5); the ones added keep what all bags have. An empty bag is like
    nothing.

    >>> cosine([Counter("全球治理"), Counter("全球改革"), Counter("贸易")]).round(2).tolist()
    [[1.0, 0.37, 0.0], [0.37, 1.0, 0.0], [0.0, 0.0, 1.0]]
    """
    column = {gram: n for n, gram in enumerate(dict.fromkeys(gram for bag in bags for gram in bag))}
    row = np.repeat(np.arange(len(bags)), [len(bag) for bag in bags])
    gram = np.array([column[gram] for bag in bags for gram in bag], dtype=int)
    tf = np.array([n for bag in bags for n in bag.values()], dtype=float)
    df = np.bincount(gram, minlength=len(column))
    weight = (1 + np.log(tf)) * (1 + np.log((1 + len(bags)) / (1 + df[gram])))
    length = np.sqrt(np.bincount(row, weight**2, minlength=len(bags)))
    weights = coo_array((weight / length[row], (row, gram)), shape=(len(bags), len(column))).tocsr()
    return (weights @ weights.T).toarray()
