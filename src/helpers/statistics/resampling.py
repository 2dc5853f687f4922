"""Resampling with seeds: block bootstrap, what a permutation of whole texts could show, adjustment of many p.

Blocks are paragraphs, for tokens of one paragraph are not independent of each other. Everything is array work: a
resample of blocks is a row of weights, and many resamples of all terms are one product of matrices.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from math import comb

import numpy as np
import pandas as pd

from ..errors import CorpusError

FEWEST_BLOCKS = 20
"""Texts with fewer paragraphs get no interval: at 13 blocks one of 95 % covers 86 % in simulation."""


def generator(seed: int, resamples: int = 1) -> np.random.Generator:
    """What draws, the same from the same seed. Raises `CorpusError` for a seed or a number that there cannot be.

    >>> generator(1).integers(10, size=3).tolist() == generator(1).integers(10, size=3).tolist()
    True
    """
    if seed < 0:
        raise CorpusError(f"a seed is 0 or more, not {seed}; correct it")
    if resamples < 1:
        raise CorpusError(f"resamples are 1 or more, not {resamples}; correct it")
    return np.random.default_rng(seed)


def resampled_sums(counts: np.ndarray, sizes: np.ndarray, resamples: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Hits (`resamples` x terms) and words (`resamples`) in resamples of blocks, drawn with replacement.

    `counts` is blocks x terms, `sizes` the words of each block. Raises `CorpusError` as `generator`.

    >>> hits, words = resampled_sums(np.array([[1], [1], [1]]), np.array([10, 10, 10]), resamples=2, seed=1)
    >>> hits.tolist(), words.tolist()
    ([[3.0], [3.0]], [30.0, 30.0])
    """
    blocks = len(sizes)
    whole = np.column_stack([counts, sizes]).astype(float)
    parts = _remembered if resamples * blocks <= _MOST_REMEMBERED else _weights
    drawn = np.concatenate([weights.astype(float) @ whole for weights in parts(blocks, resamples, seed)])
    return drawn[:, :-1], drawn[:, -1]


_MOST_REMEMBERED = 2_000_000
"""So many weights are remembered from one call to the next."""


def _weights(blocks: int, resamples: int, seed: int) -> Iterator[np.ndarray]:
    """How often each block is in each resample, in parts: memory does not grow with the resamples times the blocks."""
    random = generator(seed, resamples)
    step = max(1, 500_000 // blocks)
    for start in range(0, resamples, step):
        rows = min(step, resamples - start)
        yield random.multinomial(blocks, np.full(blocks, 1 / blocks), size=rows).astype(np.int32)


@lru_cache(maxsize=16)
def _remembered(blocks: int, resamples: int, seed: int) -> tuple[np.ndarray, ...]:
    """The weights, drawn once for a shape and a seed: the same draws for every table of so many blocks."""
    return tuple(_weights(blocks, resamples, seed))


def interval(counts: np.ndarray, sizes: np.ndarray, resamples: int, seed: int, level: float = 0.95) -> np.ndarray:
    """Percentile interval of the rate of each term: terms x 2; not a number where too few blocks hold anything.

    `counts` is blocks x terms, `sizes` the words of each block; a rate is a part of 1. Raises `CorpusError` as
    `generator`.

    >>> interval(np.array([[1], [0]] * 20), np.full(40, 10), resamples=500, seed=1).round(3).tolist()
    [[0.035, 0.065]]
    """
    if np.count_nonzero(sizes) < FEWEST_BLOCKS:
        return np.full((counts.shape[1], 2), np.nan)
    tail = (1 - level) / 2
    hits, words = resampled_sums(counts, sizes, resamples, seed)
    return np.quantile(hits / np.maximum(words, 1)[:, None], [tail, 1 - tail], axis=0).T


def smallest_p(texts: int, chosen: int) -> float:
    """The smallest p that there can be between `chosen` of so many texts and the others; 1 where one group is empty.

    It is that of an exact permutation test, two-sided, of a difference in means between two groups of whole texts: one
    over all ways to choose the group, and two where the other group is as large. With few texts the floor is high.

    >>> smallest_p(6, 3), smallest_p(5, 1), smallest_p(4, 4)
    (0.1, 0.2, 1.0)
    """
    if not 0 < chosen < texts:
        return 1.0
    return (2 if 2 * chosen == texts else 1) / comb(texts, chosen)


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Adjusted p for lists of terms (Benjamini & Hochberg 1995): the share of false ones is kept.

    >>> benjamini_hochberg(np.array([0.01, 0.04, 0.03])).round(3).tolist()
    [0.03, 0.04, 0.04]
    """
    p = np.asarray(p, dtype=float)
    order = np.argsort(p, kind="stable")
    scaled = len(p) / np.arange(1, len(p) + 1) * p[order]
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return adjusted


def sample(rows: pd.DataFrame, per: str | list[str], number: int, seed: int) -> pd.DataFrame:
    """`number` rows (or all there are) for each value of `per`, drawn by chance with a seed, in the order of `rows`.

    >>> rows = pd.DataFrame({"text_id": ["a", "a", "a", "b"], "n": [1, 2, 3, 4]})
    >>> sample(rows, "text_id", 2, seed=1)["text_id"].tolist()
    ['a', 'a', 'b']
    """
    return rows.sample(frac=1, random_state=seed).groupby(per, sort=False).head(number).sort_index()
