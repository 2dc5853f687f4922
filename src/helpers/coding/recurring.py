"""Claims that recur: pairs and groups of sentences of different texts that say alike, and how far to trust them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ..corpus.load import Corpus
from ..declarations.tables import read_csv
from ..errors import CorpusError
from ..mentions.concepts import Concept, find
from ..mentions.speakers import OWN
from ..statistics.similarity import GRAMS, character_ngrams, cosine
from ..text.hanzi import CLASS, HANZI
from .codebook import SPARE, split_codes

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


# --- what readers judged the same ------------------------------------------------------------------------------------

_UNITS = re.compile(rf"{HANZI}|[^\W_{CLASS}]+")


def shared_run(one: str, other: str) -> int:
    """How many words or hanzi in a row two texts have in common at most, capitals and punctuation aside.

    >>> shared_run("The rise of the South.", "On the rise, of the East"), shared_run("全球南方崛起", "南方崛起了")
    (4, 4)
    """
    units = [_UNITS.findall(text.lower()) for text in (one, other)]
    return SequenceMatcher(None, *units, autojunk=False).find_longest_match().size


def recurring(judged: pd.DataFrame, claims: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """group, one, other, language, shared, own, reason: pairs of `claims` that both readers judged to say the same.

    `judged` is as from `read_judged`, `claims` has sentence_id, text_id and attribution. Whatever their likeness, pairs
    count that were judged the same; a translation is no second text, so its pairs are left out. Claims that a chain of
    pairs connects are one `group`, numbered from 1 in the order of the texts. `shared` is how many words or hanzi in a
    row the two have in common at most; in two languages the sentences of a translation stand for their original, and
    without one it is missing. `own`: both stand in their author's own words.

    >>> from helpers.coding import example
    >>> corpus, _ = example.read()
    >>> judged = pd.DataFrame([("paper:1.1", "wen:1.1", True, "a war")], columns=["one", "other", "same", "reason"])
    >>> rows = example.rows().assign(attribution="own")
    >>> recurring(judged, rows, corpus).values.tolist()
    [[1, 'paper:1.1', 'wen:1.1', 'en-zh', <NA>, True, 'a war']]
    """
    texts = corpus.texts.set_index("text_id")
    rows = claims[claims["text_id"].isin(texts.index[texts["in_comparison"]])].set_index("sentence_id")
    found = judged[judged["same"] & judged["one"].isin(rows.index) & judged["other"].isin(rows.index)]
    order = {sentence_id: n for n, sentence_id in enumerate(corpus.sentences["sentence_id"])}
    found = found.sort_values(["one", "other"], key=lambda ids: ids.map(order), ignore_index=True)
    languages = [[texts.loc[rows.loc[s, "text_id"], "language"] for s in found[side]] for side in ("one", "other")]
    shared = [_shared(corpus, *pair) for pair in zip(found["one"], found["other"], strict=True)]
    own = [rows["attribution"].reindex(found[side]).eq(OWN).to_numpy() for side in ("one", "other")]
    found = found.assign(
        group=_groups(found),
        language=[one if one == other else ACROSS for one, other in zip(*languages, strict=True)],
        shared=pd.array(shared, dtype="Int64"),
        own=own[0] & own[1],
    )
    return found.sort_values("group", kind="stable", ignore_index=True)[
        ["group", "one", "other", "language", "shared", "own", "reason"]
    ]


def _groups(pairs: pd.DataFrame) -> np.ndarray:
    """For each pair the number of its group, from 1: pairs that a chain connects are of one."""
    number, ids = pd.factorize(pd.concat([pairs["one"], pairs["other"]]))
    one, other = number[: len(pairs)], number[len(pairs) :]
    links = coo_array((np.ones(len(pairs)), (one, other)), shape=(len(ids), len(ids)))
    member_of = connected_components(links, directed=False)[1] if len(ids) else np.zeros(0, dtype=int)
    return pd.factorize(member_of[one])[0] + 1


def _shared(corpus: Corpus, one: str, other: str) -> int | None:
    """`shared_run` of two sentences, or of one with the sentences of a translation of the other; None without one."""
    texts = corpus.texts.set_index("text_id")
    said = corpus.sentences.set_index("sentence_id")["text"]
    text_of = {s: s.rsplit(":", 1)[0] for s in (one, other)}
    language = {s: texts.loc[text_of[s], "language"] for s in (one, other)}
    if language[one] == language[other]:
        return shared_run(said[one], said[other])
    runs = []
    for here, there in ((one, other), (other, one)):
        versions = texts.index[(texts["translation_of"] == text_of[there]) & (texts["language"] == language[here])]
        translated = corpus.sentences.loc[corpus.sentences["text_id"].isin(versions), "text"]
        runs += [shared_run(said[here], text) for text in translated]
    return max(runs, default=None)


def claims_of(pairs: pd.DataFrame) -> list[str]:
    """The claims of some pairs, each once.

    >>> claims_of(pd.DataFrame({"one": ["a:1.1", "a:1.1"], "other": ["b:1.1", "b:1.2"]}))
    ['a:1.1', 'b:1.1', 'b:1.2']
    """
    return list(dict.fromkeys([*pairs["one"], *pairs["other"]]))


def witnesses(pairs: pd.DataFrame, reused: int) -> pd.DataFrame:
    """group, claims, texts, apart: how many claims and texts a group of `recurring` joins.

    `apart`: in one pair of it at least, both texts speak in their own words and have fewer than `reused` words or hanzi
    in a row in common. Else one of them quotes, reports or takes over words, and is no second witness.

    >>> pairs = pd.DataFrame({"group": [1, 2], "one": ["a:1.1", "a:2.1"], "other": "b:1.1", "own": [True, False]})
    >>> witnesses(pairs.assign(shared=pd.array([3, None], dtype="Int64")), 7).values.tolist()
    [[1, 2, 2, True], [2, 2, 2, False]]
    """
    long = pairs.melt(["group"], ["one", "other"], value_name="sentence_id")
    long = long.assign(text_id=long["sentence_id"].str.rsplit(":", n=1).str[0])
    table = long.groupby("group").agg(claims=("sentence_id", "nunique"), texts=("text_id", "nunique"))
    apart = pairs["own"] & ~pairs["shared"].ge(reused).fillna(False).astype(bool)
    return table.assign(apart=apart.groupby(pairs["group"]).any()).reset_index()


# --- how far to trust it ---------------------------------------------------------------------------------------------


def read_judged(path: Path, corpus: Corpus) -> pd.DataFrame:
    r"""one, other, first, second, same, reason: pairs judged by two readings; `same` where both say yes.

    A last look may have decided otherwise (`decided`, a column that may lack and is mostly empty); what the two
    readings said stays as it was.

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
    table = table if "decided" in table else table.assign(decided="")
    text_of = dict(zip(corpus.sentences["sentence_id"], corpus.sentences["text_id"], strict=True))
    judged = set()
    for line, row in enumerate(table.itertuples(index=False), 2):
        where, pair = f"{path.name}: line {line}", frozenset((row.one, row.other))
        for sentence_id in (row.one, row.other):
            if sentence_id not in text_of:
                raise CorpusError(f"{where}: {sentence_id!r} is no sentence of this corpus; correct it")
        if text_of[row.one] == text_of[row.other]:
            raise CorpusError(f"{where}: {row.one!r} and {row.other!r} are of one text; take the row out")
        for name, value in (("first", row.first), ("second", row.second), ("decided", row.decided)):
            if value not in _SAME and (name, value) != ("decided", ""):
                raise CorpusError(f"{where}: `{name}` is yes or no, not {value!r}; correct it")
        if pair in judged:
            raise CorpusError(f"{where}: {row.one!r} and {row.other!r} are judged twice; keep one row")
        judged.add(pair)
    first, second = (table[name].map(_SAME).astype(bool) for name in ("first", "second"))
    same = table["decided"].eq("yes") | (table["decided"].eq("") & first & second)
    return table.assign(first=first, second=second, same=same)[[*columns[:4], "same", "reason"]]


def scored(judged: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """one, other, language, pair, score, first, second, same, reason: judged pairs with their likeness.

    `judged` as from `read_judged`, `pairs` as from `similarity`.

    >>> pairs = pd.DataFrame({"one": ["a:1.1"], "other": ["b:1.1"], "language": "en", "pair": TEXTS, "score": [0.4]})
    >>> judged = pd.DataFrame({"one": ["a:1.1"], "other": ["b:1.1"], "first": True, "second": True, "same": True})
    >>> scored(judged.assign(reason="a war"), pairs).values.tolist()
    [['a:1.1', 'b:1.1', 'en', 'texts', 0.4, True, True, True, 'a war']]
    """
    columns = ["one", "other", "language", "pair", "score", "first", "second", "same", "reason"]
    return judged.merge(pairs, on=["one", "other"])[columns]


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
