"""What is declared about the words around numbers: units, bounds, labels, names, and where a noun phrase ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from ...declarations.toml import Declared, Line, Word, one_owner, own_ids, read_declared
from ...paths import QUANTITIES
from ...text import numerals
from ...text.forms import Name, Names, each_once, longest_first

TIMES, OCCASION, PERCENT, RANGE = "times", "occasion", "percent", "range"
"""The unit of fractions and multiples, that of `twice`, that of 百分之; and the bound of a range."""
Bound = Literal["over", "under", "about"]
YEARS = range(1000, 2101)
"""A bare whole number among these is a year."""
PERIODS = ("century", "decade", "year", "month", "week", "day", "hour")
"""Units of which there may be a half more: a year and a half, 两年半."""
_DIGIT, _SCALE = "".join(numerals.DIGITS), "".join((*numerals.PLACES, *numerals.MYRIADS))
_FIGURE = r"(?:\d{1,3}(?:[,，]\d{3})+|\d+)(?:\.\d+)?"
_ZH_MANY = rf"(?:[数數几幾](?=[{_SCALE}])|上(?=[百千万亿萬億]))?"
_ZH_MORE = "[多余餘来來几幾]"


class Quantity(NamedTuple):
    """`text[start:end]` is printed; `value_high` is NaN unless it is a range; `bound` may be empty.

    >>> Quantity(0, 4, "三个国家", 3, float("nan"), "country", "").printed
    '三个国家'
    """

    start: int
    end: int
    printed: str
    value: float
    value_high: float
    unit: str
    bound: str


@dataclass(frozen=True)
class QuantityWords:
    """What `quantities.toml` declares: bounds by place and language, units, labels, names, and where a noun ends.

    The properties are regular expressions made of it. Those that end in `zh` are for Chinese sentences, the others for
    English ones and for what is written alike in both.

    >>> words = read_words()
    >>> words.units[words.unit_zh.match("亿美元", 1)[1]], words.before[words.bound_before.search("more than ")[1]]
    ('USD', 'over')
    """

    before: dict[str, str]
    after: dict[str, str]
    units: dict[str, str]
    named: dict[str, str]
    labels: tuple[str, ...]
    names: tuple[str, ...]
    ends: frozenset[str]
    plurals: dict[str, str]

    @cached_property
    def bound_before(self) -> re.Pattern[str]:
        """A bound at the end of what stands before a number, with words of company between."""
        return re.compile(
            rf"(?<![^\W\d_])(?<!\bthe (?=above))({any_of(self.before)})\s*(?:the age of\s*|an?\s+)?$", re.IGNORECASE
        )

    @cached_property
    def bound_before_zh(self) -> re.Pattern[str]:
        """A bound at the end of what stands before a Chinese number: 超过了."""
        return re.compile(rf"({any_of(self.before)})(?:了|到|达)?$")

    @cached_property
    def bound_after(self) -> re.Pattern[str]:
        """A bound behind a number: or more, 以上."""
        return re.compile(rf"\s*({any_of(self.after)})(?![a-z])", re.IGNORECASE)

    @cached_property
    def label(self) -> re.Pattern[str]:
        """What makes the number behind it a label: Chapter, Table."""
        return re.compile(rf"(?<![^\W\d_])(?:{any_of(self.labels)})\s*[(]?$")

    @cached_property
    def name(self) -> re.Pattern[str]:
        """A name that holds a number, which counts nothing there."""
        latin, other = ([n for n in self.names if n.isascii() == ascii_] for ascii_ in (True, False))
        return re.compile(rf"(?<![^\W_])(?:{any_of(latin)})(?![^\W_])|(?:{any_of(other)})")

    @cached_property
    def unit(self) -> re.Pattern[str]:
        """A unit of measure in English, at the place where it is looked for."""
        return re.compile(rf"\s*({any_of(u for u in self.units if u.isascii() or len(u) == 1)})(?![^\W\d_])")

    @cached_property
    def unit_zh(self) -> re.Pattern[str]:
        """A unit of measure in Chinese, at the place where it is looked for."""
        return re.compile(rf"\s*({any_of(u for u in self.units if not u.isascii() or u == '%')})")

    @cached_property
    def noun_zh(self) -> str:
        """What is counted in Chinese by a word of two hanzi or more, as a regular expression."""
        return any_of(u for u in self.units if len(u) > 1 and not u.isascii())

    @cached_property
    def scale_zh(self) -> str:
        """A scale of a Chinese number as a regular expression; in 5亿千瓦 and 3千米 the measure begins behind it."""
        return rf"(?!{any_of(unit for unit in self.units if unit[0] in numerals.PLACES)})[{_SCALE}]"

    @cached_property
    def number_zh(self) -> str:
        """A Chinese number in figures, hanzi or both, as a regular expression: 3.5亿, 三千五百万, 1亿2000万, 三点五."""
        scale = rf"(?:{self.scale_zh})"
        part = rf"[零〇]?(?:\d{{1,4}}|[{_DIGIT}])"
        tail = rf"(?:{part}{scale}+)*(?:{part}(?![\d.,%％年月日号]))?"
        hanzi = rf"{_ZH_MANY}(?:[{_DIGIT}{''.join(numerals.TENS)}]|{scale})+(?:(?<=[{_SCALE}]){tail})?"
        behind = rf"(?:点[{_DIGIT}]++(?![十百千分刻]){scale}*)?"
        return rf"(?:{_FIGURE}(?:{scale}+{tail})?|{hanzi}{behind})"

    @cached_property
    def quantity_zh(self) -> re.Pattern[str]:
        """A Chinese number, percentage (百分之五) or fraction (三分之二, 一又三分之二), and what is said behind it."""
        number = self.number_zh
        return re.compile(
            rf"(?P<percent>百分之)?(?:(?:(?P<whole>{number})又)?(?P<below>{number})分之(?P<above>{number})"
            rf"|(?P<number>{number})(?:(?P<more>{_ZH_MORE})(?P<rest>(?:{self.scale_zh})*))?)"
        )

    @cached_property
    def named_unit(self) -> re.Pattern[str]:
        """What is measured in a unit that is not printed: an index in points."""
        return re.compile(rf"({any_of(self.named)})")


def any_of(forms: Iterable[str]) -> str:
    """A regular expression for any of some forms, the longest first; for none it matches nowhere.

    >>> any_of(["国", "国家"])
    '国家|国'
    """
    return "|".join(re.escape(form) for form in longest_first(forms)) or r"(?!)"


def may_be_year(printed: str) -> bool:
    """Whether a number as printed may stand for a year.

    >>> may_be_year("2024"), may_be_year("2,024"), may_be_year("9999")
    (True, False, False)
    """
    return len(printed) == 4 and printed.isdecimal() and int(printed) in YEARS


def scaled_alike(low: float, high: float, scale: float) -> float:
    """The lower end of a range whose scale is printed once, behind the upper: three to five million.

    >>> scaled_alike(3, 5e6, 1e6), scaled_alike(300, 5e4, 1e4)
    (3000000.0, 300)
    """
    return low * scale if low * scale < high else low


# --- the file ---------------------------------------------------------------------------------------------------------


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


def read_words(path: Path = QUANTITIES) -> QuantityWords:
    """Read and check the words around numbers. Raises `CorpusError` with file, place and remedy.

    >>> read_words().units["吨"]
    'tonne'
    """
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
    return QuantityWords(
        before, after, units, named,
        (*file.labels.en, *file.labels.zh), (*file.names.en, *file.names.zh),
        frozenset(file.ends), file.plurals,
    )  # fmt: skip
