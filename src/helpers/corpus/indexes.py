"""What may be published of every text, whoever owns it: places, sizes, hashes, and counts of words without order."""

from __future__ import annotations

from hashlib import sha256

import pandas as pd

from .load import BACK_MATTER, Corpus
from .selection import paragraph_sizes


def paragraph_index(corpus: Corpus) -> pd.DataFrame:
    """paragraph_id, text_id, n, kind, first_line, last_line, sentences, words, hanzi, sha256: paragraphs, no text.

    >>> from helpers.corpus.load import corpus_of
    >>> paragraph_index(corpus_of(zh={"a": "全球治理。"}))[["paragraph_id", "words", "hanzi"]].values.tolist()
    [['a:1', 1, 4]]
    """
    sized = corpus.paragraphs.merge(paragraph_sizes(corpus), on="paragraph_id").assign(
        sha256=_digests(corpus.paragraphs["text"])
    )
    columns = "paragraph_id text_id n kind first_line last_line sentences words hanzi sha256"
    return sized[columns.split()]


def note_index(corpus: Corpus) -> pd.DataFrame:
    """note_id, text_id, stream, first_line, last_line, characters, sha256: footnotes and captions, without their text.

    >>> from helpers.corpus.load import corpus_of
    >>> note = {"stream": "note", "match": "①"}
    >>> note_index(corpus_of(zh={"a": "治理。\\n① 注。"}, stream=[note]))["first_line"].tolist()
    [2]
    """
    texts = corpus.notes["text"]
    sized = corpus.notes.assign(characters=texts.str.len(), sha256=_digests(texts))
    return sized[["note_id", "text_id", "stream", "first_line", "last_line", "characters", "sha256"]]


def _digests(texts: pd.Series) -> pd.Series:
    return texts.map(lambda text: sha256(text.encode()).hexdigest())


def term_counts(corpus: Corpus) -> pd.DataFrame:
    """paragraph_id, term, kind, count: words and numbers of each paragraph, by term; back matter is left out.

    >>> from helpers.corpus.load import corpus_of
    >>> term_counts(corpus_of(en={"a": "War and more war."})).values.tolist()
    [['a:1', 'and', 'word', 1], ['a:1', 'more', 'word', 1], ['a:1', 'war', 'word', 2]]
    """
    back = corpus.texts.loc[corpus.texts["genre"] == BACK_MATTER, "text_id"]
    counted = corpus.sentences.loc[~corpus.sentences["text_id"].isin(back), ["sentence_id", "paragraph_id"]]
    terms = corpus.tokens[corpus.tokens["kind"] != "punctuation"].merge(counted, on="sentence_id")
    counts = terms.groupby(["paragraph_id", "term", "kind"], sort=True).size().rename("count").reset_index()
    order = pd.Index(corpus.paragraphs["paragraph_id"]).get_indexer(counts["paragraph_id"])
    counts = counts.assign(order=order).sort_values(["order", "term"], kind="stable")
    return counts.drop(columns="order").reset_index(drop=True)


def public_texts(corpus: Corpus) -> pd.DataFrame:
    """paragraph_id, kind, text: the paragraphs of the texts that the manifest marks as public.

    >>> from helpers.corpus.load import corpus_of
    >>> public_texts(corpus_of(en={"a": "One."})).empty
    True
    """
    public = corpus.texts.loc[corpus.texts["full_text_public"], "text_id"]
    return corpus.paragraphs.loc[corpus.paragraphs["text_id"].isin(public), ["paragraph_id", "kind", "text"]]
