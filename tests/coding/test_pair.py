"""Claims about a text and its translation: every sentence in one bead, and every shift in the words of both."""

import pytest

from helpers import CorpusError
from helpers.coding import pair
from helpers.corpus.load import corpus_of
from helpers.paths import CODING

CORPUS = corpus_of(zh={"zh": "改革要快。世界在变。"}, en={"en": "Reform must be quick. It is. The world changes."})
BEADS = "bead,zh,en\n1,zh:1.1,en:1.1 en:1.2\n2,zh:1.2,en:1.3\n"
SHIFTS = (
    "bead,kind,zh,en,reason,readers\n1,stronger,要,must,It is heightened.,a+b\n1,added,,It is,Nothing stands there.,a\n"
)


def read(folder, beads=BEADS, shifts=SHIFTS):
    (folder / pair.BEADS).write_text(beads, encoding="utf-8")
    (folder / pair.SHIFTS).write_text(shifts, encoding="utf-8")
    found = pair.read_beads(folder, CORPUS, "zh", "en")
    return found, pair.read_shifts(folder, CORPUS, found)


def test_beads_and_shifts_are_read_in_their_order(tmp_path):
    beads, shifts = read(tmp_path)
    assert beads.values.tolist() == [[1, "zh:1.1", "en:1.1 en:1.2"], [2, "zh:1.2", "en:1.3"]]
    assert shifts[["bead", "original", "translation"]].values.tolist() == [[1, "要", "must"], [1, "", "It is"]]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("en:1.1 en:1.2", "en:1.1", "not each in one bead"),
        ("2,zh:1.2", "2,zh:1.1 zh:1.2", "not each in one bead"),
        ("en:1.1 en:1.2", "en:1.2 en:1.1", r"at 'en:1.2'"),
        ("2,zh:1.2,en:1.3\n", "", r"at ''|at 'zh:1.2'"),
    ],
)
def test_a_sentence_in_no_bead_in_two_or_out_of_order_is_refused(tmp_path, old, new, says):
    with pytest.raises(CorpusError, match=says) as told:
        read(tmp_path, beads=BEADS.replace(old, new))
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("stronger", "louder", "line 2: there is no such kind or bead"),
        ("1,added", "9,added", "line 3: there is no such kind or bead"),
        ("must", "should", "line 2: 'should' does not stand in bead 1"),
        ("要", "须", "line 2: '须' does not stand in bead 1"),
    ],
)
def test_a_shift_that_does_not_stand_in_its_bead_is_refused(tmp_path, old, new, says):
    with pytest.raises(CorpusError, match=says):
        read(tmp_path, shifts=SHIFTS.replace(old, new))


NAMED = [  # by hand: the words of both versions of the concept paper
    ("并行不悖", "mutually reinforcing"), ("执行力", "efficiency"), ("受到冲击", "under pressure"),
    ("变乱交织", "intertwined changes and challenges"), ("获得感", "benefits"), ("锁定成果", "tangible results"),
    ("要", "must"),
]  # fmt: skip


@pytest.mark.parametrize("words", NAMED, ids=lambda w: w[0])
def test_a_shift_that_was_found_by_hand_is_listed(corpus, words):
    beads = pair.read_beads(CODING, corpus, "ggi-paper-zh", "ggi-paper-en")
    shifts = pair.read_shifts(CODING, corpus, beads)
    assert words in set(shifts[["original", "translation"]].itertuples(index=False, name=None))


def test_no_bead_of_the_project_goes_over_the_end_of_a_paragraph(corpus):
    beads = pair.read_beads(CODING, corpus, "ggi-paper-zh", "ggi-paper-en")
    for row in beads.itertuples():
        assert len({i.rsplit(":", 1)[1].split(".")[0] for i in f"{row.original} {row.translation}".split()}) == 1
