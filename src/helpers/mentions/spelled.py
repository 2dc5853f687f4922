"""Words as they are spelled, counted carefully in texts and naively in whole files, and what makes the difference."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd
from nltk import FreqDist, NLTKWordTokenizer, ngrams

from ..corpus.load import BACK_MATTER, Corpus
from ..corpus.rules import READ
from ..text.forms import longest_first
from ..text.quotation import quoted
from .concepts import Concept


def pattern_of(word: str) -> re.Pattern[str]:
    """What finds a word as it is spelled; `*` at the end of an English word is any ending.

    >>> [hit[0] for hit in pattern_of("hegemon*").finditer("Hegemony, or a hegemon.")]
    ['Hegemony', 'hegemon']
    """
    return Concept(word, word, (word,)).pattern


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
    """word, text_id, count, quoted, titled: occurrences in body, headings and list items, and whose words they are.

    `quoted` stand inside quotation marks, `titled` outside of them inside the title of another text that is here.

    >>> from helpers.corpus.load import corpus_of
    >>> corpus = corpus_of(en={"a": 'They said "no war". We say war.'})
    >>> in_texts(corpus, ["war"]).values.tolist()
    [['war', 'a', 2, 1, 0]]
    """
    rows = []
    for text_id, paragraphs in corpus.paragraphs.groupby("text_id", sort=False)["text"]:
        title = titles_of_others(corpus, text_id)
        spans = [(text, list(quoted(text)), [hit.span() for hit in title.finditer(text)]) for text in paragraphs]
        for word in words:
            pattern = pattern_of(word)
            hits = [(hit.span(), marked, titles) for text, marked, titles in spans for hit in pattern.finditer(text)]
            inside = [_within(hit, marked) for hit, marked, _ in hits]
            cited = [_within(hit, titles) for hit, _, titles in hits]
            titled = sum(a and not b for a, b in zip(cited, inside, strict=True))
            rows.append((word, text_id, len(hits), sum(inside), titled))
    return pd.DataFrame(rows, columns=["word", "text_id", "count", "quoted", "titled"])


def titles_of_others(corpus: Corpus, text_id: str) -> re.Pattern[str]:
    """What finds the titles of the texts other than this one, the longest first; nothing where none has a title.

    >>> from helpers.corpus.load import corpus_of
    >>> titles_of_others(corpus_of(en={"a": "War."}), "a").search("War.") is None
    True
    """
    others = set(corpus.texts.loc[corpus.texts["text_id"] != text_id, "title"]) - {""}
    return re.compile("|".join(re.escape(title) for title in longest_first(others)) or r"(?!)", re.IGNORECASE)


def _within(hit: tuple[int, int], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= hit[0] and hit[1] <= end for start, end in spans)


def sentences_with(corpus: Corpus, word: str) -> pd.DataFrame:
    """sentence_id, text_id, count: the sentences that hold a word, in reading order.

    >>> from helpers.corpus.load import corpus_of
    >>> sentences_with(corpus_of(en={"a": "War. Peace. War on war."}), "war").values.tolist()
    [['a:1.1', 'a', 1], ['a:1.3', 'a', 2]]
    """
    pattern = pattern_of(word)
    counts = corpus.sentences["text"].map(lambda text: sum(1 for _ in pattern.finditer(text)))
    return corpus.sentences.assign(count=counts).loc[counts > 0, ["sentence_id", "text_id", "count"]]
