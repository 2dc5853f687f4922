"""Numbers as printed, in figures and words, English and Chinese; ordinals and parts of words are none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from math import isnan, nan, prod
from typing import NamedTuple

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_ONES += " seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: n for n, word in enumerate(_ONES.split())} | {w: 10 * n for n, w in enumerate(_TENS.split(), 2)}
SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "dozen": 12}
_SHORT = {"k": 10**3, "mn": 10**6, "bn": 10**9, "tn": 10**12}
_MANY = {"tens": 10} | {f"{name}s": size for name, size in SCALES.items()}
_ORDINALS = "third fourth fifth sixth seventh eighth ninth tenth"
_PARTS = {"half": 2, "halves": 2, "quarter": 4, "quarters": 4}
_PARTS |= {f"{word}{s}": n for n, word in enumerate(_ORDINALS.split(), 3) for s in ("", "s")}
_FOLD = {"doubled": 2, "tripled": 3, "quadrupled": 4} | {f"{w}fold": n for w, n in _WORDS.items() if n > 1}
_PERIODS = ("decade", "century", "year", "month", "week")
_TOKEN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?|[^\W\d_]+(?:['’][^\W\d_]+)?|[^\w\s]|_")
_SCALE = "|".join(SCALES)
# Behind a whole number: and a half, and three-quarters; a single third must be one of something (no third country).
_AND_PART = re.compile(
    r"(?:\s+|-)and(?:\s+|-)(?:(?P<one>an?|one)(?:\s+|-)(?P<part>half|quarter"
    rf"|(?:{'|'.join(_ORDINALS.split())})(?=\s+(?:of|times|percent|per cent|{_SCALE})\b))"
    rf"|(?P<many>{'|'.join(_ONES.split()[2:10])})(?:\s+|-)(?P<parts>halves|quarters|(?:{'|'.join(_ORDINALS.split())})s))"
    rf"(?![^\W_])(?!-(?!(?:{'|'.join(_PERIODS)}|day|hour|minute)\b)[^\W\d_])",
    re.IGNORECASE,
)
_OF_SCALE = re.compile(rf"(?:(?:\s+of)?\s+an?)?[\s-]+(?P<scale>{_SCALE})\b", re.IGNORECASE)
"""Behind a part: (half) a million, (three quarters) of a million, (one-half) million."""

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
TENS = {"廿": 20, "卅": 30}
PLACES = {"十": 10, "百": 10**2, "千": 10**3}
MYRIADS = {"万": 10**4, "亿": 10**8, "萬": 10**4, "億": 10**8}
MANY = dict.fromkeys("数數几幾上", 1)


class Number(NamedTuple):
    """`text[start:end]` is a number.

    `kind`: figure (digits), words, mixed (two and a half), many (dozens), part (a half), fold or twice.

    >>> next(numbers("It owes 2.8 billion dollars."))
    Number(start=8, end=19, value=2800000000.0, kind='figure')
    """

    start: int
    end: int
    value: float
    kind: str


_Addend = tuple[float, float]
"""A part of a number: its value, and the scale by which that was multiplied (1: by none)."""


def _scaled(addends: list[_Addend], size: float) -> list[_Addend]:
    """The addends with a scale behind them: it multiplies the last, and those before it that are smaller than that is.

    >>> _scaled([(10**4, 10**4), (2000, 1000)], 10**8)  # 一万二千亿
    [(1200000000000, 100000000000)]
    >>> _scaled([(3 * 10**8, 10**8), (5000, 1000)], 10**4)  # 三亿五千万
    [(300000000, 100000000), (50000000, 10000000)]
    """
    *before, (value, unit) = addends or [(1, 1)]
    value, unit = value * size, unit * size
    while before and before[-1][1] < unit:
        value += before.pop()[0] * size
    return [*before, (value, unit)]


def _falling(addends: list[_Addend]) -> bool:
    """Whether each addend is smaller than the scale of the one before it, as the addends of one number are."""
    return all(other[0] < one[1] for one, other in pairwise(addends))


# --- English ---------------------------------------------------------------------------------------------------------


def numbers(text: str) -> Iterator[Number]:
    """The numbers of an English text, left to right; ordinals, decades (1970s) and parts of words are none.

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
    word, behind = _word(tokens, n), _word(tokens, n + 1)
    glued = _is_glued(text, tokens[n].start())
    if word[0].isdecimal():
        return _figure_at(text, tokens, n, glued)
    if glued:
        return None
    if word in _FOLD or word == "twice":
        kind = "fold" if word in _FOLD else "twice"
        return Number(*tokens[n].span(), _FOLD.get(word, 2), kind), n + 1
    if word in _MANY or (word == "several" and behind in SCALES):
        return _many_at(tokens, n)
    if word in ("half", "quarter"):
        return _part_at(text, tokens, n, n, 1)
    if word in ("a", "an") and behind in _PERIODS:
        return _one_period_at(text, tokens, n)
    return _words_at(text, tokens, n)


def _is_glued(text: str, start: int) -> bool:
    """Whether what begins there hangs on something before it: GPT-4, a.2, +86, C5."""
    before = text[max(0, start - 2) : start]
    return before[-1:].isalnum() or before[-1:] in tuple("+>=_/#") or bool(re.fullmatch(r"[^\W\d_][-.]", before))


def _many_at(tokens: list[re.Match[str]], n: int) -> tuple[Number, int]:
    """Dozens, several hundred, tens of thousands: the least that it can be."""
    word, k = _word(tokens, n), n + 1
    value = _MANY.get(word)
    if value is None:  # several
        value, k = SCALES[_word(tokens, k)], k + 1
    while _word(tokens, k) in _MANY or (_word(tokens, k) == "of" and _word(tokens, k + 1) in _MANY):
        k += _word(tokens, k) == "of"
        value *= _MANY[_word(tokens, k)]
        k += 1
    return Number(tokens[n].start(), tokens[k - 1].end(), value, "many"), k


def _one_period_at(text: str, tokens: list[re.Match[str]], n: int) -> tuple[Number, int] | None:
    """A decade, over a year, a year and a half: one of them, where it is counted and not only told of."""
    told = _word(tokens, n + 1) == "decade"
    told = told or re.search(r"\b(?:than|over|nearly|almost|about)\s*$", text[: tokens[n].start()].lower())
    told = told or re.match(r"\s+and\s+a\s+half\b", text[tokens[n + 1].end() :])
    return (Number(*tokens[n].span(), 1, "words"), n + 1) if told else None


def _words_at(text: str, tokens: list[re.Match[str]], n: int) -> tuple[Number | None, int] | None:
    """Twenty-five, two million, a hundred and fifty, two-thirds, two and a half: what begins with a word of number."""
    word, start = _word(tokens, n), tokens[n].start()
    first = n + (word in ("a", "an"))  # a hundred, a half
    value, k = _count_at(tokens, n) if word in _WORDS else (1, first)
    part = k + (_word(tokens, k) == "-")
    if _word(tokens, part) in _PARTS and (word in _WORDS or first > n):
        return _part_at(text, tokens, n, part, value)
    if word not in _WORDS and _word(tokens, first) not in SCALES:
        return None
    whole, end = _whole_at(tokens, first)
    value, k = _and_part_at(text, tokens, end, whole)
    if k == end and _goes_on_as_a_word(tokens, k):
        return None, k + 1  # two-way, three-dimensional
    alone = word == "one" and k == n + 1 and _word(tokens, k) not in ("percent", "%")
    if alone and not text[:start].rstrip().endswith("than"):  # one of them, one must
        return None, k
    return Number(start, tokens[k - 1].end(), value, "words" if k == end else "mixed"), k


def _goes_on_as_a_word(tokens: list[re.Match[str]], k: int) -> bool:
    """Whether a hyphen and letters hang on what ends before a token."""
    hyphen = _word(tokens, k) == "-" and tokens[k].start() == tokens[k - 1].end()
    return hyphen and _word(tokens, k + 1).isalpha()


def _whole_at(tokens: list[re.Match[str]], n: int) -> tuple[float, int]:
    """A whole number in words, and the token behind it: two million five hundred thousand, a hundred and fifty."""
    addends: list[_Addend] = []
    k, ahead = n, n
    while _word(tokens, ahead) in _WORDS or (not addends and _word(tokens, ahead) in SCALES):
        count, ahead = _count_at(tokens, ahead) if _word(tokens, ahead) in _WORDS else (1, ahead)
        more: list[_Addend] = [*addends, (count, 1)]
        while scale := SCALES.get(_word(tokens, ahead)):
            more, ahead = _scaled(more, scale), ahead + 1
        if not _falling(more):  # one hundred and two hundred are two numbers
            break
        addends, k = more, ahead
        if addends[-1][1] == 1:
            break
        ahead += _word(tokens, ahead) == "and"
    return sum(value for value, _ in addends), k


def _and_part_at(text: str, tokens: list[re.Match[str]], k: int, value: float) -> tuple[float, int]:
    """A whole number that ends before a token, with what follows: two and a half (million), a million and a half."""
    part = _AND_PART.match(text, tokens[k - 1].end())
    if not part:
        return value, k
    name = (part["part"] or part["parts"]).lower()
    scale = SCALES.get(tokens[k - 1][0].lower(), 1)
    value += (_WORDS[part["many"].lower()] if part["many"] else 1) / _PARTS[name] * (scale if scale >= 10**6 else 1)
    while k < len(tokens) and tokens[k].start() < part.end():
        k += 1
    while scale := SCALES.get(_word(tokens, k)):
        value, k = value * scale, k + 1
    return round(value, 4), k


def _word(tokens: list[re.Match[str]], k: int) -> str:
    """A token in small letters; empty behind the last."""
    return tokens[k][0].lower() if k < len(tokens) else ""


def _count_at(tokens: list[re.Match[str]], n: int) -> tuple[float, int]:
    """A number below a hundred in words: twenty, twenty-five, seven."""
    value, k = _WORDS[tokens[n][0].lower()], n + 1
    step = k + (k < len(tokens) and tokens[k][0] == "-")
    if value >= 20 and step < len(tokens) and 0 < _WORDS.get(tokens[step][0].lower(), 0) < 10:
        return value + _WORDS[tokens[step][0].lower()], step + 1
    return value, k


def trailing_scale(printed: str) -> float:
    """What the scales at the end of a printed English number multiply by; 1 where it has none.

    >>> trailing_scale("five million"), trailing_scale("2bn"), trailing_scale("3,500")
    (1000000, 1000000000, 1)
    """
    behind = re.search(rf"(?:(?:{_SCALE})[\s-]*)*$|(?<=\d)(?:{'|'.join(_SHORT)})$", printed, re.IGNORECASE)
    return prod(SCALES.get(word, _SHORT.get(word, 1)) for word in re.findall(r"[a-z]+", behind[0].lower()))


def _part_at(text: str, tokens: list[re.Match[str]], n: int, k: int, value: float) -> tuple[Number | None, int]:
    """Two-thirds, a quarter of, half the: a part only where it is one of something (not the third quarter)."""
    part, start, end = tokens[k][0].lower(), tokens[n].start(), tokens[k].end()
    if k == n and re.search(r"\b(?:first|second|latter|other|former|third)\s+$", text[:start]):
        return None, k + 1
    if scale := _OF_SCALE.match(text, end):
        while k < len(tokens) and tokens[k].start() < scale.end():
            k += 1
        return Number(start, scale.end(), value / _PARTS[part] * SCALES[scale["scale"].lower()], "words"), k
    if re.match(r"-[^\W\d_]", text[end:]):  # a half-hearted step
        return None, k + 1
    if k == n and (part != "half" or not re.match(r"\s+(?:of|the|a|an|its|their)\b", text[end:])):
        return None, k + 1
    if period := re.match(r"\s+an?(?=\s+(?:century|decade|year|month)\b)", text[end:]):
        end += period.end()
    return Number(start, end, round(value / _PARTS[part], 4), "part"), k + 1


def _figure_at(text: str, tokens: list[re.Match[str]], n: int, glued: bool) -> tuple[Number | None, int]:
    """A number that begins with a figure: 1,200, 2½, 36bn, 2.8 billion, 3 and a half; not 80th, 5G, 1970s, 24/7."""
    start, end = tokens[n].span()
    value, k = float(tokens[n][0].replace(",", "")), n + 1
    if glued:
        return None, k
    if k < len(tokens) and tokens[k].start() == end and unicodedata.numeric(tokens[k][0][0], 1) < 1:  # 2½
        value, end, k = value + unicodedata.numeric(tokens[k][0][0]), tokens[k].end(), k + 1
    if k < len(tokens) and tokens[k].start() == end and tokens[k][0].isalpha():
        if tokens[k][0] not in _SHORT:
            return None, k + 1  # 80th, 5G, 1970s
        value, end, k = value * _SHORT[tokens[k][0]], tokens[k].end(), k + 1
    if re.match(r"[+=>/:]|\.\d", text[end:]):
        return None, k
    step = k + (_word(tokens, k) == "-")
    while scale := SCALES.get(_word(tokens, step)):
        value, end, k = value * scale, tokens[step].end(), step + 1
        step = k
    value, mixed = _and_part_at(text, tokens, k, value)
    return Number(start, max(end, tokens[mixed - 1].end()), value, "figure" if k == mixed else "mixed"), mixed


# --- Chinese ---------------------------------------------------------------------------------------------------------


_DIGIT = "".join(DIGITS)
_SIGN = re.compile(
    rf"(?P<figure>\d[\d,，]*(?:\.\d+)?)|点(?P<behind>[{_DIGIT}]+)|(?P<digits>[{_DIGIT}]+)"
    rf"|(?P<many>[{''.join(MANY)}])|(?P<tens>[{''.join(TENS)}])|(?P<place>[{''.join(PLACES)}])"
    rf"|(?P<myriad>[{''.join(MYRIADS)}])"
)
_EITHER = re.compile(
    rf"(?<![{_DIGIT}])(?:{'|'.join(map(''.join, pairwise('一二三四五六七八九')))}|[两兩]三|三[两兩五])(?![{_DIGIT}])"
)


def chinese_readings(printed: str) -> list[float]:
    """What a Chinese number in digits, hanzi or both can be: one value, two where it leaves open which, none if none.

    >>> chinese_readings("两三百"), chinese_readings("十七八"), chinese_readings("一百三百")
    ([200, 300], [17, 18], [])
    """
    either = _EITHER.search(printed)
    sides = [printed[: either.start()] + c + printed[either.end() :] for c in either[0]] if either else [printed]
    values = sorted(chinese_value(side) for side in sides)
    return [] if any(map(isnan, values)) else values


def chinese_value(printed: str) -> float:
    """The value of a Chinese number in digits, hanzi or both; not a number where its signs make none (一百三百, 二五).

    A last digit without a scale counts the next lower one, unless a zero stands before it.

    >>> [chinese_value(n) for n in ("36亿", "1.4万", "三十五", "二百零八", "数十", "十五", "三亿五千万", "1亿2000万")]
    [3600000000, 14000.0, 35, 208, 10, 15, 350000000, 120000000]
    >>> [chinese_value(n) for n in ("三万五", "三万零五", "二〇二五", "三点五亿")]
    [35000, 30005, 2025, 350000000.0]
    """
    addends: list[_Addend] = []
    before, zero, lower = "", False, 1  # the kind of the sign before, whether it is a zero, what a last digit counts
    for sign in _SIGN.finditer(printed):
        kind = sign.lastgroup
        if kind in ("place", "myriad"):
            size = (PLACES | MYRIADS)[sign[0]]
            alone = addends and (zero or (before in ("place", "myriad") and size < addends[-1][1]))
            addends = _scaled([*addends, (1, 1)] if alone else addends, size)  # 一百十五, 一万零十
            lower = lower * size if kind == before == "myriad" else size // 10
        else:
            last = sign.end() == len(printed) and len(sign[0]) == 1 and before in ("place", "myriad")
            last = last and kind in ("figure", "digits")
            addends += [(value * lower if last else value, unit) for value, unit in _sign_addends(sign)]
        before, zero = kind, set(sign[0]) <= set("零〇")
    return sum(value for value, _ in addends) if _falling(addends) else nan


def _sign_addends(sign: re.Match[str]) -> list[_Addend]:
    """What a sign that is no scale adds to a number: nothing for a zero, which only keeps a place."""
    if sign["figure"]:
        return [(_in_figures(re.sub("[,，]", "", sign["figure"])), 1)]
    if sign["many"] or sign["tens"]:
        return [(TENS.get(sign[0], 1), 10 if sign["tens"] else 1)]
    if sign["behind"]:
        return [(_in_figures("0." + sign["behind"]), 1)]
    digits = sign["digits"].lstrip("零〇")
    if len(digits) == 2 and not set(sign["digits"]) & set("零〇"):
        return [(nan, 1)]  # 二五 alone is no 25
    return [(_in_figures(digits), 1)] if digits else []


def _in_figures(digits: str) -> float:
    """The value of digits, each hanzi or figure; a whole number is exact as far as texts have any so long."""
    figures = "".join(str(DIGITS.get(c, c)) for c in digits)
    return float(figures) if "." in figures or len(figures) > 20 else int(figures)


def chinese_scale(printed: str) -> float:
    """What the hanzi at the end of a Chinese number multiply by: 亿 in 三十五亿, 百 in 三百.

    >>> [chinese_scale(n) for n in ("3.5万亿", "三十五亿", "三百", "三十", "35")]
    [1000000000000, 100000000, 100, 1, 1]
    """
    end = re.search(rf"[{''.join(MYRIADS)}]+$|[百千]?$", printed)
    return prod((PLACES | MYRIADS)[c] for c in end[0])
