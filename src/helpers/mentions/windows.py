"""Equal windows of texts in two languages, and how much of them concepts fill."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from ..corpus.load import Corpus
from ..corpus.selection import paragraph_sizes, running_text, translations
from ..errors import CorpusError
from ..statistics import resampling
from ..statistics.counts import PER
from ..text.hanzi import HANZI, how_many, places

HANZI_PER_WORD = 1.36
"""What an English word is worth in Chinese where no translation pair says so: the worth in this project's own pair."""


def hanzi_per_words(corpus: Corpus, words: int) -> int:
    """How many hanzi are worth `words` English words: as the translation pairs of the corpus have it, or without any
    as `HANZI_PER_WORD` has it.

    >>> from helpers.corpus.load import corpus_of
    >>> hanzi_per_words(corpus_of(zh={"a": "全球治理。"}), 100)
    136
    """
    pairs = translations(corpus.texts)
    full = corpus.paragraphs.groupby("text_id")["text"].agg(" ".join)
    english = sum(len(full[text_id].split()) for text_id in pairs["english"])
    chinese = sum(len(re.findall(HANZI, full[text_id])) for text_id in pairs["chinese"])
    return max(1, round(words * (chinese / english if chinese else HANZI_PER_WORD)))


def windows(corpus: Corpus, words: int, hanzi: int | None = None) -> pd.DataFrame:
    r"""text_id, window, paragraph_id, start, end: each text cut into equal windows, as parts of its paragraphs.

    A window is `words` English words or `hanzi` Chinese characters (by default as many as `hanzi_per_words` says).
    What is left at the end of a text is a window of its own if it has half the size, else part of the last. List items
    are in no window. Windows count from 1 in each text; `start` and `end` are offsets into the paragraph. Raises
    `CorpusError` for a window without a word or a hanzi.

    >>> from helpers.corpus.load import corpus_of
    >>> windows(corpus_of(zh={"a": "全球治理。\n合作共赢。"}), words=1, hanzi=3).drop(columns="text_id").values.tolist()
    [[1, 'a:1', 0, 3], [2, 'a:1', 3, 5], [2, 'a:2', 0, 2], [3, 'a:2', 2, 5]]
    """
    if words < 1 or (hanzi is not None and hanzi < 1):
        raise CorpusError(f"a window has a word or a hanzi at least, not {words if words < 1 else hanzi}; correct it")
    language = corpus.texts.set_index("text_id")["language"]
    hanzi = hanzi or hanzi_per_words(corpus, words)
    rows = []
    for text_id, part in running_text(corpus).groupby("text_id", sort=False):
        size = hanzi if language[text_id] == "zh" else words
        parts = cut(part["text"].tolist(), language[text_id], size)
        ids = part["paragraph_id"].tolist()
        rows += [(text_id, window, ids[n], start, end) for window, n, start, end in parts]
    return pd.DataFrame(rows, columns=["text_id", "window", "paragraph_id", "start", "end"])


def cut(paragraphs: list[str], language: str, size: int) -> list[tuple[int, int, int, int]]:
    """Window, number of the paragraph (from 0), start, end: a text cut into windows of `size` words or hanzi.

    >>> cut(["全球治理。", "合作共赢。"], "zh", 3)
    [(1, 0, 0, 3), (2, 0, 3, 5), (2, 1, 0, 2), (3, 1, 2, 5)]
    """
    sizes = [how_many(text) if language == "zh" else len(text.split()) for text in paragraphs]
    count = window_count(sum(sizes), size)
    rows, seen = [], 0
    for place, (text, here) in enumerate(zip(paragraphs, sizes, strict=True)):
        start = 0
        numbers = range(size - seen % size, min(here, size * (count - 1) - seen + 1), size)
        for number, stop in zip(numbers, _ends(text, language, numbers), strict=True):
            rows.append(((seen + number) // size, place, start, stop))
            start = stop
        if here:
            rows.append((min((seen + here - 1) // size, count - 1) + 1, place, start, len(text)))
        seen += here
    return rows


def window_count(total: int, size: int) -> int:
    """How many windows a text of so many words or hanzi has.

    >>> window_count(149, 100), window_count(150, 100), window_count(1, 100), window_count(0, 100)
    (1, 2, 1, 0)
    """
    return max(1, total // size + (total % size >= size / 2)) if total else 0


def _ends(text: str, language: str, numbers: range) -> list[int]:
    """Where the words, or hanzi, of a text end that have these numbers, from 1; the last of them is none of these."""
    if not numbers:
        return []
    if language == "zh":
        return (places(text)[np.array(numbers) - 1] + 1).tolist()
    ends, rest, before = [], text, 0
    for number in numbers:
        *_, rest = rest.split(None, number - before)
        ends.append(len(text[: len(text) - len(rest)].rstrip()))
        before = number
    return ends


def concept_shares(corpus: Corpus, hits: pd.DataFrame, window_table: pd.DataFrame) -> pd.DataFrame:
    """concept, text_id, count, alone, windows_with, windows, share, sentences_with, sentences, sentence_share.

    `hits` is that of `concepts.find`, `window_table` that of `windows`. Every concept stands beside every text, with
    zeros where it is absent. Shares of windows may be compared across languages; those of sentences are there to see
    what another unit would change.

    >>> from helpers.corpus.load import corpus_of
    >>> from helpers.mentions.concepts import Concept, find
    >>> corpus = corpus_of(zh={"a": "全球治理。治理体系。"})
    >>> hits = find(corpus, [Concept("global", "global", ("全球",))])
    >>> table = concept_shares(corpus, hits, windows(corpus, words=1, hanzi=2))
    >>> table[["concept", "text_id", "windows_with", "windows", "share", "sentence_share"]].values.tolist()
    [['global', 'a', 1, 4, 0.25, 0.5]]
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

    The interval (95 %) resamples paragraphs of the text (`resamples` times, from `seed`); it is empty where a text has
    fewer than twenty. `hits` is that of `concepts.find`.

    >>> from helpers.corpus.load import corpus_of
    >>> from helpers.mentions.concepts import Concept, find
    >>> corpus = corpus_of(zh={"a": "全球治理，合作共赢。"})
    >>> hits = find(corpus, [Concept("global", "global", ("全球",))])
    >>> concept_rates(corpus, hits, resamples=100, seed=1)[["count", "size", "unit", "rate"]].values.tolist()
    [[1, 8, 'hanzi', 125.0]]
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
