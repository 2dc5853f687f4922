"""What every notebook on coded sentences shares: its setup, and the steps that are the same for each codebook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
from IPython.display import HTML, Markdown

from ..coding import coders, validation
from ..coding.codebook import Codebook, read_codebook, split_codes
from ..coding.counts import attribute_counts, codes_by_text, leave_one_out, presence, ranked
from ..coding.dictionary import apply, codebook_hits
from ..corpus import selection
from ..corpus.load import load_corpus
from ..declarations.tables import read_csv
from ..errors import CorpusError
from ..paths import CODING, FIRST_RUN
from ..statistics.agreement import RELIABLE
from ..statistics.resampling import FEWEST_BLOCKS, sample
from . import html, plots, publish, sections
from .quotations import NOT_QUOTED, Quotations

UNITS = ("sentence", "paragraph")
WIDEST = {"en": 110, "zh": 40}
"""So many characters a passage may span from the name to what is said."""


def among(name: str, given: Sequence[str], allowed: Sequence[str]) -> None:
    """Raises `CorpusError` for a value of the parameter `name` that is not allowed."""
    unknown = sorted(set(given) - set(allowed))
    if unknown:
        raise CorpusError(f"{name}: {', '.join(unknown)!r} is not among {', '.join(allowed)}; choose of these")


class Coded:
    """A corpus with a codebook applied to it, by reading or by the dictionary, and what a page shows of it.

    `whole` is the corpus, `book` the codebook, `sentences` all that are counted, `rows` the codes that are shown,
    `codings` those of all coders (None without any), `dictionary` what the patterns give, `hits` and `gate_hits` where.
    The names of what it publishes begin with `prefix` (tables) and the notebook's number (figures).
    """

    def __init__(
        self,
        notebook: str,
        prefix: str,
        subject: str,
        own_book: Path,
        *,
        corpus: str = "",
        codebook: str = "",
        codes: str = "",
        texts: Sequence[str] = (),
        unit: str = "sentence",
        minimum: int = 10,
        quoted: float = 0.0,
        quoted_long: float = 0.0,
        folds: int = 10,
        resamples: int = 2000,
        seed: int = 0,
    ):
        """`subject` is what sentences are coded for, as the page calls it. The rest are parameters of the notebook."""
        self.notebook, self.prefix, self.subject = notebook, prefix, subject
        self.unit, self.minimum, self.folds, self.resamples, self.seed = unit, minimum, folds, resamples, seed
        self.own = not corpus
        self.whole = load_corpus(corpus or None)
        self.path = Path(codebook) if codebook else own_book
        self._own_book = not codebook
        self.book = read_codebook(self.path)
        self.sentences = selection.countable(self.whole)
        known = self.sentences["text_id"].drop_duplicates().tolist()
        among("texts", texts, known)
        among("unit", [unit], UNITS)
        folder = None if corpus or (codebook and codes == coders.DICTIONARY) else CODING
        self.codings, self.dictionary, rows = coders.assemble(self.whole, self.book, codes, folder)
        read = self.codings is not None
        self.mode = rows["coder"].iloc[0] if codes else "reading" if read else coders.DICTIONARY
        self.rows = rows[rows["text_id"].isin(texts or known)].reset_index(drop=True)
        self.shown: list[str] = self.rows["text_id"].drop_duplicates().tolist()
        by_id = self.whole.texts.set_index("text_id")
        self.date, self.voice = by_id["date"], by_id["voice"]
        self.pooled = by_id.index[by_id["in_comparison"]]  # a translation is no second voice
        self.mark = {t: t if t in set(self.pooled) else f"{t} (translation)" for t in self.shown}
        self.people = validation.persons(self.codings) if read else []
        _, self.hits, self.gate_hits = apply(self.book, self.sentences)
        self.quotes = Quotations(self.whole, quoted, long=quoted_long)

    @cached_property
    def reading(self) -> str:
        """Whose codes are shown, in words."""
        if self.mode == coders.DICTIONARY:
            return "the dictionary"
        return f"codes by {self.mode}" if self.mode in self.people else "codes by reading (machine-read)"

    @cached_property
    def first(self) -> Codebook | None:
        """The codebook as it was first run, for the project's own."""
        return read_codebook(FIRST_RUN / self.path.name) if self._own_book else None

    @cached_property
    def checked(self) -> pd.DataFrame | None:
        """The dictionary against codes by reading; None without these."""
        if self.codings is None:
            return None
        return validation.all_validation(
            self.codings, self.sentences, self.book, self.first, self.minimum, self.folds, self.resamples, self.seed
        )

    @cached_property
    def agreement(self) -> pd.DataFrame | None:
        """How coders agree; None without any."""
        if self.codings is None:
            return None
        return validation.all_agreement(self.codings, self.book, self.resamples, self.seed)

    @cached_property
    def weak(self) -> set[str]:
        """Codes for which the dictionary is exploratory."""
        if self.checked is None:
            return set()
        run = self.checked[self.checked["comparison"].isin(["first run, second half", "this codebook, second half"])]
        return set(run.loc[(run["level"] == "code") & run["exploratory"], "measure"])

    @cached_property
    def label(self) -> dict[str, str]:
        """Labels of codes, with * where the dictionary is exploratory, and of families."""
        return {c.id: c.label + " *" * (c.id in self.weak) for c in self.book.codes} | self.book.families

    @cached_property
    def counted(self) -> pd.DataFrame:
        """The rows of texts that are no translation: what sums are made of."""
        return self.rows[self.rows["text_id"].isin(self.pooled)].reset_index(drop=True)

    @cached_property
    def passed(self) -> pd.DataFrame:
        """The rows that pass the gate."""
        return self.rows[self.rows["passes"]]

    @cached_property
    def attributes(self) -> list[str]:
        """The attributes that somebody gave; the dictionary finds few."""
        return [a for a in self.book.attributes if self.rows[a].ne("").any()]

    @cached_property
    def level(self) -> dict[str, pd.DataFrame]:
        """Families and codes by text, as from `coding.by_text`."""
        return {
            name: codes_by_text(self.rows, self.book, name, self.unit, self.resamples, self.seed)
            for name in ("family", "code")
        }

    def table(self, name: str, frame: pd.DataFrame) -> HTML:
        """Publish a table under `prefix_name`."""
        return publish.table(self.notebook, f"{self.prefix}_{name}", frame)

    def figure(self, name: str, drawing: Any, **words: str) -> HTML:
        """Publish a figure under the notebook's number and a name."""
        return publish.figure(self.notebook, f"{self.notebook[:2]}_{name}", drawing, **words)

    def more(self, name: str) -> str:
        """Where the whole of a table stands."""
        return f"data/processed/{self.prefix}_{name}.csv"

    # --- passages

    @cached_property
    def glosses(self) -> pd.Series:
        """Glosses of ours, by sentence_id."""
        if not self.own:
            return pd.Series(dtype=str)
        table = read_csv(CODING / "glosses.csv", ("sentence_id", "gloss"), "restore it with git checkout data/coding")
        return table.set_index("sentence_id")["gloss"]

    def passage(self, sentence_id: str, start: int | None = None, end: int | None = None) -> str:
        """A quotation around `start` to `end` of a sentence, or around the first word that the dictionary finds."""
        if start is None or end is None:
            start, end = self.spot(sentence_id)
        return self.quotes.passage(sentence_id, start, end, self.glosses.get(sentence_id, ""))

    def cite(self, sentence_id: str) -> str:
        """A line to cite a sentence by."""
        return self.quotes.cite(sentence_id)

    def code_passages(self, number: int) -> list[HTML]:
        """For every code `number` passages of each text that has it, drawn by chance; else where they stand."""
        here = self.rows[presence(self.rows, self.book, "code").any(axis=1)]
        has = presence(here, self.book, "code")
        shown = []
        for code in self.book.codes:
            mine = here[has[code.id]]
            lines, rest = [], []
            for row in sample(mine, "text_id", number, self.seed).itertuples():
                where = f"{self.cite(row.sentence_id)} ({(mine['text_id'] == row.text_id).sum()} in this text)"
                passage = self.passage(row.sentence_id, *self.spot(row.sentence_id, code.id))
                if passage.startswith(NOT_QUOTED) and "[" not in passage:
                    rest.append(where)
                else:
                    lines.append((where, passage))
            own = mine[mine["text_id"].isin(self.pooled)]
            caption = f"{html.count(len(own), 'sentence')} in {html.count(own['text_id'].nunique(), 'text')}"
            caption += f"{self._but()}. {code.definition} Includes: {code.include}."
            caption += f" Also, of texts quoted up to their share: {'; '.join(rest)}." if rest else ""
            shown.append(html.passages(lines, f"{code.label} ({code.id}): {caption}"))
        return shown

    def spot(self, sentence_id: str, code: str = "") -> tuple[int, int]:
        """What a passage should show: the first word of a code (of any) and, if near, the name of whom it is about."""
        hits = self._hits_of.get(sentence_id)
        said = [] if hits is None else [(h.start, h.end) for h in hits if code in ("", h.code)]
        names = self._names_of.get(sentence_id, [])
        if not said:
            return names[0] if names else (0, 0)
        start, end = said[0]
        near = min(names, key=lambda name: abs(name[0] - start), default=(start, end))
        both = min(start, near[0]), max(end, near[1])
        most = WIDEST["zh" if self._language[sentence_id.rsplit(":", 1)[0]] == "zh" else "en"]
        return both if both[1] - both[0] <= most else (start, end)

    @cached_property
    def _language(self) -> pd.Series:
        return self.whole.texts.set_index("text_id")["language"]

    @cached_property
    def _hits_of(self) -> dict[str, list[Any]]:
        return {unit: list(part.itertuples()) for unit, part in self.hits.groupby("unit_id", sort=False)}

    @cached_property
    def _names_of(self) -> dict[str, list[tuple[int, int]]]:
        groups = self.gate_hits.groupby("unit_id", sort=False)
        return {unit: [(int(h.start), int(h.end)) for h in part.itertuples()] for unit, part in groups}

    # --- steps that are the same for each codebook

    def _but(self) -> str:
        """That sums leave a translation out, where one is shown."""
        return ", the translation left out" if set(self.shown) - set(self.pooled) else ""

    def who_coded(self) -> Markdown:
        """Whether people have coded, and whose codes are shown."""
        return html.say(
            (
                f"People have coded too: {html.plain(', '.join(self.people))}."
                if self.people
                else "No person has coded yet; `python -m helpers coding-sheet` draws a blind sheet for one."
            )
            + f" Shown below: {html.plain(self.reading)}."
        )

    def by_text(self, name: str) -> None:
        """Publish families and codes by text under `prefix_name`."""
        frames = pd.concat([t.rename(columns={n: "name"}).assign(level=n) for n, t in self.level.items()])
        first = ["text_id", "level", "name", "exploratory", "sentences", "paragraphs", "of_sentences", "of_paragraphs"]
        self.table(name, frames.assign(exploratory=frames["name"].isin(self.weak))[[*first, "share", "low", "high"]])

    def codes_figure(self, title: str) -> HTML | Markdown:
        """Codes by text as a table of dots; a word instead where no sentence has one."""
        book, label = self.book, self.label
        if not presence(self.rows, book, "code").any(axis=None):
            return html.say(f"None of the codes stands here, from {self.reading}, in {', '.join(self.shown)}.")
        table = self.level["code"].pivot(index="code", columns="text_id", values="sentences")
        table = table.loc[[c.id for c in book.codes]]
        speaking = [t for t in self.shown if table[t].sum()]
        silent = [t for t in self.shown if t not in speaking]
        total = table[[t for t in self.shown if t in set(self.pooled)]].sum(axis=1)
        drawing, (axes,) = plots.canvas(10, 2 + 0.32 * len(table))
        names = {c: f"{label[c]} ({total[c]})" for c in table.index}
        grid = table.reindex(columns=speaking).rename(index=names, columns=self.mark)
        plots.matrix(axes, grid, grid / grid.sum().clip(lower=1))
        for n in range(1, len(book.codes)):
            if book.codes[n].family != book.codes[n - 1].family:
                axes.axhline(n - 0.5, color="0.6", linewidth=0.8)
        star = "* the dictionary is exploratory for this code." if self.weak else ""
        return self.figure(
            "codes",
            drawing,
            title=title,
            caption=f"Number of sentences with each code, from {self.reading}; the area is its share of the text's "
            f"codes, in brackets the number in all{self._but()}, and lines part the families "
            f"({'; '.join(book.families.values())}). Without any of "
            f"these codes: {', '.join(silent) or 'no text'}. Texts have unlike lengths and "
            f"topics; compare within a column. {star}",
            alt="Table of dots, codes by texts. "
            + "; ".join(f"{t}: {label[table[t].idxmax()]} {table[t].max()}" for t in speaking)
            + ".",
        )

    def family_table(self, name: str) -> HTML:
        """Sentences with a code of each family, by text. `name` is that of the published table."""
        table = self.level["family"].pivot(index="text_id", columns="family", values="sentences").loc[self.shown]
        table = table.assign(read=self.rows.groupby("text_id").size()).reset_index().astype({"read": int})
        return html.table(
            table[["text_id", *list(self.book.families)[:5], "read"]],
            f"Sentences with a code of each family, by text, and sentences read, from {self.reading}.",
            more=self.more(name),
            labels={"text_id": "text"} | self.book.families,
        )

    def shares_figure(self) -> HTML | Markdown:
        """Shares of families in the long texts, with intervals."""
        firm = self.level["family"].dropna(subset=["share"])
        firm = firm[firm["sentences"] > 0]
        if firm.empty:
            return html.say(f"No text has {FEWEST_BLOCKS} paragraphs, so no share has an interval.")
        count = firm["sentences"].astype(str)
        firm = firm.assign(name=firm["text_id"] + ": " + firm["family"].map(self.label) + " (" + count + ")")
        firm = firm.assign(**{c: 100 * firm[c] for c in ("share", "low", "high")})
        drawing, (axes,) = plots.canvas(9, 1.2 + 0.27 * len(firm))
        unit = f"per cent of the text's {self.unit}s, with 95 % interval by paragraphs"
        plots.intervals(axes, firm, "name", "share", "low", "high", unit)
        most = firm.sort_values("share").iloc[-1]
        return self.figure(
            "shares",
            drawing,
            title=f"How much of the long texts speaks of {self.subject}, by family.",
            caption=f"Share of {self.unit}s with a code of the family; in brackets the number of sentences. "
            "The interval resamples paragraphs of the text.",
            alt=f"Dots with intervals. The largest share: {most['name']}, {most['share']:.1f} per cent "
            f"({most['low']:.1f} to {most['high']:.1f}).",
        )

    def coders_beside(self) -> HTML | Markdown:
        """What the coders gave, side by side; published as `prefix_coders_by_text`."""
        if self.codings is None:
            return html.say(
                "No codes by reading belong to this corpus, so there is nothing to set beside the dictionary."
            )
        beside = validation.beside(self.codings, self.book)
        self.table("coders_by_text", beside)
        family = beside[(beside["level"] == "family") & beside["text_id"].isin(self.pooled)].groupby(
            ["half", "name"], sort=False
        )
        sums = family[["one", "other", "decided"]].sum().reset_index()
        return html.table(
            sums.assign(name=sums["name"].map(self.label)),
            "What each coder gave by family (codes and texts in the whole table), all texts of a half "
            f"together{self._but()}: coders 1 and 2 and their adjudication on the first half, passes 3a and 3b and "
            "coder 3 on the second.",
            more=self.more("coders_by_text"),
            labels={
                "name": "family",
                "one": "coder 1 / pass 3a",
                "other": "coder 2 / pass 3b",
                "decided": "adjudicated / coder 3",
            },
        )

    def validation(self) -> list[HTML | Markdown]:
        """The dictionary and the coders, held against each other; published as `prefix_validation`, `_agreement`."""
        if self.checked is None or self.agreement is None:
            return []
        self.table("validation", self.checked)
        self.table("agreement", self.agreement)
        sums = self.checked[
            self.checked["measure"].isin(["gate, named", "macro"])
            | ((self.checked["measure"] == "gate, all") & self.checked["comparison"].str.contains("second"))
        ]
        level = sums["level"].where(sums["level"] != "gate", "")
        sums = sums.assign(measure=(level + " " + sums["measure"]).str.strip())
        shown: list[HTML | Markdown] = [
            html.table(
                sums[["comparison", "measure", "n", "precision", "recall", "f1", "low"]],
                f"The dictionary in sum. Macro: mean over families or codes with {self.minimum} sentences or more (n "
                "says how many; for the gate it is the sentences that pass by reading; named: only those that hold "
                "a name). Low: lower bound of F1 (95 %, paragraphs resampled). A translation's sentences count here.",
                more=self.more("validation"),
            )
        ]
        if self.first is not None:
            sure = validation.by_code(self.checked, self.agreement, self.book)
            sure = sure.sort_values("n", ascending=False, kind="stable")
            shown.append(
                html.table(
                    sure.assign(code=sure["code"].map(self.label)).drop(columns="exploratory"),
                    "Codes on the second half, those given most first: sentences by coder 3, the dictionary's F1, and "
                    "the alpha of two pairs of passes. With *: exploratory, F1 of the first run under "
                    f"{RELIABLE:.2f} or none.",
                    more=self.more("validation"),
                    labels={
                        "first_run": "F1, first run",
                        "after_seeing": "F1, after seeing",
                        "alpha_1": "alpha, 1 and 2",
                        "alpha_2": "alpha, 3a and 3b",
                    },
                )
            )
            shown.append(html.say(sections.in_words(self.checked, self.agreement, self.book, self.minimum)))
        if self.people:
            named = self.agreement["coders"].str.contains("|".join(map(re.escape, self.people)))
            named = self.agreement[named & self.agreement["level"].isin(["gate", "family"])]
            shown.append(
                html.table(
                    named[["coders", "measure", "units", "alpha", "low", "high"]],
                    "How people agree with the reading and with each pass.",
                    more=self.more("agreement"),
                )
            )
        return shown

    def attribute_counts(self) -> None:
        """Publish the attributes of sentences that pass, by text, as `prefix_attributes`."""
        parts = [
            attribute_counts(self.rows, attribute, self.book.attributes[attribute])
            .melt(["text_id", "sentences"], var_name="value", value_name="n")
            .assign(attribute=attribute)
            for attribute in self.attributes
        ]
        columns = ["text_id", "sentences", "value", "n", "attribute"]
        counts = pd.concat(parts or [pd.DataFrame(columns=columns)])
        counts = counts.rename(columns={"sentences": "of_sentences", "n": "sentences"})
        order = counts["text_id"].map({t: n for n, t in enumerate(self.shown)})
        counts = counts.assign(order=order).sort_values(["order", "attribute"], kind="stable")
        self.table("attributes", counts[["text_id", "attribute", "value", "sentences", "of_sentences"]])

    def attribute_table(self, attribute: str, about: str) -> HTML | Markdown:
        """One attribute by text, with the agreement of the first two coders on it."""
        if attribute not in self.attributes:
            return html.say(f"{about}: not coded, for the dictionary does not know it.")
        values = list(self.book.attributes[attribute])
        wide = attribute_counts(self.rows, attribute, values).rename(columns={"text_id": "text"})
        sums = wide[values].sum().sort_values(ascending=False, kind="stable")
        columns = [v for v in sums.index if sums[v] and v != "none"][:5]
        rest = [f"{v} {sums[v]}" for v in sums.index if sums[v] and v not in columns]
        return html.table(
            wide[["text", *columns, "sentences"]],
            f"{about}: sentences that speak of {self.subject}, by text."
            + (f" Not in a column: {', '.join(rest)}." if rest else "")
            + self.alpha_of(attribute),
            more=self.more("attributes"),
        )

    def alpha_of(self, attribute: str) -> str:
        """How the first two coders agree on an attribute, as a sentence; empty where nobody coded it."""
        if self.agreement is None:
            return ""
        pair = self.agreement[self.agreement["coders"] == "coder1, coder2"]
        found = pair.loc[(pair["level"] == "attribute") & (pair["measure"] == attribute), "alpha"]
        return f" Alpha of coders 1 and 2: {found.iloc[0]:.2f}." if len(found) else ""

    def left_out(self) -> tuple[pd.DataFrame, HTML]:
        """The order of families without each text and the heaviest paragraphs; published as `prefix_leave_one_out`."""
        left = leave_one_out(self.counted, self.book)
        self.table("leave_one_out", left)
        order = ", ".join(ranked(presence(self.counted, self.book, "family")))
        return left, html.table(
            left[left["cases"] > 0].assign(share=lambda f: (100 * f["share"]).round(1))[
                ["left_out", "kind", "cases", "share", "same_order", "same_first"]
            ],
            f"With all texts{self._but()} the order is {order}. Share: per cent of all coded sentences. "
            "Cases: coded sentences left out. Same order, same first: whether the families, and the first of them, "
            "rank as before; families with equal counts may change places.",
            more=self.more("leave_one_out"),
            labels={"left_out": "left out", "same_order": "same order", "same_first": "same first"},
        )

    def all_hits(self) -> HTML:
        """Publish where the patterns find something, as `prefix_hits`."""
        every = codebook_hits(self.whole, self.hits, self.gate_hits)
        return self.table("hits", every[every["text_id"].isin(self.shown)])

    def coded_sentences(self, rows: pd.DataFrame, columns: Sequence[str]) -> HTML:
        """Publish `rows` with their families, places, the dictionary's codes and, where allowed, their text.

        `columns` of `rows` stand between the raw lines and the dictionary's codes. Published as `prefix_coded`.
        """
        families = [
            ";".join(f for f in self.book.families if f in {self.book.family_of.get(c) for c in codes})
            for codes in split_codes(rows["codes"])
        ]
        public = self.whole.texts.loc[self.whole.texts["full_text_public"], "text_id"]
        found = self.dictionary[["sentence_id", "codes"]].rename(columns={"codes": "dictionary"})
        places = self.sentences[["sentence_id", "first_line", "last_line", "start", "end", "text"]]
        every = rows.assign(families=families).merge(places).merge(found, on="sentence_id")
        every["text"] = every["text"].where(every["text_id"].isin(public), "")
        first = ["sentence_id", "text_id", "first_line", "last_line", "start", "end", "coder"]
        return self.table("coded", every.reindex(columns=[*first, *columns, "dictionary", "text"]))

    def scheme(self) -> HTML:
        """Each code with what grounds it; published as `prefix_codebook`."""
        has = presence(self.counted, self.book, "code")
        codes = self.book.codes
        table = pd.DataFrame(
            [(c.id, c.family, c.definition, c.source) for c in codes],
            columns=["code", "family", "definition", "source"],
        ).assign(
            sentences=[int(has[c.id].sum()) for c in codes],
            texts=[int(self.counted.loc[has[c.id], "text_id"].nunique()) for c in codes],
        )
        self.table("codebook", table)
        return html.table(
            table.sort_values("sentences", ascending=False, kind="stable")[
                ["code", "family", "source", "sentences", "texts"]
            ],
            f"Each code, what grounds it, and how often it was given{self._but()}. Most sources were read as "
            "abstracts: cite a work only after reading it.",
            more=self.more("codebook"),
        )
