"""How far coders agree with each other, and a dictionary with coders: alpha, precision, recall, F1, with intervals."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np
import pandas as pd

from . import resampling

RELIABLE = 0.70
"""Below this F1 a dictionary's code is exploratory."""


def coincidences(values: Sequence[Sequence[Hashable | None]], categories: Sequence[Hashable]) -> np.ndarray:
    """Coincidence matrices, units x categories x categories, from the values that each unit was given.

    A pair of values of a unit counts 1 / (its values - 1) (Krippendorff 2004, ch. 11); `None` is a missing value, and a
    unit with fewer than two values has no pair. Raises `KeyError` for a value that is no category.

    >>> coincidences([("war", "war"), ("war", "trade"), ("war", None)], ["war", "trade"]).tolist()
    [[[2.0, 0.0], [0.0, 0.0]], [[0.0, 1.0], [1.0, 0.0]], [[0.0, 0.0], [0.0, 0.0]]]
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


def alpha_from(matrix: np.ndarray) -> np.ndarray:
    """Krippendorff's alpha, nominal, from (stacked) coincidence matrices; not a number where only one value occurs.

    One less the observed disagreement over that by chance (Krippendorff 2004, ch. 11).

    >>> alpha_from(np.array([[[2, 1], [1, 2]], [[4, 0], [0, 2]]])).round(3).tolist()
    [0.444, 1.0]
    """
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
    categories = _categories(values)
    return float(alpha_from(coincidences(values, categories).sum(axis=0)))


def alpha_by_nltk(values: Sequence[Sequence[Hashable]]) -> float:
    """The same by NLTK's `AnnotationTask`, to hold ours against; every coder gave every unit a value.

    >>> round(alpha_by_nltk([(1, 1), (2, 2), (1, 1), (1, 2)]), 3)
    0.533
    """
    from nltk.metrics.agreement import AnnotationTask

    if len(_categories(values)) < 2:
        return np.nan  # which NLTK divides by
    return float(
        AnnotationTask([(c, n, value) for n, unit in enumerate(values) for c, value in enumerate(unit)]).alpha()
    )


def alpha_interval(
    values: Sequence[Sequence[Hashable | None]], blocks: Sequence[Hashable], resamples: int, seed: int
) -> tuple[float, float, float]:
    """Alpha and its percentile interval (95 %) from resampled blocks; `nan` where undefined.

    `values` is as for `alpha`, `blocks` the block (paragraph) of each unit. There is no interval with fewer than
    `resampling.FEWEST_BLOCKS` blocks. Raises `CorpusError` as `resampling.generator`.

    >>> values = [("war", "war"), ("trade", "trade"), ("war", "trade")] * 20
    >>> [round(v, 2) for v in alpha_interval(values, range(60), 200, seed=1)]
    [0.34, 0.11, 0.6]
    >>> alpha_interval(values[:4], ["p1", "p1", "p2", "p2"], 200, seed=1)
    (0.5333333333333333, nan, nan)
    """
    categories = _categories(values)
    if not categories:
        return (np.nan, np.nan, np.nan)
    matrix = coincidences(values, categories)
    point = float(alpha_from(matrix.sum(axis=0)))
    if np.isnan(point):
        return point, np.nan, np.nan
    return (point, *_percentiles(alpha_from(_resampled(matrix, blocks, resamples, seed))))


def precision_recall_f1(tallies: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Precision, recall and F1 from tallies (..., 3) of true positives, false positives and false negatives.

    Not a number where nothing was found, nothing given, or neither.

    >>> [figure.tolist() for figure in precision_recall_f1(np.array([[3, 1, 3], [0, 0, 3]]))]
    [[0.75, nan], [0.5, 0.0], [0.6, 0.0]]
    """
    tp, fp, fn = (tallies[..., n].astype(float) for n in range(3))
    with np.errstate(divide="ignore", invalid="ignore"):
        return tp / (tp + fp), tp / (tp + fn), 2 * tp / (2 * tp + fp + fn)


def tally(given: Sequence[set[str]], found: Sequence[set[str]], codes: Sequence[str]) -> np.ndarray:
    """Units x codes x 3: whether a code is a true positive, a false positive or a false negative of a unit.

    Raises `ValueError` where there are not as many units in both.

    >>> tally([{"war"}, {"war"}], [{"war"}, {"trade"}], ["war", "trade"]).tolist()
    [[[1, 0, 0], [0, 0, 0]], [[0, 0, 1], [0, 1, 0]]]
    """
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

    `n` is how often the code was given. The last rows are `macro` (the mean over codes that were given to `fewest` or
    more units; its `n` is how many codes that are) and `micro` (all codes together). The interval of F1 (95 %)
    resamples `blocks` (the paragraph of each unit); a code that never occurs on either side has no F1. Raises as
    `tally` and as `resampling.generator`.

    >>> given, found = [{"war"}, {"war", "trade"}, set()], [{"war"}, {"war"}, {"war"}]
    >>> table = score(given, found, ["war", "trade"], ["p1", "p1", "p2"], fewest=1, resamples=100, seed=1)
    >>> table[["code", "n", "found", "f1"]].round(2).to_numpy().tolist()
    [['war', 2, 3, 0.8], ['trade', 1, 0, 0.0], ['macro', 2, 2, 0.4], ['micro', 3, 3, 0.67]]
    """
    tallies = tally(given, found, codes)
    total = tallies.sum(axis=0)
    drawn = _resampled(tallies, blocks, resamples, seed)
    figures, drawn_f1 = precision_recall_f1(total), precision_recall_f1(drawn)[2]
    rows = [
        (code, *_given_and_found(total[m]), *(figure[m] for figure in figures), *_percentiles(drawn_f1[:, m]))
        for m, code in enumerate(codes)
    ]
    enough = total[:, [0, 2]].sum(axis=1) >= fewest
    means, spread = [np.nan] * 3, (np.nan, np.nan)
    if enough.any():
        means = [float(figure[enough].mean()) for figure in figures]
        spread = _percentiles(np.nanmean(drawn_f1[:, enough], axis=1))
    rows.append(("macro", int(enough.sum()), int(enough.sum()), *means, *spread))
    together = total.sum(axis=0)
    spread = _percentiles(precision_recall_f1(drawn.sum(axis=1))[2])
    rows.append(("micro", *_given_and_found(together), *map(float, precision_recall_f1(together)), *spread))
    return pd.DataFrame(rows, columns=["code", "n", "found", "precision", "recall", "f1", "low", "high"])


def _categories(values: Sequence[Sequence[Hashable | None]]) -> list[Hashable]:
    """The values that were given, each once."""
    return sorted({value for unit in values for value in unit if value is not None}, key=str)


def _given_and_found(tallies: np.ndarray) -> tuple[int, int]:
    """How often a code was given and how often it was found, from its true and false positives and false negatives."""
    return int(tallies[[0, 2]].sum()), int(tallies[[0, 1]].sum())


def _resampled(units: np.ndarray, blocks: Sequence[Hashable], resamples: int, seed: int) -> np.ndarray:
    """Sums of what stands for each unit (units x ...) in resamples of their blocks; of too few blocks no resample."""
    rows = pd.DataFrame(units.reshape(len(units), -1))
    sums = rows.groupby(np.asarray(blocks), sort=False).sum().to_numpy(dtype=float)
    if len(sums) < resampling.FEWEST_BLOCKS:
        return np.empty((0, *units.shape[1:]))
    drawn = resampling.resampled_sums(sums, np.ones(len(sums)), resamples, seed)[0]
    return drawn.reshape(resamples, *units.shape[1:])


def _percentiles(drawn: np.ndarray) -> tuple[float, float]:
    """The bounds that hold 95 % of what was drawn and is a number; `nan` where nothing is."""
    drawn = drawn[~np.isnan(drawn)]
    return tuple(float(v) for v in np.quantile(drawn, [0.025, 0.975])) if len(drawn) else (np.nan, np.nan)
