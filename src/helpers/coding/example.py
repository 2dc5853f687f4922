"""A small case to try things on, in both languages: of Ruritania. Examples of this wing and of pages stand on it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from ..corpus.load import Corpus, load_corpus
from .analysis import Analysis, Settings, analyse
from .codebook import Codebook, read_codebook
from .parts import ours

MANIFEST = """
[[source]]
id = "paper"
file = "paper.txt"
[[source]]
id = "wen"
file = "wen.txt"
[[text]]
id = "paper"
source = "paper"
language = "en"
[[text]]
id = "wen"
source = "wen"
language = "zh"
"""
PAPER = "Ruritania went to war. The moon is far.\n\nGreat Ruritania trades. The West is a hegemon.\n"
WEN = "鲁国开战。月亮很远。\n"
BOOK = """
id = "own"
target = "Ruritania"
coding = "own"
[attributes]
tone = ["blame", "credit", "none"]
[[gate.pattern]]
id = "name"
kind = "country"
en = ["Ruritania*"]
zh = ["鲁国"]
[[family]]
id = "acts"
label = "Acts"
[[family]]
id = "views"
label = "Views"
[[code]]
id = "war"
label = "War"
family = "acts"
definition = "It fights."
[[code.pattern]]
en = ["war"]
zh = ["开战"]
[[code]]
id = "trade"
label = "Trade"
family = "acts"
[[code.pattern]]
en = ["trade*"]
[[code]]
id = "praise"
label = "Praise"
family = "views"
[[code.pattern]]
en = ["great"]
[[charges.pattern]]
en = ["hegemon*"]
[[charges.agent]]
id = "west"
en = ["the West"]
"""
GIVEN = {"paper:1.1": ("war", "blame"), "paper:2.1": ("trade;praise", "credit"), "wen:1.1": ("war", "none")}
"""Codes and tone by sentence, as adjudicated; the sentences that are not here do not pass."""


@cache
def read() -> tuple[Corpus, Codebook]:
    """The corpus (texts paper and wen) and the codebook, read as a user's own would be.

    >>> corpus, book = read()
    >>> corpus.sentences["sentence_id"].tolist()
    ['paper:1.1', 'paper:1.2', 'paper:2.1', 'paper:2.2', 'wen:1.1', 'wen:1.2']
    >>> list(book.families), [code.id for code in book.codes]
    (['acts', 'views'], ['war', 'trade', 'praise'])
    """
    with TemporaryDirectory() as name:
        folder = write(Path(name))
        return load_corpus(folder / "corpus.toml"), read_codebook(folder / "own.toml")


def write(folder: Path) -> Path:
    """Write the manifest, the texts and the codebook into a folder, and give it.

    >>> with TemporaryDirectory() as name:
    ...     sorted(path.name for path in write(Path(name)).iterdir())
    ['corpus.toml', 'own.toml', 'paper.txt', 'wen.txt']
    """
    written = {"corpus.toml": MANIFEST, "paper.txt": PAPER, "wen.txt": WEN, "own.toml": BOOK}
    for file, text in written.items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def rows(coder: str = "adjudicated") -> pd.DataFrame:
    """What a coder gave, with the columns of `coders.read_codings`; coder2 took the war of the paper for praise.

    >>> rows("coder2")[["sentence_id", "passes", "codes"]].head(2).values.tolist()
    [['paper:1.1', True, 'praise'], ['paper:1.2', False, '']]
    """
    given = GIVEN | ({"paper:1.1": ("praise", "blame")} if coder == "coder2" else {})
    table = read()[0].sentences[["sentence_id", "paragraph_id", "text_id"]].copy()
    codes, tones = ([given.get(id_, ("", ""))[n] for id_ in table["sentence_id"]] for n in (0, 1))
    passes = table["sentence_id"].isin(GIVEN)
    agent = table["sentence_id"].map({"paper:2.2": "west"}).fillna("")
    naming = passes.map({True: "named", False: ""})
    columns = {"passes": passes, "codes": codes, "agent": agent, "tone": tones, "naming": naming}
    return table.assign(coder=coder, **columns)


def codings() -> pd.DataFrame:
    """What the passes over both halves gave, and what was decided: here every coder read every sentence.

    >>> codings()["coder"].unique().tolist()
    ['coder1', 'coder2', 'adjudicated', 'coder3a', 'coder3b', 'coder3']
    """
    return pd.concat([rows(name) for half in ours() for name in half.names], ignore_index=True)


def analysis(by_reading: bool = False, **settings: Any) -> Analysis:
    """The analysis of the case, by the dictionary or by reading.

    >>> analysis().reading, analysis(by_reading=True).reading
    ('the dictionary', 'codes by reading (machine-read)')
    """
    corpus, book = read()
    found = analyse("Ruritania", corpus, book, Settings(minimum=1, folds=2, resamples=100, **settings))
    return replace(found, rows=rows(), codings=codings(), first=book) if by_reading else found
