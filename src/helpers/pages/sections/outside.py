"""What the dictionaries are worth on texts from outside: analyses in, tables and computed sentences out.

Where no sentences from outside were coded, each says so in a sentence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
from IPython.display import HTML, Markdown

from ...coding.analysis import Analysis
from ...coding.outside import FEWEST, FIGURE, HALVES, LOOK, RESTORE, UNSEEN
from ...coding.validity import in_words, numbers_together
from ...declarations.tables import read_csv
from ...paths import OUTSIDE
from .. import html
from ..html import plain

NOT_YET = "No sentences of texts from outside have been coded."
COMPARED = "comparison.csv"
"""What other ways of coding reach on the same sentences."""


def together(analysis: Analysis) -> Markdown:
    """F1 of the dictionary where it was made, after seeing and outside, in a sentence; of another codebook, that not.

    >>> from helpers.coding import example
    >>> together(example.analysis(by_reading=True)).data[:64]
    'F1 of the dictionary on Ruritania (made on / unseen / after seei'
    >>> together(example.analysis()).data
    'Of the dictionary of this codebook nothing is known: nobody has coded by it.'
    """
    without_intervals = replace(analysis, settings=replace(analysis.settings, resamples=1))
    validation = without_intervals.validation
    said = "" if validation is None else in_words(validation, analysis.book)
    return html.say(plain(said or "Of the dictionary of this codebook nothing is known: nobody has coded by it."))


def documents_table(analyses: Mapping[str, Analysis]) -> HTML | Markdown:
    """The documents from outside, most unseen first, with the sentences of each half; how far their coders agree."""
    outside = next(iter(analyses.values())).outside
    if outside is None:
        return html.say(NOT_YET)
    halves = outside.units.groupby(["document_id", "half"]).size().unstack(fill_value=0)
    halves = halves.reindex(index=outside.documents["document_id"], columns=[*HALVES], fill_value=0)
    table = outside.documents[["title", "voice", "date", "language", "licence"]]
    free = int(outside.documents["passed_on"].sum())
    table = table.assign(**{half: halves[half].to_numpy() for half in HALVES})
    return html.table(
        table.sort_values(UNSEEN, ascending=False, kind="stable"),
        f"{html.count(len(table), 'document')} from outside, with the sentences of each half: one that was looked at, "
        "and one that whoever wrote patterns did not see. Whole sentences are kept of those that may be passed on "
        f"({free}), of the others codes and fingerprints. {_agreed(analyses)}",
        more="data/outside/documents.csv",
        labels={LOOK: "looked at"},
    )


def _agreed(analyses: Mapping[str, Analysis]) -> str:
    """Alpha of the two coders of the sentences from outside: of the gate, and the least and most of families."""
    parts = []
    for name, analysis in analyses.items():
        table = analysis.agreement[analysis.agreement["coders"].str.startswith(f"{FIGURE}, ")]
        if not table.empty:
            alphas = table.set_index("level")["alpha"]
            families = alphas[["family"]].dropna() if "family" in alphas else alphas.iloc[:0]
            spread = f", families {families.min():.2f} to {families.max():.2f}" if len(families) else ""
            parts.append(f"{name}: gate {alphas['gate']:.2f}{spread}")
    return f"Alpha of the two coders, {'; '.join(parts)}." if parts else ""


def together_table(analyses: Mapping[str, Analysis], more: str) -> HTML:
    """F1 of each dictionary where it was made, unseen, after seeing and outside, as far as that was measured.

    >>> from helpers.coding import example
    >>> together_table({"own": example.analysis(by_reading=True)}, "validation.csv").data.count("<tr>")
    5
    """
    minimum = next(iter(analyses.values())).settings.minimum
    parts = [numbers_together(analysis.validation).assign(codebook=name) for name, analysis in analyses.items()]
    table = pd.concat(parts, ignore_index=True)
    return html.table(
        table[["codebook", *(column for column in table if column != "codebook")]],
        "Numbers that belong together. F1 of each dictionary on the half that its patterns were made from, at the "
        "first run on the half that they had not seen, on that half since it was seen, and on texts from outside: the "
        "half that whoever wrote patterns did not see. Means are over what was given "
        f"{minimum} times or more (outside: {min(minimum, FEWEST)}). What was not measured has no column.",
        more=more,
    )


def comparison_table(folder: Path = OUTSIDE) -> HTML | Markdown:
    """What else a scholar would do, on the same unseen half: F1 by method, as `tests/compare.py` wrote it."""
    if not (folder / COMPARED).is_file():
        return html.say("Other ways of coding have not been tried on texts from outside.")
    columns = ("codebook", "method", "measure", "n", "precision", "recall", "f1")
    table = read_csv(folder / COMPARED, columns, RESTORE)[[*columns]]
    wide = table.assign(f1=pd.to_numeric(table["f1"])).pivot(
        index=["codebook", "method"], columns="measure", values="f1"
    )
    order = list(dict.fromkeys(zip(table["codebook"], table["method"], strict=True)))
    return html.table(
        wide.loc[order, list(dict.fromkeys(table["measure"]))].reset_index(),
        "F1 on the unseen half of the texts from outside: the dictionary, and what else a scholar would do. Means of "
        "families and codes are over those that were given often enough.",
        more=f"data/outside/{COMPARED}",
    )
