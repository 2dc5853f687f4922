"""Claims about resampling: seeded, covering, uniform under the null, and honest about few blocks and few texts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from helpers import resampling


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
    assert resampling.smallest_p(40, 20) < 1e-10  # at once: the ways are not gone through


def test_permutation_within_a_text_is_uniform_under_a_null_split():
    random = np.random.default_rng(7)
    found = []
    for n in range(300):
        counts, sizes = simulate(random, 40, 0.05, 2)
        part = random.permutation(np.arange(40) < 20)
        found.append(resampling.permute_blocks(counts, sizes, part, 99, n)[0])
    assert stats.kstest(found, "uniform").pvalue > 0.01
    assert min(found) >= 1 / 100


def test_permutation_is_not_for_runs_of_a_text_whose_neighbours_are_alike():
    """Sections of fifteen paragraphs with rates of their own, and no more: why no p stands beside halves of a text."""
    random = np.random.default_rng(11)
    half, found = np.arange(120) < 60, []
    for n in range(200):
        rates = 0.03 * np.repeat(random.gamma(1, 1, 8), 15)
        counts = random.poisson(100 * rates)[:, None]
        found.append(resampling.permute_blocks(counts, np.full(120, 100), half, 99, n)[0])
    assert np.mean(np.array(found) <= 0.05) > 0.25


def test_permutation_within_a_text_finds_a_real_difference():
    counts = np.array([[5]] * 10 + [[0]] * 10)
    p = resampling.permute_blocks(counts, np.full(20, 100), np.arange(20) < 10, 999, 1)
    assert p[0] <= 0.002


def test_between_texts_the_smallest_p_is_the_floor():
    p, floor = resampling.permute_texts([5, 6, 7, 1, 2, 3], [True] * 3 + [False] * 3)
    assert (p, floor) == (0.1, 0.1)
    p, floor = resampling.permute_texts([9, 1, 2, 3], [True, False, False, False])
    assert (p, floor) == (0.25, 0.25)
    with pytest.raises(ValueError, match="needs a text"):
        resampling.permute_texts([1, 2], [True, True])


def test_whole_texts_are_uniform_under_a_null_with_text_effects():
    random = np.random.default_rng(3)
    group = np.arange(8) < 4
    found = [resampling.permute_texts(random.normal(size=8), group)[0] for _ in range(400)]
    assert abs(np.mean(np.array(found) <= 0.2) - 0.2) < 0.07


def test_holm_on_a_worked_case():
    assert resampling.holm([0.01, 0.04, 0.03, 0.005]).round(4).tolist() == [0.03, 0.06, 0.06, 0.02]


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_benjamini_hochberg_agrees_with_scipy(p):
    assert np.allclose(resampling.benjamini_hochberg(p), stats.false_discovery_control(p))
    assert (resampling.holm(p) >= np.array(p) - 1e-12).all()
