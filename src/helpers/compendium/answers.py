"""What notebooks answer under given parameters: their cells run one after another in this process, up to the answer.

It is for many settings: nothing is drawn but what a page shows before its answer, no kernel starts, and what a process
has loaded and found serves the next.
"""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any, NamedTuple
from unittest.mock import patch

from ..declarations.toml import one_line
from ..errors import RunError
from ..pages import publish


class Asked(NamedTuple):
    """A notebook, and the values of its parameters that are other than it declares.

    >>> Asked("notebooks/02_framing_of_the_us.ipynb", {"seed": 1}).values
    {'seed': 1}
    """

    notebook: str
    values: dict[str, Any]


def answer(asked: Asked) -> bytes:
    """The findings of a notebook, as the table that a run publishes of them; empty where it has none.

    Raises `RunError` for a cell that fails.
    """
    path = Path(asked.notebook)
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    names: dict[str, Any] = {"__name__": "__main__", "display": lambda *shown: None}
    with tempfile.TemporaryDirectory() as folder, patch.dict(os.environ, {publish.OUTPUT_VARIABLE: folder}):
        package = Path(folder) / publish.PACKAGE
        for n, cell in enumerate(cells, 1):
            if cell["cell_type"] != "code":
                continue
            try:
                exec(compile("".join(cell["source"]), f"{path.name}, cell {n}", "exec"), names)
            except Exception as error:
                what = one_line(f"{type(error).__name__}: {error}")
                raise RunError(f"{path.stem}, cell {n}: {what}; run it with these parameters to see more") from error
            if "parameters" in cell["metadata"].get("tags", []):
                names.update(asked.values)
            if package.exists() and (made := publish.findings(publish.read_package(package))):
                return made[0]
    return b""
