"""With how many decimals two numbers, their difference and its interval are written: everywhere as many."""

import math

MOST = 4  # decimals
STANDARD_ERRORS = 3.92  # in the width of a 95 % interval


def decimals_of(low: float, high: float, usual: int = 0) -> int:
    """As many decimals as the interval of a difference supports: up to the first digit of its standard error.

    The numbers, the difference and the ends of the interval are each rounded by themselves, so that two numbers as
    written may be one unit of the last digit further apart than is written; the difference lies in its interval.

    Parameters
    ----------
    low, high : 95 % interval of the difference
    usual : decimals where the interval has no width

    Returns
    -------
    int, decimals, for both numbers, the difference and the interval

    Examples
    --------
    >>> decimals_of(-62.9, -58.9), decimals_of(6.849, 7.616), decimals_of(0.0964, 0.1049)
    (0, 1, 3)
    """
    if not high > low:
        return usual
    first_digit = -math.floor(math.log10((high - low) / STANDARD_ERRORS))
    return min(MOST, max(0, first_digit))


ENDS_OF_SHARES = (0.1, 0.25, 0.5, 1.0)  # of axes


def top_of_shares(most: float) -> float:
    """Least round end of an axis of shares that holds the most.

    Examples
    --------
    >>> top_of_shares(0.03), top_of_shares(0.26), top_of_shares(1.0)
    (0.1, 0.5, 1.0)
    """
    return next(end for end in ENDS_OF_SHARES if end >= min(most, 1.0))
