"""Military posture beside diplomacy: how it grows, what of it is seen, and what ends it."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from sim.rules.arm import posture_change
from sim.rules.world import INTENTS, NONE

STILL = {"posture_reaction": 0.0, "posture_fatigue": 0.0, "posture_ambition": 0.0, "posture_tension": 0.0}
FOR_EVER = {"half_life_days": 1e12}


@pytest.fixture
def armed(build: Any) -> Any:
    """Build Arden and Belmora with a posture against each other; nothing moves it unless a test says so."""

    def build_armed(arden: float = 6.7, belmora: float = 6.7, days: int = 0, **other: Any) -> Any:
        relation = {"between": ["arden", "belmora"], "posture": {"arden": arden, "belmora": belmora}}
        relation |= other.pop("relation", {})
        parameters = STILL | FOR_EVER | other.pop("parameters", {})
        return build(relations={"arden_belmora": relation}, parameters=parameters, **other).play(days)

    return build_armed


def postures(world: Any) -> list[float]:
    return [float(world.state.posture[world.ij(*pair)]) for pair in (("arden", "belmora"), ("belmora", "arden"))]


def held(world: Any) -> list[int]:
    """Rungs of the measures of posture that Arden and Belmora have in force."""
    pairs = (("arden", "belmora"), ("belmora", "arden"))
    return [int(world.state.posture_held[world.ij(*pair)]) for pair in pairs]


def steps(world: Any) -> list[tuple[int, str, str]]:
    """Day, actor and kind of every move."""
    return [(day, actor, kind) for day, actor, _, kind, _, _ in world.moves()]


# the change ---------------------------------------------------------------------------------------------

CHANGES = {
    "nothing changes where nothing matters": ((10, 10, 3, 0, 0, 0, 0, 30), 0.0),
    "reaction follows the other side": ((10, 20, 0, 0.01, 0, 0, 0, 30), 6.0),
    "cost takes part of the own": ((10, 20, 0, 0, 0.01, 0, 0, 30), -3.0),
    "ambition needs no reason": ((0, 0, 0, 0, 0, 0.05, 0, 30), 1.5),
    "tension adds to it": ((0, 0, 4, 0, 0, 0, 0.01, 30), 1.2),
    "all together: .2 - .1 + .05 + .04 a day": ((10, 20, 4, 0.01, 0.01, 0.05, 0.01, 10), 1.9),
    "where the wish is to disarm, it falls": ((0, 0, 0, 0, 0, -0.1, 0, 30), -3.0),
    "at rest by default: .0007 P - .001 P + .002 = 0": ((20 / 3, 20 / 3, 0, 0.0007, 0.001, 0.002, 0.001, 30), 0.0),
}


@pytest.mark.parametrize(("given", "change"), CHANGES.values(), ids=CHANGES)
def test_change_of_posture(given: tuple[float, ...], change: float) -> None:
    assert posture_change(*given) == pytest.approx(change, abs=1e-12)


# when it is reviewed -----------------------------------------------------------------------------------------

GROWING = {"posture_ambition": 0.1}


def test_posture_is_reviewed_every_thirty_days_and_not_on_the_first(armed: Any) -> None:
    world = armed(0.0, 0.0, days=95, parameters=GROWING)
    changed = np.flatnonzero(np.diff(world.curves.posture[:95, world.ij("arden", "belmora")])) + 1
    assert changed.tolist() == [30, 60, 90]
    assert postures(world) == pytest.approx([9.0, 9.0])  # three times thirty days at a tenth


def test_reviews_count_from_the_first_autonomous_day(armed: Any) -> None:
    world = armed(0.0, 0.0, days=75, parameters=GROWING, autonomous_from=date(2030, 1, 11))
    changed = np.flatnonzero(np.diff(world.curves.posture[:75, world.ij("arden", "belmora")])) + 1
    assert changed.tolist() == [40, 70]


def test_the_time_between_reviews_may_be_set(armed: Any) -> None:
    world = armed(0.0, 0.0, days=11, parameters=GROWING | {"posture_step_days": 5})
    assert postures(world) == pytest.approx([1.0, 1.0])


def test_posture_is_kept_only_where_the_scenario_says_so(build: Any) -> None:
    start = {"between": ["arden", "belmora"], "posture": {}}
    world = build(relations={"neighbours": start}, parameters=STILL | GROWING).play(32)
    assert postures(world) == pytest.approx([9.7, 9.7])  # the default 6.7, and 3
    assert world.state.posture[world.ij("league", "belmora")] == 6.7
    world = build(parameters=STILL | GROWING).play(32)
    assert postures(world) == [6.7, 6.7]


def test_one_side_may_start_where_it_is_named(build: Any) -> None:
    world = build(relations={"neighbours": {"between": ["arden", "belmora"], "posture": {"belmora": 15.0}}})
    assert postures(world) == [6.7, 15.0]


def test_both_sides_are_reviewed_at_once(armed: Any) -> None:
    # cost takes all of the own and reaction all of the other's: they change places
    swap = {"posture_reaction": 1 / 30, "posture_fatigue": 1 / 30}
    assert postures(armed(10.0, 4.0, days=31, parameters=swap)) == pytest.approx([4.0, 10.0])


def test_each_side_follows_the_policy_of_its_own_government(armed: Any) -> None:
    policies = {"arden": {"posture_ambition": 0.1}, "belmora": {"posture_ambition": 0.2}}
    assert postures(armed(1.0, 1.0, days=31, policies=policies)) == pytest.approx([4.0, 7.0])


def test_tension_is_the_mean_of_both_grievances(armed: Any) -> None:
    world = armed(
        1.0, 1.0, days=31, relation={"grievance": {"arden": 4.0, "belmora": 2.0}}, parameters={"posture_tension": 0.01}
    )
    assert postures(world) == pytest.approx([1.9, 1.9])  # thirty days at .01 times 3


def test_posture_does_not_fall_below_nothing(armed: Any) -> None:
    assert postures(armed(2.0, 5.0, days=31, parameters={"posture_ambition": -0.1})) == pytest.approx([0.0, 2.0])


# what is seen ------------------------------------------------------------------------------------------------

TWENTY_A_REVIEW = {"arden": {"posture_ambition": 2 / 3 + 1e-9}}


def test_each_threshold_is_seen_once_as_it_is_crossed(armed: Any) -> None:
    world = armed(0.0, 0.0, days=200, policies=TWENTY_A_REVIEW)
    assert steps(world) == [  # 20, which is beyond the 10 of a doctrine, 40 and 60
        (30, "arden", "adopt_doctrine"),
        (30, "arden", "exercise"),
        (60, "arden", "deploy"),
        (90, "arden", "mobilise"),
    ]
    assert {INTENTS[world.state.log.intent[m]] for m in range(4)} == {"arming"}
    log = world.state.log
    assert (log.parent[:4].tolist(), log.channel[:4].tolist(), log.count[:4].tolist()) == (
        [NONE] * 4,
        [NONE] * 4,
        [0] * 4,
    )


def test_thresholds_crossed_at_once_are_seen_at_once(armed: Any) -> None:
    world = armed(0.0, 0.0, days=31, policies={"arden": {"posture_ambition": 1.5}})  # 45
    assert steps(world) == [(30, "arden", "adopt_doctrine"), (30, "arden", "exercise"), (30, "arden", "deploy")]


def test_a_threshold_is_crossed_by_reaching_it(armed: Any) -> None:
    world = armed(45.0, 0.0, days=31, policies={"arden": {"posture_ambition": 0.5}})
    assert steps(world) == [(30, "arden", "mobilise")]


def test_both_sides_are_seen_on_one_day(armed: Any) -> None:
    both = TWENTY_A_REVIEW | {"belmora": {"posture_ambition": 2 / 3 + 1e-9}}
    world = armed(0.0, 0.0, days=31, policies=both)
    both_seen = [(30, party, kind) for party in ("arden", "belmora") for kind in ("adopt_doctrine", "exercise")]
    assert steps(world) == both_seen


def test_what_is_there_at_the_start_is_not_seen_again(armed: Any) -> None:
    assert steps(armed(30.0, 50.0, days=65)) == []
    assert steps(armed(20.0, 40.0, days=31, parameters=GROWING)) == []  # reached before


def test_thresholds_may_be_set(armed: Any) -> None:
    never = dict.fromkeys(("posture_doctrine", "posture_deploy", "posture_mobilise"), 1e6)
    world = armed(0.0, 0.0, days=31, policies=TWENTY_A_REVIEW, parameters={**never, "posture_exercise": 5.0})
    assert steps(world) == [(30, "arden", "exercise")]
    parameters = {"posture_doctrine": 19.0, "posture_exercise": 1e6}
    world = armed(0.0, 0.0, days=31, policies=TWENTY_A_REVIEW, parameters=parameters)
    assert steps(world) == [(30, "arden", "adopt_doctrine")]


def test_measures_in_force_follow_posture_and_the_highest_rung_stays(armed: Any) -> None:
    world = armed(0.0, 0.0, policies=TWENTY_A_REVIEW)
    dyad, found = world.ij("arden", "belmora") >> 1, []
    for days in (30, 1, 30, 30):  # up to the eve of the first review, then a review each
        world.play(days)
        found.append((held(world)[0], int(world.state.posture_rung[dyad])))
    assert found == [(0, 0), (4, 4), (6, 6), (7, 7)]


STEPS_HELD = {
    "nothing below ten": (9.9, 0),
    "a doctrine from ten on": (10.0, 2),
    "exercises from twenty on": (20.0, 4),
    "a deployment from forty on": (40.0, 6),
    "a mobilisation from sixty on": (60.0, 7),
}


@pytest.mark.parametrize(("posture", "rung"), STEPS_HELD.values(), ids=STEPS_HELD)
def test_a_posture_at_the_start_holds(armed: Any, posture: float, rung: int) -> None:
    assert held(armed(posture, 0.0)) == [rung, 0]


def test_what_costs_too_much_is_ended_without_a_word(armed: Any) -> None:
    world = armed(50.0, 0.0, days=31, policies={"arden": {"posture_fatigue": 0.5 / 30}})
    assert postures(world)[0] == pytest.approx(25.0)
    assert held(world) == [4, 0]  # exercises go on, what was deployed has gone home
    assert steps(world) == []


def test_a_threshold_crossed_again_is_seen_again(armed: Any) -> None:
    home = {"date": 35, "from": "arden", "to": "belmora", "move": "withdraw_forces"}
    policies = {"arden": {"posture_ambition": 2 / 3 + 1e-9}}
    world = armed(0.0, 0.0, days=61, policies=policies, timeline={"home": home})
    assert steps(world) == [  # 20, halved to 10, where the doctrine stands, and 30
        (30, "arden", "adopt_doctrine"),
        (30, "arden", "exercise"),
        (35, "arden", "withdraw_forces"),
        (60, "arden", "exercise"),
    ]


def test_what_a_party_never_does_is_not_seen_though_its_posture_grows(armed: Any) -> None:
    states = {name: {"policy": name if name == "arden" else "ledger"} for name in ("arden", "belmora", "cordia")}
    states["arden"]["never"] = ["adopt_doctrine", "deploy"]
    world = armed(0.0, 0.0, days=95, policies=TWENTY_A_REVIEW, states=states)
    assert steps(world) == [(30, "arden", "exercise"), (90, "arden", "mobilise")]
    assert postures(world)[0] == pytest.approx(60.0, abs=1e-6)


def test_shows_of_force_are_no_diplomatic_acts(armed: Any) -> None:
    world = armed(0.0, 0.0, days=70, policies=TWENTY_A_REVIEW)
    assert [kind for _, _, kind in steps(world)] == ["adopt_doctrine", "exercise", "deploy"]
    assert world.state.provocations.n[0] == 0
    assert (world.state.grievance.max(), np.abs(world.state.balance).max()) == (0.0, 0.0)
    assert world.state.last_hostile[world.ij("arden", "belmora")] < 0


def test_a_doctrine_is_the_lowest_step_of_the_ladder_of_posture(armed: Any) -> None:
    adopts = {"doctrine": {"date": 0, "from": "arden", "to": "belmora", "move": "adopt_doctrine"}}
    world = armed(6.7, 6.7, days=2, timeline=adopts)
    # like any measure it takes a posture of its threshold, and nothing is seen of the other steps
    assert (postures(world), held(world)) == ([10.0, 6.7], [2, 0])
    assert steps(world) == [(0, "arden", "adopt_doctrine")]
    assert world.curves.posture_rung[0, world.ij("arden", "belmora") >> 1] == 2
    assert world.state.provocations.n[0] == 0


# what ends it -------------------------------------------------------------------------------------------------


def home(day: int = 1) -> dict[str, Any]:
    return {"home": {"date": day, "from": "arden", "to": "belmora", "move": "withdraw_forces"}}


def test_withdrawing_forces_halves_the_own_posture_and_ends_its_measures(armed: Any) -> None:
    deploy = {"deploy": {"date": 0, "from": "arden", "to": "belmora", "move": "deploy"}}
    world = armed(30.0, 8.0, days=1, timeline=deploy | home())
    assert (postures(world), held(world)) == ([40.0, 8.0], [6, 0])  # a deployment is a posture of 40 at least
    world.play(1)
    assert (postures(world), held(world)) == ([20.0, 8.0], [0, 0])


def test_the_share_that_stays_may_be_set(armed: Any) -> None:
    assert postures(armed(30.0, 8.0, days=2, timeline=home(), parameters={"posture_withdrawn": 0.1})) == [3.0, 8.0]


def test_withdrawing_forces_takes_eight_off_the_other_sides_grievance(armed: Any) -> None:
    world = armed(30.0, 8.0, days=3, timeline=home(), relation={"grievance": {"arden": 10.0, "belmora": 10.0}})
    grievances = [world.state.grievance[world.ij(*pair)] for pair in (("arden", "belmora"), ("belmora", "arden"))]
    assert grievances == pytest.approx([10.0, 2.0])
