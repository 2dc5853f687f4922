"""A record to small tables of integers, by the very functions that the argument counts with; written as Parquet."""

from __future__ import annotations

import re
import shutil
import tempfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from ..coding.codebook import NONE, Codebook
from ..coding.dictionary import apply
from ..mentions.concepts import Concept, hits_in
from ..mentions.windows import HANZI_PER_WORD, cut
from ..text.forms import any_form
from ..text.hanzi import HANZI
from ..text.names import TermList, read_terms
from ..text.segmentation import sentences, tokens
from .records import Record, paragraphs

SPOKEN = ("en", "zh")
"""The languages that concepts and codebooks speak; of texts in others only words are counted."""
WORDS = 100
"""So many English words a window has, and as many hanzi as are worth them."""
_TEXT, _COUNT = pa.string(), pa.int64()
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
    "sentences": {"text_id": _TEXT, "place": _TEXT, "start": _COUNT, "end": _COUNT, "text": _TEXT},
}  # fmt: skip
"""The tables of a shard, with their columns.

`place` is the number of a sentence, paragraph.sentence, both from 1; `start` and `end` are offsets into the text of
the record, from 0. What does not stand in a text has no row: `windows_with` is of the `windows` of `sizes`.
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
    def blockers(self) -> re.Pattern[str]:
        """Finds the names inside which no concept is a hit."""
        return any_form(self.terms.blockers)


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
    rows = _Rows(books)
    for record in records:
        rows.add(record)
    rows.code()
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".fresh-", dir=folder.parent))
    try:
        for name, schema in SCHEMAS.items():
            columns = zip(*rows.tables[name], strict=True) if rows.tables[name] else [[]] * len(schema)
            arrays = [pa.array(list(column), kind) for column, kind in zip(columns, schema.values(), strict=True)]
            table = pa.Table.from_arrays(arrays, names=list(schema))
            pq.write_table(table, fresh / f"{name}.parquet", compression="zstd")
        fresh.chmod(0o755)
        if not folder.exists():  # another process may have measured the same
            fresh.replace(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


class _Rows:
    """The rows of the tables while they are filled, text by text."""

    def __init__(self, books: Books):
        self.books = books
        self.tables: dict[str, list[tuple]] = {name: [] for name in SCHEMAS}

    def add(self, record: Record) -> None:
        """Add the rows of a record, but those of codes: a codebook is applied to all sentences at once."""
        found = paragraphs(record)
        texts = [paragraph.text for paragraph in found]
        cuts = [sentences(text, record.language, self.books.terms) for text in texts]
        terms: Counter[str] = Counter()
        for n, (paragraph, text, places) in enumerate(zip(found, texts, cuts, strict=True), 1):
            for m, (start, end) in enumerate(places, 1):
                sentence = text[start:end]
                row = (record.text_id, f"{n}.{m}", *paragraph.raw_span(start, end), sentence)
                self.tables["sentences"].append(row)
                cut_ = tokens(sentence, record.language, self.books.terms)
                terms.update(term for _, _, term, kind in cut_ if kind == "word")
        self.tables["terms"] += [(record.text_id, term, n) for term, n in sorted(terms.items())]
        windows = self._concepts(record, found, texts, cuts) if record.language in SPOKEN else 0
        hanzi = sum(len(re.findall(HANZI, text)) for text in texts)
        sizes = (terms.total(), hanzi, sum(map(len, cuts)), len(texts), sum(map(len, texts)), windows)
        self.tables["sizes"].append((record.text_id, record.language, *sizes, sorted(record.metadata.items())))

    def _concepts(self, record: Record, paragraphs_: list, texts: list[str], cuts: list) -> int:
        """Add what concepts find in a record; gives the number of its windows."""
        size = self.books.hanzi if record.language == "zh" else self.books.words
        parts = cut(texts, record.language, size)
        by_paragraph: dict[int, list[tuple[int, int]]] = {}
        for window, n, start, _ in parts:
            by_paragraph.setdefault(n, []).append((start, window))
        found: dict[str, list] = {}
        for n, text in enumerate(texts):
            begins = [start for start, _ in cuts[n]]
            windows = by_paragraph.get(n, [])
            for concept, start, end, alone in hits_in(text, self.books.concepts, self.books.blockers):
                place = f"{n + 1}.{max(1, bisect_right(begins, start))}"
                row = (record.text_id, concept, place, *paragraphs_[n].raw_span(start, end), text[start:end])
                self.tables["hits"].append(row)
                window = windows[max(0, bisect_right(windows, (start, len(parts) + 1)) - 1)][1] if windows else 0
                found.setdefault(concept, []).append((alone, window, place))
        for concept, hits in sorted(found.items()):
            alone, windows, places = zip(*hits, strict=True)
            numbers = (len(hits), sum(alone), len(set(windows) - {0}), len(set(places)))
            self.tables["concepts"].append((record.text_id, concept, *numbers))
        return max((window for window, *_ in parts), default=0)

    def code(self) -> None:
        """Add what the codebooks give to the sentences of the languages that they speak."""
        spoken = {row[0] for row in self.tables["sizes"] if row[1] in SPOKEN}
        rows = [(text_id, place, text) for text_id, place, _, _, text in self.tables["sentences"] if text_id in spoken]
        if not rows or not self.books.codebooks:
            return
        text_ids, places, texts = zip(*rows, strict=True)
        paragraph = [f"{text_id}\0{place.split('.')[0]}" for text_id, place, _ in rows]
        table = pd.DataFrame({"unit_id": range(len(rows)), "paragraph_id": paragraph, "text": texts})
        for book in self.books.codebooks:
            found = apply(book, table)[0]
            counts: Counter[tuple] = Counter()
            for text_id, place, naming, codes in zip(text_ids, places, found["naming"], found["codes"], strict=True):
                if naming:
                    self.tables["coded"].append((text_id, book.id, place, naming, codes))
                    given = codes.split(";") if codes != NONE else []
                    families = {book.family_of[code] for code in given}
                    named = [("gate", naming), *(("code", c) for c in given), *(("family", f) for f in families)]
                    counts.update((text_id, *name) for name in named)
            self.tables["codes"] += [(text, book.id, *name, n) for (text, *name), n in sorted(counts.items())]
