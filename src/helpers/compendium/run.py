"""Run the notebooks by papermill, several at once, and publish what they made when all of them have succeeded."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import metadata
from multiprocessing import connection
from pathlib import Path
from typing import IO, Any

from ..declarations.toml import one_line
from ..errors import RunError, ended, last_words, reason, remedy
from ..pages import publish
from ..paths import BUILD, METHODS, NOTEBOOKS, PROCESSED, PROJECT
from .notebook import count_cells, encode, find, normalise
from .notebook import place as place_of
from .parameters import read_parameters
from .readme import PAGES, refreshed

CELL_SECONDS = 600
"""How long one cell may take."""
START_SECONDS = 300
"""How long a kernel may take to come up, on however busy a machine."""
LONGEST = 400
"""So many characters of what went wrong a message shows."""
UNTOUCHED = "nothing was published"


@dataclass(frozen=True)
class Result:
    """What came of one notebook: counts, seconds, and the data package of what it published."""

    notebook: str
    cells: int
    seconds: float
    package: dict[str, Any]


def run(
    names: list[str],
    parameters: list[tuple[str, str]],
    output: Path | None = None,
    folder: Path = NOTEBOOKS,
    workers: int | None = None,
) -> list[Result]:
    """Run notebooks (all, or those named by number or name) and publish their results.

    With neither `parameters` nor `output` the results go into the project; else into `output` or `build/run`.
    Raises `CorpusError` for a request that cannot be run, `RunError` for a notebook that fails; in both cases
    nothing that is committed is touched.
    """
    notebooks = find(names, folder)
    values = read_parameters(notebooks, parameters)
    default = not parameters and output is None
    target = PROJECT if default else (output or BUILD / "run").resolve()
    _writable(target)
    package = _package_path(target)
    old = publish.read_package(package) if package.exists() else {}
    step = ""
    try:
        with _only_run(None if output is None else target) as place, _staging(place) as staging:
            results = _execute_all(notebooks, values, place, staging, workers)
            step = " while publishing: each file is the old or the new one, whole"
            _publish(results, staging, target, old)
    except BrokenPipeError:  # of who reads what is said here
        raise
    except OSError as error:
        said = f"{reason(error)}{step}"
        raise RunError("; ".join(filter(None, [said, remedy(said), "" if step else UNTOUCHED]))) from None
    _report(results, target)
    return results


# --- execution -------------------------------------------------------------------------------------------------------


@dataclass
class _Worker:
    """A process that runs notebooks one after another: the line on which it is told and tells, and where it prints.

    Of the notebook that it is at: its path, the folder of its results, and when it was begun.
    """

    process: subprocess.Popen
    line: socket.socket
    log: Path
    notebook: Path = Path()
    folder: Path = Path()
    started: float = 0.0

    def begin(self, notebook: Path, values: dict[str, Any], folder: Path, sockets: Path) -> None:
        self.notebook, self.folder, self.started = notebook, folder, time.monotonic()
        folder.mkdir()
        job = {
            "notebook": str(notebook.resolve()),
            "parameters": values,
            "environment": {publish.OUTPUT_VARIABLE: str(folder), "IPYTHONDIR": str(folder / "ipython")},
            "sockets": tempfile.mkdtemp(dir=sockets),
            "start_seconds": START_SECONDS,
            "cell_seconds": CELL_SECONDS,
        }
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        os.truncate(self.log, 0)
        # One that is gone already is found to be so where it should have told.
        with suppress(BrokenPipeError, ConnectionResetError):
            self.line.sendall(json.dumps(str(folder)).encode("utf-8") + b"\n")


def _execute_all(
    notebooks: list[Path], values: dict[str, dict[str, Any]], place: Path, staging: Path, workers: int | None
) -> list[Result]:
    """Run each notebook with a kernel of its own, in as many processes as there are workers.

    Whatever dies is known by name.
    """
    results: dict[str, Result] = {}
    width = max(len(path.stem) for path in notebooks)
    workers = min(workers or _cores(), len(notebooks))
    _say(f"running {len(notebooks)} notebook{'s' * (len(notebooks) > 1)} with {workers} worker{'s' * (workers > 1)}")
    waiting = sorted(notebooks, key=lambda path: path.stat().st_size)  # the largest takes longest, and is run first
    with _sockets() as sockets, _workers(workers, staging, _environment(place)) as started:
        running = {worker.line: worker for worker in started}

        def begin_next(worker: _Worker) -> None:
            path = waiting.pop()
            worker.begin(path, values[path.stem], staging / path.stem, sockets)

        for worker in started:
            begin_next(worker)
        while running:
            for line in connection.wait(list(running)):
                worker = running[line]
                result = _finish(worker, place)
                results[result.notebook] = result
                _say(
                    f"[{len(results)}/{len(notebooks)}] {result.notebook:<{width}}  "
                    f"{result.cells} cells  {result.seconds:.1f} s"
                )
                if waiting:
                    begin_next(worker)
                else:
                    del running[line]
    return [results[path.stem] for path in notebooks]


@contextmanager
def _workers(number: int, staging: Path, environment: dict[str, str]) -> Iterator[list[_Worker]]:
    """Processes that wait for notebooks, and end with their kernels when they are no longer needed."""
    started: list[_Worker] = []
    try:
        for n in range(number):
            started.append(_start(staging / f"worker-{n}.txt", environment))
        yield started
    finally:
        for worker in started:
            worker.line.close()
        for worker in started:
            worker.process.wait()


def _start(log: Path, environment: dict[str, str]) -> _Worker:
    ours, theirs = socket.socketpair()
    try:
        with theirs, log.open("ab") as printed:  # at its end, wherever that is by then
            process = subprocess.Popen(
                [sys.executable, "-m", "helpers.compendium.execution"],
                stdin=theirs,
                stdout=printed,
                stderr=printed,
                env=environment,
                start_new_session=True,  # so that an interrupt is for the runner alone
            )
    except OSError:
        ours.close()
        raise
    return _Worker(process, ours, log)


def _finish(worker: _Worker, place: Path) -> Result:
    """What came of a notebook whose process has told, or is gone. Raises `RunError` unless all of it ran."""
    fault, said, advice = _told(worker)
    half_run = worker.folder / worker.notebook.name
    if not fault:
        try:
            return _result(worker, json.loads(half_run.read_text(encoding="utf-8")))
        except RunError as error:
            fault = f": {error}"
    parts = [worker.notebook.stem + one_line(fault, LONGEST).rstrip(": "), remedy(fault + said) or advice]
    if half_run.exists():
        kept = place / "failed" / half_run.name
        kept.parent.mkdir(exist_ok=True)
        shutil.copyfile(half_run, kept)
        parts.append(f"half-run copy: {_shown(kept)}")
    raise RunError("; ".join(filter(None, [*parts, UNTOUCHED])))


def _told(worker: _Worker) -> list[str]:
    """What is wrong with a notebook by its process, or with this process: as `execution.Outcome`."""
    told = b""
    with suppress(ConnectionResetError), worker.line.makefile("rb") as line:  # of one that died before it was told
        told = line.readline()
    if told:
        return json.loads(told)
    status = worker.process.wait()
    said = worker.log.read_text(encoding="utf-8", errors="replace")
    words = last_words(said)
    fault = f": the process that ran it {ended(status)}" + (f" and printed: {words}" if words else "")
    return [fault, said, "run again"]


def _result(worker: _Worker, half_run: dict[str, Any]) -> Result:
    """Keep a notebook that ran beside what it published. Raises `RunError` where some cell of it did not run."""
    notebook = normalise(half_run)
    cells = count_cells(notebook)
    made = worker.folder / place_of(worker.notebook.stem)
    made.parent.mkdir()
    made.write_bytes(encode(notebook))
    package = worker.folder / publish.PACKAGE
    published = json.loads(package.read_text(encoding="utf-8")) if package.exists() else {}
    return Result(worker.notebook.stem, cells, time.monotonic() - worker.started, published)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _sockets() -> Iterator[Path]:
    """A folder for the sockets of kernels, whose names have to be short wherever the project is."""
    general = tempfile.gettempdir()
    with tempfile.TemporaryDirectory(
        prefix="helpers-", dir=general if len(os.fsencode(general)) < 60 else "/tmp", ignore_cleanup_errors=True
    ) as name:
        yield Path(name)


_SETTINGS = ("JUPYTER", "JPY_", "IPYTHON", "PYDEVD", "MPL", "MATPLOTLIBRC", "PYTHONSTARTUP", "PYTHONWARNINGS")


def _environment(place: Path) -> dict[str, str]:
    """What a notebook is run in: none of the reader's own settings, and one thread of algebra for each kernel."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_SETTINGS)}
    own = dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    own |= {"JUPYTER_CONFIG_DIR": str(place / "cache" / "jupyter"), "MPLBACKEND": "agg"}
    own["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    return kept | own | {"MPLCONFIGDIR": str(_font_list(place, kept | own))}


def _font_list(place: Path, environment: dict[str, str]) -> Path:
    """The folder of matplotlib's list of fonts, made once and whole: kernels that made it would wait for each other."""
    folder = place / "cache" / f"matplotlib-{metadata.version('matplotlib')}"
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix="fonts-", dir=folder.parent))
        command = [sys.executable, "-c", "import matplotlib.font_manager"]
        made = subprocess.run(command, env=environment | {"MPLCONFIGDIR": str(fresh)}, capture_output=True, text=True)
        if made.returncode:
            said = last_words(made.stderr) or f"it {ended(made.returncode)}"
            raise RunError("; ".join(filter(None, [f"fonts cannot be listed: {said}", remedy(said), UNTOUCHED])))
        fresh.replace(folder)
    return folder


def _shown(path: Path) -> str:
    """A path as a reader finds it: in the project from its root."""
    return str(path.relative_to(PROJECT) if path.is_relative_to(PROJECT) else path)


# --- publication -----------------------------------------------------------------------------------------------------


@contextmanager
def _only_run(output: Path | None) -> Iterator[Path]:
    """One run at a time, for two would take each other's results for their own; gives the folder of a run's own things.

    That is build/, or where it cannot be written one in the output.
    """
    place, file = _lock(output)
    with file as lock:
        try:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:  # no such lock on this system
            pass
        except BlockingIOError:
            raise RunError("another run is under way in this project; wait for it to end") from None
        yield place


def _lock(output: Path | None) -> tuple[Path, IO[str]]:
    """A folder that can be written, and a file in it that is locked while it is in use."""
    for place in (BUILD, *([output / "build"] if output else [])):
        try:
            place.mkdir(parents=place != BUILD, exist_ok=True)
            return place, (place / "run.lock").open("w")
        except OSError as error:
            fault = f"{_shown(place)}: cannot be written ({error.strerror})"
    raise RunError(
        f"{fault}; name a folder that can be"
        if output
        else f"{fault}; make it writable, or name a folder with --output"
    )


@contextmanager
def _staging(place: Path) -> Iterator[Path]:
    """A folder for results that are not all there yet; what a killed run left of its own is taken away."""
    for left in place.glob("staging-*"):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix="staging-", dir=place))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _package_path(target: Path) -> Path:
    return target / PROCESSED.relative_to(PROJECT) / publish.PACKAGE


def _writable(target: Path) -> None:
    """Raises `RunError` where nothing could be published in the end: a file stands there, or it is read-only."""
    there = next(place for place in (target, *target.parents) if place.exists())
    if there.is_dir() and (os.access(there, os.W_OK) or target == PROJECT):  # of that one build/ says it
        return
    fault = "it is read-only" if there.is_dir() else "it is a file"
    raise RunError(f"{there}: results cannot be written there ({fault}); name another folder with --output")


def _publish(results: list[Result], staging: Path, target: Path, old: dict[str, Any]) -> None:
    """Move what the notebooks made to `target`, and take away what they no longer make; `old` is its data package."""
    package_path = _package_path(target)
    new = publish.merge(old, [r.notebook for r in results], [r.package for r in results])
    moves: list[tuple[Path, Path]] = []
    for result in results:
        folder = staging / result.notebook
        for name in [*publish.files(result.package), place_of(result.notebook)]:
            moves.append((folder / name, target / name))
    entry = staging / publish.PACKAGE
    entry.write_bytes(publish.encode(new))
    moves.append((entry, package_path))
    for name, make in publish.JOINT.items():
        if made := make(new):
            (staging / name).write_bytes(made[0])
            moves.append((staging / name, package_path.with_name(name)))
    if target == PROJECT and any((target / name).exists() for name in PAGES):
        fresh = {r.notebook: staging / r.notebook / place_of(r.notebook) for r in results}
        there = [fresh.get(path.stem, path) for path in find([], target / NOTEBOOKS.name)]
        for name, text in refreshed(target, new, there).items():
            page = staging / Path(name).name
            page.write_text(text, encoding="utf-8")
            moves.append((page, target / name))
    for _, place in moves:
        place.parent.mkdir(parents=True, exist_ok=True)
    for made, place in moves:
        _move(made, place)
    for name in sorted(set(publish.files(old)) - set(publish.files(new))):
        (target / name).unlink(missing_ok=True)


def _move(made: Path, place: Path) -> None:
    try:
        made.replace(place)  # within one file system a file is either the old or the new one
    except OSError:
        beside = place.with_name(place.name + ".new")
        shutil.copyfile(made, beside)
        beside.replace(place)


def _report(results: list[Result], target: Path) -> None:
    width = max(len("notebook"), *(len(r.notebook) for r in results))
    _say(f"\n{'notebook':<{width}}  cells  seconds  tables  figures")
    for r in results:
        tables, figures = len(r.package.get("resources", [])), len(r.package.get("figures", []))
        _say(f"{r.notebook:<{width}}  {r.cells:5}  {r.seconds:7.1f}  {tables:6}  {figures:7}")
    if target == PROJECT:
        _say(f"\npublished: notebooks/, {place_of(METHODS.stem)}, data/processed/, figures/")
    else:
        _say(f"\nwritten to {os.path.relpath(target)}; the project's own results are as they were")


def _say(line: str) -> None:
    print(line, flush=True)
