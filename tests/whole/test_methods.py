"""The methods on the texts of the corpus itself: keyness, and sentences against an outside view."""

import pytest

from helpers.corpus import selection
from helpers.statistics import counts, keyness
from helpers.text import segmentation
from helpers.text.names import read_terms


@pytest.fixture(scope="module")
def words(corpus):
    return selection.word_tokens(corpus)


@pytest.fixture(scope="module")
def blocks(words):
    return counts.term_counts(words, "paragraph_id")


@pytest.fixture(scope="module")
def text_of(words):
    return words.drop_duplicates("paragraph_id").set_index("paragraph_id")["text_id"]


LONG = ["xinhua-report", "new-model-article", "qiushi-article"]


def test_keyness_of_the_long_texts(blocks, text_of):
    table = keyness.keyness(blocks, text_of, ["new-model-article"], LONG[::2], 5, 500, 1).set_index("term")
    assert table.loc["united-states", "log_ratio"] > 1
    assert table.loc["united-states", "lrc_blocks"] > 0
    assert (table["lrc_blocks"].abs() <= table["log_ratio"].abs() + 1e-9).all()
    assert (table["low"] <= table["log_ratio"]).all()
    assert table["family"].nunique() == 1 == len(set(table["family"]) - {len(table)}) + 1
    assert (table["count_1"] + table["count_2"] >= 5).all()
    strength = table["lrc_blocks"].abs().tolist()
    assert strength == sorted(strength, reverse=True)


def test_blocks_are_less_sure_than_tokens(blocks, text_of):
    table = keyness.keyness(blocks, text_of, ["xinhua-report"], ["new-model-article"], 20, 500, 1)
    sure = (table["lrc"] != 0) & (table["lrc_blocks"] == 0)
    assert sure.sum() > 5


def test_punkt_agrees_on_most_sentences_of_plain_prose(corpus):
    """NLTK's Punkt, trained on the corpus itself, as an outside view: it may differ on abbreviations, not on prose."""
    from nltk.tokenize.punkt import PunktSentenceTokenizer, PunktTrainer

    terms = read_terms()
    paragraphs = corpus.paragraphs[corpus.paragraphs["text_id"] == "qiushi-article"]["text"].tolist()
    trainer = PunktTrainer()
    trainer.INCLUDE_ALL_COLLOCS = True
    trainer.train("\n".join(paragraphs))
    punkt = PunktSentenceTokenizer(trainer.get_params())
    theirs = {s for p in paragraphs for s in punkt.tokenize(p)}
    ours = {p[a:b] for p in paragraphs for a, b in segmentation.sentences(p, "en", terms)}
    assert len(theirs & ours) / len(theirs | ours) > 0.97
