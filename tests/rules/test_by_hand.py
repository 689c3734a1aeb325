"""Parties played by hand: they do nothing of their own, what the timeline does in answer, what one can do alone."""

from typing import Any

import pytest

from sim.rules.by_hand import most_by_hand
from sim.rules.shock import VOID
from sim.rules.world import CLOSED, NONE, SUSPENDED, VERDICTS
from sim.scenario.pack import KIND_NUMBER
from tests.rules.acts import act

EXPULSION = act(2, "belmora", "arden", "expel", "a_embassy", count=10)
ARDEN = {"by_hand": ["arden"]}
EAGER = {  # all clocks ring often
    "incidents_per_day": 0.2,
    "talks_per_day": 0.2,
    "recognition_per_day": 0.2,
    "recovery_staff_per_day": 1.0,
    "recovery_quiet_days": 0,
    "recovery_meetings": 0,
    "initiative_per_day": 0.5,
}


def answer(day: int, move: str = "expel", channel: str | None = "b_embassy", **more: Any) -> dict[str, Any]:
    """A move of Arden in answer to whatever Belmora has done."""
    number = {"count": 1} if move == "expel" else {}
    return act(day, "arden", "belmora", move, channel, in_answer=True, **number | more)


def verdicts(world: Any) -> list[str]:
    given = world.state.provocations
    return [VERDICTS[verdict] for verdict in given.verdict[: given.n[0]]]


def parents(world: Any, actor: str = "arden") -> list[int]:
    """Number of the move that each move of a party answers, as accounts have it; 0 for none."""
    rows = [m for m, move in enumerate(world.moves()) if move[1] == actor]
    return [int(world.state.log.parent[m]) + 1 for m in rows]


# nothing of its own ---------------------------------------------------------------------------------


@pytest.mark.parametrize("initiates", ["salami", "grit"])
def test_a_party_by_hand_makes_no_move_of_its_own(build: Any, initiates: str) -> None:
    policies = {"arden": {"preset": "ledger", "initiates": initiates, "breaks": True, "breaking_hollowing": 0.0}}
    world = build({"first": EXPULSION}, policies, parameters=EAGER, **ARDEN).play(60)
    movers = {move[1] for move in world.moves()}
    assert "arden" not in movers
    assert {"belmora", "cordia"} <= movers


def test_its_act_that_is_due_stays_unanswered_and_that_is_restraint(build: Any) -> None:
    world = build({"first": EXPULSION}, **ARDEN).play(5)
    assert verdicts(world) == ["pending"]
    world.play(1)
    assert (verdicts(world), world.state.provocations.decided[0]) == (["unanswered"], 5)
    assert world.state.provocations.grievance[0] > 0
    assert world.state.received[world.ij("belmora", "arden")] == 0.0


def test_its_posture_changes_by_its_moves_alone(build: Any) -> None:
    relations = {"home": {"between": ["arden", "belmora"], "posture": {"arden": 1.0, "belmora": 1.0}}}
    relations["home"]["grievance"] = {"arden": 50.0, "belmora": 50.0}
    world = build(relations=relations, **ARDEN).play(200)
    assert world.state.posture[world.ij("arden", "belmora")] == 1.0
    assert world.state.posture[world.ij("belmora", "arden")] != 1.0


def test_an_offer_to_it_is_neither_accepted_nor_refused(build: Any) -> None:
    world = build({"offer": act(2, "belmora", "arden", "offer_talks")}, **ARDEN).play(4)
    assert [move[3] for move in world.moves()] == ["offer_talks"]


def test_clocks_of_others_ring_as_they_do_when_it_decides_for_itself(build: Any) -> None:
    one = build(parameters=EAGER | {"talks_per_day": 0.0}).play(30)
    other = build(parameters=EAGER | {"talks_per_day": 0.0}, **ARDEN).play(30)
    assert one.state.n_incidents.sum() > 0
    assert one.state.n_incidents.tolist() == other.state.n_incidents.tolist()


# what a move answers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "late"), [(3, False), (4, False), (9, True), (300, True)], ids=["at once", "in time", "late", "very late"]
)
def test_a_move_in_answer_answers_what_waits(build: Any, day: int, late: bool) -> None:
    world = build({"first": EXPULSION, "then": answer(day)}, **ARDEN).play(day + 1)
    assert parents(world) == [1]
    assert (verdicts(world)[0], world.state.provocations.decided[0]) == ("scripted", day)


def test_an_act_of_the_same_day_is_not_known_in_the_morning_on_which_a_move_is_made(build: Any) -> None:
    by_arden = [act(day, "arden", "belmora", "expel", "b_embassy", count=3) for day in (2, 4)]  # its moves come first
    words = [act(day, "belmora", "arden", "protest_note", None, in_answer=True) for day in (4, 5)]
    hands = {"by_hand": ["arden", "belmora"]}
    moves = {"first": by_arden[0], "fresh": by_arden[1], "then": words[0], "next": words[1]}
    assert parents(build(moves, **hands).play(6), "belmora") == [1, 2]
    assert parents(build({"fresh": by_arden[1], "then": words[0]}, **hands).play(5), "belmora") == [0]


def test_an_act_is_answered_once_and_no_more_after_a_year(build: Any) -> None:
    twice = build({"first": EXPULSION, "a": answer(4), "b": answer(8)}, **ARDEN).play(9)
    assert parents(twice) == [1, 0]
    record = {"first": act(0, "belmora", "arden", "expel", "a_embassy", count=3)}
    assert parents(build(record | {"a": answer(364)}, **ARDEN).play(365)) == [1]


def test_moves_of_one_package_answer_the_same_act(build: Any) -> None:
    moves = {"first": EXPULSION, "a": answer(4), "b": answer(4, "close_consulate", "b_consulate")}
    assert parents(build(moves, **ARDEN).play(5)) == [1, 1]


def test_of_two_acts_the_later_is_answered_first(build: Any) -> None:
    later = act(20, "belmora", "arden", "close_consulate", "a_consulate")
    moves = {"first": EXPULSION, "later": later, "a": answer(24), "b": answer(25), "c": answer(26)}
    assert parents(build(moves, **ARDEN).play(27)) == [2, 1, 0]


def test_an_answer_is_a_reply_to_who_perceives_it(build: Any) -> None:
    world = build({"first": EXPULSION, "then": answer(4, count=2)}, **ARDEN).play(6)
    given = world.state.provocations
    row = next(p for p in range(int(given.n[0])) if given.ij[p] == world.ij("belmora", "arden"))
    assert given.is_reply[row]
    first = build({"first": EXPULSION, "then": answer(4, count=2) | {"in_answer": False}}, **ARDEN).play(6)
    assert not first.state.provocations.is_reply[row]


def test_a_word_answers_an_offer_and_without_one_it_is_void(build: Any) -> None:
    offer = {"offer": act(2, "belmora", "arden", "offer_talks")}
    met = build(offer | {"meet": answer(4, "meet", None)}, **ARDEN).play(5)
    assert (parents(met), met.state.meetings[0]) == ([1], 1)
    refused = build(offer | {"no": answer(4, "refuse_talks", None)}, **ARDEN).play(5)
    assert (parents(refused), refused.state.n_refused[refused.ij("belmora", "arden")]) == ([1], 1)
    for timeline in ({"meet": answer(4, "meet", None)}, offer | {"meet": answer(10, "meet", None)}):
        world = build(timeline, **ARDEN).play(11)
        assert world.state.script_row[-1] == VOID
        assert parents(world) == []


def test_an_act_too_slight_to_be_answered_waits_for_nothing(build: Any) -> None:
    slight = {"first": act(2, "belmora", "arden", "cancel_meeting")}
    world = build(slight | {"a": answer(4)}, parameters={"hostile_above": 3.5}, **ARDEN).play(5)
    assert parents(world) == [0]


def test_a_harm_is_answered_late_as_well(build: Any) -> None:
    harm = {"harm": {"date": 1, "victim": "arden", "author": "belmora", "severity": 6.0}}
    world = build({"a": act(20, "arden", "belmora", "expel", "b_embassy", count=1, answers="harm")},
                  triggers=harm, **ARDEN).play(10)  # fmt: skip
    assert verdicts(world) == ["unanswered"]
    assert verdicts(world.play(11))[0] == "scripted"


# what can be done alone -----------------------------------------------------------------------------


def most(world: Any, kind: str, channel: str | None = None, to: str = "belmora") -> int:
    place = NONE if channel is None else world.channel(channel)
    return int(most_by_hand(world.tables, world.state, world.ij("arden", to), world.day, KIND_NUMBER[kind], place))


def test_what_the_law_allows_is_possible_alone_as_the_law_has_it(build: Any) -> None:
    world = build()
    assert most(world, "expel", "b_embassy") == 24
    assert most(world, "suspend_mission", "a_embassy") == 1
    assert most(world, "expel", "a_embassy") == 0  # its own


@pytest.mark.parametrize("kind", ["meet", "refuse_talks", "refuse_recognition", "found_institution"])
def test_it_takes_two(build: Any, kind: str) -> None:
    assert most(build(), kind) == 0


def test_a_meeting_is_possible_while_an_offer_stands(build: Any) -> None:
    world = build({"offer": act(0, "belmora", "arden", "offer_talks")}, parameters={"talks_least_days": 7}, **ARDEN)
    found = []
    for _ in range(10):
        world.play(1)
        found.append(most(world, "meet"))
    assert found == [1] * 7 + [0] * 3
    assert most(world, "refuse_recognition") == 0


def test_an_offer_stands_some_days_before_the_next(build: Any) -> None:
    world = build({"offer": act(0, "arden", "belmora", "offer_talks")}, parameters={"talks_least_days": 7}, **ARDEN)
    assert most(world, "offer_talks") == 1
    assert [most(world.play(1), "offer_talks") for _ in range(8)] == [0] * 6 + [1, 1]


def test_forces_are_withdrawn_where_some_stand(build: Any) -> None:
    world = build({"deploy": act(1, "arden", "belmora", "deploy")}, **ARDEN)
    assert most(world, "withdraw_forces") == 0
    assert most(world.play(2), "withdraw_forces") == 1


def test_recognition_is_asked_where_it_is_an_issue(build: Any) -> None:
    relations = {"home": {"between": ["arden", "belmora"], "asks_recognition": {"arden": 0.01}}}
    assert (most(build(), "ask_recognition"), most(build(relations=relations), "ask_recognition")) == (0, 1)


def test_contact_runs_through_the_embassy_that_the_scenario_names(build: Any) -> None:
    relations = {"far": {"between": ["belmora", "league"], "contact": {"belmora": "b_embassy_abroad"}}}
    world = build(relations=relations)
    ij, kind = world.ij("belmora", "league"), KIND_NUMBER["contact"]
    channels = [world.channel("b_embassy_abroad"), world.channel("b_embassy"), NONE]
    assert [most_by_hand(world.tables, world.state, ij, 0, kind, channel) for channel in channels] == [1, 0, 0]


def test_what_others_shut_or_sent_home_comes_back_when_both_are_ready(build: Any) -> None:
    world = build(parameters={"recovery_meetings": 1, "recovery_quiet_days": 0})
    posts, embassy = world.state.posts, world.channel("a_embassy")
    posts.status[embassy] = CLOSED
    assert most(world, "reopen", "a_embassy") == 0
    world.state.meetings[:] = 1
    assert most(world, "reopen", "a_embassy") == 45
    world.state.meetings[:] = 0
    posts.status[embassy] = SUSPENDED  # by itself
    assert most(world, "reopen", "a_embassy") == 45
    mission = world.channel("a_embassy")
    posts.status[mission], posts.head_present[mission], posts.head_expelled[mission] = 0, False, True
    assert most(world, "return_ambassador", "a_embassy") == 0
    posts.head_expelled[mission] = False
    assert most(world, "return_ambassador", "a_embassy") == 1


def test_an_offer_that_the_timeline_answers_on_its_day_has_no_other_answer(build: Any) -> None:
    offer = {"a_offer": act(2, "belmora", "arden", "offer_talks"), "b_meet": answer(2, "meet", None)}
    assert [move[3] for move in build(offer).play(3).moves()] == ["offer_talks", "meet"]
