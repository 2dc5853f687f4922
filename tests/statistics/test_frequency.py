"""Every statistic against an outside oracle or a case worked by hand."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from conftest import MANIFEST, write_corpus
from helpers import CorpusError, load_corpus
from helpers.corpus import selection
from helpers.mentions import windows as mentions_windows
from helpers.statistics import collocation, counts, dispersion, keyness
from small import laid_out


@pytest.fixture(scope="module")
def words(corpus):
    return selection.word_tokens(corpus)


@pytest.fixture(scope="module")
def blocks(words):
    return counts.term_counts(words, "paragraph_id")


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
    table = counts.term_counts(both)
    assert table.loc["a"].tolist() == [2, 0]
    rates = counts.term_rates(table, table.sum()).set_index(["term", "text_id"])
    assert rates.loc[("a", "t"), ["count", "size", "rate"]].tolist() == [2, 4, 500]
    assert rates.loc[("b", "u"), "rate"] == 1000


def test_counted_words_are_words_of_body_and_headings(corpus, words):
    assert not set(words["term"]) & {".", ",", "2025"}
    assert "us-memorandum" in set(words["text_id"])
    items = corpus.paragraphs.loc[corpus.paragraphs["kind"] == "list-item", "paragraph_id"]
    assert not words["paragraph_id"].isin(items).any()
    body = selection.word_tokens(corpus, ["xinhua-report"], headings=False)
    assert 0 < len(body) < (words["text_id"] == "xinhua-report").sum()
    with pytest.raises(CorpusError, match="no text 'lost' in this corpus; there are xinhua-report"):
        selection.word_tokens(corpus, ["lost"])


ORDER = laid_out(
    {
        "z": [("heading", ["An Order"]), ["We met in 2024 here", "We left"], ("list-item", ["An item"])],
        "a": [["Order"]],
    }
)


def test_words_of_headings_can_be_left_out_and_those_of_items_and_numbers_are():
    found = selection.word_tokens(ORDER)
    assert found["term"].tolist() == ["an", "order", "we", "met", "in", "here", "we", "left", "order"]
    assert found.iloc[5].tolist() == ["z", "z:2", "z:2.1", 5, "here"]
    assert list(found) == ["text_id", "paragraph_id", "sentence_id", "n", "term"]
    body = selection.word_tokens(ORDER, ["z"], headings=False)
    assert body["term"].tolist() == ["we", "met", "in", "here", "we", "left"]
    assert selection.word_tokens(ORDER, ["a"])["term"].tolist() == ["order"]
    assert selection.word_tokens(ORDER, []).empty


def test_counts_stand_in_the_order_of_reading_and_of_the_alphabet():
    table = counts.term_counts(selection.word_tokens(ORDER))
    assert table.columns.tolist() == ["z", "a"]
    assert table.index.tolist() == sorted(table.index)
    assert table.loc["order"].tolist() == [1, 1] and table.loc["we"].tolist() == [2, 0]
    assert counts.term_counts(selection.word_tokens(ORDER), "paragraph_id").loc["order"].to_dict() == {
        "z:1": 1,
        "z:2": 0,
        "a:1": 1,
    }


def test_us_is_the_country_and_never_the_pronoun(words):
    terms = words.loc[words["text_id"] == "new-model-article", "term"].value_counts()
    assert terms["united-states"] > 50
    assert terms.get("us", 0) == 2  # "Let us not" and "its revenge on us"


# --- windows ---------------------------------------------------------------------------------------------------------


def test_windows_are_equal_and_cover_each_text_once(corpus):
    found = mentions_windows.windows(corpus, 100)
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
    assert mentions_windows.hanzi_per_words(corpus, 100) == round(100 * 2018 / 1487)
    windows = mentions_windows.windows(corpus, 100).groupby("text_id")["window"].max()
    assert windows["ggi-paper-zh"] == windows["ggi-paper-en"]


def test_without_a_pair_the_worth_of_hanzi_is_that_of_this_project_s_pair_and_is_said(tmp_path, corpus):
    own = load_corpus(write_corpus(tmp_path, MANIFEST))
    assert (
        mentions_windows.hanzi_per_words(own, 1000) == 1360 == round(mentions_windows.hanzi_per_words(corpus, 1000), -1)
    )
    assert mentions_windows.windows(own, 10)["text_id"].unique().tolist() == ["paper", "wen"]
    assert mentions_windows.windows(own, 10).equals(mentions_windows.windows(own, 10, hanzi=14))
    assert mentions_windows.worth_borrowed(own, 0).startswith("No translation pair of this corpus")
    assert mentions_windows.worth_borrowed(own, 14) == mentions_windows.worth_borrowed(corpus, 0) == ""


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
    found = selection.translations(texts)
    assert found.to_numpy().tolist() == [["paper", "wen", "paper", "wen"], ["yi", "paper", "paper", "yi"]]


def test_words_are_listed_in_english_or_in_the_only_other_language_there_is():
    for languages, listed in ((["zh", "en"], "en"), (["zh", "zh"], "zh"), ([], "en")):
        assert selection.language_of(pd.DataFrame({"language": languages})) == listed


def test_hanzi_are_worth_what_both_versions_of_a_pair_hold_whichever_was_first():
    texts = {"en": [["one two three four", "five six seven"]], "zh": [["全球治理，需要改革变化", "吗"]]}
    languages = {"zh": "zh"}
    for pair in ({"en": "zh"}, {"zh": "en"}):
        small = laid_out(texts, languages, translation_of=pair)
        assert mentions_windows.hanzi_per_words(small, 100) == 157  # 100 * 11 / 7
        assert mentions_windows.hanzi_per_words(small, 3) == 5
    assert mentions_windows.hanzi_per_words(laid_out(texts, languages), 100) == round(
        100 * mentions_windows.HANZI_PER_WORD
    )


def test_two_pairs_are_taken_together():
    texts = {"a": [["one two"]], "b": [["三四五六"]], "c": [["one two three"]], "d": [["三"]]}
    small = laid_out(texts, {"b": "zh", "d": "zh"}, translation_of={"a": "b", "d": "c"})
    assert mentions_windows.hanzi_per_words(small, 10) == 10


def pieces(sentences, size, language="en"):
    """The windows of a text, each as its pieces of text, and the paragraphs they stand in."""
    small = laid_out({"t": sentences}, {"t": language})
    texts = small.paragraphs.set_index("paragraph_id")["text"]
    found = mentions_windows.windows(small, size, size)
    cut = [
        (r.window, int(r.paragraph_id.split(":")[1]), texts[r.paragraph_id][r.start : r.end])
        for r in found.itertuples()
    ]
    assert list(found) == ["text_id", "window", "paragraph_id", "start", "end"] and set(found["text_id"]) == {"t"}
    return cut


def test_windows_run_over_paragraphs_and_leave_items_out():
    assert pieces([["a b c"], ("list-item", ["x y z"]), ("heading", ["d"]), ["e f g h", "i"]], 4) == [
        (1, 1, "a b c"),
        (1, 3, "d"),
        (2, 4, "e f g h i"),
    ]


@pytest.mark.parametrize(
    ("words", "size", "sizes"),
    [
        ("a b c d e f g h i j", 4, [4, 4, 2]),  # half a window is one of its own
        ("a b c d e f g h i", 4, [4, 5]),  # less than half goes to the last
        ("a b c d e f g", 5, [7]),
        ("a b c d e f g h", 5, [5, 3]),
        ("a b c d e f g h", 4, [4, 4]),
        ("a", 4, [1]),  # a text shorter than half a window is one
    ],
)
def test_what_is_left_is_a_window_from_half_its_size_on(words, size, sizes):
    found = pieces([[words]], size)
    assert [window for window, _, _ in found] == list(range(1, len(sizes) + 1))
    assert [len(text.split()) for _, _, text in found] == sizes
    assert "".join(text for _, _, text in found) == words


def test_chinese_windows_count_hanzi_and_keep_their_punctuation():
    assert pieces([["全球，治理2024"], ["需要改"]], 3, "zh") == [(1, 1, "全球，治"), (2, 1, "理2024"), (2, 2, "需要改")]


def test_a_window_of_chinese_is_worth_what_the_pair_says():
    texts = {"en": [["one two three four"]], "zh": [["全球治理需要改革"]]}
    found = mentions_windows.windows(laid_out(texts, {"zh": "zh"}, translation_of={"en": "zh"}), 1)
    assert found.groupby("text_id", sort=False)["window"].max().to_dict() == {"en": 4, "zh": 4}
    given = mentions_windows.windows(laid_out(texts, {"zh": "zh"}, translation_of={"en": "zh"}), 1, hanzi=4)
    assert given.groupby("text_id")["window"].max()["zh"] == 2


SHARED = laid_out(
    {
        "t": [["aa bb cc", "dd ee"], ("list-item", ["aa bb"]), ["ff aa"]],
        "u": [["bb", "cc", "dd"]],
        "zh": [["全球", "治理全球"]],
    },
    {"zh": "zh"},
)
HITS = pd.DataFrame(
    [
        ("x", "t", "t:1", "t:1.1", 0, 2, True),
        ("x", "t", "t:1", "t:1.1", 3, 5, False),
        ("x", "t", "t:1", "t:1.2", 6, 8, True),
        ("x", "zh", "zh:1", "zh:1.2", 4, 6, True),
        ("y", "t", "t:3", "t:3.1", 0, 2, True),
    ],
    columns=["concept", "text_id", "paragraph_id", "sentence_id", "start", "end", "alone"],
)


def test_shares_of_windows_and_sentences_by_hand():
    windows = pd.DataFrame(
        [("t", 1, "t:1", 0, 5), ("t", 2, "t:1", 5, 14), ("t", 2, "t:3", 0, 2), ("t", 3, "t:3", 2, 5), ("u", 1, "u:1", 0, 8), ("zh", 1, "zh:1", 0, 4), ("zh", 2, "zh:1", 4, 6)],
        columns=["text_id", "window", "paragraph_id", "start", "end"],
    )  # fmt: skip
    found = mentions_windows.concept_shares(SHARED, HITS, windows)
    assert found.to_numpy().tolist() == [
        ["x", "t", 3, 2, 2, 3, 2 / 3, 2, 3, 2 / 3],
        ["x", "u", 0, 0, 0, 1, 0, 0, 3, 0],
        ["x", "zh", 1, 1, 1, 2, 0.5, 1, 2, 0.5],
        ["y", "t", 1, 1, 1, 3, 1 / 3, 1, 3, 1 / 3],
        ["y", "u", 0, 0, 0, 1, 0, 0, 3, 0],
        ["y", "zh", 0, 0, 0, 2, 0, 0, 2, 0],
    ]
    assert list(found) == [
        "concept", "text_id", "count", "alone", "windows_with", "windows", "share", "sentences_with", "sentences", "sentence_share",
    ]  # fmt: skip


def test_a_hit_belongs_to_the_window_in_which_it_begins():
    windows = pd.DataFrame(
        [("t", 1, "t:1", 0, 3), ("t", 2, "t:1", 3, 6), ("t", 3, "t:1", 6, 14), ("t", 4, "t:3", 0, 5)],
        columns=["text_id", "window", "paragraph_id", "start", "end"],
    )
    hits = HITS.iloc[[1]]
    assert mentions_windows.concept_shares(SHARED, hits, windows)["windows_with"].tolist() == [1]
    both = mentions_windows.concept_shares(SHARED, HITS.iloc[[0, 1]], windows)
    assert both["windows_with"].tolist() == [2]


def test_rates_are_per_1000_words_or_hanzi_of_body_and_headings():
    texts = {
        "t": [("heading", ["an order of 2024"]), *[["order and more"]] * 20, ("list-item", ["order order"])],
        "few": [("heading", ["order"]), *[["order order"]] * 19],
        "zh": [["秩序，与秩序"]],
    }
    small = laid_out(texts, {"zh": "zh"})
    hits = pd.DataFrame(
        [("order", f"t:{n}") for n in range(1, 22)]
        + [("order", f"few:{n}") for n in (1, *range(2, 21), *range(2, 21))]
        + [("order", "zh:1"), ("order", "zh:1"), ("more", "t:2")],
        columns=["concept", "paragraph_id"],
    )
    found = mentions_windows.concept_rates(small, hits, 100, 1).set_index(["text_id", "concept"])
    assert list(found) == ["count", "size", "unit", "paragraphs", "rate", "low", "high"]
    row = found.loc[("t", "order")]
    assert row[["count", "size", "unit", "paragraphs"]].tolist() == [21, 63, "words", 21]
    assert row[["rate", "low", "high"]].tolist() == pytest.approx([1000 / 3] * 3)  # one in three, everywhere
    assert found.loc[("t", "more"), ["count", "rate"]].tolist() == pytest.approx([1, 1000 / 63])
    row = found.loc[("few", "order")]  # nineteen paragraphs of body are too few, with a heading or without
    assert row[["count", "size", "paragraphs", "rate"]].tolist() == [39, 39, 20, 1000]
    assert row[["low", "high"]].isna().all()
    assert found.loc[("zh", "order"), ["count", "size", "unit", "rate"]].tolist() == [2, 5, "hanzi", 400]
    assert found.index.tolist()[:2] == [("t", "order"), ("t", "more")]


def test_the_interval_of_a_rate_is_that_of_its_resampled_paragraphs():
    """A word that stands in every other of 40 paragraphs of ten words: the count of a resample is binomial."""
    small = laid_out({"t": [["a b c d e f g h i j"]] * 40})
    hits = pd.DataFrame({"concept": "x", "paragraph_id": [f"t:{n}" for n in range(1, 41, 2)]})
    row = mentions_windows.concept_rates(small, hits, 4000, 1).iloc[0]
    wanted = stats.binom(40, 0.5).ppf([0.025, 0.975]) / 400 * 1000
    assert row[["low", "high"]].tolist() == pytest.approx(wanted)


def test_positions_are_measured_in_characters_of_body_and_headings():
    small = laid_out(
        {"t": [("heading", ["1234567890"]), ("list-item", ["x" * 99]), ["a" * 20, "b" * 9]], "u": [["abcd"]]}
    )
    places = pd.DataFrame({"paragraph_id": ["t:1", "t:3", "t:3", "u:1", "t:3"], "start": [0, 0, 10, 1, 30]})
    assert selection.positions(small, places).tolist() == [0, 0.25, 0.5, 0.25, 1]


# --- dispersion ------------------------------------------------------------------------------------------------------


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


def test_a_text_without_a_word_of_its_language_has_no_rate(tmp_path):
    (tmp_path / "wen.txt").write_text("WTO, 2024.\n", encoding="utf-8")
    path = tmp_path / "corpus.toml"
    path.write_text(
        'source = [{id = "wen", file = "wen.txt"}]\ntext = [{id = "wen", source = "wen", language = "zh"}]\n'
    )
    hits = pd.DataFrame({"paragraph_id": ["wen:1"], "concept": ["wto"]})
    rates = mentions_windows.concept_rates(load_corpus(path), hits, 10, 1)
    assert rates[["count", "size"]].values.tolist() == [[1, 0]] and rates["rate"].isna().all()


def test_rare_terms_have_no_figure_of_spread():
    table = dispersion.dispersion(counts.term_counts(tokens("x o", "o o"), "paragraph_id"), 10, 1)
    assert table.empty


# --- keyness ---------------------------------------------------------------------------------------------------------

CELLS = st.tuples(st.integers(0, 300), st.integers(301, 5000), st.integers(0, 300), st.integers(301, 5000)).filter(
    lambda c: c[0] + c[2] > 0
)


@given(CELLS)
def test_g2_is_the_log_likelihood_of_the_full_table(cells):
    k1, n1, k2, n2 = cells
    oracle = stats.chi2_contingency([[k1, n1 - k1], [k2, n2 - k2]], correction=False, lambda_="log-likelihood")
    assert keyness.g2(k1, n1, k2, n2) == pytest.approx(oracle.statistic, abs=1e-8)


def test_g2_agrees_with_nltk():
    from nltk.metrics import BigramAssocMeasures

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


def test_keyness_of_the_long_texts(blocks, text_of):
    table = keyness.keyness(blocks, text_of, ["new-model-article"], LONG[::2], 5, 500, 1).set_index("term")
    assert table.loc["united-states", "log_ratio"] > 1
    assert table.loc["united-states", "lrc_blocks"] > 0
    assert (table["lrc_blocks"].abs() <= table["log_ratio"].abs() + 1e-9).all()
    assert (table["low"] <= table["log_ratio"]).all()
    assert table["family"].nunique() == 1 == len(set(table["family"]) - {len(table)}) + 1
    assert (table["count_1"] + table["count_2"] >= 5).all()
    strength = table["lrc_blocks"].abs().tolist()
    assert strength == sorted(strength, reverse=True)


def test_blocks_are_less_sure_than_tokens(blocks, text_of):
    table = keyness.keyness(blocks, text_of, ["xinhua-report"], ["new-model-article"], 20, 500, 1)
    sure = (table["lrc"] != 0) & (table["lrc_blocks"] == 0)
    assert sure.sum() > 5


@pytest.mark.parametrize("short", [["us-memorandum"], ["us-fact-sheet", "liu-feng-abstract"], []])
def test_what_is_too_short_is_not_contrasted(blocks, text_of, short):
    with pytest.raises(CorpusError, match="a contrast needs 3,000; print its concordance lines instead"):
        keyness.keyness(blocks, text_of, short, ["xinhua-report"], 5, 10, 1)


def test_a_minimum_that_leaves_nothing_is_refused(blocks, text_of):
    with pytest.raises(CorpusError, match="no term stands 100000 times or more"):
        keyness.keyness(blocks, text_of, LONG[:1], LONG[1:], 100_000, 10, 1)


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


def test_a_word_that_one_side_lacks_has_the_error_of_half_a_count():
    found = contrast({"x": 0, "o": 200}, {"x": 3, "o": 197}).set_index("term").loc["x"]
    assert found[["range_1", "range_2"]].tolist() == [0, 20]
    back = contrast({"x": 3, "o": 197}, {"x": 0, "o": 200}).set_index("term").loc["x"]
    assert back[["range_1", "range_2", "log_ratio"]].tolist() == pytest.approx([20, 0, np.log2(60 / 0.5)])
    error = np.sqrt(1 / 0.5 + 1 / 60) / np.log(2)
    assert found["log_ratio"] == pytest.approx(np.log2(0.5 / 60))
    assert (found["high"] - found["low"]) / 2 == pytest.approx(1.959964 * error)


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


def test_overlap_is_of_the_first_terms_of_each_table():
    tables = {"as is": ["a", "b", "c", "d"], "other": ["b", "d", "a"], "short": ["c"]}
    frames = {name: pd.DataFrame({"term": terms}) for name, terms in tables.items()}
    assert keyness.top_overlap(frames, "as is", 2).to_numpy().tolist() == [
        ["as is", 4, 2, "a, b"],
        ["other", 3, 1, "b, d"],
        ["short", 1, 0, "c"],
    ]
    assert list(keyness.top_overlap(frames, "as is", 2)) == ["setting", "family", "kept", "top"]


def test_a_bound_of_one_doubling_is_no_lockword():
    table = pd.DataFrame(
        {
            "term": list("abcde"),
            "low": [-1, -0.9, -0.9, -0.9, -1.5],
            "high": [0.5, 1, 0.9, 0.9, 1.5],
            "count_1": [9, 9, 3, 1, 9],
            "count_2": [9, 9, 3, 5, 9],
        }
    )
    assert keyness.lockwords(table)["term"].tolist() == ["c", "d"]
    assert keyness.lockwords(table, 2)["term"].tolist() == ["a", "b", "e", "c", "d"]
    assert keyness.lockwords(table).index.tolist() == [0, 1] and list(keyness.lockwords(table)) == list(table)


def test_lockwords_are_those_whose_interval_stays_near_zero():
    table = pd.DataFrame(
        {"term": list("abc"), "low": [-0.5, -2, 0.2], "high": [0.6, 0.1, 0.9], "count_1": 5, "count_2": [1, 2, 9]}
    )
    assert keyness.lockwords(table)["term"].tolist() == ["c", "a"]


# --- sequences and company -------------------------------------------------------------------------------------------


def test_ngrams_cross_neither_sentences_nor_commas():
    both = pd.concat([tokens("a b c", "b c a", "c a", "a , b"), tokens("b c", text="u")])
    found = counts.word_ngrams(both, 2, 2)
    assert list(found) == ["ngram", "t", "u", "count", "range"]
    assert found.to_numpy().tolist() == [["b c", 2, 1, 3, 2], ["c a", 2, 0, 2, 1]]


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


def test_log_dice_is_14_when_always_together_and_never_above():
    table = collocation.collocates(tokens("x y z", "x y y", "z q", "q"), "x", 1).set_index("collocate")
    assert table.loc["y", "log_dice"] == 14
    assert table.loc["z", "log_dice"] == 13
    assert (table["log_dice"] <= 14).all()
    assert table.loc["y", ["together", "node", "collocate_count", "sentences"]].tolist() == [2, 2, 2, 4]
    assert table.loc["y", "mi"] == 1


def test_collocation_g2_agrees_with_nltk(words):
    from nltk.metrics import BigramAssocMeasures

    part = words[words["text_id"] == "xinhua-report"]
    row = collocation.collocates(part, "leadership", 5).iloc[3]
    oracle = BigramAssocMeasures.likelihood_ratio(
        row["together"], (row["node"], row["collocate_count"]), row["sentences"]
    )
    assert row["g2"] == pytest.approx(oracle, rel=1e-6)


def test_stop_words_and_unknown_nodes():
    both = tokens("x y the", "x the")
    assert collocation.collocates(both, "x", 1, frozenset({"the"}))["collocate"].tolist() == ["y"]
    with pytest.raises(CorpusError, match="'w' stands in none of these texts"):
        collocation.collocates(both, "w", 1)


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


def test_company_by_hand():
    found = collocation.collocates(tokens("x y z", "x y", "x w", "y", "q q"), "x", 1)
    assert found["collocate"].tolist() == ["y", "w", "z"]
    row = found.iloc[0]
    assert row[["together", "node", "collocate_count", "sentences"]].tolist() == [2, 3, 3, 5]
    assert row["log_dice"] == pytest.approx(14 + np.log2(2 * 2 / 6))
    assert row["mi"] == pytest.approx(np.log2(2 * 5 / 9))
    assert row["g2"] == pytest.approx(
        stats.chi2_contingency([[2, 1], [1, 1]], correction=False, lambda_="log-likelihood").statistic
    )
    assert list(found) == ["collocate", "together", "node", "collocate_count", "sentences", "log_dice", "g2", "mi"]
    assert found.index.tolist() == [0, 1, 2]
    assert collocation.collocates(tokens("x y z", "x y", "x w", "y"), "x", 2)["collocate"].tolist() == ["y"]
