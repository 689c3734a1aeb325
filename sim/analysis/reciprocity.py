"""Reciprocity: how much of what a side does follows from what the other did before, by least squares.

After the vector autoregressions by which reciprocity between great powers is measured [GoldsteinFreeman1990]_.

References
----------
.. [GoldsteinFreeman1990] J. S. Goldstein, J. R. Freeman. Three-Way Street: Strategic Reciprocity in World
   Politics. Chicago, 1990.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Series = npt.NDArray[np.float64]

BINS_DAYS = (7, 30)


def reciprocity(x: Series, y: Series) -> Series:
    """Coefficients of a first-order vector autoregression of two series, with intercepts.

    Parameters
    ----------
    x, y : (n,) float64, severity sent in each bin by either side

    Returns
    -------
    (2, 2) float64: a row for x and one for y; its own lag, then the other's. NaN where the series are too
    short, constant or proportional, so that the coefficients cannot be told apart.
    """
    return np.array([lag_coefficients([(x, y)]), lag_coefficients([(y, x)])])


def lag_coefficients(pairs: Sequence[tuple[Series, Series]]) -> tuple[float, float]:
    """Coefficients of a side's own lag and of the other's, over one or several pairs of series.

    Parameters
    ----------
    pairs : of the series explained and that of the other side, (n,) float64 each
    """
    explained = np.concatenate([own[1:] for own, _ in pairs] or [np.zeros(0)])
    lags = [np.column_stack([np.ones(max(0, own.size - 1)), own[:-1], other[:-1]]) for own, other in pairs]
    given = np.concatenate(lags or [np.zeros((0, 3))])
    if len(given) <= given.shape[1]:
        return np.nan, np.nan
    coefficients, _, rank, _ = np.linalg.lstsq(given, explained, rcond=None)
    if rank < given.shape[1]:
        return np.nan, np.nan
    return float(coefficients[1]), float(coefficients[2])


def binned(daily: Series, days: int) -> Series:
    """Sums over bins of so many days, (T,) to (T // days,); days left over at the end are dropped."""
    n_bins = daily.size // days
    sums: Series = daily[: n_bins * days].reshape(n_bins, days).sum(axis=1)
    return sums


def reciprocity_report(a: str, b: str, sent: Series, received: Series) -> dict[str, Any]:
    """Reciprocity of two sides, ready for JSON: by width of the bins, then by side; None where it cannot be told.

    Parameters
    ----------
    a, b : names of the sides
    sent, received : (T,) float64, severity a day, a towards b and b towards a
    """
    return {
        f"{days}_days": _by_side(a, b, reciprocity(binned(sent, days), binned(received, days))) for days in BINS_DAYS
    }


def _by_side(a: str, b: str, found: Series) -> dict[str, Any] | None:
    return None if np.isnan(found).any() else {a: _coefficients(found[0]), b: _coefficients(found[1])}


def pooled_report(pairs: Sequence[tuple[Series, Series]]) -> dict[str, Any]:
    """Reciprocity of several relations together, each read from both sides, with one pair of coefficients."""
    both_ways = [*pairs, *((received, sent) for sent, received in pairs)]
    found = {
        days: lag_coefficients([(binned(own, days), binned(other, days)) for own, other in both_ways])
        for days in BINS_DAYS
    }
    return {f"{days}_days": None if np.isnan(pair).any() else _coefficients(pair) for days, pair in found.items()}


def _coefficients(pair: Any) -> dict[str, float]:
    own, other = (round(float(value), 4) + 0.0 for value in pair)  # no minus before a zero
    return {"own": own, "other": other}
