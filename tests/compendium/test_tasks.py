"""What a scholar comes for, each in at most three steps from the front page, on a desk and on a phone.

A step is a link or button that is pressed, a word that is typed and sent, or a choice from a list; scrolling is none.
"""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

from conftest import PATIENCE
from helpers.paths import PROCESSED

pytestmark = pytest.mark.weekly

WIDTHS = (1440, 390)
MINUTE = 238
"""So many words of English prose a reader reads in a minute."""
NUMBER = "h3:has(a[href*='02_framing']) ~ p a.number"
"""A number on the front page that counts sentences."""


class Scholar:
    """A reader at a window of some width, on a phone with a finger, whose steps are counted."""

    def __init__(self, context, address, phone):
        self.context, self.phone, self.steps = context, phone, 0
        self.tab = context.new_page()
        self.tab.goto(address + "index.html")

    def find(self, selector, **options):
        return self.tab.locator(selector, **options).locator("visible=true").first

    def press(self, place):
        self.steps += 1
        place.scroll_into_view_if_needed()
        place.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        corner = {"x": 6, "y": 6}  # the middle of a link of two lines may be beside it
        place.tap(position=corner) if self.phone else place.click(position=corner)

    def go(self, selector, to, **options):
        """Press what leads to a page; on a phone the first tap at a sentence opens its card."""
        place = self.find(selector, **options)
        carded = self.phone and re.search("evidence|term", place.get_attribute("class") or "")
        self.press(place)
        if carded:
            self.tab.wait_for_selector("#card:not([hidden])")
            self.press(place)
        self.tab.wait_for_url(re.compile(to))

    def side(self, words, to):
        """Go by the list at the side, which on a phone a button opens."""
        if self.phone:
            self.press(self.find("button.primary-toggle"))
            self.tab.wait_for_selector("#pst-primary-sidebar-modal[open]")
        self.go("nav.bd-links a", to, has_text=re.compile(f"^\\s*{words}"))

    def download(self, place):
        with self.tab.expect_download() as download:
            self.press(place)
        return Path(download.value.path())


@pytest.fixture(params=WIDTHS)
def scholar(request, browser, served):
    phone = request.param < 500
    context = browser.new_context(viewport={"width": request.param, "height": 844}, has_touch=phone, is_mobile=phone)
    context.set_default_timeout(PATIENCE)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    scholar = Scholar(context, served, phone)
    yield scholar
    wide = scholar.tab.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert scholar.steps <= 3
    assert wide <= request.param + 1


def test_what_this_is_and_what_it_finds_is_read_in_a_minute(scholar):
    lead = scholar.find("article section > p")
    assert lead.inner_text().endswith("lines.") and "?" in lead.inner_text()
    box = lead.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= 844  # without scrolling
    answers = scholar.tab.locator("#what-is-found section > p:has(> strong:first-child)").all_inner_texts()
    assert len(answers) == 6 and len(" ".join([lead.inner_text(), *answers]).split()) <= MINUTE


def test_the_sentences_behind_a_number(scholar):
    scholar.go(NUMBER, r"/numbers/")
    assert scholar.tab.locator("ol.rows > li[data-sentence]").count() > 0


def test_a_word_in_one_text(scholar):
    scholar.press(scholar.find("button.search-button__button"))
    scholar.tab.locator("dialog[open] input[type=search], .search-button__search-container.show input").first.fill(
        "governance"
    )
    scholar.steps += 1
    scholar.tab.keyboard.press("Enter")
    scholar.tab.wait_for_selector("#finder p.said[data-total]")
    whole = int(scholar.tab.get_attribute("#finder p.said", "data-total"))
    scholar.steps += 1
    scholar.tab.select_option("#finder [name=text]", "us-fact-sheet")
    scholar.tab.wait_for_function(f"document.querySelector('#finder p.said').dataset.total < {whole}")
    places = scholar.tab.locator("#finder ol.lines a.evidence").all_inner_texts()
    assert places and all(place.startswith("Fact sheet") for place in places)


def test_a_passage_with_its_citation(scholar):
    scholar.go(NUMBER, r"/numbers/")
    button = scholar.find("button.copy[data-sentence]")
    id_ = button.get_attribute("data-sentence").split(":")[1]
    scholar.press(button)
    scholar.tab.wait_for_function("document.querySelector('ol.rows button.copy').textContent === 'copied'")
    assert f"Sentence {id_}, raw line" in scholar.tab.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("kind", ["csv", "svg"])
def test_data_and_drawing_of_a_figure(scholar, kind):
    link = scholar.find(f"figure .files a[href$='.{kind}']")
    saved = scholar.download(link).read_bytes()
    name = link.get_attribute("href").split("/")[-1]
    folder = {"csv": "data/processed", "svg": "figures"}[kind]
    assert saved == (PROCESSED.parent.parent / folder / name).read_bytes()


def test_which_bodies_on_the_list_other_texts_name(scholar):
    scholar.go("article h3 a[href*='04_institutions']", r"/chapters/04_institutions")
    bodies = pd.read_csv(PROCESSED / "inst_list.csv", encoding="utf-8-sig")
    table = scholar.find("article table", has_text="what it is there")
    said = set(table.locator("tbody tr td:first-child").all_text_contents())
    assert len(said) == (bodies["elsewhere"] > 0).sum()


def test_the_definition_and_the_sentences_of_a_code(scholar):
    scholar.side("Numbers and their", r"/numbers/index")
    scholar.go("a[href='code-us-hegemony.html']", r"/code-us-hegemony")
    assert len(scholar.find("article section > p").inner_text()) > 40
    assert scholar.tab.locator("ol.rows > li").count() > 10


def test_a_text(scholar):
    scholar.go("article td a[href='texts/ren-lin-zh.html']", r"/texts/ren-lin-zh")
    assert scholar.find(".about").is_visible() and scholar.tab.locator("q[lang=zh]").count() > 0


def test_one_word_in_two_documents(scholar):
    scholar.side("Side by side", r"/together/index")
    scholar.go("article a[href='sovereignty.html']", r"/together/sovereignty")
    assert scholar.tab.locator(".columns > section:has([data-sentence])").count() >= 2


def test_a_table_is_filtered(scholar):
    scholar.side("All tables", r"/tables")
    scholar.tab.wait_for_selector("#viewer[data-ready]")
    whole = scholar.tab.locator("#viewer tbody tr").count()
    scholar.steps += 1
    scholar.tab.fill("#viewer input[type=search]", "qiushi")
    assert 0 < scholar.tab.locator("#viewer tbody tr").count() < whole


def test_the_method_is_switched_on(scholar):
    scholar.go("article h3 a[href*='02_framing']", r"/chapters/02_framing")
    scholar.press(scholar.find("#switch"))
    scholar.find(".cell.tag_hermeneutics").wait_for()
    assert scholar.tab.url.endswith("?with=method")


def test_the_source_of_a_sentence(scholar):
    scholar.go(NUMBER, r"/numbers/")
    scholar.go("ol.rows a.evidence", r"/texts/.*#p\d+")
    scholar.find(".paragraph:has(:target) .where, .paragraph:target .where").wait_for()
    assert re.search(r"raw lines? \d+", scholar.find(":target .where, :target").inner_text())
    assert "sha256" in scholar.tab.locator("table.about").inner_text()


def test_the_next_chapter(scholar):
    scholar.go("article h3 a[href*='01_term']", r"/chapters/01_term")
    scholar.go("a.right-next", r"/chapters/02_framing")


def test_the_limits(scholar):
    limits = scholar.find("#what-this-cannot-show")
    assert len(limits.inner_text().split()) > 60
    scholar.go("article h3 a[href*='03_claims']", r"/chapters/03_claims")
    heads = [head.lower() for head in scholar.tab.locator("article h2").all_inner_texts()]
    assert any("how sure" in head or "limits" in head or "cannot" in head for head in heads), heads


def test_a_number_in_a_table_leads_to_its_rows_and_they_are_downloaded(scholar):
    scholar.go("article h3 a[href*='05_schemes']", r"/chapters/05_schemes")
    number = scholar.find("td a.number[href*='table=obligations']")
    said = int(number.text_content())
    scholar.go("td a.number[href*='table=obligations']", r"/tables\.html")
    scholar.tab.wait_for_selector("#viewer[data-ready='obligations']")
    saved = scholar.download(scholar.find("#viewer button.shown"))
    assert len(pd.read_csv(saved, encoding="utf-8-sig")) == said
    assert (
        json.loads(scholar.tab.evaluate("JSON.stringify([...new URLSearchParams(location.search).keys()])"))[0]
        == "table"
    )
