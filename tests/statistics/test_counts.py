"""Claims about counts, rates and words in a row, by hand."""

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


def test_ngrams_cross_neither_sentences_nor_commas():
    both = pd.concat([tokens("a b c", "b c a", "c a", "a , b"), tokens("b c", text="u")])
    found = counts.word_ngrams(both, 2, 2)
    assert list(found) == ["ngram", "t", "u", "count", "range"]
    assert found.to_numpy().tolist() == [["b c", 2, 1, 3, 2], ["c a", 2, 0, 2, 1]]


def test_three_words_in_a_row_once_each_place():
    both = pd.concat([tokens("a b c d", "b c d", "b c"), tokens("b c d", "x , y z", text="u")])
    found = counts.word_ngrams(both, 3, 1)
    assert found.to_numpy().tolist() == [["b c d", 2, 1, 3, 2], ["a b c", 1, 0, 1, 1]]
    assert counts.word_ngrams(both, 1, 3)["ngram"].tolist() == ["b", "c", "d"]
    pairs = counts.word_ngrams(both, 2, 1)
    assert pairs["ngram"].tolist() == ["b c", "c d", "a b", "y z"]
    assert pairs["count"].tolist() == [4, 3, 1, 1] and pairs["range"].tolist() == [2, 2, 1, 1]
    assert counts.word_ngrams(both, 2, 4)["ngram"].tolist() == ["b c"] and counts.word_ngrams(both, 2, 5).empty


def test_a_sequence_in_more_texts_stands_before_one_that_is_more_frequent():
    both = pd.concat([tokens("a b", "c d", "c d", "c d"), tokens("a b", text="u")])
    assert counts.word_ngrams(both, 2, 1)["ngram"].tolist() == ["a b", "c d"]


@pytest.mark.parametrize("n", [1, 15, 91, 128])
def test_the_bound_of_none_is_that_of_clopper_and_pearson(n):
    exact = stats.binomtest(0, n, alternative="less").proportion_ci(0.95, method="exact").high
    assert counts.most_of_none(n) == pytest.approx(exact)
