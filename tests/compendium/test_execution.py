"""Claims about the process of one notebook and its kernel: what it is run in, and what is said when it dies."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from conftest import in_ci, weekly
from helpers.compendium import run as compendium_run
from helpers.compendium.execution import Kernel
from helpers.errors import RunError
from small import outputs, write_notebook

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "notebooks").mkdir()
    return tmp_path / "notebooks"


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
    write_notebook(folder, "00_a", quiet, loud, "__name__, 'pandas' in sys.modules, 'pandas' in dir()")
    compendium_run.run([], [], tmp_path / "out", folder)
    first, second, third = outputs(tmp_path / "out")[1:]
    assert first == [] and second[0]["name"] == "stderr" and "UserWarning: mind" in second[0]["text"][0]
    assert third[0]["data"]["text/plain"] == ["('__main__', False, False)"]


def test_a_kernel_listens_on_files_and_on_no_port(folder, tmp_path):
    write_notebook(
        folder,
        "00_a",
        "import psutil; own = psutil.Process()",
        "own.net_connections('inet'), own.parent().net_connections('inet')",
        "sorted({c.laddr[-3:] for c in own.net_connections('unix') if '/helpers-' in c.laddr})",
    )
    compendium_run.run([], [], tmp_path / "out", folder)
    shown = [o[0]["data"]["text/plain"] for o in outputs(tmp_path / "out")[2:]]
    assert shown == [["([], [])"], ["['s-1', 's-2', 's-3', 's-4', 's-5']"]]


@pytest.mark.ci
def test_what_a_reader_has_set_for_jupyter_and_python_changes_nothing(folder, tmp_path, monkeypatch):
    write_notebook(
        folder, "00_a", "import sys; sys.executable", "sorted(set(dir()) & {'mine', 'np'}), len(sys.warnoptions)"
    )
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


@pytest.mark.parametrize("name", ["世界 order {n}", in_ci("长" * 70)])
def test_a_long_path_with_a_space_hanzi_and_braces_will_do(tmp_path, monkeypatch, name):
    project = tmp_path / name / name
    for attribute, place in {"PROJECT": "", "BUILD": "build", "PROCESSED": "data/processed"}.items():
        monkeypatch.setattr(compendium_run, attribute, project / place)
    monkeypatch.setattr(tempfile, "tempdir", str(project / "temporary"))
    (project / "temporary").mkdir(parents=True)
    (project / "notebooks").mkdir()
    write_notebook(project / "notebooks", "00_a", "n * 2")
    compendium_run.run([], [("n", "4")], project / "out", project / "notebooks")
    assert outputs(project / "out")[-1][0]["data"]["text/plain"] == ["8"]
    assert list((project / "temporary").iterdir()) == [] and not list((project / "build").glob("staging-*"))


@pytest.mark.parametrize("command", ["helpers.compendium.execution", "helpers run 00 -p nothing 1"])
def test_what_runs_a_notebook_imports_what_it_needs_and_no_more(command):
    """The grammar of international addresses, which jsonschema would have parsed, takes longer than all the rest."""
    command = [sys.executable, "-X", "importtime", "-m", *command.split()]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    imported = {line.rsplit("|", 1)[1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert {"papermill", "jsonschema"} <= imported and not {"lark", "matplotlib"} & imported


def test_a_kernel_that_does_not_come_up_is_started_once_more(folder, tmp_path, kernel):
    place = kernel(
        "import os, sys\nfrom pathlib import Path\n"
        "here = Path(__file__).parent\n"  # with no trace of this one, the next import finds ipykernel itself
        "if not (here / 'tried').exists():\n    (here / 'tried').touch()\n    sys.exit('not today')\n"
        "sys.path.remove(str(here.parent))\ndel sys.modules['ipykernel']\nimport ipykernel\n"
    )
    write_notebook(folder, "00_a", "n + 1")
    compendium_run.run([], [], tmp_path / "out", folder)
    assert (place / "ipykernel/tried").exists() and outputs(tmp_path / "out")[1][0]["data"]["text/plain"] == ["4"]


@pytest.mark.skipif(not Path("/proc").exists(), reason="signals that wait are read from /proc")
def test_a_kernel_that_is_ended_says_nothing_of_it(tmp_path, kernel):
    """Else what it printed last would be the word of who ended it, where it had the time to say so."""
    kernel(
        "import signal\nsignal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})\nprint('up', flush=True)\nsignal.pause()"
    )
    (tmp_path / "sockets").mkdir()
    started = Kernel(tmp_path / "sockets", tmp_path / "printed.txt")

    async def waiting_after_an_interrupt():
        await started.start_kernel()
        while not started.printed.read_text():
            await asyncio.sleep(0.05)
        await started.interrupt_kernel()
        status = Path(f"/proc/{started.provisioner.process.pid}/status").read_text()
        started.kill()
        await started.cleanup_resources()
        return [int(line.split()[1], 16) for line in status.splitlines() if line.startswith(("SigPnd", "ShdPnd"))]

    assert asyncio.run(waiting_after_an_interrupt()) == [0, 0]
    assert started.end() == "was killed (SIGKILL) and printed: up"


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("import sys; sys.exit('the moon is full')", r"it ended with exit status 1 and printed: the moon is full; run again, and if"),
        weekly("import no_such_thing", r"printed: ModuleNotFoundError: No module named 'no_such_thing'; install the versions"),
        weekly("raise MemoryError('月')", r"printed: MemoryError: 月; free memory, or allow more \(ulimit -v\); nothing was"),
        weekly("import os; os.kill(os.getpid(), 9)", r"it was killed \(SIGKILL\); free memory, or allow more"),
        weekly("import time; time.sleep(600)", r"\(Kernel didn't respond in 2 seconds\); it was not there; run again"),
        weekly("print('x' * 5000, flush=True); raise OSError(24, 'Too many open files')", r"Too many open files; allow more op"),
    ],
)  # fmt: skip
def test_a_kernel_that_never_comes_up_is_said_in_one_sentence(folder, tmp_path, monkeypatch, kernel, source, says):
    monkeypatch.setattr(compendium_run, "START_SECONDS", 2 if "sleep" in source else 300)
    kernel(source)
    write_notebook(folder, "00_a", "1")
    with pytest.raises(RunError, match=r"^00_a: its kernel was started 2 times and did not come up .*" + says) as error:
        compendium_run.run([], [], tmp_path / "out", folder)
    assert "\n" not in str(error.value) and len(str(error.value)) < 700
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("import os; os.kill(os.getpid(), 9)", r"00_a: the kernel died in cell 1 \(it was killed \(SIGKILL\)\); free m"),
        in_ci("import os; os._exit(3)", r"00_a: the kernel died in cell 1 \(it ended with exit status 3\); run again, and see"),
        ("import os; os.kill(os.getppid(), 9)", r"00_a: the process that ran it was killed \(SIGKILL\); free memory"),
        ("raise ImportError('a\\nb\\nc')", r"00_a, cell 1: ImportError: a b c; half-run"),
        weekly("raise OSError(28, 'No space left on device')", r"OSError: \[Errno 28\] No space left on device; make room; half"),
        weekly("try:\n    raise ValueError('no; correct it')\nexcept MemoryError:\n    pass", r"ValueError: no; correct it; half-run"),
    ],
)  # fmt: skip
def test_whatever_dies_is_named_in_one_sentence(folder, tmp_path, source, says):
    write_notebook(folder, "00_a", source)
    write_notebook(folder, "01_b", "import threading; threading.Event().wait()")  # which is not waited for
    with pytest.raises(RunError, match=says) as error:
        compendium_run.run([], [], tmp_path / "out", folder, workers=2)
    assert "\n" not in str(error.value) and not (tmp_path / "out").exists()


def test_a_failed_run_leaves_no_process_behind(folder, tmp_path):
    """Here the notebook that goes on says which kernel it is, and the one that fails waits until it has."""
    told = tmp_path / "told"
    going_on = f"from pathlib import Path; import os, threading; Path({str(told)!r}).write_text(str(os.getpid()))"
    write_notebook(folder, "00_a", "from pathlib import Path", f"while not Path({str(told)!r}).exists(): pass", "1 / 0")
    write_notebook(folder, "01_b", going_on, "threading.Event().wait()")
    with pytest.raises(RunError, match="00_a, cell 3: ZeroDivisionError"):
        compendium_run.run([], [], tmp_path / "out", folder, workers=2)
    with pytest.raises(ProcessLookupError):
        os.kill(int(told.read_text()), 0)
