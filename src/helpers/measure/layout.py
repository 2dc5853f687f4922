"""How a text is laid out: wrapped lines, pages, Markdown; and its paragraphs, with a way back to the raw characters."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable
from itertools import pairwise
from typing import NamedTuple

from ..corpus.spaces import ODD_SPACES, has_odd_spaces, space_between
from ..text.folding import Edit, Folded, edits, rewrite, simplified
from ..text.hanzi import HANZI

MENDED = ("wrapped", "page-numbers", "running-heads", "markdown")
"""What of a layout is undone before a text is counted, unless the reader says that it is to stay."""

_HYPHENATED, _HEAD, _TAIL = re.compile(r"\w+(?:-\w+)+"), re.compile(r"[\w-]*$"), re.compile(r"[\w-]*")
_LINE = re.compile(r"[^\r\n\f]+")
_ENDS = re.compile(r"[.!?:;。！？：；…．｡][\"'”’」』）)\]】》]*$")
_SMALL = re.compile(r"[\"'“‘(\[]*[^\W\d_]")
_WIDEST = 130
"""So many columns the lines of a wrapped text have at most; a hanzi takes two."""
_PAGE = re.compile(
    r"(?P<marked>(?:[-–—]\s*|page\s+|p\.\s*|第\s*))?(?P<number>\d{1,4})(?P<of>\s*(?:of|/)\s*\d{1,4})?\s*(?:[-–—]|页|頁)?",
    re.IGNORECASE,
)
_PAGE_WIDTH, _HEAD_WIDTH = 24, 100
"""So many characters the line with a page's number, and a running head, have at most."""
_FIGURES, _LETTER = re.compile(r"\d+"), re.compile(r"[^\W\d_]")
_MARKS = {
    "heading": r"^[ \t]*#{1,6}[ \t]+",
    "quote": r"^[ \t]*>[ \t]?",
    "rule": r"^[ \t]*(?:[-*_][ \t]*){3,}$|^[ \t]*\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t]*(?::?-{3,}:?)?[ \t]*$",
    "fence": r"^[ \t]*```.*$",
    "item": r"^[ \t]*[*+-][ \t]+(?=\S)",
    "image": r"!\[(?=[^\]\n]*\]\([^)\n]*\))",
    "link": r"\[(?=[^\]\n]+\]\([^)\n]*\))|(?<=[^\]\n])\]\([^)\n]*\)",
    "strong": r"\*\*(?=[^\s*])|(?<=[^\s*])\*\*|\b__(?=[^\s_])|(?<=[^\s_])__\b",
    "emphasis": r"(?<![*\w])\*(?=[^\s*])|(?<=[^\s*])\*(?![*\w])",
    "code": r"`",
}


def _any_mark(at_the_head: bool) -> str:
    return "|".join(f"(?P<{name}>{mark})" for name, mark in _MARKS.items() if mark.startswith("^") is at_the_head)


# What marks begin with is asked first: at most places nothing has to be tried.
_MARK = re.compile(rf"^(?=[ \t]*[#>*_`|:+-])(?:{_any_mark(True)})|(?=[!\[\]*_`])(?:{_any_mark(False)})", re.MULTILINE)
_SURE = ("heading", "image", "link", "strong", "fence")
"""Marks that hardly stand in a text that is no Markdown."""
_SIGNS = ("#", "](", "**", "__", "```")
"""Without one of these none of them stands there."""


class Line(NamedTuple):
    """`text[start:end]` is a line, without the white space around it.

    >>> [line.start for line in lines("One\\n\\n  two")]
    [0, 7]
    """

    start: int
    end: int
    touches: bool  # the line before: no blank line stands between


def lines(text: str) -> list[Line]:
    """The lines of a text that are not blank.

    >>> [line.touches for line in lines("One\\ntwo\\n\\nthree")]
    [False, True, False]
    """
    found: list[Line] = []
    behind = 0
    for hit in _LINE.finditer(text):
        content = hit[0].strip(" \t\u3000\u00a0\u200b\ufeff\x0b")
        if content:
            start = hit.start() + hit[0].index(content)
            between = text[behind : hit.start()]
            touches = bool(found) and (between == "\n" or len(re.findall(r"\r\n|[\n\r\f]", between)) < 2)
            found.append(Line(start, start + len(content), touches))
            behind = hit.end()
    return found


def columns(line: str) -> int:
    """How wide a line is, a hanzi two columns.

    >>> columns("全球 UN")
    7
    """
    return len(line) if line.isascii() else len(line) + len(re.findall(HANZI, line))


def is_wrapped(text: str, found: list[Line] | None = None) -> bool:
    """Whether lines end where they are full, and not where a sentence or a paragraph does.

    Of the lines that follow another without a blank line at least half must go on with its sentence: it did not end
    like one, and the next begins small or it was nearly as wide as any.

    >>> is_wrapped("The delegates agreed that\\nthe treaty should enter\\ninto force.")
    True
    >>> is_wrapped("A list of bodies\\nThe Assembly\\nThe Council"), is_wrapped("One paragraph.\\nAnother one.")
    (False, False)
    """
    found = lines(text) if found is None else found
    if len(found) < 2:
        return False
    shown = [text[line.start : line.end] for line in found]
    widths = sorted(map(columns, shown))
    full = widths[len(widths) * 9 // 10]
    if full > _WIDEST:
        return False
    follow = [(a, b) for (a, b), line in zip(pairwise(shown), found[1:], strict=True) if line.touches]
    on = [(a, b) for a, b in follow if not _ENDS.search(a)]
    small = [b for _, b in on if (first := _SMALL.match(b)) and first[0][-1].islower()]
    cased = [b for _, b in on if (first := _SMALL.match(b)) and first[0][-1].lower() != first[0][-1].upper()]
    if cased:  # of a script with capitals: sentences that go on begin small, mostly
        begun_small = set(small)  # a long text has a hundred thousand of them
        wide = [a for a, b in on if b in begun_small or columns(a) >= 0.7 * full]
        return len(small) * 3 >= len(cased) and len(wide) * 2 >= len(follow)
    wide = [a for a, _ in on if columns(a) >= 0.9 * full]
    return len(wide) > 1 and len(wide) * 2 >= len(follow)


def page_numbers(text: str, found: list[Line] | None = None) -> list[Line]:
    """Lines that hold nothing but the number of a page: marked as one, or rising from one to the next.

    >>> text = "One\\n\\n- 1 -\\n\\ntwo\\n\\n- 2 -\\n\\nthree"
    >>> [text[line.start : line.end] for line in page_numbers(text)]
    ['- 1 -', '- 2 -']
    """
    short = [line for line in (lines(text) if found is None else found) if line.end - line.start <= _PAGE_WIDTH]
    hits = [(line, hit) for line in short if (hit := _PAGE.fullmatch(text[line.start : line.end]))]
    marked = [line for line, hit in hits if hit["marked"] or hit["of"]]
    bare = [(line, int(hit["number"])) for line, hit in hits if not (hit["marked"] or hit["of"])]
    steps = [b - a for (_, a), (_, b) in pairwise(bare)]
    rising = len(bare) > 2 and sum(1 <= step <= 3 for step in steps) * 5 >= len(steps) * 4
    return sorted((marked if len(marked) > 1 else []) + ([line for line, _ in bare] if rising else []))


def repeated(text: str, numbers: Iterable[Line], found: list[Line] | None = None) -> tuple[list[Line], list[Line]]:
    r"""Lines that come again: running heads, and others.

    Running heads come three times or more at the head or foot of pages, beside a page's number (see `page_numbers`) or
    a form feed, figures aside; the others come five times or more.

    >>> text = "".join(f"Annual Report\n{n}\n\nText of page {n}.\n\n" for n in (1, 2, 3))
    >>> heads, others = repeated(text, page_numbers(text))
    >>> {text[line.start : line.end] for line in heads}, others
    ({'Annual Report'}, [])
    >>> len(repeated("Chair\n\nOne.\n\n" * 5, [])[1])
    5
    """
    found, pages = lines(text) if found is None else found, set(numbers)
    groups: dict[str, list[int]] = {}
    for n, line in enumerate(found):
        if line.end - line.start <= _HEAD_WIDTH:
            groups.setdefault(_FIGURES.sub("#", text[line.start : line.end]), []).append(n)
    heads: list[Line] = []
    others: list[Line] = []
    for said, group in groups.items():
        if len(group) < 3 or _ENDS.search(said) or not _LETTER.search(said):
            continue
        if sum(_at_edge(text, found, n, pages) for n in group) * 2 > len(group):
            heads += [found[n] for n in group]
        elif len(group) > 4:
            others += [found[n] for n in group]
    return heads, others


def _at_edge(text: str, found: list[Line], n: int, pages: set[Line]) -> bool:
    """Whether a line stands beside the number of a page, or a form feed."""
    beside = found[max(0, n - 1) : n + 2]
    before, behind = found[n - 1].end if n else 0, found[n + 1].start if n + 1 < len(found) else len(text)
    return not pages.isdisjoint(beside) or "\f" in text[before:behind]


def markdown(text: str, *, surely: bool = False) -> list[Edit]:
    """The marks of Markdown, each to be left out; `surely`: the name of the file says that it is Markdown.

    >>> rewrite(text := "## Trade\\n*All* the [UN](un.html) **said**", markdown(text)).text
    'Trade\\nAll the UN said'
    """
    if not surely and not any(sign in text for sign in _SIGNS):
        return []
    found = list(_MARK.finditer(text))
    if not surely and not any(hit.lastgroup in _SURE for hit in found):
        return []
    return [(*hit.span(), "") for hit in found]


# --- paragraphs -------------------------------------------------------------------------------------------------------


def paragraphs(text: str, mended: Collection[str] = MENDED, keep: Collection[str] = ()) -> list[Folded]:
    """The paragraphs of a raw text as they are matched: folded, each leading back to the raw characters.

    `mended` says what of the layout is undone (see `MENDED`), `keep` what is not folded (see `folding.fold`).

    >>> [p.text for p in paragraphs("It left the Uni-\\nted Nations\\nagain.\\n\\n美國", ["wrapped"])]
    ['It left the United Nations again.', '美国']
    >>> [p.text for p in paragraphs("One line.\\nAnother.", [])]
    ['One line.', 'Another.']
    """
    found = lines(text)
    numbers = page_numbers(text, found) if {"page-numbers", "running-heads"} & set(mended) else []
    left_out = set(numbers) if "page-numbers" in mended else set()
    if "running-heads" in mended:
        left_out |= set(repeated(text, numbers, found)[0])
    changes = edits(text)
    if "markdown" in mended:
        changes = _merged(markdown(text, surely=True), changes)
    blocks = _blocks([line for line in found if line not in left_out], text, "wrapped" in mended)
    hyphenated = {word.lower() for word in _HYPHENATED.findall(text)} if "wrapped" in mended else set()
    return [folded for block in blocks if (folded := _folded(text, block, changes, hyphenated, keep)).text]


def _blocks(found: list[Line], text: str, wrapped: bool) -> list[list[Line]]:
    """The lines of each paragraph: one, or, of a wrapped text, all up to a blank line or a change of page."""
    blocks: list[list[Line]] = []
    for line in found:
        goes_on = bool(blocks) and wrapped and (line.touches or _over_page(text, blocks[-1][-1], line))
        if goes_on:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _over_page(text: str, before: Line, line: Line) -> bool:
    """Whether what stands between two lines was left out and the sentence goes on behind it."""
    between = text[before.end : line.start]
    return bool(between.strip() or "\f" in between) and not _ENDS.search(text[before.start : before.end])


def _merged(one: list[Edit], other: list[Edit]) -> list[Edit]:
    """Edits of two kinds, sorted; where two overlap the first that begins stands."""
    found: list[Edit] = []
    for edit in sorted(one + other):
        if not found or edit[0] >= found[-1][1]:
            found.append(edit)
    return found


def _folded(
    text: str, block: list[Line], changes: list[Edit], hyphenated: Collection[str], keep: Collection[str]
) -> Folded:
    """The lines of a paragraph as one text, with white space as the corpus has it."""
    start, end = block[0].start, block[-1].end
    first = bisect_left(changes, (start,))
    if len(block) == 1 and (first == len(changes) or changes[first][0] >= end):
        line = text[start:end]
        if not has_odd_spaces(line):  # most paragraphs, and nothing is to be done
            return Folded(line if "traditional" in keep else simplified(line), (0,), (start,), (end,))
    inside = [edit for edit in changes[bisect_left(changes, (start,)) : bisect_left(changes, (end,))] if edit[1] <= end]
    joins = [_join(text, a, b, hyphenated) for a, b in pairwise(block)]
    spaces = [
        (*hit.span(), _space(text, *hit.span()))
        for line in block
        for hit in ODD_SPACES.finditer(text, line.start, line.end)
    ]
    spaces = [edit for edit in spaces if text[edit[0] : edit[1]] != edit[2]]
    return rewrite(text, _merged(joins, _merged(spaces, inside)), start, end, keep=keep)


def _join(text: str, before: Line, behind: Line, hyphenated: Collection[str]) -> Edit:
    """What stands between two lines of a paragraph.

    A hyphen that split a word at the end of a line goes, unless the word stands with it elsewhere in the text.
    """
    a, b = text[before.end - 1], text[behind.start]
    if a == "-" and b.islower() and text[before.end - 2 : before.end - 1].isalpha():
        head = _HEAD.search(text[before.start : before.end - 1])
        tail = _TAIL.match(text, behind.start)
        split = not (head and tail and f"{head[0]}-{tail[0]}".lower() in hyphenated)
        return before.end - split, behind.start, ""
    glue = " " if a not in "-—\u00ad" and space_between(a, b) else ""
    return before.end, behind.start, glue


def _space(text: str, start: int, end: int) -> str:
    """What stands for white space inside a line."""
    if not text[start:end].strip("\u200b\ufeff"):  # of no width
        return ""
    return " " if space_between(text[start - 1], text[end]) else ""
