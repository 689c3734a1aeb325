"""A small sweep is interpreted where there is no machine code yet, by all points left to play; with the same bytes."""

import pytest

from sim import plan
from sim.engine.break_even import COMPILING_SECONDS
from sim.engine.compiled import ensemble as driver
from tests.engine.compiled.comparing import IS_COMPILED

pytestmark = pytest.mark.skipif(not IS_COMPILED, reason="nothing is compiled")


@pytest.fixture(autouse=True)
def _no_machine_code(monkeypatch):
    monkeypatch.setattr(driver, "seconds_until_ready", lambda: COMPILING_SECONDS)


@pytest.fixture
def compiled(monkeypatch):
    """Whether each driver that was made is compiled."""
    made, make = [], driver.Ensemble.__init__

    def make_and_note(self, *arguments, **options):
        make(self, *arguments, **options)
        made.append(self.is_compiled)

    monkeypatch.setattr(driver.Ensemble, "__init__", make_and_note)
    return made


def planned(folder, n_points=4, runs=3, **options):
    vary = [f"policies.arden.k=0.5:1.5:{n_points}"]
    return plan.sweep("two_states", vary, folder, runs=runs, points_per_part=1, **options)


def files_in(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("n_points", "runs", "is_compiled"),
    [
        (4, 200, False),  # 2.4 ms a history: 1.9 s in all
        (100, 200, True),  # 47 s
        (4, 5000, True),  # the same
    ],
)
def test_all_points_together_decide(tmp_path, n_points, runs, is_compiled):
    (of_all,) = planned(tmp_path, n_points, runs).drivers()
    assert of_all.is_compiled == is_compiled


def test_what_is_interpreted_has_the_bytes_of_what_is_compiled(tmp_path, compiled, monkeypatch):
    planned(tmp_path / "interpreted").play()
    assert not any(compiled)
    compiled.clear()
    monkeypatch.setattr(driver, "seconds_until_ready", lambda: 0.0)
    planned(tmp_path / "compiled").play()
    assert all(compiled)
    assert files_in(tmp_path / "interpreted") == files_in(tmp_path / "compiled")


def test_points_that_are_there_do_not_count(tmp_path, compiled, monkeypatch):
    whole = files_in(planned(tmp_path / "whole", 40, 2).play().folder)
    folder = tmp_path / "resumed"
    planned(folder, 40, 2).play()
    for part in sorted((folder / "parts").iterdir())[:3]:
        part.unlink()
    monkeypatch.setattr(driver, "interpreted_seconds", lambda tables, n_days, n_noted, n_runs: n_runs)
    (of_what_is_left,) = planned(folder, 40, 2).drivers()
    assert not of_what_is_left.is_compiled  # 6 histories of a second each; all would take 80 s
    compiled.clear()
    planned(folder, 40, 2).play()
    assert not any(compiled)
    assert files_in(folder) == whole


def test_nothing_is_made_ready_for_a_whole_sweep(tmp_path):
    planned(tmp_path).play()
    assert planned(tmp_path).drivers() == []


def test_the_command_says_so(tmp_path, detente):
    words = ("sweep", "two_states", "--vary", "policies.arden.k=0.5:1.5:2", "--runs", "2", "--no-figures")
    code, _, err = detente(*words)
    assert code == 0
    assert "never compiled here, so the runs are interpreted: " in err


def test_processes_interpret_what_the_first_one_would(tmp_path, compiled):
    in_processes = planned(tmp_path / "processes", workers=2)
    in_processes.play()
    assert not any(compiled)
    assert files_in(tmp_path / "processes") == files_in(planned(tmp_path / "threads").play().folder)
