"""Claims about term lists: the longest form wins, names are cased and words of their own, blockers hide."""

import pytest

from helpers import CorpusError
from helpers.text.names import TermList, read_terms


@pytest.fixture(scope="module")
def terms():
    return read_terms()


def names(terms, text):
    return [(text[m.start : m.end], m.term) for m in terms.matches(text)]


@pytest.mark.parametrize("form", ["U.S.", "U. S.", "US", "USA", "United States", "United States of America"])
def test_every_name_of_the_country_is_one_term(terms, form):
    assert names(terms, f"In the {form} today") == [(form, "united-states")]


@pytest.mark.parametrize("text", ["let us go", "tell US-led from them", "USAID", "a Sino-US talk", "anti-US", "plus"])
def test_us_is_not_the_pronoun_nor_part_of_another_word(terms, text):
    assert names(terms, text) == []


def test_a_possessive_belongs_to_the_name(terms):
    assert names(terms, "China’s view of the UN's role, the United States’ too") == [
        ("China’s", "china"),
        ("UN's", "united-nations"),
        ("United States", "united-states"),
    ]


def test_the_longest_term_wins_across_lists(terms):
    assert names(terms, "全球治理倡议") == [("全球治理倡议", "全球治理倡议")]
    assert names(terms, "国际法治与国际法") == [("国际法治", "国际法治"), ("国际法", "国际法")]
    assert names(terms, "发展中国家与中国") == [("发展中国家", "发展中国家"), ("中国", "china")]


def test_what_a_blocker_covers_is_no_name(terms):
    assert names(terms, "拉美国家与美国") == [("美国", "united-states")]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[englsh]", r"unknown key 'englsh'; use one of blockers, chinese, english, name"),
        ("english = 1", r"english: it must be a table, not a whole number"),
        ('name = ["x"]', r"name\[0\]: it must be a table, not text"),
        ('[name]\nid = "a"', r"name \(id 'a'\): it must be a list of tables, \[\[name\]\], not a table"),
        ('[[name]]\nid = "a"\nen = ["X", "X"]', r"name\[0\] \(id 'a'\): 'X' is listed twice; keep one"),
        (
            '[[name]]\nid = "a"\nen = ["X"]\n[[name]]\nid = "b"\nen = ["X"]',
            r"name\[1\] \(id 'b'\): 'X' is a form of 'a'",
        ),
        ('[[name]]\nid = "a"\n[[name]]\nid = "a"', r"name\[1\]\.id \(id 'a'\): name\[0\] has this id too"),
        ('[[name]]\nid = "美国"', r"name\[0\]\.id \(id '美国'\): it is no id"),
        ('[[name]]\nen = ["X"]', r"name\[0\]: 'id' is missing"),
        (
            '[[name]]\nid = "a"\nnote = 2020-01-01',
            r"name\[0\]\.note \(id 'a'\): it must be text in quotation marks, not a date",
        ),
        ('[[name]]\nid = "a"\nen = ["X "]', r"name\[0\]\.en\[0\] \(id 'a'\): 'X ' is no word"),
        ('[chinese]\nwords = ["", "b"]', r"chinese\.words\[0\]: '' is no word; write words in one line"),
        ('[chinese]\nwords = ["国际", "国\\n际"]', r"chinese\.words\[1\]: '国 际' is no word"),
        ('[chinese]\nwords = ["国际", "国际"]', r"chinese: '国际' is listed twice"),
        (f"[chinese]\nwords = {[str(n) for n in range(10_001)]}", r"a list here has 10,001 entries, more than 10,000"),
        (
            '[english]\nmay_be_final = ["a", ["b"]]',
            r"english\.may_be_final\[1\]: it must be text in quotation marks, not a list",
        ),
        ('[blockers]\nen = "Latin"', r"blockers\.en: it must be a list, \[\.\.\.\], not text"),
        ("[chinese", r"not readable as TOML \("),
    ],
)
def test_a_faulty_term_list_is_one_sentence(tmp_path, text, says):
    path = tmp_path / "terms.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=says) as error:
        read_terms(path)
    assert str(error.value).startswith("terms.toml: ")
    assert "\n" not in str(error.value) and len(str(error.value)) < 500


def test_an_empty_list_finds_nothing(tmp_path):
    path = tmp_path / "terms.toml"
    path.write_text("", encoding="utf-8")
    assert names(read_terms(path), "The US and 中国") == []
    with pytest.raises(CorpusError, match="no such term list"):
        read_terms(tmp_path / "none.toml")


# --- a list of our own ------------------------------------------------------------------------------------------------

TERMS = TermList(
    names={"US": "united-states", "U.S.": "united-states", "New York": "new-york", "中国": "china", "南方": "south"},
    chinese_words=("发展中国家", "全球南方", "南方"),
    blockers=("New York Times", "印度尼西亚", "Latin America"),
    never_final=frozenset(),
    may_be_final=frozenset(),
    usual_first_words=frozenset(),
)


def found(text, terms=TERMS):
    return [(text[m.start : m.end], m.term) for m in terms.matches(text)]


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        ("the US left", "US"),
        ("US", "US"),
        ("(US)", "US"),
        ("“US”", "US"),
        ("US, too", "US"),
        ("the US.", "US"),
        ("the US's debt", "US's"),
        ("the US’s debt", "US’s"),
        ("the US' debt", "US"),
        ("the _US_ file", "US"),
        ("the US-2 treaty", "US"),
        ("a - US move", "US"),
        ("-US", "US"),
        ("'US'", "US"),
        ("the U.S. left", "U.S."),
        ("the U.S.", "U.S."),
    ],
)
def test_a_name_is_a_word_of_its_own_with_its_possessive(text, hit):
    assert found(text) == [(hit, "united-states")]


@pytest.mark.parametrize(
    "text",
    ["us", "Us", "USA", "aUS", "US1", "1US", "éUS", "USé", "US-led", "US’ers", "US'sx", "Sino-US", "o’US", "o'US", "x-U.S.", "U.S.-led", "U.S.A"],
)  # fmt: skip
def test_a_name_inside_another_word_is_none(text):
    assert found(text) == []


def test_the_longest_form_of_all_lists_stands():
    assert found("New York and the New York Times") == [("New York", "new-york")]
    assert found("中国是发展中国家") == [("中国", "china"), ("发展中国家", "发展中国家")]
    assert found("全球南方与南方") == [("全球南方", "全球南方"), ("南方", "south")]  # a name stands before a word
    assert found("印度尼西亚南方") == [("南方", "south")]


def test_terms_stand_from_left_to_right_without_overlap():
    both = TermList({"AB": "ab", "B C": "bc", "甲乙": "x", "乙丙丁": "y"}, (), (), *[frozenset()] * 3)
    assert found("AB C, B C", both) == [("AB", "ab"), ("B C", "bc")]
    assert found("甲乙丙丁", both) == [("甲乙", "x")]


def test_a_list_of_one_script_finds_it_and_an_empty_list_nothing():
    latin = TermList({"US": "us"}, (), (), *[frozenset()] * 3)
    hanzi = TermList({}, ("南方",), (), *[frozenset()] * 3)
    assert found("US 南方", latin) == [("US", "us")] and found("US 南方", hanzi) == [("南方", "南方")]
    assert found("US 南方", TermList({}, (), (), *[frozenset()] * 3)) == []
    odd = TermList({"C5+1": "c", "(x)": "x"}, (), (), *[frozenset()] * 3)
    assert found("C5+1 and C551", odd) == [("C5+1", "c")]


@pytest.mark.parametrize("around", ["加入{}后", "{}的", "与{}", "（{}）", "、{}、", "の{}は", "는{}를"])
def test_a_name_in_latin_letters_is_one_beside_hanzi_kana_and_hangul(around):
    terms = TermList({"WTO": "wto"}, (), (), *[frozenset()] * 3)
    assert found(around.format("WTO"), terms) == [("WTO", "wto")]
    assert found(around.format("WTOs"), terms) == found(around.format("éWTO"), terms) == []
    assert found(around.format("Sino-WTO"), terms) == found(around.format("WTO-led"), terms) == []


def test_either_apostrophe_writes_a_name():
    terms = TermList({"People's Daily": "daily"}, (), ("Côte d’Ivoire",), *[frozenset()] * 3)
    assert [text for text, _ in found("People's Daily, People’s Daily", terms)] == ["People's Daily", "People’s Daily"]
    assert found("Côte d'Ivoire", terms) == []
