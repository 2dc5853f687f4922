"""Claims about the coding sheet: blind, stratified, the same each time, and read back as a coder's."""

import shutil
from itertools import pairwise

import pandas as pd
import pytest

from conftest import codebook
from helpers import CorpusError
from helpers.coding import coders, validation
from helpers.coding.dictionary import apply
from helpers.corpus import selection
from helpers.mentions.speakers import read_reporting_words
from helpers.pages import sheet
from helpers.paths import CODING, US_FRAMES

BOOK = codebook(US_FRAMES)


@pytest.fixture(scope="module")
def codings(corpus):
    return coders.read_codings(corpus, BOOK, CODING)


def test_the_sheet_is_blind_stratified_and_the_same_each_time(corpus):
    drawn = sheet.draw(corpus, BOOK, 1)
    assert len(drawn) == drawn["unit_id"].nunique() == 80
    language = corpus.texts.set_index("text_id")["language"]
    assert (drawn["unit_id"].str.split(":").str[0].map(language) == "zh").sum() == 20
    assert list(drawn.columns) == ["unit_id", "sentence", "passes", "codes", *BOOK.attributes, "agent"]
    assert (drawn[["passes", "codes", "agent"]] == "").all().all()
    assert drawn.equals(sheet.draw(corpus, BOOK, 1))
    assert not drawn.equals(sheet.draw(corpus, BOOK, 2))
    passes = apply(BOOK, selection.countable(corpus))[0].set_index("unit_id")["naming"].ne("")
    order = passes.loc[drawn["unit_id"]].tolist()
    assert 30 <= sum(order) <= 50
    assert sum(a != b for a, b in pairwise(order)) > 10  # mixed, not in blocks


def test_a_filled_sheet_is_a_coder(corpus, codings, tmp_path):
    drawn = sheet.draw(corpus, BOOK, 1)
    reading = coders.choose(codings, "reading").set_index("sentence_id").loc[drawn["unit_id"]].reset_index()
    filled = drawn.assign(passes=reading["passes"].map({True: "yes", False: "no"}).astype("str"))
    for column in ("codes", "agent", *BOOK.attributes):
        filled[column] = reading[column]
    shutil.copytree(CODING, tmp_path / "coding")
    filled.drop(columns="sentence").to_csv(tmp_path / "coding" / "sheet_us_ada.csv", index=False)
    there = coders.read_codings(corpus, BOOK, tmp_path / "coding")
    table = validation.agreement_table(there, BOOK, "reading", "ada", 50, 1).set_index(["level", "measure"])
    assert table.loc[("gate", "gate"), ["alpha", "units"]].tolist() == [1, 80]
    said = coders.by_dictionary(corpus, BOOK, read_reporting_words())
    checked = validation.validation_table(coders.choose(there, "ada"), said, BOOK, 3, 50, 1).set_index(
        ["level", "measure"]
    )
    assert checked.loc[("gate", "gate, all"), "n"] == filled["passes"].eq("yes").sum()
    filled.assign(passes="").to_csv(tmp_path / "coding" / "sheet_us_ada.csv", index=False)
    with pytest.raises(CorpusError, match=r"sheet_us_ada\.csv: line 2: `passes` is yes or no, not ''; fill it in"):
        coders.read_codings(corpus, BOOK, tmp_path / "coding")


def test_the_page_of_the_sheet_shows_text_as_text(corpus, tmp_path):
    drawn = sheet.draw(corpus, BOOK, 1).head(3)
    table, page = sheet.write(corpus, BOOK, drawn, tmp_path)
    shown = page.read_text(encoding="utf-8")
    assert shown.count('<div class="unit">') == 3 and shown.count("<mark>") == 3
    for code in BOOK.codes:
        assert code.id in shown
    assert "http" not in shown and "<script" not in shown
    assert pd.read_csv(table, keep_default_na=False)["sentence"].tolist() == drawn["sentence"].tolist()
