"""Solidarity: allies who take the side of one that answers a harm.

Each ally joins by chance, the more readily the nearer it stands, the plainer the harm, the more others have
joined and the less it has to lose; or, where a scenario gives thresholds, as soon as enough have joined
[Granovetter1978]_.

.. [Granovetter1978] M. Granovetter: Threshold models of collective behavior. American Journal of
   Sociology 83, 1978.
"""

import math

from .draws import STREAM_JOIN, STREAM_JOIN_SIZE, logistic, uniform
from .jit import rule
from .law import most_allowed, resident_mission_of
from .log import enact, time_to_leave, write_move
from .moves import EXPEL, is_hostile_kind
from .parameters import (
    JOIN_AFFINITY,
    JOIN_EVIDENCE,
    JOIN_EXPOSURE,
    JOIN_INTERCEPT,
    JOIN_JOINED,
    JOIN_ONE_MORE,
)
from .world import JOINING, NONE, reverse


@rule
def readiness(world, affinity, evidence, share_joined, exposure):
    """Probability that an ally joins.

    Parameters
    ----------
    world : (n_world,) float64
    affinity : float in [0, 1], with the victim
    evidence : float in [0, 1], how plain the harm is
    share_joined : float in [0, 1], of the influence of all allies
    exposure : float, >= 0, persons expelled over the staff of the own mission

    Returns
    -------
    float in (0, 1)
    """
    return logistic(
        world[JOIN_INTERCEPT]
        + world[JOIN_AFFINITY] * (affinity - 0.5)
        + world[JOIN_EVIDENCE] * evidence
        + world[JOIN_JOINED] * share_joined
        - world[JOIN_EXPOSURE] * exposure
    )


@rule
def joins_by_threshold(share_joined, threshold):
    """Whether an ally with a threshold joins: once that share of influence has [Granovetter1978]_."""
    return share_joined >= threshold


@rule
def joiner_size(one_more, u, host_staff):
    """Persons that a joiner expels: one, and one more with some probability, and again.

    Parameters
    ----------
    one_more : float in [0, 1)
    u : float, uniform in (0, 1)
    host_staff : int, persons there are to expel, >= 1

    Returns
    -------
    int, persons, in [1, host_staff]
    """
    more = math.log(u) / math.log(one_more) if one_more > 0.0 else 0.0
    return 1 + int(min(more, host_staff - 1.0))


@rule
def join(tables, state, day):
    """Phase: allies join the packages of the day that carry a cause."""
    log = state.log
    if day < tables.autonomous_day:
        return
    for m in range(log.first_today[0], log.n[0]):
        if log.cause[m] != NONE and log.intent[m] != JOINING and is_hostile_kind(log.kind[m]):
            while join_round(tables, state, m, day) > 0:
                pass


@rule
def join_round(tables, state, m, day):
    """Ask every ally that has not joined once, all at the same share of others; returns how many joined."""
    cause, victim = state.log.cause[m], tables.actor[state.log.ij[m]]
    share, joined = share_joined(tables, state, cause, victim), 0
    author = tables.target[state.log.ij[m]]
    for ij in range(tables.actor.size):
        ally = tables.actor[ij]
        may_join = tables.target[ij] == author and is_ally(tables, ally, victim) and not state.joined[cause, ally]
        if may_join and ask_ally(tables, state, ij, day, m=m, share=share):
            joined += 1
    return joined


@rule
def is_ally(tables, i, j):
    """Whether two different states share an alliance."""
    if i == j:
        return False
    for alliance in range(tables.is_member.shape[0]):
        if tables.is_member[alliance, i] and tables.is_member[alliance, j]:
            return True
    return False


@rule
def share_joined(tables, state, cause, victim):
    """Share of the influence of the victim's allies that has joined, in [0, 1]."""
    total, joined = 0.0, 0.0
    for i in range(tables.party_key.size):
        if is_ally(tables, i, victim):
            total += tables.party_influence[i]
            if state.joined[cause, i]:
                joined += tables.party_influence[i]
    return joined / total if total > 0.0 else 0.0


@rule
def ask_ally(tables, state, ij, day, m, share):
    """Let the actor of ``ij`` join the package of move ``m`` if it is ready to; returns whether it did.

    Its number for a cause is drawn once and kept: being asked again gives the same answer unless others have joined.
    """
    cause, ally, victim = state.log.cause[m], tables.actor[ij], tables.actor[state.log.ij[m]]
    channel = resident_mission_of(tables, state, reverse(ij), False)
    staff = 0 if channel == NONE else most_allowed(tables, state, EXPEL, ij, channel)
    if staff <= 0:
        return False
    when, key = tables.trigger_day[cause], tables.trigger_key[cause]
    u = uniform(tables, state, ally, victim, when, STREAM_JOIN_SIZE, key)
    size = joiner_size(tables.world[JOIN_ONE_MORE], u, staff)
    chance, threshold = math.nan, tables.threshold[cause, ally]
    if math.isnan(threshold):
        exposure = size / max(1, own_staff(tables, state, ij))
        evidence = tables.trigger_evidence[cause]
        chance = readiness(tables.world, tables.affinity[cause, ally], evidence, share, exposure)
        is_ready = uniform(tables, state, ally, victim, when, STREAM_JOIN, key) < chance
    else:
        is_ready = joins_by_threshold(share, threshold)
    if is_ready:
        write_joining(tables, state, ij, day, m=m, channel=channel, size=size, chance=chance)
        state.joined[cause, ally] = True
    return is_ready


@rule
def own_staff(tables, state, ij):
    """People of the actor of ``ij`` at its largest mission with its target."""
    channel = resident_mission_of(tables, state, ij, True)
    return 0 if channel == NONE else state.posts.accredited[channel]


@rule
def write_joining(tables, state, ij, day, m, channel, size, chance):
    """Expel in support of the package of move ``m``."""
    effective = day + time_to_leave(tables, state, ij, day, state.n_packages[ij])
    row = write_move(
        tables,
        state,
        ij,
        day,
        effective=effective,
        kind=EXPEL,
        channel=channel,
        count=size,
        intent=JOINING,
        parent=m,
        package=NONE,
    )
    state.log.cause[row] = state.log.cause[m]
    state.log.probability[row] = chance
    enact(tables, state, row, day)
