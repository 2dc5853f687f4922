"""Tables in CSV: read with the number of values of every line checked, written so that no spreadsheet runs a cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from .toml import read_text, refuse, shown, twice

LARGEST_TABLE = 20_000_000
"""So many bytes a table may have: it is held in memory as a whole."""
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab"}
_LINE_END = re.compile(r"\r\n|\n|\r")
# What a spreadsheet would run: a text that begins like a formula and is no number, with the apostrophes that guard it.
_FORMULA = re.compile(r"'*(?:[=+@\t\r\n＝＋＠]|[-－](?!(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\Z))")


def to_csv(frame: pd.DataFrame, float_format: str | None = None) -> str:
    """A table as CSV, without its index; a text (or the name of a column) that a spreadsheet would run gets an '.

    `float_format` is that of pandas (`"%.4f"`). The lines end in a line feed.

    >>> print(to_csv(pd.DataFrame({"term": ["治理", "=1+1"], "count": [3, -1]})), end="")
    term,count
    治理,3
    '=1+1,-1
    """
    safe = _mapped(frame, _guard)
    text = safe.to_csv(index=False, float_format=float_format, lineterminator="\n")
    if "\r" in text:  # it is quoted only where it is part of the line end, and would begin a line of its own
        text = safe.to_csv(index=False, float_format=float_format, lineterminator="\r\n")
        text = re.sub(r'("(?:[^"]|"")*")|\r\n', lambda found: found[1] or "\n", text)
    return text


def unguarded(frame: pd.DataFrame) -> pd.DataFrame:
    """A table that was read from CSV, with texts and names of columns as they were before `to_csv`.

    >>> unguarded(pd.DataFrame({"a": ["'=1+1", "'tis", "-5", "''-b"]}))["a"].tolist()
    ['=1+1', "'tis", '-5', "'-b"]
    """
    return _mapped(frame, _unguard)


def _mapped(frame: pd.DataFrame, change) -> pd.DataFrame:
    texts = {name: column.map(change) for name, column in frame.items() if column.dtype.kind not in "iufb"}
    return frame.assign(**texts).rename(columns=change)


def _guard(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _unguard(cell: Any) -> Any:
    return cell[1:] if isinstance(cell, str) and cell.startswith("'") and _FORMULA.match(cell) else cell


def read_csv(path: Path, columns: tuple[str, ...], remedy: str, key: str = "") -> pd.DataFrame:
    """A CSV file in UTF-8, every value as text, with the `columns` that it needs and each `key` once.

    Values are separated by commas, or by semicolons or tabs where the names of the columns are. Lines that are empty
    are passed over. Raises `CorpusError` with the line, among others where a line has not as many values as there are
    columns; `remedy` is what helps where there is no such file.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder, "codes.csv")
    ...     _ = path.write_text("unit_id;codes\\na:1.1;war,trade\\n", encoding="utf-8")
    ...     read_csv(path, ("unit_id", "codes"), "give its path", key="unit_id").to_dict("records")
    [{'unit_id': 'a:1.1', 'codes': 'war,trade'}]
    """
    name = path.name
    text = read_text(path, "table", remedy, LARGEST_TABLE)
    before, nul, _ = text.partition("\0")
    if nul:
        refuse(name, f"line {len(_LINE_END.split(before))}", "it holds a NUL character; take it out")
    separator = _separator(text, columns)
    rows = _rows(text, separator, name)
    line, header = next(rows, (1, []))
    if not header:
        refuse(name, "", f"it is empty; it needs the columns {', '.join(columns)}")
    if again := twice(header):
        refuse(name, f"line {line}", f"column {shown(again[1])} stands twice; keep one")
    if missing := [column for column in columns if column not in header]:
        refuse(name, "", f"column {missing[0]!r} is missing; add it")
    lines, values = [], []
    for line, row in rows:
        if row == header:
            refuse(name, f"line {line}", "the names of the columns stand there again; take the line out")
        if len(row) != len(header):
            refuse(name, f"line {line}", _miscounted(row, len(header), separator))
        lines.append(line)
        values.append(row)
    table = unguarded(pd.DataFrame(values, columns=header, dtype="str"))
    if key and (again := twice(table[key])):
        refuse(name, f"line {lines[again[0]]}", f"{shown(again[1])} stands twice; keep one row")
    return table


def _separator(text: str, columns: tuple[str, ...]) -> str:
    """What separates the values: that under which most of the columns are there, a comma if none is better."""
    first = _LINE_END.split(text.lstrip()[:10_000], maxsplit=1)[0]
    return max(_SEPARATORS, key=lambda mark: sum(name.strip('"') in columns for name in first.split(mark)))


def _rows(text: str, separator: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows that are not empty, each with the number of its first line."""
    csv.field_size_limit(LARGEST_TABLE)  # the module's own limit is shorter than some texts
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for row in reader:
            if len(row) > 1 or "".join(row).strip():
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        if "unexpected end" in str(error):
            refuse(name, f"line {line}", "a quotation mark that opens there is not closed; close it")
        refuse(name, f"line {line}", "a quotation mark stands inside a value in quotation marks; double it there")


def _miscounted(row: list[str], wanted: int, separator: str) -> str:
    """That a row does not fit the header, and what has likely happened."""
    mark = _SEPARATORS[separator]
    if len(row) < wanted:
        remedy = "add what is missing"
    elif row[-1]:
        remedy = f"put a value that holds a {mark} in quotation marks"
    else:
        remedy = f"take out the {mark} at the end"
    return f"it has {len(row)} values where the header has {wanted}, with a {mark} between them; {remedy}"
