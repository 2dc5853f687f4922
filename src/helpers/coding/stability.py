"""Who read what, and what a second reading by the same reader changed: stability, and no reproducibility."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from ..statistics.agreement import alpha
from .coders import choose
from .parts import ours
from .rereading import DECIDED, READERS


def same_reader_twice(table: pd.DataFrame, questions: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """question, asked, differ, as_a, as_b, as_neither, alpha: a row a question of a second reading.

    `table` as from `rereading.read_rereading`; rows where neither reader nor the decision answers are not asked.
    `differ` counts where the readers do, `as_a` and `as_b` how these were decided; `as_neither` is what was decided
    otherwise than either said, also where both said the same. Alpha is Krippendorff's, nominal: how stable the passes
    are, not how far people would agree.

    >>> rows = [("yes", "yes", "yes"), ("yes", "yes", "no"), ("no", "no", "no")]
    >>> table = pd.DataFrame(rows, columns=["blame", "blame_a", "blame_b"])
    >>> same_reader_twice(table, {"blame": ("yes", "no")}).round(2).values.tolist()
    [['blame', 3, 1, 1, 0, 0, 0.44]]
    """
    rows = []
    for question in questions:
        decided, a, b = (table[question + ending] for ending in (DECIDED, *READERS))
        asked = decided.ne("") | a.ne("") | b.ne("")
        decided, a, b = decided[asked], a[asked], b[asked]
        differ = a.ne(b)
        as_a, as_b = (int((differ & decided.eq(said)).sum()) for said in (a, b))
        stable = alpha(list(zip(a.tolist(), b.tolist(), strict=True)))
        as_neither = int((decided.ne(a) & decided.ne(b)).sum())
        rows.append((question, len(a), int(differ.sum()), as_a, as_b, as_neither, stable))
    return pd.DataFrame(rows, columns=["question", "asked", "differ", "as_a", "as_b", "as_neither", "alpha"])


def answers(table: pd.DataFrame, questions: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """question, answer, reader_a, reader_b, decided: how often each answer was given; an empty answer is left out.

    >>> table = pd.DataFrame([("yes", "yes", "no")], columns=["blame", "blame_a", "blame_b"])
    >>> answers(table, {"blame": ("yes", "no")}).values.tolist()
    [['blame', 'yes', 1, 0, 1], ['blame', 'no', 0, 1, 0]]
    """
    rows = [
        (question, answer, *(int(table[question + ending].eq(answer).sum()) for ending in (*READERS, DECIDED)))
        for question, allowed in questions.items()
        for answer in allowed
        if answer
    ]
    return pd.DataFrame(rows, columns=["question", "answer", "reader_a", "reader_b", "decided"])


def who_read(codings: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """half, coder, role, read, and for each codebook how many sentences the coder let pass its gate.

    `codings` as from `coders.read_codings`, by codebook. The coders of each half read alone; what
    was decided from them is together the reading.

    >>> from helpers.coding import example
    >>> who_read({"own": example.codings()}).values.tolist()[:2]
    [['first', 'coder1', 'alone', 6, 3], ['first', 'coder2', 'alone', 6, 3]]
    """
    rows = []
    for half in ours():
        for coder in half.names:
            role = "decided from both" if coder == half.decided else "alone"
            own = {name: choose(given, coder) for name, given in codings.items()}
            read = max(part["sentence_id"].nunique() for part in own.values())
            rows.append((half.id, coder, role, read, *(int(part["passes"].sum()) for part in own.values())))
    return pd.DataFrame(rows, columns=["half", "coder", "role", "read", *codings])
