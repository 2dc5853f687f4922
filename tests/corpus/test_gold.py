"""The checks of the cleaning that were made by reading: what must stand inside one paragraph, and what nowhere."""

import json

import pytest

from helpers.coding.coders import key
from helpers.paths import PROJECT

GOLD = PROJECT / "tests" / "gold" / "cleaning.jsonl"
CHECKS = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def body(corpus):
    files = corpus.texts.merge(corpus.sources[["source_id", "file"]]).set_index("text_id")["file"]
    found = {}
    for row in corpus.paragraphs.itertuples():
        found.setdefault(files[row.text_id], []).append(key(row.text))
    return found


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: f"{c['source'][:6]}-{c['kind']}-{c['why'][:40]}")
def test_gold(check, body):
    paragraphs = body[check["source"]]
    wanted = [key(text) for text in [check["text"], *(check.get("alt") or [])]]
    if check["kind"] == "must_contain":
        assert any(text in paragraph for text in wanted for paragraph in paragraphs)
    else:
        assert check["kind"] == "must_not_contain"
        assert not any(wanted[0] in paragraph for paragraph in paragraphs)


def test_there_are_checks_of_both_kinds():
    kinds = [check["kind"] for check in CHECKS]
    assert kinds.count("must_contain") > 60
    assert kinds.count("must_not_contain") > 40
