"""Claims about the room on framing: names along a text, the ladder, and what a reader sees of them."""

import json

import pandas as pd
import pytest

from conftest import codebook
from helpers.coding.naming import ladder, named_along, named_by_section, on_ladder
from helpers.corpus.load import corpus_of
from helpers.mentions.concepts import Concept
from helpers.pages import plots, publish
from helpers.pages.chapter import Page
from helpers.pages.publish import Finding
from helpers.pages.quotations import Quotations, read_evidence
from helpers.pages.sections import framing
from helpers.paths import EVIDENCE, NOTEBOOKS, US_FRAMES
from ruritania import caption, cells

RULED, CHINA = Concept("us", "United States, US", ("美国",)), Concept("china", "China, Chinese", ("中国",))
HEADS = {"stream": "heading", "match": r"[一二]、"}


@pytest.fixture
def page():
    corpus = corpus_of(zh={"wen": "一、赤字\n美国优先。美国、中国。\n二、行动\n中国倡议。"}, stream=[HEADS])
    return Page("02_x", corpus, Quotations(corpus, {}))


@pytest.fixture
def followed(page):
    slogan = Concept("first", "America First", ("美国优先",))
    hits = named_along(page.corpus, "wen", [RULED, CHINA], [slogan])
    return hits, named_by_section(page.corpus, "wen", hits, [RULED, CHINA])


@pytest.fixture
def placed(by_reading):
    """A page of Ruritania, and its sentences on the ladder: two by name, one of them quoted, and one to nobody."""
    page = by_reading()
    said = pd.DataFrame(
        [("paper:1.1", "yes", "own"), ("paper:1.2", "yes", "quoted"), ("paper:2.1", "no", "own"), ("wen:1.1", "yes", "own")],
        columns=["sentence_id", "blame", "voice"],
    )  # fmt: skip
    said = said.assign(conduct="yes", time="present")
    read = {f"{q}{end}": said[q] for q in ("conduct", "blame", "time", "voice") for end in ("", "_a", "_b")}
    second = pd.DataFrame({"sentence_id": said["sentence_id"], **read})
    second["blame_a"] = "yes"
    rows = page.analysis.rows
    return page, second, on_ladder(rows, page.analysis.book, "acts", second)


def test_the_picture_has_the_numbers_of_each_part(page, followed):
    hits, by_part = followed
    told = framing.along_figure(page, hits, by_part, [RULED, CHINA])
    (axes,) = told.drawing.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["United States", "China"]
    assert [note.get_text() for note in axes.texts] == ["一、赤字", "2", "1", "二、行动", "0", "1"]
    ticks = [len(c.get_offsets()) for c in axes.collections]
    assert ticks == [2, 2] and told.title == "Who is named along the wen."
    assert told.alt.endswith("一、赤字: United States 2, China 1; 二、行动: United States 0, China 1.")


def test_the_table_of_sections_has_their_length_and_a_column_of_slogans_where_there_is_one(followed):
    shown = cells(framing.sections_table(followed[1], [RULED, CHINA], "parts.csv"))
    assert shown == [
        ["section", "words", "United States", "of them in a slogan", "China"],
        ["一、赤字", "5", "2", "1", "1"],
        ["二、行动", "4", "0", "0", "1"],
    ]


def test_only_findings_that_the_answer_names_are_published(page, out):
    found = [Finding("us-a", "One.", 2, "sentences", ["wen:2.1", "wen:2.2"]), Finding("us-b", "Two.", 0)]
    assert framing.answer(page, "Twice {us-a:.0f}.", found).data.startswith("Twice <data")
    (entry,) = json.loads((out / publish.PACKAGE).read_text(encoding="utf-8"))["findings"]
    assert [value["id"] for value in entry["values"]] == ["us-a"]


def test_own_charges_are_findings_with_as_many_sentences_and_zero_where_there_is_none(placed):
    page, _, rows = placed
    found = {f.id: f for f in framing.rung_findings(rows, ["named", "none"], page.titles)}
    assert found["us-named-paper"].sentences == ["paper:1.1"]  # 1.2 is quoted
    assert found["us-named-long"].value == 0 and found["us-none-paper"].sentences == []
    assert all(f.value == len(f.sentences) for f in found.values())


def test_words_are_counted_by_occurrence_and_stand_on_sentences():
    words = pd.DataFrame([("war", "a", "a:1.1", 3)], columns=["word", "text_id", "sentence_id", "count"])
    titles = pd.Series({"a": "A paper", "b": "B"})
    one, none = framing.word_findings(words, {"war": "war, 战争"}, titles)
    assert (one.value, one.sentences, one.sentence) == (3, ["a:1.1"], "A paper: occurrences of war, 战争.")
    assert (none.id, none.value, none.sentences) == ("us-war-b", 0, [])


def test_the_ladder_is_drawn_own_filled_quoted_open_and_the_area_by_number(placed):
    page, second, _ = placed
    rows = page.analysis.rows
    told = framing.ladder_figure(page, ladder(rows, page.analysis.book, "acts", second), second)
    (axes,) = told.drawing.axes
    drawn = {tuple(c.get_facecolor()[0]) if len(c.get_facecolor()) else (): c.get_offsets() for c in axes.collections}
    assert {len(face) > 0: len(dots) for face, dots in drawn.items()} == {True: 2, False: 1}
    assert [label.get_text() for label in axes.get_yticklabels()] == ["Small paper\n2024", "wen\nnot stated"]
    assert "by the second reading; the list comes from charges that texts from China make" in told.caption
    assert "On no rung: long." in told.caption
    assert "Small paper: the US, by name 2" in told.alt


def test_two_numbers_have_two_areas():
    axes = plots.canvas(3, 2)[1][0]
    points = pd.DataFrame({"x": [0, 1], "y": [0, 0], "area": [26, 260], "voice": "own", "number": [1, 10]})
    framing._dots(axes, points)
    assert axes.collections[0].get_sizes().round(6).tolist() == [26, 260]
    assert [(note.get_text(), note.get_color()) for note in axes.texts] == [("1", "black"), ("10", "white")]


def test_without_a_second_reading_the_page_says_that_tone_decides(placed):
    page = placed[0]
    told = framing.ladder_figure(page, ladder(page.analysis.rows, page.analysis.book, "acts"), None)
    assert "by code and tone of the first reading" in told.caption
    silent = ladder(page.analysis.rows.assign(codes="", agent=""), page.analysis.book, "acts")
    assert framing.ladder_figure(page, silent, None).data.startswith("No sentence stands on the ladder")


def test_the_second_reading_belongs_to_the_projects_own_codebook_only(placed):
    assert framing.second_reading(placed[0], "own.toml") is None


def test_quoted_charges_stand_in_brackets_and_readers_beside_what_was_decided(placed):
    page, second, _ = placed
    shown = framing.ladder_table(page, ladder(page.analysis.rows, page.analysis.book, "acts", second), "ladder.csv")
    assert cells(shown)[:2] == [["text", "the US, by name"], ["Small paper, 2024", "1 (+1)"]]
    assert (
        "Of 4 counts of the two passes of the second reading (one model, which saw the codes of the first) 3 are as decided"
        in caption(shown)
    )  # one reader took 2.1 for blame


def test_a_ladder_of_more_rungs_than_columns_says_which_are_left_out(placed, monkeypatch):
    page = placed[0]
    book = codebook(US_FRAMES)
    monkeypatch.setattr(framing, "rungs", lambda _: ["named", "described", *book.agent_ids])
    rows = [("paper", r, 1, 0, 1, 9, float("nan"), float("nan")) for r in ["named", "described", *book.agent_ids]]
    columns = ["text_id", "rung", "sentences", "quoted", "paragraphs", "of_sentences", "reader_a", "reader_b"]
    shown = framing.ladder_table(page, pd.DataFrame(rows, columns=columns), "ladder.csv")
    assert len(cells(shown)[0]) == 7 and "Not in a column: " in caption(shown) and "readers" not in caption(shown)


def test_names_are_told_apart_from_offices_and_slogans(placed):
    naming = pd.DataFrame(
        [("paper", "country", "Ruritania*", 4), ("paper", "slogan", "Ruritania First", 2), ("wen", "office", "相国", 1)],
        columns=["text_id", "kind", "form", "count"],
    )  # fmt: skip
    assert cells(framing.naming_table(placed[0], naming, "naming.csv"))[1:] == [
        ["Small paper, 2024", "4", "Ruritania 4", "Ruritania First 2"],
        ["wen, not stated", "0", "", "相国 1"],
    ]


def test_codes_are_drawn_with_their_numbers_and_texts_without_any_are_left_out(placed):
    told = framing.codes_figure(placed[0])
    (axes,) = told.drawing.axes
    assert [label.get_text() for label in axes.get_xticklabels()] == [
        "Small paper\n2024",
        "wen\nnot stated",
        "long\nnot stated",
    ]
    assert [note.get_text() for note in axes.texts] == ["2", "1", "", "1", "", "15", "1", "", ""]
    assert [line.get_ydata()[0] for line in axes.lines] == [2]  # between the families


def test_quoted_and_own_charges_are_counted_with_their_speakers(placed):
    page, _, rows = placed
    rows = rows.assign(speaker=rows["sentence_id"].map({"paper:1.2": "south"}).fillna(""))
    assert cells(framing.quoted_table(page, rows, "coded.csv"))[1:] == [
        ["Small paper, 2024", "1", "1", "south 1"],
        ["wen, not stated", "1", "0", ""],
    ]


def test_only_acts_of_two_voices_are_shown_with_both_dates(placed):
    columns = ["act", "act_date", "date_basis", "text_id", "text_date", "first_line", "tone", "compared"]
    rows = [
        ("exit", "", "by the page", "paper", "2024", 3, "", True),
        ("war", "2020", "", "wen", "2024", 1, "blame", False),
    ]
    shown = framing.acts_table(
        placed[0], pd.DataFrame(rows, columns=columns), {"exit": "leaving", "war": "war"}, "a.csv"
    )
    assert cells(shown)[1:] == [["leaving", "by the page", "Small paper", "2024", "3", "not coded"]]


def test_evidence_stands_under_its_text_in_the_order_of_dates(placed):
    columns = framing.by_text(placed[0], ["wen:1.1", "paper:2.1", "paper:1.1"])
    assert list(columns.items()) == [
        ("Small paper, written 2024", ["paper:2.1", "paper:1.1"]),
        ("wen, written not stated", ["wen:1.1"]),
    ]


def test_the_list_of_evidence_names_notebooks_and_sentences_that_there_are(corpus):
    known = set(corpus.sentences["sentence_id"])
    for path in NOTEBOOKS.glob("*.ipynb"):
        for section, sentences in read_evidence(path.stem).items():
            assert sentences and set(sentences) <= known, section
    assert EVIDENCE.exists() and read_evidence("02_framing_of_the_us")


def test_names_of_parts_and_of_their_sections_are_findings_with_what_stands_before_as_number_0():
    heads = {"stream": "heading", "match": r"Chapter \d|\d\.\d Aims"}
    corpus = corpus_of(en={"a": "China.\nChapter 1\nUS.\n1.1 Aims\nChina, China.\nChapter 2\nEnd."}, stream=[heads])
    names = [Concept("us", "United States, US", ("US",)), Concept("china", "China, Chinese", ("China",))]
    hits = named_along(corpus, "a", names)
    sections = named_by_section(corpus, "a", hits, names)
    found = {f.id: f.value for f in framing.named_findings(hits, sections, names, "A") if "inside" not in f.id}
    assert {id_: found[f"us-china-part-{id_}"] for id_ in ("0", "1", "1-section-0", "1-section-1", "2")} == {
        "0": 1, "1": 2, "1-section-0": 0, "1-section-1": 2, "2": 0,
    }  # fmt: skip
    assert found["us-us-part-1-section-0"] == found["us-us-part-1"] == 1


def test_a_caption_counts_each_form_of_a_word_in_each_text(page):
    columns = ["word", "text_id", "form", "count"]
    words = pd.DataFrame(
        [("war", "wen", "war", 2), ("war", "wen", "wars", 1), ("war", "wen", "war", 1)], columns=columns
    )
    assert framing.word_caption(page, words, "war") == "Occurrences in each text: wen war 3, wars 1."
    assert framing.word_caption(page, words, "peace") == "The word stands in none of these texts."
