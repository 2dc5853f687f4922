"""What gives the texts of a source, one after the other: a folder, a single text, a table, a manifest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ..corpus.load import load_corpus
from ..declarations.toml import one_line, shown
from ..errors import CorpusError
from . import files, layout, rows
from .report import Report

LONGEST_VALUE = 200
"""A column with longer values is no group: of a row it is left out."""
OWN = ("source", "offset", "mended", "kept")
"""What a record's metadata says: its file, where in it the record begins, what of its layout is undone, and what is
not folded."""
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
"""The code of a language."""
_FIELD = re.compile(r"\{([a-z][a-z0-9_]*)\}")
_SURE = 0.9
"""With less confidence in an encoding the report says so."""


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


class Item(NamedTuple):
    """A text as a reader of a source gives it, or (`problem`) why there is none; `place` is its file, and row."""

    place: str
    text_id: str = ""
    text: str = ""
    metadata: dict[str, str] = {}  # noqa: RUF012  (of a tuple, and never written to)
    language: str = ""
    markdown: bool = False
    done: int = 0
    problem: str = ""


def check(given: Options) -> None:
    """Raises `CorpusError` for settings that no source fits."""
    if given.encoding:
        files.check_encoding(given.encoding)
    if given.language and not LANGUAGE.fullmatch(given.language):
        raise CorpusError(f"{shown(given.language)} is no code of a language; write one like en, zh or fr")
    for kind in {*given.keep, *given.mend} - {*layout.MENDED, "traditional"}:
        known = ", ".join((*layout.MENDED, "traditional"))
        raise CorpusError(f"{shown(kind)} is nothing that is kept or mended; use one of {known}")
    if given.pattern and not given.fields:
        raise CorpusError(
            f"the pattern {shown(given.pattern)} names no field; write one like {{country}}/{{date}}-{{speaker}}"
        )


def size_of(path: Path) -> int:
    """How many bytes a file has; 0 where the system does not say.

    >>> size_of(Path("nowhere"))
    0
    """
    try:
        return path.stat().st_size
    except OSError:  # reading it says why
        return 0


# --- files of texts ---------------------------------------------------------------------------------------------------


def of_folder(folder: Path, given: Options, report: Report) -> Iterator[Item]:
    """The texts of a folder, a file each."""
    chosen = []
    for file in files.listed(folder, given.glob):
        kind = files.ending(file.path)
        if file.problem:
            report.cannot_read(file.name, file.problem)
        elif kind in files.TEXTS or (given.glob and kind not in files.TABLES and not files.converter(file.path)):
            chosen.append(file)
        elif told := files.converter(file.path):
            report.cannot_read(file.name, f"it is no plain text; {told}")
        else:
            why = "a table; give it as the source itself" if kind in files.TABLES else "no text, by its ending"
            report.passed_over[kind or "without ending", why] += 1
    matcher = _matcher(given)
    _has_groups(given, {*given.fields, "folder"}, "the folder")
    stems = [_stem(file.name) for file in chosen]
    often = Counter(stems)
    done = 0
    for file, stem in zip(chosen, stems, strict=True):
        done += size_of(file.path)
        hit = matcher.fullmatch(stem) if matcher else None
        if matcher and not hit:
            fault = f"its name does not fit the pattern {given.pattern}; rename it, or correct the pattern"
            yield Item(file.name, done=done, problem=fault)
            continue
        named = hit.groupdict() if hit else {}
        text_id = named.pop("id", "") or (stem if often[stem] == 1 else file.name)
        parent = Path(file.name).parent.as_posix()
        yield _read(
            file.path, text_id, {"folder": "" if parent == "." else parent, **named}, given, report, file.name, done
        )


def of_file(path: Path, given: Options, report: Report) -> Iterator[Item]:
    """The text of a single file."""
    _has_groups(given, set(), "a single text")
    yield _read(path, _stem(path.name), {}, given, report, path.name, size_of(path))


def _read(path: Path, text_id: str, named: dict, given: Options, report: Report, name: str, done: int) -> Item:
    try:
        data = files.contents(path)
        files.check_plain(path, data)
        text, encoding, sure = files.decoded(data, given.encoding)
    except files.Unreadable as fault:
        return Item(name, done=done, problem=str(fault))
    report.encoded(encoding, sure)
    if sure < _SURE:
        report.note("unsure-encoding", text_id)
    return Item(
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


def of_table(path: Path, given: Options, report: Report) -> Iterator[Item]:
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


def _of_row(row: rows.Row, n: int, text: str, id_: str, given: Options, path: Path) -> Item:
    """A row as an item."""
    name, place = one_line(path.name), row.place
    if row.problem:
        return Item(place, problem=row.problem)
    column = text or next((key for key in rows.TEXT if key in row.values), "text")
    id_ = id_ or given.id or next((key for key in rows.ID if key in row.values and key != column), "")
    value = row.values.get(column)
    if missing := next((name for name in given.groups if name not in row.values), ""):
        return Item(place, problem=f"it has no {shown(missing)}; add it")
    if not isinstance(value, str):
        fault = "is no text" if column in row.values and value is not None else "is missing"
        return Item(place, problem=f"{shown(column)} {fault}; fill it in, or name another column with --text")
    text_id = rows.as_text(row.values.get(id_)) if id_ else f"{path.name.split('.')[0]}-{n:06d}"
    if not text_id:
        return Item(place, problem=f"{shown(id_)} is empty; fill it in, or name another column with --id")
    known = {
        key: rows.as_text(value) for key, value in row.values.items() if key not in (column, id_, "language", *OWN)
    }
    named = {
        key: value
        for key, value in known.items()
        if value is not None and (len(value) <= LONGEST_VALUE or key in given.groups)
    }
    language = str(row.values.get("language") or "").strip()
    where = {"source": name, "offset": str(row.offset)}
    return Item(
        place, text_id, value, {**named, **where}, language if LANGUAGE.fullmatch(language) else "", False, row.offset
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

_OF_A_MANIFEST = ("title", "author", "institution", "voice", "genre", "date", "speaks_for")


def of_manifest(path: Path, given: Options, report: Report) -> Iterator[Item]:
    """The texts of a manifest, cleaned as it declares; their paragraphs are lines."""
    _has_groups(given, {*_OF_A_MANIFEST}, "a manifest")
    corpus = load_corpus(path)
    paragraphs = corpus.paragraphs.groupby("text_id", sort=False)["text"].agg("\n".join)
    for text in corpus.texts.to_dict("records"):
        text_id = text["text_id"]
        known = {name: str(text[name] or "") for name in _OF_A_MANIFEST}
        file = corpus.sources.set_index("source_id")["file"][text["source_id"]]
        report.encoded(next(s.encoding for s in corpus.manifest.sources if s.id == text["source_id"]), 1.0)
        yield Item(file, text_id, paragraphs[text_id], {**known, "source": file, "offset": "0"}, text["language"])
