"""Councils go on meeting in peace, fade from a hostile act on, and meet again in earnest once little is held."""

from datetime import date, timedelta
from typing import Any

import pytest

from sim import EscalationModel, run, scenario_from
from sim.rules.indices import is_at_ease, rhythm_on, worth
from tests.rules.conftest import NEVER_ANSWERS, START

HALF_LIFE = 180  # days in which a council that does not meet loses half of its worth
MEET = {"from": "arden", "to": "belmora", "move": "meet"}
# a meeting gives .3 of what a council lacks of meeting without end, of which its usual rhythm is .884
GAIN, USUAL = 0.3, 0.3 / (1 - 0.7 * 2 ** (-15 / HALF_LIFE))


def measure(day: int, severity: float = 5.0, **changes: Any) -> dict[str, Any]:
    """A hostile act of Arden's on a day, which nobody answers."""
    return {"date": day, "from": "arden", "to": "belmora", "move": "measure", "severity": severity, **changes}


@pytest.fixture
def played(build):
    """A world in which nobody answers, with some moves, played for some days; worth of the commission on each."""

    def of(days: int, *moves: dict[str, Any], **given: Any) -> list[float]:
        timeline = {f"move_{n}": move for n, move in enumerate(moves)}
        world = build(timeline=timeline, parameters={**NEVER_ANSWERS, **given.pop("parameters", {})}, **given)
        council, found = world.channel("commission"), []
        for day in range(days):
            world.play(1)
            found.append(float(worth(world.tables, world.state, council, day)))
        return found

    return of


def holding(**grievance: float) -> dict[str, Any]:
    return {"relations": {"r": {"between": ["arden", "belmora"], "grievance": grievance}}}


def last_met(days_ago: int, **other: Any) -> dict[str, Any]:
    council = {"kind": "council", "between": ["arden", "belmora"], "last_meeting": START - timedelta(days=days_ago)}
    embassy = {"kind": "embassy", "sender": "arden", "host": "belmora", "accredited": 10}
    return {"channels": {"commission": {**council, **other}, "a_embassy": embassy}}


def test_in_peace_a_council_keeps_its_worth(played):
    assert played(360) == [1.0] * 360


def test_what_is_no_hostile_act_leaves_it_alone(played):
    found = played(
        360,
        {"date": 20, "from": "arden", "to": "belmora", "move": "exercise"},
        {"date": 30, "from": "arden", "to": "belmora", "move": "protest_note"},
        {"date": 40, "from": "arden", "to": "belmora", "move": "refuse_talks"},
        {"date": 50, "from": "belmora", "to": "league", "move": "measure", "severity": 5.0},  # in another relation
    )
    assert found == [1.0] * 360


@pytest.mark.parametrize("actor", ["arden", "belmora"])
def test_it_fades_from_the_first_hostile_act_on(played, actor):
    other = {"arden": "belmora", "belmora": "arden"}[actor]
    acts = [measure(day, **{"from": actor, "to": other}) for day in (50, 90)]
    found = played(231, *acts)
    assert found[:51] == [1.0] * 51
    assert found[51] == pytest.approx(2 ** (-1 / HALF_LIFE))
    assert found[230] == pytest.approx(0.5)


def test_it_fades_from_a_harm_on(played):
    harm = {"date": 50, "victim": "arden", "author": "belmora", "severity": 5.0, "evidence": 1.0}
    found = played(231, triggers={"harm": harm})
    assert (found[50], found[230]) == pytest.approx((1.0, 0.5))


def test_a_meeting_ends_the_fading_where_little_is_held(played):
    found = played(300, measure(50), {"date": 230, **MEET})
    after = 0.5 * (1 - GAIN) + GAIN / USUAL
    assert found[229:231] == pytest.approx([2 ** (-179 / HALF_LIFE), after])
    assert found[231:] == [found[230]] * 69


@pytest.mark.parametrize("side", ["arden", "belmora"])
def test_in_a_quarrel_it_fades_from_the_meeting_on(played, side):
    """A quarter of the breaking scale of 37 is 9.25: whoever holds more meets, and stays away again."""
    remembering = {"half_life_days": 1e9}
    found = played(300, {"date": 230, **MEET}, parameters=remembering, **holding(**{side: 9.3}))
    assert found[0:230] == pytest.approx([2 ** (-day / HALF_LIFE) for day in range(230)])  # it met on the first day
    after = 2 ** (-230 / HALF_LIFE) * (1 - GAIN) + GAIN / USUAL
    assert found[230] == pytest.approx(after)
    assert found[299] == pytest.approx(after * 2 ** (-69 / HALF_LIFE))


def test_a_hostile_act_on_the_day_of_a_meeting_counts_whichever_comes_first(played):
    for moves in ([measure(50), {"date": 50, **MEET}], [{"date": 50, **MEET}, measure(50)]):
        assert played(231, *moves)[230] == pytest.approx(0.5)


def test_more_meetings_than_usual_are_kept_in_no_store(played):
    meetings = [{"date": day, **MEET} for day in range(1, 50)]
    assert played(231, *meetings, measure(50))[230] == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("grievance", "is_quiet"),
    [({}, True), ({"arden": 9.2, "belmora": 9.2}, True), ({"arden": 9.25}, False), ({"belmora": 9.25}, False)],
    ids=["none", "a little on both sides", "much on one side", "much on the other"],
)
def test_it_is_on_the_first_day_what_the_file_says_of_its_meetings(played, grievance, is_quiet):
    found = played(91, **last_met(HALF_LIFE), **holding(**grievance))
    assert found[0] == pytest.approx(0.5)
    assert found[90] == pytest.approx(0.5 if is_quiet else 0.5 * 2 ** (-90 / HALF_LIFE))


def test_a_suspended_council_has_not_met_since_its_last_meeting(played):
    """Suspended at the start, half a year after its last meeting, and reopened after another half."""
    reopening = {"date": 180, "from": "arden", "to": "belmora", "move": "reopen", "channel": "commission"}
    found = played(300, reopening, **last_met(HALF_LIFE, suspended_by=["arden"]))
    after = 0.25 * (1 - GAIN) + GAIN / USUAL
    assert (found[179], found[180]) == pytest.approx((0.0, after))
    assert found[181:] == [found[180]] * 119  # nobody holds anything: it goes on


def test_a_council_is_founded_into_peace_or_into_a_quarrel(played):
    founding = {"date": 10, "from": "arden", "to": "belmora", "move": "found_institution", "channel": "commission"}
    planned = last_met(0, status="planned")
    del planned["channels"]["commission"]["last_meeting"]
    never = {"half_life_days": 1e12}
    for grievance, last in ({}, 1.0), ({"arden": 30.0}, 0.5):
        found = played(191, founding, building=True, parameters=never, **planned, **holding(**grievance))
        assert (found[9], found[10], found[190]) == pytest.approx((0.0, 1.0, last))


def test_a_rule_says_whether_a_council_goes_on(build):
    world = build(parameters=NEVER_ANSWERS, timeline={"act": measure(3)}, **holding(arden=3.0)).play(4)
    dyad, council = world.ij("arden", "belmora") >> 1, world.channel("commission")
    assert [bool(is_at_ease(world.tables, world.state, dyad, day)) for day in (2, 3, 4)] == [True, False, True]
    usual = world.tables.rhythm_usual[0]
    found = [rhythm_on(world.tables, world.state.posts, council, day) for day in (-5, 0, 3, 183, 363)]
    assert found == pytest.approx([usual, usual, usual, usual / 2, usual / 4])


PEACE = {
    "schema": 1, "name": "peace", "title": "Peace", "start": date(2030, 1, 1), "end": date(2031, 1, 1),
    "states": {"arden": {}, "belmora": {}},
    "parameters": {"incidents_per_day": 0.0, "talks_per_day": 0.0},
    "channels": {
        "embassy": {"kind": "embassy", "sender": "arden", "host": "belmora", "accredited": 10},
        "council": {"kind": "council", "between": ["arden", "belmora"]},
    },
}  # fmt: skip


def test_nothing_is_lost_in_peace_by_either_driver():
    case = scenario_from(PEACE)
    assert (EscalationModel(case, seed=1).run_until().curves.loss == 0.0).all()
    measures = run(case, runs=3).measures
    lost = measures[measures["measure"] == "loss_at_end"]
    assert lost[["mean", "q05", "q95"]].to_numpy().tolist() == [[0.0, 0.0, 0.0]] * len(lost)
