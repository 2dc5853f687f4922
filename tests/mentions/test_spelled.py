"""Claims about words counted naively in whole files and carefully in texts."""

from helpers.corpus.load import corpus_of
from helpers.mentions import spelled

NOTE = {"stream": "note", "match": "①"}


def totals(corpus, *words):
    found = spelled.in_files(corpus, words)
    return found[["word", "naive", "careful", "elsewhere", "missed"]].values.tolist()


def test_a_footnote_adds_to_a_naive_count_and_not_to_a_careful_one():
    corpus = corpus_of(en={"a": "A treaty came.\n① On the treaty see below."}, stream=[NOTE])
    assert totals(corpus, "treaty") == [["treaty", 2, 1, 1, 0]]


def test_a_full_stop_that_sticks_to_a_word_hides_it_from_a_naive_count():
    corpus = corpus_of(en={"a": "We signed a treaty. They broke it. The treaty stands."})
    assert totals(corpus, "treaty") == [["treaty", 1, 2, 0, 1]]


def test_chinese_that_is_not_cut_is_not_found_by_a_naive_count():
    corpus = corpus_of(zh={"a": "改革条约。条约与改革并行。"})
    assert totals(corpus, "条约", "改革") == [["条约", 0, 2, 0, 2], ["改革", 0, 2, 0, 2]]


def test_an_asterisk_stands_for_any_ending_in_both_counts():
    corpus = corpus_of(en={"a": "Reformers reform the reforms, not the deform ed."})
    assert totals(corpus, "reform*") == [["reform*", 3, 3, 0, 0]]


def test_words_inside_quotation_marks_are_counted_apart():
    corpus = corpus_of(en={"a": 'War came. "No war", they said.'}, zh={"b": "“战争”与战争。"})
    found = spelled.in_texts(corpus, ["war", "战争"]).values.tolist()
    assert found == [["war", "a", 2, 1], ["战争", "a", 0, 0], ["war", "b", 0, 0], ["战争", "b", 2, 1]]


def test_sentences_that_hold_a_word_say_how_often():
    corpus = corpus_of(zh={"a": "改革。和平。改革又改革。"})
    assert spelled.sentences_with(corpus, "改革").values.tolist() == [["a:1.1", "a", 1], ["a:1.3", "a", 2]]


def test_of_these_texts_every_difference_is_accounted_for(corpus):
    """What a naive count finds beyond a careful one stands elsewhere in the file; it never finds more than is there."""
    found = spelled.in_files(corpus, ["United States", "Xi Jinping", "global governance", "hegemon*", "全球治理"])
    assert (found["missed"] >= 0).all() and found["elsewhere"].sum() > 0 and found["missed"].sum() > 0
