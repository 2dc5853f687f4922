"""Claims about pages on coded sentences: what is shown, counted and published, on a corpus and codes of our own."""

import json
import re

import pandas as pd
import pytest

from conftest import write_corpus
from helpers import CorpusError
from helpers.coding import coders as coding_coders
from helpers.corpus.load import load_corpus
from helpers.pages import chapter, plots, publish
from helpers.pages.chapter import Coded, among
from helpers.pages.quotations import NOT_QUOTED

BOOK = """
id = "own"
target = "Ruritania"
coding = "own"
[attributes]
naming = ["named", "described"]
tone = ["blame", "credit", "none"]
[[gate.pattern]]
id = "name"
en = ["Ruritania*"]
zh = ["鲁国"]
[[family]]
id = "acts"
label = "Acts"
[[family]]
id = "views"
label = "Views"
[[code]]
id = "war"
label = "War"
family = "acts"
definition = "It fights."
include = "battles"
source = "Own reading"
[[code.pattern]]
en = ["war", "battle*"]
zh = ["开战"]
[[code]]
id = "trade"
label = "Trade"
family = "acts"
definition = "It trades."
include = "markets"
source = "A book"
[[code.pattern]]
en = ["trade*"]
[[code]]
id = "praise"
label = "Praise"
family = "views"
definition = "It is praised."
include = "thanks"
source = "Another book"
[[code.pattern]]
en = ["great"]
"""
FAR = "Ruritania " + "x" * 97 + " war."  # from the name to what is said are 111 characters
NEAR = "Ruritania " + "x" * 96 + " war."
PAPER = [
    f"Ruritania went to war. {NEAR} {FAR}",
    "Great Ruritania trades, and trade is what Ruritania likes.",
    "The moon is far.",
]
WEN = ["鲁国开战。", "月亮很远。", f"鲁国{'口' * 36}开战。", f"鲁国{'口' * 37}开战。"]
LONG = ["Ruritania trades."] * 15 + ["Ruritania sleeps."] * 5
MANIFEST = """
[[source]]
id = "paper"
file = "paper.txt"
[[source]]
id = "wen"
file = "wen.txt"
[[source]]
id = "long"
file = "long.txt"
[[text]]
id = "paper"
source = "paper"
language = "en"
voice = "North"
date = "2024"
[[text]]
id = "wen"
source = "wen"
language = "zh"
translation_of = "paper"
in_comparison = false
[[text]]
id = "long"
source = "long"
language = "en"
full_text_public = true
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A manifest, a codebook with its first run, and what coders gave."""
    folder = tmp_path_factory.mktemp("own")
    write_corpus(folder, MANIFEST, "\n\n".join(PAPER) + "\n", "\n\n".join(WEN) + "\n")
    (folder / "long.txt").write_text("\n\n".join(LONG) + "\n", encoding="utf-8")
    (folder / "own.toml").write_text(BOOK, encoding="utf-8")
    (folder / "first").mkdir()
    (folder / "first" / "own.toml").write_text(BOOK.replace('"trade*"', '"trading"'), encoding="utf-8")
    return folder


READING = {  # what was decided: codes and tone of each sentence that passes
    "paper:1.1": ("war", "blame"),
    "paper:1.2": ("war", "blame+credit"),
    "paper:2.1": ("trade;praise", "credit"),
    "wen:1.1": ("war", "none"),
    **{f"long:{n}.1": ("trade", "none") for n in range(1, 16)},
}
PASSES = {"first": ("coder1", "coder2", "adjudicated"), "second": ("coder3a", "coder3b", "coder3")}


@pytest.fixture(scope="module")
def coders(folder):
    """The folder of what was given by reading: the paper and its translation are the first half, the rest the second."""
    corpus = load_corpus(folder / "corpus.toml")
    there = folder / "coding"
    there.mkdir()
    units = [
        (
            s.sentence_id,
            coding_coders.fingerprint(s.text),
            " ".join(PASSES["second" if s.text_id == "long" else "first"]),
        )
        for s in corpus.sentences.itertuples()
    ]
    pd.DataFrame(units, columns=["sentence_id", "fingerprint", "readers"]).to_csv(there / "units.csv", index=False)
    for half, names in PASSES.items():
        for name in names:
            rows = [
                (s, codes if name != "coder2" or s != "paper:1.1" else "praise", "named", tone)
                for s, (codes, tone) in READING.items()
                if s.startswith("long") == (half == "second")
            ]
            table = pd.DataFrame(rows, columns=["unit_id", "codes", "naming", "tone"])
            table.to_csv(there / f"own_{name}.csv", index=False)
    (there / "glosses.csv").write_text("sentence_id,gloss\nwen:1.1,Lu goes to war.\n", encoding="utf-8")
    return there


@pytest.fixture
def out(tmp_path, monkeypatch):
    monkeypatch.setenv(publish.OUTPUT_VARIABLE, str(tmp_path))
    return tmp_path


@pytest.fixture
def by_dictionary(folder, out):
    def page(**options):
        options = {"quoted": 1.0, "resamples": 50} | options
        return Coded("02_x", "us", "Ruritania", folder / "own.toml", corpus=str(folder / "corpus.toml"), **options)

    return page


@pytest.fixture
def by_reading(folder, coders, out, monkeypatch):
    """The page as that of the project's own corpus would be, which has codes by reading."""
    monkeypatch.setattr(chapter, "load_corpus", lambda path: load_corpus(path or folder / "corpus.toml"))
    monkeypatch.setattr(chapter, "CODING", coders)
    monkeypatch.setattr(chapter, "FIRST_RUN", folder / "first")

    def page(**options):
        options = {"quoted": 1.0, "resamples": 50, "minimum": 1, "folds": 2} | options
        return Coded("02_x", "us", "Ruritania", folder / "own.toml", **options)

    return page


def published(out, name):
    return pd.read_csv(out / "data" / "processed" / f"us_{name}.csv", encoding="utf-8-sig", keep_default_na=False)


def drawn(out, name):
    """The texts of a published figure."""
    package = json.loads((out / publish.PACKAGE).read_text(encoding="utf-8"))
    return next(entry for entry in package["figures"] if entry["name"] == name)


def cells(shown):
    """The rows of a table as a reader sees it, its head first."""
    rows = re.findall(r"<tr>(.*?)</tr>", shown.data)
    return [
        [re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", r)]
        for r in rows
    ]


def caption(shown):
    return re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), re.search(r"<caption[^>]*>(.*?)</caption>", shown.data)[1])


# --- what stands on a page -------------------------------------------------------------------------------------------


def test_a_value_that_is_not_allowed_is_named_with_those_that_are():
    among("texts", ["a"], ["a", "b"])
    among("texts", [], [])
    with pytest.raises(CorpusError, match=r"^texts: 'c, d' is not among a, b; choose of these$"):
        among("texts", ["d", "a", "c"], ["a", "b"])


def test_another_corpus_is_coded_by_the_dictionary(by_dictionary):
    page = by_dictionary()
    assert (page.mode, page.reading, page.own) == ("dictionary", "the dictionary", False)
    assert page.codings is None and page.checked is None and page.agreement is None and page.people == []
    assert page.weak == set() and page.validation() == [] and page.alpha_of("tone") == "" and page.glosses.empty
    assert page.label == {"war": "War", "trade": "Trade", "praise": "Praise", "acts": "Acts", "views": "Views"}
    codes = dict(zip(page.rows["sentence_id"], page.rows["codes"], strict=True))
    assert [codes[f"paper:{s}"] for s in ("1.1", "2.1", "3.1")] == ["war", "trade;praise", ""]
    assert codes["long:16.1"] == "none" and codes["wen:1.1"] == "war"


def test_a_translation_is_shown_and_in_no_sum(by_dictionary):
    page = by_dictionary()
    assert page.shown == ["paper", "wen", "long"] and page.pooled.tolist() == ["paper", "long"]
    assert page.mark == {"paper": "paper", "wen": "wen (translation)", "long": "long"}
    assert set(page.counted["text_id"]) == {"paper", "long"} and len(page.counted) == 25
    assert len(page.passed) == 4 + 3 + 20 and page.passed["passes"].all()
    assert (page.voice["paper"], page.date["paper"]) == ("North", "2024")


def test_texts_and_unit_are_among_those_there_are(by_dictionary):
    page = by_dictionary(texts=["long", "paper"], unit="paragraph")
    assert page.shown == ["paper", "long"] and page.rows.index.tolist() == list(range(25))
    assert set(page.sentences["text_id"]) == {"paper", "wen", "long"}
    with pytest.raises(CorpusError, match="texts: 'lost' is not among paper, wen, long"):
        by_dictionary(texts=["lost"])
    with pytest.raises(CorpusError, match="unit: 'word' is not among sentence, paragraph"):
        by_dictionary(unit="word")


def test_the_projects_own_corpus_is_shown_by_reading(by_reading, coders):
    page = by_reading()
    assert (page.mode, page.reading, page.own) == ("reading", "codes by reading (machine-read)", True)
    assert set(page.rows["coder"]) == {"adjudicated", "coder3"} and page.people == []
    assert page.first.patterns[1].forms == ("trading",) and page.glosses.to_dict() == {"wen:1.1": "Lu goes to war."}
    other = by_reading(codes="dictionary")
    assert (other.mode, other.reading) == ("dictionary", "the dictionary") and other.codings is not None
    assert by_reading(codes="coder2").mode == "coder2"
    one = by_reading(codebook=str(page.path), codes="dictionary")
    assert one.codings is None and one.first is None
    with pytest.raises(CorpusError, match="no coder 'bob'"):
        by_reading(codes="bob")


def test_what_a_person_gave_is_called_by_the_name(by_reading, coders):
    sheet = coders / "sheet_own_ada.csv"
    sheet.write_text(
        "unit_id,passes,codes,naming,tone\npaper:1.1,yes,war,named,blame\npaper:3.1,no,,,\n", encoding="utf-8"
    )
    try:
        page = by_reading(codes="ada")
        assert page.people == ["ada"] and (page.mode, page.reading) == ("ada", "codes by ada")
        assert page.who_coded().data == "People have coded too: ada. Shown below: codes by ada."
        told = [cells(shown) for shown in page.validation() if hasattr(shown, "data") and "<table" in shown.data][-1]
        assert told[0] == ["coders", "measure", "units", "alpha", "low", "high"]
        assert ["reading, ada", "gate", "2", "1.0", "", ""] in told and [
            "coder2, ada",
            "acts",
            "1",
            "0.0",
            "",
            "",
        ] in told
        assert not any(row[1] == "war" for row in told)
    finally:
        sheet.unlink()
    nobody = by_reading().who_coded().data
    assert nobody.startswith("No person has coded yet;") and nobody.endswith("codes by reading (machine-read).")


def test_codes_for_which_the_dictionary_is_exploratory_have_a_star(by_reading, by_dictionary):
    """The first run had no form for trade, so it found none in the second half; war and praise are not there."""
    page = by_reading()
    assert page.weak >= {"trade"} and page.label["trade"] == "Trade *" and page.label["acts"] == "Acts"
    own = by_reading(codebook=str(page.path))
    assert own.checked["comparison"].drop_duplicates().tolist() == [
        "this codebook, second half",
        "this codebook, first half",
    ]
    assert "trade" not in own.weak and own.label["trade"] == "Trade"
    checked = page.checked.set_index(["comparison", "level", "measure"])
    assert checked.loc[("first run, second half", "code", "trade"), "found"] == 0
    assert checked.loc[("after seeing, second half", "code", "trade"), "found"] == 15


# --- passages --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence_id", "code", "shown"),
    [
        ("paper:1.1", "", "Ruritania went to war"),
        ("paper:1.2", "war", NEAR[:-1]),
        ("paper:1.3", "war", "war"),  # too far from the name to show both
        ("paper:2.1", "", "Great Ruritania"),
        ("paper:2.1", "trade", "Ruritania trades"),
        ("paper:2.1", "war", "Ruritania"),  # no such code: the first name
        ("paper:3.1", "", ""),
        ("long:16.1", "", "Ruritania"),
        ("wen:1.1", "", "鲁国开战"),
        ("wen:3.1", "war", WEN[2][:-1]),
        ("wen:4.1", "war", "开战"),
    ],
)
def test_a_passage_shows_what_is_said_and_the_nearest_name_where_both_are_near(by_dictionary, sentence_id, code, shown):
    page = by_dictionary()
    text = page.sentences.set_index("sentence_id")["text"][sentence_id]
    start, end = page.spot(sentence_id, code)
    assert text[start:end] == shown


def test_a_passage_is_a_quotation_with_its_gloss_and_its_place(by_reading):
    page = by_reading()
    assert page.passage("paper:1.1") == "Ruritania went to war."
    assert page.passage("wen:1.1") == "鲁国开战。 [gloss of ours: Lu goes to war.]"
    assert page.cite("paper:2.1") == "paper:2.1, raw line 3"
    silent = by_reading(quoted=0.0)
    assert silent.passage("paper:1.1") == NOT_QUOTED and silent.passage("long:1.1") == "Ruritania trades."
    far = page.sentences.set_index("sentence_id")["text"]["paper:1.3"]
    assert page.passage("paper:1.3", 0, 9).startswith("Ruritania xxx") and page.passage("paper:1.3", 0).endswith("war.")
    assert len(page.passage("paper:1.3")) < len(far) + 2


def listed(shown):
    """The heading, and the places and passages of a list as a reader sees it."""
    text = re.sub(r"&#(\d+);", lambda m: chr(int(m[1])), shown.data)
    return re.search(r"<p>(.*?)</p>", text)[1], re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", text)


def test_each_code_has_passages_of_each_text_that_has_it(by_dictionary):
    war, trade, praise = map(listed, by_dictionary().code_passages(2))
    assert [place.split(",")[0].split(":")[0] for place, _ in war[1]] == ["paper", "paper", "wen", "wen"]
    assert all(place.endswith("(3 in this text)") for place, _ in war[1])
    assert war[0] == "War (war): 3 sentences in 1 text, the translation left out. It fights. Includes: battles."
    assert len(trade[1]) == 3 and trade[0].startswith("Trade (trade): 16 sentences in 2 texts, the")
    assert praise[1] == [
        ("paper:2.1, raw line 3 (1 in this text)", "Great Ruritania trades, and trade is what Ruritania likes.")
    ]
    alone = listed(by_dictionary(texts=["paper"]).code_passages(1)[0])[0]
    assert alone.startswith("War (war): 3 sentences in 1 text. It fights.")
    ones = [listed(shown)[1] for shown in by_dictionary().code_passages(1)]
    assert [len(rows) for rows in ones] == [2, 2, 1]


def test_the_passages_of_a_code_are_drawn_by_chance(by_dictionary):
    found = {listed(by_dictionary(seed=seed, texts=["paper"]).code_passages(1)[0])[1][0][0][:9] for seed in range(12)}
    assert found == {"paper:1.1", "paper:1.2", "paper:1.3"}


def test_where_nothing_more_may_be_quoted_the_places_are_named(by_reading):
    war, trade, _ = map(listed, by_reading(quoted=0.0).code_passages(5))
    assert war[1] == [("wen:1.1, raw line 1 (1 in this text)", f"{NOT_QUOTED} [gloss of ours: Lu goes to war.]")]
    assert war[0].endswith(
        "Also, of texts quoted up to their share: paper:1.1, raw line 1 (2 in this text); paper:1.2, raw line 1 (2 in this text)."
    )
    assert [text for _, text in trade[1]] == ["Ruritania trades."] * 5 and "paper:2.1" in trade[0]


# --- counts ----------------------------------------------------------------------------------------------------------


def test_families_and_codes_by_text_are_published(by_reading, out):
    by_reading().by_text("frames_by_text")
    table = published(out, "frames_by_text").set_index(["text_id", "level", "name"])
    columns = ["sentences", "paragraphs", "of_sentences", "of_paragraphs"]
    assert table.loc[("paper", "code", "war"), columns].tolist() == [2, 1, 5, 3]
    assert table.loc[("paper", "family", "acts"), columns].tolist() == [3, 2, 5, 3]
    assert table.loc[("long", "code", "trade"), [*columns, "share"]].tolist() == [15, 15, 20, 20, "0.75"]
    assert table.loc[("paper", "code", "war"), ["share", "low", "high"]].tolist() == ["", "", ""]
    assert table["exploratory"].map(str).str.lower().groupby("name").first().to_dict()["trade"] == "true"
    assert table.loc[("long", "family", "acts"), "exploratory"] in (False, "false")
    assert len(table) == 3 * 5


def test_codes_by_text_are_drawn_with_their_sums(by_reading, out, monkeypatch):
    seen = {}
    matrix = plots.matrix
    monkeypatch.setattr(
        plots,
        "matrix",
        lambda axes, *given: seen.update(grid=given[0], shade=given[1], axes=axes) or matrix(axes, *given),
    )
    by_reading().codes_figure("A title.")
    grid = seen["grid"]
    label = {name.split(" (")[0].rstrip(" *"): name for name in grid.index}
    assert list(label) == ["War", "Trade", "Praise"] and list(grid) == ["paper", "wen (translation)", "long"]
    assert [name[name.index("(") :] for name in grid.index] == ["(2)", "(16)", "(1)"]  # the translation left out
    assert grid.to_numpy().tolist() == [[2, 1, 0], [1, 0, 15], [1, 0, 0]]
    assert seen["shade"].to_numpy().tolist() == [[0.5, 1, 0], [0.25, 0, 1], [0.25, 0, 0]]
    assert [line.get_ydata()[0] for line in seen["axes"].lines] == [1.5]  # between the families
    told = drawn(out, "02_codes")
    assert told["title"] == "A title." and told["notebook"] == "02_x"
    assert "from codes by reading (machine-read)" in told["caption"] and "(Acts; Views)" in told["caption"]
    assert "in brackets the number in all, the translation left out," in told["caption"]
    assert "Without any of these codes: no text." in told["caption"] and "exploratory" in told["caption"]
    assert told["alt"].startswith("Table of dots, codes by texts. paper: War") and "wen: War" in told["alt"]
    assert re.search(r"paper: War \*? ?2; wen: War \*? ?1; long: Trade \* 15\.$", told["alt"])


def test_a_text_without_codes_is_named_and_has_no_column(by_dictionary, out, monkeypatch, folder):
    seen = []
    monkeypatch.setattr(plots, "matrix", lambda axes, grid, shade: seen.append(grid))
    page = by_dictionary()
    silent = page.rows.assign(codes=page.rows["codes"].where(page.rows["text_id"] != "long", "none"))
    page.rows = silent
    page.codes_figure("T.")
    assert list(seen[0]) == ["paper", "wen (translation)"]
    caption_ = drawn(out, "02_codes")["caption"]
    assert "Without any of these codes: long." in caption_ and "from the dictionary" in caption_
    assert "exploratory" not in caption_


def test_families_are_a_table_for_reading(by_reading):
    shown = by_reading().family_table("frames_by_text")
    assert cells(shown) == [
        ["text", "Acts", "Views", "read"],
        ["paper", "3", "1", "5"],
        ["wen", "1", "0", "4"],
        ["long", "15", "0", "20"],
    ]
    assert "data/processed/us_frames_by_text.csv" in caption(shown)


def test_shares_are_drawn_where_a_text_is_long_enough(by_dictionary, out, monkeypatch):
    seen = []
    monkeypatch.setattr(plots, "intervals", lambda axes, table, *columns: seen.append((table, columns)))
    by_dictionary().shares_figure()
    table, columns = seen[0]
    assert table["name"].tolist() == ["long: Acts (15)"] and columns[:4] == ("name", "share", "low", "high")
    assert table["share"].tolist() == [75.0] and 0 < table["low"].iloc[0] < 75 < table["high"].iloc[0] <= 100
    told = drawn(out, "02_shares")
    assert told["title"] == "How much of the long texts speaks of Ruritania, by family."
    assert "Share of sentences with a code" in told["caption"]
    assert told["alt"].startswith("Dots with intervals. The largest share: long: Acts (15), 75.0 per cent (")
    assert f"({table['low'].iloc[0]:.1f} to {table['high'].iloc[0]:.1f})" in told["alt"]
    by_dictionary(unit="paragraph").shares_figure()
    assert seen[1][1][4] == "per cent of the text's paragraphs, with 95 % interval by paragraphs"
    short = by_dictionary(texts=["paper"]).shares_figure()
    assert short.data == "No text has 20 paragraphs, so no share has an interval."


def test_coders_stand_beside_each_other(by_reading, by_dictionary, out):
    shown = by_reading().coders_beside()
    assert cells(shown) == [
        ["half", "family", "coder 1 / pass 3a", "coder 2 / pass 3b", "adjudicated / coder 3"],
        ["first", "Acts", "3", "2", "3"],
        ["first", "Views", "1", "2", "1"],
        ["second", "Acts", "15", "15", "15"],
        ["second", "Views", "0", "0", "0"],
    ]
    table = published(out, "coders_by_text").set_index(["half", "text_id", "level", "name"])
    assert table.loc[("first", "paper", "code", "war")].tolist() == [2, 1, 2]
    assert table.loc[("first", "wen", "code", "war")].tolist() == [1, 1, 1]
    assert by_dictionary().coders_beside().data.startswith("No codes by reading belong to this corpus")


def test_the_dictionary_and_coders_are_told_in_sum_and_by_code(by_reading, out):
    page = by_reading()
    sums, codes, words = page.validation()
    assert "Macro: mean over families or codes with 1 sentences or more" in caption(sums)
    rows = {(row[0], row[1]): row[2:] for row in cells(sums)[1:]}
    # the gate finds all that pass by reading in the second half, and five sentences more
    assert rows["first run, second half", "gate, named"][:4] == ["15", "0.75", "1.0", "0.857"]
    assert ("first run, second half", "gate, all") in rows and (
        "first run, first half, as made",
        "gate, all",
    ) not in rows
    assert ("first run, first half, as made", "gate, named") in rows
    assert rows["after seeing, second half", "code macro"][:4] == ["1", "1.0", "1.0", "1.0"]
    assert rows["first run, second half", "family macro"][3] == "0.0"
    by_code = cells(codes)
    assert by_code[0] == ["code", "n", "F1, first run", "F1, after seeing", "alpha, 1 and 2", "alpha, 3a and 3b"]
    assert [row[0].rstrip(" *") for row in by_code[1:]] == ["Trade", "War", "Praise"]  # those given most first
    assert by_code[1][1:4] == ["15", "0.0", "1.0"] and by_code[2][1] == "0"
    assert "reached a macro-F1 of 0.00 over codes" in words.data
    assert len(published(out, "validation")) == len(page.checked) and len(published(out, "agreement")) == len(
        page.agreement
    )
    assert len(by_reading(codebook=str(page.path)).validation()) == 1


def test_attributes_are_counted_over_sentences_that_pass(by_reading, by_dictionary, out):
    page = by_reading()
    assert page.attributes == ["naming", "tone"]
    page.attribute_counts()
    table = published(out, "attributes").set_index(["text_id", "attribute", "value"])
    assert table.loc[("paper", "tone", "blame")].tolist() == [2, 3] and table.loc[
        ("paper", "tone", "credit")
    ].tolist() == [2, 3]
    assert table.loc[("long", "tone", "none")].tolist() == [15, 15]
    assert table.index.get_level_values("text_id").drop_duplicates().tolist() == ["paper", "wen", "long"]
    shown = page.attribute_table("tone", "Tone")
    assert cells(shown)[0] == ["text", "blame", "credit", "sentences"] and ["paper", "2", "2", "3"] in cells(shown)
    assert caption(shown).startswith(
        "Tone: sentences that speak of Ruritania, by text. Not in a column: none 16. Alpha of coders 1 and 2: 1.00."
    )
    other = by_dictionary()
    assert other.attributes == ["naming"]
    assert other.attribute_table("tone", "Tone").data == "Tone: not coded, for the dictionary does not know it."
    assert "Alpha" not in caption(other.attribute_table("naming", "Naming"))


def test_alpha_is_told_of_the_first_two_coders_where_they_gave_the_attribute(by_reading):
    page = by_reading()
    assert page.alpha_of("tone") == " Alpha of coders 1 and 2: 1.00." and page.alpha_of("weather") == ""


def test_the_order_of_families_without_each_text(by_reading, out):
    left, shown = by_reading().left_out()
    assert set(left.loc[left["kind"] == "text", "left_out"]) == {"paper", "long"}  # a translation is in no sum
    row = left.set_index("left_out").loc["long"]
    assert row["cases"] == 15 and row["share"] == pytest.approx(15 / 18) and row["same_order"] and row["same_first"]
    assert "With all texts, the translation left out the order is acts, views." in caption(shown)
    assert ["long", "text", "15", "83.3", "yes", "yes"] in cells(shown)
    assert len(published(out, "leave_one_out")) == len(left)


def test_hits_are_published_for_the_texts_that_are_shown(by_dictionary, out):
    by_dictionary(texts=["paper"]).all_hits()
    table = published(out, "hits")
    assert set(table["text_id"]) == {"paper"} and {"gate", "code"} == set(table["part"])
    assert table.loc[table["found"] == "trade", "surface"].tolist() == ["trades", "trade"]


def test_coded_sentences_are_published_with_their_text_only_where_it_may_be(by_reading, out):
    page = by_reading()
    columns = [column["name"] for column in publish._described("us_coded")["columns"]]
    page.coded_sentences(page.passed.assign(rung=""), columns[columns.index("coder") + 1 : columns.index("dictionary")])
    table = published(out, "coded").set_index("sentence_id")
    assert table.loc["paper:2.1", ["codes", "families", "dictionary", "text", "coder"]].tolist() == [
        "trade;praise", "acts;views", "trade;praise", "", "adjudicated",
    ]  # fmt: skip
    assert table.loc["long:1.1", ["text", "families"]].tolist() == ["Ruritania trades.", "acts"]
    start, end = table.loc["paper:1.2", ["start", "end"]]
    assert (start, end) == (23, 23 + len(NEAR)) and len(table) == len(page.passed)
    assert table.loc["paper:2.1", ["first_line", "last_line"]].tolist() == [3, 3]


def test_each_code_stands_with_its_ground_and_how_often_it_was_given(by_reading, out):
    shown = by_reading().scheme()
    assert cells(shown) == [
        ["code", "family", "source", "sentences", "texts"],
        ["trade", "acts", "A book", "16", "2"],
        ["war", "acts", "Own reading", "2", "1"],
        ["praise", "views", "Another book", "1", "1"],
    ]
    assert "how often it was given, the translation left out." in caption(shown)
    table = published(out, "codebook")
    assert table["code"].tolist() == ["war", "trade", "praise"] and table["definition"].iloc[0] == "It fights."


def test_tables_and_figures_have_the_names_of_the_page(by_dictionary):
    assert by_dictionary().more("codebook") == "data/processed/us_codebook.csv"
