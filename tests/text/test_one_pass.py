"""One pass over a text finds what each form finds alone, and counts what tokens count: on our texts, and on any."""

import random
import re
from collections import Counter

import pytest

from conftest import codebook, in_ci, weekly
from helpers.mentions.concepts import ConceptFinder, read_concepts
from helpers.paths import GS_CLAIMS, INSTITUTIONS_SAID, US_FRAMES
from helpers.text.forms import any_form, in_brackets_behind
from helpers.text.names import read_terms
from helpers.text.patterns import Finder, Hit, begins, compiled_form, stands
from helpers.text.segmentation import sentences, tokens
from helpers.text.word_counts import WordCounts

TERMS, CONCEPTS = read_terms(), read_concepts().concepts
BOOKS = [codebook(path) for path in (US_FRAMES, GS_CLAIMS, INSTITUTIONS_SAID)]
MARKS = [*"()（）“”‘’'。.，;；-·", "  ", "\n", "\u3000", "’s", "U.S.", "Mr.", "e.g.", "UN", "us", "İ", "x_", "1,000"]


def texts(forms, number=400):
    """Texts made by chance of the words of forms and of what stands between words, the same in every run."""
    chance = random.Random(1)
    words = [w.replace("*", "ing") for form in forms for w in form.replace(" ... ", " to ").split()] + MARKS
    between = ["", " ", " ", "的"]
    return [
        "".join(chance.choice(words) + chance.choice(between) for _ in range(chance.randrange(30)))
        for _ in range(number)
    ]


def every_text(corpus, forms):
    return [*corpus.paragraphs["text"], *texts(forms)]


def concept_by_concept(text, concepts, blockers):
    """Each concept looked for alone, and what is in a longer name or a longer hit found by trying all pairs."""
    blocked = [m.span() for m in blockers.finditer(text)]
    hits = []
    for concept in concepts:
        found = []
        for hit in concept.pattern.finditer(text):
            if hit["hit"] and not (found and in_brackets_behind(text, found[-1][1], *hit.span())):
                found.append(hit.span())
        hits += [
            (start, end, concept.id)
            for start, end in found
            if not any(a <= start and end <= b and b - a > end - start for a, b in blocked)
        ]
    return [
        (c, s, e, not any(a <= s and e <= b and b - a > e - s for a, b, other in hits if other != c))
        for s, e, c in sorted(hits)
    ]


def test_concepts_in_one_pass_are_those_found_one_by_one(corpus):
    given = every_text(corpus, [form for concept in CONCEPTS for form in (*concept.forms, *concept.not_in)])
    found = [[] for _ in given]
    for text, *hit in ConceptFinder(CONCEPTS, TERMS.blockers).all_hits(given):
        found[text].append(tuple(hit))
    blockers = any_form(TERMS.blockers)
    assert found == [concept_by_concept(text, CONCEPTS, blockers) for text in given]
    assert sum(map(len, found)) > 1000


def form_by_form(finder, text):
    """Each form tried at each place, and what is hidden found by trying all pairs."""
    small, found, covers = text.replace("’", "'").lower(), [], []
    places = [m.start() for m in re.finditer(r"(?<![A-Za-z0-9])[A-Za-z0-9]|[^\x00-\xff]", text)]
    forms = [(form, p) for p in finder.patterns for form in p.forms] + [(form, None) for form in finder.blockers]
    for form, pattern in forms:
        first = form.replace("’", "'").lower().split("*")[0].split()[0]
        if first not in small:
            continue
        for start in places:
            hit = compiled_form(form).match(text, start)
            if not hit:
                continue
            other = form.replace("’", "'") if "’" in form else form.replace("'", "’")
            if pattern and other != form and other in pattern.forms and form not in hit[0] and other[-2:] in hit[0]:
                continue
            if not pattern or " ... " not in form:
                covers.append((start, hit.end(), pattern.target if pattern else None))
            if pattern and pattern.holds(text):
                found.append(Hit(start, hit.end(), pattern, form))

    def hidden(hit):
        size = hit.end - hit.start
        return any(
            (start < hit.end and hit.start < end and end - start >= size)
            if target is None
            else (target != hit.pattern.target and start <= hit.start and hit.end <= end and end - start > size)
            for start, end, target in covers
        )

    return sorted((hit for hit in found if not hidden(hit)), key=lambda h: (h.start, -h.end, h.pattern.id, h.form))


@pytest.mark.parametrize(("part", "made", "least"), [(20, 100, 50), weekly(5, 150, 100)])
@pytest.mark.parametrize("book", [*map(in_ci, BOOKS)], ids=lambda book: book.id)
def test_patterns_in_one_pass_are_those_found_form_by_form(corpus, book, part, made, least):
    forms = [form for pattern in (*book.gate, *book.patterns) for form in (*pattern.forms, *pattern.company)]
    given = [*corpus.sentences["text"][::part], *texts(forms, made)]
    for patterns, known in ((book.gate, book.gate_finder), (book.patterns, book.code_finder)):
        finder = Finder(patterns, known.blockers)  # one that remembers nothing
        found = finder.all_hits(given)
        assert found == [form_by_form(finder, text) for text in given]
        assert finder.all_hits(given[::-1]) == found[::-1]  # as it remembers them
        assert sum(map(len, found)) > least


def test_a_form_stands_and_begins_where_its_expression_finds_it():
    """One form and many at once: what is asked of a text before a form is tried leaves no match out."""
    chance = random.Random(2)
    lists = [(*book.turn, *book.go_on, *book.apart) for book in BOOKS]
    lists += [p.company for book in BOOKS for p in book.patterns] + [p.without for book in BOOKS for p in book.patterns]
    found = 0
    for forms in filter(None, lists[::3]):
        for form in chance.sample(forms, min(2, len(forms))):
            said = form.replace(" ... ", " of that ").replace("*", chance.choice(["", "s", "ing", "é"]))
            said = chance.choice(
                [said, said.upper(), said.replace("'", "’"), said.replace(" ", chance.choice(["  ", "\n"]))]
            )
            before = chance.choice(["", "It said ", *"3é-'’(“中Ａ", "x_", "no-"])
            text = before + said + chance.choice([*".s中3", "", "’s", "_x"])
            for some in ((form,), forms):
                tried = [compiled_form(one) for one in some]
                assert stands(some, text) == any(one.search(text) for one in tried), (some, text)
                places = (0, len(before), len(text) // 2)
                assert [begins(some, text, at) for at in places] == [
                    any(one.match(text, at) for one in tried) for at in places
                ], (some, text)
                found += stands(some, text)
    assert found > len(lists) / 3


@pytest.mark.parametrize("language", ["en", "zh", "fr"])
def test_words_are_counted_as_tokens_count_them(corpus, language):
    made = texts([*TERMS.names, *TERMS.chinese_words, *TERMS.blockers, "カナ", "win-win", "dogs'", "naïve", "第3"])
    for text in [*corpus.paragraphs["text"], *made]:
        parts = [text[start:end] for start, end in sentences(text, language, TERMS)]
        counts = WordCounts(TERMS)
        counts.add(parts, language)
        _, words, n = counts.table()
        known = Counter(t for part in parts for _, _, t, kind in tokens(part, language, TERMS) if kind == "word")
        assert dict(zip(words, n.tolist(), strict=True)) == known and words == sorted(known)
        assert counts.totals().tolist() == [known.total()]
