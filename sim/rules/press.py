"""Pressing on: a further step of a party whose own first act the other side did not answer.

In the record 36 of 154 first packages that were not answered had such a sequel, mostly after some weeks: 18 of 42
recalls, 7 of 27 acts on ties, 8 of 52 expulsions, 3 of 27 breaks or downgrades.  Three in four of these steps were in
another domain than the one before: after a recall people are sent home, after a break airspace is closed.  What the
other side does in between ends it, for then there is something to answer.

As in the record, words are no act: a recall over a speech answers no measure, so it is a first act, and to denounce who
presses on ends nothing.
"""

from .agenda import PRESS_CLOCK, wind
from .consult import OF_INITIATIVES, may_act_on_its_own
from .domains import kind_nearest, tie_drawn
from .draws import STREAM_PRESS, STREAM_PRESS_SIZE, gaussian, lognormal_count, normal, unit, words
from .jit import rule
from .law import closing_move, is_resident, is_tie, may_do, resident_mission_of
from .log import begin_package, time_to_leave
from .moves import (
    COOPERATION,
    COUNCIL,
    DOWNGRADE_RELATIONS,
    EXPEL,
    EXPEL_AMBASSADOR,
    FAMILY,
    PERSONNEL,
    RECALL_AMBASSADOR,
    SEVER_RELATIONS,
    SUSPEND_COOPERATION,
    SUSPEND_COUNCIL,
    SUSPEND_MISSION,
    is_measure,
    withholds_tie,
)
from .numbers import people_in_incident
from .package import answers_words
from .parameters import PRESS_MEDIAN_LOG, PRESS_NEW_DOMAIN, PRESS_ON, PRESS_SD_LOG
from .reaction import is_reaction, most_allowed_left
from .reconcile import has_to_answer
from .world import (
    ANSWER_TO_HARM,
    INCIDENT,
    NONE,
    PRESSING,
    RUPTURE,
    SCRIPTED,
    dyad_of,
    has_breaking_point,
    policy_of,
    reverse,
)

LONGEST_PRESS_DAYS = 365
PEOPLE, RELATIONS, TIES, INSTITUTIONS, OWN = range(5)
STEPS_INTO = (11.0, 7.0, 12.0, 3.0, 0.0)  # documented further steps into each domain from another one
# Odds that an act in each domain is followed up, against those of all acts: documented without the four crises that
# ship as scenarios, people 7 of 50, relations 1 of 25, ties 5 of 21, own people 16 of 40; nothing for institutions.
ODDS_AFTER = (0.55, 0.2, 1.05, 0.55, 2.2)
TIE_STEPS = (
    3.5,
    4.0,
    4.0,
    4.5,
    5.0,
    5.0,
    5.0,
    5.0,
    5.0,
    6.0,
    6.0,
    6.0,
    6.0,
)  # severities of documented steps into ties
VOTES_FROM = 1 << 20  # numbers of votes about pressing on, apart from those about other initiatives


@rule
def press(tables, state, i, day):
    """Let party ``i`` follow yesterday's first acts up, or not, and take the further steps that are due.

    What the other side did yesterday ends that.
    """
    log = state.log
    for m in range(log.first_yesterday[0], log.first_today[0]):
        if tables.target[log.ij[m]] == i:
            end_pressing(tables, state, m)
        elif tables.actor[log.ij[m]] == i:
            begin_pressing(tables, state, m)
    for n in range(tables.first_own[i], tables.first_own[i + 1]):
        press_towards(tables, state, tables.own[n], day)


@rule
def end_pressing(tables, state, m):
    """Let the target of move ``m`` follow no act of its own up any more, if the move is a measure."""
    ij = reverse(state.log.ij[m])
    ends_it = is_measure(state.log.kind[m]) and state.log.announced[m] >= tables.autonomous_day
    if ends_it and state.next_press[ij] != NONE:
        state.next_press[ij] = NONE
        wind(tables, state, PRESS_CLOCK, ij, NONE)


@rule
def begin_pressing(tables, state, m):
    """Let the actor of move ``m`` follow it up, or not, if it is a first act."""
    log = state.log
    if is_measure(log.kind[m]) and log.announced[m] >= tables.autonomous_day and is_first_act(log, m):
        wind_press(tables, state, m)


@rule
def press_towards(tables, state, ij, day):
    """Take a further step in direction ``ij`` if one is due today."""
    if state.next_press[ij] == day:
        state.next_press[ij] = NONE
        press_on(tables, state, ij, day)


@rule
def is_first_act(log, m):
    """Whether measure ``m`` begins a package of its actor's own that answers no measure."""
    if log.package[m] != m:
        return False
    if log.parent[m] != NONE:
        return answers_words(log, m)
    intent = log.intent[m]
    is_own = intent == SCRIPTED or intent == INCIDENT or intent == PRESSING
    return is_own or intent == RUPTURE or intent == ANSWER_TO_HARM


@rule
def wind_press(tables, state, m):
    """Draw whether and when first act ``m`` is followed up, if it is not answered."""
    ij, day = state.log.ij[m], state.log.announced[m]
    number = state.n_pressed[ij]
    state.n_pressed[ij] = number + 1
    w0, w1, w2, _ = words(tables, state, tables.actor[ij], tables.target[ij], day, STREAM_PRESS, number)
    if unit(w0) < chance_of_step(policy_of(tables, state, ij, PRESS_ON), ODDS_AFTER[domain_of_act(state.log, m)]):
        median_log, sd_log = policy_of(tables, state, ij, PRESS_MEDIAN_LOG), policy_of(tables, state, ij, PRESS_SD_LOG)
        state.next_press[ij] = day + lognormal_count(median_log, sd_log, normal(w1, w2), 1, LONGEST_PRESS_DAYS)
        wind(tables, state, PRESS_CLOCK, ij, state.next_press[ij])
        state.pressed_after[ij] = m


@rule
def chance_of_step(chance, odds):
    """Probability that an act is followed up, from that of all acts and the odds of its domain against theirs.

    Parameters
    ----------
    chance : float in [0, 1]
    odds : float, > 0

    Returns
    -------
    float in [0, 1]
    """
    return odds * chance / (1.0 - chance + odds * chance)


@rule
def domain_of_act(log, m):
    """Domain of first act ``m``; that of a break is relations, whichever post it begins with."""
    return RELATIONS if log.intent[m] == RUPTURE else domain_of_kind(log.kind[m])


@rule
def press_on(tables, state, ij, day):
    """Take a further step in direction ``ij``, unless an answer is owed or the members of an alliance object."""
    number = state.n_pressed[ij]
    if has_to_answer(state, ij) or answers_today(state, ij):
        return
    if not may_act_on_its_own(tables, state, ij, day, OF_INITIATIVES, VOTES_FROM + number):
        return
    i, j = tables.actor[ij], tables.target[ij]
    w0, w1, w2, w3 = words(tables, state, i, j, day, STREAM_PRESS, number)
    state.n_pressed[ij] = number + 1
    severity = TIE_STEPS[int(unit(w2) * len(TIE_STEPS))]
    before = domain_of_act(state.log, state.pressed_after[ij])
    is_spent = step_into(tables, state, ij, before, severity, 0.5)[0] == NONE
    is_new = is_spent or unit(w0) < policy_of(tables, state, ij, PRESS_NEW_DOMAIN)
    domain = new_domain(tables, state, ij, before, unit(w1)) if is_new else before
    kind, channel = step_into(tables, state, ij, domain, severity, unit(w3))
    if kind == NONE:
        return
    count = people_of_step(tables, state, ij, day, channel) if kind == EXPEL else 0
    if kind == EXPEL and count <= 0:
        return
    effective = day + time_to_leave(tables, state, ij, day, state.n_packages[ij])
    begin_package(tables, state, ij, day, effective=effective, kind=kind, channel=channel, count=count, intent=PRESSING)


@rule
def answers_today(state, ij):
    """Whether the actor of ``ij`` has written an answer to its target today, which is step enough."""
    log = state.log
    for m in range(log.first_today[0], log.n[0]):
        if log.ij[m] == ij and is_reaction(log.intent[m]):
            return True
    return False


@rule
def people_of_step(tables, state, ij, day, channel):
    """People whom a further step sends home from a post: as many as an incident does."""
    i, j = tables.actor[ij], tables.target[ij]
    z = gaussian(tables, state, i, j, day, STREAM_PRESS_SIZE, state.n_pressed[ij])
    return people_in_incident(tables.world, z, most_allowed_left(tables, state, EXPEL, ij, channel))


@rule
def domain_of_kind(kind):
    """Domain of a hostile kind of move: people, relations, ties, institutions closed or suspended, or own people."""
    if FAMILY[kind] == PERSONNEL or kind == EXPEL_AMBASSADOR:
        return PEOPLE
    if kind == DOWNGRADE_RELATIONS or kind == SEVER_RELATIONS:
        return RELATIONS
    if withholds_tie(kind):
        return TIES
    return OWN if kind == RECALL_AMBASSADOR or kind == SUSPEND_MISSION else INSTITUTIONS


@rule
def new_domain(tables, state, ij, before, u):
    """Domain of a further step other than that before, drawn by the record among those in which one can be taken.

    Parameters
    ----------
    before : int, domain of the step before
    u : float, uniform in (0, 1)

    Returns
    -------
    int, or OWN where there is none
    """
    total = 0.0
    for domain in range(OWN):
        if domain != before and step_into(tables, state, ij, domain, 0.0, 0.5)[0] != NONE:
            total += STEPS_INTO[domain]
    left = u * total
    for domain in range(OWN):
        if domain != before and step_into(tables, state, ij, domain, 0.0, 0.5)[0] != NONE:
            left -= STEPS_INTO[domain]
            if left < 0.0:
                return domain
    return OWN


@rule
def step_into(tables, state, ij, domain, severity, u):
    """Kind of a further step in a domain, and the channel or tie that it is made on; NONE where there is none.

    People of the largest mission are sent home; relations are reduced before they are severed, by a party that
    breaks at all; a tie is withheld
    in which the actor is strong; a consulate or an office is closed, a council or cooperation suspended.

    Parameters
    ----------
    severity : float, about how gravely a tie is withheld
    u : float, uniform in (0, 1), which decides on the tie
    """
    if domain == PEOPLE:
        channel = resident_mission_of(tables, state, reverse(ij), False)
        may = channel != NONE and may_do(tables, ij, EXPEL) and most_allowed_left(tables, state, EXPEL, ij, channel) > 0
        return (EXPEL, channel) if may else (NONE, NONE)
    if domain == RELATIONS:
        for kind in (DOWNGRADE_RELATIONS, SEVER_RELATIONS):
            may = kind != SEVER_RELATIONS or has_breaking_point(tables, ij, state.party_policy[tables.actor[ij]])
            if may and may_do(tables, ij, kind) and most_allowed_left(tables, state, kind, ij, NONE) > 0:
                return kind, NONE
        return NONE, NONE
    if domain == TIES:
        channel = tie_drawn(tables, state, ij, NONE, u)
        return (NONE if channel == NONE else kind_nearest(tables, state, ij, channel, severity)), channel
    if domain == INSTITUTIONS:
        return institution_ended(tables, state, ij)
    channel = resident_mission_of(tables, state, ij, False)
    may = channel != NONE and may_do(tables, ij, RECALL_AMBASSADOR)
    may = may and most_allowed_left(tables, state, RECALL_AMBASSADOR, ij, channel) > 0
    return (RECALL_AMBASSADOR, channel) if may else (NONE, NONE)


@rule
def institution_ended(tables, state, ij):
    """Kind of move by which the actor of ``ij`` ends what is no mission: the first it may end, and what that is."""
    for channel in range(tables.first_channel[dyad_of(ij)], tables.first_channel[dyad_of(ij) + 1]):
        kind_of_channel = tables.channel_kind[channel]
        if is_resident(kind_of_channel) or is_tie(kind_of_channel):
            continue
        kind = closing_move(kind_of_channel)
        if kind_of_channel == COUNCIL:
            kind = SUSPEND_COUNCIL
        elif kind_of_channel == COOPERATION:
            kind = SUSPEND_COOPERATION
        if may_do(tables, ij, kind) and most_allowed_left(tables, state, kind, ij, channel) > 0:
            return kind, channel
    return NONE, NONE
