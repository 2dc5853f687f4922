"""`python -m helpers run | check | sensitivity | site | code | coding-sheet | outside | measure`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from .errors import CorpusError, RunError, last_words, reason, remedy

INTERRUPTED = {
    "run": "nothing was published",
    "check": "nothing that is committed was touched",
    "sensitivity": "nothing that is published was touched",
    "site": "the site is not whole; build it again",
    "code": "the codes are not whole",
    "coding-sheet": "the sheet may not be whole; write it again",
    "measure": "no result was touched; the same command goes on from what is done",
    "outside": "the run may not be recorded whole; record it again",
}
"""What an interrupted command leaves."""
LEAST_MEMORY = {"run": 1400, "check": 1400, "sensitivity": 1400}
"""So many megabytes of address space a command needs (measured), where it is more than `IMPORTS` take."""
IMPORTS = 400
LEAST_FILES = {"run": 128, "check": 128, "sensitivity": 128}
"""So many open files a command needs that starts others: with fewer (64, measured) a kernel waits for ever."""
CLOSED = 141
"""The exit status of a program that writes where nobody reads any more, as shells have it."""


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # nothing here is faster with more, and each takes memory
    try:
        _enough(given.command)
        status = COMMANDS[given.command](given)
        sys.stdout.flush()
        return status
    except (CorpusError, RunError) as error:
        fault = str(error)
    except BrokenPipeError:  # who reads this has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CLOSED
    except KeyboardInterrupt:
        print(f"interrupted; {INTERRUPTED[given.command]}", file=sys.stderr)
        return 130
    except OSError as error:
        fault = "; ".join(filter(None, [reason(error), remedy(reason(error))]))
    except MemoryError:
        fault = f"memory ran out; {remedy('MemoryError')}"
    except ImportError as error:
        if (error.name or "").startswith("helpers"):  # a fault of ours
            raise
        fault = f"{last_words(str(error))}; {remedy(_chain(error)) or remedy('No module named')}"
    print(f"error: {fault}", file=sys.stderr)
    return 1


def _chain(error: BaseException | None) -> str:
    """What an error says, and those that it came from."""
    return f"{type(error).__name__} {error} {_chain(error.__cause__ or error.__context__)}" if error else ""


def _enough(command: str) -> None:
    """Raises `RunError` where a limit leaves too little: libraries would end or hang without a word.

    Of memory (ulimit -v), or of open files (ulimit -n).
    """
    try:
        import resource
    except ImportError:  # no such limits on this system
        return
    limit, needed = resource.getrlimit(resource.RLIMIT_AS)[0], LEAST_MEMORY.get(command, IMPORTS)
    if 0 <= limit < needed * 2**20:
        raise RunError(f"{command} needs {needed} MB of memory and may use {limit >> 20}; allow more (ulimit -v)")
    limit, needed = resource.getrlimit(resource.RLIMIT_NOFILE)[0], LEAST_FILES.get(command, 0)
    if 0 <= limit < needed:
        raise RunError(f"{command} needs {needed} open files and may use {limit}; allow more (ulimit -n)")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m helpers", description="Work with the compendium.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="run notebooks by papermill and publish what they make")
    run.add_argument("notebooks", nargs="*", metavar="NOTEBOOK", help="number or name (default: all)")
    run.add_argument(
        "-p",
        dest="parameters",
        nargs=2,
        action="append",
        default=[],
        metavar=("NAME", "VALUE"),
        help="a parameter; results then go to --output or build/run, not into the project",
    )
    check = commands.add_parser("check", help="run everything afresh, offline, and compare it with what is committed")
    sensitivity = commands.add_parser(
        "sensitivity", help="recompute the findings under other settings, and without each text"
    )
    site = commands.add_parser("site", help="build the pages for readers, offline and strictly")
    site.add_argument("--whole", action="store_true", help="all texts whole, for you alone: not to be published")
    code = commands.add_parser("code", help="apply a codebook to a table of sentences; prints unit_id,codes as CSV")
    code.add_argument("table", type=Path, metavar="TABLE.csv", help="unit_id, text_id, paragraph, sentence")
    code.add_argument("--codebook", type=Path, required=True, metavar="FILE", help="a codebook in TOML")
    sheet = commands.add_parser("coding-sheet", help="draw a blind sheet of sentences for a person to code")
    sheet.add_argument("--codebook", type=Path, metavar="FILE", help="a codebook in TOML (default: the US frames)")
    texts = sheet.add_mutually_exclusive_group()
    texts.add_argument("--corpus", type=Path, metavar="FILE", help="a manifest (default: this project's)")
    texts.add_argument("--source", type=Path, metavar="SOURCE", help="a table of texts, as notebook 10 reads it")
    sheet.add_argument("--text", metavar="COLUMN", help="the column of a table that holds the text")
    sheet.add_argument("--seed", type=int, default=1, metavar="N", help="of the draw (default: 1)")
    _add_measure(commands)
    outside = commands.add_parser(
        "outside", help="run the dictionaries on texts from outside, and record what they give"
    )
    outside.add_argument("folder", type=Path, metavar="FOLDER", help="documents.csv, units.csv, sentences.tsv")
    outside.add_argument("--run", required=True, metavar="NAME", help="what the run is called, such as first")
    outside.add_argument(
        "--seen",
        required=True,
        choices=("none", "look", "all"),
        help="what those who wrote the patterns had seen of these texts: nothing, the half for looking, or all",
    )
    for command, default in (
        (run, "into the project"),
        (check, "build"),
        (sensitivity, "build/sensitivity"),
        (site, "build/site, or build/site-whole"),
        (sheet, "build/coding-sheet"),
        (outside, "data/outside"),
    ):
        command.add_argument("--output", type=Path, metavar="DIR", help=f"where to write (default: {default})")
    return parser


def _add_measure(commands: argparse._SubParsersAction) -> None:
    """The options of `measure`, each called as `measure.records.Options` has it."""
    measure = commands.add_parser("measure", help="count any texts: a folder, a table or a manifest, to small tables")
    measure.add_argument(
        "source", metavar="SOURCE", help="a folder or glob of texts, a CSV, TSV, JSONL or Parquet table"
    )
    measure.add_argument("--output", type=Path, required=True, metavar="DIR", help="where to write the tables")
    measure.add_argument("--text", metavar="COLUMN", help="the column that holds the texts (default: text)")
    measure.add_argument("--id", metavar="COLUMN", help="the column that holds their ids (default: text_id or id)")
    measure.add_argument(
        "--group", dest="groups", nargs="+", action="extend", default=[], metavar="COLUMN", help="columns to compare by"
    )
    measure.add_argument("--pattern", metavar="PATTERN", help="how paths are made: {country}/{date}-{speaker}")
    measure.add_argument("--language", metavar="CODE", help="of all texts, like en, zh or fr (default: by their words)")
    measure.add_argument("--encoding", metavar="NAME", help="of all files, like gb18030 (default: as they look)")
    measure.add_argument(
        "--skip-unreadable", dest="skip", action="store_true", help="go on without what is not readable"
    )
    measure.add_argument("--drop-duplicates", action="store_true", help="count of equal texts the first alone")
    for option, does in (("keep", "leaves"), ("mend", "undoes in every text")):
        kinds = "wrapped, page-numbers, running-heads, markdown" + ", traditional" * (option == "keep")
        measure.add_argument(f"--{option}", action="append", default=[], metavar="KIND", help=f"{does} {kinds}")
    measure.add_argument("--concepts", type=Path, metavar="FILE", help="concepts in TOML (default: this project's)")
    measure.add_argument("--codebook", type=Path, metavar="FILE", help="a codebook in TOML (default: the US frames)")
    measure.add_argument("--processes", type=int, default=0, metavar="N", help="so many at work (default: all cores)")
    measure.add_argument("--scheduler", default="", metavar="ADDRESS", help="of dask.distributed, or local: see docs")
    measure.add_argument("--progress", action="store_true", help="say how far it is, though this is no terminal")


def _run(given: argparse.Namespace) -> int:
    from .compendium.run import run

    run(given.notebooks, [tuple(p) for p in given.parameters], given.output)
    return 0


def _check(given: argparse.Namespace) -> int:
    from .compendium.check import check

    return check(output=given.output)


def _sensitivity(given: argparse.Namespace) -> int:
    from .compendium import sensitivity

    sensitivity.run(given.output)
    return 0


def _site(given: argparse.Namespace) -> int:
    from .compendium import site

    print(f"site: {os.path.relpath(site.build(given.output, given.whole))}")
    return 0


def _code(given: argparse.Namespace) -> int:
    from .coding import dictionary, validity
    from .coding.codebook import read_codebook
    from .declarations.tables import to_csv

    sentences = dictionary.read_sentences(given.table)
    result = dictionary.apply(read_codebook(given.codebook), sentences)[0]
    # Line by line: of one long piece an unbuffered stream may write a part and say nothing.
    sys.stdout.writelines(to_csv(result[["unit_id", "codes"]]).splitlines(keepends=True))
    if known := validity.of_codebook(given.codebook):
        print(known, file=sys.stderr)
    return 0


def _sheet(given: argparse.Namespace) -> int:
    from . import load_corpus
    from .coding.codebook import read_codebook
    from .compendium import parameters
    from .pages import instrument, sheet
    from .paths import BUILD, US_FRAMES

    parameters.check("seed", given.seed)
    book, folder = read_codebook(given.codebook or US_FRAMES), given.output or BUILD / "coding-sheet"
    if given.source:
        sentences = instrument.sentences_of(given.source, given.text, book, folder)
        written = sheet.write_measured(sentences, book, sheet.draw_measured(sentences, book, given.seed), folder)
    else:
        corpus = load_corpus(given.corpus)
        written = sheet.write(corpus, book, sheet.draw(corpus, book, given.seed), folder)
    for path in written:
        print(path)
    return 0


def _measure(given: argparse.Namespace) -> int:
    from .coding.codebook import read_codebook
    from .measure.run import run
    from .measure.tables import Books
    from .mentions.concepts import read_concepts
    from .paths import CONCEPTS, US_FRAMES

    concepts, codebook = read_concepts(given.concepts or CONCEPTS), read_codebook(given.codebook or US_FRAMES)
    books = Books(concepts=concepts.concepts, codebooks=(codebook,))
    taken = ("command", "source", "output", "concepts", "codebook")
    run(given.source, given.output, books, **{name: value for name, value in vars(given).items() if name not in taken})
    print(f"measured: {os.path.relpath(given.output)}")
    return 0


def _outside(given: argparse.Namespace) -> int:
    from .coding import outside
    from .coding.codebook import read_codebook
    from .paths import GS_CLAIMS, INSTITUTIONS_SAID, OUTSIDE, US_FRAMES

    texts = outside.read_outside(given.folder, whole=True)
    if texts is None:
        raise CorpusError(f"{outside.DOCUMENTS}: it is not in {given.folder}; give the folder of the texts")
    for path in (US_FRAMES, GS_CLAIMS, INSTITUTIONS_SAID):
        book = read_codebook(path)
        print(os.path.relpath(outside.record(book, texts, given.output or OUTSIDE, given.run, given.seen)))
    return 0


COMMANDS = {
    "run": _run,
    "check": _check,
    "sensitivity": _sensitivity,
    "site": _site,
    "code": _code,
    "coding-sheet": _sheet,
    "measure": _measure,
    "outside": _outside,
}

if __name__ == "__main__":
    # jsonschema, which papermill imports, would parse the grammar of international addresses: longer than all the rest.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    sys.exit(main())
