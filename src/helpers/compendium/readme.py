"""The parts of README.md and docs/outputs.md that a program writes: findings, picture, texts, notebooks, outputs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from ..corpus.manifest import Manifest, Text, read_manifest
from ..corpus.selection import date_in_words
from ..pages.html import plain
from ..pages.publish import told
from ..paths import MANIFEST
from ..text.names import read_terms
from ..text.segmentation import sentences

PAGES = ("README.md", "docs/outputs.md")
"""The pages with such parts, from the root of the project."""
LEAD = "02_ladder"
"""The figure that README shows."""
_BLOCK = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_QUESTION = re.compile(r"\*\*Question\.\*\*\s*(.+)")


class _Made(NamedTuple):
    """What a part is made of, and how a link from its page leads to the root of the project."""

    package: dict[str, Any]
    notebooks: list[Path]
    up: str


def refresh(text: str, package: dict[str, Any], notebooks: list[Path], up: str = "") -> str:
    """A page with each `<!-- made: NAME -->` block made anew from the data package, the notebooks and the manifest.

    `up` leads from the page to the root of the project. Raises `KeyError` for a block that no program makes.

    >>> entry = {"name": "00_x", "text": "**新：one.** Two.", "values": []}
    >>> refresh("<!-- made: findings -->\\nold\\n<!-- end -->", {"findings": [entry]}, [])
    '<!-- made: findings -->\\n- [00](notebooks/00_x.ipynb): 新：one.\\n<!-- end -->'
    """
    makers = {
        "findings": _findings,
        "picture": _picture,
        "texts": _texts,
        "notebooks": _notebooks,
        "outputs": _outputs,
    }
    made = _Made(package, notebooks, up)
    return _BLOCK.sub(lambda m: f"{m[1]}{makers[m[2]](made)}\n{m[3]}", text)


def refreshed(root: Path, package: dict[str, Any], notebooks: list[Path]) -> dict[str, str]:
    """By name, each of `PAGES` that there is under `root`, made anew.

    >>> refreshed(Path("nowhere"), {}, [])
    {}
    """
    there = [name for name in PAGES if (root / name).exists()]
    return {
        name: refresh((root / name).read_text(encoding="utf-8"), package, notebooks, "../" * name.count("/"))
        for name in there
    }


def _findings(made: _Made) -> str:
    return "\n".join(
        f"- [{entry['name'][:2]}]({made.up}notebooks/{entry['name']}.ipynb): {first_sentence(told(entry))}"
        for entry in made.package.get("findings", [])
        if entry["name"][:2].isdigit()
    )


def first_sentence(answer: str) -> str:
    """The first sentence of an answer in Markdown, without its bold letters.

    >>> first_sentence("**The U.S. text says *governance* twice.** So it is.")
    'The U.S. text says *governance* twice.'
    """
    text = answer.replace("**", "").strip()
    start, end = sentences(text, "en", read_terms())[0]
    return text[start:end]


def _picture(made: _Made) -> str:
    shown = [entry for entry in made.package.get("figures", []) if entry["name"] == LEAD]
    return "\n\n".join(
        f"![{plain(f['alt'])}]({made.up}figures/{f['name']}.svg)\n\n*{plain(f['title'])}* {plain(f['caption'])}"
        for f in shown
    )


def _texts(made: _Made) -> str:
    manifest = read_manifest(MANIFEST)
    rows = ["| text | voice | language | written | page | quotable | file and raw lines |"]
    rows.append("| --- | --- | --- | --- | --- | ---: | --- |")
    return "\n".join([*rows, *(_row(text, manifest, made.up) for text in manifest.texts)])


def _row(text: Text, manifest: Manifest, up: str) -> str:
    (file,) = [source.file for source in manifest.sources if source.id == text.source]
    lines = ", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in text.lines) or "all"
    inferred = " (inferred)" if text.voice_basis.startswith("inferred") else ""
    cells = [
        plain(text.short_title or text.id),
        plain(text.voice) + inferred,
        text.language,
        date_in_words(text),
        text.published or "not stated",
        f"{text.quotable:.0%}",
        f"[{plain(file)}]({up}data/raw/{file}), {lines}",
    ]
    return f"| {' | '.join(cells)} |"


def _notebooks(made: _Made) -> str:
    rows = ["| notebook | question | tables | figures |", "| --- | --- | ---: | ---: |"]
    for path in made.notebooks:
        first = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
        counts = [
            sum(entry["notebook"] == path.stem for entry in made.package.get(kind, []))
            for kind in ("resources", "figures")
        ]
        question = _QUESTION.search(first)
        folder = "notebooks" if path.stem[:2].isdigit() else "docs"
        link = f"[{path.stem}]({made.up}{folder}/{path.name})"
        rows.append(f"| {link} | {question[1] if question else ''} | {counts[0]} | {counts[1]} |")
    return "\n".join(rows)


def _outputs(made: _Made) -> str:
    rows = ["| figure or table | what it is | notebook |", "| --- | --- | --- |"]
    for entry in made.package.get("figures", []):
        path = f"figures/{entry['name']}.svg"
        rows.append(f"| [{path}]({made.up}{path}) | {plain(entry['title'].rstrip('.'))} | {entry['notebook']} |")
    for entry in made.package.get("resources", []):
        path = f"data/processed/{entry['path']}"
        rows.append(f"| [{path}]({made.up}{path}) | {plain(entry['title'])} | {entry['notebook']} |")
    return "\n".join(rows)
