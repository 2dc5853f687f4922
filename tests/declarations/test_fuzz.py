"""Whatever stands in a file, reading it gives a result or one sentence (`fuzz.py` tells how, and has the long run)."""

import pytest

import fuzz
from conftest import weekly
from helpers import CorpusError


@pytest.mark.parametrize("cases", [40, weekly(90)])  # so many of each kind
def test_malformed_files_give_a_result_or_one_sentence(cases):
    outcomes, failures = fuzz.run(list(fuzz.KINDS), range(cases))
    assert not failures, "\n".join(failures)
    for kind, counted in outcomes.items():
        assert counted.total() == cases
        assert counted[fuzz.RESULT] and counted[fuzz.REFUSED], kind  # not all is let in, and not all refused


def test_a_case_can_be_made_again(tmp_path):
    for kind, (write, _) in fuzz.KINDS.items():
        for n in (0, 1):
            (tmp_path / f"{kind}{n}").mkdir()
        first, second = (write(fuzz.Random(f"{kind} 5"), tmp_path / f"{kind}{n}") for n in (0, 1))
        assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (None, fuzz.RESULT),
        (CorpusError("given.toml: code[0]: 'id' is missing; add it"), fuzz.REFUSED),
        (CorpusError("'id' is missing; add it"), fuzz.FAILED),
        (KeyError("given.toml"), fuzz.FAILED),
        (MemoryError("given.toml"), fuzz.FAILED),
    ],
)
def test_only_a_sentence_that_names_the_file_is_a_refusal(tmp_path, monkeypatch, error, outcome):
    def read(path):
        if error:
            raise error

    monkeypatch.setitem(fuzz.KINDS, "small", fuzz.declared(read, "id = 1"))
    assert fuzz.try_case("small", 0, tmp_path)[0] == outcome
