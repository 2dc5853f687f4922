"""Claims about the comparison with other ways of coding: what a keyword list is, and what a learner learns of."""

import numpy as np
import pandas as pd
import pytest

import compare
from small import TOML, own_book

BOOK = TOML.replace('en = ["war", "battle*"]', 'en = ["war", "battle*", "take ... arms"]\nwith = ["men"]').replace(
    "[[gate.pattern]]",
    '[blockers]\nen = ["great day"]\n[gate]\nblockers = { en = ["New Ruritania"] }\n[[gate.pattern]]',
)


@pytest.fixture
def book(tmp_path):
    return own_book(tmp_path, BOOK)


def said(*texts):
    return pd.DataFrame({"unit_id": [f"u{n}" for n in range(len(texts))], "paragraph_id": "p", "text": texts})


def test_bare_keywords_have_no_company_no_blockers_and_no_gaps(book):
    texts = said(
        "Ruritania wages war.", "New Ruritania had a great day.", "They take up arms.", "Ruritania takes arms."
    )
    with_all = compare.by_dictionary(book, texts)["codes"].tolist()
    bare = compare.by_dictionary(compare.keywords(book), texts)["codes"].tolist()
    assert with_all == ["none", "", "", "none"] and bare == ["war", "praise", "", "none"]


def test_codes_are_learned_of_sentences_that_pass_and_asked_of_those_let_through(book):
    given = pd.DataFrame(
        [("A land at war", True, "war")] * compare.LEAST
        + [("A land of trade", True, "trade")]
        + [("at war", False, "")],
        columns=["text", "passes", "codes"],
    )
    seen = []

    def learn(texts, yes, asked):
        seen.append((len(texts), int(yes.sum()), list(asked)))
        return np.array([("land" if len(texts) == len(given) else "war") in text for text in asked])

    found = compare.learned(book, given, said("war in this land", "a land", "war"), learn)
    assert found.to_numpy().tolist() == [["u0", "named", "none;war"], ["u1", "named", "none"], ["u2", "", ""]]
    assert seen == [
        (5, 4, ["war in this land", "a land", "war"]),  # the gate: all sentences
        (4, 3, ["war in this land", "a land"]),  # war; trade and praise have too few to learn of
    ]


def test_nothing_is_let_through_and_nothing_is_asked(book):
    given = pd.DataFrame([("war", True, "war")] * 3, columns=["text", "passes", "codes"])
    found = compare.learned(book, given, said("peace"), lambda texts, yes, asked: np.zeros(len(asked), dtype=bool))
    assert found.to_numpy().tolist() == [["u0", "", ""]]


def test_the_rows_that_are_shown_are_those_of_gate_families_and_codes(book):
    given = pd.DataFrame(
        [
            ("a:1.1", "a:1", True, "named", "war"),
            ("a:1.2", "a:1", True, "named", "trade"),
            ("a:2.1", "a:2", False, "", ""),
        ],
        columns=["sentence_id", "paragraph_id", "passes", "naming", "codes"],
    )
    found = pd.DataFrame([("a:1.1", "named", "none;war")], columns=["sentence_id", "naming", "codes"])
    table = compare.scores(given, found, book, "by hand").set_index("measure")
    assert table.index.tolist() == ["gate, named", "gate, all", "families, mean", "codes, mean", "codes, all"]
    assert table.loc["gate, all", ["n", "precision", "recall"]].tolist() == [2, 1, 0.5]
    assert table.loc["codes, all", "f1"] == pytest.approx(2 / 3)
    assert np.isnan(table.loc["codes, mean", "f1"])  # none was given to five sentences
