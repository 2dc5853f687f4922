"""Claims about markup: whatever a declaration or a text holds, a page has the elements that its template wrote.

One hostile value goes through every field; the page must have the same elements and attributes as with a harmless one.
"""

import ast
import json
import re
from dataclasses import replace

import pandas as pd
import pytest
from bs4 import BeautifulSoup
from IPython.display import Markdown
from markdown_it import MarkdownIt

from conftest import MANIFEST, codebook, write_corpus
from helpers import load_corpus
from helpers.coding.codebook import read_codebook
from helpers.compendium import check, readme, site
from helpers.mentions.concepts import read_concepts
from helpers.mentions.spelled import in_files
from helpers.mentions.wording import Settings, Wording
from helpers.pages import html as pages_html
from helpers.pages import plots, publish, sheet
from helpers.pages.chapter import Page
from helpers.pages.quotations import Passage, Quotations
from helpers.pages.sections import texts, words
from helpers.paths import CONCEPTS, GS_CLAIMS, INSTITUTIONS_SAID, NOTEBOOKS, US_FRAMES
from helpers.text.names import read_terms

HOSTILE = (
    "# 1. <img src=x onerror=alert(1)><script>alert(2)</script> [x](javascript:alert(3)) ![y](z) | `c` ``` **b** _i_ "
    "~~s~~ $a_1$ \\(x\\) {#id} {ref}`t` &amp; &lt; </td></table></div> <!-- 'q' \"Q\" ' onclick=a() x='"
)
SHORT = "<img src=x onerror=a()> [x](javascript:b) | `c` *d* $e_1$ {f} #"  # as long as a label of a figure may be
HARMLESS = "Nothing but words of the same kind, which hold no mark of any markup, so that a page shows them as they are"
ENGLISH = """T
by N

Opening

The U.S. sent two letters to the United Nations in 2024. America withdrew from UNESCO and bullied developing countries.

The Global South demands reform of the World Health Organization, said Antonio Guterres. Some countries seek hegemony.
"""


def rendered(markdown: str) -> BeautifulSoup:
    """Markdown as a page shows it, raw HTML and tables included."""
    return BeautifulSoup(
        MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown), "html.parser"
    )


def elements(page: BeautifulSoup) -> list[tuple]:
    """Every element in order, with the names of its attributes."""
    return [(tag.name, *sorted(tag.attrs)) for tag in page.find_all(True)]


def same(make, shown_at_least: int = 1, hostile_value: str = HOSTILE) -> None:
    """`make(value)` gives a page with the same elements for both values, and shows the hostile one letter for letter."""
    harmless, hostile = (make(value) for value in (HARMLESS[: len(hostile_value)], hostile_value))
    assert elements(harmless) == elements(hostile)
    whole = " ".join(hostile.get_text().split())
    told = whole + " ".join(" ".join(str(v) for v in tag.attrs.values()) for tag in hostile.find_all(True))
    assert told.count(" ".join(hostile_value.split())) >= shown_at_least


def html(text: str) -> BeautifulSoup:
    return BeautifulSoup(text, "html.parser")


# --- what helpers make -----------------------------------------------------------------------------------------------


def test_tables_passages_and_figures_of_a_notebook():
    def table(value):
        frame = pd.DataFrame({value: [value], "n": [1]})
        return html(pages_html.table(frame, value, more=value, labels={"n": value}).data)

    same(table, 5)
    same(lambda value: html(pages_html.evidence([Passage(value, value, value, value)], value).data), 5)
    same(lambda value: html(pages_html.side_by_side({value: [Passage(value, value, value)]}, value).data), 5)
    same(lambda value: html(pages_html.figure(b"png", value, value, value).data), 3)


@pytest.mark.parametrize(
    "template",
    [
        "A *{}* and **{}**.",
        "- {}",
        "# {}",
        "## {} of it",
        "| a | b |\n| --- | --- |\n| {} | {} |",
        "{}",
        "[{}](a.md) {}",
    ],
)
def test_a_value_inside_markdown_is_shown_as_it_is(template):
    same(lambda value: rendered(template.replace("{}", pages_html.plain(value))))
    for odd in ("- a", "1. a", "12) a", "+ a", "# a", "> a", "a #", "=", "---", ":::", "% a", "  a", "a\n\nb", "    a"):
        assert elements(rendered(template.replace("{}", pages_html.plain(odd)))) == elements(
            rendered(template.replace("{}", "a"))
        )
        assert " ".join(odd.split()) in rendered(template.replace("{}", pages_html.plain(odd))).get_text()
    assert elements(rendered(f"A *{pages_html.quote(HOSTILE)}*.")) == [("p",), ("em",), ("span", "class")]


def test_the_tables_of_readme():
    def made(value):
        package = {
            "figures": [{"name": "a", "title": value, "notebook": "00"}],
            "resources": [{"path": "b.csv", "title": value, "notebook": "00"}],
        }
        return rendered(readme.refresh("<!-- made: outputs -->\nx\n<!-- end -->", package, []))

    same(made, 2)


def test_the_report_of_a_check():
    verdicts = lambda value: [check.Verdict(value, value, (value,))]  # noqa: E731
    same(lambda value: html(check.page(verdicts(value), value, 1.0, value)), 5)


# --- the site --------------------------------------------------------------------------------------------------------


def in_manifest(value: str) -> str:
    """A manifest whose every field of free text holds a value."""
    told = json.dumps(value)
    free = "\n".join(
        f"{key} = {told}" for key in ("title", "author", "institution", "voice_basis", "genre", "date_basis")
    )
    text = MANIFEST.replace('date_basis = "not stated; by 2025-03-01, when it came in"\n', "")
    text = text.replace('language = "en"', f'{free}\nlanguage = "en"').replace(
        'language = "zh"', f'{free}\nlanguage = "zh"'
    )
    text = text.replace("Voice of the North", value.replace("\\", "\\\\").replace('"', '\\"'))
    return text.replace('layout = "wrapped"', f'layout = "wrapped"\norigin = {told}\nrights = {told}')


def in_codebook(path, value: str) -> str:
    """A codebook or list whose every label, definition and name holds a value, each another."""
    numbers = iter(range(10**6))
    keys = "label|definition|include|exclude|source|target|name|role|country|basis"
    return re.sub(
        rf'^({keys}) = ".*"$',
        lambda m: f"{m[1]} = {json.dumps(f'{value} {next(numbers)}')}",
        path.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )


def small_corpus(folder, value):
    folder.mkdir(parents=True)
    return write_corpus(folder, in_manifest(value), english=ENGLISH + f"\n{value}.\n")


def test_the_page_of_a_text(tmp_path):
    number = iter(range(9))

    def page(value, shown):
        corpus = load_corpus(small_corpus(tmp_path / str(next(number)), value))
        corpus.texts["full_text_public"] = shown
        cited = {"paper:2.1": (value, value)}
        return rendered(site.text_page(corpus, "paper", cited, {"paper:2.1": ["01_x"]})[0])

    same(lambda value: page(value, True), 7)
    same(lambda value: page(value, False), 9)
    same(lambda value: rendered(site.texts_index(load_corpus(small_corpus(tmp_path / str(next(number)), value)))), 2)


def test_a_blank_line_or_a_margin_in_a_title_ends_no_element(own_corpus):
    corpus = load_corpus(own_corpus)
    before = elements(rendered(site.text_page(corpus, "paper", {}, {})[0]))
    corpus.texts["title"] = "One\n\n    two\n\n# three"
    page = rendered(site.text_page(corpus, "paper", {}, {})[0])
    assert elements(page) == before and "One two # three" in page.get_text()


def test_the_pages_of_a_codebook(tmp_path):
    def book(value):
        path = tmp_path / "own.toml"
        path.write_text(in_codebook(US_FRAMES, value), encoding="utf-8")
        return read_codebook(path)

    codes = len(book(HARMLESS).codes)
    same(lambda value: rendered(site.codebook_page(book(value))), 4 * codes)


def test_ids_are_shown_as_they_are_too():
    from helpers.coding.codebook import Code
    from helpers.text.patterns import Pattern

    def page(value):
        code = Code(**dict.fromkeys(("id", "family", "label", "definition", "include", "exclude", "source"), value))
        pattern = Pattern(id=value, target=value, forms=(value,))
        names = {"id": value, "version": value, "target": value, "families": {value: value}}
        book = replace(codebook(US_FRAMES), **names, codes=(code,), gate=(pattern,), patterns=(pattern,))
        return rendered(site.codebook_page(book))

    same(page, 14)
    same(lambda value: rendered(site.tables_page({"resources": [{"path": f"{value}.csv", "title": value}]})), 1)
    entry = "@book{{a, author = {{{0}}}, title = {{{0}}}, year = {{{0}}}, journal = {{{0}}}, use = {{{0}}}}}"
    latex = HOSTILE.replace("{", "").replace("}", "").replace("\\", "").replace("$", "").replace("~", "")
    works = [
        rendered(site.references(entry.format(value))) for value in (HARMLESS.replace(",", ""), latex.replace(",", ""))
    ]
    assert elements(works[0]) == elements(works[1])


# --- sheets and figures ----------------------------------------------------------------------------------------------


def test_the_page_of_a_coding_sheet(tmp_path):
    number = iter(range(9))

    def page(value):
        folder = tmp_path / str(next(number))
        corpus = load_corpus(small_corpus(folder, value))
        (folder / "own.toml").write_text(in_codebook(US_FRAMES, value), encoding="utf-8")
        drawn = pd.DataFrame(
            {"unit_id": corpus.sentences["sentence_id"], "sentence": corpus.sentences["text"], "passes": "", value: ""}
        )
        paths = sheet.write(corpus, read_codebook(folder / "own.toml"), drawn, folder / "out")
        return html(paths[1].read_text(encoding="utf-8"))

    same(page, 50)


def test_a_label_in_a_figure_is_drawn_as_it_is():
    """No mathematics, no comment, no escape: the letters of the label, and no error."""
    figure, axes = plots.canvas(9, 12, 2)
    table = pd.DataFrame([[1, 2]], index=[SHORT], columns=["$x$", "a_b^{c} \\frac"])
    plots.heat(axes[0], table).set_xlabel("$10 to $20")
    plots.pairs(axes[1], pd.DataFrame({"l": ["_hidden $"], "a": [0], "b": [2]}), "l", "a", "b", ("_n $", "$"), "$")
    one, other = plots.render(figure, "svg"), plots.render(figure, "png")
    drawn = [text for text in figure.findobj(plots.Text) if text.get_text()]
    assert {SHORT, "$x$", "a_b^{c} \\frac", "$10 to $20", "_hidden $"} <= {text.get_text() for text in drawn}
    assert not any(text.get_parse_math() for text in drawn)
    assert b"<script" not in one and other[:4] == b"\x89PNG"


def test_the_tables_and_pictures_of_the_page_of_words(tmp_path):
    number = iter(range(9))

    def page(value):
        folder = tmp_path / str(next(number))
        folder.mkdir()
        corpus = load_corpus(write_corpus(folder, in_manifest(value), english=ENGLISH + f"\nBelt and Road: {value}.\n"))
        corpus.texts["short_title"] = value
        (folder / "concepts.toml").write_text(in_codebook(CONCEPTS, value), encoding="utf-8")
        settings = Settings(minimum=1, window=10, resamples=20)
        said = Wording(corpus, read_concepts(folder / "concepts.toml"), read_terms(), settings)
        here = words.WordsPage("01_x", corpus, Quotations(corpus, {}), said)
        found = said.query("letters")
        tables = [words.absent_table(here, 3), words.first_table(here), words.query_table(here, found, value)]
        drawn = [words.concepts_figure(here), words.formulas_figure(here)]
        tables += [pages_html.figure(b"png", *picture[1:]) for picture in drawn]
        return html("".join(shown.data for shown in tables))

    same(page, 5, SHORT)


# --- notebooks -------------------------------------------------------------------------------------------------------


def shown(name: str, given: dict) -> BeautifulSoup:
    """What a notebook shows with some parameters, its cells run one after the other in this process."""
    made, scope = [], {"display": lambda *objects: made.extend(objects)}
    for cell in json.loads(next(NOTEBOOKS.glob(f"{name}_*.ipynb")).read_text(encoding="utf-8"))["cells"]:
        if cell["cell_type"] != "code":
            continue
        body = ast.parse("".join(cell["source"])).body
        last = body.pop() if isinstance(body[-1], ast.Expr) else None
        exec(compile(ast.Module(body, []), name, "exec"), scope)
        if "parameters" in cell["metadata"]["tags"]:
            scope |= given
        if last:
            made.append(eval(compile(ast.Expression(last.value), name, "eval"), scope))
    texts = [rendered(m.data) if isinstance(m, Markdown) else html(m.data) for m in made if hasattr(m, "data")]
    page = BeautifulSoup("", "html.parser")
    page.extend(texts)
    return page


def test_the_sections_on_the_texts(tmp_path, monkeypatch):
    number = iter(range(9))

    def page(value):
        folder = tmp_path / str(next(number))
        monkeypatch.setenv(publish.OUTPUT_VARIABLE, str(folder / "out"))
        corpus = load_corpus(small_corpus(folder, value))
        opened = Page("00_x", corpus, Quotations(corpus, {}))
        made = [texts.texts_table(opened), texts.voices_table(opened, [value]), texts.files_table(opened)]
        made += [texts.streams_table(opened), texts.splitters_table(opened, read_terms())]
        made.append(texts.naive_table(in_files(corpus, [value])))
        return html("".join(part.data for part in made))

    same(page, 5, SHORT)


@pytest.mark.weekly
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of labels too long for a figure, and of columns without a value
@pytest.mark.parametrize(("name", "book"), [("02", US_FRAMES), ("03", GS_CLAIMS), ("04", INSTITUTIONS_SAID)])
def test_what_a_notebook_shows_of_a_codebook_that_is_not_ours(tmp_path, monkeypatch, name, book):
    number = iter(range(9))

    def page(value):
        folder = tmp_path / str(next(number))
        folder.mkdir()
        monkeypatch.setenv(publish.OUTPUT_VARIABLE, str(folder / "out"))
        (folder / "own.toml").write_text(in_codebook(book, value), encoding="utf-8")
        return shown(name, {"codebook": str(folder / "own.toml"), "codes": "dictionary", "resamples": 20})

    same(page, 1, SHORT)
