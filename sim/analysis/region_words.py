"""The limits of a region in words, with no more digits than tell what lies inside from what lies outside."""

import math
from typing import Any

import numpy.typing as npt

from .labels import value_text
from .prim import Among, Limit

MOST_DIGITS = 17


def limit_words(values: npt.NDArray[Any], limit: Limit) -> str:
    """Say what a limit lets in, after "is".

    Parameters
    ----------
    values : (points,) that the path has
    limit : Limit, halfway between a value that it lets in and one that it does not

    Examples
    --------
    >>> import numpy as np
    >>> from sim.analysis.prim import Between
    >>> limit_words(np.array([6.0, 8.0, 10.0]), Between(high=9.0)), limit_words(np.array([1, 2, 3]), Between(low=1.5))
    ('below 9', 'at least 2')
    """
    if isinstance(limit, Among):
        return " or ".join(map(value_text, limit.names))
    is_whole = values.dtype.kind in "iu"
    low = _low_end(values, limit.low, is_whole) if math.isfinite(limit.low) else ""
    high = _low_end(-values, -limit.high, is_whole, sign=-1) if math.isfinite(limit.high) else ""
    if is_whole:
        return f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"
    return f"between {low} and {high}" if low and high else f"above {low}" if low else f"below {high}"


def _low_end(values: npt.NDArray[Any], end: float, is_whole: bool, sign: int = 1) -> str:
    """Write a lower end: of whole numbers the least that is let in, else what takes the fewest digits.

    Parameters
    ----------
    sign : −1 for an upper end, which is the lower end of the numbers below zero
    """
    outside, within = values[values < end].max(), values[values >= end].min()
    return value_text(sign * within) if is_whole else shortest_between(*sorted((sign * outside, sign * within)))


def shortest_between(low: float, high: float) -> str:
    """Write the number between two others that takes the fewest digits.

    Examples
    --------
    >>> shortest_between(8.0, 10.0), shortest_between(0.3127, 0.3154), shortest_between(361, 1020)
    ('9', '0.314', '700')
    """
    middle = (low + high) / 2
    places = [digits - 1 - math.floor(math.log10(abs(middle))) for digits in range(1, MOST_DIGITS)] if middle else [0]
    place = next((place for place in places if low < round(middle, place) < high), places[-1])
    return f"{round(middle, place):,.{max(0, place)}f}".replace("-", "−")
