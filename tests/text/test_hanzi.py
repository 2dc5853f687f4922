"""Claims about hanzi: which characters are some, and that every module asks the same ranges."""

import re
import unicodedata
from itertools import pairwise

import pytest

from helpers.coding import coders
from helpers.pages import html
from helpers.pages.quotations import Passage
from helpers.paths import PROJECT
from helpers.text.hanzi import BLOCKS, HANZI, LETTER
from helpers.text.names import read_terms
from helpers.text.segmentation import tokens

RARE = {
    "Extension A": "\u3447", "Extension B": "\U00020bb7", "Extension C": "\U0002a700", "Extension D": "\U0002b740",
    "Extension E": "\U0002b820", "Extension F": "\U0002ceb0", "Extension G": "\U00030000", "Extension H": "\U00031350",
    "Extension I": "\U0002ebf0", "compatibility": "\uf900", "supplement": "\U0002f800", "zero": "〇", "again": "々",
}  # fmt: skip


@pytest.mark.parametrize("character", ["国", "一", "\u9fff", *RARE.values()])
def test_a_hanzi_of_any_block_is_one(character):
    assert re.fullmatch(HANZI, character)


@pytest.mark.parametrize("character", "aé1１Ａ，。「」 あカ한①\u4dc0〆〡\u2e80\U000323b0\U0001f600")
def test_what_only_stands_beside_hanzi_is_none(character):
    assert not re.fullmatch(HANZI, character)


def test_what_unicode_names_an_ideograph_is_a_hanzi():
    """An outside list: the names in the character database of Python, which knows all but the newest blocks."""
    named = {chr(n) for n in range(0x3400, 0x32000) if unicodedata.name(chr(n), "").startswith("CJK ")}
    ideographs = {c for c in named if re.match("CJK (?:UNIFIED|COMPATIBILITY) IDEOGRAPH-", unicodedata.name(c))}
    assert len(ideographs) > 90_000
    assert {c for c in ideographs if not re.fullmatch(HANZI, c)} == set()


def test_blocks_do_not_overlap():
    spans = sorted(BLOCKS.values())
    assert all(first <= last for first, last in spans)
    assert all(one[1] < other[0] for one, other in pairwise(spans))


@pytest.mark.parametrize("character", RARE.values())
def test_a_rare_hanzi_is_read_as_any_other(character):
    assert coders.key(f"张 {character} 说") == unicodedata.normalize("NFKC", f"张{character}说")
    assert 'lang="zh"' in html.evidence([Passage("a:1.1", "A", character)], "One.").data
    kinds = [kind for *_, kind in tokens(f"张{character}说。", "zh", read_terms())]
    assert kinds[-1] == "punctuation" and set(kinds[:-1]) == {"word"}


def test_a_year_in_hanzi_is_no_punctuation():
    assert [kind for *_, kind in tokens("二〇二五", "zh", read_terms())].count("punctuation") == 0


def test_ranges_of_hanzi_stand_in_one_place():
    spelled = re.compile(r"\\u(?:3400|4e00|4dbf|9fff|9fa5|f900|faff)|\\U000[23]|[㐀一]-[䶿鿿龥龯]", re.IGNORECASE)
    files = [p for folder in ("src", "docs") for p in (PROJECT / folder).rglob("*.py")]
    found = [p.name for p in files if spelled.search(p.read_text(encoding="utf-8"))]
    assert len(files) > 30 and found == []  # hanzi.py itself writes numbers


def test_letters_of_a_word_that_spaces_part_are_no_hanzi_kana_or_hangul():
    letter, hanzi = re.compile(LETTER), re.compile(HANZI)
    for code in range(0x110000):
        character = chr(code)
        if letter.match(character):
            assert (character.isalnum()) and not hanzi.match(character)
    assert all(letter.match(c) for c in "aZ9éßĀŁαЖậ") and not any(letter.match(c) for c in "_国のカ유 -’。")
