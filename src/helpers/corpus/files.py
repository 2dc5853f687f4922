"""Raw files as they lie on the disk: verified by their hash, and decoded."""

from __future__ import annotations

import errno
import hashlib

from ..declarations.toml import NoFile, encoding_of, named, one_line, read_bytes
from ..errors import CorpusError
from ..paths import MANIFEST
from .lines import line_starts
from .manifest import Manifest

LARGEST_FILE = 10_000_000
"""So many bytes a raw file may have: it is held in memory with all its words, at some seventy times its size."""


def read_raw(manifest: Manifest, n: int) -> tuple[str, str]:
    """The content and the sha256 of the n-th file (from 0) that a manifest declares.

    Raises `CorpusError` where the file is missing, has another hash than is declared, is no text in its encoding, or is
    empty.

    >>> from .manifest import read_manifest
    >>> content, digest = read_raw(read_manifest(MANIFEST), 0)
    >>> hashlib.sha256(content.encode()).hexdigest() == digest
    True
    """
    source = manifest.sources[n]
    where = f"{one_line(manifest.path.name)}: {named(f'source[{n}].file', source.id)}"
    file = one_line(source.file)
    own = manifest.path.resolve() == MANIFEST
    remedy = "restore it with git checkout data/raw" if own else "put it back, or correct the manifest"
    try:
        data = read_bytes(manifest.path.parent / source.file, LARGEST_FILE)
    except FileNotFoundError:
        raise CorpusError(f"{where}: file {file!r} is missing; {remedy}") from None
    except NoFile:
        raise CorpusError(f"{where}: {file} is no file that could be a text; name one") from None
    except OSError as error:
        remedy = "split it into several" if error.errno == errno.EFBIG else remedy
        raise CorpusError(f"{where}: file {file!r} cannot be read ({error.strerror}); {remedy}") from None
    digest = hashlib.sha256(data).hexdigest()
    if source.sha256 and source.sha256 != digest:
        expected = one_line(source.sha256[:4])
        raise CorpusError(f"{where}: file changed (sha256 {digest[:4]}... expected {expected}...); {remedy}")
    content = _decoded(data, source.encoding, where, file)
    if not content.strip("\ufeff").strip():
        raise CorpusError(f"{where}: {file} is empty; put the text into it or drop the source")
    return content, digest


def _decoded(data: bytes, encoding: str, where: str, file: str) -> str:
    """The text of a file. Raises `CorpusError` with the line that is no text, and what the file looks like instead."""
    try:
        if encoding != "utf-8" and not data.isascii() and _is_utf8(data):
            raise CorpusError(f"{where}: {file} is UTF-8 and not {encoding}; take `encoding` out")
        text = data.decode(encoding)
        before, nul, _ = text.partition("\0")
        if not nul:
            return text
        fault, remedy = "holds a NUL character", "take it out"
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        fault, remedy = f"is not {encoding.upper()}", "save the file as UTF-8"
    if (seen := encoding_of(data)) and seen != encoding:
        fault += f" and looks like {seen}"
        remedy = f'save the file as UTF-8, or give the source encoding = "{seen}"'
    line = len(line_starts(before + "."))
    raise CorpusError(f"{where}: line {line} of {file} {fault}; {remedy}")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
