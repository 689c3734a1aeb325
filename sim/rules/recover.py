"""What comes back after a quarrel: ambassadors after half a year, people within a year, missions after years.

A recall is temporary by itself: the ambassador returns after a log-normal time, but while the sender is near its
breaking point the return is put off.  Some are back within weeks, others away for years: of 95 documented recalls 37
returns are known, after 102 days in the middle; where nobody noted one, China's from Vilnius or Turkey's from Tel Aviv,
the ambassador was away for years, or the return made no news.
Everything else that was lost has a clock, too; when it rings, it comes back if the two have met since the last hostile
package, quiet has lasted and neither holds much against the other, else it waits for the next ring.  Missions have one
clock for both sides: they reopen by a joint act, and their people follow.  Consulates and offices that their host
closed come back only by hand.
"""

from .accounts import grievance_on
from .agenda import RECOVERY_CLOCK, REOPENING_CLOCK, add_in_order, look_at_touched, rewind, wind
from .draws import (
    STREAM_RECOVERY_CLOCK,
    STREAM_REOPENING_CLOCK,
    days_at_rate,
    geometric_days,
    lognormal_count,
    normal,
    threefry,
    uniform,
    unit,
)
from .indices import breaking_point_of, breaking_scale, loss
from .initiative import posts_restored
from .jit import rule
from .law import is_joint, is_resident, is_tie, may_do
from .log import begin_package, enact
from .moves import LIFT_RESTRICTIONS, MADE_ON, REOPEN, RESTORE_POSTS, RESTORE_TIE, RETURN_AMBASSADOR
from .parameters import (
    OVERRIDE_SHARE,
    RECALL_LEAST_DAYS,
    RECALL_MEDIAN_LOG,
    RECALL_SD_LOG,
    RECOVERY_GRIEVANCE,
    RECOVERY_MEETINGS,
    RECOVERY_MISSION_PER_DAY,
    RECOVERY_QUIET_DAYS,
    RECOVERY_RETRY_DAYS,
    RECOVERY_SHARE,
    RECOVERY_STAFF_PER_DAY,
    RECOVERY_TIE_PER_DAY,
)
from .world import CLOSED, FULL, NONE, OPEN, RECOVERY, SUSPENDED, dyad_of, has_breaking_point, policy_of, reverse

N_CLOCKS = 2  # a channel: of a recalled head, and of everything else; a tie: of each side that withholds it
OF_THE_HEAD = 0
NOTHING_LOST, RECALLED_HEAD, LEVEL_OF_RELATIONS, STAFF, JOINT_INSTITUTION, WITHHELD_TIE = range(6)
N_LOST = 6


@rule
def recover(tables, state, day):
    """Phase: start the clocks of what was lost, and give back what is due and may come back."""
    if day < tables.autonomous_day:
        return
    channels, place, n = state.agenda.looked_at, 0, look_at_touched(tables, state, day)
    while place < n:
        channel = channels[place]
        level = state.level[tables.channel_dyad[channel]]
        for clock in range(N_CLOCKS):
            recover_on(tables, state, channel, clock, day)
        if state.level[tables.channel_dyad[channel]] != level:
            n = look_at_following(tables, channels, n, channel)
        place += 1
    last = NONE
    for place in range(n):
        dyad = tables.channel_dyad[channels[place]]
        if dyad != last:
            recover_missions(tables, state, dyad, day)
        last = dyad


@rule
def look_at_following(tables, channels, n, channel):
    """After a channel gave relations their full level back, add those that follow it in its dyad to what is looked at.

    Returns
    -------
    int, how many are looked at then
    """
    for following in range(channel + 1, tables.first_channel[tables.channel_dyad[channel] + 1]):
        n = add_in_order(channels, 0, n, following)
    return n


@rule
def recover_on(tables, state, channel, clock, day):
    """Start one of a channel's clocks where what is lost has changed, or give back where it rings."""
    lost = what_is_lost(tables, state, channel, clock)
    if lost != state.recovering[channel, clock]:
        state.recovering[channel, clock] = lost
        start_clock(tables, state, channel, clock, day)
    elif lost != NOTHING_LOST and state.next_recovery[channel, clock] == day:
        is_back = may_come_back(tables, state, channel, lost, day)
        if is_back:
            give_back(tables, state, channel, clock, lost, day)
        state.recovering[channel, clock] = what_is_lost(tables, state, channel, clock)
        if lost == RECALLED_HEAD and not is_back:
            wind_recovery(tables, state, channel, clock, day + int(tables.world[RECOVERY_RETRY_DAYS]))
        else:
            start_clock(tables, state, channel, clock, day)


@rule
def recover_missions(tables, state, dyad, day):
    """Reopen all missions of a dyad by one joint act when their common clock rings, or as soon as they may after it."""
    if not has_lost_mission(tables, state, dyad):
        if state.next_reopening[dyad] != NONE:
            wind_reopening(tables, state, dyad, NONE)
    elif state.next_reopening[dyad] == NONE:
        wind_reopening(tables, state, dyad, day + days_to_reopening(tables, state, dyad, day))
    elif state.next_reopening[dyad] == day:
        if may_recover(tables, state, dyad, day):
            for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
                if is_lost_mission(tables, state, channel):
                    reopen_mission(tables, state, channel, day)
            is_over = not has_lost_mission(tables, state, dyad)  # a sender may rule out that its mission reopens
            again = day + int(tables.world[RECOVERY_RETRY_DAYS])
            wind_reopening(tables, state, dyad, NONE if is_over else again)
        else:
            wind_reopening(tables, state, dyad, day + int(tables.world[RECOVERY_RETRY_DAYS]))


@rule
def wind_reopening(tables, state, dyad, day):
    """Let the missions of a dyad be reopened on a day, if they may be then, or NONE."""
    state.next_reopening[dyad] = day
    wind(tables, state, REOPENING_CLOCK, dyad, day)


@rule
def is_lost_mission(tables, state, channel):
    """Whether a channel is a resident mission that is shut."""
    status = state.posts.status[channel]
    return is_resident(tables.channel_kind[channel]) and (status == SUSPENDED or status == CLOSED)


@rule
def has_lost_mission(tables, state, dyad):
    """Whether a resident mission of a dyad is shut."""
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        if is_lost_mission(tables, state, channel):
            return True
    return False


@rule
def days_to_reopening(tables, state, dyad, day):
    """Days until the missions of a dyad may reopen, drawn on a day."""
    a = 2 * dyad
    u = uniform(tables, state, tables.actor[a], tables.target[a], day, STREAM_REOPENING_CLOCK, 0)
    return geometric_days(tables.world[RECOVERY_MISSION_PER_DAY], u, tables.n_days + 1)


@rule
def reopen_mission(tables, state, channel, day):
    """Reopen a mission with a part of its people; the others come back as people do."""
    posts, dyad = state.posts, tables.channel_dyad[channel]
    by_sender = 2 * dyad if tables.actor[2 * dyad] == tables.sender[channel] else 2 * dyad + 1
    if not may_do(tables, by_sender, REOPEN):
        return
    ceiling = max(1, posts.ceiling[channel])
    count = posts_restored(ceiling, ceiling, tables.world[RECOVERY_SHARE])
    write_return(tables, state, by_sender, day, kind=REOPEN, channel=channel, count=count)
    await_the_rest(posts, channel)


@rule
def await_the_rest(posts, channel):
    """Count those as sent home who did not come back with a mission that reopened, so that they may follow."""
    away = posts.ceiling[channel] - posts.accredited[channel]
    posts.lost[channel] = max(posts.lost[channel], away)
    posts.sent_home[channel] = max(posts.sent_home[channel], away)
    posts.taken[channel] = max(posts.taken[channel], posts.ceiling[channel])


@rule
def what_is_lost(tables, state, channel, clock):
    """What would come back to a channel by one of its clocks."""
    posts, kind, is_post_open = state.posts, tables.channel_kind[channel], state.posts.status[channel] == OPEN
    if is_tie(kind):
        return WITHHELD_TIE if posts.held_back[channel, clock] > 0.0 else NOTHING_LOST
    if clock == OF_THE_HEAD:
        is_recalled = not posts.head_present[channel] and not posts.head_expelled[channel]
        if not (is_post_open and is_recalled and has_head(kind)):
            return NOTHING_LOST
        return RECALLED_HEAD if state.level[tables.channel_dyad[channel]] == FULL else LEVEL_OF_RELATIONS
    if is_joint(kind):
        return JOINT_INSTITUTION if posts.withheld[channel, 0] or posts.withheld[channel, 1] else NOTHING_LOST
    is_hurt = posts.lost[channel] > 0 or posts.restricted[channel] or posts.no_local_staff[channel]
    is_headless = posts.head_expelled[channel] and has_head(kind)
    return STAFF if is_post_open and (is_hurt or is_headless) else NOTHING_LOST


@rule
def has_head(kind):
    """Whether a kind of channel has a head who can be recalled and return."""
    return MADE_ON[RETURN_AMBASSADOR, kind]


@rule
def recovery_rate(world, lost):
    """Chance a day that a thing comes back, other than a recalled head."""
    if lost == WITHHELD_TIE:
        return world[RECOVERY_TIE_PER_DAY]
    return 0.0 if lost == NOTHING_LOST or lost == RECALLED_HEAD else world[RECOVERY_STAFF_PER_DAY]


@rule
def start_clock(tables, state, channel, clock, day):
    """Draw the day on which one of a channel's clocks rings next; a joint institution counts as its first party's."""
    is_shared = is_joint(tables.channel_kind[channel])
    owner = tables.actor[2 * tables.channel_dyad[channel]] if is_shared else tables.sender[channel]
    sender, host = tables.party_key[owner], tables.channel_key[channel]
    k, run = N_CLOCKS * state.n_recoveries[channel, clock] + clock, state.run[0]
    state.n_recoveries[channel, clock] += 1
    lost = state.recovering[channel, clock]
    rate, never = tables.recovery_rate[lost], tables.n_days + 1
    if lost == RECALLED_HEAD:
        w0, w1, _, _ = threefry(state.seed[0], state.seed[1], sender, host, run, day, STREAM_RECOVERY_CLOCK, k)
        days = days_recalled(tables.world, normal(w0, w1), never)
    elif rate > 0.0:
        w0, _, _, _ = threefry(state.seed[0], state.seed[1], sender, host, run, day, STREAM_RECOVERY_CLOCK, k)
        days = days_at_rate(rate, tables.recovery_log[lost], unit(w0), never)
    else:
        days = never
    wind_recovery(tables, state, channel, clock, day + days)


@rule
def days_recalled(world, z, most):
    """Days that a recalled ambassador is away, if nothing keeps it longer.

    Parameters
    ----------
    world : (n_world,) float64
    z : float, standard normal
    most : int, days, >= 1

    Returns
    -------
    int, days, >= 1
    """
    return lognormal_count(
        world[RECALL_MEDIAN_LOG], world[RECALL_SD_LOG], z, max(1, int(world[RECALL_LEAST_DAYS])), most
    )


@rule
def wind_recovery(tables, state, channel, clock, day):
    """Let one of a channel's clocks ring on a day."""
    before = state.next_recovery[channel, clock]
    state.next_recovery[channel, clock] = day
    rewind(tables, state, RECOVERY_CLOCK, N_CLOCKS * channel + clock, before, day)


@rule
def may_come_back(tables, state, channel, lost, day):
    """Whether one thing may come back to a channel: a recalled head unless its sender is near its breaking point."""
    dyad = tables.channel_dyad[channel]
    if lost == RECALLED_HEAD:
        by_sender = 2 * dyad if tables.actor[2 * dyad] == tables.sender[channel] else 2 * dyad + 1
        return not is_near_breaking(tables, state, by_sender, day)
    return may_recover(tables, state, dyad, day)


@rule
def is_near_breaking(tables, state, ij, day):
    """Whether the actor of ``ij`` has a breaking point, and its grievance is near it."""
    if not has_breaking_point(tables, ij, state.party_policy[tables.actor[ij]]):
        return False
    point = breaking_point_of(tables, state, ij, loss(tables, state, dyad_of(ij), day))
    return grievance_on(tables, state, ij, day) >= policy_of(tables, state, ij, OVERRIDE_SHARE) * point


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
    return grievance_on(tables, state, ij, day) < tables.world[RECOVERY_GRIEVANCE] * breaking_scale(tables, state, ij)


@rule
def give_back(tables, state, channel, clock, lost, day):
    """Let one thing come back to a channel: by its sender, its host, or who stays away."""
    posts, dyad = state.posts, tables.channel_dyad[channel]
    by_sender = 2 * dyad if tables.actor[2 * dyad] == tables.sender[channel] else 2 * dyad + 1
    by_host, share = reverse(by_sender), tables.world[RECOVERY_SHARE]
    if lost == WITHHELD_TIE:
        write_return(tables, state, 2 * dyad + clock, day, kind=RESTORE_TIE, channel=channel, count=0)
    elif lost == JOINT_INSTITUTION:
        side = 0 if posts.withheld[channel, 0] else 1
        write_return(tables, state, 2 * dyad + side, day, kind=REOPEN, channel=channel, count=0)
    elif lost != STAFF or (posts.head_expelled[channel] and has_head(tables.channel_kind[channel])):
        write_return(tables, state, by_sender, day, kind=RETURN_AMBASSADOR, channel=channel, count=0)
    elif posts.lost[channel] > 0:
        count = posts_restored(posts.lost[channel], posts.taken[channel], share)
        write_return(tables, state, by_host, day, kind=RESTORE_POSTS, channel=channel, count=count)
    else:
        write_return(tables, state, by_host, day, kind=LIFT_RESTRICTIONS, channel=channel, count=0)


@rule
def write_return(tables, state, ij, day, kind, channel, count):
    """Write a concession that recovery brings, and let it happen; none that is not in its actor's repertoire."""
    if not may_do(tables, ij, kind):
        return
    m = begin_package(tables, state, ij, day, effective=day, kind=kind, channel=channel, count=count, intent=RECOVERY)
    state.log.grievance[m] = grievance_on(tables, state, reverse(ij), day)
    enact(tables, state, m, day)
