"""Claims about reuse: what is a run, who comes first, what stands within quotation marks, in notes, and in set phrases."""

import re
from itertools import combinations, product

import pytest

from helpers.corpus.load import corpus_of
from helpers.mentions.reuse import EXACT, NEAR, reuse

SAID = "we all must uphold the rules that all of us have made"


def found(phrases=(), **texts):
    return reuse(corpus_of(en=texts), phrases)


def test_seven_words_are_no_run_and_eight_are():
    eight = " ".join(SAID.split()[:8])
    assert found(one=f"Today {SAID}.", two=f"Yet {eight}!")["length"].tolist() == [8]
    assert found(one=f"Today {SAID}.", two="Yet we all must uphold the rules that!").empty


def test_eleven_hanzi_are_no_run_and_twelve_are():
    one = "各国人民同心协力构建人类命运共同体。"
    runs = [reuse(corpus_of(zh={"one": one, "two": f"他说{one[:n]}吗？"}), [])["length"].tolist() for n in (11, 12)]
    assert runs == [[], [12]]


def test_punctuation_case_and_quotation_marks_do_not_part_a_run():
    runs = found(
        one="We all must uphold – the rules – that all have made.", two="“WE ALL must uphold the rules that all have”"
    )
    assert runs[["length", "kind", "quoted_in"]].values.tolist() == [[9, EXACT, "b"]]


def test_a_small_difference_is_told_as_one_run():
    runs = found(
        one="They will firmly defend the rules that all have made for us.",
        two="They will firmly defend those rules that all have made for us.",
    )
    assert runs["kind"].tolist() == [NEAR] and runs["length"].tolist() == [12]


def test_a_run_of_set_phrases_is_listed_and_is_no_reuse():
    runs = found([SAID], one=f"Today {SAID}.", two=f"Yet {SAID}!")
    assert runs[["length", "outside", "reused"]].values.tolist() == [[12, 0, False]]
    assert found(["the rules"], one=f"Today {SAID}.", two=f"Yet {SAID}!")["outside"].tolist() == [10]


def test_no_run_goes_over_the_end_of_a_paragraph():
    assert found(one="We all must uphold the rules.", two="We all must uphold\n\nthe rules.").empty


def test_texts_of_two_languages_share_no_run():
    assert reuse(corpus_of(en={"a": SAID}, zh={"b": SAID}), []).empty


def test_a_run_in_a_note_leads_to_the_note(corpus, runs):
    noted = runs[runs["sentences_a"].str.contains(":note-") | runs["sentences_b"].str.contains(":note-")]
    ids = {i for side in ("sentences_a", "sentences_b") for i in noted[side] if ":note-" in i}
    assert ids and ids <= set(corpus.notes["note_id"])


KNOWN = [  # by hand from the raw files: texts, raw lines, length
    ("ggi-paper-zh", 261, "ren-lin-zh", 47, 29), ("ggi-paper-zh", 263, "ren-lin-zh", 47, 27),
    ("ggi-paper-en", 280, "xinhua-report", 433, 18), ("qiushi-article", 9, "xinhua-report", 465, 9),
    ("qiushi-article", 51, "xinhua-report", 445, 8), ("us-fact-sheet", 214, "blog-commentary", 17, 42),
    ("us-fact-sheet", 216, "blog-commentary", 19, 22), ("us-fact-sheet", 218, "blog-commentary", 19, 21),
    ("us-fact-sheet", 219, "blog-commentary", 17, 39), ("us-fact-sheet", 227, "blog-commentary", 21, 31),
]  # fmt: skip


@pytest.mark.parametrize("known", KNOWN, ids=lambda k: f"{k[1]}-{k[3]}")
def test_a_run_that_was_found_by_hand_is_listed_at_its_lines(runs, known):
    told = runs[["text_a", "first_line_a", "text_b", "first_line_b", "length"]].itertuples(index=False, name=None)
    assert known in set(told)


def test_no_run_of_eight_words_or_twelve_hanzi_is_missed(corpus, runs):
    """Every window of the least length that two paragraphs share lies in sentences that a run names."""
    sentences = {p: list(part.itertuples()) for p, part in corpus.sentences.groupby("paragraph_id")}
    word = {"en": re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*"), "zh": re.compile(r"[\u4e00-\u9fff]")}
    size, language = {"en": 8, "zh": 12}, corpus.texts.set_index("text_id")["language"]
    windows = {text_id: {} for text_id in language.index}
    for paragraph in corpus.paragraphs.itertuples():
        tongue = language[paragraph.text_id]
        tokens = list(word[tongue].finditer(paragraph.text))
        for at in range(len(tokens) - size[tongue] + 1):
            part = tokens[at : at + size[tongue]]
            touched = {
                s.sentence_id
                for s in sentences[paragraph.paragraph_id]
                if s.start < part[-1].end() and part[0].start() < s.end
            }
            key = tuple(t[0].lower().replace("’", "'") for t in part)
            windows[paragraph.text_id].setdefault(key, []).append(frozenset(touched))
    listed = {}
    for run in runs.itertuples():
        pair = frozenset([(run.text_a, run.sentences_a), (run.text_b, run.sentences_b)])
        listed.setdefault(frozenset([run.text_a, run.text_b]), []).append(dict(pair))
    missed = [
        (one, other, " ".join(key))
        for one, other in combinations(language.index, 2)
        for key in windows[one].keys() & windows[other].keys()
        for a, b in product(windows[one][key], windows[other][key])
        if not any(
            a <= set(run[one].split("; ")) and b <= set(run[other].split("; "))
            for run in listed.get(frozenset([one, other]), [])
        )
    ]
    assert missed == []


def test_no_run_is_listed_twice(runs):
    assert not runs.duplicated(["text_a", "text_b", "n"]).any()
