"""What is said of institutions, as a second reading sorts it: praise of what, charges by whom, remedies how."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from IPython.display import HTML, Markdown

from ...coding.codebook import Codebook
from ...coding.rereading import UNREAD
from .. import html, plots
from ..publish import Picture

OF = {
    "standing": "UN and standing bodies",
    "own-initiative": "the author's own government's initiatives",
    "treaty-principle": "treaties and principles",
    UNREAD: "kind not read",
}
"""What is praised or upheld, as a reader is told it."""
MODE = {"asked": "asked for", "ordered": "ordered", "done": "reported as done", UNREAD: "not re-read"}
QUOTED = "in another's words"
OWN = ("own", UNREAD)


def kinds(found: pd.DataFrame) -> pd.DataFrame:
    """`found` (as from `rereading.said`) with a row for each kind of which a code holds: two where it holds of both.

    >>> both = pd.DataFrame({"code": ["merit"], "of": ["standing+treaty-principle"]})
    >>> kinds(both)["of"].tolist()
    ['standing', 'treaty-principle']
    """
    return found.assign(of=found["of"].str.split("+")).explode("of", ignore_index=True)


def by_row(found: pd.DataFrame, labels: Mapping[str, str], order: Sequence[str]) -> pd.DataFrame:
    """Sentences of each text (columns, in `order`) by label and kind (index), in the author's own words.

    `found` is as from `kinds`, with `mode` blank where it is not told apart; `labels` are those of codes, in order.

    >>> found = pd.DataFrame({"text_id": ["a"], "sentence_id": ["a:1.1"], "code": ["merit"], "of": ["standing"]})
    >>> by_row(found.assign(mode="", voice="own"), {"merit": "Merit"}, ["a"]).to_dict("index")
    {'Merit: UN and standing bodies': {'a': 1}}
    """
    own = found[found["voice"].isin(OWN) & found["code"].isin(labels)]
    ranks = [{key: n for n, key in enumerate(keys)} for keys in (labels, ["", *OF], ["", *MODE])]
    counts = own.groupby(["code", "of", "mode", "text_id"])["sentence_id"].nunique().unstack(fill_value=0)
    counts = counts.reindex(columns=list(order), fill_value=0).rename_axis(columns=None)
    places = sorted(counts.index, key=lambda row: [rank[key] for rank, key in zip(ranks, row, strict=True)])
    names = [": ".join(filter(None, (labels[c], OF.get(o, ""), MODE.get(m, "")))) for c, o, m in places]
    return counts.loc[places].set_axis(names)


def said_figure(found: pd.DataFrame, book: Codebook, titles: pd.Series, written: pd.Series) -> Picture | Markdown:
    """Praise by kind, charges, and remedies by mode, by text in order of writing, in the author's own words.

    `found` is as from `rereading.said`, `titles` by text_id, `written` when each text was written, in that order. The
    codebook's families are praise, charge and remedy. A sentence instead where nothing is said.
    """
    parts = []
    for family in book.families:
        labels = labels_of(book, family)
        blank = "of" if family == "remedy" else "mode"
        parts.append(by_row(kinds(found.assign(**{blank: ""})), labels, list(written.index)))
    table = pd.concat(parts)
    table = table.loc[:, table.sum().gt(0)]
    if table.empty:
        return html.say("None of these codes stands in a text's own words here.")
    drawing, (axes,) = plots.canvas(7, 2.1 + 0.25 * len(table))
    read = found.groupby("text_id")["sentence_id"].nunique().reindex(table.columns)
    heads = {text: f"{titles[text]}\n{written[text]}" for text in table}
    plots.heat(axes, table.rename(columns=heads), (table / read).rename(columns=heads).clip(upper=1))
    for n in (len(parts[0]), len(parts[0]) + len(parts[1])):
        axes.axhline(n, color="0.4", linewidth=0.9)
    silent = "; ".join(titles[text] for text in written.index if text not in table) or "no text"
    most = "; ".join(f"{titles[text]}: {table[text].idxmax()} {table[text].max()}" for text in table)
    return Picture(
        drawing,
        "What each text says of international institutions in its own words.",
        "Sentences with each code that holds on a second reading, texts in order of writing, the translation left out: "
        "praise by what is praised, charges, remedies by how they are said. A darker cell is a larger share of the "
        "text's coded sentences; compare within a column. Praise of two kinds counts under both. "
        f"Nothing of the kind: {silent}.",
        f"Heat map of codes by texts. Most in each text: {most}.",
    )


def labels_of(book: Codebook, family: str) -> dict[str, str]:
    """The labels of the codes of a family, by id, in the codebook's order."""
    return {code.id: code.label for code in book.codes if code.family == family}


def praise_table(found: pd.DataFrame, book: Codebook, titles: pd.Series, order: Sequence[str], more: str) -> HTML:
    """Praise by what is praised: sentences by text, in `order`, for each code; quoted praise apart."""
    labels = labels_of(book, "praise")
    rows = []
    for kind, name in OF.items():
        here = kinds(found[found["code"].isin(labels)])
        here = here[here["of"].eq(kind)]
        own = here[here["voice"].isin(OWN)]
        quoted = here[~here["voice"].isin(OWN)]
        told = [_told(own[own["code"].eq(code)], titles, order) for code in labels]
        if len(here):
            rows.append((name, *told, _told(quoted, titles, order)))
    table = pd.DataFrame(rows, columns=["what is praised", *labels.values(), QUOTED])
    return html.table(table, "Praise, by what is praised: sentences by text, in order of writing.", more=more)


def charge_table(found: pd.DataFrame, book: Codebook, titles: pd.Series, order: Sequence[str], more: str) -> HTML:
    """Charges against institutions, in the text's own words and in another's: sentences by text, in order."""
    labels = labels_of(book, "charge")
    rows = []
    for code, label in labels.items():
        here = found[found["code"].eq(code)]
        own = here["voice"].isin(OWN)
        rows.append((label, _told(here[own], titles, order), _told(here[~own], titles, order)))
    table = pd.DataFrame(rows, columns=["charge", "in its own words", QUOTED])
    return html.table(table, "Charges against institutions: sentences by text, in order of writing.", more=more)


def remedy_table(found: pd.DataFrame, book: Codebook, titles: pd.Series, order: Sequence[str], more: str) -> HTML:
    """Remedies by how they are said (asked for, ordered, reported as done): sentences by text; quoted ones apart."""
    labels = labels_of(book, "remedy")
    unread = found.loc[found["code"].isin(labels), "mode"].eq(UNREAD).any()
    given = [mode for mode in MODE if mode != UNREAD or unread]
    rows = []
    for code, of in [(code, of) for code in labels for of in ("", *OF)]:
        here = kinds(found[found["code"].eq(code)])
        here = here[here["of"].eq(of)]
        own = here[here["voice"].isin(OWN)]
        modes = [_told(own[own["mode"].eq(mode)], titles, order) for mode in given]
        name = ": ".join(filter(None, (labels[code], OF.get(of, ""))))
        if len(here):
            rows.append((name, *modes, _told(here[~here["voice"].isin(OWN)], titles, order)))
    columns = ["remedy", *(MODE[mode] for mode in given), QUOTED]
    caption = (
        "Remedies, by how they are said: sentences by text, in order of writing. A sentence that upholds or adds two "
        "kinds counts under both, so the kinds add up to more than the figure has."
    )
    return html.table(pd.DataFrame(rows, columns=columns), caption, more=more)


def _told(found: pd.DataFrame, titles: pd.Series, order: Sequence[str]) -> str:
    """How many sentences of which text, in `order`; texts that are not in it are left out."""
    counts = found.groupby("text_id")["sentence_id"].nunique()
    return "; ".join(f"{titles[text]} {counts[text]}" for text in order if text in counts) or "-"
