"""How much of a text stands in what is published."""

import html
import json
import re

from helpers.compendium.notebook import find
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
