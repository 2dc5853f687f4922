"""What tests share that is small and our own: words, a corpus as tables, a codebook, a notebook, an oracle."""

import json
import math
from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pandas as pd

from helpers.coding.codebook import Codebook, read_codebook

TOML = """
id = "own"
target = "Ruritania"
[attributes]
tone = ["blame", "credit"]
voice = ["own", "named"]
[[gate.pattern]]
id = "name"
en = ["Ruritania*"]
[[family]]
id = "acts"
[[family]]
id = "views"
[[code]]
id = "war"
label = "War"
family = "acts"
[[code.pattern]]
en = ["war", "battle*"]
[[code]]
id = "trade"
label = "Its Trade"
family = "acts"
[[code.pattern]]
en = ["trade"]
[[code]]
id = "praise"
label = "Praise"
family = "views"
[[code.pattern]]
en = ["great"]
"""
CHARGES = """
[[charges.pattern]]
id = "charge"
en = ["hegemon*"]
[[charges.agent]]
id = "west"
en = ["the West"]
"""

SAID = """
id = "said"
target = "bodies"
[[gate.pattern]]
id = "names"
en = ["Fund", "Moon Body", "Sun Court"]
zh = ["法院"]
[[family]]
id = "praise"
[[family]]
id = "charge"
[[family]]
id = "remedy"
[[code]]
id = "merit"
label = "Merit"
family = "praise"
[[code.pattern]]
zh = ["贡献"]
[[code]]
id = "slow"
label = "Slow"
family = "charge"
[[code.pattern]]
en = ["slow"]
[[code]]
id = "leave"
label = "Leave"
family = "remedy"
[[code.pattern]]
en = ["left"]
"""
"""What is said of bodies: praise, a charge, a remedy."""


def own_book(folder: Path, toml: str = TOML) -> Codebook:
    """The codebook that stands in `toml`."""
    path = folder / "own.toml"
    path.write_text(toml, encoding="utf-8")
    return read_codebook(path)


def tokens(*sentences: str, text: str = "t") -> pd.DataFrame:
    """The words of a text, parted by spaces, a sentence a paragraph; a comma has a place in its sentence and no row."""
    rows = [
        (text, f"{text}:{i}", f"{text}:{i}.1", n, word)
        for i, sentence in enumerate(sentences, 1)
        for n, word in enumerate(sentence.split(), 1)
        if word != ","
    ]
    return pd.DataFrame(rows, columns=["text_id", "paragraph_id", "sentence_id", "n", "term"])


def laid_out(texts: dict[str, list], languages: dict[str, str] | None = None, **columns: dict) -> SimpleNamespace:
    """The tables texts, paragraphs, sentences and tokens of some texts.

    A text is a list of paragraphs, each a list of sentences, or `(kind, sentences)` where it is no body. Words of a
    text in English (the default language) are parted by spaces and are numbers where they are digits, those of a text
    in Chinese are its characters. `columns` are further columns of `texts`, by text. A sentence stands on a raw line
    of its own.
    """
    languages = languages or {}
    paragraphs, sentences, tokens, line = [], [], [], 0
    for text_id, content in texts.items():
        english = languages.get(text_id, "en") == "en"
        for n, given in enumerate(content, 1):
            kind, said = given if isinstance(given, tuple) else ("body", given)
            paragraph_id, at, first = f"{text_id}:{n}", 0, line + 1
            for m, sentence in enumerate(said, 1):
                line += 1
                row = (f"{paragraph_id}.{m}", text_id, paragraph_id, sentence, at, at + len(sentence), line, line)
                sentences.append(row)
                for k, word in enumerate(sentence.split() if english else sentence, 1):
                    tokens.append((row[0], k, word.lower(), "number" if word.isdigit() else "word"))
                at += len(sentence) + english
            paragraphs.append((paragraph_id, text_id, n, kind, (" " if english else "").join(said), first, line))
    table = pd.DataFrame({"text_id": list(texts), "language": [languages.get(t, "en") for t in texts]})
    for name, default in (
        ("translation_of", ""),
        ("full_text_public", False),
        ("in_comparison", True),
        ("quotable", 1.0),
    ):
        table[name] = [columns.get(name, {}).get(text_id, default) for text_id in texts]
    table["short_title"] = [columns.get("short_title", {}).get(text_id, text_id) for text_id in texts]
    return SimpleNamespace(
        texts=table,
        paragraphs=pd.DataFrame(
            paragraphs, columns=["paragraph_id", "text_id", "n", "kind", "text", "first_line", "last_line"]
        ),
        sentences=pd.DataFrame(
            sentences,
            columns=["sentence_id", "text_id", "paragraph_id", "text", "start", "end", "first_line", "last_line"],
        ).assign(in_quotes=0.0),
        tokens=pd.DataFrame(tokens, columns=["sentence_id", "n", "term", "kind"]),
    )


def cosine_by_formula(bags):
    """The cosine of bags by the formula in `similarity.cosine`, word for word and without arrays."""
    n = len(bags)
    df = Counter(gram for bag in bags for gram in bag)
    weighted = [
        {g: (1 + math.log(tf)) * (1 + math.log((1 + n) / (1 + df[g]))) for g, tf in bag.items()} for bag in bags
    ]

    def length(bag):
        return math.sqrt(sum(w * w for w in bag.values()))

    return [
        [sum(w * other.get(g, 0) for g, w in one.items()) / (length(one) * length(other) or 1) for other in weighted]
        for one in weighted
    ]


PARAMETERS = """n: int = 3  # how many
share: float = 0.5  # of what
names: list[str] = ["a"]  # whom
numbers: list[int] = [1]  # which
loud: bool = False  # or not
word: str = "x"  # what"""
PUBLISHES = """import pandas as pd
from helpers.pages import publish
frame = pd.DataFrame([("a", word, "c", n, 1)], columns=["source_id", "file", "sha256", "characters", "lines"])
publish.table("{name}", "sources", frame)"""


def write_notebook(folder, name, *sources, parameters=PARAMETERS):
    """A notebook of cells of code, the first tagged `parameters`."""
    cells = [
        {"cell_type": "code", "execution_count": None, "id": f"c{i}", "metadata": {"tags": tags}, "outputs": [],
         "source": source}
        for i, (source, tags) in enumerate([(parameters, ["parameters"]), *((s, []) for s in sources)])
    ]  # fmt: skip
    metadata = {"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}}
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}))
    return path


def outputs(root, name="00_a"):
    """What each cell of a notebook under `root` shows."""
    cells = json.loads((root / f"notebooks/{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    return [cell.get("outputs") for cell in cells]
