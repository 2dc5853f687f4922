"""Claims about CSV for people: a spreadsheet runs no cell, and reading gives back what was written."""

import csv
import io
import re

import pandas as pd
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from conftest import write_corpus
from helpers import load_corpus
from helpers.__main__ import main
from helpers.coding.codebook import read_codebook
from helpers.corpus import selection
from helpers.declarations.tables import read_csv, to_csv, unguarded
from helpers.pages import publish, sheet
from helpers.paths import US_FRAMES

FORMULAS = [
    "=1+1",
    "+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "-2+3+cmd|' /C calc'!A0",
    "-a",
    "-",
    "--5",
    "-1 ",
    "＝1+1",
    "－甲",
    "'=1",
    "''-x",
]
TEXTS = ["", "a=1", "'tis", "'", "''", "-5", "-0.25", "-.5", "-1e-05", "—甲", "5-7", "全球=治理", " =1"]


def cells(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


@pytest.mark.parametrize("cell", FORMULAS)
def test_what_a_spreadsheet_would_run_has_an_apostrophe_before_it(cell):
    assert cells(to_csv(pd.DataFrame({cell: [cell]}))) == [[f"'{cell}"], [f"'{cell}"]]


@pytest.mark.parametrize("cell", TEXTS)
def test_other_texts_are_written_as_they_are(cell):
    assert cells(to_csv(pd.DataFrame({"a": [cell], "b": ["x"]}))) == [["a", "b"], [cell, "x"]]


def test_negative_numbers_stay_numbers():
    frame = pd.DataFrame({"n": [-5, 3], "x": [-0.25, float("nan")], "t": [True, False]})
    assert to_csv(frame, "%.6g") == "n,x,t\n-5,-0.25,True\n3,,False\n"


@settings(derandomize=True, deadline=None)
@given(st.lists(st.text(alphabet="'=+-@\t\r\n,\"5.ea甲 ＝－", max_size=6), min_size=1, max_size=4))
@example(FORMULAS + TEXTS)
def test_reading_gives_back_what_was_written(values):
    frame = pd.DataFrame({"=k": [str(n) for n in range(len(values))], "text": values})
    written = to_csv(frame)
    assert not any(
        re.match(r"[=+@\t\r\n＝＋＠]|-(?![\d.]+(?:e-?\d+)?\Z)", cell) for row in cells(written) for cell in row
    )
    read = pd.read_csv(io.StringIO(written, newline=""), dtype=str, keep_default_na=False)
    pd.testing.assert_frame_equal(unguarded(read), frame, check_dtype=False)


def test_published_tables_are_guarded(tmp_path, monkeypatch):
    monkeypatch.setenv(publish.OUTPUT_VARIABLE, str(tmp_path))
    frame = pd.DataFrame([("=a", "@b", "-c", -1, 3)], columns=["source_id", "file", "sha256", "characters", "lines"])
    publish.table("00_x", "sources", frame)
    path = tmp_path / "data" / "processed" / "sources.csv"
    assert cells(path.read_text("utf-8-sig"))[1] == ["'=a", "'@b", "'-c", "-1", "3"]
    read = read_csv(path, ("source_id",), "", "source_id")
    assert read.loc[0].tolist() == ["=a", "@b", "-c", "-1", "3"]


def test_a_coding_sheet_is_guarded_and_is_read_as_it_was(tmp_path):
    text = "T\nby N\n\nOpening\n\n=cmd() The U.S. left.\n\n-Trade @home; the U.S. left again.\n"
    corpus, book = load_corpus(write_corpus(tmp_path, english=text)), read_codebook(US_FRAMES)
    rows = selection.countable(corpus)
    drawn = pd.DataFrame({"unit_id": rows["sentence_id"], "sentence": rows["text"], "passes": "no", "codes": ""})
    paths = sheet.write(corpus, book, drawn, tmp_path / "out")
    written = [row[1] for row in cells(paths[0].read_text("utf-8-sig"))]
    assert {"'=cmd() The U.S. left.", "'-Trade @home; the U.S. left again."} <= set(written)
    assert read_csv(paths[0], ("unit_id",), "")["sentence"].tolist() == rows["text"].tolist()


def test_codes_that_are_printed_are_guarded(tmp_path, capsys):
    table = tmp_path / "units.csv"
    table.write_text("unit_id,text_id,paragraph,sentence\n=1+1,a,1,The US left.\n-x,a,2,美国退出。\n", encoding="utf-8")
    assert main(["code", str(table), "--codebook", str(US_FRAMES)]) == 0
    assert [row[0] for row in cells(capsys.readouterr().out)] == ["unit_id", "'=1+1", "'-x"]
