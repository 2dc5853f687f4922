"""Who read what, and the same reader twice: counts of slips, never an agreement of coders."""

import numpy as np
import pandas as pd
import pytest

from helpers.coding import example, stability

QUESTIONS = {"blame": ("yes", "no"), "of": ("", "standing", "treaty")}


def sheet(*rows):
    return pd.DataFrame(rows, columns=["blame", "blame_a", "blame_b", "of", "of_a", "of_b"])


def test_where_readers_differ_it_is_told_whom_the_decision_follows():
    table = sheet(
        ("yes", "yes", "no", "", "", ""),
        ("no", "yes", "no", "standing", "standing", "treaty"),
        ("no", "no", "yes", "treaty", "standing", "standing"),  # by a rule, against what both said
        ("yes", "yes", "yes", "standing", "treaty", ""),  # and against what either said
    )
    found = stability.same_reader_twice(table, QUESTIONS).set_index("question")
    assert found.loc["blame", ["asked", "differ", "as_a", "as_b", "as_neither"]].tolist() == [4, 3, 2, 1, 0]
    assert found.loc["of", ["asked", "differ", "as_a", "as_b", "as_neither"]].tolist() == [3, 2, 1, 0, 2]
    assert found.loc["blame", "alpha"] < 0.5


def test_a_question_that_nobody_was_asked_has_no_alpha():
    found = stability.same_reader_twice(sheet(("yes", "yes", "yes", "", "", "")), QUESTIONS).set_index("question")
    assert found.loc["of", "asked"] == 0 and np.isnan(found.loc["of", "alpha"])


def test_answers_are_counted_by_reader_and_an_empty_one_is_no_answer():
    table = sheet(("yes", "yes", "no", "", "", ""), ("no", "no", "no", "treaty", "", "treaty"))
    assert stability.answers(table, QUESTIONS).values.tolist() == [
        ["blame", "yes", 1, 0, 1],
        ["blame", "no", 1, 2, 1],
        ["of", "standing", 0, 0, 0],
        ["of", "treaty", 0, 1, 1],
    ]


@pytest.mark.parametrize("coder", ["coder1", "adjudicated", "coder3b"])
def test_each_coder_stands_with_its_half_and_what_passed_by_codebook(coder):
    given = example.codings()
    fewer = given.assign(passes=given["passes"] & given["sentence_id"].str.startswith("wen"))
    found = stability.who_read({"own": given, "other": fewer}).set_index("coder")
    half = "second" if coder.startswith("coder3") else "first"
    role = "decided from both" if coder == "adjudicated" else "alone"
    assert found.loc[coder].tolist() == [half, role, 6, 3, 1]
