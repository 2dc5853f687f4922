"""Claims about this suite: the same examples everywhere, nothing of the reader's home, no browser test unseen."""

import os
import subprocess
import sys
from pathlib import Path

import matplotlib
import pytest

from conftest import LEFT_OUT, NO_BROWSER, in_ci
from helpers import paths
from helpers.compendium import check, run, sensitivity, site
from helpers.pages import publish


def environment(**more) -> dict[str, str]:
    """What a shell would give, with nothing of the pytest that is running."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "CI"))}
    return {**kept, "PYTHONPATH": os.pathsep.join(sys.path), **more}


def test_examples_are_the_same_with_and_without_ci():
    code = "import conftest, hypothesis; print(hypothesis.settings())"
    told = [
        subprocess.run(
            [sys.executable, "-c", code], env=environment(**more), capture_output=True, text=True, check=True
        )
        for more in ({}, {"CI": "1"})
    ]
    assert told[0].stdout == told[1].stdout
    for said in ("deadline=None", "derandomize=True", "database=None", "print_blob=True", "too_slow"):
        assert said in told[0].stdout


def test_runs_in_tests_leave_the_projects_own_build_folder_alone():
    for module in (check, run, publish, sensitivity, site):
        assert module.BUILD == paths.BUILD
    assert paths.BUILD.parent == paths.PROJECT / "build" and paths.BUILD.name.startswith("tests-")


def test_fonts_are_not_listed_in_the_readers_home():
    assert Path(matplotlib.get_cachedir()).is_relative_to(paths.PROJECT / "build")


@pytest.mark.parametrize("ci", [{}, {"CI": "1"}])
def test_without_a_browser_a_test_in_one_fails_in_ci_and_elsewhere_is_told_of(tmp_path, ci):
    (tmp_path / "test_it.py").write_text("def test_it(browser): pass")
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-p", "no:cacheprovider", "test_it.py"]
    options = {"cwd": tmp_path, "env": environment(PATH=str(tmp_path), **ci)}
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if ci:
        assert done.returncode == 1 and f"Failed: in CI the site must be seen in a browser: {NO_BROWSER}" in done.stdout
    else:
        assert done.returncode == 0
        assert f"skipped in a browser: 1 tests, for {NO_BROWSER}" in done.stdout.splitlines()


@pytest.mark.parametrize(("chosen", "said"), [("not (ci or weekly)", True), in_ci("not weekly", False)])
def test_what_is_left_to_ci_is_told_with_the_way_to_it(tmp_path, chosen, said):
    (tmp_path / "test_it.py").write_text("def test_it(): pass")
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-p", "no:cacheprovider", "-m", chosen]
    options = {"cwd": tmp_path, "env": environment(PATH=str(tmp_path))}
    done = subprocess.run(command, capture_output=True, text=True, **options)
    assert done.returncode == 0 and (f"{LEFT_OUT} ({NO_BROWSER})" in done.stdout.splitlines()) is said


def test_what_a_test_starts_can_be_interrupted_where_the_shell_ignores_it(tmp_path):
    """As in the background of a script, where a run that a test interrupts would go on for an hour."""
    code = "import signal, sys; sys.exit(signal.getsignal(signal.SIGINT) == signal.SIG_IGN)"
    test = f"import subprocess, sys\ndef test_it(): assert subprocess.run([sys.executable, '-c', {code!r}]).returncode == 0"
    (tmp_path / "test_it.py").write_text(test)
    command = [sys.executable, "-m", "pytest", "-p", "conftest", "-p", "no:cacheprovider", "test_it.py"]
    ignoring = ["sh", "-c", 'trap "" INT; exec "$@"', "sh", *command]
    done = subprocess.run(ignoring, cwd=tmp_path, env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("marker", ["ci", *map(in_ci, ["weekly", "slow"])])
def test_what_is_left_to_ci_is_no_part_of_a_developers_loop_either(tmp_path, marker):
    (tmp_path / "test_it.py").write_text(
        f"import pytest\n@pytest.mark.{marker}\ndef test_it(): 1 / 0\ndef test_2(): pass"
    )
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "conftest",
        "-p",
        "no:cacheprovider",
        "-m",
        "not slow",
        "test_it.py",
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, env=environment())
    assert done.returncode == 0 and "1 passed, 1 deselected" in done.stdout, done.stdout
