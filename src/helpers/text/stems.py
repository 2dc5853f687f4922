"""Stems: where any of many forms may begin, found in one pass over a text, however many forms there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_WORD = re.compile(r"[a-z0-9]+")
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
        others: dict[str, bool] = {}
        for number, form in enumerate(self.forms):
            stem = _stem(form)
            if form[0].isascii():
                found = _WORD.match(stem)
                head = found[0] if found else stem[0]
                # Where the form goes on behind it with what is no letter, the word ends there.
                whole = bool(found) and (len(head) < len(stem) or not form[len(head) :].startswith("*"))
                words[head] = words.get(head, True) and whole
            else:
                head, whole = stem.split(" ")[0], False
                others[head] = False
            self._heads.setdefault(head, []).append((stem, number, whole))
        self._words = re.compile(rf"(?<![a-z0-9])(?:{_trie(words)})") if words else None
        self._others = _everywhere(others) if others else None
        self._under: dict[str, tuple[tuple[str, tuple[int, ...]], ...]] = {}

    def places(self, text: str) -> Iterator[tuple[int, tuple[int, ...]]]:
        """Each place, from the left, with the numbers of the forms that may begin there; `text` as `small` gives it.

        >>> list(Stems(["us", "use*"]).places("us, used, plus"))
        [(0, (0,)), (4, (1,))]
        """
        plain = not _TWO.search(text)  # else a form may stand with more than one space between its words
        under = self._under
        for start, head in self._found(text):
            stems = under.get(head)
            if stems is None:
                stems = under[head] = self._all_under(head)
            if len(stems) == 1 and stems[0][0] == head:
                yield start, stems[0][1]
                continue
            numbers = [n for stem, found in stems if not plain or text.startswith(stem, start) for n in found]
            if numbers:
                yield start, tuple(sorted(numbers))

    def _found(self, text: str) -> list[tuple[int, str]]:
        found = [(hit.start(), hit[0]) for hit in self._words.finditer(text)] if self._words else []
        if self._others:
            found += [(hit.start(), hit[1]) for hit in self._others.finditer(text)]
            found.sort()
        return found

    def _all_under(self, found: str) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The stems that may stand where the longest of their heads is found, with the numbers of their forms."""
        stems: dict[str, list[int]] = {}
        for size in range(1, len(found) + 1):
            for stem, number, whole in self._heads.get(found[:size], ()):
                if size == len(found) or not whole:
                    stems.setdefault(stem, []).append(number)
        return tuple((stem, tuple(numbers)) for stem, numbers in stems.items())


def _stem(form: str) -> str:
    """What every match of a form begins with, as `small` gives it."""
    return small(form.split(" ... ")[0].split("*")[0])


def _everywhere(heads: dict[str, bool]) -> re.Pattern[str]:
    """Finds the longest head at each place, in longer ones too: 治理 in 全球治理.

    One character is taken and the head is looked up from before it, so that the search may skip to what begins one.
    """
    first = "".join(sorted({re.escape(head[0]) for head in heads}))
    return re.compile(rf"[{first}](?<=(?=({_trie(heads)})).)", re.DOTALL)


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
