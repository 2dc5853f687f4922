"""Contrasts under other settings, and NLTK beside our measures."""

import pandas as pd
import pytest

from helpers.statistics import collocation, keyness, robustness
from helpers.statistics.robustness import Contrasts


def words(**texts):
    """Blocks of twenty paragraphs a text: how often each word stands in each of them, and 160 others."""
    rows = {f"{t}:{n}": {**given, "and": 160} for t, given in texts.items() for n in range(20)}
    blocks = pd.DataFrame(rows).fillna(0).astype(int)
    return blocks, pd.Series({block: block[0] for block in blocks})


def given(minimum=10, **texts):
    blocks, text_of = words(**texts)
    return Contrasts(blocks, text_of, tuple(texts), minimum, 200, 1, frozenset(["and"]))


def test_a_contrast_is_keyness_against_all_the_other_texts_without_stop_words():
    three = given(a={"治理": 9}, b={"治理": 1}, c={"治理": 1, "war": 3})
    table = three.of("a")
    whole = keyness.keyness(three.blocks, three.text_of, ["a"], ["b", "c"], 10, 200, 1)
    assert table.equals(whole[whole["term"] != "and"].reset_index(drop=True))
    assert robustness.holding(table)["term"].tolist() == ["治理"] and list(three.all()) == ["a", "b", "c"]


def test_a_text_that_is_too_short_is_contrasted_with_nothing():
    blocks, text_of = words(a={"war": 2}, b={"war": 1})
    short = blocks.assign(**{f"b:{n}": 0 for n in range(1, 20)})
    assert Contrasts(short, text_of, ("a", "b"), 1, 50, 1).all() == {}
    assert not given(a={"war": 1}).can("a")  # there is no other


def test_a_word_that_only_one_other_text_lacks_does_not_stay_without_that_text():
    """`war` tells a from b alone: c has it as often."""
    three = given(a={"war": 9, "peace": 9}, b={"war": 0, "peace": 0}, c={"war": 9, "peace": 0})
    kept = robustness.kept_by_setting(three, three.blocks, 5).set_index(["contrast", "setting"])
    assert kept.loc[("a", "as published"), "top"] == "peace, war"
    assert kept.loc[("a", "without b"), ["family", "kept", "top"]].tolist() == [1, 1, "peace"]
    assert kept.loc[("a", "without c"), "kept"] == 2
    assert kept.loc[("a", "minimum 20"), "kept"] == 2 and ("a", "minimum 5") in kept.index


def test_headings_can_be_what_carries_a_word():
    two = given(a={"war": 9}, b={"war": 1})
    bare = two.blocks.copy()
    bare.loc["war"] = 1
    kept = robustness.kept_by_setting(two, bare, 5).set_index(["contrast", "setting"])
    assert kept.loc[("a", "as published"), "kept"] == 1 and kept.loc[("a", "headings out"), "kept"] == 0


def test_a_word_is_told_without_the_paragraph_that_holds_a_tenth_of_it():
    assert robustness.without_paragraphs(given(a={"peace": 9}, b={"peace": 1}), 5).empty  # a twentieth in each
    two = given(a={"peace": 9}, b={"peace": 1})
    two.blocks.loc["peace", "a:3"] = 40
    (row,) = robustness.without_paragraphs(two, 5).itertuples()
    assert (row.contrast, row.term, row.paragraph_id, row.count) == ("a", "peace", "a:3", 40)
    rest = keyness.log_ratio(19 * 9, 19 * 169, 20, 20 * 161)
    assert row.without == pytest.approx(float(rest)) and row.without < row.log_ratio


def test_our_measures_are_nltks():
    said = [["war", "和平", "aid"], ["war", "和平"], ["war", "aid"], ["aid"], ["和平"], ["tax"]]
    tokens = pd.DataFrame([(n, w) for n, s in enumerate(said) for w in s], columns=["sentence_id", "term"])
    company = collocation.collocates(tokens, "war", 1).assign(node_term="war")
    two = given(a={"war": 9, "tax": 1}, b={"war": 1, "tax": 3})
    sizes = tuple(int(two.blocks.loc[:, two.text_of.eq(t)].to_numpy().sum()) for t in "ab")
    table = robustness.beside_nltk(two.of("a"), sizes, company)
    assert table["ours"].to_numpy() == pytest.approx(table["nltk"].to_numpy(), abs=1e-5)
    assert table["measure"].tolist() == ["G2", "G2", "logDice", "logDice", "MI", "MI"]
    assert table["words"].tolist()[2:4] == table["words"].tolist()[4:] and len(set(table["ours"])) == 4
