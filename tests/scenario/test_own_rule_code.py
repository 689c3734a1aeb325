"""A user's own rule as a function: run as it was found, held to a severity, and to one answer."""

import importlib
import os
import pickle
import sys
import sysconfig
from collections.abc import Callable, Iterator
from copy import deepcopy
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
from sim.scenario.own_rule import ChangedRuleError, OwnRuleError, RuleFile
from sim.scenario.own_rule_code import OwnRules, function_of, own_rule
from sim.scenario.own_rule_file import RuleFinder, digest_of
from sim.scenario.packed import packed
from sim.scenario.problems import Origin

Write = Callable[..., RuleFile]
SITUATION = (5.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)


@pytest.fixture
def write(here: Path) -> Write:
    """Write a module, and find a rule in it as the user names it."""

    def write_module(text: str, path: str = "rules_of_mine:rule", folder: str = ".") -> RuleFile:
        file = here.joinpath(folder, *path.partition(":")[0].split(".")).with_suffix(".py")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return RuleFinder(here / folder / "x.yaml").find(path)

    return write_module


# its module is run ----------------------------------------------------------------------------------------

HALF = "def rule(*numbers):\n    return numbers[0] / 2\n"


def test_a_module_in_a_folder_below_is_run(write: Write) -> None:
    assert function_of(write(HALF, "policies_of_mine.mild:rule"))(5.0) == 2.5


def test_a_module_in_a_package_is_run(write: Write, here: Path) -> None:
    (here / "pack_of_mine").mkdir()
    (here / "pack_of_mine" / "__init__.py").write_text("", "utf-8")
    (here / "pack_of_mine" / "numbers_of_mine.py").write_text("FACTOR = 3\n", "utf-8")
    rule = write(
        "from .numbers_of_mine import FACTOR\ndef rule(*numbers):\n    return FACTOR * numbers[0]\n",
        "pack_of_mine.mild:rule",
    )
    assert function_of(rule)(5.0) == 15.0


def test_two_folders_may_each_have_a_module_of_one_name(write: Write) -> None:
    text = "import helpers_of_mine\n\ndef rule(*numbers):\n    return numbers[0] * helpers_of_mine.FACTOR\n"
    answers = []
    for folder, factor in (("first", 2), ("second", 3)):
        write(f"FACTOR = {factor}\n\n" + HALF, "helpers_of_mine:rule", folder)
        answers.append(own_rule(write(text, folder=folder))(*SITUATION))
    assert answers == [10.0, 15.0]


def test_an_edit_is_seen_when_the_rule_is_found_again(write: Write) -> None:
    assert own_rule(write(HALF))(*SITUATION) == 2.5
    assert own_rule(write(HALF.replace("2", "5")))(*SITUATION) == 1.0  # as long a text, written at once


def test_an_edit_of_what_it_imports_from_its_folder_is_seen_too(write: Write) -> None:
    text = "from helpers_of_mine import FACTOR\n\ndef rule(*numbers):\n    return numbers[0] * FACTOR\n"
    answers = []
    for factor in (2, 3):
        write(f"FACTOR = {factor}\n\n" + HALF, "helpers_of_mine:rule")
        answers.append(own_rule(write(text))(*SITUATION))
    assert answers == [10.0, 15.0]


def test_a_file_edited_between_reading_and_running_is_not_run(write: Write, here: Path) -> None:
    rule = write(HALF)
    (here / "rules_of_mine.py").write_text(HALF.replace("2", "4"), "utf-8")
    with pytest.raises(ChangedRuleError, match="was edited after the scenario was read; read it again"):
        function_of(rule)


def test_a_rule_that_was_run_before_stays_what_it_was(write: Write, here: Path) -> None:
    rule = write(HALF.replace("/ 2", "/ 2.5"))
    assert function_of(rule)(5.0) == 2.0
    (here / "rules_of_mine.py").write_text(HALF, "utf-8")
    assert function_of(rule)(5.0) == 2.0


def test_what_lies_compiled_beside_it_is_not_run(write: Write, here: Path) -> None:
    """Python takes a compiled file for that of a text of the same length and time, whatever is in it."""
    import py_compile

    file = here / "rules_of_mine.py"
    file.write_text(HALF.replace("2", "7"), "utf-8")
    os.utime(file, (1e9, 1e9))
    py_compile.compile(str(file))
    file.write_text(HALF, "utf-8")
    os.utime(file, (1e9, 1e9))
    assert own_rule(write(HALF))(*SITUATION) == 2.5


def test_nothing_is_left_of_running_it_where_others_look_for_modules(write: Write) -> None:
    path, finders, modules = list(sys.path), list(sys.meta_path), set(sys.modules)
    function_of(write(HALF.replace("2", "11")))
    with pytest.raises(OwnRuleError):
        function_of(write("raise ValueError\n" + HALF))
    assert (sys.path, sys.meta_path, set(sys.modules)) == (path, finders, modules)


def test_what_it_prints_when_it_is_run_or_tried_is_dropped(write: Write, capfd: Any) -> None:
    rule = write("print('run')\ndef rule(*numbers):\n    print('asked')\n    return 1.0\n")
    function_of(rule)
    assert capfd.readouterr() == ("", "")


FAILING = {
    "raises": ("raise ValueError('not today')", "rules_of_mine cannot be imported (not today)"),
    "raises in several lines": (
        "raise ValueError('not\\ntoday')",
        "rules_of_mine cannot be imported (not today)",
    ),
    "raises what is no error": (
        "class Odd(BaseException): pass\nraise Odd",
        "rules_of_mine cannot be imported (Odd)",
    ),
    "leaves": ("import sys\nprint('bye')\nsys.exit(3)", "rules_of_mine cannot be imported (3)"),
    "lacks a library": (
        "import no_such_library",
        "rules_of_mine cannot be imported (No module named 'no_such_library')",
    ),
    "has the function no longer": ("if True:\n    del rule", "rules_of_mine:rule is no such function; expected a"),
    "has another function": ("rule = len", "rules_of_mine:rule is no such function; expected a function of perceived"),
}


@pytest.mark.parametrize(("end", "message"), FAILING.values(), ids=FAILING)
def test_a_module_that_does_not_give_the_function_is_told_on_one_line(
    write: Write, end: str, message: str, capfd: Any
) -> None:
    rule = write(f"{HALF}{end}\n")
    with pytest.raises(OwnRuleError) as caught:
        function_of(rule)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


def test_what_was_found_is_copied_and_pickled_and_not_what_was_run(write: Write) -> None:
    rules = OwnRules([write(HALF)])
    assert rules(0, *SITUATION) == 2.5
    for copy in (deepcopy(rules), pickle.loads(pickle.dumps(rules))):
        assert (copy.rules, copy(0, *SITUATION)) == (rules.rules, 2.5)


# where Python finds it by itself ----------------------------------------------------------------------------

MARKER = "import pathlib\n\npathlib.Path('{mark}').touch()\n"
TRAPS = ("rules_of_site.py", "pack_of_site/__init__.py", "pack_of_site/sub/__init__.py", "pack_of_site/sub/mild.py")


@pytest.fixture
def install(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], RuleFile]]:
    """Find a rule in an installed module, of whose name there is another in the current folder, searched first."""
    site, modules = here / "site", set(sys.modules)
    for folder, text in ((site, HALF), (here, MARKER.format(mark=here / "MARK") + HALF)):
        for name in TRAPS:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
    (here / "case").mkdir()
    monkeypatch.setattr(sys, "path", ["", str(here), str(site), *sys.path])
    by_a_file = Origin(here / "case" / "x.yaml")
    yield lambda path: RuleFinder(by_a_file.file).find(path, by_a_file)
    for name in set(sys.modules) - modules:
        if "of_site" in name or name == "colorsys":
            del sys.modules[name]


INSTALLED = ("rules_of_site:rule", "pack_of_site.sub.mild:rule")


@pytest.mark.parametrize("path", INSTALLED)
def test_of_an_installed_rule_nothing_in_the_current_folder_is_run(install, here: Path, path: str) -> None:
    finders, rule = list(sys.meta_path), install(path)
    assert function_of(rule)(5.0) == 2.5
    assert sys.modules[rule.module].__file__ == str(rule.file)
    assert not (here / "MARK").exists()
    assert sys.meta_path == finders


def test_nor_is_it_of_what_an_installed_rule_imports(install, here: Path) -> None:
    (here / "site" / "other_of_site.py").write_text("import rules_of_site\n" + HALF, "utf-8")
    function_of(install("other_of_site:rule"))
    assert not (here / "MARK").exists()


def test_nor_is_it_of_a_module_of_python_that_is_trusted(here: Path, install, monkeypatch) -> None:
    (here / "colorsys.py").write_text(MARKER.format(mark=here / "MARK"), "utf-8")
    monkeypatch.delitem(sys.modules, "colorsys", raising=False)
    file = Path(sysconfig.get_path("stdlib")) / "colorsys.py"
    rule = RuleFile("colorsys:rgb_to_hsv", file, digest_of(file.read_bytes()), None)
    with pytest.raises(OwnRuleError, match="is no such function"):  # it takes three numbers
        function_of(rule)
    assert not (here / "MARK").exists()


@pytest.mark.parametrize(("path", "before"), [(INSTALLED[0], "rules_of_site"), (INSTALLED[1], "pack_of_site")])
def test_what_was_imported_from_elsewhere_is_refused_before_anything_runs(
    install, here: Path, path: str, before: str
) -> None:
    rule = install(path)
    importlib.import_module(before)  # that of the current folder
    (here / "MARK").unlink()
    with pytest.raises(OwnRuleError, match=f"^{before} is {here}.* here, not {here}/site.*; give one of them another"):
        function_of(rule)
    assert not (here / "MARK").exists()


def test_an_installed_rule_that_was_edited_or_moved_is_not_run(install, here: Path) -> None:
    rule, file = install(INSTALLED[0]), here / "site" / "rules_of_site.py"
    file.write_text(MARKER.format(mark=here / "MARK") + HALF, "utf-8")
    with pytest.raises(ChangedRuleError, match="was edited after the scenario was read"):
        function_of(rule)
    file.unlink()
    with pytest.raises(OwnRuleError, match=f"rules_of_site is no file here, not {file}"):
        function_of(rule)
    assert not (here / "MARK").exists()


# it answers the same question in one way --------------------------------------------------------------------

SEVERAL_ANSWERS = {
    "of a number of calls": (
        "class Count:\n    n = 0\n    def __call__(self, *numbers):\n        self.n += 1\n        return self.n\n"
        "rule = Count()\n"
    ),
    "of the call before": (
        "class Last:\n    last = 0.0\n    def __call__(self, *numbers):\n"
        "        self.last, before = numbers[0], self.last\n        return before\nrule = Last()\n"
    ),
    "of chance that its text hides": ("dice = __import__('random')\ndef rule(*numbers):\n    return dice.random()\n"),
    "of whether it fails": (
        "class Moody:\n    n = 0\n    def __call__(self, *numbers):\n        self.n += 1\n"
        "        return 1.0 / (self.n % 5)\nrule = Moody()\n"
    ),
}


@pytest.mark.parametrize("text", SEVERAL_ANSWERS.values(), ids=SEVERAL_ANSWERS)
def test_a_rule_is_refused_that_answers_by_more_than_it_is_given(write: Write, text: str) -> None:
    rule = write(text)
    with pytest.raises(OwnRuleError, match="rules_of_mine:rule answers the same question in several ways; expected"):
        function_of(rule)


def test_a_rule_that_fails_at_some_questions_is_refused_only_when_it_fails(write: Write) -> None:
    rule = own_rule(write("def rule(perceived, *rest):\n    return 1 / 0 if perceived > 4 else perceived\n"))
    assert rule(3.0, *SITUATION[1:]) == 3.0
    with pytest.raises(OwnRuleError, match="rules_of_mine:rule failed: division by zero"):
        rule(*SITUATION)


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
    "leaving": ("exit(3)", "rules_of_mine:rule failed: 3"),
}


@pytest.mark.parametrize(("result", "message"), REFUSED.values(), ids=REFUSED)
def test_refused_is(write: Write, result: str, message: str) -> None:
    rule = own_rule(write(f"def rule(*numbers):\n    return {result}\n"))
    with pytest.raises(OwnRuleError) as caught:
        rule(*SITUATION)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(("result", "severity"), [("0", 0.0), ("7", 7.0), ("True", 1.0), ("'3.5'", 3.5)])
def test_whatever_reads_as_a_severity_is_one(write: Write, result: str, severity: float) -> None:
    found = own_rule(write(f"def rule(*numbers):\n    return {result}\n"))(*SITUATION)
    assert (found, type(found)) == (severity, float)


# following it -------------------------------------------------------------------------------------------

QUARREL = """\
name: quarrel
title: A quarrel with rules of one's own
start: 2030-01-01
end: 2030-03-01
parameters: {perception_noise: 0, miss_probability: 0, silence_first: 0, silence_reply: 0, half_life_days: 1e12,
  balance_half_life_days: 1e12, delay_days: 3, incidents_per_day: 0, talks_per_day: 0}
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


def play(here: Path, days: int, listen: Callable[..., None] = lambda *numbers: None) -> tuple[Any, Any]:
    """Tables and state after some days of the quarrel; somebody may listen to what the rules are asked."""
    (here / "quarrel.yaml").write_text(QUARREL, encoding="utf-8")
    case = packed(load_scenario("quarrel.yaml"))
    tables, state = case.tables, initial_state(case, 1)
    rules = tables.own_rule
    tables = tables._replace(own_rule=lambda n, *numbers: (listen(n, *numbers), rules(n, *numbers))[1])
    for day in range(days):
        play_day(tables, state, day)
        record(tables, state, empty_curves(tables), day)
    return tables, state


ARGUMENTS = ("perceived", "balance", "grievance", "previous", "last", "k", "c")
SEVEN = """\
def rule(perceived, balance, grievance, previous, last, k, c):
    return 7.0
def other(*numbers):
    return 0.0
"""


def test_a_rule_is_given_what_a_policy_may_look_at_in_its_order(write: Write, here: Path) -> None:
    write(SEVEN)
    asked: list[tuple[float, ...]] = []
    play(here, 30, lambda n, *numbers: asked.append(numbers) if numbers[5] == 1.5 else None)  # k of Arden's
    first, second = (dict(zip(ARGUMENTS, numbers, strict=True)) for numbers in asked)
    # an act that answers nothing is owed in full, whatever the balance is
    assert first == pytest.approx(
        {"perceived": 5, "balance": 5, "grievance": 14, "previous": 0, "last": 0, "k": 1.5, "c": 0.25}, abs=1e-6
    )
    # after an answer of 7, and an act of 4 on top of one of 5 before Belmora has let that answer lie
    assert second == pytest.approx(
        {"perceived": 4, "balance": 4, "grievance": 18, "previous": 5, "last": 7, "k": 1.5, "c": 0.25}, abs=1e-6
    )


def test_a_rule_that_is_asked_about_an_answer_is_given_the_balance(write: Write, here: Path) -> None:
    """Belmora sent 5, received 7, and sent 4 before it decides: −2."""
    write(SEVEN)
    asked: list[tuple[float, ...]] = []
    play(here, 8, lambda n, *numbers: asked.append(numbers) if numbers[5] == 1.0 else None)  # k of Belmora's
    (answer,) = (dict(zip(ARGUMENTS, numbers, strict=True)) for numbers in asked)
    assert answer == pytest.approx(
        {"perceived": 7, "balance": -2, "grievance": 7, "previous": 0, "last": 4, "k": 1.0, "c": 0.0}, abs=1e-6
    )


def test_its_severity_is_what_is_answered(write: Write, here: Path) -> None:
    write(SEVEN)
    _, state = play(here, 8)
    assert state.log.severity[: state.log.n[0]].tolist() == [5.0, 7.0, 4.0]
    # Arden's on the first act and on the second, which it answers later; Belmora's on the answer
    assert [VERDICTS[verdict] for verdict in state.provocations.verdict[:3]] == ["reply", "pending", "nothing_owed"]


def test_each_policy_has_its_own_rule(write: Write, here: Path) -> None:
    write(SEVEN)
    tables, _ = play(here, 0)
    rules = dict(zip(tables.how_much.tolist(), ["other", "own"], strict=True))  # in the order of their names
    assert sorted(rules) == [OWN_RULE, OWN_RULE + 1]
    results = {
        name: tables.own_rule(code - OWN_RULE, 5.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0) for code, name in rules.items()
    }
    assert results == {"own": 7.0, "other": 0.0}


def test_a_rule_that_fails_while_a_run_is_on_says_so(write: Write, here: Path) -> None:
    write(SEVEN.replace("return 7.0", "return 1 / 0"))
    with pytest.raises(OwnRuleError, match="rules_of_mine:rule failed: division by zero"):
        play(here, 30)
