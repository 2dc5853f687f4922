"""The way back: from a sentence or a place in a paragraph to the raw lines of its file."""

from __future__ import annotations

import pandas as pd

from ..errors import CorpusError
from .lines import line_of
from .load import Corpus
from .rules import READ


def raw_lines(corpus: Corpus, thing: str, start: int | None = None, end: int | None = None) -> pd.DataFrame:
    r"""The raw lines behind a sentence or paragraph, or behind `start` to `end` of its paragraph's text.

    Gives source_id, line, first_column, last_column (from 1) and raw (the whole line as it stands in the file), in
    reading order. Raises `CorpusError` for an unknown id.

    >>> from helpers.corpus.load import corpus_of
    >>> raw_lines(corpus_of(en={"a": "One two\nthree. Four."}, layout="wrapped"), "a:1.1").values.tolist()
    [['a', 1, 1, 7, 'One two'], ['a', 2, 1, 6, 'three. Four.']]
    """
    paragraph_id = thing.rsplit(".", 1)[0] if thing not in corpus.origins else thing
    if paragraph_id not in corpus.origins:
        raise CorpusError(f"{thing!r} is no paragraph or sentence of this corpus; take an id from its tables")
    if thing != paragraph_id and start is None and end is None:
        sentence = corpus.sentences.loc[corpus.sentences["sentence_id"] == thing]
        if sentence.empty:
            raise CorpusError(f"{thing!r} is no sentence of this corpus; take an id from its tables")
        start, end = int(sentence["start"].iloc[0]), int(sentence["end"].iloc[0])
    source = corpus.source_of[paragraph_id.rsplit(":", 1)[0]]
    content, starts = corpus.raw[source], corpus.line_starts[source]
    rows = []
    length = corpus.origins[paragraph_id][-1].out_end
    for a, b in corpus.spans(paragraph_id, start or 0, length if end is None else end):
        for line in range(line_of(starts, a), line_of(starts, b - 1) + 1):
            begin = starts[line - 1]
            text = content[begin : starts[line] if line < len(starts) else len(content)].rstrip("\r\n")
            first, last = max(a - begin, 0), min(b - begin, len(text))
            if rows and rows[-1][1] == line and rows[-1][3] <= first:
                rows[-1] = (source, line, rows[-1][2], last, text)
            elif first < last:
                rows.append((source, line, first + 1, last, text))
    return pd.DataFrame(rows, columns=["source_id", "line", "first_column", "last_column", "raw"])


def raw_context(corpus: Corpus, sentence_id: str) -> tuple[str, list[str]]:
    r"""The raw lines of a sentence as a reader of the file meets them, and the names of the traps they hold.

    Each stretch is given with its line number and whatever is glued to it (a footnote call); notes, captions and the
    like that stand between are named with their lines, and an ellipsis stands for other text of the line. Raises
    `CorpusError` for an unknown id.

    >>> from helpers.corpus.load import corpus_of
    >>> note = {"stream": "note", "match": "①"}
    >>> corpus = corpus_of(zh={"a": "全球①\n① 注。\n治理。好。"}, calls="circled", pages=True, stream=[note])
    >>> print(raw_context(corpus, "a:1.1")[0])
    1  全球①
       [2 to 2: note]
    3  治理。 …
    """
    rows = list(raw_lines(corpus, sentence_id).itertuples(index=False))
    streams = line_streams(corpus, rows[0].source_id).set_index("line")["stream"]
    calls, starts = _calls(corpus, rows[0].source_id), corpus.line_starts[rows[0].source_id]
    shown, traps, before = [], [], None
    for row in rows:
        if before is not None and row.line < before:
            traps.append("lines in reverse")
        between = [n for n in range((before or row.line) + 1, row.line) if streams[n] not in ("space", *READ)]
        if between:
            kinds = ", ".join(dict.fromkeys(streams[between]))
            shown.append(f"   [{between[0]} to {between[-1]}: {kinds}]")
            traps.append(f"{kinds} inside the sentence")
        elif before is not None and row.line > before + 1:
            traps.append("a blank line inside the sentence")
        first, last, begin = row.first_column - 1, row.last_column, starts[row.line - 1]
        while begin + first - 1 in calls:
            first -= 1
        while begin + last in calls:
            last += 1
        if not calls.isdisjoint(range(begin + first, begin + last)):
            traps.append("a footnote call glued to a word")
        left, right = "… " * bool(row.raw[:first].strip()), " …" * bool(row.raw[last:].strip())
        shown.append(f"{row.line}  {left}{row.raw[first:last]}{right}")
        before = row.line
    return "\n".join(shown), list(dict.fromkeys(traps))


def _calls(corpus: Corpus, source_id: str) -> set[int]:
    """The characters of a file, by their offsets, that are footnote calls inside a text."""
    of_file = corpus.ledger["source_id"] == source_id
    pieces = corpus.ledger[of_file & (corpus.ledger["rule"] == "call")]
    return {at for start, end in zip(pieces["start"], pieces["end"], strict=True) for at in range(start, end)}


def line_streams(corpus: Corpus, source_id: str) -> pd.DataFrame:
    r"""line, stream: every raw line of a file and the stream of its first piece that is not white space.

    Lines count from 1; a blank one is `space`. Raises `KeyError` for an unknown file.

    >>> from helpers.corpus.load import corpus_of
    >>> line_streams(corpus_of(en={"a": "One.\n\nTwo."}), "a").values.tolist()
    [[1, 'body'], [2, 'space'], [3, 'body']]
    """
    starts = corpus.line_starts[source_id]
    streams = ["space"] * len(starts)
    pieces = corpus.ledger[(corpus.ledger["source_id"] == source_id) & (corpus.ledger["stream"] != "space")]
    for start, stream in zip(reversed(pieces["start"].tolist()), reversed(pieces["stream"].tolist()), strict=True):
        streams[line_of(starts, start) - 1] = stream
    return pd.DataFrame({"line": range(1, len(starts) + 1), "stream": streams})
