"""Recurring claims: the likeness of sentences, groups, judged pairs, and the translation pair."""

import math
from collections import Counter

import pandas as pd
import pytest

from helpers.coding import recurring
from helpers.errors import CorpusError
from helpers.mentions.concepts import Concept
from helpers.paths import CODING
from helpers.statistics import similarity
from small import cosine_by_formula, laid_out

SENTENCES = pd.DataFrame(
    [
        ("a:1.1", "a", "a", "en", "Developing countries need a voice.", {"code reform"}),
        ("b:1.1", "b", "b", "en", "Developing countries need a louder voice.", {"code reform", "concept un"}),
        ("c:1.1", "c", "c", "zh", "发展中国家需要发言权。", {"code reform"}),
        ("d:1.1", "d", "c", "en", "The moon is far away.", {"code identity"}),
    ],
    columns=["sentence_id", "text_id", "work", "language", "text", "marks"],
)


def test_pairs_are_of_different_texts_and_scored_by_the_scale_of_their_languages():
    pairs = recurring.similarity(SENTENCES).set_index(["one", "other"])
    assert len(pairs) == 6
    assert pairs.loc[("a:1.1", "b:1.1"), "score"] > 0.5 > pairs.loc[("a:1.1", "d:1.1"), "score"]
    assert pairs.loc[("a:1.1", "c:1.1"), ["language", "score"]].tolist() == ["en-zh", 1.0]
    assert pairs.loc[("c:1.1", "d:1.1"), "pair"] == recurring.TRANSLATION


def test_a_text_in_a_third_language_is_refused():
    with pytest.raises(CorpusError, match="language 'fr' cannot be compared"):
        recurring.similarity(SENTENCES.assign(language="fr"))


def test_pairs_below_what_is_asked_for_are_left_out_and_the_others_as_they_were():
    every = recurring.similarity(SENTENCES)
    least = every["score"].iloc[1]
    some = recurring.similarity(SENTENCES, least)
    assert 0 < len(some) < len(every)
    pd.testing.assert_frame_equal(some, every[every["score"] >= least])


def test_a_chain_of_pairs_is_one_group_and_each_scale_has_its_threshold():
    pairs = pd.DataFrame(
        [
            ("a", "b", "en", "texts", 0.9),
            ("b", "c", "en-zh", "texts", 0.6),
            ("d", "e", "en", "texts", 0.5),
            ("a", "e", "en-zh", "texts", 0.4),
        ],
        columns=["one", "other", "language", "pair", "score"],
    )
    found = recurring.recurring(pairs, 0.5, 0.6)
    assert found[["group", "one", "other"]].values.tolist() == [[1, "a", "b"], [1, "b", "c"], [2, "d", "e"]]
    assert recurring.recurring(pairs, 1, 1).empty
    judged = pd.DataFrame([("a", "b", False), ("d", "e", True)], columns=["one", "other", "same"])
    kept = recurring.recurring(pairs, 0.5, 0.6, judged)
    assert kept[["one", "other", "judged"]].values.tolist() == [["b", "c", "not judged"], ["d", "e", "same"]]


def test_precision_is_counted_on_both_sides_of_the_threshold():
    judged = pd.DataFrame({"language": "en", "score": [0.9, 0.8, 0.2, 0.1], "same": [True, False, True, False]})
    assert recurring.quality(judged, 0.5, 0.5).values.tolist() == [["en", 2, 1, 2, 1, 0.5]]


def test_each_claim_of_the_pair_is_matched_once(corpus):
    claims = pd.DataFrame(
        [
            ("ggi-paper-zh:3.3", "ggi-paper-zh", "reform"),
            ("ggi-paper-zh:4.1", "ggi-paper-zh", "china-member"),
            ("ggi-paper-en:3.3", "ggi-paper-en", "reform"),
            ("ggi-paper-en:4.1", "ggi-paper-en", "reform"),
            ("ggi-paper-en:6.6", "ggi-paper-en", "reform"),
        ],
        columns=["sentence_id", "text_id", "codes"],
    )
    pairs = pd.DataFrame(
        [
            ("ggi-paper-zh:3.3", "ggi-paper-en:3.3", 1.0),
            ("ggi-paper-zh:3.3", "ggi-paper-en:4.1", 0.9),
            ("ggi-paper-zh:4.1", "ggi-paper-en:4.1", 0.5),
        ],
        columns=["one", "other", "score"],
    ).assign(language="en-zh", pair=recurring.TRANSLATION)
    found = recurring.translated(pairs, claims, corpus)
    assert found["translation"].tolist() == ["ggi-paper-en:3.3", "ggi-paper-en:4.1"]
    assert found["same_codes"].tolist() == [True, False]
    assert recurring.unmatched(found, claims, corpus)["sentence_id"].tolist() == ["ggi-paper-en:6.6"]


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("xinhua-report:9.2,nowhere:1.1,yes,yes,why", "line 2: 'nowhere:1.1' is no sentence"),
        ("xinhua-report:9.2,xinhua-report:9.3,yes,no,why", "are of one text"),
        ("xinhua-report:9.2,ggi-paper-en:3.3,yes,perhaps,why", "`second` is yes or no, not 'perhaps'"),
        (
            "xinhua-report:9.2,ggi-paper-en:3.3,yes,no,a\nggi-paper-en:3.3,xinhua-report:9.2,no,no,b",
            "line 3: .* judged twice",
        ),
    ],
)
def test_judged_pairs_that_cannot_be_are_one_sentence(corpus, tmp_path, rows, message):
    path = tmp_path / "judged.csv"
    path.write_text(f"one,other,first,second,reason\n{rows}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        recurring.read_judged(path, corpus)


def test_two_readers_judged_enough_pairs_half_of_them_below_the_threshold(corpus):
    judged = recurring.read_judged(CODING / "recurring_judged.csv", corpus)
    assert len(judged) >= 60 and judged["same"].any() and not judged["same"].all()
    assert (judged["same"] == (judged["first"] & judged["second"])).all()


# --- boundaries ------------------------------------------------------------------------------------------------------


def test_what_a_claim_has_in_either_language():
    small = laid_out(
        {"a": [["The South wants the UN.", "Nobody asked.", "The UN."]], "z": [["南方要联合国。"]], "b": [["The UN."]]},
        {"z": "zh"},
        translation_of={"z": "a"},
    )
    rows = pd.DataFrame(
        [("z:1.1", "reform"), ("a:1.1", "reform;voice"), ("a:1.2", "other"), ("b:1.1", "none")],
        columns=["sentence_id", "codes"],
    )
    quantities = pd.DataFrame(
        [("a:1.1", 5.0, "percent"), ("z:1.1", 5.0, "percent"), ("z:1.1", 1e7, "person")],
        columns=["sentence_id", "value", "unit"],
    )
    found = recurring.comparable(small, rows, [Concept("un", "UN", ("UN", "联合国"))], quantities)
    assert list(found) == ["sentence_id", "text_id", "work", "language", "text", "marks"]
    assert found.drop(columns="text").to_numpy().tolist() == [
        ["a:1.1", "a", "a", "en", {"code reform", "code voice", "concept un", "figure 5 percent"}],
        ["a:1.2", "a", "a", "en", set()],
        ["z:1.1", "z", "a", "zh", {"code reform", "concept un", "figure 5 percent", "figure 1e+07 person"}],
        ["b:1.1", "b", "b", "en", {"concept un"}],
    ]
    assert found["text"].iloc[0] == "The South wants the UN."


def test_pairs_are_in_the_order_of_their_likeness_and_never_of_one_text():
    rows = pd.concat([SENTENCES, SENTENCES.iloc[[0]].assign(sentence_id="a:1.2")], ignore_index=True)
    pairs = recurring.similarity(rows)
    assert list(pairs) == ["one", "other", "language", "pair", "score"]
    assert not ((pairs["one"] == "a:1.1") & (pairs["other"] == "a:1.2")).any() and len(pairs) == 9
    assert pairs["score"].is_monotonic_decreasing and pairs["score"].between(0, 1.000001).all()
    assert (pairs["score"] == pairs["score"].round(6)).all()
    assert set(pairs["pair"]) == {"translation", "texts"} and set(pairs["language"]) == {"en", "en-zh"}
    found = pairs.set_index(["one", "other"])["score"]
    bags = [similarity.character_ngrams(text, "en") for text in rows.loc[rows["language"] == "en", "text"]]
    assert found["a:1.1", "b:1.1"] == pytest.approx(cosine_by_formula(bags)[0][1], abs=1e-6)
    marks = [Counter(m) for m in rows["marks"]]
    assert found["b:1.1", "c:1.1"] == pytest.approx(cosine_by_formula(marks)[1][2], abs=1e-6)


def test_groups_are_numbered_from_the_likest_and_a_score_at_the_threshold_counts():
    pairs = pd.DataFrame(
        [("d", "e", "zh", "texts", 0.9), ("a", "b", "en", "texts", 0.8), ("e", "f", "zh", "texts", 0.7), ("g", "h", "en-zh", "texts", 0.3), ("i", "j", "en", "texts", 0.69)],
        columns=["one", "other", "language", "pair", "score"],
    )  # fmt: skip
    found = recurring.recurring(pairs, 0.7, 0.3)
    assert found[["group", "one", "other"]].to_numpy().tolist() == [
        [1, "d", "e"],
        [1, "e", "f"],
        [2, "a", "b"],
        [3, "g", "h"],
    ]
    assert set(found["judged"]) == {"not judged"} and found.index.tolist() == [0, 1, 2, 3]
    assert list(found) == ["group", *pairs.columns, "judged"]


def test_quality_is_told_for_each_language_by_its_own_threshold():
    judged = pd.DataFrame(
        {
            "language": ["en-zh", "en", "en-zh", "en", "zh"],
            "score": [0.3, 0.5, 0.29, 0.6, 0.1],
            "same": [True, False, True, True, False],
        }
    )
    found = recurring.quality(judged, 0.5, 0.3)
    assert found.iloc[:, :5].to_numpy().tolist() == [["en", 2, 1, 0, 0], ["en-zh", 1, 1, 1, 1], ["zh", 0, 0, 1, 0]]
    assert found["precision"].tolist()[:2] == [0.5, 1] and math.isnan(found["precision"].iloc[2])


def test_of_equally_similar_pairs_the_nearest_in_order_is_taken(corpus):
    ids = [f"ggi-paper-zh:{n}" for n in ("3.1", "3.2")] + [f"ggi-paper-en:{n}" for n in ("3.1", "3.2")]
    claims = pd.DataFrame(
        {"sentence_id": ids, "text_id": [i.split(":")[0] for i in ids], "codes": ["a", "b", "a", "c"]}
    )
    pairs = pd.DataFrame(
        [(ids[0], ids[3], 0.5), (ids[1], ids[2], 0.5), (ids[0], ids[2], 0.5), (ids[1], ids[3], 0.5)],
        columns=["one", "other", "score"],
    ).assign(language="en-zh", pair=recurring.TRANSLATION)
    found = recurring.translated(pairs, claims, corpus)
    assert found[["original", "translation"]].to_numpy().tolist() == [[ids[0], ids[2]], [ids[1], ids[3]]]
    assert found["same_codes"].tolist() == [True, False]
    back = recurring.translated(pairs.rename(columns={"one": "other", "other": "one"}), claims, corpus)
    assert back["original"].tolist() == ids[:2]
    assert recurring.translated(pairs.assign(pair="texts"), claims, corpus).empty
