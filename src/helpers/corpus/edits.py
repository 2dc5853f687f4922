"""What changes inside lines: errors of the scanner that are repaired, asides and footnote calls that leave the text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from ..declarations.toml import shown
from .lines import LinedFile, Segment, call_at
from .rules import READ
from .spaces import SPACES

_CIRCLED_CALL = re.compile(r"\^?[①-⑳]")
_GLUED = r"(?<=[.,;:!?”’\"')\]])"
"""In front of a footnote call in figures: the punctuation that it is glued to."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters that are replaced by `output` (a repair), or leave the text for another `stream` (a call, aside).

    >>> Edit(4, 5, "①", "call").leaves, Edit(0, 6, "Global", "repair").leaves
    (True, False)
    """

    start: int
    end: int
    output: str
    rule: str
    stream: str = "note"

    @property
    def leaves(self) -> bool:
        """Whether it takes its characters out of the text."""
        return self.rule != "repair"


@dataclass(slots=True)
class Edits:
    """The edits by the offset at which they start, and by that at which they end; `starts` is sorted.

    >>> call = Edit(2, 3, "①", "call")
    >>> edits = Edits({2: call}, {3: call}, [2])
    >>> edits.last_character("治理① ", 0, 4), edits.next_character("治理①体系", 2, 5)
    (2, '体')
    """

    starting: dict[int, Edit] = field(default_factory=dict)
    ending: dict[int, Edit] = field(default_factory=dict)
    starts: list[int] = field(default_factory=list)

    def within(self, start: int, end: int) -> list[int]:
        """Where the edits of `raw[start:end]` start."""
        return self.starts[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def last_character(self, raw: str, start: int, end: int) -> int:
        """The offset behind the last character of `raw[start:end]` that is neither white space nor leaves the text."""
        while end > start:
            edit = self.ending.get(end)
            if edit is not None and edit.leaves:
                end = edit.start
            elif SPACES.match(raw[end - 1]):
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
                if not edit.leaves and edit.output:
                    return edit.output[0]
                at = edit.end
            elif visible and SPACES.match(raw[at]):
                at += 1
            else:
                return raw[at]
        return ""


def find_edits(file: LinedFile, segments: list[Segment]) -> Edits:
    r"""What is replaced or taken out inside the lines of a file.

    Raises `CorpusError` where what is declared is not in its line, a call is not found, or two edits overlap.

    >>> from .lines import cut_lines, reading_order, segments_of
    >>> from .rules import Claim, Rules
    >>> file = cut_lines("全球治理①。", Rules(calls="circled"), [Claim("t", 1, 1)], "own.toml")
    >>> list(find_edits(file, segments_of(file, reading_order(file))).starting.values())
    [Edit(start=4, end=5, output='①', rule='call', stream='note')]
    """
    read = [segment for segment in segments if file.stream_of(segment) in READ]
    edits = sorted((*_declared(file), *_calls(file, read)), key=lambda edit: edit.start)
    for a, b in pairwise(edits):
        if b.start < a.end:
            file.refuse(
                f"two declarations change the same characters, {shown(file.raw[a.start : a.end])} and "
                f"{shown(file.raw[b.start : b.end])}; keep one"
            )
    return Edits({e.start: e for e in edits}, {e.end: e for e in edits}, [e.start for e in edits])


def _declared(file: LinedFile) -> Iterator[Edit]:
    """The repairs, asides and calls between swapped halves that the manifest declares."""
    for n, repair in enumerate(file.rules.repairs):
        for number in repair.lines:
            for start, end in _find_in_line(file, number, repair.find, f"repair[{n}]"):
                yield Edit(start, end, repair.replace, "repair")
    for n, aside in enumerate(file.rules.asides):
        rule = "call" if aside.stream == "note" else "aside"
        for start, end in _find_in_line(file, aside.line, aside.find, f"aside[{n}]"):
            yield Edit(start, end, file.raw[start:end], rule, aside.stream)
    for swap in file.rules.swaps:
        at = call_at(file, swap)
        yield Edit(at, at + len(swap.call), swap.call, "call")


def _find_in_line(file: LinedFile, number: int, find: str, place: str) -> list[tuple[int, int]]:
    """Where `find` stands in a line; a space in it stands for any white space."""
    if number < 1 or number > len(file.lines):
        file.refuse(
            f"{place}: {shown(find)} is declared for line {number}, but the file has {len(file.lines)} lines; "
            "correct it"
        )
    line = file.lines[number - 1]
    pattern = re.compile(re.escape(find).replace(r"\ ", r"\s"))
    hits = [m.span() for m in pattern.finditer(file.raw, line.content, line.content_end)]
    if not hits:
        file.refuse(f"{place}: line {number} does not hold {shown(find)}; correct the declaration or restore the file")
    return hits


# --- footnote calls --------------------------------------------------------------------------------------------------


def _calls(file: LinedFile, read: list[Segment]) -> Iterator[Edit]:
    """The footnote calls in what is read, as the file has them."""
    if file.rules.calls == "circled":
        for segment in read:
            for hit in _CIRCLED_CALL.finditer(file.raw, segment.start, segment.end):
                yield Edit(hit.start(), hit.end(), hit[0], "call")
    elif file.rules.calls == "numbers":
        yield from _numbered_calls(file, read)


def _numbered_calls(file: LinedFile, read: list[Segment]) -> Iterator[Edit]:
    """Calls 1 to `last_call`, each glued to punctuation, found in their sequence.

    Only the sequence tells `2021.22` (a call) from `81.47` (a number): 22 is due there, 47 is not. Even where it is
    due, what stands between digits like a decimal is a call only if no other candidate comes before the next call.
    Calls between swapped halves are declared and only counted here.
    """
    swapped = {swap.call for swap in file.rules.swaps}
    at = (0, 0)
    for n in range(1, file.rules.last_call + 1):
        if str(n) in swapped:
            continue
        found = _first_call(file.raw, read, at, _plain(n))
        decimal = _first_call(file.raw, read, at, rf"(?<=\d[.,]){n}(?![\d%‰,])(?!\s+[a-z])", found)
        if decimal and found:
            following = _first_call(file.raw, read, at, _plain(n + 1), found)
            found = decimal if following and following > decimal else found
        found = found or decimal
        if not found:
            file.refuse(f"footnote call {n} of {file.rules.last_call} is not found; correct `last_call`")
        index, start = found
        at = (index, start + len(str(n)))
        yield Edit(start, at[1], str(n), "call")


def _plain(n: int) -> str:
    """A call as a regular expression where it cannot be taken for the decimals of a number."""
    return rf"{_GLUED}{n}(?!\d)(?<!\d[.,]{n})"


def _first_call(
    raw: str, read: list[Segment], at: tuple[int, int], pattern: str, before: tuple[int, int] | None = None
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
