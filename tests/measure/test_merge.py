"""Questions to measured texts: groups, languages, lines of a query chosen by lot, and errors in a sentence."""

import re

import pytest

from helpers.errors import CorpusError
from helpers.measure.merge import Measured
from helpers.measure.records import Record
from helpers.measure.tables import Books, measure
from helpers.mentions.concepts import Concept, ConceptList, query_concept

NOTHING = ConceptList((), (), (), frozenset())


@pytest.fixture
def three(tmp_path):
    texts = [
        Record("a", "en", "Order is order. The reform of the order.", {"party": "left", "date": "2024-05-01"}),
        Record("b", "en", "No reform.", {"party": "right"}),
        Record("c", "zh", "改革秩序，再改革。", {"party": "left", "date": ""}),
    ]
    books = Books(concepts=(Concept("reform", "reform", ("reform*", "改革")),), words=4, hanzi=4)
    return Measured([measure(texts[:2], books, tmp_path / "one"), measure(texts[2:], books, tmp_path / "two")])


def test_sizes_by_group_by_language_and_of_all(three):
    assert three.sizes("party")[["group", "texts", "words", "hanzi"]].values.tolist() == [
        ["left", 2, 12, 7],
        ["right", 1, 2, 0],
    ]
    assert three.sizes("language")["group"].tolist() == ["en", "zh"]
    assert three.sizes()[["group", "texts"]].values.tolist() == [["all", 3]]


def test_a_column_that_is_not_there_is_refused_with_those_that_are(three):
    with pytest.raises(CorpusError, match="no column 'voice' to group by; there are date, party, language"):
        three.sizes("voice")


def test_a_text_without_a_value_is_in_a_group_without_a_name(three):
    assert three.group("date").to_dict() == {"a": "2024-05-01", "b": "", "c": ""}


def test_words_are_those_of_the_language_with_most_text_without_stop_words(three):
    table = three.term_counts("party", 2, {"the"})
    assert table.values.tolist() == [
        ["order", "left", 3, 1],
        ["order", "right", 0, 0],
        ["reform", "left", 1, 1],
        ["reform", "right", 1, 1],
    ]
    assert set(three.term_counts("party", 5, (), "zh")["term"]) == {"改革", "秩序", "再"}


def test_concepts_are_counted_in_both_languages_together(three):
    table = three.concepts("party", 10, 1).set_index("group")
    assert table["hits"].to_dict() == {"left": 3, "right": 1}
    assert table.loc["left", ["count", "of", "texts", "of_texts"]].tolist() == [3, 4, 2, 2]


def test_a_query_is_found_in_every_text_with_its_place(three):
    counts, lines = three.concordance(query_concept("order", NOTHING), 10, 1, width=8)
    assert counts.values.tolist() == [["a", "query", 3]]
    assert lines[["place", "left", "node", "right", "start"]].values.tolist() == [
        ["1.1", "", "Order", " is orde", 0],
        ["1.1", "rder is ", "order", ".", 9],
        ["1.2", " of the ", "order", ".", 34],
    ]


def test_lines_are_chosen_by_lot_the_same_with_the_same_seed(tmp_path):
    texts = [Record(f"t{n}", "zh", "改革。" * 30, {}) for n in range(10)]
    found = Measured([measure(texts, Books(), tmp_path / "shard")])
    query = query_concept("改革", NOTHING)
    counts, lines = found.concordance(query, 12, seed=1)
    assert counts["n"].sum() == 300 and len(lines) == 12 and lines["text_id"].nunique() > 3
    assert lines.equals(found.concordance(query, 12, seed=1).lines)
    assert not lines.equals(found.concordance(query, 12, seed=2).lines)


MENDED = [
    ("en", "An old re\u00adform, and a new inter\u00adnational reform; one more reform.", "reform"),
    ("en", "A long line about the re-\nform of trade\nand the reform of law.\n\nA reform.", "reform"),
    ("en", "It was **not** a reform. The *reform* came.", "reform"),
    ("zh", "一個ＷＴＯ的改革，⻓期的改 革。改革！", "改革"),
    ("zh", "他們說\n改革，\n再改\n革。", "改革"),
]


@pytest.mark.parametrize(("language", "text", "word"), MENDED)
def test_each_line_leads_back_to_the_text_as_it_was_given(tmp_path, language, text, word):
    record = Record("a", language, text, {"mended": "wrapped markdown"})
    found = Measured([measure([record], Books(), tmp_path / "shard")])
    _, lines = found.concordance(query_concept(word, NOTHING), 10, 1)
    there = [text[row.start : row.end] for row in lines.itertuples()]
    assert len(there) >= 2
    assert [re.sub(r"[\s*\u00ad-]", "", one) for one in there] == [word] * len(there)


def test_a_query_that_stands_nowhere_is_an_empty_table(three):
    counts, lines = three.concordance(query_concept("霸权", NOTHING), 10, 1)
    assert counts.empty and lines.empty


def test_nothing_measured_is_one_sentence():
    with pytest.raises(CorpusError, match="nothing was measured: the source holds no text; name another"):
        Measured([])
