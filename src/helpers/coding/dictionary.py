"""A codebook applied by machine: who is spoken of (the gate), and what is said (the codes)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from ..corpus.load import Corpus
from ..corpus.raw import raw_lines
from ..declarations.tables import read_csv
from ..text.patterns import Hit, compiled_form, stands
from ..text.quotation import quoted
from .codebook import DESCRIBED, NAMED, NONE, UNSAID, Codebook


def gated(book: Codebook, sentences: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Which sentences speak of the target, and the hits that say so.

    `sentences`: unit_id, paragraph_id, text, in reading order. Gives (1) unit_id, naming (`named`, `described`, or
    empty: does not pass), rule (`name`, `description`, `goes on`, `quotation goes on`); (2) unit_id, pattern, kind,
    form, start, end (in the sentence), surface.
    A description that `needs` its paragraph passes where the paragraph names the target, a sentence that goes on where
    the one before it passes.

    >>> from helpers.coding import example
    >>> from helpers.corpus.selection import countable
    >>> corpus, book = example.read()
    >>> sentences = countable(corpus)
    >>> passing, hits = gated(book, sentences)
    >>> passing["naming"].tolist()
    ['named', '', 'named', '', 'named', '']
    >>> hits[["unit_id", "kind", "start", "end", "surface"]].values.tolist()[1:]
    [['paper:2.1', 'country', 6, 15, 'Ruritania'], ['wen:1.1', 'country', 0, 2, '鲁国']]
    """
    rows, hits = [], []
    for _, paragraph in sentences.groupby("paragraph_id", sort=False):
        units = list(paragraph[["unit_id", "text"]].itertuples(index=False, name=None))
        found = [book.gate_finder.hits(text) for _, text in units]
        named = any(hit.pattern.target == NAMED for hits_ in found for hit in hits_)
        before, goes_on = False, _in_quotation([text for _, text in units])
        for n, (unit_id, text) in enumerate(units):
            naming, rule = _passes(found[n], named)
            if not naming and before:
                if goes_on[n]:
                    naming, rule = DESCRIBED, "quotation goes on"
                elif _goes_on(book, text, units[n - 1][1]):
                    naming, rule = DESCRIBED, "goes on"
            rows.append((unit_id, naming, rule))
            hits += [
                (unit_id, hit.pattern.id, hit.pattern.kind, hit.form, hit.start, hit.end, text[hit.start : hit.end])
                for hit in found[n]
                if naming and (named or not hit.pattern.needs)
            ]
            before = bool(naming)
    columns = ["unit_id", "pattern", "kind", "form", "start", "end", "surface"]
    return (
        pd.DataFrame(rows, columns=["unit_id", "naming", "rule"], dtype="str"),
        _typed(hits, columns),
    )


def _typed(hits: list[tuple], columns: list[str]) -> pd.DataFrame:
    """Hits as a table whose places are numbers even where there is no hit."""
    return pd.DataFrame(hits, columns=columns).astype({"start": "int64", "end": "int64"})


def _passes(hits: Sequence[Hit], named: bool) -> tuple[str, str]:
    namings = {hit.pattern.target for hit in hits if named or not hit.pattern.needs}
    if NAMED in namings:
        return NAMED, "name"
    return (DESCRIBED, "description") if DESCRIBED in namings else ("", "")


_OPENING = re.compile(r"[\"“‘'(]*(?:(?:However|But|And|Yet|Thus|Also|In fact|Moreover|Furthermore|Meanwhile)\b,?\s*)?")


def _goes_on(book: Codebook, text: str, before: str) -> bool:
    opening = _OPENING.match(text).end()
    if any(compiled_form(form).match(text, opening) for form in book.turn):
        return False
    if before.endswith(("；", ";")):  # the same sentence, cut at a semicolon
        return True
    comma = text.find(", ", opening, opening + 60)  # behind an opening phrase: "In the end, they ..."
    places = [opening, *([comma + 2] if comma > 0 else [])]
    return any(compiled_form(form).match(text, place) for form in book.go_on for place in places)


def _in_quotation(texts: list[str]) -> list[bool]:
    """Whether each sentence of a paragraph begins inside a quotation of the one before, or takes it up again."""
    spans, begins, at = quoted(" ".join(texts)), [], 0
    for text in texts:
        begins.append(at)
        at += len(text) + 1
    inside = [any(a <= begin < b for a, b in spans) for begin in begins]
    again = [n > 0 and text[:1] in ("“", '"') for n, text in enumerate(texts)]
    return [a or b for a, b in zip(inside, again, strict=True)]


def apply(book: Codebook, sentences: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """A codebook applied to sentences (unit_id, paragraph_id, text, in reading order).

    Gives (1) unit_id, naming, rule, codes (joined by `;` in the codebook's order, `none` where no pattern finds
    anything, empty where the gate is not passed), agent (of a charge, where the gate is not passed and the codebook
    asks for charges); (2) the hits of codes and charges: unit_id, code, pattern, form, start, end, surface; (3) those
    of the gate (see `gated`).

    >>> from helpers.coding import example
    >>> from helpers.corpus.selection import countable
    >>> corpus, book = example.read()
    >>> sentences = countable(corpus)
    >>> found, hits, gate_hits = apply(book, sentences)
    >>> found[["codes", "agent"]].values.tolist()
    [['war', ''], ['', ''], ['trade;praise', ''], ['', 'west'], ['war', ''], ['', '']]
    >>> hits.loc[hits["unit_id"] == "wen:1.1", ["code", "start", "end", "surface"]].values.tolist()
    [['war', 2, 4, '开战']]
    """
    gate, gate_hits = gated(book, sentences)
    order = [code.id for code in book.codes]
    rows, hits = [], []
    for (unit_id, naming, rule), text in zip(gate.itertuples(index=False, name=None), sentences["text"], strict=True):
        found = (book.code_finder if naming else book.charge_finder).hits(text)
        targets = {hit.pattern.target for hit in found}
        codes = ";".join(code for code in order if code in targets) or NONE if naming else ""
        agent = _agent(book, text) if not naming and found else ""
        rows.append((unit_id, naming, rule, codes, agent))
        hits += [
            (unit_id, hit.pattern.target, hit.pattern.id, hit.form, hit.start, hit.end, text[hit.start : hit.end])
            for hit in found
        ]
    columns = ["unit_id", "code", "pattern", "form", "start", "end", "surface"]
    return (
        pd.DataFrame(rows, columns=["unit_id", "naming", "rule", "codes", "agent"], dtype="str"),
        _typed(hits, columns),
        gate_hits,
    )


def _agent(book: Codebook, text: str) -> str:
    """Who is charged: the first agent, in the codebook's order, that a pattern finds."""
    return next((p.target for p in book.agents if stands(p.forms, text) and p.holds(text)), UNSAID)


def read_sentences(path: Path) -> pd.DataFrame:
    r"""unit_id, paragraph_id, text from a CSV with unit_id, text_id, paragraph, sentence, in reading order.

    Raises `CorpusError` where the file cannot be read, a column is missing or a unit stands twice.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "mine.csv"
    ...     _ = path.write_text("unit_id,text_id,paragraph,sentence\nu1,t,3,中国开战。\n", encoding="utf-8")
    ...     read_sentences(path).values.tolist()
    [['u1', 't:3', '中国开战。']]
    """
    table = read_csv(path, ("unit_id", "text_id", "paragraph", "sentence"), "give its path", "unit_id")
    paragraph = table["text_id"] + ":" + table["paragraph"]
    return pd.DataFrame({"unit_id": table["unit_id"], "paragraph_id": paragraph, "text": table["sentence"]})


def codebook_hits(corpus: Corpus, hits: pd.DataFrame, gate_hits: pd.DataFrame) -> pd.DataFrame:
    """n, text_id, sentence_id, part, found, pattern, form, surface, start, end, first_line, last_line: a row a hit.

    `hits` and `gate_hits` are those of `apply`, whose places are in the sentence; here they are in the
    paragraph, with the raw lines behind them. In reading order.

    >>> from helpers.coding import example
    >>> from helpers.corpus.selection import countable
    >>> corpus, book = example.read()
    >>> sentences = countable(corpus)
    >>> _, hits, gate_hits = apply(book, sentences)
    >>> table = codebook_hits(corpus, hits, gate_hits)
    >>> table[["sentence_id", "part", "found", "surface", "first_line"]].values.tolist()[:2]
    [['paper:1.1', 'gate', 'country', 'Ruritania', 1], ['paper:1.1', 'code', 'war', 'war', 1]]
    """
    every = pd.concat(
        [
            gate_hits.assign(part="gate", found=gate_hits["kind"]),
            hits.assign(part=hits["code"].where(hits["code"] == "charge", "code"), found=hits["code"]),
        ]
    )
    places = corpus.sentences.set_index("sentence_id")[["text_id", "paragraph_id", "start"]]
    every = every.join(places.rename(columns={"start": "begin"}), on="unit_id")
    order = {sentence_id: n for n, sentence_id in enumerate(places.index)}
    every = every.assign(
        sentence_id=every["unit_id"],
        start=every["start"] + every["begin"],
        end=every["end"] + every["begin"],
        order=every["unit_id"].map(order),
    ).sort_values(["order", "start", "end", "part", "pattern", "form"], ignore_index=True)
    lines = [raw_lines(corpus, hit.paragraph_id, hit.start, hit.end)["line"] for hit in every.itertuples()]
    columns = ["text_id", "sentence_id", "part", "found", "pattern", "form", "surface", "start", "end"]
    table = every[columns].assign(first_line=[int(n.min()) for n in lines], last_line=[int(n.max()) for n in lines])
    table.insert(0, "n", range(1, len(table) + 1))
    return table
