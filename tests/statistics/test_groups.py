"""Between groups the text is what is sampled: weights by hash, keyness, shares and spread over texts."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2_contingency, poisson

from helpers.errors import CorpusError
from helpers.statistics import groups
from helpers.statistics.dispersion import dp_norm


def table(*rows):
    return pd.DataFrame(rows, columns=["text_id", "term", "n"])


def many(number, name, low, high, term="order"):
    """So many texts of 100 words, every second with `high` hits, the others with `low`."""
    return [(f"{name}{n}", term, (low, high)[n % 2]) for n in range(number) if (low, high)[n % 2]]


def sizes(number, *names):
    return pd.Series({f"{name}{n}": 100 for name in names for n in range(number)})


def test_weights_are_poisson_of_mean_one():
    drawn = groups.weights([f"t{n}" for n in range(200)], 1000, seed=3).ravel()
    seen = np.bincount(drawn, minlength=5)[:5] / len(drawn)
    assert np.abs(seen - poisson(1).pmf(range(5))).max() < 0.005


def test_a_text_weighs_the_same_whatever_stands_beside_it_and_another_seed_weighs_anew():
    alone, beside = groups.weights(["文"], 50, 1), groups.weights(["a", "文", "b"], 50, 1)
    assert (alone[0] == beside[1]).all()
    assert (groups.weights(["文"], 50, 2) != alone).any()
    assert np.corrcoef(groups.weights(["a", "b"], 5000, 1))[0, 1] == pytest.approx(0, abs=0.05)


def test_a_seed_below_zero_is_refused():
    with pytest.raises(CorpusError, match="a seed is 0 or more, not -1"):
        groups.weights(["a"], 10, -1)


def test_sums_do_not_depend_on_the_order_of_rows_or_on_parts(monkeypatch):
    rows = [*many(30, "a", 1, 3), *many(30, "a", 0, 2, "治理")]
    texts = [f"a{n}" for n in range(30)]
    whole = groups.drawn_sums(table(*rows), texts, 40, 1)
    assert whole.equals(groups.drawn_sums(table(*reversed(rows)), texts, 40, 1))
    parts = [groups.drawn_sums(table(*rows), texts[:7], 40, 1), groups.drawn_sums(table(*rows), texts[7:], 40, 1)]
    assert np.allclose(whole, parts[0] + parts[1])


def contrast(number, low, high, other=2, **changes):
    rows = [*many(number, "a", low, high), *many(number, "b", other, other), *many(number, "a", 90, 90, "and")]
    rows += many(number, "b", 90, 90, "and")
    words = sizes(number, "a", "b")
    group = pd.Series({text: text[0] for text in words.index})
    return groups.keyness(table(*rows), words, group, "a", ["b"], 5, 500, 1).set_index("term")


def test_g2_is_that_of_the_whole_table_of_two_by_two():
    row = contrast(30, 6, 6).loc["order"]
    oracle = chi2_contingency([[180, 2820], [60, 2940]], correction=False, lambda_="log-likelihood")[0]
    assert row["g2"] == pytest.approx(oracle)
    assert row["log_ratio"] == pytest.approx(np.log2(3))
    assert [row["texts_1"], row["texts_2"]] == [30, 30]


def test_the_error_is_that_of_resampled_texts():
    """Hits of 0 and 12 in turn: the variance over texts is that of the delta method, not that of a Poisson count."""
    row = contrast(200, 0, 12).loc["order"]
    error = (row["high"] - row["low"]) / 2 / 1.959964
    x = np.tile([0, 12], 100)
    side = x.std() / x.mean() / np.sqrt(200) / np.log(2)
    other = max(0, 1 / np.log(2) / np.sqrt(400))  # the same in all texts: no less than a Poisson count
    assert error == pytest.approx(np.hypot(side, other), rel=0.08)


def test_a_word_of_one_text_is_not_sure_though_its_g2_is_high():
    rows = [("a0", "quota", 60), *many(30, "a", 90, 90, "and"), *many(30, "b", 90, 90, "and"), ("b1", "quota", 1)]
    words = sizes(30, "a", "b")
    found = groups.keyness(table(*rows), words, pd.Series({t: t[0] for t in words.index}), "a", ["b"], 5, 500, 1)
    row = found.set_index("term").loc["quota"]
    assert row["g2"] > 50 and row["lrc"] > 1 and row["lrc_texts"] == 0
    assert row["heavy_1"] == "a0" and row["texts_1"] == 1


@pytest.mark.parametrize(("number", "bounds"), [(19, False), (20, True)])
def test_under_twenty_texts_a_group_has_counts_and_no_interval(number, bounds):
    row = contrast(number, 6, 6).loc["order"]
    assert row["count_1"] == 6 * number and row["lrc"] > 0
    assert row[["low", "high", "lrc_texts"]].notna().tolist() == [bounds] * 3


def test_a_group_without_words_is_refused_with_its_name():
    with pytest.raises(CorpusError, match="右: this group has no words"):
        groups.keyness(table(("a", "x", 1)), pd.Series({"a": 1}), pd.Series({"a": "左"}), "左", ["右"], 1, 10, 1)


def test_no_word_often_enough_is_an_empty_table():
    found = groups.keyness(
        table(("a", "x", 1), ("b", "x", 1)), pd.Series({"a": 1, "b": 1}), pd.Series({"a": "l", "b": "r"}), "l", ["r"],
        5, 10, 1,
    )  # fmt: skip
    assert found.empty and "lrc_texts" in found


def test_shares_stand_for_every_group_with_zeros_and_name_the_heavy_text():
    words = pd.Series({"a": 10, "b": 10, "c": 5})
    group = pd.Series({"a": "l", "b": "l", "c": "r"})
    found = groups.shares(table(("a", "治理", 3), ("b", "治理", 1)), words, group, ["l", "r"], 10, 1)
    assert found[["group", "count", "of", "texts", "of_texts", "share", "heavy"]].values.tolist() == [
        ["l", 4, 20, 2, 2, 0.2, "a"],
        ["r", 0, 5, 0, 1, 0.0, ""],
    ]
    assert found[["low", "high"]].isna().all(axis=None)


def test_the_interval_of_a_share_covers_what_texts_vary():
    rows, words = many(100, "a", 0, 4), sizes(100, "a")
    found = groups.shares(table(*rows), words, pd.Series("g", words.index), ["g"], 2000, 1).iloc[0]
    assert found["share"] == 0.02
    assert (found["high"] - found["low"]) / 2 == pytest.approx(1.96 * 0.02 / np.sqrt(100), rel=0.1)


def test_dispersion_over_texts_is_dp_norm_of_the_whole_row():
    rows = [("a", "x", 30), ("b", "x", 5), ("a", "y", 10), ("b", "y", 20), ("c", "y", 60)]
    words = pd.Series({"a": 100, "b": 200, "c": 600})
    found = groups.dispersion(table(*rows), words, 200, 1).set_index("term")["dp_norm"]
    whole = dp_norm([[30, 5, 0], [10, 20, 60]], [100, 200, 600])
    assert found[["x", "y"]].to_numpy() == pytest.approx(whole)


def test_nothing_is_spread_over_one_text():
    assert groups.dispersion(table(("a", "x", 40)), pd.Series({"a": 100}), 10, 1).empty
