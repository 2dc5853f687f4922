"""Records: a text with what is known of it, read one after the other from a table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..errors import CorpusError


class Record(NamedTuple):
    """A text, its language (`en`, `zh` or another ISO code), and its metadata: groups, date, where it stands.

    >>> Record("a", "zh", "全球治理。", {"year": "2024"}).metadata["year"]
    '2024'
    """

    text_id: str
    language: str
    text: str
    metadata: dict[str, str]


class Report(NamedTuple):
    """What was seen while reading: numbers by name, and sentences on what looks wrong."""

    seen: dict[str, int]
    faults: list[str]


class Source:
    """A table of texts in CSV that is read row by row; `report` is whole when all records were."""

    def __init__(self, path: Path, text: str, language: str):
        self.path, self.text, self.language = path, text, language
        self.report = Report({"texts": 0, "characters": 0}, [])

    def records(self) -> Iterator[Record]:
        """The records, in the order of the table."""
        csv.field_size_limit(10**9)
        with self.path.open(encoding="utf-8-sig", newline="") as lines:
            for n, row in enumerate(csv.DictReader(lines), 1):
                text, text_id = row.pop(self.text), row.pop("text_id", None) or str(n)
                self.report.seen["texts"] += 1
                self.report.seen["characters"] += len(text)
                yield Record(text_id, row.pop("language", "") or self.language or "en", text, row)


def open_source(source: Path | str, *, text: str | None = None, language: str = "", **options: object) -> Source:
    """A source of records. Raises `CorpusError` where there is none."""
    path = Path(source)
    if not path.is_file():
        raise CorpusError(f"{path.name}: no such table of texts; give its path")
    return Source(path, text or "text", language)
