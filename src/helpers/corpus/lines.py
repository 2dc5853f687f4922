"""The lines of a raw file: where each begins, whose it is, which stream it belongs to, and when it is read."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import NoReturn

import regex

from ..declarations.toml import shown, twice
from ..errors import CorpusError
from . import matching
from .rules import Claim, Rules, StreamRule, Swap

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as offsets into its file: `raw[content:content_end]` is what stands in it between white space.

    >>> RawLine(0, 2, 6, 7).blank, RawLine(7, 8, 8, 8).blank
    (False, True)
    """

    start: int
    content: int
    content_end: int
    end: int  # behind the line end

    @property
    def blank(self) -> bool:
        """Whether nothing but white space stands in it."""
        return self.content == self.content_end


@dataclass(slots=True)
class Segment:
    """What is read in one go: the content of a line, or one half of a line whose halves are swapped.

    `line` counts from 1; `start`, `end` and `tail` are offsets into the file; `block` is -1 until it is numbered.

    >>> Segment(1, 2, 6, 7).block
    -1
    """

    line: int
    start: int
    end: int
    tail: int  # white space and line end up to here join it to what follows
    block: int = -1


@dataclass(slots=True)
class LinedFile:
    r"""A raw file while it is cleaned: what it is to be cleaned by, and of each line the text and the stream.

    `name` is how errors call the file. A text is "" for a line that none claims.

    >>> file = cut_lines("一\n\n二", Rules(), [Claim("a", 1, 1), Claim("b", 3, 3)], "own.toml")
    >>> file.content(3), file.owners
    ('二', ['a', '', 'b'])
    """

    raw: str
    rules: Rules
    name: str
    patience: matching.Patience
    lines: list[RawLine]
    owners: list[str] = field(default_factory=list)
    streams: list[str] = field(default_factory=list)

    def content(self, number: int) -> str:
        """What stands in a line (from 1) between white space."""
        line = self.lines[number - 1]
        return self.raw[line.content : line.content_end]

    def stream_of(self, segment: Segment) -> str:
        """The stream of the line that a segment is of."""
        return self.streams[segment.line - 1]

    def owner_of(self, segment: Segment) -> str:
        """The id of the text that claims the line that a segment is of."""
        return self.owners[segment.line - 1]

    def refuse(self, fault: str) -> NoReturn:
        """Raises `CorpusError` with the name of the file and what is wrong with it."""
        raise CorpusError(f"{self.name}: {fault}")

    def check_mark(self, number: int, starts: str, what: str) -> None:
        """Raises `CorpusError` where a line (from 1) does not start as `what` declares."""
        if number < 1 or number > len(self.lines):
            self.refuse(f"{what} names line {number}, but the file has {len(self.lines)} lines; correct it")
        begin = self.lines[number - 1].content
        if not self.raw.startswith(starts, begin):
            self.refuse(
                f"line {number} does not start with {shown(starts)} as {what} says, but with "
                f"{shown(self.raw[begin : begin + 30])}; correct the declaration or restore the file"
            )


def line_starts(raw: str) -> list[int]:
    r"""Offsets at which the lines of `raw` begin; a line is what stands between line ends (LF, CR LF or CR).

    >>> line_starts("一\r\n二\n\n")
    [0, 3, 5]
    """
    return [0, *(m.end() for m in _LINE_END.finditer(raw) if m.end() < len(raw))]


def line_of(starts: list[int], offset: int) -> int:
    """The line (from 1) that holds `offset`, given `line_starts`.

    >>> line_of([0, 3, 5], 4)
    2
    """
    return bisect_right(starts, offset)


def cut_lines(raw: str, rules: Rules, claims: list[Claim], name: str) -> LinedFile:
    r"""A file cut into lines, with the text and the stream of each.

    Raises `CorpusError` where a claim or a declared stream does not fit the file.

    >>> title = StreamRule("title", ((1, 1),))
    >>> file = cut_lines("Title\n\nText.", Rules(streams=(title,)), [Claim("t", 1, 3)], "own.toml")
    >>> file.streams, file.owners, file.content(3)
    (['title', 'space', 'body'], ['t', 't', 't'], 'Text.')
    """
    file = LinedFile(raw, rules, name, matching.Patience(name, matching.PATIENCE), _split(raw))
    file.owners = _owners(file, claims)
    file.streams = _streams(file)
    return file


def _split(raw: str) -> list[RawLine]:
    starts = line_starts(raw)
    lines = []
    for start, end in zip(starts, [*starts[1:], len(raw)], strict=True):
        text = raw[start:end]
        stripped = text.strip().strip("\u200b\ufeff").strip()
        content = start + text.find(stripped) if stripped else end
        lines.append(RawLine(start, content, content + len(stripped), end))
    return lines


def _owners(file: LinedFile, claims: list[Claim]) -> list[str]:
    """The text that claims each line. A line that is not blank must be claimed, and none twice."""
    owners = [""] * len(file.lines)
    for claim in claims:
        if claim.first < 1 or claim.last < claim.first or claim.last > len(file.lines):
            file.refuse(
                f"text {claim.text_id!r} claims lines {claim.first}-{claim.last}, but the file has "
                f"{len(file.lines)} lines; correct `lines` in the manifest"
            )
        for number in range(claim.first - 1, claim.last):
            if owners[number]:
                file.refuse(
                    f"line {number + 1} is claimed by {owners[number]!r} and by {claim.text_id!r}; "
                    "correct `lines` in the manifest"
                )
            owners[number] = claim.text_id
    for number, line in enumerate(file.lines):
        if not owners[number] and not line.blank:
            file.refuse(f"line {number + 1} belongs to no text; claim it by `lines` in the manifest")
    return owners


# --- streams ---------------------------------------------------------------------------------------------------------


def _streams(file: LinedFile) -> list[str]:
    """The stream of each line: body, where nothing else is declared. A line is declared once."""
    streams = ["space" if line.blank else "body" for line in file.lines]
    for n, rule in enumerate(file.rules.streams):
        what = f"stream[{n}] ({rule.stream})"
        if rule.starts:
            file.check_mark(rule.lines[0][0], rule.starts, what)
        found = _declared(file, rule, n, what, streams)
        if not found or (rule.count is not None and len(found) != rule.count):
            wanted = "at least 1" if rule.count is None else rule.count
            finds = f"{what} with the pattern {shown(rule.match)}" if rule.match else what
            file.refuse(f"{finds} finds {len(found)} lines, not {wanted}; correct it")
    return streams


def _declared(file: LinedFile, rule: StreamRule, n: int, what: str, streams: list[str]) -> list[int]:
    """The lines that the n-th declared stream takes out of the body; they are entered in `streams`."""
    pattern = regex.compile(rule.match) if rule.match else None
    found = []
    for first, last in rule.lines or ((1, len(file.lines)),):
        if first < 1 or last < first or last > len(file.lines):
            file.refuse(f"{what} names lines {first}-{last}, but the file has {len(file.lines)} lines; correct it")
        for number in range(first, last + 1):
            content = file.content(number)
            if not content or (pattern and not file.patience.matches(pattern, content, f"stream[{n}].match")):
                continue
            if streams[number - 1] != "body":
                file.refuse(f"line {number} is declared as {streams[number - 1]!r} and as {rule.stream!r}; keep one")
            streams[number - 1] = rule.stream
            found.append(number)
    return found


# --- reading order ---------------------------------------------------------------------------------------------------


def reading_order(file: LinedFile) -> list[int]:
    r"""The numbers of all lines (from 1) in the order in which they are read: that of the file, unless declared.

    Raises `CorpusError` where a declared order leaves the file, overlaps another or names a line twice.

    >>> from .rules import Order
    >>> reading_order(cut_lines("a\nb\nc", Rules(orders=(Order(1, 3, (3, 1)),)), [Claim("t", 1, 3)], "own.toml"))
    [3, 1, 2]
    """
    count = len(file.lines)
    order = list(range(1, count + 1))
    taken: set[int] = set()
    for declared in file.rules.orders:
        block = range(declared.first, declared.last + 1)
        where = f"the reading order of lines {declared.first}-{declared.last}"
        if declared.last > count:
            file.refuse(f"{where} leaves the file, which has {count} lines; correct it")
        if taken & set(block):
            file.refuse(f"{where} overlaps another; make them one")
        taken |= set(block)
        outside = [n for n in declared.read if n not in block]
        again = twice(declared.read)
        if outside or again:
            what = f"names line {outside[0]} outside them" if outside else f"names line {again[1]} twice"
            file.refuse(f"{where} {what}; correct it")
        named = set(declared.read)
        order[declared.first - 1 : declared.last] = [*declared.read, *(n for n in block if n not in named)]
    return order


def segments_of(file: LinedFile, order: list[int]) -> list[Segment]:
    r"""What is read in one go, in reading order: each line that is not blank, or its two halves where they are swapped.

    Raises `CorpusError` where a line whose halves are swapped does not hold the one call between them.

    >>> file = cut_lines("second 5 First", Rules(swaps=(Swap(1, "5"),)), [Claim("t", 1, 1)], "own.toml")
    >>> [file.raw[half.start : half.end] for half in segments_of(file, [1])]
    ['First', 'second']
    """
    swaps = {swap.line: swap for swap in file.rules.swaps}
    if again := twice(swap.line for swap in file.rules.swaps):
        file.refuse(f"swap[{again[0]}]: the halves of line {again[1]} are swapped twice; keep one")
    found = []
    for number in order:
        line, swap = file.lines[number - 1], swaps.pop(number, None)
        if swap:
            found += _halves(file, line, swap)
        elif not line.blank:
            found.append(Segment(number, line.content, line.content_end, line.end))
    if swaps:
        file.refuse(f"swapped halves name lines {sorted(swaps)[:5]} outside the file; correct it")
    return found


def _halves(file: LinedFile, line: RawLine, swap: Swap) -> list[Segment]:
    """The halves of a line around a call, the second one first."""
    at = call_at(file, swap)
    behind = at + len(swap.call)
    again = file.raw.find(f" {swap.call}", behind, line.content_end)
    if at < 1 or behind >= line.content_end or again >= 0:
        file.refuse(f"line {swap.line} does not hold one call {shown(swap.call)} to swap around; correct it")
    while file.raw[behind].isspace():
        behind += 1
    return [
        Segment(swap.line, behind, line.content_end, line.end),
        Segment(swap.line, line.content, at - 1, at),
    ]


def call_at(file: LinedFile, swap: Swap) -> int:
    """The offset of the call between two halves, behind a space; 0 where there is none.

    >>> call_at(cut_lines("second 5 First", Rules(), [Claim("a", 1, 1)], "own.toml"), Swap(1, "5"))
    7
    """
    line = file.lines[swap.line - 1]
    return file.raw.find(f" {swap.call}", line.content, line.content_end) + 1
