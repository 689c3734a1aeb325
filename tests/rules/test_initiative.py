"""Steps of an actor's own accord: thin slices that the other side will bear, concessions that grow.

Arden takes the steps, one a day unless a test says otherwise; Belmora lets everything lie.
"""

import math
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from sim.engine.trajectory import with_room
from sim.rules import draws
from sim.rules.memory import DROPPED as OVER
from sim.rules.world import INTENTS, NONE
from tests.rules.acts import act
from tests.rules.conftest import NEVER_ANSWERS

START = date(2030, 1, 1)
LET_LIE = {
    **NEVER_ANSWERS,
    "half_life_days": 1e12,
}
PATIENT = {"breaks": False}
LEAVES = {"breaks": True}  # at 37 while the institutions are intact


@pytest.fixture
def taken(build: Any) -> Any:
    """Build a world in which Arden follows a policy of its own, and play it for some days."""

    def build_taken(policy: dict[str, Any], days: int = 0, parameters: Any = None, **other: Any) -> Any:
        policies = {"arden": {"initiative_per_day": 1.0, "breaks": False, **policy}, **other.pop("policies", {})}
        return play(build(policies=policies, parameters=LET_LIE | (parameters or {}), **other), days)

    return build_taken


def play(world: Any, days: int) -> Any:
    """Play some days, however long the log becomes."""
    for _ in range(days):
        world.state = with_room(world.tables, world.state)
        world.play(1)
    return world


def steps(world: Any, target: str = "belmora", by: str = "arden") -> list[tuple[int, str, str, int]]:
    """Day, kind, channel and count of one party's steps of its own accord."""
    log = world.state.log
    return [
        (day, kind, channel, count)
        for m, (day, actor, towards, kind, channel, count) in enumerate(world.moves())
        if INTENTS[log.intent[m]] == "initiative" and (actor, towards) == (by, target)
    ]


def severities(world: Any) -> list[float]:
    """Severities of the same steps; concessions as positive numbers."""
    log = world.state.log
    rows = range(int(log.n[0]))
    return [abs(float(log.severity[m])) for m in rows if INTENTS[log.intent[m]] == "initiative"]


SALAMI, GRIT = {"initiates": "salami"}, {"initiates": "grit"}


# thin slices ----------------------------------------------------------------------------------------------


def test_each_slice_is_the_largest_that_is_left(taken: Any) -> None:
    world = taken(SALAMI, days=8)
    assert steps(world) == [
        (0, "restrict_access", "b_consulate", 0),
        (1, "restrict_access", "b_embassy", 0),
        *((day, "refuse_accreditation", "b_embassy", 1) for day in (2, 3, 4, 5)),  # four vacancies under 28
        (6, "cancel_meeting", "", 0),
        (7, "cancel_meeting", "", 0),
    ]
    assert severities(world) == [3.5] * 6 + [3.0] * 2


def test_a_slice_is_a_first_move_and_happens_on_its_day(taken: Any) -> None:
    world = taken(SALAMI, days=1)
    assert world.state.log.parent[0] == NONE
    assert bool(world.state.posts.restricted[world.channel("b_consulate")])


# with 4 + 2.5 sqrt(share): 5.25 is a quarter of a staff, and 5.118 one person of five
SLICES = {
    "nothing where there is no room at all": (2.9, []),
    "a cancelled meeting, which is just as large": (3.0, ["cancel_meeting"]),
    "a cancelled meeting": (3.4, ["cancel_meeting"]),
    "an ambassador of the own called home": (4.0, ["recall_ambassador"]),
    "a ban on local staff": (4.5, ["ban_local_staff"]),
    "the ambassador of the other side sent home": (5.0, ["expel_ambassador"]),
    "a quarter of the staff": (5.25, ["expel"]),
    "a council left": (5.85, ["suspend_council"]),
}


@pytest.mark.parametrize(("size", "kinds"), SLICES.values(), ids=SLICES)
def test_by_the_size_of_a_slice_the_first_is(taken: Any, size: float, kinds: list[str]) -> None:
    world = taken(SALAMI | {"salami_severity": size}, days=1)
    assert [kind for _, kind, _, _ in steps(world)] == kinds


def test_of_a_staff_as_many_go_as_the_slice_holds(taken: Any) -> None:
    world = taken(SALAMI | {"salami_severity": 5.25}, days=1)
    assert steps(world) == [(0, "expel", "b_embassy", 6)]  # of 24
    assert world.state.log.effective[0] == 7  # they are given seven days


BEARABLE = {
    "half a unit more than a slice": (4.0, "restrict_access"),
    "less than a slice, more than a cancelled meeting": (3.2, "cancel_meeting"),
    "less than any move": (2.9, None),
}


@pytest.mark.parametrize(("room", "kind"), BEARABLE.values(), ids=BEARABLE)
def test_up_to_the_other_sides_breaking_point_there_is(taken: Any, room: float, kind: str | None) -> None:
    # the institutions are intact: Belmora breaks at 37
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {"belmora": 37.0 - room}}}
    world = taken(SALAMI, days=1, relations=relations, policies={"belmora": LEAVES})
    assert [found for _, found, _, _ in steps(world)] == ([] if kind is None else [kind])


@pytest.mark.parametrize(("by", "target"), [("belmora", "arden"), ("belmora", "league"), ("league", "belmora")])
@pytest.mark.parametrize(("room", "kinds"), [(3.2, ["cancel_meeting"]), (2.9, [])], ids=["a little", "too little"])
def test_it_is_the_other_sides_patience_with_this_party_that_counts(
    build: Any, by: str, target: str, room: float, kinds: list[str]
) -> None:
    # Belmora's and the League's posts with each other are worth 7.166 of 10: they break at 3 + 34 (.7166)
    point = 37.0 if target == "arden" else 27.365
    relations = {"_".join(sorted((by, target))): {"between": [by, target], "grievance": {target: point - room}}}
    policies = {by: SALAMI | {"initiative_per_day": 1.0, "breaks": False}, target: LEAVES}
    alliances = {"league": {"members": ["arden", "cordia"], "policy": "league" if "league" in policies else "ledger"}}
    world = build(policies=policies, relations=relations, alliances=alliances, parameters=LET_LIE).play(1)
    assert [kind for _, kind, _, _ in steps(world, target, by)] == kinds


def test_one_who_never_breaks_bears_everything(taken: Any) -> None:
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {"belmora": 500.0}}}
    world = taken(SALAMI, days=1, relations=relations, policies={"belmora": PATIENT})
    assert [kind for _, kind, _, _ in steps(world)] == ["restrict_access"]


def test_slices_go_on_for_months_and_never_reach_the_breaking_point(taken: Any) -> None:
    world = taken(
        SALAMI, days=120, policies={"belmora": LEAVES}, parameters={"council_half_life_days": 1e12}
    )  # institutions stay as they are
    ij = world.ij("belmora", "arden")
    grievance, point = world.curves.grievance[:120, ij], world.curves.breaking_point[:120, ij]
    assert (grievance < point).all()
    assert len(steps(world)) > 9
    assert point[-1] - grievance[-1] < 3.5  # and in the end there is no room for another
    assert "rupture" not in {INTENTS[intent] for intent in world.state.log.intent[: world.state.log.n[0]]}


def test_a_slice_stays_below_the_breaking_point_and_does_not_reach_it(taken: Any) -> None:
    """Belmora breaks at 3.5: a slice of 3.5 would be the last one."""
    policies = {"belmora": {"breaks": True, "breaking_floor": 3.5, "breaking_hollowing": 0.0}}
    world = taken(SALAMI, days=8, policies=policies)
    assert [kind for _, kind, _, _ in steps(world)] == ["cancel_meeting"]
    assert {actor for _, actor, *_ in world.moves()} == {"arden"}


def test_where_severities_are_exact_a_slice_is_a_measure_of_its_full_size(taken: Any) -> None:
    world = taken(SALAMI, days=2, realisation="exact")
    assert steps(world) == [(0, "measure", "", 0), (1, "measure", "", 0)]
    assert severities(world) == [3.5, 3.5]


@pytest.mark.parametrize(
    ("room", "sizes"),
    [
        pytest.param(2.5, [2.5], id="as far as there is room"),
        pytest.param(1.5, [], id="none so small that nobody would notice it"),
        pytest.param(-0.5, [], id="and none where there is no room"),
    ],
)
def test_such_a_measure_is_made(taken: Any, room: float, sizes: list[float]) -> None:
    # without posts that could be lost Belmora breaks at 37
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {"belmora": 37.0 - room}}}
    world = taken(SALAMI, days=1, realisation="exact", relations=relations, channels={}, policies={"belmora": LEAVES})
    assert severities(world) == pytest.approx(sizes)


# when ------------------------------------------------------------------------------------------------------------


def test_steps_come_by_a_clock_of_the_relation(taken: Any) -> None:
    world = taken(SALAMI | {"initiative_per_day": 0.2}, days=40)
    expected, drawn_on = [], 0
    for number in range(100):
        i, j = world.party("arden"), world.party("belmora")
        u = draws.uniform(world.tables, world.state, i, j, drawn_on, draws.STREAM_INITIATIVE_CLOCK, number)
        drawn_on += math.ceil(math.log(u) / math.log(0.8)) - (number == 0)  # it may ring on the first day
        expected.append(drawn_on)
    assert [day for day, *_ in steps(world)] == [day for day in expected if day < 40]
    assert len(steps(world)) > 2


def test_steps_are_taken_in_every_relation(taken: Any) -> None:
    relations = {"neighbours": {"between": ["arden", "cordia"]}}
    world = taken(SALAMI, days=1, relations=relations)
    assert [kind for _, kind, _, _ in steps(world, "cordia")] == ["cancel_meeting"]
    assert [kind for _, kind, _, _ in steps(world)] == ["restrict_access"]


def test_nobody_takes_a_step_before_anybody_decides(taken: Any) -> None:
    assert [day for day, *_ in steps(taken(SALAMI, days=7, autonomous_from=START + timedelta(days=5)))] == [5, 6]


def test_most_policies_start_nothing(taken: Any) -> None:
    assert taken({"initiates": "nothing"}, days=30).moves() == []


@pytest.mark.parametrize(
    ("objects", "taken_steps"),
    [
        pytest.param(0.0, ["restrict_access"], id="with the consent of its members it does"),
        pytest.param(1.0, [], id="without it does not"),
    ],
)
def test_an_alliance_takes_steps_too(build: Any, objects: float, taken_steps: list[str]) -> None:
    policies = {"league": SALAMI | {"initiative_per_day": 1.0}, "arden": {"objection_probability": objects}}
    alliances = {"league": {"members": ["arden", "cordia"], "policy": "league", "decides_by": "unanimity"}}
    world = build(policies=policies, alliances=alliances, parameters=LET_LIE).play(1)
    assert [move[3] for move in world.moves()] == taken_steps


# concessions that grow -------------------------------------------------------------------------------------------

# what Arden has done before anybody decided: it can take all of this back by itself
BEFORE = {
    "recall": act(0, "arden", "belmora", "recall_ambassador", "a_embassy"),
    "science": act(1, "arden", "belmora", "suspend_cooperation", "science"),
    "exercise": act(2, "arden", "belmora", "exercise"),
    "expel": act(3, "arden", "belmora", "expel", "b_embassy", count=8),
}
LATER = {"autonomous_from": START + timedelta(days=10)}


def test_concessions_are_made_from_the_smallest_to_the_largest(taken: Any) -> None:
    world = taken(GRIT, days=20, timeline={name: BEFORE[name] for name in ("recall", "science", "exercise")}, **LATER)
    assert steps(world) == [
        (10, "offer_talks", "", 0),
        (11, "return_ambassador", "a_embassy", 0),
        (12, "reopen", "science", 0),
        (13, "withdraw_forces", "", 0),
    ]
    assert severities(world) == [2.0, 4.0, 5.4, 8.0]


def test_each_relation_has_a_series_of_its_own(build: Any) -> None:
    recalls = {
        "from_arden": act(0, "belmora", "arden", "recall_ambassador", "b_embassy"),
        "from_league": act(0, "belmora", "league", "recall_ambassador", "b_mission"),
    }
    policies = {"belmora": GRIT | {"initiative_per_day": 1.0, "breaks": False}}
    world = build(timeline=recalls, policies=policies, parameters=LET_LIE, **LATER)
    play(world, 20)
    for target, post in (("arden", "b_embassy"), ("league", "b_mission")):
        assert steps(world, target, "belmora") == [(10, "offer_talks", "", 0), (11, "return_ambassador", post, 0)]
    assert steps(world, "cordia", "belmora") == [(10, "offer_talks", "", 0)]


def test_each_is_larger_than_the_one_before_and_there_are_five_at_most(taken: Any) -> None:
    world = taken(GRIT, days=30, timeline=BEFORE, **LATER)
    made = severities(world)
    assert len(made) == 5
    assert (np.diff(made) > 0.0).all()


@pytest.mark.parametrize("most", [0, 1, 3])
def test_a_series_has_no_more_steps_than_the_policy_says(taken: Any, most: int) -> None:
    world = taken(GRIT | {"concessions": most}, days=30, timeline=BEFORE, **LATER)
    assert len(steps(world)) == most


def test_one_who_has_done_nothing_can_only_offer_talks(taken: Any) -> None:
    assert steps(taken(GRIT, days=20)) == [(0, "offer_talks", "", 0)]


def test_posts_are_given_back_a_quarter_at_a_time(taken: Any) -> None:
    world = taken(GRIT, days=12, timeline={"expel": BEFORE["expel"]}, **LATER)
    # two of eight: a quarter of the four units that all of them would be
    assert steps(world)[0] == (10, "restore_posts", "b_embassy", 2)
    assert severities(world)[0] == pytest.approx(1.0)


def test_what_a_party_never_does_is_no_step_of_it(taken: Any) -> None:
    states = {name: {"policy": name if name == "arden" else "ledger"} for name in ("arden", "belmora", "cordia")}
    states["arden"]["never"] = ["return_ambassador", "restrict_access"]
    before = {name: BEFORE[name] for name in ("recall", "science")}
    world = taken(GRIT, days=20, timeline=before, states=states, **LATER)
    assert [kind for _, kind, _, _ in steps(world)] == ["offer_talks", "reopen"]
    world = taken(SALAMI, days=5, states=states)
    assert "restrict_access" not in [kind for _, kind, _, _ in steps(world)]
    assert len(steps(world)) == 5


NEVER = {
    "words that would open a series": ("offer_talks", GRIT, ["return_ambassador", "reopen", "withdraw_forces"]),
    "the withdrawal that would end it": ("withdraw_forces", GRIT, ["offer_talks", "return_ambassador", "reopen"]),
    "the cancelled meeting of a thin slice": ("cancel_meeting", SALAMI | {"salami_severity": 3.2}, []),
}


@pytest.mark.parametrize(("kind", "policy", "made"), NEVER.values(), ids=NEVER)
def test_nor_are(taken: Any, kind: str, policy: dict[str, Any], made: list[str]) -> None:
    states = {name: {"policy": name if name == "arden" else "ledger"} for name in ("arden", "belmora", "cordia")}
    before = {name: BEFORE[name] for name in ("recall", "science", "exercise")}
    without = taken(policy, days=20, timeline=before, states=states, **LATER)
    assert kind in [step for _, step, _, _ in steps(without)]
    states["arden"]["never"] = [kind]
    world = taken(policy, days=20, timeline=before, states=states, **LATER)
    assert [step for _, step, _, _ in steps(world)] == made


def test_restrictions_are_lifted_by_who_imposed_them(taken: Any) -> None:
    before = {
        "ours": act(0, "arden", "belmora", "restrict_access", "b_embassy"),
        "theirs": act(0, "belmora", "arden", "restrict_access", "a_embassy"),
    }
    # lifting weighs as much as an offer of talks; only one of the two can open a rising series
    kinds = [(kind, channel) for _, kind, channel, _ in steps(taken(GRIT, days=20, timeline=before, **LATER))]
    assert kinds in ([("offer_talks", "")], [("lift_restrictions", "b_embassy")])


NOT_ALONE = {
    "an ambassador whom the other side sent home": act(0, "belmora", "arden", "expel_ambassador", "a_embassy"),
    "a mission that the other side closed": act(0, "belmora", "arden", "close_mission", "a_embassy", deadline=2),
    "an institution that the other side left": act(0, "belmora", "arden", "suspend_council", "commission"),
}


@pytest.mark.parametrize("move", NOT_ALONE.values(), ids=NOT_ALONE)
def test_not_brought_back_by_one_side_alone_is(taken: Any, move: dict[str, Any]) -> None:
    world = taken(GRIT, days=20, timeline={"move": move}, **LATER)
    assert [kind for _, kind, _, _ in steps(world)] == ["offer_talks"]


def test_the_own_suspended_mission_reopens(taken: Any) -> None:
    suspend = act(0, "arden", "belmora", "suspend_mission", "a_embassy", deadline=2)
    world = taken(GRIT, days=20, timeline={"suspend": suspend}, **LATER)
    assert steps(world)[:2] == [(10, "offer_talks", "", 0), (11, "reopen", "a_embassy", 12)]  # a quarter of 45


DROPPED = {
    "a hostile act in the middle of it": (act(11, "belmora", "arden", "restrict_access", "a_embassy"), 1),
    "words do no harm": (act(11, "belmora", "arden", "criticise"), 4),
    "a show of force does no harm": (act(11, "belmora", "arden", "exercise"), 4),
    "a hostile act before it began": (act(9, "belmora", "arden", "restrict_access", "a_embassy"), 4),
    "a hostile act of somebody else": (act(11, "belmora", "league", "restrict_access", "l_liaison"), 4),
}


@pytest.mark.parametrize(("move", "made"), DROPPED.values(), ids=DROPPED)
def test_a_series_is_dropped_after(taken: Any, move: dict[str, Any], made: int) -> None:
    before = {name: BEFORE[name] for name in ("recall", "science", "exercise")}
    world = taken(GRIT, days=60, timeline=before | {"then": move}, **LATER)
    assert len(steps(world)) == made


def test_a_series_that_finds_nothing_larger_is_over_and_begins_anew_after_two_months(taken: Any) -> None:
    world = taken(GRIT, days=2)
    # an offer on day 0, and on day 1 nothing is left: it is over then, and sixty days later talks are offered again
    assert world.state.n_concessions[world.ij("arden", "belmora")] == OVER
    assert steps(play(world, 121)) == [(day, "offer_talks", "", 0) for day in (0, 61, 122)]


def test_a_series_that_is_over_waits_from_the_step_that_found_nothing(taken: Any) -> None:
    # four steps on days 10 to 13, and on day 14 nothing larger than eight; thirty days later there is nothing to take
    # back any more: talks are offered, and the day after nothing larger is found
    before = {name: BEFORE[name] for name in ("recall", "science", "exercise")}
    world = taken(GRIT | {"series_pause_days": 30}, days=80, timeline=before, **LATER)
    assert days_of(world) == [10, 11, 12, 13, 44, 75]
    assert {kind for _, kind, _, _ in steps(world)[4:]} == {"offer_talks"}


def days_of(world: Any) -> list[int]:
    """Days of Arden's steps."""
    return [day for day, *_ in steps(world)]


def test_a_dropped_series_begins_anew_after_two_quiet_months(taken: Any) -> None:
    then = act(11, "belmora", "arden", "restrict_access", "a_embassy")
    world = taken(GRIT, days=72, timeline=BEFORE | {"then": then}, **LATER)
    # the first step on day 10, the act on day 11, and sixty days later the smallest step again
    assert steps(world) == [(10, "restore_posts", "b_embassy", 2), (71, "restore_posts", "b_embassy", 2)]


def test_a_series_that_is_over_begins_anew_after_the_same_time(taken: Any) -> None:
    world = taken(GRIT | {"concessions": 2, "series_pause_days": 20}, days=60, timeline=BEFORE, **LATER)
    assert days_of(world) == [10, 11, 31, 32, 52, 53]


@pytest.mark.parametrize(
    ("move", "days"),
    [
        pytest.param(act(25, "belmora", "arden", "cancel_meeting"), [10, 11, 45, 46], id="a hostile act puts it off"),
        pytest.param(act(25, "belmora", "arden", "criticise"), [10, 11, 31, 32], id="words do not"),
        pytest.param(act(25, "arden", "belmora", "cancel_meeting"), [10, 11, 31, 32], id="nor does an own act"),
    ],
)
def test_the_time_is_one_of_quiet_on_the_other_side(taken: Any, move: dict[str, Any], days: list[int]) -> None:
    twice = GRIT | {"concessions": 2, "series_pause_days": 20}
    world = taken(twice, days=50, timeline=BEFORE | {"then": move}, **LATER)
    assert days_of(world) == days


def test_concessions_lower_the_other_sides_grievance(taken: Any) -> None:
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {"belmora": 20.0}}}
    exercise = {"exercise": BEFORE["exercise"]}
    world = taken(GRIT, days=13, timeline=exercise, relations=relations, **LATER)
    assert [kind for _, kind, _, _ in steps(world)] == ["offer_talks", "withdraw_forces"]
    # half a unit for an offer that is kept, 8 for forces that are withdrawn
    assert world.state.grievance[world.ij("belmora", "arden")] == pytest.approx(11.5)
