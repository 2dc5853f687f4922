"""Quantities: numbers that count or measure something, as printed, with value, unit, and how they are bounded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import isnan
from pathlib import Path
from typing import Literal, NamedTuple, get_args

import msgspec
import pandas as pd

from ..corpus.load import Corpus
from ..corpus.selection import running_text
from ..declarations.toml import Declared, Line, Word, one_owner, own_ids, read_declared
from ..paths import QUANTITIES
from ..text import numerals
from ..text.forms import Name, Names, each_once, longest_first
from ..text.hanzi import HANZI
from ..text.numerals import Number

_AND_ANOTHER = re.compile(r"\s+(?:and|or)\s+((?:[a-z-]+\s+){0,4}?)([a-z]+s)\b")
"""What joins a second thing to the one that is counted: countries and international organizations."""
TIMES, OCCASION, PERCENT, RANGE = "times", "occasion", "percent", "range"
"""The unit of fractions and multiples, that of `twice`, that of 百分之; and the bound of a range."""
Bound = Literal["over", "under", "about"]
BOUNDS = get_args(Bound)
YEARS = range(1000, 2101)
"""A bare whole number among these is a year."""

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_MONTHS += r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?"
_DATE = re.compile(rf"\b(?:{_MONTHS})\s+\d{{1,2}}\b(?![,.]\d)|\b\d{{1,2}}\s+(?:{_MONTHS})\b|\d{{1,2}}:\d\d|\d+/\d+")
_PERIODS = ("century", "decade", "year", "month", "week", "day", "hour")
_AND_HALF = re.compile(rf"\s+and\s+a\s+half\b(?!\s+(?:{'|'.join((*_PERIODS, *numerals.SCALES))})\b)")
"""Behind a period: a year and a half, but not a year and a half million."""
_CLASSIFIERS = "个名位项种条家场座处批份支类大次轮"
_DIGIT, _SCALE = "".join(numerals.DIGITS), "".join((*numerals.PLACES, *numerals.MYRIADS))
_FIGURE = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?"
_ZH_MANY = rf"(?:[数數几幾](?=[{_SCALE}])|上(?=[百千万亿萬億]))?"
_ZH_MORE = "[多余餘来來几幾]"
_ZH_HALF = re.compile("半(?![岛島年月日天数數径徑导導球官殖封公自路夜途])")
"""Behind a period: 两年半, but not 半岛."""
_ZH_DATE = re.compile(
    r"(?:\d{4}|[〇零一二三四五六七八九]{4})\s*(?:[-—–至到]\s*\d{4})?\s*年|\d{1,2}\s*月(?:\d{1,2}\s*[日号])?|\d{1,2}\s*[日号]"
    r"|[\d一二三四五六七八九十百]+\s*(?:世纪|年代|周年)|第[\d一二三四五六七八九十百千]+|[一二三四五六七八九十]+月(?!球)|上世纪"
)


@dataclass(frozen=True)
class Words:
    """What `quantities.toml` declares: bounds by place and language, units, labels, names, and where a noun ends."""

    before: dict[str, str]
    after: dict[str, str]
    units: dict[str, str]
    named: dict[str, str]
    labels: tuple[str, ...]
    names: tuple[str, ...]
    ends: frozenset[str]
    plurals: dict[str, str]

    @cached_property
    def _before(self) -> re.Pattern[str]:
        """A bound at the end of what stands before a number, with words of company between."""
        return re.compile(
            rf"(?<![^\W\d_])(?<!\bthe (?=above))({_any(self.before)})\s*(?:the age of\s*|an?\s+)?$", re.IGNORECASE
        )

    @cached_property
    def _before_zh(self) -> re.Pattern[str]:
        return re.compile(rf"({_any(self.before)})(?:了|到|达)?$")

    @cached_property
    def _after(self) -> re.Pattern[str]:
        return re.compile(rf"\s*({_any(self.after)})(?![a-z])", re.IGNORECASE)

    @cached_property
    def _label(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![^\W\d_])(?:{_any(self.labels)})\s*[(]?$")

    @cached_property
    def _name(self) -> re.Pattern[str]:
        latin, other = ([n for n in self.names if n.isascii() == ascii_] for ascii_ in (True, False))
        return re.compile(rf"(?<![^\W_])(?:{_any(latin)})(?![^\W_])|(?:{_any(other)})")

    @cached_property
    def _unit(self) -> re.Pattern[str]:
        """A unit of measure in English, at the place where it is looked for."""
        return re.compile(rf"\s*({_any(u for u in self.units if u.isascii() or len(u) == 1)})(?![^\W\d_])")

    @cached_property
    def _unit_zh(self) -> re.Pattern[str]:
        return re.compile(rf"\s*({_any(u for u in self.units if not u.isascii() or u == '%')})")

    @cached_property
    def _scale_zh(self) -> str:
        """A scale of a Chinese number as a regular expression; in 5亿千瓦 and 3千米 the measure begins behind it."""
        return rf"(?!{_any(unit for unit in self.units if unit[0] in numerals.PLACES)})[{_SCALE}]"

    @cached_property
    def _number_zh(self) -> str:
        """A Chinese number in figures, hanzi or both, as a regular expression: 3.5亿, 三千五百万, 1亿2000万, 三点五."""
        scale = rf"(?:{self._scale_zh})"
        part = rf"[零〇]?(?:\d{{1,4}}|[{_DIGIT}])"
        tail = rf"(?:{part}{scale}+)*(?:{part}(?![\d.,%％年月日号]))?"
        hanzi = rf"{_ZH_MANY}(?:[{_DIGIT}{''.join(numerals.TENS)}]|{scale})+(?:(?<=[{_SCALE}]){tail})?"
        behind = rf"(?:点[{_DIGIT}]++(?![十百千分刻]){scale}*)?"
        return rf"(?:{_FIGURE}(?:{scale}+{tail})?|{hanzi}{behind})"

    @cached_property
    def _quantity_zh(self) -> re.Pattern[str]:
        """A Chinese number, percentage (百分之五) or fraction (三分之二, 一又三分之二), and what is said behind it."""
        number = self._number_zh
        return re.compile(
            rf"(?P<percent>百分之)?(?:(?:(?P<whole>{number})又)?(?P<below>{number})分之(?P<above>{number})"
            rf"|(?P<number>{number})(?:(?P<more>{_ZH_MORE})(?P<rest>(?:{self._scale_zh})*))?)"
        )

    @cached_property
    def _named(self) -> re.Pattern[str]:
        return re.compile(rf"({_any(self.named)})")


def _any(forms: Iterable[str]) -> str:
    return "|".join(re.escape(form) for form in longest_first(forms)) or r"(?!)"


class Quantity(NamedTuple):
    """`text[start:end]` is printed; `value_high` is NaN unless it is a range; `bound` may be empty."""

    start: int
    end: int
    printed: str
    value: float
    value_high: float
    unit: str
    bound: str


class _Bound(Declared):
    id: Bound
    en_before: tuple[Name, ...] = ()
    en_after: tuple[Name, ...] = ()
    zh_before: tuple[Name, ...] = ()
    zh_after: tuple[Name, ...] = ()

    def __post_init__(self) -> None:
        each_once(self.en_before, self.en_after, self.zh_before, self.zh_after)


class _Unit(Names, kw_only=True):
    id: Word
    named: tuple[Name, ...] = ()

    def __post_init__(self) -> None:
        each_once(self.en, self.zh, self.named)


class _File(Declared):
    ends: tuple[Name, ...] = ()
    plurals: dict[Name, Line] = msgspec.field(default_factory=dict)
    labels: Names = Names()
    names: Names = Names()
    bound: tuple[_Bound, ...] = ()
    unit: tuple[_Unit, ...] = ()


def read_words(path: Path = QUANTITIES) -> Words:
    """Read and check the words around numbers. Raises `CorpusError` with file, place and remedy."""
    file, name = read_declared(path, "list of words around numbers", _File), path.name
    own_ids(file.bound, name, "bound")
    own_ids(file.unit, name, "unit")
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    units: dict[str, str] = {}
    named: dict[str, str] = {}
    for n, bound in enumerate(file.bound):
        for into, forms in (
            (before, (*bound.en_before, *bound.zh_before)),
            (after, (*bound.en_after, *bound.zh_after)),
        ):
            one_owner(into, [form.lower() for form in forms], bound.id, name, f"bound[{n}]", "belongs to")
    for n, unit in enumerate(file.unit):
        one_owner(units, (*unit.en, *unit.zh), unit.id, name, f"unit[{n}]", "belongs to")
        one_owner(named, unit.named, unit.id, name, f"unit[{n}]", "belongs to")
    return Words(
        before, after, units, named,
        (*file.labels.en, *file.labels.zh), (*file.names.en, *file.names.zh),
        frozenset(file.ends), file.plurals,
    )  # fmt: skip


def find(words: Words, text: str, language: str) -> list[Quantity]:
    """The quantities of a sentence, left to right.

    Ordinals, years, dates, numbers of sections and numbers inside names are none. A range has two values; a fraction is
    a part (`times`), and a count is called by the noun that it counts, in the singular.

    >>> words = read_words()
    >>> [q[2:4] + q[5:] for q in find(words, "In 2024 the G20 gave over $1.5 million to 42 poor countries.", "en")]
    [('over $1.5 million', 1500000.0, 'USD', 'over'), ('42 poor countries', 42.0, 'country', '')]
    >>> [q[2:4] + q[5:] for q in find(words, "2024年，约三分之一的国家获得超过60亿美元", "zh")]
    [('约三分之一', 0.3333, 'times', 'about'), ('超过60亿美元', 6000000000, 'USD', 'over')]
    """
    return list(_chinese(words, text) if language == "zh" else _english(words, text))


def find_all(words: Words, corpus: Corpus) -> pd.DataFrame:
    """text_id, sentence_id, start, end, printed, value, value_high, unit, bound, period: all of the running text.

    `start, end` are places in the sentence. `period` are the years that the sentence names, as printed, joined by `; `:
    what a figure is a figure of may stand in another sentence.
    """
    language = corpus.texts.set_index("text_id")["language"]
    read = set(running_text(corpus)["paragraph_id"])
    rows = []
    for s in corpus.sentences.itertuples(index=False):
        if s.paragraph_id in read:
            period = "; ".join(years(s.text))
            rows += [(s.text_id, s.sentence_id, *q, period) for q in find(words, s.text, language[s.text_id])]
    table = pd.DataFrame(rows, columns=["text_id", "sentence_id", *Quantity._fields, "period"])
    return table.astype({"value": float, "value_high": float})


def years(text: str) -> list[str]:
    """The years and spans of years that a text names, as printed.

    >>> years("From 2001 to 2008, and in the 1970s, 1,500 people; since 2020")
    ['2001 to 2008', '1970s', '2020']
    """
    year = r"(?:1[5-9]|20)\d\d"
    pattern = rf"(?<![\d,.$€£¥]){year}(?:年?\s*(?:[-–—~至到]|to|and)\s*{year})?(?:s|年代)?(?![\d%,]\d|\d|%| percent)"
    return list(dict.fromkeys(hit[0] for hit in re.finditer(pattern, text)))


# --- English ---------------------------------------------------------------------------------------------------------


def _english(words: Words, text: str) -> Iterator[Quantity]:
    blocked = [hit.span() for pattern in (words._name, _DATE) for hit in pattern.finditer(text)]
    numbers = [n for n in numerals.numbers(text) if not any(a < n.end and n.start < b for a, b in blocked)]
    n, done = 0, 0
    while n < len(numbers):
        first = last = numbers[n]
        if n + 1 < len(numbers) and _joined(text, first, numbers[n + 1], words):
            last = numbers[n + 1]
        n += 1 + (last is not first)
        if first.start < done:  # the half of a year and a half
            continue
        found = _english_quantity(words, text, first, last, done)
        if found:
            done = found.end
            yield found


def _joined(text: str, first: Number, other: Number, words: Words) -> bool:
    """Whether two numbers are the ends of one range: 5-7, five to seven, between 5 and 7, 5% to 7%."""
    between = re.sub(r"^\s*(?:%|percent\b|per cent\b)", "", text[first.end : other.start])
    if re.fullmatch(r"\s*[-–—~]\s*(?:US\$|[$€£¥])?|\s+(?:to|or)\s+(?:US\$|[$€£¥])?", between):
        return other.value > first.value and not (_is_year(text, first, words) and _is_year(text, other, words))
    both = re.fullmatch(r"\s+and\s+(?:US\$|[$€£¥])?", between)
    told = first.kind == other.kind == "many" or re.search(r"\bbetween\s+(?:US\$|[$€£¥])?$", text[: first.start])
    return bool(both and told) and other.value > first.value and not _is_year(text, first, words)


def _is_year(text: str, number: Number, words: Words) -> bool:
    """A bare whole number such as 2024, unless a currency, a bound or a unit of measure says that it counts."""
    printed = text[number.start : number.end]
    if number.kind != "figure" or not _may_be_year(printed):
        return False
    if text[: number.start].endswith(("$", "€", "£", "¥")) or (
        words._before.search(text[: number.start])
        and not re.search(r"\b(?:around|about|before|after|by|up to)\s*$", text[: number.start], re.IGNORECASE)
    ):
        return False
    unit = words._unit.match(text, number.end)
    return not (unit and words.units[unit[1]] not in ("country", "person", "organization"))


def _may_be_year(printed: str) -> bool:
    return len(printed) == 4 and printed.isdigit() and int(printed) in YEARS


def _english_quantity(words: Words, text: str, first: Number, last: Number, done: int) -> Quantity | None:
    start, end, left = first.start, last.end, text[: first.start]
    if words._label.search(left) or _is_year(text, last, words):
        return None
    if first is last and not left.strip("( \t") and re.match(r"[.)]\s|\s+[A-Z]", text[end:]) and first.kind == "figure":
        return None  # the number of a section or of an item in a list
    if _named_so(text, start, end):
        return None
    unit = ""
    currency = re.search(r"(US\$|[$€£¥])\s?$", left)
    if currency:
        start, unit = currency.start(), words.units.get(currency[1], currency[1])
    low, high = first.value, last.value if last is not first else float("nan")
    if last is not first:
        scale, other = (numerals.trailing_scale(text[n.start : n.end]) for n in (first, last))
        low = _scaled_alike(low, high, other) if scale == 1 else low
    behind = words._after.match(text, end)
    if behind:
        end = behind.end()
    if not unit:
        unit, end = _unit(words, text, last, end)
    if unit in _PERIODS and (half := _AND_HALF.match(text, end)):
        low, end = low + 0.5, half.end()
    if re.search(r"\b(?:[Aa]ge of|[Aa]ged)\s*$", left):
        unit = unit or "year"
    bound = words._before.search(text[done:start])
    name = words.before[bound[1].lower()] if bound else ""
    if bound:
        start = done + bound.start(1)
    behind = words._after.match(text, end) or behind
    if behind:
        name, end = words.after[behind[1].lower()], max(end, behind.end())
    if not unit and not name:
        return None
    if last is not first:
        name = RANGE
    elif first.kind == "many":
        name = "over"
    return Quantity(start, end, text[start:end], low, high, unit, name)


def _named_so(text: str, start: int, end: int) -> bool:
    """Whether a number in words is part of a name: the Five Principles. In a heading every word has a capital."""
    words = re.findall(r"[^\W\d_]{4,}", text)
    heading = sum(word[0].isupper() for word in words) > 0.6 * len(words)
    opens = not text[:start].strip(" “\"'‘(—") or text[:start].rstrip().endswith((":", ".", "“"))
    return text[start].isupper() and not heading and not opens and bool(re.match(r"\s+[A-Z]", text[end:]))


def _scaled_alike(low: float, high: float, scale: float) -> float:
    """The lower end of a range whose scale is printed once, behind the upper: three to five million."""
    return low * scale if low * scale < high else low


def _unit(words: Words, text: str, number: Number, end: int) -> tuple[str, int]:
    """The unit of an English number and where it ends; without one that can be told, an empty one."""
    if number.kind == "part":
        measure = words._unit.match(text, number.end)
        if measure and re.search(r"\san?$", text[number.start : number.end]):
            return words.units[measure[1]], measure.end()
        return TIMES, end
    if number.kind == "fold":
        return TIMES, end
    if number.kind == "twice":
        return (TIMES if re.match(r"\s+(?:as|the|that|its|their|more)\b", text[end:]) else OCCASION), end
    measure = words._unit.match(text, end) or re.compile(
        rf"\s*-\s*({_any(('year', 'month', 'day', 'week', 'hour', 'minute'))})\b"
    ).match(text, end)
    if measure:
        both = _AND_ANOTHER.match(text, measure.end())
        joined = both and not set(both[1].split()) & (words.ends - {"and", "or"})
        if joined and measure[1].endswith("s") and measure[1].isalpha():
            return f"{_singular(words, measure[1])} or {_singular(words, both[2])}", both.end()
        return words.units.get(measure[1], measure[1]), measure.end()
    many = re.match(r"\s+times\b", text[end:])
    if many:
        after = text[end + many.end() :]
        more = re.match(
            r"\s+(?:as|that|the|its|more|higher|larger|greater|faster|longer|bigger|lower|less|over)\b", after
        )
        return (TIMES if more or number.kind == "mixed" else OCCASION), end + many.end()
    noun = _noun(words, text, end)
    if noun:
        return noun
    if number.kind == "many":
        spent = re.search(
            rf"\b({_any(u for u in words.units if u.endswith('s') and words.units[u] in ('USD', 'EUR', 'GBP'))})\b",
            text,
        )
        if spent:
            return words.units[spent[1]], end
    said = re.match(r"\s+(?:are|were|is|was)\s+([a-z]+)\b", text[end:])
    if said and words.plurals.get(said[1], said[1].endswith("s")):
        return _singular(words, said[1]), end
    named = list(words._named.finditer(text[: number.start]))
    if named and text[number.start : number.end].count("."):
        return words.named[named[-1][1]], end
    told = list(re.finditer(r"\b[Nn]umber of ((?:[\w-]+ ){0,3}?)([a-z]+s)\b", text[: number.start]))
    if told:
        return _singular(words, told[-1][2]), end
    return (TIMES if number.kind == "mixed" else ""), end


def _noun(words: Words, text: str, end: int) -> tuple[str, int] | None:
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
            found = (_singular(words, word.lower()), hit.end(2))
            if word[0].islower():
                both = _AND_ANOTHER.match(text, hit.end(2))
                joined = both and not set(both[1].split()) & (words.ends - {"and", "or"}) and both[2] not in words.ends
                if joined and _counted(words, found[0]) and _counted(words, _singular(words, both[2])):
                    return f"{found[0]} or {_singular(words, both[2])}", both.end()
                return found
            capital = capital or found
    return capital


def _counted(words: Words, noun: str) -> bool:
    """Whether a noun is a unit of its own, so that `countries and regions` are counted together."""
    return noun in words.units.values() or noun in ("region", "territory")


def _singular(words: Words, noun: str) -> str:
    """The singular of an English plural, by the rules of spelling.

    >>> [_singular(read_words(), noun) for noun in ("countries", "losses", "cases", "people", "speeches")]
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


# --- Chinese ---------------------------------------------------------------------------------------------------------


def _chinese(words: Words, text: str) -> Iterator[Quantity]:
    dates = [hit.span() for hit in _ZH_DATE.finditer(text)]
    names = [hit.span() for hit in words._name.finditer(text)]
    place = 0
    while hit := words._quantity_zh.search(text, place):
        start, place = hit.span()
        if any(a < place and start < b for a, b in dates) or re.search(r"[A-Za-z+]$", text[:start]):
            continue
        # A name hides the number that it touches, but 千万 is no name inside 五千万.
        if any(a < place and start < b and not (start <= a < b <= place and b - a < place - start) for a, b in names):
            continue
        found = _chinese_quantity(words, text, hit)
        if found:
            place = max(place, found.end)
            yield found


def _chinese_quantity(words: Words, text: str, hit: re.Match[str]) -> Quantity | None:
    start, end, high = hit.start(), hit.end(), float("nan")
    if words._label.search(text[:start]):
        return None
    if hit["below"]:
        value, unit = _fraction(hit), TIMES
    else:
        number, unit = hit["number"] + (hit["rest"] or ""), PERCENT if hit["percent"] else ""
        values = numerals.chinese_readings(number)
        if not values:
            return None
        value, high = values[0], values[1] if len(values) > 1 else high
        to = re.compile(rf"[%％]?(?:[-—–~～至到]|—{{2}})(?:百分之)?({words._number_zh})").match(text, end)
        if to and not hit["more"]:
            high, end = numerals.chinese_value(to[1]), to.end()
            scale = numerals.chinese_scale(to[1])
            bare = len(number) == 1 if scale < 10**4 else not set(number) & set(numerals.MYRIADS)
            value = _scaled_alike(value, high, scale) if bare else value
        if not unit:
            found = _chinese_unit(words, text, start, end, number, bool(hit["more"]))
            if found is None:
                return None
            unit, end, half = found
            value += half
    before = words._before_zh.search(text[:start])
    after = words._after.match(text, end)
    bound = ""
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
    if isnan(value) or (not unit and not bound):
        return None
    if not isnan(high):
        bound = RANGE
    return Quantity(start, end, text[start:end], value, high, unit, bound)


def _fraction(hit: re.Match[str]) -> float:
    """The value of 三分之二 or 一又三分之二, four digits of it; not a number where it is none."""
    whole, below, above = (numerals.chinese_value(hit[name] or "零") for name in ("whole", "below", "above"))
    return whole + float(f"{above / below:.4g}") if below else float("nan")


def _chinese_unit(
    words: Words, text: str, start: int, end: int, number: str, more: bool
) -> tuple[str, int, float] | None:
    """The unit of a Chinese number, where it ends, and the half of one that goes with it (三个半月, 两年半), else 0.

    None for hanzi that count nothing (一带, 统一) and for a figure that is a year. `more`: the number is a bound.
    """
    half = words._unit_zh.match("个" + text[end + 2 :]) if text.startswith("个半", end) else None
    if half:
        return words.units[half[1]], end + 1 + half.end(), 0.5
    found = _chinese_whole_unit(words, text, start, end, number, more)
    if found and found[0] in (*_PERIODS, TIMES) and _ZH_HALF.match(text, found[1]):
        return found[0], found[1] + 1, 0.5
    return (*found, 0) if found else None


def _chinese_whole_unit(
    words: Words, text: str, start: int, end: int, number: str, more: bool
) -> tuple[str, int] | None:
    hanzi = not number[0].isdigit()
    if number in ("一", "零") or (number in ("百", "千", *numerals.MYRIADS) and not more):
        return None
    if hanzi and not more and not set(number) & {*numerals.DIGITS, *numerals.TENS, *numerals.MANY, "十"}:
        return None
    measure = words._unit_zh.match(text, end)
    name = words.units[measure[1]] if measure else ""
    if measure and name not in (OCCASION, "country"):
        return name, measure.end()
    behind = re.compile(rf"([{_CLASSIFIERS}])?({HANZI}{{0,8}})").match(text, end)
    noun = re.search(_any(u for u in words.units if len(u) > 1 and not u.isascii()), behind[2])
    if measure and not (name == OCCASION and noun and noun.start() == 0):
        return name, measure.end()
    if behind[1] is None and hanzi:
        return None
    if noun and noun.start() <= 4:
        return words.units[noun[0]], behind.start(2) + noun.end()
    owner = re.compile(rf".*({_any(u for u in words.units if len(u) > 1 and not u.isascii())})").match(
        text[max(0, start - 16) : start]
    )
    if behind[1] and not re.match(HANZI, text[behind.end(1) : behind.end(1) + 1]) and owner:
        return words.units[owner[1]], behind.end(1)
    if behind[1] is None:
        return ("", end) if "." in number or not _may_be_year(number) else None
    printed = re.match(r"[^的了和与及在是有为]{0,4}", behind[2])
    return printed[0], behind.start(2) + len(printed[0])
