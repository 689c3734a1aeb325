"""With how many decimals two numbers, their difference and its interval are written: everywhere as many."""

import math

MOST = 4  # decimals
STANDARD_ERRORS = 3.92  # in the width of a 95 % interval


def decimals_of(a: float, b: float, low: float, high: float, usual: int = 0) -> int:
    """As many decimals as the interval of a difference supports: up to the first digit of its standard error.

    There is one decimal more where otherwise a reader who subtracts the two numbers as written would not find the
    difference as written, and then does.

    Parameters
    ----------
    a, b : numbers
    low, high : 95 % interval of ``b`` less ``a``
    usual : decimals where the interval has no width

    Returns
    -------
    int, decimals, for both numbers, the difference and the interval

    Examples
    --------
    >>> decimals_of(92.1, 31.2, -62.9, -58.9), decimals_of(0.034, 0.1346, 0.0964, 0.1049)
    (0, 3)
    """
    if not high > low:
        return usual
    first_digit = -math.floor(math.log10((high - low) / STANDARD_ERRORS))
    decimals = min(MOST, max(0, first_digit))
    return decimals if _agree(a, b, decimals) or not _agree(a, b, decimals + 1) else decimals + 1


def _agree(a: float, b: float, decimals: int) -> bool:
    """Whether the numbers as written are as far apart as is written."""
    apart, difference = round(b, decimals) - round(a, decimals), round(round(b - a, 9), decimals)
    return abs(apart - difference) < 0.1 * 10.0**-decimals
