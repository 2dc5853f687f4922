"""What a reader sees of a result: tables, figures, passages and computed sentences, as HTML in which text is data."""

from __future__ import annotations

import base64
import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from IPython.display import HTML, Markdown

from ..text.hanzi import HANZI
from .quotations import Passage


def shortened(text: str, most: int = 100) -> str:
    """The beginning of a text, cut at a word.

    >>> shortened("one two three", 9)
    'one two …'
    """
    if len(text) <= most:
        return text
    cut = text[: most + 1].rfind(" ")
    return text[: cut if cut > most // 2 else most].rstrip() + " …"


LANGUAGES = {"en": "English", "zh": "Chinese"}
MOST_COLUMNS, MOST_ROWS = 7, 15
# Both names by which MathJax is told to leave text alone: "$" is money here.
_PLAIN = "tex2jax_ignore mathjax_ignore"


def say(text: str) -> Markdown:
    """A computed sentence, as Markdown. Values of the corpus go into it by `quote` or `plain`.

    >>> say("Most often: " + plain("[peace] & $5")).data
    'Most often: &#91;peace&#93; &amp; &#36;5'
    """
    return Markdown(text)


def count(number: int, noun: str) -> str:
    """A number with its noun: 1 sentence, 2 sentences, 1,000 texts.

    >>> count(1, "sentence"), count(1000, "text")
    ('1 sentence', '1,000 texts')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def quote(text: str) -> str:
    """Text of the corpus inside a sentence of ours: nothing in it is read as HTML, Markdown or mathematics.

    >>> quote("<b>和平</b> $5")
    '<span class="tex2jax_ignore mathjax_ignore">&lt;b&gt;和平&lt;/b&gt; &#36;5</span>'
    """
    return f'<span class="{_PLAIN}">{escape(text)}</span>'


def escape(text: str) -> str:
    """Text as HTML that shows it as it is, in the output of a notebook.

    >>> escape("<b> costs $5_000")
    '&lt;b&gt; costs &#36;5&#95;000'
    """
    return _as_entities(html.escape(str(text), quote=True), "`*_[]\\$~")


def plain(text: str) -> str:
    """A declared or found value inside Markdown of ours (a sentence, heading, item or cell): shown as it is, in a line.

    >>> plain("[a](b) | <i>c</i>"), plain("Its people's part, 1.5 %")
    ('&#91;a&#93;(b) &#124; &lt;i&gt;c&lt;/i&gt;', "Its people's part, 1.5 %")
    """
    escaped = _as_entities(html.escape(in_line(text), quote=False), "`*_[]\\$~|{}")
    escaped = re.sub(r"(?<!&)#", "&#35;", escaped)
    # What would begin a list, a heading or a rule, were it the first of a line.
    return re.sub(r"^(\d+(?=[.)])|(?=[-+=:%]))(.)", lambda m: f"{m[1]}&#{ord(m[2])};", escaped)


def in_line(text: str) -> str:
    r"""Text with its white space folded: in a page written in Markdown a blank line would end the HTML around it.

    >>> in_line("全球\n\n 治理")
    '全球 治理'
    """
    return " ".join(str(text).split())


def _as_entities(text: str, marks: str) -> str:
    return re.sub(f"[{re.escape(marks)}]", lambda m: f"&#{ord(m[0])};", text)


def table(frame: pd.DataFrame, caption: str, *, more: str = "", labels: dict[str, str] | None = None) -> HTML:
    r"""A table for reading: at most seven columns, and fifteen rows of what may be more; that it has none is said.

    `labels` renames columns, `more` says where the whole table is. Raises `ValueError` beyond seven columns.

    >>> shown = table(pd.DataFrame({"text": ["文"], "n": [1200]}), "Sentences.", more="all.csv").data
    >>> "<td style=\"text-align:right\">1,200</td>" in shown, ' lang="zh">文</td>' in shown
    (True, True)
    """
    if len(frame.columns) > MOST_COLUMNS:
        raise ValueError(f"a table for reading has at most {MOST_COLUMNS} columns, this one {len(frame.columns)}")
    numeric = [dtype.kind in "iuf" for dtype in frame.dtypes]
    head = "".join(
        f'<th style="text-align:{"right" if n else "left"}">{escape((labels or {}).get(c, c))}</th>'
        for c, n in zip(frame.columns, numeric, strict=True)
    )
    rows = "".join(
        "<tr>" + "".join(_cell(v, n) for v, n in zip(row, numeric, strict=True)) + "</tr>"
        for row in frame.head(MOST_ROWS).itertuples(index=False)
    )
    rest = f" Shown: {MOST_ROWS} of {len(frame):,} rows." if len(frame) > MOST_ROWS else ""
    rest = rest if len(frame) else " None here."
    where = f" Whole table: <code>{escape(more)}</code>." if more else ""
    return HTML(
        f'<table class="{_PLAIN}" style="min-width:32em">'
        f'<caption style="text-align:left">{escape(caption)}{rest}{where}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _cell(value: Any, numeric: bool) -> str:
    if numeric:
        shown = "" if pd.isna(value) else f"{value:,}" if float(value).is_integer() else f"{value:,.3g}"
        return f'<td style="text-align:right">{shown}</td>'
    text = ("yes" if value else "no") if isinstance(value, bool) else str(value)
    wrap = "nowrap" if len(text) <= 12 else "pre-line"
    return f'<td style="text-align:left;white-space:{wrap}"{_lang(text)}>{escape(text)}</td>'


def evidence(shown: Iterable[Passage], caption: str, raw: Mapping[str, str] | None = None) -> HTML:
    """Whole sentences as block quotations, each with its place, and our gloss where it is Chinese.

    `raw` has the lines of the file, by sentence_id, to be shown above a sentence.

    >>> "<footer>a, 1.1, raw line 1</footer>" in evidence([Passage("a:1.1", "a, 1.1, raw line 1", "So.")], "One.").data
    True
    """
    parts = [_in_lines((raw or {}).get(passage.sentence_id, "")) + _quotation(passage) for passage in shown]
    return HTML(f'<div class="evidence {_PLAIN}"><p>{escape(caption)}</p>{"".join(parts)}</div>')


def _in_lines(raw: str) -> str:
    return f'<pre style="white-space:pre-wrap"{_lang(raw)}>{escape(raw)}</pre>' if raw else ""


def side_by_side(columns: Mapping[str, Iterable[Passage]], caption: str) -> HTML:
    """Whole sentences in columns, one for each text or sense, so that both sides of a comparison are read together.

    >>> side_by_side({"Here": [], "There": []}, "Two sides.").data.count("<section")
    2
    """
    width = 'style="flex:1 1 16em;min-width:0"'
    shown = "".join(
        f'<section {width}><h4 style="margin:0 0 0.5em">{escape(name)}</h4>{"".join(map(_quotation, part))}</section>'
        for name, part in columns.items()
    )
    return HTML(
        f'<div class="evidence {_PLAIN}"><p>{escape(caption)}</p>'
        f'<div style="display:flex;flex-wrap:wrap;gap:1.5em">{shown}</div></div>'
    )


Bead = tuple[str, Iterable[Passage], Iterable[Passage], str]
"""A row of two texts side by side: its name, the sentences of the one, those of the other, and a note."""


def beads(heads: tuple[str, str, str, str], rows: Iterable[Bead], caption: str) -> HTML:
    """Whole sentences of two texts beside each other as a table, a row a bead; `heads` are those of its columns.

    >>> said = Passage("a:1.1", "a, 1.1, raw line 1", "改革。")
    >>> shown = beads(("bead", "Wen", "Wu", "what moves"), [("1", [said], [], "lost")], "Two.").data
    >>> '<p data-sentence="a:1.1" lang="zh">改革。</p>' in shown, shown.count("<tr>")
    (True, 2)
    """
    top = 'style="text-align:left;vertical-align:top;white-space:pre-line"'
    head = "".join(f'<th style="text-align:left">{escape(name)}</th>' for name in heads)
    body = "".join(
        f"<tr><td {top}>{escape(name)}</td><td {top}>{_in_bead(one)}</td><td {top}>{_in_bead(other)}</td>"
        f"<td {top}>{escape(note)}</td></tr>"
        for name, one, other, note in rows
    )
    return HTML(
        f'<table class="beads {_PLAIN}" style="min-width:40em"><caption style="text-align:left">{escape(caption)}'
        f"</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    )


def _in_bead(passages: Iterable[Passage]) -> str:
    return "".join(
        f'<p data-sentence="{escape(p.sentence_id)}"{_lang(p.text)}>{escape(p.text)}</p>'
        + (f'<p lang="en" class="gloss">[gloss of ours: {escape(p.gloss)}]</p>' if p.gloss else "")
        + f"<small>{escape(p.where)}</small>"
        for p in passages
    )


def _quotation(passage: Passage) -> str:
    gloss = f'<p lang="en" class="gloss">[gloss of ours: {escape(passage.gloss)}]</p>' if passage.gloss else ""
    return (
        f'<blockquote data-sentence="{escape(passage.sentence_id)}"><p{_lang(passage.text)}>{escape(passage.text)}</p>'
        f"{gloss}<footer>{escape(passage.where)}</footer></blockquote>"
    )


def figure(png: bytes, title: str, caption: str, alt: str, narrowest: str = "") -> HTML:
    """A picture with its title, caption and alternative text. Raises `ValueError` where one is missing.

    It is as wide as the page, or as `narrowest` (a length of CSS) where that is wider; then it can be moved.

    >>> shown = figure(b"png", "A title.", "A caption.", "Two dots.").data
    >>> 'alt="Two dots."' in shown, "<figcaption><strong>A title.</strong> A caption.</figcaption>" in shown
    (True, True)
    >>> figure(b"png", "A title.", "A caption.", "")
    Traceback (most recent call last):
        ...
    ValueError: a figure needs its alternative text
    """
    for name, text in (("title", title), ("caption", caption), ("alternative text", alt)):
        if not text.strip():
            raise ValueError(f"a figure needs its {name}")
    data = base64.b64encode(png).decode("ascii")
    moved, least = (' style="overflow-x:auto"', f"min-width:{narrowest};") if narrowest else ("", "")
    return HTML(
        f'<figure{moved}><img src="data:image/png;base64,{data}" alt="{escape(alt)}" style="{least}max-width:100%">'
        f"<figcaption><strong>{escape(title)}</strong> {escape(caption)}</figcaption></figure>"
    )


def _lang(text: str) -> str:
    return ' lang="zh"' if re.search(HANZI, text) else ""
