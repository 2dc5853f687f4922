"""Claims about numbers in words, hanzi and figures: what is printed comes back as the number that it is."""

from math import isnan

import cn2an
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from helpers.mentions import quantities
from helpers.text.numerals import chinese_readings, chinese_scale, chinese_value, numbers, trailing_scale

WORDS = quantities.read_words()
INTEGERS = st.integers(0, 16).flatmap(lambda digits: st.integers(0, 10**digits - 1))  # as many short as long ones
STEADY = settings(derandomize=True, deadline=None, max_examples=300)
UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
)
UNITS += " eighteen nineteen"
ROUND = "ten twenty thirty forty fifty sixty seventy eighty ninety"


# --- Chinese ---------------------------------------------------------------------------------------------------------


@STEADY
@given(INTEGERS)
@example(350_000_000)
@example(10**15 + 1)
@example(11_000)  # 一万一千 holds 万一, a name that hides numbers
@example(50_000_000)  # and 五千万 holds 千万
def test_an_integer_in_hanzi_comes_back(n):
    printed = cn2an.an2cn(n)
    assert chinese_value(printed) == n
    assert chinese_value(printed.translate(str.maketrans("万亿", "萬億"))) == n
    if n > 1:
        found = quantities.find(WORDS, f"共有{printed}人。", "zh")
        assert [(q.printed, q.value, q.unit) for q in found] == [(f"{printed}人", n, "person")]


@STEADY
@given(st.integers(1, 9999), st.integers(1, 9999), st.integers(1, 9999), st.tuples(*[st.booleans()] * 3))
@example(1, 1, 10, (False, False, False))
def test_figures_and_hanzi_may_stand_in_one_number(hundred_millions, myriads, ones, in_figures):
    """1亿2000万, 三亿五千万, 1亿两千万: whichever parts are in figures, it is one quantity."""
    parts = (hundred_millions, myriads, ones)
    told = [
        str(n) if figure else ("零" if n < 1000 else "") + cn2an.an2cn(n)
        for n, figure in zip(parts, in_figures, strict=True)
    ]
    printed = f"{told[0].lstrip('零')}亿{told[1]}万{told[2]}"
    value = hundred_millions * 10**8 + myriads * 10**4 + ones
    assume(ones >= 10 or not in_figures[2])  # 3万5 is 35,000, and nobody prints 3万0005
    assert chinese_value(printed) == value
    found = quantities.find(WORDS, f"约{printed}人", "zh")
    assert [(q.value, q.unit, q.bound) for q in found] == [(value, "person", "about")]


@STEADY
@given(st.integers(1000, 9999))
def test_a_number_may_be_printed_digit_by_digit(n):
    assert chinese_value("".join("〇一二三四五六七八九"[int(c)] for c in str(n))) == n


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("三亿五千万", 350_000_000), ("一亿二千万", 120_000_000), ("1亿2000万", 120_000_000), ("两万亿", 2 * 10**12),
        ("3万5千", 35_000), ("十万", 100_000), ("一百零五", 105), ("一百五", 150), ("三万五", 35_000), ("三万零五", 30_005),
        ("一亿亿", 10**16), ("1万亿2000亿", 1_200_000_000_000), ("114万3670亿", 114_367_000_000_000), ("一万二千亿", 1.2e12),
        ("13亿7053万6875", 1_370_536_875), ("3.5万亿", 3.5e12), ("三点五亿", 3.5e8), ("三十五点二", 35.2), ("零点五", 0.5),
        ("十", 10), ("十五", 15), ("一千零一十", 1010), ("一万零五百", 10_500), ("两千三", 2300), ("二〇〇", 200), ("廿五", 25),
        ("卅", 30), ("一百十五", 115), ("一万零十", 10_010), ("三千十", 3010), ("五百万", 5e6), ("二千五百亿", 2.5e11), ("五百廿", 520), ("兩億", 2e8), ("三十五萬", 350_000), ("数百万", 1e6), ("几十", 10), ("１２３万", 1_230_000),
    ],
)  # fmt: skip
def test_a_chinese_number_has_the_value_that_it_says(printed, value):
    assert chinese_value(printed) == pytest.approx(value, rel=1e-12)


@pytest.mark.parametrize("printed", ["二五", "一百三百", "2千3千", "五卅", "二十三十"])
def test_signs_that_make_no_number_have_no_value(printed):
    assert isnan(chinese_value(printed)) and chinese_readings(printed) == []


@pytest.mark.parametrize(
    ("printed", "values"),
    [("两三", [2, 3]), ("三两", [2, 3]), ("三五", [3, 5]), ("七八十", [70, 80]), ("十七八", [17, 18]), ("两三万", [20_000, 30_000]), ("一二三", [123])],
)  # fmt: skip
def test_two_digits_in_a_row_leave_open_which(printed, values):
    assert chinese_readings(printed) == values


def test_the_scale_of_a_number_is_what_stands_at_its_end():
    assert [chinese_scale(n) for n in ("3.5万亿", "三亿五千万", "三百", "三十", "35")] == [10**12, 10**4, 100, 1, 1]
    assert [trailing_scale(n) for n in ("five million", "5bn", "two hundred thousand", "fifty", "a dozen")] == [
        10**6, 10**9, 10**5, 1, 12,
    ]  # fmt: skip


# --- English ---------------------------------------------------------------------------------------------------------


def spelled(n: int, joined: str) -> str:
    """An integer in English words, as they are said: `joined` stands before what is below a hundred."""
    for size, name in (
        (10**12, "trillion"),
        (10**9, "billion"),
        (10**6, "million"),
        (10**3, "thousand"),
        (100, "hundred"),
    ):
        if n >= size:
            rest = n % size
            word = joined if 0 < rest < 100 else " "
            return f"{spelled(n // size, joined)} {name}" + (word + spelled(rest, joined) if rest else "")
    if n < 20:
        return UNITS.split()[n]
    return ROUND.split()[n // 10 - 1] + (f"-{UNITS.split()[n % 10]}" if n % 10 else "")


@STEADY
@given(INTEGERS.filter(lambda n: 1 < n < 10**15), st.sampled_from([" ", " and "]))
@example(2_500_000, " ")
@example(250_000, " and ")
def test_an_integer_in_english_words_comes_back(n, joined):
    found = quantities.find(WORDS, f"There are {spelled(n, joined)} people.", "en")
    assert [(q.printed, q.value, q.unit) for q in found] == [(f"{spelled(n, joined)} people", n, "person")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("two and a half years", [(2.5, "mixed")]),
        ("Two-and-a-half years", [(2.5, "mixed")]),
        ("2 and a half years", [(2.5, "mixed")]),
        ("2½ years", [(2.5, "figure")]),
        ("three and a half million", [(3.5e6, "mixed")]),
        ("$3 and a half billion", [(3.5e9, "mixed")]),
        ("a million and a half", [(1.5e6, "mixed")]),
        ("one hundred and a half", [(100.5, "mixed")]),
        ("one and three quarters", [(1.75, "mixed")]),
        ("two and two-thirds", [(2.6667, "mixed")]),
        ("one and a third times", [(1.3333, "mixed")]),
        ("half a million", [(5e5, "words")]),
        ("three quarters of a billion", [(7.5e8, "words")]),
        ("a half million", [(5e5, "words")]),
        ("half a dozen, two dozen, dozens", [(6, "words"), (24, "words"), (12, "many")]),
        ("nineteen hundred", [(1900, "words")]),
        ("one hundred and two hundred", [(100, "words"), (200, "words")]),
        ("five million and ten million", [(5e6, "words"), (1e7, "words")]),
        ("two and three", [(2, "words"), (3, "words")]),
        ("two halves, two-thirds", [(1, "part"), (0.6667, "part")]),
        ("two and a half-hearted", [(2, "words")]),
    ],
)
def test_parts_join_the_number_before_them(text, found):
    assert [(n.value, n.kind) for n in numbers(text)] == found
