"""Term lists, and where their names stand in a text: longest match first across all lists, blockers included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ..declarations.toml import Declared, Id, Line, one_owner, own_ids, read_declared, refuse
from ..paths import TERMS
from .forms import Name, Names, each_once, longest_first, written
from .hanzi import LETTER

MOST_TERMS = 10_000
"""So many names, and so many Chinese words, a term list may have."""
_VOWEL = re.compile("[aeiouy]")
_WORD_GOES_ON = rf"[-’'](?!\d){LETTER}"


class Match(NamedTuple):
    """`text[start:end]` is a form of the term `term` (an id of the list, or a Chinese word itself).

    >>> Match(4, 8, "united-states").term
    'united-states'
    """

    start: int
    end: int
    term: str


@dataclass(frozen=True)
class TermList:
    """What a term file declares: names (form to id), Chinese words, blockers and English abbreviations.

    Behind a `never_final` abbreviation no sentence ends; behind one that `may_be_final` it does where one of the
    `usual_first_words` follows.

    >>> nothing = frozenset()
    >>> terms = TermList({"中国": "china"}, ("发展中国家",), ("中国海",), nothing, nothing, nothing)
    >>> [term for _, _, term in terms.matches("发展中国家与中国在南中国海")]
    ['发展中国家', 'china']
    """

    names: dict[str, str]
    chinese_words: tuple[str, ...]
    blockers: tuple[str, ...]
    never_final: frozenset[str]
    may_be_final: frozenset[str]
    usual_first_words: frozenset[str]

    @cached_property
    def _forms(self) -> dict[str, str]:
        """Each form, with straight apostrophes, and its term; a blocker's term is empty, a Chinese word is its own."""
        forms = {word: word for word in self.chinese_words} | self.names | dict.fromkeys(self.blockers, "")
        return {form.replace("’", "'"): term for form, term in forms.items()}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # One alternation, longest first, so that at each place the longest form of all lists wins. A name in Latin
        # letters is a word of its own, with its 's: "US-led" and "Sino-US" are other words, "us" is none; beside hanzi
        # (加入WTO后) it is one too.
        latin, other = [], []
        for form in longest_first(self._forms):
            (latin if form[0].isascii() else other).append(written(form))
        parts = []
        if latin:
            parts.append(
                rf"(?<!{LETTER})(?<!{LETTER}[-’'])(?P<latin>{'|'.join(latin)})(?:['’]s)?(?!{LETTER})(?!{_WORD_GOES_ON})"
            )
        if other:
            parts.append(f"(?P<other>{'|'.join(other)})")
        first = "".join(sorted({re.escape(form[0]) for form in self._forms}))  # most characters begin no term
        return re.compile(rf"(?=[{first}])(?:{'|'.join(parts)})" if parts else r"(?!)")

    @cached_property
    def _abbreviations(self) -> dict[bool, frozenset[str]]:
        """The abbreviations in small letters: those that never end a sentence (False) and those that may (True)."""
        both = {False: self.never_final, True: self.may_be_final}
        return {final: frozenset(map(str.lower, words)) for final, words in both.items()}

    @cached_property
    def _last_words(self) -> frozenset[str]:
        both = self._abbreviations.values()
        return frozenset(word.split()[-1].lstrip("\"'“‘([") for words in both for word in words if word.split())

    def may_be_abbreviation(self, word: str) -> bool:
        """Whether a word in small letters, with its full stop, is an abbreviation or the last word of one.

        >>> terms = read_terms()
        >>> terms.may_be_abbreviation("mr."), terms.may_be_abbreviation("order.")
        (True, False)
        """
        return word in self._last_words

    def is_abbreviation(self, word: str, *, final: bool = False, counts: bool = False) -> bool:
        """Whether a word, with its full stop, is an abbreviation that never (or, `final`, that may) end a sentence.

        It is one in capitals too (MR., VOL.), and in small letters where a figure follows (`counts`: no. 5), or where
        without a vowel it is no other word (dr.).

        >>> terms = read_terms()
        >>> [terms.is_abbreviation(word) for word in ("Mr.", "MR.", "mr.", "no.", "rose.")]
        [True, True, True, False, False]
        >>> terms.is_abbreviation("no.", counts=True), terms.is_abbreviation("INC.", final=True)
        (True, True)
        """
        if word in (self.may_be_final if final else self.never_final):
            return True
        if word.lower() not in self._abbreviations[final]:
            return False
        return word != word.lower() or counts or not _VOWEL.search(word)

    def matches(self, text: str) -> Iterator[Match]:
        """The terms of `text`, left to right, without overlap. What a blocker covers is left out.

        >>> terms = read_terms()
        >>> [m.term for m in terms.matches("The U.S. and the US, not us; the United States' ally")]
        ['united-states', 'united-states', 'united-states']
        >>> [m.term for m in terms.matches("中国是发展中国家")]
        ['china', '发展中国家']
        """
        for hit in self._pattern.finditer(text):
            form = hit["latin"] if hit.lastgroup == "latin" else hit[0]
            term = self._forms[form.replace("’", "'")]
            if term:
                yield Match(hit.start(), hit.end(), term)


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
    """Read and check a term list. Raises `CorpusError` with file, place and remedy.

    >>> read_terms().names["美国"]
    'united-states'
    """
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
