"""English sentences cut by NLTK's Punkt, given our abbreviations, beside our own: where the two differ, and why."""

from __future__ import annotations

import re

import pandas as pd
from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

from ..text.names import TermList
from ..text.segmentation import sentences
from .load import Corpus
from .raw import raw_lines

OURS, PUNKT = "ours", "Punkt"
_ROW = re.compile(r"\.\s?\.")
_NUMBER = re.compile(r"(?:^|\s)(?:\d+|[IVXLC]+)\.$")
_QUESTION = re.compile(r"\?[\"'”’]*$")


def punkt(terms: TermList) -> PunktSentenceTokenizer:
    """Punkt without training: it knows our abbreviations and nothing else, and nothing is downloaded.

    >>> from helpers.text.names import read_terms
    >>> punkt(read_terms()).tokenize("The U.S. has left. It pays no dues.")
    ['The U.S. has left.', 'It pays no dues.']
    """
    known = PunktParameters()
    known.abbrev_types = {form.split()[-1].rstrip(".").lower() for form in terms.never_final | terms.may_be_final}
    return PunktSentenceTokenizer(known)


def counts_by_splitter(corpus: Corpus, terms: TermList) -> pd.DataFrame:
    """text_id, ours, punkt, alike: sentences of each English text as either cuts them, and those with both ends alike.

    >>> from helpers.corpus.load import corpus_of
    >>> from helpers.text.names import read_terms
    >>> counts_by_splitter(corpus_of(en={"a": "Sec. 2. It ends. So."}), read_terms()).values.tolist()
    [['a', 2, 3, 1]]
    """
    cut = punkt(terms)
    rows = []
    for text_id, paragraphs in _english(corpus).groupby("text_id", sort=False)["text"]:
        both = [(set(sentences(text, "en", terms)), set(cut.span_tokenize(text))) for text in paragraphs]
        rows.append((text_id, *(sum(map(len, sets)) for sets in zip(*[(a, b, a & b) for a, b in both], strict=True))))
    return pd.DataFrame(rows, columns=["text_id", "ours", "punkt", "alike"])


def differences(corpus: Corpus, terms: TermList) -> pd.DataFrame:
    """text_id, paragraph_id, place, ends_for, kind, line: each place where only one of the two ends a sentence.

    `place` is the offset behind the last character, `ends_for` which of the two ends it there, `line` the raw line.

    >>> from helpers.corpus.load import corpus_of
    >>> from helpers.text.names import read_terms
    >>> differences(corpus_of(en={"a": "Sec. 2. It ends. So."}), read_terms()).values.tolist()
    [['a', 'a:1', 7, 'Punkt', 'a number before its title', 1]]
    """
    cut = punkt(terms)
    rows = []
    for paragraph in _english(corpus).itertuples():
        ends = {OURS: {b for _, b in sentences(paragraph.text, "en", terms)}}
        ends[PUNKT] = {b for _, b in cut.span_tokenize(paragraph.text)}
        for place in sorted(ends[OURS] ^ ends[PUNKT]):
            by = OURS if place in ends[OURS] else PUNKT
            line = raw_lines(corpus, paragraph.paragraph_id, place - 1, place)["line"].iloc[0]
            rows.append((paragraph.text_id, paragraph.paragraph_id, place, by, _kind(paragraph.text, place), line))
    return pd.DataFrame(rows, columns=["text_id", "paragraph_id", "place", "ends_for", "kind", "line"])


def _kind(text: str, place: int) -> str:
    before = text[:place]
    if _ROW.search(text[max(place - 3, 0) : place + 3]):
        return "a row of full stops"
    if _NUMBER.search(before):
        return "a number before its title"
    return "a question mark inside a sentence" if _QUESTION.search(before) else "something else"


def _english(corpus: Corpus) -> pd.DataFrame:
    english = corpus.texts.loc[corpus.texts["language"] == "en", "text_id"]
    return corpus.paragraphs[corpus.paragraphs["text_id"].isin(english)]
