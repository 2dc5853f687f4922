"""The page of methods: the chapters it is about, the second reading, claims that recur, and sensitivity."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
import seaborn as sns
from IPython.display import HTML, Markdown

from ...coding import recurring, rereading, stability
from ...coding.analysis import Analysis, Settings
from ...corpus.load import Corpus
from ...mentions import quantities
from ...mentions.concepts import read_concepts
from ...paths import CODING, GS_CLAIMS, INSTITUTIONS_SAID, US_FRAMES
from .. import html, plots
from ..chapter import Chapter, Page, chapter_of, open_page
from ..publish import Picture

NOTEBOOK = "methods"
BOOKS = {"us": ("the United States", US_FRAMES), "gs": ("the Global South", GS_CLAIMS),
         "inst": ("institutions", INSTITUTIONS_SAID)}  # fmt: skip
"""The prefix of a chapter's tables, what its sentences are coded for, and its codebook."""
SHEETS = {
    "conduct": ("reread_us.csv", rereading.CHARGES, ("sentence_id",)),
    "institutions": ("reread_inst.csv", rereading.BODIES, ("sentence_id", "code")),
}
"""The sheets of the second reading: file, questions and key."""
LANGUAGES = {"en": "English", "zh": "Chinese", recurring.ACROSS: "across"}


@dataclass(frozen=True)
class Methods(Page):
    """The page of methods, with the `chapters` whose codes it holds to account, by the prefix of their tables."""

    chapters: Mapping[str, Chapter]

    @property
    def analyses(self) -> dict[str, Analysis]:
        """The analysis of each chapter, by its subject."""
        return {chapter.analysis.subject: chapter.analysis for chapter in self.chapters.values()}

    def tables(self, name: str, frames: Iterable[pd.DataFrame]) -> HTML:
        """Publish a table of each chapter, in their order. Raises `CorpusError` where one is not as described."""
        shown = [chapter.table(name, frame) for chapter, frame in zip(self.chapters.values(), frames, strict=True)]
        return HTML("".join(one.data for one in shown))


def open_methods(settings: Settings) -> Methods:
    """The page of methods on this project's corpus. Raises `CorpusError` for settings or files that do not fit."""
    page = open_page(NOTEBOOK)
    chapters = {prefix: chapter_of(page, prefix, subject, book, settings) for prefix, (subject, book) in BOOKS.items()}
    return Methods(page.notebook, page.corpus, page.quotes, chapters)


# --- the second reading


def second_reading(corpus: Corpus) -> tuple[pd.DataFrame, pd.DataFrame]:
    """sheet and the columns of `stability.same_reader_twice`, and sheet and those of `stability.answers`."""
    read = {
        sheet: (rereading.read_rereading(CODING / file, corpus, questions, key), questions)
        for sheet, (file, questions, key) in SHEETS.items()
    }
    tables = (
        pd.concat([made(*given).assign(sheet=sheet) for sheet, given in read.items()], ignore_index=True)
        for made in (stability.same_reader_twice, stability.answers)
    )
    twice, answers = (table[["sheet", *table.columns.drop("sheet")]] for table in tables)
    return twice, answers


def twice_table(twice: pd.DataFrame, more: str) -> HTML:
    """The same reader twice: where the readers differ, by question, and how that was decided; as `second_reading`.

    >>> row = ("conduct", "blame", 206, 8, 2, 6, 0, 0.9)
    >>> names = ["sheet", "question", "asked", "differ", "as_a", "as_b", "as_neither", "alpha"]
    >>> "The same reader twice" in twice_table(pd.DataFrame([row], columns=names), "twice.csv").data
    True
    """
    return html.table(
        twice.drop(columns="alpha").rename(columns={"differ": "a and b differ"}),
        "The same reader twice: readers a and b are passes of one model, whose sheets showed the codes of the first "
        "reading. Rows asked, where a and b differ, and how that was decided; as neither: decided by a rule otherwise "
        "than either said, also where both said the same.",
        more=more,
        labels={"as_a": "as a", "as_b": "as b", "as_neither": "as neither"},
    )


def twice_in_words(twice: pd.DataFrame) -> Markdown:
    """Within which bounds the alphas of the same reader lie, with what they are not.

    >>> twice_in_words(pd.DataFrame({"alpha": [0.9, 0.72], "differ": [1, 3], "asked": [10, 10]})).data[:50]
    'Of 20 answers the two passes differ on 4, and alph'
    """
    return html.say(
        f"Of {twice['asked'].sum():,} answers the two passes differ on {twice['differ'].sum()}, and alpha lies between "
        f"{twice['alpha'].min():.2f} and {twice['alpha'].max():.2f} by question. That is one reader who saw the first "
        "codes and was asked twice: it tells of slips, and nothing of whether another reader would say the same."
    )


def answers_table(answers: pd.DataFrame, sheet: str, more: str) -> HTML:
    """What was answered on one sheet, by reader and as decided; `answers` as from `second_reading`.

    >>> answers = pd.DataFrame([("conduct", "blame", "yes", 154, 146, 148)])
    >>> answers.columns = ["sheet", "question", "answer", "reader_a", "reader_b", "decided"]
    >>> answers_table(answers, "conduct", "answers.csv").data.count("<tr>")
    2
    """
    return html.table(
        answers[answers["sheet"] == sheet].drop(columns="sheet"),
        f"What was answered on the sheet on {sheet}; what was decided is what the chapters count.",
        more=more,
        labels={"reader_a": "reader a", "reader_b": "reader b"},
    )


# --- claims that recur


def judged_pairs(analysis: Analysis) -> pd.DataFrame:
    """The pairs of claims that two readers judged, with their likeness, as from `recurring.scored`.

    A translation is compared with its original alone.
    """
    corpus, shown = analysis.corpus, analysis.shown
    told = quantities.find_all(quantities.read_words(), corpus)
    told = told[told["text_id"].isin(shown)]
    claims = recurring.comparable(corpus, analysis.passed, read_concepts().concepts, told)
    pairs = recurring.similarity(claims)
    own = set(analysis.pooled_rows["sentence_id"])
    counted = pairs["pair"].eq(recurring.TRANSLATION) | (pairs["one"].isin(own) & pairs["other"].isin(own))
    return recurring.scored(recurring.read_judged(CODING / "recurring_judged.csv", corpus), pairs[counted])


def judged_figure(judged: pd.DataFrame, threshold: float, threshold_across: float) -> Picture:
    """Judged pairs of unlike texts along their likeness, told apart by whether they say the same; as `judged_pairs`.

    >>> judged = pd.DataFrame({"language": ["zh", "zh"], "pair": "texts", "score": [0.2, 0.6], "same": [False, True]})
    >>> judged_figure(judged, 0.25, 0.55).alt
    'Dots along likeness by language. At or above the threshold 1 of 1 make the same claim, below it 0 of 1.'
    """
    apart = judged[judged["pair"] == recurring.TEXTS]
    limit = {name: threshold_across if name == recurring.ACROSS else threshold for name in apart["language"].unique()}
    languages = {name: LANGUAGES[name] for name in sorted(limit)}
    words = {True: "the same claim", False: "not the same"}
    drawn = apart.assign(said=apart["same"].map(words), row=apart["language"].map(LANGUAGES))
    drawing, (axes,) = plots.canvas(6.5, 1.2 + 0.75 * len(languages))
    sns.swarmplot(
        drawn, x="score", y="row", hue="said", order=list(languages.values()), hue_order=list(words.values()),
        palette={words[True]: plots.ORANGE, words[False]: plots.SKY}, dodge=True, size=5, ax=axes,
    )  # fmt: skip
    for y, name in enumerate(languages):
        axes.vlines(limit[name], y - 0.45, y + 0.45, color="0.3", linestyle="--", linewidth=1)
    axes.set(xlabel="likeness (dashed: the threshold of its scale)", ylabel="")
    sns.move_legend(axes, "upper left", bbox_to_anchor=(1.01, 1), title=None)
    found = recurring.quality(apart, threshold, threshold_across)
    return Picture(
        drawing,
        "Do pairs of claims that are alike make the same claim?",
        "A dot is a pair of claims of unlike texts that two readings judged, within English, within Chinese, and "
        f"across (thresholds {threshold:g} within a language, {threshold_across:g} across); the same only where both "
        "said so.",
        f"Dots along likeness by language. At or above the threshold {found['same_above'].sum()} of "
        f"{found['above'].sum()} make the same claim, below it {found['same_below'].sum()} of {found['below'].sum()}.",
    )


def quality_table(judged: pd.DataFrame, threshold: float, threshold_across: float, more: str) -> HTML:
    """How many judged pairs on both sides of the threshold say the same; `judged` as from `judged_pairs`.

    >>> judged = pd.DataFrame({"language": ["zh", "zh"], "pair": "texts", "score": [0.2, 0.6], "same": [False, True]})
    >>> quality_table(judged, 0.25, 0.55, "judged.csv").data.count("<tr>")
    2
    """
    apart = judged[judged["pair"] == recurring.TEXTS]
    found = recurring.quality(apart, threshold, threshold_across)
    above, below = found["same_above"].sum(), found["same_below"].sum()
    return html.table(
        found.assign(language=found["language"].map(LANGUAGES))[
            ["language", "above", "same_above", "below", "same_below", "precision"]
        ],
        "Judged pairs of unlike texts on both sides of the threshold, and precision above it: of "
        f"{found['above'].sum()} above {above} make the same claim, of {found['below'].sum()} below {below}. What both "
        f"readings judged the same counts, whatever its likeness: {above + below} pairs, at least, for below the "
        "threshold a sample was judged.",
        more=more,
        labels={"same_above": "same, above", "same_below": "same, below"},
    )


# --- sensitivity


def settings_table(settings: pd.DataFrame) -> HTML:
    """The settings under which findings are recomputed: label, parameters, notebooks; the runs without a text in one.

    >>> settings = pd.DataFrame([("another seed", "seed = 1", "01, 02")], columns=["label", "parameters", "notebooks"])
    >>> settings_table(settings).data.count("<tr>")
    2
    """
    return html.table(settings, "What `make sensitivity` recomputes: the setting, its parameters, and the notebooks.")
