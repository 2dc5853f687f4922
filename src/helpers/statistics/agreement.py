"""How far coders agree with each other, and a dictionary with coders: alpha, precision, recall, F1, with intervals."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from . import resampling

REPORT, CONCLUDE = 0.667, 0.80
"""From which alpha a result may be reported, and concluded from (Krippendorff 2004)."""
RELIABLE = 0.70
"""Below this F1 a dictionary's code is exploratory."""


def coincidences(values: Sequence[Sequence[Hashable | None]], categories: Sequence[Hashable]) -> np.ndarray:
    """Coincidence matrices, units x categories x categories, from the values that each unit was given.

    A pair of values of a unit counts 1 / (its values - 1) (Krippendorff 2004, ch. 11); `None` is a missing value, and a
    unit with fewer than two values has no pair.
    """
    place = {category: n for n, category in enumerate(categories)}
    found = np.zeros((len(values), len(categories), len(categories)))
    for n, unit in enumerate(values):
        given = [place[value] for value in unit if value is not None]
        for i, first in enumerate(given):
            for j, second in enumerate(given):
                if i != j:
                    found[n, first, second] += 1 / (len(given) - 1)
    return found


def alpha_of(matrix: np.ndarray) -> np.ndarray:
    """Krippendorff's alpha, nominal, of (stacked) coincidence matrices; not a number where only one value occurs."""
    totals = matrix.sum(axis=-1)
    n = totals.sum(axis=-1)
    agreed = np.trace(matrix, axis1=-2, axis2=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = (n**2 - (totals**2).sum(axis=-1)) / (n - 1)  # disagreement by chance
        return np.where(expected > 0, 1 - (n - agreed) / expected, np.nan)


def alpha(values: Sequence[Sequence[Hashable | None]]) -> float:
    """Krippendorff's alpha for nominal values, one row a unit and one value a coder; `nan` where it is undefined.

    >>> round(alpha([(1, 1), (2, 2), (1, 1), (1, 2)]), 3)
    0.533
    """
    categories = sorted({value for unit in values for value in unit if value is not None}, key=str)
    return float(alpha_of(coincidences(values, categories).sum(axis=0)))


def alpha_interval(
    values: Sequence[Sequence[Hashable | None]], blocks: Sequence[Hashable], resamples: int, seed: int
) -> tuple[float, float, float]:
    """Alpha and its percentile interval (95 %) from resampled blocks (paragraphs); `nan` where undefined.

    There is no interval with fewer than twenty blocks.
    """
    categories = sorted({value for unit in values for value in unit if value is not None}, key=str)
    if not categories:
        return (np.nan, np.nan, np.nan)
    matrix = coincidences(values, categories)
    point = float(alpha_of(matrix.sum(axis=0)))
    drawn = _resampled(matrix.reshape(len(matrix), -1), blocks, resamples, seed)
    if drawn is None or np.isnan(point):
        return point, np.nan, np.nan
    return (point, *_percentiles(alpha_of(drawn.reshape(len(drawn), len(categories), len(categories)))))


def f1_of(tallies: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Precision, recall and F1 from tallies (..., 3) of true positives, false positives and false negatives."""
    tp, fp, fn = (tallies[..., n].astype(float) for n in range(3))
    with np.errstate(divide="ignore", invalid="ignore"):
        return tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn)


def tally(given: Sequence[set[str]], found: Sequence[set[str]], codes: Sequence[str]) -> np.ndarray:
    """Units x codes x 3: whether a code is a true positive, a false positive or a false negative of a unit."""
    tallies = np.zeros((len(given), len(codes), 3), dtype=int)
    for n, (true, said) in enumerate(zip(given, found, strict=True)):
        for m, code in enumerate(codes):
            if code in true or code in said:
                tallies[n, m, 0 if code in true and code in said else 1 if code in said else 2] = 1
    return tallies


def score(
    given: Sequence[set[str]],
    found: Sequence[set[str]],
    codes: Sequence[str],
    blocks: Sequence[Hashable],
    fewest: int,
    resamples: int,
    seed: int,
) -> pd.DataFrame:
    """code, n, found, precision, recall, f1, low, high: what was `found` against what was `given`, a unit each.

    `n` is how often the code was given. The last rows are `macro` (the mean of F1 over codes with `fewest` or more
    units; its `n` is how many codes that are) and `micro` (all codes together). The interval of F1 (95 %) resamples
    blocks; a code that never occurs on either side has no F1.
    """
    tallies = tally(given, found, codes)
    total = tallies.sum(axis=0)
    enough = total[:, [0, 2]].sum(axis=1) >= fewest
    drawn = _resampled(tallies.reshape(len(tallies), -1), blocks, resamples, seed)
    rows = []
    precision, recall, f1 = f1_of(total)
    by_draw = None if drawn is None else drawn.reshape(len(drawn), len(codes), 3)
    spreads = (
        np.full((len(codes), 2), np.nan)
        if by_draw is None
        else np.array([_percentiles(f1_of(by_draw[:, m])[2]) for m in range(len(codes))]).reshape(-1, 2)
    )
    for m, code in enumerate(codes):
        n, said = int(total[m, [0, 2]].sum()), int(total[m, [0, 1]].sum())
        rows.append((code, n, said, precision[m], recall[m], f1[m], *spreads[m]))
    macro = [float(part[enough].mean()) if enough.any() else np.nan for part in (precision, recall, f1)]
    spread = (np.nan, np.nan)
    if by_draw is not None and enough.any():
        spread = _percentiles(np.nanmean(f1_of(by_draw[:, enough])[2], axis=1))
    rows.append(("macro", int(enough.sum()), int(enough.sum()), *macro, *spread))
    together = f1_of(total.sum(axis=0))
    spread = (np.nan, np.nan) if by_draw is None else _percentiles(f1_of(by_draw.sum(axis=1))[2])
    rows.append(
        ("micro", int(total[:, [0, 2]].sum()), int(total[:, [0, 1]].sum()), *(float(v) for v in together), *spread)
    )
    return pd.DataFrame(rows, columns=["code", "n", "found", "precision", "recall", "f1", "low", "high"])


def _resampled(rows: np.ndarray, blocks: Sequence[Hashable], resamples: int, seed: int) -> np.ndarray | None:
    """Sums of the rows (units x columns) in resamples of their blocks; `None` with too few blocks."""
    frame = pd.DataFrame(rows).groupby(np.asarray(blocks), sort=False).sum().to_numpy(dtype=float)
    if len(frame) < resampling.FEWEST_BLOCKS:
        return None
    return resampling.resampled_sums(frame, np.ones(len(frame)), resamples, seed)[0]


def _percentiles(drawn: np.ndarray) -> tuple[float, float]:
    drawn = drawn[~np.isnan(drawn)]
    return tuple(float(v) for v in np.quantile(drawn, [0.025, 0.975])) if len(drawn) else (np.nan, np.nan)
