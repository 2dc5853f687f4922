"""Claims about the way back: from a sentence to its raw lines, in reading order."""

import pytest

from helpers import CorpusError, line_streams, load_corpus, raw_context, raw_lines
from helpers.corpus.load import corpus_of


def test_raw_lines_of_a_sentence_a_paragraph_and_a_span(own_corpus):
    corpus = load_corpus(own_corpus)
    rows = raw_lines(corpus, "paper:2.2")
    assert rows.to_dict("list") == {
        "source_id": ["paper", "paper"],
        "line": [6, 7],
        "first_column": [54, 1],
        "last_column": [69, 23],
        "raw": ['The U.S. sent "two letters" to the Assembly in 2024. Each of them was', "answered within a week."],
    }
    assert raw_lines(corpus, "wen:2")["line"].tolist() == [5]
    assert raw_lines(corpus, "paper:2", 4, 8)[["line", "first_column", "last_column"]].to_numpy().tolist() == [
        [6, 5, 8]
    ]
    for unknown in ("paper:9.1", "paper:2.9", "paper", ""):
        with pytest.raises(CorpusError, match=r"no (paragraph|sentence)"):
            raw_lines(corpus, unknown)


def test_swapped_halves_of_a_line_come_in_reading_order(corpus):
    rows = raw_lines(corpus, "new-model-article:5.4")
    assert rows["line"].tolist() == [51, 106, 106, 104]
    assert rows["first_column"].iloc[1] > rows["first_column"].iloc[2]


def test_line_streams_name_each_line_once(corpus):
    for source in corpus.sources.itertuples():
        lines = line_streams(corpus, source.source_id)
        assert lines["line"].tolist() == list(range(1, source.lines + 1))
    blog = line_streams(corpus, "withdrawal-blog").set_index("line")["stream"]
    assert [blog[n] for n in (1, 3, 11, 65, 205, 206, 271)] == [
        "furniture", "title", "body", "list-item", "byline", "space", "furniture",
    ]  # fmt: skip


def test_a_figure_that_begins_the_next_sentence_is_no_footnote_call():
    texts = {"a": "五国联合。80年前如此。", "b": "五国①联合。"}
    pages = corpus_of(zh=texts, calls="circled", pages=True)
    assert raw_context(pages, "a:1.1") == ("1  五国联合。 …", [])
    assert raw_context(pages, "b:1.1")[1] == ["a footnote call glued to a word"]
