"""How sure: who has coded, how coders agree, and the dictionary against them; tables in, HTML and sentences out."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd
from IPython.display import HTML, Markdown

from ...coding.analysis import Analysis
from ...coding.codebook import Codebook
from ...coding.validation import PAIRS, by_code
from ...statistics import agreement
from .. import html
from ..html import plain

ONE_OTHER = {"one": "coder 1 / pass 3a", "other": "coder 2 / pass 3b", "decided": "adjudicated / coder 3"}
"""Names for the reader of the columns of `validation.beside`."""


def who_coded(analysis: Analysis) -> Markdown:
    """Whether people have coded, and whose codes are shown.

    >>> from helpers.coding import example
    >>> who_coded(example.analysis(by_reading=True)).data[-46:]
    ' Shown below: codes by reading (machine-read).'
    """
    return html.say(
        (
            f"People have coded too: {plain(', '.join(analysis.people))}."
            if analysis.people
            else "No person has coded yet; `python -m helpers coding-sheet` draws a blind sheet for one."
        )
        + f" Shown below: {plain(analysis.reading)}."
    )


def coders_table(analysis: Analysis, more: str) -> HTML | Markdown:
    """What the coders gave by family, side by side; a sentence where there are none.

    >>> from helpers.coding import example
    >>> coders_table(example.analysis(by_reading=True), "coders.csv").data.count("<tr>")
    5
    >>> coders_table(example.analysis(), "coders.csv").data[:35]
    'No codes by reading belong to this '
    """
    beside = analysis.beside
    if beside is None:
        return html.say("No codes by reading belong to this corpus, so there is nothing to set beside the dictionary.")
    family = beside[(beside["level"] == "family") & beside["text_id"].isin(analysis.pooled)]
    sums = family.groupby(["half", "name"], sort=False)[list(ONE_OTHER)].sum().reset_index()
    return html.table(
        sums.assign(name=sums["name"].map(analysis.label)),
        "What each coder gave by family (codes and texts in the whole table), all texts of a half "
        f"together{analysis.but}: coders 1 and 2 and their adjudication on the first half, passes 3a and 3b and "
        "coder 3 on the second.",
        more=more,
        labels={"name": "family"} | ONE_OTHER,
    )


def alpha_of(agreement_: pd.DataFrame | None, attribute: str) -> str:
    """How the first two coders agree on an attribute, as a sentence; empty where nobody coded it.

    >>> from helpers.coding import example
    >>> alpha_of(example.analysis(by_reading=True).agreement, "tone"), alpha_of(None, "tone")
    (' Alpha of coders 1 and 2: 1.00.', '')
    """
    if agreement_ is None:
        return ""
    one, other = PAIRS[0][1:3]
    pair = agreement_[agreement_["coders"] == f"{one}, {other}"]
    found = pair.loc[(pair["level"] == "attribute") & (pair["measure"] == attribute), "alpha"]
    return f" Alpha of coders 1 and 2: {found.iloc[0]:.2f}." if len(found) else ""


def validation_tables(analysis: Analysis, more: Callable[[str], str]) -> list[HTML | Markdown]:
    """The dictionary and the coders, held against each other, in tables and words; none without codes by reading.

    `more` says where the whole of a table stands, of `validation` and of `agreement`.

    >>> from helpers.coding import example
    >>> len(validation_tables(example.analysis(by_reading=True), "{}.csv".format))
    3
    >>> validation_tables(example.analysis(), "{}.csv".format)
    []
    """
    if analysis.validation is None:
        return []
    shown: list[HTML | Markdown] = [_in_sum(analysis, more("validation"))]
    if analysis.first is not None:
        shown.append(_by_code(analysis, more("validation")))
        told = in_words(analysis.validation, analysis.agreement, analysis.book, analysis.settings.minimum)
        shown.append(html.say(told))
    if analysis.people:
        shown.append(_people(analysis, more("agreement")))
    return shown


def _in_sum(analysis: Analysis, more: str) -> HTML:
    table = analysis.validation
    second = (table["measure"] == "gate, all") & table["comparison"].str.contains("second")
    sums = table[table["measure"].isin(["gate, named", "macro"]) | second]
    level = sums["level"].where(sums["level"] != "gate", "")
    sums = sums.assign(measure=(level + " " + sums["measure"]).str.strip())
    return html.table(
        sums[["comparison", "measure", "n", "precision", "recall", "f1", "low"]],
        f"The dictionary in sum. Macro: mean over families or codes with {analysis.settings.minimum} sentences or more "
        "(n says how many; for the gate it is the sentences that pass by reading; named: only those that hold "
        "a name). Low: lower bound of F1 (95 %, paragraphs resampled). A translation's sentences count here.",
        more=more,
    )


def _by_code(analysis: Analysis, more: str) -> HTML:
    sure = by_code(analysis.validation, analysis.agreement, analysis.book)
    sure = sure.sort_values("n", ascending=False, kind="stable")
    return html.table(
        sure.assign(code=sure["code"].map(analysis.label)).drop(columns="exploratory"),
        "Codes on the second half, those given most first: sentences by coder 3, the dictionary's F1, and "
        "the alpha of two pairs of passes. With *: exploratory, F1 of the first run under "
        f"{agreement.RELIABLE:.2f} or none.",
        more=more,
        labels={
            "first_run": "F1, first run",
            "after_seeing": "F1, after seeing",
            "alpha_1": "alpha, 1 and 2",
            "alpha_2": "alpha, 3a and 3b",
        },
    )


def _people(analysis: Analysis, more: str) -> HTML:
    table = analysis.agreement
    named = table["coders"].str.contains("|".join(map(re.escape, analysis.people)))
    named = table[named & table["level"].isin(["gate", "family"])]
    return html.table(
        named[["coders", "measure", "units", "alpha", "low", "high"]],
        "How people agree with the reading and with each pass.",
        more=more,
    )


def in_words(validation: pd.DataFrame, agreement_: pd.DataFrame, book: Codebook, fewest: int) -> str:
    """What the two tables say, in three sentences: the first run, the gap to the half it was made from, the coders.

    >>> from helpers.coding import example
    >>> found = example.analysis(by_reading=True)
    >>> in_words(found.validation, found.agreement, found.book, 1)[:84]
    'On the half that its patterns had not seen the first run reached a macro-F1 of 1.00 '
    """
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
