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
    language = sentences["text_id"].map(corpus.texts.set_index("text_id")["language"])
    chinese = min(CHINESE, int(language.eq("zh").sum()))
    wanted = {"zh": chinese, "en": SENTENCES - chinese}
    return _drawn(sentences.assign(language=language, passes=passes), wanted, book, seed)


def draw_measured(sentences: pd.DataFrame, book: Codebook, seed: int) -> pd.DataFrame:
    """A sheet as `draw` gives it, of any sentences: as many as there are where there are fewer than a sheet has.

    `sentences`: sentence_id, text_id, language, text, passes (whether the dictionary lets it pass), in reading order.
    A quarter is Chinese where texts in both languages are there. Raises `CorpusError` where there is no sentence.

    >>> from helpers.coding import example
    >>> rows = [("wen:1.1", "wen", "zh", "鲁国开战。", True), ("wen:1.2", "wen", "zh", "月亮很远。", False)]
    >>> sentences = pd.DataFrame(rows, columns=["sentence_id", "text_id", "language", "text", "passes"])
    >>> sorted(draw_measured(sentences, example.read()[1], seed=1)["unit_id"])
    ['wen:1.1', 'wen:1.2']
    """
    if sentences.empty:
        raise CorpusError("coding-sheet: there is no sentence in English or Chinese to draw; name another source")
    there = sentences["language"].value_counts()
    chinese = CHINESE if len(there) > 1 else SENTENCES * ("zh" in there)
    wanted = {"zh": min(chinese, there.get("zh", 0))}
    wanted["en"] = min(SENTENCES - wanted["zh"], there.get("en", 0))
    return _drawn(sentences, wanted, book, seed)


def _drawn(sentences: pd.DataFrame, wanted: dict[str, int], book: Codebook, seed: int) -> pd.DataFrame:
    """A sheet with so many sentences of each language; half of them pass where there are enough that do, and not."""
    passes = sentences["passes"].to_numpy(dtype=bool)
    random = generator(seed)
    chosen: list[int] = []
    for language, total in wanted.items():
        here = sentences["language"].eq(language).to_numpy()
        inside, outside = np.flatnonzero(here & passes), np.flatnonzero(here & ~passes)
        half = min(round(total * PASSING), len(inside))
        if total <= len(inside) + len(outside):  # where few do not pass, more that do
            half = max(half, total - len(outside))
        for places, number in ((inside, half), (outside, total - half)):
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
    paragraphs = corpus.paragraphs.set_index("paragraph_id")["text"]
    places = corpus.sentences.set_index("sentence_id")[["paragraph_id", "start", "end"]]
    units = []
    for sentence_id in sheet["unit_id"]:
        paragraph_id, start, end = places.loc[sentence_id]
        text = paragraphs[paragraph_id]
        parts = {"before": text[:start], "sentence": text[start:end], "after": text[end:]}
        units.append({"sentence_id": sentence_id, **parts})
    return _written(units, book, sheet, folder, f"data/coding/sheet_{book.coding}_NAME.csv")


def write_measured(sentences: pd.DataFrame, book: Codebook, sheet: pd.DataFrame, folder: Path) -> list[Path]:
    """Write a sheet of `draw_measured` as `write` does, each sentence in its paragraph.

    `sentences` has sentence_id (text_id:paragraph.sentence) and text, in reading order.
    """
    paragraph = sentences["sentence_id"].str.rsplit(".", n=1).str[0]
    wanted = set(sheet["unit_id"].str.rsplit(".", n=1).str[0])
    beside = {name: part for name, part in sentences.groupby(paragraph, sort=False) if name in wanted}
    units = []
    for sentence_id in sheet["unit_id"]:
        part = beside[sentence_id.rsplit(".", 1)[0]]
        here = part["sentence_id"].tolist().index(sentence_id)
        texts = part["text"].tolist()
        before, after = (" ".join(texts[:here]) + " ").lstrip(), (" " + " ".join(texts[here + 1 :])).rstrip()
        units.append({"sentence_id": sentence_id, "before": before, "sentence": texts[here], "after": after})
    return _written(units, book, sheet, folder, "NAME.csv beside a coding.toml that says who coded")


def _written(units: list[dict], book: Codebook, sheet: pd.DataFrame, folder: Path, save: str) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    name = f"sheet_{book.coding or book.id}"
    table, page = folder / f"{name}.csv", folder / f"{name}.html"
    table.write_text(to_csv(sheet), encoding="utf-8-sig")
    shown = render("sheet.html", book=book, units=units, columns=list(sheet.columns[2:]), save=save)
    page.write_text(shown, encoding="utf-8")
    return [table, page]
