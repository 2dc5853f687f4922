"""Quantities: read as printed, in both languages, held against a list made by reading before the reader was written."""

import math
from typing import get_args

import pandas as pd
import pytest

from helpers.errors import CorpusError
from helpers.mentions import quantities
from helpers.mentions.quantities.words import RANGE, Bound
from helpers.paths import CODING

NAN = float("nan")
WORDS = quantities.read_words()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Output grew by 3.5 percent.", [(3.5, "percent", "")]),
        ("It holds over 12,500 troops.", [(12500, "troop", "over")]),
        ("nearly 1.8 million deaths", [(1.8e6, "death", "under")]),
        ("It rose by 0.4 percentage points.", [(0.4, "percentage point", "")]),
        ("costs of $2 trillion and €40 million", [(2e12, "USD", ""), (4e7, "EUR", "")]),
        ("They pledged US$ 500 million.", [(5e8, "USD", "")]),
        ("about 300 billion yuan", [(3e11, "CNY", "about")]),
        ("between 5 and 7 percent of output", [(5, "percent", "range", 7)]),
        ("from 5% to 7% of it", [(5, "percent", "range", 7)]),
        ("5–7 percent", [(5, "percent", "range", 7)]),
        ("$2-3 billion a year", [(2e9, "USD", "range", 3e9)]),
        ("ten to twelve delegates", [(10, "delegate", "range", 12)]),
        ("at least twenty-five poor countries", [(25, "country", "over")]),
        ("two hundred and fifty ships", [(250, "ship", "")]),
        ("up to 90 days or so", [(90, "day", "about")]),
        ("some 60 developing countries and regions", [(60, "country or region", "about")]),
        ("two-thirds of the members", [(0.6667, "times", "")]),
        ("A quarter of them left, half the rest stayed.", [(0.25, "times", ""), (0.5, "times", "")]),
        ("more than half of its exports", [(0.5, "times", "over")]),
        ("half a century of work", [(0.5, "century", "")]),
        ("three times higher than before", [(3, "times", "")]),
        ("They met three times.", [(3, "occasion", "")]),
        ("it was twice as large", [(2, "times", "")]),
        ("twice in a lifetime", [(2, "occasion", "")]),
        ("Exports doubled.", [(2, "times", "")]),
        ("dozens of states, hundreds of thousands of people", [(12, "state", "over"), (1e5, "person", "over")]),
        ("millions of children", [(1e6, "child", "over")]),
        ("several million voters", [(1e6, "voter", "over")]),
        ("a decade of growth", [(1, "decade", "")]),
        ("for more than a year", [(1, "year", "over")]),
        ("a 30-year period", [(30, "year", "")]),
        ("children under the age of nine", [(9, "year", "under")]),
        ("three “great debates”", [(3, "debate", "")]),
        ("50 or more cities", [(50, "city", "over")]),
        ("400 people, of whom 150 were women", [(400, "person", ""), (150, "woman", "")]),
        ("The number of soldiers reached nearly 40,000.", [(40000, "soldier", "under")]),
        ("The Gini coefficient has reached 0.45.", [(0.45, "gini coefficient", "")]),
        ("over 2000 people", [(2000, "person", "over")]),
        ("10,000 new small and medium enterprises", [(10000, "enterprise", "")]),
        ("about 1.5 degrees Celsius", [(1.5, "degree Celsius", "about")]),
        ("two and a half years of talks", [(2.5, "year", "")]),
        ("a two-and-a-half-year war", [(2.5, "year", "")]),
        ("more than a year and a half", [(1.5, "year", "over")]),
        ("a year and a half later", [(1.5, "year", "")]),
        ("nearly three and a half million people", [(3.5e6, "person", "under")]),
        ("one and a half times as large", [(1.5, "times", "")]),
        ("one and three quarters of that", [(1.75, "times", "")]),
        ("half a million voters, a quarter of a million children", [(5e5, "voter", ""), (2.5e5, "child", "")]),
        ("over two million five hundred thousand people", [(2.5e6, "person", "over")]),
        ("between one hundred and two hundred ships", [(100, "ship", "range", 200)]),
        ("three to five million people", [(3e6, "person", "range", 5e6)]),
        ("100 to 5 million people", [(100, "person", "range", 5e6)]),
        ("two hundred people and a half million dollars", [(200, "person", ""), (5e5, "USD", "")]),
        ("more than a dozen countries", [(12, "country", "over")]),
        # none of these is a quantity
        ("In 2024, from 2001 to 2008 and in the 1970s", []),
        ("In 2024 countries agreed; by 2030 people will see.", []),
        ("Around 2008 the order changed.", []),
        ("the 21st century, the 80th anniversary, the third quarter", []),
        ("the G20, the G7, the Group of 77, COVID-19, 5G and C5+1", []),
        ("Section 2, Sec. 3, Article 51, No. 23, Vol. 43, pp. 12-15", []),
        ("On September 1, 2025 and 9 January 2026, at 10:30", []),
        ("2. The second point", []),
        ("3.1 Global Institutions: A Title", []),
        ("a two-way street, a three-dimensional zero-sum world, 1+1>2", []),
        ("one of the two-state solutions; on the one hand, no one", []),
        ("the Five Principles of Peaceful Coexistence", []),
        ("Resolution 2758 and Executive Order 14199", []),
        ("double standards", []),
    ],
)  # fmt: skip
def test_an_english_quantity_is_read_as_printed(text, found):
    check(text, "en", found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("增长约5%", [(5, "percent", "about")]),
        ("下降7%—10%", [(7, "percent", "range", 10)]),
        ("提高2.3个百分点", [(2.3, "percentage point", "")]),
        ("百分之三十的人口", [(30, "percent", "")]),
        ("超过60亿美元", [(6e9, "USD", "over")]),
        ("近4万亿元", [(4e12, "CNY", "under")]),
        ("1.4万人以上", [(14000, "person", "over")]),
        ("三分之二的国家", [(0.6667, "times", "")]),
        ("6倍以上", [(6, "times", "over")]),
        ("12个月", [(12, "month", "")]),
        ("三十多年来", [(30, "year", "over")]),
        ("150多个国家和国际组织", [(150, "country or organization", "over")]),
        ("20余国", [(20, "country", "over")]),
        ("数十个国家", [(10, "country", "over")]),
        ("两次世界大战", [(2, "war", "")]),
        ("召开三次会议", [(3, "occasion", "")]),
        ("四大倡议", [(4, "initiative", "")]),
        ("五项基本原则", [(5, "principle", "")]),
        ("成员增至98个", [(98, "member", "")]),
        ("不到一半，约10亿人", [(1e9, "person", "about")]),
        ("5至7年", [(5, "year", "range", 7)]),
        ("三亿五千万人", [(3.5e8, "person", "")]),
        ("近一亿二千万人口", [(1.2e8, "person", "under")]),
        ("1亿2000万人", [(1.2e8, "person", "")]),
        ("五千万人", [(5e7, "person", "")]),
        ("两万亿元", [(2e12, "CNY", "")]),
        ("3万5千人，三万五千人", [(35000, "person", ""), (35000, "person", "")]),
        ("二〇二五个国家", [(2025, "country", "")]),
        ("十个国家、一百零五个项目", [(10, "country", ""), (105, "project", "")]),
        ("三十五萬人", [(350000, "person", "")]),
        ("20多亿美元，十几亿人", [(2e9, "USD", "over"), (1e9, "person", "over")]),
        ("三千余万人", [(3e7, "person", "over")]),
        ("百余个国家、千余人", [(100, "country", "over"), (1000, "person", "over")]),
        ("上千万人", [(1e7, "person", "over")]),
        ("世界上两大战争", [(2, "war", "")]),
        ("两三年", [(2, "year", "range", 3)]),
        ("三到五亿人，1.2至1.5亿人", [(3e8, "person", "range", 5e8), (1.2e8, "person", "range", 1.5e8)]),
        ("三百到五百万人，5000到1万人", [(3e6, "person", "range", 5e6), (5000, "person", "range", 10000)]),
        ("三至五千人，三十至五百人", [(3000, "person", "range", 5000), (30, "person", "range", 500)]),
        ("百分之三点五，千分之三，一又三分之二", [(3.5, "percent", ""), (0.003, "times", ""), (1.6667, "times", "")]),
        ("两年半，三个半月，一个半小时", [(2.5, "year", ""), (3.5, "month", ""), (1.5, "hour", "")]),
        ("三十亿千瓦，三千瓦，5千米", [(3e9, "kilowatt", ""), (3, "kilowatt", ""), (5, "kilometre", "")]),
        ("投资100亿元，2025年建成；达3000万2025年前", [(1e10, "CNY", "")]),
        ("二〇二五年，二十国集团，十国集团，万一，千万不要，数以千万计", []),
        ("十分重要，一来二去，五卅运动，三四线城市", []),
        ("2025年9月1日，二十世纪六十年代，第二十届", []),
        ("二十国集团、七十七国集团、一带一路、统一、第三", []),
        ("联合国成立80周年", []),
        ("一个国家、一些国家、一系列、千方百计、万物", []),
    ],
)
def test_a_chinese_quantity_is_read_as_printed(text, found):
    check(text, "zh", found)


@pytest.mark.parametrize(
    ("text", "language"), [("9" * 5000 + " people", "en"), ("9" * 5000 + "人", "zh"), ("九" * 5000 + "人", "zh")]
)
def test_digits_without_end_are_no_fault(text, language):
    assert [q.unit for q in quantities.find(WORDS, text, language)] == ["person"]


def check(text, language, found):
    got = quantities.find(WORDS, text, language)
    assert [(q.value, q.unit, q.bound) for q in got] == [f[:3] for f in found], got
    highs = [f[3] if len(f) > 3 else NAN for f in found]
    assert all(
        q.value_high == high or (math.isnan(q.value_high) and math.isnan(high))
        for q, high in zip(got, highs, strict=True)
    )
    assert all(text[q.start : q.end] == q.printed for q in got)


def test_the_reader_finds_what_reading_found(corpus):
    """At least 95 of 100 quantities of the list with value and unit, and little else."""
    listed = pd.read_csv(CODING / "quantities.csv", keep_default_na=False)
    assert len(listed) >= 150 and set(listed["language"]) == {"en", "zh"}
    found = quantities.find_all(WORDS, corpus)
    left = [(q.sentence_id, round(q.value, 4), q.unit) for q in found.itertuples()]
    missed = []
    for row in listed.itertuples():
        key = (row.sentence_id, round(float(row.value), 4), row.unit)
        left.remove(key) if key in left else missed.append((row.sentence_id, row.printed))
    assert len(missed) <= 0.05 * len(listed), missed
    assert len(left) <= 0.05 * len(found), left


def test_every_quantity_leads_back_to_its_sentence(corpus):
    found = quantities.find_all(WORDS, corpus)
    text = corpus.sentences.set_index("sentence_id")["text"]
    assert all(text[q.sentence_id][q.start : q.end] == q.printed for q in found.itertuples())
    assert found["value"].gt(0).all() and set(found["bound"]) <= {*get_args(Bound), RANGE, ""}


def test_years_are_named_as_printed():
    assert quantities.years("Between 2001 and 2008, by 2030, 1,999 people and $2000; 2019-2021") == [
        "2001 and 2008",
        "2030",
        "2019-2021",
    ]
    assert quantities.years("2020年至2025年，20世纪") == ["2020年至2025"]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[[unit]]\nen = ['ship']\n", r"unit\[0\]: 'id' is missing"),
        (
            "[[unit]]\nid = 'a'\nen = ['ship']\n[[unit]]\nid = 'b'\nen = ['ship']\n",
            r"unit\[1\] \(id 'b'\): 'ship' belongs to 'a' too",
        ),
        ("[[unit]]\nid = 'a'\nnamed = ['x', 'x']\n", r"unit\[0\] \(id 'a'\): 'x' is listed twice"),
        ("[[unit]]\nid = 'a'\n" * 2, r"unit\[1\]\.id \(id 'a'\): unit\[0\] has this id too"),
        (
            "[[bound]]\nid = 'beyond'\n",
            r"bound\[0\]\.id \(id 'beyond'\): 'beyond' is not known here; use one of over, under",
        ),
        ("[[bound]]\nid = 'over'\nen_before = 'more'\n", r"bound\[0\]\.en_before \(id 'over'\): it must be a list"),
        ("[[unit]]\nid = 'a'\nfr = ['navire']\n", "unknown key 'fr'"),
        (
            "[plurals]\nmen = 'man'\nwomen = 1\n",
            r"plurals\.women: it must be text in quotation marks, not a whole number",
        ),
        ("[labels]\nen = [1979-05-27]\n", r"labels\.en\[0\]: it must be text in quotation marks, not a date"),
        ("ends = [nan]\n", r"ends\[0\]: it must be text in quotation marks, not a number"),
        ("unit = [", "not readable as TOML"),
    ],
)
def test_a_list_that_cannot_be_read_is_one_sentence(tmp_path, toml, message):
    path = tmp_path / "quantities.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        quantities.read_words(path)


def test_an_english_bound_in_a_chinese_sentence_is_found_in_any_case():
    assert [q.bound for q in quantities.find(WORDS, "投入60亿美元 Or More", "zh")] == ["over"]


def test_a_bound_declared_with_a_capital_is_found_in_any_case(tmp_path):
    path = tmp_path / "quantities.toml"
    path.write_text("[[bound]]\nid = 'over'\nen_before = ['More than']\n", encoding="utf-8")
    words = quantities.read_words(path)
    assert [q.bound for q in quantities.find(words, "more than 5 ships, More than 6 ships", "en")] == ["over", "over"]


@pytest.mark.parametrize("mark", ["①", "⑳", "²", "⒈", "❷"])
def test_a_digit_that_is_no_figure_counts_nothing_and_stops_nothing(mark):
    """A circled or raised digit calls a note; Python calls it a digit and cannot read it as a number."""
    found = quantities.find(quantities.read_words(), f"The pact {mark} has 5 members.", "en")
    assert [q.printed for q in found] == ["5 members"]
    assert quantities.find(quantities.read_words(), f"该协定{mark}有5个成员国。", "zh")[0].value == 5
