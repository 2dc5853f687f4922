"""Resampling with seeds: block bootstrap, permutation of whole texts, adjustment of many p.

Blocks are paragraphs, for tokens of one paragraph are not independent of each other. Everything is array work: a
resample of blocks is a row of weights, and many resamples of all terms are one product of matrices.
"""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pandas as pd

from ..errors import CorpusError

FEWEST_BLOCKS = 20
"""Texts with fewer paragraphs get no interval: at 13 blocks one of 95 % covers 86 % in simulation."""


def generator(seed: int, resamples: int = 1) -> np.random.Generator:
    """What draws, the same from the same seed. Raises `CorpusError` for a seed or a number that there cannot be."""
    if seed < 0:
        raise CorpusError(f"a seed is 0 or more, not {seed}; correct it")
    if resamples < 1:
        raise CorpusError(f"resamples are 1 or more, not {resamples}; correct it")
    return np.random.default_rng(seed)


def resampled_sums(counts: np.ndarray, sizes: np.ndarray, resamples: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Hits (`resamples` x terms) and words (`resamples`) in resamples of blocks.

    `counts` is blocks x terms, `sizes` the words of each block.

    The resamples are made in parts, so that memory does not grow with their number times that of the blocks.
    """
    random = generator(seed, resamples)
    blocks = len(sizes)
    whole = np.column_stack([counts, sizes]).astype(float)
    drawn = np.empty((resamples, whole.shape[1]))
    step = max(1, 500_000 // blocks)
    for start in range(0, resamples, step):
        rows = min(step, resamples - start)
        weights = random.multinomial(blocks, np.full(blocks, 1 / blocks), size=rows)
        drawn[start : start + rows] = weights.astype(float) @ whole
    return drawn[:, :-1], drawn[:, -1]


def interval(counts: np.ndarray, sizes: np.ndarray, resamples: int, seed: int, level: float = 0.95) -> np.ndarray:
    """Percentile interval of the rate of each term: terms x 2; not a number where too few blocks hold anything."""
    if np.count_nonzero(sizes) < FEWEST_BLOCKS:
        return np.full((counts.shape[1], 2), np.nan)
    tail = (1 - level) / 2
    hits, words = resampled_sums(counts, sizes, resamples, seed)
    return np.quantile(hits / np.maximum(words, 1)[:, None], [tail, 1 - tail], axis=0).T


def permute_texts(values: np.ndarray, group: np.ndarray) -> tuple[float, float]:
    """Two-sided exact p of a difference in means between two groups of whole texts, and the smallest p there can be.

    All ways to choose the group are counted, so with few texts the floor is high: 3 of 6 texts allow no p under 0.1.
    Raises `ValueError` where a group is empty.
    """
    values, group = np.asarray(values, dtype=float), np.asarray(group, dtype=bool)
    size, chosen = len(values), int(group.sum())
    if not 0 < chosen < size:
        raise ValueError("each of the two groups needs a text")
    ways = np.zeros((comb(size, chosen), size), dtype=bool)
    for row, members in enumerate(combinations(range(size), chosen)):
        ways[row, list(members)] = True
    means = ways @ values / chosen - (~ways) @ values / (size - chosen)
    observed = values[group].mean() - values[~group].mean()
    return float((np.abs(means) >= abs(observed) * (1 - 1e-12)).mean()), smallest_p(size, chosen)


def smallest_p(texts: int, chosen: int) -> float:
    """The smallest p that there can be between `chosen` of so many texts and the others; 1 where one group is empty.

    >>> smallest_p(6, 3), smallest_p(5, 1), smallest_p(4, 4)
    (0.1, 0.2, 1.0)
    """
    if not 0 < chosen < texts:
        return 1.0
    return (2 if 2 * chosen == texts else 1) / comb(texts, chosen)


def benjamini_hochberg(p: np.ndarray) -> np.ndarray:
    """Adjusted p for lists of terms (Benjamini & Hochberg 1995): the share of false ones is kept."""
    p = np.asarray(p, dtype=float)
    order = np.argsort(p, kind="stable")
    scaled = len(p) / np.arange(1, len(p) + 1) * p[order]
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1)
    return adjusted


def sample(rows: pd.DataFrame, per: str | list[str], number: int, seed: int) -> pd.DataFrame:
    """`number` rows for each value of `per`, drawn by chance with a seed, in the order of `rows`."""
    return rows.sample(frac=1, random_state=seed).groupby(per, sort=False).head(number).sort_index()
