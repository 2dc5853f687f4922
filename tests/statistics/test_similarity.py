"""Claims about likeness: n-grams by hand, and the cosine by its formula without arrays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.statistics import similarity
from small import cosine_by_formula


@pytest.mark.parametrize(
    ("text", "language", "grams"),
    [
        ("a", "en", {" a ": 1}),
        ("ab-ab", "en", {" ab": 2, "ab ": 2, " ab ": 2}),
        ("abcd", "en", {" ab": 1, "abc": 1, "bcd": 1, "cd ": 1, " abc": 1, "abcd": 1, "bcd ": 1, " abcd": 1, "abcd ": 1}),
        ("南南G2", "zh", {"南": 2, "南南": 1, "南g": 1, "g": 1, "g2": 1, "2": 1}),
        ("_", "en", {}),
    ],
)  # fmt: skip
def test_ngrams_by_hand(text, language, grams):
    assert similarity.character_ngrams(text, language) == grams


@given(st.lists(st.text("ab南方 ", max_size=12), min_size=1, max_size=5))
def test_the_cosine_is_that_of_its_formula(texts):
    bags = [similarity.character_ngrams(text, "en") for text in texts]
    found, wanted = similarity.cosine(bags), cosine_by_formula(bags)
    assert all(
        found[i][j] == pytest.approx(wanted[i][j], abs=1e-12) for i in range(len(bags)) for j in range(len(bags))
    )


def test_equal_texts_are_alike_and_texts_without_a_common_word_are_not():
    found = similarity.cosine([similarity.character_ngrams(t, "zh") for t in ("全球南方", "全球南方", "和平", "")])
    assert found[0, 1] == pytest.approx(1) and found[0, 2] == 0 and found[3, 3] == 0
