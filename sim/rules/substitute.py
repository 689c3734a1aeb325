"""Lawful moves instead of those that cannot be mirrored, and one further kind of move on top."""

import math

from .draws import STREAM_SURCHARGE, unit, words
from .jit import rule
from .law import is_counted, severity_of, share_hit
from .moves import (
    ADDED,
    CLOSE_MISSION,
    CONCILIATORY,
    CUT_CEILING,
    DOWNGRADE_RELATIONS,
    EXPEL,
    FAMILY,
    MADE_BY,
    SEVER_RELATIONS,
    SEVERITY,
    SUSPEND_MISSION,
    rung_of,
    withholds_tie,
)
from .numbers import growing_with, people_in
from .odds import at_odds_times
from .package import package_severity, together
from .parameters import (
    PACKAGE_EXPONENT,
    PERSONNEL_SEVERITY_BASE,
    PERSONNEL_SEVERITY_SLOPE,
    SURCHARGE_PEOPLE,
    SURCHARGE_SIZE,
    SURCHARGE_WAVE,
    SURCHARGE_WITHOUT_PEOPLE,
)
from .reaction import is_used, most_left, staff_hit, write_reaction
from .silences import is_of_wave
from .world import NONE, OPEN, SUBSTITUTE, SURCHARGE, dyad_of

N_KINDS = len(SEVERITY)
LEAST_GAP = 1e-9  # severity; smaller differences are ties


@rule
def substitute(tables, state, p, day, effective, missing, first):
    """Add none to three lawful moves that are together closest to the missing severity.

    Ties stand in for ties: of 144 documented answers to people sent home 8 were in a tie.  They stand in for posts
    where nothing can be done to a post.
    """
    ij = state.provocations.ij[p]
    gather_candidates(tables, state, ij, missing, first, hits_a_tie(state, p))
    if state.candidates.n[0] == 0:
        gather_candidates(tables, state, ij, missing, first, True)
    if state.candidates.n[0] == 0:  # nothing left to cut: leave the own missions
        for channel in range(tables.first_channel[dyad_of(ij)], tables.first_channel[dyad_of(ij) + 1]):
            consider(tables, state, ij, kind=SUSPEND_MISSION, channel=channel, missing=missing)
    written = package_severity(tables, state.log, first, state.log.n[0])
    a, b, c = closest_package(state.candidates, written, missing, tables.world[PACKAGE_EXPONENT])
    for n in (a, b, c):
        if n != NONE:
            add_candidate(tables, state, p, day, effective=effective, n=n, intent=SUBSTITUTE, first=first)


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
        effective=effective,
        kind=candidates.kind[n],
        channel=candidates.channel[n],
        count=candidates.count[n],
        intent=intent,
        package=package,
    )


@rule
def hits_a_tie(state, p):
    """Whether a move of provocation ``p`` withholds a tie."""
    log, provocations = state.log, state.provocations
    if provocations.first_move[p] == NONE:
        return False
    for m in range(provocations.first_move[p], provocations.last_move[p] + 1):
        if log.provocation[m] == provocations.source[p] and withholds_tie(log.kind[m]):
            return True
    return False


@rule
def gather_candidates(tables, state, ij, missing, first, with_ties):
    """List the lawful moves of the actor of ``ij`` on channels that the reply leaves untouched, ties too or not."""
    candidates = state.candidates
    candidates.n[0] = 0
    for kind in range(N_KINDS):
        if not is_substitute(kind) or (withholds_tie(kind) and not with_ties):
            continue
        if not needs_channel(kind):
            consider(tables, state, ij, kind=kind, channel=NONE, missing=missing)
            continue
        for channel in range(tables.first_channel[dyad_of(ij)], tables.first_channel[dyad_of(ij) + 1]):
            if state.posts.status[channel] == OPEN and not is_used(state, first, channel):
                consider(tables, state, ij, kind=kind, channel=channel, missing=missing)


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
    candidates.severity[n] = severity_of(tables, state, kind, ij, channel, count)
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
def closest_package(candidates, written, missing, exponent):
    """Rows of none to three candidates on different channels by which a package comes closest to what it should be.

    Ties go to the lower rungs, then to the moves listed first.

    Parameters
    ----------
    candidates : Candidates
    written, missing : float, severity of what the package holds, and of what it lacks
    exponent : float, see :func:`sim.rules.package.together`

    Returns
    -------
    tuple of three int, rows, or NONE
    """
    whole = together(written, missing, exponent)
    best, best_rungs = whole - written, 0
    choice = (NONE, NONE, NONE)
    n = candidates.n[0]
    for a in range(n):
        with_a = together(written, severity_at(candidates, a), exponent)
        for b in range(NONE, a):
            if not differ(candidates, a, b):
                continue
            with_b = together(with_a, severity_at(candidates, b), exponent)
            for c in range(NONE, max(0, b)):
                if not (differ(candidates, a, c) and differ(candidates, b, c)):
                    continue
                total = together(with_b, severity_at(candidates, c), exponent)
                rungs = rung_at(candidates, a) + rung_at(candidates, b) + rung_at(candidates, c)
                gap = abs(total - whole)
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
    """With some probability add one further kind of move, as often as the record adds each.

    That depends on the people whom the act sent home; of a harm, which sends nobody home, on those whom the reply does.
    """
    provocations = state.provocations
    ij, numbers = provocations.ij[p], tables.policy[provocations.row[p]]
    i, j = tables.actor[ij], tables.target[ij]
    w0, w1, _, _ = words(tables, state, i, j, day, STREAM_SURCHARGE, provocations.number[p])
    people = people_in(state, p) if provocations.trigger[p] == NONE else people_sent_home(state, first)
    if unit(w0) >= chance_of_another_kind(numbers, people, is_of_wave(tables, state, p)):
        return
    weights = ADDED[:, 1 if people > 0 else 0]
    gather_added(tables, state, ij, first, weights)
    n = drawn_candidate(state.candidates, weights, unit(w1))
    if n != NONE:
        add_candidate(tables, state, p, day, effective=effective, n=n, intent=SURCHARGE, first=first)


@rule
def chance_of_another_kind(numbers, people, is_wave):
    """Probability that a reply gains a further kind of move, by the people whom the act sent home.

    Parameters
    ----------
    numbers : (n_policy,) float64, columns of POLICY_PARAMETERS
    people : int, >= 0
    is_wave : bool, the act is one of several over one cause, which are answered by the same kind alone

    Returns
    -------
    float in [0, 1]
    """
    of_one = numbers[SURCHARGE_PEOPLE if people > 0 else SURCHARGE_WITHOUT_PEOPLE]
    of_wave = math.exp(-numbers[SURCHARGE_WAVE]) if is_wave else 1.0
    return at_odds_times(of_one, growing_with(people, numbers[SURCHARGE_SIZE]) * of_wave)


@rule
def gather_added(tables, state, ij, first, weights):
    """List the lawful moves of the actor of ``ij`` that a reply may gain: one a kind, on the largest post there is.

    A ceiling is cut by as many as the reply sends home, so that they are not replaced.
    """
    candidates = state.candidates
    candidates.n[0] = 0
    for kind in range(N_KINDS):
        if weights[kind] <= 0 or has_kind(state, first, kind):
            continue
        channel = NONE if not needs_channel(kind) else largest_allowed(tables, state, kind, ij, first)
        if channel != NONE or not needs_channel(kind):
            consider(tables, state, ij, kind=kind, channel=channel, missing=0.0)
            if candidates.n[0] > 0 and candidates.kind[candidates.n[0] - 1] == kind and kind == CUT_CEILING:
                most = most_left(tables, state, kind, ij, channel)
                candidates.count[candidates.n[0] - 1] = max(1, min(most, people_sent_home(state, first)))


@rule
def largest_allowed(tables, state, kind, ij, first):
    """Post with most people on which a move may be added to the reply, or NONE.

    Only a cut of the ceiling goes together with another measure on the same post.
    """
    found, dyad = NONE, dyad_of(ij)
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        is_free = kind == CUT_CEILING or not is_used(state, first, channel)
        is_larger = found == NONE or state.posts.accredited[channel] > state.posts.accredited[found]
        is_fit = state.posts.status[channel] == OPEN and is_free and is_larger
        if is_fit and most_left(tables, state, kind, ij, channel) > 0:
            found = channel
    return found


@rule
def people_sent_home(state, first):
    """People whom the reply from row ``first`` on sends home."""
    people = 0
    for m in range(first, state.log.n[0]):
        if state.log.kind[m] == EXPEL:
            people += state.log.count[m]
    return people


@rule
def drawn_candidate(candidates, weights, u):
    """Row of a candidate drawn by the weights of the kinds, (n_kinds,), or NONE where there is none."""
    total = 0.0
    for n in range(candidates.n[0]):
        total += weights[candidates.kind[n]]
    left = u * total
    for n in range(candidates.n[0]):
        left -= weights[candidates.kind[n]]
        if left < 0.0:
            return n
    return candidates.n[0] - 1 if candidates.n[0] > 0 else NONE


@rule
def has_kind(state, first, kind):
    """Whether the moves written from row ``first`` on contain a kind."""
    for m in range(first, state.log.n[0]):
        if state.log.kind[m] == kind:
            return True
    return False
