"""Counts, rates, spread, contrast and company of words: tables in, tables out.

Formulas and their sources stand with each function. A contrast is made only between texts long enough to bear one.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from scipy.special import betaincinv, chdtrc, ndtri

from . import resampling
from .corpus import Corpus, paragraph_sizes, running_text
from .errors import CorpusError
from .hanzi import HANZI

PER = 1000
SHORTEST = 3000
"""Words that a text must have to be contrasted with another; the executive texts and abstracts have fewer."""
FEWEST_HITS = 30
"""Hits that a term must have for a figure of its spread; under them it is noise."""
HANZI_PER_WORD = 1.36
"""What an English word is worth in Chinese where no translation pair says so: the worth in this project's own pair."""


def language_of(texts: pd.DataFrame) -> str:
    """The language whose words are listed where none is asked for: English, or the only other one that `texts` have."""
    there = texts["language"].tolist()
    return "en" if "en" in there or not there else there[0]


def word_tokens(corpus: Corpus, texts: list[str] | None = None, headings: bool = True) -> pd.DataFrame:
    """text_id, paragraph_id, sentence_id, n, term: the words (no numbers, no punctuation) of body and headings.

    List items are left out. Raises `CorpusError` for an unknown text.
    """
    known = corpus.texts["text_id"].tolist()
    for text_id in texts or []:
        if text_id not in known:
            raise CorpusError(f"no text {text_id!r} in this corpus; there are {', '.join(known)}")
    kinds = ["body", "heading"] if headings else ["body"]
    paragraphs = corpus.paragraphs.loc[corpus.paragraphs["kind"].isin(kinds), ["paragraph_id"]]
    places = corpus.sentences[["sentence_id", "text_id", "paragraph_id"]].merge(paragraphs)
    if texts is not None:
        places = places[places["text_id"].isin(texts)]
    words = corpus.tokens.loc[corpus.tokens["kind"] == "word", ["sentence_id", "n", "term"]]
    return words.merge(places)[["text_id", "paragraph_id", "sentence_id", "n", "term"]]


def counts(tokens: pd.DataFrame, by: str = "text_id") -> pd.DataFrame:
    """Occurrences of each term (rows, sorted) in each text, or paragraph (columns, in reading order)."""
    columns = tokens[by].drop_duplicates()
    return tokens.groupby(["term", by]).size().unstack(fill_value=0).reindex(columns=columns, fill_value=0).sort_index()


def rates(table: pd.DataFrame, sizes: pd.Series) -> pd.DataFrame:
    """term, text_id, count, size, rate: occurrences per 1,000 words, from `counts` by text and the size of each."""
    long = table.stack().rename("count").rename_axis(["term", "text_id"]).reset_index()
    long["size"] = long["text_id"].map(sizes)
    return long.assign(rate=PER * long["count"] / long["size"])


# --- windows ---------------------------------------------------------------------------------------------------------


def translations(texts: pd.DataFrame) -> pd.DataFrame:
    """text_id, original, english, chinese: translations from one language into the other, both of them in `texts`."""
    language = texts.set_index("text_id")["language"]
    pairs = texts.loc[texts["translation_of"].isin(language.index), ["text_id", "translation_of"]]
    pairs = pairs.rename(columns={"translation_of": "original"})
    pairs = pairs[pairs["text_id"].map(language).to_numpy() != pairs["original"].map(language).to_numpy()]
    forth = pairs["text_id"].map(language).eq("en")
    return pairs.assign(
        english=pairs["text_id"].where(forth, pairs["original"]),
        chinese=pairs["original"].where(forth, pairs["text_id"]),
    ).reset_index(drop=True)


def hanzi_per_words(corpus: Corpus, words: int) -> int:
    """How many hanzi are worth `words` English words: as the translation pairs of the corpus have it, or without any
    as `HANZI_PER_WORD` has it.
    """
    pairs = translations(corpus.texts)
    full = corpus.paragraphs.groupby("text_id")["text"].agg(" ".join)
    english = sum(len(full[text_id].split()) for text_id in pairs["english"])
    chinese = sum(len(re.findall(HANZI, full[text_id])) for text_id in pairs["chinese"])
    return max(1, round(words * (chinese / english if chinese else HANZI_PER_WORD)))


def worth_borrowed(corpus: Corpus, hanzi: int) -> str:
    """That the size of Chinese windows is not the corpus's own, as a sentence; empty where it is, or was given."""
    if hanzi or len(translations(corpus.texts)) or "zh" not in set(corpus.texts["language"]):
        return ""
    return "No translation pair of this corpus says what a word is worth in hanzi; another corpus's pair does. "


def windows(corpus: Corpus, words: int, hanzi: int | None = None) -> pd.DataFrame:
    """text_id, window, paragraph_id, start, end: each text cut into equal windows, as parts of its paragraphs.

    A window is `words` English words or `hanzi` Chinese characters (by default as many as `hanzi_per_words` says).
    What is left at the end of a text is a window of its own if it has half the size, else part of the last. List items
    are in no window.
    """
    if words < 1 or (hanzi is not None and hanzi < 1):
        raise CorpusError(f"a window has a word or a hanzi at least, not {words if words < 1 else hanzi}; correct it")
    language = corpus.texts.set_index("text_id")["language"]
    hanzi = hanzi or hanzi_per_words(corpus, words)
    rows = []
    for text_id, part in running_text(corpus).groupby("text_id", sort=False):
        pattern, size = (re.compile(HANZI), hanzi) if language[text_id] == "zh" else (re.compile(r"\S+"), words)
        ends = [[hit.end() for hit in pattern.finditer(text)] for text in part["text"]]
        rows += _cut(text_id, part["paragraph_id"].tolist(), part["text"].str.len().tolist(), ends, size)
    return pd.DataFrame(rows, columns=["text_id", "window", "paragraph_id", "start", "end"])


def _cut(text_id: str, ids: list[str], lengths: list[int], ends: list[list[int]], size: int) -> list[tuple]:
    total = sum(map(len, ends))
    count = max(1, total // size + (total % size >= size / 2))
    rows, seen = [], 0
    for paragraph_id, length, stops in zip(ids, lengths, ends, strict=True):
        start = 0
        for n, stop in enumerate(stops, 1):
            window = min((seen + n - 1) // size, count - 1)
            following = min((seen + n) // size, count - 1)
            if n == len(stops):
                rows.append((text_id, window + 1, paragraph_id, start, length))
            elif following != window:
                rows.append((text_id, window + 1, paragraph_id, start, stop))
                start = stop
        seen += len(stops)
    return rows


def concept_shares(corpus: Corpus, hits: pd.DataFrame, window_table: pd.DataFrame) -> pd.DataFrame:
    """concept, text_id, count, alone, windows_with, windows, share, sentences_with, sentences, sentence_share.

    `hits` is that of `concepts.find`, `window_table` that of `windows`. Every concept stands beside every text, with
    zeros where it is absent. Shares of windows may be compared across languages; those of sentences are there to see
    what another unit would change.
    """
    texts = window_table["text_id"].drop_duplicates()
    grid = pd.MultiIndex.from_product([hits["concept"].drop_duplicates(), texts], names=["concept", "text_id"])
    inside = hits.merge(
        window_table[["paragraph_id", "window", "start", "end"]], on="paragraph_id", suffixes=("", "_w")
    )
    inside = inside[(inside["start_w"] <= inside["start"]) & (inside["start"] < inside["end_w"])]
    by = ["concept", "text_id"]
    table = pd.DataFrame(
        {
            "count": hits.groupby(by).size(),
            "alone": hits.groupby(by)["alone"].sum(),
            "windows_with": inside.groupby(by)["window"].nunique(),
            "sentences_with": hits.groupby(by)["sentence_id"].nunique(),
        }
    )
    table = table.reindex(grid, fill_value=0).astype(int).reset_index()
    table["windows"] = table["text_id"].map(window_table.groupby("text_id")["window"].max())
    counted = corpus.sentences[corpus.sentences["paragraph_id"].isin(running_text(corpus)["paragraph_id"])]
    table["sentences"] = table["text_id"].map(counted.groupby("text_id").size())
    table["share"] = table["windows_with"] / table["windows"]
    table["sentence_share"] = table["sentences_with"] / table["sentences"]
    return table[
        [*by, "count", "alone", "windows_with", "windows", "share", "sentences_with", "sentences", "sentence_share"]
    ]


def concept_rates(corpus: Corpus, hits: pd.DataFrame, resamples: int, seed: int) -> pd.DataFrame:
    """concept, text_id, count, size, unit, paragraphs, rate, low, high: per 1,000 words or hanzi of body and headings.

    The interval (95 %) resamples paragraphs of the text; it is empty where a text has fewer than twenty.
    """
    sizes = paragraph_sizes(corpus).merge(running_text(corpus)[["paragraph_id", "text_id", "kind"]])
    language = corpus.texts.set_index("text_id")["language"]
    concepts = hits["concept"].drop_duplicates()
    per_paragraph = hits.groupby(["paragraph_id", "concept"]).size().unstack(fill_value=0).reindex(columns=concepts)
    rows = []
    for text_id, part in sizes.groupby("text_id", sort=False):
        unit = "hanzi" if language[text_id] == "zh" else "words"
        found = per_paragraph.reindex(part["paragraph_id"]).fillna(0).to_numpy()
        size = part[unit].to_numpy()
        whole = float(size.sum()) or np.nan  # a text may hold no word of its language, and then it has no rate
        if (part["kind"] == "body").sum() < resampling.FEWEST_BLOCKS:  # headings do not make a text long
            low, high = np.full((2, len(concepts)), np.nan)
        else:
            low, high = (PER * resampling.interval(found, size, resamples, seed)).T
        for n, concept in enumerate(concepts):
            count = int(found[:, n].sum())
            rows.append(
                (concept, text_id, count, int(size.sum()), unit, len(part), PER * count / whole, low[n], high[n])
            )
    columns = ["concept", "text_id", "count", "size", "unit", "paragraphs", "rate", "low", "high"]
    return pd.DataFrame(rows, columns=columns)


def positions(corpus: Corpus, places: pd.DataFrame) -> pd.Series:
    """How far into its text (0 to 1, by characters of body and headings) each row of `places` stands.

    `places` has paragraph_id and start.
    """
    shown = running_text(corpus)
    length = shown["text"].str.len()
    ends = length.groupby(shown["text_id"]).cumsum()
    total = shown["text_id"].map(length.groupby(shown["text_id"]).sum())
    begins = pd.Series((ends - length).to_numpy(), index=shown["paragraph_id"])
    wholes = pd.Series(total.to_numpy(), index=shown["paragraph_id"])
    paragraph = places["paragraph_id"]
    return (paragraph.map(begins) + places["start"]) / paragraph.map(wholes)


# --- dispersion ------------------------------------------------------------------------------------------------------


def dp_norm(hits: np.ndarray, sizes: np.ndarray) -> np.ndarray:
    """DPnorm of each term, from hits (terms x blocks) and sizes (blocks).

    DP is half the sum of the absolute differences between the shares of hits and of words that the blocks have (Gries
    2008); DPnorm divides by one less the smallest block's share (Lijffijt & Gries 2012). 0 is even, 1 is all hits in
    the smallest block.
    """
    hits = np.atleast_2d(np.asarray(hits, dtype=float))
    share = np.asarray(sizes) / np.sum(sizes)
    dp = np.abs(hits / hits.sum(axis=1, keepdims=True) - share).sum(axis=1) / 2
    return dp / (1 - share.min())


def dispersion(table: pd.DataFrame, resamples: int, seed: int, fewest: int = FEWEST_HITS) -> pd.DataFrame:
    """term, count, range, blocks, dp_norm, random, random_low, random_high, uneven: spread over the blocks of one text.

    `table` is `counts` by paragraph of one text. As DPnorm falls with frequency by itself, the mean and the 95 % range
    of as many hits placed at random stand beside it, and a term is `uneven` only above that range. Terms under `fewest`
    hits are left out, and so are all where there is one block, in which nothing is spread.
    """
    sizes = table.sum().to_numpy()
    frequent = table[(table.sum(axis=1) >= fewest) & (len(sizes) > 1)]
    hits = frequent.to_numpy()
    number = hits.sum(axis=1)
    random = resampling.generator(seed, resamples)
    reference = {}
    for n in np.unique(number):
        drawn = dp_norm(random.multinomial(n, sizes / sizes.sum(), size=resamples), sizes)
        reference[n] = (drawn.mean(), *np.quantile(drawn, [0.025, 0.975]))
    found = pd.DataFrame(
        {"term": frequent.index, "count": number, "range": (hits > 0).sum(axis=1), "blocks": len(sizes)}
    )
    found["dp_norm"] = dp_norm(hits, sizes) if len(hits) else np.array([])
    for place, name in enumerate(("random", "random_low", "random_high")):
        found[name] = [reference[n][place] for n in number]
    return found.assign(uneven=found["dp_norm"] > found["random_high"])


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


def heavy_paragraphs(hits: pd.Series, sizes: pd.Series, tenth: float = 0.1) -> pd.DataFrame:
    """paragraph_id, count, share, rate, rate_without: paragraphs that hold a tenth or more of the hits of one text.

    `hits` and `sizes` (words) by paragraph; rates per 1,000 words, with the paragraph and without it.
    """
    share = hits / hits.sum()
    heavy = share[share >= tenth].index
    rate = PER * hits.sum() / sizes.sum()
    without = [PER * (hits.sum() - hits[p]) / (sizes.sum() - sizes[p]) for p in heavy]
    return pd.DataFrame(
        {"paragraph_id": heavy, "count": hits[heavy], "share": share[heavy], "rate": rate, "rate_without": without}
    ).reset_index(drop=True)


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


# --- sequences and company -------------------------------------------------------------------------------------------


def ngrams(tokens: pd.DataFrame, n: int, minimum: int) -> pd.DataFrame:
    """ngram, a column of counts for each text, count, range (texts): `n` words in a row, at least `minimum` times.

    In a row means without punctuation or a number between, and within a sentence. Sorted by range and count.
    """
    sentences = tokens.groupby("sentence_id", sort=False)
    parts = [sentences["term"].shift(-step) for step in range(n)]
    unbroken = sentences["n"].shift(1 - n) - tokens["n"] == n - 1
    found = pd.DataFrame({"ngram": parts[0].str.cat(parts[1:], sep=" "), "text_id": tokens["text_id"]})[unbroken]
    table = found.groupby(["ngram", "text_id"]).size().unstack(fill_value=0)
    table = table.reindex(columns=tokens["text_id"].drop_duplicates(), fill_value=0)
    table = table.assign(count=table.sum(axis=1), range=(table > 0).sum(axis=1)).rename_axis(columns=None).reset_index()
    table = table[table["count"] >= minimum]
    return table.sort_values(["range", "count", "ngram"], ascending=[False, False, True]).reset_index(drop=True)


def collocations(tokens: pd.DataFrame, node: str, minimum: int, stop: frozenset[str] = frozenset()) -> pd.DataFrame:
    """The company of a term: collocate, together, node, collocate_count, sentences, log_dice, g2, mi.

    The window is the sentence, and node and collocate count once in it, so that logDice (14 + log2 of twice the
    sentences with both over the sum of those with either; Rychlý 2008) is 14 for words that are always together and
    never above. G2 and MI are of the table of sentences. Sorted by logDice. Raises `CorpusError` for an unknown term.
    """
    pairs = tokens[["sentence_id", "term"]].drop_duplicates()
    with_node = pairs.loc[pairs["term"] == node, "sentence_id"]
    if with_node.empty:
        raise CorpusError(f"the term {node!r} stands in none of these texts; choose another")
    sentences = tokens["sentence_id"].nunique()
    each = pairs["term"].value_counts()
    together = pairs.loc[pairs["sentence_id"].isin(with_node), "term"].value_counts()
    together = together[(together >= minimum) & ~together.index.isin({node, *stop})]
    x, y, both = len(with_node), each.reindex(together.index).to_numpy(), together.to_numpy()
    table = pd.DataFrame(
        {
            "collocate": together.index,
            "together": both,
            "node": x,
            "collocate_count": y,
            "sentences": sentences,
            "log_dice": 14 + np.log2(2 * both / (x + y)),
            "g2": g2(both, x, y - both, sentences - x),
            "mi": np.log2(both * sentences / (x * y)),
        }
    )
    return table.sort_values(["log_dice", "collocate"], ascending=[False, True]).reset_index(drop=True)
