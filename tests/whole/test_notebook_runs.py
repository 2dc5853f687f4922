"""Each notebook on a corpus of one's own and with other parameters, by the runner or its cells alone."""

import pandas as pd
import pytest

from cells import run_cells
from helpers import CorpusError
from helpers.paths import US_FRAMES

pytestmark = [pytest.mark.slow, pytest.mark.weekly]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("minimum", "100000", "no term stands 100000 times or more"),
        ("query", "*igemon", "is no form; write words"),
        ("window", "0", "parameter 'window' takes 2 or more, not 0"),
    ],
)
def test_notebook_01_says_in_one_sentence_what_it_cannot_do(tmp_path, name, value, says):
    with pytest.raises(CorpusError, match=says) as told:
        run_cells("01", [(name, value), ("resamples", "50")], tmp_path)
    assert "\n" not in str(told.value)


def test_notebook_01_finds_a_readers_own_word_in_both_languages(tmp_path):
    for word in ("sovereign*", "主权"):
        shown = run_cells("01", [("query", word), ("headings", "false"), ("resamples", "50")], tmp_path / word)
        assert f"Where {word} stands" in shown


@pytest.mark.parametrize(
    "given",
    [
        [("codes", "dictionary")],
        [("codes", "coder1"), ("texts", "xinhua-report,ren-lin-zh")],
        [("texts", "us-fact-sheet")],
    ],
)
def test_notebook_02_runs_with_other_parameters(tmp_path, given):
    run_cells("02", given, tmp_path / "out")
    assert (tmp_path / "out" / "data" / "processed" / "us_ladder.csv").exists()


def test_notebook_02_shows_a_change_of_the_codebook_and_says_that_the_second_reading_does_not_apply(tmp_path):
    text = US_FRAMES.read_text(encoding="utf-8")
    counts = []
    for name, own in (("before", text), ("after", text.replace('"tariff*", ', ""))):
        path = tmp_path / f"{name}.toml"
        path.write_text(own, encoding="utf-8")
        told = run_cells("02", [("codes", "dictionary"), ("codebook", str(path))], tmp_path / name)
        assert "by code and tone of the first reading" in told
        frames = pd.read_csv(tmp_path / name / "data" / "processed" / "us_frames_by_text.csv", encoding="utf-8-sig")
        counts.append(frames.query("name == 'economic-coercion'")["sentences"].sum())
    assert counts[1] < counts[0]


@pytest.mark.parametrize(
    "given",
    [
        [("codes", "dictionary"), ("names", "global-south"), ("reused", "20")],
        [("codes", "coder1"), ("texts", "xinhua-report,ren-lin-zh")],
        [("texts", "us-fact-sheet"), ("closer", "differences")],
    ],
)
def test_notebook_03_runs_with_other_parameters(tmp_path, given):
    run_cells("03", [*given, ("resamples", "20")], tmp_path / "out")
    assert (tmp_path / "out" / "data" / "processed" / "gs_claims_by_text.csv").exists()


@pytest.mark.parametrize(
    "given",
    [
        [("codes", "dictionary"), ("notes", "False")],
        [("codes", "coder1"), ("texts", "xinhua-report,us-memorandum"), ("fewest", "2")],
        [("texts", "liu-feng-abstract")],
    ],
)
def test_notebook_04_runs_with_other_parameters(tmp_path, given):
    run_cells("04", [*given, ("resamples", "20")], tmp_path / "out")
    mentions = pd.read_csv(tmp_path / "out" / "data" / "processed" / "inst_mentions.csv", encoding="utf-8-sig")
    assert ("notes", "False") not in given or not mentions["stream"].eq("note").any()


@pytest.mark.parametrize(
    ("notebook", "name", "value", "says"),
    [
        ("03", "names", "moon", "names: 'moon' is not among global-south, pairs"),
        ("03", "closer", "duties,nothing", "closer: 'nothing' is not among collective-rise"),
        ("04", "codebook", "nowhere.toml", "nowhere.toml: no such codebook"),
    ],
)
def test_a_notebook_on_codes_says_in_one_sentence_what_it_cannot_do(tmp_path, notebook, name, value, says):
    with pytest.raises(CorpusError) as caught:
        run_cells(notebook, [(name, value)], tmp_path)
    assert says in str(caught.value) and "\n" not in str(caught.value)


def test_notebook_05_runs_with_other_parameters(tmp_path):
    given = [
        ("again", "qiushi-four-deficits,xinhua-deficits-465"),
        ("kind", "principles"),
        ("fewest", "2"),
        ("share", "0.1"),
    ]
    run_cells("05", given, tmp_path / "out")
    assert (tmp_path / "out" / "data" / "processed" / "scheme_pairs.csv").exists()
