"""Two worlds under the same chance: what a change changes, run by run.

Draws are keyed by who decides, towards whom, when and what for.  So a run of the one world and the run of the same
number in the other share every draw that both make, and what differs between them is due to the change.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.engine.ensemble import Chunk, Ensemble, Wanted
from sim.rules.history import LOSS, NOTED, Rows
from sim.rules.indices import REGIMES
from sim.rules.tally import Tally, bin_values
from sim.rules.world import NONE
from sim.scenario.canonical import document_of
from sim.scenario.relations import relations_of, sorted_pair
from sim.scenario.schema import Scenario

from .change import change_between
from .followed import relations_followed
from .interrupted import Interrupted
from .paired import Paired, paired, together

if TYPE_CHECKING:
    import pandas as pd

CHUNK = 64  # runs; a tenth of a second, after which an interruption is heard
MOST_RELATIONS = 3  # followed where neither the user nor the scenario names any
AT_ANY_TIME, ANY_BREAK, FIRST_BREAK = "rupture at any time", "any break", "first break by "
MEASURES = ("tension_at_end", "tension_peak", "loss_at_end", "loss_peak", "flow_peak", "hostile_moves")
MAIN_MEASURES = (
    "loss_at_end",
    "tension_peak",
    "hostile_moves",
)  # by which the median pair is chosen, one after another

Label = tuple[str, str, str]  # level, name, measure


@dataclass(frozen=True)
class Comparison:
    """The same runs in two worlds.

    Attributes
    ----------
    differences : one row a relation, pair of blocs, theatre or run and measure: shares and means in both worlds, and
        the mean paired difference, the second world less the first, with its 95 % interval
    curves : one row a day and curve: medians in both worlds, to the width of a bin as in a forecast, and the mean
        paired difference with its 95 % interval
    parting : ``run``, the number of the median pair of those ``differing`` in the ``measure`` of a relation (``level``,
        ``name``); :func:`sim.analysis.parting.complete` adds where it parts
    sentence : what the change changes; by the same function
    manifest : titles, the change, seed, runs, both scenarios
    """

    differences: "pd.DataFrame"
    curves: "pd.DataFrame"
    parting: dict[str, Any]
    sentence: str
    manifest: dict[str, Any]


def compare(
    a: Scenario,
    b: Scenario,
    seed: int = 1,
    runs: int = 2000,
    relations: Sequence[str] | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Play the same runs in two worlds and compare them pair by pair.

    Parameters
    ----------
    a, b : Scenario, of the same days
    seed : int in [0, 2**64)
    runs : int, 2 or more
    relations : ids of relations to follow; those of the plots of ``a``, else its busiest
    threads : int, one a core if absent; changes no result
    progress : called with the pairs done and all of them

    Returns
    -------
    Comparison, without its texts

    Raises
    ------
    ValueError
        If there are too few runs, the worlds cover different days or a relation is not in both.
    Interrupted
        By Ctrl-C; its ``partial`` is the Comparison over the pairs that were finished, or None below two.  Medians
        then count every run finished in a world, paired or not.
    """
    if runs < 2:
        raise ValueError(f"runs {runs}: expected 2 or more")
    if (a.start, a.end) != (b.start, b.end):
        raise ValueError(f"one world lasts from {a.start} to {a.end}, the other from {b.start} to {b.end}")
    followed = relations_followed(a, seed, relations, MOST_RELATIONS)
    _check_relations(a, b, followed)
    wanted = Wanted(followed, bands=True, rows=True, whole=True)
    of_a, of_b = (Ensemble(world, seed, wanted, n_threads=threads) for world in (a, b))
    worlds = _World(of_a, of_b), _World(of_b, of_a)
    played = _play(*worlds, runs, progress)
    if played is None or played.outcomes.n < 2:
        raise Interrupted(None)
    run, measure, differing = median_pair(played.main)
    level, name, main = main_labels(followed)[measure]
    comparison = Comparison(
        differences=_difference_frame(worlds[0].labels, played.outcomes),
        curves=_curve_frame(*worlds, played.curves),
        parting={"run": run, "differing": differing, "level": level, "name": name, "measure": main},
        sentence="",
        manifest=_manifest(a, b, seed, played.outcomes.n, runs, followed),
    )
    if played.outcomes.n < runs:
        raise Interrupted(comparison)
    return comparison


def main_labels(relations: Sequence[str]) -> list[Label]:
    """Measures by which the median pair is chosen, the most important first."""
    return [*(("relation", name, measure) for name in relations for measure in MAIN_MEASURES), ("run", "run", "moves")]


def median_pair(differences: Any) -> tuple[int, int, int]:
    """Choose the pair to be told: the median one of those that differ.

    Most changes leave many histories as they were, and then the median over all pairs has nothing to tell.

    Parameters
    ----------
    differences : (R, M) float64, of M measures, the most important first

    Returns
    -------
    tuple of int
        its run: of the pairs that differ in the first measure in which any do, the one of median difference; among
        equals the one of median difference in the next measure, and at last the first.  The number of that measure,
        and of the pairs that differ in it; 0 of the last one where none differ at all.
    """
    n_runs, n_measures = differences.shape
    first = next((m for m in range(n_measures) if differences[:, m].any()), n_measures - 1)
    differing = np.flatnonzero(differences[:, first])
    chosen = differing if differing.size else np.arange(n_runs)
    for measure in differences.T[first:]:
        median = np.sort(measure[chosen])[(chosen.size - 1) // 2]
        chosen = chosen[measure[chosen] == median]
    return int(chosen[0]), first, differing.size


def _check_relations(a: Scenario, b: Scenario, relations: Sequence[str]) -> None:
    """Raise ValueError where a relation is not in both worlds, or joins others there."""
    in_a, in_b = relations_of(a), relations_of(b)
    for name in relations:
        if name not in in_b:
            known = ", ".join(sorted(in_a.keys() & in_b.keys())) or "none"
            raise ValueError(f"relation {name!r} is not in both worlds; in both are {known}")
        if (one := sorted_pair(in_a[name].between)) != (other := sorted_pair(in_b[name].between)):
            raise ValueError(
                f"relation {name!r} joins {' and '.join(one)} in one world, {' and '.join(other)} in the other"
            )


class _World:
    """One of two worlds, read in the columns and directions that both have, in the order of the first."""

    def __init__(self, own: Ensemble, other: Ensemble) -> None:
        self.ensemble = own
        columns = _columns(own)
        self.shared = [column for column in columns if column in _columns(other)]  # sorted alike in both
        self.columns = [columns.index(column) for column in self.shared]
        pairs = {name: own.names.pairs[own.names.dyads.index(name)] for name in own.wanted.relations}
        ways = [(name, *way) for name, (x, y) in pairs.items() for way in ((x, y), (y, x))]
        self.breaks = [own.names.direction(actor, target) for _, actor, target in ways]
        self.labels: list[Label] = [("run", "run", ANY_BREAK), ("run", "run", "moves")]
        self.labels += [("break", name, f"{FIRST_BREAK}{actor}") for name, actor, _ in ways]
        of_column = (*REGIMES, AT_ANY_TIME, *MEASURES)
        self.labels += [(level, name, measure) for level, name in self.shared for measure in of_column]

    def chunks(self, runs: int) -> Any:
        """Chunks of all runs, in order."""
        return self.ensemble.chunks(runs, CHUNK)

    def outcomes(self, rows: Rows) -> Any:
        """Outcomes of some runs by the labels, (R, labels)."""
        of_run = [rows.breaks_ij != NONE, rows.moves, *(rows.breaks_ij == ij for ij in self.breaks)]
        columns = [value for s in self.columns for value in self._of_column(rows, s)]
        return np.stack([*of_run, *columns], axis=1).astype(np.float64)

    def _of_column(self, rows: Rows, s: int) -> list[Any]:
        regimes = [rows.regime[:, s] == regime for regime in range(len(REGIMES))]
        return [*regimes, rows.ruptured[:, s] != NONE, *(getattr(rows, name)[:, s] for name in MEASURES)]

    def curves(self, chunk: Chunk) -> Any:
        """Curves of some runs, (R, NOTED, columns, days)."""
        return chunk.whole[:, :, self.columns]

    def medians(self) -> Any:
        """Median of each curve on each day over all runs, (NOTED, columns, days)."""
        tally: Tally = self.ensemble.tally()
        return np.stack([_median(tally.bands[c, self.columns], bin_values(c == LOSS)) for c in range(len(NOTED))])


def _columns(ensemble: Ensemble) -> list[tuple[str, str]]:
    return list(zip(ensemble.levels, ensemble.columns, strict=True))


def _median(counts: Any, values: Any) -> Any:
    """Value of the first bin by which half of all runs are reached, (..., B) to (...)."""
    cumulative = np.cumsum(counts, axis=-1)
    return values[np.argmax(2 * cumulative >= cumulative[..., -1:], axis=-1)]


class _Played(NamedTuple):
    outcomes: Paired
    curves: Paired
    main: Any  # (R, M) differences in the main measures of each relation, and in the number of all moves


def _play(a: _World, b: _World, runs: int, progress: Callable[[int, int], None] | None) -> _Played | None:
    """Play the same runs in both worlds; interrupted, it gives the pairs finished by then."""
    main = [a.labels.index(label) for label in main_labels(a.ensemble.wanted.relations)]
    played: _Played | None = None
    with closing(a.chunks(runs)) as of_a, closing(b.chunks(runs)) as of_b:
        try:
            for one, other in zip(of_a, of_b, strict=True):
                outcomes = a.outcomes(one.rows), b.outcomes(other.rows)
                latest = _Played(
                    paired(*outcomes), paired(a.curves(one), b.curves(other)), (outcomes[1] - outcomes[0])[:, main]
                )
                played = latest if played is None else _joined(played, latest)  # whole or not at all
                if progress is not None:
                    progress(played.outcomes.n, runs)
        except KeyboardInterrupt:
            pass
    return played


def _joined(one: _Played, other: _Played) -> _Played:
    outcomes, curves = together(one.outcomes, other.outcomes), together(one.curves, other.curves)
    return _Played(outcomes, curves, np.concatenate([one.main, other.main]))


def _difference_frame(labels: list[Label], outcomes: Paired) -> "pd.DataFrame":
    import pandas as pd

    low, high = outcomes.interval
    values = {"a": outcomes.a, "b": outcomes.b, "difference": outcomes.difference, "low": low, "high": high}
    return pd.DataFrame(labels, columns=["level", "name", "measure"]).assign(**values)


def _curve_frame(a: _World, b: _World, curves: Paired) -> "pd.DataFrame":
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


def _manifest(a: Scenario, b: Scenario, seed: int, runs: int, asked: int, followed: tuple[str, ...]) -> dict[str, Any]:
    from sim import __version__

    documents = document_of(a), document_of(b)
    return {
        "name": a.name,
        "title_a": a.title,
        "title_b": b.title,
        "change": change_between(*documents),
        "relations": list(followed),
        "seed": seed,
        "runs": runs,
        "runs_asked": asked,
        "version": __version__,
        "scenario_a": documents[0],
        "scenario_b": documents[1],
    }
