"""What is done to the pages when they are written: links from evidence to texts, languages, and the search index."""

import json
import re
from functools import cache
from pathlib import Path

from bs4 import BeautifulSoup, NavigableString
from leads import Leads

from helpers.paths import PROJECT
from helpers.text.hanzi import HANZI, WIDE

RUN = re.compile(f"{HANZI}[{WIDE}“”‘’…—·0-9]*")
SIDES = {}
SKIP = {"a", "script", "style", "title", "textarea", "button"}


def setup(app):
    app.add_config_value("repository", "", "html")
    app.connect("html-page-context", side, priority=400)  # before the theme takes it up
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True}


def side(app, name, template, context, doctree):
    """Make the list of pages at the side once for all pages of numbers, for none of them stands in it."""
    whole = context.get("toctree")
    if not whole or not name.startswith("numbers/") or name == "numbers/index":
        return

    def toctree(**options):
        asked = tuple(sorted(options.items()))
        if asked not in SIDES:
            SIDES[asked] = whole(**options)
        return SIDES[asked]

    context["toctree"] = toctree


def finish(app, error):
    """Link each sentence named on a page to its place on the text's page, mark Chinese, and index all pages."""
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    texts = json.loads((Path(app.srcdir) / "texts" / "texts.json").read_text(encoding="utf-8"))
    place = re.compile(rf"\b({'|'.join(map(re.escape, texts))}):(\d+)(?:\.(\d+))?\b(?!-)")
    (out / "_static" / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    leads, pages = Leads(Path(app.srcdir), PROJECT), []
    for path in sorted(out.rglob("*.html")):
        name = path.relative_to(out).as_posix()
        if name.startswith("_static/"):
            continue
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        main = soup.find("article") or soup.body
        up = "../" * name.count("/")
        if main and not name.startswith(("texts/", "numbers/")):
            link(soup, main, place, texts, up)
            cite(soup, main, up)
        if main and (out / "_static" / "notebooks" / f"{path.stem}.ipynb").exists():
            method(soup, main, path.stem, up, app.config.repository)
        if main:
            plainly(soup)
            leads.page(soup, main, name, up)
            behind(main, up, out)
            languages(soup, main)
            for table in main.select("table"):
                table["tabindex"] = "0"  # a wide table scrolls, by keyboard too
        path.write_text(str(soup), encoding="utf-8")
        if main and name not in ("genindex.html", "search.html", "glossary.html") and not name.startswith("numbers/"):
            for part in main.find_all(["script", "style", "nav"]):
                part.decompose()
            heading = main.find("h1")
            title = heading.get_text(" ", strip=True).rstrip("#").strip() if heading else name
            pages.append({"url": name, "title": title, "text": re.sub(r"\s+", " ", main.get_text(" ")).strip()})
    index = out / "_static" / "pages.json"
    index.write_text(json.dumps(pages, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def strings(main):
    """Text of a page that a reader reads, but for links and programs."""
    return [
        s for s in main.find_all(string=True) if type(s) is NavigableString and not SKIP & {p.name for p in s.parents}
    ]


def link(soup, main, place, texts, up):
    for string in strings(main):
        parts = list(place.finditer(string))
        if not parts:
            continue
        made, at = [], 0
        for hit in parts:
            anchor = f"p{hit[2]}" + (f"-{hit[3]}" if hit[3] else "")
            if anchor not in texts[hit[1]]:
                continue
            tag = soup.new_tag("a", href=f"{up}texts/{hit[1]}.html#{anchor}")
            tag["class"] = "evidence"
            tag.string = hit[0]
            made += [NavigableString(string[at : hit.start()]), tag]
            at = hit.end()
        if made:
            made.append(NavigableString(string[at:]))
            string.replace_with(*made)


def cite(soup, main, up):
    """The place under a quotation leads to its sentence on the page of the text, and that page back to it."""
    placed = {tag["id"] for tag in main.find_all(id=True)}
    for quotation in main.select("[data-sentence]"):
        text, number = quotation["data-sentence"].rsplit(":", 1)
        if quotation.footer:
            tag = soup.new_tag("a", href=f"{up}texts/{text}.html#p{number.replace('.', '-')}")
            tag["class"] = "evidence"
            quotation.footer.string.wrap(tag)
        place = f"quoted-{text}-{number.replace('.', '-')}"
        if place not in placed:  # the first place on this page where it is quoted
            quotation["id"] = place
            placed.add(place)


def method(soup, main, name, up, repository):
    """Mark what is method and no narrative (code, settings, sections on how), and put the switch at the head."""
    for part in main.select(".cell.tag_hermeneutics, .cell.tag_parameters, .cell > details.hide.above-input"):
        part["class"] = [*part.get("class", []), "method"]
    for mark in main.select("[data-tag='hermeneutics']"):
        section = mark.find_parent("section")
        if section and section.find_parent("section"):
            section["class"] = [*section.get("class", []), "method"]
    hidden = {f"#{section['id']}" for section in main.select("section.method[id]")}
    for link in soup.select(".bd-toc a, .page-toc a, #pst-page-toc-nav a"):
        if link.get("href") in hidden:
            entry = link.find_parent("li")
            entry["class"] = [*entry.get("class", []), "method"]
    for link in soup.select("a[href]"):
        if re.search(r"(?:^|/)(?:\d\d_\w+|methods)\.html$", link["href"]):
            link["data-chapter"] = ""
    kind = "docs" if name == "methods" else "notebooks"
    place = f'<a href="{repository}/{kind}/{name}.ipynb">in the repository</a>' if repository else ""
    tools = (
        '<p class="tools"><span class="scripted"><button type="button" id="switch" aria-pressed="false">with method and'
        f' code</button></span> <a href="{up}_static/notebooks/{name}.ipynb" download>notebook (.ipynb)</a> {place}</p>'
    )
    main.find("h1").insert_after(BeautifulSoup(tools, "html.parser"))


def plainly(soup):
    """What is opened, closed and searched has its own words as its name; what is beside a page is a region."""
    for named in soup.select("summary[aria-label], button.search-button-field[aria-label]"):
        del named["aria-label"]
    for sidebar in soup.select("#pst-primary-sidebar"):
        sidebar["role"], sidebar["aria-label"] = "navigation", "Site"
    for title in soup.select(".evidence section > h4"):  # a column of quotations, no section of the chapter
        title.name, title["class"] = "p", "column-title"


def behind(main, up, out):
    """A mark or a line of a figure leads to its sentences where there is a page that has them."""
    for tag in main.select("figure a[href]"):
        target, _, anchor = tag["href"].removeprefix(up).partition("#")
        if target.startswith("numbers/") and not has(out / target, anchor):
            tag.unwrap() if tag.find() else tag.decompose()


@cache
def has(path, anchor):
    return path.exists() and (not anchor or f'id="{anchor}"' in path.read_text(encoding="utf-8"))


def languages(soup, main):
    """Mark Chinese inside English as what it is, for voices and fonts."""
    for string in strings(main):
        if RUN.search(string) and not any(p.get("lang") == "zh" for p in string.parents if p.name != "[document]"):
            made, at = [], 0
            for run in RUN.finditer(string):
                tag = soup.new_tag("span", lang="zh")
                tag.string = run[0]
                made += [NavigableString(string[at : run.start()]), tag]
                at = run.end()
            string.replace_with(*made, NavigableString(string[at:]))
