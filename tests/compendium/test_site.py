"""The site, as a reader meets it: built strictly, in a real browser, on a desk and on a phone, without another host."""

import copy
import http.server
import json
import re
import threading
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from conftest import PATIENCE
from helpers import CorpusError, load_corpus
from helpers.compendium import bibliography, site, text_pages
from helpers.paths import NOTEBOOKS, PROCESSED
from rights import WINDOW, Windows, artefacts, quoted_share, squeeze


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
    return {name: BeautifulSoup(text, "html.parser") for name, text in found.items()}


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
            target, _, anchor = tag["href"].partition("#")
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
    assert place.find("a", href="../chapters/03_claims_about_the_global_south.html")
    assert where.split(", ", 2)[2] in place.find("button", class_="copy")["data-citation"]
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
            told, _, where = button["data-citation"].rpartition(" (")
            assert where.startswith(f"{sentence.sentence_id}, raw line")
            assert all(part.strip("… ") in whole for part in told.split(" / ")), sentence.sentence_id
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
    assert shown.find(id="p2-1").button["data-citation"].startswith("全球治理需要多边主义。 (wen:2.1, raw line")
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
    """Notebooks, tables, codebooks and README, and the site with its search index."""
    everything = artefacts() + squeeze("\n".join(soup.get_text(" ") for soup in pages.values()))
    everything += squeeze((built / "_static/pages.json").read_text(encoding="utf-8"))
    public = corpus.texts.loc[corpus.texts["full_text_public"], "text_id"]
    free = corpus.paragraphs.loc[corpus.paragraphs["text_id"].isin(public), "text"].agg(" ".join)
    free = squeeze(free) + "|" + "|".join(map(squeeze, corpus.texts["title"]))
    published = {language: Windows(everything, but=free, size=size) for language, size in WINDOW.items()}
    known = corpus.texts.set_index("text_id")
    for text_id, text in corpus.paragraphs.groupby("text_id", sort=False)["text"].agg(" ".join).items():
        share = quoted_share(text, published[known.loc[text_id, "language"]])
        assert share <= known.loc[text_id, "quotable"], text_id


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
        assert (name in found) == stands or name in ("genindex.html", "search.html"), (query, name)
    assert found


def test_text_of_a_corpus_is_data_on_its_page(tmp_path):
    from conftest import write_corpus

    odd = "He said <script>alert(1)</script> & paid $5 for `code` and *stars*."
    whole = load_corpus(write_corpus(tmp_path, english=f"T\nby\n\nOpening\n\n{odd}\n"))
    whole.texts["full_text_public"] = True
    page, anchors = text_pages.text_page(whole, "paper", {}, {})
    assert "<script>" not in page and "p2-1" in anchors
    assert odd in BeautifulSoup(page, "html.parser").get_text()


# --- in a browser ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(built):
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments, **options):
            super().__init__(*arguments, directory=str(built), **options)

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def context(browser):
    """A reader who was never here before."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light")
    context.set_default_timeout(PATIENCE)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


def opened(context, address, name):
    """A page with what went wrong on it: console errors, failed requests, requests to another host."""
    page = context.new_page()
    page.faults = []
    page.on("console", lambda m: page.faults.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: page.faults.append(str(e)))
    page.on("requestfailed", lambda r: page.faults.append(f"failed: {r.url}"))
    page.on("response", lambda r: page.faults.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else page.faults.append(r.url))
    page.goto(address + name)
    return page


def test_every_page_opens_without_a_fault(context, address, pages):
    names = sorted(pages)
    for few in (names[at : at + 8] for at in range(0, len(names), 8)):  # together, for each is waited for when idle
        tabs = {name: opened(context, address, name) for name in few}
        for name, page in tabs.items():
            page.wait_for_load_state("networkidle")
            assert page.faults == [], name
            page.close()


@pytest.mark.parametrize(
    "query", ["美国", "霸权", "治理", "人类命运共同体", "U.S.", "hegemony", "developing countries"]
)
def test_search_shows_the_pages(context, address, built, query):
    page = opened(context, address, f"search.html?q={query}")
    page.wait_for_selector("#finder[data-ready]")
    index = json.loads((built / "_static/pages.json").read_text(encoding="utf-8"))
    wanted = {p["url"] for p in index if query.lower() in (p["title"] + " " + p["text"]).lower()}
    shown = {a.get_attribute("href").split("/", 1)[1] for a in page.query_selector_all("#finder li a")}
    assert shown == wanted and page.query_selector("#finder mark").inner_text().lower() == query.lower()


def test_the_switch_leaves_the_narrative_alone(context, address):
    page = opened(context, address, "chapters/02_framing_of_the_us.html")
    cell = page.locator(".cell.method").first
    assert cell.is_visible()
    page.locator("#alone").focus()
    page.keyboard.press("Space")
    cell.wait_for(state="hidden")
    assert page.locator("article h1").is_visible()


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
    page.locator("#viewer input").fill("gs-calling-lost")
    assert len(page.query_selector_all("#viewer tbody tr")) == 1
    page.goto(address + "tables.html#gs_figures")
    page.reload()
    page.wait_for_selector("#viewer[data-ready='gs_figures']")
    assert page.locator("#viewer a.evidence").first.get_attribute("href").endswith("texts/xinhua-report.html#p32-2")
    page.goto(address + "tables.html#findings")
    page.reload()
    page.wait_for_selector("#viewer[data-ready='findings']")
    with page.expect_download() as download:
        page.evaluate("Object.assign(document.querySelector('#viewer a.download'), {download: ''}).click()")
    assert Path(download.value.path()).read_bytes() == (PROCESSED / "findings.csv").read_bytes()


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


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    "name",
    [
        "index.html",
        "chapters/04_institutions.html",
        "chapters/05_schemes_of_thought.html",
        "texts/us-fact-sheet.html",
        "codebooks/us_frames.html",
        "developers.html",
        "own-texts.html",
        "search.html?q=US",
        "tables.html",
    ],
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
        found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa'], resultTypes: ['violations']})")
        told = [(v["id"], v["nodes"][0]["html"][:160]) for v in found["violations"]]
        assert told == [], (name, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width + 1, name
