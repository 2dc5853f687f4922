"""Term lists, and where their terms stand in a text: longest match first across all lists, blockers included."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, NamedTuple

from msgspec import Meta

from .declarations import Declared, Id, Line, one_owner, own_ids, read_declared, refuse, shown, twice
from .paths import TERMS

LONGEST, GAPS, MOST = 200, 3, 5_000
"""So many characters and gaps a form may have, and so many forms a list: with more of them, to compile and to match
the regular expressions of a list takes minutes."""
MOST_TERMS = 10_000
"""So many names, and so many Chinese words, a term list may have."""
_LETTER = r"[^\W\d_]"


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


def each_once(*lists: tuple[str, ...], most: int = MOST) -> None:
    """Raises `ValueError`, as a `__post_init__` does, for a word that stands twice in one list, or for too many."""
    for words in lists:
        if len(words) > most:
            raise ValueError(f"a list here has {len(words):,} entries, more than {most:,}; take some out")
        if again := twice(words):
            raise ValueError(f"{shown(again[1])} is listed twice; keep one")


class Names(Declared):
    """Words in both languages, each once."""

    en: tuple[Name, ...] = ()
    zh: tuple[Name, ...] = ()

    def __post_init__(self) -> None:
        each_once(self.en, self.zh)


class _English(Declared):
    never_final: tuple[Name, ...] = ()
    may_be_final: tuple[Name, ...] = ()
    usual_first_words: tuple[Name, ...] = ()

    def __post_init__(self) -> None:
        each_once(self.never_final, self.may_be_final, self.usual_first_words)


class _Chinese(Declared):
    words: tuple[Name, ...] = ()

    def __post_init__(self) -> None:
        each_once(self.words, most=MOST_TERMS)


class _Named(Names, kw_only=True):
    id: Id
    note: Line = ""


class _TermFile(Declared):
    english: _English = _English()
    name: tuple[_Named, ...] = ()
    chinese: _Chinese = _Chinese()
    blockers: Names = Names()


def read_terms(path: Path = TERMS) -> TermList:
    """Read and check a term list. Raises `CorpusError` with file, place and remedy."""
    file = read_declared(path, "term list", _TermFile)
    own_ids(file.name, path.name, "name")
    names: dict[str, str] = {}
    for n, entry in enumerate(file.name):
        one_owner(names, (*entry.en, *entry.zh), entry.id, path.name, f"name[{n}]", "is a form of")
    if len(names) > MOST_TERMS:
        refuse(path.name, "name", f"there are {len(names):,} names, more than {MOST_TERMS:,}; take some out")
    return TermList(
        names,
        file.chinese.words,
        (*file.blockers.en, *file.blockers.zh),
        *map(frozenset, (file.english.never_final, file.english.may_be_final, file.english.usual_first_words)),
    )


_GAP_EN = r"(?:\s+[^\s;:]+){0,5}?\s+"
_GAP_ZH = "[^。；：！？]{0,8}?"


def longest_first(forms: Iterable[str]) -> list[str]:
    """Forms in the order in which an alternation has to try them."""
    return sorted(forms, key=lambda form: (-len(form), form))


def any_form(forms: Iterable[str], flags: int = 0) -> re.Pattern[str]:
    """Finds any of some forms (see `form_regex`), at each place the longest; of no forms it finds nothing."""
    return re.compile("|".join(map(form_regex, longest_first(forms))) or r"(?!)", flags)


def is_form(value: str) -> bool:
    """Whether a text is a form (see `Form`)."""
    return len(value) <= LONGEST and bool(re.fullmatch(FORM, value))


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
