"""A path is called as a reader would call it, and has the value that is in force where nobody varies it."""

import pytest

from sim.analysis.labels import Labels, value_text
from sim.analysis.paths import parameter_at, unit_at

SCENARIO = {
    "states": {"arden": {"name": "Arden"}, "belmora": {"name": ""}},
    "alliances": {"north": {"name": "the Northern Alliance"}},
    "channels": {"embassy": {"name": "Ardenish embassy"}},
    "relations": {"arden_belmora": {"between": ["arden", "belmora"]}},
    "policies": {
        "arden": {"preset": "bully", "k": None, "half_life_days": 90, "c": None},
        "belmora": {"preset": "bully", "k": 0.0, "half_life_days": None, "c": None},
    },
    "parameters": {"talks_per_day": None, "half_life_days": 365.0, "flow_window_days": 14},
    "timeline": {"first_expulsion": {"count": 3}},
    "end": "2030-12-31",
}

WORDS = {
    "policies.arden.k": "strength of answers (k) of the policy arden",
    "policies.arden.breaks": "having a breaking point of the policy arden",
    "parameters.talks_per_day": "talks per day",
    "alliances.north.decides_by": "decision rule of the Northern Alliance",
    "states.belmora.influence": "influence of belmora",
    "states.arden.ministries.defence.influence": "influence of defence, Arden",
    "channels.embassy.ceiling": "ceiling of Ardenish embassy",
    "relations.arden_belmora.weight": "weight of Arden–belmora",
    "relations.arden_belmora.talks_per_day.arden": "talks per day of Arden (Arden–belmora)",
    "timeline.first_expulsion.count": "count of the move first expulsion",
    "end": "end",
}


@pytest.mark.parametrize(("path", "words"), WORDS.items(), ids=WORDS)
def test_a_path_in_words(path, words):
    assert Labels(SCENARIO).path(path) == words


def test_a_parameter_has_its_meaning_and_its_unit_wherever_it_is_given():
    assert parameter_at("relations.arden_belmora.talks_per_day.arden").meaning == "offers of talks, each direction"
    assert unit_at("policies.arden.half_life_days") == "days"
    assert unit_at("policies.arden.k") == ""
    assert parameter_at("states.arden.influence") is None


@pytest.mark.parametrize(
    ("value", "words"),
    [(0.1 + 0.2, "0.3"), (2040.0, "2,040"), (12345, "12,345"), (-8, "−8"), (1 / 2880, "0.000347"), (False, "false")],
)
def test_a_value_in_words(value, words):
    assert value_text(value) == words
