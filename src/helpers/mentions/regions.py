"""Regions: in lists of bodies, and by name in sentences."""

from __future__ import annotations

import re

import pandas as pd

from ..corpus.load import Corpus
from ..text.forms import any_form


def regions_listed(corpus: Corpus, texts: list[str], names: list[str]) -> pd.DataFrame:
    """region, text_id, paragraph_id, first_line, name: list items of some texts that hold one of the `names`.

    An item stands under the longest name that it holds, and under several where none of them is part of another. Only
    of a text that may be shown whole the item itself is given.
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

    A longer name among `names` or `but` (South Africa for Africa) hides the shorter. English names only.
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
