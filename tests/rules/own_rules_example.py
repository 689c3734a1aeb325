"""Rules for *how much* as a user writes them, for the tests: plain functions of seven numbers."""


def sore(perceived: float, balance: float, grievance: float, previous: float, last: float, k: float, c: float) -> float:
    """Bear everything up to a grievance of c, then answer k times the act."""
    return k * perceived if grievance > c else 0.0


def negative(*numbers: float) -> float:
    """Ask for less than nothing."""
    return -1.0


def endless(*numbers: float) -> float:
    """Ask for more than there is."""
    return float("inf")


def broken(*numbers: float) -> float:
    """Divide by nothing."""
    return 1.0 / (numbers[0] - numbers[0])
