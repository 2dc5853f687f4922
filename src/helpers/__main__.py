"""`python -m helpers run [NOTEBOOK ...] [-p NAME VALUE ...] [--output DIR]`"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from .errors import CorpusError


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
    given = parser.parse_args(arguments)

    from . import compendium

    try:
        compendium.run(given.notebooks, [tuple(p) for p in given.parameters], given.output)
    except (CorpusError, compendium.RunError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; nothing was published", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
