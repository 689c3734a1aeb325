"""What comes from outside a day's decisions: effects that fall due, scripted moves, incidents."""

from .channels import (
    ends_post,
    has_resident_mission,
    is_open,
    is_resident,
    most_allowed,
    resident_mission_of,
    take_effect,
)
from .draws import (
    STREAM_INCIDENT_CLOCK,
    STREAM_INCIDENT_SHARE,
    geometric_days,
    uniform,
)
from .jit import rule
from .log import enact, time_to_leave, write_move
from .moves import CONTACT, EXPEL, SEVER_RELATIONS
from .parameters import INCIDENT_SHARE_HIGH, INCIDENT_SHARE_LOW
from .perceive import settle_by_hand
from .world import INCIDENT, NONE, PENDING, REROUTED, SCRIPTED

VOID = -2  # script_row of a scripted move that the posts did not allow


@rule
def settle(tables, state, day):
    """Phase: turn the page of the log, and let the effects due today happen."""
    log = state.log
    log.first_yesterday[0] = log.first_today[0]
    log.first_today[0] = log.n[0]
    for m in range(log.first_pending[0], log.first_today[0]):
        if not log.in_force[m] and log.effective[m] <= day:
            take_effect(tables, state, m)
            reroute_contact(tables, state, m, day)
        elif log.in_force[m] and m >= log.first_yesterday[0]:
            reroute_contact(tables, state, m, day)
    leave_behind(state)


@rule
def leave_behind(state):
    """Pass over the moves and provocations that no longer wait."""
    log, provocations = state.log, state.provocations
    while log.first_pending[0] < log.n[0] and log.in_force[log.first_pending[0]]:
        log.first_pending[0] += 1
    while (
        provocations.first_open[0] < provocations.n[0] and provocations.verdict[provocations.first_open[0]] != PENDING
    ):
        provocations.first_open[0] += 1


@rule
def reroute_contact(tables, state, m, day):
    """After move ``m`` ended the last resident mission of a dyad, keep contact through the named embassies."""
    dyad, kind, channel = state.log.ij[m] >> 1, state.log.kind[m], state.log.channel[m]
    ended_mission = ends_post(kind) and is_resident(tables.channel_kind[channel])
    if not (ended_mission or kind == SEVER_RELATIONS) or has_resident_mission(tables, state, dyad):
        return
    for ij in (2 * dyad, 2 * dyad + 1):
        embassy = tables.contact[ij]
        if embassy != NONE and not state.rerouted[ij] and is_open(state, embassy):
            state.rerouted[ij] = True
            row = write_move(tables, state, day, day, ij, CONTACT, embassy, 0, REROUTED, state.log.package[m], NONE)
            enact(tables, state, row, day)


@rule
def shock(tables, state, day):
    """Phase: play the scripted moves of the day, then the incidents whose clocks ring."""
    play_script(tables, state, day)
    if day < tables.autonomous_day:
        return
    for ij in range(tables.actor.size):
        if day == tables.autonomous_day:
            state.next_incident[ij] = day - 1 + days_to_incident(tables, state, ij, day)
        if state.next_incident[ij] == day:
            ring_incident(tables, state, ij, day)


@rule
def play_script(tables, state, day):
    """Play the scripted moves of a day."""
    for s in range(tables.script_day.size):
        if tables.script_day[s] == day:
            answered = tables.script_answers[s]
            m = play_move(
                tables,
                state,
                day,
                tables.script_deadline[s],
                tables.script_ij[s],
                tables.script_kind[s],
                tables.script_channel[s],
                tables.script_count[s],
                NONE if answered == NONE else max(NONE, state.script_row[answered]),
            )
            state.script_row[s] = VOID if m == NONE else m


@rule
def play_move(tables, state, day, deadline, ij, kind, channel, count, parent):
    """Make one move by hand, held to what the posts allow; those of a day and direction are one package.

    Returns
    -------
    int, row of the move, or NONE where the posts do not allow it at all
    """
    allowed = most_allowed(tables, state, kind, ij, channel)
    if allowed <= 0:
        return NONE
    package = package_by_hand(state, ij)
    number = state.n_packages[ij] if package == NONE else state.log.number[package]
    effective = deadline if deadline != NONE else day + time_to_leave(tables, state, ij, day, number)
    m = write_move(tables, state, day, effective, ij, kind, channel, min(count, allowed), SCRIPTED, parent, package)
    enact(tables, state, m, day)
    if parent != NONE and state.log.provocation[parent] != NONE:
        settle_by_hand(state, state.log.provocation[parent], ij, day)
    return m


@rule
def package_by_hand(state, ij):
    """Package of the moves made by hand today in direction ``ij``, or NONE if there is none yet."""
    log = state.log
    for m in range(log.first_today[0], log.n[0]):
        if log.ij[m] == ij and log.intent[m] == SCRIPTED:
            return log.package[m]
    return NONE


@rule
def days_to_incident(tables, state, ij, day):
    """Days until the next incident in direction ``ij``, drawn on a day."""
    never = tables.n_days + 1
    i, j = tables.actor[ij], tables.target[ij]
    u = uniform(tables, state, i, j, day, STREAM_INCIDENT_CLOCK, state.n_incidents[ij])
    return geometric_days(tables.incident_rate[ij], u, never)


@rule
def ring_incident(tables, state, ij, day):
    """An incident: the actor of ``ij`` expels part of its target's largest mission, if there is one."""
    i, j, number = tables.actor[ij], tables.target[ij], state.n_incidents[ij]
    channel = resident_mission_of(tables, state, ij ^ 1, False)
    if channel != NONE and most_allowed(tables, state, EXPEL, ij, channel) > 0:
        low, high = tables.world[INCIDENT_SHARE_LOW], tables.world[INCIDENT_SHARE_HIGH]
        u = uniform(tables, state, i, j, day, STREAM_INCIDENT_SHARE, number)
        count = persons_in_incident(state.posts.accredited[channel], low + (high - low) * u)
        effective = day + time_to_leave(tables, state, ij, day, state.n_packages[ij])
        m = write_move(tables, state, day, effective, ij, EXPEL, channel, count, INCIDENT, NONE, NONE)
        enact(tables, state, m, day)
    state.n_incidents[ij] = number + 1
    state.next_incident[ij] = day + days_to_incident(tables, state, ij, day)


@rule
def persons_in_incident(accredited, share):
    """Persons an incident expels: a share of the staff, at least one.

    Parameters
    ----------
    accredited : int, persons, >= 1
    share : float in [0, 1]

    Returns
    -------
    int, persons, in [1, accredited]
    """
    return max(1, min(accredited, int(share * accredited + 0.5)))
