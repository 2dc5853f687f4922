"""Records: a text with what is known of it, read one after the other from a table."""

from __future__ import annotations

import csv
import re
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


class Paragraph(NamedTuple):
    """A paragraph as it is counted, and where it begins in the text of its record."""

    text: str
    start: int

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the paragraph stands in the text of the record."""
        return self.start + start, self.start + end


def paragraphs(record: Record) -> list[Paragraph]:
    r"""The paragraphs of a record: its lines, without white space around them and without empty ones.

    >>> paragraphs(Record("a", "en", "One.\n\n  二。\n", {}))
    [Paragraph(text='One.', start=0), Paragraph(text='二。', start=8)]
    """
    found = []
    for line in re.finditer(r"[^\r\n]+", record.text):
        if inside := line[0].strip():
            found.append(Paragraph(inside, line.start() + line[0].index(inside)))
    return found


class Report(NamedTuple):
    """What was seen while reading: texts, and sentences on what looks wrong."""

    texts: list[str]
    faults: list[str]

    def lines(self) -> Iterator[str]:
        """What looks wrong, a line each."""
        return iter(self.faults)


class Source:
    """A table of texts in CSV that is read row by row; `report` is whole when all records were."""

    def __init__(self, path: Path, text: str, language: str):
        self.path, self.text, self.language = path, text, language
        self.report = Report([], [])

    def records(self) -> Iterator[Record]:
        """The records, in the order of the table."""
        csv.field_size_limit(10**9)
        with self.path.open(encoding="utf-8-sig", newline="") as lines:
            for n, row in enumerate(csv.DictReader(lines), 1):
                text, text_id = row.pop(self.text), row.pop("text_id", None) or str(n)
                self.report.texts.append(text_id)
                yield Record(text_id, row.pop("language", "") or self.language or "en", text, row)


def open_source(source: Path | str, *, text: str | None = None, language: str = "", **options: object) -> Source:
    """A source of records. Raises `CorpusError` where there is none."""
    path = Path(source)
    if not path.is_file():
        raise CorpusError(f"{path.name}: no such table of texts; give its path")
    return Source(path, text or "text", language)
