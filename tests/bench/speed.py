"""Histories a second: the compiled driver on one core and on all, beside the readable one in a process on each."""

from collections import deque
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

import numpy as np

from docs.generate import table
from sim import load_scenario
from sim.engine.compiled.ensemble import Ensemble, Wanted, n_cores
from sim.experiment.relations_followed import relations_followed

from .mesa_pool import SEED, MesaPool, SilentModel, SkippingModel, Timing, mesa_pool, milliseconds_of_parts

SCENARIOS = sorted(file.stem for file in (Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
ENSEMBLE_SECONDS, POOL_SECONDS = 1.0, 4.0
CHUNKS_A_THREAD = 8
TAKEN_APART = {"two_states": 200, "nato_russia_2021": 30}


def ensemble_of(name: str, n_threads: int, bands: bool = False) -> Ensemble:
    """Driver of a scenario, following what a forecast follows."""
    case = load_scenario(name)
    ensemble = Ensemble(case, SEED, Wanted(relations_followed(case, SEED, None), bands), None, n_threads)
    ensemble.prepare()
    return ensemble


def played(ensemble: Ensemble, n_runs: int) -> Timing:
    """Play runs 0 to ``n_runs - 1`` and time them."""
    before, begun, on_cores = moves_in(ensemble), perf_counter(), process_time()
    deque(ensemble.chunks(n_runs, max(1, n_runs // (CHUNKS_A_THREAD * ensemble.n_threads))), maxlen=0)
    seconds, processor_seconds = perf_counter() - begun, process_time() - on_cores
    return Timing(seconds, processor_seconds, n_runs, moves_in(ensemble) - before)


def moves_in(ensemble: Ensemble) -> int:
    """Moves in all runs counted so far."""
    runs = ensemble.tally().moves
    if runs[-1]:
        raise ValueError("a run has more moves than are counted one by one")
    return int(runs @ np.arange(runs.size))


def runs_lasting(ensemble: Ensemble, seconds: float) -> int:
    """Number of runs that take about so long, and enough of them for all threads."""
    pilot = max(8, int(0.05 / ensemble.seconds_of_a_run()))
    return max(CHUNKS_A_THREAD, int(seconds * ensemble.n_threads / ensemble.seconds_of_a_run(pilot)))


class Round(NamedTuple):
    """One round: everything about a scenario once, one after another."""

    one: Timing  # one thread
    all: Timing  # a thread on each core
    bands: Timing  # the same, with curves counted into bands
    mesa: Timing  # a process on each core
    silent: Timing  # the same, without recording


def rounds_of(name: str, n_rounds: int) -> list[Round]:
    """Measure a scenario."""
    n = n_cores()
    ensembles = [ensemble_of(name, 1), ensemble_of(name, n), ensemble_of(name, n, bands=True)]
    runs = [runs_lasting(ensemble, ENSEMBLE_SECONDS) for ensemble in ensembles]
    with mesa_pool(name, n) as pool:
        models = SkippingModel, SilentModel
        pool_runs = [pool.runs_lasting(model, POOL_SECONDS) for model in models]
        return [_round(ensembles, runs, pool, pool_runs) for _ in range(n_rounds)]


def _round(ensembles: list[Ensemble], runs: list[int], pool: MesaPool, pool_runs: list[int]) -> Round:
    one, on_all, bands = (played(ensemble, n) for ensemble, n in zip(ensembles, runs, strict=True))
    return Round(one, on_all, bands, pool.play(SkippingModel, pool_runs[0]), pool.play(SilentModel, pool_runs[1]))


def speed(n_rounds: int) -> str:
    """Tables of all scenarios, and what the readable driver's time goes into."""
    measured = {name: rounds_of(name, n_rounds) for name in SCENARIOS}
    said = f"Speeds: the best of {n_rounds} rounds. Times faster: the median of the ratios within a round."
    return f"{_compiled(measured)}\n\n{_beside_mesa(measured)}\n\n{_parts()}\n\n{said}"


def _compiled(measured: dict[str, list[Round]]) -> str:
    rows = []
    for name, rounds in measured.items():
        one, on_all, bands, _, _ = map(_best, zip(*rounds, strict=True))
        moves = f"{one.moves / one.runs:.1f}"
        a_move = (f"{1e9 * timing.seconds_a_move:,.0f}" for timing in (one, on_all))
        a_second = (f"{timing.runs_per_second:,.0f}" for timing in (one, on_all, bands))
        rows.append((f"`{name}`", moves, *a_move, *a_second))
    threads = f"{n_cores()} threads"
    rates = ("histories a second, 1 thread", threads, f"{threads}, with bands")
    return table(("compiled", "moves a history", "ns a move, 1 thread", threads, *rates), rows)


def _beside_mesa(measured: dict[str, list[Round]]) -> str:
    rows = []
    for name, rounds in measured.items():
        _, on_all, _, mesa, silent = zip(*rounds, strict=True)
        rows.append((f"`{name}`", *_ratios(on_all, mesa), *_ratios(on_all, silent)))
    rate, times, on_processors = "histories a second", "compiled is faster, times", "by processor time"
    head = (f"Mesa, {n_cores()} processes", rate, times, on_processors)
    return table((*head, f"recording nothing: {rate}", times, on_processors), rows)


def _best(timings: Sequence[Timing]) -> Timing:
    return min(timings, key=lambda timing: timing.seconds_a_move)


def _ratios(compiled: Sequence[Timing], pool: Sequence[Timing]) -> tuple[str, str, str]:
    """Speed of a pool, and how much faster the compiled driver is on all cores, by the time for a move."""
    rounds = list(zip(pool, compiled, strict=True))
    by_clock = median(slow.seconds_a_move / fast.seconds_a_move for slow, fast in rounds)
    by_processor = median(slow.processor_seconds_a_move / fast.processor_seconds_a_move for slow, fast in rounds)
    return f"{_best(pool).runs_per_second:,.1f}", f"{by_clock:,.0f}", f"{by_processor:,.0f}"


def _parts() -> str:
    """Where the time of a run goes in the readable driver, and what the compiled one takes for all of it."""
    rows = []
    for name, n_runs in TAKEN_APART.items():
        parts = milliseconds_of_parts(name, n_runs)
        ensemble = ensemble_of(name, 1)
        runs: Any = np.arange(runs_lasting(ensemble, ENSEMBLE_SECONDS))
        begun = process_time()
        ensemble.play(runs)
        compiled = 1e3 * (process_time() - begun) / runs.size
        rows.append([f"`{name}`", *(f"{parts[part]:.2f}" for part in parts), f"{compiled:.4f}"])
    return table(("milliseconds of a core for a history", "building", "playing", "recording", "compiled, all"), rows)
