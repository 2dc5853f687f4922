"""International bodies on a page: which are on a list to leave, who names which, and what is told of leaving."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd
from IPython.display import HTML, Markdown

from ...coding.analysis import Settings, coded_sentences
from ...coding.rereading import BODIES, held, read_rereading, said
from ...corpus.selection import written
from ...mentions.acts import Comparisons, acts_told, read_comparisons
from ...mentions.institutions import (
    EARLIER,
    FATES,
    FIELDS,
    HERE,
    LIST,
    NOTE,
    STREAMS,
    Bodies,
    bodies_by_text,
    mentions,
    named_by_text,
    named_in,
    read_bodies,
    read_roles,
    the_list,
)
from ...paths import CODING, INSTITUTIONS_SAID
from .. import html, plots
from ..chapter import Chapter, open_chapter
from ..publish import Finding, Picture
from ..quotations import read_evidence

MARK = {HERE: " [on the list]", EARLIER: " [left earlier]"}
READ = {HERE: "on the list to leave"}
"""What a reader is told instead of a value of the tables."""
CLASS_KIND = "UN programme or fund"
"""The kind of body, as the gazetteer calls it, that a text may call by the class alone."""


@dataclass(frozen=True)
class Institutions(Chapter):
    """A chapter on international bodies: the gazetteer, acts of leaving, names found, and what is said (re-read).

    `acts` as from `acts.acts_told` (those with a body), `found` as from `institutions.mentions` with `fate`, `said` as
    from `rereading.said`; all of them of the texts that are shown.
    """

    known: Bodies
    compare: Comparisons
    acts: pd.DataFrame
    found: pd.DataFrame
    said: pd.DataFrame

    @cached_property
    def fates(self) -> dict[str, str]:
        """What becomes of each body, by id."""
        return self.known.fates(self.acts["body"])

    @cached_property
    def holders(self) -> list[str]:
        """The texts that hold the list of bodies to leave."""
        return list(dict.fromkeys(self.found.loc[self._on_list, "text_id"]))

    @property
    def _on_list(self) -> pd.Series:
        return self.found["stream"].eq(LIST) & self.found["fate"].eq(HERE)

    @cached_property
    def items(self) -> pd.Series:
        """The list item that names each listed body, by id."""
        return self.found[self._on_list].drop_duplicates("body").set_index("body")["place"]

    @cached_property
    def listed(self) -> pd.DataFrame:
        """The listed bodies, as from `institutions.the_list`."""
        return the_list(self.known, self.found, self.holders)

    @cached_property
    def elsewhere(self) -> pd.DataFrame:
        """Places where another text names a listed body, with its role there by reading (`not read` without)."""
        here = self.found[self.found["fate"].eq(HERE) & ~self.found["text_id"].isin(self.holders)]
        roles = read_roles(CODING / "institution_roles.csv", mentions(self.corpus, self.known))
        told = here.drop_duplicates(["place", "body"]).merge(roles, how="left").fillna({"role": "not read"})
        return told[["body", "text_id", "stream", "place", "surface", "first_line", "role"]]

    @cached_property
    def bodies(self) -> pd.DataFrame:
        """Bodies against texts, as from `institutions.bodies_by_text`."""
        return bodies_by_text(self.found, self.known, self.fates, self.analysis.shown)

    @cached_property
    def written(self) -> pd.Series:
        """When each text that is shown was written, by text_id, in that order; a translation is left out."""
        when, shown = written(self.corpus), set(self.analysis.shown) & set(self.analysis.pooled)
        return when[[text_id for text_id in when.index if text_id in shown]]

    @cached_property
    def pillars(self) -> pd.DataFrame:
        """Bodies named in sentences that call an institution a pillar, as from `institutions.named_in`."""
        return named_in(self.found, self.calling("pillar"), self.known, self.fates)

    def calling(self, code: str) -> list[str]:
        """The sentences with a code, a translation left out."""
        here = self.said[self.said["code"].eq(code) & self.said["text_id"].isin(self.written.index)]
        return here["sentence_id"].tolist()

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The sentences that this notebook shows by name, of the texts that are shown."""
        shown = set(self.analysis.shown)
        lists = read_evidence(self.notebook)
        return {section: [s for s in ids if s.rsplit(":", 1)[0] in shown] for section, ids in lists.items()}

    def in_columns(self, ids: Iterable[str], caption: str) -> HTML:
        """Whole sentences side by side, a column for each text."""
        columns: dict[str, list[str]] = {}
        for sentence in ids:
            columns.setdefault(self.called([sentence]), []).append(sentence)
        return self.side_by_side(columns, caption)

    def called(self, ids: Iterable[str]) -> str:
        """The short titles of the texts in which some sentences stand."""
        return ", ".join(dict.fromkeys(self.titles[sentence.rsplit(":", 1)[0]] for sentence in ids))


def open_page(notebook: str, settings: Settings, codebook: str = "", notes: bool = True) -> Institutions:
    """The chapter on international bodies; `notes`: whether names in notes count.

    Codes that the second reading does not let hold are out of it. Raises `CorpusError` for settings or files that do
    not fit.
    """
    chapter = open_chapter(notebook, "inst", "institutions", INSTITUTIONS_SAID, settings, codebook)
    corpus, shown = chapter.corpus, chapter.analysis.shown
    reread = read_rereading(CODING / "reread_inst.csv", corpus, BODIES, ("sentence_id", "code"))
    analysis = replace(chapter.analysis, rows=held(chapter.analysis.rows, reread))
    known, compare = read_bodies(), read_comparisons()
    acts = acts_told(compare, analysis.sentences[analysis.sentences["text_id"].isin(shown)])
    acts = acts[acts["body"].ne("")]
    found = mentions(corpus, known, STREAMS if notes else [s for s in STREAMS if s != NOTE])
    found = found[found["text_id"].isin(shown)]
    found = found.assign(fate=found["body"].map(known.fates(acts["body"])))
    page = (notebook, corpus, chapter.quotes, chapter.prefix, analysis)
    return Institutions(*page, known, compare, acts, found, said(analysis.rows, reread))


# --- the answer ------------------------------------------------------------------------------------------------------

# LIST, TEXT and CLASSED stand for the titles of the texts, VOICE for who speaks in that with the list.
BY_NAME = (
    "**No, by name: {left-unnamed} of the {left-listed} bodies that the LIST orders to be left are named in no other "
    "text here.**"
)
NAMES = " What is counted is names: a text may value a body that it does not name."
CENTRAL = (
    " But the one sentence in which the TEXT gives examples of UN bodies with a *central*, *key* or *important* place "
    "in global governance names {central-named}, and the documents of the VOICE leave {central-left} of them: "
    "{central-listed} by that list, {central-earlier} by acts before it."
)
CLASS = (
    " The CLASSED also calls the UN with its *programmes and funds* a pillar, and of that kind, as we sort them, "
    "{left-class} bodies are on the list."
)


def leaving(page: Institutions, sentence_ids: Sequence[str]) -> pd.DataFrame:
    """body, fate, sentence_id: what becomes of the bodies named in some sentences, by the texts of the list's voice.

    A row a body and a sentence that leaves it: the list item, or that of an act told of in a text of the same voice as
    the list; a body that they do not leave has none.
    """
    named = page.found.loc[page.found["place"].isin(set(sentence_ids)), "body"].drop_duplicates()
    voices = set(page.analysis.voice[page.holders])
    acts = page.acts[page.acts["text_id"].map(page.analysis.voice).isin(voices)]
    items = page.items.rename("sentence_id").rename_axis("body").reset_index().assign(fate=HERE)
    told = pd.concat([items, acts[["body", "sentence_id"]].assign(fate=EARLIER)])
    return told[told["body"].isin(named)].sort_values(["fate", "sentence_id"], ascending=[False, True])[
        ["body", "fate", "sentence_id"]
    ]


def answer(page: Institutions) -> Markdown:
    """How many listed bodies other texts name, and which of those that a text calls central are left."""
    central, classed = page.chosen["central"], page.chosen.get("class", [])
    text = BY_NAME + CENTRAL * bool(central) + CLASS * bool(classed) + NAMES
    words = {
        "LIST": page.titles[page.holders],
        "CLASSED": [page.called(classed)],
        "TEXT": [page.called(central)],
        "VOICE": page.analysis.voice[page.holders].unique(),
    }
    for name, called in words.items():
        text = text.replace(name, f"*{html.plain(', '.join(called) or 'list')}*")
    found = [*_by_name(page), *_central(page, central), *(_of_class(page) if classed else ())]
    return page.finding(text, *found)


def _by_name(page: Institutions) -> list[Finding]:
    """How many bodies are on the list, and how many of them other texts name in a sentence."""
    unnamed = page.listed.loc[page.listed["elsewhere"].eq(0), "body"]
    named = page.elsewhere.loc[page.elsewhere["stream"].ne(NOTE), "place"].drop_duplicates()
    on, of = "bodies on the list", "Of the bodies on the list to leave, those that"
    return [
        Finding("left-listed", "Bodies on the list to leave.", len(page.listed), on, list(page.items)),
        Finding(
            "left-unnamed", f"{of} no other text names.", len(unnamed), on, list(page.items.reindex(unnamed).dropna())
        ),
        Finding("left-named", f"{of} another text names.", len(page.listed) - len(unnamed), on, list(named)),
    ]


def _of_class(page: Institutions) -> list[Finding]:
    """How many listed bodies are UN programmes or funds, a class that a text may name without naming them."""
    here = page.listed.loc[page.listed["kind"].eq(CLASS_KIND), "body"]
    said = f"Bodies on the list that are a {CLASS_KIND}."
    return [Finding("left-class", said, len(here), "bodies on the list", list(page.items.reindex(here).dropna()))]


def _central(page: Institutions, central: Sequence[str]) -> list[Finding]:
    """How many bodies some sentences name, and how many of them the documents of the list's author leave."""
    names = page.found.loc[page.found["place"].isin(set(central)), "body"].nunique()
    of, left = "bodies named in the sentence on central bodies", leaving(page, central)
    parts = {
        "central-left": ("that the documents of the list's author leave", left),
        "central-listed": ("on the list", left[left["fate"].eq(HERE)]),
        "central-earlier": ("left or not paid by an act before it", left[left["fate"].eq(EARLIER)]),
    }
    named = Finding("central-named", "Bodies of which a sentence says that their place is central.", names, of, central)
    return [
        named,
        *(
            Finding(
                name,
                f"Of the bodies called central, those {what}.",
                part["body"].nunique(),
                of,
                list(part["sentence_id"].drop_duplicates()),
            )
            for name, (what, part) in parts.items()
        ),
    ]


# --- tables and figures ----------------------------------------------------------------------------------------------


def named_figure(page: Institutions, fewest: int) -> Picture | Markdown:
    """Bodies that at least `fewest` texts name, by text in order of writing, with what becomes of them."""
    table = named_by_text(page.found, list(page.written.index), fewest)
    if table.empty:
        return html.say("No body is named by so many of these texts.")
    fate = table.index.map(page.fates)
    name = [page.known.bodies[body].name + MARK.get(page.fates[body], "") for body in table.index]
    drawing, (axes,) = plots.canvas(7, 2.2 + 0.24 * len(table))
    plots.heat(axes, table.set_axis(name).set_axis([f"{page.titles[t]}\n{page.written[t]}" for t in table], axis=1))
    left = [n for n in name if n.endswith("]")]
    return Picture(
        drawing,
        f"Bodies that {fewest} texts or more name: {len(table)}, of which on the list to leave: {sum(fate == HERE)}.",
        "Sentences and list items that name a body, by text, by the last day of writing, the translation left out; a "
        "darker cell has more, and a longer text names more. Below each title: when it was written.",
        f"Heat map of bodies by texts. Named by most texts: {name[0]} ({int(table.iloc[0].gt(0).sum())}). "
        f"Marked: {'; '.join(left) or 'none'}.",
    )


def named_table(page: Institutions, fewest: int) -> HTML:
    """The numbers of `named_figure`, a row for each text."""
    table = named_by_text(page.found, list(page.written.index), fewest)
    short = [page.known.bodies[body].name for body in table.index]
    told = [
        "; ".join(f"{name} {n}" for name, n in zip(short, table[text], strict=True) if n) or "none" for text in table
    ]
    shown = pd.DataFrame({"text": list(page.titles[list(table)]), "written": list(page.written), "bodies": told})
    return html.table(
        shown, "Sentences and list items by body: the numbers of the figure above.", more=page.more("bodies")
    )


def list_table(listed: pd.DataFrame, more: str) -> HTML:
    """The listed bodies by field, each with its kind; `listed` as from `institutions.the_list`.

    >>> row = {"list": "un", "name": "UN Women", "kind": "UN organ", "field": "rights and gender", "elsewhere": 1}
    >>> "UN Women, UN organ *" in list_table(pd.DataFrame([row]), "list.csv").data.replace("&#42;", "*")
    True
    """
    star = listed["elsewhere"].gt(0).map({True: " *", False: ""})
    each = listed.assign(each=listed["name"] + ", " + listed["kind"] + star).groupby("field")
    table = pd.DataFrame(
        {
            "bodies": each.size(),
            "of the UN": each["list"].agg(lambda lists: int(lists.eq("un").sum())),
            "which": each["each"].agg("\n".join),
        }
    )
    table = table.loc[[field for field in FIELDS if field in table.index]].rename_axis("field").reset_index()
    return html.table(
        table,
        f"All {len(listed)} bodies on the list, by field. Kind and field are ours. *: another text names it.",
        more=more,
    )


def elsewhere_table(page: Institutions) -> HTML:
    """Every place where another text names a body of the list, with its role there."""
    there = page.elsewhere
    table = pd.DataFrame(
        {
            "body": [page.known.bodies[b].name for b in there["body"]],
            "text": list(page.titles[there["text_id"]]),
            "place": there["place"].str.rsplit(":", n=1).str[1],
            "raw line": there["first_line"].astype(str),
            "what it is there": there["role"],
        }
    )
    caption = "Every place, notes too, where another text names a body of the list; what it is there, by reading."
    return html.table(table, caption, more=page.more("left_elsewhere"))


def central_table(page: Institutions, sentence_ids: Sequence[str]) -> HTML:
    """What the texts of the list's voice tell of each body named in some sentences, in the order of its names there."""
    named = page.found.loc[page.found["place"].isin(set(sentence_ids)), "body"].drop_duplicates()
    left = leaving(page, sentence_ids).set_index("body")
    acts = page.acts.set_index(["body", "sentence_id"])["act"]
    rows = []
    for body in named:
        for told in left[left.index == body].itertuples() or ():
            act = acts.get((body, told.sentence_id), "")
            rows.append((body, page.compare.acts[act].label if act else "on the list", told.sentence_id))
        if body not in left.index:
            rows.append((body, "nothing is told", ""))
    table = pd.DataFrame(rows, columns=["body", "told", "place"])
    where = [page.quotes.cite(place) if place else "-" for place in table["place"]]
    names = [page.known.bodies[body].name for body in table["body"]]
    shown = pd.DataFrame({"body": names, "what these documents tell of it": table["told"], "where": where})
    caption = (
        "The bodies named in that sentence, and what the documents of the list's author tell of each. Where nothing is "
        "told, these documents do not say whether the body is kept or left."
    )
    return html.table(shown, caption)


def two_sides(page: Institutions, sentence_ids: Sequence[str]) -> HTML:
    """Some sentences, and beside them whole those that leave the bodies that they name."""
    left = list(dict.fromkeys(leaving(page, sentence_ids)["sentence_id"]))
    columns = {page.called(part): part for part in (sentence_ids, left) if part}
    return page.side_by_side(columns, "What one text calls central, and what the documents of the list's author leave.")


def pillar_table(page: Institutions) -> HTML:
    """Bodies named in sentences that call an institution a pillar, with what becomes of them."""
    texts = [_titled(page, joined) for joined in page.pillars["texts"]]
    table = page.pillars.assign(texts=texts, fate=page.pillars["fate"].replace(READ))
    return html.table(
        table[["name", "sentences", "texts", "fate"]],
        f"Bodies named in the {len(page.calling('pillar'))} sentences that call an institution a pillar, core, main "
        "platform or the like. The body named need not be the one that is called so.",
        more=page.more("pillars"),
        labels={"name": "body", "fate": "what some text tells of it"},
    )


def _titled(page: Institutions, joined: str) -> str:
    return "; ".join(page.titles[joined.split("; ")])


def fate_table(page: Institutions) -> HTML:
    """How many different bodies each text names, by what becomes of them, texts in order of writing."""
    counts = page.bodies.groupby(["text_id", "fate"])["body"].nunique().unstack(fill_value=0)
    counts = counts.reindex(index=page.written.index, columns=list(FATES), fill_value=0)
    table = counts.assign(bodies=counts.sum(axis=1)).astype(int)
    table.insert(0, "written", page.written)
    table.insert(0, "text", page.titles[table.index])
    return html.table(
        table.reset_index(drop=True),
        "How many different bodies each text names, by what these texts tell of them; a translation is left out.",
        more=page.more("bodies"),
        labels=READ,
    )


def acts_table(page: Institutions) -> HTML:
    """Acts of leaving or not paying a body, with their dates, and the texts that tell of them."""
    acts = page.acts[page.acts["text_id"].isin(page.written.index)].sort_values("date", kind="stable")
    table = pd.DataFrame(
        {
            "act": [page.compare.acts[act].label for act in acts["act"]],
            "day": acts["date"].replace("", "not given"),
            "told in": list(page.titles[acts["text_id"]]),
            "written": list(page.written[acts["text_id"]]),
            "place": acts["sentence_id"].str.rsplit(":", n=1).str[1],
        }
    )
    caption = (
        "Exits from a named body, or ends of its funds, that a text tells of. Every day is that of the act's own "
        "source, from outside these texts (data/codebooks/comparisons.toml)."
    )
    return html.table(table, caption, more=page.more("acts"))


def coded(page: Institutions) -> pd.DataFrame:
    """Every sentence that passes the gate, with the bodies that it names; as from `analysis.coded_sentences`."""
    names = page.found.groupby("place")["body"].agg(lambda ids: ";".join(dict.fromkeys(ids)))
    passed = page.analysis.passed
    rows = passed.assign(bodies=passed["sentence_id"].map(names).fillna(""))
    return coded_sentences(page.analysis, rows, ["families", "codes", "naming", "bodies", "attribution", "speaker"])
