"""detente sweep: many histories at each of many points, in a folder that the same command goes on with."""

import shlex
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from .console import (
    INTERRUPTED,
    LARGEST_SEED,
    MOST_THREADS,
    N_RUN_NUMBERS,
    RESOURCES,
    Choices,
    Settings,
    UsageError,
    console_for,
    fail,
    remark,
    say,
    whole_number,
)
from .drawing import digits_of

if TYPE_CHECKING:
    from sim.experiment.sweep import Sweep

Vary = Annotated[list[str] | None, Parameter(name="--vary", negative="")]
MOST_POINTS = 10**15
PILOT_RUNS = 20


def sweep(
    scenario: str,
    experiment: str | None = None,
    /,
    *,
    vary: Vary = None,
    design: str | None = None,
    points: str | None = None,
    runs: str | None = None,
    seed: str = "1",
    set_: Settings = None,
    relation: Choices = None,
    workers: str | None = None,
    csv: bool = False,
    out: Path = Path("results"),
) -> int:
    """Play a scenario many times at each of many points, and tell how its end depends on what varies.

    What is finished is kept at once; after an interruption the same command goes on.

    Parameters
    ----------
    scenario
        Name or path of a scenario file.
    experiment
        Name of a sweep that the scenario describes under `experiments`; what else is given comes in the place of what
        it says.
    vary
        What varies, `PATH=A:B:N` (N numbers from A to B), `PATH=A:B` (all numbers between, for designs that draw) or
        `PATH=a,b,c`; may be repeated.
    design
        `grid`, all combinations, if absent; `lhs`, a Latin hypercube; `sobol` or `morris`, samples for sensitivity
        indices; `oat`, one value after another, for a tornado.
    points
        How many points to draw at most; 256 if absent. A grid has as many as there are combinations.
    runs
        How many histories at each point, 200 if absent. They throw the same dice at all points.
    seed
        Number that the dice are thrown by, and that points are drawn by.
    set_
        Another value for one entry at all points, PATH=VALUE; may be repeated.
    relation
        Relations to follow, by id; the scenario's choice or the busiest if absent.
    workers
        Processes to play in, in place of threads. The results are the same.
    csv
        Write the rows as CSV, too.
    out
        Folder for results; the sweep goes into OUT/SCENARIO/ID.
    """
    from sim.api import open_sweep
    from sim.experiment.forecast import TooLargeError
    from sim.experiment.interrupted import Interrupted
    from sim.experiment.store import check_writable
    from sim.experiment.sweep import plan_sweep
    from sim.experiment.sweep_size import refuse_too_large
    from sim.experiment.workers import WorkerError

    number = whole_number("--seed", seed, 0, LARGEST_SEED)
    n_runs = None if runs is None else whole_number("--runs", runs, 1, N_RUN_NUMBERS)
    n_workers = None if workers is None else whole_number("--workers", workers, 1, MOST_THREADS)
    n_points = None if points is None else whole_number("--points", points, 1, MOST_POINTS)
    try:
        plan = plan_sweep(
            scenario, vary or [], design, n_points, n_runs, number, set_ or [], relation, experiment=experiment
        )
    except ValueError as problem:
        raise UsageError(str(problem)) from None
    folder = out / plan.base.scenario.name / _sweep_id(plan)
    try:
        refuse_too_large(plan, folder, n_workers or 0, csv)
        check_writable(out)
        _play(plan, folder, n_workers, csv)
    except (TooLargeError, WorkerError) as problem:
        return fail(str(problem), RESOURCES)
    except Interrupted:
        done = open_sweep(folder).n_played
        said = f"interrupted: {done:,} of {plan.design.n_points:,} points are finished and kept in {folder}"
        return fail(f"{said}; the same command goes on", INTERRUPTED)
    _tell(plan, folder)
    return 0


def _play(plan: "Sweep", folder: Path, n_workers: int | None, csv: bool) -> None:
    """Say what is to come, and play it."""
    from sim.engine.ensemble import Ensemble
    from sim.experiment.sweep import with_busiest
    from sim.experiment.sweep_run import complete

    from .progress import prepare, progress

    prepare(Ensemble(plan.base.scenario, plan.design.seed, n_threads=1))
    plan = with_busiest(plan)
    _say_estimate(plan, folder, n_workers, csv)
    with progress("points") as told:
        complete(plan, folder, None, n_workers, None, told, csv, shlex.join(["detente", *sys.argv[1:]]))


def _say_estimate(plan: "Sweep", folder: Path, n_workers: int | None, csv: bool) -> None:
    """Say how long it takes, by a pilot of the first point, and how much memory and disk."""
    import psutil

    from sim.engine.ensemble import n_cores
    from sim.experiment.forecast import in_units
    from sim.experiment.sweep_size import WORKER_BYTES, bytes_of_a_point
    from sim.experiment.sweep_store import n_parts_there

    from .progress import in_time

    cores = n_workers or n_cores()
    there = min(plan.n_parts, n_parts_there(folder))
    left = max(0, plan.design.n_points - there * plan.points_per_part)
    making, a_run = _pilot(plan)
    one_by_one = 1 if n_workers is None else n_workers  # scenarios are made ready by one thread of each process
    seconds = left * (making / one_by_one + plan.runs * a_run / cores)
    memory = psutil.Process().memory_info().rss + (n_workers or 0) * WORKER_BYTES
    disk = plan.design.n_points * bytes_of_a_point(plan, csv)
    on = f"{cores} {'workers' if n_workers else 'cores' if cores > 1 else 'core'}"
    remark(
        f"{plan.design.n_points:,} points of {plan.runs:,} histories: {in_time(seconds)} on {on}, {in_units(memory)} "
        f"of memory, {in_units(disk)} of disk"
    )
    if there:
        remark(f"{plan.design.n_points - left:,} of them are there already")


def _pilot(plan: "Sweep") -> tuple[float, float]:
    """Seconds for making the first point ready and for a run of it; where it cannot be played, of the scenario."""
    from sim.experiment.point import ensemble_at

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


def _sweep_id(plan: "Sweep") -> str:
    """Name of the folder, by what was typed: the same command finds it again."""
    design = plan.design
    typed: dict[str, Any] = {
        "source": plan.source,
        "settings": plan.settings,
        "vary": [variation.text for variation in design.variations],
        "relations": plan.relations,
        "points_per_part": plan.points_per_part,
    }
    begins = plan.experiment["name"] if plan.experiment else "sweep"
    name = f"{begins}-{design.name}-points-{design.n_points}-runs-{plan.runs}-seed-{design.seed}"
    return f"{name}-{digits_of(typed, *typed)}"


def _tell(plan: "Sweep", folder: Path) -> None:
    from sim.api import open_sweep
    from sim.report.sweep import print_sweep

    from .many import replay_line

    result = open_sweep(folder)
    played = result.summary.loc[result.summary["problem"].isna(), "point"]
    point = int(played.iloc[0]) if len(played) else 0
    replay = replay_line(plan.source, plan.design.seed, result.settings(point), None, 0)
    print_sweep(result, console_for(sys.stdout), f"One history of point {point} in full: {replay}")
    endings = (".json", ".parquet", ".csv")
    files = sorted(path.name for path in folder.iterdir() if path.suffix in endings)
    say(f"\n{len(files)} files in {folder}: {', '.join(files)}; its parts in {folder / 'parts'}")
    say("The same command completes the sweep wherever it is interrupted, and leaves a whole one as it is.")
