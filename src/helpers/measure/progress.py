"""How far a long step is: texts, megabytes, time left, on one line of a terminal."""

from __future__ import annotations

import sys
import time
from typing import TextIO

EVERY = 0.5
"""So many seconds pass between two lines at least."""


class Progress:
    """Says how far a step is; on a terminal over and over in one line, else only where `always` says so, in lines.

    >>> import io
    >>> told = io.StringIO()
    >>> with Progress("reading", 2_000_000, always=True, stream=told, clock=iter([0, 10, 20, 30]).__next__) as progress:
    ...     progress.at(40, 500_000)
    >>> print(told.getvalue(), end="")
    reading: 40 texts, 0.5 of 2.0 MB, 30 s left
    reading: 40 texts, 0.5 MB in 20 s
    """

    def __init__(
        self, step: str, size: int, *, always: bool = False, stream: TextIO | None = None, clock=time.monotonic
    ):
        self.step, self.size, self.clock = step, size, clock
        self.stream = sys.stderr if stream is None else stream
        self.live = self.stream.isatty()
        self.shown = self.live or always
        self.began = self.last = clock()
        self.texts = self.done = 0

    def __enter__(self) -> Progress:
        return self

    def at(self, texts: int, done: int) -> None:
        """Say that so many texts, and bytes of `size`, are done."""
        self.texts, self.done = texts, done
        if not self.shown:
            return
        now = self.clock()
        if now - self.last >= EVERY:
            self.last = now
            self._say(self._told(now - self.began))

    def __exit__(self, kind: object, *_: object) -> None:
        if self.shown:
            took = self.clock() - self.began
            self._say(f"{self.step}: {self.texts:,} texts, {self.done / 1e6:,.1f} MB in {_time(took)}", end="\n")

    def _told(self, took: float) -> str:
        told = f"{self.step}: {self.texts:,} texts, {self.done / 1e6:,.1f}"
        if not self.size:
            return f"{told} MB"
        left = took / self.done * (self.size - self.done) if self.done else 0
        return f"{told} of {self.size / 1e6:,.1f} MB" + (f", {_time(left)} left" if self.done else "")

    def _say(self, line: str, end: str = "") -> None:
        print(f"\r\033[K{line}" if self.live else line, end=end if self.live else "\n", file=self.stream, flush=True)


def _time(seconds: float) -> str:
    """Seconds as hours, minutes and seconds.

    >>> _time(3), _time(61.4), _time(7300)
    ('3 s', '1 min 1 s', '2 h 1 min')
    """
    whole = round(max(0, seconds))
    if whole < 60:
        return f"{whole} s"
    return f"{whole // 60} min {whole % 60} s" if whole < 3600 else f"{whole // 3600} h {whole % 3600 // 60} min"
