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
from .templates import render

SENTENCES, CHINESE = 80, 20
"""How many sentences a sheet has, and how many of them are Chinese."""
PASSING = 0.5
"""Which share of a sheet the dictionary lets pass the gate, for among all sentences few do."""


def draw(corpus: Corpus, book: Codebook, seed: int) -> pd.DataFrame:
    """unit_id, sentence, passes, codes, attributes ..., agent: a sheet to fill in, in an order that tells nothing.

    Strata are language and whether the dictionary lets the sentence pass; in each, texts have sentences in proportion
    to what they hold. Nothing on the sheet says what was found. Raises `CorpusError` where a corpus has too few.

    >>> from helpers.coding import example
    >>> draw(*example.read(), seed=1)
    Traceback (most recent call last):
        ...
    helpers.errors.CorpusError: coding-sheet: a stratum has 2 sentences and 76 are wanted; use a larger corpus
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
    """Write a sheet as CSV and as a page to print, with instructions; gives the paths.

    >>> from helpers.coding import example
    >>> from tempfile import TemporaryDirectory
    >>> corpus, book = example.read()
    >>> sheet = pd.DataFrame({"unit_id": ["wen:1.1"], "sentence": ["鲁国开战。"], "passes": "", "codes": ""})
    >>> with TemporaryDirectory() as folder:
    ...     table, page = write(corpus, book, sheet, Path(folder) / "sheets")
    ...     table.name, "<mark>鲁国开战。</mark>月亮很远。" in page.read_text(encoding="utf-8")
    ('sheet_own.csv', True)
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = f"sheet_{book.coding or book.id}"
    table, page = folder / f"{name}.csv", folder / f"{name}.html"
    table.write_text(to_csv(sheet), encoding="utf-8-sig")
    page.write_text(_page(corpus, book, sheet), encoding="utf-8")
    return [table, page]


def _page(corpus: Corpus, book: Codebook, sheet: pd.DataFrame) -> str:
    """The page to print: the rules of the codebook, and each sentence in its paragraph with lines to write on."""
    paragraphs = corpus.paragraphs.set_index("paragraph_id")["text"]
    places = corpus.sentences.set_index("sentence_id")[["paragraph_id", "start", "end"]]
    units = []
    for sentence_id in sheet["unit_id"]:
        paragraph_id, start, end = places.loc[sentence_id]
        text = paragraphs[paragraph_id]
        parts = {"before": text[:start], "sentence": text[start:end], "after": text[end:]}
        units.append({"sentence_id": sentence_id, **parts})
    return render("sheet.html", book=book, units=units, columns=list(sheet.columns[2:]))
