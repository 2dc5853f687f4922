"""CSV that is safe to open in a spreadsheet: no cell of text is run there as a formula, and reading gives it back.

A text that begins as a formula does gets an apostrophe before it, by which spreadsheets know text; so does one that
begins with apostrophes and then so, and `unguarded` takes one away. Numbers stay numbers, negative ones too.
"""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

_FORMULA = re.compile(r"'*(?:[=+@\t\r\n＝＋＠]|[-－](?!(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\Z))")


def to_csv(frame: pd.DataFrame, float_format: str | None = None) -> str:
    """A table as CSV with its texts, and the names of its columns, guarded."""
    safe = _mapped(frame, _guard)
    text = safe.to_csv(index=False, float_format=float_format, lineterminator="\n")
    if "\r" in text:  # it is quoted only where it is part of the line end, and would begin a line of its own
        text = safe.to_csv(index=False, float_format=float_format, lineterminator="\r\n")
        text = re.sub(r'("(?:[^"]|"")*")|\r\n', lambda found: found[1] or "\n", text)
    return text


def unguarded(frame: pd.DataFrame) -> pd.DataFrame:
    """A table that was read from CSV, with texts and names of columns as they were before `to_csv`.

    >>> unguarded(pd.DataFrame({"a": ["'=1+1", "'tis", "-5", "''-b"]}))["a"].tolist()
    ['=1+1', "'tis", '-5', "'-b"]
    """
    return _mapped(frame, _unguard)


def _mapped(frame: pd.DataFrame, change) -> pd.DataFrame:
    texts = {name: column.map(change) for name, column in frame.items() if column.dtype.kind not in "iufb"}
    return frame.assign(**texts).rename(columns=change)


def _guard(cell: Any) -> Any:
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _unguard(cell: Any) -> Any:
    return cell[1:] if isinstance(cell, str) and cell.startswith("'") and _FORMULA.match(cell) else cell
