"""Sentences from texts outside the corpus: how two coders coded them, and what the dictionary gave when it was run.

Some of these texts may not be passed on. What is kept of them are ids, fingerprints and codes, and what the dictionary
gave, recorded when it was run; whole sentences are kept only of documents that may be passed on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import msgspec
import pandas as pd

from ..corpus.manifest import Agent
from ..declarations.tables import read_csv, to_csv
from ..declarations.toml import Id, read_text, refuse, shown
from ..paths import OUTSIDE
from ..text.folding import fold
from .codebook import DESCRIBED, NAMED, SPARE, Codebook
from .coders import fingerprint, read_coder
from .dictionary import apply
from .parts import FILE, Half, read_halves
from .validation import agreement_table, validation_table

LOOK, UNSEEN = "look", "unseen"
HALVES = (LOOK, UNSEEN)
"""The half of the paragraphs that patterns may be made from, and the one that nobody looks at."""
SEEN = ("none", LOOK, "all")
"""What those who wrote the patterns of a run had seen of the set before it."""
FIGURE = "outside"
"""The comparison that says what a dictionary is worth outside: on the unseen half, while that was unseen."""
FEWEST = 5
"""A family or code that was given to fewer sentences of a half from outside enters no mean: the halves are small."""
RESTORE = "restore it with git checkout data/outside"
DOCUMENTS, UNITS, KEPT, RUNS = "documents.csv", "units.csv", "sentences.csv", "runs.csv"
TEXTS = "sentences.tsv"
"""All sentences of a set, as whoever holds its texts has them."""
_DOCUMENT = (
    "document_id", "title", "author", "voice", "speaks_for", "date", "language", "script", "source", "licence",
    "passed_on",
)  # fmt: skip
_RUN = ("run", "codebook", "version", "seen")
_SAID = ("unit_id", "run", "passes", "codes", "naming")
_YES = {"yes": True, "no": False}


@dataclass(frozen=True)
class Outside:
    """A set of sentences from outside, in a `folder`.

    documents: document_id, title, author, voice, speaks_for, date, language, script, source, licence, passed_on
    units: unit_id (DOCUMENT:PARAGRAPH.SENTENCE), document_id, half, fingerprint; in reading order
    sentences: unit_id, text; of documents that may be passed on, or of all where the folder holds the texts
    """

    folder: Path
    documents: pd.DataFrame
    units: pd.DataFrame
    sentences: pd.DataFrame

    @cached_property
    def kept(self) -> pd.DataFrame:
        """The sentences that are there as `dictionary.apply` takes them: unit_id, paragraph_id, text, speaks_for."""
        speaks_for = self.documents.set_index("document_id")["speaks_for"]
        table = self.units.merge(self.sentences, on="unit_id")
        return table.assign(
            paragraph_id=_paragraphs(table["unit_id"]), speaks_for=table["document_id"].map(speaks_for)
        )[["unit_id", "paragraph_id", "text", "speaks_for"]]


def read_outside(folder: Path = OUTSIDE, whole: bool = False) -> Outside | None:
    """The set of a folder; None where it has no documents.csv. Raises `CorpusError` with file, line and remedy.

    With `whole` the sentences of all documents are there, in sentences.tsv; else those of sentences.csv, which holds
    whole paragraphs of documents that may be passed on.
    """
    if not (folder / DOCUMENTS).exists():
        return None
    documents = _documents(folder)
    units = _units(folder, documents["document_id"])
    sentences = _sentences(folder / (TEXTS if whole else KEPT), units, whole)
    if not whole:
        free = set(documents.loc[documents["passed_on"], "document_id"])
        document = sentences["unit_id"].map(units.set_index("unit_id")["document_id"])
        fault = "is of a document that may not be passed on; take it out"
        _each(sentences["unit_id"], document.isin(free), KEPT, fault)
        begun = _paragraphs(units["unit_id"]).isin(set(_paragraphs(sentences["unit_id"])))
        there = units["unit_id"].isin(set(sentences["unit_id"]))
        _each(units["unit_id"], ~begun | there, UNITS, f"is not in {KEPT}, where others of its paragraph are; add it")
    return Outside(folder, documents, units, sentences)


def _paragraphs(unit_ids: pd.Series) -> pd.Series:
    return unit_ids.str.rsplit(".", n=1).str[0]


def _each(values: pd.Series, holds: pd.Series, name: str, fault: str, first: int = 2) -> None:
    """Raises `CorpusError` for the first value that does not hold; the first of all stands on the line `first`."""
    wrong = values.reset_index(drop=True)[~holds.to_numpy(dtype=bool)]
    if len(wrong):
        refuse(name, f"line {wrong.index[0] + first}", f"{shown(wrong.iloc[0])} {fault}")


def _is(kind: type, value: str) -> bool:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def _documents(folder: Path) -> pd.DataFrame:
    table = read_csv(folder / DOCUMENTS, _DOCUMENT, RESTORE, "document_id")
    for column, kind, what in (
        ("document_id", Id, "is no id; use small letters, digits and hyphens"),
        ("speaks_for", Agent, "is no id of an agent; use small letters, digits and hyphens, or nothing"),
    ):
        _each(table[column], table[column].map(lambda value, kind=kind: _is(kind, value)), DOCUMENTS, what)
    for column, allowed in (("language", ("en", "zh")), ("passed_on", tuple(_YES))):
        _each(table[column], table[column].isin(allowed), DOCUMENTS, f"is no {column}; use one of {', '.join(allowed)}")
    return table.assign(passed_on=table["passed_on"].map(_YES).astype(bool))[[*_DOCUMENT]]


def _units(folder: Path, documents: pd.Series) -> pd.DataFrame:
    columns = ("unit_id", "document_id", "half", "fingerprint")
    table = read_csv(folder / UNITS, columns, RESTORE, "unit_id")
    _each(table["document_id"], table["document_id"].isin(set(documents)), UNITS, f"stands not in {DOCUMENTS}; add it")
    begins = table["unit_id"].str.rsplit(":", n=1).str[0].eq(table["document_id"])
    shape = begins & table["unit_id"].str.fullmatch(r".+:[1-9]\d*\.[1-9]\d*")
    _each(table["unit_id"], shape, UNITS, "is no unit of its document; write DOCUMENT:PARAGRAPH.SENTENCE")
    _each(table["half"], table["half"].isin(HALVES), UNITS, f"is no half; use one of {', '.join(HALVES)}")
    print_ = table["fingerprint"].str.fullmatch("[0-9a-f]{12}")
    _each(table["fingerprint"], print_, UNITS, "is no fingerprint of twelve hexadecimal digits; make it anew")
    halves = table["half"].groupby(_paragraphs(table["unit_id"])).transform("nunique")
    _each(table["unit_id"], halves.eq(1), UNITS, "is of a paragraph that stands in both halves; keep it in one")
    return table[[*columns]]


def _listed(path: Path) -> tuple[pd.DataFrame, int]:
    """unit_id and text of a list (a sentence a line, behind its unit and a tab), and the line of the first."""
    lines = [line.partition("\t")[::2] for line in read_text(path, "list of sentences").splitlines()]
    first = 2 if lines[:1] == [("unit_id", "text")] else 1
    table = pd.DataFrame(lines[first - 1 :], columns=["unit_id", "text"], dtype="str")
    _each(table["unit_id"], ~table["unit_id"].duplicated(), path.name, "stands twice; keep one line", first)
    return table, first


def _sentences(path: Path, units: pd.DataFrame, whole: bool) -> pd.DataFrame:
    if not whole and not path.exists():
        return pd.DataFrame({"unit_id": [], "text": []}, dtype="str")
    table, first = _listed(path) if whole else (read_csv(path, ("unit_id", "text"), RESTORE, "unit_id"), 2)
    prints = units.set_index("unit_id")["fingerprint"]
    _each(
        table["unit_id"], table["unit_id"].isin(prints.index), path.name, f"stands not in {UNITS}; take it out", first
    )
    same = table["text"].map(fingerprint).eq(table["unit_id"].map(prints))
    _each(table["unit_id"], same, path.name, "is not the sentence that was coded; put the coded one back", first)
    if whole:
        there = units["unit_id"].isin(set(table["unit_id"]))
        _each(units["unit_id"], there, UNITS, f"has no sentence in {path.name}; add it")
    return table[["unit_id", "text"]]


# --- what coders gave ------------------------------------------------------------------------------------------------


def readers(outside: Outside) -> Half:
    """The two who read all sentences, and who decided, as coding.toml of the folder names them.

    Raises `CorpusError` where they are not two and one who decided.
    """
    half, *others = read_halves(outside.folder)
    if others or len(half.coders) != 2 or not half.decided:
        refuse(FILE, "half", "everybody reads all of it: declare one half, with two coders and who decided")
    return half


def read_outside_codings(outside: Outside, book: Codebook) -> pd.DataFrame | None:
    """What two coders gave and what was decided, as `coders.read_codings`; None where nobody coded by this codebook.

    Each read every sentence. Raises `CorpusError` for files that do not fit, and for a sentence on which the coders
    differ and which has no reason in disagreements_PREFIX.csv (unit_id, first, second, decided, reason: the codes that
    each gave, empty where the sentence does not pass).
    """
    if not book.coding or not any(outside.folder.glob(f"{book.coding}_*.csv")):
        return None
    files = {coder: outside.folder / f"{book.coding}_{coder}.csv" for coder in readers(outside).names}
    units = outside.units["unit_id"].tolist()
    tables = {coder: read_coder(path, coder, units, book, remedy=RESTORE) for coder, path in files.items()}
    _disagreements(outside.folder / f"disagreements_{book.coding}.csv", tables)
    return pd.concat(tables.values(), ignore_index=True)


def _disagreements(path: Path, tables: dict[str, pd.DataFrame]) -> None:
    """Raises `CorpusError` where the reasons do not belong to what the coders' files say."""
    columns = ("first", "second", "decided")
    table = read_csv(path, ("unit_id", *columns, "reason"), RESTORE, "unit_id")
    codes = {
        column: given.set_index("sentence_id")["codes"].map(lambda joined: tuple(sorted(joined.split(";"))))
        for column, given in zip(columns, tables.values(), strict=True)
    }
    _each(table["unit_id"], table["unit_id"].isin(codes["first"].index), path.name, "was read by nobody; take it out")
    _each(table["unit_id"], table["reason"].str.strip().ne(""), path.name, "was decided without a reason; add it")
    for column, given in codes.items():
        said = table[column].map(lambda joined: tuple(sorted(joined.split(";"))))
        fault = f"has other codes in `{column}` than in the coder's file; correct one"
        _each(table["unit_id"], said.eq(table["unit_id"].map(given)), path.name, fault)
    differ = codes["first"].index[codes["first"].ne(codes["second"])]
    missing = differ.difference(table["unit_id"], sort=False)
    if len(missing):
        refuse(path.name, "", f"the coders differ on {shown(missing[0])}, which has no row; add it with a reason")


def outside_agreement(outside: Outside, book: Codebook, resamples: int, seed: int) -> pd.DataFrame | None:
    """The columns of `validation.agreement_table`: how the two coders agree on gate, families, codes and attributes.

    `coders` is `outside, coder1, coder2`. None where nobody coded by this codebook.
    """
    codings = read_outside_codings(outside, book)
    if codings is None:
        return None
    coders = readers(outside).coders
    table = agreement_table(codings, book, *coders, resamples, seed)
    return table.assign(coders=f"{FIGURE}, {', '.join(coders)}")


# --- what the dictionary gave ----------------------------------------------------------------------------------------


def recorded(outside: Outside, book: Codebook) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The runs of the dictionary of a codebook (run, codebook, version, seen), and what it gave: dictionary_PREFIX.csv.

    The second has unit_id, run, passes, codes, naming; a run says of every sentence. `seen` is what those who wrote the
    patterns of the run had seen of the set: none, the half for looking (look), or all. Raises `CorpusError`.
    """
    runs = _runs(outside.folder, book)
    path = outside.folder / f"dictionary_{book.coding}.csv"
    if runs.empty and not path.exists():
        return runs, pd.DataFrame(columns=[*_SAID])
    said = read_csv(path, _SAID, RESTORE)[[*_SAID]]
    _each(said["run"], said["run"].isin(runs["run"]), path.name, f"is no run of {book.coding} in {RUNS}; add it")
    units = outside.units["unit_id"]
    _each(said["unit_id"], said["unit_id"].isin(units), path.name, f"stands not in {UNITS}; take it out")
    again = said.duplicated(["unit_id", "run"])
    _each(said["unit_id"], ~again, path.name, "stands twice in a run; keep one row")
    for run in runs["run"]:
        there = set(said.loc[said["run"] == run, "unit_id"])
        if missing := [unit for unit in units if unit not in there]:
            refuse(path.name, "", f"run {shown(run)} says nothing of {shown(missing[0])}; run the dictionary anew")
    _each(said["passes"], said["passes"].isin(_YES), path.name, "is neither yes nor no; correct it")
    passes = said["passes"].map(_YES).astype(bool)
    fits = passes.eq(said["naming"].isin([NAMED, DESCRIBED])) & (passes | (said["naming"] + said["codes"]).eq(""))
    _each(said["unit_id"], fits, path.name, "has codes or a naming that do not fit whether it passes; correct it")
    known = {code.id for code in book.codes} | set(SPARE)
    codes = said["codes"].map(lambda joined: set(joined.split(";")) <= known) | ~passes
    _each(said["codes"], codes, path.name, f"holds what is no code of {book.name}; run the dictionary anew")
    return runs, said.assign(passes=passes)


def _runs(folder: Path, book: Codebook) -> pd.DataFrame:
    """The runs of a codebook's dictionary in their order; no row where none is recorded."""
    if not (folder / RUNS).exists():
        return pd.DataFrame(columns=[*_RUN], dtype="str")
    table = read_csv(folder / RUNS, _RUN, RESTORE)[[*_RUN]]
    _each(table["run"], table["run"].map(lambda value: _is(Id, value)), RUNS, "is no id; use small letters and digits")
    _each(table["seen"], table["seen"].isin(SEEN), RUNS, f"says not what was seen; use one of {', '.join(SEEN)}")
    _each(table["run"], ~table.duplicated(["run", "codebook"]), RUNS, "stands twice for a codebook; keep one row")
    return table[table["codebook"] == book.coding].reset_index(drop=True)


def run_dictionary(book: Codebook, texts: Outside, run: str) -> pd.DataFrame:
    """unit_id, run, passes, codes, naming: what the dictionary gives to the sentences that are there.

    They are folded as the instrument folds what it reads: traditional script to simplified, ligatures undone.
    """
    found = apply(book, texts.kept.assign(text=texts.kept["text"].map(lambda text: fold(text).text)))[0]
    return found.assign(run=run, passes=found["naming"].ne("").map({True: "yes", False: "no"}))[[*_SAID]]


def record(book: Codebook, texts: Outside, folder: Path, run: str, seen: str) -> Path:
    """Run the dictionary on the whole texts of a set and record it in `folder`, where a run of this name is replaced.

    Raises `CorpusError` where `folder` has another set.
    """
    kept = read_outside(folder)
    if kept is not None and not kept.units.equals(texts.units):
        refuse(UNITS, "", f"the sentences of {shown(texts.folder)} are not those of {shown(folder)}; take the same set")
    if not book.coding:
        refuse(book.name, "coding", "the codebook has no name for coders' files; give it one")
    runs = pd.DataFrame([(run, book.coding, book.version, seen)], columns=[*_RUN])
    said = run_dictionary(book, texts, run)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"dictionary_{book.coding}.csv"
    for file, table, key in ((folder / RUNS, runs, ["run", "codebook"]), (path, said, ["unit_id", "run"])):
        if file.exists():
            before = read_csv(file, tuple(table), RESTORE)[[*table]]
            table = pd.concat([before, table]).drop_duplicates(key, keep="last")
        file.write_text(to_csv(table), encoding="utf-8")
    return path


def outside_validation(outside: Outside, book: Codebook, fewest: int, resamples: int, seed: int) -> pd.DataFrame | None:
    """comparison and the columns of `validation.validation_table`: each run of the dictionary against what was decided.

    First `outside`, the unseen half by the last run before which nobody had seen it; then the others, as `outside, look
    half, run first`. None where nobody coded by this codebook, or no run is recorded.
    """
    tables = []
    for name, given, found in _comparisons(outside, book):
        tables.append(validation_table(given, found, book, fewest, resamples, seed))
        tables[-1].insert(0, "comparison", name)
    return pd.concat(tables, ignore_index=True) if tables else None


def _comparisons(outside: Outside, book: Codebook) -> Iterator[tuple[str, pd.DataFrame, pd.DataFrame]]:
    """Name, what was decided, and what a run of the dictionary gave, in the order of `outside_validation`."""
    codings = read_outside_codings(outside, book)
    runs, said = recorded(outside, book)
    if codings is None:
        return
    decided = codings[codings["coder"] == readers(outside).decided]
    half = decided["sentence_id"].map(outside.units.set_index("unit_id")["half"])
    unseen = runs.loc[runs["seen"] != "all", "run"]
    figure = (UNSEEN, unseen.iloc[-1]) if len(unseen) else None
    for h, run in sorted(((h, run) for h in HALVES for run in runs["run"]), key=lambda pair: pair != figure):
        name = FIGURE if (h, run) == figure else f"{FIGURE}, {h} half, run {run}"
        found = said[said["run"] == run].rename(columns={"unit_id": "sentence_id"})
        yield name, decided[half.eq(h)].reset_index(drop=True), found


def validity_outside(
    book: Codebook, fewest: int, resamples: int, seed: int, folder: Path = OUTSIDE
) -> pd.DataFrame | None:
    """The columns of `validation.validation_table`: what the dictionary of a codebook of this project is worth outside.

    The rows of the comparison `outside` alone. None where it was not measured.
    """
    outside = read_outside(folder)
    if outside is None:
        return None
    for name, given, found in _comparisons(outside, book):
        if name == FIGURE:
            return validation_table(given, found, book, fewest, resamples, seed)
    return None
