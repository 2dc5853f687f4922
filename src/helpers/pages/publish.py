"""Write tables and figures under their names, the same bytes each time, with their entries in a data package.

Where it writes: the folder that the runner gives each notebook, else `build/NOTEBOOK/` of the project. Only the
runner moves results from there into `data/processed` and `figures`, when all of them are there.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd
from IPython import get_ipython
from IPython.display import HTML, Markdown

from ..declarations.tables import to_csv
from ..errors import CorpusError
from ..paths import BUILD, PROJECT
from . import columns, html
from .quotations import Passage

if TYPE_CHECKING:
    from matplotlib.figure import Figure

OUTPUT_VARIABLE = "HELPERS_OUTPUT"
"""Environment variable by which the runner says where a notebook writes."""

PACKAGE = "datapackage.json"
KINDS = ("resources", "figures", "findings", "quotations")
"""What a data package lists: tables, and beside the standard, figures, findings and quotations."""

EVERY = "all"
"""Stands for the notebook where all of them make something together."""
PLATFORM = "reference_platform"
"""Where what is published was made first: off it, pixels may differ."""


class Finding(NamedTuple):
    """A finding that may be held against other settings: what it says, in a sentence and as a value.

    `answer` is what would turn (a code, a yes), `stands_on` what is counted, `passages` ids of sentences, some of many.

    >>> Finding("first", "What most texts say.", 3, "reform", "texts").low
    nan
    """

    id: str
    sentence: str
    value: float
    answer: str
    stands_on: str
    passages: Sequence[str] = ()
    low: float = float("nan")
    high: float = float("nan")


class Picture(NamedTuple):
    """A drawing with its words: title, caption, and a text for who cannot see it.

    >>> Picture(None, "A title.", "A caption.", "Two dots.").alt
    'Two dots.'
    """

    drawing: Figure
    title: str
    caption: str
    alt: str


def table(notebook: str, name: str, frame: pd.DataFrame) -> HTML:
    r"""Write `frame` as `data/processed/NAME.csv` and describe it column by column in the data package.

    Text is UTF-8 with a byte order mark, as spreadsheets want it, and guarded against being run by one; numbers have
    six significant digits. What the table and its columns mean stands in `data/codebooks/columns.toml`. Raises
    `CorpusError` where the two do not agree.

    >>> import os
    >>> from tempfile import TemporaryDirectory
    >>> from unittest.mock import patch
    >>> with TemporaryDirectory() as folder, patch.dict(os.environ, {OUTPUT_VARIABLE: folder}):
    ...     frame = pd.DataFrame([("02_x", 3, "wen:1.1", 0, 4)], columns="notebook cell sentence_id start end".split())
    ...     table("02_x", "quotations", frame).data
    ...     (Path(folder) / "data" / "processed" / "quotations.csv").read_text("utf-8-sig")
    '<p>Table <code>data/processed/quotations.csv</code>: 1 rows.</p>'
    'notebook,cell,sentence_id,start,end\n02_x,3,wen:1.1,0,4\n'
    """
    data, resource = _encoded(notebook, name, frame)
    folder = folder_of(notebook)
    _write(folder / "data" / "processed" / f"{name}.csv", data)
    _enter(folder, "resources", resource)
    return _written(folder, f"Table <code>data/processed/{name}.csv</code>: {len(frame):,} rows.")


def _encoded(notebook: str, name: str, frame: pd.DataFrame) -> tuple[bytes, dict[str, Any]]:
    """A table as the bytes of its file, and its entry in the data package."""
    described = columns.described(name, frame)
    truths = {c: frame[c].map({True: "true", False: "false"}) for c in frame if frame[c].dtype.kind == "b"}
    data = to_csv(frame.assign(**truths), float_format="%.6g").encode("utf-8-sig")
    return data, {
        "name": name.replace("_", "-"),
        "path": f"{name}.csv",
        "title": described["title"],
        "description": described["description"],
        "notebook": notebook,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": {
            "fields": [columns.field(column, described["key"]) for column in described["columns"]],
            "primaryKey": described["key"],
        },
    }


def figure(notebook: str, name: str, drawing: Figure, *, title: str, caption: str, alt: str) -> HTML:
    """Write `drawing` as `figures/NAME.svg` and `.png`, and give it back for the page with its texts.

    >>> from helpers.pages import plots
    >>> import os
    >>> from tempfile import TemporaryDirectory
    >>> from unittest.mock import patch
    >>> with TemporaryDirectory() as folder, patch.dict(os.environ, {OUTPUT_VARIABLE: folder}):
    ...     shown = figure("02_x", "02_dots", plots.canvas(3, 2)[0], title="A title.", caption="Of what.", alt="Dots.")
    ...     sorted(path.name for path in (Path(folder) / "figures").iterdir())
    ['02_dots.png', '02_dots.svg']
    """
    from . import plots

    folder = folder_of(notebook)
    svg, png = plots.render(drawing, "svg"), plots.render(drawing, "png")
    _write(folder / "figures" / f"{name}.svg", svg)
    _write(folder / "figures" / f"{name}.png", png)
    entry = {"name": name, "notebook": notebook, "title": title, "caption": caption, "alt": alt}
    _enter(folder, "figures", entry)
    shown = html.figure(png, title, caption, alt)
    return HTML(shown.data + _written(folder, "").data)


def finding(notebook: str, text: str, *findings: Finding) -> Markdown:
    """Enter the answer of a notebook, as Markdown, in the data package, from where README takes it; give it back.

    Single `findings` in it go into `findings.csv` with those of the other notebooks.

    >>> import os
    >>> from tempfile import TemporaryDirectory
    >>> from unittest.mock import patch
    >>> with TemporaryDirectory() as folder, patch.dict(os.environ, {OUTPUT_VARIABLE: folder}):
    ...     shown = finding("02_x", "**Most say 改革.**", Finding("first", "What most say.", 3, "改革", "texts"))
    ...     [entry["answer"] for entry in read_package(Path(folder) / PACKAGE)["findings"][0]["values"]]
    ['改革']
    """
    values = [{**f._asdict(), "value": float(f.value), "passages": list(f.passages)} for f in findings]
    for value in values:  # JSON knows no missing number
        value.update({key: None for key in ("low", "high") if value[key] != value[key]})
    _enter(folder_of(notebook), "findings", {"name": notebook, "notebook": notebook, "text": text, "values": values})
    return html.say(text)


def findings(package: dict[str, Any]) -> tuple[bytes, dict[str, Any]] | None:
    """The findings of all notebooks as one table with its entry in the data package; None without any.

    >>> value = Finding("first", "What most say.", 3.0, "改革", "texts", ["wen:1.1", "wen:1.2"])._asdict()
    >>> data, resource = findings({"findings": [{"notebook": "02_x", "values": [value]}]})
    >>> data.decode("utf-8-sig").splitlines()[1], resource["schema"]["primaryKey"]
    ('first,What most say.,3,,,改革,texts,02_x,wen:1.1; wen:1.2', ['id'])
    """
    rows = [
        {**value, "notebook": entry["notebook"]} for entry in package["findings"] for value in entry.get("values", [])
    ]
    if not rows:
        return None
    frame = pd.DataFrame(rows).assign(passages=lambda f: f["passages"].map("; ".join))
    columns = ["id", "sentence", "value", "low", "high", "answer", "stands_on", "notebook", "passages"]
    return _encoded(EVERY, "findings", frame.astype({"low": float, "high": float})[columns])


def passages(
    notebook: str, rows: Iterable[tuple[str, Passage | str]], caption: str, also: Sequence[Passage] = ()
) -> HTML:
    """Passages under their headings for the page; what they quote is entered in the table of quotations.

    A passage that is no part of a sentence (of a note) is a bare text, and is not entered; `also` are those whose
    places the caption names. The cell is the one that is being run, as a notebook counts its cells of code from 1; 0
    where no notebook runs.

    >>> import os
    >>> from tempfile import TemporaryDirectory
    >>> from unittest.mock import patch
    >>> with TemporaryDirectory() as folder, patch.dict(os.environ, {OUTPUT_VARIABLE: folder}):
    ...     shown = passages("02_x", [("wen:1.1", Passage("wen:1.1", 0, 2, "改革 …"))], "One.")
    ...     read_package(Path(folder) / PACKAGE)["quotations"][0]["end"]
    2
    """
    rows = list(rows)
    shell = get_ipython()
    cell = len(shell.user_ns["In"]) - 1 if shell else 0  # In[n] is the n-th cell, and the last is the one that runs
    entries = [
        {
            "name": f"{notebook}:{cell:03}:{passage.sentence_id}:{passage.start}-{passage.end}",
            "notebook": notebook,
            "cell": cell,
            "sentence_id": passage.sentence_id,
            "start": passage.start,
            "end": passage.end,
        }
        for passage in (*(passage for _, passage in rows), *also)
        if isinstance(passage, Passage)
    ]
    _enter(folder_of(notebook), "quotations", *entries)
    return html.passages([(w, p.shown if isinstance(p, Passage) else p) for w, p in rows], caption)


def quotations(package: dict[str, Any]) -> tuple[bytes, dict[str, Any]] | None:
    """The quotations of all notebooks as one table with its entry in the data package; None without any.

    >>> entry = {"name": "x", "notebook": "02_x", "cell": 3, "sentence_id": "wen:1.1", "start": 0, "end": 4}
    >>> quotations({"quotations": [entry]})[0].decode("utf-8-sig").splitlines()
    ['notebook,cell,sentence_id,start,end', '02_x,3,wen:1.1,0,4']
    """
    if not package["quotations"]:
        return None
    return _encoded(EVERY, "quotations", pd.DataFrame(package["quotations"]).drop(columns="name"))


JOINT = {"findings.csv": findings, "quotations.csv": quotations}
"""The tables that all notebooks make together, each by the name of its file."""


def folder_of(notebook: str) -> Path:
    """The folder that holds what a notebook publishes until all of it is there.

    >>> folder_of("02_x").name
    '02_x'
    """
    given = os.environ.get(OUTPUT_VARIABLE)
    return Path(given) if given else BUILD / notebook


def merge(package: dict[str, Any], notebooks: list[str], fresh: list[dict[str, Any]]) -> dict[str, Any]:
    """A data package in which the entries of `notebooks` are replaced by those of the `fresh` packages.

    >>> old = {"resources": [{"name": "a", "notebook": "00"}, {"name": "b", "notebook": "01"}]}
    >>> fresh = {"resources": [{"name": "c", "notebook": "00"}]}
    >>> [entry["name"] for entry in merge(old, ["00"], [fresh])["resources"]]
    ['b', 'c']
    """
    merged = _package()
    merged[PLATFORM] = package.get(PLATFORM) or f"{platform.system()} {platform.machine()}"
    for kind in KINDS:
        kept = [entry for entry in package.get(kind, []) if entry["notebook"] not in notebooks]
        new = [entry for other in fresh for entry in other.get(kind, [])]
        merged[kind] = sorted(kept + new, key=lambda entry: entry["name"])
        if kind == "resources":
            merged[kind] = [entry for entry in merged[kind] if entry["notebook"] != EVERY]
        names = [entry["name"] for entry in merged[kind]]
        for name in names:
            if names.count(name) > 1:
                raise CorpusError(f"two notebooks publish {name!r}; give each its own name")
    joint = [made[1] for make in JOINT.values() if (made := make(merged))]
    merged["resources"] = sorted([*merged["resources"], *joint], key=lambda entry: entry["name"])
    return merged


def read_package(path: Path) -> dict[str, Any]:
    """The data package in a file. Raises `CorpusError` where it holds none.

    >>> read_package(Path("nowhere") / PACKAGE)
    Traceback (most recent call last):
        ...
    helpers.errors.CorpusError: datapackage.json: it is not there; restore it with git checkout data/processed
    """
    try:
        package = json.loads(path.read_bytes())
        if not isinstance(package, dict):
            raise ValueError("no object")
    except FileNotFoundError:
        raise CorpusError(f"{path.name}: it is not there; restore it with git checkout data/processed") from None
    except ValueError as error:
        raise CorpusError(
            f"{path.name}: not readable as JSON ({error}); restore it with git checkout data/processed"
        ) from None
    return package


def encode(package: dict[str, Any]) -> bytes:
    r"""A data package as the bytes of its file.

    >>> encode({"title": "全球"})
    b'{\n  "title": "\xe5\x85\xa8\xe7\x90\x83"\n}\n'
    """
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def files(package: dict[str, Any]) -> list[str]:
    """The files that a data package names, relative to the project.

    >>> files({"resources": [{"path": "acts.csv"}], "figures": [{"name": "02_acts"}]})
    ['data/processed/acts.csv', 'figures/02_acts.png', 'figures/02_acts.svg']
    """
    tables = [f"data/processed/{entry['path']}" for entry in package.get("resources", [])]
    drawings = [f"figures/{entry['name']}.{kind}" for entry in package.get("figures", []) for kind in ("svg", "png")]
    return sorted(tables + drawings)


def _package() -> dict[str, Any]:
    return {
        "name": "world-order-compendium",
        "title": "World order in official, academic and commentary texts, 2021 to 2026: tables",
        "profile": "tabular-data-package",
        "licenses": [{"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0", "path": "LICENSE"}],
        **{kind: [] for kind in KINDS},
    }


def _enter(folder: Path, kind: str, *entries: dict[str, Any]) -> None:
    path = folder / PACKAGE
    package = json.loads(path.read_text(encoding="utf-8")) if path.exists() else _package()
    named = {entry["name"]: entry for entry in (*package.get(kind, []), *entries)}
    package[kind] = [named[name] for name in sorted(named)]
    _write(path, encode(package))


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _written(folder: Path, text: str) -> HTML:
    if OUTPUT_VARIABLE in os.environ:
        return HTML(f"<p>{text}</p>" if text else "")
    return HTML(f"<p>{text} Written to <code>{folder.relative_to(PROJECT).as_posix()}</code>, not published.</p>")
