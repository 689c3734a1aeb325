"""Where a user's own rule is looked for: beside what names it, among installed packages, and by trust elsewhere."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario.base import BaseScenario
from sim.scenario.load import load_scenario
from sim.scenario.own_rule import NoRuleError
from sim.scenario.own_rule_file import RuleFinder
from sim.scenario.problems import ScenarioError

HALF = "def half(*numbers):\n    return numbers[0] / 2\n"
PLACES = "expected a module beside the scenario or of an installed package"
OR_TRUST = f"{PLACES}; --trust (in Python trust=True) allows any other"
Lines = Callable[..., list[str]]


@pytest.fixture
def files(here: Path) -> Callable[..., None]:
    """Write files below the current folder, by path."""

    def write(**texts: str) -> None:
        for name, text in texts.items():
            path = here / name.replace("__", "/").replace("_py", ".py").replace("_yaml", ".yaml")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    return write


def case(rule: str, extends: str = "two_states") -> str:
    return f'extends: {extends}\nname: mine\npolicies: {{arden: {{own_rule: "{rule}"}}}}\n'


def found(source: str, *sets: str, trust: bool = False) -> str:
    """File in which Arden's own rule was found, as seen from the current folder; or what is wrong with it."""
    try:
        rule = load_scenario(source, settings=sets, trust=trust).found_rules.by_policy["arden"]
    except ScenarioError as error:
        return str(error)
    return str(rule.file.relative_to(Path.cwd()) if rule.file and rule.file.is_relative_to(Path.cwd()) else rule.file)


# by a file -------------------------------------------------------------------------------------------------


def test_what_a_file_names_is_found_beside_it(files: Callable[..., None]) -> None:
    files(case__mine_yaml=case("mild:half"), case__mild_py=HALF)
    assert found("case/mine.yaml") == "case/mild.py"


def test_what_a_file_names_is_found_in_a_folder_beside_it(files: Callable[..., None]) -> None:
    files(case__mine_yaml=case("my.mild:half"), case__my__mild_py=HALF)
    assert found("case/mine.yaml") == "case/my/mild.py"


def test_what_an_extended_file_names_is_found_beside_it_first_and_then_beside_the_scenario(
    files: Callable[..., None],
) -> None:
    files(base__base_yaml=case("mild:half"), case__mine_yaml="extends: ../base/base.yaml\nname: mine\n")
    files(case__mild_py=HALF)
    assert found("case/mine.yaml") == "case/mild.py"
    files(base__mild_py=HALF)
    assert found("case/mine.yaml") == "base/mild.py"


def test_what_a_file_names_is_found_among_installed_packages(files: Callable[..., None], monkeypatch) -> None:
    files(case__mine_yaml=case("mild_of_mine:half"), site__mild_of_mine_py=HALF)
    monkeypatch.syspath_prepend("site")
    assert found("case/mine.yaml") == "site/mild_of_mine.py"


def test_what_a_file_names_is_not_taken_from_the_current_folder_but_by_trust(
    files: Callable[..., None], monkeypatch
) -> None:
    files(case__mine_yaml=case("mild_of_mine:half"), mild_of_mine_py=HALF)
    for entry in ("", ".", str(Path.cwd())):  # as Python has it where a command is typed, or a program is begun
        with monkeypatch.context() as patch:
            patch.setattr(sys, "path", [entry, *sys.path])
            assert found("case/mine.yaml") == (
                "case/mine.yaml:3:30: policies.arden.own_rule: mild_of_mine lies in the current folder, and the file "
                f"that names it in another; {OR_TRUST}"
            )
    assert found("case/mine.yaml", trust=True) == "mild_of_mine.py"


@pytest.mark.parametrize("module", ["math", "venv.__main__", "antigravity", "encodings.rot_13", "os.path"])
def test_what_a_file_names_is_not_taken_from_python_itself(files: Callable[..., None], module: str) -> None:
    files(mine_yaml=case(f"{module}:fly"))
    assert found("mine.yaml") == (
        f"mine.yaml:3:30: policies.arden.own_rule: {module} belongs to Python itself; {OR_TRUST}"
    )


def test_by_trust_a_module_of_python_may_be_named(files: Callable[..., None]) -> None:
    files(mine_yaml=case("math:hypot"))
    assert found("mine.yaml", trust=True).rpartition("/")[2].startswith(("math", "None"))
    files(mine_yaml=case("colorsys:rgb_to_hsv"))
    assert "colorsys:rgb_to_hsv does not take what a rule is given" in found("mine.yaml", trust=True)


def test_the_start_of_an_installed_program_is_no_rule(files: Callable[..., None]) -> None:
    files(mine_yaml=case("pytest.__main__:fly"))
    assert f"pytest.__main__ is the start of a program; {OR_TRUST}" in found("mine.yaml")


def test_a_module_beside_the_file_may_bear_any_name(files: Callable[..., None]) -> None:
    files(case__mine_yaml=case("antigravity:half"), case__antigravity_py=HALF)
    assert found("case/mine.yaml") == "case/antigravity.py"


NOWHERE = ("no_such_module_of_mine", "a..b", "numpy.no_such_part", "half.")


@pytest.mark.parametrize("module", NOWHERE)
def test_a_module_that_is_nowhere_is_named(files: Callable[..., None], module: str) -> None:
    files(mine_yaml=case(f"{module}:half"))
    assert found("mine.yaml") == (
        f"mine.yaml:3:30: policies.arden.own_rule: there is no module {module} here; {PLACES}"
    )


def test_a_folder_and_a_compiled_file_are_no_rules(files: Callable[..., None], here: Path) -> None:
    files(case__mine_yaml=case("compiled:half"), case__other_yaml=case("below:half"), case__below__x_py=HALF)
    (here / "case" / "compiled.pyc").write_bytes(b"")
    assert "compiled is compiled, and cannot be read; expected a module as a file of Python, .py" in found(
        "case/mine.yaml", trust=True
    )
    assert "below is a folder; expected a module, which is a file of Python" in found("case/other.yaml")


# by the user -----------------------------------------------------------------------------------------------


def test_what_a_user_names_is_found_in_the_current_folder_first_and_beside_the_scenario_then(
    files: Callable[..., None],
) -> None:
    files(case__mine_yaml="extends: two_states\nname: mine\n", case__mild_py=HALF)
    assert found("case/mine.yaml", "policies.arden.own_rule=mild:half") == "case/mild.py"
    files(mild_py=HALF)
    assert found("case/mine.yaml", "policies.arden={own_rule: 'mild:half'}") == "mild.py"


def test_what_a_user_names_is_not_taken_from_python_itself(here: Path) -> None:
    sets = "policies.arden.own_rule=math:hypot"
    assert found("two_states", sets) == (
        f"--set {sets}: policies.arden.own_rule: math belongs to Python itself; {OR_TRUST}"
    )


def test_settings_that_a_file_holds_are_not_the_users(files: Callable[..., None]) -> None:
    files(case__mine_yaml="extends: two_states\nname: mine\n", mild_of_mine_py=HALF)
    sets = ["policies.arden={own_rule: 'mild_of_mine:half'}"]
    assert BaseScenario.read("case/mine.yaml", sets).scenario.found_rules.by_policy["arden"].file is not None
    with pytest.raises(ScenarioError, match="mild_of_mine lies in the current folder, and the file that names it in"):
        BaseScenario.read("case/mine.yaml", sets, of_file=["policies.arden"])


def test_a_rule_that_was_found_stays_what_it_was_at_every_point(files: Callable[..., None]) -> None:
    files(mild_of_mine_py=HALF)
    base, sets = BaseScenario.read("two_states"), ["policies.arden.own_rule=mild_of_mine:half"]
    before = base.with_settings(sets).found_rules.by_policy
    files(mild_of_mine_py=HALF.replace("2", "3"))
    assert base.with_settings(sets).found_rules.by_policy == before
    assert BaseScenario.read("two_states", sets).scenario.found_rules.by_policy != before


def test_what_is_wrong_is_said_at_every_point_alike(here: Path) -> None:
    finder = RuleFinder()
    for _ in range(2):
        with pytest.raises(NoRuleError, match="there is no module no_such_module_of_mine here"):
            finder.find("no_such_module_of_mine:half")


def test_files_that_it_imports_from_its_folder_are_found_with_it(files: Callable[..., None], here: Path) -> None:
    files(case__mine_yaml=case("pack.mild:half"), case__base_py="import sys\n", case__unused_py="", case__pack__b_py="")
    files(case__pack__mild_py="import numpy\nfrom . import b\n" + HALF)
    (here / "case" / "pack" / "__init__.py").write_text("from base import *\n", "utf-8")
    rule = load_scenario("case/mine.yaml").found_rules.by_policy["arden"]
    assert sorted(rule.files) == ["base.py", "pack.mild:half", "pack/__init__.py", "pack/b.py"]


# finding runs nothing --------------------------------------------------------------------------------------

MARKER = "import pathlib\n\npathlib.Path(__file__).with_name('MARK').touch()\n"


def test_finding_and_reading_runs_neither_the_module_nor_its_package(files: Callable[..., None], here: Path) -> None:
    files(case__pack__sub__mild_py=MARKER + HALF, case__mine_yaml=case("pack.sub.mild:half"))
    for folder in ("pack", "pack/sub"):
        (here / "case" / folder / "__init__.py").write_text(MARKER, "utf-8")
    before = set(sys.modules)
    assert found("case/mine.yaml") == "case/pack/sub/mild.py"
    assert list(here.rglob("MARK")) == []
    assert {name for name in set(sys.modules) - before if name.startswith(("pack", "mild"))} == set()
