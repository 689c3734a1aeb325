"""How packages are perceived, and the provocations that they open.

A package that the script or an incident brings in the morning is perceived on that day, what others decide on the next:
with unbiased noise, or missed.  What is perceived as hostile adds to grievance and balance and opens a provocation that
waits for an answer.
"""

import math

from .accounts import enter, provocation_on
from .agenda import HASTE_CLOCK, look_through, wind
from .draws import (
    STREAM_DELAY,
    STREAM_MISS,
    STREAM_NOISE,
    gaussian,
    lognormal_count,
    normal,
    of_cause,
    uniform,
    unit,
    words,
)
from .jit import rule
from .memory import drop_series, note_act, previous_act
from .mixture import drawn_row
from .moves import (
    FAMILY,
    FOUND_INSTITUTION,
    LIFT_RESTRICTIONS,
    MEASURE,
    REOPEN,
    RESTORE_POSTS,
    RESTORE_TIE,
    RETURN_AMBASSADOR,
    WITHDRAW_FORCES,
)
from .package import is_about_ties_alone, is_hostile_part, package_severity
from .parameters import (
    DELAY_DAYS,
    DELAY_MEDIAN_LOG,
    DELAY_SD_LOG,
    DELAY_TIE_MEDIAN_LOG,
    DELAY_TIE_SD_LOG,
    HOSTILE_ABOVE,
    MERGE_DAYS,
    MISS_PROBABILITY,
    PERCEPTION_NOISE,
    TALKS_GRAVE,
    WAIT_MEDIAN_LOG,
    WAIT_PROBABILITY,
    WAIT_SD_LOG,
)
from .waits import hold
from .world import ANSWERED, NONE, PENDING, SCRIPTED, UNANSWERED, is_open_question, policy_of, reverse

LONGEST_DELAY_DAYS = 365


@rule
def perceived_factor(sigma, z):
    """Factor by which severity is misperceived; unbiased, its mean is 1.

    Parameters
    ----------
    sigma : float, ln severity, >= 0
    z : float, standard normal

    Returns
    -------
    float, > 0
    """
    return math.exp(sigma * z - 0.5 * sigma * sigma)


@rule
def is_concession(kind):
    """Whether a kind of move lowers grievance; words and meetings do not."""
    return (
        kind == RETURN_AMBASSADOR
        or kind == RESTORE_POSTS
        or kind == LIFT_RESTRICTIONS
        or kind == REOPEN
        or kind == RESTORE_TIE
        or kind == FOUND_INSTITUTION
        or kind == WITHDRAW_FORCES
    )


@rule
def perceive(tables, state, i, day):
    """Phase: party ``i`` takes in what it has not perceived yet: concessions first, then what is hostile."""
    perceive_rows(tables, state, i, day, state.log.first_new[0], state.log.n[0] - 1)


@rule
def perceive_rows(tables, state, i, day, first, last):
    """As :func:`perceive`, where all that is new to party ``i`` stands in some rows of the log."""
    log = state.log
    for m in range(first, last + 1):
        if is_concession(log.kind[m]):
            take_concession(tables, state, i, m, day)
    for m in range(first, last + 1):
        if log.package[m] == m and tables.target[log.ij[m]] == i:
            perceive_package(tables, state, m, day)


@rule
def heard(state):
    """Phase: whatever has been announced so far is perceived, and is not perceived again."""
    state.log.first_new[0] = state.log.n[0]


@rule
def perceive_package(tables, state, first, day):
    """Enter the hostile moves of the package that begins at row ``first`` into the accounts of its target."""
    log = state.log
    ij = reverse(log.ij[first])
    hostile = package_severity(tables, log, first, log.n[0])
    if hostile > 0.0:
        factor = perception_of(tables, state, ij, first)
        for m in range(first, log.package_end[first]):
            if is_hostile_part(log, m, first):
                log.perceived[m] = factor * log.severity[m]
        if factor * hostile > policy_of(tables, state, ij, HOSTILE_ABOVE):
            enter(tables, state, ij, day, grievance=factor * hostile, balance=factor * hostile)
            if factor * hostile >= tables.world[TALKS_GRAVE]:
                state.grave_day[ij] = day
                if tables.offer_rate[ij] > 0.0:
                    wind(tables, state, HASTE_CLOCK, ij, day)
            if log.announced[first] >= tables.autonomous_day:
                provoke(tables, state, ij, day, first=first, perceived=factor * hostile)
            note_act(state, ij, factor * hostile, day)
            drop_series(state, ij)


@rule
def take_concession(tables, state, i, m, day):
    """Let a concession lower the grievance of party ``i``: its target's, and of a joint act the actor's too."""
    log = state.log
    is_joint_act = log.kind[m] == REOPEN or log.kind[m] == FOUND_INSTITUTION
    if tables.target[log.ij[m]] == i:
        log.perceived[m] = log.severity[m]
        enter(tables, state, reverse(log.ij[m]), day, grievance=log.severity[m], balance=0.0)
    elif tables.actor[log.ij[m]] == i and is_joint_act:
        enter(tables, state, log.ij[m], day, grievance=log.severity[m], balance=0.0)


@rule
def perception_of(tables, state, ij, first):
    """Factor by which the actor of ``ij`` perceives the package that starts at move ``first``.

    Returns
    -------
    float, 0 where the package is missed; 1 for the record played before anybody decides
    """
    log = state.log
    day = log.announced[first]
    if day < tables.autonomous_day:
        return 1.0
    i, j, k = tables.actor[ij], tables.target[ij], log.number[first]
    missed = policy_of(tables, state, ij, MISS_PROBABILITY) if may_be_missed(log, first) else 0.0
    if missed > 0.0 and uniform(tables, state, i, j, day, STREAM_MISS, k) < missed:
        return 0.0
    sigma = policy_of(tables, state, ij, PERCEPTION_NOISE)
    return 1.0 if sigma == 0.0 else perceived_factor(sigma, gaussian(tables, state, i, j, day, STREAM_NOISE, k))


@rule
def may_be_missed(log, first):
    """Whether a package may go unnoticed: an abstract measure may; all others are told by a formal note."""
    return log.kind[first] == MEASURE


@rule
def provoke(tables, state, ij, day, first, perceived):
    """Let a hostile package join the pending provocation of its sender, or open one."""
    p = pending_provocation(tables, state, ij, day)
    if p == NONE:
        p = open_provocation(tables, state, ij, day, first=first, perceived=perceived)
    else:
        merge(tables, state, p, perceived, day)
    provocations, log = state.provocations, state.log
    for m in range(first, log.package_end[first]):
        if is_hostile_part(log, m, first):
            log.provocation[m] = p
            provocations.last_move[p] = m
            provocations.deadline[p] = max(provocations.deadline[p], log.effective[m])
            provocations.concerned[p] |= ministries_concerned(tables, state, ij, m)
    if is_answered_by_hand(state, ij, first):
        settle_by_hand(state, p, ij, day)


@rule
def merge(tables, state, p, perceived, day):
    """Add a further package to provocation ``p``; one that was held for it is decided today."""
    provocations = state.provocations
    provocations.perceived[p] = provocation_on(tables, state, p, day) + perceived
    provocations.valued[p] = day
    if tables.holds_for_another[provocations.row[p]]:
        look_through(state)
        hold(tables, state, p, day)


@rule
def is_answered_by_hand(state, ij, first):
    """Whether a scripted move in direction ``ij`` already answers the package that begins at row ``first``."""
    log = state.log
    for m in range(first + 1, log.n[0]):
        parent = log.parent[m]
        if log.ij[m] == ij and log.intent[m] == SCRIPTED and parent != NONE and log.package[parent] == first:
            return True
    return False


@rule
def settle_by_hand(state, p, ij, day):
    """A provocation that a scripted move answers needs no further decision, also where the answer comes late."""
    provocations = state.provocations
    is_waiting = is_open_question(provocations.verdict[p]) or provocations.verdict[p] == UNANSWERED
    if provocations.ij[p] == ij and is_waiting:
        look_through(state)
        provocations.verdict[p] = ANSWERED
        provocations.decided[p] = day


@rule
def pending_provocation(tables, state, ij, day):
    """Provocation of direction ``ij`` that a further package joins, or NONE."""
    provocations = state.provocations
    if state.n_provocations[ij] == 0:
        return NONE
    p = provocations.first_open[0]
    while p < provocations.n[0]:
        is_pending = provocations.ij[p] == ij and provocations.verdict[p] == PENDING
        if is_pending and provocations.trigger[p] == NONE and provocations.source[p] == p:
            is_held = tables.holds_for_another[provocations.row[p]]
            if is_held or day - provocations.opened[p] <= policy_of(tables, state, ij, MERGE_DAYS):
                return p
        p = provocations.later_open[p]
    return NONE


@rule
def open_provocation(tables, state, ij, day, first, perceived):
    """Open a provocation by the package that begins at row ``first``; returns its row."""
    provocations, log = state.provocations, state.log
    cause, announced = log.cause[first], log.announced[first]
    is_tie = is_about_ties_alone(log, first, log.n[0])
    p = open_question(tables, state, ij, day, perceived=perceived, announced=announced, cause=cause, is_tie=is_tie)
    parent = log.parent[first]
    provocations.first_move[p] = first
    provocations.deadline[p] = log.effective[first]
    provocations.is_reply[p] = parent != NONE and log.ij[parent] == ij
    return p


@rule
def open_question(tables, state, ij, day, perceived, announced, cause, is_tie):
    """Open a provocation without moves, due after a delay counted from its announcement; returns its row.

    Parameters
    ----------
    is_tie : bool, whether it will be about ties alone, which are answered sooner
    """
    provocations = state.provocations
    p = provocations.n[0]
    provocations.n[0] = p + 1
    provocations.later_open[p] = p + 1
    number = state.n_provocations[ij]
    state.n_provocations[ij] = number + 1
    row = drawn_row(tables, state, ij, number, state.party_policy[tables.actor[ij]])
    due = announced + delay_of(tables, state, ij, announced, row=row, number=number, cause=cause, is_tie=is_tie)
    provocations.ij[p] = ij
    provocations.row[p] = row
    provocations.opened[p] = day
    hold(tables, state, p, max(day, due))
    provocations.perceived[p] = perceived
    provocations.valued[p] = day
    provocations.first_move[p] = NONE
    provocations.last_move[p] = NONE - 1  # no moves: an empty range
    provocations.deadline[p] = NONE
    provocations.source[p] = p
    provocations.trigger[p] = NONE
    provocations.cause[p] = cause
    provocations.previous[p] = previous_act(tables, state, ij, day)
    provocations.last_own[p] = state.last_hostile[ij]
    provocations.is_reply[p] = False
    provocations.number[p] = number
    provocations.concerned[p] = 0
    provocations.verdict[p] = PENDING
    clear_decision(provocations, p)
    return p


@rule
def clear_decision(provocations, p):
    """Empty what the decision on provocation ``p`` will fill in; NaN where it will stay open."""
    provocations.decided[p] = NONE
    provocations.weight_sum[p] = 0.0
    provocations.asked_sum[p] = 0.0
    provocations.ratio_sum[p] = 0.0
    provocations.largest[p] = -1.0  # below every proposal
    provocations.largest_ratio[p] = 0.0
    provocations.overridden[p] = False
    provocations.asked[p] = math.nan
    provocations.ratio[p] = math.nan
    provocations.silence[p] = math.nan
    provocations.balance[p] = math.nan
    provocations.grievance[p] = math.nan
    provocations.breaking_point[p] = math.nan
    provocations.loss[p] = math.nan


@rule
def delay_of(tables, state, ij, day, row, number, cause, is_tie):
    """Days from the announcement of a provocation to the decision of the actor of ``ij`` by a policy row.

    A prompt answer comes after some days, perhaps on the same one; now and then the other side is kept waiting.
    """
    fixed = tables.policy[row, DELAY_DAYS]
    if fixed > 0.0:
        return math.ceil(fixed)
    if cause == NONE:
        w0, w1, w2, _ = words(tables, state, tables.actor[ij], tables.target[ij], day, STREAM_DELAY, number)
    else:
        w0, w1, w2, _ = of_cause(tables, state, ij, cause, STREAM_DELAY)
    waits = unit(w2) < tables.policy[row, WAIT_PROBABILITY]
    median_log = tables.policy[row, DELAY_TIE_MEDIAN_LOG if is_tie else DELAY_MEDIAN_LOG]
    sd_log = tables.policy[row, DELAY_TIE_SD_LOG if is_tie else DELAY_SD_LOG]
    if waits:
        median_log, sd_log = tables.policy[row, WAIT_MEDIAN_LOG], tables.policy[row, WAIT_SD_LOG]
    return lognormal_count(median_log, sd_log, normal(w0, w1), 0, LONGEST_DELAY_DAYS)


@rule
def ministries_concerned(tables, state, ij, m):
    """Bit mask of the ministries of the actor of ``ij`` that move ``m`` concerns.

    A ministry is concerned that owns the family of the move or the channel that it hits; bit 0 is
    the first ministry of the party.
    """
    i = tables.actor[ij]
    kind, channel = state.log.kind[m], state.log.channel[m]
    mask = 0
    for ministry in range(tables.first_ministry[i], tables.first_ministry[i + 1]):
        owns_channel = channel != NONE and (
            tables.sender_ministry[channel] == ministry or tables.host_ministry[channel] == ministry
        )
        if owns_channel or tables.owns[ministry, FAMILY[kind]]:
            mask |= 1 << (ministry - tables.first_ministry[i])
    return mask
