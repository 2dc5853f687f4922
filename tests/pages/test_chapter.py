"""Claims about a chapter: what it publishes under which names, and the passages that it quotes."""

import json

import pytest

from helpers.coding import analysis
from helpers.pages import html, plots, publish
from ruritania import drawn, published


def test_evidence_is_whole_sentences_entered_in_the_table_of_quotations(by_reading, out):
    page = by_reading()
    shown = page.evidence(["paper:1.1", "wen:1.1"], "What is said.").data
    assert "<footer>Small paper, 1.1, raw line 1</footer>" in shown and ">Ruritania went to war.</p>" in shown
    assert '<p lang="zh">鲁国开战。</p><p lang="en" class="gloss">' in shown and "Lu goes to war." in shown
    quoted = json.loads((out / publish.PACKAGE).read_text(encoding="utf-8"))["quotations"]
    assert [(q["notebook"], q["sentence_id"], q["start"], q["end"]) for q in quoted] == [
        ("02_x", "paper:1.1", 0, 22),
        ("02_x", "wen:1.1", 0, 5),
    ]


def test_two_sides_stand_in_columns(by_reading, out):
    shown = by_reading().side_by_side({"Here": ["paper:1.1"], "There": ["wen:1.1"]}, "Two.").data
    assert shown.count("<section") == 2 and shown.index("Here") < shown.index("went to war") < shown.index("There")
    assert len(json.loads((out / publish.PACKAGE).read_text(encoding="utf-8"))["quotations"]) == 2


def test_titles_are_short_or_the_id(by_reading):
    assert by_reading().titles.to_dict() == {"paper": "Small paper", "wen": "wen", "long": "long"}


def test_tables_and_figures_have_the_names_of_the_page(by_dictionary):
    assert by_dictionary().more("codebook") == "data/processed/us_codebook.csv"


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("frames_by_text", analysis.counted_by_text),
        ("coders_by_text", lambda found: found.beside),
        ("validation", lambda found: found.validation),
        ("agreement", lambda found: found.agreement),
        ("attributes", analysis.attributes_by_text),
        ("leave_one_out", analysis.left_out),
        ("hits", analysis.shown_hits),
        ("codebook", analysis.scheme),
    ],
)
def test_the_tables_of_an_analysis_are_published_as_they_are_described(by_reading, out, name, table):
    page = by_reading()
    page.table(name, table(page.analysis))
    assert len(published(out, name)) == len(table(page.analysis)) > 0


def test_a_picture_is_published_under_the_number_of_the_notebook(by_reading, out):
    page = by_reading()
    picture = publish.Picture(plots.canvas(3, 2)[0], "A title.", "A caption.", "Dots.")
    assert "<figure>" in page.figure("shares", picture).data
    told = drawn(out, "02_shares")
    assert (told["notebook"], told["title"], told["caption"], told["alt"]) == ("02_x", *picture[1:])
    said = html.say("No text is long enough.")
    assert page.figure("shares", said) is said
