"""Offers of talks, accepted or refused; requests for recognition, granted or rebuffed."""

from .accounts import grievance_on
from .agenda import OFFER_CLOCK, REQUEST_CLOCK, wind
from .draws import (
    STREAM_ACCEPT,
    STREAM_OFFER_CLOCK,
    STREAM_RECOGNISE,
    STREAM_REQUEST_CLOCK,
    days_at_rate,
    geometric_days,
    log_of_none,
    logistic,
    uniform,
    unit,
    words,
)
from .indices import breaking_scale, loss
from .jit import rule
from .law import may_do
from .log import begin_package, enact, write_move
from .moves import ASK_RECOGNITION, MEET, OFFER_TALKS, REFUSE_RECOGNITION, REFUSE_TALKS
from .parameters import (
    RECOGNITION_PROBABILITY,
    TALKS_GRIEVANCE,
    TALKS_INSTITUTIONS,
    TALKS_INTERCEPT,
    TALKS_LEAST_DAYS,
    TALKS_PAUSE_DAYS,
    TALKS_REACTION,
    TALKS_REACTION_DAYS,
    TALKS_TIRING,
)
from .world import NONE, RECOGNITION, SCRIPTED, TALKS, dyad_of, is_open_question, policy_of, reverse


@rule
def reconcile(tables, state, i, day):
    """Phase: party ``i`` offers talks and asks for recognition when its clocks ring."""
    if day < tables.autonomous_day:
        return
    for n in range(tables.first_own[i], tables.first_own[i + 1]):
        offer(tables, state, tables.own[n], day)
        ask_recognition(tables, state, tables.own[n], day)


@rule
def offer(tables, state, ij, day):
    """Offer talks in direction ``ij`` if its clock rings today, and nothing speaks against it.

    An offer is a reaction: it comes more often after the other side's grave act, less often after refusals, and not at
    all while the actor has yet to answer an act, or soon after it has broken off.
    """
    if tables.offer_rate[ij] <= 0.0:
        return
    if day == tables.autonomous_day:
        wind_offer(tables, state, ij, day - 1 + days_to_offer(tables, state, ij, day))
    if state.grave_day[ij] == day:  # felt today: the clock is wound anew, at the faster rate
        hasten_offer(tables, state, ij, day)
    if state.next_offer[ij] != day:
        return
    is_time = not has_to_answer(state, ij) and day - state.broke_day[ij] >= tables.world[TALKS_PAUSE_DAYS]
    if is_time and may_do(tables, ij, OFFER_TALKS):
        m = begin_package(tables, state, ij, day, effective=day, kind=OFFER_TALKS, channel=NONE, count=0, intent=TALKS)
        enact(tables, state, m, day)
        state.last_offer[ij] = day
    state.n_offers[ij] += 1
    wind_offer(tables, state, ij, day + days_to_offer(tables, state, ij, day))


@rule
def wind_offer(tables, state, ij, day):
    """Let the actor of ``ij`` think of an offer on a day."""
    state.next_offer[ij] = day
    wind(tables, state, OFFER_CLOCK, ij, day)


@rule
def hasten_offer(tables, state, ij, day):
    """Draw the next offer anew after a grave act, and keep the earlier of the two days."""
    state.n_offers[ij] += 1
    sooner = day + days_to_offer(tables, state, ij, day)
    wind_offer(tables, state, ij, min(state.next_offer[ij], sooner))


@rule
def has_to_answer(state, ij):
    """Whether the actor of ``ij`` has yet to decide on an act of its target."""
    provocations = state.provocations
    if state.n_provocations[ij] == 0:
        return False
    p = provocations.first_open[0]
    while p < provocations.n[0]:
        if provocations.ij[p] == ij and is_open_question(provocations.verdict[p]):
            return True
        p = provocations.later_open[p]
    return False


@rule
def days_to_offer(tables, state, ij, day):
    """Days until the next offer in direction ``ij``, drawn on a day; the faster rate lasts for its days only."""
    i, j, world = tables.actor[ij], tables.target[ij], tables.world
    never = tables.n_days + 1
    rate, log_none = tables.offer_rate[ij], tables.offer_log[ij]
    if state.n_refused[ij] > 0:
        rate = rate_of_offers(rate, world[TALKS_TIRING], state.n_refused[ij])
        log_none = log_of_none(rate)
    w0, w1 = 0, 0
    if rate > 0.0:
        w0, w1, _, _ = words(tables, state, i, j, day, STREAM_OFFER_CLOCK, state.n_offers[ij])
    left, days = state.grave_day[ij] + int(world[TALKS_REACTION_DAYS]) - day, never
    if left > 0:  # else the faster rate is over
        faster = hasty_rate(world, rate)
        faster_log = tables.haste_log[ij] if state.n_refused[ij] == 0 else log_of_none(faster)
        days = days_at_rate(faster, faster_log, unit(w0), never)
    if left <= 0 or days > left:
        days = max(0, left) + days_at_rate(rate, log_none, unit(w1), never)
    return max(days, state.last_offer[ij] + int(world[TALKS_LEAST_DAYS]) - day)


@rule
def hasty_rate(world, rate):
    """Offers a day soon after a grave act, from the rate of offers otherwise."""
    return min(1.0, world[TALKS_REACTION] * rate)


@rule
def rate_of_offers(rate, tiring, n_refused):
    """Offers a day after some that were refused in a row.

    Parameters
    ----------
    rate : float, per day, >= 0
    tiring : float in [0, 1]
    n_refused : int, >= 0

    Returns
    -------
    float, per day
    """
    return rate * tiring**n_refused


@rule
def ask_recognition(tables, state, ij, day):
    """Ask for recognition in direction ``ij`` if the clock rings today, and it has not been granted."""
    if tables.request_rate[ij] <= 0.0:
        return
    if day == tables.autonomous_day:
        wind_request(tables, state, ij, day - 1 + days_to_request(tables, state, ij, day))
    if state.next_request[ij] != day:
        return
    if not state.is_recognised[ij] and may_do(tables, ij, ASK_RECOGNITION):
        m = begin_package(
            tables, state, ij, day, effective=day, kind=ASK_RECOGNITION, channel=NONE, count=0, intent=RECOGNITION
        )
        enact(tables, state, m, day)
    state.n_requests[ij] += 1
    wind_request(tables, state, ij, day + days_to_request(tables, state, ij, day))


@rule
def wind_request(tables, state, ij, day):
    """Let the actor of ``ij`` ask for recognition on a day."""
    state.next_request[ij] = day
    wind(tables, state, REQUEST_CLOCK, ij, day)


@rule
def days_to_request(tables, state, ij, day):
    """Days until the next request for recognition in direction ``ij``, drawn on a day."""
    i, j = tables.actor[ij], tables.target[ij]
    u = uniform(tables, state, i, j, day, STREAM_REQUEST_CLOCK, state.n_requests[ij])
    return geometric_days(tables.request_rate[ij], u, tables.n_days + 1)


@rule
def answer_offers(tables, state, day):
    """Phase: every offer and request made today is accepted or refused, unless the scenario answers it."""
    if day < tables.autonomous_day:
        return
    for m in range(state.log.first_today[0], state.log.n[0]):
        answer(tables, state, m, day)


@rule
def answer(tables, state, m, day):
    """Accept or refuse move ``m`` if it is an offer or a request, unless the scenario answers it, or a hand may."""
    kind = state.log.kind[m]
    if not (kind == OFFER_TALKS or kind == ASK_RECOGNITION) or tables.by_hand[tables.target[state.log.ij[m]]]:
        return
    if is_answered(state.log, m) or has_scripted_answer(tables, state, m):
        return
    if kind == OFFER_TALKS:
        answer_offer(tables, state, m, day)
    else:
        answer_request(tables, state, m, day)


@rule
def is_answered(log, m):
    """Whether the other side has answered move ``m``."""
    for answer in range(m + 1, log.n[0]):
        if log.parent[answer] == m and log.ij[answer] == reverse(log.ij[m]):
            return True
    return False


@rule
def has_scripted_answer(tables, state, m):
    """Whether the scenario itself answers move ``m``, today or later."""
    if state.log.intent[m] != SCRIPTED:  # it answers what it has brought, and nothing else
        return False
    for s in range(tables.script_answers.size):
        answered = tables.script_answers[s]
        if answered != NONE and state.script_row[answered] == m:
            return True
    return False


@rule
def answer_offer(tables, state, m, day):
    """Accept or refuse the offer ``m``; a meeting is a joint act, a refusal a word."""
    log = state.log
    ij = reverse(log.ij[m])
    held, lost = grievance_on(tables, state, ij, day), loss(tables, state, dyad_of(ij), day)
    chance = acceptance_at(tables, state, ij, held, lost)
    i, j = tables.actor[ij], tables.target[ij]
    u = uniform(tables, state, i, j, day, STREAM_ACCEPT, log.number[m])
    kind = MEET if u < chance else REFUSE_TALKS
    state.n_refused[log.ij[m]] += 1 if kind == REFUSE_TALKS else 0
    row = write_answer(tables, state, m, day, kind=kind, intent=TALKS, chance=chance)
    log.loss[row] = lost
    log.grievance[row] = held
    enact(tables, state, row, day)


@rule
def answer_request(tables, state, m, day):
    """Grant the request of move ``m`` by a first meeting, or rebuff it."""
    log = state.log
    ij = reverse(log.ij[m])
    chance = policy_of(tables, state, ij, RECOGNITION_PROBABILITY)
    i, j = tables.actor[ij], tables.target[ij]
    is_granted = uniform(tables, state, i, j, day, STREAM_RECOGNISE, log.number[m]) < chance
    kind = MEET if is_granted else REFUSE_RECOGNITION
    row = write_answer(tables, state, m, day, kind=kind, intent=RECOGNITION, chance=chance)
    enact(tables, state, row, day)


@rule
def write_answer(tables, state, m, day, kind, intent, chance):
    """Write the word that answers move ``m``, which accepts with probability ``chance``; returns its row."""
    ij = reverse(state.log.ij[m])
    row = write_move(
        tables,
        state,
        ij,
        day,
        effective=day,
        kind=kind,
        channel=NONE,
        count=0,
        intent=intent,
        parent=m,
        package=NONE,
    )
    state.log.probability[row] = chance
    return row


@rule
def acceptance(tables, state, ij, day):
    """Probability that the actor of ``ij`` accepts an offer of talks today."""
    held, lost = grievance_on(tables, state, ij, day), loss(tables, state, dyad_of(ij), day)
    return acceptance_at(tables, state, ij, held, lost)


@rule
def acceptance_at(tables, state, ij, held, lost):
    """Probability that the actor of ``ij`` accepts an offer of talks; 1 where it has a standing invitation.

    Parameters
    ----------
    held : float, its grievance, severity
    lost : float in [0, 1], institutional loss of the dyad
    """
    if tables.invites[ij]:
        return 1.0
    world, share = tables.world, held / breaking_scale(tables, state, ij)
    odds = world[TALKS_INTERCEPT] - world[TALKS_GRIEVANCE] * share + world[TALKS_INSTITUTIONS] * (1.0 - lost)
    return logistic(odds)
