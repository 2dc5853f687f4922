"""Claims about the naming ladder, names and shared acts, on small texts in both languages."""

from dataclasses import replace

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.coding.codebook import read_codebook
from helpers.coding.dictionary import apply, gated
from helpers.coding.naming import ladder, names, rungs
from helpers.mentions.acts import find_forms, read_comparisons
from helpers.mentions.speakers import attribute, read_reporting_words
from helpers.paths import US_FRAMES

BOOK = read_codebook(US_FRAMES)
ROWS = pd.DataFrame(
    [
        ("a:1.1", "a:1", "a", True, "hegemony", "named", "blame", ""),
        ("a:1.2", "a:1", "a", True, "hegemony", "described", "blame", ""),
        ("a:2.1", "a:2", "a", True, "withdrawal", "named", "report", ""),
        ("a:2.2", "a:2", "a", True, "partner", "named", "credit", ""),
        ("a:2.3", "a:2", "a", False, "", "", "", "west"),
        ("b:1.1", "b:1", "b", False, "", "", "", "self-denied"),
        ("b:1.2", "b:1", "b", False, "", "", "", ""),
    ],
    columns=["sentence_id", "paragraph_id", "text_id", "passes", "codes", "naming", "tone", "agent"],
)


def test_the_ladder_counts_blamed_conduct_and_unnamed_charges():
    table = ladder(ROWS, BOOK, "conduct").set_index(["text_id", "rung"])["sentences"]
    assert table["a"].to_dict() == {
        "named": 1,
        "described": 1,
        "west": 1,
        "other-named": 0,
        "some": 0,
        "none": 0,
        "self-denied": 0,
    }
    assert table["b"].sum() == 1 and table["b", "self-denied"] == 1


def test_an_agent_added_to_the_codebook_is_a_rung_of_the_ladder(tmp_path):
    """Rungs are the agents of the codebook in its order, then nobody; what is denied of oneself comes last."""
    path = tmp_path / "own.toml"
    own = (
        '[[charges.agent]]\nid = "companies"\nen = ["corporation*"]\nzh = ["大企业"]\n\n[[charges.agent]]\nid = "west"'
    )
    path.write_text(
        US_FRAMES.read_text(encoding="utf-8").replace('[[charges.agent]]\nid = "west"', own), encoding="utf-8"
    )
    book = read_codebook(path)
    assert rungs(book) == ["named", "described", "companies", "west", "other-named", "some", "none", "self-denied"]
    sentences = pd.DataFrame(
        {
            "unit_id": ["a:1.1", "b:1.1"],
            "paragraph_id": ["a:1", "b:1"],
            "text": ["Some corporations cling to hegemony.", "大企业奉行霸权。"],
        }
    )
    agents = apply(book, sentences)[0]["agent"]
    assert agents.tolist() == ["companies", "companies"]
    rows = ROWS.iloc[[4, 5]].assign(agent=agents.tolist())
    table = ladder(rows, book, "conduct").set_index(["text_id", "rung"])["sentences"]
    assert table["a", "companies"] == table["b", "companies"] == 1 and table.sum() == 2


def test_a_codebook_without_agents_has_the_rungs_that_need_none():
    assert rungs(replace(BOOK, agents=())) == ["named", "described", "none"]


def test_without_tones_conduct_by_name_is_on_the_ladder_too():
    table = ladder(ROWS.assign(tone=""), BOOK, "conduct").set_index(["text_id", "rung"])["sentences"]
    assert table["a", "named"] == 2  # the withdrawal as well; partner is no conduct


def test_a_name_inside_a_longer_one_counts_once():
    sentences = pd.DataFrame(
        {
            "unit_id": ["a:1.1"],
            "paragraph_id": ["a:1"],
            "text": ["The Trump administration and the United States of America."],
        }
    )
    rows = pd.DataFrame({"sentence_id": ["a:1.1"], "text_id": ["a"], "passes": [True]})
    table = names(gated(BOOK, sentences)[1], rows)
    assert table[["kind", "form", "count"]].values.tolist() == [
        ["government", "Trump administration", 1],
        ["country", "United States of America", 1],
    ]


def test_acts_are_found_by_their_name_and_company():
    compare = read_comparisons()
    sentences = pd.DataFrame(
        {
            "text_id": list("abc"),
            "paragraph_id": ["a:1", "b:1", "c:1"],
            "sentence_id": ["a:1.1", "b:1.1", "c:1.1"],
            "text": [
                "The US withdrew from the Paris Agreement.",
                "It carries out the Paris Agreement.",
                "美国退出《巴黎协定》。",
            ],
        }
    )
    found = find_forms([p for p in compare.patterns if p.target == "paris"], sentences)
    assert found["sentence_id"].tolist() == ["a:1.1", "c:1.1"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[[act]]\nlabel = "x"\n', "own.toml: act[0]: 'id' is missing; add it"),
        (
            '[[word]]\nid = "a"\nen = ["x"]\n[[act]]\nid = "a"\nen = ["y"]\n',
            "own.toml: act[0].id (id 'a'): this id means something else already; choose another",
        ),
        ('[[word]]\nid = "a"\nen = ["x"]\n' * 2, "own.toml: word[1].id (id 'a'): word[0] has this id too"),
        ('[[word]]\nid = "a"\ndate = "2020"\nen = ["x"]\n', "own.toml: word[0] (id 'a'): unknown key 'date'"),
        ('[[word]]\nid = "a"\n', "own.toml: word[0] (id 'a'): it has no form that could be found; add one"),
        ('[[word]]\nid = "a"\nzh = [["战"]]\n', "own.toml: word[0].zh[0] (id 'a'): it must be text in quotation marks"),
        (
            '[[act]]\nid = "a"\nen = ["x"]\ndate = "2020-02-30"\n',
            "own.toml: act[0] (id 'a'): '2020-02-30' is no date; write YYYY, YYYY-MM or YYYY-MM-DD",
        ),
        (
            '[[act]]\nid = "a"\nen = ["x"]\ndate = 2020-02-01\n',
            "own.toml: act[0].date (id 'a'): it must be text in quotation marks, not a date; correct it",
        ),
    ],
)
def test_a_bad_list_of_comparisons_is_one_sentence(tmp_path, text, says):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        read_comparisons(path)
    assert str(caught.value).startswith(says)


SPEAKER = '[[speaker]]\nid = "un"\nen = ["Guterres"]\n'


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (SPEAKER * 2, "own.toml: speaker[1].id (id 'un'): speaker[0] has this id too; give each an id of its own"),
        (SPEAKER.replace('id = "un"', ""), "own.toml: speaker[0]: 'id' is missing; add it"),
        (
            SPEAKER.replace("un", "author"),
            "own.toml: speaker[0].id (id 'author'): this id means something else already",
        ),
        (SPEAKER + "kind = 1\n", "own.toml: speaker[0] (id 'un'): unknown key 'kind'; use one of en, id, no, with,"),
        ("reports = ['said']\n", "own.toml: reports: it must be a table, not a list, [...]; correct it"),
        ("[reports]\nzh = ['表示', '表示']\n", "own.toml: reports: '表示' is listed twice; keep one"),
        ("[unnamed]\nen = [1]\n", "own.toml: unnamed.en[0]: it must be text in quotation marks, not a whole number"),
    ],
)
def test_a_bad_list_of_speakers_is_one_sentence(tmp_path, text, says):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        read_reporting_words(path)
    assert str(caught.value).startswith(says)


def said(text, in_quotes=0.0, before=None):
    rows = [("0", "p", before[0], before[1])] if before else []
    rows.append(("1", "p", text, in_quotes))
    table = attribute(
        read_reporting_words(), pd.DataFrame(rows, columns=["unit_id", "paragraph_id", "text", "in_quotes"])
    )
    return tuple(table.iloc[-1][["attribution", "speaker"]])


def test_in_whose_words_a_sentence_speaks():
    assert said("The US has left.") == ("own", "author")
    assert said("Trump said that the US had left.") == ("named", "us-official")
    assert said("Brookings warned of it.") == ("named", "us-other")
    assert said("Some scholars believe that it has left.")[0] == "unnamed"
    assert said("“It has left the stage.”", 0.9) == ("marks", "author")
    assert said("习近平指出，合作共赢。") == ("named", "prc-leader")
    assert said("有学者认为，美国已退出。")[0] == "unnamed"
    assert said("“And it will not come back.”", 0.95, ("Brookings said: “It left.”", 0.6)) == ("named", "us-other")


def test_attribution_agrees_with_the_codes_by_reading(corpus):
    """On all sentences that were coded: 0.90 or more as the readers have it."""
    from helpers.coding import coders
    from helpers.corpus import selection
    from helpers.paths import CODING

    reading = coders.choose(coders.read_codings(corpus, BOOK, CODING), "reading")
    passed = reading[reading["passes"]].set_index("sentence_id")
    table = attribute(read_reporting_words(), selection.countable(corpus)).set_index("unit_id").loc[passed.index]
    assert (table["attribution"] == passed["attribution"]).mean() >= 0.90
