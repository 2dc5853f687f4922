"""Claims about the dictionaries on the corpus: the first run, what came after, and both held against the reading."""

import pandas as pd
import pytest

from conftest import codebook
from helpers.coding import coders, validation
from helpers.coding import counts as coding_counts
from helpers.coding.codebook import read_codebook
from helpers.coding.dictionary import apply
from helpers.corpus import selection
from helpers.paths import CODING, FIRST_RUN, GS_CLAIMS, INSTITUTIONS_SAID, US_FRAMES

BOOK = codebook(US_FRAMES)


@pytest.fixture(scope="module")
def codings(corpus):
    return coders.read_codings(corpus, BOOK, CODING)


def test_cross_validation_leaves_out_what_one_fold_alone_has():
    sentences = pd.DataFrame(
        {
            "unit_id": ["a", "b", "c"],
            "paragraph_id": ["p", "q", "r"],
            "text": ["The US quits hegemony.", "The US wants hegemony.", "The US imposed an embargo."],
        }
    )
    said = validation.cross_validated(BOOK, sentences, 3, 1).set_index("sentence_id")["codes"]
    assert said["b"] == "hegemony"  # found in two folds
    assert said["c"] == "none"  # an embargo stands in one fold only
    assert apply(BOOK, sentences)[0]["codes"].tolist()[2] == "economic-coercion"


def test_validation_tells_the_gate_by_name_from_the_whole():
    given = pd.DataFrame(
        {
            "sentence_id": list("abcd"),
            "paragraph_id": list("pqrs"),
            "passes": [True, True, True, False],
            "naming": ["named", "described", "named", ""],
            "codes": ["hegemony", "force", "none", ""],
        }
    )
    found = pd.DataFrame(
        {"sentence_id": list("abcd"), "naming": ["named", "", "named", ""], "codes": ["hegemony", "", "force", ""]}
    )
    table = validation.validation_table(given, found, BOOK, 1, 10, 1).set_index(["level", "measure"])
    assert table.loc[("gate", "gate, named"), "f1"] == 1
    assert table.loc[("gate", "gate, all"), "recall"] == pytest.approx(2 / 3)
    assert table.loc[("code", "force"), "f1"] == 0
    assert table.loc[("code", "force"), "exploratory"] and not table.loc[("code", "hegemony"), "exploratory"]


def test_the_first_run_reaches_what_is_asked_of_it_on_the_unseen_half(corpus, codings):
    given = coders.choose(codings, "coder3")
    sentences = selection.countable(corpus)
    part = sentences[sentences["sentence_id"].isin(given["sentence_id"])]
    for path, macro in ((FIRST_RUN / US_FRAMES.name, 0.60), (US_FRAMES, 0.75)):
        found = apply(codebook(path), part)[0].rename(columns={"unit_id": "sentence_id"})
        table = validation.validation_table(given, found, BOOK, 10, 20, 1).set_index(["level", "measure"])["f1"]
        assert table["gate", "gate, named"] >= 0.95
        assert table["code", "macro"] >= macro


@pytest.mark.parametrize("path", [GS_CLAIMS, INSTITUTIONS_SAID])
def test_the_dictionary_as_it_is_now_reaches_what_is_asked_of_it(corpus, path):
    """The first runs did not, and the notebooks say so; this is after seeing the half."""
    book = read_codebook(path)
    given = coders.choose(coders.read_codings(corpus, book, CODING), "coder3")
    sentences = selection.countable(corpus)
    part = sentences[sentences["sentence_id"].isin(given["sentence_id"])]
    found = apply(book, part)[0].rename(columns={"unit_id": "sentence_id"})
    table = validation.validation_table(given, found, book, 8, 20, 1).set_index(["level", "measure"])["f1"]
    assert table["gate", "gate, named"] >= 0.95
    assert table["code", "macro"] >= 0.75 and table["family", "macro"] >= 0.80


@pytest.mark.parametrize("path", [US_FRAMES, GS_CLAIMS, INSTITUTIONS_SAID])
def test_the_concept_paper_is_coded_alike_in_both_languages(corpus, path):
    """A translation pair is a check on every bilingual measure: families of both versions come out alike."""
    book = read_codebook(path)
    rows = coders.choose(coders.read_codings(corpus, book, CODING), "reading")
    sums = coding_counts.presence(rows, book, "family").groupby(rows["text_id"]).sum()
    apart = (sums.loc["ggi-paper-zh"] - sums.loc["ggi-paper-en"]).abs()
    assert (apart <= 0.15 * sums.loc["ggi-paper-zh"].clip(lower=7)).all(), sums.loc[["ggi-paper-zh", "ggi-paper-en"]]


def test_all_comparisons_take_in_a_person(corpus, codings):
    codings = codings[~codings["coder"].isin(validation.persons(codings))]  # who has coded by now
    reading = coders.choose(codings, "reading")
    ada = pd.concat([reading[reading["passes"]].head(60), reading[~reading["passes"]].head(60)]).assign(coder="ada")
    there = pd.concat([codings, ada], ignore_index=True)
    assert validation.persons(there) == ["ada"] and validation.persons(codings) == []
    agreement = validation.all_agreement(there, BOOK, 20, 1)
    couples = set(agreement["coders"])
    assert {"coder1, coder2", "coder3a, coder3b", "reading, ada", "coder1, ada"} <= couples
    same = agreement[(agreement["coders"] == "reading, ada") & (agreement["measure"] == "gate")]
    assert same[["alpha", "units"]].values.tolist() == [[1, 120]]
    sentences = selection.countable(corpus)
    first = codebook(FIRST_RUN / US_FRAMES.name)
    checked = validation.all_validation(there, sentences, BOOK, first, 10, 5, 20, 1)
    assert "as now, ada" in set(checked["comparison"])
    own = validation.all_validation(codings, sentences, BOOK, None, 10, 5, 20, 1)
    assert set(own["comparison"]) == {"this codebook, second half", "this codebook, first half"}
    table = validation.by_code(checked, agreement, BOOK)
    assert set(table.loc[table["exploratory"], "code"]) == validation.exploratory(there, sentences, BOOK, first)
    assert table["n"].dtype.kind == "i"
