"""Claims about schemes of thought: what a file of them may hold, where members are found, and those of the corpus."""

import pytest

from helpers import CorpusError
from helpers.corpus.load import corpus_of
from helpers.mentions import schemes
from helpers.mentions.schemes import Member, Scheme, find_members, members_table, read_schemes, schemes_table, stated_in

GOOD = """
[[scheme]]
id = "two-pillars"
text = "xinhua-report"
name_en = "two main pillars"
kind = "pillars"
counted = 2
line = [113, 113]
member = [
  { name = "the UN and its specialized agencies", line = [113, 113], renderings = ["the UN"] },
  { name = "the Bretton Woods institutions", line = [113, 113], renderings = ["Bretton Woods"] },
]
"""


def listed(tmp_path, corpus, text=GOOD):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return read_schemes(corpus, path)


def test_a_scheme_has_its_members_in_order_with_their_lines(tmp_path, corpus):
    table = members_table(listed(tmp_path, corpus))
    assert table[["n", "first_line"]].values.tolist() == [[1, 113], [2, 113]]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('text = "xinhua-report"', 'text = "nowhere"', "there is no text 'nowhere'"),
        ("counted = 2", "counted = 3", "it counts 3 and lists 2"),
        ('name = "the Bretton Woods institutions", line = [113, 113]',
         'name = "the Bretton Woods institutions", line = [115, 115]', "does not stand in lines 115 to 115"),
        ('name = "the Bretton Woods institutions", line = [113, 113]',
         'name = "the Bretton Woods institutions", line = [472, 472]', "lines 472 to 472 are not of 'xinhua-report'"),
        ('name = "the Bretton Woods institutions"', 'name = "the Paris Club"', "does not stand in lines 113 to 113"),
        ('name = "the Bretton Woods institutions"', 'name = ""', "a name, or a reason in `empty`"),
        ('renderings = ["the UN"]', 'renderings = ["*"]', "is no form"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_is_refused_in_one_sentence(tmp_path, corpus, old, new, says):
    assert old in GOOD
    with pytest.raises(CorpusError, match=r"own\.toml") as told:
        listed(tmp_path, corpus, GOOD.replace(old, new, 1))
    assert says in str(told.value) and "\n" not in str(told.value)


def test_an_id_that_stands_twice_is_refused(tmp_path, corpus):
    with pytest.raises(CorpusError, match=r"scheme\[1\].id .*has this id too"):
        listed(tmp_path, corpus, GOOD + GOOD)


def member(name, *renderings, **more):
    return Member(name=name, renderings=renderings or (name,), **more)


def scheme(id_, text, *members, **more):
    return Scheme(id=id_, text=text, name_en=id_, kind="pillars", line=(1, 1), member=members, **more)


def test_a_member_is_found_in_other_texts_in_both_languages_and_not_in_its_own():
    corpus = corpus_of(
        en={"a": "Trust is a pillar.", "b": "TRUST, they say. Entrusted."}, zh={"c": "信任是支柱。法治也是。"}
    )
    hits = find_members(corpus, (scheme("x", "a", member("trust", "trust", "信任")),))
    assert hits[["sentence_id", "form"]].values.tolist() == [["b:1.1", "TRUST"], ["c:1.1", "信任"]]


def test_a_rendering_with_an_open_end_or_a_gap_is_found():
    corpus = corpus_of(en={"a": "x", "b": "Shirking of all duties. It reforms."})
    some = scheme("x", "a", member("x", "shirk* ... dut*"), member("y", "reform*"))
    assert find_members(corpus, (some,))["n"].tolist() == [1, 2]


def test_a_member_is_stated_where_most_of_its_scheme_is():
    corpus = corpus_of(en={"a": "Trust is old. We rest on trust, law and peace. Peace will last."})
    told = stated_in(corpus, (scheme("x", "a", member("trust"), member("law"), member("peace")),))
    assert told["sentence_id"].tolist() == ["a:1.2"] * 3


def test_a_scheme_that_says_no_number_has_none_in_the_table():
    table = schemes_table((scheme("x", "a", member("trust")), scheme("y", "a", counted=3, empty="it lists none")))
    assert table["counted"].isna().tolist() == [True, False] and table["note"].tolist() == ["", "it lists none"]


def test_members_are_alike_by_name_or_by_a_rendering_of_both():
    deficit, other = member("development", "development deficit"), member("Development", "Development Deficit")
    assert deficit.shares_rendering(other) and not deficit.is_like(other)
    assert not member("trust").shares_rendering(member("law")) and not member("trust").is_like(member("law"))


def test_every_text_but_back_matter_has_a_scheme_and_every_member_its_sentence(corpus):
    every = schemes.read_schemes(corpus)
    assert set(corpus.texts["text_id"]) - {s.text for s in every} == {"xinhua-acknowledgments"}
    stated = stated_in(corpus, every)
    assert len(stated.drop_duplicates(["scheme", "n"])) == sum(s.size for s in every)


KNOWN = [  # by hand: text, raw line, how many members, words of the first and the last
    ("xinhua-report", 33, 3, "security", "trade"), ("xinhua-report", 113, 2, "UN", "Bretton"),
    ("xinhua-report", 319, 6, "open", "Belt"), ("xinhua-report", 329, 5, "sovereign", "action-oriented"),
    ("xinhua-report", 465, 4, "peace", "governance"), ("xinhua-report", 419, 4, "peace", "governance"),
    ("new-model-article", 485, 3, "governance", "development"), ("qiushi-article", 9, 4, "peace", "governance"),
    ("qiushi-article", 25, 6, "open", "Belt"), ("far-editors-note", 87, 5, "peace", "trust"),
    ("ren-lin-zh", 47, 5, "主权平等", "行动导向"), ("ren-lin-zh", 47, 3, "代表性", "有效性"),
    ("ggi-paper-zh", 239, 3, "代表性", "有效性"), ("ggi-paper-en", 278, 3, "representation", "effective"),
]  # fmt: skip


@pytest.mark.parametrize("known", KNOWN, ids=lambda k: f"{k[0]}-{k[1]}-{k[2]}")
def test_a_scheme_that_was_found_by_hand_is_listed_with_all_its_members(corpus, known):
    text, line, size, first, last = known
    assert any(
        s.text == text and s.line[0] == line and s.size == size
        and first.lower() in s.member[0].name.lower() and last.lower() in s.member[-1].name.lower()
        for s in read_schemes(corpus)
    )  # fmt: skip
