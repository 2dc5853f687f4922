"""Sections of a page in words: table in, sentences out."""

from __future__ import annotations

import pandas as pd

from ..coding.codebook import Codebook
from ..coding.validation import PAIRS
from ..statistics import agreement
from .html import plain


def in_words(validation: pd.DataFrame, agreement_: pd.DataFrame, book: Codebook, fewest: int) -> str:
    """What the two tables say, in three sentences: the first run, the gap to the half it was made from, the coders."""
    codes = validation[validation["level"] == "code"]
    macro = codes[codes["measure"] == "macro"].set_index("comparison")["f1"]
    unseen, made, crossed = (
        macro[name]
        for name in (
            "first run, second half",
            "first run, first half, as made",
            "first run, first half, cross-validated",
        )
    )
    f1 = codes[~codes["measure"].isin(["macro", "micro"])].pivot(index="measure", columns="comparison", values="f1")
    n = codes[codes["comparison"] == "first run, second half"].set_index("measure")["n"]
    drop = (f1["first run, first half, as made"] - f1["first run, second half"])[n.reindex(f1.index) >= fewest].dropna()
    labels = {code.id: code.label for code in book.codes}
    one, other = PAIRS[0][1:3]
    stable = agreement_[(agreement_["coders"] == f"{one}, {other}") & (agreement_["level"] == "code")].dropna(
        subset=["alpha"]
    )
    families = validation[(validation["level"] == "family") & (validation["measure"] == "macro")].set_index(
        "comparison"
    )
    first = codes[(codes["comparison"] == "first run, second half") & codes["measure"].isin(labels)]
    return (
        f"On the half that its patterns had not seen the first run reached a macro-F1 of {unseen:.2f} over codes and "
        f"of {families.loc['first run, second half', 'f1']:.2f} over families; {int(first['exploratory'].sum())} of "
        f"{len(first)} codes are exploratory there. On the half that the patterns were made from it is {made:.2f}, and "
        f"{crossed:.2f} in cross-validation, which takes away every form that only one fold of paragraphs has, also "
        "those that would have been written without it, and so bounds from below. "
        + (
            f"Of the codes given at least {fewest} times there the widest gap between the halves is that of "
            f"*{plain(labels[drop.idxmax()].lower())}*. "
            if len(drop)
            else ""
        )
        + f"Of {len(stable)} codes that occur, {one} and {other} reach alpha {agreement.REPORT} or more on "
        f"{(stable['alpha'] >= agreement.REPORT).sum()} and {agreement.CONCLUDE:.2f} or more on "
        f"{(stable['alpha'] >= agreement.CONCLUDE).sum()}. " + _alike(agreement_)
    )


def _alike(agreement_: pd.DataFrame) -> str:
    """A warning where two passes agree so closely that they can hardly count as two."""
    gates = agreement_[(agreement_["level"] == "gate") & (agreement_["alpha"] > 0.99)]
    if gates.empty:
        return ""
    pairs = "; ".join(gates["coders"])
    return f"The passes {plain(pairs)} agree on the gate almost wholly: they are hardly two readings."
