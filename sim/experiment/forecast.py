"""A forecast: many histories of one scenario, planned, played and summed up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from threading import Event
from typing import Any

from sim.analysis import forecast as made
from sim.analysis.against_record import come_for, documented, of_histories, sums
from sim.analysis.distribution import Distribution
from sim.analysis.forecast_headline import headline
from sim.analysis.labels import Labels
from sim.analysis.observed import observed_frame
from sim.analysis.own_measures import OwnMeasures, tried
from sim.analysis.run_tables import curve_frame, outcome_frame, with_own_values
from sim.analysis.scripted import scripted_moves
from sim.analysis.where_defined import in_histories, warn_of_undefined
from sim.engine.compiled.ensemble import Ensemble, Wanted, n_threads_of
from sim.engine.compiled.history import NOTED
from sim.results.folder_names import folder_name
from sim.results.forecast import Forecast
from sim.results.manifest import manifest_of
from sim.scenario import arguments
from sim.scenario.canonical import document_of
from sim.scenario.own_measure import OwnMeasure, rules_in
from sim.scenario.own_rule import RuleFile
from sim.scenario.packed import packed
from sim.scenario.schema import Scenario

from .interrupted import Interrupted, until_interrupted
from .memory import memory_in_use
from .plan import LINE_BYTES, MOVES_READ, READ_CLOSELY, RESULT_BYTES, Cost, Plan, Progress, seconds_of_a_run
from .playing import PlayedRuns, bytes_needed, play_all, refuse_too_many
from .relations_followed import check_followed, relations_followed

KEPT = ("outcomes", "curves", "moves", "exchanges")  # what may be kept beside the sums
SINGLE_HISTORIES = 5  # runs whose curves are kept whole for the figure


@dataclass(frozen=True)
class ForecastPlan(Plan):
    """Many histories of a scenario.

    Attributes
    ----------
    scenario : Scenario
    seed : int
    until : last day to play
    runs : int, histories to play
    relations : ids of relations to follow; the scenario's ``plots``, else the busiest, if empty
    keep : any of ``KEPT``
    threads : int; one a core if None
    step : int, days between two on which curves are noted; chosen for a figure if None
    own : own measures
    """

    scenario: Scenario
    seed: int
    until: date
    runs: int
    relations: Sequence[str] = ()
    keep: Sequence[str] = ()
    threads: int | None = None
    step: int | None = None
    own: Sequence[OwnMeasure] = ()

    def __post_init__(self) -> None:
        arguments.one_of("keep", self.keep, KEPT)
        check_followed(self.scenario, self.relations)

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
        """Histories to play."""
        return self.runs

    @property
    def words(self) -> str:
        """What is played, in words."""
        return f"{Labels.count(self.runs, 'history')}, without tables and figures"

    @property
    def rules(self) -> list[RuleFile]:
        """Files of own rules and own measures that are run."""
        return [*packed(self.scenario).tables.own_rule.rules, *rules_in(self.own)]

    @cached_property
    def ensemble(self) -> Ensemble:
        """The compiled driver; where no relations are named, a few runs are played to find the busiest."""
        followed = relations_followed(self.scenario, self.seed, self.relations)
        has_rows = "outcomes" in self.keep or "curves" in self.keep
        measured = OwnMeasures(self.own_ready) if self.own else None
        wanted = Wanted(
            followed, bands=True, rows=has_rows, whole="curves" in self.keep, step=self.step, measured=measured
        )
        n_threads = n_threads_of(self.threads)
        return Ensemble(self.scenario, self.seed, wanted, self._n_days, n_threads, self._n_played)

    def drivers(self) -> list[Ensemble]:
        """A driver by which the rules are compiled, if that is worth it for all that is played."""
        wanted = Wanted(bands=True, step=self.step)
        return [Ensemble(self.scenario, self.seed, wanted, self._n_days, 1, self._n_played)]

    @property
    def _n_played(self) -> int:
        """Histories that are played: all, and those that are read closely once more."""
        return self.runs + min(self.runs, READ_CLOSELY)

    @property
    def own_measures(self) -> Sequence[OwnMeasure]:
        """Own measures that are asked of each history."""
        return self.own

    @cached_property
    def own_ready(self) -> tuple[OwnMeasure, ...]:
        """Own measures, of which it is known whether they say yes or no; some histories are played to find out."""
        ready: tuple[OwnMeasure, ...] = tried(self.own, self.scenario, self.seed, self._n_days)
        return ready

    def _n_read(self, n_runs: int) -> int:
        """Runs that are read closely, by the moves of the first one."""
        return min(n_runs, READ_CLOSELY, max(1, MOVES_READ // max(1, self._moves_of_the_first)))

    @cached_property
    def _moves_of_the_first(self) -> int:
        (state,) = self.ensemble.states([0])
        return int(state.log.n[0])

    @property
    def _n_days(self) -> int:
        return (self.until - self.scenario.start).days + 1

    @property
    def folder_name(self) -> str:
        """Name for the folder of the whole result."""
        return folder_name("forecast", self._manifest(self.runs))

    def _manifest(self, n_runs: int, own: Sequence[Distribution] = ()) -> dict[str, Any]:
        scenario, ensemble = document_of(self.scenario), self.ensemble
        return manifest_of(
            scenario,
            rules=self.rules,
            settings=list(self.scenario.settings),
            seed=self.seed,
            until=self.until.isoformat(),
            runs=n_runs,
            runs_asked=self.runs,
            relations=list(ensemble.wanted.relations),
            keep=[name for name in KEPT if name in self.keep],
            read_closely=self._n_read(n_runs),
            curve_step_days=ensemble.step,
            **({"step": self.step} if self.step else {}),
            **({"relations_asked": True} if self.relations else {}),
            **({"measures": made.own_in_manifest(self.own_ready, own)} if self.own else {}),
        )

    def cost(self) -> Cost:
        """Estimate by playing a few histories."""
        ensemble = self.ensemble
        at_once = ensemble.n_threads if ensemble.is_compiled else 1
        seconds = seconds_of_a_run(ensemble) * (self.runs / at_once + self._n_read(self.runs))
        own = ensemble.seconds_of_measures()
        seconds += self.runs * own  # in Python, which does one thing at a time
        fixed, each = bytes_needed(ensemble)
        return Cost(seconds, memory_in_use() + fixed + each * self.runs, self._disk_bytes(), at_once, own)

    def _disk_bytes(self) -> int:
        ensemble = self.ensemble
        lines = ensemble.n_days + ensemble.sampled.size * len(NOTED) * len(ensemble.columns) * (1 + SINGLE_HISTORIES)
        rows = ensemble.bytes_of_a_row if "outcomes" in self.keep else 0
        curves = ensemble.bytes_of_curves if "curves" in self.keep else 0
        return int(RESULT_BYTES + lines * LINE_BYTES + self.runs * (rows + curves))

    def check_size(self) -> None:
        """Raise TooLargeError where that many histories do not fit into memory."""
        refuse_too_many(self.ensemble, self.runs)

    def play(self, progress: Progress | None = None, stop: Event | None = None) -> Forecast:
        """Play the histories and sum them up; see :meth:`sim.experiment.plan.Plan.play`."""
        played = play_all(self.ensemble, self.runs, progress, stop)
        if played.n_runs == 0:
            raise Interrupted(None)
        with until_interrupted():  # what was played is not lost while it is summed up
            forecast = self._summed_up(played)
        warn_of_undefined(in_histories(forecast.manifest))
        if not played.is_complete:
            raise Interrupted(forecast)
        return forecast

    def _summed_up(self, played: PlayedRuns) -> Forecast:
        """Tables and manifest of many runs."""
        ensemble, closely = self.ensemble, range(self._n_read(played.n_runs))
        tally, labels = ensemble.tally(), Labels(document_of(self.scenario))
        read = made.read_closely(ensemble, closely)
        record = documented(self.scenario, self.until)
        at = come_for(record, read.decided, len(closely))
        frame, measures = made.probabilities(ensemble, tally), made.measures(ensemble, tally)
        manifest = self._manifest(played.n_runs, played.own)
        said = headline(ensemble, frame, measures, played.n_runs, labels, read.withheld.mean_losses())
        nowhere = [each.sentence for each in in_histories(manifest) if each.is_nowhere]
        return Forecast(
            probabilities=made.with_own_shares(frame, self.own_ready, played.own),
            measures=made.with_own_means(measures, self.own_ready, played.own),
            survival=made.survival(ensemble, tally),
            bands=made.bands(ensemble, tally),
            histories=made.histories(ensemble, range(min(played.n_runs, SINGLE_HISTORIES))),
            replies=made.replies(read.exchanges),
            chains=made.chains(read.exchanges, labels),
            observed=observed_frame(self.scenario),
            outcomes=self._outcomes(played) if "outcomes" in self.keep else None,
            curves=curve_frame(ensemble, played.whole) if played.whole is not None else None,
            moves=made.moves_of(ensemble, closely) if "moves" in self.keep else None,
            exchanges=made.exchanges(read.exchanges) if "exchanges" in self.keep else None,
            manifest=manifest
            | {
                "headline": " ".join([*nowhere, said]),
                "scripted": scripted_moves(ensemble, played.n_runs, known=read.scripted),
            }
            | ({"against_record": sums(record, read.decided, at)} if len(record) else {}),
            against_record=of_histories(record, read.decided, at) if len(record) else None,
            ties=read.withheld.frame(),
            moves_by_kind=read.made.frame(),
        )

    def _outcomes(self, played: PlayedRuns) -> Any:
        """A row a run and relation or group, with the own measures of the run."""
        if played.rows is None:
            return None
        return with_own_values(outcome_frame(self.ensemble, played.rows), self.own_ready, played.measured)
