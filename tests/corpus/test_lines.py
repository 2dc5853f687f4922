"""Claims about lines: how they are counted, who claims them, and in what order they are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleaned import blocks_of, pieces_of
from helpers import CorpusError
from helpers.corpus.lines import line_of, line_starts
from helpers.corpus.rules import Claim, Order, Rules, Swap

RAW = st.text(alphabet='ab A-.”"，。国治12①^•(\n\r\t\u00a0\u200b\ufeff—\u2028:/', max_size=120)


@given(RAW)
def test_lines_count_as_editors_count_them(raw):
    starts = line_starts(raw)
    assert len(starts) == len([*raw.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")])
    for number, start in enumerate(starts, 1):
        assert line_of(starts, start) == number


@pytest.mark.parametrize(
    ("claims", "says"),
    [
        ([Claim("a", 1, 1)], r"line 2 belongs to no text"),
        ([Claim("a", 1, 2), Claim("b", 2, 2)], r"line 2 is claimed by 'a' and by 'b'"),
        ([Claim("a", 1, 3)], r"claims lines 1-3, but the file has 2 lines"),
    ],
)
def test_texts_claim_each_line_once(claims, says):
    with pytest.raises(CorpusError, match=says):
        pieces_of("One.\nTwo.", claims=claims)


def test_lines_in_reverse_are_read_forward_and_halves_are_put_right():
    raw = "It asks.1 For\nrespect.\n and trust, 2of states,\nthe equality\n\nEnd."
    rules = Rules(
        layout="wrapped",
        pages=True,
        orders=(Order(2, 4, (4, 3, 2)),),
        swaps=(Swap(3, "2"),),
        calls="numbers",
        last_call=2,
    )
    assert blocks_of(raw, rules) == ["It asks. For the equality of states, and trust, respect.", "End."]
    calls = [p for p in pieces_of(raw, rules) if p.rule == "call"]
    assert [(p.stream, p.output) for p in sorted(calls, key=lambda p: p.order)] == [("note", "1"), ("note", "2")]
