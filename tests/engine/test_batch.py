"""Mesa's ``batch_run`` plays different histories, or says how to get them."""

from inspect import signature

import mesa
import pytest

from sim import EscalationModel, load_scenario
from sim.engine.agents import StateAgent

QUIET = {"max_steps": 400, "number_processes": 1, "display_progress": False}
HAS_SEEDS = "rng" in signature(mesa.batch_run).parameters  # of newer releases
REFUSED = r'^batch_run would play the same history in every iteration; .*"run": range\(20\)'


class Named(EscalationModel):
    """A model that is made from a name."""

    def __init__(self, name, seed=None, run=None) -> None:
        super().__init__(load_scenario(name), seed, run)


@pytest.fixture(scope="module")
def case():
    return load_scenario("two_states", settings=["parameters.talks_relief=0"])  # no talks end a year at tension 0


def histories(model, given, **how):
    return mesa.batch_run(model, given, **QUIET, **how)


def test_runs_by_their_numbers_are_different_histories(case):
    rows = histories(EscalationModel, {"case": [case], "run": range(20)})
    assert len({row["tension"] for row in rows}) == len(rows) == 20


@pytest.mark.parametrize("given", [{}, {"run": [3]}, {"seed": [3]}], ids=["nothing", "a run", "a seed"])
def test_iterations_that_would_repeat_one_history_are_refused_where_there_is(case, given):
    how = {"rng": [None, None]} if HAS_SEEDS else {"iterations": 2}
    with pytest.raises(ValueError, match=REFUSED):
        histories(EscalationModel, {"case": [case], **given}, **how)


def test_a_scenario_or_a_mapping_that_stands_in_no_list_is_refused_with_a_hint(case):
    with pytest.raises(ValueError, match=r'^batch_run takes case apart, .*; put it in a list: \{"case": \[case\]\}$'):
        histories(EscalationModel, {"case": case, "run": [1, 2]})
    with pytest.raises(ValueError, match=r'^batch_run takes agents apart, .*: \{"agents": \[agents\]\}$'):
        histories(EscalationModel, {"case": [case], "run": [1], "agents": {"arden": StateAgent}})
    assert len(histories(EscalationModel, {"case": [case], "run": [1], "agents": [{"arden": StateAgent}]})) == 1


def test_so_are_those_of_a_subclass(case):
    with pytest.raises(ValueError, match=REFUSED):
        histories(Named, {"name": "two_states"})
    assert len(histories(Named, {"name": "two_states", "run": [1, 2]})) == 2


@pytest.mark.skipif(not HAS_SEEDS, reason="Mesa before 3.5 hands out no seeds")
def test_seeds_that_it_hands_out_are_different_histories(case):
    rows = histories(EscalationModel, {"case": [case]}, rng=range(1, 6))
    assert len({row["tension"] for row in rows}) == len(rows) == 5


def test_a_model_may_be_made_again_anywhere_else(case):
    assert EscalationModel(case).run_until().date == EscalationModel(case).run_until().date
