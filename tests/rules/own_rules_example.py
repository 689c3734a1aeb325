"""Rules for *how much* as a user writes them, for the tests: plain functions of seven numbers."""


def sore(perceived: float, balance: float, grievance: float, previous: float, last: float, k: float, c: float) -> float:
    """Bear everything up to a grievance of c, then answer k times the act."""
    return k * perceived if grievance > c else 0.0


def everything_it_is_given(
    perceived: float, balance: float, grievance: float, previous: float, last: float, k: float, c: float
) -> float:
    """Hand all seven numbers back as one, a power of a hundred for each."""
    return perceived + 1e2 * balance + 1e4 * grievance + 1e6 * previous + 1e8 * last + 1e10 * k + 1e12 * c


def negative(*numbers: float) -> float:
    """Ask for less than nothing."""
    return -1.0


def endless(*numbers: float) -> float:
    """Ask for more than there is."""
    return float("inf")


def broken(*numbers: float) -> float:
    """Divide by nothing."""
    return 1.0 / (numbers[0] - numbers[0])
