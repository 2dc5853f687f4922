"""How a target is named and left unnamed: its names, the naming ladder, and words and acts that texts share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from .codebook import DESCRIBED, NAMED, SELF_DENIED, Codebook, Declaration, Finder, Pattern, patterns
from .coding import presence
from .corpus import Corpus
from .declarations import Declared, Id, Line, own_ids, read_declared, shown
from .paths import COMPARISONS

BLAME = "blame"
POINTER = "pointer"
"""The kind of what only points to the target in its paragraph (the country, this move) and is no name of it."""


@dataclass(frozen=True)
class Act:
    """An act that texts may tell of. `date` may be empty; `date_basis` says where it is known from.

    `body` is the institution that is left or no longer paid by it, empty for another act.
    """

    id: str
    label: str
    date: str
    date_basis: str
    body: str = ""


@dataclass(frozen=True)
class Comparisons:
    """What `comparisons.toml` declares: words and acts, each with the pattern that finds it."""

    words: dict[str, str]
    acts: dict[str, Act]
    patterns: tuple[Pattern, ...]


class _Word(Declaration, kw_only=True):
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
    """Read and check words and acts. Raises `CorpusError` with file, place and remedy."""
    file = read_declared(path, "list of comparisons", _File)
    own_ids(file.word, path.name, "word")
    words = {word.id: word.label or word.id for word in file.word}
    own_ids(file.act, path.name, "act", words)
    acts = {act.id: Act(act.id, act.label or act.id, act.date, act.date_basis, act.body) for act in file.act}
    found = tuple(pattern for entry in (*file.word, *file.act) for pattern in patterns([entry], entry.id))
    return Comparisons(words, acts, found)


def find_forms(patterns: Sequence[Pattern], sentences: pd.DataFrame) -> pd.DataFrame:
    """target, text_id, sentence_id, paragraph_id, form, start, end (in the sentence): every hit of some patterns."""
    finder = Finder(tuple(patterns))
    rows = [
        (hit.pattern.target, text_id, sentence_id, paragraph_id, hit.form, hit.start, hit.end)
        for text_id, sentence_id, paragraph_id, text in sentences[
            ["text_id", "sentence_id", "paragraph_id", "text"]
        ].itertuples(index=False, name=None)
        for hit in finder.hits(text)
    ]
    return pd.DataFrame(rows, columns=["target", "text_id", "sentence_id", "paragraph_id", "form", "start", "end"])


def acts_told(compare: Comparisons, sentences: pd.DataFrame) -> pd.DataFrame:
    """act, body, date, and the columns of `find_forms`: sentences that tell of an act, once each, in reading order."""
    found = find_forms([p for p in compare.patterns if p.target in compare.acts], sentences)
    found = found.drop_duplicates(["target", "sentence_id"]).rename(columns={"target": "act"})
    acts = found["act"].map(compare.acts)
    return found.assign(body=[act.body for act in acts], date=[act.date for act in acts])


def rungs(book: Codebook) -> list[str]:
    """The rungs of the ladder: the target by name and by description, the codebook's agents in its order, and nobody.

    Conduct denied of oneself is the last rung, wherever the codebook looks for it.
    """
    return [NAMED, DESCRIBED, *sorted(book.agent_ids, key=lambda agent: agent == SELF_DENIED)]


def on_ladder(rows: pd.DataFrame, book: Codebook, family: str) -> pd.Series:
    """The rung of each sentence (empty: on none): who is charged, by name, by a description, or left unnamed.

    A sentence that passes the gate is on the ladder where it has a code of `family` and its tone, if it was coded, is
    blame; one that does not pass where it has an agent.
    """
    charged = presence(rows, book, "family")[family] & rows["passes"]
    if "tone" in rows and rows["tone"].ne("").any():
        charged &= rows["tone"] == BLAME
    return rows["naming"].where(charged, rows["agent"].where(~rows["passes"], ""))


def ladder(rows: pd.DataFrame, book: Codebook, family: str) -> pd.DataFrame:
    """text_id, rung, sentences, paragraphs, of_sentences: conduct charged in each text, by rung, 0 where none is."""
    placed = rows.assign(rung=on_ladder(rows, book, family))
    table = []
    for text_id, part in placed.groupby("text_id", sort=False):
        for rung in rungs(book):
            here = part[part["rung"] == rung]
            table.append((text_id, rung, len(here), here["paragraph_id"].nunique(), len(part)))
    return pd.DataFrame(table, columns=["text_id", "rung", "sentences", "paragraphs", "of_sentences"])


def names(gate_hits: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """text_id, kind, form, count, sentences: how the target is named in the sentences that pass, by kind and form.

    `gate_hits` are those of `codebook.gated`. Of overlapping names the first counts, of
    those that begin alike the longest.
    """
    gate_hits = gate_hits[gate_hits["kind"] != POINTER]
    hits = gate_hits.merge(
        rows.loc[rows["passes"], ["sentence_id", "text_id"]], left_on="unit_id", right_on="sentence_id"
    )
    hits = hits.sort_values(["sentence_id", "start", "end"], ascending=[True, True, False])
    furthest = hits.groupby("sentence_id")["end"].transform(lambda ends: ends.cummax().shift(fill_value=0))
    hits = hits[hits["start"] >= furthest]
    table = hits.groupby(["text_id", "kind", "form"]).agg(count=("start", "size"), sentences=("sentence_id", "nunique"))
    return table.reset_index().sort_values(["text_id", "count", "form"], ascending=[True, False, True])


def places(corpus: Corpus, sentence_ids: Sequence[str], row: str) -> pd.DataFrame:
    """row, text_id, paragraph_id, start: where sentences begin, for a picture along a text."""
    found = corpus.sentences[corpus.sentences["sentence_id"].isin(set(sentence_ids))]
    return found[["text_id", "paragraph_id", "start"]].assign(row=row)
