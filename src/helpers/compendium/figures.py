"""Figures as pages show them: drawings whose texts are text and whose marks say, and lead to, what they show.

matplotlib writes each text as outlines with the words as a comment beside them; a mark belongs to the labels of the
axes that it stands beside.
"""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from xml.etree import ElementTree

import pandas as pd

from ..coding.codebook import Codebook
from ..declarations.toml import Declared, Word, read_declared
from ..errors import CorpusError
from ..mentions.concepts import read_concepts
from ..pages.sections.framing import RUNG
from ..pages.templates import render
from ..paths import FIGURES, PROJECT

DATA = PROJECT / "docs" / "figures.toml"
SVG = "{http://www.w3.org/2000/svg}"
XLINK = "{http://www.w3.org/1999/xlink}href"
INK, PAPER, LINES = "currentColor", "var(--pst-color-background)", "var(--pst-color-border)"
COLOURS = {
    **dict.fromkeys(("#000000", "#1a1a1a", "#333333", "#4c4c4c"), INK),
    "#ffffff": PAPER,
    **dict.fromkeys(("#ebebeb", "#ededed", "#cccccc", "#d9d9d9", "#e6e6e6", "#bfbfbf"), LINES),
}
"""Colours that follow the page into the dark; all others tell kinds apart and stay."""
NEAR = 14
"""So many points from a mark its number may stand."""
_SCALE = re.compile(r" ?scale\(([\d.]+) -[\d.]+\)")
_PLACE = re.compile(r"translate\(([-\d.]+) ([-\d.]+)\)")
_LONG = re.compile(r"-?\d+\.\d{3,}")
_PAIR = re.compile(r"([-\d.]+) ([-\d.]+)")
_SHOWN = re.compile(r'<figure[^>]*><img src="data:image/png;base64,([^"]+)".*?</figure>', re.DOTALL)


Pages = Sequence[tuple[str, str]]
"""Labels of figures with the pages to which they lead: texts/ID.html, or numbers/ID.html."""


class _Figure(Declared):
    tables: tuple[Word, ...]
    rows: tuple[Word, ...] = ()
    front: bool = False


class Box(NamedTuple):
    """What a mark or a text covers, in points."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


def shown(entry: Mapping[str, str], number: str, up: str, pages: Pages) -> str:
    """A figure of the data package (`name`, `title`, `caption`, `alt`) with its drawing, words and files, as HTML.

    `number` is its own, `up` leads to the root of the site, `pages` from a label to what lies behind its marks.
    """
    name = entry["name"]
    own = declared(name)
    rows = [f"numbers/{begin}" for begin in own.rows]
    behind = {label: page for label, page in pages if page.startswith(("texts/", *rows))}
    drawing = drawn((FIGURES / f"{name}.svg").read_text(encoding="utf-8"), name, up, behind)
    return render("figure.html", figure=entry, number=number, up=up, tables=own.tables, drawing=drawing)


def on_front(figures: Iterable[dict[str, Any]], up: str, pages: Pages) -> dict[str, str]:
    """By notebook, its picture on the front page."""
    chosen = [entry for entry in figures if declared(entry["name"]).front]
    return {entry["notebook"]: shown(entry, chapter(entry["notebook"]), up, pages) for entry in chosen}


def declared(name: str) -> _Figure:
    """What docs/figures.toml says of a figure. Raises `CorpusError` where it does not list it.

    >>> declared("01_formulas").tables
    ('formulas',)
    """
    listed = read_declared(DATA, "list of figures", dict[Word, _Figure])
    if name not in listed:
        raise CorpusError(f"{DATA.name}: the figure {name} is published and not listed; list it with its tables")
    return listed[name]


def in_chapter(text: str, figures: Sequence[dict[str, Any]], numbers: Iterator[int], up: str, pages: Pages) -> str:
    """The HTML of an output in which each published picture is replaced by its figure, under the next of `numbers`.

    >>> in_chapter("<p>no picture</p>", [], iter([1]), "../", [])
    '<p>no picture</p>'
    """

    def figure(found: re.Match[str]) -> str:
        picture = base64.b64decode(found[1])
        for entry in figures:
            if (FIGURES / f"{entry['name']}.png").read_bytes() == picture:
                return shown(entry, f"{chapter(entry['notebook'])}.{next(numbers)}", up, pages)
        return found[0]

    return _SHOWN.sub(figure, text)


def chapter(notebook: str) -> str:
    """The number under which the figures of a notebook are counted.

    >>> chapter("02_framing"), chapter("methods")
    ('2', 'M')
    """
    return str(int(notebook[:2])) if notebook[:2].isdigit() else notebook[0].upper()


# --- the drawing -----------------------------------------------------------------------------------------------------


def drawn(svg: str, name: str, up: str = "", pages: Mapping[str, str] | None = None) -> str:
    """A figure of matplotlib as a drawing for a page: texts are text, colours follow the page, marks say what they are.

    >>> group = '<g><!-- a & b --><g transform="translate(1 2) scale(0.1 -0.1)"><defs/></g></g>'
    >>> svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9pt" height="9pt" viewBox="0 0 9 9">{group}</svg>'
    >>> '<text transform="translate(1 2)" style="font-size:10px">a &amp; b</text>' in drawn(svg, "x")
    True
    """
    builder = ElementTree.TreeBuilder(insert_comments=True)
    root = ElementTree.fromstring(re.sub(r"<!DOCTYPE[^>]*>", "", svg), ElementTree.XMLParser(target=builder))
    for part in root.findall(f"{SVG}metadata") + [
        d for d in root.findall(f"{SVG}defs") if d.find(f"{SVG}style") is not None
    ]:
        root.remove(part)
    _say_words(root)
    for axes in root.iter(f"{SVG}g"):
        if axes.get("id", "").startswith("axes_"):
            _name_marks(axes, up, pages or {})
    _tidy(root, name)
    width, height = (float(root.attrib.pop(side).removesuffix("pt")) for side in ("width", "height"))
    root.set("style", f"width:{width * 4 / 3:.0f}px;height:{height * 4 / 3:.0f}px")
    ElementTree.register_namespace("", SVG[1:-1])
    return re.sub(r">\s+<", "><", ElementTree.tostring(root, encoding="unicode"))


def _say_words(root: ElementTree.Element) -> None:
    """Put words in the place of their outlines."""
    for parent in root.iter():
        words = None
        for child in list(parent):
            if child.tag is ElementTree.Comment:
                words = html.unescape((child.text or "").strip())
                parent.remove(child)
            elif words is not None and "scale(" in child.get("transform", ""):
                size = float(_SCALE.search(child.get("transform", ""))[1]) * 100
                style = ";".join(filter(None, (child.get("style", ""), f"font-size:{size:g}px")))
                said = ElementTree.Element(
                    f"{SVG}text", {"transform": _SCALE.sub("", child.get("transform", "")), "style": style}
                )
                said.text, words = words, None
                parent[list(parent).index(child)] = said


def _name_marks(axes: ElementTree.Element, up: str, pages: Mapping[str, str]) -> None:
    """Give each mark of a dot or heat map the labels it stands beside, its number, and a link to what it shows."""
    columns, rows = (_labels(axes, side) for side in ("xtick", "ytick"))
    marks = [
        mark
        for kind in ("QuadMesh", "PathCollection")
        for group in axes.findall(f"{SVG}g")
        if group.get("id", "").startswith(kind)
        for mark in _marks(group)
    ]
    if not (columns and rows and marks):
        return
    numbers = [(_box_of(t), t.text) for g in axes.findall(f"{SVG}g") for t in g.iter(f"{SVG}text")]
    numbers = [(box, said) for box, said in numbers if re.fullmatch(r"[\d.,]+ ?%?", said or "")]
    for group, mark, box in marks:
        column, row = _nearest(columns, box.middle[0]), _nearest(rows, box.middle[1])
        number = min(((_distance(box, b), said) for b, said in numbers), default=(NEAR, ""))
        said = f"{column}, {row}" + (f": {number[1]}" if number[0] < NEAR else "")
        _linked(group, mark, said, _target(pages, column, row), up)


def _target(pages: Mapping[str, str], column: str, row: str) -> str:
    """Where the mark of two labels leads: to the sentences of a text, or to the text."""
    found = [page for page in (_of_label(pages, column), _of_label(pages, row)) if page]
    texts = [page for page in found if page.startswith("texts/")]
    behind = [page for page in found if page.startswith("numbers/")]
    if not texts:
        return ""
    return f"{behind[0]}#{texts[0][len('texts/') : -len('.html')]}" if behind else texts[0]


def _of_label(pages: Mapping[str, str], said: str) -> str:
    """The page of the longest label with which a label begins, for dates and kinds may follow it."""
    fitting = [label for label in pages if said == label or said.startswith((f"{label} ", f"{label}:"))]
    return pages[max(fitting, key=len)] if fitting else ""


def _linked(parent: ElementTree.Element, mark: ElementTree.Element, said: str, target: str, up: str) -> None:
    at = list(parent).index(mark)
    ElementTree.SubElement(mark, f"{SVG}title").text = said
    if target:
        link = ElementTree.Element(f"{SVG}a", {"href": up + target, "tabindex": "-1", "aria-label": said})
        parent[at] = link
        link.append(mark)


def _labels(axes: ElementTree.Element, side: str) -> list[tuple[float, str]]:
    """Where the labels of an axis stand, and what they say; none where they are numbers."""
    found = []
    for tick in axes.iter(f"{SVG}g"):
        if tick.get("id", "").startswith(side):
            texts = list(tick.iter(f"{SVG}text"))
            said = " ".join(text.text or "" for text in texts)
            line = next((p.get("d", "") for p in tick.iter(f"{SVG}path") if p.get("clip-path")), "")
            mark = next(tick.iter(f"{SVG}use"), None)
            if not texts:
                continue
            box = _box_of(texts[0])
            if line:
                x, y = map(float, _PAIR.search(line).groups())
            elif mark is not None:
                x, y = float(mark.get("x", 0)), float(mark.get("y", 0))
            else:
                x, y = box.middle
            found.append((x if side == "xtick" else y, said))
    worded = sum(bool(re.search(r"[^\W\d_]", said)) for _, said in found)
    return found if 2 * worded > len(found) else []


def _marks(group: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, ElementTree.Element, Box]]:
    """The marks of a group (what holds it, mark, box): cells and dots drawn as paths, or copies of one drawing."""
    for path in group.findall(f"{SVG}path"):
        points = [(float(x), float(y)) for x, y in _PAIR.findall(path.get("d", ""))]
        xs, ys = zip(*points, strict=True)
        yield group, path, Box(min(xs), min(ys), max(xs), max(ys))
    for inner in group.findall(f"{SVG}g"):
        for copy in inner.findall(f"{SVG}use"):
            x, y = float(copy.get("x", 0)), float(copy.get("y", 0))
            yield inner, copy, Box(x, y, x, y)


def _box_of(text: ElementTree.Element) -> Box:
    """What a text covers, about: digits are half as wide as they are high."""
    place = _PLACE.search(text.get("transform", ""))
    size = float(re.search(r"font-size:([\d.]+)", text.get("style", ""))[1])
    x, y = (float(place[1]), float(place[2])) if place else (0.0, 0.0)
    return Box(x, y - 0.7 * size, x + 0.55 * size * len(text.text or ""), y)


def _nearest(labels: list[tuple[float, str]], at: float) -> str:
    return min(labels, key=lambda label: abs(label[0] - at))[1]


def _distance(one: Box, other: Box) -> float:
    return max(abs(a - b) for a, b in zip(one.middle, other.middle, strict=True))


def _tidy(root: ElementTree.Element, name: str) -> None:
    """Names that are the page's own, colours that follow it, and numbers no longer than can be seen."""
    for part in root.iter():
        if part.tag == f"{SVG}g":
            part.attrib.pop("id", None)
        if part.get("id"):
            part.set("id", f"{name}-{part.get('id')}")
        if XLINK in part.attrib:
            part.set("href", f"#{name}-{part.attrib.pop(XLINK)[1:]}")
        if part.get("clip-path"):
            part.set("clip-path", part.get("clip-path").replace("#", f"#{name}-"))
        for key in {"d", "x", "y", "transform"} & part.attrib.keys():
            part.set(key, _LONG.sub(lambda n: f"{float(n[0]):.2f}", part.get(key).replace("\n", "")))
        if part.get("style"):
            own = {"#ffffff": "#ffffff"} if part.tag == f"{SVG}text" else {}  # white words stand on dark cells
            colours = {**COLOURS, **own}
            part.set("style", re.sub("#[0-9a-f]{6}", lambda c, to=colours: to.get(c[0], c[0]), part.get("style")))


# --- what lies behind a label ----------------------------------------------------------------------------------------


def pages_of_labels(texts: pd.DataFrame, books: Iterable[Codebook]) -> Pages:
    """Labels of figures with their pages: short titles of texts, codes, rungs, concepts and set phrases."""
    declared = read_concepts()
    coded = [(code.label, f"code-{book.coding}-{code.id}") for book in books for code in book.codes]
    rungs = [(" ".join(label.split()), f"rung-us-{rung}") for rung, label in RUNG.items()]
    found = [(c.label, f"concept-{c.id}") for c in declared.concepts]
    said = [(c.label, f"formula-{c.id}") for c in declared.formulas]
    return [
        *((row.short_title, f"texts/{row.text_id}.html") for row in texts.itertuples()),
        *((label, f"numbers/{page}.html") for label, page in (*coded, *rungs, *found, *said) if label),
    ]
