"""What comes back after a quarrel: when it may, how soon, how much at a time, and what never does.

Nobody answers anything here.  Belmora bars access to Arden's embassy on day 0, or something else is taken
away; clocks ring daily unless a test says otherwise, so that things come back on the first day on which they
may.
"""

import math
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from sim.engine.trajectory import with_room
from sim.rules import draws
from sim.rules.agenda import touch_all
from sim.rules.initiative import posts_restored
from sim.rules.recover import (
    JOINT_INSTITUTION,
    LEVEL_OF_RELATIONS,
    NOTHING_LOST,
    OF_THE_HEAD,
    RECALLED_HEAD,
    STAFF,
    days_to_reopening,
    is_forgiving,
    recovery_rate,
    start_clock,
)
from sim.rules.world import INTENTS, LEVELS, NONE, STATUSES
from tests.rules.acts import act
from tests.rules.conftest import NEVER_ANSWERS

START = date(2030, 1, 1)
OF_THE_REST = 1 - OF_THE_HEAD
RATES = ("recovery_staff_per_day", "recovery_mission_per_day")
NEXT_DAY = {"recall_median_log": 0.0, "recall_sd_log": 0.0, "recall_least_days": 0}
STAYS_AWAY = {"recall_median_log": 20.0}
DAILY = {**dict.fromkeys(RATES, 1.0), **NEXT_DAY, "recovery_retry_days": 1}
CLOCKS = {**{rate: {rate: 1.0} for rate in RATES}, "recall_median_log": NEXT_DAY}
AT_ONCE = {"recovery_meetings": 0, "recovery_quiet_days": 0}
FOR_EVER = {"half_life_days": 1e12}


@pytest.fixture
def quarrel(build: Any) -> Any:
    """Build a world in which all acts are not answered, and play it for some days."""

    def build_quarrel(*moves: dict[str, Any], days: int = 0, parameters: Any = None, **other: Any) -> Any:
        timeline = {f"move_{n:02}": move for n, move in enumerate(moves)}
        world = build(timeline=timeline, parameters=NEVER_ANSWERS | FOR_EVER | DAILY | (parameters or {}), **other)
        return play(world, days)

    return build_quarrel


def play(world: Any, days: int) -> Any:
    """Play some days, however long the log becomes."""
    for _ in range(days):
        world.state = with_room(world.tables, world.state)
        world.play(1)
    return world


def returned(world: Any) -> list[tuple[int, str, str, str, int]]:
    """Day, actor, kind, channel and count of everything that came back."""
    log = world.state.log
    return [
        (day, actor, kind, channel, count)
        for m, (day, actor, _, kind, channel, count) in enumerate(world.moves())
        if INTENTS[log.intent[m]] == "recovery"
    ]


RECALL = act(0, "arden", "belmora", "recall_ambassador", "a_embassy")
BAR = act(0, "belmora", "arden", "restrict_access", "a_embassy")


def meeting(day: int) -> dict[str, Any]:
    return act(day, "belmora", "arden", "meet")


# when it may ------------------------------------------------------------------------------------------


MEETINGS = {
    "two meetings, and ninety quiet days": ([10, 20], [90]),
    "two meetings on one day": ([10, 10], [90]),
    "the second meeting comes later": ([10, 120], [120]),
    "one meeting is not enough": ([10], []),
    "nor is none": ([], []),
}


@pytest.mark.parametrize(("meetings", "days"), MEETINGS.values(), ids=MEETINGS)
def test_access_is_given_back_after(quarrel: Any, meetings: list[int], days: list[int]) -> None:
    world = quarrel(BAR, *(meeting(day) for day in meetings), days=140)
    assert [move[0] for move in returned(world)] == days


def test_meetings_before_the_last_hostile_act_do_not_count(quarrel: Any) -> None:
    bar = BAR | {"date": 12}
    assert returned(quarrel(meeting(10), meeting(11), bar, meeting(13), days=140)) == []
    world = quarrel(meeting(10), meeting(11), bar, meeting(13), meeting(14), days=140)
    assert [move[0] for move in returned(world)] == [102]


def test_meetings_that_come_of_offers_count(quarrel: Any) -> None:
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "talks_per_day": {"arden": 1.0}}}
    willing = {"talks_intercept": 50.0}
    assert [move[0] for move in returned(quarrel(BAR, days=100, relations=relations, parameters=willing))] == [90]


def test_meetings_with_others_do_not_count(quarrel: Any) -> None:
    with_cordia = [act(day, "belmora", "cordia", "meet") for day in (10, 20, 30)]
    assert returned(quarrel(BAR, *with_cordia, days=120)) == []


NO_MEETINGS = {"recovery_meetings": 0}

QUIET = {
    "a hostile act of the other side": (act(50, "belmora", "arden", "cancel_meeting"), 140),
    "a hostile act of the own side": (act(50, "arden", "belmora", "cancel_meeting"), 140),
    "words": (act(50, "belmora", "arden", "criticise"), 90),
    "a show of force": (act(50, "belmora", "arden", "exercise"), 90),
    "an act against somebody else": (act(50, "belmora", "league", "restrict_access", "l_liaison"), 90),
    "a concession": (act(50, "belmora", "arden", "withdraw_forces"), 90),
}


@pytest.mark.parametrize(("move", "day"), QUIET.values(), ids=QUIET)
def test_access_waits_for_ninety_quiet_days_after(quarrel: Any, move: dict[str, Any], day: int) -> None:
    world = quarrel(BAR, move, days=day + 2, parameters=NO_MEETINGS)
    assert [found[0] for found in returned(world) if found[3] == "a_embassy"] == [day]


@pytest.mark.parametrize("holder", ["arden", "belmora"])
@pytest.mark.parametrize(
    ("held", "returns"),
    [
        pytest.param(18.4, True, id="just below half of the breaking scale of 37"),
        pytest.param(18.6, False, id="just above it"),
    ],
)
def test_neither_side_may_hold_more_than(quarrel: Any, holder: str, held: float, returns: bool) -> None:
    before = held - (3.5 if holder == "arden" else 0.0)  # barred access adds its own severity
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {holder: before}}}
    world = quarrel(BAR, days=92, relations=relations, parameters=NO_MEETINGS)
    assert bool(returned(world)) is returns


@pytest.mark.parametrize(
    ("held", "forgives"),
    [
        pytest.param(4.9, True, id="below half of the own scale of 10"),
        pytest.param(5.0, False, id="at half of it"),
    ],
)
def test_each_side_forgives_by_its_own_scale(quarrel: Any, held: float, forgives: bool) -> None:
    policies = {"belmora": {"breaking_floor": 4.0, "breaking_hollowing": 6.0}}
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {"belmora": held}}}
    world = quarrel(policies=policies, relations=relations)
    assert bool(is_forgiving(world.tables, world.state, world.ij("belmora", "arden"), 0)) is forgives


def test_nothing_comes_back_before_anybody_decides(quarrel: Any) -> None:
    world = quarrel(BAR, days=9, parameters=AT_ONCE, autonomous_from=START + timedelta(days=5))
    assert [move[0] for move in returned(world)] == [6]  # the clock is set on day 5 and rings the day after


def test_a_clock_that_rings_too_early_is_set_anew(quarrel: Any) -> None:
    world = quarrel(BAR, days=30, parameters=NO_MEETINGS)
    c = world.channel("a_embassy")
    assert (world.state.n_recoveries[c, OF_THE_REST], world.state.next_recovery[c, OF_THE_REST]) == (30, 30)


# a recall -------------------------------------------------------------------------------------------------


def test_a_recalled_ambassador_stays_away_for_a_week_at_least(quarrel: Any) -> None:
    assert returned(quarrel(RECALL, days=12)) == [(1, "arden", "return_ambassador", "a_embassy", 0)]
    usual = {"recall_least_days": 7}
    assert returned(quarrel(RECALL, days=12, parameters=usual)) == [(7, "arden", "return_ambassador", "a_embassy", 0)]


def test_a_recall_ends_by_itself_whatever_happens_meanwhile(quarrel: Any) -> None:
    blows = [act(day, "belmora", "arden", "cancel_meeting") for day in range(8)]
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {"arden": 500, "belmora": 500}}}
    world = quarrel(RECALL, *blows, days=12, relations=relations, parameters={"recall_least_days": 7})
    assert [move[:3] for move in returned(world)] == [(7, "arden", "return_ambassador")]


def test_a_return_that_may_not_be_is_tried_again_some_days_later(quarrel: Any) -> None:
    # near its breaking point from the first day on; what it holds halves in ten days: 29.6 is four fifths of 37
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {"arden": 36.0}}}
    again = {"half_life_days": 10, "recovery_retry_days": 3}
    leaves = {"arden": {"breaks": True}}
    world = quarrel(RECALL, days=9, relations=relations, policies=leaves, parameters=again)
    assert [move[0] for move in returned(world)] == [4]  # 33.6 on day 1, 27.3 on day 4


@pytest.mark.parametrize(
    ("policies", "held", "returns"),
    [
        # with its institutions intact it breaks at 3 + 34 = 37, and four fifths of that are 29.6
        pytest.param({"arden": {"breaks": True}}, 29.5, True, id="is not near its breaking point"),
        pytest.param({"arden": {"breaks": True}}, 29.7, False, id="is not while it is near it"),
        pytest.param({"arden": {"breaks": True, "override_share": 0.9}}, 29.7, True, id="or near by its own measure"),
        pytest.param({"arden": {"breaks": False}}, 500.0, True, id="has no breaking point"),
        pytest.param({"belmora": {"breaks": True}}, 500.0, True, id="and the other side may have one"),
    ],
)
def test_a_recalled_ambassador_returns_where_its_sender(
    quarrel: Any, policies: dict[str, Any], held: float, returns: bool
) -> None:
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {"arden": held}}}
    world = quarrel(RECALL, days=5, relations=relations, policies=policies)
    assert bool(returned(world)) is returns


def test_it_is_the_sender_whose_breaking_point_counts_on_whichever_side_it_stands(quarrel: Any) -> None:
    recall = act(0, "belmora", "arden", "recall_ambassador", "b_embassy")
    leaves = {"belmora": {"breaks": True}}
    for holder, returns in (("belmora", False), ("arden", True)):
        relations = {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {holder: 40.0}}}
        assert bool(returned(quarrel(recall, days=5, relations=relations, policies=leaves))) is returns


def test_who_breaks_in_one_relation_alone_is_near_its_breaking_point_there(quarrel: Any) -> None:
    relation = {"between": ["arden", "belmora"], "grievance": {"arden": 500}, "breaks": {"arden": True}}
    assert returned(quarrel(RECALL, days=5, relations={"arden_belmora": relation})) == []


def test_relations_that_were_reduced_come_back_as_everything_else_does(quarrel: Any) -> None:
    reduced = act(0, "arden", "belmora", "downgrade_relations")
    assert returned(quarrel(reduced, days=120)) == []
    world = quarrel(reduced, meeting(10), meeting(20), days=92)
    assert returned(world)[0] == (90, "arden", "return_ambassador", "a_embassy", 0)


# missions --------------------------------------------------------------------------------------------------

BOTH_LEAVE = [
    act(0, "arden", "belmora", "suspend_mission", "a_embassy", deadline=1),
    act(5, "belmora", "arden", "suspend_mission", "b_embassy", deadline=9),
]


def test_missions_of_both_sides_reopen_together_by_one_clock(quarrel: Any) -> None:
    world = quarrel(*BOTH_LEAVE, days=120, parameters=AT_ONCE | {"recovery_mission_per_day": 0.05})
    reopened = [move for move in returned(world) if move[2] == "reopen"]
    assert [move[1:4] for move in reopened] == [("arden", "reopen", "a_embassy"), ("belmora", "reopen", "b_embassy")]
    day = 1 + days_to_reopening(world.tables, world.state, world.ij("arden", "belmora") >> 1, 1)  # the first was shut
    assert [move[0] for move in reopened] == [day, day]


def test_missions_that_may_not_reopen_when_their_clock_rings_try_again_every_month(quarrel: Any) -> None:
    # it rings on day 2; quiet has lasted ninety days on day 90
    world = quarrel(BOTH_LEAVE[0], days=130, parameters={"recovery_meetings": 0, "recovery_retry_days": 30})
    assert [move[0] for move in returned(world) if move[2] == "reopen"] == [92]


def test_a_mission_whose_sender_rules_reopening_out_is_tried_again_every_month(quarrel: Any) -> None:
    states = {name: {"policy": "ledger"} for name in ("belmora", "cordia")}
    states["arden"] = {"policy": "ledger", "never": ["reopen"]}
    parameters = AT_ONCE | {"recovery_retry_days": 30}
    world = quarrel(BOTH_LEAVE[0], days=3, parameters=parameters, states=states)  # the clock rings on day 2
    dyad = world.ij("arden", "belmora") >> 1
    assert world.state.next_reopening[dyad] == 2 + 30


def test_each_relation_has_a_clock_of_its_own_for_its_missions(quarrel: Any) -> None:
    with_league = act(0, "belmora", "league", "suspend_mission", "b_mission", deadline=1)
    world = quarrel(BOTH_LEAVE[0], with_league, days=2, parameters={"recovery_mission_per_day": 0.01})
    dyads = [world.ij(*pair) >> 1 for pair in (("arden", "belmora"), ("belmora", "league"))]
    waits = [days_to_reopening(world.tables, world.state, dyad, 1) for dyad in dyads]
    assert [int(world.state.next_reopening[dyad]) for dyad in dyads] == [1 + wait for wait in waits]
    assert waits[0] != waits[1]


def test_no_clock_of_missions_runs_where_none_is_shut(quarrel: Any) -> None:
    world = quarrel(BOTH_LEAVE[0], days=1, parameters={"recovery_mission_per_day": 0.05})
    dyad = world.ij("arden", "belmora") >> 1
    assert world.state.next_reopening[dyad] == NONE  # it is closing until tomorrow
    assert play(world, 1).state.next_reopening[dyad] > 1


# how soon -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lost", "days"),
    [
        pytest.param(STAFF, 300, id="expelled staff, ten months"),
        pytest.param(JOINT_INSTITUTION, 300, id="a council or a cooperation, ten months"),
        pytest.param(LEVEL_OF_RELATIONS, 300, id="the level of relations, ten months"),
        pytest.param(NOTHING_LOST, math.inf, id="nothing, never"),
    ],
)
def test_mean_time_until_there_comes_back(build: Any, lost: int, days: float) -> None:
    assert recovery_rate(build().tables.world, lost) == pytest.approx(1 / days)


def test_clocks_ring_within_half_a_year_as_often_as_their_rate_says(build: Any) -> None:
    waits = waits_of(build(), STAFF, 2000)
    expected = 1 - (1 - 1 / 300) ** 182
    assert np.mean(waits <= 182) == pytest.approx(expected, abs=4 * math.sqrt(expected * (1 - expected) / 2000))
    assert min(waits) >= 1


# the normal distribution function at (ln(days + ½) − 5.3) / 1.9, as whole days are rounded: a median of 200 days
@pytest.mark.parametrize(("days", "share"), [(30, 0.164), (90, 0.338), (182, 0.480), (365, 0.624)])
def test_recalled_ambassadors_are_back_after_some_time_as_often_as_their_distribution_says(
    build: Any, days: int, share: float
) -> None:
    waits = waits_of(build(end=START + timedelta(days=1000)), RECALLED_HEAD, 2000)
    assert np.mean(waits <= days) == pytest.approx(share, abs=4 * math.sqrt(share * (1 - share) / 2000))
    assert min(waits) == 7
    assert max(waits) == 1002  # beyond the last day


def waits_of(world: Any, lost: int, n: int) -> Any:
    """Days of a number of draws of the clock that brings something back."""
    channel, clock, waits = world.channel("a_embassy"), OF_THE_HEAD if lost == RECALLED_HEAD else OF_THE_REST, []
    world.state.recovering[channel, clock] = lost
    for _ in range(n):
        start_clock(world.tables, world.state, channel, clock, 10)
        waits.append(world.state.next_recovery[channel, clock] - 10)
    return np.array(waits)


def test_missions_may_reopen_within_half_a_year_as_often_as_their_rate_says(build: Any) -> None:
    world, rate, n = build(), 1 / 1950, 2000
    dyad = world.ij("arden", "belmora") >> 1
    waits = [days_to_reopening(world.tables, world.state, dyad, day) for day in range(n)]
    expected = 1 - (1 - rate) ** 182
    assert np.mean(np.array(waits) <= 182) == pytest.approx(expected, abs=4 * math.sqrt(expected * (1 - expected) / n))
    assert min(waits) >= 1
    assert max(waits) == world.tables.n_days + 1  # beyond the last day


def test_of_three_hundred_recalled_ambassadors_a_quarter_is_back_after_two_months(build: Any) -> None:
    embassy = {"kind": "embassy", "sender": "arden", "host": "belmora", "accredited": 5}
    channels = {f"embassy_{n:03}": embassy for n in range(300)}
    world = build(channels=channels, end=START + timedelta(days=70))
    world.state.posts.head_present[:] = False
    touch_all(world.tables, world.state, 0)
    play(world, 61)  # clocks are set on day 0
    expected = 0.264  # (ln 60.5 − 5.3) / 1.9 = −.630
    share = float(world.state.posts.head_present.mean())
    assert share == pytest.approx(expected, abs=4 * math.sqrt(expected * (1 - expected) / 300))


def drawn_wait(post: str, clock: int, sender: str = "arden") -> int:
    """Days that the first draw of a clock gives: at a rate of a twentieth a day, or around 20 of a recall."""
    key = (1, 0, draws.fnv1a(sender), draws.fnv1a(post))
    w0, w1, *_ = draws.threefry(*key, 0, 0, draws.STREAM_RECOVERY_CLOCK, clock)
    if clock == OF_THE_HEAD:
        return round(math.exp(3.0 + 0.5 * draws.normal(w0, w1)))
    return math.ceil(math.log(draws.unit(w0)) / math.log(0.95))


DRAWN = dict.fromkeys(RATES, 0.05) | {"recall_median_log": 3.0, "recall_sd_log": 0.5}


def test_each_thing_has_a_clock_of_its_own(quarrel: Any) -> None:
    expulsions = [act(0, "belmora", "arden", "expel", f"a_{post}", count=2) for post in ("embassy", "consulate")]
    world = quarrel(RECALL, *expulsions, days=1, parameters=DRAWN)
    clocks = [("a_embassy", OF_THE_HEAD), ("a_embassy", OF_THE_REST), ("a_consulate", OF_THE_REST)]
    set_for = [int(world.state.next_recovery[world.channel(post), clock]) for post, clock in clocks]
    assert set_for == [drawn_wait(post, clock) for post, clock in clocks]
    assert len(set(set_for)) == 3


def test_a_clock_is_that_of_the_posts_sender_and_of_the_first_party_where_it_is_joint(quarrel: Any) -> None:
    recall = act(0, "belmora", "arden", "recall_ambassador", "b_embassy")
    leave = act(0, "belmora", "arden", "suspend_council", "commission")
    world = quarrel(recall, leave, days=1, parameters=DRAWN)
    found = [
        int(world.state.next_recovery[world.channel(post), clock])
        for post, clock in (("b_embassy", OF_THE_HEAD), ("commission", OF_THE_REST))
    ]
    assert found == [drawn_wait("b_embassy", OF_THE_HEAD, "belmora"), drawn_wait("commission", OF_THE_REST)]


def test_a_clock_without_a_rate_is_set_beyond_the_last_day(build: Any) -> None:
    world = build(parameters={"recovery_staff_per_day": 0.0})
    channel = world.channel("a_embassy")
    world.state.recovering[channel, OF_THE_REST] = STAFF
    start_clock(world.tables, world.state, channel, OF_THE_REST, 10)
    assert world.state.next_recovery[channel, OF_THE_REST] == 10 + world.tables.n_days + 1


# what has been taken away, whose clock brings it back, and how: by whom, on what and how many
THINGS: dict[str, tuple[dict[str, Any], str, tuple[str, str, str, int]]] = {
    "a recalled ambassador": (
        RECALL,
        "recall_median_log",
        ("arden", "return_ambassador", "a_embassy", 0),
    ),
    "an expelled ambassador": (
        act(0, "belmora", "arden", "expel_ambassador", "a_embassy"),
        "recovery_staff_per_day",
        ("arden", "return_ambassador", "a_embassy", 0),
    ),
    "expelled staff": (
        act(0, "belmora", "arden", "expel", "a_embassy", count=4),
        "recovery_staff_per_day",
        ("belmora", "restore_posts", "a_embassy", 1),
    ),
    "expelled consuls": (
        act(0, "belmora", "arden", "expel", "a_consulate", count=4),
        "recovery_staff_per_day",
        ("belmora", "restore_posts", "a_consulate", 1),
    ),
    "posts under a ceiling": (
        act(0, "belmora", "arden", "cut_ceiling", "a_embassy", count=4),
        "recovery_staff_per_day",
        ("belmora", "restore_posts", "a_embassy", 1),
    ),
    "access": (
        act(0, "belmora", "arden", "restrict_access", "a_embassy"),
        "recovery_staff_per_day",
        ("belmora", "lift_restrictions", "a_embassy", 0),
    ),
    "local staff": (
        act(0, "belmora", "arden", "ban_local_staff", "a_embassy"),
        "recovery_staff_per_day",
        ("belmora", "lift_restrictions", "a_embassy", 0),
    ),
    "a council": (
        act(0, "belmora", "arden", "suspend_council", "commission"),
        "recovery_staff_per_day",
        ("belmora", "reopen", "commission", 0),
    ),
    "cooperation": (
        act(0, "arden", "belmora", "suspend_cooperation", "science"),
        "recovery_staff_per_day",
        ("arden", "reopen", "science", 0),
    ),
    "a suspended mission": (
        act(0, "arden", "belmora", "suspend_mission", "a_embassy"),
        "recovery_mission_per_day",
        ("arden", "reopen", "a_embassy", 12),
    ),
    "a mission that its host closed": (
        act(0, "belmora", "arden", "close_mission", "a_embassy"),
        "recovery_mission_per_day",
        ("arden", "reopen", "a_embassy", 12),
    ),
    "relations at full level": (
        act(0, "arden", "belmora", "downgrade_relations"),
        "recovery_staff_per_day",
        ("arden", "return_ambassador", "a_embassy", 0),
    ),
    "the other side's ambassador": (
        act(0, "belmora", "arden", "recall_ambassador", "b_embassy"),
        "recall_median_log",
        ("belmora", "return_ambassador", "b_embassy", 0),
    ),
    "the other side's staff": (
        act(0, "arden", "belmora", "expel", "b_embassy", count=4),
        "recovery_staff_per_day",
        ("arden", "restore_posts", "b_embassy", 1),
    ),
    "the other side's access": (
        act(0, "arden", "belmora", "restrict_access", "b_embassy"),
        "recovery_staff_per_day",
        ("arden", "lift_restrictions", "b_embassy", 0),
    ),
    "a mission to an alliance": (
        act(0, "belmora", "league", "suspend_mission", "b_mission"),
        "recovery_mission_per_day",
        ("belmora", "reopen", "b_mission", 5),  # of 20
    ),
    "an alliance's liaison mission": (
        act(0, "belmora", "league", "close_liaison_mission", "l_liaison"),
        "recovery_mission_per_day",
        ("league", "reopen", "l_liaison", 4),  # of 13
    ),
    "staff of an alliance": (
        act(0, "belmora", "league", "expel", "l_liaison", count=4),
        "recovery_staff_per_day",
        ("belmora", "restore_posts", "l_liaison", 1),
    ),
    "a council with an alliance": (
        act(0, "league", "belmora", "suspend_council", "l_council"),
        "recovery_staff_per_day",
        ("league", "reopen", "l_council", 0),
    ),
}


@pytest.mark.parametrize(("move", "clock", "back"), THINGS.values(), ids=THINGS)
def test_by_its_own_clock_and_no_other_comes_back(
    quarrel: Any, move: dict[str, Any], clock: str, back: tuple[str, str, str, int]
) -> None:
    for ticking, runs in CLOCKS.items():
        stopped = dict.fromkeys(RATES, 0.0) | STAYS_AWAY
        world = quarrel(move, days=12, parameters=AT_ONCE | stopped | runs)
        found = [found[1:] for found in returned(world)]
        assert (found[:1] == [back]) is (ticking == clock)
        assert {frozenset(made[1:3]) for made in world.moves()} == {frozenset((move["from"], move["to"]))}


def test_grudges_against_others_hold_nothing_up(quarrel: Any) -> None:
    relations = {
        f"{one}_{other}": {"between": [one, other], "grievance": {one: 30.0, other: 30.0}}
        for one, other in (("arden", "belmora"), ("belmora", "cordia"))
    }
    suspend = act(0, "league", "belmora", "suspend_council", "l_council")
    world = quarrel(suspend, BAR, days=12, parameters=AT_ONCE, relations=relations)
    assert [move[1:4] for move in returned(world)] == [("league", "reopen", "l_council")]


def test_nothing_comes_back_to_a_post_that_is_being_closed(quarrel: Any) -> None:
    expel = act(0, "belmora", "arden", "expel", "a_embassy", count=4)
    close = act(0, "belmora", "arden", "close_mission", "a_embassy", deadline=10)
    world = quarrel(expel, close, days=12, parameters=AT_ONCE)
    assert [move[:3] for move in returned(world)] == [(11, "arden", "reopen")]


def test_staff_comes_back_though_the_ambassador_stays_away(quarrel: Any) -> None:
    """Each by its own clock: that of the ambassador does not hold up those whom the host sent home."""
    expel = act(0, "belmora", "arden", "expel", "a_embassy", count=4)
    parameters = AT_ONCE | STAYS_AWAY
    world = quarrel(RECALL, expel, days=12, parameters=parameters)
    assert {move[2] for move in returned(world)} == {"restore_posts"}


NEVER = {
    "a consulate that its host closed": act(0, "belmora", "arden", "close_consulate", "a_consulate"),
    "an office that its host closed": act(0, "belmora", "league", "close_office", "l_office"),
}


@pytest.mark.parametrize("move", NEVER.values(), ids=NEVER)
def test_by_itself_never_comes_back(quarrel: Any, move: dict[str, Any]) -> None:
    world = quarrel(move, days=100, parameters=AT_ONCE)
    assert returned(world) == []
    assert STATUSES[world.state.posts.status[world.channel(move["channel"])]] == "closed"


LOST = {
    "an ambassador recalled": (RECALL, "return_ambassador"),
    "access barred": (BAR, "lift_restrictions"),
    "people sent home": (act(0, "belmora", "arden", "expel", "a_embassy", count=4), "restore_posts"),
    "a mission left": (act(0, "arden", "belmora", "suspend_mission", "a_embassy"), "reopen"),
    "a council left": (act(0, "arden", "belmora", "suspend_council", "commission"), "reopen"),
}


@pytest.mark.parametrize(("move", "back"), LOST.values(), ids=LOST)
def test_what_a_party_never_gives_back_stays_away(quarrel: Any, move: dict[str, Any], back: str) -> None:
    states = {name: {"policy": "ledger"} for name in ("arden", "belmora", "cordia")}
    assert back in [kind for _, _, kind, _, _ in returned(quarrel(move, days=40, parameters=AT_ONCE, states=states))]
    actor = "belmora" if back in ("lift_restrictions", "restore_posts") else "arden"
    states[actor] = {"policy": "ledger", "never": [back]}
    assert returned(quarrel(move, days=40, parameters=AT_ONCE, states=states)) == []


def test_a_consulate_reopens_by_hand(quarrel: Any) -> None:
    closed = act(0, "belmora", "arden", "close_consulate", "a_consulate")
    world = quarrel(closed, act(20, "arden", "belmora", "reopen", "a_consulate", count=3), days=30, parameters=AT_ONCE)
    assert STATUSES[world.state.posts.status[world.channel("a_consulate")]] == "open"


# how much at a time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lost", "back"),
    [
        pytest.param(8, 2, id="a quarter of eight"),
        pytest.param(5, 2, id="a quarter of five, rounded up"),
        pytest.param(4, 1, id="a quarter of four"),
        pytest.param(1, 1, id="of one post this one"),
    ],
)
def test_posts_that_come_back_at_a_time(lost: int, back: int) -> None:
    assert posts_restored(lost, lost, 0.25) == back


def test_no_share_still_gives_one_post_back_and_the_whole_share_all() -> None:
    assert (posts_restored(8, 8, 0.0), posts_restored(8, 8, 1.0)) == (1, 8)


def test_expelled_staff_comes_back_by_and_by_until_all_are_there_again(quarrel: Any) -> None:
    expel = act(0, "belmora", "arden", "expel", "a_embassy", count=8, deadline=0)
    world = quarrel(expel, days=2, parameters=AT_ONCE)
    assert returned(world) == [(1, "belmora", "restore_posts", "a_embassy", 2)]
    play(world, 20)
    posts, c = world.state.posts, world.channel("a_embassy")
    assert sum(move[4] for move in returned(world)) == 8
    assert (posts.accredited[c], posts.present[c], posts.ceiling[c], posts.lost[c]) == (40, 40, 45, 0)


def test_a_ceiling_that_was_cut_comes_back_with_its_vacancies(quarrel: Any) -> None:
    cut = act(0, "belmora", "arden", "cut_ceiling", "a_embassy", count=8, deadline=0)  # five posts are vacant
    world = quarrel(cut, days=1, parameters=AT_ONCE)
    posts, c = world.state.posts, world.channel("a_embassy")
    assert (posts.ceiling[c], posts.accredited[c], posts.lost[c]) == (37, 37, 8)
    play(world, 20)
    assert (posts.ceiling[c], posts.accredited[c], posts.lost[c]) == (45, 40, 0)


def test_a_mission_reopens_with_a_quarter_of_its_posts_and_fills_up_again(quarrel: Any) -> None:
    suspend = act(0, "arden", "belmora", "suspend_mission", "a_embassy", deadline=1)
    world = quarrel(suspend, days=3, parameters=AT_ONCE)
    posts, c = world.state.posts, world.channel("a_embassy")
    assert returned(world) == [(2, "arden", "reopen", "a_embassy", 12)]  # of 45
    assert (posts.accredited[c], posts.lost[c]) == (12, 33)
    play(world, 2)  # the clock of its people is set the day after, and rings on the next
    assert returned(world)[1:] == [(4, "belmora", "restore_posts", "a_embassy", 12)]


def test_a_joint_institution_that_both_sides_left_waits_for_both(quarrel: Any) -> None:
    out = [act(0, i, j, "suspend_council", "commission") for i, j in (("arden", "belmora"), ("belmora", "arden"))]
    world = quarrel(*out, days=2, parameters=AT_ONCE)
    assert [move[1] for move in returned(world)] == ["arden"]
    assert STATUSES[world.state.posts.status[world.channel("commission")]] == "suspended"
    play(world, 1)
    assert [move[1] for move in returned(world)] == ["arden", "belmora"]
    assert STATUSES[world.state.posts.status[world.channel("commission")]] == "open"


# what it restores -------------------------------------------------------------------------------------------


def test_severed_relations_come_back_with_an_embassy(quarrel: Any) -> None:
    world = quarrel(act(0, "arden", "belmora", "sever_relations", deadline=5), days=6, parameters=AT_ONCE)
    dyad = world.ij("arden", "belmora") >> 1
    assert LEVELS[world.state.level[dyad]] == "severed"
    assert returned(world) == []
    play(world, 1)
    assert returned(world) == [
        (6, "arden", "reopen", "a_embassy", 12),  # of 45
        (6, "belmora", "reopen", "b_embassy", 7),  # of 28
    ]
    assert LEVELS[world.state.level[dyad]] == "full"


def test_a_returning_ambassador_restores_the_full_level(quarrel: Any) -> None:
    world = quarrel(act(0, "arden", "belmora", "downgrade_relations"), days=1, parameters=AT_ONCE)
    dyad = world.ij("arden", "belmora") >> 1
    assert LEVELS[world.state.level[dyad]] == "charge"
    assert LEVELS[play(world, 1).state.level[dyad]] == "full"


RELIEF = {
    "an ambassador who returns, four units off the host's": (RECALL, 0.0, 4.0),
    "two of eight posts given back, one unit off the sender's": (
        act(0, "belmora", "arden", "expel", "a_embassy", count=8),
        1.0,
        0.0,
    ),
    "restrictions lifted, two units off the sender's": (
        act(0, "belmora", "arden", "restrict_access", "a_embassy"),
        2.0,
        0.0,
    ),
    "a council that both sides reopen, 5.4 off each": (
        act(0, "belmora", "arden", "suspend_council", "commission"),
        5.4,
        5.4,
    ),
}


@pytest.mark.parametrize(("move", "arden", "belmora"), RELIEF.values(), ids=RELIEF)
def test_grievance_is_lowered_the_day_after_by(
    quarrel: Any, move: dict[str, Any], arden: float, belmora: float
) -> None:
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {"arden": 10.0, "belmora": 10.0}}}
    world = quarrel(move, days=2, parameters=AT_ONCE, relations=relations)
    assert len(returned(world)) == 1
    holders = [("arden", "belmora"), ("belmora", "arden")]
    before = [world.state.grievance[world.ij(*pair)] for pair in holders]
    play(world, 1)
    after = [world.state.grievance[world.ij(*pair)] for pair in holders]
    assert np.array(before) - np.array(after) == pytest.approx([arden, belmora])


@pytest.mark.parametrize("holder", ["arden", "belmora"])
def test_beside_what_comes_back_stands_what_the_other_side_holds(quarrel: Any, holder: str) -> None:
    other, post = ("belmora", "b_embassy") if holder == "arden" else ("arden", "a_embassy")
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {holder: 7.0}}}
    world = quarrel(act(0, other, holder, "recall_ambassador", post), days=2, parameters=AT_ONCE, relations=relations)
    assert world.state.log.grievance[1] == pytest.approx(11.0)


def test_what_comes_back_is_no_answer_and_takes_effect_on_the_day(quarrel: Any) -> None:
    world = quarrel(RECALL, days=2, parameters=AT_ONCE)
    log, posts = world.state.log, world.state.posts
    assert (log.parent[1], log.effective[1], bool(log.in_force[1])) == (-1, 1, True)
    assert log.grievance[1] == pytest.approx(4.0)  # what Belmora still holds against Arden
    assert bool(posts.head_present[world.channel("a_embassy")])


def test_an_expelled_ambassador_comes_back_by_one_concession(quarrel: Any) -> None:
    world = quarrel(act(0, "belmora", "arden", "expel_ambassador", "a_embassy"), days=60, parameters=AT_ONCE)
    assert returned(world) == [(1, "arden", "return_ambassador", "a_embassy", 0)]
    assert world.state.posts.accredited[world.channel("a_embassy")] == 40
