"""Claims about the ledger as a reader sees it."""

import dataclasses

import pytest

from helpers import CorpusError
from helpers.corpus import ledger
from helpers.corpus.load import corpus_of

NOTE = {"stream": "note", "match": "①"}
CORPUS = corpus_of(zh={"a": "治理。\n① 注。"}, en={"b": "① N\nOne."}, stream=[NOTE])


def test_streams_stand_in_one_order_and_files_in_that_of_the_manifest():
    assert ledger.by_stream(CORPUS).values.tolist() == [
        ["body", 4, 3],
        ["note", 3, 4],
        ["space", 1, 1],
        ["sum of the pieces", 8, 8],
        ["characters in the file", 8, 8],
    ]


def test_a_ledger_with_a_lost_piece_is_refused():
    less = dataclasses.replace(CORPUS, ledger=CORPUS.ledger.iloc[1:])
    with pytest.raises(CorpusError, match=r"^b: the pieces of the ledger do not add up to the file; report it$"):
        ledger.by_stream(less)


def test_what_is_read_is_a_share_of_all_files_together():
    assert ledger.share_read(CORPUS) == pytest.approx(7 / 16)
