"""Accounts that one side keeps of another: grievance, balance, and what a provocation still weighs.

Value and day are stored; an account decays when it is read.
"""

import math

from .jit import rule
from .parameters import BALANCE_HALF_LIFE_DAYS, HALF_LIFE_DAYS
from .world import policy_of


@rule
def decayed(value, days, half_life_days):
    """Value of an account after some days.

    Parameters
    ----------
    value : float, severity
    days : float, days, >= 0
    half_life_days : float, days, > 0

    Returns
    -------
    float, severity
    """
    return value * math.exp(-math.log(2.0) * days / half_life_days)


@rule
def grievance_on(tables, state, ij, day):
    """Grievance of the actor of ``ij`` against its target on a day, severity."""
    days = day - state.account_day[ij]
    return decayed(state.grievance[ij], days, policy_of(tables, state, ij, HALF_LIFE_DAYS))


@rule
def balance_on(tables, state, ij, day):
    """Balance of the actor of ``ij`` on a day: severity perceived less severity sent, both decayed.

    It covers the exchange that is running, and halves sooner than a grievance does.
    """
    days = day - state.account_day[ij]
    return decayed(state.balance[ij], days, policy_of(tables, state, ij, BALANCE_HALF_LIFE_DAYS))


@rule
def enter(tables, state, ij, day, grievance, balance):
    """Add to the accounts of direction ``ij`` on a day; a grievance never falls below zero.

    Parameters
    ----------
    grievance, balance : float, severity; negative for a concession and for what was sent
    """
    state.grievance[ij] = max(0.0, grievance_on(tables, state, ij, day) + grievance)
    state.balance[ij] = balance_on(tables, state, ij, day) + balance
    state.account_day[ij] = day


@rule
def provocation_on(tables, state, p, day):
    """Severity of a pending provocation on a day; it fades as a grievance does."""
    provocations = state.provocations
    half_life = policy_of(tables, state, provocations.ij[p], HALF_LIFE_DAYS)
    return decayed(provocations.perceived[p], day - provocations.valued[p], half_life)
