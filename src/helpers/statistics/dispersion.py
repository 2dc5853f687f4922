"""Dispersion: how evenly words are spread over the blocks of a text."""

from __future__ import annotations

import numpy as np
import pandas as pd

from . import resampling
from .counts import PER

FEWEST_HITS = 30
"""Hits that a term must have for a figure of its spread; under them it is noise."""


def dp_norm(hits: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """DPnorm of each term, from hits (terms x blocks) and sizes (blocks).

    DP is half the sum of the absolute differences between the shares of hits and of words that the blocks have (Gries
    2008); DPnorm divides by one less the smallest block's share (Lijffijt & Gries 2012). 0 is even, 1 is all hits in
    the smallest block. Not a number for a term without hits.

    >>> dp_norm([[1, 2, 7], [0, 0, 7], [5, 0, 0]], [10, 20, 70]).round(2).tolist()
    [0.0, 0.33, 1.0]
    """
    hits = np.atleast_2d(np.asarray(hits, dtype=float))
    share = np.asarray(sizes) / np.sum(sizes)
    dp = np.abs(hits / hits.sum(axis=1, keepdims=True) - share).sum(axis=1) / 2
    return dp / (1 - share.min())


def dispersion(table: pd.DataFrame, resamples: int, seed: int, fewest: int = FEWEST_HITS) -> pd.DataFrame:
    """term, count, range, blocks, dp_norm, random, random_low, random_high, uneven: spread over the blocks of one text.

    `table` is `term_counts` by paragraph of one text; `range` is how many of the blocks hold the term. As DPnorm falls
    with frequency by itself, the mean and the 95 % range of as many hits placed at random stand beside it, and a term
    is `uneven` only above that range. Terms under `fewest` hits are left out, and so are all where there is one block,
    in which nothing is spread. Raises `CorpusError` as `resampling.generator`.

    >>> table = pd.DataFrame({"p1": {"order": 30, "war": 40, "the": 30}, "p2": {"order": 30, "war": 0, "the": 70}})
    >>> found = dispersion(table, 500, seed=1)
    >>> found[["term", "count", "range", "dp_norm", "uneven"]].round(2).to_numpy().tolist()[:2]
    [['order', 60, 2, 0.0, False], ['war', 40, 1, 1.0, True]]
    """
    sizes = table.sum().to_numpy()
    frequent = table[(table.sum(axis=1) >= fewest) & (len(sizes) > 1)]
    hits = frequent.to_numpy()
    number = hits.sum(axis=1)
    reference = at_random(np.unique(number), sizes, resamples, seed)
    found = pd.DataFrame(
        {"term": frequent.index, "count": number, "range": (hits > 0).sum(axis=1), "blocks": len(sizes)}
    )
    found["dp_norm"] = dp_norm(hits, sizes) if len(hits) else np.array([])
    for place, name in enumerate(("random", "random_low", "random_high")):
        found[name] = [reference[n][place] for n in number]
    return found.assign(uneven=found["dp_norm"] > found["random_high"])


def at_random(numbers: np.ndarray, sizes: np.ndarray, resamples: int, seed: int) -> dict[int, tuple[float, ...]]:
    """Mean, lower and upper bound (95 %) of DPnorm where so many hits are placed at random, for each of `numbers`.

    >>> mean, low, high = at_random(np.array([10]), np.full(68, 100), resamples=200, seed=1)[10]
    >>> round(float(mean), 1)
    0.9
    """
    random = resampling.generator(seed, resamples)
    step = max(1, 2_000_000 // len(sizes))  # in parts: memory does not grow with the resamples times the blocks
    reference = {}
    for n in numbers:
        sizes_of = [min(step, resamples - start) for start in range(0, resamples, step)]
        parts = [dp_norm(random.multinomial(n, sizes / sizes.sum(), size=rows), sizes) for rows in sizes_of]
        drawn = np.concatenate(parts)
        reference[n] = (drawn.mean(), *np.quantile(drawn, [0.025, 0.975]))
    return reference


def by_text(blocks: pd.DataFrame, text_of: pd.Series, resamples: int, seed: int) -> pd.DataFrame:
    """text_id and the columns of `dispersion`: the spread of the words of each text over its paragraphs.

    `blocks` is `term_counts` by paragraph, `text_of` the text of each paragraph.

    >>> blocks = pd.DataFrame({"a:1": {"order": 30, "the": 30}, "a:2": {"order": 30, "the": 70}})
    >>> found = by_text(blocks, pd.Series({"a:1": "a", "a:2": "a"}), 500, seed=1)
    >>> found[["text_id", "term", "count"]].values.tolist()
    [['a', 'order', 60], ['a', 'the', 100]]
    """
    texts = text_of.reindex(blocks.columns)
    parts = [
        dispersion(blocks.loc[:, texts.eq(text).to_numpy()], resamples, seed).assign(text_id=text)
        for text in texts.drop_duplicates()
    ]
    table = pd.concat(parts, ignore_index=True)
    return table[["text_id", *table.columns.drop("text_id")]]


def heavy_paragraphs(hits: pd.Series, sizes: pd.Series, least: float = 0.1) -> pd.DataFrame:
    """paragraph_id, count, share, rate, rate_without: paragraphs that hold `least` or more of the hits of one text.

    `hits` and `sizes` (words) by paragraph; `share` and `least` are parts of all hits, 0 to 1; rates are per 1,000
    words, with the paragraph and without it.

    >>> hits, sizes = pd.Series({"p1": 19, "p2": 1}), pd.Series({"p1": 100, "p2": 900})
    >>> heavy_paragraphs(hits, sizes).round(2).to_numpy().tolist()
    [['p1', 19, 0.95, 20.0, 1.11]]
    """
    share = hits / hits.sum()
    heavy = share[share >= least].index
    rate = PER * hits.sum() / sizes.sum()
    without = [PER * (hits.sum() - hits[p]) / (sizes.sum() - sizes[p]) for p in heavy]
    return pd.DataFrame(
        {"paragraph_id": heavy, "count": hits[heavy], "share": share[heavy], "rate": rate, "rate_without": without}
    ).reset_index(drop=True)
