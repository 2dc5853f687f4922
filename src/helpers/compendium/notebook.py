"""A notebook as data: found, read, freed of what differs between runs, and encoded."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..declarations.toml import one_line
from ..errors import CorpusError, RunError
from ..paths import METHODS, NOTEBOOKS, PROJECT

KERNEL = "python3"


def place(name: str) -> str:
    """Where the notebook of a name stands in the project: with the numbered ones, or, of methods, among the docs.

    >>> place("00_corpus"), place("methods")
    ('notebooks/00_corpus.ipynb', 'docs/methods.ipynb')
    """
    home = METHODS.parent if name == METHODS.stem else NOTEBOOKS
    return (home / f"{name}.ipynb").relative_to(PROJECT).as_posix()


def find(names: list[str], folder: Path = NOTEBOOKS) -> list[Path]:
    """The numbered notebooks of a folder and the one of methods in the docs beside it, or those that `names` name.

    They are named by number (`0`, `00`) or name (`00_corpus`, `methods`), and each is given once. Raises `CorpusError`
    where no numbered one is there, or none of a name.

    >>> [path.name for path in find(["1", "00_corpus", "01"])]
    ['01_term_frequency.ipynb', '00_corpus.ipynb']
    """
    there = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
    if not there:
        raise CorpusError(f"{folder.name}: no numbered notebook is there; restore it with git checkout {folder.name}")
    methods = folder.parent / place(METHODS.stem)
    there += [methods] if methods.exists() else []
    if not names:
        return there
    found = []
    for name in names:
        stem = Path(name).stem
        hits = [p for p in there if p.stem == stem or (stem.isdigit() and p.stem.startswith(f"{int(stem):02}_"))]
        if not hits:
            raise CorpusError(f"no notebook {name!r}; there are {', '.join(p.stem for p in there)}")
        found += [p for p in hits if p not in found]
    return found


def normalise(notebook: dict[str, Any]) -> dict[str, Any]:
    """A notebook without what differs between two runs: no timings, paths, versions or metadata of the run.

    Texts become lists of lines, keys stand in one order, and of the metadata of a cell its tags are kept.

    >>> cell = {"cell_type": "markdown", "id": "a", "metadata": {"papermill": {"duration": 1.5}}, "source": "# 一\\n二"}
    >>> normalise({"cells": [cell]})["cells"]
    [{'cell_type': 'markdown', 'id': 'a', 'metadata': {}, 'source': ['# 一\\n', '二']}]
    """
    cells = []
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        injected = "injected-parameters" in tags  # papermill gives this cell an id by chance
        kept = {"cell_type": cell["cell_type"], "id": "injected-parameters" if injected else cell["id"]}
        kept["metadata"] = {"tags": tags} if tags else {}
        if cell["cell_type"] == "code":
            kept["execution_count"] = cell["execution_count"]
            kept["outputs"] = [_output(output) for output in cell["outputs"]]
        kept["source"] = _lines(cell["source"])
        cells.append(kept)
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": KERNEL},
        "language_info": {"name": "python"},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def encode(notebook: dict[str, Any]) -> bytes:
    """A notebook as the bytes of its file: JSON in UTF-8, indented by one, with a line end.

    >>> encode({"cells": ["序"]}).decode("utf-8").split("\\n")
    ['{', ' "cells": [', '  "序"', ' ]', '}', '']
    """
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _output(output: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in output.items() if key in ("output_type", "name", "ename", "evalue")}
    if "data" in output:
        kept["data"] = {
            kind: _lines(data) if isinstance(data, str) else data for kind, data in sorted(output["data"].items())
        }
        kept["metadata"] = {}
    if output["output_type"] == "execute_result":
        kept["execution_count"] = output["execution_count"]
    if "text" in output:
        kept["text"] = _lines(output["text"])
    if "traceback" in output:
        kept["traceback"] = output["traceback"]
    return dict(sorted(kept.items()))


def _lines(text: str | list[str]) -> list[str]:
    return ("".join(text) if isinstance(text, list) else text).splitlines(keepends=True)


def count_cells(notebook: dict[str, Any]) -> int:
    """How many code cells ran, those without a line left out.

    Raises `RunError` unless they ran in order, 1 to n, and none failed.

    >>> count_cells({"cells": [{"cell_type": "code", "execution_count": 1, "source": ["1"], "outputs": []}]})
    1
    """
    codes = [cell for cell in notebook["cells"] if cell["cell_type"] == "code" and "".join(cell["source"]).strip()]
    counts = [cell["execution_count"] for cell in codes]
    if counts != list(range(1, len(counts) + 1)):
        raise RunError(f"its cells did not run in order 1 to {len(counts)}, but as {counts}")
    if any(output["output_type"] == "error" for cell in codes for output in cell["outputs"]):
        raise RunError("a cell ended in an error")
    return len(codes)


def read_notebook(path: Path) -> dict[str, Any]:
    """A notebook as it stands in its file. Raises `CorpusError` where that holds none."""
    try:
        notebook = json.loads(path.read_bytes())
        if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
            raise ValueError("no cells")
    except ValueError as error:
        said = one_line(error, 100)
        raise CorpusError(f"{path.name}: not readable as a notebook ({said}); restore it with git checkout") from None
    return notebook


def literal(path: Path | str) -> str:
    """A path in which papermill finds no parameter to fill in.

    >>> literal("{year}/00_a.ipynb")
    '{{year}}/00_a.ipynb'
    """
    return str(path).replace("{", "{{").replace("}", "}}")
