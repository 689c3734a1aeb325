"""The own rule of the scenario that is changed."""


def sore(perceived: float, balance: float, grievance: float, previous: float, last: float, k: float, c: float) -> float:
    """Answer k times the act once the grievance has passed c."""
    return k * perceived if grievance > c else 0.0
