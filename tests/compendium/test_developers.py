"""What docs/developers.md tells a successor, tried as it stands there."""

import doctest
import json
import os
import re
import shutil
import subprocess
import sys

import pandas as pd
import pytest

from helpers.pages.publish import told
from helpers.paths import PROJECT

PAGE = PROJECT / "docs" / "developers.md"
TEXT = PAGE.read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"```(?:toml|python)\n# ([\w./]+)\n(.*?)```", TEXT, flags=re.DOTALL))
"""By file, what the page tells to write there."""


def test_the_way_of_a_sentence_is_as_the_page_shows_it():
    failed, tried = doctest.testfile(str(PAGE), module_relative=False, encoding="utf-8")
    assert failed == 0 and tried > 15


def test_each_function_on_the_way_is_there():
    from importlib import import_module

    named = re.findall(r"`((?:corpus|text|coding|pages)\.\w+)\.(\w+)`", TEXT)
    assert len(named) > 8
    assert [name for name in named if not hasattr(import_module(f"helpers.{name[0]}"), name[1])] == []


def test_each_place_to_change_is_there():
    rows = re.findall(r"^\| [^|]+ \| `([^`]+)` \| `([^`]+)` \|$", TEXT, flags=re.MULTILINE)
    assert len(rows) > 10
    assert [row for row in rows if row[1] not in (PROJECT / row[0]).read_text(encoding="utf-8")] == []
    named = set(re.findall(r"`((?:data|src|tests|docs|notebooks|\.github)/[\w./-]*)`", TEXT)) - set(BLOCKS)
    assert [name for name in named if not (PROJECT / name).exists()] == []


# --- recipes, in a copy of the project


def cells(script: str) -> list[dict]:
    """The cells of a script whose lines `# %%` say where one begins, whether it is prose, and its tags."""
    found = []
    for n, (prose, tags, source) in enumerate(re.findall(r"# %%( \[markdown\])? (.*)\n((?:(?!# %%).*\n)*)", script)):
        source = re.sub(r"^# ?", "", source, flags=re.MULTILINE) if prose else source
        cell = {"id": f"new{n}", "metadata": {"tags": tags.split(", ")}, "source": source.strip()}
        code = {"cell_type": "code", "execution_count": None, "outputs": []}
        found.append(cell | ({"cell_type": "markdown"} if prose else code))
    return found


class Copy:
    """A copy of the project in which a successor follows the page."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("src", "data", "notebooks", "docs"):
            shutil.copytree(PROJECT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))

    def write(self, name):
        """Add to a file what the page tells to write there."""
        path = self.folder / name
        if path.suffix == ".toml":
            with path.open("a", encoding="utf-8") as file:
                file.write(f"\n{BLOCKS[name]}")
            return
        kernel = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
        notebook = {"cells": [], "metadata": kernel, "nbformat": 4, "nbformat_minor": 5}
        notebook = json.loads(path.read_text(encoding="utf-8")) if path.exists() else notebook
        notebook["cells"] += cells(BLOCKS[name])
        path.write_text(json.dumps(notebook), encoding="utf-8")

    def type(self, command):
        """What a command of the page prints."""
        assert f"`{command}`" in TEXT
        words = [sys.executable, *command.split()[1:]]
        given = {**os.environ, "PYTHONPATH": str(self.folder / "src")}
        done = subprocess.run(words, cwd=self.folder, env=given, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def table(self, name):
        return pd.read_csv(self.folder / "data" / "processed" / f"{name}.csv", encoding="utf-8-sig")


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    return Copy(tmp_path_factory.mktemp("copy"))


def add_letter(copy):
    """The text that the page adds, once: whichever of the tests comes first."""
    letter = copy.folder / "data/raw/letter.txt"
    if not letter.exists():
        letter.write_text("Dear Sir,\n\nPostage is due. Yours, N.\n", encoding="utf-8")
        copy.write("data/raw/corpus.toml")


@pytest.mark.weekly
@pytest.mark.slow
def test_a_text_and_a_section_are_added_as_told(copy):
    add_letter(copy)
    for name in ("notebooks/00_corpus.ipynb", "data/codebooks/columns.toml"):
        copy.write(name)
    copy.type("python -m helpers run 00")
    assert copy.table("texts")["text_id"].iloc[-1] == "letter"
    longest = copy.table("longest")
    assert len(longest) == 5 and longest["characters"].is_monotonic_decreasing


@pytest.mark.weekly
@pytest.mark.slow
def test_a_concept_is_added_as_told(copy):
    add_letter(copy)
    copy.write("data/codebooks/concepts.toml")
    copy.type("python -m helpers run 01")
    assert "postage" in set(copy.table("concepts")["concept"])


@pytest.mark.weekly
@pytest.mark.slow
def test_a_codebook_is_added_as_told(copy):
    copy.write("data/codebooks/ruritania.toml")
    (copy.folder / "TABLE.csv").write_text("unit_id,text_id,paragraph,sentence\n1,a,1,Ruritania trades.\n")
    said = copy.type("python -m helpers code TABLE.csv --codebook data/codebooks/ruritania.toml")
    assert said.split() == ["unit_id,codes", "1,trade"]


@pytest.mark.weekly
@pytest.mark.slow
def test_a_notebook_is_added_as_told(copy):
    copy.write("notebooks/06_letters.ipynb")
    assert "06_letters" in copy.type("python -m helpers run 06")
    package = json.loads((copy.folder / "data/processed/datapackage.json").read_text(encoding="utf-8"))
    assert told(package["findings"][-1]) == "**The longest text has 122 paragraphs.**"
