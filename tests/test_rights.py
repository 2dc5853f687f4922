"""Only data/raw holds whole texts: what everything else quotes of a text stays under fifteen per cent of it."""

import html
import json
import re

import pandas as pd
import pytest

from helpers.corpus.load import BACK_MATTER
from helpers.paths import NOTEBOOKS, PROCESSED, PROJECT

SHARE = 0.15
WINDOW = {"en": 40, "zh": 15}  # letters or hanzi in a row: shorter agreements are names and set phrases, no quotations


def squeeze(text: str) -> str:
    return re.sub(r"\W+", "", text).lower()


def artefacts() -> str:
    """All text that the project publishes outside data/raw: notebooks, tables, codebooks, README, and test code.

    tests/gold is no publication: it holds the sentences on which the cleaning is checked, and README says so.
    """
    parts = []
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
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


class Windows:
    """The windows of some texts, less those of others, to be asked what a text shares with them."""

    def __init__(self, text: str, but: str = "", size: int = WINDOW["en"]):
        self.size = size
        self.windows = set(self._cut(text)) - set(self._cut(but))

    def __contains__(self, window: str) -> bool:
        return window in self.windows

    def _cut(self, text: str) -> list[str]:
        return [text[at : at + self.size] for at in range(len(text) - self.size + 1)]


def quoted_share(text: str, published: Windows) -> float:
    """The share of a text's letters that stand in `published`, in runs of at least a window."""
    text, size = squeeze(text), published.size
    covered = bytearray(len(text))
    for at in range(max(0, len(text) - size + 1)):
        if text[at : at + size] in published:
            covered[at : at + size] = b"\1" * size
    return sum(covered) / max(1, len(text))


@pytest.fixture(scope="module")
def shares(corpus):
    """By text, the share that is quoted; words of the public texts and titles, which others quote in turn, are free."""
    public = corpus.texts.loc[corpus.texts["full_text_public"], "text_id"]
    free = corpus.paragraphs.loc[corpus.paragraphs["text_id"].isin(public), "text"].agg(" ".join)
    free = squeeze(free) + "|" + "|".join(map(squeeze, corpus.texts["title"]))
    everything = artefacts()
    published = {language: Windows(everything, but=free, size=size) for language, size in WINDOW.items()}
    full = corpus.paragraphs.groupby("text_id", sort=False)["text"].agg(" ".join)
    language = corpus.texts.set_index("text_id")["language"]
    return {text_id: quoted_share(text, published[language[text_id]]) for text_id, text in full.items()}


def test_no_text_is_quoted_beyond_its_share_unless_it_is_public(corpus, shares):
    public = corpus.texts.set_index("text_id")["full_text_public"]
    over = {text_id: round(share, 3) for text_id, share in shares.items() if share >= SHARE and not public[text_id]}
    assert over == {}


def test_public_texts_are_published_whole(corpus):
    published = pd.read_csv(PROCESSED / "public_texts.csv", encoding="utf-8-sig")
    public = corpus.texts.loc[corpus.texts["full_text_public"], "text_id"]
    rows = corpus.paragraphs[corpus.paragraphs["text_id"].isin(public)]
    assert sorted(public) == ["us-fact-sheet", "us-memorandum"]
    assert published["text"].tolist() == rows["text"].tolist()


def test_persons_thanked_are_not_published(corpus, shares):
    back = corpus.texts.loc[corpus.texts["genre"] == BACK_MATTER, "text_id"].tolist()
    assert back
    counted = pd.read_csv(PROCESSED / "term_counts.csv", encoding="utf-8-sig")["paragraph_id"].str.split(":").str[0]
    assert not counted.isin(back).any()
    assert all(shares[text_id] < 0.05 for text_id in back)


def test_the_measure_sees_a_quotation():
    text = "One sentence that is long enough to be seen by the measure. " + "x y z " * 50
    quoting = squeeze("He wrote: one sentence that is long enough to be seen by the measure!")
    assert quoted_share(text, Windows(quoting)) > 0.15
    assert quoted_share(text, Windows(quoting, but=quoting)) == 0
    assert quoted_share(text, Windows(squeeze("Nothing of the kind."))) == 0
