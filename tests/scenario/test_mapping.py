"""A scenario from a mapping of Python: as from a file, checked alike, each mistake named by the path of its key."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import detente
import sim
from sim.scenario.document import read_document
from sim.scenario.load import ScenarioError, load_scenario, scenario_from, shipped_scenarios
from sim.scenario.problems import Origin

QUARREL = {"extends": "two_states", "name": "quarrel"}


def mapping_of(file: Path) -> Any:
    """Values of a scenario file as Python has them."""
    root = read_document(file.read_text(encoding="utf-8"), Origin(file), [])
    assert root is not None
    return root.plain()


@pytest.mark.parametrize("file", shipped_scenarios(), ids=lambda file: file.stem)
def test_a_mapping_gives_what_its_file_gives(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    assert scenario_from(mapping_of(file)) == load_scenario(file)


def test_a_mapping_from_json_gives_it_too_with_days_as_texts() -> None:
    file = next(file for file in shipped_scenarios() if file.stem == "two_states")
    given = json.loads(json.dumps(mapping_of(file), default=str))
    assert scenario_from(given) == load_scenario(file)


def test_both_names_of_the_package_offer_it() -> None:
    assert sim.scenario_from is detente.scenario_from is scenario_from


def test_settings_are_as_those_of_a_file() -> None:
    settings = ["policies.arden.k=1.5", "end=2030-06-30"]
    assert scenario_from({"extends": "two_states"}, settings=settings) == load_scenario("two_states", settings=settings)


def test_a_mapping_is_left_as_it_was() -> None:
    given = {**QUARREL, "policies": {"arden": {"k": 1.5}}}
    scenario_from(given, settings=["policies.arden.k=2"])
    assert given == {**QUARREL, "policies": {"arden": {"k": 1.5}}}


VALUES = {
    "a number of numpy": ({"policies": {"arden": {"k": np.float64(1.5)}}}, "policies.arden.k=1.5"),
    "a whole number of numpy": ({"policies": {"arden": {"merge_days": np.int64(3)}}}, "policies.arden.merge_days=3"),
    "a yes of numpy": ({"policies": {"arden": {"breaks": np.True_}}}, "policies.arden.breaks=true"),
    "a day of pandas": ({"end": pd.Timestamp("2030-06-30")}, "end=2030-06-30"),
    "a day of numpy": ({"end": np.datetime64("2030-06-30")}, "end=2030-06-30"),
    "a moment, whose hour does not count": ({"end": pd.Timestamp("2030-06-30 09:00")}, "end=2030-06-30"),
    "a day as a text": ({"end": "2030-06-30"}, "end=2030-06-30"),
    "a tuple": ({"plots": {"dyads": ("arden_belmora",)}}, "plots.dyads=[arden_belmora]"),
}


@pytest.mark.parametrize(("given", "setting"), VALUES.values(), ids=VALUES)
def test_a_value_is_read(given: dict[str, Any], setting: str) -> None:
    assert scenario_from({"extends": "two_states", **given}) == load_scenario("two_states", settings=[setting])


deep: dict[str, Any] = {}
deep["x"] = deep  # without end

WRONG: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a misspelt key": (
        {"policies": {"arden": {"breakz": True}}},
        ["policies.arden.breakz: unknown key; did you mean 'breaks'?"],
    ),
    "two mistakes": (
        {"policies": {"arden": {"k": 99}}, "end": "2030-02-31"},
        [
            "end: '2030-02-31' is not a date; expected a day such as 2021-10-06",
            "policies.arden.k: 99 is out of range; expected 0 to 10",
        ],
    ),
    "an unknown name": (
        {"states": {"arden": {"policy": "ledgr"}}},
        ["states.arden.policy: no policy is called 'ledgr'; did you mean 'ledger'?"],
    ),
    "no number": (
        {"policies": {"arden": {"k": float("nan")}}},
        ["policies.arden.k: nan is not a number; expected a finite one"],
    ),
    "a number without end": (
        {"policies": {"arden": {"k": 10**400}}},
        ["policies.arden.k: a number with more than 300 digits"],
    ),
    "no day": ({"end": pd.NaT}, ["end: is no day; expected a day such as 2021-10-06"]),
    "a number as a key": ({"policies": {3: {}}}, ["policies: the key 3 is no text; expected a text for each key"]),
    "a set": (
        {"title": {1}},
        ["title: {1} cannot stand in a scenario; expected a mapping, list, text, number, day, True, False or None"],
    ),
    "a mapping within itself": ({"policies": deep}, ["policies: more than 32 levels deep"]),
    "too long a list": (
        {"plots": {"dyads": ["arden_belmora"] * 1001}},
        ["plots.dyads: 1001 entries; expected at most 1000"],
    ),
    "what it extends is not there": (
        {"extends": "two_staets"},
        ["extends: there is no scenario 'two_staets'; did you mean 'two_states'?"],
    ),
    "its table is not there": ({"observed_from": "x.csv"}, ["observed_from: there is no file 'x.csv'"]),
}  # fmt: skip


@pytest.mark.parametrize(("given", "lines"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named_by_the_path_of_its_key(
    given: dict[str, Any], lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ScenarioError) as error:
        scenario_from({**QUARREL, **given})
    assert str(error.value).splitlines() == lines


def test_a_wrong_setting_names_itself() -> None:
    with pytest.raises(ScenarioError, match=r"^--set policies.arden.k=44: policies.arden.k: 44 is out of range"):
        scenario_from(QUARREL, settings=["policies.arden.k=44"])


def test_what_is_no_mapping_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^scenario 'two_states': expected a mapping with"):
        scenario_from("two_states")  # type: ignore[arg-type]


def test_an_own_rule_lies_in_the_current_folder_and_others_need_trust(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("my_rule.py").write_text("def rule(perceived, *others):\n    return perceived\n", encoding="utf-8")
    own = scenario_from({**QUARREL, "policies": {"arden": {"own_rule": "my_rule:rule"}}})
    assert own.found_rules.by_policy["arden"].file == tmp_path / "my_rule.py"
    of_python = {**QUARREL, "policies": {"arden": {"own_rule": "math:hypot"}}}
    with pytest.raises(ScenarioError, match=r"^policies.arden.own_rule: math belongs to Python itself"):
        scenario_from(of_python)
    assert scenario_from(of_python, trust=True).found_rules.by_policy["arden"].path == "math:hypot"
