"""Run the cells of a notebook in this process: what they do with other parameters, without what a kernel costs.

The runner and its kernels have tests of their own; here any warning is an error.
"""

import ast
import html
import json
import os
import re
from pathlib import Path
from unittest.mock import patch

from helpers.compendium.notebook import find
from helpers.compendium.parameters import read_parameters
from helpers.pages import publish


def run_cells(number: str, given: list[tuple[str, str]], output: Path) -> str:
    """Publish what a notebook makes with parameters, read as the runner reads them, and give what it shows as text."""
    (path,) = find([number])
    values = read_parameters([path], given)[path.stem]
    shown: list = []
    names = {"__name__": "__main__", "display": lambda *things: shown.extend(things)}
    with patch.dict(os.environ, {publish.OUTPUT_VARIABLE: str(output)}):
        for n, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"]):
            if cell["cell_type"] == "code":
                shown += _run(ast.parse("".join(cell["source"])), f"{path.stem}, cell {n}", names)
                if "parameters" in cell["metadata"]["tags"]:
                    names.update(values)
    text = "\n".join(thing.data for thing in shown if hasattr(thing, "data"))
    return html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r'src="data:[^"]*"', "", text)))


def _run(cell: ast.Module, place: str, names: dict) -> list:
    """Run a cell; gives the value of its last line, where that is an expression."""
    last = ast.Expression(cell.body.pop().value) if cell.body and isinstance(cell.body[-1], ast.Expr) else None
    exec(compile(cell, place, "exec"), names)
    return [eval(compile(last, place, "eval"), names)] if last else []
