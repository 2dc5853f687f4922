"""What a reader sees of the measures and of the second reading, on small tables of our own."""

from types import SimpleNamespace

import pandas as pd
import pytest

from helpers.corpus.load import corpus_of
from helpers.pages.sections import measures, method
from helpers.statistics.robustness import Contrasts
from ruritania import caption, cells

TITLES = pd.Series({"wen": "小文", "paper": "Small paper"})


# --- the second reading


def test_the_second_reading_is_called_the_same_reader_twice_and_shows_no_alpha_as_agreement():
    row = ("conduct", "blame", 206, 8, 2, 6, 1, 0.9)
    names = ["sheet", "question", "asked", "differ", "as_a", "as_b", "as_neither", "alpha"]
    twice = pd.DataFrame([row], columns=names)
    shown = method.twice_table(twice, "twice.csv")
    assert caption(shown).startswith("The same reader twice") and "whose sheets showed the codes" in caption(shown)
    assert cells(shown) == [
        ["sheet", "question", "asked", "a and b differ", "as a", "as b", "as neither"],
        ["conduct", "blame", "206", "8", "2", "6", "1"],
    ]
    told = method.twice_in_words(twice).data
    assert "Of 206 answers the two passes differ on 8" in told and "nothing of whether another reader" in told


def test_answers_of_one_sheet_are_shown_alone():
    rows = [("conduct", "time", "present", 3, 2, 3), ("institutions", "mode", "asked", 1, 1, 1)]
    answers = pd.DataFrame(rows, columns=["sheet", "question", "answer", "reader_a", "reader_b", "decided"])
    shown = method.answers_table(answers, "conduct", "answers.csv")
    assert cells(shown)[1:] == [["time", "present", "3", "2", "3"]] and "sheet on conduct" in caption(shown)


# --- words


def blocks(**texts):
    table = pd.DataFrame({f"{t}:{n}": {**given, "and": 160} for t, given in texts.items() for n in range(20)})
    return table.fillna(0).astype(int), pd.Series({b: b.split(":")[0] for b in table})


def test_only_texts_that_are_long_enough_are_contrasted_and_in_one_language():
    corpus = corpus_of(en={"long": "War and peace. " * 1001, "short": "War. "}, zh={"wen": "战争。" * 3001})
    given, bare = measures.contrasts_of(corpus, 5, 50, 1)
    assert given.texts == ("long",) and set(given.text_of) == {"long"} and "and" in given.stop
    assert bare.sum().sum() == given.blocks.sum().sum() == 3003


def test_a_setting_that_cannot_be_had_is_an_empty_cell_and_texts_have_their_titles():
    rows = [("wen", "as published", 3, 3, ""), ("wen", "without paper", 1, 0, ""), ("paper", "as published", 2, 2, "")]
    kept = pd.DataFrame(rows, columns=["contrast", "setting", "family", "kept", "top"])
    assert cells(measures.kept_table(kept, TITLES, 10, "kept.csv")) == [
        ["setting", "小文", "Small paper"],
        ["as published", "3", "2"],
        ["without Small paper", "0", ""],
    ]


def test_paragraphs_that_turn_the_sign_are_counted_and_stand_first():
    rows = [("wen", "war", "wen:3", 9, 1.7, 0.5), ("wen", "和平", "wen:4", 9, 1.2, -0.2)]
    carrying = pd.DataFrame(rows, columns=["contrast", "term", "paragraph_id", "count", "log_ratio", "without"])
    shown = measures.paragraphs_table(carrying, TITLES, "carrying.csv")
    assert "of 2 such paragraphs 1 turn the sign" in caption(shown)
    assert [row[1] for row in cells(shown)[1:]] == ["和平", "war"] and cells(shown)[1][0] == "小文"


def test_measures_of_a_text_are_those_of_nltk():
    said = "Global governance needs peace. Global governance needs aid. Peace is global. Aid is far."
    corpus = corpus_of(en={"a": said, "b": "Peace and war. " * 5})
    given = Contrasts(*blocks(a={"war": 9}, b={"war": 1}), ("a", "b"), 5, 50, 1)
    beside = measures.measures_beside_nltk(corpus, given, "governance", 2)
    assert set(beside["measure"]) == {"G2", "logDice", "MI"}
    assert "governance + global" in set(beside["words"])
    shown = measures.measures_table(beside, 1)
    assert "logDice 2 of 2" in caption(shown) and "NLTK has no logDice" in caption(shown)
    wrong = measures.measures_table(beside.assign(nltk=beside["nltk"] + 0.01), 1)
    assert "logDice 0 of 2" in caption(wrong)


def test_a_word_is_set_over_the_range_of_chance_and_stop_words_are_not_drawn(monkeypatch):
    seen = []
    monkeypatch.setattr(measures.sns, "scatterplot", lambda table, **given: seen.append((table, given)))
    monkeypatch.setattr(measures.sns, "move_legend", lambda *given, **more: None)
    rows = [
        ("wen", "改革", 40, 0.5, 0.2, 0.3, True),
        ("wen", "的", 90, 0.1, 0.1, 0.2, False),
        ("wen", "和平", 50, 0.25, 0.2, 0.3, False),
        ("paper", "war", 31, 0.9, 0.2, 0.3, True),
    ]
    names = ["text_id", "term", "count", "dp_norm", "random_low", "random_high", "uneven"]
    told = measures.spread_figure(pd.DataFrame(rows, columns=names), frozenset("的"), TITLES, 1)
    assert [table["label"].tolist() for table, _ in seen] == [["和平 (50)"], ["war (31)"]]
    assert seen[0][1]["legend"] and not seen[1][1]["legend"]
    assert told.alt.endswith("小文 1 of 2 words; Small paper 1 of 1 words.")
    assert [axes.get_title(loc="left") for axes in told.drawing.axes] == ["小文", "Small paper"]


# --- concepts


def test_concepts_that_stand_apart_in_the_pair_are_named_once_where_they_stand_together():
    rows = [("a", 0.5, 0.4, 3, 3), ("b", 0.5, 0.4, 2, 1), ("c", 0.2, 0.2, 1, 1)]
    both = pd.DataFrame(rows, columns=["concept", "original", "translation", "count_original", "count_translation"])
    told = measures.pair_figure(both, {"a": "peace", "b": "改革", "c": "war"})
    (axes,) = told.drawing.axes
    assert [text.get_text() for text in axes.texts] == ["peace; 改革"]
    assert "Of 3 concepts 1 have another count" in told.caption and "at most by 0.100 (peace)" in told.caption


def test_windows_and_worth_are_of_the_texts_that_are_counted():
    concepts = measures.concepts_of(corpus_of(zh={"a": "全球治理。改革。"}, en={"b": "Global governance. War."}))
    shares = concepts.shares(2)
    assert set(shares["text_id"]) == {"a", "b"} and shares["count"].sum() > 0
    assert measures.worth_in_words(concepts, 100).data == (
        "100 English words are worth 136 hanzi, by the pair of another corpus."
    )
    kept = measures.windows_kept(concepts, 4, ["b"], 3)
    assert kept["setting"].tolist() == ["windows of 2 words", "windows of 8 words", "sentences"]
    assert kept["text_id"].unique().tolist() == ["b"] and kept["kept"].between(1, 3).all()


def test_no_p_is_given_where_it_could_not_be_small():
    assert "could be is 0.015, whatever" in measures.floor_in_words(12, 2).data
    assert "could be is 1.000" in measures.floor_in_words(2, 2).data


# --- claims that recur


def judged(*rows):
    return pd.DataFrame(rows, columns=["language", "pair", "score", "same"])


PAIRS = judged(
    ("en", "texts", 0.4, True),
    ("en", "texts", 0.1, True),
    ("en-zh", "texts", 0.4, False),
    ("en-zh", "texts", 0.6, False),
    ("zh", "texts", 0.1, False),
    ("en-zh", "translation", 0.9, True),
)


def test_a_translation_pair_is_no_claim_that_recurs():
    shown = method.quality_table(PAIRS, 0.25, 0.55, "judged.csv")
    assert [row[:5] for row in cells(shown)[1:]] == [
        ["English", "1", "1", "1", "1"],
        ["across", "1", "0", "1", "0"],
        ["Chinese", "0", "0", "1", "0"],
    ]
    assert "of 2 above 1 make the same claim, of 3 below 1" in caption(shown) and "2 pairs, at least" in caption(shown)


def test_judged_pairs_stand_in_a_row_for_each_language_with_its_threshold():
    told = method.judged_figure(PAIRS, 0.25, 0.55)
    (axes,) = told.drawing.axes
    assert [label.get_text() for label in axes.get_yticklabels()] == ["English", "across", "Chinese"]
    limits = [c.get_segments()[0][0][0] for c in axes.collections if hasattr(c, "get_segments") and c.get_segments()]
    assert limits == pytest.approx([0.25, 0.55, 0.25])
    assert told.alt.endswith("threshold 1 of 2 make the same claim, below it 1 of 3.")


# --- the page


def test_tables_of_all_chapters_are_published_in_their_order():
    published = []

    def chapter(prefix):
        return SimpleNamespace(
            table=lambda name, frame: (
                published.append((prefix, name, frame)) or SimpleNamespace(data=f"<p>{prefix}</p>")
            )
        )

    page = method.Methods("methods", None, None, {"us": chapter("us"), "gs": chapter("gs")})
    assert page.tables("agreement", iter([1, 2])).data == "<p>us</p><p>gs</p>"
    assert published == [("us", "agreement", 1), ("gs", "agreement", 2)]
    with pytest.raises(ValueError, match="shorter"):
        page.tables("agreement", [1])
