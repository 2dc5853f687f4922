"""The site, as a reader meets it: built strictly, in a real browser, on a desk and on a phone, without another host."""

import copy
import gc
import itertools
import json
import re
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from conftest import PATIENCE, weekly
from helpers import CorpusError, load_corpus
from helpers.compendium import bibliography, site, text_pages
from helpers.paths import NOTEBOOKS, PROCESSED
from rights import artefacts, of_corpus, squeeze


@pytest.fixture(scope="module")
def built(site_folder):
    return site_folder


@pytest.fixture(scope="module")
def pages(built):
    found = {
        p.relative_to(built).as_posix(): p.read_text(encoding="utf-8")
        for p in sorted(built.rglob("*.html"))
        if "_static" not in p.parts
    }
    gc.disable()  # it would look through the millions of objects of a page again and again
    soups = {name: BeautifulSoup(text, "html.parser") for name, text in found.items()}
    gc.freeze()  # and through those of all pages in each test
    gc.enable()
    return soups


@pytest.fixture(scope="module")
def read(pages):
    """By page, the words that stand in its article, less those of programs and contents."""
    words = {}
    for name, soup in pages.items():
        main = copy.copy(soup.find("article")) or BeautifulSoup("", "html.parser")
        for part in main.find_all(["script", "style", "nav"]):
            part.decompose()
        words[name] = re.sub(r"\s+", " ", main.get_text(" ")).lower()
    return words


def test_there_is_a_page_for_each_chapter_text_and_codebook(pages, corpus):
    for path in NOTEBOOKS.glob("*.ipynb"):
        assert f"chapters/{path.stem}.html" in pages
    for text_id in corpus.texts["text_id"]:
        assert f"texts/{text_id}.html" in pages
    for name in ("us_frames", "global_south_claims", "institutions_said"):
        assert f"codebooks/{name}.html" in pages
    for name in (
        "index",
        "own-texts",
        "scale",
        "methods",
        "reviewers",
        "developers",
        "references",
        "colophon",
        "tables",
        "search",
    ):
        assert f"{name}.html" in pages


def test_every_link_and_anchor_inside_the_site_resolves(pages, built):
    ids = {name: {tag["id"] for tag in soup.find_all(id=True)} for name, soup in pages.items()}
    for name, soup in pages.items():
        for tag in soup.find_all("a", href=True):
            address, _, anchor = tag["href"].partition("#")
            target = address.partition("?")[0]  # what a page is asked is the page's own
            if re.match(r"[a-z]+:", target) or tag["href"] in ("#", ""):
                continue
            path = (built / name).parent / target if target else built / name
            assert path.resolve().exists(), (name, tag["href"])
            if anchor and path.suffix == ".html":
                assert anchor in ids[path.resolve().relative_to(built.resolve()).as_posix()], (name, tag["href"])


def test_no_page_asks_another_host(pages):
    for name, soup in pages.items():
        for tag in soup.find_all(["script", "link", "img", "iframe", "source"]):
            for key in ("src", "href"):
                assert not re.match(r"(?:https?:)?//", tag.get(key, "")), (name, str(tag)[:200])


def test_evidence_leads_to_its_paragraph_and_back(pages, corpus):
    """Every sentence that a chapter cites is a link, and the text's page names the chapter."""
    chapter = pages["chapters/03_claims_about_the_global_south.html"]
    links = {tag["href"]: tag.get_text() for tag in chapter.select("a.evidence")}
    quoted = chapter.select("blockquote[data-sentence]")
    assert len(quoted) > 10 and all(quotation.footer.a["href"] in links for quotation in quoted)
    text_id, number = quoted[0]["data-sentence"].rsplit(":", 1)
    where = quoted[0].footer.get_text()
    anchor = f"p{number.replace('.', '-')}"
    assert links[f"../texts/{text_id}.html#{anchor}"] == where
    place = pages[f"texts/{text_id}.html"].find(id=anchor)
    back = f"quoted-{text_id}-{number.replace('.', '-')}"
    assert place.find("a", href=f"../chapters/03_claims_about_the_global_south.html#{back}")
    assert chapter.find(id=back) == quoted[0]
    assert place.find("button", class_="copy")["data-sentence"] == quoted[0]["data-sentence"]
    text = pages["texts/xinhua-report.html"]
    for paragraph in corpus.paragraphs.loc[corpus.paragraphs["text_id"] == "xinhua-report", "n"]:
        assert text.find(id=f"p{paragraph}")


def test_each_quotation_is_a_part_of_the_sentence_under_which_it_stands(pages, corpus):
    """What is shown as a sentence and what is copied as one, on every page of a text; a note is no part of one."""
    seen = 0
    for sentence in corpus.sentences.itertuples():
        number, place = sentence.sentence_id.split(":")[1].split(".")
        shown = pages[f"texts/{sentence.text_id}.html"].find(id=f"p{number}-{place}")
        whole = " ".join(sentence.text.split())
        for quotation in shown.find_all("q"):
            seen += 1
            assert " ".join(quotation.get_text().split()).strip("… ") in whole, sentence.sentence_id
        for button in shown.find_all("button"):
            assert button["data-sentence"] == sentence.sentence_id
    assert seen > 150


def test_what_is_quoted_of_a_sentence_comes_from_the_table_of_quotations(own_corpus):
    corpus = load_corpus(own_corpus)
    rows = [
        ("02_y", "paper:2.2", 5, 12),
        ("01_x", "paper:2.2", 5, 12),
        ("01_x", "wen:2.1", 0, 11),
    ]
    quoted = pd.DataFrame(rows, columns=["notebook", "sentence_id", "start", "end"]).sort_values("notebook")
    glosses = pd.Series({"wen:2.1": "It needs many sides.", "wen:2.2": "China is developing.", "wen:1.1": "Opening."})
    assert site.passages(quoted, corpus, glosses) == {
        "paper:2.2": ("of them", ""),
        "wen:2.1": ("全球治理需要多边主义。", "It needs many sides."),
    }
    assert site.named_in(quoted)["paper:2.2"] == ["01_x", "02_y"]


def test_a_gloss_stands_outside_the_quotation(own_corpus):
    cited = {"wen:2.1": ("全球治理需要多边主义。", "Needed.")}
    shown = BeautifulSoup(text_pages.text_page(load_corpus(own_corpus), "wen", cited, {})[0], "html.parser")
    assert [q.get_text() for q in shown.find(id="p2-1").find_all("q")] == ["全球治理需要多边主义。"]
    assert shown.find(id="p2-1").button["data-sentence"] == "wen:2.1"
    assert [g.get_text() for g in shown.find_all("span", class_="gloss")] == ["gloss of ours: Needed."]
    assert not shown.find(id="p2-2").find(["q", "button"])


@pytest.mark.parametrize(
    ("entry", "shown"),
    [
        (r'@book{a, author = {M{\"u}ller, J{\"o}rg}, title = {On {China} and {T}he {{UN} Charter}}, year = 1999, use = {b}}',
         "- Müller, Jörg. 1999. *On China and The UN Charter*. Used for: b."),
        ("@book{a, author = {王毅 and {世界银行}}, title = {全球{治理}}, year = {2024}, use = {中文}}",
         "- 王毅 and 世界银行. 2024. *全球治理*. Used for: 中文."),
        ('@article{a,\n  author = "Dunning, Ted",\n  title = {One\n    Two},\n  journal = {J of {X}},\n  volume = {1},\n  number = {2},\n  year = 1993,\n  use = {c},\n}\n',
         "- Dunning, Ted. 1993. *One Two*. J of X 1(2). Used for: c."),
        ("@comment{no}\n@string{p = {Press}}\n@book{a, author={A, B}, title={C}, publisher = p # { of X}, year={1}, use={50% of {d}}}",
         "- A, B. 1. *C*. Press of X. Used for: 50% of d."),
        ("@book{a, author = {A}, title = {*b* [c](javascript:d)}, year = {1}, use = {<i>e</i>}}",
         "- A. 1. *&#42;b&#42; &#91;c&#93;(javascript:d)*. Used for: &lt;i&gt;e&lt;/i&gt;."),
    ],
)  # fmt: skip
def test_bibtex_is_read_with_its_braces_and_accents(entry, shown):
    assert bibliography.references(entry) == shown


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("@book{a, author = {A}, title = {B {C}, year = 1}", "references.bib: not readable as BibTeX (syntax error"),
        ("@book{a, author = {A}, title = {B}, use = {c}}", "references.bib: entry 'a': 'year' is missing; add it"),
        ("@book{a, title = {B}}\n@book{a, title = {B}}", "references.bib: "),
    ],
)
def test_a_bibliography_that_cannot_be_read_is_one_sentence(entry, says):
    with pytest.raises(CorpusError) as caught:
        bibliography.references(entry)
    assert str(caught.value).startswith(says) and "\n" not in str(caught.value)


def test_every_work_of_the_bibliography_is_listed(pages):
    shown = " ".join(pages["references.html"].find("article").get_text().split())
    assert "Rychlý, Pavel. 2008. A Lexicographer-Friendly Association Score. Used for: logDice." in shown
    assert "Computational Linguistics 19(1). Used for: evidence of keyness, G2." in shown
    assert len(pages["references.html"].find("article").find_all("em")) == 6


def test_the_wings_are_drawn_where_developers_read(pages, built):
    (shown,) = pages["developers.html"].find("article").find_all("img")
    assert "wings" in shown["alt"] and (built / shown["src"]).read_bytes().startswith(b"<?xml")


def test_what_is_not_quoted_is_no_passage(pages):
    for name, soup in pages.items():
        if name.startswith("texts/"):
            assert not any(
                q.get_text().strip() == "(not quoted: this text has been quoted up to its share)"
                for q in soup.find_all("q")
            )


def test_only_public_texts_are_shown_whole(pages, corpus):
    public = corpus.texts.set_index("text_id")["full_text_public"]
    for text_id, whole in public.items():
        shown = squeeze(pages[f"texts/{text_id}.html"].get_text())
        own = corpus.sentences.loc[corpus.sentences["text_id"] == text_id, "text"]
        there = sum(squeeze(text) in shown for text in own)
        assert there == len(own) if whole else there < 0.6 * len(own), text_id


def test_all_that_is_published_together_keeps_the_rights_rule(pages, corpus, built):
    """Notebooks, tables, codebooks and README, and the site with what its search and its cards read."""
    everything = artefacts() + squeeze("\n".join(soup.get_text(" ") for soup in pages.values()))
    for path in [built / "_static/pages.json", *(built / "_static/reading").glob("*.json")]:
        everything += "|" + squeeze(path.read_text(encoding="utf-8"))
    most = corpus.texts.set_index("text_id")["quotable"]
    for text_id, share in of_corpus(corpus, everything).items():
        assert share <= most[text_id], text_id


def test_chinese_is_marked_as_such_and_figures_have_words(pages):
    for name, soup in pages.items():
        for figure in soup.select("article figure img, article img"):
            assert figure.get("alt", "").strip(), name
    chapter = pages["chapters/01_term_frequency.html"]
    marked = [tag for tag in chapter.find_all(lang="zh") if re.search("[\u4e00-\u9fff]", tag.get_text())]
    assert len(marked) > 20
    assert chapter.find("html")["lang"] == "en"


@pytest.mark.parametrize(
    "query", ["美国", "霸权", "治理", "人类命运共同体", "U.S.", "hegemony", "developing countries"]
)
def test_the_index_finds_a_word_on_each_page_where_it_stands(read, built, query):
    index = json.loads((built / "_static/pages.json").read_text(encoding="utf-8"))
    found = {page["url"] for page in index if query.lower() in (page["title"] + " " + page["text"]).lower()}
    for name, words in read.items():
        stands = query.lower() in words
        if name not in ("genindex.html", "search.html", "glossary.html") and not name.startswith("numbers/"):
            assert (name in found) == stands, (query, name)
    assert found


def test_text_of_a_corpus_is_data_on_its_page(tmp_path):
    from conftest import write_corpus

    odd = "He said <script>alert(1)</script> & paid $5 for `code` and *stars*."
    whole = load_corpus(write_corpus(tmp_path, english=f"T\nby\n\nOpening\n\n{odd}\n"))
    whole.texts["full_text_public"] = True
    page, anchors = text_pages.text_page(whole, "paper", {}, {})
    assert "<script>" not in page and "p2-1" in anchors
    assert odd in BeautifulSoup(page, "html.parser").get_text()


def test_pages_are_light(pages, built):
    """No page weighs over 700 KB before its figures, with its scripts, styles and the fonts that its characters load."""
    rules = re.findall(r"@font-face \{([^}]*)\}", (built / "_static/fonts.css").read_text(encoding="utf-8"))
    files = [built / "_static" / re.search(r'url\("(.+?)"\)', rule)[1] for rule in rules]
    drawn = [{int(point, 16) for point in re.findall(r"U\+([0-9A-F]+)", rule)} for rule in rules]
    assert {path.name for path in files} == {path.name for path in built.rglob("*.woff2")} and len(files) == 4
    for name, soup in pages.items():
        there = set(map(ord, soup.get_text()))
        fonts = sum(path.stat().st_size for path, some in zip(files, drawn, strict=True) if not some or some & there)
        linked = [tag.get("src") or tag.get("href") for tag in soup.select("script[src], link[rel=stylesheet]")]
        others = {(built / name).parent / link.partition("?")[0] for link in linked}
        drawings = sum(len(str(drawing).encode()) for drawing in soup.select(".drawing"))
        weight = (built / name).stat().st_size - drawings + fonts + sum(path.stat().st_size for path in others)
        assert weight <= 700_000, (name, weight)


def test_nothing_is_published_that_no_page_uses(built):
    names = {path.name for path in built.rglob("*")}
    assert not names & {"fontawesome.js", "searchindex.js", "searchtools.js", "language_data.js", ".doctrees"}
    assert not any(name.endswith((".map", ".otf", ".doctree")) for name in names)
    assert {"papaparse.min.js", "LICENSE"} <= names  # what is bundled comes with its licence


def test_no_path_of_a_machine_is_published(built):
    for path in built.rglob("*"):
        if path.is_file():
            assert not re.search(rb"/(?:home|root|tmp|work|Users)/\w", path.read_bytes()), path


def test_a_figure_has_a_number_its_data_its_pictures_and_an_address(pages, built):
    package = json.loads((PROCESSED / "datapackage.json").read_text(encoding="utf-8"))
    for figure in package["figures"]:
        folder = "" if figure["notebook"] == "methods" else "chapters/"
        page = pages[f"{folder}{figure['notebook']}.html"]
        shown = page.find(id=f"figure-{figure['name']}")
        assert re.match(r"Figure (?:\d+|M)\.\d+\. ", shown.figcaption.get_text()), figure["name"]
        assert shown.find("a", href=f"#figure-{figure['name']}") and shown.find("text")
        offered = [(built / "chapters" / a["href"]).resolve() for a in shown.select("a[download]")]
        kinds = [path.suffix for path in offered]
        assert kinds[-2:] == [".svg", ".png"] and set(kinds[:-2]) == {".csv"}
    for name, page in pages.items():
        numbers = [c.strong.get_text().split(" ")[1] for c in page.select("figure.drawn figcaption")]
        assert len(numbers) == len(set(numbers)), name


def test_a_text_says_what_it_is_and_marks_what_was_coded(pages, corpus):
    coded = pd.read_csv(PROCESSED / "us_coded.csv", encoding="utf-8-sig", keep_default_na=False)
    for text in corpus.texts.itertuples():
        page = pages[f"texts/{text.text_id}.html"]
        assert page.h1.get_text().replace("’", "'").startswith(text.short_title)
        about = dict(zip((t.get_text() for t in page.select(".about th")), page.select(".about td"), strict=True))
        assert {"voice", "author", "written", "page or issue"} <= about.keys()
        assert not page.select(".fold q")
    for row in coded[coded["codes"] != ""].itertuples():
        anchor = "p" + row.sentence_id.split(":")[1].replace(".", "-")
        marks = pages[f"texts/{row.text_id}.html"].find(id=anchor).select("a.code-mark")
        assert len(marks) >= len(set(row.codes.split(";")) - {"other", "none"}) and all(
            len(mark["title"]) > 20 for mark in marks
        )


def test_one_word_stands_in_columns_with_all_its_sentences(pages):
    concepts = pd.read_csv(PROCESSED / "concepts.csv", encoding="utf-8-sig")
    for name in ("sovereignty", "global-governance"):
        page = pages[f"together/{name}.html"]
        for section in page.select(".columns > section"):
            text_id = section.h2.a["href"].split("/")[-1].removesuffix(".html")
            own = concepts[(concepts["concept"] == name) & (concepts["text_id"] == text_id)]
            if len(own):
                assert len(section.select("[data-sentence]")) == own["sentences_with"].item(), (name, text_id)
    coded = pd.read_csv(PROCESSED / "us_coded.csv", encoding="utf-8-sig", keep_default_na=False)
    wanted = coded.loc[coded["codes"].str.split(";").map(lambda c: "withdrawal" in c), "sentence_id"]
    shown = [tag["data-sentence"] for tag in pages["together/withdrawal.html"].select("[data-sentence]")]
    assert sorted(shown) == sorted(wanted)


# --- in a browser ----------------------------------------------------------------------------------------------------


@pytest.fixture
def address(served):
    return served


@pytest.fixture
def context(browser):
    """A reader who was never here before."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    context.set_default_timeout(PATIENCE)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


def watched(context, address):
    """A tab with what went wrong on its pages: console errors, failed requests, requests to another host."""
    page = context.new_page()
    page.faults = []
    page.on("console", lambda m: page.faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: page.faults.append(str(e)))
    page.on("requestfailed", lambda r: page.faults.append(f"failed: {r.url}"))
    page.on("response", lambda r: page.faults.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else page.faults.append(r.url))
    return page


def opened(context, address, name):
    page = watched(context, address)
    page.goto(address + name)
    return page


@pytest.mark.ci
@pytest.mark.parametrize("part", [0, weekly(1), weekly(2), weekly(3)])  # of each kind of page each part has some
def test_every_page_opens_without_a_fault(context, address, pages, part):
    names = sorted(pages)[part::4]
    tabs = [watched(context, address) for _ in range(8)]  # together, for each is waited for when idle
    for few in (names[at : at + len(tabs)] for at in range(0, len(names), len(tabs))):
        for page, name in zip(tabs, few, strict=False):
            page.goto(address + name)
        for page, name in zip(tabs, few, strict=False):
            page.wait_for_load_state("networkidle")
            assert page.faults == [], name


@pytest.mark.parametrize(
    "query", ["美国", "霸权", "治理", "人类命运共同体", "U.S.", "hegemony", "developing countries"]
)
def test_search_shows_the_pages(context, address, built, query):
    page = opened(context, address, f"search.html?q={query}")
    page.wait_for_selector("#finder[data-ready]")
    index = json.loads((built / "_static/pages.json").read_text(encoding="utf-8"))
    wanted = {p["url"] for p in index if query.lower() in (p["title"] + " " + p["text"]).lower()}
    shown = {a.get_attribute("href").split("/", 1)[1] for a in page.query_selector_all("#finder ol.pages a")}
    assert shown == wanted
    marks = [mark.inner_text().lower() for mark in page.query_selector_all("#finder mark")]
    assert int(page.get_attribute("#finder p.said", "data-total")) >= len(marks)
    assert all(mark.replace("-", " ") in (query.lower(), query.lower().rstrip(".")) for mark in marks)


def test_the_switch_leaves_the_narrative_alone(context, address):
    """The narrative is what is first shown: no code, no bar of it, no dead entry; the address keeps the switch."""
    name = "chapters/02_framing_of_the_us.html"
    page = opened(context, address, name)
    assert not page.locator(".method:visible").count() and not page.locator(".cell_input:visible").count()
    for link in page.locator("#pst-page-toc-nav a").all():
        assert page.locator(f"[id='{link.get_attribute('href')[1:]}']").first.is_visible()
    page.locator("#switch").focus()
    page.keyboard.press("Space")
    page.locator(".cell.tag_hermeneutics").first.wait_for(state="visible")
    assert page.url.endswith("?with=method") and page.locator("#switch").get_attribute("aria-pressed") == "true"
    following = page.locator("a.right-next").first
    assert following.get_attribute("href").endswith("?with=method")
    page.go_back()
    page.locator(".cell.tag_hermeneutics").first.wait_for(state="hidden")
    page.goto(address + name + "?with=method")
    assert page.locator(".cell.tag_hermeneutics").first.is_visible() and page.locator("article h1").is_visible()
    with page.expect_download() as download:
        page.locator("a", has_text="notebook (.ipynb)").click()
    assert json.loads(Path(download.value.path()).read_text(encoding="utf-8"))["cells"]


def test_a_passage_link_lands_on_its_paragraph_and_is_copied_with_its_citation(context, address):
    page = opened(context, address, "chapters/03_claims_about_the_global_south.html")
    link = page.locator("blockquote a.evidence").first
    where, anchor = link.inner_text(), link.get_attribute("href").partition("#")[2]
    link.click()
    page.wait_for_url(f"**/texts/*.html#{anchor}")
    page.wait_for_function(
        f"(({{top}}) => 0 <= top && top < 900)(document.querySelector('#{anchor}').getBoundingClientRect())"
    )
    page.locator(f"#{anchor} button.copy").click()
    page.wait_for_function(f"document.querySelector('#{anchor} button.copy').textContent === 'copied'")
    assert where.split(", ", 2)[2] in page.evaluate("navigator.clipboard.readText()")


def test_tables_sort_filter_and_download(context, address):
    page = opened(context, address, "tables.html#findings")
    page.wait_for_selector("#viewer[data-ready='findings']")
    shown = page.evaluate("""["'=1+1", "''-a", "-5", "'tis", "'-5"].map(unguarded)""")
    assert shown == ["=1+1", "'-a", "-5", "'tis", "'-5"]  # as `spreadsheet.unguarded` has it
    page.locator("#viewer th button", has_text="value").first.click()
    values = [float(c.inner_text()) for c in page.query_selector_all("#viewer tbody td:nth-child(3)")]
    assert values == sorted(values) and len(values) > 5
    page.locator("#viewer input[type=search]").fill("gs-calling-lost")
    assert len(page.query_selector_all("#viewer tbody tr")) == 1
    page.goto(address + "tables.html#gs_figures")
    page.reload()
    page.wait_for_selector("#viewer[data-ready='gs_figures']")
    assert page.locator("#viewer a.evidence").first.get_attribute("href").endswith("texts/xinhua-report.html#p32-2")
    page.goto(address + "tables.html#findings")
    page.reload()
    page.wait_for_selector("#viewer[data-ready='findings']")
    with page.expect_download() as download:
        page.locator("#viewer a.download").click()
    assert Path(download.value.path()).read_bytes() == (PROCESSED / "findings.csv").read_bytes()


def test_the_address_keeps_table_filters_and_order(context, address):
    page = opened(context, address, "tables.html?table=inst_list&in.kind=regional&sort=-line")
    page.wait_for_selector("#viewer[data-ready='inst_list']")
    table = pd.read_csv(PROCESSED / "inst_list.csv", encoding="utf-8-sig", dtype=str, keep_default_na=False)
    wanted = table[table["kind"].str.contains("regional")].assign(by=lambda t: t["line"].astype(int))
    wanted = wanted.sort_values("by", ascending=False, kind="stable")["line"].tolist()
    column = list(table).index("line") + 1
    lines = f"#viewer tbody td:nth-child({column})"
    assert page.locator(lines).all_inner_texts() == wanted and wanted
    with page.expect_download() as download:
        page.locator("#viewer button.shown").click()
    own = pd.read_csv(download.value.path(), encoding="utf-8-sig", dtype=str, keep_default_na=False)
    assert own["line"].tolist() == wanted and list(own) == list(table)
    page.locator("#viewer .filters input").first.fill("no such list")
    page.keyboard.press("Enter")
    page.wait_for_function("location.search.includes('no+such+list')")
    assert page.locator("#viewer tbody tr").count() == 0
    page.go_back()
    page.wait_for_function(f"document.querySelectorAll('#viewer tbody tr').length === {len(wanted)}")


def test_tables_stand_by_chapter_with_what_their_columns_mean(context, address):
    page = opened(context, address, "tables.html?table=us_ladder")
    page.wait_for_selector("#viewer[data-ready='us_ladder']")
    (resource,) = [
        r
        for r in json.loads((PROCESSED / "datapackage.json").read_text(encoding="utf-8"))["resources"]
        if r["path"] == "us_ladder.csv"
    ]
    meant = [field["description"] for field in resource["schema"]["fields"]]
    assert page.locator("#viewer dd").all_text_contents() == meant
    assert (
        page.locator("option[value='us_ladder']").evaluate("option => option.parentElement.label")
        == resource["notebook"]
    )
    assert page.locator("#viewer thead").evaluate("head => getComputedStyle(head).position") == "sticky"


def test_the_keys_lead_from_one_coded_sentence_to_the_next(context, address):
    page = opened(context, address, "texts/xinhua-report.html")
    ids = page.locator(".coded-sentence").evaluate_all("sentences => sentences.map((sentence) => sentence.id)")
    for key, at in (("n", 0), ("n", 1), ("n", 2), ("p", 1)):
        page.keyboard.press(key)
        page.wait_for_function(f"location.hash === '#{ids[at]}'")
        page.locator(f"[id='{ids[at]}']").wait_for(state="visible")  # what is folded has opened


def test_a_place_in_a_fold_is_shown_when_it_is_named(context, address, pages):
    folded = pages["texts/xinhua-report.html"].select("details.fold li")[5]["id"]
    page = opened(context, address, f"texts/xinhua-report.html#{folded}")
    page.locator(f"[id='{folded}']").wait_for(state="visible")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_figure_scrolls_by_itself_on_a_phone(context, address, scheme):
    page = opened(context, address, "index.html")
    page.set_viewport_size({"width": 390, "height": 844})
    page.emulate_media(color_scheme=scheme)
    page.goto(address + "chapters/02_framing_of_the_us.html")
    drawing = page.locator("#figure-02_codes .drawing")
    assert drawing.evaluate("box => box.scrollWidth > box.clientWidth") and drawing.get_attribute("tabindex") == "0"
    assert page.evaluate("document.documentElement.scrollWidth") <= 391
    size = drawing.locator("text").first.evaluate("t => t.getBoundingClientRect()")
    assert min(size["width"], size["height"]) >= 9  # pixels
    colours = drawing.locator("text").first.evaluate(
        "t => [getComputedStyle(t).fill, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours[0] != colours[1]


@pytest.mark.parametrize("stem", sorted(path.stem for path in NOTEBOOKS.glob("*.ipynb")))
def test_a_column_shows_figures_whole_and_a_phone_says_that_they_go_on_and_what_tables_say(context, address, stem):
    page = opened(context, address, f"chapters/{stem}.html")
    page.add_style_tag(content="article * { content-visibility: visible !important; }")
    boxes = page.locator("figure.drawn .drawing").evaluate_all("all => all.map((b) => [b.scrollWidth, b.clientWidth])")
    assert boxes and all(whole <= shown for whole, shown in boxes)
    fades = "box => getComputedStyle(box).maskImage !== 'none'"
    assert not page.locator(".drawing").first.evaluate(fades)
    page.set_viewport_size({"width": 390, "height": 844})
    ends = page.locator("article caption:visible").evaluate_all(
        "all => all.map((c) => c.getBoundingClientRect().right)"
    )
    assert ends and max(ends) <= 390
    assert page.locator(".drawing").first.evaluate(fades)  # for it goes on there


def test_without_a_script_a_page_says_what_it_needs_and_shows_all(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + "tables.html")
    assert page.locator("noscript").first.inner_text() and not page.locator("#viewer").is_visible()
    page.goto(address + "chapters/02_framing_of_the_us.html")
    assert page.locator(".cell.tag_hermeneutics").first.is_visible() and not page.locator("#switch").is_visible()
    assert "need a script" in page.locator("article noscript").first.inner_text()
    assert not page.locator("button.copy:visible").count()
    context.close()


@pytest.mark.parametrize(
    "name", ["chapters/02_framing_of_the_us.html", "texts/xinhua-report.html", "numbers/rung-us-named.html"]
)
def test_on_paper_stands_what_is_read_and_nothing_is_cut(context, address, name):
    page = opened(context, address, name)
    page.set_viewport_size({"width": 700, "height": 1000})  # A4 less its margins
    page.emulate_media(media="print")
    for part in ("#pst-primary-sidebar", "#pst-secondary-sidebar", ".tools", "button.copy", ".bd-header-article"):
        assert not page.locator(f"{part}:visible").count(), part
    assert page.evaluate("document.documentElement.scrollWidth") <= 701
    broad = "parts => parts.filter((p) => p.scrollWidth > p.clientWidth + 1 || p.getBoundingClientRect().right > 701)"
    assert page.locator("article table, article .drawing").evaluate_all(f"{broad}.length") == 0
    broken = """cells => cells.filter((cell) => /^[\\d,]+$/.test(cell.textContent)).filter((cell) => {
        const range = document.createRange(); range.selectNodeContents(cell);
        return new Set([...range.getClientRects()].map((box) => Math.round(box.top / 8))).size > 1; }).length"""
    assert page.locator("article td").evaluate_all(broken) == 0  # a number stands in one line


def test_chinese_glyphs_are_drawn(context, address):
    """A hanzi is no empty box: two of them look unlike."""
    page = opened(context, address, "texts/ren-lin-zh.html")
    page.evaluate("document.fonts.ready")
    drawn = page.evaluate(
        """async () => {
            await document.fonts.load('20px "Compendium Sans SC"', '国');
            const family = getComputedStyle(document.querySelector('[lang=zh]')).fontFamily;
            return ['国', '际', '序'].map((c) => {
                const canvas = document.createElement('canvas'); canvas.width = canvas.height = 40;
                const context = canvas.getContext('2d'); context.font = '30px ' + family; context.fillText(c, 4, 32);
                return canvas.toDataURL();
            });
        }"""
    )
    assert len(set(drawn)) == 3


SEEN = [
    "index.html",
    "chapters/04_institutions.html",
    "chapters/05_schemes_of_thought.html",
    "texts/us-fact-sheet.html",
    "codebooks/us_frames.html",
    "developers.html",
    "own-texts.html",
    "search.html?q=US",
    "tables.html",
    "chapters/02_framing_of_the_us.html",
    "methods.html",
    "texts/xinhua-report.html#p32-4",
    "texts/ggi-paper-zh.html",
    "together/sovereignty.html",
    "together/pair.html",
    "texts/index.html",
    "chapters/10_your_own_texts.html",
    "tables.html?table=us_hits&in.form=%3DUS&sum=n",
    "reviewers.html",
]
EACH_TIME = {
    ("index.html", 1280),
    ("codebooks/us_frames.html", 1280),
    ("search.html?q=US", 390),
    ("together/sovereignty.html", 390),
    ("tables.html?table=us_hits&in.form=%3DUS&sum=n", 1280),
}
"""Of each kind of page one, wide or narrow; the week sees all, both."""


@pytest.mark.ci
@pytest.mark.parametrize(
    ("name", "width"),
    [seen if seen in EACH_TIME else weekly(*seen) for seen in itertools.product(SEEN, (1280, 390))],
)
def test_contrast_names_and_widths(context, address, name, width):
    import axe_core_python

    axe = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    page = opened(context, address, "index.html")
    page.set_viewport_size({"width": width, "height": 900})
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.goto(address + name)
        page.wait_for_load_state("networkidle")
        page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        page.wait_for_function("document.getAnimations().every((fading) => fading.playState !== 'running')")
        page.evaluate(axe)
        found = page.evaluate(
            "axe.run(document, {resultTypes: ['violations'], rules: {'label-content-name-mismatch': {enabled: true}}})"
        )
        told = [(v["id"], v["nodes"][0]["html"][:160]) for v in found["violations"]]
        assert told == [], (name, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width + 1, name
