"""Run the notebooks by papermill, several at once, and publish what they made when all of them have succeeded."""

from __future__ import annotations

import ast
import json
import multiprocessing
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import kernels, publish
from .errors import CorpusError, RunError
from .paths import BUILD, NOTEBOOKS, PROCESSED, PROJECT
from .readme import refresh

CELL_SECONDS = 600
"""How long one cell may take."""

KERNEL = "python3"


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
    with _only_run(), _staging() as staging:
        try:
            results = _execute_all(notebooks, values, staging, workers)
        except OSError as error:
            raise RunError(f"{error.strerror or error}; make room and run again; nothing was published") from None
        try:
            _publish(results, staging, target)
        except OSError as error:
            raise RunError(
                f"{error.strerror or error} while publishing: each file is the old or the new one, whole; make room "
                "and run again"
            ) from None
    _report(results, target)
    return results


def find(names: list[str], folder: Path = NOTEBOOKS) -> list[Path]:
    """The numbered notebooks, or those that `names` name by number (`0`, `00`) or name (`00_corpus`)."""
    there = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
    if not there:
        raise CorpusError(f"{folder.name}: no numbered notebook is there; restore it with git checkout {folder.name}")
    if not names:
        return there
    found = []
    for name in names:
        stem = Path(name).stem
        hits = [p for p in there if p.stem == stem or (stem.isdigit() and int(p.stem[:2]) == int(stem))]
        if not hits:
            raise CorpusError(f"no notebook {name!r}; there are {', '.join(p.stem for p in there)}")
        found += [p for p in hits if p not in found]
    return found


def read_parameters(notebooks: list[Path], given: list[tuple[str, str]]) -> dict[str, dict[str, Any]]:
    """By notebook, the values of the parameters it knows, read by the annotations in its parameters cell.

    Raises `CorpusError` for a name that no notebook knows and for a value of the wrong type.
    """
    known = {path.stem: declared_parameters(path) for path in notebooks}
    values: dict[str, dict[str, Any]] = {path.stem: {} for path in notebooks}
    for name, text in given:
        owners = [stem for stem, declared in known.items() if name in declared]
        if not owners:
            lists = "; ".join(f"{stem}: {', '.join(declared) or 'none'}" for stem, declared in known.items())
            raise CorpusError(f"no parameter {name!r}; there are {lists}")
        for stem in owners:
            values[stem][name] = _value(name, text, known[stem][name])
    return values


def declared_parameters(notebook: Path) -> dict[str, str]:
    """Name and annotation of each parameter of a notebook, from the cell tagged `parameters`."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    source = next(("".join(c["source"]) for c in cells if "parameters" in c["metadata"].get("tags", [])), "")
    return {
        node.target.id: ast.unparse(node.annotation)
        for node in ast.parse(source).body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def _value(name: str, text: str, annotation: str) -> Any:
    """`text` as a value of the type that `annotation` names; a list is `a,b` or JSON."""
    try:
        if annotation.startswith("list["):
            inner = annotation[5:-1]
            items = json.loads(text) if text.lstrip().startswith("[") else [t for t in text.split(",") if t]
            return [_value(name, item if isinstance(item, str) else json.dumps(item), inner) for item in items]
        if annotation == "bool":
            return {"true": True, "false": False}[text.lower()]
        return {"int": int, "float": float, "str": str}[annotation](text)
    except (ValueError, KeyError):
        raise CorpusError(f"parameter {name!r} takes a value of type {annotation}, not {text!r}; correct it") from None


def normalise(notebook: dict[str, Any]) -> dict[str, Any]:
    """A notebook without what differs between two runs: no timings, paths, versions or metadata of the run."""
    cells = []
    for cell in notebook["cells"]:
        tags = cell["metadata"].get("tags", [])
        injected = "injected-parameters" in tags  # papermill gives this cell an id by chance
        kept = {"cell_type": cell["cell_type"], "id": "injected-parameters" if injected else cell["id"]}
        kept["metadata"] = {"tags": tags} if tags else {}
        if cell["cell_type"] == "code":
            kept["execution_count"] = cell["execution_count"]
            kept["outputs"] = [_output(output) for output in cell["outputs"]]
        kept["source"] = _lines(cell["source"])
        cells.append(kept)
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": KERNEL},
        "language_info": {"name": "python"},
    }
    return {"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def encode(notebook: dict[str, Any]) -> bytes:
    """A notebook as the bytes of its file."""
    return (json.dumps(notebook, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _output(output: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in output.items() if key in ("output_type", "name", "ename", "evalue")}
    if "data" in output:
        kept["data"] = {
            kind: _lines(data) if isinstance(data, str) else data for kind, data in sorted(output["data"].items())
        }
        kept["metadata"] = {}
    if output["output_type"] == "execute_result":
        kept["execution_count"] = output["execution_count"]
    if "text" in output:
        kept["text"] = _lines(output["text"])
    if "traceback" in output:
        kept["traceback"] = output["traceback"]
    return dict(sorted(kept.items()))


def _lines(text: str | list[str]) -> list[str]:
    return ("".join(text) if isinstance(text, list) else text).splitlines(keepends=True)


def count_cells(notebook: dict[str, Any]) -> int:
    """How many code cells ran. Raises `RunError` unless they ran in order, 1 to n, and none failed."""
    codes = [cell for cell in notebook["cells"] if cell["cell_type"] == "code" and "".join(cell["source"]).strip()]
    counts = [cell["execution_count"] for cell in codes]
    if counts != list(range(1, len(counts) + 1)):
        raise RunError(f"its cells did not run in order 1 to {len(counts)}, but as {counts}")
    if any(output["output_type"] == "error" for cell in codes for output in cell["outputs"]):
        raise RunError("a cell ended in an error")
    return len(codes)


# --- execution -------------------------------------------------------------------------------------------------------


def _execute_all(
    notebooks: list[Path], values: dict[str, dict[str, Any]], staging: Path, workers: int | None
) -> list[Result]:
    _set_environment()
    nursery = kernels.Nursery(len(notebooks)) if kernels.can_fork() else None
    waiting = nursery.waiting if nursery else [None] * len(notebooks)
    import papermill  # noqa: F401  (before the fork, so that every worker has it)

    context = multiprocessing.get_context("fork" if kernels.can_fork() else "spawn")
    results: dict[str, Result] = {}
    width = max(len(path.stem) for path in notebooks)
    workers = min(workers or _cores(), len(notebooks))
    _say(f"running {len(notebooks)} notebook{'s' * (len(notebooks) > 1)} with {workers} worker{'s' * (workers > 1)}")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with, initargs=(os.getpid(),))
    try:
        jobs = {
            pool.submit(_execute, path, values[path.stem], staging, kernel): path
            for path, kernel in zip(notebooks, waiting, strict=True)
        }
        for job in as_completed(jobs):
            try:
                result = job.result()
            except BrokenProcessPool:
                raise RunError(f"{jobs[job].stem}: its worker was killed; nothing was published") from None
            results[result.notebook] = result
            _say(
                f"[{len(results)}/{len(notebooks)}] {result.notebook:<{width}}  "
                f"{result.cells} cells  {result.seconds:.1f} s"
            )
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        if nursery:
            nursery.close()
    return [results[path.stem] for path in notebooks]


def _end_with(parent: int) -> None:
    """In a worker: end when the runner is killed, instead of waiting for work for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.5)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _execute(path: Path, values: dict[str, Any], staging: Path, kernel: kernels.Waiting | None) -> Result:
    """Run one notebook in this process; its own output, and that of its kernel, goes to a log."""
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    folder = staging / path.stem
    folder.mkdir()
    half_run = folder / path.name
    _quiet(folder / "log.txt")
    os.environ[publish.OUTPUT_VARIABLE] = str(folder)
    os.environ["JUPYTER_RUNTIME_DIR"] = str(folder / "runtime")
    if kernel:
        os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = kernels.PROVISIONER
        os.environ[kernels.WAITING_VARIABLE] = json.dumps(kernel)
    started = time.monotonic()
    try:
        papermill.execute_notebook(
            path,
            half_run,
            parameters=values,
            kernel_name=KERNEL,
            cwd=Path.cwd(),  # so that a path among the parameters means what it means to the caller
            progress_bar=False,
            log_output=False,
            start_timeout=120,
            execution_timeout=CELL_SECONDS,
        )
        notebook = normalise(json.loads(half_run.read_text(encoding="utf-8")))
        cells = count_cells(notebook)
    except papermill.PapermillExecutionError as error:
        place = f"{path.stem}, cell {error.cell_index}: {error.ename}: {error.evalue}"
    except CellTimeoutError:
        place = f"{path.stem}: a cell ran for more than {CELL_SECONDS} seconds"
    except DeadKernelError:
        place = f"{path.stem}: the kernel died"
    except RunError as error:
        place = f"{path.stem}: {error}"
    else:
        (folder / "notebooks").mkdir()
        (folder / "notebooks" / path.name).write_bytes(encode(notebook))
        package = folder / publish.PACKAGE
        published = json.loads(package.read_text(encoding="utf-8")) if package.exists() else {}
        return Result(path.stem, cells, time.monotonic() - started, published)
    kept = BUILD / "failed" / path.name
    kept.parent.mkdir(exist_ok=True)
    if half_run.exists():
        shutil.copyfile(half_run, kept)
    raise RunError(f"{place}\n  half-run copy: {kept.relative_to(PROJECT)}; nothing was published")


def _quiet(log: Path) -> None:
    sys.stdout.flush()
    sys.stderr.flush()
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.dup2(target, 1)
    os.dup2(target, 2)
    os.close(target)


def _set_environment() -> None:
    """What workers and kernels inherit: no settings of the reader's own."""
    cache = BUILD / "cache"
    own = {
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_CONFIG_DIR": cache / "jupyter",
        "IPYTHONDIR": cache / "ipython",
        "MPLCONFIGDIR": cache / "matplotlib",
        "MPLBACKEND": "agg",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    for name in ("IPYTHONDIR", "MPLCONFIGDIR"):
        own[name].mkdir(parents=True, exist_ok=True)
    os.environ.update({name: str(value) for name, value in own.items()})


# --- publication -----------------------------------------------------------------------------------------------------


@contextmanager
def _only_run() -> Iterator[None]:
    """One run at a time in a project, for two would take each other's results for their own."""
    try:
        BUILD.mkdir(exist_ok=True)
        file = (BUILD / "run.lock").open("w")
    except OSError as error:
        raise RunError(
            f"{BUILD.name}: cannot be written ({error.strerror}); make the project writable, or copy it to where it is"
        ) from None
    with file as lock:
        try:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except ImportError:  # no such lock on this system
            pass
        except OSError:
            raise RunError("another run is under way in this project; wait for it to end") from None
        yield


@contextmanager
def _staging() -> Iterator[Path]:
    """A folder for results that are not all there yet, on the file system of the project."""
    folder = Path(tempfile.mkdtemp(prefix="staging-", dir=BUILD))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _publish(results: list[Result], staging: Path, target: Path) -> None:
    """Move what the notebooks made to `target`, and take away what they no longer make."""
    package_path = target / PROCESSED.relative_to(PROJECT) / publish.PACKAGE
    old = json.loads(package_path.read_text(encoding="utf-8")) if package_path.exists() else {}
    new = publish.merge(old, [r.notebook for r in results], [r.package for r in results])
    moves: list[tuple[Path, Path]] = []
    for result in results:
        folder = staging / result.notebook
        for name in [*publish.files(result.package), f"notebooks/{result.notebook}.ipynb"]:
            moves.append((folder / name, target / name))
    entry = staging / publish.PACKAGE
    entry.write_bytes(publish.encode(new))
    moves.append((entry, package_path))
    if told := publish.findings(new):
        (staging / "findings.csv").write_bytes(told[0])
        moves.append((staging / "findings.csv", package_path.with_name("findings.csv")))
    readme = target / "README.md"
    if target == PROJECT and readme.exists():
        fresh = {r.notebook: staging / r.notebook / "notebooks" / f"{r.notebook}.ipynb" for r in results}
        there = [fresh.get(path.stem, path) for path in find([], target / NOTEBOOKS.name)]
        refreshed = staging / readme.name
        refreshed.write_text(refresh(readme.read_text(encoding="utf-8"), new, there), encoding="utf-8")
        moves.append((refreshed, readme))
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
        _say("\npublished: notebooks/, data/processed/, figures/")
    else:
        _say(f"\nwritten to {os.path.relpath(target)}; the project's own results are as they were")


def _say(line: str) -> None:
    print(line, flush=True)
