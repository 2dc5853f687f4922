"""Run notebooks by papermill, one after another: `python -m helpers.compendium.execution`, started by `run`.

Each has an ordinary kernel of its own. Standard input is a socket: a line of it names a folder that holds `job.json`,
what came of that notebook is told in a line on it, and it ends when whoever started this has no more or is gone.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import sys
import threading
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple

if __name__ == "__main__":  # before papermill, which imports jsonschema
    # That would parse the grammar of international addresses, a second of work: no notebook has one to check.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

import papermill
from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

from ..errors import ended, last_words, reason
from .notebook import literal

ENGINE = "helpers"
"""The name under which papermill knows `Engine`."""
KERNEL = "python3"
STARTS = 2
"""So often a kernel that does not come up is started."""


class Kernel(AsyncKernelManager):
    """A kernel of this interpreter, whatever kernels are installed; it listens on files in `sockets`, on no port."""

    def __init__(self, sockets: Path, printed: Path):
        super().__init__(
            kernel_name=KERNEL,
            transport="ipc" if os.name == "posix" else "tcp",
            connection_file=str(sockets / "kernel.json"),
        )
        if self.transport == "ipc":
            self.ip = str(sockets / "s")
        self.printed, self.asked, self.answered = printed, False, False

    @property
    def kernel_spec(self) -> KernelSpec:
        """What is started: `kernel`, by this interpreter, whatever is registered under a name."""
        argv = [sys.executable, "-m", "helpers.compendium.kernel", "-f", "{connection_file}"]
        # By a message: a signal, which jupyter_client sends before it kills, may leave words that are not the kernel's.
        return KernelSpec(argv=argv, display_name="Python 3", language="python", interrupt_mode="message")

    async def start_kernel(self, **options: Any) -> None:
        """Start it; what it prints outside of cells goes into the file `printed`."""
        self.asked = True
        with self.printed.open("wb") as printed:
            await super().start_kernel(stdout=printed, stderr=printed, **options)

    def has_answered(self, **_: Any) -> None:
        """Called by nbclient when the kernel is ready."""
        self.answered = True

    def end(self) -> str:
        """How it ended, and the last it printed outside of cells."""
        process = self.provisioner.process if self.provisioner else None
        status = process.poll() if process else None
        said = last_words(self.printed.read_text(encoding="utf-8", errors="replace")) if self.printed.exists() else ""
        how = "was not there" if status is None else ended(status)
        return f"{how} and printed: {said}" if said else how

    def kill(self) -> None:
        """End it at once, if it is there."""
        if self.has_kernel:
            process = self.provisioner.process
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


class Engine(NBClientEngine):
    """papermill's own engine, with the kernel that it is given."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, *, kernel, start_seconds, cell_seconds, **_):
        """Called by papermill, which gives a notebook and on what options it was asked to run it."""
        client = PapermillNotebookClient(
            nb_man,
            km=kernel,
            kernel_name=kernel_name,
            startup_timeout=start_seconds,
            timeout=cell_seconds,
            iopub_timeout=start_seconds,  # four seconds by default, which a busy machine may exceed
            shutdown_kernel="immediate",
            on_notebook_start=kernel.has_answered,
        )
        client.owns_km = True  # so that it ends the kernel and its channels
        client.execute()


class Outcome(NamedTuple):
    """What is wrong, empty where nothing is; all that was said of it; what helps if nothing in that tells."""

    fault: str = ""
    said: str = ""
    advice: str = ""


def execute(folder: Path, kernels: list[Kernel]) -> Outcome:
    """Run the notebook of the job in `folder`, and enter each kernel in `kernels`.

    `job.json` has the path of the notebook, its parameters, what is its own in the environment, a folder for sockets,
    and how many seconds a kernel and a cell may take. The half-run notebook stands beside it in the end. A fault of
    ours is raised as it is.
    """
    job = json.loads((folder / "job.json").read_text(encoding="utf-8"))
    half_run = folder / Path(job["notebook"]).name
    os.environ.update(job["environment"])
    for attempt in range(1, STARTS + 1):
        sockets = Path(job["sockets"]) / str(attempt)
        sockets.mkdir()
        kernel = Kernel(sockets, folder / f"kernel-{attempt}.txt")
        kernels.append(kernel)
        try:
            papermill.execute_notebook(
                literal(job["notebook"]),
                literal(half_run),
                parameters=job["parameters"],
                engine_name=ENGINE,
                kernel_name=KERNEL,
                cwd=Path.cwd(),  # so that a path among the parameters means what it means to the caller
                progress_bar=False,
                kernel=kernel,
                start_seconds=job["start_seconds"],
                cell_seconds=job["cell_seconds"],
            )
            return Outcome()
        except papermill.PapermillExecutionError as error:
            said = without_source(error.traceback) or _streams(half_run)
            what = f"{error.ename}: {error.evalue}" if error.traceback else last_words(said)
            return Outcome(f", cell {error.cell_index}: {what}", said)
        except CellTimeoutError:
            what = f": a cell ran for more than {job['cell_seconds']} seconds (cell {_last_begun(half_run)})"
            return Outcome(what, advice="run again when the machine has less to do")
        except DeadKernelError:
            what = f": the kernel died in cell {_last_begun(half_run)} (it {kernel.end()})"
            return Outcome(what, advice="run again, and see what that cell does if it dies again")
        except Exception as error:
            if kernel.answered or not kernel.asked:
                raise
            fault = reason(error) if isinstance(error, OSError) else str(error)
            kernel.kill()
    half_run.unlink(missing_ok=True)  # nothing of it ran
    what = f": its kernel was started {STARTS} times and did not come up ({fault.rstrip('.')}); it {kernel.end()}"
    return Outcome(what, advice="run again, and if that fails too install the versions of requirements.lock anew")


def without_source(traceback: list[str]) -> str:
    """What a traceback of IPython says, without the lines of code that it shows: these say nothing of what went wrong.

    >>> without_source(["\\x1b[32m----> 2\\x1b[39m except MemoryError:", "\\x1b[31mValueError\\x1b[39m: no"])
    'ValueError: no'
    """
    lines = re.sub(r"\x1b\[[\d;]*m", "", "\n".join(traceback)).splitlines()
    return "\n".join(line for line in lines if not re.match(r"(?:-+> | +)\d+ ", line))


def _streams(half_run: Path) -> str:
    """What the cell that failed wrote, where the kernel could not even tell its error."""
    cells = json.loads(half_run.read_text(encoding="utf-8"))["cells"]
    failed = [cell for cell in cells if cell["metadata"].get("papermill", {}).get("exception")]
    return "\n".join("".join(o.get("text", "")) for cell in failed for o in cell["outputs"])


def _last_begun(half_run: Path) -> int:
    """The number of the last cell that began to run."""
    cells = json.loads(half_run.read_text(encoding="utf-8"))["cells"]
    return max(n for n, cell in enumerate(cells) if cell["metadata"].get("papermill", {}).get("start_time"))


def _listen(line: socket.socket, jobs: SimpleQueue[Path], kernels: list[Kernel]) -> None:
    """Take jobs as they are named; end with whoever started this, and leave no kernel and no socket behind."""
    with line.makefile("r", encoding="utf-8") as named:
        for folder in named:
            jobs.put(Path(json.loads(folder)))
    for kernel in kernels:
        kernel.kill()
        shutil.rmtree(Path(kernel.connection_file).parent, ignore_errors=True)
    os._exit(0)  # nothing is left to do that could hold up the others


def main() -> None:
    """Run the jobs that are named on standard input, and tell what came of each."""
    papermill_engines.register(ENGINE, Engine)
    line = socket.socket(fileno=sys.stdin.fileno())
    jobs: SimpleQueue[Path] = SimpleQueue()
    kernels: list[Kernel] = []
    threading.Thread(target=_listen, args=(line, jobs, kernels), daemon=True).start()
    while True:
        folder = jobs.get()
        kernels.clear()
        try:
            told = execute(folder, kernels)
        except OSError as error:
            told = Outcome(f": {reason(error)}")
        line.sendall(json.dumps(told).encode("utf-8") + b"\n")


if __name__ == "__main__":
    main()
