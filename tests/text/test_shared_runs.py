"""Claims about runs that two sequences share: every longest one, none twice, and small gaps joined."""

from hypothesis import given
from hypothesis import strategies as st

from helpers.text.reuse import near_runs, shared_runs

words = st.lists(st.sampled_from("abc"), max_size=25)


@given(words, words, st.integers(1, 4))
def test_every_shared_stretch_of_the_least_length_lies_in_a_run(one, other, least):
    runs = shared_runs(one, other, least)
    for i in range(len(one) - least + 1):
        for j in range(len(other) - least + 1):
            if one[i : i + least] == other[j : j + least]:
                assert any(r.start <= i and i + least <= r.stop and r.at - r.start == j - i for r in runs)


@given(words, words, st.integers(1, 4))
def test_a_run_agrees_token_for_token_cannot_be_made_longer_and_is_given_once(one, other, least):
    runs = shared_runs(one, other, least)
    assert len(set(runs)) == len(runs)
    for run in runs:
        assert one[run.start : run.stop] == other[run.at : run.end] and run.length >= least
        before = run.start and run.at and one[run.start - 1] == other[run.at - 1]
        after = run.stop < len(one) and run.end < len(other) and one[run.stop] == other[run.end]
        assert not before and not after


def test_a_sequence_that_is_too_short_shares_nothing():
    assert shared_runs("ab", "abc", 3) == []


def test_runs_are_joined_only_where_the_gap_is_small_in_both():
    one, other = ["a", "b", "c", "x", "d", "e", "f"], ["a", "b", "c", "d", "e", "f"]
    assert [r[:] for r in near_runs(shared_runs(one, other, 3), 1)] == [(0, 7, 0, 6)]
    assert len(near_runs(shared_runs(one, ["a", "b", "c", "1", "2", "3", "d", "e", "f"], 3), 2)) == 2


def test_runs_that_stand_in_another_order_are_not_joined():
    assert len(near_runs(shared_runs(["a", "b", "c", "d"], ["c", "d", "a", "b"], 2), 3)) == 2
