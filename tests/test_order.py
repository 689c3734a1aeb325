"""Nothing is walked or sorted in an order that differs from process to process, or from processor to processor."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SIM = Path(__file__).parents[1] / "sim"
MAKE_A_SET = {"set", "frozenset"}
OF_SETS = {"union", "intersection", "difference", "symmetric_difference"}
OPERATORS = (ast.BitAnd, ast.BitOr, ast.BitXor, ast.Sub)
WALK = {"list", "tuple", "enumerate", "zip", "map", "filter", "iter", "Counter", "join", "extend", "update", "fromkeys"}
WHATEVER_THE_ORDER = {"sorted", "set", "frozenset", "any", "all", "min", "max"}
COMPREHENSIONS = (ast.ListComp, ast.GeneratorExp, ast.DictComp)


def is_set(node: ast.AST) -> bool:
    """Whether an expression is a set by what is written, whatever its names stand for."""
    if isinstance(node, ast.Call):
        return name_of(node) in MAKE_A_SET | OF_SETS
    if isinstance(node, ast.BinOp) and isinstance(node.op, OPERATORS):
        return is_set(node.left) or is_set(node.right) or (has_keys(node.left) or has_keys(node.right))
    return isinstance(node, ast.Set | ast.SetComp)


def has_keys(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and name_of(node) in {"keys", "items"}


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def walked(source: str) -> Iterator[int]:
    """Lines on which a set is walked, unless what becomes of it has no order or is sorted."""
    tree = ast.parse(source)
    ordered = {
        id(part)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and name_of(call) in WHATEVER_THE_ORDER
        for part in call.args
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.For) and is_set(node.iter):
            yield node.lineno
        if isinstance(node, COMPREHENSIONS) and id(node) not in ordered:
            yield from (node.lineno for part in node.generators if is_set(part.iter))
        if isinstance(node, ast.Call) and name_of(node) in WALK:
            yield from (node.lineno for part in node.args if is_set(part))


WALKED = {
    "a loop": "for a in {1, 2}: pass",
    "a loop over what two have in common": "for a in b.keys() & c.keys(): pass",
    "a list": "list({a for a in b})",
    "a text": "', '.join(set(a) - {b})",
    "a count": "found.update({f(a) for a in b})",
    "a comprehension": "[f(a) for a in frozenset(b)]",
    "keys": "{a: 1 for a in b.keys() - c}",
}
NOT_WALKED = {
    "sorted": "sorted({a for a in b})",
    "sorted in the end": "sorted(f(a) for a in set(b))",
    "asked for something": "a in {1, 2}",
    "counted": "len(set(a))",
    "a dictionary": "for a in dict.fromkeys(b): pass",
    "made into another set": "{f(a) for a in set(b)}",
    "numbers": "for a in range(b - 1): pass",
}


@pytest.mark.parametrize("source", WALKED.values(), ids=WALKED)
def test_it_is_noticed_that_a_set_is_walked_by(source: str) -> None:
    assert list(walked(source)) == [1]


@pytest.mark.parametrize("source", NOT_WALKED.values(), ids=NOT_WALKED)
def test_it_is_no_walk_where_it_is(source: str) -> None:
    assert list(walked(source)) == []


def by_chance(text: str) -> Iterator[int]:
    """Lines on which something is sorted so that the processor decides how ties are ordered."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and name_of(node) in {"sort_values", "argsort"}:
            kinds = [ast.literal_eval(key.value) for key in node.keywords if key.arg == "kind"]
            if kinds != ["stable"]:
                yield node.lineno


@pytest.mark.parametrize("lines", [walked, by_chance], ids=["walks a set", "leaves ties to chance"])
def test_nothing_in_the_code(lines: Callable[[str], Iterator[int]]) -> None:
    files = {path: path.read_text(encoding="utf-8") for path in sorted(SIM.rglob("*.py"))}
    assert [f"{path.relative_to(SIM)}:{line}" for path, text in files.items() for line in lines(text)] == []
