"""Claims about obligations: who is obliged by which sentence, and the dictionary beside the reading."""

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.coding import obligations
from helpers.coding.readings import two_readers
from helpers.corpus.load import corpus_of
from helpers.mentions.concepts import read_concepts
from helpers.paths import CODING, OBLIGATIONS

COLUMNS = ["sentence_id", "marker", "obligation", "obliged", "by", "quoted", "obligation_a", "obligation_b", "obliged_a",
           "obliged_b", "reason", "kind"]  # fmt: skip
ROW = ["a:1.2", "must", "yes", "all", "author", "no", "yes", "yes", "all", "all", "", "should"]
OTHER = ["a:1.1", "", "no", "", "", "", "no", "yes", "", "us", "It asks.", ""]
CORPUS = corpus_of(en={"a": "What should be done? All must act."})


def read(folder, *rows):
    pd.DataFrame(rows, columns=COLUMNS).to_csv(folder / obligations.READ, index=False)
    return obligations.read_obligations(folder, CORPUS)


def test_only_sentences_that_oblige_are_given(tmp_path):
    table = read(tmp_path, OTHER, ROW)
    assert table[["text_id", "sentence_id", "obliged", "kind"]].values.tolist() == [["a", "a:1.2", "all", "should"]]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sentence_id": "a:9.9"}, "there is no sentence 'a:9.9'"),
        ({"kind": "wishes"}, "who is obliged, or the kind, is missing"),
        ({"obliged": ""}, "who is obliged, or the kind, is missing"),
    ],
)
def test_a_row_that_cannot_be_is_refused(tmp_path, changes, says):
    row = list((dict(zip(COLUMNS, ROW, strict=True)) | changes).values())
    with pytest.raises(CorpusError, match=says) as told:
        read(tmp_path, row)
    assert "\n" not in str(told.value)


def test_a_sentence_that_stands_twice_is_refused(tmp_path):
    with pytest.raises(CorpusError, match=r"a:1\.2"):
        read(tmp_path, ROW, ROW)


@pytest.mark.parametrize(
    "sentence",
    ["Countries must act.", "We should act.", "They call on all to act.", "All states need to act.", "Nobody shall leave.",
     "各国必须合作。", "我们应当合作。", "大国要带头。", "中方呼吁各方合作。"],
)  # fmt: skip
def test_the_dictionary_finds_words_by_which_texts_oblige(sentence):
    corpus = corpus_of(**{"en" if sentence.isascii() else "zh": {"a": sentence}})
    assert len(obligations.by_dictionary(corpus, read_concepts(OBLIGATIONS))) == 1


@pytest.mark.parametrize(
    "sentence",
    ["The question is what kind of order should be built.", "What should be done?", "这很重要。", "这是要聚焦的问题。", "应对挑战。",
     "需求很大。"],
)  # fmt: skip
def test_the_dictionary_passes_over_questions_and_longer_words(sentence):
    corpus = corpus_of(**{"en" if sentence.isascii() else "zh": {"a": sentence}})
    assert obligations.by_dictionary(corpus, read_concepts(OBLIGATIONS)).empty


def test_precision_and_recall_are_missing_where_there_is_nothing_to_divide_by():
    some = pd.DataFrame({"text_id": ["a"], "sentence_id": ["a:1.1"]})
    table = obligations.beside_dictionary(some, some.head(0), ["a", "b"], "all")
    assert table["precision"].isna().all() and table["recall"].isna().tolist() == [False, True, False]
    assert table["f1"].fillna(-1).tolist() == [0, -1, 0]


def test_the_dictionary_reaches_the_concept_paper_in_both_languages(corpus):
    read_, found = (
        obligations.read_obligations(CODING, corpus),
        obligations.by_dictionary(corpus, read_concepts(OBLIGATIONS)),
    )
    table = obligations.beside_dictionary(read_, found, ["ggi-paper-zh", "ggi-paper-en"], "both").set_index("text_id")
    assert (table[["precision", "recall"]] >= 0.95).all(axis=None)


def test_readers_who_never_oblige_alike_have_no_agreement():
    hits = pd.DataFrame({"reader_a": ["said", "no"], "reader_b": ["no", "said"]})
    judged = pd.DataFrame([("x", "yes", "no"), ("y", "not listed", "yes")])
    judged.columns = ["sentence_id", "obligation_a", "obligation_b"]
    table = two_readers(hits, pd.DataFrame({"readers": ["a", "b"]}), judged, ["x", "y", "z"]).set_index("what")
    assert table["same"].to_dict() == {"hits": 0, "shifts": 0, "obligations": 1}
    assert (table.loc[["hits", "obligations"], "alpha"] < 0).all()
