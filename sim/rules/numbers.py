"""How many people are sent home in answer to how many: few are answered one for one, of larger numbers not all are."""

import math

from .jit import rule
from .moves import CUT_CEILING, EXPEL, EXPEL_AMBASSADOR
from .parameters import INEXACT_ABOVE, INEXACT_FEW, INEXACT_LEAST, INEXACT_MOST, INEXACT_NUMBER

FEW = 3  # people sent home who are answered one for one


@rule
def people_in(state, p):
    """People sent home, or posts cut below them, by the moves of provocation ``p``."""
    log, provocations, people = state.log, state.provocations, 0
    for m in range(provocations.first_move[p], provocations.last_move[p] + 1):
        if log.provocation[m] == provocations.source[p]:
            people += people_of(log, m)
    return people


@rule
def people_of(log, m):
    """People whom move ``m`` sends home; of a cut its posts, of the head of a mission one."""
    kind = log.kind[m]
    if kind == EXPEL_AMBASSADOR:
        return 1
    return log.count[m] if kind == EXPEL or kind == CUT_CEILING else 0


@rule
def chance_of_another_number(numbers, people):
    """Probability that an answer to people sent home does not send as many home.

    Parameters
    ----------
    numbers : (n_policy,) float64, columns of POLICY_PARAMETERS
    people : int, >= 0

    Returns
    -------
    float in [0, 1]; 0 where nobody was sent home
    """
    if people > FEW:
        return min(1.0, numbers[INEXACT_NUMBER] * math.log(people / FEW))
    return numbers[INEXACT_FEW] if people > 0 else 0.0


@rule
def another_number(numbers, people, side, u):
    """Share of the number received that is then sent home: one more of few; of many fewer or, now and then, more.

    Parameters
    ----------
    numbers : (n_policy,) float64, columns of POLICY_PARAMETERS
    people : int, >= 1, received
    side, u : float, uniform in (0, 1): whether above, and where

    Returns
    -------
    float, >= 0
    """
    if people <= FEW:
        return (people + 1) / people
    if side < numbers[INEXACT_ABOVE]:
        return 1.0 + (numbers[INEXACT_MOST] - 1.0) * u
    return numbers[INEXACT_LEAST] + (1.0 - numbers[INEXACT_LEAST]) * u
