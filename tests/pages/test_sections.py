"""Claims about the sections of a page on coded sentences: what a reader sees of an analysis."""

import dataclasses
import re

from helpers.coding import analysis as coding_analysis
from helpers.pages import plots
from helpers.pages.sections import by_text, reliability
from ruritania import caption, cells


def more(name):
    return f"tables/{name}.csv"


def test_what_a_person_gave_is_called_by_the_name(by_reading, ruritania):
    sheet = ruritania / "coding" / "sheet_own_ada.csv"
    sheet.write_text(
        "unit_id,passes,codes,naming,tone\npaper:1.1,yes,war,named,blame\npaper:3.1,no,,,\n", encoding="utf-8"
    )
    try:
        found = by_reading(codes="ada").analysis
        assert found.people == ["ada"] and found.reading == "codes by ada"
        assert reliability.who_coded(found).data == "People have coded too: ada. Shown below: codes by ada."
        told = cells(reliability.validation_tables(found, more)[-1])
        assert told[0] == ["coders", "measure", "units", "alpha", "low", "high"]
        assert ["reading, ada", "gate", "2", "1.0", "", ""] in told
        assert ["coder2, ada", "acts", "1", "0.0", "", ""] in told
        assert not any(row[1] == "war" for row in told)
    finally:
        sheet.unlink()
    nobody = reliability.who_coded(by_reading().analysis).data
    assert nobody.startswith("No person has coded yet;") and nobody.endswith("codes by reading (machine-read).")


def test_codes_by_text_are_drawn_with_their_sums(by_reading, monkeypatch):
    seen = {}
    matrix = plots.matrix
    monkeypatch.setattr(
        plots,
        "matrix",
        lambda axes, *given: seen.update(grid=given[0], shade=given[1], axes=axes) or matrix(axes, *given),
    )
    told = by_text.codes_figure(by_reading().analysis, "A title.")
    grid = seen["grid"]
    label = {name.split(" (")[0].rstrip(" *"): name for name in grid.index}
    assert list(label) == ["War", "Trade", "Praise"] and list(grid) == ["Small paper", "wen", "long"]
    assert [name[name.index("(") :] for name in grid.index] == ["(2)", "(16)", "(1)"]  # the translation left out
    assert grid.to_numpy().tolist() == [[2, 1, 0], [1, 0, 15], [1, 0, 0]]
    assert seen["shade"].to_numpy().tolist() == [[0.5, 1, 0], [0.25, 0, 1], [0.25, 0, 0]]
    assert [line.get_ydata()[0] for line in seen["axes"].lines] == [1.5]  # between the families
    assert told.title == "A title."
    assert "from codes by reading (machine-read)" in told.caption and "(Acts; Views)" in told.caption
    assert "in brackets the number in all, the translation left out," in told.caption
    assert "Without any of these codes: no text." in told.caption and "exploratory" in told.caption
    assert told.alt.startswith("Table of dots, codes by texts. paper: War") and "wen: War" in told.alt
    assert re.search(r"paper: War \*? ?2; wen: War \*? ?1; long: Trade \* 15\.$", told.alt)


def test_a_text_without_codes_is_named_and_has_no_column(by_dictionary, monkeypatch):
    seen = []
    monkeypatch.setattr(plots, "matrix", lambda axes, grid, shade: seen.append(grid))
    found = by_dictionary().analysis
    rows = found.rows.assign(codes=found.rows["codes"].where(found.rows["text_id"] != "long", "none"))
    told = by_text.codes_figure(dataclasses.replace(found, rows=rows), "T.")
    assert list(seen[0]) == ["Small paper", "wen"]
    assert "Without any of these codes: long." in told.caption and "from the dictionary" in told.caption
    assert "exploratory" not in told.caption
    none = by_text.codes_figure(dataclasses.replace(found, rows=rows.assign(codes="none")), "T.")
    assert none.data == "None of the codes stands here, from the dictionary, in paper, wen, long."


def test_families_are_a_table_for_reading(by_reading):
    shown = by_text.family_table(by_reading().analysis, more("frames"))
    assert cells(shown) == [
        ["text", "Acts", "Views", "read"],
        ["paper", "3", "1", "5"],
        ["wen", "1", "0", "4"],
        ["long", "15", "0", "20"],
    ]
    assert "tables/frames.csv" in caption(shown)


def test_shares_are_drawn_where_a_text_is_long_enough(by_dictionary, monkeypatch):
    seen = []
    monkeypatch.setattr(plots, "intervals", lambda axes, table, *columns: seen.append((table, columns)))
    told = by_text.shares_figure(by_dictionary().analysis)
    table, columns = seen[0]
    assert table["name"].tolist() == ["long: Acts (15)"] and columns[:4] == ("name", "share", "low", "high")
    assert table["share"].tolist() == [75.0] and 0 < table["low"].iloc[0] < 75 < table["high"].iloc[0] <= 100
    assert told.title == "How much of the long texts speaks of Ruritania, by family."
    assert "Share of sentences with a code" in told.caption
    assert told.alt.startswith("Dots with intervals. The largest share: long: Acts (15), 75.0 per cent (")
    assert f"({table['low'].iloc[0]:.1f} to {table['high'].iloc[0]:.1f})" in told.alt
    by_text.shares_figure(by_dictionary(unit="paragraph").analysis)
    assert seen[1][1][4] == "per cent of the text's paragraphs, with 95 % interval by paragraphs"
    short = by_text.shares_figure(by_dictionary(texts=["paper"]).analysis)
    assert short.data == "No text has 20 paragraphs, so no share has an interval."


def test_coders_stand_beside_each_other(by_reading, by_dictionary):
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
    nobody = reliability.coders_table(by_dictionary().analysis, more("coders"))
    assert nobody.data.startswith("No codes by reading belong to this corpus")


def test_the_dictionary_and_coders_are_told_in_sum_and_by_code(by_reading, by_dictionary, ruritania):
    sums, codes, words = reliability.validation_tables(by_reading().analysis, more)
    assert "Macro: mean over families or codes with 1 sentences or more" in caption(sums)
    rows = {(row[0], row[1]): row[2:] for row in cells(sums)[1:]}
    # the gate finds all that pass by reading in the second half, and five sentences more
    assert rows["first run, second half", "gate, named"][:4] == ["15", "0.75", "1.0", "0.857"]
    assert ("first run, second half", "gate, all") in rows
    assert ("first run, first half, as made", "gate, all") not in rows
    assert ("first run, first half, as made", "gate, named") in rows
    assert rows["after seeing, second half", "code macro"][:4] == ["1", "1.0", "1.0", "1.0"]
    assert rows["first run, second half", "family macro"][3] == "0.0"
    by_code = cells(codes)
    assert by_code[0] == ["code", "n", "F1, first run", "F1, after seeing", "alpha, 1 and 2", "alpha, 3a and 3b"]
    assert [row[0].rstrip(" *") for row in by_code[1:]] == ["Trade", "War", "Praise"]  # those given most first
    assert by_code[1][1:4] == ["15", "0.0", "1.0"] and by_code[2][1] == "0"
    assert "reached a macro-F1 of 0.00 over codes" in words.data
    own = by_reading(codebook=str(ruritania / "own.toml")).analysis
    assert len(reliability.validation_tables(own, more)) == 1
    assert reliability.validation_tables(by_dictionary().analysis, more) == []


def test_an_attribute_is_told_by_text_with_the_agreement_on_it(by_reading, by_dictionary):
    shown = by_text.attribute_table(by_reading().analysis, "tone", "Tone", more("attributes"))
    assert cells(shown)[0] == ["text", "blame", "credit", "sentences"] and ["paper", "2", "2", "3"] in cells(shown)
    assert caption(shown).startswith(
        "Tone: sentences that speak of Ruritania, by text. Not in a column: none 16. Alpha of coders 1 and 2: 1.00."
    )
    other = by_dictionary().analysis
    assert other.attributes == ["naming"]
    silent = by_text.attribute_table(other, "tone", "Tone", more("attributes"))
    assert silent.data == "Tone: not coded, for the dictionary does not know it."
    assert "Alpha" not in caption(by_text.attribute_table(other, "naming", "Naming", more("attributes")))


def test_alpha_is_told_of_the_first_two_coders_where_they_gave_the_attribute(by_reading):
    agreement = by_reading().analysis.agreement
    assert reliability.alpha_of(agreement, "tone") == " Alpha of coders 1 and 2: 1.00."
    assert reliability.alpha_of(agreement, "weather") == reliability.alpha_of(None, "tone") == ""


def test_the_order_of_families_without_each_text_is_a_table_for_reading(by_reading):
    found = by_reading().analysis
    shown = by_text.left_out_table(found, coding_analysis.left_out(found), more("left"))
    assert "With all texts, the translation left out the order is acts, views." in caption(shown)
    assert ["long", "text", "15", "83.3", "yes", "yes"] in cells(shown)


def test_the_scheme_names_the_codes_given_most_first(by_reading):
    found = by_reading().analysis
    shown = by_text.scheme_table(found, coding_analysis.scheme(found), more("codebook"))
    assert cells(shown) == [
        ["code", "family", "source", "sentences", "texts"],
        ["trade", "acts", "A book", "16", "2"],
        ["war", "acts", "Own reading", "2", "1"],
        ["praise", "views", "Another book", "1", "1"],
    ]
    assert "how often it was given, the translation left out." in caption(shown)
