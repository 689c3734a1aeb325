"""Skill: by which part a score is better than a rule of thumb's, with an interval over cases."""

from functools import cache
from typing import Any, NamedTuple

import numpy as np

from sim.rules.world import Floats

DRAWS = 2000
SHARE = 0.95  # of the interval


class Skill(NamedTuple):
    """Skill, 1 for a perfect forecast and 0 for one as good as the rule of thumb, with its interval.

    ``p_better`` is the share of drawn cases in which the model is not better, and ``p_worse`` that in which it is not
    worse: the chance of such a difference if there were none, to one side.
    """

    skill: float
    low: float
    high: float
    p_better: float = float("nan")
    p_worse: float = float("nan")


def skill(own: Floats, rule: Floats, cases: Any, seed: int) -> Skill:
    """Skill of a score against that of a rule of thumb for the same packages.

    Whole cases are drawn, because the packages of one crisis go the same way.

    Parameters
    ----------
    own, rule : (P,) scores
    cases : (P,) case of each package
    seed : of what is drawn for the interval

    Returns
    -------
    Skill; not a number where the rule of thumb is perfect. One case alone has no interval: its ends are not a number
    """
    _, place = np.unique(cases, return_inverse=True)
    sums = np.array([np.bincount(place, weights=scores) for scores in (own, rule)])  # (2, C)
    with np.errstate(divide="ignore", invalid="ignore"):
        whole = 1.0 - sums[0].sum() / sums[1].sum()
        both = drawn_cases(sums.shape[1], seed) @ sums.T
        ratios = 1.0 - both[:, 0] / both[:, 1]
    p_better = float((1 + np.sum(both[:, 0] >= both[:, 1])) / (1 + DRAWS))
    p_worse = float((1 + np.sum(both[:, 0] <= both[:, 1])) / (1 + DRAWS))
    ratios = ratios[np.isfinite(ratios)]
    if not np.isfinite(whole) or not ratios.size:
        return Skill(float("nan"), float("nan"), float("nan"), p_better, p_worse)
    if sums.shape[1] == 1:
        return Skill(float(whole), float("nan"), float("nan"))
    low, high = np.quantile(ratios, [(1 - SHARE) / 2, (1 + SHARE) / 2])
    return Skill(float(whole), float(low), float(high), p_better, p_worse)


@cache
def drawn_cases(n_cases: int, seed: int) -> Floats:
    """(DRAWS, n_cases) how often each case is among as many that are drawn; the same for every question."""
    rng = np.random.default_rng(seed)
    return rng.multinomial(n_cases, np.full(n_cases, 1 / n_cases), size=DRAWS).astype(np.float64)
