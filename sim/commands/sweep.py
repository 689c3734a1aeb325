"""detente sweep: many histories at each of many points, in a folder that the same command goes on with."""

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from cyclopts import Parameter

from .console import (
    LARGEST_SEED,
    MOST_THREADS,
    N_RUN_NUMBERS,
    Choices,
    Settings,
    UsageError,
    console_for,
    fail,
    remark,
    say,
    whole_number,
)
from .drawing import NOTHING_DRAWN, as_workbook, digits_of, draw
from .exit_codes import FAILED, RESOURCES
from .signals import stopped
from .trust import Trust, name_own_rules

if TYPE_CHECKING:
    from sim.sweeps.plan import Sweep

Vary = Annotated[list[str] | None, Parameter(name="--vary", negative="")]
MOST_POINTS = 10**15


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
    threads: str | None = None,
    workers: str | None = None,
    cluster: str | None = None,
    csv: bool = False,
    excel: bool = False,
    out: Path = Path("results"),
    figures: bool = True,
    trust: Trust = False,
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
        How many histories at each point, 200 if absent. They have the same random numbers at all points.
    seed
        Random seed of the histories, and of the points that are drawn.
    set_
        Another value for one entry at all points, PATH=VALUE; may be repeated.
    relation
        Relations to follow, by id; the scenario's choice or the busiest if absent.
    threads
        Points to play at once; one a core if absent. The results are the same.
    workers
        Processes to play in, in place of threads. The results are the same.
    cluster
        Play on a cluster of Dask: `local`, processes of this machine that are begun again where they die; or the
        address of a scheduler, HOST:PORT. The results are the same.
    csv
        Write the rows as CSV, too.
    excel
        Write points and rows as one workbook, too: tables.xlsx, a sheet a table.
    out
        Folder for results; the sweep goes into OUT/SCENARIO/ID.
    figures
        Draw the figures.
    trust
        Let the file name own rules in any module; else only beside it and in installed packages.
    """
    from sim.api import open_sweep
    from sim.experiment.interrupted import Interrupted
    from sim.experiment.many_runs import TooLargeError
    from sim.results.files import check_writable
    from sim.sweeps.checks import too_few
    from sim.sweeps.cluster import check_cluster
    from sim.sweeps.plan import plan_sweep
    from sim.sweeps.size import refuse_too_large
    from sim.sweeps.workers import WorkerError

    number = whole_number("--seed", seed, 0, LARGEST_SEED)
    n_runs = None if runs is None else whole_number("--runs", runs, 1, N_RUN_NUMBERS)
    by = _players(threads, workers, cluster)
    n_points = None if points is None else whole_number("--points", points, 1, MOST_POINTS)
    try:
        if by.cluster is not None:
            check_cluster(by.cluster, by.workers)
        plan = plan_sweep(
            scenario,
            vary or [],
            design,
            n_points,
            n_runs,
            number,
            set_ or [],
            relation,
            experiment=experiment,
            trust=trust,
        )
    except ValueError as problem:
        raise UsageError(str(problem)) from None
    folder = out / plan.base.scenario.name / _sweep_id(plan)
    if few := too_few(plan.design):
        remark(few)
    try:
        refuse_too_large(plan, folder, by.n_processes, csv)
        check_writable(folder)
        _play(plan, folder, by, csv)
    except (TooLargeError, WorkerError) as problem:
        return fail(str(problem), RESOURCES)
    except Interrupted:
        done = open_sweep(folder).n_played
        kept = f"{done:,} of {plan.design.n_points:,} points are finished and kept in {folder}"
        return stopped(f"{kept}; the same command goes on")
    return _tell(plan, folder, excel, figures, trust)


class _Players(NamedTuple):
    """Who plays, as it was typed."""

    threads: int | None
    workers: int | None
    cluster: str | None

    @property
    def n_processes(self) -> int:
        """Processes of this machine besides the one that was started."""
        from sim.engine.compiled.ensemble import n_cores

        return self.workers or (n_cores() if self.cluster == "local" else 0)


def _players(threads: str | None, workers: str | None, cluster: str | None) -> _Players:
    """Read who plays; raises UsageError where a number is none, or where both threads and others are to."""
    n_threads = None if threads is None else whole_number("--threads", threads, 1, MOST_THREADS)
    n_workers = None if workers is None else whole_number("--workers", workers, 1, MOST_THREADS)
    if threads is not None and (workers is not None or cluster is not None):
        raise UsageError("--threads goes neither with --workers nor with --cluster, which play on one thread each")
    return _Players(n_threads, n_workers, cluster)


def _play(plan: "Sweep", folder: Path, by: _Players, csv: bool) -> None:
    """Say what is to come, and play it."""
    from sim.engine.compiled.ensemble import Ensemble
    from sim.sweeps.plan import with_busiest
    from sim.sweeps.run import complete

    from .progress import prepare, progress
    from .sweep_estimate import say_estimate

    name_own_rules(plan.rules)
    prepare(Ensemble(plan.base.scenario, plan.design.seed, n_threads=1))
    plan = with_busiest(plan)
    say_estimate(plan, folder, by.n_processes, csv)
    command = shlex.join(["detente", *sys.argv[1:]])
    with progress("points") as told:
        complete(plan, folder, by.threads, by.workers, None, told, csv, command, by.cluster)


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


def _tell(plan: "Sweep", folder: Path, excel: bool, figures: bool, trust: bool) -> int:
    """Print the report, draw the figures there are, name the files, and return the exit code."""
    from sim.api import open_sweep
    from sim.report.sweep import print_sweep

    from .many import replay_line

    result = open_sweep(folder)
    if excel:
        as_workbook(result, folder)
    played = result.summary.loc[result.summary["problem"].isna(), "point"]
    point = int(played.iloc[0]) if len(played) else 0
    replay = replay_line(plan.source, plan.design.seed, result.settings(point), None, 0, trust)
    print_sweep(result, console_for(sys.stdout), f"One history of point {point} in full: {replay}")
    drawn = draw(result, folder) if figures else NOTHING_DRAWN
    endings = (".json", ".parquet", ".csv", ".xlsx", ".png", ".svg")
    files = sorted(path.name for path in folder.iterdir() if path.suffix in endings)
    say(f"\n{len(files)} files in {folder}: {', '.join(files)}; its parts in {folder / 'parts'}")
    say("The same command completes the sweep wherever it is interrupted, and leaves a whole one as it is.")
    if not len(result.failed):
        return drawn.code
    first, n_points = result.failed.iloc[0], plan.design.n_points
    of_all = f"{len(result.failed):,} of {n_points:,} points cannot be played"
    return fail(f"{of_all}; the first, {first['point']}: {first['problem']}", FAILED)
