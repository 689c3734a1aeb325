"""From a severity to a lawful package: mirror first, then substitute.

Exact parity is a focal point [Schelling1960]_: a reply copies the moves it answers, one for one, and
only what cannot be copied is replaced by other lawful moves of like severity.  A party that breaks
leaves: it suspends its own missions and closes what the other side keeps with it.

.. [Schelling1960] T. C. Schelling: The Strategy of Conflict. Harvard University Press, 1960.
"""

import math

from .channels import closing_move, is_counted, is_joint, is_resident, most_allowed, severity_of, share_hit
from .draws import STREAM_ROUND, STREAM_SURCHARGE, stochastic_round, uniform
from .jit import rule
from .log import enact, explain, time_to_leave, write_move
from .moves import (
    CLOSE_MISSION,
    CONCILIATORY,
    CUT_CEILING,
    DOWNGRADE_RELATIONS,
    EITHER,
    FAMILY,
    MADE_BY,
    PERSONNEL,
    PROTEST_NOTE,
    SEVER_RELATIONS,
    SEVERITY,
    SUSPEND_MISSION,
    rung_of,
)
from .parameters import (
    COPY_TOLERANCE,
    PERSONNEL_SEVERITY_BASE,
    PERSONNEL_SEVERITY_SLOPE,
    SURCHARGE_PROBABILITY,
)
from .world import (
    BREAK,
    MIRROR,
    NONE,
    NOTHING_LEFT,
    NOTHING_LEGAL,
    OPEN,
    PROTEST,
    REPLY,
    RUPTURE,
    SUBSTITUTE,
    SURCHARGE,
    policy_of,
)

N_KINDS = len(SEVERITY)
LEAST_GAP = 1e-9  # severity; smaller differences are ties


@rule
def realise(tables, state, i, day):
    """Phase: party ``i`` turns today's decisions into packages; nothing happens to posts yet."""
    provocations = state.provocations
    for p in range(provocations.first_open[0], provocations.n[0]):
        if provocations.decided[p] == day and tables.actor[provocations.ij[p]] == i:
            if provocations.verdict[p] == BREAK:
                realise_rupture(tables, state, p, day)
            elif provocations.verdict[p] == REPLY:
                realise_reply(tables, state, p, day)


@rule
def publish(tables, state, i, day):
    """Phase: the packages that party ``i`` decided on today happen."""
    log = state.log
    for m in range(log.first_today[0], log.n[0]):
        if tables.actor[log.ij[m]] == i and is_reaction(log.intent[m]) and log.announced[m] == day:
            enact(tables, state, m, day)


@rule
def is_reaction(intent):
    """Whether a move was realised from a decision of this day."""
    return MIRROR <= intent <= RUPTURE or intent == PROTEST


# breaking -------------------------------------------------------------------------------------


@rule
def realise_rupture(tables, state, p, day):
    """Suspend the own missions, close every post hosted that is not already closing.

    Effective at the provocation's deadline if that lies ahead, else after a time to leave.  Nothing
    left to close is silence, and ends the matter.
    """
    ij = state.provocations.ij[p]
    effective = state.provocations.deadline[p]
    if effective <= day:
        effective = day + time_to_leave(tables, state, ij, day, state.n_packages[ij])
    package = NONE
    for step in range(3):
        for channel in range(tables.first_channel[ij >> 1], tables.first_channel[(ij >> 1) + 1]):
            kind = rupture_move(tables, ij, channel, step)
            if kind != NONE and most_left(tables, state, kind, ij, channel) > 0:
                package = write_reaction(tables, state, p, day, effective, kind, channel, 0, RUPTURE, package)
    if package == NONE:
        state.provocations.verdict[p] = NOTHING_LEFT


@rule
def rupture_move(tables, ij, channel, step):
    """Move by which the actor of ``ij`` gives up a channel: first its own missions, then what it hosts.

    Parameters
    ----------
    step : int, 0 own missions, 1 missions hosted, 2 other posts hosted

    Returns
    -------
    int, kind of move, or NONE
    """
    kind, actor = tables.channel_kind[channel], tables.actor[ij]
    if is_joint(kind):
        return NONE
    if step == 0:
        return SUSPEND_MISSION if tables.sender[channel] == actor and is_resident(kind) else NONE
    is_turn = is_resident(kind) == (step == 1)
    return closing_move(kind) if tables.host[channel] == actor and is_turn else NONE


@rule
def write_reaction(tables, state, p, day, effective, kind, channel, count, intent, package):
    """Write a move that answers provocation ``p``, with what decided it; returns its package."""
    provocations, log = state.provocations, state.log
    parent = provocations.first_move[p]
    m = write_move(tables, state, day, effective, provocations.ij[p], kind, channel, count, intent, parent, package)
    explain(
        log,
        m,
        math.nan if intent == RUPTURE else provocations.asked[p],
        provocations.grievance[p],
        provocations.breaking_point[p],
        provocations.loss[p],
        math.nan,
    )
    return log.package[m]


# replying -------------------------------------------------------------------------------------


@rule
def realise_reply(tables, state, p, day):
    """Mirror the provocation as far as the law allows, substitute the rest, perhaps add one kind."""
    provocations, log = state.provocations, state.log
    ij = provocations.ij[p]
    effective = day + time_to_leave(tables, state, ij, day, state.n_packages[ij])
    first = log.n[0]
    missing = mirror(tables, state, p, day, effective)
    if missing > 0.0:
        substitute(tables, state, p, day, effective, missing, first)
    if log.n[0] > first:
        surcharge(tables, state, p, day, effective, first)
    elif provocations.asked[p] >= SEVERITY[PROTEST_NOTE]:
        write_reaction(tables, state, p, day, day, PROTEST_NOTE, NONE, 0, PROTEST, NONE)
    else:
        provocations.verdict[p] = NOTHING_LEGAL


@rule
def mirror(tables, state, p, day, effective):
    """Copy the moves of provocation ``p`` in falling severity; returns the severity not matched.

    Where the severity asked differs from ``k`` times the one perceived by no more than the copy
    tolerance, the difference is noise and the copy exact.  Below it the copy stops while the sum
    stays within what was asked; above it the counts are scaled.
    """
    provocations = state.provocations
    proportion = provocations.asked[p] / max(1e-12, provocations.ratio[p] * provocations.perceived[p])
    tolerance = policy_of(tables, provocations.ij[p], COPY_TOLERANCE)
    left = provocations.asked[p] if proportion < 1.0 - tolerance else math.inf
    scale = provocations.ratio[p] * (proportion if proportion > 1.0 + tolerance else 1.0)
    missing, first = 0.0, state.log.n[0]
    m = next_to_copy(state, p, NONE)
    while m != NONE:
        severity = provocations.ratio[p] * state.log.perceived[m]
        if severity <= left:
            left -= severity
            missing += copy_move(tables, state, p, m, day, effective, scale, first)
        m = next_to_copy(state, p, m)
    return missing


@rule
def next_to_copy(state, p, last):
    """Move of provocation ``p`` that follows ``last`` in falling severity, or NONE."""
    log, provocations = state.log, state.provocations
    found = NONE
    for m in range(provocations.first_move[p], provocations.last_move[p] + 1):
        if log.provocation[m] != p or not (last == NONE or is_before(log, last, m)):
            continue
        if found == NONE or is_before(log, m, found):
            found = m
    return found


@rule
def is_before(log, m, other):
    """Whether move ``m`` comes before ``other``: the graver first, then the earlier."""
    if log.severity[m] != log.severity[other]:
        return log.severity[m] > log.severity[other]
    return m < other


@rule
def copy_move(tables, state, p, m, day, effective, scale, first):
    """Copy one move in kind and number; returns the severity that could not be matched.

    Parameters
    ----------
    m : int, move copied
    scale : float, posts taken for one lost
    first : int, first move of the reply so far
    """
    log, ij = state.log, state.provocations.ij[p]
    kind = log.kind[m]
    channel = counterpart(tables, state, ij, kind, log.channel[m])
    most = most_left(tables, state, kind, ij, channel)
    asked = scale * log.perceived[m]
    if most <= 0:
        return asked
    count = wanted = 0
    if is_counted(kind):
        wanted = stochastic_round(scale * log.count[m], rounding_draw(tables, state, p, m, day))
        count = min(wanted, most)
        if wanted == 0:  # a fraction of a person, rounded down
            return 0.0
    package = first if log.n[0] > first else NONE
    write_reaction(tables, state, p, day, effective, kind, channel, count, MIRROR, package)
    if count == wanted:
        return 0.0
    return max(0.0, asked - severity_of(tables, state, kind, channel, count))


@rule
def rounding_draw(tables, state, p, m, day):
    """Uniform number by which the count of the ``m``-th move of provocation ``p`` is rounded."""
    provocations = state.provocations
    i, j = tables.actor[provocations.ij[p]], tables.target[provocations.ij[p]]
    k = provocations.number[p] * 256 + (m - provocations.first_move[p]) % 256
    return uniform(tables, state, i, j, day, STREAM_ROUND, k)


@rule
def counterpart(tables, state, ij, kind, hit):
    """Channel on which the actor of ``ij`` can do ``kind`` in return for a move on channel ``hit``.

    The same kind of channel if there is one, for persons any post with staff; of several the one
    that allows most.  NONE where there is none, or the move needs none.
    """
    if hit == NONE or MADE_BY[kind] == EITHER:
        return hit
    found, rank = NONE, 0
    for channel in range(tables.first_channel[ij >> 1], tables.first_channel[(ij >> 1) + 1]):
        most = most_left(tables, state, kind, ij, channel)
        is_alike = tables.channel_kind[channel] == tables.channel_kind[hit]
        if most > 0 and (is_alike or FAMILY[kind] == PERSONNEL):
            this = most + (1 << 40 if is_alike else 0)
            if this > rank:
                found, rank = channel, this
    return found


@rule
def most_lawful(tables, state, kind, ij, channel):
    """Largest count of a reply that empties no mission: half the staff, rounded, and at least one.

    For a ceiling half of the old one; 1 for a lawful move that counts nobody, 0 for none.
    """
    most = most_allowed(tables, state, kind, ij, channel)
    if not is_counted(kind) or most <= 0:
        return most
    return min(most, most_of_staff(staff_hit(state, kind, channel)))


@rule
def most_left(tables, state, kind, ij, channel):
    """As :func:`most_lawful`, less what the actor of ``ij`` has already written today."""
    return most_lawful(tables, state, kind, ij, channel) - taken_today(state, kind, ij, channel)


@rule
def taken_today(state, kind, ij, channel):
    """Count of one kind of move on one channel that today's reactions in direction ``ij`` hold."""
    log, taken = state.log, 0
    for m in range(log.first_today[0], log.n[0]):
        if log.ij[m] == ij and log.kind[m] == kind and log.channel[m] == channel and is_reaction(log.intent[m]):
            taken += log.count[m] if is_counted(kind) else 1
    return taken


@rule
def is_used(state, first, channel):
    """Whether the reply written from row ``first`` on already hits a channel."""
    for m in range(first, state.log.n[0]):
        if state.log.channel[m] == channel:
            return True
    return False


@rule
def most_of_staff(staff):
    """Most persons that a reply takes from a staff: ``max(1, floor(n / 2 + 1/2))``."""
    return max(1, (staff + 1) // 2)


@rule
def staff_hit(state, kind, channel):
    """Staff of which a counted move takes part: the ceiling for a cut, else the accredited."""
    if kind == CUT_CEILING:
        return state.posts.ceiling[channel]
    return state.posts.accredited[channel]


# substituting ---------------------------------------------------------------------------------


@rule
def substitute(tables, state, p, day, effective, missing, first):
    """Add none to three lawful moves whose sum comes closest to the missing severity."""
    gather_candidates(tables, state, state.provocations.ij[p], missing, first)
    a, b, c = closest_sum(state.candidates, missing)
    for n in (a, b, c):
        if n != NONE:
            add_candidate(tables, state, p, day, effective, n, SUBSTITUTE, first)


@rule
def add_candidate(tables, state, p, day, effective, n, intent, first):
    """Write candidate ``n`` into the reply."""
    candidates = state.candidates
    package = first if state.log.n[0] > first else NONE
    write_reaction(
        tables,
        state,
        p,
        day,
        effective,
        candidates.kind[n],
        candidates.channel[n],
        candidates.count[n],
        intent,
        package,
    )


@rule
def gather_candidates(tables, state, ij, missing, first):
    """List the lawful moves of the actor of ``ij`` on channels that the reply leaves untouched."""
    candidates = state.candidates
    candidates.n[0] = 0
    for kind in range(N_KINDS):
        if not is_substitute(kind):
            continue
        if not needs_channel(kind):
            consider(tables, state, ij, kind, NONE, missing)
            continue
        for channel in range(tables.first_channel[ij >> 1], tables.first_channel[(ij >> 1) + 1]):
            if state.posts.status[channel] == OPEN and not is_used(state, first, channel):
                consider(tables, state, ij, kind, channel, missing)
    if candidates.n[0] == 0:
        for channel in range(tables.first_channel[ij >> 1], tables.first_channel[(ij >> 1) + 1]):
            consider(tables, state, ij, SUSPEND_MISSION, channel, missing)


@rule
def is_substitute(kind):
    """Whether a kind of move can stand in for one that cannot be mirrored.

    Only what changes the channels of the dyad, or the level of its relations, can; words, posture and
    concessions cannot, nor can what only a party that breaks does.
    """
    if kind != DOWNGRADE_RELATIONS and (not needs_channel(kind) or FAMILY[kind] == CONCILIATORY):
        return False
    return kind != SUSPEND_MISSION and kind != CLOSE_MISSION and kind != SEVER_RELATIONS


@rule
def needs_channel(kind):
    """Whether a kind of move is made on a channel."""
    return MADE_BY[kind] != 0


@rule
def consider(tables, state, ij, kind, channel, missing):
    """Add a move to the candidates if it is lawful."""
    candidates = state.candidates
    n = candidates.n[0]
    most = most_left(tables, state, kind, ij, channel)
    if most <= 0 or n >= candidates.kind.size:
        return
    count = 0
    if is_counted(kind):
        count = max(1, min(most, count_for(tables, state, kind, channel, missing)))
    candidates.kind[n] = kind
    candidates.channel[n] = channel
    candidates.count[n] = count
    candidates.severity[n] = severity_of(tables, state, kind, channel, count)
    candidates.rung[n] = rung_of(kind, share_hit(state, kind, channel, count))
    candidates.n[0] = n + 1


@rule
def count_for(tables, state, kind, channel, severity):
    """Count at which a personnel move has about the given severity."""
    base, slope = tables.world[PERSONNEL_SEVERITY_BASE], tables.world[PERSONNEL_SEVERITY_SLOPE]
    return int(share_for(severity, base, slope) * staff_hit(state, kind, channel) + 0.5)


@rule
def share_for(severity, base, slope):
    """Share of staff whose removal has a severity: the inverse of ``personnel_severity``, in [0, 1]."""
    if slope <= 0.0 or severity <= base:
        return 0.0
    root = min(1.0, (severity - base) / slope)
    return root * root


@rule
def closest_sum(candidates, missing):
    """Rows of none to three candidates on different channels whose severities sum closest to a value.

    Ties go to the lower rungs, then to the moves listed first.

    Returns
    -------
    tuple of three int, rows, or NONE
    """
    best, best_rungs = missing, 0
    choice = (NONE, NONE, NONE)
    n = candidates.n[0]
    for a in range(n):
        for b in range(NONE, a):
            for c in range(NONE, max(0, b)):
                if not (differ(candidates, a, b) and differ(candidates, a, c) and differ(candidates, b, c)):
                    continue
                total = severity_at(candidates, a) + severity_at(candidates, b) + severity_at(candidates, c)
                rungs = rung_at(candidates, a) + rung_at(candidates, b) + rung_at(candidates, c)
                gap = abs(total - missing)
                if gap < best - LEAST_GAP or (gap < best + LEAST_GAP and rungs < best_rungs):
                    best, best_rungs = gap, rungs
                    choice = (a, b, c)
    return choice


@rule
def severity_at(candidates, n):
    """Severity of candidate ``n``, 0 for NONE."""
    return 0.0 if n == NONE else candidates.severity[n]


@rule
def rung_at(candidates, n):
    """Rung of candidate ``n``, 0 for NONE."""
    return 0 if n == NONE else candidates.rung[n]


@rule
def differ(candidates, a, b):
    """Whether two candidates hit different channels (moves between parties: are different kinds)."""
    if a == NONE or b == NONE:
        return True
    if candidates.channel[a] == NONE:
        return candidates.channel[b] != NONE or candidates.kind[a] != candidates.kind[b]
    return candidates.channel[a] != candidates.channel[b]


@rule
def surcharge(tables, state, p, day, effective, first):
    """With some probability add one further kind of move: the lawful one of nearest rung."""
    provocations = state.provocations
    ij = provocations.ij[p]
    i, j = tables.actor[ij], tables.target[ij]
    u = uniform(tables, state, i, j, day, STREAM_SURCHARGE, provocations.number[p])
    if u >= policy_of(tables, ij, SURCHARGE_PROBABILITY):
        return
    rung = highest_rung(state, first)
    gather_candidates(tables, state, ij, 0.0, first)
    found = NONE
    for n in range(state.candidates.n[0]):
        if not has_kind(state, first, state.candidates.kind[n]) and (
            found == NONE or is_nearer(state.candidates, n, found, rung)
        ):
            found = n
    if found != NONE:
        add_candidate(tables, state, p, day, effective, found, SURCHARGE, first)


@rule
def is_nearer(candidates, n, found, rung):
    """Whether candidate ``n`` is nearer to a rung than ``found``; ties go to the lower rung."""
    gap, best = abs(candidates.rung[n] - rung), abs(candidates.rung[found] - rung)
    return gap < best or (gap == best and candidates.rung[n] < candidates.rung[found])


@rule
def highest_rung(state, first):
    """Highest rung of the moves written from row ``first`` on."""
    rung = 0
    for m in range(first, state.log.n[0]):
        rung = max(rung, state.log.rung[m])
    return rung


@rule
def has_kind(state, first, kind):
    """Whether the moves written from row ``first`` on contain a kind."""
    for m in range(first, state.log.n[0]):
        if state.log.kind[m] == kind:
            return True
    return False
