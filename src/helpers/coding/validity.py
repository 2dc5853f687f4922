"""What a dictionary is worth, said together: where its patterns were made, unseen, after seeing, and outside."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from ..paths import CODEBOOKS, PROCESSED
from ..statistics.agreement import RELIABLE
from .codebook import Codebook, read_codebook
from .outside import FIGURE

TOGETHER = {
    "first run, first half, as made": "made on",
    "first run, second half": "unseen",
    "after seeing, second half": "after seeing",
    FIGURE: "outside",
}
"""The comparisons that belong together, and what each is called."""
_MEASURES = {
    ("gate, named", "gate"): "the gate, by name",
    ("gate, all", "gate"): "the gate, all",
    ("macro", "family"): "families, mean",
    ("macro", "code"): "codes, mean",
}


def exploratory_outside(validation: pd.DataFrame, book: Codebook) -> list[str]:
    """The codes whose F1 outside is under 0.70, or none, in the codebook's order; none where nothing was measured.

    `validation` as from `all_validation` and `outside_validation`.
    """
    table = validation[(validation["comparison"] == FIGURE) & (validation["level"] == "code")]
    weak = set(table.loc[table["exploratory"], "measure"])
    return [code.id for code in book.codes if code.id in weak]


def numbers_together(validation: pd.DataFrame) -> pd.DataFrame:
    """measure, and F1 of each of `TOGETHER` that was measured: the gate, and the means of families and codes.

    `validation` as from `all_validation`, with the rows of `outside_validation` where there are some.

    >>> row = {"comparison": "outside", "measure": "gate, all", "level": "gate", "f1": 0.8}
    >>> numbers_together(pd.DataFrame([row])).values.tolist()
    [['the gate, all', 0.8]]
    """
    f1 = validation.set_index(["measure", "level", "comparison"])["f1"]
    there = {name: called for name, called in TOGETHER.items() if name in set(validation["comparison"])}
    rows = [
        (called, *(f1.get((*measure, name), float("nan")) for name in there)) for measure, called in _MEASURES.items()
    ]
    table = pd.DataFrame(rows, columns=["measure", *there.values()])
    return table.dropna(subset=list(there.values()), how="all").reset_index(drop=True)


def in_words(validation: pd.DataFrame, book: Codebook) -> str:
    """F1 of a dictionary by each of `TOGETHER`, and what of it is exploratory outside, in a sentence or two.

    `validation` as for `numbers_together`. Empty where none of them was measured.
    """
    table = numbers_together(validation)
    names = list(table)[1:]
    if not names or table.empty:
        return ""
    figures = "; ".join(
        f"{row[0]} {' / '.join('none' if pd.isna(v) else f'{v:.2f}' for v in row[1:])}"
        for row in table.itertuples(index=False, name=None)
    )
    said = f"F1 of the dictionary on {book.target.split(':')[0] or book.id} ({' / '.join(names)}): {figures}."
    if FIGURE not in set(validation["comparison"]):
        return f"{said} On texts outside it was not measured."
    label = {code.id: code.label or code.id for code in book.codes}
    gates = table[table["measure"].isin([called for (_, level), called in _MEASURES.items() if level == "gate"])]
    weak = gates.loc[gates[TOGETHER[FIGURE]].lt(RELIABLE), "measure"].tolist()
    weak += [label[code] for code in exploratory_outside(validation, book)]
    return said + f" Exploratory outside (F1 under {RELIABLE:.2f}, or none): {'; '.join(weak) or 'nothing'}."


def is_own(path: Path) -> bool:
    """Whether a file is a codebook of this project; one that was changed is another.

    >>> is_own(CODEBOOKS / "us_frames.toml"), is_own(Path("elsewhere.toml"))
    (True, False)
    """
    own = CODEBOOKS / path.name
    return own.is_file() and own.read_bytes() == path.read_bytes()


def of_codebook(path: Path, processed: Path = PROCESSED) -> str:
    """`in_words` of a codebook of this project, from the published table; empty for another, or where none is outside.

    `processed` is the folder of published tables.
    """
    if not is_own(path):
        return ""
    book = read_codebook(path)
    table = processed / f"{book.coding}_validation.csv"
    if not table.is_file():
        return ""
    validation = pd.read_csv(table, encoding="utf-8-sig")
    return in_words(validation, book) if FIGURE in set(validation["comparison"]) else ""
