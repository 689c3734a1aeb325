"""Rules for *how much* as a user writes them, for the tests: plain functions of seven numbers."""

import math


def sore(perceived: float, balance: float, grievance: float, previous: float, last: float, k: float, c: float) -> float:
    """Bear everything up to a grievance of c, then answer k times the act."""
    return k * perceived if grievance > c else 0.0


def distant(*numbers: float) -> float:
    """Answer with the root of the squares of all that a rule may look at; not compiled."""
    return math.hypot(*numbers)
