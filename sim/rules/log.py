"""Writing moves down: what was done, by which ministry, in answer to what and why.

:func:`write_move` writes a move and changes no posts, so that all decisions of a day are taken on
the same state; :func:`enact` then lets it happen.

.. [Osgood1962] C. E. Osgood: An Alternative to War or Surrender. University of Illinois Press, 1962.
"""

import math

from .accounts import enter
from .channels import announce_effect, stop_meetings, take_effect
from .draws import STREAM_LEAVE, gaussian, lognormal_count
from .jit import rule
from .law import severity_of, share_hit
from .memory import note_hostility, note_restraint
from .moves import FAMILY, MEET, OFFER_MEDIATION, OFFER_TALKS, TAKES_TIME, head_decides, is_hostile_kind, rung_of
from .package import package_severity, together
from .parameters import LEAVE_DAYS, LEAVE_MEDIAN_LOG, LEAVE_SD_LOG, PACKAGE_EXPONENT, TALKS_RELIEF
from .perceive import is_concession
from .world import BY_CALENDAR, INITIATIVE, NONE, dyad_of, policy_of, reverse

LONGEST_LEAVE_DAYS = 35


@rule
def time_to_leave(tables, state, ij, day, number):
    """Days that the actor of ``ij`` gives people to leave in its package ``number``."""
    fixed = policy_of(tables, state, ij, LEAVE_DAYS)
    if fixed > 0.0:
        return math.ceil(fixed)
    z = gaussian(tables, state, tables.actor[ij], tables.target[ij], day, STREAM_LEAVE, number)
    median_log = policy_of(tables, state, ij, LEAVE_MEDIAN_LOG)
    return lognormal_count(median_log, policy_of(tables, state, ij, LEAVE_SD_LOG), z, 1, LONGEST_LEAVE_DAYS)


@rule
def deciding_ministry(tables, i, kind, channel):
    """Ministry of party ``i`` that decides a move.

    The owner of the channel on the party's side; for moves without one the most influential owner
    of the family; the foreign ministry where no ministry owns it.
    """
    if channel != NONE:
        if tables.sender[channel] == i:
            return tables.sender_ministry[channel]
        if tables.host[channel] == i:
            return tables.host_ministry[channel]
    return tables.deciding[i, kind]


@rule
def most_influential(tables, i, kind):
    """Ministry of party ``i`` that decides a move on no channel of its own; see :func:`deciding_ministry`."""
    found = NONE
    for ministry in range(tables.first_ministry[i], tables.first_ministry[i + 1]):
        if tables.owns[ministry, FAMILY[kind]] and (
            found == NONE or tables.influence[ministry] > tables.influence[found]
        ):
            found = ministry
    return tables.foreign_ministry[i] if found == NONE else found


@rule
def begin_package(tables, state, ij, day, effective, kind, channel, count, intent):
    """Write a move that answers none and begins a package; as :func:`write_move`."""
    return write_move(
        tables,
        state,
        ij,
        day,
        effective=effective,
        kind=kind,
        channel=channel,
        count=count,
        intent=intent,
        parent=NONE,
        package=NONE,
    )


@rule
def write_move(tables, state, ij, day, effective, kind, channel, count, intent, parent, package):
    """Write one move into the log and return its row; callers name all arguments after ``day``.

    Parameters
    ----------
    ij : int, direction
    day, effective : int, days; the effective day counts only where people must be given time
    kind, channel, count : int; channel or NONE, count 0 where no persons are counted
    intent : int, one of INTENTS
    parent : int, move answered, or NONE
    package : int, first move of the package, or NONE for a new package
    """
    log = state.log
    m = log.n[0]
    log.n[0] = m + 1
    share = share_hit(state, kind, channel, count)
    log.announced[m] = day
    log.effective[m] = max(day, effective) if TAKES_TIME[kind] else day
    log.ij[m] = ij
    log.kind[m] = kind
    log.channel[m] = channel
    log.count[m] = count
    log.severity[m] = severity_of(tables, state, kind, ij, channel, count)
    log.share[m] = share
    log.rung[m] = rung_of(kind, share)
    log.ministry[m] = deciding_ministry(tables, tables.actor[ij], kind, channel)
    log.with_head[m] = head_decides(kind, share)
    log.intent[m] = intent
    log.parent[m] = parent
    log.cause[m] = NONE
    if package == NONE:
        log.package[m] = m
        log.number[m] = state.n_packages[ij]
        state.n_packages[ij] += 1
    else:
        log.package[m] = package
        log.number[m] = log.number[package]
        log.package_end[package] = m + 1
    log.package_end[m] = m + 1
    log.leaving[m] = 0
    log.in_force[m] = False
    log.later_pending[m] = m + 1
    log.earlier_hostile[m] = log.last_hostile[0]
    if is_hostile_kind(kind):
        log.last_hostile[0] = m
    log.provocation[m] = NONE
    explain(log, m, asked=math.nan, grievance=math.nan, breaking_point=math.nan, loss=math.nan, probability=math.nan)
    log.perceived[m] = math.nan
    return m


@rule
def explain(log, m, asked, grievance, breaking_point, loss, probability):
    """Write beside move ``m`` the numbers that decided it; NaN where one played no part."""
    log.asked[m] = asked
    log.grievance[m] = grievance
    log.breaking_point[m] = breaking_point
    log.loss[m] = loss
    log.probability[m] = probability


@rule
def count_as_sent(tables, state, m, day):
    """Count hostile move ``m`` against its sender's balance, and as its last act, with the package so far."""
    log, ij, first = state.log, state.log.ij[m], state.log.package[m]
    before = package_severity(tables, log, first, m)
    after = together(before, log.severity[m], tables.world[PACKAGE_EXPONENT])
    enter(tables, state, ij, day, grievance=0.0, balance=before - after)
    note_hostility(tables, state, ij, day, severity=after)
    stop_meetings(tables, state, dyad_of(ij), day)


@rule
def relief(tables, severity):
    """What a meeting or a kept offer takes off a grievance: a part of its severity, which is negative [Osgood1962]_."""
    return tables.world[TALKS_RELIEF] * severity


@rule
def was_offered(log, m):
    """Whether meeting ``m`` came of an offer of talks or of good offices; a council's routine changes no account."""
    parent = log.parent[m]
    return parent != NONE and (log.kind[parent] == OFFER_TALKS or log.kind[parent] == OFFER_MEDIATION)


@rule
def enact(tables, state, m, day):
    """Let move ``m`` happen: the sender's account and the legal effects of today.

    A hostile move counts against its sender's balance with what it adds to the objective severity of its package.
    """
    log = state.log
    ij, kind = log.ij[m], log.kind[m]
    if is_hostile_kind(kind):
        count_as_sent(tables, state, m, day)
    elif is_concession(kind):
        note_restraint(state, ij)
    elif kind == MEET:
        note_restraint(state, ij)
        note_restraint(state, reverse(ij))
        if was_offered(log, m) or log.intent[m] == BY_CALENDAR:
            enter(tables, state, ij, day, grievance=relief(tables, log.severity[m]), balance=0.0)
            enter(tables, state, reverse(ij), day, grievance=relief(tables, log.severity[m]), balance=0.0)
    elif kind == OFFER_TALKS and log.intent[m] == INITIATIVE:  # announced and kept: a step of a series, not a word
        enter(tables, state, reverse(ij), day, grievance=relief(tables, log.severity[m]), balance=0.0)
    announce_effect(tables, state, m, day)
    if log.effective[m] <= day:
        take_effect(tables, state, m)
