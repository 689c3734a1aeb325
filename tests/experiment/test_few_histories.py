"""Small experiments are interpreted where there is no machine code yet, by all that is played; with the same bytes."""

import pytest

from sim import plan
from sim.engine.break_even import COMPILING_SECONDS
from sim.engine.compiled import ensemble as driver
from sim.hindcast import plan_hindcast
from tests.engine.compiled.comparing import IS_COMPILED

pytestmark = pytest.mark.skipif(not IS_COMPILED, reason="nothing is compiled")

PLANS = {
    "compare": lambda runs: plan.compare("two_states", changes=["policies.arden.k=1.5"], runs=runs, threads=1),
    "tournament": lambda runs: plan.tournament(
        "two_states", policies=["tit_for_tat", "grit", "salami"], runs=runs, threads=1
    ),
    "offramp": lambda runs: plan.offramp("two_states", ["policies.arden.k=0.5:1:3"], runs=runs, threads=1),
    "hindcast": lambda runs: plan_hindcast(runs=runs, threads=1),
}


@pytest.fixture(autouse=True)
def _no_machine_code(monkeypatch):
    monkeypatch.setattr(driver, "seconds_until_ready", lambda: COMPILING_SECONDS)


@pytest.mark.parametrize("kind", PLANS)
def test_few_are_interpreted_and_many_are_compiled(kind):
    few, many = (PLANS[kind](runs).drivers() for runs in (2, 100_000))
    assert [each.is_compiled for each in few] == [False] * len(few)
    assert [each.is_compiled for each in many] == [True] * len(many)


def test_each_pair_of_a_tournament_is_weighed_with_all_others():
    # 2.4 ms a history of two states: 3,000 of them take 7 s, those of nine pairs 64 s
    tournament = PLANS["tournament"](3000)
    assert driver.Ensemble(tournament.scenario, n_runs=3000).is_compiled is False
    assert tournament.drivers()[0].is_compiled


@pytest.mark.parametrize("kind", ["compare", "tournament", "offramp"])
def test_what_is_interpreted_has_the_bytes_of_what_is_compiled(kind, monkeypatch, tmp_path):
    def saved(folder):
        PLANS[kind](4).play().save(folder)
        return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}

    made = []
    monkeypatch.setattr(driver.Ensemble, "__init__", noted(driver.Ensemble.__init__, made))
    interpreted = saved(tmp_path / "interpreted")
    assert not any(each.is_compiled for each in made)
    monkeypatch.setattr(driver, "seconds_until_ready", lambda: 0.0)
    made.clear()
    assert saved(tmp_path / "compiled") == interpreted
    assert all(each.is_compiled for each in made)


def noted(make, made):
    """Make an ensemble as ever, and keep it."""

    def make_and_keep(self, *arguments, **options):
        make(self, *arguments, **options)
        made.append(self)

    return make_and_keep
