"""Figures on pages: what matplotlib drew, with texts that are text, and marks that say and lead to what they show."""

import re
from xml.etree import ElementTree

import pytest

from helpers.compendium import figures
from helpers.errors import CorpusError
from helpers.pages import plots
from helpers.paths import FIGURES

SVG = figures.SVG


@pytest.fixture
def dots():
    """Two texts by two codes, three dots with their numbers."""
    figure, (axes,) = plots.canvas(4, 3)
    axes.set_xticks([0, 1], ["Wen", "A & B"])
    axes.set_yticks([0, 1], ["Dominance", "改革"])
    axes.grid(True)
    axes.scatter([0, 1, 1], [0, 0, 1], s=200)
    for x, y, n in ((0, 0, 3), (1, 0, 12), (1, 1, 1)):
        axes.text(x, y, str(n), ha="center", va="center", color="white")
    return plots.render(figure, "svg").decode("utf-8")


def test_each_text_of_a_figure_is_text(dots):
    root = ElementTree.fromstring(figures.drawn(dots, "x"))
    said = [text.text for text in root.iter(f"{SVG}text")]
    assert said == ["Wen", "A & B", "Dominance", "改革", "3", "12", "1"]
    assert not any("scale(" in part.get("transform", "") for part in root.iter(f"{SVG}g"))


def test_a_mark_says_its_labels_and_number_and_leads_to_its_sentences(dots):
    pages = {"Wen": "texts/wen.html", "A & B": "texts/ab.html", "Dominance": "numbers/code-us-hegemony.html"}
    root = ElementTree.fromstring(figures.drawn(dots, "x", "../", pages))
    assert [t.text for t in root.iter(f"{SVG}title")] == ["Wen, Dominance: 3", "A & B, Dominance: 12", "A & B, 改革: 1"]
    assert [a.get("href") for a in root.iter(f"{SVG}a")] == [
        "../numbers/code-us-hegemony.html#wen",
        "../numbers/code-us-hegemony.html#ab",
        "../texts/ab.html",
    ]


def test_a_label_is_no_other_that_begins_alike():
    pages = {"Reform": "numbers/a.html", "Reform of bodies": "numbers/b.html"}
    assert figures._of_label(pages, "Reform of bodies 2025") == "numbers/b.html"
    assert figures._of_label(pages, "Reforming") == ""


def test_ink_follows_the_page_and_kinds_keep_their_colours(dots):
    shown = figures.drawn(dots, "x")
    assert "#000000" not in shown and "currentColor" in shown
    assert "#ffffff" in re.search(r"<text[^>]*>12<", shown)[0]  # white words on a dark mark stay white


@pytest.mark.parametrize("path", sorted(FIGURES.glob("*.svg")), ids=lambda path: path.stem)
def test_every_published_figure_keeps_its_words_and_declares_its_data(path):
    svg = path.read_text(encoding="utf-8")
    said = [t.text for t in ElementTree.fromstring(figures.drawn(svg, path.stem)).iter(f"{SVG}text")]
    assert len(said) == svg.count("<!--") and all(said)
    assert figures.declared(path.stem).tables


def test_a_figure_that_is_not_listed_is_one_sentence():
    with pytest.raises(
        CorpusError, match=r"^figures.toml: the figure 09_moon is published and not listed; list it with"
    ):
        figures.declared("09_moon")
