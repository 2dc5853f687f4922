"""What a reader sees of texts from outside: the documents, the numbers together, and what else was tried."""

from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.coding import coders, outside
from helpers.coding.codebook import read_codebook
from helpers.pages.sections import outside as section
from helpers.pages.sections import reliability
from ruritania import caption, cells

TEXTS = {
    "speech:1.1": "Ruritania went to war.",
    "speech:1.2": "The moon is far.",
    "speech:2.1": "Ruritania went to war again.",
    "speech:2.2": "Ruritania fights.",
    "speech:2.3": "Great Ruritania sleeps.",
}
GIVEN = {"speech:1.1": "war", "speech:2.1": "war", "speech:2.2": "war", "speech:2.3": "praise"}


@pytest.fixture
def nobody(by_reading):
    return by_reading().analysis


@pytest.fixture
def coded(by_reading, ruritania):
    """The page with a set from outside: one speech, of which the dictionary misses one war."""
    folder = ruritania / "outside"
    folder.mkdir()
    (folder / "documents.csv").write_text(
        "document_id,title,author,voice,speaks_for,date,language,script,source,licence,passed_on\n"
        "speech,A *speech*,A king,government,,2020,en,Latn,Ruritania,public,no\n",
        encoding="utf-8",
    )
    units = [(u, "speech", "look" if ":1." in u else "unseen", coders.fingerprint(t)) for u, t in TEXTS.items()]
    columns = ["unit_id", "document_id", "half", "fingerprint"]
    pd.DataFrame(units, columns=columns).to_csv(folder / "units.csv", index=False)
    (folder / "coding.toml").write_text(
        '[[half]]\nid = "all"\ncoders = ["coder1", "coder2"]\ndecided = "adjudicated"\n', encoding="utf-8"
    )
    for coder in outside.readers(SimpleNamespace(folder=folder)).names:
        rows = [(u, c, "named") for u, c in GIVEN.items() if coder != "coder2" or u != "speech:2.3"]
        pd.DataFrame(rows, columns=["unit_id", "codes", "naming"]).to_csv(folder / f"own_{coder}.csv", index=False)
    reason = "unit_id,first,second,decided,reason\nspeech:2.3,praise,,praise,It praises.\n"
    (folder / "disagreements_own.csv").write_text(reason, encoding="utf-8")
    (folder / "sentences.tsv").write_text("".join(f"{u}\t{t}\n" for u, t in TEXTS.items()), encoding="utf-8")
    texts = outside.read_outside(folder, whole=True)
    outside.record(read_codebook(ruritania / "own.toml"), texts, folder, "first", "none")
    yield by_reading().analysis
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()


def test_without_a_set_each_says_so(nobody, tmp_path):
    assert section.documents_table({"own": nobody}).data == "No sentences of texts from outside have been coded."
    said = section.comparison_table(tmp_path).data
    assert said == "Other ways of coding have not been tried on texts from outside."
    assert section.together(nobody).data.endswith(" On texts outside it was not measured.")
    assert "outside" not in cells(section.together_table({"own": nobody}, "v.csv"))[0]
    assert cells(reliability.codes_table(nobody, "v.csv"))[0][-1] == "alpha, 3a and 3b"


def test_documents_stand_with_their_halves_and_the_agreement_of_the_coders(coded):
    shown = section.documents_table({"own": coded})
    assert cells(shown) == [
        ["title", "voice", "date", "language", "licence", "looked at", "unseen"],
        ["A *speech*", "government", "2020", "en", "public", "2", "3"],
    ]
    assert caption(shown).startswith("1 document from outside")
    # of five sentences the coders agree on three that pass and one that does not: 1 - 9 * 2 / (2 * 7 * 3)
    assert "passed on (0)" in caption(shown) and "Alpha of the two coders, own: gate 0.57, families 0.00" in caption(
        shown
    )


def test_the_numbers_stand_together_with_the_one_from_outside(coded):
    head, *rows = cells(section.together_table({"own": coded}, "v.csv"))
    assert head == ["codebook", "measure", "made on", "unseen", "after seeing", "outside"]
    outside_of = {row[1]: row[5] for row in rows}
    # three named sentences, all found; of two wars one is found; praise is found
    assert outside_of["the gate, all"] == "1.0"
    assert outside_of["codes, mean"] == f"{(2 / 3 + 1) / 2:.3f}"
    said = section.together(coded).data
    assert "(made on / unseen / after seeing / outside)" in said and "codes, mean" in said
    assert said.endswith(" Exploratory outside (F1 under 0.70, or none): War; Trade.")


def test_a_code_that_is_exploratory_outside_is_marked_and_the_mark_is_told(coded):
    shown = reliability.codes_table(coded, "v.csv")
    head, *rows = cells(shown)
    assert head[-1] == "F1, outside"
    by_code = {row[0].split(" ")[0]: row for row in rows}
    assert by_code["War"][0].endswith(" †") and by_code["War"][-1] == f"{2 / 3:.3f}"
    assert "†" not in by_code["Praise"][0] and by_code["Praise"][-1] == "1.0"
    assert "With †: exploratory outside" in caption(shown)


def test_the_published_tables_have_what_was_measured_outside(coded):
    assert {"outside", "outside, look half, run first"} <= set(coded.validation["comparison"])
    assert "outside, coder1, coder2" in set(coded.agreement["coders"])
    without = reliability.agreement_table(coded, "a.csv")
    assert "outside" not in without.data  # that table is of the two pairs of passes here
    assert reliability.people_table({"own": coded}, "a.csv").data.startswith("No person has filled")


def test_another_codebook_has_no_figure_from_outside(coded, by_dictionary):
    assert by_dictionary().analysis.outside is None
    assert section.together(by_dictionary().analysis).data.startswith("Of the dictionary of this codebook nothing is")


def test_what_else_was_tried_stands_by_method_in_the_order_of_the_file(tmp_path):
    rows = [
        ("us", method, measure, 5, 0.5, 0.5, f1)
        for method, f1 in (("dictionary", 0.8), ("bare keywords", 0.4))
        for measure in ("gate, all", "codes, mean")
    ]
    columns = ["codebook", "method", "measure", "n", "precision", "recall", "f1"]
    pd.DataFrame(rows, columns=columns).to_csv(tmp_path / "comparison.csv", index=False)
    assert cells(section.comparison_table(tmp_path)) == [
        ["codebook", "method", "gate, all", "codes, mean"],
        ["us", "dictionary", "0.8", "0.8"],
        ["us", "bare keywords", "0.4", "0.4"],
    ]
