"""Cut a raw file into pieces: each raw character has one place, and every output leads back to it.

`clean` partitions a file into `Piece`s, from its first to its last character, without gap or overlap. A piece
belongs to a stream (`STREAMS`), names the rule that made it, and holds what it puts out. The text of a paragraph,
heading, note or caption (a *block*) is the outputs of its pieces in reading order, and nothing else.

It goes by steps, each in a room of its own: `lines` (whose a line is, which stream, when it is read), `edits` (what
changes inside a line), `blocks` (which lines make a paragraph, and what joins them), and here the pieces.

Rules that hold for any file are code. What only one file needs (which lines are notes, a page in another order, a
letter that the scanner misread) is declared in the manifest as `Rules`; a declaration that does not match its line is
an error.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .blocks import Join, find_joins, number_blocks
from .edits import Edits, find_edits
from .lines import LinedFile, Segment, cut_lines, line_of, line_starts, reading_order, segments_of
from .rules import READ, Claim, Rules
from .spaces import ODD_SPACES, SPACES, space_between

_BULLET = re.compile(r"[•●▪◦‣]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the raw file, `raw[start:end]`, and what it puts out.

    `order` is its place in reading order, `block` the number of the paragraph, heading, note ... that its output
    belongs to (None: to none), `text_id` the text that claims its line ("" between texts).

    >>> [piece] = clean("全球治理", Rules(), [Claim("a", 1, 1)], "own.toml")
    >>> piece.start, piece.end, piece.stream, piece.rule, piece.output
    (0, 4, 'body', 'text', '全球治理')
    """

    start: int
    end: int
    order: int
    stream: str
    rule: str
    text_id: str
    output: str
    block: int | None


def clean(raw: str, rules: Rules, claims: list[Claim], name: str) -> list[Piece]:
    r"""Partition `raw` into pieces, sorted by `start`. `name` is how errors call the source.

    Raises `CorpusError` where a declaration does not fit the file.

    >>> pieces = clean("One\nline. 全球 治理\n", Rules(layout="wrapped"), [Claim("t", 1, 2)], "own.toml")
    >>> "".join(piece.output for piece in pieces)
    'One line. 全球治理'
    >>> [(piece.start, piece.rule) for piece in pieces]
    [(0, 'text'), (3, 'wrapped line'), (4, 'text'), (12, 'spaces'), (13, 'text'), (15, 'line end')]
    """
    file = cut_lines(raw, rules, claims, name)
    order = reading_order(file)
    read = segments_of(file, order)
    edits = find_edits(file, read)
    number_blocks(file, read, edits)
    pieces = _pieces(file, order, read, edits)
    ends = [0, *(piece.end for piece in pieces)]
    for piece, end in zip(pieces, ends, strict=False):
        if piece.start != end:  # two declarations that each fit their line, but not each other
            line = line_of(line_starts(raw), piece.start)
            file.refuse(f"two declarations claim the same characters of line {line}; keep one")
    return pieces


@dataclass(slots=True)
class _Writer:
    """Pieces as they are written, in reading order; those to come are of `stream` and `text_id`."""

    pieces: list[Piece]
    stream: str = ""
    text_id: str = ""

    def add(
        self, start: int, end: int, rule: str, output: str = "", block: int | None = None, stream: str = ""
    ) -> None:
        """Write a piece, unless nothing stands between `start` and `end`."""
        if start < end:
            stream = stream or self.stream
            self.pieces.append(Piece(start, end, len(self.pieces), stream, rule, self.text_id, output, block))

    def carry(self, glue: str) -> None:
        """Let the last piece of a block put out more."""
        last = next(i for i in reversed(range(len(self.pieces))) if self.pieces[i].block is not None)
        self.pieces[last] = replace(self.pieces[last], output=self.pieces[last].output + glue)


def _pieces(file: LinedFile, order: list[int], read: list[Segment], edits: Edits) -> list[Piece]:
    joins = find_joins(file, read, edits)
    on_line: dict[int, list[Segment]] = defaultdict(list)
    for segment in read:
        on_line[segment.line].append(segment)
    writer = _Writer([])
    begun: set[int] = set()
    for number in order:
        line = file.lines[number - 1]
        writer.stream, writer.text_id = file.streams[number - 1], file.owners[number - 1]
        if number not in on_line:
            writer.add(line.start, line.end, "blank line", stream="space")
            continue
        writer.add(line.start, line.content, "indent", stream="space")
        first, *swapped = on_line[number]
        for segment in (first, *swapped):
            join = joins.get(segment.start)
            _write_content(writer, file.raw, segment, edits, join, segment.block not in begun)
            begun.add(segment.block)
            if swapped and segment is first:
                _write_call(writer, edits, swapped[0], segment)
            _write_end(writer, segment, join)
    return sorted(writer.pieces, key=lambda piece: piece.start)


def _write_content(writer: _Writer, raw: str, segment: Segment, edits: Edits, join: Join | None, begins: bool) -> None:
    """What stands in a segment; `begins`: with it its block begins, so that a bullet goes."""
    start, end = segment.start, segment.end
    if begins and writer.stream in READ:
        start = _behind_bullet(raw, start, end)
        writer.add(segment.start, start, "bullet", "", segment.block)
    hyphen = end - bool(join and join.drops_hyphen)
    for a, b, rule, output in _content(raw, start, hyphen, edits):
        leaves = rule in ("call", "aside")
        writer.add(a, b, rule, output, None if leaves else segment.block, edits.starting[a].stream if leaves else "")
    writer.add(hyphen, end, "split hyphen", "", segment.block)


def _write_call(writer: _Writer, edits: Edits, first_half: Segment, second_half: Segment) -> None:
    """The call between swapped halves, and the white space behind it."""
    call = edits.starting[first_half.tail]
    writer.add(call.start, call.end, call.rule, call.output, stream=call.stream)
    writer.add(call.end, second_half.start, "indent", stream="space")


def _write_end(writer: _Writer, segment: Segment, join: Join | None) -> None:
    """The white space behind a segment, which joins it to the next one of its block where there is one."""
    if not join:
        writer.add(segment.end, segment.tail, "line end", stream="space")
    elif segment.end < segment.tail:
        writer.add(segment.end, segment.tail, join.rule, join.glue, segment.block)
    elif join.glue:  # the file ends here and the reading goes on elsewhere: the last character carries the space
        writer.carry(join.glue)


def _behind_bullet(raw: str, start: int, end: int) -> int:
    """The offset of the text behind a bullet; `start` where there is none, or nothing behind it."""
    if not _BULLET.match(raw, start) or start + 1 == end:
        return start
    gap = SPACES.match(raw, start + 1)
    return gap.end() if gap else start + 1


def _content(raw: str, start: int, end: int, edits: Edits) -> Iterator[tuple[int, int, str, str]]:
    """Start, end, rule and output of the parts of one segment: text as it stands, edits, and spaces that change."""
    before, verbatim, at = "", start, start  # the last character that was put out; from where on nothing has changed
    stops = [*edits.within(start, end), end]
    spaces = SPACES if len(stops) > 1 else ODD_SPACES
    for stop in stops:
        for run in spaces.finditer(raw, at, stop):
            before = raw[run.start() - 1] if run.start() > at else before
            behind = edits.next_character(raw, run.end(), end)
            keep = before and behind and not before.isspace() and not behind.isspace()
            output = " " if keep and space_between(before, behind) else ""
            if run[0] != output:
                if verbatim < run.start():
                    yield verbatim, run.start(), "text", raw[verbatim : run.start()]
                yield run.start(), run.end(), "spaces", output
                verbatim = run.end()
            before = output or before
        if verbatim < stop:
            yield verbatim, stop, "text", raw[verbatim:stop]
        if stop > at and not raw[stop - 1].isspace():
            before = raw[stop - 1]
        edit = edits.starting.get(stop) if stop < end else None
        if edit:
            yield edit.start, edit.end, edit.rule, edit.output
            before = before if edit.leaves else edit.output[-1:] or before
            at = verbatim = edit.end
