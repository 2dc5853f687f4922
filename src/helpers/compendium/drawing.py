"""A figure as drawn data: its texts, colours and numbers, so that two SVGs can be compared where bytes need not agree.

matplotlib writes each text as a comment beside its outlines, and names by a hash what is defined once and used often.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree import ElementTree

TOLERANCE = 0.1
"""So many points a number may be off: fonts and processors round differently, and nobody sees it."""
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_MEASURES = ("d", "x", "y", "width", "height", "viewBox", "points", "cx", "cy", "r")
_SHIFT = re.compile(r"translate\([^)]*\)")
_SCALE = re.compile(r"scale\(([-+.\deE]+)")


class _Part(NamedTuple):
    """What a figure says at one place: words that have to agree, and numbers that may be off by so much."""

    where: str
    words: str
    numbers: tuple[float, ...] = ()
    off: float = 0.0


def differences(old: bytes, new: bytes) -> Iterator[str]:
    """In words, what one SVG draws and the other does not, in the order of drawing.

    >>> list(differences(b"<svg><path d='M 1 2'/></svg>", b"<svg><path d='M 1 2.05'/></svg>"))
    []
    >>> list(differences(b"<svg><path d='M 1 2'/></svg>", b"<svg><path d='M 1 3'/></svg>"))
    ['/svg/path d: 2 is committed, 3 was made']
    """
    try:
        before, after = (list(_parts(data)) for data in (old, new))
    except ElementTree.ParseError as error:
        yield f"not readable as SVG ({error})"
        return
    if len(before) != len(after):
        yield f"it has {len(after)} parts, and {len(before)} are committed"
    for one, other in zip(before, after, strict=False):
        if one.words != other.words:
            yield f"{one.where}: {one.words!r} is committed, {other.words!r} was made"
        elif len(one.numbers) != len(other.numbers):
            yield f"{one.where}: {len(one.numbers)} numbers are committed, {len(other.numbers)} were made"
        else:
            pairs = zip(one.numbers, other.numbers, strict=True)
            far = next(((a, b) for a, b in pairs if not abs(a - b) <= one.off), None)
            if far:
                yield f"{one.where}: {far[0]:g} is committed, {far[1]:g} was made"


def _parts(data: bytes) -> Iterator[_Part]:
    parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder(insert_comments=True))
    root = ElementTree.fromstring(data, parser)
    defined = {element.get("id"): f"#{n}" for n, element in enumerate(root.iter()) if element.get("id")}
    yield from _walk(root, "", 1.0, defined)


def _walk(element: ElementTree.Element, where: str, scale: float, defined: dict[str, str]) -> Iterator[_Part]:
    """Each element with its attributes, down from one; `scale` is how large a unit of it is drawn, in points."""
    if element.tag is ElementTree.Comment:
        yield _Part(where, (element.text or "").strip())
        return
    tag = element.tag.rpartition("}")[2]
    here = f"{where}/{tag}"
    if element.get("id") and re.fullmatch(r"[\w.]+_\d+", element.get("id", "")):  # what matplotlib calls it, no hash
        here = element.get("id", "")
    inside = (
        scale * max(abs(float(found[1])), 1e-9) if (found := _SCALE.search(element.get("transform", ""))) else scale
    )
    yield _Part(here, f"{tag} {(element.text or '').strip()}".strip())
    for name, value in sorted(element.attrib.items()):
        name = name.rpartition("}")[2]
        if name == "id":
            continue
        if name in _MEASURES:
            yield _Part(f"{here} {name}", _NUMBER.sub("0", value), _numbers(value), TOLERANCE / inside)
        elif name == "transform":  # a shift is in units of what is around it; to turn or to scale is a setting
            shifts = " ".join(_SHIFT.findall(value))
            yield _Part(f"{here} {name}", _SHIFT.sub("translate", value), _numbers(shifts), TOLERANCE / scale)
        else:
            yield _Part(f"{here} {name}", re.sub(r"#([\w.-]+)", lambda m: defined.get(m[1], m[0]), value))
    for child in element:
        yield from _walk(child, here, inside, defined)


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(number) for number in _NUMBER.findall(text))
