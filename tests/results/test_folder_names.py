"""What was asked for decides how a folder is called: two results that differ do not lie in one folder."""

from functools import cache
from inspect import signature
from typing import Any

import pytest

from sim import plan
from sim.fit import plan_fit
from sim.hindcast import plan_hindcast

# arguments by which no result differs; and a function of Python by which a fit searches, which no command takes
NO_RESULT = {"threads", "workers", "cluster", "executor", "csv", "trust", "folder", "command", "loss"}
CASE: dict[str, Any] = {"scenario": "two_blocs"}
VARY = ["policies.bloc.k=0.5:1.5:2"]
# what is planned, how, and the arguments that do not go with it
PLANS: dict[str, tuple[Any, dict[str, Any], set[str]]] = {
    "a history": (plan.run, CASE, {"runs", "relations", "keep", "step", "measures"}),
    "a forecast": (plan.run, CASE | {"runs": 3}, {"replay"}),
    "a comparison": (plan.compare, CASE | {"changes": ["policies.bloc.k=2"], "runs": 3}, {"scenario", "other"}),
    "a tournament": (plan.tournament, CASE | {"policies": ["grit", "ledger"], "runs": 3}, set()),
    "a way out": (plan.offramp, CASE | {"change": VARY, "runs": 3}, {"scenario", "experiment"}),
    "a sweep": (
        plan.sweep,
        CASE | {"vary": VARY, "folder": "there"},
        {"scenario", "points", "points_per_part", "experiment"},
    ),
    "a drawn sweep": (
        plan.sweep,
        CASE | {"vary": ["policies.bloc.k=1:2"], "design": "lhs", "folder": "there"},
        {"scenario", "vary", "experiment"},
    ),
    "a hindcast": (plan_hindcast, {"cases": ["uk_ussr_1985"], "quick": True}, set()),
    "a fit": (plan_fit, {"cases": ["moscow"]}, {"trials"}),  # by which only a search differs
}
OTHERS: dict[str, list[Any]] = {
    "scenario": ["arms_race"],
    "seed": [2],
    "settings": [["policies.bloc.silence_first=0.5"]],
    "until": ["2030-03-09"],
    "replay": [5],
    "runs": [4],
    "relations": [["north_south"], ["arden_belmora"]],
    "keep": [["outcomes"]],
    "step": [7],
    "measures": [["own.py:calm"]],
    "changes": [["policies.bloc.k=3"]],
    "label": ["Twice as much", "rupture"],
    "measure": ["rupture", "tension_peak", "the whole network tension_peak"],
    "relation": ["arden_belmora"],
    "policies": [["grit", "tit_for_tat"]],
    "change": [["policies.bloc.k=0.5:1.5:3"]],
    "vary": [["policies.bloc.k=0.5:1.5:3"]],
    "end": ["intact"],
    "below": [0.25],
    "design": ["oat"],
    "points": [5],
    "points_per_part": [2],
    "cases": [["moscow", "uk_ussr_1985"]],
    "fit": [False],
    "quick": [False],
    "free": [["silence_first"]],
    "actors": [["Russia"]],
    "base": ["two_states"],
}


@pytest.fixture(autouse=True)
def _own_measure(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.py").write_text("def calm(history):\n    return True\n")


def asked():
    """Each kind of result, once with each of its arguments given otherwise."""
    for what, (planned, _, left_out) in PLANS.items():
        for name in signature(planned).parameters.keys() - NO_RESULT - left_out:
            yield from ((what, name, value) for value in OTHERS[name])


@cache
def name_of(what: str) -> str:
    planned, given, _ = PLANS[what]
    return str(planned(**given).folder_name)


@pytest.mark.parametrize(("what", "name", "value"), sorted(asked(), key=str))
def test_whatever_changes_a_result_changes_the_name_of_its_folder(what, name, value):
    planned, given, _ = PLANS[what]
    is_same = what.endswith("sweep") and value == ["north_south"]  # followed anyhow, and a sweep says no more of it
    assert (planned(**(given | {name: value})).folder_name == name_of(what)) == is_same


def test_a_change_is_named_by_what_it_is_called_and_not_by_what_is_asked_of_it():
    """A label that reads as a measure is another question than the measure."""
    planned, given, _ = PLANS["a comparison"]
    assert planned(**given, label="rupture").folder_name != planned(**given, measure="rupture").folder_name
