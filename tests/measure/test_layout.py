"""Wrapped lines, pages and Markdown are told from paragraphs, and undone with a way back to the raw characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.measure import layout

ENGLISH = (
    "The delegates of the member states met in the old hall\nand agreed that the treaty should enter into\nforce.\n"
)
CHINESE = (
    "联合国大会今天通过了一项决议，呼吁各国加强合作，\n共同应对全球性挑战。中国代表发言说，国际社会应\n"
    "当坚持多边主义，维护联合国宪章的宗旨和原则，反\n对霸权主义和强权政治。\n"
)
GERMAN = "Die Delegierten der Staaten trafen sich in der alten\nHalle und beschlossen, dass der Vertrag in Kraft\ntreten soll.\n"


def texts(raw, *mended):
    return [paragraph.text for paragraph in layout.paragraphs(raw, mended)]


@pytest.mark.parametrize("raw", [ENGLISH, CHINESE, GERMAN, ENGLISH.replace("\n", "\r\n"), f"{ENGLISH}\n{ENGLISH}"])
def test_lines_that_end_where_they_are_full_are_wrapped(raw):
    assert layout.is_wrapped(raw)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "One line without an end",
        "One paragraph.\nAnother paragraph.\nA third one.\n",
        "全球治理需要多边主义。\n中国是发展中国家。\n",
        "Bodies\nThe General Assembly\nThe Security Council\nThe Trusteeship Council\n",
        "一、开头\n全球治理\n二、结束\n",
        "MR. PRICE: I thank the gentleman.\nMR. OBEY: I yield.\n",
        "A long paragraph in one line, as a word processor saves it, that goes on and on " * 3 + "\nand so on\n",
        f"{'Word ' * 60}\n{'word ' * 60}\n",
    ],
)
def test_lines_that_are_paragraphs_headings_or_lists_are_not(raw):
    assert not layout.is_wrapped(raw)


def test_wrapped_lines_are_joined_as_their_script_joins_words():
    assert texts(ENGLISH, "wrapped") == [ENGLISH.replace("\n", " ").strip()]
    assert texts(CHINESE, "wrapped") == [CHINESE.replace("\n", "")]
    assert texts(f"{ENGLISH}\n{CHINESE}", "wrapped") == texts(ENGLISH, "wrapped") + texts(CHINESE, "wrapped")
    assert len(texts(ENGLISH)) == 3


def test_a_hyphen_that_split_a_word_goes_and_one_that_is_its_own_stays():
    raw = "The inter-\nnational order is a win-\nwin order, a win-win one, of the Sino-\nUS kind.\n"
    assert texts(raw, "wrapped") == ["The international order is a win-win order, a win-win one, of the Sino-US kind."]


def test_page_numbers_are_left_out_but_figures_of_the_text_stay():
    pages = "".join(f"Words of a page.\n\n{n}\n\n" for n in (7, 8, 9))
    assert texts(pages, "page-numbers") == ["Words of a page."] * 3
    assert len(texts(pages)) == 6
    for raw in ("1999\n\n7\n\n2003\n", "3\n", "Seats\n12\n40\n7\n", "2020\nTrade rose.\n"):
        assert not layout.page_numbers(raw)


@pytest.mark.parametrize("mark", ["- {} -", "Page {}", "page {} of 9", "第{}页", "p. {}", "{}/9", "– {} –"])
def test_page_numbers_are_told_in_the_ways_they_are_printed(mark):
    raw = "".join(f"Words.\n\n{mark.format(n)}\n\n" for n in (1, 2))
    assert texts(raw, "page-numbers") == ["Words.", "Words."]


def test_a_sentence_goes_on_over_the_page():
    raw = "".join(
        f"Annual Report\n\nThe words of page {n} that are many and fill the\nline go on\n\n{n}\n\f" for n in (1, 2, 3)
    )
    numbers = layout.page_numbers(raw)
    assert {raw[line.start : line.end] for line in layout.repeated(raw, numbers)[0]} >= {"Annual Report"}
    assert len(texts(raw, *layout.MENDED)) == 1


def test_a_line_that_comes_again_inside_pages_is_no_running_head():
    raw = "Recommendation\n\nDo this.\n\n" * 6
    heads, others = layout.repeated(raw, layout.page_numbers(raw))
    assert not heads and len(others) == 6
    assert len(texts(raw, *layout.MENDED)) == 12


def test_marks_of_markdown_are_left_out_and_their_words_stay():
    raw = (
        "# Title\n\n* *One* is\n\n**Two** and [three](https://example.org/a_b), ![four](x.png) `five`\n\n> six\n\n---\n"
    )
    assert texts(raw, "markdown") == ["Title", "One is", "Two and three, four five", "six"]


@pytest.mark.parametrize(
    "raw", ["A * stands for 2 * 3 and snake_case.", "- a list\n- of items", "> 5 per cent", "U.S. [sic]"]
)
def test_plain_text_with_a_star_or_a_dash_is_no_markdown(raw):
    assert layout.markdown(raw) == []


@given(st.text(st.sampled_from("aB.\n\r \u3000\u00ad国。-1#*\f"), max_size=80), st.sets(st.sampled_from(layout.MENDED)))
def test_paragraphs_lead_back_in_order_to_raw_characters_that_hold_them(raw, mended):
    last = 0
    for paragraph in layout.paragraphs(raw, mended):
        assert paragraph.text.strip() and "\n" not in paragraph.text
        for n, character in enumerate(paragraph.text):
            start, end = paragraph.raw_span(n, n + 1)
            assert last <= start < end
            assert character in raw[start:end] or character == " "
            last = start


@given(st.text(st.sampled_from("aB.国。 "), max_size=40))
def test_no_visible_character_of_plain_lines_is_lost(raw):
    assert "".join(texts(raw)).replace(" ", "") == raw.replace(" ", "")
