"""Footnotes: calls stand in their sentence, and a note whose call is lost is placed by where it stands."""

import pandas as pd

from helpers import footnotes


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
