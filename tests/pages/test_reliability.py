"""How sure: what a reader sees of coders, their agreement, and the dictionary against them."""

import json

from helpers.coding import analysis as coding_analysis
from helpers.pages.sections import reliability
from ruritania import caption, cells, drawn


def more(name):
    return f"tables/{name}.csv"


def test_what_a_person_gave_is_called_by_the_name_and_held_against_the_reading_and_each_pass(by_reading, ruritania):
    nobody = by_reading().analysis
    sheet = ruritania / "coding" / "sheet_own_ada.csv"
    sheet.write_text(
        "unit_id,passes,codes,naming,tone\npaper:1.1,yes,war,named,blame\npaper:3.1,no,,,\n", encoding="utf-8"
    )
    try:
        found = by_reading(codes="ada").analysis
        assert found.people == ["ada"] and found.reading == "codes by ada"
        assert reliability.who_coded(found).data == "People have coded too: ada. Shown below: codes by ada."
        told = cells(reliability.people_table({"own": found, "other": nobody}, more("agreement")))
        assert told[0] == ["codebook", "coders", "measure", "units", "alpha", "low", "high"]
        assert ["own", "reading, ada", "gate", "2", "1.0", "", ""] in told
        assert ["own", "coder2, ada", "acts", "1", "0.0", "", ""] in told
        assert not any(row[2] == "war" or row[0] == "other" or "ada" not in row[1] for row in told[1:])
    finally:
        sheet.unlink()
    said = reliability.who_coded(nobody).data
    assert said.startswith("No person has coded yet;") and said.endswith("codes by reading (machine-read).")
    assert reliability.people_table({"own": nobody}, more("agreement")).data.startswith("No person has filled")


def test_who_read_which_half_is_a_table_and_says_that_coders_are_passes_of_a_model(by_reading):
    shown = reliability.readers_table({"Ruritania": by_reading().analysis})
    assert "pass of one large language model" in caption(shown)
    assert cells(shown)[0] == ["half", "coder", "role", "read", "Ruritania"]
    assert ["first", "adjudicated", "decided from both", "9", "4"] in cells(shown)
    assert ["second", "coder3a", "alone", "20", "15"] in cells(shown)


def test_coders_stand_beside_each_other(by_reading):
    found = by_reading().analysis
    assert cells(reliability.coders_table(found, more("coders"))) == [
        ["half", "family", "coder 1 / pass 3a", "coder 2 / pass 3b", "adjudicated / coder 3"],
        ["first", "Acts", "3", "2", "3"],
        ["first", "Views", "1", "2", "1"],
        ["second", "Acts", "15", "15", "15"],
        ["second", "Views", "0", "0", "0"],
    ]
    table = found.beside.set_index(["half", "text_id", "level", "name"])
    assert table.loc[("first", "paper", "code", "war")].tolist() == [2, 1, 2]
    assert table.loc[("first", "wen", "code", "war")].tolist() == [1, 1, 1]


def test_alpha_stands_beside_nltks_for_gate_and_families_and_an_undefined_one_is_empty(by_reading):
    shown = reliability.agreement_table(by_reading().analysis, more("agreement"))
    assert "Passes of one model" in caption(shown)
    rows = {row[0]: row[1:] for row in cells(shown)}
    assert list(rows) == ["measure", "gate", "Acts", "Views"]
    assert rows["measure"][:3] == ["n, 1 and 2", "alpha, 1 and 2", "NLTK, 1 and 2"]
    assert rows["gate"] == ["9", "1.0", "1.0", "20", "1.0", "1.0"]
    assert rows["Acts"][0] == "4" and rows["Acts"][1] == rows["Acts"][2] != "1.0"
    assert rows["Views"][3:] == ["15", "", ""]  # nobody gave it there


def test_the_alphas_on_which_nltk_agrees_are_counted_and_passes_that_are_hardly_two_are_named(by_reading, monkeypatch):
    found = by_reading().analysis
    told = reliability.nltk_in_words({"own": found}).data
    assert "Of 16 alphas NLTK has 16 as we do" in told and "hardly two readings (own: coder1, coder2 and" in told
    theirs = reliability.beside_nltk
    monkeypatch.setattr(
        reliability, "beside_nltk", lambda *given: theirs(*given).assign(nltk=lambda f: f["nltk"] - 0.001)
    )
    undefined = theirs(found.codings, found.book)["alpha"].isna().sum()
    assert f"Of 16 alphas NLTK has {undefined} as we do" in reliability.nltk_in_words({"own": found}).data


def test_the_three_numbers_of_a_dictionary_stand_together(by_reading):
    """The first run had no form for the trade of which the second half speaks."""
    found = by_reading().analysis
    shown = reliability.dictionary_table({"own": found}, more("validation"))
    head, gate, family, code = cells(shown)
    assert head == [
        "codebook",
        "level",
        "n",
        "where it was made",
        "cross-validated",
        "after seeing",
        "first run, unseen",
    ]
    assert gate[:3] == ["own", "gate", "15"] and gate[6] == "0.857"  # it lets pass five sentences too many
    assert family[5:] == ["1.0", "0.0"] and code[5:] == ["1.0", "0.0"]
    assert "given 1 times or more" in caption(shown) and "the one before it flatters" in caption(shown)


def test_codes_stand_with_both_runs_and_both_pairs_of_passes(by_reading):
    by_code = cells(reliability.codes_table(by_reading().analysis, more("validation")))
    assert by_code[0] == ["code", "n", "F1, first run", "F1, after seeing", "alpha, 1 and 2", "alpha, 3a and 3b"]
    assert [row[0].rstrip(" *") for row in by_code[1:]] == ["Trade", "War", "Praise"]  # those given most first
    assert by_code[1][1:4] == ["15", "0.0", "1.0"] and by_code[2][1] == "0"


def test_a_code_is_drawn_only_where_it_was_given_on_the_unseen_half(by_reading, out):
    page = by_reading()
    table = reliability.code_runs({"own": page.analysis})
    assert table.values.tolist() == [["own", "Trade", 15, 0.0, 0.0]]
    page.figure("dictionary", reliability.dictionary_figure({"own": page.analysis}))
    entry = drawn(out, "02_dictionary")
    assert entry["alt"].startswith("Dots, a code each: ") and "0 of 1 lie below the line" in entry["alt"]
    assert json.loads((out / "datapackage.json").read_text(encoding="utf-8"))["figures"] == [entry]


def test_the_order_of_families_without_each_text_is_a_table_for_reading(by_reading):
    found = by_reading().analysis
    titles = found.corpus.texts.set_index("text_id")["short_title"]
    shown = reliability.left_out_table({"own": found}, titles)
    assert cells(shown) == [
        ["text", "own, %", "own, order"],
        ["Small paper", "16.7", "stays"],
        ["long", "83.3", "stays"],
    ]
    assert "(own: acts, views)" in caption(shown) and "no chapter concludes" in caption(shown)
    assert coding_analysis.left_out(found)["left_out"].iloc[:2].tolist() == ["paper", "long"]


def test_the_scheme_names_the_codes_given_most_first(by_reading):
    found = by_reading().analysis
    shown = reliability.scheme_table(found, coding_analysis.scheme(found), more("codebook"))
    assert cells(shown) == [
        ["code", "family", "source", "sentences", "texts"],
        ["trade", "acts", "A book", "16", "2"],
        ["war", "acts", "Own reading", "2", "1"],
        ["praise", "views", "Another book", "1", "1"],
    ]
    assert "how often it was given, the translation left out." in caption(shown)
