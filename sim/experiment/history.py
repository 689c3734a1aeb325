"""One history in full: planned, and played with progress."""

import time
from dataclasses import dataclass
from datetime import date
from threading import Event

from sim.analysis.run_result import result_of
from sim.engine.compiled.ensemble import Ensemble
from sim.engine.model import EscalationModel
from sim.results.folder_names import folder_name
from sim.results.manifest import manifest_of
from sim.results.run_result import RunResult
from sim.scenario.canonical import document_of
from sim.scenario.own_rule import RuleFile
from sim.scenario.pack import names_of
from sim.scenario.packed import packed
from sim.scenario.schema import Scenario

from .interrupted import Interrupted
from .memory import memory_in_use
from .plan import LINE_BYTES, RESULT_BYTES, Cost, Plan, Progress

PILOT_DAYS = 30  # played to estimate the rest
LINES_A_DAY = 2  # of tables, for each relation, group and post


@dataclass(frozen=True)
class HistoryPlan(Plan):
    """One history of a scenario.

    Attributes
    ----------
    scenario : Scenario
    seed : int
    run : int, number of the history
    until : last day to play
    """

    scenario: Scenario
    seed: int
    run: int
    until: date

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
        n = len(names_of(self.scenario).dyads)
        return f"{self.n_asked:,} days of {n:,} relation{'s' if n > 1 else ''}"

    @property
    def rules(self) -> list[RuleFile]:
        """Own rules that are run."""
        return list(packed(self.scenario).tables.own_rule.rules)

    @property
    def folder_name(self) -> str:
        """Name for the folder of the result."""
        manifest = manifest_of(
            document_of(self.scenario),
            rules=self.rules,
            seed=self.seed,
            run=self.run,
            until=self.until.isoformat(),
        )
        return folder_name("run", manifest)

    def drivers(self) -> list[Ensemble]:
        """None: one history is played by the readable driver."""
        return []

    def check_size(self) -> None:
        """Do nothing: one history fits."""

    def cost(self) -> Cost:
        """Estimate by playing the first days."""
        model = EscalationModel(self.scenario, seed=self.seed, run=self.run)
        n_days, begun = min(PILOT_DAYS, self.n_asked), time.perf_counter()
        for _ in range(n_days):
            model.step()
        seconds = (time.perf_counter() - begun) / n_days * self.n_asked
        lines = self.n_asked * LINES_A_DAY * (len(model.names.dyads) + len(model.groups) + len(model.names.channels))
        return Cost(seconds, memory_in_use(), RESULT_BYTES + lines * LINE_BYTES, 1)

    def play(self, progress: Progress | None = None, stop: Event | None = None) -> RunResult:
        """Play the history; see :meth:`sim.experiment.plan.Plan.play`."""
        model = EscalationModel(self.scenario, seed=self.seed, run=self.run)
        while model.running and model.day < self.n_asked:
            if stop is not None and stop.is_set():
                raise Interrupted(None)
            model.step()
            if progress is not None:
                progress(model.day, self.n_asked)
        return result_of(model.trajectory)
