"""Solidarity: allies who take the side of one that answers a harm.

Each ally joins by chance, the more readily the nearer it stands, the plainer the harm, the more others have
joined and the less it has to lose; or, where a scenario gives thresholds, as soon as enough have joined
[Granovetter1978]_.

.. [Granovetter1978] M. Granovetter: Threshold models of collective behavior. American Journal of
   Sociology 83, 1978.
"""

import math

from .agenda import ALLIES_CLOCK, IN_JOIN, next_clock, wind
from .draws import (
    STREAM_JOIN,
    STREAM_JOIN_DELAY,
    STREAM_JOIN_SIZE,
    logistic,
    lognormal_count,
    normal,
    of_cause,
    uniform,
    unit,
    words,
)
from .jit import rule
from .law import may_do, most_allowed, resident_mission_of
from .log import enact, time_to_leave, write_move
from .moves import EXPEL, is_hostile_kind
from .parameters import (
    JOIN_AFFINITY,
    JOIN_EVIDENCE,
    JOIN_EXPOSURE,
    JOIN_INTERCEPT,
    JOIN_JOINED,
    JOIN_MATCH,
    JOIN_MEDIAN_LOG,
    JOIN_MISSION_SHARE,
    JOIN_ONE_MORE,
    JOIN_SD_LOG,
)
from .world import JOINING, NONE, SCRIPTED, reverse

LONGEST_JOIN_DAYS = 365


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
def joiner_size(world, u, host_staff):
    """People that a joiner expels: one, and one more with some probability, and again; of a large mission a part.

    Parameters
    ----------
    world : (n_world,) float64
    u : float, uniform in (0, 1)
    host_staff : int, people there are to expel, >= 1

    Returns
    -------
    int, people, in [1, host_staff]
    """
    one_more = world[JOIN_ONE_MORE]
    more = math.log(u) / math.log(one_more) if one_more > 0.0 else 0.0
    least = max(1, int(world[JOIN_MISSION_SHARE] * host_staff + 0.5))
    return min(host_staff, least + int(min(more, host_staff - 1.0)))


@rule
def join(tables, state, day):
    """Phase: allies join the package of a victim, together and some days after it."""
    log = state.log
    if day < tables.autonomous_day or tables.trigger_day.size == 0:  # no harm in which anybody could join
        return
    for m in range(log.first_today[0], log.n[0]):
        cause = log.cause[m]
        is_of_victim = cause != NONE and not takes_a_side(tables, log, m) and is_hostile_kind(log.kind[m])
        if is_of_victim and state.next_join[cause] < day:
            state.next_join[cause] = day + days_to_join(tables, state, cause)
            wind(tables, state, ALLIES_CLOCK, cause, state.next_join[cause])
            state.joins_move[cause] = m
    clock = next_clock(tables, state, day, IN_JOIN)
    while clock != NONE:
        cause = tables.clock_row[clock]
        if state.next_join[cause] == day:
            while join_round(tables, state, state.joins_move[cause], day) > 0:
                pass
        clock = next_clock(tables, state, day, IN_JOIN)


@rule
def takes_a_side(tables, log, m):
    """Whether move ``m``, which has a cause, joins the victim: of its own accord, or because the scenario says so."""
    is_for_another = log.ij[m] != tables.trigger_ij[log.cause[m]]
    return log.intent[m] == JOINING or (log.intent[m] == SCRIPTED and is_for_another)


@rule
def days_to_join(tables, state, cause):
    """Days after its first package in which the allies of a cause's victim join it, all on one day."""
    world, ij = tables.world, tables.trigger_ij[cause]
    w0, w1, _, _ = of_cause(tables, state, ij, cause, STREAM_JOIN_DELAY)
    return lognormal_count(world[JOIN_MEDIAN_LOG], world[JOIN_SD_LOG], normal(w0, w1), 0, LONGEST_JOIN_DAYS)


@rule
def join_round(tables, state, m, day):
    """Ask every ally that has not joined once, all at the same share of others; returns how many joined."""
    cause, victim = state.log.cause[m], tables.actor[state.log.ij[m]]
    share, joined = share_joined(tables, state, cause, victim), 0
    author = tables.target[state.log.ij[m]]
    for n in range(tables.first_at[author], tables.first_at[author + 1]):
        ij = tables.at[n]
        ally = tables.actor[ij]
        may_join = tables.is_ally[victim, ally] and not state.joined[cause, ally]
        may_join = may_join and are_enough(share, tables.threshold[cause, ally])
        if may_join and ask_ally(tables, state, ij, day, m=m, share=share):
            joined += 1
    return joined


@rule
def are_enough(share_joined, threshold):
    """Whether as many have joined as an ally waits for; one without a threshold waits for nobody."""
    return math.isnan(threshold) or joins_by_threshold(share_joined, threshold)


@rule
def share_joined(tables, state, cause, victim):
    """Share of the influence of the victim's allies that has joined, in [0, 1]."""
    total, joined = tables.influence_of_allies[victim], 0.0
    for i in range(tables.party_key.size):
        if state.joined[cause, i] and tables.is_ally[victim, i]:
            joined += tables.party_influence[i]
    return joined / total if total > 0.0 else 0.0


@rule
def ask_ally(tables, state, ij, day, m, share):
    """Let the actor of ``ij``, which waits for nobody else, join the package of move ``m`` if it is ready to.

    Its number for a cause is drawn once and kept: being asked again gives the same answer unless others have joined.

    Returns
    -------
    bool, whether it did
    """
    cause, ally, victim = state.log.cause[m], tables.actor[ij], tables.actor[state.log.ij[m]]
    chance, threshold = math.nan, tables.threshold[cause, ally]
    channel = resident_mission_of(tables, state, reverse(ij), False)
    staff = 0 if channel == NONE else most_allowed(tables, state, EXPEL, ij, channel)
    if staff <= 0 or not may_do(tables, ij, EXPEL):
        return False
    when, key = tables.trigger_day[cause], tables.trigger_key[cause]
    w0, w1, _, _ = words(tables, state, ally, victim, when, STREAM_JOIN_SIZE, key)
    size = joiner_size(tables.world, unit(w0), staff)
    if unit(w1) < tables.world[JOIN_MATCH] and is_weightiest(tables, ally, victim):
        size = max(size, min(staff, people_of_package(state, m)))
    is_ready = True
    if math.isnan(threshold):
        exposure = size / max(1, own_staff(tables, state, ij))
        evidence = tables.trigger_evidence[cause]
        chance = readiness(tables.world, tables.affinity[cause, ally], evidence, share, exposure)
        is_ready = uniform(tables, state, ally, victim, when, STREAM_JOIN, key) < chance
    if is_ready:
        write_joining(tables, state, ij, day, m=m, channel=channel, size=size, chance=chance)
        state.joined[cause, ally] = True
    return is_ready


@rule
def is_weightiest(tables, ally, victim):
    """Whether an ally has more influence than the victim and every other ally of it."""
    for i in range(tables.party_key.size):
        is_rival = i == victim or tables.is_ally[i, victim]
        if i != ally and is_rival and tables.party_influence[i] >= tables.party_influence[ally]:
            return False
    return True


@rule
def people_of_package(state, m):
    """People whom the package of move ``m`` sends home."""
    log, people = state.log, 0
    for n in range(log.package[m], log.package_end[log.package[m]]):
        if log.package[n] == log.package[m] and log.kind[n] == EXPEL:
            people += log.count[n]
    return people


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
