"""Steps of an actor's own accord: thin slices, or concessions that grow.

Salami tactics take the largest step below a severity that keeps the other side under its breaking point
[Schelling1966]_.  GRIT makes a series of unilateral concessions of rising size and drops it on a hostile
answer [Osgood1962]_.

.. [Schelling1966] T. C. Schelling: Arms and Influence. Yale University Press, 1966.
.. [Osgood1962] C. E. Osgood: An Alternative to War or Surrender. University of Illinois Press, 1962.
"""

import math

from .accounts import grievance_on
from .agenda import STEP_CLOCK, wind
from .consult import OF_INITIATIVES, may_act_on_its_own
from .draws import STREAM_INITIATIVE_CLOCK, geometric_days, uniform
from .indices import breaking_point_of, loss
from .jit import rule
from .law import is_counted, is_joint, may_do, most_allowed, severity_of
from .log import begin_package, time_to_leave
from .memory import DROPPED
from .moves import (
    CANCEL_MEETING,
    FAMILY,
    LIFT_RESTRICTIONS,
    MEASURE,
    OFFER_TALKS,
    REOPEN,
    RESTORE_POSTS,
    RESTORE_TIE,
    RETURN_AMBASSADOR,
    SEVERITY,
    SUSPEND_MISSION,
    VERBAL,
    WITHDRAW_FORCES,
    is_hostile_kind,
)
from .parameters import (
    CONCESSIONS,
    HOSTILE_ABOVE,
    INITIATIVE_PER_DAY,
    PERSONNEL_SEVERITY_BASE,
    PERSONNEL_SEVERITY_SLOPE,
    RECOVERY_SHARE,
    SALAMI_SEVERITY,
    SERIES_PAUSE_DAYS,
)
from .policies import NOTHING, SALAMI
from .press import press
from .reaction import most_left, staff_hit
from .substitute import LEAST_GAP, needs_channel, share_for
from .world import INITIATIVE, NONE, SUSPENDED, dyad_of, has_breaking_point, policy_of, reverse, side_of

N_KINDS = len(SEVERITY)


@rule
def initiate(tables, state, i, day):
    """Phase: party ``i`` takes the steps of its own whose clocks ring."""
    if day < tables.autonomous_day:
        return
    press(tables, state, i, day)
    for n in range(tables.first_own[i], tables.first_own[i + 1]):
        initiate_towards(tables, state, tables.own[n], day)


@rule
def initiate_towards(tables, state, ij, day):
    """Take a step of the actor's own in direction ``ij``, if its policy knows any and the clock rings today."""
    if tables.initiates[state.party_policy[tables.actor[ij]]] == NOTHING:
        return
    if day == tables.autonomous_day:
        wind_initiative(tables, state, ij, day, day - 1)
    if state.next_initiative[ij] == day:
        take_step(tables, state, ij, day)
        state.n_initiatives[ij] += 1
        wind_initiative(tables, state, ij, day, day)


@rule
def wind_initiative(tables, state, ij, day, since):
    """Draw, on a day, on which day after another one the next step of the actor of ``ij`` comes."""
    state.next_initiative[ij] = since + days_to_initiative(tables, state, ij, day)
    wind(tables, state, STEP_CLOCK, ij, state.next_initiative[ij])


@rule
def days_to_initiative(tables, state, ij, day):
    """Days until the next step of the actor of ``ij``, drawn on a day."""
    i, j = tables.actor[ij], tables.target[ij]
    u = uniform(tables, state, i, j, day, STREAM_INITIATIVE_CLOCK, state.n_initiatives[ij])
    return geometric_days(policy_of(tables, state, ij, INITIATIVE_PER_DAY), u, tables.n_days + 1)


@rule
def take_step(tables, state, ij, day):
    """Make one slice or one concession, if there is one and the members of an alliance agree."""
    if tables.by_hand[tables.actor[ij]]:
        return
    if not may_act_on_its_own(tables, state, ij, day, OF_INITIATIVES, state.n_initiatives[ij]):
        return
    if tables.initiates[state.party_policy[tables.actor[ij]]] == SALAMI:
        slice_salami(tables, state, ij, day)
    else:
        begin_anew(tables, state, ij, day)
        if state.n_concessions[ij] < policy_of(tables, state, ij, CONCESSIONS):
            concede(tables, state, ij, day)


@rule
def begin_anew(tables, state, ij, day):
    """Begin a new series of concessions where the last is over or was given up, and quiet has lasted since."""
    last = max(state.last_concession[ij], state.received_day[ij])
    is_over = state.n_concessions[ij] >= policy_of(tables, state, ij, CONCESSIONS)
    if is_over and day - last >= policy_of(tables, state, ij, SERIES_PAUSE_DAYS):
        state.n_concessions[ij] = 0
        state.largest_concession[ij] = 0.0


@rule
def slice_salami(tables, state, ij, day):
    """Make the largest hostile move up to the size of a slice that the other side will bear."""
    room = min(policy_of(tables, state, ij, SALAMI_SEVERITY), bearable(tables, state, ij, day) - LEAST_GAP)
    if room <= policy_of(tables, state, reverse(ij), HOSTILE_ABOVE):  # nothing that the other side would take notice of
        return
    if tables.is_exact:
        m = write_step(tables, state, ij, day, kind=MEASURE, channel=NONE, count=0)
        state.log.severity[m] = room
        return
    kind, channel, count, severity = NONE, NONE, 0, 0.0
    for k in range(N_KINDS):
        if k == CANCEL_MEETING and may_do(tables, ij, k) and severity < SEVERITY[k] <= room:
            kind, channel, count, severity = k, NONE, 0, SEVERITY[k]
        if not is_slice(k):
            continue
        for c in range(tables.first_channel[dyad_of(ij)], tables.first_channel[dyad_of(ij) + 1]):
            n = slice_count(tables, state, ij, kind=k, channel=c, room=room)
            size = severity_of(tables, state, k, ij, c, n)
            if n >= 0 and severity < size <= room:
                kind, channel, count, severity = k, c, n, size
    if kind != NONE:
        write_step(tables, state, ij, day, kind=kind, channel=channel, count=count)


@rule
def bearable(tables, state, ij, day):
    """Severity that the target of ``ij`` can take without reaching its breaking point, if it has one."""
    back = reverse(ij)
    if not has_breaking_point(tables, back, state.party_policy[tables.actor[back]]):
        return math.inf
    point = breaking_point_of(tables, state, back, loss(tables, state, dyad_of(ij), day))
    return point - grievance_on(tables, state, back, day)


@rule
def is_slice(kind):
    """Whether a kind of move is a measure against a channel of the other side or a joint one."""
    return needs_channel(kind) and is_hostile_kind(kind) and FAMILY[kind] != VERBAL and kind != SUSPEND_MISSION


@rule
def slice_count(tables, state, ij, kind, channel, room):
    """Largest count of a move within a severity; 0 where no persons are counted, NONE where it may not be made."""
    most = most_left(tables, state, kind, ij, channel)
    if most <= 0:
        return NONE
    if not is_counted(kind):
        return 0
    base, slope = tables.world[PERSONNEL_SEVERITY_BASE], tables.world[PERSONNEL_SEVERITY_SLOPE]
    count = min(most, int(share_for(room, base, slope) * staff_hit(state, kind, channel)))
    return max(1, count)


@rule
def concede(tables, state, ij, day):
    """Make the smallest unilateral concession that is larger than the last one of the series."""
    best, kind, channel, count = math.inf, NONE, NONE, 0
    for c in range(tables.first_channel[dyad_of(ij)], tables.first_channel[dyad_of(ij) + 1]):
        for k in (LIFT_RESTRICTIONS, RESTORE_POSTS, RETURN_AMBASSADOR, REOPEN, RESTORE_TIE):
            n = concession_count(tables, state, ij, k, c)
            size = -severity_of(tables, state, k, ij, c, n)
            if n >= 0 and state.largest_concession[ij] < size < best:
                best, kind, channel, count = size, k, c, n
    size = -SEVERITY[WITHDRAW_FORCES]
    is_armed = state.posture_held[ij] > 0 and may_do(tables, ij, WITHDRAW_FORCES)
    if is_armed and state.largest_concession[ij] < size < best:
        best, kind, channel, count = size, WITHDRAW_FORCES, NONE, 0
    size = -SEVERITY[OFFER_TALKS]  # a word comes after deeds of its size
    if may_do(tables, ij, OFFER_TALKS) and state.largest_concession[ij] < size < best:
        best, kind, channel, count = size, OFFER_TALKS, NONE, 0
    if kind != NONE:
        write_step(tables, state, ij, day, kind=kind, channel=channel, count=count)
        state.largest_concession[ij] = best
        state.n_concessions[ij] += 1
    else:  # nothing larger is left: the series is over
        state.n_concessions[ij] = DROPPED
    state.last_concession[ij] = day


@rule
def concession_count(tables, state, ij, kind, channel):
    """Count of a concession that the actor of ``ij`` can make alone; NONE where it cannot."""
    most = most_allowed(tables, state, kind, ij, channel) if may_do(tables, ij, kind) else 0
    if most <= 0:
        return NONE
    if kind == RESTORE_POSTS:
        return posts_restored(most, state.posts.taken[channel], tables.world[RECOVERY_SHARE])
    if kind == RETURN_AMBASSADOR:
        return NONE if state.posts.head_expelled[channel] else 0
    if kind == REOPEN and not is_joint(tables.channel_kind[channel]):
        is_own = state.posts.status[channel] == SUSPENDED and tables.sender[channel] == tables.actor[ij]
        return posts_restored(most, most, tables.world[RECOVERY_SHARE]) if is_own else NONE
    if kind == REOPEN:
        return 0 if state.posts.withheld[channel, side_of(ij)] else NONE
    return 0


@rule
def posts_restored(lost, taken, share):
    """Posts that come back at a time: a share of those taken, rounded up, at least one.

    Parameters
    ----------
    lost : int, posts that are still away, >= 1
    taken : int, posts that were away when recovery began, >= lost
    share : float in [0, 1]

    Returns
    -------
    int, posts, in [1, lost]
    """
    return max(1, min(lost, math.ceil(share * taken)))


@rule
def write_step(tables, state, ij, day, kind, channel, count):
    """Write a step of the actor's own into the log; returns its row."""
    effective = day + time_to_leave(tables, state, ij, day, state.n_packages[ij])
    return begin_package(
        tables, state, ij, day, effective=effective, kind=kind, channel=channel, count=count, intent=INITIATIVE
    )
