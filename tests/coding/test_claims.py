"""Claims: who makes them, what they rest on, and which are told twice; on small tables and on the corpus."""

import pandas as pd
import pytest

from helpers.coding import claims, coders, recurring
from helpers.coding.codebook import read_codebook
from helpers.corpus import footnotes
from helpers.mentions import quantities
from helpers.paths import CODING, GS_CLAIMS

BOOK = read_codebook(GS_CLAIMS)
ROWS = pd.DataFrame(
    [
        ("a:1.1", "a", True, "collective-rise;reform", "own", "author", "topic", "descriptive", "figure"),
        ("a:1.2", "a", True, "duties", "named", "un", "audience", "prescriptive", "none"),
        ("a:1.3", "a", False, "", "", "", "", "", ""),
        ("b:1.1", "b", True, "agency", "unnamed", "south", "agent", "descriptive", "none"),
    ],
    columns=["sentence_id", "text_id", "passes", "codes", "attribution", "speaker", "role", "modality", "evidence"],
)
QUANTITIES = pd.DataFrame({"sentence_id": ["a:1.1", "a:1.1"], "printed": ["5 percent", "10 years"]})
CITED = pd.DataFrame(
    [("a:1.2", "World Bank", "reported"), ("a:1.3", "Nobody", "quoted"), ("b:1.1", "A Book", "cited")],
    columns=["place", "name", "how"],
)
NEAR = pd.DataFrame(
    [("a:1.1", "a:note-1", 2, True), ("a:1.2", "a:note-1", 0, True)],
    columns=["sentence_id", "note_id", "distance", "placed"],
)
KINDS = ("figure", "document", "authority", "event")


@pytest.fixture
def table():
    return claims.claims(ROWS, QUANTITIES, CITED, NEAR)


def test_a_claim_is_the_authors_unless_somebody_is_quoted_or_reported(table):
    assert table["sentence_id"].tolist() == ["a:1.1", "a:1.2", "b:1.1"]
    assert table["claimant"].tolist() == ["author", "World Bank", "south"]


def test_a_claim_carries_its_figures_sources_and_footnote(table):
    assert table["figures"].tolist() == ["5 percent; 10 years", "", ""]
    assert table["sources"].tolist() == ["", "World Bank", "A Book"]
    assert table["note_id"].tolist() == ["a:note-1", "a:note-1", ""]
    assert claims.called(table).tolist() == [False, True, False]


def test_evidence_counts_a_claim_in_each_of_its_families_and_once_in_all(table):
    found = claims.evidence_by(table, BOOK, KINDS).set_index(["text_id", "family"])
    assert found.loc[("a", "standing"), "claims"] == 1 and found.loc[("a", "remedies"), "claims"] == 2
    assert found.loc[("a", "all"), ["claims", "figure", "figure_printed", "footnote", "nothing"]].tolist() == [
        2,
        1,
        1,
        1,
        0,
    ]
    assert found.loc[("b", "all"), "nothing"] == 1


def test_families_are_crossed_with_attributes(table):
    found = claims.crossed(table, BOOK, ["modality", "role"])
    assert found.loc["remedies", "prescriptive"] == 1 and found.loc["remedies", "topic"] == 1
    assert found.loc["china"].sum() == 0 and list(found.columns)[:3] == list(BOOK.attributes["modality"])


def test_a_quotation_is_without_source_where_nobody_is_cited_and_no_note_called(corpus):
    """The report's chapter on the South: quotation marks, and neither a name nor a footnote."""
    codings = coders.read_codings(corpus, BOOK, CODING)
    passed = coders.choose(codings, "reading").query("passes")
    notes = footnotes.footnotes(corpus)
    nobody = pd.DataFrame({"place": []}, dtype=str)
    found = claims.sourcing(corpus, passed, nobody, notes).set_index("chapter")
    chapter = found[found.index.str.startswith("3.2 ")].iloc[0]
    assert chapter["footnotes"] == 0 and chapter["quotations"] == chapter["without_source"] == 3
    everybody = pd.DataFrame({"place": corpus.sentences["sentence_id"]})
    assert claims.sourcing(corpus, passed, everybody, notes)["without_source"].sum() == 0


def test_the_same_quantity_in_two_texts_is_told_twice_only_where_sentences_say_alike():
    every = pd.DataFrame(
        [
            ("a:1.1", "percent", 80.0, "80 percent", ""),
            ("b:1.1", "percent", 80.0, "80%", "2020"),
            ("b:1.2", "year", 80.0, "80 years", ""),
        ],
        columns=["sentence_id", "unit", "value", "printed", "period"],
    )
    alike = pd.DataFrame(
        [("a:1.1", "b:1.1", "en", "texts", 0.4), ("a:1.1", "b:1.2", "en", "texts", 0.5)],
        columns=["one", "other", "language", "pair", "score"],
    )
    found = recurring.told_twice(every, alike, 0.3, 0.5)
    assert found[["one", "other", "printed_other", "period_other"]].values.tolist() == [
        ["a:1.1", "b:1.1", "80%", "2020"]
    ]
    assert recurring.told_twice(every, alike, 0.45, 0.5).empty


def test_a_quantity_that_a_sentence_prints_twice_is_told_once():
    """Trade rose by 5 per cent in Europe and by 5 per cent in Asia; 五分之一, and once more in other digits."""
    every = pd.DataFrame(
        [("a:1.1", "5 per cent"), ("a:1.1", "5 per cent"), ("b:1.1", "5 per cent"), ("b:1.1", "5%")],
        columns=["sentence_id", "printed"],
    ).assign(unit="percent", value=5.0, period="")
    alike = pd.DataFrame(
        [("a:1.1", "b:1.1", "en", "texts", 0.4)], columns=["one", "other", "language", "pair", "score"]
    )
    found = recurring.told_twice(every, alike, 0.3, 0.5)
    assert found[["printed_one", "printed_other"]].values.tolist() == [
        ["5 per cent", "5 per cent"],
        ["5 per cent", "5%"],
    ]
    assert found.index.tolist() == [0, 1]


def test_claims_without_figure_source_or_footnote_have_empty_texts_and_no_warning():
    table = claims.claims(ROWS, QUANTITIES.head(0), CITED.head(0), NEAR.head(0))
    assert (table[["figures", "sources", "note_id"]] == "").all(axis=None)
    assert table["claimant"].tolist() == ["author", "un", "south"] and not claims.called(table).any()


def test_every_figure_that_was_read_is_found_in_its_claim(corpus):
    """What figures.csv says of a quantity would be lost without a word if the reader printed it otherwise."""
    read = pd.read_csv(CODING / "figures.csv")
    found = quantities.find_all(quantities.read_words(), corpus)
    merged = read.merge(found, how="left", on=["sentence_id", "printed"])
    assert merged["value"].notna().all() and len(merged) == len(read)
    passed = coders.choose(coders.read_codings(corpus, BOOK, CODING), "reading").query("passes")
    in_claims = found[found["sentence_id"].isin(passed["sentence_id"])]
    assert len(in_claims) == len(read)
