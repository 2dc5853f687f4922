"""Regions: in lists of bodies, and by name in sentences."""

from __future__ import annotations

import re

import pandas as pd

from ..corpus.load import Corpus
from ..text.forms import any_form


def regions_listed(corpus: Corpus, texts: list[str], names: list[str]) -> pd.DataFrame:
    r"""region, text_id, paragraph_id, first_line, name: list items of some texts that hold one of the `names`.

    An item stands under the longest name that it holds, and under several where none of them is part of another. Only
    of a text that may be shown whole the item itself is given. Rows come in the order of `names`.

    >>> from helpers.corpus.load import corpus_of
    >>> items = {"stream": "list-item", "match": "^[a-z]"}
    >>> corpus = corpus_of(en={"a": "The list.\nBody.\nthe Bank of South Asia"}, stream=[items])
    >>> regions_listed(corpus, ["a"], ["Asia", "South Asia"])[["region", "paragraph_id", "first_line"]].values.tolist()
    [['South Asia', 'a:3', 3]]
    """
    public = corpus.texts.set_index("text_id")["full_text_public"]
    items = corpus.paragraphs[(corpus.paragraphs["kind"] == "list-item") & corpus.paragraphs["text_id"].isin(texts)]
    pattern = any_form(names)
    rows = [
        (name, item.text_id, item.paragraph_id, item.first_line, item.text if public[item.text_id] else "")
        for item in items.itertuples()
        for name in dict.fromkeys(pattern.findall(item.text))
    ]
    table = pd.DataFrame(rows, columns=["region", "text_id", "paragraph_id", "first_line", "name"])
    return table.sort_values("region", key=lambda r: r.map({n: i for i, n in enumerate(names)}), kind="stable")


def regions_named(sentences: pd.DataFrame, names: list[str], but: list[str]) -> pd.DataFrame:
    """name, text_id, sentence_id, start, end: sentences that hold one of the `names`, once each, capitals aside.

    A longer name among `names` or `but` (South Africa for Africa) hides the shorter. English names only. `sentences`
    has text_id, sentence_id and text; `start` and `end` are offsets into the sentence.

    >>> columns = ["text_id", "sentence_id", "text"]
    >>> sentences = pd.DataFrame([("a", "a:1.1", "From South Africa to AFRICA at large.")], columns=columns)
    >>> regions_named(sentences, ["Africa"], ["South Africa"]).values.tolist()
    [['Africa', 'a', 'a:1.1', 21, 27]]
    """
    pattern = any_form([*names, *but], re.IGNORECASE)
    called = {name.lower(): name for name in names}
    rows = [
        (called[hit[0].lower()], text_id, sentence_id, hit.start(), hit.end())
        for text_id, sentence_id, text in sentences[["text_id", "sentence_id", "text"]].itertuples(
            index=False, name=None
        )
        for hit in pattern.finditer(text)
        if hit[0].lower() in called
    ]
    table = pd.DataFrame(rows, columns=["name", "text_id", "sentence_id", "start", "end"])
    return table.drop_duplicates(["name", "sentence_id"]).reset_index(drop=True)
