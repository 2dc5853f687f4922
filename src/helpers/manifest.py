"""Read `corpus.toml`: which files there are, which texts they hold, and what one file needs to be cleaned."""

from __future__ import annotations

import re
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from .cleaning import (
    CALLS,
    HYPHENS,
    LAYOUTS,
    READ,
    STREAMS,
    Aside,
    Mark,
    Order,
    Repair,
    Rules,
    StreamRule,
    Swap,
)
from .declarations import known_keys, read_toml
from .errors import CorpusError

LANGUAGES = ("en", "zh")


@dataclass(frozen=True)
class Source:
    """A raw file. `sha256` may be empty (not verified); `origin` and `rights` are prose for readers."""

    id: str
    file: str
    sha256: str = ""
    origin: str = ""
    rights: str = ""
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True)
class Text:
    """A text: the lines it claims and what is known of it. An empty value is unknown, and its `*_basis` says why."""

    id: str
    source: str
    language: str
    lines: tuple[tuple[int, int], ...] = ()
    title: str = ""
    author: str = ""
    institution: str = ""
    voice: str = ""
    voice_basis: str = ""
    genre: str = ""
    date: str = ""
    date_basis: str = ""
    translation_of: str = ""
    in_comparison: bool = True
    full_text_public: bool = False
    date_after: str = ""  # bounds of a date that is not stated
    date_by: str = ""


@dataclass(frozen=True)
class Manifest:
    """What a manifest declares. `voices` gives the order in which voices are shown; it may be empty."""

    path: Path
    title: str
    voices: tuple[str, ...]
    sources: tuple[Source, ...]
    texts: tuple[Text, ...]


def read_manifest(path: Path) -> Manifest:
    """Read and check a manifest. Raises `CorpusError` with the file, the place and the remedy."""
    data = read_toml(path, "manifest")
    name = path.name
    known_keys(data, {"title", "voices", "source", "text"}, name)
    for key in ("source", "text"):
        if not data.get(key):
            raise CorpusError(f"{name}: no [[{key}]] is declared; add one")
    sources = tuple(_source(table, name) for table in _tables(data, "source", None, name))
    texts = tuple(_text(table, name) for table in _tables(data, "text", None, name))
    _unique([s.id for s in sources], f"{name}: source")
    _unique([t.id for t in texts], f"{name}: text")
    voices = data.get("voices", [])
    if not isinstance(voices, list) or not all(isinstance(voice, str) for voice in voices):
        raise CorpusError(f"{name}: 'voices' must be a list of names, not {voices!r}; correct it")
    title = _typed(data, "title", str, name) if "title" in data else ""
    manifest = Manifest(path, title, tuple(voices), sources, texts)
    _cross_check(manifest, name)
    return manifest


def _cross_check(manifest: Manifest, name: str) -> None:
    sources = {source.id for source in manifest.sources}
    texts = {text.id for text in manifest.texts}
    for text in manifest.texts:
        where = f"{name}: text {text.id!r}"
        if text.source not in sources:
            raise CorpusError(f"{where}: unknown source {text.source!r}; declare it or correct the name")
        if text.language not in LANGUAGES:
            raise CorpusError(f"{where}: unknown language {text.language!r}; use one of {', '.join(LANGUAGES)}")
        if manifest.voices and text.voice not in manifest.voices:
            raise CorpusError(f"{where}: unknown voice {text.voice!r}; add it to `voices` or correct it")
        if text.translation_of and text.translation_of not in texts:
            raise CorpusError(f"{where}: translation of an unknown text {text.translation_of!r}; correct it")
    for source in manifest.sources:
        if not any(text.source == source.id for text in manifest.texts):
            raise CorpusError(f"{name}: source {source.id!r} holds no text; declare one")
        parts = Path(source.file).parts
        outside = Path(source.file).is_absolute() or ".." in parts or not parts
        folder = manifest.path.resolve().parent
        if outside or not (folder / source.file).resolve().is_relative_to(folder):
            raise CorpusError(
                f"{name}: source {source.id!r}: file {source.file!r} leaves the corpus folder; put it there"
            )


def _source(table: dict[str, Any], name: str) -> Source:
    where = f"{name}: source {table.get('id', '?')!r}"
    own = {f.name for f in fields(Source)} - {"rules"}
    rule_keys = {
        "layout",
        "pages",
        "hyphens",
        "calls",
        "last_call",
        "note_start",
        "stream",
        "paragraph_start",
        "paragraph_goes_on",
        "hyphen_exception",
        "repair",
        "aside",
        "swap",
        "order",
    }
    known_keys(table, own | rule_keys, where)
    values = {key: _typed(table, key, str, where) for key in own if key in table}
    return _make(Source, values | {"rules": _rules(table, where)}, where)


def _rules(table: dict[str, Any], where: str) -> Rules:
    rules = Rules(
        layout=_choice(table, "layout", LAYOUTS, where),
        pages=_typed(table, "pages", bool, where) if "pages" in table else False,
        hyphens=_choice(table, "hyphens", HYPHENS, where),
        calls=_choice(table, "calls", CALLS, where),
        last_call=_typed(table, "last_call", int, where) if "last_call" in table else 0,
        note_start=_pattern(table.get("note_start", ""), where),
        streams=tuple(_stream(t, where) for t in _tables(table, "stream", None, where)),
        starts=_marks(table, "paragraph_start", where),
        continues=_marks(table, "paragraph_goes_on", where),
        hyphen_exceptions=_marks(table, "hyphen_exception", where, text="ends"),
        repairs=tuple(_repair(t, where) for t in _tables(table, "repair", None, where)),
        asides=tuple(_aside(t, where) for t in _tables(table, "aside", {"line", "find", "stream", "reason"}, where)),
        swaps=tuple(
            Swap(_typed(t, "line", int, where), _typed(t, "call", str, where))
            for t in _tables(table, "swap", {"line", "call", "reason"}, where)
        ),
        orders=tuple(_order(t, where) for t in _tables(table, "order", {"lines", "read", "reason"}, where)),
    )
    if (rules.calls == "numbers") != (rules.last_call > 0):
        raise CorpusError(f'{where}: `calls = "numbers"` and `last_call` go together; give both or none')
    return rules


def _stream(table: dict[str, Any], where: str) -> StreamRule:
    known_keys(table, {"stream", "lines", "match", "starts", "count", "reason"}, f"{where}: stream")
    stream = table.get("stream")
    if stream not in STREAMS:
        raise CorpusError(f"{where}: unknown stream {stream!r}; use one of {', '.join(STREAMS)}")
    if "lines" not in table and "match" not in table:
        raise CorpusError(f"{where}: stream {stream!r} is declared for no line; give `lines` or `match`")
    if "starts" in table and "lines" not in table:
        raise CorpusError(f"{where}: stream {stream!r}: `starts` needs `lines`; give them")
    return StreamRule(
        stream,
        _ranges(table["lines"], where) if "lines" in table else (),
        _pattern(table.get("match", ""), where),
        _typed(table, "starts", str, where) if "starts" in table else "",
        _typed(table, "count", int, where) if "count" in table else None,
    )


def _aside(table: dict[str, Any], where: str) -> Aside:
    stream = table.get("stream")
    if stream not in STREAMS or stream in READ or stream == "space":
        allowed = ", ".join(s for s in STREAMS[:-1] if s not in READ)
        raise CorpusError(f"{where}: an aside goes to one of {allowed}, not to {stream!r}; correct it")
    return Aside(_typed(table, "line", int, where), _find(table, "an aside", where), stream)


def _find(table: dict[str, Any], what: str, where: str) -> str:
    find = _typed(table, "find", str, where)
    if not find.strip() or "\n" in find or "\r" in find:
        raise CorpusError(f"{where}: {what} needs characters of one line in `find`, not {find!r}; correct it")
    return find


def _repair(table: dict[str, Any], where: str) -> Repair:
    known_keys(table, {"lines", "find", "replace", "reason"}, f"{where}: repair")
    lines = table.get("lines")
    if not isinstance(lines, list) or not lines or not all(type(n) is int for n in lines):
        raise CorpusError(f"{where}: a repair needs `lines`, a list of line numbers; give them")
    find = _find(table, "a repair", where)
    return Repair(tuple(lines), find, _typed(table, "replace", str, where), _typed(table, "reason", str, where))


def _order(table: dict[str, Any], where: str) -> Order:
    ((first, last),) = _ranges([_typed(table, "lines", str, where)], where)
    read = [n for a, b in _ranges(table.get("read", []), where, falling=True) for n in _steps(a, b)]
    return Order(first, last, tuple(read))


def _steps(first: int, last: int) -> range:
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)


def _text(table: dict[str, Any], name: str) -> Text:
    where = f"{name}: text {table.get('id', '?')!r}"
    known_keys(table, {f.name for f in fields(Text)}, where)
    kinds = {"in_comparison": bool, "full_text_public": bool}
    values: dict[str, Any] = {key: _typed(table, key, kinds.get(key, str), where) for key in table if key != "lines"}
    if "lines" in table:
        values["lines"] = _ranges(table["lines"], where)
    for key in ("date", "date_after", "date_by"):
        _check_date(values.get(key, ""), key, where)
    return _make(Text, values, where)


def _check_date(value: str, key: str, where: str) -> None:
    try:
        date.fromisoformat(value + "2000-01-01"[len(value) :])
        if value and not re.fullmatch(r"\d{4}(-\d\d){0,2}", value):
            raise ValueError
    except ValueError:
        raise CorpusError(f"{where}: {key!r} is {value!r}; write YYYY, YYYY-MM or YYYY-MM-DD") from None


# --- checks ----------------------------------------------------------------------------------------------------------


def _typed(table: dict[str, Any], key: str, kind: type, where: str) -> Any:
    if type(table.get(key)) is not kind:
        raise CorpusError(f"{where}: {key!r} must be a {kind.__name__}, not {table.get(key)!r}; correct it")
    return table[key]


def _choice(table: dict[str, Any], key: str, values: tuple[str, ...], where: str) -> str:
    value = table.get(key, values[0])
    if value not in values:
        raise CorpusError(f"{where}: {key!r} is {value!r}; use one of {', '.join(values)}")
    return value


def _pattern(pattern: Any, where: str) -> str:
    try:
        if pattern and re.compile(pattern).match(""):
            raise CorpusError(f"{where}: the pattern {pattern!r} matches the empty line; correct it")
    except (re.error, TypeError) as error:
        raise CorpusError(f"{where}: the pattern {pattern!r} does not compile ({error}); correct it") from None
    return pattern


def _tables(table: dict[str, Any], key: str, keys: set[str] | None, where: str) -> list[dict[str, Any]]:
    tables = table.get(key, [])
    if not isinstance(tables, list) or not all(isinstance(t, dict) for t in tables):
        raise CorpusError(f"{where}: {key!r} must be a list of tables; write [[...]] or [{{...}}]")
    for entry in tables if keys else ():
        known_keys(entry, keys, f"{where}: {key}")
    return tables


def _marks(table: dict[str, Any], key: str, where: str, text: str = "starts") -> tuple[Mark, ...]:
    return tuple(
        Mark(_typed(entry, "line", int, where), _typed(entry, text, str, where))
        for entry in _tables(table, key, {"line", text, "reason"}, where)
    )


def _ranges(values: Any, where: str, *, falling: bool = False) -> tuple[tuple[int, int], ...]:
    """Pairs of first and last line from `["3", "5-9"]`."""
    pairs = []
    if not values:
        raise CorpusError(f"{where}: a range of lines is empty; name lines or leave it out")
    for value in values if isinstance(values, list) else [values]:
        match = re.fullmatch(r"(\d+)(?:-(\d+))?", value) if isinstance(value, str) else None
        if not match:
            raise CorpusError(f'{where}: {value!r} is no range of lines; write "5" or "5-9"')
        first, last = int(match[1]), int(match[2] or match[1])
        if first < 1 or (last < first and not falling):
            raise CorpusError(f"{where}: {value!r} is no range of lines; lines count from 1 and rise")
        pairs.append((first, last))
    return tuple(pairs)


def _unique(ids: list[str], what: str) -> None:
    for value in ids:
        if ids.count(value) > 1:
            raise CorpusError(f"{what} {value!r} is declared twice; give each its own id")
        if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", value):
            raise CorpusError(f"{what} {value!r} is no id; use small letters, digits and hyphens")


def _make(kind: type, values: dict[str, Any], where: str) -> Any:
    missing = [f.name for f in fields(kind) if f.default is MISSING and not values.get(f.name)]
    if missing:
        raise CorpusError(f"{where}: {missing[0]!r} is missing; add it")
    return kind(**values)
