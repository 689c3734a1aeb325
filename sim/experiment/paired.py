"""The same runs in two worlds: means, and differences run by run with what they say about the mean."""

from typing import Any, NamedTuple

import numpy as np

from .intervals import Z95


class Paired(NamedTuple):
    """Some runs in two worlds; every array has the shape of what one run gives."""

    n: int  # runs
    a: Any  # mean in the first world
    b: Any  # mean in the second
    difference: Any  # mean of the second less the first
    squares: Any  # sum of the squared distances of the differences from their mean
    lowest: Any  # difference
    highest: Any  # difference

    @property
    def interval(self) -> tuple[Any, Any]:
        """95 % interval of the mean difference, by the normal approximation; a point where all differences agree.

        Of a single run nothing is known but itself: its interval is a point, too.
        """
        half = Z95 * np.sqrt(self.squares / max(1, self.n - 1) / self.n)
        return self.difference - half, self.difference + half


def paired(a: Any, b: Any) -> Paired:
    """Pair what the same runs gave in two worlds, (R, ...) each."""
    of_a, of_b = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    difference = of_b - of_a
    lowest, highest = difference.min(axis=0), difference.max(axis=0)
    mean = np.where(lowest == highest, lowest, difference.mean(axis=0))  # the mean of equals is rounded
    squares = ((difference - mean) ** 2).sum(axis=0)
    return Paired(len(difference), of_a.mean(axis=0), of_b.mean(axis=0), mean, squares, lowest, highest)


def together(one: Paired, other: Paired) -> Paired:
    """Two lots of runs as one, by the update of [Chan1983]_.

    References
    ----------
    .. [Chan1983] T. F. Chan, G. H. Golub, R. J. LeVeque: Algorithms for computing the sample variance. The American
       Statistician 37, 1983.
    """
    n = one.n + other.n
    share, apart = other.n / n, other.difference - one.difference
    return Paired(
        n,
        one.a + share * (other.a - one.a),
        one.b + share * (other.b - one.b),
        one.difference + share * apart,
        one.squares + other.squares + apart**2 * (share * one.n),
        np.minimum(one.lowest, other.lowest),
        np.maximum(one.highest, other.highest),
    )
