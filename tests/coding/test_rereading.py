"""Claims about the second reading: what it lets hold, what it adds, and what it refuses."""

import pandas as pd
import pytest

from helpers.coding import parts, rereading
from helpers.corpus.load import corpus_of
from helpers.errors import CorpusError
from helpers.paths import CODING

COLUMNS = [
    "sentence_id", "code", *(f"{q}{end}" for end in ("", "_a", "_b") for q in rereading.BODIES), "reason",
]  # fmt: skip


def read(folder, **changes):
    """One row of the second reading on a small corpus, as it stands in the file."""
    row = {"sentence_id": "zh:1.1", "code": "merit", "reason": ""}
    row |= {
        f"{q}{end}": a
        for end in ("", "_a", "_b")
        for q, a in zip(rereading.BODIES, ("yes", "", "", "own"), strict=True)
    }
    path = folder / "reread.csv"
    pd.DataFrame([row | changes], columns=COLUMNS).to_csv(path, index=False)
    corpus = corpus_of(zh={"zh": "联合国有贡献。"})
    return rereading.read_rereading(path, corpus, rereading.BODIES, ("sentence_id", "code"))


def test_a_row_is_read_as_text(tmp_path):
    assert read(tmp_path)[["sentence_id", "code", "holds", "of"]].values.tolist() == [["zh:1.1", "merit", "yes", ""]]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"holds": "perhaps"}, "reread.csv: zh:1.1: 'holds' is not among yes, no"),
        ({"mode_a": "hoped"}, "'mode_a' is not among asked, ordered, done"),
        ({"sentence_id": "zh:9.9"}, "there is no such sentence"),
        ({"voice_b": "quoted"}, "its readers differ and no reason is given"),
    ],
)
def test_a_row_that_cannot_be_is_refused(tmp_path, changes, says):
    with pytest.raises(CorpusError, match=says):
        read(tmp_path, **changes)


def test_readers_may_differ_with_a_reason(tmp_path):
    assert read(tmp_path, voice_b="quoted", reason="no other speaker")["voice"].tolist() == ["own"]


def test_a_code_that_does_not_hold_leaves_its_sentence_and_no_other():
    rows = pd.DataFrame({"sentence_id": ["a:1.1", "a:1.2"], "codes": ["merit", "merit;reform"]})
    reread = pd.DataFrame({"sentence_id": ["a:1.1", "a:1.2"], "code": ["merit", "reform"], "holds": ["no", "yes"]})
    assert rereading.held(rows, reread)["codes"].tolist() == ["", "merit;reform"]


def test_sentences_are_counted_by_what_was_added_and_texts_keep_their_order():
    rows = pd.DataFrame(
        {"text_id": ["b", "b", "a"], "sentence_id": ["b:1.1", "b:1.2", "a:1.1"], "codes": ["reform", "reform", ""]}
    )
    added = {"code": "reform", "of": "", "mode": ["asked", "done"], "voice": "own"}
    reread = pd.DataFrame({"sentence_id": ["b:1.1", "b:1.2"], **added})
    table = rereading.said_by_text(rereading.said(rows, reread))
    asked, done = (["b", "reform", "not asked", mode, "own", 1] for mode in ("asked", "done"))
    assert table.values.tolist() == [asked, done]


def test_every_code_on_institutions_was_read_again(corpus):
    """So that no code by reading stands in a count without its kind and mode."""
    table = rereading.read_rereading(CODING / "reread_inst.csv", corpus, rereading.BODIES, ("sentence_id", "code"))
    given = {
        (row.unit_id, code)
        for name in ("adjudicated", "coder3")
        for row in pd.read_csv(CODING / f"inst_{name}.csv", keep_default_na=False).itertuples()
        for code in set(row.codes.split(";")) - {"none", "other", ""}
    }
    assert {*zip(table["sentence_id"], table["code"], strict=True)} == given


def test_codes_that_were_read_again_are_decided_as_both_readers_gave_them():
    table = pd.read_csv(CODING / "reread_codes.csv", dtype=str, keep_default_na=False)
    files = {
        (book, name): pd.read_csv(CODING / f"{book}_{name}.csv", dtype=str, keep_default_na=False)
        for book in table["codebook"].unique()
        for name in parts.reading()
    }
    changed = 0
    for row in table.itertuples():
        a, b, before = (set(codes.split(";")) for codes in (row.reader_a, row.reader_b, row.before))
        assert set(row.decided.split(";")) == (a if a == b else before), row.sentence_id
        given = [
            codes
            for name in parts.reading()
            for codes in files[row.codebook, name].query("unit_id == @row.sentence_id")["codes"]
        ]
        assert given == ([row.decided] if row.decided else []), row.sentence_id
        changed += row.decided != row.before
    assert changed > 20
