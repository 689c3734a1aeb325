"""A scenario is packed once by whoever plays it."""

import numpy as np
import pytest

from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.engine.model import EscalationModel
from sim.experiment.two_worlds import ready
from sim.scenario import packed as home
from sim.scenario.load import load_scenario
from sim.scenario.pack import names_of, pack
from sim.scenario.packed import packed
from sim.scenario.schema import Scenario


@pytest.fixture
def case() -> Scenario:
    return load_scenario("two_states")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[Scenario]:
    """Scenarios for which ``pack`` was called, in order."""
    found: list[Scenario] = []

    def counted(scenario: Scenario, *at_hand: object) -> object:
        found.append(scenario)
        return pack(scenario)

    monkeypatch.setattr(home, "pack", counted)
    return found


def test_a_packed_scenario_holds_its_names_its_relations_in_their_order_and_its_tables(case: Scenario) -> None:
    found = packed(case)
    assert (found.scenario, found.names) == (case, names_of(case))
    assert [tuple(sorted(relation.between)) for relation in found.relations] == list(found.names.pairs)
    for name, value in pack(case)._asdict().items():
        if name != "own_rule":
            np.testing.assert_array_equal(getattr(found.tables, name), value)


def test_the_readable_driver_packs_a_scenario_once(case: Scenario, calls: list[Scenario]) -> None:
    EscalationModel(case).run_until("2030-01-05").copy().trajectory.moves()
    assert calls == [case]


def test_the_compiled_driver_packs_a_scenario_once(case: Scenario, calls: list[Scenario]) -> None:
    ensemble = Ensemble(case, wanted=Wanted((names_of(case).dyads[0],)), n_threads=2)
    ensemble.play([0, 1])
    next(ensemble.histories([0])).moves()
    assert calls == [case]


def test_a_comparison_packs_each_of_its_two_worlds_once(case: Scenario, calls: list[Scenario]) -> None:
    other = load_scenario("two_states", settings=["policies.arden.k=0.5"])
    ready(case, other, 1, None, 1)
    assert calls == [case, other]
