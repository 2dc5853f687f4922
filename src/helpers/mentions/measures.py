"""How far the measure of concepts holds: in a text and its translation, and with windows of another size."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..corpus.selection import translations


def in_both(texts: pd.DataFrame, shares: pd.DataFrame) -> pd.DataFrame:
    """concept, original, translation, count_original, count_translation: a translation pair's shares and counts.

    `texts` and `shares` as from `load_corpus` and `windows.concept_shares`; a row for each concept that
    stands in one of both. A measure that is fair to both languages gives a text and its translation the same.

    >>> texts = pd.DataFrame({"text_id": ["zh", "en"], "language": ["zh", "en"], "translation_of": ["", "zh"]})
    >>> shares = pd.DataFrame({"concept": "order", "text_id": ["zh", "en"], "share": [0.5, 0.4], "count": [3, 2]})
    >>> in_both(texts, shares).values.tolist()
    [['order', 0.5, 0.4, 3, 2]]
    """
    parts = []
    for pair in translations(texts).itertuples():
        sides = [shares[shares["text_id"] == t].set_index("concept") for t in (pair.original, pair.text_id)]
        both = pd.DataFrame(
            {
                f"{prefix}{name}": side[column]
                for prefix, column in (("", "share"), ("count_", "count"))
                for name, side in zip(("original", "translation"), sides, strict=True)
            }
        )
        parts.append(both[both.filter(like="count").max(axis=1) > 0].rename_axis("concept").reset_index())
    columns = ["concept", "original", "translation", "count_original", "count_translation"]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=columns)


def first_kept(measures: Mapping[str, pd.DataFrame], top: int) -> pd.DataFrame:
    """setting, text_id, kept: how many of a text's `top` concepts with the largest share stay among the first.

    `measures` have concept, text_id and share, by setting; the first of them is what the others are held against.

    >>> first = pd.DataFrame({"concept": ["a", "b"], "text_id": "wen", "share": [0.5, 0.1]})
    >>> first_kept({"published": first, "other": first.assign(share=[0.1, 0.5])}, 1).values.tolist()
    [['other', 'wen', 0]]
    """
    leading = {
        setting: {text: set(_first(part, top)) for text, part in table.groupby("text_id", sort=False)}
        for setting, table in measures.items()
    }
    (_, published), *others = leading.items()
    rows = [(setting, text, len(published[text] & found[text])) for setting, found in others for text in published]
    return pd.DataFrame(rows, columns=["setting", "text_id", "kept"])


def _first(part: pd.DataFrame, top: int) -> list[str]:
    return part.sort_values("share", ascending=False, kind="stable")["concept"].head(top).tolist()
