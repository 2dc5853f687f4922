"""Files as they lie on the disk: listed, opened where they are compressed, decoded in an encoding that is detected."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import re
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import zstandard

from ..declarations.toml import encoding_of, one_line
from ..errors import CorpusError, reason
from ..text.hanzi import HANZI

TEXTS = (".txt", ".md", ".markdown", ".text")
TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
COMPRESSED = (".gz", ".zst")
LARGEST = 200_000_000
"""So many bytes a text may have: it is held in memory as a whole."""
SAMPLE = 200_000
"""So many bytes of a file are looked at to tell its encoding."""
_CHANCE = 4
"""So many characters at most are by chance what another encoding has in their place."""
_SHORT = 20
"""Of fewer characters an encoding is never told for sure, and so where several fit as well."""
FAULTS = (OSError, EOFError, zlib.error, zstandard.ZstdError)
"""What is raised where a file cannot be read, is not what its ending says, or is cut off."""
LEAST = 0.5
"""With less confidence an encoding is not taken as known."""
_OTHERS = {
    (
        ".docx",
        ".doc",
        ".odt",
        ".rtf",
        ".epub",
    ): "convert it to text, as with pandoc: pandoc {file} -t plain --wrap=none -o {stem}.txt",
    (".pdf",): "convert it to text, as with pdftotext of Poppler: pdftotext {file} {stem}.txt",
    (".html", ".htm", ".xhtml"): "take the text out, as with trafilatura: trafilatura < {file} > {stem}.txt",
    (".xml", ".tei"): "take the text out, of TEI as with the TEI Consortium's TEIGarage or Stylesheets (teitotxt)",
    (".xlsx", ".xls", ".ods"): "save its table as CSV in UTF-8",
    (".json",): "write an object a line, as with jq: jq -c '.[]' {file} > {stem}.jsonl",
    (".zip", ".7z", ".rar", ".tar", ".bz2", ".xz"): "unpack it, or pack the text with gzip or zstd",
}
"""What is no plain text, by the ending of its name, and what makes one of it."""


_BEGINS = {
    b"%PDF-": ".pdf",
    b"PK\x03\x04": ".docx",
    b"\xd0\xcf\x11\xe0": ".doc",
    b"{\\rtf": ".rtf",
    b"<!doctype html": ".html",
    b"<html": ".html",
    b"<?xml": ".xml",
}
"""How files begin that are no plain text, whatever their name says; small letters stand for large ones too."""
_PACKED = {b"\x1f\x8b": ".gz", b"\x28\xb5\x2f\xfd": ".zst"}


class Unreadable(Exception):
    """A text that cannot be read, with the reason and the remedy.

    >>> str(Unreadable("it holds no text; fill it in"))
    'it holds no text; fill it in'
    """


class Decoded(NamedTuple):
    """A text, the encoding that it was in, and how sure that is: 1.0 for UTF-8 and for one that was named.

    >>> decoded("改革".encode("utf-8"), "").encoding
    'utf-8'
    """

    text: str
    encoding: str
    confidence: float


def ending(path: Path) -> str:
    """The ending of a file's name, in small letters, without that of a compressed file.

    >>> ending(Path("a.CSV.gz")), ending(Path("b.txt"))
    ('.csv', '.txt')
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if suffixes and suffixes[-1] in COMPRESSED:
        suffixes.pop()
    return suffixes[-1] if suffixes else ""


def is_compressed(path: Path) -> bool:
    """Whether a file's name says that it is compressed.

    >>> is_compressed(Path("a.jsonl.zst"))
    True
    """
    return path.suffix.lower() in COMPRESSED


def converter(path: Path) -> str:
    """What makes a text of a file that is none; empty where its name does not say.

    >>> converter(Path("report.pdf"))
    'convert it to text, as with pdftotext of Poppler: pdftotext report.pdf report.txt'
    """
    kind = ending(path)
    told = next((told for endings, told in _OTHERS.items() if kind in endings), "")
    return told.format(file=one_line(path.name, 40), stem=one_line(path.stem, 40))


def opened(path: Path) -> BinaryIO:
    """A file of bytes, unpacked where it is compressed. Raises `OSError`.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     packed = Path(folder, "a.txt.gz")
    ...     _ = packed.write_bytes(gzip.compress(b"order"))
    ...     with opened(packed) as file:
    ...         file.read()
    b'order'
    """
    if not path.is_file():
        raise (
            FileNotFoundError(2, "No such file", str(path)) if not path.exists() else OSError("it is no ordinary file")
        )
    if path.suffix.lower() == ".gz":
        return gzip.open(path, "rb")
    if path.suffix.lower() == ".zst":
        return io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(path.open("rb"), read_across_frames=True))
    return path.open("rb")


def contents(path: Path) -> bytes:
    """All bytes of a file, unpacked. Raises `Unreadable` with the reason."""
    try:
        with opened(path) as file:
            data = file.read(LARGEST + 1)
    except FAULTS as error:
        raise Unreadable(why(path, error)) from None
    if len(data) > LARGEST:
        raise Unreadable(f"it has more than {LARGEST // 10**6} MB; split it into several texts")
    return data


def check_plain(path: Path, data: bytes) -> None:
    """Raises `Unreadable` for a file whose name says that it is plain text and whose first bytes say that it is not.

    >>> check_plain(Path("a.txt"), b"\\x1f\\x8b")
    Traceback (most recent call last):
    helpers.measure.files.Unreadable: it is compressed; add .gz to its name
    """
    head = data[:200].removeprefix(codecs.BOM_UTF8).lstrip()[:20].lower()
    if kind := next((kind for begin, kind in _BEGINS.items() if head.startswith(begin.lower())), ""):
        raise Unreadable(
            f"it begins like a {kind} and is no plain text; name it so, and {converter(path.with_suffix(kind))}"
        )
    if kind := next((kind for begin, kind in _PACKED.items() if data.startswith(begin)), ""):
        raise Unreadable(f"it is compressed; add {kind} to its name")


def why(path: Path, error: Exception) -> str:
    """Why a file could not be read (one of `FAULTS`), with a remedy.

    >>> why(Path("a.txt.gz"), EOFError("it ends early"))
    'it cannot be unpacked (it ends early); pack it anew, or correct its ending'
    """
    if is_compressed(path) and not (isinstance(error, OSError) and error.errno):
        return f"it cannot be unpacked ({one_line(error, 80)}); pack it anew, or correct its ending"
    said = reason(error) if isinstance(error, OSError) else str(error)
    return f"it cannot be read ({one_line(said.rpartition(': ')[2], 80)}); make it readable, or take it out"


def decoded(data: bytes, encoding: str) -> Decoded:
    """The text of bytes in the encoding that is named, or else in the one that they look like.

    Raises `Unreadable` where they are no text in it, or none can be told.

    >>> decoded("中国反对霸权。".encode("gbk"), "")
    Decoded(text='中国反对霸权。', encoding='gb18030', confidence=0.7)
    """
    known, confidence = (named(data, encoding), 1.0) if encoding else told(data)
    try:
        text = data.decode("utf-8-sig" if _is_utf8(known) else known)
    except UnicodeDecodeError as error:
        raise Unreadable(_undecodable(data, known, error)) from None
    if "\0" in text or (not _is_utf8(known) and not _is_prose(text)):
        raise Unreadable("it holds characters that no text has; take it out, or name its encoding with --encoding")
    if encoding and (fits := _fits(text, codecs.lookup(known).name)) < LEAST:
        confidence = round(fits, 2)  # what was named reads it, as rare characters
    return Decoded(text.removeprefix("\ufeff"), known, confidence)


def _is_prose(text: str) -> bool:
    """Whether hardly a character is a control character, or none at all."""
    kinds = [unicodedata.category(character) for character in text[:2000] if character not in "\t\n\r\f\v"]
    return sum(kind in ("Cc", "Cn", "Co", "Cs") for kind in kinds) * 50 <= len(kinds)


def named(data: bytes, encoding: str) -> str:
    """The encoding that is named, but UTF-8 where bytes are surely that: in another they would be other words.

    >>> named("中国".encode("gbk"), "gb18030"), named("全球治理倡议".encode(), "gb18030"), named(b"order", "utf-16")
    ('gb18030', 'utf-8', 'utf-8')
    """
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data)  # the last character may be cut
    except UnicodeDecodeError:
        return encoding
    surely = data.isascii() or len(text) - len(text.encode("ascii", "ignore")) > _CHANCE
    return "utf-8" if surely and b"\0" not in data else encoding


def _is_utf8(encoding: str) -> bool:
    return codecs.lookup(encoding).name == "utf-8"


def _undecodable(data: bytes, encoding: str, error: UnicodeDecodeError) -> str:
    line = data.count(b"\n", 0, error.start) + 1
    fault = f"line {line} is no {encoding.upper()} (byte {error.start})"
    seen = encoding_of(data) if data else ""
    likely = f" and looks like {seen}, so name that" if seen and seen != encoding else "; name its encoding"
    return f"{fault}{likely} with --encoding, or save the file as UTF-8"


def told(data: bytes) -> tuple[str, float]:
    """The encoding that bytes look like, with the confidence, from 0 to 1. Raises `Unreadable` where none can be told.

    >>> told("Les États".encode())
    ('utf-8', 1.0)
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) and len(data) % 2 == 0:
        return "utf-16", 1.0
    if data[:SAMPLE].count(0) * 5 > len(data[:SAMPLE]) and (seen := encoding_of(data)).startswith("utf-16"):
        return seen, 1.0  # of the two bytes of a Latin letter one is NUL
    if wide := _wide(data[:SAMPLE]):
        return wide
    try:
        data.decode("utf-8")
        return "utf-8", 1.0
    except UnicodeDecodeError as error:
        if error.start > 5 and error.end >= len(data) - 3 and error.reason == "unexpected end of data":
            raise Unreadable("it is cut off inside a character; save the file anew") from None
        first = error.start
    begin = max(0, first - 1000) & ~1
    return _guessed(data[begin : begin + SAMPLE] or data)


def _wide(data: bytes) -> tuple[str, float] | None:
    """Whether bytes are Chinese or Japanese in UTF-16 without a byte order mark: nearly all hanzi are common ones."""
    found = []
    for name in ("utf-16-le", "utf-16-be"):
        text = data[: len(data) & ~1].decode(name, "replace")
        counts = Counter(text)  # each character once: in a long text, whatever it is in, it comes hundreds of times
        hanzi = sum(n for character, n in counts.items() if _CJK.match(character))
        common = sum(n for character, n in counts.items() if any(_is_common(character, level) for level in _LEVELS))
        marked = any(mark in counts for mark in "，。、：；的了是在のはを")
        if marked and hanzi * 2 > len(text) and common * 10 > len(text) * 7:
            found.append((common, name))
    return (max(found)[1], 0.8) if found else None


_CJK = re.compile(f"{HANZI}|[\u3041-\u30ff]")
_NEVER = ["utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_7", "johab", "cp1006", "hz"]
"""Encodings that are seen by other signs (NUL, a byte order mark), or that nobody has used for long."""


def _guessed(data: bytes) -> tuple[str, float]:
    from charset_normalizer import from_bytes  # a tenth of a second, and seldom needed

    found = [*from_bytes(data, cp_exclusion=_NEVER)] or [*from_bytes(data[:-1], cp_exclusion=_NEVER)]
    if not found:
        raise Unreadable("it is in no encoding that can be told; name it with --encoding, or save the file as UTF-8")
    best = max(found, key=lambda match: max(_fits(str(match), name) for name in match.could_be_from_charset))
    doubtful = len(str(best)) < _SHORT or sum(_fits(str(m), m.encoding) >= 0.7 for m in found) > 1
    confidence = round((1 - best.chaos) * (0.7 if doubtful else 1), 2)
    name = "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding.replace("_", "-")
    if confidence < LEAST:
        raise Unreadable(f"it looks like {name}, with a confidence of {confidence} only; name it with --encoding")
    return name, confidence


_LEVELS = {"gb18030": ("gb2312", 0xB0, 0xD7), "big5": ("big5", 0xA4, 0xC6), "cp932": ("euc_jp", 0xB0, 0xCF)}
"""By encoding, the standard that lists its common hanzi first, and between which lead bytes these stand."""
_FAMILY = dict.fromkeys(("gb18030", "gbk", "gb2312"), "gb18030") | dict.fromkeys(("big5", "big5hkscs", "cp950"), "big5")
_FAMILY |= dict.fromkeys(("cp932", "shift_jis", "euc_jp", "euc_jis_2004", "shift_jis_2004"), "cp932")
_USUAL = {"cp1252": 0.75, "cp1250": 0.72}
"""Encodings for Latin letters that are met more often than others which fit as well."""
_OLD = re.compile(r"cp[4-9]\d\d$|mac_|hp_|ptcp|kz|tis|viscii")
_SIGN_IN_WORD = re.compile(r"[^\W\d_][¡-©¬-¶¸¹¼-¿×÷][^\W\d_]")
_MARKS_OF_CJK = re.compile("[\u2014\u2018-\u2026\u3000-\u301f\uff00-\uff65]")


def _fits(text: str, encoding: str) -> float:
    """How well what was decoded fits its encoding, where the library knows none better: the share of common characters.

    What is no encoding of Chinese, Japanese or Korean fits less than one in which most characters are common, and of
    those for Latin letters the commonest fits best.
    """
    if text.isascii():
        return 1.0
    if encoding in ("cp949", "euc_kr"):
        common = ["\uac00" <= c <= "\ud7a3" and bool(c.encode("euc_kr", "ignore")) for c in text[:2000] if c > "\x7f"]
    elif encoding in _FAMILY:
        key = _FAMILY[encoding]
        common = [_is_common(c, key) for c in text[:2000] if not c.isascii()]
    else:
        usual = _USUAL.get(encoding, 0.6 if _OLD.match(encoding) else 0.7)
        return usual - 0.1 * bool(_SIGN_IN_WORD.search(text))
    return sum(common) / len(common) if common else 0.0


def _is_common(character: str, encoding: str) -> bool:
    standard, first, last = _LEVELS[encoding]
    if "\u3041" <= character <= "\u30ff":
        return encoding == "cp932"
    lead = character.encode(standard, "ignore")[:1]
    return bool(_MARKS_OF_CJK.match(character)) or (bool(lead) and first <= lead[0] <= last)


def check_encoding(encoding: str) -> None:
    """Raises `CorpusError` for a name that is no encoding of text.

    >>> check_encoding("gbk")
    >>> check_encoding("gb-2")
    Traceback (most recent call last):
    helpers.errors.CorpusError: 'gb-2' is no encoding that Python knows; write one like utf-8, gb18030, big5 or cp1252
    """
    try:
        "a".encode(encoding).decode(encoding)
    except (LookupError, ValueError):
        shown = repr(one_line(encoding))
        raise CorpusError(
            f"{shown} is no encoding that Python knows; write one like utf-8, gb18030, big5 or cp1252"
        ) from None


class Listed(NamedTuple):
    """A file of a folder, and its path in it; `problem` where it is a folder that is not looked into.

    >>> Listed(Path("a/b.txt"), "b.txt").name
    'b.txt'
    """

    path: Path
    name: str
    problem: str = ""


def listed(folder: Path, glob: str = "") -> Iterator[Listed]:
    """The files of a folder and of those in it, sorted by their path; hidden ones are left out, and so are folders.

    A folder that cannot be read, or that is a link, which might lead back to where it stands, is given with a problem.

    `glob` chooses among them, by the whole path in the folder: `*.txt`, `us/*`, `**/*.md`.

    >>> next(listed(Path(__file__).parent, "files*")).name
    'files.py'
    """
    found: list[Path] = []
    closed: dict[Path, str] = {}

    def denied(error: OSError) -> None:
        closed[Path(error.filename)] = f"the folder cannot be read ({error.strerror}); make it readable, or take it out"

    for at, folders, files in os.walk(folder, onerror=denied):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [Path(at, name) for name in files if not name.startswith((".", "~$"))]
        links = [path for path in (Path(at, name) for name in folders) if path.is_symlink()]
        closed |= dict.fromkeys(links, "it is a link to a folder, which is not followed; put the files here")
    chosen = re.compile(_glob(glob)) if glob else None
    closed = closed if not glob or "/" in glob or "**" in glob else {}
    names = sorted((path.relative_to(folder).as_posix(), path) for path in (*found, *closed))
    for name, path in names:
        if path in closed or not chosen or chosen.fullmatch(name):
            yield Listed(path, name, closed.get(path, ""))


def _glob(glob: str) -> str:
    """A glob as a regular expression: ** is any folders, * and ? stay inside one."""
    parts = re.split(r"(\*\*/|\*\*|\*|\?)", glob)
    return "".join(
        {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(part) or re.escape(part) for part in parts
    )
