"""Footnotes: which note is called in which sentence, and how far from a sentence the nearest note stands."""

from __future__ import annotations

import re

import pandas as pd

from .load import Corpus
from .rules import READ

LABEL, NEXT, FOOT = "label", "next", "foot"
"""How a note was placed: by its number, as the next below a call that cannot be read, or by where its text stands."""
_CIRCLED = {c: str(n) for n, c in enumerate("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", 1)} | dict(zip("¹²³", "123", strict=True))


def footnotes(corpus: Corpus) -> pd.DataFrame:
    r"""note_id, text_id, label, sentence_id, placed, basis: a row for every call and for every note without one.

    A call belongs to the sentence that it is glued to. It calls the note with its number, where numbers start anew on
    each page the next one below; a call that cannot be read calls the first note below that no other call takes.
    `note_id` is empty for a call whose note is not in the file. A note without a call is not `placed`: its sentence is
    the last one that stands before it in the file. Captions are no footnotes. `basis` says how it was placed.

    >>> from helpers.corpus.load import corpus_of
    >>> notes = {"stream": "note", "match": "①"}
    >>> footnotes(corpus_of(zh={"a": "全球①治理。\n① 注。"}, calls="circled", stream=[notes])).values.tolist()
    [['a:note-1', 'a', '1', 'a:1.1', True, 'label']]
    """
    order = {sentence_id: n for n, sentence_id in enumerate(corpus.sentences["sentence_id"])}
    notes = _notes(corpus)
    rows: list[tuple] = []
    for text_id, calls in _calls(corpus).groupby("text_id", sort=False):
        own = notes[notes["text_id"] == text_id]
        once = not own["label"].duplicated().any() and not calls.loc[calls["label"] != "", "label"].duplicated().any()
        taken: set[str] = set()
        for call in calls.sort_values("label", key=lambda labels: labels == "", kind="stable").itertuples():
            fits = own[(own["label"] == call.label) if call.label else ~own["note_id"].isin(taken)]
            fits = fits if once and call.label else fits[fits["start"] > call.start]
            note_id = fits["note_id"].iloc[0] if len(fits) else ""
            taken.add(note_id)
            rows.append((note_id, text_id, call.label, call.sentence_id, True, LABEL if call.label else NEXT))
    called = {row[0] for row in rows}
    for note in notes[~notes["note_id"].isin(called)].itertuples():
        rows.append((note.note_id, note.text_id, note.label, _before(corpus, note.text_id, note.start), False, FOOT))
    table = pd.DataFrame(rows, columns=["note_id", "text_id", "label", "sentence_id", "placed", "basis"])
    return table.sort_values("sentence_id", key=lambda ids: ids.map(order), kind="stable", ignore_index=True)


def near(corpus: Corpus, notes: pd.DataFrame, sentence_ids: list[str]) -> pd.DataFrame:
    r"""sentence_id, note_id, distance, placed: for each sentence the footnotes called in it, else the nearest one.

    `distance` is the number of sentences from the sentence to that of the note, 0 in the same one and a call in it,
    negative where the note stands before; `note_id` joins several by `; `, and is empty where the note that is called
    is not in the file. Missing for a text without notes. A note that is not placed stands at the foot of its page, so
    its distance is that to the foot and never 0.

    >>> from helpers.corpus.load import corpus_of
    >>> notes = {"stream": "note", "match": "①"}
    >>> corpus = corpus_of(zh={"a": "全球①治理。多边。\n① 注。"}, calls="circled", stream=[notes])
    >>> near(corpus, footnotes(corpus), ["a:1.1", "a:1.2"])[["note_id", "distance"]].values.tolist()
    [['a:note-1', 0], ['a:note-1', -1]]
    """
    place = {s: n for n, s in enumerate(corpus.sentences["sentence_id"])}
    notes = notes.assign(at=notes["sentence_id"].map(place))
    rows = []
    for sentence_id in sentence_ids:
        own = notes[notes["text_id"] == sentence_id.rsplit(":", 1)[0]]
        here = own[(own["sentence_id"] == sentence_id) & own["placed"]]
        if len(here):
            rows.append((sentence_id, "; ".join(filter(None, here["note_id"])), 0, True))
        elif len(own := own[own["note_id"] != ""]):
            distance = own["at"] - place[sentence_id]
            distance = distance + (~own["placed"] & distance.ge(0)).astype(int)  # behind it, seen from the next one
            nearest = distance.abs().idxmin()
            rows.append((sentence_id, own.loc[nearest, "note_id"], int(distance[nearest]), own.loc[nearest, "placed"]))
    return pd.DataFrame(rows, columns=["sentence_id", "note_id", "distance", "placed"])


def _calls(corpus: Corpus) -> pd.DataFrame:
    """text_id, start, label, sentence_id: footnote calls in reading order; an unreadable one has no label."""
    rows = []
    for source_id, ledger in corpus.ledger.groupby("source_id", sort=False):
        raw = corpus.raw[source_id]
        before = None
        for piece in ledger.sort_values("order", kind="stable").itertuples():
            if piece.rule == "call":
                label = _label(raw[piece.start : piece.end])
                rows.append((piece.text_id, piece.start, label, _at(corpus, piece.text_id, before)))
            elif piece.stream in READ:
                before = piece.end - 1
    return pd.DataFrame(rows, columns=["text_id", "start", "label", "sentence_id"])


def _notes(corpus: Corpus) -> pd.DataFrame:
    """note_id, text_id, label, start: notes with their number and where they begin in the raw file."""
    notes = corpus.notes[corpus.notes["stream"] == "note"]
    source = corpus.texts.set_index("text_id")["source_id"]
    starts = [corpus.line_starts[source[n.text_id]][n.first_line - 1] for n in notes.itertuples()]
    return notes.assign(label=[_label(text) for text in notes["text"]], start=starts)[
        ["note_id", "text_id", "label", "start"]
    ].reset_index(drop=True)


def _label(printed: str) -> str:
    """The number of a call or of the note that begins so, empty where it cannot be read.

    >>> _label("^②"), _label("² Zhao Kejin"), _label("41"), _label("[©]")
    ('2', '2', '41', '')
    """
    found = re.match(r"\^?(\d+|[①-⑳¹²³])", printed)
    return _CIRCLED.get(found[1], found[1]) if found else ""


def _at(corpus: Corpus, text_id: str, raw: int) -> str:
    """The sentence that holds a character of the raw file, or the white space behind it."""
    begins = [(a, s) for s, spans in _sentence_spans(corpus, text_id) for a, _ in spans if a <= raw]
    return max(begins)[1] if begins else ""


def _before(corpus: Corpus, text_id: str, raw: int) -> str:
    """The sentence that ends last in the raw file before a place of it."""
    ends = [(b, s) for s, spans in _sentence_spans(corpus, text_id) for _, b in spans if b <= raw]
    return max(ends)[1] if ends else ""


def _sentence_spans(corpus: Corpus, text_id: str) -> list[tuple[str, list[tuple[int, int]]]]:
    own = corpus.sentences[corpus.sentences["text_id"] == text_id]
    return [(s.sentence_id, corpus.spans(s.paragraph_id, s.start, s.end)) for s in own.itertuples(index=False)]
