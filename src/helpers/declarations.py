"""Read the TOML files in which a corpus, its terms and its concepts are declared, and refuse what they do not know."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

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
