"""What a way out is to keep rare, as it is typed and as it is told."""

import pytest

from sim.analysis.labels import Labels
from sim.analysis.rare_end import read_end
from sim.scenario.arguments import ArgumentError

FISH = {
    "states": {"ostgard": {"name": "Ostgard"}, "tavira": {"name": "Tavira"}},
    "ties": {"visas": {"kind": "visas", "between": ["tavira", "ostgard"]}},
    "relations": {"quarrel": {"between": ["tavira", "ostgard"]}, "other": {"between": ["tavira", "corin"]}},
}
TYPED = {
    "an end": ("rupture", "rupture", "ends in rupture", "ended in rupture"),
    "an end in words": ("ends intact", "cooperative", "ends intact", "ended intact"),
    "a rupture at any time": ("rupture_at_any_time", "rupture_at_any_time", "comes to a rupture at some time",
                              "come to a rupture at some time"),
    "what a side loses": ("lost by Tavira above 20 %", "ties_lost_ba_at_end above 0.2",
                          "has worth of ties lost by Tavira at the end above 20 %",
                          "had worth of ties lost by Tavira at the end above 20 %"),
    "a number": ("hostile moves above 10", "hostile_moves above 10", "has hostile moves above 10",
                 "had hostile moves above 10"),
}  # fmt: skip


@pytest.mark.parametrize(("typed", "text", "says", "would"), TYPED.values(), ids=TYPED)
def test_an_end_is_read_and_told(typed, text, says, would):
    end, labels = read_end(typed, FISH, "quarrel"), Labels(FISH)
    assert end.text == text
    assert read_end(text, FISH, "quarrel") == end
    assert (end.says(labels, "quarrel"), end.would(labels, "quarrel")) == (says, would)


@pytest.mark.parametrize(
    ("typed", "relation", "problem"),
    [
        (
            "joy",
            "quarrel",
            "end 'joy': unknown; expected one of rupture, .*, or a measure of the relation above a number",
        ),
        ("lost by Tavira", "quarrel", "end 'lost by Tavira': unknown; expected one of"),
        ("lost by Tavira above 20 %", "other", "end 'lost by Tavira above 20 %': Tavira has no ties there; expected"),
        ("moves above 3", "quarrel", "unknown"),
    ],
)
def test_what_is_neither_is_refused(typed, relation, problem):
    with pytest.raises(ArgumentError, match=problem):
        read_end(typed, FISH, relation)
