"""Passages of a page: what stands in the texts for each code."""

from __future__ import annotations

from IPython.display import HTML

from ...coding.counts import presence
from ...statistics.resampling import sample
from .. import html
from ..chapter import Chapter


def code_passages(page: Chapter, number: int) -> list[HTML]:
    """For every code `number` passages of each text that has it, drawn by chance; else where they stand.

    >>> from helpers.coding import example
    >>> from helpers.pages.quotations import Quotations
    >>> import pandas as pd
    >>> quotes = Quotations(example.read()[0], 1)
    >>> page = Chapter("02_x", "us", False, example.analysis(), quotes, pd.Series(dtype=str))
    >>> [shown.data.count("<dt>") for shown in code_passages(page, 1)]
    [2, 1, 1]
    """
    analysis = page.analysis
    here = analysis.rows[presence(analysis.rows, analysis.book, "code").any(axis=1)]
    has = presence(here, analysis.book, "code")
    shown = []
    for code in analysis.book.codes:
        mine = here[has[code.id]]
        lines, rest = [], []
        for row in sample(mine, "text_id", number, analysis.settings.seed).itertuples():
            where = f"{page.cite(row.sentence_id)} ({(mine['text_id'] == row.text_id).sum()} in this text)"
            passage = page.passage(row.sentence_id, *analysis.spot(row.sentence_id, code.id))
            if passage.text or passage.gloss:
                lines.append((where, passage))
            else:
                rest.append((where, passage))
        own = mine[mine["text_id"].isin(analysis.pooled)]
        caption = f"{html.count(len(own), 'sentence')} in {html.count(own['text_id'].nunique(), 'text')}"
        caption += f"{analysis.but}. {code.definition} Includes: {code.include}."
        caption += f" Also, of texts quoted up to their share: {'; '.join(where for where, _ in rest)}." if rest else ""
        shown.append(page.passages(lines, f"{code.label} ({code.id}): {caption}", [passage for _, passage in rest]))
    return shown
