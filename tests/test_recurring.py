"""Recurring claims: the similarity against an outside oracle, groups, judged pairs, and the translation pair."""

import math
from collections import Counter

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import recurring
from helpers.errors import CorpusError
from helpers.paths import CODING

SENTENCES = pd.DataFrame(
    [
        ("a:1.1", "a", "a", "en", "Developing countries need a voice.", {"code reform"}),
        ("b:1.1", "b", "b", "en", "Developing countries need a louder voice.", {"code reform", "concept un"}),
        ("c:1.1", "c", "c", "zh", "发展中国家需要发言权。", {"code reform"}),
        ("d:1.1", "d", "c", "en", "The moon is far away.", {"code identity"}),
    ],
    columns=["sentence_id", "text_id", "work", "language", "text", "marks"],
)


def naive(bags):
    """The cosine by the formula of the docstring, word for word and without arrays."""
    n = len(bags)
    df = Counter(gram for bag in bags for gram in bag)
    weighted = [
        {g: (1 + math.log(tf)) * (1 + math.log((1 + n) / (1 + df[g]))) for g, tf in bag.items()} for bag in bags
    ]

    def length(bag):
        return math.sqrt(sum(w * w for w in bag.values()))

    return [
        [sum(w * other.get(g, 0) for g, w in one.items()) / (length(one) * length(other) or 1) for other in weighted]
        for one in weighted
    ]


@given(st.lists(st.text("ab南方 ", max_size=12), min_size=1, max_size=5))
def test_the_cosine_is_that_of_its_formula(texts):
    bags = [recurring.ngrams(text, "en") for text in texts]
    found, wanted = recurring.cosine(bags), naive(bags)
    assert all(
        found[i][j] == pytest.approx(wanted[i][j], abs=1e-12) for i in range(len(bags)) for j in range(len(bags))
    )


def test_equal_texts_are_alike_and_texts_without_a_common_word_are_not():
    found = recurring.cosine([recurring.ngrams(t, "zh") for t in ("全球南方", "全球南方", "和平", "")])
    assert found[0, 1] == pytest.approx(1) and found[0, 2] == 0 and found[3, 3] == 0


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


def test_as_many_pairs_below_the_threshold_as_above_are_to_be_judged(corpus):
    ids = corpus.sentences["sentence_id"].iloc[:40].tolist()
    score = [n / 20 for n in range(20)]
    pairs = pd.DataFrame({"one": ids[:20], "other": ids[20:], "language": "en", "pair": "texts", "score": score})
    drawn = recurring.to_judge(pairs, 0.7, 0.7, 1).merge(pairs)
    assert len(drawn) == 12 and (drawn["score"] >= 0.7).sum() == 6
    assert {0.65, 0.6, 0.55} <= set(drawn["score"])
    again = recurring.to_judge(pairs, 0.7, 0.7, 1)
    assert again.equals(recurring.to_judge(pairs, 0.7, 0.7, 1)) and again["one"].tolist() != sorted(again["one"])
    assert recurring.to_judge(pairs, 0.7, 0.7, 1, again).empty


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
