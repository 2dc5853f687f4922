"""Every statistic against an outside oracle or a case worked by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from conftest import MANIFEST, write_corpus
from helpers import CorpusError, frequency, load_corpus


@pytest.fixture(scope="module")
def words(corpus):
    return frequency.word_tokens(corpus)


@pytest.fixture(scope="module")
def blocks(words):
    return frequency.counts(words, "paragraph_id")


@pytest.fixture(scope="module")
def text_of(words):
    return words.drop_duplicates("paragraph_id").set_index("paragraph_id")["text_id"]


LONG = ["xinhua-report", "new-model-article", "qiushi-article"]


def tokens(*sentences, text="t"):
    rows = [
        (text, f"{text}:{i}", f"{text}:{i}.1", n, w)
        for i, s in enumerate(sentences, 1)
        for n, w in enumerate(s.split(), 1)
        if w != ","
    ]
    return pd.DataFrame(rows, columns=["text_id", "paragraph_id", "sentence_id", "n", "term"])


def test_counts_and_rates_by_hand():
    both = pd.concat([tokens("a b a", "c"), tokens("b", text="u")])
    table = frequency.counts(both)
    assert table.loc["a"].tolist() == [2, 0]
    rates = frequency.rates(table, table.sum()).set_index(["term", "text_id"])
    assert rates.loc[("a", "t"), ["count", "size", "rate"]].tolist() == [2, 4, 500]
    assert rates.loc[("b", "u"), "rate"] == 1000


def test_counted_words_are_words_of_body_and_headings(corpus, words):
    assert not set(words["term"]) & {".", ",", "2025"}
    assert "us-memorandum" in set(words["text_id"])
    items = corpus.paragraphs.loc[corpus.paragraphs["kind"] == "list-item", "paragraph_id"]
    assert not words["paragraph_id"].isin(items).any()
    body = frequency.word_tokens(corpus, ["xinhua-report"], headings=False)
    assert 0 < len(body) < (words["text_id"] == "xinhua-report").sum()
    with pytest.raises(CorpusError, match="no text 'lost' in this corpus; there are xinhua-report"):
        frequency.word_tokens(corpus, ["lost"])


def test_us_is_the_country_and_never_the_pronoun(words):
    terms = words.loc[words["text_id"] == "new-model-article", "term"].value_counts()
    assert terms["united-states"] > 50
    assert terms.get("us", 0) == 2  # "Let us not" and "its revenge on us"


# --- windows ---------------------------------------------------------------------------------------------------------


def test_windows_are_equal_and_cover_each_text_once(corpus):
    found = frequency.windows(corpus, 100)
    texts = corpus.paragraphs.set_index("paragraph_id")["text"]
    language = corpus.texts.set_index("text_id")["language"]
    for text_id, part in found.groupby("text_id"):
        sizes = [
            sum(len(texts[r.paragraph_id][r.start : r.end].split()) for r in window.itertuples())
            for _, window in part.groupby("window")
        ]
        if language[text_id] == "en" and len(sizes) > 1:
            assert sizes[:-1] == [100] * (len(sizes) - 1)
            assert 50 <= sizes[-1] < 150
    for paragraph_id, part in found.groupby("paragraph_id"):
        assert [part["start"].iloc[0], part["end"].iloc[-1]] == [0, len(texts[paragraph_id])]
        assert part["start"].tolist()[1:] == part["end"].tolist()[:-1]


def test_the_translation_pair_sets_the_worth_of_hanzi_and_has_as_many_windows_in_both(corpus):
    assert frequency.hanzi_per_words(corpus, 100) == round(100 * 2018 / 1487)
    windows = frequency.windows(corpus, 100).groupby("text_id")["window"].max()
    assert windows["ggi-paper-zh"] == windows["ggi-paper-en"]


def test_without_a_pair_the_worth_of_hanzi_is_that_of_this_project_s_pair_and_is_said(tmp_path, corpus):
    own = load_corpus(write_corpus(tmp_path, MANIFEST))
    assert frequency.hanzi_per_words(own, 1000) == 1360 == round(frequency.hanzi_per_words(corpus, 1000), -1)
    assert frequency.windows(own, 10)["text_id"].unique().tolist() == ["paper", "wen"]
    assert frequency.windows(own, 10).equals(frequency.windows(own, 10, hanzi=14))
    assert frequency.worth_borrowed(own, 0).startswith("No translation pair of this corpus")
    assert frequency.worth_borrowed(own, 14) == frequency.worth_borrowed(corpus, 0) == ""


def test_only_a_translation_between_the_two_languages_says_what_a_word_is_worth():
    texts = pd.DataFrame(
        [
            ("wen", "zh", ""),
            ("paper", "en", "wen"),
            ("yi", "zh", "paper"),
            ("copy", "en", "paper"),
            ("x", "en", "lost"),
        ],
        columns=["text_id", "language", "translation_of"],
    )
    found = frequency.translations(texts)
    assert found.to_numpy().tolist() == [["paper", "wen", "paper", "wen"], ["yi", "paper", "paper", "yi"]]


def test_words_are_listed_in_english_or_in_the_only_other_language_there_is():
    for languages, listed in ((["zh", "en"], "en"), (["zh", "zh"], "zh"), ([], "en")):
        assert frequency.language_of(pd.DataFrame({"language": languages})) == listed


# --- dispersion ------------------------------------------------------------------------------------------------------


def test_dp_norm_is_1_in_the_smallest_part_and_0_in_proportion():
    sizes = np.array([10, 20, 70])
    assert frequency.dp_norm([5, 0, 0], sizes) == pytest.approx(1)
    assert frequency.dp_norm([1, 2, 7], sizes) == pytest.approx(0)
    assert frequency.dp_norm([0, 0, 7], sizes) == pytest.approx((0.1 + 0.2 + 0.3) / 2 / 0.9)


def test_spread_is_judged_against_as_many_hits_at_random():
    lumpy = tokens(*["x x x x x x x x x x o o" if n < 4 else "o o o o o o o o o o o o" for n in range(40)])
    table = frequency.dispersion(frequency.counts(lumpy, "paragraph_id"), 500, 1).set_index("term")
    assert table.loc["x", ["count", "range", "blocks"]].tolist() == [40, 4, 40]
    assert table.loc["x", "uneven"]
    even = tokens(*["x o o o"] * 40)
    assert not frequency.dispersion(frequency.counts(even, "paragraph_id"), 500, 1).set_index("term").loc["x", "uneven"]


def test_random_hits_look_as_spread_as_the_reference_says():
    """10 hits at random over 68 blocks have a DPnorm of about 0.88, and 100 of about 0.34 (METHODS of this project)."""
    random, sizes = np.random.default_rng(1), np.full(68, 100)
    for hits, about in ((10, 0.88), (100, 0.34)):
        drawn = frequency.dp_norm(random.multinomial(hits, sizes / sizes.sum(), size=500), sizes)
        assert drawn.mean() == pytest.approx(about, abs=0.03)


def test_in_one_paragraph_nothing_is_spread():
    assert frequency.dispersion(frequency.counts(tokens(" ".join(["x", "o"] * 40)), "paragraph_id"), 10, 1).empty


def test_a_text_without_a_word_of_its_language_has_no_rate(tmp_path):
    (tmp_path / "wen.txt").write_text("WTO, 2024.\n", encoding="utf-8")
    path = tmp_path / "corpus.toml"
    path.write_text(
        'source = [{id = "wen", file = "wen.txt"}]\ntext = [{id = "wen", source = "wen", language = "zh"}]\n'
    )
    hits = pd.DataFrame({"paragraph_id": ["wen:1"], "concept": ["wto"]})
    rates = frequency.concept_rates(load_corpus(path), hits, 10, 1)
    assert rates[["count", "size"]].values.tolist() == [[1, 0]] and rates["rate"].isna().all()


def test_rare_terms_have_no_figure_of_spread():
    table = frequency.dispersion(frequency.counts(tokens("x o", "o o"), "paragraph_id"), 10, 1)
    assert table.empty


# --- keyness ---------------------------------------------------------------------------------------------------------

CELLS = st.tuples(st.integers(0, 300), st.integers(301, 5000), st.integers(0, 300), st.integers(301, 5000)).filter(
    lambda c: c[0] + c[2] > 0
)


@given(CELLS)
def test_g2_is_the_log_likelihood_of_the_full_table(cells):
    k1, n1, k2, n2 = cells
    oracle = stats.chi2_contingency([[k1, n1 - k1], [k2, n2 - k2]], correction=False, lambda_="log-likelihood")
    assert frequency.g2(k1, n1, k2, n2) == pytest.approx(oracle.statistic, abs=1e-8)


def test_g2_agrees_with_nltk():
    from nltk.metrics import BigramAssocMeasures

    assert frequency.g2(30, 100, 10, 900) == pytest.approx(BigramAssocMeasures.likelihood_ratio(30, (40, 100), 1000))


def test_log_ratio_by_hand():
    assert frequency.log_ratio(40, 1000, 10, 1000) == pytest.approx(2)
    assert frequency.log_ratio(40, 1000, 40, 2000) == pytest.approx(1)
    assert frequency.log_ratio(0, 1000, 8, 1000) == pytest.approx(-4)


@given(CELLS)
def test_the_exact_interval_is_that_of_clopper_and_pearson(cells):
    k1, n1, k2, n2 = cells
    low, high = frequency.log_ratio_interval(k1, n1, k2, n2, 0.05)
    exact = stats.binomtest(k1, k1 + k2).proportion_ci(0.95, method="exact")
    with np.errstate(divide="ignore"):
        bounds = [np.log2(np.float64(p) / (1 - np.float64(p)) * n2 / n1) for p in (exact.low, exact.high)]
    assert [float(low), float(high)] == pytest.approx(bounds, rel=1e-6, abs=1e-6)


def test_lrc_is_the_bound_nearest_zero():
    assert frequency.nearest_zero([1, -3, -1], [2, -2, 4]).tolist() == [1, -2, 0]


def test_keyness_of_the_long_texts(blocks, text_of):
    table = frequency.keyness(blocks, text_of, ["new-model-article"], LONG[::2], 5, 500, 1).set_index("term")
    assert table.loc["united-states", "log_ratio"] > 1
    assert table.loc["united-states", "lrc_blocks"] > 0
    assert (table["lrc_blocks"].abs() <= table["log_ratio"].abs() + 1e-9).all()
    assert (table["low"] <= table["log_ratio"]).all()
    assert table["family"].nunique() == 1 == len(set(table["family"]) - {len(table)}) + 1
    assert (table["count_1"] + table["count_2"] >= 5).all()
    strength = table["lrc_blocks"].abs().tolist()
    assert strength == sorted(strength, reverse=True)


def test_blocks_are_less_sure_than_tokens(blocks, text_of):
    table = frequency.keyness(blocks, text_of, ["xinhua-report"], ["new-model-article"], 20, 500, 1)
    sure = (table["lrc"] != 0) & (table["lrc_blocks"] == 0)
    assert sure.sum() > 5


@pytest.mark.parametrize("short", [["us-memorandum"], ["us-fact-sheet", "liu-feng-abstract"], []])
def test_what_is_too_short_is_not_contrasted(blocks, text_of, short):
    with pytest.raises(CorpusError, match="a contrast needs 3,000; print its concordance lines instead"):
        frequency.keyness(blocks, text_of, short, ["xinhua-report"], 5, 10, 1)


def test_a_minimum_that_leaves_nothing_is_refused(blocks, text_of):
    with pytest.raises(CorpusError, match="no term stands 100000 times or more"):
        frequency.keyness(blocks, text_of, LONG[:1], LONG[1:], 100_000, 10, 1)


def test_lockwords_are_those_whose_interval_stays_near_zero():
    table = pd.DataFrame(
        {"term": list("abc"), "low": [-0.5, -2, 0.2], "high": [0.6, 0.1, 0.9], "count_1": 5, "count_2": [1, 2, 9]}
    )
    assert frequency.lockwords(table)["term"].tolist() == ["c", "a"]


# --- sequences and company -------------------------------------------------------------------------------------------


def test_ngrams_cross_neither_sentences_nor_commas():
    both = pd.concat([tokens("a b c", "b c a", "c a", "a , b"), tokens("b c", text="u")])
    found = frequency.ngrams(both, 2, 2)
    assert list(found) == ["ngram", "t", "u", "count", "range"]
    assert found.to_numpy().tolist() == [["b c", 2, 1, 3, 2], ["c a", 2, 0, 2, 1]]


def test_why_texts_are_not_contrasted_is_said_before_it_is_tried():
    long = pd.concat([tokens(*["a b c"] * 1000, text=text) for text in ("t", "u")] + [tokens("a", text="v")])
    blocks = frequency.counts(long, "paragraph_id")
    text_of = long.drop_duplicates("paragraph_id").set_index("paragraph_id")["text_id"]
    assert frequency.no_contrast(blocks, text_of, ["t"], ["u"], 2000) == ""
    assert frequency.no_contrast(blocks, text_of, ["t"], ["u"], 2001).startswith("no term stands 2001 times or more")
    assert frequency.no_contrast(blocks, text_of, ["t"], ["v"], 1).startswith("v has 1 words, and a contrast needs")
    with pytest.raises(CorpusError, match="v has 1 words"):
        frequency.keyness(blocks, text_of, ["v"], ["t"], 1, 10, 1)


def test_keyness_has_no_interval_from_few_blocks():
    few = pd.concat([tokens(*["x o"] * 1600, text="t"), tokens(*["o o"] * 1600, text="u")])
    few["paragraph_id"] = few["text_id"]
    table = frequency.keyness(
        frequency.counts(few, "paragraph_id"), pd.Series({"t": "t", "u": "u"}), ["t"], ["u"], 5, 50, 1
    )
    assert table["low"].isna().all()
    assert (table["lrc_blocks"] == 0).all()
    assert (table["lrc"] != 0).any()


def test_log_dice_is_14_when_always_together_and_never_above():
    table = frequency.collocations(tokens("x y z", "x y y", "z q", "q"), "x", 1).set_index("collocate")
    assert table.loc["y", "log_dice"] == 14
    assert table.loc["z", "log_dice"] == 13
    assert (table["log_dice"] <= 14).all()
    assert table.loc["y", ["together", "node", "collocate_count", "sentences"]].tolist() == [2, 2, 2, 4]
    assert table.loc["y", "mi"] == 1


def test_collocation_g2_agrees_with_nltk(words):
    from nltk.metrics import BigramAssocMeasures

    part = words[words["text_id"] == "xinhua-report"]
    row = frequency.collocations(part, "leadership", 5).iloc[3]
    oracle = BigramAssocMeasures.likelihood_ratio(
        row["together"], (row["node"], row["collocate_count"]), row["sentences"]
    )
    assert row["g2"] == pytest.approx(oracle, rel=1e-6)


def test_stop_words_and_unknown_nodes():
    both = tokens("x y the", "x the")
    assert frequency.collocations(both, "x", 1, frozenset({"the"}))["collocate"].tolist() == ["y"]
    with pytest.raises(CorpusError, match="'w' stands in none of these texts"):
        frequency.collocations(both, "w", 1)
