"""Answers of notebooks, recomputed without a kernel, are those that a run publishes."""

import json

import pandas as pd
import pytest

from helpers.compendium.answers import Asked, answer
from helpers.compendium.notebook import find
from helpers.declarations.tables import unguarded
from helpers.errors import RunError
from helpers.paths import PROCESSED


@pytest.mark.weekly
@pytest.mark.slow
@pytest.mark.parametrize("number", ["01", "03"])
def test_without_other_settings_the_answer_is_the_published_one(number, tmp_path):
    (path,) = find([number])
    (tmp_path / "findings.csv").write_bytes(answer(Asked(str(path), {})))
    made, every = (
        unguarded(pd.read_csv(folder / "findings.csv", encoding="utf-8-sig", keep_default_na=False))
        for folder in (tmp_path, PROCESSED)
    )
    published = every[every["notebook"] == path.stem].reset_index(drop=True)
    assert len(made) and made.astype(str).equals(published.astype(str))


def notebook(folder, *cells):
    path = folder / "09_own.ipynb"
    code = [{"cell_type": "code", "source": source, "metadata": {"tags": tags}} for source, tags in cells]
    path.write_text(json.dumps({"cells": [{"cell_type": "markdown", "source": "# Own", "metadata": {}}, *code]}))
    return str(path)


def test_parameters_are_set_behind_the_cell_that_declares_them(tmp_path):
    path = notebook(
        tmp_path,
        ("many: int = 1", ["parameters"]),
        ("from helpers.pages.publish import Finding, finding", []),
        ("finding('09_own', '{many}', Finding('many', 'So many.', many))", []),
        ("1 / 0  # behind the answer nothing is run", []),
    )
    assert [answer(Asked(path, values)).decode("utf-8-sig").splitlines()[1] for values in ({}, {"many": 7})] == [
        "many,So many.,1,,,,,09_own,0",
        "many,So many.,7,,,,,09_own,0",
    ]


def test_a_cell_that_fails_is_one_sentence(tmp_path):
    path = notebook(tmp_path, ("x: int = 1", ["parameters"]), ("x / 0", []))
    with pytest.raises(RunError, match=r"^09_own, cell 3: ZeroDivisionError: division by zero; run it with"):
        answer(Asked(path, {}))
