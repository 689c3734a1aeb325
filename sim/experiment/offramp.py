"""The smallest of some changes that keeps the chance of an end below a bound: planned, searched for and summed up."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from threading import Event
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.intervals import share_interval
from sim.analysis.labels import Labels
from sim.analysis.near_limits import LIMITS, is_near
from sim.analysis.offramp_headline import headline_of
from sim.analysis.paired import paired
from sim.analysis.rare_end import RareEnd
from sim.analysis.returns import gone_over, return_frame
from sim.design.variation import Variation, typed
from sim.engine.compiled.ensemble import Ensemble, Wanted, n_threads_of
from sim.engine.compiled.history import Rows
from sim.results.folder_names import folder_name
from sim.results.manifest import manifest_of
from sim.results.measures import REGIMES_BY_NUMBER, RUPTURE_AT_ANY_TIME
from sim.results.offramp import Offramp
from sim.rules.world import NONE, Floats
from sim.scenario.base import BaseScenario
from sim.scenario.canonical import document_of
from sim.scenario.own_rule import OwnRuleError, RuleFile
from sim.scenario.problems import ScenarioError
from sim.scenario.schema import Scenario
from sim.scenario.values_in_force import own_value

from .interrupted import Interrupted, until_interrupted
from .memory import memory_in_use
from .plan import LINE_BYTES, RESULT_BYTES, Cost, Plan, Progress, seconds_of_a_run
from .playing import bytes_needed, refuse_too_many
from .race import FIRST_LOOK, Bools, Race
from .rungs import Rung, ladders_of

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 64  # histories
YEARS_AFTER, LAST_DAY = 5, date(9999, 12, 31)  # in which it is looked at what comes back
READ = 200  # histories by which that is known
AS_IT_IS = -1  # number of the scenario itself beside those of the rungs
GIVEN = "given"  # the own value of an entry that is dropped
WORLDS = ("as it is", "changed")


@dataclass(frozen=True)
class OfframpPlan(Plan):
    """The smallest change, of those named, that keeps the chance of an end of a relation below a bound.

    Attributes
    ----------
    base : BaseScenario, as it is
    variations : what may be changed, and to which values
    end : RareEnd, what is to be rare
    below : float in (0, 1], the bound
    relation : id, whose end counts
    seed : int
    runs : int, histories of a value that the search may spend; what is found is confirmed in as many others
    threads : int; one a core if None
    """

    base: BaseScenario
    variations: Sequence[Variation]
    end: RareEnd
    below: float
    relation: str
    seed: int = 1
    runs: int = 2000
    threads: int | None = None

    unit = "values of changes"

    def __post_init__(self) -> None:
        assert self.ladders

    @cached_property
    def ladders(self) -> list[list[Rung]]:
        """Values of each change, from the smallest change on."""
        return ladders_of(self.variations, lambda path: own_value(self.base.scenario, path))

    @cached_property
    def rungs(self) -> list[Rung]:
        """All values, ladder by ladder."""
        return [rung for ladder in self.ladders for rung in ladder]

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenario as it is."""
        return (self.base.scenario,)

    @property
    def seed_number(self) -> int:
        """Random seed."""
        return self.seed

    @property
    def n_asked(self) -> int:
        """Values to try."""
        return len(self.rungs)

    @property
    def words(self) -> str:
        """What is played, in words."""
        return f"{Labels.count(self.n_asked, 'value')} of changes, up to {Labels.count(2 * self.runs, 'history')} each"

    @property
    def rules(self) -> list[RuleFile]:
        """Own rules that may be run at some value."""
        return self.base.rules(rung.setting for rung in self.rungs)

    @property
    def folder_name(self) -> str:
        """Name for the folder of the whole result."""
        return folder_name("offramp", self._asked())

    def _ensemble(self, rung: int, end: date | None = None) -> Ensemble:
        """Make the scenario as it is, or with a change, ready; played to another last day where one is given."""
        settings = [self.rungs[rung].setting] if rung != AS_IT_IS else []
        case = self.base.with_settings([*settings, *([f"end={end}"] if end else [])])
        wanted = Wanted((self.relation,), rows=True)
        return Ensemble(case, self.seed, wanted, n_threads=n_threads_of(self.threads), n_runs=self._n_played)

    @property
    def _n_played(self) -> int:
        """Histories that are played, about."""
        return round(self._n_tried) + 2 * min(READ, self.runs) * (1 + YEARS_AFTER)

    @property
    def _n_tried(self) -> float:
        """Histories of the search, about: a first look at all values, all histories at one value in four."""
        return self.n_asked * min(FIRST_LOOK, self.runs) + (1 + self.n_asked / 4) * 2 * self.runs

    @cached_property
    def _as_it_is(self) -> Ensemble:
        return self._ensemble(AS_IT_IS)

    def drivers(self) -> list[Ensemble]:
        """A driver by which the rules are compiled, if that is worth it for the search."""
        return [self._as_it_is]

    def cost(self) -> Cost:
        """Estimate: the search, and the returns of two worlds."""
        ensemble = self._as_it_is
        at_once = ensemble.n_threads if ensemble.is_compiled else 1
        longer = 1 + YEARS_AFTER * 365 / ensemble.n_days
        seconds = seconds_of_a_run(ensemble) * (self._n_tried / at_once + 2 * min(READ, self.runs) * longer)
        fixed, each = bytes_needed(ensemble)
        lines = (self.n_asked + 100) * LINE_BYTES
        return Cost(seconds, memory_in_use() + fixed + each * self.runs, RESULT_BYTES + lines, ensemble.n_threads)

    def check_size(self) -> None:
        """Raise TooLargeError where the histories of a value do not fit into memory."""
        refuse_too_many(self._as_it_is, self.runs)

    def play(self, progress: Progress | None = None, stop: Event | None = None) -> Offramp:
        """Search; see :meth:`sim.experiment.plan.Plan.play`.  Interrupted, nothing is known."""
        self.check_size()
        with until_interrupted(stop) as stop:
            search = _Search(self, stop, progress)
            race = Race(search.numbers, self.below, self.runs, search.events)
            for rung in range(AS_IT_IS, self.n_asked):
                race.look(rung)
            answers = [rung for rung in race.run() if rung is not None]
            race.confirms(AS_IT_IS)
        with until_interrupted():
            return self._summed_up(race, answers, search)

    def _summed_up(self, race: Race, answers: list[int], search: "_Search") -> Offramp:
        frame = self._answer_frame(race, answers)
        first = int(frame["rung"].iloc[0]) if len(frame) else AS_IT_IS
        share = float(race.confirmed[AS_IT_IS].mean())
        low, high = share_interval(int(race.confirmed[AS_IT_IS].sum()), self.runs)
        spent = sum(seen.n for seen in race.seen.values()) + self.runs * len(race.confirmed)
        tried = self._tried_frame(race, search)
        bare = Offramp(
            answers=frame.drop(columns="rung"),
            tried=tried,
            returns=self._returns(first),
            manifest=self._asked()
            | {
                "changed": document_of(self._ensemble(first).scenario) if len(frame) else None,
                **search.near_limit(AS_IT_IS, first),
                "as_it_is": {"share": share, "low": float(low), "high": float(high)},
                "spent": spent,
                "spent_by_a_grid": 2 * self.runs * (1 + self.n_asked),
            },
        )
        return replace(bare, manifest=bare.manifest | {"headline": headline_of(bare)})

    def _asked(self) -> dict[str, Any]:
        return manifest_of(
            document_of(self.base.scenario),
            rules=self.rules,
            settings=list(self.base.scenario.settings),
            changes=[variation.text for variation in self.variations],
            relation=self.relation,
            end=self.end.text,
            below=self.below,
            seed=self.seed,
            runs=self.runs,
        )

    def _answer_frame(self, race: Race, answers: list[int]) -> "pd.DataFrame":
        """Answers from the smallest change on; of equal ones the more effective first."""
        import pandas as pd

        as_it_is = race.confirmed[AS_IT_IS]
        rows: list[dict[str, Any]] = []
        for rung in sorted(answers, key=lambda n: (self.rungs[n].size, race.confirmed[n].mean(), n)):
            there, found = self.rungs[rung], paired(as_it_is, race.confirmed[rung])
            low, high = share_interval(int(race.confirmed[rung].sum()), self.runs)
            apart = found.interval
            rows.append(
                {
                    "rank": len(rows) + 1,
                    "rung": rung,
                    "path": there.path,
                    "own": GIVEN if isinstance(own := own_value(self.base.scenario, there.path), dict) else typed(own),
                    "value": typed(there.value),
                    "size": there.size,
                    "share": float(found.b),
                    "low": float(low),
                    "high": float(high),
                    "difference": float(found.difference),
                    "difference_low": float(apart[0]),
                    "difference_high": float(apart[1]),
                }
            )
        texts, whole = ("path", "own", "value"), ("rank", "rung")
        columns = [*whole, *texts, "size", "share", "low", "high", "difference", "difference_low", "difference_high"]
        types = dict.fromkeys(columns, "float64") | dict.fromkeys(whole, "int64") | dict.fromkeys(texts, "str")
        return pd.DataFrame(rows, columns=columns).astype(types)

    def _tried_frame(self, race: Race, search: "_Search") -> "pd.DataFrame":
        import pandas as pd

        rows = []
        for n, rung in enumerate(self.rungs):
            seen = race.seen[n]
            low, high = share_interval(seen.events, seen.n, race.z)
            is_played = n not in search.problems
            numbers = (seen.share, float(low), float(high)) if is_played else (np.nan,) * 3
            said = (rung.path, typed(rung.value), rung.size, seen.n if is_played else 0, *numbers)
            rows.append((n, *said, race.side(n) if is_played else "", search.problems.get(n, "")))
        columns = ["rung", "path", "value", "size", "runs", "share", "low", "high", "side", "problem"]
        return pd.DataFrame(rows, columns=columns)

    def _returns(self, first: int) -> "pd.DataFrame":
        """What is lost and comes back, as the scenario is and with the answer; of the first alone where none is."""
        scenario = self.base.scenario
        after = min(scenario.end + timedelta(days=round(YEARS_AFTER * 365.25)), LAST_DAY)
        numbers = range(self.runs, self.runs + min(READ, self.runs))
        worlds = dict(zip(WORLDS, dict.fromkeys((AS_IT_IS, first)), strict=False))
        found = {name: gone_over(self._ensemble(n, after), self.relation, numbers) for name, n in worlds.items()}
        return return_frame(found, scenario.start, scenario.end)


def _comes(rows: Rows, end: RareEnd) -> Bools:
    """Whether what is to be rare comes in each of some histories, of the one relation that is followed."""
    if end.above is not None:
        return np.asarray(getattr(rows, end.name)[:, 0] > end.above)
    if end.name == RUPTURE_AT_ANY_TIME.name:
        return np.asarray(rows.ruptured[:, 0] != NONE)
    return np.asarray(rows.regime[:, 0] == [regime.name for regime in REGIMES_BY_NUMBER].index(end.name))


class _Search:
    """Histories of the rungs of a plan, and what went wrong at some."""

    def __init__(self, plan: OfframpPlan, stop: Event, progress: Progress | None) -> None:
        self.plan, self.stop, self.progress = plan, stop, progress
        self.problems: dict[int, str] = {}
        self.losses: dict[int, list[Floats]] = {}  # at the end, of each rung
        first, self.numbers = 0, []
        for ladder in plan.ladders:
            self.numbers.append(range(first, first + len(ladder)))
            first += len(ladder)

    def events(self, rung: int, runs: range) -> Bools:
        """Whether the end comes in each of some histories; everywhere where a value cannot be played."""
        try:
            rows = [chunk.rows for chunk in self._chunks(rung, runs)]
        except (ScenarioError, OwnRuleError, ValueError) as problem:
            self.problems[rung] = " ".join(str(problem).split())
            return np.ones(len(runs), dtype=bool)
        if self.stop.is_set():
            raise Interrupted(None)
        if self.progress is not None and rung != AS_IT_IS:
            self.progress(min(rung + 1, self.plan.n_asked), self.plan.n_asked)
        self.losses.setdefault(rung, []).extend(row.loss_at_end[:, 0] for row in rows)
        return np.concatenate([_comes(row, self.plan.end) for row in rows])

    def near_limit(self, *rungs: int) -> dict[str, Any]:
        """What a manifest says of histories near the limit of the end, of some rungs; nothing of an end without one."""
        end = self.plan.end.name
        if end not in LIMITS:
            return {}
        played = [(np.concatenate(self.losses[rung]), self._ensemble(rung).tables.world) for rung in rungs]
        shares = [float(is_near(losses, end, world).mean()) for losses, world in played]
        return {"near_limit": {"shares": shares, "losses": [float(losses.mean()) for losses, _ in played]}}

    def _chunks(self, rung: int, runs: range) -> Any:
        return self._ensemble(rung).chunks(len(runs), CHUNK, runs.start, self.stop)

    def _ensemble(self, rung: int) -> Ensemble:
        return self.plan._as_it_is if rung == AS_IT_IS else self.plan._ensemble(rung)
