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
from .codebook import split_codes
from .coders import RESTORE

DECIDED, READERS = "", ("_a", "_b")
"""The endings of the columns of what was decided, and of what the two readers said."""
YES, NO = "yes", "no"
NOT_ASKED = "not asked"
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

UNREAD = "not re-read"
"""What stands where the second reading had no sheet: for the codes of a single coder or of the dictionary."""


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


def held(rows: pd.DataFrame, reread: pd.DataFrame) -> pd.DataFrame:
    """`rows` without the codes that the second reading does not let hold; a sentence may be left with none.

    `rows` has sentence_id and codes (joined by `;`), `reread` sentence_id, code and holds.

    >>> reread = pd.DataFrame({"sentence_id": "a:1.1", "code": ["war", "trade"], "holds": ["yes", "no"]})
    >>> rows = pd.DataFrame({"sentence_id": ["a:1.1", "a:1.2"], "codes": ["war;trade", "trade"]})
    >>> held(rows, reread)["codes"].tolist()
    ['war', 'trade']
    """
    out = {*reread.loc[reread["holds"].eq(NO), ["sentence_id", "code"]].itertuples(index=False, name=None)}
    codes = [
        ";".join(code for code in joined.split(";") if (sentence, code) not in out)
        for sentence, joined in zip(rows["sentence_id"], rows["codes"], strict=True)
    ]
    return rows.assign(codes=codes)


def said(rows: pd.DataFrame, reread: pd.DataFrame) -> pd.DataFrame:
    """text_id, sentence_id, code, of, mode, voice: each code of a sentence, with what the second reading adds.

    `rows` has text_id, sentence_id and codes, as from `held`; `reread` is as from `read_rereading`. What that had no
    sheet for is called `not re-read`.

    >>> rows = pd.DataFrame({"text_id": ["a", "a"], "sentence_id": ["a:1.1", "a:1.2"], "codes": ["war;trade", "none"]})
    >>> reread = pd.DataFrame({"sentence_id": ["a:1.1"], "code": "war", "of": "", "mode": "done", "voice": "own"})
    >>> said(rows, reread).values.tolist()
    [['a', 'a:1.1', 'trade', 'not re-read', 'not re-read', 'not re-read'], ['a', 'a:1.1', 'war', '', 'done', 'own']]
    """
    given = [sorted(codes) for codes in split_codes(rows["codes"])]
    long = rows[["text_id", "sentence_id"]].assign(code=given).explode("code").dropna(subset="code")
    added = reread[["sentence_id", "code", "of", "mode", "voice"]]
    return long.merge(added, how="left").fillna(UNREAD).reset_index(drop=True)


def said_by_text(found: pd.DataFrame) -> pd.DataFrame:
    """text_id, code, of, mode, voice, sentences: how many sentences of a text say what, of what and in which way.

    `found` is as from `said`. The texts keep their order; only what occurs has a row. A question that is not asked of
    a code is answered by `NOT_ASKED`.

    >>> found = pd.DataFrame({"text_id": ["b", "a"], "sentence_id": ["b:1.1", "a:1.1"], "code": "war", "of": ""})
    >>> said_by_text(found.assign(mode="done", voice="own")).values.tolist()
    [['b', 'war', 'not asked', 'done', 'own', 1], ['a', 'war', 'not asked', 'done', 'own', 1]]
    """
    parts = ["code", "of", "mode", "voice"]
    found = found.assign(**{part: found[part].replace("", NOT_ASKED) for part in parts})
    counts = found.groupby(["text_id", *parts]).size().reset_index(name="sentences")
    order = {text_id: n for n, text_id in enumerate(dict.fromkeys(found["text_id"]))}
    keys = counts.assign(order=counts["text_id"].map(order))
    return keys.sort_values(["order", *parts], ignore_index=True).drop(columns="order")
