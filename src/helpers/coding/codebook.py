"""Codebooks as data: families, codes, gate, patterns, and how they are read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from ..corpus.manifest import Agent
from ..declarations.toml import Declared, Id, Line, Word, named, own_ids, read_declared, refuse, shown
from ..paths import CODEBOOKS
from ..text.forms import each_once
from ..text.patterns import DeclaredPattern, FindableForm, Finder, Forms, Pattern, declared_patterns

NAMED, DESCRIBED = "named", "described"
"""How a sentence that passes the gate speaks of the target."""
TAKEN = {"agent", "codes", "coder", "passes", "sentence", "text"}
"""Columns of a coder's file and of the tables made from it: no attribute is called so."""
OWN_VOICE = "own-voice"
"""The kind, and the pattern's id, of own words by which a text that speaks for the target passes the gate."""
GROUP_VOICE = "group-voice"
"""The pattern's id of own words that only a text that speaks for a group has."""
BEFORE = "before"
"""What a pattern of the gate `needs` that counts only behind a sentence that passes."""
NONE = "none"
"""The code of a sentence that passes the gate and says nothing of the target."""
SPARE = ("other", NONE)
"""What a coder gives where no code holds."""
SELF_DENIED, UNSAID = "self-denied", "none"


@dataclass(frozen=True)
class Codebook:
    """A codebook: its gate (who is spoken of), families, codes and patterns; `charges` where it has such a question.

    `go_on` are openings by which a sentence goes on about the target of the sentence before, `turn` words by which it
    turns to another subject; with `apart`, words of other subjects, a sentence that has none of them also goes on where
    a code stands in it, and with `between` one behind which the paragraph names the target again. `own` are the agents
    whose texts speak of the target as their own (empty: none), and `own_words` the words by which they do; those of the
    pattern `group-voice` only the agents `groups` use, which are groups. `coding` begins the names of the files in
    which coders gave its codes; `attributes` are what they gave beside them, each with its values.

    >>> from helpers.coding import example
    >>> book = example.read()[1]
    >>> book.target, book.families, [code.id for code in book.codes if code.family == "acts"]
    ('Ruritania', {'acts': 'Acts', 'views': 'Views'}, ['war', 'trade'])
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
    own: tuple[str, ...] = ()
    own_words: tuple[Pattern, ...] = ()
    groups: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()
    between: bool = False

    @cached_property
    def family_of(self) -> dict[str, str]:
        """The family of each code.

        >>> from helpers.coding import example
        >>> example.read()[1].family_of
        {'war': 'acts', 'trade': 'acts', 'praise': 'views'}
        """
        return {code.id: code.family for code in self.codes}

    @property
    def agent_ids(self) -> tuple[str, ...]:
        """Who may be charged; nobody (`none`) where the charge is passive or abstract.

        >>> from helpers.coding import example
        >>> example.read()[1].agent_ids
        ('west', 'none')
        """
        return tuple(dict.fromkeys([*(agent.target for agent in self.agents), UNSAID]))

    @cached_property
    def gate_finder(self) -> Finder:
        """What finds who is spoken of, in any sentence.

        >>> from helpers.coding import example
        >>> [(hit.start, hit.end) for hit in example.read()[1].gate_finder.hits("Great Ruritania trades.")]
        [(6, 15)]
        """
        return _finder(tuple(p for p in self.gate if p.needs != BEFORE), self.gate_blockers)

    @cached_property
    def after_finder(self) -> Finder:
        """What finds words that tell who is spoken of behind a sentence that passes, and there alone.

        >>> from helpers.coding import example
        >>> example.read()[1].after_finder.hits("It left.")
        []
        """
        return _finder(tuple(p for p in self.gate if p.needs == BEFORE), self.gate_blockers)

    @cached_property
    def own_finder(self) -> Finder:
        """What finds the words by which a text speaks of the target as its own; blockers of the gate hide them too.

        >>> from helpers.coding import example
        >>> example.read()[1].own_finder.hits("We left.")
        []
        """
        return Finder(self.own_words, self.gate_blockers)

    @cached_property
    def code_finder(self) -> Finder:
        """What finds the words of codes.

        >>> from helpers.coding import example
        >>> [hit.pattern.target for hit in example.read()[1].code_finder.hits("Great Ruritania trades.")]
        ['praise', 'trade']
        """
        return _finder(self.patterns, self.blockers)

    @cached_property
    def charge_finder(self) -> Finder:
        """What finds the words of charges.

        >>> from helpers.coding import example
        >>> [hit.form for hit in example.read()[1].charge_finder.hits("The West is a hegemon.")]
        ['hegemon*']
        """
        return _finder(self.charges, self.charge_blockers)

    def without_forms(self, dropped: set[tuple[str, str]]) -> Codebook:
        """The codebook without some forms, each given as (pattern id, form).

        >>> from helpers.coding import example
        >>> book = example.read()[1]
        >>> war = book.patterns[0]
        >>> book.without_forms({(war.id, "开战")}).patterns[0].forms
        ('war',)
        """

        def less(patterns: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
            return tuple(replace(p, forms=tuple(f for f in p.forms if (p.id, f) not in dropped)) for p in patterns)

        kept = {name: less(getattr(self, name)) for name in ("gate", "own_words", "patterns", "charges")}
        return replace(self, **kept)


@lru_cache(maxsize=12)
def _finder(patterns: tuple[Pattern, ...], blockers: tuple[str, ...]) -> Finder:
    """A finder, the same one for a codebook that is read again: it remembers what it found."""
    return Finder(patterns, blockers)


FileName = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[^\s./\\][^/\\\r\n]{0,50}\.toml\Z",
        description="is no name of a TOML file beside this one, without a folder; give one",
    ),
]


class _GatePattern(DeclaredPattern):
    kind: Line = ""
    naming: Literal["named", "described"] = NAMED
    needs: Literal["", "paragraph", "before"] = ""
    names_from: FileName = ""

    def needs_a_form(self) -> None:
        if not self.names_from:
            super().needs_a_form()


class _OwnWords(Forms):
    yes: tuple[Line, ...] = ()
    no: tuple[Line, ...] = ()


class _Gate(Declared):
    pattern: tuple[_GatePattern, ...] = ()
    blockers: Forms = Forms()
    go_on: Forms = Forms()
    turn: Forms = Forms()
    apart: Forms = Forms()
    between: bool = False
    own: Agent = ""
    own_agents: tuple[Agent, ...] = ()  # where there are several
    own_words: _OwnWords = _OwnWords()
    own_groups: tuple[Agent, ...] = ()  # those that are groups: own words, and group words
    group_words: _OwnWords = _OwnWords()

    def __post_init__(self) -> None:
        each_once(self.agents)
        if bool(self.agents) != bool(self.own_words.all):
            raise ValueError("`own` (or `own_agents`) and `own_words` go together; give both or none")
        if bool(self.own_groups) != bool(self.group_words.all):
            raise ValueError("`own_groups` and `group_words` go together; give both or none")

    @property
    def agents(self) -> tuple[str, ...]:
        return tuple(filter(None, (self.own, *self.own_groups, *self.own_agents)))

    @property
    def own_patterns(self) -> tuple[Pattern, ...]:
        """The words of the target's own voice, and of a group's, as patterns; none where there is no such voice."""
        voices = (OWN_VOICE, self.own_words), (GROUP_VOICE, self.group_words)
        return tuple(
            Pattern(voice, DESCRIBED, words.all, kind=OWN_VOICE, yes=words.yes, no=words.no)
            for voice, words in voices
            if words.all
        )


class _Family(Declared):
    id: Id
    label: Line = ""


class Code(Declared):
    """A code of a codebook, as a reader finds it there.

    >>> Code(id="trade", family="acts", label="Trade").exclude
    ''
    """

    id: Id
    family: str
    label: Line = ""
    definition: Line = ""
    include: Line = ""
    exclude: Line = ""
    source: Line = ""
    pattern: tuple[DeclaredPattern, ...] = ()


class _Agent(DeclaredPattern, kw_only=True):
    id: Id


class _Charges(Declared):
    pattern: tuple[DeclaredPattern, ...] = ()
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
    en: tuple[FindableForm, ...] = ()
    zh: tuple[FindableForm, ...] = ()


class _Bodies(msgspec.Struct):
    """What a codebook takes from a gazetteer."""

    body: tuple[_Body, ...] = ()


def read_codebook(path: Path) -> Codebook:
    r"""Read and check a codebook. Raises `CorpusError` with file, place and remedy.

    >>> from tempfile import TemporaryDirectory
    >>> text = '[[gate.pattern]]\nzh = ["中国"]\n[[family]]\nid = "acts"\n[[code]]\nid = "trade"\nfamily = "act"\n'
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "own.toml"
    ...     _ = path.write_text(text, encoding="utf-8")
    ...     read_codebook(path)
    Traceback (most recent call last):
        ...
    helpers.errors.CorpusError: own.toml: code[0].family (id 'trade'): there is no family 'act'; use one of acts
    """
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
        tuple(pattern for code in file.code for pattern in declared_patterns(code.pattern, code.id)),
        file.blockers.all,
        declared_patterns(file.charges.pattern, "charge"),
        file.charges.blockers.all,
        tuple(pattern for agent in file.charges.agent for pattern in declared_patterns([agent], agent.id)),
        file.gate.agents,
        file.gate.own_patterns,
        file.gate.own_groups,
        file.gate.apart.all,
        file.gate.between,
    )
    _own_pattern_ids(book, file)
    return book


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
    (pattern,) = declared_patterns([entry], entry.naming)
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
    first |= {pattern.id: "gate.own_words" for pattern in book.own_words}
    for place, pattern in zip(places, (*book.gate, *book.patterns, *book.charges, *book.agents), strict=True):
        if first.setdefault(pattern.id, place) != place:
            fault = f"the pattern id {shown(pattern.id)} is that of {first[pattern.id]} too; give each its own"
            refuse(book.name, place, fault)


def split_codes(codes: Iterable[str]) -> list[set[str]]:
    """Joined codes as sets; `other`, `none` and an empty value are the empty set.

    >>> [sorted(codes) for codes in split_codes(["war;trade", "none", "other;war", ""])]
    [['trade', 'war'], [], ['war'], []]
    """
    return [set(filter(None, str(joined).split(";"))) - set(SPARE) for joined in codes]
