"""Claims about counts and rates by hand, and about the bound of a zero."""

import pandas as pd
import pytest
from scipy import stats

from helpers.statistics import counts
from small import tokens


def test_counts_and_rates_by_hand():
    both = pd.concat([tokens("a b a", "c"), tokens("b", text="u")])
    table = counts.term_counts(both)
    assert table.loc["a"].tolist() == [2, 0]
    rates = counts.term_rates(table, table.sum()).set_index(["term", "text_id"])
    assert rates.loc[("a", "t"), ["count", "size", "rate"]].tolist() == [2, 4, 500]
    assert rates.loc[("b", "u"), "rate"] == 1000


def test_counts_stand_in_the_order_of_reading_and_of_the_alphabet():
    read = pd.concat([tokens("an order", "we met here", "we left", text="z"), tokens("order", text="a")])
    table = counts.term_counts(read)
    assert table.columns.tolist() == ["z", "a"]
    assert table.index.tolist() == ["an", "here", "left", "met", "order", "we"]
    assert table.loc["order"].tolist() == [1, 1] and table.loc["we"].tolist() == [2, 0]
    assert counts.term_counts(read, "paragraph_id").loc["order"].to_dict() == {"z:1": 1, "z:2": 0, "z:3": 0, "a:1": 1}


@pytest.mark.parametrize("n", [1, 15, 91, 128])
def test_the_bound_of_none_is_that_of_clopper_and_pearson(n):
    exact = stats.binomtest(0, n, alternative="less").proportion_ci(0.95, method="exact").high
    assert counts.most_of_none(n) == pytest.approx(exact)
