"""Patterns: forms that stand for one thing, with the company they need, and the finder that tries them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Annotated, NamedTuple

import msgspec

from ..declarations.toml import Declared, Id, Line
from .forms import FORM, LONGEST, WRITE, each_once, form_regex
from .hanzi import HANZI

NAMED, DESCRIBED = "named", "described"


class Hit(NamedTuple):
    """`text[start:end]` is found by a pattern."""

    start: int
    end: int
    pattern: Pattern
    form: str


@dataclass(frozen=True)
class Pattern:
    """Forms that stand for one thing (`target`: a code, a way of naming, an agent).

    A form counts where one of `company` stands in the sentence (if any is given) and none of `without` does. A form
    with a capital is matched as it is cased. `kind` is finer than `target`. `yes` and `no` are sentences that the
    pattern must and must not find, for the reader and the tests.
    """

    id: str
    target: str
    forms: tuple[str, ...]
    company: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    kind: str = ""
    needs: str = ""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()

    def holds(self, text: str) -> bool:
        """Whether the sentence `text` has the company that the forms need."""
        return (not self.company or stands(self.company, text)) and not (self.without and stands(self.without, text))


@dataclass(frozen=True)
class Finder:
    """Finds patterns in a text in time that grows with the text: at each word only forms that begin like it are tried.

    A form without a gap that covers another target's form hides it (longest match first), and so does a blocker.
    """

    patterns: tuple[Pattern, ...]
    blockers: tuple[str, ...] = ()

    @cached_property
    def _index(self) -> dict[str, list[tuple[str, Pattern | None]]]:
        """Forms by their first letters, each with its pattern (none: a blocker)."""
        index: dict[str, list[tuple[str, Pattern | None]]] = {}
        for pattern in self.patterns:
            for form in pattern.forms:
                index.setdefault(_key(form), []).append((form, pattern))
        for form in self.blockers:
            index.setdefault(_key(form), []).append((form, None))
        return index

    def hits(self, text: str) -> list[Hit]:
        """Every hit, in reading order."""
        found: list[Hit] = []
        covers: list[tuple[int, int, str]] = []
        small = text.lower()
        lower = small if len(small) == len(text) else text  # a capital whose small letter is longer shifts places
        for start in _starts(text):
            for size in (size for size in (3, 2, 1) if start + size <= len(text)):
                for form, pattern in self._index.get(lower[start : start + size], ()):
                    hit = _may_stand(form, small) and compiled_form(form).match(text, start)
                    if not hit:
                        continue
                    if not pattern or " ... " not in form:
                        covers.append((start, hit.end(), pattern.target if pattern else ""))
                    if pattern and pattern.holds(text):
                        found.append(Hit(start, hit.end(), pattern, form))
        return sorted(
            (hit for hit in found if not any(_hides(cover, hit) for cover in covers)),
            key=lambda hit: (hit.start, -hit.end, hit.pattern.id, hit.form),
        )


def _hides(cover: tuple[int, int, str], hit: Hit) -> bool:
    start, end, target = cover
    if not target:  # a blocker hides what it touches, unless that is the longer
        return start < hit.end and hit.start < end and end - start >= hit.end - hit.start
    return target != hit.pattern.target and start <= hit.start and hit.end <= end and end - start > hit.end - hit.start


def _key(form: str) -> str:
    """The first letters (three at most) that every match of a form begins with, in small letters."""
    return re.split(r"[\s*]", form)[0][:3].lower()


_START = re.compile(rf"(?<![^\W_])[^\W_]|{HANZI}")


def _starts(text: str) -> Iterator[int]:
    return (match.start() for match in _START.finditer(text))


def _regex(form: str) -> str:
    """A form as a regular expression with its case: capitals are kept, but a sentence may begin with it."""
    if form == form.lower():
        return f"(?i:{form_regex(form)})"
    if form[0].islower():
        return form_regex(form).replace(form[0], f"[{form[0]}{form[0].upper()}]", 1)
    return form_regex(form)


@cache
def compiled_form(form: str) -> re.Pattern[str]:
    return re.compile(_regex(form))


@cache
def _words(form: str) -> tuple[str, ...]:
    return tuple(word.rstrip("*") for word in form.lower().split() if word != "...")


def _may_stand(form: str, small: str) -> bool:
    """Whether a text in small letters has all that a form needs: most forms need not be compiled, nor looked for."""
    return all(word in small for word in _words(form))


def stands(forms: tuple[str, ...], text: str) -> bool:
    """Whether one of the forms stands in the text."""
    small = text.lower()
    return any(_may_stand(form, small) and compiled_form(form).search(text) for form in forms)


# --- reading ---------------------------------------------------------------------------------------------------------

Found = Annotated[
    str,
    msgspec.Meta(
        pattern=rf"^(?=[^\W_]){FORM}\Z",
        max_length=LONGEST,
        description=f"is no form; write words, the first letter a letter, {WRITE}",
    ),
]
"""A form (see `terms.Form`) that begins with a letter or a digit, where a `Finder` looks for it."""
TAKEN = {"agent", "codes", "coder", "passes", "sentence", "text"}
"""Columns of a coder's file and of the tables made from it: no attribute is called so."""


class Forms(Declared):
    """Forms in both languages, each once in its own."""

    en: tuple[Found, ...] = ()
    zh: tuple[Found, ...] = ()

    def __post_init__(self) -> None:
        each_once(self.en, self.zh)

    @property
    def all(self) -> tuple[str, ...]:
        return (*self.en, *self.zh)


class Declaration(Forms):
    """A pattern as a file declares it."""

    id: Id = ""
    company: tuple[Found, ...] = msgspec.field(default=(), name="with")
    without: tuple[Found, ...] = ()
    yes: tuple[Line, ...] = ()
    no: tuple[Line, ...] = ()

    def __post_init__(self) -> None:
        each_once(self.en, self.zh, self.company, self.without)
        self.needs_a_form()

    def needs_a_form(self) -> None:
        if not self.all:
            raise ValueError("it has no form that could be found; add one in English (en) or Chinese (zh)")


def declared_patterns(declared: Iterable[Declaration], target: str) -> tuple[Pattern, ...]:
    """The patterns of a target, called after it where they have no id."""
    return tuple(
        Pattern(d.id or f"{target}-{n}", target, d.all, d.company, d.without, yes=d.yes, no=d.no)
        for n, d in enumerate(declared, 1)
    )
