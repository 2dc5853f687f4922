"""Claims about codebooks: each pattern finds what its examples say, and the gate knows whom a sentence speaks of."""

import re

import pandas as pd
import pytest

from conftest import codebook
from helpers import CorpusError
from helpers.__main__ import main
from helpers.coding.codebook import read_codebook
from helpers.coding.dictionary import apply, gated, read_sentences
from helpers.paths import CODEBOOKS
from helpers.text.names import read_terms
from helpers.text.patterns import Finder, Pattern, compiled_form
from helpers.text.segmentation import sentences

BOOKS = {
    name: codebook(CODEBOOKS / f"{name}.toml") for name in ("us_frames", "global_south_claims", "institutions_said")
}
CASES = [
    (name, p) for name, book in BOOKS.items() for p in (*book.gate, *book.own_words, *book.patterns, *book.charges)
]
TERMS = read_terms()


def paragraph(*texts):
    """Sentences of one paragraph, as `gated` and `coded` read them."""
    return pd.DataFrame({"unit_id": [str(n) for n in range(len(texts))], "paragraph_id": "p", "text": texts})


def found(book, pattern, text):
    """Whether the pattern finds something in a paragraph of one or more sentences."""
    language = "zh" if re.search("[\u4e00-\u9fff]", text) else "en"
    texts = [text[a:b] for a, b in sentences(text, language, TERMS)]
    if pattern in (*book.gate, *book.own_words):
        said = paragraph(*texts).assign(speaks_for=book.own[0] if pattern in book.own_words else "")
        return pattern.id in set(gated(book, said)[1]["pattern"])
    finder = book.charge_finder if pattern in book.charges else book.code_finder
    return any(hit.pattern.id == pattern.id for part in texts for hit in finder.hits(part))


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case[0]}:{case[1].id}")
def test_a_pattern_finds_its_examples_and_not_its_counterexamples(case):
    name, pattern = case
    assert pattern.yes and pattern.no, "a pattern needs examples that it must and must not find"
    assert [text for text in pattern.yes if not found(BOOKS[name], pattern, text)] == []
    assert [text for text in pattern.no if found(BOOKS[name], pattern, text)] == []


@pytest.mark.parametrize(
    "agent", [(name, p) for name, book in BOOKS.items() for p in book.agents], ids=lambda c: c[1].id
)
def test_an_agent_is_found_by_its_examples(agent):
    name, pattern = agent
    assert pattern.yes and pattern.no
    for text in (*pattern.yes, *pattern.no):
        result = apply(BOOKS[name], paragraph(text))[0]["agent"].tolist()
        assert (result == [pattern.target]) == (text in pattern.yes), text


US = BOOKS["us_frames"]


def codes_of(*texts, book=US):
    return apply(book, paragraph(*texts))[0]["codes"].tolist()


@pytest.mark.parametrize(
    "text",
    [
        "China does not seek hegemony.",
        "Chinese hegemony is feared by some.",
        "All oppose power politics in every form.",
        "A rising China is called a hegemon.",
        "中国永远不称霸。",
        "反对霸权主义和强权政治。",
        "Latin America and the Washington Post reported it.",
        "They asked us to join them.",
    ],
)
def test_what_is_not_said_of_the_us_is_no_frame_of_it(text):
    assert codes_of(text) == [""]


@pytest.mark.parametrize(
    "text",
    [
        "Washington says that China will never seek hegemony.",
        "The US fears Chinese hegemony.",
        "The US calls China a new hegemon.",
        "美国称中国永不称霸。",
    ],
)
def test_hegemony_denied_or_said_of_china_is_not_charged_to_the_us(text):
    assert "hegemony" not in codes_of(text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "中美洲移民北上。",
        "这是对美好生活的向往。",
        "完美方案出台。",
        "凡尔赛—华盛顿体系瓦解。",
        "据《华尔街日报》报道，会议推迟。",
        "欧美国家普遍老龄化。",
        "It cost five billion US dollars.",
        "The National People's Congress met.",
        "The American republics and the Organization of American States met.",
    ],
)
def test_a_name_inside_another_name_is_no_name_of_the_us(text):
    assert codes_of(text) == [""]


@pytest.mark.parametrize(
    "text",
    [
        "美政府表示反对。",
        "川普政府加税。",
        "国会山陷入僵局。",
        "日美同盟升级。",
        "Capitol Hill is divided.",
        "The Treasury Department denied it.",
        "An American-led coalition struck.",
    ],
)
def test_the_us_is_named_by_its_bodies_and_in_short(text):
    assert gated(US, paragraph(text))[0]["naming"].tolist() == ["named"]


@pytest.mark.parametrize("text", ["The world's sole superpower left.", "美元霸权损害各国。", "某个超级大国我行我素。"])
def test_a_description_that_fits_the_us_alone_needs_no_name(text):
    assert gated(US, paragraph(text))[0]["naming"].tolist() == ["described"]


def test_we_of_the_us_government_is_the_us_and_mankind_is_not():
    said = paragraph("We stand with our allies.", "我国将捍卫自身利益。", "Our planet grows warm.", "Nobody knows.")
    table = apply(US, said.assign(speaks_for="us", paragraph_id=said["unit_id"]))[0]
    assert table["naming"].tolist() == ["described", "described", "", ""]
    assert table["codes"].tolist()[0] == "partner"
    assert apply(US, said.assign(speaks_for="china"))[0]["naming"].tolist() == [""] * 4


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("The US gave emergency aid to the flooded villages and trained local nurses.", "provision"),
        ("The US slashed its emergency aid.", "withdrawal"),
        ("美国向灾区捐赠物资。", "provision"),
        ("Washington spreads rumours about its neighbours and wiretaps their ministers.", "information"),
        ("美方造谣抹黑、监听他国。", "information"),
        ("The ministers thanked the United States.", "merit"),
        ("America is proud of its vibrant towns.", "merit"),
        ("The US boasts that it is the greatest and most powerful.", "none"),
        ("美国大学世界一流。", "merit"),
    ],
)
def test_help_smears_and_praise_have_codes_of_their_own(text, codes):
    assert codes_of(text) == [codes]


def test_a_certain_country_is_the_us_described():
    table = apply(US, paragraph("A certain country clings to its hegemony."))[0].iloc[0]
    assert (table["naming"], table["codes"]) == ("described", "hegemony")
    assert apply(US, paragraph("Certain countries cling to hegemony."))[0].iloc[0]["agent"] == "some"


def test_a_sentence_goes_on_about_the_us_until_another_is_its_subject():
    table = gated(
        US, paragraph("The US left the treaty.", "It pays no dues.", "China signed it.", "It pays its dues.")
    )[0]
    assert table["naming"].tolist() == ["named", "described", "", ""]
    quoted = gated(US, paragraph("He said of the US: “They left.", "Nobody knows why.” ", "Nobody cares."))[0]
    assert quoted["rule"].tolist() == ["name", "quotation goes on", ""]
    cut = gated(US, paragraph("美国退出条约；", "拒绝缴费；", "中国签署条约。"))[0]
    assert cut["naming"].tolist() == ["named", "described", ""]


def test_a_description_that_needs_its_paragraph_passes_only_where_the_us_is_named():
    assert gated(US, paragraph("The country has grown."))[0]["naming"].tolist() == [""]
    assert (
        gated(US, paragraph("The US has grown.", "Nobody in the country knows."))[0]["naming"].tolist()[1]
        == "described"
    )


def test_the_longest_form_wins_across_codes_and_blockers():
    wars = Pattern("w", "force", ("war",))
    trade = Pattern("t", "economic-coercion", ("trade war*",))
    finder = Finder((wars, trade), ("Cold War",))
    found = [(h.pattern.target, h.start) for h in finder.hits("A trade war, a Cold War, a war.")]
    assert found == [("economic-coercion", 2), ("force", 27)]


def test_company_and_its_absence_are_asked_of_the_sentence():
    pattern = Pattern("p", "x", ("left",), company=("treaty",), without=("not",))
    finder = Finder((pattern,))
    assert [bool(finder.hits(t)) for t in ("It left the treaty.", "It left.", "It has not left the treaty.")] == [
        True,
        False,
        False,
    ]


def test_capitals_count_where_a_form_has_them_but_a_sentence_may_begin_with_it():
    finder = Finder((Pattern("p", "x", ("the West", "win-win")),))
    assert [len(finder.hits(t)) for t in ("The West", "the west", "Win-Win", "WIN-WIN")] == [1, 0, 1, 1]


def test_a_form_may_have_three_gaps_of_five_words_or_eight_hanzi():
    finder = Finder((Pattern("p", "x", ("seek* ... order ... in ... world", "大国 ... 责任 ... 国际 ... 义务")),))
    texts = (
        "They seek a new and fair order of all nations in our small world.",
        "They seek a new and fair and very open order in the world.",
        "大国应当承担责任并履行国际社会的义务。",
        "大国应当承担它们长期以来的责任并履行国际社会的义务。",
    )
    assert [len(finder.hits(text)) for text in texts] == [1, 0, 1, 0]


def test_only_a_form_whose_words_all_stand_there_is_tried():
    """Counted, for a list of names that begin alike would else be compiled, every one, where a text has their opening."""
    named = Pattern("p", "x", tuple(f"the name{n} of" for n in range(1000)), company=("never3 heard",))
    before = compiled_form.cache_info().misses
    assert not Finder((named,)).hits("This is the name of the ship.")
    assert compiled_form.cache_info().misses == before


def test_cost_grows_with_the_text_and_not_with_text_times_patterns():
    """Counted in tries of a form, for time on a shared machine proves nothing."""
    finder = US.code_finder
    text = "Nothing of the kind is here, and yet it is long. "
    tries = sum(len(numbers) for _, numbers in finder._stems.places(text.lower()))
    assert tries < 0.01 * len(text.split()) * sum(len(p.forms) for p in US.patterns)


BASE = """
[[gate.pattern]]
id = "name"
en = ["Ruritania"]
[[family]]
id = "f"
[[code]]
id = "c"
family = "f"
[[code.pattern]]
en = ["war"]
"""
NO_FORM = "is no form; write words, the first letter a letter, with * only at the end of an English word"
SPOILED = {
    "unknown key 'colour'; use one of attributes, blockers, charges, code,": 'id = "b"\ncolour = "red"\n' + BASE,
    "code[1].id (id 'c'): code[0] has this id too; give each an id of its own": BASE
    + '[[code]]\nid = "c"\nfamily = "f"\n',
    "code[1].id (id 'none'): this id means something else already; choose another": BASE
    + '[[code]]\nid = "none"\nfamily = "f"\n',
    "code[1].id (id '../c'): it is no id: use small letters": BASE + '[[code]]\nid = "../c"\nfamily = "f"\n',
    "family[1].id (id 'f'): family[0] has this id too; give each an id of its own": BASE + '[[family]]\nid = "f"\n',
    "code[1].family (id 'd'): there is no family 'g'; use one of f": BASE + '[[code]]\nid = "d"\nfamily = "g"\n',
    "code[1] (id 'd'): 'family' is missing; add it": BASE + '[[code]]\nid = "d"\n',
    f"code[0].pattern[0].en[0] (id 'c'): '*' {NO_FORM}": BASE.replace('"war"', '"*"'),
    f"code[0].pattern[0].en[0] (id 'c'): '' {NO_FORM}": BASE.replace('"war"', '""'),
    f"code[0].pattern[0].en[0] (id 'c'): 'a*b' {NO_FORM}": BASE.replace('"war"', '"a*b"'),
    f"code[0].pattern[0].en[0] (id 'c'): '(war' {NO_FORM}": BASE.replace('"war"', '"(war"'),
    f"code[0].pattern[0].en[1] (id 'c'): '霸权*' {NO_FORM}": BASE.replace('"war"', '"war", "霸权*"'),
    f"code[0].pattern[0].en[0] (id 'c'): 'a ... b ... c ... d ... e' {NO_FORM}": BASE.replace(
        '"war"', '"a ... b ... c ... d ... e"'
    ),
    "code[0].pattern[0].en[0] (id 'c'): it has a length of more than 200; shorten it": BASE.replace(
        '"war"', f'"{"war " * 50}war"'
    ),
    "code[0].pattern[0] (id 'c'): a list here has 100,000 entries, more than 5,000; take some out": BASE.replace(
        '"war"', ", ".join(f'"war {n}"' for n in range(100_000))
    ),
    "code[0].pattern[0] (id 'c'): 'war' is listed twice; keep one": BASE.replace('"war"', '"war", "war"'),
    "code[0].pattern[0] (id 'c'): '战' is listed twice; keep one": BASE + 'with = ["战", "war", "战"]\n',
    "code[0].pattern[0] (id 'c'): it has no form that could be found": BASE.replace('en = ["war"]', "en = []"),
    "code[0].pattern[0] (id 'c'): unknown key 'de'; use one of en, id, no, with, without, yes, zh": BASE
    + 'de = ["Krieg"]\n',
    "code[0].pattern[1]: the pattern id 'name' is that of gate.pattern[0] too; give each its own": BASE
    + '[[code.pattern]]\nid = "name"\nen = ["x"]\n',
    "code[0].pattern[0].yes (id 'c'): it must be a list, [...], not a whole number; correct it": BASE + "yes = 1\n",
    "code[0].pattern[0].no[1] (id 'c'): it must be text in quotation marks, not a date; correct it": BASE
    + 'no = ["War.", 2020-01-01]\n',
    "code[0].pattern[0].en[0] (id 'c'): it must be text in quotation marks, not a list": BASE.replace(
        '"war"', '["war"]'
    ),
    "family[0].label (id 'f'): it must be text in quotation marks, not a whole number; correct it": BASE.replace(
        'id = "f"', 'id = "f"\nlabel = 3'
    ),
    "code[0].definition (id 'c'): give text of one line": BASE.replace(
        'family = "f"', 'family = "f"\ndefinition = """\none\ntwo"""'
    ),
    "gate.pattern[0].naming (id 'name'): 'hinted' is not known here; use one of named, described": BASE.replace(
        '["Ruritania"]', '["Ruritania"]\nnaming = "hinted"'
    ),
    "gate.pattern[0].needs (id 'name'): 'text' is not known here; use one of": BASE.replace(
        '["Ruritania"]', '["Ruritania"]\nneeds = "text"'
    ),
    "gate.pattern[0].names_from (id 'name'): '../x.toml' is no name of a TOML file beside this one,": BASE.replace(
        '["Ruritania"]', '["Ruritania"]\nnames_from = "../x.toml"'
    ),
    "coding: it is no id: use small letters, digits and hyphens": 'coding = "../../x"\n' + BASE,
    "id: it is no id: use small letters, digits and hyphens": 'id = "../../x"\n' + BASE,
    "attributes: it must be a table, not text in quotation marks; correct it": 'attributes = "x"\n' + BASE,
    "attributes.tone[1]: it must be text in quotation marks, not a number": "[attributes]\n"
    'naming = ["named"]\ntone = ["blame", nan]\n' + BASE,
    "attributes.Tone: it is no id: use small letters": '[attributes]\nnaming = ["named"]\nTone = ["blame"]\n' + BASE,
    "attributes.codes: a coder's file has a column of this name; choose another": '[attributes]\ncodes = ["a"]\n'
    + BASE,
    "'blame' is listed twice; keep one": '[attributes]\ntone = ["blame", "blame"]\n' + BASE,
    "charges.agent[0].id (id 'none'): this id means something else already": BASE
    + '[[charges.agent]]\nid = "none"\nen = ["some"]\n',
    "charges.agent[1].id (id 'us'): charges.agent[0] has this id too": BASE
    + '[[charges.agent]]\nid = "us"\nen = ["some"]\n' * 2,
    "charges.agent[0]: 'id' is missing; add it": BASE + '[[charges.agent]]\nen = ["some"]\n',
    "code[0]: it must be a table, not text in quotation marks; correct it": 'code = ["x"]\n',
    "family: it must be a list of tables, [[family]], not a whole number; correct it": "family = 1\n",
    "code (id 'c'): it must be a list of tables, [[code]], not a table; correct it": '[code]\nid = "c"\n',
    "a codebook needs a gate with patterns, and codes; add them": '[[family]]\nid = "f"\n',
    "not readable as TOML (Expected": "[[gate",
}


@pytest.mark.parametrize("says", SPOILED)
def test_a_bad_codebook_is_one_sentence_with_file_place_and_remedy(tmp_path, says):
    path = tmp_path / "own.toml"
    path.write_text(SPOILED[says], encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        read_codebook(path)
    assert str(caught.value).startswith(f"own.toml: {says}")
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 500


def test_a_codebook_in_another_encoding_is_refused_by_name(tmp_path):
    path = tmp_path / "own.toml"
    path.write_bytes(BASE.replace("war", "战争").encode("gbk"))
    with pytest.raises(CorpusError, match=r"own\.toml: it is not in UTF-8 \(byte 126\); save it as that"):
        read_codebook(path)


def test_a_codebook_of_ones_own_is_read_and_applied(tmp_path):
    path = tmp_path / "own.toml"
    path.write_text(BASE, encoding="utf-8")
    assert codes_of("Ruritania went to war.", "Ruritania sleeps.", "War came.", book=read_codebook(path)) == [
        "c",
        "none",
        "",
    ]


def test_the_command_codes_a_table(tmp_path, capsys):
    table = tmp_path / "units.csv"
    table.write_text(
        "unit_id,text_id,paragraph,sentence\na,t,1,The US left the treaty.\nb,t,1,It pays no dues.\nc,t,2,It rained.\n",
        encoding="utf-8",
    )
    assert main(["code", str(table), "--codebook", str(CODEBOOKS / "us_frames.toml")]) == 0
    assert capsys.readouterr().out == "unit_id,codes\na,withdrawal\nb,none\nc,\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("unit_id,text_id,paragraph\n", "units.csv: column 'sentence' is missing; add it"),
        ("unit_id,text_id,paragraph,sentence\na,t,1,x\na,t,1,y\n", "units.csv: line 3: 'a' stands twice; keep one row"),
        ("", "units.csv: it is empty; it needs the columns unit_id, text_id, paragraph, sentence"),
    ],
)
def test_a_bad_table_is_one_sentence(tmp_path, text, says):
    table = tmp_path / "units.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError) as caught:
        read_sentences(table)
    assert str(caught.value) == says


def test_a_gate_may_take_its_names_from_a_gazetteer(tmp_path):
    (tmp_path / "bodies.toml").write_text(
        "[[body]]\nid = 'who'\nen = ['World Health Organization', 'WHO']\n", encoding="utf-8"
    )
    path = tmp_path / "book.toml"
    gate = "[[gate.pattern]]\nid = 'names'\nnames_from = 'bodies.toml'\nen = ['multilateral*']\n"
    path.write_text(gate + "[[family]]\nid = 'f'\n[[code]]\nid = 'c'\nfamily = 'f'\n", encoding="utf-8")
    book = read_codebook(path)
    assert set(book.gate[0].forms) == {"multilateral*", "World Health Organization", "WHO"}
    path.write_text(path.read_text(encoding="utf-8").replace("bodies", "nowhere"), encoding="utf-8")
    says = r"book\.toml: gate\.pattern\[0\]\.names_from \(id 'names'\): no gazetteer 'nowhere\.toml' stands beside"
    with pytest.raises(CorpusError, match=says):
        read_codebook(path)


def test_a_copy_of_a_codebook_finds_the_gazetteers_of_the_project(tmp_path):
    copy = tmp_path / "institutions_said.toml"
    copy.write_bytes((CODEBOOKS / copy.name).read_bytes())
    assert read_codebook(copy).gate == BOOKS["institutions_said"].gate


@pytest.mark.parametrize(
    ("bodies", "says"),
    [
        ('[[body]]\nid = "who"\nen = ["*"]\n', r"bodies\.toml: body\[0\]\.en\[0\] \(id 'who'\): '\*' is no form"),
        ("body = 1", r"bodies\.toml: body: it must be a list of tables, \[\[body\]\], not a whole number"),
        ('[[source]]\nid = "who"\n', r"book\.toml: gate\.pattern\[0\]\.names_from \(id 'names'\): 'bodies\.toml' has"),
    ],
)
def test_a_gazetteer_that_has_no_names_is_refused_with_its_place(tmp_path, bodies, says):
    (tmp_path / "bodies.toml").write_text(bodies, encoding="utf-8")
    path = tmp_path / "book.toml"
    gate = "[[gate.pattern]]\nid = 'names'\nnames_from = 'bodies.toml'\n"
    path.write_text(gate + "[[family]]\nid = 'f'\n[[code]]\nid = 'c'\nfamily = 'f'\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=says):
        read_codebook(path)


SOUTH, SAID = BOOKS["global_south_claims"], BOOKS["institutions_said"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("发展中国家提供援助。", "china-provides"),
        ("Sri Lanka, a developing country, spoke.", "china-member"),
        ("The Beijing Conference and its initiatives served developing countries.", "china-provides"),
    ],
)
def test_what_only_looks_like_china_is_not_china(text, codes):
    assert codes not in codes_of(text, book=SOUTH)[0].split(";")


@pytest.mark.parametrize(
    "text",
    [
        "中国向发展中国家提供援助。",
        "Beijing lends to developing countries to win their votes.",
        "China offers loans to poor countries.",
    ],
)
def test_help_by_china_is_told_apart_from_help_by_others(text):
    assert "china-provides" in codes_of(text, book=SOUTH)[0].split(";")
    others = text.replace("中国向", "德国向").replace("Beijing", "Berlin").replace("China", "Germany")
    assert "china-provides" not in codes_of(others, book=SOUTH)[0].split(";")


@pytest.mark.parametrize(
    "text", ["North Korea and the South met.", "The North-South Joint Declaration stands.", "South Sudan voted."]
)
def test_another_south_is_not_the_global_south(text):
    assert codes_of(text, book=SOUTH) == [""]


def test_a_region_in_need_passes_and_a_place_on_the_map_does_not():
    assert gated(SOUTH, paragraph("Africa is deep in debt."))[0]["naming"].tolist() == ["described"]
    assert gated(SOUTH, paragraph("The ship sailed round Africa."))[0]["naming"].tolist() == [""]


def test_a_body_in_its_own_words_is_an_institution_described():
    assert gated(SAID, paragraph("This Organization must act."))[0]["naming"].tolist() == ["described"]
    assert gated(SAID, paragraph("本组织必须行动。"))[0]["naming"].tolist() == ["described"]


def test_what_is_called_important_is_no_demand():
    assert codes_of("世界卫生组织发挥了重要作用。", book=SAID) == ["merit"]
    assert "merit" not in codes_of("世界卫生组织必须发挥重要作用。", book=SAID)[0]


def test_quite_is_not_quit():
    assert "leave" not in codes_of("The UN is quite old.", book=SAID)[0]
    assert "leave" in codes_of("They quit the UN.", book=SAID)[0]


@pytest.mark.parametrize(
    ("text", "speaks_for", "passes"),
    [
        ("We fed two million people last year.", "un", ["described"]),
        ("我们向灾民提供了粮食。", "un", ["described"]),
        ("We will protect our member states.", "nato", ["described"]),
        ("We fed two million people last year.", "", [""]),
        ("We will keep food prices low.", "g20", [""]),  # the states of a group, not a body
        ("We fed two million people last year.", "us", [""]),
        ("Our planet burns.", "un", [""]),
    ],
)
def test_a_body_that_speaks_for_itself_says_we_of_an_institution_and_a_government_does_not(text, speaks_for, passes):
    assert gated(SAID, paragraph(text).assign(speaks_for=speaks_for))[0]["naming"].tolist() == passes


@pytest.mark.parametrize(
    ("harm", "opposed"),
    [
        ("Unilateral measures run counter to the rules of the WTO.", "Members should refrain from unilateral measures in the WTO."),
        ("单边主义严重冲击多边贸易体制。", "各国反对单边主义，支持多边贸易体制。"),
    ],
)  # fmt: skip
def test_to_oppose_a_harm_to_institutions_is_not_to_charge_it(harm, opposed):
    assert "authority-eroded" in codes_of(harm, book=SAID)[0]
    assert "authority-eroded" not in codes_of(opposed, book=SAID)[0]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("拉美国家联合签署了共同市场条约。", "solidarity"),
        ("南美国家宣布正式成立新的联盟。", "agency"),
    ],
)
def test_a_country_of_latin_america_is_not_the_united_states_though_its_name_holds_it(text, code):
    assert code in codes_of(text, book=SOUTH)[0]


@pytest.mark.parametrize(
    ("text", "china"),
    [
        ("中国始终重视同非洲国家团结合作。", True),
        ("非洲国家要团结合作。", False),
    ],
)
def test_what_china_does_is_found_in_a_word_that_is_longer_for_the_south(text, china):
    assert ("china-provides" in codes_of(text, book=SOUTH)[0]) is china
    assert ("solidarity" in codes_of(text, book=SOUTH)[0]) is not china
