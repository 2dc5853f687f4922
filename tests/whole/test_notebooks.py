"""Every committed notebook keeps the rules, and for each rule a bad notebook breaks it."""

import copy
import json

import pytest

from helpers.compendium.notebook import encode, find, normalise
from helpers.paths import METHODS, NOTEBOOKS
from notebook_rules import faults

PATHS = find([])


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_committed_notebook_keeps_the_rules(path):
    assert faults(json.loads(path.read_text(encoding="utf-8")), methods=path == METHODS) == []


@pytest.mark.parametrize("path", PATHS, ids=lambda p: p.stem)
def test_committed_notebook_is_normalised(path):
    assert encode(normalise(json.loads(path.read_text(encoding="utf-8")))) == path.read_bytes()


def test_there_is_nothing_but_numbered_notebooks():
    assert [*sorted(NOTEBOOKS.iterdir()), METHODS] == PATHS


FIGURE = '<figure><img src="data:image/png;base64,QQ==" alt="A."><figcaption>C.</figcaption></figure>'


def code(source, *outputs, tags=("narrative",), count=None):
    return {
        "cell_type": "code",
        "execution_count": count,
        "id": "c",
        "metadata": {"tags": list(tags)},
        "outputs": list(outputs),
        "source": source,
    }


def shown(html):
    return {"output_type": "display_data", "data": {"text/html": html}, "metadata": {}}


def good():
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {"tags": ["narrative"]}, "source": "# 00 T\n\nWhat is it?"},
        code('n: int = 3  # how many\nnames: list[str] = ["a"]  # whom', tags=["parameters"], count=1),
        code("from helpers import load_corpus\ncorpus = load_corpus()", count=2, tags=["hermeneutics"]),
        code("corpus.sources", shown(FIGURE), count=3),
    ]
    return {"cells": cells, "metadata": {"kernelspec": {"name": "python3"}}, "nbformat": 4, "nbformat_minor": 5}


def test_a_good_notebook_has_no_fault():
    assert faults(good()) == []


def last(**changes):
    return lambda nb: nb["cells"][3].update(changes)


BAD = {
    "its kernel is not python3": lambda nb: nb["metadata"]["kernelspec"].update(name="julia"),
    "its cells were not executed in order, 1 to n": last(execution_count=7),
    "its first cell has no title and question": lambda nb: nb["cells"][0].update(source="What is it?"),
    "it has 0 cells of parameters, not one": lambda nb: nb["cells"][1]["metadata"].update(tags=["narrative"]),
    "it has 2 cells of parameters, not one": lambda nb: nb["cells"].append(
        code("n: int = 1  # n", tags=["parameters"], count=4)
    ),
    "parameters: 'n = 3' is not an annotated literal": lambda nb: nb["cells"][1].update(source="n = 3  # how many"),
    "parameters: 'n: int = 1 + f()' is not an annotated literal": lambda nb: nb["cells"][1].update(
        source="n: int = 1 + f()  # derived"
    ),
    "parameters: 'n: int = 3' has no comment": lambda nb: nb["cells"][1].update(source="n: int = 3"),
    "cell 3: unknown tags ['todo']": lambda nb: nb["cells"][3]["metadata"].update(tags=["narrative", "todo"]),
    "cell 3: it is not tagged as narrative, hermeneutics or parameters": lambda nb: nb["cells"][3].update(metadata={}),
    "cell 0: a number is typed into its prose": lambda nb: nb["cells"][0].update(source="# T\n\nAre there 13 texts?"),
    "cell 3: it uses sys.path": last(source="import sys\nsys.path.append('x')"),
    "cell 3: it uses an absolute path": last(source="open('/home/me/x')"),
    "cell 3: it uses the network": last(source="import requests"),
    "cell 3: it uses a download": last(source="import nltk\nnltk.download('punkt')"),
    "cell 3: it defines 'f'; move that into the package": last(source="def f():\n    x = 1"),
    "cell 3: prose is glued together in it: \"f'There are {n} texts in all of them'\"": last(
        source="f'There are {n} texts in all of them'"
    ),
    "cell 3: prose is glued together in it: \"'There are ' + n + ' texts in all'\"": last(
        source="'There are ' + n + ' texts in all'"
    ),
    "a cell has 13 lines of code: 'x = 1'": lambda nb: nb["cells"].extend(
        code(source, count=n) for n, source in ((4, "x = 1\n" * 12 + "x"), (5, "x"), (6, "x"))
    ),
    "half of its cells of code have more than 5 lines": last(source="x = 1\n" * 10),
    "it has 17 cells of code; 16 are allowed": lambda nb: nb["cells"].extend(code("x", count=n) for n in range(4, 18)),
    "its parameters have 11 lines; 10 are allowed": lambda nb: nb["cells"][1].update(
        source="\n".join(f"n{n}: int = 3  # how many" for n in range(11))
    ),
    "more than 30 lines stand above its answer": lambda nb: nb["cells"][0].update(source="# T\n\nWhat?" + "\n" * 30),
    "it opens with markdown, parameters, code, code, not with title, parameters, one line of setup and the answer": (
        lambda nb: nb["cells"][2].update(source="x = 1\ny = 2")
    ),
    "no picture stands beside its answer": last(outputs=[]),
    "it shows more than 25 passages": last(outputs=[shown(FIGURE + "<blockquote></blockquote>" * 26)]),
    "it says of a passage that it is not quoted": last(outputs=[shown(FIGURE + "(not quoted: why)")]),
    "a:1.1 is shown twice": last(outputs=[shown(FIGURE + '<blockquote data-sentence="a:1.1"></blockquote>' * 2)]),
    "cell 3: its output is an error": last(
        outputs=[{"output_type": "error", "ename": "E", "evalue": "x"}, shown(FIGURE)]
    ),
    "cell 3: its output is on stderr": last(
        outputs=[{"output_type": "stream", "name": "stderr", "text": "x"}, shown(FIGURE)]
    ),
    "cell 3: its output holds a warning": last(outputs=[shown("DeprecationWarning: old"), shown(FIGURE)]),
    "cell 3: its output holds a memory address": last(outputs=[shown("object at 0x7f8877c36241"), shown(FIGURE)]),
    "cell 3: its output holds a path of a machine": last(outputs=[shown("see /home/me/x"), shown(FIGURE)]),
    "cell 3: its output holds a time of day": last(outputs=[shown("at 12:01:59"), shown(FIGURE)]),
    "cell 3: a table of 8 columns and 1 rows is shown": last(
        outputs=[
            shown("<table><thead><tr>" + "<th>a</th>" * 8 + "</tr></thead><tr><td>1</td></tr></table>"),
            shown(FIGURE),
        ]
    ),
    "cell 3: a table of 1 columns and 16 rows is shown": last(
        outputs=[
            shown("<table><thead><tr><th>a</th></tr></thead>" + "<tr><td>1</td></tr>" * 16 + "</table>"),
            shown(FIGURE),
        ]
    ),
    "it has more than 6 figures": last(outputs=[shown(FIGURE)] * 7),
}


@pytest.mark.parametrize("fault", BAD)
def test_each_rule_is_broken_by_a_bad_notebook(fault):
    notebook = copy.deepcopy(good())
    BAD[fault](notebook)
    assert faults(notebook) == [fault]


@pytest.mark.parametrize(
    "outputs",
    [
        [shown(FIGURE.replace('alt="A."', 'alt=""'))],
        [shown(FIGURE.replace("C.", ""))],
        [shown('<img src="data:image/png;base64,QQ==" alt="A.">')],
        [{"output_type": "display_data", "data": {"image/png": "QQ=="}, "metadata": {}}],
    ],
)
def test_a_picture_without_caption_or_alternative_text_is_a_fault(outputs):
    notebook = good()
    notebook["cells"][3]["outputs"] = [*outputs, shown(FIGURE)]
    assert faults(notebook) == ["cell 3: a picture has no caption and alternative text"]


def method_page():
    """A page of methods: as a good notebook, but with prose in the place of the answer and its picture."""
    notebook = good()
    notebook["cells"][3] = {"cell_type": "markdown", "id": "d", "metadata": {"tags": ["narrative"]}, "source": "Rows."}
    return notebook


def test_a_page_of_methods_begins_with_no_answer_and_may_be_longer_and_a_chapter_may_not():
    notebook = method_page()
    notebook["cells"] += [code("x", count=n) for n in range(3, 41)]
    assert faults(notebook, methods=True) == []
    assert [fault.split(",")[0] for fault in faults(notebook)] == [
        "it opens with markdown",
        "it has 40 cells of code; 16 are allowed",
    ]


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            lambda nb: nb["cells"].extend(code("x", count=n) for n in range(3, 42)),
            "it has 41 cells of code; 40 are allowed",
        ),
        (lambda nb: nb["cells"].append(code("x = 1\n" * 13, count=3)), "a cell has 13 lines of code: 'x = 1'"),
        (
            lambda nb: nb["cells"].insert(3, code("x", count=3)),
            "it opens with markdown, parameters, setup, code, not with title, parameters, one line of setup and prose",
        ),
    ],
)
def test_each_rule_of_the_page_of_methods_is_broken_by_a_bad_one(change, fault):
    notebook = method_page()
    change(notebook)
    assert fault in faults(notebook, methods=True)
