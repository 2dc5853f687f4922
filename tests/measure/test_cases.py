"""Every text of tests/cases goes through the command, by its folder and by its manifest, and its words are right."""

from collections import Counter
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from helpers.errors import CorpusError
from helpers.measure import records, run, tables

TEXTS = Path(__file__).parents[1] / "cases" / "texts"
NAMES = sorted(path.name for path in TEXTS.iterdir())


def measured(source, output, **options):
    """The terms and the sizes of a source, and its report as lines."""
    said = []
    run.run(str(source), output, tables.Books(), say=said.append, **options)
    terms, sizes = Counter(), Counter()
    for shard in (output / run.SHARDS).iterdir():
        for row in pq.read_table(shard / "terms.parquet").to_pylist():
            terms[row["term"]] += row["n"]
        for row in pq.read_table(shard / "sizes.parquet").to_pylist():
            sizes.update({name: row[name] for name in ("words", "hanzi", "sentences")})
    return terms, sizes, said


@pytest.mark.parametrize("name", NAMES)
def test_each_case_gives_a_result_by_its_folder(tmp_path, name):
    terms, sizes, _ = measured(TEXTS / name / "*.txt", tmp_path / "out")
    assert terms.total() == sizes["words"] > 0


@pytest.mark.parametrize("name", [name for name in NAMES if name != "gbk"])
def test_by_its_manifest_each_case_has_the_words_that_it_has_by_its_folder(tmp_path, name):
    by_manifest = measured(TEXTS / name, tmp_path / "one")[:2]
    assert by_manifest == measured(TEXTS / name / "*.txt", tmp_path / "other")[:2]


@pytest.mark.parametrize(
    ("name", "terms"),
    [
        (
            "glued-latin",
            {"world-trade-organization": 1, "world-health-organization": 1, "united-states": 1, "china": 2},
        ),
        ("trad-us", {"united-states": 1, "united-nations": 1, "world-health-organization": 1, "霸权": 1}),
        ("fullwidth", {"world-trade-organization": 1, "g20": 1, "年": 1}),
        ("soft-hyphen", {"international": 1, "united-states": 1, "inter": 0}),
        ("wrapped-default", {"united-states": 1, "united": 0, "states": 0}),
        ("gbk", {"我们": 1, "霸权": 1}),
    ],
)
def test_words_that_were_lost_are_found(tmp_path, name, terms):
    found = measured(TEXTS / name / "*.txt", tmp_path / "out")[0]
    assert {term: found[term] for term in terms} == terms


def test_hard_wrapped_lines_are_one_sentence(tmp_path):
    assert measured(TEXTS / "wrapped-default" / "*.txt", tmp_path / "out")[1]["sentences"] == 1


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("trad-us", "traditional hanzi: 1 text (a); read as simplified ones"),
        ("fullwidth", "full-width letters and digits: 1 text, 10 places (a)"),
        ("soft-hyphen", "soft hyphens and characters of no width: 1 text, 2 places (a)"),
        ("wrapped-default", "wrapped lines: 1 text (a); joined to paragraphs (--keep wrapped"),
        ("gbk", "encodings: gb18030 1 (confidence 0.70)"),
    ],
)
def test_the_report_says_what_looked_wrong_and_what_was_done(tmp_path, name, said):
    lines = measured(TEXTS / name / "*.txt", tmp_path / "out")[2]
    assert any(line.startswith(said) for line in lines), lines


def test_a_text_in_gbk_is_refused_by_a_manifest_that_does_not_say_so():
    with pytest.raises(CorpusError, match=r'looks like gb18030; .* encoding = "gb18030"'):
        list(records.open_source(TEXTS / "gbk").records())
