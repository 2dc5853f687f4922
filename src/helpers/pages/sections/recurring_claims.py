"""Claims that recur on the page: their groups, and both claims of a pair side by side."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from IPython.display import HTML

from ...coding.recurring import claims_of, witnesses
from ...mentions.speakers import OWN
from .. import html
from ..chapter import Chapter
from .south import dated


def recurring_table(page: Chapter, made: pd.DataFrame, again: pd.DataFrame, reused: int) -> HTML:
    """The groups of claims that recur: how many claims, in which texts, and whether these speak in their own words.

    `made` is as from `claims.claims`, `again` as from `recurring.recurring`, `reused` as for `recurring.witnesses`.
    """
    groups = witnesses(again, reused).set_index("group")
    borrowed = made.loc[made["attribution"] != OWN].set_index("sentence_id")["claimant"]
    rows = []
    for group, pairs in again.groupby("group"):
        titles = dated(page.analysis, (s.rsplit(":", 1)[0] for s in claims_of(pairs)))
        apart = "each in its own words" if groups.loc[group, "apart"] else _why(pairs, reused, borrowed)
        rows.append((group, groups.loc[group, "claims"], "; ".join(titles.values()), pairs["reason"].iloc[0], apart))
    return html.table(
        pd.DataFrame(rows, columns=["group", "claims", "texts", "what both say", "in whose words"]),
        f"{html.count(len(again), 'pair')} of claims that two readings (passes of one language model) judged to say "
        f"the same, in {html.count(len(groups), 'group')}: at least so many, for not every pair was read. Own words: "
        f"neither sentence attributes them to another, and fewer than {reused} words or hanzi in a row are the same. "
        "Voices of these texts: "
        f"{', '.join(_voices(page, again)) or 'none'}.",
        more=page.more("recurring"),
    )


def _voices(page: Chapter, again: pd.DataFrame) -> list[str]:
    """The voices of the texts in which claims recur, each once."""
    ids = {s.rsplit(":", 1)[0] for s in claims_of(again)}
    texts = page.corpus.texts
    return list(dict.fromkeys(texts.loc[texts["text_id"].isin(ids), "voice"]))


def _why(pairs: pd.DataFrame, reused: int, borrowed: pd.Series) -> str:
    """Why texts of a group are no second witness to each other; `borrowed` says who speaks in which claim."""
    if (pairs["own"] & pairs["shared"].ge(reused).fillna(False)).any():
        return f"reused: {pairs['shared'].max()} in a row"
    speakers = [borrowed[s] for s in claims_of(pairs) if s in borrowed.index]
    return f"words of another: {', '.join(dict.fromkeys(speakers))}"


def first_pairs(again: pd.DataFrame) -> pd.DataFrame:
    """The first pair of each group: what is shown of it.

    >>> first_pairs(pd.DataFrame({"group": [1, 1, 2], "one": ["a", "a", "b"]}))["one"].tolist()
    ['a', 'b']
    """
    return again.drop_duplicates("group")


def pairs_side_by_side(page: Chapter, again: pd.DataFrame) -> Iterator[HTML]:
    """The first pair of each group, both claims whole, the text written first on the left."""
    for pair in first_pairs(again).itertuples():
        sentence = {s.rsplit(":", 1)[0]: s for s in (pair.one, pair.other)}
        titles = dated(page.analysis, sentence)
        columns = {title: [sentence[text_id]] for text_id, title in titles.items()}
        yield page.side_by_side(columns, f"{pair.group}. {pair.reason}.")
