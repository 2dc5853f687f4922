"""Claims about the words of a corpus: what is counted, contrasted and said first, in both languages."""

from dataclasses import replace

import msgspec
import pandas as pd
import pytest

from helpers import CorpusError
from helpers.corpus.load import corpus_of
from helpers.mentions import nltk_view
from helpers.mentions.wording import Settings, Wording, first_said, wording

EN = "Order\nThe U.S. has left us. Global governance and the Global Governance Initiative."
ZH = "序\n全球治理倡议。美国退出。"
HEADING = {"stream": "heading", "match": "Order|序"}


@pytest.fixture(scope="module")
def said():
    return wording(corpus_of(en={"paper": EN}, zh={"wen": ZH}, stream=[HEADING]), Settings())


def count(said: Wording, concept: str) -> dict:
    found = said.shares[said.shares["concept"] == concept]
    return found.set_index("text_id")["count"].to_dict()


def test_us_is_not_the_pronoun_and_a_concept_has_forms_in_both_languages(said):
    assert count(said, "united-states") == {"paper": 1, "wen": 1}
    assert count(said, "global-governance") == {"paper": 2, "wen": 1}
    assert count(said, "withdrawal") == {"paper": 0, "wen": 1}


def test_headings_are_counted_unless_they_are_left_out(said):
    assert count(said, "order") == {"paper": 1, "wen": 0}
    bare = wording(corpus_of(en={"paper": EN}, stream=[HEADING]), Settings(headings=False))
    assert "order" not in set(bare.hits["concept"]) and "order" not in set(bare.words["term"])


def test_a_formula_inside_a_longer_one_counts_as_the_longer():
    text = "A community with a shared future for mankind. Such a community with a shared future."
    formulas = wording(corpus_of(en={"a": text}), Settings()).formulas
    assert formulas[["formula", "form", "count"]].values.tolist() == [
        ["community-of-destiny", "community with a shared future", 1],
        ["shared-future-for-mankind", "community with a shared future for mankind", 1],
    ]


def test_rates_are_of_the_english_texts_and_of_words_that_are_frequent():
    text = " ".join(["We trade."] * 10)
    rates = wording(
        corpus_of(en={"a": text, "b": "We trade here."}, zh={"c": "我们合作。"}), Settings(minimum=11)
    ).rates
    assert rates[["term", "text_id", "count", "rate", "texts"]].values.tolist() == [
        ["trade", "a", 10, 500, 2],
        ["trade", "b", 1, pytest.approx(1000 / 3), 2],
        ["we", "a", 10, 500, 2],
        ["we", "b", 1, pytest.approx(1000 / 3), 2],
    ]


def test_the_company_of_a_word_is_listed_where_twenty_sentences_hold_it():
    corpus = corpus_of(en={"a": "\n".join(["They trade steel. " * 50] * 22)})
    company = wording(corpus, Settings()).company(["trade", "war"])
    assert company[["text_id", "node_term", "collocate"]].values.tolist() == [
        ["a", "trade", "steel"],
        ["a", "trade", "they"],
    ]
    assert wording(corpus_of(en={"a": "They trade steel."}), Settings()).company(["trade"]).empty


def test_a_readers_own_word_counts_case_where_it_has_a_capital(said):
    assert said.query("US")["form"].tolist() == []
    assert said.query("us")["form"].tolist() == ["us"]
    assert said.query("退出")["text_id"].tolist() == ["wen"]
    with pytest.raises(CorpusError, match="is no form"):
        said.query("*xit")


def test_texts_stand_in_the_order_of_writing_and_not_of_their_page():
    corpus = corpus_of(en={"late": "One.", "early": "Two.", "bound": "Three."})
    given = {
        "late": {"date": "2025-09"},
        "early": {"date": "2024", "published": "2026-01-02"},
        "bound": {"date_after": "2024-03-02", "date_by": "2025-12-31"},
    }
    texts = tuple(replace_text(text, **given[text.id]) for text in corpus.manifest.texts)
    dates = wording(replace(corpus, manifest=replace(corpus.manifest, texts=texts)), Settings()).dates
    assert dates[["text_id", "when"]].values.tolist() == [
        ["early", "2024"],
        ["bound", "2024-03 to 2025-12"],
        ["late", "2025-09"],
    ]


def replace_text(text, **changes):
    return msgspec.structs.replace(text, **changes)


def test_who_said_it_first_is_open_where_spans_overlap():
    days = [("a", "2021-01-01", "2023-12-31"), ("b", "2023-06-01", "2023-06-30"), ("c", "2024-01-01", "2024-01-01")]
    dates = pd.DataFrame(days, columns=["text_id", "first", "last"])
    formulas = pd.DataFrame([("f", "c"), ("f", "b"), ("f", "a"), ("g", "c")], columns=["formula", "text_id"])
    assert first_said(formulas, dates).values.tolist() == [["f", ["a", "b"], ["c"]], ["g", ["c"], []]]


def test_nltk_counts_the_pronoun_the_notes_and_no_second_name():
    raw = "1 The US in a note.\nThe US left us.\nAmerica is out. 中国\n"
    corpus = corpus_of(en={"a": raw}, zh={"b": "1 注。\n全球治理赤字。"}, stream=[{"stream": "note", "match": "^1 "}])
    found = nltk_view.misses(wording(corpus, Settings()), "a", "US", "united-states", "全球治理")
    assert found[["nltk", "here"]].values.tolist() == [[3, 1], [2, 2], [3, 1], [3, 1], [0, 1]]
    assert nltk_view.most_common(nltk_view.as_it_is(corpus, "a"), 1).values.tolist() == [[".", 3]]
