"""How many people are sent home in answer to how many: mostly as many, of larger numbers not all."""

import math

from .draws import lognormal_count
from .jit import rule
from .moves import CUT_CEILING, EXPEL, EXPEL_AMBASSADOR
from .odds import at_odds_times
from .parameters import (
    INCIDENT_MEDIAN_LOG,
    INCIDENT_MOST,
    INCIDENT_SD_LOG,
    INEXACT_ONE,
    INEXACT_SIZE,
    NUMBER_MEDIAN_LOG,
    NUMBER_SD_LOG,
    NUMBER_SIZE,
)
from .world import NONE

FEW = 3  # people sent home over whom nobody breaks off
LARGEST_INCIDENT = 1_000_000  # people
MOST_PEOPLE = 100_000  # in one answer; posts allow less


@rule
def growing_with(people, exponent):
    """Factor that grows with the people sent home, by a power of their number; 1 for one, and for none.

    Parameters
    ----------
    people : int, >= 0
    exponent : float

    Returns
    -------
    float, > 0
    """
    return people**exponent if people > 1 else 1.0


@rule
def people_in(state, p):
    """People sent home, or posts cut below them, by the moves of provocation ``p``."""
    log, provocations, people = state.log, state.provocations, 0
    for m in range(provocations.first_move[p], provocations.last_move[p] + 1):
        if log.provocation[m] == provocations.source[p]:
            people += people_of(log, m)
    return people


@rule
def people_answered(state, p):
    """People whom the own acts sent home that provocation ``p`` answers; 0 if it answers none.

    Packages that the other side had to answer as one provocation count together, as in :func:`people_in`.
    """
    log, people = state.log, 0
    if state.provocations.is_reply[p]:
        own = log.parent[state.provocations.first_move[p]]
        asked, end = log.provocation[own], log.package_end[log.package[own]]
        if asked != NONE:
            end = max(end, state.provocations.last_move[asked] + 1)
        for m in range(log.package[own], end):
            is_of_provocation = asked != NONE and log.provocation[m] == asked
            if is_of_provocation or log.package[m] == log.package[own]:
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
    """Probability that an answer to people sent home is not one for one.

    Parameters
    ----------
    numbers : (n_policy,) float64, columns of POLICY_PARAMETERS
    people : int, >= 0

    Returns
    -------
    float in [0, 1]; 0 where nobody was sent home
    """
    if people <= 0:
        return 0.0
    return at_odds_times(numbers[INEXACT_ONE], growing_with(people, numbers[INEXACT_SIZE]))


@rule
def median_number_log(numbers, people):
    """Logarithm of the median number of people who are then sent home, for ``people`` >= 1."""
    return numbers[NUMBER_MEDIAN_LOG] + (1.0 + numbers[NUMBER_SIZE]) * math.log(people)


@rule
def another_number(numbers, people, z):
    """Share of the number received that is then sent home: log-normal, a whole number of people, at least one.

    Parameters
    ----------
    numbers : (n_policy,) float64, columns of POLICY_PARAMETERS
    people : int, >= 1, received
    z : float, standard normal

    Returns
    -------
    float, > 0
    """
    median = median_number_log(numbers, people)
    return lognormal_count(median, numbers[NUMBER_SD_LOG], z, 1, MOST_PEOPLE) / people


@rule
def people_in_incident(world, z, staff):
    """People whom an incident sends home: a number of the record's spread, at most a part of the staff.

    Parameters
    ----------
    world : (n_world,) float64
    z : float, standard normal
    staff : int, people, >= 0

    Returns
    -------
    int, people; 0 where that part of the staff is nobody
    """
    most = int(world[INCIDENT_MOST] * staff)
    return min(most, lognormal_count(world[INCIDENT_MEDIAN_LOG], world[INCIDENT_SD_LOG], z, 1, LARGEST_INCIDENT))
