"""Claims about forms: where they stand in a text and where they do not."""

import re

import pytest

from helpers.text.forms import any_form, form_regex, in_brackets_behind, is_form, longest_first


def places(form, text, flags=0):
    return [m[0] for m in re.finditer(form_regex(form), text, flags)]


@pytest.mark.parametrize(
    ("form", "text", "hits"),
    [
        ("order", "order, orders, disorder, order's, order-making, anti-order, order_ 1order", ["order"] * 5),
        ("order*", "orders ordering order order2 disorders", ["orders", "ordering", "order", "order2"]),
        ("order*", "order's order-", ["order", "order"]),
        ("new order", "new order new  order new\norder new-order neworder", ["new order", "new  order", "new\norder"]),
        ("new* order*", "newer orders", ["newer orders"]),
        ("C5+1", "C5+1 C55+1 C551", ["C5+1"]),
        ("U.S.", "U.S. UxSx", ["U.S."]),
        ("order", "Order", []),
        ("国际法", "国际法治", ["国际法"]),
        ("大国", "强大国家A大国B", ["大国", "大国"]),
    ],
)
def test_where_a_form_stands(form, text, hits):
    assert places(form, text) == hits


@pytest.mark.parametrize("between", ["", "all ", "a b c d ", "a b c d e ", "its (own), "])
def test_up_to_five_words_may_stand_in_an_english_gap(between):
    text = f"shirks {between}duties"
    assert places("shirk* ... dut*", text) == [text]
    assert places("shirk* dut*", text) == ([text] if not between else [])


@pytest.mark.parametrize("between", ["a b c d e f ", "a; ", "a: b ", "a;b ", "; "])
def test_neither_six_words_nor_a_semicolon_or_colon_stands_in_a_gap(between):
    assert places("shirk* ... dut*", f"shirks {between}duties") == []
    assert places("shirk* ... dut*", "shirks_duties shirksduties") == []


@pytest.mark.parametrize("between", ["", "应", "，应当承担其", "一二三四五六七八"])
def test_up_to_eight_characters_may_stand_in_a_chinese_gap(between):
    assert places("大国 ... 责任", f"大国{between}责任") == [f"大国{between}责任"]


@pytest.mark.parametrize("between", ["一二三四五六七八九", "。", "；", "：", "！", "？", "甲。乙"])
def test_neither_nine_characters_nor_the_end_of_a_sentence_stands_in_a_chinese_gap(between):
    assert places("大国 ... 责任", f"大国{between}责任") == []


def test_a_gap_is_as_short_as_it_can_be_and_a_form_may_have_two():
    assert places("a ... b", "a x b y b") == ["a x b"]
    assert places("a ... b ... c", "a x b y c") == ["a x b y c"]


@pytest.mark.parametrize(
    "form",
    ["a", "order*", "new* order*", "a ... b", "a* ... b* ... c", "大国", "大国 ... 责任", "U.S.", "C5+1", "(x)", "3"],
)
def test_words_with_a_star_at_their_end_and_gaps_between_them_are_a_form(form):
    assert is_form(form)


@pytest.mark.parametrize(
    "form", ["", " ", "*", "* a", "a*b", "a**", "*a", " a", "a ", "a  b", "... a", "a ...", "a ... ... b", ".a", "a .b", "a\nb"]
)  # fmt: skip
def test_anything_else_is_none(form):
    assert not is_form(form)


def test_the_longest_of_several_forms_is_found():
    pattern = any_form(["order", "order of things", "new order"])
    assert [m[0] for m in pattern.finditer("The order of things, a new order, order.")] == [
        "order of things", "new order", "order",
    ]  # fmt: skip
    assert any_form(["Order"], re.IGNORECASE).search("an order") and not any_form(["Order"]).search("an order")
    assert not any_form([]).search("") and not any_form(iter(())).search("order")
    assert longest_first(["b", "aa", "a", "ccc"]) == ["ccc", "aa", "a", "b"]


@pytest.mark.parametrize(
    ("said", "is_one"),
    [
        ("the Free Port (FP) grew", True),
        ("the Free Port (the “FP”) grew", True),
        ("the Free Port Plus (FP Plus) grew", True),
        ("自由港（FP）", True),
        ("自由港（简称FP）", True),
        ("the Free Port (FP trade grew) and", False),
        ("the Free Port and (FP) too", False),
        ("the Free Port, FP", False),
        ("the Free Port (or (FP", False),
    ],
)
def test_an_abbreviation_in_brackets_belongs_to_the_name_before_it(said, is_one):
    name = re.search("Free Port(?: Plus)?|自由港", said)
    assert in_brackets_behind(said, name.end(), said.index("FP"), said.index("FP") + 2) is is_one
