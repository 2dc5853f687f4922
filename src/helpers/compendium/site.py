"""The site: pages made from what is committed, and built by Sphinx; nothing is executed and nothing is fetched."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from ..coding.codebook import Code, Codebook, read_codebook
from ..corpus.load import Corpus, load_corpus
from ..declarations.toml import one_line
from ..errors import CorpusError, RunError, last_words, remedy
from ..pages import publish
from ..pages.fonts import FILE
from ..pages.html import escape, in_line, plain
from ..pages.quotations import excerpt, is_part, read_glosses
from ..paths import BUILD, CODING, GS_CLAIMS, INSTITUTIONS_SAID, PROCESSED, PROJECT, US_FRAMES
from ..text.patterns import Pattern
from .notebook import find

if TYPE_CHECKING:
    from pybtex.database import Entry

DOCS = PROJECT / "docs"
BUILT = ".buildinfo"
"""By this file of Sphinx's a folder is known as a site."""
LOG = "sphinx.log"
BOOKS = (US_FRAMES, GS_CLAIMS, INSTITUTIONS_SAID)
_MADE = "<!-- made: references -->"


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
    corpus = load_corpus()
    package = publish.read_package(PROCESSED / publish.PACKAGE)
    chapters = find([])
    (source / "chapters").mkdir()
    for path in chapters:
        (source / "chapters" / path.name).write_text(chapter(path), encoding="utf-8")
    quoted = pd.read_csv(PROCESSED / "quotations.csv", encoding="utf-8-sig")
    cited, named = passages(quoted, corpus, read_glosses(CODING)), named_in(quoted)
    (source / "texts").mkdir()
    anchors = {}
    for text_id in corpus.texts["text_id"]:
        page, anchors[text_id] = text_page(corpus, text_id, cited, named)
        (source / "texts" / f"{text_id}.md").write_text(page, encoding="utf-8")
    (source / "texts" / "texts.json").write_text(json.dumps(anchors), encoding="utf-8")
    (source / "texts" / "index.md").write_text(texts_index(corpus), encoding="utf-8")
    (source / "codebooks").mkdir()
    books = [read_codebook(path) for path in BOOKS]
    for path, book in zip(BOOKS, books, strict=True):
        (source / "codebooks" / f"{path.stem}.md").write_text(codebook_page(book), encoding="utf-8")
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


def front(package: dict, chapters: list[Path]) -> str:
    """The front page: what is found, the figure, how to read, how to run, and what this cannot show."""
    readme = (PROJECT / "README.md").read_text(encoding="utf-8")
    findings = "\n\n".join(finding["text"] for finding in package["findings"])
    limits = readme.split("## What this cannot show\n")[1].split("\n## ")[0].strip()
    shown = "\n".join(f"chapters/{path.stem}" for path in chapters)
    lead = re.search(r"!\[([^\]]*)\]\(figures/([\w.]+)\)", readme)
    figure = f"![{lead[1]}](figures/{lead[2]})" if lead else ""
    return f"""# World order in thirteen texts, 2021 to 2026

A research compendium: a small bilingual corpus of official, academic and commentary texts, read in the same way whoever
speaks. Every number leads back to a passage, and every passage to a raw line.

## What is found

{findings}

{figure}

## How to read

Each chapter is a notebook as it was last run: question, answer, evidence, and how sure. A name such as
`xinhua-report:32.4` is a sentence; it leads to its paragraph on the page of its text, with the raw lines. A switch at
the head of a chapter leaves the narrative alone. All published tables can be sorted, filtered and downloaded on the
page [](tables.md).

## How to run it again

```
make run     # runs every notebook
make test    # the whole test suite
make check   # runs everything afresh, offline, and compares it with what is committed
```

More stands on the page [](reviewers.md).

## What this cannot show

{limits}

```{{toctree}}
:hidden:
:caption: Chapters

{shown}
```

```{{toctree}}
:hidden:
:caption: Evidence

texts/index
codebooks/index
tables
```

```{{toctree}}
:hidden:
:caption: About

methods
own-corpus
reviewers
references
colophon
```
"""


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


def passages(quoted: pd.DataFrame, corpus: Corpus, glosses: pd.Series) -> dict[str, list[tuple[str, str]]]:
    """By sentence_id, what the chapters quote of it and the gloss of ours beside that; one of the two may be empty.

    `quoted` is the table of quotations (sentence_id, start, end), `glosses` are by sentence_id.
    """
    texts = corpus.sentences.set_index("sentence_id")["text"]
    found: dict[str, list[tuple[str, str]]] = {}
    for row in quoted.itertuples():
        quotation = excerpt(row.sentence_id, texts[row.sentence_id], row.start, row.end).text if row.end else ""
        told = (quotation, glosses.get(row.sentence_id, ""))
        if any(told) and told not in found.setdefault(row.sentence_id, []):
            found[row.sentence_id].append(told)
    return found


def named_in(quoted: pd.DataFrame) -> dict[str, list[str]]:
    """By sentence_id, the chapters that show it as evidence, in their order, by the table of quotations."""
    places = quoted[["sentence_id", "notebook"]].drop_duplicates()
    return places.groupby("sentence_id")["notebook"].agg(list).to_dict()


def text_page(
    corpus: Corpus, text_id: str, cited: dict[str, list[tuple[str, str]]], named: dict[str, list[str]]
) -> tuple[str, list[str]]:
    """The page of a text, and its anchors: a paragraph is p3, a sentence in it p3-2.

    What the text is and where it comes from, then its paragraphs with number and raw lines: headings as they stand, the
    passages that the chapters quote, and the whole text only where that may be shown.
    """
    row = corpus.texts.set_index("text_id").loc[text_id]
    source = corpus.sources.set_index("source_id").loc[row["source_id"]]
    about = {
        "title": row["title"] or "not stated",
        "author": row["author"] or "not stated",
        "institution": row["institution"] or "not stated",
        "voice": f"{row['voice']} ({row['voice_basis']})",
        "genre": row["genre"],
        "date": f"{row['date'] or 'not stated'} ({row['date_basis']})",
        "language": {"en": "English", "zh": "Chinese"}[row["language"]],
        "file": f"{source['file']}, sha256 {source['sha256'][:12]}",
        "shown": "whole" if row["full_text_public"] else "headings and quoted passages only",
    }
    lines = "".join(f"<tr><th scope='row'>{k}</th><td>{_html(v)}</td></tr>" for k, v in about.items())
    own = corpus.paragraphs[corpus.paragraphs["text_id"] == text_id]
    heads = own[own["kind"] == "heading"]
    outline = "".join(f'<li><a href="#p{h.n}">{_html(h.text)}</a> ({_raw(h)})</li>' for h in heads.itertuples())
    outline = f"<ol>{outline}</ol>" if outline else "The text has no headings."
    parts = [f"# {text_id}", f"<table>{lines}</table>", "## Outline", outline, "## Paragraphs"]
    anchors: list[str] = []
    sentences = dict(list(corpus.sentences[corpus.sentences["text_id"] == text_id].groupby("paragraph_id", sort=False)))
    whole = bool(row["full_text_public"])
    for paragraph in own.itertuples():
        block, places = _paragraph(paragraph, sentences.get(paragraph.paragraph_id), cited, named, whole)
        parts.append(block)
        anchors += places
    return "\n\n".join(parts) + "\n", anchors


def _paragraph(
    paragraph, sentences: pd.DataFrame | None, cited: dict, named: dict, whole: bool
) -> tuple[str, list[str]]:
    number = paragraph.n
    anchors = [f"p{number}"]
    shown = []
    for sentence in () if sentences is None else sentences.itertuples():
        anchor = f"p{number}-{sentence.sentence_id.rsplit('.', 1)[1]}"
        anchors.append(anchor)
        quoted = cited.get(sentence.sentence_id, [])
        public = whole or paragraph.kind == "heading"
        texts = [sentence.text] if public else _longest([quote for quote, _ in quoted if quote])
        body = "".join(f"<q>{_html(text)}</q>" for text in texts)
        where = f"{sentence.sentence_id}, {_raw(sentence)}"
        if body:
            citation = escape(in_line(f"{' / '.join(texts)} ({where})"))
            body += f'<button type="button" class="copy" data-citation="{citation}">copy with citation</button>'
        glosses = dict.fromkeys(gloss for _, gloss in quoted if gloss)
        body += "".join(f' <span class="gloss">gloss of ours: {_html(gloss)}</span>' for gloss in glosses)
        if back := named.get(sentence.sentence_id):
            body += " cited in " + ", ".join(f'<a href="../chapters/{c}.html">{c}</a>' for c in back)
        shown.append(f'<div id="{anchor}"><span class="where">{where}</span>{body}</div>' if body else _mark(anchor))
    kind = "" if paragraph.kind == "body" else f", {paragraph.kind}"
    head = f'<span class="where">{number}{kind}, {_raw(paragraph)}</span>'
    return f'<div class="paragraph" id="p{number}">{head}{"".join(shown)}</div>', anchors


def _longest(quotations: list[str]) -> list[str]:
    """Quotations of one sentence without those that are part of another."""
    kept: list[str] = []
    for quotation in sorted(quotations, key=len, reverse=True):
        if not any(is_part(quotation, other) for other in kept):
            kept.append(quotation)
    return sorted(kept, key=quotations.index)


def _html(text: str) -> str:
    return escape(in_line(text))


def _mark(anchor: str) -> str:
    return f'<span id="{anchor}"></span>'


def _raw(row) -> str:
    first, last = row.first_line, row.last_line
    return f"raw line {first}" if first == last else f"raw lines {first} to {last}"


def texts_index(corpus: Corpus) -> str:
    """The list of the texts, with a word on what their pages show."""
    rows = "".join(
        f'<tr><td><a href="{t.text_id}.html">{t.text_id}</a></td><td>{_html(t.genre)}</td><td>{_html(t.voice)}</td>'
        f"<td>{_html(t.date or 'not stated')}</td><td>{_html(t.language)}</td></tr>"
        for t in corpus.texts.itertuples()
    )
    names = "\n".join(corpus.texts["text_id"])
    head = "".join(f"<th>{name}</th>" for name in ("text", "genre", "voice", "date", "language"))
    return f"""# The texts

Each page says what the text is, gives its paragraphs with their numbers and raw lines, and shows what the chapters
quote of it. The whole text stands there only where the manifest says that it may be shown.

<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>

```{{toctree}}
:hidden:

{names}
```
"""


def codebook_page(book: Codebook) -> str:
    """A codebook as its reader finds it: the gate, the families and codes, and the patterns that find them."""
    found: dict[str, list[Pattern]] = {}
    for pattern in book.patterns:
        found.setdefault(pattern.target, []).append(pattern)
    parts = [
        f"# Codebook: {plain(book.id)}",
        f"Version {plain(book.version)}. It codes what is said of {plain(book.target)}. A star in a form stands for "
        "any ending, three dots for a few words between; a form with a capital is matched as it is cased.",
        "## Who is spoken of",
        *(_forms(pattern) for pattern in book.gate),
    ]
    for family, label in book.families.items():
        parts.append(f"## {plain(label)}")
        for code in (c for c in book.codes if c.family == family):
            parts += [f"### {plain(code.label)}", _definition(code), *(_forms(p) for p in found.get(code.id, []))]
    return "\n\n".join(parts) + "\n"


def _definition(code: Code) -> str:
    rows = (("code", code.id), ("definition", code.definition), ("include", code.include), ("exclude", code.exclude))
    rows = (*rows, ("grounded in", code.source))
    lines = "".join(f"<tr><th scope='row'>{k}</th><td>{_html(v)}</td></tr>" for k, v in rows)
    return f"<table>{lines}</table>"


def _forms(pattern: Pattern) -> str:
    few = pattern.forms[:60]
    more = f" and {len(pattern.forms) - len(few)} more" if len(pattern.forms) > len(few) else ""
    forms = ", ".join(_html(form) for form in few)
    name = f"pattern {_html(pattern.id)}: {len(pattern.forms)} forms"
    return f"<details><summary>{name}</summary><p>{forms}{more}</p></details>"


def codebooks_index(books: list[Codebook]) -> str:
    """The list of the codebooks."""
    names = "\n".join(path.stem for path in BOOKS)
    rows = "\n".join(
        f"- [{plain(book.id)}]({path.stem}.md): {len(book.codes)} codes"
        for path, book in zip(BOOKS, books, strict=True)
    )
    return f"""# The codebooks

A codebook says what is coded; the patterns beside each code are what finds it by machine.

{rows}

```{{toctree}}
:hidden:

{names}
```
"""


def references(bibliography: str) -> str:
    """The works of a BibTeX file as a list in Markdown, each with what it is used for.

    Raises `CorpusError` where the file is no BibTeX, or a work has no author, year, title or use.

    >>> references("@book{a, author = {A, B}, title = {On {C}}, publisher = {D}, year = {1999}, use = {e}}")
    '- A, B. 1999. *On C*. D. Used for: e.'
    """
    from pybtex.database import PybtexError, parse_string

    try:
        return "\n".join(_work(*item) for item in parse_string(bibliography, "bibtex").entries.items())
    except PybtexError as error:
        raise CorpusError(f"references.bib: not readable as BibTeX ({one_line(error, 150)}); correct it") from None


def _work(key: str, work: Entry) -> str:
    """A work of a BibTeX file as an item of a list."""
    given = {name: _as_text(value) for name, value in work.fields.items()}
    given["author"] = " and ".join(_as_text(str(person)) for person in work.persons.get("author", []))
    for name in ("author", "year", "title", "use"):
        if not given.get(name):
            raise CorpusError(f"references.bib: entry {one_line(key)!r}: {name!r} is missing; add it")
    number = f"({given['number']})" if "number" in given else ""
    where = given.get("journal") or given.get("publisher", "")
    place = f" {where}" + (f" {given['volume']}{number}" if "volume" in given else "") + "." if where else ""
    return f"- {given['author']}. {given['year']}. *{given['title']}*.{place} Used for: {given['use']}."


def _as_text(latex: str) -> str:
    """What LaTeX prints (M{\\"u}ller, {C}hina), inside Markdown. A bare % is no comment in BibTeX."""
    from pybtex.richtext import Text

    return plain(str(Text.from_latex(re.sub(r"(?<!\\)%", r"\\%", latex))))


def tables_page(package: dict) -> str:
    """Every published table, to be sorted, filtered and downloaded in the page."""
    named = [(_html(Path(entry["path"]).stem), _html(entry["title"])) for entry in package["resources"]]
    options = "".join(f'<option value="{name}">{title} ({name})</option>' for name, title in named)
    return f"""# All tables

Every table that the notebooks publish. A click on the name of a column sorts by it; what each column means stands in
`data/processed/datapackage.json`. In the files a text that a spreadsheet would run as a formula has an apostrophe
before it.

<div id="viewer"><p><label>Table<br><select>{options}</select></label></p>
<p><label>Rows that hold<br><input type="search"></label></p>
<p class="said" role="status"></p><p>Download: <a class="download" href="#">CSV</a></p>
<table tabindex="0"><thead></thead><tbody></tbody></table></div>
"""
