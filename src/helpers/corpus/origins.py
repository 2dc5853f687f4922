"""Where what is put out comes from: stretches of a paragraph, and the stretches of the raw file behind them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from .cleaning import Piece
from .lines import line_of


class Origin(NamedTuple):
    """`paragraph[out:out_end]` was put out by `raw[start:end]`; unless `exact`, a repair or a join stands between.

    >>> Origin(out=0, out_end=4, start=10, end=14, exact=True).start
    10
    """

    out: int
    out_end: int
    start: int
    end: int
    exact: bool


def origins(pieces: list[Piece]) -> list[Origin]:
    """The origins of what the pieces of a block, in reading order, put out one after the other.

    >>> text = Piece(10, 14, 0, "body", "text", "t", "全球治理", 0)
    >>> join = Piece(14, 15, 1, "body", "wrapped line", "t", "", 0)
    >>> origins([text, join])
    [Origin(out=0, out_end=4, start=10, end=14, exact=True)]
    """
    out, found = 0, []
    for piece in pieces:
        end = out + len(piece.output)
        if end > out:
            found.append(Origin(out, end, piece.start, piece.end, piece.rule == "text"))
        out = end
    return found


def within(found: list[Origin], start: int, end: int) -> Iterator[Origin]:
    """The origins of what stands between `start` and `end` of a block.

    >>> [origin.start for origin in within([Origin(0, 4, 10, 14, True), Origin(4, 9, 20, 25, True)], 4, 5)]
    [20]
    """
    for at in range(bisect_right(found, start, key=lambda origin: origin.out_end), len(found)):
        if found[at].out >= end:
            break
        yield found[at]


def spans(found: list[Origin], start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the raw file behind `start` to `end` of a block, in reading order; those that touch are one.

    >>> spans([Origin(0, 4, 10, 14, True), Origin(4, 5, 14, 15, False), Origin(5, 9, 15, 19, True)], 2, 6)
    [(12, 16)]
    """
    joined: list[tuple[int, int]] = []
    for origin in within(found, start, end):
        a, b = origin.start, origin.end
        if origin.exact:
            a, b = origin.start + max(0, start - origin.out), origin.start + min(origin.out_end, end) - origin.out
        if joined and joined[-1][1] == a:
            joined[-1] = (joined[-1][0], b)
        else:
            joined.append((a, b))
    return joined


def line_span(found: list[Origin], starts: list[int], start: int, end: int) -> tuple[int, int]:
    """First and last raw line (from 1) behind `start` to `end` of a block, given `line_starts`; 0 where there is none.

    >>> line_span([Origin(0, 4, 10, 14, True), Origin(4, 9, 20, 25, True)], [0, 10, 20], 3, 5)
    (2, 3)
    """
    lines = [line_of(starts, origin.start) for origin in within(found, start, end)]
    return (min(lines), max(lines)) if lines else (0, 0)
