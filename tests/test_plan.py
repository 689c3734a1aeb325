"""An experiment before it is played: what it costs, how its folder is called; and it gives what the function gives."""

from threading import Event

import pandas as pd
import pytest

import sim
from sim import load_scenario, open_sweep, plan, run, sweep
from sim.experiment.interrupted import Interrupted
from sim.scenario.canonical import document_of
from sim.scenario.problems import ScenarioError

SHORT = "end=2030-03-10"
VARY = ["policies.arden.k=0.5:1.5:4"]
CHANGE = "policies.arden.k=1.5"


@pytest.fixture(name="case", scope="module")
def _case():
    return load_scenario("two_states", settings=[SHORT])


@pytest.fixture(name="plans")
def _plans(case, tmp_path):
    return {
        "a history": plan.run(case, replay=2),
        "a forecast": plan.run(case, runs=9, threads=1),
        "a comparison": plan.compare(case, changes=[CHANGE], runs=9, threads=1),
        "a tournament": plan.tournament(case, policies=["grit", "ledger"], runs=2, threads=1),
        "a way out": plan.offramp(case, VARY, runs=2, threads=1),
        "a sweep": plan.sweep(case, VARY, tmp_path / "sweep", runs=2, threads=1),
    }


NAMES = {
    "a history": "seed-1-run-2-",
    "a forecast": "runs-9-seed-1-",
    "a comparison": "compare-runs-9-seed-1-",
    "a tournament": "tournament-runs-2-seed-1-",
    "a way out": "offramp-runs-2-seed-1-",
    "a sweep": "sweep-grid-points-4-runs-2-seed-1-",
}


@pytest.mark.parametrize(("what", "name"), NAMES.items())
def test_a_folder_is_named_after_what_was_asked(plans, what, name):
    found = plans[what].folder_name
    assert found.removeprefix(name) == found[-8:]  # eight digits that stand for all else


@pytest.mark.parametrize("what", NAMES)
def test_the_cost_is_known_before_anything_is_played(plans, what):
    cost = plans[what].cost()
    assert cost.seconds > 0
    assert cost.memory_bytes > 10**7
    assert cost.disk_bytes > 10**4
    assert str(cost).endswith(" of disk")


@pytest.mark.parametrize("what", NAMES)
def test_it_is_played_once_for_every_unit_that_was_asked_for(plans, what):
    seen = []
    plans[what].play(lambda done, total: seen.append((done, total)))
    assert seen[-1] == (plans[what].n_asked, plans[what].n_asked)


@pytest.mark.parametrize("what", NAMES)
def test_it_can_be_stopped_from_outside(plans, what):
    stop = Event()
    stop.set()
    with pytest.raises(Interrupted):
        plans[what].play(stop=stop)


def test_a_plan_gives_what_the_function_gives(case):
    pd.testing.assert_frame_equal(plan.run(case, runs=5).play().measures, run(case, runs=5).measures)


def test_a_command_writes_into_the_folder_that_the_plan_names(detente, tmp_path):
    detente("run", "two_states", "--set", SHORT, "--runs", "9", "--no-figures")
    assert (tmp_path / "results/two_states" / plan.run("two_states", settings=[SHORT], runs=9).folder_name).is_dir()


def test_a_history_of_many_is_shown_in_full_by_its_number(case):
    alone = sim.EscalationModel(case, seed=3, run=17).run_until().trajectory.moves()
    found = run(case, seed=3, replay=17)
    assert found.manifest["run"] == 17
    assert found.moves[[*alone]].equals(alone)


def test_settings_apply_to_a_file_and_to_a_scenario_alike(case):
    of_scenario, of_file = run(case, settings=[CHANGE]), run("two_states", settings=[SHORT, CHANGE])
    assert of_scenario.manifest["scenario_hash"] == of_file.manifest["scenario_hash"]
    assert of_scenario.moves.equals(of_file.moves)
    found = sim.compare(case, changes=[CHANGE], runs=3).manifest
    assert found["change"] == [CHANGE]


def test_a_wrong_setting_of_a_scenario_is_named(case):
    with pytest.raises(ScenarioError, match=r"^--set policies.arden.kk=1: .* did you mean 'k'\?$"):
        run(case, settings=["policies.arden.kk=1"])


def test_a_change_has_the_name_that_it_was_given(case, detente, tmp_path):
    assert (
        sim.compare(case, changes=[CHANGE], runs=3, label="Arden hits harder").manifest["label"] == "Arden hits harder"
    )
    assert detente("compare", "two_states", "--with", CHANGE, "--label", "a\tb", "--runs", "3")[0] == 2
    assert (
        detente("compare", "two_states", "--with", CHANGE, "--label", "Harder", "--runs", "3", "--no-figures")[0] == 0
    )
    assert '"label": "Harder"' in next(tmp_path.glob("results/*/*/manifest.json")).read_text(encoding="utf-8")


class TestASweepOfAScenarioThatPythonHolds:
    def test_has_the_rows_of_the_sweep_of_its_file(self, case, tmp_path):
        of_scenario = sweep(case, VARY, tmp_path / "a", runs=3, threads=1)
        of_file = sweep("two_states", VARY, tmp_path / "b", settings=[SHORT], runs=3, threads=1)
        pd.testing.assert_frame_equal(of_scenario.summary, of_file.summary)

    def test_is_played_by_processes_too(self, case, tmp_path):
        found = sweep(case, VARY[0].replace(":4", ":2"), tmp_path, runs=2, workers=1)
        assert found.n_played == 2

    def test_resumes_where_it_was_left(self, case, tmp_path):
        def stop(done, total):
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            sweep(case, VARY, tmp_path, runs=3, threads=1, progress=stop)
        assert 0 < open_sweep(tmp_path).n_played < 4
        assert sweep(case, VARY, tmp_path, runs=3, threads=1).n_played == 4

    def test_gives_the_scenario_and_any_history_of_a_point(self, case, tmp_path):
        sweep(case, VARY, tmp_path, settings=["policies.belmora.k=1.2"], runs=2, threads=1)
        found = open_sweep(tmp_path)
        assert found.manifest["source"] is None
        expected = load_scenario("two_states", settings=[SHORT, *found.settings(3)])
        assert document_of(found.scenario(3)) == document_of(expected)
        assert found.replay(3, 1).moves.equals(run(expected, replay=1).moves)
