"""A sweep before it is played: what it costs, how its folder is called, and who plays it."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from threading import Event

from sim.analysis.labels import Labels
from sim.analysis.where_defined import at_points, warn_of_undefined
from sim.engine.compiled.ensemble import Ensemble, n_cores
from sim.experiment.interrupted import Interrupted
from sim.experiment.memory import memory_in_use
from sim.experiment.plan import RESULT_BYTES, Cost, Plan, Progress
from sim.results.folder_names import digits_of
from sim.results.sweep_result import SweepResult
from sim.scenario.arguments import ArgumentError
from sim.scenario.canonical import document_of, scenario_hash
from sim.scenario.own_measure import FORM, OwnMeasure, in_manifest
from sim.scenario.own_rule import RuleFile
from sim.scenario.schema import Scenario

from .cluster import LOCAL, check_cluster
from .play_points import driver_of, ensemble_at, is_small
from .reading import read_sweep
from .run import complete
from .size import WORKER_BYTES, bytes_of_a_point, refuse_too_large
from .store import n_parts_there
from .sweep import Sweep, Task, made_ready
from .workers import Executor

PILOT_RUNS = 20


@dataclass(frozen=True)
class SweepPlan(Plan):
    """Many histories at each of many points, written into a folder from where it was left.

    Attributes
    ----------
    sweep : Sweep, all that the rows depend on
    folder : Path
    threads : int, points played at once; one a core if None
    workers : int, processes instead of threads
    cluster : "local" or the address of a Dask scheduler
    executor : plays parts elsewhere
    csv : whether the rows are written as CSV, too
    command : text for the manifest of a new folder
    """

    sweep: Sweep
    folder: Path
    threads: int | None = None
    workers: int | None = None
    cluster: str | None = None
    executor: Executor | None = None
    csv: bool = False
    command: str = ""

    unit = "points"

    def __post_init__(self) -> None:
        if self.threads is not None and (self.workers is not None or self.cluster is not None):
            raise ArgumentError(
                "threads", self.threads, "goes with neither `workers` nor `cluster`, which play on one thread each"
            )
        if self.cluster is not None:
            check_cluster(self.cluster, self.workers)
        elsewhere = next((name for name in ("workers", "cluster", "executor") if getattr(self, name) is not None), "")
        if elsewhere and any(measure.rule is None for measure in self.sweep.own):
            raise ArgumentError(
                "measures", [measure.source for measure in self.sweep.own if measure.rule is None],
                f"with `{elsewhere}` other processes ask them; expected texts {FORM}",
            )  # fmt: skip

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenario before anything varies."""
        return (self.sweep.base.scenario,)

    @property
    def seed_number(self) -> int:
        """Random seed of the histories and of the design."""
        return self.sweep.design.seed

    @property
    def n_asked(self) -> int:
        """Points to play."""
        return self.sweep.design.n_points

    @property
    def words(self) -> str:
        """What is played, in words."""
        return f"{Labels.count(self.n_asked, 'point')} of {Labels.count(self.sweep.runs, 'history')}"

    @property
    def rules(self) -> list[RuleFile]:
        """Files of own measures, and of own rules that may be run at some point."""
        return self.sweep.rules

    @property
    def own_measures(self) -> Sequence[OwnMeasure]:
        """Own measures that are asked of each history."""
        return self.sweep.own

    @property
    def folder_name(self) -> str:
        """Name for the folder, by what was asked for: the same call finds it again."""
        sweep, design = self.sweep, self.sweep.design
        begins = sweep.experiment["name"] if sweep.experiment else "sweep"
        source = sweep.source if sweep.source is not None else scenario_hash(document_of(sweep.base.scenario))
        varied = [variation.text for variation in design.variations]
        own = [in_manifest(sweep.own)] if sweep.own else []
        digits = digits_of([source, sweep.settings, varied, sweep.relations, sweep.points_per_part, *own])
        return f"{begins}-{design.name}-points-{design.n_points}-runs-{sweep.runs}-seed-{design.seed}-{digits}"

    @property
    def n_processes(self) -> int:
        """Processes of this machine that play beside this one; 0 for threads."""
        return self.workers or (n_cores() if self.cluster == LOCAL else 0)

    @property
    def n_there(self) -> int:
        """Points that the folder holds already."""
        there = min(self.sweep.n_parts, n_parts_there(self.folder))
        return min(self.n_asked, there * self.sweep.points_per_part)

    def check_size(self) -> None:
        """Raise TooLargeError where the sweep does not fit memory, or the disk of its folder."""
        refuse_too_large(self.sweep, self.folder, self.n_processes, self.csv)

    @cached_property
    def _whole_sweep(self) -> Sweep:
        return made_ready(self.sweep)

    def drivers(self) -> list[Ensemble]:
        """A driver by which the rules are compiled, if that is worth it for the points that are not there yet."""
        return [self._driver] if self.n_there < self.n_asked else []

    @property
    def _driver(self) -> Ensemble:
        return driver_of(self.sweep, self.n_asked - self.n_there)

    def cost(self) -> Cost:
        """Estimate by a few histories of the first point; points that the folder holds already take no time."""
        sweep, driver = self._whole_sweep, self._driver
        cores = self.n_processes or (self.threads or n_cores() if driver.is_compiled else 1)
        making, a_run, own = _pilot(sweep.task(0, is_small(driver)))
        at_once = self.n_processes or 1  # scenarios are made ready by one thread of each process at a time
        a_point = max(making / at_once, (making + sweep.runs * (a_run + own)) / cores, sweep.runs * own / at_once)
        seconds = (self.n_asked - self.n_there) * a_point
        memory = memory_in_use() + self.n_processes * WORKER_BYTES
        disk = RESULT_BYTES + self.n_asked * bytes_of_a_point(sweep, self.csv)
        return Cost(seconds, memory, disk, cores, own)

    def play(self, progress: Progress | None = None, stop: Event | None = None) -> SweepResult:
        """Play what is missing in the folder; see :meth:`sim.experiment.plan.Plan.play`.

        Raises
        ------
        OutputError
            If another process fills the folder, it holds something else, or it cannot be written.
        WorkerError
            If a process that played a part is gone, or a cluster.
        """
        who = self.threads, self.workers, self.executor
        try:
            complete(self.sweep, self.folder, *who, progress, self.csv, self.command, self.cluster, stop)
        except Interrupted:
            raise Interrupted(read_sweep(self.folder)) from None
        result = read_sweep(self.folder)
        warn_of_undefined(at_points(result))
        return result

    def into(self, folder: Path, command: str = "") -> "SweepPlan":
        """The same plan for another folder."""
        return replace(self, folder=folder, command=command)


def _pilot(task: Task) -> tuple[float, float, float]:
    """Seconds for making the first point ready, for a run of it, and for own measures of a run.

    Where the point cannot be played, those of the scenario.
    """
    for settings in (task.points[0][1], ()):
        try:
            begun = time.perf_counter()
            ensemble = ensemble_at(task, settings, 1)
            made = time.perf_counter() - begun
            return made, ensemble.seconds_of_a_run(min(PILOT_RUNS, task.runs)), ensemble.seconds_of_measures()
        except Exception:
            continue
    return 0.0, 0.0, 0.0
