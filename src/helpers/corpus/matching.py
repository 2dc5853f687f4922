"""Patterns that a manifest declares: which may be used, and how long they may take."""

from __future__ import annotations

import math
import re
import warnings
from dataclasses import dataclass
from time import process_time

import regex

from ..declarations.toml import one_line, shown
from ..errors import CorpusError

PATIENCE = 3
"""So many seconds of computing the patterns that are declared for one file may take."""
LONGEST_PATTERN = 1_000
"""So many characters a pattern may have, and to so much its counts (`{20}`) may multiply: each makes it longer."""
_COUNT = re.compile(r"\{(\d+)")
_NO_COUNT = re.compile(r"(?<!\\)(?<!\\N)\{(?!\d*,?\d*\})")


def check_pattern(pattern: str) -> None:
    """Raises `ValueError` for a pattern that cannot be used; an empty one is none.

    Patterns are written as Python's `re` has them and found by `regex`, which can be stopped; what only one of the two
    knows is refused.

    >>> check_pattern("^[一二三]、")
    >>> check_pattern("a*")
    Traceback (most recent call last):
    ValueError: the pattern 'a*' matches the empty line; correct it
    """
    if not pattern:
        return
    if len(pattern) > LONGEST_PATTERN or math.prod(int(n) or 1 for n in _COUNT.findall(pattern)) > LONGEST_PATTERN:
        raise ValueError(f"the pattern {shown(pattern)} is too long, or its counts are too high; make it simpler")
    if _NO_COUNT.search(pattern):
        raise ValueError(f"the pattern {shown(pattern)} has a brace that opens no count; write \\{{ for a brace")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
            if regex.compile(pattern).match("", timeout=PATIENCE):
                raise ValueError(f"the pattern {shown(pattern)} matches the empty line; correct it")
    except (re.error, regex.error, OverflowError, RecursionError, Warning) as error:
        raise ValueError(f"the pattern {shown(pattern)} does not compile ({one_line(error)}); correct it") from None
    except (TimeoutError, MemoryError):
        raise ValueError(f"the pattern {shown(pattern)} takes too long; make it simpler") from None


@dataclass(slots=True)
class Patience:
    """How many seconds of computing the patterns of a file may still take; `name` is how errors call the file.

    >>> Patience("corpus.toml", 1).matches(regex.compile("第.章"), "第一章 总则", "stream[0].match")
    True
    """

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
