"""From a number to its sentences, as a reader goes: pages of numbers, concordance, cards, citations, whole edition."""

import functools
import itertools
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from conftest import PATIENCE, codebook, weekly
from helpers import CorpusError, load_corpus
from helpers.compendium import behind, glossary, reading, site
from helpers.corpus.load import corpus_of
from helpers.corpus.selection import date_in_words
from helpers.errors import RunError
from helpers.paths import GS_CLAIMS, PROCESSED, US_FRAMES


def published(name):
    return pd.read_csv(PROCESSED / f"{name}.csv", encoding="utf-8-sig", keep_default_na=False)


@pytest.fixture(scope="module")
def page(site_folder):
    return functools.cache(lambda name: BeautifulSoup((site_folder / name).read_text("utf-8"), "html.parser"))


def rows(soup, text_id=None):
    part = soup.find(id=text_id) if text_id else soup
    return [row["data-sentence"] for row in part.select("ol.rows > li")] if part else []


def places(soup, text_id=None):
    """How often what is listed counts: a row once, or as often as it says."""
    part = soup.find(id=text_id) if text_id else soup
    said = [re.search(r", (\d+) times", row.get_text()) for row in part.select("ol.rows > li")] if part else []
    return sum(int(times[1]) if times else 1 for times in said)


# --- a page behind each number


def test_every_number_of_an_answer_is_a_link(page):
    package = json.loads((PROCESSED / "datapackage.json").read_text(encoding="utf-8"))
    told = [
        value["id"] for entry in package["findings"] for value in entry["values"] if f"{{{value['id']}" in entry["text"]
    ]
    front = page("index.html").select("article data[data-finding]")
    assert [number["data-finding"] for number in front] == [
        n for entry in package["findings"] for n in re.findall(r"\{([\w-]+)", entry["text"])
    ]
    assert len(told) > 40
    for name in ["index.html", *(f"chapters/{entry['notebook']}.html" for entry in package["findings"])]:
        up = "../" * name.count("/")
        for number in page(name).select("article data[data-finding]"):
            assert number.find_parent("a")["href"] == f"{up}numbers/{number['data-finding']}.html", name


def test_the_page_of_n_has_n_rows(page):
    behind_each = published("finding_sentences").groupby("finding")["sentence_id"].agg(set)
    for finding in published("findings").itertuples():
        shown = rows(page(f"numbers/{finding.id}.html"))
        assert len(shown) == len(set(shown)) and set(shown) == behind_each.get(finding.id, set()), finding.id
        if finding.stands_on == "sentences":
            assert len(shown) == finding.value, finding.id
        assert str(f"{finding.value:,.0f}") in page(f"numbers/{finding.id}.html").find(class_="counted").get_text()


def test_a_finding_that_counts_places_of_a_concept_says_them_row_by_row(page):
    found = published("findings").set_index("id")["value"]
    for finding in ("us-united-states-part-1", "us-sovereignty-us-fact-sheet", "us-sovereignty-ggi-paper-zh"):
        assert places(page(f"numbers/{finding}.html")) == found[finding]


@pytest.mark.parametrize(("table", "coding"), [("us_frames_by_text", "us"), ("gs_claims_by_text", "gs")])
def test_the_pages_of_codes_and_families_have_the_rows_that_their_table_counts(page, table, coding):
    for row in published(table).itertuples():
        if row.level in ("code", "family"):
            shown = page(f"numbers/{row.level}-{coding}-{row.name}.html")
            assert len(rows(shown, row.text_id)) == row.sentences, (row.name, row.text_id)


def test_the_pages_of_rungs_have_the_rows_that_the_ladder_counts(page):
    for row in published("us_ladder").itertuples():
        path = f"numbers/rung-us-{row.rung}.html"
        assert len(rows(page(path), row.text_id)) == row.sentences, (row.rung, row.text_id)


def test_the_pages_of_concepts_have_the_places_that_their_table_counts(page):
    for row in published("concepts").itertuples():
        assert places(page(f"numbers/concept-{row.concept}.html"), row.text_id) == row.count, (row.concept, row.text_id)


def test_a_row_has_its_place_lines_codes_and_what_may_be_quoted(page, corpus):
    texts = corpus.sentences.set_index("sentence_id")["text"]
    public = set(corpus.texts.loc[corpus.texts["full_text_public"], "text_id"])
    heads = set(corpus.paragraphs.loc[corpus.paragraphs["kind"] == "heading", "paragraph_id"])
    quoted = set(published("quotations")["sentence_id"])
    codes = published("us_coded").set_index("sentence_id")
    seen = set()
    for row in page("numbers/family-us-conduct.html").select("ol.rows > li"):
        id_ = row["data-sentence"]
        free = id_ in quoted or id_.split(":")[0] in public or id_.rsplit(".", 1)[0] in heads
        seen.add(free)
        assert [" ".join(q.get_text().split()) for q in row.find_all("q")] == [" ".join(texts[id_].split())] * free
        assert row.a["href"].endswith(f"#p{id_.split(':')[1].replace('.', '-')}") and "raw line" in row.get_text()
        assert f"coder: {codes.loc[id_, 'coder']}" in row.get_text() and "not quoted" not in row.get_text()
    assert seen == {True, False}


def test_rows_stand_by_text_in_order_of_date(page):
    shown = [part["id"] for part in page("numbers/concept-global-governance.html").select("section[id]") if part.ol]
    assert shown.index("qiushi-article") < shown.index("xinhua-report") < shown.index("blog-commentary")


def test_a_number_in_a_table_leads_to_so_many_places(page):
    seen = 0
    for name in ("01_term_frequency", "03_claims_about_the_global_south"):
        for link in page(f"chapters/{name}.html").select("td > a[href*='numbers/']"):
            if "#" in link["href"] and "data-card" not in link.attrs:
                target, text_id = link["href"].removeprefix("../").split("#")
                assert places(page(target), text_id) == int(link.get_text().replace(",", "")), link
                seen += 1
    assert seen > 50


def test_a_figure_leads_to_its_sentences_row_by_row(page):
    assert page("chapters/02_framing_of_the_us.html").select("figure a[href='../numbers/02_codes.html']")
    links = page("numbers/02_codes.html").select("td a[href]")
    assert len(links) > 40
    for link in links:
        target, _, text_id = link["href"].partition("#")
        assert places(page(f"numbers/{target}"), text_id or None) == int(link.get_text())


def test_schemes_have_pages_where_their_tables_are(tmp_path):
    assert behind.of_schemes(tmp_path) == []
    tables = {
        "scheme_hits": "scheme,n,sentence_id,judged\nfive,1,wen:1.1,said\nfive,2,wen:1.1,member\nfive,2,wen:2.1,no\n",
        "schemes": "scheme,name\nfive,five principles\n",
        "scheme_members": "scheme,n,member\nfive,1,trust\nfive,2,peace\n",
    }
    for name, table in tables.items():
        (tmp_path / f"{name}.csv").write_text(table, encoding="utf-8-sig")
    (made,) = behind.of_schemes(tmp_path)
    assert (made.id, made.title, made.sentences) == ("scheme-five", "five principles", ["wen:1.1"])
    assert made.parts == {"member-1": ("trust", ["wen:1.1"]), "member-2": ("peace", ["wen:1.1"])}


def test_two_numbers_of_one_id_are_refused(own_corpus):
    corpus = load_corpus(own_corpus)
    value = {"id": "concept-order", "sentence": "S.", "value": 1, "stands_on": "sentences", "sentences": []}
    package = {"findings": [{"notebook": "x", "values": [value]}], "figures": []}
    with pytest.raises(CorpusError, match="two numbers have the id 'concept-order'"):
        behind.pages(package, [], behind.Sentences(corpus, {}, {}, {}), own_corpus)


# --- what may be shown, and what is only counted


def read_of(**texts):
    corpus = corpus_of(**texts)
    return reading.reading(behind.Sentences(corpus, {"a:1.1": corpus.sentences["text"][0]}, {}, {}))["a"]


def test_what_may_not_be_shown_is_counted_in_no_order():
    text = read_of(en={"a": "Shown hegemony. Win-win ends; a win-win WHO wants."})
    assert text["sentences"]["1.1"]["t"] == "Shown hegemony." and "t" not in text["sentences"]["1.2"]
    assert text["words"]["WHO"] == {"1": 1} and text["words"]["win"] == {"1": 3} and "hegemony" not in text["words"]
    assert list(text["words"]) == sorted(text["words"]) and "Win win" not in text["phrases"]
    chinese = read_of(zh={"a": "改革。多极化，多极化。"})
    assert chinese["phrases"]["多极化"] == {"1": 2} and chinese["shown"] < 0.5


def test_no_phrase_that_is_counted_is_as_long_as_a_quotation(site_folder):
    from rights import WINDOW

    for path in (site_folder / "_static/reading").glob("*.json"):
        text = json.loads(path.read_text(encoding="utf-8"))
        for phrase in text.get("phrases", {}) if isinstance(text, dict) else ():
            size = WINDOW["zh"] if re.search("[\u4e00-\u9fff]", phrase) else WINDOW["en"]
            assert len(re.sub(r"\W+", "", phrase)) < size


def test_a_reading_shows_what_the_page_of_the_text_shows(site_folder, page, corpus):
    for text_id in corpus.texts["text_id"]:
        text = json.loads((site_folder / f"_static/reading/{text_id}.json").read_text(encoding="utf-8"))
        shown = {"".join(q.get_text().split()) for q in page(f"texts/{text_id}.html").select("q")}
        assert {"".join(line["t"].split()) for line in text["sentences"].values() if "t" in line} == shown


# --- whole edition


@pytest.mark.ci
def test_a_whole_edition_holds_all_texts_and_says_what_it_is(tmp_path, corpus):
    site.write(tmp_path, whole=True)
    for text_id, own in corpus.sentences.groupby("text_id"):
        text = json.loads((tmp_path / f"_static/reading/{text_id}.json").read_text(encoding="utf-8"))
        assert [line["t"] for line in text["sentences"].values()] == own["text"].tolist()
        assert text["words"] == {} and text["shown"] == 1
    assert "not to be published" in (tmp_path / site.WHOLE).read_text(encoding="utf-8")


def test_a_whole_edition_is_never_made_where_sites_are_published(tmp_path, monkeypatch):
    monkeypatch.setenv("CI", "true")
    with pytest.raises(RunError, match="a whole edition is not to be published"):
        site.build(tmp_path / "site", whole=True)
    assert not (tmp_path / "site").exists()
    for name in ("Makefile", ".ci/run", ".github/workflows"):
        path = site.PROJECT / name
        for file in path.rglob("*") if path.is_dir() else [path]:
            assert "--whole" not in file.read_text(encoding="utf-8")


def test_one_edition_does_not_take_the_folder_of_the_other(tmp_path, monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    (tmp_path / site.BUILT).touch()
    with pytest.raises(RunError, match="it holds the other edition"):
        site.build(tmp_path, whole=True)
    (tmp_path / site.WHOLE).touch()
    with pytest.raises(RunError, match="it holds the other edition"):
        site.build(tmp_path)


def test_a_published_page_is_not_marked_as_whole(page, site_folder):
    assert not page("index.html").select("meta[name=robots], .not-published")
    assert not (site_folder / site.WHOLE).exists() and not (site_folder / "robots.txt").exists()


def test_each_page_of_a_whole_edition_is_marked(tmp_path, site_folder, monkeypatch):
    monkeypatch.syspath_prepend(site.DOCS / "_ext")
    from leads import Leads

    source = tmp_path / "source"
    for name, content in {
        "numbers/numbers": {},
        "_static/reading/texts": [],
        "_static/reading/glossary": {"a": {"forms": ["A"]}},
    }.items():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    (source / site.WHOLE).write_text(site.NOT_PUBLISHED, encoding="utf-8")
    soup = BeautifulSoup("<html><head></head><body><article><h1>T</h1></article></body></html>", "html.parser")
    Leads(source, site.PROJECT).page(soup, soup.article, "x.html", "")
    assert soup.select_one("meta[name=robots]")["content"] == "noindex, nofollow"
    assert "not to be published" in soup.body.p.get_text()


# --- glossary and metadata


def test_every_code_and_word_has_a_card_and_stands_in_the_glossary(page, site_folder):
    cards = json.loads((site_folder / "_static/reading/glossary.json").read_text(encoding="utf-8"))
    shown = {tag["id"] for tag in page("glossary.html").select("dt[id]")}
    wanted = {entry.id for entry in glossary.read_glossary()}
    for path, coding in ((US_FRAMES, "us"), (GS_CLAIMS, "gs")):
        wanted |= {f"code-{coding}-{code.id}" for code in codebook(path).codes}
    assert wanted <= shown and shown == set(cards) and all(card["text"] for card in cards.values())
    assert page("chapters/03_claims_about_the_global_south.html").select("td a.term[data-card='code-gs-agency']")


def test_pages_say_how_they_are_cited(page, corpus):
    text = corpus.texts.set_index("text_id").loc["ren-lin-zh"]
    said = {m["name"]: m["content"] for m in page("texts/ren-lin-zh.html").select("meta[name^=citation_]")}
    assert said["citation_title"] == text["title"] and said["citation_author"] == text["author"]
    assert said["citation_publication_date"] == "2026-02" and said["citation_language"] == "zh"
    assert page("chapters/04_institutions.html").select("meta[name=citation_author]")
    for name in ("index.html", "methods.html", "numbers/concept-order.html", "texts/ren-lin-zh.html"):
        assert "version 0.1.0" in page(name).select_one("details.cite-page p").get_text()


# --- in a browser


@pytest.fixture
def reader(browser, served):
    """Opens a page for a reader with a window of some width; what goes wrong on it is told at the end."""
    contexts, faults = [], []

    def opens(name, width=1440, script="", **options):
        context = browser.new_context(viewport={"width": width, "height": 900}, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        tab = context.new_page()
        tab.on("pageerror", lambda e: faults.append(str(e)))
        tab.on("response", lambda r: faults.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
        tab.on("request", lambda r: None if r.url.startswith((served, "data:")) else faults.append(r.url))
        if script:
            tab.add_init_script(script)
        tab.goto(served + name)
        return tab

    yield opens
    for context in contexts:
        context.close()
    assert faults == []


def found(tab):
    tab.wait_for_selector("#finder[data-ready] p.said[data-total]")
    return int(tab.get_attribute("#finder p.said", "data-total"))


def in_corpus(corpus, pattern, also=".", flags=0):
    """Places in the sentences of paragraphs that hold another word too, back matter left out."""
    counted = corpus.sentences[corpus.sentences["text_id"] != "xinhua-acknowledgments"]
    total = 0
    for _, texts in counted.groupby("paragraph_id")["text"]:
        if any(re.search(also, text, flags) for text in texts):
            total += sum(len(re.findall(pattern, text, flags)) for text in texts)
    return total


QUERIES = {
    "霸权": ("霸权",),
    "主权": ("主权",),
    "多极化": ("多极化",),
    "人类命运共同体": ("人类命运共同体",),
    "WHO": (r"(?<!\w)WHO(?!\w)",),
    "win-win": (r"(?<!\w)win[-\s]win(?!\w)", ".", re.I),
    "hegemony power": (r"(?<!\w)hegemony(?!\w)", r"(?<!\w)power(?!\w)", re.I),
    "Global South": (r"(?<!\w)Global[\s-]South(?!\w)",),
    "responsib*": (r"(?<!\w)responsib\w*", ".", re.I),
}


def test_the_concordance_finds_each_word_as_often_as_the_texts_have_it(reader, corpus):
    tab = reader("search.html")
    for query, pattern in QUERIES.items():
        tab.goto(tab.url.split("?")[0] + "?" + f"q={query}")
        wanted = in_corpus(corpus, *pattern)
        assert found(tab) == wanted > 0, query
        assert sum(int(cell) for cell in tab.locator("#finder .counts td:nth-child(3)").all_inner_texts()) == wanted
        assert re.search(r"Of the words of these 12 texts \d+% may be shown", tab.inner_text("#finder p.said"))


@pytest.mark.parametrize("width", [1440, 390])
def test_the_address_keeps_the_query_and_back_works(reader, width):
    tab = reader("search.html?q=hegemony", width)
    whole = found(tab)
    tab.select_option("#finder [name=text]", "xinhua-report")
    tab.wait_for_function(f"document.querySelector('#finder p.said').dataset.total != {whole}")
    assert "text=xinhua-report" in tab.url and found(tab) < whole
    tab.select_option("#finder [name=sort]", "right")
    tab.wait_for_url("**sort=right**")
    right = [text.strip().lower() for text in tab.locator("#finder .lines .right").all_text_contents()]
    assert right == sorted(right) and len(right) > 1
    tab.go_back()
    tab.go_back()
    tab.wait_for_function(f"document.querySelector('#finder p.said').dataset.total == {whole}")
    assert tab.input_value("#finder [name=q]") == "hegemony" and tab.input_value("#finder [name=text]") == ""
    tab.fill("#finder [name=q]", "multilateralism")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**q=multilateralism**")
    assert tab.evaluate("document.documentElement.scrollWidth") <= width + 1
    line = tab.locator("#finder .lines li, #finder .places a").first
    line.scroll_into_view_if_needed()
    assert line.is_visible()


def test_headings_alone_can_be_searched_and_the_search_box_leads_there(reader, corpus):
    tab = reader("search.html?q=governance&stream=heading")
    heads = corpus.paragraphs[corpus.paragraphs["kind"] == "heading"]
    assert found(tab) == sum(len(re.findall(r"(?<!\w)governance(?!\w)", t, re.I)) for t in heads["text"])
    assert tab.locator("#finder .places a").count() == 0


def test_a_card_opens_on_hover_and_on_focus_and_closes_on_escape(reader):
    tab = reader("chapters/03_claims_about_the_global_south.html")
    link = tab.locator("blockquote a.evidence").first
    link.hover()
    tab.wait_for_selector("#card:not([hidden])")
    sentence = tab.locator("blockquote[data-sentence] > p").first.inner_text()
    assert tab.inner_text("#card q") == sentence and "raw line" in tab.inner_text("#card")
    tab.keyboard.press("Escape")
    tab.wait_for_selector("#card", state="hidden")
    tab.mouse.move(0, 0)
    tab.locator("a.term[data-card='code-gs-agency']").first.focus()
    tab.wait_for_selector("#card:not([hidden])")
    assert len(tab.inner_text("#card")) > 40
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('#card') !== null")


def test_the_first_tap_opens_a_card_and_the_second_follows_the_link(reader):
    tab = reader("chapters/03_claims_about_the_global_south.html", 390, has_touch=True, is_mobile=True)
    link = tab.locator("blockquote a.evidence").first
    link.tap()
    tab.wait_for_selector("#card:not([hidden])")
    assert "/chapters/" in tab.url
    box = tab.locator("#card").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 391
    link.tap()
    tab.wait_for_url("**/texts/**")


CITED = "texts/xinhua-report.html"


def test_a_citation_has_the_sentence_alone_its_text_place_compendium_and_address(reader, corpus):
    tab = reader(CITED)
    button = tab.locator("button.copy[data-sentence]").first
    id_ = button.get_attribute("data-sentence")
    button.evaluate("(button) => button.click()")
    tab.wait_for_function("document.querySelector('button.copy').textContent === 'copied'")
    row = corpus.sentences.set_index("sentence_id").loc[id_]
    text = corpus.texts.set_index("text_id").loc["xinhua-report"]
    date = date_in_words(corpus.manifest.texts[list(corpus.texts["text_id"]).index("xinhua-report")])
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"“{row['text']}” {text['institution']}. {text['title']}. {date}. Sentence")
    assert f"raw line {row['first_line']}. In: World order in thirteen texts" in copied and "version 0.1.0" in copied
    assert copied.endswith(f"{CITED}#p{id_.split(':')[1].replace('.', '-')}")
    other = tab.locator("button.bibtex").first
    other.evaluate("(button) => button.click()")
    tab.wait_for_function("document.querySelector('button.bibtex').textContent === 'copied'")
    entry = tab.evaluate("navigator.clipboard.readText()")
    assert entry.startswith("@misc{xinhua-report-") and f"date = {{{date.replace(' to ', '/')}}}" in entry
    assert f"author = {{{{{text['institution']}}}}}" in entry and f"“{row['text']}” Sentence" in entry


def test_bibtex_can_be_read_as_bibtex(reader):
    from pybtex.database import parse_string

    tab = reader(CITED)
    tab.locator("details.cite-page summary").evaluate("(summary) => summary.click()")
    tab.locator("details.cite-page .bibtex").click()
    tab.wait_for_function("document.querySelector('.cite-page .bibtex').textContent === 'copied'")
    (entry,) = parse_string(tab.evaluate("navigator.clipboard.readText()"), "bibtex").entries.values()
    assert entry.fields["url"].endswith(CITED) and "version 0.1.0" in entry.fields["note"]


def test_copying_works_without_a_clipboard(reader):
    script = """Object.defineProperty(navigator, "clipboard", {value: undefined});
        document.execCommand = () => { window.copied = document.activeElement.value; return window.may !== false; };"""
    tab = reader("index.html", script=script)
    tab.locator("details.cite-page summary").evaluate("(summary) => summary.click()")
    tab.locator("details.cite-page .copy").click()
    tab.wait_for_function("document.querySelector('.cite-page .copy').textContent === 'copied'")
    assert "In: World order in thirteen texts" in tab.evaluate("window.copied")
    tab.evaluate("window.may = false")
    tab.locator("details.cite-page .bibtex").click()
    tab.wait_for_selector("textarea.to-copy")
    assert tab.input_value("textarea.to-copy").startswith("@misc{index,")


SEEN = [
    "numbers/family-us-conduct.html",
    "numbers/02_codes.html",
    "numbers/index.html",
    "glossary.html",
    "search.html?q=%E5%85%A8%E7%90%83%E6%B2%BB%E7%90%86",
    "chapters/03_claims_about_the_global_south.html",
]
EACH_TIME = {
    ("numbers/family-us-conduct.html", 1440),
    ("numbers/02_codes.html", 390),
    ("search.html?q=%E5%85%A8%E7%90%83%E6%B2%BB%E7%90%86", 390),
}
"""Of each kind of page one, wide or narrow; the week sees all, both."""


@pytest.mark.ci
@pytest.mark.parametrize(
    ("name", "width"),
    [seen if seen in EACH_TIME else weekly(*seen) for seen in itertools.product(SEEN, (1440, 390))],
)
def test_these_pages_can_be_read_by_everybody(reader, name, width):
    import axe_core_python

    axe = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    tab = reader(name, width)
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        tab.reload()
        tab.wait_for_load_state("networkidle")
        if name.startswith("chapters"):
            tab.locator("a.evidence").first.focus()
            tab.wait_for_selector("#card:not([hidden])")
        tab.wait_for_function("document.getAnimations().every((fading) => fading.playState !== 'running')")
        tab.evaluate(axe)
        within = "document" if not name.startswith("chapters") else "{include: ['#card']}"
        result = tab.evaluate(f"axe.run({within}, {{runOnly: ['wcag2a', 'wcag2aa'], resultTypes: ['violations']}})")
        assert [(v["id"], v["nodes"][0]["html"][:160]) for v in result["violations"]] == [], (name, scheme)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width + 1
