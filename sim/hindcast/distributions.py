"""Forecasts as distributions: a chance, or the members of an ensemble."""

from typing import Any, NamedTuple

import numpy as np

from sim.rules.world import Floats


class Chance(NamedTuple):
    """How many of some histories something happened in; shares of them may be counted, too."""

    hits: float
    of: int

    @property
    def probability(self) -> float:
        """Probability, never 0 or 1: nobody who has seen ``of`` histories knows that of the next one.

        Examples
        --------
        >>> Chance(0, 9).probability, Chance(9, 9).probability
        (0.05, 0.95)
        """
        return (self.hits + 0.5) / (self.of + 1)


class Members(NamedTuple):
    """Values that are equally likely, ascending."""

    ascending: Floats  # (n,)

    def quantile(self, share: float) -> float:
        """Value below which a share of the members lies."""
        return float(np.quantile(self.ascending, share))


Distribution = Chance | Members
Forecasts = dict[str, Distribution]  # by the name of a question


def members(values: Any) -> Members:
    """Members from values in any order."""
    return Members(np.sort(np.asarray(values, dtype=np.float64)))


def spread(values: Any, weights: Any, n: int) -> Members:
    """``n`` members that stand for weighted values: their quantiles at the middle of each n-th.

    Examples
    --------
    >>> spread([5.0, 1.0], [1.0, 3.0], 4).ascending.tolist()
    [1.0, 1.0, 1.0, 5.0]
    """
    order = np.argsort(values, kind="stable")
    ascending, shares = np.asarray(values, dtype=np.float64)[order], np.cumsum(np.asarray(weights)[order])
    at = (np.arange(n) + 0.5) / n * shares[-1]
    return Members(ascending[np.minimum(np.searchsorted(shares, at), ascending.size - 1)])
