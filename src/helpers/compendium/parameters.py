"""What the notebooks' parameters are, and what they may be: read from their cells and from `parameters.toml`."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ..coding.coders import DICTIONARY, SHEET, UNITS
from ..corpus.manifest import read_manifest
from ..declarations.tables import read_csv
from ..declarations.toml import Declared, Word, one_line, read_declared, refuse
from ..errors import CorpusError
from ..paths import CODING, MANIFEST, PARAMETERS
from .notebook import literal, read_notebook


class Parameter(Declared):
    """A parameter: the type that notebooks annotate it with, and which values of that type will do."""

    name: Word
    type: Literal["str", "int", "float", "bool", "list[str]"]
    meaning: Word
    least: int | float | None = None
    most: int | float | None = None
    choices: tuple[str, ...] = ()
    of: Literal["", "text", "coder"] = ""


class _File(Declared):
    parameter: tuple[Parameter, ...]


@cache
def read_bounds(path: Path = PARAMETERS) -> dict[str, Parameter]:
    """The parameters that a file declares, by name. Raises `CorpusError` where it is not readable as such a list.

    >>> read_bounds()["folds"].least
    2
    """
    declared = read_declared(path, "list of parameters", _File).parameter
    for n, parameter in enumerate(declared):
        if parameter.name in {p.name for p in declared[:n]}:
            refuse(path.name, f"parameter[{n}]", f"{parameter.name!r} stands twice; keep one")
    return {parameter.name: parameter for parameter in declared}


def declared_parameters(notebook: Path) -> dict[str, str]:
    """Name and annotation of each annotated parameter of a notebook, as papermill reads them; nothing is executed.

    papermill passes over a line with a second `=`, in a default or a comment. Raises `CorpusError` for a file that is
    no notebook.

    >>> from helpers.compendium.notebook import find
    >>> declared_parameters(find(["00"])[0])
    {'checked': 'list[str]'}
    """
    from papermill import inspect_notebook  # a second of imports, which a run without parameters does without

    read_notebook(notebook)  # papermill's own errors are of many lines
    inferred = {name: told["inferred_type_name"] for name, told in inspect_notebook(literal(notebook)).items()}
    return {name: annotation for name, annotation in inferred.items() if annotation != "None"}


def read_parameters(notebooks: list[Path], given: list[tuple[str, str]]) -> dict[str, dict[str, Any]]:
    """By notebook, the values of the parameters it knows, read by the annotations in its parameters cell.

    `given` has names and values as they are typed: `a,b` or JSON for a list. Raises `CorpusError` for a name that no
    notebook knows, a value of the wrong type, and one that will not do.

    >>> from helpers.compendium.notebook import find
    >>> read_parameters(find(["00"]), [("checked", "主权,security")])
    {'00_corpus': {'checked': ['主权', 'security']}}
    """
    for path in notebooks:  # one that cannot be read is refused before anything starts, with parameters or without
        read_notebook(path)
    values: dict[str, dict[str, Any]] = {path.stem: {} for path in notebooks}
    known = {path.stem: declared_parameters(path) for path in notebooks} if given else {}
    for name, text in given:
        owners = [stem for stem, declared in known.items() if name in declared]
        if not owners:
            lists = "; ".join(f"{stem}: {', '.join(declared) or 'none'}" for stem, declared in known.items())
            raise CorpusError(f"no parameter {name!r}; there are {lists}")
        for stem in owners:
            values[stem][name] = _value(name, text, known[stem][name])
    for own in values.values():
        for name, value in own.items():
            check(name, value)
    return values


def _value(name: str, text: str, annotation: str) -> Any:
    """`text` as a value of the type that `annotation` names; a list is `a,b` or JSON."""
    try:
        if annotation.startswith("list["):
            inner = annotation[5:-1]
            items = json.loads(text) if text.lstrip().startswith("[") else [t for t in text.split(",") if t]
            return [_value(name, item if isinstance(item, str) else json.dumps(item), inner) for item in items]
        if annotation == "bool":
            return {"true": True, "false": False}[text.lower()]
        return {"int": int, "float": float, "str": str}[annotation](text)
    except (ValueError, KeyError):
        shown = one_line(text)
        raise CorpusError(f"parameter {name!r} takes a value of type {annotation}, not {shown!r}; correct it") from None


def check(name: str, value: Any) -> None:
    """Raises `CorpusError` for a value that a parameter may not have.

    A parameter that no list declares is free.

    >>> check("folds", 1)
    Traceback (most recent call last):
    helpers.errors.CorpusError: parameter 'folds' takes 2 or more, not 1; correct it
    """
    bounds = read_bounds().get(name)
    if bounds is None:  # of a notebook that somebody else wrote
        return
    if isinstance(value, int | float) and not _within(value, bounds):
        wanted = _range(bounds)
        raise CorpusError(f"parameter {name!r} takes {wanted}, not {one_line(value)}; correct it")
    if isinstance(value, list) and "" in value:
        raise CorpusError(f"parameter {name!r} has an empty entry; take it out")
    allowed = bounds.choices or _named(bounds.of)
    unknown = [item for item in (value if isinstance(value, list) else [value]) if item not in allowed]
    if not allowed or not unknown:
        return
    if bounds.of == "coder":
        raise CorpusError(f"no coder {one_line(unknown[0])!r}; there are {', '.join(filter(None, allowed))}")
    known = ", ".join(filter(None, allowed))
    raise CorpusError(f"{name}: {one_line(unknown[0])!r} is not among {known}; choose of these")


def _within(value: float, bounds: Parameter) -> bool:
    least = float("-inf") if bounds.least is None else bounds.least
    most = float("inf") if bounds.most is None else bounds.most
    return least <= value <= most  # which no NaN is


def _range(bounds: Parameter) -> str:
    if bounds.most is None:
        return f"{bounds.least} or more"
    return f"{bounds.least} to {bounds.most}"


def _named(kind: str) -> tuple[str, ...]:
    """What a value may name."""
    if kind == "text":
        return tuple(text.id for text in read_manifest(MANIFEST).texts)
    if kind == "coder":
        return ("", "reading", DICTIONARY, *_coders(CODING))
    return ()


def _coders(folder: Path) -> list[str]:
    """Who has given codes: the readers of `units.csv`, and those who filled a sheet."""
    units = read_csv(folder / UNITS, ("readers",), "restore it with git checkout data/coding")
    sheets = {path.stem.split("_", 2)[2] for path in folder.glob(f"{SHEET}*_*.csv")}
    return sorted({reader for readers in units["readers"] for reader in readers.split()} | sheets)
