"""The package keeps to its wings, and each rule is broken by a package that does not."""

import ast
import re

import pytest

from helpers.compendium import drawing, wings
from helpers.compendium.wings import PACKAGE
from helpers.pages import plots
from helpers.paths import NOTEBOOKS, PROJECT


def write(folder, **modules):
    """A package of modules, `wing__room` for wing/room.py, each with its source."""
    for name, source in modules.items():
        path = folder.joinpath(*name.split("__")).with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
    return folder


def test_the_package_keeps_to_its_wings():
    assert wings.faults(PACKAGE) == []


def test_every_wing_is_there_and_holds_rooms():
    owned = {wings.wing(module) for module in wings.modules(PACKAGE)}
    assert owned - {""} == {*wings.BASE, *wings.WINGS, *wings.DOORS}


def test_imports_are_read_wherever_they_stand(tmp_path):
    package = write(
        tmp_path,
        errors="class E(Exception): pass\n",
        text__forms="FORM = 1\n",
        text__names="from .forms import FORM\nfrom ..errors import E\n",
        corpus__load="def load():\n    from ..text import names\n    return names\n",
    )
    assert wings.imports(package) == [
        ("corpus.load", "text.names", ""),
        ("text.names", "text.forms", "FORM"),
        ("text.names", "errors", "E"),
    ]
    assert wings.faults(package) == []


@pytest.mark.parametrize(
    ("modules", "fault"),
    [
        (
            {"text__forms": "from ..corpus.load import load\n", "corpus__load": "def load(): pass\n"},
            "text.forms imports corpus.load: text knows nothing of corpus",
        ),
        (
            {"text__forms": "_GAP = 1\n", "text__names": "from .forms import _GAP\n"},
            "text.names takes _GAP from text.forms, where it is private",
        ),
        (
            {"text__forms": "from . import names\n", "text__names": "def f():\n    from . import forms\n"},
            "text.forms > text.names > text.forms: a circle of imports",
        ),
        ({"stray": "X = 1\n"}, "stray: no wing owns it; move it into one"),
        (
            {"errors": "from .text import forms\n", "text__forms": ""},
            "errors imports text.forms: errors knows nothing of text",
        ),
    ],
)
def test_each_rule_is_broken_by_a_package_that_does_not_keep_it(tmp_path, modules, fault):
    assert wings.faults(write(tmp_path, **modules)) == [fault]


FOR_OTHERS = {
    "corpus_of": "docs and their examples make a corpus with it",
    "too_long": "what the test below asks",
    "find_citations": "what the gazetteer finds is held against reading in test_sources",
    "precision_and_recall": "the same",
    "words_of": "examples in docstrings make a page with it",
    "execute_managed_notebook": "papermill calls it",
    "kernel_spec": "nbclient calls it",
}


def test_nothing_that_has_a_name_is_there_for_tests_alone():
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py")]
    owners = [owner for tree in trees for owner in (tree, *(n for n in tree.body if isinstance(n, ast.ClassDef)))]
    given = {n.name for owner in owners for n in owner.body if isinstance(n, ast.FunctionDef | ast.ClassDef)}
    given |= {
        t.id
        for tree in trees
        for n in tree.body
        if isinstance(n, ast.Assign)
        for t in n.targets
        if isinstance(t, ast.Name)
    }
    nodes = [node for tree in trees for node in ast.walk(tree)]
    used = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    used |= {n.attr for n in nodes if isinstance(n, ast.Attribute)}
    used |= {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}  # by its name
    pages = [
        *NOTEBOOKS.glob("*.ipynb"),
        *(p for p in (PROJECT / "docs").rglob("*") if p.suffix in (".ipynb", ".md", ".py", ".html")),
    ]
    said = set(re.findall(r"\w+", " ".join(page.read_text(encoding="utf-8") for page in pages)))
    assert len(given) > 1000
    assert {name for name in given - used - said if not name.startswith("__")} == set(FOR_OTHERS) - said


def test_no_file_class_or_function_is_too_long():
    assert wings.too_long(PACKAGE) == []


def lines(head, number):
    """A class or function of so many lines."""
    return head + "\n" + "    x = 1\n" * (number - 1)


@pytest.mark.parametrize(
    ("allowed", "fault"),
    [
        ("x = 1\n" * 450, "text.forms: 451 lines, and a file has 450 at most; divide it"),
        (lines("class A:", 200), "text.forms.A: 201 lines, and a class has 200 at most; divide it"),
        (lines("def a():", 60), "text.forms.a: 61 lines, and a function has 60 at most; divide it"),
        (lines("async def a():", 60), "text.forms.a: 61 lines, and a function has 60 at most; divide it"),
    ],
)
def test_one_line_more_than_allowed_is_too_long(tmp_path, allowed, fault):
    assert wings.too_long(write(tmp_path, text__forms=allowed)) == []
    longer = allowed + allowed.splitlines(keepends=True)[-1]
    assert wings.too_long(write(tmp_path, text__forms=longer)) == [fault]


def test_the_picture_shows_each_wing_with_its_rooms_and_what_it_imports(tmp_path):
    package = write(
        tmp_path,
        errors="",
        text__forms="",
        corpus__load="from ..text import forms\nfrom ..errors import E\n",
        corpus__raw="from .load import load\n",
    )
    assert wings.rooms(package)["corpus"] == ["load", "raw"] and wings.rooms(package)[""] == ["errors"]
    assert wings.known(package)["corpus"] == ["text"] and wings.known(package)["text"] == []
    shown = [text.get_text() for text in wings.picture(package).findobj(plots.Text) if text.get_text()]
    at = shown.index("corpus")
    assert shown[at : at + 3] == ["corpus", "load, raw", "imports text"]


def test_the_picture_that_is_committed_is_fresh():
    """Where it is not: python -m helpers.compendium.wings"""
    fresh = plots.render(wings.picture(), "svg")
    assert list(drawing.differences(wings.PICTURE.read_bytes(), fresh)) == []
