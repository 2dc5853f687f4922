"""Claims about figures: what is drawn is what the table says, read back from what matplotlib holds."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.colors import to_rgba

from helpers import CorpusError
from helpers.pages import plots


@pytest.fixture
def axes():
    return plots.canvas(6, 4)[1][0]


def dots(collection):
    """The places of a scatter, as (x, y)."""
    return [(round(float(x), 6), round(float(y), 6)) for x, y in collection.get_offsets()]


def scatters(axes):
    return [c for c in axes.collections if isinstance(c, PathCollection)]


def lines(axes):
    """The segments of each set of lines, as ((x, y), (x, y))."""
    found = [c.get_segments() for c in axes.collections if isinstance(c, LineCollection)]
    return [[tuple(map(tuple, np.round(segment, 6).tolist())) for segment in segments] for segments in found]


def names(ticks):
    return [tick.get_text() for tick in ticks]


def notes(axes):
    """What is written beside things, with its place."""
    return [(note.get_text(), tuple(map(float, note.xy))) for note in axes.texts]


def key(owner):
    """The words of a key, of axes or of a figure."""
    legend = owner.get_legend() if hasattr(owner, "get_legend") else owner.legends[0]
    return names(legend.get_texts())


def colour(collection, face=True):
    shades = collection.get_facecolor() if face else collection.get_edgecolor()
    return {tuple(shade) for shade in np.round(shades, 6)}


def shade(value):
    return {tuple(np.round(to_rgba(value), 6))}


def test_a_canvas_has_its_size_and_axes_below_each_other():
    figure, found = plots.canvas(7, 3, rows=2, sharex=True)
    assert figure.get_size_inches().tolist() == [7, 3] and len(found) == 2
    figure.draw_without_rendering()
    assert found[0].get_position().y0 > found[1].get_position().y1
    assert found[0].get_shared_x_axes().joined(*found)
    assert len(plots.canvas(1, 1)[1]) == 1


def test_a_strip_has_a_bar_for_each_run_of_lines_and_none_for_white_space(axes):
    ledger = pd.DataFrame({"line": range(1, 8), "stream": ["body", "body", "note", "space", "body", "body", "body"]})
    assert plots.strip(axes, ledger, "A file") is axes
    drawn = {}
    for collection in axes.collections:
        spans = [path.get_extents() for path in collection.get_paths()]
        assert {(span.y0, span.y1) for span in spans} == {(0, 1)}
        (name,) = [n for n, c in plots.STREAM_COLOURS.items() if shade(c) == colour(collection)]
        drawn[name] = [(span.x0, span.x1) for span in spans]
    assert drawn == {"body": [(0.5, 2.5), (4.5, 7.5)], "note": [(2.5, 3.5)]}
    assert axes.get_xlim() == (0.5, 7.5) and axes.get_ylim() == (0, 1)
    assert axes.get_title(loc="left") == "A file" and not len(axes.get_yticks())
    assert not axes.spines["left"].get_visible()


def test_the_key_of_streams_leaves_white_space_out():
    figure, _ = plots.canvas(3, 2)
    plots.stream_key(figure, ["body", "space", "note"])
    assert key(figure) == ["body", "note"]
    patches = figure.legends[0].get_patches()
    assert [p.get_facecolor() for p in patches] == [to_rgba(plots.STREAM_COLOURS[s]) for s in ("body", "note")]


def test_a_pair_is_two_dots_joined_with_a_number_on_the_outer_side_of_each(axes):
    table = pd.DataFrame({"word": ["a", "b", "c"], "naive": [3, 9, 5], "careful": [7, 2, 5]})
    assert plots.pairs(axes, table, "word", "naive", "careful", ("Naive", "Careful"), "times") is axes
    assert lines(axes) == [[((3, 0), (7, 0)), ((9, 1), (2, 1)), ((5, 2), (5, 2))]]
    first, second = scatters(axes)
    assert dots(first) == [(3, 0), (9, 1), (5, 2)] and dots(second) == [(7, 0), (2, 1), (5, 2)]
    assert colour(first) == shade(plots.ORANGE) and colour(second) == shade(plots.BLUE)
    assert len(axes.texts) == 5  # equal numbers are written once
    sides = {(note.get_text(), *note.xy): (note.get_horizontalalignment(), note.xyann[0]) for note in axes.texts}
    assert sides == {
        ("3", 3, 0): ("right", -8),
        ("7", 7, 0): ("left", 8),
        ("9", 9, 1): ("left", 8),
        ("2", 2, 1): ("right", -8),
        ("5", 5, 2): ("left", 8),
    }
    assert names(axes.get_yticklabels()) == ["a", "b", "c"] and axes.get_yticks().tolist() == [0, 1, 2]
    assert axes.yaxis_inverted() and axes.get_xlabel() == "times" and key(axes) == ["Naive", "Careful"]


TABLE = pd.DataFrame({"t": [4, 0, 1], "u": [0, 2, 0]}, index=["a", "b", "c"])


def test_a_matrix_has_a_dot_with_its_number_for_each_count_and_none_for_zero(axes):
    assert plots.matrix(axes, TABLE, unit="texts") is axes
    (found,) = scatters(axes)
    assert dots(found) == [(0, 0), (1, 1), (0, 2)]
    assert found.get_sizes().tolist() == [340, 190, 115]  # forty, and three hundred for the largest
    assert notes(axes) == [("4", (0, 0)), ("2", (1, 1)), ("1", (0, 2))]
    assert names(axes.get_xticklabels()) == ["t", "u"] and names(axes.get_yticklabels()) == ["a", "b", "c"]
    assert axes.get_xlim() == (-0.6, 1.6) and axes.get_ylim() == (2.6, -0.6)  # the first row on top
    assert axes.get_xlabel() == "texts" and axes.xaxis.get_ticks_position() == "top"
    assert [axes.spines[side].get_visible() for side in ("left", "bottom")] == [False, False]


def test_the_area_of_a_dot_may_be_a_share_and_its_number_stays_the_count(axes):
    plots.matrix(axes, TABLE, TABLE / TABLE.sum())
    (found,) = scatters(axes)
    assert found.get_sizes().tolist() == pytest.approx([40 + 300 * 0.8, 340, 40 + 300 * 0.2])
    assert [text for text, _ in notes(axes)] == ["4", "2", "1"]


def test_a_matrix_of_nothing_is_empty(axes):
    plots.matrix(axes, TABLE * 0)
    assert dots(scatters(axes)[0]) == [] and notes(axes) == []
    assert plots.matrix(axes, TABLE.iloc[:0]) is axes


def test_an_interval_is_a_line_with_a_dot_and_zero_is_drawn(axes):
    table = pd.DataFrame({"word": ["a", "b"], "v": [1.5, -2], "low": [1, -3], "high": [2, 0.5]})
    assert plots.intervals(axes, table, "word", "v", "low", "high", "doublings") is axes
    assert lines(axes) == [[((1, 0), (2, 0)), ((-3, 1), (0.5, 1))]]
    assert dots(scatters(axes)[0]) == [(1.5, 0), (-2, 1)]
    assert [line.get_xdata()[0] for line in axes.lines] == [0]
    assert names(axes.get_yticklabels()) == ["a", "b"] and axes.get_ylim() == (1.6, -0.6)
    assert axes.get_xlabel() == "doublings"


def test_moves_are_filled_where_the_answer_is_another(axes):
    table = pd.DataFrame({"f": ["a", "b", "a"], "ratio": [1.1, 0.5, 2], "turned": [False, True, True]})
    assert plots.moves(axes, table, "f", "ratio", "turned", "times") is axes
    same, other = scatters(axes)
    assert dots(same) == [(1.1, 0)] and dots(other) == [(0.5, 1), (2, 0)]
    assert len(same.get_facecolor()) == 0 and colour(same, face=False) == shade(plots.BLUE)
    assert colour(other) == shade(plots.ORANGE) and other.get_zorder() > same.get_zorder()
    assert axes.lines[0].get_xdata()[0] == 1 and names(axes.get_yticklabels()) == ["a", "b"]
    assert key(axes.figure) == ["the same answer", "another answer"] and axes.get_xlabel() == "times"
    assert axes.get_ylim() == (1.5, -0.5)


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_figure_is_laid_out_once_and_is_the_same_in_every_file():
    figure, (axes,) = plots.canvas(3, 2)
    axes.set_title("全球治理")
    first = plots.render(figure, "svg")
    assert figure.get_layout_engine().__class__.__name__ == "PlaceHolderLayoutEngine" or not figure.get_layout_engine()
    place = axes.get_position().bounds
    png = plots.render(figure, "png")
    assert axes.get_position().bounds == place
    assert plots.render(figure, "svg") == first and plots.render(figure, "png") == png
    assert png.startswith(b"\x89PNG") and int.from_bytes(png[16:20]) == 3 * plots.DPI
    assert first.startswith(b"<?xml")


@pytest.mark.parametrize("text", ["from $5 to $6", r"$\frac$", "a_b^c", "$x$"])
def test_a_label_with_a_dollar_is_money_and_no_mathematics(text):
    figure, (axes,) = plots.canvas(3, 2)
    axes.set_title(text)
    plain = plots.canvas(3, 2)
    plain[1][0].set_title(text, parse_math=False)
    assert plots.render(figure, "png") == plots.render(plain[0], "png")


def test_no_font_is_an_error_that_names_the_first_character_that_has_none():
    figure, (axes,) = plots.canvas(3, 2)
    axes.set_title("\U000f0002 and \U000f0001")
    with pytest.raises(CorpusError, match=r"no font can draw '\\U000f0001' \(U\+F0001\); install one"):
        plots.render(figure, "svg")


def test_every_text_of_a_figure_has_the_same_fonts():
    from matplotlib.text import Text

    figure, (axes,) = plots.canvas(3, 2)
    axes.set_title("全球 global")
    axes.text(0.5, 0.5, "→")
    plots.render(figure, "png")
    assert {tuple(text.get_fontfamily()) for text in figure.findobj(Text) if text.get_text()} == {
        (plots.FAMILY, plots.FALLBACK)
    }


def test_a_heat_map_leaves_zeros_white_and_names_its_columns_above(axes):
    table = pd.DataFrame({"Essay": [45, 0], "文": [1, 2]}, index=["UN", "WHO"])
    plots.heat(axes, table)
    (mesh,) = axes.collections
    assert [text.get_text() for text in axes.texts] == ["45", "1", "2"]
    assert mesh.get_array().mask.tolist() == [[False, False], [True, False]]
    shade = mesh.get_array()
    assert shade[0, 0] > shade[1, 1] > shade[0, 1] > 0
    assert names(axes.get_xticklabels()) == ["Essay", "文"] and names(axes.get_yticklabels()) == ["UN", "WHO"]
    assert axes.xaxis.get_ticks_position() == "top"


def test_the_colour_of_a_heat_map_may_be_another_than_its_number(axes):
    table = pd.DataFrame({"long": [40], "short": [2]}, index=["reform"])
    plots.heat(axes, table, table / [400, 4])
    shade = axes.collections[0].get_array()
    assert shade[0, 1] > shade[0, 0] and [text.get_text() for text in axes.texts] == ["40", "2"]


def test_heads_of_a_heat_map_stand_upright_where_one_has_two_lines(axes):
    plots.heat(axes, pd.DataFrame({"Essay": [1]}))
    assert [label.get_rotation() for label in axes.get_xticklabels()] == [55]
    plots.heat(axes, pd.DataFrame({"Essay\n2024": [1]}))
    assert [label.get_rotation() for label in axes.get_xticklabels()] == [90]
