"""Numbers as printed, in figures and words, English and Chinese; ordinals and parts of words are none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_ONES += " seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: n for n, word in enumerate(_ONES.split())} | {w: 10 * n for n, w in enumerate(_TENS.split(), 2)}
_SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_SHORT = {"k": 10**3, "mn": 10**6, "bn": 10**9, "tn": 10**12}
_MANY = {"tens": 10, "dozens": 12} | {f"{name}s": size for name, size in _SCALES.items()}
_ORDINALS = "third fourth fifth sixth seventh eighth ninth tenth"
_PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4}
_PARTS |= {f"{word}{s}": n for n, word in enumerate(_ORDINALS.split(), 3) for s in ("", "s")}
_FOLD = {"doubled": 2, "tripled": 3, "quadrupled": 4} | {f"{w}fold": n for w, n in _WORDS.items() if n > 1}
_PERIODS = ("decade", "century", "year", "month", "week", "dozen")
_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]|_")


DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
PLACES = {"十": 10, "百": 10**2, "千": 10**3}
MYRIADS = {"万亿": 10**12, "亿": 10**8, "万": 10**4}
MANY = {"数": 1, "几": 1, "上": 1}


class Number(NamedTuple):
    """`text[start:end]` is a number. `kind`: figure (digits), words, many (dozens), part (a half), fold or twice."""

    start: int
    end: int
    value: float
    kind: str


# --- English ---------------------------------------------------------------------------------------------------------


def numbers(text: str) -> Iterator[Number]:
    """The numbers of an English text, left to right.

    >>> [(n.value, n.kind) for n in numbers("In the 3rd year twenty-five of 1,200 left, two-thirds of them")]
    [(25, 'words'), (1200.0, 'figure'), (0.6667, 'part')]
    """
    tokens = list(_TOKEN.finditer(text))
    n = 0
    while n < len(tokens):
        found = _number_at(text, tokens, n)
        if found is None:
            n += 1
            continue
        number, n = found
        if number is not None:
            yield number


def _number_at(text: str, tokens: list[re.Match[str]], n: int) -> tuple[Number | None, int] | None:
    """The number that begins at a token, and the token behind it; no number for ordinals and parts of a word."""
    start, word = tokens[n].start(), tokens[n][0].lower()
    glued = start > 0 and (
        text[start - 1].isalnum() or text[start - 1] in "+>=_/#" or re.search(r"[^\W\d_][-.]$", text[:start])
    )
    if word[0].isdigit():
        return _figure_at(text, tokens, n, bool(glued))
    if glued:
        return None

    def at(k: int) -> str:
        return tokens[k][0].lower() if k < len(tokens) else ""

    if word in _FOLD or word == "twice":
        return Number(start, tokens[n].end(), _FOLD.get(word, 2), "fold" if word in _FOLD else "twice"), n + 1
    if word in _MANY or (word == "several" and at(n + 1) in _SCALES):
        value, k = (_MANY[word], n + 1) if word in _MANY else (_SCALES[at(n + 1)], n + 2)
        while at(k) in _MANY or (at(k) == "of" and at(k + 1) in _MANY):
            k += at(k) == "of"
            value *= _MANY[at(k)]
            k += 1
        return Number(start, tokens[k - 1].end(), value, "many"), k
    if word in ("a", "an"):
        if at(n + 1) in _SCALES or at(n + 1) in _PARTS:
            value, k, part = 1.0, n + 1, True
        elif at(n + 1) in _PERIODS and (
            at(n + 1) == "decade"
            or text[:start].lower().rstrip().endswith(("than", "over", "nearly", "almost", "about"))
        ):
            return Number(start, tokens[n].end(), 1, "words"), n + 1
        else:
            return None
    elif word in _WORDS:
        value, k = _count_at(tokens, n)
        part = True
    elif word in _SCALES:
        value, k, part = 1.0, n, False
    elif word in ("half", "quarter"):
        value, k, part = 1.0, n, True
    else:
        return None
    if part and at(k + (at(k) == "-")) in _PARTS:
        k += at(k) == "-"
        return _part_at(text, tokens, n, k, value)
    while at(k) in _SCALES:
        value *= _SCALES[at(k)]
        k += 1
        if at(k) == "and" and at(k + 1) in _WORDS:
            more, k = _count_at(tokens, k + 1)
            value += more
    if at(k) == "-" and k + 1 < len(tokens) and tokens[k].start() == tokens[k - 1].end() and at(k + 1).isalpha():
        return None, k + 1  # two-way, three-dimensional
    if word == "one" and k == n + 1 and not text[:start].rstrip().endswith("than") and at(k) not in ("percent", "%"):
        return None, k
    return Number(start, tokens[k - 1].end(), value, "words"), k


def _count_at(tokens: list[re.Match[str]], n: int) -> tuple[float, int]:
    """A number below a hundred in words: twenty, twenty-five, seven."""
    value, k = _WORDS[tokens[n][0].lower()], n + 1
    step = k + (k < len(tokens) and tokens[k][0] == "-")
    if value >= 20 and step < len(tokens) and 0 < _WORDS.get(tokens[step][0].lower(), 0) < 10:
        return value + _WORDS[tokens[step][0].lower()], step + 1
    return value, k


def _part_at(text: str, tokens: list[re.Match[str]], n: int, k: int, value: float) -> tuple[Number | None, int]:
    """Two-thirds, a quarter of, half the: a part only where it is one of something (not the third quarter)."""
    part, end = tokens[k][0].lower(), tokens[k].end()
    bare = k == n
    if bare and not re.match(r"\s+(?:of|the|a|an|its|their)\b", text[end:]):
        return None, k + 1
    if bare and (
        part != "half" or re.search(r"\b(?:first|second|latter|other|former|third)\s+$", text[: tokens[n].start()])
    ):
        return None, k + 1
    if re.match(r"\s+an?\s+(?:century|decade|year|month|dozen)\b", text[end:]):
        end += re.match(r"\s+an?", text[end:]).end()
    return Number(tokens[n].start(), end, round(value / _PARTS[part], 4), "part"), k + 1


def _figure_at(text: str, tokens: list[re.Match[str]], n: int, glued: bool) -> tuple[Number | None, int]:
    start, end = tokens[n].span()
    value, k = float(tokens[n][0].replace(",", "")), n + 1
    if glued:
        return None, k
    if k < len(tokens) and tokens[k].start() == end and tokens[k][0].isalpha():
        if tokens[k][0] not in _SHORT:
            return None, k + 1  # 80th, 5G, 1970s
        value, end, k = value * _SHORT[tokens[k][0]], tokens[k].end(), k + 1
    if re.match(r"[+=>/:]|\.\d", text[end:]):
        return None, k
    step = k + (k < len(tokens) and tokens[k][0] == "-")
    while step < len(tokens) and tokens[step][0].lower() in _SCALES:
        value, end, k = value * _SCALES[tokens[step][0].lower()], tokens[step].end(), step + 1
        step = k
    return Number(start, end, value, "figure"), k


# --- Chinese ---------------------------------------------------------------------------------------------------------


def chinese_value(printed: str) -> float:
    """The value of a Chinese number in digits, hanzi or both.

    >>> [chinese_value(n) for n in ("36亿", "1.4万", "三十五", "二百零八", "数十", "十五")]
    [3600000000.0, 14000.0, 35.0, 208.0, 10.0, 15.0]
    """
    digits = re.match(r"[\d,，]+(?:\.\d+)?", printed)
    if digits:
        return float(re.sub("[,，]", "", digits[0])) * chinese_scale(printed)
    total = part = digit = 0.0
    for _n, c in enumerate(printed):
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in MANY:
            digit = 1
        elif c in PLACES:
            part += (digit or 1) * PLACES[c]
            digit = 0
        else:
            size = 10**4 if c == "万" else 10**8
            total = (total + part + digit or 1) * size
            part = digit = 0
    return total + part + digit


def chinese_scale(printed: str) -> float:
    """What the hanzi behind a figure multiply it by."""
    size = 1.0
    for c in printed.lstrip("0123456789.,，"):
        size *= PLACES.get(c, MYRIADS.get(c, 1))
    return size
