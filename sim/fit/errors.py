"""How sure estimates are: covariances that allow for cases whose answers go together, and what rows cannot tell apart.

The covariance is that of White (1982) for a likelihood that is weighted and drawn: the inverse curvature on both sides
of what the rows and the expectation vary by.  Rows of one case vary together (Liang and Zeger 1986), so the sum over a
case counts as one; of this and the same with every row on its own the larger is taken, as few cases say little of how
much cases differ.
"""

from typing import NamedTuple

import numpy as np
from scipy.stats import norm

from .blocks import Block, Data, Floats
from .estimate import Estimates, Prior

_STEP = 1e-3  # of numerical slopes, on scales where numbers are about 1
NINETY = float(norm.ppf(0.95))


class Uncertain(NamedTuple):
    """An estimate on the scale of its fit, with its covariance (p, p), and how many rows and cases it rests on."""

    theta: Floats
    covariance: Floats
    n: int
    cases: int

    @property
    def errors(self) -> Floats:
        """Standard errors, (p,)."""
        return np.sqrt(np.diag(self.covariance))


def uncertain(block: Block, data: Data, found: Estimates) -> dict[str, Uncertain]:
    """Estimates of the pool ("") and of each side with their covariances.

    Parameters
    ----------
    block : Block
    data : Data that was fitted
    found : Estimates from it

    Notes
    -----
    What a side is drawn to is itself estimated; that part of its error is added where the side follows the pool.
    """
    pool = _uncertain(block, data, found.pool, found.prior)
    sides = {}
    for side, theta in found.sides.items():
        of_side = data.only(data.side == side)
        own = _uncertain(block, of_side, theta, found.side_prior)
        follows = _following(block, of_side, theta, found.side_prior)
        sides[side] = own._replace(covariance=own.covariance + follows @ pool.covariance @ follows.T)
    return {"": pool, **sides}


def _uncertain(block: Block, data: Data, theta: Floats, prior: Prior) -> Uncertain:
    free = np.isfinite(prior.precision)
    drawn = np.diag(prior.precision[free])
    slopes = _slopes(block, data, theta)[:, free] * data.weights(block.pull.case_power)[:, None]
    inverse = np.linalg.pinv(_curvature(block, data, theta)[np.ix_(free, free)] + drawn)
    cases = sorted({*data.case.tolist()})
    by_case = np.array([slopes[data.case == case].sum(axis=0) for case in cases]).reshape(len(cases), slopes.shape[1])
    apart, together = (inverse @ (part.T @ part + drawn) @ inverse for part in (slopes, by_case))
    scale = np.sqrt(np.maximum(1.0, np.diag(together) / np.maximum(np.diag(apart), 1e-12)))
    covariance = np.zeros((len(theta), len(theta)))
    covariance[np.ix_(free, free)] = apart * np.outer(scale, scale)
    return Uncertain(theta, covariance, len(data.outcome), len(cases))


def _following(block: Block, data: Data, theta: Floats, prior: Prior) -> Floats:
    """How far each number of a side moves with each of the pool, (p, p)."""
    free = np.isfinite(prior.precision)
    moves = np.eye(len(theta))
    drawn = np.diag(prior.precision[free])
    curvature = _curvature(block, data, theta)[np.ix_(free, free)]
    moves[np.ix_(free, free)] = np.linalg.pinv(curvature + drawn) @ drawn
    return moves


def _slopes(block: Block, data: Data, theta: Floats) -> Floats:
    """Slope of the log likelihood of each row, (n, p)."""
    steps = np.eye(len(theta)) * _STEP
    pairs = [(block.log_likelihood(theta + step, data), block.log_likelihood(theta - step, data)) for step in steps]
    return np.column_stack([(up - down) / (2.0 * _STEP) for up, down in pairs])


def _curvature(block: Block, data: Data, theta: Floats) -> Floats:
    """Minus the second derivative of the weighted log likelihood, (p, p), without directions in which it rises."""
    weights, steps = data.weights(block.pull.case_power), np.eye(len(theta)) * _STEP

    def slope(at: Floats) -> Floats:
        return weights @ _slopes(block, data, at) if len(weights) else np.zeros(len(theta))

    rows = np.array([(slope(theta - step) - slope(theta + step)) / (2.0 * _STEP) for step in steps])
    values, vectors = np.linalg.eigh((rows + rows.T) / 2.0)
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T)


class Confused(NamedTuple):
    """Two numbers that the rows can hardly tell apart."""

    first: str
    second: str
    correlation: float


def confused(block: Block, found: Uncertain, above: float = 0.8) -> list[Confused]:
    """Pairs of numbers whose estimates go together, by their correlation."""
    errors = found.errors
    known = np.flatnonzero(errors > 0.0)
    return [
        Confused(block.names[a], block.names[b], float(value))
        for a in known
        for b in known
        if a < b and abs(value := found.covariance[a, b] / (errors[a] * errors[b])) > above
    ]


def unlearned(block: Block, found: Uncertain, prior: Prior, least: float = 0.5) -> list[str]:
    """Numbers that rest on the expectation more than on the rows: the rows narrow it by less than a share."""
    expected = np.where(prior.precision > 0.0, 1.0 / np.sqrt(np.maximum(prior.precision, 1e-12)), np.inf)
    return [
        name
        for name, error, before, drawn in zip(block.names, found.errors, expected, prior.precision, strict=True)
        if np.isfinite(drawn) and error > least * before
    ]
