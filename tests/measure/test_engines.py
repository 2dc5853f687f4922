"""Engines: whatever measures, and whatever dies, the tables are the same bytes."""

import ast
import importlib.util
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from helpers.errors import RunError
from helpers.measure import engines
from helpers.paths import PROJECT

needs_dask = pytest.mark.skipif(
    not os.environ.get("CI") and not importlib.util.find_spec("distributed"),
    reason="dask.distributed is not installed; install it with: pip install -e .[cluster]",
)
SENTENCE = "The United States and China trade; global governance needs {n} reforms by {m}. It left the treaty. "
WEN = "美国退出国际组织{n}次，全球治理需要改革{m}。"


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """Texts enough for some shards of the usual size."""
    path = tmp_path_factory.mktemp("source") / "own.jsonl"
    with path.open("w", encoding="utf-8") as file:
        for n in range(60):
            said = (WEN if n % 3 else SENTENCE).format(n=n, m=n * 7) * (1000 if n % 3 else 800)
            file.write(json.dumps({"id": f"t{n}", "text": said}, ensure_ascii=False) + "\n")
    return path


def measured(source, output, *options, **more):
    words = [sys.executable, "-m", "helpers", "measure", source, "--output", output, *options]
    done = subprocess.run(words, capture_output=True, text=True, **more)
    assert done.returncode == 0, done.stderr
    return done


def tables(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*.parquet"))}


@pytest.fixture(scope="module")
def alone(source, tmp_path_factory):
    """What one process writes."""
    output = tmp_path_factory.mktemp("alone") / "out"
    measured(source, output, "--processes", "1")
    found = tables(output)
    assert len(found) > 14  # several shards
    return found


@pytest.mark.ci
@pytest.mark.slow
def test_two_processes_write_the_bytes_of_one(source, alone, tmp_path):
    measured(source, tmp_path / "out", "--processes", "2")
    assert tables(tmp_path / "out") == alone


@pytest.mark.weekly
@pytest.mark.slow
def test_a_run_that_is_killed_in_the_middle_goes_on_where_it_was(source, alone, tmp_path):
    words = [sys.executable, "-m", "helpers", "measure", source, "--output", tmp_path / "out", "--processes", "1"]
    shards = tmp_path / "out.partial" / "shards"
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not list(shards.glob("shard-*")):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = {folder.name: folder.stat().st_mtime_ns for folder in shards.glob("shard-*")}
    assert not (tmp_path / "out").exists()
    measured(source, tmp_path / "out", "--processes", "1")
    assert tables(tmp_path / "out") == alone
    again = {name: (tmp_path / "out" / "shards" / name).stat().st_mtime_ns for name in kept}
    assert again == kept  # and were not measured twice


def die_once(shard):
    """The first to come dies; who comes later measures."""
    mark, value = shard
    try:
        mark.mkdir()
    except FileExistsError:
        return value
    os.kill(os.getpid(), signal.SIGKILL)


def test_what_a_process_that_died_was_at_is_begun_again(tmp_path):
    shards = [(tmp_path / "died", n) for n in range(7)]
    assert list(engines.map(die_once, shards, 2)) == list(range(7))


KILLED = """
import sys, time
sys.path.insert(0, {here!r})
from helpers.measure import engines
from helpers.paths import PROJECT
import test_engines
if __name__ == "__main__":
    for process in engines.map(test_engines.process_of, range(9), 2):
        print(process, flush=True)
        time.sleep(1)
"""


def test_no_process_outlives_the_one_that_started_it(tmp_path):
    program = tmp_path / "killed.py"
    program.write_text(KILLED.format(here=str(Path(__file__).parent)))
    parent = subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.communicate()
    while True:  # until it is gone: a test that never ends says that it is not
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)


def memory_of(shard):
    import pyarrow

    return os.environ["MALLOC_MMAP_THRESHOLD_"], pyarrow.default_memory_pool().backend_name


def test_workers_give_memory_back(monkeypatch):
    for name in engines.LEAN:
        monkeypatch.delenv(name, raising=False)
    assert set(engines.map(memory_of, range(4), 2)) == {("1048576", "system")}


def test_what_somebody_has_set_for_memory_stays(monkeypatch):
    monkeypatch.setenv("MALLOC_MMAP_THRESHOLD_", "65536")
    assert {blocks for blocks, _ in engines.map(memory_of, range(4), 2)} == {"65536"}


def test_a_single_shard_starts_no_process():
    assert list(engines.map(process_of, ["one"], 2)) == [os.getpid()]
    assert os.getpid() not in engines.map(process_of, ["one", "two"], 2)


def test_processes_are_started_once_for_all_maps_of_a_block():
    with engines.Workers(2) as workers:
        first, second = ({*workers.map(process_of, range(9))} for _ in range(2))
    assert len(first | second) <= 2 and os.getpid() not in first | second
    assert all(not Path(f"/proc/{process}").exists() for process in first | second)


@pytest.mark.parametrize("path", sorted((PROJECT / "src").rglob("*.py")), ids=lambda path: path.stem)
def test_no_other_module_knows_of_an_engine(path):
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    names = {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module.split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom) and not node.level}
    known = {"dask", "distributed", "concurrent"} & names
    assert known == ({"dask", "distributed", "concurrent"} if path.name == "engines.py" else set())


def process_of(shard):
    return os.getpid()


def test_no_more_shards_are_read_than_are_under_way():
    read = []

    def shards():
        for n in range(50):
            read.append(n)
            yield n

    results = engines.map(abs, shards(), 2)
    next(results)
    assert len(read) <= 5
    results.close()


def test_a_scheduler_without_dask_is_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(RunError, match=r"^measure: a scheduler needs dask.distributed, .*pip install -e .\[cluster\]$"):
        list(engines.map(abs, [1], 1, "local"))


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers, as processes, and a way to start a run on them."""
    file = tmp_path / "scheduler.json"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": tmp_path}
    dask = [sys.executable, "-m", "dask"]
    options = ["--host", "127.0.0.1", "--port", "0", "--scheduler-file", file, "--no-dashboard"]
    started = [subprocess.Popen([*dask, "scheduler", *options], **quiet)]

    def measuring(source):
        """A run of which the first part is written."""
        words = [sys.executable, "-m", "helpers", "measure", source, "--output", tmp_path / "out"]
        with (tmp_path / "said").open("wb") as said:
            run = subprocess.Popen([*words, "--scheduler", address], stdout=subprocess.DEVNULL, stderr=said)
        started.append(run)
        while not list((tmp_path / "out.partial" / "shards").glob("shard-*")):
            assert run.poll() is None
            time.sleep(0.01)
        return run

    try:
        while not file.exists():
            assert started[0].poll() is None
            time.sleep(0.05)
        address = json.loads(file.read_text())["address"]
        worker = [*dask, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        started += [subprocess.Popen(worker, **quiet) for _ in range(2)]
        yield started[:3], measuring
    finally:
        for process in started:
            process.kill()
            process.wait()


@needs_dask
@pytest.mark.weekly
@pytest.mark.slow
def test_a_scheduler_of_dask_with_its_workers_writes_the_same_bytes_though_one_is_killed(
    cluster, source, alone, tmp_path
):
    (_, worker, _), measuring = cluster
    run = measuring(source)
    worker.send_signal(signal.SIGKILL)
    assert run.wait() == 0
    assert tables(tmp_path / "out") == alone


@needs_dask
@pytest.mark.weekly
@pytest.mark.slow
def test_a_scheduler_that_goes_away_is_one_sentence(cluster, source, tmp_path):
    (scheduler, *_), measuring = cluster
    run = measuring(source)
    scheduler.send_signal(signal.SIGKILL)
    assert run.wait() == 1
    said = (tmp_path / "said").read_bytes()
    assert re.fullmatch(rb"error: measure: the scheduler at tcp://\S+ went away; .*: what was measured is kept\n", said)


@needs_dask
@pytest.mark.ci
@pytest.mark.slow
def test_a_scheduler_that_is_started_here_writes_the_same_bytes(source, alone, tmp_path):
    measured(source, tmp_path / "out", "--scheduler", "local", "--processes", "2")
    assert tables(tmp_path / "out") == alone


@needs_dask
@pytest.mark.weekly
@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_is_one_sentence(source, tmp_path):
    words = [sys.executable, "-m", "helpers", "measure", source, "--output", tmp_path / "out"]
    done = subprocess.run([*words, "--scheduler", "tcp://127.0.0.1:9"], capture_output=True, text=True)
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert "no scheduler answers at tcp://127.0.0.1:9" in done.stderr.splitlines()[-1]
