"""Claims about sentences and words on hard places, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.segmentation import quoted, sentences, tokens
from helpers.terms import read_terms

TERMS = read_terms()


def split(text, language="en"):
    return [text[a:b] for a, b in sentences(text, language, TERMS)]


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. has left.",
        "The U.S. Secretary of State spoke.",
        "It rose, i.e., it grew, to $14.7 trillion in Vol. 1 of the No. 2 series.",
        "See Smith et al. (2020) for the rest.",
        "F. Engels warned Samuel P. Huntington and Donald J. Trump.",
        "Sec. 2. Organizations leave.",
        "III. Next Steps",
        "Growth (approx. 5 percent) slowed vs. last year.",
        "On pp. 38 and 75 stands Fig. 3 by Dr. Tedros.",
        "They wait. . . . unless all of it is a game.",
        "He asked why? humanity did not know.",
    ],
)
def test_one_english_sentence(text):
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. Two! Three? Four… Five.", ["One.", "Two!", "Three?", "Four…", "Five."]),
        ("It lies around the U.S. This is new.", ["It lies around the U.S.", "This is new."]),
        ('He said "no." Then he left.', ['He said "no."', "Then he left."]),
        ("“Nature takes revenge on us.” Whenever it does,", ["“Nature takes revenge on us.”", "Whenever it does,"]),
        ("Done. (See below.) Next.", ["Done.", "(See below.)", "Next."]),
        ("Section 1. Purpose. (a) On February 4, I did.", ["Section 1. Purpose.", "(a) On February 4, I did."]),
        ("Areas.... The end.", ["Areas....", "The end."]),
        ("It grew in 2020. 2021 was worse.", ["It grew in 2020.", "2021 was worse."]),
    ],
)
def test_several_english_sentences(text, parts):
    assert split(text) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "权威性遭到侵蚀。三是提升！为何？因此；好……完",
            ["权威性遭到侵蚀。", "三是提升！", "为何？", "因此；", "好……", "完"],
        ),
        ("他说：“不行。”然后走了。", ["他说：“不行。”", "然后走了。"]),
        ("追逐“灵活现实主义”。外界无从判断。", ["追逐“灵活现实主义”。", "外界无从判断。"]),
        ("（一）坚持平等。这是前提,80年来。", ["（一）坚持平等。", "这是前提,80年来。"]),
        ("“增长8%。”，这一分析", ["“增长8%。”，这一分析"]),
        ("一、背景", ["一、背景"]),
    ],
)
def test_chinese_sentences(text, parts):
    assert split(text, "zh") == parts


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("win-win and once-in-a-century", ["win-win", "and", "once-in-a-century"]),
        ("Sino-US, US-led, anti-US", ["sino-us", "us-led", "anti-us"]),
        ("the U.S.-Soviet rivalry", ["the", "u.s.-soviet", "rivalry"]),
        ("G20, COVID-19, 19th-century", ["g20", "covid-19", "19th-century"]),
        ("us, US and Us", ["us", "united-states", "and", "us"]),
        ("Trump’s don't", ["trump's", "don't"]),
    ],
)
def test_english_words(text, words):
    assert [term for _, _, term, kind in tokens(text, "en", TERMS) if kind == "word"] == words


def test_numbers_stand_apart():
    found = tokens("81.47 million of 200,000 in 2021, 7%", "en", TERMS)
    assert [term for _, _, term, kind in found if kind == "number"] == ["81.47", "200,000", "2021", "7"]


def test_chinese_words_keep_listed_terms_whole():
    found = [term for _, _, term, _ in tokens("全球治理倡议与全球治理，2025年的C5+1", "zh", TERMS)]
    assert found[:4] == ["全球治理倡议", "与", "全球治理", "，"]
    assert "2025" in found


@given(st.text(alphabet="aUS. '-’“”全球治理中国12,()\"é\u00a0", max_size=60), st.sampled_from(["en", "zh"]))
def test_each_visible_character_is_in_one_sentence_and_one_token(text, language):
    covered = [0] * len(text)
    for start, end in sentences(text, language, TERMS):
        assert text[start:end] == text[start:end].strip() != ""
        for at in range(start, end):
            covered[at] += 1
    assert all(n == 1 or (n == 0 and c.isspace()) for n, c in zip(covered, text, strict=True))
    covered = [0] * len(text)
    for start, end, _, kind in tokens(text, language, TERMS):
        assert kind in ("word", "number", "punctuation")
        for at in range(start, end):
            covered[at] += 1
    assert all(n == (0 if c.isspace() else 1) or n == 1 for n, c in zip(covered, text, strict=True))
    assert max(covered, default=1) <= 1


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('a "b" c “d” e', ["b", "d"]),
        ('“When it came," he wrote, "it found us.”', ["When it came,", "it found us."]),
        ('the Agenda in Guatemala," (2025) and', []),
        ("提出“全球治理”和‘倡议’", ["全球治理"]),
        ('it never "ends', []),
        ("He said “yes and left. Then she said “no” loudly.", ["no"]),
        ("「甲『乙』丙」丁", ["甲『乙』丙"]),
        ('他说"好的"。又说"不"', ["好的", "不"]),
        ('He said, "one" ("two") and “three "four" five”', ["one", "two", 'three "four" five']),
    ],
)
def test_quotation_marks(text, inside):
    assert [text[a:b] for a, b in quoted(text)] == inside


def test_punkt_agrees_on_most_sentences_of_plain_prose(corpus):
    """NLTK's Punkt, trained on the corpus itself, as an outside view: it may differ on abbreviations, not on prose."""
    from nltk.tokenize.punkt import PunktSentenceTokenizer, PunktTrainer

    paragraphs = corpus.paragraphs[corpus.paragraphs["text_id"] == "qiushi-article"]["text"].tolist()
    trainer = PunktTrainer()
    trainer.INCLUDE_ALL_COLLOCS = True
    trainer.train("\n".join(paragraphs))
    punkt = PunktSentenceTokenizer(trainer.get_params())
    theirs = {s for p in paragraphs for s in punkt.tokenize(p)}
    ours = {s for p in paragraphs for s in split(p)}
    assert len(theirs & ours) / len(theirs | ours) > 0.97
