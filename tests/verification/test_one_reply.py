"""What the rules make of one expulsion, over many runs of a whole scenario, against the closed forms of one reply."""

import math
import os
from datetime import date
from typing import NamedTuple

import numpy as np
import pytest

from sim.analysis.expected_reply import ExpectedReply, expected_reply
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.rules.moves import EXPEL
from sim.rules.world import Ints
from sim.scenario.schema import Scenario

IS_INTERPRETED = os.environ.get("NUMBA_DISABLE_JIT", "0") != "0"
pytestmark = pytest.mark.skipif(IS_INTERPRETED, reason="too many runs to play without compiling")

N_RUNS = 4_000
STANDARD_ERRORS = 4.0
PEOPLE = 10


class Replies(NamedTuple):
    """Of the runs with an answer: its day, the people whom it sends home, and its moves."""

    day: Ints
    people: Ints
    moves: Ints


def one_act(habits: str) -> Scenario:
    """Belmora expels ten of two hundred, and lets all answers lie; Arden keeps a ledger, and sees what there is."""
    embassies = (("arden", "belmora"), ("belmora", "arden"))
    calm = {"perception_noise": 0.0, "incidents_per_day": 0.0, "press_on": 0.0, "talks_per_day": 0.0}
    return Scenario.model_validate(
        {
            "schema": 1,
            "name": "one_act",
            "title": "One expulsion",
            "start": date(2030, 1, 1),
            "end": date(2031, 1, 5),
            "parameters": calm,
            "policies": {
                "arden": {"preset": "ledger", "habits": habits, "breaks": False},
                "belmora": {"preset": "ledger", "silence_reply": 1.0, "breaks": False},
            },
            "states": {"arden": {"policy": "arden"}, "belmora": {"policy": "belmora"}},
            "channels": {
                f"{a}_embassy": {"kind": "embassy", "sender": a, "host": b, "accredited": 200} for a, b in embassies
            },
            "relations": {"arden_belmora": {"between": ["arden", "belmora"]}},
            "timeline": {
                "act": {
                    "date": date(2030, 1, 1),
                    "from": "belmora",
                    "to": "arden",
                    "move": "expel",
                    "channel": "arden_embassy",
                    "count": PEOPLE,
                }
            },
        }
    )


@pytest.fixture(scope="module", name="played", params=["world", "moscow"])
def _played(request: pytest.FixtureRequest) -> tuple[ExpectedReply, Replies]:
    case = one_act(request.param)
    ensemble = Ensemble(case, 1, Wanted(("arden_belmora",)))
    forth, found = ensemble.names.direction("arden", "belmora"), []
    for state in ensemble.states(range(N_RUNS)):
        log, n = state.log, state.log.n[0]
        own = np.flatnonzero((log.ij[:n] == forth) & (log.severity[:n] > 0.0))
        if own.size:
            in_kind = own[log.kind[own] == EXPEL]
            found.append((log.announced[own[0]], log.count[in_kind].sum(), own.size))
    return expected_reply(case, "arden", ["expel"], people=PEOPLE), Replies(*np.array(found).T)


def assert_share(found: float, expected: float, n: int) -> None:
    """A share of n that depends on chance."""
    assert found == pytest.approx(expected, abs=STANDARD_ERRORS * math.sqrt(expected * (1.0 - expected) / n))


def test_an_answer_comes_as_often_as_silence_leaves(played: tuple[ExpectedReply, Replies]) -> None:
    expected, replies = played
    assert_share(replies.day.size / N_RUNS, expected.answered, N_RUNS)


@pytest.mark.parametrize("day", [0, 1, 3, 7, 14, 30, 90])
def test_by_a_day_as_many_have_answered(played: tuple[ExpectedReply, Replies], day: int) -> None:
    expected, replies = played
    assert_share(float((replies.day <= day).mean()), float(expected.delay[: day + 1].sum()), replies.day.size)


@pytest.mark.parametrize("people", range(1, PEOPLE + 3))
def test_so_many_are_sent_home_for_ten(played: tuple[ExpectedReply, Replies], people: int) -> None:
    expected, replies = played
    chance = float(expected.people[people]) if people < expected.people.size else 0.0
    assert_share(float((replies.people == people).mean()), chance, replies.people.size)


def test_a_further_kind_is_added_as_often(played: tuple[ExpectedReply, Replies]) -> None:
    expected, replies = played
    assert_share(float((replies.moves == 2).mean()), expected.added, replies.moves.size)
    assert set(replies.moves) <= {1, 2, 3}  # another measure where hundreds are to go, more than there are
