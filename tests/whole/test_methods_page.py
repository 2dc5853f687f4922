"""The page of methods: the sections to which chapters lead, and what it makes with other settings."""

import json
import re

import pandas as pd
import pytest

from cells import run_cells
from helpers.compendium import site
from helpers.compendium.notebook import find
from helpers.paths import METHODS, PROCESSED

SECTIONS = [
    "coders", "agreement", "dictionary", "outside", "second-reading", "schemes", "keyness", "dispersion", "windows", "recurring-claims",
    "sensitivity", "limits",
]  # fmt: skip


def prose(path):
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]


def test_each_section_has_its_anchor_before_its_heading():
    heads = [re.match(r'<a id="([\w-]+)"></a>\n\n## (.+)', text) for text in prose(METHODS)]
    found = {head[1]: head[2] for head in heads if head}
    assert list(found) == SECTIONS
    assert [title.lower().replace(" ", "-") for title in found.values()] == SECTIONS  # as the site makes an anchor


def test_every_link_of_a_chapter_to_the_methods_leads_to_a_section():
    links = [
        link
        for path in find([])
        for text in prose(path)
        for link in re.findall(r"\]\(([^)]*methods\.ipynb[^)]*)\)", text)
    ]
    assert set(links) <= {f"../docs/methods.ipynb#{section}" for section in SECTIONS}


@pytest.mark.weekly
@pytest.mark.slow
def test_the_page_runs_with_other_settings_and_says_what_coders_are(tmp_path):
    given = [("resamples", "20"), ("folds", "3"), ("placements", "20"), ("rarest", "5"), ("top", "3"), ("window", "50")]
    told = run_cells("methods", given, tmp_path / "out")
    assert "pass of one large language model" in told and "The same reader twice" in told
    assert "Of the 3 concepts that fill most windows" in told
    made = {path.stem for path in (tmp_path / "out/data/processed").glob("*.csv")}
    names = ("validation", "agreement", "coders_by_text", "leave_one_out", "codebook")
    assert made == {f"{prefix}_{name}" for prefix in ("us", "gs", "inst") for name in names} | {
        "second_reading", "second_reading_answers", "scheme_readers", "keyness_settings", "keyness_paragraphs", "dispersion",
        "gs_recurring_judged",
    }  # fmt: skip
    macro = pd.read_csv(tmp_path / "out/data/processed/gs_validation.csv", encoding="utf-8-sig").query(
        "measure == 'macro' and level == 'code' and not comparison.str.startswith('outside')"
    )
    published = pd.read_csv(PROCESSED / "gs_validation.csv", encoding="utf-8-sig").query(
        "measure == 'macro' and level == 'code' and not comparison.str.startswith('outside')"
    )
    assert (macro["n"].to_numpy() > published["n"].to_numpy()).all()  # a code that is rarer enters, too


def test_a_link_of_a_chapter_leads_to_where_the_methods_stand_on_the_site_and_back(tmp_path):
    text = '<a id="coders"></a>\n\n## Coders\n\nSee [there](../docs/methods.ipynb#coders), [a chapter](../notebooks/00_x.ipynb).'
    cell = {"cell_type": "markdown", "id": "a", "metadata": {"tags": ["narrative"]}, "source": text}
    path = tmp_path / "methods.ipynb"
    path.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    shown = json.loads(site.chapter_page(path))["cells"][0]["source"]
    assert shown.startswith("## Coders\n\nSee [there](../methods.ipynb#coders), [a chapter](chapters/00_x.ipynb).")
