"""Codes given by reading: coders' files tied to sentences, and whose codes are shown."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from ..corpus.load import Corpus
from ..corpus.selection import countable
from ..declarations.tables import read_csv
from ..errors import CorpusError
from ..mentions import speakers
from ..text.hanzi import HANZI
from . import parts
from .codebook import SPARE, Codebook
from .dictionary import apply

UNITS = "units.csv"
RESTORE = "restore it with git checkout data/coding"
DICTIONARY = "dictionary"
ATTRIBUTES = ("naming", "attribution", "speaker", "tone", "role", "modality", "evidence", "cause")
"""What a coder may give beside codes."""
SHEET = "sheet_"
"""How the name of a filled coding sheet begins: sheet_us_NAME.csv."""
_YES = {"yes": True, "no": False}


def key(text: str) -> str:
    """The key under which two copies of a text are the same: NFKC, quotes and dashes folded, white space to one space.

    >>> key("“A  b” — 中 国")
    '"A b" -中国'
    """
    text = unicodedata.normalize("NFKC", text)
    text = re.sub("[“”„‟]", '"', text)
    text = re.sub("[‘’‚‛]", "'", text)
    text = re.sub("[‐‑‒–—―−]", "-", text)
    text = re.sub(r"\s+", " ", text).strip()
    return re.sub(f" ?({HANZI}) ?", r"\1", text)


def fingerprint(text: str) -> str:
    r"""Twelve hexadecimal digits that tell whether a sentence is still the one that was coded.

    >>> fingerprint("“中 国”"), fingerprint("\"中国\"")
    ('c6f035d028e0', 'c6f035d028e0')
    """
    return hashlib.sha256(key(text).encode("utf-8")).hexdigest()[:12]


# --- coders' files ---------------------------------------------------------------------------------------------------


def read_codings(corpus: Corpus, book: Codebook, folder: Path) -> pd.DataFrame:
    r"""coder, sentence_id, paragraph_id, text_id, passes, codes, agent, and attributes: a row a sentence that was read.

    A unit of a coder's file (unit_id) is a sentence of the corpus. Reads `PREFIX_CODER.csv` (sentences that pass the
    gate), `charges_CODER.csv` where the codebook asks for charges, and filled sheets `sheet_PREFIX_CODER.csv`; PREFIX
    is the codebook's `coding`. Which sentences a coder read stands in `units.csv`, a sheet says it itself. Raises
    `CorpusError` for a sentence that is no longer the one that was coded, an unknown sentence, code or value, and a
    sentence that is coded twice.

    >>> from helpers.coding import example
    >>> from tempfile import TemporaryDirectory
    >>> corpus, book = example.read()
    >>> with TemporaryDirectory() as name:
    ...     folder = Path(name)
    ...     sheet = "unit_id,passes,codes,tone\nwen:1.1,yes,war,none\nwen:1.2,no,,\n"
    ...     _ = (folder / "units.csv").write_text("sentence_id,fingerprint,readers\n", encoding="utf-8")
    ...     _ = (folder / "sheet_own_ada.csv").write_text(sheet, encoding="utf-8")
    ...     read_codings(corpus, book, folder)[["coder", "sentence_id", "passes", "codes"]].values.tolist()
    [['ada', 'wen:1.1', True, 'war'], ['ada', 'wen:1.2', False, '']]
    """
    readers = _readers(corpus, folder)
    frames = []
    for path in sorted(folder.glob(f"{book.coding}_*.csv")):
        coder = path.stem.removeprefix(f"{book.coding}_")
        if coder not in readers:
            raise CorpusError(f"{path.name}: {UNITS} does not say what {coder!r} read; add it there to `readers`")
        frames.append(read_coder(path, coder, readers[coder], book, folder / f"charges_{coder}.csv"))
    for path in sorted(folder.glob(f"{SHEET}{book.coding}_*.csv")):
        coder = path.stem.removeprefix(f"{SHEET}{book.coding}_")
        frames.append(read_sheet(path, coder, countable(corpus)["sentence_id"].tolist(), book))
    if not frames:
        raise CorpusError(f"{folder.name}: no coder's file {book.coding}_*.csv is there; set codes to {DICTIONARY!r}")
    return pd.concat(frames, ignore_index=True)


def read_sheet(path: Path, coder: str, known: list[str], book: Codebook, remedy: str = RESTORE) -> pd.DataFrame:
    """A filled coding sheet (unit_id, passes, codes, attributes) with the columns of `read_codings`.

    `known` are the sentences that there are, in reading order. Raises `CorpusError` with the line of what does not fit.
    """
    sheet = _read(path, "passes", "codes", remedy=remedy)
    sheet = sheet.assign(passes=sheet["passes"].str.strip().str.lower())
    unknown = sheet.loc[~sheet["passes"].isin(_YES)]
    if len(unknown):
        line, value = unknown.index[0] + 2, unknown["passes"].iloc[0]
        raise CorpusError(f"{path.name}: line {line}: `passes` is yes or no, not {value!r}; fill it in")
    sheet = sheet.assign(passes=sheet["passes"].map(_YES).astype(bool))
    return _checked(sheet, coder, known, book, path.name)


def read_coder(
    path: Path, coder: str, read: list[str], book: Codebook, charges: Path | None = None, remedy: str = RESTORE
) -> pd.DataFrame:
    """A coder's file (unit_id, codes, attributes: the sentences that pass) with the columns of `read_codings`.

    `read` are all sentences that the coder read, in reading order; `charges` is his file of charges, where there may be
    one. A file with a column `passes` (yes or no) may hold sentences that do not pass too, with the agent of a charge.
    Raises `CorpusError` with the line of what does not fit.
    """
    given = _read(path, "codes", remedy=remedy)
    said = given.get("passes", pd.Series("yes", index=given.index))
    unknown = said.index[~said.isin(_YES)]
    if len(unknown):
        line, value = unknown[0] + 2, said[unknown[0]]
        raise CorpusError(f"{path.name}: line {line}: `passes` is yes or no, not {value!r}; correct it")
    given = given.assign(passes=said.map(_YES).astype(bool))
    others = pd.DataFrame({"sentence_id": read}, dtype="str")
    others = others[~others["sentence_id"].isin(given["sentence_id"])]
    if book.charges and charges and charges.exists():
        agents = _read(charges, "agent", remedy=remedy)
        _known(agents["sentence_id"], others["sentence_id"], charges.name, "is no sentence that fails the gate")
        others = others.merge(agents[["sentence_id", "agent"]], how="left")
    return _checked(pd.concat([given, others.assign(passes=False)]), coder, read, book, path.name)


def _readers(corpus: Corpus, folder: Path) -> dict[str, list[str]]:
    """The sentences that each coder read, after checking that they are what they were."""
    units = read_csv(folder / UNITS, ("sentence_id", "fingerprint", "readers"), RESTORE)
    texts = corpus.sentences.set_index("sentence_id")["text"]
    read: dict[str, dict[str, None]] = {}
    counted = set(countable(corpus)["sentence_id"])
    for n, unit in enumerate(units.itertuples(index=False), 2):
        text = texts.get(unit.sentence_id)
        if text is None or fingerprint(text) != unit.fingerprint:
            raise CorpusError(
                f"{UNITS}: line {n}: sentence {unit.sentence_id!r} is not the one that was coded; restore the corpus "
                "or map the codes anew"
            )
        for coder in unit.readers.split():
            if unit.sentence_id in counted:
                read.setdefault(coder, {})[unit.sentence_id] = None
    return {coder: list(ids) for coder, ids in read.items()}


def _read(path: Path, *columns: str, remedy: str = RESTORE) -> pd.DataFrame:
    """A coder's file, whose units are sentences of the corpus."""
    return read_csv(path, ("unit_id", *columns), remedy, "unit_id").rename(columns={"unit_id": "sentence_id"})


def _known(values: pd.Series, known: Iterable[str], name: str, what: str) -> None:
    unknown = values[~values.isin(set(known))]
    if len(unknown):
        raise CorpusError(f"{name}: line {unknown.index[0] + 2}: {unknown.iloc[0]!r} {what}; correct it")


def _checked(table: pd.DataFrame, coder: str, read: list[str], book: Codebook, name: str) -> pd.DataFrame:
    """A coder's rows in the order of reading, with every column there and every value known."""
    _known(table["sentence_id"].reset_index(drop=True), read, name, "is no sentence that this coder read")
    columns = ["codes", "agent", *book.attributes]
    table = table.reset_index(drop=True)  # so that a row stands two lines after its number, below the names of columns
    table = table.assign(**{name: "" for name in columns if name not in table})[["sentence_id", "passes", *columns]]
    table = table.fillna(dict.fromkeys(columns, ""))
    stray = table.index[~table["passes"] & table["codes"].ne("")]
    if len(stray):
        raise CorpusError(f"{name}: line {stray[0] + 2}: a sentence that does not pass has no codes; take them out")
    allowed = {code.id for code in book.codes} | set(SPARE)
    passed = table[table["passes"]]
    for n, codes in zip(passed.index + 2, passed["codes"], strict=True):
        for code in codes.split(";"):
            if code not in allowed:
                raise CorpusError(
                    f"{name}: line {n}: {code!r} is no code of {book.name}; correct it, or set codes to {DICTIONARY!r}"
                )
    for attribute, values in book.attributes.items():
        for n, given in zip(passed.index + 2, passed[attribute], strict=True):
            for value in filter(None, given.split("+")):
                if value not in values:
                    raise CorpusError(
                        f"{name}: line {n}: {attribute} is one of {', '.join(values)}, not {value!r}; correct it"
                    )
    agents = [a for a in table["agent"] if a and a not in book.agent_ids]
    if agents:
        raise CorpusError(f"{name}: {agents[0]!r} is no agent of {book.name}; use one of {', '.join(book.agent_ids)}")
    order = {sentence_id: n for n, sentence_id in enumerate(read)}
    table = table.sort_values("sentence_id", key=lambda ids: ids.map(order), kind="stable")
    paragraph = table["sentence_id"].str.rsplit(".", n=1).str[0]
    return table.assign(coder=coder, paragraph_id=paragraph, text_id=paragraph.str.rsplit(":", n=1).str[0]).reset_index(
        drop=True
    )[["coder", "sentence_id", "paragraph_id", "text_id", "passes", *columns]]


def choose(codings: pd.DataFrame, coder: str) -> pd.DataFrame:
    """The rows of one coder, or of the reading as a whole (`reading`). Raises `CorpusError` for an unknown coder.

    >>> from helpers.coding import example
    >>> choose(example.codings(), "coder2")["codes"].tolist()
    ['praise', '', 'trade;praise', '', 'war', '']
    >>> choose(example.rows(), "bob")
    Traceback (most recent call last):
        ...
    helpers.errors.CorpusError: no coder 'bob'; there are reading, dictionary, adjudicated
    """
    if coder == "reading":
        rows = codings[codings["coder"].isin(parts.reading())]
        return rows.drop_duplicates("sentence_id").reset_index(drop=True)
    rows = codings[codings["coder"] == coder]
    if rows.empty:
        known = ", ".join(dict.fromkeys(codings["coder"]))
        raise CorpusError(f"no coder {coder!r}; there are reading, {DICTIONARY}, {known}")
    return rows.reset_index(drop=True)


def assemble(
    corpus: Corpus, book: Codebook, coder: str, folder: Path | None
) -> tuple[pd.DataFrame | None, pd.DataFrame, pd.DataFrame]:
    """What all coders gave (or none), what the dictionary gives, and the rows of the `coder` that is asked for.

    `folder` holds the coders' files; without one, or without a codebook that names some, only the dictionary is there.
    An empty `coder` is the reading where there is one. The rows are in reading order and have every attribute.

    >>> from helpers.coding import example
    >>> corpus, book = example.read()
    >>> codings, found, rows = assemble(corpus, book, "", None)
    >>> codings is None, rows["coder"].unique().tolist(), rows["role"].unique().tolist()
    (True, ['dictionary'], [''])
    """
    codings = read_codings(corpus, book, folder) if folder and book.coding else None
    found = by_dictionary(corpus, book, speakers.read_reporting_words())
    coder = coder or (DICTIONARY if codings is None else "reading")
    if coder != DICTIONARY and codings is None:
        raise CorpusError(
            f"codes: there are no codes by reading for this corpus and codebook, so not {coder!r}; use {DICTIONARY}"
        )
    rows = found if coder == DICTIONARY else choose(codings, coder)
    order = {sentence_id: n for n, sentence_id in enumerate(found["sentence_id"])}
    rows = rows.sort_values("sentence_id", key=lambda ids: ids.map(order), ignore_index=True)
    return codings, found, rows.assign(**{name: "" for name in ATTRIBUTES if name not in rows})


def by_dictionary(corpus: Corpus, book: Codebook, sources: speakers.ReportingWords) -> pd.DataFrame:
    """What the dictionary gives, with the columns of `read_codings`; attributes that no pattern finds are empty.

    >>> from helpers.coding import example
    >>> corpus, book = example.read()
    >>> found = by_dictionary(corpus, book, speakers.read_reporting_words())
    >>> found[["sentence_id", "passes", "codes", "agent"]].values.tolist()[2:4]
    [['paper:2.1', True, 'trade;praise', ''], ['paper:2.2', False, '', 'west']]
    """
    sentences = countable(corpus)
    found = apply(book, sentences)[0]
    said = speakers.attribute(sources, sentences)
    passes = found["naming"].ne("")
    rows = sentences[["sentence_id", "paragraph_id", "text_id"]].assign(
        coder=DICTIONARY, passes=passes, codes=found["codes"], agent=found["agent"]
    )
    rows = rows.assign(**dict.fromkeys(book.attributes, ""))
    for name, values in (("naming", found["naming"]), *((c, said[c]) for c in ("attribution", "speaker"))):
        rows[name] = values.where(passes, "")
    return rows
