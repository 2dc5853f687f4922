"""Stems: where any of many forms may begin, found in one pass over a text, however many forms there are."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

WORD = re.compile(r"[a-z0-9]+")
"""A word of a text in small letters, or what of it stands before an apostrophe or a hyphen."""
_WHITE, _TWO = re.compile(r"[^\S ]"), re.compile("  ")


def small(text: str) -> str:
    """A text for matching, of the same length: small letters, straight apostrophes, spaces for other white space.

    >>> small("The People’s\\nCongress")
    "the people's congress"
    """
    lower = text.lower()
    if len(lower) != len(text):  # the small letter of a few capitals is two characters
        lower = "".join(c if len(c.lower()) != 1 else c.lower() for c in text)
    return _WHITE.sub(" ", lower.replace("’", "'"))


TOGETHER = 200_000
"""So many characters are searched at once: more would take more memory and no less time."""


def together(texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """Texts in groups of so many characters (a longer text alone), each with the number of its first.

    >>> [(first, len(some)) for first, some in together(["a" * 150_000, "b" * 50_000, "c"])]
    [(0, 2), (2, 1)]
    """
    first = size = 0
    for n, text in enumerate(texts):
        if n > first and size + len(text) > TOGETHER:
            yield first, list(texts[first:n])
            first, size = n, 0
        size += len(text)
    if len(texts) > first:
        yield first, list(texts[first:])


class Stems:
    """Where forms (see `forms.Form`) may begin: whatever `form_regex` finds begins at one of the places that it gives.

    All forms are one alternation, in which common beginnings stand once; a form is known by its number.

    >>> stems = Stems(["global governance", "global*", "治理", "全球"])
    >>> list(stems.places(small("Global order, 全球治理")))
    [(0, (1,)), (14, (3,)), (16, (2,))]
    """

    def __init__(self, forms: Iterable[str]):
        self.forms = tuple(forms)
        self._heads: dict[str, list[tuple[str, int, bool]]] = {}
        words: dict[str, bool] = {}
        others: set[str] = set()
        for number, form in enumerate(self.forms):
            stem = _stem(form)
            if form[0].isascii():
                head, whole = first_word(form)
                head = head or stem[0]
                words[head] = words.get(head, True) and whole
            else:
                head, whole = stem.split(" ")[0], False
                others.add(head)
            self._heads.setdefault(head, []).append((stem, number, whole))
        self._words = re.compile(rf"(?<![a-z0-9])(?:{_trie(words)})") if words else None
        self._others = _Everywhere(others) if others else None
        self._under: dict[str, _Under] = {}

    def places(self, text: str) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Each place, from the left, with the numbers of the forms that may begin there; `text` as `small` gives it.

        >>> list(Stems(["us", "use*"]).places("us, used, plus"))
        [(0, (0,)), (4, (1,))]
        """
        two = chain((hit.start() for hit in _TWO.finditer(text)), [sys.maxsize])
        wide = next(two)  # where a form may stand with more than one space between its words
        under = self._under
        for start, head in self._found(text):
            found = under.get(head)
            if found is None:
                found = under[head] = self._all_under(head)
            if found.only:
                yield start, found.only
                continue
            while wide < start:
                wide = next(two)
            if wide < start + found.longest:
                yield start, found.all
                continue
            near = found.by_beginning.get(text[start : start + len(head) + AHEAD], ())
            numbers = [n for stem, of in (*found.short, *near) if text.startswith(stem, start) for n in of]
            if numbers:
                yield start, tuple(sorted(numbers))

    def _found(self, text: str) -> list[tuple[int, str]]:
        found = [(hit.start(), hit[0]) for hit in self._words.finditer(text)] if self._words else []
        if self._others:
            found += self._others.places(text)
            found.sort()
        return found

    def _all_under(self, found: str) -> _Under:
        """The stems that may stand where the longest of their heads is found."""
        stems: dict[str, list[int]] = {}
        for size in range(1, len(found) + 1):
            for stem, number, whole in self._heads.get(found[:size], ()):
                if size == len(found) or not whole:
                    stems.setdefault(stem, []).append(number)
        return _Under(found, stems)


AHEAD = 4
"""So many characters behind a head tell which stems may stand there."""


class _Under:
    """The stems that may stand where a head is found, with the numbers of their forms: many begin with `the`."""

    def __init__(self, head: str, stems: dict[str, list[int]]):
        self.all = tuple(sorted(number for numbers in stems.values() for number in numbers))
        self.only = self.all if list(stems) == [head] else ()
        self.longest = max(map(len, stems), default=0)
        self.short: list[tuple[str, list[int]]] = []
        self.by_beginning: dict[str, list[tuple[str, list[int]]]] = {}
        for stem, numbers in stems.items():
            beginning = stem[: len(head) + AHEAD]
            long = len(beginning) == len(head) + AHEAD
            (self.by_beginning.setdefault(beginning, []) if long else self.short).append((stem, numbers))


def first_word(form: str) -> tuple[str, bool]:
    """The `WORD` with which a form begins, in small letters (none in Chinese), and whether it ends there in any text.

    >>> first_word("World order*"), first_word("global*"), first_word("U.S."), first_word("治理")
    (('world', True), ('global', False), ('u', True), ('', False))
    """
    found = WORD.match(small(form))
    return (found[0], not form[found.end() :].startswith("*")) if found else ("", False)


def _stem(form: str) -> str:
    """What every match of a form begins with, as `small` gives it."""
    return small(form.split(" ... ")[0].split("*")[0])


class _Everywhere:
    """Finds the longest head at each place, in longer ones too: 治理 in 全球治理.

    Where one may begin is searched, which one does is looked up: an alternation would be tried branch by branch.

    >>> _Everywhere({"全球", "治理", "全球治理"}).places("全球治理")
    [(0, '全球治理'), (2, '治理')]
    """

    def __init__(self, heads: set[str]):
        self._heads = heads
        self._sizes: dict[str, list[int]] = {}
        for size, first in sorted({(len(head), head[0]) for head in heads}, reverse=True):
            self._sizes.setdefault(first, []).append(size)
        self._first = re.compile(f"[{''.join(map(re.escape, sorted(self._sizes)))}]")

    def places(self, text: str) -> list[tuple[int, str]]:
        found = []
        for hit in self._first.finditer(text):
            start = hit.start()
            for size in self._sizes[hit[0]]:
                head = text[start : start + size]
                if head in self._heads:
                    found.append((start, head))
                    break
        return found


def _trie(heads: dict[str, bool]) -> str:
    """Heads as one regular expression that finds the longest; behind a whole one (true) no letter follows."""
    root: dict[str, dict] = {}
    for head in heads:
        node = root
        for character in head:
            node = node.setdefault(character, {})
        node[""] = {"whole": heads[head]}
    return _branches(root)


def _branches(node: dict[str, dict]) -> str:
    below = [re.escape(character) + _branches(more) for character, more in sorted(node.items()) if character]
    if "" in node:
        below.append("(?![a-z0-9])" if node[""]["whole"] else "")
    return below[0] if len(below) == 1 else f"(?:{'|'.join(below)})"
