"""What several tests share: the corpus, a corpus of our own, and the key under which texts are compared."""

from pathlib import Path

import pytest

from helpers import load_corpus

ENGLISH = """Our Small Paper
by Nobody

Opening

The U.S. sent "two letters" to the Assembly in 2024. Each of them was
answered within a week.

• A point about trade: us and them.
"""
CHINESE = """小文

一、开头

全球治理需要多边主义。中国是发展中国家，美国不是！

结束。
"""
MANIFEST = """
title = "A corpus of two small texts"
voices = ["Voice of the North", "Voice of the South"]

[[source]]
id = "paper"
file = "paper.txt"
layout = "wrapped"
stream = [
  { stream = "title", lines = ["1"] },
  { stream = "byline", lines = ["2"] },
  { stream = "heading", lines = ["4"], starts = "Opening" },
]

[[source]]
id = "wen"
file = "wen.txt"
stream = [{ stream = "title", lines = ["1"] }, { stream = "heading", match = '^[一二三]、', count = 1 }]

[[text]]
id = "paper"
source = "paper"
language = "en"
voice = "Voice of the North"
date = "2024"

[[text]]
id = "wen"
source = "wen"
language = "zh"
voice = "Voice of the South"
date_basis = "not stated; by 2025-03-01, when it came in"
date_by = "2025-03-01"
"""


@pytest.fixture(scope="session")
def corpus():
    return load_corpus()


def write_corpus(folder: Path, manifest: str = MANIFEST, english: str = ENGLISH, chinese: str = CHINESE) -> Path:
    """A corpus of our own in `folder`; gives the path of its manifest."""
    (folder / "paper.txt").write_text(english, encoding="utf-8", newline="")
    (folder / "wen.txt").write_text(chinese, encoding="utf-8", newline="")
    path = folder / "corpus.toml"
    path.write_text(manifest, encoding="utf-8")
    return path


@pytest.fixture
def own_corpus(tmp_path):
    return write_corpus(tmp_path)
