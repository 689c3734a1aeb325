"""Few runs of a small scenario are interpreted until compiled code exists: same bytes, and the choice is said."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.compiling.driver import Driver
from sim.engine.break_even import COMPILING_SECONDS, FINISHING_SECONDS, interpreted_seconds
from sim.engine.compiled import ensemble as driver
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.rules.world import State
from sim.scenario.load import load_scenario
from sim.scenario.pack import names_of
from sim.scenario.packed import packed
from tests.engine.compiled.comparing import IS_COMPILED, counted, taken, written

COMPILED = pytest.mark.skipif(not IS_COMPILED, reason="nothing is compiled")
TABLES = packed(load_scenario("two_states")).tables
NUMBERS = st.integers(1, 10_000)


def test_the_estimate_of_two_states_worked_by_hand():
    # 2 parties, 5 channels, 2 directions: 9. 9^1.4 = 21.674, 365^.56 = 27.218; 4e-6 of it: .002360 s a run.
    # curves of one relation and of four columns on 365 days: 5 * 365 * 1e-5 = .01825 s
    assert interpreted_seconds(TABLES, 365, 0, 100) == pytest.approx(0.2360, abs=1e-4)
    assert interpreted_seconds(TABLES, 365, 365, 100) == pytest.approx(0.2360 + 1.825, abs=1e-4)


@given(NUMBERS, NUMBERS, NUMBERS)
def test_it_grows_with_days_and_in_proportion_to_runs(n_days, n_noted, n_runs):
    one = interpreted_seconds(TABLES, n_days, n_noted, 1)
    assert interpreted_seconds(TABLES, n_days, n_noted, n_runs) == pytest.approx(n_runs * one)
    assert interpreted_seconds(TABLES, n_days + 1, n_noted, 1) > one
    assert interpreted_seconds(TABLES, n_days, n_noted + 1, 1) > one


def chosen(monkeypatch, n_runs, seconds):
    monkeypatch.setattr(driver, "seconds_until_ready", lambda: seconds)
    return Ensemble(load_scenario("two_states"), n_threads=1, n_runs=n_runs)


@COMPILED
@pytest.mark.parametrize(
    ("n_runs", "seconds", "is_compiled"),
    [
        (200, COMPILING_SECONDS, False),
        (200, 0.0, True),
        (1_000_000, COMPILING_SECONDS, True),
        (None, COMPILING_SECONDS, True),
        (2000, COMPILING_SECONDS, False),  # 4.7 s where they are interpreted
        (2000, FINISHING_SECONDS, True),
    ],
)
def test_few_runs_are_interpreted_where_there_is_no_machine_code(monkeypatch, n_runs, seconds, is_compiled):
    ensemble = chosen(monkeypatch, n_runs, seconds)
    assert (ensemble.is_compilable, ensemble.is_compiled) == (True, is_compiled)
    assert ensemble.needs_compiling == (is_compiled and seconds > 0.0)


@COMPILED
@pytest.mark.parametrize(
    ("is_kept", "is_linked", "seconds"),
    [
        (False, False, COMPILING_SECONDS),
        (False, True, FINISHING_SECONDS),
        (True, False, 0.0),
        (True, True, 0.0),
    ],
)
def test_what_is_still_to_be_done_depends_on_what_is_there(monkeypatch, is_kept, is_linked, seconds):
    monkeypatch.setattr(Driver, "is_kept", is_kept)
    monkeypatch.setattr(Driver, "is_linked", is_linked)
    assert driver.seconds_until_ready() == seconds


@COMPILED
def test_the_break_even_is_where_interpreting_takes_as_long_as_compiling(monkeypatch):
    most = int(COMPILING_SECONDS / interpreted_seconds(TABLES, 365, 0, 1))
    assert not chosen(monkeypatch, most, COMPILING_SECONDS).is_compiled
    assert chosen(monkeypatch, most + 1, COMPILING_SECONDS).is_compiled


CASES = {"two_states": 200, "trade_and_visas": 300, "consensus": 400, "skripal_2018": 60}


def all_of(name, n_days):
    """All that a few runs give, as bytes."""
    case = load_scenario(name)
    wanted = Wanted(tuple(names_of(case).dyads)[:3], bands=True, rows=True, whole=True, packages=True)
    ensemble = Ensemble(case, 5, wanted, n_days, 1, n_runs=4)
    chunk = ensemble.play(np.arange(3))
    states: list[State] = list(ensemble.states([0, 2]))
    given = taken([chunk]) | counted(ensemble)
    given |= {f"package {name}": array.tobytes() for name, array in chunk.packages._asdict().items()}
    return ensemble.is_compiled, given | {
        f"{key} of {n}": array for n, state in enumerate(states) for key, array in written(state).items()
    }


@COMPILED
@pytest.mark.parametrize("name", CASES)
def test_interpreted_and_compiled_runs_are_the_same(monkeypatch, name):
    monkeypatch.setattr(driver, "seconds_until_ready", lambda: COMPILING_SECONDS)
    is_compiled, interpreted = all_of(name, CASES[name])
    assert not is_compiled
    monkeypatch.setattr(driver, "seconds_until_ready", lambda: 0.0)
    is_compiled, compiled = all_of(name, CASES[name])
    assert is_compiled
    assert interpreted == compiled


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@COMPILED
def test_a_small_job_is_interpreted_and_says_so_and_its_files_are_those_of_compiled_rules(
    monkeypatch, detente, tmp_path
):
    words = ("run", "two_states", "--runs", "5", "--keep", "outcomes", "moves", "--set", "end=2030-06-30", "--verbose")
    monkeypatch.setattr(driver, "seconds_until_ready", lambda: COMPILING_SECONDS)
    code, out, err = detente(*words)
    assert code == 0
    assert "never compiled here, so the runs are interpreted: " in err
    interpreted = files_in(tmp_path / "results")
    (tmp_path / "results").rename(tmp_path / "before")
    monkeypatch.setattr(driver, "seconds_until_ready", lambda: 0.0)
    code, other_out, err = detente(*words)
    assert (code, other_out) == (0, out)
    assert "the rules were compiled here; machine code is kept in " in err
    assert files_in(tmp_path / "results") == interpreted
