"""Sources: the persons and bodies that a text quotes, reports or cites, in its body and in its notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

import pandas as pd
from msgspec.structs import asdict

from ..corpus.load import Corpus
from ..corpus.selection import running_text
from ..declarations.tables import read_csv
from ..declarations.toml import Declared, Id, Line, Word, named, one_owner, own_ids, read_declared, refuse, shown
from ..errors import CorpusError
from ..paths import SOURCES
from ..text.patterns import Finder, Forms, Pattern
from .speakers import NAMED, ReportingWords, attribute
from .speakers import UNNAMED as UNNAMED_SPEAKER

UNNAMED = "unnamed"
"""The source of what is said by somebody without a name."""
QUOTED, REPORTED, CITED = HOW = ("quoted", "reported", "cited")
Kind = Literal["person", "government", "body", "research", "press", "party", "document", "other"]
KINDS = get_args(Kind)
BODY, NOTE = "body", "note"


class CitedSource(Forms, kw_only=True):
    """A person or body. `country` and `role` are what the text says, `basis` where; `speaker` as in codebooks.

    >>> CitedSource(id="bank", name="World Bank", kind="body", en=("World Bank",), zh=("世界银行",)).all
    ('World Bank', '世界银行')
    """

    id: Id
    name: Word
    kind: Kind
    country: Line = ""
    role: Line = ""
    speaker: Line = ""
    basis: Line = ""


class _File(Declared):
    source: tuple[CitedSource, ...] = ()


@dataclass(frozen=True)
class CitedSources:
    """The sources by id.

    >>> bank = CitedSource(id="bank", name="World Bank", kind="body", zh=("世界银行",))
    >>> [hit.pattern.target for hit in CitedSources({"bank": bank}).finder.hits("世界银行指出")]
    ['bank']
    """

    sources: dict[str, CitedSource]

    @cached_property
    def finder(self) -> Finder:
        """Finds the forms of all sources, the longest first."""
        found = (source for source in self.sources.values() if source.all)
        return Finder(tuple(Pattern(source.id, source.id, source.all) for source in found))


def read_sources(path: Path = SOURCES, speakers: Sequence[str] = ()) -> CitedSources:
    """Read and check a gazetteer of sources, whose `speaker` is one of `speakers` where these are given.

    Raises `CorpusError` with file, place and remedy.

    >>> all(source.kind in KINDS for source in read_sources().sources.values())
    True
    """
    file, name = read_declared(path, "gazetteer of sources", _File), path.name
    own_ids(file.source, name, "source")
    owner: dict[str, str] = {}
    for n, source in enumerate(file.source):
        if speakers and source.speaker not in speakers:
            fault = f"{shown(source.speaker)} is not known here; use one of {', '.join(speakers)}"
            refuse(name, named(f"source[{n}].speaker", source.id), fault)
        one_owner(owner, source.all, source.id, name, f"source[{n}]", "is a form of")
    return CitedSources({source.id: source for source in file.source})


def read_citations(path: Path, corpus: Corpus, gazetteer: CitedSources) -> pd.DataFrame:
    r"""Citations found by reading (place, source, how, printed in a CSV), with the columns of `find_citations`.

    Raises `CorpusError` for an unknown place, source or way of citing, and for a name that is not printed there.

    >>> from tempfile import TemporaryDirectory
    >>> from helpers.corpus.load import corpus_of
    >>> bank = CitedSource(id="bank", name="World Bank", kind="body", zh=("世界银行",))
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "citations.csv"
    ...     _ = path.write_text("place,source,how,printed\na:1.1,bank,reported,世界银行\n", encoding="utf-8")
    ...     table = read_citations(path, corpus_of(zh={"a": "世界银行指出。"}), CitedSources({"bank": bank}))
    >>> table.values.tolist()
    [['a', 'body', 'a:1.1', 'bank', 'reported', '世界银行']]
    """
    table = read_csv(path, ("place", "source", "how", "printed"), "restore it with git checkout data/coding")
    text = dict(corpus.sentences[["sentence_id", "text"]].itertuples(index=False, name=None))
    notes = dict(corpus.notes[["note_id", "text"]].itertuples(index=False, name=None))
    for line, row in enumerate(table.itertuples(index=False), 2):
        where = f"{path.name}: line {line}"
        if row.place not in text and row.place not in notes:
            raise CorpusError(f"{where}: {row.place!r} is no sentence or note of this corpus; correct it")
        if row.source not in gazetteer.sources:
            raise CorpusError(f"{where}: {row.source!r} is no source of the gazetteer; add it there")
        if row.how not in HOW:
            raise CorpusError(f"{where}: `how` is one of {', '.join(HOW)}, not {row.how!r}; correct it")
        if row.printed not in (text.get(row.place) or notes[row.place]):
            raise CorpusError(f"{where}: {row.printed!r} is not printed there; correct it")
    return _laid_out(corpus, table[["place", "source", "how", "printed"]])


def find_citations(corpus: Corpus, gazetteer: CitedSources, words: ReportingWords) -> pd.DataFrame:
    """text_id, stream, place, source, how, printed: sources that the forms of a gazetteer find, in reading order.

    Every source whose name stands in a note is `cited`. In the body a name counts where the sentence tells of
    somebody's words: `quoted` where some stand in quotation marks, else `reported`. `place` is a sentence or a note,
    `stream` body or note accordingly.

    >>> from helpers.corpus.load import corpus_of
    >>> bank = CitedSource(id="bank", name="World Bank", kind="body", zh=("世界银行",))
    >>> words = ReportingWords(("指出",), (), (Pattern("un", "un", bank.all),))
    >>> corpus = corpus_of(zh={"a": "世界银行指出贫困加剧。世界银行很大。"})
    >>> find_citations(corpus, CitedSources({"bank": bank}), words)[["place", "source", "how"]].values.tolist()
    [['a:1.1', 'bank', 'reported']]
    """
    read = running_text(corpus)["paragraph_id"]
    sentences = corpus.sentences[corpus.sentences["paragraph_id"].isin(set(read))]
    said = attribute(words, sentences.assign(unit_id=sentences["sentence_id"]))["attribution"]
    rows = []
    for sentence, attributed in zip(sentences.itertuples(index=False), said, strict=True):
        if attributed == NAMED:
            how = QUOTED if sentence.in_quotes else REPORTED
            rows += [(sentence.sentence_id, *hit, how) for hit in _once(gazetteer.finder, sentence.text)]
        elif attributed == UNNAMED_SPEAKER:
            rows.append((sentence.sentence_id, UNNAMED, "", REPORTED))
    for note in corpus.notes[corpus.notes["stream"] == NOTE].itertuples(index=False):
        rows += [(note.note_id, *hit, CITED) for hit in _once(gazetteer.finder, note.text)]
    return _laid_out(corpus, pd.DataFrame(rows, columns=["place", "source", "printed", "how"]))


def _once(finder: Finder, text: str) -> list[tuple[str, str]]:
    """Each source that stands in a text, with the first form by which it does."""
    found: dict[str, str] = {}
    for hit in finder.hits(text):
        found.setdefault(hit.pattern.target, text[hit.start : hit.end])
    return list(found.items())


def _laid_out(corpus: Corpus, table: pd.DataFrame) -> pd.DataFrame:
    """Citations (place, source, how, printed) with their text and stream, in reading order, notes last."""
    places = [*corpus.sentences["sentence_id"], *corpus.notes["note_id"]]
    order = {place: n for n, place in enumerate(places)}
    notes = set(corpus.notes["note_id"])
    table = table.assign(
        text_id=table["place"].str.rsplit(":", n=1).str[0],
        stream=[NOTE if place in notes else BODY for place in table["place"]],
        order=table["place"].map(order),
    ).sort_values("order", kind="stable", ignore_index=True)
    return table[["text_id", "stream", "place", "source", "how", "printed"]]


def citations_by_source(citations: pd.DataFrame, gazetteer: CitedSources) -> pd.DataFrame:
    """source, name, kind, speaker, country, role, basis, quoted, reported, cited, texts: a row a source, most first.

    The counts are places: sentences in which it is quoted or reported, notes and brackets in which it is cited. `texts`
    is in how many texts. `citations` is as from `find_citations`.

    >>> bank = CitedSource(id="bank", name="World Bank", kind="body", zh=("世界银行",))
    >>> citations = pd.DataFrame({"text_id": ["a", "a", "b"], "source": "bank", "how": ["cited", "quoted", "cited"]})
    >>> table = citations_by_source(citations, CitedSources({"bank": bank}))
    >>> table[["name", "quoted", "reported", "cited", "texts"]].values.tolist()
    [['World Bank', 1, 0, 2, 2]]
    """
    table = citations.groupby(["source", "how"]).size().unstack(fill_value=0).reindex(columns=list(HOW), fill_value=0)
    table = table.assign(texts=citations.groupby("source")["text_id"].nunique()).reset_index()
    known = pd.DataFrame([asdict(s) for s in gazetteer.sources.values()]).rename(columns={"id": "source"})
    table = known.merge(table, on="source")
    total = table[list(HOW)].sum(axis=1)
    table = table.assign(total=total).sort_values(["total", "name"], ascending=[False, True], ignore_index=True)
    return table[["source", "name", "kind", "speaker", "country", "role", "basis", *HOW, "texts"]]


def by_speaker(citations: pd.DataFrame, gazetteer: CitedSources, speakers: Sequence[str]) -> pd.DataFrame:
    """text_id, stream, a column of places for each kind of speaker: who is heard in body and notes of each text.

    `citations` is as from `find_citations`; the columns are those of `speakers`, in their order.

    >>> bank = CitedSource(id="bank", name="World Bank", kind="body", speaker="un", zh=("世界银行",))
    >>> citations = pd.DataFrame({"text_id": ["a", "a"], "stream": ["body", "note"], "source": "bank"})
    >>> by_speaker(citations, CitedSources({"bank": bank}), ["un", "us"]).values.tolist()
    [['a', 'body', 1, 0], ['a', 'note', 1, 0]]
    """
    kind = citations["source"].map({s.id: s.speaker for s in gazetteer.sources.values()})
    table = pd.DataFrame({speaker: kind == speaker for speaker in speakers}, dtype=int)
    return table.groupby([citations["text_id"], citations["stream"]], sort=False).sum().reset_index()


def precision_and_recall(found: pd.DataFrame, read: pd.DataFrame) -> dict[str, float]:
    """precision, recall, found, read: the places and sources that the forms find, held against reading.

    `found` and `read` have the columns place and source. Precision is the share of what is found that was read, recall
    the share of what was read that is found; NaN where there is nothing to share.

    >>> found = pd.DataFrame({"place": ["a:1.1", "a:1.2"], "source": "bank"})
    >>> precision_and_recall(found, found.head(1))
    {'precision': 0.5, 'recall': 1.0, 'found': 2, 'read': 1}
    """
    one, other = ({*zip(table["place"], table["source"], strict=True)} for table in (found, read))
    both = len(one & other)
    return {
        "precision": both / len(one) if one else float("nan"),
        "recall": both / len(other) if other else float("nan"),
        "found": len(one),
        "read": len(other),
    }
