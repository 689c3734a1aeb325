"""What happens to one post: people come and go, it closes and opens again; vacancies go before people."""

from .agenda import FAR_AHEAD, touch, touch_all
from .indices import is_at_ease, rhythm_after, rhythm_on
from .jit import rule
from .law import is_joint, is_open, is_resident
from .moves import (
    BAN_LOCAL_STAFF,
    CUT_CEILING,
    EMBASSY,
    EXPEL,
    EXPEL_AMBASSADOR,
    RECALL_AMBASSADOR,
    RESTRICT_ACCESS,
    RUNG,
)
from .parameters import COUNCIL_GAIN
from .world import CLOSED, FULL, NONE, OPEN, PLANNED, side_of


@rule
def found(tables, state, channel, day):
    """Open a planned post with all the people it may have, or a planned institution that meets today."""
    posts = state.posts
    if channel == NONE:
        return
    touch(tables, state, channel)
    posts.status[channel] = OPEN
    if is_joint(tables.channel_kind[channel]):
        posts.last_meeting[channel] = day
        posts.rhythm[channel] = tables.rhythm_usual[0]
        go_on_meeting(tables, state, channel, day)
    else:
        receive(posts, channel, posts.ceiling[channel])
        posts.head_present[channel] = True
        renew_contact(tables, state, channel)


@rule
def convene(tables, state, channel, day):
    """A council meets on a day; two meetings of one day are one."""
    posts = state.posts
    if posts.last_meeting[channel] == day:
        return
    before, gain = rhythm_on(tables, posts, channel, day), tables.world[COUNCIL_GAIN]
    posts.rhythm[channel] = rhythm_after(before, gain, tables.rhythm_usual[0])
    posts.last_meeting[channel] = day
    go_on_meeting(tables, state, channel, day)


@rule
def go_on_meeting(tables, state, channel, day):
    """After a meeting a council goes on in its rhythm; where the day was hostile or much is held, it fades at once."""
    is_quiet = is_at_ease(tables, state, tables.channel_dyad[channel], day)
    state.posts.fades_from[channel] = FAR_AHEAD if is_quiet else day


@rule
def stop_meeting(posts, channel, day):
    """From a hostile act on the rhythm of a council fades, if it does not yet."""
    posts.fades_from[channel] = min(posts.fades_from[channel], day)


@rule
def receive(posts, channel, people):
    """Let people arrive at a post."""
    posts.accredited[channel] += people
    posts.present[channel] += people
    posts.arrived[channel] += people


@rule
def come_back(posts, channel, people):
    """Let people arrive at a post who replace those who were lost."""
    receive(posts, channel, people)
    posts.sent_home[channel] = max(0, posts.sent_home[channel] - people)
    posts.lost[channel] = max(0, posts.lost[channel] - people)
    posts.taken[channel] = max(posts.taken[channel] - people, posts.lost[channel])


@rule
def set_staff(tables, state, channel, ceiling, accredited):
    """Write the documented ceiling and staff of an open post over what the rules made of them; NONE leaves one."""
    posts = state.posts
    if not is_open(state, channel):
        return
    touch(tables, state, channel)
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
def has_vacancy(posts, channel):
    """Whether a post has fewer people than it may have."""
    return posts.accredited[channel] < posts.ceiling[channel]


@rule
def restore(posts, channel, count):
    """Give posts back: those who were sent home return, the rest become vacant posts again."""
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
        posts.withheld[channel, side_of(log.ij[m])] = False
        if posts.withheld[channel, 0] or posts.withheld[channel, 1]:
            return
        convene(tables, state, channel, log.announced[m])
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
        touch_all(tables, state, dyad)
        state.level[dyad] = FULL


@rule
def depart(state, channel, people):
    """Let people whose accreditation has ended leave; those still accredited stay."""
    posts = state.posts
    leaving = min(people, posts.present[channel] - posts.accredited[channel])
    posts.present[channel] -= leaving
    posts.departed[channel] += leaving


@rule
def shut(state, m, channel, status):
    """End a post by move ``m``: all accreditations end and everybody leaves.

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
