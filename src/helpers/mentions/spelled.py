"""Words as they are spelled, counted carefully in texts and naively in whole files, and what makes the difference."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd
from nltk import FreqDist, NLTKWordTokenizer, ngrams

from ..corpus.load import BACK_MATTER, Corpus
from ..corpus.rules import READ
from ..text.quotation import quoted
from .concepts import Concept


def pattern_of(word: str) -> re.Pattern[str]:
    """What finds a word as it is spelled; `*` at the end of an English word is any ending.

    >>> [hit[0] for hit in pattern_of("hegemon*").finditer("Hegemony, or a hegemon.")]
    ['Hegemony', 'hegemon']
    """
    return Concept(word, word, (word,)).pattern


def naive_count(word: str, raw: str) -> int:
    """How often a word stands in a file for who turns it into small letters and cuts it by NLTK's word tokeniser.

    >>> naive_count("global governance", "Global governance. The end of global governance.4 Of global governance")
    1
    >>> naive_count("全球治理", "全球治理需要改革。")
    0
    """
    return _naive(NLTKWordTokenizer().tokenize(raw.lower()), word)


def _naive(tokens: Sequence[str], word: str) -> int:
    parts = word.lower().split()
    grams = FreqDist(ngrams(tokens, len(parts)))
    if not word.endswith("*"):
        return grams[tuple(parts)]
    begins = tuple(part.rstrip("*") for part in parts)
    return sum(n for gram, n in grams.items() if gram[:-1] == begins[:-1] and gram[-1].startswith(begins[-1]))


def in_files(corpus: Corpus, words: Sequence[str]) -> pd.DataFrame:
    """word, source_id, naive, careful, elsewhere, missed: each word in each file, counted in two ways.

    `careful` counts body, headings and list items of the texts without back matter, `elsewhere` what else the file
    holds (notes, captions, contents, titles, back matter). `missed` is what a naive count does not find:
    careful + elsewhere - naive.

    >>> from helpers.corpus.load import corpus_of
    >>> note = {"stream": "note", "match": "①"}
    >>> corpus = corpus_of(zh={"a": "全球治理。\\n① 全球治理。"}, stream=[note])
    >>> in_files(corpus, ["全球治理"]).values.tolist()
    [['全球治理', 'a', 0, 1, 1, 2]]
    """
    read, rest = _read(corpus), _rest(corpus)
    rows = []
    for source_id, raw in corpus.raw.items():
        tokens = NLTKWordTokenizer().tokenize(raw.lower())
        for word in words:
            pattern = pattern_of(word)
            careful, elsewhere = (sum(1 for _ in pattern.finditer(part[source_id])) for part in (read, rest))
            naive = _naive(tokens, word)
            rows.append((word, source_id, naive, careful, elsewhere, careful + elsewhere - naive))
    table = pd.DataFrame(rows, columns=["word", "source_id", "naive", "careful", "elsewhere", "missed"])
    order = table["word"].map(list(words).index)
    return table.assign(order=order).sort_values("order", kind="stable").drop(columns="order").reset_index(drop=True)


def _read(corpus: Corpus) -> dict[str, str]:
    """By file, what its texts say: body, headings and list items, back matter left out."""
    back = corpus.texts.loc[corpus.texts["genre"] == BACK_MATTER, "text_id"]
    said = corpus.paragraphs[~corpus.paragraphs["text_id"].isin(back)]
    return said.groupby(said["text_id"].map(corpus.source_of))["text"].agg("\n".join).to_dict()


def _rest(corpus: Corpus) -> dict[str, str]:
    """By file, all else that it holds: runs of what is not read, and back matter; white space is folded."""
    back = corpus.texts.loc[corpus.texts["genre"] == BACK_MATTER, "text_id"]
    is_rest = ~corpus.ledger["stream"].isin(READ) | corpus.ledger["text_id"].isin(back)
    pieces = corpus.ledger.assign(is_rest=is_rest).sort_values(["source_id", "start"])
    parts: dict[str, list[str]] = {source_id: [] for source_id in corpus.raw}
    for piece in pieces.itertuples():
        parts[piece.source_id].append(corpus.raw[piece.source_id][piece.start : piece.end] if piece.is_rest else " ")
    return {source_id: " ".join("".join(found).split()) for source_id, found in parts.items()}


def in_texts(corpus: Corpus, words: Sequence[str]) -> pd.DataFrame:
    """word, text_id, count, quoted: occurrences in body, headings and list items, and those inside quotation marks.

    >>> from helpers.corpus.load import corpus_of
    >>> corpus = corpus_of(en={"a": 'They said "no war". We say war.'})
    >>> in_texts(corpus, ["war"]).values.tolist()
    [['war', 'a', 2, 1]]
    """
    rows = []
    for text_id, paragraphs in corpus.paragraphs.groupby("text_id", sort=False)["text"]:
        marked = [text[a:b] for text in paragraphs for a, b in quoted(text)]
        for word in words:
            pattern = pattern_of(word)
            every, inside = (sum(1 for text in part for _ in pattern.finditer(text)) for part in (paragraphs, marked))
            rows.append((word, text_id, every, inside))
    return pd.DataFrame(rows, columns=["word", "text_id", "count", "quoted"])


def sentences_with(corpus: Corpus, word: str) -> pd.DataFrame:
    """sentence_id, text_id, count: the sentences that hold a word, in reading order.

    >>> from helpers.corpus.load import corpus_of
    >>> sentences_with(corpus_of(en={"a": "War. Peace. War on war."}), "war").values.tolist()
    [['a:1.1', 'a', 1], ['a:1.3', 'a', 2]]
    """
    pattern = pattern_of(word)
    counts = corpus.sentences["text"].map(lambda text: sum(1 for _ in pattern.finditer(text)))
    return corpus.sentences.assign(count=counts).loc[counts > 0, ["sentence_id", "text_id", "count"]]
