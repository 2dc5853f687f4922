"""Claims about how far coders and a dictionary agree, on a codebook and on codes of our own, worked by hand."""

import numpy as np
import pandas as pd
import pytest
from nltk.metrics.agreement import AnnotationTask

from helpers.coding import validation
from small import CHARGES, TOML, own_book

NAN = float("nan")


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    return own_book(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def charging(tmp_path_factory):
    return own_book(tmp_path_factory.mktemp("book"), TOML + CHARGES)


def rows(coder, given):
    """The rows of a coder from sentence to (codes, tone), or to the agent of one that does not pass."""
    table = []
    for sentence_id, what in given.items():
        codes, tone, agent = (*what, "") if isinstance(what, tuple) else ("", "", what)
        paragraph_id = sentence_id.rsplit(".", 1)[0]
        text_id = sentence_id.split(":")[0]
        table.append((coder, sentence_id, paragraph_id, text_id, isinstance(what, tuple), codes, agent, tone, ""))
    columns = ["coder", "sentence_id", "paragraph_id", "text_id", "passes", "codes", "agent", "tone", "voice"]
    return pd.DataFrame(table, columns=columns)


ONE = {
    "a:1.1": ("war", "blame"),
    "a:1.2": ("war", ""),
    "a:2.1": "west",
    "a:2.2": "west",
    "a:3.1": ("praise", "blame+credit"),
    "a:4.1": "",
    "a:4.2": ("none", ""),
    "a:9.9": ("trade", "credit"),
}
TWO = {
    "a:4.2": ("other", "blame"),
    "a:1.1": ("war;trade", "blame"),
    "a:1.2": "",
    "a:2.1": "none",
    "a:2.2": "",
    "a:3.1": ("praise", "credit+blame"),
    "a:4.1": "",
    "b:1.1": ("trade", "credit"),
}


def alpha(one, other):
    given = [
        (str(coder), str(n), v) for n, pair in enumerate(zip(one, other, strict=True)) for coder, v in enumerate(pair)
    ]
    return AnnotationTask(given).alpha()


def test_coders_are_compared_on_what_both_read(charging):
    codings = pd.concat([rows("one", ONE), rows("two", TWO)], ignore_index=True)
    table = validation.agreement_table(codings, charging, "one", "two", 10, 1)
    assert list(table) == ["coders", "measure", "level", "n_1", "n_2", "units", "alpha", "low", "high"]
    assert set(table["coders"]) == {"one, two"} and table[["low", "high"]].isna().all().all()
    found = table.set_index(["level", "measure"])[["n_1", "n_2", "units", "alpha"]]
    wanted = {
        # order of sentences: 1.1, 1.2, 2.1, 2.2, 3.1, 4.1, 4.2
        ("gate", "gate"): (4, 3, 7, alpha([1, 1, 0, 0, 1, 0, 1], [1, 0, 0, 0, 1, 0, 1])),
        # of those that one of the two let pass: 1.1, 1.2, 3.1, 4.2
        ("family", "acts"): (2, 1, 4, alpha([1, 1, 0, 0], [1, 0, 0, 0])),
        ("family", "views"): (1, 1, 4, 1),
        ("code", "war"): (2, 1, 4, alpha([1, 1, 0, 0], [1, 0, 0, 0])),
        ("code", "trade"): (0, 1, 4, alpha([0, 0, 0, 0], [1, 0, 0, 0])),
        ("code", "praise"): (1, 1, 4, 1),
        # of those that both let pass and gave a tone: 1.1 and 3.1, whatever the order of two values
        ("attribute", "tone"): (NAN, NAN, 2, 1),
        # of those that neither let pass: 2.1, 2.2, 4.1; and of these both name an agent in 2.1
        ("charge", "charge"): (2, 1, 3, alpha([1, 1, 0], [1, 0, 0])),
        ("charge", "agent"): (NAN, NAN, 1, alpha(["west"], ["none"])),
    }
    assert found.index.tolist() == list(wanted)
    for key, row in wanted.items():
        assert found.loc[key].tolist() == pytest.approx(list(row), nan_ok=True), key


def test_charges_are_compared_only_where_a_codebook_asks_and_somebody_charged(plain, charging):
    for number, (given, codebook) in enumerate([((ONE, TWO), plain), ((TWO, ONE), charging), (({}, ONE), charging)]):
        quiet = [
            {s: "" if isinstance(w, str) and not codebook.charges else w for s, w in each.items()} for each in given
        ]
        codings = pd.concat([rows("one", quiet[0] or TWO), rows("two", quiet[1])], ignore_index=True)
        levels = validation.agreement_table(codings, codebook, "one", "two", 10, 1)["level"].tolist()
        assert ("charge" in levels) == bool(number)
    silent = {s: w if isinstance(w, tuple) else "" for s, w in ONE.items()}
    for one, other, charged in ((silent, silent, False), (ONE, silent, True), (silent, ONE, True)):
        codings = pd.concat([rows("one", one), rows("two", other)], ignore_index=True)
        table = validation.agreement_table(codings, charging, "one", "two", 10, 1)
        assert ("charge" in table["level"].tolist()) == charged


def test_an_attribute_that_nobody_gave_has_no_row(plain):
    codings = pd.concat([rows("one", ONE), rows("two", dict.fromkeys(ONE, ("war", "")))], ignore_index=True)
    assert "attribute" not in validation.agreement_table(codings, plain, "one", "two", 10, 1)["level"].tolist()


def test_intervals_resample_paragraphs(plain):
    """Twenty paragraphs of two sentences each, on which two coders agree wholly in half of the paragraphs."""
    ids = [f"a:{n}.{m}" for n in range(20) for m in (1, 2)]
    one = {s: ("war", "") if n % 2 else "" for n, s in enumerate(ids)}
    two = {s: ("war", "") if (n % 2) != (n < 20) else "" for n, s in enumerate(ids)}
    codings = pd.concat([rows("one", one), rows("two", two)], ignore_index=True)
    gate = validation.agreement_table(codings, plain, "one", "two", 500, 1).iloc[0]
    assert gate["low"] < gate["alpha"] < gate["high"]
    fewer = codings[codings["paragraph_id"] != "a:0"]  # nineteen
    assert np.isnan(validation.agreement_table(fewer, plain, "one", "two", 500, 1)["low"]).all()


# --- the dictionary --------------------------------------------------------------------------------------------------

GIVEN = pd.DataFrame(
    [
        ("a:1.1", "a:1", True, "named", "war;trade"),
        ("a:1.2", "a:1", True, "named", "war"),
        ("a:2.1", "a:2", True, "described", "praise"),
        ("a:2.2", "a:2", False, "", ""),
        ("a:3.1", "a:3", False, "", ""),
        ("a:3.2", "a:3", True, "named", "none"),
    ],
    columns=["sentence_id", "paragraph_id", "passes", "naming", "codes"],
)
FOUND = pd.DataFrame(
    [
        ("a:3.2", "named", "trade"),
        ("a:1.1", "named", "war"),
        ("a:2.1", "described", "praise"),
        ("a:2.2", "described", "other"),
        ("b:9.9", "named", "war"),
    ],
    columns=["sentence_id", "naming", "codes"],
)


def test_the_gate_is_measured_by_name_and_over_all():
    table = validation.gate_table(GIVEN, FOUND, 10, 1)
    assert list(table) == ["measure", "n", "found", "precision", "recall", "f1", "low", "high"]
    # by name: 1.1 and 3.2 right, 2.2 too many, 1.2 missed, 2.1 left out; over all 2.1 is right as well
    assert table.iloc[:, :6].to_numpy().tolist() == [
        ["named", 3, 3, 2 / 3, 2 / 3, 2 / 3],
        ["all", 4, 4, 3 / 4, 3 / 4, 3 / 4],
    ]
    assert table[["low", "high"]].isna().all().all()
    given = GIVEN.assign(passes=[True, False, False, False, False, True])  # what does not pass is never described
    assert validation.gate_table(given, FOUND, 10, 1)["found"].tolist() == [4, 4]


def test_where_no_coder_gave_the_naming_both_measures_of_the_gate_are_one():
    table = validation.gate_table(GIVEN.drop(columns="naming"), FOUND, 10, 1)
    assert table["n"].tolist() == [4, 4] and table["f1"].tolist() == [3 / 4, 3 / 4]


def test_the_interval_of_the_gate_resamples_paragraphs():
    many = pd.concat(
        [GIVEN.assign(**{c: GIVEN[c] + f"-{n}" for c in ("sentence_id", "paragraph_id")}) for n in range(7)]
    )
    said = pd.concat([FOUND.assign(sentence_id=FOUND["sentence_id"] + f"-{n}") for n in range(7)])
    row = validation.gate_table(many, said, 500, 1).iloc[1]
    assert row["low"] < row["f1"] < row["high"]


def test_families_and_codes_are_measured_apart(plain):
    table = validation.validation_table(GIVEN, FOUND, plain, 2, 10, 1)
    assert list(table) == ["measure", "level", "n", "found", "precision", "recall", "f1", "low", "high", "exploratory"]
    figures = {tuple(row[:2]): row[2:7] for row in table.to_numpy().tolist()}
    wanted = {
        ("gate, named", "gate"): [3, 3, 2 / 3, 2 / 3, 2 / 3],
        ("gate, all", "gate"): [4, 4, 3 / 4, 3 / 4, 3 / 4],
        ("acts", "family"): [2, 2, 1 / 2, 1 / 2, 1 / 2],
        ("views", "family"): [1, 1, 1, 1, 1],
        ("macro", "family"): [1, 1, 1 / 2, 1 / 2, 1 / 2],
        ("micro", "family"): [3, 3, 2 / 3, 2 / 3, 2 / 3],
        ("war", "code"): [2, 1, 1, 1 / 2, 2 / 3],
        ("trade", "code"): [1, 1, 0, 0, 0],
        ("praise", "code"): [1, 1, 1, 1, 1],
        ("macro", "code"): [1, 1, 1, 1 / 2, 2 / 3],
        ("micro", "code"): [4, 3, 2 / 3, 1 / 2, 4 / 7],
    }
    assert list(figures) == list(wanted)
    for key, row in wanted.items():
        assert figures[key] == pytest.approx(row), key
    one = validation.validation_table(GIVEN, FOUND, plain, 1, 10, 1).set_index(["level", "measure"])
    assert one.loc[("code", "macro"), ["n", "f1"]].tolist() == pytest.approx([3, (2 / 3 + 0 + 1) / 3])


@pytest.mark.parametrize(("wrong", "exploratory"), [(3, False), (4, True)])
def test_a_code_is_exploratory_under_70_of_100(plain, wrong, exploratory):
    """Of ten sentences that a coder gave a code the dictionary misses some, and gives it to as many others."""
    ids = [f"a:{n}.1" for n in range(20)]
    given = pd.DataFrame({"sentence_id": ids, "paragraph_id": "a:1", "passes": True, "naming": "named"})
    given["codes"] = ["war" if n < 10 else "none" for n in range(20)]
    said = pd.DataFrame({"sentence_id": ids, "naming": "named"})
    said["codes"] = ["war" if wrong <= n < 10 + wrong else "none" for n in range(20)]
    table = validation.validation_table(given, said, plain, 1, 10, 1).set_index(["level", "measure"])
    assert table.loc[("code", "war"), "f1"] == pytest.approx(1 - wrong / 10)
    assert table.loc[("code", "war"), "exploratory"] == exploratory
    assert table.loc[("code", "trade"), "exploratory"]  # none at all


SENTENCES = pd.DataFrame(
    [
        ("a:1.1", "a:1", "Ruritania wants war."),
        ("a:2.1", "a:2", "Ruritania fears war and is great, great."),
        ("a:3.1", "a:3", "Ruritanians trade; Ruritania rests."),
        ("a:4.1", "a:4", "Ruritania sleeps."),
        ("a:4.2", "a:4", "Nobody knows."),
    ],
    columns=["unit_id", "paragraph_id", "text"],
)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_one_paragraph_alone_has_is_not_found_there_when_each_is_a_fold(plain, seed):
    found = validation.cross_validated(plain, SENTENCES, 4, seed).set_index("sentence_id")
    assert list(found) == ["naming", "codes"] and len(found) == 5
    assert found.loc["a:1.1"].tolist() == ["named", "war"] and found.loc["a:2.1"].tolist() == ["named", "war"]
    assert found.loc["a:3.1"].tolist() == ["named", "none"]  # the name in another form is in every fold
    assert found.loc["a:4.2"].tolist() == ["", ""]


def test_in_a_single_fold_every_form_is_of_that_fold_alone(plain):
    found = validation.cross_validated(plain, SENTENCES, 1, 1)
    assert found["sentence_id"].tolist() == SENTENCES["unit_id"].tolist()
    assert (found[["naming", "codes"]] == "").all().all()


def test_sentences_of_a_paragraph_are_never_parted_and_folds_are_of_like_size(plain):
    """Each fold holds two of four paragraphs, so a word of two paragraphs is found unless these make up one fold."""
    texts = [f"Ruritania: {word}." for word in ("war", "war", "trade", "trade")]
    table = pd.DataFrame({"unit_id": list("abcd"), "paragraph_id": list("pqrs"), "text": texts})
    found = {
        tuple(validation.cross_validated(plain, table, 2, seed).sort_values("sentence_id")["codes"])
        for seed in range(12)
    }
    assert found == {("none",) * 4, ("war", "war", "trade", "trade")}
    one = table.assign(paragraph_id=["p", "p", "q", "q"])
    for seed in range(4):
        assert set(validation.cross_validated(plain, one, 2, seed)["codes"]) == {"none"}


# --- all coders ------------------------------------------------------------------------------------------------------

TEXTS = {f"a:{n}.1": "Ruritania wants war." for n in range(4)} | {
    f"b:{n}.1": "Ruritania likes trade." for n in range(4)
}
ALL = pd.DataFrame(
    [(s, s.rsplit(".", 1)[0], text) for s, text in TEXTS.items()], columns=["unit_id", "paragraph_id", "text"]
)


@pytest.fixture
def codings():
    """Two passes and their result on text a, with war, and on text b, with trade; the second passes miss one each."""
    parts = []
    for text, code, coders in (
        ("a", "war", ("coder1", "coder2", "adjudicated")),
        ("b", "trade", ("coder3a", "coder3b", "coder3")),
    ):
        for coder in coders:
            given = {s: (code, "") for s in TEXTS if s.startswith(text)}
            if coder in ("coder2", "coder3b"):
                given[f"{text}:0.1"] = ("praise", "")
            parts.append(rows(coder, given))
    return pd.concat(parts, ignore_index=True)


def test_people_are_those_who_are_no_pass(codings):
    more = pd.concat([codings, rows("bob", ONE), rows("ada", ONE)], ignore_index=True)
    assert validation.persons(codings) == [] and validation.persons(more) == ["bob", "ada"]


def test_passes_stand_beside_what_was_decided_from_them(codings, plain):
    table = validation.beside(codings, plain)
    assert list(table) == ["half", "text_id", "level", "name", "one", "other", "decided"]
    found = {tuple(row[:4]): row[4:] for row in table.to_numpy().tolist()}
    assert found["first", "a", "code", "war"] == [4, 3, 4] and found["second", "b", "code", "trade"] == [4, 3, 4]
    assert found["first", "a", "code", "praise"] == [0, 1, 0] and found["first", "a", "family", "acts"] == [4, 3, 4]
    assert found["second", "b", "family", "views"] == [0, 1, 0] and found["second", "b", "code", "war"] == [0, 0, 0]
    assert len(table) == 2 * (2 + 3)


def test_people_are_compared_with_the_reading_and_every_pass_that_read_the_same(codings, plain):
    both = validation.all_agreement(codings, plain, 10, 1)
    assert both["coders"].drop_duplicates().tolist() == ["coder1, coder2", "coder3a, coder3b"]
    ada = rows("ada", dict.fromkeys(("a:0.1", "a:1.1"), ("war", "")))
    found = validation.all_agreement(pd.concat([codings, ada], ignore_index=True), plain, 10, 1)
    assert found["coders"].drop_duplicates().tolist() == [
        "coder1, coder2", "coder3a, coder3b", "reading, ada", "coder1, ada", "coder2, ada",
    ]  # fmt: skip
    gate = found[(found["coders"] == "coder2, ada") & (found["measure"] == "war")].iloc[0]
    assert gate[["n_1", "n_2", "units"]].tolist() == [1, 2, 2]


def test_the_first_run_and_what_came_after_are_told_apart(codings, plain):
    """The codebook was first run without a form for trade, which only the second half has."""
    first = plain.without_forms({("trade-1", "trade")})
    table = validation.all_validation(codings, ALL, plain, first, 1, 2, 10, 1)
    assert list(table) == [
        "comparison", "measure", "level", "n", "found", "precision", "recall", "f1", "low", "high", "exploratory",
    ]  # fmt: skip
    assert table["comparison"].drop_duplicates().tolist() == [
        "first run, second half",
        "after seeing, second half",
        "first run, first half, cross-validated",
        "first run, first half, as made",
    ]
    found = table.set_index(["comparison", "level", "measure"])[["n", "found"]]
    assert found.loc[("first run, second half", "code", "trade")].tolist() == [4, 0]
    assert found.loc[("after seeing, second half", "code", "trade")].tolist() == [4, 4]
    assert found.loc[("first run, first half, as made", "code", "war")].tolist() == [4, 4]
    assert found.loc[("first run, first half, cross-validated", "code", "war")].tolist() == [4, 4]
    lone = plain.without_forms({("trade-1", "trade"), ("name", "Ruritania*")})
    none = validation.all_validation(codings, ALL, plain, lone, 1, 2, 10, 1).set_index(
        ["comparison", "level", "measure"]
    )
    assert none.loc[("first run, first half, cross-validated", "code", "war"), "found"] == 0
    assert none.loc[("after seeing, second half", "code", "trade"), "found"] == 4


def test_a_codebook_of_ones_own_is_only_what_it_is_now_and_people_are_held_against_that(codings, plain):
    ada = rows("ada", dict.fromkeys(("a:0.1", "b:1.1"), ("war", "")))
    table = validation.all_validation(pd.concat([codings, ada]), ALL, plain, None, 1, 2, 10, 1)
    found = table.set_index(["comparison", "level", "measure"])[["n", "found", "f1"]]
    assert table["comparison"].drop_duplicates().tolist() == [
        "this codebook, second half", "this codebook, first half", "as now, ada",
    ]  # fmt: skip
    assert found.loc[("this codebook, second half", "code", "trade")].tolist() == [4, 4, 1]
    assert found.loc[("this codebook, first half", "code", "war")].tolist() == [4, 4, 1]
    assert found.loc[("as now, ada", "code", "war")].tolist() == pytest.approx([2, 1, 2 / 3])
    macro = validation.all_validation(codings, ALL, plain, None, 5, 2, 10, 1).set_index(
        ["comparison", "level", "measure"]
    )
    assert macro.loc[("this codebook, second half", "code", "macro"), "n"] == 0


# --- by code ---------------------------------------------------------------------------------------------------------

UNSEEN, AFTER, CROSSED, MADE = (
    "first run, second half", "after seeing, second half", "first run, first half, cross-validated", "first run, first half, as made",
)  # fmt: skip


def checked():
    """F1 of three codes, their macro and micro, and of the families, in the four comparisons."""
    f1 = {
        UNSEEN: {"war": 0.7, "trade": 0.2, "praise": 0.5, "macro": 0.61, "micro": 0.99},
        AFTER: {"war": 0.8, "trade": 0.9, "praise": NAN, "macro": 0.62, "micro": 0.99},
        CROSSED: {"war": 0.6, "trade": 0.6, "praise": 0.6, "macro": 0.63, "micro": 0.99},
        MADE: {"war": 0.9, "trade": 1.0, "praise": 0.6, "macro": 0.64, "micro": 0.99},
    }
    n = {"war": 10, "trade": 9, "praise": 12, "macro": 2, "micro": 31}
    table = [
        (name, measure, "code", n[measure] + (name != UNSEEN), value, not value >= 0.7)
        for name, part in f1.items()
        for measure, value in part.items()
    ]
    table += [(name, "macro", "family", 2, 0.5 + k / 100, True) for k, name in enumerate(f1)]
    table += [(name, "war", "family", 2, 0.1, True) for name in f1]  # a family may be called like a code
    return pd.DataFrame(table, columns=["comparison", "measure", "level", "n", "f1", "exploratory"])


def agreed(gate=0.99):
    table = [
        ("coder1, coder2", "gate", "gate", 0.5),
        ("coder3a, coder3b", "gate", "gate", gate),
        ("coder1, coder2", "war", "code", 0.667),
        ("coder1, coder2", "trade", "code", 0.8),
        ("coder1, coder2", "praise", "code", 0.666),
        ("coder1, coder2", "acts", "family", 0.9),
        ("coder3a, coder3b", "war", "code", 0.9),
        ("coder3a, coder3b", "trade", "code", NAN),
    ]
    return pd.DataFrame(table, columns=["coders", "measure", "level", "alpha"])


def test_codes_stand_with_both_runs_and_both_pairs_of_passes(plain):
    found = validation.by_code(checked(), agreed(), plain)
    assert list(found) == ["code", "n", "first_run", "after_seeing", "alpha_1", "alpha_2", "exploratory"]
    wanted = [
        ["war", 10, 0.7, 0.8, 0.667, 0.9, False],
        ["trade", 9, 0.2, 0.9, 0.8, NAN, True],
        ["praise", 12, 0.5, NAN, 0.666, NAN, True],
    ]
    for row, expected in zip(found.to_numpy().tolist(), wanted, strict=True):
        assert row[0] == expected[0] and row[1:] == pytest.approx(expected[1:], nan_ok=True)


# --- outside views ---------------------------------------------------------------------------------------------------


def test_every_alpha_of_the_passes_stands_beside_nltks_and_a_persons_does_not(codings, plain):
    ada = rows("ada", dict.fromkeys(("a:0.1", "a:1.1"), ("war", "")))
    table = validation.beside_nltk(pd.concat([codings, ada], ignore_index=True), plain)
    ours = validation.all_agreement(codings, plain, 10, 1)
    assert table[["coders", "measure", "level"]].values.tolist() == ours[["coders", "measure", "level"]].values.tolist()
    assert table["alpha"].to_numpy() == pytest.approx(ours["alpha"].to_numpy(), nan_ok=True)
    assert table["nltk"].to_numpy() == pytest.approx(ours["alpha"].to_numpy(), nan_ok=True)
    assert table["alpha"].isna().any() and table["alpha"].notna().any()


def test_codes_are_exploratory_by_the_first_run_and_without_one_by_the_patterns_as_they_are(codings, plain):
    """The second half speaks of trade alone, and the first run had no form for it."""
    first = plain.without_forms({("trade-1", "trade")})
    checked = validation.all_validation(codings, ALL, plain, first, 1, 2, 10, 1)
    run = checked[(checked["comparison"] == "first run, second half") & (checked["level"] == "code")]
    named = set(run.loc[run["exploratory"], "measure"]) - {"macro", "micro"}
    assert validation.exploratory(codings, ALL, plain, first) == named == {"war", "trade", "praise"}
    assert validation.exploratory(codings, ALL, plain, None) == {"war", "praise"}
