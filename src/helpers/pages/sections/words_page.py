"""The page of words: what the lists find in its corpus, and the numbers of its answer."""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter

import pandas as pd

from ...corpus.load import Corpus
from ...mentions.wording import Settings, Wording, wording
from .. import html
from ..chapter import Page, open_page
from ..publish import Finding
from ..quotations import Quotations


@dataclass(frozen=True)
class WordsPage(Page):
    """A page with what the lists of words find in its corpus, `said`."""

    said: Wording

    def dated(self, text_id: str) -> str:
        """The short title of a text with its date of writing, where that is known; the version of a print is marked."""
        when = self.said.dates.set_index("text_id")["when"]
        title = self.titles[text_id] + (f" ({self._language(text_id)} version)" if self.versions[text_id] else "")
        return ", ".join(filter(None, (title, when[text_id])))

    def _language(self, text_id: str) -> str:
        return html.LANGUAGES[self.corpus.texts.set_index("text_id")["language"][text_id]]

    @property
    def versions(self) -> pd.Series:
        """The print of which a text is a version in another language, by text_id; empty for all others."""
        return self.corpus.texts.set_index("text_id")["version_of"]

    @property
    def versions_told(self) -> str:
        """A sentence on each text that is a version of a print that is not here."""
        return "".join(
            f" The words of the {self.titles[t]} are those of its {self._language(t)} version, perhaps a translator's."
            for t in self.versions.index[self.versions != ""]
        )


def open_words(notebook: str, settings: Settings) -> WordsPage:
    """The page of a notebook on the words of this project's corpus."""
    page = open_page(notebook)
    return WordsPage(page.notebook, page.corpus, page.quotes, wording(page.corpus, settings))


def words_of(corpus: Corpus, settings: Settings) -> WordsPage:
    """A page on the words of a small corpus, to try things out.

    >>> from helpers.corpus.load import corpus_of
    >>> words_of(corpus_of(zh={"a": "合作共赢。"}), Settings()).dated("a")
    'a'
    """
    return WordsPage("01_x", corpus, Quotations(corpus, {}), wording(corpus, settings))


def counted(page: WordsPage, answer: str) -> list[Finding]:
    """The findings that an answer names in its places, each `{CONCEPT_TEXT}`, by the ids of a concept and a text.

    The value is how often the concept stands in the text; the sentences are those that hold it. Raises `KeyError` for a
    concept or text that there is not.

    >>> from helpers.corpus.load import corpus_of
    >>> page = words_of(corpus_of(zh={"a": "全球治理。全球治理，全球治理。"}), Settings())
    >>> [(f.value, f.sentences) for f in counted(page, "{global-governance_a} times.")]
    [(3, ['a:1.1', 'a:1.2'])]
    """
    names = [name for _, name, _, _ in Formatter().parse(answer) if name]
    return [_places(page, name, *name.split("_")) for name in dict.fromkeys(names)]


def _places(page: WordsPage, name: str, concept: str, text_id: str) -> Finding:
    sentence = f"Places of “{page.said.label[concept]}” in the {page.titles[text_id]}."
    hits = page.said.hits
    hits = hits[(hits["concept"] == concept) & (hits["text_id"] == text_id)]
    return Finding(name, sentence, len(hits), "occurrences", hits["sentence_id"].unique().tolist())
