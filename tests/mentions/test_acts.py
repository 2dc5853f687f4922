"""Claims about acts that texts share: found by name and company, and a bad list is one sentence."""

import pandas as pd
import pytest

from helpers import CorpusError
from helpers.mentions.acts import find_forms, read_comparisons


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
