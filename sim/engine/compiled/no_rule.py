"""What stands in for users' own rules where there are none, and behind the last of them."""

import math


def no_rule(
    n: int, perceived: float, balance: float, grievance: float, previous: float, last: float, k: float, c: float
) -> float:
    """Give no number."""
    return math.nan
