"""Words and acts that texts share: what is declared to be compared, and which sentences tell of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from ..declarations.toml import Declared, Id, Line, own_ids, read_declared, shown
from ..paths import COMPARISONS
from ..text.patterns import DeclaredPattern, Finder, Pattern, declared_patterns

_PLACE = ["text_id", "sentence_id", "paragraph_id", "text"]


@dataclass(frozen=True)
class Act:
    """An act that texts may tell of. `date` may be empty; `date_basis` says where it is known from.

    `body` is the institution that is left or no longer paid by it, empty for another act.

    >>> Act("leaving", "leaving the club", "2025-01", "the club's own notice").body
    ''
    """

    id: str
    label: str
    date: str
    date_basis: str
    body: str = ""


@dataclass(frozen=True)
class Comparisons:
    """What `comparisons.toml` declares: the labels of words and the acts by id, and the patterns that find them.

    >>> told = Pattern("leaving", "leaving", ("left the club",))
    >>> Comparisons({}, {"leaving": Act("leaving", "leaving the club", "", "")}, (told,)).patterns[0].target
    'leaving'
    """

    words: dict[str, str]
    acts: dict[str, Act]
    patterns: tuple[Pattern, ...]


class _Word(DeclaredPattern, kw_only=True):
    id: Id
    label: Line = ""


class _Act(_Word, kw_only=True):
    date: Line = ""
    date_basis: Line = ""
    body: Line = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        try:
            date.fromisoformat(self.date + "2000-01-01"[len(self.date) :])
            if not re.fullmatch(r"(\d{4}(-\d\d){0,2})?", self.date):
                raise ValueError
        except ValueError:
            raise ValueError(f"{shown(self.date)} is no date; write YYYY, YYYY-MM or YYYY-MM-DD") from None


class _File(Declared):
    word: tuple[_Word, ...] = ()
    act: tuple[_Act, ...] = ()


def read_comparisons(path: Path = COMPARISONS) -> Comparisons:
    """Read and check words and acts. Raises `CorpusError` with file, place and remedy.

    >>> declared = read_comparisons()
    >>> {pattern.target for pattern in declared.patterns} == {*declared.words, *declared.acts}
    True
    """
    file = read_declared(path, "list of comparisons", _File)
    own_ids(file.word, path.name, "word")
    words = {word.id: word.label or word.id for word in file.word}
    own_ids(file.act, path.name, "act", words)
    acts = {act.id: Act(act.id, act.label or act.id, act.date, act.date_basis, act.body) for act in file.act}
    found = tuple(pattern for entry in (*file.word, *file.act) for pattern in declared_patterns([entry], entry.id))
    return Comparisons(words, acts, found)


def find_forms(patterns: Sequence[Pattern], sentences: pd.DataFrame) -> pd.DataFrame:
    """target, text_id, sentence_id, paragraph_id, form, start, end (in the sentence): every hit of some patterns.

    `sentences` has text_id, sentence_id, paragraph_id and text. Hits come in the order of the sentences.

    >>> sentences = pd.DataFrame([("a", "a:1.1", "a:1", "不得干涉。")], columns=_PLACE)
    >>> find_forms([Pattern("meddling", "meddling", ("干涉",))], sentences).values.tolist()
    [['meddling', 'a', 'a:1.1', 'a:1', '干涉', 2, 4]]
    """
    finder = Finder(tuple(patterns))
    rows = [
        (hit.pattern.target, text_id, sentence_id, paragraph_id, hit.form, hit.start, hit.end)
        for text_id, sentence_id, paragraph_id, text in sentences[_PLACE].itertuples(index=False, name=None)
        for hit in finder.hits(text)
    ]
    return pd.DataFrame(rows, columns=["target", "text_id", "sentence_id", "paragraph_id", "form", "start", "end"])


def acts_told(compare: Comparisons, sentences: pd.DataFrame) -> pd.DataFrame:
    """act, body, date, and the columns of `find_forms`: sentences that tell of an act, once each, in reading order.

    `sentences` as for `find_forms`; `body` and `date` are those that are declared for the act.

    >>> told = Pattern("leaving", "leaving", ("left the club",))
    >>> compare = Comparisons({}, {"leaving": Act("leaving", "leaving the club", "2025", "", "club")}, (told,))
    >>> sentences = pd.DataFrame([("a", "a:1.1", "a:1", "They left the club.")], columns=_PLACE)
    >>> acts_told(compare, sentences)[["act", "sentence_id", "body", "date"]].values.tolist()
    [['leaving', 'a:1.1', 'club', '2025']]
    """
    found = find_forms([p for p in compare.patterns if p.target in compare.acts], sentences)
    found = found.drop_duplicates(["target", "sentence_id"]).rename(columns={"target": "act"})
    acts = found["act"].map(compare.acts)
    return found.assign(body=[act.body for act in acts], date=[act.date for act in acts])
