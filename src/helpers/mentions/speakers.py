"""In whose words a sentence speaks: the author's own, a named source's, an unnamed one's, or bare quotation marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import msgspec
import pandas as pd

from ..corpus.manifest import Agent
from ..declarations.toml import Declared, Id, own_ids, read_declared
from ..paths import ATTRIBUTION
from ..text.forms import each_once
from ..text.patterns import DeclaredPattern, Finder, Forms, Pattern, declared_patterns, stands

OWN, NAMED, UNNAMED, MARKS = "own", "named", "unnamed", "marks"
AUTHOR, OTHER = "author", "other"
_BETWEEN = re.compile(r"[\s_]+")
MOSTLY_QUOTED = 0.5
"""From this share of a sentence on, quotation marks without a source make it `marks`."""


@dataclass(frozen=True)
class ReportingWords:
    """What `attribution.toml` declares: words that report, sources without a name, and kinds of speakers.

    `speaks_for` is the agent for which a kind of speakers speaks, of those that speak for one; `called` are other ids
    of an agent, as a table may have them.

    >>> words = ReportingWords(("said",), ("observers",), (Pattern("un", "un", ("UN",)),))
    >>> [hit.pattern.target for hit in words.finder.hits("The UN said so.")]
    ['un']
    """

    reports: tuple[str, ...]
    unnamed: tuple[str, ...]
    speakers: tuple[Pattern, ...]
    speaks_for: dict[str, str] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)

    def agent(self, said: str) -> str:
        """The id of an agent, however a table calls it.

        >>> words = read_reporting_words()
        >>> [words.agent(said) for said in ("The United States", "U.S.", "美国", "South Africa", "")]
        ['us', 'us', 'us', 'south-africa', '']
        """
        plain = _BETWEEN.sub("-", said.strip().lower().removeprefix("the ").replace(".", ""))
        return self.called.get(plain, plain)

    @cached_property
    def finder(self) -> Finder:
        """Finds speakers, the longest name first."""
        return Finder(self.speakers)


class _Speaker(DeclaredPattern, kw_only=True):
    id: Id
    speaks_for: Agent = ""


class _File(Declared):
    reports: Forms = Forms()
    unnamed: Forms = Forms()
    called: dict[Agent, tuple[str, ...]] = msgspec.field(default_factory=dict)
    speaker: tuple[_Speaker, ...] = ()

    def __post_init__(self) -> None:
        each_once(tuple(name for names in self.called.values() for name in names))


def read_reporting_words(path: Path = ATTRIBUTION) -> ReportingWords:
    """Read and check the list of reporting words and speakers. Raises `CorpusError` with file, place and remedy.

    >>> "指出" in read_reporting_words().reports
    True
    """
    file = read_declared(path, "list of speakers", _File)
    own_ids(file.speaker, path.name, "speaker", (OTHER, AUTHOR))
    speakers = tuple(pattern for speaker in file.speaker for pattern in declared_patterns([speaker], speaker.id))
    speaks_for = {speaker.id: speaker.speaks_for for speaker in file.speaker if speaker.speaks_for}
    called = {name: agent for agent, names in file.called.items() for name in names}
    return ReportingWords(file.reports.all, file.unnamed.all, speakers, speaks_for, called)


def attribute(words: ReportingWords, sentences: pd.DataFrame) -> pd.DataFrame:
    """unit_id, attribution, speaker: in whose words each sentence speaks, as far as the sentence says it.

    `sentences`: unit_id, paragraph_id, text, in_quotes (share of characters inside quotation marks), in reading order.
    A sentence that stands wholly inside a quotation goes on in the words of the one before it. `speaker` is the kind of
    the speaker named first, `other` for one whose kind no list knows, `author` for own words and bare marks.

    >>> words = ReportingWords(("指出",), ("有人",), (Pattern("un", "un", ("联合国",)),))
    >>> said = pd.DataFrame({"unit_id": ["a", "b", "c"], "text": ["联合国指出贫困。", "有人指出贫困。", "贫困加剧。"]})
    >>> attribute(words, said.assign(paragraph_id="p", in_quotes=0.0)).values.tolist()
    [['a', 'named', 'un'], ['b', 'unnamed', 'other'], ['c', 'own', 'author']]
    """
    rows = []
    before: dict[str, tuple[str, str]] = {}
    for unit_id, paragraph_id, text, in_quotes in sentences[
        ["unit_id", "paragraph_id", "text", "in_quotes"]
    ].itertuples(index=False, name=None):
        found = _attributed(words, text, in_quotes)
        if found[0] == MARKS and in_quotes > 0.9 and before.get(paragraph_id, (OWN,))[0] in (NAMED, UNNAMED):
            found = before[paragraph_id]
        before = {paragraph_id: found}
        rows.append((unit_id, *found))
    return pd.DataFrame(rows, columns=["unit_id", "attribution", "speaker"], dtype="str")


def _attributed(words: ReportingWords, text: str, in_quotes: float) -> tuple[str, str]:
    """Attribution and speaker of a sentence by itself."""
    if stands(words.reports, text):
        if stands(words.unnamed, text):
            return UNNAMED, _speaker(words.finder, text)
        speakers = words.finder.hits(text)
        if speakers:
            return NAMED, speakers[0].pattern.target
        if in_quotes > 0:
            return NAMED, OTHER
    return (MARKS if in_quotes >= MOSTLY_QUOTED else OWN), AUTHOR


def _speaker(finder: Finder, text: str) -> str:
    return next((hit.pattern.target for hit in finder.hits(text)), OTHER)


def kinds(words: ReportingWords) -> Sequence[str]:
    """The kinds of speakers, in the order of the list, with `other` and `author`.

    >>> kinds(ReportingWords((), (), (Pattern("un", "un", ("UN",)),)))
    ['un', 'other', 'author']
    """
    return [*dict.fromkeys(speaker.target for speaker in words.speakers), OTHER, AUTHOR]
