"""A history played on from a day: under its own chance it ends as it does anyway, and under another as that decides."""

import pytest

from sim.analysis.outcomes import outcome_of
from sim.engine.model import EscalationModel
from sim.engine.onward import played_on
from sim.engine.trajectory import copied
from sim.rules.indices import REGIMES
from sim.scenario.load import load_scenario

STANDINGS = {"two_states": (5, 61), "nato_russia_2021": (2, 30), "consulates": (3, 50)}


@pytest.mark.parametrize(("scenario", "seed", "day"), [(name, *at) for name, at in STANDINGS.items()])
def test_under_its_own_chance_a_history_ends_as_it_does_anyway(scenario: str, seed: int, day: int) -> None:
    model = EscalationModel(load_scenario(scenario), seed)
    for _ in range(day):
        model.step()
    dyads = [*range(len(model.names.dyads))]
    highest = [float(model.curves.loss[:day, dyad].max()) for dyad in dyads]
    found = played_on(model.tables, model.state, day, 0, dyads, highest)
    relations = outcome_of(model.run_until().trajectory)["relations"]
    for dyad, name in enumerate(model.names.dyads):
        ending, own = found[dyad], relations[name]
        assert (name, REGIMES[ending.regime]) == (name, own["regime"])
        assert ending.loss == pytest.approx(own["loss_at_end"], abs=5e-5)


def test_a_break_from_that_day_on_is_told_and_one_before_it_is_not() -> None:
    # seed 2: Russia breaks with NATO on day 12, 18 October, and with nobody before
    model = EscalationModel(load_scenario("nato_russia_2021"), 2)
    dyad = model.names.dyad("nato_russia")
    before = None
    while model.day < 13:
        before = copied(model.state) if model.day == 12 else before
        model.step()
    assert before is not None
    assert played_on(model.tables, before, 12, 0, [dyad], [1.0])[0].has_break
    assert not played_on(model.tables, model.state, 13, 0, [dyad], [1.0])[0].has_break


@pytest.mark.parametrize(("by_hand", "is_own"), [("[]", False), ("[arden]", True)])
def test_who_severs_relations_by_hand_breaks_and_who_does_so_in_a_script_does_not(by_hand: str, is_own: bool) -> None:
    severed = "timeline.severed={date: 2030-02-10, from: arden, to: belmora, move: sever_relations}"
    model = EscalationModel(load_scenario("two_states", settings=[severed, f"by_hand={by_hand}"]), 1)
    for _ in range(35):
        model.step()
    assert played_on(model.tables, model.state, 35, 0, [0], [0.0])[0].has_break == is_own


def test_the_state_that_it_goes_on_from_stays_as_it_was() -> None:
    model = EscalationModel(load_scenario("two_states"), 1)
    for _ in range(70):
        model.step()
    held, n = model.state.grievance.tolist(), int(model.state.log.n[0])
    played_on(model.tables, model.state, 70, 7, [0], [0.0])
    assert (model.state.grievance.tolist(), int(model.state.log.n[0]), int(model.state.run[0])) == (held, n, 0)
