"""How often each word stands in each of many texts: what `tokens` gives, counted without a token for each word.

What stands between spaces is cut once, however often it comes again, and is a number from then on; numbers are counted
by arrays.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from .hanzi import HANZI
from .names import TermList
from .segmentation import chinese_words, plain_words

_RUN = re.compile(f"{HANZI}+")
_MARKS = "\"'“”‘’()[],.;:!?…—–"
REMEMBERED = 50_000
"""So many pieces of text are remembered from one count to the next."""


class _Numbers(dict):
    """Words, each with its number, given when it is first asked for."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


class _Pieces(dict):
    """What stands between spaces, each piece with its number, and the numbers of the words in it."""

    def __init__(self) -> None:
        self.words = _Numbers()
        self.inside, self.ends = array("q"), array("q", [0])

    def __missing__(self, piece: str) -> int:
        word = piece.strip(_MARKS)
        found = [word.lower()] if word.isascii() and word.isalpha() else plain_words(piece)
        self.inside.extend(map(self.words.__getitem__, found))
        self.ends.append(len(self.inside))
        self[piece] = number = len(self)
        return number


_known = _Pieces()


class WordCounts:
    """Counts the words of one text after the other, by the cut of its language (see `segmentation.tokens`).

    >>> from .names import read_terms
    >>> counts = WordCounts(read_terms())
    >>> counts.add(["The U.S. left.", "It left the WHO."], "en")
    >>> counts.add(["中国是发展中国家。"], "zh")
    >>> texts, words, n = counts.table()
    >>> list(zip(texts.tolist(), words, n.tolist()))[:3], counts.totals().tolist()
    ([(0, 'it', 1), (0, 'left', 2), (0, 'the', 2)], [7, 3])
    """

    def __init__(self, terms: TermList):
        global _known
        if len(_known) > REMEMBERED:
            _known = _Pieces()
        self.terms, self._known = terms, _known
        self._words, self._pieces = array("q"), array("q")
        self._words_of, self._pieces_of = array("q"), array("q")  # how many of them each text has

    def add(self, sentences: Sequence[str], language: str) -> None:
        """Count the words of a text, given as its sentences."""
        text = "\n".join(sentences)  # no name goes over the end of a sentence
        number = self._known.words.__getitem__
        words, pieces, at = [], [], 0
        for start, end, term in self.terms.matches(text):
            words.append(number(term))
            pieces.append(text[at:start])
            at = end
        pieces.append(text[at:])
        rest = " ".join(pieces)
        if language == "zh" and (runs := _RUN.findall(rest)):
            line = number("\n")
            words += [word for word in map(number, chinese_words("\n".join(runs))) if word != line]
            rest = _RUN.sub(" ", rest)
        found = rest.split()
        self._words.extend(words)
        self._pieces.extend(map(self._known.__getitem__, found))
        self._words_of.append(len(words))
        self._pieces_of.append(len(found))

    @cached_property
    def _cells(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Number of the text, number of the word and how often, for each two that meet."""
        ends, inside = np.array(self._known.ends), np.array(self._known.inside)
        pieces, words = np.array(self._pieces), np.array(self._words)
        sizes = ends[pieces + 1] - ends[pieces]
        within = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        spelled = inside[np.repeat(ends[pieces], sizes) + within]
        number = np.arange(len(self._words_of))
        texts = [np.repeat(np.repeat(number, self._pieces_of), sizes), np.repeat(number, self._words_of)]
        wide = max(1, len(self._known.words))
        pairs, n = np.unique(np.concatenate(texts) * wide + np.concatenate([spelled, words]), return_counts=True)
        return pairs // wide, pairs % wide, n

    def table(self) -> tuple[np.ndarray, list[str], np.ndarray]:
        """Number of the text (from 0), word, and how often it stands there; by text and word."""
        texts, words, n = self._cells
        names = list(self._known.words)
        used = sorted(np.unique(words).tolist(), key=names.__getitem__)
        rank = np.empty(len(names), dtype=np.int64)
        rank[used] = np.arange(len(used))
        by = np.lexsort((rank[words], texts))
        return texts[by], [names[word] for word in words[by].tolist()], n[by]

    def totals(self) -> np.ndarray:
        """How many words each text has."""
        texts, _, n = self._cells
        return np.bincount(texts, weights=n, minlength=len(self._words_of)).astype(np.int64)
