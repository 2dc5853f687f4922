"""Keyness: what tells some texts from others, how sure that is, and what they share."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.special import betaincinv, chdtrc, ndtri

from ..errors import CorpusError
from . import resampling
from .counts import PER

SHORTEST = 3000
"""Words that a text must have to be contrasted with another; the executive texts and abstracts have fewer."""


# --- keyness ---------------------------------------------------------------------------------------------------------


def g2(k1, n1, k2, n2) -> np.ndarray:
    """Log-likelihood ratio of the full table of two by two: `k1` of `n1` words against `k2` of `n2` (Dunning 1993)."""
    k1, n1, k2, n2 = (np.asarray(x, dtype=float) for x in (k1, n1, k2, n2))
    observed = np.array([k1, n1 - k1, k2, n2 - k2])
    share = (k1 + k2) / (n1 + n2)
    expected = np.array([n1 * share, n1 * (1 - share), n2 * share, n2 * (1 - share)])
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(observed > 0, observed * np.log(observed / expected), 0)
    return 2 * terms.sum(axis=0)


def log_ratio(k1, n1, k2, n2) -> np.ndarray:
    """Binary logarithm of the ratio of two rates (Hardie 2014); a zero count is taken as a half."""
    k1, k2 = (np.where(np.asarray(k) == 0, 0.5, k) for k in (k1, k2))
    return np.log2((k1 / n1) / (k2 / n2))


def log_ratio_interval(k1, n1, k2, n2, alpha: float) -> tuple[np.ndarray, np.ndarray]:
    """Exact interval of the Log Ratio at level 1 - `alpha`, tokens taken as independent.

    Given their sum, the first of two Poisson counts is binomial with odds (rate ratio) x n1 / n2; the bounds are those
    of Clopper and Pearson for that share, turned back. A bound is infinite where a count is zero.
    """
    k1, n1, k2, n2 = (np.asarray(x, dtype=float) for x in (k1, n1, k2, n2))
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(k1 == 0, 0, betaincinv(np.maximum(k1, 1), k2 + 1, alpha / 2))
        high = np.where(k2 == 0, 1, betaincinv(k1 + 1, np.maximum(k2, 1), 1 - alpha / 2))
        return np.log2(low / (1 - low) * n2 / n1), np.log2(high / (1 - high) * n2 / n1)


def nearest_zero(low, high) -> np.ndarray:
    """The bound nearest zero of an interval, 0 if it holds 0 (the LRC of Evert 2022)."""
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    return np.where(low > 0, low, np.where(high < 0, high, 0.0))


def keyness(
    blocks: pd.DataFrame, text_of: pd.Series, one: list[str], other: list[str], minimum: int, resamples: int, seed: int
) -> pd.DataFrame:
    """What tells some texts from others, sorted by LRC (blocks), strongest first.

    `blocks` is `counts` by paragraph, `text_of` the text of each paragraph. Columns: term, count_1, count_2, rate_1,
    rate_2 (per 1,000), g2, p (of G2, adjusted by Benjamini-Hochberg; it takes tokens as independent), log_ratio, low,
    high (95 %, by blocks), lrc (exact, family-wise), lrc_blocks (bootstrap standard error, normal quantile,
    family-wise; never surer than lrc), range_1, range_2 (paragraphs), family (its size). Raises `CorpusError` where
    `no_contrast` says why.
    """
    if reason := no_contrast(blocks, text_of, one, other, minimum):
        raise CorpusError(reason)
    sides = _sides(blocks, text_of, one, other)
    family = (sides[0].sum(axis=1) + sides[1].sum(axis=1)) >= minimum
    (x1, n1), (x2, n2) = ((side.loc[family].to_numpy(), int(side.to_numpy().sum())) for side in sides)
    k1, k2, size = x1.sum(axis=1), x2.sum(axis=1), int(family.sum())
    ratio = log_ratio(k1, n1, k2, n2)
    errors = [
        _log_rate_error(hits, side, resamples, seed + n)
        for n, (hits, side) in enumerate(zip((x1, x2), sides, strict=True))
    ]
    error = np.hypot(*errors)
    wide, narrow = ndtri(1 - 0.05 / 2 / size) * error, ndtri(0.975) * error
    lrc = nearest_zero(*log_ratio_interval(k1, n1, k2, n2, 0.05 / size))
    by_blocks = nearest_zero(ratio - wide, ratio + wide)
    score = g2(k1, n1, k2, n2)
    table = pd.DataFrame(
        {
            "term": blocks.index[family],
            "count_1": k1,
            "count_2": k2,
            "rate_1": PER * k1 / n1,
            "rate_2": PER * k2 / n2,
            "g2": score,
            "p": resampling.benjamini_hochberg(chdtrc(1, score)),
            "log_ratio": ratio,
            "low": ratio - narrow,
            "high": ratio + narrow,
            "lrc": lrc,
            "lrc_blocks": np.sign(lrc) * np.minimum(np.abs(lrc), np.where(by_blocks * lrc > 0, np.abs(by_blocks), 0)),
            "range_1": (x1 > 0).sum(axis=1),
            "range_2": (x2 > 0).sum(axis=1),
            "family": size,
        }
    )
    order = table.assign(strength=table["lrc_blocks"].abs(), size=table["log_ratio"].abs())
    return (
        order.sort_values(["strength", "size", "term"], ascending=[False, False, True])
        .drop(columns=["strength", "size"])
        .reset_index(drop=True)
    )


def no_contrast(blocks: pd.DataFrame, text_of: pd.Series, one: list[str], other: list[str], minimum: int) -> str:
    """Why `keyness` of these cannot be had, as a sentence (a side too short, no term often enough); empty if it can."""
    sides = _sides(blocks, text_of, one, other)
    for side, names in zip(sides, (one, other), strict=True):
        if side.to_numpy().sum() < SHORTEST:
            return (
                f"{', '.join(names) or 'nothing'} has {side.to_numpy().sum():,} words, and a contrast needs "
                f"{SHORTEST:,}; print its concordance lines instead"
            )
    if not (sides[0].sum(axis=1) + sides[1].sum(axis=1) >= minimum).any():
        return f"no term stands {minimum} times or more; lower the minimum count"
    return ""


def _sides(blocks: pd.DataFrame, text_of: pd.Series, *sides: list[str]) -> list[pd.DataFrame]:
    return [blocks.loc[:, text_of.reindex(blocks.columns).isin(side).to_numpy()] for side in sides]


def _log_rate_error(hits: np.ndarray, side: pd.DataFrame, resamples: int, seed: int) -> np.ndarray:
    """Standard error of the binary logarithm of each term's rate, from resampled blocks.

    Never less than that of a Poisson count: a term that stands in no block, or in one, does not vary when blocks are
    drawn, and would seem sure for want of data. A zero is taken as a half. Not a number where there are too few blocks
    to resample, so that such a side has no interval and nothing is sure by blocks.
    """
    if hits.shape[1] < resampling.FEWEST_BLOCKS:
        return np.full(len(hits), np.nan)
    drawn, words = resampling.resampled_sums(hits.T, side.to_numpy().sum(axis=0), resamples, seed)
    resampled = np.log2(np.where(drawn == 0, 0.5, drawn) / words[:, None]).std(axis=0, ddof=1)
    return np.maximum(resampled, 1 / (np.log(2) * np.sqrt(np.maximum(hits.sum(axis=1), 0.5))))


def top_overlap(tables: dict[str, pd.DataFrame], base: str, n: int) -> pd.DataFrame:
    """setting, family, kept, top: how many of the first `n` terms of `tables[base]` are among the first `n` of each."""
    first = tables[base]["term"].head(n).tolist()
    rows = [
        (setting, len(table), len(set(first) & set(table["term"].head(n))), ", ".join(table["term"].head(n)))
        for setting, table in tables.items()
    ]
    return pd.DataFrame(rows, columns=["setting", "family", "kept", "top"])


def lockwords(table: pd.DataFrame, within: float = 1.0) -> pd.DataFrame:
    """The rows of `keyness` whose interval (95 %, by blocks) lies within `within` of zero: words that texts share.

    With `within` 1 neither rate is more than twice the other. Sorted by count.
    """
    shared = table[(table["low"] > -within) & (table["high"] < within)]
    shared = shared.assign(count=shared["count_1"] + shared["count_2"])
    return shared.sort_values(["count", "term"], ascending=[False, True]).drop(columns="count").reset_index(drop=True)
