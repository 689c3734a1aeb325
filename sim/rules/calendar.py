"""What the calendar of a scenario brings on its days: new policies, memory, meetings and what they restore.

A new government may follow another policy.  It decides what is still open, too: on that day the accounts are brought up
to date with the memory of the old one, and each provocation that waits gets a policy row of the new one.  A joint act
is a meeting of two parties, with what it gives back.  Either it takes place in any case, or each side has to accept it,
by the chance with which it accepts an offer of talks.
"""

from .accounts import enter, grievance_on, provocation_on
from .agenda import look_through
from .draws import STREAM_CONSENT, uniform
from .indices import loss
from .initiative import posts_restored, wind_initiative
from .jit import rule
from .law import is_joint, is_resident, is_tie, most_allowed
from .log import enact, write_move
from .mixture import drawn_row
from .moves import LIFT_RESTRICTIONS, MEET, REFUSE_TALKS, REOPEN, RESTORE_POSTS, RESTORE_TIE, RETURN_AMBASSADOR
from .policies import NOTHING
from .reconcile import acceptance
from .recover import await_the_rest
from .waits import hold
from .world import BY_CALENDAR, NONE, PENDING, dyad_of, reverse

RESTORED = ("ambassadors", "posts", "access", "missions", "consulates", "institutions", "ties")  # by a joint act
AMBASSADORS, POSTS, ACCESS, MISSIONS, CONSULATES, INSTITUTIONS, TIES = range(len(RESTORED))
MOST_RETURNS = 3  # moves on one channel by one joint act: of its sender, and two of its host


@rule
def keep_calendar(tables, state, day):
    """What the calendar has for a day: changes of policy, then of grievances, then joint acts."""
    for n in range(tables.change_day.size):
        if tables.change_day[n] == day:
            change_policy(tables, state, tables.change_party[n], tables.change_row[n], day)
    for n in range(tables.memory_day.size):
        if tables.memory_day[n] == day:
            remember(tables, state, n, day)
    for n in range(tables.joint_day.size):
        if tables.joint_day[n] == day:
            hold_joint_act(tables, state, n, day)


@rule
def next_in_calendar(tables, day):
    """First day after ``day`` on which the calendar has anything; ``day`` itself where it has nothing any more."""
    found = day
    for days in (tables.change_day, tables.memory_day, tables.joint_day):
        for n in range(days.size):
            if days[n] > day:
                found = days[n] if found == day else min(found, days[n])
                break
    return found


@rule
def change_policy(tables, state, i, row, day):
    """Let the government of party ``i`` follow another policy row from today on, also in what is still open."""
    for n in range(tables.first_own[i], tables.first_own[i + 1]):
        enter(tables, state, tables.own[n], day, grievance=0.0, balance=0.0)  # faded as the old policy forgets
    take_over(tables, state, i, row, day)
    state.party_policy[i] = row
    if day > tables.autonomous_day and tables.initiates[row] != NOTHING:
        for n in range(tables.first_own[i], tables.first_own[i + 1]):
            wind_initiative(tables, state, tables.own[n], day, day - 1)


@rule
def take_over(tables, state, i, row, day):
    """Let what party ``i`` has yet to decide be decided by a new policy row; none of it comes sooner than it would."""
    provocations = state.provocations
    p = provocations.first_open[0]
    while p < provocations.n[0]:
        ij = provocations.ij[p]
        if tables.actor[ij] == i and provocations.verdict[p] == PENDING:
            provocations.perceived[p] = provocation_on(tables, state, p, day)
            provocations.valued[p] = day
            provocations.row[p] = drawn_row(tables, state, ij, provocations.number[p], row)
            look_through(state)
            hold(tables, state, p, provocations.due[p])
        p = provocations.later_open[p]


@rule
def remember(tables, state, n, day):
    """Change a grievance as entry ``n`` says: a share of it is kept, and a severity added."""
    ij = tables.memory_ij[n]
    held = grievance_on(tables, state, ij, day)
    change = tables.memory_kept[n] * held + tables.memory_added[n] - held
    enter(tables, state, ij, day, grievance=change, balance=0.0)


@rule
def hold_joint_act(tables, state, n, day):
    """Let the two sides of joint act ``n`` meet and give back what it lists, unless one of them refuses."""
    ij = tables.joint_ij[n]
    if tables.needs_consent[n] and day >= tables.autonomous_day:
        refused = refuses(tables, state, n, ij, day)
        refused = refuses(tables, state, n, reverse(ij), day) or refused
        if refused:
            return
    enact(tables, state, write_joint(tables, state, ij, day, kind=MEET, channel=NONE, count=0), day)
    dyad = dyad_of(ij)
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        if tables.restores_on[n, channel]:
            restore_channel(tables, state, n, channel, day)


@rule
def refuses(tables, state, n, ij, day):
    """Whether the actor of ``ij`` refuses joint act ``n``; if so, it says so."""
    chance = acceptance(tables, state, ij, day)
    u = uniform(tables, state, tables.actor[ij], tables.target[ij], day, STREAM_CONSENT, tables.joint_key[n])
    if u < chance:
        return False
    log, lost = state.log, loss(tables, state, dyad_of(ij), day)
    m = write_joint(tables, state, ij, day, kind=REFUSE_TALKS, channel=NONE, count=0)
    log.probability[m] = chance
    log.grievance[m] = grievance_on(tables, state, ij, day)
    log.loss[m] = lost
    enact(tables, state, m, day)
    return True


@rule
def restore_channel(tables, state, n, channel, day):
    """Give back what joint act ``n`` lists of one channel, as far as it was lost."""
    dyad, share = tables.channel_dyad[channel], tables.joint_share[n]
    by_sender = 2 * dyad if tables.actor[2 * dyad] == tables.sender[channel] else 2 * dyad + 1
    by_host = reverse(by_sender)
    if tables.restores[n, AMBASSADORS] and most_allowed(tables, state, RETURN_AMBASSADOR, by_sender, channel) > 0:
        give(tables, state, by_sender, day, kind=RETURN_AMBASSADOR, channel=channel, count=0)
    if tables.restores[n, ACCESS] and most_allowed(tables, state, LIFT_RESTRICTIONS, by_host, channel) > 0:
        give(tables, state, by_host, day, kind=LIFT_RESTRICTIONS, channel=channel, count=0)
    lost = most_allowed(tables, state, RESTORE_POSTS, by_host, channel)
    if tables.restores[n, POSTS] and lost > 0:
        count = posts_restored(lost, lost, share)
        give(tables, state, by_host, day, kind=RESTORE_POSTS, channel=channel, count=count)
    if tables.restores[n, reopened_as(tables.channel_kind[channel])] and is_tie(tables.channel_kind[channel]):
        restore_tie(tables, state, by_sender, channel, day)
    elif tables.restores[n, reopened_as(tables.channel_kind[channel])]:
        reopen_by_both(tables, state, by_sender, channel, share, day)


@rule
def restore_tie(tables, state, by_sender, channel, day):
    """Let each side that withholds anything of a tie give it back."""
    for ij in (by_sender, reverse(by_sender)):
        if most_allowed(tables, state, RESTORE_TIE, ij, channel) > 0:
            give(tables, state, ij, day, kind=RESTORE_TIE, channel=channel, count=0)


@rule
def reopened_as(channel_kind):
    """What the reopening of a kind of channel, or the end of what is withheld of a tie, is listed as."""
    if is_tie(channel_kind):
        return TIES
    if is_joint(channel_kind):
        return INSTITUTIONS
    return MISSIONS if is_resident(channel_kind) else CONSULATES


@rule
def reopen_by_both(tables, state, by_sender, channel, share, day):
    """Reopen a post with a share of its people, or let each side that stays away from an institution come back."""
    for ij in (by_sender, reverse(by_sender)):
        most = most_allowed(tables, state, REOPEN, ij, channel)
        if most > 0 and is_joint(tables.channel_kind[channel]):
            give(tables, state, ij, day, kind=REOPEN, channel=channel, count=0)
        elif most > 0:
            give(tables, state, ij, day, kind=REOPEN, channel=channel, count=posts_restored(most, most, share))
            await_the_rest(state.posts, channel)


@rule
def give(tables, state, ij, day, kind, channel, count):
    """Write a move that gives something back, and let it happen."""
    enact(tables, state, write_joint(tables, state, ij, day, kind=kind, channel=channel, count=count), day)


@rule
def write_joint(tables, state, ij, day, kind, channel, count):
    """Write a move of a joint act; those of a day and direction are one package.  Returns its row."""
    return write_move(
        tables,
        state,
        ij,
        day,
        effective=day,
        kind=kind,
        channel=channel,
        count=count,
        intent=BY_CALENDAR,
        parent=NONE,
        package=package_of_today(state, ij),
    )


@rule
def package_of_today(state, ij):
    """Package of the moves that the calendar brought today in direction ``ij``, or NONE if there is none yet."""
    log = state.log
    for m in range(log.first_today[0], log.n[0]):
        if log.ij[m] == ij and log.intent[m] == BY_CALENDAR:
            return log.package[m]
    return NONE
