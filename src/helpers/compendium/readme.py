"""The parts of README.md that a program writes: the findings and the tables of notebooks and outputs."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from ..pages.html import plain
from ..pages.publish import told
from .notebook import place

_BLOCK = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_QUESTION = re.compile(r"\*\*Question\.\*\*\s*(.+)")


def refresh(text: str, package: dict[str, Any], notebooks: list[Path]) -> str:
    """README text with each `<!-- made: NAME -->` block made anew from the data package and the notebooks.

    Raises `KeyError` for a block that no program makes.

    >>> refresh("<!-- made: findings -->\\nold\\n<!-- end -->", {"findings": [{"text": "**新**", "values": []}]}, [])
    '<!-- made: findings -->\\n**新**\\n<!-- end -->'
    """
    makers = {"findings": _findings, "notebooks": _notebooks, "outputs": _outputs}
    return _BLOCK.sub(lambda m: f"{m[1]}{makers[m[2]](package, notebooks)}\n{m[3]}", text)


def _findings(package: dict[str, Any], notebooks: list[Path]) -> str:
    return "\n\n".join(told(finding) for finding in package.get("findings", []))


def _notebooks(package: dict[str, Any], notebooks: list[Path]) -> str:
    rows = ["| notebook | question | tables | figures |", "| --- | --- | ---: | ---: |"]
    for path in notebooks:
        first = "".join(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
        counts = [
            sum(entry["notebook"] == path.stem for entry in package.get(kind, [])) for kind in ("resources", "figures")
        ]
        question = _QUESTION.search(first)
        rows.append(
            f"| [{path.stem}]({place(path.stem)}) | {question[1] if question else ''} | {counts[0]} | {counts[1]} |"
        )
    return "\n".join(rows)


def _outputs(package: dict[str, Any], notebooks: list[Path]) -> str:
    rows = ["| figure or table | what it is | notebook |", "| --- | --- | --- |"]
    for entry in package.get("figures", []):
        path = f"figures/{entry['name']}.svg"
        rows.append(f"| [{path}]({path}) | {plain(entry['title'].rstrip('.'))} | {entry['notebook']} |")
    for entry in package.get("resources", []):
        path = f"data/processed/{entry['path']}"
        rows.append(f"| [{path}]({path}) | {plain(entry['title'])} | {entry['notebook']} |")
    return "\n".join(rows)
