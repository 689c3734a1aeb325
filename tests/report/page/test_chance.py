"""Who decided on the moves of a history: the scenario, chance, a policy or a player."""

import pandas as pd

from sim import run, scenario_from
from sim.report.page.chance import chance
from sim.report.page.common import Choice
from sim.report.page.document import Table

ANSWER = {"date": "2030-03-10", "from": "arden", "to": "belmora", "move": "criticise", "in_answer": True}
MOVES = {
    "word": ANSWER | {"date": "2030-03-08"},
    "arden_by_hand_0001": ANSWER,
    "arden_by_hand_0002_policy": ANSWER | {"date": "2030-03-12", "move": "offer_talks", "in_answer": False},
    "arden_by_hand_0003_policy": ANSWER | {"date": "2030-03-25", "move": "offer_talks", "in_answer": False},
}


def test_moves_of_a_party_by_hand_are_those_of_who_decided_them_and_its_silence_is_no_policy() -> None:
    game = {"extends": "two_states", "end": "2030-03-31", "by_hand": ["arden"], "timeline": MOVES}
    played = run(scenario_from(game))
    tables = [block for block in chance(played, Choice()).blocks if isinstance(block, Table)]
    by = {row[0]: int(row[1]) for row in tables[0].rows}
    assert (by["The scenario"], by["A player"]) == (2, 1)  # the first expulsion and the word; one move by hand
    of_policies = ~played.moves["intent"].isin(["scripted", "calendar", "incident", "talks", "recognition"])
    assert by["The policies"] == int(of_policies.sum()) + 2  # those of the seat that was left to them
    assert [row for table in tables[1:] for row in table.rows if row[1].startswith("Arden")] == []


def test_what_policies_chose_stands_in_the_order_of_days() -> None:
    played = run("nato_russia_2021", settings=["end=2022-01-31"])
    (chose,) = [
        block for block in chance(played, Choice()).blocks if isinstance(block, Table) and "chose" in block.caption
    ]
    days = [pd.to_datetime(row[0]) for row in chose.rows]
    assert len(days) > 2
    assert days == sorted(days)
