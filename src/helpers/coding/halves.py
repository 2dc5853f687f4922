"""A reader's own coders, under any names: who read which part of the sentences, and who decided, in `coding.toml`."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from typing import Annotated

import pandas as pd
from msgspec import Meta

from ..declarations.tables import read_csv
from ..declarations.toml import Declared, Id, own_ids, read_declared, refuse, shown
from .codebook import Codebook
from .coders import choose, fingerprint, read_sheet
from .validation import agreement_table, validation_table

FILE = "coding.toml"


Name = Annotated[
    str,
    Meta(
        pattern=r"^(?:[^\s./\\][^/\\\r\n]{0,50})?\Z",
        description="is no name of a coder; write one that a file can have, without a folder or a dot before it",
    ),
]
"""What a coder is called: anything that a file can be called."""


class Half(Declared):
    """A part of the sentences: its `coders`, and who `decided` (a file too; empty: nobody).

    `made` where the patterns of the codebook were made from these sentences, which then test nothing.

    >>> Half(id="first", coders=("ada", "bo"), decided="carla").judges
    ('carla',)
    """

    id: Id
    coders: tuple[Name, ...] = ()
    decided: Name = ""
    made: bool = False

    @property
    def judges(self) -> tuple[str, ...]:
        """By whose codes a dictionary is judged: who decided, or without one each coder.

        >>> Half(id="first", coders=("ada", "bo")).judges
        ('ada', 'bo')
        """
        return (self.decided,) if self.decided else self.coders


class _File(Declared):
    half: tuple[Half, ...] = ()


def read_halves(folder: Path) -> tuple[Half, ...]:
    """What the `coding.toml` of a folder declares. Raises `CorpusError` with file, place and remedy.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     _ = (Path(name) / FILE).write_text('[[half]]\\nid = "all"\\ncoders = ["阿达", "bo"]\\n', encoding="utf-8")
    ...     read_halves(Path(name))[0].judges
    ('阿达', 'bo')
    """
    halves = read_declared(folder / FILE, "list of coders", _File).half
    own_ids(halves, FILE, "half")
    if not halves:
        refuse(FILE, "", "it names nobody who coded; add a [[half]] with `coders`")
    for n, half in enumerate(halves):
        if not half.coders or "" in half.coders:
            refuse(FILE, f"half[{n}].coders", "nobody coded it, or a name is empty; name each coder")
        if half.decided in half.coders:
            refuse(FILE, f"half[{n}].decided", f"{shown(half.decided)} is one of its coders; leave it empty")
    return halves


def read_coders(folder: Path, halves: tuple[Half, ...], book: Codebook, sentences: pd.DataFrame) -> pd.DataFrame:
    """The codes of everybody who is named, as `coders.read_codings`: from NAME.csv, a filled sheet, for each name.

    `sentences` has sentence_id and text, in reading order. Where a sheet has a column `sentence`, each has to be the
    one that was measured. Raises `CorpusError` with file, line and remedy.
    """
    names = dict.fromkeys(name for half in halves for name in (*half.coders, half.decided) if name)
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
