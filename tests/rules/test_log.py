"""What is written down about a move: who decided it, when it takes effect, what it weighs, what it answers."""

import math
from typing import Any

import numpy as np
import pytest

from sim.rules.accounts import balance_on, grievance_on
from sim.rules.log import deciding_ministry, enact, explain, time_to_leave, write_move
from sim.rules.parameters import POLICY_PARAMETERS
from sim.rules.world import INTENTS, MIRROR, NONE, SCRIPTED, is_due, policy_of, side_of
from sim.scenario.pack import KIND_NUMBER


def write(
    world: Any,
    actor: str,
    target: str,
    move: str,
    channel: str | None = None,
    count: int = 0,
    day: int = 10,
    effective: int = 20,
    intent: int = SCRIPTED,
    parent: int = NONE,
    package: int = NONE,
) -> int:
    """Write one move on day 10, with effect from day 20, unless said otherwise."""
    row = NONE if channel is None else world.channel(channel)
    ij = world.ij(actor, target)
    return int(
        write_move(
            world.tables,
            world.state,
            ij,
            day,
            effective=effective,
            kind=KIND_NUMBER[move],
            channel=row,
            count=count,
            intent=intent,
            parent=parent,
            package=package,
        )
    )


# which ministry decides -------------------------------------------------------------------------

OWNERS = {
    "the owner of the channel on the host's side": (
        "belmora",
        "league",
        "close_liaison_mission",
        "l_liaison",
        "defence",
    ),
    "the owner of the channel on the sender's side": (
        "league",
        "belmora",
        "suspend_mission",
        "l_liaison",
        "defence_planning",
    ),
    "the foreign ministry for a channel that names no owner": ("belmora", "arden", "expel", "a_embassy", "foreign"),
    "the foreign ministry for words": ("arden", "belmora", "criticise", None, "foreign"),
    "the defence ministry for posture": ("arden", "belmora", "deploy", None, "defence"),
    "the defence ministry for posture, whatever posts the party keeps": (
        "belmora",
        "league",
        "deploy",
        None,
        "defence",
    ),
    "the Secretary General for an alliance's words": ("league", "belmora", "criticise", None, "secretary_general"),
    "the owner of the family for contact through an embassy of a member": (
        "league",
        "belmora",
        "contact",
        "a_embassy",
        "secretary_general",
    ),
}


@pytest.mark.parametrize(("actor", "target", "move", "channel", "ministry"), OWNERS.values(), ids=OWNERS)
def test_a_move_is_decided_by(
    build: Any, actor: str, target: str, move: str, channel: str | None, ministry: str
) -> None:
    world = build()
    m = write(world, actor, target, move, channel)
    assert world.names.ministries[world.state.log.ministry[m]] == (actor, ministry)


@pytest.mark.parametrize("between", [("arden", "belmora"), ("belmora", "arden")], ids=" and ".join)
@pytest.mark.parametrize(
    ("given", "first", "second"),
    [
        ({"sender_ministry": "defence", "host_ministry": "head"}, "defence", "head"),
        ({"sender_ministry": "ours"}, "ours", "foreign"),
        ({"host_ministry": "theirs"}, "foreign", "theirs"),
    ],
    ids=["both sides name an owner", "only the first does", "only the second does"],
)
def test_each_side_of_a_joint_institution_has_its_own_owner(
    build: Any, between: tuple[str, str], given: dict[str, str], first: str, second: str
) -> None:
    a, b = between  # in whichever order the scenario names them
    common = {"foreign": {"role": "foreign"}, "defence": {}, "head": {}}
    states = {a: {"ministries": common | {"ours": {}}}, b: {"ministries": common | {"theirs": {}}}, "cordia": {}}
    channel = {"kind": "council", "between": [a, b], **given}
    world = build(channels={"council": channel}, states=states)
    for actor, target, ministry in ((a, b, first), (b, a, second)):
        m = write(world, actor, target, "suspend_council", "council")
        assert world.names.ministries[world.state.log.ministry[m]] == (actor, ministry)


MINISTRIES = {
    "foreign": {"role": "foreign", "owns": ["verbal"]},
    "intelligence": {"owns": ["posture", "personnel"], "influence": 2.0},
    "interior": {"owns": ["personnel"], "influence": 3.0},
    "police": {"owns": ["personnel"], "influence": 3.0},
}
BY_FAMILY = {
    "the most influential of several owners, and of equals the first": ("expel", "interior"),
    "the only owner whatever its influence": ("deploy", "intelligence"),
    "the foreign ministry where nobody owns the family": ("offer_talks", "foreign"),
}


@pytest.mark.parametrize(("move", "ministry"), BY_FAMILY.values(), ids=BY_FAMILY)
def test_a_move_without_a_channel_is_decided_by(build: Any, move: str, ministry: str) -> None:
    world = build(states={"arden": {"ministries": MINISTRIES}, "belmora": {}, "cordia": {}})
    found = deciding_ministry(world.tables, world.party("arden"), KIND_NUMBER[move], NONE)
    assert world.names.ministries[found] == ("arden", ministry)


HEAD = {
    "an expulsion of less than a quarter leaves the head of government out": ("expel", "a_embassy", 9, False),
    "an expulsion of a quarter is decided with the head of government": ("expel", "a_embassy", 10, True),
    "a ceiling cut is, however small": ("cut_ceiling", "a_embassy", 1, True),
    "closing an embassy is": ("close_mission", "a_embassy", 0, True),
    "closing a consulate is not": ("close_consulate", "a_consulate", 0, False),
    "severance is": ("sever_relations", None, 0, True),
    "criticism is not": ("criticise", None, 0, False),
}


@pytest.mark.parametrize(("move", "channel", "count", "with_head"), HEAD.values(), ids=HEAD)
def test_the_head_of_government(build: Any, move: str, channel: str | None, count: int, with_head: bool) -> None:
    world = build()
    m = write(world, "belmora", "arden", move, channel, count)
    assert world.state.log.with_head[m] == with_head


# when it takes effect ---------------------------------------------------------------------------

EFFECTIVE_DAYS = {
    "people expelled have until the deadline": ("expel", "a_embassy", 20, 20),
    "an embassy closes on its deadline": ("close_mission", "a_embassy", 20, 20),
    "severance takes time": ("sever_relations", None, 20, 20),
    "a deadline already past is today": ("expel", "a_embassy", 4, 10),
    "restricted access counts at once": ("restrict_access", "a_embassy", 20, 10),
    "abolished vacancies count at once": ("refuse_accreditation", "a_embassy", 20, 10),
    "words count at once": ("criticise", None, 20, 10),
    "a chargé d'affaires is sent at once": ("downgrade_relations", None, 20, 10),
}


@pytest.mark.parametrize(("move", "channel", "asked", "effective"), EFFECTIVE_DAYS.values(), ids=EFFECTIVE_DAYS)
def test_effective_day(build: Any, move: str, channel: str | None, asked: int, effective: int) -> None:
    world = build()
    m = write(world, "belmora", "arden", move, channel, 1, effective=asked)
    assert (world.state.log.announced[m], world.state.log.effective[m]) == (10, effective)


# e**2 = 7.39 days are counted as 7; nobody is given more than 35 days or less than one
LEAVE = {
    "a fixed time, where the policy has one": ({"leave_days": 12.0, "leave_median_log": 2.0, "leave_sd_log": 0.0}, 12),
    "the median, where nothing varies": ({"leave_days": 0.0, "leave_median_log": 2.0, "leave_sd_log": 0.0}, 7),
    "five weeks at most": ({"leave_days": 0.0, "leave_median_log": 6.0, "leave_sd_log": 0.0}, 35),
    "one day at least": ({"leave_days": 0.0, "leave_median_log": -2.0, "leave_sd_log": 0.0}, 1),
    "one day where the policy says one": ({"leave_days": 1.0}, 1),
    "two days where it says one and a half": ({"leave_days": 1.5}, 2),
}


@pytest.mark.parametrize(("parameters", "days"), LEAVE.values(), ids=LEAVE)
def test_people_are_given(build: Any, parameters: dict[str, float], days: int) -> None:
    world = build(parameters=parameters)
    assert time_to_leave(world.tables, world.state, world.ij("arden", "belmora"), 0, 0) == days


def test_the_drawn_time_to_leave_has_the_median_of_the_policy(build: Any) -> None:
    world = build(parameters={"leave_days": 0.0})  # median 7 days: drawn for 400 packages, 7 or less in half of them
    ij = world.ij("arden", "belmora")
    days = [time_to_leave(world.tables, world.state, ij, day, number) for day in range(20) for number in range(20)]
    assert abs(np.mean(np.array(days) <= 7) - 0.5) < 4 * math.sqrt(0.25 / 400)
    assert (min(days) >= 1, max(days) <= 35, len(set(days)) > 15) == (True, True, True)


def test_the_two_directions_of_a_dyad_draw_their_own_time_to_leave(build: Any) -> None:
    world = build(parameters={"leave_days": 0.0})
    there, back = (
        [time_to_leave(world.tables, world.state, ij, 0, number) for number in range(20)]
        for ij in (world.ij("arden", "belmora"), world.ij("belmora", "arden"))
    )
    assert there != back


# what is written --------------------------------------------------------------------------------


def test_a_move_is_written_with_all_that_is_known_on_its_day(build: Any) -> None:
    world = build()
    m = write(world, "belmora", "arden", "expel", "a_embassy", 10, intent=MIRROR)
    log = world.state.log
    written = {
        name: getattr(log, name)[m].item()
        for name in (
            "ij",
            "kind",
            "channel",
            "count",
            "severity",
            "rung",
            "intent",
            "parent",
            "cause",
            "leaving",
            "in_force",
        )
    }
    assert written == {
        "ij": world.ij("belmora", "arden"),
        "kind": KIND_NUMBER["expel"],
        "channel": world.channel("a_embassy"),
        "count": 10,
        "severity": 5.25,  # 4 + 2.5 times the root of a quarter
        "rung": 5,
        "intent": MIRROR,
        "parent": NONE,
        "cause": NONE,
        "leaving": 0,
        "in_force": False,
    }
    assert log.provocation[m] == NONE


def test_writing_a_move_changes_no_post_and_no_account(build: Any) -> None:
    world = build()
    write(world, "belmora", "arden", "expel", "a_embassy", 10)
    write(world, "belmora", "arden", "close_mission", "a_embassy")
    c = world.channel("a_embassy")
    assert (world.state.posts.accredited[c], world.state.posts.status[c]) == (40, 0)
    assert not world.state.balance.any()


def test_what_is_not_known_yet_is_not_a_number(build: Any) -> None:
    world = build()
    m = write(world, "belmora", "arden", "expel", "a_embassy", 10)
    log = world.state.log
    numbers = [
        getattr(log, name)[m] for name in ("perceived", "asked", "grievance", "breaking_point", "loss", "probability")
    ]
    assert all(math.isnan(number) for number in numbers)


def test_what_decided_a_move_stands_beside_it(build: Any) -> None:
    world = build()
    m = write(world, "belmora", "arden", "expel", "a_embassy", 10)
    explain(world.state.log, m, asked=5.5, grievance=18.1, breaking_point=16.5, loss=0.6, probability=0.1)
    log = world.state.log
    numbers = [getattr(log, name)[m] for name in ("asked", "grievance", "breaking_point", "loss", "probability")]
    assert numbers == [5.5, 18.1, 16.5, 0.6, 0.1]


def test_moves_of_one_package_share_its_number_and_packages_are_counted_by_direction(build: Any) -> None:
    world = build()
    first = write(world, "belmora", "arden", "expel", "a_embassy", 1)
    second = write(world, "belmora", "arden", "close_consulate", "a_consulate", package=first)
    other_way = write(world, "arden", "belmora", "criticise", parent=first)
    third = write(world, "belmora", "arden", "criticise")
    fourth = write(world, "belmora", "arden", "criticise", package=third)
    log = world.state.log
    rows = [first, second, other_way, third, fourth]
    assert rows == [0, 1, 2, 3, 4]
    assert log.n[0] == 5
    assert log.package[rows].tolist() == [0, 0, 2, 3, 3]
    assert log.number[rows].tolist() == [0, 0, 0, 1, 1]
    assert log.parent[rows].tolist() == [NONE, NONE, first, NONE, NONE]
    assert world.state.n_packages[world.ij("belmora", "arden")] == 2
    assert world.state.n_packages[world.ij("arden", "belmora")] == 1


# what happens when it happens ---------------------------------------------------------------------

BALANCES = {
    "a quarter of the staff expelled weighs 5.25": ("expel", "a_embassy", 10, -5.25),
    "an embassy closed weighs 6.5": ("close_mission", "a_embassy", 0, -6.5),
    "an ultimatum is hostile": ("ultimatum", None, 0, -4.5),
    "a protest note is only a word": ("protest_note", None, 0, 0.0),
    "a refusal of talks is only a word": ("refuse_talks", None, 0, 0.0),
    "posture stands on another ladder": ("deploy", None, 0, 0.0),
    "posts given back earn no balance": ("restore_posts", "a_embassy", 4, 0.0),
    "restrictions lifted earn none": ("lift_restrictions", "a_embassy", 0, 0.0),
    "a measure has no weight before it is given one": ("measure", None, 0, 0.0),
    "a concession earns no balance": ("withdraw_forces", None, 0, 0.0),
}


@pytest.mark.parametrize(("move", "channel", "count", "balance"), BALANCES.values(), ids=BALANCES)
def test_the_senders_balance_falls_by_objective_severity(
    build: Any, move: str, channel: str | None, count: int, balance: float
) -> None:
    world = build()
    sent, received = world.ij("belmora", "arden"), world.ij("arden", "belmora")
    world.state.grievance[[sent, received]] = 8.0, 9.0
    world.state.account_day[:] = 10
    m = write(world, "belmora", "arden", move, channel, count)
    enact(world.tables, world.state, m, 10)
    assert balance_on(world.tables, world.state, sent, 10) == balance
    assert balance_on(world.tables, world.state, received, 10) == 0.0
    assert grievance_on(world.tables, world.state, sent, 10) == 8.0
    assert grievance_on(world.tables, world.state, received, 10) == 9.0


def test_the_balance_is_that_of_the_day_of_the_announcement(build: Any) -> None:
    world = build(parameters={"balance_half_life_days": 10.0})
    for day in (0, 10):
        m = write(world, "belmora", "arden", "close_mission", "a_embassy", day=day, effective=30)
        enact(world.tables, world.state, m, day)
    ij = world.ij("belmora", "arden")
    assert balance_on(world.tables, world.state, ij, 10) == pytest.approx(-6.5 / 2 - 6.5)
    assert balance_on(world.tables, world.state, ij, 20) == pytest.approx(-(6.5 / 2 + 6.5) / 2)


def test_a_further_move_counts_with_what_it_adds_to_its_package(build: Any) -> None:
    world = build()
    first = write(world, "belmora", "arden", "close_mission", "a_embassy", effective=30)
    enact(world.tables, world.state, first, 10)
    for move, channel, sent in (
        ("close_consulate", "a_consulate", (6.5**4 + 5.5**4) ** 0.25),  # 7.21
        ("criticise", None, (6.5**4 + 5.5**4) ** 0.25),
        ("ultimatum", None, (6.5**4 + 5.5**4 + 4.5**4) ** 0.25),  # 7.47
    ):
        m = write(world, "belmora", "arden", move, channel, package=first, effective=30)
        enact(world.tables, world.state, m, 10)
        assert balance_on(world.tables, world.state, world.ij("belmora", "arden"), 10) == pytest.approx(-sent)
        assert world.state.sent[world.ij("belmora", "arden")] == pytest.approx(sent)


RELIEF = {
    "an offered meeting takes a quarter of its three off both sides": ("meet", "talks", 7.25, 8.25),
    "an offer in a series a quarter of its two off the other side": ("offer_talks", "initiative", 8.0, 8.5),
    "any other offer nothing": ("offer_talks", "talks", 8.0, 9.0),
    "nor does a refusal": ("refuse_talks", "talks", 8.0, 9.0),
}


@pytest.mark.parametrize(("move", "intent", "own", "others"), RELIEF.values(), ids=RELIEF)
def test_grievance_falls_by_talks(build: Any, move: str, intent: str, own: float, others: float) -> None:
    world = build()
    sender, target = world.ij("belmora", "arden"), world.ij("arden", "belmora")
    world.state.grievance[[sender, target]] = 8.0, 9.0
    world.state.account_day[:] = 10
    offer = write(world, "arden", "belmora", "offer_talks") if move in ("meet", "refuse_talks") else NONE
    m = write(world, "belmora", "arden", move, parent=offer)
    world.state.log.intent[m] = INTENTS.index(intent)
    enact(world.tables, world.state, m, 10)
    assert grievance_on(world.tables, world.state, sender, 10) == pytest.approx(own)
    assert grievance_on(world.tables, world.state, target, 10) == pytest.approx(others)


@pytest.mark.parametrize(
    "answered",
    [
        pytest.param(None, id="no other move: a routine session of a council"),
        pytest.param("ask_recognition", id="a request for recognition"),
        pytest.param("criticise", id="anything else that is no offer"),
    ],
)
def test_no_account_is_changed_by_a_meeting_that_answers(build: Any, answered: str | None) -> None:
    world = build()
    pairs = [world.ij("belmora", "arden"), world.ij("arden", "belmora")]
    world.state.grievance[pairs], world.state.account_day[:] = (8.0, 9.0), 10
    parent = NONE if answered is None else write(world, "arden", "belmora", answered)
    enact(world.tables, world.state, write(world, "belmora", "arden", "meet", parent=parent), 10)
    assert [grievance_on(world.tables, world.state, ij, 10) for ij in pairs] == pytest.approx([8.0, 9.0])
    assert not world.state.balance.any()


TODAY = {
    "effects due today happen today": (10, True, 37, 3),
    "effects due tomorrow wait": (11, False, 40, 0),
}


@pytest.mark.parametrize(("effective", "in_force", "present", "departed"), TODAY.values(), ids=TODAY)
def test_announcement(build: Any, effective: int, in_force: bool, present: int, departed: int) -> None:
    world = build()
    m = write(world, "belmora", "arden", "expel", "a_embassy", 3, effective=effective)
    enact(world.tables, world.state, m, 10)
    c, posts = world.channel("a_embassy"), world.state.posts
    assert posts.accredited[c] == 37
    assert world.state.log.in_force[m] == in_force
    assert (posts.present[c], posts.departed[c]) == (present, departed)


# the small words of the world ---------------------------------------------------------------------


def test_a_direction_has_a_side_and_the_policy_of_the_party_that_acts(build: Any) -> None:
    world = build(policies={"arden": {"k": 1.5}, "belmora": {"k": 0.5}})
    k = [p.name for p in POLICY_PARAMETERS].index("k")
    there, back = world.ij("arden", "belmora"), world.ij("belmora", "arden")
    assert (side_of(there), side_of(back)) == (0, 1)
    assert [policy_of(world.tables, world.state, ij, k) for ij in (there, back)] == [1.5, 0.5]


DUE = {
    "due today": (5, 0, True),
    "overdue": (4, 0, True),
    "due tomorrow": (6, 0, False),
    "due today and decided already": (5, 2, False),
}


@pytest.mark.parametrize(("due", "verdict", "is_now"), DUE.values(), ids=DUE)
def test_a_provocation_is(build: Any, due: int, verdict: int, is_now: bool) -> None:
    world = build()
    world.state.provocations.due[0], world.state.provocations.verdict[0] = due, verdict
    assert is_due(world.state, 0, 5) == is_now
