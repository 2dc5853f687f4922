"""The works that the methods rest on: from BibTeX to a list in Markdown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..declarations.toml import one_line
from ..errors import CorpusError
from ..pages.html import plain

if TYPE_CHECKING:
    from pybtex.database import Entry


def references(bibliography: str) -> str:
    """The works of a BibTeX file as a list in Markdown, each with what it is used for.

    Raises `CorpusError` where the file is no BibTeX, or a work has no author, year, title or use.

    >>> references("@book{a, author = {A, B}, title = {On {C}}, publisher = {D}, year = {1999}, use = {e}}")
    '- A, B. 1999. *On C*. D. Used for: e.'
    """
    from pybtex.database import PybtexError, parse_string

    try:
        return "\n".join(_work(*item) for item in parse_string(bibliography, "bibtex").entries.items())
    except PybtexError as error:
        raise CorpusError(f"references.bib: not readable as BibTeX ({one_line(error, 150)}); correct it") from None


def _work(key: str, work: Entry) -> str:
    """A work of a BibTeX file as an item of a list."""
    given = {name: _as_text(value) for name, value in work.fields.items()}
    given["author"] = " and ".join(_as_text(str(person)) for person in work.persons.get("author", []))
    for name in ("author", "year", "title", "use"):
        if not given.get(name):
            raise CorpusError(f"references.bib: entry {one_line(key)!r}: {name!r} is missing; add it")
    number = f"({given['number']})" if "number" in given else ""
    where = given.get("journal") or given.get("publisher", "")
    place = f" {where}" + (f" {given['volume']}{number}" if "volume" in given else "") + "." if where else ""
    return f"- {given['author']}. {given['year']}. *{given['title']}*.{place} Used for: {given['use']}."


def _as_text(latex: str) -> str:
    """What LaTeX prints (M{\\"u}ller, {C}hina), inside Markdown. A bare % is no comment in BibTeX."""
    from pybtex.richtext import Text

    return plain(str(Text.from_latex(re.sub(r"(?<!\\)%", r"\\%", latex))))
