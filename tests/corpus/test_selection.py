"""Claims about which words of a corpus are counted, where they stand, which texts are translations, and when they were written."""

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.corpus import selection
from helpers.corpus.load import corpus_of, load_corpus
from helpers.corpus.selection import parts, written
from small import laid_out


@pytest.fixture(scope="module")
def words(corpus):
    return selection.word_tokens(corpus)


def test_counted_words_are_words_of_body_and_headings(corpus, words):
    assert not set(words["term"]) & {".", ",", "2025"}
    assert "us-memorandum" in set(words["text_id"])
    items = corpus.paragraphs.loc[corpus.paragraphs["kind"] == "list-item", "paragraph_id"]
    assert not words["paragraph_id"].isin(items).any()
    body = selection.word_tokens(corpus, ["xinhua-report"], headings=False)
    assert 0 < len(body) < (words["text_id"] == "xinhua-report").sum()
    with pytest.raises(CorpusError, match="no text 'lost' in this corpus; there are xinhua-report"):
        selection.word_tokens(corpus, ["lost"])


def test_us_is_the_country_and_never_the_pronoun(words):
    terms = words.loc[words["text_id"] == "new-model-article", "term"].value_counts()
    assert terms["united-states"] > 50
    assert terms.get("us", 0) == 2  # "Let us not" and "its revenge on us"


ORDER = laid_out(
    {
        "z": [("heading", ["An Order"]), ["We met in 2024 here", "We left"], ("list-item", ["An item"])],
        "a": [["Order"]],
    }
)


def test_words_of_headings_can_be_left_out_and_those_of_items_and_numbers_are():
    found = selection.word_tokens(ORDER)
    assert found["term"].tolist() == ["an", "order", "we", "met", "in", "here", "we", "left", "order"]
    assert found.iloc[5].tolist() == ["z", "z:2", "z:2.1", 5, "here"]
    assert list(found) == ["text_id", "paragraph_id", "sentence_id", "n", "term"]
    body = selection.word_tokens(ORDER, ["z"], headings=False)
    assert body["term"].tolist() == ["we", "met", "in", "here", "we", "left"]
    assert selection.word_tokens(ORDER, ["a"])["term"].tolist() == ["order"]
    assert selection.word_tokens(ORDER, []).empty


def test_only_a_translation_between_the_two_languages_says_what_a_word_is_worth():
    texts = pd.DataFrame(
        [
            ("wen", "zh", ""),
            ("paper", "en", "wen"),
            ("yi", "zh", "paper"),
            ("copy", "en", "paper"),
            ("x", "en", "lost"),
        ],
        columns=["text_id", "language", "translation_of"],
    )
    found = selection.translations(texts)
    assert found.to_numpy().tolist() == [["paper", "wen", "paper", "wen"], ["yi", "paper", "paper", "yi"]]


def test_words_are_listed_in_english_or_in_the_only_other_language_there_is():
    for languages, listed in ((["zh", "en"], "en"), (["zh", "zh"], "zh"), ([], "en")):
        assert selection.language_of(pd.DataFrame({"language": languages})) == listed


def test_positions_are_measured_in_characters_of_body_and_headings():
    small = laid_out(
        {"t": [("heading", ["1234567890"]), ("list-item", ["x" * 99]), ["a" * 20, "b" * 9]], "u": [["abcd"]]}
    )
    places = pd.DataFrame({"paragraph_id": ["t:1", "t:3", "t:3", "u:1", "t:3"], "start": [0, 0, 10, 1, 30]})
    assert selection.positions(small, places).tolist() == [0, 0.25, 0.5, 0.25, 1]


def test_sections_begin_no_part():
    """一、 is the highest level of one text, II that of another; a text without numbers has its chapters as parts."""
    heads = {"stream": "heading", "match": r"[一二]、|1\.\d|II?$|Aims|Ends"}
    zh = corpus_of(zh={"a": "引子。\n一、背景\n改革。\n1.1 又题\n合作。\n二、行动\n共赢。"}, stream=[heads])
    assert parts(zh).tolist() == ["(opening)", *["一、背景"] * 4, "二、行动", "二、行动"]
    en = corpus_of(en={"b": "I\n1.1 Aims\nPeace.\nII\nTrade.", "c": "Aims\nPeace.\nEnds\nTrade."}, stream=[heads])
    assert parts(en).tolist() == [*["I"] * 3, *["II"] * 2, *["Aims"] * 2, *["Ends"] * 2]


def test_texts_stand_in_the_order_in_which_they_were_written(tmp_path):
    """A date, two bounds or one; the page of a text says nothing of when it was written."""
    dated = {
        "late": 'date = "2026"\npublished = "2026"',
        "day": 'date = "2025-09-01"',
        "between": 'date_after = "2025-02-04"\ndate_by = "2026-01-09"',
        "never": 'published = "2020-01-01"',
        "narrowed": 'date = "2024"\ndate_after = "2024-11"',
    }
    manifest = ""
    for text_id, date in dated.items():
        (tmp_path / f"{text_id}.txt").write_text("One.\n", encoding="utf-8")
        basis = 'date_basis = "as a test"\npublished_basis = "as a test"'
        manifest += f'[[source]]\nid = "{text_id}"\nfile = "{text_id}.txt"\n'
        manifest += f'[[text]]\nid = "{text_id}"\nsource = "{text_id}"\nlanguage = "en"\n{date}\n{basis}\n'
    (tmp_path / "corpus.toml").write_text(manifest, encoding="utf-8")
    assert written(load_corpus(tmp_path / "corpus.toml")).to_dict() == {
        "narrowed": "2024-11 to 2024-12",
        "between": "2025-02 to 2026-01",
        "day": "2025-09-01",
        "late": "2026",
        "never": "not stated",
    }
    assert list(written(load_corpus(tmp_path / "corpus.toml")).index) == ["narrowed", "day", "between", "late", "never"]


def test_texts_stand_in_the_order_of_the_last_day_on_which_each_can_have_been_written(tmp_path):
    dates = {"a": 'date = "2026"', "b": 'date_after = "2025-02-04"\ndate_by = "2025-12-01"', "c": 'date = "2025-12-01"'}
    dates |= {"d": 'date_after = "2020-01-01"', "e": ""}
    entries = []
    for id_, date in dates.items():
        (tmp_path / id_).write_text("One.", encoding="utf-8")
        entries.append(f'[[source]]\nid = "{id_}"\nfile = "{id_}"')
        entries.append(f'[[text]]\nid = "{id_}"\nsource = "{id_}"\nlanguage = "en"\n{date}')
    (tmp_path / "corpus.toml").write_text("\n".join(entries), encoding="utf-8")
    assert selection.by_date(load_corpus(tmp_path / "corpus.toml")) == ["b", "c", "a", "d", "e"]
