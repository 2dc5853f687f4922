"""Claims about declared patterns: which may be used, that they find what Python's `re` finds, and that they end."""

import re

import pytest
import regex

from conftest import MANIFEST, write_corpus
from helpers import CorpusError, load_corpus
from helpers.corpus import matching
from helpers.corpus.manifest import read_manifest
from helpers.corpus.matching import LONGEST_PATTERN


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("(?R)", r"the pattern '\(\?R\)' does not compile \(unknown extension"),
        ("[[a]b", r"does not compile \(Possible nested set"),
        ("a{9999999999}", r"is too long, or its counts are too high"),
        ("(?:a{99}){99}", r"is too long, or its counts are too high"),
        ("a" * (LONGEST_PATTERN + 1), r"the pattern 'a{59}…' is too long"),
        ("(" * 450 + "a" + ")" * 450, r"does not compile \(.*recursion"),
        ("x{e<=1}", r"has a brace that opens no count; write \\{ for a brace"),
        ("(a*)*", r"matches the empty line"),
    ],
)
@pytest.mark.parametrize("key", ["match", "note_start"])
def test_a_pattern_that_cannot_be_used_is_refused_with_its_place(tmp_path, pattern, says, key):
    if key == "match":
        manifest, place = MANIFEST.replace("'^[一二三]、'", f"'{pattern}'"), r"source\[1\].stream\[1\] \(id 'wen'\): "
    else:
        manifest = MANIFEST.replace('layout = "wrapped"', f"note_start = '{pattern}'")
        place = r"source\[0\] \(id 'paper'\): "
    with pytest.raises(CorpusError, match=f"^corpus.toml: {place}.*{says}"):
        read_manifest(write_corpus(tmp_path, manifest))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('lines = ["4"], starts = "Opening"', "match = '(a+)+$'", r"stream\[2\].match"),
        ('{ stream = "byline", lines = ["2"] }', "{ stream = 'note', lines = ['6-9'] }", "note_start"),
    ],
)
def test_a_pattern_that_runs_for_ever_is_stopped(tmp_path, monkeypatch, old, new, place):
    monkeypatch.setattr(matching, "PATIENCE", 0.1)
    manifest = MANIFEST.replace(old, new).replace('layout = "wrapped"', "layout = 'wrapped'\nnote_start = '(a+)+$'")
    english = f"Our\n{'a' * 5000}b\n\nOpening\n\nOne.\n{'a' * 5000}b\n{'a' * 5000}c\nEnd.\n\nText.\n"
    path = write_corpus(tmp_path, manifest, english)
    with pytest.raises(CorpusError, match=rf"{place}: the pattern '\(a\+\)\+\$' takes more than 0.1 seconds"):
        load_corpus(path)


def test_patterns_find_the_lines_that_the_re_of_python_finds(corpus):
    patterns = [r.match for s in corpus.manifest.sources for r in s.rules.streams if r.match]
    patterns += [s.note_start for s in corpus.manifest.sources if s.note_start]
    assert len(patterns) > 3
    patterns += [
        r"^\d{1,2}\s+\S",
        "(?i)^the ",
        "^[^a-z]+$",
        r"\(?[ivx]+\)",
        "^.{3,40}$",
        "[一-龥]、",
        r".*\bUS\b",
        "^(?:①|②)",
    ]
    lines = [line for raw in corpus.raw.values() for line in raw.split("\n")]
    for pattern in patterns:
        assert any(regex.match(pattern, line) for line in lines), pattern
        assert all(bool(regex.match(pattern, line)) == bool(re.match(pattern, line)) for line in lines), pattern
