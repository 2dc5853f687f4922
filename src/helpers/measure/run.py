"""From a source to measured tables: the report first, then shards, and nothing half-written."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from ..declarations.toml import one_line
from ..errors import RunError
from .progress import Progress
from .records import Record, Source, open_source
from .report import Report
from .tables import Books, measure

SHARDS, REPORT = "shards", "report.json"
"""What a folder of results holds: the tables of each shard, and what was read."""
CHARACTERS, TEXTS = 4_000_000, 5_000
"""A shard is full with so many characters, or so many texts; a text is never parted."""


def run(
    source: str,
    output: Path,
    books: Books,
    *,
    progress: bool = False,
    say: Callable[[str], object] = print,
    **options: Any,
) -> Report:
    """Read a source, say what was read and what looks wrong, then write its tables into the folder `output`.

    It is built beside `output`, under that name with `.partial`; what is there from a run that was interrupted and is
    still right is not made again. Raises `CorpusError` where something cannot be read, `RunError` where `output` holds
    something else.
    """
    opened = open_source(source, **options)
    _free(output)
    _read(opened, progress, say)
    report = opened.report
    partial = output.with_name(output.name + ".partial")
    partial.mkdir(parents=True, exist_ok=True)
    kept, texts = set(), 0
    with Progress("measuring", opened.size, always=progress) as told:
        for n, shard in enumerate(shards(opened.again())):
            kept.add(measure(shard, books, partial / SHARDS / _name(n, shard, books)).name)
            texts += len(shard)
            told.at(texts, opened.done)
    for old in (partial / SHARDS).iterdir():
        if old.name not in kept:  # of a run that was interrupted, of other texts or other settings
            shutil.rmtree(old)
    written = json.dumps(report.as_dict(), ensure_ascii=False, indent=1)
    (partial / REPORT).write_text(f"{written}\n", encoding="utf-8")
    _replace(partial, output)
    return report


def _read(source: Source, always: bool, say: Callable[[str], object]) -> None:
    """Read a source whole, and say what was read, or what could not be."""
    try:
        with Progress("reading", source.size, always=always) as progress:
            for _ in source.records():
                progress.at(source.report.texts, source.done)
            progress.at(source.report.texts, source.done)
    finally:
        for line in source.report.lines():
            say(line)


def shards(records: Iterable[Record]) -> Iterator[list[Record]]:
    """Records in lists of bounded size, in order.

    >>> [len(shard) for shard in shards(Record(str(n), "en", "x" * CHARACTERS, {}) for n in range(2))]
    [1, 1]
    """
    shard: list[Record] = []
    characters = 0
    for record in records:
        shard.append(record)
        characters += len(record.text)
        if characters >= CHARACTERS or len(shard) >= TEXTS:
            yield shard
            shard, characters = [], 0
    if shard:
        yield shard


def _name(n: int, shard: list[Record], books: Books) -> str:
    """The name of a shard's folder: its number, and a hash of its records and of what is looked for in them."""
    digest = hashlib.sha256(repr(books).encode("utf-8", "surrogatepass"))
    for record in shard:
        digest.update(repr(record).encode("utf-8", "surrogatepass"))
    return f"{n:05d}-{digest.hexdigest()[:16]}"


def _free(output: Path) -> None:
    """Raises `RunError` where something stands in the way of the results."""
    if output.exists() and not (output / REPORT).is_file() and not (output.is_dir() and not any(output.iterdir())):
        raise RunError(
            f"{one_line(output.name)}: something else stands there; move it, or name another folder with --output"
        )


def _replace(fresh: Path, target: Path) -> None:
    """Put a folder in the place of an older one."""
    old = target.with_name(target.name + ".old")
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
