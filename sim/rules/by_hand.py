"""Moves made by hand: which of them a party can make alone, and what they answer.

What the law and the posts allow is in :mod:`sim.rules.law`.  A meeting takes two, and so do most returns: by hand a
party does alone what a policy would do alone.
"""

from .jit import rule
from .law import is_joint, most_allowed
from .moves import (
    ASK_RECOGNITION,
    CONTACT,
    FOUND_INSTITUTION,
    MEET,
    OFFER_TALKS,
    REFUSE_RECOGNITION,
    REFUSE_TALKS,
    REOPEN,
    RETURN_AMBASSADOR,
    WITHDRAW_FORCES,
    is_hostile_kind,
)
from .parameters import TALKS_LEAST_DAYS
from .perceive import LONGEST_DELAY_DAYS
from .recover import may_recover
from .world import NONE, PENDING, SCRIPTED, SUSPENDED, UNANSWERED, dyad_of, reverse


@rule
def most_by_hand(tables, state, ij, day, kind, channel):
    """Largest count of a move that the actor of ``ij`` can make alone on a day; as :func:`sim.rules.law.most_allowed`.

    A meeting or a refusal needs an offer.  An offer stands for some days before the next.  Forces are withdrawn where
    some stand, contact goes through the embassy that the scenario names, and what the other side shut or sent home
    comes back when both are ready for it.
    """
    if kind == FOUND_INSTITUTION or not is_possible_alone(tables, state, ij, day, kind, channel):
        return 0
    return most_allowed(tables, state, kind, ij, channel)


@rule
def is_possible_alone(tables, state, ij, day, kind, channel):
    """Whether a kind of move, if it is lawful, takes nobody else's consent today."""
    if answers_an_offer(kind):
        return act_answered(tables, state, ij, day, kind) != NONE
    if kind == OFFER_TALKS:
        return day - last_made(state, ij, kind) >= tables.world[TALKS_LEAST_DAYS]
    if kind == ASK_RECOGNITION:
        return tables.request_rate[ij] > 0.0 and not state.is_recognised[ij]
    if kind == WITHDRAW_FORCES:
        return state.posture_held[ij] > 0
    if kind == CONTACT:
        return channel != NONE and channel == tables.contact[ij] and not state.rerouted[ij]
    if kind == RETURN_AMBASSADOR and state.posts.head_expelled[channel]:
        return may_recover(tables, state, dyad_of(ij), day)
    if kind == REOPEN and not is_joint(tables.channel_kind[channel]):
        is_own = state.posts.status[channel] == SUSPENDED and tables.sender[channel] == tables.actor[ij]
        return is_own or may_recover(tables, state, dyad_of(ij), day)
    return True


@rule
def answers_an_offer(kind):
    """Whether a kind of move is a word that accepts or refuses what the other side asked for."""
    return kind == MEET or kind == REFUSE_TALKS or kind == REFUSE_RECOGNITION


@rule
def last_made(state, ij, kind):
    """Day on which the actor of ``ij`` last made a kind of move, or one long before."""
    log = state.log
    for back in range(log.n[0]):
        m = log.n[0] - 1 - back
        if log.ij[m] == ij and log.kind[m] == kind:
            return log.announced[m]
    return -LONGEST_DELAY_DAYS


@rule
def act_answered(tables, state, ij, day, kind):
    """Move that a move by hand answers: the last of the other side's that waits for such an answer, or NONE.

    Moves of one package answer the same act.  What the other side does on the same day is not known yet in the
    morning.  An act that is older than a year is answered no more, nor is an offer that no longer stands.
    """
    log = state.log
    for m in range(log.first_today[0], log.n[0]):
        parent = log.parent[m]
        is_of_package = log.ij[m] == ij and log.intent[m] == SCRIPTED and parent != NONE
        if is_of_package and log.ij[parent] == reverse(ij) and is_answered_by(kind, log.kind[parent]):
            return parent
    for back in range(log.n[0]):
        m = log.n[0] - 1 - back
        if day - log.announced[m] > LONGEST_DELAY_DAYS:
            return NONE
        is_known = log.announced[m] < day and log.ij[m] == reverse(ij)
        if is_known and is_answered_by(kind, log.kind[m]) and awaits_answer(tables, state, m, day):
            return first_answered(state, m)
    return NONE


@rule
def is_answered_by(kind, act):
    """Whether a kind of move answers a kind of act: words an offer or a request, all else what is hostile."""
    if kind == MEET:
        return act == OFFER_TALKS or act == ASK_RECOGNITION
    if kind == REFUSE_TALKS:
        return act == OFFER_TALKS
    if kind == REFUSE_RECOGNITION:
        return act == ASK_RECOGNITION
    return is_hostile_kind(act)


@rule
def awaits_answer(tables, state, m, day):
    """Whether move ``m`` still waits for an answer of its target on a day.

    It is not answered so far, it was not passed over as too slight, and an offer or request still stands.
    """
    log, p = state.log, state.log.provocation[m]
    if p != NONE:
        return state.provocations.verdict[p] == PENDING or state.provocations.verdict[p] == UNANSWERED
    if is_hostile_kind(log.kind[m]):
        if m < log.first_new[0]:
            return False
    elif day - log.announced[m] > tables.world[TALKS_LEAST_DAYS]:
        return False
    for answer in range(m + 1, log.n[0]):
        parent = log.parent[answer]
        if parent != NONE and log.ij[answer] == reverse(log.ij[m]) and log.package[parent] == log.package[m]:
            return False
    return True


@rule
def first_answered(state, m):
    """First move that is answered where ``m`` is: of its provocation, or the first hostile one of its package."""
    log, p = state.log, state.log.provocation[m]
    if p != NONE:
        return state.provocations.first_move[p]
    for first in range(log.package[m], m):
        if log.package[first] == log.package[m] and is_hostile_kind(log.kind[first]) == is_hostile_kind(log.kind[m]):
            return first
    return m


@rule
def package_by_hand(state, ij):
    """Package of the moves made by hand today in direction ``ij``, or NONE if there is none yet."""
    log = state.log
    for m in range(log.first_today[0], log.n[0]):
        if log.ij[m] == ij and log.intent[m] == SCRIPTED:
            return log.package[m]
    return NONE
