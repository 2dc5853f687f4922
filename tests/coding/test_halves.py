"""A reader's own coders, under any names and in any number: who read what, how they agree, and who decides."""

import pandas as pd
import pytest

from helpers.coding import example, halves
from helpers.errors import CorpusError

BOOK = example.read()[1]
TEXTS = ["Ruritania went to war.", "The moon is far.", "Ruritania trades.", "Great Ruritania wages war.", "Rain fell."]
SENTENCES = pd.DataFrame({"sentence_id": [f"t:1.{n}" for n in range(1, 6)], "text": TEXTS})
TOML = """
[[half]]
id = "first"
coders = ["Ada L.", "鲍勃", "c3"]
decided = "The judge"
"""


def sheet(folder, name, *codes, sentence=None):
    """A filled sheet: codes of sentence after sentence, an empty one does not pass."""
    rows = pd.DataFrame({"unit_id": SENTENCES["sentence_id"][: len(codes)], "codes": codes})
    rows["passes"] = ["yes" if given else "no" for given in codes]
    if sentence:
        rows["sentence"] = sentence
    rows.to_csv(folder / f"{name}.csv", index=False)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "coding.toml").write_text(TOML, encoding="utf-8")
    sheet(tmp_path, "Ada L.", "war", "", "trade", "war;praise", "")
    sheet(tmp_path, "鲍勃", "war", "", "trade", "war", "")
    sheet(tmp_path, "c3", "war", "", "none", "war", "", sentence=TEXTS)
    sheet(tmp_path, "The judge", "war", "", "trade", "war;praise", "")
    return tmp_path


def test_coders_have_any_names_and_number(folder):
    declared = halves.read_halves(folder)
    codings = halves.read_coders(folder, declared, BOOK, SENTENCES)
    assert codings["coder"].drop_duplicates().tolist() == ["Ada L.", "鲍勃", "c3", "The judge"]
    assert codings.loc[codings["coder"] == "c3", "passes"].tolist() == [True, False, True, True, False]
    table = halves.agreement(codings, declared, BOOK, 50, 1)
    assert table["coders"].drop_duplicates().tolist() == ["Ada L., 鲍勃", "Ada L., c3", "鲍勃, c3"]
    gate = table[table["measure"] == "gate"]
    assert gate["alpha"].tolist() == [1, 1, 1]


def test_the_dictionary_is_judged_by_who_decided_or_by_each_coder(folder):
    declared = halves.read_halves(folder)
    codings = halves.read_coders(folder, declared, BOOK, SENTENCES)
    found = pd.DataFrame({"sentence_id": SENTENCES["sentence_id"], "naming": ["named", "", "named", "named", ""]})
    found["codes"] = ["war", "", "trade", "war", ""]
    table = halves.validation(codings, declared, BOOK, found, 1, 50, 1)
    assert set(table["coder"]) == {"The judge"}
    f1 = table[table["level"] == "code"].set_index("measure")["f1"]
    assert f1[["war", "trade", "praise"]].tolist() == [1, 1, 0]
    nobody = (halves.Half(id="first", coders=("Ada L.", "c3")),)
    assert set(halves.validation(codings, nobody, BOOK, found, 1, 50, 1)["coder"]) == {"Ada L.", "c3"}


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ("", "coding.toml: it names nobody who coded; add a"),
        ('[[half]]\nid = "a"\n', r"coding.toml: half\[0\].coders: nobody coded it"),
        ('[[half]]\nid = "a"\ncoders = [""]\n', r"coding.toml: half\[0\].coders: nobody coded it"),
        ('[[half]]\nid = "a"\ncoders = ["../x"]\n', "is no name of a coder"),
        ('[[half]]\nid = "a"\ncoders = ["x"]\ndecided = "x"\n', "'x' is one of its coders; leave it empty"),
        ('[[half]]\nid = "a"\ncoders = ["nobody"]\n', "nobody.csv: no such table"),
        ('[[half]]\nid = "a"\ncoders = ["x"]\nreader = "y"\n', "reader"),
    ],
)
def test_what_does_not_fit_is_one_sentence(tmp_path, toml, said):
    (tmp_path / "coding.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(CorpusError, match=said):
        halves.read_coders(tmp_path, halves.read_halves(tmp_path), BOOK, SENTENCES)


def test_a_sheet_of_other_sentences_is_refused_with_its_line(folder):
    sheet(folder, "c3", "war", "", sentence=["Ruritania went to war.", "Another moon."])
    with pytest.raises(CorpusError, match=r"c3.csv: line 3: 't:1.2' is another sentence in these texts; draw a sheet"):
        halves.read_coders(folder, halves.read_halves(folder), BOOK, SENTENCES)


def test_a_sentence_that_is_not_there_is_refused(folder):
    (folder / "c3.csv").write_text("unit_id,passes,codes\nt:9.9,no,\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"c3\.csv: line 2: 't:9.9' is no sentence"):
        halves.read_coders(folder, halves.read_halves(folder), BOOK, SENTENCES)
