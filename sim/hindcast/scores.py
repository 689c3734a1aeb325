"""Scores of one forecast against what happened: the lower, the better.

.. [Brier1950] G. W. Brier: Verification of forecasts expressed in terms of probability. Mon. Weather Rev. 78, 1950.
.. [Good1952] I. J. Good: Rational decisions. J. R. Stat. Soc. B 14, 1952.
.. [Gneiting2007] T. Gneiting, A. E. Raftery: Strictly proper scoring rules, prediction, and estimation. J. Am. Stat.
   Assoc. 102, 2007.
.. [Czado2009] C. Czado, T. Gneiting, L. Held: Predictive model assessment for count data. Biometrics 65, 2009.
"""

from math import log
from typing import Any

import numpy as np

from sim.rules.world import Floats


def brier(probability: float, happened: float) -> float:
    """Square of the difference between a probability and what happened, 1 or 0 [Brier1950]_.

    Examples
    --------
    >>> brier(0.5, 1), brier(0.0, 0)
    (0.25, 0.0)
    """
    return (probability - happened) ** 2


def log_score(probability: float, happened: float) -> float:
    """Minus the logarithm of the probability given to what happened [Good1952]_.

    Examples
    --------
    >>> round(log_score(0.5, 0), 4)
    0.6931
    """
    return -log(probability if happened else 1.0 - probability)


def crps(values: Floats, happened: float) -> float:
    """Continuous ranked probability score of an ensemble, in the unit of its members [Gneiting2007]_.

    The mean distance of the members from what happened, less half the mean distance between two members.  Of a single
    number it is the distance from what happened.

    Examples
    --------
    >>> crps(np.array([0.0, 1.0]), 0.0)
    0.25
    """
    import scoringrules

    return float(scoringrules.crps_ensemble(happened, values, estimator="nrg"))


def pit(values: Floats, happened: float, u: float) -> float:
    """Place of what happened among the members, in [0, 1]: uniform over many forecasts if they are right [Czado2009]_.

    Parameters
    ----------
    values : (n,) members
    u : float in [0, 1), drawn, by which a place among equal members, and between two neighbours, is chosen
    """
    below, equal = np.sum(values < happened), np.sum(values == happened)
    return float((below + u * (equal + 1)) / (values.size + 1))


def inside(places: Any, share: float) -> float:
    """Share of forecasts whose middle interval of a width holds what happened, by their places.

    Examples
    --------
    >>> inside([0.1, 0.5, 0.6, 0.99], 0.5)
    0.5
    """
    distance = np.abs(np.asarray(places) - 0.5)
    return float(np.mean(distance <= share / 2)) if distance.size else float("nan")
