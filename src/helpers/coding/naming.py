"""How a target is named and left unnamed: its names, where along a text they stand, and the naming ladder."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ..corpus.load import Corpus
from ..corpus.selection import chapters, paragraph_sizes, parts, positions
from ..mentions.concepts import Concept, find
from .codebook import DESCRIBED, NAMED, OWN_VOICE, SELF_DENIED, Codebook
from .counts import presence
from .rereading import DECIDED, READERS, YES

BLAME = "blame"
POINTER = "pointer"
"""The kind of what only points to the target in its paragraph (the country, this move) and is no name of it."""
NAMES = ("country", "society", "government", "person")
"""The kinds of a codebook's gate that are names; pairs, slogans, offices and documents only speak of the target."""
OWN, QUOTED = "own", "quoted"


def rungs(book: Codebook) -> list[str]:
    """The rungs of the ladder: the target by name and by description, the codebook's agents in its order, and nobody.

    Conduct denied of oneself is the last rung, wherever the codebook looks for it.

    >>> from helpers.coding import example
    >>> rungs(example.read()[1])
    ['named', 'described', 'west', 'none']
    """
    return [NAMED, DESCRIBED, *sorted(book.agent_ids, key=lambda agent: agent == SELF_DENIED)]


def on_ladder(
    rows: pd.DataFrame, book: Codebook, family: str, second: pd.DataFrame | None = None, reader: str = DECIDED
) -> pd.DataFrame:
    """`rows` with `rung` (empty: on none) and `voice` (own or quoted): who is charged, in whose words.

    The rung is the coded naming of a sentence that passes the gate, the coded agent of one that does not. Which
    sentences stand on one, a second reading says (`second`, as from `rereading.read_rereading`, the answers of
    `reader`): conduct of the codebook's list, blamed, and of the present order, the same for every rung. Without it, a
    sentence that passes stands there where it has a code of `family` and its tone, if it was coded, is blame.

    >>> from helpers.coding import example
    >>> on_ladder(example.rows(), example.read()[1], "acts")["rung"].tolist()
    ['named', '', '', 'west', '', '']
    >>> said = {"sentence_id": ["wen:1.1"], "conduct": ["yes"], "blame": ["yes"], "time": ["present"]}
    >>> second = pd.DataFrame(said | {"voice": ["quoted"]})
    >>> on_ladder(example.rows(), example.read()[1], "acts", second)[["rung", "voice"]].values.tolist()[3:]
    [['', ''], ['named', 'quoted'], ['', '']]
    """
    rung = rows["naming"].where(rows["passes"], rows["agent"])
    if second is None:
        charged = presence(rows, book, "family")[family] & rows["passes"]
        if "tone" in rows and rows["tone"].ne("").any():
            charged &= rows["tone"] == BLAME
        charged |= ~rows["passes"]
        said_by = rows["attribution"] if "attribution" in rows else pd.Series("", index=rows.index)
        voice = said_by.isin(["named", "unnamed"]).map({True: QUOTED, False: OWN})
    else:
        answers = second.set_index("sentence_id").reindex(rows["sentence_id"]).set_axis(rows.index)
        charged = answers["conduct" + reader].eq(YES) & answers["blame" + reader].eq(YES)
        charged &= answers["time" + reader].eq("present")
        voice = answers["voice" + reader]
    rung = rung.where(charged, "")
    return rows.assign(rung=rung, voice=voice.where(rung != "", ""))


def ladder(rows: pd.DataFrame, book: Codebook, family: str, second: pd.DataFrame | None = None) -> pd.DataFrame:
    """Conduct charged in each text, by rung, 0 where none is.

    text_id, rung, sentences, quoted (those of them in the words of others), paragraphs, of_sentences, and what the two
    readers of the `second` reading said before it was decided: reader_a, reader_b (sentences; missing without it).

    >>> from helpers.coding import example
    >>> table = ladder(example.rows(), example.read()[1], "acts")
    >>> table.loc[table["sentences"] > 0, ["text_id", "rung", "sentences", "quoted", "of_sentences"]].values.tolist()
    [['paper', 'named', 1, 0, 4], ['paper', 'west', 1, 0, 4]]
    """
    placed = on_ladder(rows, book, family, second)
    readers = [on_ladder(rows, book, family, second, r)["rung"] for r in READERS] if second is not None else []
    table = []
    for text_id, part in placed.groupby("text_id", sort=False):
        for rung in rungs(book):
            here = part[part["rung"] == rung]
            quoted = int((here["voice"] == QUOTED).sum())
            said = [float((reader[part.index] == rung).sum()) for reader in readers] or [float("nan")] * len(READERS)
            table.append((text_id, rung, len(here), quoted, here["paragraph_id"].nunique(), len(part), *said))
    columns = ["text_id", "rung", "sentences", "quoted", "paragraphs", "of_sentences", "reader_a", "reader_b"]
    return pd.DataFrame(table, columns=columns)


def names(gate_hits: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """text_id, kind, form, count, sentences: how the target is named in the sentences that pass, by kind and form.

    `gate_hits` are those of `dictionary.gated`. Of overlapping names the first counts, of
    those that begin alike the longest. Which kinds are names, `NAMES` says; what only points to the target (this move,
    we) is left out.

    >>> from helpers.coding import example
    >>> from helpers.coding.dictionary import gated
    >>> corpus, book = example.read()
    >>> hits = gated(book, corpus.sentences.assign(unit_id=corpus.sentences["sentence_id"]))[1]
    >>> names(hits, example.rows()).values.tolist()
    [['paper', 'country', 'Ruritania*', 2, 2], ['wen', 'country', '鲁国', 1, 1]]
    """
    gate_hits = gate_hits[~gate_hits["kind"].isin((POINTER, OWN_VOICE))]
    hits = gate_hits.merge(
        rows.loc[rows["passes"], ["sentence_id", "text_id"]], left_on="unit_id", right_on="sentence_id"
    )
    hits = hits.sort_values(["sentence_id", "start", "end"], ascending=[True, True, False])
    furthest = hits.groupby("sentence_id")["end"].transform(lambda ends: ends.cummax().shift(fill_value=0))
    hits = hits[hits["start"] >= furthest]
    table = hits.groupby(["text_id", "kind", "form"]).agg(count=("start", "size"), sentences=("sentence_id", "nunique"))
    return table.reset_index().sort_values(["text_id", "count", "form"], ascending=[True, False, True])


def named_along(
    corpus: Corpus, text_id: str, concepts: Sequence[Concept], longer: Sequence[Concept] = ()
) -> pd.DataFrame:
    """concept, part, section, position, sentence_id, alone: each name of some concepts in a text, in reading order.

    `position` is how far into the text it stands (0 to 1), `part` the heading of the highest level above it, `section`
    the next heading above it. `alone` is false for a name inside one of the `longer` concepts, such as a slogan.

    >>> from helpers.corpus.load import corpus_of
    >>> corpus = corpus_of(zh={"a": "中国发展。\\n中国制造。"})
    >>> china, made = Concept("china", "China", ("中国",)), Concept("made", "Made in China", ("中国制造",))
    >>> named_along(corpus, "a", [china], [made]).values.tolist()[1]
    ['china', '(opening)', '(opening)', 0.5, 'a:2.1', False]
    """
    hits = find(corpus, [*concepts, *longer])
    hits = hits[(hits["text_id"] == text_id) & hits["concept"].isin([c.id for c in concepts])].reset_index(drop=True)
    part, section = (hits["paragraph_id"].map(of(corpus)) for of in (parts, chapters))
    hits = hits.assign(part=part, section=section, position=positions(corpus, hits))
    return hits[["concept", "part", "section", "position", "sentence_id", "alone"]]


def named_by_section(corpus: Corpus, text_id: str, hits: pd.DataFrame, concepts: Sequence[Concept]) -> pd.DataFrame:
    """text_id, part, section, words, concept, occurrences, inside, sentences: names in each section, 0 where none is.

    `hits` as from `named_along`; `inside` are those of them inside a longer one, `words` the length of the section.
    Sections come in reading order, concepts in that in which they are given.

    >>> from helpers.corpus.load import corpus_of
    >>> corpus, china = corpus_of(zh={"a": "中国发展，中国合作。"}), Concept("china", "China", ("中国",))
    >>> named_by_section(corpus, "a", named_along(corpus, "a", [china]), [china]).values.tolist()
    [['a', '(opening)', '(opening)', 4, 'china', 2, 0, 1]]
    """
    places = paragraph_sizes(corpus).join(pd.concat([parts(corpus), chapters(corpus)], axis=1), on="paragraph_id")
    places = places[corpus.paragraphs["text_id"].eq(text_id).to_numpy()]
    table = []
    for (part, section), words in places.groupby(["part", "chapter"], sort=False)["words"].sum().items():
        for concept in concepts:
            here = hits[(hits["part"] == part) & (hits["section"] == section) & (hits["concept"] == concept.id)]
            inside = int((~here["alone"].astype(bool)).sum())
            row = (text_id, part, section, words, concept.id, len(here), inside, here["sentence_id"].nunique())
            table.append(row)
    columns = ["text_id", "part", "section", "words", "concept", "occurrences", "inside", "sentences"]
    return pd.DataFrame(table, columns=columns)
