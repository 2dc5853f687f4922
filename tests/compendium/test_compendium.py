"""Claims about the runner: what it refuses, what it keeps whole, and what it leaves behind."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time

import pandas as pd
import pytest

from cells import run_cells
from conftest import ENGLISH, write_corpus
from helpers import CorpusError
from helpers.__main__ import main
from helpers.compendium import notebook as compendium_notebook
from helpers.compendium import run as compendium_run
from helpers.compendium.notebook import find, normalise
from helpers.compendium.parameters import read_parameters
from helpers.errors import RunError
from helpers.paths import FIGURES, INSTITUTIONS, NOTEBOOKS, PROCESSED, PROJECT, SOURCES, US_FRAMES

pytestmark = pytest.mark.slow

PARAMETERS = """n: int = 3  # how many
share: float = 0.5  # of what
names: list[str] = ["a"]  # whom
numbers: list[int] = [1]  # which
loud: bool = False  # or not
word: str = "x"  # what"""
PUBLISHES = """import pandas as pd
from helpers.pages import publish
frame = pd.DataFrame([("a", word, "c", n, 1)], columns=["source_id", "file", "sha256", "characters", "lines"])
publish.table("{name}", "sources", frame)"""


def notebook(folder, name, *sources, parameters=PARAMETERS):
    cells = [
        {"cell_type": "code", "execution_count": None, "id": f"c{i}", "metadata": {"tags": tags}, "outputs": [],
         "source": source}
        for i, (source, tags) in enumerate([(parameters, ["parameters"]), *((s, []) for s in sources)])
    ]  # fmt: skip
    metadata = {"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}}
    path = folder / f"{name}.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}))
    return path


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "notebooks").mkdir()
    return tmp_path / "notebooks"


def committed() -> dict[str, str]:
    paths = [p for where in (NOTEBOOKS, PROCESSED, FIGURES) for p in where.iterdir()]
    return {str(p): hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}


def test_notebooks_are_found_by_number_and_name(folder):
    paths = [notebook(folder, "00_a"), notebook(folder, "03_b")]
    notebook(folder, "draft")
    assert find([], folder) == paths
    assert find(["3", "00_a.ipynb", "03"], folder) == [paths[1], paths[0]]
    with pytest.raises(CorpusError, match=r"no notebook '7'; there are 00_a, 03_b"):
        find(["7"], folder)


def test_values_are_read_by_the_annotation(folder):
    path = notebook(folder, "00_a")
    given = [("n", "7"), ("share", "0.25"), ("names", "x,y z"), ("numbers", "[1, 2]"), ("loud", "True"), ("word", "7")]
    assert read_parameters([path], given) == {
        "00_a": {"n": 7, "share": 0.25, "names": ["x", "y z"], "numbers": [1, 2], "loud": True, "word": "7"}
    }


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
    notebook(folder, "00_a", "raise SystemExit")
    with pytest.raises(CorpusError, match=says):
        compendium_run.run([], [given], folder / "out", folder)
    assert capsys.readouterr().out == ""
    assert not (folder / "out").exists()


def test_a_run_writes_what_was_made_and_says_only_what_is_its_own(folder, tmp_path, capfd):
    before = committed()
    noise = "import sys, os; print('loud'); sys.stderr.write('louder'); os.write(1, b'loudest')"
    notebook(folder, "00_a", PUBLISHES.format(name="00_a"), noise)
    notebook(folder, "01_b", "n * 2")
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
    notebook(folder, "00_a", PUBLISHES.format(name="00_a"), "sorted({'b', 'a'})")
    for out in ("one", "two"):
        compendium_run.run([], [("n", "4")], tmp_path / out, folder)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / out).rglob("*.*")} for out in ("one", "two"))
    assert one == two


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
    notebook(folder, "00_a", source)
    if "sleep" in source:  # on a busy machine any cell may take three seconds, so no other notebook is there
        monkeypatch.setattr(compendium_run, "CELL_SECONDS", 3)
    else:
        notebook(folder, "01_b", PUBLISHES.format(name="01_b"))
    with pytest.raises(RunError, match=says) as error:
        compendium_run.run([], [], tmp_path / "out", folder)
    copy = str(error.value).split("half-run copy: ")[1].split(";")[0]
    assert source in (PROJECT / copy).read_text()
    assert not (tmp_path / "out").exists()
    assert committed() == before


def test_cells_out_of_order_are_a_failure():
    cell = {"cell_type": "code", "execution_count": 2, "id": "a", "metadata": {}, "outputs": [], "source": "1"}
    with pytest.raises(RunError, match="did not run in order 1 to 1"):
        compendium_notebook.count_cells({"cells": [cell]})


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
    notebook(folder, "00_a", PUBLISHES.format(name="00_a"))
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
    notebook(folder, "00_a", waits)
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
    notebook(
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


# --- kernels


def outputs(root, name="00_a"):
    cells = json.loads((root / f"notebooks/{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    return [cell.get("outputs") for cell in cells]


@pytest.fixture
def kernel(tmp_path, monkeypatch):
    """Gives a program the place of ipykernel's, so that a kernel does what a test wants."""

    def give(source):
        place = tmp_path / "kernel"
        place.mkdir()
        (place / "ipykernel").mkdir()
        (place / "ipykernel/__init__.py").write_text(source, encoding="utf-8")
        monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(place), *filter(None, [os.environ.get("PYTHONPATH")])]))
        return place

    return give


def test_a_kernel_is_fresh_and_warns_as_python_does(folder, tmp_path):
    quiet = "import warnings; warnings.warn_explicit('old', DeprecationWarning, 'lib.py', 1, module='lib')"
    loud = "import os, sys; warnings.warn_explicit('mind', UserWarning, 'lib.py', 1, module='lib')"
    notebook(folder, "00_a", quiet, loud, "__name__, 'pandas' in sys.modules, 'pandas' in dir()")
    compendium_run.run([], [], tmp_path / "out", folder)
    first, second, third = outputs(tmp_path / "out")[1:]
    assert first == [] and second[0]["name"] == "stderr" and "UserWarning: mind" in second[0]["text"][0]
    assert third[0]["data"]["text/plain"] == ["('__main__', False, False)"]


def test_a_kernel_listens_on_files_and_on_no_port(folder, tmp_path):
    notebook(
        folder,
        "00_a",
        "import psutil; own = psutil.Process()",
        "own.net_connections('inet'), own.parent().net_connections('inet')",
        "sorted({c.laddr[-3:] for c in own.net_connections('unix') if '/helpers-' in c.laddr})",
    )
    compendium_run.run([], [], tmp_path / "out", folder)
    shown = [o[0]["data"]["text/plain"] for o in outputs(tmp_path / "out")[2:]]
    assert shown == [["([], [])"], ["['s-1', 's-2', 's-3', 's-4', 's-5']"]]


def test_what_a_reader_has_set_for_jupyter_and_python_changes_nothing(folder, tmp_path, monkeypatch):
    notebook(folder, "00_a", "import sys; sys.executable", "sorted(set(dir()) & {'mine', 'np'}), len(sys.warnoptions)")
    compendium_run.run([], [], tmp_path / "before", folder)
    own = tmp_path / "own"
    for name in ("home/.ipython", "ipython"):
        (own / name / "profile_default/startup").mkdir(parents=True)
        (own / name / "profile_default/startup/00.py").write_text("mine = 1")
        (own / name / "profile_default/ipython_config.py").write_text("c.InteractiveShellApp.exec_lines = ['mine = 1']")
    for name in ("jupyter", "home/.local/share/jupyter"):
        (own / name / "kernels/python3").mkdir(parents=True)
        (own / name / "kernels/python3/kernel.json").write_text(
            json.dumps({"argv": ["false"], "display_name": "mine", "language": "python"})
        )
    (own / "startup.py").write_text("mine = 1")
    for name, value in {
        "HOME": "home", "IPYTHONDIR": "ipython", "JUPYTER_PATH": "jupyter", "JUPYTER_DATA_DIR": "jupyter",
        "PYTHONSTARTUP": "startup.py",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, str(own / value))
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "none-such")
    monkeypatch.setenv("PYTHONWARNINGS", "error")
    compendium_run.run([], [], tmp_path / "after", folder)
    assert outputs(tmp_path / "after") == outputs(tmp_path / "before")
    assert outputs(tmp_path / "after")[1][0]["data"]["text/plain"] == [repr(sys.executable)]


@pytest.mark.parametrize("name", ["世界 order {n}", "长" * 70])
def test_a_long_path_with_a_space_hanzi_and_braces_will_do(tmp_path, monkeypatch, name):
    project = tmp_path / name / name
    for attribute, place in {"PROJECT": "", "BUILD": "build", "PROCESSED": "data/processed"}.items():
        monkeypatch.setattr(compendium_run, attribute, project / place)
    monkeypatch.setattr(tempfile, "tempdir", str(project / "temporary"))
    (project / "temporary").mkdir(parents=True)
    (project / "notebooks").mkdir()
    notebook(project / "notebooks", "00_a", "n * 2")
    compendium_run.run([], [("n", "4")], project / "out", project / "notebooks")
    assert outputs(project / "out")[-1][0]["data"]["text/plain"] == ["8"]
    assert list((project / "temporary").iterdir()) == [] and not list((project / "build").glob("staging-*"))


def test_a_kernel_that_does_not_come_up_is_started_once_more(folder, tmp_path, kernel):
    place = kernel(
        "import os, sys\nfrom pathlib import Path\n"
        "here = Path(__file__).parent\n"  # with no trace of this one, the next import finds ipykernel itself
        "if not (here / 'tried').exists():\n    (here / 'tried').touch()\n    sys.exit('not today')\n"
        "sys.path.remove(str(here.parent))\ndel sys.modules['ipykernel']\nimport ipykernel\n"
    )
    notebook(folder, "00_a", "n + 1")
    compendium_run.run([], [], tmp_path / "out", folder)
    assert (place / "ipykernel/tried").exists() and outputs(tmp_path / "out")[1][0]["data"]["text/plain"] == ["4"]


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("import sys; sys.exit('the moon is full')", r"it ended with exit status 1 and printed: the moon is full; run again, and if"),
        ("import no_such_thing", r"printed: ModuleNotFoundError: No module named 'no_such_thing'; install the versions"),
        ("raise MemoryError('月')", r"printed: MemoryError: 月; free memory, or allow more \(ulimit -v\); nothing was"),
        ("import os; os.kill(os.getpid(), 9)", r"it was killed \(SIGKILL\); free memory, or allow more"),
        ("import time; time.sleep(600)", r"\(Kernel didn't respond in 2 seconds\); it was not there; run again"),
        ("print('x' * 5000, flush=True); raise OSError(24, 'Too many open files')", r"Too many open files; allow more op"),
    ],
)  # fmt: skip
def test_a_kernel_that_never_comes_up_is_said_in_one_sentence(folder, tmp_path, monkeypatch, kernel, source, says):
    monkeypatch.setattr(compendium_run, "START_SECONDS", 2 if "sleep" in source else 300)
    kernel(source)
    notebook(folder, "00_a", "1")
    with pytest.raises(RunError, match=r"^00_a: its kernel was started 2 times and did not come up .*" + says) as error:
        compendium_run.run([], [], tmp_path / "out", folder)
    assert "\n" not in str(error.value) and len(str(error.value)) < 700
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("import os; os.kill(os.getpid(), 9)", r"00_a: the kernel died in cell 1 \(it was killed \(SIGKILL\)\); free m"),
        ("import os; os._exit(3)", r"00_a: the kernel died in cell 1 \(it ended with exit status 3\); run again, and see"),
        ("import os; os.kill(os.getppid(), 9)", r"00_a: the process that ran it was killed \(SIGKILL\); free memory"),
        ("raise ImportError('a\\nb\\nc')", r"00_a, cell 1: ImportError: a b c; half-run"),
        ("raise OSError(28, 'No space left on device')", r"OSError: \[Errno 28\] No space left on device; make room; half"),
        ("try:\n    raise ValueError('no; correct it')\nexcept MemoryError:\n    pass", r"ValueError: no; correct it; half-run"),
    ],
)  # fmt: skip
def test_whatever_dies_is_named_in_one_sentence(folder, tmp_path, source, says):
    notebook(folder, "00_a", source)
    notebook(folder, "01_b", "import threading; threading.Event().wait()")  # which is not waited for
    with pytest.raises(RunError, match=says) as error:
        compendium_run.run([], [], tmp_path / "out", folder, workers=2)
    assert "\n" not in str(error.value) and not (tmp_path / "out").exists()


def test_a_failed_run_leaves_no_process_behind(folder, tmp_path):
    """Here the notebook that goes on says which kernel it is, and the one that fails waits until it has."""
    told = tmp_path / "told"
    going_on = f"from pathlib import Path; import os, threading; Path({str(told)!r}).write_text(str(os.getpid()))"
    notebook(folder, "00_a", "from pathlib import Path", f"while not Path({str(told)!r}).exists(): pass", "1 / 0")
    notebook(folder, "01_b", going_on, "threading.Event().wait()")
    with pytest.raises(RunError, match="00_a, cell 3: ZeroDivisionError"):
        compendium_run.run([], [], tmp_path / "out", folder, workers=2)
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)


def test_errors_are_one_line_on_stderr_and_exit_1(capsys):
    assert main(["run", "-p", "colour", "red"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("error: no parameter 'colour'; there are 00_corpus: corpus, terms, ")


def test_notebook_01_runs_on_ones_own_corpus_and_in_the_other_language(own_corpus, tmp_path):
    given = [("corpus", str(own_corpus)), ("window", "10"), ("hanzi", "14"), ("resamples", "50")]
    for language in ("en", "zh"):
        compendium_run.run(["01"], [*given, ("language", language)], tmp_path / language)
    page = (tmp_path / "zh/notebooks/01_term_frequency.ipynb").read_text(encoding="utf-8")
    assert "so none is contrasted" in page
    concepts = pd.read_csv(tmp_path / "en/data/processed/concepts.csv", encoding="utf-8-sig")
    found = concepts[concepts["count"] > 0].set_index(["concept", "text_id"])["count"]
    assert found[("united-states", "wen")] == found[("united-states", "paper")] == 1


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


def test_notebook_00_runs_on_ones_own_corpus(own_corpus, tmp_path, monkeypatch):
    """By the runner with a path that is relative to the caller, and by papermill itself from another folder."""
    monkeypatch.chdir(tmp_path)
    compendium_run.run(["00"], [("corpus", own_corpus.name)], tmp_path / "out")
    texts = pd.read_csv(tmp_path / "out/data/processed/texts.csv", encoding="utf-8-sig")
    assert texts["voice"].tolist() == ["Voice of the North", "Voice of the South"]
    page = (tmp_path / "out/notebooks/00_corpus.ipynb").read_text(encoding="utf-8")
    assert "**Texts: 2, in 2 files.**" in page
    command = [sys.executable, "-m", "papermill", str(NOTEBOOKS / "00_corpus.ipynb"), "by_hand.ipynb", "-k", "python3"]
    subprocess.run([*command, "-p", "corpus", str(own_corpus)], cwd=tmp_path, check=True, capture_output=True)
    page = (tmp_path / "by_hand.ipynb").read_text(encoding="utf-8")
    assert "**Texts: 2, in 2 files.**" in page
    assert "Written to <code>build/00_corpus</code>, not published" in page
