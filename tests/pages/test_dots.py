"""Claims about tables of dots and dots with names: what is drawn is what the table says."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PathCollection

from helpers.pages import dots, plots


@pytest.fixture
def axes():
    return plots.canvas(6, 4)[1][0]


def test_the_area_of_a_dot_grows_with_its_value_and_nothing_stands_where_there_is_none(axes):
    rows = [("war", "文", 1, 8), ("war", "b", 0, 0), ("trade", "文", 0.5, 3), ("peace", "文", 1, 9)]
    table = pd.DataFrame(rows, columns=["concept", "text", "share", "count"])
    dots.grid(axes, table, ("concept", ["trade", "war"]), ("text", ["b", "文"]), "share", "count")
    (drawn,) = [c for c in axes.collections if isinstance(c, PathCollection)]
    areas = {tuple(map(float, at)): size for at, size in zip(drawn.get_offsets(), drawn.get_sizes(), strict=True)}
    assert areas == {(1, 1): dots.LARGEST, (1, 0): pytest.approx((dots.SMALLEST + dots.LARGEST) / 2)}
    assert {(note.get_text(), tuple(map(float, note.xy))) for note in axes.texts} == {("8", (1, 1)), ("3", (1, 0))}
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["trade", "war"]
    assert axes.get_ylim()[0] > axes.get_ylim()[1]  # the first row is the uppermost


def test_lines_part_only_rows_of_unlike_kinds(axes):
    dots.parted(axes, ["a", "a", "b", "b", "c"])
    assert [float(line.get_ydata()[0]) for line in axes.lines] == [1.5, 3.5]


def test_names_hide_neither_each_other_nor_a_point(axes):
    random = np.random.default_rng(1)
    points = pd.DataFrame({"x": random.uniform(size=80), "y": random.uniform(size=80)})
    points["name"] = [f"word {n}" for n in range(80)]
    axes.set(xlim=(-0.1, 1.1), ylim=(-0.1, 1.1))
    written = dots.name_points(axes, points, 80)
    assert 10 < len(written) < 80 and written[0] == "word 0"
    boxes = [note.get_window_extent() for note in axes.texts]
    assert not any(a.overlaps(b) for n, a in enumerate(boxes) for b in boxes[:n])
    places = axes.transData.transform(points[["x", "y"]].to_numpy())
    assert not any(box.count_contains(places) for box in boxes)
    assert all(axes.get_window_extent().fully_containsx(x) for box in boxes for x in (box.x0, box.x1))


def test_so_many_names_are_written_and_those_without_one_are_passed_over(axes):
    axes.set(xlim=(0, 1), ylim=(0, 1))
    points = pd.DataFrame({"x": [0.2, 0.4, 0.6, 0.8], "y": 0.5, "name": ["和平", "", "war", "trade"]})
    assert dots.name_points(axes, points, 2) == ["和平", "war"]
    assert [note.get_text() for note in axes.texts] == ["和平", "war"]
