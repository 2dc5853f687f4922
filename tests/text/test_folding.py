"""What is written in several ways is folded into one, and every folded place leads back to the raw characters."""

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.text.folding import fold, is_traditional, simplified
from helpers.text.hanzi import HANZI


@pytest.mark.parametrize(
    ("raw", "folded"),
    [
        ("inter\u00adnational", "international"),
        ("inter\u00ad\nnational", "international"),
        ("Wor\u200bld\ufeff", "World"),
        ("eﬃcient ofﬁce ﬂow", "efficient office flow"),
        ("Assemble\u0301e", "Assemblée"),
        ("⻓期⽤户⺠主⻔", "长期用户民主门"),
        ("\uf900\ufa0e", "岂\ufa0e"),  # U+FA0E is a hanzi of its own in that block
        ("ＷＴＯ与Ｇ２０", "WTO与G20"),
        ("２．５％，２０２５年", "2.5％，2025年"),
        ("Ｕ．Ｓ．对华", "U.S.对华"),
        ("win\u2011win", "win-win"),
        ("United\u00a0States", "United States"),
        ("聯合國與世界衛生組織", "联合国与世界卫生组织"),
        ("頭髮與發展，皇后與後來，乾隆年間天氣乾燥", "头发与发展，皇后与后来，乾隆年间天气干燥"),
        ('it’s “so” — straight: it\'s "so"', 'it’s “so” — straight: it\'s "so"'),
    ],
)
def test_one_way_of_writing_stands_for_all(raw, folded):
    assert fold(raw).text == unicodedata.normalize("NFC", folded)


def test_simplified_text_stays_as_it_is(corpus):
    chinese = corpus.texts.loc[corpus.texts["language"].eq("zh"), "text_id"]
    for text in corpus.paragraphs.loc[corpus.paragraphs["text_id"].isin(chinese), "text"]:
        assert simplified(text) == text


def test_traditional_hanzi_can_stay():
    assert fold("美國ＷＴＯ", keep=["traditional"]).text == "美國WTO"


def test_a_hit_leads_back_to_all_raw_characters_of_it():
    raw = "The Uni\u00adted\u00a0Sta\u00adtes and the ofﬁce of 美國"
    folded = fold(raw)
    for word, behind in (("United States", "Uni\u00adted\u00a0Sta\u00adtes"), ("office", "ofﬁce"), ("美国", "美國")):
        at = folded.text.index(word)
        start, end = folded.raw_span(at, at + len(word))
        assert raw[start:end] == behind


def test_part_of_a_ligature_leads_to_the_ligature():
    raw = "oﬃce"
    at = fold(raw).text.index("f")
    assert fold(raw).raw_span(at, at + 1) == (1, 2)


def test_traditional_script_is_told_from_a_name_in_it():
    assert is_traditional("中國與美國的關係發展") and not is_traditional("我们读梁啟超的文章与他的其他著作并且加以讨论")
    assert not is_traditional("") and not is_traditional("No hanzi")


TEXTS = st.text(st.sampled_from("aZé\u0301\u00ad\u200bﬁ２．Ｗ⻓美國国。 \n'’-\u2011\u00a0乾隆燥"), max_size=60)


@given(TEXTS)
def test_every_folded_character_has_a_raw_place_and_they_rise(raw):
    folded = fold(raw)
    spans = [folded.raw_span(n, n + 1) for n in range(len(folded.text))]
    assert all(0 <= a < b <= len(raw) for a, b in spans)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(spans))


@given(TEXTS)
def test_folding_what_is_folded_changes_nothing(raw):
    once = fold(fold(raw).text).text
    assert fold(once).text == once


@given(st.text(st.characters(max_codepoint=0x7F)))
def test_plain_text_is_its_own_folding(raw):
    folded = fold(raw)
    assert folded.text == raw and (not raw or folded.raw_span(0, len(raw)) == (0, len(raw)))


def test_no_folded_radical_is_left():
    radicals = [chr(code) for code in (*range(0x2E81, 0x2EF4), *range(0x2F00, 0x2FD6)) if code != 0x2E9A]
    assert all(re.fullmatch(HANZI, fold(radical).text) or fold(radical).text in "乛乚" for radical in radicals)
