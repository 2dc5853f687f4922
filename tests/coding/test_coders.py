"""Claims about codes by reading: they are tied to sentences, no sentence is lost, and bad files are one sentence."""

import shutil

import pandas as pd
import pytest

from conftest import codebook
from helpers import CorpusError
from helpers.coding import coders
from helpers.coding.codebook import read_codebook
from helpers.corpus import selection
from helpers.paths import CODING, GS_CLAIMS, INSTITUTIONS_SAID, US_FRAMES

BOOK = codebook(US_FRAMES)


@pytest.fixture(scope="module")
def codings(corpus):
    return coders.read_codings(corpus, BOOK, CODING)


def test_each_sentence_is_read_once_and_list_items_never(corpus, codings):
    reading = coders.choose(codings, "reading")
    assert sorted(reading["sentence_id"]) == sorted(selection.countable(corpus)["sentence_id"])
    items = corpus.paragraphs.loc[corpus.paragraphs["kind"] == "list-item", "paragraph_id"]
    assert len(items) == 66
    assert not codings["paragraph_id"].isin(items).any()


def test_every_unit_of_the_coders_is_mapped(corpus):
    units = pd.read_csv(CODING / "units.csv", dtype=str)
    first = units[units["readers"].str.contains("coder1")]
    assert len(first) == 703
    assert first["sentence_id"].isin(corpus.sentences["sentence_id"]).all()


@pytest.mark.parametrize(("path", "fewest"), [(US_FRAMES, 30), (GS_CLAIMS, 10), (INSTITUTIONS_SAID, 20)])
def test_adjudicated_codes_give_a_reason_where_coders_differ(corpus, path, fewest):
    book = read_codebook(path)
    codings = coders.read_codings(corpus, book, CODING)
    one, other = (coders.choose(codings, c).set_index("sentence_id") for c in ("coder1", "coder2"))
    given = (CODING / f"{book.coding}_adjudicated.csv", CODING / f"rejected_{book.coding}.csv")
    file, rejected = (pd.read_csv(f, dtype=str, keep_default_na=False).set_index("unit_id") for f in given)
    differ = one.index[(one["codes"] != other["codes"]) | (one["passes"] != other["passes"])]
    assert len(differ) > fewest
    for sentence_id in differ:
        reason = (file if sentence_id in file.index else rejected).loc[sentence_id, "reason"]
        assert reason.strip(), sentence_id


BAD = {
    "us_coder1.csv: line 2: 'zz:1.1' is no sentence that this coder read; correct it": (
        "us_coder1.csv",
        lambda t: t.replace(t.splitlines()[1].split(",")[0], "zz:1.1", 1),
    ),
    "'weather' is no code of us_frames.toml": ("us_coder1.csv", lambda t: t.replace(",withdrawal,", ",weather,", 1)),
    "tone is one of blame, credit, justification, report, not 'anger'": (
        "us_coder1.csv",
        lambda t: t.replace(",blame,", ",anger,", 1),
    ),
    "stands twice; keep one row": ("us_coder2.csv", lambda t: t + t.splitlines()[-1] + "\n"),
    "us_coder2.csv: column 'codes' is missing; add it": ("us_coder2.csv", lambda t: t.replace("codes", "kodes", 1)),
    "is not the one that was coded; restore the corpus or map the codes anew": (
        "units.csv",
        lambda t: t.replace(t.splitlines()[3].split(",")[2], "0" * 12),
    ),
    "'everyone' is no agent of us_frames.toml": (
        "charges_coder1.csv",
        lambda t: t.replace(",none", ",everyone", 1),
    ),
}


@pytest.mark.parametrize("says", BAD)
def test_a_bad_coders_file_is_one_sentence_with_file_and_remedy(corpus, tmp_path, says):
    name, spoil = BAD[says]
    shutil.copytree(CODING, tmp_path / "coding")
    path = tmp_path / "coding" / name
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        coders.read_codings(corpus, BOOK, tmp_path / "coding")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_coder_that_units_do_not_know_is_refused(corpus, tmp_path):
    shutil.copytree(CODING, tmp_path / "coding")
    shutil.copy(CODING / "us_coder1.csv", tmp_path / "coding" / "us_ada.csv")
    with pytest.raises(CorpusError, match=r"us_ada\.csv: units\.csv does not say what 'ada' read"):
        coders.read_codings(corpus, BOOK, tmp_path / "coding")


def test_a_sheet_with_codes_on_what_does_not_pass_is_refused(corpus, tmp_path):
    shutil.copytree(CODING, tmp_path / "coding")
    rows = ["unit_id,passes,codes", "xinhua-report:31.2,Yes,hegemony", "xinhua-report:31.1,no,force"]
    (tmp_path / "coding" / "sheet_us_ada.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"sheet_us_ada\.csv: line 3: a sentence that does not pass has no codes"):
        coders.read_codings(corpus, BOOK, tmp_path / "coding")


def test_the_reading_is_what_was_decided_each_sentence_once():
    given = [
        ("coder1", "b:1.1", "war"),
        ("adjudicated", "b:1.2", "trade"),
        ("coder3", "b:2.1", ""),
        ("coder3", "b:1.2", "praise"),
    ]
    codings = pd.DataFrame(given, columns=["coder", "sentence_id", "codes"])
    reading = coders.choose(codings, "reading")
    assert reading[["coder", "sentence_id", "codes"]].to_numpy().tolist() == [
        ["adjudicated", "b:1.2", "trade"],
        ["coder3", "b:2.1", ""],
    ]
    assert coders.choose(codings, "coder3")["sentence_id"].tolist() == ["b:2.1", "b:1.2"]
    assert coders.choose(codings, "coder3").index.tolist() == [0, 1]
    with pytest.raises(CorpusError, match="no coder 'bob'; there are reading, dictionary, coder1, adjudicated, coder3"):
        coders.choose(codings, "bob")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“A” — B", '"A" - B'),
        ("‘a’\u00a0b", "'a' b"),
        ("中 国，好", "中国, 好"),
        ("ＡＢＣ１２", "ABC12"),
        (" a\n b ", "a b"),
        ("a‐b–c−d", "a-b-c-d"),
    ],
)
def test_two_copies_of_a_sentence_have_one_key(one, other):
    assert coders.key(one) == coders.key(other)
    assert coders.fingerprint(one) == coders.fingerprint(other)


def test_other_words_have_another_fingerprint():
    assert coders.fingerprint("a b") != coders.fingerprint("ab") and coders.key("a 中 b") == "a中b"
    assert len(coders.fingerprint("a")) == 12 and set(coders.fingerprint("a")) <= set("0123456789abcdef")
