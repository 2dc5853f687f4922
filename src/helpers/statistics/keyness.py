"""Keyness: what tells some texts from others, how sure that is, and what they share."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd
from scipy.special import betaincinv, chdtrc, ndtri

from ..errors import CorpusError
from . import resampling
from .counts import PER

SHORTEST = 3000
"""Words that a side must have to be contrasted with another; in fewer most words stand once or never."""


def g2(k1, n1, k2, n2) -> np.ndarray:
    """Log-likelihood ratio of the full table of two by two: `k1` of `n1` words against `k2` of `n2` (Dunning 1993).

    Numbers or arrays; 0 where both rates are equal.

    >>> g2([20, 5], 1000, [5, 10], [1000, 2000]).round(2).tolist()
    [9.75, 0.0]
    """
    k1, n1, k2, n2 = (np.asarray(x, dtype=float) for x in (k1, n1, k2, n2))
    observed = np.array([k1, n1 - k1, k2, n2 - k2])
    share = (k1 + k2) / (n1 + n2)
    expected = np.array([n1 * share, n1 * (1 - share), n2 * share, n2 * (1 - share)])
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(observed > 0, observed * np.log(observed / expected), 0)
    return 2 * terms.sum(axis=0)


def log_ratio(k1, n1, k2, n2) -> np.ndarray:
    """Binary logarithm of the ratio of two rates (Hardie 2014); a zero count is taken as a half.

    >>> log_ratio([20, 1], 1000, [5, 0], 1000).tolist()
    [2.0, 1.0]
    """
    k1, k2 = (np.where(np.asarray(k) == 0, 0.5, k) for k in (k1, k2))
    return np.log2((k1 / n1) / (k2 / n2))


def log_ratio_interval(k1, n1, k2, n2, alpha: float) -> tuple[np.ndarray, np.ndarray]:
    """Exact interval of the Log Ratio at level 1 - `alpha`, tokens taken as independent.

    Given their sum, the first of two Poisson counts is binomial with odds (rate ratio) x n1 / n2; the bounds are those
    of Clopper and Pearson (1934) for that share, turned back. A bound is infinite where a count is zero.

    >>> [bound.round(2).tolist() for bound in log_ratio_interval([20, 0], 1000, [5, 5], 1000, alpha=0.05)]
    [[0.54, -inf], [3.77, 0.13]]
    """
    k1, n1, k2, n2 = (np.asarray(x, dtype=float) for x in (k1, n1, k2, n2))
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(k1 == 0, 0, betaincinv(np.maximum(k1, 1), k2 + 1, alpha / 2))
        high = np.where(k2 == 0, 1, betaincinv(k1 + 1, np.maximum(k2, 1), 1 - alpha / 2))
        return np.log2(low / (1 - low) * n2 / n1), np.log2(high / (1 - high) * n2 / n1)


def bound_of_none(blocks_1, blocks_2, n1, n2, alpha: float) -> np.ndarray:
    """The bound nearest zero of the Log Ratio of terms that one side lacks, at level 1 - `alpha`, one-sided.

    `blocks_1` and `blocks_2` are the blocks that hold a term, `n1` and `n2` the words of the sides. A block counts
    once, for hits in one block are not independent. All of k blocks on one side bound its share from below by
    alpha ** (1 / k) (Clopper & Pearson 1934), turned back into a ratio of rates as in `log_ratio_interval`. Not a
    number where both sides have the term, or neither.

    >>> bound_of_none([20, 0, 3], [0, 5, 4], 1000, 1000, alpha=0.05).round(2).tolist()
    [2.63, -0.29, nan]
    """
    blocks_1, blocks_2 = np.asarray(blocks_1, dtype=float), np.asarray(blocks_2, dtype=float)
    one_lacks, other_lacks = (blocks_1 == 0) & (blocks_2 > 0), (blocks_2 == 0) & (blocks_1 > 0)
    share = alpha ** (1 / np.maximum(blocks_1 + blocks_2, 1))
    odds = np.log2(share / (1 - share))
    first = np.where(other_lacks, odds + np.log2(n2 / n1), np.nan)
    return np.where(one_lacks, -odds + np.log2(n2 / n1), first)


def nearest_zero(low, high) -> np.ndarray:
    """The bound nearest zero of an interval, 0 if it holds 0 (the LRC of Evert 2022).

    >>> nearest_zero([0.5, -3, -1], [2, -2, 4]).tolist()
    [0.5, -2.0, 0.0]
    """
    low, high = np.asarray(low, dtype=float), np.asarray(high, dtype=float)
    return np.where(low > 0, low, np.where(high < 0, high, 0.0))


def keyness(
    blocks: pd.DataFrame, text_of: pd.Series, one: list[str], other: list[str], minimum: int, resamples: int, seed: int
) -> pd.DataFrame:
    """What tells some texts from others, sorted by LRC (blocks), strongest first.

    `blocks` is `term_counts` by paragraph, `text_of` the text of each paragraph. Columns: term, count_1, count_2,
    rate_1, rate_2 (per 1,000), g2, p (of G2, adjusted by Benjamini-Hochberg; it takes tokens as independent),
    log_ratio, low, high (95 %, by blocks), lrc (exact, family-wise), lrc_blocks (bootstrap standard error, normal
    quantile, family-wise; never surer than lrc), range_1, range_2 (paragraphs), family (how many terms stand `minimum`
    times or more on both sides together). A term that one side lacks has the exact bound of `bound_of_none` in the
    place of its interval and LRC (blocks), and its other bound is open (infinite). Raises `CorpusError` where
    `no_contrast` says why.

    >>> few = {"t": 2, "u": 8}
    >>> blocks = pd.DataFrame({f"{t}:{n}": {"order": few[t], "and": 160} for t in few for n in range(20)})
    >>> text_of = pd.Series({block: block[0] for block in blocks})
    >>> table = keyness(blocks, text_of, ["t"], ["u"], minimum=5, resamples=100, seed=1)
    >>> table[["term", "count_1", "count_2", "log_ratio", "lrc_blocks"]].round(1).to_numpy().tolist()
    [['order', 40, 160, -1.9, -1.4], ['and', 3200, 3200, 0.1, 0.0]]
    """
    if reason := no_contrast(blocks, text_of, one, other, minimum):
        raise CorpusError(reason)
    sides = _sides(blocks, text_of, one, other)
    family = (sides[0].sum(axis=1) + sides[1].sum(axis=1)) >= minimum
    (x1, n1), (x2, n2) = ((side.loc[family].to_numpy(), int(side.to_numpy().sum())) for side in sides)
    k1, k2, size = x1.sum(axis=1), x2.sum(axis=1), int(family.sum())
    ratio = log_ratio(k1, n1, k2, n2)
    words = [side.to_numpy().sum(axis=0) for side in sides]
    error = np.hypot(*(_log_rate_error(x, words[n], resamples, seed + n) for n, x in enumerate((x1, x2))))
    ranges = [(x > 0).sum(axis=1) for x in (x1, x2)]
    none = [bound_of_none(*ranges, n1, n2, alpha) for alpha in (0.05, 0.05 / size)]
    low, high = with_none(ratio, ndtri(0.975) * error, none[0])
    lrc = nearest_zero(*log_ratio_interval(k1, n1, k2, n2, 0.05 / size))
    by_blocks = nearest_zero(*with_none(ratio, ndtri(1 - 0.05 / 2 / size) * error, none[1]))
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
            "low": low,
            "high": high,
            "lrc": lrc,
            "lrc_blocks": np.sign(lrc) * np.minimum(np.abs(lrc), np.where(by_blocks * lrc > 0, np.abs(by_blocks), 0)),
            "range_1": ranges[0],
            "range_2": ranges[1],
            "family": size,
        }
    )
    return _strongest_first(table)


def no_contrast(blocks: pd.DataFrame, text_of: pd.Series, one: list[str], other: list[str], minimum: int) -> str:
    """Why `keyness` of these cannot be had, as a sentence (a side too short, no term often enough); empty if it can.

    >>> blocks = pd.DataFrame({"t:1": {"order": 2999}, "u:1": {"order": 3000}})
    >>> no_contrast(blocks, pd.Series({"t:1": "t", "u:1": "u"}), ["u"], ["t"], 5)
    't has 2,999 words, and a contrast needs 3,000; print its concordance lines instead'
    """
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


def contrasts(
    blocks: pd.DataFrame, text_of: pd.Series, texts: Sequence[str], minimum: int, resamples: int, seed: int
) -> pd.DataFrame:
    """contrast, text_id, pair, the columns of `keyness`, lost: each text against the others, and each pair once.

    `pair` says that two texts stand against each other alone. `lost` names the texts against which alone a term is not
    commoner in `text_id` by LRC (blocks), joined by "; ": where it is empty and the term is commoner than in the others
    together, no one of them carries it. The arguments are those of `keyness`, which says what is raised; of one text
    there is no contrast and the table is empty.

    >>> rate = {"t": 40, "u": 2, "v": 36}
    >>> blocks = pd.DataFrame({f"{t}:{n}": {"order": rate[t], "and": 160} for t in rate for n in range(20)})
    >>> text_of = pd.Series({block: block[0] for block in blocks})
    >>> table = contrasts(blocks, text_of, list("tuv"), minimum=5, resamples=100, seed=1)
    >>> table.query("not pair and lrc_blocks > 0 and text_id != 'v'")[["contrast", "term", "lost"]].to_numpy().tolist()
    [['t against u and v', 'order', 'v'], ['u against t and v', 'and', '']]
    """
    pairs = list(combinations(texts, 2))
    sides = [(one, [t for t in texts if t != one]) for one in texts if pairs]
    sides += [(one, [other]) for one, other in pairs if len(texts) > 2]
    tables = {
        (one, *others): keyness(blocks, text_of, [one], others, minimum, resamples, seed) for one, others in sides
    }
    commoner = {pair: set(tables[pair].query("lrc_blocks > 0")["term"]) for pair in pairs}
    commoner |= {pair[::-1]: set(tables[pair].query("lrc_blocks < 0")["term"]) for pair in pairs}
    found = []
    for one, *others in tables:
        table = tables[one, *others]
        rest = [t for t in texts if t != one]
        table.insert(0, "pair", len(others) == 1)
        table.insert(0, "text_id", one)
        table.insert(0, "contrast", f"{one} against {' and '.join(others)}")
        lost = ["; ".join(t for t in rest if term not in commoner[one, t]) for term in table["term"]]
        found.append(table.assign(lost=lost))
    return pd.concat(found) if found else pd.DataFrame(columns=["contrast", "text_id", "pair", "term", "lost"])


def _sides(blocks: pd.DataFrame, text_of: pd.Series, *sides: list[str]) -> list[pd.DataFrame]:
    """The columns of `blocks` that are of the texts of each side."""
    return [blocks.loc[:, text_of.reindex(blocks.columns).isin(side).to_numpy()] for side in sides]


def _log_rate_error(hits: np.ndarray, words: np.ndarray, resamples: int, seed: int) -> np.ndarray:
    """Standard error of the binary logarithm of each term's rate, from resampled blocks.

    `hits` is terms x blocks, `words` the words of each block. Never less than that of a Poisson count: a term that
    stands in no block, or in one, does not vary when blocks are drawn, and would seem sure for want of data. A zero is
    taken as a half. Not a number where there are too few blocks to resample, so that such a side has no interval and
    nothing is sure by blocks.
    """
    if hits.shape[1] < resampling.FEWEST_BLOCKS:
        return np.full(len(hits), np.nan)
    drawn, sizes = resampling.resampled_sums(hits.T, words, resamples, seed)
    resampled = np.log2(np.where(drawn == 0, 0.5, drawn) / sizes[:, None]).std(axis=0, ddof=1)
    return np.maximum(resampled, 1 / (np.log(2) * np.sqrt(np.maximum(hits.sum(axis=1), 0.5))))


def with_none(ratio: np.ndarray, half: np.ndarray, none: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bounds `half` around each ratio; where a side lacks the term, that of `none` in their place, and no other.

    Without an error (too few blocks) there is no bound either way. `none` is not a number where both sides have it.

    >>> low, high = with_none(np.array([2.0, 5.0]), np.array([1.0, 1.0]), np.array([np.nan, 0.5]))
    >>> low.tolist(), high.tolist()
    ([1.0, 0.5], [3.0, inf])
    """
    here = ~np.isnan(none) & ~np.isnan(half)
    low = np.where(here, np.where(ratio > 0, none, -np.inf), ratio - half)
    return low, np.where(here, np.where(ratio > 0, np.inf, none), ratio + half)


def _strongest_first(table: pd.DataFrame) -> pd.DataFrame:
    """Rows by LRC (blocks), equal ones by Log Ratio, both whatever their sign, and then by name."""
    keys = table.assign(strength=table["lrc_blocks"].abs(), size=table["log_ratio"].abs())
    order = keys.sort_values(["strength", "size", "term"], ascending=[False, False, True]).index
    return table.loc[order].reset_index(drop=True)


def top_overlap(tables: dict[str, pd.DataFrame], base: str, n: int) -> pd.DataFrame:
    """setting, family, kept, top: how many of the first `n` terms of `tables[base]` are among the first `n` of each.

    `tables` are those of `keyness`, by setting; `family` is how many terms each has.

    >>> tables = {"as published": pd.DataFrame({"term": ["a", "b", "c"]}), "minimum 10": pd.DataFrame({"term": ["b"]})}
    >>> top_overlap(tables, "as published", 2).to_numpy().tolist()
    [['as published', 3, 2, 'a, b'], ['minimum 10', 1, 1, 'b']]
    """
    first = tables[base]["term"].head(n).tolist()
    rows = [
        (setting, len(table), len(set(first) & set(table["term"].head(n))), ", ".join(table["term"].head(n)))
        for setting, table in tables.items()
    ]
    return pd.DataFrame(rows, columns=["setting", "family", "kept", "top"])
