"""Claims: coded sentences with who makes them and what they rest on (evidence, sources, figures, footnotes)."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ..corpus import footnotes
from ..corpus.load import Corpus
from ..corpus.selection import chapters
from ..declarations.tables import read_csv
from ..mentions import quantities, sources
from ..mentions.speakers import MARKS, NAMED, OWN, UNNAMED
from ..paths import CODING, SOURCES
from ..text.quotation import quoted
from .analysis import Analysis, coded_sentences
from .codebook import NONE, Codebook
from .counts import presence

AUTHOR = "author"
TOLD = ("quoted", "reported")
NOTHING, ALL = "nothing", "all"


@dataclass(frozen=True)
class Sourced:
    """The claims of an analysis, and all that stands behind them in the texts that are shown.

    `claims` is as from `claims`, `chapters` as from `sourcing`; `cited` are the citations of these texts with their
    name, as from `sources.read_citations`; `notes` is as from `footnotes.footnotes`, `quantities` as from
    `quantities.find_all`.
    """

    analysis: Analysis
    claims: pd.DataFrame
    chapters: pd.DataFrame
    cited: pd.DataFrame
    notes: pd.DataFrame
    quantities: pd.DataFrame
    gazetteer: sources.CitedSources

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of evidence that coders could give."""
        return tuple(kind for kind in self.analysis.book.attributes["evidence"] if kind != NONE)


def read_sourced(analysis: Analysis) -> Sourced:
    """The claims of an analysis with the project's citations, footnotes and quantities. Raises `CorpusError`."""
    corpus, shown = analysis.corpus, analysis.shown
    gazetteer = sources.read_sources(SOURCES, analysis.book.attributes["speaker"])
    names = {source.id: source.name for source in gazetteer.sources.values()}
    cited = sources.read_citations(CODING / "citations.csv", corpus, gazetteer)
    cited = cited[cited["text_id"].isin(shown)].assign(name=lambda f: f["source"].map(names))
    told = quantities.find_all(quantities.read_words(), corpus)
    told = told[told["text_id"].isin(shown)]
    notes = footnotes.footnotes(corpus)
    notes = notes[notes["text_id"].isin(shown)]
    made = claims(analysis.rows, told, cited, footnotes.near(corpus, notes, analysis.passed["sentence_id"].tolist()))
    by_chapter = sourcing(corpus, made, cited, notes)
    return Sourced(analysis, made, by_chapter, cited, notes, told, gazetteer)


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
    `nothing`: none of these but perhaps a call, for calls may be lost in a scan and say nothing of a sentence then.

    >>> made = pd.DataFrame({"evidence": ["figure+event", ""], "figures": ["", ""], "distance": [3, 0]})
    >>> evidence_of(made, ("figure", "event")).astype(int).values.tolist()
    [[1, 1, 0, 0, 0], [0, 0, 0, 1, 1]]
    """
    given = table["evidence"].str.split("+")
    marks = pd.DataFrame({kind: [kind in values for values in given] for kind in kinds}, index=table.index, dtype=bool)
    marks = marks.assign(figure_printed=table["figures"].ne(""))
    return marks.assign(footnote=called(table), **{NOTHING: ~marks.any(axis=1)})


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


def voices(table: pd.DataFrame) -> pd.DataFrame:
    """text_id, claims, own, named, unnamed, marks, south, south_named: in whose words claims are made, by text.

    `table` is `claims`. `own` are the author's words, `named` and `unnamed` are attributed to somebody with a name and
    to somebody without, `marks` stand in quotation marks without a source. `south` are attributed to a speaker of the
    South, `south_named` to one with a name.

    >>> made = pd.DataFrame({"text_id": "a", "attribution": ["own", "named", "unnamed"], "speaker": "south"})
    >>> voices(made).values.tolist()
    [['a', 3, 1, 1, 1, 0, 2, 1]]
    """
    marks = pd.DataFrame({value: table["attribution"].eq(value) for value in (OWN, NAMED, UNNAMED, MARKS)})
    south = table["speaker"].eq("south") & (marks[NAMED] | marks[UNNAMED])
    marks = marks.assign(south=south, south_named=south & marks[NAMED])
    marks.insert(0, "claims", True)
    return marks.groupby(table["text_id"], sort=False).sum().astype("int64").reset_index()


def notes_by_text(corpus: Corpus, notes: pd.DataFrame, table: pd.DataFrame) -> pd.DataFrame:
    r"""text_id, notes, lost, claims, calling: footnotes of texts that have some, and the claims that call one.

    `notes` is as from `footnotes.footnotes`, `table` is `claims`. `lost` are notes whose call cannot be read: a claim
    of such a text may have called one.

    >>> from helpers.corpus.load import corpus_of
    >>> corpus = corpus_of(zh={"a": "全球①治理。\n① 注。"}, calls="circled", stream=[{"stream": "note", "match": "①"}])
    >>> made = pd.DataFrame({"text_id": ["a"], "distance": [0]})
    >>> notes_by_text(corpus, footnotes.footnotes(corpus), made).values.tolist()
    [['a', 1, 0, 1, 1]]
    """
    printed = corpus.notes.loc[corpus.notes["stream"] == "note", "text_id"].value_counts(sort=False)
    printed = printed[printed.index.isin(notes["text_id"])]
    of = pd.DataFrame({"claims": True, "calling": called(table)}).groupby(table["text_id"]).sum()
    found = pd.DataFrame({"notes": printed, "lost": (~notes["placed"]).groupby(notes["text_id"]).sum()})
    found = found.join(of).fillna(0).astype("int64").rename_axis("text_id").reset_index()
    return found.sort_values("text_id", key=lambda ids: ids.map(list(corpus.texts["text_id"]).index), ignore_index=True)


def fullest(by_chapter: pd.DataFrame) -> pd.DataFrame:
    """The row of the chapter that holds most claims, of several the first; `by_chapter` is as from `sourcing`.

    >>> fullest(pd.DataFrame({"chapter": ["I", "II"], "claims": [1, 2]}))["chapter"].tolist()
    ['II']
    """
    return by_chapter.sort_values("claims", ascending=False, kind="stable").head(1)


def in_chapter(corpus: Corpus, text_id: str, chapter: str) -> pd.DataFrame:
    r"""The sentences of a chapter with the kind of their paragraph; columns of `corpus.sentences`, and kind.

    >>> from helpers.corpus.load import corpus_of
    >>> corpus = corpus_of(zh={"a": "引子。\n一、开头\n治理。"}, stream=[{"stream": "heading", "match": "一、"}])
    >>> in_chapter(corpus, "a", "一、开头")[["sentence_id", "kind"]].values.tolist()
    [['a:2.1', 'heading'], ['a:3.1', 'body']]
    """
    titles = chapters(corpus)
    here = (corpus.paragraphs["text_id"] == text_id) & corpus.paragraphs["paragraph_id"].isin(
        titles.index[titles == chapter]
    )
    paragraphs = corpus.paragraphs.loc[here, ["paragraph_id", "kind"]]
    return corpus.sentences.merge(paragraphs, on="paragraph_id")


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


def figures(sourced: Sourced) -> pd.DataFrame:
    """Every quantity that is printed in a claim, with what it measures by reading, and who says it.

    text_id, sentence_id, start, end, printed, value, value_high, unit, bound, years (of the sentence), measures, of,
    period, claimant. Raises `CorpusError` for a file that is not there.
    """
    columns = ("sentence_id", "printed", "measures", "of", "period")
    read = read_csv(CODING / "figures.csv", columns, "restore it with git checkout data/coding")[[*columns]]
    told = sourced.quantities.rename(columns={"period": "years"}).merge(sourced.claims[["sentence_id", "claimant"]])
    told = told.merge(read, how="left", on=["sentence_id", "printed"])
    told = told.fillna({"measures": "", "of": "", "period": ""})
    first = ["text_id", "sentence_id", "start", "end", "printed", "value", "value_high", "unit", "bound", "years"]
    return told[[*first, "measures", "of", "period", "claimant"]]


def coded_claims(sourced: Sourced) -> pd.DataFrame:
    """Every claim as it is published: codes, attributes and what it rests on; columns as `analysis.coded_sentences`."""
    said = ["families", "codes", "naming", "claimant", "attribution", "speaker", "role", "modality", "evidence"]
    rests_on = ["figures", "sources", "note_id", "distance", "placed"]
    return coded_sentences(sourced.analysis, sourced.claims, [*said, *rests_on])
