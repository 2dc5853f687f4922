"""A corpus of our own in two languages with a codebook, coders' files, and pages on both: of Ruritania."""

import json
import re
from functools import partial

import pandas as pd
import pytest

from helpers.coding import coders as coding_coders
from helpers.coding.analysis import Settings
from helpers.corpus.load import load_corpus
from helpers.pages import chapter, publish

BOOK = """
id = "own"
target = "Ruritania"
coding = "own"
[attributes]
naming = ["named", "described"]
tone = ["blame", "credit", "none"]
[[gate.pattern]]
id = "name"
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
include = "battles"
source = "Own reading"
[[code.pattern]]
en = ["war", "battle*"]
zh = ["开战"]
[[code]]
id = "trade"
label = "Trade"
family = "acts"
definition = "It trades."
include = "markets"
source = "A book"
[[code.pattern]]
en = ["trade*"]
[[code]]
id = "praise"
label = "Praise"
family = "views"
definition = "It is praised."
include = "thanks"
source = "Another book"
[[code.pattern]]
en = ["great"]
"""
FAR = "Ruritania " + "x" * 97 + " war."  # from the name to what is said are 111 characters
NEAR = "Ruritania " + "x" * 96 + " war."
PAPER = [
    f"Ruritania went to war. {NEAR} {FAR}",
    "Great Ruritania trades, and trade is what Ruritania likes.",
    "The moon is far.",
]
WEN = ["鲁国开战。", "月亮很远。", f"鲁国{'口' * 36}开战。", f"鲁国{'口' * 37}开战。"]
LONG = ["Ruritania trades."] * 15 + ["Ruritania sleeps."] * 5
MANIFEST = """
[[source]]
id = "paper"
file = "paper.txt"
[[source]]
id = "wen"
file = "wen.txt"
[[source]]
id = "long"
file = "long.txt"
[[text]]
id = "paper"
source = "paper"
language = "en"
short_title = "Small paper"
quotable = 0.5
quotable_reason = "ours"
voice = "North"
date = "2024"
[[text]]
id = "wen"
source = "wen"
language = "zh"
translation_of = "paper"
in_comparison = false
[[text]]
id = "long"
source = "long"
language = "en"
full_text_public = true
"""

READING = {  # what was decided: codes and tone of each sentence that passes
    "paper:1.1": ("war", "blame"),
    "paper:1.2": ("war", "blame+credit"),
    "paper:2.1": ("trade;praise", "credit"),
    "wen:1.1": ("war", "none"),
    **{f"long:{n}.1": ("trade", "none") for n in range(1, 16)},
}
PASSES = {"first": ("coder1", "coder2", "adjudicated"), "second": ("coder3a", "coder3b", "coder3")}


@pytest.fixture(scope="session")
def ruritania(tmp_path_factory):
    """A folder with a manifest, a codebook and its first run, and what coders gave."""
    folder = tmp_path_factory.mktemp("own")
    for name, paragraphs in (("paper", PAPER), ("wen", WEN), ("long", LONG)):
        (folder / f"{name}.txt").write_text("\n\n".join(paragraphs) + "\n", encoding="utf-8")
    (folder / "corpus.toml").write_text(MANIFEST, encoding="utf-8")
    (folder / "own.toml").write_text(BOOK, encoding="utf-8")
    (folder / "first").mkdir()
    (folder / "first" / "own.toml").write_text(BOOK.replace('"trade*"', '"trading"'), encoding="utf-8")
    _write_codings(folder / "coding", load_corpus(folder / "corpus.toml"))
    return folder


def _write_codings(there, corpus):
    """What was given by reading: the paper and its translation are the first half, the rest the second."""
    there.mkdir()
    units = [
        (
            s.sentence_id,
            coding_coders.fingerprint(s.text),
            " ".join(PASSES["second" if s.text_id == "long" else "first"]),
        )
        for s in corpus.sentences.itertuples()
    ]
    pd.DataFrame(units, columns=["sentence_id", "fingerprint", "readers"]).to_csv(there / "units.csv", index=False)
    for half, names in PASSES.items():
        for name in names:
            rows = [
                (s, codes if name != "coder2" or s != "paper:1.1" else "praise", "named", tone)
                for s, (codes, tone) in READING.items()
                if s.startswith("long") == (half == "second")
            ]
            table = pd.DataFrame(rows, columns=["unit_id", "codes", "naming", "tone"])
            table.to_csv(there / f"own_{name}.csv", index=False)
    (there / "glosses.csv").write_text("sentence_id,gloss\nwen:1.1,Lu goes to war.\n", encoding="utf-8")


@pytest.fixture
def out(tmp_path, monkeypatch):
    """The folder into which a page publishes."""
    monkeypatch.setenv(publish.OUTPUT_VARIABLE, str(tmp_path))
    return tmp_path


@pytest.fixture
def by_reading(ruritania, out, monkeypatch):
    """A page on the corpus as if it were the project's own, which has codes by reading."""
    monkeypatch.setattr(chapter, "load_corpus", lambda: load_corpus(ruritania / "corpus.toml"))
    monkeypatch.setattr(chapter, "CODING", ruritania / "coding")
    monkeypatch.setattr(chapter, "FIRST_RUN", ruritania / "first")
    monkeypatch.setattr(chapter, "OUTSIDE", ruritania / "outside")

    def page(codebook="", **settings):
        given = Settings(**({"resamples": 50, "minimum": 1, "folds": 2} | settings))
        return chapter.open_chapter("02_x", "us", "Ruritania", ruritania / "own.toml", given, codebook)

    return page


@pytest.fixture
def by_dictionary(ruritania, by_reading):
    """The page where the dictionary of a codebook that the reader gives codes it."""
    return partial(by_reading, str(ruritania / "own.toml"), codes="dictionary")


def published(out, name):
    return pd.read_csv(out / "data" / "processed" / f"us_{name}.csv", encoding="utf-8-sig", keep_default_na=False)


def drawn(out, name):
    """The texts of a published figure."""
    package = json.loads((out / publish.PACKAGE).read_text(encoding="utf-8"))
    return next(entry for entry in package["figures"] if entry["name"] == name)


def cells(shown):
    """The rows of a table as a reader sees it, its head first."""
    rows = re.findall(r"<tr>(.*?)</tr>", shown.data)
    return [
        [re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", r)]
        for r in rows
    ]


def caption(shown):
    return re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), re.search(r"<caption[^>]*>(.*?)</caption>", shown.data)[1])


def listed(shown):
    """The heading, and the places and passages of a list as a reader sees it."""
    text = re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), shown.data)
    return re.search(r"<p>(.*?)</p>", text)[1], re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", text)
