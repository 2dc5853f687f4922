"""Claims about the naming ladder, names and shared acts, on small texts in both languages."""

from dataclasses import replace

import pandas as pd

from conftest import codebook
from helpers.coding.codebook import read_codebook
from helpers.coding.dictionary import apply, gated
from helpers.coding.naming import NAMES, ladder, named_along, named_by_section, names, on_ladder, rungs
from helpers.corpus.load import corpus_of
from helpers.mentions.concepts import Concept
from helpers.mentions.speakers import attribute, read_reporting_words
from helpers.paths import US_FRAMES

BOOK = codebook(US_FRAMES)
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


def second_reading(*answers):
    """What a second reading says: sentence_id, then conduct, blame, time, voice as decided and as the reader a had it."""
    questions = ("conduct", "blame", "time", "voice")
    rows = [(sentence_id, *decided, *(a or decided), *decided) for sentence_id, decided, a in answers]
    return pd.DataFrame(rows, columns=["sentence_id", *(q + end for end in ("", "_a", "_b") for q in questions)])


def test_every_rung_asks_the_same_of_a_sentence():
    """Blame for conduct of today: by name or by nobody, a norm, history and a report stand on no rung."""
    blamed, history = ("yes", "yes", "present", "own"), ("yes", "yes", "history", "own")
    norm, no_conduct = ("yes", "no", "present", "own"), ("no", "yes", "present", "own")
    for one in ("a:1.1", "a:1.2", "a:2.3", "b:1.1"):
        for answer, stand in ((blamed, {one}), (history, set()), (norm, set()), (no_conduct, set())):
            placed = on_ladder(ROWS, BOOK, "conduct", second_reading((one, answer, None), ("a:2.2", norm, None)))
            assert set(placed.loc[placed["rung"] != "", "sentence_id"]) == stand, (one, answer)


def test_a_withdrawal_told_as_a_report_is_on_a_rung_where_the_second_reading_found_blame():
    placed = on_ladder(ROWS, BOOK, "conduct", second_reading(("a:2.1", ("yes", "yes", "present", "own"), None)))
    assert placed.set_index("sentence_id").loc["a:2.1", ["rung", "voice"]].tolist() == ["named", "own"]


def test_quoted_charges_are_counted_apart_and_readers_stand_beside_what_was_decided():
    second = second_reading(
        ("a:1.1", ("yes", "yes", "present", "quoted"), None),
        ("a:2.1", ("yes", "no", "present", "own"), ("yes", "yes", "present", "own")),
    )
    table = ladder(ROWS, BOOK, "conduct", second).set_index(["text_id", "rung"])
    assert table.loc[("a", "named"), ["sentences", "quoted", "reader_a", "reader_b"]].tolist() == [1, 1, 2, 1]
    assert table.loc["b", "sentences"].sum() == 0  # what nobody read twice is on no rung


def test_without_a_second_reading_quoted_is_what_is_attributed_and_readers_are_missing():
    rows = ROWS.assign(attribution=["named", "marks", "own", "own", "unnamed", "own", ""])
    table = ladder(rows, BOOK, "conduct").set_index(["text_id", "rung"])
    assert table.loc[("a", "named"), "quoted"] == table.loc[("a", "west"), "quoted"] == 1
    assert table.loc[("a", "described"), "quoted"] == 0 and table["reader_a"].isna().all()


def test_the_committed_second_reading_covers_the_whole_ladder(corpus):
    from helpers.coding import coders
    from helpers.coding.rereading import CHARGES, read_rereading
    from helpers.paths import CODING

    reading = coders.choose(coders.read_codings(corpus, BOOK, CODING), "reading")
    second = read_rereading(CODING / "reread_us.csv", corpus, CHARGES)
    placed = on_ladder(reading, BOOK, "conduct", second)
    asked = second[(second["conduct"] == "yes") & (second["blame"] == "yes") & (second["time"] == "present")]
    assert set(placed.loc[placed["rung"] != "", "sentence_id"]) == set(asked["sentence_id"])
    by_tone = on_ladder(reading, BOOK, "conduct")
    assert set(by_tone.loc[by_tone["rung"] != "", "sentence_id"]) <= set(second["sentence_id"])


def test_pairs_slogans_offices_and_documents_are_no_names_of_a_country():
    text = "The US and China-US ties: America First, an Executive Order of the Secretary of State; Americans left. 中美关系。"
    sentences = pd.DataFrame({"unit_id": ["a:1.1"], "paragraph_id": ["a:1"], "text": [text]})
    rows = pd.DataFrame({"sentence_id": ["a:1.1"], "text_id": ["a"], "passes": [True]})
    table = names(gated(BOOK, sentences)[1], rows).set_index("form")
    assert table.loc[table["kind"].isin(NAMES)].index.tolist() == ["Americans", "US"]
    assert table["kind"].drop(["US", "Americans"]).to_dict() == {
        "America First": "slogan",
        "China-US": "pair",
        "Executive Order": "document",
        "Secretary of State": "office",
        "中美": "pair",
    }


def test_we_of_a_government_is_no_name_of_its_country():
    said = {"unit_id": ["a:1.1"], "paragraph_id": ["a:1"], "text": ["We in the US left."], "speaks_for": ["us"]}
    rows = pd.DataFrame({"sentence_id": ["a:1.1"], "text_id": ["a"], "passes": [True]})
    hits = gated(BOOK, pd.DataFrame(said))[1]
    assert hits["form"].tolist() == ["we", "US"]
    assert names(hits, rows)["form"].tolist() == ["US"]


def test_names_along_a_text_are_told_by_section_with_its_length_and_those_inside_a_slogan_apart():
    heads = {"stream": "heading", "match": r"[一二]、"}
    said = "一、赤字\n美国退出。美国、中国、美国优先。\n二、行动\n中国倡议。"
    corpus = corpus_of(zh={"a": said, "b": "一、美国\n美国。"}, stream=[heads])
    concepts = [Concept("us", "US", ("美国",)), Concept("china", "China", ("中国",))]
    hits = named_along(corpus, "a", concepts, [Concept("first", "America First", ("美国优先",))])
    assert hits["concept"].tolist() == ["us", "us", "china", "us", "china"] and hits["position"].is_monotonic_increasing
    assert named_by_section(corpus, "a", hits, concepts).values.tolist() == [
        ["a", "一、赤字", "一、赤字", 7, "us", 3, 1, 2],
        ["a", "一、赤字", "一、赤字", 7, "china", 1, 0, 1],
        ["a", "二、行动", "二、行动", 4, "us", 0, 0, 0],
        ["a", "二、行动", "二、行动", 4, "china", 1, 0, 1],
    ]
