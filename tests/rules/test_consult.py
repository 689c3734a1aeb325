"""Alliances that decide together: votes, the days they take, and what happens where they fail.

The League has three members, Arden, Cordia and Delmar.  Belmora, which is none, expels three of the
League's liaison mission on day 0; the League decides on day 3 and has asked its members by day 5.
Arden and Delmar have relations with Belmora of their own, Cordia has none.
"""

from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from sim.rules import draws
from sim.rules.consult import OF_DECISIONS, OF_INCIDENTS, agrees, may_act_on_its_own, votes_needed
from sim.rules.world import INTENTS, QUOTAS, VERDICTS

START = date(2030, 1, 1)
MEMBERS = ("arden", "cordia", "delmar")
CHANNELS: dict[str, dict[str, Any]] = {
    "a_embassy": {"kind": "embassy", "sender": "arden", "host": "belmora", "accredited": 40},
    "b_mission": {"kind": "mission", "sender": "belmora", "host": "league", "ceiling": 20, "accredited": 18},
    "b_to_arden": {"kind": "embassy", "sender": "belmora", "host": "arden", "accredited": 24},
    "b_to_delmar": {"kind": "embassy", "sender": "belmora", "host": "delmar", "accredited": 12},
    "l_liaison": {"kind": "liaison_mission", "sender": "league", "host": "belmora", "accredited": 13},
}
EXPULSION = {
    "date": 0, "from": "belmora", "to": "league", "move": "expel", "channel": "l_liaison", "count": 3,
}  # fmt: skip
OF_FOUR = {"first": EXPULSION | {"count": 4}}  # more than a few: an occasion to break
SEVERITY = 5.2010  # 4 + 2.5 sqrt(3/13)


@pytest.fixture
def league(build: Any) -> Any:
    """Build a League that decides by a quota; some members object to whatever it wants, the others to nothing."""

    def build_league(decides_by: str, objectors: tuple[str, ...] = (), **other: Any) -> Any:
        policies = {name: {"objection_probability": float(name in objectors)} for name in MEMBERS}
        for name, policy in other.pop("policies", {}).items():
            policies[name] = policies.get(name, {}) | policy
        alliance = {"members": list(MEMBERS), "decides_by": decides_by}
        given = {
            "timeline": {"first": EXPULSION},
            "channels": CHANNELS,
            "policies": policies,
            "alliances": {"league": alliance | ({"policy": "league"} if "league" in policies else {})},
            "states": {name: {"policy": name} if name in policies else {} for name in (*MEMBERS, "belmora")},
        }
        return build(**given | other)

    return build_league


def replies(world: Any) -> list[tuple[int, str, str, str, int]]:
    """Day, actor, kind, channel and count of every move but Belmora's."""
    return [
        (day, actor, kind, channel, count)
        for day, actor, _, kind, channel, count in world.moves()
        if actor != "belmora"
    ]


def verdicts(world: Any) -> list[tuple[str, str, int]]:
    """Who decided what, and when: of every provocation but Belmora's."""
    given, names = world.state.provocations, world.names.parties
    rows = range(int(given.n[0]))
    actors = [names[world.tables.actor[given.ij[p]]] for p in rows]
    return [(a, VERDICTS[given.verdict[p]], int(given.decided[p])) for p, a in zip(rows, actors, strict=True)]


# votes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quota", "members", "votes"),
    [
        pytest.param("delegated", 30, 0, id="a delegated decision needs nobody"),
        pytest.param("majority", 30, 16, id="a majority of thirty is more than half"),
        pytest.param("majority", 3, 2, id="a majority of three"),
        pytest.param("majority", 1, 1, id="a majority of one"),
        pytest.param("two_thirds", 30, 20, id="two thirds of thirty"),
        pytest.param("two_thirds", 28, 19, id="two thirds of twenty-eight are rounded up"),
        pytest.param("two_thirds", 29, 20, id="two thirds of twenty-nine are rounded up"),
        pytest.param("unanimity", 30, 30, id="unanimity is everybody"),
        pytest.param("silence", 30, 30, id="a silence that one member breaks is broken"),
    ],
)
def test_votes_needed(quota: str, members: int, votes: int) -> None:
    assert votes_needed(QUOTAS.index(quota), members) == votes


# how long it takes ---------------------------------------------------------------------------------------


def test_a_delegated_decision_is_published_on_its_day(league: Any) -> None:
    world = league("delegated", objectors=MEMBERS).play(9)
    assert replies(world) == [(3, "league", "expel", "b_mission", 3)]


@pytest.mark.parametrize("decides_by", ["majority", "two_thirds", "unanimity", "silence"])
def test_the_result_of_a_consultation_comes_after_two_days(league: Any, decides_by: str) -> None:
    world = league(decides_by)
    assert [verdict for _, verdict, _ in verdicts(world.play(3))] == ["pending"]
    assert verdicts(world.play(1)) == [("league", "consulting", 3)]
    assert verdicts(world.play(1)) == [("league", "consulting", 3)]
    assert replies(world) == []
    assert verdicts(world.play(1)) == [("league", "reply", 5)]
    assert replies(world.play(9)) == [(5, "league", "expel", "b_mission", 3)]


@pytest.mark.parametrize(
    ("days", "published"),
    [
        pytest.param(0, 3, id="members asked by telephone answer on the day"),
        pytest.param(5, 8, id="members that meet once a week"),
    ],
)
def test_a_consultation_takes_its_time(league: Any, days: int, published: int) -> None:
    world = league("unanimity", parameters={"consultation_days": days}).play(12)
    assert [move[0] for move in replies(world)] == [published]


BROKEN = {"league": {"breaks": True, "breaking_floor": 0.0, "breaking_hollowing": 0.0}}


def test_breaking_needs_the_members_too(league: Any) -> None:
    world = league("two_thirds", policies=BROKEN, timeline=OF_FOUR)
    assert verdicts(world.play(4)) == [("league", "consulting_rupture", 3)]
    assert replies(world.play(4)) == [
        (5, "league", "suspend_mission", "l_liaison", 0),
        (5, "league", "close_mission", "b_mission", 0),
    ]


def test_silence_is_put_before_nobody(league: Any) -> None:
    world = league("unanimity", objectors=MEMBERS, parameters={"silence_first": 1.0}).play(12)
    assert verdicts(world) == [("league", "silence", 3)]
    assert world.moves() == [(0, "belmora", "league", "expel", "l_liaison", 3)]


def test_what_an_alliance_does_enters_the_alliance_dyad_only(league: Any) -> None:
    world = league("majority").play(9)
    tables, grievance = world.tables, world.state.grievance
    pairs = {(world.names.parties[tables.actor[ij]], world.names.parties[tables.target[ij]]): ij for ij in range(6)}
    holders = {pair for pair, ij in pairs.items() if grievance[ij] > 0.0}
    assert holders == {("league", "belmora"), ("belmora", "league")}


# objections ------------------------------------------------------------------------------------------------

OUTCOMES = {
    "a majority outvotes one": ("majority", 1, True),
    "two of three are a majority against": ("majority", 2, False),
    "two thirds are reached against one": ("two_thirds", 1, True),
    "two thirds are not reached against two": ("two_thirds", 2, False),
    "one member is enough against unanimity": ("unanimity", 1, False),
    "one member is enough to break silence": ("silence", 1, False),
    "nobody breaks silence": ("silence", 0, True),
    "a secretary-general asks nobody": ("delegated", 3, True),
}


@pytest.mark.parametrize(("decides_by", "against", "agreed"), OUTCOMES.values(), ids=OUTCOMES)
def test_members_that_object(league: Any, decides_by: str, against: int, agreed: bool) -> None:
    world = league(decides_by, objectors=MEMBERS[:against]).play(6)
    assert [move[1] for move in replies(world)] == (["league"] if agreed else [])
    assert verdicts(world)[0][1] == ("reply" if agreed else "not_agreed")


def vote(world: Any, member: str, day: int = 0, number: int = 0) -> float:
    """Number by which a member objects: drawn for the day on which the provocation was perceived."""
    i, j = world.party(member), world.party("belmora")
    return float(draws.uniform(world.tables, world.state, i, j, day, draws.STREAM_VOTE, number))


@pytest.mark.parametrize(
    ("place", "agreed"),
    [
        pytest.param(0, (True, True), id="below the lowest number nobody objects"),
        pytest.param(1, (True, False), id="above it one does: a majority is left, unanimity is not"),
        pytest.param(2, (False, False), id="above the second two do"),
    ],
)
def test_each_member_objects_by_a_draw_of_its_own(league: Any, place: int, agreed: tuple[bool, bool]) -> None:
    numbers = sorted(vote(league("majority"), member) for member in MEMBERS)
    chance = numbers[place] - 1e-9
    policies = {member: {"objection_probability": chance} for member in MEMBERS}
    found = [len(replies(league(quota, policies=policies).play(6))) == 1 for quota in ("majority", "unanimity")]
    assert tuple(found) == agreed


def test_each_decision_is_voted_on_anew(league: Any) -> None:
    world = league("unanimity", policies={member: {"objection_probability": 0.2} for member in MEMBERS})
    league_ij = world.ij("league", "belmora")
    found = [bool(agrees(world.tables, world.state, league_ij, 1, OF_DECISIONS, number)) for number in range(40)]
    assert found == [min(vote(world, member, 1, 3 * number) for member in MEMBERS) >= 0.2 for number in range(40)]
    assert len(set(found)) == 2


def test_members_object_as_often_as_their_policies_say(league: Any) -> None:
    # three members of .9 each: all agree in .729, two at least in .972
    policies = {member: {"objection_probability": 0.1} for member in MEMBERS}
    n, shares = 2000, []
    for quota in ("unanimity", "two_thirds"):
        world = league(quota, policies=policies)
        ij = world.ij("league", "belmora")
        shares.append(np.mean([agrees(world.tables, world.state, ij, 1, OF_DECISIONS, number) for number in range(n)]))
    assert shares == pytest.approx([0.729, 0.972], abs=4 * np.sqrt(0.729 * 0.271 / n))


# what happens where they do not agree ------------------------------------------------------------------------


def test_members_with_relations_of_their_own_then_decide_for_themselves(league: Any) -> None:
    world = league("unanimity", objectors=("cordia",)).play(12)
    # asked on day 5, each decides after its own three days, and expels from Belmora's embassy with itself
    assert replies(world) == [
        (8, "arden", "expel", "b_to_arden", 3),
        (8, "delmar", "expel", "b_to_delmar", 3),
    ]
    assert verdicts(world)[:3] == [("league", "not_agreed", 5), ("arden", "reply", 8), ("delmar", "reply", 8)]


def test_what_was_done_to_the_alliance_then_counts_in_its_members_own_accounts(league: Any) -> None:
    world = league("unanimity", objectors=("cordia",), parameters={"half_life_days": 1e12}).play(6)
    for holder in ("arden", "delmar"):
        ij = world.ij(holder, "belmora")
        assert world.state.grievance[ij] == pytest.approx(SEVERITY, abs=1e-4)
        assert world.state.balance[ij] == pytest.approx(SEVERITY, abs=1e-4)


def test_a_member_answers_the_act_itself(league: Any) -> None:
    world = league("unanimity", objectors=("cordia",)).play(12)
    log = world.state.log
    answers = [m for m in range(int(log.n[0])) if world.moves()[m][1] in MEMBERS]
    assert [int(log.parent[m]) for m in answers] == [0, 0]
    assert [INTENTS[log.intent[m]] for m in answers] == ["mirror", "mirror"]


def test_members_may_decide_differently(league: Any) -> None:
    world = league(
        "unanimity",
        objectors=("cordia",),
        timeline=OF_FOUR,
        policies={"delmar": {"breaks": True, "breaking_floor": 0.0, "breaking_hollowing": 0.0}},
        relations={"arden_belmora": {"between": ["arden", "belmora"], "silence_first": {"arden": 1.0}}},
    ).play(12)
    assert [decided for decided in verdicts(world) if decided[0] in MEMBERS] == [
        ("arden", "silence", 8),
        ("delmar", "rupture", 8),
    ]
    assert replies(world) == [(8, "delmar", "close_mission", "b_to_delmar", 0)]


def test_what_members_do_then_is_a_first_move_in_their_relations(league: Any) -> None:
    given = league("unanimity", objectors=("cordia",)).play(12).state.provocations
    assert given.is_reply[: int(given.n[0])].tolist() == [False] * int(given.n[0])
    assert int(given.n[0]) == 5  # the League, two members, and Belmora twice


def harm_on(day: int) -> dict[str, Any]:
    """A harm done to the League by Belmora, as grave as the expulsion of a good quarter of a staff."""
    return {"harm": {"date": START + timedelta(days=day), "victim": "league", "author": "belmora", "severity": 5.3}}


def test_a_harm_to_an_alliance_that_does_not_agree_is_answered_by_its_members(league: Any) -> None:
    world = league("unanimity", objectors=("cordia",), timeline={}, triggers=harm_on(1)).play(12)
    # 4 + 2.5 sqrt(.27) = 5.3, and .27 of 24 are 6, of 12 are 3
    assert replies(world) == [
        (9, "arden", "expel", "b_to_arden", 6),
        (9, "delmar", "expel", "b_to_delmar", 3),
    ]
    assert world.state.log.cause[:2].tolist() == [0, 0]


def test_members_are_not_asked_before_the_alliance_has_decided_not_even_on_the_first_day(league: Any) -> None:
    world = league("unanimity", timeline={}, triggers=harm_on(0)).play(8)
    assert replies(world) == [(5, "league", "expel", "b_mission", 5)]  # decided on day 3; .27 of 18


def test_an_alliance_that_did_not_agree_has_shown_restraint(league: Any) -> None:
    blow = {"date": 0, "from": "league", "to": "belmora", "move": "restrict_access", "channel": "b_mission"}
    world = league(
        "unanimity",
        objectors=("cordia",),
        timeline={"ours": blow, "theirs": EXPULSION | {"date": 2}},
        relations={"belmora_league": {"between": ["belmora", "league"], "silence_first": {"belmora": 1.0}}},
        policies={"league": {"preset": "tit_for_tat"}},
    )
    ij = world.ij("league", "belmora")
    assert world.play(7).state.sent[ij] == 3.5  # decided on day 5, and the members are being asked
    assert world.play(1).state.sent[ij] == 0.0


def test_a_member_remembers_what_it_had_to_decide_on(league: Any) -> None:
    """As if it had been the target itself, a member that answers the second act answers the second of these."""
    world = league(
        "unanimity",
        objectors=("cordia",),
        timeline={"first": EXPULSION, "second": EXPULSION | {"date": 20}},
        policies={"arden": {"how_much": "tit_for_two_tats"}},
    ).play(34)
    assert [(day, actor) for day, actor, *_ in replies(world) if actor == "arden"] == [(28, "arden")]


def test_the_ministry_that_is_competent_proposes_to_a_member(league: Any) -> None:
    """Expulsions are the interior ministry's in Arden; its foreign ministry would let everything lie."""
    ministries = {
        "foreign": {"role": "foreign", "policy": "meek"},
        "interior": {"owns": ["personnel"], "policy": "stern"},
    }
    policies = {"arden": {}, "meek": {"how_much": "proportional", "k": 0.0}, "stern": {"how_much": "tit_for_tat"}}
    world = league("unanimity", objectors=("cordia",), policies=policies)
    states = {
        name: {"policy": state.policy} | ({"ministries": ministries} if name == "arden" else {})
        for name, state in world.scenario.states.items()
    }
    world = league("unanimity", objectors=("cordia",), policies=policies, states=states).play(12)
    assert (8, "arden", "expel", "b_to_arden", 3) in replies(world)


def test_an_answer_by_hand_while_the_members_are_asked_settles_the_matter(league: Any) -> None:
    word = {"date": 4, "from": "league", "to": "belmora", "move": "criticise", "answers": "first"}
    world = league("unanimity", timeline={"first": EXPULSION, "word": word}).play(12)
    assert [move[2] for move in replies(world)] == ["criticise"]


# steps of an alliance's own accord -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decides_by", "objectors", "may"),
    [
        pytest.param("delegated", MEMBERS, True, id="a secretary-general acts alone"),
        pytest.param("unanimity", (), True, id="all let it pass"),
        pytest.param("unanimity", ("delmar",), False, id="one does not"),
    ],
)
def test_steps_of_an_alliances_own_need_its_members(
    league: Any, decides_by: str, objectors: tuple[str, ...], may: bool
) -> None:
    relations = {"league_belmora": {"between": ["league", "belmora"], "incidents_per_day": {"league": 1.0}}}
    world = league(decides_by, objectors=objectors, timeline={}, relations=relations)
    assert may_act_on_its_own(world.tables, world.state, world.ij("league", "belmora"), 0, OF_INCIDENTS, 0) == may
    assert [move[:3] for move in replies(world.play(1))] == ([(0, "league", "expel")] if may else [])


def test_a_state_asks_nobody(league: Any) -> None:
    world = league("unanimity", objectors=MEMBERS)
    assert may_act_on_its_own(world.tables, world.state, world.ij("arden", "belmora"), 0, OF_INCIDENTS, 0)
