"""Read the files in which things are declared (TOML) or given (CSV), and refuse what they should not hold.

A declaration is a subclass of `Declared`: its annotations say what a file may hold, msgspec compares, and a refusal is
one sentence with file, place and remedy. What no annotation can say (a reference to nothing, an id given twice) is
checked by the module that owns the declaration, which says the place in the same words (`refuse`).
"""

from __future__ import annotations

import re
import stat
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, NoReturn, TypeVar

import msgspec
import pandas as pd
from msgspec import inspect

from .errors import CorpusError
from .spreadsheet import unguarded

LARGEST = 10_000_000
"""So many bytes a declaration may have: a larger file is another one, named by mistake."""
CLIPPED = 60
"""So many characters of a value a message shows."""

T = TypeVar("T")
Line = Annotated[str, msgspec.Meta(pattern=r"^[^\r\n]*\Z")]
"""A text of one line, which may be empty."""
Word = Annotated[str, msgspec.Meta(min_length=1, pattern=r"^\S[^\r\n]*\Z")]
"""A text of one line that is not empty and begins with no white space."""
Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]*\Z")]
"""Small letters, digits and hyphens."""


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A table of a declaration: a key that is no field is refused, and so is a value of another type.

    A `__post_init__` that raises `ValueError` refuses in the same way, with the place.
    """


def read_declared(path: Path, what: str, kind: type[T]) -> T:
    """The declaration in a TOML file as a `kind` (a subclass of `Declared`); `what` is how a message calls the file.

    Raises `CorpusError` with file, place (`code[3].family`, counted from 0) and remedy.
    """
    return declared(read_toml(path, what), path.name, kind)


def declared(data: dict[str, Any], name: str, kind: type[T]) -> T:
    """`data` as a `kind`; `name` is how a message calls where it comes from. Raises as `read_declared`."""
    try:
        return msgspec.convert(data, kind, strict=True)
    except msgspec.ValidationError as error:
        fault, _, place = str(error).partition(" - at ")
        refuse(name, place.strip("`").removeprefix("$").removeprefix("."), _in_words(fault, place.strip("`"), kind))
    except RecursionError:
        refuse(name, "", "tables lie in one another too deep; correct it")


def refuse(name: str, place: str, fault: str) -> NoReturn:
    """Raises `CorpusError`: file, place in it (may be empty), fault with its remedy, as one line of bounded length."""
    raise CorpusError(": ".join(one_line(part, 300) for part in (name, place, fault) if part))


def one_line(value: Any, longest: int = CLIPPED) -> str:
    """A value as it stands in a message: no line end, no control character, at most `longest` characters.

    >>> one_line("a" * 70)[-4:], one_line("a\\nb")
    ('aaa…', 'a b')
    """
    text = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", str(value))
    return text if len(text) <= longest else text[: longest - 1] + "…"


_EXPECTED = {
    "str": "text in quotation marks",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list, [...]",
    "object": "a table",
}


def _in_words(fault: str, place: str, kind: type) -> str:
    """What msgspec says, in the words of a reader who knows TOML and no Python."""
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", fault, re.DOTALL):
        keys = ", ".join(_keys(kind, place))
        return f"unknown key {one_line(unknown[1])!r}; use one of {keys}" if keys else f"unknown key {unknown[1]!r}"
    if missing := re.fullmatch(r"Object missing required field `(.*)`", fault):
        return f"{missing[1]!r} is missing; add it"
    if types := re.fullmatch(r"Expected `(.*)`, got `(.*)`", fault):
        wanted = " or ".join(_EXPECTED.get(t, t) for t in types[1].split(" | ") if t != "null")
        return f"it must be {wanted}, not {_EXPECTED.get(types[2], types[2])}; correct it"
    if "matching regex" in fault:
        return "it is no id: use small letters, digits and hyphens" if "a-z0-9" in fault else "give text of one line"
    return fault if "; " in fault else f"{fault[:1].lower()}{fault[1:]}; correct it"


def _keys(kind: type, place: str) -> list[str]:
    """The keys that the table at a place may have, from the annotations; empty where they do not say."""
    node: Any = inspect.type_info(kind)
    for step in re.findall(r"\.([^.\[]+)|(\[[^\]]*\])", place):
        if isinstance(node, inspect.UnionType):
            node = next((t for t in node.types if not isinstance(t, inspect.NoneType)), node)
        if step[1]:
            node = getattr(node, "item_type", getattr(node, "value_type", None))
        else:
            node = next((f.type for f in getattr(node, "fields", ()) if f.encode_name == step[0]), None)
    if isinstance(node, inspect.UnionType):
        node = next((t for t in node.types if isinstance(t, inspect.StructType)), node)
    return sorted(f.encode_name for f in getattr(node, "fields", ()))


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """The tables of a TOML file in UTF-8. Raises `CorpusError`; `what` is how it calls the file."""
    text = read_text(path, what)
    try:
        data = tomllib.loads(text)
    except RecursionError:
        refuse(path.name, "", "tables lie in one another too deep; correct it")
    except ValueError as error:  # of TOML, or a number of more digits than Python reads
        refuse(path.name, "", f"not readable as TOML ({one_line(error, 150)}); correct it")
    _no_control(data, path.name)
    return data


def read_text(path: Path, what: str) -> str:
    """A file of a declaration as text. Raises `CorpusError` with the system's own reason where it cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would wait for ever
            refuse(path.name, "", f"it is no file that could be a {what}; give the path of one")
        if path.stat().st_size > LARGEST:
            refuse(path.name, "", f"it has more than {LARGEST:,} bytes, too many for a {what}; give the path of one")
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        refuse(path.name, "", f"no such {what} at {one_line(path, 200)}; give its path")
    except UnicodeDecodeError as error:
        refuse(path.name, "", f"it is not in UTF-8 (byte {error.start}); save it as that")
    except CorpusError:
        raise
    except (OSError, ValueError) as error:  # a path that holds NUL is a ValueError
        refuse(path.name, "", f"the {what} cannot be read ({getattr(error, 'strerror', None) or error})")


def _no_control(data: Any, name: str) -> None:
    """Refuse control characters, which no reader would see: no file name, pattern or label has one."""
    stack = [("", data)]
    while stack:
        place, value = stack.pop()
        if isinstance(value, dict):
            stack += [(f"{place}.{key}".lstrip("."), value) for key, value in value.items()]
            stack += [(place, key) for key in value]
        elif isinstance(value, list):
            stack += [(f"{place}[{n}]", item) for n, item in enumerate(value)]
        elif isinstance(value, str) and re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", value):
            refuse(name, place, "it holds a control character; take it out")


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
        table = unguarded(pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8-sig"))
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
