"""Distributions over many runs, kept as counts in fixed bins: as large for ten million runs as for ten.

Counts are whole numbers, so that neither threads nor the order of runs changes them.
"""

import math
from typing import NamedTuple

import numpy as np

from sim.rules.indices import REGIMES
from sim.rules.jit import rule
from sim.rules.world import NONE, Floats, Ints

from .history import LOSS, NOTED

COARSE, FINE = 1, 32  # how finely curves and measures are resolved
BINS_PER_DOUBLING = 32  # of equal width; coarse: a bin is 1.6 to 3.1 % wide, fine: a thirtieth of that
LEAST, MOST = (
    2.0**-7,
    2.0**13,
)  # of severities; a larger one counts as MOST, so that no sum overflows
LEAST_EXPONENT, N_DOUBLINGS = -6, 20
SHARE_BINS = 400  # coarse: a bin is .0025 wide
MOST_MOVES = 2048  # runs with as many moves or more are counted together
MOST_MOVES_OF_MANY = 131_072  # the same in a large world
UNIT = 1 << 16  # by which numbers are multiplied, so that their sums are whole

MEASURES = ("tension_at_end", "tension_peak", "loss_at_end", "loss_peak", "flow_peak")  # of Rows, in this order
OF_TIES = ("ties_lost_at_end", "ties_lost_peak", "ties_lost_ab_at_end", "ties_lost_ba_at_end")  # where there are any
(
    TENSION_AT_END,
    TENSION_PEAK,
    LOSS_AT_END,
    LOSS_PEAK,
    FLOW_PEAK,
    TIES_AT_END,
    TIES_PEAK,
    TIES_AB_AT_END,
    TIES_BA_AT_END,
) = range(len(MEASURES + OF_TIES))


class Tally(NamedTuple):
    """Runs counted by how they went: S columns as followed, K days on which curves are noted, T days, D dyads."""

    runs: Ints  # (1,) runs counted
    regimes: Ints  # (S, regimes) runs that end in each
    ruptured: Ints  # (S, T) runs that are in rupture for the first time on each day
    breaks: Ints  # (2 D,) runs in which the first break is announced in each direction
    measures: Ints  # (MEASURES, S, fine bins) runs by the bin of each measure, of ties last where there are any
    sums: Ints  # (MEASURES, S) of the measures, in UNITs
    hostile_moves: Ints  # (S, most moves) runs by the number of hostile moves
    moves: Ints  # (most moves,) runs by the number of all moves
    moves_made: Ints  # (S + 1,) hostile moves of all runs, then all moves
    bands: Ints  # (NOTED, S, K, coarse bins) runs by the bin of each curve; without days where no bands are wanted


@rule
def count_run(followed, rows, r, tally):
    """Count a finished run, whose outcome stands in row ``r``."""
    tally.runs[0] += 1
    most = tally.moves.size - 1
    tally.moves[min(rows.moves[r], most)] += 1
    tally.moves_made[rows.regime.shape[1]] += rows.moves[r]
    if rows.breaks_ij[r] != NONE:
        tally.breaks[rows.breaks_ij[r]] += 1
    for s in range(rows.regime.shape[1]):
        tally.regimes[s, rows.regime[r, s]] += 1
        if rows.ruptured[r, s] != NONE:
            tally.ruptured[s, rows.ruptured[r, s]] += 1
        tally.hostile_moves[s, min(rows.hostile_moves[r, s], most)] += 1
        tally.moves_made[s] += rows.hostile_moves[r, s]
        count_measure(tally, TENSION_AT_END, s, rows.tension_at_end[r, s], False)
        count_measure(tally, TENSION_PEAK, s, rows.tension_peak[r, s], False)
        count_measure(tally, LOSS_AT_END, s, rows.loss_at_end[r, s], True)
        count_measure(tally, LOSS_PEAK, s, rows.loss_peak[r, s], True)
        count_measure(tally, FLOW_PEAK, s, rows.flow_peak[r, s], False)
        if followed.has_ties[0]:
            count_ties(rows, r, tally, s)
    if tally.bands.shape[2] > 0:
        count_curves(followed, tally)


@rule
def count_ties(rows, r, tally, s):
    """Count what column ``s`` lost of its ties."""
    count_measure(tally, TIES_AT_END, s, rows.ties_lost_at_end[r, s], True)
    count_measure(tally, TIES_PEAK, s, rows.ties_lost_peak[r, s], True)
    count_measure(tally, TIES_AB_AT_END, s, rows.ties_lost_ab_at_end[r, s], True)
    count_measure(tally, TIES_BA_AT_END, s, rows.ties_lost_ba_at_end[r, s], True)


@rule
def count_measure(tally, measure, s, value, is_share):
    """Count one measure of column ``s``."""
    tally.measures[measure, s, bin_of(value, is_share, FINE)] += 1
    tally.sums[measure, s] += int(min(value, MOST) * UNIT + 0.5)


@rule
def count_curves(followed, tally):
    """Count the curves noted in a run into their bins."""
    n_curves, n_columns, n_days = followed.curves.shape
    for c in range(n_curves):
        for s in range(n_columns):
            for n in range(n_days):
                tally.bands[c, s, n, bin_of(followed.curves[c, s, n], c == LOSS, COARSE)] += 1


@rule
def keep_curves(followed, whole, r):
    """Keep the curves noted in a run whole in row ``r``, where there are rows for them."""
    if whole.shape[0] > 0:
        n_curves, n_columns, n_days = followed.curves.shape
        for c in range(n_curves):
            for s in range(n_columns):
                for n in range(n_days):
                    whole[r, c, s, n] = followed.curves[c, s, n]


@rule
def bin_of(value, is_share, fineness):
    """Bin of a value: 0 for none; of equal width for a share, of about equal ratio for a severity.

    Parameters
    ----------
    value : float, >= 0
    is_share : bool, whether it is a share, in [0, 1]
    fineness : int, COARSE or FINE

    Returns
    -------
    int in [0, n_bins(fineness))
    """
    if is_share:
        return fineness * SHARE_BINS + 1 if value >= 1.0 else math.ceil(value * fineness * SHARE_BINS)
    steps = fineness * BINS_PER_DOUBLING
    if value < LEAST:
        return 0
    if value >= MOST:
        return 1 + steps * N_DOUBLINGS
    mantissa, exponent = math.frexp(value)  # a mantissa from 1/2 up to 1
    return 1 + steps * (exponent - LEAST_EXPONENT) + int((2.0 * mantissa - 1.0) * steps)


def n_bins(fineness: int) -> int:
    """Count the bins, of which a share needs fewer than a severity."""
    return 2 + fineness * BINS_PER_DOUBLING * N_DOUBLINGS


def bin_values(is_share: bool, fineness: int) -> Floats:
    """Value that stands for each bin, (n_bins,): its middle; 0 for the first, and 1 for the whole."""
    bins = np.arange(n_bins(fineness))
    if is_share:
        n_shares = fineness * SHARE_BINS
        return np.where(bins > n_shares, 1.0, np.maximum(0.0, (bins - 0.5) / n_shares))
    doubling, place = np.divmod(bins - 1, fineness * BINS_PER_DOUBLING)
    middle = 2.0 ** (LEAST_EXPONENT + doubling - 1) * (1.0 + (place + 0.5) / (fineness * BINS_PER_DOUBLING))
    return np.where(bins == 0, 0.0, middle)


def bin_widths(is_share: bool, fineness: int) -> Floats:
    """Width of each bin, (n_bins,): 0 where all values in it are one."""
    bins = np.arange(n_bins(fineness))
    if is_share:
        n_shares = fineness * SHARE_BINS
        return np.where((bins == 0) | (bins > n_shares), 0.0, 1.0 / n_shares)
    doubling = (bins - 1) // (fineness * BINS_PER_DOUBLING)
    width = 2.0 ** (LEAST_EXPONENT + doubling - 1) / (fineness * BINS_PER_DOUBLING)
    return np.where(bins == 0, 0.0, width)


def empty_tally(
    n_columns: int, n_days: int, n_dyads: int, n_sampled: int, has_ties: bool = False, most_moves: int = MOST_MOVES
) -> Tally:
    """Tally of no runs; without bands where no days are sampled, and without ties where there are none."""
    n_measures = len(MEASURES) + len(OF_TIES) * has_ties
    sizes = {
        "runs": (1,),
        "regimes": (n_columns, len(REGIMES)),
        "ruptured": (n_columns, n_days),
        "breaks": (2 * n_dyads,),
        "measures": (n_measures, n_columns, n_bins(FINE)),
        "sums": (n_measures, n_columns),
        "hostile_moves": (n_columns, most_moves),
        "moves": (most_moves,),
        "moves_made": (n_columns + 1,),
        "bands": (len(NOTED), n_columns, n_sampled, n_bins(COARSE)),
    }
    return Tally(**{name: np.zeros(size, dtype=np.int64) for name, size in sizes.items()})
