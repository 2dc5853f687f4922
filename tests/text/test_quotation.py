"""Claims about what stands inside quotation marks, in both languages."""

import pytest

from helpers.text.quotation import quoted


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('a "b" c “d” e', ["b", "d"]),
        ('“When it came," he wrote, "it found us.”', ["When it came,", "it found us."]),
        ('the Agenda in Guatemala," (2025) and', []),
        ("提出“全球治理”和‘倡议’", ["全球治理"]),
        ('it never "ends', []),
        ("He said “yes and left. Then she said “no” loudly.", ["no"]),
        ("「甲『乙』丙」丁", ["甲『乙』丙"]),
        ('他说"好的"。又说"不"', ["好的", "不"]),
        ('He said, "one" ("two") and “three "four" five”', ["one", "two", 'three "four" five']),
    ],
)
def test_quotation_marks(text, inside):
    assert [text[a:b] for a, b in quoted(text)] == inside


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('"a" b', ["a"]),
        ('b ("a") ["c"] （"d"） —"e"', ["a", "c", "d", "e"]),
        ('b"a" c', []),  # a mark behind a letter closes, and nothing is open
        ('5" and 6" wide', []),
        ('“a" b', ["a"]),
        ('"a” b', ["a"]),
        ("“a “b” c” d", ["b"]),  # the first was never closed: a new mark of its kind begins anew
        ("“a「b」c” d", ["a「b」c"]),
        ("「a“b」c” d", ["a“b"]),
        ("a” 「b」 c」", ["b"]),
        ("“a” “b” “c”", ["a", "b", "c"]),
        ("『a』「b『c』」", ["a", "b『c』"]),
        ("“”", [""]),
        ('中"甲"国', ["甲"]),
        ('中"甲"国"乙"', ["甲", "乙"]),
        ('"甲"', ["甲"]),
        ('A"甲"B', ["甲"]),
        ('A"b"C', []),
        ("「a“b“c”d」e", ["a“b“c”d"]),  # only the mark that was never closed is forgotten
        ('，"a"。', ["a"]),
        ('：“甲"乙', ["甲"]),
        ("no marks", []),
    ],
)
def test_what_is_quoted(text, inside):
    assert [text[a:b] for a, b in quoted(text)] == inside
