"""Claims about quotations: whole sentences, each with its place, and none beyond the share of its text."""

import html
import json
import re

import pandas as pd
import pytest

from helpers.compendium.notebook import find
from helpers.errors import CorpusError
from helpers.pages import publish
from helpers.pages.quotations import Passage, Quotations, read_evidence
from helpers.paths import PROCESSED
from small import laid_out


def small(sentences, **options):
    return laid_out({"t": [sentences]}, **{name: {"t": value} for name, value in options.items()})


def test_a_sentence_is_quoted_whole_with_its_place_and_our_gloss():
    quotes = Quotations(small(["One.", "Two."], short_title="A text"), {"t:1.2": "Deux."})
    assert quotes.passage("t:1.1") == ("t:1.1", "A text, 1.1, raw line 1", "One.", "")
    assert quotes.passage("t:1.2") == ("t:1.2", "A text, 1.2, raw line 2", "Two.", "Deux.")


def test_lines_are_one_or_from_first_to_last():
    corpus = small(["One.", "Two."])
    corpus.sentences.loc[1, "last_line"] = 7
    quotes = Quotations(corpus, {})
    assert (quotes.lines("t:1.1"), quotes.lines("t:1.2")) == ("raw line 1", "raw lines 2 to 7")
    assert quotes.cite("t:1.2") == "t, 1.2, raw lines 2 to 7"


@pytest.mark.parametrize(("share", "most"), [(0.0, 0), (0.49, 4), (0.5, 5), (1.0, 10)])
def test_a_text_is_quoted_up_to_its_share_and_no_character_beyond(share, most):
    """Ten Chinese sentences of a character each."""
    corpus = laid_out({"t": [["字"] * 10]}, {"t": "zh"}, quotable={"t": share})
    quotes = Quotations(corpus, {})
    ids = corpus.sentences["sentence_id"].tolist()
    for sentence_id in ids[:most]:
        assert quotes.passage(sentence_id).text == "字"
    for sentence_id in ids[most : most + 1]:
        with pytest.raises(CorpusError, match="'t' would be quoted beyond its share; show fewer sentences of it"):
            quotes.passage(sentence_id)


def test_a_sentence_that_has_been_shown_counts_once():
    quotes = Quotations(small(["x" * 9, "y" * 9], quotable=0.5), {})
    assert [quotes.passage("t:1.1").text for _ in range(3)] == ["x" * 9] * 3
    with pytest.raises(CorpusError, match="beyond its share"):
        quotes.passage("t:1.2")


def test_a_sentence_that_there_is_not_is_named():
    with pytest.raises(CorpusError, match=r"there is no sentence 't:9\.9'; correct its id"):
        Quotations(small(["One."]), {}).passage("t:9.9")


# --- the table -------------------------------------------------------------------------------------------------------


def entered(folder):
    return publish.read_package(folder / publish.PACKAGE)["quotations"]


def test_the_cell_is_the_one_that_is_being_run(out, monkeypatch):
    class Shell:
        user_ns = {"In": ["", *("x = 1" for _ in range(6)), "publish.evidence(...)"]}  # noqa: RUF012

    monkeypatch.setattr(publish, "get_ipython", Shell)
    publish.evidence("01_x", [Passage("t:1.1", "T", "x")], "One.")
    assert [entry["cell"] for entry in entered(out)] == [7]


def test_quotations_of_all_notebooks_are_one_table(out):
    for notebook in ("02_y", "01_x"):
        publish.evidence(notebook, [Passage("t:1.1", "T", "x")], "One.")
    old = publish.read_package(out / publish.PACKAGE)
    data, resource = publish.quotations(publish.merge(old, [], []))
    assert data.decode("utf-8-sig").splitlines()[1:] == ["01_x,0,t:1.1,0,1", "02_y,0,t:1.1,0,1"]
    assert resource["path"] == "quotations.csv" and resource["notebook"] == publish.EVERY
    merged = publish.merge(old, ["01_x"], [{}])  # which quotes nothing by now
    assert [entry["notebook"] for entry in merged["quotations"]] == ["02_y"]
    assert publish.quotations(publish.merge(old, ["01_x", "02_y"], [{}, {}])) is None


def test_the_table_and_the_pages_show_the_same(corpus):
    """Held against the pages as a reader has them: each sentence stands whole in its cell, and no other one there."""
    texts = corpus.sentences.set_index("sentence_id")["text"]
    table = pd.read_csv(PROCESSED / "quotations.csv", encoding="utf-8-sig")
    told = set()
    for path in find([]):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            shown = " ".join("".join(o.get("data", {}).get("text/html", "")) for o in cell.get("outputs", []))
            for sentence_id, text in re.findall(r'data-sentence="([^"]+)"(?:><p)?[^>]*>(.*?)</p>', shown, re.DOTALL):
                assert html.unescape(text) == texts[html.unescape(sentence_id)]
                told.add((path.stem, cell["execution_count"], html.unescape(sentence_id)))
    assert told == set(table[["notebook", "cell", "sentence_id"]].itertuples(index=False, name=None)) and told
    assert (table["start"] == 0).all() and table["end"].tolist() == texts[table["sentence_id"]].str.len().tolist()


def test_sentences_shown_by_name_are_read_by_notebook_and_section(tmp_path):
    path = tmp_path / "evidence.toml"
    path.write_text('["02_x".two-sides]\nreason = "both"\nids = ["b:1.1", "a:1.1"]\n', encoding="utf-8")
    assert read_evidence("02_x", path) == {"two-sides": ["b:1.1", "a:1.1"]} and read_evidence("03_x", path) == {}


def test_a_choice_without_a_reason_is_refused(tmp_path):
    path = tmp_path / "evidence.toml"
    path.write_text('["02_x".sides]\nids = ["a:1.1"]\n', encoding="utf-8")
    with pytest.raises(CorpusError, match="'reason' is missing"):
        read_evidence("02_x", path)


def test_every_sentence_that_is_shown_by_name_is_there(corpus):
    chosen = {s for path in find([]) for ids in read_evidence(path.stem).values() for s in ids}
    assert chosen and chosen <= set(corpus.sentences["sentence_id"])
