"""Writing a reaction down, and how much of a move is lawful and left to a party on a day."""

import math

from .jit import rule
from .law import is_counted, may_do, most_allowed
from .log import explain, write_move
from .moves import CUT_CEILING
from .world import CONCILIATION, MIRROR, NONE, RUPTURE


@rule
def is_reaction(intent):
    """Whether a move was written by a decision of this day and waits to be published."""
    return MIRROR <= intent <= CONCILIATION


@rule
def write_reaction(tables, state, p, day, effective, kind, channel, count, intent, package):
    """Write a move that answers provocation ``p``, with what decided it; returns its package.

    Callers name all arguments after ``day``, which are as in :func:`sim.rules.log.write_move`.
    """
    provocations, log = state.provocations, state.log
    ij, parent = provocations.ij[p], provocations.first_move[p]
    m = write_move(
        tables,
        state,
        ij,
        day,
        effective=effective,
        kind=kind,
        channel=channel,
        count=count,
        intent=intent,
        parent=parent,
        package=package,
    )
    explain(
        log,
        m,
        asked=math.nan if intent == RUPTURE else provocations.asked[p],
        grievance=provocations.grievance[p],
        breaking_point=provocations.breaking_point[p],
        loss=provocations.loss[p],
        probability=math.nan,
    )
    log.cause[m] = provocations.trigger[p]
    return log.package[m]


@rule
def write_word(tables, state, p, day, kind, intent):
    """Answer provocation ``p`` by a word, which is a package of its own and counts no persons; returns the package."""
    return write_reaction(
        tables, state, p, day, effective=day, kind=kind, channel=NONE, count=0, intent=intent, package=NONE
    )


@rule
def most_lawful(tables, state, kind, ij, channel):
    """Largest count of a reply that empties no mission: half the staff, rounded, and at least one.

    For a ceiling half of the old one; 1 for a lawful move that counts no persons, 0 for none, or for one that is not in
    the actor's repertoire.
    """
    most = most_allowed(tables, state, kind, ij, channel) if may_do(tables, ij, kind) else 0
    if not is_counted(kind) or most <= 0:
        return most
    return min(most, most_of_staff(staff_hit(state, kind, channel)))


@rule
def most_left(tables, state, kind, ij, channel):
    """As :func:`most_lawful`, less what the actor of ``ij`` has already written today."""
    return most_lawful(tables, state, kind, ij, channel) - taken_today(state, kind, ij, channel)


@rule
def most_allowed_left(tables, state, kind, ij, channel):
    """As :func:`most_left`, but a mission may be emptied."""
    most = most_allowed(tables, state, kind, ij, channel) if may_do(tables, ij, kind) else 0
    return most - taken_today(state, kind, ij, channel)


@rule
def taken_today(state, kind, ij, channel):
    """Count of one kind of move on one channel that today's reactions in direction ``ij`` hold."""
    log, taken = state.log, 0
    for m in range(log.first_today[0], log.n[0]):
        if log.ij[m] == ij and log.kind[m] == kind and log.channel[m] == channel and is_reaction(log.intent[m]):
            taken += log.count[m] if is_counted(kind) else 1
    return taken


@rule
def most_of_staff(staff):
    """Most persons that a reply takes from a staff: ``max(1, floor(n / 2 + 1/2))``."""
    return max(1, (staff + 1) // 2)


@rule
def staff_hit(state, kind, channel):
    """Staff of which a counted move takes part: the ceiling for a cut, else the accredited."""
    if kind == CUT_CEILING:
        return state.posts.ceiling[channel]
    return state.posts.accredited[channel]


@rule
def is_used(state, first, channel):
    """Whether the reply written from row ``first`` on already hits a channel."""
    for m in range(first, state.log.n[0]):
        if state.log.channel[m] == channel:
            return True
    return False
