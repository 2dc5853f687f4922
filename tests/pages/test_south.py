"""Claims about the page on the Global South, on two small texts of our own: a paper with a note, and a Chinese text."""

import dataclasses

import pandas as pd
import pytest

from helpers.coding import claims, naming, recurring
from helpers.coding.analysis import Settings, analyse
from helpers.coding.claims import Sourced
from helpers.coding.codebook import read_codebook
from helpers.corpus import footnotes, selection
from helpers.corpus.load import load_corpus
from helpers.errors import CorpusError
from helpers.mentions.sources import CitedSource, CitedSources
from helpers.pages.chapter import Chapter
from helpers.pages.quotations import Quotations
from helpers.pages.sections import recurring_claims, south
from ruritania import caption, cells

MANIFEST = """
voices = ["North", "East"]
[[source]]
id = "paper"
file = "paper.txt"
stream = [{ stream = "heading", match = '^[IVX]+\\. ' }, { stream = "note", match = '^\\[1\\] ' }]
[[source]]
id = "wen"
file = "wen.txt"
[[source]]
id = "moon"
file = "moon.txt"
[[text]]
id = "paper"
source = "paper"
language = "en"
voice = "North"
short_title = "Small paper"
quotable = 1.0
quotable_reason = "ours"
date = "2025-11"
[[text]]
id = "wen"
source = "wen"
language = "zh"
voice = "East"
quotable = 1.0
quotable_reason = "ours"
date_after = "2021-07-01"
date_by = "2025-01-19"
date_basis = "between two days"
[[text]]
id = "moon"
source = "moon"
language = "en"
voice = "East"
"""
PAPER = """I. Before

The North is rich. The Bank says that the South grows by 5 percent.

II. The South

The South rises. They want "a voice". They owe nothing.

[1] A Person, A Book.
"""
WEN = "南方崛起。南南合作扩大。\n"
BOOK = """
id = "own"
target = "the South"
coding = "own"
[attributes]
attribution = ["own", "named", "unnamed", "marks"]
speaker = ["south", "un", "author"]
modality = ["descriptive", "predictive", "prescriptive"]
evidence = ["figure", "event", "none"]
[[gate.pattern]]
id = "names"
kind = "global-south"
en = ["the South"]
zh = ["南方"]
[[gate.pattern]]
id = "sides"
kind = "pairs"
zh = ["南南"]
[[family]]
id = "acts"
label = "Acts"
[[family]]
id = "debts"
label = "Debts"
[[code]]
id = "rise"
label = "Rise"
family = "acts"
[[code.pattern]]
en = ["rises", "grows"]
zh = ["崛起"]
[[code]]
id = "duty"
label = "Duty"
family = "debts"
[[code.pattern]]
en = ["owe"]
"""
GIVEN = {
    "paper:2.2": ("rise", "named", "un", "descriptive", "figure"),
    "paper:3.1": ("", "own", "author", "descriptive", "none"),
    "paper:4.1": ("rise", "own", "author", "descriptive", "none"),
    "paper:4.2": ("duty", "unnamed", "south", "prescriptive", "none"),
    "paper:4.3": ("duty", "own", "author", "predictive", "none"),
    "wen:1.1": ("rise", "own", "author", "descriptive", "none"),
    "wen:1.2": ("", "named", "south", "descriptive", "none"),
}
GAZETTEER = CitedSources(
    {
        "bank": CitedSource(id="bank", name="The Bank", kind="body", speaker="un"),
        "person": CitedSource(id="person", name="A Person", kind="person", speaker="south"),
        "unnamed": CitedSource(id="unnamed", name="unnamed source", kind="other", speaker="un"),
    }
)
CITED = pd.DataFrame(
    [
        ("paper", "body", "paper:2.2", "bank", "reported", "The Bank"),
        ("paper", "body", "paper:4.2", "unnamed", "reported", "They"),
        ("paper", "note", "paper:note-1", "person", "cited", "A Person"),
    ],
    columns=["text_id", "stream", "place", "source", "how", "printed"],
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("south")
    texts = {"paper.txt": PAPER, "wen.txt": WEN, "moon.txt": "The moon is far.\n"}
    for name, text in {**texts, "corpus.toml": MANIFEST, "own.toml": BOOK}.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def made(folder, given=GIVEN, cited=CITED):
    """A page and its claims, with the codes of `given` as if they had been given by reading."""
    corpus, book = load_corpus(folder / "corpus.toml"), read_codebook(folder / "own.toml")
    found = analyse("the South", corpus, book, Settings(resamples=20))
    columns = ["codes", "attribution", "speaker", "modality", "evidence"]
    values = {c: [given.get(s, [""] * 5)[n] for s in found.rows["sentence_id"]] for n, c in enumerate(columns)}
    passes = found.rows["sentence_id"].isin(given)
    found = dataclasses.replace(found, rows=found.rows.assign(passes=passes, **values))
    cited = cited.assign(name=cited["source"].map({id_: s.name for id_, s in GAZETTEER.sources.items()}))
    notes = footnotes.footnotes(corpus)
    told = pd.DataFrame([("paper:2.2", "5 percent")], columns=["sentence_id", "printed"])
    near = footnotes.near(corpus, notes, found.passed["sentence_id"].tolist())
    rows = claims.claims(found.rows, told, cited, near)
    chapters = claims.sourcing(corpus, rows, cited, notes)
    page = Chapter(south.NOTEBOOK, corpus, Quotations(corpus, {"wen:1.1": "The South rises."}), "gs", found)
    return page, Sourced(found, rows, chapters, cited, notes, told, GAZETTEER)


@pytest.fixture
def opened(folder, out):
    return made(folder)


JUDGED = pd.DataFrame(
    [("paper:4.1", "wen:1.1", True, "Both say that it rises"), ("paper:4.2", "wen:1.1", True, "Both want a voice")],
    columns=["one", "other", "same", "reason"],
)


@pytest.fixture
def again(opened):
    page, sourced = opened
    return recurring.recurring(JUDGED.head(1), sourced.claims, page.corpus)


def values(page, sourced, again):
    """What the answer says, without its marks, and the sentences of each of its numbers."""
    seen = {}
    page = dataclasses.replace(page)
    object.__setattr__(page, "finding", lambda text, *found: seen.update({f.id: f for f in found}) or text)
    return south.answer(page, sourced, again, 7), seen


def test_the_answer_is_of_the_section_with_most_claims_and_each_number_has_its_sentences(opened, again):
    text, found = values(*opened, again)
    assert text.startswith("**In the *Small paper* the section *II. The South* (raw lines 5 to 7) has {gs-section} ")
    assert {id_: f.value for id_, f in found.items()} == {
        "gs-section": 3,
        "gs-section-headings": 1,
        "gs-section-claims": 3,
        "gs-section-notes": 1,  # the note below it, whose call is lost
        "gs-section-sources": 0,  # somebody without a name is no source with one
        "gs-calling": 0,
        "gs-calling-lost": 0,
        "gs-notes": 1,
        "gs-south-cited": 1,
        "gs-recurring": 1,
        "gs-recurring-apart": 1,
    }
    assert all(len(f.sentences) == f.value for f in found.values() if f.stands_on == "sentences")
    assert found["gs-recurring"].sentences == ["paper:4.1", "wen:1.1"]
    assert south.answer(*opened, again, 7).data.startswith("**In the *Small paper*")


def test_without_a_claim_the_answer_says_so(folder, out):
    page, sourced = made(folder, {}, CITED)
    nothing = recurring.recurring(JUDGED, sourced.claims, page.corpus)
    assert south.answer(page, sourced, nothing, 7).data == "None of these texts makes a claim about the Global South."
    assert south.along_figure(page, sourced).data == "There is no claim to draw."
    assert south.codes_figure(page).data == "None of the codes stands here, from the dictionary."
    assert south.quoted_without_source(sourced) == []
    assert "0 pairs of claims" in caption(recurring_claims.recurring_table(page, sourced.claims, nothing, 7))


def test_claims_sources_and_notes_are_drawn_along_the_text_and_the_section_is_shaded(opened):
    picture = south.along_figure(*opened)
    (axes,) = picture.drawing.axes
    labels = [label.get_text() for label in axes.get_yticklabels()]
    assert labels == ["claims about the South (5)", "sentences that name a source (1)", "footnotes (1)"]
    assert picture.title == "Where the Small paper speaks of the South, names a source, and has footnotes."
    assert "Shaded: II. The South." in picture.caption and "there are none and 1." in picture.alt
    assert min(label.get_fontsize() for label in axes.get_yticklabels()) >= 9


def test_words_in_quotation_marks_are_shown_where_nobody_is_cited(folder, out):
    assert south.quoted_without_source(made(folder)[1]) == []  # somebody is, without a name
    assert south.quoted_without_source(made(folder, cited=CITED.head(1))[1]) == ["paper:4.2"]
    eventful = {**GIVEN, "paper:4.1": ("rise", "own", "author", "descriptive", "event")}
    assert south.quoted_without_source(made(folder, eventful)[1]) == ["paper:4.1"]


def test_texts_stand_in_the_order_of_writing_with_what_is_known_of_it(opened):
    page, _ = opened
    assert selection.dated(page.corpus, ["paper", "moon", "wen"]) == {
        "wen": "wen, 2021-07 to 2025-01",
        "paper": "Small paper, 2025-11",
        "moon": "moon, not stated",
    }


def test_names_of_the_group_are_counted_apart_from_what_names_none(opened):
    page, _ = opened
    named = naming.names(page.analysis.gate_hits, page.analysis.rows)
    shown = south.names_table(page, named, ["global-south"])
    assert cells(shown) == [
        ["text", "Global South", "no names of the group"],
        ["wen, 2021-07 to 2025-01", "1", "南南 1"],
        ["Small paper, 2025-11", "3", ""],
    ]
    assert "Texts that use none: moon." in caption(shown)
    counted = caption(shown).split("Forms that count as a name: ")[1].split("; notebook 01")[0]
    assert sorted(counted.split(", ")) == ["the South", "南方"]
    with pytest.raises(CorpusError, match="names: 'south' is not among global-south, pairs"):
        south.names_table(page, named, ["south"])


def test_codes_are_dots_and_the_same_numbers_a_table(opened):
    page, _ = opened
    picture = south.codes_figure(page)
    assert [text.get_text() for text in picture.drawing.axes[0].texts] == ["1", "2", "2"]
    assert "No claim: moon." in picture.caption
    assert picture.alt.endswith("wen, 2021-07 to 2025-01: Rise 1; Small paper, 2025-11: Rise 2.")
    assert picture.drawing.get_size_inches()[0] <= 7
    assert cells(south.codes_grid(page)) == [
        ["code", "wen, 2021-07 to 2025-01", "Small paper, 2025-11"],
        ["Rise", "1", "2"],
        ["Duty", "0", "2"],
    ]


def test_voices_forecasts_and_demands_stand_by_text(opened):
    assert cells(south.voices_table(*opened))[1:] == [
        ["wen, 2021-07 to 2025-01", "2", "1", "1", "0", "0", "0"],
        ["Small paper, 2025-11", "5", "3", "1", "1", "1", "1"],
    ]
    assert south.southern(opened[1]) == ["wen:1.2"]  # who has no name is not shown as a speaker


def test_zeros_of_what_nobody_coded_are_told_from_counts(opened):
    page, sourced = opened
    assert "Nobody coded" not in caption(south.voices_table(page, sourced))
    rows = page.analysis.rows.assign(modality="", evidence="")
    page = dataclasses.replace(page, analysis=dataclasses.replace(page.analysis, rows=rows))
    assert "Nobody coded modality, so its zeros say nothing." in caption(south.voices_table(page, sourced))
    evidence = claims.evidence_by(sourced.claims, page.analysis.book, sourced.kinds)
    assert "Nobody coded evidence" in caption(south.evidence_table(page, sourced, evidence))


def test_whom_a_text_cites_stands_for_body_and_notes_with_zeros(opened):
    assert cells(south.cited_table(*opened)) == [
        ["kind of source", "Small paper, body", "Small paper, note"],
        ["South other than China", "0", "1"],
        ["UN system", "1", "0"],
    ]


def test_evidence_and_footnotes_are_two_tables(opened):
    page, sourced = opened
    evidence = claims.evidence_by(sourced.claims, page.analysis.book, sourced.kinds)
    assert cells(south.evidence_table(page, sourced, evidence)) == [
        ["text", "claims", "figure", "event", "nothing"],
        ["wen, 2021-07 to 2025-01", "2", "0", "0", "2"],
        ["Small paper, 2025-11", "5", "1", "0", "4"],
    ]
    noted = claims.notes_by_text(page.corpus, sourced.notes, sourced.claims)
    assert cells(south.notes_table(page, noted))[1:] == [["Small paper, 2025-11", "1", "1", "5", "0"]]


def test_what_stands_elsewhere_is_not_shown_again(opened):
    _, sourced = opened
    assert south.closer(sourced, ["duty"]) == ["paper:4.2", "paper:4.3"]
    assert south.closer(sourced, ["duty"], ["paper:4.2"]) == ["paper:4.3"]
    with pytest.raises(CorpusError, match="closer: 'love' is not among rise, duty"):
        south.closer(sourced, ["love"])


def test_a_figure_is_given_with_its_place(opened):
    page, _ = opened
    told = pd.DataFrame(
        [("paper:2.2", "5 percent", "growth", "the South", "not stated", "The Bank")],
        columns=["sentence_id", "printed", "measures", "of", "period", "claimant"],
    )
    shown = south.figures_table(page, told)
    assert cells(shown)[1][:2] == ["Small paper, 2.2, raw line 3", "5 percent"]
    assert "1 in 1 sentence, as printed" in caption(shown)


def test_groups_say_whether_texts_speak_in_their_own_words(opened, again):
    page, sourced = opened
    both = recurring.recurring(JUDGED, sourced.claims, page.corpus)
    assert cells(recurring_claims.recurring_table(page, sourced.claims, again, 7))[1] == [
        "1",
        "2",
        "wen, 2021-07 to 2025-01; Small paper, 2025-11",
        "Both say that it rises",
        "not marked as another&#x27;s",
    ]
    told = recurring_claims.recurring_table(page, sourced.claims, both.iloc[[1]], 7)
    assert cells(told)[1][4] == "words of another: unnamed source" and "Voices of these texts: North, East." in caption(
        told
    )
    taken = again.assign(shared=pd.array([9], dtype="Int64"))
    assert cells(recurring_claims.recurring_table(page, sourced.claims, taken, 7))[1][4] == "reused: 9 in a row"


def test_of_each_text_the_fullest_section_stands_with_what_it_rests_on(opened):
    assert cells(south.sections_table(*opened)) == [
        ["text", "section", "sentences", "claims", "that name a source", "footnotes"],
        ["wen, 2021-07 to 2025-01", "(opening)", "2", "2", "0", "0"],
        ["Small paper, 2025-11", "II. The South", "3", "3", "0", "1"],
    ]


def test_of_a_group_a_claim_of_every_text_is_shown():
    again = pd.DataFrame({"group": [1, 1, 2], "one": ["a:1.1", "a:1.2", "a:2.1"], "other": ["b:1.1", "c:1.1", "b:3.1"]})
    assert recurring_claims.shown(again) == ["a:1.1", "b:1.1", "c:1.1", "a:2.1", "b:3.1"]


def test_one_pair_of_a_group_is_shown_whole_the_older_text_first(opened):
    page, sourced = opened
    both = recurring.recurring(JUDGED, sourced.claims, page.corpus)
    (shown,) = recurring_claims.pairs_side_by_side(page, both)
    assert shown.data.count("<blockquote") == 2 and "Both say that it rises." in shown.data
    assert shown.data.index("南方崛起") < shown.data.index("The South rises.</p>")
