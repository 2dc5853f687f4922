"""Where the things on a page lead: numbers to their sentences, words and codes to their cards, pages to citations."""

import json
import re
from pathlib import Path

from bs4 import NavigableString

from helpers.compendium.cells import Cells, Found, plainly, read_cells

SKIP = {
    "a",
    "script",
    "style",
    "title",
    "textarea",
    "button",
    "summary",
    "option",
    "nav",
    "h1",
    "h2",
    "h3",
    "pre",
    "dl",
}
UNSCRIPTED = (
    "Without a script all text, numbers and links of this page stand here; cards at words and sentences, copying of "
    "citations, the concordance, and sorting of tables need a script."
)
TERMED = ("chapters/", "methods", "index.html", "reviewers", "texts/index", "codebooks/")
"""Pages on which words of the glossary have a card, each where it first stands."""


class Leads:
    """What is known of the whole site while its pages are finished: numbers, texts, cards, and how it is cited."""

    def __init__(self, source, project):
        reading = source / "_static" / "reading"
        self.numbers = _read(source / "numbers" / "numbers.json")
        self.texts = {text["text_id"]: text for text in _read(reading / "texts.json")}
        titles = {text["title"]: text_id for text_id, text in self.texts.items()}
        self.cells = Cells(self.numbers, titles, source / "_static" / "tables", read_cells())
        self.cards = _read(reading / "glossary.json")
        self.words = {form: id_ for id_, card in self.cards.items() for form in card.get("forms", [])}
        longest = sorted(self.words, key=len, reverse=True)
        self.term = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])")
        self.warning = source / "NOT-TO-BE-PUBLISHED.txt"
        self.citation = citation(project)

    def page(self, soup, main, name, up):
        """Link all that leads somewhere on a page of a name; `up` leads to the root of the site."""
        self.findings(soup, main, up)
        if name.startswith("chapters/"):
            self.tables(soup, main, name, up)
            self.figures(soup, main, up)
            self.codes(soup, main, name, up)
        if name.startswith(TERMED):
            self.terms(soup, main, up)
        if main.name == "article" and name not in ("genindex.html", "search.html"):
            self.cited(soup, main, name)
        self.mark(soup)

    def findings(self, soup, main, up):
        for number in main.select("data[data-finding]"):
            if not number.find_parent("a") and number["data-finding"] in self.numbers:
                number.wrap(soup.new_tag("a", href=f"{up}numbers/{number['data-finding']}.html", **{"class": "number"}))

    def of_chapter(self, name):
        """The numbers of which the figures of a chapter show some, by title."""
        chapter = name.split("/")[1][:2]
        begin = [b for id_, n in self.numbers.items() if id_.startswith(chapter + "_") for b in n.get("rows", [])]
        return {n["title"]: id_ for id_, n in self.numbers.items() if id_.startswith(tuple(begin) or "\0")}

    def tables(self, soup, main, name, up):
        """Numbers of tables are links: declared ones, and those in the row of a code and the column of a text."""
        chapter, listed = Path(name).stem, self.of_chapter(name)
        for table in main.select("table"):
            heads = [cell.get_text(strip=True) for cell in table.select("thead th")]
            declared = self.cells.of(chapter, heads)
            for row in table.select("tbody tr"):
                cells = row.find_all("td")
                said = [cell.get_text() for cell in cells]
                for at in range(1, min(len(heads), len(cells))):
                    if declared:
                        found = list(self.cells.found(declared, heads, said, at))
                    else:
                        found = self.of_code(listed, heads, said, at)
                    if found and cells[at].string:
                        numbers(soup, cells[at].string, found, up)

    def of_code(self, listed, heads, said, at):
        """The number in the row of a code and the column of a text, or the other way, if it counts what is listed."""
        first, head = (plainly(words) for words in (said[0], heads[at]))
        for label, text in ((first, head), (head, first)):
            id_, text_id = listed.get(label), self.cells.titles.get(text)
            count = self.numbers[id_]["counts"].get(text_id) if id_ else None
            if count and said[at] == f"{count:,}":
                return [Found(0, len(said[at]), f"numbers/{id_}.html#{text_id}")]
        return []

    def figures(self, soup, main, up):
        """Under a figure whose marks count sentences, the way to them."""
        pages = {n["title"]: id_ for id_, n in self.numbers.items() if n["kind"] == "figure"}
        for caption in main.select("figure figcaption"):
            title = caption.strong.get_text(strip=True) if caption.strong else ""
            if title in pages and not caption.find_parent("figure").select(f"a[href*='{pages[title]}']"):
                line = soup.new_tag("p", **{"class": "behind"})
                tag = soup.new_tag("a", href=f"{up}numbers/{pages[title]}.html")
                tag.string = "The sentences behind this figure, row by row"
                line.append(tag)
                caption.find_parent("figure").append(line)

    def codes(self, soup, main, name, up):
        """The id or the label of a code that fills a code or a cell has its card."""
        listed = self.of_chapter(name)
        known = {id_.split("-", 2)[2]: id_ for id_ in listed.values() if id_ in self.cards} | {
            title: id_ for title, id_ in listed.items() if id_ in self.cards
        }
        for tag in main.select("code, td:first-child"):
            id_ = known.get(tag.get_text(strip=True))
            if id_ and tag.string and not tag.find_parent(["a", "pre"]) and not tag.find("a"):
                tag.string.wrap(self.card(soup, id_, up))

    def card(self, soup, id_, up):
        return soup.new_tag("a", href=up + self.cards[id_]["href"], **{"class": "term", "data-card": id_})

    def terms(self, soup, main, up):
        """The first place of each word of the glossary."""
        seen = set()
        for string in main.find_all(string=True):
            if type(string) is not NavigableString or SKIP & {p.name for p in string.parents}:
                continue
            if string.find_parent(["blockquote", "q"]) or string.find_parent(class_=["highlight", "MathJax"]):
                continue
            made, at = [], 0
            for hit in self.term.finditer(string):
                if self.words[hit[0]] not in seen:
                    seen.add(self.words[hit[0]])
                    tag = self.card(soup, self.words[hit[0]], up)
                    tag.string = hit[0]
                    made += [NavigableString(string[at : hit.start()]), tag]
                    at = hit.end()
            if made:
                string.replace_with(*made, NavigableString(string[at:]))

    def cited(self, soup, main, name):
        """How the page is cited: for a reader at its foot, for programs that collect references in its head."""
        heading = main.find("h1")
        title = heading.get_text(" ", strip=True).rstrip("#").strip() if heading else name
        text = self.texts.get(Path(name).stem) if name.startswith("texts/") else None
        own = self.citation
        said = {"title": text["full"] if text else title, "author": text["by"] if text else own["author"]}
        said |= {
            "publication_date": (text["date"] if text else own["date"]).split(" to ")[-1],
            "language": text["lang"] if text else "en",
        }
        for key, value in said.items():
            soup.head.append(soup.new_tag("meta", attrs={"name": f"citation_{key}", "content": value}))
        work = f"{own['title']}, version {own['version']}, {own['date']}"
        soup.head.append(soup.new_tag("meta", attrs={"name": "compendium", "content": work}))
        part = soup.new_tag("details", **{"class": "cite-page"})
        part.append(soup.new_tag("summary"))
        part.summary.string = "Cite this page"
        line = soup.new_tag("p")
        line.string = f"{own['author']}. {title}. In: {work}."
        part.append(line)
        button = soup.new_tag("button", type="button", **{"class": "copy", "data-title": title})
        button.string = "copy citation"
        part.append(button)
        without = soup.new_tag("noscript")
        without.append(soup.new_tag("p"))
        without.p.string = UNSCRIPTED
        main.extend([without, part])

    def mark(self, soup):
        """An edition with whole texts says so on each page, and asks to be in no index."""
        if self.warning.exists():
            soup.head.append(soup.new_tag("meta", attrs={"name": "robots", "content": "noindex, nofollow"}))
            line = soup.new_tag("p", role="note", **{"class": "not-published"})
            line.string = self.warning.read_text(encoding="utf-8").strip()
            soup.body.insert(0, line)


def numbers(soup, string, found, up):
    """Make links of the numbers of a cell that lead somewhere."""
    made, at = [], 0
    for one in found:
        tag = soup.new_tag("a", href=up + one.href, **{"class": "number"})
        tag.string = string[one.start : one.end]
        made += [NavigableString(string[at : one.start]), tag]
        at = one.end
    string.replace_with(*(part for part in (*made, NavigableString(string[at:])) if part.get_text()))


def citation(project):
    """Title, author, version and date of the compendium, from CITATION.cff."""
    lines = (project / "CITATION.cff").read_text(encoding="utf-8")
    found = {key: re.search(rf'^(?:  - )?{key}: "?([^"\n]+)"?$', lines, re.MULTILINE)[1] for key in _FIELDS}
    return {_FIELDS[key]: value for key, value in found.items()}


_FIELDS = {"title": "title", "name": "author", "version": "version", "date-released": "date"}


def _read(path):
    return json.loads(path.read_text(encoding="utf-8"))
