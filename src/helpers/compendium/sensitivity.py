"""How far the findings move: recomputed under other settings, and without each text, by the cells of the notebooks."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pandas as pd

from ..corpus.load import BACK_MATTER
from ..corpus.manifest import read_manifest
from ..declarations.tables import to_csv, unguarded
from ..declarations.toml import Declared, Id, Line, Word, named, own_ids, read_declared, refuse, shown
from ..errors import CorpusError
from ..measure import engines
from ..pages import plots
from ..paths import BUILD, MANIFEST, METHODS, NOTEBOOKS, PROCESSED, PROJECT, SENSITIVITY
from . import notebook
from .answers import Asked, answer
from .parameters import declared_parameters, read_parameters

FINDINGS = "findings.csv"
WITHOUT = "without-"
"""How the id of a setting without a text begins."""


@dataclass(frozen=True)
class Setting:
    """Parameters of a run, the notebooks that it is for, and what a reader calls it."""

    id: str
    label: str
    parameters: tuple[tuple[str, str], ...]
    notebooks: tuple[str, ...]


class _Setting(Declared):
    id: Id
    label: Line = ""
    parameters: dict[Word, Line] = msgspec.field(default_factory=dict)


class _File(Declared):
    setting: tuple[_Setting, ...] = ()
    each_text: dict[Word, Word] = msgspec.field(default_factory=dict)


def read_settings(path: Path = SENSITIVITY, folder: Path = NOTEBOOKS) -> list[Setting]:
    """The settings that a file declares, and one without each text for the notebooks under `each_text`.

    Raises `CorpusError` for a setting without an id of its own or with parameters that no notebook knows.
    """
    file, name = read_declared(path, "list of settings", _File), path.name
    own_ids(file.setting, name, "setting")
    found = [path for path in notebook.find([], folder) if path.stem != METHODS.stem]  # which has no findings
    declared = {path.stem: declared_parameters(path) for path in found}
    # What is measured of any texts holds no finding of its own.
    declared = {stem: known for stem, known in declared.items() if "source" not in known}
    settings: list[Setting] = []
    for n, entry in enumerate(file.setting):
        given = entry.parameters
        fit = tuple(stem for stem, known in declared.items() if given and set(given) <= set(known))
        if not fit:
            fault = f"no notebook knows all of {', '.join(given) or 'its parameters'}; correct it"
            refuse(name, named(f"setting[{n}].parameters", entry.id), fault)
        try:
            read_parameters(notebook.find(list(fit), folder), list(given.items()))
        except CorpusError as error:
            refuse(name, named(f"setting[{n}].parameters", entry.id), str(error))
        settings.append(Setting(entry.id, entry.label or entry.id, tuple(given.items()), fit))
    texts = _texts()
    for stem, parameter in file.each_text.items():
        if parameter not in declared.get(stem, {}):
            fault = f"{shown(stem)} has no parameter {shown(parameter)}; correct it"
            refuse(name, f"each_text.{stem}", fault)
        settings += [
            Setting(
                f"{WITHOUT}{text}", f"without {text}", ((parameter, ",".join(t for t in texts if t != text)),), (stem,)
            )
            for text in texts
        ]
    return settings


def _texts() -> list[str]:
    """The texts that are counted: those that are no back matter."""
    return [text.id for text in read_manifest(MANIFEST).texts if text.genre != BACK_MATTER]


def run(folder: Path | None = None, settings: list[Setting] | None = None) -> pd.DataFrame:
    """Run every setting, and compare its findings with those that are published.

    Gives and writes (sensitivity.csv, .svg, .png in `folder`, by default build/sensitivity): id, notebook, setting,
    label, value, answer, published, published_answer, moved (value / published - 1), turned (another answer).
    """
    folder = folder or BUILD / "sensitivity"
    settings = read_settings() if settings is None else settings
    folder.mkdir(parents=True, exist_ok=True)
    base = read_findings(PROJECT)
    jobs, numbers = [], []
    for n, setting in enumerate(settings):
        notebooks = notebook.find(list(setting.notebooks))
        values = read_parameters(notebooks, list(setting.parameters))
        jobs += [Asked(str(path), values[path.stem]) for path in notebooks]
        numbers += [n] * len(notebooks)
    parts, told = [], -1
    for n, found in zip(numbers, engines.map(answer, jobs, engines.cores()), strict=True):
        setting = settings[n]
        if n != told:
            stems = ", ".join(stem[:2] for stem in setting.notebooks)
            print(f"[{n + 1}/{len(settings)}] {setting.label}: {stems}", flush=True)
            told = n
        if found:
            parts.append(_findings(io.BytesIO(found)).assign(setting=setting.id, label=setting.label))
    table = compare(base, pd.concat(parts, ignore_index=True))
    (folder / "sensitivity.csv").write_text(to_csv(table, float_format="%.6g"), encoding="utf-8-sig", newline="")
    drawing = picture(table)
    for kind in ("svg", "png"):
        (folder / f"sensitivity.{kind}").write_bytes(plots.render(drawing, kind))
    for line in in_words(table):
        print(line)
    print(f"table and picture: {os.path.relpath(folder)}")
    return table


def read_findings(root: Path) -> pd.DataFrame:
    """id, value, answer, notebook, sentence: the findings that were published under `root`."""
    return _findings(root / PROCESSED.relative_to(PROJECT) / FINDINGS)


def _findings(file: Path | io.BytesIO) -> pd.DataFrame:
    table = unguarded(pd.read_csv(file, encoding="utf-8-sig", keep_default_na=False))
    return table[["id", "value", "answer", "notebook", "sentence"]].astype({"value": float})


def compare(base: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """The findings of other settings beside the published ones; a finding that was never published is left out.

    `base` has id, value, answer; `found` those and notebook, setting, label. Columns as in `run`.

    >>> base = pd.DataFrame({"id": ["most"], "value": [5.0], "answer": ["a"]})
    >>> found = base.assign(value=4.0, notebook="01_x", setting="s", label="l")
    >>> compare(base, found)[["value", "moved", "turned"]].values.tolist()
    [[4.0, -0.19999999999999996, False]]
    """
    published = base[["id", "value", "answer"]].rename(columns={"value": "published", "answer": "published_answer"})
    table = found.merge(published, on="id")
    moved = table["value"] / table["published"] - 1
    turned = table["answer"] != table["published_answer"]
    columns = ["id", "notebook", "setting", "label", "value", "answer", "published", "published_answer"]
    return table[columns].assign(moved=moved, turned=turned)


def picture(table: pd.DataFrame):
    """A figure of what `run` gives, a row a finding: its value under each setting relative to the published one.

    A dot is filled where the answer turns.
    """
    rows = list(dict.fromkeys(table["id"]))
    drawing, (axes,) = plots.canvas(9, 1.4 + 0.38 * len(rows))
    plots.moves(
        axes, table.assign(ratio=1 + table["moved"]), "id", "ratio", "turned", "value under a setting / published value"
    )
    return drawing


def in_words(table: pd.DataFrame) -> Iterator[str]:
    """A line a finding: how far it moves, and under which settings its answer turns; `table` as `run` gives it.

    >>> row = {"id": "most", "label": "without 文", "value": 4.0, "answer": "b", "published": 5.0, "turned": True}
    >>> list(in_words(pd.DataFrame([row])))
    ['most: 5 published, 4 to 4; turns: without 文 (b)']
    """
    for name, part in table.groupby("id", sort=False):
        low, high = part["value"].min(), part["value"].max()
        turns = part.loc[part["turned"], ["label", "answer"]]
        told = "; ".join(f"{r.label} ({r.answer or 'nothing'})" for r in turns.itertuples()) or "none"
        yield f"{name}: {part['published'].iloc[0]:g} published, {low:g} to {high:g}; turns: {told}"


def listed(settings: list[Setting]) -> pd.DataFrame:
    """label, parameters, notebooks: the settings for a reader; those without one text each stand in a row together.

    >>> one = [Setting(f"without-{t}", f"without {t}", (("texts", "x"),), ("02_x",)) for t in "ab"]
    >>> listed([Setting("seed", "another seed", (("seed", "1"),), ("01_x", "02_x")), *one]).values.tolist()
    [['another seed', 'seed = 1', '01, 02'], ['each text left out, 2 in all', 'texts', '02']]
    """
    rows = [
        (s.label, ", ".join(f"{name} = {value}" for name, value in s.parameters), ", ".join(n[:2] for n in s.notebooks))
        for s in settings
        if not s.id.startswith(WITHOUT)
    ]
    left = [s for s in settings if s.id.startswith(WITHOUT)]
    if left:
        texts, names = {s.id for s in left}, sorted({n[:2] for s in left for n in s.notebooks})
        rows.append((f"each text left out, {len(texts)} in all", left[0].parameters[0][0], ", ".join(names)))
    return pd.DataFrame(rows, columns=["label", "parameters", "notebooks"])
