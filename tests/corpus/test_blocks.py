"""Claims about paragraphs: which lines make one, and what joins them."""

from cleaned import blocks_of
from helpers.corpus.rules import Mark, Rules, StreamRule

PAGES = Rules(pages=True, streams=(StreamRule("note", match="^①"),))


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


def test_a_hyphen_at_a_line_end_is_real_or_split_as_declared():
    text = "par-\nticipating in multi-\npolar"
    assert blocks_of(text, Rules(layout="wrapped")) == ["par-ticipating in multi-polar"]
    split = Rules(layout="wrapped", hyphens="split", hyphen_exceptions=(Mark(2, "multi-"),))
    assert blocks_of(text, split) == ["participating in multi-polar"]


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
