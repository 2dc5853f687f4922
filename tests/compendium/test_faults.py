"""What a run survives: committed artefacts stay whole, and the result is the same or the message is clear."""

import os
import re
import resource
import shutil
import signal
import subprocess
import sys

import pytest

from conftest import in_ci, weekly
from helpers.__main__ import main
from helpers.pages import publish
from helpers.paths import FIGURES, NOTEBOOKS, PROCESSED, PROJECT

pytestmark = pytest.mark.slow

FAST = ["00"]
"""The notebook that is run here: it writes tables, pictures and findings, as every one does."""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """The project in a folder whose name has a space and Chinese characters."""
    copy = tmp_path_factory.mktemp("再 现") / "世界 order"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "build", "*.egg-info", "__pycache__"))
    return copy


def artefacts(project) -> dict[str, bytes]:
    folders = [project / folder.relative_to(PROJECT) for folder in (NOTEBOOKS, PROCESSED, FIGURES)]
    found = {str(p.relative_to(project)): p.read_bytes() for folder in folders for p in sorted(folder.iterdir())}
    return found | {name: (project / name).read_bytes() for name in ("README.md", "docs/methods.ipynb")}


def environment(project, **more) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(project / "src"), **more}


def run(project, *arguments, **options):
    command = [*options.pop("before", []), sys.executable, "-m", "helpers", "run", *FAST, *arguments]
    return subprocess.run(command, cwd=options.pop("cwd", project), capture_output=True, text=True, **options)


@pytest.mark.ci
def test_no_room_left_leaves_everything_whole_and_says_so(elsewhere):
    before = artefacts(elsewhere)

    def small():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    done = run(elsewhere, env=environment(elsewhere), preexec_fn=small)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ") and "File too large" in done.stderr and "Traceback" not in done.stderr
    assert artefacts(elsewhere) == before


@pytest.mark.ci
@pytest.mark.parametrize("lines", [weekly(1), 2])
def test_a_run_killed_at_any_time_leaves_everything_whole(elsewhere, lines):
    """When it has begun, and when its notebook is done; with nothing of it left in the way of the next."""
    before = artefacts(elsewhere)
    command = [sys.executable, "-m", "helpers", "run", *FAST]
    with subprocess.Popen(
        command, cwd=elsewhere, env=environment(elsewhere), stdout=subprocess.PIPE, start_new_session=True
    ) as going:
        for _ in range(lines):
            assert going.stdout.readline()
        os.killpg(going.pid, signal.SIGKILL)
    assert artefacts(elsewhere) == before
    assert list((elsewhere / "build").glob("staging-*"))
    assert run(elsewhere, env=environment(elsewhere)).returncode == 0
    assert not list((elsewhere / "build").glob("staging-*"))
    assert artefacts(elsewhere) == before


NEEDED = {"run": 1400, "check": 1400, "sensitivity": 1400, "site": 400, "coding-sheet": 400}


@pytest.mark.parametrize(
    ("command", "megabytes"), [("run", 60), ("run", 300), ("run", 1000), *((name, NEEDED[name] - 1) for name in NEEDED)]
)
def test_too_little_memory_is_said_in_one_sentence(elsewhere, command, megabytes):
    def small():
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))

    words = [sys.executable, "-m", "helpers", command]
    done = subprocess.run(
        words, cwd=elsewhere, env=environment(elsewhere), preexec_fn=small, capture_output=True, text=True
    )
    said = f"error: {command} needs {NEEDED[command]} MB of memory and may use {megabytes}; allow more (ulimit -v)\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)


@pytest.mark.parametrize("files", [8, 30, 64, 127])
def test_too_few_open_files_are_said_as_that(elsewhere, files):
    def few():
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

    done = run(elsewhere, "--output", "out", env=environment(elsewhere), preexec_fn=few)
    said = f"error: run needs 128 open files and may use {files}; allow more (ulimit -n)\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)


@pytest.mark.weekly
@pytest.mark.slow
def test_the_open_files_that_are_asked_for_are_enough(elsewhere):
    def enough():
        resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))

    assert run(elsewhere, "--output", "out", env=environment(elsewhere), preexec_fn=enough).returncode == 0


@pytest.mark.parametrize("files", [in_ci(8), weekly(12)])
def test_an_error_of_the_system_says_its_own_reason(elsewhere, files):
    def few():
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

    done = subprocess.run(
        [sys.executable, "-m", "helpers", "site", "--output", "pages"],
        cwd=elsewhere, env=environment(elsewhere), preexec_fn=few, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert "Too many open files" in done.stderr and "allow more open files (ulimit -n)" in done.stderr


@pytest.mark.parametrize("command", ["run", "check", "sensitivity", "site", "coding-sheet", "code"])
def test_an_interrupt_is_told_in_one_sentence(elsewhere, command):
    """The interrupt is sent once Python is there to take it: a module that every command reads first sends it."""
    folder = elsewhere.parent / "interrupting"
    folder.mkdir(exist_ok=True)
    (folder / "sitecustomize.py").write_text(
        "import os, signal, sys\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # which a program in the background has not
        "def hook(event, arguments):\n"
        "    if event == 'import' and arguments[0] == 'pandas' and sys.argv[1:] and sys.orig_argv[2] == 'helpers':\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.addaudithook(hook)\n",
        encoding="utf-8",
    )
    more = {"code": ["data/coding/units.csv", "--codebook", "data/codebooks/us_frames.toml"]}.get(command, [])
    path = os.pathsep.join([str(folder), str(elsewhere / "src")])
    done = subprocess.run(
        [sys.executable, "-m", "helpers", command, *more],
        cwd=elsewhere, env=environment(elsewhere, PYTHONPATH=path), capture_output=True, text=True,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (130, "") and done.stderr.startswith("interrupted; ")
    assert done.stderr.count("\n") == 1


@pytest.mark.weekly
def test_who_reads_no_further_hears_no_more(elsewhere, tmp_path):
    """As with `| head -1`: of a table that is longer than any pipe, and of a run."""
    table = tmp_path / "table.csv"
    rows = "".join(f"a:{n},a,{n},The United States imposes tariffs.\n" for n in range(3_000))
    table.write_text(f"unit_id,text_id,paragraph,sentence\n{rows}", encoding="utf-8")
    code = ["code", str(table), "--codebook", str(elsewhere / "data/codebooks/us_frames.toml")]
    for command in (code, ["run", "00", "--output", str(tmp_path / "out")]):
        with subprocess.Popen(
            [sys.executable, "-m", "helpers", *command],
            cwd=elsewhere, env=environment(elsewhere), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        ) as going:  # fmt: skip
            assert going.stdout.readline()
            going.stdout.close()
            assert going.stderr.read() == ""
        assert going.returncode == 141
    assert not (tmp_path / "out").exists()


def read_only(folder):
    """A command that makes a folder read-only for what it starts; None where this system does not allow it."""
    if os.geteuid():
        return None
    script = 'mount --bind "$0" "$0" && mount -o remount,ro,bind "$0" && exec "$@"'
    before = ["unshare", "--mount", "sh", "-c", script, str(folder)]
    try:
        there = subprocess.run([*before, "true"], capture_output=True)
    except FileNotFoundError:
        return None
    return before if there.returncode == 0 else None


@pytest.fixture
def locked(elsewhere):
    """Gives a way to start what may read the copy of the project and not write in it; as root, by a mount."""
    shutil.rmtree(elsewhere / "build", ignore_errors=True)
    before = artefacts(elsewhere)
    if os.geteuid():
        wrapped = []
        elsewhere.chmod(0o555)
    else:
        wrapped = read_only(elsewhere)
        if wrapped is None:
            pytest.skip("this system allows no read-only mount, and root may write everywhere")

    def start(*arguments):
        command = [*wrapped, sys.executable, "-m", "helpers", *arguments]
        return subprocess.run(command, cwd=elsewhere, env=environment(elsewhere), capture_output=True, text=True)

    yield start
    elsewhere.chmod(0o755)
    assert artefacts(elsewhere) == before


@pytest.mark.parametrize("command", ["run", "check", *map(in_ci, ["sensitivity", "site", "coding-sheet"])])
def test_a_read_only_checkout_is_said_in_one_sentence(locked, command):
    done = locked(command)
    assert (done.returncode, done.stdout) == (1, "")
    assert re.fullmatch(r"error: \S*.*build.*: .*(Read-only|Permission).*; .*--output\n", done.stderr), done.stderr


@pytest.mark.weekly  # it builds a site of its own
def test_a_read_only_checkout_writes_where_it_is_told_to(locked, tmp_path):
    done = locked("run", "00", "--output", str(tmp_path / "run"))
    assert done.returncode == 0 and (tmp_path / "run/notebooks/00_corpus.ipynb").exists(), done.stderr
    done = locked("coding-sheet", "--output", str(tmp_path / "sheet"))
    assert done.returncode == 0 and (tmp_path / "sheet/sheet_us.csv").exists(), done.stderr
    done = locked("site", "--output", str(tmp_path / "site"))
    assert done.returncode == 0 and (tmp_path / "site/index.html").exists(), done.stderr
    done = locked("check", "--output", str(tmp_path / "check"))
    assert done.returncode == 0 and (tmp_path / "check/report.html").exists(), done.stderr
    done = locked("sensitivity", "--output", str(tmp_path / "settings"))
    assert done.returncode == 0 and list((tmp_path / "settings").rglob("*.csv")), done.stderr


@pytest.mark.weekly
def test_a_check_writes_where_it_is_told_to(elsewhere, tmp_path):
    """On a copy with one notebook: what the others published is then unexpected, and all else is identical."""
    copy = tmp_path / "copy"
    shutil.copytree(elsewhere, copy, ignore=shutil.ignore_patterns("build", "0[1-9]_*.ipynb", "methods.ipynb"))
    (copy / "build").write_text("in the way")
    command = [sys.executable, "-m", "helpers", "check", "--output", str(tmp_path / "out")]
    done = subprocess.run(command, cwd=copy, env=environment(copy), capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, "")
    assert re.search(r"^identical +notebooks/00_corpus.ipynb$", done.stdout, re.MULTILINE)
    assert re.search(r"^\d+ of \d+ identical, \d+ differs, \d+ unexpected$", done.stdout, re.MULTILINE), done.stdout
    listing = {"README.md", "docs/outputs.md", "data/processed/datapackage.json"}  # what lists the others' results
    differ = set(re.findall(r"^differs +(\S+)$", done.stdout, re.MULTILINE))
    assert listing < differ <= listing | {f"data/processed/{name}" for name in publish.JOINT}
    assert (tmp_path / "out/report.html").exists() and (copy / "build").read_text() == "in the way"


@pytest.mark.parametrize("command", ["run", "check", "sensitivity", "site", in_ci("coding-sheet")])
def test_a_file_in_the_place_of_a_folder_is_said_in_one_sentence(tmp_path, capsys, command):
    (tmp_path / "file").write_text("x")
    assert main([command, "--output", str(tmp_path / "file" / "out")]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.startswith(f"error: {tmp_path / 'file'}") and "name another folder with --output" in err
    assert err.count("\n") == 1


def test_a_site_is_never_built_over_something_else(tmp_path, capsys):
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters/dear.txt").write_text("x")
    assert main(["site", "--output", str(tmp_path / "letters")]) == 1
    assert "letters: it holds something else than a site; name a new or an empty folder" in capsys.readouterr().err
    assert (tmp_path / "letters/dear.txt").read_text() == "x"


def test_a_seed_of_a_sheet_is_held_to_what_a_seed_may_be(tmp_path, capsys):
    assert main(["coding-sheet", "--seed", "-1", "--output", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("error: parameter 'seed' takes 0 to 4294967295, not -1")


@pytest.mark.parametrize("name", ["pandas", "papermill", weekly("sphinx")])
def test_a_missing_package_is_said_in_one_sentence(elsewhere, tmp_path, name):
    (tmp_path / f"{name}.py").write_text(f"raise ModuleNotFoundError(\"No module named '{name}'\", name='{name}')")
    path = os.pathsep.join([str(tmp_path), str(elsewhere / "src")])
    command = ["site", "--output", str(tmp_path / "out")] if name == "sphinx" else ["run", "00", "--output", "out"]
    done = subprocess.run(
        [sys.executable, "-m", "helpers", *command],
        cwd=elsewhere, env=environment(elsewhere, PYTHONPATH=path), capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert f"No module named '{name}'" in done.stderr and "install the versions of requirements.lock" in done.stderr


@pytest.mark.parametrize("text", ["<<<<<<< ours\n{}", "[]", "\ufffe"])
def test_a_data_package_that_cannot_be_read_stops_a_run_before_it_starts(tmp_path, capsys, text):
    package = tmp_path / "data/processed/datapackage.json"
    package.parent.mkdir(parents=True)
    package.write_text(text, encoding="utf-16" if text == "\ufffe" else "utf-8")
    assert main(["run", "00", "--output", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert out == "" and err.startswith("error: datapackage.json: not readable as JSON (") and err.count("\n") == 1
