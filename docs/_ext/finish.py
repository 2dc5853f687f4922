"""What is done to the pages when they are written: links from evidence to texts, languages, and the search index."""

import json
import re
from pathlib import Path

from bs4 import BeautifulSoup, NavigableString

from helpers.text.hanzi import HANZI, WIDE

RUN = re.compile(f"{HANZI}[{WIDE}“”‘’…—·0-9]*")
SKIP = {"a", "script", "style", "title", "textarea", "button"}


def setup(app):
    app.connect("build-finished", finish)
    return {"parallel_read_safe": True}


def finish(app, error):
    """Link each sentence named on a page to its place on the text's page, mark Chinese, and index all pages."""
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    texts = json.loads((Path(app.srcdir) / "texts" / "texts.json").read_text(encoding="utf-8"))
    place = re.compile(rf"\b({'|'.join(map(re.escape, texts))}):(\d+)(?:\.(\d+))?\b(?!-)")
    (out / "_static" / "texts.json").write_text(json.dumps(texts), encoding="utf-8")
    pages = []
    for path in sorted(out.rglob("*.html")):
        name = path.relative_to(out).as_posix()
        if name.startswith("_static/"):
            continue
        soup = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
        main = soup.find("article") or soup.body
        up = "../" * name.count("/")
        if main and not name.startswith("texts/"):
            link(soup, main, place, texts, up)
            cite(soup, main, up)
        if main:
            languages(soup, main)
            for table in main.select(".cell_output table"):
                table["tabindex"] = "0"  # a wide table scrolls, by keyboard too
        path.write_text(str(soup), encoding="utf-8")
        if main and name not in ("genindex.html", "search.html"):
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
    """The place under a quotation leads to the sentence on the page of its text."""
    for quotation in main.select("blockquote[data-sentence]"):
        text, number = quotation["data-sentence"].rsplit(":", 1)
        tag = soup.new_tag("a", href=f"{up}texts/{text}.html#p{number.replace('.', '-')}")
        tag["class"] = "evidence"
        quotation.footer.string.wrap(tag)


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
