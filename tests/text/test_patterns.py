"""Claims about finding patterns in sentences: what is found, and what hides what."""

import pytest

from helpers.text import patterns
from helpers.text.patterns import Finder, Pattern, stands


def pattern(target, *forms, **more):
    return Pattern(more.pop("id", target), target, forms, **more)


def found(text, *patterns, blockers=()):
    """What is found in a text: its target, and the words that stand there."""
    return [(hit.pattern.target, text[hit.start : hit.end]) for hit in Finder(tuple(patterns), blockers).hits(text)]


@pytest.mark.parametrize(
    ("form", "text", "hits"),
    [
        ("war", "War, WAR and war; warfare, cold-war, postwar, war's", ["War", "WAR", "war", "war", "war"]),
        ("war*", "warfare postwar", ["warfare"]),
        ("the West", "The West, the West, THE WEST, the west", ["The West", "the West"]),
        ("West", "West, west, WEST", ["West"]),
        ("anti-US", "Anti-US, anti-us, anti-US", ["Anti-US", "anti-US"]),
        ("2030 Agenda", "the 2030 Agenda, the 2030 agenda", ["2030 Agenda"]),
        ("he", "he", ["he"]),
        ("he", "the he-man, she", ["he"]),
        ("a*", "an a b", ["an", "a"]),
        ("U.S.", "the U.S.", ["U.S."]),
        ("its debt", "its  debt, Its debt", ["its  debt", "Its debt"]),
        ("大国", "强大国家，大国", ["大国", "大国"]),
        ("一", "统一", ["一"]),
        ("shirk* ... dut*", "It shirks all its duties.", ["shirks all its duties"]),
        ("ça", "Ça va, ça", ["Ça", "ça"]),
        ("_war", "a _war", []),  # no word begins with a mark
    ],
)
def test_a_form_is_found_at_the_beginning_of_a_word(form, text, hits):
    assert [words for _, words in found(text, pattern("x", form))] == hits


def test_a_letter_whose_small_form_is_longer_does_not_shift_what_follows():
    assert found("İstanbul saw a war.", pattern("x", "war")) == [("x", "war")]


def test_hits_stand_in_reading_order_the_longer_first():
    one, other = pattern("x", "trade", "trade war", "war ... peace", id="b"), pattern("x", "trade war", id="a")
    text = "A trade war is no war of peace."
    hits = Finder((one, other)).hits(text)
    assert [(hit.pattern.id, hit.form, hit.start, hit.end) for hit in hits] == [
        ("a", "trade war", 2, 11),
        ("b", "trade war", 2, 11),
        ("b", "trade", 2, 7),
        ("b", "war ... peace", 8, 30),
        ("b", "war ... peace", 18, 30),
    ]


def test_a_longer_form_hides_the_shorter_of_another_target_and_not_of_its_own():
    force, coercion = pattern("force", "war"), pattern("coercion", "trade war")
    assert found("a trade war", force, coercion) == [("coercion", "trade war")]
    assert found("a trade war", force, pattern("force", "trade war", id="f2")) == [
        ("force", "trade war"),
        ("force", "war"),
    ]
    assert found("a war", force, pattern("other", "war")) == [
        ("force", "war"),
        ("other", "war"),
    ]  # as long as each other
    assert found("war trade", force, pattern("other", "war trade")) == [("other", "war trade")]
    assert found("trade war trade", force, pattern("other", "trade war trade")) == [("other", "trade war trade")]
    assert found("全球治理", pattern("x", "治理"), pattern("y", "全球治理")) == [("y", "全球治理")]


def test_a_form_with_a_gap_hides_nothing_and_overlap_is_no_cover():
    gap = pattern("gap", "trade ... war")
    assert found("trade and war", pattern("force", "war"), gap) == [("gap", "trade and war"), ("force", "war")]
    assert found("new trade war", pattern("a", "new trade"), pattern("b", "trade war")) == [
        ("a", "new trade"),
        ("b", "trade war"),
    ]


def test_a_longer_form_hides_even_where_its_company_is_missing():
    lonely = pattern("coercion", "trade war", company=("tariff*",))
    assert found("a trade war", pattern("force", "war"), lonely) == []
    assert found("a trade war of tariffs", pattern("force", "war"), lonely) == [("coercion", "trade war")]


@pytest.mark.parametrize(
    ("blocker", "text", "hits"),
    [
        ("Cold War", "the Cold War", []),
        ("war", "the war", []),  # as long as the form
        ("war of", "the war of words", []),
        ("the war on drugs", "the war on drugs", []),
        ("on", "the war on drugs", ["war"]),  # beside it
        ("a big trade", "a big trade war", []),  # touches the longer form, and is longer
        ("trade", "a big trade war", ["trade war"]),  # shorter than what it touches
        ("war room", "a trade war room", ["trade war"]),  # shorter by a letter
        ("no war ... here", "no war is here", []),
    ],
)
def test_a_blocker_hides_what_it_touches_unless_that_is_longer(blocker, text, hits):
    form = "trade war" if "trade" in text else "war*"
    assert [words for _, words in found(text, pattern("x", form), blockers=(blocker,))] == hits


def test_company_and_what_must_not_stand_are_asked_of_the_whole_sentence():
    p = pattern("x", "left", company=("treat*", "条约"), without=("not", "hand"))
    assert [p.holds(t) for t in ("left treaties", "left", "not left treaties", "the treaty, left hand", "签了条约")] == [
        True, False, False, False, True,
    ]  # fmt: skip
    assert pattern("x", "left").holds("") and pattern("x", "left", without=("not",)).holds("left")
    assert not pattern("x", "left", without=("not",)).holds("not left")
    assert found("It left the treaty.", p) == [("x", "left")] and found("It left.", p) == []


def test_a_form_stands_anywhere_in_a_text():
    assert stands(("order*", "大国"), "new Orders") and stands(("order*", "大国"), "强大国家")
    assert not stands(("order*", "大国"), "disorder") and not stands(("Order",), "an order")


@pytest.mark.parametrize(
    ("form", "text", "hits"),
    [
        ("WTO", "加入WTO后", ["WTO"]),
        ("G20峰会", "在G20峰会上", ["G20峰会"]),
        ("tariff*", "对US加征tariffs的", ["tariffs"]),
        ("China's rise", "China’s rise, China's rise", ["China’s rise", "China's rise"]),
        ("America’s", "America's way", ["America's"]),
    ],
)
def test_a_form_is_found_beside_hanzi_and_with_either_apostrophe(form, text, hits):
    assert [text[hit.start : hit.end] for hit in Finder((pattern("x", form),)).hits(text)] == hits
    assert stands((form,), text)


def test_a_form_that_is_declared_with_both_apostrophes_is_one_hit():
    finder = Finder((pattern("x", "China's rise", "China’s rise"),))
    assert [hit.form for hit in finder.hits("China’s rise and China's rise")] == ["China’s rise", "China's rise"]


def test_a_form_that_begins_small_and_has_a_capital_may_begin_a_sentence():
    assert [hit.start for hit in Finder((pattern("x", "international Law"),)).hits("International Law")] == [0]


def test_a_sentence_is_searched_once(monkeypatch):
    searched = []
    search = Finder._search
    monkeypatch.setattr(Finder, "_search", lambda self, some: searched.extend(some) or search(self, some))
    finder = Finder((Pattern("war", "force", ("war",)),))
    first = finder.all_hits(["A war.", "Peace.", "A war."])
    assert searched == ["A war.", "Peace."]
    assert finder.all_hits(["Peace.", "A war.", "A war ended."])[:2] == [first[1], first[0]]
    assert searched == ["A war.", "Peace.", "A war ended."]
    monkeypatch.setattr(patterns, "REMEMBERED", 2)  # more than so many are forgotten, and found again
    assert finder.all_hits(["A war."]) == first[:1] and searched[3:] == ["A war."]


def test_what_was_found_can_be_changed_by_nobody():
    finder = Finder((Pattern("war", "force", ("war",)),))
    finder.hits("A war.").clear()
    assert len(finder.hits("A war.")) == 1
