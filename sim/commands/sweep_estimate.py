"""What a sweep will take, said before it is played."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from .console import remark
from .progress import in_time

if TYPE_CHECKING:
    from sim.sweeps.plan import Sweep

PILOT_RUNS = 20


def say_estimate(plan: "Sweep", folder: Path, n_processes: int, csv: bool) -> None:
    """Say how long it takes, by a pilot of the first point, and how much memory and disk.

    Parameters
    ----------
    n_processes : int, that play besides this one; 0 for threads
    """
    import psutil

    from sim.engine.compiled.ensemble import n_cores
    from sim.experiment.many_runs import in_units
    from sim.sweeps.size import WORKER_BYTES, bytes_of_a_point
    from sim.sweeps.store import n_parts_there

    cores = n_processes or n_cores()
    there = min(plan.n_parts, n_parts_there(folder))
    left = max(0, plan.design.n_points - there * plan.points_per_part)
    making, a_run = _pilot(plan)
    at_once = n_processes or 1  # scenarios are made ready by one thread of each process at a time
    seconds = left * max(making / at_once, (making + plan.runs * a_run) / cores)
    memory = psutil.Process().memory_info().rss + n_processes * WORKER_BYTES
    disk = plan.design.n_points * bytes_of_a_point(plan, csv)
    on = f"{cores} {'processes' if n_processes else 'cores' if cores > 1 else 'core'}"
    remark(
        f"{plan.design.n_points:,} points of {plan.runs:,} histories: {in_time(seconds)} on {on}, {in_units(memory)} "
        f"of memory, {in_units(disk)} of disk"
    )
    if there:
        remark(f"{plan.design.n_points - left:,} of them are there already")


def _pilot(plan: "Sweep") -> tuple[float, float]:
    """Seconds for making the first point ready and for a run of it; where it cannot be played, of the scenario."""
    from sim.sweeps.points import ensemble_at

    task = plan.task(0)
    for settings in (task.points[0][1], ()):
        try:
            begun = time.perf_counter()
            ensemble = ensemble_at(task, settings, 1)
            made = time.perf_counter() - begun
            return made, ensemble.seconds_of_a_run(min(PILOT_RUNS, plan.runs))
        except Exception:
            continue
    return 0.0, 0.0
