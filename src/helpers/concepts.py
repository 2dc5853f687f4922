"""Concepts, formulas and series in two languages, and where they stand in the paragraphs of a corpus."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from .corpus import Corpus, running_text
from .declarations import known_keys, read_toml
from .errors import CorpusError
from .paths import CONCEPTS
from .terms import TermList, any_form, form_regex, is_form, longest_first


@dataclass(frozen=True)
class Concept:
    """One thing under its English and Chinese forms; `not_in` are longer words inside which a form is no hit."""

    id: str
    label: str
    forms: tuple[str, ...]
    not_in: tuple[str, ...] = ()
    cased: bool = False

    @cached_property
    def stems(self) -> tuple[str, ...]:
        """The first word of each form, in small letters: a paragraph without any of them holds no hit."""
        return tuple({form.lower().split()[0].split("*")[0] for form in self.forms})

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the forms, longest first; what stands in `not_in` is taken by a group without a name."""
        flags = re.NOFLAG if self.cased else re.IGNORECASE
        blocked = "|".join(form_regex(form) for form in longest_first(self.not_in))
        found = "|".join(form_regex(form) for form in longest_first(self.forms))
        return re.compile(f"(?:{blocked})|(?P<hit>{found})" if blocked else f"(?P<hit>{found})", flags)


@dataclass(frozen=True)
class Series:
    """A list that grows: `members` by id, each a concept, and the words of which one must stand in the sentence."""

    id: str
    label: str
    needs: tuple[str, ...]
    members: tuple[Concept, ...]


@dataclass(frozen=True)
class ConceptList:
    """What `concepts.toml` declares."""

    concepts: tuple[Concept, ...]
    formulas: tuple[Concept, ...]
    series: tuple[Series, ...]
    stop: frozenset[str]


def read_concepts(path: Path = CONCEPTS) -> ConceptList:
    """Read and check concepts, formulas and series. Raises `CorpusError` with file, place and remedy."""
    data = read_toml(path, "list of concepts")
    name = path.name
    known_keys(data, {"stop", "concept", "formula", "series"}, name)
    concepts = tuple(_concept(entry, f"{name}: concept") for entry in data.get("concept", []))
    formulas = tuple(_concept(entry, f"{name}: formula") for entry in data.get("formula", []))
    series = tuple(_series(entry, f"{name}: series") for entry in data.get("series", []))
    for kind, entries in (("concept", concepts), ("formula", formulas), ("series", series)):
        ids = [entry.id for entry in entries]
        for id_ in ids:
            if ids.count(id_) > 1:
                raise CorpusError(f"{name}: {kind} {id_!r} is declared twice; give each its own id")
    return ConceptList(concepts, formulas, series, frozenset(data.get("stop", [])))


def _concept(entry: dict[str, Any], where: str) -> Concept:
    where = f"{where} {entry.get('id', '?')!r}"
    known_keys(entry, {"id", "label", "en", "zh", "not_in", "cased"}, where)
    forms = [*entry.get("en", []), *entry.get("zh", [])]
    if not entry.get("id") or not forms:
        raise CorpusError(f"{where}: a concept needs an id and a form in English (en) or Chinese (zh); add them")
    for form in [*forms, *entry.get("not_in", [])]:
        if not isinstance(form, str) or not is_form(form):
            raise CorpusError(f"{where}: {form!r} is no form; write words, with * at the end of a word only")
        if forms.count(form) > 1:
            raise CorpusError(f"{where}: {form!r} is listed twice; keep one")
    return Concept(
        entry["id"],
        entry.get("label", entry["id"]),
        tuple(forms),
        tuple(entry.get("not_in", ())),
        bool(entry.get("cased")),
    )


def query_concept(query: str, book: ConceptList) -> Concept:
    """A reader's own word or phrase as a concept with the id `query`.

    Case counts where the query has a capital (US is no pronoun). Where it is a form of listed concepts, the longer
    words inside which they are no hit hold for it too (中国 in 发展中国家). Raises `CorpusError` for what is no form.
    """
    not_in = {word for concept in book.concepts if query in concept.forms for word in concept.not_in}
    entry = {"id": "query", "label": query, "en": [query], "not_in": sorted(not_in), "cased": query != query.lower()}
    if "*" in query and not query.isascii():
        raise CorpusError(f"query: {query!r} has * behind Chinese, where words have no end; leave it out")
    return _concept(entry, "query")


def _series(entry: dict[str, Any], where: str) -> Series:
    where = f"{where} {entry.get('id', '?')!r}"
    known_keys(entry, {"id", "label", "needs", "members"}, where)
    if not entry.get("id") or not entry.get("needs") or not entry.get("members"):
        raise CorpusError(f"{where}: a series needs an id, `needs` and `members`; add them")
    members = tuple(_concept(member, f"{where}: member") for member in entry["members"])
    return Series(entry["id"], entry.get("label", entry["id"]), tuple(entry["needs"]), members)


def find(corpus: Corpus, concepts: Iterable[Concept], terms: TermList | None = None) -> pd.DataFrame:
    """concept, text_id, paragraph_id, sentence_id, start, end, form, alone: every hit, in reading order.

    List items are left out. `alone` is false where the hit stands inside a longer hit of another of the `concepts`.
    What a blocker of `terms` covers (Latin America, Washington Post) is no hit.
    """
    rows = []
    blockers = any_form(terms.blockers if terms else [])
    concepts = list(concepts)
    shown = running_text(corpus)[["paragraph_id", "text_id", "text"]]
    for paragraph_id, text_id, text in shown.itertuples(index=False):
        blocked = [m.span() for m in blockers.finditer(text)]
        lower = text.lower()
        hits = [
            (hit.start(), hit.end(), concept.id)
            for concept in concepts
            if any(stem in lower for stem in concept.stems)
            for hit in concept.pattern.finditer(text)
            if hit["hit"] and not any(a <= hit.start() and hit.end() <= b and b - a > len(hit[0]) for a, b in blocked)
        ]
        for start, end, concept in sorted(hits):
            inside = any(a <= start and end <= b and b - a > end - start for a, b, other in hits if other != concept)
            rows.append((concept, text_id, paragraph_id, start, end, text[start:end], not inside))
    found = pd.DataFrame(rows, columns=["concept", "text_id", "paragraph_id", "start", "end", "form", "alone"])
    return with_sentences(corpus, found)


def with_sentences(corpus: Corpus, hits: pd.DataFrame) -> pd.DataFrame:
    """`hits` (paragraph_id, start, ...) with the id of the sentence that each begins in."""
    starts = corpus.sentences.groupby("paragraph_id", sort=False)[["start", "sentence_id"]].agg(list)
    ids = []
    for paragraph_id, start in hits[["paragraph_id", "start"]].itertuples(index=False):
        begins, names = starts.loc[paragraph_id]
        ids.append(names[max(0, sum(begin <= start for begin in begins) - 1)])
    return hits.assign(sentence_id=pd.Series(ids, index=hits.index, dtype="str"))


def find_series(corpus: Corpus, series: Series) -> pd.DataFrame:
    """series, text_id, sentence_id, members, count: sentences that name two or more members, in reading order."""
    rows = []
    needed = [word.lower() for word in series.needs]
    for text_id, sentence_id, text in corpus.sentences[["text_id", "sentence_id", "text"]].itertuples(index=False):
        if any(word in text.lower() for word in needed):
            members = [member.id for member in series.members if member.pattern.search(text)]
            if len(members) > 1:
                rows.append((series.id, text_id, sentence_id, ", ".join(members), len(members)))
    return pd.DataFrame(rows, columns=["series", "text_id", "sentence_id", "members", "count"])
