"""Pages that set texts side by side: one word in several voices, the paper in two languages, and wording used again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..corpus.load import Corpus
from ..corpus.selection import by_date, date_in_words
from ..declarations.toml import Declared, Line, Word, read_declared
from ..mentions.concepts import find, read_concepts
from ..pages.templates import render
from ..paths import PROJECT
from ..text.names import read_terms
from .cells import published

WORDS = PROJECT / "docs" / "words.toml"
PAIR = "pair_beads.csv", "pair_shifts.csv"
REUSE = "reuse.csv"


class _Word(Declared):
    label: Line
    concept: Word = ""
    code: Word = ""


def words_pages(corpus: Corpus, shown: Mapping[str, str], folder: Path) -> dict[str, str]:
    """By name, a page for each declared word: its sentences in columns, a text each, in the order of writing.

    A word is a concept, or codes (`us:withdrawal`) given by reading, as the tables of coded sentences in `folder` have
    it. `shown` has what may be shown, by sentence_id.
    """
    pages, listed = {}, []
    for name, word in read_declared(WORDS, "list of words", dict[Word, _Word]).items():
        ids = _with_code(word.code, folder) if word.code else _with_concept(corpus, word.concept)
        columns = _columns(corpus, ids, shown)
        listed.append({"name": name, "label": word.label, "texts": len(columns), "sentences": len(ids)})
        pages[f"together/{name}.md"] = render("word.md", word=word, columns=columns)
    others = tables_pages(corpus, shown, folder)
    pages["together/index.md"] = render("together.md", words=listed, others=[Path(p).stem for p in others])
    return {**pages, **others}


def tables_pages(corpus: Corpus, shown: Mapping[str, str], folder: Path) -> dict[str, str]:
    """The pages of the pair, bead by bead with its shifts, and of wording used again, as notebook 05 published them."""
    pages = {}
    if all((folder / name).exists() for name in PAIR):
        beads, shifts = (published(folder / name) for name in PAIR)
        moved = {bead: part.to_dict("records") for bead, part in shifts.groupby("bead")}
        rows = [
            {
                "cells": _both(corpus, row["original"], row["translation"], shown),
                "shifts": moved.get(row["bead"], []),
                "run": {},
            }
            for row in beads.to_dict("records")
        ]
        pages["together/pair.md"] = render("rows.md", title="The concept paper in both languages", rows=rows)
    if (folder / REUSE).exists():
        reuse = published(folder / REUSE)
        rows = [
            {"cells": _both(corpus, row["sentences_a"], row["sentences_b"], shown), "shifts": [], "run": row}
            for row in reuse[reuse["reused"] == "true"].to_dict("records")
        ]
        pages["together/reuse.md"] = render("rows.md", title="Wording used again", rows=rows)
    return pages


def _both(corpus: Corpus, one: str, other: str, shown: Mapping[str, str]) -> list[list[dict[str, Any]]]:
    return [_cells(corpus, ids, shown) for ids in (one, other)]


def _cells(corpus: Corpus, ids: str, shown: Mapping[str, str]) -> list[dict[str, Any]]:
    known = corpus.sentences.set_index("sentence_id")
    return [_sentence(i, known.loc[i], corpus, shown) for i in ids.replace(";", " ").split() if i in known.index]


def _with_concept(corpus: Corpus, concept: str) -> list[str]:
    hits = find(corpus, [c for c in read_concepts().concepts if c.id == concept], read_terms())
    return list(dict.fromkeys(hits["sentence_id"]))


def _with_code(code: str, folder: Path) -> list[str]:
    coding, names = code.split(":")
    table = published(folder / f"{coding}_coded.csv")
    given = table["codes"].str.split(";").map(set(names.split()).intersection)
    return table.loc[given.map(bool), "sentence_id"].tolist()


def _columns(corpus: Corpus, ids: list[str], shown: Mapping[str, str]) -> list[dict[str, Any]]:
    texts = corpus.texts.set_index("text_id")
    dates = {text.id: date_in_words(text) for text in corpus.manifest.texts}
    known = corpus.sentences[corpus.sentences["sentence_id"].isin(ids)].set_index("sentence_id")
    columns = []
    for text_id in by_date(corpus):
        own = known[known["text_id"] == text_id]
        if len(own):
            sentences = [_sentence(row.Index, row, corpus, shown) for row in own.itertuples()]
            columns.append(
                {"text_id": text_id, "title": texts["short_title"][text_id], "voice": texts["voice"][text_id],
                 "date": dates[text_id], "sentences": sentences}
            )  # fmt: skip
    return columns


def _sentence(sentence_id: str, row: Any, corpus: Corpus, shown: Mapping[str, str]) -> dict[str, Any]:
    text_id, number = sentence_id.rsplit(":", 1)
    language = corpus.texts.set_index("text_id")["language"][text_id]
    lines = (
        f"raw line {row.first_line}"
        if row.first_line == row.last_line
        else f"raw lines {row.first_line} to {row.last_line}"
    )
    return {
        "id": sentence_id,
        "href": f"../texts/{text_id}.html#p{number.replace('.', '-')}",
        "lines": lines,
        "language": language,
        "text": shown.get(sentence_id, ""),
    }
