"""Columns of tables while they are filled, in little more memory than they take when they are made."""

from __future__ import annotations

import mmap
from array import array
from collections import deque
from collections.abc import Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.extensions import ExtensionArray

PART = 4_096
"""So many strings are held one by one."""
MANY = 16_384
"""So many numbers make a part of their column."""


class Numbers:
    """A column of numbers, of a type code of `array`: some thousand at a time go to a page that is moved no more.

    One long array that grows is copied again and again and leaves holes of its own size, which are not given back.

    >>> column = Numbers("q")
    >>> column.append(3)
    >>> column.extend([5, 8])
    >>> column.made()
    array([3, 5, 8])
    """

    def __init__(self, code: str) -> None:
        self._parts: deque[mmap.mmap] = deque()
        self._last = array(code)

    def append(self, value: float) -> None:
        """Add the value of a row."""
        self._last.append(value)
        if len(self._last) >= MANY:
            self._lay_out()

    def extend(self, values: Iterable[float]) -> None:
        """Add the values of rows."""
        self._last.extend(values)
        if len(self._last) >= MANY:
            self._lay_out()

    def _lay_out(self) -> None:
        part = mmap.mmap(-1, len(self._last) * self._last.itemsize)
        part[:] = self._last.tobytes()
        self._parts.append(part)
        self._last = array(self._last.typecode)

    def made(self) -> np.ndarray:
        """The column; nothing can be added any more."""
        column = np.empty(sum(map(len, self._parts)) // self._last.itemsize + len(self._last), self._last.typecode)
        filled = 0
        while self._parts:  # each is given up when it is copied
            part = np.frombuffer(self._parts.popleft(), column.dtype)
            column[filled : (filled := filled + len(part))] = part
        column[filled:] = self._last
        return column.view(column.dtype.str)  # under the name that other columns of the type have: two stand for int64


class Strings:
    """A column of strings: a few thousand at a time are laid out by Arrow, as pandas has them.

    >>> column = Strings()
    >>> column.append("秩序")
    >>> list(column.made())
    ['秩序']
    """

    def __init__(self) -> None:
        self._parts: list[pa.Array] = []
        self._last: list[str] = []

    def append(self, value: str) -> None:
        """Add the value of a row."""
        self._last.append(value)
        if len(self._last) == PART:
            self._lay_out()

    def _lay_out(self) -> None:
        self._parts.append(pa.array(self._last, pa.large_string()))
        self._last = []

    def made(self) -> ExtensionArray:
        """The column."""
        self._lay_out()
        return pd.StringDtype("pyarrow", na_value=np.nan).__from_arrow__(pa.chunked_array(self._parts))


class Often(dict):
    """A column of strings that come again and again: each string once, and its number for each row.

    >>> column = Often()
    >>> column.extend(["order", "law", "order"])
    >>> list(column.made()), list(column.made().categories)
    (['order', 'law', 'order'], ['law', 'order'])
    """

    def __init__(self) -> None:
        self._rows = Numbers("i")

    def __missing__(self, value: str) -> int:
        number = self[value] = len(self)
        return number

    def extend(self, values: Iterable[str]) -> None:
        """Add the values of rows."""
        self._rows.extend(map(self.__getitem__, values))

    def made(self) -> pd.Categorical:
        """The column."""
        return categories(pd.Index(list(self), dtype="str"), self._rows.made())


Column = Numbers | Strings | Often


def categories(values: pd.Index, rows: np.ndarray) -> pd.Categorical:
    """A column of `values` by their number in each row; what is grouped by it stands in the order of strings.

    >>> list(categories(pd.Index(["b", "a"]), [1, 0, 1]))
    ['a', 'b', 'a']
    """
    order = values.argsort()
    turn = np.empty(len(values), "int32")
    turn[order] = np.arange(len(values))
    return pd.Categorical.from_codes(turn[rows], values[order])
