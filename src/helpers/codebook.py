"""Codebooks, and what their patterns find in sentences: who is spoken of, and what is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from .declarations import known_keys, read_csv, read_toml
from .errors import CorpusError
from .hanzi import HANZI
from .segmentation import quoted
from .terms import form_regex, is_form

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
class Code:
    """A code of a codebook, as a reader finds it there."""

    id: str
    family: str
    label: str
    definition: str
    include: str
    exclude: str
    source: str


@dataclass(frozen=True)
class Finder:
    """Finds patterns in a text in time that grows with the text: at each word only forms that begin like it are tried.

    A form without a gap that covers another target's form hides it (longest match first), and so does a blocker.
    """

    patterns: tuple[Pattern, ...]
    blockers: tuple[str, ...] = ()

    @cached_property
    def _index(self) -> dict[str, list[tuple[str, Pattern | None]]]:
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
        lower = text.lower()
        if len(lower) != len(text):  # a capital whose small letter is longer: places would shift
            lower = text
        for start in _starts(text):
            for size in (size for size in (3, 2, 1) if start + size <= len(text)):
                for form, pattern in self._index.get(lower[start : start + size], ()):
                    hit = _compiled(form).match(text, start)
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
def _any(forms: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(_regex, forms)))


def stands(forms: tuple[str, ...], text: str) -> bool:
    """Whether one of the forms stands in the text."""
    return _any(forms).search(text) is not None


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

_KEYS = {"id", "version", "target", "unit", "coding", "attributes", "gate", "family", "code", "charges", "blockers"}
_PATTERN = {"id", "en", "zh", "with", "without", "yes", "no"}


def read_codebook(path: Path) -> Codebook:
    """Read and check a codebook. Raises `CorpusError` with file, place and remedy."""
    data, name = read_toml(path, "codebook"), path.name
    known_keys(data, _KEYS, name)
    attributes = {
        key: tuple(_strings(value, f"{name}: attributes")) for key, value in data.get("attributes", {}).items()
    }
    families = {}
    for entry in data.get("family", []):
        where = f"{name}: family {entry.get('id', '?')!r}"
        known_keys(entry, {"id", "label"}, where)
        if entry.get("id", "") in ("", *families):
            raise CorpusError(f"{where}: a family needs an id of its own; give it one")
        families[entry["id"]] = entry.get("label", entry["id"])
    codes, patterns = [], []
    for entry in data.get("code", []):
        where = f"{name}: code {entry.get('id', '?')!r}"
        known_keys(entry, {"id", "family", "label", "definition", "include", "exclude", "source", "pattern"}, where)
        if entry.get("id", "") in ("", *SPARE, *(code.id for code in codes)):
            raise CorpusError(f"{where}: a code needs an id of its own (not {' or '.join(SPARE)}); give it one")
        if entry.get("family") not in families:
            raise CorpusError(
                f"{where}: there is no family {entry.get('family')!r}; use one of {', '.join(families) or '(none)'}"
            )
        texts = (entry.get(key, "") for key in ("label", "definition", "include", "exclude", "source"))
        codes.append(Code(entry["id"], entry["family"], *texts))
        patterns += read_patterns(entry.get("pattern", []), entry["id"], where, set())
    gate = data.get("gate", {})
    known_keys(gate, {"pattern", "blockers", "go_on", "turn"}, f"{name}: gate")
    charges = data.get("charges", {})
    known_keys(charges, {"pattern", "blockers", "agent"}, f"{name}: charges")
    agents: list[Pattern] = []
    for entry in charges.get("agent", []):
        where = f"{name}: agent {entry.get('id', '?')!r}"
        agents += read_patterns([entry], entry.get("id", ""), where, set())
    book = Codebook(
        name,
        data.get("id", path.stem),
        str(data.get("version", "")),
        data.get("target", ""),
        data.get("coding", ""),
        attributes,
        families,
        tuple(codes),
        tuple(read_patterns(_with_names(gate, path), "", f"{name}: gate", {"kind", "naming", "needs"})),
        read_forms(gate, "blockers", f"{name}: gate"),
        read_forms(gate, "go_on", f"{name}: gate"),
        read_forms(gate, "turn", f"{name}: gate"),
        tuple(patterns),
        read_forms(data, "blockers", name),
        tuple(read_patterns(charges.get("pattern", []), "charge", f"{name}: charges", set())),
        read_forms(charges, "blockers", f"{name}: charges"),
        tuple(agents),
    )
    if not book.gate or not book.codes:
        raise CorpusError(f"{name}: a codebook needs a gate with patterns, and codes; add them")
    ids = [pattern.id for pattern in (*book.gate, *book.patterns, *book.charges, *book.agents)]
    for id_ in ids:
        if ids.count(id_) > 1:
            raise CorpusError(f"{name}: the pattern id {id_!r} stands twice; give each its own")
    return book


def _with_names(gate: dict[str, Any], path: Path) -> list[dict[str, Any]]:
    """The patterns of a gate; one with `names_from` also holds every name of the gazetteer at that path beside it."""
    entries = []
    for given in gate.get("pattern", []):
        entry = dict(given)
        if beside := entry.pop("names_from", ""):
            bodies = read_toml(path.parent / beside, "gazetteer").get("body", [])
            for key in ("en", "zh"):
                names = [form for body in bodies for form in body.get(key, [])]
                entry[key] = list(dict.fromkeys([*entry.get(key, []), *names]))
        entries.append(entry)
    return entries


def read_patterns(entries: list[dict[str, Any]], target: str, where: str, more: set[str]) -> list[Pattern]:
    patterns = []
    for n, entry in enumerate(entries, 1):
        id_ = entry.get("id") or f"{target}-{n}"
        place = f"{where}: pattern {id_!r}"
        known_keys(entry, _PATTERN | more, place)
        naming = entry.get("naming", NAMED)
        if naming not in (NAMED, DESCRIBED):
            raise CorpusError(f"{place}: naming is {NAMED!r} or {DESCRIBED!r}, not {naming!r}; correct it")
        if entry.get("needs", "") not in ("", "paragraph"):
            raise CorpusError(f"{place}: needs is 'paragraph' or absent, not {entry['needs']!r}; correct it")
        forms = _listed(entry.get("en", []), place) + _listed(entry.get("zh", []), place)
        if not forms:
            raise CorpusError(f"{place}: it has no form that could be found; add one in English (en) or Chinese (zh)")
        patterns.append(
            Pattern(
                id_,
                target or naming,
                tuple(forms),
                tuple(_listed(entry.get("with", []), place)),
                tuple(_listed(entry.get("without", []), place)),
                entry.get("kind", ""),
                entry.get("needs", ""),
                tuple(entry.get("yes", ())),
                tuple(entry.get("no", ())),
            )
        )
    return patterns


def read_forms(table: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    """The forms of `[KEY]` with `en` and `zh`."""
    given = table.get(key, {})
    known_keys(given, {"en", "zh"}, f"{where}: {key}")
    return tuple(_listed(given.get("en", []), f"{where}: {key}") + _listed(given.get("zh", []), f"{where}: {key}"))


def _strings(values: Any, where: str) -> list[str]:
    if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
        raise CorpusError(f'{where}: {values!r} is no list of words; write ["..."]')
    return values


def _listed(values: Any, where: str) -> list[str]:
    if not isinstance(values, list):
        raise CorpusError(f'{where}: {values!r} is no list of forms; write ["..."]')
    for value in values:
        if not is_form(value) or not value[0].isalnum():
            raise CorpusError(
                f"{where}: {value!r} is no form; write words (the first letter a letter), with * at the end of a word "
                "only and ... between words"
            )
        if values.count(value) > 1:
            raise CorpusError(f"{where}: {value!r} is listed twice; keep one")
    return values


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
