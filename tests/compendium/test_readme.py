"""Claims about the parts of pages that the run makes."""

import pytest

from helpers.compendium import readme

ENTRY = {
    "name": "03_x",
    "notebook": "03_x",
    "text": "**No: {n} of *ten*.** More.",
    "values": [{"id": "n", "value": 2.0}],
}


def made(name, package, up=""):
    page = f"before\n<!-- made: {name} -->\nold\n<!-- end -->\nafter"
    lines = readme.refresh(page, package, [], up).splitlines()
    assert (lines[0], lines[-1]) == ("before", "after")
    return "\n".join(lines[2:-2])


def test_an_answer_is_a_line_with_its_first_sentence_and_a_link():
    assert made("findings", {"findings": [ENTRY]}) == "- [03](notebooks/03_x.ipynb): No: 2 of *ten*."


def test_the_page_on_methods_has_no_line_among_the_answers():
    assert made("findings", {"findings": [{**ENTRY, "name": "methods"}]}) == ""


@pytest.mark.parametrize(
    ("answer", "first"),
    [
        ("**The U.S. text says *order* twice.** It ends.", "The U.S. text says *order* twice."),
        ("Of 1,200 words 3.5 per cent are *security*. Then more.", "Of 1,200 words 3.5 per cent are *security*."),
        ("One sentence, *whole*", "One sentence, *whole*"),
    ],
)
def test_the_first_sentence_ends_where_a_sentence_ends(answer, first):
    assert readme.first_sentence(answer) == first


def test_a_link_goes_up_from_a_page_in_a_folder():
    package = {"figures": [{"name": "02_x", "title": "Dots.", "notebook": "02_x"}]}
    assert "| [figures/02_x.svg](../figures/02_x.svg) | Dots | 02_x |" in made("outputs", package, "../")


def test_the_picture_has_its_alternative_text_and_nothing_stands_where_it_is_not_made():
    figure = {"name": readme.LEAD, "title": "A [ladder].", "caption": "Of what.", "alt": "Dots, [one] a text."}
    shown = made("picture", {"figures": [figure]})
    assert shown.startswith(f"![Dots, &#91;one&#93; a text.](figures/{readme.LEAD}.svg)")
    assert "*A &#91;ladder&#93;.* Of what." in shown
    assert made("picture", {"figures": []}) == ""


def test_the_texts_are_those_of_the_manifest_each_with_its_lines(corpus):
    rows = made("texts", {}).splitlines()[2:]
    assert [row.split(" | ")[0].strip("| ") for row in rows] == corpus.texts["short_title"].tolist()
    lines = {text.id: text.lines for text in corpus.manifest.texts}
    for row, spans in zip(rows, lines.values(), strict=True):
        assert row.endswith(", ".join(f"{a}" if a == b else f"{a}-{b}" for a, b in spans) + " |")


def test_a_block_that_no_program_makes_is_an_error():
    with pytest.raises(KeyError):
        made("weather", {})
