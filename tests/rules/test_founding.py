"""Building up: what is planned is founded, loss counts from the most there ever was, what was taken is given back.

Belmora has a mission with the League: 18 people under a ceiling of 20.  An Ardenish embassy in Belmora
is open, a Belmoran one in Arden and a council are planned.  Nobody decides anything here.
"""

from datetime import date
from typing import Any

import numpy as np
import pytest

from sim.rules import law
from sim.rules.indices import loss, rung_in_force
from sim.rules.world import LEVELS, NONE, STATUSES
from sim.scenario.pack import KIND_NUMBER
from tests.rules.acts import act

START = date(2030, 1, 1)
NOBODY_DECIDES = {"autonomous_from": date(2030, 12, 31)}
CHANNELS: dict[str, dict[str, Any]] = {
    "a_embassy": {"kind": "embassy", "sender": "arden", "host": "belmora", "accredited": 10},
    "b_embassy": {
        "kind": "embassy", "sender": "belmora", "host": "arden", "ceiling": 12, "reference_staff": 12,
        "status": "planned",
    },
    "commission": {"kind": "council", "between": ["arden", "belmora"], "status": "planned"},
    "b_mission": {"kind": "mission", "sender": "belmora", "host": "league", "ceiling": 20, "accredited": 18},
}  # fmt: skip


@pytest.fixture
def building(build: Any) -> Any:
    """Build a world in which institutions are being built; only the scenario's moves are made."""

    def build_building(*moves: dict[str, Any], days: int = 0, **other: Any) -> Any:
        timeline = {f"move_{n}": move for n, move in enumerate(moves)}
        given = {"channels": CHANNELS, "building": True, "parameters": {"half_life_days": 1e12}, **NOBODY_DECIDES}
        return build(timeline=timeline, **(given | other)).play(days)

    return build_building


FOUND_EMBASSY = act(5, "arden", "belmora", "found_institution", "b_embassy")
FOUND_COUNCIL = act(5, "arden", "belmora", "found_institution", "commission")


def lost(world: Any, day: int, a: str = "arden", b: str = "belmora") -> float:
    return float(loss(world.tables, world.state, world.ij(a, b) >> 1, day))


def post(world: Any, channel: str) -> dict[str, Any]:
    """How a post stands, field by field."""
    c, posts = world.channel(channel), world.state.posts
    found = {name: getattr(posts, name)[c].item() for name in posts._fields if getattr(posts, name).ndim == 1}
    return found | {"status": STATUSES[found["status"]]}


def has(world: Any, channel: str, **expected: Any) -> bool:
    """Whether a post stands so; says how it stands if not."""
    found = post(world, channel)
    assert {name: found[name] for name in expected} == expected
    return True


# founding -----------------------------------------------------------------------------------------------


def test_what_is_planned_is_not_there_yet(building: Any) -> None:
    world = building(days=3)
    assert has(world, "b_embassy", status="planned", accredited=0, present=0, head_present=False)
    assert law.resident_mission_of(world.tables, world.state, world.ij("belmora", "arden"), True) == NONE


ON_PLANNED = {
    ("arden", "belmora", "expel", "b_embassy"),
    ("arden", "belmora", "close_mission", "b_embassy"),
    ("belmora", "arden", "suspend_mission", "b_embassy"),
    ("belmora", "arden", "recall_ambassador", "b_embassy"),
    ("belmora", "arden", "return_ambassador", "b_embassy"),
    ("belmora", "arden", "reopen", "b_embassy"),
    ("arden", "belmora", "suspend_council", "commission"),
    ("belmora", "arden", "reopen", "commission"),
}


@pytest.mark.parametrize("move", sorted(ON_PLANNED), ids=[f"{m[0]} cannot {m[2]} {m[3]}" for m in sorted(ON_PLANNED)])
def test_nothing_but_founding_can_be_done_to_what_is_planned(building: Any, move: tuple[str, str, str, str]) -> None:
    world = building()
    actor, target, kind, channel = move
    ij = world.ij(actor, target)
    assert law.most_allowed(world.tables, world.state, KIND_NUMBER[kind], ij, world.channel(channel)) == 0
    founding = KIND_NUMBER["found_institution"]
    assert law.most_allowed(world.tables, world.state, founding, ij, world.channel(channel)) == 1


def test_a_founded_post_opens_with_all_the_people_it_may_have(building: Any) -> None:
    assert has(building(FOUND_EMBASSY, days=5), "b_embassy", status="planned")
    world = building(FOUND_EMBASSY, days=6)
    assert has(world, "b_embassy", status="open", ceiling=12, accredited=12, present=12, arrived=12, head_present=True)


def test_a_founded_council_meets_on_the_day(building: Any) -> None:
    assert has(building(FOUND_COUNCIL, days=6), "commission", status="open", last_meeting=5, accredited=0)


def test_what_is_founded_can_be_cut_like_any_other_post(building: Any) -> None:
    world = building(FOUND_EMBASSY, act(8, "arden", "belmora", "expel", "b_embassy", count=4), days=9)
    assert has(world, "b_embassy", accredited=8, present=12, lost=4)


def test_nothing_is_founded_twice(building: Any) -> None:
    world = building(FOUND_EMBASSY, FOUND_EMBASSY | {"date": 9}, days=12)
    assert [move[0] for move in world.moves()] == [5]
    assert has(world, "b_embassy", accredited=12)


def test_a_founding_act_without_an_institution_changes_no_post(building: Any) -> None:
    founding_act = act(5, "arden", "belmora", "found_institution")
    world, before = building(founding_act), building()
    world.play(9)
    assert [move[3] for move in world.moves()] == ["found_institution"]
    for then, now in zip(before.state.posts, world.state.posts, strict=True):
        np.testing.assert_array_equal(then, now)


def test_founding_takes_6_5_off_the_grievance_of_both_sides(building: Any) -> None:
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {"arden": 10.0, "belmora": 4.0}}}
    world = building(FOUND_EMBASSY, days=7, relations=relations)
    held = [world.state.grievance[world.ij(*pair)] for pair in (("arden", "belmora"), ("belmora", "arden"))]
    assert held == pytest.approx([3.5, 0.0])


# loss while institutions are built --------------------------------------------------------------------------


def worth(world: Any, a: str = "arden", b: str = "belmora") -> float:
    """Worth from which loss is counted."""
    return float(world.state.reference_worth[world.ij(a, b) >> 1])


def test_loss_counts_from_what_there_is_and_rises_with_it(building: Any) -> None:
    world = building(FOUND_EMBASSY)
    found = [(worth(world.play(1)), lost(world, world.day - 1)) for _ in range(8)]
    # one embassy, and a second one founded on day 5, counted from that evening
    assert found == [(4.0, 0.0)] * 5 + [(8.0, 0.0)] * 3


def test_nothing_is_lost_until_something_is_lost(building: Any) -> None:
    expel = act(8, "belmora", "arden", "expel", "a_embassy", count=5)
    world = building(FOUND_EMBASSY, expel)
    losses = [lost(world.play(1), world.day - 1) for _ in range(10)]
    # half of ten people leave 4 (.3 + .7/2) = 2.6 of 4, and 6.6 of 8
    assert losses == [0.0] * 8 + [pytest.approx(0.175)] * 2


def test_loss_counts_from_the_most_there_ever_was(building: Any) -> None:
    close = act(8, "arden", "belmora", "close_mission", "b_embassy", deadline=8)
    world = building(FOUND_EMBASSY, close, days=40)
    assert (worth(world), lost(world, 39)) == (8.0, 0.5)


def test_what_comes_back_is_no_new_height(building: Any) -> None:
    expel = act(2, "belmora", "arden", "expel", "a_embassy", count=5)
    restore = act(6, "belmora", "arden", "restore_posts", "a_embassy", count=5)
    world = building(expel, restore, days=9)
    assert (worth(world), lost(world, 8)) == (4.0, 0.0)


# a council that meets every fifteen days is worth all of its three; in a quarrel it is worth half of that 180 days
# after its last meeting
QUARREL = {"relations": {"r": {"between": ["arden", "belmora"], "grievance": {"arden": 30.0}}}}


def test_a_council_is_founded_with_all_of_its_worth_and_fades_like_any_other(building: Any) -> None:
    world = building(FOUND_COUNCIL, days=6, **QUARREL)
    assert (worth(world), lost(world, 5)) == (7.0, 0.0)  # an embassy of four and a council of three
    world.play(180)
    assert worth(world) == pytest.approx(7.0)
    assert lost(world, 185) == pytest.approx(1.5 / 7)


def test_a_founded_council_keeps_its_worth_by_meeting_as_often_as_is_usual(building: Any) -> None:
    meetings = [act(day, "arden", "belmora", "meet") for day in (20, 35, 50)]
    world = building(FOUND_COUNCIL, *meetings, days=50, **QUARREL)
    assert lost(world, 49) == pytest.approx(3 * (1 - 2 ** (-14 / 180)) / 7)  # a fortnight after the last
    world.play(1)
    assert (worth(world), lost(world, 50)) == pytest.approx((7.0, 0.0), abs=1e-12)


# a meeting closes .3 of what a council lacks of meeting without end, and fifteen days keep 2^(-15/180) = .944 of it:
# the usual rhythm, just after a meeting, is .3 / (1 - .7 · .944) = .884
USUAL = 0.3 / (1 - 0.7 * 2 ** (-15 / 180))


@pytest.mark.parametrize("meetings", [1, 2, 3])
def test_several_meetings_of_one_day_are_one(building: Any, meetings: int) -> None:
    met = [act(185, "arden", "belmora", "meet")] * meetings
    world = building(FOUND_COUNCIL, *met, days=186, **QUARREL)
    # half a year after its founding the council is worth half; one meeting leaves .7 of that and adds .3 / .884
    assert lost(world, 185) == pytest.approx(3 * (1 - 0.35 - 0.3 / USUAL) / 7)


def test_a_meeting_on_the_day_of_the_founding_adds_nothing(building: Any) -> None:
    world = building(FOUND_COUNCIL, act(5, "arden", "belmora", "meet"), days=186, **QUARREL)
    assert lost(world, 185) == pytest.approx(1.5 / 7)


def test_without_building_everything_that_the_scenario_names_counts(building: Any) -> None:
    channels = {name: c for name, c in CHANNELS.items() if name != "commission"}
    channels["b_embassy"] = channels["b_embassy"] | {"status": "closed"}
    world = building(channels=channels, building=False, days=3)
    assert (worth(world), lost(world, 2)) == (8.0, 0.5)


def test_where_nothing_is_built_the_reference_is_that_of_the_start(building: Any) -> None:
    world = building(days=9)
    assert (worth(world), worth(world, "belmora", "league")) == (4.0, 4.0)


# what was taken is given back ---------------------------------------------------------------------------------

CUT = act(
    1, "league", "belmora", "cut_ceiling", "b_mission", count=10, deadline=1
)  # eight leave, two posts were vacant


def restore(day: int, count: int) -> dict[str, Any]:
    return act(day, "league", "belmora", "restore_posts", "b_mission", count=count)


def test_what_a_host_takes_is_counted_as_lost(building: Any) -> None:
    assert has(building(CUT, days=2), "b_mission", ceiling=10, accredited=10, present=10, lost=10)


LOST = {
    "persons expelled": (act(1, "league", "belmora", "expel", "b_mission", count=3), 3),
    "vacant posts abolished": (act(1, "league", "belmora", "refuse_accreditation", "b_mission", count=2), 2),
    "an ambassador expelled": (act(1, "league", "belmora", "expel_ambassador", "b_mission"), 1),
    "nobody by restrictions": (act(1, "league", "belmora", "restrict_access", "b_mission"), 0),
    "nobody by a recall": (act(1, "belmora", "league", "recall_ambassador", "b_mission"), 0),
}


@pytest.mark.parametrize(("move", "posts"), LOST.values(), ids=LOST)
def test_posts_lost_by(building: Any, move: dict[str, Any], posts: int) -> None:
    assert has(building(move, days=2), "b_mission", lost=posts)


def test_those_sent_home_return_to_the_posts_that_are_given_back(building: Any) -> None:
    world = building(CUT, restore(4, 4), days=5)
    assert has(world, "b_mission", ceiling=14, accredited=14, present=14, arrived=4, lost=6)
    assert world.state.log.severity[1] == pytest.approx(-1.6)  # four tenths of four


def test_no_more_is_given_back_than_was_taken(building: Any) -> None:
    world = building(CUT, restore(4, 99), days=5)
    assert has(world, "b_mission", ceiling=20, accredited=18, lost=0)  # two posts are vacant again
    assert [move[5] for move in world.moves()] == [10, 10]
    assert [move[0] for move in building(CUT, restore(4, 99), restore(5, 1), days=6).moves()] == [1, 4]


def test_posts_given_back_lower_the_grievance_of_who_lost_them(building: Any) -> None:
    relations = {"belmora_league": {"between": ["belmora", "league"], "grievance": {"belmora": 10.0, "league": 10.0}}}
    world = building(CUT, restore(4, 4), days=4, relations=relations)
    pairs = (("belmora", "league"), ("league", "belmora"))
    before = np.array([world.state.grievance[world.ij(*pair)] for pair in pairs])
    world.play(2)
    after = np.array([world.state.grievance[world.ij(*pair)] for pair in pairs])
    assert before - after == pytest.approx([1.6, 0.0])


def test_the_rung_in_force_comes_down_step_by_step(building: Any) -> None:
    world = building(
        act(1, "league", "belmora", "expel", "b_mission", count=3),
        act(1, "league", "belmora", "ban_local_staff", "b_mission"),
        act(1, "league", "belmora", "restrict_access", "b_mission"),
        act(1, "league", "belmora", "expel_ambassador", "b_mission"),
        restore(3, 1),
        act(5, "belmora", "league", "return_ambassador", "b_mission"),
        act(7, "league", "belmora", "lift_restrictions", "b_mission"),
        restore(9, 99),
    )
    dyad = world.ij("belmora", "league") >> 1
    rungs = [int(rung_in_force(world.tables, world.play(1).state, dyad)) for _ in range(10)]
    # an ambassador sent home stands on rung 5, expelled staff and a ban on local staff on 4
    assert rungs == [0, 5, 5, 5, 5, 4, 4, 4, 4, 0]


def test_restrictions_alone_stand_on_a_rung_of_their_own(building: Any) -> None:
    imposed = [act(1, "league", "belmora", move, "b_mission") for move in ("restrict_access", "expel_ambassador")]
    back = [act(3, "belmora", "league", "return_ambassador", "b_mission"), restore(3, 1)]
    world = building(*imposed, *back, days=4)
    assert rung_in_force(world.tables, world.state, world.ij("belmora", "league") >> 1) == 3


def test_lifting_restrictions_ends_both_kinds(building: Any) -> None:
    imposed = [act(1, "league", "belmora", move, "b_mission") for move in ("restrict_access", "ban_local_staff")]
    lift = act(3, "league", "belmora", "lift_restrictions", "b_mission")
    assert has(building(*imposed, lift, days=3), "b_mission", restricted=True, no_local_staff=True)
    world = building(*imposed, lift, lift | {"date": 4}, days=5)
    assert has(world, "b_mission", restricted=False, no_local_staff=False)
    assert [move[0] for move in world.moves()] == [1, 1, 3]  # there is nothing to lift on day 4


def test_an_ambassador_sent_home_returns_and_relations_with_him(building: Any) -> None:
    world = building(
        act(1, "belmora", "arden", "expel_ambassador", "a_embassy"),
        act(2, "belmora", "arden", "downgrade_relations"),
        act(6, "arden", "belmora", "return_ambassador", "a_embassy"),
        days=6,
    )
    dyad = world.ij("arden", "belmora") >> 1
    assert has(world, "a_embassy", head_present=False, head_expelled=True)
    assert LEVELS[world.state.level[dyad]] == "charge"
    world.play(1)
    assert has(world, "a_embassy", head_present=True, head_expelled=False)
    assert LEVELS[world.state.level[dyad]] == "full"


def test_only_an_ambassador_sent_home_is_one_expelled(building: Any) -> None:
    world = building(act(1, "arden", "belmora", "recall_ambassador", "a_embassy"), days=2)
    assert has(world, "a_embassy", head_present=False, head_expelled=False)


@pytest.mark.parametrize(
    ("move", "by", "allowed"),
    [
        pytest.param("restore_posts", "league", 10, id="the host gives back what it took"),
        pytest.param("restore_posts", "belmora", 0, id="the sender does not"),
        pytest.param("lift_restrictions", "league", 0, id="nobody lifts what is not there"),
        pytest.param("return_ambassador", "belmora", 0, id="nobody returns who is there"),
    ],
)
def test_who_may(building: Any, move: str, by: str, allowed: int) -> None:
    world = building(CUT, days=2)
    ij = world.ij(by, "belmora" if by == "league" else "league")
    most = law.most_allowed(world.tables, world.state, KIND_NUMBER[move], ij, world.channel("b_mission"))
    assert most == allowed
