"""Quantities in Chinese sentences: what a number counts, where that ends, and how it is bounded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import isnan, nan

from ...text import numerals
from ...text.hanzi import HANZI
from .words import OCCASION, PERCENT, PERIODS, RANGE, TIMES, Quantity, QuantityWords, may_be_year, scaled_alike

_CLASSIFIERS = "个名位项种条家场座处批份支类大次轮"
_HALF = re.compile("半(?![岛島年月日天数數径徑导導球官殖封公自路夜途])")
"""Behind a period: 两年半, but not 半岛."""
_DATE = re.compile(
    r"(?:\d{4}|[〇零一二三四五六七八九]{4})\s*(?:[-—–至到]\s*\d{4})?\s*年|\d{1,2}\s*月(?:\d{1,2}\s*[日号])?|\d{1,2}\s*[日号]"
    r"|[\d一二三四五六七八九十百]+\s*(?:世纪|年代|周年)|第[\d一二三四五六七八九十百千]+|[一二三四五六七八九十]+月(?!球)|上世纪"
)


def find_chinese(words: QuantityWords, text: str) -> Iterator[Quantity]:
    """The quantities of a Chinese sentence, left to right; `start` and `end` are offsets into `text`.

    >>> from .words import read_words
    >>> [(q.printed, q.value, q.unit) for q in find_chinese(read_words(), "第三届会议有一百多个国家参加，历时两年半")]
    [('一百多个国家', 100, 'country'), ('两年半', 2.5, 'year')]
    """
    dates = [hit.span() for hit in _DATE.finditer(text)]
    names = [hit.span() for hit in words.name.finditer(text)]
    place = 0
    while hit := words.quantity_zh.search(text, place):
        start, place = hit.span()
        if any(a < place and start < b for a, b in dates) or re.search(r"[A-Za-z+]$", text[:start]):
            continue
        # A name hides the number that it touches, but 千万 is no name inside 五千万.
        if any(a < place and start < b and not (start <= a < b <= place and b - a < place - start) for a, b in names):
            continue
        found = _quantity(words, text, hit)
        if found:
            place = max(place, found.end)
            yield found


def _quantity(words: QuantityWords, text: str, hit: re.Match[str]) -> Quantity | None:
    """The quantity of a number, None where that counts nothing."""
    if words.label.search(text[: hit.start()]):
        return None
    counted = (_fraction(hit), nan, TIMES, hit.end()) if hit["below"] else _counted(words, text, hit)
    if counted is None:
        return None
    value, high, unit, end = counted
    bound, start, end = _bound(words, text, hit, end)
    if isnan(value) or (not unit and not bound):
        return None
    return Quantity(start, end, text[start:end], value, high, unit, bound if isnan(high) else RANGE)


def _fraction(hit: re.Match[str]) -> float:
    """The value of 三分之二 or 一又三分之二, four digits of it; not a number where it is none."""
    whole, below, above = (numerals.chinese_value(hit[name] or "零") for name in ("whole", "below", "above"))
    return whole + float(f"{above / below:.4g}") if below else nan


def _counted(words: QuantityWords, text: str, hit: re.Match[str]) -> tuple[float, float, str, int] | None:
    """The value, the upper value of a range (else NaN), the unit and the end of what is no fraction."""
    number = hit["number"] + (hit["rest"] or "")
    values = numerals.chinese_readings(number)
    if not values:
        return None
    value, high, end = values[0], values[1] if len(values) > 1 else nan, hit.end()
    to = re.compile(rf"[%％]?(?:[-—–~～至到]|—{{2}})(?:百分之)?({words.number_zh})").match(text, end)
    if to and not hit["more"]:
        high, end = numerals.chinese_value(to[1]), to.end()
        scale = numerals.chinese_scale(to[1])
        bare = len(number) == 1 if scale < 10**4 else not set(number) & set(numerals.MYRIADS)
        value = scaled_alike(value, high, scale) if bare else value
    if hit["percent"]:
        return value, high, PERCENT, end
    found = _unit(words, text, hit.start(), end, number, bool(hit["more"]))
    if found is None:
        return None
    unit, end, half = found
    return value + half, high, unit, end


def _bound(words: QuantityWords, text: str, hit: re.Match[str], end: int) -> tuple[str, int, int]:
    """What bounds a quantity (empty: nothing), and its start and end with the words that do."""
    start, bound = hit.start(), ""
    before, after = words.bound_before_zh.search(text[:start]), words.bound_after.match(text, end)
    if text[hit.end() : hit.end() + 1] == "大" and hit["number"]:
        before = None  # 不足三大短板: what stands before is no bound
    if before:
        bound, start = words.before[before[1]], before.start()
    elif hit["more"]:
        bound = "about" if hit["more"] in "来來" else "over"
    elif hit["number"] and hit["number"][0] in numerals.MANY:
        bound = "over"
    if after:
        bound, end = words.after[after[1].lower()], after.end()
    return bound, start, end


# --- what is counted -------------------------------------------------------------------------------------------------


def _unit(
    words: QuantityWords, text: str, start: int, end: int, number: str, more: bool
) -> tuple[str, int, float] | None:
    """The unit of a number, where it ends, and the half of one that goes with it (三个半月, 两年半), else 0.

    None for hanzi that count nothing (一带, 统一) and for a figure that is a year. `more`: the number is a bound.
    """
    half = words.unit_zh.match("个" + text[end + 2 :]) if text.startswith("个半", end) else None
    if half:
        return words.units[half[1]], end + 1 + half.end(), 0.5
    found = None if _counts_nothing(number, more) else _whole_unit(words, text, start, end, number)
    if found and found[0] in (*PERIODS, TIMES) and _HALF.match(text, found[1]):
        return found[0], found[1] + 1, 0.5
    return (*found, 0) if found else None


def _counts_nothing(number: str, more: bool) -> bool:
    """Whether hanzi that might be a number are none, or one that counts nothing: 一带, 千万, 百."""
    if number in ("一", "零") or (number in ("百", "千", *numerals.MYRIADS) and not more):
        return True
    digits = {*numerals.DIGITS, *numerals.TENS, *numerals.MANY, "十"}
    return not number[0].isdecimal() and not more and not set(number) & digits


def _whole_unit(words: QuantityWords, text: str, start: int, end: int, number: str) -> tuple[str, int] | None:
    """The unit of a number and where it ends: a measure, or the noun behind a classifier."""
    measure = words.unit_zh.match(text, end)
    name = words.units[measure[1]] if measure else ""
    if measure and name not in (OCCASION, "country"):
        return name, measure.end()
    behind = re.compile(rf"([{_CLASSIFIERS}])?({HANZI}{{0,8}})").match(text, end)
    noun = re.search(words.noun_zh, behind[2])
    if measure and not (name == OCCASION and noun and noun.start() == 0):
        return name, measure.end()
    if behind[1] is None and not number[0].isdecimal():
        return None
    if noun and noun.start() <= 4:
        return words.units[noun[0]], behind.start(2) + noun.end()
    owner = re.compile(rf".*({words.noun_zh})").match(text[max(0, start - 16) : start])
    if behind[1] and not re.match(HANZI, text[behind.end(1) : behind.end(1) + 1]) and owner:
        return words.units[owner[1]], behind.end(1)
    if behind[1] is None:
        return ("", end) if "." in number or not may_be_year(number) else None
    printed = re.match(r"[^的了和与及在是有为]{0,4}", behind[2])
    return printed[0], behind.start(2) + len(printed[0])
