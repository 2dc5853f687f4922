"""Claims about counts of codes: by text, by coder, and without each text."""

import pandas as pd
import pytest
from scipy import stats

from conftest import codebook
from helpers.coding import coders, validation
from helpers.coding import counts as coding_counts
from helpers.paths import CODING, US_FRAMES
from small import own_book

BOOK = codebook(US_FRAMES)


@pytest.fixture(scope="module")
def codings(corpus):
    return coders.read_codings(corpus, BOOK, CODING)


def test_counts_show_zero_and_shares_only_with_twenty_paragraphs(codings):
    reading = coders.choose(codings, "reading")
    table = coding_counts.codes_by_text(reading, BOOK, "code", "sentence", 50, 1)
    assert len(table) == len(BOOK.codes) * reading["text_id"].nunique()
    qiushi = table[table["text_id"] == "qiushi-article"]
    assert (qiushi["sentences"] == 0).all()
    short = table["of_paragraphs"] < 20
    assert table.loc[short, ["share", "low", "high"]].isna().all().all()
    assert table.loc[~short, "share"].notna().all()
    memorandum = table[table["text_id"] == "us-memorandum"].iloc[0]
    assert memorandum["of_sentences"] == 22  # the 66 list items are in no denominator


def test_families_by_hand():
    rows = pd.DataFrame(
        {
            "sentence_id": ["a:1.1", "a:1.2", "a:2.1"],
            "paragraph_id": ["a:1", "a:1", "a:2"],
            "text_id": "a",
            "passes": [True, True, False],
            "codes": ["hegemony;force", "other", ""],
        }
    )
    table = coding_counts.codes_by_text(rows, BOOK, "family", "sentence", 10, 1).set_index("family")
    assert table["sentences"].to_dict() == {"conduct": 1, "effect": 0, "justification": 0, "credit": 0, "change": 0}


def test_leaving_out_what_holds_a_lead_changes_the_order():
    codes = ["hegemony"] * 3 + ["decline"] * 2
    rows = pd.DataFrame(
        {
            "sentence_id": [f"a:{n}.1" for n in range(3)] + ["b:1.1", "b:2.1"],
            "paragraph_id": [f"a:{n}" for n in range(3)] + ["b:1", "b:2"],
            "text_id": list("aaabb"),
            "codes": codes,
            "passes": True,
        }
    )
    table = coding_counts.leave_one_out(rows, BOOK, 1).set_index("left_out")
    assert not table.loc["a", "same_first"] and table.loc["b", "same_first"]
    assert table.loc["a", "cases"] == 3 and table.loc["a", "share"] == pytest.approx(0.6)


def test_coders_stand_beside_each_other_on_what_all_of_them_read(codings):
    table = validation.beside(codings, BOOK)
    families = table[table["level"] == "family"].groupby("half")[["one", "other", "decided"]].sum()
    first = codings[codings["coder"] == "coder1"]
    assert families.loc["first", "one"] == coding_counts.presence(first, BOOK, "family").to_numpy().sum()
    assert len(table[table["level"] == "code"]) % len(BOOK.codes) == 0


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """Families acts (war, trade) and views (praise)."""
    return own_book(tmp_path_factory.mktemp("book"))


def coded_rows(*rows):
    """Rows from sentence ids and codes; a text and a paragraph as the id says, and what has codes passes."""
    table = pd.DataFrame(rows, columns=["sentence_id", "codes"])
    paragraph = table["sentence_id"].str.rsplit(".", n=1).str[0]
    return table.assign(paragraph_id=paragraph, text_id=paragraph.str.split(":").str[0], passes=table["codes"].ne(""))


ROWS = coded_rows(
    ("b:1.1", "war;trade"), ("b:1.2", "trade"), ("b:2.1", ""), ("a:1.1", "praise;war"), ("a:1.2", "other"), ("a:1.3", "none")
)  # fmt: skip


def test_a_code_is_present_under_its_family(own):
    codes, families = coding_counts.presence(ROWS, own, "code"), coding_counts.presence(ROWS, own, "family")
    assert list(codes) == ["war", "trade", "praise"] and list(families) == ["acts", "views"]
    assert codes.astype(int).to_numpy().tolist() == [[1, 1, 0], [0, 1, 0], [0, 0, 0], [1, 0, 1], [0, 0, 0], [0, 0, 0]]
    assert families.astype(int).to_numpy().tolist() == [[1, 0], [1, 0], [0, 0], [1, 1], [0, 0], [0, 0]]


def test_texts_are_counted_in_the_order_of_reading_with_zeros(own):
    table = coding_counts.codes_by_text(ROWS, own, "code", "sentence", 10, 1)
    assert list(table) == [
        "text_id", "code", "sentences", "paragraphs", "of_sentences", "of_paragraphs", "share", "low", "high",
    ]  # fmt: skip
    assert table.iloc[:, :6].to_numpy().tolist() == [
        ["b", "war", 1, 1, 3, 2],
        ["b", "trade", 2, 1, 3, 2],
        ["b", "praise", 0, 0, 3, 2],
        ["a", "war", 1, 1, 3, 1],
        ["a", "trade", 0, 0, 3, 1],
        ["a", "praise", 1, 1, 3, 1],
    ]


def paragraphs(number):
    """Paragraphs of two sentences: war in both sentences of every other one, trade in one sentence of each."""
    return coded_rows(
        *(
            (f"a:{n}.{m}", ";".join(code for code, there in (("war", n % 2), ("trade", m == 1)) if there))
            for n in range(number)
            for m in (1, 2)
        )
    )


def test_shares_are_of_sentences_or_of_paragraphs_and_so_are_their_intervals(own):
    bounds = stats.binom(40, 0.5).ppf([0.025, 0.975]) / 40
    by_sentence = coding_counts.codes_by_text(paragraphs(40), own, "code", "sentence", 4000, 1).set_index("code")
    assert by_sentence.loc["war", ["share", "low", "high"]].tolist() == pytest.approx([0.5, *bounds])
    assert by_sentence.loc["trade", ["share", "low", "high"]].tolist() == [0.5, 0.5, 0.5]
    by_paragraph = coding_counts.codes_by_text(paragraphs(40), own, "code", "paragraph", 4000, 1).set_index("code")
    assert by_paragraph.loc["war", ["share", "low", "high"]].tolist() == pytest.approx([0.5, *bounds])
    assert by_paragraph.loc["trade", ["share", "low", "high"]].tolist() == [1, 1, 1]
    counts = ["sentences", "paragraphs", "of_sentences", "of_paragraphs"]
    assert by_paragraph.loc["trade", counts].tolist() == [40, 40, 80, 40]


def test_a_share_needs_twenty_paragraphs(own):
    for number, there in ((20, True), (19, False)):
        table = coding_counts.codes_by_text(paragraphs(number), own, "family", "sentence", 20, 1)
        assert table[["share", "low", "high"]].notna().to_numpy().tolist() == [[there] * 3] * 2


def given(coder, rows):
    return rows.assign(coder=coder)


def test_coders_are_counted_on_what_all_of_them_read(own):
    both = pd.concat([given("x", ROWS), given("y", ROWS.iloc[[0, 3, 4]].assign(codes=["war", "war", "praise"]))])
    table = coding_counts.codes_by_coder(both, own, "code", ["x", "y"]).set_index(["text_id", "code"])
    assert list(table) == ["x", "y"] and len(table) == 6
    assert table.loc[("b", "trade")].tolist() == [1, 0] and table.loc[("b", "war")].tolist() == [1, 1]
    assert table.loc[("a", "praise")].tolist() == [1, 1]


def test_attributes_are_counted_over_what_passes_each_of_several_values():
    rows = ROWS.assign(tone=["blame", "blame+credit", "blame", "", "credit", "report"])
    table = coding_counts.attribute_counts(rows, "tone", ["blame", "credit", "praise"])
    assert table.to_numpy().tolist() == [["b", 2, 1, 0, 2], ["a", 0, 1, 0, 3]]
    assert list(table) == ["text_id", "blame", "credit", "praise", "sentences"]


def test_families_are_ranked_by_number_and_equal_ones_as_in_the_codebook(own):
    found = coding_counts.presence(ROWS, own, "family")
    assert coding_counts.ranked(found) == ["acts", "views"]
    assert coding_counts.ranked(found[["views", "acts"]]) == ["acts", "views"]
    assert coding_counts.ranked(found.iloc[[3]][["views", "acts"]]) == ["views", "acts"]


def test_what_leaving_out_a_text_or_a_heavy_paragraph_changes(own):
    rows = coded_rows(
        ("a:1.1", "war"), ("a:1.2", "war"), ("a:2.1", "war"), ("b:1.1", "praise"), ("b:1.2", "praise"), ("b:2.1", ""), ("c:1.1", "none")
    )  # fmt: skip
    table = coding_counts.leave_one_out(rows, own, 2)
    assert table.to_numpy().tolist() == [
        ["a", "text", 3, pytest.approx(3 / 5), "views, acts", False, False],
        ["b", "text", 2, pytest.approx(2 / 5), "acts, views", True, True],
        ["c", "text", 0, 0, "acts, views", True, True],
        ["a:1", "paragraph", 2, pytest.approx(2 / 5), "views, acts", False, False],
        ["b:1", "paragraph", 2, pytest.approx(2 / 5), "acts, views", True, True],
    ]
    assert list(table) == ["left_out", "kind", "cases", "share", "order", "same_order", "same_first"]
    assert (coding_counts.leave_one_out(rows, own)["kind"] == "paragraph").sum() == 3  # those with a code, at most five
    assert coding_counts.leave_one_out(rows.assign(codes=""), own)["share"].tolist() == [0, 0, 0]
