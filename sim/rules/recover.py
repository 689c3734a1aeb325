"""What comes back after a quarrel: ambassadors within months, people within a year, missions after years.

Each thing that was lost has a clock of its own.  When it rings, the thing comes back if the two have met
since the last hostile package, quiet has lasted and neither holds much against the other; else it waits for
the next ring.  Consulates and offices that their host closed come back only by hand.
"""

from .accounts import grievance_on
from .draws import STREAM_RECOVERY_CLOCK, geometric_days, threefry, unit
from .indices import breaking_scale
from .initiative import posts_restored
from .jit import rule
from .law import is_joint, is_resident
from .log import begin_package, enact
from .moves import LIFT_RESTRICTIONS, MADE_ON, REOPEN, RESTORE_POSTS, RETURN_AMBASSADOR
from .parameters import (
    RECOVERY_AMBASSADOR_PER_DAY,
    RECOVERY_GRIEVANCE,
    RECOVERY_MEETINGS,
    RECOVERY_MISSION_PER_DAY,
    RECOVERY_QUIET_DAYS,
    RECOVERY_SHARE,
    RECOVERY_STAFF_PER_DAY,
)
from .world import CLOSED, OPEN, RECOVERY, SUSPENDED, reverse

N_CLOCKS = 2  # a channel: of a recalled head, and of everything else
OF_THE_HEAD = 0
NOTHING_LOST, RECALLED_HEAD, STAFF, JOINT_INSTITUTION, RESIDENT_MISSION = range(5)


@rule
def recover(tables, state, day):
    """Phase: start the clocks of what was lost, and give back what is due and may come back."""
    if day < tables.autonomous_day:
        return
    for channel in range(tables.channel_kind.size):
        for clock in range(N_CLOCKS):
            lost = what_is_lost(tables, state, channel, clock)
            if lost != state.recovering[channel, clock]:
                state.recovering[channel, clock] = lost
                start_clock(tables, state, channel, clock, day)
            elif lost != NOTHING_LOST and state.next_recovery[channel, clock] == day:
                if may_recover(tables, state, tables.channel_dyad[channel], day):
                    give_back(tables, state, channel, lost, day)
                state.recovering[channel, clock] = what_is_lost(tables, state, channel, clock)
                start_clock(tables, state, channel, clock, day)


@rule
def what_is_lost(tables, state, channel, clock):
    """What would come back to a channel by one of its clocks."""
    posts, kind, status = state.posts, tables.channel_kind[channel], state.posts.status[channel]
    if clock == OF_THE_HEAD:
        is_recalled = not posts.head_present[channel] and not posts.head_expelled[channel]
        return RECALLED_HEAD if status == OPEN and is_recalled and has_head(kind) else NOTHING_LOST
    if is_joint(kind):
        return JOINT_INSTITUTION if posts.withheld[channel, 0] or posts.withheld[channel, 1] else NOTHING_LOST
    if status == SUSPENDED or status == CLOSED:
        return RESIDENT_MISSION if is_resident(kind) else NOTHING_LOST
    is_hurt = posts.lost[channel] > 0 or posts.restricted[channel] or posts.no_local_staff[channel]
    is_headless = posts.head_expelled[channel] and has_head(kind)
    return STAFF if status == OPEN and (is_hurt or is_headless) else NOTHING_LOST


@rule
def has_head(kind):
    """Whether a kind of channel has a head who can be recalled and return."""
    return MADE_ON[RETURN_AMBASSADOR, kind]


@rule
def recovery_rate(world, lost):
    """Chance a day that a thing comes back."""
    if lost == RECALLED_HEAD:
        return world[RECOVERY_AMBASSADOR_PER_DAY]
    if lost == STAFF or lost == JOINT_INSTITUTION:
        return world[RECOVERY_STAFF_PER_DAY]
    return world[RECOVERY_MISSION_PER_DAY] if lost == RESIDENT_MISSION else 0.0


@rule
def start_clock(tables, state, channel, clock, day):
    """Draw the day on which one of a channel's clocks rings next; a joint institution counts as its first party's."""
    is_shared = is_joint(tables.channel_kind[channel])
    owner = tables.actor[2 * tables.channel_dyad[channel]] if is_shared else tables.sender[channel]
    sender, host = tables.party_key[owner], tables.channel_key[channel]
    k, run = N_CLOCKS * state.n_recoveries[channel, clock] + clock, state.run[0]
    word, _, _, _ = threefry(state.seed[0], state.seed[1], sender, host, run, day, STREAM_RECOVERY_CLOCK, k)
    state.n_recoveries[channel, clock] += 1
    rate = recovery_rate(tables.world, state.recovering[channel, clock])
    state.next_recovery[channel, clock] = day + geometric_days(rate, unit(word), tables.n_days + 1)


@rule
def may_recover(tables, state, dyad, day):
    """Whether a dyad is calm enough: meetings, quiet, and little held against each other."""
    world, a, b = tables.world, 2 * dyad, 2 * dyad + 1
    last = max(state.last_hostile[a], state.last_hostile[b])
    if state.meetings[dyad] < world[RECOVERY_MEETINGS] or day - last < world[RECOVERY_QUIET_DAYS]:
        return False
    return is_forgiving(tables, state, a, day) and is_forgiving(tables, state, b, day)


@rule
def is_forgiving(tables, state, ij, day):
    """Whether the grievance of the actor of ``ij`` is below the part of its breaking scale that allows recovery."""
    return grievance_on(tables, state, ij, day) < tables.world[RECOVERY_GRIEVANCE] * breaking_scale(tables, ij)


@rule
def give_back(tables, state, channel, lost, day):
    """Let one thing come back to a channel: by its sender, its host, or who stays away."""
    posts, dyad = state.posts, tables.channel_dyad[channel]
    by_sender = 2 * dyad if tables.actor[2 * dyad] == tables.sender[channel] else 2 * dyad + 1
    by_host, share = reverse(by_sender), tables.world[RECOVERY_SHARE]
    if lost == JOINT_INSTITUTION:
        side = 0 if posts.withheld[channel, 0] else 1
        write_return(tables, state, 2 * dyad + side, day, kind=REOPEN, channel=channel, count=0)
    elif lost == RESIDENT_MISSION:
        ceiling = max(1, posts.ceiling[channel])
        count = posts_restored(ceiling, ceiling, share)
        write_return(tables, state, by_sender, day, kind=REOPEN, channel=channel, count=count)
        away = posts.ceiling[channel] - posts.accredited[channel]
        posts.lost[channel] = max(posts.lost[channel], away)
        posts.sent_home[channel] = max(posts.sent_home[channel], away)
        posts.taken[channel] = max(posts.taken[channel], posts.ceiling[channel])
    elif lost == RECALLED_HEAD or (posts.head_expelled[channel] and has_head(tables.channel_kind[channel])):
        write_return(tables, state, by_sender, day, kind=RETURN_AMBASSADOR, channel=channel, count=0)
    elif posts.lost[channel] > 0:
        count = posts_restored(posts.lost[channel], posts.taken[channel], share)
        write_return(tables, state, by_host, day, kind=RESTORE_POSTS, channel=channel, count=count)
    else:
        write_return(tables, state, by_host, day, kind=LIFT_RESTRICTIONS, channel=channel, count=0)


@rule
def write_return(tables, state, ij, day, kind, channel, count):
    """Write a concession that recovery brings, and let it happen."""
    m = begin_package(tables, state, ij, day, effective=day, kind=kind, channel=channel, count=count, intent=RECOVERY)
    state.log.grievance[m] = grievance_on(tables, state, reverse(ij), day)
    enact(tables, state, m, day)
