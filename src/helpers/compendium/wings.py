"""The wings of the package: which module imports which, read from the sources, and what must hold of it."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..paths import PROJECT

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PACKAGE = PROJECT / "src" / "helpers"
PICTURE = PROJECT / "docs" / "_static" / "wings.svg"

BASE = ("errors", "paths", "declarations")
"""Modules that lie flat: every wing may import them, each of them only those before it."""
WINGS = ("statistics", "text", "corpus", "mentions", "coding", "measure", "pages", "compendium")
"""From the one that knows least to the one that knows most: a wing imports only those before it."""
DOORS = ("__init__", "__main__")
"""Modules that lie flat and may import anything, within functions, so that `import helpers` costs nothing."""


LONGEST = {"file": 450, "class": 200, "function": 60}
"""So many lines each of these may have, from its first word to its last."""


class Import(NamedTuple):
    """Module `of` imports `name` (empty: the module itself) of module `what`; both as dotted paths in the package."""

    of: str
    what: str
    name: str


def modules(package: Path) -> list[str]:
    """The modules of the package, as dotted paths in it, sorted; `__init__` of a folder stands for the folder.

    >>> [module for module in modules(PACKAGE) if module.startswith("text.q")]
    ['text.quotation']
    """
    found = []
    for path in package.rglob("*.py"):
        parts = path.relative_to(package).with_suffix("").parts
        found.append(".".join(parts[:-1] if len(parts) > 1 and parts[-1] == "__init__" else parts))
    return sorted(found)


def _path(package: Path, module: str) -> Path:
    """The file of a module."""
    path = package.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def imports(package: Path) -> list[Import]:
    """Every import of one module of the package by another, wherever in it the statement stands, in order.

    >>> [(what, name) for of, what, name in imports(PACKAGE) if of == "pages.templates"]
    [('paths', 'PROJECT'), ('pages.html', 'plain')]
    """
    known = set(modules(package))
    found = []
    for module in sorted(known):
        path = _path(package, module)
        here = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level:
                base = here[: len(here) - node.level + 1] + (node.module.split(".") if node.module else [])
                for alias in node.names:
                    whole = ".".join([*base, alias.name])
                    found.append(
                        Import(module, whole, "") if whole in known else Import(module, ".".join(base), alias.name)
                    )
    return found


def wing(module: str) -> str:
    """The wing, or the flat module, to which a module belongs.

    >>> wing("text.hanzi"), wing("errors")
    ('text', 'errors')
    """
    return module.split(".")[0]


def rooms(package: Path) -> dict[str, list[str]]:
    """By wing, from the one that knows least, its modules without its name; the flat modules come first, as `""`.

    >>> rooms(PACKAGE)[""]
    ['errors', 'paths', 'declarations', '__init__', '__main__']
    """
    there = modules(package)
    flat = [name for name in (*BASE, *DOORS) if any(wing(module) == name for module in there)]
    return {"": flat} | {
        name: [module.removeprefix(f"{name}.") for module in there if module.startswith(f"{name}.")] for name in WINGS
    }


def known(package: Path) -> dict[str, list[str]]:
    """By wing, the wings of which it imports something, in their order.

    >>> known(PACKAGE)["corpus"]
    ['text']
    """
    pairs = {(wing(arrow.of), wing(arrow.what)) for arrow in imports(package)}
    return {name: [other for other in WINGS if other != name and (name, other) in pairs] for name in WINGS}


def faults(package: Path) -> list[str]:
    """What does not hold, a sentence each: arrows up, circles, private names taken, modules that no wing owns.

    >>> faults(PACKAGE)
    []
    """
    arrows = imports(package)
    return [*_unowned(package), *_upwards(arrows), *_private(package, arrows), *_circles(arrows)]


def too_long(package: Path) -> list[str]:
    """The files, classes and functions with more lines than `LONGEST` allows, a sentence each.

    >>> too_long(PACKAGE / "text")
    []
    """
    found = []
    for module in modules(package):
        source = _path(package, module).read_text(encoding="utf-8")
        found.append((module, "file", len(source.splitlines())))
        for node in ast.walk(ast.parse(source)):
            kind = "class" if isinstance(node, ast.ClassDef) else "function"
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                found.append((f"{module}.{node.name}", kind, (node.end_lineno or 0) - node.lineno + 1))
    return [
        f"{name}: {lines} lines, and a {kind} has {LONGEST[kind]} at most; divide it"
        for name, kind, lines in found
        if lines > LONGEST[kind]
    ]


def _unowned(package: Path) -> Iterator[str]:
    for module in modules(package):
        if wing(module) not in (*BASE, *WINGS, *DOORS):
            yield f"{module}: no wing owns it; move it into one"


def _upwards(arrows: list[Import]) -> Iterator[str]:
    order = [*BASE, *WINGS]
    for arrow in arrows:
        one, other = wing(arrow.of), wing(arrow.what)
        if one in DOORS or one not in order or other not in order or one == other:
            continue
        if order.index(other) > order.index(one):
            yield f"{arrow.of} imports {arrow.what}: {one} knows nothing of {other}"


def _private(package: Path, arrows: list[Import]) -> Iterator[str]:
    for arrow in arrows:
        if arrow.name.startswith("_"):
            yield f"{arrow.of} takes {arrow.name} from {arrow.what}, where it is private"


def _circles(arrows: list[Import]) -> Iterator[str]:
    """A module that leads back to itself, the first of each circle by name."""
    after: dict[str, set[str]] = {}
    for arrow in arrows:
        after.setdefault(arrow.of, set()).add(arrow.what)
    done: set[str] = set()

    def walk(module: str, path: tuple[str, ...]) -> Iterator[str]:
        if module in path:
            yield " > ".join([*path[path.index(module) :], module]) + ": a circle of imports"
        elif module not in done:
            for following in sorted(after.get(module, ())):
                yield from walk(following, (*path, module))
            done.add(module)

    for module in sorted(after):
        if wing(module) not in DOORS:
            yield from walk(module, ())


# --- the picture ------------------------------------------------------------------------------------------------------


def picture(package: Path = PACKAGE) -> Figure:
    """The wings as boxes, from the one that knows least, each with its rooms; beside it, the wings that it imports."""
    from ..pages import plots

    told, inside = known(package), rooms(package)
    lines = {name: textwrap.wrap(", ".join(names), 104) for name, names in inside.items()}
    heights = {name: 0.32 + 0.2 * len(shown) for name, shown in lines.items()}
    drawing, (axes,) = plots.canvas(9, sum(heights.values()) + 0.12 * len(heights))
    top = 0.0
    for name, shown in lines.items():
        axes.barh(top + heights[name] / 2, 6.6, heights[name], color=(*plots.SKY, 0.25), edgecolor=plots.BLUE)
        axes.text(0.1, top + 0.2, name or "flat in the package", va="center", fontsize=11, color=plots.BLUE)
        axes.text(0.1, top + 0.3, "\n".join(shown), va="top", fontsize=9)
        said = (
            f"imports {', '.join(told[name]) or 'no other wing'}" if name else "every wing may import the first three"
        )
        axes.text(6.75, top + heights[name] / 2, "\n".join(textwrap.wrap(said, 32)), va="center", fontsize=9)
        top += heights[name] + 0.12
    axes.set(xlim=(0, 9), ylim=(top, 0))
    axes.axis("off")
    return drawing


def draw(target: Path = PICTURE) -> None:
    """Write the picture, as SVG."""
    from ..pages import plots

    target.write_bytes(plots.render(picture(), "svg"))


if __name__ == "__main__":
    draw()
