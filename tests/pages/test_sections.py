"""Claims about the sections of a page on coded sentences: what a reader sees of an analysis."""

import dataclasses
import re

from helpers.pages import plots
from helpers.pages.sections import by_text
from ruritania import caption, cells


def more(name):
    return f"tables/{name}.csv"


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
