"""Sources: the gazetteer, what was read, what its forms find, and who is heard in body and notes."""

import pandas as pd
import pytest

from helpers.errors import CorpusError
from helpers.mentions import sources, speakers
from helpers.paths import CODING

TOML = """
[[source]]
id = "bank"
name = "World Bank"
kind = "body"
speaker = "un"
en = ["World Bank"]
zh = ["世界银行"]
"""


@pytest.fixture(scope="module")
def gazetteer():
    return sources.read_sources()


@pytest.fixture(scope="module")
def read(corpus, gazetteer):
    return sources.read_citations(CODING / "citations.csv", corpus, gazetteer)


def test_every_source_is_cited_somewhere_and_its_basis_exists(corpus, gazetteer, read):
    assert set(read["source"]) == set(gazetteer.sources)
    places = {*corpus.sentences["sentence_id"], *corpus.notes["note_id"], ""}
    assert {s.basis for s in gazetteer.sources.values()} <= places
    assert all(s.basis for s in gazetteer.sources.values() if s.country or s.role)


def test_what_was_read_stands_in_reading_order_with_its_stream(corpus, read):
    order = {p: n for n, p in enumerate([*corpus.sentences["sentence_id"], *corpus.notes["note_id"]])}
    assert read["place"].map(order).is_monotonic_increasing
    notes = set(corpus.notes["note_id"])
    assert (read["stream"].eq(sources.NOTE) == read["place"].isin(notes)).all()
    assert not read.duplicated(["place", "source"]).any()


def test_the_forms_find_most_names_that_reading_found(corpus, gazetteer, read):
    """Where words go on without a name nothing can be found by it; those places are left out here."""
    found = sources.find_citations(corpus, gazetteer, speakers.read_reporting_words())
    quality = sources.precision_and_recall(found, read[read["printed"] != ""])
    assert quality["recall"] > 0.5 and quality["precision"] > 0.5


def test_a_name_counts_only_where_words_are_told(own_corpus, tmp_path):
    from helpers import load_corpus

    path = tmp_path / "own.toml"
    path.write_text(
        '[[source]]\nid = "us"\nname = "United States"\nkind = "government"\nspeaker = "us-official"\nen = ["U.S."]\nzh = ["美国"]\n',
        encoding="utf-8",
    )
    whole = load_corpus(own_corpus)
    assert sources.find_citations(whole, sources.read_sources(path), speakers.read_reporting_words()).empty


def test_agreement_is_of_places_and_sources():
    one = pd.DataFrame({"place": ["a", "a", "b"], "source": ["x", "y", "x"]})
    other = pd.DataFrame({"place": ["a", "c"], "source": ["x", "x"]})
    found = sources.precision_and_recall(one, other)
    assert found["precision"] == pytest.approx(1 / 3) and found["recall"] == 0.5


def test_sources_are_counted_by_place_and_kind_of_speaker(gazetteer, read):
    table = sources.citations_by_source(read, gazetteer)
    assert table[["quoted", "reported", "cited"]].sum().sum() == len(read)
    by = sources.by_speaker(
        read, gazetteer, ["un", "south", "prc-leader", "prc-other", "us-official", "us-other", "western", "other"]
    )
    assert by.drop(columns=["text_id", "stream"]).sum().sum() == len(read)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (TOML + TOML, r"source\[1\]\.id \(id 'bank'\): source\[0\] has this id too"),
        (TOML.replace('id = "bank"', ""), r"source\[0\]: 'id' is missing"),
        (TOML.replace('name = "World Bank"', 'name = ""'), r"source\[0\]\.name \(id 'bank'\): it is empty"),
        (
            TOML.replace('"body"', '"planet"'),
            r"source\[0\]\.kind \(id 'bank'\): 'planet' is not known here; use one of person",
        ),
        (
            TOML.replace('"un"', '"martian"'),
            r"source\[0\]\.speaker \(id 'bank'\): 'martian' is not known here; use one of un",
        ),
        (
            TOML.replace('"un"', "7"),
            r"source\[0\]\.speaker \(id 'bank'\): it must be text in quotation marks, not a whole number",
        ),
        (TOML + TOML.replace('"bank"', '"other"'), r"source\[1\] \(id 'other'\): 'World Bank' is a form of 'bank' too"),
        (TOML.replace('["World Bank"]', '"World Bank"'), r"source\[0\]\.en \(id 'bank'\): it must be a list"),
        (
            TOML.replace('["World Bank"]', '["(World Bank)"]'),
            r"source\[0\]\.en\[0\] \(id 'bank'\): '\(World Bank\)' is no form",
        ),
        ("[[source]]\nid = 'a'\nname = 'A'\nkind = 'body'\nspeaker = 'un'\ncolour = 'red'\n", "unknown key 'colour'"),
    ],
)
def test_a_gazetteer_that_cannot_be_read_is_one_sentence(tmp_path, toml, message):
    path = tmp_path / "sources.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        sources.read_sources(path, ("un", "south"))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("nowhere:1.1,xi-jinping,quoted,Xi", "'nowhere:1.1' is no sentence or note"),
        ("new-model-article:13.2,nobody,quoted,Xi", "'nobody' is no source"),
        ("new-model-article:13.2,xi-jinping,sung,Xi", "`how` is one of quoted"),
        ("new-model-article:13.2,xi-jinping,quoted,Napoleon", "'Napoleon' is not printed there"),
    ],
)
def test_a_citation_that_cannot_be_is_one_sentence(corpus, gazetteer, tmp_path, row, message):
    path = tmp_path / "citations.csv"
    path.write_text(f"place,source,how,printed\n{row}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        sources.read_citations(path, corpus, gazetteer)
