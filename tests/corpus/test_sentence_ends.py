"""Claims about English sentences as NLTK's Punkt and we end them."""

import pytest

from helpers.corpus import sentence_ends
from helpers.corpus.load import corpus_of
from helpers.text.names import read_terms

TERMS = read_terms()


def apart(text):
    found = sentence_ends.differences(corpus_of(en={"a": text}), TERMS)
    return found[["place", "ends_for", "kind"]].values.tolist()


@pytest.mark.parametrize(
    "text",
    ["The U.S. has left. It pays no dues.", "See Vol. 3. It says so.", "He asked why. Nobody knew!", "Mr. Wen came."],
)
def test_with_our_abbreviations_punkt_ends_these_as_we_do(text):
    assert apart(text) == []


@pytest.mark.parametrize(
    ("text", "place", "by", "kind"),
    [
        ("Sec. 4. The law stands.", 7, "Punkt", "a number before its title"),
        ("II. What was done", 3, "Punkt", "a number before its title"),
        ("It came to nothing.... But we went on.", 22, "ours", "a row of full stops"),
        ("They asked: is it here? and went on.", 23, "Punkt", "a question mark inside a sentence"),
    ],
)
def test_a_place_where_only_one_ends_a_sentence_is_named_by_its_kind(text, place, by, kind):
    assert apart(text) == [[place, by, kind]]


def test_only_english_texts_are_cut_twice():
    counts = sentence_ends.counts_by_splitter(corpus_of(en={"a": "One. Two."}, zh={"b": "一。二。"}), TERMS)
    assert counts.values.tolist() == [["a", 2, 2, 2]]


def test_of_these_texts_nearly_all_sentences_end_alike_and_every_other_place_has_a_kind(corpus):
    counts = sentence_ends.counts_by_splitter(corpus, TERMS)
    found = sentence_ends.differences(corpus, TERMS)
    english = corpus.texts.set_index("text_id")["language"].eq("en")
    assert counts["ours"].sum() == corpus.sentences["text_id"].map(english).sum()
    assert 0.98 < counts["alike"].sum() / counts["ours"].sum() < 1
    assert len(found) and not found["kind"].eq("something else").any()
