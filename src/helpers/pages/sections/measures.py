"""Measures held to account: keyness, dispersion, association, concepts in two languages; tables in, pictures out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
import seaborn as sns
from IPython.display import HTML, Markdown

from ...corpus import selection
from ...corpus.load import BACK_MATTER, Corpus
from ...mentions import windows
from ...mentions.concepts import ConceptList, find, read_concepts
from ...mentions.measures import first_kept
from ...statistics import collocation, counts, dispersion, keyness, resampling, robustness
from ...statistics.robustness import Contrasts
from ...text.names import read_terms
from .. import html, plots
from ..html import plain
from ..publish import Picture
from .reliability import ALIKE

# --- words


def contrasts_of(corpus: Corpus, minimum: int, resamples: int, seed: int) -> tuple[Contrasts, pd.DataFrame]:
    """The contrasts of the texts of one language that are long enough, and their blocks without headings.

    >>> from helpers.corpus.load import corpus_of
    >>> given, bare = contrasts_of(corpus_of(en={"a": "Order. " * 3000}), 5, 100, 1)
    >>> given.texts, bare.to_numpy().sum()
    (('a',), np.int64(3000))
    """
    counted = corpus.texts[corpus.texts["genre"] != BACK_MATTER]
    language = selection.language_of(counted)
    words = selection.word_tokens(corpus, counted.loc[counted["language"] == language, "text_id"].tolist())
    length = words["text_id"].value_counts(sort=False)
    texts = tuple(length.index[length >= keyness.SHORTEST])
    own = words[words["text_id"].isin(texts)]
    bare = selection.word_tokens(corpus, list(texts), headings=False)
    text_of = own.drop_duplicates("paragraph_id").set_index("paragraph_id")["text_id"]
    blocks, without = (counts.term_counts(table, "paragraph_id") for table in (own, bare))
    return Contrasts(blocks, text_of, texts, minimum, resamples, seed, read_concepts().stop), without


def kept_table(kept: pd.DataFrame, titles: pd.Series, top: int, more: str) -> HTML:
    """How many of the words at the top stay there, setting by setting; `kept` as from `robustness.kept_by_setting`.

    >>> kept = pd.DataFrame([("wen", "as published", 3, 3, "a, b, c")])
    >>> kept.columns = ["contrast", "setting", "family", "kept", "top"]
    >>> kept_table(kept, pd.Series({"wen": "Small text"}), 10, "kept.csv").data.count("Small text")
    1
    """
    setting = kept["setting"].map(lambda name: f"without {titles[name[8:]]}" if name.startswith("without ") else name)
    wide = kept.assign(setting=setting, contrast=kept["contrast"].map(titles))
    wide = wide.pivot(index="setting", columns="contrast", values="kept").reindex(
        index=setting.drop_duplicates(), columns=wide["contrast"].drop_duplicates()
    )
    shown = wide.map(lambda n: "" if pd.isna(n) else f"{n:.0f}").reset_index()
    return html.table(
        shown,
        f"How many of the first {top} words that tell a text from the other long ones, and hold for the whole family "
        "of words when paragraphs are resampled, stay among the first under another setting.",
        more=more,
    )


def paragraphs_table(carrying: pd.DataFrame, titles: pd.Series, more: str) -> HTML:
    """The words that set a text apart, without a heavy paragraph; as from `robustness.without_paragraphs`.

    >>> carrying = pd.DataFrame([("wen", "order", "wen:3", 9, 1.7, -0.2)])
    >>> carrying.columns = ["contrast", "term", "paragraph_id", "count", "log_ratio", "without"]
    >>> "1 turn the sign" in paragraphs_table(carrying, pd.Series({"wen": "Small text"}), "carrying.csv").data
    True
    """
    turned = int((carrying["without"] <= 0).sum())
    return html.table(
        carrying.assign(contrast=carrying["contrast"].map(titles)).sort_values("without", kind="stable"),
        "Words that set a text apart, without each paragraph that holds a tenth or more of their hits there: of "
        f"{len(carrying)} such paragraphs {turned} turn the sign.",
        more=more,
        labels={"contrast": "text", "paragraph_id": "paragraph", "log_ratio": "Log Ratio"},
    )


def measures_beside_nltk(corpus: Corpus, given: Contrasts, node: str, fewest: int = 5) -> pd.DataFrame:
    """measure, words, ours, nltk: every word of the first contrast, and the company of `node` in its text.

    As from `robustness.beside_nltk`; a companion stands with the node in `fewest` sentences or more. Raises
    `CorpusError` for a node that the text does not hold.
    """
    one = given.texts[0]
    inside = given.text_of.reindex(given.blocks.columns).eq(one).to_numpy()
    sizes = tuple(int(given.blocks.loc[:, side].to_numpy().sum()) for side in (inside, ~inside))
    company = collocation.collocates(selection.word_tokens(corpus, [one]), node, fewest, given.stop)
    return robustness.beside_nltk(given.of(one), sizes, company.assign(node_term=node))


def measures_table(beside: pd.DataFrame, shown: int = 4) -> HTML:
    """Association measures and NLTK's: the first words of each, and on how many of all they agree.

    >>> beside = pd.DataFrame({"measure": ["G2"] * 2, "words": ["order", "war"], "ours": [9.75, 1], "nltk": [9.75, 2]})
    >>> "G2 1 of 2" in measures_table(beside).data
    True
    """
    alike = (beside["ours"] - beside["nltk"]).abs() <= ALIKE * beside["nltk"].abs().clip(lower=1)
    told = ", ".join(f"{m} {part.sum()} of {len(part)}" for m, part in alike.groupby(beside["measure"], sort=False))
    first = beside.groupby("measure", sort=False).head(shown)
    exact = first.assign(ours=first["ours"].map("{:.6f}".format), nltk=first["nltk"].map("{:.6f}".format))
    return html.table(
        exact,
        f"Association measures by this package and by NLTK, the first {shown} of each; the same to six digits: {told}. "
        "NLTK has no logDice; beside ours stands 14 and the binary logarithm of its Dice.",
        labels={"nltk": "NLTK"},
    )


def spread_figure(spread: pd.DataFrame, stop: frozenset[str], titles: pd.Series, most: int = 10) -> Picture:
    """DPnorm of the `most` frequent words of each text over the range of chance; `spread` as `dispersion.by_text`.

    >>> row = ("wen", "改革", 40, 0.5, 0.2, 0.3, True)
    >>> names = ["text_id", "term", "count", "dp_norm", "random_low", "random_high", "uneven"]
    >>> spread_figure(pd.DataFrame([row], columns=names), frozenset(), pd.Series({"wen": "Small text"})).alt
    'Dots over grey bars. Less even than chance: Small text 1 of 1 words.'
    """
    words = spread[~spread["term"].isin(stop)].sort_values(["text_id", "count", "term"], ascending=[True, False, True])
    words = words.assign(label=words["term"] + " (" + words["count"].astype(str) + ")")
    texts = spread["text_id"].drop_duplicates().tolist()
    drawing, rows = plots.canvas(6.5, 0.9 + 2.5 * len(texts), len(texts), sharex=True)
    colours = {"less even than chance": plots.ORANGE, "as even as chance": plots.BLUE}
    words["is"] = words["uneven"].map(dict(zip((True, False), colours, strict=True)))
    for axes, text in zip(rows, texts, strict=True):
        part = words[words["text_id"] == text].head(most)
        axes.hlines(part["label"], part["random_low"], part["random_high"], color="0.8", linewidth=6, zorder=0)
        sns.scatterplot(
            part, x="dp_norm", y="label", hue="is", hue_order=list(colours), palette=colours, s=40, ax=axes,
            legend=axes is rows[0],
        )  # fmt: skip
        axes.set(title=titles[text], xlim=(0, 1), ylabel="", xlabel="DPnorm: 0 even, 1 in one place")
    sns.move_legend(rows[0], "upper right", title=None)
    told = "; ".join(
        f"{titles[text]} {part['uneven'].sum()} of {len(part)} words"
        for text, part in ((text, words[words["text_id"] == text]) for text in texts)
    )
    return Picture(
        drawing,
        "How evenly the most frequent words of a text are spread over its paragraphs.",
        f"The {most} most frequent words of each long text with their counts, stop words left out; the grey bar is "
        f"what 95 % of as many hits placed at random have. Less even than chance, of all words with "
        f"{dispersion.FEWEST_HITS} hits or more: {told}.",
        f"Dots over grey bars. Less even than chance: {told}.",
    )


# --- concepts, in both languages


@dataclass(frozen=True)
class Concepts:
    """What is needed to measure concepts with other windows: the texts counted, the hits of the list, and the list."""

    corpus: Corpus
    texts: pd.DataFrame
    hits: pd.DataFrame
    book: ConceptList

    def shares(self, window: int) -> pd.DataFrame:
        """Shares of windows of so many English words, or the hanzi they are worth, as `windows.concept_shares`."""
        cuts = windows.windows(self.corpus, window)
        return windows.concept_shares(self.corpus, self.hits, cuts[cuts["text_id"].isin(self.texts["text_id"])])

    @property
    def label(self) -> dict[str, str]:
        """What a reader calls each concept."""
        return {concept.id: concept.label for concept in self.book.concepts}


def concepts_of(corpus: Corpus) -> Concepts:
    """The concepts of this project's list in the texts of a corpus that are counted.

    >>> from helpers.corpus.load import corpus_of
    >>> concepts_of(corpus_of(zh={"a": "全球治理。"})).shares(1)["count"].sum() > 0
    np.True_
    """
    book, texts = read_concepts(), corpus.texts[corpus.texts["genre"] != BACK_MATTER]
    hits = find(corpus, book.concepts, read_terms())
    return Concepts(corpus, texts, hits[hits["text_id"].isin(texts["text_id"])], book)


def worth_in_words(concepts: Concepts, window: int) -> Markdown:
    """What English words are worth in hanzi, and whose translation says so.

    >>> from helpers.corpus.load import corpus_of
    >>> worth_in_words(concepts_of(corpus_of(zh={"a": "全球治理。"})), 100).data
    '100 English words are worth 136 hanzi, by the pair of another corpus.'
    """
    pairs = selection.translations(concepts.texts)
    titles = concepts.texts.set_index("text_id")["short_title"]
    said = [f"{plain(titles[p.original])} and {plain(titles[p.text_id])}" for p in pairs.itertuples()]
    hanzi = windows.hanzi_per_words(concepts.corpus, window)
    whose = "; ".join(said) or "the pair of another corpus"
    return html.say(f"{window} English words are worth {hanzi} hanzi, by {whose}.")


def pair_figure(both: pd.DataFrame, label: Mapping[str, str], apart: float = 0.03) -> Picture:
    """Shares of windows in a text and its translation; concepts whose shares stand `apart` are named.

    `both` as from `measures.in_both`.

    >>> both = pd.DataFrame([("order", 0.5, 0.4, 3, 3)])
    >>> both.columns = ["concept", "original", "translation", "count_original", "count_translation"]
    >>> pair_figure(both, {"order": "order"}).alt
    'Dots of 1 concepts near the line on which both versions agree; furthest from it is order.'
    """
    table = both.assign(
        label=both["concept"].map(label),
        gap=(both["original"] - both["translation"]).abs(),
        hits=both["count_original"],
    )
    top = table[["original", "translation"]].to_numpy().max() * 1.08
    drawing, (axes,) = plots.canvas(6.2, 5.2)
    axes.plot([0, top], [0, top], color="0.8", linewidth=1, zorder=0)
    sns.scatterplot(
        table, x="original", y="translation", size="hits", sizes=(20, 220), color=plots.BLUE, alpha=0.6, ax=axes
    )
    for at, names in table[table["gap"] > apart].groupby(["original", "translation"])["label"].agg("; ".join).items():
        axes.annotate(names, at, xytext=(9, -3), textcoords="offset points", fontsize=9)
    axes.set(xlim=(-0.02, top), ylim=(-0.02, top), aspect="equal")
    axes.set(xlabel="share of windows, original", ylabel="share of windows, translation")
    sns.move_legend(axes, "upper left", title="hits in the original")
    widest = table.loc[table["gap"].idxmax()]
    differ = int((table["count_original"] != table["count_translation"]).sum())
    return Picture(
        drawing,
        "The same paper in two languages: shares of windows that hold a concept.",
        f"A dot is a concept. Of {len(table)} concepts {differ} have another count in the translation; shares differ "
        f"by {table['gap'].mean():.3f} on average, at most by {table['gap'].max():.3f} ({widest['label']}). Where "
        "shares part and counts do not, the edge of a window fell elsewhere.",
        f"Dots of {len(table)} concepts near the line on which both versions agree; furthest from it is "
        f"{widest['label']}.",
    )


def windows_kept(concepts: Concepts, window: int, texts: Iterable[str], top: int) -> pd.DataFrame:
    """setting, text_id, kept: the first `top` concepts of each of `texts` with half and double windows, and sentences.

    >>> from helpers.corpus.load import corpus_of
    >>> windows_kept(concepts_of(corpus_of(zh={"a": "全球治理。"})), 2, ["a"], 10)["setting"].tolist()
    ['windows of 1 words', 'windows of 4 words', 'sentences']
    """
    whole = concepts.shares(window)
    measures = {"published": whole}
    measures |= {f"windows of {size} words": concepts.shares(size) for size in (window // 2, window * 2)}
    measures |= {"sentences": whole.assign(share=whole["sentence_share"])}
    return first_kept({name: table[table["text_id"].isin(set(texts))] for name, table in measures.items()}, top)


def windows_table(kept: pd.DataFrame, titles: pd.Series, top: int) -> HTML:
    """How many of the concepts with the largest share stay first with other windows; `kept` as `windows_kept`.

    >>> kept = pd.DataFrame([("sentences", "wen", 9)], columns=["setting", "text_id", "kept"])
    >>> windows_table(kept, pd.Series({"wen": "Small text"}), 10).data.count("<tr>")
    2
    """
    wide = kept.pivot(index="setting", columns="text_id", values="kept")
    wide = wide.reindex(index=kept["setting"].drop_duplicates(), columns=kept["text_id"].drop_duplicates())
    return html.table(
        wide.rename(columns=titles).rename_axis(columns=None).reset_index(),
        f"Of the {top} concepts that fill most windows of a long text, how many stay among the first {top} when "
        "windows are of another size, or sentences are counted instead.",
    )


def floor_in_words(texts: int, few: int) -> Markdown:
    """Why no p is given between groups of texts.

    >>> floor_in_words(12, 2).data[:59]
    'With 2 of 12 texts on one side the smallest p that there co'
    """
    return html.say(
        f"With {few} of {texts} texts on one side the smallest p that there could be is "
        f"{resampling.smallest_p(texts, few):.3f}, whatever the texts say, and a voice of one text has none at all; so "
        "between texts no p is given."
    )
