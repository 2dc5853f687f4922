"""Forms: words as a list declares them, with * for any ending and ... for a gap, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Annotated

from msgspec import Meta

from ..declarations.toml import Declared, shown, twice
from .hanzi import LETTER

LONGEST, GAPS, MOST = 200, 3, 5_000
"""So many characters and gaps a form may have, and so many forms a list: with more of them, to compile and to match
the regular expressions of a list takes minutes."""


def _phrase(word: str) -> str:
    return rf"{word}(?: {word})*(?: \.\.\. {word}(?: {word})*){{0,{GAPS}}}"


_WORD = r"[^\s*.][^\s*]*"
_ENGLISH, _CHINESE = _phrase(rf"{_WORD}\*?"), _phrase(_WORD)
FORM = rf"(?:(?=[\x00-\x7f]){_ENGLISH}|(?![\x00-\x7f]){_CHINESE})"
WRITE = (
    f"with * only at the end of an English word, at most {GAPS} times ... between words, at most {LONGEST} characters"
)
"""How a form is written, as a refusal says it."""
Form = Annotated[str, Meta(pattern=rf"^{FORM}\Z", max_length=LONGEST, description=f"is no form; write words, {WRITE}")]
"""Words; * at the end of one is any ending, which Chinese words do not have, and ` ... ` between words is a gap."""
Name = Annotated[
    str,
    Meta(
        pattern=r"^\S(?:[^\r\n]*\S)?\Z",
        max_length=LONGEST,
        description=f"is no word; write words in one line, no white space at the ends, at most {LONGEST} characters",
    ),
]
"""A word or several, as they are printed."""


def each_once(*lists: tuple[str, ...], most: int = MOST) -> None:
    """Raises `ValueError`, as a `__post_init__` does, for a word that stands twice in one list, or for too many.

    >>> each_once(("order",), ("秩序", "治理", "秩序"))
    Traceback (most recent call last):
    ValueError: '秩序' is listed twice; keep one
    """
    for words in lists:
        if len(words) > most:
            raise ValueError(f"a list here has {len(words):,} entries, more than {most:,}; take some out")
        if again := twice(words):
            raise ValueError(f"{shown(again[1])} is listed twice; keep one")


class Names(Declared):
    """Words in both languages, each once in its own.

    >>> Names(en=("United Nations", "UN"), zh=("联合国",)).zh
    ('联合国',)
    """

    en: tuple[Name, ...] = ()
    zh: tuple[Name, ...] = ()

    def __post_init__(self) -> None:
        each_once(self.en, self.zh)


# What may stand in a gap: up to five words, none that ends a clause; up to eight characters of one sentence.
_GAP_EN = r"(?:\s+[^\s;:]+){0,5}?\s+"
_GAP_ZH = "[^。；：！？]{0,8}?"


BEGINS = f"(?<!{LETTER})"
"""Where an English word may begin, as a regular expression."""


def longest_first(forms: Iterable[str]) -> list[str]:
    """Forms in the order in which an alternation has to try them: by length, equal ones by the alphabet.

    >>> longest_first(["国家", "发展中国家", "中国"])
    ['发展中国家', '中国', '国家']
    """
    return sorted(forms, key=lambda form: (-len(form), form))


def any_form(forms: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """Finds any of some forms (see `form_regex`), at each place the longest; of no forms it finds nothing.

    `flags` are those of `re.compile`.

    >>> any_form(["中国", "发展中国家"]).findall("中国是发展中国家")
    ['中国', '发展中国家']
    """
    return re.compile("|".join(map(form_regex, longest_first(forms))) or r"(?!)", flags)


_OPENS = re.compile(r"\s*[(（\[]\s*(?:the |or |以?下?简称)?[\"“'‘「]?", re.IGNORECASE)
_CLOSES = re.compile(r"(?P<tail>[^()（）\[\]\n]{0,40}?)[\"”'’」]?\s*[)）\]]")


def in_brackets_behind(text: str, end: int, start: int, stop: int) -> bool:
    """Whether `text[start:stop]` stands in brackets directly behind a name that ends at `end`, as its abbreviation.

    It stands alone there, or with the words that the name ends with too (Group Plus (G Plus)).

    >>> said = "the United Nations (UN) and the Group of 77 (G77 members)"
    >>> in_brackets_behind(said, 18, 20, 22), in_brackets_behind(said, 43, 45, 48)
    (True, False)
    """
    closes = _CLOSES.match(text, stop) if _OPENS.fullmatch(text, end, start) else None
    return closes is not None and text[:end].endswith(closes["tail"].rstrip())


def is_form(value: str) -> bool:
    """Whether a text is a form (see `Form`).

    >>> [is_form(text) for text in ("order*", "大国 ... 责任", "大国*", "*", "two  spaces")]
    [True, True, False, False, False]
    """
    return len(value) <= LONGEST and bool(re.fullmatch(FORM, value))


def form_regex(form: str) -> str:
    """A form as a regular expression. `*` is any ending; ` ... ` is up to five words (English) or eight hanzi.

    The country counts inside US-led and anti-US, so a hyphen is no part of a word here; an apostrophe is no end, and
    a hanzi is no letter of an English word (加入WTO后).

    >>> bool(re.search(form_regex("shirk* ... dut*"), "it shirks all of its duties"))
    True
    >>> bool(re.search(form_regex("大国 ... 责任"), "大国未能承担应有的责任"))
    True
    """
    english = form[0].isascii()
    parts = (written(part).replace(r"\*", f"{LETTER}*").replace(r"\ ", r"\s+") for part in form.split(" ... "))
    body = (_GAP_EN if english else _GAP_ZH).join(parts)
    return rf"{BEGINS}{body}(?!{LETTER})" if english else body


def written(words: str) -> str:
    """Words as a regular expression, with either apostrophe.

    >>> bool(re.fullmatch(written("People's"), "People’s"))
    True
    """
    return re.sub("['’]", "['’]", re.escape(words))
