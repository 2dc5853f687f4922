"""Term lists, and where their terms stand in a text: longest match first across all lists, blockers included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from .declarations import known_keys, read_toml
from .errors import CorpusError
from .paths import TERMS

_LETTER = r"[^\W\d_]"


class Match(NamedTuple):
    """`text[start:end]` is a form of the term `term`."""

    start: int
    end: int
    term: str


@dataclass(frozen=True)
class TermList:
    """What a term file declares: names by form, Chinese words, blockers and English abbreviations."""

    names: dict[str, str]
    chinese_words: tuple[str, ...]
    blockers: tuple[str, ...]
    never_final: frozenset[str]
    may_be_final: frozenset[str]
    usual_first_words: frozenset[str]

    @cached_property
    def _forms(self) -> dict[str, str]:
        """Each form and its term; a blocker's term is empty, a Chinese word is its own."""
        return {word: word for word in self.chinese_words} | self.names | dict.fromkeys(self.blockers, "")

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # One alternation, longest first, so that at each place the longest form of all lists wins. A name in Latin
        # letters is a word of its own, with its 's: "US-led" and "Sino-US" are other words, "us" is none.
        latin, other = [], []
        for form in sorted(self._forms, key=lambda f: (-len(f), f)):
            (latin if form[0].isascii() else other).append(re.escape(form))
        parts = []
        if latin:
            parts.append(
                rf"(?<![^\W_])(?<![^\W_][-’'])(?P<latin>{'|'.join(latin)})(?:['’]s)?(?![^\W_])(?![-’']{_LETTER})"
            )
        if other:
            parts.append(f"(?P<other>{'|'.join(other)})")
        first = "".join(sorted({re.escape(form[0]) for form in self._forms}))  # most characters begin no term
        return re.compile(rf"(?=[{first}])(?:{'|'.join(parts)})" if parts else r"(?!)")

    def matches(self, text: str) -> Iterator[Match]:
        """The terms of `text`, left to right, without overlap. What a blocker covers is left out.

        >>> terms = read_terms()
        >>> [m.term for m in terms.matches("The U.S. and the US, not us; the United States' ally")]
        ['united-states', 'united-states', 'united-states']
        >>> [m.term for m in terms.matches("中国是发展中国家")]
        ['china', '发展中国家']
        """
        for hit in self._pattern.finditer(text):
            term = self._forms[hit["latin"] if hit.lastgroup == "latin" else hit[0]]
            if term:
                yield Match(hit.start(), hit.end(), term)


def read_terms(path: Path = TERMS) -> TermList:
    """Read and check a term list. Raises `CorpusError` with file, place and remedy."""
    data = read_toml(path, "term list")
    name = path.name
    known_keys(data, {"english", "name", "chinese", "blockers"}, name)
    english, chinese = data.get("english", {}), data.get("chinese", {})
    blockers = data.get("blockers", {})
    known_keys(english, {"never_final", "may_be_final", "usual_first_words"}, f"{name}: english")
    known_keys(chinese, {"words"}, f"{name}: chinese")
    known_keys(blockers, {"en", "zh"}, f"{name}: blockers")
    names: dict[str, str] = {}
    for entry in data.get("name", []):
        where = f"{name}: name {entry.get('id', '?')!r}"
        known_keys(entry, {"id", "en", "zh", "note"}, where)
        if not entry.get("id"):
            raise CorpusError(f"{where}: 'id' is missing; add it")
        for form in _words(entry.get("en", []), where) + _words(entry.get("zh", []), where):
            if form in names:
                raise CorpusError(f"{where}: {form!r} is a form of {names[form]!r} too; keep one")
            names[form] = entry["id"]
    return TermList(
        names,
        tuple(_words(chinese.get("words", []), f"{name}: chinese")),
        tuple(_words(blockers.get("en", []), name) + _words(blockers.get("zh", []), name)),
        frozenset(_words(english.get("never_final", []), f"{name}: english")),
        frozenset(_words(english.get("may_be_final", []), f"{name}: english")),
        frozenset(_words(english.get("usual_first_words", []), f"{name}: english")),
    )


_FORM = re.compile(r"[^\s*.][^\s*]*\*?(?: (?:\.\.\. )?[^\s*.][^\s*]*\*?)*")
_GAP_EN = r"(?:\s+[^\s;:]+){0,5}?\s+"
_GAP_ZH = "[^。；：！？]{0,8}?"


def longest_first(forms: Iterable[str]) -> list[str]:
    """Forms in the order in which an alternation has to try them."""
    return sorted(forms, key=lambda form: (-len(form), form))


def any_form(forms: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """Finds any of some forms (see `form_regex`), at each place the longest; of no forms it finds nothing."""
    return re.compile("|".join(map(form_regex, longest_first(forms))) or r"(?!)", flags)


def is_form(value: Any) -> bool:
    """Whether a value is a form: words, with * at the end of a word only, and ` ... ` between words for a gap."""
    return isinstance(value, str) and bool(_FORM.fullmatch(value))


def form_regex(form: str) -> str:
    """A form as a regular expression. `*` is any ending; ` ... ` is up to five words (English) or eight hanzi.

    The country counts inside US-led and anti-US, so a hyphen is no part of a word here; an apostrophe is no end.

    >>> bool(re.search(form_regex("shirk* ... dut*"), "it shirks all of its duties"))
    True
    >>> bool(re.search(form_regex("大国 ... 责任"), "大国未能承担应有的责任"))
    True
    """
    english = form[0].isascii()
    parts = (re.escape(part).replace(r"\*", r"[^\W_]*").replace(r"\ ", r"\s+") for part in form.split(" ... "))
    body = (_GAP_EN if english else _GAP_ZH).join(parts)
    return rf"(?<![^\W_]){body}(?![^\W_])" if english else body


def _words(values: Any, where: str) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(v, str) and v.strip() == v and v for v in values):
        raise CorpusError(f"{where}: {values!r} is no list of words; correct it")
    for value in values:
        if values.count(value) > 1:
            raise CorpusError(f"{where}: {value!r} is listed twice; keep one")
    return values
