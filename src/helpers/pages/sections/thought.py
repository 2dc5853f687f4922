"""The answer of the page on schemes of thought: what is shared, re-worded, counted, reused, moved and obliged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from IPython.display import Markdown

from ...coding import obligations, scheme_hits
from ...errors import CorpusError
from ...mentions import schemes
from ...mentions.schemes import Member, Scheme
from .. import html
from ..chapter import Page
from ..publish import Finding
from ..quotations import lines_in_words
from . import duties, ideas
from .duties import Duties
from .ideas import Thought, named
from .rendering import Rendered

SHARED = (
    "**{schemes} schemes with {scheme-members} members stand in {scheme-texts} texts; {schemes-shared} of them share "
    "two members or more, or all, with a scheme of another text (translations apart), {schemes-whole} of these all, "
    "with one that has no more.** "
)
AGAIN = (
    "The [kind] of {scheme-again-members} parts in the *[one]* ([when], [line]) stands again in the *[other]* "
    "([other-when], [other-line]): {scheme-again} of them, [order], with {scheme-again-after} [parts] for "
    "{scheme-again-before}. "
)
BESIDE = (
    "The *[text]* lets what it describes rest on {scheme-beside-one} [one] ([line]) and on {scheme-beside-other} "
    "[other] ([other-line]). "
)
REUSED = "The *[one]* ([when]) and the *[other]* ([other-when]) have [runs] [unit] in a row, without quotation marks. "
MOVED = (
    "Between the *[original]* and the *[translation]* {shifts} shifts were read in {shifts-beads} of {beads} beads; "
    "the translation obliges in {obliged-translation} sentences (*must* and *should* stand {must-should} times in it). "
)
MUST = ("must", "should")


class Asked(NamedTuple):
    """What the answer tells of, by the ids of schemes.

    again: a scheme, and where it stands again. parts: what one member of both lists. reworded: a scheme whose last
    member others have in other words. kind: a kind of scheme that is compared by number. beside: two schemes of a text.
    """

    again: Sequence[str]
    parts: Sequence[str]
    reworded: str
    kind: str
    beside: Sequence[str]


def answer(page: Page, found: Thought, asked: Asked, runs: pd.DataFrame, rendered: Rendered, duty: Duties) -> Markdown:
    """The answer of the page. Raises `CorpusError` for a scheme or kind that there is not."""
    parts = (
        _shared(found),
        _again(page, found, asked),
        _reworded(page, found, asked.reworded),
        _counted(page, found, asked.kind),
        _beside(page, found, asked.beside),
        _reused(page, found, runs),
        _moved(page, found, rendered, duty),
        _directed(page, duty),
    )
    return page.finding("".join(text for text, _ in parts).strip(), *(f for _, findings in parts for f in findings))


def _filled(template: str, **words: str) -> str:
    """A template with its words in square brackets; numbers stay for the findings."""
    for name, word in words.items():
        template = template.replace(f"[{name.replace('_', '-')}]", html.plain(word))
    return template


def _shared(found: Thought) -> tuple[str, list[Finding]]:
    every = [*found.schemes.values()]
    apart = found.apart
    whole = apart[apart["relation"] == scheme_hits.WHOLE]
    shared, all_of = ([s for s in every if s.id in {*pairs["scheme"], *pairs["other"]}] for pairs in (apart, whole))
    stated = ideas.sentences_of(found, *every)
    return SHARED, [
        Finding("schemes", "Schemes that texts count or lay out.", len(every), "schemes", stated),
        Finding("scheme-members", "Members of these schemes.", sum(s.size for s in every), "members", stated),
        Finding("scheme-texts", "Texts that have a scheme.", len({s.text for s in every}), "texts", stated),
        Finding(
            "schemes-shared",
            "Schemes that share two members or more, or all, with a scheme of another text.",
            len(shared),
            "schemes",
            ideas.sentences_of(found, *shared),
        ),
        Finding(
            "schemes-whole",
            "Schemes that a scheme of another text has whole, with no member more.",
            len(all_of),
            "schemes",
            ideas.sentences_of(found, *all_of),
        ),
    ]


def _again(page: Page, found: Thought, asked: Asked) -> tuple[str, list[Finding]]:
    one, other = (named(found, i) for i in asked.again)
    before, after = (named(found, i) for i in asked.parts)
    pair = _pair(found, one, other)
    text = _filled(
        AGAIN,
        kind=one.kind,
        parts=after.kind,
        one=page.titles[one.text],
        when=found.written[one.text],
        line=lines_in_words(*one.line),
        other=page.titles[other.text],
        other_when=found.written[other.text],
        other_line=lines_in_words(*other.line),
        order="in the same order" if pair["same_order"] else "in another order",
    )
    sizes = {
        "scheme-again-members": ("Parts of the scheme that stands again.", one.size, [one]),
        "scheme-again": ("Parts of it that stand again in the later text.", int(pair["shared"]), [one, other]),
        "scheme-again-before": ("Initiatives that one part of it names in the earlier text.", before.size, [before]),
        "scheme-again-after": ("Initiatives that the same part names in the later text.", after.size, [after]),
    }
    return text, [
        Finding(id_, said, n, "members", ideas.sentences_of(found, *some)) for id_, (said, n, some) in sizes.items()
    ]


def _pair(found: Thought, one: Scheme, other: Scheme) -> pd.Series:
    rows = found.shared[
        (found.shared["scheme"].isin([one.id, other.id])) & found.shared["other"].isin([one.id, other.id])
    ]
    if rows.empty:
        raise CorpusError(f"parameters: schemes {one.id!r} and {other.id!r} share no members; name others")
    return rows.iloc[0]


def _reworded(page: Page, found: Thought, scheme_id: str) -> tuple[str, list[Finding]]:
    """How the texts that share a scheme whole name its last member."""
    one = named(found, scheme_id)
    rank = {text_id: n for n, text_id in enumerate(found.written.index)}
    some = (one, *(named(found, i) for i in _linked(found.shared, scheme_id)))
    told = ", ".join(
        f"{_in_words(s.member[-1])} in the *{html.plain(page.titles[s.text])}* ({lines_in_words(*s.member[-1].line)})"
        for s in sorted(some, key=lambda s: rank[s.text])
    )
    return f"The last of the {html.plain(one.name_en.split(' (')[0].lower())} reads {told}. ", []


def _in_words(member: Member) -> str:
    """A member in its own words, with our gloss where it is Chinese."""
    return html.plain(member.name) + (f" ({html.plain(member.gloss)})" if member.gloss else "")


def _linked(pairs: pd.DataFrame, scheme_id: str) -> list[str]:
    """The schemes that share all members with one, with no member more."""
    whole = pairs[pairs["relation"] == scheme_hits.WHOLE]
    return [
        *whole.loc[whole["scheme"] == scheme_id, "other"],
        *whole.loc[whole["other"] == scheme_id, "scheme"],
    ]


def _counted(page: Page, found: Thought, kind: str) -> tuple[str, list[Finding]]:
    """How many members the schemes of a kind have, text by text, in the order of writing."""
    rank = {text_id: n for n, text_id in enumerate(found.written.index)}
    some = sorted((s for s in found.schemes.values() if s.kind == kind), key=lambda s: (rank[s.text], s.line))
    if not some:
        raise CorpusError(f"parameters: no scheme is of the kind {kind!r}; see data/processed/schemes.csv")
    findings, told = [], []
    for n, scheme in enumerate(some, start=1):
        id_ = f"scheme-{kind}-{n}"
        said = f"Members of one of the schemes of the kind {kind}, in the order of writing."
        findings.append(Finding(id_, said, scheme.size, "members", ideas.sentences_of(found, scheme)))
        lines = lines_in_words(*scheme.line)
        where = f"*{html.plain(page.titles[scheme.text])}* ({found.written[scheme.text]}, {lines})"
        told.append(f"{{{id_}}} in the {where}")
    return f"{kind.capitalize()} are {', '.join(told)}. ", findings


def _beside(page: Page, found: Thought, ids: Sequence[str]) -> tuple[str, list[Finding]]:
    one, other = (named(found, i) for i in ids)
    text = _filled(
        BESIDE,
        text=page.titles[one.text],
        one=one.kind,
        other=other.kind,
        line=lines_in_words(*one.line),
        other_line=lines_in_words(*other.line),
    )
    return text, [
        Finding(f"scheme-beside-{name}", "Members of a scheme.", s.size, "members", ideas.sentences_of(found, s))
        for name, s in (("one", one), ("other", other))
    ]


def _reused(page: Page, found: Thought, runs: pd.DataFrame) -> tuple[str, list[Finding]]:
    """The two longest runs of the pair of texts that shares the longest without a mark."""
    kept = runs[runs["reused"] & runs["quoted_in"].eq("")].sort_values("length", ascending=False, kind="stable")
    if kept.empty:
        return "No two of these texts share a run of words without quotation marks. ", []
    first = kept.iloc[0]
    pair = kept[(kept["text_a"] == first["text_a"]) & (kept["text_b"] == first["text_b"])].head(2)
    ids = ("reuse-longest", "reuse-next")[: len(pair)]
    text = _filled(
        REUSED,
        one=page.titles[first["text_a"]],
        other=page.titles[first["text_b"]],
        when=found.written[first["text_a"]],
        other_when=found.written[first["text_b"]],
        unit=first["unit"],
    ).replace("[runs]", " and ".join(f"{{{id_}}}" for id_ in ids))
    said = "Length of a run that both texts have, without quotation marks."
    return text, [
        Finding(id_, said, run.length, run.unit, [*run.sentences_a.split("; "), *run.sentences_b.split("; ")])
        for id_, run in zip(ids, pair.itertuples(), strict=True)
    ]


def _moved(page: Page, found: Thought, rendered: Rendered, duty: Duties) -> tuple[str, list[Finding]]:
    text = _filled(MOVED, original=page.titles[rendered.original], translation=page.titles[rendered.translation])
    moved, every = rendered.sentences(rendered.moved), rendered.sentences(rendered.beads["bead"])
    obliged = duty.read.loc[duty.read["text_id"] == rendered.translation, "sentence_id"].tolist()
    stand = duties.said(found.corpus, rendered.translation, MUST)
    holding = list(dict.fromkeys(stand))
    rows = (
        ("shifts", "Shifts between a text and its translation.", len(rendered.shifts), "shifts", moved),
        ("shifts-beads", "Beads in which something moves.", len(rendered.moved), "beads", moved),
        ("beads", "Beads of a text and its translation.", len(rendered.beads), "beads", every),
        ("obliged-translation", "Sentences of it that oblige somebody.", len(obliged), "sentences", obliged),
        ("must-should", "Places of must and should in the translation.", len(stand), "occurrences", holding),
    )
    return text, [Finding(*row) for row in rows]


def _directed(page: Page, duty: Duties) -> tuple[str, list[Finding]]:
    """The texts that only direct, with the number of sentences that do."""
    findings, told = [], []
    for text_id in duty.directing:
        ids = duty.read.loc[duty.read["text_id"] == text_id, "sentence_id"].tolist()
        id_ = f"directs-{text_id}"
        findings.append(Finding(id_, "Sentences of a text that direct somebody.", len(ids), "sentences", ids))
        told.append(f"the *{html.plain(page.titles[text_id])}* in {{{id_}}}")
    if not told:
        return "", []
    should = duty.read[duty.read["text_id"].isin(duty.directing) & duty.read["kind"].eq(obligations.SHOULD)]
    said = "Sentences of the texts that direct which say what somebody should do."
    findings.append(Finding("directs-should", said, len(should), "sentences", should["sentence_id"].tolist()))
    text = (
        f"Others direct: {' and '.join(told)} sentences, in {{directs-should}} of which somebody *should* do something."
    )
    return text, findings


def shown(found: Thought, asked: Asked) -> list[str]:
    """The sentences that state the schemes of the answer, each once: those that carry it."""
    of_kind = [s for s in found.schemes.values() if s.kind == asked.kind]
    linked = set(_linked(found.apart, asked.reworded))
    last = [(i, named(found, i).size) for i in (asked.reworded, *sorted(linked))]
    stated = schemes.stated_in(found.corpus, tuple(named(found, i) for i, _ in last))
    words = stated[[(i, n) in last for i, n in zip(stated["scheme"], stated["n"], strict=True)]]["sentence_id"]
    some = [named(found, i) for i in (*asked.again, *asked.beside)]
    rank = {text_id: n for n, text_id in enumerate(found.written.index)}
    of_kind = sorted(of_kind, key=lambda s: (rank[s.text], s.line))
    return list(dict.fromkeys([*ideas.sentences_of(found, *some, *of_kind), *words]))
