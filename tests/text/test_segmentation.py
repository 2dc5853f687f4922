"""Claims about sentences and words on hard places, in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.text.names import TermList, read_terms
from helpers.text.segmentation import sentences, tokens

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


# --- boundaries, with a list of terms of our own ---------------------------------------------------------------------

OWN = TermList(
    names={"US": "united-states", "U.S.": "united-states", "全球南方": "global-south"},
    chinese_words=("全球治理倡议",),
    blockers=("Latin America",),
    never_final=frozenset({"Dr.", "et al.", "Sec.", "Art."}),
    may_be_final=frozenset({"Inc.", "U. S."}),
    usual_first_words=frozenset({"The", "He"}),
)


def own(text, language="en"):
    return [text[a:b] for a, b in sentences(text, language, OWN)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("He met Dr. Smith. The end.", ["He met Dr. Smith.", "The end."]),
        ("He met (“Dr. Smith”). The end.", ["He met (“Dr. Smith”).", "The end."]),
        ("Smith et al. The end.", ["Smith et al. The end."]),
        ("Smith and al. The end.", ["Smith and al.", "The end."]),
        ("Acme Inc. The end.", ["Acme Inc.", "The end."]),
        ("Acme Inc. Bonds fell.", ["Acme Inc. Bonds fell."]),
        ("(“Acme Inc. “The end.”", ["(“Acme Inc.", "“The end.”"]),
        ("In the U. S. He left.", ["In the U. S.", "He left."]),
        ("In the U. S. Senate.", ["In the U. S. Senate."]),
        ("Ask J. Smith or (J. Smith).", ["Ask J. Smith or (J. Smith)."]),
        ("It was plan B. The end.", ["It was plan B.", "The end."]),
        ("It was plan B. (He left.)", ["It was plan B.", "(He left.)"]),
        ("It was plan B. Nothing else.", ["It was plan B. Nothing else."]),
        ("It was plan AB. Nothing else.", ["It was plan AB.", "Nothing else."]),
        ("“J. Smith” and J.J. Smith left.", ["“J. Smith” and J.J. Smith left."]),
    ],
)
def test_a_full_stop_behind_an_abbreviation_or_an_initial_is_no_end_unless_a_sentence_surely_begins(text, parts):
    assert own(text) == parts


@pytest.mark.parametrize(
    "number", ["2.", "14.", "IV.", "Sec. 2.", "Section 12.", "Art. 3.", "Article IX.", "Chapter 1.", "Part II."]
)
def test_a_number_at_the_beginning_belongs_to_what_it_numbers(number):
    assert own(f"{number} Purpose. Then more.") == [f"{number} Purpose.", "Then more."]
    assert own(f"It is so. {number} Purpose. Then more.") == ["It is so.", f"{number} Purpose.", "Then more."]
    assert own(f"We saw {number} Purpose is all.") == [f"We saw {number}", "Purpose is all."]


def test_a_number_behind_a_long_sentence_numbers_what_follows():
    long = "word " * 20 + "end."
    assert own(f"{long} 3. Purpose. Then.") == [long, "3. Purpose.", "Then."]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("One. two. Three.", ["One. two.", "Three."]),
        ("One! two? Three!", ["One! two?", "Three!"]),
        ("One. (a) two. [b] three.", ["One.", "(a) two. [b] three."]),
        ("One. “two” Three.", ["One. “two” Three."]),
        ("One. “Two.” 3 more.", ["One.", "“Two.”", "3 more."]),
        ("One.) Two.] Three.’ Four.' Five.\" Six.", ["One.)", "Two.]", "Three.’", "Four.'", 'Five."', "Six."]),
        ("One.Two. Three", ["One.Two.", "Three"]),
        ("One. _Two. Three", ["One. _Two.", "Three"]),
        ("Really?! Yes... No…… So", ["Really?!", "Yes...", "No……", "So"]),
        ("It cost 3.5 or more. 4 left.", ["It cost 3.5 or more.", "4 left."]),
        ("  One.  \n Two.  ", ["One.", "Two."]),
        ("One. Élan. Ünder.", ["One.", "Élan.", "Ünder."]),
        ("One. ['Two.'] ('three.')", ["One.", "['Two.']", "('three.')"]),
        ("Dr... The end.", ["Dr...", "The end."]),
        ("", []),
        ("   ", []),
    ],
)
def test_where_an_english_sentence_ends(text, parts):
    assert own(text) == parts


@pytest.mark.parametrize("mark", list("。！？；…!?;"))
def test_every_mark_that_ends_a_chinese_sentence(mark):
    assert own(f"甲{mark}乙{mark}", "zh") == [f"甲{mark}", f"乙{mark}"]
    assert own(f"甲{mark}{mark} 乙", "zh") == [f"甲{mark}{mark}", "乙"]


@pytest.mark.parametrize("closing", list("”’」』）)】》\"'"))
def test_closing_marks_belong_to_the_chinese_sentence_before(closing):
    assert own(f"甲。{closing}乙。", "zh") == [f"甲。{closing}", "乙。"]
    assert own(f"甲。{closing}{closing}乙。", "zh") == [f"甲。{closing}{closing}", "乙。"]


@pytest.mark.parametrize("mark", list("，、：,:。；！？…;!?"))
def test_a_chinese_sentence_goes_on_where_a_mark_follows_the_quotation(mark):
    assert own(f"他说“甲。”{mark}", "zh") == [f"他说“甲。”{mark}"]


def words_of(text, language="en"):
    return [(term, kind) for _, _, term, kind in tokens(text, language, OWN)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("i.e. U.S.-led a.b.-2", ["i.e.", "u.s.-led", "a.b.-2"]),
        ("a. b", ["a", ".", "b"]),
        ("Sino-U.S. x-ray's o’clock", ["sino-u.s.", "x-ray's", "o'clock"]),
        ("dogs' -x x- x--y", ["dogs", "'", "-", "x", "x", "-", "x", "-", "-", "y"]),
        ("Côte Ærø ßen Ǆ αβγ мир ﾀ", ["côte", "ærø", "ßen", "ǆ", "αβγ", "мир", "ﾀ"]),
        ("ＡＢ ａｂ", ["ａｂ", "ａｂ"]),
        ("5µm ªº", ["5µm", "ªº"]),
        ("2×3÷4", ["2", "×", "3", "÷", "4"]),
        ("19th 5G G20 3D-x", ["19th", "5g", "g20", "3d-x"]),
        ("1.5x 1,2a", ["1", ".", "5x", "1", ",", "2a"]),
        ("snake_case 100%", ["snake", "_", "case", "100", "%"]),
    ],
)
def test_what_is_one_english_word(text, found):
    assert [term for term, _ in words_of(text)] == found


def test_kinds_are_told_by_the_letters_in_a_word():
    assert words_of("2025 81.47 200,000 1,2.3 １２ 19th a1 U.S. US , ．") == [
        ("2025", "number"),
        ("81.47", "number"),
        ("200,000", "number"),
        ("1,2.3", "number"),
        ("１２", "number"),
        ("19th", "word"),
        ("a1", "word"),
        ("united-states", "word"),
        ("united-states", "word"),
        (",", "punctuation"),
        ("．", "punctuation"),
    ]
    assert words_of("2024-25 i.e.") == [("2024-25", "number"), ("i.e.", "word")]


def test_tokens_stand_where_they_say():
    text = "The US, 全球南方 and 发展合作; win-win"
    assert [(text[a:b], term) for a, b, term, _ in tokens(text, "en", OWN)] == [
        ("The", "the"),
        ("US", "united-states"),
        (",", ","),
        ("全球南方", "global-south"),
        ("and", "and"),
        ("发展合作", "发展合作"),  # in English nothing cuts hanzi
        (";", ";"),
        ("win-win", "win-win"),
    ]
    text = "中国推动全球治理倡议落实2030年议程"
    found = tokens(text, "zh", OWN)
    assert [text[a:b] for a, b, _, _ in found] == ["中国", "推动", "全球治理倡议", "落实", "2030", "年", "议程"]
    assert [term for _, _, term, _ in found] == [text[a:b] for a, b, _, _ in found]
    assert [kind for _, _, _, kind in found] == ["word"] * 4 + ["number"] + ["word"] * 2


def test_no_word_is_made_up_that_the_dictionary_does_not_hold():
    """杭研 is jieba's own example of a word that only its hidden Markov model finds."""
    assert [term for term, _ in words_of("他来到了网易杭研大厦", "zh")] == [
        "他",
        "来到",
        "了",
        "网易",
        "杭",
        "研",
        "大厦",
    ]


@pytest.mark.parametrize("hanzi", ["㐀", "䶿", "一", "龥", "豈", "𠀀", "𪛖", "\U0003134a"])
def test_hanzi_of_every_block_are_words(hanzi):
    assert words_of(f"{hanzi}中") == [(f"{hanzi}中", "word")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("中国反对霸权.美国退出.", ["中国反对霸权.", "美国退出."]),
        ("中国反对霸权．美国退出｡世界不安", ["中国反对霸权．", "美国退出｡", "世界不安"]),
        ("他说“不行.”我们走. 结束", ["他说“不行.”", "我们走.", "结束"]),
        ("中国加入WTO.美国不安", ["中国加入WTO.", "美国不安"]),
        ("增长2.5%.出口下降", ["增长2.5%.", "出口下降"]),
        ("结束于北京.2025年开始", ["结束于北京.", "2025年开始"]),
        ("一.坚持和平.二．坚持发展.3.改革", ["一.坚持和平.", "二．坚持发展.", "3.改革"]),
        ("美国U.S.对华政策与Mr.王的话", ["美国U.S.对华政策与Mr.王的话"]),
        ("见第3.2节的表", ["见第3.2节的表"]),
        ("等等...还有", ["等等...还有"]),
    ],
)
def test_a_full_stop_of_other_scripts_ends_a_chinese_sentence_where_it_stands_for_its_own(text, parts):
    assert split(text, "zh") == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("MR. PRICE: The bill stands. MRS. OBEY: It falls.", ["MR. PRICE: The bill stands.", "MRS. OBEY: It falls."]),
        ("SEC. SMITH and GEN. JONES met DR. LI.", ["SEC. SMITH and GEN. JONES met DR. LI."]),
        ("See no. 5, fig. 3 and vol. 2 of it.", ["See no. 5, fig. 3 and vol. 2 of it."]),
        ("He said no. Then he left.", ["He said no.", "Then he left."]),
        ("It is modern art. They like it.", ["It is modern art.", "They like it."]),
        ("He met dr. Smith.", ["He met dr. Smith."]),
        ("THE FIRM IS ACME INC. THE OTHER IS NONE.", ["THE FIRM IS ACME INC.", "THE OTHER IS NONE."]),
        ('He said "no." Then "yes."', ['He said "no."', 'Then "yes."']),
    ],
)
def test_an_abbreviation_is_one_in_any_case_unless_it_is_a_word(text, parts):
    assert split(text) == parts


def test_a_latin_name_beside_hanzi_is_a_name():
    terms = [term for _, _, term, _ in tokens("中国加入WTO后，WHO和US对话，EU的G20。", "zh", TERMS)]
    assert [t for t in terms if t.isascii() and t.islower()] == [
        "china",
        "world-trade-organization",
        "world-health-organization",
        "united-states",
        "european-union",
        "g20",
    ]
