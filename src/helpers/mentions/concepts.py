"""Concepts, formulas and series in two languages, and where they stand in the paragraphs of a corpus."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path
from typing import Annotated, NamedTuple

import pandas as pd
from msgspec import Meta

from ..corpus.load import Corpus
from ..corpus.selection import running_text
from ..declarations.toml import Declared, Id, Line, own_ids, read_declared, refuse, shown
from ..paths import CONCEPTS
from ..text.forms import (
    WRITE,
    Form,
    Name,
    each_once,
    form_regex,
    in_brackets_behind,
    is_form,
    longest_first,
)
from ..text.names import TermList
from ..text.stems import Stems, small, together


@dataclass(frozen=True)
class Concept:
    """One thing under its English and Chinese forms; `not_in` are longer words inside which a form is no hit.

    `family` puts it beside its like in pictures.

    >>> china = Concept("china", "China", ("China", "中国"), ("发展中国家",))
    >>> [hit["hit"] for hit in china.pattern.finditer("中国是发展中国家。")]
    ['中国', None]
    """

    id: str
    label: str
    forms: tuple[str, ...]
    not_in: tuple[str, ...] = ()
    cased: bool = False
    family: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the forms, longest first; what stands in `not_in` is taken by a group without a name."""
        flags = re.NOFLAG if self.cased else re.IGNORECASE
        blocked = "|".join(form_regex(form) for form in longest_first(self.not_in))
        found = "|".join(form_regex(form) for form in longest_first(self.forms))
        return re.compile(f"(?:{blocked})|(?P<hit>{found})" if blocked else f"(?P<hit>{found})", flags)


@dataclass(frozen=True)
class Series:
    """A list that grows: `members` by id, each a concept, and the words of which one must stand in the sentence.

    >>> Series("three", "the three initiatives", ("倡议",), (Concept("gdi", "GDI", ("全球发展",)),)).members[0].label
    'GDI'
    """

    id: str
    label: str
    needs: tuple[str, ...]
    members: tuple[Concept, ...]


@dataclass(frozen=True)
class ConceptList:
    """What `concepts.toml` declares; `stop` are words that no list of frequent words shows.

    >>> ConceptList((Concept("order", "order", ("order",)),), (), (), frozenset(["the"])).concepts[0].forms
    ('order',)
    """

    concepts: tuple[Concept, ...]
    formulas: tuple[Concept, ...]
    series: tuple[Series, ...]
    stop: frozenset[str]


class _Concept(Declared):
    id: Id
    label: Line = ""
    en: tuple[Form, ...] = ()
    zh: tuple[Form, ...] = ()
    not_in: tuple[Form, ...] = ()
    cased: bool = False
    family: Line = ""

    def __post_init__(self) -> None:
        if not self.en and not self.zh:
            raise ValueError("a concept needs a form in English (en) or Chinese (zh); add one")
        each_once((*self.en, *self.zh), self.not_in)

    def concept(self) -> Concept:
        return Concept(self.id, self.label or self.id, (*self.en, *self.zh), self.not_in, self.cased, self.family)


class _Series(Declared, kw_only=True):
    id: Id
    label: Line = ""
    needs: Annotated[tuple[Name, ...], Meta(min_length=1)]
    members: Annotated[tuple[_Concept, ...], Meta(min_length=1)]

    def series(self) -> Series:
        return Series(self.id, self.label or self.id, self.needs, tuple(member.concept() for member in self.members))


class _ConceptFile(Declared):
    stop: tuple[Name, ...] = ()
    concept: tuple[_Concept, ...] = ()
    formula: tuple[_Concept, ...] = ()
    series: tuple[_Series, ...] = ()


def read_concepts(path: Path = CONCEPTS) -> ConceptList:
    """Read and check concepts, formulas and series. Raises `CorpusError` with file, place and remedy.

    >>> book = read_concepts()
    >>> all(concept.forms for concept in (*book.concepts, *book.formulas))
    True
    """
    file = read_declared(path, "list of concepts", _ConceptFile)
    for kind in ("concept", "formula", "series"):
        own_ids(getattr(file, kind), path.name, kind)
    for n, series in enumerate(file.series):
        own_ids(series.members, path.name, f"series[{n}].members")
    return ConceptList(
        tuple(entry.concept() for entry in file.concept),
        tuple(entry.concept() for entry in file.formula),
        tuple(entry.series() for entry in file.series),
        frozenset(file.stop),
    )


def query_concept(query: str, book: ConceptList) -> Concept:
    """A reader's own word or phrase as a concept with the id `query`.

    Case counts where the query has a capital (US is no pronoun). Where it is a form of listed concepts, the longer
    words inside which they are no hit hold for it too (中国 in 发展中国家). Raises `CorpusError` for what is no form.

    >>> query_concept("US", ConceptList((), (), (), frozenset())).cased
    True
    """
    if not is_form(query):
        refuse("query", "", f"{shown(query)} is no form; write words, {WRITE}")
    not_in = {word for concept in book.concepts if query in concept.forms for word in concept.not_in}
    return Concept("query", query, (query,), tuple(sorted(not_in)), cased=query != query.lower())


def find(corpus: Corpus, concepts: Iterable[Concept], terms: TermList | None = None) -> pd.DataFrame:
    """concept, text_id, paragraph_id, sentence_id, start, end, form, alone: every hit, in reading order.

    List items are left out. `alone` is false where the hit stands inside a longer hit of another of the `concepts`.
    What a blocker of `terms` covers (Latin America, Washington Post) is no hit, nor is an abbreviation in brackets
    behind the name that it stands for. `start` and `end` are offsets into the paragraph.

    >>> from helpers.corpus.load import corpus_of
    >>> book = [Concept("governance", "governance", ("治理",)), Concept("global", "global governance", ("全球治理",))]
    >>> find(corpus_of(zh={"a": "改革全球治理。"}), book)[["concept", "start", "end", "alone"]].values.tolist()
    [['global', 2, 6, True], ['governance', 4, 6, False]]
    """
    finder = ConceptFinder(tuple(concepts), terms.blockers if terms else ())
    shown = running_text(corpus)
    ids, text_ids, texts = (shown[name].tolist() for name in ("paragraph_id", "text_id", "text"))
    rows = [
        (concept, text_ids[n], ids[n], start, end, texts[n][start:end], alone)
        for n, concept, start, end, alone in finder.all_hits(texts)
    ]
    found = pd.DataFrame(rows, columns=["concept", "text_id", "paragraph_id", "start", "end", "form", "alone"])
    return with_sentences(corpus, found)


class ConceptHit(NamedTuple):
    """Number of the text, id of the concept, start and end in the text, and `alone` (see `find`).

    >>> ConceptHit(0, "world", 2, 7, True).alone
    True
    """

    text: int
    concept: str
    start: int
    end: int
    alone: bool


@dataclass(frozen=True)
class ConceptFinder:
    """Finds all of some concepts in texts in one pass; what one of the `blockers` (cased forms) covers is no hit.

    >>> world = Concept("world", "world", ("world",))
    >>> [hit[1:4] for hit in ConceptFinder((world,), ("World Games",)).all_hits(["A world of World Games."])]
    [('world', 2, 7)]
    """

    concepts: tuple[Concept, ...]
    blockers: tuple[str, ...] = ()

    @cached_property
    def _forms(self) -> list[tuple[int, str, bool, bool]]:
        """Number of the concept, form, whether it counts, whether its case does; in the order in which they are tried.

        Blockers come first, as number -1. What stands in `not_in` does not count, but comes before the forms.
        """
        found = [(-1, form, True, True) for form in longest_first(self.blockers)]
        for n, concept in enumerate(self.concepts):
            found += [(n, form, False, concept.cased) for form in longest_first(concept.not_in)]
            found += [(n, form, True, concept.cased) for form in longest_first(concept.forms)]
        return found

    @cached_property
    def _stems(self) -> Stems:
        return Stems(form for _, form, *_ in self._forms)

    def all_hits(self, texts: Sequence[str]) -> Iterator[ConceptHit]:
        """The hits in each of many texts, text by text, by start, end and concept."""
        for first, some in together(texts):
            yield from (hit._replace(text=first + hit.text) for hit in self._search(some))

    def _search(self, texts: Sequence[str]) -> Iterator[ConceptHit]:
        whole = "\n".join(texts)
        ends = list(accumulate((len(text) + 1 for text in texts), initial=-1))
        n, end = 0, -1
        done: list[int] = []
        found: list[tuple[int, int, int]] = []
        for start, numbers in self._stems.places(small(whole)):
            if start >= end:
                yield from self._hits(texts, n, found)
                n = bisect_right(ends, start, n) - 1
                end, found, done = ends[n + 1], [], [0] * (len(self.concepts) + 1)
            tried = None
            for number in numbers:
                concept, form, counts, cased = self._forms[number]
                # As a search for the concept alone would go on: behind its last hit, one at each place.
                if concept == tried or start < done[concept]:
                    continue
                hit = _compiled(form, cased).match(whole, start, end)
                if hit:
                    tried, done[concept] = concept, hit.end()
                    if counts:
                        found.append((start - ends[n] - 1, hit.end() - ends[n] - 1, concept))
        yield from self._hits(texts, n, found)

    def _hits(self, texts: Sequence[str], n: int, found: list[tuple[int, int, int]]) -> Iterator[ConceptHit]:
        """What of `found` (start, end, number of the concept) in a text is a hit, and whether it stands alone."""
        blocked = [(start, end) for start, end, concept in found if concept < 0]
        last: dict[int, int] = {}
        hits = []
        for start, end, concept in found:
            if concept < 0 or (concept in last and _abbreviates(texts[n], last[concept], start, end)):
                continue
            last[concept] = end
            if not any(a <= start and end <= b and b - a > end - start for a, b in blocked):
                hits.append((start, end, self.concepts[concept].id))
        alone = _alone(hits)
        return (
            ConceptHit(n, concept, start, end, (start, end, concept) in alone) for start, end, concept in sorted(hits)
        )


@cache
def _compiled(form: str, cased: bool) -> re.Pattern[str]:
    return re.compile(form_regex(form), re.NOFLAG if cased else re.IGNORECASE)


def _abbreviates(text: str, before: int, start: int, end: int) -> bool:
    """Whether `text[start:end]` stands in brackets behind what ends at `before`."""
    between = text[before:start]
    return any(bracket in between for bracket in "(（[") and in_brackets_behind(text, before, start, end)


def _alone(hits: list[tuple[int, int, str]]) -> set[tuple[int, int, str]]:
    """Of hits (start, end, concept) those that stand in no longer one of another concept."""
    alone, around = set(), []
    for start, end, concept in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        around = [(a, b, c) for a, b, c in around if b > start]
        if not any(end <= b and b - a > end - start and c != concept for a, b, c in around):
            alone.add((start, end, concept))
        around.append((start, end, concept))
    return alone


def with_sentences(corpus: Corpus, hits: pd.DataFrame) -> pd.DataFrame:
    """`hits` (paragraph_id, start, ...) with the id of the sentence that each begins in.

    >>> from helpers.corpus.load import corpus_of
    >>> hits = pd.DataFrame({"paragraph_id": ["a:1", "a:1"], "start": [1, 4]})
    >>> with_sentences(corpus_of(zh={"a": "合作。共赢。"}), hits)["sentence_id"].tolist()
    ['a:1.1', 'a:1.2']
    """
    starts = corpus.sentences.groupby("paragraph_id", sort=False)[["start", "sentence_id"]].agg(list)
    ids = []
    for paragraph_id, start in hits[["paragraph_id", "start"]].itertuples(index=False):
        begins, names = starts.loc[paragraph_id]
        ids.append(names[max(0, sum(begin <= start for begin in begins) - 1)])
    return hits.assign(sentence_id=pd.Series(ids, index=hits.index, dtype="str"))


def find_series(corpus: Corpus, series: Series) -> pd.DataFrame:
    """series, text_id, sentence_id, members, count: sentences that name two or more members, in reading order.

    `members` are ids in the order of the series, joined by `, `.

    >>> from helpers.corpus.load import corpus_of
    >>> members = (Concept("gdi", "GDI", ("全球发展倡议",)), Concept("gsi", "GSI", ("全球安全倡议",)))
    >>> series = Series("initiatives", "initiatives", ("倡议",), members)
    >>> corpus = corpus_of(zh={"a": "落实全球发展倡议、全球安全倡议。"})
    >>> find_series(corpus, series)[["members", "count"]].values.tolist()
    [['gdi, gsi', 2]]
    """
    rows = []
    needed = [word.lower() for word in series.needs]
    for text_id, sentence_id, text in corpus.sentences[["text_id", "sentence_id", "text"]].itertuples(index=False):
        if any(word in text.lower() for word in needed):
            members = [member.id for member in series.members if member.pattern.search(text)]
            if len(members) > 1:
                rows.append((series.id, text_id, sentence_id, ", ".join(members), len(members)))
    return pd.DataFrame(rows, columns=["series", "text_id", "sentence_id", "members", "count"])
