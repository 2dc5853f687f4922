"""Other people's texts go through notebook 10 by papermill, as somebody types it: few, long, many, and of each kind."""

import json
import random
import re
import subprocess
import sys

import pytest

from helpers.paths import NOTEBOOKS
from notebook_rules import IN_OUTPUT

EN = "The United States left the treaty. Many states ask for reform, and the council of {place} met again."
ZH = "美国退出条约。许多国家要求改革，{place}的会议再次举行。"
PLACES = ["Geneva", "Vienna", "Nairobi", "Lima", "Hanoi", "Accra", "Quito"]


def few(folder, texts, name="{year}-{n}"):
    for n, text in enumerate(texts):
        path = folder / f"{name.format(year=2020 + n, n=n)}.txt"
        path.write_text(text.format(place=PLACES[n]), encoding="utf-8")


def ten_long(folder):
    draw = random.Random(1)
    for n in range(10):
        paragraphs = [EN.format(place=place) for place in draw.choices(PLACES, k=400)]
        (folder / f"{2010 + n}-{n}.txt").write_text("\n".join(paragraphs), encoding="utf-8")


def thousand_short(folder):
    draw = random.Random(2)
    for n in range(1000):
        (folder / f"{1990 + n % 30}-{n}.txt").write_text(EN.format(place=draw.choice(PLACES)), encoding="utf-8")


def in_encodings(folder):
    for name, text, encoding in (
        ("a", EN, "utf-16"),
        ("b", ZH, "gb18030"),
        ("c", ZH, "utf-16-le"),
        ("d", EN, "cp1252"),
    ):
        (folder / f"2020-{name}.txt").write_bytes(
            text.format(place="Genève" if text is EN else "日内瓦").encode(encoding)
        )


CASES = {
    "en": (lambda f: few(f, [EN, EN]), "English: 2 texts"),
    "zh": (lambda f: few(f, [ZH, ZH, ZH]), "Chinese: 3 texts"),
    "both": (lambda f: few(f, [EN, ZH]), "English: 1 text"),
    "undated": (lambda f: few(f, [EN, EN], name="text{n}-{n}"), "No column says when these texts were made"),
    "one": (lambda f: few(f, [EN]), "There is one group of texts with words"),
    "ten long": (ten_long, "English: 10 texts"),
    "a thousand short": (thousand_short, "English: 1,000 texts"),
    "encodings": (in_encodings, "Chinese: 2 texts"),
}


@pytest.mark.weekly
@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_papermill_by_hand_gives_a_page_for_texts_of_others(tmp_path, name):
    make, said = CASES[name]
    folder = tmp_path / "texts"
    folder.mkdir()
    make(folder)
    given = {"source": str(folder), "pattern": "{date}-{speaker}", "query": "reform*"}
    words = [word for pair in given.items() for word in ("-p", *pair)]
    command = [
        sys.executable,
        "-m",
        "papermill",
        str(NOTEBOOKS / "10_your_own_texts.ipynb"),
        str(tmp_path / "out.ipynb"),
    ]
    done = subprocess.run([*command, *words, "--no-progress-bar"], capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    cells = json.loads((tmp_path / "out.ipynb").read_text(encoding="utf-8"))["cells"]
    found = [output for cell in cells for output in cell.get("outputs", [])]
    assert [o for o in found if o["output_type"] == "error" or o.get("name") == "stderr"] == []
    shown = "\n".join("".join(text) for o in found for kind, text in o["data"].items() if "image" not in kind)
    shown = re.sub(r'src="data:[^"]*"', "", shown)
    assert [what for what, pattern in IN_OUTPUT.items() if pattern.search(shown)] == []
    assert said in re.sub(r"<[^>]*>", "", shown)


def test_words_of_these_texts_are_counted_in_all_their_encodings(tmp_path):
    from helpers.measure.records import open_source

    in_encodings(tmp_path)
    found = {record.text_id: record for record in open_source(tmp_path).records()}
    assert [found[f"2020-{name}"].language for name in "abcd"] == ["en", "zh", "zh", "en"]
    assert "Genève" in found["2020-a"].text and "Genève" in found["2020-d"].text and "日内瓦" in found["2020-c"].text
