"""Read `corpus.toml`: which files there are, which texts they hold, and what one file needs to be cleaned."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from ..declarations.toml import (
    ENCODINGS,
    Declared,
    Id,
    Line,
    Word,
    named,
    own_ids,
    read_declared,
    refuse,
    shown,
)
from .matching import check_pattern
from .rules import CALLS, HYPHENS, LAYOUTS, READ, STREAMS, Aside, Mark, Order, Repair, Rules, StreamRule, Swap

MOST_NAMED = 1_000_000
"""So many lines the streams and reading orders of a manifest may name, one by one or in ranges."""

BESIDE = tuple(name for name in STREAMS if name not in (*READ, "space"))
"""The streams of what is no running text."""
LineNumber = Annotated[int, Meta(ge=1, le=999_999_999)]
RANGE = r"^[1-9][0-9]{0,8}(-[1-9][0-9]{0,8})?\Z"
NO_RANGE = 'is no range of lines, which count from 1; write "5" or "5-9"'
LineRange = Annotated[str, Meta(pattern=RANGE, description=NO_RANGE)]
Lines = Annotated[tuple[LineRange, ...], Meta(min_length=1)] | str
"""One or more ranges of lines; `_check_ranges` sees to a single one, which stands by itself."""
Found = Annotated[
    str,
    Meta(
        max_length=1000,
        pattern=r"^[^\r\n]*\S[^\r\n]*\Z",
        description="is to be found in a line; give characters of one line",
    ),
]
QUOTABLE = 0.30
"""The share of a text's characters that may be quoted, unless its entry says another, with its reason."""
Day = Annotated[
    str, Meta(pattern=r"^([0-9]{4}(-[0-9]{2}){0,2})?\Z", description="is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
]


Agent = Annotated[
    str,
    Meta(
        pattern=r"^([a-z0-9][a-z0-9-]*)?\Z",
        description="is no id of an agent; write small letters, digits and hyphens, as `own` of a codebook has it",
    ),
]
"""The id of an agent for which a text may speak, such as a government; empty: for none."""


class _Stream(Declared):
    stream: Literal[STREAMS]
    lines: Lines | None = None
    match: str = ""
    starts: str = ""
    count: LineNumber | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.lines is None and not self.match:
            raise ValueError(f"stream {self.stream!r} is declared for no line; give `lines` or `match`")
        if self.starts and self.lines is None:
            raise ValueError("`starts` needs `lines`; give them")
        _check_ranges(self.lines)
        check_pattern(self.match)

    def rule(self) -> StreamRule:
        return StreamRule(self.stream, _pairs(self.lines), self.match, self.starts, self.count)


class _Mark(Declared):
    line: LineNumber
    starts: str
    reason: str = ""


class _HyphenException(Declared):
    line: LineNumber
    ends: str
    reason: str = ""


class _Repair(Declared):
    lines: Annotated[tuple[LineNumber, ...], Meta(min_length=1)]
    find: Found
    replace: Line
    reason: str


class _Aside(Declared):
    line: LineNumber
    find: Found
    stream: Literal[BESIDE]
    reason: str = ""


class _Swap(Declared):
    line: LineNumber
    call: Word
    reason: str = ""


class _Order(Declared):
    lines: LineRange
    read: Lines
    reason: str = ""

    def __post_init__(self) -> None:
        _check_ranges(self.lines)
        _check_ranges(self.read, falling=True)

    def rule(self) -> Order:
        ((first, last),) = _pairs(self.lines)
        return Order(first, last, tuple(n for a, b in _pairs(self.read) for n in _steps(a, b)))


class RawFile(Declared):
    """A raw file. `sha256` may be empty (not verified); `origin` and `rights` are prose for readers.

    What else it says are the rules by which it is cleaned.

    >>> RawFile(id="a", file="a.txt", stream=(_Stream(stream="note", match="^①"),)).rules.streams
    (StreamRule(stream='note', lines=(), match='^①', starts='', count=None),)
    """

    id: Id
    file: Word
    encoding: Literal[ENCODINGS] = "utf-8"
    sha256: str = ""
    origin: str = ""
    rights: str = ""
    layout: Literal[LAYOUTS] = LAYOUTS[0]
    pages: bool = False
    hyphens: Literal[HYPHENS] = HYPHENS[0]
    calls: Literal[CALLS] = CALLS[0]
    last_call: Annotated[int, Meta(ge=0, le=999_999)] = 0
    note_start: str = ""
    stream: tuple[_Stream, ...] = ()
    paragraph_start: tuple[_Mark, ...] = ()
    paragraph_goes_on: tuple[_Mark, ...] = ()
    hyphen_exception: tuple[_HyphenException, ...] = ()
    repair: tuple[_Repair, ...] = ()
    aside: tuple[_Aside, ...] = ()
    swap: tuple[_Swap, ...] = ()
    order: tuple[_Order, ...] = ()

    def __post_init__(self) -> None:
        if (self.calls == "numbers") != (self.last_call > 0):
            raise ValueError('`calls = "numbers"` and `last_call` go together; give both or none')
        check_pattern(self.note_start)

    @property
    def rules(self) -> Rules:
        """What the cleaner needs."""
        return Rules(
            layout=self.layout,
            pages=self.pages,
            hyphens=self.hyphens,
            hyphen_exceptions=tuple(Mark(mark.line, mark.ends) for mark in self.hyphen_exception),
            calls=self.calls,
            last_call=self.last_call,
            note_start=self.note_start,
            streams=tuple(stream.rule() for stream in self.stream),
            starts=tuple(Mark(mark.line, mark.starts) for mark in self.paragraph_start),
            continues=tuple(Mark(mark.line, mark.starts) for mark in self.paragraph_goes_on),
            repairs=tuple(Repair(repair.lines, repair.find, repair.replace, repair.reason) for repair in self.repair),
            asides=tuple(Aside(aside.line, aside.find, aside.stream) for aside in self.aside),
            swaps=tuple(Swap(swap.line, swap.call) for swap in self.swap),
            orders=tuple(order.rule() for order in self.order),
        )


class Text(Declared):
    """A text: the lines it claims and what is known of it. An empty value is unknown, and its `*_basis` says why.

    >>> Text(id="a", source="file", language="zh", ranges=("3", "5-9")).lines
    ((3, 3), (5, 9))
    """

    id: Id
    source: str
    language: Literal["en", "zh"]
    ranges: Lines | None = msgspec.field(name="lines", default=None)
    title: str = ""
    short_title: str = ""
    author: str = ""
    institution: str = ""
    voice: str = ""
    voice_basis: str = ""
    speaks_for: Agent = ""  # the government whose own words it is: its *we* is that agent
    genre: str = ""
    date: Day = ""  # when it was written
    date_basis: str = ""
    date_after: Day = ""  # bounds of a date that is not stated, or not to the day
    date_by: Day = ""
    published: Day = ""  # the date of the page, issue or file that carries it
    published_basis: str = ""
    translation_of: str = ""
    version_of: str = ""  # a print in another language that is not here, of which it is a version
    in_comparison: bool = True
    quotable: Annotated[float, Meta(ge=0, le=1)] = QUOTABLE
    quotable_reason: str = ""
    full_text_public: bool = False

    def __post_init__(self) -> None:
        _check_ranges(self.ranges)
        for name in ("date", "date_after", "date_by", "published"):
            _check_day(name, getattr(self, name))
        if self.quotable != QUOTABLE and not self.quotable_reason:
            raise ValueError(f"`quotable` is {self.quotable:g} and no reason is given; give `quotable_reason`")

    @property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """Pairs of first and last line; none where the text is all of its source."""
        return _pairs(self.ranges)


class _Declaration(Declared):
    source: Annotated[tuple[RawFile, ...], Meta(min_length=1)]
    text: Annotated[tuple[Text, ...], Meta(min_length=1)]
    title: str = ""
    voices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Manifest:
    """What a manifest declares. `voices` gives the order in which voices are shown; it may be empty.

    >>> file, text = RawFile(id="a", file="a.txt"), Text(id="a", source="a", language="zh")
    >>> Manifest(Path("corpus.toml"), "A corpus of one text", (), (file,), (text,)).texts[0].in_comparison
    True
    """

    path: Path
    title: str
    voices: tuple[str, ...]
    sources: tuple[RawFile, ...]
    texts: tuple[Text, ...]


def read_manifest(path: Path) -> Manifest:
    """Read and check a manifest. Raises `CorpusError` with the file, the place and the remedy.

    >>> from ..paths import MANIFEST
    >>> {text.source for text in read_manifest(MANIFEST).texts} == {file.id for file in read_manifest(MANIFEST).sources}
    True
    """
    data = read_declared(path, "manifest", _Declaration)
    manifest = Manifest(path, data.title, data.voices, data.source, data.text)
    _check_texts(manifest)
    _check_sources(manifest)
    return manifest


def _check_sources(manifest: Manifest) -> None:
    name, folder = manifest.path.name, manifest.path.resolve().parent
    own_ids(manifest.sources, name, "source")
    held = {text.source for text in manifest.texts}
    lines = 0
    for n, source in enumerate(manifest.sources):
        if source.id not in held:
            refuse(name, named(f"source[{n}]", source.id), "it holds no text; declare one")
        if not _is_inside(folder, source.file):
            fault = f"file {shown(source.file)} leaves the corpus folder; put it there"
            refuse(name, named(f"source[{n}].file", source.id), fault)
        ranges = (*(stream.lines for stream in source.stream), *(order.read for order in source.order))
        lines += sum(abs(last - first) + 1 for several in ranges for first, last in _pairs(several))
        if lines > MOST_NAMED:
            fault = f"more than {MOST_NAMED:,} lines are named by streams and orders; name fewer"
            refuse(name, named(f"source[{n}]", source.id), fault)


def _is_inside(folder: Path, file: str) -> bool:
    """Whether a file lies in a folder, wherever links lead."""
    if Path(file).is_absolute() or ".." in Path(file).parts or not Path(file).parts:
        return False
    try:
        return (folder / file).resolve().is_relative_to(folder)
    except RuntimeError:  # links that lead in a circle lead nowhere; reading the file says so
        return True


def _check_texts(manifest: Manifest) -> None:
    name, voices = manifest.path.name, set(manifest.voices)
    own_ids(manifest.texts, name, "text")
    sources, texts = {source.id for source in manifest.sources}, {text.id for text in manifest.texts}
    for n, text in enumerate(manifest.texts):
        if text.source not in sources:
            fault = f"unknown source {shown(text.source)}; declare it or correct the name"
            refuse(name, named(f"text[{n}].source", text.id), fault)
        if voices and text.voice not in voices:
            fault = f"unknown voice {shown(text.voice)}; add it to `voices` or correct it"
            refuse(name, named(f"text[{n}].voice", text.id), fault)
        if text.translation_of and text.translation_of not in texts:
            fault = f"translation of an unknown text {shown(text.translation_of)}; correct it"
            refuse(name, named(f"text[{n}].translation_of", text.id), fault)


# --- what no type says -----------------------------------------------------------------------------------------------


def _pairs(ranges: Iterable[str] | str | None) -> tuple[tuple[int, int], ...]:
    """Pairs of first and last line from `["3", "5-9"]`."""
    pairs = []
    for lines in [ranges] if isinstance(ranges, str) else ranges or ():
        first, _, last = lines.partition("-")
        pairs.append((int(first), int(last or first)))
    return tuple(pairs)


def _check_ranges(ranges: Iterable[str] | str | None, *, falling: bool = False) -> None:
    if isinstance(ranges, str) and not re.match(RANGE, ranges):
        raise ValueError(f"{shown(ranges)} {NO_RANGE}")
    for first, last in () if falling else _pairs(ranges):
        if last < first:
            raise ValueError(f"'{first}-{last}' is no range of lines, which rise; write the smaller number first")


def _steps(first: int, last: int) -> range:
    return range(first, last + 1) if first <= last else range(first, last - 1, -1)


def _check_day(name: str, value: str) -> None:
    try:
        date.fromisoformat(value + "2000-01-01"[len(value) :])
    except ValueError:
        raise ValueError(f"{name!r} is {value!r}, which no calendar has; write YYYY, YYYY-MM or YYYY-MM-DD") from None
