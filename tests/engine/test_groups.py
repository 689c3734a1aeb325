"""Which relations are read together."""

import numpy as np
import pytest

from sim import load_scenario
from sim.engine import groups
from sim.engine.groups import groups_of
from sim.scenario.load import scenario_from
from sim.scenario.packed import packed

STATES = {name: {"policy": "ledger"} for name in ("arden", "belmora", "cordia", "dorne")}
PAIRS = (("arden", "belmora"), ("arden", "cordia"), ("cordia", "dorne"))


def names_of_groups(**alliances):
    """Names of the groups of four states, three pairs of which exchange embassies."""
    leagues = {name: {"members": list(of), "policy": "ledger"} for name, of in alliances.items()}
    given = {
        "schema": 1, "name": "four", "title": "Four states", "start": "2030-01-01", "end": "2030-12-31",
        "states": STATES, "alliances": leagues,
        "channels": {f"{a}_in_{b}": {"kind": "embassy", "sender": a, "host": b, "accredited": 5} for a, b in PAIRS},
    }  # fmt: skip
    return [group.name for group in groups_of(packed(scenario_from(given)))]


def test_a_pair_of_two_lone_states_is_its_relation_and_no_group():
    assert names_of_groups() == ["theatre"]


def test_an_alliance_and_each_bloc_that_its_members_deal_with_are_a_group():
    # arden and belmora are of one bloc; cordia and dorne are in none
    assert names_of_groups(league=("arden", "belmora")) == ["cordia–league", "theatre"]


def test_of_many_pairs_of_blocs_those_that_bind_most_are_read_together(monkeypatch):
    monkeypatch.setattr(groups, "MOST_PAIRS", 1)
    found = names_of_groups(axis=("dorne",), league=("arden", "belmora"))
    assert found == ["axis–cordia", "theatre"]  # one embassy each: the first by name


def test_the_mean_of_a_group_is_that_of_its_members_by_weight():
    flagship = packed(load_scenario("nato_russia_2021"))
    theatre = groups_of(flagship)[-1]
    values = np.zeros(len(flagship.names.dyads))
    values[flagship.names.dyad("nato_russia")] = 1.0
    assert theatre.mean(values) == pytest.approx(30 / theatre.weights.sum())
