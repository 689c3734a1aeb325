"""Rules are plain arithmetic on numbers and arrays, so that any driver can compile them: threads now, a GPU later."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SIM = Path(__file__).parents[2] / "sim"
RULES = sorted([*(SIM / "rules").glob("*.py"), *(SIM / "engine" / "compiled").glob("*.py")])

# what allocates, raises, or needs the interpreter
FORBIDDEN = (
    ast.Raise, ast.Try, ast.With, ast.Lambda, ast.Yield, ast.YieldFrom, ast.Await, ast.Assert, ast.Import,
    ast.ImportFrom, ast.JoinedStr, ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp,
    ast.GeneratorExp, ast.Starred, ast.Global, ast.Nonlocal, ast.FunctionDef, ast.ClassDef, ast.Delete,
)  # fmt: skip


def rules_of(source: Path) -> Iterator[ast.FunctionDef]:
    """Functions of a file that a compiled driver calls."""
    for node in ast.parse(source.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and {"rule", "compiled"} & {ast.unparse(d) for d in node.decorator_list}:
            yield node


@pytest.mark.parametrize("source", RULES, ids=lambda source: source.stem)
def test_rules_neither_allocate_nor_raise_nor_build_texts(source: Path) -> None:
    for rule in rules_of(source):
        inside = [node for statement in rule.body for node in ast.walk(statement)]
        found = [
            f"{source.name}:{node.lineno}: {type(node).__name__}" for node in inside if isinstance(node, FORBIDDEN)
        ]
        assert not found


@pytest.mark.parametrize("source", RULES, ids=lambda source: source.stem)
def test_rules_call_mathematics_on_numbers_and_never_on_arrays(source: Path) -> None:
    for rule in rules_of(source):
        calls = {ast.unparse(node.func) for node in ast.walk(rule) if isinstance(node, ast.Call)}
        assert not {call for call in calls if call.startswith(("np.", "numpy."))}


BY_PLACE = 6  # arguments; which of more is which, nobody sees at the call
OF_DRAWS = {
    "uniform",
    "gaussian",
    "words",
    "threefry",
    "_four_rounds",
}  # their order is that of a counter
OF_USERS = {"tables.own_rule"}  # called through an address, which knows no names


@pytest.mark.parametrize("source", RULES, ids=lambda source: source.stem)
def test_a_call_with_many_arguments_names_the_last_ones(source: Path) -> None:
    for rule in rules_of(source):
        calls = [node for node in ast.walk(rule) if isinstance(node, ast.Call) and len(node.args) > BY_PLACE]
        assert {ast.unparse(call.func) for call in calls} <= OF_DRAWS | OF_USERS


def test_most_functions_of_the_rules_are_rules() -> None:
    assert sum(len(list(rules_of(source))) for source in RULES) > 200
