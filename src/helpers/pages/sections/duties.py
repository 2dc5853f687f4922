"""Who must do what on the page: sentences that oblige somebody, by text, and the dictionary beside the reading."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

import pandas as pd
from IPython.display import HTML

from ...coding import obligations
from ...corpus import selection
from ...corpus.load import Corpus
from ...mentions.concepts import read_concepts
from ...paths import CODING, OBLIGATIONS
from ...text.forms import any_form
from .. import dots, html, plots
from ..chapter import Page
from ..publish import Picture

ALL = "all texts"


class Duties(NamedTuple):
    """The sentences that oblige somebody, as read, and those in which the dictionary finds one of its words."""

    read: pd.DataFrame
    found: pd.DataFrame

    @property
    def directing(self) -> list[str]:
        """Texts whose every obligation directs somebody, in the order of the corpus."""
        directs = self.read["kind"].eq(obligations.DIRECTS).groupby(self.read["text_id"], sort=False).all()
        return directs[directs].index.tolist()


def read(corpus: Corpus) -> Duties:
    """The obligations of the project's corpus. Raises `CorpusError`."""
    markers = read_concepts(OBLIGATIONS)
    return Duties(obligations.read_obligations(CODING, corpus), obligations.by_dictionary(corpus, markers))


def said(corpus: Corpus, text_id: str, words: Sequence[str]) -> list[str]:
    """The sentence of each occurrence of some words in a text, as often as they stand there.

    >>> from helpers.corpus.load import corpus_of
    >>> said(corpus_of(en={"a": "We must go. They must, and should, stay."}), "a", ["must", "should"])
    ['a:1.1', 'a:1.2', 'a:1.2']
    """
    pattern = any_form(words, re.IGNORECASE)
    own = corpus.sentences[corpus.sentences["text_id"] == text_id]
    return [s.sentence_id for s in own.itertuples() for _ in pattern.finditer(s.text)]


def figure(page: Page, duties: Duties) -> Picture:
    """Who is obliged, by text in the order of writing."""
    counted = obligations.by_obliged(duties.read).groupby(["obliged", "text_id"], as_index=False)["sentences"].sum()
    texts = [t for t in selection.written(page.corpus).index if t in set(counted["text_id"])]
    order = counted.groupby("obliged")["text_id"].nunique().sort_values(ascending=False, kind="stable").index.tolist()
    drawing, (axes,) = plots.canvas(7, 2.0 + 0.27 * len(order))
    dots.grid(axes, counted, ("obliged", order), ("text_id", texts), "sentences", "sentences")
    axes.set_xticks(range(len(texts)), [page.titles[t] for t in texts], rotation=90, fontsize=9)
    directing = [page.titles[t] for t in duties.directing]
    silent = [page.titles[t] for t in page.corpus.texts["text_id"] if t not in texts]
    most = counted.loc[counted.groupby("text_id", sort=False)["sentences"].idxmax()].set_index("text_id")
    return Picture(
        drawing,
        "Who is obliged, text by text.",
        "Number and area: sentences that say that somebody must, should or needs to do something, is called on, or is "
        f"directed to; texts in the order of writing. {' and '.join(directing)} direct, and say of nobody what should "
        "be done. Texts differ in length and kind: compare within a column. *Nobody named*: the passive, or an "
        f"abstract subject. None: {', '.join(silent)}.".replace("*", ""),
        "Dots, who is obliged down and texts across. The largest of each text: "
        + "; ".join(f"{page.titles[t]}: {most.loc[t, 'obliged']} {most.loc[t, 'sentences']}" for t in texts)
        + ".",
    )


def obliged_table(page: Page, duties: Duties) -> HTML:
    """The numbers of `figure`: whom each text obliges, texts in the order of writing."""
    rows = []
    for text_id, when in selection.written(page.corpus).items():
        own = duties.read[duties.read["text_id"] == text_id]
        kinds = [int(own["kind"].eq(kind).sum()) for kind in obligations.KINDS]
        whom = ", ".join(f"{who} {n}" for who, n in own["obliged"].value_counts().items())
        if len(own):
            rows.append((f"{page.titles[text_id]}, {when}", *kinds, whom))
    columns = ["text", "should", "directs", "who is obliged"]
    return html.table(
        pd.DataFrame(rows, columns=columns), "The same in numbers of sentences.", more=page.more("obligations")
    )


def beside(page: Page, duties: Duties) -> pd.DataFrame:
    """The dictionary against the reading, as from `obligations.beside_dictionary`, texts in the order of writing."""
    return obligations.beside_dictionary(duties.read, duties.found, list(selection.written(page.corpus).index), ALL)


def dictionary_table(page: Page, duties: Duties) -> HTML:
    """The dictionary against the reading, by text in the order of writing and in all."""
    written = selection.written(page.corpus)
    table = beside(page, duties)
    names = {text_id: f"{page.titles[text_id]}, {when}" for text_id, when in written.items()}
    shown = table[table[["read", "found"]].any(axis=1)].assign(text_id=table["text_id"].map(lambda t: names.get(t, t)))
    return html.table(
        shown,
        "Sentences that oblige somebody as they were read, and those in which the dictionary finds one of its words. "
        "Its words were chosen with these texts at hand: on others it will do worse.",
        more=page.more("obligations_dictionary"),
        labels={"text_id": "text", "f1": "F1"},
    )


def first_of_each(page: Page, duties: Duties, but: Collection[str] = ()) -> list[str]:
    """Of each text the first sentence, not in `but`, that names whom it obliges, in the author's words."""
    table = duties.read[~duties.read["sentence_id"].isin(but)]
    table = table.assign(
        plain=table["obliged"].ne(obligations.NOBODY) & table["by"].eq("author") & table["quoted"].ne("yes")
    )
    best = table.sort_values("plain", ascending=False, kind="stable").drop_duplicates("text_id").set_index("text_id")
    return [best.loc[t, "sentence_id"] for t in selection.written(page.corpus).index if t in best.index]
