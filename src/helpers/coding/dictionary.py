"""A codebook applied by machine: who is spoken of (the gate), and what is said (the codes)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pandas as pd

from ..corpus.load import Corpus
from ..corpus.raw import raw_lines
from ..declarations.tables import read_csv
from ..mentions import speakers
from ..text.patterns import Hit, begins, stands
from ..text.quotation import quoted
from .codebook import DESCRIBED, GROUP_VOICE, NAMED, NONE, UNSAID, Codebook


def gated(book: Codebook, sentences: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Which sentences speak of the target, and the hits that say so.

    `sentences`: unit_id, paragraph_id, text, in reading order, and speaks_for where it is known whose texts they are.
    Gives (1) unit_id, naming (`named`, `described`, or empty: does not pass), rule (`name`, `description`, `own voice`,
    `goes on`, `quotation goes on`); (2) unit_id, pattern, kind, form, start, end (in the sentence), surface.
    A description that `needs` its paragraph passes where the paragraph names the target or a sentence before it does
    pass; one that needs the sentence before (`its`, `其`) where that one passes and this one names nobody of `turn`. A
    sentence with own words passes where its text speaks for the target (see `own_words`), and one that goes on where
    the one before it passes: by its opening, or where a code stands in it and it names nobody else (see `_carried`).

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
    unit_ids, texts = sentences["unit_id"].tolist(), sentences["text"].tolist()
    agents = sentences["speaks_for"].tolist() if "speaks_for" in sentences else []
    rows, hits = [], []
    for n, naming, rule, found in passing(book, sentences["paragraph_id"].tolist(), texts, agents):
        unit_id, text = unit_ids[n], texts[n]
        rows.append((unit_id, naming, rule))
        hits += [
            (unit_id, hit.pattern.id, hit.pattern.kind, hit.form, hit.start, hit.end, text[hit.start : hit.end])
            for hit in found
        ]
    columns = ["unit_id", "pattern", "kind", "form", "start", "end", "surface"]
    return (
        pd.DataFrame(rows, columns=["unit_id", "naming", "rule"], dtype="str"),
        _typed(hits, columns),
    )


def passing(
    book: Codebook, paragraphs: Sequence[str], texts: Sequence[str], agents: Sequence[str] = ()
) -> Iterator[tuple[int, str, str, list[Hit]]]:
    """The number of each sentence, its naming and rule, and the hits that say so (see `gated`), paragraph by paragraph.

    `paragraphs` has the id of the paragraph of each of the sentences `texts`, `agents` for whom its text speaks (empty:
    for nobody that is known).

    >>> from helpers.coding import example
    >>> [row[:3] for row in passing(example.read()[1], ["a", "a"], ["Ruritania trades.", "It left."])]
    [(0, 'named', 'name'), (1, '', '')]
    """
    found = book.gate_finder.all_hits(texts)
    units: dict[str, list[int]] = {}
    for n, paragraph in enumerate(paragraphs):
        units.setdefault(paragraph, []).append(n)
    ids = {said: _reporting_words().agent(said) for said in set(agents)}
    agents = [ids[said] for said in agents]
    spoken = any(agent in book.own for agent in agents)
    for numbers in units.values():
        inside = [texts[n] for n in numbers]
        own = _own_voice(book, inside, [agents[n] for n in numbers]) if spoken else [[] for _ in numbers]
        if not any(found[n] for n in numbers) and not any(own):
            yield from ((n, "", "", []) for n in numbers)
            continue
        naming_it = [n for n in numbers if any(hit.pattern.target == NAMED for hit in found[n])]
        named, last = bool(naming_it), max(naming_it, default=-1)
        before = ""
        goes_on = _in_quotation(inside)
        for n, goes, ours in zip(numbers, goes_on, own, strict=True):
            named = named or bool(before)
            held = [hit for hit in found[n] if named or not hit.pattern.needs]
            naming, rule = _passes(held)
            if not naming and ours:
                naming, rule = DESCRIBED, "own voice"
            elif not naming and before:
                rule, after = _follows(book, texts[n], before, goes, n < last)
                naming, held = (DESCRIBED if rule else ""), [*held, *after]
            hits = [*held, *ours] if naming else []
            yield n, naming, rule, sorted(hits, key=lambda hit: (hit.start, -hit.end))
            before = texts[n] if naming else ""


def _typed(hits: list[tuple], columns: list[str]) -> pd.DataFrame:
    """Hits as a table whose places are numbers even where there is no hit."""
    return pd.DataFrame(hits, columns=columns).astype({"start": "int64", "end": "int64"})


def _follows(book: Codebook, text: str, before: str, goes: bool, between: bool) -> tuple[str, list[Hit]]:
    """The rule by which a sentence passes behind one that does (empty: it does not), and the hits that say so.

    `goes`: it stands in a quotation of the one `before`; `between`: the paragraph names the target further on.
    """
    if goes:
        return "quotation goes on", []
    if _goes_on(book, text, before):
        return "goes on", []
    if stands(book.turn, text):
        return "", []
    after = book.after_finder.hits(text)
    return ("description" if after else "goes on" if _carried(book, text, between) else ""), after


def _passes(hits: Sequence[Hit]) -> tuple[str, str]:
    namings = {hit.pattern.target for hit in hits}
    if NAMED in namings:
        return NAMED, "name"
    return (DESCRIBED, "description") if DESCRIBED in namings else ("", "")


def own_words(book: Codebook, text: str, speaks_for: str, others: Sequence[tuple[int, int]] = ()) -> list[Hit]:
    """Where a sentence speaks of the target as its own: the words `own_words` of a text that speaks for it.

    `speaks_for` is the agent whose text it is (empty: none is known), `others` are spans of the sentence in which
    somebody else speaks. A word in capitals among small letters is a name (US) and no own word (us). Words of a
    group's voice count in the text of a group alone.

    >>> from dataclasses import replace
    >>> from helpers.coding import example
    >>> from helpers.text.patterns import Pattern
    >>> words = Pattern("own", "described", ("us", "我国"))
    >>> book = replace(example.read()[1], own=("ruritania",), own_words=(words,))
    >>> [hit.start for hit in own_words(book, "The US is with us.", "ruritania")], own_words(book, "我国开战。", "un")
    ([15], [])
    """
    if speaks_for not in book.own:
        return []
    return [
        hit
        for hit in book.own_finder.hits(text)
        if (hit.pattern.id != GROUP_VOICE or speaks_for in book.groups)
        and not (hit.form.islower() and text[hit.start : hit.end].isupper() and not text.isupper())
        and not any(start <= hit.start < end for start, end in others)
    ]


def _own_voice(book: Codebook, texts: list[str], agents: list[str]) -> list[list[Hit]]:
    """The own words of each sentence of a paragraph, without those in a quotation from somebody else."""
    found = [own_words(book, text, agent) for text, agent in zip(texts, agents, strict=True)]
    if not any(found) or not any(quotes := _quotes(texts)):
        return found
    bare = [len(text.strip('“”"「」『』')) or 1 for text in texts]  # a short sentence may stand wholly inside too
    shares = [sum(b - a for a, b in spans) / n for spans, n in zip(quotes, bare, strict=True)]
    reporting = _reporting_words()
    paragraph = pd.DataFrame({"unit_id": range(len(texts)), "paragraph_id": "", "text": texts, "in_quotes": shares})
    said = speakers.attribute(reporting, paragraph)
    for n, (by, speaker) in enumerate(zip(said["attribution"], said["speaker"], strict=True)):
        if by in (speakers.NAMED, speakers.UNNAMED) and reporting.speaks_for.get(speaker) != agents[n]:
            found[n] = own_words(book, texts[n], agents[n], quotes[n])
    return found


@cache
def _reporting_words() -> speakers.ReportingWords:
    return speakers.read_reporting_words()


_OPENING = re.compile(r"[\"“‘'(]*(?:(?:However|But|And|Yet|Thus|Also|In fact|Moreover|Furthermore|Meanwhile)\b,?\s*)?")


def _goes_on(book: Codebook, text: str, before: str) -> bool:
    """Whether a sentence goes on about the target of the one `before`, which passes.

    An opening of `go_on` stands at its beginning, or behind an opening phrase ("In the end, they ...").

    >>> from dataclasses import replace
    >>> from helpers.coding import example
    >>> book = replace(example.read()[1], go_on=("it", "该国"), turn=("Arcadia",))
    >>> goes = ["By 2020, it had left.", "该国退出。", "Arcadia said, it had left.", "去年该国退出。"]
    >>> [_goes_on(book, text, "Ruritania trades.") for text in goes]
    [True, True, False, False]
    """
    opening = _OPENING.match(text).end()
    if begins(book.turn, text, opening):
        return False
    if before.endswith(("；", ";")):  # the same sentence, cut at a semicolon
        return True
    comma = text.find(", ", opening, opening + 60)  # behind an opening phrase: "In the end, they ..."
    places = [opening, *([comma + 2] if comma > 0 else [])]
    return any(begins(book.go_on, text, place) for place in places)


def _carried(book: Codebook, text: str, between: bool) -> bool:
    """Whether a sentence behind one that passes, which names nobody of `turn`, goes on by what it says: by a code.

    It has no word that the codebook sets `apart`, or the codebook asks whether its paragraph names the target again
    further on (`between`).
    """
    alone = (bool(book.apart) and not stands(book.apart, text)) or (book.between and between)
    return alone and bool(book.code_finder.hits(text))


def _quotes(texts: list[str]) -> list[list[tuple[int, int]]]:
    """The parts of each sentence of a paragraph that stand inside quotation marks, counted in the sentence."""
    spans, parts, at = quoted(" ".join(texts)), [], 0
    for text in texts:
        end = at + len(text)
        parts.append([(max(a, at) - at, min(b, end) - at) for a, b in spans if a < end and at < b])
        at = end + 1
    return parts


def _in_quotation(texts: list[str]) -> list[bool]:
    """Whether each sentence of a paragraph begins inside a quotation of the one before, or takes it up again."""
    inside = [any(start == 0 for start, _ in spans) for spans in _quotes(texts)]
    again = [n > 0 and text[:1] in ("“", '"') for n, text in enumerate(texts)]
    return [a or b for a, b in zip(inside, again, strict=True)]


def apply(book: Codebook, sentences: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """A codebook applied to sentences (unit_id, paragraph_id, text and perhaps speaks_for, in reading order).

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
    texts = dict(zip(sentences["unit_id"], sentences["text"], strict=True))
    given = [texts[unit_id] for unit_id in gate["unit_id"]]
    rows, hits = [], []
    every = zip(gate.itertuples(index=False, name=None), given, code_hits(book, gate["naming"], given), strict=True)
    for (unit_id, naming, rule), text, found in every:
        agent = _agent(book, text) if not naming and found else ""
        rows.append((unit_id, naming, rule, codes_of(book, found) if naming else "", agent))
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


def code_hits(book: Codebook, namings: Iterable[str], texts: Sequence[str]) -> Iterator[list[Hit]]:
    """The hits of each sentence: of codes where the gate is passed (`namings` is not empty), else of charges.

    >>> from helpers.coding import example
    >>> book, texts = example.read()[1], ["Ruritania trades.", "It trades."]
    >>> [[hit.form for hit in hits] for hits in code_hits(book, ["named", ""], texts)]
    [['trade*'], []]
    """
    namings = list(namings)
    passed = [text for text, naming in zip(texts, namings, strict=True) if naming]
    others = [text for text, naming in zip(texts, namings, strict=True) if not naming] if book.charges else []
    coded, charged = iter(book.code_finder.all_hits(passed)), iter(book.charge_finder.all_hits(others))
    for naming in namings:
        yield next(coded) if naming else next(charged, [])


def codes_of(book: Codebook, hits: Iterable[Hit]) -> str:
    """The codes of a sentence that passes the gate, joined by `;` in the codebook's order; `none` without any.

    >>> from helpers.coding import example
    >>> codes_of(example.read()[1], [])
    'none'
    """
    targets = {hit.pattern.target for hit in hits}
    return ";".join(code.id for code in book.codes if code.id in targets) or NONE


def _agent(book: Codebook, text: str) -> str:
    """Who is charged: the first agent, in the codebook's order, that a pattern finds."""
    return next((p.target for p in book.agents if stands(p.forms, text) and p.holds(text)), UNSAID)


def read_sentences(path: Path) -> pd.DataFrame:
    r"""unit_id, paragraph_id, text, speaks_for from a CSV with unit_id, text_id, paragraph, sentence, in reading order.

    A column speaks_for says for which agent a text speaks (empty: for none), where the file has one. Raises
    `CorpusError` where the file cannot be read, a column is missing or a unit stands twice.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "mine.csv"
    ...     _ = path.write_text("unit_id,text_id,paragraph,sentence\nu1,t,3,中国开战。\n", encoding="utf-8")
    ...     read_sentences(path).values.tolist()
    [['u1', 't:3', '中国开战。', '']]
    """
    table = read_csv(path, ("unit_id", "text_id", "paragraph", "sentence"), "give its path", "unit_id")
    paragraph = table["text_id"] + ":" + table["paragraph"]
    speaks_for = table["speaks_for"].str.strip() if "speaks_for" in table else ""
    return pd.DataFrame(
        {"unit_id": table["unit_id"], "paragraph_id": paragraph, "text": table["sentence"], "speaks_for": speaks_for}
    )


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
