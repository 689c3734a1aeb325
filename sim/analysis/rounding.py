"""Numbers and their differences, rounded so that a reader who subtracts finds what is written."""

MOST_MORE = 2  # decimals beyond the least


def rounded_alike(a: float, b: float, least: int) -> tuple[int, float]:
    """Decimals for two numbers, and their difference as it is to be written.

    Parameters
    ----------
    a, b : numbers
    least : decimals to begin with; where they do not do, one or two more

    Returns
    -------
    int, decimals; float, b less a, after rounding both where no number of decimals does

    Examples
    --------
    >>> rounded_alike(92.1, 31.2, 0), rounded_alike(10.34, 10.96, 1)
    ((0, -60.9), (2, 0.62))
    """
    difference = round(b - a, 9)  # 0.62, not 0.6200000000000009
    for decimals in range(least, least + MOST_MORE + 1):
        apart = round(b, decimals) - round(a, decimals)
        if abs(apart - round(difference, decimals)) < 0.1 * 10.0**-decimals:
            return decimals, difference
    return least, round(b, least) - round(a, least)
