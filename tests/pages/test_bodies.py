"""Claims about a page on international bodies: what is on a list, who names it, and what is told of leaving it."""

import json

import pandas as pd
import pytest

from conftest import write_corpus
from helpers.coding.analysis import Settings, analyse
from helpers.coding.rereading import said
from helpers.corpus.load import load_corpus
from helpers.mentions import institutions
from helpers.mentions.acts import Act, Comparisons, acts_told
from helpers.mentions.institutions import Bodies, Institution
from helpers.pages import plots, publish
from helpers.pages.quotations import Quotations
from helpers.pages.sections import bodies
from helpers.text.patterns import Pattern
from ruritania import cells, out  # noqa: F401
from small import SAID, own_book

ENGLISH = """The order

We direct this.

(a) Fish Fund;

(b) Tree Union;

North left the Moon Body.

For example, the Fish Fund, the Moon Body and the Sun Court are central.

The Moon Body met in Asia. The Sun Court ruled.
"""
CHINESE = "太阳法院有贡献。鱼基金开会。\n"
MANIFEST = """
title = "t"
voices = ["North", "South"]
[[source]]
id = "paper"
file = "paper.txt"
stream = [{ stream = "list-item", match = '^\\([a-z]\\)', count = 2 }]
[[source]]
id = "wen"
file = "wen.txt"
[[text]]
id = "order"
source = "paper"
lines = ["1-9"]
language = "en"
short_title = "Order"
voice = "North"
date_basis = "none"
date_after = "2025-02-04"
date_by = "2026-01-09"
quotable = 1.0
quotable_reason = "ours"
[[text]]
id = "report"
source = "paper"
lines = ["10-13"]
language = "en"
short_title = "Report"
voice = "South"
date = "2025-11"
date_basis = "stated"
quotable = 1.0
quotable_reason = "ours"
[[text]]
id = "wen"
source = "wen"
language = "zh"
voice = "South"
short_title = "Essay"
date = "2024"
date_basis = "stated"
"""
PILLAR = """
[[code]]
id = "pillar"
label = "Pillar"
family = "praise"
[[code.pattern]]
en = ["central"]
"""
CENTRAL = ["report:1.1"]


def body(name, zh="", **settings):
    given = {"kind": "UN organ", "field": "law"} | settings
    return Institution(id=name.split()[0].lower(), name=name, en=(name,), zh=(zh,) if zh else (), **given)


KNOWN = Bodies(
    {
        b.id: b
        for b in (
            body("Fish Fund", "鱼基金", field="development", list="un", item=1, line=5, printed="Fish Fund"),
            body("Tree Union", list="non-un", item=1, line=7, printed="Tree Union", kind="forum"),
            body("Moon Body"),
            body("Sun Court", "太阳法院"),
        )
    }
)
LEFT = Comparisons(
    {}, {"moon": Act("moon", "leaving the Moon Body", "2025-01-20", "ours", "moon")}, (Pattern("moon", "moon", ("left the Moon Body",)),)
)  # fmt: skip


@pytest.fixture
def page(tmp_path, monkeypatch, out):  # noqa: F811
    corpus = load_corpus(write_corpus(tmp_path, MANIFEST, ENGLISH, CHINESE))
    analysis = analyse("bodies", corpus, own_book(tmp_path, SAID + PILLAR), Settings(resamples=20))
    acts = acts_told(LEFT, analysis.sentences)
    found = institutions.mentions(corpus, KNOWN)
    found = found.assign(fate=found["body"].map(KNOWN.fates(acts["body"])))
    (tmp_path / "institution_roles.csv").write_text("place,body,role\nreport:1.1,fish,example\n", encoding="utf-8")
    monkeypatch.setattr(bodies, "CODING", tmp_path)
    monkeypatch.setattr(bodies, "mentions", lambda corpus, known: institutions.mentions(corpus, KNOWN))
    monkeypatch.setattr(bodies, "read_evidence", lambda notebook: {"central": CENTRAL})
    reread = pd.DataFrame(columns=["sentence_id", "code", "of", "mode", "voice"], dtype=str)
    quotes = Quotations(corpus, {})
    spoken = said(analysis.rows, reread)
    return bodies.Institutions("04_x", corpus, quotes, "inst", analysis, KNOWN, LEFT, acts, found, spoken)


def findings(out):  # noqa: F811
    (entry,) = json.loads((out / publish.PACKAGE).read_text(encoding="utf-8"))["findings"]
    return {v["id"]: (v["value"], v["sentences"]) for v in entry["values"]}


def test_the_answer_counts_bodies_and_knows_the_sentences_behind_each_number(page, out):  # noqa: F811
    told = bodies.answer(page).data
    assert (
        told.index("named in no") < told.index("the *Report* gives examples") < told.index("What is counted is names")
    )
    assert findings(out) == {
        "left-listed": (2, ["order:3.1", "order:4.1"]),
        "left-unnamed": (1, ["order:4.1"]),
        "left-named": (1, ["report:1.1", "wen:1.2"]),
        "central-named": (3, ["report:1.1"]),
        "central-left": (2, ["order:5.1", "order:3.1"]),
        "central-listed": (1, ["order:3.1"]),
        "central-earlier": (1, ["order:5.1"]),
    }


def test_without_a_sentence_on_central_bodies_the_answer_is_the_first_half(page, monkeypatch, out):  # noqa: F811
    monkeypatch.setattr(bodies, "read_evidence", lambda notebook: {"central": ["nowhere:1.1"]})
    assert "gives examples" not in bodies.answer(page).data
    assert findings(out)["central-left"] == (0, [])


def test_an_act_that_another_voice_tells_of_is_none_of_the_lists_author(page):
    acts = page.acts.assign(text_id="report", sentence_id="report:2.1")
    told = bodies.Institutions(**{**{n: getattr(page, n) for n in page.__dataclass_fields__}, "acts": acts})
    assert bodies.leaving(told, CENTRAL)["body"].tolist() == ["fish"]
    assert told.fates["moon"] == institutions.EARLIER


def test_both_sides_of_the_list_stand_whole_beside_each_other(page):
    shown = bodies.two_sides(page, CENTRAL).data
    places = [shown.index(words) for words in ("<h4", "are central.", "Order</h4>", "(a) Fish Fund;")]
    assert places == sorted(places) and "North left the Moon Body." in shown and shown.count("<section") == 2
    assert cells(bodies.central_table(page, CENTRAL))[1:] == [
        ["Fish Fund", "on the list", "Order, 3.1, raw line 5"],
        ["Moon Body", "leaving the Moon Body", "Order, 5.1, raw line 9"],
        ["Sun Court", "nothing is told", "-"],
    ]


def test_texts_stand_in_order_of_writing_with_their_dates(page):
    assert page.written.to_dict() == {"wen": "2024", "report": "2025-11", "order": "2025-02 to 2026-01"}
    assert list(page.written.index) == ["wen", "report", "order"]


def test_where_else_a_listed_body_is_named_is_told_with_its_role_or_that_it_was_not_read(page):
    assert cells(bodies.elsewhere_table(page))[1:] == [
        ["Fish Fund", "Report", "1.1", "11", "example"],
        ["Fish Fund", "Essay", "1.2", "1", "not read"],
    ]


def test_the_list_stands_by_field_with_kinds_and_a_mark(page):
    assert cells(bodies.list_table(page.listed, "list.csv"))[1:] == [
        ["development", "1", "1", "Fish Fund, UN organ *"],
        ["law", "1", "0", "Tree Union, forum"],
    ]


def test_bodies_named_widely_are_drawn_by_text_and_told_again_as_a_table(page, monkeypatch):
    seen = []
    monkeypatch.setattr(plots, "heat", lambda axes, table: seen.append(table))
    told = bodies.named_figure(page, 2)
    assert seen[0].to_dict("index") == {
        "Fish Fund [on the list]": {"Essay\n2024": 1, "Report\n2025-11": 1, "Order\n2025-02 to 2026-01": 1},
        "Moon Body [left earlier]": {"Essay\n2024": 0, "Report\n2025-11": 2, "Order\n2025-02 to 2026-01": 1},
        "Sun Court": {"Essay\n2024": 1, "Report\n2025-11": 2, "Order\n2025-02 to 2026-01": 0},
    }
    assert told.title == "Bodies that 2 texts or more name: 3, of which on the list to leave: 1."
    assert cells(bodies.named_table(page, 2))[1] == ["Essay", "2024", "Fish Fund 1; Sun Court 1"]
    assert bodies.named_figure(page, 4).data == "No body is named by so many of these texts."


def test_what_becomes_of_the_bodies_of_a_text_is_counted_once_a_body(page):
    assert cells(bodies.fate_table(page)) == [
        ["text", "written", "on the list to leave", "left or disowned earlier", "no act told of", "bodies"],
        ["Essay", "2024", "1", "0", "1", "2"],
        ["Report", "2025-11", "1", "1", "1", "3"],
        ["Order", "2025-02 to 2026-01", "2", "1", "0", "3"],
    ]


def test_bodies_in_sentences_that_call_one_a_pillar(page):
    assert cells(bodies.pillar_table(page))[1:] == [
        ["Fish Fund", "1", "Report", "on the list to leave"],
        ["Moon Body", "1", "Report", "left or disowned earlier"],
        ["Sun Court", "1", "Report", "no act told of"],
    ]


def test_an_act_stands_with_its_day_and_the_text_that_tells_of_it(page):
    assert cells(bodies.acts_table(page))[1:] == [
        ["leaving the Moon Body", "2025-01-20", "Order", "2025-02 to 2026-01", "5.1"]
    ]


def test_a_coded_sentence_says_which_bodies_it_names(page):
    table = bodies.coded(page).set_index("sentence_id")
    assert table.loc["report:1.1", ["codes", "bodies"]].tolist() == ["pillar", "fish;moon;sun"]


def test_sentences_of_one_text_share_a_column(page):
    shown = page.in_columns(["report:2.1", "order:5.1", "report:2.2"], "Both.").data
    assert shown.count("<section") == 2 and shown.index("ruled") < shown.index("North left")
