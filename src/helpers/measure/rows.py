"""Texts that are rows of a table: CSV, TSV, JSON Lines, Parquet, read one after the other."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import msgspec

from ..declarations.toml import encoding_of, one_line, refuse, shown, twice
from .files import LARGEST, SAMPLE, Unreadable, ending, is_compressed, named, opened, told

TEXT = ("text", "content", "body", "speech")
"""Names under which a column is taken for that of the texts, where none is named."""
ID = ("text_id", "id", "doc_id")
"""Names of columns whose values are taken for ids, if each is another."""
_MARKS = ",;\t"
_SEP = re.compile(r"sep=(\\t|.?)", re.DOTALL)


class Row(NamedTuple):
    """A row: where it stands (line, or row of a Parquet table), where in the file it begins, and its values by column.

    `problem` says why there is no text in it, with the remedy; it is empty where there is.

    >>> Row("line 2", 12, {"text": "One."}).problem
    ''
    """

    place: str
    offset: int
    values: dict[str, Any]
    problem: str = ""


class Table(NamedTuple):
    """A table of texts: its columns (none where each row has its own), its encoding with the confidence, its rows.

    >>> Table(("text",), "utf-8", 1.0, iter([])).columns
    ('text',)
    """

    columns: tuple[str, ...]
    encoding: str
    confidence: float
    rows: Iterator[Row]


def table(path: Path, encoding: str = "", wanted: tuple[str, ...] = ()) -> Table:
    """The table in a file, by the ending of its name; `wanted` columns help to tell what parts the values.

    Raises `CorpusError` where the file is no such table, `OSError` where it cannot be read.
    """
    kind = ending(path)
    if kind == ".parquet":
        return _parquet(path)
    known, confidence = _told(path, encoding)
    if kind in (".jsonl", ".ndjson"):
        return Table((), known, confidence, _json_rows(path, known))
    return _csv(path, known, confidence, wanted)


def _told(path: Path, encoding: str) -> tuple[str, float]:
    """The encoding of a file, which may be named, from its beginning."""
    with opened(path) as file:
        data = file.read(SAMPLE * 5)
    if encoding:
        return named(data, encoding), 1.0
    try:
        codecs.getincrementaldecoder("utf-8")().decode(data)  # the last character may be cut
        if b"\0" not in data:
            return "utf-8", 1.0
    except UnicodeDecodeError:
        pass
    try:
        return told(data)
    except Unreadable as fault:
        refuse(path.name, "", str(fault))


def _lines(path: Path, encoding: str) -> Iterator[tuple[int, int, str]]:
    """The lines of a table, each with its number and the byte at which it begins. Raises `CorpusError`."""
    line = 0
    with opened(path) as file:
        encoding, offset = _behind_mark(file, encoding)
        with io.TextIOWrapper(file, encoding=encoding, newline="") as stream:
            try:
                for line, text in enumerate(stream, 1):
                    if len(text) > LARGEST:
                        refuse(path.name, f"line {line}", f"it has more than {LARGEST // 10**6} MB; split it")
                    yield line, offset, text
                    offset += len(text.encode(encoding))
            except UnicodeDecodeError as error:
                seen = encoding_of(error.object[max(0, error.start - 1000) :])
                likely = f" ({seen} is likely)" if seen and seen != encoding else ""
                fault = f"it is no {encoding.upper()}; name its encoding{likely} with --encoding, or save it as UTF-8"
                refuse(path.name, f"behind line {line}", fault)


def _behind_mark(file: BinaryIO, encoding: str) -> tuple[str, int]:
    """The encoding without the byte order mark at the head of a file, and how many bytes that has; they are read."""
    head = file.peek(4)[:4] if hasattr(file, "peek") else b""
    name, size = encoding, 0
    if codecs.lookup(encoding).name == "utf-8" and head.startswith(codecs.BOM_UTF8):
        size = 3
    elif codecs.lookup(encoding).name == "utf-16":
        size = 2 if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else 0
        name = "utf-16-be" if head[:2] == codecs.BOM_UTF16_BE else "utf-16-le"
    file.read(size)
    return name, size


# --- CSV and TSV ------------------------------------------------------------------------------------------------------


def _csv(path: Path, encoding: str, confidence: float, wanted: tuple[str, ...]) -> Table:
    mark = _mark(path, encoding, wanted)
    rows = _csv_rows(path, encoding, mark)
    header = next(rows, None)
    if header and _SEP.fullmatch(
        mark.join(header.values.values())
    ):  # a line for Excel, which says what parts the values
        header = next(rows, None)
    columns = tuple(header.values.values()) if header else ()
    if not header or not any(columns):
        refuse(path.name, "", "it is empty; its first line must name the columns")
    if again := twice(columns):
        refuse(path.name, "line 1", f"column {shown(again[1])} stands twice; name it otherwise")
    return Table(columns, encoding, confidence, _named(rows, columns))


def _mark(path: Path, encoding: str, wanted: tuple[str, ...]) -> str:
    """What parts the values: that under which most columns of those that are looked for are there."""
    lines = (text for _, _, text in _lines(path, encoding))
    first = next(lines, "")
    if said := _SEP.fullmatch(first.strip()):
        return said[1].replace("\\t", "\t") or "\t"
    names = {*wanted, *TEXT, *ID}
    order = "\t,;" if ending(path) == ".tsv" else _MARKS
    return max(order, key=lambda mark: (len(names & {n.strip('" \r\n') for n in first.split(mark)}), mark in first))


def _csv_rows(path: Path, encoding: str, mark: str) -> Iterator[Row]:
    """The rows with their values numbered, that of the header too; rows without a value are passed over."""
    csv.field_size_limit(LARGEST)
    begins: list[tuple[int, int]] = []  # the lines of the row that is read, each with its byte

    def lines() -> Iterator[str]:
        for number, offset, text in _lines(path, encoding):
            begins.append((number, offset))
            if "\0" in text:
                refuse(path.name, f"line {number}", "it holds a NUL character; take it out")
            yield text

    try:
        for row in csv.reader(lines(), delimiter=mark, strict=True):
            if len(row) > 1 or "".join(row).strip():
                yield Row(f"line {begins[0][0]}", begins[0][1], {str(n): value for n, value in enumerate(row)})
            begins.clear()
    except csv.Error as error:
        end = "unexpected end" in str(error)
        fault = "opens there and is not closed; close it" if end else "stands inside a value; double it there"
        refuse(path.name, f"line {begins[0][0] if begins else 1}", f"a quotation mark {fault}")


def _named(rows: Iterator[Row], columns: tuple[str, ...]) -> Iterator[Row]:
    """Rows with their values by column."""
    for row in rows:
        values = list(row.values.values())
        if len(values) == len(columns):
            yield row._replace(values=dict(zip(columns, values, strict=True)))
        else:
            fault = f"it has {len(values)} values where the header has {len(columns)}"
            yield row._replace(values={}, problem=f"{fault}; put a value that holds the mark between values in quotes")


# --- JSON Lines and Parquet -------------------------------------------------------------------------------------------


def _json_rows(path: Path, encoding: str) -> Iterator[Row]:
    for number, offset, text in _lines(path, encoding):
        if not text.strip():
            continue
        place = f"line {number}"
        try:
            values = msgspec.json.decode(text)
        except (msgspec.DecodeError, UnicodeEncodeError, RecursionError) as error:
            yield Row(place, offset, {}, f"it is no JSON ({one_line(error, 80)}); correct it")
            continue
        fault = "" if isinstance(values, dict) else "it is no object, {...}; write one with the text and what is known"
        yield Row(place, offset, {} if fault else values, fault)


def _parquet(path: Path) -> Table:
    import pyarrow
    import pyarrow.parquet

    if is_compressed(path):
        refuse(path.name, "", "a Parquet file is compressed inside; unpack it")
    try:
        file = pyarrow.parquet.ParquetFile(path)
    except pyarrow.ArrowInvalid:
        refuse(path.name, "", "it is no Parquet file, or cut off; write it anew")
    columns = tuple(file.schema_arrow.names)
    if again := twice(columns):
        refuse(path.name, "", f"column {shown(again[1])} stands twice; name it otherwise")
    return Table(columns, "utf-8", 1.0, _parquet_rows(file, columns, path.name))


def _parquet_rows(file: Any, columns: tuple[str, ...], name: str) -> Iterator[Row]:
    import pyarrow

    number = 0
    try:
        for batch in file.iter_batches(batch_size=500):
            for values in batch.to_pylist():
                number += 1
                yield Row(f"row {number}", number, values)
    except (pyarrow.ArrowInvalid, OSError):
        refuse(name, f"behind row {number}", "it is damaged there; write it anew")


def as_text(value: Any) -> str | None:
    """A value as metadata has it; none for what is a list or a table.

    >>> as_text(2024), as_text(None), as_text("us"), as_text([1])
    ('2024', '', 'us', None)
    """
    if value is None:
        return ""
    if isinstance(value, list | dict | bytes):
        return None
    return re.sub(r"(\d{4}-\d{2}-\d{2})[ T]00:00:00(\.0+)?\Z", r"\1", str(value))
