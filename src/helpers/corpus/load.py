"""Load a corpus: verify its files, clean them, and lay them out as tables that lead back to raw lines."""

from __future__ import annotations

import gc
from array import array
from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import pandas as pd

from ..declarations.toml import named, one_line, shown
from ..errors import CorpusError
from ..paths import MANIFEST, TERMS
from ..text.names import TermList, read_terms
from ..text.quotation import quoted
from ..text.segmentation import sentences, tokens
from .cleaning import Piece, clean
from .columns import Column, Numbers, Often, Strings, categories
from .files import read_raw
from .lines import line_of, line_starts
from .manifest import Manifest, RawFile, Text, read_manifest
from .origins import Origin, line_span, origins, spans
from .rules import READ, Claim

BACK_MATTER = "back matter"
"""The genre of texts that are kept apart and stand in no count."""
MOST_LINES = 250_000
"""So many lines a raw file may have: each may be a paragraph of one sentence, which takes more than its characters."""
_COLUMNS = {
    "sources": "source_id file sha256 characters lines",
    "paragraphs": "paragraph_id text_id n kind text first_line last_line",
    "sentences": "sentence_id text_id paragraph_id text start end first_line last_line in_quotes",
    "tokens": "sentence_id n surface term kind start end",
    "notes": "note_id text_id stream text first_line last_line",
    "ledger": "source_id start end order stream rule text_id characters",
    "repairs": "source_id line column found replacement reason",
}
MOST_SENTENCES = 500_000
"""So many sentences a raw file may have: what is no text may have one for every third character."""
_NUMBERS = dict.fromkeys(
    ("characters", "lines", "n", "first_line", "last_line", "start", "end", "order", "line", "column"), "q"
) | {"in_quotes": "d"}
_OF_A_TEXT = (
    "title", "short_title", "author", "institution", "voice", "voice_basis", "speaks_for", "genre", "language", "date",
    "date_basis", "date_after", "date_by", "published", "published_basis", "translation_of", "version_of",
    "in_comparison", "quotable", "full_text_public",
)  # fmt: skip
"""What the table of texts takes over from the manifest."""


@dataclass(frozen=True)
class Corpus:
    """The corpus as tidy tables, one row a thing; `start, end` are offsets into `paragraphs.text`, lines count from 1.

    sources: source_id, file, sha256, characters, lines
    texts: text_id, source_id, title, short_title (text_id where none is declared), author, institution, voice,
        voice_basis, speaks_for (an agent's id), genre, language, date (of writing), date_basis, date_after, date_by,
        published, published_basis, translation_of, version_of, in_comparison, quotable (a share, 0 to 1),
        full_text_public
    paragraphs: paragraph_id, text_id, n, kind, text, first_line, last_line
    sentences: sentence_id, text_id, paragraph_id, text, start, end, first_line, last_line, in_quotes
    tokens: sentence_id, n, surface, term, kind, start, end (all strings of it as categories)
    notes: note_id, text_id, stream, text, first_line, last_line
    ledger: source_id, start, end, order, stream, rule, text_id, characters
    repairs: source_id, line, column, found, replacement, reason

    What leads back to the files: `raw` and `line_starts` (offsets) by source_id, `origins` by paragraph_id, and
    `source_of` by text_id.

    >>> corpus = corpus_of(en={"a": "One sentence. Another one."}, zh={"b": "全球治理。"})
    >>> corpus.sentences[["sentence_id", "text", "start", "end"]].values.tolist()
    [['a:1.1', 'One sentence.', 0, 13], ['a:1.2', 'Another one.', 14, 26], ['b:1.1', '全球治理。', 0, 5]]
    """

    manifest: Manifest
    sources: pd.DataFrame
    texts: pd.DataFrame
    paragraphs: pd.DataFrame
    sentences: pd.DataFrame
    tokens: pd.DataFrame
    notes: pd.DataFrame
    ledger: pd.DataFrame
    repairs: pd.DataFrame
    raw: dict[str, str] = field(repr=False)
    line_starts: dict[str, list[int]] = field(repr=False)
    origins: dict[str, list[Origin]] = field(repr=False)
    source_of: dict[str, str] = field(repr=False)

    def spans(self, paragraph_id: str, start: int, end: int) -> list[tuple[int, int]]:
        """Spans of the raw file behind `paragraphs.text[start:end]`, in reading order.

        Raises `KeyError` for an unknown paragraph.
        """
        return spans(self.origins[paragraph_id], start, end)


def load_corpus(path: str | Path | None = None, terms: str | Path | None = None) -> Corpus:
    """Load the corpus of a manifest (by default this project's) with a term list.

    Raises `CorpusError` where a file, its hash or a declaration is not as it should be.

    >>> sorted(set(load_corpus().texts["language"]))
    ['en', 'zh']
    """
    collecting = gc.isenabled()
    gc.disable()  # many small rows and no cycle among them: looking for some costs an eighth of the time
    path = Path(path) if path else MANIFEST
    try:
        return _load(path, Path(terms) if terms else TERMS)
    except MemoryError:
        name = one_line(path.name)
        raise CorpusError(f"{name}: its texts take more memory than there is; declare fewer or shorter ones") from None
    finally:
        if collecting:
            gc.enable()


def _load(path: Path, terms: Path) -> Corpus:
    manifest, term_list = read_manifest(path), read_terms(terms)
    if all(text.genre == BACK_MATTER for text in manifest.texts):
        raise CorpusError(f"{manifest.path.name}: every text is {BACK_MATTER}, so none is counted; correct a `genre`")
    tables = _Tables(manifest, term_list)
    for n in range(len(manifest.sources)):
        tables.add_file(n, *read_raw(manifest, n))
    return tables.corpus()


def corpus_of(*, en: Mapping[str, str] | None = None, zh: Mapping[str, str] | None = None, **settings: Any) -> Corpus:
    r"""A corpus of texts given by id in English (`en`) and Chinese (`zh`), each a file of its own, to try things out.

    `settings` are those of a `[[source]]` of the manifest and hold for every text.

    >>> heading = {"stream": "heading", "match": "[一二]、"}
    >>> corpus_of(zh={"a": "一、开头\n全球治理。"}, stream=[heading]).paragraphs["kind"].tolist()
    ['heading', 'body']
    """
    given = [(id_, "en", raw) for id_, raw in (en or {}).items()] + [
        (id_, "zh", raw) for id_, raw in (zh or {}).items()
    ]
    files = [msgspec.convert({"id": id_, "file": id_, **settings}, RawFile) for id_, _, _ in given]
    texts = [Text(id=id_, source=id_, language=language) for id_, language, _ in given]
    tables = _Tables(Manifest(Path("given"), "", (), tuple(files), tuple(texts)), read_terms())
    for n, (_, _, raw) in enumerate(given):
        tables.add_file(n, raw, "")
    return tables.corpus()


# --- laying out ------------------------------------------------------------------------------------------------------


class _Block(NamedTuple):
    stream: str
    pieces: list[Piece]


class _Tables:
    """The tables of a corpus while they are filled, file by file and column by column."""

    def __init__(self, manifest: Manifest, terms: TermList):
        self.manifest, self.terms = manifest, terms
        self.columns: dict[str, dict[str, Column]] = {
            table: {name: Numbers(_NUMBERS[name]) if name in _NUMBERS else Strings() for name in names.split()}
            for table, names in _COLUMNS.items()
            if table != "tokens"
        }
        # These are many: a number takes half, and a string is kept once.
        _, *names = _COLUMNS["tokens"].split()
        self.columns["tokens"] = {name: Numbers("i") if name in _NUMBERS else Often() for name in names}
        self.tokens_of = array("i")
        """How many tokens each sentence has."""
        self.room = MOST_SENTENCES
        self.raw: dict[str, str] = {}
        self.line_starts: dict[str, list[int]] = {}
        self.origins: dict[str, list[Origin]] = {}

    def add_file(self, n: int, content: str, digest: str) -> None:
        """Clean the n-th file of the manifest, and lay its texts out."""
        source = self.manifest.sources[n]
        name = f"{one_line(self.manifest.path.name)}: {named(f'source[{n}]', source.id)}"
        starts = line_starts(content)
        if len(starts) > MOST_LINES:
            file = one_line(source.file)
            raise CorpusError(f"{name}: {file} has more than {MOST_LINES:,} lines; split it into several")
        texts = [text for text in self.manifest.texts if text.source == source.id]
        claims = [Claim(text.id, *lines) for text in texts for lines in text.lines or ((1, len(starts)),)]
        pieces = clean(content, source.rules, claims, name)
        self.raw[source.id], self.line_starts[source.id] = content, starts
        self._add("sources", source.id, source.file, digest, len(content), len(starts))
        for p in pieces:
            self._add("ledger", source.id, p.start, p.end, p.order, p.stream, p.rule, p.text_id, p.end - p.start)
        for repaired in _repairs(source, content, starts, pieces):
            self._add("repairs", *repaired)
        blocks = _blocks(pieces)
        del pieces  # each is given up with its block
        self.room = MOST_SENTENCES
        for text in texts:
            self._add_text(text, blocks.pop(text.id, deque()), starts)

    def _add(self, table: str, *row: Any) -> None:
        for column, value in zip(self.columns[table].values(), row, strict=True):
            column.append(value)

    def _add_text(self, text: Text, blocks: deque[_Block], starts: list[int]) -> None:
        """Append the paragraphs and notes of a text, whose blocks are used up."""
        n = 0
        notes: dict[str, int] = defaultdict(int)
        while blocks:
            block = blocks.popleft()
            output = "".join(piece.output for piece in block.pieces)
            found = origins(block.pieces)
            lines = line_span(found, starts, 0, len(output))
            if block.stream in ("note", "caption"):
                notes[block.stream] += 1
                note_id = f"{text.id}:{block.stream}-{notes[block.stream]}"
                self._add("notes", note_id, text.id, block.stream, output, *lines)
            if block.stream in READ and output:
                n += 1
                paragraph_id = f"{text.id}:{n}"
                self.origins[paragraph_id] = found
                self._add("paragraphs", paragraph_id, text.id, n, block.stream, output, *lines)
                self._add_sentences(text, paragraph_id, output, starts)
        if not n:
            raise CorpusError(
                f"{one_line(self.manifest.path.name)}: text {shown(text.id)} holds no body text; "
                "correct its `lines` or its streams"
            )

    def _add_sentences(self, text: Text, paragraph_id: str, output: str, starts: list[int]) -> None:
        """Append the sentences of a paragraph, and their tokens."""
        quotes = quoted(output)
        found = sentences(output, text.language, self.terms)
        self.room -= len(found)
        if self.room < 0:
            name = f"{one_line(self.manifest.path.name)}: text {shown(text.id)}"
            raise CorpusError(f"{name} has more than {MOST_SENTENCES:,} sentences; split its file, if it is a text")
        for m, (start, end) in enumerate(found, 1):
            sentence_id, sentence = f"{paragraph_id}.{m}", output[start:end]
            lines = line_span(self.origins[paragraph_id], starts, start, end)
            in_quotes = _overlap(quotes, start, end) / (end - start)
            self._add("sentences", sentence_id, text.id, paragraph_id, sentence, start, end, *lines, in_quotes)
            cut = tokens(sentence, text.language, self.terms)
            begins, stops, names, kinds = zip(*cut, strict=True)
            self.tokens_of.append(len(cut))
            columns = (
                range(1, len(cut) + 1),
                [sentence[a:b] for a, b in zip(begins, stops, strict=True)],
                names,
                kinds,
                [start + a for a in begins],
                [start + b for b in stops],
            )
            for column, values in zip(self.columns["tokens"].values(), columns, strict=True):
                column.extend(values)

    def corpus(self) -> Corpus:
        """The corpus of all that was added."""
        texts = self.manifest.texts
        tables = {table: self._frame(table) for table in _COLUMNS}
        ids = tables["sentences"]["sentence_id"]
        sentence_id = categories(pd.Index(ids), np.repeat(np.arange(len(ids), dtype="int32"), self.tokens_of))
        tables["tokens"].insert(0, "sentence_id", sentence_id)
        return Corpus(
            manifest=self.manifest,
            texts=pd.DataFrame(
                [(t.id, t.source, *(getattr(t, column) for column in _OF_A_TEXT)) for t in texts],
                columns=["text_id", "source_id", *_OF_A_TEXT],
            ).assign(short_title=[t.short_title or t.id for t in texts]),
            **tables,
            raw=self.raw,
            line_starts=self.line_starts,
            origins=self.origins,
            source_of={text.id: text.source for text in texts},
        )

    def _frame(self, table: str) -> pd.DataFrame:
        columns = self.columns.pop(table)
        return pd.DataFrame({name: columns.pop(name).made() for name in list(columns)}, copy=False)


def _repairs(source: RawFile, content: str, starts: list[int], pieces: list[Piece]) -> list[tuple]:
    """Rows of the table `repairs`: what was repaired in a file, with the reason that the manifest gives."""
    rows = []
    reasons = {(line, repair.find): repair.reason for repair in source.repair for line in repair.lines}
    for piece in pieces:
        if piece.rule == "repair":
            line = line_of(starts, piece.start)
            found = content[piece.start : piece.end]
            reason = next((r for (n, find), r in reasons.items() if n == line and find.split() == found.split()), "")
            rows.append((source.id, line, piece.start - starts[line - 1] + 1, found, piece.output, reason))
    return rows


def _blocks(pieces: list[Piece]) -> dict[str, deque[_Block]]:
    """By text, its blocks in reading order, each with its pieces in reading order."""
    found: dict[int, _Block] = {}
    by_text: dict[str, deque[_Block]] = defaultdict(deque)
    for piece in sorted(pieces, key=lambda p: p.order):
        if piece.block is None:
            continue
        if piece.block not in found:
            found[piece.block] = _Block(piece.stream, [])
            by_text[piece.text_id].append(found[piece.block])
        found[piece.block].pieces.append(piece)
    return by_text


def _overlap(spans: list[tuple[int, int]], start: int, end: int) -> int:
    """How many characters between `start` and `end` lie in `spans` (sorted, without overlap)."""
    total = 0
    for at in range(bisect_right(spans, start, key=lambda span: span[1]), len(spans)):
        if spans[at][0] >= end:
            break
        total += min(spans[at][1], end) - max(spans[at][0], start)
    return total
