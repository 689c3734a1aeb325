"""Documented cases under the name ``history/NAME``, wherever a scenario is taken."""

from datetime import date
from pathlib import Path

import pytest

from sim import run, scenario_from
from sim.scenario.base import BaseScenario
from sim.scenario.history import is_history, names_in_history
from sim.scenario.load import ScenarioError, load_scenario, read_scenario


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("history/skripal_2018", True),
        ("history/unheard_of", True),
        ("skripal_2018", False),
        ("history/my_case.yaml", False),
        ("scenarios/history/skripal_2018", False),
        ("history/moscow.csv", False),
    ],
)
def test_which_names_mean_a_case(name: str, expected: bool) -> None:
    assert is_history(name) is expected
    assert is_history(Path(name)) is expected


def test_a_case_is_read_like_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    read = read_scenario("history/mali_france_2022", ["policies.world.k=2"])
    assert (read.scenario.name, read.scenario.start) == ("history_mali_france_2022", date(2022, 1, 31))
    assert read.scenario.policies["world"].k == 2
    line = str(read.origins["timeline", "mali_expel_2022_01_31", "count"]).removeprefix("history/mali_france_2022:")
    assert read.text.splitlines()[int(line.split(":")[0]) - 1] == "    count: 1"
    base = BaseScenario.read("history/mali_france_2022")
    assert base.with_settings(["policies.world.k=2"]) == read.scenario


def test_a_file_may_build_on_a_case(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    mine = {"extends": "history/mali_france_2022", "name": "mine", "timeline": {"mali_expel_2022_01_31": {"count": 4}}}
    assert scenario_from(mine).timeline["mali_expel_2022_01_31"].count == 4


def test_a_file_of_that_name_goes_before_the_case(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "history").mkdir()
    (tmp_path / "history" / "mali_france_2022").write_text("extends: two_states\nname: of_mine\n", encoding="utf-8")
    assert load_scenario("history/mali_france_2022").name == "of_mine"


COMPLAINTS = {
    "history/skripl_2018": "there is no documented case 'history/skripl_2018'; did you mean 'history/skripal_2018'?",
    "history/q": "there is no documented case 'history/q'; expected one that `detente list --history` names",
    "qatar_2017": "there is no scenario 'qatar_2017'; did you mean 'history/qatar_2017'?",
}


@pytest.mark.parametrize("name", COMPLAINTS)
def test_a_name_that_there_is_not_is_one_line(name: str) -> None:
    with pytest.raises(ScenarioError) as error:
        load_scenario(name)
    assert str(error.value) == COMPLAINTS[name]


def test_a_name_of_a_scenario_by_hand_means_that_one() -> None:
    assert "history/skripal_2018" in names_in_history()
    assert load_scenario("skripal_2018").name == "skripal_2018"


def test_a_case_plays() -> None:
    played = run("history/ethiopia_ireland_2021", seed=1)
    assert played.manifest["scenario"]["name"] == "history_ethiopia_ireland_2021"
