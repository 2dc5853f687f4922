"""White space: what counts as it, and between which characters it may stand in Chinese and English."""

from __future__ import annotations

import re

from ..text.hanzi import WIDE

SPACES = re.compile(r"[\s\u200b\ufeff]+")
"""White space of any kind, with zero-width spaces and byte order marks."""
ODD_SPACES = re.compile(rf"[\s\u200b\ufeff](?:[\s\u200b\ufeff]+|(?<! )|(?<=[{WIDE}] )|(?=[{WIDE}]))")
"""White space that may have to change: a single space with nothing wide on either side stays as it is."""
_OTHER_SPACE = re.compile(r"[^\S ]|[\u200b\ufeff]")
_IS_WIDE = re.compile(f"[{WIDE}]")
_GOES_WITH_WIDE = re.compile(f"[{WIDE}0-9%‰“”‘’·—…]")


def space_between(before: str, behind: str) -> bool:
    """Whether a space may stand between two characters: beside hanzi only next to Latin letters.

    >>> space_between("国", "家"), space_between("年", "5"), space_between("国", "U"), space_between("a", "b")
    (False, False, True, True)
    """
    return not (
        (_IS_WIDE.match(before) and _GOES_WITH_WIDE.match(behind))
        or (_IS_WIDE.match(behind) and _GOES_WITH_WIDE.match(before))
    )


def has_odd_spaces(text: str) -> bool:
    """Whether any white space of a text may have to change (see `ODD_SPACES`).

    >>> has_odd_spaces("the world order"), has_odd_spaces("the  order"), has_odd_spaces("世界 秩序")
    (False, True, True)
    """
    if text.isascii():
        return "  " in text or _OTHER_SPACE.search(text) is not None
    return ODD_SPACES.search(text) is not None
