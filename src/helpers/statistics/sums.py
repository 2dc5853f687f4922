"""Errors and references from sums over texts, where there are too many texts to resample each of them.

What is summed adds up, whatever the shard: of a term that stands x times in a text of n words the sums of x, of the
products of two and of three of x and n. From them comes what a bootstrap of texts would give (see `groups`): within
3 % where a term stands 30 times or more, as a test shows on this compendium's own texts.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from scipy.special import gammaln, ndtri, pdtr

MANY = 2_000
"""Where there are more texts than these, errors come from sums and not from draws."""


class Sums(NamedTuple):
    """Sums over texts: by term of x, x², x³, xn, x²n, xn²; of words n, n², n³.

    >>> Sums.of(np.array([[1, 2]]), np.array([10, 20])).xn.tolist()
    [50.0]
    """

    x: np.ndarray
    xx: np.ndarray
    xxx: np.ndarray
    xn: np.ndarray
    xxn: np.ndarray
    xnn: np.ndarray
    n: float
    nn: float
    nnn: float

    @classmethod
    def of(cls, counts: np.ndarray, sizes: np.ndarray) -> Sums:
        """The sums of a table of counts (terms x texts) and of the words of each text."""
        x, n = np.asarray(counts, dtype=float), np.asarray(sizes, dtype=float)
        by_term = (x.sum(axis=1), (x**2).sum(axis=1), (x**3).sum(axis=1), x @ n, x**2 @ n, x @ n**2)
        return cls(*by_term, float(n.sum()), float((n**2).sum()), float((n**3).sum()))


def _moments(sums: Sums) -> tuple[np.ndarray, np.ndarray]:
    """Variance and third moment of each term's rate, as parts of the rate; a zero is taken as a half."""
    x = np.maximum(sums.x, 0.5)
    rate = x / sums.n
    variance = np.maximum(sums.xx - 2 * rate * sums.xn + rate**2 * sums.nn, 0) / x**2
    third = (sums.xxx - 3 * rate * sums.xxn + 3 * rate**2 * sums.xnn - rate**3 * sums.nnn) / x**3
    return variance, third


def log_rate_error(sums: Sums) -> np.ndarray:
    """Standard error of the natural logarithm of the rate x / n of each term, texts being what is sampled.

    With the next terms of the series, for counts are skewed.

    >>> log_rate_error(Sums.of(np.arange(100)[None] % 2, np.full(100, 1000))).round(2).tolist()
    [0.1]
    """
    variance, third = _moments(sums)
    return np.sqrt(np.maximum(variance - third + 2.5 * variance**2, variance / 2))


def rate_bounds(sums: Sums) -> tuple[np.ndarray, np.ndarray]:
    """The bounds (95 %) of the rate of each term, texts being what is sampled: quantiles of Cornish & Fisher (1938).

    >>> low, high = rate_bounds(Sums.of(np.arange(100)[None] % 2, np.full(100, 1000)))
    >>> low.round(5).tolist(), high.round(5).tolist()
    ([0.0004], [0.0006])
    """
    variance, third = _moments(sums)
    z = ndtri(0.975)
    shift = (z**2 - 1) / 6 * np.divide(third, variance, out=np.zeros_like(third), where=variance > 0)
    low, high = (sums.x / sums.n * (1 + sign * z * np.sqrt(variance) + shift) for sign in (-1, 1))
    return np.maximum(low, 0), high


def at_random(numbers: np.ndarray, sizes: np.ndarray) -> dict[int, tuple[float, ...]]:
    """Mean, lower and upper bound (95 %) of DPnorm where so many hits are placed at random, for each of `numbers`.

    The mean is exact: the mean deviation of the binomial of each part (de Moivre). The bounds are normal ones, from
    Poisson counts with a given sum (Holst 1972).

    >>> mean, low, high = at_random(np.array([10]), np.full(68, 100))[10]
    >>> round(mean, 1)
    0.9
    """
    share = sizes / sizes.sum()
    whole = 1 - share.min()
    reference = {}
    for number in numbers:
        n = float(number)
        expected = n * share
        m = np.floor(expected) + 1
        ways = gammaln(n + 1) - gammaln(m + 1) - gammaln(np.maximum(n - m, 0) + 1)
        log = np.log(m) + ways + m * np.log(share) + (n - m + 1) * np.log1p(-share)
        short = np.exp(np.where(m <= n, log, -np.inf))  # by how much a part falls short, on average
        k = m - 1
        squared = expected**2 * (pdtr(k, expected) - 2 * _at_most(k - 1, expected) + _at_most(k - 2, expected))
        squared += expected * _at_most(k - 1, expected)
        spread = squared.sum() - (short**2).sum() - squared.sum() ** 2 / n
        mean, error = short.sum() / n / whole, np.sqrt(max(spread, 0)) / n / whole
        reference[int(number)] = tuple(float(np.clip(mean + z * error, 0, 1)) for z in (0, -1.96, 1.96))
    return reference


def _at_most(k: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """The probability that a Poisson count is at most k, 0 below none."""
    return np.where(k < 0, 0, pdtr(np.maximum(k, 0), expected))
