"""The patient rule induction method (PRIM): boxes in which something happens more and more often.

The method begins with a box that holds all points, and peels off a small part of it again and again: from above or
below a number, or one of several names.  Each time it takes the part whose loss raises the mean most for each point
lost.  What comes out is a chain of boxes, from one that holds every case to one that holds few others.

Pasting, the last step of the method of [FriedmanFisher1999]_, is left out: it enlarges only the last box of the chain,
and a reader wants an earlier one.

References
----------
.. [FriedmanFisher1999] J. H. Friedman, N. I. Fisher: Bump hunting in high-dimensional data. Statistics and Computing 9,
   1999.
.. [BryantLempert2010] B. P. Bryant, R. J. Lempert: Thinking inside the box: a participatory, computer-assisted approach
   to scenario discovery. Technological Forecasting and Social Change 77, 2010.
.. [KwakkelJaxaRozen2016] J. H. Kwakkel, M. Jaxa-Rozen: Improving scenario discovery for handling heterogeneous
   uncertainties and multinomial classified outcomes. Environmental Modelling & Software 79, 2016. The gain for each
   point lost, by which peels of unlike size are compared.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

ALPHA = 0.05  # share of the points of a box that one peel takes
LEAST_MASS = 0.05  # share of all points that a box holds at least

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Columns = Mapping[str, npt.NDArray[Any]]  # by name, (points,) numbers, or names


class Between(NamedTuple):
    """Numbers from ``low`` to ``high``, both of them included; an end that does not limit is infinite."""

    low: float = -math.inf
    high: float = math.inf

    def holds(self, values: npt.NDArray[Any]) -> Bools:
        """Whether each value lies between."""
        return np.asarray((self.low <= values) & (values <= self.high))


class Among(NamedTuple):
    """Some of several names, in the order of the points."""

    names: tuple[Any, ...]

    def holds(self, values: npt.NDArray[Any]) -> Bools:
        """Whether each value is one of the names."""
        return np.array([value in self.names for value in values], dtype=bool)


Limit = Between | Among
Limits = Mapping[str, Limit]


@dataclass(frozen=True)
class Box:
    """Points within some limits.

    Attributes
    ----------
    limits : by column, what is limited; columns that are not limited do not stand there
    coverage : float, share of all cases that lie in the box
    density : float, share of its points that are cases
    mass : float, share of all points that it holds
    """

    limits: Limits
    coverage: float
    density: float
    mass: float

    @property
    def balance(self) -> float:
        """Harmonic mean of coverage and density; 0 where both are."""
        both = self.coverage + self.density
        return 2 * self.coverage * self.density / both if both > 0 else 0.0


def inside(columns: Columns, limits: Limits) -> Bools:
    """Whether each point lies within all limits, (points,)."""
    found = np.ones(len(next(iter(columns.values()))), dtype=bool)
    for column, limit in limits.items():
        found &= limit.holds(columns[column])
    return found


def box_of(columns: Columns, cases: Floats, limits: Limits) -> Box:
    """The box of some limits; arguments as for :func:`peeled`."""
    is_in = inside(columns, limits)
    total, held, n_in = float(cases.sum()), float(cases[is_in].sum()), int(is_in.sum())
    return Box(limits, held / total if total else 0.0, held / n_in if n_in else 0.0, n_in / len(cases))


def peeled(columns: Columns, cases: Floats, alpha: float = ALPHA, least_mass: float = LEAST_MASS) -> list[Box]:
    """Boxes in which cases are more and more frequent, from the one that holds all points on.

    Of peels that are equally good the one counts that leaves more columns unlimited, then the first.

    Parameters
    ----------
    columns : by name, (points,) each: numbers, or names, of which truth values are some
    cases : (points,) in [0, 1]: whether each point is a case, or the share of it that is
    alpha : share of the points of a box that a peel takes, at least; points of equal value are taken together
    least_mass : share of all points that a box holds at least

    Returns
    -------
    list of Box, at least one
    """
    chain = [box_of(columns, cases, {})]
    while True:
        limits = chain[-1].limits
        is_in = inside(columns, limits)
        rows, own = {name: values[is_in] for name, values in columns.items()}, cases[is_in]
        ranked = [
            (gain, -len({*limits, column}), -n, column, limit)
            for n, (column, limit) in enumerate(_peels(rows, limits, alpha))
            if (gain := _gain(own, limit.holds(rows[column]))) > 0
        ]
        if not ranked:
            return chain
        *_, column, limit = max(ranked, key=lambda peel: peel[:3])
        box = box_of(columns, cases, {**limits, column: limit})
        if box.mass < least_mass:
            return chain
        chain.append(box)


def _gain(cases: Floats, is_kept: Bools) -> float:
    """By how much a peel raises the mean, for each point lost; nothing where it takes no point, or all."""
    n_lost = len(is_kept) - int(is_kept.sum())
    return (float(cases[is_kept].mean()) - float(cases.mean())) / n_lost if 0 < n_lost < len(is_kept) else 0.0


def _peels(rows: Columns, limits: Limits, alpha: float) -> Iterator[tuple[str, Limit]]:
    """Narrower limits of each column of the points of a box: from above, from below, or without one of the names."""
    for column, values in rows.items():
        if values.dtype.kind in "iuf":
            old = limits.get(column)
            known = old if isinstance(old, Between) else Between()
            low, high = _cuts(np.sort(values.astype(float)), alpha)
            yield column, known._replace(high=high)
            yield column, known._replace(low=low)
        else:
            names = tuple(dict.fromkeys(values.tolist()))
            for name in names if len(names) > 1 else ():
                yield column, Among(tuple(other for other in names if other != name))


def _cuts(values: Floats, alpha: float) -> tuple[float, float]:
    """Where a share of sorted values is cut off below and above: halfway between neighbours that differ.

    Equal values are cut off together; what is all alike is cut nowhere.
    """
    last = len(values) - 1
    outside_below, outside_above = values[math.floor(last * alpha)], values[math.ceil(last * (1 - alpha))]
    inside_below = values[min(last, int(np.searchsorted(values, outside_below, "right")))]
    inside_above = values[max(0, int(np.searchsorted(values, outside_above, "left")) - 1)]
    return float(outside_below + inside_below) / 2, float(inside_above + outside_above) / 2
