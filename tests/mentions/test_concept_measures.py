"""The measure of concepts held to account: a translation pair, and other windows."""

import pandas as pd

from helpers.mentions import measures

TEXTS = pd.DataFrame(
    {"text_id": ["zh", "en", "other"], "language": ["zh", "en", "en"], "translation_of": ["", "zh", ""]}
)


def shares(*rows):
    return pd.DataFrame(rows, columns=["concept", "text_id", "share", "count"])


def test_a_concept_of_either_version_is_compared_and_one_of_neither_is_not():
    table = shares(
        ("reform", "zh", 0.5, 4), ("reform", "en", 0.4, 5), ("reform", "other", 0.9, 9),
        ("war", "zh", 0.0, 0), ("war", "en", 0.1, 1),
        ("moon", "zh", 0.0, 0), ("moon", "en", 0.0, 0), ("moon", "other", 0.2, 2),
    )  # fmt: skip
    found = measures.in_both(TEXTS, table)
    assert found.values.tolist() == [["reform", 0.5, 0.4, 4, 5], ["war", 0.0, 0.1, 0, 1]]


def test_without_a_pair_nothing_is_compared():
    assert measures.in_both(TEXTS.assign(translation_of=""), shares(("reform", "zh", 0.5, 4))).empty


def test_the_first_concepts_of_each_text_are_held_against_those_of_the_first_measure():
    first = shares(("a", "zh", 0.9, 9), ("b", "zh", 0.5, 5), ("c", "zh", 0.1, 1), ("c", "en", 0.3, 3))
    other = first.assign(share=[0.1, 0.5, 0.9, 0.3])
    found = measures.first_kept({"published": first, "half": other, "same": first}, 2)
    assert found.values.tolist() == [["half", "zh", 1], ["half", "en", 1], ["same", "zh", 2], ["same", "en", 1]]
