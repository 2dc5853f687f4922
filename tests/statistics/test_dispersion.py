"""Claims about dispersion, against its formula, what chance gives exactly, and cases by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from helpers.statistics import counts, dispersion
from small import tokens


def test_dp_norm_is_1_in_the_smallest_part_and_0_in_proportion():
    sizes = np.array([10, 20, 70])
    assert dispersion.dp_norm([5, 0, 0], sizes) == pytest.approx(1)
    assert dispersion.dp_norm([1, 2, 7], sizes) == pytest.approx(0)
    assert dispersion.dp_norm([0, 0, 7], sizes) == pytest.approx((0.1 + 0.2 + 0.3) / 2 / 0.9)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 50)), min_size=2, max_size=8).filter(
        lambda b: any(h for h, _ in b)
    )
)
def test_dp_norm_is_its_formula(blocks):
    """Gries 2008, and the norm of Lijffijt & Gries 2012, word for word."""
    hits, sizes = zip(*blocks, strict=True)
    expected, observed = ([n / sum(column) for n in column] for column in (sizes, hits))
    dp = 0.5 * sum(abs(o - e) for o, e in zip(observed, expected, strict=True))
    assert dispersion.dp_norm(hits, sizes) == pytest.approx([dp / (1 - min(expected))])


def test_dp_norm_of_several_terms_is_that_of_each():
    sizes = np.array([10, 20, 70])
    both = dispersion.dp_norm([[5, 0, 0], [1, 2, 7]], sizes)
    assert both.tolist() == pytest.approx([1, 0])


def halves(*hits):
    """Counts of terms in two blocks of 1,000 words; `hits` are those of each term in both."""
    table = pd.DataFrame(hits, index=[f"x{n}" for n in range(len(hits))], columns=["p", "q"])
    return pd.concat([table, pd.DataFrame([1000 - table.sum()], index=["o"])])


def test_uneven_is_only_what_lies_above_the_range_of_chance():
    """Of 30 hits in two equal halves, at random, 2.5 per cent of draws lie further apart than 21 and 9."""
    table = dispersion.dispersion(halves((20, 10), (21, 9), (9, 21), (22, 8), (15, 15)), 4000, 1).set_index("term")
    apart = abs(stats.binom(30, 0.5).ppf(0.9875) - 15)
    assert apart == 6
    assert table.loc["x1", ["random_low", "random_high"]].tolist() == pytest.approx([0, apart / 15])
    assert table["uneven"].to_dict() == {"x0": False, "x1": False, "x2": False, "x3": True, "x4": False, "o": False}


def test_the_reference_is_what_chance_gives():
    """The mean distance of a binomial share from its expectation, exactly: two blocks, a quarter and three quarters."""
    table = pd.DataFrame({"p": [30, 220], "q": [10, 740]}, index=["x", "o"])
    row = dispersion.dispersion(table, 4000, 1).set_index("term").loc["x"]
    k = np.arange(41)
    distance = np.abs(k / 40 - 0.25) / 0.75
    assert row["random"] == pytest.approx((stats.binom(40, 0.25).pmf(k) * distance).sum(), rel=0.03)
    assert row["dp_norm"] == pytest.approx(0.5 / 0.75)
    below = stats.binom(40, 0.25).cdf
    share = [below(10 + 30 * r) - below(10 - 30 * r - 1e-9) for r in row[["random_low", "random_high"]]]
    assert share[0] < 0.15 and 0.95 < share[1] < 0.99


def test_spread_is_given_from_thirty_hits_on():
    table = halves((15, 15), (15, 14))
    found = dispersion.dispersion(table, 10, 1)
    assert found["term"].tolist() == ["x0", "o"]
    assert found[["count", "range", "blocks"]].to_numpy().tolist() == [[30, 2, 2], [1941, 2, 2]]
    assert dispersion.dispersion(table, 10, 1, fewest=29)["term"].tolist() == ["x0", "x1", "o"]
    assert dispersion.dispersion(halves((30, 0)), 10, 1)["range"].tolist() == [1, 2]
    assert list(found) == [
        "term",
        "count",
        "range",
        "blocks",
        "dp_norm",
        "random",
        "random_low",
        "random_high",
        "uneven",
    ]


def test_spread_is_judged_against_as_many_hits_at_random():
    lumpy = tokens(*["x x x x x x x x x x o o" if n < 4 else "o o o o o o o o o o o o" for n in range(40)])
    table = dispersion.dispersion(counts.term_counts(lumpy, "paragraph_id"), 500, 1).set_index("term")
    assert table.loc["x", ["count", "range", "blocks"]].tolist() == [40, 4, 40]
    assert table.loc["x", "uneven"]
    even = tokens(*["x o o o"] * 40)
    assert (
        not dispersion.dispersion(counts.term_counts(even, "paragraph_id"), 500, 1).set_index("term").loc["x", "uneven"]
    )


def test_random_hits_look_as_spread_as_the_reference_says():
    """10 hits at random over 68 blocks have a DPnorm of about 0.88, and 100 of about 0.34 (METHODS of this project)."""
    random, sizes = np.random.default_rng(1), np.full(68, 100)
    for hits, about in ((10, 0.88), (100, 0.34)):
        drawn = dispersion.dp_norm(random.multinomial(hits, sizes / sizes.sum(), size=500), sizes)
        assert drawn.mean() == pytest.approx(about, abs=0.03)


def test_in_one_paragraph_nothing_is_spread():
    assert dispersion.dispersion(counts.term_counts(tokens(" ".join(["x", "o"] * 40)), "paragraph_id"), 10, 1).empty


def test_rare_terms_have_no_figure_of_spread():
    table = dispersion.dispersion(counts.term_counts(tokens("x o", "o o"), "paragraph_id"), 10, 1)
    assert table.empty


def test_a_paragraph_with_a_tenth_of_the_hits_is_heavy():
    hits, sizes = pd.Series({"p": 6, "q": 2, "r": 1, "s": 11}), pd.Series({"p": 100, "q": 100, "r": 100, "s": 700})
    found = dispersion.heavy_paragraphs(hits, sizes)
    assert found.to_numpy().tolist() == [
        ["p", 6, 0.3, 20, 1000 * 14 / 900],
        ["q", 2, 0.1, 20, 20],
        ["s", 11, 0.55, 20, 30],
    ]
    assert list(found) == ["paragraph_id", "count", "share", "rate", "rate_without"]
    assert dispersion.heavy_paragraphs(hits, sizes, 0.5)["paragraph_id"].tolist() == ["s"]
