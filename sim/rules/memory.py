"""What an actor remembers of an exchange: the act before, the hardest act, its own last act, who stands well.

Restraint is shown by a concession, by a meeting, by letting an act lie, or by time without a hostile act.
"""

from .jit import rule
from .parameters import MEMORY_DAYS
from .policies import standing_after
from .world import dyad_of, policy_of, reverse

DROPPED = 1_000_000  # steps of a series of concessions that was given up


@rule
def note_act(state, ij, severity, day):
    """Remember a hostile act of the target of ``ij``, as its actor perceived it."""
    state.received[ij] = severity
    state.received_day[ij] = day
    state.hardest[ij] = max(state.hardest[ij], severity)


@rule
def drop_series(state, ij):
    """Give a series of concessions up that the target of ``ij`` answers with a hostile act."""
    if state.n_concessions[ij] > 0:
        state.n_concessions[ij] = DROPPED


@rule
def previous_act(tables, state, ij, day):
    """Severity of the last hostile act of the target of ``ij``, 0 where it has shown restraint since."""
    is_remembered = day - state.received_day[ij] <= policy_of(tables, state, ij, MEMORY_DAYS)
    return state.received[ij] if is_remembered else 0.0


@rule
def note_restraint(state, ij):
    """The actor of ``ij`` shows restraint: its standing is good again, its last act forgotten."""
    state.is_good[ij] = True
    state.sent[ij] = 0.0
    state.received[reverse(ij)] = 0.0


@rule
def note_hostility(tables, state, ij, day, severity):
    """The actor of ``ij`` makes a hostile move, by which its package has reached a severity.

    Standings are settled the morning after.
    """
    state.sent[ij] = severity
    state.is_good[ij] = stands_well(tables, state, ij, day)
    state.last_hostile[ij] = day
    state.meetings[dyad_of(ij)] = 0


@rule
def stands_well(tables, state, ij, day):
    """Whether the actor of ``ij`` is in good standing, also by the time that has passed."""
    return state.is_good[ij] or day - state.last_hostile[ij] > policy_of(tables, state, ij, MEMORY_DAYS)


@rule
def settle_standings(tables, state, day):
    """Judge yesterday's hostile acts by the standings before them, of both sides at once."""
    log, yesterday = state.log, day - 1
    for m in range(log.first_yesterday[0], log.first_today[0]):
        a, b = log.ij[m] & ~1, log.ij[m] | 1
        is_hostile_a, is_hostile_b = state.last_hostile[a] == yesterday, state.last_hostile[b] == yesterday
        if is_hostile_a or is_hostile_b:
            is_good_a, is_good_b = stands_well(tables, state, a, yesterday), stands_well(tables, state, b, yesterday)
            if is_hostile_a:
                state.is_good[a] = standing_after(True, is_good_a, is_good_b)
            if is_hostile_b:
                state.is_good[b] = standing_after(True, is_good_b, is_good_a)
