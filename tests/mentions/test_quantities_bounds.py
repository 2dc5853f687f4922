"""Claims about where a quantity begins and ends, what it is counted in, what bounds it, and what is none."""

import math

import pytest

from helpers.mentions import quantities
from helpers.mentions.quantities.english import singular as singular_of
from small import laid_out

WORDS = quantities.read_words()


def found(text, language="en"):
    """Quantities as (printed, value, unit, bound), a range with both of its values."""
    return [
        (q.printed, q.value if math.isnan(q.value_high) else (q.value, q.value_high), q.unit, q.bound)
        for q in quantities.find(WORDS, text, language)
    ]


# --- English ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        # bounds before and behind
        ("at least 5 ships", ("at least 5 ships", 5, "ship", "over")),
        ("At Least 5 ships", ("At Least 5 ships", 5, "ship", "over")),
        ("less than 5 ships", ("less than 5 ships", 5, "ship", "under")),
        ("roughly 5 ships", ("roughly 5 ships", 5, "ship", "about")),
        ("5 ships or more", ("5 ships or more", 5, "ship", "over")),
        ("5 or fewer ships", ("5 or fewer ships", 5, "ship", "under")),
        ("over 5 ships or so", ("over 5 ships or so", 5, "ship", "about")),
        ("5 ships or moreover", ("5 ships", 5, "ship", "")),
        ("lover 5 ships", ("5 ships", 5, "ship", "")),
        ("the above 5 points", ("5 points", 5, "point", "")),
        ("it is above 5 points", ("above 5 points", 5, "point", "over")),
        ("over the age of 60", ("over the age of 60", 60, "year", "over")),
        ("aged 60", ("60", 60, "year", "")),
        ("at the age of 60", ("60", 60, "year", "")),
        ("Age of 60", ("60", 60, "year", "")),
        ("more than an estimated 5 ships", ("an estimated 5 ships", 5, "ship", "about")),
        ("nearly a hundred ships", ("nearly a hundred ships", 100, "ship", "under")),
        # money
        ("$5", ("$5", 5, "USD", "")),
        ("US$ 5", ("US$ 5", 5, "USD", "")),
        ("€5 million", ("€5 million", 5e6, "EUR", "")),
        ("over £5", ("over £5", 5, "GBP", "over")),
        ("¥5bn", ("¥5bn", 5e9, "CNY", "")),
        ("$2000", ("$2000", 2000, "USD", "")),
        ("there are 5 U.S. dollars", ("5 U.S. dollars", 5, "USD", "")),
        ("5 yuan", ("5 yuan", 5, "CNY", "")),
        # ranges
        ("5-7 ships", ("5-7 ships", (5, 7), "ship", "range")),
        ("5 – 7 ships", ("5 – 7 ships", (5, 7), "ship", "range")),
        ("5~7 ships", ("5~7 ships", (5, 7), "ship", "range")),
        ("five or six ships", ("five or six ships", (5, 6), "ship", "range")),
        ("5 to 7 ships", ("5 to 7 ships", (5, 7), "ship", "range")),
        ("between 5 and 7 ships", ("5 and 7 ships", (5, 7), "ship", "range")),
        ("between $2 and $3 billion", ("$2 and $3 billion", (2e9, 3e9), "USD", "range")),
        ("$2 to $3 billion", ("$2 to $3 billion", (2e9, 3e9), "USD", "range")),
        ("$2 million to $3 billion", ("$2 million to $3 billion", (2e6, 3e9), "USD", "range")),
        ("5 percent to 7 percent", ("5 percent to 7 percent", (5, 7), "percent", "range")),
        ("hundreds and thousands of ships", ("hundreds and thousands of ships", (100, 1000), "ship", "range")),
        ("1,950 to 2,000 people", ("1,950 to 2,000 people", (1950, 2000), "person", "range")),
        ("over 5 to 7 ships", ("over 5 to 7 ships", (5, 7), "ship", "range")),
        # units of measure
        ("5%", ("5%", 5, "percent", "")),
        ("5 per cent", ("5 per cent", 5, "percent", "")),
        ("5 percent points", ("5 percent points", 5, "percentage point", "")),
        ("a 5-year plan", ("5-year", 5, "year", "")),
        ("5 - month plan", ("5 - month", 5, "month", "")),
        ("a 5-week trip", ("5-week", 5, "week", "")),
        ("a 5-day trip", ("5-day", 5, "day", "")),
        ("a 5-hour trip", ("5-hour", 5, "hour", "")),
        ("a 5-minute trip", ("5-minute", 5, "minute", "")),
        ("5 days or weeks", ("5 days or weeks", 5, "day or week", "")),
        ("5 countries and many small regions", ("5 countries and many small regions", 5, "country or region", "")),
        ("1000 tonnes", ("1000 tonnes", 1000, "tonne", "")),
        ("5 km", ("5 km", 5, "kilometre", "")),
        # fractions and multiples
        ("half of the ships", ("half", 0.5, "times", "")),
        ("two-thirds of ships", ("two-thirds", 0.6667, "times", "")),
        ("half a century", ("half a century", 0.5, "century", "")),
        ("half a year", ("half a year", 0.5, "year", "")),
        ("tenfold", ("tenfold", 10, "times", "")),
        ("twice that", ("twice", 2, "times", "")),
        ("twice the size", ("twice", 2, "times", "")),
        ("twice their size", ("twice", 2, "times", "")),
        ("twice its size", ("twice", 2, "times", "")),
        ("twice more", ("twice", 2, "times", "")),
        ("twice a year", ("twice", 2, "occasion", "")),
        ("they met twice", ("twice", 2, "occasion", "")),
        ("5 times larger", ("5 times", 5, "times", "")),
        ("5 times the size", ("5 times", 5, "times", "")),
        ("5 times over", ("5 times", 5, "times", "")),
        ("5 times a day", ("5 times", 5, "occasion", "")),
        # what is counted
        ("5 poor islands", ("5 poor islands", 5, "island", "")),
        ("5 sub-regions", ("5 sub-regions", 5, "region", "")),
        ("5 “great” wars", ("5 “great” wars", 5, "war", "")),
        ("there are 5 European Countries", ("5 European Countries", 5, "country", "")),
        ("there are 5 Mayors of small towns", ("5 Mayors", 5, "mayor", "")),
        ("there are 5 British Airways jets", ("5 British Airways jets", 5, "jet", "")),
        ("hundreds of poor towns", ("hundreds of poor towns", 100, "town", "over")),
        ("5 old and new ships", ("5 old and new ships", 5, "ship", "")),
        ("5 ships and boats", ("5 ships", 5, "ship", "")),
        ("5 countries and in all regions", ("5 countries", 5, "country", "")),
        ("5 nations and regions", ("5 nations and regions", 5, "country or region", "")),
        ("5 business, bus, basis, ships", None),
        ("5 new business ships", ("5 new business ships", 5, "ship", "")),
        ("5 children", ("5 children", 5, "child", "")),
        ("400 were soldiers", ("400", 400, "soldier", "")),
        ("400 are women", ("400", 400, "woman", "")),
        ("the number of small ships is 5", ("5", 5, "ship", "")),
        ("The Gini coefficient is 0.45", ("0.45", 0.45, "gini coefficient", "")),
        ("billions were spent in dollars", ("billions", 1e9, "USD", "over")),
        ("5 in all", None),
        ("about 5 in all", ("about 5", 5, "", "about")),
        # years and other bare numbers
        ("999 delegates", ("999 delegates", 999, "delegate", "")),
        ("2101 delegates", ("2101 delegates", 2101, "delegate", "")),
        ("1000 delegates", None),
        ("2100 delegates", None),
        ("2,100 delegates", ("2,100 delegates", 2100, "delegate", "")),
        ("2000 people", None),
        ("over 2000 delegates", ("over 2000 delegates", 2000, "delegate", "over")),
        ("up to 2000 people", None),
        ("by about 2000 countries", None),
        ("2001 to 2008 people", None),
        # dates, labels, names, items
        ("September 5 ships", None),
        ("5 September ships", None),
        ("Sept. 5 ships", None),
        ("May 5,000 ships come", ("5,000 ships", 5000, "ship", "")),
        ("10:30 hours", None),
        ("5/7 ships", None),
        ("Section 5 ships", None),
        ("Article (5 ships", None),
        ("subsection 5 ships", ("5 ships", 5, "ship", "")),
        ("G20 countries", None),
        ("the Group of Seven countries", None),
        ("two Five Eyes countries", ("two Five Eyes countries", 2, "country", "")),
        ("2. Ships sail", None),
        ("(2) ships sail", None),
        ("2 Ships sail", None),
        (" 2 Ships sail", None),
        ("(2 Ships sail", None),
        ("The Gini index was 4 in all.", None),
        ("1990 to 2200 ships", ("1990 to 2200 ships", (1990, 2200), "ship", "range")),
        ("2 ships sail", ("2 ships", 2, "ship", "")),
        ("two. Ships sail", None),
        ("they really know the Five Truths about it", None),
        ("Five Truths are known to them all here", ("Five Truths", 5, "truth", "")),
        ("The Five Great Truths", ("Five Great Truths", 5, "truth", "")),
        ("they know this: Five Truths are there", ("Five Truths", 5, "truth", "")),
    ],
)
def test_an_english_quantity_and_its_neighbours(text, quantity):
    got = found(text)
    assert got == ([] if quantity is None else [(quantity[0], pytest.approx(quantity[1]), *quantity[2:])])


@pytest.mark.parametrize(
    ("text", "quantities_"),
    [
        ("5 ships and 7 boats", [("5 ships", 5, "ship", ""), ("7 boats", 7, "boat", "")]),
        ("over 5 ships, 7 boats", [("over 5 ships", 5, "ship", "over"), ("7 boats", 7, "boat", "")]),
        ("7 to 5 ships", [("5 ships", 5, "ship", "")]),
        ("5 and 7 ships", [("7 ships", 7, "ship", "")]),
        ("5 to 7 ships and 9 boats", [("5 to 7 ships", 5, "ship", "range"), ("9 boats", 9, "boat", "")]),
        ("5 ships (7 percent)", [("5 ships", 5, "ship", ""), ("7 percent", 7, "percent", "")]),
        ("2 million men, of whom 5 died", [("2 million men", 2e6, "man", "")]),
        ("in 2024, 5 ships", [("5 ships", 5, "ship", "")]),
    ],
)
def test_several_english_quantities(text, quantities_):
    assert [(q[0], q[1][0] if isinstance(q[1], tuple) else q[1], *q[2:]) for q in found(text)] == quantities_


@pytest.mark.parametrize(
    ("noun", "singular"),
    [
        ("countries", "country"), ("Countries", "country"), ("losses", "loss"), ("boxes", "box"), ("churches", "church"),
        ("dishes", "dish"), ("heroes", "hero"), ("ships", "ship"), ("houses", "house"), ("class", "class"), ("people", "person"),
        ("tons", "tonne"), ("sheep", "sheep"),
    ],
)  # fmt: skip
def test_a_plural_has_its_singular(noun, singular):
    assert singular_of(WORDS, noun) == singular


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("in 1499, 1500, 1599, 2099 and 2100", ["1500", "1599", "2099"]),
        (
            "2001-2008, 2001–2008, 2001 to 2008, 2001 and 2008",
            ["2001-2008", "2001–2008", "2001 to 2008", "2001 and 2008"],
        ),
        ("2001年至2008年，2001至2008，2001到2008", ["2001年至2008", "2001至2008", "2001到2008"]),
        ("the 1970s and 1980年代", ["1970s", "1980年代"]),
        ("2020, then 2020 again", ["2020"]),
        ("$2020 €2020 £2020 ¥2020 12020 1,2020 3.2020", []),
        ("20201 2020% 2020 percent 2020,5", []),
        ("2020, 5; 2020.", ["2020"]),
    ],
)
def test_years_and_spans_of_years(text, years):
    assert quantities.years(text) == years


def test_quantities_of_a_corpus_stand_in_the_running_text_with_the_years_of_their_sentence():
    small = laid_out(
        {
            "a": [
                ["In 2020 and 2021 it had 5 ships.", "It sank."],
                ("list-item", ["6 ships"]),
                ("heading", ["7 ships"]),
            ],
            "z": [["2020年有30人。"]],
        },
        {"z": "zh"},
    )
    table = quantities.find_all(WORDS, small)
    assert list(table) == [
        "text_id", "sentence_id", "start", "end", "printed", "value", "value_high", "unit", "bound", "period",
    ]  # fmt: skip
    assert table.drop(columns="value_high").to_numpy().tolist() == [
        ["a", "a:1.1", 24, 31, "5 ships", 5, "ship", "", "2020 and 2021"],
        ["a", "a:3.1", 0, 7, "7 ships", 7, "ship", "", ""],
        ["z", "z:1.1", 6, 9, "30人", 30, "person", "", "2020"],
    ]


# --- Chinese ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("超过30人", ("超过30人", 30, "person", "over")),
        ("超过了30人", ("超过了30人", 30, "person", "over")),
        ("超过到30人", ("超过到30人", 30, "person", "over")),
        ("不足30人", ("不足30人", 30, "person", "under")),
        ("大约达30人", ("大约达30人", 30, "person", "about")),
        ("30人以上", ("30人以上", 30, "person", "over")),
        ("30人以下", ("30人以下", 30, "person", "under")),
        ("约30人左右", ("约30人左右", 30, "person", "about")),
        ("30多人", ("30多人", 30, "person", "over")),
        ("30余人", ("30余人", 30, "person", "over")),
        ("30来人", ("30来人", 30, "person", "about")),
        ("数百人", ("数百人", 100, "person", "over")),
        ("几千人", ("几千人", 1000, "person", "over")),
        ("上万人", ("上万人", 10_000, "person", "over")),
        ("不足三大短板", ("三大短板", 3, "shortcoming", "")),
        ("30%", ("30%", 30, "percent", "")),
        ("30％", ("30％", 30, "percent", "")),
        ("百分之三十五", ("百分之三十五", 35, "percent", "")),
        ("百分之5", ("百分之5", 5, "percent", "")),
        ("三分之一", ("三分之一", 0.3333, "times", "")),
        ("十分之三", ("十分之三", 0.3, "times", "")),
        ("近三分之二", ("近三分之二", 0.6667, "times", "under")),
        ("5倍", ("5倍", 5, "times", "")),
        ("5-7人", ("5-7人", (5, 7), "person", "range")),
        ("5%—7%", ("5%—7%", (5, 7), "percent", "range")),
        ("5%——7%", ("5%——7%", (5, 7), "percent", "range")),
        ("百分之五至百分之七", ("百分之五至百分之七", (5, 7), "percent", "range")),
        ("5到7万人", ("5到7万人", (50_000, 70_000), "person", "range")),
        ("约5到7人", ("约5到7人", (5, 7), "person", "range")),
        ("5万到7万人", ("5万到7万人", (50_000, 70_000), "person", "range")),
        ("5个国家", ("5个国家", 5, "country", "")),
        ("五国", ("五国", 5, "country", "")),
        ("5个发展中国家", ("5个发展中国家", 5, "country", "")),
        ("三次", ("三次", 3, "occasion", "")),
        ("三次战争", ("三次战争", 3, "war", "")),
        ("三次大的战争", ("三次", 3, "occasion", "")),
        ("五项原则性意见", None),
        ("五条意见", ("五条意见", 5, "意见", "")),
        ("5位专家的意见", ("5位专家", 5, "专家", "")),
        ("5个月", ("5个月", 5, "month", "")),
        ("企业有5家", ("5家", 5, "enterprise", "")),
        ("有5家，企业少", None),
        ("企业有5家公司", ("5家公司", 5, "公司", "")),
        ("5位美国人", ("5位美国人", 5, "美国人", "")),
        ("5个甲乙丙丁国家", ("5个甲乙丙丁国家", 5, "country", "")),
        ("5个甲乙丙丁戊国家", ("5个甲乙丙丁", 5, "甲乙丙丁", "")),
        ("5人的图", ("5人", 5, "person", "")),
        ("1,200人", ("1,200人", 1200, "person", "")),
        ("1，200人", ("1，200人", 1200, "person", "")),
        ("1.5亿吨", ("1.5亿吨", 1.5e8, "tonne", "")),
        ("5万亿元人民币", ("5万亿元人民币", 5e12, "CNY", "")),
        ("2000人", ("2000人", 2000, "person", "")),
        ("超过2000", None),
        ("指数为0.5", None),
        ("超过5", ("超过5", 5, "", "over")),
        ("5", None),
        ("第5条", None),
        ("第三个国家", None),
        ("图5个", None),
        ("C5国", None),
        ("5月7日", None),
        ("2025年", None),
        ("二〇二五年", None),
        ("2025-2030年", None),
        ("二十世纪", None),
        ("八十年代", None),
        ("八十周年", None),
        ("三月", None),
        ("一国", None),
        ("千人", None),
        ("万国", None),
        ("统一国家", None),
        ("二十国集团", None),
    ],
)
def test_a_chinese_quantity_and_its_neighbours(text, quantity):
    got = found(text, "zh")
    assert got == ([] if quantity is None else [(quantity[0], pytest.approx(quantity[1]), *quantity[2:])])


@pytest.mark.parametrize(
    ("text", "quantities_"),
    [
        ("30人和5国", [("30人", 30, "person", ""), ("5国", 5, "country", "")]),
        ("2025年5个国家30人", [("5个国家", 5, "country", ""), ("30人", 30, "person", "")]),
        ("增长5%，超过30人", [("5%", 5, "percent", ""), ("超过30人", 30, "person", "over")]),
    ],
)
def test_several_chinese_quantities(text, quantities_):
    assert found(text, "zh") == quantities_
