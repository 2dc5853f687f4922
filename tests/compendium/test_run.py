"""Claims about the runner: what it refuses, what it keeps whole, and what it leaves behind."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.__main__ import main
from helpers.compendium import run as compendium_run
from helpers.compendium.notebook import normalise
from helpers.errors import RunError
from helpers.paths import FIGURES, METHODS, NOTEBOOKS, PROCESSED, PROJECT
from small import PUBLISHES, write_notebook

pytestmark = [pytest.mark.slow, pytest.mark.weekly]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "notebooks").mkdir()
    return tmp_path / "notebooks"


def committed() -> dict[str, str]:
    paths = [METHODS, *(p for where in (NOTEBOOKS, PROCESSED, FIGURES) for p in where.iterdir())]
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (("m", "7"), r"no parameter 'm'; there are 00_a: n, share, names, numbers, loud, word"),
        (("n", "seven"), r"parameter 'n' takes a value of type int, not 'seven'"),
        (("n", "7.5"), r"'n' takes a value of type int"),
        (("share", "half"), r"'share' takes a value of type float"),
        (("loud", "perhaps"), r"'loud' takes a value of type bool"),
        (("numbers", "1,b"), r"'numbers' takes a value of type list\[int\], not '1,b'"),
        (("names", "[1"), r"'names' takes a value of type list\[str\]"),
    ],
)
def test_what_no_notebook_knows_is_refused_before_anything_starts(folder, given, says, capsys):
    write_notebook(folder, "00_a", "raise SystemExit")
    with pytest.raises(CorpusError, match=says):
        compendium_run.run([], [given], folder / "out", folder)
    assert capsys.readouterr().out == ""
    assert not (folder / "out").exists()


def test_a_run_writes_what_was_made_and_says_only_what_is_its_own(folder, tmp_path, capfd):
    before = committed()
    noise = "import sys, os; print('loud'); sys.stderr.write('louder'); os.write(1, b'loudest')"
    write_notebook(folder, "00_a", PUBLISHES.format(name="00_a"), noise)
    write_notebook(folder, "01_b", "n * 2")
    compendium_run.run([], [("n", "7"), ("word", "全球")], tmp_path / "out", folder)
    out, err = capfd.readouterr()
    assert err == ""
    lines = out.splitlines()
    assert lines[0].startswith("running 2 notebooks with ")
    assert sorted(line[:5] for line in lines[1:3]) == ["[1/2]", "[2/2]"]
    assert lines[4].split() == ["notebook", "cells", "seconds", "tables", "figures"]
    assert [lines[5].split()[i] for i in (0, 1, 3, 4)] == ["00_a", "4", "1", "0"]
    assert lines[-1].startswith("written to ")
    assert len(lines) == 9
    table = pd.read_csv(tmp_path / "out/data/processed/sources.csv", encoding="utf-8-sig")
    assert table[["file", "characters"]].to_numpy().tolist() == [["全球", 7]]
    made = json.loads((tmp_path / "out/notebooks/01_b.ipynb").read_text())
    assert made["cells"][-1]["outputs"][0]["data"]["text/plain"] == ["14"]
    assert made == normalise(made)
    assert "papermill" not in json.dumps(made)
    assert committed() == before


def test_the_same_run_gives_the_same_bytes(folder, tmp_path):
    write_notebook(folder, "00_a", PUBLISHES.format(name="00_a"), "sorted({'b', 'a'})")
    for out in ("one", "two"):
        compendium_run.run([], [("n", "4")], tmp_path / out, folder)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / out).rglob("*.*")} for out in ("one", "two"))
    assert one == two


def test_the_page_of_methods_is_run_with_the_others_and_stays_among_the_docs(folder, tmp_path):
    (tmp_path / "docs").mkdir()
    write_notebook(folder, "00_a", "n * 2")
    write_notebook(tmp_path / "docs", "methods", PUBLISHES.format(name="methods"))
    compendium_run.run([], [("n", "4")], tmp_path / "out", folder)
    made = sorted(p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*.ipynb"))
    assert made == ["docs/methods.ipynb", "notebooks/00_a.ipynb"]
    package = json.loads((tmp_path / "out/data/processed/datapackage.json").read_text())
    assert [(entry["name"], entry["notebook"]) for entry in package["resources"]] == [("sources", "methods")]
    (other,) = compendium_run.run(["methods"], [("n", "4")], tmp_path / "alone", folder)
    assert other.notebook == "methods" and not (tmp_path / "alone/notebooks").exists()


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("1 / 0", r"00_a, cell 1: ZeroDivisionError: division by zero"),
        ("import os; os._exit(3)", r"00_a: the kernel died in cell 1"),
        ("import time; time.sleep(60)", r"00_a: a cell ran for more than 3 seconds"),
    ],
)
def test_a_failing_notebook_is_named_and_nothing_is_published(folder, tmp_path, monkeypatch, source, says):
    before = committed()
    write_notebook(folder, "00_a", source)
    if "sleep" in source:  # on a busy machine any cell may take three seconds, so no other notebook is there
        monkeypatch.setattr(compendium_run, "CELL_SECONDS", 3)
    else:
        write_notebook(folder, "01_b", PUBLISHES.format(name="01_b"))
    with pytest.raises(RunError, match=says) as error:
        compendium_run.run([], [], tmp_path / "out", folder)
    copy = str(error.value).split("half-run copy: ")[1].split(";")[0]
    assert source in (PROJECT / copy).read_text()
    assert not (tmp_path / "out").exists()
    assert committed() == before


def test_a_default_run_publishes_into_the_project_and_takes_away_what_is_stale(folder, tmp_path, monkeypatch):
    project = tmp_path / "全球 project"
    for name, value in {
        "PROJECT": project,
        "BUILD": project / "build",
        "PROCESSED": project / "data/processed",
    }.items():
        monkeypatch.setattr(compendium_run, name, value)
    (project / "data" / "processed").mkdir(parents=True)
    stale = {"name": "old", "path": "old.csv", "notebook": "00_a"}
    other = {"name": "kept", "path": "kept.csv", "notebook": "01_b"}
    (project / "data/processed/datapackage.json").write_text(json.dumps({"resources": [stale, other]}))
    for name in ("old", "kept"):
        (project / f"data/processed/{name}.csv").write_text("x")
    write_notebook(folder, "00_a", PUBLISHES.format(name="00_a"))
    compendium_run.run([], [], folder=folder)
    assert sorted(p.name for p in (project / "data/processed").iterdir()) == [
        "datapackage.json",
        "kept.csv",
        "sources.csv",
    ]
    assert (project / "notebooks/00_a.ipynb").exists()
    assert not list((project / "build").glob("staging-*"))


def started(folder, target):
    """A process that runs the notebooks of `folder`, its own things where those of this process are."""
    code = (
        "import sys; from pathlib import Path; from helpers.compendium import run; run.BUILD = Path(sys.argv[1]); "
        f"run.run([], [], {target}, Path(sys.argv[2]))"
    )
    command = [sys.executable, "-c", code, str(compendium_run.BUILD), str(folder)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)


def wait_for(path, process):
    """Until a file is there, which the process makes before it ends."""
    while not path.exists():
        assert process.poll() is None
        time.sleep(0.05)


def test_two_runs_at_once_are_one_too_many(folder, tmp_path):
    here, go = tmp_path / "here", tmp_path / "go"
    waits = f"import pathlib, time\npathlib.Path({str(here)!r}).touch()\nwhile not pathlib.Path({str(go)!r}).exists(): time.sleep(0.05)"
    write_notebook(folder, "00_a", waits)
    first = started(folder, "Path(sys.argv[2]) / 'out'")
    try:
        wait_for(here, first)
        with pytest.raises(RunError, match="another run is under way"):
            compendium_run.run([], [], tmp_path / "out", folder)
    finally:
        go.touch()
    assert first.wait() == 0


def test_a_killed_run_leaves_the_project_as_it_was(folder, tmp_path):
    before = committed()
    here = tmp_path / "here"
    write_notebook(
        folder,
        "00_a",
        PUBLISHES.format(name="00_a"),
        f"open({str(here)!r}, 'w').close()",
        "import time; time.sleep(30)",
    )
    run = started(folder, None)
    wait_for(here, run)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    assert committed() == before


def test_errors_are_one_line_on_stderr_and_exit_1(capsys):
    assert main(["run", "-p", "colour", "red"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: no parameter 'colour'; there are 00_corpus: checked; ")
