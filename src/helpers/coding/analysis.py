"""An analysis of a corpus by a codebook: whose codes are shown, what the dictionary finds, and the tables of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from ..corpus import selection
from ..corpus.load import Corpus
from ..errors import CorpusError
from ..mentions.acts import Comparisons, find_forms
from ..text.patterns import Pattern
from . import coders, validation
from .codebook import Codebook, split_codes
from .counts import attribute_counts, codes_by_text, leave_one_out, presence
from .dictionary import apply, codebook_hits

UNITS = ("sentence", "paragraph")


def among(name: str, given: Sequence[str], allowed: Sequence[str]) -> None:
    """Raises `CorpusError` for a value of the parameter `name` that is not allowed.

    >>> among("unit", ["word"], UNITS)
    Traceback (most recent call last):
        ...
    helpers.errors.CorpusError: unit: 'word' is not among sentence, paragraph; choose of these
    """
    unknown = sorted(set(given) - set(allowed))
    if unknown:
        raise CorpusError(f"{name}: {', '.join(unknown)!r} is not among {', '.join(allowed)}; choose of these")


@dataclass(frozen=True)
class Settings:
    """What a reader may set: whose codes, which texts (none named: all), what a share is of, and the numbers of draws.

    `minimum`: a code with fewer sentences enters no macro average; `folds` of paragraphs in cross-validation.

    >>> Settings(unit="paragraph").resamples
    2000
    """

    codes: str = ""
    texts: Sequence[str] = ()
    unit: str = "sentence"
    minimum: int = 10
    folds: int = 10
    resamples: int = 2000
    seed: int = 0


@dataclass(frozen=True)
class Analysis:
    """A corpus with a codebook applied to it, by reading or by the dictionary.

    `subject` is what sentences are coded for, as a page calls it; `first` the codebook as it was first run (None: it
    never was). `sentences` are all that are counted, `rows` the codes that are shown (columns of `read_codings`),
    `codings` those of all coders (None without any), `dictionary` what the patterns give; `hits` and `gate_hits` say
    where, as from `dictionary.apply`. Texts are named by their ids, places counted in characters from 0.

    >>> from helpers.coding import example
    >>> found = analyse("Ruritania", *example.read(), Settings(texts=["paper"]))
    >>> found.shown, found.by_text["family"]["sentences"].tolist(), found.exploratory
    (['paper'], [2, 1], set())
    """

    subject: str
    corpus: Corpus
    book: Codebook
    first: Codebook | None
    settings: Settings
    sentences: pd.DataFrame
    rows: pd.DataFrame
    codings: pd.DataFrame | None
    dictionary: pd.DataFrame
    hits: pd.DataFrame
    gate_hits: pd.DataFrame

    # --- whose codes, and of which texts

    @cached_property
    def people(self) -> list[str]:
        """The persons who have coded."""
        return [] if self.codings is None else validation.persons(self.codings)

    @cached_property
    def reading(self) -> str:
        """Whose codes are shown, in words."""
        coder = self.settings.codes or (coders.DICTIONARY if self.codings is None else "reading")
        if coder == coders.DICTIONARY:
            return "the dictionary"
        return f"codes by {coder}" if coder in self.people else "codes by reading (machine-read)"

    @cached_property
    def shown(self) -> list[str]:
        """The ids of the texts that are shown, in their order."""
        return self.rows["text_id"].drop_duplicates().tolist()

    @cached_property
    def _texts(self) -> pd.DataFrame:
        return self.corpus.texts.set_index("text_id")

    @cached_property
    def date(self) -> pd.Series:
        """The stated date of each text, empty without one."""
        return self._texts["date"]

    @cached_property
    def voice(self) -> pd.Series:
        """Who speaks in each text."""
        return self._texts["voice"]

    @cached_property
    def pooled(self) -> pd.Index:
        """The ids of the texts that sums are made of: a translation is no second voice."""
        return self._texts.index[self._texts["in_comparison"]]

    @cached_property
    def mark(self) -> dict[str, str]:
        """The short title of each text that is shown, by text_id."""
        return self._texts["short_title"].reindex(self.shown).to_dict()

    @cached_property
    def but(self) -> str:
        """Words that sums leave a translation out, where one is shown."""
        return ", the translation left out" if set(self.shown) - set(self.pooled) else ""

    # --- rows

    @cached_property
    def pooled_rows(self) -> pd.DataFrame:
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
    def by_text(self) -> dict[str, pd.DataFrame]:
        """Families and codes by text, as from `counts.codes_by_text`: keys `family` and `code`."""
        given = (self.settings.unit, self.settings.resamples, self.settings.seed)
        return {level: codes_by_text(self.rows, self.book, level, *given) for level in ("family", "code")}

    # --- how sure

    @cached_property
    def validation(self) -> pd.DataFrame | None:
        """The dictionary against codes by reading, as from `validation.all_validation`; None without these."""
        if self.codings is None:
            return None
        given = (self.settings.minimum, self.settings.folds, self.settings.resamples, self.settings.seed)
        return validation.all_validation(self.codings, self.sentences, self.book, self.first, *given)

    @cached_property
    def agreement(self) -> pd.DataFrame | None:
        """How coders agree, as from `validation.all_agreement`; None without any."""
        if self.codings is None:
            return None
        return validation.all_agreement(self.codings, self.book, self.settings.resamples, self.settings.seed)

    @cached_property
    def beside(self) -> pd.DataFrame | None:
        """What coders gave, side by side, as from `validation.beside`; None without any."""
        return None if self.codings is None else validation.beside(self.codings, self.book)

    @cached_property
    def exploratory(self) -> set[str]:
        """Codes for which the dictionary is exploratory."""
        if self.codings is None:
            return set()
        return validation.exploratory(self.codings, self.sentences, self.book, self.first)

    @cached_property
    def label(self) -> dict[str, str]:
        """Labels of codes, with * where the dictionary is exploratory, and of families."""
        return {c.id: c.label + " *" * (c.id in self.exploratory) for c in self.book.codes} | self.book.families


def analyse(
    subject: str,
    corpus: Corpus,
    book: Codebook,
    settings: Settings,
    folder: Path | None = None,
    first: Codebook | None = None,
) -> Analysis:
    """A codebook applied to a corpus; `folder` holds what coders gave (None: only the dictionary codes).

    Raises `CorpusError` for texts, a unit or a coder that there is not, and for a coder's file that does not fit.

    >>> from helpers.coding import example
    >>> found = analyse("Ruritania", *example.read(), Settings())
    >>> found.reading, found.shown, found.passed["codes"].tolist()
    ('the dictionary', ['paper', 'wen'], ['war', 'trade;praise', 'war'])
    """
    sentences = selection.countable(corpus)
    known = sentences["text_id"].drop_duplicates().tolist()
    among("texts", settings.texts, known)
    among("unit", [settings.unit], UNITS)
    codings, dictionary, rows = coders.assemble(corpus, book, settings.codes, folder)
    rows = rows[rows["text_id"].isin(settings.texts or known)].reset_index(drop=True)
    _, hits, gate_hits = apply(book, sentences)
    return Analysis(subject, corpus, book, first, settings, sentences, rows, codings, dictionary, hits, gate_hits)


# --- tables that are published ---------------------------------------------------------------------------------------


def counted_by_text(analysis: Analysis) -> pd.DataFrame:
    """text_id, level, name, exploratory, and the counts of `counts.codes_by_text`: families, then codes, by text.

    >>> from helpers.coding import example
    >>> found = analyse("Ruritania", *example.read(), Settings())
    >>> counted_by_text(found)[["text_id", "level", "name", "sentences", "of_sentences"]].values.tolist()[:2]
    [['paper', 'family', 'acts', 2, 4], ['paper', 'family', 'views', 1, 4]]
    """
    frames = pd.concat([t.rename(columns={n: "name"}).assign(level=n) for n, t in analysis.by_text.items()])
    first = ["text_id", "level", "name", "exploratory", "sentences", "paragraphs", "of_sentences", "of_paragraphs"]
    return frames.assign(exploratory=frames["name"].isin(analysis.exploratory))[[*first, "share", "low", "high"]]


def attributes_by_text(analysis: Analysis) -> pd.DataFrame:
    """text_id, attribute, value, sentences, of_sentences: attributes of the sentences that pass, by text.

    >>> from helpers.coding import example
    >>> from dataclasses import replace
    >>> found = replace(analyse("Ruritania", *example.read(), Settings()), rows=example.rows())
    >>> attributes_by_text(found).values.tolist()[:2]
    [['paper', 'tone', 'blame', 1, 2], ['paper', 'tone', 'credit', 1, 2]]
    """
    parts = [
        attribute_counts(analysis.rows, attribute, analysis.book.attributes[attribute])
        .melt(["text_id", "sentences"], var_name="value", value_name="n")
        .assign(attribute=attribute)
        for attribute in analysis.attributes
    ]
    columns = ["text_id", "sentences", "value", "n", "attribute"]
    counts = pd.concat(parts or [pd.DataFrame(columns=columns)])
    counts = counts.rename(columns={"sentences": "of_sentences", "n": "sentences"})
    order = counts["text_id"].map({t: n for n, t in enumerate(analysis.shown)})
    counts = counts.assign(order=order).sort_values(["order", "attribute"], kind="stable")
    return counts[["text_id", "attribute", "value", "sentences", "of_sentences"]]


def left_out(analysis: Analysis) -> pd.DataFrame:
    """The order of families without each text and each of the heaviest paragraphs, as from `counts.leave_one_out`.

    >>> from helpers.coding import example
    >>> found = analyse("Ruritania", *example.read(), Settings())
    >>> left_out(found)[["left_out", "cases", "order", "same_order"]].values.tolist()[:2]
    [['paper', 2, 'acts, views', True], ['wen', 1, 'acts, views', True]]
    """
    return leave_one_out(analysis.pooled_rows, analysis.book)


def shown_hits(analysis: Analysis) -> pd.DataFrame:
    """Where the patterns find something in the texts that are shown, as from `dictionary.codebook_hits`.

    >>> from helpers.coding import example
    >>> found = analyse("Ruritania", *example.read(), Settings())
    >>> shown_hits(found)[["sentence_id", "part", "surface"]].values.tolist()[-2:]
    [['wen:1.1', 'gate', '鲁国'], ['wen:1.1', 'code', '开战']]
    """
    every = codebook_hits(analysis.corpus, analysis.hits, analysis.gate_hits)
    return every[every["text_id"].isin(analysis.shown)]


def coded_sentences(analysis: Analysis, rows: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
    """`rows` with their families, places, the dictionary's codes and, where it may be shown, their text.

    sentence_id, text_id, first_line, last_line, start, end, coder, then `columns` of `rows`, then dictionary and text.

    >>> from helpers.coding import example
    >>> found = analyse("Ruritania", *example.read(), Settings())
    >>> table = coded_sentences(found, found.passed, ["codes", "families"])
    >>> table[["sentence_id", "first_line", "families", "dictionary", "text"]].values.tolist()[1]
    ['paper:2.1', 3, 'acts;views', 'trade;praise', '']
    """
    book, texts = analysis.book, analysis.corpus.texts
    families = [
        ";".join(f for f in book.families if f in {book.family_of.get(c) for c in codes})
        for codes in split_codes(rows["codes"])
    ]
    public = texts.loc[texts["full_text_public"], "text_id"]
    found = analysis.dictionary[["sentence_id", "codes"]].rename(columns={"codes": "dictionary"})
    places = analysis.sentences[["sentence_id", "first_line", "last_line", "start", "end", "text"]]
    every = rows.assign(families=families).merge(places).merge(found, on="sentence_id")
    every["text"] = every["text"].where(every["text_id"].isin(public), "")
    first = ["sentence_id", "text_id", "first_line", "last_line", "start", "end", "coder"]
    return every.reindex(columns=[*first, *columns, "dictionary", "text"])


def scheme(analysis: Analysis) -> pd.DataFrame:
    """code, family, definition, source, sentences, texts: each code with its ground, and how often it was given.

    >>> from helpers.coding import example
    >>> found = analyse("Ruritania", *example.read(), Settings())
    >>> scheme(found)[["code", "family", "sentences", "texts"]].values.tolist()
    [['war', 'acts', 2, 2], ['trade', 'acts', 1, 1], ['praise', 'views', 1, 1]]
    """
    counted, codes = analysis.pooled_rows, analysis.book.codes
    has = presence(counted, analysis.book, "code")
    return pd.DataFrame(
        [(c.id, c.family, c.definition, c.source) for c in codes], columns=["code", "family", "definition", "source"]
    ).assign(
        sentences=[int(has[c.id].sum()) for c in codes],
        texts=[int(counted.loc[has[c.id], "text_id"].nunique()) for c in codes],
    )


def acts_coded(analysis: Analysis, compare: Comparisons) -> pd.DataFrame:
    """Sentences of the texts that are shown which tell of an act, in the order of the acts and of the texts' dates.

    act, act_date, date_basis, text_id, text_date (when the text was written, in words), sentence_id, first_line, codes,
    tone, compared: whether texts of two voices tell of the act.

    >>> from helpers.coding import example
    >>> from helpers.mentions.acts import Act
    >>> from helpers.text.patterns import Pattern
    >>> told = Comparisons({}, {"war": Act("war", "the war", "2025", "")}, (Pattern("war", "war", ("war", "开战")),))
    >>> acts_coded(example.analysis(by_reading=True), told)[["act", "sentence_id", "tone", "compared"]].values.tolist()
    [['war', 'paper:1.1', 'blame', False], ['war', 'wen:1.1', 'none', False]]
    """
    patterns = [p for p in compare.patterns if p.target in compare.acts]
    told = _told(analysis, patterns, analysis.shown).drop_duplicates(["target", "sentence_id"])
    voices = told.groupby("target")["text_id"].agg(lambda texts: analysis.voice[texts].nunique())
    acts = told["target"].map(compare.acts)
    told = told.assign(
        act_date=[act.date for act in acts],
        date_basis=[act.date_basis for act in acts],
        compared=[bool(voices[target] > 1) for target in told["target"]],
    ).merge(analysis.rows[["sentence_id", "codes", "tone"]], how="left")
    told = told.iloc[told["target"].map(list(compare.acts).index).argsort(kind="stable")]
    first = ["act", "act_date", "date_basis", "text_id", "text_date", "sentence_id", "first_line"]
    return told.rename(columns={"target": "act"})[[*first, "codes", "tone", "compared"]].reset_index(drop=True)


def words_beside(analysis: Analysis, compare: Comparisons, texts: Sequence[str]) -> pd.DataFrame:
    """Sentences of some texts with each form of a word of `compare` in them, by words and by the texts' dates.

    n, word, text_id, date (when the text was written, in words), sentence_id, first_line, form, count (how often the
    form stands in the sentence).

    >>> from helpers.coding import example
    >>> from helpers.text.patterns import Pattern
    >>> words = Comparisons({"war": "war"}, {}, (Pattern("war", "war", ("war", "开战")),))
    >>> words_beside(example.analysis(), words, ["wen"])[["word", "sentence_id", "form", "count"]].values.tolist()
    [['war', 'wen:1.1', '开战', 1]]
    """
    told = _told(analysis, [p for p in compare.patterns if p.target in compare.words], texts)
    key = ["target", "text_id", "text_date", "sentence_id", "first_line", "form"]
    told = told.groupby(key, sort=False).size().rename("count").reset_index()
    told = told.iloc[told["target"].map(list(compare.words).index).argsort(kind="stable")]
    told = told.rename(columns={"target": "word", "text_date": "date"}).reset_index(drop=True)
    told.insert(0, "n", range(1, len(told) + 1))
    return told


def _told(analysis: Analysis, patterns: Sequence[Pattern], texts: Sequence[str]) -> pd.DataFrame:
    """Hits of patterns in some texts, in the order of their writing: `find_forms`, and first_line and text_date."""
    when = selection.written(analysis.corpus)
    sentences = analysis.sentences[analysis.sentences["text_id"].isin(texts)]
    sentences = sentences.iloc[sentences["text_id"].map(list(when.index).index).argsort(kind="stable")]
    found = find_forms(patterns, sentences).merge(sentences[["sentence_id", "first_line"]], how="left")
    return found.assign(text_date=found["text_id"].map(when))
