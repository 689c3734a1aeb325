"""Blocks: the parts of a reply that are fitted on their own, each by the likelihood of the rule that draws it."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import compress
from math import exp, log
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from sim.documented.observations import Observation

Floats = NDArray[np.float64]
Rows = Sequence[Observation]

UNKNOWN_PEOPLE = 3  # people sent home where no number is documented: between the median and the mean of the record
LEAST = 1e-12  # probability below which nothing is told apart


class Number(NamedTuple):
    """A parameter of a policy, and the scale on which it is fitted.

    ``centre`` and ``spread`` are those of what is expected before any row is read, on that scale; where the centre is
    None it is what the rows show of all acts alike.  One that is shared is the same on every side.
    """

    name: str
    scale: Literal["logit", "log", "plain"]
    centre: float | None
    spread: float
    is_shared: bool = False

    def to_scale(self, value: float) -> float:
        """Parameter on the scale of the fit."""
        if self.scale == "logit":
            return float(logit(min(max(value, 1e-4), 1.0 - 1e-4)))
        return log(max(value, 1e-4)) if self.scale == "log" else value

    def from_scale(self, value: float) -> float:
        """Parameter of a value on the scale of the fit."""
        if self.scale == "logit":
            return float(expit(value))
        return exp(value) if self.scale == "log" else float(value)

    def slope(self, value: float) -> float:
        """By how much the parameter changes with its value on the scale of the fit."""
        return {"logit": value * (1.0 - value), "log": value, "plain": 1.0}[self.scale]


class Pull(NamedTuple):
    """How hard estimates are drawn, chosen by leave-one-case-out scores (``tests/validation/fitted.py``).

    ``to_centre`` and ``to_pool`` divide the variance that is expected of a number: 0 lets it go where the rows want.  A
    case with n rows weighs ``n ** (1 - case_power)``, because the answers of a wave are not n independent ones.
    """

    to_centre: float
    to_pool: float
    case_power: float


@dataclass(frozen=True)
class Data:
    """Rows of a block as arrays of n rows: features, outcomes, and the case and the side of each row."""

    rows: tuple[Observation, ...]
    features: Floats  # (n, anything)
    outcome: Floats  # (n,)
    case: NDArray[np.str_]  # (n,)
    side: NDArray[np.str_]  # (n,)

    def only(self, chosen: NDArray[np.bool_]) -> "Data":
        """Some of the rows."""
        rows = tuple(compress(self.rows, chosen))
        return Data(rows, self.features[chosen], self.outcome[chosen], self.case[chosen], self.side[chosen])

    def weights(self, case_power: float) -> Floats:
        """Weight of each row, (n,)."""
        n_of = Counter(self.case.tolist())
        return np.array([n_of[case] ** -case_power for case in self.case.tolist()])


@dataclass(frozen=True)
class Block:
    """One part of a reply.

    Attributes
    ----------
    name : what it decides
    numbers : its parameters, in the order of theta
    data : arrays of the rows that know its outcome
    log_likelihood : of each row, (n,), at a theta (p,)
    chances : of each outcome 0, 1, 2 …, (n, m), at a theta
    pull : how hard its numbers are drawn
    is_logistic : whether log_likelihood is that of a logistic regression on the features, which is fitted faster
    scored : how outcomes are scored: "log" of a yes or no, or "crps" of the logarithm of one more than a number
    """

    name: str
    numbers: tuple[Number, ...]
    data: Callable[[Rows], Data]
    log_likelihood: Callable[[Floats, Data], Floats]
    chances: Callable[[Floats, Data], Floats]
    pull: Pull
    is_logistic: bool
    scored: Literal["log", "crps"]

    @property
    def names(self) -> list[str]:
        """Names of its parameters."""
        return [number.name for number in self.numbers]


def data_of(chosen: Rows, n_features: int, features: Sequence[Sequence[float]], outcome: Sequence[float]) -> Data:
    """Arrays of rows with their features and outcomes."""
    return Data(
        tuple(chosen),
        np.array(features, dtype=np.float64).reshape(len(chosen), n_features),
        np.array(outcome, dtype=np.float64),
        np.array([row.case for row in chosen], dtype=np.str_),
        np.array([row.side for row in chosen], dtype=np.str_),
    )


def people_of(row: Observation) -> int:
    """People sent home, with UNKNOWN_PEOPLE where no number is known."""
    return UNKNOWN_PEOPLE if row.people is None else row.people
