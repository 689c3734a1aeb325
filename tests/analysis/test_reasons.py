"""Why a move was made, in words."""

import math

import pytest

from sim.analysis.labels import Labels, day_text
from sim.analysis.reasons import why_decided, why_moved

NUMBERS = {
    "grievance": 18.106,
    "breaking_point": 16.499,
    "loss": 0.6034,
    "asked": 5.5,
    "answered": 5.2,
    "probability": 0.1084,
}
MOVES = {
    "a break names grievance, breaking point and loss": (
        {"intent": "rupture"},
        "grievance 18.11 ≥ breaking point 16.50, loss 0.60",
    ),
    "a copy names the severity asked": ({"intent": "mirror"}, "answers in kind; 5.50 asked for 5.20 perceived"),
    "an answer to an offer names the chance": (
        {"intent": "talks", "kind": "refuse_talks"},
        "grievance 18.11, loss 0.60: chance to accept 0.108",
    ),
    "an offer is an initiative": ({"intent": "talks", "kind": "offer_talks"}, "its own initiative"),
    "a scripted move is given": ({"intent": "scripted"}, "given by the scenario"),
}
DECISIONS = {
    "silence below the breaking point": (
        {"verdict": "silence", "grievance": 12.0, "chance_of_silence": 0.7},
        "lets it lie (chance 0.70); grievance 12.00 < breaking point 16.50",
    ),
    "silence of a policy without one": (
        {"verdict": "silence", "grievance": 12.0, "chance_of_silence": 0.14, "breaking_point": math.nan},
        "lets it lie (chance 0.14); grievance 12.00",
    ),
    "an empty break": (
        {"verdict": "nothing_left"},
        "grievance 18.11 ≥ breaking point 16.50, loss 0.60, and nothing left to close",
    ),
    "nothing owed": (
        {"verdict": "nothing_owed", "grievance": 4.0, "balance": -1.0, "asked": 0.0},
        "asks for 0.00 at balance -1.00: not worth an answer; grievance 4.00 < breaking point 16.50",
    ),
}


@pytest.mark.parametrize(("move", "text"), MOVES.values(), ids=MOVES)
def test_reason_of_a_move(move, text):
    assert why_moved({**NUMBERS, **move}) == text


@pytest.mark.parametrize(("decision", "text"), DECISIONS.values(), ids=DECISIONS)
def test_reason_of_a_decision(decision, text):
    assert why_decided({**NUMBERS, **decision}) == text


def test_names_fall_back_on_ids():
    scenario = {
        "states": {"north_macedonia": {"name": ""}, "france": {"name": "France"}},
        "alliances": {},
        "channels": {"french_embassy": {"name": ""}},
    }
    labels = Labels(scenario)
    assert labels.pair("france", "north_macedonia") == "France–north macedonia"
    assert labels.deed("expel", "france", "french_embassy", 3) == "expels 3 of the french embassy"
    assert labels.deed("sever_relations", "france", "", 0) == "severs relations with France"
    assert labels.pair("", "") == "theatre"


def test_dates_are_written_out():
    assert day_text("2021-10-06") == "6 October 2021"
    assert day_text("2021-10-06", is_short=True) == "6 Oct 2021"
