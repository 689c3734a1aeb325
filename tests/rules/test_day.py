"""What is written down each evening, and how much room a day may need."""

from copy import deepcopy

import numpy as np
import pytest

from sim.engine.trajectory import with_room
from sim.rules import agenda
from sim.rules.curves import Curves, record
from sim.rules.day import next_due, room_needed
from sim.rules.world import CLOSED, CLOSING, OPEN
from tests.rules.conftest import NEVER_ANSWERS

TIMELINE = {
    "expulsion": {"date": 2, "from": "arden", "to": "belmora", "move": "expel", "channel": "b_embassy", "count": 6,
                  "deadline": 9},
    "closure": {"date": 4, "from": "arden", "to": "belmora", "move": "close_consulate", "channel": "b_consulate",
                "deadline": 6},
    "exercise": {"date": 5, "from": "belmora", "to": "arden", "move": "exercise"},
    "talks": {"date": 5, "from": "belmora", "to": "arden", "move": "meet"},
}  # fmt: skip
SILENT = {
    **NEVER_ANSWERS,
    "half_life_days": 10.0,
    "balance_half_life_days": 10.0,
}


@pytest.fixture
def world(build):
    """Twelve days: Arden expels six of 24 on day 2 and closes a consulate of five on day 4."""
    leaving = {"arden": {"breaks": True}, "belmora": {"breaks": True}}
    return build(timeline=TIMELINE, parameters=SILENT, policies=leaving).play(12)


def at(world, curve, day, row):
    return getattr(world.curves, curve)[day, row]


@pytest.mark.parametrize(
    ("curve", "expected"),
    [
        pytest.param("accredited", [24, 24, 18, 18, 18], id="people lose their accreditation on the day of the word"),
        pytest.param("present", [24, 24, 24, 24, 24], id="and stay until the deadline"),
        pytest.param("ceiling", [28, 28, 28, 28, 28], id="an expulsion leaves the ceiling as it is"),
    ],
)
def test_the_staff_of_the_embassy_is_written_down_day_by_day(world, curve, expected):
    b_embassy = world.channel("b_embassy")
    assert getattr(world.curves, curve)[:5, b_embassy].tolist() == expected
    assert world.curves.present[8:10, b_embassy].tolist() == [24, 18]


def test_the_status_of_a_post_is_written_down_day_by_day(world):
    b_consulate = world.channel("b_consulate")
    assert world.curves.status[3:7, b_consulate].tolist() == [OPEN, CLOSING, CLOSING, CLOSED]


def test_the_accounts_of_both_sides_are_written_down_day_by_day(world):
    # six of 24 weigh 4 + 2.5·√¼ = 5.25, a consulate 5.5; perceived the same day; everything halves in ten days
    arden, belmora = world.ij("arden", "belmora"), world.ij("belmora", "arden")
    received = np.array([0, 5.25, 5.25 / 2**0.1, 5.25 / 2**0.2 + 5.5])
    assert world.curves.balance[1:5, arden] == pytest.approx(-received)
    assert world.curves.grievance[1:5, belmora] == pytest.approx(received)
    assert world.curves.balance[1:5, belmora] == pytest.approx(received)
    assert not world.curves.grievance[:, arden].any()
    assert world.curves.tension[2, arden >> 1] == pytest.approx(5.25 / 2)  # the mean of 0 and 5.25


def test_loss_and_breaking_points_are_written_down_day_by_day(world):
    dyad = world.ij("arden", "belmora") >> 1
    # embassies of four, consulates of one and a council of three make 13; 18 of 24, then a consulate closed; the
    # council fades since the day before
    before = (0.3 + 0.7 * 18 / 24, 3 * 2 ** (-1 / 180))
    loss = 1 - (4 + 4 * before[0] + 1 + 1 + before[1]) / 13
    assert at(world, "loss", 3, dyad) == pytest.approx(loss)
    for ij in (2 * dyad, 2 * dyad + 1):
        assert at(world, "breaking_point", 3, ij) == pytest.approx(3 + 34 * (1 - loss))
    # the council met on day 5, sooner than it usually does, and was worth all of its three; but Belmora holds 10.5
    assert at(world, "loss", 6, dyad) == pytest.approx(1 - (4 + 4 * before[0] + 1 + 3 * 2 ** (-1 / 180)) / 13)


def test_a_breaking_point_is_written_down_where_there_is_one(build):
    relation = {"between": ["arden", "belmora"], "breaks": {"arden": False, "belmora": True}}
    policies = {"arden": {"breaks": True}, "belmora": {"breaks": False}}
    world = build(policies=policies, relations={"neighbours": relation}).play(1)
    assert np.isnan(at(world, "breaking_point", 0, world.ij("arden", "belmora")))
    assert at(world, "breaking_point", 0, world.ij("belmora", "arden")) == 37
    assert np.isnan(at(world, "breaking_point", 0, world.ij("belmora", "league")))


def test_flows_and_rungs_are_written_down_day_by_day(world):
    dyad = world.ij("arden", "belmora") >> 1
    assert world.curves.flow_gross[1:5, dyad] == pytest.approx([0, 5.25 / 30, 5.25 / 30, 10.75 / 30])
    assert at(world, "flow_gross", 5, dyad) == pytest.approx(10.75 / 30)  # an exercise is no diplomatic measure
    assert at(world, "flow_net", 5, dyad) == pytest.approx((10.75 - 3) / 30)  # the meeting counts against it
    assert world.curves.rung_highest[1:5, dyad].tolist() == [0, 5, 5, 6]
    assert world.curves.rung_in_force[1:7, dyad].tolist() == [0, 5, 5, 5, 5, 6]  # the consulate closes on day 6
    assert world.curves.posture_rung[4:6, dyad].tolist() == [0, 4]
    assert world.curves.posture_rung_in_force[4:6, dyad].tolist() == [0, 4]


def test_the_posture_of_both_sides_is_written_down_day_by_day(build):
    armed = {"arden_belmora": {"between": ["arden", "belmora"], "posture": {"arden": 9.0, "belmora": 50.0}}}
    withdrawal = {"date": 2, "from": "belmora", "to": "arden", "move": "withdraw_forces"}
    world = build(timeline={"withdrawal": withdrawal}, parameters=SILENT, relations=armed).play(4)
    arden, belmora = world.ij("arden", "belmora"), world.ij("belmora", "arden")
    assert world.curves.posture[:4, arden].tolist() == [9, 9, 9, 9]
    assert world.curves.posture[:4, belmora].tolist() == [50, 50, 25, 25]  # half is withdrawn


def test_other_relations_are_written_down_beside_it(build):
    doors = {"date": 2, "from": "league", "to": "belmora", "move": "restrict_access", "channel": "b_mission"}
    policies = {"belmora": {"breaks": True}, "league": {"breaks": True, "breaking_floor": 10}}
    old = {"belmora_league": {"between": ["belmora", "league"], "grievance": {"league": 2}}}
    world = build(
        timeline={"doors": doors},
        parameters=SILENT,
        policies=policies,
        relations=old,
    ).play(12)
    belmora, league = world.ij("belmora", "league"), world.ij("league", "belmora")
    dyad = belmora >> 1
    # 18 of 70, 6 of 13, an office, and a council that fades since day 2
    worth = (4 * (0.3 + 0.7 * 18 / 70) + 2 * (0.3 + 0.7 * 6 / 13) + 1 + 3 * 2 ** (-1 / 180)) / 10
    assert at(world, "loss", 3, dyad) == pytest.approx(1 - worth)
    assert at(world, "breaking_point", 3, belmora) == pytest.approx(3 + 34 * worth)
    assert at(world, "breaking_point", 3, league) == pytest.approx(10 + 34 * worth)
    assert at(world, "grievance", 3, belmora) == pytest.approx(3.5 / 2**0.1)
    assert at(world, "grievance", 3, league) == pytest.approx(2 / 2**0.3)
    assert at(world, "balance", 3, belmora) == pytest.approx(3.5 / 2**0.1)
    assert at(world, "balance", 3, league) == pytest.approx(-3.5 / 2**0.1)
    assert at(world, "tension", 3, dyad) == pytest.approx((3.5 / 2**0.1 + 2 / 2**0.3) / 2)
    assert at(world, "flow_gross", 3, dyad) == pytest.approx(3.5 / 30)
    assert (at(world, "rung_highest", 3, dyad), at(world, "rung_in_force", 3, dyad)) == (3, 3)
    for curve in ("grievance", "balance", "tension", "flow_gross", "rung_highest"):
        assert not getattr(world.curves, curve)[:, : belmora if curve in ("grievance", "balance") else dyad].any()


def test_writing_down_changes_nothing_and_draws_nothing(world):
    before, curves = deepcopy(world.state), deepcopy(world.curves)
    record(world.tables, world.state, world.curves, 11)
    for name, one, other in zip(before._fields, before, world.state, strict=True):
        arrays = zip(one, other, strict=True) if isinstance(one, tuple) else [(one, other)]
        for a, b in arrays:
            np.testing.assert_array_equal(a, b, err_msg=name)
    for name in Curves._fields:
        np.testing.assert_array_equal(getattr(curves, name), getattr(world.curves, name), err_msg=name)


def test_a_day_has_a_turn_for_everybody(build):
    """Where clocks ring daily, each party that has a mission to hit and somebody to talk to acts at once."""
    everybody = {"arden", "belmora", "cordia", "league"}
    world = build(parameters={"talks_per_day": 1.0}).play(1)
    assert {i for _, i, _, kind, _, _ in world.moves() if kind == "offer_talks"} == everybody
    world = build(parameters={"incidents_per_day": 1.0, "alliance_incidents_per_day": 1.0}).play(1)
    assert {i for _, i, _, kind, _, _ in world.moves() if kind == "expel"} == everybody


# the next day on which something is due ------------------------------------------------------------

HARM = {
    "poisoning": {"date": 0, "victim": "arden", "author": "belmora", "severity": 6.0, "thresholds": {"cordia": 0.0}}
}
CLOCKS = {
    "allies join": (agenda.ALLIES_CLOCK, 0),
    "missions may reopen": (agenda.REOPENING_CLOCK, 1),
    "an offer of talks": (agenda.OFFER_CLOCK, 2),
    "an incident": (agenda.INCIDENT_CLOCK, 3),
}


@pytest.mark.parametrize(("clock", "row"), CLOCKS.values(), ids=CLOCKS)
def test_no_day_is_passed_over_on_which(build, clock, row):
    world = build(triggers=HARM, policies={"arden": NEVER_ANSWERS}).play(5)
    assert next_due(world.tables, world.state, 4) > 40  # nothing is going on
    agenda.wind(world.tables, world.state, clock, row, 17)
    assert next_due(world.tables, world.state, 4) == 17
    assert next_due(world.tables, world.state, 17) > 40


def test_the_day_after_an_act_is_played_for_it_is_felt_then_or_judged(build):
    act = {"act": {"date": 2, "from": "belmora", "to": "arden", "move": "cancel_meeting"}}
    policies = {"arden": {"preset": "tit_for_tat", "delay_days": 7}, "belmora": NEVER_ANSWERS}
    world = build(timeline=act, policies=policies)
    # heard on day 2, by which standings are judged on day 3; answered on day 9, which is felt on day 10 and not
    # answered on day 12
    due = [next_due(world.play(1).tables, world.state, world.day - 1) for _ in range(11)]
    assert due == [2, 2, 3, 9, 9, 9, 9, 9, 9, 10, 12]


# room -----------------------------------------------------------------------------------------

RESTLESS = {"incidents_per_day": 1.0, "alliance_incidents_per_day": 1.0, "talks_per_day": 1.0,
            "surcharge_people": 1.0, "surcharge_without_people": 1.0,
            "delay_days": 1.0}  # fmt: skip


def test_a_quiet_day_needs_room_for_what_may_come_from_outside(build):
    world = build(timeline=TIMELINE)
    # three relations, six directions: an incident, a step of its own, a further one, an offer and a request with
    # their answers, four measures of posture, one who takes a side, and a few more; four scripted moves and their
    # answers; eleven posts, each of which may be left, closed and given back
    assert room_needed(world.tables, world.state) == 6 * 17 + 2 * 4 + 3 * 11


def test_a_harm_needs_room_for_all_who_may_join(build):
    world = build(timeline=TIMELINE, triggers=HARM)
    # in each direction somebody may join; and its victim will have to answer
    assert room_needed(world.tables, world.state) == 143 + 6 + 1


def test_a_day_after_moves_needs_room_for_answers_to_them(build):
    world = build(timeline=TIMELINE).play(3)
    # the expulsion waits for an answer: three substitutes, a surcharge, two words about contact and one row more, one
    # a move and one a party, to each of which an alliance might hand it over; and eight for its own page, which is
    # not turned yet
    assert room_needed(world.tables, world.state) == 143 + (7 + 1 + 4) + 8 * 1
    world.state.provocations.first_move[0], world.state.provocations.last_move[0] = 7, 9
    assert room_needed(world.tables, world.state) == 143 + (7 + 3 + 4) + 8 * 1


ABROAD = {"belmora": "b_embassy_abroad"}
ARMED = {"between": ["arden", "belmora"], "posture": {"arden": 19.9, "belmora": 19.9}}


@pytest.mark.parametrize(
    ("policy", "other"),
    [
        pytest.param({"preset": "tit_for_tat"}, {}, id="everybody answers everything"),
        pytest.param(
            {"preset": "ledger", "breaks": True, "breaking_hollowing": 0},
            {"relations": {"belmora_league": {"between": ["belmora", "league"], "contact": ABROAD}}},
            id="everybody leaves, and says how to keep contact",
        ),
        pytest.param({"preset": "salami", "initiative_per_day": 1}, {}, id="everybody takes thin slices"),
        pytest.param({"preset": "bully", "cow_above": 5}, {}, id="everybody is cowed"),
        pytest.param(
            {"preset": "tit_for_tat", "objection_probability": 0.5},
            {"triggers": HARM, "relations": {"arden_belmora": ARMED}},
            id="allies join, forces move and members object",
        ),
    ],
)
def test_no_day_needs_more_room_than_was_foreseen_where(build, policy, other):
    everybody = dict.fromkeys(("arden", "belmora", "cordia", "league"), policy)
    league = {"league": {"members": ["arden", "cordia"], "policy": "league", "decides_by": "unanimity"}}
    restless = {**RESTLESS, "recognition_per_day": 1.0, "posture_step_days": 1, "posture_ambition": 1.0}
    world = build(timeline=TIMELINE, policies=everybody, parameters=restless, alliances=league, **other)
    for _ in range(10):
        room = room_needed(world.tables, world.state)
        world.state = with_room(world.tables, world.state)
        moves, provocations = int(world.state.log.n[0]), int(world.state.provocations.n[0])
        world.play(1)
        assert world.state.log.n[0] - moves <= room
        assert world.state.provocations.n[0] - provocations <= room
    assert world.state.log.n[0] > 100
