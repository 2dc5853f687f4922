"""Each notebook on a corpus of one's own and with other parameters, by the runner or its cells alone."""

import json
import re

import pandas as pd
import pytest

from cells import run_cells
from conftest import ENGLISH, write_corpus
from helpers import CorpusError
from helpers.compendium import run as compendium_run
from helpers.paths import INSTITUTIONS, SOURCES, US_FRAMES

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("compared", "us-memorandum,xinhua-report", r"us-memorandum has \d+ words, and a contrast needs 3,000; print"),
        ("compared", "ren-lin-zh", r"compared: \['ren-lin-zh'\] are not all texts in 'en'"),
        ("minimum", "100000", "no term stands 100000 times or more"),
    ],
)
def test_notebook_01_says_in_one_sentence_what_it_cannot_do(tmp_path, name, value, says):
    try:
        told = run_cells("01", [(name, value), ("resamples", "50")], tmp_path)
    except CorpusError as error:
        told = str(error)
        assert "\n" not in told
    assert re.search(says, told)


def test_notebook_02_runs_on_ones_own_corpus_with_the_dictionary(own_corpus, tmp_path):
    given = [("corpus", str(own_corpus)), ("resamples", "20")]
    compendium_run.run(["02"], given, tmp_path / "out")
    package = json.loads((tmp_path / "out" / "data" / "processed" / "datapackage.json").read_text(encoding="utf-8"))
    assert "us_validation" not in {entry["path"][:-4] for entry in package["resources"]}
    found = pd.read_csv(tmp_path / "out" / "data" / "processed" / "us_coded.csv", encoding="utf-8-sig")
    assert found[["text_id", "coder"]].values.tolist() == [["paper", "dictionary"], ["wen", "dictionary"]]


@pytest.mark.parametrize(
    "given",
    [
        [("codes", "dictionary"), ("unit", "paragraph")],
        [("codes", "coder1"), ("texts", "xinhua-report,ren-lin-zh")],
        [("minimum", "5"), ("passages", "0"), ("quoted", "0")],
    ],
)
def test_notebook_02_runs_with_other_parameters(tmp_path, given):
    run_cells("02", [*given, ("resamples", "20"), ("folds", "3")], tmp_path / "out")
    assert (tmp_path / "out" / "data" / "processed" / "us_ladder.csv").exists()


def test_notebook_02_shows_a_change_of_the_codebook(tmp_path):
    text = US_FRAMES.read_text(encoding="utf-8")
    own = tmp_path / "us_frames.toml"
    own.write_text(text.replace('"tariff*", ', ""), encoding="utf-8")
    english = ENGLISH + "\nThe United States imposed tariffs on its partners.\n"
    given = [("corpus", str(write_corpus(tmp_path, english=english))), ("resamples", "20")]
    compendium_run.run(["02"], given, tmp_path / "before")
    compendium_run.run(["02"], [*given, ("codebook", str(own))], tmp_path / "after")
    counts = [
        pd.read_csv(tmp_path / name / "data" / "processed" / "us_frames_by_text.csv", encoding="utf-8-sig")
        .query("name == 'economic-coercion'")["sentences"]
        .sum()
        for name in ("before", "after")
    ]
    assert counts == [1, 0]


def test_notebook_03_runs_on_ones_own_corpus_with_the_dictionary(own_corpus, tmp_path):
    given = [("corpus", str(own_corpus)), ("resamples", "20")]
    compendium_run.run(["03"], given, tmp_path / "out")
    processed = tmp_path / "out" / "data" / "processed"
    package = json.loads((processed / "datapackage.json").read_text(encoding="utf-8"))
    assert not {"gs_validation", "gs_recurring_judged"} & {entry["path"][:-4] for entry in package["resources"]}
    found = pd.read_csv(processed / "gs_coded.csv", encoding="utf-8-sig")
    assert found[["text_id", "claimant", "coder"]].values.tolist() == [["wen", "author", "dictionary"]]


@pytest.mark.parametrize(
    "given",
    [
        [("codes", "dictionary"), ("unit", "paragraph"), ("sources", str(SOURCES))],
        [("codes", "coder1"), ("texts", "xinhua-report,ren-lin-zh"), ("threshold", "0.9"), ("threshold_across", "0.9")],
        [("texts", "us-fact-sheet"), ("passages", "0"), ("quoted", "0")],
    ],
)
def test_notebook_03_runs_with_other_parameters(tmp_path, given):
    run_cells("03", [*given, ("resamples", "20"), ("folds", "3")], tmp_path / "out")
    assert (tmp_path / "out" / "data" / "processed" / "gs_claims_by_text.csv").exists()


def test_notebook_04_runs_on_ones_own_corpus_with_the_dictionary(own_corpus, tmp_path):
    compendium_run.run(["04"], [("corpus", str(own_corpus)), ("resamples", "20")], tmp_path / "out")
    processed = tmp_path / "out" / "data" / "processed"
    package = json.loads((processed / "datapackage.json").read_text(encoding="utf-8"))
    assert "inst_validation" not in {entry["path"][:-4] for entry in package["resources"]}
    found = pd.read_csv(processed / "inst_coded.csv", encoding="utf-8-sig")
    assert found[["text_id", "coder"]].values.tolist() == [["wen", "dictionary"]]
    assert pd.read_csv(processed / "inst_list.csv", encoding="utf-8-sig")["elsewhere"].sum() == 0


@pytest.mark.parametrize(
    "given",
    [
        [("codes", "dictionary"), ("unit", "paragraph"), ("notes", "False")],
        [("codes", "coder1"), ("texts", "xinhua-report,us-memorandum"), ("gazetteer", str(INSTITUTIONS))],
        [("texts", "liu-feng-abstract"), ("passages", "0"), ("quoted", "0"), ("quoted_long", "0")],
    ],
)
def test_notebook_04_runs_with_other_parameters(tmp_path, given):
    run_cells("04", [*given, ("resamples", "20"), ("folds", "3")], tmp_path / "out")
    mentions = pd.read_csv(tmp_path / "out" / "data" / "processed" / "inst_mentions.csv", encoding="utf-8-sig")
    assert ("notes", "False") not in given or not mentions["stream"].eq("note").any()


@pytest.mark.parametrize(
    ("notebook", "name", "value", "says"),
    [
        ("02", "conduct", "nothing", "conduct: 'nothing' is not among "),
        ("03", "part", "moon", "part: 'moon' is not among standing"),
        ("03", "closer", "duties,nothing", "closer: 'nothing' is not among collective-rise"),
        ("03", "sources", "nowhere.toml", "nowhere.toml: no such gazetteer of sources"),
        ("04", "charges", "moon", "charges: 'moon' is not among praise, charge, remedy"),
        ("04", "pillar", "tower", "pillar: 'tower' is not among pillar"),
        ("04", "gazetteer", "nowhere.toml", "nowhere.toml: no such gazetteer of institutions"),
    ],
)
def test_a_notebook_on_codes_says_in_one_sentence_what_it_cannot_do(tmp_path, notebook, name, value, says):
    with pytest.raises(CorpusError) as caught:
        run_cells(notebook, [(name, value)], tmp_path)
    assert says in str(caught.value) and "\n" not in str(caught.value)
