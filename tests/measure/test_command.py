"""The command: a report before anything is counted, nothing half-written, and on from where it was interrupted."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time

import pyarrow.parquet as pq
import pytest

from helpers import __main__ as commands
from helpers.errors import CorpusError, RunError
from helpers.measure import run, shards, tables
from helpers.measure.records import Record

TEXT = "The delegates of the United States spoke of trade and of peace. "


def folder_of(tmp_path, n=3):
    folder = tmp_path / "texts"
    folder.mkdir()
    for number in range(n):
        (folder / f"t{number}.txt").write_text(f"{TEXT}{number}", encoding="utf-8")
    return folder


def measure(source, output, **options):
    said = []
    run.run(str(source), output, tables.Books(), say=said.append, **{"processes": 1} | options)
    return said


def tables_of(output):
    return {p.relative_to(output): p.read_bytes() for p in sorted(output.rglob("*.parquet"))}


def test_the_command_writes_tables_and_the_report(tmp_path, capsys):
    folder, output = folder_of(tmp_path), tmp_path / "out"
    assert commands.main(["measure", str(folder), "--output", str(output)]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("texts: 3 texts, 36 words and 0 hanzi\nlanguages: en 3\n") and told.err == ""
    assert "measured: " in told.out
    (shard,) = (output / run.SHARDS).iterdir()
    terms = {(row["text_id"], row["term"]): row["n"] for row in pq.read_table(shard / "terms.parquet").to_pylist()}
    assert terms["t0", "united-states"] == 1 and terms["t2", "of"] == 3
    assert json.loads((output / run.REPORT).read_text(encoding="utf-8"))["texts"] == 3
    assert {path.name for path in tmp_path.iterdir()} == {"texts", "out"}


def test_options_of_the_command_are_those_of_a_source(tmp_path):
    table = tmp_path / "t.csv"
    table.write_bytes("nr;land;rede\n1;de;Frieden für die Länder\n2;at\n".encode("cp1252"))
    given = ["--text", "rede", "--id", "nr", "--group", "land", "--language", "de", "--encoding", "cp1252"]
    given += ["--skip-unreadable", "--keep", "wrapped", "--drop-duplicates", "--output", str(tmp_path / "out")]
    assert commands.main(["measure", str(table), *given]) == 0
    (shard,) = (tmp_path / "out" / run.SHARDS).iterdir()
    (row,) = pq.read_table(shard / "sizes.parquet").to_pylist()
    assert (row["text_id"], row["language"], row["words"], dict(row["metadata"])["land"]) == ("1", "de", 4, "de")


def test_what_cannot_be_read_stops_before_anything_is_counted(tmp_path, capsys):
    folder = folder_of(tmp_path)
    (folder / "a.pdf").write_bytes(b"%PDF")
    (folder / "b.docx").write_bytes(b"PK")
    assert commands.main(["measure", str(folder), "--output", str(tmp_path / "out")]) == 1
    told = capsys.readouterr()
    assert (
        told.out.count("cannot be read: ") == 2 and told.err.count("\n") == 1 and told.err.startswith("error: texts: ")
    )
    assert {path.name for path in tmp_path.iterdir()} == {"texts"}
    assert measure(folder, tmp_path / "out", skip=True)[0].startswith("texts: 3 texts")


def test_the_same_source_gives_the_same_bytes_and_takes_the_place_of_the_older(tmp_path):
    folder, output = folder_of(tmp_path), tmp_path / "out"
    measure(folder, output)
    first = tables_of(output)
    measure(folder, output)
    assert tables_of(output) == first
    (folder / "t9.txt").write_text(TEXT)
    measure(folder, output)
    assert tables_of(output) != first and len(list((output / run.SHARDS).iterdir())) == 1


def test_what_else_stands_there_is_left_alone(tmp_path):
    output = tmp_path / "out"
    output.mkdir()
    (output / "thesis.txt").write_text("mine")
    with pytest.raises(RunError, match="out: something else stands there; move it, or name another folder"):
        measure(folder_of(tmp_path), output)
    assert (output / "thesis.txt").read_text() == "mine" and not (tmp_path / "out.partial").exists()


def test_a_run_goes_on_from_the_shards_that_are_done(tmp_path, monkeypatch):
    folder, output = folder_of(tmp_path, 4), tmp_path / "out"
    monkeypatch.setattr(shards, "TEXTS", 1)
    measure(folder, tmp_path / "whole")
    made = []

    def fails(records, books, shard):
        made.append(shard.name)
        if len(made) == 3:
            raise KeyboardInterrupt
        return tables.measure(records, books, shard)

    monkeypatch.setattr(shards, "measure", fails)
    with pytest.raises(KeyboardInterrupt):
        measure(folder, output)
    done = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out.partial" / run.SHARDS).iterdir()}
    assert len(done) == 2 and not output.exists()
    monkeypatch.setattr(shards, "measure", tables.measure)
    measure(folder, output)
    assert tables_of(output) == tables_of(tmp_path / "whole")
    again = {path.name: path.stat().st_mtime_ns for path in (output / run.SHARDS).iterdir()}
    assert {name: again[name] for name in done} == done and len(again) == 4


def test_shards_of_texts_that_changed_since_are_not_taken_over(tmp_path, monkeypatch):
    folder, output = folder_of(tmp_path, 2), tmp_path / "out"
    measure(folder, tmp_path / "older")
    (tmp_path / "older").rename(tmp_path / "out.partial")
    (folder / "t0.txt").write_text("Other words. ")
    measure(folder, output)
    (shard,) = (output / run.SHARDS).iterdir()
    assert "united-states" not in {
        row["term"] for row in pq.read_table(shard / "terms.parquet").to_pylist() if row["text_id"] == "t0"
    }


SHARDS_OF_20 = """
import sys
from helpers.measure import shards
shards.TEXTS = 20
from helpers.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
"""The command, with so few texts a shard that there are several."""


@pytest.mark.ci
def test_a_killed_run_leaves_nothing_that_looks_whole_and_goes_on_from_what_is_done(tmp_path):
    folder, output = folder_of(tmp_path, 200), tmp_path / "out"
    command = [sys.executable, "-c", SHARDS_OF_20, "measure", str(folder), "--output"]
    shards_of = tmp_path / "out.partial" / run.SHARDS
    process = subprocess.Popen([*command, str(output)], stdout=subprocess.DEVNULL, env=os.environ)
    while len(list(shards_of.glob("shard-*"))) < 3 or not list(shards_of.glob(".fresh-*")):  # in the midst of one
        assert process.poll() is None, "it came to its end before it could be killed"
        time.sleep(0.0005)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL and not output.exists()
    done = {path.name: path.stat().st_mtime_ns for path in shards_of.glob("shard-*")}
    assert 3 <= len(done) < 10
    for target in (output, tmp_path / "whole"):
        subprocess.run([*command, str(target)], stdout=subprocess.DEVNULL, env=os.environ, check=True)
    assert tables_of(output) == tables_of(tmp_path / "whole") and len(tables_of(output)) == 10 * len(tables.SCHEMAS)
    again = {path.name: path.stat().st_mtime_ns for path in (output / run.SHARDS).iterdir()}
    assert {name: again[name] for name in done} == done and len(again) == 10
    assert {path.name for path in tmp_path.iterdir()} == {"texts", "out", "whole"}


def test_a_run_that_was_killed_while_it_took_the_place_of_an_older_one_is_made_good(tmp_path):
    folder, output = folder_of(tmp_path), tmp_path / "out"
    measure(folder, output)
    first = tables_of(output)
    shutil.copytree(output, tmp_path / "out.old")
    measure(folder, output)  # killed after the new folder was in its place
    assert tables_of(output) == first and not (tmp_path / "out.old").exists()
    output.rename(tmp_path / "out.old")
    measure(folder, output)  # killed before
    assert tables_of(output) == first and not (tmp_path / "out.old").exists()


def test_shards_are_of_bounded_size_and_part_no_text(monkeypatch):
    monkeypatch.setattr(shards, "TEXTS", 3)
    records = [Record(str(n), "en", "x" * size, {}) for n, size in enumerate((4, 4, 4, 50, 1, 1, 1, 1))]
    assert [[len(r.text) for r in shard] for shard in shards.shards(records, 10)] == [[4, 4], [4], [50], [1, 1, 1], [1]]


def test_a_source_that_changes_while_it_is_read_is_refused(tmp_path, monkeypatch):
    folder = folder_of(tmp_path)

    def changes(line):
        (folder / "t1.txt").write_text("Other words.")

    with pytest.raises(CorpusError, match="it changed while it was read; measure it again"):
        run.run(str(folder), tmp_path / "out", tables.Books(), say=changes)
    assert not (tmp_path / "out").exists()


def test_progress_is_told_on_a_terminal_or_where_it_is_asked_for(tmp_path, capsys):
    folder = folder_of(tmp_path)
    commands.main(["measure", str(folder), "--output", str(tmp_path / "one")])
    assert capsys.readouterr().err == ""
    commands.main(["measure", str(folder), "--output", str(tmp_path / "two"), "--progress"])
    told = capsys.readouterr().err.splitlines()
    assert [line.split(" in ")[0] for line in told] == ["reading: 3 texts, 0.0 MB", "measuring: 3 texts, 0.0 MB"]
