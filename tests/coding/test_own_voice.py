"""Claims about a text that speaks for the target: its *we* passes the gate as described, and nobody else's does."""

import pandas as pd
import pytest

from conftest import MANIFEST, codebook, write_corpus
from helpers import CorpusError, load_corpus
from helpers.__main__ import main
from helpers.coding.codebook import read_codebook
from helpers.coding.dictionary import apply, gated, own_words
from helpers.corpus.selection import countable
from helpers.paths import MANIFEST as OWN
from helpers.paths import US_FRAMES
from small import TOML, own_book

VOICE = """
[gate]
own = "ruritania"
own_words = { en = ["we", "us", "our", "I"], zh = ["我们", "我国"] }
blockers = { en = ["our planet"] }
turn = { en = ["we"] }
go_on = { en = ["they"] }
"""
OWN_VOICE, NAME, NONE = ("described", "own voice"), ("named", "name"), ("", "")


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    return own_book(tmp_path_factory.mktemp("book"), TOML.replace("[[gate.pattern]]", VOICE + "[[gate.pattern]]"))


def said(*texts, by="ruritania"):
    units = [f"p{n}" for n in range(len(texts))]
    return pd.DataFrame({"unit_id": units, "paragraph_id": "p", "text": texts, "speaks_for": by})


def rules(book, *texts, by="ruritania"):
    table = gated(book, said(*texts, by=by))[0]
    return list(zip(table["naming"], table["rule"], strict=True))


@pytest.mark.parametrize(
    ("texts", "passes"),
    [
        (["We left."], [OWN_VOICE]),
        (["They owe us nothing."], [OWN_VOICE]),
        (["OUR NATION IS STRONG."], [OWN_VOICE]),
        (["The US left."], [NONE]),  # a name in capitals, not the pronoun
        (["I have ordered it."], [OWN_VOICE]),
        (["Part i of the order."], [NONE]),  # a form with a capital is matched as it is cased
        (["我国退出。"], [OWN_VOICE]),
        (["他国退出。"], [NONE]),
        (["Power and trust, hour by hour."], [NONE]),  # no word of its own
        (["Our planet is one."], [NONE]),  # a blocker of the gate
        (["Ruritania left, and we are glad."], [NAME]),
        (["We left.", "They stayed."], [OWN_VOICE, ("described", "goes on")]),
        (["Ruritania left.", "We are glad."], [NAME, OWN_VOICE]),  # though *we* turns to another in texts of others
        (["The minister of Norway left."], [NONE]),
    ],
)
def test_how_a_sentence_of_the_targets_own_text_passes(book, texts, passes):
    assert rules(book, *texts) == passes


@pytest.mark.parametrize("by", ["", "us", "Graustark"])
def test_we_of_a_text_that_speaks_for_another_is_not_the_target(book, by):
    assert rules(book, "We left.", "我国退出。", by=by) == [NONE, NONE]


def test_sentences_without_a_record_of_who_speaks_are_nobodys(book):
    assert gated(book, said("We left.").drop(columns="speaks_for"))[0]["naming"].tolist() == [""]


@pytest.mark.parametrize(
    ("texts", "passes"),
    [
        (["The United Nations said: “We must act.”"], [NONE]),
        (["联合国秘书长指出，“我们必须行动”。"], [NONE]),
        (["Some scholars said “we must act”."], [NONE]),
        (["A farmer said, “We must act.”"], [NONE]),
        (["The United Nations said, “Act now,” and we did."], [OWN_VOICE]),
        (["The United Nations said that we must act."], [OWN_VOICE]),
        (["The time of “we first” is over."], [OWN_VOICE]),  # marks, and nobody else who speaks
        (["The United Nations said: “Act now.", "We must.”"], [NONE, NONE]),
    ],
)
def test_a_word_inside_a_quotation_from_somebody_else_is_his(book, texts, passes):
    assert rules(book, *texts) == passes


def test_a_government_that_quotes_its_own_speaks_as_itself(tmp_path):
    book = own_book(tmp_path, TOML.replace("[[gate.pattern]]", VOICE.replace("ruritania", "us") + "[[gate.pattern]]"))
    texts = ["Secretary Rubio said: “We will act.”", "习近平指出：“我们必须行动。”"]
    assert rules(book, texts[0], by="us") == [OWN_VOICE]
    assert rules(book, texts[1], by="us") == [NONE]
    book = own_book(
        tmp_path, TOML.replace("[[gate.pattern]]", VOICE.replace("ruritania", "china") + "[[gate.pattern]]")
    )
    assert [rules(book, text, by="china") for text in texts] == [[NONE], [OWN_VOICE]]


def test_several_agents_may_call_the_target_their_own(tmp_path):
    several = VOICE.replace('own = "ruritania"', 'own_agents = ["ruritania", "norway", "china"]')
    book = own_book(tmp_path, TOML.replace("[[gate.pattern]]", several + "[[gate.pattern]]"))
    assert book.own == ("ruritania", "norway", "china")
    for agent in book.own:
        assert rules(book, "We left.", by=agent) == [OWN_VOICE]
    assert [rules(book, "We left.", by=by) for by in ("us", "")] == [[NONE], [NONE]]
    assert rules(book, "习近平指出：“我们必须行动。”", by="china") == [OWN_VOICE]
    assert rules(book, "习近平指出：“我们必须行动。”", by="norway") == [NONE]  # another of them speaks there


def test_a_group_has_words_that_one_of_its_states_has_not(tmp_path):
    groups = VOICE.replace('own = "ruritania"', 'own_agents = ["ruritania"]\nown_groups = ["the-league"]')
    groups = groups.replace('"we", ', "").replace("blockers =", 'group_words = { en = ["we", "Leaders"] }\nblockers =')
    book = own_book(tmp_path, TOML.replace("[[gate.pattern]]", groups + "[[gate.pattern]]"))
    assert book.groups == ("the-league",) and book.own == ("the-league", "ruritania")
    texts = "We left.", "Leaders met.", "They owe us nothing."
    assert rules(book, *texts, by="the-league") == [OWN_VOICE] * 3
    assert rules(book, *texts, by="ruritania") == [NONE, NONE, OWN_VOICE]
    assert rules(book, *texts, by="norway") == [NONE] * 3


def test_own_words_are_hits_of_the_gate_and_the_sentence_is_coded(book):
    found, _, gate = apply(book, said("In battle we trust our men.", "Nobody sleeps."))
    assert found[["naming", "codes"]].to_numpy().tolist() == [["described", "war"], ["", ""]]
    assert gate.to_numpy().tolist() == [
        ["p0", "own-voice", "own-voice", "we", 10, 12, "we"],
        ["p0", "own-voice", "own-voice", "our", 19, 22, "our"],
    ]


def test_the_rule_needs_no_table(book):
    assert [(hit.start, hit.end) for hit in own_words(book, "Nobody but us.", "ruritania")] == [(11, 13)]
    assert own_words(book, "Nobody but us.", "ruritania", others=[(7, 14)]) == []
    assert own_words(book, "Nobody but us.", "") == []


def test_a_form_that_is_left_out_opens_no_gate(book):
    assert rules(book.without_forms({("own-voice", "we")}), "We left.", "Our men left.") == [NONE, OWN_VOICE]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('own = "ruritania"\n', "", "gate: `own` (or `own_agents`) and `own_words` go together; give both or none"),
        (
            'en = ["we", "us", "our", "I"], zh = ["我们", "我国"]',
            "",
            "gate: `own` (or `own_agents`) and `own_words` go together",
        ),
        ('"ruritania"', '"Our Land"', "gate.own: 'Our Land' is no id of an agent; write small letters, digits"),
        ('own = "ruritania"', 'own_agents = ["norway", "norway"]', "gate: 'norway' is listed twice; keep one"),
        ('own = "ruritania"', 'own_agents = ["norway", "Our Land"]', "gate.own_agents[1]: 'Our Land' is no id of an"),
        ('own = "ruritania"', "own_agents = []", "gate: `own` (or `own_agents`) and `own_words` go together;"),
        (
            'own = "ruritania"',
            'own = "ruritania"\nown_groups = ["the-league"]',
            "gate: `own_groups` and `group_words` go together; give both or none",
        ),
        (
            'own = "ruritania"',
            'own = "ruritania"\nown_groups = ["ruritania"]\ngroup_words = { en = ["members"] }',
            "gate: 'ruritania' is listed twice; keep one",
        ),
        ('"us", "our"', '"us", "us"', "gate.own_words: 'us' is listed twice; keep one"),
        ('"us", "our"', '"*"', "gate.own_words.en[1]: '*' is no form; write words"),
        (
            'id = "name"',
            'id = "own-voice"',
            "gate.pattern[0]: the pattern id 'own-voice' is that of gate.own_words too",
        ),
    ],
)
def test_bad_own_words_are_one_sentence(tmp_path, old, new, says):
    toml = TOML.replace("[[gate.pattern]]", VOICE + "[[gate.pattern]]")
    assert old in toml
    with pytest.raises(CorpusError) as caught:
        own_book(tmp_path, toml.replace(old, new, 1))
    assert str(caught.value).startswith(f"own.toml: {says}")


def test_who_a_text_speaks_for_comes_from_the_manifest(tmp_path):
    declared = 'language = "zh"'
    assert MANIFEST.count(declared) == 1
    path = write_corpus(tmp_path, MANIFEST.replace(declared, declared + '\nspeaks_for = "china"'))
    corpus = load_corpus(path)
    by_text = dict(zip(corpus.texts["text_id"], corpus.texts["speaks_for"], strict=True))
    assert sorted(by_text.values()) == ["", "china"]
    sentences = countable(corpus)
    assert sentences["speaks_for"].tolist() == sentences["text_id"].map(by_text).tolist()
    path.write_text(path.read_text(encoding="utf-8").replace('"china"', '"People’s China"'), encoding="utf-8")
    with pytest.raises(
        CorpusError, match=r"speaks_for \(id 'wen'\): 'People’s China' is no id of an agent; write small"
    ):
        load_corpus(path)


def test_a_text_speaks_for_an_agent_only_where_its_voice_is_that_government():
    voices = {"us": "US government", "china": "PRC government"}
    texts = load_corpus(OWN).texts
    assert {voices.get(agent, "") for agent in texts["speaks_for"]} == {"", *voices.values()}
    for agent, voice in voices.items():
        assert (texts["speaks_for"].eq(agent) == texts["voice"].eq(voice)).all()


@pytest.mark.parametrize("called", ["us", "US", "U.S.", "USA", "United States", "the United States", "美国"])
def test_an_agent_is_known_however_a_table_calls_it(called):
    assert gated(codebook(US_FRAMES), said("We left.", by=called))[0]["naming"].tolist() == ["described"]
    assert gated(codebook(US_FRAMES), said("We left.", by="Usury"))[0]["naming"].tolist() == [""]


def test_the_command_takes_who_speaks_from_a_column(tmp_path, book, capsys):
    table = tmp_path / "units.csv"
    table.write_text(
        "unit_id,text_id,paragraph,sentence,speaks_for\na,t,1,We wage war.,ruritania\nb,u,1,We wage war.,\n",
        encoding="utf-8",
    )
    path = tmp_path / "own.toml"
    path.write_text(TOML.replace("[[gate.pattern]]", VOICE + "[[gate.pattern]]"), encoding="utf-8")
    assert read_codebook(path) == book
    assert main(["code", str(table), "--codebook", str(path)]) == 0
    assert capsys.readouterr().out == "unit_id,codes\na,war\nb,\n"
