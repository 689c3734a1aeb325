"""One history in full: planned, and played with progress."""

import time
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Event
from typing import TYPE_CHECKING

from sim.analysis.run_result import result_of
from sim.engine.compiled.ensemble import Ensemble
from sim.engine.touched import is_large_world, touched_dyads
from sim.engine.trajectory import Trajectory
from sim.results.folder_names import folder_name
from sim.results.manifest import manifest_of
from sim.results.run_result import RunResult
from sim.scenario.canonical import document_of
from sim.scenario.own_rule import RuleFile
from sim.scenario.packed import Packed, packed
from sim.scenario.schema import Scenario

from .interrupted import Interrupted
from .memory import memory_in_use
from .plan import LINE_BYTES, RESULT_BYTES, Cost, Plan, Progress

if TYPE_CHECKING:
    from sim.engine.model import EscalationModel

PILOT_DAYS = 30  # played to estimate the rest
LINES_A_DAY = 2  # of tables, for each relation, group and post
READABLE_POST_DAYS = 50_000  # up to which the readable driver is quick enough, at some 40 microseconds each
TABLE_SECONDS = 2e-6  # for reading, tables, files and account, by posts and days: 12 s of 16,000 posts and a year
WORTH_COMPILING = 500_000  # post-days from which it would take longer than to compile the rules


@dataclass(frozen=True)
class HistoryPlan(Plan):
    """One history of a scenario.

    Attributes
    ----------
    scenario : Scenario
    seed : int
    run : int, number of the history
    until : last day to play
    all_relations : whether the tables of a large world have all relations, or those in which something happened
    """

    scenario: Scenario
    seed: int
    run: int
    until: date
    all_relations: bool = False

    unit = "days"

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenario."""
        return (self.scenario,)

    @property
    def seed_number(self) -> int:
        """Random seed."""
        return self.seed

    @property
    def n_asked(self) -> int:
        """Days to play."""
        return (self.until - self.scenario.start).days + 1

    @property
    def words(self) -> str:
        """What is played, in words."""
        n = len(self._packed.names.dyads)
        return f"{self.n_asked:,} days of {n:,} relation{'s' if n > 1 else ''}"

    @property
    def rules(self) -> list[RuleFile]:
        """Own rules that are run."""
        return list(self._packed.tables.own_rule.rules)

    @cached_property
    def _packed(self) -> Packed:
        return packed(self.scenario)

    @property
    def _is_large(self) -> bool:
        return is_large_world(self._packed, self.n_asked)

    @property
    def _is_sparse(self) -> bool:
        """Whether relations in which nothing happened are left out of the tables."""
        return self._is_large and not self.all_relations

    @property
    def _has_all_of_many(self) -> bool:
        return self._is_large and self.all_relations

    @cached_property
    def _ensemble(self) -> Ensemble | None:
        """The compiled driver, where it plays the history: what it takes longer to make ready is played without it."""
        post_days = len(self._packed.names.channels) * self.n_asked
        if post_days <= READABLE_POST_DAYS:
            return None
        ensemble = Ensemble(self.scenario, self.seed, n_days=self.n_asked, n_threads=1)
        is_worth_it = post_days > WORTH_COMPILING or not ensemble.needs_compiling
        return ensemble if ensemble.is_compiled and is_worth_it else None

    @property
    def folder_name(self) -> str:
        """Name for the folder of the result."""
        manifest = manifest_of(
            document_of(self.scenario),
            rules=self.rules,
            seed=self.seed,
            run=self.run,
            until=self.until.isoformat(),
            **({"all_relations": True} if self._has_all_of_many else {}),
        )
        return folder_name("run", manifest)

    @property
    def seconds_of_tables(self) -> float:
        """Seconds that all but playing takes, by the size of the world."""
        return TABLE_SECONDS * len(self._packed.names.channels) * self.n_asked

    def drivers(self) -> list[Ensemble]:
        """The compiled driver where it plays the history."""
        return [self._ensemble] if self._ensemble else []

    def check_size(self) -> None:
        """Do nothing: one history fits."""

    def cost(self) -> Cost:
        """Estimate by playing the first days, or compiled, the whole history."""
        names = self._packed.names
        lines = self.n_asked * LINES_A_DAY * (len(names.dyads) + len(names.channels))
        return Cost(self._seconds(), memory_in_use(), RESULT_BYTES + lines * LINE_BYTES, 1)

    def _seconds(self) -> float:
        if self._ensemble:
            self._ensemble.prepare()
            return self._ensemble.seconds_of_a_run(1)
        model = self._model()
        n_days, begun = min(PILOT_DAYS, self.n_asked), time.perf_counter()
        for _ in range(n_days):
            model.step()
        return (time.perf_counter() - begun) / n_days * self.n_asked

    def play(self, progress: Progress | None = None, stop: Event | None = None) -> RunResult:
        """Play the history; see :meth:`sim.experiment.plan.Plan.play`."""
        result = result_of(self.trajectory(progress, stop), is_sparse=self._is_sparse)
        if self._has_all_of_many:
            result.manifest["all_relations"] = True
        return result

    def trajectory(self, progress: Progress | None = None, stop: Event | None = None) -> Trajectory:
        """Moves of the history, and its curves: by either driver the same."""
        if stop is not None and stop.is_set():
            raise Interrupted(None)
        return self._compiled(self._ensemble, progress) if self._ensemble else self._readable(progress, stop)

    def _compiled(self, ensemble: Ensemble, progress: Progress | None) -> Trajectory:
        """Play it twice where curves are left out: first to see which."""
        dyads = None
        if self._is_sparse:
            (state,) = ensemble.states([self.run])
            dyads = touched_dyads(self._packed, state, self.n_asked)
        (trajectory,) = ensemble.histories([self.run], dyads)
        del self.__dict__["_ensemble"]  # its memory is needed for the tables
        if progress is not None:
            progress(self.n_asked, self.n_asked)
        return trajectory

    def _model(self) -> "EscalationModel":
        """The readable driver; Mesa, which it is made with, takes longer to import than many histories to play."""
        from sim.engine.model import EscalationModel

        return EscalationModel(self.scenario, seed=self.seed, run=self.run)

    def _readable(self, progress: Progress | None, stop: Event | None) -> Trajectory:
        model = self._model()
        while model.running and model.day < self.n_asked:
            if stop is not None and stop.is_set():
                raise Interrupted(None)
            model.step()
            if progress is not None:
                progress(model.day, self.n_asked)
        whole = model.trajectory
        return whole.of_relations(touched_dyads(whole.packed, whole.state, whole.n_days)) if self._is_sparse else whole
