"""Make the font of the figures from Noto Sans CJK: `python -m helpers.pages.fonts.make NotoSansCJK-Regular.ttc`.

The same source font and the same fonttools give the same bytes. The subset holds every character of the corpus, of
GB 2312, of Latin-1 and of General Punctuation that the source font has, and some marks that figures use. It is
renamed, so that it never stands in for an installed font of another extent.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTCollection, TTFont

from ...corpus.manifest import read_manifest
from ...paths import MANIFEST
from . import FAMILY, FILE

SOURCE_SHA256 = "b76b0433203017ca80401b2ee0dd69350349871c4b19d504c34dbdd80541690a"
SOURCE_NAME = "Noto Sans CJK SC"
MARKS = "−×≤≥≠→←↑↓•●○■□▲△▼▽◆◇"


def gb2312() -> set[str]:
    """Every character of GB 2312.

    >>> "治" in gb2312(), "𓂸" in gb2312()
    (True, False)
    """
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            found.update(bytes([row, cell]).decode("gb2312", errors="ignore"))
    return found


def wanted() -> set[str]:
    """The characters that the font is to hold.

    >>> {"é", "→", "治"} <= wanted()
    True
    """
    manifest = read_manifest(MANIFEST)
    corpus = "".join((manifest.path.parent / s.file).read_bytes().decode("utf-8") for s in manifest.sources)
    latin = {chr(n) for n in (*range(0x20, 0x7F), *range(0xA0, 0x100))}
    punctuation = {chr(n) for n in range(0x2010, 0x2060)}
    return {c for c in (gb2312() | latin | punctuation | set(corpus) | set(MARKS)) if c.isprintable()}


def make(source: Path, target: Path) -> None:
    """Write the subset of the font collection `source` to `target`. Raises `ValueError` for another source.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     other = Path(folder) / "Other.ttc"
    ...     _ = other.write_bytes(b"another font")
    ...     make(other, FILE)
    Traceback (most recent call last):
        ...
    ValueError: Other.ttc: sha256 be154313... is not the font this subset is made of
    """
    digest = hashlib.sha256(source.read_bytes()).hexdigest()
    if digest != SOURCE_SHA256:
        raise ValueError(f"{source.name}: sha256 {digest[:8]}... is not the font this subset is made of")
    font = next(f for f in TTCollection(source, lazy=True).fonts if f["name"].getDebugName(1) == SOURCE_NAME)
    options = Options(
        layout_features=[],
        hinting=False,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        name_languages=[0x409],
        notdef_outline=True,
        recalc_timestamp=False,
        desubroutinize=False,
    )
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(c) for c in wanted()])
    subsetter.subset(font)
    _rename(font)
    font.recalcTimestamp = False
    font.save(target, reorderTables=True)


def _rename(font: TTFont) -> None:
    postscript = FAMILY.replace(" ", "") + "-Regular"
    for entry in font["name"].names:
        new = {1: FAMILY, 3: f"{FAMILY} subset", 4: FAMILY, 6: postscript}.get(entry.nameID)
        if new:
            entry.string = new
    cff = font["CFF "].cff
    cff.fontNames[0] = postscript
    cff.topDictIndex[0].FullName = cff.topDictIndex[0].FamilyName = FAMILY


if __name__ == "__main__":
    make(Path(sys.argv[1]), FILE)
    print(f"{FILE.name}: {FILE.stat().st_size:,} bytes, sha256 {hashlib.sha256(FILE.read_bytes()).hexdigest()}")
