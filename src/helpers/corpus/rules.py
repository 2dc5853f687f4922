"""What a manifest may ask of the cleaner: streams, marks, repairs, asides, swaps and orders of lines."""

from __future__ import annotations

from dataclasses import dataclass

STREAMS = (
    "body",
    "heading",
    "list-item",
    "title",
    "byline",
    "note",
    "caption",
    "contents",
    "furniture",
    "machine",
    "space",
)
READ = ("body", "heading", "list-item")
"""The streams whose outputs, in reading order, are the text that is counted."""

LAYOUTS = ("lines", "wrapped")
CALLS = ("none", "numbers", "circled")
HYPHENS = ("real", "split")


@dataclass(frozen=True, slots=True)
class StreamRule:
    """Lines that are not plain body text: by number (`lines`, pairs of first and last), by pattern (`match`), or both.

    `starts` is what the first of the lines begins with, `count` how many lines the pattern must find; lines count from
    1, and a pattern without lines is tried on all.

    >>> StreamRule("heading", match="^[一二三]、", count=3).lines
    ()
    """

    stream: str
    lines: tuple[tuple[int, int], ...] = ()
    match: str = ""
    starts: str = ""
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A line (from 1) that a declaration singles out, and what it begins with, so that a changed file is noticed.

    >>> Mark(12, "然而")
    Mark(line=12, starts='然而')
    """

    line: int
    starts: str


@dataclass(frozen=True, slots=True)
class Repair:
    """An error of the scanner: `find` becomes `replace` wherever it stands in these lines; a space is any white space.

    >>> Repair((3, 9), "Gl0bal", "Global", "a figure for a letter").lines
    (3, 9)
    """

    lines: tuple[int, ...]
    find: str
    replace: str
    reason: str


@dataclass(frozen=True, slots=True)
class Aside:
    """Characters inside a line that belong to another stream: a misread footnote call, the anchor of a dead link.

    >>> Aside(7, "[©]", "note")
    Aside(line=7, find='[©]', stream='note')
    """

    line: int
    find: str
    stream: str


@dataclass(frozen=True, slots=True)
class Swap:
    """A line whose two halves stand in the wrong order around a glued footnote call.

    >>> Swap(4, "17")  # "the end of a sentence.17 Its beginning, and" is read from behind the 17
    Swap(line=4, call='17')
    """

    line: int
    call: str


@dataclass(frozen=True, slots=True)
class Order:
    """Lines `first` to `last` are read as `read`; those not named follow in the order of the file.

    >>> Order(1, 4, (3, 2))  # 3, 2, 1, 4
    Order(first=1, last=4, read=(3, 2))
    """

    first: int
    last: int
    read: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """What one source file needs beside the general rules.

    `layout`: `lines` (a line is a paragraph) or `wrapped` (a blank line ends one). `pages`: a paragraph that does
    not end like a sentence goes on behind blank lines and notes. `hyphens`: what a hyphen at a line end is.
    `calls`: how footnote calls stand in the text; with `numbers`, 1 to `last_call` are found in reading order.

    >>> Rules(layout="wrapped", calls="circled").pages
    False
    """

    layout: str = "lines"
    pages: bool = False
    hyphens: str = "real"
    hyphen_exceptions: tuple[Mark, ...] = ()
    calls: str = "none"
    last_call: int = 0
    note_start: str = ""
    streams: tuple[StreamRule, ...] = ()
    starts: tuple[Mark, ...] = ()
    continues: tuple[Mark, ...] = ()
    repairs: tuple[Repair, ...] = ()
    asides: tuple[Aside, ...] = ()
    swaps: tuple[Swap, ...] = ()
    orders: tuple[Order, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """Lines `first` to `last` (from 1) belong to the text `text_id`.

    >>> Claim("a", 1, 20)
    Claim(text_id='a', first=1, last=20)
    """

    text_id: str
    first: int
    last: int
