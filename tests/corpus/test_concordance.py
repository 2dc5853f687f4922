"""Claims about places and quotations: what stands around a word, and how much of a text may be quoted."""

from collections import Counter

import pandas as pd
import pytest

from conftest import MANIFEST, write_corpus
from helpers import CorpusError, load_corpus
from helpers.coding.dictionary import codebook_hits
from helpers.corpus.concordance import concordance
from helpers.statistics.resampling import sample
from small import laid_out

# --- lines -----------------------------------------------------------------------------------------------------------

SMALL = laid_out(
    {"t": [["The old order fell.", "A New order rose!"], ["Order, at last; order"]], "zh": [["新秩序来", "旧秩序去"]]},
    {"zh": "zh"},
)


def hits(*places):
    """Rows as from `concepts.find`: the paragraph, the sentence in it, start and end."""
    rows = [(p.split(":")[0], p, f"{p}.{m}", start, end) for p, m, start, end in places]
    return pd.DataFrame(rows, columns=["text_id", "paragraph_id", "sentence_id", "start", "end"])


ORDERS = hits(("t:1", 1, 8, 13), ("t:1", 2, 26, 31), ("t:2", 1, 0, 5), ("t:2", 1, 16, 21))


def test_a_word_stands_between_what_is_left_and_right_of_it():
    table = concordance(SMALL, ORDERS, width=8)
    assert table.to_numpy().tolist() == [
        ["t", "t:1.1", "The old ", "order", " fell. A", 1, 1],
        ["t", "t:1.2", ". A New ", "order", " rose!", 2, 2],
        ["t", "t:2.1", "", "Order", ", at las", 3, 3],
        ["t", "t:2.1", "t last; ", "order", "", 3, 3],
    ]
    assert list(table) == ["text_id", "sentence_id", "left", "node", "right", "first_line", "last_line"]
    assert concordance(SMALL, ORDERS)["left"].tolist() == [
        "The old ",
        "The old order fell. A New ",
        "",
        "Order, at last; ",
    ]
    long = laid_out({"t": [["a" * 100 + "x" + "b" * 100]]})
    wide = concordance(long, hits(("t:1", 1, 100, 101))).iloc[0]
    assert (len(wide["left"]), len(wide["right"])) == (60, 60)


def test_lines_are_sorted_by_the_nearest_word_on_the_left_or_by_the_right():
    left = concordance(SMALL, ORDERS, width=9, sort="left")
    assert left["left"].tolist() == ["", "at last; ", "l. A New ", "The old "]
    right = concordance(SMALL, ORDERS, width=9, sort="right")
    assert right["right"].tolist() == ["", ", at last", " fell. A ", " rose!"]
    assert left.index.tolist() == right.index.tolist() == [0, 1, 2, 3]


def test_case_does_not_sort_and_equal_lines_stay_in_reading_order():
    small = laid_out({"t": [["b x D"], ["B x d"], ["a x c"], ["A x C"]]})
    places = hits(*((f"t:{n}", 1, 2, 3) for n in range(1, 5)))
    assert concordance(small, places, sort="left")["sentence_id"].tolist() == ["t:3.1", "t:4.1", "t:1.1", "t:2.1"]
    assert concordance(small, places, sort="right")["sentence_id"].tolist() == ["t:3.1", "t:4.1", "t:1.1", "t:2.1"]


def test_chinese_on_the_left_is_read_from_the_word_backwards():
    small = laid_out({"t": [["丙乙秩序"], ["乙丙秩序"], ["丙丙秩序"]]}, {"t": "zh"})
    places = hits(*((f"t:{n}", 1, 2, 4) for n in range(1, 4)))
    table = concordance(small, places, sort="left")
    assert table["left"].tolist() == ["丙丙", "乙丙", "丙乙"]  # 丙 has the smaller number


def test_a_line_of_a_later_sentence_has_the_lines_of_that_sentence():
    table = concordance(SMALL, hits(("zh:1", 2, 5, 7)), width=2)
    assert table.to_numpy().tolist() == [["zh", "zh:1.2", "来旧", "秩序", "去", 5, 5]]


@pytest.mark.parametrize("sort", ["length", "Text", ""])
def test_another_order_is_refused(sort):
    with pytest.raises(CorpusError, match=f"sorted by text, left, right, not by '{sort}'"):
        concordance(SMALL, ORDERS, sort=sort)
    assert concordance(SMALL, ORDERS.head(0), sort="left").empty


def test_hits_in_a_sentence_are_led_to_their_paragraph_and_lines(tmp_path):
    corpus = load_corpus(write_corpus(tmp_path))
    places = corpus.sentences.set_index("sentence_id")
    second = places.index[places["text"].str.startswith("Each of them")][0]
    first = places.index[places["text"].str.startswith("The U.S. sent")][0]
    found = pd.DataFrame(
        [
            (second, "reply", "reply-1", "answered", 17, 25, "answered"),
            (first, "charge", "charge", "sent", 9, 13, "sent"),
        ],
        columns=["unit_id", "code", "pattern", "form", "start", "end", "surface"],
    )
    gate = pd.DataFrame(
        [(first, "name", "country", "U.S.", 4, 8, "U.S.")],
        columns=["unit_id", "pattern", "kind", "form", "start", "end", "surface"],
    )
    table = codebook_hits(corpus, found, gate)
    assert list(table) == [
        "n", "text_id", "sentence_id", "part", "found", "pattern", "form", "surface", "start", "end", "first_line", "last_line",
    ]  # fmt: skip
    begin = int(places.loc[second, "start"])
    assert begin > 0
    assert table.to_numpy().tolist() == [
        [1, "paper", first, "gate", "country", "name", "U.S.", "U.S.", 4, 8, 6, 6],
        [2, "paper", first, "charge", "charge", "charge", "sent", "sent", 9, 13, 6, 6],
        [3, "paper", second, "code", "reply", "reply-1", "answered", "answered", begin + 17, begin + 25, 7, 7],
    ]


def test_hits_stand_in_the_order_of_the_texts_and_not_of_their_names(tmp_path):
    corpus = load_corpus(write_corpus(tmp_path, MANIFEST.replace('"paper"', '"zz"')))
    ids = corpus.sentences["sentence_id"].tolist()
    assert ids != sorted(ids)
    found = pd.DataFrame(
        {"unit_id": sorted(ids), "code": "c", "pattern": "p", "form": "f", "start": 0, "end": 1, "surface": "s"}
    )
    table = codebook_hits(corpus, found, found.head(0).assign(kind=""))
    assert table["sentence_id"].tolist() == ids and table.index.tolist() == list(range(len(ids)))


def test_a_hit_over_a_line_end_has_both_lines(tmp_path):
    corpus = load_corpus(write_corpus(tmp_path))
    places = corpus.sentences.set_index("sentence_id")
    second = places.index[places["text"].str.startswith("Each of them")][0]
    start = places.loc[second, "text"].index("was answered")
    found = pd.DataFrame(
        [(second, "b", "b", "x", start, start + 12, "y"), (second, "a", "a", "x", start, start + 3, "y"), (second, "c", "a", "x", start, start + 3, "y")],
        columns=["unit_id", "code", "pattern", "form", "start", "end", "surface"],
    )  # fmt: skip
    gate = found.head(0).assign(kind="")
    table = codebook_hits(corpus, found, gate)
    assert table["found"].tolist() == ["a", "c", "b"] and table["n"].tolist() == [1, 2, 3]  # the shorter first
    assert table[["first_line", "last_line"]].to_numpy().tolist() == [[6, 6], [6, 6], [6, 7]]


# --- passages --------------------------------------------------------------------------------------------------------

ROWS = pd.DataFrame({"text_id": list("aaaaabbb"), "code": list("xyxyxxyx"), "n": range(8)})


def test_as_many_rows_of_each_are_drawn_in_the_order_they_stand_in():
    found = sample(ROWS, "text_id", 2, 1)
    assert found["text_id"].tolist() == list("aabb")
    assert found["n"].tolist() == sorted(found["n"]) and found.equals(sample(ROWS, "text_id", 2, 1))
    assert sample(ROWS, "text_id", 9, 1).equals(ROWS)
    both = sample(ROWS, ["text_id", "code"], 1, 1)
    assert sorted(zip(both["text_id"], both["code"], strict=True)) == [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")]
    assert sample(ROWS, "text_id", 0, 1).empty


def test_every_row_has_its_chance():
    drawn = Counter(n for seed in range(300) for n in sample(ROWS, "text_id", 1, seed)["n"])
    assert all(30 < drawn[n] < 90 for n in range(5))  # one in five
    assert all(70 < drawn[n] < 130 for n in range(5, 8))  # one in three
