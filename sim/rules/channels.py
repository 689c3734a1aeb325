"""Posts and joint institutions: what the law allows, and what each move does to them.

Vienna Convention on Diplomatic Relations 1961, arts 4, 9, 11, 12, 22, 43-46; on Consular Relations
1963, arts 2(3), 4, 23, 25, 27.  Only the host expels, cuts and closes; only the sender suspends and
recalls; vacancies go before people; severing relations ends the resident posts, not the consulates.
"""

from .jit import rule
from .moves import (
    ASK_RECOGNITION,
    BAN_LOCAL_STAFF,
    CLOSE_CONSULATE,
    CLOSE_LIAISON_MISSION,
    CLOSE_MISSION,
    CLOSE_OFFICE,
    CONCILIATORY,
    CONSULATE,
    CONTACT,
    COUNCIL,
    COUNTED,
    CUT_CEILING,
    DOWNGRADE_RELATIONS,
    EITHER,
    EMBASSY,
    EXERCISE,
    EXPEL,
    EXPEL_AMBASSADOR,
    FAMILY,
    FOUND_INSTITUTION,
    HOST,
    LIAISON_MISSION,
    LIFT_RESTRICTIONS,
    MADE_BY,
    MADE_ON,
    MEET,
    MISSION,
    NOBODY,
    OFFICE,
    PERSONNEL,
    POSTURE_RUNG,
    RECALL_AMBASSADOR,
    REFUSE_ACCREDITATION,
    REOPEN,
    RESTORE_POSTS,
    RESTRICT_ACCESS,
    RETURN_AMBASSADOR,
    RUNG,
    SENDER,
    SEVER_RELATIONS,
    SEVERITY,
    SUSPEND_COOPERATION,
    SUSPEND_COUNCIL,
    SUSPEND_MISSION,
    WITHDRAW_FORCES,
    personnel_severity,
)
from .parameters import (
    PERSONNEL_SEVERITY_BASE,
    PERSONNEL_SEVERITY_SLOPE,
    POSTURE_EXERCISE,
    POSTURE_WITHDRAWN,
    RESTORED_SEVERITY,
)
from .world import CHARGE, CLOSED, CLOSING, FULL, NONE, OPEN, PLANNED, SEVERED, SUSPENDED, side_of


@rule
def is_joint(channel_kind):
    """Whether a kind of channel is kept by both sides together: a council, a cooperation."""
    return channel_kind > OFFICE


@rule
def is_resident(channel_kind):
    """Whether a kind of channel is a resident diplomatic mission."""
    return channel_kind == EMBASSY or channel_kind == MISSION or channel_kind == LIAISON_MISSION


@rule
def is_open(state, channel):
    """Whether a channel still works: open, or ordered closed and not yet gone."""
    status = state.posts.status[channel]
    return status == OPEN or status == CLOSING


@rule
def may_act_on(tables, kind, ij, channel):
    """Whether the actor of ``ij`` stands in the place from which ``kind`` is done to ``channel``."""
    if tables.channel_dyad[channel] != ij >> 1 or not MADE_ON[kind, tables.channel_kind[channel]]:
        return False
    actor = tables.actor[ij]
    if MADE_BY[kind] == HOST:
        return tables.host[channel] == actor
    if MADE_BY[kind] == SENDER:
        return tables.sender[channel] == actor
    return True


@rule
def most_allowed(tables, state, kind, ij, channel):
    """Largest count that the law and the posts allow a move, today.

    Parameters
    ----------
    kind : int, kind of move
    ij : int, direction
    channel : int, or NONE

    Returns
    -------
    int, persons or posts; 1 for a lawful move that counts nobody, 0 for one that may not be made
    """
    if kind == CONTACT:
        return 1 if channel == NONE or is_open(state, channel) else 0
    if kind == FOUND_INSTITUTION:
        return 1 if channel == NONE or state.posts.status[channel] == PLANNED else 0
    if MADE_BY[kind] == NOBODY:
        return allowed_without_channel(tables, state, kind, ij)
    if channel == NONE or not may_act_on(tables, kind, ij, channel):
        return 0
    if MADE_BY[kind] == EITHER:
        return allowed_on_joint(tables, state, kind, ij, channel)
    if state.posts.status[channel] != OPEN:
        return 0
    return allowed_on_post(state, kind, channel)


@rule
def allowed_without_channel(tables, state, kind, ij):
    """As :func:`most_allowed`, for moves between parties: an alliance has no relations to sever."""
    if kind == DOWNGRADE_RELATIONS or kind == SEVER_RELATIONS:
        if tables.is_alliance[tables.actor[ij]] or tables.is_alliance[tables.target[ij]]:
            return 0
        level = state.level[ij >> 1]
        return 1 if level == FULL or (kind == SEVER_RELATIONS and level != SEVERED) else 0
    return 1


@rule
def allowed_on_joint(tables, state, kind, ij, channel):
    """As :func:`most_allowed`, for moves that either side may make."""
    posts = state.posts
    if posts.status[channel] == PLANNED or (posts.status[channel] == CLOSED and is_joint(tables.channel_kind[channel])):
        return 0
    if kind != REOPEN:
        return 0 if posts.withheld[channel, side_of(tables, ij)] else 1
    if is_joint(tables.channel_kind[channel]):
        return 1 if posts.withheld[channel, side_of(tables, ij)] else 0
    lost = posts.status[channel] == SUSPENDED or posts.status[channel] == CLOSED
    return max(1, posts.ceiling[channel]) if lost else 0


@rule
def allowed_on_post(state, kind, channel):
    """As :func:`most_allowed`, for moves on an open post with staff of its own."""
    posts = state.posts
    if kind == EXPEL:
        return posts.accredited[channel]
    if kind == CUT_CEILING:
        return posts.ceiling[channel]
    if kind == REFUSE_ACCREDITATION:
        return posts.ceiling[channel] - posts.accredited[channel]
    if kind == EXPEL_AMBASSADOR or kind == RECALL_AMBASSADOR:
        return 1 if posts.head_present[channel] else 0
    if kind == RETURN_AMBASSADOR:
        return 0 if posts.head_present[channel] else 1
    if kind == RESTRICT_ACCESS:
        return 0 if posts.restricted[channel] else 1
    if kind == BAN_LOCAL_STAFF:
        return 0 if posts.no_local_staff[channel] else 1
    if kind == RESTORE_POSTS:
        return posts.lost[channel]
    if kind == LIFT_RESTRICTIONS:
        return 1 if posts.restricted[channel] or posts.no_local_staff[channel] else 0
    return 1


@rule
def is_counted(kind):
    """Whether a kind of move counts persons or posts."""
    return COUNTED[kind]


@rule
def share_hit(state, kind, channel, count):
    """Share of the accredited staff (expulsion) or of the ceiling (cut) that a move hits, in [0, 1]."""
    if kind == EXPEL:
        return count / max(1, state.posts.accredited[channel])
    if kind == CUT_CEILING:
        return count / max(1, state.posts.ceiling[channel])
    return 0.0


@rule
def severity_of(tables, state, kind, channel, count):
    """Severity of a move as the posts stand now; negative for a conciliatory one."""
    if kind == RESTORE_POSTS:
        return -tables.world[RESTORED_SEVERITY] * count / max(1, state.posts.taken[channel])
    if kind != EXPEL and kind != CUT_CEILING:
        return SEVERITY[kind]
    base, slope = tables.world[PERSONNEL_SEVERITY_BASE], tables.world[PERSONNEL_SEVERITY_SLOPE]
    return personnel_severity(share_hit(state, kind, channel, count), base, slope)


@rule
def closing_move(channel_kind):
    """Kind of move by which the host closes a kind of channel."""
    if channel_kind == OFFICE:
        return CLOSE_OFFICE
    if channel_kind == CONSULATE:
        return CLOSE_CONSULATE
    if channel_kind == LIAISON_MISSION:
        return CLOSE_LIAISON_MISSION
    return CLOSE_MISSION


@rule
def announce_effect(tables, state, m, day):
    """Legal effects of move ``m`` on the day it is announced."""
    log = state.log
    kind, channel, dyad = log.kind[m], log.channel[m], log.ij[m] >> 1
    state.rung_highest[dyad] = max(state.rung_highest[dyad], log.rung[m])
    state.posture_rung[dyad] = max(state.posture_rung[dyad], POSTURE_RUNG[kind])
    if POSTURE_RUNG[kind] > 0:
        take_posture(tables, state, log.ij[m], kind)
    elif kind == WITHDRAW_FORCES:
        withdraw_forces(tables, state, log.ij[m])
    elif kind == FOUND_INSTITUTION:
        found(tables, state, channel, day)
    elif kind == DOWNGRADE_RELATIONS:
        downgrade(tables, state, dyad)
    elif kind == SEVER_RELATIONS:
        begin_severance(tables, state, dyad)
    elif kind == MEET:
        hold_meeting(tables, state, dyad, day)
        recognise(state, log.parent[m])
    elif kind == CONTACT:
        state.rerouted[log.ij[m]] = True
    elif channel != NONE and MADE_BY[kind] != NOBODY:
        announce_on_channel(tables, state, m)


@rule
def take_posture(tables, state, ij, kind):
    """A measure of posture: its rung is in force, and the posture is at least what such a measure takes."""
    state.posture_held[ij] = max(state.posture_held[ij], POSTURE_RUNG[kind])
    threshold = tables.world[POSTURE_EXERCISE + kind - EXERCISE]
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
def found(tables, state, channel, day):
    """Open a planned post with all the people it may have, or a planned institution that meets today."""
    posts = state.posts
    if channel == NONE:
        return
    posts.status[channel] = OPEN
    if is_joint(tables.channel_kind[channel]):
        posts.last_meeting[channel] = day
    else:
        receive(posts, channel, posts.ceiling[channel])
        posts.head_present[channel] = True
        renew_contact(tables, state, channel)


@rule
def receive(posts, channel, people):
    """Let people arrive at a post."""
    posts.accredited[channel] += people
    posts.present[channel] += people
    posts.arrived[channel] += people


@rule
def come_back(posts, channel, people):
    """Let people arrive at a post in the place of those who were lost."""
    receive(posts, channel, people)
    posts.sent_home[channel] = max(0, posts.sent_home[channel] - people)
    posts.lost[channel] = max(0, posts.lost[channel] - people)
    posts.taken[channel] = max(posts.taken[channel] - people, posts.lost[channel])


@rule
def set_staff(state, channel, ceiling, accredited):
    """Write the documented ceiling and staff of an open post over what the rules made of them; NONE leaves one."""
    posts = state.posts
    if not is_open(state, channel):
        return
    if ceiling != NONE:
        posts.ceiling[channel] = ceiling
        if accredited == NONE:
            accredited = min(posts.accredited[channel], ceiling)
    if accredited > posts.accredited[channel]:
        come_back(posts, channel, accredited - posts.accredited[channel])
    elif accredited != NONE:
        posts.accredited[channel] = accredited
        depart(state, channel, posts.present[channel] - accredited)
    posts.ceiling[channel] = max(posts.ceiling[channel], posts.accredited[channel])


@rule
def announce_on_channel(tables, state, m):
    """Legal effects of move ``m`` on its channel: accreditation ends at once, people leave later."""
    log, posts = state.log, state.posts
    kind, channel = log.kind[m], log.channel[m]
    if kind == REOPEN:
        reopen(tables, state, m)
        return
    if ends_post(kind):
        if posts.status[channel] == OPEN:
            posts.status[channel] = CLOSING
        return
    if kind == SUSPEND_COUNCIL or kind == SUSPEND_COOPERATION:
        posts.withheld[channel, side_of(tables, log.ij[m])] = True
        posts.status[channel] = SUSPENDED
    elif FAMILY[kind] == PERSONNEL:
        revoke(state, m)
    else:
        change_terms(tables, state, m)
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
        posts.head_present[channel] = True
        posts.head_expelled[channel] = False
        restore_level(tables, state, log.ij[m] >> 1)
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
    state.level[dyad] = FULL


@rule
def restore(posts, channel, count):
    """Give posts back: those who were sent home return, the rest were vacant and are so again."""
    people = min(count, posts.sent_home[channel])
    receive(posts, channel, people)
    posts.sent_home[channel] -= people
    posts.lost[channel] -= count
    if posts.lost[channel] == 0:
        posts.taken[channel] = 0
    posts.ceiling[channel] = max(posts.ceiling[channel], posts.accredited[channel]) + count - people


@rule
def rung_remaining(state, channel):
    """Highest rung of the measures that are still in force on an open post."""
    posts = state.posts
    rung = RUNG[EXPEL] if posts.lost[channel] > 0 else 0
    if not posts.head_present[channel]:
        rung = max(rung, RUNG[EXPEL_AMBASSADOR if posts.head_expelled[channel] else RECALL_AMBASSADOR])
    if posts.restricted[channel]:
        rung = max(rung, RUNG[RESTRICT_ACCESS])
    if posts.no_local_staff[channel]:
        rung = max(rung, RUNG[BAN_LOCAL_STAFF])
    return rung


@rule
def revoke(state, m):
    """Withdraw accreditations, abolish posts or bar local staff; vacancies go before people."""
    log, posts = state.log, state.posts
    kind, channel, count = log.kind[m], log.channel[m], log.count[m]
    staff, ceiling = posts.accredited[channel], posts.ceiling[channel]
    left_by_expelled = min(posts.sent_home[channel], ceiling - staff)
    if kind == EXPEL:
        staff -= count
    elif kind == EXPEL_AMBASSADOR:
        posts.head_present[channel] = False
        posts.head_expelled[channel] = True
        staff -= 1
    elif kind == CUT_CEILING:
        posts.ceiling[channel] = max(0, posts.ceiling[channel] - count)
    elif kind == BAN_LOCAL_STAFF:
        posts.no_local_staff[channel] = True
    else:
        posts.ceiling[channel] = max(posts.accredited[channel], posts.ceiling[channel] - count)
    staff = max(0, min(staff, posts.ceiling[channel]))
    if staff == 0 and posts.accredited[channel] > 0 and posts.head_present[channel]:
        posts.head_present[channel] = False
        posts.head_expelled[channel] = True
    log.leaving[m] = posts.accredited[channel] - staff
    vacancies = ceiling - posts.ceiling[channel] - log.leaving[m]
    lost = log.leaving[m] + max(0, vacancies - left_by_expelled)
    posts.lost[channel] += lost
    posts.taken[channel] += lost
    posts.sent_home[channel] += log.leaving[m]
    posts.accredited[channel] = staff


@rule
def reopen(tables, state, m):
    """Reopen a joint institution once neither side stays away, or a post with ``count`` people, or all it may have."""
    log, posts = state.log, state.posts
    channel = log.channel[m]
    if is_joint(tables.channel_kind[channel]):
        posts.withheld[channel, side_of(tables, log.ij[m])] = False
        if posts.withheld[channel, 0] or posts.withheld[channel, 1]:
            return
        posts.last_meeting[channel] = log.announced[m]
    else:
        staff = min(log.count[m], posts.ceiling[channel]) if log.count[m] > 0 else posts.ceiling[channel]
        come_back(posts, channel, staff)
        posts.head_present[channel] = True
        posts.head_expelled[channel] = False
        posts.restricted[channel] = False
        posts.no_local_staff[channel] = False
        renew_contact(tables, state, channel)
    posts.status[channel] = OPEN
    posts.reopened[channel] = m
    posts.rung[channel] = rung_remaining(state, channel) if not is_joint(tables.channel_kind[channel]) else 0


@rule
def renew_contact(tables, state, channel):
    """Let contact be direct again after a resident mission reopened; an embassy restores relations."""
    dyad = tables.channel_dyad[channel]
    if is_resident(tables.channel_kind[channel]):
        state.rerouted[2 * dyad] = False
        state.rerouted[2 * dyad + 1] = False
    if tables.channel_kind[channel] == EMBASSY:
        state.level[dyad] = FULL


@rule
def begin_severance(tables, state, dyad):
    """Break relations off and order all resident missions closed; consulates stay [VCCR 1963, art. 2(3)]."""
    state.level[dyad] = SEVERED
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        if is_resident(tables.channel_kind[channel]) and state.posts.status[channel] == OPEN:
            state.posts.status[channel] = CLOSING


@rule
def hold_meeting(tables, state, dyad, day):
    """Note a meeting, also of the dyad's open councils."""
    state.meetings[dyad] += 1
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        if tables.channel_kind[channel] == COUNCIL and state.posts.status[channel] == OPEN:
            state.posts.last_meeting[channel] = day


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
        finish_severance(tables, state, m)
    elif ends_post(kind):
        shut(state, m, channel, SUSPENDED if kind == SUSPEND_MISSION else CLOSED)
    elif log.leaving[m] > 0:
        depart(state, channel, log.leaving[m])


@rule
def ends_post(kind):
    """Whether a kind of move ends a post: closed by its host, or suspended by its sender."""
    return (
        kind == SUSPEND_MISSION
        or kind == CLOSE_OFFICE
        or kind == CLOSE_CONSULATE
        or kind == CLOSE_LIAISON_MISSION
        or kind == CLOSE_MISSION
    )


@rule
def depart(state, channel, people):
    """Let people whose accreditation has ended leave; those still accredited stay."""
    posts = state.posts
    leaving = min(people, posts.present[channel] - posts.accredited[channel])
    posts.present[channel] -= leaving
    posts.departed[channel] += leaving


@rule
def shut(state, m, channel, status):
    """End a post by move ``m``: nobody is accredited any more and everybody leaves.

    A post that was opened again since, or was never founded, is left alone; what its host closes stays
    closed, though its sender has suspended it.
    """
    posts = state.posts
    if posts.status[channel] == OPEN or posts.status[channel] == PLANNED or m < posts.reopened[channel]:
        return
    if posts.status[channel] != CLOSED:
        posts.status[channel] = status
    posts.accredited[channel] = 0
    posts.head_present[channel] = False
    posts.rung[channel] = max(posts.rung[channel], RUNG[state.log.kind[m]])
    depart(state, channel, posts.present[channel])


@rule
def finish_severance(tables, state, m):
    """Let both sides' resident missions go after move ``m`` broke relations off."""
    dyad = state.log.ij[m] >> 1
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        if is_resident(tables.channel_kind[channel]):
            shut(state, m, channel, CLOSED)


@rule
def has_resident_mission(tables, state, dyad):
    """Whether either side of a dyad keeps a resident mission with the other."""
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        if is_resident(tables.channel_kind[channel]) and is_open(state, channel):
            return True
    return False


@rule
def resident_mission_of(tables, state, ij, may_be_closing):
    """Largest resident mission that the actor of ``ij`` keeps with its target, or NONE.

    Parameters
    ----------
    may_be_closing : bool, whether a mission counts that was ordered closed and is not yet gone
    """
    found, dyad = NONE, ij >> 1
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        if (
            is_resident(tables.channel_kind[channel])
            and tables.sender[channel] == tables.actor[ij]
            and (state.posts.status[channel] == OPEN or (may_be_closing and state.posts.status[channel] == CLOSING))
            and (found == NONE or state.posts.accredited[channel] > state.posts.accredited[found])
        ):
            found = channel
    return found
