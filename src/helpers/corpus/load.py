"""Load a corpus: verify its files, clean them, and lay them out as tables that lead back to raw lines."""

from __future__ import annotations

import errno
import gc
import hashlib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from ..declarations.toml import NoFile, encoding_of, named, one_line, read_bytes, shown
from ..errors import CorpusError
from ..paths import MANIFEST, TERMS
from ..text.names import TermList, read_terms
from ..text.quotation import quoted
from ..text.segmentation import sentences, tokens
from .cleaning import Piece, clean
from .lines import line_of, line_starts
from .manifest import Manifest, Text, read_manifest
from .rules import READ, Claim, Rules

BACK_MATTER = "back matter"
"""The genre of texts that are kept apart and stand in no count."""


LARGEST_FILE = 10_000_000
"""So many bytes a raw file may have: it is held in memory with all its words, at some seventy times its size."""
MOST_LINES = 250_000
"""So many lines a raw file may have: each may be a paragraph of one sentence, which takes more than its characters."""


class Place(NamedTuple):
    """`paragraph[out:out_end]` was put out by `raw[start:end]`; unless `exact`, a repair or a join stands between."""

    out: int
    out_end: int
    start: int
    end: int
    exact: bool


@dataclass(frozen=True)
class Corpus:
    """The corpus as tidy tables, one row a thing; `start, end` are offsets into `paragraphs.text`.

    sources: source_id, file, sha256, characters, lines
    texts: text_id, source_id, title, author, institution, voice, voice_basis, genre, language, date, date_basis,
        translation_of, in_comparison, full_text_public
    paragraphs: paragraph_id, text_id, n, kind, text, first_line, last_line
    sentences: sentence_id, text_id, paragraph_id, text, start, end, first_line, last_line, in_quotes
    tokens: sentence_id, n, surface, term, kind, start, end
    notes: note_id, text_id, stream, text, first_line, last_line
    ledger: source_id, start, end, order, stream, rule, text_id, characters
    repairs: source_id, line, column, found, replacement, reason
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
    _places: dict[str, list[Place]] = field(repr=False)
    _lines: dict[str, list[int]] = field(repr=False)
    _source_of: dict[str, str] = field(repr=False)

    def spans(self, paragraph_id: str, start: int, end: int) -> list[tuple[int, int]]:
        """Spans of the raw file behind `paragraphs.text[start:end]`, in reading order.

        Raises `KeyError` for an unknown paragraph.
        """
        found: list[tuple[int, int]] = []
        for place in _within(self._places[paragraph_id], start, end):
            a, b = place.start, place.end
            if place.exact:
                a, b = place.start + max(0, start - place.out), place.start + min(place.out_end, end) - place.out
            if found and found[-1][1] == a:
                found[-1] = (found[-1][0], b)
            else:
                found.append((a, b))
        return found


def load_corpus(path: str | Path | None = None, terms: str | Path | None = None) -> Corpus:
    """Load the corpus of a manifest (by default this project's) with a term list.

    Raises `CorpusError` where a file, its hash or a declaration is not as it should be.
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
    rows: dict[str, list[tuple]] = defaultdict(list)
    columns: dict[str, list] = {name: [] for name in ["sentence_id", "n", "surface", "term", "kind", "start", "end"]}
    raw: dict[str, str] = {}
    places: dict[str, list[Place]] = {}
    lines: dict[str, list[int]] = {}
    texts: dict[str, list[Text]] = defaultdict(list)
    for text in manifest.texts:
        texts[text.source].append(text)
    for n, source in enumerate(manifest.sources):
        content, digest = _read(manifest, n)
        name = f"{one_line(manifest.path.name)}: {named(f'source[{n}]', source.id)}"
        starts, rules = line_starts(content), source.rules
        if len(starts) > MOST_LINES:
            file = one_line(source.file)
            raise CorpusError(f"{name}: {file} has more than {MOST_LINES:,} lines; split it into several")
        pieces = clean(content, rules, _claims(texts[source.id], len(starts)), name)
        raw[source.id], lines[source.id] = content, starts
        rows["sources"].append((source.id, source.file, digest, len(content), len(starts)))
        rows["ledger"] += [
            (source.id, p.start, p.end, p.order, p.stream, p.rule, p.text_id, p.end - p.start) for p in pieces
        ]
        rows["repairs"] += _repairs(source.id, rules, content, starts, pieces)
        blocks = _blocks(pieces)
        for text in texts[source.id]:
            _lay_out(text, blocks[text.id], starts, term_list, rows, columns, places, manifest.path.name)
    return Corpus(
        manifest,
        _frame(rows, "sources", "source_id file sha256 characters lines"),
        _texts(manifest),
        _frame(rows, "paragraphs", "paragraph_id text_id n kind text first_line last_line"),
        _frame(rows, "sentences", "sentence_id text_id paragraph_id text start end first_line last_line in_quotes"),
        pd.DataFrame(columns),
        _frame(rows, "notes", "note_id text_id stream text first_line last_line"),
        _frame(rows, "ledger", "source_id start end order stream rule text_id characters"),
        _frame(rows, "repairs", "source_id line column found replacement reason"),
        raw,
        places,
        lines,
        {text.id: text.source for text in manifest.texts},
    )


def _read(manifest: Manifest, n: int) -> tuple[str, str]:
    """The content and the sha256 of the n-th source."""
    source = manifest.sources[n]
    where = f"{one_line(manifest.path.name)}: {named(f'source[{n}].file', source.id)}"
    file = one_line(source.file)
    own = manifest.path.resolve() == MANIFEST
    remedy = "restore it with git checkout data/raw" if own else "put it back, or correct the manifest"
    try:
        data = read_bytes(manifest.path.parent / source.file, LARGEST_FILE)
    except FileNotFoundError:
        raise CorpusError(f"{where}: file {file!r} is missing; {remedy}") from None
    except NoFile:
        raise CorpusError(f"{where}: {file} is no file that could be a text; name one") from None
    except OSError as error:
        remedy = "split it into several" if error.errno == errno.EFBIG else remedy
        raise CorpusError(f"{where}: file {file!r} cannot be read ({error.strerror}); {remedy}") from None
    digest = hashlib.sha256(data).hexdigest()
    if source.sha256 and source.sha256 != digest:
        expected = one_line(source.sha256[:4])
        raise CorpusError(f"{where}: file changed (sha256 {digest[:4]}... expected {expected}...); {remedy}")
    content = _decoded(data, source.encoding, where, file)
    if not content.strip("\ufeff").strip():
        raise CorpusError(f"{where}: {file} is empty; put the text into it or drop the source")
    return content, digest


def _decoded(data: bytes, encoding: str, where: str, file: str) -> str:
    """The text of a file. Raises `CorpusError` with the line that is no text, and what the file looks like instead."""
    try:
        if encoding != "utf-8" and not data.isascii() and _is_utf8(data):
            raise CorpusError(f"{where}: {file} is UTF-8 and not {encoding}; take `encoding` out")
        text = data.decode(encoding)
        before, nul, _ = text.partition("\0")
        if not nul:
            return text
        fault, remedy = "holds a NUL character", "take it out"
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        fault, remedy = f"is not {encoding.upper()}", "save the file as UTF-8"
    if (seen := encoding_of(data)) and seen != encoding:
        fault += f" and looks like {seen}"
        remedy = f'save the file as UTF-8, or give the source encoding = "{seen}"'
    line = len(line_starts(before + "."))
    raise CorpusError(f"{where}: line {line} of {file} {fault}; {remedy}")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _claims(texts: list[Text], lines: int) -> list[Claim]:
    return [Claim(text.id, first, last) for text in texts for first, last in text.lines or ((1, lines),)]


def _repairs(source_id: str, rules: Rules, content: str, starts: list[int], pieces: list[Piece]) -> list[tuple]:
    rows = []
    reasons = {(line, repair.find): repair.reason for repair in rules.repairs for line in repair.lines}
    for piece in pieces:
        if piece.rule == "repair":
            line = line_of(starts, piece.start)
            found = content[piece.start : piece.end]
            reason = next((r for (n, find), r in reasons.items() if n == line and find.split() == found.split()), "")
            rows.append((source_id, line, piece.start - starts[line - 1] + 1, found, piece.output, reason))
    return rows


class _Block(NamedTuple):
    stream: str
    pieces: list[Piece]


def _blocks(pieces: list[Piece]) -> dict[str, list[_Block]]:
    """By text, its blocks in reading order, each with its pieces in reading order."""
    found: dict[int, _Block] = {}
    by_text: dict[str, list[_Block]] = defaultdict(list)
    for piece in sorted(pieces, key=lambda p: p.order):
        if piece.block is None:
            continue
        if piece.block not in found:
            found[piece.block] = _Block(piece.stream, [])
            by_text[piece.text_id].append(found[piece.block])
        found[piece.block].pieces.append(piece)
    return by_text


def _lay_out(
    text: Text,
    blocks: list[_Block],
    starts: list[int],
    terms: TermList,
    rows: dict[str, list[tuple]],
    columns: dict[str, list],
    places: dict[str, list[Place]],
    manifest_name: str,
) -> None:
    """Append paragraphs, sentences and notes of one text to `rows`, its tokens to `columns`, and their `places`."""
    n = 0
    notes: dict[str, int] = defaultdict(int)
    for block in blocks:
        output = "".join(piece.output for piece in block.pieces)
        where = _places(block.pieces)
        if block.stream in ("note", "caption"):
            notes[block.stream] += 1
            note_id = f"{text.id}:{block.stream}-{notes[block.stream]}"
            rows["notes"].append((note_id, text.id, block.stream, output, *_first_last(where, starts, 0, len(output))))
        if block.stream not in READ or not output:
            continue
        n += 1
        paragraph_id = f"{text.id}:{n}"
        places[paragraph_id] = where
        span = _first_last(where, starts, 0, len(output))
        rows["paragraphs"].append((paragraph_id, text.id, n, block.stream, output, *span))
        quotes = quoted(output)
        for m, (start, end) in enumerate(sentences(output, text.language, terms), 1):
            sentence_id = f"{paragraph_id}.{m}"
            sentence = output[start:end]
            inside = _overlap(quotes, start, end)
            span = _first_last(where, starts, start, end)
            rows["sentences"].append(
                (sentence_id, text.id, paragraph_id, sentence, start, end, *span, inside / (end - start))
            )
            cut = tokens(sentence, text.language, terms)
            begins, stops, names, kinds = zip(*cut, strict=True)
            columns["sentence_id"] += [sentence_id] * len(cut)
            columns["n"] += range(1, len(cut) + 1)
            columns["surface"] += [sentence[a:b] for a, b in zip(begins, stops, strict=True)]
            columns["term"] += names
            columns["kind"] += kinds
            columns["start"] += [start + a for a in begins]
            columns["end"] += [start + b for b in stops]
    if not n:
        raise CorpusError(
            f"{one_line(manifest_name)}: text {shown(text.id)} holds no body text; correct its `lines` or its streams"
        )


def _within(places: list[Place], start: int, end: int) -> Iterator[Place]:
    """The places that put out something between `start` and `end`."""
    for at in range(bisect_right(places, start, key=lambda place: place.out_end), len(places)):
        if places[at].out >= end:
            break
        yield places[at]


def _overlap(spans: list[tuple[int, int]], start: int, end: int) -> int:
    """How many characters between `start` and `end` lie in `spans` (sorted, without overlap)."""
    total = 0
    for at in range(bisect_right(spans, start, key=lambda span: span[1]), len(spans)):
        if spans[at][0] >= end:
            break
        total += min(spans[at][1], end) - max(spans[at][0], start)
    return total


def _places(pieces: list[Piece]) -> list[Place]:
    out, found = 0, []
    for piece in pieces:
        end = out + len(piece.output)
        if end > out:
            found.append(Place(out, end, piece.start, piece.end, piece.rule == "text"))
        out = end
    return found


def _first_last(places: list[Place], starts: list[int], start: int, end: int) -> tuple[int, int]:
    """First and last raw line behind `start` to `end` of a block's output."""
    lines = [line_of(starts, place.start) for place in _within(places, start, end)]
    return (min(lines), max(lines)) if lines else (0, 0)


def _texts(manifest: Manifest) -> pd.DataFrame:
    columns = [
        "title",
        "author",
        "institution",
        "voice",
        "voice_basis",
        "genre",
        "language",
        "date",
        "date_basis",
        "translation_of",
        "in_comparison",
        "full_text_public",
    ]
    rows = [(t.id, t.source, *(getattr(t, column) for column in columns)) for t in manifest.texts]
    return pd.DataFrame(rows, columns=["text_id", "source_id", *columns])


def _frame(rows: dict[str, list[tuple]], table: str, columns: str) -> pd.DataFrame:
    names = columns.split()
    if not rows[table]:  # an empty table has its types too
        return pd.DataFrame({name: pd.Series(dtype=_TYPES.get(name, "str")) for name in names})
    values = zip(*rows[table], strict=True)
    return pd.DataFrame({name: list(column) for name, column in zip(names, values, strict=True)})


_TYPES = dict.fromkeys(
    ("characters", "lines", "n", "first_line", "last_line", "start", "end", "order", "line", "column"), "int64"
) | {"in_quotes": "float64"}
