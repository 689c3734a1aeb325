"""Two worlds under the same chance: what a change changes, run by run.

Draws are keyed by who decides, towards whom, when and what for.  So a run of the one world and the run of the same
number in the other share every draw that both make, and what differs between them is due to the change.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Event
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.against_record import documented
from sim.analysis.divergence import complete
from sim.analysis.labels import Labels
from sim.analysis.measure_words import RUN, THEATRE, row_chosen
from sim.analysis.own_measures import tried
from sim.analysis.paired import Paired
from sim.analysis.record_scores import scores_of
from sim.analysis.what_if import may_be_told, row_asked, spoken_of
from sim.analysis.where_defined import in_pairs, warn_of_undefined
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.engine.compiled.history import NOTED
from sim.results.comparison import Comparison
from sim.results.folder_names import folder_name
from sim.results.manifest import manifest_of
from sim.results.measures import OWN, own_column
from sim.scenario.canonical import document_of
from sim.scenario.changes import change_between
from sim.scenario.own_measure import OwnMeasure, in_manifest, rules_in
from sim.scenario.own_rule import RuleFile
from sim.scenario.packed import packed
from sim.scenario.schema import Scenario

from .interrupted import Interrupted, until_interrupted
from .median_pair import main_labels, median_pair
from .memory import memory_in_use
from .paired_runs import InBoth, Label, PairedMeasure, PlayedPairs, play_pairs
from .plan import LINE_BYTES, READ_CLOSELY, RESULT_BYTES, Cost, Plan, Progress, seconds_of_a_run
from .relations_followed import First, changed_relations, check_followed
from .two_worlds import Pair, bytes_needed, check_days, chunk_size, ready, refuse_too_many

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class ComparisonPlan(Plan):
    """The same histories in two worlds.

    Attributes
    ----------
    a, b : Scenario, of the same days
    seed : int
    runs : int, pairs of histories to play, 2 or more
    relations : ids of relations to follow; those of the plots of ``a``, else its busiest, if empty
    threads : int; one a core if None
    label : name of the change; a list of what differs if empty
    measure : name of the own measure that the sentence speaks of, if it speaks of one
    rows : rows that it may speak of, each with its measure, as :func:`sim.analysis.measure_words.rows_named` gives
        them; what differs most clearly if both are empty
    step : int, days between two on which curves are noted; chosen for a figure if None
    own : own measures
    """

    a: Scenario
    b: Scenario
    seed: int
    runs: int
    relations: Sequence[str] = ()
    threads: int | None = None
    label: str = ""
    measure: str = ""
    rows: Mapping[str, str] = field(default_factory=dict)
    step: int | None = None
    own: Sequence[OwnMeasure] = ()

    unit = "pairs of histories"

    def __post_init__(self) -> None:
        check_days(self.a, self.b)
        check_followed(self.a, self.relations)

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """Both worlds."""
        return self.a, self.b

    @property
    def seed_number(self) -> int:
        """Random seed."""
        return self.seed

    @property
    def n_asked(self) -> int:
        """Pairs of histories to play."""
        return self.runs

    @property
    def words(self) -> str:
        """What is played, in words."""
        return f"{Labels.count(self.runs, 'history')} in two worlds"

    @property
    def rules(self) -> list[RuleFile]:
        """Files of own rules and own measures that are run."""
        of_worlds = [rule for world in self.scenarios for rule in packed(world).tables.own_rule.rules]
        return [*of_worlds, *rules_in(self.own)]

    @cached_property
    def pair(self) -> Pair:
        """Both drivers; where no relations are named, a few runs are played to find the busiest."""
        changed = () if self.relations else changed_relations(self.a, self.b, self._change)
        first = First(changed, tuple(self.rows))
        asked = self.a, self.b, self.seed, self.relations, self.threads, self.step, self.own_ready, self._n_played
        return ready(*asked, first)

    @cached_property
    def _documents(self) -> tuple[dict[str, Any], dict[str, Any]]:
        return document_of(self.a), document_of(self.b)

    @cached_property
    def _change(self) -> list[str]:
        return change_between(*self._documents)

    @property
    def _spoken_of(self) -> dict[str, str]:
        """What a manifest says of the measure asked for: its name, and its row where that is not the first followed."""
        if not self.rows:
            return {"measure": self.measure} if self.measure else {}
        followed = self.pair.a.wanted.relations
        row, measure = row_chosen(self.rows, followed)
        is_usual = row in (RUN, next(iter(followed), THEATRE))
        return {"measure": measure} | ({} if is_usual else {"measure_of": row})

    def drivers(self) -> list[Ensemble]:
        """A driver of each world, by which the rules are compiled, if that is worth it for all that is played."""
        wanted = Wanted(bands=True, step=self.step)
        return [Ensemble(world, self.seed, wanted, n_threads=1, n_runs=self._n_played) for world in self.scenarios]

    @property
    def _n_played(self) -> int:
        """Histories that are played in both worlds, and those that are read closely once more."""
        return 2 * (self.runs + min(self.runs, READ_CLOSELY))

    @property
    def own_measures(self) -> Sequence[OwnMeasure]:
        """Own measures that are asked of each history."""
        return self.own

    @cached_property
    def own_ready(self) -> tuple[OwnMeasure, ...]:
        """Own measures, of which it is known whether they say yes or no; some histories are played to find out."""
        found: tuple[OwnMeasure, ...] = tried(self.own, self.a, self.seed)
        return found

    @cached_property
    def _size(self) -> int:
        return chunk_size(self.pair)

    @cached_property
    def _kept(self) -> list[Label]:
        """What each pair may be chosen by: what the sentence may be about, and what chooses among equals."""
        main, followed = main_labels(self.pair.a.wanted.relations), list(self.pair.a.wanted.relations)
        own = [
            (OWN, OWN, own_column(each.name, bool(each.is_share)))
            for each in self.own_ready
            if self.measure == each.name
        ]
        if own:
            told = own
        elif said := self._spoken_of:
            told = [row_asked({"relations": followed, **said})]
        else:
            told = [label for label in InBoth(self.pair.a, self.pair.b).labels if may_be_told(label)]
        return list(dict.fromkeys((*told, *main)))

    @property
    def folder_name(self) -> str:
        """Name for the folder of the whole result."""
        return folder_name("comparison", self._manifest(self.runs))

    def cost(self) -> Cost:
        """Estimate by playing a few histories."""
        pair = self.pair
        cores = 1 if pair.takes_turns else pair.a.n_threads + pair.b.n_threads
        at_once = cores if pair.a.is_compiled else 1
        fixed, each = bytes_needed(pair, self._size, len(self._kept))
        lines = pair.a.sampled.size * len(NOTED) * len(pair.a.columns)
        n_read = self._n_read(self.runs) if len(documented(self.a, self.a.end)) else 0
        a_run, own = seconds_of_a_run(pair.a), pair.a.seconds_of_measures()
        return Cost(
            2 * (a_run * (self.runs / at_once + n_read) + self.runs * own),
            memory_in_use() + fixed + each * self.runs,
            RESULT_BYTES + lines * LINE_BYTES,
            cores,
            own,
        )

    def check_size(self) -> None:
        """Raise TooLargeError where that many pairs do not fit into memory."""
        refuse_too_many(self.pair, self._size, len(self._kept), self.runs)

    def play(self, progress: Progress | None = None, stop: Event | None = None) -> Comparison:
        """Play the pairs and compare them; see :meth:`sim.experiment.plan.Plan.play`.

        Interrupted, its ``partial`` is None below two pairs; medians then count every run finished in a world, paired
        or not.
        """
        self.check_size()
        played = play_pairs(self.pair, self.runs, self._size, self._kept, progress, stop)
        if played.n < 2:
            raise Interrupted(None)
        with until_interrupted():  # what was played is not lost while it is summed up
            comparison = self._summed_up(played)
        warn_of_undefined(in_pairs(comparison.manifest))
        if played.n < self.runs:
            raise Interrupted(comparison)
        return comparison

    def _summed_up(self, played: PlayedPairs) -> Comparison:
        pair = self.pair
        worlds = InBoth(pair.a, pair.b), InBoth(pair.b, pair.a)
        n_read = self._n_read(played.n)
        scores = scores_of((self.a, self.b), (pair.a, pair.b), n_read)
        bare = Comparison(
            differences=_with_own(
                _difference_frame(worlds[0].labels, played.outcomes.sum()), self.own_ready, played.own
            ),
            curves=_curve_frame(*worlds, played.curves.sum()),
            parting={},
            sentence="",
            manifest=self._manifest(played.n, played.own) | ({} if scores is None else {"read_closely": n_read}),
            record_scores=scores,
        )
        spoken = spoken_of(bare)
        parting = self._parting(np.concatenate(played.kept), spoken.row if spoken else None)
        return complete(replace(bare, parting=parting), self.a, self.b)

    def _parting(self, differences: Any, told: Label | None) -> dict[str, Any]:
        """The median pair of those that differ in what the sentence is about, if it is about anything.

        Parameters
        ----------
        differences : (R, M) float64, of what is kept
        """
        main = main_labels(self.pair.a.wanted.relations)
        by = list(dict.fromkeys((told, *main) if told else main))
        run, measure, differing = median_pair(differences[:, [self._kept.index(label) for label in by]])
        level, name, column = by[measure]
        return {"run": run, "differing": differing, "level": level, "name": name, "measure": column}

    @staticmethod
    def _n_read(n_pairs: int) -> int:
        """Pairs that are read closely."""
        return min(n_pairs, READ_CLOSELY)

    def _manifest(self, n_pairs: int, own: Sequence[PairedMeasure] = ()) -> dict[str, Any]:
        return manifest_of(
            *self._documents,
            rules=self.rules,
            settings=list(self.a.settings),
            label=self.label,
            **self._spoken_of,
            change=self._change,
            relations=list(self.pair.a.wanted.relations),
            seed=self.seed,
            runs=n_pairs,
            runs_asked=self.runs,
            curve_step_days=self.pair.a.step,
            **({"step": self.step} if self.step else {}),
            **({"relations_asked": True} if self.relations else {}),
            **({"measures": _own_in_manifest(self.own_ready, own)} if self.own else {}),
        )


def _own_in_manifest(measures: Sequence[OwnMeasure], own: Sequence[PairedMeasure]) -> list[dict[str, Any]]:
    """What a manifest says of own measures: in how many histories of each world one is not defined, and the pairs."""
    found = [{"undefined_a": a, "undefined_b": b, "pairs": n} for n, _, (a, b) in own] or [{} for _ in measures]
    return [entry | of_runs for entry, of_runs in zip(in_manifest(measures), found, strict=True)]


def _with_own(frame: "pd.DataFrame", measures: Sequence[OwnMeasure], own: Sequence[PairedMeasure]) -> "pd.DataFrame":
    """Differences, and last those of own measures, over the pairs in which one is defined in both worlds."""
    import pandas as pd

    rows = []
    for measure, pairs in zip(measures, own, strict=True):
        column = own_column(measure.name, bool(measure.is_share))
        row: dict[str, Any] = {"level": OWN, "name": OWN, "measure": column, "defined": pairs.n}
        if pairs.n:
            found = pairs.lots.sum()
            numbers = found.a, found.b, found.difference, *found.interval
            row |= dict(zip(("a", "b", "difference", "low", "high"), map(float, numbers), strict=True))
        rows.append(row)
    return pd.concat([frame, pd.DataFrame(rows, columns=list(frame))], ignore_index=True) if rows else frame


def _difference_frame(labels: list[Label], outcomes: Paired) -> "pd.DataFrame":
    import pandas as pd

    low, high = outcomes.interval
    values = {"a": outcomes.a, "b": outcomes.b, "difference": outcomes.difference, "low": low, "high": high}
    return pd.DataFrame(labels, columns=["level", "name", "measure"]).assign(**values, defined=outcomes.n)


def _curve_frame(a: InBoth, b: InBoth, curves: Paired) -> "pd.DataFrame":
    import pandas as pd

    start = np.datetime64(a.ensemble.scenario.start, "s")
    dates = start + np.asarray(a.ensemble.sampled).astype("timedelta64[D]")
    of_a, of_b, (low, high) = a.medians(), b.medians(), curves.interval
    parts = []
    for s, (level, name) in enumerate(a.shared):
        for c, curve in enumerate(NOTED):
            columns = {"a": of_a, "b": of_b, "difference": curves.difference, "low": low, "high": high}
            values = {column: array[c, s] for column, array in columns.items()}
            parts.append(pd.DataFrame({"level": level, "name": name, "curve": curve, "date": dates, **values}))
    return pd.concat(parts, ignore_index=True)
