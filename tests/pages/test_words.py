"""Claims about the page of words: its findings, what is absent, what stays, and which sentences it shows."""

import re
from html import unescape

import pandas as pd
import pytest
from matplotlib.collections import PathCollection

from helpers.corpus.load import corpus_of
from helpers.mentions.wording import Settings
from helpers.pages.sections import words

SOUTH = "The Global South rises. "
OLD = "Developing countries rise. The United States and the US trade. "


def page_of(settings=None, **texts) -> words.WordsPage:
    return words.words_of(corpus_of(**texts), settings or Settings(minimum=2, resamples=50, seed=1))


def told(shown) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", shown.data)).split())


@pytest.fixture(scope="module")
def page():
    return page_of(en={"new": SOUTH * 2, "old": OLD}, zh={"wen": "全球南方和发展中国家。"})


@pytest.fixture(scope="module")
def long_page():
    """Three long texts of twenty paragraphs; `steady` is commoner in a than in each other one, `carried` not in b."""
    few = {"a": (9, 9), "b": (1, 8), "c": (1, 0)}
    texts = {t: "\n".join([f"{'Steady. ' * s}{'Carried. ' * c}{'Word here. ' * 75}"] * 20) for t, (s, c) in few.items()}
    return page_of(Settings(minimum=10, resamples=50, seed=1), en=texts)


def test_a_finding_counts_places_and_holds_their_sentences(page):
    findings = words.counted(page, "{global-south_new} and {united-states_old:.0f}, not {global-south_old}.")
    assert [(f.id, f.value, f.sentences) for f in findings] == [
        ("global-south_new", 2, ["new:1.1", "new:1.2"]),
        ("united-states_old", 2, ["old:1.2"]),
        ("global-south_old", 0, []),
    ]
    assert findings[0].sentence == "Places of “Global South” in the new." and findings[0].stands_on == "occurrences"


@pytest.mark.parametrize("place", ["{nothing_new}", "{global-south_nowhere}"])
def test_a_place_for_what_there_is_not_is_refused(page, place):
    with pytest.raises(KeyError):
        words.counted(page, place)


def test_rates_of_two_texts_stand_side_by_side_and_words_of_neither_are_left_out():
    rows = [
        ("war", "a", 4, 1000, 4.0),
        ("war", "b", 1, 500, 2.0),
        ("peace", "a", 0, 1000, 0.0),
        ("peace", "b", 5, 500, 10.0),
    ]
    rows += [("trade", "a", 0, 1000, 0.0), ("trade", "b", 0, 500, 0.0)]
    rates = pd.DataFrame(rows, columns=["term", "text_id", "count", "size", "rate"])
    found = words.against(rates, "a", "b")
    assert found[["term", "one", "other", "log_ratio"]].values.tolist()[1] == ["war", 4, 2, 1]
    assert found["term"].tolist() == ["peace", "war"] and found["log_ratio"].iloc[0] < -4


def test_each_word_stands_at_its_two_rates_and_one_without_a_place_at_the_edge(long_page):
    drawn = words.rates_figure(long_page, 5)
    upper, lower = drawn.drawing.axes
    assert [axes.get_ylabel() for axes in (upper, lower)] == ["b: per 1,000 words", "c: per 1,000 words"]
    (dots,) = [c for c in lower.collections if isinstance(c, PathCollection)]
    least = min(y for _, y in dots.get_offsets())
    rates = long_page.said.rates.set_index(["term", "text_id"])["rate"].drop("b", level="text_id")
    assert least == pytest.approx(rates[rates > 0].min() / 2) and rates["carried", "c"] == 0
    assert {"steady", "carried"} <= {note.get_text() for note in lower.texts}
    assert "steady" in drawn.alt and "carried" in told(words.rates_table(long_page, 15))


def test_a_zero_in_a_long_text_has_its_bound_and_one_in_a_short_text_calls_no_concept_absent():
    texts = {"long": "We trade here today. " * 600, "south": SOUTH * 600, "short": "We trade."}
    page = page_of(en=texts)
    shown = told(words.absent_table(page, 3))
    windows = page.said.shares.query("text_id == 'long'")["windows"].iloc[0]
    assert f"Global South 0 (under {1 - 0.05 ** (1 / windows):.0%}) 600" in shown
    only_short = page_of(en={"south": SOUTH * 600, "short": "We trade."})
    assert "None here." in told(words.absent_table(only_short, 2))


def test_a_word_that_one_text_carries_is_told_with_the_text_against_which_it_is_lost(long_page):
    shown = told(words.key_table(long_page))
    assert re.search(r"steady a 180 20 20 [\d.]+ times stays", shown)
    assert re.search(r"carried a 180 160 0 [\d.]+ times not against the b", shown)


def test_an_open_bound_is_published_as_empty():
    table = words.published_contrasts(pd.DataFrame({"low": [1.5], "high": [float("inf")]}))
    assert table["low"].tolist() == [1.5] and table["high"].isna().all()


def test_sentences_are_chosen_by_length_and_headings_and_those_shown_elsewhere_are_not():
    text = "Global South\nThe Global South rises again today.\nThe Global South acts.\nThe Global South will rise."
    corpus = corpus_of(en={"a": text}, stream=[{"stream": "heading", "lines": ["1"]}])
    page = words.words_of(corpus, Settings())
    assert words.shortest(page, "global-south", "a", 2) == ["a:3.1", "a:4.1"]
    assert words.shortest(page, "global-south", "a", 2, but=["a:3.1"]) == ["a:2.1", "a:4.1"]


def test_sentences_with_both_names_are_found_in_both_languages(page):
    assert words.together(page, ["global-south", "developing-countries"]) == ["wen:1.1"]


def test_formulas_are_drawn_with_their_counts_and_silent_texts_are_named():
    page = page_of(en={"a": "The Belt and Road. The Belt and Road.", "b": "We trade."}, zh={"c": "一带一路。"})
    drawn = words.formulas_figure(page)
    assert [note.get_text() for note in drawn.drawing.axes[0].texts] == ["2", "1"]
    assert drawn.caption.endswith("None of them: b.") and "a 1, c 1" in drawn.alt
    assert "一带一路 (belt and road)" in told(words.first_table(page))


def test_concepts_are_drawn_family_by_family(page):
    drawn = words.concepts_figure(page)
    rows = [label.get_text() for label in drawn.drawing.axes[0].get_yticklabels()]
    family = {c.label: c.family for c in page.said.book.concepts}
    runs = [family[row] for n, row in enumerate(rows) if n == 0 or family[row] != family[rows[n - 1]]]
    assert len(runs) == len(set(runs)) == len(set(family.values())) and len(rows) == len(family)
    assert len(drawn.drawing.axes[0].lines) == len(runs) - 1


def test_lists_are_shown_by_text_with_the_members_named_together():
    shown = told(words.series_table(page_of(en={"a": "Deficits in peace and trust."}, zh={"b": "和平赤字。"})))
    assert "deficits named together a 2 peace, trust" in shown and " b " not in shown


def test_a_readers_own_word_is_counted_in_every_text(page):
    found = page.said.query("countr*")
    assert "old 1 1 countries" in told(words.query_table(page, found, "countr*"))
    assert "wen 0 0" in told(words.query_table(page, found, "countr*"))
    assert words.query_lines(page, found)[["n", "node"]].values.tolist() == [[1, "countries"]]


def test_the_company_of_a_word_is_told_with_its_numbers():
    page = page_of(en={"a": "\n".join(["They trade steel. " * 50] * 22)})
    assert "trade a 1,100 steel 1100, they 1100" in told(words.company_table(page, page.said.company(["trade"])))
