"""The page of each text: what it is, and its paragraphs with their raw lines and what the chapters quote of them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ..corpus.load import Corpus
from ..pages import html
from ..pages.templates import render


def text_page(
    corpus: Corpus, text_id: str, cited: dict[str, tuple[str, str]], named: dict[str, list[str]]
) -> tuple[str, list[str]]:
    """The page of a text, and its anchors: a paragraph is p3, a sentence in it p3-2.

    By sentence_id, `cited` gives a sentence that is quoted and our gloss, and `named` the chapters that quote it.
    Headings stand as they are, and the whole text only where that may be shown.
    """
    row = corpus.texts.set_index("text_id").loc[text_id]
    own = corpus.paragraphs[corpus.paragraphs["text_id"] == text_id]
    sentences = dict(list(corpus.sentences[corpus.sentences["text_id"] == text_id].groupby("paragraph_id", sort=False)))
    paragraphs = []
    for paragraph in own.itertuples():
        public = bool(row["full_text_public"]) or paragraph.kind == "heading"
        within = sentences.get(paragraph.paragraph_id, corpus.sentences.iloc[:0])
        parts = [_sentence(paragraph.n, sentence, public, cited, named) for sentence in within.itertuples()]
        paragraphs.append({"number": paragraph.n, "kind": paragraph.kind, "lines": _raw(paragraph), "sentences": parts})
    heads = own[own["kind"] == "heading"]
    outline = [{"number": h.n, "text": h.text, "lines": _raw(h)} for h in heads.itertuples()]
    page = render("text.md", text_id=text_id, about=_about(corpus, row), outline=outline, paragraphs=paragraphs)
    return page, [a for p in paragraphs for a in (f"p{p['number']}", *(s["anchor"] for s in p["sentences"]))]


def texts_index(corpus: Corpus) -> str:
    """The list of the texts (text_id, genre, voice, date, language), with a word on what their pages show.

    >>> from types import SimpleNamespace
    >>> text = {"text_id": "wen", "genre": "essay", "voice": "中国", "date": "", "language": "zh"}
    >>> "<td>not stated</td>" in texts_index(SimpleNamespace(texts=pd.DataFrame([text])))
    True
    """
    return render("texts.md", texts=corpus.texts.to_dict("records"))


def _about(corpus: Corpus, row: pd.Series) -> dict[str, str]:
    """What is known of a text, in words."""
    source = corpus.sources.set_index("source_id").loc[row["source_id"]]
    return {
        "title": row["title"] or "not stated",
        "author": row["author"] or "not stated",
        "institution": row["institution"] or "not stated",
        "voice": f"{row['voice']} ({row['voice_basis']})",
        "genre": row["genre"],
        "date": f"{row['date'] or 'not stated'} ({row['date_basis']})",
        "language": html.LANGUAGES[row["language"]],
        "file": f"{source['file']}, sha256 {source['sha256'][:12]}",
        "shown": "whole" if row["full_text_public"] else "headings and quoted passages only",
    }


def _sentence(
    number: int, sentence: Any, public: bool, cited: dict[str, tuple[str, str]], named: dict[str, list[str]]
) -> dict[str, Any]:
    """What the page shows of a sentence: where it stands, what is quoted of it, glosses, and chapters that name it."""
    quotation, gloss = cited.get(sentence.sentence_id, ("", ""))
    quotation = sentence.text if public else quotation
    where = f"{sentence.sentence_id}, {_raw(sentence)}"
    return {
        "anchor": f"p{number}-{sentence.sentence_id.rsplit('.', 1)[1]}",
        "where": where,
        "quotations": [quotation] if quotation else [],
        "citation": f"{quotation} ({where})",
        "glosses": [gloss] if gloss else [],
        "chapters": named.get(sentence.sentence_id, []),
    }


def _raw(row: Any) -> str:
    first, last = row.first_line, row.last_line
    return f"raw line {first}" if first == last else f"raw lines {first} to {last}"
