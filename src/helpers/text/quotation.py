"""Which parts of a paragraph stand inside quotation marks."""

from __future__ import annotations

import re

from .hanzi import CLASS, HANZI

_CLOSING = {"“": "”", "「": "」", "『": "』"}
_MARKS = re.compile(r'["“”「」『』]')


def quoted(text: str) -> list[tuple[int, int]]:
    """Spans (start and end, from 0) of a paragraph inside double quotation marks, the marks left out, in reading order.

    Quotations inside quotations are one. A straight mark opens after white space or an opening bracket and closes
    otherwise, but beside hanzi, where nothing shows which it is, straight marks alternate. A mark that is never closed
    quotes nothing, for a copy loses marks more easily than it adds them: a new opening mark of the same kind begins
    anew.

    >>> text = 'He said "no" and “yes'
    >>> [text[a:b] for a, b in quoted(text)]
    ['no']
    >>> text = "提出“全球‘治理’倡议”和「共同」"
    >>> [text[a:b] for a, b in quoted(text)]
    ['全球‘治理’倡议', '共同']
    """
    spans: list[tuple[int, int]] = []
    opened: list[tuple[str, int]] = []  # the closing mark that each waits for, and where it opened
    for hit in _MARKS.finditer(text):
        mark, at = hit[0], hit.start()
        waiting = [closing for closing, _ in opened]
        if mark == '"' and _opens(text, at, '"' in waiting or "”" in waiting):
            mark, closing = "“", '"'
        else:
            closing = _CLOSING.get(mark, "")
        if closing:
            if closing in waiting:  # the earlier one was never closed
                del opened[waiting.index(closing) :]
            opened.append((closing, at + 1))
            continue
        ends = [n for n, waited in enumerate(waiting) if waited == mark or {waited, mark} == {'"', "”"}]
        if ends:
            start = opened[ends[-1]][1]
            del opened[ends[-1] :]
            if not opened:
                spans = [span for span in spans if span[0] < start]
                spans.append((start, at))
    return spans


def _opens(text: str, at: int, waiting: bool) -> bool:
    """Whether the straight mark at `at` opens."""
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    if re.match(f"[{CLASS}，。：；、！？]", before) or re.match(HANZI, behind):
        return not waiting
    return not before or before.isspace() or before in "([（—"
