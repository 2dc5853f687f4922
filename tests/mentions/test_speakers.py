"""Claims about speakers: in whose words a sentence speaks, and a bad list is one sentence."""

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.mentions.speakers import attribute, read_reporting_words

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
        (
            SPEAKER + "kind = 1\n",
            "own.toml: speaker[0] (id 'un'): unknown key 'kind'; use one of en, id, no, speaks_for, with,",
        ),
        ("reports = ['said']\n", "own.toml: reports: it must be a table, not a list, [...]; correct it"),
        ("[reports]\nzh = ['表示', '表示']\n", "own.toml: reports: '表示' is listed twice; keep one"),
        ("[called]\nus = ['usa']\nun = ['usa']\n", "own.toml: 'usa' is listed twice; keep one"),
        ("[called]\n'U S' = ['usa']\n", "own.toml: called"),
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
