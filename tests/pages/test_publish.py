"""Claims about what is published: the same bytes each time, described, valid, and safe to show."""

import json
import os
import subprocess
import sys
from html import unescape

import pandas as pd
import pytest
from frictionless import Package
from hypothesis import given
from hypothesis import strategies as st

from helpers import CorpusError
from helpers.pages import columns, html, plots, publish
from helpers.pages.fonts import FILE
from helpers.pages.fonts.make import wanted
from helpers.pages.quotations import Passage
from helpers.paths import FIGURES, PROCESSED


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(publish.OUTPUT_VARIABLE, str(tmp_path))
    return tmp_path


def drawing(text="全球治理 and “order”"):
    figure, (axes,) = plots.canvas(3, 2)
    axes.plot([0, 1], [0, 1])
    axes.set_title(text)
    return figure


SOURCES = pd.DataFrame(
    [("b", "ü全球.txt", "ab", 2, 1), ("a", 'say "hi", then', "cd", 10**7, 3)],
    columns=["source_id", "file", "sha256", "characters", "lines"],
)


def test_a_table_is_the_same_bytes_and_opens_in_a_spreadsheet(folder):
    publish.table("00_x", "sources", SOURCES)
    path = folder / "data" / "processed" / "sources.csv"
    first = path.read_bytes()
    assert first.startswith(b"\xef\xbb\xbfsource_id,")
    assert b"\r" not in first
    publish.table("00_x", "sources", SOURCES.copy())
    assert path.read_bytes() == first
    assert pd.read_csv(path)["file"].tolist() == SOURCES["file"].tolist()


def test_numbers_have_six_digits_and_truths_are_words(folder, monkeypatch):
    described = {
        "title": "T", "description": "D", "key": ["k"],
        "columns": [{"name": n, "type": t, "description": "x"} for n, t in (("k", "string"), ("x", "number"), ("b", "boolean"))],
    }  # fmt: skip
    monkeypatch.setattr(columns, "read_columns", lambda: {"t": described})
    publish.table("00_x", "t", pd.DataFrame({"k": ["a", "True"], "x": [1 / 3, None], "b": [True, False]}))
    assert (folder / "data/processed/t.csv").read_text("utf-8-sig") == "k,x,b\na,0.333333,true\nTrue,,false\n"
    publish.table("00_x", "t", pd.DataFrame({"k": ["a"], "x": [5], "b": [True]}))  # whole numbers are numbers
    assert (folder / "data/processed/t.csv").read_text("utf-8-sig") == "k,x,b\na,5,true\n"


@pytest.mark.parametrize(
    ("frame", "says"),
    [
        (SOURCES.drop(columns="lines"), "describes the columns"),
        (SOURCES.assign(lines="x"), "column 'lines' is string, not integer"),
        (pd.concat([SOURCES, SOURCES]), r"the key \['source_id'\] stands twice"),
    ],
)
def test_a_table_that_is_not_as_described_is_refused(folder, frame, says):
    with pytest.raises(CorpusError, match=says):
        publish.table("00_x", "sources", frame)
    assert list(folder.iterdir()) == []


COLUMNS = """
[ships]
title = "Ships"
description = "A row a ship"
key = ["name"]
columns = [{ name = "name", type = "string", description = "Its name" }]
[boats]
like = "ships"
title = "Boats"
"""


def test_a_table_takes_over_what_another_says_and_keeps_its_own(tmp_path):
    path = tmp_path / "columns.toml"
    path.write_text(COLUMNS, encoding="utf-8")
    ships, boats = columns.read_columns(path).values()
    assert (boats["title"], ships["title"]) == ("Boats", "Ships")
    assert [boats[key] for key in ("description", "key", "columns")] == [
        ships[k] for k in ("description", "key", "columns")
    ]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('like = "ships"', 'like = "rafts"', "boats.like: there is no table 'rafts' whose columns it could take over"),
        ('like = "ships"', 'like = "boats"', "boats.like: there is no table 'boats' whose columns it could take over"),
        ('like = "ships"', "", "boats: 'description' is missing; add it"),
        ('title = "Boats"', "title = 1", "boats.title: it must be text in quotation marks, not a whole number"),
        (
            'title = "Boats"',
            'titel = "Boats"',
            "boats: unknown key 'titel'; use one of columns, description, key, like",
        ),
        ('["name"]', '["nam"]', "ships.key: 'nam' is no column of the table; correct it"),
        ('["name"]', '"name"', "ships.key: it must be a list, [...], not text in quotation marks"),
        ('"string"', '"date"', "ships.columns[0].type: 'date' is not known here; use one of string, integer"),
        (', description = "Its name"', "", "ships.columns[0]: 'description' is missing; add it"),
        (
            "columns = [",
            'columns = [{ name = "name", type = "string", description = "x" }, ',
            "ships.columns: a column is",
        ),
        ("[boats]", "boats = 1\n[rafts]", "ships: unknown key 'boats'"),
    ],
)
def test_a_bad_description_of_tables_is_one_sentence(tmp_path, old, new, says):
    path = tmp_path / "columns.toml"
    path.write_text(COLUMNS.replace(old, new), encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        columns.read_columns(path)
    assert str(caught.value).startswith(f"columns.toml: {says}")


def test_an_undescribed_table_is_refused(folder):
    with pytest.raises(CorpusError, match="table 'poems' is not described"):
        publish.table("00_x", "poems", SOURCES)


def test_by_hand_results_go_to_build_and_say_so(monkeypatch, tmp_path):
    monkeypatch.delenv(publish.OUTPUT_VARIABLE, raising=False)
    monkeypatch.setattr(publish, "BUILD", tmp_path / "build")
    monkeypatch.setattr(publish, "PROJECT", tmp_path)
    shown = publish.table("00_x", "sources", SOURCES)
    assert "Written to <code>build/00_x</code>, not published" in shown.data
    assert (tmp_path / "build/00_x/data/processed/sources.csv").exists()


def test_a_figure_is_the_same_bytes_without_date_or_version(folder):
    shown = publish.figure("00_x", "00_f", drawing(), title="T.", caption="C.", alt="A <b>")
    first = {kind: (folder / "figures" / f"00_f.{kind}").read_bytes() for kind in ("svg", "png")}
    publish.figure("00_x", "00_f", drawing(), title="T.", caption="C.", alt="A")
    assert first == {kind: (folder / "figures" / f"00_f.{kind}").read_bytes() for kind in ("svg", "png")}
    assert b"matplotlib" not in first["png"].lower()
    assert b"<dc:date>" not in first["svg"]
    assert "A &lt;b&gt;" in shown.data
    assert "<figcaption>" in shown.data


@pytest.mark.ci
def test_a_readers_own_settings_do_not_change_a_figure(tmp_path):
    (tmp_path / "matplotlibrc").write_text("font.size: 30\naxes.facecolor: black\nfont.family: serif\n")
    code = "import hashlib, test_publish as t; print(hashlib.sha256(t.plots.render(t.drawing(), 'png')).hexdigest())"
    found = set()
    for settings in ({}, {"MATPLOTLIBRC": str(tmp_path / "matplotlibrc")}):
        environment = {**os.environ, **settings, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        found.add(done.stdout)
    assert len(found) == 1


def test_a_figure_without_its_texts_is_refused(folder):
    with pytest.raises(ValueError, match="alternative text"):
        publish.figure("00_x", "00_f", drawing(), title="T", caption="C", alt=" ")


def test_a_missing_glyph_is_an_error_that_names_the_character():
    with pytest.raises(CorpusError, match=r"no font can draw '\U000130b8' \(U\+130B8\)"):
        plots.render(drawing("eye \U000130b8"), "png")


def test_the_shipped_fonts_hold_all_that_is_asked():
    held = plots._held("Compendium Sans SC") | plots._held(plots.FALLBACK)
    assert wanted() <= held
    assert (FILE.with_name("OFL.txt")).read_text(encoding="utf-8").count("SIL OPEN FONT LICENSE") == 1


def test_fresh_entries_replace_those_of_their_notebook_and_no_others():
    old = {"resources": [{"name": "a", "notebook": "00"}, {"name": "b", "notebook": "01"}], "figures": []}
    new = {"resources": [{"name": "c", "notebook": "00"}], "figures": [{"name": "f", "notebook": "00"}]}
    merged = publish.merge(old, ["00"], [new])
    assert [entry["name"] for entry in merged["resources"]] == ["b", "c"]
    assert [entry["name"] for entry in merged["figures"]] == ["f"]
    with pytest.raises(CorpusError, match="two notebooks publish 'b'"):
        publish.merge(old, ["00"], [{"resources": [{"name": "b", "notebook": "00"}]}])


# --- what is committed -----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def package():
    return json.loads((PROCESSED / publish.PACKAGE).read_text(encoding="utf-8"))


@pytest.mark.ci
def test_the_committed_data_package_is_valid():
    report = Package(str(PROCESSED / publish.PACKAGE)).validate()
    assert report.valid, report.flatten(["type", "message"])
    assert len(report.tasks) >= 8


def test_the_folders_hold_what_the_package_names_and_nothing_else(package):
    there = {f"data/processed/{p.name}" for p in PROCESSED.iterdir()} | {f"figures/{p.name}" for p in FIGURES.iterdir()}
    assert there == {*publish.files(package), f"data/processed/{publish.PACKAGE}"}


def test_every_column_is_described(package):
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            assert len(field["description"]) > 5


# --- pages -----------------------------------------------------------------------------------------------------------


@given(st.text(alphabet="<script>&\"'`*_$[]\\~国 a", max_size=40))
def test_text_on_a_page_is_data(text):
    shown = html.quote(text)
    inner = shown.removeprefix(f'<span class="{html._PLAIN}">').removesuffix("</span>")
    assert not set(inner) & set("<>\"'`*_$[]\\~")
    assert unescape(inner) == text


def test_a_table_shows_seven_columns_and_fifteen_rows_at_most():
    frame = pd.DataFrame({"n": range(40), "text": ["<b>$5 and $6</b>"] * 40})
    shown = html.table(frame, "Forty.", more="data/processed/x.csv").data
    assert shown.count("<tr>") == 16
    assert "15 of 40 rows" in shown
    assert "<b>" not in shown
    assert "mathjax_ignore" in shown
    with pytest.raises(ValueError, match="at most 7 columns"):
        html.table(pd.DataFrame({str(n): [1] for n in range(8)}), "Eight.")


def test_a_table_without_rows_says_so():
    shown = html.table(pd.DataFrame({"text": []}), "Repairs of scanning errors.", more="data/processed/x.csv").data
    assert "Repairs of scanning errors. None here. Whole table: <code>data/processed/x.csv</code>." in shown
    assert "None here" not in html.table(pd.DataFrame({"text": ["a"]}), "One.").data


def test_chinese_passages_are_marked_as_such():
    shown = html.evidence([Passage("a:1.1", "A", "全球"), Passage("b:1.1", "B", "world")], "Two.").data
    assert shown.count('lang="zh"') == 1
