"""The value of a path where nobody varies it: what the file says, else preset, shared parameter, default."""

import pytest

from sim import load_scenario
from sim.scenario.values_in_force import own_value

SETS = [
    "policies.arden.preset=bully",
    "policies.arden.k=null",
    "policies.belmora.k=0",
    "parameters.half_life_days=365",
    "parameters.flow_window_days=14",
]
VALUES = {
    "the one given, also zero": ("policies.belmora.k", 0),
    "that of the preset: a bully over-matches by a fifth": ("policies.arden.k", 1.2),
    "the one shared by all policies": ("policies.belmora.half_life_days", 365),
    "the default of the table": ("policies.arden.c", 0),
    "the default of what all share": ("parameters.talks_per_day", 1 / 360),
    "what all share, given": ("parameters.flow_window_days", 14),
    "a number of a policy that nobody shares": ("parameters.memory_days", 365),
    "any other entry": ("timeline.first_expulsion.count", 3),
    "a day": ("start", "2030-01-01"),
    "what a relation says": ("relations.arden_belmora.talks_per_day.arden", 0.005),
    "none where there is no entry": ("timeline.second.count", None),
}


@pytest.mark.parametrize(("path", "value"), VALUES.values(), ids=VALUES)
def test_the_value_of_a_path_is(path, value):
    assert own_value(load_scenario("two_states", settings=SETS), path) == value
