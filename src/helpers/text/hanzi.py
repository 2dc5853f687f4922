"""Which characters are hanzi: every range of their code points, written here and nowhere else.

>>> import re
>>> re.findall(HANZI, "二〇二五年：G20 カ")
['二', '〇', '二', '五', '年']
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np

BLOCKS = {
    "CJK Unified Ideographs": (0x4E00, 0x9FFF),
    "Extension A": (0x3400, 0x4DBF),
    "Extension B": (0x20000, 0x2A6DF),
    "Extension C": (0x2A700, 0x2B73F),
    "Extension D": (0x2B740, 0x2B81F),
    "Extension E": (0x2B820, 0x2CEAF),
    "Extension F": (0x2CEB0, 0x2EBEF),
    "Extension I": (0x2EBF0, 0x2EE5F),
    "Extension G": (0x30000, 0x3134F),
    "Extension H": (0x31350, 0x323AF),
    "CJK Compatibility Ideographs": (0xF900, 0xFAFF),
    "CJK Compatibility Ideographs Supplement": (0x2F800, 0x2FA1F),
}
"""The blocks of Unicode 15.1 that hold ideographs, by name: first and last code point."""

ALONE = "〇々"
"""Hanzi that stand among the punctuation marks of Unicode.

Both are of the script Han there, and both stand where a hanzi does: 〇 is the zero of 二〇二五, 々 repeats the hanzi
before it. Other marks of that block (〆, and the merchants' numerals 〡 to 〩) are no characters of running prose.
"""

CLASS = "".join(f"{chr(first)}-{chr(last)}" for first, last in BLOCKS.values()) + ALONE
"""All hanzi, as what stands between the brackets of a regular expression."""

HANZI = f"[{CLASS}]"
"""A regular expression for one hanzi."""

LETTER = r"(?-i:(?=[\0-\u058f\u1e00-\u1fff])[^\W_])"
"""A letter or digit of an English word or its like: of a script with capitals, Latin, Greek, Cyrillic or Armenian.

Hanzi are none, nor are kana and hangul, whose words are not parted by spaces: in 加入WTO后 WTO is a word of its own.
Two ranges, that regard no case: the library would take a hundred times as long to compile the blocks above, and each
form of a list is compiled with this.
"""

WIDE = f"{CLASS}\u3000-\u303f\uff00-\uffef"
"""Between brackets too: hanzi, the punctuation that goes with them, and full-width forms."""


@cache
def _is_hanzi() -> np.ndarray:
    table = np.zeros(0x110000, dtype=bool)
    for first, last in (*BLOCKS.values(), *((ord(one), ord(one)) for one in ALONE)):
        table[first : last + 1] = True
    return table


_FROM_HANZI_ON = re.compile("[\u3005-\U0010ffff]")


def may_hold(text: str) -> bool:
    """Whether a text may hold hanzi, which is seen faster than whether it does.

    >>> may_hold("“win-win”"), may_hold("治理")
    (False, True)
    """
    return not text.isascii() and _FROM_HANZI_ON.search(text) is not None


def places(text: str) -> np.ndarray:
    """Where the hanzi of a text stand, from 0.

    >>> places("G20：中国").tolist()
    [4, 5]
    """
    return np.flatnonzero(_which(text)) if may_hold(text) else np.empty(0, dtype=np.int64)


def how_many(text: str) -> int:
    """How many hanzi a text has.

    >>> how_many("G20：中国"), how_many("win-win")
    (2, 0)
    """
    return int(np.count_nonzero(_which(text))) if may_hold(text) else 0


def _which(text: str) -> np.ndarray:
    return _is_hanzi()[np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)]
