"""Claims about where a number begins and ends and what is none, in English and in Chinese."""

import pytest

from helpers.text.numerals import chinese_value, numbers

# --- English ---------------------------------------------------------------------------------------------------------


def found(text):
    return [(text[n.start : n.end], n.value, n.kind) for n in numbers(text)]


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("zero", 0, "words"),
        ("nine", 9, "words"),
        ("twelve", 12, "words"),
        ("nineteen", 19, "words"),
        ("twenty", 20, "words"),
        ("ninety", 90, "words"),
        ("twenty-one", 21, "words"),
        ("twenty one", 21, "words"),
        ("Ninety-Nine", 99, "words"),
        ("a hundred", 100, "words"),
        ("a thousand", 1000, "words"),
        ("hundred", 100, "words"),
        ("three hundred and five", 305, "words"),
        ("forty-two thousand", 42_000, "words"),
        ("two hundred thousand", 200_000, "words"),
        ("two hundred and fifty", 250, "words"),
        ("seven million", 7e6, "words"),
        ("six billion", 6e9, "words"),
        ("two trillion", 2e12, "words"),
        ("twice", 2, "twice"),
        ("doubled", 2, "fold"),
        ("tripled", 3, "fold"),
        ("quadrupled", 4, "fold"),
        ("twofold", 2, "fold"),
        ("tenfold", 10, "fold"),
        ("tens of thousands", 10_000, "many"),
        ("tens", 10, "many"),
        ("dozens", 12, "many"),
        ("hundreds", 100, "many"),
        ("hundreds of millions", 1e8, "many"),
        ("thousands of billions", 1e12, "many"),
        ("several hundred", 100, "many"),
        ("several billion", 1e9, "many"),
        ("one-third", 0.3333, "part"),
        ("two-fifths", 0.4, "part"),
        ("three quarters", 0.75, "part"),
        ("five sixths", 0.8333, "part"),
        ("six sevenths", 0.8571, "part"),
        ("seven-eighths", 0.875, "part"),
        ("four ninths", 0.4444, "part"),
        ("nine-tenths", 0.9, "part"),
        ("a quarter", 0.25, "part"),
        ("a half", 0.5, "part"),
        ("a third", 0.3333, "part"),
        ("half a century", 0.5, "part"),
        ("0", 0, "figure"),
        ("7", 7, "figure"),
        ("1200", 1200, "figure"),
        ("1,200", 1200, "figure"),
        ("12,345,678", 12_345_678, "figure"),
        ("1,200.5", 1200.5, "figure"),
        ("3.14", 3.14, "figure"),
        ("5 hundred", 500, "figure"),
        ("1.5 million", 1.5e6, "figure"),
        ("1.5-million", 1.5e6, "figure"),
        ("2 Billion", 2e9, "figure"),
        ("3 hundred thousand", 3e5, "figure"),
        ("5k", 5000, "figure"),
        ("5mn", 5e6, "figure"),
        ("5bn", 5e9, "figure"),
        ("5tn", 5e12, "figure"),
    ],
)
def test_a_number_in_figures_or_words_is_read_whole(text, value, kind):
    """The number stands between other words, and is all that is found; half a century ends before its noun."""
    said = f"Then {text} things."
    printed, got, got_kind = found(said)[0]
    assert len(found(said)) == 1
    assert (got, got_kind) == (pytest.approx(value), kind)
    assert printed == text.removesuffix(" century")


@pytest.mark.parametrize(
    "text",
    [
        "the 3rd, 21st, 2nd and 80th time",
        "the 1970s",
        "5G and 4x",
        "the G20, COVID-19 and x.5",
        "version A1",
        "the third quarter",
        "the first half of it",
        "the second half of the year",
        "the latter half of the year",
        "one of them",
        "one day",
        "a two-way street",
        "a three-dimensional world",
        "a person, an hour, a hand",
        "for a year, in a century",
        "quarter of an hour",
        "half alive",
        "5/7",
        "1+1",
        "1=1, 2>1",
        "stone, often, tent, someone, weight",
        "several men, several",
        "alone_2, #3, x_one",
    ],
)
def test_what_is_no_number(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "numbers_"),
    [
        ("5, 7 and nine", [("5", 5), ("7", 7), ("nine", 9)]),
        ("1,20 and 1,2000", [("1", 1), ("20", 20), ("1", 1), ("2000", 2000)]),
        ("ten, twenty", [("ten", 10), ("twenty", 20)]),
        ("twenty ten", [("twenty", 20), ("ten", 10)]),
        ("ten five", [("ten", 10), ("five", 5)]),
        ("5 five", [("5", 5), ("five", 5)]),
        ("thirty zero", [("thirty", 30), ("zero", 0)]),
        ("more than one man", [("one", 1)]),
        ("one percent, one % and one hundred", [("one", 1), ("one", 1), ("one hundred", 100)]),
        ("one in two", [("two", 2)]),
        ("a decade and a man", [("a", 1)]),
        ("more than a year and over a month", [("a", 1), ("a", 1)]),
        ("nearly a century, almost a week, about a year", [("a", 1), ("a", 1), ("a", 1)]),
        ("half of them, half the rest, half its debt, half their debt", [("half", 0.5)] * 4),
        ("two halves", [("two halves", 1)]),
        ("5 - 7", [("5", 5), ("7", 7)]),
        ("$5, (6) “7”", [("5", 5), ("6", 6), ("7", 7)]),
        ("5.", [("5", 5)]),
        ("5.5.", [("5.5", 5.5)]),
        ("hundreds and thousands", [("hundreds", 100), ("thousands", 1000)]),
        ("hundreds of men", [("hundreds", 100)]),
        ("five thousand, and six", [("five thousand", 5000), ("six", 6)]),
        ("two thousand and men", [("two thousand", 2000)]),
    ],
)
def test_where_one_number_ends_and_another_begins(text, numbers_):
    assert [(printed, value) for printed, value, _ in found(text)] == numbers_


# --- Chinese ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("零", 0), ("〇", 0), ("一", 1), ("二", 2), ("两", 2), ("三", 3), ("四", 4), ("五", 5), ("六", 6), ("七", 7), ("八", 8), ("九", 9),
        ("十", 10), ("十一", 11), ("二十", 20), ("九十九", 99), ("一百", 100), ("一百零一", 101), ("一百一十", 110), ("两百", 200),
        ("三千", 3000), ("三千零五", 3005), ("三千二百", 3200), ("九千九百九十九", 9999), ("一万", 10_000), ("一万零三", 10_003),
        ("十二万", 120_000), ("一百万", 1e6), ("三千五百万", 3.5e7), ("一亿", 1e8), ("十亿", 1e9), ("三亿零五", 300_000_005),
        ("7", 7), ("7.5", 7.5), ("1,200", 1200), ("1，200", 1200), ("5百", 500), ("5千", 5000), ("5万", 50_000), ("5亿", 5e8),
        ("5万亿", 5e12), ("5百万", 5e6), ("2.5千万", 2.5e7), ("数百", 100), ("几千", 1000), ("上万", 10_000), ("数十", 10),
    ],
)  # fmt: skip
def test_a_chinese_number_has_its_value(printed, value):
    assert chinese_value(printed) == pytest.approx(value)
