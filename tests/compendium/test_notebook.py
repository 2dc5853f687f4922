"""A notebook as data: how it is found, and when it counts as run."""

import pytest

from helpers import CorpusError
from helpers.compendium import notebook as compendium_notebook
from helpers.compendium.notebook import find
from helpers.errors import RunError
from small import write_notebook


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "notebooks").mkdir()
    return tmp_path / "notebooks"


def test_notebooks_are_found_by_number_and_name(folder):
    paths = [write_notebook(folder, "00_a"), write_notebook(folder, "03_b")]
    write_notebook(folder, "draft")
    assert find([], folder) == paths
    assert find(["3", "00_a.ipynb", "03"], folder) == [paths[1], paths[0]]
    with pytest.raises(CorpusError, match=r"no notebook '7'; there are 00_a, 03_b"):
        find(["7"], folder)


def test_cells_out_of_order_are_a_failure():
    cell = {"cell_type": "code", "execution_count": 2, "id": "a", "metadata": {}, "outputs": [], "source": "1"}
    with pytest.raises(RunError, match="did not run in order 1 to 1"):
        compendium_notebook.count_cells({"cells": [cell]})


def test_what_differs_between_two_runs_is_no_part_of_a_notebook():
    """Timings, an id that papermill draws, and where a line of text was cut."""

    def ran(seconds, drawn, text):
        told = {"output_type": "stream", "name": "stdout", "text": text}
        cell = {"cell_type": "code", "execution_count": 1, "outputs": [told], "source": "print('全\\n球')"}
        cell |= {"id": drawn, "metadata": {"tags": ["injected-parameters"], "papermill": {"duration": seconds}}}
        return {"cells": [cell], "metadata": {"papermill": {"duration": seconds}}, "nbformat": 4, "nbformat_minor": 5}

    one, other = ran(1.0, "a", "全\n球\n"), ran(2.0, "b", ["全\n", "球\n"])
    made = compendium_notebook.normalise(one)
    assert made == compendium_notebook.normalise(other) == compendium_notebook.normalise(made)
    assert "全\\n" in compendium_notebook.encode(made).decode("utf-8") and "duration" not in str(made)


def test_a_cell_that_ended_in_an_error_is_a_failure():
    cell = {"cell_type": "code", "execution_count": 1, "source": "1 / 0", "outputs": [{"output_type": "error"}]}
    with pytest.raises(RunError, match="a cell ended in an error"):
        compendium_notebook.count_cells({"cells": [cell]})


def test_the_page_of_methods_stands_among_the_docs_and_is_found_with_the_others(folder):
    paths = [write_notebook(folder, "00_a"), write_notebook(folder, "10_b")]
    docs = folder.parent / "docs"
    docs.mkdir()
    write_notebook(docs, "essay")
    paths.append(write_notebook(docs, "methods"))
    assert find([], folder) == paths
    assert find(["methods", "10", "docs/methods.ipynb"], folder) == [paths[2], paths[1]]
    with pytest.raises(CorpusError, match=r"no notebook '100'; there are 00_a, 10_b, methods"):
        find(["100"], folder)
    assert [compendium_notebook.place(path.stem) for path in paths] == [
        path.relative_to(folder.parent).as_posix() for path in paths
    ]
