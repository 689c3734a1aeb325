"""Estimates: the numbers of a block that make its rows most likely, drawn towards what is expected of them."""

from collections.abc import Collection
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from sim.documented.observations import SIDES

from .blocks import Block, Data, Floats

_NEWTON_STEPS, _LONGEST_STEP, _CLOSE = 50, 3.0, 1e-8


class Prior(NamedTuple):
    """What is expected of theta: centre and precision of each number, (p,); an infinite precision holds it there."""

    centre: Floats
    precision: Floats


class Estimates(NamedTuple):
    """Theta of the pool of all rows and of each side, (p,) each, with what either was drawn to.

    Sides are those of SIDES, and whatever else rows call theirs.
    """

    pool: Floats
    sides: dict[str, Floats]
    prior: Prior
    side_prior: Prior


def estimate(
    block: Block, data: Data, *, free: Collection[str] | None = None, centre: Floats | None = None
) -> Estimates:
    """Estimate a block for the pool, and for each side drawn towards the pool.

    Parameters
    ----------
    block : Block
    data : Data of the block
    free : names of the numbers to fit; all if None.  Others stay at their centre
    centre : (p,), what the pool is drawn to; the centres of the block if None

    Returns
    -------
    Estimates, (p,) each; a side without rows is the pool
    """
    prior = prior_of_pool(block, data, free, centre)
    pool = most_likely(block, data, prior)
    near = prior_of_side(block, prior, pool)
    names = sorted({*SIDES, *data.side.tolist()})
    sides = {side: most_likely(block, data.only(data.side == side), near) for side in names}
    return Estimates(pool, sides, prior, near)


def prior_of_pool(block: Block, data: Data, free: Collection[str] | None = None, centre: Floats | None = None) -> Prior:
    """What is expected of the pool before the rows are read."""
    middle = _centre(block, data) if centre is None else centre
    precision = np.array([block.pull.to_centre / number.spread**2 for number in block.numbers])
    held = np.array([free is not None and number.name not in free for number in block.numbers])
    return Prior(middle, np.where(held, np.inf, precision))


def prior_of_side(block: Block, prior: Prior, pool: Floats) -> Prior:
    """What is expected of a side: the pool, from which shared numbers do not depart."""
    precision = np.array([block.pull.to_pool / number.spread**2 for number in block.numbers])
    held = np.isinf(prior.precision) | np.array([number.is_shared for number in block.numbers])
    return Prior(pool, np.where(held, np.inf, precision))


def _centre(block: Block, data: Data) -> Floats:
    """Centres of a block; those that are None are the log odds of all rows that any of these numbers is about."""
    given = [number.centre for number in block.numbers]
    open_ = [n for n, centre in enumerate(given) if centre is None]
    centres = np.array([0.0 if centre is None else centre for centre in given])
    if open_ and len(data.outcome):
        about = data.features[:, open_].any(axis=1)
        yes = float(data.outcome[about].sum())
        centres[open_] = np.log((yes + 1.0) / (float(about.sum()) - yes + 1.0))
    return centres


def most_likely(block: Block, data: Data, prior: Prior) -> Floats:
    """Theta (p,) at which the weighted likelihood and what is expected are together greatest."""
    if not len(data.outcome):
        return prior.centre
    free = np.isfinite(prior.precision)
    if not free.any():
        return prior.centre
    solve = _newton if block.is_logistic else _descent
    return solve(block, data, prior, free)


def _newton(block: Block, data: Data, prior: Prior, free: NDArray[np.bool_]) -> Floats:
    """Newton's method for a logistic regression."""
    weights, x = data.weights(block.pull.case_power), data.features[:, free]
    precision, theta = prior.precision[free], prior.centre.copy()
    for _ in range(_NEWTON_STEPS):
        chance = expit(data.features @ theta)
        slope = x.T @ (weights * (data.outcome - chance)) - precision * (theta - prior.centre)[free]
        curvature = (x.T * (weights * chance * (1.0 - chance))) @ x + np.diag(precision)
        step = np.linalg.solve(curvature, slope)
        step *= min(1.0, _LONGEST_STEP / max(_CLOSE, float(np.abs(step).max())))
        theta[free] += step
        if np.abs(step).max() < _CLOSE:
            break
    return theta


def _descent(block: Block, data: Data, prior: Prior, free: NDArray[np.bool_]) -> Floats:
    """Quasi-Newton descent, for few numbers and smooth likelihoods."""
    weights = data.weights(block.pull.case_power)

    def loss(some: Floats) -> float:
        theta = prior.centre.copy()
        theta[free] = some
        drawn = 0.5 * float((prior.precision[free] * (some - prior.centre[free]) ** 2).sum())
        return drawn - float(weights @ block.log_likelihood(theta, data))

    found = prior.centre.copy()
    found[free] = minimize(loss, prior.centre[free], method="BFGS", options={"gtol": 1e-3, "maxiter": 100}).x
    return found
