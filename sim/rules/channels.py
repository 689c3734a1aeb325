"""What each move does to posts, joint institutions and relations, when it is announced and when it takes effect.

What the law allows is in :mod:`sim.rules.law`.  Severing relations ends the resident posts, not the consulates
[Vienna Convention on Consular Relations 1963, art. 2(3)].
"""

from .agenda import alter, touch, touch_all
from .jit import rule
from .law import ends_post, is_open, is_resident, is_tie
from .moves import (
    ADOPT_DOCTRINE,
    ASK_RECOGNITION,
    CONCILIATORY,
    CONTACT,
    COUNCIL,
    DOWNGRADE_RELATIONS,
    EMBASSY,
    FAMILY,
    FOUND_INSTITUTION,
    LIFT_RESTRICTIONS,
    MADE_BY,
    MEET,
    NOBODY,
    PERSONNEL,
    POSTURE_RUNG,
    RECALL_AMBASSADOR,
    REOPEN,
    RESTORE_POSTS,
    RESTORE_TIE,
    RESTRICT_ACCESS,
    RETURN_AMBASSADOR,
    SEVER_RELATIONS,
    SUSPEND_COOPERATION,
    SUSPEND_COUNCIL,
    SUSPEND_MISSION,
    WITHDRAW_FORCES,
    WITHHOLDS,
)
from .parameters import POSTURE_DOCTRINE, POSTURE_WITHDRAWN
from .posts import convene, depart, found, has_vacancy, reopen, restore, revoke, rung_remaining, shut, stop_meeting
from .world import CHARGE, CLOSED, CLOSING, FULL, NONE, OPEN, SEVERED, SUSPENDED, dyad_of, side_of


@rule
def announce_effect(tables, state, m, day):
    """Legal effects of move ``m`` on the day it is announced."""
    log = state.log
    kind, channel, dyad = log.kind[m], log.channel[m], dyad_of(log.ij[m])
    if log.rung[m] > 0:
        state.rung_highest[dyad] = max(state.rung_highest[dyad], log.rung[m])
    if POSTURE_RUNG[kind] > 0:
        state.posture_rung[dyad] = max(state.posture_rung[dyad], POSTURE_RUNG[kind])
        take_posture(tables, state, log.ij[m], kind)
    elif kind == WITHDRAW_FORCES:
        withdraw_forces(tables, state, log.ij[m])
    elif kind == FOUND_INSTITUTION:
        found(tables, state, channel, day)
    elif kind == DOWNGRADE_RELATIONS:
        touch_all(tables, state, dyad)
        downgrade(tables, state, dyad)
    elif kind == SEVER_RELATIONS:
        touch_all(tables, state, dyad)
        begin_severance(tables, state, log.ij[m], day)
    elif kind == MEET:
        hold_meeting(tables, state, dyad, day)
        recognise(state, log.parent[m])
    elif kind == CONTACT:
        state.rerouted[log.ij[m]] = True
    elif channel != NONE and MADE_BY[kind] != NOBODY:
        touch(tables, state, channel)
        announce_on_channel(tables, state, m)


@rule
def take_posture(tables, state, ij, kind):
    """A measure of posture: its rung is in force, and the posture is at least what such a measure takes."""
    state.posture_held[ij] = max(state.posture_held[ij], POSTURE_RUNG[kind])
    threshold = tables.world[POSTURE_DOCTRINE + kind - ADOPT_DOCTRINE]
    state.posture[ij] = max(state.posture[ij], threshold)


@rule
def withdraw_forces(tables, state, ij):
    """End the measures of posture of the actor of ``ij``, and lower its posture."""
    state.posture_held[ij] = 0
    state.posture[ij] *= tables.world[POSTURE_WITHDRAWN]


@rule
def downgrade(tables, state, dyad):
    """Reduce relations to chargés d'affaires: both heads of embassy leave."""
    state.level[dyad] = max(state.level[dyad], CHARGE)
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        if tables.channel_kind[channel] == EMBASSY:
            state.posts.head_present[channel] = False


@rule
def announce_on_channel(tables, state, m):
    """Legal effects of move ``m`` on its channel: accreditation ends at once, people leave later."""
    log, posts = state.log, state.posts
    kind, channel = log.kind[m], log.channel[m]
    if is_tie(tables.channel_kind[channel]):
        change_tie(state, m)
        return
    if kind == REOPEN:
        reopen(tables, state, m)
        return
    if ends_post(kind):
        if posts.status[channel] == OPEN:
            posts.status[channel] = CLOSING
        return
    if kind == SUSPEND_COUNCIL or kind == SUSPEND_COOPERATION:
        posts.withheld[channel, side_of(log.ij[m])] = True
        posts.status[channel] = SUSPENDED
    elif FAMILY[kind] == PERSONNEL:
        revoke(state, m)
    else:
        change_terms(tables, state, m)
    posts.rung[channel] = max(posts.rung[channel], log.rung[m])


@rule
def change_tie(state, m):
    """Withhold a share of what its actor leaves of a tie, as move ``m`` does, or restore all that it withheld."""
    log, posts = state.log, state.posts
    kind, channel, side = log.kind[m], log.channel[m], side_of(log.ij[m])
    if kind == RESTORE_TIE:
        posts.held_back[channel, side] = 0.0
        if posts.held_back[channel, 1 - side] <= 0.0:
            posts.rung[channel] = 0
    else:
        left = (1.0 - posts.held_back[channel, side]) * (1.0 - WITHHOLDS[kind])
        posts.held_back[channel, side] = 1.0 - left
        posts.rung[channel] = max(posts.rung[channel], log.rung[m])


@rule
def change_terms(tables, state, m):
    """Recall or return the head of a mission, restrict its access or lift that, give posts back."""
    log, posts = state.log, state.posts
    kind, channel = log.kind[m], log.channel[m]
    if kind == RECALL_AMBASSADOR:
        posts.head_present[channel] = False
    elif kind == RESTRICT_ACCESS:
        posts.restricted[channel] = True
    elif kind == LIFT_RESTRICTIONS:
        posts.restricted[channel] = False
        posts.no_local_staff[channel] = False
    elif kind == RETURN_AMBASSADOR:
        if posts.head_expelled[channel] and posts.sent_home[channel] > 0 and has_vacancy(posts, channel):
            restore(posts, channel, 1)  # who was sent home is the one who comes back
        posts.head_present[channel] = True
        posts.head_expelled[channel] = False
        restore_level(tables, state, dyad_of(log.ij[m]))
    elif kind == RESTORE_POSTS:
        restore(posts, channel, log.count[m])
    if FAMILY[kind] == CONCILIATORY:
        posts.rung[channel] = rung_remaining(state, channel)


@rule
def restore_level(tables, state, dyad):
    """End the level of chargés d'affaires once both sides' ambassadors are back."""
    if state.level[dyad] != CHARGE:
        return
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        is_embassy = tables.channel_kind[channel] == EMBASSY and is_open(state, channel)
        if is_embassy and not state.posts.head_present[channel]:
            return
    touch_all(tables, state, dyad)
    state.level[dyad] = FULL


@rule
def begin_severance(tables, state, ij, day):
    """Break relations off and order all resident missions closed; consulates stay [VCCR 1963, art. 2(3)]."""
    dyad = dyad_of(ij)
    state.level[dyad] = SEVERED
    state.broke_day[ij] = day
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        if is_resident(tables.channel_kind[channel]) and state.posts.status[channel] == OPEN:
            state.posts.status[channel] = CLOSING


@rule
def hold_meeting(tables, state, dyad, day):
    """Note a meeting, also of the dyad's open councils."""
    state.meetings[dyad] += 1
    state.n_refused[2 * dyad] = state.n_refused[2 * dyad + 1] = 0
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        if tables.channel_kind[channel] == COUNCIL and state.posts.status[channel] == OPEN:
            alter(state, dyad)
            convene(tables, state, channel, day)


@rule
def stop_meetings(tables, state, dyad, day):
    """Let a hostile act keep the councils of a dyad from meeting, from a day on."""
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        if tables.channel_kind[channel] == COUNCIL:
            stop_meeting(state.posts, channel, day)


@rule
def recognise(state, asked):
    """Note that a meeting grants the request for recognition that it answers, if move ``asked`` is one."""
    if asked != NONE and state.log.kind[asked] == ASK_RECOGNITION:
        state.is_recognised[state.log.ij[asked]] = True


@rule
def take_effect(tables, state, m):
    """What happens on the effective day of move ``m``: people leave, posts close."""
    log = state.log
    log.in_force[m] = True
    kind, channel = log.kind[m], log.channel[m]
    if kind == SEVER_RELATIONS:
        touch_all(tables, state, dyad_of(log.ij[m]))
        finish_severance(tables, state, m)
    elif ends_post(kind):
        touch(tables, state, channel)
        shut(state, m, channel, SUSPENDED if kind == SUSPEND_MISSION else CLOSED)
    elif log.leaving[m] > 0:
        depart(state, channel, log.leaving[m])


@rule
def finish_severance(tables, state, m):
    """Let both sides' resident missions go after move ``m`` broke relations off."""
    dyad = dyad_of(state.log.ij[m])
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        if is_resident(tables.channel_kind[channel]):
            shut(state, m, channel, CLOSED)
