"""`python -m helpers run | check | sensitivity | site | code | coding-sheet`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from .errors import CorpusError, RunError

INTERRUPTED = {
    "run": "nothing was published",
    "check": "nothing that is committed was touched",
    "sensitivity": "nothing that is published was touched",
}
"""What an interrupted command leaves, for those that would leave a reader in doubt."""


def main(arguments: list[str] | None = None) -> int:
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
    run.add_argument("--output", type=Path, metavar="DIR", help="write results here, not into the project")
    commands.add_parser("check", help="run everything afresh, offline, and compare it with what is committed")
    commands.add_parser("sensitivity", help="recompute the findings under other settings, and without each text")
    commands.add_parser("site", help="build the pages for readers into build/site, offline and strictly")
    code = commands.add_parser("code", help="apply a codebook to a table of sentences; prints unit_id,codes as CSV")
    code.add_argument("table", type=Path, metavar="TABLE.csv", help="unit_id, text_id, paragraph, sentence")
    code.add_argument("--codebook", type=Path, required=True, metavar="FILE", help="a codebook in TOML")
    sheet = commands.add_parser("coding-sheet", help="draw a blind sheet of sentences for a person to code")
    sheet.add_argument("--codebook", type=Path, metavar="FILE", help="a codebook in TOML (default: the US frames)")
    sheet.add_argument("--corpus", type=Path, metavar="FILE", help="a manifest (default: this project's)")
    sheet.add_argument("--seed", type=int, default=1, metavar="N", help="of the draw (default: 1)")
    sheet.add_argument("--output", type=Path, metavar="DIR", help="where to write it (default: build/coding-sheet)")
    given = parser.parse_args(arguments)
    try:
        return {
            "run": _run,
            "check": _check,
            "sensitivity": _sensitivity,
            "site": _site,
            "code": _code,
            "coding-sheet": _sheet,
        }[given.command](given)
    except (CorpusError, RunError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        if given.command not in INTERRUPTED:
            raise
        print(f"interrupted; {INTERRUPTED[given.command]}", file=sys.stderr)
        return 130


def _run(given: argparse.Namespace) -> int:
    from . import compendium

    compendium.run(given.notebooks, [tuple(p) for p in given.parameters], given.output)
    return 0


def _check(given: argparse.Namespace) -> int:
    from .check import check

    return check()


def _sensitivity(given: argparse.Namespace) -> int:
    from . import sensitivity

    sensitivity.run()
    return 0


def _site(given: argparse.Namespace) -> int:
    from . import site

    print(f"site: {os.path.relpath(site.build())}")
    return 0


def _code(given: argparse.Namespace) -> int:
    from . import codebook
    from .spreadsheet import to_csv

    sentences = codebook.read_sentences(given.table)
    result = codebook.coded(codebook.read_codebook(given.codebook), sentences)[0]
    sys.stdout.write(to_csv(result[["unit_id", "codes"]]))
    return 0


def _sheet(given: argparse.Namespace) -> int:
    from . import load_corpus, sheet
    from .codebook import read_codebook
    from .paths import BUILD, US_FRAMES

    corpus, book = load_corpus(given.corpus), read_codebook(given.codebook or US_FRAMES)
    drawn = sheet.draw(corpus, book, given.seed)
    for path in sheet.write(corpus, book, drawn, given.output or BUILD / "coding-sheet"):
        print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
