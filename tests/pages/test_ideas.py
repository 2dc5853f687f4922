"""Claims about the page on schemes of thought: what is shared, what the figure shows, and what the answer counts."""

from html import unescape

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.corpus.load import corpus_of
from helpers.mentions.reuse import reuse
from helpers.mentions.schemes import Member, Scheme, find_members
from helpers.pages import publish
from helpers.pages.chapter import Page
from helpers.pages.quotations import Quotations
from helpers.pages.sections import duties, ideas, rendering, thought
from helpers.pages.sections.duties import Duties
from helpers.pages.sections.rendering import Rendered

ENGLISH = {
    "old": "Two deficits stand: trust and law. All of us must firmly uphold the rules that we have made.",
    "new": "Deficits in trust, law and peace. All of us must firmly uphold the rules that we have made.",
    "far": "They speak of law and of trust. I hereby direct all agencies to leave.",
}
CHINESE = {"zh": "信任与法治。必须合作。"}


def member(name, *more, gloss=""):
    return Member(name=name, renderings=(name, *more), gloss=gloss)


def scheme(id_, text, *members):
    return Scheme(id=id_, text=text, name_en=f"[{id_}]", kind="deficits", line=(1, 1), member=members)


SCHEMES = (
    scheme("old-two", "old", member("trust", "信任"), member("law", "法治")),
    scheme("new-three", "new", member("trust", "信任"), member("law", "法治"), member("peace")),
    scheme("far-two", "far", member("law"), member("trust")),
    scheme("zh-two", "zh", member("信任", "trust", gloss="faith"), member("法治", "law", gloss="rule of law")),
)


@pytest.fixture(scope="module")
def corpus():
    made = corpus_of(en=ENGLISH, zh=CHINESE)
    made.texts["quotable"] = 1.0
    made.texts["short_title"] = made.texts["text_id"].str.title()
    return made


@pytest.fixture(scope="module")
def page(corpus):
    return Page("05_x", corpus, Quotations(corpus, {"zh:1.1": "Trust and law."}))


@pytest.fixture(scope="module")
def found(corpus):
    hits = find_members(corpus, SCHEMES).assign(judged="member", reader_a="member", reader_b="member", reason="")
    hits = hits.merge(corpus.sentences[["sentence_id", "first_line", "last_line"]], on="sentence_id")
    return ideas.thought(corpus, SCHEMES, hits)


@pytest.fixture
def out(tmp_path, monkeypatch):
    monkeypatch.setenv(publish.OUTPUT_VARIABLE, str(tmp_path))
    return tmp_path


def rendered(corpus):
    shifts = pd.DataFrame([(2, "stronger", "必须", "must", "Why.", "a+b"), (2, "added", "", "All of us", "Why.", "a")])
    shifts.columns = ["bead", "kind", "original", "translation", "reason", "readers"]
    beads = pd.DataFrame(
        [(1, "zh:1.1", "old:1.1"), (2, "zh:1.2", "old:1.2")], columns=["bead", "original", "translation"]
    )
    return Rendered("zh", "old", beads, shifts)


def duty(corpus):
    rows = [("old", "old:1.2", "must", "all countries", "should"), ("far", "far:1.2", "direct", "agencies", "directs"),
            ("new", "new:1.2", "must", duties.obligations.NOBODY, "should"), ("zh", "zh:1.2", "必须", "all", "should")]  # fmt: skip
    read = pd.DataFrame(rows, columns=["text_id", "sentence_id", "marker", "obliged", "kind"]).assign(
        by="author", quoted="no"
    )
    return Duties(read, read[["text_id", "sentence_id", "marker"]].head(2))


def test_a_group_gives_the_scheme_that_most_others_share(found):
    assert [s.id for s in ideas.groups(found, 3)] == ["new-three"]  # of those with as many, the one with most members
    assert ideas.groups(found, 5) == []
    assert [s.id for s in ideas.groups(found, 3, ["old-two"])] == ["old-two"]


def test_translations_are_no_second_text(corpus, found):
    apart = found._replace(translations=frozenset(["new", "zh"])).apart
    assert set(apart["scheme"]) | set(apart["other"]) == {"old-two", "far-two"}


def test_the_figure_has_a_row_for_each_member_and_says_what_each_text_states(page, found):
    picture = ideas.matrix_figure(page, found, 3)
    (axes,) = picture.drawing.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["trust", "law", "peace"]
    assert picture.alt == "new-three, 3 members: Old 2, New 3, Far 2, Zh 2."


def test_a_chinese_member_is_shown_by_its_gloss(page, found):
    picture = ideas.matrix_figure(page, found, 9, ["zh-two"])
    assert [label.get_text() for label in picture.drawing.axes[0].get_yticklabels()] == ["faith", "rule of law"]


def test_the_numbers_of_the_figures_stand_in_tables(page, corpus, found):
    shown = ideas.matrix_table(page, found, 3).data
    assert ">Old 2, Far 2, Zh 2</td>" in shown and ">none</td>" in shown
    whom = duties.obliged_table(page, duty(corpus)).data
    assert ">all countries 1</td>" in whom and whom.count("<tr>") == 5


def test_the_tables_count_schemes_members_and_places(page, found):
    kinds = unescape(ideas.kinds_table(page, found).data)
    assert "New, not stated" in kinds and kinds.count("<tr>") == 5
    assert "were judged to state it as a member" in ideas.said_table(page, found).data
    pairs = unescape(ideas.pairs_table(page, found).data)
    assert "whole, and more" in pairs and "2 of 2 and 3" in pairs and "another" in pairs


ASKED = thought.Asked(["old-two", "new-three"], ["far-two", "new-three"], "old-two", "deficits", ["old-two", "far-two"])


def answered(page, corpus, found, asked=ASKED):
    return thought.answer(page, found, asked, reuse(corpus, []), rendered(corpus), duty(corpus))


def test_the_answer_counts_what_stands_in_the_tables(page, corpus, found, out):
    told = answered(page, corpus, found).data
    values = publish.read_package(out / publish.PACKAGE)["findings"][0]["values"]
    by_id = {v["id"]: v for v in values}
    counts = {id_: by_id[id_]["value"] for id_ in ("schemes", "scheme-members", "scheme-texts", "schemes-shared")}
    assert counts == {"schemes": 4, "scheme-members": 9, "scheme-texts": 4, "schemes-shared": 4}
    assert by_id["scheme-again"]["value"] == 2 and by_id["scheme-again-after"]["value"] == 3
    assert [by_id[f"scheme-deficits-{n}"]["value"] for n in (1, 2, 3, 4)] == [2, 3, 2, 2]
    assert by_id["reuse-longest"]["value"] == 12 and by_id["shifts-beads"]["value"] == 1
    assert "信任" not in told and "法治 (rule of law)" in told and "in the same order" in told
    assert by_id["directs-far"]["value"] == 1 and by_id["directs-should"]["value"] == 0


def test_an_answer_without_any_run_says_so(page, corpus, found, out):
    none = reuse(corpus, []).head(0)
    told = thought.answer(page, found, ASKED, none, rendered(corpus), duty(corpus)).data
    assert "No two of these texts share a run of words without quotation marks." in told


def test_a_finding_that_counts_sentences_has_as_many(page, corpus, found, out):
    answered(page, corpus, found)
    for value in publish.read_package(out / publish.PACKAGE)["findings"][0]["values"]:
        assert set(value["sentences"]) <= set(corpus.sentences["sentence_id"])
        assert value["stands_on"] != "sentences" or len(value["sentences"]) == value["value"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"again": ["nowhere", "old-two"]}, "there is no scheme 'nowhere'"),
        ({"again": ["old-two", "old-two"]}, "share no members"),
        ({"kind": "pillows"}, "no scheme is of the kind 'pillows'"),
        ({"beside": ["old-two", "x"]}, "there is no scheme 'x'"),
    ],
)
def test_a_scheme_or_kind_that_there_is_not_is_refused(page, corpus, found, out, changes, says):
    with pytest.raises(CorpusError, match=says):
        answered(page, corpus, found, ASKED._replace(**changes))


def test_the_sentences_of_the_answer_are_shown_once(found):
    ids = thought.shown(found, ASKED)
    assert sorted(ids) == ["far:1.1", "new:1.1", "old:1.1", "zh:1.1"]


def test_beads_are_shown_as_far_as_the_share_goes_and_the_others_by_their_words(page, corpus, out):
    found = rendered(corpus)
    assert rendering.shown_beads(page, found, 1.0) == [2] and rendering.shown_beads(page, found, 0.1) == []
    assert rendering.shown_beads(page, found, 1.0, ["old:1.2"]) == []
    full, bare = (unescape(rendering.beads_table(page, found, share).data) for share in (1.0, 0.1))
    assert 'data-sentence="zh:1.2"' in full and "data-sentence" not in bare
    assert all("stronger: 必须 / must\nadded: – / All of us" in shown for shown in (full, bare))


def test_words_that_oblige_in_the_same_bead_stand_together(page, corpus):
    table = rendering.modals(rendered(corpus), duty(corpus).read)
    assert table.values.tolist() == [["必须", "must", 1]]
    assert "1 beads" in rendering.modals_table(page, rendered(corpus), duty(corpus).read).data


def test_the_figure_of_shifts_counts_them_by_kind(page, corpus):
    picture = rendering.shifts_figure(page, rendered(corpus))
    assert "stronger (1)" in picture.alt and "2 in 1 of 2 beads, of which both readers have 1" in picture.caption


def test_texts_that_only_direct_are_told_apart(page, corpus):
    assert duty(corpus).directing == ["far"]
    assert "Far direct, and say of nobody" in duties.figure(page, duty(corpus)).caption


def test_a_sentence_that_names_whom_it_obliges_is_preferred(page, corpus):
    assert duties.first_of_each(page, duty(corpus)) == ["old:1.2", "new:1.2", "far:1.2", "zh:1.2"]
    assert duties.first_of_each(page, duty(corpus), ["old:1.2"])[0] == "new:1.2"


def test_the_dictionary_stands_beside_the_reading(page, corpus):
    shown = duties.dictionary_table(page, duty(corpus)).data
    assert "Old, not stated" in shown and duties.ALL in shown
    assert duties.beside(page, duty(corpus)).iloc[-1][["read", "found", "both"]].tolist() == [4, 2, 2]
