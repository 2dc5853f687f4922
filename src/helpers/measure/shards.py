"""Shards: records in parts of bounded size, each measured once for what it holds and what is looked for."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache, partial
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from ..declarations.toml import shown
from ..errors import CorpusError
from ..paths import ATTRIBUTION, PROJECT
from .engines import HERE, Workers
from .records import Record
from .tables import Books, measure

SIZE = 750_000
"""So many characters a shard has, unless one text is longer."""
TEXTS = 5_000
"""So many texts a shard has at most."""
_COUNTS = ("text/**/*.py", "mentions/**/*.py", "coding/**/*.py", "measure/**/*.py", "corpus/spaces.py")
"""The modules by which tables are made: where one changes, what was measured is measured again."""
_CUT_BY = ("OpenCC", "regex", "rjieba")
"""The packages by which texts are cut and folded."""


class Progress(NamedTuple):
    """How far it is: texts and characters that were measured.

    >>> Progress(2, 900).texts
    2
    """

    texts: int
    characters: int


def shards(records: Iterable[Record], size: int = SIZE) -> Iterator[list[Record]]:
    """Records in lists of at most `size` characters (a longer text alone) and `TEXTS` texts.

    Raises `CorpusError` for an id given twice.

    >>> records = [Record(name, "zh", "全球治理。", {}) for name in "abc"]
    >>> [[record.text_id for record in shard] for shard in shards(records, size=10)]
    [['a', 'b'], ['c']]
    """
    seen: set[str] = set()
    shard: list[Record] = []
    characters = 0
    for record in records:
        if record.text_id in seen:
            raise CorpusError(f"text id {shown(record.text_id)} stands twice; give each text its own")
        seen.add(record.text_id)
        if shard and (characters + len(record.text) > size or len(shard) >= TEXTS):
            yield shard
            shard, characters = [], 0
        shard.append(record)
        characters += len(record.text)
    if shard:
        yield shard


def measure_all(
    records: Iterable[Record],
    books: Books,
    folder: Path,
    workers: Workers = HERE,
    size: int = SIZE,
    told: Callable[[Progress], None] | None = None,
) -> list[Path]:
    """Measure records shard by shard into folders under `folder`; gives those of these records, in their order.

    A shard that was measured before, from the same records for the same `books`, is not measured again, so that what
    was broken off goes on where it was. `told` is called after each shard. Raises as `shards` and `Workers.map`.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     [found.name[:6] for found in measure_all([Record("a", "zh", "全球治理。", {})], Books(), Path(name))]
    ['shard-']
    """
    wanted = made_with(books)
    folders: list[Path] = []
    texts = characters = 0
    folder = folder.absolute()  # workers may stand elsewhere
    work = partial(_measure, books=pickle.dumps(books), folder=folder, wanted=wanted)
    for path, number, length in workers.map(work, shards(records, size)):
        folders.append(path)
        texts, characters = texts + number, characters + length
        if told:
            told(Progress(texts, characters))
    return folders


def _measure(shard: list[Record], books: bytes, folder: Path, wanted: str) -> tuple[Path, int, int]:
    held = repr([(r.text_id, r.language, r.text, sorted(r.metadata.items())) for r in shard])
    path = folder / f"shard-{_digest(wanted.encode(), held.encode('utf-8', 'surrogatepass'))}"
    return measure(shard, _books(books), path), len(shard), sum(len(record.text) for record in shard)


@lru_cache(maxsize=2)
def _books(pickled: bytes) -> Books:
    """What is looked for, the same object for every shard of a process: what is compiled for it is compiled once."""
    return pickle.loads(pickled)


def books_key(books: Books) -> tuple:
    """All that a measure depends on of what is looked for, in an order that does not change between processes.

    >>> books_key(Books()) == books_key(Books()), books_key(Books()) == books_key(Books(hanzi=100))
    (True, False)
    """
    terms = books.terms
    lists = (terms.never_final, terms.may_be_final, terms.usual_first_words)
    named = (tuple(terms.names.items()), terms.chinese_words, terms.blockers, *(tuple(sorted(some)) for some in lists))
    return repr((named, books.concepts, books.codebooks)), books.words, books.hanzi


def made_with(books: Books) -> str:
    """A digest of all that a measure depends on beside the texts.

    >>> made_with(Books()) == made_with(Books(hanzi=100))
    False
    """
    return _digest(repr(books_key(books)).encode(), made_by().encode())


@cache
def made_by() -> str:
    """A digest of the modules by which tables are made, of the list of speakers, and of the packages that cut texts.

    >>> made_by() == made_by()
    True
    """
    package = PROJECT / "src" / "helpers"
    paths = sorted(path for pattern in _COUNTS for path in package.glob(pattern))
    versions = "".join(version(name) for name in _CUT_BY)
    return _digest(*(path.read_bytes() for path in (*paths, ATTRIBUTION)), versions.encode())


def _digest(*parts: bytes) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()[:24]
