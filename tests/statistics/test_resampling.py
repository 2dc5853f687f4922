"""Claims about resampling: seeded, covering, uniform under the null, and honest about few blocks and few texts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from helpers.statistics import resampling


def test_the_same_seed_gives_the_same_resamples():
    counts, sizes = simulate(np.random.default_rng(0), 30, 0.05, 2)
    one, two, other = (resampling.resampled_sums(counts, sizes, 50, seed)[0] for seed in (1, 1, 2))
    assert (one == two).all()
    assert (one != other).any()


def test_a_resample_draws_as_many_blocks_as_there_are():
    hits, words = resampling.resampled_sums(np.ones((30, 2)), np.full(30, 7), 50, 1)
    assert (hits == 30).all()
    assert (words == 210).all()


def test_resamples_made_in_parts_are_those_made_at_once(monkeypatch):
    counts, sizes = simulate(np.random.default_rng(0), 3000, 0.05, 2)
    parts = resampling.resampled_sums(counts, sizes, 2000, 1)[0]
    random = np.random.default_rng(1)
    weights = random.multinomial(3000, np.full(3000, 1 / 3000), size=2000)
    assert (parts == weights @ counts).all()


def test_weights_are_drawn_once_for_a_seed_and_a_shape(monkeypatch):
    drawn = []

    def counted(seed, resamples=1):
        drawn.append((seed, resamples))
        return np.random.default_rng(seed)

    monkeypatch.setattr(resampling, "generator", counted)
    resampling._remembered.cache_clear()
    one, other = (simulate(np.random.default_rng(n), 31, 0.05, 2) for n in (0, 1))
    first = resampling.resampled_sums(*one, 40, 7)[0]
    resampling.resampled_sums(*other, 40, 7)  # another table of so many blocks
    assert drawn == [(7, 40)]
    assert (resampling.resampled_sums(*one, 40, 7)[0] == first).all() and len(drawn) == 1
    for blocks, resamples, seed in ((32, 40, 7), (31, 41, 7), (31, 40, 8)):
        resampling.resampled_sums(*simulate(np.random.default_rng(0), blocks, 0.05, 2), resamples, seed)
    assert drawn[1:] == [(7, 40), (7, 41), (8, 40)]
    monkeypatch.setattr(resampling, "_MOST_REMEMBERED", 31 * 40 - 1)  # too many to be remembered: drawn again, the same
    assert (resampling.resampled_sums(*one, 40, 7)[0] == first).all() and len(drawn) == 5
    resampling._remembered.cache_clear()


def simulate(random, blocks, rate, spread):
    """Counts and sizes of blocks whose own rates vary around `rate`."""
    sizes = random.integers(50, 150, blocks)
    rates = rate * random.gamma(spread, 1 / spread, blocks)
    return random.poisson(sizes * rates)[:, None], sizes


def test_the_interval_of_a_rate_covers_it_about_as_often_as_it_says():
    random = np.random.default_rng(5)
    covered = 0
    for n in range(400):
        counts, sizes = simulate(random, 60, 0.02, 2)
        low, high = resampling.interval(counts, sizes, 400, n)[0]
        covered += low <= 0.02 <= high
    assert 0.90 <= covered / 400 <= 0.98


def test_there_is_no_interval_for_few_blocks():
    counts, sizes = simulate(np.random.default_rng(1), resampling.FEWEST_BLOCKS - 1, 0.02, 2)
    assert np.isnan(resampling.interval(counts, sizes, 100, 1)).all()


def test_paragraphs_of_numbers_alone_are_no_blocks():
    few = np.array([100] * (resampling.FEWEST_BLOCKS - 1) + [0] * 30)
    counts = np.array([[n > 0] for n in few], dtype=int)
    assert np.isnan(resampling.interval(counts, few, 100, 1)).all()
    enough = np.append(few, 100)
    low, high = resampling.interval(np.append(counts, [[1]], axis=0), enough, 100, 1)[0]
    assert low == high == 0.01  # the same rate in each, whichever are drawn


def test_without_two_groups_no_p_is_small():
    assert resampling.smallest_p(6, 0) == resampling.smallest_p(6, 6) == 1
    assert resampling.smallest_p(2, 1) == 1 and resampling.smallest_p(5, 4) == 0.2
    assert resampling.smallest_p(40, 20) < 1e-10  # at once: the ways are not gone through


@pytest.mark.parametrize(("texts", "chosen"), [(6, 3), (5, 2), (5, 3), (7, 2), (4, 2)])
def test_the_smallest_p_is_that_of_a_permutation_in_which_the_groups_lie_furthest_apart(texts, chosen):
    values = np.arange(texts) + 100 * (np.arange(texts) < chosen)
    oracle = stats.permutation_test(
        (values[:chosen], values[chosen:]),
        lambda a, b, axis: abs(a.mean(axis=axis) - b.mean(axis=axis)),
        alternative="greater",
        vectorized=True,
    )
    assert resampling.smallest_p(texts, chosen) == pytest.approx(oracle.pvalue)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_benjamini_hochberg_agrees_with_scipy(p):
    assert np.allclose(resampling.benjamini_hochberg(p), stats.false_discovery_control(p))


# --- boundaries ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("level", [0.95, 0.9])
def test_the_interval_of_a_word_in_every_other_block_is_binomial(level):
    counts, sizes = np.array([[1, 10], [0, 10]] * 20), np.full(40, 10)
    found = resampling.interval(counts, sizes, 4000, 1, level)
    wanted = stats.binom(40, 0.5).ppf([(1 - level) / 2, (1 + level) / 2]) / 400
    assert found[0].tolist() == pytest.approx(wanted.tolist())
    assert found[1].tolist() == [1, 1]
    if level == 0.95:
        assert (found == resampling.interval(counts, sizes, 4000, 1)).all()


def test_twenty_blocks_are_enough_for_an_interval():
    """At 13 blocks an interval of 95 % covers 86 % in simulation."""
    assert resampling.FEWEST_BLOCKS == 20
    assert resampling.interval(np.ones((20, 2)), np.full(20, 4), 10, 1).tolist() == [[0.25, 0.25]] * 2
    few = resampling.interval(np.ones((19, 2)), np.full(19, 4), 10, 1)
    assert few.shape == (2, 2) and np.isnan(few).all()


def test_terms_and_words_of_one_resample_are_of_the_same_blocks():
    """A term that stands once a word, and one that stands in the first block only."""
    sizes = np.arange(1, 31)
    counts = np.column_stack([sizes, np.eye(30)[0] * 7])
    hits, words = resampling.resampled_sums(counts, sizes, 200, 3)
    assert hits.shape == (200, 2) and words.shape == (200,)
    assert (hits[:, 0] == words).all()
    assert set(hits[:, 1] % 7) == {0} and hits[:, 1].mean() == pytest.approx(7, rel=0.2)


def test_more_resamples_than_fit_into_one_part_are_all_made():
    hits, words = resampling.resampled_sums(np.ones((500_001, 1)), np.ones(500_001), 3, 1)
    assert (hits == 500_001).all() and (words == 500_001).all()
    parts = resampling.resampled_sums(np.eye(200_000, 1), np.ones(200_000), 5, 1)  # two, two and one
    weights = np.random.default_rng(1).multinomial(200_000, np.full(200_000, 1 / 200_000), size=5)
    assert (parts[0][:, 0] == weights[:, 0]).all()


def test_adjusted_p_stay_in_the_order_given_and_under_one():
    assert resampling.benjamini_hochberg([0.9, 0.02, 0.8, 0.02]).tolist() == pytest.approx([0.9, 0.04, 0.9, 0.04])
    assert resampling.benjamini_hochberg([0.5]).tolist() == [0.5]
