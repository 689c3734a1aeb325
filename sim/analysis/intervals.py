"""What a number of runs allows to say: intervals of shares, quantiles of counts."""

import math
from typing import Any

import numpy as np

Z95 = 1.959963984540054  # standard normal quantile of .975


def share_interval(successes: Any, n: int, z: float = Z95) -> tuple[Any, Any]:
    """95 % interval of a share by the score of [Wilson1927]_; it stays within [0, 1] also where nothing happened.

    Parameters
    ----------
    successes : int or array of int, in [0, n]
    n : int, runs; 0 gives the whole range
    z : standard normal quantile, where it is another interval

    Returns
    -------
    low, high : float or array, in [0, 1]

    References
    ----------
    .. [Wilson1927] E. B. Wilson: Probable inference, the law of succession, and statistical inference. Journal of
       the American Statistical Association 22, 1927.
    """
    k = np.asarray(successes, dtype=np.float64)
    if n == 0:
        return np.zeros_like(k), np.ones_like(k)
    share, z2 = k / n, z * z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = z / (1 + z2 / n) * np.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return np.where(k == 0, 0.0, middle - half), np.where(k == n, 1.0, middle + half)


def mean_interval(mean: Any, sd: Any, n: int) -> tuple[Any, Any]:
    """95 % interval of a mean, by the normal approximation; unknown below two runs."""
    half = Z95 * np.asarray(sd) / math.sqrt(n) if n > 1 else np.full_like(np.asarray(sd, dtype=np.float64), np.nan)
    return mean - half, mean + half


def quantiles_of(counts: Any, values: Any, shares: tuple[float, ...]) -> Any:
    """Quantiles of what was counted into bins: the value of the first bin by which so large a share is reached.

    Parameters
    ----------
    counts : (..., B) int64
    values : (B,) float64, value of each bin, ascending
    shares : in (0, 1)

    Returns
    -------
    (len(shares), ...) float64
    """
    cumulative = np.cumsum(counts, axis=-1)
    total = cumulative[..., -1:]
    return np.stack([values[np.argmax(cumulative >= np.ceil(share * total), axis=-1)] for share in shares])


def sd_of(counts: Any, values: Any, widths: Any) -> Any:
    """Standard deviation of what was counted into bins, (..., B) to (...), as if spread evenly within each.

    Parameters
    ----------
    counts : (..., B) int64
    values, widths : (B,) float64, middle and width of each bin
    """
    n = counts.sum(axis=-1)
    mean = (counts * values).sum(axis=-1) / n
    squares = (counts * (values * values + widths * widths / 12.0)).sum(axis=-1) / n
    return np.sqrt(np.maximum(0.0, squares - mean * mean) * n / np.maximum(1, n - 1))
