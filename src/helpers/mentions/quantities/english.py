"""Quantities in English sentences: what a number counts, where that ends, and how it is bounded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from math import nan

from ...text import numerals
from ...text.numerals import Number
from .words import OCCASION, PERIODS, RANGE, TIMES, Quantity, QuantityWords, any_of, may_be_year, scaled_alike

_AND_ANOTHER = re.compile(r"\s+(?:and|or)\s+((?:[a-z-]+\s+){0,4}?)([a-z]+s)\b")
"""What joins a second thing to the one that is counted: countries and international organizations."""
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTHS += r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?"
_DATE = re.compile(rf"\b(?:{_MONTHS})\s+\d{{1,2}}\b(?![,.]\d)|\b\d{{1,2}}\s+(?:{_MONTHS})\b|\d{{1,2}}:\d\d|\d+/\d+")
_AND_HALF = re.compile(rf"\s+and\s+a\s+half\b(?!\s+(?:{'|'.join((*PERIODS, *numerals.SCALES))})\b)")
"""Behind a period: a year and a half, but not a year and a half million."""
_CURRENCY = r"US\$|[$€£¥]"
_COMPARED = r"as|the|that|its"
"""Words that make `times` and `twice` a multiple: twice as, three times the."""


def find_english(words: QuantityWords, text: str) -> Iterator[Quantity]:
    """The quantities of an English sentence, left to right; `start` and `end` are offsets into `text`.

    >>> from .words import read_words
    >>> [(q.printed, q.value, q.unit) for q in find_english(read_words(), "Five to seven states met twice.")]
    [('Five to seven states', 5, 'state'), ('twice', 2, 'occasion')]
    """
    blocked = [hit.span() for pattern in (words.name, _DATE) for hit in pattern.finditer(text)]
    numbers = [n for n in numerals.numbers(text) if not any(a < n.end and n.start < b for a, b in blocked)]
    n, done = 0, 0
    while n < len(numbers):
        first = last = numbers[n]
        if n + 1 < len(numbers) and _joined(text, first, numbers[n + 1], words):
            last = numbers[n + 1]
        n += 1 + (last is not first)
        if first.start < done:  # the half of a year and a half
            continue
        found = _quantity(words, text, first, last, done)
        if found:
            done = found.end
            yield found


def _joined(text: str, first: Number, other: Number, words: QuantityWords) -> bool:
    """Whether two numbers are the ends of one range: 5-7, five to seven, between 5 and 7, 5% to 7%."""
    between = re.sub(r"^\s*(?:%|percent\b|per cent\b)", "", text[first.end : other.start])
    if re.fullmatch(rf"\s*[-–—~]\s*(?:{_CURRENCY})?|\s+(?:to|or)\s+(?:{_CURRENCY})?", between):
        return other.value > first.value and not (_is_year(text, first, words) and _is_year(text, other, words))
    both = re.fullmatch(rf"\s+and\s+(?:{_CURRENCY})?", between)
    told = first.kind == other.kind == "many" or re.search(rf"\bbetween\s+(?:{_CURRENCY})?$", text[: first.start])
    return bool(both and told) and other.value > first.value and not _is_year(text, first, words)


def _quantity(words: QuantityWords, text: str, first: Number, last: Number, done: int) -> Quantity | None:
    """The quantity of a number, or of two as a range, with what bounds it behind the offset `done`."""
    start, end, left = first.start, last.end, text[: first.start]
    if _counts_nothing(words, text, first, last):
        return None
    low, high = _values(text, first, last)
    behind = words.bound_after.match(text, end)
    if behind:
        end = behind.end()
    if currency := re.search(rf"({_CURRENCY})\s?$", left):
        start, unit = currency.start(), words.units.get(currency[1], currency[1])
    else:
        unit, end = _unit(words, text, last, end)
    if unit in PERIODS and (half := _AND_HALF.match(text, end)):
        low, end = low + 0.5, half.end()
    if re.search(r"\b(?:[Aa]ge of|[Aa]ged)\s*$", left):
        unit = unit or "year"
    bound = ""
    if before := words.bound_before.search(text[done:start]):
        bound, start = words.before[before[1].lower()], done + before.start(1)
    if behind := words.bound_after.match(text, end) or behind:
        bound, end = words.after[behind[1].lower()], max(end, behind.end())
    if not unit and not bound:
        return None
    if last is not first:
        bound = RANGE
    elif first.kind == "many":
        bound = "over"
    return Quantity(start, end, text[start:end], low, high, unit, bound)


def _values(text: str, first: Number, last: Number) -> tuple[float, float]:
    """The value of a number, or both ends of a range."""
    if last is first:
        return first.value, nan
    scale, other = (numerals.trailing_scale(text[n.start : n.end]) for n in (first, last))
    low = scaled_alike(first.value, last.value, other) if scale == 1 else first.value
    return low, last.value


# --- numbers that count nothing --------------------------------------------------------------------------------------


def _counts_nothing(words: QuantityWords, text: str, first: Number, last: Number) -> bool:
    """Whether a number is a label, a year, the number of a section or of an item, or part of a name."""
    left = text[: first.start]
    if words.label.search(left) or _is_year(text, last, words):
        return True
    opens = first is last and not left.strip("( \t") and first.kind == "figure"
    return bool(opens and re.match(r"[.)]\s|\s+[A-Z]", text[last.end :])) or _named_so(text, first.start, last.end)


def _is_year(text: str, number: Number, words: QuantityWords) -> bool:
    """A bare whole number such as 2024, unless a currency, a bound or a unit of measure says that it counts."""
    printed = text[number.start : number.end]
    if number.kind != "figure" or not may_be_year(printed):
        return False
    if text[: number.start].endswith(("$", "€", "£", "¥")) or (
        words.bound_before.search(text[: number.start])
        and not re.search(r"\b(?:around|about|before|after|by|up to)\s*$", text[: number.start], re.IGNORECASE)
    ):
        return False
    unit = words.unit.match(text, number.end)
    return not (unit and words.units[unit[1]] not in ("country", "person", "organization"))


def _named_so(text: str, start: int, end: int) -> bool:
    """Whether a number in words is part of a name: the Five Principles. In a heading every word has a capital."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    heading = sum(word[0].isupper() for word in words) > 0.6 * len(words)
    opens = not text[:start].strip(" “\"'‘(—") or text[:start].rstrip().endswith((":", ".", "“"))
    return text[start].isupper() and not heading and not opens and bool(re.match(r"\s+[A-Z]", text[end:]))


# --- what is counted -------------------------------------------------------------------------------------------------


def _unit(words: QuantityWords, text: str, number: Number, end: int) -> tuple[str, int]:
    """The unit of a number and where it ends; without one that can be told, an empty one."""
    if number.kind == "part":
        measure = words.unit.match(text, number.end)
        if measure and re.search(r"\san?$", text[number.start : number.end]):
            return words.units[measure[1]], measure.end()
        return TIMES, end
    if number.kind == "fold":
        return TIMES, end
    if number.kind == "twice":
        return (TIMES if re.match(rf"\s+(?:{_COMPARED}|their|more)\b", text[end:]) else OCCASION), end
    return (
        _measure(words, text, end)
        or _times(text, number, end)
        or _noun(words, text, end)
        or _told_elsewhere(words, text, number, end)
        or (TIMES if number.kind == "mixed" else "", end)
    )


def _measure(words: QuantityWords, text: str, end: int) -> tuple[str, int] | None:
    """A declared unit behind a number, alone or with another thing that is counted with it."""
    measure = words.unit.match(text, end) or re.compile(
        rf"\s*-\s*({any_of(('year', 'month', 'day', 'week', 'hour', 'minute'))})\b"
    ).match(text, end)
    if not measure:
        return None
    both = _another(words, text, measure.end())
    if both and measure[1].endswith("s") and measure[1].isalpha():
        return f"{singular(words, measure[1])} or {singular(words, both[2])}", both.end()
    return words.units.get(measure[1], measure[1]), measure.end()


def _another(words: QuantityWords, text: str, end: int) -> re.Match[str] | None:
    """A second thing that is joined to one which ends there."""
    both = _AND_ANOTHER.match(text, end)
    return both if both and not set(both[1].split()) & (words.ends - {"and", "or"}) else None


def _times(text: str, number: Number, end: int) -> tuple[str, int] | None:
    """`times` behind a number: a multiple (three times as many), or occasions (it met three times)."""
    many = re.match(r"\s+times\b", text[end:])
    if not many:
        return None
    more = re.match(
        rf"\s+(?:{_COMPARED}|more|higher|larger|greater|faster|longer|bigger|lower|less|over)\b",
        text[end + many.end() :],
    )
    return (TIMES if more or number.kind == "mixed" else OCCASION), end + many.end()


def _noun(words: QuantityWords, text: str, end: int) -> tuple[str, int] | None:
    """The noun that is counted: the first plural behind the number, before the phrase is over."""
    capital: tuple[str, int] | None = None
    place = end
    if text[end:].startswith(" of "):
        place += 3
    for hit in re.compile(r"\s*([“\"‘'(]*)([^\W_]+(?:[-–/][^\W_]+)*)([)’'”\"]*)").finditer(text, place):
        joins = hit[2] in ("and", "or") and place > end
        if hit.start() != place or (hit[2].lower() in words.ends and not joins):
            break
        place = hit.end()
        word = hit[2].split("-")[-1]
        plural = words.plurals.get(word.lower(), word.endswith("s") and not word.endswith(("ss", "us", "is")))
        if plural and "(" not in hit[1]:
            found = (singular(words, word.lower()), hit.end(2))
            if word[0].islower():
                both = _another(words, text, hit.end(2))
                joined = both and both[2] not in words.ends
                if joined and _counted(words, found[0]) and _counted(words, singular(words, both[2])):
                    return f"{found[0]} or {singular(words, both[2])}", both.end()
                return found
            capital = capital or found
    return capital


def _counted(words: QuantityWords, noun: str) -> bool:
    """Whether a noun is a unit of its own, so that `countries and regions` are counted together."""
    return noun in words.units.values() or noun in ("region", "territory")


def _told_elsewhere(words: QuantityWords, text: str, number: Number, end: int) -> tuple[str, int] | None:
    """The unit where it does not stand behind the number: 20 are women, the number of ships is 5."""
    if number.kind == "many":
        money = any_of(u for u in words.units if u.endswith("s") and words.units[u] in ("USD", "EUR", "GBP"))
        if spent := re.search(rf"\b({money})\b", text):
            return words.units[spent[1]], end
    said = re.match(r"\s+(?:are|were|is|was)\s+([a-z]+)\b", text[end:])
    if said and words.plurals.get(said[1], said[1].endswith("s")):
        return singular(words, said[1]), end
    named = list(words.named_unit.finditer(text[: number.start]))
    if named and text[number.start : number.end].count("."):
        return words.named[named[-1][1]], end
    told = list(re.finditer(r"\b[Nn]umber of ((?:[\w-]+ ){0,3}?)([a-z]+s)\b", text[: number.start]))
    return (singular(words, told[-1][2]), end) if told else None


def singular(words: QuantityWords, noun: str) -> str:
    """The singular of an English plural, by the rules of spelling and the declared exceptions.

    >>> from .words import read_words
    >>> [singular(read_words(), noun) for noun in ("countries", "losses", "cases", "people", "speeches")]
    ['country', 'loss', 'case', 'person', 'speech']
    """
    noun = noun.lower()
    if noun in words.plurals:
        return words.plurals[noun]
    if noun in words.units:
        return words.units[noun]
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith(("sses", "xes", "ches", "shes", "oes")):
        return noun[:-2]
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
