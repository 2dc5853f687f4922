"""A record to small tables of integers, by the very functions that the argument counts with; written as Parquet."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ..text.hanzi import HANZI
from ..text.names import TermList, read_terms
from ..text.segmentation import sentences, tokens
from .records import Record, paragraphs


@dataclass(frozen=True)
class Books:
    """What is looked for: names, concepts, codebooks.

    >>> Books().concepts
    ()
    """

    terms: TermList = field(default_factory=read_terms)
    concepts: tuple[Any, ...] = ()
    codebooks: tuple[Any, ...] = ()


def measure(records: Iterable[Record], books: Books, folder: Path) -> Path:
    r"""Write the tables `terms` and `sizes` of some records into `folder`, all of them or none; gives the folder.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     shard = measure([Record("a", "zh", "全球治理。\n全球。", {})], Books(), Path(name) / "shard")
    ...     pq.read_table(shard / "terms.parquet").to_pylist()
    [{'text_id': 'a', 'term': '全球', 'n': 1}, {'text_id': 'a', 'term': '全球治理', 'n': 1}]
    """
    if folder.exists():
        return folder
    terms, sizes = [], []
    for record in records:
        counts, size = _counted(record, books)
        terms += [{"text_id": record.text_id, "term": term, "n": n} for term, n in sorted(counts.items())]
        sizes.append(
            {"text_id": record.text_id, "language": record.language, **size, "metadata": [*record.metadata.items()]}
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".fresh-", dir=folder.parent))
    try:
        pq.write_table(pa.Table.from_pylist(terms, _TERMS), fresh / "terms.parquet", compression="zstd")
        pq.write_table(pa.Table.from_pylist(sizes, _SIZES), fresh / "sizes.parquet", compression="zstd")
        fresh.chmod(0o755)
        fresh.rename(folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return folder


_COUNTS = ("words", "hanzi", "sentences", "paragraphs", "characters")
_TERMS = pa.schema([("text_id", pa.string()), ("term", pa.string()), ("n", pa.int64())])
_SIZES = pa.schema(
    [("text_id", pa.string()), ("language", pa.string())]
    + [(name, pa.int64()) for name in _COUNTS]
    + [("metadata", pa.map_(pa.string(), pa.string()))]
)


def _counted(record: Record, books: Books) -> tuple[Counter[str], dict[str, int]]:
    """The terms of a record and its sizes."""
    counts: Counter[str] = Counter()
    texts = [paragraph.text for paragraph in paragraphs(record)]
    number = 0
    for text in texts:
        for start, end in sentences(text, record.language, books.terms):
            number += 1
            found = tokens(text[start:end], record.language, books.terms)
            counts.update(term for _, _, term, kind in found if kind == "word")
    hanzi = sum(len(re.findall(HANZI, text)) for text in texts)
    return counts, dict(zip(_COUNTS, (counts.total(), hanzi, number, len(texts), len(record.text)), strict=True))
