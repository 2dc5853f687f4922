"""A blind coding sheet for a person: a seeded, stratified sample of sentences, as CSV and as a page to print."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from ..coding.codebook import Codebook
from ..coding.dictionary import apply
from ..corpus.load import Corpus
from ..corpus.selection import countable
from ..declarations.tables import to_csv
from ..errors import CorpusError
from ..statistics.resampling import generator
from . import html

SENTENCES, CHINESE = 80, 20
"""How many sentences a sheet has, and how many of them are Chinese."""
PASSING = 0.5
"""Which share of a sheet the dictionary lets pass the gate, for among all sentences few do."""
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font-family:serif;max-width:48em;margin:2em auto;line-height:1.4}}
table{{border-collapse:collapse;width:100%}}td,th{{border:1px solid #999;padding:.3em;text-align:left}}
.unit{{break-inside:avoid;border-top:2px solid #333;margin-top:1em}}.line{{border-bottom:1px solid #999;height:1.5em}}
mark{{background:none;font-weight:bold;text-decoration:underline}}</style></head><body>
{body}
</body></html>
"""


def draw(corpus: Corpus, book: Codebook, seed: int) -> pd.DataFrame:
    """unit_id, sentence, passes, codes, attributes ..., agent: a sheet to fill in, in an order that tells nothing.

    Strata are language and whether the dictionary lets the sentence pass; in each, texts have sentences in proportion
    to what they hold. Nothing on the sheet says what was found. Raises `CorpusError` where a corpus has too few.
    """
    sentences = countable(corpus)
    passes = apply(book, sentences)[0]["naming"].ne("").to_numpy()
    chinese = sentences["text_id"].map(corpus.texts.set_index("text_id")["language"]).eq("zh").to_numpy()
    random = generator(seed)
    chosen: list[int] = []
    wanted_zh = min(CHINESE, int(chinese.sum()))
    for language, wanted in ((chinese, wanted_zh), (~chinese, SENTENCES - wanted_zh)):
        inside = np.flatnonzero(language & passes)
        half = min(round(wanted * PASSING), len(inside))
        for places, number in ((inside, half), (np.flatnonzero(language & ~passes), wanted - half)):
            if number > len(places):
                raise CorpusError(
                    f"coding-sheet: a stratum has {len(places)} sentences and {number} are wanted; use a larger corpus"
                )
            chosen += _proportional(places, sentences["text_id"].to_numpy(), number, random)
    rows = sentences.iloc[random.permutation(chosen)]
    blank = ["passes", "codes", *book.attributes, *(["agent"] if book.charges else [])]
    sheet = pd.DataFrame({"unit_id": rows["sentence_id"], "sentence": rows["text"]})
    return sheet.assign(**dict.fromkeys(blank, "")).reset_index(drop=True)


def _proportional(places: np.ndarray, text_ids: np.ndarray, number: int, random: np.random.Generator) -> list[int]:
    """`number` of the places, spread over texts as the places are: each one's turn is its rank within its text."""
    shuffled = pd.Series(random.permutation(places))
    text = pd.Series(text_ids[shuffled.to_numpy()])
    size = text.map(text.value_counts())
    turn = (text.groupby(text).cumcount() + 0.5) / size
    return shuffled.iloc[turn.argsort(kind="stable").to_numpy()[:number]].tolist()


def write(corpus: Corpus, book: Codebook, sheet: pd.DataFrame, folder: Path) -> list[Path]:
    """Write a sheet as CSV and as a page to print, with instructions; gives the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"sheet_{book.coding or book.id}"
    table, page = folder / f"{name}.csv", folder / f"{name}.html"
    table.write_text(to_csv(sheet), encoding="utf-8-sig")
    page.write_text(_page(corpus, book, sheet), encoding="utf-8")
    return [table, page]


def _page(corpus: Corpus, book: Codebook, sheet: pd.DataFrame) -> str:
    escape = html.escape
    title = f"Coding sheet: {book.id}, version {book.version}"
    codes = pd.DataFrame(
        [(c.id, c.family, c.definition, c.include, c.exclude) for c in book.codes],
        columns=["code", "family", "definition", "include", "exclude"],
    )
    parts = [
        f"<h1>{escape(title)}</h1>",
        f"<p>Target: {escape(book.target)}. Read each sentence (underlined) in its paragraph. Write <em>yes</em> under "
        "<em>passes</em> if it speaks of the target, else <em>no</em>. Where it passes, give every code that its words "
        "state (joined by ;), <em>other</em> if it says something that no code covers, <em>none</em> if it says "
        "nothing of the target, and one value for each attribute (evidence may have several, joined by +). Code what "
        "is said, not what it may imply, and apply the same rules to every voice. Do not look at codes that others "
        "gave.</p>",
        f"<p>Save the filled CSV as <code>data/coding/sheet_{escape(book.coding)}_NAME.csv</code> (the column of "
        "sentences may be taken out) and run the notebooks again.</p>",
        _rows(codes),
        _rows(pd.DataFrame([(k, ", ".join(v)) for k, v in book.attributes.items()], columns=["attribute", "values"])),
    ]
    if book.charges:
        parts.append(
            "<p>Where the sentence does not pass, but charges, opposes, rejects or denies such conduct, write under "
            f"<em>agent</em> who is charged: {escape(', '.join(book.agent_ids))}.</p>"
        )
    paragraphs = corpus.paragraphs.set_index("paragraph_id")["text"]
    places = corpus.sentences.set_index("sentence_id")[["paragraph_id", "start", "end"]]
    for n, sentence_id in enumerate(sheet["unit_id"], 1):
        paragraph_id, start, end = places.loc[sentence_id]
        text = paragraphs[paragraph_id]
        marked = f"{escape(text[:start])}<mark>{escape(text[start:end])}</mark>{escape(text[end:])}"
        parts.append(
            f'<div class="unit"><p><strong>{n}. {escape(sentence_id)}</strong></p><p>{marked}</p>'
            + "".join(f'<p class="line">{escape(column)}:</p>' for column in sheet.columns[2:])
            + "</div>"
        )
    return _PAGE.format(title=escape(title), body="\n".join(parts))


def _rows(table: pd.DataFrame) -> str:
    head = "".join(f"<th>{html.escape(column)}</th>" for column in table.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(value)}</td>" for value in row) + "</tr>"
        for row in table.itertuples(index=False)
    )
    return f"<table><tr>{head}</tr>{body}</table>"
