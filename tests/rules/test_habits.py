"""Habits of governments whose own record is known, and where they stand among what else a policy says."""

import pytest

from sim.rules.habits import HABITS
from sim.rules.parameters import POLICY_PARAMETERS

PARAMETERS = {p.name: p for p in POLICY_PARAMETERS}


def number(world, party, name):
    """A number of the policy that a party's government follows."""
    column = [p.name for p in POLICY_PARAMETERS].index(name)
    return float(world.tables.policy[world.tables.party_policy[world.party(party)], column])


@pytest.mark.parametrize("name", HABITS)
def test_habits_are_numbers_of_policies_within_their_ranges(name):
    for parameter, value in HABITS[name].numbers.items():
        assert PARAMETERS[parameter].low <= value <= PARAMETERS[parameter].high


@pytest.mark.parametrize("name", HABITS)
def test_habits_say_what_they_are_and_where_they_come_from(name):
    assert HABITS[name].says
    assert HABITS[name].source


def test_the_world_at_large_is_what_the_defaults_are():
    assert HABITS["world"].numbers == {}


def test_habits_are_of_silence_delay_number_and_added_kinds_alone():
    about = ("silence_", "further_step", "delay_", "wait_", "inexact_", "number_", "surcharge_")
    for habits in HABITS.values():
        assert all(name.startswith(about) for name in habits.numbers)


@pytest.mark.parametrize(
    ("parameter", "moscow", "facing_moscow"),
    [
        pytest.param("silence_first", 0.132, 0.245, id="Moscow lets hardly an expulsion lie"),
        pytest.param("silence_recall", 0.848, 0.833, id="and answers hardly a recall, nor do those who face it"),
        pytest.param("silence_level", 0.7, 0.7, id="a lower level of relations as all do, for neither has a record"),
        pytest.param("delay_median_log", 1.41, 0.538, id="later than those who face it"),
        pytest.param("wait_probability", 0.167, 0.0825, id="keeps them waiting twice as often"),
        pytest.param("wait_median_log", 3.89, 3.49, id="and longer"),
        pytest.param("inexact_one", 0.102, 0.126, id="both mostly one for one"),
        pytest.param("surcharge_people", 0.158, 0.158, id="and with as much added as all do"),
        pytest.param("k", 1.0, 1.0, id="how much is no habit"),
    ],
)
def test_what_the_record_of_moscow_shows(parameter, moscow, facing_moscow):
    default = PARAMETERS[parameter].default
    found = [HABITS[name].numbers.get(parameter, default) for name in ("moscow", "facing_moscow")]
    assert found == [moscow, facing_moscow]


@pytest.mark.parametrize(
    ("policy", "parameters", "delay"),
    [
        pytest.param({}, {}, -0.262, id="the default where nothing is said"),
        pytest.param({}, {"delay_median_log": 2.0}, 2.0, id="that of the scenario before it"),
        pytest.param({"habits": "moscow"}, {}, 1.41, id="that of the habits before the default"),
        pytest.param({"habits": "moscow"}, {"delay_median_log": 2.0}, 2.0, id="that of the scenario before the habits"),
        pytest.param({"habits": "moscow", "delay_median_log": 3.0}, {"delay_median_log": 2.0}, 3.0,
                     id="the policy's own before all"),
        pytest.param({"habits": "world"}, {"delay_median_log": 2.0}, 2.0, id="the world has none of its own"),
    ],
)  # fmt: skip
def test_a_number_of_a_policy_is(build, policy, parameters, delay):
    assert number(build(policies={"arden": policy}, parameters=parameters), "arden", "delay_median_log") == delay


def test_a_preset_speaks_before_habits_about_what_it_is_about(build):
    generous = {"preset": "generous_tit_for_tat", "habits": "moscow"}
    world = build(policies={"arden": generous})
    assert number(world, "arden", "generosity") == pytest.approx(1 / 3)
    assert number(world, "arden", "wait_median_log") == 3.89


def test_habits_are_of_one_policy_and_not_of_others(build):
    world = build(policies={"arden": {"habits": "moscow"}, "belmora": {"preset": "ledger"}})
    assert [number(world, party, "wait_median_log") for party in ("arden", "belmora")] == [3.89, 3.46]
