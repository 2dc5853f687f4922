"""The bench can fail: whatever is outside its bound is named, and the command exits 1. No time is measured here."""

import pytest

import bench
from bench import Cost, Row


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(bench, "FOLDER", tmp_path / "bench")


def row(ours, peer, most, **options):
    """A row whose two sides cost what the lists say, round by round."""
    left, right = iter(ours), iter(peer)
    return Row("ours", "theirs", lambda: next(left), lambda: next(right), most, **options)


def cpu(*seconds):
    return [Cost(cpu=s) for s in seconds]


def test_a_row_outside_its_bound_is_named_and_the_command_exits_1(capsys):
    within, outside = row(cpu(2, 2, 2, 2, 2), cpu(1, 1, 1, 1, 1), 2), row(cpu(3, 3, 3, 3, 3), cpu(1, 1, 1, 1, 1), 2)
    assert bench.main([lambda: [within, outside]]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert ["OUTSIDE" in line for line in lines] == [False, False, True, False]
    assert lines[-1] == "rows outside their bound: 1"


def test_rows_within_their_bounds_exit_0(capsys):
    assert bench.main([lambda: [row(cpu(2, 2, 2, 2, 2), cpu(1, 1, 1, 1, 1), 2)], list]) == 0
    assert capsys.readouterr().out.endswith("rows outside their bound: 0\n")


def test_one_slow_round_does_not_decide():
    assert bench.verdict(row(cpu(1, 1, 1, 1, 90), cpu(1, 1, 1, 1, 1), 2))[0]
    assert not bench.verdict(row(cpu(1, 1, 90, 90, 90), cpu(1, 1, 1, 1, 1), 2))[0]


def test_a_machine_that_is_slow_for_both_sides_does_not_decide():
    assert bench.verdict(row(cpu(1, 2, 4, 8, 16), cpu(1, 2, 4, 8, 16), 1))[0]


def test_a_ratio_that_is_no_number_is_outside():
    assert not bench.verdict(row([Cost(cpu=float("nan"))] * 5, cpu(1, 1, 1, 1, 1), 2))[0]


def test_a_row_is_judged_by_its_own_kind_of_cost():
    ours, peer = [Cost(cpu=9, wall=1, memory=3e6)] * 5, [Cost(cpu=1, wall=1, memory=1e6)] * 5
    assert not bench.verdict(row(ours, peer, 2))[0]
    assert bench.verdict(row(ours, peer, 2, kind="wall"))[0]
    within, line = bench.verdict(row(ours, peer, 2, kind="memory"))
    assert not within and "3.0 MB" in line and "1.0 MB" in line


def test_the_rates_of_both_sides_are_told_where_both_read_a_text():
    _, line = bench.verdict(row(cpu(2, 2, 2, 2, 2), cpu(1, 1, 1, 1, 1), 2, text=8_000_000))
    assert line.split()[-4:] == ["4.0", "MB/s", "8.0", "MB/s"]


def test_sides_are_run_in_turn_and_once_for_all_rows_that_compare_them():
    run = []
    first = Row("a", "b", lambda: run.append("ours") or Cost(cpu=1), lambda: run.append("peer") or Cost(cpu=1), 2)
    assert bench.verdict(first)[0] and bench.verdict(first._replace(what="the same", most=1))[0]
    assert run == ["ours", "peer"] * bench.ROUNDS


def test_a_command_that_fails_is_no_measurement():
    with pytest.raises(SystemExit) as ended:
        bench.python("raise ValueError('no such thing')")
    assert "no such thing" in str(ended.value)


def test_short_work_is_repeated_and_told_for_one_call(monkeypatch):
    clock = iter([0.0, 0.06, 0.12, 0.12])
    monkeypatch.setattr(bench.time, "process_time", lambda: next(clock))
    calls = []
    assert bench.work(calls.append, 1)().cpu == pytest.approx(0.06)
    assert calls == [1, 1]
