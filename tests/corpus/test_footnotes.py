"""Footnotes: calls stand in their sentence, and a note whose call is lost is placed by where it stands."""

import pandas as pd
import pytest

from conftest import write_corpus
from helpers import load_corpus
from helpers.corpus import footnotes
from small import laid_out


def test_every_call_and_every_note_is_there_once(corpus):
    table = footnotes.footnotes(corpus)
    calls = corpus.ledger[corpus.ledger["rule"] == "call"]
    assert table["placed"].sum() == len(calls)
    assert table.groupby("text_id")["placed"].sum().to_dict() == calls.groupby("text_id").size().to_dict()
    notes = corpus.notes.loc[corpus.notes["stream"] == "note", "note_id"]
    assert sorted(table.loc[table["note_id"] != "", "note_id"]) == sorted(notes)


def test_a_call_is_in_the_sentence_that_it_is_glued_to(corpus):
    """The character before a call is the last one of its sentence, or of a word in it."""
    table = footnotes.footnotes(corpus)
    text = corpus.sentences.set_index("sentence_id")["text"]
    one = table[(table["text_id"] == "new-model-article") & (table["label"] == "22")].iloc[0]
    assert text[one.sentence_id].endswith("2021.") and one.basis == footnotes.LABEL
    assert set(table["sentence_id"]) <= set(text.index)


def test_numbers_that_start_anew_on_each_page_call_the_next_note(corpus):
    table = footnotes.footnotes(corpus).set_index("note_id")
    lines = corpus.notes.set_index("note_id")["first_line"]
    sentences = corpus.sentences.set_index("sentence_id")["last_line"]
    own = table[(table["text_id"] == "ren-lin-zh") & table["placed"]]
    distance = lines[own.index] - sentences[own["sentence_id"]].to_numpy()
    assert distance.between(0, 12).all() and own["label"].duplicated().any()


def test_a_note_without_a_call_stands_behind_the_last_sentence_before_it(corpus):
    table = footnotes.footnotes(corpus)
    foot = table[~table["placed"]]
    lines = corpus.notes.set_index("note_id")["first_line"]
    sentence = corpus.sentences.set_index("sentence_id")["first_line"]
    assert set(foot["basis"]) == {footnotes.FOOT} and len(foot)
    assert (sentence[foot["sentence_id"]].to_numpy() < lines[foot["note_id"]].to_numpy()).all()


def test_distance_is_in_sentences(corpus):
    notes = pd.DataFrame(
        [("n1", "xinhua-report", "xinhua-report:9.2", True), ("n2", "xinhua-report", "xinhua-report:9.2", True)],
        columns=["note_id", "text_id", "sentence_id", "placed"],
    )
    ids = corpus.sentences.loc[corpus.sentences["text_id"] == "xinhua-report", "sentence_id"].tolist()
    at = ids.index("xinhua-report:9.2")
    near = footnotes.near(corpus, notes, [ids[at], ids[at - 3], ids[at + 2], "ggi-paper-zh:2.1"])
    assert near["note_id"].tolist() == ["n1; n2", "n1", "n1"] and near["distance"].tolist() == [0, 3, -2]
    foot = footnotes.near(corpus, notes.assign(placed=False), [ids[at]])
    assert foot["distance"].tolist() == [1] and not foot["placed"].any()


# --- on texts of our own ---------------------------------------------------------------------------------------------

ONCE = """
[[source]]
id = "wen"
file = "wen.txt"
calls = "circled"
stream = [{ stream = "note", match = '^[①-⑳] ', count = %d }]
[[source]]
id = "paper"
file = "paper.txt"
[[text]]
id = "wen"
source = "wen"
language = "zh"
[[text]]
id = "paper"
source = "paper"
language = "en"
"""


def noted(folder, chinese, count):
    corpus = load_corpus(write_corpus(folder, ONCE % count, "Nothing is called here.\n", chinese))
    return corpus, footnotes.footnotes(corpus)


def test_numbers_that_stand_once_call_their_note_wherever_it_stands(tmp_path):
    corpus, table = noted(tmp_path, "① 注一\n\n甲说②。乙说①！\n\n② 注二\n", 2)
    assert list(table) == ["note_id", "text_id", "label", "sentence_id", "placed", "basis"]
    assert table.to_numpy().tolist() == [
        ["wen:note-2", "wen", "2", "wen:1.1", True, "label"],
        ["wen:note-1", "wen", "1", "wen:1.2", True, "label"],
    ]
    assert corpus.notes.set_index("note_id")["text"]["wen:note-1"] == "① 注一"


def test_where_numbers_start_anew_a_call_calls_the_next_note_below(tmp_path):
    _, table = noted(tmp_path, "甲说①。\n\n① 注一\n\n乙说①。丙说②。\n\n① 注二\n\n② 注三\n", 3)
    assert table[["note_id", "label", "sentence_id", "basis"]].to_numpy().tolist() == [
        ["wen:note-1", "1", "wen:1.1", "label"],
        ["wen:note-2", "1", "wen:2.1", "label"],
        ["wen:note-3", "2", "wen:2.2", "label"],
    ]


def test_notes_may_stand_right_below_the_line_of_their_call(tmp_path):
    _, table = noted(tmp_path, "甲说①。\n① 注一\n乙说①。\n① 注二\n", 2)
    assert table[["note_id", "sentence_id"]].to_numpy().tolist() == [
        ["wen:note-1", "wen:1.1"],
        ["wen:note-2", "wen:2.1"],
    ]


def test_a_call_behind_a_full_stop_is_in_the_sentence_before_it(tmp_path):
    _, table = noted(tmp_path, "甲说。①乙说。\n\n① 注一\n", 1)
    assert table["sentence_id"].tolist() == ["wen:1.1"]


def test_a_call_without_a_note_below_has_none_and_a_note_without_a_call_stands_behind_what_is_before_it(tmp_path):
    _, table = noted(tmp_path, "甲说①。\n\n乙说。\n\n① 注一\n\n丙说①。丁。\n\n② 注二\n", 2)
    assert table.to_numpy().tolist() == [
        ["wen:note-1", "wen", "1", "wen:1.1", True, "label"],
        ["", "wen", "1", "wen:3.1", True, "label"],
        ["wen:note-2", "wen", "2", "wen:3.2", False, "foot"],
    ]


def test_a_note_before_every_sentence_has_no_sentence(tmp_path):
    _, table = noted(tmp_path, "① 注一\n\n甲说。\n", 1)
    assert table.to_numpy().tolist() == [["wen:note-1", "wen", "1", "", False, "foot"]]


MISREAD = """
[[source]]
id = "wen"
file = "wen.txt"
calls = "circled"
stream = [{ stream = "note", match = '^[①-⑳] ', count = 3 }]
aside = [{ line = 1, find = "[©]", stream = "note", reason = "misread" }]
[[text]]
id = "wen"
source = "wen"
language = "zh"
"""


def test_a_call_that_cannot_be_read_calls_the_first_note_below_that_no_other_takes(tmp_path):
    manifest = MISREAD
    corpus = load_corpus(write_corpus(tmp_path, manifest, chinese="甲说[©]。乙说①。\n\n① 注一\n\n② 注二\n\n③ 注三\n"))
    table = footnotes.footnotes(corpus)
    assert table[["note_id", "label", "sentence_id", "placed", "basis"]].to_numpy().tolist() == [
        ["wen:note-2", "", "wen:1.1", True, "next"],
        ["wen:note-1", "1", "wen:1.2", True, "label"],
        ["wen:note-3", "3", "wen:1.2", False, "foot"],
    ]


@pytest.mark.parametrize(
    ("printed", "label"),
    [("①", "1"), ("^⑳ x", "20"), ("³ x", "3"), ("12 x", "12"), ("^7", "7"), ("x 1", ""), ("", ""), ("$^{1}$", "")],
)
def test_the_number_of_a_note_is_what_it_begins_with(printed, label):
    assert footnotes._label(printed) == label


SIX = laid_out({"t": [[f"s{n}" for n in range(6)]], "u": [["x"]]})
PLACED = pd.DataFrame(
    [("n1", "t", "t:1.2", True), ("n2", "t", "t:1.5", True), ("", "t", "t:1.4", True)],
    columns=["note_id", "text_id", "sentence_id", "placed"],
)


def near(sentences, notes=PLACED):
    return footnotes.near(SIX, notes, sentences).to_numpy().tolist()


def test_the_nearest_note_is_the_one_with_fewest_sentences_between():
    assert near(["t:1.1", "t:1.2", "t:1.3", "t:1.4", "t:1.6", "u:1.1"]) == [
        ["t:1.1", "n1", 1, True],
        ["t:1.2", "n1", 0, True],
        ["t:1.3", "n1", -1, True],
        ["t:1.4", "", 0, True],  # a call is a call where its note is not in the file
        ["t:1.6", "n2", -1, True],
    ]


def test_a_note_at_the_foot_is_one_further_and_never_called_here():
    foot = PLACED.assign(placed=[True, False, True])
    assert near(["t:1.5", "t:1.1", "t:1.2"], foot) == [
        ["t:1.5", "n2", 1, False],
        ["t:1.1", "n1", 1, True],
        ["t:1.2", "n1", 0, True],
    ]


def test_a_note_at_the_foot_is_not_called_in_the_sentence_behind_it_either():
    foot = PLACED.assign(placed=False)
    assert near(["t:1.2", "t:1.3", "t:1.6"], foot) == [
        ["t:1.2", "n1", 1, False],
        ["t:1.3", "n1", -1, False],
        ["t:1.6", "n2", -1, False],
    ]


def test_no_note_is_near_where_there_are_none():
    assert near(["t:1.1"], PLACED.head(0)) == []
    assert list(footnotes.near(SIX, PLACED, [])) == ["sentence_id", "note_id", "distance", "placed"]
