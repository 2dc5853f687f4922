"""Codebooks, and what their patterns find in sentences: who is spoken of, and what is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

import msgspec
import pandas as pd

from .declarations import Declared, Id, Line, Word, named, own_ids, read_csv, read_declared, refuse, shown
from .hanzi import HANZI
from .paths import CODEBOOKS
from .segmentation import quoted
from .terms import FORM, LONGEST, WRITE, each_once, form_regex

NONE = "none"
"""The code of a sentence that passes the gate and says nothing of the target."""
SPARE = ("other", NONE)
"""What a coder gives where no code holds."""
NAMED, DESCRIBED = "named", "described"
SELF_DENIED, UNSAID = "self-denied", "none"


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
                    hit = _may_stand(form, small) and _compiled(form).match(text, start)
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
def _compiled(form: str) -> re.Pattern[str]:
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
    return any(_may_stand(form, small) and _compiled(form).search(text) for form in forms)


@dataclass(frozen=True)
class Codebook:
    """A codebook: its gate (who is spoken of), families, codes and patterns; `charges` where it has such a question.

    `go_on` are openings by which a sentence goes on about the target of the sentence before, `turn` words by which it
    turns to another subject. `coding` begins the names of the files in which coders gave its codes; `attributes` are
    what they gave beside them, each with its values.
    """

    name: str
    id: str
    version: str
    target: str
    coding: str
    attributes: dict[str, tuple[str, ...]]
    families: dict[str, str]
    codes: tuple[Code, ...]
    gate: tuple[Pattern, ...]
    gate_blockers: tuple[str, ...]
    go_on: tuple[str, ...]
    turn: tuple[str, ...]
    patterns: tuple[Pattern, ...]
    blockers: tuple[str, ...]
    charges: tuple[Pattern, ...] = ()
    charge_blockers: tuple[str, ...] = ()
    agents: tuple[Pattern, ...] = ()

    @cached_property
    def family_of(self) -> dict[str, str]:
        return {code.id: code.family for code in self.codes}

    @property
    def agent_ids(self) -> tuple[str, ...]:
        """Who may be charged; nobody (`none`) where the charge is passive or abstract."""
        return tuple(dict.fromkeys([*(agent.target for agent in self.agents), UNSAID]))

    @cached_property
    def gate_finder(self) -> Finder:
        return Finder(self.gate, self.gate_blockers)

    @cached_property
    def code_finder(self) -> Finder:
        return Finder(self.patterns, self.blockers)

    @cached_property
    def charge_finder(self) -> Finder:
        return Finder(self.charges, self.charge_blockers)

    def without_forms(self, dropped: set[tuple[str, str]]) -> Codebook:
        """The codebook without some forms, each given as (pattern id, form)."""

        def less(patterns: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
            return tuple(replace(p, forms=tuple(f for f in p.forms if (p.id, f) not in dropped)) for p in patterns)

        return replace(self, gate=less(self.gate), patterns=less(self.patterns), charges=less(self.charges))


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
FileName = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[^\s./\\][^/\\\r\n]{0,50}\.toml\Z",
        description="is no name of a TOML file beside this one, without a folder; give one",
    ),
]
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


class _GatePattern(Declaration):
    kind: Line = ""
    naming: Literal["named", "described"] = NAMED
    needs: Literal["", "paragraph"] = ""
    names_from: FileName = ""

    def needs_a_form(self) -> None:
        if not self.names_from:
            super().needs_a_form()


class _Gate(Declared):
    pattern: tuple[_GatePattern, ...] = ()
    blockers: Forms = Forms()
    go_on: Forms = Forms()
    turn: Forms = Forms()


class _Family(Declared):
    id: Id
    label: Line = ""


class Code(Declared):
    """A code of a codebook, as a reader finds it there."""

    id: Id
    family: str
    label: Line = ""
    definition: Line = ""
    include: Line = ""
    exclude: Line = ""
    source: Line = ""
    pattern: tuple[Declaration, ...] = ()


class _Agent(Declaration, kw_only=True):
    id: Id


class _Charges(Declared):
    pattern: tuple[Declaration, ...] = ()
    blockers: Forms = Forms()
    agent: tuple[_Agent, ...] = ()


class _CodebookFile(Declared):
    id: Id = ""
    version: Line | int | float = ""
    target: Line = ""
    unit: Line = ""
    coding: Id = ""
    attributes: dict[Id, tuple[Word, ...]] = msgspec.field(default_factory=dict)
    gate: _Gate = _Gate()
    family: tuple[_Family, ...] = ()
    code: tuple[Code, ...] = ()
    charges: _Charges = _Charges()
    blockers: Forms = Forms()

    def __post_init__(self) -> None:
        each_once(*self.attributes.values())
        if taken := sorted(TAKEN & set(self.attributes)):
            raise ValueError(f"attributes.{taken[0]}: a coder's file has a column of this name; choose another")


class _Body(msgspec.Struct):
    en: tuple[Found, ...] = ()
    zh: tuple[Found, ...] = ()


class _Bodies(msgspec.Struct):
    """What a codebook takes from a gazetteer."""

    body: tuple[_Body, ...] = ()


def read_codebook(path: Path) -> Codebook:
    """Read and check a codebook. Raises `CorpusError` with file, place and remedy."""
    file, name = read_declared(path, "codebook", _CodebookFile), path.name
    families = {family.id: family.label or family.id for family in file.family}
    own_ids(file.family, name, "family")
    own_ids(file.code, name, "code", SPARE)
    own_ids(file.charges.agent, name, "charges.agent", (UNSAID,))
    for n, code in enumerate(file.code):
        if code.family not in families:
            fault = f"there is no family {shown(code.family)}; use one of {', '.join(families) or '(none)'}"
            refuse(name, named(f"code[{n}].family", code.id), fault)
    if not file.gate.pattern or not file.code:
        refuse(name, "", "a codebook needs a gate with patterns, and codes; add them")
    book = Codebook(
        name,
        file.id or path.stem,
        str(file.version),
        file.target,
        file.coding,
        file.attributes,
        families,
        file.code,
        tuple(_gate_pattern(entry, n, path) for n, entry in enumerate(file.gate.pattern, 1)),
        file.gate.blockers.all,
        file.gate.go_on.all,
        file.gate.turn.all,
        tuple(pattern for code in file.code for pattern in patterns(code.pattern, code.id)),
        file.blockers.all,
        patterns(file.charges.pattern, "charge"),
        file.charges.blockers.all,
        tuple(pattern for agent in file.charges.agent for pattern in patterns([agent], agent.id)),
    )
    _own_pattern_ids(book, file)
    return book


def patterns(declared: Iterable[Declaration], target: str) -> tuple[Pattern, ...]:
    """The patterns of a target, called after it where they have no id."""
    return tuple(
        Pattern(d.id or f"{target}-{n}", target, d.all, d.company, d.without, yes=d.yes, no=d.no)
        for n, d in enumerate(declared, 1)
    )


def _gate_pattern(entry: _GatePattern, n: int, path: Path) -> Pattern:
    """A pattern of a gate; one with `names_from` also holds every name of that gazetteer."""
    bodies: tuple[_Body, ...] = ()
    if entry.names_from:
        place = named(f"gate.pattern[{n - 1}].names_from", entry.id)
        bodies = read_declared(_beside(path, entry.names_from, place), "gazetteer", _Bodies).body
    en = dict.fromkeys([*entry.en, *(form for body in bodies for form in body.en)])
    zh = dict.fromkeys([*entry.zh, *(form for body in bodies for form in body.zh)])
    if not en and not zh:
        refuse(path.name, place, f"{shown(entry.names_from)} has no names; name another file")
    (pattern,) = patterns([entry], entry.naming)
    return replace(pattern, id=entry.id or f"-{n}", forms=(*en, *zh), kind=entry.kind, needs=entry.needs)


def _beside(path: Path, name: str, place: str) -> Path:
    """The file `name` beside a codebook, else that of the project: a copy of a codebook may stand anywhere."""
    found = next((file for file in (path.parent / name, CODEBOOKS / name) if file.exists()), None)
    return found or refuse(path.name, place, f"no gazetteer {shown(name)} stands beside this file; correct the name")


def _own_pattern_ids(book: Codebook, file: _CodebookFile) -> None:
    first: dict[str, str] = {}
    places = [
        *(f"gate.pattern[{n}]" for n in range(len(book.gate))),
        *(f"code[{n}].pattern[{m}]" for n, code in enumerate(file.code) for m in range(len(code.pattern))),
        *(f"charges.pattern[{n}]" for n in range(len(book.charges))),
        *(f"charges.agent[{n}]" for n in range(len(book.agents))),
    ]
    for place, pattern in zip(places, (*book.gate, *book.patterns, *book.charges, *book.agents), strict=True):
        if first.setdefault(pattern.id, place) != place:
            fault = f"the pattern id {shown(pattern.id)} is that of {first[pattern.id]} too; give each its own"
            refuse(book.name, place, fault)


# --- application -----------------------------------------------------------------------------------------------------


def gated(book: Codebook, sentences: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Which sentences speak of the target, and the hits that say so.

    `sentences`: unit_id, paragraph_id, text, in reading order. Gives (1) unit_id, naming (`named`, `described`, or
    empty: does not pass), rule (`name`, `description`, `goes on`, `quotation goes on`); (2) unit_id, pattern, kind,
    form, start, end (in the sentence), surface.
    A description that `needs` its paragraph passes where the paragraph names the target, a sentence that goes on where
    the one before it passes.
    """
    rows, hits = [], []
    for _, paragraph in sentences.groupby("paragraph_id", sort=False):
        units = list(paragraph[["unit_id", "text"]].itertuples(index=False, name=None))
        found = [book.gate_finder.hits(text) for _, text in units]
        named = any(hit.pattern.target == NAMED for hits_ in found for hit in hits_)
        before, goes_on = False, _in_quotation([text for _, text in units])
        for n, (unit_id, text) in enumerate(units):
            naming, rule = _passes(found[n], named)
            if not naming and before:
                if goes_on[n]:
                    naming, rule = DESCRIBED, "quotation goes on"
                elif _goes_on(book, text, units[n - 1][1]):
                    naming, rule = DESCRIBED, "goes on"
            rows.append((unit_id, naming, rule))
            hits += [
                (unit_id, hit.pattern.id, hit.pattern.kind, hit.form, hit.start, hit.end, text[hit.start : hit.end])
                for hit in found[n]
                if naming and (named or not hit.pattern.needs)
            ]
            before = bool(naming)
    columns = ["unit_id", "pattern", "kind", "form", "start", "end", "surface"]
    return (
        pd.DataFrame(rows, columns=["unit_id", "naming", "rule"], dtype="str"),
        _typed(hits, columns),
    )


def _typed(hits: list[tuple], columns: list[str]) -> pd.DataFrame:
    """Hits as a table whose places are numbers even where there is no hit."""
    return pd.DataFrame(hits, columns=columns).astype({"start": "int64", "end": "int64"})


def _passes(hits: Sequence[Hit], named: bool) -> tuple[str, str]:
    namings = {hit.pattern.target for hit in hits if named or not hit.pattern.needs}
    if NAMED in namings:
        return NAMED, "name"
    return (DESCRIBED, "description") if DESCRIBED in namings else ("", "")


_OPENING = re.compile(r"[\"“‘'(]*(?:(?:However|But|And|Yet|Thus|Also|In fact|Moreover|Furthermore|Meanwhile)\b,?\s*)?")


def _goes_on(book: Codebook, text: str, before: str) -> bool:
    opening = _OPENING.match(text).end()
    if any(_compiled(form).match(text, opening) for form in book.turn):
        return False
    if before.endswith(("；", ";")):  # the same sentence, cut at a semicolon
        return True
    comma = text.find(", ", opening, opening + 60)  # behind an opening phrase: "In the end, they ..."
    places = [opening, *([comma + 2] if comma > 0 else [])]
    return any(_compiled(form).match(text, place) for form in book.go_on for place in places)


def _in_quotation(texts: list[str]) -> list[bool]:
    """Whether each sentence of a paragraph begins inside a quotation of the one before, or takes it up again."""
    spans, begins, at = quoted(" ".join(texts)), [], 0
    for text in texts:
        begins.append(at)
        at += len(text) + 1
    inside = [any(a <= begin < b for a, b in spans) for begin in begins]
    again = [n > 0 and text[:1] in ("“", '"') for n, text in enumerate(texts)]
    return [a or b for a, b in zip(inside, again, strict=True)]


def coded(book: Codebook, sentences: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """A codebook applied to sentences (unit_id, paragraph_id, text, in reading order).

    Gives (1) unit_id, naming, rule, codes (joined by `;` in the codebook's order, `none` where no pattern finds
    anything, empty where the gate is not passed), agent (of a charge, where the gate is not passed and the codebook
    asks for charges); (2) the hits of codes and charges: unit_id, code, pattern, form, start, end, surface; (3) those
    of the gate (see `gated`).
    """
    gate, gate_hits = gated(book, sentences)
    order = [code.id for code in book.codes]
    rows, hits = [], []
    for (unit_id, naming, rule), text in zip(gate.itertuples(index=False, name=None), sentences["text"], strict=True):
        found = (book.code_finder if naming else book.charge_finder).hits(text)
        targets = {hit.pattern.target for hit in found}
        codes = ";".join(code for code in order if code in targets) or NONE if naming else ""
        agent = _agent(book, text) if not naming and found else ""
        rows.append((unit_id, naming, rule, codes, agent))
        hits += [
            (unit_id, hit.pattern.target, hit.pattern.id, hit.form, hit.start, hit.end, text[hit.start : hit.end])
            for hit in found
        ]
    columns = ["unit_id", "code", "pattern", "form", "start", "end", "surface"]
    return (
        pd.DataFrame(rows, columns=["unit_id", "naming", "rule", "codes", "agent"], dtype="str"),
        _typed(hits, columns),
        gate_hits,
    )


def _agent(book: Codebook, text: str) -> str:
    """Who is charged: the first agent, in the codebook's order, that a pattern finds."""
    return next((p.target for p in book.agents if stands(p.forms, text) and p.holds(text)), UNSAID)


def read_sentences(path: Path) -> pd.DataFrame:
    """unit_id, paragraph_id, text from a CSV with unit_id, text_id, paragraph, sentence, in reading order.

    Raises `CorpusError` where the file cannot be read, a column is missing or a unit stands twice.
    """
    table = read_csv(path, ("unit_id", "text_id", "paragraph", "sentence"), "give its path", "unit_id")
    paragraph = table["text_id"] + ":" + table["paragraph"]
    return pd.DataFrame({"unit_id": table["unit_id"], "paragraph_id": paragraph, "text": table["sentence"]})


def split_codes(codes: Iterable[str]) -> list[set[str]]:
    """Joined codes as sets; `other`, `none` and an empty value are the empty set."""
    return [set(filter(None, str(joined).split(";"))) - set(SPARE) for joined in codes]
