"""Claims: coded sentences with who makes them and what they rest on (evidence, sources, figures, footnotes)."""

from __future__ import annotations

import re

import pandas as pd

from .attribution import NAMED, UNNAMED
from .codebook import Codebook
from .coding import presence
from .corpus import Corpus
from .recurring import threshold_of
from .segmentation import quoted
from .terms import any_form

AUTHOR = "author"
TOLD = ("quoted", "reported")
NOTHING, ALL = "nothing", "all"
OPENING = "(opening)"
"""The chapter of what stands before the first heading."""
_CHAPTER = re.compile(
    r"(?:\d+\.\d+|[IVX]+\.?|[A-Z]\.|Chapter \w+)(?:\s|$)|[一二三四五六七八九十]+、|第[一二三四五六七八九十]+[章节]"
)


def claims(rows: pd.DataFrame, quantities: pd.DataFrame, cited: pd.DataFrame, notes: pd.DataFrame) -> pd.DataFrame:
    """The sentences of `rows` that pass, each with claimant, figures, sources, note_id, distance and placed.

    `rows` as from `coding.choose`; `quantities` (sentence_id, printed), `cited` (place, name, how) and `notes` (as from
    `footnotes.near`) are what stands in sentences or near them. `figures` and `sources` are joined by `; `, empty where
    there are none. `claimant`: who is quoted or reported there, by name or else by kind; the author otherwise.
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
    """Whether a footnote is called in the claim itself."""
    return table["distance"].eq(0).fillna(False).astype(bool)


def evidence_of(table: pd.DataFrame, kinds: tuple[str, ...]) -> pd.DataFrame:
    """A column of true or false for each of `kinds`, figure_printed, footnote and nothing, a row a claim.

    `kinds` are what coders gave; `figure_printed` is a quantity found in the sentence, `footnote` a call in it;
    `nothing`: none of these.
    """
    given = table["evidence"].str.split("+")
    marks = pd.DataFrame({kind: [kind in values for values in given] for kind in kinds}, index=table.index, dtype=bool)
    marks = marks.assign(figure_printed=table["figures"].ne(""), footnote=called(table))
    return marks.assign(**{NOTHING: ~marks.any(axis=1)})


def evidence_by(table: pd.DataFrame, book: Codebook, kinds: tuple[str, ...]) -> pd.DataFrame:
    """text_id, family, claims, and the columns of `evidence_of`: claims by text and family, and by text in all.

    `table` is `claims`. A claim of several families counts in each, and once under `all`.
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
    """Families down, the values of some attributes across: claims that have both."""
    found = presence(table, book, "family").astype(int)
    parts = [
        pd.DataFrame({value: table[name].str.split("+").map(lambda got, value=value: value in got) for value in values})
        for name, values in ((name, book.attributes[name]) for name in attributes)
    ]
    return found.T @ pd.concat(parts, axis=1).astype(int)


def chapters(corpus: Corpus) -> pd.Series:
    """The chapter of every paragraph, by paragraph_id: the heading above it, `(opening)` before the first.

    Where some headings of a text are numbered (1.2, II, 一、), only these begin chapters.
    """
    chapter = {}
    for _, part in corpus.paragraphs.groupby("text_id", sort=False):
        heads = part[part["kind"] == "heading"]
        numbered = heads["text"].map(lambda text: bool(_CHAPTER.match(text)))
        begins = set(heads.loc[numbered if numbered.any() else heads.index, "paragraph_id"])
        title = OPENING
        for paragraph in part.itertuples():
            title = paragraph.text if paragraph.paragraph_id in begins else title
            chapter[paragraph.paragraph_id] = title
    return pd.Series(chapter, name="chapter")


def sourcing(corpus: Corpus, table: pd.DataFrame, cited: pd.DataFrame, notes: pd.DataFrame) -> pd.DataFrame:
    """text_id, chapter, sentences, claims, quotations, without_source, named, footnotes: a row a chapter with a claim.

    `table` is `claims`, `cited` all citations (place), `notes` those of `footnotes.footnotes`. `quotations` are
    stretches in quotation marks, `without_source` those in a sentence in which nobody is cited and no note is called;
    `named` are sentences that cite somebody; `footnotes` the notes called or standing in the chapter.
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


def told_twice(
    quantities: pd.DataFrame, alike: pd.DataFrame, threshold: float, threshold_across: float
) -> pd.DataFrame:
    """unit, value, one, other, printed_one, printed_other, period_one, period_other, language, pair, score.

    Quantities of the same value and unit in sentences of two texts that say alike: `alike` as from
    `recurring.similarity`, and only pairs at or above the threshold of their language. `quantities` as from
    `quantities.find_all`.
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


def listed(corpus: Corpus, texts: list[str], names: list[str]) -> pd.DataFrame:
    """region, text_id, paragraph_id, first_line, name: list items of some texts that hold one of the `names`.

    An item stands under the longest name that it holds, and under several where none of them is part of another. Only
    of a text that may be shown whole the item itself is given.
    """
    public = corpus.texts.set_index("text_id")["full_text_public"]
    items = corpus.paragraphs[(corpus.paragraphs["kind"] == "list-item") & corpus.paragraphs["text_id"].isin(texts)]
    pattern = any_form(names)
    rows = [
        (name, item.text_id, item.paragraph_id, item.first_line, item.text if public[item.text_id] else "")
        for item in items.itertuples()
        for name in dict.fromkeys(pattern.findall(item.text))
    ]
    table = pd.DataFrame(rows, columns=["region", "text_id", "paragraph_id", "first_line", "name"])
    return table.sort_values("region", key=lambda r: r.map({n: i for i, n in enumerate(names)}), kind="stable")


def naming(sentences: pd.DataFrame, names: list[str], but: list[str]) -> pd.DataFrame:
    """name, text_id, sentence_id, start, end: sentences that hold one of the `names`, once each, capitals aside.

    A longer name among `names` or `but` (South Africa for Africa) hides the shorter. English names only.
    """
    pattern = any_form([*names, *but], re.IGNORECASE)
    called = {name.lower(): name for name in names}
    rows = [
        (called[hit[0].lower()], text_id, sentence_id, hit.start(), hit.end())
        for text_id, sentence_id, text in sentences[["text_id", "sentence_id", "text"]].itertuples(
            index=False, name=None
        )
        for hit in pattern.finditer(text)
        if hit[0].lower() in called
    ]
    table = pd.DataFrame(rows, columns=["name", "text_id", "sentence_id", "start", "end"])
    return table.drop_duplicates(["name", "sentence_id"]).reset_index(drop=True)


def shortened(text: str, most: int = 100) -> str:
    """The beginning of a text, cut at a word.

    >>> shortened("one two three", 9)
    'one two …'
    """
    if len(text) <= most:
        return text
    cut = text[: most + 1].rfind(" ")
    return text[: cut if cut > most // 2 else most].rstrip() + " …"
