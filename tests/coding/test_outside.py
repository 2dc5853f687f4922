"""Claims about sentences from outside: what does not fit is refused, and every number is one worked by hand."""

import shutil

import numpy as np
import pandas as pd
import pytest

from conftest import codebook
from helpers import CorpusError
from helpers.__main__ import main
from helpers.coding import example, outside, validity
from helpers.coding.codebook import read_codebook
from helpers.coding.coders import fingerprint
from helpers.coding.validation import all_validation
from helpers.paths import CODEBOOKS, GS_CLAIMS, INSTITUTIONS_SAID, OUTSIDE, US_FRAMES
from small import TOML, own_book

BOOK = TOML.replace(
    "[attributes]",
    'coding = "own"\n[attributes]\nnaming = ["named", "described"]',
).replace("[[gate.pattern]]", '[gate]\nown = "ruritania"\nown_words = { en = ["we"] }\n[[gate.pattern]]', 1)
TEXTS = {
    "speech:1.1": "Ruritania wages war.",
    "speech:1.2": "We trade with all.",
    "speech:2.1": "Ruritania fights a battle.",
    "speech:2.2": "The moon is far.",
    "essay:1.1": "Ruritania is great.",
    "essay:1.2": "Its war is over.",
    "essay:2.1": "A country of trade and war, Ruritania.",
    "essay:2.2": "It was a great day, they say.",
}
"""Eight sentences; the first paragraph of each document is looked at, the second stays unseen."""
GIVEN = {
    "coder1": {
        "speech:1.1": "war", "speech:1.2": "trade", "speech:2.1": "war", "essay:1.1": "praise", "essay:2.1": "trade;war",
    },
    "coder2": {
        "speech:1.1": "war", "speech:1.2": "none", "speech:2.1": "war", "essay:1.1": "praise", "essay:2.1": "war",
        "essay:2.2": "praise",
    },
    "adjudicated": {
        "speech:1.1": "war", "speech:1.2": "trade", "speech:2.1": "war", "essay:1.1": "praise", "essay:2.1": "trade;war",
        "essay:2.2": "praise",
    },
}  # fmt: skip
NAMING = {"speech:1.2": "described", "essay:2.2": "described"}
REASONS = """unit_id,first,second,decided,reason
speech:1.2,trade,none,trade,It says that it trades.
essay:2.1,war;trade,war,trade;war,Trade is said too.
essay:2.2,,praise,praise,The day is its own.
"""
CODERS = '[[half]]\nid = "all"\ncoders = ["coder1", "coder2"]\ndecided = "adjudicated"\n'
DOCUMENTS = """document_id,title,author,voice,speaks_for,date,language,script,source,licence,passed_on
speech,A speech,A king,government,ruritania,2020,en,Latn,Ruritania,public,yes
essay,An essay,A scholar,scholar,,2021,en,Latn,A journal,none,no
"""


@pytest.fixture
def book(tmp_path):
    return own_book(tmp_path, BOOK)


def units():
    return pd.DataFrame(
        [
            (unit, unit.split(":")[0], "look" if ":1." in unit else "unseen", fingerprint(text))
            for unit, text in TEXTS.items()
        ],
        columns=["unit_id", "document_id", "half", "fingerprint"],
    )


@pytest.fixture
def folder(tmp_path):
    """What a project keeps of the two documents, one of which may be passed on."""
    there = tmp_path / "outside"
    there.mkdir()
    (there / "documents.csv").write_text(DOCUMENTS, encoding="utf-8")
    (there / "coding.toml").write_text(CODERS, encoding="utf-8")
    units().to_csv(there / "units.csv", index=False)
    kept = [(unit, text) for unit, text in TEXTS.items() if unit.startswith("speech")]
    pd.DataFrame(kept, columns=["unit_id", "text"]).to_csv(there / "sentences.csv", index=False)
    for coder, codes in GIVEN.items():
        rows = [(unit, given, NAMING.get(unit, "named")) for unit, given in codes.items()]
        pd.DataFrame(rows, columns=["unit_id", "codes", "naming"]).to_csv(there / f"own_{coder}.csv", index=False)
    (there / "disagreements_own.csv").write_text(REASONS, encoding="utf-8")
    return there


@pytest.fixture
def texts(tmp_path, folder):
    """The same set with all of its sentences, as whoever holds the texts has it."""
    whole = tmp_path / "texts"
    whole.mkdir()
    for name in ("documents.csv", "units.csv"):
        shutil.copy(folder / name, whole / name)
    (whole / "sentences.tsv").write_text("".join(f"{u}\t{t}\n" for u, t in TEXTS.items()), encoding="utf-8")
    return whole


def record(book, texts, folder, run, seen):
    return outside.record(book, outside.read_outside(texts, whole=True), folder, run, seen)


def narrow(book):
    """A first dictionary, which knows no battle and no trade."""
    dropped = {(p.id, form) for p in book.patterns for form in p.forms if form in ("battle*", "trade")}
    return book.without_forms(dropped)


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_without_documents_there_is_no_set(tmp_path):
    assert outside.read_outside(tmp_path) is None
    assert outside.read_outside(tmp_path / "nowhere") is None


def test_a_sentence_is_kept_with_who_speaks_and_in_the_order_of_the_units(folder):
    kept = outside.read_outside(folder).kept
    assert kept.to_numpy().tolist() == [
        ["speech:1.1", "speech:1", "Ruritania wages war.", "ruritania"],
        ["speech:1.2", "speech:1", "We trade with all.", "ruritania"],
        ["speech:2.1", "speech:2", "Ruritania fights a battle.", "ruritania"],
        ["speech:2.2", "speech:2", "The moon is far.", "ruritania"],
    ]
    (folder / "sentences.csv").unlink()
    assert outside.read_outside(folder).kept.empty


SPOILED = [
    ("documents.csv", "speech,A", "A Speech,A", "line 2: 'A Speech' is no id; use small letters"),
    ("documents.csv", ",ruritania,", ",Ruritania,", "line 2: 'Ruritania' is no id of an agent"),
    ("documents.csv", "en,Latn,A", "fr,Latn,A", "line 3: 'fr' is no language; use one of en, zh"),
    ("documents.csv", "public,yes", "public,perhaps", "line 2: 'perhaps' is no passed_on; use one of yes, no"),
    ("documents.csv", "licence,", "rights,", "column 'licence' is missing; add it"),
    ("units.csv", "essay:1.1,essay", "essay:1.1,letter", "line 6: 'letter' stands not in documents.csv; add it"),
    ("units.csv", "essay:1.1,essay", "speech:9.1,essay", "line 6: 'speech:9.1' is no unit of its document"),
    ("units.csv", "essay:1.1,essay", "essay:1,essay", "line 6: 'essay:1' is no unit of its document"),
    ("units.csv", "essay:1.1,essay,look", "essay:1.1,essay,first", "line 6: 'first' is no half; use one of look, unseen"),
    ("units.csv", "essay:1.2,essay,look", "essay:1.2,essay,unseen", "line 6: 'essay:1.1' is of a paragraph that stands"),
    ("units.csv", fingerprint(TEXTS["essay:1.1"]), "abc", "line 6: 'abc' is no fingerprint of twelve"),
    ("sentences.csv", "speech:1.1", "speech:7.1", "line 2: 'speech:7.1' stands not in units.csv; take it out"),
    ("sentences.csv", "wages", "waged", "line 2: 'speech:1.1' is not the sentence that was coded; put the coded one"),
    ("own_coder1.csv", "speech:1.1,war", "speech:1.1,peace", "line 2: 'peace' is no code of own.toml"),
    ("own_coder1.csv", "speech:1.1,", "speech:8.1,", "line 2: 'speech:8.1' is no sentence that this coder read"),
    ("own_coder1.csv", "war,named", "war,hinted", "line 2: naming is one of named, described, not 'hinted'"),
    ("disagreements_own.csv", "speech:1.2", "speech:8.2", "line 2: 'speech:8.2' was read by nobody; take it out"),
    ("disagreements_own.csv", ",It says that it trades.", ",", "line 2: 'speech:1.2' was decided without a reason"),
    ("disagreements_own.csv", "trade,none,", "war,none,", "line 2: 'speech:1.2' has other codes in `first` than"),
    ("disagreements_own.csv", "none,trade,", "none,war,", "line 2: 'speech:1.2' has other codes in `decided` than"),
    ("disagreements_own.csv", "essay:2.2,,praise,praise,The day is its own.\n", "", "the coders differ on 'essay:2.2',"),
    ("runs.csv", "first,own", "First,own", "line 2: 'First' is no id; use small letters and digits"),
    ("runs.csv", ",none", ",some", "line 2: 'some' says not what was seen; use one of none, look, all"),
    ("runs.csv", "first,own,,none\n", "first,own,,none\nfirst,own,,look\n", "line 3: 'first' stands twice for a codebook"),
    ("dictionary_own.csv", "essay:2.2,first", "essay:2.1,first", "line 9: 'essay:2.1' stands twice in a run; keep one"),
    ("dictionary_own.csv", "essay:2.2,first,no,,\n", "", "run 'first' says nothing of 'essay:2.2'; run the dictionary"),
    ("dictionary_own.csv", "essay:2.2,first,no,,", "essay:2.2,first,yes,,", "line 9: 'essay:2.2' has codes or a naming"),
    ("dictionary_own.csv", "essay:2.2,first,no,,", "essay:2.2,first,no,war,", "line 9: 'essay:2.2' has codes or a naming"),
    ("dictionary_own.csv", "essay:2.2,first,no", "essay:2.2,first,maybe", "line 9: 'maybe' is neither yes nor no"),
    ("dictionary_own.csv", "first,yes,war", "first,yes,peace", "line 2: 'peace' holds what is no code of own.toml"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "says"), SPOILED)
def test_what_does_not_fit_is_refused_in_one_sentence_with_file_and_remedy(folder, texts, book, name, old, new, says):
    record(book, texts, folder, "first", "none")
    path = folder / name
    before = path.read_text(encoding="utf-8")
    assert old in before
    path.write_text(before.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        outside.outside_validation(outside.read_outside(folder), book, 1, 1, 0)
    assert str(caught.value).startswith(f"{name}: {says}"), caught.value
    assert "\n" not in str(caught.value)


def test_a_run_that_is_not_listed_is_refused(folder, texts, book):
    record(book, texts, folder, "first", "none")
    (folder / "runs.csv").write_text("run,codebook,version,seen\nfirst,other,,none\n", encoding="utf-8")
    with pytest.raises(
        CorpusError, match=r"dictionary_own\.csv: line 2: 'first' is no run of own in runs\.csv; add it"
    ):
        outside.recorded(outside.read_outside(folder), book)


def test_a_document_that_may_not_be_passed_on_keeps_no_sentence(folder):
    path = folder / "sentences.csv"
    path.write_text(path.read_text(encoding="utf-8") + f"essay:1.1,{TEXTS['essay:1.1']}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"sentences\.csv: line 6: 'essay:1\.1' is of a document that may not be"):
        outside.read_outside(folder)


def test_a_paragraph_is_kept_whole_or_not_at_all(folder):
    path = folder / "sentences.csv"
    kept = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(kept[:-1]), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"units\.csv: line 5: 'speech:2\.2' is not in sentences\.csv, where others"):
        outside.read_outside(folder)
    path.write_text("".join(kept[:3]), encoding="utf-8")
    assert outside.read_outside(folder).kept["unit_id"].tolist() == ["speech:1.1", "speech:1.2"]


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda t: t.replace("wages", "waged"), "line 1: 'speech:1.1' is not the sentence that was coded"),
        (lambda t: "unit_id\ttext\n" + t.replace("wages", "waged"), "line 2: 'speech:1.1' is not the sentence"),
        (lambda t: t + t.splitlines()[0], "line 9: 'speech:1.1' stands twice; keep one line"),
        (lambda t: t.replace("essay:2.2\t", "essay:3.2\t"), "line 8: 'essay:3.2' stands not in units.csv"),
    ],
)
def test_texts_have_to_be_those_that_were_coded(texts, spoil, says):
    path = texts / "sentences.tsv"
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        outside.read_outside(texts, whole=True)
    assert str(caught.value).startswith(f"sentences.tsv: {says}")


def test_texts_have_to_be_whole(texts):
    path = texts / "sentences.tsv"
    path.write_text(
        path.read_text(encoding="utf-8").replace(f"essay:2.2\t{TEXTS['essay:2.2']}\n", ""), encoding="utf-8"
    )
    with pytest.raises(
        CorpusError, match=r"units\.csv: line 9: 'essay:2\.2' has no sentence in sentences\.tsv; add it"
    ):
        outside.read_outside(texts, whole=True)


# --- what coders gave ------------------------------------------------------------------------------------------------


def test_three_coders_read_every_sentence(folder, book):
    table = outside.read_outside_codings(outside.read_outside(folder), book)
    assert table.groupby("coder", sort=False).size().to_dict() == {"coder1": 8, "coder2": 8, "adjudicated": 8}
    assert table.groupby("coder", sort=False)["passes"].sum().to_dict() == {"coder1": 5, "coder2": 6, "adjudicated": 6}
    for path in folder.glob("own_*.csv"):
        path.unlink()
    assert outside.read_outside_codings(outside.read_outside(folder), book) is None


def test_a_file_may_say_of_sentences_that_they_do_not_pass(folder, book):
    before = outside.read_outside_codings(outside.read_outside(folder), book)
    path = folder / "own_coder1.csv"
    rows = [f"{unit},yes,{codes},{NAMING.get(unit, 'named')}" for unit, codes in GIVEN["coder1"].items()]
    text = "\n".join(["unit_id,passes,codes,naming", "speech:2.2,no,,", *rows, ""])
    path.write_text(text, encoding="utf-8")
    assert outside.read_outside_codings(outside.read_outside(folder), book).equals(before)
    for old, new, says in (
        ("speech:2.2,no", "speech:2.2,maybe", "line 2: `passes` is yes or no, not 'maybe'; correct it"),
        ("speech:2.2,no,,", "speech:2.2,no,war,", "line 2: a sentence that does not pass has no codes; take them out"),
    ):
        path.write_text(text.replace(old, new), encoding="utf-8")
        with pytest.raises(CorpusError) as caught:
            outside.read_outside_codings(outside.read_outside(folder), book)
        assert str(caught.value) == f"own_coder1.csv: {says}"


def test_a_coder_who_is_missing_is_missed(folder, book):
    (folder / "own_coder2.csv").unlink()
    with pytest.raises(
        CorpusError, match=r"own_coder2\.csv: no such table .*; restore it with git checkout data/outside"
    ):
        outside.read_outside_codings(outside.read_outside(folder), book)


def alpha(agree, one, other, both):
    """Of two values: units where coders agree on yes, where the one or the other alone says yes, and all units."""
    n = 2 * both
    yes = 2 * agree + one + other
    return 1 - (n - 1) * (one + other) * 2 / (2 * yes * (n - yes))


def test_agreement_of_the_two_coders_by_hand(folder, book):
    table = outside.outside_agreement(outside.read_outside(folder), book, 10, 1)
    assert set(table["coders"]) == {"outside, coder1, coder2"}
    found = table.set_index(["level", "measure"])
    assert found.loc[("gate", "gate"), "alpha"] == pytest.approx(alpha(5, 0, 1, 8))
    assert found.loc[("gate", "gate"), ["n_1", "n_2", "units"]].tolist() == [5, 6, 8]
    # of the six that one of the two let pass: speech 1.1, 1.2, 2.1, essay 1.1, 2.1, 2.2
    assert found.loc[("code", "war"), "alpha"] == 1 and found.loc[("code", "war"), "units"] == 6
    assert found.loc[("code", "trade"), "alpha"] == pytest.approx(alpha(0, 2, 0, 6))
    assert found.loc[("family", "acts"), "alpha"] == pytest.approx(alpha(3, 1, 0, 6))
    assert found.loc[("family", "views"), "alpha"] == pytest.approx(alpha(1, 0, 1, 6))


# --- what the dictionary gave ----------------------------------------------------------------------------------------


def test_a_run_records_what_the_dictionary_gives(folder, texts, book):
    path = record(book, texts, folder, "first", "none")
    assert path == folder / "dictionary_own.csv"
    assert path.read_text(encoding="utf-8") == (
        "unit_id,run,passes,codes,naming\n"
        "speech:1.1,first,yes,war,named\n"
        "speech:1.2,first,yes,trade,described\n"
        "speech:2.1,first,yes,war,named\n"
        "speech:2.2,first,no,,\n"
        "essay:1.1,first,yes,praise,named\n"
        "essay:1.2,first,no,,\n"
        "essay:2.1,first,yes,war;trade,named\n"
        "essay:2.2,first,no,,\n"
    )
    assert (folder / "runs.csv").read_text(encoding="utf-8") == "run,codebook,version,seen\nfirst,own,,none\n"


def test_a_run_of_the_same_name_takes_the_place_of_the_first_and_another_stands_below(folder, texts, book):
    record(narrow(book), texts, folder, "first", "none")
    narrowed = (folder / "dictionary_own.csv").read_text(encoding="utf-8")
    record(book, texts, folder, "after", "look")
    runs, said = outside.recorded(outside.read_outside(folder), book)
    assert runs[["run", "seen"]].to_numpy().tolist() == [["first", "none"], ["after", "look"]]
    assert said["run"].tolist() == ["first"] * 8 + ["after"] * 8
    again = record(book, texts, folder, "first", "none").read_text(encoding="utf-8")
    assert again.count("first") == 8 and again != narrowed


def test_another_set_is_not_recorded_in_its_place(folder, texts, book):
    path = folder / "units.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("speech:1.1,speech,look", "speech:1.3,speech,look"))
    (folder / "sentences.csv").unlink()
    with pytest.raises(
        CorpusError, match=r"units\.csv: the sentences of '.*' are not those of '.*'; take the same set"
    ):
        record(book, texts, folder, "first", "none")


def test_without_a_run_or_codes_there_is_no_comparison(folder, texts, book):
    assert outside.outside_validation(outside.read_outside(folder), book, 1, 1, 0) is None
    record(book, texts, folder, "first", "none")
    assert outside.outside_validation(outside.read_outside(folder), book, 1, 1, 0) is not None
    for path in folder.glob("own_*.csv"):
        path.unlink()
    assert outside.outside_validation(outside.read_outside(folder), book, 1, 1, 0) is None


def scores(table, comparison):
    part = table[table["comparison"] == comparison].set_index("measure")
    return part[~part.index.duplicated()]


NAN = float("nan")


def test_every_number_by_hand(folder, texts, book):
    record(narrow(book), texts, folder, "first", "none")
    record(book, texts, folder, "after", "look")
    table = outside.outside_validation(outside.read_outside(folder), book, 1, 1, 0)
    assert table["comparison"].unique().tolist() == [
        "outside", "outside, look half, run first", "outside, look half, run after", "outside, unseen half, run first",
    ]  # fmt: skip
    columns = ["n", "found", "precision", "recall", "f1"]
    wanted = {
        # the unseen half after looking: decided speech 2.1 war, essay 2.1 trade;war, essay 2.2 praise (described)
        "outside": {
            "gate, named": (2, 2, 1, 1, 1),
            "gate, all": (3, 2, 1, 2 / 3, 0.8),
            "war": (2, 2, 1, 1, 1),
            "trade": (1, 1, 1, 1, 1),
            "praise": (1, 0, NAN, 0, 0),
            "acts": (2, 2, 1, 1, 1),
            "views": (1, 0, NAN, 0, 0),
        },
        # the same by the first run, which knew neither battle nor trade
        "outside, unseen half, run first": {
            "gate, all": (3, 2, 1, 2 / 3, 0.8),
            "war": (2, 1, 1, 0.5, 2 / 3),
            "trade": (1, 0, NAN, 0, 0),
            "acts": (2, 1, 1, 0.5, 2 / 3),
        },
        # the half that was looked at: decided speech 1.1 war, 1.2 trade (described), essay 1.1 praise
        "outside, look half, run first": {
            "gate, named": (2, 2, 1, 1, 1),
            "gate, all": (3, 3, 1, 1, 1),
            "war": (1, 1, 1, 1, 1),
            "trade": (1, 0, NAN, 0, 0),
            "praise": (1, 1, 1, 1, 1),
        },
        "outside, look half, run after": {"trade": (1, 1, 1, 1, 1), "gate, all": (3, 3, 1, 1, 1)},
    }
    for comparison, measures in wanted.items():
        found = scores(table, comparison)
        for measure, figures in measures.items():
            assert found.loc[measure, columns].tolist() == pytest.approx(list(figures), nan_ok=True), (
                comparison,
                measure,
            )
    levels = table[table["comparison"] == "outside"].set_index(["level", "measure"])["f1"]
    assert levels["family", "macro"] == pytest.approx(1 / 2) and levels["code", "macro"] == pytest.approx(2 / 3)
    assert levels["family", "micro"] == pytest.approx(2 * 2 / (2 + 3)) and levels["code", "micro"] == pytest.approx(
        6 / 7
    )
    assert validity.exploratory_outside(table, book) == ["praise"]


@pytest.mark.parametrize(
    ("runs", "figure"),
    [
        ([("first", "none")], "first"),
        ([("first", "none"), ("after", "look")], "after"),
        ([("first", "look"), ("after", "all")], "first"),  # once it was seen it is unseen no more
        ([("first", "all")], None),
    ],
)
def test_the_figure_is_the_last_run_before_which_nobody_saw_the_half(folder, texts, book, runs, figure):
    for run, seen in runs:
        record(book, texts, folder, run, seen)
    names = set(outside.outside_validation(outside.read_outside(folder), book, 1, 1, 0)["comparison"])
    every = {f"outside, {half} half, run {run}" for half in ("look", "unseen") for run, _ in runs}
    assert names == (every - {f"outside, unseen half, run {figure}"}) | ({"outside"} if figure else set())


def test_what_a_dictionary_is_worth_outside_is_had_by_itself(tmp_path, folder, texts, book):
    assert outside.validity_outside(book, 1, 1, 0, tmp_path / "nowhere") is None
    assert outside.validity_outside(book, 1, 1, 0, folder) is None  # coded, and no run is recorded
    record(book, texts, folder, "first", "all")
    assert outside.validity_outside(book, 1, 1, 0, folder) is None  # seen before the run
    record(book, texts, folder, "second", "none")
    table = outside.validity_outside(book, 1, 1, 0, folder)
    assert table["measure"].tolist()[:4] == ["gate, named", "gate, all", "acts", "views"]
    assert table.loc[1, ["n", "found", "f1"]].tolist() == [3, 2, 0.8]


# --- said together ---------------------------------------------------------------------------------------------------


def validation(*rows):
    columns = ["comparison", "measure", "level", "f1", "exploratory"]
    return pd.DataFrame(rows, columns=columns)


TOGETHER = [
    ("first run, first half, as made", "gate, all", "gate", 0.95, False),
    ("first run, second half", "gate, all", "gate", 0.9, False),
    ("after seeing, second half", "gate, all", "gate", 0.92, False),
    ("after seeing, second half", "war", "code", 0.6, True),
    ("outside", "gate, all", "gate", 0.814, False),
    ("outside", "macro", "family", np.nan, True),
    ("outside", "macro", "code", 0.5, True),
    ("outside", "war", "code", 0.71, False),
    ("outside", "trade", "code", 0.69, True),
    ("outside", "praise", "code", np.nan, True),
    ("outside, look half, run first", "gate, all", "gate", 0.99, False),
]


def test_the_numbers_are_said_together(book):
    assert validity.in_words(validation(*TOGETHER), book) == (
        "F1 of the dictionary on Ruritania (made on / unseen / after seeing / outside): the gate, all 0.95 / 0.90 / 0.92 / 0.81; "
        "codes, mean none / none / none / 0.50. Exploratory outside (F1 under 0.70, or none): Its Trade; Praise."
    )
    table = validity.numbers_together(validation(*TOGETHER))
    assert list(table) == ["measure", "made on", "unseen", "after seeing", "outside"]


def test_what_was_not_measured_outside_is_said_to_be_so(book):
    inside = [row for row in TOGETHER if not row[0].startswith("outside")]
    assert validity.in_words(validation(*inside), book) == (
        "F1 of the dictionary on Ruritania (made on / unseen / after seeing): the gate, all 0.95 / 0.90 / 0.92. "
        "On texts outside it was not measured."
    )
    assert validity.exploratory_outside(validation(*inside), book) == []
    assert validity.in_words(validation(("as now, ada", "gate, all", "gate", 1.0, False)), book) == ""


def test_nothing_exploratory_is_said(book):
    held = [row for row in TOGETHER if not row[4]]
    assert validity.in_words(validation(*held), book).endswith("Exploratory outside (F1 under 0.70, or none): nothing.")


def test_a_gate_that_is_exploratory_outside_is_named_first(book):
    weak = [*TOGETHER, ("outside", "gate, named", "gate", 0.65, True)]
    assert validity.in_words(validation(*weak), book).endswith("or none): the gate, by name; Its Trade; Praise.")


def test_the_analysis_has_the_comparison_and_the_agreement_where_there_is_a_set(folder, texts, book):
    from helpers.coding.analysis import Settings, analyse

    record(book, texts, folder, "first", "none")
    corpus, _ = example.read()
    found = analyse(
        "Ruritania", corpus, book, Settings(minimum=1, folds=2, resamples=2), outside=outside.read_outside(folder)
    )
    assert found.validation is None and found.agreement is None  # nobody coded the corpus itself
    from dataclasses import replace

    read = replace(found, codings=example.codings().assign(voice=""), first=book)
    here = all_validation(read.codings, read.sentences, book, book, 1, 2, 2, 0)
    assert len(read.validation) > len(here)
    assert read.validation["comparison"].tolist()[: len(here)] == here["comparison"].tolist()
    assert "outside" in set(read.validation["comparison"]) and "outside, coder1, coder2" in set(
        read.agreement["coders"]
    )
    without = replace(read, outside=None)
    assert without.validation["comparison"].unique().tolist() == here["comparison"].unique().tolist()


# --- commands --------------------------------------------------------------------------------------------------------


def test_the_command_records_a_run_of_each_dictionary(folder, texts, capsys):
    given = ["outside", str(texts), "--run", "first", "--seen", "none", "--output", str(folder)]
    assert main(given) == 0
    names = [f"dictionary_{codebook(path).coding}.csv" for path in (US_FRAMES, GS_CLAIMS, INSTITUTIONS_SAID)]
    assert [line.rsplit("/", 1)[-1] for line in capsys.readouterr().out.splitlines()] == names
    runs = pd.read_csv(folder / "runs.csv", dtype=str)
    assert runs["codebook"].tolist() == ["us", "gs", "inst"]
    assert runs["version"].tolist() == [codebook(path).version for path in (US_FRAMES, GS_CLAIMS, INSTITUTIONS_SAID)]
    assert main(["outside", str(folder / "nowhere"), "--run", "first", "--seen", "none"]) == 1
    assert capsys.readouterr().err.startswith("error: documents.csv: it is not in ")


def test_code_says_of_a_codebook_of_this_project_what_it_is_worth(tmp_path):
    book = codebook(US_FRAMES)
    validation(*TOGETHER).to_csv(tmp_path / "us_validation.csv", index=False, encoding="utf-8-sig")
    assert validity.of_codebook(US_FRAMES, tmp_path).startswith(
        f"F1 of the dictionary on {book.target.split(':')[0]} (made"
    )
    changed = tmp_path / US_FRAMES.name
    changed.write_bytes(US_FRAMES.read_bytes() + b"\n")
    assert validity.of_codebook(changed, tmp_path) == ""  # another codebook, of which nothing is known
    validation(*(row for row in TOGETHER if row[0] != "outside")).to_csv(tmp_path / "us_validation.csv", index=False)
    assert validity.of_codebook(US_FRAMES, tmp_path) == ""
    (tmp_path / "us_validation.csv").unlink()
    assert validity.of_codebook(US_FRAMES, tmp_path) == ""


def test_the_command_code_says_it_beside_the_codes(tmp_path, monkeypatch, capsys):
    table = tmp_path / "units.csv"
    table.write_text("unit_id,text_id,paragraph,sentence\na,t,1,It rained.\n", encoding="utf-8")
    monkeypatch.setattr(validity, "of_codebook", lambda path: f"What {path.name} is worth.")
    assert main(["code", str(table), "--codebook", str(US_FRAMES)]) == 0
    told = capsys.readouterr()
    assert told.out == "unit_id,codes\na,\n" and told.err == "What us_frames.toml is worth.\n"


# --- the set of this project -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [US_FRAMES, GS_CLAIMS, INSTITUTIONS_SAID], ids=lambda path: path.stem)
def test_the_dictionary_gives_the_kept_sentences_what_was_recorded(path):
    """The last run that is recorded is that of the patterns as they are now: whoever changes them records a run."""
    ours = outside.read_outside(OUTSIDE)
    if ours is None:
        pytest.skip("no sentences of texts from outside are kept yet")
    assert path.is_relative_to(CODEBOOKS)
    book = read_codebook(path)
    runs, said = outside.recorded(ours, book)
    last = runs.iloc[-1]
    assert last["version"] == book.version
    recorded = said[said["run"].eq(last["run"]) & said["unit_id"].isin(ours.kept["unit_id"])]
    now = outside.run_dictionary(book, ours, last["run"])
    now = now.assign(passes=now["passes"].eq("yes"))
    assert len(now) and now.to_numpy().tolist() == recorded.to_numpy().tolist()


@pytest.mark.parametrize(
    "coders", ['coders = ["ada"]\ndecided = "eve"', 'coders = ["ada", "bo"]', 'coders = ["a", "b"]\ndecided = "c"\n[[half]]\nid = "x"\ncoders = ["d"]']
)  # fmt: skip
def test_outside_is_read_whole_by_two_and_decided_by_one(folder, coders):
    (folder / "coding.toml").write_text(f'[[half]]\nid = "all"\n{coders}\n', encoding="utf-8")
    with pytest.raises(CorpusError, match="declare one half, with two coders and who decided"):
        outside.readers(outside.read_outside(folder))
