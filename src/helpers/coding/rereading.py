"""A second reading of sentences that were coded: by two readers, each alone, and what was decided where they differ.

Its sheets showed the codes of the first reading, so it is not blind to them: it asks what these left open (is it blame,
of today, in the author's own words; does the code hold of an institution, and of which kind). What the first reading
gave stays as it was recorded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from ..corpus.load import Corpus
from ..declarations.tables import read_csv
from ..errors import CorpusError
from .coders import RESTORE

DECIDED, READERS = "", ("_a", "_b")
"""The endings of the columns of what was decided, and of what the two readers said."""
YES, NO = "yes", "no"
CHARGES = {
    "conduct": (YES, NO),
    "blame": (YES, NO),
    "time": ("present", "history"),
    "voice": ("own", "quoted"),
}
"""What is asked of a sentence with conduct: is it that, is it blamed, is it of today's order, and in whose words."""
BODIES = {
    "holds": (YES, NO),
    "of": (
        "",
        "standing",
        "own-initiative",
        "treaty-principle",
        "standing+own-initiative",
        "standing+treaty-principle",
    ),
    "mode": ("", "asked", "ordered", "done"),
    "voice": ("own", "quoted"),
}
"""What is asked of a sentence and code on institutions: does it hold, of what, in which mode, and in whose words."""


def read_rereading(
    path: Path, corpus: Corpus, questions: Mapping[str, Sequence[str]], key: Sequence[str] = ("sentence_id",)
) -> pd.DataFrame:
    """`key`, a column for each question (what was decided), the same with `_a` and `_b`, and reason; all text.

    Raises `CorpusError` for a sentence that there is not, an answer that the question does not allow, a key that stands
    twice, and readers that differ where no reason is given.
    """
    columns = [*key, *(q + ending for ending in (DECIDED, *READERS) for q in questions), "reason"]
    table = read_csv(path, columns, RESTORE)[columns]
    unknown = ~table["sentence_id"].isin(corpus.sentences["sentence_id"])
    answers = {q + ending: allowed for ending in (DECIDED, *READERS) for q, allowed in questions.items()}
    for column, allowed in answers.items():
        _refuse(
            path, table, ~table[column].isin(allowed), f"{column!r} is not among {', '.join(filter(None, allowed))}"
        )
    differ = pd.concat([table[q + READERS[0]] != table[q + READERS[1]] for q in questions], axis=1).any(axis=1)
    _refuse(path, table, unknown, "there is no such sentence")
    _refuse(path, table, table.duplicated(list(key)), "it stands twice")
    _refuse(path, table, differ & table["reason"].eq(""), "its readers differ and no reason is given")
    return table


def _refuse(path: Path, table: pd.DataFrame, wrong: pd.Series, fault: str) -> None:
    if wrong.any():
        raise CorpusError(f"{path.name}: {table.loc[wrong, 'sentence_id'].iloc[0]}: {fault}; correct it, or {RESTORE}")
