"""Two worlds under the same chance: what a change changes, run by run.

Draws are keyed by who decides, towards whom, when and what for.  So a run of the one world and the run of the same
number in the other share every draw that both make, and what differs between them is due to the change.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.divergence import complete
from sim.analysis.paired import Paired
from sim.engine.compiled.ensemble import N_RUN_NUMBERS
from sim.engine.compiled.history import NOTED
from sim.results.comparison import Comparison
from sim.results.manifest import manifest_of
from sim.scenario.arguments import whole_number
from sim.scenario.canonical import document_of
from sim.scenario.changes import change_between
from sim.scenario.schema import Scenario

from .interrupted import Interrupted
from .many_runs import until_interrupted
from .worlds import Label, Pair, Played, World, chunk_size, play_pairs, ready, refuse_too_many

if TYPE_CHECKING:
    import pandas as pd

# by which the median pair is chosen, one after another
MAIN_MEASURES = ("loss_at_end", "tension_peak", "hostile_moves")


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
    Comparison

    Raises
    ------
    ValueError
        If there are too few runs, the worlds cover different days or a relation is not in both.
    TooLargeError
        If that many runs do not fit into memory.
    Interrupted
        By Ctrl-C; its ``partial`` is the Comparison over the pairs that were finished, or None below two.  Medians
        then count every run finished in a world, paired or not.
    """
    runs = whole_number("runs", runs, 2, N_RUN_NUMBERS)
    pair = ready(a, b, seed, relations, threads)
    main, size = main_labels(pair.a.wanted.relations), chunk_size(pair)
    refuse_too_many(pair, size, len(main), runs)
    played = play_pairs(pair, runs, size, main, progress)
    if played.n < 2:
        raise Interrupted(None)
    with until_interrupted():  # what was played is not lost while it is summed up
        comparison = _comparison_of(pair, played, main, runs)
    if played.n < runs:
        raise Interrupted(comparison)
    return comparison


def _comparison_of(pair: Pair, played: Played, main: Sequence[Label], asked: int) -> Comparison:
    worlds = World(pair.a, pair.b), World(pair.b, pair.a)
    run, measure, differing = median_pair(np.concatenate(played.main))
    level, name, by = main[measure]
    bare = Comparison(
        differences=_difference_frame(worlds[0].labels, played.outcomes.sum()),
        curves=_curve_frame(*worlds, played.curves.sum()),
        parting={"run": run, "differing": differing, "level": level, "name": name, "measure": by},
        sentence="",
        manifest=_manifest(pair, played.n, asked),
    )
    return complete(bare, pair.a.scenario, pair.b.scenario)


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


def _difference_frame(labels: list[Label], outcomes: Paired) -> "pd.DataFrame":
    import pandas as pd

    low, high = outcomes.interval
    values = {"a": outcomes.a, "b": outcomes.b, "difference": outcomes.difference, "low": low, "high": high}
    return pd.DataFrame(labels, columns=["level", "name", "measure"]).assign(**values)


def _curve_frame(a: World, b: World, curves: Paired) -> "pd.DataFrame":
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


def _manifest(pair: Pair, runs: int, asked: int) -> dict[str, Any]:
    a, b = pair.a.scenario, pair.b.scenario
    documents = document_of(a), document_of(b)
    return manifest_of(
        *documents,
        rules=[*pair.a.tables.own_rule.rules, *pair.b.tables.own_rule.rules],
        change=change_between(*documents),
        relations=list(pair.a.wanted.relations),
        seed=pair.a.seed,
        runs=runs,
        runs_asked=asked,
    )
