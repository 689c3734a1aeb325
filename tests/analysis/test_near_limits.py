"""Histories near the limit of an end are told of, where the end differs."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim.analysis.near_limits import is_near, jump_words, near_limits
from sim.analysis.sweep_table import SweepTable
from sim.rules.parameters import COLD_LOSS, COOPERATIVE_LOSS, WORLD_PARAMETERS

RELATION, PATH = "arden_belmora", "timeline.first_expulsion.count"
SCENARIO = {
    "states": {"arden": {"name": "Arden"}, "belmora": {"name": "Belmora"}},
    "alliances": {},
    "channels": {},
    "parameters": {"cold_loss": None},
    "relations": {RELATION: {"between": ["arden", "belmora"]}},
    "timeline": {},
}
MILDER = (0.44, 0.31, -0.13, -0.15, -0.11)


def compared(near=(0.24, 0.25), end=MILDER, limit=None):
    same = (0.1, 0.1, 0.0, 0.0, 0.0)
    rows = [
        ("run", "run", "any break", *same),
        ("break", RELATION, "first break by arden", *same),
        ("break", RELATION, "first break by belmora", *same),
        ("relation", RELATION, "rupture", *same),
        ("relation", RELATION, "rupture at any time", *same),
        ("relation", RELATION, "cold standoff or worse", *end),
        ("relation", RELATION, "near cold standoff", *near, 0.0, 0.0, 0.0),
        ("relation", RELATION, "loss_at_end", 0.43, 0.419, -0.011, -0.013, -0.009),
    ]
    frame = pd.DataFrame(rows, columns=["level", "name", "measure", "a", "b", "difference", "low", "high"])
    b = SCENARIO | {"parameters": {"cold_loss": limit}}
    manifest = {"change": ["x=1"], "relations": [RELATION], "runs": 2000, "scenario_a": SCENARIO, "scenario_b": b}
    return SimpleNamespace(differences=frame, manifest=manifest)


def test_a_comparison_says_how_many_histories_lie_near_the_limit_of_the_end_that_differs():
    (said,) = near_limits(compared())
    assert said == (
        "A cold standoff is a loss of 0.4 or more. Arden–Belmora ends within 0.02 of that in 24 % of histories in the "
        "first world and 25 % in the second; the mean loss is 0.43 and 0.42."
    )
    assert "is a loss of 0.4 and 0.35 or more." in near_limits(compared(limit=0.35))[0]


@pytest.mark.parametrize(
    "found",
    [
        compared(near=(0.09, 0.05)),
        compared(end=(0.44, 0.436, -0.004, -0.006, -0.002)),
        compared(end=(0.4, 0.41, 0.01, -0.01, 0.03)),
    ],
    ids=["few lie near", "less than half a point", "no clear difference"],
)
def test_a_comparison_says_nothing_where(found):
    assert near_limits(found) == []


def test_near_is_two_hundredths_on_either_side_sums_of_worths_included():
    world = np.array([parameter.default for parameter in WORLD_PARAMETERS])
    assert (world[COLD_LOSS], world[COOPERATIVE_LOSS]) == (0.4, 0.1)
    losses = np.array([0.379, 0.38, 0.1 + 0.2 + 0.1, 0.42, 0.421, 1.0])
    assert is_near(losses, "cold_standoff", world).tolist() == [False, True, True, True, False, False]
    assert is_near(np.array([0.07, 0.08, 0.12, 0.13]), "cooperative", world).tolist() == [False, True, True, False]


def swept(cold, losses, values=(8, 9, 10)):
    frame = pd.DataFrame(
        {PATH: values, "cold_standoff": cold, "rupture": 0.04, "cooperative": 0.0, "loss_at_end": losses}
    )
    return jump_words(
        SimpleNamespace(manifest={"scenario": SCENARIO}), SweepTable("relation", RELATION, [PATH], frame, ["rupture"])
    )


def test_a_sweep_says_where_an_end_jumps_while_hardly_more_is_lost():
    (said,) = swept([0.17, 0.24, 0.38], [0.39, 0.402, 0.418])
    assert said == (
        "Between 9 and 10 the share that ends in a cold standoff or worse goes from 28 % to 42 % while the mean loss "
        "goes from 0.40 to 0.42: a cold standoff is a loss of 0.4 or more, and many histories lie near that."
    )


def test_a_sweep_says_nothing_of_a_small_step_or_of_one_with_a_loss_or_where_values_have_no_order():
    assert swept([0.17, 0.2, 0.26], [0.39, 0.40, 0.41]) == []
    assert swept([0.17, 0.3, 0.5], [0.3, 0.35, 0.41]) == []
    assert swept([0.17, 0.24, 0.38], [0.39, 0.402, 0.418], ("ledger", "mirror", "none")) == []
