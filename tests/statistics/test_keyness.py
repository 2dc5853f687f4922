"""Claims about keyness, against scipy, NLTK and cases by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nltk.metrics import BigramAssocMeasures
from scipy import stats

from helpers import CorpusError
from helpers.statistics import counts, keyness
from small import tokens

CELLS = st.tuples(st.integers(0, 300), st.integers(301, 5000), st.integers(0, 300), st.integers(301, 5000)).filter(
    lambda c: c[0] + c[2] > 0
)


@given(CELLS)
def test_g2_is_the_log_likelihood_of_the_full_table(cells):
    k1, n1, k2, n2 = cells
    oracle = stats.chi2_contingency([[k1, n1 - k1], [k2, n2 - k2]], correction=False, lambda_="log-likelihood")
    assert keyness.g2(k1, n1, k2, n2) == pytest.approx(oracle.statistic, abs=1e-8)


def test_g2_agrees_with_nltk():
    assert keyness.g2(30, 100, 10, 900) == pytest.approx(BigramAssocMeasures.likelihood_ratio(30, (40, 100), 1000))


def test_log_ratio_by_hand():
    assert keyness.log_ratio(40, 1000, 10, 1000) == pytest.approx(2)
    assert keyness.log_ratio(40, 1000, 40, 2000) == pytest.approx(1)
    assert keyness.log_ratio(0, 1000, 8, 1000) == pytest.approx(-4)


@given(CELLS)
def test_the_exact_interval_is_that_of_clopper_and_pearson(cells):
    k1, n1, k2, n2 = cells
    low, high = keyness.log_ratio_interval(k1, n1, k2, n2, 0.05)
    exact = stats.binomtest(k1, k1 + k2).proportion_ci(0.95, method="exact")
    with np.errstate(divide="ignore"):
        bounds = [np.log2(np.float64(p) / (1 - np.float64(p)) * n2 / n1) for p in (exact.low, exact.high)]
    assert [float(low), float(high)] == pytest.approx(bounds, rel=1e-6, abs=1e-6)


def test_a_zero_count_has_a_half_in_the_log_ratio_and_an_open_bound():
    assert keyness.log_ratio([8, 0, 1], 1000, [0, 8, 2], 1000).tolist() == [4, -4, -1]
    low, high = keyness.log_ratio_interval([0, 9, 9], 1000, [9, 0, 9], 2000, 0.01)
    assert low[0] == -np.inf and high[1] == np.inf and np.isfinite([*low[1:], high[0], high[2]]).all()
    share = stats.binomtest(0, 9).proportion_ci(0.99, method="exact").high
    assert high[0] == pytest.approx(np.log2(share / (1 - share) * 2))
    share = stats.binomtest(9, 9).proportion_ci(0.99, method="exact").low
    assert low[1] == pytest.approx(np.log2(share / (1 - share) * 2))


def test_g2_takes_columns_and_is_zero_for_equal_rates():
    assert keyness.g2([5, 0], [100, 50], [10, 0], [200, 70]).tolist() == pytest.approx([0, 0])


def test_lrc_is_the_bound_nearest_zero():
    assert keyness.nearest_zero([1, -3, -1], [2, -2, 4]).tolist() == [1, -2, 0]


def two_texts(one, other, blocks=20):
    """Blocks of two texts: `one` and `other` give each term's count in every block of a text (or a list of counts)."""
    columns = {f"{text}:{n}": {} for text in "tu" for n in range(blocks)}
    for text, terms in (("t", one), ("u", other)):
        for term, hits in terms.items():
            for n in range(blocks):
                columns[f"{text}:{n}"][term] = hits[n] if isinstance(hits, list) else hits
    table = pd.DataFrame(columns).fillna(0).astype(int)
    return table, pd.Series({block: block[0] for block in table})


def contrast(one, other, blocks=20, minimum=5, resamples=200, seed=1):
    table, text_of = two_texts(one, other, blocks)
    return keyness.keyness(table, text_of, ["t"], ["u"], minimum, resamples, seed)


@pytest.mark.parametrize("short", [["u"], []])
def test_what_is_too_short_is_not_contrasted(short):
    table, text_of = two_texts({"o": 150}, {"o": 149})
    with pytest.raises(CorpusError, match="a contrast needs 3,000; print its concordance lines instead"):
        keyness.keyness(table, text_of, short, ["t"], 5, 10, 1)


def test_a_minimum_that_leaves_nothing_is_refused():
    with pytest.raises(CorpusError, match="no term stands 100000 times or more"):
        contrast({"o": 150}, {"o": 150}, minimum=100_000)


def test_keyness_by_hand_where_no_block_differs_from_another():
    """Blocks that are alike do not vary when drawn, so the error is that of a Poisson count, known from its count."""
    found = contrast({"x": 8, "y": 2, "o": 150}, {"x": 2, "y": 2, "z": 1, "o": 315}).set_index("term")
    assert list(found) == [
        "count_1", "count_2", "rate_1", "rate_2", "g2", "p", "log_ratio", "low", "high", "lrc", "lrc_blocks", "range_1", "range_2", "family",
    ]  # fmt: skip
    n1, n2, size = 20 * 160, 20 * 320, 4
    row = found.loc["x"]
    assert row[["count_1", "count_2", "rate_1", "rate_2"]].tolist() == [160, 40, 50, 6.25]
    assert row[["range_1", "range_2", "family"]].tolist() == [20, 20, size]
    assert found.loc["z", ["count_1", "count_2", "range_1", "range_2"]].tolist() == [0, 20, 0, 20]
    assert row["log_ratio"] == pytest.approx(3)
    error = np.sqrt(1 / 160 + 1 / 40) / np.log(2)
    assert row[["low", "high"]].tolist() == pytest.approx([3 - 1.959964 * error, 3 + 1.959964 * error])
    share = stats.binomtest(160, 200).proportion_ci(1 - 0.05 / size, method="exact").low
    assert row["lrc"] == pytest.approx(np.log2(share / (1 - share) * n2 / n1))
    assert row["lrc_blocks"] == pytest.approx(min(row["lrc"], 3 - stats.norm.ppf(1 - 0.05 / 2 / size) * error))
    assert found.loc["y", "lrc_blocks"] == pytest.approx(
        min(found.loc["y", "lrc"], max(0, 1 - stats.norm.ppf(1 - 0.05 / 2 / size) * np.sqrt(2 / 40) / np.log(2)))
    )
    tables = [[[k1, n1 - k1], [k2, n2 - k2]] for k1, k2 in found[["count_1", "count_2"]].to_numpy()]
    oracle = [stats.chi2_contingency(t, correction=False, lambda_="log-likelihood") for t in tables]
    assert found["g2"].tolist() == pytest.approx([o.statistic for o in oracle])
    assert found["p"].tolist() == pytest.approx(stats.false_discovery_control([o.pvalue for o in oracle]))


def test_keyness_is_the_mirror_of_itself():
    one, other = {"x": 8, "y": 1, "o": 150}, {"x": 2, "y": 30, "o": 288}
    there, back = (contrast(*sides).set_index("term") for sides in ((one, other), (other, one)))
    assert there["lrc_blocks"]["x"] > 1 and there["lrc_blocks"]["y"] < -1
    for column in ("log_ratio", "lrc", "lrc_blocks"):
        assert back[column][there.index].tolist() == pytest.approx((-there[column]).tolist())


def test_words_that_come_in_lumps_are_less_sure():
    """Both words stand 200 times in 200 equal blocks; the one in lumps of four varies as its blocks do."""
    lumps = [4 if n % 4 == 0 else 0 for n in range(200)]
    found = contrast({"even": 1, "lumpy": lumps, "o": 98}, {"even": 4, "lumpy": 4, "o": 92}, 200, 5, 2000).set_index(
        "term"
    )
    assert found.loc["even", "count_1"] == found.loc["lumpy", "count_1"] == 200
    width = {
        term: (found.loc[term, "high"] - found.loc[term, "low"]) / 2 / 1.959964 * np.log(2) for term in found.index
    }
    assert width["even"] == pytest.approx(np.sqrt(1 / 200 + 1 / 800), rel=0.02)
    spread = np.sqrt(np.var(lumps, ddof=1) / 200)  # the standard error of a mean of 1
    assert width["lumpy"] == pytest.approx(np.sqrt(spread**2 + 1 / 800), rel=0.06)
    assert abs(found.loc["lumpy", "lrc_blocks"]) < abs(found.loc["even", "lrc_blocks"])


def test_a_word_that_one_side_lacks_has_an_exact_bound_and_no_other():
    """All of 20 paragraphs on one side: the bound is that of Clopper and Pearson for 20 of 20, whatever their hits."""
    found = contrast({"x": 0, "o": 200}, {"x": 3, "o": 197}).set_index("term").loc["x"]
    assert found[["range_1", "range_2"]].tolist() == [0, 20]
    back = contrast({"x": 3, "o": 197}, {"x": 0, "o": 200}).set_index("term").loc["x"]
    assert back[["range_1", "range_2", "log_ratio"]].tolist() == pytest.approx([20, 0, np.log2(60 / 0.5)])
    assert found["log_ratio"] == pytest.approx(np.log2(0.5 / 60))
    share = stats.binomtest(20, 20, alternative="greater").proportion_ci(0.95, method="exact").low
    assert [back["low"], back["high"]] == pytest.approx([np.log2(share / (1 - share)), np.inf])
    assert [found["low"], found["high"]] == pytest.approx([-np.inf, -np.log2(share / (1 - share))])
    share = stats.binomtest(20, 20, alternative="greater").proportion_ci(1 - 0.05 / 2, method="exact").low
    assert back["lrc_blocks"] == pytest.approx(np.log2(share / (1 - share))) == -found["lrc_blocks"]


def test_a_word_that_one_side_lacks_is_as_sure_as_its_paragraphs_are_many():
    """Sixty hits in each case: in twenty paragraphs, in two, in one."""
    spread, lump = [3] * 20, [30, 30] + [0] * 18
    found = contrast({"even": spread, "lumpy": lump, "once": [60] + [0] * 19, "o": 200}, {"o": 209}).set_index("term")
    assert found.loc["even", "lrc_blocks"] > 1
    assert found.loc[["lumpy", "once"], "lrc_blocks"].tolist() == [0, 0]
    assert found["lrc"].drop("o").min() > 1


def test_a_word_that_one_text_alone_carries_is_lost_against_the_other():
    """Both words are commoner in t than in the others together; one of them only because v has none of it."""
    rates = {"t": (40, 40), "u": (2, 38), "v": (2, 0)}
    blocks = pd.DataFrame(
        {f"{t}:{n}": {"steady": a, "carried": b, "o": 160 - a - b} for t, (a, b) in rates.items() for n in range(40)}
    )
    text_of = pd.Series({block: block[0] for block in blocks})
    found = keyness.contrasts(blocks, text_of, list("tuv"), 5, 200, 1)
    assert found[["contrast", "text_id", "pair"]].drop_duplicates().to_numpy().tolist() == [
        ["t against u and v", "t", False], ["u against t and v", "u", False], ["v against t and u", "v", False],
        ["t against u", "t", True], ["t against v", "t", True], ["u against v", "u", True],
    ]  # fmt: skip
    together = found[found["contrast"] == "t against u and v"].set_index("term")
    assert (together.loc[["steady", "carried"], "lrc_blocks"] > 0).all()
    assert together["lost"].to_dict() == {"steady": "", "carried": "u", "o": "u; v"}
    last = found[found["contrast"] == "v against t and u"].set_index("term")  # both pairs the other way round
    assert last["lost"].to_dict() == {"steady": "t; u", "carried": "t; u", "o": ""}


def test_two_texts_have_one_contrast_each_way_and_one_text_has_none():
    table, text_of = two_texts({"x": 8, "o": 152}, {"x": 1, "o": 159})
    found = keyness.contrasts(table, text_of, ["t", "u"], 5, 200, 1)
    assert found["contrast"].unique().tolist() == ["t against u", "u against t"]
    assert found.loc[found["term"] == "x", ["text_id", "lost"]].to_numpy().tolist() == [["t", ""], ["u", "t"]]
    assert keyness.contrasts(table, text_of, ["t"], 5, 200, 1).empty


def test_a_side_needs_3000_words_and_a_term_the_minimum():
    found = contrast({"o": 149, "x": 1}, {"o": 150}, minimum=20)
    assert set(found["term"]) == {"o", "x"} and set(found["family"]) == {2}
    assert set(contrast({"o": 149, "x": 1}, {"o": 150}, minimum=21)["term"]) == {"o"}
    with pytest.raises(CorpusError, match="u has 2,980 words, and a contrast needs 3,000"):
        contrast({"o": 150}, {"o": 149})
    with pytest.raises(CorpusError, match="t has 2,999 words"):
        contrast({"o": [150] * 19 + [149]}, {"o": 150})


def test_intervals_need_twenty_blocks():
    assert contrast({"o": 150, "x": 10}, {"o": 160}, 20)["low"].notna().all()
    assert contrast({"o": 160, "x": 10}, {"o": 170}, 19)["low"].isna().all()


def test_the_strongest_word_stands_first_and_equal_ones_by_name():
    table = contrast({"o": 200, "b": 9, "a": 9, "c": 0, "d": 5}, {"o": 214, "b": 1, "a": 1, "c": 2, "d": 5})
    assert table["term"].tolist() == ["a", "b", "c", "o", "d"]  # c has the widest ratio, and half a count is not sure
    assert table["log_ratio"].abs().idxmax() == 2 and table["lrc_blocks"].iloc[-1] == 0
    assert table.index.tolist() == [0, 1, 2, 3, 4]


def test_overlap_is_of_the_first_terms_of_each_table():
    tables = {"as is": ["a", "b", "c", "d"], "other": ["b", "d", "a"], "short": ["c"]}
    frames = {name: pd.DataFrame({"term": terms}) for name, terms in tables.items()}
    assert keyness.top_overlap(frames, "as is", 2).to_numpy().tolist() == [
        ["as is", 4, 2, "a, b"],
        ["other", 3, 1, "b, d"],
        ["short", 1, 0, "c"],
    ]
    assert list(keyness.top_overlap(frames, "as is", 2)) == ["setting", "family", "kept", "top"]


def test_why_texts_are_not_contrasted_is_said_before_it_is_tried():
    long = pd.concat([tokens(*["a b c"] * 1000, text=text) for text in ("t", "u")] + [tokens("a", text="v")])
    blocks = counts.term_counts(long, "paragraph_id")
    text_of = long.drop_duplicates("paragraph_id").set_index("paragraph_id")["text_id"]
    assert keyness.no_contrast(blocks, text_of, ["t"], ["u"], 2000) == ""
    assert keyness.no_contrast(blocks, text_of, ["t"], ["u"], 2001).startswith("no term stands 2001 times or more")
    assert keyness.no_contrast(blocks, text_of, ["t"], ["v"], 1).startswith("v has 1 words, and a contrast needs")
    with pytest.raises(CorpusError, match="v has 1 words"):
        keyness.keyness(blocks, text_of, ["v"], ["t"], 1, 10, 1)


def test_keyness_has_no_interval_from_few_blocks():
    few = pd.concat([tokens(*["x o"] * 1600, text="t"), tokens(*["o o"] * 1600, text="u")])
    few["paragraph_id"] = few["text_id"]
    table = keyness.keyness(
        counts.term_counts(few, "paragraph_id"), pd.Series({"t": "t", "u": "u"}), ["t"], ["u"], 5, 50, 1
    )
    assert table["low"].isna().all()
    assert (table["lrc_blocks"] == 0).all()
    assert (table["lrc"] != 0).any()
