"""Claims about term lists: the longest form wins, names are cased, blockers hide."""

import pytest

from helpers import CorpusError
from helpers.text.names import read_terms


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
