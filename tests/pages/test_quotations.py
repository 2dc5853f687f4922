"""Claims about quotations: how much of a text is quoted, what a passage shows, and the table of what was quoted."""

import html
import json
import re

import pandas as pd
import pytest

from helpers.pages import publish
from helpers.pages.quotations import NOT_QUOTED, Passage, Quotations
from helpers.paths import NOTEBOOKS, PROCESSED
from small import laid_out


def quotable(sentences, share, language="en", public=False, **options):
    """Quotations of a text whose sentences are as given, and the ids of these."""
    small = laid_out({"t": [sentences]}, {"t": language}, full_text_public={"t": public})
    return (
        Quotations(small, share, **options),
        small.sentences["sentence_id"].tolist(),
        len(small.paragraphs["text"][0]),
    )


@pytest.mark.parametrize(
    ("language", "length", "share", "most"),
    [
        ("en", 2000, 0.05, 100),
        ("en", 2000, 0.04, 80),
        ("en", 2000, 0.03, 70),  # a short text may be quoted up to 70 characters
        ("en", 700, 0.01, 70),
        ("en", 699, 0.01, 69),  # but never beyond a tenth
        ("en", 100, 0.01, 10),
        ("en", 100, 0.2, 20),
        ("en", 100, 0.0, 0),  # where nothing may be quoted, not that either
        ("zh", 1000, 0.03, 30),
        ("zh", 1000, 0.02, 25),  # hanzi say more
        ("zh", 249, 0.02, 24),
    ],
)
def test_a_text_is_quoted_up_to_its_share(language, length, share, most):
    """Every character is a sentence of its own, so that the share can be used up to the last one."""
    character = "字" if language == "zh" else "x"
    small = laid_out({"t": [[character]] * length}, {"t": language})
    quotes = Quotations(small, share)
    assert sum(bool(quotes.passage(sentence_id).text) for sentence_id in small.sentences["sentence_id"]) == most


def test_a_sentence_that_does_not_fit_is_not_quoted_and_a_shorter_one_may_be():
    quotes, ids, length = quotable(["a" * 60, "b" * 11, "c" * 10, "d" * 615], 0.1)
    assert length == 700 - 1  # a tenth of it: 69 characters
    assert [bool(quotes.passage(i, 0, 60).text) for i in ids] == [True, False, False, False]
    quotes, ids, _ = quotable(["a" * 60, "b" * 10, "c" * 9, "d" * 617], 0.1)
    assert [bool(quotes.passage(i, 0, 60).text) for i in ids] == [True, False, True, False]


@pytest.mark.parametrize(("language", "long"), [("en", 50_000), ("zh", 20_000)])
def test_of_a_long_text_another_share_may_be_quoted(language, long):
    """Five sentences, of which each holds a hundredth of a long text, and one that makes up the length."""
    hundredth, character = long // 100, "字" if language == "zh" else "x"

    def shown(length, share, more):
        joins = 0 if language == "zh" else 5
        rest = length - 5 * hundredth - joins
        quotes, ids, found = quotable([character * hundredth] * 5 + [character * rest], share, language, long=more)
        assert found == length
        return sum(bool(quotes.passage(i, 0, hundredth).text) for i in ids)

    assert shown(long, 0.01, 0.03) == 3 and shown(long - 1, 0.01, 0.03) == 0
    assert shown(long, 0.03, 0.01) == 3  # the greater of both
    assert shown(long, 0.02, 0) == 2


def test_what_has_been_shown_may_be_shown_again_and_only_what_is_new_counts():
    words = " ".join(["ab"] * 300)  # 899 characters, of which 90 may be quoted
    quotes, (only,), _ = quotable([words], 0.1, width=6)
    first = quotes.passage(only, 300, 302).text
    assert first and quotes.passage(only, 300, 302).text == first
    shown = [bool(quotes.passage(only, 300 + 3 * n, 302 + 3 * n).text) for n in range(60)]
    assert shown == [True] * 26 + [False] * 34  # fourteen characters, and three more each time
    assert quotes.passage(only, 300, 302).text == first and not quotes.passage(only, 0, 2).text


def test_a_public_text_is_shown_whole_and_as_often_as_one_likes():
    quotes, ids, _ = quotable(["One sentence.", "Another."], 0, public=True)
    assert [quotes.passage(i, 0, 3).text for i in ids * 2] == ["One sentence.", "Another."] * 2


SENTENCE = "one two three four five six seven"


@pytest.mark.parametrize(
    ("word", "width", "shown"),
    [
        ("four", 4, "… three four five …"),
        ("four", 5, "… three four five …"),
        ("four", 6, "… three four five six …"),
        ("four", 7, "… two three four five six …"),
        ("four", 0, "… four …"),
        ("one", 4, "one two three …"),  # what is missing on the left is given on the right
        ("two", 6, "one two three four …"),
        ("seven", 4, "… six seven"),
        ("four", 99, SENTENCE),
        ("", 4, "one two three …"),
    ],
)
def test_a_quotation_goes_to_the_ends_of_words(word, width, shown):
    quotes, (only,), _ = quotable([SENTENCE], 1, width=width)
    start = SENTENCE.index(word)
    assert quotes.passage(only, start, start + len(word)).text == shown
    assert word or quotes.passage(only).text == shown  # around the beginning where nothing is said


@pytest.mark.parametrize(
    ("word", "width", "shown"),
    [
        ("丙", 3, "… 乙丙丁 …"),
        ("丙", 5, "… 乙丙丁 …"),
        ("丙", 6, "甲乙丙丁戊 …"),
        ("甲", 3, "甲乙丙 …"),
        ("己", 3, "… 戊己"),
    ],
)
def test_a_third_of_the_width_is_hanzi(word, width, shown):
    quotes, (only,), _ = quotable(["甲乙丙丁戊己"], 1, "zh", width=width)
    assert quotes.passage(only, "甲乙丙丁戊己".index(word), "甲乙丙丁戊己".index(word) + 1).text == shown


def test_a_passage_says_why_it_is_missing_and_marks_a_gloss_as_ours():
    quotes, ids, _ = quotable(["x" * 30, "y" * 30], 0.5)
    assert quotes.passage(ids[0]).text == "x" * 30 and quotes.passage(ids[1]).text == ""
    assert quotes.passage(ids[0]).shown == "x" * 30
    assert quotes.passage(ids[0], gloss="about x").shown == "x" * 30 + " [gloss of ours: about x]"
    assert quotes.passage(ids[1], gloss="about y").shown == f"{NOT_QUOTED} [gloss of ours: about y]"
    assert quotes.passage(ids[1]).shown == NOT_QUOTED == "(not quoted: this text has been quoted up to its share)"


def test_a_passage_knows_which_characters_of_its_sentence_it_shows():
    quotes, (only, _), _ = quotable([SENTENCE, "x" * 9], 0.9, width=4)
    passage = quotes.passage(only, 8, 13)
    assert passage[:3] == (only, 4, 18) and passage.text == f"… {SENTENCE[4:18]} …"
    assert quotable(["x" * 200], 0)[0].passage("t:1.1")[:4] == ("t:1.1", 0, 0, "")  # nothing may be quoted
    public, (only, _), _ = quotable(["One sentence.", "Another."], 0, public=True)
    assert public.passage(only, 4, 6)[1:3] == (0, 13)


def test_a_sentence_is_cited_by_its_id_and_lines():
    small = laid_out({"t": [["One.", "Two."]]})
    small.sentences.loc[1, "last_line"] = 7
    quotes = Quotations(small, 1)
    assert quotes.lines("t:1.1") == "1" and quotes.lines("t:1.2") == "2 to 7"
    assert quotes.cite("t:1.1") == "t:1.1, raw line 1" and quotes.cite("t:1.2") == "t:1.2, raw line 2 to 7"


def test_quotations_stop_at_their_share_but_for_public_texts(corpus):
    quotes = Quotations(corpus, 0.02)
    ids = corpus.sentences.loc[corpus.sentences["text_id"] == "xinhua-report", "sentence_id"]
    shown = [quotes.passage(i).text for i in ids]
    length = corpus.paragraphs.loc[corpus.paragraphs["text_id"] == "xinhua-report", "text"].str.len().sum()
    assert "" in shown
    assert 0.015 * length < sum(len(s.strip("… ")) for s in shown) <= 0.02 * length
    before = quotes.passage(ids.iloc[0]).text
    assert before and before == shown[0]  # what has been shown may be shown again
    public = corpus.sentences[corpus.sentences["text_id"] == "us-fact-sheet"]
    assert [quotes.passage(i).text for i in public["sentence_id"]] == public["text"].tolist()
    assert quotes.lines("us-fact-sheet:4.1") == "214"


def test_a_quotation_stands_around_what_it_is_quoted_for(corpus):
    sentence = corpus.sentences.set_index("sentence_id")["text"]["ren-lin-zh:6.2"]
    place = sentence.index("门罗主义")
    shown = Quotations(corpus, 1).passage("ren-lin-zh:6.2", place, place + 4).text
    assert "门罗主义" in shown and len(shown) < 45


# --- the table -------------------------------------------------------------------------------------------------------


def entered(folder):
    return publish.read_package(folder / publish.PACKAGE)["quotations"]


def test_what_a_page_quotes_is_entered_and_what_is_no_sentence_is_not(out):
    whole, cut = Passage("t:1.1", 0, 9, "改革国际秩序的要求", "reform"), Passage("t:2.1", 4, 9, "… order …")
    rows = [("first", whole), ("second", cut), ("a note", "1 Somebody, A Note."), ("again", whole)]
    shown = publish.passages("01_x", rows, "Three.", also=[Passage("t:9.9", 0, 0, "")]).data
    assert "gloss of ours: reform" in shown and "A Note" in shown and "t:9.9" not in shown
    told = [(e["notebook"], e["cell"], e["sentence_id"], e["start"], e["end"]) for e in entered(out)]
    assert told == [("01_x", 0, "t:1.1", 0, 9), ("01_x", 0, "t:2.1", 4, 9), ("01_x", 0, "t:9.9", 0, 0)]


def test_the_cell_is_the_one_that_is_being_run(out, monkeypatch):
    class Shell:
        user_ns = {"In": ["", *("x = 1" for _ in range(6)), "publish.passages(...)"]}  # noqa: RUF012

    monkeypatch.setattr(publish, "get_ipython", Shell)
    publish.passages("01_x", [("first", Passage("t:1.1", 0, 1, "x …"))], "One.")
    assert [entry["cell"] for entry in entered(out)] == [7]


def test_quotations_of_all_notebooks_are_one_table(out):
    for notebook in ("02_y", "01_x"):
        publish.passages(notebook, [("first", Passage("t:1.1", 0, 1, "x …"))], "One.")
    old = publish.read_package(out / publish.PACKAGE)
    data, resource = publish.quotations(publish.merge(old, [], []))
    assert data.decode("utf-8-sig").splitlines()[1:] == ["01_x,0,t:1.1,0,1", "02_y,0,t:1.1,0,1"]
    assert resource["path"] == "quotations.csv" and resource["notebook"] == publish.EVERY
    merged = publish.merge(old, ["01_x"], [{}])  # which quotes nothing by now
    assert [entry["notebook"] for entry in merged["quotations"]] == ["02_y"]
    assert publish.quotations(publish.merge(old, ["01_x", "02_y"], [{}, {}])) is None


@pytest.fixture(scope="module")
def committed():
    return pd.read_csv(PROCESSED / "quotations.csv", encoding="utf-8-sig")


def test_every_passage_in_the_table_stands_in_its_sentence(corpus, committed):
    length = committed["sentence_id"].map(corpus.sentences.set_index("sentence_id")["text"].str.len())
    assert length.notna().all() and len(committed) > 200
    named = (committed["start"] == 0) & (committed["end"] == 0)
    assert (named | (committed["start"] < committed["end"])).all() and (committed["end"] <= length).all()
    assert not named.all()


def test_the_table_and_the_pages_show_the_same(corpus, committed):
    """Held against the pages as a reader has them: each passage stands in its cell, and no other one there."""
    texts = corpus.sentences.set_index("sentence_id")["text"]
    committed = committed.assign(text=[texts[r.sentence_id][r.start : r.end] for r in committed.itertuples()])
    for path in NOTEBOOKS.glob("*.ipynb"):
        mine = committed[committed["notebook"] == path.stem]
        shown = 0
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            outputs = ("".join(o.get("data", {}).get("text/html", "")) for o in cell.get("outputs", []))
            listed = re.findall(r"<dt>(.*?)</dt><dd[^>]*>(.*?)</dd>", " ".join(outputs), re.DOTALL)
            there = set(mine.loc[(mine["cell"] == cell.get("execution_count")) & (mine["end"] > 0), "text"])
            told = {html.unescape(text).partition(" [gloss of ours")[0].strip("… ") for _, text in listed}
            assert {text.strip("… ") for text in there} <= told, (path.stem, cell["id"])
            notes = {text for text in told if text.startswith(("(not quoted", "(in a note)")) or len(there) == 0}
            assert told - notes <= {text.strip("… ") for text in there}, (path.stem, cell["id"])
            shown += len(there)
        assert shown == len(mine[mine["end"] > 0].drop_duplicates(["cell", "text"]))
