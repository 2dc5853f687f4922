"""The check names whatever differs: a digit in an output, a cell of a table, a pixel, a file too many or too few."""

import io
import itertools
import json
import re
import shutil
import subprocess
import sys

import pytest
from matplotlib import image

from helpers.compendium import check, offline
from helpers.compendium.readme import PAGES
from helpers.pages import publish
from helpers.paths import FIGURES, METHODS, NOTEBOOKS, PROCESSED, PROJECT

NOTEBOOK, TABLE, FIGURE = "00_corpus", "data/processed/texts.csv", "figures/00_dates.png"
DRAWING = "figures/00_dates.svg"


@pytest.fixture
def pair(tmp_path):
    """What is committed, and what a run has made of it: the same."""
    for name in ("project", "made"):
        for folder in (NOTEBOOKS, PROCESSED, FIGURES):
            shutil.copytree(folder, tmp_path / name / folder.relative_to(PROJECT))
        for page in (*PAGES, METHODS.relative_to(PROJECT)):
            (tmp_path / name / page).parent.mkdir(exist_ok=True)
            shutil.copy(PROJECT / page, tmp_path / name / page)
    return tmp_path / "project", tmp_path / "made"


def verdicts(pair):
    project, made = pair
    found = check.settle(check.compare(project, made, made.parent / "pictures"))
    return found, {v.name: v for v in found if v.verdict != check.IDENTICAL}


def test_the_same_is_identical(pair):
    found, other = verdicts(pair)
    assert not other and check.summary(found) == f"{len(found)} of {len(found)} identical"
    wanted = {*PAGES, "docs/methods.ipynb", TABLE, FIGURE}
    assert check.accepted(found, check.here()) and wanted <= {v.name for v in found}


def test_one_digit_in_an_output_is_named_with_its_cell(pair):
    path = pair[1] / "notebooks" / f"{NOTEBOOK}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(n for n, c in enumerate(notebook["cells"]) if "246,687" in json.dumps(c.get("outputs", [])))
    path.write_text(path.read_text(encoding="utf-8").replace("246,687", "246,688"), encoding="utf-8")
    found, other = verdicts(pair)
    told = other[f"notebooks/{NOTEBOOK}.ipynb"]
    assert told.verdict == check.DIFFERS and told.lines[0] == f"cell {cell}:"
    assert any(line.startswith("- ") and "246,687" in line for line in told.lines)
    assert any(line.startswith("+ ") and "246,688" in line for line in told.lines)
    assert not check.accepted(found, "another platform")


def test_one_cell_of_a_table_is_named_with_its_row(pair):
    path = pair[0] / TABLE
    text = path.read_text(encoding="utf-8-sig")
    path.write_text(text.replace("think-tank report", "think tank report", 1), encoding="utf-8-sig")
    _, other = verdicts(pair)
    assert set(other) == {TABLE} and other[TABLE].verdict == check.DIFFERS
    assert other[TABLE].lines == ("line 2, genre: 'think tank report' is committed, 'think-tank report' was made",)


def test_one_pixel_is_counted_shown_and_passes_only_elsewhere(pair):
    path = pair[1] / FIGURE
    picture = image.imread(io.BytesIO(path.read_bytes())).copy()
    picture[3, 4, 0] = 1 - picture[3, 4, 0]
    image.imsave(path, picture)
    found, other = verdicts(pair)
    assert set(other) - {DRAWING} == {FIGURE} and other[FIGURE].verdict == check.PIXELS
    assert other[FIGURE].lines[0].startswith("1 of ")
    shown = image.imread(pair[1].parent / "pictures" / "00_dates.png")
    assert shown.shape[1] == 3 * picture.shape[1]
    assert not check.accepted(found, check.here()) and check.accepted(found, "another platform")


def test_other_pixels_beside_other_data_are_a_difference(pair):
    test_one_pixel_is_counted_shown_and_passes_only_elsewhere(pair)
    (pair[1] / TABLE).write_bytes(b"changed\n")
    found, other = verdicts(pair)
    assert {v.verdict for v in other.values()} == {check.DIFFERS} and not check.accepted(found, "another platform")


# --- a figure as drawn data, off the platform on which it was made


def drawn(pair, change):
    """The verdict on a drawing that another run made otherwise, and all verdicts."""
    path = pair[1] / DRAWING
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    found, other = verdicts(pair)
    return other.get(DRAWING, check.Verdict(DRAWING, check.IDENTICAL)), found


def shaken(text, far):
    """A drawing whose points are each a little off, here to one side and there to the other, with other hashes."""
    sign = itertools.cycle([1, -1, 0])
    points = re.compile(r'(?<= d=")[^"]*|(?<= [xy]=")[^"]*|(?<=translate\()[^)]*')
    text = points.sub(lambda m: re.sub(r"-?\d+\.\d+", lambda n: f"{float(n[0]) + far * next(sign):.6f}", m[0]), text)
    return re.sub(r"\b([mp])([0-9a-f]{10})\b", lambda m: m[1] + m[2][::-1], text)


def test_other_rasterisation_is_the_same_data_and_passes_only_elsewhere(pair):
    told, found = drawn(pair, lambda text: shaken(text, 0.01))
    assert told.verdict == check.SAME and told.lines == ()
    assert check.accepted(found, "another platform") and not check.accepted(found, check.here())
    assert check.summary(found) == f"{len(found) - 1} of {len(found)} identical, 1 same data"
    assert drawn(pair, lambda text: shaken(text, 0.3))[0].verdict == check.DIFFERS


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("<!-- 2022 -->", "<!-- 2021 -->", r"'2022' is committed, '2021' was made"),
        ("L 173.373719 3.00024", "L 174.373719 3.00024", r"173\.374 is committed, 174\.374 was made"),
        ('x="173.373719"', 'x="172.573719"', r"use x: 173\.374 is committed, 172\.574 was made"),
        ("stroke: #d9d9d9", "stroke: #d9d9da", r"#d9d9d9.* is committed, .*#d9d9da.* was made"),
        ("stroke-width: 0.8", "stroke-width: 0.9", r"stroke-width: 0\.9"),
        ('xlink:href="#mb498f6b706"', 'xlink:href="#CompendiumSansSC-Regular-13"', r"use href: '#\d+' is committed"),
        ('<g id="patch_1">', '<g id="patch_0"/>\n  <g id="patch_1">', r"it has \d+ parts, and \d+ are committed"),
        ("L 0 3.5", "L 0 3.5 L 0 3.5", r" is committed, .* was made"),
        ("translate(162.273719", "translate(NaN", r"2 numbers are committed, 1 were made"),
        ("scale(0.1 -0.1)", "scale(0.2 -0.2)", r"'translate scale\(0\.1 -0\.1\)' is committed"),
        ("</svg>", "", r"not readable as SVG \(no element found"),
    ],
)
def test_another_label_point_or_colour_is_a_difference_everywhere(pair, old, new, says):
    assert old in (pair[1] / DRAWING).read_text(encoding="utf-8")
    told, found = drawn(pair, lambda text: text.replace(old, new, 1))
    assert told.verdict == check.DIFFERS and re.search(says, " ".join(told.lines))
    assert not check.accepted(found, "another platform")


def test_noise_is_measured_where_it_is_drawn(pair):
    """A unit of an outline of a letter is a hundredth of what a unit of the page is, and less."""
    outline = "M 282 0 \nL 3232 0 "
    assert outline in (pair[1] / DRAWING).read_text(encoding="utf-8")
    assert drawn(pair, lambda text: text.replace(outline, "M 282 0 \nL 3242 0 "))[0].verdict == check.SAME
    assert drawn(pair, lambda text: text.replace("L 3242 0 ", "L 3532 0 "))[0].verdict == check.DIFFERS


def test_what_could_not_be_verified_is_counted_and_said(pair):
    drawn(pair, lambda text: shaken(text, 0.001))
    test_one_pixel_is_counted_shown_and_passes_only_elsewhere(pair)
    found, _ = verdicts(pair)
    said = f"{len(found) - 2} of {len(found)} identical, 1 same data, 1 could not be verified"
    assert check.summary(found) == said and said in check.page(found, "", 1, "")


def test_a_picture_inside_a_notebook_counts_like_a_figure(pair):
    path = pair[1] / "notebooks" / f"{NOTEBOOK}.ipynb"
    text = path.read_text(encoding="utf-8")
    at = text.index("base64,") + 400
    path.write_text(text[:at] + ("A" if text[at] != "A" else "B") + text[at + 1 :], encoding="utf-8")
    _, other = verdicts(pair)
    assert {v.verdict for v in other.values()} == {check.PIXELS}


def test_a_file_too_many_and_a_file_too_few_are_named(pair):
    (pair[0] / "data/processed/extra.csv").write_text("a\n1\n", encoding="utf-8")
    (pair[0] / TABLE).unlink()
    found, other = verdicts(pair)
    assert other["data/processed/extra.csv"].verdict == check.UNEXPECTED
    assert other[TABLE].verdict == check.MISSING and not check.accepted(found, "another platform")


def test_a_readme_that_does_not_follow_is_named(pair):
    path = pair[0] / "README.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("246,687 raw characters", "1 raw character"), encoding="utf-8"
    )
    assert set(verdicts(pair)[1]) == {"README.md"}


def test_the_report_says_what_was_run_where_and_what_came_of_it(pair):
    (pair[0] / "data/processed/extra.csv").write_text("<script>", encoding="utf-8")
    page = check.page(verdicts(pair)[0], "network off: here", 12.3, "running 5 notebooks <now>")
    assert "data/processed/extra.csv" in page and "unexpected" in page and "12 seconds" in page
    assert "&lt;now&gt;" in page and "pandas" in page and "<script>" not in page


def test_what_is_committed_names_the_platform_it_was_built_on():
    package = json.loads((PROCESSED / publish.PACKAGE).read_text(encoding="utf-8"))
    assert package[publish.PLATFORM] == check.reference() != ""


def test_a_run_without_the_network_reaches_the_loopback_and_nothing_else(tmp_path):
    program = tmp_path / "probe.py"
    program.write_text(
        "import socket, helpers\n"
        "there = socket.socket(); there.bind(('127.0.0.1', 0)); there.listen()\n"
        "socket.create_connection(there.getsockname(), 5).close(); print('loopback')\n"
        "try:\n    socket.create_connection(('192.0.2.1', 80), 5)\nexcept OSError as error:\n    print('refused')\n",
        encoding="utf-8",
    )
    for command in (["helpers.compendium.offline", "probe"], None):
        if command:
            given = [sys.executable, "-m", *command]
        else:  # where no namespace is allowed
            code = "from helpers.compendium import offline; offline._own_network = lambda *ids: False; offline.main(['probe'])"
            given = [sys.executable, "-c", code]
        out = subprocess.run(given, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
        assert "loopback" in out and "refused" in out
        assert out.startswith(f"network off: {offline.NAMESPACE if command else offline.GUARD}")
