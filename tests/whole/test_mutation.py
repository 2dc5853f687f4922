"""Claims about the mutants that are drawn by hand: each is one change, and what is said to people stays as it is."""

import ast

import pytest

from mutation import OPERATORS, apply, changes, draw


def mutants(source, kind=""):
    """What becomes of a source, change by change."""
    tree = ast.parse(source)
    found = [apply(tree, change)[0] for change in changes(tree) if kind in ("", change.kind)]
    assert ast.unparse(tree) == ast.unparse(ast.parse(source))  # the original stays
    return found


@pytest.mark.parametrize(
    ("kind", "source", "changed"),
    [
        ("comparison", "a < b", ["a <= b", "a > b"]),
        ("comparison", "a >= b", ["a > b", "a <= b"]),
        ("comparison", "a == b", ["a != b"]),
        ("comparison", "a not in b", ["a in b"]),
        ("comparison", "a is None", ["a is not None"]),
        ("comparison", "a < b == c", ["a <= b == c", "a > b == c", "a < b != c"]),
        ("arithmetic", "a + b", ["a - b"]),
        ("arithmetic", "a / b", ["a * b"]),
        ("arithmetic", "a & b", ["a | b"]),
        ("arithmetic", "a += b", ["a -= b"]),
        ("logic", "a and b", ["a or b"]),
        ("negation", "a = not b", ["a = b"]),
        ("negation", "a = -b", ["a = b"]),
        ("negation", "a if b else c", ["a if not b else c"]),
        ("negation", "[a for a in b if c]", ["[a for a in b if not c]"]),
        ("number", "a = 20", ["a = 21", "a = 19"]),
        ("number", "a = True", ["a = False"]),
        ("text", "a = 'abc'", ["a = 'bc'", "a = 'ac'", "a = 'ab'"]),
        ("text", "a = ''", ["a = 'x'"]),
        ("text", "a = f'b{c}'", ["a = f'{c}'"]),
        ("returned", "def a():\n    return b", ["def a():\n    return None"]),
        ("returned", "def a():\n    return None", []),
        ("bounds", "a[1:b]", ["a[:b]", "a[1:]"]),
        ("call", "a = b.c(d)", ["a = b"]),
        ("call", "a = b(c)", ["a = c"]),
        ("call", "a = b(c, d=e, f=g)", ["a = c", "a = b(c, f=g)", "a = b(c, d=e)"]),
        ("step", "for a in b:\n    continue", ["for a in b:\n    break"]),
        ("step", "for a in b:\n    c.d(a)", ["for a in b:\n    pass"]),
        ("step", "if a:\n    raise b('c')", ["if a:\n    pass"]),
    ],
)
def test_a_mutant_is_one_change(kind, source, changed):
    assert mutants(source, kind) == changed


@pytest.mark.parametrize(
    "source",
    ['"""A docstring."""', "import a", "from a import b", "a: int", "@a(1)\nclass B:\n    pass", "def a(b: 'c') -> 'd':\n    pass", "refuse('a', 'b')"],
)  # fmt: skip
def test_what_is_said_and_declared_stays(source):
    assert [m for m in mutants(source) if m != "pass"] == []


def test_a_message_stays_and_the_check_may_go():
    assert mutants("raise CorpusError(f'no {a}; take it out')") == ["pass"]


def test_the_place_of_a_change_is_shown_in_its_line():
    tree = ast.parse("a = 1\nb = c + 2\nd = 3")
    found = {change.kind: (change.line, *apply(tree, change)[1:]) for change in changes(tree)[2:4]}
    assert found == {"arithmetic": (2, "b = c + 2", "b = c - 2"), "number": (2, "b = c + 2", "b = c + 3")}


def test_a_draw_takes_each_kind_in_turn_and_is_the_same_for_a_seed():
    trees = {"m": ast.parse("a = 1 + 2 < 3\nb = 'c'\nd = 4 < 5")}
    one, same, other = ([(c.line, c.kind, c.key) for _, c in draw(trees, seed)] for seed in (1, 1, 2))
    assert one == same != other and sorted(map(str, one)) == sorted(map(str, other))
    assert [kind for _, kind, _ in one][:5] == ["comparison", "arithmetic", "number", "text", "comparison"]
    assert len(one) == len(changes(trees["m"]))
    assert {operator.__name__ for operator in OPERATORS} >= {kind for _, kind, _ in one}
