"""Claims about what is published of every text: places, sizes and counts, and no sentence."""

from hashlib import sha256

from helpers.corpus import indexes
from helpers.corpus.load import corpus_of

NOTE = {"stream": "note", "match": "①"}
CORPUS = corpus_of(en={"a": "War and peace in 1945.\n\nPeace.\n① A note."}, zh={"b": "和平。\n① 注。"}, stream=[NOTE])


def test_an_index_has_hashes_and_sizes_and_no_words():
    index = indexes.paragraph_index(CORPUS)
    assert index["sha256"].tolist() == [sha256(text.encode()).hexdigest() for text in CORPUS.paragraphs["text"]]
    assert index[["paragraph_id", "words", "hanzi"]].values.tolist() == [["a:1", 4, 0], ["a:2", 1, 0], ["b:1", 1, 2]]
    notes = indexes.note_index(CORPUS)
    assert notes[["text_id", "stream", "first_line"]].values.tolist() == [["a", "note", 4], ["b", "note", 2]]
    assert "text" not in index and "text" not in notes


def test_words_and_numbers_are_counted_by_paragraph_in_the_order_of_the_alphabet():
    counts = indexes.term_counts(CORPUS)
    assert counts.loc[counts["paragraph_id"] == "a:1", ["term", "kind"]].values.tolist() == [
        ["1945", "number"], ["and", "word"], ["in", "word"], ["peace", "word"], ["war", "word"],
    ]  # fmt: skip
    assert counts["paragraph_id"].drop_duplicates().tolist() == ["a:1", "a:2", "b:1"]


def test_only_texts_marked_as_public_are_published_whole(corpus):
    assert indexes.public_texts(CORPUS).empty
    public = corpus.texts.loc[corpus.texts["full_text_public"], "text_id"]
    published = indexes.public_texts(corpus)["paragraph_id"].str.split(":").str[0]
    assert set(published) == set(public)
