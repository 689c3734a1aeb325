"""Differences between points of a sweep whose histories share their chances, and how sure they are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.results.groups import GROUPS, sizes
from sim.results.measures import own_name

if TYPE_CHECKING:
    import pandas as pd


class Interval(NamedTuple):
    """Ends of a 95 % interval; NaN where it is not known."""

    low: float
    high: float


UNKNOWN = Interval(np.nan, np.nan)


def interval_of_sum(measure: str, rows: Sequence["pd.Series[Any]"], signs: Sequence[int]) -> Interval:
    """95 % interval of a sum of numbers of several points, each with its sign, as of a difference: +1 and -1.

    By the jackknife over groups of histories [Efron1982]_, with Student's distribution: history by history the points
    have the same chances, so what they share drops out of a difference.

    Parameters
    ----------
    measure : column of the summary
    rows : of the summary, at the points
    signs : of each

    Returns
    -------
    Interval, NaN where there is one history, or the sweep is one of an older release

    References
    ----------
    .. [Efron1982] B. Efron: The jackknife, the bootstrap and other resampling plans. SIAM, 1982.
    """
    found = [_groups(measure, row) for row in rows]
    if any(each is None for each in found):
        return UNKNOWN
    counts = np.array([each[1] for each in found if each is not None], dtype=float)
    sums = np.array([each[0] for each in found if each is not None], dtype=float)
    is_used = counts.any(axis=0)
    n = int(is_used.sum())
    left = counts.sum(axis=1, keepdims=True) - counts[:, is_used]
    if n < 2 or not (left > 0).all():
        return UNKNOWN
    weights = np.array(signs, dtype=float)
    without = weights @ ((sums.sum(axis=1, keepdims=True) - sums[:, is_used]) / left)
    whole = float(weights @ (sums.sum(axis=1) / counts.sum(axis=1)))
    from scipy.stats import t

    error = float(np.sqrt((n - 1) / n * ((without - without.mean()) ** 2).sum()))
    half = float(t.ppf(0.975, n - 1)) * error
    return Interval(whole - half, whole + half)


def _groups(measure: str, row: "pd.Series[Any]") -> tuple[Any, Any] | None:
    """Sums of a measure by group, and the histories in which it is defined."""
    sums, own = row.get(f"{measure}{GROUPS}"), own_name(measure)
    counts = row.get(f"{own}_runs{GROUPS}") if own else sizes(int(row["runs"]))
    is_there = isinstance(sums, np.ndarray | list) and isinstance(counts, np.ndarray | list)
    return (sums, counts) if is_there else None
