"""Records: the texts of any source, one after the other, each with its language and what is known of it."""

from __future__ import annotations

import re
from array import array
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ..declarations.toml import one_line, shown
from ..errors import CorpusError
from ..text.folding import Folded
from ..text.languages import UNKNOWN, code_of, language_of, looks_otherwise
from . import files, layout
from .engines import HERE, Workers
from .readers import Item, Options, check, of_file, of_folder, of_manifest, of_table, size_of
from .report import Looks, Report, looks

MANIFEST = "corpus.toml"
_FOUND_OUT = ("date", "mended", "kept")
"""What of it is found out while the report is made."""


class Record(NamedTuple):
    """A text as it stands in its source, its language (an ISO code), and its metadata, all of it text.

    Metadata hold the columns of a table or the fields of a pattern, `date` as far as it is known, and those of
    `readers.OWN`: `offset` is the byte (of Parquet: the row) at which the record begins, `mended` names what of the
    layout is undone.

    >>> Record("a", "zh", "全球治理。", {"country": "cn", "mended": ""}).metadata["country"]
    'cn'
    """

    text_id: str
    language: str
    text: str
    metadata: dict[str, str]


def paragraphs(record: Record) -> list[Folded]:
    r"""The paragraphs of a record as they are counted: folded, mended, each leading back to the record's text.

    >>> record = Record("a", "en", "The United\nNations.", {"mended": "wrapped"})
    >>> (paragraph,) = paragraphs(record)
    >>> paragraph.text, paragraph.raw_span(4, 18)
    ('The United Nations.', (4, 18))
    """
    kept = record.metadata.get("kept", "").split()
    kept = ["traditional"] if record.language == "ja" else kept  # 国 and 東 are both right in Japanese
    return layout.paragraphs(record.text, record.metadata.get("mended", "").split(), kept)


BATCH = 1_000_000
"""So many characters are looked at together."""


def _batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    """Items together that have so many characters, a longer one alone."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += len(item.text) + 100
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _look(texts: list[tuple[str, bool]]) -> list[tuple[Looks, str]]:
    return [(looks(text, surely_markdown=markdown), language_of(text)) for text, markdown in texts]


class _Known:
    """What was found out about each text, in few bytes, for there may be millions of them."""

    def __init__(self) -> None:
        self.digests, self.numbers = array("q"), array("q")
        self.found: dict[tuple[str, tuple[tuple[str, str], ...]], int] = {}

    def add(self, digest: int, language: str, own: dict[str, str]) -> None:
        """Remember a text by its digest, with its language and what is its own."""
        self.digests.append(digest)
        self.numbers.append(self.found.setdefault((language, tuple(own.items())), len(self.found)))

    def __iter__(self) -> Iterator[tuple[int, str, dict[str, str]]]:
        found = list(self.found)
        for digest, number in zip(self.digests, self.numbers, strict=True):
            language, own = found[number]
            yield digest, language, dict(own)


@dataclass
class Source:
    """A source of records. `report` is whole once all records were read; `done` of `size` bytes are read so far.

    `workers` look at what is read.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     _ = Path(folder, "a.txt").write_text("The order.", encoding="utf-8")
    ...     source = open_source(folder)
    ...     [(record.text_id, record.language, record.text) for record in source.records()]
    [('a', 'en', 'The order.')]
    """

    path: Path
    options: Options
    size: int
    read: Any
    done: int = 0
    report: Report = field(default_factory=lambda: Report(""))
    workers: Workers = HERE
    _known: _Known = field(default_factory=lambda: _Known(), repr=False)

    def records(self) -> Iterator[Record]:
        """The records in the order of the source; each call reads it anew, into a new report.

        Raises `CorpusError` at the end where there is none, or where some cannot be read and `skip` does not say to go
        on without them.
        """
        drops = ("duplicates",) if self.options.drop_duplicates else ()
        report = self.report = Report(one_line(self.path.name), self.options.keep, drops)
        self._known = _Known()
        ids: set[int] = set()
        for item, seen, language in self._looked(report):
            problem = item.problem or ("" if item.text.strip() else "it holds no text; fill it in, or take it out")
            if not problem and hash(item.text_id) in ids:
                problem = f"the id {shown(item.text_id)} stands before; give each text an id of its own"
            record = None
            if problem:
                report.cannot_read(item.place, problem)
            else:
                ids.add(hash(item.text_id))
                record = self._record(item, seen, language, report)
            own = {name: record.metadata[name] for name in _FOUND_OUT if name in record.metadata} if record else {}
            self._known.add(hash((item.text_id, item.text)), record.language if record else "", own)
            if record:
                yield record
        self._whole(report)

    def again(self) -> Iterator[Record]:
        """The same records once more, without a new report: what was found out about each is remembered.

        Raises `CorpusError` where the source is no longer what it was.
        """
        changed = CorpusError(f"{self.report.name}: it changed while it was read; measure it again")
        known = iter(self._known)
        for item in self._items(Report("")):
            digest, language, own = next(known, (None, "", {}))
            if digest != hash((item.text_id, item.text)):
                raise changed
            if language:
                yield Record(item.text_id, language, item.text, item.metadata | own)
        if next(known, None):
            raise changed

    def _items(self, report: Report) -> Iterator[Item]:
        """What the reader of the source gives, with how far it is."""
        self.done = 0
        for item in self.read(self.path, self.options, report):
            self.done = item.done or self.done
            yield item

    def _looked(self, report: Report) -> Iterator[tuple[Item, Looks, str]]:
        """Items with what each looks like and the language that it seems to be in, found by all processes."""
        held: deque[list[Item]] = deque()

        def texts() -> Iterator[list[tuple[str, bool]]]:
            for batch in _batches(self._items(report)):
                held.append(batch)
                yield [(item.text, item.markdown) for item in batch]

        for looked in self.workers.map(_look, texts()):
            for item, (seen, language) in zip(held.popleft(), looked, strict=True):
                yield item, seen, language

    def _record(self, item: Item, seen: Looks, language: str, report: Report) -> Record | None:
        """The record of an item, entered in the report; None for a copy that is dropped."""
        if report.is_copy(item.text):
            report.note("duplicates", item.text_id)
            if self.options.drop_duplicates:
                return None
        mended = {kind for kind in layout.MENDED if kind in seen.found} - {*self.options.keep} | {*self.options.mend}
        named = code_of(self.options.language or item.language)
        language = named or language
        if language == "ja":  # whose hanzi are neither
            seen.found.pop("traditional", 0)
        if language == UNKNOWN and "empty" not in seen.found:
            report.note("unknown-language", item.text_id)
        if named and looks_otherwise(item.text, named):
            report.note("other-language", item.text_id)
        metadata = dict(item.metadata)
        if metadata.get("date") and not (day := _day(metadata["date"])):
            report.note("date", item.text_id)
            metadata["date"] = ""
        elif metadata.get("date"):
            metadata["date"] = day
        report.see(item.text_id, language, seen, size=len(item.text))
        kept = {"kept": "traditional"} if "traditional" in self.options.keep else {}
        return Record(item.text_id, language, item.text, metadata | {"mended": " ".join(sorted(mended))} | kept)

    def _whole(self, report: Report) -> None:
        name = report.name
        if report.unreadable_count and not self.options.skip:
            first, why = report.unreadable[0]
            more = f"; {report.unreadable_count} in all, which the report lists" if report.unreadable_count > 1 else ""
            raise CorpusError(f"{name}: {one_line(first)}: {why}{more}; or go on without, by --skip-unreadable")
        if not report.texts:
            raise CorpusError(f"{name}: no text in it can be read; give a folder of .txt or .md files, or a table")


_NAMES = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
_MONTHS = {name[:length]: f"{n:02d}" for n, name in enumerate(_NAMES, 1) for length in (3, 4, 9)}
_IN_WORDS = re.compile(
    r"(?:(?P<d>\d{1,2})(?:st|nd|rd|th)?\s+)?(?P<m>[A-Za-z]{3,9})\.?\s+(?:(?P<e>\d{1,2})(?:st|nd|rd|th)?,?\s+)?(?P<y>\d{4})"
    r"|(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})"
)


def _in_numbers(value: str) -> str:
    """A date in which the month has its English name, or whose year comes last behind points, as YYYY-MM-DD."""
    hit = _IN_WORDS.fullmatch(value.strip())
    if not hit:
        return value
    if hit["year"]:
        return f"{hit['year']}-{hit['month']}-{hit['day']}"
    month = _MONTHS.get(hit["m"].lower())
    return "-".join(filter(None, (hit["y"], month, hit["d"] or hit["e"]))) if month else value


def _day(value: str) -> str:
    """A date as YYYY, YYYY-MM or YYYY-MM-DD; empty for what is none.

    Day, month, year parted by points, and months by their English names, are read too; what may be the fifth of January
    or the first of May (05/01/2024) is none.

    >>> _day("20240131"), _day("2024-1-5"), _day("2024/05"), _day("soon"), _day("2024-13")
    ('2024-01-31', '2024-01-05', '2024-05', '', '')
    >>> _day("1.5.2024"), _day("May 1, 2024"), _day("1 May 2024"), _day("May 2024"), _day("05/01/2024")
    ('2024-05-01', '2024-05-01', '2024-05-01', '2024-05', '')
    """
    value = _in_numbers(value)
    hit = re.match(
        r"(\d{4})(?:(\d\d)(\d\d)|[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?)?)?(?=[T ]\d\d:|月?\Z)", value.strip()
    )
    if not hit:
        return ""
    parts = [hit[1], hit[2] or hit[4], hit[3] or hit[5]]
    day = "-".join(part.zfill(2) for part in parts if part)
    try:
        date.fromisoformat(day + "2000-01-01"[len(day) :])
    except ValueError:
        return ""
    return day


def open_source(source: str | Path, **options: Any) -> Source:
    """A source of texts, with the settings of `Options`: a folder, a glob, a text, a table, or a manifest.

    Raises `CorpusError` where there is none, or where it is of a kind that cannot be read.

    >>> open_source("report.pdf")
    Traceback (most recent call last):
    helpers.errors.CorpusError: report.pdf: no such file or folder; give the path of your texts
    """
    given = Options(**{name: tuple(v) if isinstance(v, list) else v or "" for name, v in options.items() if v})
    check(given)
    path = Path(source)
    if re.search(r"[*?]", str(source)) and not path.exists():
        path, given = _globbed(path, given)
    if not path.exists():
        raise CorpusError(f"{one_line(path.name)}: no such file or folder; give the path of your texts")
    if path.is_dir() and (path / MANIFEST).is_file() and not given.glob and not given.pattern:
        path = path / MANIFEST
    if path.is_dir():
        return Source(path, given, sum(size_of(file.path) for file in files.listed(path, given.glob)), of_folder)
    kind = files.ending(path)
    if kind == ".toml":
        return Source(path, given, size_of(path), of_manifest)
    if kind in files.TABLES:
        return Source(path, given, 0 if files.is_compressed(path) else size_of(path), of_table)
    if told := files.converter(path):
        raise CorpusError(f"{one_line(path.name)}: it is no plain text; {told}")
    return Source(path, given, 0 if files.is_compressed(path) else size_of(path), of_file)


def _globbed(path: Path, given: Options) -> tuple[Path, Options]:
    """The folder in which a glob looks, and the settings with what is to be found in it."""
    parts = path.parts
    first = next(n for n, part in enumerate(parts) if re.search(r"[*?]", part))
    return Path(*parts[:first]), replace(given, glob="/".join(parts[first:]))
