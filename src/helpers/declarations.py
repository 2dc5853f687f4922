"""Read the files in which things are declared (TOML) or given (CSV), and refuse what they should not hold."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd

from .errors import CorpusError


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """The tables of a TOML file in UTF-8. Raises `CorpusError`; `what` is how it calls the file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError:
        raise CorpusError(f"{path.name}: no such {what} at {path}; give its path") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path.name}: not readable as TOML in UTF-8 ({error}); correct it") from None


def known_keys(table: dict[str, Any], keys: set[str], where: str) -> None:
    """Raises `CorpusError` for a key that is not among `keys`."""
    unknown = sorted(set(table) - keys)
    if unknown:
        raise CorpusError(f"{where}: unknown key {unknown[0]!r}; use one of {', '.join(sorted(keys))}")


def one_owner(owner: dict[str, str], forms: Iterable[str], entry: str, where: str, is_of: str) -> None:
    """Enter `forms` as those of `entry` in `owner`, form to entry.

    Raises `CorpusError` for a form of another entry; `is_of` is how it says so (belongs to).
    """
    for form in forms:
        if owner.setdefault(form, entry) != entry:
            raise CorpusError(f"{where}: {form!r} {is_of} {owner[form]!r} too; keep one")


def read_csv(path: Path, columns: tuple[str, ...], remedy: str, key: str = "") -> pd.DataFrame:
    """A CSV file in UTF-8, every value as text, with the `columns` that it needs and each `key` once.

    Raises `CorpusError`; `remedy` is what helps where there is no such file.
    """
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig")
    except OSError:
        raise CorpusError(f"{path.name}: no such table at {path}; {remedy}") from None
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError):
        raise CorpusError(f"{path.name}: not readable as CSV in UTF-8; save it as that") from None
    missing = [name for name in columns if name not in table.columns]
    if missing:
        raise CorpusError(f"{path.name}: column {missing[0]!r} is missing; add it")
    twice = table.index[table[key].duplicated()] if key else []
    if len(twice):
        raise CorpusError(f"{path.name}: line {twice[0] + 2}: {table[key][twice[0]]!r} stands twice; keep one row")
    return table
