"""Accounts that one side keeps of another: grievance, balance, and what a provocation still weighs.

Value and day are stored; an account decays when it is read.
"""

import math

from .agenda import strain
from .jit import rule
from .parameters import BALANCE_HALF_LIFE_DAYS, HALF_LIFE_DAYS
from .world import dyad_of


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
    return value * kept_after(days, half_life_days)


@rule
def kept_after(days, half_life_days):
    """Share of an account that is left after some days; see :func:`decayed`."""
    return math.exp(-math.log(2.0) * days / half_life_days)


@rule
def grievance_kept(tables, row, days):
    """Share of a grievance that is left after some days by a policy row; looked up where the table goes so far."""
    if 0 <= days < tables.grievance_kept.shape[1]:
        return tables.grievance_kept[row, days]
    return kept_after(days, tables.policy[row, HALF_LIFE_DAYS])


@rule
def balance_kept(tables, row, days):
    """Share of a balance that is left after some days by a policy row; looked up where the table goes so far."""
    if 0 <= days < tables.balance_kept.shape[1]:
        return tables.balance_kept[row, days]
    return kept_after(days, tables.policy[row, BALANCE_HALF_LIFE_DAYS])


@rule
def grievance_on(tables, state, ij, day):
    """Grievance of the actor of ``ij`` against its target on a day, severity."""
    row, days = state.party_policy[tables.actor[ij]], day - state.account_day[ij]
    return state.grievance[ij] * grievance_kept(tables, row, days)


@rule
def balance_on(tables, state, ij, day):
    """Balance of the actor of ``ij`` on a day: severity perceived less severity sent, both decayed.

    It covers the exchange that is running, and halves sooner than a grievance does.
    """
    row, days = state.party_policy[tables.actor[ij]], day - state.account_day[ij]
    return state.balance[ij] * balance_kept(tables, row, days)


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
    if grievance > 0.0:
        strain(state, dyad_of(ij))


@rule
def provocation_on(tables, state, p, day):
    """Severity of a pending provocation on a day; it fades as a grievance does."""
    provocations = state.provocations
    row = state.party_policy[tables.actor[provocations.ij[p]]]
    return provocations.perceived[p] * grievance_kept(tables, row, day - provocations.valued[p])
