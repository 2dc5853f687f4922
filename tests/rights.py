"""How much of a text stands in what is published."""

import html
import json
import re
from collections.abc import Iterable, Iterator

from helpers.compendium.notebook import find
from helpers.corpus.load import Corpus
from helpers.paths import PROCESSED, PROJECT

WINDOW = {"en": 40, "zh": 15}  # letters or hanzi in a row: shorter agreements are names and set phrases, no quotations


def squeeze(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def artefacts() -> str:
    """All text that the project publishes outside data/raw: notebooks, tables, codebooks, README, and test code.

    tests/gold is no publication: it holds the sentences on which the cleaning is checked, and README says so.
    """
    parts = []
    for path in find([]):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            parts.append("".join(cell["source"]))
            for output in cell.get("outputs", []):
                shown = "".join("".join(d) for k, d in output.get("data", {}).items() if k.startswith("text/"))
                shown = re.sub(r'src="data:[^"]*"', "", shown)
                parts.append(html.unescape(re.sub(r"<[^>]*>", " ", shown)))
    parts += [p.read_text(encoding="utf-8-sig") for p in sorted(PROCESSED.iterdir())]
    parts += [p.read_text(encoding="utf-8") for p in sorted((PROJECT / "data").glob("co*/**/*.*"))]
    parts += [p.read_text(encoding="utf-8") for p in sorted((PROJECT / "tests").rglob("*.py"))]
    parts.append((PROJECT / "README.md").read_text(encoding="utf-8"))
    return squeeze("\n".join(parts))


def quoted_shares(texts: Iterable[tuple[str, str, str]], published: str, free: str = "") -> dict[str, float]:
    """By text (id, language, text), the share of its letters that stand in `published`, in runs of at least a window.

    A window that stands in `free` too is no quotation. Both are squeezed; the texts are not.
    """
    shares: dict[str, float] = {}
    own = [(text_id, language, squeeze(text)) for text_id, language, text in texts]
    for language, size in WINDOW.items():
        part = [(text_id, text) for text_id, spoken, text in own if spoken == language]
        windows = {window for _, text in part for window in _cut(text, size)}  # fewer than what is published has
        there = windows.intersection(_cut(published, size)).difference(_cut(free, size))
        for text_id, text in part:
            covered = bytearray(len(text))
            for at, window in enumerate(_cut(text, size)):
                if window in there:
                    covered[at : at + size] = b"\1" * size
            shares[text_id] = sum(covered) / max(1, len(text))
    return shares


def _cut(text: str, size: int) -> Iterator[str]:
    return (text[at : at + size] for at in range(len(text) - size + 1))


def of_corpus(corpus: Corpus, published: str) -> dict[str, float]:
    """By text of the corpus, the share that is quoted; words of public texts and titles, which others quote, are free.

    `published` is squeezed.
    """
    languages = corpus.texts.set_index("text_id")["language"]
    public = corpus.texts.loc[corpus.texts["full_text_public"], "text_id"]
    whole = corpus.paragraphs.groupby("text_id", sort=False)["text"].agg(" ".join)
    free = squeeze(" ".join(whole[public])) + "|" + "|".join(map(squeeze, corpus.texts["title"]))
    return quoted_shares(((text_id, languages[text_id], text) for text_id, text in whole.items()), published, free)
