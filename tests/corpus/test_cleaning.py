"""Claims about cleaning: no character is lost, and text is read as it was meant."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import CorpusError
from helpers.corpus.cleaning import clean
from helpers.corpus.lines import line_of, line_starts
from helpers.corpus.rules import READ, STREAMS, Aside, Claim, Mark, Order, Repair, Rules, StreamRule, Swap


def pieces_of(raw: str, rules: Rules = Rules(), claims: list[Claim] | None = None):  # noqa: B008
    return clean(raw, rules, claims or [Claim("t", 1, len(line_starts(raw)))], "test.toml: source 't'")


def blocks_of(raw: str, rules: Rules = Rules(), streams=READ) -> list[str]:  # noqa: B008
    found: dict[int, str] = {}
    for piece in sorted(pieces_of(raw, rules), key=lambda p: p.order):
        if piece.block is not None and piece.stream in streams:
            found[piece.block] = found.get(piece.block, "") + piece.output
    return [text for text in found.values() if text]


PAGES = Rules(pages=True, streams=(StreamRule("note", match="^①"),))


# --- one rule at a time ----------------------------------------------------------------------------------------------


def test_a_line_is_a_paragraph_unless_lines_are_wrapped():
    assert blocks_of("One.\nTwo.\n\nThree.") == ["One.", "Two.", "Three."]
    assert blocks_of("One\ntwo.\n\nThree.", Rules(layout="wrapped")) == ["One two.", "Three."]


def test_a_sentence_goes_on_behind_a_page_and_its_notes():
    assert blocks_of("The forms of\n\n① A note.\n\nglobal order. End.\n\nNew.", PAGES) == [
        "The forms of global order. End.",
        "New.",
    ]


def test_a_chinese_word_cut_by_a_page_is_joined_without_a_space():
    assert blocks_of("年终收\n\n① 注。\n\n尾相对平稳。", PAGES) == ["年终收尾相对平稳。"]


def test_a_closing_quote_does_not_hide_the_end_of_a_sentence():
    assert blocks_of('He said "no."\n\nThen left.', Rules(pages=True)) == ['He said "no."', "Then left."]


def test_a_heading_ends_a_paragraph():
    rules = Rules(pages=True, streams=(StreamRule("heading", lines=((3, 3),)),))
    assert blocks_of("cut off\n\nHeading\n\ngoes on.", rules) == ["cut off", "Heading", "goes on."]


def test_spaces_go_between_hanzi_and_digits_and_stay_beside_latin_letters():
    assert blocks_of("过去 12 个月, 门罗 主义 2.0 and 中国 USA") == ["过去12个月, 门罗主义2.0 and 中国 USA"]


def test_surplus_and_no_break_spaces_become_one():
    assert blocks_of("  United\u00a0States   of\t America ") == ["United States of America"]


def test_a_bullet_goes_and_an_enumerator_stays():
    assert blocks_of("• A point.\n(a) Another.\n一、三") == ["A point.", "(a) Another.", "一、三"]


def test_a_hyphen_at_a_line_end_is_real_or_split_as_declared():
    text = "par-\nticipating in multi-\npolar"
    assert blocks_of(text, Rules(layout="wrapped")) == ["par-ticipating in multi-polar"]
    split = Rules(layout="wrapped", hyphens="split", hyphen_exceptions=(Mark(2, "multi-"),))
    assert blocks_of(text, split) == ["participating in multi-polar"]


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


def test_a_note_keeps_its_address_whole_across_lines():
    rules = Rules(layout="wrapped", note_start=r"^\d+ ", streams=(StreamRule("note", lines=((1, 3),)),))
    assert blocks_of("1 See http://a.org/x-\ny. \n2 Ibid.\nBody.", rules, ("note",)) == [
        "1 See http://a.org/x-y.",
        "2 Ibid.",
    ]


def test_a_declared_start_and_a_declared_continuation_are_kept():
    rules = Rules(layout="wrapped", starts=(Mark(2, "Without"),))
    assert blocks_of("A disaster.\nWithout it.", rules) == ["A disaster.", "Without it."]
    rules = Rules(continues=(Mark(3, "Threats"),))
    assert blocks_of("Countering Hybrid.\n\nThreats;", rules) == ["Countering Hybrid. Threats;"]


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


@given(RAW)
def test_lines_count_as_editors_count_them(raw):
    starts = line_starts(raw)
    assert len(starts) == len([*raw.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n").split("\n")])
    for number, start in enumerate(starts, 1):
        assert line_of(starts, start) == number
