"""Write tables and figures under their names, the same bytes each time, with their entries in a data package.

Where it writes: the folder that the runner gives each notebook, else `build/NOTEBOOK/` of the project. Only the
runner moves results from there into `data/processed` and `figures`, when all of them are there.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
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
MARKED = '<data value="{value:g}" data-finding="{id}">{shown}</data>'
"""A number of an answer, marked so that it can lead to its sentences."""
PLATFORM = "reference_platform"
"""Where what is published was made first: off it, pixels may differ."""


class Finding(NamedTuple):
    """A number of an answer: what it says, in a sentence and as a value, and all the sentences that it counts.

    `answer` is what would turn under another setting (a code, a yes), `stands_on` what is counted, `sentences` the ids
    of every sentence behind the number: where it counts sentences, as many as it says.

    >>> Finding("reform", "Sentences that ask for reform.", 2, "sentences", ["wen:1.1", "wen:1.2"]).low
    nan
    """

    id: str
    sentence: str
    value: float
    stands_on: str = ""
    sentences: Sequence[str] = ()
    answer: str = ""
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


def figure(notebook: str, name: str, drawing: Figure, *, title: str, caption: str, alt: str, narrowest="") -> HTML:
    """Write `drawing` as `figures/NAME.svg` and `.png`, and give it back for the page with its texts.

    `narrowest` is as of `html.figure`.

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
    shown = html.figure(png, title, caption, alt, narrowest)
    return HTML(shown.data + _written(folder, "").data)


def finding(notebook: str, text: str, *findings: Finding) -> Markdown:
    """Enter the answer of a notebook in the data package, from where README and the site take it; give it back.

    `text` is Markdown in which `{id}` stands for the value of one of `findings`, formatted as Python formats numbers
    (`{id:.0%}`). On the page each number is marked with the id of its finding, so that it can lead to its sentences.
    Raises `KeyError` for an id that is not among them, `ValueError` where two have one id.

    >>> import os
    >>> from tempfile import TemporaryDirectory
    >>> from unittest.mock import patch
    >>> with TemporaryDirectory() as folder, patch.dict(os.environ, {OUTPUT_VARIABLE: folder}):
    ...     finding("02_x", "**{reform} ask for 改革.**", Finding("reform", "Ask for reform.", 2)).data
    '**<data value="2" data-finding="reform">2</data> ask for 改革.**'
    """
    by_id = {f.id: f for f in findings}
    if len(by_id) < len(findings):
        raise ValueError("two findings have one id")
    values = [{**f._asdict(), "value": float(f.value), "sentences": list(f.sentences)} for f in findings]
    for value in values:  # JSON knows no missing number
        value.update({key: None for key in ("low", "high") if value[key] != value[key]})
    entry = {"name": notebook, "notebook": notebook, "text": text, "values": values}
    _enter(folder_of(notebook), "findings", entry)
    return html.say(told(entry, MARKED))


def told(entry: dict[str, Any], number: str = "{shown}") -> str:
    """The text of an answer, as the data package has it, with its numbers.

    `number` is how one is written, of its `id`, its `value` and how it is `shown`.

    >>> values = [{"id": "all", "value": 1200.0}, {"id": "some", "value": 7.0}]
    >>> entry = {"text": "Of {all} words **{some}**.", "values": values}
    >>> told(entry)
    'Of 1,200 words **7**.'
    >>> told(entry, "[{shown}](#{id})")
    'Of [1,200](#all) words **[7](#some)**.'
    """
    return entry["text"].format_map({v["id"]: _Number(v["id"], v["value"], number) for v in entry["values"]})


class _Number(NamedTuple):
    """A value that writes itself, with what belongs to it, when text is formatted."""

    id: str
    value: float
    number: str

    def __format__(self, how: str) -> str:
        shown = format(self.value, how or (",.0f" if float(self.value).is_integer() else ",.3g"))
        return self.number.format(id=self.id, value=self.value, shown=shown)


def findings(package: dict[str, Any]) -> tuple[bytes, dict[str, Any]] | None:
    """The findings of all notebooks as one table with its entry in the data package; None without any.

    >>> value = Finding("reform", "Ask for reform.", 2.0, "sentences", ["wen:1.1", "wen:1.2"])._asdict()
    >>> data, resource = findings({"findings": [{"notebook": "02_x", "values": [value]}]})
    >>> data.decode("utf-8-sig").splitlines()[1], resource["schema"]["primaryKey"]
    ('reform,Ask for reform.,2,,,,sentences,02_x,2', ['id'])
    """
    rows = _every_finding(package)
    if not rows:
        return None
    frame = pd.DataFrame(rows).astype({"low": float, "high": float})
    frame = frame.assign(sentences=frame["sentences"].map(len))
    columns = ["id", "sentence", "value", "low", "high", "answer", "stands_on", "notebook", "sentences"]
    return _encoded(EVERY, "findings", frame[columns])


def finding_sentences(package: dict[str, Any]) -> tuple[bytes, dict[str, Any]] | None:
    """The sentences behind each finding as one table with its entry in the data package; None without any.

    >>> value = Finding("reform", "Ask for reform.", 2.0, "sentences", ["wen:1.1", "wen:1.2"])._asdict()
    >>> data, _ = finding_sentences({"findings": [{"notebook": "02_x", "values": [value]}]})
    >>> data.decode("utf-8-sig").splitlines()[1:]
    ['reform,1,wen:1.1', 'reform,2,wen:1.2']
    """
    rows = _every_finding(package)
    behind = [(row["id"], n, sentence) for row in rows for n, sentence in enumerate(row["sentences"], start=1)]
    if not behind:
        return None
    return _encoded(EVERY, "finding_sentences", pd.DataFrame(behind, columns=["finding", "n", "sentence_id"]))


def _every_finding(package: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**v, "notebook": entry["notebook"]} for entry in package["findings"] for v in entry.get("values", [])]


def evidence(notebook: str, passages: Iterable[Passage], caption: str, raw: Mapping[str, str] | None = None) -> HTML:
    """Whole sentences for the page, entered in the table of quotations; `raw` lines, by sentence_id, above them.

    >>> import os
    >>> from tempfile import TemporaryDirectory
    >>> from unittest.mock import patch
    >>> with TemporaryDirectory() as folder, patch.dict(os.environ, {OUTPUT_VARIABLE: folder}):
    ...     shown = evidence("02_x", [Passage("wen:1.1", "Wen, 1.1, raw line 1", "改革。")], "One.")
    ...     read_package(Path(folder) / PACKAGE)["quotations"][0]["end"]
    3
    """
    passages = list(passages)
    _quote(notebook, passages)
    return html.evidence(passages, caption, raw)


def side_by_side(notebook: str, columns: Mapping[str, Iterable[Passage]], caption: str) -> HTML:
    """Whole sentences in columns for the page, entered in the table of quotations; `columns` by their headings.

    >>> import os
    >>> from tempfile import TemporaryDirectory
    >>> from unittest.mock import patch
    >>> with TemporaryDirectory() as folder, patch.dict(os.environ, {OUTPUT_VARIABLE: folder}):
    ...     shown = side_by_side("02_x", {"Wen": [Passage("wen:1.1", "Wen, 1.1", "改革。")], "Wu": []}, "Two.")
    ...     len(read_package(Path(folder) / PACKAGE)["quotations"])
    1
    """
    columns = {name: list(part) for name, part in columns.items()}
    _quote(notebook, [passage for part in columns.values() for passage in part])
    return html.side_by_side(columns, caption)


def beads(notebook: str, heads: tuple[str, str, str, str], rows: Iterable[html.Bead], caption: str) -> HTML:
    """A table of sentences of two texts side by side for the page, entered in the table of quotations.

    >>> import os
    >>> from tempfile import TemporaryDirectory
    >>> from unittest.mock import patch
    >>> heads = ("bead", "Wen", "Wu", "what moves")
    >>> with TemporaryDirectory() as folder, patch.dict(os.environ, {OUTPUT_VARIABLE: folder}):
    ...     shown = beads("02_x", heads, [("1", [Passage("wen:1.1", "Wen, 1.1", "改革。")], [], "")], "Two.")
    ...     len(read_package(Path(folder) / PACKAGE)["quotations"])
    1
    """
    rows = [(name, list(one), list(other), note) for name, one, other, note in rows]
    _quote(notebook, [passage for _, one, other, _ in rows for passage in (*one, *other)])
    return html.beads(heads, rows, caption)


def _quote(notebook: str, passages: Sequence[Passage]) -> None:
    """Enter what is quoted, by the cell that is run, as a notebook counts its cells of code; 0 where none runs."""
    shell = get_ipython()
    cell = len(shell.user_ns["In"]) - 1 if shell else 0  # In[n] is the n-th cell, and the last is the one that runs
    entries = [
        {
            "name": f"{notebook}:{cell:03}:{passage.sentence_id}",
            "notebook": notebook,
            "cell": cell,
            "sentence_id": passage.sentence_id,
            "start": 0,
            "end": len(passage.text),
        }
        for passage in passages
    ]
    _enter(folder_of(notebook), "quotations", *entries)


def quotations(package: dict[str, Any]) -> tuple[bytes, dict[str, Any]] | None:
    """The quotations of all notebooks as one table with its entry in the data package; None without any.

    >>> entry = {"name": "x", "notebook": "02_x", "cell": 3, "sentence_id": "wen:1.1", "start": 0, "end": 4}
    >>> quotations({"quotations": [entry]})[0].decode("utf-8-sig").splitlines()
    ['notebook,cell,sentence_id,start,end', '02_x,3,wen:1.1,0,4']
    """
    if not package["quotations"]:
        return None
    return _encoded(EVERY, "quotations", pd.DataFrame(package["quotations"]).drop(columns="name"))


JOINT = {"findings.csv": findings, "finding_sentences.csv": finding_sentences, "quotations.csv": quotations}
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
    """Write a file whole or not at all: two notebooks by hand may write into one folder at once."""
    path.parent.mkdir(parents=True, exist_ok=True)
    made = path.with_name(f".{path.name}.{os.getpid()}")
    made.write_bytes(data)
    made.replace(path)


def _written(folder: Path, text: str) -> HTML:
    if OUTPUT_VARIABLE in os.environ:
        return HTML(f"<p>{text}</p>" if text else "")
    return HTML(f"<p>{text} Written to <code>{folder.relative_to(PROJECT).as_posix()}</code>, not published.</p>")
