"""The glossary of the site: its words and abbreviations, and the codes of the codebooks, each for a card and a page."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta

from ..coding.codebook import Codebook
from ..declarations.toml import Declared, Id, Line, Word, own_ids, read_declared
from ..pages.templates import render
from ..paths import PROJECT

GLOSSARY = PROJECT / "docs" / "glossary.toml"


class Entry(Declared):
    """A word that the pages explain: its forms as they are written, and a link to where more stands.

    >>> Entry(id="un", forms=("UN",), meaning="United Nations.").link
    ''
    """

    id: Id
    forms: Annotated[tuple[Word, ...], Meta(min_length=1)]
    meaning: Word
    link: Line = ""


class _File(Declared):
    entry: tuple[Entry, ...]


def read_glossary(path: Path = GLOSSARY) -> tuple[Entry, ...]:
    """The words that cards explain. Raises `CorpusError` with file, place and remedy.

    >>> {"un", "ggi"} <= {entry.id for entry in read_glossary()}
    True
    """
    file = read_declared(path, "glossary", _File)
    own_ids(file.entry, path.name, "entry")
    return file.entry


def glossary_page(entries: Iterable[Entry], books: Iterable[Codebook]) -> str:
    """The page of the glossary."""
    return render("glossary.md", entries=sorted(entries, key=lambda e: e.forms[0].lower()), books=list(books))


def cards(entries: Iterable[Entry], books: Iterable[Codebook]) -> dict[str, dict[str, Any]]:
    """By id, what the card at a word or code says: title, text, the page that it leads to, and the forms of a word."""
    made: dict[str, dict[str, Any]] = {
        entry.id: {
            "title": entry.forms[0],
            "text": entry.meaning,
            "href": entry.link or f"glossary.html#{entry.id}",
            "forms": list(entry.forms),
        }
        for entry in entries
    }
    for book in books:
        for code in book.codes:
            id_ = f"code-{book.coding}-{code.id}"
            text = code.definition or code.label
            made[id_] = {"title": code.label or code.id, "text": text, "href": f"numbers/{id_}.html"}
    return made
