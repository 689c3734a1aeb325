"""Who has anything left to break with, from the tables of a run, is who has so by the rules."""

import pytest

from sim import EscalationModel
from sim.analysis.breaks import left_to_break
from sim.engine.lawful import may_break
from sim.scenario.canonical import document_of
from sim.scenario.load import load_scenario

GONE = {
    "severed": "{date: 2030-04-02, from: arden, to: belmora, move: sever_relations}",
    "one": "{date: 2030-04-20, from: arden, to: belmora, move: close_consulate, channel: belmora_consulate}",
    "other": "{date: 2030-05-20, from: belmora, to: arden, move: close_consulate, channel: arden_consulate}",
}


@pytest.mark.parametrize(
    ("name", "settings", "pair"),
    [
        ("nato_russia_2021", ["end=2021-11-10"], ("nato", "russia")),
        ("two_states", [f"timeline.{name}={move}" for name, move in GONE.items()], ("arden", "belmora")),
    ],
)
def test_each_day_says_what_the_rules_say(name, settings, pair):
    model = EscalationModel(load_scenario(name, settings=settings), seed=2)
    directions = {(a, b): model.names.direction(a, b) for a, b in (pair, pair[::-1])}
    found = {sides: {} for sides in directions}
    while model.running:
        model.step()
        for sides, ij in directions.items():
            found[sides][model.today] = may_break(model.tables, model.state, ij)
    posts, scenario = model.trajectory.posts(), document_of(model.case)
    for sides, days in found.items():
        left = left_to_break(posts, scenario, *sides)
        assert [bool(left.iloc[day]) for day in days] == list(days.values())
        assert len(set(days.values())) == 2  # the last post is closed meanwhile
