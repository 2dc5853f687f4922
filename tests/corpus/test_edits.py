"""Claims about what changes inside lines: calls are told from numbers, repairs and asides stay where they are declared."""

import pytest

from cleaned import blocks_of, pieces_of
from helpers import CorpusError
from helpers.corpus.rules import Aside, Repair, Rules, Swap


def test_footnote_calls_are_told_from_numbers_by_their_sequence():
    text = "More than 81.47 million.1 In G7 terms 5.2 percent.2 Growth in 2021.3 So “flat,”4 and 10+1."
    rules = Rules(calls="numbers", last_call=4)
    assert blocks_of(text, rules) == [
        "More than 81.47 million. In G7 terms 5.2 percent. Growth in 2021. So “flat,” and 10+1."
    ]
    assert [p.output for p in pieces_of(text, rules) if p.rule == "call"] == ["1", "2", "3", "4"]


@pytest.mark.parametrize("number", ["3.1%", "3.1, and", "3.1 percent", "3.1."])
def test_a_number_is_no_call_where_another_candidate_is_due(number):
    text = f"Output grew by {number} in May. It fell later.1 Then it rose.2"
    assert blocks_of(text, Rules(calls="numbers", last_call=2)) == [
        text.replace("later.1", "later.").replace("rose.2", "rose.")
    ]


def test_two_declarations_that_overlap_are_refused():
    rules = Rules(swaps=(Swap(1, "4"),), repairs=(Repair((1,), "c ", "d", ""),))
    with pytest.raises(CorpusError, match="claim the same characters of line 1"):
        pieces_of("b c 4a x", rules)


def test_a_call_that_is_not_found_is_an_error():
    with pytest.raises(CorpusError, match=r"footnote call 2 of 2 is not found"):
        pieces_of("One.1 Two.", Rules(calls="numbers", last_call=2))


def test_circled_calls_leave_no_space_behind_in_chinese():
    assert blocks_of("表现最佳。”^① 这一分析。② 后。", Rules(calls="circled")) == ["表现最佳。”这一分析。后。"]


def test_a_repair_is_made_where_it_is_declared_and_nowhere_else():
    rules = Rules(repairs=(Repair((1,), "I929", "1929", "digit"),))
    assert blocks_of("In I929.\nIn I929.", rules) == ["In 1929.", "In I929."]


def test_an_aside_goes_to_its_stream_with_its_text():
    raw = "The agenda (here). It"
    rules = Rules(asides=(Aside(1, " (here)", "furniture"),))
    assert blocks_of(raw, rules) == ["The agenda. It"]
    assert [(p.stream, p.output) for p in pieces_of(raw, rules) if p.rule == "aside"] == [("furniture", " (here)")]
