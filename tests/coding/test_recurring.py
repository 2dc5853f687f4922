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


SAID = laid_out(
    {
        "a": [["The South needs a voice in the UN.", "The South rises."]],
        "b": [["We said that the South needs a voice.", "The rise of the South goes on."]],
        "z": [["南方需要发言权。"]],
        "e": [["The South needs a voice in the world."]],
    },
    {"z": "zh"},
    translation_of={"e": "z"},
    in_comparison={"e": False},
)
CLAIMS = SAID.sentences[["sentence_id", "text_id"]].assign(attribution=["own", "own", "named", "own", "own", "own"])


def judged(*pairs, same=True):
    return pd.DataFrame([(*pair, same, "why") for pair in pairs], columns=["one", "other", "same", "reason"])


def test_what_both_readers_judge_the_same_recurs_whatever_its_likeness():
    every = pd.concat([judged(("a:1.2", "z:1.1")), judged(("a:1.1", "b:1.1"), same=False)])
    found = recurring.recurring(every, CLAIMS, SAID)
    assert found[["group", "one", "other", "language"]].to_numpy().tolist() == [[1, "a:1.2", "z:1.1", "en-zh"]]


def test_a_translation_is_no_second_text_and_what_is_no_claim_does_not_recur():
    assert recurring.recurring(judged(("z:1.1", "e:1.1"), ("a:1.1", "e:1.1")), CLAIMS, SAID).empty
    assert recurring.recurring(judged(("a:1.1", "b:1.1")), CLAIMS.iloc[1:], SAID).empty


def test_a_chain_of_pairs_is_one_group_and_groups_are_numbered_in_the_order_of_the_texts():
    pairs = judged(("b:1.2", "z:1.1"), ("a:1.2", "b:1.2"), ("a:1.1", "b:1.1"))
    found = recurring.recurring(pairs, CLAIMS, SAID)
    assert found[["group", "one", "other"]].to_numpy().tolist() == [
        [1, "a:1.1", "b:1.1"],
        [2, "a:1.2", "b:1.2"],
        [2, "b:1.2", "z:1.1"],
    ]


def test_words_in_a_row_are_counted_in_the_language_of_a_translation_too():
    found = recurring.recurring(judged(("a:1.1", "b:1.1"), ("a:1.1", "z:1.1")), CLAIMS, SAID)
    assert found["shared"].tolist() == [5, 7]  # "the South needs a voice"; with the translation "in the" goes on
    alone = laid_out({"a": [["The South."]], "z": [["南方。"]]}, {"z": "zh"})
    rows = alone.sentences[["sentence_id", "text_id"]].assign(attribution="own")
    assert recurring.recurring(judged(("a:1.1", "z:1.1")), rows, alone)["shared"].isna().all()


@pytest.mark.parametrize(
    ("one", "other", "run"),
    [
        ("提升发展中国家的代表性", "提升发展中国家代表性", 7),
        ("南方，崛起", "南方崛起。", 4),  # marks part nothing
        ("GDP的一半", "gdp的比重", 2),
        ("North-South", "the north and the south", 1),
        ("", "South", 0),
    ],
)
def test_a_run_is_of_words_or_hanzi(one, other, run):
    assert recurring.shared_run(one, other) == recurring.shared_run(other, one) == run


def test_a_text_that_quotes_or_takes_over_words_is_no_second_witness():
    pairs = pd.DataFrame(
        [
            (1, "a:1.1", "b:1.1", 3, False),  # b quotes
            (2, "a:1.2", "b:1.2", 7, True),  # words are taken over
            (3, "a:1.3", "b:1.3", 6, True),
            (4, "a:1.4", "b:1.4", None, True),  # in two languages without a translation
            (5, "a:1.5", "b:1.5", 9, True),
            (5, "a:1.5", "c:1.1", 1, True),  # one pair apart is enough
        ],
        columns=["group", "one", "other", "shared", "own"],
    ).astype({"shared": "Int64"})
    found = recurring.witnesses(pairs, 7)
    assert found["apart"].tolist() == [False, False, True, True, True]
    assert found[["claims", "texts"]].iloc[-1].tolist() == [3, 3]
    assert recurring.witnesses(pairs.head(0), 7).empty


def test_of_the_pairs_that_were_judged_the_same_none_is_dropped(corpus):
    """Eleven pairs of claims of unlike texts, in eight groups."""
    judged = recurring.read_judged(CODING / "recurring_judged.csv", corpus)
    translated = corpus.texts.loc[~corpus.texts["in_comparison"], "text_id"].tolist()
    texts = judged[["one", "other"]].apply(lambda ids: ids.str.split(":").str[0].isin(translated))
    same = judged[judged["same"] & ~texts.any(axis=1)]
    rows = corpus.sentences[["sentence_id", "text_id"]].assign(attribution="own")
    found = recurring.recurring(judged, rows, corpus)
    assert len(found) == len(same) == 11 and found["group"].nunique() == 8


def test_precision_is_counted_on_both_sides_of_the_threshold():
    judged = pd.DataFrame({"language": "en", "score": [0.9, 0.8, 0.2, 0.1], "same": [True, False, True, False]})
    assert recurring.quality(judged, 0.5, 0.5).values.tolist() == [["en", 2, 1, 2, 1, 0.5]]


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
    other = judged[judged["same"] != (judged["first"] & judged["second"])]
    assert other[["one", "other"]].values.tolist() == [["xinhua-report:86.2", "new-model-article:12.3"]]


def test_a_last_look_decides_and_leaves_what_the_readings_said(corpus, tmp_path):
    path = tmp_path / "judged.csv"
    rows = "xinhua-report:9.2,ggi-paper-en:3.3,yes,yes,no,a\nxinhua-report:9.3,ggi-paper-en:3.3,yes,no,,b\n"
    path.write_text(f"one,other,first,second,decided,reason\n{rows}", encoding="utf-8")
    found = recurring.read_judged(path, corpus)
    assert found[["first", "second", "same"]].values.tolist() == [[True, True, False], [True, False, False]]
    path.write_text(path.read_text(encoding="utf-8").replace("yes,no,a", "yes,maybe,a"), encoding="utf-8")
    with pytest.raises(CorpusError, match="line 2: `decided` is yes or no, not 'maybe'"):
        recurring.read_judged(path, corpus)


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
