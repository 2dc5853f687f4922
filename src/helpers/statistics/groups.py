"""Groups of texts: what tells them apart, where the text is what is sampled, and in how many texts it stands.

Tables of hits are sparse: a row for each text and term (or concept, or code) that meet, columns text_id, term, n.
Resamples are Poisson bootstraps: in each draw a text weighs 0, 1, 2 ... times, by a hash of its id and of the draw, so
that a text weighs the same in whatever order, part or program it is drawn. Of more than `sums.MANY` texts none is
drawn: what the draws would give comes from sums.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.special import chdtrc, ndtri

from ..errors import CorpusError
from . import resampling
from .counts import PER
from .dispersion import FEWEST_HITS, at_random
from .keyness import bound_of_none, g2, log_ratio, log_ratio_interval, nearest_zero, with_none
from .sums import MANY, Sums, log_rate_error, rate_bounds
from .sums import at_random as from_sums

FEWEST_TEXTS = 20
"""A group with fewer texts has counts and no interval."""
HEAVY = 0.5
"""A text that holds this share of the hits of a group is named."""
_TOGETHER = 2000
"""So many terms are resampled at once: memory grows with them times the draws."""
_AT_MOST = np.exp(-1) * np.cumsum(1 / np.array([1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880], dtype=float))
"""The probabilities that a Poisson count of mean 1 is at most 0, 1, ... 9."""


def weights(text_ids: list[str], draws: int, seed: int) -> np.ndarray:
    """How often each text (rows) is in each draw (columns): Poisson of mean 1, from a hash of seed, text and draw.

    The hash of a text is BLAKE2b; the draws from it are those of SplitMix64 (Steele, Lea & Flood 2014). Raises
    `CorpusError` for a seed or a number of draws that there cannot be.

    >>> whole = weights(["a", "b"], 500, seed=1)
    >>> whole.mean().round(1), (weights(["b"], 500, seed=1) == whole[1]).all()
    (np.float64(1.0), np.True_)
    """
    resampling.generator(seed, draws)
    states = [hashlib.blake2b(f"{seed}\0{name}".encode(), digest_size=8).digest() for name in text_ids]
    state = np.array([int.from_bytes(digest, "little") for digest in states], dtype=np.uint64)
    with np.errstate(over="ignore"):
        mixed = state[:, None] + np.arange(1, draws + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        mixed ^= mixed >> np.uint64(31)
    uniform = (mixed >> np.uint64(11)).astype(float) / 2.0**53
    return np.searchsorted(_AT_MOST, uniform, side="right").astype(np.int8)


def drawn_sums(counts: pd.DataFrame, text_ids: list[str], draws: int, seed: int) -> pd.DataFrame:
    """The sum of `n` of each term (rows, sorted) in each draw of texts (columns).

    `counts` has text_id, term, n; texts that are not in `text_ids` weigh nothing. Raises as `weights`.

    >>> counts = pd.DataFrame([("a", "治理", 2), ("b", "治理", 1)], columns=["text_id", "term", "n"])
    >>> drawn_sums(counts, ["a", "b"], 2000, seed=1).mean(axis=1).round(0).tolist()
    [3.0]
    """
    terms = pd.Index(sorted(set(counts["term"])))
    place = {text_id: n for n, text_id in enumerate(text_ids)}
    row, column = terms.get_indexer(counts["term"]), counts["text_id"].map(place)
    here = column.notna().to_numpy()
    cells = (row[here], column[here].astype(int))
    matrix = csr_array((counts["n"].to_numpy(dtype=float)[here], cells), shape=(len(terms), len(text_ids)))
    total = np.zeros((len(terms), draws))
    step = max(1, 4_000_000 // draws)  # in parts: the weights of many texts take more memory than their sums
    for start in range(0, len(text_ids), step):
        part = weights(text_ids[start : start + step], draws, seed).astype(float)
        total += matrix[:, start : start + step] @ part
    return pd.DataFrame(total, index=terms)


def keyness(
    counts: pd.DataFrame, words: pd.Series, group: pd.Series, one: str, other: list[str], minimum: int, draws: int,
    seed: int,
) -> pd.DataFrame:  # fmt: skip
    """What tells the texts of a group from those of others, surest first.

    `counts` has text_id, term, n; `words` (how many a text has) and `group` are by text_id. Columns: term, count_1,
    count_2, rate_1, rate_2 (per 1,000 words), g2, p (of G2, adjusted by Benjamini-Hochberg; it takes words as
    independent), log_ratio, low, high (95 %, texts resampled), lrc (exact, words as independent, family-wise),
    lrc_texts (texts resampled, family-wise; never surer than lrc), texts_1, texts_2 (that carry it), heavy_1, heavy_2
    (the text among several that holds half of a side's hits or more, empty for none), family (terms that stand
    `minimum` times or more). A term that one side lacks has the exact bound of `bound_of_none` in the place of its
    interval, with texts as what is counted, and its other bound is open (infinite). With fewer than twenty texts on a
    side low, high and lrc_texts are not numbers, and the order is that of lrc. Raises `CorpusError` where a side has no
    word.

    >>> counts = pd.DataFrame([("a", "order", 8), ("b", "order", 1)], columns=["text_id", "term", "n"])
    >>> words, group = pd.Series({"a": 100, "b": 100}), pd.Series({"a": "left", "b": "right"})
    >>> table = keyness(counts, words, group, "left", ["right"], 1, 100, 1)
    >>> table[["term", "count_1", "count_2", "log_ratio", "low", "texts_1", "heavy_1"]].values.tolist()
    [['order', 8, 1, 3.0, nan, 1, '']]
    """
    sides = [sorted(group.index[group.isin(names)]) for names in ([one], other)]
    sizes = [int(words.reindex(side).sum()) for side in sides]
    refuse_empty([one], other, sizes)
    inside = [counts[counts["text_id"].isin(set(side))] for side in sides]
    sums = [part.groupby("term")["n"].sum() for part in inside]
    family = sums[0].add(sums[1], fill_value=0)
    terms = family.index[family >= minimum].sort_values()
    inside = [part[part["term"].isin(terms)] for part in inside]
    found = [
        Side(
            size,
            total.reindex(terms, fill_value=0).to_numpy(),
            part.groupby("term")["text_id"].nunique().reindex(terms, fill_value=0).to_numpy(),
            heaviest(part if len(side) > 1 else part[:0]).reindex(terms, fill_value="").tolist(),
            _error(part, words, side, terms, draws, seed),
        )
        for part, side, size, total in zip(inside, sides, sizes, sums, strict=True)
    ]
    return contrast(terms, *found)


class Side(NamedTuple):
    """One of two groups that are compared: its words, and by term hits, texts, heaviest text, error.

    The error is that of the binary logarithm of the rate (not a number with too few texts).

    >>> Side(100, np.array([8]), np.array([1]), [""], np.array([np.nan])).words
    100
    """

    words: int
    hits: np.ndarray
    texts: np.ndarray
    heavy: list[str]
    error: np.ndarray


def refuse_empty(one: list[str], other: list[str], sizes: list[int]) -> None:
    """Raises `CorpusError` where a side has no word.

    >>> refuse_empty(["left"], ["right"], [100, 100])
    """
    for names, size in zip((one, other), sizes, strict=True):
        if not size:
            raise CorpusError(f"{', '.join(names) or 'nothing'}: this group has no words; choose of the others")


def contrast(terms: pd.Index, one: Side, other: Side) -> pd.DataFrame:
    """The table of `keyness` from what is known of the terms on both sides.

    >>> sides = [Side(100, np.array([n]), np.array([1]), [""], np.array([np.nan])) for n in (8, 1)]
    >>> contrast(pd.Index(["order"]), *sides)[["term", "count_1", "log_ratio"]].values.tolist()
    [['order', 8, 3.0]]
    """
    (n1, k1, *_), (n2, k2, *_) = one, other
    texts, heavy, error = (one.texts, other.texts), (one.heavy, other.heavy), np.hypot(one.error, other.error)
    ratio, score = log_ratio(k1, n1, k2, n2), g2(k1, n1, k2, n2)
    lrc = nearest_zero(*log_ratio_interval(k1, n1, k2, n2, 0.05 / max(1, len(terms))))
    alpha = 0.05 / max(1, len(terms))
    none = [bound_of_none(*texts, n1, n2, level) for level in (0.05, alpha)]
    low, high = with_none(ratio, ndtri(0.975) * error, none[0])
    by_texts = nearest_zero(*with_none(ratio, ndtri(1 - alpha / 2) * error, none[1]))
    sure = np.sign(lrc) * np.minimum(np.abs(lrc), np.where(by_texts * lrc > 0, np.abs(by_texts), 0))
    table = pd.DataFrame(
        {
            "term": terms, "count_1": k1.astype(int), "count_2": k2.astype(int), "rate_1": PER * k1 / n1,
            "rate_2": PER * k2 / n2, "g2": score, "p": resampling.benjamini_hochberg(chdtrc(1, score)),
            "log_ratio": ratio, "low": low, "high": high, "lrc": lrc,
            "lrc_texts": np.where(np.isnan(error), np.nan, sure),
            "texts_1": texts[0], "texts_2": texts[1], "heavy_1": heavy[0], "heavy_2": heavy[1], "family": len(terms),
        }
    )  # fmt: skip
    keys = {"sure": table["lrc_texts"].fillna(table["lrc"]).abs(), "size": table["log_ratio"].abs()}
    order = table.assign(**keys).sort_values(["sure", "size", "term"], ascending=[False, False, True]).index
    return table.loc[order].reset_index(drop=True)


def _error(
    counts: pd.DataFrame, words: pd.Series, texts: list[str], terms: pd.Index, draws: int, seed: int
) -> np.ndarray:
    """Standard error of the binary logarithm of each term's rate, from resampled texts; not a number with too few.

    Never less than that of a Poisson count, for a term in one text varies by chance too; a zero is taken as a half.
    """
    if len(texts) < FEWEST_TEXTS:
        return np.full(len(terms), np.nan)
    if len(texts) > MANY:
        return log_error(_summed(counts, words, texts, terms))
    sizes = np.maximum(_drawn_sizes(words, texts, draws, seed), 1)
    resampled = np.zeros(len(terms))
    for start in range(0, len(terms), _TOGETHER):
        some = terms[start : start + _TOGETHER]
        part = counts[counts["term"].isin(some)]
        hits = drawn_sums(part, texts, draws, seed).reindex(some, fill_value=0).to_numpy()
        resampled[start : start + _TOGETHER] = np.log2(np.where(hits == 0, 0.5, hits) / sizes).std(axis=1, ddof=1)
    total = counts.groupby("term")["n"].sum().reindex(terms, fill_value=0).to_numpy()
    return np.maximum(resampled, _least_error(total))


def _least_error(hits: np.ndarray) -> np.ndarray:
    return 1 / (np.log(2) * np.sqrt(np.maximum(hits, 0.5)))


def log_error(sums: Sums) -> np.ndarray:
    """The error of `Side`, from sums: never less than that of a Poisson count.

    >>> log_error(Sums.of(np.array([[1, 0, 1, 0]]), np.full(4, 10))).round(2).tolist()
    [1.02]
    """
    return np.maximum(log_rate_error(sums) / np.log(2), _least_error(sums.x))


def _summed(counts: pd.DataFrame, sizes: pd.Series, texts: list[str], terms: Sequence[str]) -> Sums:
    """The sums of some texts, by term."""
    n = counts["text_id"].map(sizes).to_numpy(dtype=float)
    x = counts["n"].to_numpy(dtype=float)
    products = {"x": x, "xx": x**2, "xxx": x**3, "xn": x * n, "xxn": x**2 * n, "xnn": x * n**2}
    table = pd.DataFrame(products).groupby(counts["term"].to_numpy()).sum().reindex(terms, fill_value=0)
    whole = sizes.reindex(texts).to_numpy(dtype=float)
    return Sums(*(table[name].to_numpy() for name in products), whole.sum(), (whole**2).sum(), (whole**3).sum())


def _drawn_sizes(sizes: pd.Series, texts: list[str], draws: int, seed: int) -> np.ndarray:
    whole = pd.DataFrame({"text_id": texts, "term": "", "n": sizes.reindex(texts).to_numpy()})
    return drawn_sums(whole, texts, draws, seed).to_numpy()[0]


def heaviest(counts: pd.DataFrame) -> pd.Series:
    """By term, the text that holds half of its hits or more, empty where none does; `counts` has text_id, term, n.

    >>> counts = pd.DataFrame([("a", "治理", 2), ("b", "治理", 1)], columns=["text_id", "term", "n"])
    >>> heaviest(counts).to_dict()
    {'治理': 'a'}
    """
    ordered = counts.sort_values(["term", "n", "text_id"], ascending=[True, False, True]).drop_duplicates("term")
    total = counts.groupby("term")["n"].sum()
    most = ordered.set_index("term")
    return most["text_id"].where(most["n"] >= HEAVY * total.reindex(most.index), "")


def shares(
    counts: pd.DataFrame, sizes: pd.Series, group: pd.Series, order: list[str], draws: int, seed: int
) -> pd.DataFrame:
    """term, group, count, of, texts, of_texts, share, low, high, heavy: how much of each group a term fills.

    `counts` has text_id, term, n, `sizes` what n is a part of (windows, sentences); both and `group` are by text_id.
    Every term stands beside every group of `order`, with 0 where it is absent. `texts` of `of_texts` carry it; low and
    high (95 %) resample texts and are empty under twenty of them; `heavy` is the text that holds half of the hits or
    more, empty where no other text is in the group. Raises as `weights`.

    >>> counts = pd.DataFrame([("a", "治理", 2)], columns=["text_id", "term", "n"])
    >>> table = shares(counts, pd.Series({"a": 4, "b": 4}), pd.Series({"a": "g", "b": "g"}), ["g"], 100, 1)
    >>> table[["term", "count", "of", "texts", "of_texts", "share", "heavy"]].values.tolist()
    [['治理', 2, 8, 1, 2, 0.25, 'a']]
    """
    terms = sorted(set(counts["term"]))
    parts = []
    for name in order:
        texts = sorted(group.index[group == name])
        part = counts[counts["text_id"].isin(set(texts))]
        total = part.groupby("term")["n"].sum().reindex(terms, fill_value=0)
        of = int(sizes.reindex(texts).sum())
        low, high = _share_bounds(part, sizes, texts, terms, draws, seed)
        table = pd.DataFrame({"term": terms, "group": name, "count": total.to_numpy(), "of": of})
        table["texts"] = part.groupby("term")["text_id"].nunique().reindex(terms, fill_value=0).to_numpy()
        table["of_texts"], table["share"] = len(texts), table["count"] / max(of, 1) if of else np.nan
        table["low"], table["high"] = low, high
        table["heavy"] = heaviest(part).reindex(terms, fill_value="").to_numpy() if len(texts) > 1 else ""
        parts.append(table)
    columns = ["term", "group", "count", "of", "texts", "of_texts", "share", "low", "high", "heavy"]
    return pd.concat(parts, ignore_index=True)[columns] if parts and terms else pd.DataFrame(columns=columns)


def _share_bounds(
    counts: pd.DataFrame, sizes: pd.Series, texts: list[str], terms: list[str], draws: int, seed: int
) -> tuple[np.ndarray, np.ndarray]:
    if len(texts) < FEWEST_TEXTS or not terms:
        return np.full(len(terms), np.nan), np.full(len(terms), np.nan)
    if len(texts) > MANY:
        return rate_bounds(_summed(counts, sizes, texts, terms))
    hits = drawn_sums(counts, texts, draws, seed).reindex(terms, fill_value=0).to_numpy()
    low, high = np.quantile(hits / np.maximum(_drawn_sizes(sizes, texts, draws, seed), 1), [0.025, 0.975], axis=1)
    return low, high


def dispersion(
    counts: pd.DataFrame, words: pd.Series, draws: int, seed: int, fewest: int = FEWEST_HITS
) -> pd.DataFrame:
    """term, count, texts, of_texts, dp_norm, random, random_low, random_high, uneven: spread over texts.

    `counts` has text_id, term, n, `words` is by text_id. DPnorm (Lijffijt & Gries 2012) with texts as the parts, from
    the cells that are not zero; beside it as many hits placed at random. Terms under `fewest` hits are left out, and so
    are all where there is one text. Sorted by count. Raises as `resampling.generator`.

    >>> counts = pd.DataFrame([("a", "order", 30), ("b", "order", 30)], columns=["text_id", "term", "n"])
    >>> dispersion(counts, pd.Series({"a": 100, "b": 100}), 100, 1)[["term", "dp_norm", "uneven"]].values.tolist()
    [['order', 0.0, False]]
    """
    words = words[words > 0]
    share = words / words.sum()
    total = counts.groupby("term")["n"].sum()
    total = total[(total >= fewest) & (len(words) > 1)]
    columns = ["term", "count", "texts", "of_texts", "dp_norm", "random", "random_low", "random_high", "uneven"]
    if total.empty:
        return pd.DataFrame(columns=columns)
    cells = counts[counts["term"].isin(total.index)]
    observed, expected = cells["n"] / cells["term"].map(total), cells["text_id"].map(share)
    parts = pd.DataFrame({"term": cells["term"], "apart": (observed - expected).abs(), "held": expected})
    sums = parts.groupby("term")[["apart", "held"]].sum()
    table = pd.DataFrame({"count": total, "texts": cells.groupby("term")["text_id"].nunique()})
    table["of_texts"] = len(words)
    table["dp_norm"] = ((sums["apart"] + 1 - sums["held"]) / 2 / (1 - share.min())).clip(0, 1)
    numbers, parts_of = np.unique(total.to_numpy()), words.to_numpy()
    reference = from_sums(numbers, parts_of) if len(words) > MANY else at_random(numbers, parts_of, draws, seed)
    for place, name in enumerate(("random", "random_low", "random_high")):
        table[name] = [reference[n][place] for n in table["count"]]
    table["uneven"] = table["dp_norm"] > table["random_high"]
    table = table.rename_axis("term").reset_index()[columns]
    return table.sort_values(["count", "term"], ascending=[False, True]).reset_index(drop=True)
