"""Claims about a codebook applied by machine: whom a sentence speaks of, and which codes it is given."""

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.coding.codebook import split_codes
from helpers.coding.dictionary import apply, gated
from small import CHARGES, own_book

GATE = """
id = "own"
[[family]]
id = "acts"
[[code]]
id = "war"
family = "acts"
[[code.pattern]]
en = ["war", "battle*"]
[[code]]
id = "trade"
family = "acts"
[[code.pattern]]
en = ["trade*"]
[gate]
between = true
blockers = { en = ["New Ruritania"] }
go_on = { en = ["it has", "they"], zh = ["他们"] }
turn = { en = ["China"], zh = ["中国"] }
[[gate.pattern]]
id = "name"
kind = "country"
en = ["Ruritania*"]
zh = ["鲁国"]
[[gate.pattern]]
id = "hint"
kind = "hint"
naming = "described"
en = ["a certain country"]
[[gate.pattern]]
id = "country"
kind = "pointer"
naming = "described"
needs = "paragraph"
en = ["the country"]
[[gate.pattern]]
id = "after"
kind = "pointer"
naming = "described"
needs = "before"
en = ["its"]
zh = ["其"]
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return own_book(tmp_path_factory.mktemp("book"), GATE)


@pytest.fixture(scope="module")
def charging(tmp_path_factory):
    agents = '\n[[charges.agent]]\nid = "some"\nen = ["some countr*"]\nwithout = ["poor"]\n[charges.blockers]\nen = ["hegemonic past"]\n'
    return own_book(tmp_path_factory.mktemp("book"), GATE + CHARGES + agents)


def paragraph(*texts, name="p"):
    return pd.DataFrame({"unit_id": [f"{name}{n}" for n in range(len(texts))], "paragraph_id": name, "text": texts})


def rules(book, *texts):
    """How each sentence of one paragraph passes, and by which rule."""
    table = gated(book, paragraph(*texts))[0]
    return list(zip(table["naming"], table["rule"], strict=True))


NAME, HINT, ON, QUOTED, NONE = (
    ("named", "name"), ("described", "description"), ("described", "goes on"), ("described", "quotation goes on"), ("", ""),
)  # fmt: skip


@pytest.mark.parametrize(
    ("texts", "passes"),
    [
        (["Ruritania left."], [NAME]),
        (["Ruritania, a certain country, left."], [NAME]),
        (["A certain country left."], [HINT]),
        (["New Ruritania left."], [NONE]),
        (["The country left."], [NONE]),
        (["The country left.", "Ruritania did."], [HINT, NAME]),
        (["A certain country left.", "The country did."], [HINT, HINT]),  # a sentence that passes stands before it
        (["A certain country left.", "Nobody knows.", "The country did."], [HINT, NONE, HINT]),
        (["The country did.", "A certain country left."], [NONE, HINT]),  # a description that follows names nobody
        (["It has left."], [NONE]),
        (["Ruritania left.", "It has gone."], [NAME, ON]),
        (["Ruritania left.", "It has gone.", "They rest."], [NAME, ON, ON]),
        (["Ruritania left.", "Nobody knows.", "They rest."], [NAME, NONE, NONE]),
        (["Ruritania left.", "However, it has gone."], [NAME, ON]),
        (["Ruritania left.", "“But it has gone."], [NAME, QUOTED]),
        (["Ruritania left.", "(And they rest.)"], [NAME, ON]),
        (["Ruritania left.", "Moreover they rest."], [NAME, ON]),
        (["Ruritania left.", "In the end, they rest."], [NAME, ON]),
        (["Ruritania left.", f"In the {'x' * 51}, they rest."], [NAME, ON]),
        (["Ruritania left.", f"In the {'x' * 52}, they rest."], [NAME, NONE]),  # sixty characters are too far
        (["Ruritania left.", "In a year, all say they rest."], [NAME, NONE]),
        (["Ruritania left.", "In a year, or two, they rest."], [NAME, NONE]),  # behind the first comma only
        (["Ruritania left.", "In a year they rest."], [NAME, NONE]),
        (["鲁国退出。", "一年之后，其后果严重。"], [NAME, HINT]),
        (["鲁国退出。", "一年之后人们谈论其后果。"], [NAME, HINT]),
        (["Ruritania left.", "They,they rest."], [NAME, ON]),
        (["鲁国退出。", "与此同时，其后果严重。"], [NAME, HINT]),
        (["鲁国退出。", "战争结束,其后果严重。"], [NAME, HINT]),
        (["鲁国退出。", "从此，其他人不来。"], [NAME, HINT]),
        (["Ruritania left.", "All know its pride."], [NAME, HINT]),  # a pronoun behind a sentence that passes
        (["Nobody left.", "All know its pride."], [NONE, NONE]),
        (["Ruritania left.", "All in China know its pride."], [NAME, NONE]),  # another may be meant
        (["Ruritania left.", "War came.", "Ruritania rests."], [NAME, ON, NAME]),  # a code, and the name again
        (["Ruritania left.", "War came.", "Nobody knows.", "Ruritania rests."], [NAME, ON, NONE, NAME]),
        (["Ruritania left.", "Nobody knows.", "Ruritania rests."], [NAME, NONE, NAME]),
        (["Ruritania left.", "War came."], [NAME, NONE]),
        (["War came.", "Ruritania rests."], [NONE, NAME]),
        (["Ruritania left.", "War came to China.", "Ruritania rests."], [NAME, NONE, NAME]),
        (["Ruritania left;", "nobody knows."], [NAME, ON]),
        (["鲁国退出；", "无人知晓。"], [NAME, ON]),
        (["鲁国退出；", "中国不知。"], [NAME, NONE]),
        (["鲁国退出。", "其后果严重。"], [NAME, HINT]),
        (["Ruritania left;", "China stayed."], [NAME, NONE]),
        (["Ruritania left;", "But China stayed."], [NAME, NONE]),
        (["Ruritania left.", "China says they rest."], [NAME, NONE]),
        (["Ruritania says “we left.", "We are gone.”", "Nobody knows."], [NAME, QUOTED, NONE]),
        (["Nobody says “we left.", "We are gone.”"], [NONE, NONE]),
        (["Ruritania says “we left.”", "“We are gone.”"], [NAME, QUOTED]),
        (["Ruritania says \"we left.\"", "\"We are gone.\""], [NAME, QUOTED]),
        (["“Nobody left.”", "Ruritania did."], [NONE, NAME]),
        (["Ruritania “left”.", "“We” rest."], [NAME, QUOTED]),
        (["Ruritania “left”.", "We rest."], [NAME, NONE]),
    ],
)  # fmt: skip
def test_how_a_sentence_passes(book, texts, passes):
    assert rules(book, *texts) == passes


@pytest.mark.parametrize(
    ("texts", "passes"),
    [
        (["Ruritania left.", "The war is over."], [NAME, ON]),
        (["Ruritania left.", "The war is over.", "Trade thrives."], [NAME, ON, ON]),
        (["Ruritania left.", "Nobody knows."], [NAME, NONE]),  # no code stands in it
        (["Ruritania left.", "The war with Norway is over."], [NAME, NONE]),  # a word of another subject
        (["Ruritania left.", "China won the war."], [NAME, NONE]),  # a turn
        (["Ruritania left.", "Nobody knows.", "The war is over."], [NAME, NONE, NONE]),
        (["The war is over.", "Ruritania left."], [NONE, NAME]),
    ],
)
def test_with_words_of_other_subjects_a_sentence_goes_on_by_a_code(tmp_path, texts, passes):
    apart = GATE.replace("go_on =", 'apart = { en = ["Norway"], zh = ["挪威"] }\ngo_on =', 1)
    assert rules(own_book(tmp_path, apart), *texts) == passes


def test_a_paragraph_ends_what_goes_on_and_what_is_named(book):
    both = pd.concat([paragraph("Ruritania left."), paragraph("They rest.", "The country rests.", name="q")])
    assert gated(book, both)[0]["naming"].tolist() == ["named", "", ""]
    assert gated(book, both)[0]["unit_id"].tolist() == ["p0", "q0", "q1"]


def test_hits_of_the_gate_are_those_of_sentences_that_pass(book):
    text = "Ruritania and the country left."
    table = gated(book, paragraph(text, "The country rests."))[1]
    assert table.to_numpy().tolist() == [
        ["p0", "name", "country", "Ruritania*", 0, 9, "Ruritania"],
        ["p0", "country", "pointer", "the country", 14, 25, "the country"],
        ["p1", "country", "pointer", "the country", 0, 11, "The country"],
    ]
    assert list(table) == ["unit_id", "pattern", "kind", "form", "start", "end", "surface"]
    alone = gated(book, paragraph("A certain country is the country."))[1]
    assert alone["pattern"].tolist() == ["hint"]  # what needs the name in its paragraph has none
    none = gated(book, paragraph("Nobody left."))[1]
    assert none.empty and none["start"].dtype == none["end"].dtype == "int64"


def test_codes_stand_in_the_order_of_the_codebook(book):
    table, hits, gate = apply(
        book, paragraph("Ruritania trades and wars: battles, war.", "Ruritania rests.", "War came.")
    )
    assert table.to_numpy().tolist() == [
        ["p0", "named", "name", "war;trade", ""],
        ["p1", "named", "name", "none", ""],
        ["p2", "", "", "", ""],
    ]
    assert list(table) == ["unit_id", "naming", "rule", "codes", "agent"]
    assert hits.to_numpy().tolist() == [
        ["p0", "trade", "trade-1", "trade*", 10, 16, "trades"],
        ["p0", "war", "war-1", "battle*", 27, 34, "battles"],
        ["p0", "war", "war-1", "war", 36, 39, "war"],
    ]
    assert list(hits) == ["unit_id", "code", "pattern", "form", "start", "end", "surface"]
    assert gate["unit_id"].tolist() == ["p0", "p1"]
    empty = apply(book, paragraph("Nobody left."))[1]
    assert empty.empty and empty["start"].dtype == "int64"


def test_a_table_of_no_sentence_holds_text_like_any_other(book):
    nothing, something = (apply(book, paragraph(*texts))[0] for texts in ((), ("Ruritania trades.",)))
    assert nothing.empty and nothing.dtypes.to_dict() == something.dtypes.to_dict()
    nothing, something = (gated(book, paragraph(*texts))[0] for texts in ((), ("Ruritania trades.",)))
    assert nothing.empty and nothing.dtypes.to_dict() == something.dtypes.to_dict()


def test_a_charge_is_asked_only_of_what_does_not_pass(charging):
    texts = [
        "The West seeks hegemony.", "Ruritania seeks hegemony.", "Hegemony is sought.", "Some countries and the West seek hegemony.",
        "Some poor countries seek hegemony.", "Some countries seek hegemony.", "The West rests.", "The hegemonic past of the West.",
    ]  # fmt: skip
    table, hits, _ = apply(charging, paragraph(*texts))
    assert table["agent"].tolist() == ["west", "", "none", "west", "none", "some", "", ""]
    assert hits["code"].tolist() == ["charge"] * 5 and hits["surface"].iloc[0] == "hegemony"
    assert charging.agent_ids == ("west", "some", "none")


def test_a_codebook_without_charges_charges_nobody(book):
    assert apply(book, paragraph("The West seeks hegemony."))[0]["agent"].tolist() == [""]
    assert book.agent_ids == ("none",) and book.family_of == {"war": "acts", "trade": "acts"}


def test_forms_can_be_left_out_of_every_part(charging):
    less = charging.without_forms(
        {("war-1", "war"), ("name", "Ruritania*"), ("charge", "hegemon*"), ("trade-1", "war")}
    )
    assert [p.forms for p in less.patterns] == [("battle*",), ("trade*",)]
    assert less.gate[0].forms == ("鲁国",) and less.charges[0].forms == () and less.agents == charging.agents
    assert apply(less, paragraph("The West seeks hegemony."))[0]["agent"].tolist() == [""]
    assert charging.patterns[0].forms == ("war", "battle*")


def test_a_codebook_is_called_by_its_id_or_else_by_its_file(tmp_path):
    assert own_book(tmp_path, GATE.replace('id = "own"', 'id = "mine"')).id == "mine"
    assert own_book(tmp_path, GATE.replace('id = "own"', "")).id == "own"


@pytest.mark.parametrize(
    ("once", "twice"),
    [
        ('"New Ruritania"', '"New Ruritania", "New Ruritania"'),
        ('["trade*"]', '["trade*", "trade*"]'),
        ('["其"]', '["其", "其"]'),
    ],
)
def test_a_form_is_listed_once(tmp_path, once, twice):
    with pytest.raises(CorpusError, match="twice"):
        own_book(tmp_path, GATE.replace(once, twice))


def test_joined_codes_are_sets_without_what_says_nothing():
    assert split_codes(["a;b", "none", "other;a", "", "a;;b", "a"]) == [
        {"a", "b"},
        set(),
        {"a"},
        set(),
        {"a", "b"},
        {"a"},
    ]
