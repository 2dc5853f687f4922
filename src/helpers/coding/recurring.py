"""Claims that recur: pairs and groups of sentences of different texts that say alike, and how far to trust them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ..corpus.load import Corpus
from ..declarations.tables import read_csv
from ..errors import CorpusError
from ..mentions.concepts import Concept, find
from ..statistics.similarity import GRAMS, character_ngrams, cosine
from .codebook import SPARE, split_codes


def told_twice(
    quantities: pd.DataFrame, alike: pd.DataFrame, threshold: float, threshold_across: float
) -> pd.DataFrame:
    """unit, value, one, other, printed_one, printed_other, period_one, period_other, language, pair, score.

    Quantities of the same value and unit in sentences of two texts that say alike: `alike` as from
    `recurring.similarity`, and only pairs at or above the threshold of their language. `quantities` as from
    `quantities.find_all`.

    >>> told = [("a:1.1", "year", 5, "five years", "2020"), ("b:1.1", "year", 5, "5 years", "")]
    >>> quantities = pd.DataFrame(told, columns=["sentence_id", "unit", "value", "printed", "period"])
    >>> columns = ["one", "other", "language", "pair", "score"]
    >>> alike = pd.DataFrame([("a:1.1", "b:1.1", "en", "texts", 0.4)], columns=columns)
    >>> told_twice(quantities, alike, 0.3, 0.6)[["unit", "value", "printed_one", "printed_other"]].values.tolist()
    [['year', 5, 'five years', '5 years']]
    """
    close = alike[alike["score"] >= threshold_of(alike, threshold, threshold_across)]
    telling = quantities.loc[quantities["unit"] != "", ["sentence_id", "unit", "value", "printed", "period"]]
    pairs = close.merge(telling.add_suffix("_one"), left_on="one", right_on="sentence_id_one")
    pairs = pairs.merge(telling.add_suffix("_other"), left_on="other", right_on="sentence_id_other")
    pairs = pairs[pairs["unit_one"].eq(pairs["unit_other"]) & pairs["value_one"].eq(pairs["value_other"])]
    # a sentence that prints a quantity twice tells it once
    printed = ["one", "other", "printed_one", "printed_other"]
    pairs = pairs.rename(columns={"unit_one": "unit", "value_one": "value"}).drop_duplicates(printed, ignore_index=True)
    columns = ["unit", "value", "one", "other", "printed_one", "printed_other", "period_one", "period_other"]
    return pairs[[*columns, "language", "pair", "score"]]


ACROSS = "en-zh"
"""The language of a pair whose sentences are in English and Chinese."""
TRANSLATION, TEXTS = "translation", "texts"
_SAME = {"yes": True, "no": False}


def comparable(
    corpus: Corpus, rows: pd.DataFrame, concepts: Iterable[Concept], quantities: pd.DataFrame
) -> pd.DataFrame:
    """sentence_id, text_id, work, language, text, marks: what `similarity` compares, in reading order.

    `rows` (sentence_id, codes) are coded sentences, `quantities` (sentence_id, value, unit) what `quantities.find_all`
    finds. `marks` is what a claim has in either language: the set of its codes, of the concepts named in it and of its
    figures. A translation is the same `work` as the text it translates.

    >>> from helpers.coding import example
    >>> quantities = pd.DataFrame([("wen:1.1", 3, "time")], columns=["sentence_id", "value", "unit"])
    >>> found = comparable(example.read()[0], example.rows(), [], quantities)
    >>> [sorted(marks) for marks in found.loc[found["text_id"] == "wen", "marks"]]
    [['code war', 'figure 3 time'], []]
    """
    texts = corpus.texts.set_index("text_id")
    work = texts["translation_of"].where(texts["translation_of"].ne(""), texts.index.to_series())
    named = find(corpus, concepts).groupby("sentence_id")["concept"].agg(set)
    told = quantities.assign(told=[f"{q.value:g} {q.unit}" for q in quantities.itertuples()])
    figures = told.groupby("sentence_id")["told"].agg(set)
    table = corpus.sentences[["sentence_id", "text_id", "text"]].merge(rows[["sentence_id", "codes"]], on="sentence_id")
    marks = [
        {f"code {c}" for c in codes - set(SPARE)}
        | {f"concept {c}" for c in named.get(sentence_id, ())}
        | {f"figure {f}" for f in figures.get(sentence_id, ())}
        for sentence_id, codes in zip(table["sentence_id"], split_codes(table["codes"]), strict=True)
    ]
    return table.assign(work=table["text_id"].map(work), language=table["text_id"].map(texts["language"]), marks=marks)[
        ["sentence_id", "text_id", "work", "language", "text", "marks"]
    ]


def similarity(sentences: pd.DataFrame, least: float = 0) -> pd.DataFrame:
    """one, other, language, pair, score: every pair of sentences of different texts, the most alike first.

    With `least`, only pairs that reach it: of many sentences there are too many pairs to keep them all.

    `sentences` are those of `comparable`; `one` stands before `other`. The score is the `cosine` of character n-grams
    within a language (`en`, `zh`) and of marks across languages (`en-zh`): two scales, so each needs a threshold of its
    own. `pair` is `translation` where one text translates the other or both translate a third, else `texts`. Raises
    `CorpusError` for a text in a third language.

    >>> rows = [("a:1.1", "a", "全球治理体系"), ("b:1.1", "b", "全球治理"), ("a:2.1", "a", "月亮")]
    >>> sentences = pd.DataFrame(rows, columns=["sentence_id", "text_id", "text"])
    >>> sentences = sentences.assign(work=sentences["text_id"], language="zh", marks=[set()] * 3)
    >>> similarity(sentences, 0.1)[["one", "other", "language", "pair"]].values.tolist()
    [['a:1.1', 'b:1.1', 'zh', 'texts']]
    """
    unknown = sentences[~sentences["language"].isin(GRAMS)]
    if len(unknown):
        first = unknown.iloc[0]
        raise CorpusError(f"{first['text_id']}: language {first['language']!r} cannot be compared; leave the text out")
    rows = sentences.reset_index(drop=True)
    scores = cosine([Counter(sorted(marks)) for marks in rows["marks"]])
    for language in GRAMS:
        at = np.flatnonzero(rows["language"] == language)
        scores[np.ix_(at, at)] = cosine([character_ngrams(text, language) for text in rows.loc[at, "text"]])
    text, work, language, ids = (rows[c].to_numpy(dtype=object) for c in ("text_id", "work", "language", "sentence_id"))
    scores = scores.round(6)  # the last digits differ from one computer to the next
    one, other = np.nonzero(np.triu(scores >= least, 1))
    one, other = (side[text[one] != text[other]] for side in (one, other))
    pairs = pd.DataFrame(
        {
            "one": ids[one],
            "other": ids[other],
            "language": np.where(language[one] == language[other], language[one], ACROSS),
            "pair": np.where(work[one] == work[other], TRANSLATION, TEXTS),
            "score": scores[one, other],
        }
    )
    return pairs.sort_values("score", ascending=False, kind="stable", ignore_index=True)


def threshold_of(pairs: pd.DataFrame, threshold: float, threshold_across: float) -> np.ndarray:
    """The threshold for each pair: one within a language, one across.

    >>> threshold_of(pd.DataFrame({"language": ["en", ACROSS]}), 0.25, 0.55).tolist()
    [0.25, 0.55]
    """
    return np.where(pairs["language"] == ACROSS, threshold_across, threshold)


def recurring(
    pairs: pd.DataFrame, threshold: float, threshold_across: float, judged: pd.DataFrame | None = None
) -> pd.DataFrame:
    """group, the columns of `pairs`, judged: the pairs at or above the threshold of their kind, group by group.

    Pairs that readers `judged` (one, other, same) not to be the same are left out; `judged` says `same` or
    `not judged`. Claims that a chain of pairs connects are one `group`, so two claims of a group need not be alike
    themselves; groups are numbered from 1, that with the highest score first.

    >>> pairs = pd.DataFrame(
    ...     [("a:1.1", "b:1.1", "en", "texts", 0.4), ("b:1.1", "c:1.1", "en-zh", "texts", 0.5)],
    ...     columns=["one", "other", "language", "pair", "score"],
    ... )
    >>> recurring(pairs, 0.3, 0.5)[["group", "one", "other", "judged"]].values.tolist()
    [[1, 'a:1.1', 'b:1.1', 'not judged'], [1, 'b:1.1', 'c:1.1', 'not judged']]
    >>> judged = pd.DataFrame({"one": ["b:1.1"], "other": ["c:1.1"], "same": [False]})
    >>> recurring(pairs, 0.3, 0.5, judged)[["group", "one", "other", "judged"]].values.tolist()
    [[1, 'a:1.1', 'b:1.1', 'not judged']]
    """
    found = pairs[pairs["score"] >= threshold_of(pairs, threshold, threshold_across)].reset_index(drop=True)
    verdict = (
        {}
        if judged is None
        else dict(zip(zip(judged["one"], judged["other"], strict=True), judged["same"], strict=True))
    )
    said = [verdict.get(pair) for pair in zip(found["one"], found["other"], strict=True)]
    found = found.assign(judged=["not judged" if same is None else "same" if same else "" for same in said])
    found = found[found["judged"] != ""].reset_index(drop=True)
    number, ids = pd.factorize(pd.concat([found["one"], found["other"]]))
    one, other = number[: len(found)], number[len(found) :]
    links = coo_array((np.ones(len(found)), (one, other)), shape=(len(ids), len(ids)))
    member_of = connected_components(links, directed=False)[1] if len(ids) else np.zeros(0, dtype=int)
    found.insert(0, "group", pd.factorize(member_of[one])[0] + 1)
    return found.sort_values("group", kind="stable", ignore_index=True)


# --- how far to trust it ---------------------------------------------------------------------------------------------


def read_judged(path: Path, corpus: Corpus) -> pd.DataFrame:
    r"""one, other, first, second, same, reason: pairs judged by two readings; `same` where both say yes.

    Raises `CorpusError` for a missing file or column, an unknown sentence, two sentences of one text, a judgement that
    is neither yes nor no, and a pair that is judged twice.

    >>> from helpers.coding import example
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "judged.csv"
    ...     _ = path.write_text("one,other,first,second,reason\npaper:1.1,wen:1.1,yes,no,a war\n", encoding="utf-8")
    ...     read_judged(path, example.read()[0]).values.tolist()
    [['paper:1.1', 'wen:1.1', True, False, False, 'a war']]
    """
    columns = ("one", "other", "first", "second", "reason")
    table = read_csv(path, columns, "judge pairs first, or restore it with git checkout")
    text_of = dict(zip(corpus.sentences["sentence_id"], corpus.sentences["text_id"], strict=True))
    judged = set()
    for line, row in enumerate(table.itertuples(index=False), 2):
        where, pair = f"{path.name}: line {line}", frozenset((row.one, row.other))
        for sentence_id in (row.one, row.other):
            if sentence_id not in text_of:
                raise CorpusError(f"{where}: {sentence_id!r} is no sentence of this corpus; correct it")
        if text_of[row.one] == text_of[row.other]:
            raise CorpusError(f"{where}: {row.one!r} and {row.other!r} are of one text; take the row out")
        for name, value in (("first", row.first), ("second", row.second)):
            if value not in _SAME:
                raise CorpusError(f"{where}: `{name}` is yes or no, not {value!r}; correct it")
        if pair in judged:
            raise CorpusError(f"{where}: {row.one!r} and {row.other!r} are judged twice; keep one row")
        judged.add(pair)
    first, second = (table[name].map(_SAME).astype(bool) for name in ("first", "second"))
    return table.assign(first=first, second=second, same=first & second)[[*columns[:4], "same", "reason"]]


def quality(judged: pd.DataFrame, threshold: float, threshold_across: float) -> pd.DataFrame:
    """language, above, same_above, below, same_below, precision: judged pairs on both sides of their threshold.

    `judged` has language, score and same. `precision` is the share of those at or above it that say the same.

    >>> judged = pd.DataFrame({"language": "en", "score": [0.5, 0.4, 0.1], "same": [True, False, False]})
    >>> quality(judged, 0.3, 0.6).values.tolist()
    [['en', 2, 1, 1, 0, 0.5]]
    """
    rows = []
    for language, part in judged.groupby("language", sort=True):
        above = part["score"] >= threshold_of(part, threshold, threshold_across)
        over, under = part[above], part[~above]
        precision = over["same"].mean() if len(over) else float("nan")
        rows.append((language, len(over), int(over["same"].sum()), len(under), int(under["same"].sum()), precision))
    return pd.DataFrame(rows, columns=["language", "above", "same_above", "below", "same_below", "precision"])


def translated(pairs: pd.DataFrame, claims: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """original, translation, codes_original, codes_translation, same_codes, score: a text against its translation.

    Each claim of the original stands beside the most similar one of the translation, the most similar pairs first
    chosen, each claim once; of equal pairs the one whose sentences stand nearest in order.

    >>> from types import SimpleNamespace
    >>> texts = pd.DataFrame({"text_id": ["zh", "en"], "translation_of": ["", "zh"]})
    >>> claims = pd.DataFrame({"sentence_id": ["zh:1.1", "en:1.1"], "text_id": ["zh", "en"], "codes": ["war", "war"]})
    >>> pairs = pd.DataFrame({"one": ["zh:1.1"], "other": ["en:1.1"], "pair": [TRANSLATION], "score": [0.9]})
    >>> translated(pairs, claims, SimpleNamespace(texts=texts)).values.tolist()
    [['zh:1.1', 'en:1.1', 'war', 'war', True, 0.9]]
    """
    order = {sentence_id: n for n, sentence_id in enumerate(claims["sentence_id"])}
    of = corpus.texts.set_index("text_id")["translation_of"]
    text = claims.set_index("sentence_id")["text_id"]
    codes = claims.set_index("sentence_id")["codes"]
    rank = {s: n for _, part in claims.groupby("text_id") for n, s in enumerate(part["sentence_id"])}
    own = pairs[(pairs["pair"] == TRANSLATION) & pairs["one"].isin(order) & pairs["other"].isin(order)]
    one, other = (own[side].map(rank).astype("int64") for side in ("one", "other"))  # of no pairs too
    own = own.assign(apart=(one - other).abs())
    rows: list[tuple] = []
    used: set[str] = set()
    for pair in own.sort_values(["score", "apart"], ascending=[False, True], kind="stable").itertuples():
        original, other = (pair.one, pair.other) if of[text[pair.other]] == text[pair.one] else (pair.other, pair.one)
        if of[text[other]] == text[original] and not {original, other} & used:
            used |= {original, other}
            rows.append((original, other, codes[original], codes[other], codes[original] == codes[other], pair.score))
    columns = ["original", "translation", "codes_original", "codes_translation", "same_codes", "score"]
    table = pd.DataFrame(rows, columns=columns).astype({"same_codes": bool})
    return table.sort_values("original", key=lambda ids: ids.map(order), ignore_index=True)


def unmatched(matched: pd.DataFrame, claims: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """The claims of an original and its translation that stand in no pair of `translated`.

    >>> from types import SimpleNamespace
    >>> texts = pd.DataFrame({"text_id": ["zh", "en"], "translation_of": ["", "zh"]})
    >>> claims = pd.DataFrame({"sentence_id": ["zh:1.1", "zh:1.2", "en:1.1"], "text_id": ["zh", "zh", "en"]})
    >>> matched = pd.DataFrame({"original": ["zh:1.1"], "translation": ["en:1.1"]})
    >>> unmatched(matched, claims, SimpleNamespace(texts=texts))["sentence_id"].tolist()
    ['zh:1.2']
    """
    texts = corpus.texts[corpus.texts["translation_of"] != ""]
    both = set(texts["text_id"]) | set(texts["translation_of"])
    paired = set(matched["original"]) | set(matched["translation"])
    return claims[claims["text_id"].isin(both) & ~claims["sentence_id"].isin(paired)].reset_index(drop=True)
