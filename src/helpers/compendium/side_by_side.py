"""Pages that set texts side by side: one word in several voices, the paper in two languages, and wording used again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..corpus.load import Corpus
from ..declarations.toml import Declared, Line, Word, read_declared
from ..mentions.concepts import find, read_concepts
from ..pages.templates import render
from ..paths import PROJECT
from ..text.names import read_terms
from .behind import Sentences
from .cells import published

WORDS = PROJECT / "docs" / "words.toml"
PAIR = "pair_beads.csv", "pair_shifts.csv"
REUSE = "reuse.csv"


class _Word(Declared):
    label: Line
    concept: Word = ""
    code: Word = ""


def words_pages(sentences: Sentences, folder: Path) -> dict[str, str]:
    """By name, a page for each declared word: its sentences in columns, a text each, in the order of writing.

    A word is a concept, or codes (`us:withdrawal`) given by reading, as the tables of coded sentences in `folder` have
    it.
    """
    pages, listed = {}, []
    for name, word in read_declared(WORDS, "list of words", dict[Word, _Word]).items():
        ids = _with_code(word.code, folder) if word.code else _with_concept(sentences.corpus, word.concept)
        columns = _columns(sentences, ids)
        listed.append({"name": name, "label": word.label, "texts": len(columns), "sentences": len(ids)})
        pages[f"together/{name}.md"] = render("word.md", word=word, columns=columns)
    others = tables_pages(sentences, folder)
    pages["together/index.md"] = render("together.md", words=listed, others=[Path(p).stem for p in others])
    return {**pages, **others}


def tables_pages(sentences: Sentences, folder: Path) -> dict[str, str]:
    """The pages of the pair, bead by bead with its shifts, and of wording used again, as notebook 05 published them."""
    pages = {}
    if all((folder / name).exists() for name in PAIR):
        beads, shifts = (published(folder / name) for name in PAIR)
        moved = {bead: part.to_dict("records") for bead, part in shifts.groupby("bead")}
        rows = [
            {
                "cells": _both(sentences, row["original"], row["translation"]),
                "shifts": moved.get(row["bead"], []),
                "run": {},
            }
            for row in beads.to_dict("records")
        ]
        pages["together/pair.md"] = render("rows.md", title="The concept paper in both languages", rows=rows)
    if (folder / REUSE).exists():
        reuse = published(folder / REUSE)
        rows = [
            {"cells": _both(sentences, row["sentences_a"], row["sentences_b"]), "shifts": [], "run": row}
            for row in reuse[reuse["reused"] == "true"].to_dict("records")
        ]
        pages["together/reuse.md"] = render("rows.md", title="Wording used again", rows=rows)
    return pages


def _both(sentences: Sentences, *cells: str) -> list[list[dict[str, Any]]]:
    return [[sentences.row(i) for i in ids.replace(";", " ").split() if i in sentences.order] for ids in cells]


def _with_concept(corpus: Corpus, concept: str) -> list[str]:
    hits = find(corpus, [c for c in read_concepts().concepts if c.id == concept], read_terms())
    return list(dict.fromkeys(hits["sentence_id"]))


def _with_code(code: str, folder: Path) -> list[str]:
    coding, names = code.split(":")
    table = published(folder / f"{coding}_coded.csv")
    given = table["codes"].str.split(";").map(set(names.split()).intersection)
    return table.loc[given.map(bool), "sentence_id"].tolist()


def _columns(sentences: Sentences, ids: list[str]) -> list[dict[str, Any]]:
    voices = sentences.corpus.texts.set_index("text_id")["voice"]
    columns: dict[str, dict[str, Any]] = {}
    for sentence_id in sorted(set(ids), key=sentences.order.__getitem__):
        text_id = sentence_id.rsplit(":", 1)[0]
        column = columns.setdefault(text_id, {**sentences.texts[text_id], "voice": voices[text_id], "sentences": []})
        column["sentences"].append(sentences.row(sentence_id))
    return list(columns.values())
