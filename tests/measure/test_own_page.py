"""The page on a reader's own texts holds for one text and for thousands, and says nothing of the texts of others."""

import csv
import json
import random
import struct

import pandas as pd
import pytest

from cells import run_cells
from conftest import codebook, in_ci, weekly
from helpers.__main__ import main
from helpers.coding import example
from helpers.coding.dictionary import apply
from helpers.corpus.load import BACK_MATTER
from helpers.corpus.selection import countable
from helpers.errors import CorpusError
from helpers.measure import merge
from helpers.pages import html
from helpers.pages.sections import own
from helpers.paths import GS_CLAIMS, NOTEBOOKS, PROCESSED, US_FRAMES
from helpers.statistics import groups

NUMBER = "10"


@pytest.fixture
def page(tmp_path):
    """What the page shows of some rows (dictionaries with a text), and the tables that it publishes."""

    def shown(rows, **parameters):
        source = tmp_path / "texts.csv"
        with source.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        given = {"source": str(source), "group": "", "query": "", **parameters}
        text = run_cells(NUMBER, list(given.items()), tmp_path / "out")
        return " ".join(text.split())

    shown.tables = tmp_path / "out" / "data" / "processed"
    shown.figures = tmp_path / "out" / "figures"
    return shown


def table(folder, name):
    return pd.read_csv(folder / f"own_{name}.csv", encoding="utf-8-sig", keep_default_na=False)


WORDS = ["reform", "trade", "border", "river", "council", "tax", "school", "harbour", "road", "bridge"]
SENTENCE = "The United States and the council {} the {} of {}, and {} follows."


def speeches(number, longest=3, **columns):
    draw = random.Random(1)
    rows = []
    for n in range(number):
        said = [SENTENCE.format(*draw.choices(WORDS, k=4)) for _ in range(draw.randint(1, longest))]
        more = {name: values[n % len(values)] for name, values in columns.items()}
        rows.append({"text_id": f"speech-{n}", **more, "text": "\n".join(said)})
    return rows


def sizes(folder):
    """Width and height of each picture, in pixels."""
    return {p.stem: struct.unpack(">II", p.read_bytes()[16:24]) for p in folder.glob("*.png")}


@pytest.mark.parametrize("number", [in_ci(1), 13, weekly(200), weekly(3000)])
def test_it_scales_in_the_eye(page, number):
    parties = [f"Party of the {word} and of all who live beside it" for word in WORDS * 3]
    rows = speeches(number, party=parties, date=[f"{year}-03-01" for year in range(1990, 2020)])
    shown = page(rows, group="party", query="council")
    assert f"{html.count(number, 'text')} read" in shown
    assert sizes(page.figures) and max(max(size) for size in sizes(page.figures).values()) <= 2000
    assert len(table(page.tables, "texts")) == number


def test_one_text_without_group_or_date_says_what_cannot_be_shown(page):
    shown = page([{"text": "The council reforms trade."}])
    assert "1 text read**, each a group of its own" in shown
    assert "There is one group of texts with words, so none is contrasted." in shown
    assert "No column says when these texts were made" in shown
    assert "Nothing is asked for: query is empty." in shown.replace("`", "")


def test_nothing_found_is_said_as_nothing_found(page):
    shown = page([{"text": "Rain fell."}, {"text": "Wind rose."}], query="霸权")
    assert "None of the 44 concepts was found in these texts." in shown
    assert "Nothing found: 霸权 stands in none of these texts." in shown
    assert "No sentence of these texts was given a code of" in shown


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        weekly([{"text": "改革秩序。", "language": "zh"}], "Chinese: 1 text"),
        in_ci([{"text": "Handel und Wandel, Handel.", "language": "de"}], "of texts in de only words are counted"),
        weekly(
            [{"text": "One river."}, {"text": "改革。", "language": "zh"}], "English: 1 text, 2 words; Chinese: 1 text"
        ),
    ],
)
def test_other_languages_are_counted_and_what_is_not_is_said(page, rows, said):
    rows = [{"language": "", **row} for row in rows]
    assert said in page(rows)


@pytest.mark.ci
def test_where_no_text_is_resampled_the_page_says_so(page, monkeypatch):
    rows = speeches(60, side=["left", "right"])
    for n, row in enumerate(rows):
        row["text"] += " Harbour, harbour and harbour!" * (n % 2)
    for module in (own, merge, groups):
        monkeypatch.setattr(module, "MANY", 50)  # each group has fewer, and all together more
    shown = page(rows, group="side")
    assert "More than 50 texts are compared, so none is resampled: intervals come from sums over texts" in shown
    assert "texts resampled" not in shown


@pytest.mark.weekly
def test_groups_with_twenty_texts_have_intervals_and_others_have_none(page):
    rows = speeches(60, side=["left", "right"])
    for n, row in enumerate(rows):
        row["text"] += " Harbour, harbour and harbour!" * (n % 2)
    shown = page(rows, group="side")
    assert "none is resampled" not in shown
    found = table(page.tables, "keyness").set_index(["group", "term"])
    row = found.loc[("right", "harbour")]
    assert float(row["lrc_texts"]) > 0 and row["texts_1"] == 30 and row["heavy_1"] == ""
    assert "Under 20 texts" not in shown
    few = page(rows[:30], group="side")
    assert "left (15)" in few and "right (15)" in few
    assert set(table(page.tables, "keyness")["lrc_texts"]) == {""}


@pytest.mark.ci
def test_names_and_words_that_no_font_can_draw_stop_no_page(page):
    name = "\U000e0041\U0001d7ff𒀀"
    rows = [{"text": "The council. " * 9, "side": name}, {"text": "𒀀𒀀 river. " * 9, "side": "b"}]
    assert name in page(rows, group="side")


def test_a_text_that_holds_half_of_the_hits_is_named(page):
    rows = [{"text": "A river. " * 5, "side": "a"}, {"text": "A river. " + "A quota. " * 50, "side": "a"}]
    rows += [{"text": "A river. " * 5, "side": "b"}] * 2
    page(rows, group="side")
    found = table(page.tables, "keyness").set_index(["group", "term"])
    assert str(found.loc[("a", "quota"), "heavy_1"]) == "texts-000002"


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({"group": "voice"}, "no column 'voice' to group by; there are side, language"),
        ({"group": "side", "compared": "left,middle"}, "compared: no text in en has the group 'middle'; there are"),
        ({"words_in": "fr"}, "words_in: no text is in 'fr'; there are en"),
        in_ci({"query": "*"}, "query: '\\*' is no form"),
        ({"codebook": "nowhere.toml"}, "nowhere.toml: no such codebook"),
        ({"coders": "nowhere"}, "coding.toml: no such list of coders"),
    ],
)
def test_what_does_not_fit_is_one_sentence(page, parameters, said):
    with pytest.raises(CorpusError, match=said):
        page(speeches(4, side=["left", "right"]), **parameters)


def test_the_page_of_others_holds_no_word_of_ours(page, corpus):
    shown = page([{"text": "A river. A road."}])
    for row in corpus.texts.itertuples():
        assert row.text_id not in shown and row.voice not in shown
    source = (NOTEBOOKS / "10_your_own_texts.ipynb").read_text(encoding="utf-8")
    prose = ["".join(c["source"]) for c in json.loads(source)["cells"] if c["cell_type"] == "markdown"]
    for word in ("memorandum", "Xinhua", "United States", "China", "South"):
        assert word not in " ".join(prose)


# --- the same counts as the argument ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ours():
    return {name: table(PROCESSED, name) for name in ("texts", "cells", "codes", "words")}


def test_its_concepts_are_those_of_the_argument(ours):
    published = pd.read_csv(PROCESSED / "concepts.csv", encoding="utf-8-sig")
    there = published[published["count"] > 0].sort_values(["concept", "text_id"])
    columns = ["text_id", "concept", "count", "alone", "windows_with", "sentences_with"]
    assert ours["cells"].values.tolist() == there[columns].values.tolist()
    windows = published.drop_duplicates("text_id").set_index("text_id")["windows"]
    assert ours["texts"].set_index("text_id")["windows"].to_dict() == windows.to_dict()


def test_its_words_are_those_of_the_argument(ours):
    index = pd.read_csv(PROCESSED / "paragraph_index.csv", encoding="utf-8-sig")
    shown = index[index["kind"] != "list-item"]
    sizes = shown.groupby("text_id")[["words", "hanzi", "sentences"]].sum()
    texts = ours["texts"].set_index("text_id")
    assert texts[["words", "hanzi", "sentences"]].to_dict() == sizes.loc[texts.index].to_dict()
    counts = pd.read_csv(PROCESSED / "term_counts.csv", encoding="utf-8-sig", keep_default_na=False)
    counts = counts[(counts["kind"] == "word") & counts["paragraph_id"].isin(shown["paragraph_id"])]
    text_id = counts["paragraph_id"].str.rsplit(":", n=1).str[0]
    english = counts[text_id.map(texts["language"]) == "en"].groupby("term")["count"].sum()
    words = ours["words"].groupby("term")["count"].sum()
    assert words.to_dict() == english.loc[words.index].to_dict() and len(words) == 100


def test_its_codes_are_those_of_the_dictionary_on_the_corpus(ours, corpus):
    sentences = countable(corpus)
    found = apply(codebook(US_FRAMES), sentences)[0]
    given = found["codes"].str.split(";").explode()
    counts = given[~given.isin(["", "none"])].value_counts()
    assert ours["codes"].groupby("code")["count"].sum().to_dict() == counts.to_dict()
    assert BACK_MATTER not in set(corpus.texts.set_index("text_id")["genre"].reindex(ours["texts"]["text_id"]))


# --- what was measured before ----------------------------------------------------------------------------------------


@pytest.mark.ci
@pytest.mark.slow
def test_a_page_of_what_was_measured_is_that_of_its_texts(page, tmp_path, capsys):
    rows = [*speeches(30, side=["left", "right"]), {"text_id": "bad", "side": "left", "text": " "}]
    whole = page(rows, group="side", query="council", skip_unreadable="true")
    direct = {path.name: path.read_bytes() for path in page.tables.iterdir()}
    counts = tmp_path / "my-counts"
    assert main(["measure", str(tmp_path / "texts.csv"), "--output", str(counts), "--skip-unreadable"]) == 0
    given = {"source": str(counts), "group": "side", "query": "council"}
    shown = run_cells(NUMBER, list(given.items()), tmp_path / "again")
    tables = tmp_path / "again" / "data" / "processed"
    assert {path.name: path.read_bytes() for path in tables.iterdir()} == direct
    assert "my-counts/shards" in shown and "cannot be read: line 62: it holds no text" in shown
    assert " ".join(shown.split()).replace("my-counts/shards", "build/measured") == whole


@pytest.mark.ci
def test_what_was_measured_with_something_else_is_refused_in_a_sentence(page, tmp_path, capsys):
    rows = speeches(3)
    page(rows)
    counts = tmp_path / "my-counts"
    assert main(["measure", str(tmp_path / "texts.csv"), "--output", str(counts)]) == 0
    for more, said in (
        ({"codebook": str(GS_CLAIMS)}, "my-counts: it was measured with other lists or by another version"),
        ({"language": "en"}, "language: my-counts is measured already; name it when you measure"),
    ):
        with pytest.raises(CorpusError, match=f"^{said}"):
            run_cells(NUMBER, list({"source": str(counts), **more}.items()), tmp_path / "again")
    (counts / "report.json").write_text("[]")
    with pytest.raises(CorpusError, match=r"^my-counts: its report\.json is none of `measure`"):
        run_cells(NUMBER, [("source", str(counts))], tmp_path / "again")


# --- the reader's own coders -----------------------------------------------------------------------------------------


def filled(sheet, folder, name, war="war"):
    """A sheet filled in by somebody who sees a trade war wherever both words stand."""
    rows = pd.read_csv(sheet, encoding="utf-8-sig", keep_default_na=False)
    passes = rows["sentence"].str.contains("United States")
    rows["passes"] = passes.map({True: "yes", False: "no"})
    rows["codes"] = ["" if not here else "withdrawal" if "withdraws" in text else war
                     for here, text in zip(passes, rows["sentence"], strict=True)]  # fmt: skip
    rows.to_csv(folder / f"{name}.csv", index=False)


def test_from_a_sheet_of_own_texts_to_agreement_and_validity(page, tmp_path, capsys):
    rows = [
        {
            "text_id": f"speech-{n}",
            "text": "The United States withdraws from the treaty. Rain fell.\nThe United States sleeps.",
        }
        for n in range(12)
    ]
    page(rows)
    given = ["--source", str(tmp_path / "texts.csv"), "--output", str(tmp_path / "sheets")]
    assert main(["coding-sheet", *given]) == 0
    sheet = tmp_path / "sheets" / "sheet_us.csv"
    drawn = pd.read_csv(sheet, encoding="utf-8-sig", keep_default_na=False)
    assert len(drawn) == 36 and set(drawn["passes"]) == {""}
    assert "Rain fell." in sheet.with_suffix(".html").read_text(encoding="utf-8")
    coders = tmp_path / "coders"
    coders.mkdir()
    filled(sheet, coders, "Ada", war="none")
    filled(sheet, coders, "Bo", war="force")
    toml = '[[half]]\nid = "all"\ncoders = ["Ada", "Bo"]\n'
    (coders / "coding.toml").write_text(toml, encoding="utf-8")
    shown = page(rows, coders=str(coders))
    assert "by your own coders" in shown and "Ada, Bo" in shown
    found = table(page.tables, "validity")
    assert set(found["judge"]) == {"Ada", "Bo"}
    row = found[(found["judge"] == "Ada") & (found["measure"] == "withdrawal")].iloc[0]
    assert [row["n"], row["found"], float(row["f1"])] == [12, 12, 1]
    label = next(code.label for code in codebook(US_FRAMES).codes if code.id == "withdrawal")
    assert label in shown and "1.00" in shown


@pytest.mark.ci
def test_what_a_dictionary_of_the_project_is_worth_outside_stands_beside_it(page):
    shown = page(speeches(2))
    found = table(page.tables, "validity").set_index(["judge", "measure", "level"])["f1"]
    assert set(found.index.get_level_values("judge")) == {"texts from outside", "this compendium"}
    published = pd.read_csv(PROCESSED / "us_validation.csv", encoding="utf-8-sig", keep_default_na=False)
    outside = published[published["comparison"] == "outside"].set_index(["measure", "level"])["f1"]
    # Macro averages are of the codes that are frequent enough, and the intervals of another number of draws.
    same = [place for place in outside.index if place[0] not in ("macro", "micro")]
    assert len(same) > 20 and found["texts from outside"][same].tolist() == outside[same].tolist()
    gate = f"{float(outside['gate, all', 'gate']):.2f}"
    assert gate in shown
    assert "On your own texts it is not known" in shown


def test_a_dictionary_that_nobody_has_tried_says_so(page, tmp_path):
    book = tmp_path / "mine.toml"
    book.write_text(example.BOOK, encoding="utf-8")
    shown = page([{"text": "Ruritania went to war."}, {"text": "Ruritania trades."}], codebook=str(book))
    assert "Nothing is known of how far this dictionary may be trusted" in shown and "not known" in shown


# --- what a reader is told -------------------------------------------------------------------------------------------


@pytest.mark.ci
def test_a_run_that_cannot_read_some_texts_lists_them_all(page, tmp_path, capsys):
    rows = [{"text_id": "a", "text": "One."}, {"text_id": "a", "text": "Two."}, {"text_id": "b", "text": ""}]
    with pytest.raises(CorpusError, match="2 in all, which the report lists"):
        page(rows)
    said = capsys.readouterr().out
    assert "cannot be read: line 3: the id 'a' stands before" in said and "cannot be read: line 4: it holds no" in said
    assert "1 text read" in page(rows, skip_unreadable="true")


@pytest.mark.ci
def test_a_language_that_is_named_is_that_of_all_texts(page):
    rows = [{"text": "Order!"}, {"text": "Ordnung muss sein."}]
    assert "German: 2 texts" in page(rows, language="de")
    with pytest.raises(CorpusError, match="is no code of a language"):
        page(rows, language="deutsch")


@pytest.mark.ci
def test_the_commonest_words_of_another_language_are_not_listed(page):
    rows = [{"text": "La réforme de la paix et la réforme des États dans la paix."}] * 2
    shown = page(rows, language="fr")
    listed = set(table(page.tables, "words")["term"])
    assert "Words are listed and contrasted in French." in shown
    assert {"réforme", "paix", "états"} <= listed and not {"la", "de", "et", "des", "dans"} & listed


def test_files_by_a_pattern_are_grouped_by_its_names(page, tmp_path):
    for name in ("cn/2021-wang", "us/2022-biden"):
        (tmp_path / "files" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "files" / f"{name}.txt").write_bytes("Der Rat über Handel und Größe.".encode("cp1252"))
    given = {"source": str(tmp_path / "files"), "pattern": "{country}/{date}-{speaker}", "encoding": "cp1252"}
    shown = page([{"text": "x"}], group="country", language="de", **given)
    assert "2 texts read**, grouped by *country* (2 groups). German: 2 texts" in shown
    found = table(page.tables, "texts").set_index("text_id")
    assert found["group"].to_dict() == {"cn/2021-wang": "cn", "us/2022-biden": "us"}
    assert found["date"].astype(str).tolist() == ["2021", "2022"]


@pytest.mark.ci
def test_where_no_word_is_sure_of_all_those_that_are_sure_by_themselves_are_shown_as_such(page):
    draw = random.Random(3)
    rows = []
    for n in range(60):
        side = ("left", "right")[n % 2]
        rare = " ".join(f"w{draw.randrange(900)}x" for _ in range(60))
        rows.append(
            {
                "side": side,
                "text": f"The council met. {rare} {'Harbour harbour.' if side == 'left' and n % 6 == 0 else ''}",
            }
        )
    shown = page(rows, group="side")
    found = table(page.tables, "keyness")
    here = found[(found["group"] == "left") & (found["term"] == "harbour")].iloc[0]
    assert (found["lrc_texts"].astype(float).abs() == 0).all() and here["texts_1"] == 10 and float(here["low"]) > 0
    assert "harbour" in shown and "None is sure when all" in shown and "Take them as words to read on." in shown


@pytest.mark.ci
def test_all_years_are_shown_and_named_where_there_is_room(page):
    rows = [{"text": "The council asks for reform.", "date": str(year)} for year in range(1900, 2001)]
    page(rows)
    assert sorted({int(row) for row in table(page.tables, "time")["period"]}) == [*range(1900, 2001)]
    from helpers.pages.sections.small_multiples import labelled

    assert labelled([*range(1900, 2001)]) == [*range(1900, 2001, 10)]
    assert labelled([1789, 1790, 2020]) == [1800, 1820, 1840, 1860, 1880, 1900, 1920, 1940, 1960, 1980, 2000, 2020]


@pytest.mark.ci
def test_a_figure_can_be_moved_where_the_page_is_narrow(page, monkeypatch):
    from helpers.pages import html as pages

    made = []
    monkeypatch.setattr(
        pages, "figure", lambda png, *given, figure=pages.figure: made.append(figure(png, *given)) or made[-1]
    )
    page([{"text": "The council reforms trade."}])
    assert made and all(
        '<figure style="overflow-x:auto">' in shown.data and "min-width:40em" in shown.data for shown in made
    )
