"""Claims about a chapter: what it publishes under which names, and the passages that it quotes."""

import pytest

from helpers.coding import analysis
from helpers.pages import html
from helpers.pages.quotations import NOT_QUOTED
from helpers.pages.sections import by_text
from helpers.pages.sections.passages import code_passages
from ruritania import drawn, listed, published


def test_a_passage_is_a_quotation_with_its_gloss_and_its_place(by_reading):
    page = by_reading()
    assert page.passage("paper:1.1").shown == "Ruritania went to war."
    assert page.passage("wen:1.1").shown == "鲁国开战。 [gloss of ours: Lu goes to war.]"
    assert page.cite("paper:2.1") == "paper:2.1, raw line 3"
    silent = by_reading(quoted=0.0)
    assert silent.passage("paper:1.1").shown == NOT_QUOTED and silent.passage("long:1.1").shown == "Ruritania trades."
    far = page.analysis.sentences.set_index("sentence_id")["text"]["paper:1.3"]
    assert page.passage("paper:1.3", 0, 9).shown.startswith("Ruritania xxx") and page.passage(
        "paper:1.3", 0
    ).shown.endswith("war.")
    assert len(page.passage("paper:1.3").shown) < len(far) + 2


def test_each_code_has_passages_of_each_text_that_has_it(by_dictionary):
    war, trade, praise = map(listed, code_passages(by_dictionary(), 2))
    assert [place.split(",")[0].split(":")[0] for place, _ in war[1]] == ["paper", "paper", "wen", "wen"]
    assert all(place.endswith("(3 in this text)") for place, _ in war[1])
    assert war[0] == "War (war): 3 sentences in 1 text, the translation left out. It fights. Includes: battles."
    assert len(trade[1]) == 3 and trade[0].startswith("Trade (trade): 16 sentences in 2 texts, the")
    assert praise[1] == [
        ("paper:2.1, raw line 3 (1 in this text)", "Great Ruritania trades, and trade is what Ruritania likes.")
    ]
    alone = listed(code_passages(by_dictionary(texts=["paper"]), 1)[0])[0]
    assert alone.startswith("War (war): 3 sentences in 1 text. It fights.")
    ones = [listed(shown)[1] for shown in code_passages(by_dictionary(), 1)]
    assert [len(rows) for rows in ones] == [2, 2, 1]


def test_the_passages_of_a_code_are_drawn_by_chance(by_dictionary):
    found = {listed(code_passages(by_dictionary(seed=seed, texts=["paper"]), 1)[0])[1][0][0][:9] for seed in range(12)}
    assert found == {"paper:1.1", "paper:1.2", "paper:1.3"}


def test_where_nothing_more_may_be_quoted_the_places_are_named(by_reading):
    war, trade, _ = map(listed, code_passages(by_reading(quoted=0.0), 5))
    assert war[1] == [("wen:1.1, raw line 1 (1 in this text)", f"{NOT_QUOTED} [gloss of ours: Lu goes to war.]")]
    assert war[0].endswith(
        "Also, of texts quoted up to their share: paper:1.1, raw line 1 (2 in this text); paper:1.2, raw line 1 (2 in this text)."
    )
    assert [text for _, text in trade[1]] == ["Ruritania trades."] * 5 and "paper:2.1" in trade[0]


def test_tables_and_figures_have_the_names_of_the_page(by_dictionary):
    assert by_dictionary().more("codebook") == "data/processed/us_codebook.csv"


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("frames_by_text", analysis.counted_by_text),
        ("coders_by_text", lambda found: found.beside),
        ("validation", lambda found: found.validation),
        ("agreement", lambda found: found.agreement),
        ("attributes", analysis.attributes_by_text),
        ("leave_one_out", analysis.left_out),
        ("hits", analysis.shown_hits),
        ("codebook", analysis.scheme),
    ],
)
def test_the_tables_of_an_analysis_are_published_as_they_are_described(by_reading, out, name, table):
    page = by_reading()
    page.table(name, table(page.analysis))
    assert len(published(out, name)) == len(table(page.analysis)) > 0


def test_a_picture_is_published_under_the_number_of_the_notebook(by_reading, out):
    page = by_reading()
    picture = by_text.shares_figure(page.analysis)
    assert "<figure>" in page.figure("shares", picture).data
    told = drawn(out, "02_shares")
    assert (told["notebook"], told["title"], told["caption"], told["alt"]) == ("02_x", *picture[1:])
    by_cell = page.figure("own", picture.drawing, title="T.", caption="C.", alt="A.")
    assert "<strong>T.</strong> C." in by_cell.data and drawn(out, "02_own")["alt"] == "A."
    said = html.say("No text is long enough.")
    assert page.figure("shares", said) is said


def test_glosses_belong_to_the_projects_own_corpus(by_reading, by_dictionary):
    assert by_reading().own and by_reading().glosses.to_dict() == {"wen:1.1": "Lu goes to war."}
    assert not by_dictionary().own and by_dictionary().glosses.empty
