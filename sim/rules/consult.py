"""Alliances that decide together: a share of their members, or silence, which any member may break."""

from .accounts import enter
from .agenda import decide_by, look_through
from .draws import STREAM_VOTE, uniform
from .jit import rule
from .memory import drop_series, note_act, note_restraint
from .parameters import CONSULTATION_DAYS, OBJECTION_PROBABILITY
from .perceive import ministries_concerned, open_question
from .world import (
    BREAK,
    CONSULTING_BREAK,
    CONSULTING_REPLY,
    DELEGATED,
    MAJORITY,
    NONE,
    NOT_AGREED,
    REPLY,
    TWO_THIRDS,
    is_consulting,
)

OF_DECISIONS, OF_INCIDENTS, OF_INITIATIVES = range(3)  # matters that members vote on
N_MATTERS = 3


@rule
def votes_needed(quota, members):
    """Votes without which an alliance does nothing.

    Parameters
    ----------
    quota : int, one of QUOTAS
    members : int, states

    Returns
    -------
    int, 0 where it is delegated; more than half; two thirds; or all, also under a silence procedure
    """
    if quota == DELEGATED:
        return 0
    if quota == MAJORITY:
        return members // 2 + 1
    if quota == TWO_THIRDS:
        return (2 * members + 2) // 3
    return members


@rule
def consult(tables, state, i, day):
    """Phase: alliance ``i`` asks its members about today's decisions, and counts the votes that are in."""
    if tables.quota[i] == DELEGATED:
        return
    provocations = state.provocations
    p = provocations.first_open[0]
    while p < provocations.n[0]:
        is_own = tables.actor[provocations.ij[p]] == i
        if is_own and provocations.decided[p] == day:
            ask_members(tables, state, p, day)
        if is_own and is_consulting(provocations.verdict[p]) and provocations.due[p] <= day:
            count_votes(tables, state, p, day)
        p = provocations.later_open[p]


@rule
def ask_members(tables, state, p, day):
    """Put a decision to act before the members."""
    provocations = state.provocations
    if provocations.verdict[p] == BREAK:
        provocations.verdict[p] = CONSULTING_BREAK
    elif provocations.verdict[p] == REPLY:
        provocations.verdict[p] = CONSULTING_REPLY
    else:
        return
    provocations.due[p] = day + int(tables.world[CONSULTATION_DAYS])
    decide_by(state, provocations.due[p])


@rule
def count_votes(tables, state, p, day):
    """Act as decided where enough members agree; else each member decides for itself."""
    provocations = state.provocations
    ij = provocations.ij[p]
    was_break = provocations.verdict[p] == CONSULTING_BREAK
    look_through(state)
    provocations.decided[p] = day
    if agrees(tables, state, ij, provocations.opened[p], OF_DECISIONS, provocations.number[p]):
        provocations.verdict[p] = BREAK if was_break else REPLY
    else:
        provocations.verdict[p] = NOT_AGREED
        note_restraint(state, ij)
        hand_over(tables, state, p, day)


@rule
def agrees(tables, state, ij, day, matter, number):
    """Whether enough members of the actor of ``ij``, an alliance, let its matter ``number`` of a day pass."""
    i, j = tables.actor[ij], tables.target[ij]
    members, votes = 0, 0
    for member in range(tables.party_key.size):
        if tables.is_member[i, member]:
            members += 1
            objects = tables.policy[state.party_policy[member], OBJECTION_PROBABILITY]
            k = N_MATTERS * number + matter
            is_for = objects <= 0.0 or uniform(tables, state, member, j, day, STREAM_VOTE, k) >= objects
            votes += 1 if is_for else 0
    return votes >= votes_needed(tables.quota[i], members)


@rule
def hand_over(tables, state, p, day):
    """Let each member that deals with the other side decide as if it had been the target."""
    provocations = state.provocations
    i, j = tables.actor[provocations.ij[p]], tables.target[provocations.ij[p]]
    for n in range(tables.first_at[j], tables.first_at[j + 1]):
        if tables.is_member[i, tables.actor[tables.at[n]]]:
            pass_on(tables, state, p, tables.at[n], day)


@rule
def pass_on(tables, state, p, ij, day):
    """Put provocation ``p`` of an alliance before the actor of ``ij``, one of its members."""
    provocations, log = state.provocations, state.log
    perceived = provocations.perceived[p]
    enter(tables, state, ij, day, grievance=perceived, balance=perceived)
    q = open_question(
        tables, state, ij, day, perceived=perceived, announced=day, cause=provocations.cause[p], is_tie=False
    )
    if provocations.trigger[p] == NONE:
        note_act(state, ij, perceived, day)
        drop_series(state, ij)
    provocations.source[q] = provocations.source[p]
    provocations.trigger[q] = provocations.trigger[p]
    provocations.first_move[q] = provocations.first_move[p]
    provocations.last_move[q] = provocations.last_move[p]
    provocations.deadline[q] = provocations.deadline[p]
    for m in range(provocations.first_move[p], provocations.last_move[p] + 1):
        if log.provocation[m] == provocations.source[p]:
            provocations.concerned[q] |= ministries_concerned(tables, state, ij, m)


@rule
def may_act_on_its_own(tables, state, ij, day, matter, number):
    """Whether a step of its own accord has the consent that the actor of ``ij`` needs."""
    i = tables.actor[ij]
    return tables.quota[i] == DELEGATED or agrees(tables, state, ij, day, matter, number)
