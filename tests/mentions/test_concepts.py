"""Claims about concepts: counted in both languages, nested ones all and alone, and every place led back."""

import pytest

from helpers import CorpusError, load_corpus
from helpers.corpus.concordance import concordance
from helpers.corpus.load import corpus_of
from helpers.mentions.concepts import Concept, find, find_series, query_concept, read_concepts
from helpers.text.names import read_terms

BOOK = read_concepts()
BY_ID = {concept.id: concept for concept in BOOK.concepts}


@pytest.fixture(scope="module")
def hits(corpus):
    return find(corpus, BOOK.concepts, read_terms())


def forms(concept, text):
    return [m["hit"] for m in BY_ID[concept].pattern.finditer(text) if m["hit"]]


@pytest.mark.parametrize(
    ("concept", "text", "found"),
    [
        (
            "united-states",
            "U.S., U. S., US-led, anti-US, Sino-US; tell us of USAID",
            ["U.S.", "U. S.", "US", "US", "US"],
        ),
        (
            "hegemony",
            "Hegemony, hegemonic, hegemons and hegemonism",
            ["Hegemony", "hegemonic", "hegemons", "hegemonism"],
        ),
        ("china", "发展中国家与中国、中美", ["中国", "中美"]),
        ("china", "Sino-US talks, Chinese views of China", ["Sino", "Chinese", "China"]),
        ("united-states", "Latin America, American and African American", ["American"]),
        ("order", "in order to keep the order by Executive Order", ["order"]),
        ("reform", "reformulating the reforms", ["reforms"]),
        ("globalism", "anti-globalism, globalists", ["globalists"]),
        ("west", "Western views on West and west; Western Asia", ["Western", "West"]),
        ("deficit", "a trade deficit and deficits", ["deficits"]),
        ("security", "Security Council on security", ["security"]),
        ("development", "发展中国家的发展", ["发展"]),
        (
            "shared-future",
            "communities of shared future, a shared future",
            ["communities of shared future"],
        ),
        ("globalization", "anti-globalization and globalization 逆全球化 全球化", ["globalization", "全球化"]),
        ("international-law", "国际法治与国际法", ["国际法治", "国际法"]),
    ],
)
def test_a_concept_finds_its_forms_and_no_others(concept, text, found):
    assert forms(concept, text) == found


def test_nested_terms_are_all_and_alone(hits):
    part = hits[(hits["text_id"] == "ggi-paper-zh") & (hits["concept"] == "global-governance")]
    initiative = hits[(hits["text_id"] == "ggi-paper-zh") & (hits["concept"] == "global-governance-initiative")]
    assert len(part) == part["alone"].sum() + len(initiative)
    assert initiative["alone"].all()


def test_the_pair_agrees_on_nearly_every_concept(hits):
    table = hits.groupby(["concept", "text_id"]).size().unstack(fill_value=0)
    difference = (table["ggi-paper-zh"] - table["ggi-paper-en"]).abs()
    assert (difference <= 1).all()


def test_hits_stand_where_they_say(corpus, hits):
    texts = corpus.paragraphs.set_index("paragraph_id")["text"]
    for hit in hits.iloc[::17].itertuples():
        assert texts[hit.paragraph_id][hit.start : hit.end] == hit.form
        assert hit.sentence_id.startswith(f"{hit.paragraph_id}.")


def test_list_items_and_blockers_are_no_hits(corpus, hits):
    items = corpus.paragraphs.loc[corpus.paragraphs["kind"] == "list-item", "paragraph_id"]
    assert not hits["paragraph_id"].isin(items).any()
    assert (hits["text_id"] == "qiushi-article").any()
    assert not ((hits["text_id"] == "qiushi-article") & (hits["concept"] == "united-states")).any()


def test_series_grow(corpus):
    deficits, initiatives = (find_series(corpus, series) for series in BOOK.series)
    most = deficits.groupby("text_id")["count"].max()
    assert (most["new-model-article"], most["qiushi-article"], most["far-editors-note"]) == (3, 4, 5)
    most = initiatives.groupby("text_id")["count"].max()
    assert (most["qiushi-article"], most["ggi-paper-zh"], "new-model-article" in most) == (3, 4, False)


def test_a_concordance_shows_every_hit_with_its_raw_lines(corpus, hits):
    part = hits[(hits["concept"] == "america-first") & (hits["text_id"] == "xinhua-report")]
    lines = concordance(corpus, part, width=20)
    assert len(lines) == len(part) == 8
    assert (lines["node"] == "America First").all()
    assert (lines["first_line"] > 200).all()
    assert lines["left"].str.len().max() <= 20
    right = concordance(corpus, part, width=20, sort="right")["right"].str.strip().str.lower().tolist()
    assert right == sorted(right)
    left = concordance(corpus, part, width=20, sort="left")["left"].map(lambda s: s.lower().split()[-1]).tolist()
    assert left == sorted(left)
    with pytest.raises(CorpusError, match="sorted by text, left, right"):
        concordance(corpus, part, sort="length")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[concpt]]", "unknown key 'concpt'; use one of concept, formula, series, stop"),
        ('[[concept]]\nen = ["x"]', r"concept\[0\]: 'id' is missing"),
        (
            '[[concept]]\nid = "a"',
            r"concept\[0\] \(id 'a'\): a concept needs a form in English \(en\) or Chinese \(zh\)",
        ),
        ('[[concept]]\nid = "a"\nen = ["*"]', r"concept\[0\]\.en\[0\] \(id 'a'\): '\*' is no form"),
        ('[[concept]]\nid = "a"\nen = ["a*b"]', r"'a\*b' is no form"),
        ('[[concept]]\nid = "a"\nzh = ["人类*"]', r"concept\[0\]\.zh\[0\] \(id 'a'\): '人类\*' is no form"),
        (
            '[[concept]]\nid = "a"\nen = ["x"]\nnot_in = [1]',
            r"not_in\[0\] \(id 'a'\): it must be text in quotation marks",
        ),
        ('[[concept]]\nid = "a"\nen = ["x"]\ncased = "yes"', r"cased \(id 'a'\): it must be true or false, not text"),
        ('[[concept]]\nid = "a"\nen = ["x"]\nzh = ["x"]', r"concept\[0\] \(id 'a'\): 'x' is listed twice"),
        (
            '[[concept]]\nid = "a"\nen = ["x"]\n[[concept]]\nid = "a"\nen = ["y"]',
            r"concept\[1\]\.id \(id 'a'\): concept\[0\] has",
        ),
        ('[[concept]]\nid = "a"\nen = ["x"]\ncolour = "red"', r"concept\[0\] \(id 'a'\): unknown key 'colour'"),
        ('[[series]]\nid = "a"', r"series\[0\] \(id 'a'\): 'needs' is missing"),
        ('[[series]]\nid = "a"\nneeds = []\nmembers = []', r"series\[0\]\.needs \(id 'a'\): it is empty"),
        (
            '[[series]]\nid = "a"\nneeds = ["x"]\nmembers = [{ id = "m", en = ["p"] }, { id = "m", en = ["q"] }]',
            r"series\[0\]\.members\[1\]\.id \(id 'm'\): series\[0\]\.members\[0\] has this id too",
        ),
        ("stop = [true]", r"stop\[0\]: it must be text in quotation marks, not true or false"),
        ("[[", "not readable as TOML"),
    ],
)
def test_a_faulty_list_is_one_sentence(tmp_path, text, says):
    path = tmp_path / "concepts.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match=says) as error:
        read_concepts(path)
    assert str(error.value).startswith("concepts.toml: ")
    assert "\n" not in str(error.value) and len(str(error.value)) < 500


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("US", "the US and us, US-led", ["US", "US"]),
        ("order*", "Orders and order", ["Orders", "order"]),
        ("中国", "发展中国家与中国", ["中国"]),
        ("peaceful rise", "a peaceful  rise", ["peaceful  rise"]),
    ],
)
def test_a_query_is_read_as_a_reader_means_it(query, text, found):
    assert [m["hit"] for m in query_concept(query, BOOK).pattern.finditer(text) if m["hit"]] == found


@pytest.mark.parametrize("query", ["*igemon", "人类*", "", "a*b", " x", "a ... " * 4 + "b", "x" * 201])
def test_a_query_that_is_no_form_is_refused(query):
    with pytest.raises(CorpusError, match="query"):
        query_concept(query, BOOK)


def test_an_abbreviation_in_brackets_behind_its_name_is_no_second_mention():
    club = Concept("club", "club", ("Harbour Club", "HC", "海港会"))
    corpus = corpus_of(
        en={"a": "The Harbour Club (HC) met. The HC met, and the Harbour Club (HC members all) left."},
        zh={"b": "海港会（HC）开会。后来 HC 开会。"},
    )
    assert find(corpus, [club])["form"].tolist() == ["Harbour Club", "HC", "Harbour Club", "HC", "海港会", "HC"]


def test_no_hit_is_an_empty_table(own_corpus):
    corpus = load_corpus(own_corpus)
    found = find(corpus, [BY_ID["climate"]])
    assert found.empty
    assert concordance(corpus, found).empty
