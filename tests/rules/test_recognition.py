"""Requests for recognition: one alliance or state asks another to deal with it, and is granted that or rebuffed."""

import math
from datetime import date, timedelta
from typing import Any

import pytest

from sim.rules import draws
from sim.rules.world import INTENTS, NONE

START = date(2030, 1, 1)
GRANTS = {"belmora": {"recognition_probability": 1.0}}


def asks(rate: float = 1.0, **relation: Any) -> dict[str, Any]:
    """The League asks Belmora for recognition at a rate a day."""
    return {"neighbours": {"between": ["belmora", "league"], "asks_recognition": {"league": rate}, **relation}}


def exchanges(world: Any) -> list[tuple[int, str, str]]:
    """Day, actor and kind of every move."""
    return [(day, actor, kind) for day, actor, _, kind, _, _ in world.moves()]


# requests ----------------------------------------------------------------------------------------------


def test_who_is_rebuffed_asks_again(build: Any) -> None:
    each_day = [("league", "ask_recognition"), ("belmora", "refuse_recognition")]
    assert exchanges(build(relations=asks()).play(3)) == [(day, *move) for day in range(3) for move in each_day]


def test_who_is_granted_recognition_stops_asking(build: Any) -> None:
    world = build(relations=asks(), policies=GRANTS).play(9)
    assert exchanges(world) == [(0, "league", "ask_recognition"), (0, "belmora", "meet")]
    assert bool(world.state.is_recognised[world.ij("league", "belmora")])
    assert not world.state.is_recognised[world.ij("belmora", "league")]


def test_nobody_asks_without_a_rate(build: Any) -> None:
    assert build(relations=asks(0.0)).play(30).moves() == []
    assert build().play(30).moves() == []


@pytest.mark.parametrize(("never", "days"), [([], [0, 1, 2]), (["ask_recognition"], [])], ids=["asks", "never asks"])
def test_an_alliance_for_which_asking_is_ruled_out(build: Any, never: list[str], days: list[int]) -> None:
    alliances = {"league": {"members": ["arden", "cordia"], "never": never}}
    world = build(relations=asks(), alliances=alliances).play(3)
    assert [day for day, actor, _ in exchanges(world) if actor == "league"] == days


def test_nobody_asks_before_anybody_decides(build: Any) -> None:
    world = build(relations=asks(), autonomous_from=START + timedelta(days=3)).play(5)
    assert [day for day, actor, _ in exchanges(world) if actor == "league"] == [3, 4]


def test_everybody_may_be_made_to_ask_by_one_number(build: Any) -> None:
    asked = [move for move in build(parameters={"recognition_per_day": 1.0}).play(1).moves() if "ask" in move[3]]
    assert len(asked) == 6  # both directions of three relations


def test_each_request_draws_the_day_of_the_next(build: Any) -> None:
    world = build(relations=asks(0.2)).play(40)
    expected, drawn_on = [], 0
    for number in range(100):
        i, j = world.party("league"), world.party("belmora")
        u = draws.uniform(world.tables, world.state, i, j, drawn_on, draws.STREAM_REQUEST_CLOCK, number)
        drawn_on += math.ceil(math.log(u) / math.log(0.8)) - (number == 0)  # it may ring on the first day
        expected.append(drawn_on)
    asked = [day for day, actor, _ in exchanges(world) if actor == "league"]
    assert asked == [day for day in expected if day < 40]
    assert len(asked) > 2


# answers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("above", [True, False], ids=["granted below the probability", "rebuffed from it on"])
def test_one_draw_of_the_party_asked_decides(build: Any, above: bool) -> None:
    world = build(relations=asks())
    i, j = world.party("belmora"), world.party("league")
    u = draws.uniform(world.tables, world.state, i, j, 0, draws.STREAM_RECOGNISE, 0)
    policies = {"belmora": {"recognition_probability": u + (1e-9 if above else -1e-9)}}
    answer = exchanges(build(relations=asks(), policies=policies).play(1))[1]
    assert answer == (0, "belmora", "meet" if above else "refuse_recognition")


def test_an_answer_names_the_request_and_its_probability(build: Any) -> None:
    log = build(relations=asks(), policies={"belmora": {"recognition_probability": 0.25}}).play(1).state.log
    assert log.parent[:2].tolist() == [NONE, 0]
    assert [INTENTS[log.intent[m]] for m in range(2)] == ["recognition", "recognition"]
    assert log.probability[1] == 0.25
    assert math.isnan(log.probability[0])


def test_request_and_answer_happen_on_their_day(build: Any) -> None:
    log = build(relations=asks()).play(1).state.log
    assert log.in_force[:2].tolist() == [True, True]
    assert (log.channel[:2].tolist(), log.count[:2].tolist()) == ([NONE, NONE], [0, 0])


def test_a_clock_beyond_the_last_day_never_rings(build: Any) -> None:
    world = build(relations=asks(1e-9)).play(1)
    assert world.state.next_request[world.ij("league", "belmora")] == -1 + world.tables.n_days + 1


def test_a_rebuff_is_a_word_and_weighs_on_nobody(build: Any) -> None:
    world = build(relations=asks()).play(9)
    assert world.state.provocations.n[0] == 0
    assert world.state.grievance.max() == 0.0


@pytest.mark.parametrize(("policies", "met"), [(GRANTS, 0), ({}, -1)], ids=["a grant meets", "a rebuff does not"])
def test_recognition_is_granted_by_a_first_meeting(build: Any, policies: dict[str, Any], met: int) -> None:
    council = {"kind": "council", "between": ["belmora", "league"], "last_meeting": START - timedelta(days=1)}
    world = build(relations=asks(), policies=policies, channels={"council": council}).play(1)
    assert world.state.posts.last_meeting[world.channel("council")] == met


def scripted(answer: str) -> dict[str, Any]:
    """A request of day 2 and its answer, both by hand."""
    return {
        "ask": {"date": 2, "from": "league", "to": "belmora", "move": "ask_recognition"},
        "reply": {"date": 2, "from": "belmora", "to": "league", "move": answer, "answers": "ask"},
    }


def test_a_scripted_request_that_no_script_answers_is_answered_on_its_day(build: Any) -> None:
    timeline = {"ask": scripted("meet")["ask"]}
    assert exchanges(build(timeline=timeline).play(5)) == [
        (2, "league", "ask_recognition"),
        (2, "belmora", "refuse_recognition"),
    ]


def test_a_scripted_request_that_the_script_answers_is_answered_once(build: Any) -> None:
    world = build(timeline=scripted("refuse_recognition"), policies=GRANTS).play(5)
    assert exchanges(world) == [(2, "league", "ask_recognition"), (2, "belmora", "refuse_recognition")]


def test_recognition_that_the_script_grants_is_granted_too(build: Any) -> None:
    autonomous = START + timedelta(days=5)
    world = build(timeline=scripted("meet"), relations=asks(), autonomous_from=autonomous).play(9)
    assert exchanges(world) == [(2, "league", "ask_recognition"), (2, "belmora", "meet")]
