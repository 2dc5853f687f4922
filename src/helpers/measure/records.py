"""Records: the texts of any source, one after the other, each with its language and what is known of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from ..corpus.load import load_corpus
from ..declarations.toml import one_line, shown
from ..errors import CorpusError
from ..text.folding import Folded
from ..text.languages import UNKNOWN, language_of
from . import files, layout, rows
from .report import Report, looks

MANIFEST = "corpus.toml"
LONGEST_VALUE = 200
"""A column with longer values is no group: of a row it is left out."""
OWN = ("source", "offset", "mended", "kept")
"""What a record's metadata says: its file, where in it the record begins, what of its layout is undone, and what is
not folded."""
_FOUND_OUT = ("date", "mended", "kept")
"""What of it is found out while the report is made."""
_FIELD = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_SURE = 0.9
"""With less confidence in an encoding the report says so."""


class Record(NamedTuple):
    """A text as it stands in its source, its language (an ISO code), and its metadata, all of it text.

    Metadata hold the columns of a table or the fields of a pattern, `date` as far as it is known, and those of `OWN`:
    `offset` is the byte (of Parquet: the row) at which the record begins, `mended` names what of the layout is undone.

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


@dataclass(frozen=True)
class Options:
    """How a source is read; what is empty is found out.

    `text`, `id` and `groups` are columns of a table (of a folder, `groups` are fields of `pattern`); `pattern` is how
    the paths of files are made, as in `{country}/{date}-{speaker}`; `glob` chooses among them; `skip` goes on without
    what cannot be read; `keep` and `mend` are kinds of `layout.MENDED` that are never, or always, undone.

    >>> Options(pattern="{country}/{date}").fields
    ('country', 'date')
    """

    text: str = ""
    id: str = ""
    groups: tuple[str, ...] = ()
    language: str = ""
    encoding: str = ""
    pattern: str = ""
    glob: str = ""
    skip: bool = False
    keep: tuple[str, ...] = ()
    mend: tuple[str, ...] = ()
    drop_duplicates: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """The names between braces of `pattern`."""
        return tuple(_FIELD.findall(self.pattern))


class _Item(NamedTuple):
    """A text as a reader of a source gives it, or (`problem`) why there is none; `place` is its file, and row."""

    place: str
    text_id: str = ""
    text: str = ""
    metadata: dict[str, str] = {}  # noqa: RUF012  (of a tuple, and never written to)
    language: str = ""
    markdown: bool = False
    done: int = 0
    problem: str = ""


@dataclass
class Source:
    """A source of records. `report` is whole once all records were read; `done` of `size` bytes are read so far.

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
    _known: list[tuple[int, str, dict[str, str]]] = field(default_factory=list, repr=False)

    def records(self) -> Iterator[Record]:
        """The records in the order of the source; each call reads it anew, into a new report.

        Raises `CorpusError` at the end where there is none, or where some cannot be read and `skip` does not say to go
        on without them.
        """
        drops = ("duplicates",) if self.options.drop_duplicates else ()
        report = self.report = Report(one_line(self.path.name), self.options.keep, drops)
        self._known = []
        ids: set[int] = set()
        for item in self._items(report):
            problem = item.problem or ("" if item.text.strip() else "it holds no text; fill it in, or take it out")
            if not problem and hash(item.text_id) in ids:
                problem = f"the id {shown(item.text_id)} stands before; give each text an id of its own"
            record = None
            if problem:
                report.cannot_read(item.place, problem)
            else:
                ids.add(hash(item.text_id))
                record = self._record(item, report)
            own = {name: record.metadata[name] for name in _FOUND_OUT if name in record.metadata} if record else {}
            self._known.append((hash((item.text_id, item.text)), record.language if record else "", own))
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

    def _items(self, report: Report) -> Iterator[_Item]:
        """What the reader of the source gives, with how far it is."""
        self.done = 0
        for item in self.read(self.path, self.options, report):
            self.done = item.done or self.done
            yield item

    def _record(self, item: _Item, report: Report) -> Record | None:
        """The record of an item, entered in the report; None for a copy that is dropped."""
        seen = looks(item.text, surely_markdown=item.markdown)
        if report.is_copy(item.text):
            report.note("duplicates", item.text_id)
            if self.options.drop_duplicates:
                return None
        mended = {kind for kind in layout.MENDED if kind in seen.found} - {*self.options.keep} | {*self.options.mend}
        language = self.options.language or item.language or language_of(item.text)
        if language == "ja":  # whose hanzi are neither
            seen.found.pop("traditional", 0)
        if language == UNKNOWN and "empty" not in seen.found:
            report.note("unknown-language", item.text_id)
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


def _day(value: str) -> str:
    """A date as YYYY, YYYY-MM or YYYY-MM-DD; empty for what is none.

    >>> _day("20240131"), _day("2024-1-5"), _day("2024/05"), _day("soon"), _day("2024-13")
    ('2024-01-31', '2024-01-05', '2024-05', '', '')
    """
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
    _check(given)
    path = Path(source)
    if re.search(r"[*?]", str(source)) and not path.exists():
        path, given = _globbed(path, given)
    if not path.exists():
        raise CorpusError(f"{one_line(path.name)}: no such file or folder; give the path of your texts")
    if path.is_dir() and (path / MANIFEST).is_file() and not given.glob and not given.pattern:
        path = path / MANIFEST
    if path.is_dir():
        return Source(path, given, sum(_size(file.path) for file in files.listed(path, given.glob)), _of_folder)
    kind = files.ending(path)
    if kind == ".toml":
        return Source(path, given, _size(path), _of_manifest)
    if kind in files.TABLES:
        return Source(path, given, 0 if files.is_compressed(path) else _size(path), _of_table)
    if told := files.converter(path):
        raise CorpusError(f"{one_line(path.name)}: it is no plain text; {told}")
    return Source(path, given, 0 if files.is_compressed(path) else _size(path), _of_file)


def _check(given: Options) -> None:
    """Raises `CorpusError` for settings that no source fits."""
    if given.encoding:
        files.check_encoding(given.encoding)
    if given.language and not _LANGUAGE.fullmatch(given.language):
        raise CorpusError(f"{shown(given.language)} is no code of a language; write one like en, zh or fr")
    for kind in {*given.keep, *given.mend} - {*layout.MENDED, "traditional"}:
        known = ", ".join((*layout.MENDED, "traditional"))
        raise CorpusError(f"{shown(kind)} is nothing that is kept or mended; use one of {known}")
    if given.pattern and not given.fields:
        raise CorpusError(
            f"the pattern {shown(given.pattern)} names no field; write one like {{country}}/{{date}}-{{speaker}}"
        )


def _globbed(path: Path, given: Options) -> tuple[Path, Options]:
    """The folder in which a glob looks, and the settings with what is to be found in it."""
    parts = path.parts
    first = next(n for n, part in enumerate(parts) if re.search(r"[*?]", part))
    return Path(*parts[:first]), replace(given, glob="/".join(parts[first:]))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:  # reading it says why
        return 0


# --- files of texts ---------------------------------------------------------------------------------------------------


def _of_folder(folder: Path, given: Options, report: Report) -> Iterator[_Item]:
    """The texts of a folder, a file each."""
    chosen = []
    for file in files.listed(folder, given.glob):
        kind = files.ending(file.path)
        if kind in files.TEXTS or (given.glob and kind not in files.TABLES and not files.converter(file.path)):
            chosen.append(file)
        elif told := files.converter(file.path):
            report.cannot_read(file.name, f"it is no plain text; {told}")
        else:
            why = "a table; give it as the source itself" if kind in files.TABLES else "no text, by its ending"
            report.passed_over[kind or "without ending", why] += 1
    matcher = _matcher(given)
    _has_groups(given, {*given.fields, "folder"}, "the folder")
    stems = [_stem(file.name) for file in chosen]
    done = 0
    for file, stem in zip(chosen, stems, strict=True):
        done += _size(file.path)
        hit = matcher.fullmatch(stem) if matcher else None
        if matcher and not hit:
            fault = f"its name does not fit the pattern {given.pattern}; rename it, or correct the pattern"
            yield _Item(file.name, done=done, problem=fault)
            continue
        named = hit.groupdict() if hit else {}
        text_id = named.pop("id", "") or (stem if stems.count(stem) == 1 else file.name)
        parent = Path(file.name).parent.as_posix()
        yield _read(
            file.path, text_id, {"folder": "" if parent == "." else parent, **named}, given, report, file.name, done
        )


def _of_file(path: Path, given: Options, report: Report) -> Iterator[_Item]:
    """The text of a single file."""
    _has_groups(given, set(), "a single text")
    yield _read(path, _stem(path.name), {}, given, report, path.name, _size(path))


def _read(path: Path, text_id: str, named: dict, given: Options, report: Report, name: str, done: int) -> _Item:
    try:
        text, encoding, sure = files.decoded(files.contents(path), given.encoding)
    except files.Unreadable as fault:
        return _Item(name, done=done, problem=str(fault))
    report.encoded(encoding, sure)
    if sure < _SURE:
        report.note("unsure-encoding", text_id)
    return _Item(
        name,
        text_id,
        text,
        {**named, "source": name, "offset": "0"},
        "",
        files.ending(path) in (".md", ".markdown"),
        done,
    )


def _stem(name: str) -> str:
    """The path of a file in its folder without its ending.

    >>> _stem("us/2024.01.txt.gz")
    'us/2024.01'
    """
    path = Path(name)
    if files.is_compressed(path):
        path = path.with_suffix("")
    return (path.with_suffix("") if path.suffix.lower() in files.TEXTS else path).as_posix()


def _matcher(given: Options) -> re.Pattern[str] | None:
    """The pattern of paths as a regular expression: a field holds no slash, and its ending may be left out."""
    if not given.pattern:
        return None
    if twice := [name for name in given.fields if given.fields.count(name) > 1]:
        raise CorpusError(f"the pattern {shown(given.pattern)} names {twice[0]} twice; name each field once")
    parts = _FIELD.split(_stem(given.pattern))
    body = "".join(f"(?P<{part}>[^/]+?)" if n % 2 else re.escape(part) for n, part in enumerate(parts))
    return re.compile(body)


def _has_groups(given: Options, known: set[str], what: str) -> None:
    """Raises `CorpusError` for a group that a source does not have."""
    for group in given.groups:
        if group not in known:
            there = ", ".join(sorted(known)) if known else "none"
            raise CorpusError(
                f"{shown(group)} is no group of {what}, which has {there}; correct it, or name it in --pattern"
            )


# --- tables -----------------------------------------------------------------------------------------------------------


def _of_table(path: Path, given: Options, report: Report) -> Iterator[_Item]:
    """The texts of a table, a row each."""
    wanted = tuple(filter(None, (given.text, given.id, *given.groups)))
    try:
        table = rows.table(path, given.encoding, wanted)
        report.encoded(table.encoding, table.confidence)
        text, id_ = _column(table.columns, given.text, rows.TEXT, path), ""
        if table.columns:
            _has_columns(table.columns, (given.text, given.id, *given.groups), path)
            id_ = given.id or next((name for name in rows.ID if name in table.columns and name != text), "")
        for n, row in enumerate(table.rows, 1):
            yield _of_row(row, n, text, id_, given, path)
    except files.FAULTS as error:
        raise CorpusError(f"{one_line(path.name)}: {files.why(path, error)}") from None


def _of_row(row: rows.Row, n: int, text: str, id_: str, given: Options, path: Path) -> _Item:
    """A row as an item."""
    name, place = one_line(path.name), row.place
    if row.problem:
        return _Item(place, problem=row.problem)
    column = text or next((key for key in rows.TEXT if key in row.values), "text")
    id_ = id_ or given.id or next((key for key in rows.ID if key in row.values and key != column), "")
    value = row.values.get(column)
    if missing := next((name for name in given.groups if name not in row.values), ""):
        return _Item(place, problem=f"it has no {shown(missing)}; add it")
    if not isinstance(value, str):
        fault = "is no text" if column in row.values and value is not None else "is missing"
        return _Item(place, problem=f"{shown(column)} {fault}; fill it in, or name another column with --text")
    text_id = rows.as_text(row.values.get(id_)) if id_ else f"{path.name.split('.')[0]}-{n:06d}"
    if not text_id:
        return _Item(place, problem=f"{shown(id_)} is empty; fill it in, or name another column with --id")
    known = {
        key: rows.as_text(value) for key, value in row.values.items() if key not in (column, id_, "language", *OWN)
    }
    named = {
        key: value
        for key, value in known.items()
        if value is not None and (len(value) <= LONGEST_VALUE or key in given.groups)
    }
    language = str(row.values.get("language") or "").strip().lower()
    where = {"source": name, "offset": str(row.offset)}
    return _Item(
        place, text_id, value, {**named, **where}, language if _LANGUAGE.fullmatch(language) else "", False, row.offset
    )


def _column(columns: tuple[str, ...], named: str, usual: tuple[str, ...], path: Path) -> str:
    """The column of the texts; empty where each row has columns of its own and none is named."""
    found = named or next((name for name in usual if name in columns), "")
    if columns and not found:
        raise CorpusError(
            f"{one_line(path.name)}: which column holds the texts? name it with --text; there are "
            f"{one_line(', '.join(columns), 200)}"
        )
    return found


def _has_columns(columns: tuple[str, ...], wanted: tuple[str, ...], path: Path) -> None:
    for name in filter(None, wanted):
        if name not in columns:
            there = one_line(", ".join(columns), 200)
            raise CorpusError(f"{one_line(path.name)}: there is no column {shown(name)}; use one of {there}")


# --- a manifest -------------------------------------------------------------------------------------------------------

_OF_A_MANIFEST = ("title", "author", "institution", "voice", "genre", "date")


def _of_manifest(path: Path, given: Options, report: Report) -> Iterator[_Item]:
    """The texts of a manifest, cleaned as it declares; their paragraphs are lines."""
    _has_groups(given, {*_OF_A_MANIFEST}, "a manifest")
    corpus = load_corpus(path)
    paragraphs = corpus.paragraphs.groupby("text_id", sort=False)["text"].agg("\n".join)
    for text in corpus.texts.to_dict("records"):
        text_id = text["text_id"]
        known = {name: str(text[name] or "") for name in _OF_A_MANIFEST}
        file = corpus.sources.set_index("source_id")["file"][text["source_id"]]
        report.encoded(next(s.encoding for s in corpus.manifest.sources if s.id == text["source_id"]), 1.0)
        yield _Item(file, text_id, paragraphs[text_id], {**known, "source": file, "offset": "0"}, text["language"])
