"""The site: pages made from what is committed, and built by Sphinx; nothing is executed and nothing is fetched."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pandas as pd

from ..coding.codebook import Codebook, read_codebook
from ..corpus.load import Corpus, load_corpus
from ..declarations.toml import one_line
from ..errors import RunError, last_words, remedy
from ..pages import publish
from ..pages.fonts import FILE
from ..pages.quotations import read_glosses
from ..pages.templates import render
from ..paths import BUILD, CODING, FIGURES, GS_CLAIMS, INSTITUTIONS_SAID, METHODS, PROCESSED, PROJECT, US_FRAMES
from ..text.patterns import Pattern
from . import wings
from .bibliography import references
from .notebook import find
from .text_pages import text_page, texts_index

DOCS = PROJECT / "docs"
BUILT = ".buildinfo"
"""By this file of Sphinx's a folder is known as a site."""
LOG = "sphinx.log"
OUTPUTS = "outputs.md"
"""A list of files for who reads the project as files; here the page of tables and the chapters have them."""
BOOKS = (US_FRAMES, GS_CLAIMS, INSTITUTIONS_SAID)
FORMS = 60
"""So many forms of a pattern its page shows."""
_MADE = "<!-- made: references -->"
_LINKS = {"](../docs/": "](../", "](../notebooks/": "](chapters/"}
"""Where a link of a notebook leads on the site, where the docs are the root and notebooks its chapters."""
_ANCHOR = re.compile(r'<a id="[\w-]+"></a>\n*')
"""A place for links in a notebook; on the site a heading has one by itself."""


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
    """Write the source of the site into an empty folder: docs/, and what is made from what is committed.

    That is a page for each chapter, text and codebook, the front page and the lists; texts/texts.json, which says to
    which anchors evidence may lead; and the files that pages show or offer. Nothing is executed.
    """
    shutil.copytree(DOCS, source, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", OUTPUTS))
    corpus, chapters = load_corpus(), [path for path in find([]) if path != METHODS]
    package = publish.read_package(PROCESSED / publish.PACKAGE)
    quoted = pd.read_csv(PROCESSED / "quotations.csv", encoding="utf-8-sig")
    cited, named = passages(quoted, corpus, read_glosses(CODING)), named_in(quoted)
    texts = {text_id: text_page(corpus, text_id, cited, named) for text_id in corpus.texts["text_id"]}
    books = {path.stem: read_codebook(path) for path in BOOKS}
    works = references((DOCS / "references.bib").read_text(encoding="utf-8"))
    pages = {
        "index.md": front(package, chapters),
        **{f"chapters/{path.name}": chapter_page(path) for path in chapters},
        METHODS.name: chapter_page(METHODS),
        **{f"texts/{text_id}.md": page for text_id, (page, _) in texts.items()},
        "texts/texts.json": json.dumps({text_id: anchors for text_id, (_, anchors) in texts.items()}),
        "texts/index.md": texts_index(corpus),
        **{f"codebooks/{stem}.md": codebook_page(book) for stem, book in books.items()},
        "codebooks/index.md": codebooks_index(books),
        "tables.md": tables_page(package),
        "references.md": (DOCS / "references.md").read_text(encoding="utf-8").replace(_MADE, works),
    }
    for name, page in pages.items():
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(page, encoding="utf-8")
    _add_files(source, package)


def _add_files(source: Path, package: dict[str, Any]) -> None:
    """What pages show or offer: tables, figures, the font, and the picture of the wings."""
    tables, figures = source / "_static" / "tables", source / "figures"
    for folder in (tables, figures):
        folder.mkdir()
    for path in PROCESSED.glob("*.csv"):
        shutil.copy(path, tables)
    for figure in package["figures"]:
        for kind in ("svg", "png"):
            shutil.copy(FIGURES / f"{figure['name']}.{kind}", figures)
    shutil.copy(FILE, source / "_static" / FILE.name)
    wings.draw(source / "_static" / wings.PICTURE.name)


# --- pages -----------------------------------------------------------------------------------------------------------


def front(package: dict[str, Any], chapters: list[Path]) -> str:
    """The front page: what is found, the figure, how to read, how to run, and what this cannot show.

    Findings come from the data package, limits and figure from README, all else from the template.
    """
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    lead = re.search(r"<!-- made: picture -->\n(.*?)\n<!-- end -->", readme, re.DOTALL)
    return render(
        "front.md",
        findings="\n\n".join(publish.told(finding) for finding in package["findings"]),
        figure=lead[1] if lead else "",
        limits=readme.split("## What this cannot show\n")[1].split("\n## ")[0].strip(),
        chapters=[f"chapters/{path.stem}" for path in chapters],
    )


def chapter_page(path: Path) -> str:
    """The notebook in a file as a chapter: a mark in each prose cell says whether it is narrative or method.

    Links to other notebooks lead to where these stand on the site.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        if "parameters" in tags:
            cell["metadata"]["tags"] = [*tags, "hide-input"]
        if cell["cell_type"] == "markdown":
            tag = next((t for t in tags if t in ("narrative", "hermeneutics")), "narrative")
            text = _ANCHOR.sub("", "".join(cell["source"]))
            for there, here in _LINKS.items():
                text = text.replace(there, here)
            cell["source"] = f'{text}\n\n<span data-tag="{tag}"></span>'
    return json.dumps(notebook, ensure_ascii=False)


def passages(quoted: pd.DataFrame, corpus: Corpus, glosses: pd.Series) -> dict[str, tuple[str, str]]:
    """By sentence_id, the sentences that the chapters quote and our glosses on them, empty where there is none.

    `quoted` is the table of quotations (sentence_id, start, end), `glosses` are by sentence_id.
    """
    texts = corpus.sentences.set_index("sentence_id")["text"]
    return {
        row.sentence_id: (texts[row.sentence_id][row.start : row.end], glosses.get(row.sentence_id, ""))
        for row in quoted.itertuples()
    }


def named_in(quoted: pd.DataFrame) -> dict[str, list[str]]:
    """By sentence_id, the chapters that show it as evidence, in their order, by the table of quotations."""
    places = quoted[["sentence_id", "notebook"]].drop_duplicates()
    return places.groupby("sentence_id")["notebook"].agg(list).to_dict()


def codebook_page(book: Codebook) -> str:
    """A codebook as its reader finds it: the gate, the families and codes, and the patterns that find them.

    >>> [line for line in codebook_page(read_codebook(US_FRAMES)).splitlines() if line.startswith("##")][:2]
    ['## Who is spoken of', '## How it is said to act towards others']
    """
    patterns: dict[str, list[Pattern]] = {}
    for pattern in book.patterns:
        patterns.setdefault(pattern.target, []).append(pattern)
    return render("codebook.md", book=book, patterns=patterns, shown=FORMS)


def codebooks_index(books: dict[str, Codebook]) -> str:
    """The list of the codebooks, each by the stem of its file, which is that of its page, too.

    >>> codebooks_index({"us_frames": read_codebook(US_FRAMES)}).splitlines()[4]
    '- [us-frames](us_frames.md): 19 codes'
    """
    return render("codebooks.md", books=books)


def tables_page(package: dict[str, Any]) -> str:
    """Every table of a data package (`path`, `title`), to be sorted, filtered and downloaded in the page.

    >>> "acts of 美国 (us&#95;acts)" in tables_page({"resources": [{"path": "us_acts.csv", "title": "acts of 美国"}]})
    True
    """
    named = [{"name": Path(entry["path"]).stem, "title": entry["title"]} for entry in package["resources"]]
    return render("tables.md", tables=named)
