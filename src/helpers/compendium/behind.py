"""The pages behind the numbers: for each finding, code, family, rung, concept and scheme, all sentences it counts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from ..coding.codebook import Codebook
from ..coding.naming import named_along, rungs
from ..corpus.load import Corpus
from ..corpus.selection import by_date, date_in_words
from ..errors import CorpusError
from ..mentions.concepts import find, read_concepts
from ..pages import publish
from ..pages.quotations import lines_in_words
from ..pages.sections.framing import INSIDE, RUNG
from ..pages.templates import render
from ..text.names import read_terms
from . import figures
from .cells import published

KINDS = {
    "finding": "Findings",
    "code": "Codes",
    "family": "Families of codes",
    "rung": "Rungs of the naming ladder",
    "concept": "Concepts",
    "formula": "Set phrases",
    "along": "Names along a text",
    "scheme": "Schemes and their members",
}
"""What has a page of its own, in the order of their list."""
REJECTED = "no"
"""How a hit of a scheme is judged that is none."""
PARTS = "us_parts.csv"
NOTED = ("tone", "speaker", "attribution", "modality", "coder")
"""Columns of a table of codes that stand beside a sentence."""


@dataclass(frozen=True)
class Listed:
    """What a number counts: the id of its page, its kind, title, a word on it, and its sentences, in any order.

    `times` says how often a sentence counts where it is not once; `number` is the number as it is printed; `parts` are,
    by anchor, the title and the sentences of each part where these are not the texts.
    """

    id: str
    kind: str
    title: str
    about: str
    sentences: Sequence[str]
    times: Mapping[str, int] = field(default_factory=dict)
    number: str = ""
    notebook: str = ""
    parts: Mapping[str, tuple[str, Sequence[str]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Sentences:
    """All sentences of a corpus as pages show them.

    `shown` has the text of those that may be shown, `glosses` ours, `codes` what was coded, each by sentence_id.
    """

    corpus: Corpus
    shown: Mapping[str, str]
    glosses: Mapping[str, str]
    codes: Mapping[str, list[dict[str, Any]]]

    @cached_property
    def _rows(self) -> dict[str, Any]:
        return {row.sentence_id: row for row in self.corpus.sentences.itertuples()}

    @cached_property
    def texts(self) -> dict[str, dict[str, str]]:
        """text_id, short title, date and language of each text, by text_id, in order of date."""
        texts = self.corpus.texts.set_index("text_id")
        dates = {text.id: date_in_words(text) for text in self.corpus.manifest.texts}
        return {
            t: {"text_id": t, "title": texts["short_title"][t], "date": dates[t], "lang": texts["language"][t]}
            for t in by_date(self.corpus)
        }

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each sentence, by text in order of date."""
        place = {text_id: n for n, text_id in enumerate(self.texts)}
        ids = sorted(self._rows.values(), key=lambda row: (place[row.text_id], row.Index))
        return {row.sentence_id: n for n, row in enumerate(ids)}

    def row(self, sentence_id: str) -> dict[str, Any]:
        """A sentence as a line of a page: place, raw lines, text where it may be shown, gloss, codes."""
        row = self._rows[sentence_id]
        text_id, number = sentence_id.rsplit(":", 1)
        return {
            "id": sentence_id,
            "lang": self.texts[text_id]["lang"],
            "number": number,
            "href": f"../texts/{text_id}.html#p{number.replace('.', '-')}",
            "lines": lines_in_words(row.first_line, row.last_line),
            "text": self.shown.get(sentence_id, ""),
            "gloss": self.glosses.get(sentence_id, ""),
            "codes": self.codes.get(sentence_id, []),
        }


def shown_sentences(corpus: Corpus, cited: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """By sentence_id, what may be shown of each: all of public texts, headings, and what the chapters quote (`cited`).

    >>> from helpers.corpus.load import corpus_of
    >>> shown_sentences(corpus_of(zh={"a": "改革。合作。"}), {"a:1.2": ("合作。", "")})
    {'a:1.2': '合作。'}
    """
    public = corpus.texts.loc[corpus.texts["full_text_public"], "text_id"]
    heads = corpus.paragraphs.loc[corpus.paragraphs["kind"] == "heading", "paragraph_id"]
    free = corpus.sentences["text_id"].isin(public) | corpus.sentences["paragraph_id"].isin(heads)
    whole = corpus.sentences[free].set_index("sentence_id")["text"].to_dict()
    return {**{sentence_id: text for sentence_id, (text, _) in cited.items()}, **whole}


def coded_rows(books: Iterable[Codebook], folder: Path) -> Iterator[tuple[Codebook, dict[str, str], list[str]]]:
    """Each sentence that was coded under each codebook, as its table in `folder` has it, with its codes."""
    for book in books:
        for row in published(folder / f"{book.coding}_coded.csv").to_dict("records"):
            yield book, row, [code for code in row["codes"].split(";") if code]


def spoken_of(book: Codebook) -> str:
    """Of whom or what a codebook is, in a few words."""
    return book.target.split(":")[0]


def coded(books: Iterable[Codebook], folder: Path) -> dict[str, list[dict[str, Any]]]:
    """By sentence_id, what was coded there under each codebook: its codes with their pages, and what is noted beside.

    The tables are COLUMN_coded.csv of `folder`, by the `coding` of each book.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for book, row, codes in coded_rows(books, folder):
        labels = {code.id: code.label or code.id for code in book.codes}
        noted = [f"{name}: {row[name]}" for name in NOTED if row.get(name)]
        rung = [(f"rung-{book.coding}-{row['rung']}", f"rung: {row['rung']}")] if row.get("rung") else []
        entry = {
            "book": spoken_of(book),
            "codes": [(f"code-{book.coding}-{c}" if c in labels else "", labels.get(c, c)) for c in codes] + rung,
            "noted": "; ".join(noted),
        }
        found.setdefault(row["sentence_id"], []).append(entry)
    return found


# --- what is listed --------------------------------------------------------------------------------------------------


def of_findings(package: dict[str, Any], concepts: Iterable[Listed] = ()) -> list[Listed]:
    """A page for each number of an answer, under the id of its finding.

    Where it counts the places of one of the `concepts` that its id names, each sentence says how many it has.
    """
    named = {one.id.partition("-")[2]: one for one in concepts}
    made = []
    for entry in package["findings"]:
        for value in entry.get("values", []):
            number = f"{value['value']:,.6g}"
            about = f"It counts {value['stands_on']}." if value["stands_on"] else ""
            ids = list(dict.fromkeys(value["sentences"]))
            times = _times(value, ids, named)
            made.append(Listed(value["id"], "finding", value["sentence"], about, ids, times, number, entry["notebook"]))
    return made


def _times(value: dict[str, Any], ids: list[str], named: Mapping[str, Listed]) -> dict[str, int]:
    """How often each sentence counts in a finding: the places of a concept, if these add up to its value."""
    for concept, listed in named.items():
        times = {sentence_id: listed.times.get(sentence_id, 0) for sentence_id in ids}
        if concept in value["id"] and times and min(times.values()) and sum(times.values()) == value["value"]:
            return times
    return {}


def of_codes(book: Codebook, folder: Path) -> list[Listed]:
    """A page for each code, family and rung of a codebook, from the table of what was coded."""
    table = published(folder / f"{book.coding}_coded.csv")
    codes = table.set_index("sentence_id")["codes"].str.split(";")
    made = []
    for code in book.codes:
        ids = [s for s, given in codes.items() if code.id in given]
        made.append(Listed(f"code-{book.coding}-{code.id}", "code", code.label or code.id, code.definition, ids))
    for family, label in book.families.items():
        own = {code.id for code in book.codes if code.family == family}
        ids = [s for s, given in codes.items() if own & set(given)]
        about = "Sentences with one of its codes: " + ", ".join(c.label for c in book.codes if c.id in own) + "."
        made.append(Listed(f"family-{book.coding}-{family}", "family", label, about, ids))
    if "rung" in table:
        about = f"Who is charged with conduct that is said of {spoken_of(book)}: sentences on this rung."
        for rung in rungs(book):
            ids = table.loc[table["rung"] == rung, "sentence_id"].tolist()
            title = f"Charged: {' '.join(RUNG.get(rung, rung).split())}"
            made.append(Listed(f"rung-{book.coding}-{rung}", "rung", title, about, ids))
    return made


def of_concepts(corpus: Corpus) -> list[Listed]:
    """A page for each concept and each set phrase, with how often each sentence holds it."""
    declared, made = read_concepts(), []
    for kind, concepts in (("concept", declared.concepts), ("formula", declared.formulas)):
        hits = find(corpus, concepts, read_terms() if kind == "concept" else None)
        for concept in concepts:
            times = hits.loc[hits["concept"] == concept.id, "sentence_id"].value_counts(sort=False).to_dict()
            about = "Places of " + ", ".join(concept.forms) + "."
            made.append(
                Listed(f"{kind}-{concept.id}", kind, concept.label, about, list(times), times, str(sum(times.values())))
            )
    return made


def of_names_along(corpus: Corpus, folder: Path) -> list[Listed]:
    """A page for each concept that notebook 02 follows along a text, by section, and for its names inside a slogan.

    Text and concepts are those of us_parts.csv of `folder`; without it there are none.
    """
    if not (folder / PARTS).exists():
        return []
    followed = published(folder / PARTS)[["text_id", "concept"]].drop_duplicates()
    known = {concept.id: concept for concept in read_concepts().concepts}
    titles = corpus.texts.set_index("text_id")["short_title"]
    made = []
    for text_id, concept in followed.itertuples(index=False):
        hits = named_along(corpus, text_id, [known[concept]], [known[longer] for longer in INSIDE])
        inside = hits[~hits["alone"].astype(bool)]
        title = f"{known[concept].label} along the {titles[text_id]}"
        about = "Names of it, section by section; before the first section of a chapter stands what opens it."
        made.append(_along(f"along-{text_id}-{concept}", title, about, hits))
        if len(inside):
            made.append(_along(f"along-{text_id}-{concept}-inside", f"{title}, inside a slogan", about, inside))
    return made


def _along(id_: str, title: str, about: str, hits: pd.DataFrame) -> Listed:
    times = hits["sentence_id"].value_counts(sort=False).to_dict()
    sections = hits.groupby("section", sort=False)["sentence_id"].agg(lambda ids: list(dict.fromkeys(ids)))
    parts = {f"section-{n}": part for n, part in enumerate(sections.items(), start=1)}
    return Listed(id_, "along", title, about, list(times), times, str(len(hits)), parts=parts)


def of_schemes(folder: Path) -> list[Listed]:
    """A page for each scheme of which other texts have a member: by member, the sentences in which readers found it.

    The tables are schemes.csv, scheme_members.csv and scheme_hits.csv of `folder`; without them there are none.
    """
    if not (folder / "scheme_hits.csv").exists():
        return []
    hits = published(folder / "scheme_hits.csv")
    hits = hits[hits["judged"] != REJECTED]
    names = published(folder / "schemes.csv").set_index("scheme")["name"]
    members = published(folder / "scheme_members.csv").set_index(["scheme", "n"])["member"]
    about = "Sentences of other texts that say one of its members, by member."
    made = []
    for scheme, own in hits.groupby("scheme", sort=False):
        ids = list(dict.fromkeys(own["sentence_id"]))
        said = {
            f"member-{n}": (members[scheme, n], list(dict.fromkeys(part["sentence_id"])))
            for n, part in own.groupby("n", sort=False)
        }
        made.append(Listed(f"scheme-{scheme}", "scheme", names[scheme], about, ids, parts=said))
    return made


# --- all of them -----------------------------------------------------------------------------------------------------


def pages(package: dict[str, Any], books: Sequence[Codebook], sentences: Sentences, folder: Path) -> dict[str, str]:
    """By name, the pages behind numbers and figures, their list, and numbers.json.

    That has by id the title, kind and counts by text of each, and by title of a part its anchor and count.

    Raises `CorpusError` where two of them have one id.
    """
    concepts = of_concepts(sentences.corpus)
    listed = [
        *of_findings(package, concepts),
        *(one for book in books for one in of_codes(book, folder)),
        *concepts,
        *of_names_along(sentences.corpus, folder),
        *of_schemes(folder),
    ]
    drawn = [(figure, figures.declared(figure["name"]).rows) for figure in package["figures"]]
    drawn = {figure["name"]: (figure, rows) for figure, rows in drawn if rows}
    ids = [*(one.id for one in listed), *drawn]
    if twice := {id_ for id_ in ids if ids.count(id_) > 1}:
        raise CorpusError(f"{publish.PACKAGE}: two numbers have the id {min(twice)!r}; give each finding its own")
    made = {f"numbers/{one.id}.md": number_page(one, sentences) for one in listed}
    for name, (figure, rows) in drawn.items():
        own = [one for one in listed if one.id.startswith(rows)]
        made[f"numbers/{name}.md"] = figure_page(figure, own, sentences)
    known = {
        one.id: {"title": one.title, "kind": one.kind, "counts": counts_by_text(one), "parts": counts_by_part(one)}
        for one in listed
    }
    known |= {
        name: {"title": figure["title"], "kind": "figure", "counts": {}, "rows": rows}
        for name, (figure, rows) in drawn.items()
    }
    return {**made, "numbers/index.md": numbers_index(listed), "numbers/numbers.json": json.dumps(known)}


# --- pages -----------------------------------------------------------------------------------------------------------


def number_page(listed: Listed, sentences: Sentences) -> str:
    """The page behind a number: its sentences, one row each, by text in order of date, or by its own parts."""
    parts = [
        {"anchor": anchor, "title": title, "rows": _in_order(ids, listed, sentences)}
        for anchor, (title, ids) in (listed.parts or _by_text(listed, sentences)).items()
    ]
    return render("number.md", listed=listed, parts=parts, kind=KINDS[listed.kind], count=len(listed.sentences))


def _by_text(listed: Listed, sentences: Sentences) -> dict[str, tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    for sentence_id in listed.sentences:
        groups.setdefault(sentence_id.rsplit(":", 1)[0], []).append(sentence_id)
    return {t: (f"{text['title']}, {text['date']}", groups[t]) for t, text in sentences.texts.items() if t in groups}


def _in_order(ids: Iterable[str], listed: Listed, sentences: Sentences) -> list[dict[str, Any]]:
    ids = sorted(ids, key=sentences.order.__getitem__)
    return [sentences.row(sentence_id) | {"times": listed.times.get(sentence_id, 1)} for sentence_id in ids]


def numbers_index(listed: Iterable[Listed]) -> str:
    """The list of all pages behind numbers, by kind."""
    kinds: dict[str, list[Listed]] = {}
    for one in listed:
        kinds.setdefault(one.kind, []).append(one)
    return render("numbers.md", kinds=[(label, kinds[kind]) for kind, label in KINDS.items() if kind in kinds])


def figure_page(figure: dict[str, str], listed: Iterable[Listed], sentences: Sentences) -> str:
    """The sentences of a figure: for each row of it, by text, how many there are, each number a link to them."""
    rows = [(one, counts_by_text(one)) for one in listed]
    texts = [text for t, text in sentences.texts.items() if any(t in counts for _, counts in rows)]
    return render("figure_numbers.md", figure=figure, rows=rows, texts=texts)


def counts_by_text(listed: Listed) -> dict[str, int]:
    """By text_id, what a number counts there: sentences, or places where these are counted.

    >>> counts_by_text(Listed("concept-a", "concept", "a", "", ["wen:1.1", "wen:2.1"], {"wen:1.1": 2}))
    {'wen': 3}
    """
    counts: dict[str, int] = {}
    for sentence_id in listed.sentences:
        text_id = sentence_id.rsplit(":", 1)[0]
        counts[text_id] = counts.get(text_id, 0) + listed.times.get(sentence_id, 1)
    return counts


def counts_by_part(listed: Listed) -> dict[str, tuple[str, int]]:
    """By title of a part, its anchor and what is counted there.

    >>> counts_by_part(Listed("a", "along", "a", "", ["b:1.1"], {"b:1.1": 2}, parts={"section-1": ("I", ["b:1.1"])}))
    {'I': ('section-1', 2)}
    """
    return {
        title: (anchor, sum(listed.times.get(sentence_id, 1) for sentence_id in ids))
        for anchor, (title, ids) in listed.parts.items()
    }
