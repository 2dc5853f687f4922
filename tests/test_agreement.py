"""Claims about agreement, each against a worked example or NLTK."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nltk.metrics.agreement import AnnotationTask

from helpers.agreement import alpha, alpha_interval, score

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
