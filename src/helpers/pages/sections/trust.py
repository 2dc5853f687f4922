"""How far a dictionary may be trusted on a reader's own texts: by his coders, or by what is known otherwise."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
from IPython.display import HTML, Markdown

from ...coding import halves
from ...coding.analysis import Settings
from ...coding.codebook import read_codebook
from ...coding.coders import choose, read_codings
from ...coding.dictionary import apply
from ...coding.outside import FEWEST as FEWEST_OUTSIDE
from ...coding.outside import validity_outside
from ...coding.parts import reading
from ...coding.validation import validation_table
from ...coding.validity import is_own
from ...corpus.load import load_corpus
from ...corpus.selection import countable
from ...paths import CODING, FIRST_RUN
from ...statistics.agreement import RELIABLE
from .. import html
from ..instrument import DRAWS, Own

FEWEST = Settings.minimum
"""A code with fewer sentences enters no average."""
FROM_OUTSIDE, HERE = "texts from outside", "this compendium"
_COLUMNS = ["judge", "measure", "level", "n", "found", "precision", "recall", "f1", "low", "high"]


def validity(page: Own) -> pd.DataFrame:
    """judge, measure, level, n, found, precision, recall, f1, low, high: what is known of the dictionary.

    By the reader's own coders, on sentences of his that the patterns were not made from, where he names their folder;
    else, of a codebook of this project, by the reading of sentences that its patterns had not seen: of texts from
    outside, and of this compendium; else no row.
    """
    if page.settings.coders:
        _, table = by_own_coders(page)
        table = table[~table["made"]]
        several = table.groupby("coder")["half"].transform("nunique") > 1
        judge = table["coder"].mask(several, table["coder"] + " (" + table["half"] + ")")
        return table.assign(judge=judge)[_COLUMNS].reset_index(drop=True)
    if page.settings.codebook and not is_own(Path(page.settings.codebook)):
        return pd.DataFrame(columns=_COLUMNS)
    outside = validity_outside(page.codebook, FEWEST_OUTSIDE, DRAWS, page.settings.seed)
    tables = [] if outside is None else [outside.assign(judge=FROM_OUTSIDE)[_COLUMNS]]
    return pd.concat([*tables, *_on_this_compendium(page)], ignore_index=True)


def _on_this_compendium(page: Own) -> list[pd.DataFrame]:
    first = FIRST_RUN / page.codebook.name
    if not first.exists():
        return []
    corpus = load_corpus()
    given = choose(read_codings(corpus, page.codebook, CODING), reading()[1])
    sentences = countable(corpus)
    part = sentences[sentences["unit_id"].isin(given["sentence_id"])]
    found = apply(read_codebook(first), part)[0].rename(columns={"unit_id": "sentence_id"})
    table = validation_table(given, found, page.codebook, FEWEST, DRAWS, page.settings.seed)
    return [table.assign(judge=HERE)[_COLUMNS]]


def by_own_coders(page: Own) -> tuple[pd.DataFrame, pd.DataFrame]:
    """How the reader's coders agree, and the dictionary against them: as `halves.agreement` and `halves.validation`."""
    folder = Path(page.settings.coders)
    parts = halves.read_halves(folder)
    codings = halves.read_coders(folder, parts, page.codebook, page.measured.sentences())
    found = page.measured.coded(page.codebook.id, codings["sentence_id"].drop_duplicates().tolist())
    numbers = (DRAWS, page.settings.seed)
    return (
        halves.agreement(codings, parts, page.codebook, *numbers),
        halves.validation(codings, parts, page.codebook, found, FEWEST, *numbers),
    )


def trust_table(page: Own, table: pd.DataFrame) -> HTML | Markdown:
    """What is known of the dictionary: gate and families, by whose codes, on how many sentences."""
    if table.empty:
        return html.say(
            "Nothing is known of how far this dictionary may be trusted: nobody has coded sentences of these texts. "
            "`python -m helpers coding-sheet --source` draws a blind sheet of them; with the filled sheet and a "
            "`coding.toml` in a folder, `coders` names that folder."
        )
    first = table[table["level"].isin(["gate", "family"])]
    outside = (
        "by your own coders, on sentences of these texts that its patterns were not made from"
        if page.settings.coders
        else "by codes that a language model gave by reading, on sentences that its patterns had not seen: of texts "
        "from outside, and, in its first version, of this compendium. On your own texts it is not known"
    )
    columns = ["judge", "measure", "n", "precision", "recall", "f1"]
    return html.table(
        first[columns].round(2),
        f"The dictionary of {page.codebook.id} judged {outside}. Under an F1 of {RELIABLE:.2f} a code is exploratory.",
        more=page.more("validity"),
        labels={"f1": "F1"},
    )


def agreement_of_own(page: Own) -> HTML | Markdown:
    """How the reader's own coders agree, gate and families."""
    if not page.settings.coders:
        return html.say("No coders of these texts are named, so none are set beside each other.")
    table, _ = by_own_coders(page)
    if table.empty:
        return html.say("No two coders read the same sentences, so nothing says how far they agree.")
    part = table[table["level"].isin(["gate", "family"])]
    return html.table(
        part[["half", "coders", "measure", "units", "alpha", "low", "high"]].round(2),
        "Krippendorff's alpha of each two coders, with a 95 % interval from resampled paragraphs.",
    )
