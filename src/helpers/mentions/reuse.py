"""Who says whose words again: runs of words or hanzi that two texts share, in their bodies and in their notes."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations
from typing import NamedTuple

import pandas as pd

from ..corpus.load import Corpus
from ..corpus.selection import by_date
from ..text.forms import any_form
from ..text.hanzi import HANZI
from ..text.quotation import quoted
from ..text.reuse import Run, near_runs, shared_runs

LEAST = {"en": 8, "zh": 12}
"""So many words or hanzi a run has at least; a run of which so many are no name or set phrase is a *reuse*."""
PIECE = {"en": 4, "zh": 6}
"""So many words or hanzi must agree at once in a run with small differences."""
GAP = 3
"""So many words or hanzi may differ between two such pieces."""
UNITS = {"en": "words", "zh": "hanzi"}
EXACT, NEAR = "exact", "with small differences"
_COLUMNS = (
    "text_a", "first_line_a", "last_line_a", "text_b", "first_line_b", "last_line_b", "length", "unit", "outside",
    "reused", "kind", "sentences_a", "sentences_b", "quoted_in", "n",
)  # fmt: skip
_WORD = {"en": re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*"), "zh": re.compile(HANZI)}


class _Token(NamedTuple):
    word: str
    paragraph: str
    start: int
    end: int
    quoted: bool


def reuse(corpus: Corpus, set_phrases: Iterable[str]) -> pd.DataFrame:
    """A row for each run of at least `LEAST` words or hanzi that two texts of one language share.

    text_a is the one written first, by the last day that is possible, as `selection.by_date` orders them. Columns:
    text_a, first_line_a, last_line_a, text_b, first_line_b, last_line_b (raw lines from 1), length (of the run in
    `unit`: words or hanzi), outside (how many of them stand in none of the names and `set_phrases`), reused (whether
    those are `LEAST` or more), kind (exact, or with small differences: pieces of `PIECE` and more with at most `GAP`
    between them), sentences_a, sentences_b (ids, joined by "; "; of a run in a note, the id of the note), quoted_in
    (a, b or both: the run stands within quotation marks there), n (of the runs of a pair of texts, from 1).
    Translations are compared like other texts.

    >>> from helpers.corpus.load import corpus_of
    >>> said = "We all must uphold the rules that all of us have made."
    >>> found = reuse(corpus_of(en={"one": said, "two": f"They wrote: “{said}” Then they left."}), [])
    >>> found[["text_a", "text_b", "length", "kind", "quoted_in"]].values.tolist()
    [['one', 'two', 12, 'exact', 'b']]
    """
    language = corpus.texts.set_index("text_id")["language"]
    order = by_date(corpus)
    tokens = {text_id: _tokens(corpus, text_id, language[text_id]) for text_id in order}
    places = _Places(corpus, any_form(list(set_phrases), re.IGNORECASE))
    rows = []
    for a, b in combinations(order, 2):
        if language[a] == language[b]:
            runs = _runs(tokens[a], tokens[b], LEAST[language[a]], PIECE[language[a]])
            rows += [_row(places, a, b, language[a], tokens, *found) for found in runs]
    table = pd.DataFrame(rows, columns=list(_COLUMNS[:-1]))
    ranks = table[["text_a", "text_b"]].map(order.index).assign(a=table["first_line_a"], b=table["first_line_b"])
    table = table.loc[ranks.sort_values(list(ranks), kind="stable").index].reset_index(drop=True)
    return table.assign(n=table.groupby(["text_a", "text_b"]).cumcount() + 1)


def _tokens(corpus: Corpus, text_id: str, language: str) -> list[_Token]:
    """The words or hanzi of a text, each with its place; an empty word parts paragraphs, across which no run goes."""
    found = []
    for place, text in _stretches(corpus, text_id):
        marks = quoted(text)
        for hit in _WORD[language].finditer(text):
            start, end = hit.span()
            word = hit[0].lower().replace("’", "'")
            found.append(_Token(word, place, start, end, _within(start, end, marks)))
        found.append(_Token("", f"{place} ends", 0, 0, False))
    return found


def _within(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(a <= start and end <= b for a, b in spans)


def _stretches(corpus: Corpus, text_id: str) -> Iterable[tuple[str, str]]:
    """Paragraphs and notes of a text, each by its id."""
    for table, key in ((corpus.paragraphs, "paragraph_id"), (corpus.notes, "note_id")):
        own = table[table["text_id"] == text_id]
        yield from zip(own[key], own["text"], strict=True)


def _runs(one: list[_Token], other: list[_Token], least: int, piece: int) -> Iterable[tuple[Run, str]]:
    """The runs of two texts that are long enough, each exact or with small differences, the latter instead of parts."""
    words = [[t.word or t.paragraph for t in tokens] for tokens in (one, other)]  # a paragraph's end agrees with none
    by_place: dict[tuple[str, str], list[Run]] = defaultdict(list)
    for run in shared_runs(*words, piece):
        by_place[one[run.start].paragraph, other[run.at].paragraph].append(run)
    for pieces in by_place.values():
        exact = [run for run in pieces if run.length >= least]
        for run in near_runs(pieces, GAP):
            inside = [e for e in exact if run.start <= e.start and e.stop <= run.stop and run.at <= e.at]
            longest = max((e.length for e in inside), default=0)
            if run.length >= least and run.length > longest + GAP:
                yield run, NEAR
            else:
                yield from ((e, EXACT) for e in inside)


class _Places:
    """The sentences that a stretch of a paragraph touches, and how much of it stands in no name or set phrase."""

    def __init__(self, corpus: Corpus, set_phrases: re.Pattern[str]):
        self._of = {p: list(part.itertuples()) for p, part in corpus.sentences.groupby("paragraph_id", sort=False)}
        self._notes = {note.note_id: note for note in corpus.notes.itertuples()}
        self._texts = corpus.paragraphs.set_index("paragraph_id")["text"].to_dict()
        self._texts |= corpus.notes.set_index("note_id")["text"].to_dict()
        self._set_phrases = set_phrases
        self._taken: dict[str, list[tuple[int, int]]] = {}  # looked for where a run stands, and not everywhere

    def of(self, tokens: list[_Token]) -> tuple[str, int, int]:
        """Their ids, first and last raw line; of a note, its id and lines."""
        if note := self._notes.get(tokens[0].paragraph):
            return note.note_id, note.first_line, note.last_line
        start, end = tokens[0].start, tokens[-1].end
        there = [s for s in self._of[tokens[0].paragraph] if s.start < end and start < s.end]
        return (
            "; ".join(s.sentence_id for s in there),
            min(s.first_line for s in there),
            max(s.last_line for s in there),
        )

    def outside(self, tokens: list[_Token]) -> int:
        """So many of them stand in no name or set phrase."""
        place = tokens[0].paragraph
        if place not in self._taken:
            self._taken[place] = [hit.span() for hit in self._set_phrases.finditer(self._texts[place])]
        return sum(not _within(token.start, token.end, self._taken[place]) for token in tokens)


def _row(places: _Places, a: str, b: str, language: str, tokens: dict[str, list[_Token]], run: Run, kind: str) -> tuple:
    one, other = tokens[a][run.start : run.stop], tokens[b][run.at : run.end]
    (ids_a, first_a, last_a), (ids_b, first_b, last_b) = places.of(one), places.of(other)
    marks = [name for name, part in (("a", one), ("b", other)) if all(token.quoted for token in part)]
    told = "both" if len(marks) == 2 else "".join(marks)
    outside = places.outside(one)
    measured = (run.length, UNITS[language], outside, outside >= LEAST[language], kind)
    return a, first_a, last_a, b, first_b, last_b, *measured, ids_a, ids_b, told
