"""Claims: coded sentences with who makes them and what they rest on (evidence, sources, figures, footnotes)."""

from __future__ import annotations

import pandas as pd

from ..corpus.load import Corpus
from ..corpus.selection import chapters
from ..mentions.speakers import NAMED, UNNAMED
from ..text.quotation import quoted
from .codebook import Codebook
from .counts import presence

AUTHOR = "author"
TOLD = ("quoted", "reported")
NOTHING, ALL = "nothing", "all"


def claims(rows: pd.DataFrame, quantities: pd.DataFrame, cited: pd.DataFrame, notes: pd.DataFrame) -> pd.DataFrame:
    """The sentences of `rows` that pass, each with claimant, figures, sources, note_id, distance and placed.

    `rows` as from `coders.choose`; `quantities` (sentence_id, printed), `cited` (place, name, how) and `notes` (as from
    `footnotes.near`) are what stands in sentences or near them. `figures` and `sources` are joined by `; `, empty where
    there are none. `claimant`: who is quoted or reported there, by name or else by kind; the author otherwise.

    >>> from helpers.coding import example
    >>> rows = example.rows().assign(attribution=["own", "", "named", "", "own", ""], speaker="south")
    >>> quantities = pd.DataFrame([("wen:1.1", "三次")], columns=["sentence_id", "printed"])
    >>> cited = pd.DataFrame([("paper:2.1", "The King", "quoted")], columns=["place", "name", "how"])
    >>> notes = pd.DataFrame([("wen:1.1", "wen:n1", 0, True)], columns=["sentence_id", "note_id", "distance", "placed"])
    >>> made = claims(rows, quantities, cited, notes)
    >>> made[["sentence_id", "claimant", "figures", "sources", "note_id"]].values.tolist()[1:]
    [['paper:2.1', 'The King', '', 'The King', ''], ['wen:1.1', 'author', '三次', '', 'wen:n1']]
    """
    passed = rows[rows["passes"]].reset_index(drop=True)
    figures = quantities.groupby("sentence_id", sort=False)["printed"].agg("; ".join)
    sources, heard = (
        part.groupby("place", sort=False)["name"].agg(lambda names: "; ".join(dict.fromkeys(names)))
        for part in (cited, cited[cited["how"].isin(TOLD)])
    )
    near = notes.set_index("sentence_id")
    ids = passed["sentence_id"]
    told = _of_each(heard, ids)
    kind = passed["speaker"].where(passed["attribution"].isin([NAMED, UNNAMED]), AUTHOR)
    return passed.assign(
        claimant=told.where(told.ne(""), kind),
        figures=_of_each(figures, ids),
        sources=_of_each(sources, ids),
        note_id=_of_each(near["note_id"], ids),
        distance=ids.map(near["distance"]).astype("Int64"),
        placed=ids.map(near["placed"]).astype("boolean"),
    )


def _of_each(texts: pd.Series, ids: pd.Series) -> pd.Series:
    """The text of each id, empty where it has none; also where none of them has any, when a map has no type."""
    return pd.Series([texts.get(id_, "") for id_ in ids], index=ids.index, dtype="str")


def called(table: pd.DataFrame) -> pd.Series:
    """Whether a footnote is called in the claim itself.

    >>> called(pd.DataFrame({"distance": pd.array([0, 2, None], dtype="Int64")})).tolist()
    [True, False, False]
    """
    return table["distance"].eq(0).fillna(False).astype(bool)


def evidence_of(table: pd.DataFrame, kinds: tuple[str, ...]) -> pd.DataFrame:
    """A column of true or false for each of `kinds`, figure_printed, footnote and nothing, a row a claim.

    `kinds` are what coders gave; `figure_printed` is a quantity found in the sentence, `footnote` a call in it;
    `nothing`: none of these.

    >>> made = pd.DataFrame({"evidence": ["figure+event", ""], "figures": ["", ""], "distance": [3, 1]})
    >>> evidence_of(made, ("figure", "event")).astype(int).values.tolist()
    [[1, 1, 0, 0, 0], [0, 0, 0, 0, 1]]
    """
    given = table["evidence"].str.split("+")
    marks = pd.DataFrame({kind: [kind in values for values in given] for kind in kinds}, index=table.index, dtype=bool)
    marks = marks.assign(figure_printed=table["figures"].ne(""), footnote=called(table))
    return marks.assign(**{NOTHING: ~marks.any(axis=1)})


def evidence_by(table: pd.DataFrame, book: Codebook, kinds: tuple[str, ...]) -> pd.DataFrame:
    """text_id, family, claims, and the columns of `evidence_of`: claims by text and family, and by text in all.

    `table` is `claims`. A claim of several families counts in each, and once under `all`.

    >>> from helpers.coding import example
    >>> rows = example.rows()
    >>> made = rows[rows["passes"]].assign(evidence=["figure", "", ""], figures="", distance=1)
    >>> table = evidence_by(made, example.read()[1], ("figure",))
    >>> table.loc[table["text_id"] == "paper", ["family", "claims", "figure", "nothing"]].values.tolist()
    [['acts', 2, 1, 1], ['views', 1, 0, 1], ['all', 2, 1, 1]]
    """
    marks = evidence_of(table, kinds)
    found = presence(table, book, "family").assign(**{ALL: True})
    parts = []
    for family in found:
        here = marks[found[family]].groupby(table.loc[found[family], "text_id"], sort=False)
        parts.append(here.sum().assign(claims=here.size(), family=family).reset_index())
    columns = ["text_id", "family", "claims", *marks.columns]
    return pd.concat(parts, ignore_index=True)[columns].astype(dict.fromkeys(columns[2:], "int64"))


def crossed(table: pd.DataFrame, book: Codebook, attributes: list[str]) -> pd.DataFrame:
    """Families down, the values of some attributes across: claims that have both.

    >>> from helpers.coding import example
    >>> rows = example.rows()
    >>> crossed(rows[rows["passes"]], example.read()[1], ["tone"]).loc["acts"].to_dict()
    {'blame': 1, 'credit': 1, 'none': 1}
    """
    found = presence(table, book, "family").astype(int)
    parts = [
        pd.DataFrame({value: table[name].str.split("+").map(lambda got, value=value: value in got) for value in values})
        for name, values in ((name, book.attributes[name]) for name in attributes)
    ]
    return found.T @ pd.concat(parts, axis=1).astype(int)


def sourcing(corpus: Corpus, table: pd.DataFrame, cited: pd.DataFrame, notes: pd.DataFrame) -> pd.DataFrame:
    """text_id, chapter, sentences, claims, quotations, without_source, named, footnotes: a row a chapter with a claim.

    `table` is `claims`, `cited` all citations (place), `notes` those of `footnotes.footnotes`. `quotations` are
    stretches in quotation marks, `without_source` those in a sentence in which nobody is cited and no note is called;
    `named` are sentences that cite somebody; `footnotes` the notes called or standing in the chapter.

    >>> from helpers.coding import example
    >>> corpus, _ = example.read()
    >>> rows = example.rows()
    >>> cited = pd.DataFrame({"place": ["wen:1.1"]})
    >>> notes = pd.DataFrame({"sentence_id": ["paper:1.1"], "placed": [True]})
    >>> table = sourcing(corpus, rows[rows["passes"]], cited, notes)
    >>> table[["text_id", "chapter", "sentences", "claims", "named", "footnotes"]].values.tolist()
    [['paper', '(opening)', 4, 2, 0, 1], ['wen', '(opening)', 2, 1, 1, 0]]
    """
    chapter = chapters(corpus)
    sentences = corpus.sentences.assign(chapter=lambda f: f["paragraph_id"].map(chapter))
    sources = set(cited["place"]) | set(notes.loc[notes["placed"], "sentence_id"])
    spans = {p.paragraph_id: quoted(p.text) for p in corpus.paragraphs.itertuples()}
    marks = [sum(s.start <= a < s.end for a, _ in spans[s.paragraph_id]) for s in sentences.itertuples()]
    sentences = sentences.assign(
        claims=sentences["sentence_id"].isin(set(table["sentence_id"])),
        quotations=marks,
        without_source=[0 if s in sources else n for s, n in zip(sentences["sentence_id"], marks, strict=True)],
        named=sentences["sentence_id"].isin(set(cited["place"])),
        footnotes=sentences["sentence_id"].map(notes["sentence_id"].value_counts()).fillna(0),
    )
    columns = ["claims", "quotations", "without_source", "named", "footnotes"]
    groups = sentences.groupby(["text_id", "chapter"], sort=False)
    summed = groups[columns].sum().astype("int64").assign(sentences=groups.size()).reset_index()
    return summed.loc[summed["claims"] > 0, ["text_id", "chapter", "sentences", *columns]].reset_index(drop=True)
