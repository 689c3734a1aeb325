"""Which pair of runs is shown in full: the median one of those that differ in what the sentence is about."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from .paired_runs import Label

# by which the median pair is chosen, one after another, where nothing is told, and among equals
MAIN_MEASURES = ("loss_at_end", "tension_peak", "hostile_moves")


def main_labels(relations: Sequence[str]) -> list[Label]:
    """Measures by which the median pair is chosen, the most important first."""
    return [*(("relation", name, measure) for name in relations for measure in MAIN_MEASURES), ("run", "run", "moves")]


def median_pair(differences: Any) -> tuple[int, int, int]:
    """Choose the pair shown in full: the median one of those that differ.

    Most changes leave many histories as they were, and then the median over all pairs shows nothing.

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
