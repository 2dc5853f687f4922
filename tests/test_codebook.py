"""Claims about codebooks: each pattern finds what its examples say, and the gate knows whom a sentence speaks of."""

import re

import pandas as pd
import pytest

from helpers.codebook import coded, gated, read_codebook
from helpers.paths import CODEBOOKS
from helpers.segmentation import sentences
from helpers.terms import read_terms

BOOKS = {name: read_codebook(CODEBOOKS / f"{name}.toml") for name in ("us_frames", "global_south_claims")}
CASES = [(name, p) for name, book in BOOKS.items() for p in (*book.gate, *book.patterns, *book.charges)]
TERMS = read_terms()


def paragraph(*texts):
    """Sentences of one paragraph, as `gated` and `coded` read them."""
    return pd.DataFrame({"unit_id": [str(n) for n in range(len(texts))], "paragraph_id": "p", "text": texts})


def found(book, pattern, text):
    """Whether the pattern finds something in a paragraph of one or more sentences."""
    language = "zh" if re.search("[\u4e00-\u9fff]", text) else "en"
    texts = [text[a:b] for a, b in sentences(text, language, TERMS)]
    if pattern in book.gate:
        return pattern.id in set(gated(book, paragraph(*texts))[1]["pattern"])
    finder = book.charge_finder if pattern in book.charges else book.code_finder
    return any(hit.pattern.id == pattern.id for part in texts for hit in finder.hits(part))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}:{case[1].id}")
def test_a_pattern_finds_its_examples_and_not_its_counterexamples(case):
    name, pattern = case
    assert pattern.yes and pattern.no, "a pattern needs examples that it must and must not find"
    assert [text for text in pattern.yes if not found(BOOKS[name], pattern, text)] == []
    assert [text for text in pattern.no if found(BOOKS[name], pattern, text)] == []


@pytest.mark.parametrize(
    "agent", [(name, p) for name, book in BOOKS.items() for p in book.agents], ids=lambda c: c[1].id
)
def test_an_agent_is_found_by_its_examples(agent):
    name, pattern = agent
    assert pattern.yes and pattern.no
    for text in (*pattern.yes, *pattern.no):
        result = coded(BOOKS[name], paragraph(text))[0]["agent"].tolist()
        assert (result == [pattern.target]) == (text in pattern.yes), text
