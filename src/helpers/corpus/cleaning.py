"""Cut a raw file into pieces: each raw character has one place, and every output leads back to it.

`clean` partitions a file into `Piece`s, from its first to its last character, without gap or overlap. A piece
belongs to a stream (`STREAMS`), names the rule that made it, and holds what it puts out. The text of a paragraph,
heading, note or caption (a *block*) is the outputs of its pieces in reading order, and nothing else.

Rules that hold for any file are code here. What only one file needs (which lines are notes, a page in another
order, a letter that the scanner misread) is declared in the manifest as `Rules`; a declaration that does not
match its line is an error.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from time import process_time

import regex

from ..declarations.toml import shown, twice
from ..errors import CorpusError
from ..text.hanzi import WIDE
from .rules import READ, Claim, Rules

PATIENCE = 3
"""So many seconds of computing the patterns that are declared for one file may take."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_SPACES = re.compile(r"[\s\u200b\ufeff]+")
# Where nothing else changes, a single space between two visible ASCII characters stays as it is.
_ODD_SPACES = re.compile(r"[\s\u200b\ufeff]{2,}|[^\S ]|[\u200b\ufeff]|(?<![!-~]) | (?![!-~])")
_IS_WIDE = re.compile(f"[{WIDE}]")
_GOES_WITH_WIDE = re.compile(f"[{WIDE}0-9%‰“”‘’·—…]")
_CLOSERS = " \t\u00a0\"'”’」』）)]】》"
_TERMINAL = ".!?:;。！？：；…"
_BULLET = re.compile(r"[•●▪◦‣]")
_CIRCLED_CALL = re.compile(r"\^?[①-⑳]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the raw file, `raw[start:end]`, and what it puts out.

    `order` is its place in reading order, `block` the number of the paragraph, heading, note ... that its output
    belongs to (None: to none), `text_id` the text that claims its line ("" between texts).
    """

    start: int
    end: int
    order: int
    stream: str
    rule: str
    text_id: str
    output: str
    block: int | None


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    content: int  # first character that is not white space
    content_end: int
    end: int  # behind the line end


@dataclass(slots=True)
class _Segment:
    """What is read in one go: the content of a line, or one half of a line whose halves are swapped."""

    line: int
    start: int
    end: int
    tail: int  # white space and line end up to here join it to what follows
    block: int = -1


@dataclass(frozen=True, slots=True)
class _Edit:
    """Characters that are replaced by `output` (a repair), or leave the text for another `stream` (a call)."""

    start: int
    end: int
    output: str
    rule: str
    stream: str = "note"


@dataclass(slots=True)
class _Edits:
    """The edits by the offset at which they start, and by that at which they end."""

    starting: dict[int, _Edit] = field(default_factory=dict)
    ending: dict[int, _Edit] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)

    def within(self, start: int, end: int) -> list[int]:
        """Where the edits of `raw[start:end]` start."""
        return self.starts[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def last_character(self, raw: str, start: int, end: int) -> int:
        """The offset behind the last character of `raw[start:end]` that is neither white space nor leaves the text."""
        while end > start:
            edit = self.ending.get(end)
            if edit is not None and edit.rule != "repair":
                end = edit.start
            elif _SPACES.match(raw[end - 1]):
                end -= 1
            else:
                break
        return end

    def next_character(self, raw: str, at: int, end: int, visible: bool = False) -> str:
        """The first character (with `visible`, that is not white space) from `at` on; "" at `end`.

        What leaves the text is passed over.
        """
        while at < end:
            edit = self.starting.get(at)
            if edit is not None:
                if edit.rule == "repair" and edit.output:
                    return edit.output[0]
                at = edit.end
            elif visible and _SPACES.match(raw[at]):
                at += 1
            else:
                return raw[at]
        return ""


@dataclass(slots=True)
class _Patience:
    """How long the patterns of a file may still take; `name` is how errors call the source."""

    name: str
    left: float

    def matches(self, pattern: regex.Pattern[str], text: str, place: str) -> bool:
        """Whether a text begins as the pattern of a `place` says. Raises `CorpusError` when patience is at its end."""
        begun = process_time()
        try:
            return bool(pattern.match(text, timeout=max(self.left, 0)))
        except (TimeoutError, MemoryError):
            raise CorpusError(
                f"{self.name}: {place}: the pattern {shown(pattern.pattern)} takes more than {PATIENCE} seconds or too "
                "much memory; make it simpler"
            ) from None
        finally:
            self.left -= process_time() - begun


def line_starts(raw: str) -> list[int]:
    """Offsets at which the lines of `raw` begin; a line is what stands between line ends (LF, CR LF or CR)."""
    return [0, *(m.end() for m in _LINE_END.finditer(raw) if m.end() < len(raw))]


def line_of(starts: list[int], offset: int) -> int:
    """The line (from 1) that holds `offset`, given `line_starts`."""
    return bisect_right(starts, offset)


def clean(raw: str, rules: Rules, claims: list[Claim], name: str) -> list[Piece]:
    """Partition `raw` into pieces, sorted by `start`. `name` is how errors call the source.

    Raises `CorpusError` where a declaration does not fit the file.
    """
    lines = _split(raw)
    owners = _owners(lines, claims, name)
    patience = _Patience(name, PATIENCE)
    streams = _line_streams(raw, lines, rules, patience, name)
    order = _reading_order(lines, rules, name)
    segments = _segments(raw, lines, order, rules, name)
    edits = _edits(raw, lines, rules, streams, segments, name)
    _assign_blocks(raw, lines, rules, owners, streams, segments, edits, patience, name)
    pieces = _emit(raw, lines, rules, owners, streams, order, segments, edits, name)
    ends = [0, *(piece.end for piece in pieces)]
    for piece, end in zip(pieces, ends, strict=False):
        if piece.start != end:  # two declarations that each fit their line, but not each other
            line = line_of(line_starts(raw), piece.start)
            raise CorpusError(f"{name}: two declarations claim the same characters of line {line}; keep one")
    return pieces


# --- lines -----------------------------------------------------------------------------------------------------------


def _split(raw: str) -> list[_Line]:
    starts = line_starts(raw)
    lines = []
    for start, end in zip(starts, [*starts[1:], len(raw)], strict=True):
        text = raw[start:end]
        stripped = text.strip().strip("\u200b\ufeff").strip()
        content = start + text.find(stripped) if stripped else end
        lines.append(_Line(start, content, content + len(stripped), end))
    return lines


def _blank(line: _Line) -> bool:
    return line.content == line.content_end


def _owners(lines: list[_Line], claims: list[Claim], name: str) -> list[str]:
    owners = [""] * len(lines)
    for claim in claims:
        if claim.first < 1 or claim.last < claim.first or claim.last > len(lines):
            raise CorpusError(
                f"{name}: text {claim.text_id!r} claims lines {claim.first}-{claim.last}, but the file has "
                f"{len(lines)} lines; correct `lines` in the manifest"
            )
        for number in range(claim.first - 1, claim.last):
            if owners[number]:
                raise CorpusError(
                    f"{name}: line {number + 1} is claimed by {owners[number]!r} and by {claim.text_id!r}; "
                    "correct `lines` in the manifest"
                )
            owners[number] = claim.text_id
    for number, line in enumerate(lines):
        if not owners[number] and not _blank(line):
            raise CorpusError(f"{name}: line {number + 1} belongs to no text; claim it by `lines` in the manifest")
    return owners


def _check_mark(raw: str, lines: list[_Line], number: int, starts: str, name: str, what: str) -> None:
    if number < 1 or number > len(lines):
        raise CorpusError(f"{name}: {what} names line {number}, but the file has {len(lines)} lines; correct it")
    line = lines[number - 1]
    if not raw.startswith(starts, line.content):
        raise CorpusError(
            f"{name}: line {number} does not start with {shown(starts)} as {what} says, but with "
            f"{shown(raw[line.content : line.content + 30])}; correct the declaration or restore the file"
        )


def _line_streams(raw: str, lines: list[_Line], rules: Rules, patience: _Patience, name: str) -> list[str]:
    streams = ["space" if _blank(line) else "body" for line in lines]
    for n, rule in enumerate(rules.streams):
        what = f"stream[{n}] ({rule.stream})"
        if rule.starts:
            _check_mark(raw, lines, rule.lines[0][0], rule.starts, name, what)
        pattern = regex.compile(rule.match) if rule.match else None
        hits = 0
        for first, last in rule.lines or ((1, len(lines)),):
            if first < 1 or last < first or last > len(lines):
                raise CorpusError(
                    f"{name}: {what} names lines {first}-{last}, but the file has {len(lines)} lines; correct it"
                )
            for number in range(first - 1, last):
                line = lines[number]
                text = raw[line.content : line.content_end]
                if not text or (pattern and not patience.matches(pattern, text, f"stream[{n}].match")):
                    continue
                if streams[number] != "body":
                    raise CorpusError(
                        f"{name}: line {number + 1} is declared as {streams[number]!r} and as {rule.stream!r}; keep one"
                    )
                streams[number] = rule.stream
                hits += 1
        if not hits or (rule.count is not None and hits != rule.count):
            wanted = "at least 1" if rule.count is None else rule.count
            found = f"{what} with the pattern {shown(rule.match)}" if rule.match else what
            raise CorpusError(f"{name}: {found} finds {hits} lines, not {wanted}; correct it")
    return streams


# --- reading order ---------------------------------------------------------------------------------------------------


def _reading_order(lines: list[_Line], rules: Rules, name: str) -> list[int]:
    order = list(range(1, len(lines) + 1))
    taken: set[int] = set()
    for declared in rules.orders:
        block = range(declared.first, declared.last + 1)
        where = f"{name}: the reading order of lines {declared.first}-{declared.last}"
        if declared.last > len(lines):
            raise CorpusError(f"{where} leaves the file, which has {len(lines)} lines; correct it")
        if taken & set(block):
            raise CorpusError(f"{where} overlaps another; make them one")
        taken |= set(block)
        outside = [n for n in declared.read if n not in block]
        again = twice(declared.read)
        if outside or again:
            what = f"names line {outside[0]} outside them" if outside else f"names line {again[1]} twice"
            raise CorpusError(f"{where} {what}; correct it")
        named = set(declared.read)
        order[declared.first - 1 : declared.last] = [*declared.read, *(n for n in block if n not in named)]
    return order


def _segments(raw: str, lines: list[_Line], order: list[int], rules: Rules, name: str) -> list[_Segment]:
    swaps = {swap.line: swap for swap in rules.swaps}
    if again := twice(swap.line for swap in rules.swaps):
        raise CorpusError(f"{name}: swap[{again[0]}]: the halves of line {again[1]} are swapped twice; keep one")
    segments = []
    for number in order:
        line = lines[number - 1]
        swap = swaps.pop(number, None)
        if swap is None:
            if not _blank(line):
                segments.append(_Segment(number, line.content, line.content_end, line.end))
            continue
        at = raw.find(f" {swap.call}", line.content, line.content_end)
        behind = at + 1 + len(swap.call)
        if at < 0 or behind >= line.content_end or raw.find(f" {swap.call}", behind, line.content_end) >= 0:
            raise CorpusError(
                f"{name}: line {number} does not hold one call {shown(swap.call)} to swap around; correct it"
            )
        while raw[behind].isspace():
            behind += 1
        segments.append(_Segment(number, behind, line.content_end, line.end))
        segments.append(_Segment(number, line.content, at, at + 1))
    if swaps:
        raise CorpusError(f"{name}: swapped halves name lines {sorted(swaps)[:5]} outside the file; correct it")
    return segments


# --- calls and repairs -----------------------------------------------------------------------------------------------


def _edits(
    raw: str, lines: list[_Line], rules: Rules, streams: list[str], segments: list[_Segment], name: str
) -> _Edits:
    """What is replaced or taken out inside lines."""
    edits: list[_Edit] = []
    for n, repair in enumerate(rules.repairs):
        for number in repair.lines:
            spans = _find_in_line(raw, lines, number, repair.find, f"{name}: repair[{n}]")
            edits += [_Edit(start, end, repair.replace, "repair") for start, end in spans]
    for n, aside in enumerate(rules.asides):
        rule = "call" if aside.stream == "note" else "aside"
        spans = _find_in_line(raw, lines, aside.line, aside.find, f"{name}: aside[{n}]")
        edits += [_Edit(start, end, raw[start:end], rule, aside.stream) for start, end in spans]
    for swap in rules.swaps:
        line = lines[swap.line - 1]
        at = raw.find(f" {swap.call}", line.content, line.content_end) + 1
        edits.append(_Edit(at, at + len(swap.call), swap.call, "call"))
    read = [s for s in segments if streams[s.line - 1] in READ]
    if rules.calls == "circled":
        for s in read:
            edits += [_Edit(m.start(), m.end(), m[0], "call") for m in _CIRCLED_CALL.finditer(raw, s.start, s.end)]
    elif rules.calls == "numbers":
        edits += _numbered_calls(raw, rules, read, name)
    edits.sort(key=lambda e: e.start)
    for a, b in pairwise(edits):
        if b.start < a.end:
            raise CorpusError(
                f"{name}: two declarations change the same characters, {shown(raw[a.start : a.end])} and "
                f"{shown(raw[b.start : b.end])}; keep one"
            )
    return _Edits({e.start: e for e in edits}, {e.end: e for e in edits}, [e.start for e in edits])


def _find_in_line(raw: str, lines: list[_Line], number: int, find: str, name: str) -> list[tuple[int, int]]:
    """Where `find` stands in a line; a space in it stands for any white space."""
    if number < 1 or number > len(lines):
        raise CorpusError(
            f"{name}: {shown(find)} is declared for line {number}, but the file has {len(lines)} lines; correct it"
        )
    line = lines[number - 1]
    pattern = re.compile(re.escape(find).replace(r"\ ", r"\s"))
    hits = [m.span() for m in pattern.finditer(raw, line.content, line.content_end)]
    if not hits:
        raise CorpusError(
            f"{name}: line {number} does not hold {shown(find)}; correct the declaration or restore the file"
        )
    return hits


def _numbered_calls(raw: str, rules: Rules, read: list[_Segment], name: str) -> Iterator[_Edit]:
    """Calls 1 to `last_call`, each glued to punctuation, found in their sequence.

    Only the sequence tells `2021.22` (a call) from `81.47` (a number): 22 is due there, 47 is not. Even where it is
    due, what stands between digits like a decimal is a call only if no other candidate comes before the next call.
    Calls between swapped halves are declared and only counted here.
    """
    swapped = {swap.call for swap in rules.swaps}
    at = (0, 0)
    for n in range(1, rules.last_call + 1):
        if str(n) in swapped:
            continue
        glued = r"(?<=[.,;:!?”’\"')\]])"
        found = _first_call(raw, read, at, rf"{glued}{n}(?!\d)(?<!\d[.,]{n})")
        decimal = _first_call(raw, read, at, rf"(?<=\d[.,]){n}(?![\d%‰,])(?!\s+[a-z])", found)
        if decimal and found:
            following = _first_call(raw, read, at, rf"{glued}{n + 1}(?!\d)(?<!\d[.,]{n + 1})", found)
            found = decimal if following and following > decimal else found
        found = found or decimal
        if not found:
            raise CorpusError(f"{name}: footnote call {n} of {rules.last_call} is not found; correct `last_call`")
        index, start = found
        at = (index, start + len(str(n)))
        yield _Edit(start, at[1], str(n), "call")


def _first_call(
    raw: str, read: list[_Segment], at: tuple[int, int], pattern: str, before: tuple[int, int] | None = None
) -> tuple[int, int] | None:
    """Index of the segment and offset of the first match behind `at`, and in front of `before`, in reading order."""
    compiled = re.compile(pattern)
    for index in range(at[0], len(read) if before is None else before[0] + 1):
        start = max(read[index].start, at[1]) if index == at[0] else read[index].start
        end = before[1] if before and index == before[0] else read[index].end
        hit = compiled.search(raw, start, end)
        if hit:
            return index, hit.start()
    return None


# --- blocks ----------------------------------------------------------------------------------------------------------


def _ends_sentence(raw: str, segment: _Segment, edits: _Edits) -> bool:
    """Whether the segment ends like a sentence, footnote calls and closing quotes aside."""
    end = edits.last_character(raw, segment.start, segment.end)
    return raw[segment.start : end].rstrip(_CLOSERS)[-1:] in tuple(_TERMINAL)


def _assign_blocks(
    raw: str,
    lines: list[_Line],
    rules: Rules,
    owners: list[str],
    streams: list[str],
    segments: list[_Segment],
    edits: _Edits,
    patience: _Patience,
    name: str,
) -> None:
    """Number the block of every segment, in reading order."""
    for n, mark in enumerate(rules.starts):
        _check_mark(raw, lines, mark.line, mark.starts, name, f"paragraph_start[{n}]")
    for n, mark in enumerate(rules.continues):
        _check_mark(raw, lines, mark.line, mark.starts, name, f"paragraph_goes_on[{n}]")
    starts, continues = {m.line for m in rules.starts}, {m.line for m in rules.continues}
    note_start = regex.compile(rules.note_start) if rules.note_start else None
    previous: _Segment | None = None
    open_body: _Segment | None = None  # notes, captions and rubbish do not end a paragraph, headings and lists do
    block = -1
    for segment in segments:
        stream = streams[segment.line - 1]
        before = open_body if stream == "body" and open_body else previous
        joins = False
        if before and streams[before.line - 1] == stream and owners[before.line - 1] == owners[segment.line - 1]:
            touching = rules.layout == "wrapped" and before is previous and abs(before.line - segment.line) <= 1
            if stream == "body":
                joins = touching or (rules.pages and not _ends_sentence(raw, before, edits))
            elif stream == "note":
                text = raw[segment.start : segment.end]
                joins = touching and not (note_start and patience.matches(note_start, text, "note_start"))
            elif stream != "list-item":
                joins = touching
            joins = (joins or segment.line in continues) and segment.line not in starts
            continues.discard(segment.line)
        if not joins:
            block += 1
        segment.block = before.block if joins else block
        previous = segment
        if stream == "body":
            open_body = segment
        elif stream in ("heading", "list-item", "title"):
            open_body = None
    if continues:
        raise CorpusError(f"{name}: line {min(continues)} is declared to go on, but nothing is open before it; drop it")


# --- pieces ----------------------------------------------------------------------------------------------------------


def _space_between(before: str, behind: str) -> bool:
    """Whether a space may stand between two characters: beside hanzi only next to Latin letters."""
    return not (
        (_IS_WIDE.match(before) and _GOES_WITH_WIDE.match(behind))
        or (_IS_WIDE.match(behind) and _GOES_WITH_WIDE.match(before))
    )


def _emit(
    raw: str,
    lines: list[_Line],
    rules: Rules,
    owners: list[str],
    streams: list[str],
    order: list[int],
    segments: list[_Segment],
    edits: _Edits,
    name: str,
) -> list[Piece]:
    exceptions = _hyphen_exceptions(raw, lines, rules, name)
    on_line: dict[int, list[_Segment]] = defaultdict(list)
    following: dict[int, _Segment] = {}  # by the start of a segment, the next one in its block
    latest: dict[int, _Segment] = {}
    for segment in segments:
        on_line[segment.line].append(segment)
        if not edits.next_character(raw, segment.start, segment.end, visible=True):
            continue  # nothing of it stays in the text, so it joins nothing
        if segment.block in latest:
            following[latest[segment.block].start] = segment
        latest[segment.block] = segment

    pieces: list[Piece] = []
    begun: set[int] = set()
    for number in order:
        line, stream, text_id = lines[number - 1], streams[number - 1], owners[number - 1]

        def add(start: int, end: int, stream: str, rule: str, output: str = "", block: int | None = None) -> None:
            if start < end:
                pieces.append(Piece(start, end, len(pieces), stream, rule, text_id, output, block))  # noqa: B023

        if number not in on_line:
            add(line.start, line.end, "space", "blank line")
            continue
        add(line.start, line.content, "space", "indent")
        halves = on_line[number]
        for segment in halves:
            block, successor = segment.block, following.get(segment.start)
            start, end = segment.start, segment.end
            if stream in READ and block not in begun:
                start = _behind_bullet(raw, start, end)
                add(segment.start, start, stream, "bullet", "", block)
            begun.add(block)
            glue, rule, split_hyphen = "", "line end", False
            if successor:
                glue, rule, split_hyphen = _join(raw, rules, edits, segment, successor, stream, exceptions)
            for piece in _content(raw, start, end - split_hyphen, edits, stream):
                add(*piece, None if piece[3] in ("call", "aside") else block)
            if split_hyphen:
                add(end - 1, end, stream, "split hyphen", "", block)
            if len(halves) == 2 and segment is halves[0]:
                call = edits.starting[halves[1].tail]
                add(call.start, call.end, "note", "call", call.output)
                add(call.end, segment.start, "space", "indent")
            if not successor:
                add(end, segment.tail, "space", "line end")
            elif end < segment.tail:
                add(end, segment.tail, stream, rule, glue, block)
            elif glue:  # the file ends here and the reading goes on elsewhere: the last character carries the space
                _carry(pieces, glue)
    return sorted(pieces, key=lambda piece: piece.start)


def _hyphen_exceptions(raw: str, lines: list[_Line], rules: Rules, name: str) -> set[int]:
    for n, mark in enumerate(rules.hyphen_exceptions):
        _check_mark(raw, lines, mark.line, "", name, f"hyphen_exception[{n}]")
        line = lines[mark.line - 1]
        if not raw.endswith(mark.starts, line.content, line.content_end):
            raise CorpusError(
                f"{name}: line {mark.line} does not end with {shown(mark.starts)} as hyphen_exception[{n}] says; "
                "correct it"
            )
    return {mark.line for mark in rules.hyphen_exceptions}


def _behind_bullet(raw: str, start: int, end: int) -> int:
    """The offset of the text behind a bullet; `start` where there is none, or nothing behind it."""
    if not _BULLET.match(raw, start) or start + 1 == end:
        return start
    gap = _SPACES.match(raw, start + 1)
    return gap.end() if gap else start + 1


def _carry(pieces: list[Piece], glue: str) -> None:
    last = next(i for i in reversed(range(len(pieces))) if pieces[i].block is not None)
    pieces[last] = replace(pieces[last], output=pieces[last].output + glue)


def _join(
    raw: str, rules: Rules, edits: _Edits, segment: _Segment, successor: _Segment, stream: str, exceptions: set[int]
) -> tuple[str, str, bool]:
    """What stands between two segments of a block: the glue, its rule, and whether a hyphen goes."""
    touching = abs(segment.line - successor.line) <= 1
    rule = "wrapped line" if touching else "page break"
    end = edits.last_character(raw, segment.start, segment.end)
    before = raw[end - 1] if end > segment.start else ""
    behind = edits.next_character(raw, successor.start, successor.end, visible=True)
    if before == "-" and end == segment.end and raw[end - 2 : end - 1].isalpha() and behind.isalpha():
        split = (rules.hyphens == "split") != (segment.line in exceptions)
        return "", rule if split else "real hyphen", split
    if not before or not behind or before == "—":
        return "", rule, False
    if stream == "note" and "://" in raw[max(segment.start, end - 400) : end].split()[-1]:
        return "", "wrapped address", False
    return (" " if _space_between(before, behind) else ""), rule, False


def _content(raw: str, start: int, end: int, edits: _Edits, stream: str) -> Iterator[tuple[int, int, str, str, str]]:
    """The pieces of one segment: text as it stands, repairs, calls, and spaces that change."""
    before, verbatim, at = "", start, start
    stops = [*edits.within(start, end), end]
    spaces = _SPACES if len(stops) > 1 else _ODD_SPACES
    for stop in stops:
        for run in spaces.finditer(raw, at, stop):
            before = raw[run.start() - 1] if run.start() > at else before
            behind = edits.next_character(raw, run.end(), end)
            keep = before and behind and not before.isspace() and not behind.isspace()
            output = " " if keep and _space_between(before, behind) else ""
            if run[0] != output:
                if verbatim < run.start():
                    yield verbatim, run.start(), stream, "text", raw[verbatim : run.start()]
                yield run.start(), run.end(), stream, "spaces", output
                verbatim = run.end()
            before = output or before
        if verbatim < stop:
            yield verbatim, stop, stream, "text", raw[verbatim:stop]
        if stop > at and not raw[stop - 1].isspace():
            before = raw[stop - 1]
        edit = edits.starting.get(stop) if stop < end else None
        if edit:
            if edit.rule != "repair":
                yield edit.start, edit.end, edit.stream, edit.rule, edit.output
            else:
                yield edit.start, edit.end, stream, "repair", edit.output
                before = edit.output[-1:] or before
            at = verbatim = edit.end
