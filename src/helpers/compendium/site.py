"""The site: pages made from what is committed, and built by Sphinx; nothing is executed and nothing is fetched."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from ..coding.codebook import Codebook, read_codebook
from ..corpus.load import Corpus, load_corpus
from ..corpus.selection import by_date, date_in_words
from ..declarations.toml import one_line
from ..errors import RunError, last_words, remedy
from ..pages import publish
from ..pages.fonts import FILE
from ..pages.quotations import read_glosses
from ..pages.templates import render
from ..paths import BUILD, CODING, FIGURES, GS_CLAIMS, INSTITUTIONS_SAID, METHODS, PROCESSED, PROJECT, US_FRAMES
from ..text.patterns import Pattern
from . import behind, figures, glossary, wings
from .bibliography import references
from .notebook import find, read_notebook
from .reading import reading
from .readme import QUESTION
from .side_by_side import words_pages
from .text_pages import marks_of, text_page, texts_index

DOCS = PROJECT / "docs"
BUILT = ".buildinfo"
"""By this file of Sphinx's a folder is known as a site."""
WHOLE = "NOT-TO-BE-PUBLISHED.txt"
"""By this file a whole edition is known, to who finds its folder and to the pages while they are made."""
NOT_PUBLISHED = "This edition shows all texts whole, for whoever holds them. It is not to be published.\n"
LOG = "sphinx.log"
OUTPUTS = "outputs.md"
"""A list of files for who reads the project as files; here the page of tables and the chapters have them."""
BOOKS = (US_FRAMES, GS_CLAIMS, INSTITUTIONS_SAID)
FORMS = 40
"""So many forms of a pattern its page shows."""
_MADE = "<!-- made: references -->"
_LINKS = {"](../docs/": "](../", "](../notebooks/": "](chapters/"}
"""Where a link of a notebook leads on the site, where the docs are the root and notebooks its chapters."""
_ANCHOR = re.compile(r'<a id="[\w-]+"></a>\n*')
"""A place for links in a notebook; on the site a heading has one by itself."""


def build(target: Path | None = None, whole: bool = False) -> Path:
    """Write the pages, build them strictly (a warning fails), and give the folder of the site.

    A `whole` edition shows all texts whole and is not to be published; it has a folder of its own. Raises `RunError`
    where it fails, `target` (default: build/site, or build/site-whole) holds what is no site of its kind, or a whole
    one is asked for where sites are published.
    """
    if whole and os.environ.get("CI"):
        raise RunError("a whole edition is not to be published, so it is not built in CI; build it without --whole")
    if target is None:
        target = BUILD / ("site-whole" if whole else "site")
    elif (target / BUILT).exists() and (target / WHOLE).exists() != whole:
        raise RunError(f"{target}: it holds the other edition of the site; name another folder with --output")
    elif target.exists() and not (target / BUILT).exists() and not _empty(target):
        raise RunError(f"{target}: it holds something else than a site; name a new or an empty folder with --output")
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="site-") as folder:
        source, read = Path(folder) / "source", Path(folder) / "read"
        source.mkdir()
        write(source, whole)
        command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html", "-d", read, source, target]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        said = done.stdout + done.stderr
        (target / LOG).write_text(said, encoding="utf-8")
        warned = next((line for line in said.splitlines() if "WARNING" in line or "ERROR" in line), last_words(said))
        parts = [f"the site could not be built: {one_line(warned, 300)}", remedy(said), f"all of it: {target / LOG}"]
        raise RunError("; ".join(filter(None, parts)))
    if whole:
        (target / WHOLE).write_text(NOT_PUBLISHED, encoding="utf-8")
        (target / "robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="utf-8")
    return target


def _empty(folder: Path) -> bool:
    return folder.is_dir() and not any(folder.iterdir())


def write(source: Path, whole: bool = False) -> None:
    """Write the source of the site into an empty folder: docs/, and what is made from what is committed.

    That is a page for each chapter, text, codebook and number, the front page and the lists; texts/texts.json, which
    says to which anchors evidence may lead; numbers/numbers.json, which says which pages of numbers there are; and the
    files that pages show or offer. Nothing is executed.
    """
    shutil.copytree(DOCS, source, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__", OUTPUTS))
    corpus, chapters = _corpus(whole), [path for path in find([]) if path != METHODS]
    package = publish.read_package(PROCESSED / publish.PACKAGE)
    quoted = pd.read_csv(PROCESSED / "quotations.csv", encoding="utf-8-sig")
    glosses = read_glosses(CODING)
    cited, named = passages(quoted, corpus, glosses), named_in(quoted)
    books = {path.stem: read_codebook(path) for path in BOOKS}
    marks = marks_of(books, PROCESSED)
    texts = {text_id: text_page(corpus, text_id, cited, named, marks) for text_id in corpus.texts["text_id"]}
    labels = figures.pages_of_labels(corpus.texts, books.values())
    shown = behind.shown_sentences(corpus, cited)
    sentences = behind.Sentences(corpus, shown, glosses.to_dict(), behind.coded(books.values(), PROCESSED))
    entries = glossary.read_glossary()

    def drawn(path: Path, up: str) -> Callable[[str], str]:
        own = [figure for figure in package["figures"] if figure["notebook"] == path.stem]
        numbers = itertools.count(1)
        return lambda output: figures.in_chapter(output, own, numbers, up, labels)

    works = references((DOCS / "references.bib").read_text(encoding="utf-8"))
    pages = {
        "index.md": front(package, chapters, listed(corpus), figures.on_front(package["figures"], "", labels)),
        **{f"chapters/{path.name}": chapter_page(path, drawn(path, "../")) for path in chapters},
        METHODS.name: chapter_page(METHODS, drawn(METHODS, "")),
        **{f"texts/{text_id}.md": page for text_id, (page, _) in texts.items()},
        "texts/texts.json": json.dumps({text_id: anchors for text_id, (_, anchors) in texts.items()}),
        "texts/index.md": texts_index(corpus),
        **{f"codebooks/{stem}.md": codebook_page(book) for stem, book in books.items()},
        "codebooks/index.md": codebooks_index(books),
        "tables.md": tables_page(package),
        **words_pages(sentences, PROCESSED),
        "glossary.md": glossary.glossary_page(entries, books.values()),
        **behind.pages(package, books.values(), sentences, PROCESSED),
        "references.md": (DOCS / "references.md").read_text(encoding="utf-8").replace(_MADE, works),
    }
    for name, page in pages.items():
        (source / name).parent.mkdir(exist_ok=True)
        (source / name).write_text(page, encoding="utf-8")
    _add_files(source, package)
    _add_readings(source, reading(sentences), glossary.cards(entries, books.values()))
    if whole:
        (source / WHOLE).write_text(NOT_PUBLISHED, encoding="utf-8")


def _corpus(whole: bool) -> Corpus:
    corpus = load_corpus()
    return replace(corpus, texts=corpus.texts.assign(full_text_public=True)) if whole else corpus


def _add_readings(source: Path, texts: dict[str, Any], cards: dict[str, Any]) -> None:
    """What cards and the concordance read: a file for each text, their list, and the glossary."""
    folder = source / "_static" / "reading"
    folder.mkdir()
    keys = ("text_id", "title", "date", "lang", "full", "by", "counted", "shown", "letters")
    listed = [{key: text[key] for key in keys} for text in texts.values()]
    for name, content in {**texts, "texts": listed, "glossary": cards}.items():
        (folder / f"{name}.json").write_text(_compact(content), encoding="utf-8")


def _compact(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _add_files(source: Path, package: dict[str, Any]) -> None:
    """What pages show or offer: tables, figures, the font, and the picture of the wings."""
    tables, pictures = source / "_static" / "tables", source / "_static" / "figures"
    for folder in (tables, pictures):
        folder.mkdir()
    shutil.copy(PROCESSED / publish.PACKAGE, tables)
    for path in [*find([]), METHODS]:
        (source / "_static" / "notebooks").mkdir(exist_ok=True)
        shutil.copy(path, source / "_static" / "notebooks")
    for path in PROCESSED.glob("*.csv"):
        shutil.copy(path, tables)
    for figure in package["figures"]:
        for kind in ("svg", "png"):
            shutil.copy(FIGURES / f"{figure['name']}.{kind}", pictures)
    shutil.copy(FILE, source / "_static" / FILE.name)
    wings.draw(source / "_static" / wings.PICTURE.name)


# --- pages -----------------------------------------------------------------------------------------------------------


def front(
    package: dict[str, Any], chapters: list[Path], texts: list[dict[str, str]] = (), pictures: Mapping[str, str] = {}
) -> str:
    """The front page: the question, what each chapter finds with its picture, the texts, and below, the details.

    Findings come from the data package, limits and question from README, `texts` (text_id, short_title, voice, written,
    language) stand in the order given, `pictures` are by notebook.
    """
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    answers = {finding["notebook"]: publish.told(finding, publish.MARKED) for finding in package["findings"]}
    parts = [
        {"name": path.stem, "answer": _parted(answers[path.stem]), "picture": pictures.get(path.stem, "")}
        | titled(path)
        for path in chapters
        if path.stem in answers
    ]
    return render(
        "front.md",
        parts=parts,
        texts=texts,
        limits=readme.split("## What this cannot show\n")[1].split("\n## ")[0].strip(),
        chapters=[f"chapters/{path.stem}" for path in chapters],
    )


def _parted(answer: str) -> tuple[str, str]:
    """The sentence of an answer that is in bold letters, and the rest.

    >>> _parted("**So it is.** And more.")
    ('**So it is.**', 'And more.')
    """
    lead, _, rest = answer.removeprefix("**").partition("**")
    return f"**{lead}**", rest.strip()


def titled(path: Path) -> dict[str, str]:
    """The title and the question of a notebook, from its first cell."""
    first = "".join(read_notebook(path)["cells"][0]["source"])
    title, question = re.search(r"^# (.+)", first), QUESTION.search(first)
    return {"title": title[1] if title else path.stem, "question": question[1] if question else ""}


def listed(corpus: Corpus) -> list[dict[str, str]]:
    """The texts in the order of their writing, as lists show them."""
    rows = corpus.texts.set_index("text_id", drop=False).loc[by_date(corpus)].to_dict("records")
    dates = {text.id: date_in_words(text) for text in corpus.manifest.texts}
    return [row | {"written": dates[row["text_id"]]} for row in rows]


def chapter_page(path: Path, drawn: Callable[[str], str] = str) -> str:
    """The notebook in a file as a chapter: a mark in each prose cell says whether it is narrative or method.

    Links to other notebooks lead to where these stand on the site; `drawn` puts drawings in the place of pictures.
    """
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for output in (output for cell in notebook["cells"] for output in cell.get("outputs", [])):
        if "text/html" in output.get("data", {}):
            output["data"]["text/html"] = drawn("".join(output["data"]["text/html"]))
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
    """Every table of a data package (`path`, `title`, `notebook`), to be sorted, filtered and downloaded in the page.

    >>> acts = {"path": "us_acts.csv", "title": "acts of 美国", "notebook": "02_us"}
    >>> "acts of 美国 (us&#95;acts)" in tables_page({"resources": [acts]})
    True
    """
    groups: dict[str, list[dict[str, str]]] = {}
    for entry in sorted(package["resources"], key=lambda entry: entry.get("notebook", "")):
        named = {"name": Path(entry["path"]).stem, "title": entry["title"]}
        groups.setdefault(entry.get("notebook", publish.EVERY), []).append(named)
    return render("tables.md", groups=groups)
