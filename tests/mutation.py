"""Small faults (mutants) in the modules, and whether the tests of each module notice; by hand, not in CI.

    python tests/mutation.py                                  300 mutants of the modules in TESTS
    python tests/mutation.py text.names text.forms --number 80 --seed 2
    python tests/mutation.py statistics.agreement --number 0  every mutant that there is

A mutant is one change to the syntax tree of one module (`OPERATORS` says which), drawn with a seed, each kind of change
in turn, for what is easy to notice would else be most of the draw. It stands in a copy of the project in a temporary
folder, never in the checkout. Only the tests of its own module run on it, and the examples in its docstrings; it is
killed where one of them fails or none of them ends in time. A mutant with which the module cannot even be imported
proves nothing and is drawn anew. The docstrings, annotations and messages of errors are not changed.

What survives is printed with file, line and change: either a test is missing, or the change makes no difference to what
the module promises, and who runs this says why. Everything runs in one process that has loaded the libraries once and
forks for each mutant, so this needs Linux or macOS; 300 mutants take about six minutes.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import json
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

PROJECT = Path(__file__).resolve().parents[1]
PARTS = ("src", "tests", "data", "pyproject.toml")
"""What of the project the tests of a module read."""
TESTS = {
    "statistics.counts": ("test_counts.py",),
    "statistics.keyness": ("test_keyness.py",),
    "statistics.dispersion": ("test_dispersion.py",),
    "statistics.collocation": ("test_collocation.py",),
    "statistics.similarity": ("test_similarity.py",),
    "statistics.agreement": ("test_agreement.py",),
    "statistics.resampling": ("test_resampling.py",),
    "coding.validation": ("test_validation.py",),
    "text.segmentation": ("test_segmentation.py",),
    "text.quotation": ("test_quotation.py",),
    "text.forms": ("test_forms.py", "test_names.py"),
    "text.names": ("test_names.py",),
    "text.patterns": ("test_patterns.py", "test_codebook.py"),
    "coding.codebook": ("test_codebook.py", "test_dictionary.py"),
    "coding.dictionary": ("test_dictionary.py", "test_codebook.py"),
    "text.numerals": ("test_numerals*.py",),
    "mentions.quantities.words": ("test_quantities*.py",),
    "mentions.quantities.english": ("test_quantities*.py",),
    "mentions.quantities.chinese": ("test_quantities*.py",),
}
"""The modules that are changed, and the tests of each (patterns of file names)."""
BY_NAME = {
    "coding.analysis": ("test_analysis.py",),
    "pages.chapter": ("test_chapter.py",),
    "coding.coders": ("test_coders.py", "test_first_run.py"),
    "coding.counts": ("test_code_counts.py",),
    "pages.quotations": ("test_quotations.py",),
    "corpus.cleaning": ("test_cleaning.py", "test_lines.py", "test_edits.py", "test_blocks.py"),
    "corpus.lines": ("test_lines.py", "test_cleaning.py"),
    "corpus.edits": ("test_edits.py", "test_cleaning.py"),
    "corpus.blocks": ("test_blocks.py", "test_cleaning.py"),
    "corpus.concordance": ("test_concordance.py",),
    "corpus.footnotes": ("test_footnotes.py",),
    "pages.plots": ("test_plots.py",),
    "coding.recurring": ("test_recurring.py",),
}
"""Those that are changed only where they are named."""
LIBRARIES = (
    "hypothesis",
    "matplotlib.figure",
    "nltk.metrics",
    "nltk.tokenize.punkt",
    "pandas",
    "rjieba",
    "scipy.stats",
)
"""What is loaded once, before any mutant."""
KILLED, SURVIVED, LATE, STILLBORN = "killed", "survived", "out of time", "not importable"
_UNBORN = 99


class Change(NamedTuple):
    """`holder.key` (or `holder[key]` of a list) becomes `new`; `kind` is the operator that asks for it."""

    line: int
    kind: str
    holder: Any
    key: str | int
    new: Any


# --- what is changed ------------------------------------------------------------------------------------------------

_COMPARE: dict[type, tuple[type, ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
_ARITHMETIC: dict[type, type] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}


def comparison(node: ast.AST) -> Iterator[tuple[Any, Any, Any]]:
    """< becomes <= or >, == becomes !=, in becomes not in."""
    if isinstance(node, ast.Compare):
        for n, op in enumerate(node.ops):
            for other in _COMPARE[type(op)]:
                yield node.ops, n, other()


def arithmetic(node: ast.AST) -> Iterator[tuple[Any, Any, Any]]:
    """+ becomes -, * becomes /, & becomes |."""
    if isinstance(node, ast.BinOp | ast.AugAssign) and type(node.op) in _ARITHMETIC:
        yield node, "op", _ARITHMETIC[type(node.op)]()


def logic(node: ast.AST) -> Iterator[tuple[Any, Any, Any]]:
    """`and` becomes `or`."""
    if isinstance(node, ast.BoolOp):
        yield node, "op", ast.Or() if isinstance(node.op, ast.And) else ast.And()


def negation(node: ast.AST) -> Iterator[tuple[Any, Any, Any]]:
    """A condition is turned round, a `not`, `-` or `~` is left out."""
    if isinstance(node, ast.If | ast.While | ast.IfExp):
        yield node, "test", ast.UnaryOp(ast.Not(), node.test)
    if isinstance(node, ast.comprehension):
        for n, test in enumerate(node.ifs):
            yield node.ifs, n, ast.UnaryOp(ast.Not(), test)
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.UnaryOp):
            yield node, name, value.operand


def number(node: ast.AST) -> Iterator[tuple[Any, Any, Any]]:
    """A number is one more or one less; True is False."""
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield node, "value", not node.value
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        yield node, "value", node.value + 1
        yield node, "value", node.value - 1


def text(node: ast.AST) -> Iterator[tuple[Any, Any, Any]]:
    """A text loses a character, the first, the last or one in between; an empty one gets one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        value = node.value
        for n in sorted({0, len(value) // 3, 2 * len(value) // 3, len(value) - 1}) if value else ():
            yield node, "value", value[:n] + value[n + 1 :]
        if not value:
            yield node, "value", "x"


def returned(node: ast.AST) -> Iterator[tuple[Any, Any, Any]]:
    """A function gives back nothing."""
    if isinstance(node, ast.Return) and node.value and not _is_none(node.value):
        yield node, "value", ast.Constant(None)


def bounds(node: ast.AST) -> Iterator[tuple[Any, Any, Any]]:
    """A slice loses one of its bounds."""
    if isinstance(node, ast.Slice):
        for name in ("lower", "upper", "step"):
            if getattr(node, name) is not None:
                yield node, name, None


def call(node: ast.AST) -> Iterator[tuple[Any, Any, Any]]:
    """A call is left out (what it was called on, or with, stays), or loses an argument that has a name."""
    if isinstance(node, ast.Call):
        for n in range(len(node.keywords)):
            yield node, "keywords", node.keywords[:n] + node.keywords[n + 1 :]
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.Call):
            if isinstance(value.func, ast.Attribute):
                yield node, name, value.func.value
            elif value.args and not isinstance(value.args[0], ast.Starred):
                yield node, name, value.args[0]


def step(node: ast.AST) -> Iterator[tuple[Any, Any, Any]]:
    """`continue` becomes `break` and the other way round; what only calls, adds up or raises is left out."""
    for name in ("body", "orelse"):
        statements = getattr(node, name, None)
        for n, statement in enumerate(statements if isinstance(statements, list) else ()):
            if isinstance(statement, ast.Continue | ast.Break):
                yield statements, n, ast.Break() if isinstance(statement, ast.Continue) else ast.Continue()
            elif isinstance(statement, ast.AugAssign | ast.Raise) or (
                isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call | ast.Yield)
            ):
                yield statements, n, ast.Pass()


OPERATORS = (comparison, arithmetic, logic, negation, number, text, returned, bounds, call, step)


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def code(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a tree but docstrings, annotations, decorators, imports, and what is raised or refused."""
    yield node
    for name, value in ast.iter_fields(node):
        if name not in ("annotation", "returns", "decorator_list"):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST) and not _is_said(child):
                    yield from code(child)


def _is_said(node: ast.AST) -> bool:
    """Whether a statement is a docstring, an import, or the message of an error."""
    value = node.value if isinstance(node, ast.Expr) else None
    refused = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "refuse"
    return refused or isinstance(value, ast.Constant) or isinstance(node, ast.Import | ast.ImportFrom | ast.Raise)


def changes(tree: ast.Module) -> list[Change]:
    """Every change that an operator can make to a tree, in the order of its lines."""
    found, line = [], 0
    for node in code(tree):
        line = getattr(node, "lineno", line)
        for operator in OPERATORS:
            found += [Change(line, operator.__name__, *change) for change in operator(node)]
    return found


def apply(tree: ast.Module, change: Change) -> tuple[str, str, str]:
    """The source of the changed module, and what is changed in it, before and after; the tree stays as it is."""
    holder, key, before = change.holder, change.key, ast.unparse(tree)
    put = setattr if isinstance(holder, ast.AST) else type(holder).__setitem__
    old = getattr(holder, key) if isinstance(holder, ast.AST) else holder[key]
    put(holder, key, change.new)
    after = ast.unparse(ast.fix_missing_locations(tree))
    put(holder, key, old)
    return after, *_around(before, after)


def _around(one: str, other: str, width: int = 50) -> tuple[str, str]:
    """Where two sources differ, with as much as `width` characters of the line on each side."""
    begin = _alike(one, other)
    end = _alike(one[begin:][::-1], other[begin:][::-1])
    left = one[:begin].rsplit("\n", 1)[-1].lstrip()[-width:]
    right = one[len(one) - end :].split("\n", 1)[0][:width]
    return tuple(f"{left}{text[begin : len(text) - end]}{right}" for text in (one, other))


def _alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginnings."""
    return next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def draw(modules: dict[str, ast.Module], seed: int) -> Iterator[tuple[str, Change]]:
    """All changes of some modules in an order drawn by chance, each operator in turn."""
    chance = random.Random(seed)
    kinds: dict[str, list[tuple[str, Change]]] = defaultdict(list)
    for module, tree in modules.items():
        for change in changes(tree):
            kinds[change.kind].append((module, change))
    for found in kinds.values():
        chance.shuffle(found)
    while any(kinds.values()):
        for operator in OPERATORS:
            if kinds[operator.__name__]:
                yield kinds[operator.__name__].pop()


# --- whether a test notices -----------------------------------------------------------------------------------------


class Order:
    """Quick tests before slow ones, those that load the corpus last: most mutants are noticed by a quick one."""

    def __init__(self, copy: Path):
        self.path = copy / "seconds.json"
        self.seconds: dict[str, float] = json.loads(self.path.read_text()) if self.path.exists() else {}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        file = {path: n for n, path in enumerate(dict.fromkeys(item.path for item in items))}
        items.sort(
            key=lambda i: ("corpus" in getattr(i, "fixturenames", ()), file[i.path], self.seconds.get(i.nodeid, 0))
        )

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            self.seconds[report.nodeid] = report.duration

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        if not exitstatus:
            self.path.write_text(json.dumps(self.seconds))


def run(copy: Path, module: str, limit: int, more: list[str], quiet: bool = True) -> str:
    """What becomes of the module as it stands in the copy: killed, survived, out of time or not importable."""
    child = os.fork()
    if not child:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))  # and not a time on the clock: others use the machine
        _test(copy, module, more, quiet)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGTERM:  # stopped from outside: that says nothing
        return run(copy, module, limit, more, quiet)
    return {0: SURVIVED, _UNBORN: STILLBORN, -signal.SIGXCPU: LATE, -signal.SIGKILL: LATE}.get(code, KILLED)


def _test(copy: Path, module: str, more: list[str], quiet: bool) -> None:
    """In a process of its own: import the module from the copy, and run its tests. Does not return."""
    os.chdir(copy)
    if quiet:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
    sys.path[:0] = [str(copy / "src"), str(copy / "tests")]
    try:
        importlib.import_module(f"helpers.{module}")
    except BaseException:
        os._exit(_UNBORN)
    tests = [str(path) for name in (TESTS | BY_NAME)[module] for path in sorted((copy / "tests").rglob(name))]
    options = ["-x", "-q", "--assert=plain", "-p", "no:cacheprovider", "-o", "addopts=--doctest-modules", *more]
    failed = 1
    try:
        failed = int(
            pytest.main([*tests, "src/helpers/" + module.replace(".", "/") + ".py", *options], plugins=[Order(copy)])
        )
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(failed)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "modules", nargs="*", metavar="MODULE", help=f"without any: {', '.join(TESTS)}; also {', '.join(BY_NAME)}"
    )
    parser.add_argument("--number", type=int, default=300, help="how many mutants; 0 for every one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--timeout", type=int, default=60, help="seconds of a processor that the tests of a mutant may use"
    )
    parser.add_argument("--deselect", action="append", default=[], help="a test that is left out, as pytest calls it")
    asked = parser.parse_args()
    if unknown := set(asked.modules) - set(TESTS | BY_NAME):
        parser.error(f"no tests are named for {', '.join(sorted(unknown))}; there are {', '.join(TESTS | BY_NAME)}")
    more = [f"--deselect={name}" for name in asked.deselect]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that the copy is cleared away
    sys.dont_write_bytecode = True  # a mutant and its original may have the same time and size
    for library in LIBRARIES:
        importlib.import_module(library)
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = Path(folder)
        for part in PARTS:
            if (PROJECT / part).is_dir():
                shutil.copytree(PROJECT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(PROJECT / part, copy / part)
        return _all(copy, asked, more)


def _all(copy: Path, asked: argparse.Namespace, more: list[str]) -> int:
    modules = {}
    for module in asked.modules or TESTS:
        path = copy.joinpath("src", "helpers", *module.split(".")).with_suffix(".py")
        modules[module] = ast.parse(path.read_text(encoding="utf-8"))
        if run(copy, module, asked.timeout, more) != SURVIVED:
            run(copy, module, asked.timeout, more, quiet=False)
            print(f"{module}: its tests fail without a mutant; mend them first, or leave one out with --deselect")
            return 1
    tally: dict[str, Counter[str]] = defaultdict(Counter)
    try:
        for module, change in draw(modules, asked.seed):
            path = copy.joinpath("src", "helpers", *module.split(".")).with_suffix(".py")
            original = path.read_text(encoding="utf-8")
            source, before, after = apply(modules[module], change)
            path.write_text(source, encoding="utf-8")
            fate = run(copy, module, asked.timeout, more)
            path.write_text(original, encoding="utf-8")
            tally[module][fate] += 1
            if fate == SURVIVED:
                print(f"{module}.py:{change.line} ({change.kind})\n    {before}\n    {after}", flush=True)
            if sum(n for each in tally.values() for f, n in each.items() if f != STILLBORN) == asked.number:
                break
    finally:  # also of what was tried until somebody stopped it
        _report(tally, asked.seed)
    return 0


def _report(tally: dict[str, Counter[str]], seed: int) -> None:
    print(f"\n{'module':<14}{'mutants':>8}{KILLED:>8}{LATE:>12}{SURVIVED:>10}{'share':>8}   (seed {seed})")
    total: Counter[str] = sum(tally.values(), Counter())
    for module, found in [*tally.items(), ("all", total)]:
        number = found[KILLED] + found[LATE] + found[SURVIVED]
        share = (found[KILLED] + found[LATE]) / number if number else 0
        print(f"{module:<14}{number:>8}{found[KILLED]:>8}{found[LATE]:>12}{found[SURVIVED]:>10}{share:>8.1%}")


if __name__ == "__main__":
    sys.exit(main())
