"""Claims about agreement, each against a worked example or NLTK."""

from statistics import mean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask
from scipy import stats

from helpers.statistics.agreement import (
    RELIABLE,
    alpha,
    alpha_by_nltk,
    alpha_from,
    alpha_interval,
    coincidences,
    precision_recall_f1,
    score,
    tally,
)

# The example of Krippendorff's "Computing Krippendorff's Alpha-Reliability" (2011): four observers, twelve units.
TEXTBOOK = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def test_alpha_of_the_textbook():
    assert alpha(list(zip(*TEXTBOOK, strict=True))) == pytest.approx(0.743421, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=30))
def test_alpha_is_that_of_nltk(pairs):
    if len({value for pair in pairs for value in pair}) < 2:
        assert np.isnan(alpha(pairs))
        return
    task = AnnotationTask([(str(c), str(n), v) for n, pair in enumerate(pairs) for c, v in enumerate(pair)])
    assert alpha(pairs) == pytest.approx(task.alpha())


def test_nltk_is_asked_as_its_own_users_ask_it():
    pairs = [("war", "war"), ("peace", "war"), ("和", "和"), ("和", "peace")]
    assert alpha_by_nltk(pairs) == pytest.approx(alpha(pairs)) and 0 < alpha_by_nltk(pairs) < 1
    assert np.isnan(alpha_by_nltk([("war", "war")] * 3))  # where NLTK itself would divide by nothing


def test_alpha_is_undefined_where_one_value_occurs():
    assert np.isnan(alpha([(0, 0), (0, 0)]))
    assert np.isnan(alpha_interval([(0, 0)] * 40, range(40), 50, 1)).all()


def test_interval_holds_alpha_and_needs_twenty_blocks():
    pairs = [(1, 1), (0, 0), (0, 0), (1, 0)] * 20
    point, low, high = alpha_interval(pairs, [n // 2 for n in range(80)], 500, 1)
    assert low < point < high
    assert np.isnan(alpha_interval(pairs, [n // 10 for n in range(80)], 500, 1)[1])
    same = alpha_interval([(1, 1), (0, 0)] * 40, range(80), 200, 1)
    assert same == (1, 1, 1)


def test_blocks_widen_the_interval_where_units_of_a_block_are_alike():
    pairs = ([(1, 1)] * 5 + [(0, 0)] * 5 + [(1, 0)] * 5 + [(0, 0)] * 5) * 10
    blocks = [n // 5 for n in range(len(pairs))]
    _, low, high = alpha_interval(pairs, blocks, 1000, 1)
    _, low_single, high_single = alpha_interval(pairs, range(len(pairs)), 1000, 1)
    assert high - low > 1.5 * (high_single - low_single)


def test_score_of_a_table_worked_by_hand():
    true = [{"a"}, {"a", "b"}, {"b"}, set(), {"a"}]
    found = [{"a"}, {"a"}, {"a", "b"}, {"b"}, set()]
    table = score(true, found, ["a", "b", "c"], range(5), 1, 10, 1).set_index("code")
    # a: 2 right, 1 too many, 1 missed; b: 1 right, 1 too many, 1 missed; c never occurs
    assert table.loc["a", ["n", "found", "precision", "recall", "f1"]].tolist() == pytest.approx(
        [3, 3, 2 / 3, 2 / 3, 2 / 3]
    )
    assert table.loc["b", "f1"] == pytest.approx(0.5)
    assert np.isnan(table.loc["c", "f1"]) and table.loc["c", "n"] == 0
    assert table.loc["macro", "f1"] == pytest.approx((2 / 3 + 0.5) / 2)
    assert table.loc["micro", "f1"] == pytest.approx(2 * 3 / (2 * 3 + 2 + 2))
    assert np.isnan(table["low"]).all()  # five blocks are too few


def test_score_with_enough_blocks_has_an_interval():
    true, found = [{"a"}, {"a"}, set()] * 20, [{"a"}, set(), {"a"}] * 20
    row = score(true, found, ["a"], range(60), 10, 500, 1).set_index("code").loc["a"]
    assert row["low"] < row["f1"] < row["high"]


# --- boundaries ------------------------------------------------------------------------------------------------------

NAN = float("nan")


def test_a_code_is_exploratory_under_seven_tenths():
    assert RELIABLE == 0.7


def test_coincidences_by_hand():
    """Two coders give two entries of one; of three coders each pair counts a half (Krippendorff 2004, ch. 11)."""
    found = coincidences([("a", "b"), ("a", "a"), ("a", "a", "b"), ("a", None), (None, None)], ["a", "b"])
    assert found.tolist() == [[[0, 1], [1, 0]], [[2, 0], [0, 0]], [[1, 1], [1, 0]], [[0, 0], [0, 0]], [[0, 0], [0, 0]]]


def test_alpha_by_hand():
    """Of ten values seven are a and three b, and one pair of five differs: 1 - (10 - 1) * 2 / (2 * 7 * 3)."""
    pairs = [("a", "a"), ("a", "a"), ("b", "a"), ("b", "b"), ("a", "a")]
    assert alpha([*pairs, ("b", None)]) == alpha(pairs)
    assert alpha(pairs) == pytest.approx(1 - 9 * 2 / (2 * 7 * 3))
    stacked = np.stack([coincidences(part, "ab").sum(axis=0) for part in (pairs, [("a", "b"), ("b", "a")])])
    assert alpha_from(stacked).tolist() == pytest.approx([alpha(pairs), -0.5])


def test_nobody_agrees_where_nothing_was_given():
    assert np.isnan(alpha([(None, None), ("a", None)]))
    assert np.isnan(alpha_interval([(None, None)] * 30, range(30), 10, 1)).all()


@pytest.mark.parametrize("agreed", [0.5, 0.8])
def test_the_interval_of_alpha_is_that_of_its_resampled_blocks(agreed):
    """40 blocks in which two coders both say a and both say b, and say a and b the other way round in some of them.

    With as many a as b in every block alpha is 1 less the disagreement over what chance gives, a plain function of the
    blocks that were drawn, whose number is binomial.
    """
    right, wrong = [("a", "a"), ("b", "b")], [("a", "b"), ("b", "a")]
    pairs = [pair for n in range(40) for pair in (right if n < 40 * agreed else wrong)]
    blocks = [n // 2 for n in range(80)]

    def exact(drawn):
        return 1 - (160 - 1) * (160 - 4 * drawn) / (2 * 80 * 80)

    found = alpha_interval(pairs, blocks, 4000, 1)
    wanted = (40 * agreed, *stats.binom(40, agreed).ppf([0.025, 0.975]))
    assert found == pytest.approx([exact(n) for n in wanted])


def test_an_interval_needs_twenty_blocks_and_a_point():
    pairs = [("a", "a"), ("b", "b"), ("a", "b")]
    for blocks, there in ((20, True), (19, False)):
        point, low, high = alpha_interval(pairs * blocks, [n // 3 for n in range(3 * blocks)], 50, 1)
        assert point == pytest.approx(alpha(pairs * blocks))
        assert np.isfinite([low, high]).tolist() == [there, there]
    point, *bounds = alpha_interval([("a", "a")] * 30, range(30), 50, 1)
    assert np.isnan([point, *bounds]).all()


def test_draws_in_which_one_value_is_left_do_not_count():
    """One block in twenty holds the only b: a third of all draws miss it and have no alpha, the others have 1."""
    assert alpha_interval([("a", "a")] * 19 + [("b", "b")], range(20), 300, 1) == (1, 1, 1)


def test_the_seed_decides():
    pairs = [("a", "a"), ("b", "b"), ("a", "b")] * 20
    one, same, other = (alpha_interval(pairs, range(60), 30, seed) for seed in (1, 1, 2))
    assert one == same != other


def test_right_false_and_missed_are_told_apart():
    found = tally([{"a"}, {"a"}, set(), set()], [{"a"}, {"b"}, {"a"}, set()], ["a", "b"])
    assert found.tolist() == [[[1, 0, 0], [0, 0, 0]], [[0, 0, 1], [0, 1, 0]], [[0, 1, 0], [0, 0, 0]], [[0, 0, 0]] * 2]


def test_precision_and_recall_by_hand():
    found = precision_recall_f1(np.array([[6, 2, 4], [0, 0, 3], [0, 0, 0]]))
    assert found[0].tolist() == pytest.approx([0.75, NAN, NAN], nan_ok=True)
    assert found[1].tolist() == pytest.approx([0.6, 0, NAN], nan_ok=True)
    assert found[2].tolist() == pytest.approx([12 / 18, 0, NAN], nan_ok=True)


TRUE = [{"a", "b"}] * 2 + [{"a"}] * 2 + [{"b"}] + [set()] * 3
SAID = [{"a"}] * 3 + [{"b"}] + [{"b"}] + [{"a"}, {"a", "c"}, set()]


def test_macro_is_the_mean_of_codes_with_enough_units_and_micro_of_all_together():
    """a: 3 right, 2 false, 1 missed; b: 1, 1, 2; c: 0, 1, 0."""
    table = score(TRUE, SAID, ["a", "b", "c"], range(8), 3, 10, 1).set_index("code")
    assert list(table) == ["n", "found", "precision", "recall", "f1", "low", "high"]
    assert table[["n", "found"]].to_numpy().tolist() == [[4, 5], [3, 2], [0, 1], [2, 2], [7, 8]]
    figures = table[["precision", "recall", "f1"]]
    assert figures.loc["a"].tolist() == pytest.approx([3 / 5, 3 / 4, 6 / 9])
    assert figures.loc["b"].tolist() == pytest.approx([1 / 2, 1 / 3, 2 / 5])
    assert figures.loc["c"].tolist() == pytest.approx([0, NAN, 0], nan_ok=True)
    assert figures.loc["macro"].tolist() == pytest.approx(
        [mean([3 / 5, 1 / 2]), mean([3 / 4, 1 / 3]), mean([6 / 9, 2 / 5])]
    )
    assert figures.loc["micro"].tolist() == pytest.approx([4 / 8, 4 / 7, 8 / 15])
    fewer = score(TRUE, SAID, ["a", "b", "c"], range(8), 4, 10, 1).set_index("code")
    assert fewer.loc["macro", ["n", "f1"]].tolist() == pytest.approx([1, 6 / 9])
    none = score(TRUE, SAID, ["a", "b", "c"], range(8), 5, 10, 1).set_index("code")
    assert none.loc["macro", "n"] == 0 and np.isnan(none.loc["macro", "f1"])


def test_the_intervals_of_f1_are_those_of_resampled_blocks():
    """40 blocks; code a is right in half of them and said in vain in the others, b is always right.

    F1 of a is 2k / (k + 40) with k binomial, that of b is 1, macro is their mean, micro 2 (k + 40) / (k + 40 + 80).
    """
    true = [{"a", "b"} if n % 2 == 0 else {"b"} for n in range(40)]
    said = [{"a", "b"}] * 40
    table = score(true, said, ["a", "b"], range(40), 1, 4000, 1).set_index("code")
    k = stats.binom(40, 0.5).ppf([0.025, 0.975])
    f1 = 2 * k / (k + 40)
    assert table.loc["a", ["low", "high"]].tolist() == pytest.approx(f1.tolist())
    assert table.loc["b", ["low", "high"]].tolist() == [1, 1]
    assert table.loc["macro", ["low", "high"]].tolist() == pytest.approx(((f1 + 1) / 2).tolist())
    assert table.loc["micro", ["low", "high"]].tolist() == pytest.approx((2 * (k + 40) / (k + 40 + 80)).tolist())
    few = score(true, said, ["a", "b"], range(40), 30, 4000, 1).set_index("code")
    assert few.loc["macro", ["n", "low", "high"]].tolist() == [1, 1, 1]  # a was given 20 times


def test_intervals_of_f1_need_twenty_blocks():
    for blocks, there in ((20, True), (19, False)):
        table = score([{"a"}] * 40, [{"a"}] * 40, ["a"], [n % blocks for n in range(40)], 1, 20, 1)
        assert table["low"].notna().tolist() == [there] * 3
    none = score([{"a"}] * 40, [{"a"}] * 40, ["a", "b"], range(40), 41, 20, 1).set_index("code")
    assert none.loc["macro"].isna().sum() == 5 and none.loc["b", ["low", "high"]].isna().all()


def test_as_many_units_are_said_as_are_given():
    with pytest.raises(ValueError, match="shorter"):
        score([{"a"}], [], ["a"], [1], 1, 10, 1)
