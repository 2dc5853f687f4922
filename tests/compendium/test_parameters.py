"""What the notebooks' parameters may be stands in one file, and anything else is refused before a run starts."""

import json
import math
import shutil

import numpy as np
import pandas as pd
import pytest

from helpers import CorpusError, load_corpus
from helpers.__main__ import main
from helpers.coding import codebook, validation
from helpers.compendium import notebook, parameters
from helpers.compendium.notebook import find
from helpers.compendium.parameters import declared_parameters, read_bounds
from helpers.mentions import windows
from helpers.pages import sheet
from helpers.paths import CODING, US_FRAMES
from helpers.statistics import dispersion, resampling
from small import write_notebook


def test_each_parameter_of_each_notebook_is_declared_with_its_type_and_nothing_else_is():
    annotated = {(name, kind) for path in find([]) for name, kind in declared_parameters(path).items()}
    assert {(p.name, p.type) for p in read_bounds().values()} == annotated


def test_the_notebooks_own_values_will_do():
    for path in find([]):
        source = next(
            "".join(cell["source"])
            for cell in notebook.read_notebook(path)["cells"]
            if "parameters" in cell["metadata"]["tags"]
        )
        values = {}
        exec(source, values)
        for name in declared_parameters(path):
            parameters.check(name, values[name])


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("window", "0", "parameter 'window' takes 2 or more, not 0; correct it"),
        ("resamples", "-1", "parameter 'resamples' takes 2 to 100000, not -1; correct it"),
        ("resamples", "9" * 100, "parameter 'resamples' takes 2 to 100000, not " + "9" * 59 + "…; correct it"),
        ("seed", "-1", "parameter 'seed' takes 0 to 4294967295, not -1"),
        ("seed", "9" * 5000, "parameter 'seed' takes a value of type int, not '" + "9" * 59 + "…'; correct it"),
        ("top", "-5", "parameter 'top' takes 1 or more, not -5"),
        ("folds", "1", "parameter 'folds' takes 2 or more, not 1"),
        ("minimum", "0", "parameter 'minimum' takes 1 or more, not 0"),
        ("threshold", "1.5", "parameter 'threshold' takes 0 to 1, not 1.5"),
        ("threshold", "inf", "parameter 'threshold' takes 0 to 1, not inf"),
        ("threshold", "nan", "parameter 'threshold' takes 0 to 1, not nan"),
        ("checked", '["主权", ""]', "parameter 'checked' has an empty entry; take it out"),
        ("texts", "ren-lin-zh,nowhere", "texts: 'nowhere' is not among xinhua-report, "),
        ("opened", "lost", "opened: 'lost' is not among xinhua-report, "),
        ("codes", "nobody", "no coder 'nobody'; there are reading, dictionary, adjudicated, coder1, coder2, coder3, "),
        ("codes", "月" * 500, "no coder '" + "月" * 59 + "…'; there are reading, "),
    ],
)
def test_a_value_that_will_not_do_is_refused_before_anything_starts_with_what_is_allowed(
    tmp_path, capsys, name, value, says
):
    assert main(["run", "-p", name, value, "--output", str(tmp_path / "out")]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(f"error: {says}") and err.count("\n") == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("window", "2"), ("resamples", "2"), ("seed", "0"), ("threshold", "0"), ("threshold", "1"), ("codes", ""),
        ("codes", "coder3b"), ("texts", ""), ("opened", "ren-lin-zh"),
    ],
)  # fmt: skip
def test_what_is_just_allowed_is_allowed(name, value):
    read = parameters.read_parameters(find([]), [(name, value)])
    assert any(name in values for values in read.values())


def test_who_filled_a_sheet_is_a_coder(tmp_path, monkeypatch):
    folder = tmp_path / "coding"
    shutil.copytree(CODING, folder)
    (folder / "sheet_us_李_华.csv").write_text("unit_id\n", encoding="utf-8")
    monkeypatch.setattr(parameters, "CODING", folder)
    parameters.check("codes", "李_华")
    with pytest.raises(CorpusError, match="no coder '李'"):
        parameters.check("codes", "李")


def test_a_parameter_that_nobody_declared_is_free():
    parameters.check("of_somebody_else", math.nan)


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ('[[parameter]]\nname = "n"\ntype = "int"\n', "own.toml: parameter[0]: 'meaning' is missing"),
        ('[[parameter]]\nname = "n"\ntype = "number"\nmeaning = "m"\n', "own.toml: parameter[0].type: "),
        ('[[parameter]]\nname = "n"\ntype = "int"\nmeaning = "m"\nleast = "0"\n', "own.toml: parameter[0].least: it must"),
        ('[[parameter]]\nname = "n"\ntype = "int"\nmeaning = "m"\n' * 2, "own.toml: parameter[1]: 'n' stands twice"),
        ('[[parameter]]\nname = "n"\ntype = "int"\nmeaning = "m"\nmax = 3\n', "own.toml: parameter[0]: unknown key 'max'"),
    ],
)  # fmt: skip
def test_a_declaration_that_cannot_be_read_is_one_sentence(tmp_path, toml, says):
    path = tmp_path / "own.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(CorpusError) as error:
        read_bounds(path)
    assert str(error.value).startswith(says) and "\n" not in str(error.value)


def test_nothing_of_a_notebook_is_executed_to_read_its_parameters(tmp_path):
    there = tmp_path / "there"
    source = [
        f"n: int = open({str(there)!r}, 'w').close()  # a file\n",
        'names: list[str] = [\n    "a",\n]\n',
        "x = 1\n",
    ]
    cell = {"cell_type": "code", "id": "a", "metadata": {"tags": ["parameters"]}, "outputs": [], "source": source}
    other = {**cell, "id": "b", "metadata": {}, "source": ["m: int = 2"]}
    kernel = {"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}}
    (tmp_path / "{n}").mkdir()
    path = tmp_path / "{n}" / "00_a.ipynb"
    path.write_text(
        json.dumps(
            {
                "cells": [other, {**cell, "execution_count": None}],
                "metadata": kernel,
                "nbformat": 4,
                "nbformat_minor": 5,
            }
        )
    )
    assert declared_parameters(path) == {"n": "int", "names": "list[str]"}
    assert not there.exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cells": 3}', "<<<<<<< ours\n{}", "\ufffe"])
def test_a_file_that_is_no_notebook_is_one_sentence(tmp_path, text):
    path = tmp_path / "00_a.ipynb"
    path.write_text(text, encoding="utf-16" if text == "\ufffe" else "utf-8")
    with pytest.raises(CorpusError, match=r"^00_a.ipynb: not readable as a notebook \(.*\); restore it"):
        parameters.read_parameters([path], [])


@pytest.mark.parametrize(
    ("draws", "says"),
    [
        (lambda: resampling.interval(np.ones((30, 1)), np.ones(30), -1, 1), "resamples are 1 or more, not -1"),
        (lambda: resampling.interval(np.ones((30, 1)), np.ones(30), 20, -1), "a seed is 0 or more, not -1"),
        (lambda: dispersion.dispersion(pd.DataFrame({"p": [9], "q": [9]}), 0, 1), "resamples are 1 or more, not 0"),
        (lambda: validation.cross_validated(None, None, 0, 1), "folds are 1 or more, not 0"),
        (lambda: windows.windows(None, 0), "a window has a word or a hanzi at least, not 0"),
        (lambda: windows.windows(None, 100, -14), "a window has a word or a hanzi at least, not -14"),
        (lambda: sheet.draw(load_corpus(), codebook.read_codebook(US_FRAMES), -1), "a seed is 0 or more, not -1"),
    ],
)
def test_by_hand_too_what_cannot_be_drawn_is_one_sentence(draws, says):
    with pytest.raises(CorpusError, match=f"^{says}; correct it$"):
        draws()


def test_values_are_read_by_the_annotation(tmp_path):
    path = write_notebook(tmp_path, "00_a")
    given = [("n", "7"), ("share", "0.25"), ("names", "x,y z"), ("numbers", "[1, 2]"), ("loud", "True"), ("word", "7")]
    assert parameters.read_parameters([path], given) == {
        "00_a": {"n": 7, "share": 0.25, "names": ["x", "y z"], "numbers": [1, 2], "loud": True, "word": "7"}
    }
