"""Estimators of sensitivity: of values at the points of a design, what part each path has in them.

All look at the unit cube from which the points are drawn: names and whole numbers take equal parts of the unit interval
(:meth:`sim.design.variation.Variation.at`).  Intervals are of 95 %: the quantiles of what resampled blocks of points
give, so that what cannot be below zero has no interval below zero; the same seed gives the same bytes.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from sim.design.design import MORRIS_LEVELS

Floats = npt.NDArray[np.float64]
Found = dict[str, Floats]  # by column, one number a path

RESAMPLES = 1000
ENDS = 0.025, 0.975


def sobol_indices(values: Floats, n_paths: int, seed: int) -> Found:
    """Sobol' indices of the first and of total order [Saltelli2010]_.

    Parameters
    ----------
    values : (blocks * (paths + 2),), at the points of design "sobol"; those of the first and last of a block vary

    Returns
    -------
    dict: ``S1``, share of the variance that a path explains alone; ``ST``, the same with all its interactions; each
    with ``_low`` and ``_high``.  By chance an estimate may lie a little outside [0, 1].

    References
    ----------
    .. [Saltelli2010] A. Saltelli et al.: Variance based sensitivity analysis of model output. Design and estimator for
       the total sensitivity index. Computer Physics Communications 181, 2010.
    """
    from SALib.analyze import sobol

    problem = _problem(n_paths)
    options = {"calc_second_order": False, "num_resamples": RESAMPLES, "keep_resamples": True}
    with np.errstate(divide="ignore", invalid="ignore"):  # of resampled blocks among which nothing varies
        found = sobol.analyze(problem, values, seed=seed + 1, **options)  # 0 would be no seed
    estimates = {name: np.asarray(found[name], dtype=float) for name in ("S1", "ST")}
    again = [{name: found[f"{name}_conf_all"][n] for name in estimates} for n in range(RESAMPLES)]
    return _resampled(estimates, again)


def morris_effects(places: Floats, values: Floats, seed: int) -> Found:
    """Elementary effects [Morris1991]_: changes over steps of two thirds of a path, reckoned for the whole of it.

    So a jump between two names counts one and a half times; for ranking paths that is the same for all.

    Parameters
    ----------
    places : (trajectories * (paths + 1), paths), points of design "morris" in the unit cube
    values : (trajectories * (paths + 1),)

    Returns
    -------
    dict: ``mu_star``, mean size of the effects; ``mu``, their mean, nearer to 0 where they differ in sign; ``sigma``,
    their standard deviation, large beside ``mu_star`` where a path acts by its place or by others; each with ``_low``
    and ``_high``

    References
    ----------
    .. [Morris1991] M. D. Morris: Factorial sampling plans for preliminary computational experiments. Technometrics 33,
       1991.  ``mu_star`` after F. Campolongo, J. Cariboni, A. Saltelli, Environmental Modelling & Software 22, 2007.
    """
    effects, rng = _elementary_effects(places, values), np.random.default_rng(seed)
    drawn = rng.integers(len(effects), size=(RESAMPLES, len(effects)))
    return _resampled(_moments(effects), [_moments(effects[rows]) for rows in drawn])


def _elementary_effects(places: Floats, values: Floats) -> Floats:
    """Change of the value over that of the path, (trajectories, paths); each step of a trajectory changes one path."""
    n_paths = places.shape[1]
    steps = np.diff(places.reshape(-1, n_paths + 1, n_paths), axis=1)
    changes = np.diff(values.reshape(-1, n_paths + 1), axis=1)
    is_changed = np.abs(steps) > 0.5 / MORRIS_LEVELS
    found: Floats = np.einsum("rsk,rs->rk", np.divide(1.0, steps, out=np.zeros_like(steps), where=is_changed), changes)
    return found


def _moments(effects: Floats) -> Found:
    return {"mu_star": np.abs(effects).mean(axis=0), "mu": effects.mean(axis=0), "sigma": effects.std(axis=0, ddof=1)}


def rank_regression(numbers: Floats, values: Floats, seed: int) -> Found:
    """Standardised rank regression coefficients [ImanConover1979]_.

    A design without blocks allows no share of variance.  These coefficients say how far the value rises, in standard
    deviations of ranks, where a path rises by one; they are of use as far as all is monotone and nothing interacts,
    which ``explained`` tells.

    Parameters
    ----------
    numbers : (points, paths), values of the paths
    values : (points,)

    Returns
    -------
    dict: ``SRRC``, in [-1, 1] but for chance, with ``_low`` and ``_high``; ``explained``, share of the variance of
    ranks that all together explain, the same for each path

    References
    ----------
    .. [ImanConover1979] R. L. Iman, W. J. Conover: The use of the rank transform in regression. Technometrics 21, 1979.
    """
    rng = np.random.default_rng(seed)
    coefficients, explained = _regression(numbers, values)
    drawn = rng.integers(len(values), size=(RESAMPLES, len(values)))
    again = [{"SRRC": _regression(numbers[rows], values[rows])[0]} for rows in drawn]
    return _resampled({"SRRC": coefficients}, again) | {"explained": np.full(len(coefficients), explained)}


def _regression(numbers: Floats, values: Floats) -> tuple[Floats, float]:
    """Coefficients of standardised ranks, and the share of their variance that these explain."""
    x, y = _standardised_ranks(numbers), _standardised_ranks(values)
    found: Floats = np.linalg.lstsq(x, y, rcond=None)[0].astype(np.float64)
    left = float(np.mean((y - x @ found) ** 2))
    return found, 1.0 - left


def _standardised_ranks(numbers: Floats) -> Floats:
    """Ranks with mean 0 and standard deviation 1; all 0 where the numbers are equal."""
    from scipy.stats import rankdata

    ranks: Any = rankdata(numbers, axis=0)
    spread = ranks.std(axis=0)
    standardised: Floats = (ranks - ranks.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return standardised


def _problem(n_paths: int) -> dict[str, Any]:
    names = [str(path) for path in range(n_paths)]
    return {"num_vars": n_paths, "names": names, "bounds": [[0.0, 1.0]] * n_paths}


def _resampled(found: Found, again: list[Found]) -> Found:
    """Estimates with the intervals that resampling gives."""
    together: Found = {}
    for name, estimate in found.items():
        low, high = np.nanquantile(np.array([each[name] for each in again]), ENDS, axis=0)
        together |= {name: estimate, f"{name}_low": np.fmin(low, estimate), f"{name}_high": np.fmax(high, estimate)}
    return together
