"""What a run survives: committed artefacts stay whole, and the result is the same or the message is clear."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time

import pytest

from helpers.paths import FIGURES, NOTEBOOKS, PROCESSED, PROJECT

pytestmark = pytest.mark.slow

FAST = ["00", "03"]
"""Notebooks that are run here: the one with most pictures of text, and one with everything else."""


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory):
    """The project in a folder whose name has a space and Chinese characters."""
    copy = tmp_path_factory.mktemp("再 现") / "世界 order"
    shutil.copytree(PROJECT, copy, ignore=shutil.ignore_patterns(".git", ".venv", "build", "*.egg-info", "__pycache__"))
    return copy


def artefacts(project) -> dict[str, bytes]:
    folders = [project / folder.relative_to(PROJECT) for folder in (NOTEBOOKS, PROCESSED, FIGURES)]
    found = {str(p.relative_to(project)): p.read_bytes() for folder in folders for p in sorted(folder.iterdir())}
    return found | {"README.md": (project / "README.md").read_bytes()}


def environment(project, **more) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(project / "src"), **more}


def run(project, *arguments, **options):
    command = [*options.pop("before", []), sys.executable, "-m", "helpers", "run", *FAST, *arguments]
    return subprocess.run(command, cwd=options.pop("cwd", project), capture_output=True, text=True, **options)


def test_another_folder_locale_time_zone_and_hash_seed_give_the_same_bytes(elsewhere):
    before = artefacts(elsewhere)
    for name in before:
        if name.split("/")[-1].startswith(("03_", "gs_")) and not name.endswith(".ipynb"):
            (elsewhere / name).unlink()  # so that what is not made anew is missing
    other = environment(elsewhere, LC_ALL="C", LANG="de_DE.UTF-8", TZ="Asia/Shanghai", PYTHONHASHSEED="7", COLUMNS="40")
    done = run(elsewhere, env=other, cwd=elsewhere.parent)
    assert done.returncode == 0, done.stderr
    assert artefacts(elsewhere) == before == artefacts(PROJECT)


def test_no_room_left_leaves_everything_whole_and_says_so(elsewhere):
    before = artefacts(elsewhere)

    def small():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    done = run(elsewhere, env=environment(elsewhere), preexec_fn=small)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ") and "File too large" in done.stderr and "Traceback" not in done.stderr
    assert artefacts(elsewhere) == before


def test_a_run_killed_at_any_time_leaves_everything_whole(elsewhere):
    before = artefacts(elsewhere)
    for seconds in (1.5, 4.0, 7.0):
        command = [sys.executable, "-m", "helpers", "run", *FAST]
        going = subprocess.Popen(command, env=environment(elsewhere), stdout=subprocess.DEVNULL, start_new_session=True)
        time.sleep(seconds)
        os.killpg(going.pid, signal.SIGKILL)
        going.wait()
        assert artefacts(elsewhere) == before


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


def test_a_read_only_checkout_is_said_in_one_sentence(elsewhere):
    before = artefacts(elsewhere)
    shutil.rmtree(elsewhere / "build", ignore_errors=True)
    if os.geteuid():
        elsewhere.chmod(0o555)
        done = run(elsewhere, env=environment(elsewhere))
        elsewhere.chmod(0o755)
    else:
        wrapped = read_only(elsewhere)
        if wrapped is None:
            pytest.skip("this system allows no read-only mount, and root may write everywhere")
        done = run(elsewhere, env=environment(elsewhere), before=wrapped)
    assert done.returncode == 1
    assert done.stderr.startswith("error: build: cannot be written") and "Traceback" not in done.stderr
    assert artefacts(elsewhere) == before
