"""Whoever plays a run, by whatever driver, thread or process: it is the same run."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

import numpy as np

from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.engine.model import EscalationModel
from sim.engine.trajectory import Trajectory
from sim.scenario.load import load_scenario, shipped_scenarios
from sim.scenario.pack import names_of
from sim.sweeps.plan import plan_sweep
from sim.sweeps.play_points import play_part
from sim.sweeps.workers import play_in_processes

from .check import CheckError

SEED = 1
LESSON = "two_states"  # the quickest scenario that ships
RUNS = (1, 2)
RUNS_ON_THREADS, A_CHUNK = 64, 8
RUNS_OF_A_POINT = 8
SHOWN = 3  # names of what differs

# which rows of the logs are of today: the compiled driver leaves out days on which nothing is due, and turns no page
PAGE_MARKS = {
    "log.first_today", "log.first_yesterday", "log.first_pending", "log.later_pending", "log.first_new",
    "provocations.first_open", "provocations.later_open",
}  # fmt: skip


def check_compiled(prepare: Callable[[Ensemble], None]) -> None:
    """Make the rules ready."""
    prepare(Ensemble(load_scenario(shipped(LESSON)), SEED, n_threads=1))


def check_drivers() -> None:
    """Raise CheckError where the readable driver and the compiled one give different runs."""
    found = [text for path in shipped_scenarios() for text in _runs_that_differ(path)]
    if found:
        raise CheckError(f"the drivers differ in {'; '.join(found)}")


def _runs_that_differ(path: Path) -> Iterator[str]:
    case = load_scenario(path)
    for run, history in zip(RUNS, Ensemble(case, SEED, n_threads=1).histories(RUNS), strict=True):
        other, here = content(history), content(EscalationModel(case, SEED, run).run_until().trajectory)
        if names := [name for name in here if here[name] != other[name]]:
            more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
            yield f"{path.stem}, run {run} ({', '.join(names[:SHOWN])}{more})"


def content(trajectory: Trajectory) -> dict[str, bytes]:
    """Every array that a run has written, by its name, and every index of every day."""
    state = trajectory.state
    tables: dict[str, Any] = {
        "state": state, "posts": state.posts, "log": state.log, "provocations": state.provocations
    }  # fmt: skip
    written = {
        f"{table}.{name}": array[: arrays.n[0] if "n" in arrays._fields else None].tobytes()
        for table, arrays in tables.items()
        for name, array in zip(arrays._fields, arrays, strict=True)
        if isinstance(array, np.ndarray) and f"{table}.{name}" not in PAGE_MARKS
    }
    curves = zip(trajectory.curves._fields, trajectory.curves, strict=True)
    return written | {f"curves.{name}": curve[: trajectory.n_days].tobytes() for name, curve in curves}


def check_threads() -> None:
    """Raise CheckError where the number of threads changes an outcome or a count."""
    one, two = _on_threads(1), _on_threads(2)
    if names := [name for name in one if one[name] != two[name]]:
        raise CheckError(f"one thread and two differ in {', '.join(names)}")


def _on_threads(n_threads: int) -> dict[str, bytes]:
    case = load_scenario(shipped(LESSON))
    wanted = Wanted(tuple(names_of(case).dyads), bands=True, rows=True)
    ensemble = Ensemble(case, SEED, wanted, n_threads=n_threads)
    chunks = list(ensemble.chunks(RUNS_ON_THREADS, A_CHUNK))
    rows = {
        f"outcome {name}": b"".join(getattr(chunk.rows, name).tobytes() for chunk in chunks)
        for name in chunks[0].rows._fields
    }
    tally = ensemble.tally()
    return rows | {f"count {name}": counts.tobytes() for name, counts in zip(tally._fields, tally, strict=True)}


def check_processes() -> None:
    """Raise CheckError where the points of a sweep come out otherwise in processes of their own."""
    plan = plan_sweep(
        str(shipped(LESSON)), ["policies.arden.k=0.5,1,1.5"], runs=RUNS_OF_A_POINT, seed=SEED, points_per_part=1
    )
    tasks = [plan.task(part) for part in range(plan.n_parts)]
    here = {task.part: play_part(task) for task in tasks}
    there = dict(play_in_processes(tasks, 2, Event()))
    if points := [str(part) for part in range(plan.n_parts) if here.get(part) != there.get(part)]:
        raise CheckError(f"in processes of their own, points come out otherwise: {', '.join(points)}")


def shipped(name: str) -> Path:
    """File of a scenario that ships; raises CheckError where it is missing."""
    path = next((path for path in shipped_scenarios() if path.stem == name), None)
    if path is None:
        raise CheckError(f"the scenario {name} is missing")
    return path
