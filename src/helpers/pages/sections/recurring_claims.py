"""Claims that recur on the page: their groups, and a claim of each text side by side."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
from IPython.display import HTML

from ...coding.recurring import claims_of, witnesses
from ...corpus.selection import dated
from ...mentions.speakers import OWN
from .. import html
from ..chapter import Chapter

UNMARKED = "not marked as another's"
"""What is told of a group whose texts attribute the claim to nobody else and share no run of words."""


def recurring_table(page: Chapter, made: pd.DataFrame, again: pd.DataFrame, reused: int) -> HTML:
    """The groups of claims that recur: how many claims, in which texts, and whether these speak in their own words.

    `made` is as from `claims.claims`, `again` as from `recurring.recurring`, `reused` as for `recurring.witnesses`.
    """
    groups = witnesses(again, reused).set_index("group")
    borrowed = made.loc[made["attribution"] != OWN].set_index("sentence_id")["claimant"]
    rows = []
    for group, pairs in again.groupby("group"):
        titles = dated(page.corpus, (s.rsplit(":", 1)[0] for s in claims_of(pairs)))
        apart = UNMARKED if groups.loc[group, "apart"] else _why(pairs, reused, borrowed)
        rows.append((group, groups.loc[group, "claims"], "; ".join(titles.values()), pairs["reason"].iloc[0], apart))
    return html.table(
        pd.DataFrame(rows, columns=["group", "claims", "texts", "what is alike", "in whose words"]),
        f"{html.count(len(again), 'pair')} of claims that two readings (passes of one language model) judged to say "
        f"the same, in {html.count(len(groups), 'group')}: at least so many, for not every pair was read. "
        f"{UNMARKED.capitalize()}: neither sentence attributes the claim to another, and fewer than {reused} words or "
        "hanzi in a row are the same. A formula that two hands put into English is not seen so, nor a common source. "
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


def shown(again: pd.DataFrame) -> list[str]:
    """What is shown of each group: the claims of its first pair, and the first of each other text.

    >>> again = pd.DataFrame({"group": 1, "one": ["a:1.1", "a:1.2", "c:1.1"], "other": ["b:1.1"] * 3})
    >>> shown(again)
    ['a:1.1', 'b:1.1', 'c:1.1']
    """
    return [sentence for _, pairs in again.groupby("group") for sentence in _of_each_text(pairs).values()]


def _of_each_text(pairs: pd.DataFrame) -> dict[str, str]:
    """The first claim of each text in some pairs, by text_id."""
    sentences: dict[str, str] = {}
    for sentence in (s for pair in zip(pairs["one"], pairs["other"], strict=True) for s in pair):
        sentences.setdefault(sentence.rsplit(":", 1)[0], sentence)
    return sentences


def pairs_side_by_side(page: Chapter, again: pd.DataFrame) -> Iterator[HTML]:
    """Of each group a claim of every text (see `shown`), whole, by the last day of writing from left to right."""
    for group, pairs in again.groupby("group"):
        sentence = _of_each_text(pairs)
        titles = dated(page.corpus, sentence)
        columns = {title: [sentence[text_id]] for text_id, title in titles.items()}
        yield page.side_by_side(columns, f"{group}. {pairs['reason'].iloc[0]}.")
