"""Every policy against every other: two parties of a scenario play each named policy in turn."""

import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from threading import Event
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.labels import Labels
from sim.analysis.scripted import not_as_asked, numbers_in
from sim.engine.compiled.ensemble import Ensemble, Wanted, n_threads_of
from sim.results.folder_names import folder_name
from sim.results.manifest import manifest_of
from sim.results.measures import REGIMES_BY_NUMBER
from sim.results.tournament import Tournament
from sim.scenario.canonical import document_of
from sim.scenario.own_rule import RuleFile
from sim.scenario.schema import Scenario

from .interrupted import Interrupted, until_interrupted
from .memory import memory_in_use
from .named_policies import policies_played, relation_played, rules_followed, with_policies
from .plan import LINE_BYTES, RESULT_BYTES, Cost, Plan, Progress, seconds_of_a_run
from .playing import bytes_needed, refuse_too_many

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 64  # runs
READ_OF_A_PAIR = 10  # runs in which it is read whether scripted moves were made as asked for
MEANS = ("loss_at_end", "tension_peak", "hostile_moves")  # of the relation, beside how it ends


@dataclass(frozen=True)
class TournamentPlan(Plan):
    """The governments of a relation follow each named policy against each.

    A name fills in the slots that it is about; breaking, silence, delay, memory and all other slots stay as the
    government has them, so that policies are compared by what they are about.  A ministry that has a policy of its
    own keeps it, and so does everybody else.

    Attributes
    ----------
    scenario : Scenario
    seed : int, the same for every pair of policies
    runs : int, histories of each pair
    relation : id; the first of the scenario's plots, else its first relation, if None
    policies : names of policies; all if None
    threads : int; one a core if None
    """

    scenario: Scenario
    seed: int
    runs: int
    relation: str | None = None
    policies: Sequence[str] | None = None
    threads: int | None = None

    unit = "pairs of policies"

    def __post_init__(self) -> None:
        relation_played(self.scenario, self.relation)
        policies_played(self.policies)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenario."""
        return (self.scenario,)

    @property
    def seed_number(self) -> int:
        """Random seed."""
        return self.seed

    @property
    def _chosen(self) -> list[str]:
        return policies_played(self.policies)

    @property
    def _name(self) -> str:
        return relation_played(self.scenario, self.relation)[0]

    @property
    def _players(self) -> tuple[str, str]:
        return relation_played(self.scenario, self.relation)[1]

    @property
    def n_asked(self) -> int:
        """Pairs of policies to play."""
        return len(self._chosen) ** 2

    @property
    def words(self) -> str:
        """What is played, in words."""
        return f"{Labels.count(self.runs, 'history')} of {Labels.count(self.n_asked, 'pair')} of policies"

    @property
    def rules(self) -> list[RuleFile]:
        """Own rules that are run: those of others, for the players play named policies."""
        return list(rules_followed(self.scenario, self._players, self._chosen))

    @property
    def folder_name(self) -> str:
        """Name for the folder of the whole result."""
        return folder_name("tournament", self._manifest(self.n_asked))

    def drivers(self) -> list[Ensemble]:
        """A driver by which the rules are compiled, if that is worth it for all pairs."""
        return [self._first_cell]

    @cached_property
    def _first_cell(self) -> Ensemble:
        return self._ensemble(self.scenario)

    def _ensemble(self, world: Scenario) -> Ensemble:
        """Make the driver for one pair of policies ready; it keeps the outcomes of all runs of the pair."""
        wanted = Wanted((self._name,), rows=True)
        n_played = self.n_asked * (self.runs + min(self.runs, READ_OF_A_PAIR))
        return Ensemble(world, self.seed, wanted, n_threads=n_threads_of(self.threads), n_runs=n_played)

    def cost(self) -> Cost:
        """Estimate by playing a few histories."""
        begun = time.perf_counter()
        ensemble = self._ensemble(self.scenario)
        to_ready, (fixed, each) = time.perf_counter() - begun, bytes_needed(ensemble)
        at_once = ensemble.n_threads if ensemble.is_compiled else 1
        return Cost(
            self.n_asked * (to_ready + self.runs * seconds_of_a_run(ensemble) / at_once),
            memory_in_use() + fixed + each * self.runs,
            RESULT_BYTES + self.n_asked * LINE_BYTES,
            ensemble.n_threads,
        )

    def check_size(self) -> None:
        """Raise TooLargeError where the histories of a pair do not fit into memory."""
        refuse_too_many(self._first_cell, self.runs)

    def play(self, progress: Progress | None = None, stop: Event | None = None) -> Tournament:
        """Play every pair of policies; see :meth:`sim.experiment.plan.Plan.play`."""
        self.check_size()
        rows: list[dict[str, Any]] = []
        scripted: list[Any] = []
        with until_interrupted(stop) as stop, suppress(KeyboardInterrupt):
            for one, other in _pairs(self._chosen):
                world = with_policies(self.scenario, dict(zip(self._players, (one, other), strict=True)))
                driver = self._ensemble(world)
                cell = _cell(driver, self.runs, stop)
                if stop.is_set():  # this pair may have been given up
                    break
                rows.append({"a_policy": one, "b_policy": other, **cell})
                scripted.append(numbers_in(driver, self.runs, READ_OF_A_PAIR))
                if progress is not None:
                    progress(len(rows), self.n_asked)
        if not rows:
            raise Interrupted(None)
        found = {"scripted": not_as_asked(self._first_cell, scripted)}
        result = Tournament(_frame(rows), self._manifest(len(rows)) | found)
        if len(rows) < self.n_asked:
            raise Interrupted(result)
        return result

    def _manifest(self, n_pairs: int) -> dict[str, Any]:
        a, b = self._players
        return manifest_of(
            document_of(self.scenario),
            rules=self.rules,
            settings=list(self.scenario.settings),
            relation=self._name,
            a=a,
            b=b,
            policies=self._chosen,
            pairs=n_pairs,
            pairs_asked=self.n_asked,
            seed=self.seed,
            runs=self.runs,
        )


def _pairs(policies: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((one, other) for one in policies for other in policies)


def _cell(ensemble: Ensemble, runs: int, stop: Event) -> dict[str, Any]:
    """Outcome of a pair of policies in the relation, over all runs; empty once ``stop`` is set."""
    rows = [chunk.rows for chunk in ensemble.chunks(runs, CHUNK, 0, stop)]
    if stop.is_set():
        return {}

    def of_all(name: str) -> Any:
        return np.concatenate([getattr(row, name)[:, 0] for row in rows])

    regime = of_all("regime")
    return {
        "runs": runs,
        **{end.name: float((regime == number).mean()) for number, end in enumerate(REGIMES_BY_NUMBER)},
        **{name: float(of_all(name).mean()) for name in MEANS},
    }


def _frame(rows: list[dict[str, Any]]) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(rows)
