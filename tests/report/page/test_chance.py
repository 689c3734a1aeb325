"""Who decided on the moves of a history: the scenario, chance, a policy or a player."""

from sim import run, scenario_from
from sim.report.page.chance import chance
from sim.report.page.common import Choice
from sim.report.page.document import Table

ANSWER = {"date": "2030-03-10", "from": "arden", "to": "belmora", "move": "criticise", "in_answer": True}


def test_moves_of_a_party_by_hand_are_those_of_a_player_and_its_silence_is_no_policy() -> None:
    case = scenario_from(
        {"extends": "two_states", "end": "2030-03-31", "by_hand": ["arden"], "timeline": {"word": ANSWER}}
    )
    tables = [block for block in chance(run(case), Choice()).blocks if isinstance(block, Table)]
    assert [row[:2] for row in tables[0].rows if row[0] in ("The scenario", "A player")] == [
        ("The scenario", "1"),
        ("A player", "1"),
    ]
    assert [row for table in tables[1:] for row in table.rows if row[1].startswith("Arden")] == []
