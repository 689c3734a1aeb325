"""Measures read from what is typed: relation and side together."""

import pytest

from sim.analysis.measure_words import rows_named
from sim.scenario.arguments import ArgumentError

FISH = {
    "states": {name: {"name": name.capitalize()} for name in ("belmark", "dunmere", "ostgard", "tavira")},
    "ties": {
        "visas": {"kind": "visas", "between": ["tavira", "ostgard"]},
        "gas": {"kind": "energy", "between": ["dunmere", "ostgard"]},
    },
    "relations": {
        "belmark_ostgard": {"between": ["belmark", "ostgard"]},
        "dunmere_ostgard": {"between": ["dunmere", "ostgard"]},
        "quarrel": {"between": ["tavira", "ostgard"]},
    },
}
FIRST, SECOND = "ties_lost_ab_at_end", "ties_lost_ba_at_end"  # of Dunmere–Ostgard and of Ostgard–Tavira
OF_BOTH = {"dunmere_ostgard": SECOND, "quarrel": FIRST}
TYPED = {
    "a party that is the second side of its relation": ("lost by Tavira", {"quarrel": SECOND}),
    "by its id": ("lost by tavira", {"quarrel": SECOND}),
    "as its row is printed": ("worth of ties lost by Tavira at the end", {"quarrel": SECOND}),
    "a party with ties in two relations, in another place in each": ("lost by Ostgard", OF_BOTH),
    "after the relation as it is printed": ("Ostgard–Tavira lost by Ostgard", {"quarrel": FIRST}),
    "after its name with a hyphen": ("dunmere-ostgard worth of ties lost by Ostgard at the end",
                                     {"dunmere_ostgard": SECOND}),
    "after its id": ("quarrel lost by Ostgard", {"quarrel": FIRST}),
    "ties of both sides, only where there are any": ("worth of ties lost at the end",
                                                     dict.fromkeys(OF_BOTH, "ties_lost_at_end")),
    "ties of all": ("the whole network worth of ties lost at the end", {"theatre": "ties_lost_at_end"}),
    "an end": ("Belmark–Ostgard ends intact", {"belmark_ostgard": "cooperative"}),
    "what every relation has": ("Highest tension", dict.fromkeys(FISH["relations"], "tension_peak")),
    "what only the run has": ("anywhere moves of any kind", {"run": "moves"}),
    "a first break, as its row is printed": ("Tavira is the first to break", {"quarrel": "first break by tavira"}),
}  # fmt: skip


@pytest.mark.parametrize(("typed", "rows"), TYPED.values(), ids=TYPED)
def test_words_mean_the_rows_that_have_them(typed, rows):
    assert rows_named(typed, FISH) == rows


SIDES = "lost by Ostgard, lost by Tavira$"
REFUSED = {
    "a party without ties": (
        "lost by Belmark",
        (),
        "Belmark has no ties there; .*lost by Dunmere, lost by Ostgard, .*",
    ),
    "a party whose ties are in no relation followed": ("lost by Dunmere", ("quarrel",), f"no ties there; .*{SIDES}"),
    "ties where none are": (
        "Belmark-Ostgard highest worth of ties lost",
        (),
        "no ties are there; .*moves of any kind.$",
    ),
    "a side of a relation that it is not in": ("quarrel lost by Dunmere", (), f"Dunmere has no ties there; .*{SIDES}"),
    "a party that is not there": (
        "lost by Atlantis",
        (),
        r"unknown; .*cooperative \(ends intact\), .*, lost by Tavira$",
    ),
}


@pytest.mark.parametrize(("typed", "among", "says"), REFUSED.values(), ids=REFUSED)
def test_what_no_row_has_is_refused_with_the_words_that_can_be_typed(typed, among, says):
    with pytest.raises(ArgumentError, match=says):
        rows_named(typed, FISH, among)
