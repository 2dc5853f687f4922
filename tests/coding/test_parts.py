"""Who read which half stands in coding.toml and nowhere in the code: other names there, and all is as it was."""

import shutil

import pytest

from conftest import codebook
from helpers.coding import coders, parts, stability, validation
from helpers.errors import CorpusError
from helpers.paths import CODING, US_FRAMES

BOOK = codebook(US_FRAMES)
NAMES = {"coder1": "ada", "coder2": "bo", "adjudicated": "carla", "coder3a": "dai", "coder3b": "emi", "coder3": "陈"}
TOML = """
[[half]]
id = "first"
coders = ["{coder1}", "{coder2}"]
decided = "{adjudicated}"
made = true

[[half]]
id = "second"
coders = ["{coder3a}", "{coder3b}"]
decided = "{coder3}"
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The codes of this project under other names of coders, declared in the folder, which stands for that of the project."""
    for old, new in NAMES.items():
        for prefix in ("us", "charges"):
            if (file := CODING / f"{prefix}_{old}.csv").exists():
                shutil.copy(file, tmp_path / f"{prefix}_{new}.csv")
    header, *lines = (CODING / "units.csv").read_text(encoding="utf-8").splitlines()
    at = header.split(",").index("readers")
    rows = [line.split(",") for line in lines]
    for row in rows:
        row[at] = " ".join(NAMES[name] for name in row[at].split())
    (tmp_path / "units.csv").write_text("\n".join([header, *map(",".join, rows)]) + "\n", encoding="utf-8")
    (tmp_path / "coding.toml").write_text(TOML.format(**NAMES), encoding="utf-8")
    yield tmp_path
    parts.ours.cache_clear()


def test_other_names_of_coders_give_the_same_numbers(corpus, folder, monkeypatch):
    before = coders.read_codings(corpus, BOOK, CODING)
    people = validation.persons(before)
    read = coders.choose(before, "reading")
    beside, who = validation.beside(before, BOOK), stability.who_read({"us": before})
    monkeypatch.setattr(parts, "CODING", folder)
    parts.ours.cache_clear()
    after = coders.read_codings(corpus, BOOK, folder)
    assert set(after["coder"]) == set(NAMES.values()) and validation.persons(after) == [] == people
    again = coders.choose(after, "reading")
    assert set(again["coder"]) == {"carla", "陈"}
    columns = ["sentence_id", "passes", "codes", "agent"]
    assert sorted(map(tuple, again[columns].values)) == sorted(map(tuple, read[columns].values))
    assert validation.beside(after, BOOK).equals(beside)
    assert stability.who_read({"us": after}).equals(who.assign(coder=who["coder"].map(NAMES)))


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        (TOML.replace("made = true", ""), "the pages show one half with `made` and then one without"),
        (TOML.replace('"{coder3a}", ', ""), r"half\[1\]: the pages show two coders and who decided; name these"),
        (TOML.replace('decided = "{coder3}"', ""), r"half\[1\]: the pages show two coders and who decided"),
        (TOML.replace('"{coder1}", "{coder2}"', '"x", "x"'), r"half\[0\].coders: a coder is named twice"),
        (TOML + 'labels = ["A"]\n', r"half\[1\].labels: 1 labels for 3 who are named; give each one, or none"),
    ],
)
def test_halves_that_the_pages_cannot_show_are_one_sentence(folder, monkeypatch, toml, said):
    (folder / "coding.toml").write_text(toml.format(**NAMES), encoding="utf-8")
    monkeypatch.setattr(parts, "CODING", folder)
    parts.ours.cache_clear()
    with pytest.raises(CorpusError, match=said):
        parts.ours()


def test_no_coder_is_named_in_the_code_that_is_counted_with():
    declared = [name for half in parts.read_halves(CODING) for name in half.names]
    assert declared == list(NAMES)
    for path in (CODING.parents[1] / "src" / "helpers").rglob("*.py"):
        code = [line for line in path.read_text(encoding="utf-8").splitlines() if f'"{declared[0]}"' in line]
        assert all(">>>" in line or ("coder2" in line and path.name == "example.py") for line in code), path
