"""Claims about cleaning: no character is lost, and text is read as it was meant."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaned import blocks_of, pieces_of
from helpers import CorpusError
from helpers.corpus.lines import line_starts
from helpers.corpus.rules import STREAMS, Aside, Mark, Order, Repair, Rules, StreamRule, Swap

# --- one rule at a time ----------------------------------------------------------------------------------------------


def test_spaces_go_between_hanzi_and_digits_and_stay_beside_latin_letters():
    assert blocks_of("过去 12 个月, 门罗 主义 2.0 and 中国 USA") == ["过去12个月, 门罗主义2.0 and 中国 USA"]


def test_surplus_and_no_break_spaces_become_one():
    assert blocks_of("  United\u00a0States   of\t America ") == ["United States of America"]


def test_a_bullet_goes_and_an_enumerator_stays():
    assert blocks_of("• A point.\n(a) Another.\n一、三") == ["A point.", "(a) Another.", "一、三"]


# --- declarations that do not fit ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        (Rules(streams=(StreamRule("note", lines=((9, 9),)),)), r"lines 9-9, but the file has 2 lines"),
        (Rules(streams=(StreamRule("note", lines=((1, 1),), starts="Three"),)), r"line 1 does not start with 'Three'"),
        (Rules(streams=(StreamRule("note", match="^①"),)), r"finds 0 lines, not at least 1"),
        (Rules(streams=(StreamRule("note", match="^[OT]", count=1),)), r"finds 2 lines, not 1"),
        (Rules(streams=(StreamRule("note", lines=((1, 1),)), StreamRule("title", lines=((1, 1),)))), r"keep one"),
        (Rules(repairs=(Repair((2,), "One", "1", ""),)), r"line 2 does not hold 'One'"),
        (Rules(repairs=(Repair((7,), "One", "1", ""),)), r"declared for line 7, but the file has 2 lines"),
        (Rules(repairs=(Repair((1,), "One", "1", ""), Repair((1,), "ne", "2", ""))), r"change the same characters"),
        (Rules(asides=(Aside(2, "(here)", "note"),)), r"line 2 does not hold '\(here\)'"),
        (Rules(swaps=(Swap(1, "4"),)), r"line 1 does not hold one call '4'"),
        (Rules(swaps=(Swap(8, "4"),)), r"name lines \[8\] outside the file"),
        (Rules(orders=(Order(1, 2, (3,)),)), r"names line 3 outside them"),
        (Rules(orders=(Order(1, 2, (2, 2)),)), r"names line 2 twice"),
        (Rules(orders=(Order(1, 2, (2, 1)), Order(2, 2, (2,)))), r"lines 2-2 overlaps another"),
        (Rules(orders=(Order(1, 3, (2, 1)),)), r"leaves the file, which has 2 lines"),
        (Rules(starts=(Mark(1, "Two"),)), r"line 1 does not start with 'Two'"),
        (Rules(continues=(Mark(1, "One"),)), r"line 1 is declared to go on, but nothing is open"),
        (Rules(hyphen_exceptions=(Mark(1, "non-"),)), r"line 1 does not end with 'non-'"),
    ],
)
def test_a_declaration_that_does_not_fit_is_an_error(rules, says):
    with pytest.raises(CorpusError, match=says) as error:
        pieces_of("One.\nTwo.", rules)
    assert str(error.value).startswith("test.toml: source 't': ")


# --- properties ------------------------------------------------------------------------------------------------------

RAW = st.text(alphabet='ab A-.”"，。国治12①^•(\n\r\t\u00a0\u200b\ufeff—\u2028:/', max_size=120)
RULES = st.builds(
    Rules,
    layout=st.sampled_from(["lines", "wrapped"]),
    pages=st.booleans(),
    hyphens=st.sampled_from(["real", "split"]),
    calls=st.sampled_from(["none", "circled"]),
    note_start=st.sampled_from(["", "^1"]),
)


@st.composite
def cases(draw):
    """A file, rules, and some of its lines in other streams and another order."""
    raw, rules = draw(RAW), draw(RULES)
    count = len(line_starts(raw))
    full = [n for n in range(1, count + 1) if raw.splitlines() and _line(raw, n).strip().strip("\u200b\ufeff").strip()]
    streams = tuple(
        StreamRule(draw(st.sampled_from(STREAMS[:-1])), lines=((n, n),)) for n in full if draw(st.integers(0, 3)) == 0
    )
    streams = tuple(rule for rule in streams if rule.stream != "body")
    first = draw(st.integers(1, count))
    last = draw(st.integers(first, count))
    read = draw(st.permutations(range(first, last + 1)))
    return raw, replace(rules, streams=streams, orders=(Order(first, last, tuple(read)),))


def _line(raw: str, number: int) -> str:
    starts = [*line_starts(raw), len(raw)]
    return raw[starts[number - 1] : starts[number]]


@settings(max_examples=400, deadline=None)
@given(cases())
def test_pieces_partition_the_file_and_lead_back_to_it(case):
    raw, rules = case
    pieces = pieces_of(raw, rules)
    assert [p.start for p in pieces] == [0, *(p.end for p in pieces)][: len(pieces)]
    assert (pieces[-1].end if pieces else 0) == len(raw)
    assert sorted(p.order for p in pieces) == list(range(len(pieces)))
    for piece in pieces:
        assert piece.stream in STREAMS
        if piece.rule == "text":
            # a file that ends in the middle of the reading gives its last character the space that follows
            assert piece.output in (raw[piece.start : piece.end], raw[piece.start : piece.end] + " ")
        elif piece.rule not in ("call", "repair", "aside"):
            assert piece.output in ("", " ")
    assert pieces_of(raw, rules) == pieces


@settings(max_examples=400, deadline=None)
@given(cases())
def test_no_visible_character_is_lost_or_made(case):
    raw, rules = case
    pieces = pieces_of(raw, rules)
    gone = {p.start for p in pieces if p.rule in ("bullet", "split hyphen")}
    kept = "".join(sorted("".join(p.output for p in pieces)))
    there = "".join(sorted(raw[p.start : p.end] for p in pieces if p.start not in gone))
    for space in " \n\r\t\u00a0\u200b\ufeff\u2028":
        kept, there = kept.replace(space, ""), there.replace(space, "")
    assert "".join(sorted(kept)) == "".join(sorted(there))


@settings(max_examples=300, deadline=None)
@given(cases())
def test_a_paragraph_neither_begins_nor_ends_nor_doubles_with_a_space(case):
    for text in blocks_of(*case):
        assert text == text.strip()
        assert "  " not in text
        assert "\n" not in text
