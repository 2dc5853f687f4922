"""What is counted from codes: by text, by coder, and without each text."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..statistics import resampling
from .codebook import Codebook, split_codes
from .coders import choose


def presence(rows: pd.DataFrame, book: Codebook, level: str) -> pd.DataFrame:
    """One column of true or false for each code (`level` code) or family (`family`), a row for each row of `rows`.

    >>> from helpers.coding import example
    >>> presence(example.rows(), example.read()[1], "family").sum().to_dict()
    {'acts': 3, 'views': 1}
    """
    sets = split_codes(rows["codes"])
    if level == "family":
        family = book.family_of
        sets = [{family[code] for code in codes} for codes in sets]
    names = list(book.families) if level == "family" else [code.id for code in book.codes]
    return pd.DataFrame({name: [name in codes for codes in sets] for name in names}, index=rows.index, dtype=bool)


def codes_by_text(rows: pd.DataFrame, book: Codebook, level: str, unit: str, resamples: int, seed: int) -> pd.DataFrame:
    """text_id, `level`, sentences, paragraphs, of_sentences, of_paragraphs, share, low, high: how often, of how much.

    `rows` has a row for every sentence read (sentence_id, paragraph_id, text_id, codes). Every code stands beside every
    text, with 0 where it never occurs. `share` is that of sentences or of paragraphs (`unit`); it and its 95 % interval
    (paragraphs resampled) are empty where fewer than twenty paragraphs were read.

    >>> from helpers.coding import example
    >>> table = codes_by_text(example.rows(), example.read()[1], "code", "sentence", 100, 1)
    >>> table.loc[table["code"] == "war", ["text_id", "sentences", "paragraphs", "of_sentences"]].values.tolist()
    [['paper', 1, 1, 4], ['wen', 1, 1, 2]]
    """
    found = presence(rows, book, level)
    table = []
    for text_id, part in rows.groupby("text_id", sort=False):
        here = found.loc[part.index]
        per_paragraph = here.groupby(part["paragraph_id"], sort=False).sum()
        sizes = part.groupby("paragraph_id", sort=False).size().to_numpy()
        counts = per_paragraph.to_numpy()
        if unit == "paragraph":
            counts, sizes = (counts > 0).astype(int), np.ones(len(sizes), dtype=int)
        bounds = resampling.interval(counts, sizes, resamples, seed)
        enough = len(sizes) >= resampling.FEWEST_BLOCKS
        for n, name in enumerate(here.columns):
            share = counts[:, n].sum() / sizes.sum() if enough else np.nan
            in_paragraphs = int((per_paragraph[name] > 0).sum())
            row = (text_id, name, int(here[name].sum()), in_paragraphs, len(part), len(per_paragraph), share)
            table.append((*row, *bounds[n]))
    columns = ["text_id", level, "sentences", "paragraphs", "of_sentences", "of_paragraphs", "share", "low", "high"]
    return pd.DataFrame(table, columns=columns)


def codes_by_coder(codings: pd.DataFrame, book: Codebook, level: str, coders: Sequence[str]) -> pd.DataFrame:
    """text_id, `level`, a column of sentences for each coder: what each gave on the sentences that all of them read.

    >>> from helpers.coding import example
    >>> table = codes_by_coder(example.codings(), example.read()[1], "code", ["coder1", "coder2"])
    >>> table[table["text_id"] == "paper"].values.tolist()
    [['paper', 'war', 1, 0], ['paper', 'trade', 1, 1], ['paper', 'praise', 1, 2]]
    """
    common = set.intersection(*(set(choose(codings, coder)["sentence_id"]) for coder in coders))
    parts = {}
    for coder in coders:
        rows = choose(codings, coder)
        rows = rows[rows["sentence_id"].isin(common)].reset_index(drop=True)
        found = presence(rows, book, level)
        parts[coder] = found.groupby(rows["text_id"], sort=False).sum().rename_axis(columns=level).stack()
    return pd.DataFrame(parts).reset_index()


def attribute_counts(rows: pd.DataFrame, attribute: str, values: Sequence[str]) -> pd.DataFrame:
    """text_id, a column of sentences for each value, `sentences`: an attribute over sentences that pass the gate.

    >>> from helpers.coding import example
    >>> attribute_counts(example.rows(), "tone", ["blame", "credit", "none"]).values.tolist()
    [['paper', 1, 1, 0, 2], ['wen', 0, 0, 1, 1]]
    """
    passed = rows[rows["passes"]]
    given = passed[attribute].str.split("+")
    table = pd.DataFrame({value: given.map(lambda got, value=value: value in got) for value in values}, dtype=bool)
    table = table.groupby(passed["text_id"], sort=False).sum().assign(sentences=passed.groupby("text_id").size())
    return table.reset_index()


def leave_one_out(rows: pd.DataFrame, book: Codebook, heaviest: int = 5) -> pd.DataFrame:
    """left_out, kind, cases, share, order, same_order, same_first: families without a text or a paragraph.

    `cases` are the coded sentences in what is left out, `share` theirs of all coded ones; `order` the families by
    number of sentences without it, `same_order` whether that is their order with it, `same_first` whether the first
    stays. All texts, and the `heaviest` paragraphs: those with most coded sentences.

    >>> from helpers.coding import example
    >>> left = leave_one_out(example.rows(), example.read()[1])
    >>> left[["left_out", "kind", "cases", "order", "same_first"]].values.tolist()[:2]
    [['paper', 'text', 2, 'acts, views', True], ['wen', 'text', 1, 'acts, views', True]]
    """
    found = presence(rows, book, "family")
    coded_rows = rows[found.any(axis=1)]
    whole = ranked(found)
    heavy = coded_rows["paragraph_id"].value_counts(sort=False).sort_values(ascending=False, kind="stable")
    table = []
    for kind, column, names in (
        ("text", "text_id", rows["text_id"].drop_duplicates()),
        ("paragraph", "paragraph_id", heavy.index[:heaviest]),
    ):
        for name in names:
            cases = int((coded_rows[column] == name).sum())
            order = ranked(found[rows[column] != name])
            share = cases / max(len(coded_rows), 1)
            table.append((name, kind, cases, share, ", ".join(order), order == whole, order[:1] == whole[:1]))
    columns = ["left_out", "kind", "cases", "share", "order", "same_order", "same_first"]
    return pd.DataFrame(table, columns=columns)


def ranked(found: pd.DataFrame) -> list[str]:
    """Columns of `presence` by number of sentences, most first; a tie in the codebook's order.

    >>> ranked(pd.DataFrame({"acts": [True, False], "views": [True, True]}))
    ['views', 'acts']
    """
    total = found.sum()
    return sorted(total.index, key=lambda name: (-total[name], list(total.index).index(name)))
