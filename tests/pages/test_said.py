"""Claims about what is said of institutions: praise by kind, own and quoted charges apart, remedies by mode."""

from html import unescape

import pandas as pd
import pytest

import ruritania
from helpers.coding.rereading import UNREAD
from helpers.pages import plots
from helpers.pages.sections import said
from small import SAID, own_book

TITLES = pd.Series({"a": "Report", "b": "Essay", "c": "Note"})
WRITTEN = pd.Series({"b": "2024", "a": "2025", "c": "2026"})
FOUND = pd.DataFrame(
    [
        ("a", "a:1.1", "merit", "standing+own-initiative", "", "own"),
        ("b", "b:1.1", "merit", "own-initiative", "", "quoted"),
        ("a", "a:1.1", "slow", "", "", "own"),
        ("b", "b:1.2", "slow", "", "", "quoted"),
        ("a", "a:1.2", "leave", "", "done", "own"),
        ("b", "b:1.3", "leave", "", "ordered", "own"),
        ("b", "b:1.4", "leave", "", "ordered", "own"),
        ("b", "b:1.5", "leave", "", "asked", "quoted"),
    ],
    columns=["text_id", "sentence_id", "code", "of", "mode", "voice"],
)


def cells(shown):
    """The rows of a table as a reader sees it, its head first."""
    return [[unescape(cell) for cell in row] for row in ruritania.cells(shown)]


@pytest.fixture
def book(tmp_path):
    return own_book(tmp_path, SAID)


def test_praise_of_two_kinds_stands_under_both_and_quoted_praise_apart(book):
    told = cells(said.praise_table(FOUND, book, TITLES, WRITTEN.index, "said.csv"))
    assert told == [
        ["what is praised", "Merit", "in another's words"],
        ["UN and standing bodies", "Report 1", "-"],
        ["the author's own government's initiatives", "Report 1", "Essay 1"],
    ]


def test_a_quoted_charge_is_none_of_the_text_itself(book):
    told = cells(said.charge_table(FOUND, book, TITLES, WRITTEN.index, "said.csv"))
    assert told[1:] == [["Slow", "Report 1", "Essay 1"]]


def test_what_is_ordered_is_neither_asked_nor_done(book):
    told = cells(said.remedy_table(FOUND, book, TITLES, WRITTEN.index, "said.csv"))
    assert told == [
        ["remedy", "asked for", "ordered", "reported as done", "in another's words"],
        ["Leave", "-", "Essay 2", "Report 1", "Essay 1"],
    ]


def test_a_code_that_nobody_re_read_is_not_lost(book):
    unread = FOUND[FOUND["code"] == "leave"].assign(of=UNREAD, mode=UNREAD, voice=UNREAD)
    told = cells(said.remedy_table(unread, book, TITLES, WRITTEN.index, "said.csv"))
    assert told[1] == ["Leave: kind not read", "-", "-", "-", "Essay 3; Report 1", "-"]
    assert told[0][4] == "not re-read"


def test_the_figure_has_own_words_only_in_order_of_writing(book, monkeypatch):
    seen = {}
    monkeypatch.setattr(plots, "heat", lambda axes, table, shade: seen.update(table=table, shade=shade))
    told = said.said_figure(FOUND, book, TITLES, WRITTEN)
    assert seen["table"].to_dict("index") == {
        "Merit: UN and standing bodies": {"Essay\n2024": 0, "Report\n2025": 1},
        "Merit: the author's own government's initiatives": {"Essay\n2024": 0, "Report\n2025": 1},
        "Slow": {"Essay\n2024": 0, "Report\n2025": 1},
        "Leave: ordered": {"Essay\n2024": 2, "Report\n2025": 0},
        "Leave: reported as done": {"Essay\n2024": 0, "Report\n2025": 1},
    }
    assert seen["shade"].loc["Leave: ordered", "Essay\n2024"] == 2 / 5 and "Nothing of the kind: Note." in told.caption
    assert told.alt.endswith("Essay: Leave: ordered 2; Report: Merit: UN and standing bodies 1.")


def test_where_nothing_is_said_there_is_no_picture(book):
    told = said.said_figure(FOUND.head(0), book, TITLES, WRITTEN)
    assert told.data == "None of these codes stands in a text's own words here."
