"""The same runs in two worlds: means, and differences run by run with what they say about the mean."""

from functools import reduce
from typing import Any, NamedTuple

import numpy as np

from .intervals import Z95

LOT = 32  # runs summed up at a time; another number would change the last digits


class Paired(NamedTuple):
    """Some runs in two worlds; every array has the shape of what one run gives."""

    n: int  # runs
    a: Any  # mean in the first world
    b: Any  # mean in the second
    difference: Any  # mean of the second less the first
    squares: Any  # sum of the squared distances of the differences from their mean

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
    return Paired(len(difference), of_a.mean(axis=0), of_b.mean(axis=0), mean, squares)


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
    )


class Lots(NamedTuple):
    """Runs summed up lot by lot in their order, so that the chunks they come in change no digit."""

    whole: tuple[Paired, ...] = ()  # all whole lots as one; nothing before the first
    rest: tuple[Any, ...] = ()  # what fewer runs than a lot gave in either world, (R, ...) each

    def and_then(self, a: Any, b: Any) -> "Lots":
        """These runs and the next ones, given as (R, ...) in either world."""
        both = [np.ascontiguousarray(each, dtype=np.float64) for each in (a, b)]
        if self.rest:
            both = [np.concatenate(each) for each in zip(self.rest, both, strict=True)]
        last = len(both[0]) // LOT * LOT
        whole = self.whole
        for first in range(0, last, LOT):
            whole = (reduce(together, (*whole, paired(*(each[first : first + LOT] for each in both)))),)
        return Lots(whole, tuple(each[last:].copy() for each in both))

    def sum(self) -> Paired:
        """All runs so far as one."""
        return reduce(together, (*self.whole, paired(*self.rest)) if len(self.rest[0]) else self.whole)
