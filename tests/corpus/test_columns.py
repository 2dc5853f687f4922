"""Columns that are filled part by part: what is made is what was added, at and around the size of a part."""

import numpy as np
import pytest

from helpers.corpus import columns
from helpers.corpus.columns import Numbers, Often, Strings

AROUND = (0, 1, 7, 8, 9, 16, 17)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(columns, "MANY", 8)
    monkeypatch.setattr(columns, "PART", 8)


@pytest.mark.parametrize("many", AROUND)
@pytest.mark.parametrize(("code", "kind"), [("i", "int32"), ("q", "int64"), ("d", "float64")])
def test_numbers_one_by_one_and_many_at_once(many, code, kind):
    one, all_ = Numbers(code), Numbers(code)
    for value in range(many):
        one.append(value)
    for start in range(0, many, 3):
        all_.extend(range(start, min(start + 3, many)))
    for column in (one.made(), all_.made()):
        assert column.tolist() == list(range(many)) and column.dtype == kind


@pytest.mark.parametrize("many", AROUND)
def test_strings_and_those_that_come_often(many):
    values = [f"{n % 5}序" for n in range(many)]
    strings, often = Strings(), Often()
    for value in values:
        strings.append(value)
        often.extend([value])
    assert list(strings.made()) == values
    made = often.made()
    assert list(made) == values and list(made.categories) == sorted(set(values))


def test_a_number_that_its_type_cannot_hold_is_no_other_number():
    with pytest.raises(OverflowError):
        Numbers("i").append(2**31)


def test_columns_of_a_type_have_one_name_for_it():
    column = Numbers("q")
    column.append(1)
    assert column.made().dtype.char == np.dtype("int64").char
