"""What diplomatic law allows: who may make which move on which post, how much of it, and how grave it is.

Vienna Convention on Diplomatic Relations 1961, arts 4, 9, 11, 12, 22, 43-46; on Consular Relations
1963, arts 2(3), 4, 23, 25, 27.  Only the host expels, cuts and closes; only the sender suspends and
recalls.  Nothing here changes the state.
"""

from .jit import rule
from .moves import (
    BAN_LOCAL_STAFF,
    CLOSE_CONSULATE,
    CLOSE_LIAISON_MISSION,
    CLOSE_MISSION,
    CLOSE_OFFICE,
    CONSULATE,
    CONTACT,
    COOPERATION,
    COUNCIL,
    COUNTED,
    CUT_CEILING,
    DOWNGRADE_RELATIONS,
    EITHER,
    EMBASSY,
    EXPEL,
    EXPEL_AMBASSADOR,
    FOUND_INSTITUTION,
    HOST,
    LIAISON_MISSION,
    LIFT_RESTRICTIONS,
    MADE_BY,
    MADE_ON,
    MISSION,
    NOBODY,
    OFFICE,
    RECALL_AMBASSADOR,
    REFUSE_ACCREDITATION,
    REOPEN,
    REPRESENT,
    RESTORE_POSTS,
    RESTORE_TIE,
    RESTRICT_ACCESS,
    RETURN_AMBASSADOR,
    SENDER,
    SEVER_RELATIONS,
    SEVERITY,
    SUSPEND_MISSION,
    personnel_severity,
    worth_severity,
)
from .parameters import PACKAGE_EXPONENT, PERSONNEL_SEVERITY_BASE, PERSONNEL_SEVERITY_SLOPE, RESTORED_SEVERITY
from .world import CLOSED, CLOSING, FULL, NONE, OPEN, PLANNED, SEVERED, SUSPENDED, dyad_of, reverse, side_of


@rule
def is_joint(channel_kind):
    """Whether a kind of channel is kept by both sides together: a council, a cooperation."""
    return channel_kind == COUNCIL or channel_kind == COOPERATION


@rule
def is_tie(channel_kind):
    """Whether a kind of channel is a tie, which has no post and no people: trade, visas, flights."""
    return channel_kind > COOPERATION


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
def is_embassy_with(tables, ij, channel):
    """Whether a channel is an embassy of the actor of ``ij`` with its target."""
    is_own = tables.sender[channel] == tables.actor[ij] and tables.host[channel] == tables.target[ij]
    return is_own and tables.channel_kind[channel] == EMBASSY


@rule
def may_act_on(tables, kind, ij, channel):
    """Whether the actor of ``ij`` stands in the place from which ``kind`` is done to ``channel``."""
    if tables.channel_dyad[channel] != dyad_of(ij) or not MADE_ON[kind, tables.channel_kind[channel]]:
        return False
    actor = tables.actor[ij]
    if MADE_BY[kind] == HOST:
        return tables.host[channel] == actor
    if MADE_BY[kind] == SENDER:
        return tables.sender[channel] == actor
    return not is_tie(tables.channel_kind[channel]) or tables.may_withhold[channel, side_of(ij)]


@rule
def may_do(tables, ij, kind):
    """Whether the actor of ``ij`` makes a kind of move of its own accord: a ministry owns it, nobody rules it out."""
    return tables.repertoire[tables.actor[ij], kind]


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
    int, persons or posts; 1 for a lawful move that counts no persons, 0 for one that may not be made
    """
    if kind == CONTACT:
        return 1 if channel == NONE or is_open(state, channel) else 0
    if kind == REPRESENT:
        return 1 if channel != NONE and is_embassy_with(tables, ij, channel) and is_open(state, channel) else 0
    if kind == FOUND_INSTITUTION:
        return 1 if channel == NONE or state.posts.status[channel] == PLANNED else 0
    if MADE_BY[kind] == NOBODY:
        return allowed_without_channel(tables, state, kind, ij)
    if channel == NONE or not may_act_on(tables, kind, ij, channel):
        return 0
    if is_tie(tables.channel_kind[channel]):
        return allowed_on_tie(state, kind, ij, channel)
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
        level = state.level[dyad_of(ij)]
        return 1 if level == FULL or (kind == SEVER_RELATIONS and level != SEVERED) else 0
    return 1


@rule
def is_declared_in_return(tables, state, kind, ij):
    """Whether the actor of ``ij`` may still declare relations reduced or severed that the other side has so reduced.

    It changes nothing: both ambassadors are gone, or both missions.  Between states alone, and once.
    """
    if tables.is_alliance[tables.actor[ij]] or tables.is_alliance[tables.target[ij]]:
        return False
    level = state.level[dyad_of(ij)]
    is_so_low = (kind == DOWNGRADE_RELATIONS and level != FULL) or (kind == SEVER_RELATIONS and level == SEVERED)
    return is_so_low and not has_made(state, kind, ij)


@rule
def has_made(state, kind, ij):
    """Whether the actor of ``ij`` has made a kind of move towards its target before."""
    for m in range(state.log.n[0]):
        if state.log.kind[m] == kind and state.log.ij[m] == ij:
            return True
    return False


@rule
def is_declared_before(state, m):
    """Whether move ``m`` only declares in return what the other side had declared: relations reduced or severed."""
    log = state.log
    kind = log.kind[m]
    if (kind != DOWNGRADE_RELATIONS and kind != SEVER_RELATIONS) or log.parent[m] == NONE:
        return False
    for before in range(m):
        if log.kind[before] == kind and log.ij[before] == reverse(log.ij[m]):
            return True
    return False


@rule
def allowed_on_joint(tables, state, kind, ij, channel):
    """As :func:`most_allowed`, for moves that either side may make."""
    posts = state.posts
    if posts.status[channel] == PLANNED or (posts.status[channel] == CLOSED and is_joint(tables.channel_kind[channel])):
        return 0
    if kind != REOPEN:
        return 0 if posts.withheld[channel, side_of(ij)] else 1
    if is_joint(tables.channel_kind[channel]):
        return 1 if posts.withheld[channel, side_of(ij)] else 0
    lost = posts.status[channel] == SUSPENDED or posts.status[channel] == CLOSED
    return max(1, posts.ceiling[channel]) if lost else 0


@rule
def allowed_on_tie(state, kind, ij, channel):
    """As :func:`most_allowed`, for moves on a tie: what is left can be withheld, and what is withheld be restored."""
    held_back = state.posts.held_back[channel, side_of(ij)]
    if kind == RESTORE_TIE:
        return 1 if held_back > 0.0 else 0
    return 1 if held_back < 1.0 else 0


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
def severity_of(tables, state, kind, ij, channel, count):
    """Severity of a move of the actor of ``ij`` as posts and ties stand now; negative for a conciliatory one."""
    if channel != NONE and is_tie(tables.channel_kind[channel]):
        return severity_on_tie(tables, state, kind, ij, channel)
    if kind == RESTORE_POSTS:
        return -tables.world[RESTORED_SEVERITY] * count / max(1, state.posts.taken[channel])
    if kind != EXPEL and kind != CUT_CEILING:
        return SEVERITY[kind]
    base, slope = tables.world[PERSONNEL_SEVERITY_BASE], tables.world[PERSONNEL_SEVERITY_SLOPE]
    return personnel_severity(share_hit(state, kind, channel, count), base, slope)


@rule
def severity_on_tie(tables, state, kind, ij, channel):
    """Severity of withholding a tie, by its worth to the target of ``ij``, or of restoring as much as was withheld."""
    worth, exponent = tables.worth_to[channel, side_of(reverse(ij))], tables.world[PACKAGE_EXPONENT]
    share = state.posts.held_back[channel, side_of(ij)] if kind == RESTORE_TIE else 1.0
    return share * worth_severity(SEVERITY[kind], worth, exponent)


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
    found, dyad = NONE, dyad_of(ij)
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        if (
            is_resident(tables.channel_kind[channel])
            and tables.sender[channel] == tables.actor[ij]
            and (state.posts.status[channel] == OPEN or (may_be_closing and state.posts.status[channel] == CLOSING))
            and (found == NONE or state.posts.accredited[channel] > state.posts.accredited[found])
        ):
            found = channel
    return found
