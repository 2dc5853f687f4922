"""The site: pages made from what is committed, and built by Sphinx; nothing is executed and nothing is fetched."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..coding.codebook import Codebook, read_codebook
from ..corpus.load import Corpus, load_corpus
from ..declarations.toml import one_line
from ..errors import RunError, last_words, remedy
from ..pages import publish
from ..pages.fonts import FILE
from ..pages.quotations import is_part, unglossed
from ..pages.templates import render
from ..paths import BUILD, GS_CLAIMS, INSTITUTIONS_SAID, PROCESSED, PROJECT, US_FRAMES
from ..text.patterns import Pattern
from . import wings
from .bibliography import references
from .notebook import find
from .text_pages import text_page, texts_index

DOCS = PROJECT / "docs"
BUILT = ".buildinfo"
"""By this file of Sphinx's a folder is known as a site."""
LOG = "sphinx.log"
BOOKS = (US_FRAMES, GS_CLAIMS, INSTITUTIONS_SAID)
FORMS = 60
"""So many forms of a pattern its page shows."""
_PASSAGE = re.compile(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", re.DOTALL)
_MADE = "<!-- made: references -->"
_PLACE = re.compile(r"([a-z][\w-]*):(\d+)\.(\d+)\b")


def build(target: Path | None = None) -> Path:
    """Write the pages, build them strictly (a warning fails), and give the folder of the site.

    Raises `RunError` where it fails, or `target` (default: build/site) holds what is no site.
    """
    if target is None:
        target = BUILD / "site"
    elif target.exists() and not (target / BUILT).exists() and not _empty(target):
        raise RunError(f"{target}: it holds something else than a site; name a new or an empty folder with --output")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="site-") as source:
        write(Path(source))
        command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", source, str(target)]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        said = done.stdout + done.stderr
        (target / LOG).write_text(said, encoding="utf-8")
        warned = next((line for line in said.splitlines() if "WARNING" in line or "ERROR" in line), last_words(said))
        parts = [f"the site could not be built: {one_line(warned, 300)}", remedy(said), f"all of it: {target / LOG}"]
        raise RunError("; ".join(filter(None, parts)))
    return target


def _empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def write(source: Path) -> None:
    """The source of the site: the pages of docs/, the notebooks, and a page for each text and codebook."""
    shutil.copytree(DOCS, source, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    wings.draw(source / "_static" / wings.PICTURE.name)
    corpus = load_corpus()
    package = publish.read_package(PROCESSED / publish.PACKAGE)
    chapters = find([])
    (source / "chapters").mkdir()
    for path in chapters:
        (source / "chapters" / path.name).write_text(chapter(path), encoding="utf-8")
    shown = list(results(chapters))
    cited, named = passages(shown, corpus), named_in(shown)
    (source / "texts").mkdir()
    anchors = {}
    for text_id in corpus.texts["text_id"]:
        page, anchors[text_id] = text_page(corpus, text_id, cited, named)
        (source / "texts" / f"{text_id}.md").write_text(page, encoding="utf-8")
    (source / "texts" / "texts.json").write_text(json.dumps(anchors), encoding="utf-8")
    (source / "texts" / "index.md").write_text(texts_index(corpus), encoding="utf-8")
    (source / "codebooks").mkdir()
    books = {path.stem: read_codebook(path) for path in BOOKS}
    for stem, book in books.items():
        (source / "codebooks" / f"{stem}.md").write_text(codebook_page(book), encoding="utf-8")
    (source / "codebooks" / "index.md").write_text(codebooks_index(books), encoding="utf-8")
    (source / "index.md").write_text(front(package, chapters), encoding="utf-8")
    (source / "tables.md").write_text(tables_page(package), encoding="utf-8")
    works = source / "references.md"
    listed = references((source / "references.bib").read_text(encoding="utf-8"))
    works.write_text(works.read_text(encoding="utf-8").replace(_MADE, listed), encoding="utf-8")
    tables = source / "_static" / "tables"
    tables.mkdir()
    for path in PROCESSED.glob("*.csv"):
        shutil.copy(path, tables)
    figures = source / "figures"
    figures.mkdir()
    for figure in package["figures"]:
        for kind in ("svg", "png"):
            shutil.copy(PROJECT / "figures" / f"{figure['name']}.{kind}", figures)
    shutil.copy(FILE, source / "_static" / FILE.name)


# --- pages -----------------------------------------------------------------------------------------------------------


def front(package: dict[str, Any], chapters: list[Path]) -> str:
    """The front page: what is found, the figure, how to read, how to run, and what this cannot show.

    Findings come from the data package, limits and figure from README, all else from the template.
    """
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    lead = re.search(r"!\[[^\]]*\]\(figures/[\w.]+\)", readme)
    return render(
        "front.md",
        findings="\n\n".join(finding["text"] for finding in package["findings"]),
        figure=lead[0] if lead else "",
        limits=readme.split("## What this cannot show\n")[1].split("\n## ")[0].strip(),
        chapters=[f"chapters/{path.stem}" for path in chapters],
    )


def chapter(path: Path) -> str:
    """A notebook as a chapter: a mark in each prose cell says whether it is narrative or method."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        if "parameters" in tags:
            cell["metadata"]["tags"] = [*tags, "hide-input"]
        if cell["cell_type"] == "markdown":
            tag = next((t for t in tags if t in ("narrative", "hermeneutics")), "narrative")
            text = "".join(cell["source"])
            cell["source"] = f'{text}\n\n<span data-tag="{tag}"></span>'
    return json.dumps(notebook, ensure_ascii=False)


def results(chapters: list[Path]) -> Iterator[tuple[str, str]]:
    """Every result of the chapters that is HTML, pictures taken out: (chapter, HTML)."""
    for path in chapters:
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            for output in cell.get("outputs", []):
                shown = "".join(output.get("data", {}).get("text/html", ""))
                yield path.stem, re.sub(r'src="data:[^"]*"', "", shown)


def passages(shown: list[tuple[str, str]], corpus: Corpus) -> dict[str, list[tuple[str, str]]]:
    """By sentence, what `results` quote of it and the gloss beside that, as text; one of the two may be empty.

    A passage may be headed by several sentences, or hold a note that one calls: it is a quotation of those of which it
    is a part.
    """
    texts = corpus.sentences.set_index("sentence_id")["text"]
    found: dict[str, list[tuple[str, str]]] = {}
    for _, result in shown:
        for heading, passage in _PASSAGE.findall(result):
            text, gloss = unglossed(html.unescape(passage))
            places = dict.fromkeys(place[0] for place in _PLACE.finditer(html.unescape(heading)))
            for place in places:
                quote = text if is_part(text, texts.get(place, "")) else ""
                told = (quote, gloss if quote or len(places) == 1 else "")
                if any(told) and told not in found.setdefault(place, []):
                    found[place].append(told)
    return found


def named_in(shown: list[tuple[str, str]]) -> dict[str, list[str]]:
    """By sentence, the chapters whose `results` name it."""
    found: dict[str, list[str]] = {}
    for stem, result in shown:
        for place in _PLACE.finditer(html.unescape(result)):
            if stem not in found.setdefault(place[0], []):
                found[place[0]].append(stem)
    return found


def codebook_page(book: Codebook) -> str:
    """A codebook as its reader finds it: the gate, the families and codes, and the patterns that find them."""
    patterns: dict[str, list[Pattern]] = {}
    for pattern in book.patterns:
        patterns.setdefault(pattern.target, []).append(pattern)
    return render("codebook.md", book=book, patterns=patterns, shown=FORMS)


def codebooks_index(books: dict[str, Codebook]) -> str:
    """The list of the codebooks, each by the name of its file."""
    return render("codebooks.md", books=books)


def tables_page(package: dict[str, Any]) -> str:
    """Every published table, to be sorted, filtered and downloaded in the page."""
    named = [{"name": Path(entry["path"]).stem, "title": entry["title"]} for entry in package["resources"]]
    return render("tables.md", tables=named)
