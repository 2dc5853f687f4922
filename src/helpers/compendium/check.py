"""Is what is read what is computed? Run everything afresh, offline, and compare it with what is committed."""

from __future__ import annotations

import csv
import difflib
import html
import io
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any

from ..errors import RunError, ended, remedy
from ..pages import publish
from ..pages.templates import render
from ..paths import BUILD, FIGURES, METHODS, NOTEBOOKS, PROCESSED, PROJECT
from . import drawing
from .notebook import find, normalise
from .readme import refreshed

IDENTICAL, DIFFERS, MISSING, UNEXPECTED = "identical", "differs", "missing", "unexpected"
SAME, PIXELS = "same data", "could not be verified"
"""`missing`: a run makes it and it is not committed; `unexpected`: it is committed and no run makes it.

`same data`: a drawing with the same texts, colours and, but for noise, numbers; `could not be verified`: a picture with
other pixels, of which nobody can say what they show.
"""
ELSEWHERE = {IDENTICAL, SAME, PIXELS}
"""What is accepted off the platform on which the committed pictures were made."""
MOST_LINES = 6
"""So many lines of a difference are shown."""
_IMAGE = re.compile(r"data:image/png;base64,([A-Za-z0-9+/=]+)")


@dataclass(frozen=True)
class Verdict:
    """What came of one artefact, with the first lines of its difference."""

    name: str
    verdict: str
    lines: tuple[str, ...] = field(default=())


def check(project: Path = PROJECT, output: Path | None = None) -> int:
    """Run the notebooks into the folder check/ of `output` (default: build) and compare; 0 where all is as committed.

    Prints a line for each artefact, its difference, and a summary; writes pictures of changed figures beside what was
    made, and a report to report.html in `output`. Nothing that is committed is touched. Raises `RunError` where the
    run is ended from outside.
    """
    output = output or BUILD
    made, pictures = output / "check" / "made", output / "check" / "differences"
    for folder in (made, pictures):
        shutil.rmtree(folder, ignore_errors=True)
    made.mkdir(parents=True)
    built_on = reference(project)
    started = time.monotonic()
    command = [sys.executable, "-m", "helpers.compendium.offline", "helpers", "run", "--output", str(made)]
    run = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    print(run.stdout, end="")
    if run.returncode < 0:
        raise RunError(f"the run {ended(run.returncode)}; {remedy(ended(run.returncode)) or 'check again'}")
    if run.returncode:
        print(run.stderr, end="", file=sys.stderr)
        return 1
    offline = run.stdout.splitlines()[0]
    passed = settle(compare(project, made, pictures))
    for verdict in passed:
        print(f"{verdict.verdict:<{len(PIXELS)}}  {verdict.name}")
        for line in verdict.lines:
            print(f"    {line}")
    print(summary(passed))
    report = output / "report.html"
    report.write_text(page(passed, offline, time.monotonic() - started, run.stdout), encoding="utf-8")
    print(f"report: {os.path.relpath(report)}")
    return int(not accepted(passed, built_on))


def here() -> str:
    """This platform, as far as pixels may depend on it."""
    return f"{platform.system()} {platform.machine()}"


def reference(project: Path = PROJECT) -> str:
    """The platform on which what is committed was made, from its data package."""
    return publish.read_package(project / PROCESSED.relative_to(PROJECT) / publish.PACKAGE).get(publish.PLATFORM, "")


def settle(verdicts: list[Verdict]) -> list[Verdict]:
    """Verdicts in which pictures that alone differ, all data being the same, are told from other differences.

    >>> [v.verdict for v in settle([Verdict("a.png", PIXELS), Verdict("a.csv", DIFFERS)])]
    ['differs', 'differs']
    """
    if {v.verdict for v in verdicts} <= ELSEWHERE:
        return verdicts
    return [Verdict(v.name, DIFFERS if v.verdict == PIXELS else v.verdict, v.lines) for v in verdicts]


def accepted(verdicts: list[Verdict], built_on: str) -> bool:
    """Whether all is identical, or, off the platform on which it was built, the same but for what depends on that.

    >>> accepted([Verdict("a.svg", SAME)], here()), accepted([Verdict("a.svg", SAME)], "another platform")
    (False, True)
    """
    return {v.verdict for v in verdicts} <= ({IDENTICAL} if here() == built_on else ELSEWHERE)


def summary(verdicts: list[Verdict]) -> str:
    """How many artefacts are identical, and how many got each other verdict, in one line.

    >>> summary([Verdict("a.csv", IDENTICAL), Verdict("b.csv", MISSING)])
    '1 of 2 identical, 1 missing'
    """
    count = Counter(v.verdict for v in verdicts)
    rest = [f"{count[verdict]} {verdict}" for verdict in (SAME, PIXELS, DIFFERS, MISSING, UNEXPECTED) if count[verdict]]
    return ", ".join([f"{count[IDENTICAL]} of {len(verdicts)} identical", *rest])


# --- comparison ------------------------------------------------------------------------------------------------------


def compare(project: Path, made: Path, pictures: Path) -> list[Verdict]:
    """A verdict on each notebook, table, figure, the data package, and the generated parts of pages.

    `project` and `made` are folders laid out as the project is; into `pictures` go changed pictures side by side.
    """
    names = sorted({*_files(project), *_files(made)})
    verdicts = [_compare(name, project / name, made / name, pictures) for name in names]
    return [*verdicts, *_pages(project, made)]


def _files(root: Path) -> Iterator[str]:
    published = ((NOTEBOOKS, "[0-9][0-9]_*.ipynb"), (METHODS.parent, METHODS.name), (PROCESSED, "*"), (FIGURES, "*"))
    for folder, pattern in published:
        there = root / folder.relative_to(PROJECT)
        yield from (p.relative_to(root).as_posix() for p in there.glob(pattern) if p.is_file())


def _compare(name: str, committed: Path, made: Path, pictures: Path) -> Verdict:
    if not committed.exists():
        return Verdict(name, MISSING, ("a run makes it, and it is not committed",))
    if not made.exists():
        return Verdict(name, UNEXPECTED, ("it is committed, and no run makes it",))
    old, new = committed.read_bytes(), made.read_bytes()
    if old == new:
        return Verdict(name, IDENTICAL)
    if name.endswith(".ipynb"):
        return _notebook(name, json.loads(old), json.loads(new))
    if name.endswith(".png"):
        return Verdict(name, PIXELS, (_pixels(old, new, pictures / Path(name).name),))
    if name.endswith(".svg"):
        differences = tuple(drawing.differences(old, new))
        return Verdict(name, DIFFERS if differences else SAME, differences[:MOST_LINES])
    differ = _cells if name.endswith(".csv") else _lines
    return Verdict(name, DIFFERS, differ(old.decode("utf-8-sig"), new.decode("utf-8-sig")))


def _notebook(name: str, old: dict[str, Any], new: dict[str, Any]) -> Verdict:
    """The first cell that differs, once what differs between any two runs and the pictures are taken out."""
    old, new = normalise(old), normalise(new)
    if len(old["cells"]) != len(new["cells"]):
        return Verdict(name, DIFFERS, (f"{len(old['cells'])} cells are committed, {len(new['cells'])} were made",))
    for n, (one, other) in enumerate(zip(old["cells"], new["cells"], strict=True)):
        if _without_pictures(one) != _without_pictures(other):
            lines = _lines(_text(one), _text(other)) or ("something that is not shown",)
            return Verdict(name, DIFFERS, (f"cell {n}:", *lines))
    if old == new:
        return Verdict(name, IDENTICAL)
    return Verdict(name, PIXELS, ("a picture in it has other pixels",))


def _without_pictures(cell: dict[str, Any]) -> str:
    return _IMAGE.sub("", json.dumps(cell, ensure_ascii=False, sort_keys=True))


def _text(cell: dict[str, Any]) -> str:
    """What a reader sees of a cell: its source, and its outputs as text, a table row a line."""
    parts = ["".join(cell["source"])]
    for output in cell.get("outputs", []):
        for kind, data in sorted(output.get("data", {}).items()):
            if kind.startswith("text/"):
                shown = re.sub(r"</(?:tr|p|dd|dt|caption|figcaption)>", "\n", "".join(data))
                parts.append(html.unescape(re.sub(r"<[^>]*>", " ", _IMAGE.sub("", shown))))
        parts.append("".join(output.get("text", [])))
    return "\n".join(parts)


def _lines(old: str, new: str) -> tuple[str, ...]:
    """The first lines that differ, those committed with -, those made with +."""
    before, after = old.splitlines(), new.splitlines()
    shown: list[str] = []
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False) if len(before) < 5000 else None
    if matcher is None:  # too long for an alignment: line by line
        pairs = [(n, a, b) for n, (a, b) in enumerate(zip(before, after, strict=False), 1) if a != b]
        shown = [line for n, a, b in pairs for line in (f"line {n}", f"- {a}", f"+ {b}")]
    else:
        for kind, a, b, c, d in matcher.get_opcodes():
            if kind != "equal":
                shown += [f"line {a + 1}", *(f"- {x}" for x in before[a:b]), *(f"+ {x}" for x in after[c:d])]
    return tuple(line[:240] for line in shown[:MOST_LINES])


def _cells(old: str, new: str) -> tuple[str, ...]:
    """The first cells of a table that differ, by line and column; lines where the tables have unlike shapes."""
    before, after = (list(csv.reader(io.StringIO(text))) for text in (old, new))
    if len(before) != len(after) or before[:1] != after[:1] or any(map(_unlike, before, after)):
        return _lines(old, new)
    shown = [
        f"line {n}, {column}: {a[:80]!r} is committed, {b[:80]!r} was made"
        for n, (one, other) in enumerate(zip(before, after, strict=True), 1)
        for column, a, b in zip(before[0], one, other, strict=True)
        if a != b
    ]
    return tuple(shown[:MOST_LINES])


def _unlike(one: list[str], other: list[str]) -> bool:
    return len(one) != len(other)


def _pixels(old: bytes, new: bytes, picture: Path) -> str:
    """How many pixels differ; both pictures and the difference are written side by side."""
    import numpy as np
    from matplotlib import image

    one, other = (image.imread(io.BytesIO(data))[..., :3] for data in (old, new))
    if one.shape != other.shape:
        return f"its size was {one.shape[1]} by {one.shape[0]} and is {other.shape[1]} by {other.shape[0]} pixels"
    changed = (one != other).any(axis=-1)
    picture.parent.mkdir(parents=True, exist_ok=True)
    difference = np.repeat(1.0 - changed[..., None].astype(float), 3, axis=-1)
    image.imsave(picture, np.concatenate([one, other, difference], axis=1).astype(float))
    return f"{int(changed.sum()):,} of {changed.size:,} pixels differ; side by side: {os.path.relpath(picture)}"


def _pages(project: Path, made: Path) -> Iterator[Verdict]:
    """Whether the generated parts of README and docs/outputs.md are those that follow from what was made."""
    package = publish.read_package(made / PROCESSED.relative_to(PROJECT) / publish.PACKAGE)
    for name, fresh in refreshed(project, package, find([], made / NOTEBOOKS.name)).items():
        text = (project / name).read_text(encoding="utf-8")
        yield Verdict(name, IDENTICAL) if fresh == text else Verdict(name, DIFFERS, _lines(text, fresh))


# --- report ----------------------------------------------------------------------------------------------------------


def page(verdicts: list[Verdict], offline: str, seconds: float, log: str) -> str:
    """The report for a reviewer, as HTML: what was run, with what, where, how long, and what was identical.

    `offline` says how the network was off, `log` is what the run printed.
    """
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    direct = sorted(re.split(r"[\s;<>=!\[]", line)[0] for line in project["dependencies"])
    return render(
        "report.html",
        summary=summary(verdicts),
        when=time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime()),
        seconds=f"{seconds:.0f}",
        offline=offline,
        platform=platform.platform(),
        python=platform.python_version(),
        log=log,
        verdicts=verdicts,
        good=(IDENTICAL, SAME),
        versions={name: _version(name) for name in direct},
    )


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"
