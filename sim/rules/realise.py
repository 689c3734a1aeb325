"""From a severity to a lawful package: mirror first, then substitute.

Exact parity is a focal point [Schelling1960]_: a reply copies the moves it answers, one for one, and
only what cannot be copied is replaced by other lawful moves of like severity.  A party that breaks
leaves: it suspends its own missions and closes what the other side keeps with it.

.. [Schelling1960] T. C. Schelling: The Strategy of Conflict. Harvard University Press, 1960.
"""

import math

from .domains import (
    ANOTHER_TIE,
    BY_PEOPLE,
    BY_RECALL,
    answer_by_people,
    answer_by_recall,
    answer_in_another_tie,
    answer_words,
    domain_of_answer,
    is_about_ties,
    is_about_words,
)
from .draws import STREAM_NUMBER, STREAM_ROUND, normal, stochastic_round, uniform, unit, words
from .jit import rule
from .law import (
    closing_move,
    is_counted,
    is_declared_in_return,
    is_joint,
    is_open,
    is_resident,
    is_tie,
    may_do,
    severity_of,
)
from .log import enact, time_to_leave
from .moves import (
    CONTACT,
    EITHER,
    FAMILY,
    MADE_BY,
    MEASURE,
    OFFER_CONTACT,
    OFFER_TALKS,
    PERSONNEL,
    PROTEST_NOTE,
    RECALL_AMBASSADOR,
    REFUSE_ACCREDITATION,
    SEVERITY,
    SUSPEND_MISSION,
)
from .not_in_kind import answer_harm, cut_to_parity, write_measure
from .numbers import another_number, chance_of_another_number, people_in
from .package import lacking, together
from .parameters import COPY_TOLERANCE, PACKAGE_EXPONENT
from .policies import PARITY_FORM
from .reaction import is_reaction, most_left, write_reaction, write_word
from .substitute import substitute, surcharge
from .world import (
    BREAK,
    CONCILIATION,
    COWED,
    MIRROR,
    NONE,
    NOTHING_LEFT,
    NOTHING_LEGAL,
    PROTEST,
    REPLY,
    RUPTURE,
    dyad_of,
    reverse,
)

MOST_MOVES = 4096  # of a provocation, for the numbering of its draws


@rule
def realise(tables, state, i, day):
    """Phase: party ``i`` turns today's decisions into packages; nothing happens to posts yet."""
    realise_rows(tables, state, i, day, state.provocations.first_open[0], state.provocations.n[0] - 1)


@rule
def realise_rows(tables, state, i, day, first, last):
    """As :func:`realise`, where all that party ``i`` decided today stands in some rows of the provocations."""
    provocations, p = state.provocations, first
    while p <= last:
        if provocations.decided[p] == day and tables.actor[provocations.ij[p]] == i:
            if provocations.verdict[p] == BREAK:
                realise_rupture(tables, state, p, day)
            elif provocations.verdict[p] == REPLY:
                realise_reply(tables, state, p, day)
            elif provocations.verdict[p] == COWED and may_do(tables, provocations.ij[p], OFFER_TALKS):
                write_word(tables, state, p, day, kind=OFFER_TALKS, intent=CONCILIATION)
        p = provocations.later_open[p]


@rule
def publish(tables, state, i, day):
    """Phase: the packages that party ``i`` decided on today happen."""
    publish_rows(tables, state, i, day, state.log.first_today[0], state.log.n[0] - 1)


@rule
def publish_rows(tables, state, i, day, first, last):
    """As :func:`publish`, where all that party ``i`` decided on today stands in some rows of the log."""
    log = state.log
    for m in range(first, last + 1):
        if tables.actor[log.ij[m]] == i and is_reaction(log.intent[m]) and log.announced[m] == day:
            enact(tables, state, m, day)


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
        for channel in range(tables.first_channel[dyad_of(ij)], tables.first_channel[dyad_of(ij) + 1]):
            kind = rupture_move(tables, ij, channel, step)
            if kind != NONE and most_left(tables, state, kind, ij, channel) > 0:
                package = write_reaction(
                    tables,
                    state,
                    p,
                    day,
                    effective=effective,
                    kind=kind,
                    channel=channel,
                    count=0,
                    intent=RUPTURE,
                    package=package,
                )
    if package == NONE:
        state.provocations.verdict[p] = NOTHING_LEFT
        return
    state.broke_day[ij] = day
    name_contact(tables, state, p, day, package)


@rule
def name_contact(tables, state, p, day, package):
    """Say, together with the break ``package``, through which embassy contact runs from then on, if there is one.

    The other side is invited to name one, too, where the scenario names none for it.
    """
    ij = state.provocations.ij[p]
    embassy = tables.contact[ij]
    if embassy == NONE or state.rerouted[ij] or not is_open(state, embassy):
        return
    write_word_of_break(tables, state, p, day, kind=CONTACT, channel=embassy, package=package)
    if tables.contact[reverse(ij)] == NONE:
        write_word_of_break(tables, state, p, day, kind=OFFER_CONTACT, channel=NONE, package=package)


@rule
def write_word_of_break(tables, state, p, day, kind, channel, package):
    """Write what is said about contact into the package of a break."""
    write_reaction(
        tables,
        state,
        p,
        day,
        effective=day,
        kind=kind,
        channel=channel,
        count=0,
        intent=RUPTURE,
        package=package,
    )


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
    if is_joint(kind) or is_tie(kind):
        return NONE
    if step == 0:
        return SUSPEND_MISSION if tables.sender[channel] == actor and is_resident(kind) else NONE
    is_turn = is_resident(kind) == (step == 1)
    return closing_move(kind) if tables.host[channel] == actor and is_turn else NONE


@rule
def realise_reply(tables, state, p, day):
    """Answer in the form of the policy as far as the law allows, substitute the rest, perhaps add one kind."""
    provocations, log = state.provocations, state.log
    ij = provocations.ij[p]
    effective = day + time_to_leave(tables, state, ij, day, state.n_packages[ij])
    first = log.n[0]
    if tables.is_exact:
        write_measure(tables, state, p, day)
        return
    missing = answer_in_form(tables, state, p, day, effective)
    if missing > 0.0:
        substitute(tables, state, p, day, effective=effective, missing=missing, first=first)
    if log.n[0] > first:
        surcharge(tables, state, p, day, effective=effective, first=first)
    elif provocations.asked[p] >= SEVERITY[PROTEST_NOTE] and may_do(tables, ij, PROTEST_NOTE):
        write_word(tables, state, p, day, kind=PROTEST_NOTE, intent=PROTEST)
    else:
        provocations.verdict[p] = NOTHING_LEGAL


@rule
def answer_in_form(tables, state, p, day, effective):
    """Write the answer to provocation ``p``; returns the severity that is still missing.

    A harm without a move is answered by expelling, a larger staff by a cut to parity where the policy says
    so, everything else in kind.
    """
    provocations = state.provocations
    if provocations.trigger[p] != NONE:
        return answer_harm(tables, state, p, day, effective)
    if tables.form[provocations.row[p]] == PARITY_FORM and cut_to_parity(tables, state, p, day, effective):
        return 0.0
    if is_about_words(state, p) and answer_words(tables, state, p, day, effective):
        return 0.0
    if is_about_ties(state, p):
        return answer_about_ties(tables, state, p, day, effective)
    return mirror(tables, state, p, day, effective)


@rule
def answer_about_ties(tables, state, p, day, effective):
    """Answer provocation ``p``, which withholds ties, in one domain; returns the severity that is still missing.

    Only an answer in the same tie is brought to the severity asked by other measures.
    """
    domain = domain_of_answer(tables, state, p, day, can_copy=can_copy_any(tables, state, p))
    if domain == ANOTHER_TIE:
        answer_in_another_tie(tables, state, p, day, effective)
    elif domain == BY_RECALL:
        answer_by_recall(tables, state, p, day, effective)
    elif domain == BY_PEOPLE:
        answer_by_people(tables, state, p, day, effective)
    else:
        return mirror(tables, state, p, day, effective)
    return 0.0


@rule
def can_copy_any(tables, state, p):
    """Whether the law lets the party answer a move of provocation ``p`` by one of its kind."""
    ij, m = state.provocations.ij[p], next_to_copy(state, p, NONE)
    while m != NONE:
        kind = state.log.kind[m]
        channel = counterpart(tables, state, ij, kind, state.log.channel[m])
        if most_left(tables, state, kind, ij, channel) > 0:
            return True
        m = next_to_copy(state, p, m)
    return False


@rule
def mirror(tables, state, p, day, effective):
    """Copy the moves of provocation ``p`` in falling severity; returns the severity not matched.

    Where the severity asked differs from ``k`` times the one perceived by no more than the copy
    tolerance, the difference is noise and the copy exact.  Below it the copy stops while the package
    stays within what was asked; above it other measures make up for what the copy lacks.
    """
    provocations, exponent = state.provocations, tables.world[PACKAGE_EXPONENT]
    asked, in_kind = provocations.asked[p], provocations.ratio[p] * provocations.perceived[p]
    tolerance = tables.policy[provocations.row[p], COPY_TOLERANCE] * in_kind
    most = asked if asked < in_kind - tolerance else math.inf
    of_people = number_answered(tables, state, p, day)
    missing = lacking(asked, in_kind, exponent) if asked > in_kind + tolerance else 0.0
    copied, first, place = 0.0, state.log.n[0], 0
    m = next_to_copy(state, p, NONE)
    while m != NONE:
        with_this = together(copied, provocations.ratio[p] * state.log.perceived[m], exponent)
        if with_this <= most:
            copied = with_this
            scale = provocations.ratio[p] * (of_people if is_counted(state.log.kind[m]) else 1.0)
            left = copy_move(tables, state, p, day, effective=effective, m=m, place=place, scale=scale, first=first)
            missing = together(missing, left, exponent)
        m = next_to_copy(state, p, m)
        place += 1
    return missing


@rule
def number_answered(tables, state, p, day):
    """People sent home for one whom provocation ``p`` sent home: mostly one, less often where it was many."""
    provocations = state.provocations
    numbers, ij = tables.policy[provocations.row[p]], provocations.ij[p]
    i, j = tables.actor[ij], tables.target[ij]
    w0, w1, w2, _ = words(tables, state, i, j, day, STREAM_NUMBER, provocations.number[p])
    people = people_in(state, p)
    if unit(w0) >= chance_of_another_number(numbers, people):
        return 1.0
    return another_number(numbers, people, normal(w1, w2))


@rule
def next_to_copy(state, p, last):
    """Move of provocation ``p`` that follows ``last`` in falling severity, or NONE."""
    log, provocations = state.log, state.provocations
    found = NONE
    for m in range(provocations.first_move[p], provocations.last_move[p] + 1):
        if log.provocation[m] != provocations.source[p] or not (last == NONE or is_before(log, last, m)):
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
def copy_move(tables, state, p, day, effective, m, place, scale, first):
    """Copy one move in kind and number; returns the severity that could not be matched.

    Parameters
    ----------
    m : int, move copied
    place : int, its place among the moves of the provocation, from 0
    scale : float, posts taken for one lost
    first : int, first move of the reply so far
    """
    log, ij = state.log, state.provocations.ij[p]
    kind = log.kind[m]
    channel = counterpart(tables, state, ij, kind, log.channel[m])
    most = most_left(tables, state, kind, ij, channel)
    if kind == MEASURE and may_do(tables, ij, kind):
        write_copy(tables, state, p, day, effective=effective, kind=kind, channel=channel, count=0, first=first)
        log.severity[log.n[0] - 1] = scale * log.severity[m]  # an abstract measure has no severity of its own
        return 0.0
    of_one = log.count[m] if is_counted(kind) else 1
    wanted = int(scale * of_one)
    if wanted != scale * of_one:
        wanted = stochastic_round(scale * of_one, rounding_draw(tables, state, p, place, day))
    if wanted == 0:  # a fraction of a person or of a measure, rounded down
        return 0.0
    exponent = tables.world[PACKAGE_EXPONENT]
    if most <= 0 and may_do(tables, ij, kind) and is_declared_in_return(tables, state, kind, ij):
        write_copy(tables, state, p, day, effective=effective, kind=kind, channel=channel, count=0, first=first)
        return 0.0
    if most <= 0 and takes_nobody(kind) and has_other_kinds(state, p, kind):
        return 0.0
    if most <= 0:  # all of it is lacking, as often as it was to be done
        return log.perceived[m] * max(1.0, scale if is_counted(kind) else float(wanted)) ** (1.0 / exponent)
    count = min(wanted, most) if is_counted(kind) else 0
    write_copy(tables, state, p, day, effective=effective, kind=kind, channel=channel, count=count, first=first)
    if not is_counted(kind):  # one of its kind is all there is; the others are replaced
        return log.perceived[m] * (wanted - 1) ** (1.0 / exponent)
    return severity_lacking(tables, state, kind, ij, channel, count=count, wanted=wanted)


@rule
def takes_nobody(kind):
    """Whether a kind of move takes nobody from the other side's posts: a recall, or the refusal of vacant posts."""
    return kind == RECALL_AMBASSADOR or kind == REFUSE_ACCREDITATION


@rule
def has_other_kinds(state, p, kind):
    """Whether provocation ``p`` holds a move of another kind."""
    log, provocations = state.log, state.provocations
    for m in range(provocations.first_move[p], provocations.last_move[p] + 1):
        if log.provocation[m] == provocations.source[p] and log.kind[m] != kind:
            return True
    return False


@rule
def severity_lacking(tables, state, kind, ij, channel, count, wanted):
    """Severity that a number of people lacks because the law allows no more: that of the number wanted, less it."""
    whole = severity_of(tables, state, kind, ij, channel, wanted)
    part = severity_of(tables, state, kind, ij, channel, count)
    return lacking(whole, part, tables.world[PACKAGE_EXPONENT])


@rule
def write_copy(tables, state, p, day, effective, kind, channel, count, first):
    """Write a move in kind into the reply that begins at row ``first``."""
    package = first if state.log.n[0] > first else NONE
    write_reaction(
        tables,
        state,
        p,
        day,
        effective=effective,
        kind=kind,
        channel=channel,
        count=count,
        intent=MIRROR,
        package=package,
    )


@rule
def rounding_draw(tables, state, p, place, day):
    """Uniform number by which a count is rounded: of the move at a place within provocation ``p``."""
    provocations = state.provocations
    i, j = tables.actor[provocations.ij[p]], tables.target[provocations.ij[p]]
    k = provocations.number[p] * MOST_MOVES + place
    return uniform(tables, state, i, j, day, STREAM_ROUND, k)


@rule
def counterpart(tables, state, ij, kind, hit):
    """Channel on which the actor of ``ij`` can do ``kind`` in return for a move on channel ``hit``.

    The same kind of channel if there is one, for persons any post with staff; of several the one
    that allows most.  A tie itself, else another of its kind.  NONE where there is none, or the move needs none.
    """
    if hit == NONE or (
        MADE_BY[kind] == EITHER
        and (not is_tie(tables.channel_kind[hit]) or most_left(tables, state, kind, ij, hit) > 0)
    ):
        return hit
    found, rank = NONE, 0
    for channel in range(tables.first_channel[dyad_of(ij)], tables.first_channel[dyad_of(ij) + 1]):
        most = most_left(tables, state, kind, ij, channel)
        is_alike = tables.channel_kind[channel] == tables.channel_kind[hit]
        if most > 0 and (is_alike or FAMILY[kind] == PERSONNEL):
            this = most + (1 << 40 if is_alike else 0)
            if this > rank:
                found, rank = channel, this
    return found
