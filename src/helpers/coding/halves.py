"""A reader's own coders, under any names: their sheets, how they agree, and the dictionary against them."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pandas as pd

from ..declarations.tables import read_csv
from ..declarations.toml import refuse, shown
from .codebook import Codebook
from .coders import choose, fingerprint, read_sheet
from .parts import FILE, Half, read_halves
from .validation import agreement_table, validation_table

__all__ = ["FILE", "Half", "agreement", "read_coders", "read_halves", "validation"]


def read_coders(folder: Path, halves: tuple[Half, ...], book: Codebook, sentences: pd.DataFrame) -> pd.DataFrame:
    """The codes of everybody who is named, as `coders.read_codings`: from NAME.csv, a filled sheet, for each name.

    `sentences` has sentence_id and text, in reading order. Where a sheet has a column `sentence`, each has to be the
    one that was measured. Raises `CorpusError` with file, line and remedy.
    """
    names = dict.fromkeys(name for half in halves for name in half.names)
    known, texts = sentences["sentence_id"].tolist(), sentences.set_index("sentence_id")["text"]
    tables = []
    for name in names:
        path = folder / f"{name}.csv"
        remedy = f"put it there, or take the name out of {FILE}"
        sheet = read_sheet(path, name, known, book, remedy)
        _same(path, texts, remedy)
        tables.append(sheet)
    return pd.concat(tables, ignore_index=True)


def _same(path: Path, texts: pd.Series, remedy: str) -> None:
    """Raises `CorpusError` where a sheet shows another sentence than the one that was measured."""
    sheet = read_csv(path, ("unit_id",), remedy, "unit_id")
    for n, (unit, said) in enumerate(zip(sheet["unit_id"], sheet.get("sentence", sheet["unit_id"]), strict=True), 2):
        if "sentence" in sheet and fingerprint(said) != fingerprint(texts[unit]):
            refuse(path.name, f"line {n}", f"{shown(unit)} is another sentence in these texts; draw a sheet of them")


def agreement(
    codings: pd.DataFrame, halves: tuple[Half, ...], book: Codebook, resamples: int, seed: int
) -> pd.DataFrame:
    """half and the columns of `validation.agreement_table`: each two coders of a half on what both of them read.

    >>> from helpers.coding import example
    >>> halves = (Half(id="all", coders=("coder1", "coder2")),)
    >>> table = agreement(example.codings(), halves, example.read()[1], 100, 1)
    >>> table[["half", "coders", "measure"]].values[0].tolist()
    ['all', 'coder1, coder2', 'gate']
    """
    tables = [
        agreement_table(codings, book, one, other, resamples, seed).assign(half=half.id)
        for half in halves
        for one, other in combinations(half.coders, 2)
        if set(choose(codings, one)["sentence_id"]) & set(choose(codings, other)["sentence_id"])
    ]
    columns = ["half", "coders", "measure", "level", "n_1", "n_2", "units", "alpha", "low", "high"]
    return pd.concat(tables, ignore_index=True)[columns] if tables else pd.DataFrame(columns=columns)


def validation(
    codings: pd.DataFrame, halves: tuple[Half, ...], book: Codebook, found: pd.DataFrame, fewest: int, resamples: int,
    seed: int,
) -> pd.DataFrame:  # fmt: skip
    """half, coder, made and the columns of `validation.validation_table`: the dictionary against who decided.

    `found` (sentence_id, naming, codes) has a row for every sentence that anybody read.

    >>> from helpers.coding import example
    >>> rows = example.codings()
    >>> found = rows[rows["coder"] == "coder2"].assign(naming="named")
    >>> table = validation(rows, (Half(id="all", coders=("coder2",)),), example.read()[1], found, 1, 100, 1)
    >>> table.loc[table["measure"] == "war", ["half", "coder", "made", "f1"]].values.tolist()
    [['all', 'coder2', False, 1.0]]
    """
    tables = [
        validation_table(choose(codings, judge), found, book, fewest, resamples, seed).assign(
            half=half.id, coder=judge, made=half.made
        )
        for half in halves
        for judge in half.judges
    ]
    columns = ["half", "coder", "made", "measure", "level", "n", "found", "precision", "recall", "f1", "low", "high"]
    return pd.concat(tables, ignore_index=True)[[*columns, "exploratory"]]
