"""A record to small tables of integers, by the very functions that the argument counts with; written as Parquet."""

from __future__ import annotations

import gc
import shutil
import tempfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..coding.codebook import NONE, Codebook
from ..coding.dictionary import codes_of, passing
from ..mentions.concepts import Concept, ConceptFinder
from ..mentions.windows import HANZI_PER_WORD, cut, window_count
from ..text.folding import Folded
from ..text.hanzi import how_many
from ..text.names import TermList, read_terms
from ..text.segmentation import sentences
from ..text.word_counts import WordCounts
from .records import Record, paragraphs

SPOKEN = ("en", "zh")
"""The languages that concepts and codebooks speak; of texts in others only words are counted."""
WORDS = 100
"""So many English words a window has, and as many hanzi as are worth them."""
_TEXT, _COUNT = pa.string(), pa.int64()
_LAST = 1 << 62
"""Higher than the number of any window."""
_NEVER_AGAIN = ("text", "place")
"""Columns in which hardly a value comes twice."""
SCHEMAS = {
    "sizes": {
        "text_id": _TEXT, "language": _TEXT, "words": _COUNT, "hanzi": _COUNT, "sentences": _COUNT,
        "paragraphs": _COUNT, "characters": _COUNT, "windows": _COUNT, "metadata": pa.map_(_TEXT, _TEXT),
    },
    "terms": {"text_id": _TEXT, "term": _TEXT, "n": _COUNT},
    "concepts": {
        "text_id": _TEXT, "concept": _TEXT, "n": _COUNT, "alone": _COUNT, "windows_with": _COUNT,
        "sentences_with": _COUNT,
    },
    "codes": {"text_id": _TEXT, "codebook": _TEXT, "level": _TEXT, "name": _TEXT, "sentences": _COUNT},
    "coded": {"text_id": _TEXT, "codebook": _TEXT, "place": _TEXT, "naming": _TEXT, "codes": _TEXT},
    "hits": {"text_id": _TEXT, "concept": _TEXT, "place": _TEXT, "start": _COUNT, "end": _COUNT, "form": _TEXT},
    "sentences": {
        "text_id": _TEXT, "place": _TEXT, "start": _COUNT, "end": _COUNT, "text": _TEXT, "stretches": pa.list_(_COUNT),
    },
}  # fmt: skip
"""The tables of a shard, with their columns.

`place` is the number of a sentence, paragraph.sentence, both from 1; `start` and `end` are offsets into the text of
the record, from 0; `stretches` is missing where a sentence was not changed (see `sentence_of`). What does not stand in
a text has no row: `windows_with` is of the `windows` of `sizes`.
"""


@dataclass(frozen=True)
class Books:
    """What is looked for: names, concepts, codebooks; and what a window is, in words and in hanzi.

    >>> Books().hanzi
    136
    """

    terms: TermList = field(default_factory=read_terms)
    concepts: tuple[Concept, ...] = ()
    codebooks: tuple[Codebook, ...] = ()
    words: int = WORDS
    hanzi: int = round(WORDS * HANZI_PER_WORD)

    @cached_property
    def finder(self) -> ConceptFinder:
        """Finds the concepts, but not inside names that are blockers."""
        return ConceptFinder(self.concepts, self.terms.blockers)


def measure(records: Iterable[Record], books: Books, folder: Path) -> Path:
    r"""Write the tables of some records (see `SCHEMAS`) into `folder`, all of them or none; gives the folder.

    They are written beside it under another name and moved, so that a folder that is there is whole; one that is there
    is left as it is.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     shard = measure([Record("a", "zh", "全球治理。\n全球。", {})], Books(), Path(name) / "shard")
    ...     pq.read_table(shard / "terms.parquet").to_pylist()
    [{'text_id': 'a', 'term': '全球', 'n': 1}, {'text_id': 'a', 'term': '全球治理', 'n': 1}]
    """
    if folder.exists():
        return folder
    with _many_rows():
        shard = _Shard(books)
        for record in records:
            shard.add(record)
        tables = shard.tables()
        del shard
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".fresh-", dir=folder.parent))
    try:
        for name, schema in SCHEMAS.items():
            columns = zip(tables.pop(name), schema.values(), strict=True)
            table = pa.Table.from_arrays([_array(column, kind) for column, kind in columns], names=list(schema))
            spelled = [column for column, kind in schema.items() if kind == _TEXT and column not in _NEVER_AGAIN]
            pq.write_table(table, fresh / f"{name}.parquet", compression="zstd", use_dictionary=spelled)
        del table
        pa.default_memory_pool().release_unused()  # Arrow would keep it, and a worker goes on for hours
        fresh.chmod(0o755)
        if not folder.exists():  # another process may have measured the same
            fresh.replace(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


@contextmanager
def _many_rows() -> Iterator[None]:
    """Rows are small and none holds another: to look through them again and again for what is held in rings is idle."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _array(column: Any, kind: pa.DataType) -> pa.Array:
    return column.cast(kind) if isinstance(column, pa.Array) else pa.array(column, kind)


class _Shard:
    """What some records hold, a number for each of them, of their paragraphs and of their sentences."""

    def __init__(self, books: Books):
        self.books = books
        self.records: list[Record] = []
        self.sizes: list[tuple] = []
        self.paragraphs: list[Folded] = []
        self.record_of: list[int] = []  # by paragraph
        self.first: list[int] = []  # paragraph of each record, sentence of each paragraph
        self.sentence_of: list[int] = []
        self.begins: list[list[int]] = []
        self.texts: list[str] = []
        self.paragraph_of: list[int] = []  # by sentence
        self.counts = WordCounts(books.terms)

    def add(self, record: Record) -> None:
        """Cut a record into paragraphs and sentences, and count its words."""
        begins = len(self.texts)
        self.first.append(len(self.paragraphs))
        hanzi = characters = count = 0
        for folded in paragraphs(record):
            text = folded.text
            spans = sentences(text, record.language, self.books.terms)
            self.sentence_of.append(len(self.texts))
            self.texts += [text[start:end] for start, end in spans]
            self.paragraph_of += [len(self.paragraphs)] * len(spans)
            self.begins.append([start for start, _ in spans])
            self.record_of.append(len(self.records))
            self.paragraphs.append(folded)
            wide = how_many(text)
            hanzi, characters = hanzi + wide, characters + len(text)
            count += wide if record.language == "zh" else len(text.split()) if record.language in SPOKEN else 0
        self.counts.add(self.texts[begins:], record.language)
        windows = window_count(count, self._window(record))
        size = (hanzi, len(self.texts) - begins, len(self.paragraphs) - self.first[-1], characters, windows)
        self.sizes.append(size)
        self.records.append(record)

    def _window(self, record: Record) -> int:
        return self.books.hanzi if record.language == "zh" else self.books.words

    def tables(self) -> dict[str, Sequence]:
        """The columns of each table of `SCHEMAS`."""
        ids = pa.array([record.text_id for record in self.records], _TEXT)
        texts, terms, n = self.counts.table()
        words = self.counts.totals().tolist()
        sizes = [
            (record.text_id, record.language, total, *size, sorted(record.metadata.items()))
            for record, total, size in zip(self.records, words, self.sizes, strict=True)
        ]
        hits, concepts = self._concepts()
        coded, codes = self._codes()
        owners = [self.record_of[paragraph] for paragraph in self.paragraph_of]
        spans = [
            _stands(self.paragraphs[paragraph], begin, begin + len(text))
            for paragraph, begin, text in zip(self.paragraph_of, self._all_begins(), self.texts, strict=True)
        ]
        starts, ends, stretches = zip(*spans, strict=True) if spans else ((), (), ())
        return {
            "sizes": _columns(sizes, "sizes"),
            "terms": (ids.take(pa.array(texts)), terms, n),
            "concepts": _columns(concepts, "concepts"),
            "codes": _columns(codes, "codes"),
            "coded": _columns(coded, "coded"),
            "hits": _columns(hits, "hits"),
            "sentences": (ids.take(pa.array(owners, _COUNT)), self._places(), starts, ends, self.texts, stretches),
        }

    def _all_begins(self) -> Iterator[int]:
        return chain.from_iterable(self.begins)

    def _places(self) -> list[str]:
        """paragraph.sentence, both from 1, of each sentence."""
        found = []
        for paragraph, begins in enumerate(self.begins):
            number = paragraph - self.first[self.record_of[paragraph]] + 1
            found += [f"{number}.{n}" for n in range(1, len(begins) + 1)]
        return found

    def _concepts(self) -> tuple[list[tuple], list[tuple]]:
        """The rows of hits and of concepts."""
        if not self.books.concepts:
            return [], []
        spoken = [n for n, owner in enumerate(self.record_of) if self.records[owner].language in SPOKEN]
        hits: list[tuple] = []
        found: dict[int, dict[str, list]] = {}
        windows: tuple[int, dict[int, list[tuple[int, int]]]] = (-1, {})
        for n, concept, start, end, alone in self.books.finder.all_hits([self.paragraphs[n].text for n in spoken]):
            paragraph = spoken[n]
            owner, folded = self.record_of[paragraph], self.paragraphs[paragraph]
            if windows[0] != owner:
                windows = owner, self._windows(owner)
            number = paragraph - self.first[owner] + 1
            place = f"{number}.{max(1, bisect_right(self.begins[paragraph], start))}"
            text_id = self.records[owner].text_id
            hits.append((text_id, concept, place, *folded.raw_span(start, end), folded.text[start:end]))
            here = windows[1].get(number - 1)
            window = here[max(0, bisect_right(here, (start, _LAST)) - 1)][1] if here else 0
            found.setdefault(owner, {}).setdefault(concept, []).append((alone, window, place))
        concepts = []
        for owner, by_concept in found.items():
            for concept, of in sorted(by_concept.items()):
                alone, in_windows, in_sentences = zip(*of, strict=True)
                numbers = (len(of), sum(alone), len(set(in_windows) - {0}), len(set(in_sentences)))
                concepts.append((self.records[owner].text_id, concept, *numbers))
        return hits, concepts

    def _windows(self, owner: int) -> dict[int, list[tuple[int, int]]]:
        """By number of the paragraph in a record, where windows begin in it, each with its number."""
        stop = self.first[owner + 1] if owner + 1 < len(self.first) else len(self.paragraphs)
        texts = [folded.text for folded in self.paragraphs[self.first[owner] : stop]]
        record = self.records[owner]
        by_paragraph: dict[int, list[tuple[int, int]]] = {}
        for window, n, start, _ in cut(texts, record.language, self._window(record)):
            by_paragraph.setdefault(n, []).append((start, window))
        return by_paragraph

    def _codes(self) -> tuple[list[tuple], list[tuple]]:
        """The rows of coded sentences and of codes, of the languages that codebooks speak."""
        owners = [self.record_of[paragraph] for paragraph in self.paragraph_of]
        spoken = [n for n, owner in enumerate(owners) if self.records[owner].language in SPOKEN]
        if not spoken or not self.books.codebooks:
            return [], []
        of, texts = [self.paragraph_of[n] for n in spoken], [self.texts[n] for n in spoken]
        agents = [self.records[owners[n]].metadata.get("speaks_for", "") for n in spoken]
        coded, codes = [], []
        for book in self.books.codebooks:
            passed = [(n, naming) for n, naming, *_ in passing(book, of, texts, agents) if naming]
            found = book.code_finder.all_hits([texts[n] for n, _ in passed])
            counts: Counter[tuple] = Counter()
            for (n, naming), hits in zip(passed, found, strict=True):
                paragraph, owner = of[n], owners[spoken[n]]
                text_id, given = self.records[owner].text_id, codes_of(book, hits)
                number = paragraph - self.first[owner] + 1
                place = f"{number}.{spoken[n] - self.sentence_of[paragraph] + 1}"
                coded.append((text_id, book.id, place, naming, given))
                found_codes = given.split(";") if given != NONE else []
                families = {book.family_of[code] for code in found_codes}
                named = [("gate", naming), *(("code", c) for c in found_codes), *(("family", f) for f in families)]
                counts.update((text_id, *name) for name in named)
            codes += [(text, book.id, *name, n) for (text, *name), n in sorted(counts.items())]
        return coded, codes


def _stands(paragraph: Folded, begin: int, end: int) -> tuple[int, int, list[int] | None]:
    """Where a sentence of a paragraph stands in its record, and its stretches where it was changed."""
    stretches = None
    if not paragraph.as_it_stands and not (part := paragraph.part(begin, end)).as_it_stands:
        stretches = [*chain(*zip(part.outs, part.starts, part.ends, strict=True))]
    return *paragraph.raw_span(begin, end), stretches


def sentence_of(text: str, start: int, stretches: Sequence[int] | None) -> Folded:
    """A sentence of the table `sentences`, leading back to the text of its record.

    >>> sentence_of("reform", 7, None).raw_span(0, 2), sentence_of("ab", 7, [0, 7, 8, 1, 9, 10]).raw_span(1, 2)
    ((7, 9), (9, 10))
    """
    if stretches is None:
        return Folded(text, (0,), (start,), (start + len(text),))
    return Folded(text, *(tuple(stretches[n::3]) for n in range(3)))


def _columns(rows: list[tuple], table: str) -> Sequence:
    return list(zip(*rows, strict=True)) if rows else [()] * len(SCHEMAS[table])
