"""Distributions of curves over many runs, kept as counts in fixed bins: as large for a million runs as for ten.

Counts are whole numbers, so that neither threads nor the order of runs changes them.
"""

import math
from typing import NamedTuple

import numpy as np

from .history import LOSS
from .jit import rule
from .world import Floats, Ints

N_BINS = 640
BINS_PER_DOUBLING = 24  # a bin is 3 % wide
LEAST_SEVERITY = 1e-3  # below it a severity counts as none
SHARE_BINS = 400  # a bin is .0025 wide


class Kept(NamedTuple):
    """What is kept of the curves of runs: C curves of NOTED, S columns and K days as followed."""

    counts: Ints  # (C, S, K, N_BINS) runs in each bin; without days where no bands are wanted
    whole: Floats  # (R, C, S, K) the curves themselves; without runs where they are not wanted


@rule
def keep(followed, kept, r):
    """Count the curves of a finished run into their bins, and keep them whole in row ``r`` where that is wanted."""
    n_curves, n_columns, n_days = followed.curves.shape
    if kept.counts.shape[2] > 0:
        for c in range(n_curves):
            for s in range(n_columns):
                for n in range(n_days):
                    kept.counts[c, s, n, bin_of(c, followed.curves[c, s, n])] += 1
    if kept.whole.shape[0] > 0:
        for c in range(n_curves):
            for s in range(n_columns):
                for n in range(n_days):
                    kept.whole[r, c, s, n] = followed.curves[c, s, n]


@rule
def bin_of(curve, value):
    """Bin of a value: 0 for none; linear for a share, by ratio for a severity.

    Parameters
    ----------
    curve : int, one of NOTED
    value : float, >= 0

    Returns
    -------
    int in [0, N_BINS)
    """
    if curve == LOSS:
        return min(SHARE_BINS, math.ceil(value * SHARE_BINS))
    if value < LEAST_SEVERITY:
        return 0
    return min(N_BINS - 1, 1 + int(BINS_PER_DOUBLING * math.log(value / LEAST_SEVERITY) / math.log(2.0)))


def bin_values(curve: int) -> Floats:
    """Value that stands for each bin, (N_BINS,): its middle; 0 for the first, and 1 for a whole share."""
    bins = np.arange(N_BINS)
    if curve == LOSS:
        middle = (bins - 0.5) / SHARE_BINS
        return np.where(bins >= SHARE_BINS, 1.0, np.maximum(0.0, middle))
    middle = LEAST_SEVERITY * 2.0 ** ((bins - 0.5) / BINS_PER_DOUBLING)
    return np.where(bins == 0, 0.0, middle)
