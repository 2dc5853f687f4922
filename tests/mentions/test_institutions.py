"""Institutions: 66 bodies on the list, longest names first, the same body in two languages, and bad gazetteers."""

import pandas as pd
import pytest

from conftest import write_corpus
from helpers import load_corpus
from helpers.errors import CorpusError
from helpers.mentions import institutions
from helpers.paths import CODING

LISTED = "us-memorandum"


@pytest.fixture(scope="module")
def gazetteer():
    return institutions.read_bodies()


@pytest.fixture(scope="module")
def found(corpus, gazetteer):
    return institutions.mentions(corpus, gazetteer)


def test_the_list_has_66_bodies_35_and_31_none_twice_none_lost(corpus, gazetteer, found):
    items = corpus.paragraphs[(corpus.paragraphs["kind"] == "list-item") & (corpus.paragraphs["text_id"] == LISTED)]
    assert len(items) == len(gazetteer.listed) == len({b.id for b in gazetteer.listed}) == 66
    sizes = pd.Series([b.list for b in gazetteer.listed]).value_counts()
    assert sizes["non-un"] == 35 and sizes["un"] == 31
    for name in ("non-un", "un"):
        numbers = [b.item for b in gazetteer.listed if b.list == name]
        assert numbers == list(range(1, len(numbers) + 1))
    here = found[(found["stream"] == institutions.LIST) & (found["text_id"] == LISTED)]
    assert here["body"].tolist() == [b.id for b in gazetteer.listed]  # one name an item, in the order of the list


def test_each_listed_body_stands_at_its_raw_line_as_printed(corpus, gazetteer):
    """The item that is split over two lines too."""
    source = corpus.texts.set_index("text_id")["source_id"][LISTED]
    lines = corpus.raw[source].replace("\u00a0", " ").split("\n")
    for body in gazetteer.listed:
        printed = " ".join(lines[body.line - 1 : body.line + 2])
        assert body.printed in " ".join(printed.split()), body


def test_every_mention_stands_where_it_says(corpus, found):
    text = (
        corpus.sentences.set_index("sentence_id")["text"].to_dict()
        | corpus.notes.set_index("note_id")["text"].to_dict()
    )
    assert all(text[m.place][m.start : m.end] == m.surface for m in found.itertuples())
    assert (found["first_line"] <= found["last_line"]).all()


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("the UN Conference on Trade and Development (UNCTAD) met", ["unctad"]),
        ("联合国贸易和发展会议与联合国贸发会议", ["unctad", "unctad"]),
        ("The UN, the UN system and the UN Charter", ["un", "un", "un-charter"]),
        ("the UN Framework Convention on Climate Change, and climate change", ["unfccc"]),
        ("Harvard University and the UN University", ["unu"]),
        ("UN Women and the women of the UN", ["un-women", "un"]),
        ("Africa, Asia and the Economic Commission for Africa", ["uneca"]),
        ("the WTO, the IMF and the World Bank", ["wto", "imf", "world-bank"]),
        ("who are we", []),
    ],
)
def test_the_longest_name_wins_and_words_are_no_names(gazetteer, text, bodies):
    assert [body for _, _, body in institutions._names(gazetteer, text)] == bodies


def test_what_is_not_on_the_list_is_left_earlier_or_not_mentioned(gazetteer):
    fates = gazetteer.fates(["who"])
    assert fates["unctad"] == institutions.HERE and fates["who"] == institutions.EARLIER
    assert fates["un"] == institutions.SILENT and sum(f == institutions.HERE for f in fates.values()) == 66


def test_the_pair_names_the_same_bodies(corpus, found):
    """The concept paper in two languages: what one version names the other names too."""
    named = {
        t: set(found.loc[(found["text_id"] == t) & (found["stream"] == "body"), "body"])
        for t in ("ggi-paper-zh", "ggi-paper-en")
    }
    assert len(named["ggi-paper-zh"] & named["ggi-paper-en"]) >= 0.9 * len(
        named["ggi-paper-zh"] | named["ggi-paper-en"]
    )


def test_roles_are_read_for_every_place_where_another_text_names_a_listed_body(gazetteer, found):
    listed = {b.id for b in gazetteer.listed}
    elsewhere = found[found["body"].isin(listed) & (found["text_id"] != LISTED)]
    roles = institutions.read_roles(CODING / "institution_roles.csv", found)
    assert {*zip(roles["place"], roles["body"], strict=True)} == {
        *zip(elsewhere["place"], elsewhere["body"], strict=True)
    }


def test_a_role_where_the_body_is_not_named_is_refused(found, tmp_path):
    path = tmp_path / "roles.csv"
    path.write_text("place,body,role\nxinhua-report:9.2,unctad,example\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=r"line 2: 'unctad' is not named in 'xinhua-report:9.2'"):
        institutions.read_roles(path, found)


def test_bodies_that_most_texts_name_come_first_and_a_name_in_a_note_is_none():
    places = [("a", "a:1.1", "who"), ("b", "b:1.1", "who"), ("a", "a:1.1", "un"), ("a", "a:1.2", "un")]
    found = pd.DataFrame([*places, ("b", "b:note-1", "un")], columns=["text_id", "place", "body"])
    found["stream"] = ["body", "list", "body", "body", "note"]
    assert institutions.named_by_text(found, ["b", "a"], 1).to_dict("index") == {
        "who": {"b": 1, "a": 1},
        "un": {"b": 0, "a": 2},
    }
    assert institutions.named_by_text(found, ["b", "a"], 3).empty


def test_a_body_named_twice_in_a_sentence_is_one_sentence(gazetteer):
    found = pd.DataFrame({"text_id": list("aab"), "place": ["a:1.1", "a:1.1", "b:1.1"], "body": ["un", "un", "who"]})
    table = institutions.named_in(found, ["a:1.1"], gazetteer, gazetteer.fates(["who"]))
    assert table[["body", "sentences", "texts"]].values.tolist() == [["un", 1, "a"]]


def test_names_are_found_in_ones_own_corpus(tmp_path):
    whole = load_corpus(
        write_corpus(tmp_path, english="T\nby\n\nOpening\n\nThe World Health Organization (WHO) and the WHO met.\n")
    )
    table = institutions.mentions(whole, institutions.read_bodies())
    assert table["surface"].tolist() == ["World Health Organization", "WHO"]


BODY = '[[body]]\nid = "who"\nname = "WHO"\nen = ["WHO"]\nkind = "specialised agency"\nfield = "other"\n'


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (BODY + BODY.replace('id = "who"', 'id = "other"'), r"body\[1\] \(id 'other'\): 'WHO' is a name of 'who' too"),
        (BODY + 'parent = "un"\n', r"body\[0\]\.parent \(id 'who'\): there is no body 'un' here"),
        (BODY.replace('name = "WHO"', ""), r"body\[0\] \(id 'who'\): 'name' is missing"),
        (BODY.replace('en = ["WHO"]', ""), r"body\[0\] \(id 'who'\): it has no name in 'en' or 'zh'"),
        (
            BODY.replace("specialised agency", "planet"),
            r"body\[0\]\.kind \(id 'who'\): 'planet' is not known here; use one of UN",
        ),
        (
            BODY.replace('"other"', '["other"]'),
            r"body\[0\]\.field \(id 'who'\): it must be text in quotation marks, not a list",
        ),
        (BODY + "item = '1'\n", r"body\[0\]\.item \(id 'who'\): it must be a whole number, not text"),
        (BODY + f"line = {10**30}\n", r"body\[0\]\.line \(id 'who'\): it must be 1000000000 or less"),
        (BODY + "line = -1\n", r"body\[0\]\.line \(id 'who'\): it must be 0 or more"),
        (BODY + BODY, r"body\[1\]\.id \(id 'who'\): body\[0\] has this id too"),
        ('blockers = ["*"]\n' + BODY, r"blockers\[0\]: '\*' is no form"),
        (
            BODY + "list = 'un'\nitem = 1\n" + BODY.replace("who", "x").replace("WHO", "X") + "list = 'un'\nitem = 1\n",
            r"body\[1\]\.item \(id 'x'\): item 1 of this list is 'who' too",
        ),
    ],
)
def test_a_gazetteer_that_cannot_be_read_is_one_sentence(tmp_path, toml, message):
    path = tmp_path / "institutions.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(CorpusError, match=message):
        institutions.read_bodies(path)
