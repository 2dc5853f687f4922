"""The page of each text: what it is, and its sentences with raw lines, codes, what is quoted of them, and where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from ..coding.codebook import Codebook
from ..corpus.load import Corpus
from ..pages.html import LANGUAGES, count
from ..pages.quotations import lines_in_words
from ..pages.templates import render
from ..paths import METHODS
from .behind import coded_rows, spoken_of

NOTED = ("rung", "tone", "speaker", "attribution", "coder")
"""Columns of a table of coded sentences that a mark tells, too."""


class Mark(NamedTuple):
    """A code that a sentence was given: its label, the page of its codebook with the place there, and what it means."""

    label: str
    page: str
    place: str
    means: str


def text_page(
    corpus: Corpus,
    text_id: str,
    cited: Mapping[str, tuple[str, str]],
    named: Mapping[str, list[str]],
    marks: Mapping[str, list[Mark]] | None = None,
) -> tuple[str, list[str]]:
    """The page of a text, and its anchors: a paragraph is p3, a sentence in it p3-2.

    By sentence_id, `cited` gives a sentence that is quoted and our gloss, `named` the chapters that quote it, and
    `marks` its codes. Headings stand as they are, and the whole text only where that may be shown; paragraphs of which
    nothing is shown are folded together.
    """
    row = corpus.texts.set_index("text_id").loc[text_id]
    own = corpus.paragraphs[corpus.paragraphs["text_id"] == text_id]
    sentences = dict(list(corpus.sentences[corpus.sentences["text_id"] == text_id].groupby("paragraph_id", sort=False)))
    paragraphs = []
    for paragraph in own.itertuples():
        public = bool(row["full_text_public"]) or paragraph.kind == "heading"
        within = sentences.get(paragraph.paragraph_id, corpus.sentences.iloc[:0])
        parts = [_sentence(paragraph.n, s, public, cited, named, marks or {}) for s in within.itertuples()]
        paragraphs.append(
            {
                "number": paragraph.n,
                "kind": paragraph.kind,
                "lines": _raw(paragraph),
                "row": paragraph,
                "runs": _runs(parts),
            }
        )
    heads = own[own["kind"] == "heading"]
    outline = [{"number": h.n, "text": h.text, "lines": _raw(h)} for h in heads.itertuples()]
    page = render(
        "text.md",
        title=row["short_title"],
        language=row["language"],
        about=_about(corpus, row),
        outline=outline,
        parts=_folded(paragraphs),
        coded=sum(s["sentence_id"] in (marks or {}) for p in paragraphs for _, run, _ in p["runs"] for s in run),
    )
    anchors = ((f"p{p['number']}", *(s["anchor"] for _, run, _ in p["runs"] for s in run)) for p in paragraphs)
    return page, [anchor for one in anchors for anchor in one]


def texts_index(corpus: Corpus) -> str:
    """The list of the texts (text_id, short_title, genre, voice, date, language), with a word on what their pages show.

    >>> from types import SimpleNamespace
    >>> text = {"text_id": "wen", "short_title": "文", "genre": "essay", "voice": "中国", "date": "", "language": "zh"}
    >>> "<td>not stated</td>" in texts_index(SimpleNamespace(texts=pd.DataFrame([text])))
    True
    """
    return render("texts.md", texts=corpus.texts.to_dict("records"))


def marks_of(books: Mapping[str, Codebook], folder: Path) -> dict[str, list[Mark]]:
    """By sentence_id, the codes that it was given by reading, from the tables of coded sentences in `folder`.

    `books` are by the names of their pages.
    """
    marks: dict[str, list[Mark]] = {}
    pages = {book.coding: page for page, book in books.items()}
    for book, row, given in coded_rows(books.values(), folder):
        codes = {code.id: code for code in book.codes}
        noted = "; ".join(f"{name}: {row[name]}" for name in NOTED if row.get(name))
        for code in (codes[c] for c in given if c in codes):
            first = code.definition.split(". ")[0].rstrip(".")  # the page of the codebook has all of it
            means = f"{spoken_of(book)}: {first} ({noted})"
            mark = Mark(code.label or code.id, pages[book.coding], f"code-{code.id}", means)
            marks.setdefault(row["sentence_id"], []).append(mark)
    return marks


def _about(corpus: Corpus, row: pd.Series) -> dict[str, str]:
    """What is known of a text, in words."""
    source = corpus.sources.set_index("source_id").loc[row["source_id"]]
    between = f"{row['date_after']} to {row['date_by']}" if row["date_after"] and row["date_by"] else "not stated"
    return {
        "id": row.name,
        "title": row["title"] or "not stated",
        "author": row["author"] or "not stated",
        "institution": row["institution"] or "not stated",
        "voice": f"{row['voice']} ({row['voice_basis']})",
        "genre": row["genre"],
        "written": f"{row['date'] or between} ({row['date_basis']})",
        "page or issue": f"{row['published'] or 'not stated'} ({row['published_basis'] or 'not stated'})",
        "language": LANGUAGES[row["language"]],
        "file": f"{source['file']}, sha256 {source['sha256'][:12]}",
        "shown": "whole" if row["full_text_public"] else "headings and quoted passages only",
    }


def _sentence(
    number: int,
    sentence: Any,
    public: bool,
    cited: Mapping[str, tuple[str, str]],
    named: Mapping[str, list[str]],
    marks: Mapping[str, list[Mark]],
) -> dict[str, Any]:
    """What the page shows of a sentence: its place, what is quoted of it, glosses, codes, and where it is cited."""
    quotation, gloss = cited.get(sentence.sentence_id, ("", ""))
    quotation = sentence.text if public else quotation
    where = f"{sentence.sentence_id}, {_raw(sentence)}"
    place = f"quoted-{sentence.sentence_id.replace(':', '-').replace('.', '-')}"
    return {
        "sentence_id": sentence.sentence_id,
        "anchor": f"p{number}-{sentence.sentence_id.rsplit('.', 1)[1]}",
        "where": where,
        "quotations": [quotation] if quotation else [],
        "glosses": [gloss] if gloss else [],
        "marks": marks.get(sentence.sentence_id, []),
        "chapters": [(name, f"{_chapter(name)}#{place}") for name in named.get(sentence.sentence_id, [])],
    }


def _chapter(name: str) -> str:
    return f"../{name}.html" if name == METHODS.stem else f"../chapters/{name}.html"


def _runs(sentences: Iterable[dict[str, Any]]) -> list[tuple[bool, list[dict[str, Any]], str]]:
    """Sentences parted into runs of those that are shown and of those that are not, each run with a line on it."""
    runs = groupby(sentences, key=lambda s: bool(s["quotations"] or s["glosses"] or s["chapters"]))
    return [(shown, own, _in_line(own)) for shown, own in ((shown, list(run)) for shown, run in runs)]


def _folded(paragraphs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Paragraphs that show something, and between them those that show nothing, folded into one part."""
    parts = []
    for shown, group in groupby(paragraphs, key=lambda p: any(shown for shown, *_ in p["runs"])):
        own = list(group)
        if shown:
            parts += [{"paragraph": paragraph} for paragraph in own]
        else:
            sentences = [s for p in own for _, run, _ in p["runs"] for s in run]
            parts.append({"paragraphs": own, "said": f"{_span(own)}: {_in_line(sentences)}"})
    return parts


def _span(paragraphs: list[dict[str, Any]]) -> str:
    first, last = paragraphs[0], paragraphs[-1]
    numbers = f"{first['number']}" if first is last else f"{first['number']} to {last['number']}"
    return f"{numbers}, {lines_in_words(first['row'].first_line, last['row'].last_line)}"


def _in_line(sentences: list[dict[str, Any]]) -> str:
    """A run that is not shown, in a line: how many sentences, and how often each code was given."""
    counts: dict[str, int] = {}
    for sentence in sentences:
        for mark in sentence["marks"]:
            counts[mark.label] = counts.get(mark.label, 0) + 1
    codes = ", ".join(f"{label} {n}" for label, n in sorted(counts.items(), key=lambda c: (-c[1], c[0])))
    return count(len(sentences), "sentence") + (f": {codes}" if codes else "")


def _raw(row: Any) -> str:
    return lines_in_words(row.first_line, row.last_line)
