"""What an own measure gave in many histories, kept in room that does not grow with their number."""

from functools import reduce
from typing import Any

import numpy as np

from .moments import Moments, moments_of, together

LOT = 64  # values summed up at a time, in their order: another number would change the last digits of a mean
KEPT_BITS = (
    10  # of a fraction, by which values are told apart: a bin is a thousandth wide, whole numbers to 2,047 exact
)
_DROPPED = 52 - KEPT_BITS


class Distribution:
    """Values of one measure, added in the order of the histories; how many are added at a time changes nothing.

    Attributes
    ----------
    n : int, histories
    n_defined : int, those in which the measure is defined
    """

    def __init__(self) -> None:
        self.n = self.n_defined = 0
        self._whole: Moments | None = None
        self._rest = np.zeros(0)  # values that do not make a lot yet
        self._bins: dict[int, tuple[int, float, float]] = {}  # number of values, the least and the greatest

    def add(self, values: Any) -> None:
        """Add the values of the next histories, (R,); NaN where the measure is not defined."""
        self.n += len(values)
        defined = values[~np.isnan(values)] + 0.0  # a zero has no sign
        self.n_defined += len(defined)
        rest = np.concatenate([self._rest, defined])
        last = len(rest) // LOT * LOT
        for lot in rest[:last].reshape(-1, LOT):
            self._whole = together(self._whole, moments_of(lot))
        self._rest = rest[last:].copy()
        self._count(defined)

    def _count(self, values: Any) -> None:
        keys, place = np.unique(values.view(np.int64) >> _DROPPED, return_inverse=True)
        for k, key in enumerate(keys.tolist()):
            own = values[place == k]
            n, least, most = self._bins.get(key, (0, np.inf, -np.inf))
            self._bins[key] = n + len(own), min(least, float(own.min())), max(most, float(own.max()))

    @property
    def moments(self) -> Moments:
        """Mean of the values and what is known of its error; the mean is NaN where there are none."""
        if not self.n_defined:
            return Moments(0, np.nan, np.nan)
        rest = [moments_of(self._rest)] if len(self._rest) else []
        whole = [self._whole] if self._whole else []
        return reduce(together, (*whole, *rest))

    @property
    def n_true(self) -> int:
        """Of a measure that says yes or no: histories in which it says yes."""
        return sum(n for n, _, most in self._bins.values() if most == 1.0)

    @property
    def counts(self) -> tuple[Any, Any]:
        """How many values there are of each size, and these sizes, ascending; good to a twentieth of a percent."""
        found = sorted(((least + most) / 2 if least < most else least, n) for n, least, most in self._bins.values())
        return np.array([n for _, n in found], dtype=np.int64), np.array([value for value, _ in found])
