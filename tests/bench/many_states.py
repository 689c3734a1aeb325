"""What worlds of many states cost: whole commands, and histories against their relations and against what happens."""

import sys
import tempfile
from collections.abc import Sequence
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path
from time import process_time

import numpy as np

from docs.generate import table
from sim import load_scenario
from sim.engine.compiled.ensemble import Ensemble
from sim.scenario.packed import packed

from .growth import slope
from .processes import Usage, usage
from .worlds import DENSITY, world_in

STATES = (25, 50, 100, 200)
RUNS = 200
N_STATES = 100  # of the worlds that are compared for their relations and their events
DENSITIES = (0.04, 0.08, 0.16, 0.354)  # the last has ten times the relations of the first
INCIDENTS_A_DAY = (0.5, 1.0, 2.0, 4.0)  # in all directions together
RUNS_IN_A_ROUND = 40
_COMMAND = "from tests.bench.many_states import quietly; quietly({words!r})"


def quietly(words: Sequence[str]) -> None:
    """Carry out a command of detente in this process and keep what it prints."""
    from sim.cli import main

    sys.argv = ["detente", *words]
    with redirect_stdout(StringIO()), suppress(SystemExit):
        main()


def worlds(n_rounds: int) -> str:
    """Tables of whole commands, of cost against relations and of cost against events."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        whole = [_row(folder, n_states) for n_states in STATES]
        against = [_against_relations(folder, n_rounds), _against_events(folder, n_rounds)]
    runs = f"`run --runs {RUNS}`"
    head = ("states", "relations", "posts", "`run`, s of processors", "peak MB", f"{runs}, s of processors", "peak MB")
    said = (
        f"Each command as a whole, with its files and figures, once; costs of a history the least of {n_rounds} rounds."
    )
    return "\n\n".join((table(head, whole), *against, said))


def _row(folder: Path, n_states: int) -> tuple[str, ...]:
    file = world_in(folder, n_states)
    names = packed(load_scenario(file)).names
    one = _usage(["run", str(file), "--out", str(folder / "out")])
    many = _usage(["run", str(file), "--runs", str(RUNS), "--out", str(folder / "out")])
    cells = [f"{n_states}", f"{len(names.dyads):,}", f"{len(names.channels):,}"]
    for took in (one, many):
        cells += [f"{took.processor_seconds:.1f}", f"{took.peak_bytes / 1e6:,.0f}"]
    return tuple(cells)


def _usage(words: list[str]) -> Usage:
    return usage(_COMMAND.format(words=words))


def _against_relations(folder: Path, n_rounds: int) -> str:
    """The same incidents a day among ever more relations."""
    ensembles = [_ensemble(folder, density, INCIDENTS_A_DAY[1]) for density in DENSITIES]
    costs, moves = _costs_and_moves(ensembles, n_rounds)
    relations = [len(ensemble.names.dyads) for ensemble in ensembles]
    rows = [
        (
            f"{n:,}",
            f"{made:.0f}",
            f"{1e3 * cost:.2f}",
            f"{cost / costs[0]:.2f}",
            f"{cost / made / costs[0] * moves[0]:.2f}",
        )
        for n, made, cost in zip(relations, moves, costs, strict=True)
    ]
    return table(("relations", "moves a history", "ms a history", "times the first", "a move, times the first"), rows)


def _against_events(folder: Path, n_rounds: int) -> str:
    """Ever more incidents a day among the same relations."""
    ensembles = [_ensemble(folder, DENSITY, incidents) for incidents in INCIDENTS_A_DAY]
    costs, moves = _costs_and_moves(ensembles, n_rounds)
    rows = [
        (f"{incidents:g}", f"{made:.0f}", f"{1e3 * cost:.2f}", f"{1e6 * cost / made:.2f}")
        for incidents, made, cost in zip(INCIDENTS_A_DAY, moves, costs, strict=True)
    ]
    found, error = slope(np.log(moves), np.log(costs))
    head = ("incidents a day", "moves a history", "ms a history", "µs a move")
    return f"{table(head, rows)}\n\nWith more incidents: slope {found:.2f}, standard error {error:.2f}."


def _ensemble(folder: Path, density: float, incidents: float) -> Ensemble:
    """One thread for a world of some density in which nobody talks."""
    file = world_in(folder, N_STATES, density=density)
    n_directions = 2 * len(packed(load_scenario(file)).names.dyads)
    settings = ["parameters.talks_per_day=0", f"parameters.incidents_per_day={incidents / n_directions}"]
    ensemble = Ensemble(load_scenario(file, settings=settings), n_threads=1)
    ensemble.prepare()
    return ensemble


def _costs_and_moves(ensembles: Sequence[Ensemble], n_rounds: int) -> tuple[list[float], list[float]]:
    """Processor time of a history of each, the least of some rounds, and moves in it."""
    rounds = [[_seconds_of(ensemble) for ensemble in ensembles] for _ in range(n_rounds)]
    made = [int(ensemble.tally().moves_made[-1]) / (n_rounds * RUNS_IN_A_ROUND) for ensemble in ensembles]
    return [min(of_one) for of_one in zip(*rounds, strict=True)], made


def _seconds_of(ensemble: Ensemble) -> float:
    begun = process_time()
    ensemble.play(range(RUNS_IN_A_ROUND))
    return (process_time() - begun) / RUNS_IN_A_ROUND
