"""Schemes of thought: the sets of ideas that texts count or lay out, and where a member is said again."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated

import pandas as pd
from msgspec import Meta

from ..corpus.load import Corpus
from ..declarations.toml import Declared, Id, Line, Word, own_ids, read_declared, refuse, shown
from ..paths import SCHEMES
from ..text.forms import Form, any_form

Raw = Annotated[int, Meta(ge=1, le=10_000_000)]
Lines = Annotated[tuple[Raw, ...], Meta(min_length=2, max_length=2)]


class Member(Declared, kw_only=True):
    """One idea of a scheme: its `name` in the words of the text, raw lines, our gloss, and renderings to find it by.

    A member without a name is counted by the text and not listed; `empty` says why.
    """

    name: Line
    line: Lines = (1, 1)
    gloss: Line = ""
    renderings: tuple[Form, ...] = ()
    empty: Line = ""

    def __post_init__(self) -> None:
        if bool(self.name) == bool(self.empty):
            raise ValueError("a member has a name, or a reason in `empty` why it has none; give one of them")

    def is_like(self, other: Member) -> bool:
        """Whether one of the two is named in a rendering of the other.

        >>> trust = Member(name="信任赤字", renderings=("信任赤字", "deficit of trust"))
        >>> trust.is_like(Member(name="the deficit of trust", renderings=("trust gap",)))
        True
        """
        return any(_finder(one.renderings).search(two.name) for one, two in ((self, other), (other, self)))

    def shares_rendering(self, other: Member) -> bool:
        """Whether one rendering is given for both, upper and lower case alike.

        >>> Member(name="trust", renderings=("Trust deficit",)).shares_rendering(
        ...     Member(name="信任赤字", renderings=("trust deficit",))
        ... )
        True
        """
        return not {form.lower() for form in self.renderings}.isdisjoint(form.lower() for form in other.renderings)


@lru_cache(maxsize=4096)
def _finder(renderings: tuple[Form, ...]) -> re.Pattern[str]:
    return any_form(renderings, re.IGNORECASE)


class Scheme(Declared, kw_only=True):
    """A set of ideas of a text, its members in the text's order; `counted` is the number that the text says, if any.

    `line` and `also` are the raw lines where it is stated; a scheme that is counted and not listed has no members and
    says why in `empty`.

    >>> Scheme(id="a-pillars", text="a", name_en="two pillars", kind="pillars", line=(3, 3), member=()).size
    0
    """

    id: Id
    text: Word
    name_en: Word
    name_zh: Line = ""
    kind: Word
    counted: Raw | None = None
    line: Lines
    also: tuple[Lines, ...] = ()
    note: Line = ""
    empty: Line = ""
    member: tuple[Member, ...] = ()

    def __post_init__(self) -> None:
        if self.counted is not None and self.member and self.counted != len(self.member):
            raise ValueError(f"it counts {self.counted} and lists {len(self.member)}; correct one of them")

    @property
    def size(self) -> int:
        """How many members are listed."""
        return len(self.member)


class _File(Declared, kw_only=True):
    id: Id = "schemes"
    version: Line = ""
    scheme: tuple[Scheme, ...]


def read_schemes(corpus: Corpus, path: Path = SCHEMES) -> tuple[Scheme, ...]:
    """The schemes of a file, each held against the corpus.

    Raises `CorpusError` with file, place and remedy: for an id that stands twice, a text that there is not, lines that
    are not in its text, and a member whose words do not stand in its lines.
    """
    schemes = read_declared(path, "list of schemes", _File).scheme
    own_ids(schemes, path.name, "scheme")
    claimed = {t.id: t.lines or ((1, 10**9),) for t in corpus.manifest.texts}
    for n, scheme in enumerate(schemes):
        if scheme.text not in claimed:
            refuse(
                path.name, f"scheme[{n}].text (id {scheme.id!r})", f"there is no text {shown(scheme.text)}; correct it"
            )
        raw = corpus.raw[corpus.source_of[scheme.text]].split("\n")
        for m, member in enumerate(scheme.member):
            place = f"scheme[{n}].member[{m}] (id {scheme.id!r})"
            first, last = member.line
            if not any(a <= first and last <= b for a, b in claimed[scheme.text]):
                refuse(
                    path.name, f"{place}.line", f"lines {first} to {last} are not of {shown(scheme.text)}; correct it"
                )
            if _squeezed(member.name) not in _squeezed(" ".join(raw[first - 1 : last])):
                refuse(path.name, f"{place}.name", f"{shown(member.name)} does not stand in lines {first} to {last}")
    return schemes


def _squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def schemes_table(schemes: tuple[Scheme, ...]) -> pd.DataFrame:
    """scheme, text_id, name, name_zh, kind, counted, members, first_line, last_line, note: a row a scheme.

    `counted` is missing where the text says no number; `note` says why a counted scheme lists nothing.
    """
    rows = [
        (s.id, s.text, s.name_en, s.name_zh, s.kind, s.counted, s.size, *s.line, s.empty or s.note) for s in schemes
    ]
    columns = ["scheme", "text_id", "name", "name_zh", "kind", "counted", "members", "first_line", "last_line", "note"]
    return pd.DataFrame(rows, columns=columns).astype({"counted": float})


def members_table(schemes: tuple[Scheme, ...]) -> pd.DataFrame:
    """scheme, text_id, n, member, first_line, last_line, gloss: a row a member, counted from 1 in the text's order."""
    rows = [
        (s.id, s.text, n, member.name, *member.line, member.gloss or member.empty)
        for s in schemes
        for n, member in enumerate(s.member, start=1)
    ]
    return pd.DataFrame(rows, columns=["scheme", "text_id", "n", "member", "first_line", "last_line", "gloss"])


def stated_in(corpus: Corpus, schemes: tuple[Scheme, ...]) -> pd.DataFrame:
    """scheme, n, sentence_id: the sentence in which each scheme states a member.

    It is the one of the member's lines that holds its name, of several the one that names most members of the scheme;
    where no sentence holds the name whole, all that touch the lines are given.

    >>> from helpers.corpus.load import corpus_of
    >>> corpus = corpus_of(en={"a": "Law is old. Two pillars hold us: trust and law."})
    >>> pillars = tuple(Member(name=name, renderings=(name,)) for name in ("trust", "law"))
    >>> two = Scheme(id="x", text="a", name_en="two pillars", kind="pillars", line=(1, 1), member=pillars)
    >>> stated_in(corpus, (two,)).values.tolist()
    [['x', 1, 'a:1.2'], ['x', 2, 'a:1.2']]
    """
    by_text = {text_id: list(part.itertuples()) for text_id, part in corpus.sentences.groupby("text_id", sort=False)}
    rows = []
    for scheme in schemes:
        names = [_squeezed(member.name) for member in scheme.member if member.name]
        for n, member in enumerate(scheme.member, start=1):
            first, last = member.line
            here = [s for s in by_text.get(scheme.text, []) if s.first_line <= last and first <= s.last_line]
            named = [s for s in here if member.name and _squeezed(member.name) in _squeezed(s.text)]
            most = max(named, key=lambda s: sum(name in _squeezed(s.text) for name in names), default=None)
            rows += [(scheme.id, n, s.sentence_id) for s in ([most] if most else here)]
    return pd.DataFrame(rows, columns=["scheme", "n", "sentence_id"])


def find_members(corpus: Corpus, schemes: tuple[Scheme, ...]) -> pd.DataFrame:
    """scheme, n, sentence_id, text_id, form: every sentence of another text that holds a rendering of a member.

    Only the first rendering of a sentence is given. What it says there is for a reader to judge.

    >>> from helpers.corpus.load import corpus_of
    >>> corpus = corpus_of(en={"a": "Two pillars: trust and law.", "b": "Law is a pillar."})
    >>> law = Member(name="law", renderings=("law",))
    >>> two = Scheme(id="a-pillars", text="a", name_en="two pillars", kind="pillars", line=(1, 1), member=(law,))
    >>> find_members(corpus, (two,)).values.tolist()
    [['a-pillars', 1, 'b:1.1', 'b', 'Law']]
    """
    rows = []
    sentences = [(s.sentence_id, s.text_id, s.text, s.text.lower()) for s in corpus.sentences.itertuples()]
    for scheme in schemes:
        others = [s for s in sentences if s[1] != scheme.text]
        for n, member in enumerate(scheme.member, start=1):
            pattern = _finder(member.renderings)
            stems = {form.lower().split()[0].split("*")[0] for form in member.renderings}
            rows += [
                (scheme.id, n, sentence_id, text_id, hit[0])
                for sentence_id, text_id, text, small in others
                # a sentence without the first word of any rendering need not be searched
                if any(stem in small for stem in stems) and (hit := pattern.search(text))
            ]
    return pd.DataFrame(rows, columns=["scheme", "n", "sentence_id", "text_id", "form"])
