"""Blocks: which lines make one paragraph, heading, note or caption, and what stands between them when joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import regex

from ..declarations.toml import shown
from .edits import Edits
from .lines import LinedFile, Segment
from .spaces import space_between

_CLOSERS = " \t\u00a0\"'”’」』）)]】》"
_TERMINAL = tuple(".!?:;。！？：；…")
_END_A_PARAGRAPH = ("heading", "list-item", "title")
"""Streams behind which a paragraph cannot go on, as it can behind notes, captions and furniture."""
_ADDRESS = 400
"""So many characters before the end of a line an address begins at most that goes on in the next line."""


# --- which segments make a block -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Open:
    """What may go on: the segment before, and the last one of a paragraph that nothing has ended since."""

    previous: Segment | None = None
    body: Segment | None = None

    def before(self, stream: str) -> Segment | None:
        """The segment with which one of this stream may go on."""
        return self.body if stream == "body" and self.body else self.previous

    def put(self, segment: Segment, stream: str) -> None:
        """Note that a segment has been read."""
        self.previous = segment
        if stream == "body":
            self.body = segment
        elif stream in _END_A_PARAGRAPH:
            self.body = None


def number_blocks(file: LinedFile, segments: list[Segment], edits: Edits) -> None:
    r"""Number the block of every segment (`segment.block`, from 0), in reading order.

    Raises `CorpusError` where a declared start or continuation does not fit its line, or nothing is open before it.

    >>> from .lines import cut_lines, reading_order, segments_of
    >>> from .rules import Claim, Rules
    >>> file = cut_lines("一个句\n子。\n\n另一句。", Rules(layout="wrapped"), [Claim("t", 1, 4)], "own.toml")
    >>> found = segments_of(file, reading_order(file))
    >>> number_blocks(file, found, Edits())
    >>> [(segment.line, segment.block) for segment in found]
    [(1, 0), (2, 0), (4, 1)]
    """
    for n, mark in enumerate(file.rules.starts):
        file.check_mark(mark.line, mark.starts, f"paragraph_start[{n}]")
    for n, mark in enumerate(file.rules.continues):
        file.check_mark(mark.line, mark.starts, f"paragraph_goes_on[{n}]")
    starts = {mark.line for mark in file.rules.starts}
    continues = {mark.line for mark in file.rules.continues}
    read, block = _Open(), -1
    for segment in segments:
        stream = file.stream_of(segment)
        before = read.before(stream)
        joins = False
        if before and file.stream_of(before) == stream and file.owner_of(before) == file.owner_of(segment):
            wrapped = file.rules.layout == "wrapped" and before is read.previous and _touch(before, segment)
            joins = _goes_on(file, edits, segment, before, wrapped) or segment.line in continues
            joins = joins and segment.line not in starts
            continues.discard(segment.line)
        if not joins:
            block += 1
        segment.block = before.block if joins else block
        read.put(segment, stream)
    if continues:
        file.refuse(f"line {min(continues)} is declared to go on, but nothing is open before it; drop it")


def _touch(one: Segment, other: Segment) -> bool:
    """Whether two segments stand on the same line, or on lines with none between them."""
    return abs(one.line - other.line) <= 1


def _goes_on(file: LinedFile, edits: Edits, segment: Segment, before: Segment, wrapped: bool) -> bool:
    """Whether a segment goes on with the block of one before it, of the same stream and text, by the general rules.

    `wrapped`: it is the next line of a file whose lines are wrapped.
    """
    stream = file.stream_of(segment)
    if stream == "body":
        return wrapped or (file.rules.pages and not _ends_sentence(file.raw, before, edits))
    if stream == "note":
        return wrapped and not _begins_note(file, segment)
    return wrapped and stream != "list-item"


def _begins_note(file: LinedFile, segment: Segment) -> bool:
    """Whether a segment begins as the notes of its file do."""
    pattern, text = file.rules.note_start, file.raw[segment.start : segment.end]
    return bool(pattern) and file.patience.matches(regex.compile(pattern), text, "note_start")


def _ends_sentence(raw: str, segment: Segment, edits: Edits) -> bool:
    """Whether the segment ends like a sentence, footnote calls and closing quotes aside."""
    end = edits.last_character(raw, segment.start, segment.end)
    return raw[segment.start : end].rstrip(_CLOSERS)[-1:] in _TERMINAL


# --- what stands between them ----------------------------------------------------------------------------------------


class Join(NamedTuple):
    """What stands between a segment and the next of its block: `glue` (a space or nothing), put there by a `rule`.

    `drops_hyphen`: the hyphen at the end of the line only split a word, and goes.

    >>> Join(" ", "page break").drops_hyphen
    False
    """

    glue: str
    rule: str
    drops_hyphen: bool = False


def find_joins(file: LinedFile, segments: list[Segment], edits: Edits) -> dict[int, Join]:
    r"""By the offset at which a segment starts, its join to the next one of its block; none for the last of a block.

    Raises `CorpusError` where a declared exception about hyphens does not fit its line.

    >>> from .lines import cut_lines, reading_order, segments_of
    >>> from .rules import Claim, Rules
    >>> file = cut_lines("一个句\n子。 Multi-\nlateral", Rules(layout="wrapped"), [Claim("t", 1, 3)], "own.toml")
    >>> found = segments_of(file, reading_order(file))
    >>> number_blocks(file, found, Edits())
    >>> list(find_joins(file, found, Edits()).values())
    [Join(glue='', rule='wrapped line', drops_hyphen=False), Join(glue='', rule='real hyphen', drops_hyphen=False)]
    """
    exceptions = _hyphen_exceptions(file)
    joins: dict[int, Join] = {}
    latest: dict[int, Segment] = {}
    for segment in segments:
        if not edits.next_character(file.raw, segment.start, segment.end, visible=True):
            continue  # nothing of it stays in the text, so it joins nothing
        if before := latest.get(segment.block):
            joins[before.start] = _join(file, edits, before, segment, exceptions)
        latest[segment.block] = segment
    return joins


def _hyphen_exceptions(file: LinedFile) -> set[int]:
    """The lines whose last hyphen is not what the other hyphens of the file are."""
    for n, mark in enumerate(file.rules.hyphen_exceptions):
        file.check_mark(mark.line, "", f"hyphen_exception[{n}]")
        line = file.lines[mark.line - 1]
        if not file.raw.endswith(mark.starts, line.content, line.content_end):
            file.refuse(
                f"line {mark.line} does not end with {shown(mark.starts)} as hyphen_exception[{n}] says; correct it"
            )
    return {mark.line for mark in file.rules.hyphen_exceptions}


def _join(file: LinedFile, edits: Edits, segment: Segment, successor: Segment, exceptions: set[int]) -> Join:
    raw = file.raw
    rule = "wrapped line" if _touch(segment, successor) else "page break"
    end = edits.last_character(raw, segment.start, segment.end)
    before = raw[end - 1] if end > segment.start else ""
    behind = edits.next_character(raw, successor.start, successor.end, visible=True)
    if before == "-" and end == segment.end and raw[end - 2 : end - 1].isalpha() and behind.isalpha():
        split = (file.rules.hyphens == "split") != (segment.line in exceptions)
        return Join("", rule if split else "real hyphen", split)
    if not before or not behind or before == "—":
        return Join("", rule)
    in_note = file.stream_of(segment) == "note"
    if in_note and "://" in raw[max(segment.start, end - _ADDRESS) : end].split()[-1]:
        return Join("", "wrapped address")
    return Join(" " if space_between(before, behind) else "", rule)
