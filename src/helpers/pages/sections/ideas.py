"""Schemes of thought on the page: what texts count or lay out, which members stand in which texts, what is shared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from IPython.display import HTML

from ...coding import scheme_hits
from ...corpus import selection
from ...corpus.load import Corpus
from ...errors import CorpusError
from ...mentions import schemes
from ...mentions.schemes import Member, Scheme
from ...paths import CODING
from .. import chapter, html, plots
from ..chapter import Page
from ..publish import Picture
from ..quotations import lines_in_words

NOTEBOOK = "05_schemes_of_thought"
OWN = "own"
MARKS = {
    OWN: ("states it as a member of the scheme shown", "s", 95, plots.BLUE, plots.BLUE),
    scheme_hits.MEMBER: ("states it as a member of a set of its own", "o", 75, plots.SKY, plots.SKY),
    scheme_hits.SAID: ("says it, not as a member", "o", 45, "none", plots.GREY),
}
"""How a member stands in a text: in words, and as a mark, with its area, colour and edge."""


class Thought(NamedTuple):
    """The schemes of a corpus, the judged hits of their members, what is shared, and the texts by date of writing."""

    corpus: Corpus
    schemes: dict[str, Scheme]
    hits: pd.DataFrame
    shared: pd.DataFrame
    written: pd.Series
    translations: frozenset[str]

    @property
    def apart(self) -> pd.DataFrame:
        """Pairs of schemes that share members, those of a translation left out."""
        of = {scheme.id: scheme.text for scheme in self.schemes.values()}
        translated = self.shared[["scheme", "other"]].map(of.get).isin(self.translations).any(axis=1)
        return self.shared[~translated]


def open_page() -> Page:
    """The page on schemes of thought."""
    return chapter.open_page(NOTEBOOK)


def read(corpus: Corpus) -> Thought:
    """The schemes of the project's corpus with their judged hits. Raises `CorpusError`."""
    listed = schemes.read_schemes(corpus)
    return thought(corpus, listed, scheme_hits.read_scheme_hits(CODING, corpus, schemes.find_members(corpus, listed)))


def thought(corpus: Corpus, listed: tuple[Scheme, ...], hits: pd.DataFrame) -> Thought:
    """Schemes with judged hits, as from `read`."""
    written = selection.written(corpus)
    shared = scheme_hits.shared_schemes(listed, hits, list(written.index))
    translated = corpus.texts.loc[corpus.texts["translation_of"] != "", "text_id"]
    return Thought(corpus, {s.id: s for s in listed}, hits, shared, written, frozenset(translated))


def named(found: Thought, scheme_id: str) -> Scheme:
    """A scheme by its id. Raises `CorpusError` for one that there is not."""
    if scheme_id not in found.schemes:
        raise CorpusError(f"parameters: there is no scheme {scheme_id!r}; see data/processed/schemes.csv")
    return found.schemes[scheme_id]


def sentences_of(found: Thought, *listed: Scheme) -> list[str]:
    """The sentences that state the members of some schemes, each once, in the order of the schemes."""
    return list(dict.fromkeys(schemes.stated_in(found.corpus, listed)["sentence_id"]))


def called(member: Member) -> str:
    """A member in the words of its text, or our gloss of it where it is Chinese."""
    return member.gloss or member.name


# --- by text, and the matrix


def kinds_table(page: Page, found: Thought) -> HTML:
    """How many schemes each text has, in how many it says their number, their members, and their kinds."""
    table = schemes.schemes_table(tuple(found.schemes.values()))
    rows = []
    for text_id, when in found.written.items():
        part = table[table["text_id"] == text_id]
        kinds = part["kind"].value_counts(sort=False)
        told = ", ".join(f"{kind} {n}" if n > 1 else kind for kind, n in kinds.items())
        counts = (len(part), int(part["counted"].notna().sum()), int(part["members"].sum()))
        rows.append((f"{page.titles[text_id]}, {when}", *counts, told))
    columns = ["text", "schemes", "counted by the text", "members", "kinds, in the order of the text"]
    return html.table(
        pd.DataFrame(rows, columns=columns),
        "Sets of ideas on world order, governance, leadership, diplomacy or institutions, or on why an act is right, "
        "that a text counts or lays out as a set; texts in the order of writing. Long texts have more of them.",
        more=page.more("schemes"),
    )


def groups(found: Thought, fewest: int, also: Sequence[str] = ()) -> list[Scheme]:
    """One scheme for each group of schemes that `fewest` texts or more share whole, in the order of writing.

    In a group each scheme holds all members of another, or is held by it; translations are left out. Of a group, the
    one that does so with most others is given, then the one with most members. `also` are ids of schemes that are given
    whatever shares them.
    """
    linked = found.apart[found.apart["relation"] != scheme_hits.IN_PART]
    degree = pd.concat([linked["scheme"], linked["other"]]).value_counts()
    group: dict[str, set[str]] = {}
    for one, other in linked[["scheme", "other"]].itertuples(index=False):
        both = group.get(one, {one}) | group.get(other, {other})
        group.update(dict.fromkeys(both, both))
    rank = {text_id: n for n, text_id in enumerate(found.written.index)}
    chosen = [named(found, i) for i in also]
    for ids in {frozenset(ids) for ids in group.values()}:
        schemes_ = sorted((found.schemes[i] for i in ids), key=lambda s: (-degree[s.id], -s.size, rank[s.text], s.id))
        if len({s.text for s in schemes_}) >= fewest and not ids & set(also):
            chosen.append(schemes_[0])
    return sorted(chosen, key=lambda s: (rank[s.text], s.line, s.id))


def matrix_figure(page: Page, found: Thought, fewest: int, also: Sequence[str] = ()) -> Picture:
    """Members of the schemes of `groups` against texts in the order of writing."""
    chosen = groups(found, fewest, also)
    texts = [t for t in found.written.index if t in {s.text for s in found.schemes.values()}]
    table = scheme_hits.matrix(tuple(chosen), found.hits, texts)
    table["row"] = table["scheme"] + table["n"].astype(str)
    rows = list(dict.fromkeys(table["row"]))
    labels = [html.shortened(called(m), 46) for s in chosen for m in s.member]
    drawing, (axes,) = plots.canvas(7, 2.3 + 0.215 * len(rows))
    for stands, (label, mark, area, colour, edge) in MARKS.items():
        part = table[table["stands"] == stands]
        across, down = part["text_id"].map(texts.index), part["row"].map(rows.index)
        axes.scatter(across, down, s=area, marker=mark, facecolor=colour, edgecolor=edge, label=label)
    axes.set_xticks(
        range(len(texts)), [f"{page.titles[t]}\n{found.written[t]}" for t in texts], rotation=90, fontsize=9
    )
    axes.set_yticks(range(len(rows)), labels, fontsize=9)
    axes.set(xlim=(-0.6, len(texts) - 0.4), ylim=(len(rows) - 0.4, -0.6))
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.hlines(range(len(rows)), *axes.get_xlim(), color="0.92", linewidth=0.6, zorder=0)
    for end in pd.Series([s.size for s in chosen]).cumsum().iloc[:-1]:
        axes.axhline(end - 0.5, color=plots.GREY, linewidth=0.8)
    drawing.legend(*axes.get_legend_handles_labels(), loc="outside lower left", fontsize=9)
    return Picture(
        drawing,
        f"Schemes that {fewest} texts or more share whole"
        + (", and one that stands again:" if also else ":")
        + " which member stands where.",
        "A row is a member of a scheme, in its order; lines part the schemes. From above: "
        + "; ".join(f"{s.name_en.strip('[]')} ({page.titles[s.text]}, {found.written[s.text]})" for s in chosen)
        + ". Texts stand in the order of writing. Chinese members by our gloss. Empty: not said, as two readers judged "
        "the places where a rendering stands; a rendering that nobody thought of is not found.",
        "; ".join(_told(page, s, table[table["scheme"] == s.id], texts) for s in chosen) + ".",
    )


def _told(page: Page, scheme: Scheme, table: pd.DataFrame, texts: Sequence[str]) -> str:
    """How many members of a scheme each text states as members, for who cannot see the figure."""
    counts = _counts(page, table[table["stands"].isin([OWN, scheme_hits.MEMBER])], texts)
    return f"{scheme.name_en.strip('[]')}, {html.count(scheme.size, 'member')}: {counts}"


def matrix_table(page: Page, found: Thought, fewest: int, also: Sequence[str] = ()) -> HTML:
    """The numbers of `matrix_figure`: how many members of each scheme the texts state as members, and say."""
    texts = list(found.written.index)
    rows = []
    for scheme in groups(found, fewest, also):
        table = scheme_hits.matrix((scheme,), found.hits, texts)
        stated, said = (_counts(page, table[table["stands"] == stands], texts) for stands in scheme_hits.ANSWERS[:2])
        where = f"{page.titles[scheme.text]}, {found.written[scheme.text]}"
        rows.append((scheme.name_en.strip("[]"), where, scheme.size, stated or "none", said or "none"))
    columns = ["scheme", "of", "members", "stated as members in", "said in"]
    return html.table(pd.DataFrame(rows, columns=columns), "The same in numbers: how many of the members.")


def _counts(page: Page, table: pd.DataFrame, texts: Sequence[str]) -> str:
    """How many rows each text has, in words."""
    counted = table.groupby("text_id").size()
    return ", ".join(f"{page.titles[t]} {counted[t]}" for t in texts if t in counted)


def said_table(page: Page, found: Thought) -> HTML:
    """How many members of other texts' schemes each text states as members of a set, says elsewhere, and lacks."""
    texts = [t for t in found.written.index if t in {s.text for s in found.schemes.values()}]
    table = scheme_hits.matrix(tuple(found.schemes.values()), found.hits, texts)
    counted = table.groupby(["text_id", "stands"]).size().unstack(fill_value=0).reindex(texts)
    counted = counted.reindex(columns=[OWN, scheme_hits.MEMBER, scheme_hits.SAID, ""], fill_value=0)
    shown = counted.rename(index=lambda t: f"{page.titles[t]}, {found.written[t]}").rename_axis("text").reset_index()
    shown.columns = ["text", "own members", "stated as a member", "said elsewhere", "not said"]
    judged = found.hits["judged"].value_counts()
    return html.table(
        shown,
        "Every member of every scheme against every text, texts in the order of writing. Schemes overlap within a text "
        f"and between texts, so members are not so many ideas. Of {len(found.hits):,} sentences of other texts that "
        f"hold a rendering, {judged.get(scheme_hits.MEMBER, 0):,} were judged to state it as a member, "
        f"{judged.get(scheme_hits.SAID, 0):,} to say it, {judged.get(scheme_hits.NO, 0):,} to say something else.",
        more=page.more("scheme_hits"),
    )


RELATIONS = {
    scheme_hits.WHOLE: "whole",
    scheme_hits.EXTENDED: "whole, and more",
    scheme_hits.SHORTENED: "fewer",
    scheme_hits.IN_PART: "in part",
}
"""How the later scheme stands to the earlier one, for a reader."""


def pairs_table(page: Page, found: Thought) -> HTML:
    """Pairs of schemes of two texts, those that share most members first; translations apart."""
    ranked = found.apart.sort_values(["shared", "relation"], ascending=[False, False], kind="stable")
    rows = [
        (
            _place(page, found, row.scheme),
            _place(page, found, row.other),
            f"{row.shared} of {row.members} and {row.of_other}",
            RELATIONS[row.relation],
            "same" if row.same_order else "another",
            f"{row.same_words} of {row.shared}",
        )
        for row in ranked.itertuples()
    ]
    columns = ["scheme, written first", "scheme, written later", "shared members", "the later has it", "order",
               "named in the same words"]  # fmt: skip
    return html.table(
        pd.DataFrame(rows, columns=columns),
        "Pairs of schemes of two texts that share two members or more, or all of one; those of the translation stand "
        "in the whole table. Names in two languages are never the same words. That a scheme is shared does not say "
        "whence either text has it.",
        more=page.more("scheme_pairs"),
    )


def _place(page: Page, found: Thought, scheme_id: str) -> str:
    scheme = found.schemes[scheme_id]
    place = f"{page.titles[scheme.text]}, {found.written[scheme.text]}, {lines_in_words(*scheme.line)}"
    return f"{place}: {scheme.name_en.strip('[]')}"
