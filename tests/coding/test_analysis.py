"""Claims about an analysis: whose codes are shown, of which texts, and the tables that are made of them."""

import pytest

from helpers import CorpusError
from helpers.coding import analysis
from helpers.coding.analysis import among
from ruritania import NEAR


def test_a_value_that_is_not_allowed_is_named_with_those_that_are():
    among("texts", ["a"], ["a", "b"])
    among("texts", [], [])
    with pytest.raises(CorpusError, match=r"^texts: 'c, d' is not among a, b; choose of these$"):
        among("texts", ["d", "a", "c"], ["a", "b"])


def test_another_corpus_is_coded_by_the_dictionary(by_dictionary):
    found = by_dictionary().analysis
    assert found.reading == "the dictionary" and set(found.rows["coder"]) == {"dictionary"}
    assert found.codings is found.validation is found.agreement is found.beside is None and found.people == []
    assert found.exploratory == set()
    assert found.label == {"war": "War", "trade": "Trade", "praise": "Praise", "acts": "Acts", "views": "Views"}
    codes = dict(zip(found.rows["sentence_id"], found.rows["codes"], strict=True))
    assert [codes[f"paper:{s}"] for s in ("1.1", "2.1", "3.1")] == ["war", "trade;praise", ""]
    assert codes["long:16.1"] == "none" and codes["wen:1.1"] == "war"


def test_a_translation_is_shown_and_in_no_sum(by_dictionary):
    found = by_dictionary().analysis
    assert found.shown == ["paper", "wen", "long"] and found.pooled.tolist() == ["paper", "long"]
    assert found.mark == {"paper": "Small paper", "wen": "wen", "long": "long"}
    assert set(found.pooled_rows["text_id"]) == {"paper", "long"} and len(found.pooled_rows) == 25
    assert len(found.passed) == 4 + 3 + 20 and found.passed["passes"].all()
    assert (found.voice["paper"], found.date["paper"]) == ("North", "2024")
    assert found.but == ", the translation left out" and by_dictionary(texts=["paper"]).analysis.but == ""


def test_texts_and_unit_are_among_those_there_are(by_dictionary):
    found = by_dictionary(texts=["long", "paper"], unit="paragraph").analysis
    assert found.shown == ["paper", "long"] and found.rows.index.tolist() == list(range(25))
    assert set(found.sentences["text_id"]) == {"paper", "wen", "long"}
    with pytest.raises(CorpusError, match="texts: 'lost' is not among paper, wen, long"):
        by_dictionary(texts=["lost"])
    with pytest.raises(CorpusError, match="unit: 'word' is not among sentence, paragraph"):
        by_dictionary(unit="word")


def test_a_corpus_with_codes_is_shown_by_reading(by_reading, ruritania):
    found = by_reading().analysis
    assert found.reading == "codes by reading (machine-read)" and found.people == []
    assert set(found.rows["coder"]) == {"adjudicated", "coder3"}
    assert found.first.patterns[1].forms == ("trading",)
    other = by_reading(codes="dictionary").analysis
    assert other.reading == "the dictionary" and other.codings is not None
    assert set(by_reading(codes="coder2").analysis.rows["coder"]) == {"coder2"}
    one = by_reading(codebook=str(ruritania / "own.toml"), codes="dictionary").analysis
    assert one.codings is None and one.first is None
    with pytest.raises(CorpusError, match="no coder 'bob'"):
        by_reading(codes="bob")


def test_codes_for_which_the_dictionary_is_exploratory_have_a_star(by_reading, ruritania):
    """The first run had no form for trade, so it found none in the second half; war and praise are not there."""
    found = by_reading().analysis
    assert found.exploratory >= {"trade"} and found.label["trade"] == "Trade *" and found.label["acts"] == "Acts"
    own = by_reading(codebook=str(ruritania / "own.toml")).analysis
    assert own.validation["comparison"].drop_duplicates().tolist() == [
        "this codebook, second half",
        "this codebook, first half",
    ]
    assert "trade" not in own.exploratory and own.label["trade"] == "Trade"
    checked = found.validation.set_index(["comparison", "level", "measure"])
    assert checked.loc[("first run, second half", "code", "trade"), "found"] == 0
    assert checked.loc[("after seeing, second half", "code", "trade"), "found"] == 15


def test_families_and_codes_are_counted_by_text(by_reading):
    table = analysis.counted_by_text(by_reading().analysis).set_index(["text_id", "level", "name"])
    columns = ["sentences", "paragraphs", "of_sentences", "of_paragraphs"]
    assert table.loc[("paper", "code", "war"), columns].tolist() == [2, 1, 5, 3]
    assert table.loc[("paper", "family", "acts"), columns].tolist() == [3, 2, 5, 3]
    assert table.loc[("long", "code", "trade"), [*columns, "share"]].tolist() == [15, 15, 20, 20, 0.75]
    assert table.loc[("paper", "code", "war"), ["share", "low", "high"]].isna().all()
    assert table["exploratory"].groupby("name").first()["trade"] and len(table) == 3 * 5
    assert not table.loc[("long", "family", "acts"), "exploratory"]


def test_attributes_are_counted_over_sentences_that_pass(by_reading):
    found = by_reading().analysis
    assert found.attributes == ["naming", "tone"]
    table = analysis.attributes_by_text(found).set_index(["text_id", "attribute", "value"])
    assert table.loc[("paper", "tone", "blame")].tolist() == [2, 3]
    assert table.loc[("paper", "tone", "credit")].tolist() == [2, 3]
    assert table.loc[("long", "tone", "none")].tolist() == [15, 15]
    assert table.index.get_level_values("text_id").drop_duplicates().tolist() == ["paper", "wen", "long"]


def test_the_order_of_families_without_each_text_leaves_a_translation_out(by_reading):
    left = analysis.left_out(by_reading().analysis)
    assert set(left.loc[left["kind"] == "text", "left_out"]) == {"paper", "long"}
    row = left.set_index("left_out").loc["long"]
    assert row["cases"] == 15 and row["share"] == pytest.approx(15 / 18) and row["same_order"] and row["same_first"]


def test_hits_are_those_of_the_texts_that_are_shown(by_dictionary):
    table = analysis.shown_hits(by_dictionary(texts=["paper"]).analysis)
    assert set(table["text_id"]) == {"paper"} and {"gate", "code"} == set(table["part"])
    assert table.loc[table["found"] == "trade", "surface"].tolist() == ["trades", "trade"]


def test_coded_sentences_have_their_text_only_where_it_may_be_shown(by_reading):
    found = by_reading().analysis
    table = analysis.coded_sentences(found, found.passed, ["codes", "families"]).set_index("sentence_id")
    assert table.loc["paper:2.1", ["codes", "families", "dictionary", "text", "coder"]].tolist() == [
        "trade;praise", "acts;views", "trade;praise", "", "adjudicated",
    ]  # fmt: skip
    assert table.loc["long:1.1", ["text", "families"]].tolist() == ["Ruritania trades.", "acts"]
    start, end = table.loc["paper:1.2", ["start", "end"]]
    assert (start, end) == (23, 23 + len(NEAR)) and len(table) == len(found.passed)
    assert table.loc["paper:2.1", ["first_line", "last_line"]].tolist() == [3, 3]


def test_each_code_stands_with_its_ground_and_how_often_it_was_given(by_reading):
    table = analysis.scheme(by_reading().analysis)
    assert table["code"].tolist() == ["war", "trade", "praise"] and table["definition"].iloc[0] == "It fights."
    assert table[["sentences", "texts"]].to_numpy().tolist() == [[2, 1], [16, 2], [1, 1]]
