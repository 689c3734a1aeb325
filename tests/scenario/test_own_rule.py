"""A user's own rule for *how much*: found by its import path, asked with seven numbers, held to a severity."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from sim.engine.trajectory import empty_curves
from sim.rules.curves import record
from sim.rules.day import play_day
from sim.rules.policies import OWN_RULE
from sim.rules.world import VERDICTS
from sim.scenario.initial import initial_state
from sim.scenario.load import load_scenario
from sim.scenario.own_rule import OwnRuleError, function_at, own_rule
from sim.scenario.pack import pack

Write = Callable[..., str]


@pytest.fixture
def write(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Write a module into the folder of the command; returns its name."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    names = []

    def write_module(text: str, name: str = "rules_of_mine") -> str:
        path = here.joinpath(*name.split(".")).with_suffix(".py")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        names.append(name)
        return name

    yield write_module
    for name in names:
        for part in (name, name.partition(".")[0]):
            sys.modules.pop(part, None)


# finding it ---------------------------------------------------------------------------------------------


def test_a_function_is_found_in_the_folder_of_the_command(write: Write) -> None:
    path = write("def half(*numbers):\n    return numbers[0] / 2\n")
    assert own_rule(f"{path}:half")(5.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0) == 2.5


def test_a_function_is_found_in_a_folder_below_it(write: Write) -> None:
    path = write("def half(*numbers):\n    return numbers[0] / 2\n", name="policies_of_mine.mild")
    assert function_at(f"{path}:half")(5.0) == 2.5


def test_a_function_is_found_in_any_installed_package() -> None:
    assert function_at("math:sqrt")(9.0) == 3.0


def test_looking_for_a_function_leaves_the_search_path_as_it_was(write: Write) -> None:
    path, before = write("half = abs\n"), list(sys.path)
    function_at(f"{path}:half")
    with pytest.raises(OwnRuleError):
        function_at("no_such_module_of_mine:half")
    assert sys.path == before


NOT_FOUND = {
    "a module that there is not": (
        None,
        "no_such_module_of_mine:half",
        "no_such_module_of_mine cannot be imported (No module named 'no_such_module_of_mine')",
    ),
    "a function that there is not": ("half = abs\n", "rules_of_mine:third", "rules_of_mine has no function third"),
    "something that is no function": ("half = 0.5\n", "rules_of_mine:half", "rules_of_mine has no function half"),
    "a module that fails": (
        "raise ValueError('not today')\n",
        "rules_of_mine:half",
        "rules_of_mine cannot be imported (not today)",
    ),
    "a module that is no Python": ("def half(:\n", "rules_of_mine:half", "rules_of_mine cannot be imported"),
}


@pytest.mark.parametrize(("text", "path", "message"), NOT_FOUND.values(), ids=NOT_FOUND)
def test_not_found_is(write: Write, text: str | None, path: str, message: str) -> None:
    if text is not None:
        write(text)
    with pytest.raises(OwnRuleError) as caught:
        function_at(path)
    assert str(caught.value).startswith(message)


# asking it ----------------------------------------------------------------------------------------------

REFUSED = {
    "a severity below nothing": ("-1.0", "rules_of_mine:rule gave -1.0; expected a severity, finite and not below 0"),
    "no number": (
        "float('nan')",
        "rules_of_mine:rule gave nan; expected a severity, finite and not below 0",
    ),
    "a severity without end": (
        "float('inf')",
        "rules_of_mine:rule gave inf; expected a severity, finite and not below 0",
    ),
    "nothing": ("None", "rules_of_mine:rule failed: float() argument must be a string or a real number"),
    "a division by nothing": ("1 / 0", "rules_of_mine:rule failed: division by zero"),
}


@pytest.mark.parametrize(("result", "message"), REFUSED.values(), ids=REFUSED)
def test_refused_is(write: Write, result: str, message: str) -> None:
    path = write(f"def rule(*numbers):\n    return {result}\n")
    rule = own_rule(f"{path}:rule")
    with pytest.raises(OwnRuleError) as caught:
        rule(5.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(("result", "severity"), [("0", 0.0), ("7", 7.0), ("True", 1.0), ("'3.5'", 3.5)])
def test_whatever_reads_as_a_severity_is_one(write: Write, result: str, severity: float) -> None:
    path = write(f"def rule(*numbers):\n    return {result}\n")
    found = own_rule(f"{path}:rule")(5.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)
    assert (found, type(found)) == (severity, float)


# following it -------------------------------------------------------------------------------------------

QUARREL = """\
name: quarrel
title: A quarrel with rules of one's own
start: 2030-01-01
end: 2030-03-01
parameters: {perception_noise: 0, miss_probability: 0, silence_first: 0, silence_reply: 0, half_life_days: 1e12,
  delay_days: 3, incidents_per_day: 0, talks_per_day: 0}
policies:
  own: {own_rule: 'rules_of_mine:rule', k: 1.5, c: 0.25}
  other: {own_rule: 'rules_of_mine:other'}
states: {arden: {policy: own}, belmora: {policy: other}}
relations:
  neighbours:
    between: [arden, belmora]
    grievance: {arden: 9}
    balance: {arden: -2}
timeline:
  first: {date: 2030-01-02, from: belmora, to: arden, move: measure, severity: 5}
  second: {date: 2030-01-06, from: belmora, to: arden, move: measure, severity: 4}
realisation: exact
"""


def play(here: Path, days: int) -> tuple[Any, Any]:
    """Tables and state after some days of the quarrel."""
    (here / "quarrel.yaml").write_text(QUARREL, encoding="utf-8")
    scenario = load_scenario("quarrel.yaml")
    tables, state = pack(scenario), initial_state(scenario, 1)
    for day in range(days):
        play_day(tables, state, day)
        record(tables, state, empty_curves(tables), day)
    return tables, state


ARGUMENTS = ("perceived", "balance", "grievance", "previous", "last", "k", "c")
NOTES = """\
asked = []
def rule(perceived, balance, grievance, previous, last, k, c):
    asked.append((perceived, balance, grievance, previous, last, k, c))
    return 7.0
def other(*numbers):
    return 0.0
"""


def test_a_rule_is_given_what_a_policy_may_look_at_in_its_order(write: Write, here: Path) -> None:
    write(NOTES)
    play(here, 30)
    first, second = (dict(zip(ARGUMENTS, numbers, strict=True)) for numbers in sys.modules["rules_of_mine"].asked)
    assert first == pytest.approx(
        {"perceived": 5, "balance": 3, "grievance": 14, "previous": 0, "last": 0, "k": 1.5, "c": 0.25}, abs=1e-6
    )
    # after an answer of 7, and an act of 4 on top of one of 5 before Belmora has let that answer lie
    assert second == pytest.approx(
        {"perceived": 4, "balance": 0, "grievance": 18, "previous": 5, "last": 7, "k": 1.5, "c": 0.25}, abs=1e-6
    )


def test_its_severity_is_what_is_answered(write: Write, here: Path) -> None:
    write(NOTES)
    _, state = play(here, 8)
    assert state.log.severity[: state.log.n[0]].tolist() == [5.0, 7.0, 4.0]
    assert [VERDICTS[verdict] for verdict in state.provocations.verdict[:2]] == ["reply", "nothing_owed"]


def test_each_policy_has_its_own_rule(write: Write, here: Path) -> None:
    write(NOTES)
    tables, _ = play(here, 0)
    rules = dict(zip(tables.how_much.tolist(), ["other", "own"], strict=True))  # in the order of their names
    assert sorted(rules) == [OWN_RULE, OWN_RULE + 1]
    results = {
        name: tables.own_rule(code - OWN_RULE, 5.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0) for code, name in rules.items()
    }
    assert results == {"own": 7.0, "other": 0.0}


def test_a_rule_that_fails_while_a_run_is_on_says_so(write: Write, here: Path) -> None:
    write(NOTES.replace("return 7.0", "return 1 / 0"))
    with pytest.raises(OwnRuleError, match="rules_of_mine:rule failed: division by zero"):
        play(here, 30)
