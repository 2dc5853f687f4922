"""Claims about reuse on the page: which text was first, sums by pair, and sentences shown once beside each other."""

from html import unescape

import pytest

from helpers.pages import publish
from helpers.pages.chapter import Page
from helpers.pages.quotations import Quotations
from helpers.pages.sections import echoes


@pytest.fixture(scope="module")
def page(corpus):
    return Page("05_x", corpus, Quotations(corpus, {}))


def test_which_text_was_first_is_known_only_where_their_days_do_not_overlap(corpus, runs):
    known = echoes.order_known(corpus, runs)
    assert known["ggi-paper-zh", "ren-lin-zh"] and not known["qiushi-article", "new-model-article"]


def test_only_what_is_reused_is_summed(runs):
    table = echoes.by_pair(runs).set_index(["text_a", "text_b"])
    own = runs[runs["reused"]].groupby(["text_a", "text_b"])["length"].sum()
    assert table["length"].to_dict() == own.to_dict() and len(runs) > runs["reused"].sum()


def test_every_pair_has_a_row_in_figure_and_table(page, runs):
    picture, shown = echoes.time_figure(page, runs), unescape(echoes.pairs_table(page, runs).data)
    names = [label.get_text() for label in picture.drawing.axes[0].get_yticklabels()]
    assert len(names) == len(echoes.by_pair(runs)) == shown.count("<tr>") - 1
    assert "Qiushi essay\nand New-model article" in names and "Concept paper (zh)\nthen Ren Lin article" in names


def test_each_sentence_is_shown_once_and_at_most_two_runs_of_a_pair(page, runs, tmp_path, monkeypatch):
    monkeypatch.setenv(publish.OUTPUT_VARIABLE, str(tmp_path))
    shown = echoes.side_by_side(page, runs).data
    ids = sorted(set(echoes.quoted(runs)))
    assert all(shown.count(f'data-sentence="{i}"') == 1 for i in ids)
    assert echoes.longest(runs).groupby(["text_a", "text_b"]).size().max() == 2
    quoted = publish.read_package(tmp_path / publish.PACKAGE)["quotations"]
    assert sorted(q["sentence_id"] for q in quoted) == ids
