"""Claims: who makes them and what they rest on; on small tables and on the corpus."""

import pandas as pd
import pytest

from conftest import codebook
from helpers.coding import claims, coders
from helpers.corpus import footnotes
from helpers.corpus.load import corpus_of
from helpers.mentions import quantities
from helpers.paths import CODING, GS_CLAIMS

BOOK = codebook(GS_CLAIMS)
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
    columns = ["claims", "figure", "figure_printed", "footnote", "nothing"]
    assert found.loc[("a", "all"), columns].tolist() == [2, 1, 1, 1, 1]  # the call of a footnote is counted apart
    assert found.loc[("b", "all"), "nothing"] == 1


def test_a_footnote_is_no_evidence_of_its_own():
    """Its call may be lost in the scan: a claim with a call and one without are then alike."""
    called = pd.DataFrame({"evidence": ["none", "none"], "figures": ["", ""], "distance": [0, 3]})
    assert claims.evidence_of(called, KINDS)["nothing"].tolist() == [True, True]
    printed = called.assign(figures=["5 percent", ""])
    assert claims.evidence_of(printed, KINDS)["nothing"].tolist() == [False, True]


def test_voices_are_told_apart_and_the_south_is_not_the_author(table):
    found = claims.voices(table).set_index("text_id")
    assert found.loc["a", ["claims", "own", "named", "unnamed", "marks"]].tolist() == [2, 1, 1, 0, 0]
    assert found.loc["b", ["unnamed", "south", "south_named"]].tolist() == [1, 1, 0]
    own = claims.voices(table.assign(attribution="own", speaker="south"))
    assert own["south"].sum() == 0


NOTED = {
    "stream": [{"stream": "note", "match": "^[①②] "}, {"stream": "heading", "match": "^[一二]、"}],
    "calls": "circled",
}
SMALL = corpus_of(zh={"a": "一、甲\n南方兴起①。南方要话语权。\n二、乙\n南方团结。\n① 注一\n② 注二"}, **NOTED)


def test_notes_whose_call_is_lost_are_told_beside_those_that_claims_call():
    notes = footnotes.footnotes(SMALL)
    made = pd.DataFrame({"text_id": ["a", "a", "b"], "distance": pd.array([0, 1, 0], dtype="Int64")})
    found = claims.notes_by_text(SMALL, notes, made)
    assert found.to_numpy().tolist() == [["a", 2, 1, 2, 1]]  # b has no note and no row


def test_the_fullest_chapter_is_the_first_of_those_with_most_claims_and_has_its_heading():
    by_chapter = pd.DataFrame({"text_id": "a", "chapter": ["二、乙", "一、甲"], "claims": [2, 2]})
    assert claims.fullest(by_chapter)["chapter"].tolist() == ["二、乙"]
    assert claims.fullest(by_chapter.head(0)).empty
    found = claims.in_chapter(SMALL, "a", "一、甲")
    assert found[["sentence_id", "kind"]].to_numpy().tolist() == [
        ["a:1.1", "heading"],
        ["a:2.1", "body"],
        ["a:2.2", "body"],
    ]
    assert claims.in_chapter(SMALL, "b", "一、甲").empty and claims.in_chapter(SMALL, "a", "三、丙").empty


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
