"""Declarations in TOML: read, held against what they may hold, and refused in the words of who writes them.

A declaration is a subclass of `Declared`: its annotations say what a file may hold, msgspec compares, and a refusal is
one sentence with file, place and remedy. What no annotation can say (a reference to nothing, an id given twice) is
checked by the module that owns the declaration, which says the place in the same words (`refuse`).
"""

from __future__ import annotations

import errno
import re
import stat
import tomllib
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, NamedTuple, NoReturn, TypeVar, Union, get_args, get_origin

import msgspec

from ..errors import CorpusError, plain

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

    No field may be a list (or free table) or else a text with a pattern: msgspec 0.22 frees what is not its own there,
    and Python crashes at its end.

    >>> class Place(Declared):
    ...     id: Id
    ...     note: Line = ""
    >>> as_declared({"id": "geneva"}, "places.toml", Place)
    Place(id='geneva', note='')
    """


def read_declared(path: Path, what: str, kind: type[T]) -> T:
    """The declaration in a TOML file as a `kind` (a subclass of `Declared`); `what` is how a message calls the file.

    Raises `CorpusError` with file, place (`code[3].family`, counted from 0) and remedy.

    >>> from helpers.paths import TERMS
    >>> class Anything(Declared, forbid_unknown_fields=False):
    ...     pass
    >>> read_declared(TERMS, "term list", Anything)
    Anything()
    """
    return as_declared(read_toml(path, what), path.name, kind)


def as_declared(data: dict[str, Any], name: str, kind: type[T]) -> T:
    """`data` as a `kind`; `name` is how a message calls where it comes from. Raises as `read_declared`.

    >>> class Place(Declared):
    ...     id: Id
    >>> as_declared({"id": "geneva", "nmae": "日内瓦"}, "places.toml", Place)
    Traceback (most recent call last):
    helpers.errors.CorpusError: places.toml: unknown key 'nmae'; use one of id
    """
    try:
        return msgspec.convert(data, kind, strict=True)
    except msgspec.ValidationError as error:
        said = _SAID.fullmatch(str(error))
        at = _find(data, kind, said["place"] or "", bool(said["key"]))
        refuse(name, named(at.place, at.id), _in_words(said["fault"], at))
    except RecursionError:
        refuse(name, "", "tables lie in one another too deep; correct it")


def refuse(name: str, place: str, fault: str) -> NoReturn:
    """Raises `CorpusError`: file, place in it (may be empty), fault with its remedy, as one line of bounded length.

    >>> refuse("codes.csv", "line 3", "'wra' is no code; correct it")
    Traceback (most recent call last):
    helpers.errors.CorpusError: codes.csv: line 3: 'wra' is no code; correct it
    """
    parts = ((name, 80), (place, 110), (fault, 300))
    raise CorpusError(": ".join(one_line(part, longest) for part, longest in parts if part))


def named(place: str, id_: str) -> str:
    """A place with the id of the entry that it is in (empty: it has none), by which a reader finds it.

    >>> named("code[3].family", "war"), named("gate", "")
    ("code[3].family (id 'war')", 'gate')
    """
    return f"{place} (id {one_line(id_)!r})".lstrip() if id_ else place


def own_ids(entries: Sequence[Any], name: str, place: str, taken: Collection[str] = ()) -> None:
    """Raises `CorpusError` for an entry whose `id` another one has, or which is among those `taken` by the program.

    `name` and `place` are those of the file and the list, as a message says them.

    >>> class Code(Declared):
    ...     id: Id
    >>> own_ids([Code(id="war"), Code(id="trade"), Code(id="war")], "us.toml", "code")
    Traceback (most recent call last):
    helpers.errors.CorpusError: us.toml: code[2].id (id 'war'): code[0] has this id too; give each an id of its own
    """
    first: dict[str, int] = {}
    for n, entry in enumerate(entries):
        where = named(f"{place}[{n}].id", entry.id)
        if entry.id in taken:
            refuse(name, where, "this id means something else already; choose another")
        if first.setdefault(entry.id, n) != n:
            refuse(name, where, f"{place}[{first[entry.id]}] has this id too; give each an id of its own")


def one_line(value: Any, longest: int = CLIPPED) -> str:
    """A value as it stands in a message: no line end, no control character, at most `longest` characters.

    >>> one_line("a" * 70)[-4:], one_line("a\\nb"), one_line(16**5000)
    ('aaa…', 'a b', 'a number of too many digits')
    """
    if isinstance(value, int) and value.bit_length() > 1000:  # Python itself does not print it
        return "a number of too many digits"
    text = plain(str(value))
    return text if len(text) <= longest else text[: longest - 1] + "…"


_SAID = re.compile(r"(?P<fault>.*?)(?: - at (?P<key>`key` in )?`\$(?P<place>[^`\r\n]*)`)?", re.DOTALL)
_INDEX = re.compile(r"\[\d+\]")
_STEP = re.compile(r"\.([^.\[]+)|\[([^\]]*)\]")
_EXPECTED = {
    "str": "text in quotation marks",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list, [...]",
    "object": "a table",
    "date": "a date",
    "time": "a time",
    "datetime": "a date with a time",
}


class _Place(NamedTuple):
    """A place as a reader finds it, with the value there, its annotation, and the id of the entry that it is in."""

    place: str
    value: Any
    kind: Any
    id: str


def _find(data: Any, kind: Any, place: str, in_key: bool) -> _Place:
    """The place that msgspec means; the key of a table whose keys are not known before it leaves out (`[...]`)."""
    told = id_ = ""
    steps = [(*step, False) for step in _STEP.findall(place)] + ([("", "...", True)] if in_key else [])
    for name, index, meant in steps:
        kind = _bare(kind)
        if told and isinstance(data, dict) and isinstance(data.get("id"), str):  # a whole file's id says no place
            id_ = data["id"]
        if name:
            data, kind = data.get(name), _annotations(kind).get(name)
            told += f".{name}"
        elif index == "...":
            key = next(key for key in data if not _fits({key: data[key]}, kind))
            data, kind = key if meant else data[key], get_args(kind)[0 if meant else 1]
            told += f".{one_line(key)}"
        else:
            data, kind = data[int(index)], get_args(kind)[0]
            told += f"[{index}]"
    if told and isinstance(data, dict) and isinstance(data.get("id"), str):
        id_ = data["id"]
    return _Place(told.removeprefix("."), data, kind, id_)


def _fits(data: Any, kind: Any) -> bool:
    try:
        msgspec.convert(data, kind, strict=True)
    except msgspec.ValidationError:
        return False
    return True


def _bare(kind: Any) -> Any:
    """An annotation without its limits; of several types the first table, else the first."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if isinstance(kind, UnionType) or get_origin(kind) is Union:
        types = [_bare(t) for t in get_args(kind) if t is not type(None)]
        return next((t for t in types if _annotations(t)), types[0])
    return kind


def _annotations(kind: Any) -> dict[str, Any]:
    """The keys that a table may have, with their annotations; empty for what is none."""
    known = isinstance(kind, type) and issubclass(kind, msgspec.Struct)
    return {f.encode_name: f.type for f in msgspec.structs.fields(kind)} if known else {}


def _in_words(fault: str, at: _Place) -> str:
    """What msgspec says, in the words of a reader who knows TOML and no Python."""
    bare = _bare(at.kind)
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", fault, re.DOTALL):
        keys = ", ".join(sorted(_annotations(bare)))
        return f"unknown key {one_line(unknown[1])!r}; use one of {keys}"
    if missing := re.fullmatch(r"Object missing required field `(.*)`", fault):
        return f"{missing[1]!r} is missing; add it"
    if types := re.fullmatch(r"Expected `(.*)`, got `(.*)`", fault):
        wanted = " or ".join(_EXPECTED.get(t, t) for t in types[1].split(" | ") if t != "null")
        if types[1] == "array" and _annotations(_bare(get_args(bare)[0])):
            wanted = f"a list of tables, [[{re.sub(_INDEX, '', at.place)}]]"
        return f"it must be {wanted}, not {_EXPECTED.get(types[2], types[2])}; correct it"
    if fault.startswith("Invalid enum value"):
        return f"{one_line(at.value)!r} is not known here; use one of {', '.join(map(str, get_args(bare)))}"
    if "matching regex" in fault:
        if remedy := _remedy(at.kind):
            return f"{one_line(at.value)!r} {remedy}"
        return "it is no id: use small letters, digits and hyphens" if "a-z0-9" in fault else "give text of one line"
    if most := re.fullmatch(r"Expected `(?:str|array)` of length <= (\d+)", fault):
        return f"it has a length of more than {int(most[1]):,}; shorten it"
    if re.fullmatch(r"Expected `(?:str|array)` of length >= 1", fault):
        return "it is empty; fill it in or take it out"
    if least := re.fullmatch(r"Expected `int` (>=|<=) (-?\d+)", fault):
        return f"it must be {least[2]} or {'more' if least[1] == '>=' else 'less'}; correct it"
    return fault if "; " in fault else f"{fault[:1].lower()}{fault[1:]}; correct it"


def _remedy(kind: Any) -> str:
    """What the limits of an annotation say in their `description`: why a text is refused, and what to write."""
    metas = getattr(kind, "__metadata__", ())
    return next((meta.description for meta in metas if isinstance(meta, msgspec.Meta) and meta.description), "")


def shown(value: Any) -> str:
    """A text as a message quotes it: in quotation marks, of one line, clipped, with escapes for what nobody would see.

    >>> print(shown("a\\nb\u00a0c"))
    'a b\\xa0c'
    """
    return repr(one_line(value))


def twice(values: Iterable[T]) -> tuple[int, T] | None:
    """Index and value of the first that stood before; None where each stands once.

    >>> twice(["a", "b", "a"]), twice("ab")
    ((2, 'a'), None)
    """
    seen: set[T] = set()
    for n, value in enumerate(values):
        if value in seen:
            return n, value
        seen.add(value)
    return None


# --- files -----------------------------------------------------------------------------------------------------------


def read_toml(path: Path, what: str) -> dict[str, Any]:
    """The tables of a TOML file in UTF-8. Raises `CorpusError`; `what` is how it calls the file.

    >>> from helpers.paths import TERMS
    >>> sorted(read_toml(TERMS, "term list"))
    ['blockers', 'chinese', 'english', 'name']
    """
    text = read_text(path, what)
    try:
        data = tomllib.loads(text)
    except RecursionError:
        refuse(path.name, "", "tables lie in one another too deep; correct it")
    except ValueError as error:  # of TOML, or a number of more digits than Python reads
        refuse(path.name, "", f"not readable as TOML ({one_line(error, 150)}); correct it")
    _no_control(data, path.name)
    return data


def read_text(path: Path, what: str, remedy: str = "give its path", largest: int = LARGEST) -> str:
    """A text file in UTF-8. Raises `CorpusError` with the system's own reason where it cannot be read.

    `what` is how it calls the file, `remedy` what helps where there is none, `largest` how many bytes it may have. A
    byte order mark is no part of the text.

    >>> read_text(Path("nowhere/terms.toml"), "term list")
    Traceback (most recent call last):
    helpers.errors.CorpusError: terms.toml: no such term list at nowhere/terms.toml; give its path
    """
    try:
        data = read_bytes(path, largest)
        return data.decode("utf-8-sig")
    except FileNotFoundError:
        refuse(path.name, "", f"no such {what} at {one_line(path, 150)}; {remedy}")
    except UnicodeDecodeError as error:
        seems = f" (it looks like {seen})" if (seen := encoding_of(data)) else ""
        refuse(path.name, "", f"it is not in UTF-8 (byte {error.start}); save it as that{seems}")
    except NoFile:
        refuse(path.name, "", f"it is no file that could be a {what}; give the path of one")
    except (OSError, ValueError) as error:  # a path that holds NUL is a ValueError
        refuse(path.name, "", f"the {what} cannot be read ({getattr(error, 'strerror', None) or error}); {remedy}")


class NoFile(OSError):
    """What stands at a path is no ordinary file: a folder, or a pipe or device that may wait or go on for ever.

    >>> read_bytes(Path("."), 10)
    Traceback (most recent call last):
    helpers.declarations.toml.NoFile
    """


def read_bytes(path: Path, largest: int) -> bytes:
    """The bytes of an ordinary file.

    Raises `NoFile`, `OSError` with its reason (that of a file of more than `largest` bytes is EFBIG), and `ValueError`
    for a path that cannot be one.

    >>> read_bytes(Path(__file__), 1_000_000).startswith(b'"')
    True
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise NoFile
    with path.open("rb") as file:
        data = file.read(largest + 1)  # what the system says of a file's size is not always so
    if len(data) > largest:
        raise OSError(errno.EFBIG, f"it has more than {largest:,} bytes")
    return data


ENCODINGS = ("utf-8", "gb18030", "big5", "utf-16", "utf-16-le", "utf-16-be", "cp1252")
"""Encodings in which texts in English and Chinese come, as Python calls them."""


def encoding_of(data: bytes) -> str:
    """The encoding of `ENCODINGS` that bytes which are no text in UTF-8 look like; "" where none can be told.

    >>> encoding_of("中国反对霸权。".encode("gbk")), encoding_of("Left.".encode("utf-16-le"))
    ('gb18030', 'utf-16-le')
    >>> encoding_of("全球".encode() + b"\\xff")  # UTF-8 with an error in it
    ''
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) and data[2:4] != b"\0\0":
        return "utf-16"
    even, odd = data[:1000:2].count(0), data[1:1000:2].count(0)
    if max(even, odd) > 20 * min(even, odd) + len(data[:1000]) / 20:  # of the two bytes of a Latin letter one is NUL
        return "utf-16-be" if even > odd else "utf-16-le"
    text = data.decode("utf-8", "replace")
    wrong, other = text.count("\ufffd"), len(text) - len(text.encode("ascii", "ignore"))
    if wrong <= (other - wrong) / 2:  # UTF-8, perhaps with an error in it
        return ""
    begin = max(0, len(text.partition("\ufffd")[0].encode()) - 1000) // 2 * 2
    return _guessed(data[begin : begin + 20_000]) or _guessed(data[begin : begin + 19_999])  # not half a character


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes  # a tenth of a second, and seldom needed

    best = from_bytes(data, cp_isolation=[name.replace("-", "_") for name in ENCODINGS[1:]]).best()
    return best.encoding.replace("_", "-") if best else ""


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


def one_owner(owner: dict[str, str], forms: Iterable[str], entry: str, name: str, place: str, is_of: str) -> None:
    """Enter `forms` as those of `entry` in `owner`, form to entry.

    Raises `CorpusError` for a form of another entry; `is_of` is how it says so (belongs to).

    >>> owner = {"中国": "china"}
    >>> one_owner(owner, ["PRC"], "china", "terms.toml", "name[0]", "is a form of")
    >>> one_owner(owner, ["中国"], "prc", "terms.toml", "name[1]", "is a form of")
    Traceback (most recent call last):
    helpers.errors.CorpusError: terms.toml: name[1] (id 'prc'): '中国' is a form of 'china' too; keep one
    """
    for form in forms:
        if owner.setdefault(form, entry) != entry:
            refuse(name, named(place, entry), f"{shown(form)} {is_of} {shown(owner[form])} too; keep one")
