"""Runs of words or hanzi that two texts share, exactly or with small differences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple


class Run(NamedTuple):
    """`one[start:stop]` stands again as `other[at:end]`: token for token, or with a few left out or put in."""

    start: int
    stop: int
    at: int
    end: int

    @property
    def length(self) -> int:
        """How many tokens of the first sequence it holds."""
        return self.stop - self.start


def shared_runs(one: Sequence[str], other: Sequence[str], least: int) -> list[Run]:
    """Every longest run of at least `least` tokens that stands in both, in the order of `one`.

    A run goes as far as both agree; one that stands twice in `other` is given twice.

    >>> shared_runs("we all ask for reform".split(), "they ask for reform now".split(), 2)
    [Run(start=2, stop=5, at=1, end=4)]
    >>> [run.length for run in shared_runs("各国应当遵守国际法", "国家遵守国际法", 3)]
    [5]
    """
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(other) - least + 1):
        places[tuple(other[at : at + least])].append(at)
    found = []
    told: dict[int, int] = {}  # by the shift between both, up to where in `one` a run has been followed
    for start in range(len(one) - least + 1):
        for at in places.get(tuple(one[start : start + least]), ()):
            if told.get(at - start, -1) > start:
                continue
            length = _agreeing(one, other, start, at)
            told[at - start] = start + length - least + 1
            found.append(Run(start, start + length, at, at + length))
    return found


def _agreeing(one: Sequence[str], other: Sequence[str], start: int, at: int) -> int:
    """How many tokens agree from there on."""
    length = 0
    while start + length < len(one) and at + length < len(other) and one[start + length] == other[at + length]:
        length += 1
    return length


def near_runs(runs: Sequence[Run], gap: int) -> list[Run]:
    """Runs joined where in both sequences at most `gap` tokens stand between them, in the order of the first.

    >>> words, others = "we firmly uphold the new order".split(), "we uphold the order".split()
    >>> near_runs(shared_runs(words, others, 1), 1)
    [Run(start=0, stop=6, at=0, end=4)]
    """
    joined: list[Run] = []
    for run in sorted(runs):
        before = next(
            (n for n, last in enumerate(joined) if 0 <= run.start - last.stop <= gap and 0 <= run.at - last.end <= gap),
            None,
        )
        if before is None:
            joined.append(run)
        else:
            joined[before] = Run(joined[before].start, run.stop, joined[before].at, run.end)
    return sorted(joined)
