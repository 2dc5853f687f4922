"""What NLTK's frequency distribution and concordance make of a file as it is, beside what is counted here."""

from __future__ import annotations

import sys

import pandas as pd
from nltk import FreqDist, Text, wordpunct_tokenize

from ..corpus.load import Corpus
from .wording import Wording

LINES = 25
"""So many lines `Text.concordance` prints unless it is asked for more."""


def as_it_is(corpus: Corpus, text_id: str) -> Text:
    """The file that holds a text, cut by NLTK at spaces and punctuation; nothing of it is cleaned or left out.

    >>> from helpers.corpus.load import corpus_of
    >>> list(as_it_is(corpus_of(en={"a": "The U.S. has left us."}), "a"))
    ['The', 'U', '.', 'S', '.', 'has', 'left', 'us', '.']
    """
    return Text(wordpunct_tokenize(corpus.raw[corpus.source_of[text_id]]))


def most_common(text: Text, n: int) -> pd.DataFrame:
    """token, count: the `n` most frequent tokens, as `FreqDist` has them.

    >>> most_common(Text("to be or not to be".split()), 2).values.tolist()
    [['to', 2], ['be', 2]]
    """
    return pd.DataFrame(FreqDist(text).most_common(n), columns=["token", "count"])


def misses(said: Wording, text_id: str, word: str, concept: str, chinese: str) -> pd.DataFrame:
    """what, nltk, here: how NLTK's usual tools and this project count one thing in a text, a row a difference.

    `word` is a name of the `concept`, and `chinese` a Chinese word that is looked for in the Chinese texts.

    >>> from helpers.corpus.load import corpus_of
    >>> from helpers.mentions.wording import Settings, wording
    >>> said = wording(corpus_of(en={"a": "The US left us. The U.S. is out."}, zh={"b": "全球治理赤字。"}), Settings())
    >>> misses(said, "a", "US", "united-states", "全球治理")[["nltk", "here"]].values.tolist()
    [[2, 1], [1, 2], [2, 1], [2, 1], [0, 1]]
    """
    corpus = said.corpus
    text = as_it_is(corpus, text_id)
    lines = text.concordance_list(word, width=80, lines=sys.maxsize)
    hits = said.hits[(said.hits["text_id"] == text_id) & (said.hits["concept"] == concept)]
    sentences = corpus.sentences.loc[corpus.sentences["text_id"] == text_id, "text"].map(_letters)
    sentences = sentences[sentences.str.len() > len(word)]
    whole = sum(any(sentence in _letters(line.line) for sentence in sentences) for line in lines)
    of_chinese = corpus.texts.loc[corpus.texts["language"] == "zh", "text_id"]
    paragraphs = corpus.paragraphs.loc[corpus.paragraphs["text_id"].isin(of_chinese), "text"]
    tokens = FreqDist(token for paragraph in paragraphs for token in wordpunct_tokenize(paragraph))
    named = int((hits["form"] == word).sum())
    rows = [
        (f"places of “{word}”: a concordance finds the pronoun and the notes too", len(lines), named),
        (f"“{word}” and its other names", text.count(word), len(hits)),
        ("places that are shown unless one asks for more", min(LINES, len(lines)), named),
        ("places that are shown with their whole sentence", whole, named),
        (
            f"“{chinese}” in the Chinese texts, which part no words",
            tokens[chinese],
            paragraphs.str.count(chinese).sum(),
        ),
    ]
    return pd.DataFrame(rows, columns=["what", "nltk", "here"]).astype({"nltk": int, "here": int})


def _letters(text: str) -> str:
    return "".join(text.split())
