"""Means over runs that come lot by lot, the same to the last digit however the runs are divided."""

from typing import Any, NamedTuple

import numpy as np


class Moments(NamedTuple):
    """Number of runs, their means, and the sums of squared distances from these; arrays of any shape."""

    n: int
    mean: Any
    squares: Any

    @property
    def standard_error(self) -> Any:
        """Standard error of the means; unknown of a single run."""
        return np.sqrt(self.squares / (self.n - 1) / self.n) if self.n > 1 else np.full_like(self.mean, np.nan)


def moments_of(values: Any) -> Moments:
    """Moments of some runs, (R, ...)."""
    mean = values.mean(axis=0)
    return Moments(len(values), mean, ((values - mean) ** 2).sum(axis=0))


def together(one: Moments | None, other: Moments) -> Moments:
    """Two lots of runs as one, by the update of Chan, Golub and LeVeque (1983)."""
    if one is None:
        return other
    n = one.n + other.n
    share, apart = other.n / n, other.mean - one.mean
    return Moments(n, one.mean + share * apart, one.squares + other.squares + apart**2 * (share * one.n))
