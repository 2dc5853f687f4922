"""Claims about the naming ladder, names and shared acts, on small texts in both languages."""

from dataclasses import replace

import pandas as pd

from helpers.coding.codebook import read_codebook
from helpers.coding.dictionary import apply, gated
from helpers.coding.naming import ladder, names, rungs
from helpers.mentions.speakers import attribute, read_reporting_words
from helpers.paths import US_FRAMES

BOOK = read_codebook(US_FRAMES)
ROWS = pd.DataFrame(
    [
        ("a:1.1", "a:1", "a", True, "hegemony", "named", "blame", ""),
        ("a:1.2", "a:1", "a", True, "hegemony", "described", "blame", ""),
        ("a:2.1", "a:2", "a", True, "withdrawal", "named", "report", ""),
        ("a:2.2", "a:2", "a", True, "partner", "named", "credit", ""),
        ("a:2.3", "a:2", "a", False, "", "", "", "west"),
        ("b:1.1", "b:1", "b", False, "", "", "", "self-denied"),
        ("b:1.2", "b:1", "b", False, "", "", "", ""),
    ],
    columns=["sentence_id", "paragraph_id", "text_id", "passes", "codes", "naming", "tone", "agent"],
)


def test_the_ladder_counts_blamed_conduct_and_unnamed_charges():
    table = ladder(ROWS, BOOK, "conduct").set_index(["text_id", "rung"])["sentences"]
    assert table["a"].to_dict() == {
        "named": 1,
        "described": 1,
        "west": 1,
        "other-named": 0,
        "some": 0,
        "none": 0,
        "self-denied": 0,
    }
    assert table["b"].sum() == 1 and table["b", "self-denied"] == 1


def test_an_agent_added_to_the_codebook_is_a_rung_of_the_ladder(tmp_path):
    """Rungs are the agents of the codebook in its order, then nobody; what is denied of oneself comes last."""
    path = tmp_path / "own.toml"
    own = (
        '[[charges.agent]]\nid = "companies"\nen = ["corporation*"]\nzh = ["大企业"]\n\n[[charges.agent]]\nid = "west"'
    )
    path.write_text(
        US_FRAMES.read_text(encoding="utf-8").replace('[[charges.agent]]\nid = "west"', own), encoding="utf-8"
    )
    book = read_codebook(path)
    assert rungs(book) == ["named", "described", "companies", "west", "other-named", "some", "none", "self-denied"]
    sentences = pd.DataFrame(
        {
            "unit_id": ["a:1.1", "b:1.1"],
            "paragraph_id": ["a:1", "b:1"],
            "text": ["Some corporations cling to hegemony.", "大企业奉行霸权。"],
        }
    )
    agents = apply(book, sentences)[0]["agent"]
    assert agents.tolist() == ["companies", "companies"]
    rows = ROWS.iloc[[4, 5]].assign(agent=agents.tolist())
    table = ladder(rows, book, "conduct").set_index(["text_id", "rung"])["sentences"]
    assert table["a", "companies"] == table["b", "companies"] == 1 and table.sum() == 2


def test_a_codebook_without_agents_has_the_rungs_that_need_none():
    assert rungs(replace(BOOK, agents=())) == ["named", "described", "none"]


def test_without_tones_conduct_by_name_is_on_the_ladder_too():
    table = ladder(ROWS.assign(tone=""), BOOK, "conduct").set_index(["text_id", "rung"])["sentences"]
    assert table["a", "named"] == 2  # the withdrawal as well; partner is no conduct


def test_a_name_inside_a_longer_one_counts_once():
    sentences = pd.DataFrame(
        {
            "unit_id": ["a:1.1"],
            "paragraph_id": ["a:1"],
            "text": ["The Trump administration and the United States of America."],
        }
    )
    rows = pd.DataFrame({"sentence_id": ["a:1.1"], "text_id": ["a"], "passes": [True]})
    table = names(gated(BOOK, sentences)[1], rows)
    assert table[["kind", "form", "count"]].values.tolist() == [
        ["government", "Trump administration", 1],
        ["country", "United States of America", 1],
    ]


def test_attribution_agrees_with_the_codes_by_reading(corpus):
    """On all sentences that were coded: 0.90 or more as the readers have it."""
    from helpers.coding import coders
    from helpers.corpus import selection
    from helpers.paths import CODING

    reading = coders.choose(coders.read_codings(corpus, BOOK, CODING), "reading")
    passed = reading[reading["passes"]].set_index("sentence_id")
    table = attribute(read_reporting_words(), selection.countable(corpus)).set_index("unit_id").loc[passed.index]
    assert (table["attribution"] == passed["attribution"]).mean() >= 0.90
