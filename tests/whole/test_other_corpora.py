"""All notebooks run on whatever corpus a reader may have, and say in words what is not in it.

Their cells are run here one after the other in this process, with any warning an error, which is ten times as fast as
by a kernel; test_promises runs README's own example by the runner.
"""

import ast
import html
import json
import re

import pytest

from helpers.compendium.notebook import find
from helpers.pages import publish

pytestmark = pytest.mark.slow

US = "The United States put tariffs on steel. The United Nations is a pillar of the order, said António Guterres."
SOUTH = "Developing countries of the Global South should have a greater voice. Their trade rose by 5 per cent."
MEI = "美国对钢铁加征关税。联合国是国际秩序的核心。"
NAN = "全球南方国家应当有更大发言权。贸易增长了5%，又增长了5%。"
BARN = "Our harvest was good. The barn is red."
CANG = "今年收成很好。谷仓是红色的。"
FIGURES = "Trade with them rose by 5 per cent in Europe and by 5 per cent in Asia."
VOICES = "aeiouybdfgklmnprstvwz"
WORDS = [f"{a}{b}{c}" for a in "bdfgklmnpr" for b in "aeiou" for c in "bdfgklmnpr"]


def entry(id_, language, text, stream="", **declared):
    """An entry of the list of texts below: its file, its stream as in a manifest, and what else a manifest says."""
    more = "".join(f"{key} = {json.dumps(value)}\n" for key, value in declared.items())
    source = f'[[source]]\nid = "{id_}"\nfile = "{id_}.txt"\n{stream}\n'
    return id_, text, source, f'[[text]]\nid = "{id_}"\nsource = "{id_}"\nlanguage = "{language}"\n{more}'


HEADINGS = 'stream = [{ stream = "heading", lines = ["1-5"] }]'
ITEMS = 'stream = [{ stream = "list-item", lines = ["1-3"] }]'
ALL = ("00", "01", "02", "03", "04")
CORPORA = {
    "two languages and no pair; dated, bounded and undated; ids of digits; the same figures twice in two texts": (
        ALL, ("01", "No translation pair of this corpus says what a word is worth in hanzi"), [
            entry("1", "en", f"{US} {SOUTH} {FIGURES}", date="2021"),
            entry("11", "en", f"{SOUTH} {US} {FIGURES}", date="2021"),
            entry("111", "zh", MEI, date_after="2020-01-01"),
            entry("2", "zh", NAN, date_by="2023-06-30", full_text_public=True),
            entry("22", "en", BARN),
        ],
    ),
    "a translation from English, whose ids come in the other order": (
        ALL, ("01", "that carry duty. paragraph must should 要 必须, 应当, 应该, 需要 1 1 0 0 1"), [
            entry("z-original", "en", f"{US} States must act.\n\n{SOUTH}"),
            entry("a-copy", "zh", f"{MEI}国家必须行动。\n\n{NAN}\n\n{CANG}", translation_of="z-original"),
        ],
    ),
    "headings alone": (
        ALL, ("02", "No text has 20 paragraphs, so no share has an interval."),
        [entry("a", "en", "The United States\n\nA barn\n\nThe Global South\n", HEADINGS)],
    ),
    "a list alone, and numbers alone": (
        ALL, ("02", "none of the codes stands here"), [
            entry("a", "en", "Africa\n\nThe United Nations\n\nUN Women\n", ITEMS),
            entry("b", "zh", "1 2 3。\n\n2024"),
            entry("c", "en", "\n\n".join(f"{n} {n + 1}" for n in range(25)) + f"\n\n{BARN}"),
        ],
    ),
    "long texts that have no word in common": (
        ("01",), ("01", "Not contrasted: no term stands 10 times or more"),
        [entry(id_, "en", "\n\n".join(" ".join(f"{w}{v}{id_}" for w in WORDS[:150]) + "." for v in VOICES)) for id_ in "xq"],
    ),
    "long texts that are all alike, one of them in one paragraph": (
        ("01", "03"), ("01", "Words that set each long text apart"), [
            entry("a", "en", "\n\n".join([f"{US} {SOUTH}"] * 110)),
            entry("b", "en", "\n\n".join([f"{US} {SOUTH}"] * 110), date="2024"),
            entry("c", "en", " ".join([f"{US} {SOUTH}"] * 110), date="2024"),
        ],
    ),
}  # fmt: skip
"""By name: the notebooks that run on it, what one of them says, and its texts."""


def cells(path, given):
    """The code of a notebook, cell by cell, each with its last expression apart; parameters are followed by `given`."""
    for n, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"]):
        if cell["cell_type"] == "code":
            body = ast.parse("".join(cell["source"])).body
            last = ast.Expression(body.pop().value) if body and isinstance(body[-1], ast.Expr) else None
            name = f"{path.stem}, cell {n}"
            yield compile(ast.Module(body, []), name, "exec"), last and compile(last, name, "eval")
            if "parameters" in cell["metadata"]["tags"]:
                yield compile("\n".join(f"{k} = {v!r}" for k, v in given.items()), name, "exec"), None


def run(path, given):
    """What a reader sees of a notebook that is run with parameters, as text."""
    shown = []
    names = {"display": lambda *things: shown.extend(things)}
    for body, last in cells(path, given):
        exec(body, names)
        shown += [eval(last, names)] if last else []
    texts = "\n".join(thing.data for thing in shown if hasattr(thing, "data"))
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r'src="data:[^"]*"', "", texts))).split())


@pytest.mark.parametrize("name", CORPORA)
def test_every_notebook_runs_and_says_what_is_not_there(name, tmp_path, monkeypatch):
    numbers, (told_in, told), entries = CORPORA[name]
    (tmp_path / "other").mkdir()
    for id_, text, _, _ in entries:
        (tmp_path / "other" / f"{id_}.txt").write_text(text, encoding="utf-8")
    manifest = tmp_path / "other" / "corpus.toml"
    manifest.write_text("\n".join([one[2] for one in entries] + [one[3] for one in entries]), encoding="utf-8")
    for path in find(list(numbers)):
        monkeypatch.setenv(publish.OUTPUT_VARIABLE, str(tmp_path / path.stem))
        few = {} if path.stem == "00_corpus" else {"resamples": 20}
        shown = run(path, {"corpus": str(manifest), **few})
        assert re.findall(r".{0,60}\b(?:nan|NaN|NaT|None(?! of| here)|inf)\b.{0,20}", shown) == [], path.stem
        assert path.stem[:2] != told_in or told in shown
