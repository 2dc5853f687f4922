"""Claims about windows, and about shares and rates of concepts in them."""

import pandas as pd
import pytest
from scipy import stats

from conftest import MANIFEST, write_corpus
from helpers import load_corpus
from helpers.mentions import windows as mentions_windows
from small import laid_out


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


def test_without_a_pair_the_worth_of_hanzi_is_that_of_this_project_s_pair(tmp_path, corpus):
    own = load_corpus(write_corpus(tmp_path, MANIFEST))
    assert (
        mentions_windows.hanzi_per_words(own, 1000) == 1360 == round(mentions_windows.hanzi_per_words(corpus, 1000), -1)
    )
    assert mentions_windows.windows(own, 10)["text_id"].unique().tolist() == ["paper", "wen"]
    assert mentions_windows.windows(own, 10).equals(mentions_windows.windows(own, 10, hanzi=14))


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


def test_a_text_without_a_word_of_its_language_has_no_rate(tmp_path):
    (tmp_path / "wen.txt").write_text("WTO, 2024.\n", encoding="utf-8")
    path = tmp_path / "corpus.toml"
    path.write_text(
        'source = [{id = "wen", file = "wen.txt"}]\ntext = [{id = "wen", source = "wen", language = "zh"}]\n'
    )
    hits = pd.DataFrame({"paragraph_id": ["wen:1"], "concept": ["wto"]})
    rates = mentions_windows.concept_rates(load_corpus(path), hits, 10, 1)
    assert rates[["count", "size"]].values.tolist() == [[1, 0]] and rates["rate"].isna().all()


def test_the_interval_of_a_rate_is_that_of_its_resampled_paragraphs():
    """A word that stands in every other of 40 paragraphs of ten words: the count of a resample is binomial."""
    small = laid_out({"t": [["a b c d e f g h i j"]] * 40})
    hits = pd.DataFrame({"concept": "x", "paragraph_id": [f"t:{n}" for n in range(1, 41, 2)]})
    row = mentions_windows.concept_rates(small, hits, 4000, 1).iloc[0]
    wanted = stats.binom(40, 0.5).ppf([0.025, 0.975]) / 400 * 1000
    assert row[["low", "high"]].tolist() == pytest.approx(wanted)
