"""From a source to measured tables: the report first, then shards, and nothing half-written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from ..declarations.toml import one_line
from ..errors import CorpusError, RunError
from .engines import Workers, cores
from .progress import Progress
from .records import Source, open_source
from .report import Report
from .shards import made_with, measure_all
from .tables import Books

SHARDS, REPORT = "shards", "report.json"
"""What a folder of results holds: the tables of each shard, and what was read."""


class _Made(msgspec.Struct):
    """What a report says beside what was read: with what it was measured, its shards in order, and what was noted."""

    made_with: str
    shards: list[str]
    noted: list[str]


def run(
    source: str,
    output: Path,
    books: Books,
    *,
    processes: int = 0,
    scheduler: str = "",
    progress: bool = False,
    say: Callable[[str], object] = print,
    **options: Any,
) -> Report:
    """Read a source, say what was read and what looks wrong, then write its tables into the folder `output`.

    It is built beside `output`, under that name with `.partial`; what is there from a run that was interrupted and is
    still right is not made again. `processes` measure at once (0: as many as there are cores), or the workers of a
    `scheduler` (see `Workers`). Raises `CorpusError` where something cannot be read,
    `RunError` where `output` holds something else.
    """
    opened = open_source(source, **options)
    _free(output)
    partial = output.with_name(output.name + ".partial")
    with Workers(processes or cores(), scheduler) as opened.workers:
        _read(opened, progress, say)
        report = opened.report
        partial.mkdir(parents=True, exist_ok=True)
        with Progress("measuring", opened.size, always=progress) as told:
            made = measure_all(
                opened.again(),
                books,
                partial / SHARDS,
                opened.workers,
                told=lambda seen: told.at(seen.texts, opened.done),
            )
    kept = {folder.name for folder in made}
    for old in (partial / SHARDS).iterdir():
        if old.name not in kept:  # of a run that was interrupted, of other texts or other settings
            shutil.rmtree(old)
    later = _Made(made_with(books), [folder.name for folder in made], list(report.faults()))
    written = json.dumps(report.as_dict() | msgspec.structs.asdict(later), ensure_ascii=False, indent=1)
    (partial / REPORT).write_text(f"{written}\n", encoding="utf-8")
    _replace(partial, output)
    return report


def is_measured(folder: Path) -> bool:
    """Whether a folder holds what `run` writes.

    >>> is_measured(Path("nowhere"))
    False
    """
    return (folder / REPORT).is_file() and (folder / SHARDS).is_dir()


def read_measured(folder: Path, books: Books) -> tuple[list[Path], list[str]]:
    """The folders of shards that `run` wrote for these `books`, and what was noted when the texts were read.

    Raises `CorpusError` where it was for others, or by another version of the program.
    """
    try:
        made = msgspec.json.decode((folder / REPORT).read_bytes(), type=_Made)
    except msgspec.DecodeError:
        raise CorpusError(f"{one_line(folder.name)}: its {REPORT} is none of `measure`; measure its texts") from None
    shards = [folder / SHARDS / name for name in made.shards]
    if made.made_with != made_with(books) or not all(shard.is_dir() for shard in shards):
        raise CorpusError(
            f"{one_line(folder.name)}: it was measured with other lists or by another version; measure its texts "
            "again, with the same concepts and codebook"
        )
    return shards, made.noted


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
        shutil.rmtree(old, ignore_errors=True)  # of a run that was killed here
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)
