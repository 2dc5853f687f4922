"""Who must do what: sentences that oblige somebody, as they were read by three passes, and a dictionary beside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ..corpus.load import Corpus
from ..declarations.tables import read_csv
from ..errors import CorpusError
from ..mentions.concepts import ConceptList, find
from .coders import RESTORE

READ = "obligations.csv"
YES = "yes"
SHOULD, DIRECTS = KINDS = ("should", "directs")
"""A sentence that says what somebody should do, and one by which the one who can directs it."""
NOBODY = "nobody named"


def read_obligations(folder: Path, corpus: Corpus) -> pd.DataFrame:
    """text_id, sentence_id, first_line, last_line, marker, obliged, by, quoted, kind, reader_a, reader_b, reason.

    A row for each sentence that obliges somebody, in reading order. `obliged` is who, `by` who says so (author, or
    another), `reader_a` and `reader_b` whom the two readers named (empty: no obligation). Raises `CorpusError` for a
    sentence that there is not or that stands twice, and for an obligation without a kind or somebody obliged.
    """
    columns = (
        "sentence_id",
        "marker",
        "obligation",
        "obliged",
        "by",
        "quoted",
        "obliged_a",
        "obliged_b",
        "reason",
        "kind",
    )
    table = read_csv(folder / READ, columns, RESTORE, key="sentence_id")
    unknown = sorted(set(table["sentence_id"]) - set(corpus.sentences["sentence_id"]))
    if unknown:
        raise CorpusError(f"{READ}: there is no sentence {unknown[0]!r}; correct it, or {RESTORE}")
    table = table[table["obligation"] == YES]
    wrong = table[~table["kind"].isin(KINDS) | table["obliged"].eq("")]
    if len(wrong):
        raise CorpusError(f"{READ}: {wrong['sentence_id'].iloc[0]}: who is obliged, or the kind, is missing; add it")
    places = corpus.sentences.reset_index(names="order")
    found = (
        table.merge(places, on="sentence_id")
        .sort_values("order")
        .rename(columns={"obliged_a": "reader_a", "obliged_b": "reader_b"})
    )
    order = ["text_id", "sentence_id", "first_line", "last_line", "marker", "obliged", "by", "quoted", "kind"]
    return found[[*order, "reader_a", "reader_b", "reason"]].reset_index(drop=True)


def read_judged(folder: Path) -> pd.DataFrame:
    """sentence_id, obligation_a, obligation_b: what the two readers said of each sentence that one of them looked at.

    It is `yes`, or anything else where the reader has no obligation there.
    """
    columns = ("sentence_id", "obligation_a", "obligation_b")
    return read_csv(folder / READ, columns, RESTORE, key="sentence_id")[list(columns)]


def by_dictionary(corpus: Corpus, markers: ConceptList) -> pd.DataFrame:
    """text_id, sentence_id, marker: the sentences in which one of the words stands by which texts oblige, once each.

    >>> from helpers.corpus.load import corpus_of
    >>> from helpers.mentions.concepts import Concept
    >>> markers = ConceptList((Concept("must", "must", ("must", "必须")),), (), (), frozenset())
    >>> by_dictionary(corpus_of(zh={"a": "各国必须合作。世界在变。"}), markers).values.tolist()
    [['a', 'a:1.1', '必须']]
    """
    hits = find(corpus, markers.concepts)
    return hits.drop_duplicates("sentence_id")[["text_id", "sentence_id", "form"]].rename(columns={"form": "marker"})


def by_obliged(obligations: pd.DataFrame) -> pd.DataFrame:
    """obliged, text_id, kind, sentences: how many sentences oblige whom, by text.

    >>> table = pd.DataFrame({"text_id": ["a", "a"], "obliged": ["all", "all"], "kind": ["should", "should"]})
    >>> by_obliged(table).values.tolist()
    [['all', 'a', 'should', 2]]
    """
    counted = obligations.groupby(["obliged", "text_id", "kind"], sort=False).size()
    return counted.rename("sentences").reset_index()


def beside_dictionary(read: pd.DataFrame, found: pd.DataFrame, text_ids: Sequence[str], every: str) -> pd.DataFrame:
    """text_id, read, found, both, precision, recall, f1: sentences that were read to oblige, and those with a word.

    `found` are those of `by_dictionary`; the last row, named `every`, has all texts. Not a number where nothing was
    found, or read.

    >>> some = pd.DataFrame({"text_id": ["a", "a"], "sentence_id": ["a:1.1", "a:1.2"]})
    >>> beside_dictionary(some, some.head(1), ["a"], "all").values.tolist()
    [['a', 2, 1, 1, 1.0, 0.5, 0.6666666666666666], ['all', 2, 1, 1, 1.0, 0.5, 0.6666666666666666]]
    """
    rows = []
    for name, texts in (*((t, [t]) for t in text_ids), (every, list(text_ids))):
        given, hit = (set(table.loc[table["text_id"].isin(texts), "sentence_id"]) for table in (read, found))
        both = len(given & hit)
        precision = both / len(hit) if hit else float("nan")
        recall = both / len(given) if given else float("nan")
        f1 = 2 * both / (len(given) + len(hit)) if given or hit else float("nan")
        rows.append((name, len(given), len(hit), both, precision, recall, f1))
    return pd.DataFrame(rows, columns=["text_id", "read", "found", "both", "precision", "recall", "f1"])
