"""Where the numbers in the tables of a chapter lead: to a page of sentences, or to the rows of a published table.

docs/cells.toml says it by chapter and table. A number is a link only where what it leads to counts the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

import pandas as pd
from msgspec import Meta, field

from ..declarations.tables import unguarded
from ..declarations.toml import Declared, Word, read_declared
from ..paths import PROJECT

CELLS = PROJECT / "docs" / "cells.toml"
FIRST, BRACKET, ITEM = "first", "bracket", "item"
"""A number that begins its cell, that stands in it as (+2), or that follows a label, as in US 43, Trump 10."""
_NUMBERS = {
    FIRST: re.compile(r"^()(\d[\d,]*)(?= |$)"),
    BRACKET: re.compile(r"()(?<=\(\+)(\d[\d,]*)(?=\))"),
    ITEM: re.compile(r"(?:^|(?<=[;,\n]))\s*([^\s;].*?) (\d[\d,]*)(?=[;,\n]| …|$)"),
}
_NAMED = re.compile(r"\{([^}]+)\}")
_DATED = re.compile(r"(?: \([^()]*version\))?(?:, (?:by )?\d.*)?$")
"""What may follow the title of a text: of which version it is, and its date."""


class Lead(Declared):
    """What a number counts: a page of numbers (`page`) there a `part`, or rows of a `table` (`where`, by column).

    What is asked of a column is as in the address of the page of tables: `=a|b` one of these, `!=a` not this, else a
    word that it holds. Of the rows the number counts all, the `sum` of a column, or how many differ in `each` column
    (or columns, as in one,two).
    In all of them `{head}` is what stands under that head in the row, `{column}` the head of the number, `{item}` its
    label, and a title of a text is its id. A page has the name of a number, or its kind and title, as concept-China.
    """

    number: Word = FIRST
    page: str = ""
    part: str = ""
    table: str = ""
    where: dict[str, str] = field(default_factory=dict)
    sum: str = ""
    each: str = ""

    def __post_init__(self) -> None:
        if self.number not in _NUMBERS:
            raise ValueError(f"number {self.number!r}: use one of {', '.join(_NUMBERS)}")
        if bool(self.page) == bool(self.table):
            raise ValueError("name either a page or a table to which it leads")


class Named(Declared):
    """A published table whose column `label` has the words of a cell for what its column `value` has, parted by |."""

    table: Word
    label: Word
    value: Word


class Table(Declared):
    """The tables of a `chapter` that have all `heads`: the leads of each head, in the order in which they are tried.

    The leads of the head * are those of all that have none of their own. `labels` turns words of cells into values, and
    a published table in which they are `named` does.
    """

    chapter: Word
    heads: Annotated[tuple[Word, ...], Meta(min_length=1)]
    cells: dict[str, tuple[Lead, ...]]
    labels: dict[str, str] = field(default_factory=dict)
    named: Named | None = None


class _File(Declared):
    table: tuple[Table, ...]


class Found(NamedTuple):
    """A number in a cell, where it begins and ends there, and to what it leads from the root of the site."""

    start: int
    end: int
    href: str


def read_cells(path: Path = CELLS) -> tuple[Table, ...]:
    """The declared tables. Raises `CorpusError` with file, place and remedy."""
    return read_declared(path, "list of cells", _File).table


@dataclass(frozen=True)
class Cells:
    """The leads of cells.

    `numbers` are as in numbers.json, the published tables in `folder`, `titles` of texts have their ids.
    """

    numbers: Mapping[str, Mapping[str, Any]]
    titles: Mapping[str, str]
    folder: Path
    tables: Sequence[Table]

    def of(self, chapter: str, heads: Sequence[str]) -> Table | None:
        """The declaration of a table of a chapter, by its heads."""
        return next((t for t in self.tables if t.chapter == chapter and set(t.heads) <= set(heads)), None)

    def found(self, table: Table, heads: Sequence[str], row: Sequence[str], at: int) -> list[Found]:
        """The numbers that lead somewhere in the cell `at` of a row of a table, in the order in which they stand."""
        column, text = self._column(table, heads[at])
        known = {head: self._value(table, said) for head, said in zip(heads, row, strict=False)}
        known["text"] = text or known.get("text", "")
        known["column"] = self._value(table, column)
        found: dict[int, Found] = {}
        for lead in table.cells.get(column, table.cells.get("*", ())):
            for hit in _NUMBERS[lead.number].finditer(row[at]):
                item = {"item": self._value(table, hit[1])}
                if hit.start(2) not in found and (href := self._href(lead, known | item, hit[2].replace(",", ""))):
                    found[hit.start(2)] = Found(*hit.span(2), href)
        return [found[start] for start in sorted(found)]

    def _column(self, table: Table, head: str) -> tuple[str, str]:
        """A head as it is declared, with the text that it names, if it names one."""
        if head in table.cells:
            return head, ""
        plain = plainly(head)
        title = next((t for t in sorted(self.titles, key=len, reverse=True) if plain.startswith(t)), "")
        return (plain.replace(title, "{text}", 1), self.titles[title]) if title else (head, "")

    def _value(self, table: Table, said: str) -> str:
        value = table.labels.get(said, self.titles.get(plainly(said), said))
        return _named(self.folder, table.named).get(value, value) if table.named else value

    def _href(self, lead: Lead, known: Mapping[str, str], said: str) -> str:
        """To what a number leads, if that counts it; nothing where it is none, or 0."""

        def filled(asked: str) -> str:
            return _NAMED.sub(lambda name: known.get(name[1], name[0]), asked)

        number = int(said)
        if lead.page:
            page, part = self._titled.get(filled(lead.page), filled(lead.page)), filled(lead.part)
            anchor, count = self._part(page, part)
            return f"numbers/{page}.html{anchor}" if number and count == number else ""
        where = {column: filled(asked) for column, asked in lead.where.items()}
        if not number or self.count(lead, where) != number:
            return ""
        asked = {"table": lead.table, **{f"in.{column}": value for column, value in where.items()}}
        asked |= {key: value for key, value in (("sum", lead.sum), ("each", lead.each)) if value}
        return f"tables.html?{urlencode(asked)}"

    def count(self, lead: Lead, where: Mapping[str, str]) -> int:
        """What a lead counts in the rows of its table that fit."""
        rows = self.rows(lead.table, where)
        if lead.sum:
            return rows[lead.sum].astype(int).sum()
        return len(rows.drop_duplicates(lead.each.split(","))) if lead.each else len(rows)

    @cached_property
    def _titled(self) -> dict[str, str]:
        return {f"{number['kind']}-{number['title']}": page for page, number in self.numbers.items()}

    def _part(self, page: str, part: str) -> tuple[str, int]:
        """The anchor of a part of a page of numbers, or none of all of it, and what is counted there."""
        held = self.numbers.get(page, {"counts": {}})
        if not part:
            return "", sum(held["counts"].values())
        anchor, count = held.get("parts", {}).get(part, (part, held["counts"].get(part, 0)))
        return f"#{anchor}", count

    def rows(self, table: str, where: Mapping[str, str]) -> pd.DataFrame:
        """The rows of a published table that fit, as the page of tables shows them."""
        rows = _table(self.folder / f"{table}.csv")
        for column, asked in where.items():
            rows = rows[rows[column].isin([value for value in rows[column].unique() if fits(value, asked)])]
        return rows


def published(path: Path) -> pd.DataFrame:
    """A published table, all its cells as the texts that stand there."""
    return unguarded(pd.read_csv(path, encoding="utf-8-sig", dtype=str, keep_default_na=False))


_table = cache(published)


@cache
def _named(folder: Path, named: Named) -> dict[str, str]:
    rows = _table(folder / f"{named.table}.csv")[[named.label, named.value]].drop_duplicates()
    return rows.groupby(rows[named.label].str.strip("[]"))[named.value].agg("|".join).to_dict()


def plainly(title: str) -> str:
    """The title of a text without its version and date.

    >>> plainly("Concept paper (zh), 2025-09-01"), plainly("Essay (English version), by 2024-11")
    ('Concept paper (zh)', 'Essay')
    """
    return _DATED.sub("", title, 1)


def fits(value: str, asked: str) -> bool:
    """Whether a value of a table is asked for: `=a|b` is one of these, or one of several that it has; `!=a` is not.

    >>> [fits("hegemony;force", asked) for asked in ("HEGE", "=force|war", "=forc", "!=force", "=", "!=")]
    [True, True, False, False, False, True]
    """
    exact = re.fullmatch(r"(!?)=(.*)", asked, re.DOTALL)
    if not exact:
        return asked.lower() in value.lower()
    own = {value, *value.split(";")}
    return bool(own & set(exact[2].split("|"))) != bool(exact[1])
