"""A hindcast before it is played: which packages are forecast, what is learned from, and how it is played."""

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from sim.analysis.labels import Labels
from sim.documented.events import Event
from sim.engine.compiled.ensemble import Ensemble, Wanted, n_threads_of
from sim.experiment.interrupted import Interrupted, until_interrupted
from sim.experiment.memory import memory_in_use
from sim.experiment.plan import LINE_BYTES, RESULT_BYTES, Cost, Plan, Progress
from sim.results.folder_names import folder_name
from sim.results.hindcast import Hindcast
from sim.results.manifest import hash_of_rows
from sim.results.own_files import OWN_FILES
from sim.results.provenance import made_with
from sim.scenario.own_rule import RuleFile
from sim.scenario.schema import Scenario

from .baselines import RULES, Known, forecasts_by
from .closed_form import closed_form
from .distributions import Forecasts
from .free_running import case_rows, free_running_frame
from .headline import caution, headline
from .learning import Habits, habits_by_case
from .misses import miss_frame
from .packages import Documented
from .played import played
from .tables import MODEL, forecast_frame, forecast_rows, score_frame, skill_frame
from .verdicts import verdict_frame
from .worlds import world_of

if TYPE_CHECKING:
    import pandas as pd

SECONDS_OF_A_PACKAGE = 0.05  # without the histories
HISTORIES_A_SECOND = 20_000
LINES_OF_A_PACKAGE = 20


@dataclass(frozen=True)
class HindcastPlan(Plan):
    """Forecasts of documented answers, and their scores.

    Attributes
    ----------
    events : rows of the record that is forecast
    asked : packages that are forecast
    learned : packages that rules of thumb, and fitted numbers, are learned from; never from the same case
    name : of the records or the file
    runs : histories that each forecast is made of
    seed : of the histories, and of what is drawn for scores
    fit : whether the numbers of habits are fitted without the case; else those that come with detente are taken
    quick : whether forecasts come from closed forms, without playing
    threads : packages forecast at once; one a core if None
    own_files : text of the table by the name of its file, where it is the user's own
    """

    events: tuple[Event, ...]
    asked: tuple[Documented, ...]
    learned: tuple[Documented, ...]
    name: str
    runs: int
    seed: int
    fit: bool
    quick: bool = False
    threads: int | None = None
    own_files: Mapping[str, Any] = field(default_factory=dict)

    unit = "packages"

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """None that is named: each package has a world of its own."""
        return ()

    @property
    def subject(self) -> str:
        """Folder that the results of this kind lie in."""
        return "hindcast"

    @property
    def seed_number(self) -> int:
        """Random seed."""
        return self.seed

    @property
    def n_asked(self) -> int:
        """Packages to forecast."""
        return len(self.asked)

    @property
    def words(self) -> str:
        """What is played, in words."""
        packages = Labels.count(self.n_asked, "package")
        return f"{packages} by closed forms" if self.quick else f"{packages}, {self.runs:,} histories each"

    @property
    def rules(self) -> list[RuleFile]:
        """None: a record has no own rules."""
        return []

    @property
    def folder_name(self) -> str:
        """Name for the folder of the whole result."""
        return folder_name("hindcast", self._manifest(self.n_asked))

    @cached_property
    def cases(self) -> list[str]:
        """Cases that are forecast, in their order."""
        return list(dict.fromkeys(given.case for given in self.asked))

    @cached_property
    def habits(self) -> dict[str, Habits]:
        """Numbers of habits that each case is forecast with."""
        return habits_by_case(self.cases, self.learned, self.fit)

    def drivers(self) -> list[Ensemble]:
        """The world of the first package, by which the rules are compiled, if worth it; none by closed forms."""
        if self.quick or not self.asked:
            return []
        first = self.asked[0]
        world = world_of(first, self.rows_of_cases[first.case], self.habits[first.case])
        return [Ensemble(world, self.seed, Wanted(packages=True), n_threads=1, n_runs=self._n_played)]

    @property
    def _n_played(self) -> int:
        """Histories that are played: of each package, and of each case as a whole."""
        return (self.n_asked + len(self.cases)) * self.runs

    def cost(self) -> Cost:
        """Estimate from what a package usually takes."""
        n_threads = n_threads_of(self.threads)
        seconds = self.n_asked * (SECONDS_OF_A_PACKAGE + self.runs / HISTORIES_A_SECOND / n_threads)
        disk = RESULT_BYTES + self.n_asked * LINES_OF_A_PACKAGE * LINE_BYTES
        return Cost(seconds, memory_in_use(), disk, n_threads)

    def check_size(self) -> None:
        """Nothing to refuse: a package is forgotten when it has been scored."""

    def play(self, progress: Progress | None = None, stop: threading.Event | None = None) -> Hindcast:
        """Forecast and score; see :meth:`sim.experiment.plan.Plan.play`."""
        rows: list[dict[str, Any]] = []
        n_done = 0
        with until_interrupted(stop) as stop, ThreadPoolExecutor(n_threads_of(self.threads)) as pool:
            for found in pool.map(lambda given: [] if stop.is_set() else self._scored(given), self.asked):
                if stop.is_set():
                    break
                rows += found
                n_done += 1
                if progress is not None:
                    progress(n_done, self.n_asked)
            whole = pool.map(lambda case: [] if stop.is_set() else self._from_first_act(case), self.cases)
            free = [row for found in whole for row in found]
        if not rows:
            raise Interrupted(None)
        result = self._summed_up(rows, free, n_done)
        if n_done < self.n_asked:
            raise Interrupted(result)
        return result

    def _scored(self, given: Documented) -> list[dict[str, Any]]:
        """Forecasts of the model and of the rules of thumb for one package, scored."""
        by = {MODEL: self.forecast(given)}
        by |= {rule: forecasts_by(rule, self._known, given, self.runs) for rule in RULES}
        return list(forecast_rows(given, by, self.seed))

    def _from_first_act(self, case: str) -> list[dict[str, Any]]:
        """A whole case from its first act on; nothing without playing."""
        if self.quick:
            return []
        record = next(given.record for given in self.asked if given.case == case)
        return case_rows(record, self.rows_of_cases[case], self.habits[case], self.runs, self.seed, self._n_played)

    def forecast(self, given: Documented) -> Forecasts:
        """Forecast of the model for one package.

        What hardly any history says something about is forecast by the closed forms of the same rules.
        """
        habits = self.habits[given.case]
        by_rules = closed_form(given, habits, self.runs)
        if self.quick:
            return by_rules
        return by_rules | played(given, self.rows_of_cases[given.case], habits, self.runs, self.seed, self._n_played)

    @cached_property
    def _known(self) -> Known:
        """What rules of thumb count in."""
        return Known(self.learned)

    @cached_property
    def rows_of_cases(self) -> dict[str, list[Event]]:
        """Rows of each case."""
        found: dict[str, list[Event]] = {}
        for event in self.events:
            found.setdefault(event.case, []).append(event)
        return found

    def _summed_up(self, rows: Sequence[dict[str, Any]], free: Sequence[dict[str, Any]], n_packages: int) -> Hindcast:
        forecasts = forecast_frame(rows)
        skill = skill_frame(forecasts, self.seed)
        verdicts = verdict_frame(skill, self.quick)
        return Hindcast(
            forecasts=forecasts,
            scores=score_frame(forecasts),
            skill=skill,
            misses=miss_frame(forecasts, {given.id: given for given in self.asked}),
            free_running=free_running_frame(free),
            manifest=self._manifest(n_packages) | {"headline": self._headline(verdicts)},
            verdicts=verdicts,
        )

    def _headline(self, verdicts: "pd.DataFrame") -> str:
        return headline(verdicts, caution(is_shipped=not self.own_files, is_fitted=self.fit))

    def _manifest(self, n_packages: int) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": f"Documented answers forecast: {self.name}",
            "cases": self.cases,
            "packages": n_packages,
            "packages_asked": self.n_asked,
            "seed": self.seed,
            "runs": self.runs,
            "fit": self.fit,
            "quick": self.quick,
            "record_hash": hash_of_rows((self.asked, self.learned)),
            **made_with(()),
            **({OWN_FILES: dict(self.own_files)} if self.own_files else {}),
        }
