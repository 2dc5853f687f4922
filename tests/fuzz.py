"""Malformed declarations, tables and texts: each gives a result or one sentence, at once and in little memory.

    python tests/fuzz.py                                  a long run: 100,000 cases over all kinds
    python tests/fuzz.py --kind manifest --cases 2000     some cases of one kind
    python tests/fuzz.py --kind manifest --seed 17        one case again: what was written, and what came of it

A case is a kind and a seed. From these a valid file (one of this project's, or a small one that stands here) is
mutated in its structure and read. What may come of it is a result, or a `CorpusError` of one line of at most 500
characters that names the file, within ten seconds of computing and 1 GB beyond what the program itself takes.

Cases run in processes of their own, one after another; a process that dies is a failure of the case it was at, and of
none if it dies after the last. A new kind is a row in `KINDS`: how a case is written, and how it is read.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import io
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, partial
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from conftest import CHINESE, ENGLISH, MANIFEST, write_corpus
from helpers import paths
from helpers.errors import CorpusError

LONGEST = 500
SECONDS = 10
MEMORY = 1_000_000_000

# --- what stands in a mutated file -----------------------------------------------------------------------------------

TEXTS = [
    *("", " ", "a", "B", "0", "-", "*", "**", "a*b", "* a", "a*", " ... ", "a ... b", "a ... b ... c ... d ... e", "…"),
    *("\n", "a\nb", "a\r\nb", "a\u2028b", "a\u0085b", "\t", "\ufeff", "\u200b", "\u202ea\u202c", "e\u0301", "\u0301"),
    *("\x00", "a\x00b", "\x1b[31m", "\x7f", "'", '"', "\\", "`", "$.source[0]", " - at `$.x`", "{}", "%s", "🏳️‍🌈"),
    *(
        "a" * 300,
        "中" * 5_000,
        "x" * 100_000,
        " ".join(["word"] * 2_000),
        " ... ".join(["a"] * 50),
        "a " * 100,
        "(" * 300,
    ),
    *(
        "../x",
        "../../etc/passwd",
        "/etc/passwd",
        "/dev/zero",
        ".",
        "..",
        "a/b",
        "lost.txt",
        "wen.txt",
        "a" * 300 + ".txt",
    ),
    *("1-99999999999", "1-999999999", "3-1", "0", "1-", "-1", "5", "5-9", "1-1-1", "٣", "1_000", "1.0", "1e400"),
    *(
        "(a+)+$",
        "(.|.)*x",
        "(a|aa)+$",
        "(?:.{0,60000}){0,60000}x",
        "(?R)",
        "[[a]",
        "[",
        "a{99999999999}",
        "(?:a{99}){99}",
    ),
    *("^", "$", ".", ".*", "\\d", "x{e<=2}", "(?P<a>.)(?P<a>.)", "(?i)US", "a(?i)", "\\N{BULLET}", "(?<=.*)a", "\\1"),
    *("2024", "2024-13", "2024-02-30", "0000", "9999-12-31", "20240101", "２０２４", "2024-1-1", "spring"),
    *(
        "en",
        "zh",
        "note",
        "body",
        "wrapped",
        "numbers",
        "circled",
        "gb18030",
        "utf-16",
        "us",
        "none",
        "other",
        "author",
    ),
    *("中国", "美国 ... 霸权", "全球治理*", "the", "THE", "United States", "U.S.", "=cmd()", "@sum", "<img onerror=x>"),
]
NUMBERS = [
    *(0, 1, -1, 2, 3, 7, 99, 10**6, 10**9, 2**31, 2**63, 2**64, -(2**63) - 1, 10**400),
    *(0.5, -0.0, 1e308, float("inf"), float("nan"), True, False),
]
DAYS = [
    datetime.date(2024, 2, 29),
    datetime.date(1, 1, 1),
    datetime.datetime(2024, 1, 1, 12),
    datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC),
    datetime.time(23, 59, 59),
]
KEYS = ["", "id", "en", "zh", "x", "lines", "a b", "a.b", "é", "…", "id ", "\n", "\x00", "`", "Id", "a" * 300]


class Raw(str):
    """TOML as it stands."""


RAW = [
    Raw("9" * 5_000),
    Raw("0x" + "f" * 6_000),
    Raw("0x" + "f" * 12),
    Raw("1979-05-27T07:32:00Z"),
    Raw("[" * 50 + "]" * 50),
    Raw("[" * 3_000 + "]" * 3_000),
    Raw("{a=" * 200 + "1" + "}" * 200),
    Raw("nope"),
    Raw("'''a\nb'''"),
    Raw('"\\ud800"'),
]


def odd(random: Random) -> Any:
    """A value that is seldom the right one."""
    kind = random.random()
    if kind < 0.5:
        return random.choice(TEXTS)
    if kind < 0.7:
        return random.choice(NUMBERS)
    if kind < 0.78:
        return random.choice(DAYS)
    if kind < 0.85:
        return random.choice(RAW)
    if kind < 0.93:
        return [odd(random) for _ in range(random.randrange(4))]
    return {random.choice(KEYS): odd(random) for _ in range(random.randrange(3))}


# --- TOML ------------------------------------------------------------------------------------------------------------


def written(value: Any) -> str:
    """A value as TOML."""
    if isinstance(value, Raw):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(key)} = {written(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)


def thinned(value: Any, random: Random, most: int) -> Any:
    """A declaration with at most so many entries in each list, in their order."""
    if isinstance(value, dict):
        return {key: thinned(item, random, most) for key, item in value.items()}
    if isinstance(value, list):
        kept = sorted(random.sample(range(len(value)), min(len(value), most)))
        return [thinned(value[n], random, most) for n in kept]
    return value


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every place of a declaration: the table or list, and the key or index in it."""
    found = []
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            found += [(value, key), *places(value[key])]
    return found


def mutate(tree: dict[str, Any], random: Random) -> None:
    """One change of structure or value."""
    if not tree:
        tree[random.choice(KEYS)] = odd(random)
    every = places(tree)
    (holder, key), (other, there) = random.choice(every), random.choice(every)
    value = holder[key]
    change = random.randrange(14)
    if change == 0:
        del holder[key]
    elif change == 1 and isinstance(holder, list):
        holder.insert(random.randrange(len(holder) + 1), value)  # the same entry twice
    elif change == 2 and isinstance(holder, dict):
        holder[random.choice(KEYS)] = holder.pop(key)
    elif change == 3 and isinstance(holder, dict) and key:
        holder[random.choice((key[:-1], key + "s", key.upper(), f" {key}"))] = holder.pop(key)
    elif change == 4:
        holder[key] = random.choice(([value], {"id": value}, [[value]], {str(key) or "x": value}))
    elif change == 5 and isinstance(value, list | dict) and value:
        holder[key] = next(iter(value.values() if isinstance(value, dict) else value))
    elif change == 6 and other in (holder, tree):
        other[there], holder[key] = value, other[there]
    elif change == 7 and not isinstance(other[there], dict | list):
        holder[key] = other[there]  # a reference to something else
    elif change == 8 and isinstance(value, str):
        at = random.randrange(len(value) + 1)
        holder[key] = value[:at] + random.choice(TEXTS) + value[at:]
    elif change == 9 and isinstance(value, str):
        holder[key] = random.choice((value.upper(), value[::-1], value[1:], value * 2, f" {value}", f"{value} "))
    elif change == 10 and isinstance(value, int):
        holder[key] = value + random.choice((-1, 1, 1000, -1000))
    elif change == 11 and isinstance(value, list) and len(places(value)) < 50 and len(every) < 5_000:
        holder[key] = value * random.choice((2, 100, 2_000))
    elif change == 12 and isinstance(holder, dict):
        holder[random.choice(KEYS)] = odd(random)
    else:
        holder[key] = odd(random)


def toml_case(seeds: Iterable[Path | str], name: str, random: Random, folder: Path) -> Path:
    """A declaration that is mutated in one to six places, or in its bytes."""
    seed = random.choice(list(seeds))
    tree = thinned(parsed(seed), random, random.choice((1, 2, 4)) if isinstance(seed, Path) else 99)
    for _ in range(random.choice((0, 1, 1, 1, 2, 3, 6))):
        mutate(tree, random)
    data = "".join(f"{written(key)} = {written(value)}\n" for key, value in tree.items()).encode()
    path = folder / name
    path.write_bytes(spoilt(data, random) if random.random() < 0.1 else data)
    return path


@cache
def parsed(seed: Path | str) -> dict[str, Any]:
    return tomllib.loads(seed.read_text(encoding="utf-8") if isinstance(seed, Path) else seed)


def spoilt(data: bytes, random: Random) -> bytes:
    """Bytes with a few of them changed, taken out, doubled or put in."""
    for _ in range(random.choice((1, 1, 3, 20))):
        at, length = random.randrange(len(data) + 1), random.choice((1, 1, 2, 10, 100))
        new = random.choice(
            (b"", data[at : at + length] * 2, random.randbytes(length), b"\x00", b"\r", b'"', b"\xef\xbb\xbf")
        )
        data = data[:at] + new + data[at + length :]
    return data


# --- tables and texts ------------------------------------------------------------------------------------------------


def csv_case(seed: str, name: str, random: Random, folder: Path) -> Path:
    """A table that is mutated in its rows, its marks or its encoding."""
    rows = list(csv.reader(io.StringIO(seed)))
    for _ in range(random.choice((0, 1, 1, 2, 5))):
        row = random.choice(rows)
        at = random.randrange(len(row) or 1)
        change = random.randrange(8)
        if change == 0:
            row[at : at + 1] = []
        elif change == 1:
            row.insert(at, random.choice(("", "x", row[0] if row else "")))
        elif change == 2:
            rows.insert(random.randrange(len(rows) + 1), list(row))
        elif change == 3:
            rows.insert(random.randrange(len(rows) + 1), [])
        elif change == 4 and len(rows) > 1:
            rows.remove(row)
        elif change == 5:
            rows.reverse()
        elif row:
            row[at] = random.choice((*TEXTS, "x" * 1_000_000))
    out = io.StringIO()
    separator, end = random.choice(",,,,;\t|"), random.choice(("\n", "\n", "\r\n", "\r"))
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=random.choice((0, 0, 1))).writerows(rows)
    text = out.getvalue()
    for _ in range(random.choice((0, 0, 0, 1, 3))):
        at = random.randrange(len(text) + 1)
        text = text[:at] + random.choice(('"', ",", ";", "\n", "\x00", "\r", '""', " ")) + text[at:]
    encoding = random.choice((*["utf-8"] * 6, "utf-8-sig", "utf-16", "gb18030", "latin-1"))
    data = text.encode(encoding, "replace")
    (folder / name).write_bytes(spoilt(data, random) if random.random() < 0.1 else data)
    return folder / name


def coders_case(random: Random, folder: Path) -> Path:
    """The files of two coders, one of which is mutated; gives the path of that one."""
    for name, seed in coders_files().items():
        (folder / name).write_text(seed, encoding="utf-8")
    name = random.choice(list(coders_files()))
    return csv_case(coders_files()[name], name, random, folder)


def characters(random: Random) -> str:
    """Text that is read in few places: of any script, with marks, controls, white space and ends of lines."""
    first, last = random.choice(((32, 126), (0, 31), (0x4E00, 0x9FFF), (0x2000, 0x206F), (0x3000, 0x303F), (0, 0x2FFF)))
    made = [chr(random.randint(first, last)) for _ in range(random.choice((0, 1, 10, 1_000)))]
    return "".join(
        random.choice((*made, "", " ", "\n", "\n\n", "\r", "。", ". ", "-\n", "①")) for _ in range(len(made) * 2)
    )


def text_case(random: Random, folder: Path) -> Path:
    """A file of bytes that may be no text, and the manifest of a few lines that README gives."""
    text = random.choice((ENGLISH, CHINESE, characters(random), random.choice(TEXTS) * random.randrange(3)))
    encoding = random.choice(
        (*["utf-8"] * 8, *("utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "big5", "latin-1"))
    )
    data = random.choice((text.encode(encoding, "replace"), text.encode("utf-8", "surrogatepass")))
    data = random.choice((data, data, spoilt(data, random), random.randbytes(random.choice((1, 100, 10_000)))))
    if random.random() < 0.002:
        data *= 5_000_000 // (len(data) or 1) // random.choice((1, 10))
    (folder / "a.txt").write_bytes(data)
    source = {"id": "a", "file": "a.txt", "layout": random.choice(("lines", "wrapped")), "pages": random.random() < 0.5}
    source |= {"hyphens": random.choice(("real", "split")), "calls": random.choice(("none", "circled"))}
    if random.random() < 0.3:
        source["encoding"] = random.choice(("gb18030", "big5", "utf-16", "cp1252"))
    tree = {"source": [source], "text": [{"id": "a", "source": "a", "language": random.choice(("en", "zh"))}]}
    path = folder / "corpus.toml"
    path.write_text("".join(f"{key} = {written(value)}\n" for key, value in tree.items()), encoding="utf-8")
    return path


# --- small declarations of our own -----------------------------------------------------------------------------------

RULED_TEXT = """Our Small Paper
by Nobody

Opening

The U.S. sent "two letters" to the As-
sembly in 2024. Each of them was answered
within a week.1

1 A note on the letters.

They went on in I929 [x] and
respect.
and trust, 2of states,

• A point about trade: us and them.
"""
RULED = """
[[source]]
id = "paper"
file = "paper.txt"
layout = "wrapped"
pages = true
hyphens = "split"
calls = "numbers"
last_call = 2
note_start = '^[0-9] '
stream = [
  { stream = "title", lines = ["1"], starts = "Our" },
  { stream = "byline", match = '^by ', count = 1 },
  { stream = "heading", lines = ["4"], starts = "Opening", count = 1, reason = "a heading" },
  { stream = "note", lines = ["9-11"], match = '^\\d+ [A-Z]', reason = "a note" },
]
paragraph_start = [{ line = 16, starts = "•", reason = "a new one" }]
paragraph_goes_on = [{ line = 12, starts = "They", reason = "the same one" }]
hyphen_exception = [{ line = 6, ends = "As-" }]
repair = [{ lines = [12], find = "I929", replace = "1929", reason = "digit" }]
aside = [{ line = 12, find = " [x]", stream = "furniture" }]
swap = [{ line = 14, call = "2" }]
order = [{ lines = "12-14", read = ["12", "14-13"] }]

[[text]]
id = "paper"
source = "paper"
language = "en"
lines = ["1-11", "12-16"]
"""
TERM_LIST = """
[english]
never_final = ["e.g."]
may_be_final = ["U.S."]
usual_first_words = ["The"]
[[name]]
id = "united-states"
en = ["U.S.", "United States"]
zh = ["美国"]
[chinese]
words = ["全球治理"]
[blockers]
en = ["Latin America"]
"""
BOOK = """
coding = "us"
[[family]]
id = "conduct"
label = "How it acts"
[[code]]
id = "letters"
family = "conduct"
label = "Letters"
[[code.pattern]]
id = "sent"
en = ["sent ... letter*", "answered"]
zh = ["需要 ... 主义"]
yes = ["It sent two letters."]
no = ["A letter came."]
[[gate.pattern]]
id = "named"
en = ["U.S."]
zh = ["美国"]
"""
COLUMNS = """
[letters]
title = "Letters"
description = "What is sent"
key = ["id"]
columns = [{ name = "id", type = "string", description = "A letter" }]
[answers]
like = "letters"
title = "Answers"
"""
SCHEMES = """
[[scheme]]
id = "two-voices"
text = "paper"
name_en = "us and them"
kind = "voices"
counted = 2
line = [9, 9]
also = [[6, 7]]
member = [
  { name = "us", line = [9, 9], renderings = ["us", "我们"] },
  { name = "them", line = [9, 9], renderings = ["them", "each of them"] },
]
"""
SOURCE = (
    'text_id,date,language,text\na,2024-05-01,en,"The U.S. sent a letter, and more."\nb,1.5.2024,,中国是发展中国家。\n'
)
TABLE = 'unit_id,text_id,paragraph,sentence\na,t,1,"The U.S. sent a letter, and more."\nb,t,1,中国是发展中国家。\n'


def coders_files() -> dict[str, str]:
    from helpers.coding.coders import fingerprint
    from helpers.corpus.selection import countable

    rows = countable(small_corpus())[["sentence_id", "text"]].itertuples(index=False, name=None)
    units = "".join(f"{unit},{unit},{fingerprint(text)},coder1 coder2\n" for unit, text in rows)
    return {
        "units.csv": f"unit_id,sentence_id,fingerprint,readers\n{units}",
        "us_coder1.csv": "unit_id,codes,reason\npaper:2.1,letters,\nwen:2.2,other,\n",
        "us_coder2.csv": "unit_id,codes,reason\npaper:2.1,letters,it was sent\n",
    }


# --- reading ---------------------------------------------------------------------------------------------------------


@cache
def small_corpus() -> Any:
    from helpers import load_corpus

    with tempfile.TemporaryDirectory() as folder:
        return load_corpus(write_corpus(Path(folder)))


def read_corpus(path: Path) -> None:
    from helpers import load_corpus

    corpus = load_corpus(path, term_list(path))
    assert corpus.ledger["characters"].sum() == corpus.sources["characters"].sum()


def term_list(beside: Path) -> Path:
    path = beside.parent / "terms.toml"
    path.write_text(TERM_LIST, encoding="utf-8")
    return path


def read_codebook(path: Path) -> None:
    from helpers.coding import codebook, dictionary
    from helpers.corpus import selection

    dictionary.apply(codebook.read_codebook(path), selection.countable(small_corpus()))


def read_terms(path: Path) -> None:
    from helpers.text import names, segmentation

    listed = names.read_terms(path)
    for text, language in ((ENGLISH, "en"), (CHINESE, "zh")):
        for start, end in segmentation.sentences(text, language, listed):
            segmentation.tokens(text[start:end], language, listed)


def read_concepts(path: Path) -> None:
    from helpers.mentions import concepts

    concepts.find(small_corpus(), concepts.read_concepts(path).concepts)


def read_institutions(path: Path) -> None:
    from helpers.mentions import institutions

    institutions.mentions(small_corpus(), institutions.read_bodies(path))


def read_sources(path: Path) -> None:
    from helpers.mentions import sources, speakers

    sources.find_citations(small_corpus(), sources.read_sources(path), speakers.read_reporting_words())


def read_quantities(path: Path) -> None:
    from helpers.mentions import quantities

    quantities.find_all(quantities.read_words(path), small_corpus())


def read_comparisons(path: Path) -> None:
    from helpers.mentions import acts

    acts.find_forms(acts.read_comparisons(path).patterns, small_corpus().sentences)


def read_attribution(path: Path) -> None:
    from helpers.corpus import selection
    from helpers.mentions import speakers

    speakers.attribute(speakers.read_reporting_words(path), selection.countable(small_corpus()))


def read_settings(path: Path) -> None:
    from helpers.compendium import sensitivity

    sensitivity.read_settings(path)


def read_schemes(path: Path) -> None:
    from helpers.mentions import schemes

    schemes.read_schemes(small_corpus(), path)


def read_evidence(path: Path) -> None:
    from helpers.pages import quotations

    quotations.read_evidence("02_framing_of_the_us", path)


def read_parameters(path: Path) -> None:
    from helpers.compendium import parameters

    parameters.read_bounds.__wrapped__(path)


def read_cells(path: Path) -> None:
    from helpers.compendium import cells

    cells.read_cells(path)


def read_glossary(path: Path) -> None:
    from helpers.compendium import glossary

    glossary.read_glossary(path)


def read_halves(path: Path) -> None:
    from helpers.coding import parts

    parts.read_halves(path.parent)


def read_source(path: Path) -> None:
    """As `measure` reads it: each text with what it looks like, and how its sentences are cut."""
    from helpers.measure import records, tables
    from helpers.text import segmentation

    terms = tables.Books().terms
    for record in records.open_source(path).records():
        for paragraph in records.paragraphs(record):
            segmentation.sentences(paragraph.text, record.language, terms)


def read_columns(path: Path) -> None:
    from helpers.pages import columns

    columns.read_columns(path)


def read_table(path: Path) -> None:
    from helpers.coding import codebook, dictionary

    dictionary.apply(codebook.read_codebook(book(path)), dictionary.read_sentences(path))


def read_coders(path: Path) -> None:
    from helpers.coding import codebook, coders

    coders.read_codings(small_corpus(), codebook.read_codebook(book(path)), path.parent)


def book(beside: Path) -> Path:
    path = beside.parent / "book.toml"
    path.write_text(BOOK, encoding="utf-8")
    return path


def read_citations(path: Path) -> None:
    from helpers.mentions import sources

    sources.read_citations(path, small_corpus(), sources.read_sources())


def read_roles(path: Path) -> None:
    import pandas as pd

    from helpers.mentions import institutions

    institutions.read_roles(path, pd.DataFrame({"place": ["paper:2.1"], "body": ["un"]}))


def read_judged(path: Path) -> None:
    from helpers.coding import recurring

    recurring.read_judged(path, small_corpus())


class Kind(NamedTuple):
    """How a case is written into a folder (giving the path of the file that is mutated), and how that file is read."""

    write: Callable[[Random, Path], Path]
    read: Callable[[Path], None]


def declared(read: Callable[[Path], None], *seeds: Path | str, name: str = "given.toml") -> Kind:
    return Kind(partial(toml_case, seeds, name), read)


def tabled(read: Callable[[Path], None], seed: str) -> Kind:
    return Kind(partial(csv_case, seed, "given.csv"), read)


def manifest_case(random: Random, folder: Path) -> Path:
    ruled = random.random() < 0.6
    write_corpus(folder, english=RULED_TEXT if ruled else ENGLISH)
    return toml_case((RULED,) if ruled else (MANIFEST, paths.MANIFEST), "corpus.toml", random, folder)


KINDS = {
    "manifest": Kind(manifest_case, read_corpus),
    "text": Kind(text_case, read_corpus),
    "table": tabled(read_table, TABLE),
    "coders": Kind(coders_case, read_coders),
    "citations": tabled(read_citations, "place,source,how,printed\npaper:2.1,unnamed,quoted,letters\n"),
    "roles": tabled(read_roles, "place,body,role\npaper:2.1,un,example\n"),
    "judged": tabled(read_judged, "one,other,first,second,reason\npaper:2.1,wen:2.1,no,yes,trade\n"),
    "codebook": declared(read_codebook, BOOK, BOOK, paths.US_FRAMES, paths.GS_CLAIMS, paths.INSTITUTIONS_SAID),
    "terms": declared(read_terms, TERM_LIST, TERM_LIST, paths.TERMS),
    "concepts": declared(read_concepts, paths.CONCEPTS),
    "institutions": declared(read_institutions, paths.INSTITUTIONS),
    "sources": declared(read_sources, paths.SOURCES),
    "quantities": declared(read_quantities, paths.QUANTITIES),
    "comparisons": declared(read_comparisons, paths.COMPARISONS),
    "attribution": declared(read_attribution, paths.ATTRIBUTION),
    "settings": declared(read_settings, paths.SENSITIVITY),
    "columns": declared(read_columns, COLUMNS, paths.COLUMNS),
    "schemes": declared(read_schemes, SCHEMES),
    "obligations": declared(read_concepts, paths.OBLIGATIONS),
    "evidence": declared(read_evidence, paths.EVIDENCE),
    "parameters": declared(read_parameters, paths.PARAMETERS),
    "cells": declared(read_cells, paths.PROJECT / "docs" / "cells.toml"),
    "glossary": declared(read_glossary, paths.PROJECT / "docs" / "glossary.toml"),
    "halves": declared(read_halves, paths.CODING / "coding.toml", name="coding.toml"),
    "source": tabled(read_source, SOURCE),
}


# --- running ---------------------------------------------------------------------------------------------------------

RESULT, REFUSED, FAILED = "result", "refused", "FAILED"
MODULES = (
    "coding.coders",
    "coding.codebook",
    "coding.dictionary",
    "coding.recurring",
    "mentions.acts",
    "mentions.concepts",
    "mentions.institutions",
    "mentions.quantities",
    "mentions.sources",
    "mentions.speakers",
)


def try_case(kind: str, seed: int, folder: Path) -> tuple[str, str]:
    """What comes of a case: a result, a refusal with its sentence, or a failure with its reason."""
    path = KINDS[kind].write(Random(f"{kind} {seed}"), folder)
    try:
        KINDS[kind].read(path)
        return RESULT, ""
    except CorpusError as error:
        message = str(error)
        if len(message.splitlines()) != 1 or len(message) > LONGEST:
            return (
                FAILED,
                f"a message of {len(message.splitlines())} lines and {len(message)} characters: {message[:300]!r}",
            )
        named = any(other.name in message for other in path.parent.iterdir())
        return (REFUSED, message) if named else (FAILED, f"no file is named: {message}")
    except Exception as error:  # whatever else escapes is what is looked for
        return FAILED, f"{type(error).__name__}: {str(error)[:200]!r}"


def case(kinds: list[str], n: int) -> tuple[str, int]:
    """Kind and seed of the n-th case: the kinds take turns, and each has its seeds in a row."""
    return kinds[n % len(kinds)], n // len(kinds)


def work(kinds: list[str], numbers: range, folder: Path) -> None:
    """Try cases one after another in a folder and within the limits, and print a line for each."""
    for module in MODULES:  # what the program itself takes is no part of what a case takes
        import_module(f"helpers.{module}")
    small_corpus()
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (taken + MEMORY, resource.RLIM_INFINITY))
    for n in numbers:
        used = resource.getrusage(resource.RUSAGE_SELF)
        limit = int(used.ru_utime + used.ru_stime) + SECONDS + 1
        resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
        signal.alarm(60 * SECONDS)  # ends what waits and computes nothing, on however busy a machine
        print(json.dumps(try_case(*case(kinds, n), folder)), flush=True)
    signal.alarm(0)


def run(kinds: list[str], seeds: range) -> tuple[dict[str, Counter], list[str]]:
    """By kind how many cases gave a result and how many were refused; and the failures, with the call for each."""
    outcomes: dict[str, Counter] = {kind: Counter() for kind in kinds}
    failures: list[str] = []
    at, stop = seeds.start * len(kinds), seeds.stop * len(kinds)

    def enter(outcome: str, reason: str) -> None:
        nonlocal at
        kind, seed = case(kinds, at)
        outcomes[kind][outcome] += 1
        if outcome == FAILED:
            failures.append(f"python tests/fuzz.py --kind {kind} --seed {seed}: {reason}")
        at += 1

    while at < stop:
        command = [sys.executable, "-W", "error", __file__, "--work", str(at), str(stop), "--kind", *kinds]
        process = subprocess.Popen(
            command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        with process:
            for line in process.stdout:
                enter(*json.loads(line))
            said = "".join(process.stderr.read().strip().splitlines()[-1:])
        if process.returncode == -signal.SIGTERM:
            continue  # ended from outside, which is no fault of the case it was at
        if process.returncode and at < stop:
            enter(FAILED, f"the process ended by {ending(process.returncode)} {said}")
        elif process.returncode:
            failures.append(f"the process ended by {ending(process.returncode)} after its last case {said}")
    return outcomes, failures


def ending(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"itself with {code}"


def environment() -> dict[str, str]:
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}


def show(kind: str, seed: int) -> None:
    """One case again, with the file that was written and, of a failure, the traceback."""
    with tempfile.TemporaryDirectory() as folder:
        path = KINDS[kind].write(Random(f"{kind} {seed}"), Path(folder))
        print(path.read_bytes()[:5_000].decode("utf-8", "backslashreplace"))
        print("-" * 80, flush=True)
        try:
            KINDS[kind].read(path)
            print(RESULT)
        except CorpusError as error:
            print(f"{REFUSED} ({len(str(error))} characters): {error}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kind", nargs="*", choices=KINDS, default=list(KINDS))
    parser.add_argument("--cases", type=int, default=100_000, help="of all kinds together (default: 100,000)")
    parser.add_argument("--first", type=int, default=0, help="the first seed (default: 0)")
    parser.add_argument("--seed", type=int, help="one case again")
    parser.add_argument("--work", nargs=2, type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.work:
        with tempfile.TemporaryDirectory() as folder:
            work(given.kind, range(*given.work), Path(folder))
        return 0
    if given.seed is not None:
        for kind in given.kind:
            show(kind, given.seed)
        return 0
    failed = 0
    for first in range(0, -(-given.cases // len(given.kind)), 500):  # so that a long run says how it goes
        seeds = range(given.first + first, given.first + min(first + 500, -(-given.cases // len(given.kind))))
        outcomes, failures = run(given.kind, seeds)
        failed += len(failures)
        counted = ", ".join(f"{kind} {n[RESULT]}/{n.total()}" for kind, n in outcomes.items())
        print(
            f"seeds {seeds.start} to {seeds.stop - 1}, results of cases: {counted}", *failures, sep="\n  ", flush=True
        )
    print(f"{failed:,} failures")
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
