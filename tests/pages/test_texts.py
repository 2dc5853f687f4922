"""Claims about the sections on the corpus: whose words they are, when texts were written, what a naive count finds."""

import pytest

from helpers.corpus.load import load_corpus
from helpers.mentions.spelled import in_files
from helpers.pages.chapter import Page
from helpers.pages.publish import told
from helpers.pages.quotations import Quotations
from helpers.pages.sections import texts
from helpers.text.names import read_terms

PAPER = "Global governance is ours. We want global governance.\n"
HOST = 'They say "global governance fails". See the paper. Its title names global governance.\n'
MANIFEST = """
[[source]]
id = "page"
file = "page.txt"

[[text]]
id = "host"
source = "page"
lines = ["1"]
language = "en"
short_title = "Host"
voice = "A scholar"
date = "2025-03-01"
published = "2025-03-01"

[[text]]
id = "paper"
source = "page"
lines = ["2"]
language = "en"
short_title = "Paper"
voice = "A ministry"
voice_basis = "inferred: it says we"
date_after = "2024-01-01"
date_by = "2024-12-31"
quotable = 1.0
quotable_reason = "it is ours"

[[source]]
id = "wen"
file = "wen.txt"

[[text]]
id = "wen"
source = "wen"
language = "zh"
short_title = "文"
date = "2024-06"
"""


@pytest.fixture
def page(tmp_path):
    (tmp_path / "page.txt").write_text(HOST + PAPER, encoding="utf-8")
    (tmp_path / "wen.txt").write_text("全球治理。全球治理很好。", encoding="utf-8")
    (tmp_path / "corpus.toml").write_text(MANIFEST, encoding="utf-8")
    corpus = load_corpus(tmp_path / "corpus.toml")
    return Page("00_x", corpus, Quotations(corpus, {}))


def found(page, *checked):
    return {f.id: f for f in texts.findings(page.corpus, list(checked or ["全球治理"]))}


def test_the_words_of_a_file_are_given_to_the_texts_that_say_them(page):
    values = {id_: finding.value for id_, finding in found(page).items()}
    assert (values["printed"], values["printed-voices"]) == (2, 2)
    assert (values["said"], values["said-by-host"], values["said-quoted"]) == (4, 2, 1)
    assert found(page)["said-quoted"].sentences == ["host:1.1"]
    assert found(page)["said-by-host"].sentences == ["host:1.1", "host:1.3"]


def test_a_word_is_wrong_where_its_naive_count_is_another(page):
    values = {id_: finding.value for id_, finding in found(page, "全球治理", "paper").items()}
    assert (values["checked"], values["wrong"], values["pairs"], values["wrong-pairs"]) == (2, 2, 2, 2)
    assert found(page, "title")["wrong"].value == 0


def test_the_answer_has_a_place_for_every_number_and_none_besides(page):
    findings = [f._asdict() for f in texts.findings(page.corpus, ["全球治理"])]
    shown = told({"text": texts.ANSWER, "values": findings}, "<{id}>")
    assert [f["id"] for f in findings if f"<{f['id']}>" not in shown] == []


def test_texts_stand_by_the_last_day_on_which_they_can_have_been_written(page):
    drawn = texts.when_written(page.corpus)
    rows = [label.get_text() for label in drawn.drawing.axes[0].get_yticklabels()]
    assert rows == ["文", "Paper", "Host"]
    assert "文: 2024-06-01 to 2024-06-30; Paper: 2024-01-01 to 2024-12-31; Host: 2025-03-01." in drawn.alt


def test_the_table_of_texts_says_what_is_inferred_and_what_is_not_stated(page):
    shown = texts.texts_table(page).data
    assert "A ministry (inferred)" in shown and "2024-01 to 2024-12" in shown and "not stated" in shown
    assert "10 characters" in shown and "30%" in shown


def test_quoted_words_are_shown_apart_from_own_ones(page):
    shown = texts.voices_table(page, ["global governance"]).data
    assert ">1 and 1 quoted<" in shown and ">2<" in shown and "文" not in shown


def test_sentences_of_the_others_are_shown_whole(page, out):
    shown = texts.said_by_others(page).data
    assert shown.count("<blockquote") == 2 and "not of Host" in shown


def test_a_figure_of_counts_says_both_of_each_word(page):
    counts = in_files(page.corpus, ["paper", "全球治理"])
    assert texts.naive_figure(counts).alt.endswith("paper: 0 and 1; 全球治理: 0 and 2.")


def test_the_strips_name_files_with_footnotes(corpus):
    assert texts.strips(corpus).alt.endswith("footnotes stand in xinhua, new-model, foreign-affairs-review.")


def test_places_where_sentences_end_unlike_are_named_by_text_and_line(page):
    shown = texts.splitters_table(page, read_terms()).data
    assert "Of 5 English sentences 5 have both ends alike" in shown and "None here." in shown


def test_raw_lines_stand_above_the_sentence_as_it_was_read(page, out):
    shown = page.raw_evidence(["host:1.2"], "Raw.").data
    assert shown.index("<pre") < shown.index("1  … See the paper. …") < shown.index("<p>See the paper.</p>")
    assert "<footer>Host, 1.2, raw line 1</footer>" in shown
