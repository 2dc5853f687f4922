"""What each published table and its columns mean: `columns.toml`, read, and held against the tables."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec
import pandas as pd

from ..declarations.toml import Declared, Word, read_declared, refuse, shown
from ..errors import CorpusError
from ..paths import COLUMNS

_KINDS = {"i": "integer", "f": "number", "b": "boolean"}


class _Column(Declared):
    name: Word
    type: Literal["string", "integer", "number", "boolean"]
    description: Word


class _Table(Declared):
    like: Word = ""
    title: Word = ""
    description: Word = ""
    key: list[Word] = msgspec.field(default_factory=list)
    columns: list[_Column] = msgspec.field(default_factory=list)


def read_columns(path: Path = COLUMNS) -> dict[str, dict[str, Any]]:
    """What a file says of each table: title, description, key and columns (name, type, description).

    `like` names another table whose words and columns a table takes over. Raises `CorpusError`.

    >>> described = read_columns()["quotations"]
    >>> [column["name"] for column in described["columns"]]
    ['notebook', 'cell', 'sentence_id', 'start', 'end']
    """
    return _read_columns(path, path.stat().st_mtime_ns if path.exists() else 0)


@lru_cache(maxsize=2)
def _read_columns(path: Path, changed: int) -> dict[str, dict[str, Any]]:
    """Read anew only where the file has `changed`: every table that is published asks for it."""
    tables = read_declared(path, "description of tables", dict[Word, _Table])
    described = {}
    for name, table in tables.items():
        if table.like and not getattr(tables.get(table.like), "columns", ()):
            fault = f"there is no table {shown(table.like)} whose columns it could take over; correct it"
            refuse(path.name, f"{name}.like", fault)
        parts = [part for part in (tables.get(table.like), table) if part]
        described[name] = {key: value for part in parts for key, value in msgspec.to_builtins(part).items() if value}
        for key in ("title", "description", "key", "columns"):
            if key not in described[name]:
                refuse(path.name, name, f"{key!r} is missing; add it")
        columns = [column["name"] for column in described[name]["columns"]]
        if len(set(columns)) < len(columns):
            refuse(path.name, f"{name}.columns", "a column is described twice; keep one")
        if unknown := [key for key in described[name]["key"] if key not in columns]:
            refuse(path.name, f"{name}.key", f"{shown(unknown[0])} is no column of the table; correct it")
    return described


def described(name: str, frame: pd.DataFrame) -> dict[str, Any]:
    """What `columns.toml` says of a table, which is to be as it says; as from `read_columns`.

    Raises `CorpusError` where the table is not described, has other columns, or where its key stands twice.

    >>> described("poems", pd.DataFrame({"line": ["举头望明月"]}))
    Traceback (most recent call last):
        ...
    helpers.errors.CorpusError: columns.toml: table 'poems' is not described; add it
    """
    tables = read_columns()
    if name not in tables:
        raise CorpusError(f"{COLUMNS.name}: table {name!r} is not described; add it")
    _compare(name, frame, tables[name])
    return tables[name]


def _compare(name: str, frame: pd.DataFrame, described: dict[str, Any]) -> None:
    where = f"{COLUMNS.name}: table {name!r}"
    wanted = [column["name"] for column in described["columns"]]
    if list(frame.columns) != wanted:
        raise CorpusError(f"{where}: describes the columns {wanted}, the table has {list(frame.columns)}; correct it")
    for column in described["columns"]:
        kind = _KINDS.get(frame[column["name"]].dtype.kind, "string")
        whole = kind == "integer" and column["type"] == "number"  # numbers of which none has a fraction this time
        if len(frame) and column["type"] != kind and not whole:  # an empty table has no types
            raise CorpusError(f"{where}: column {column['name']!r} is {kind}, not {column['type']}; correct it")
    if frame.duplicated(described["key"]).any():
        raise CorpusError(f"{where}: the key {described['key']} stands twice; correct it")


def field(column: dict[str, Any], key: list[str]) -> dict[str, Any]:
    """A described column as a field of the data package; one of the `key` is required.

    >>> field({"name": "id", "type": "string", "description": "Its name"}, ["id"])["constraints"]
    {'required': True}
    """
    described = {"name": column["name"], "type": column["type"], "description": column["description"]}
    if column["name"] in key:
        described["constraints"] = {"required": True}
    return described
