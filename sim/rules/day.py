"""The day: which phase comes after which, when the next day is on which anything is due, and the room it needs."""

from .arm import arm
from .bargain import decide, propose
from .calendar import MOST_RETURNS, next_in_calendar
from .consult import consult
from .indices import keep_reference
from .initiative import initiate
from .jit import rule
from .join import join
from .mediate import mediate
from .moves import is_hostile_kind
from .parameters import POSTURE_STEP_DAYS
from .perceive import heard, is_concession, perceive
from .realise import publish, realise
from .reconcile import answer_offers, reconcile
from .recover import N_CLOCKS, recover
from .shock import settle, shock
from .stand_by import stand_by
from .world import is_open_question

FAR_AHEAD = 1 << 40  # a day after the end of every scenario

PHASES = (
    "settle",
    "shock",
    "perceive",
    "heard",
    "propose",
    "decide",
    "consult",
    "realise",
    "initiate",
    "publish",
    "join",
    "reconcile",
    "answer_offers",
    "recover",
    "arm",
    "keep_reference",
)


@rule
def play_day(tables, state, day):
    """Play one day for everybody, in the order of PHASES; the evening's indices are for the driver to record.

    A phase in which nothing could happen is skipped.
    """
    n_parties = tables.party_key.size
    settle(tables, state, day)
    shock(tables, state, day)
    for i in range(n_parties if has_news(state) else 0):
        perceive(tables, state, i, day)
    heard(state)
    is_deciding = has_to_decide(state, day)
    n_deciding = n_parties if is_deciding else 0
    for ministry in range(tables.ministry_party.size if is_deciding else 0):
        propose(tables, state, ministry, day)
    for i in range(n_deciding):
        decide(tables, state, i, day)
    for i in range(n_deciding):
        consult(tables, state, i, day)
    for i in range(n_deciding):
        realise(tables, state, i, day)
    for i in range(n_parties):
        initiate(tables, state, i, day)
    for i in range(n_parties if has_moved_today(state) else 0):
        publish(tables, state, i, day)
    join(tables, state, day)
    stand_by(tables, state, day)
    for i in range(n_parties):
        reconcile(tables, state, i, day)
        mediate(tables, state, i, day)
    answer_offers(tables, state, day)
    recover(tables, state, day)
    arm(tables, state, day)
    keep_reference(tables, state, day)


@rule
def has_news(state):
    """Whether there is anything to perceive."""
    return state.log.first_new[0] < state.log.n[0]


@rule
def has_moved_today(state):
    """Whether anything was written into the log today."""
    return state.log.first_today[0] < state.log.n[0]


@rule
def has_to_decide(state, day):
    """Whether a decision falls or votes are counted today."""
    provocations = state.provocations
    for p in range(provocations.first_open[0], provocations.n[0]):
        if provocations.due[p] <= day and is_open_question(provocations.verdict[p]):
            return True
    return False


@rule
def next_due(tables, state, day):
    """First day after ``day``, which has been played, on which anything may happen: on all between, nothing does.

    Hostile moves and concessions are perceived the day after, and standings judged by them; effects, decisions, harms
    and scripted moves have their days; clocks ring; posture is reviewed.  No actor decides before the autonomous day,
    on which all clocks are wound.

    Returns
    -------
    int, day; past the last one where nothing is due any more
    """
    if will_be_felt(state):
        return day + 1
    due = min(next_on_calendar(tables, day), next_waiting(state, day))
    if day < tables.autonomous_day:
        return min(due, tables.autonomous_day)
    return min(due, next_ring(tables, state, day), next_review(tables, day))


@rule
def will_be_felt(state):
    """Whether anything done today is perceived or judged tomorrow; talks are over in a day."""
    log = state.log
    for m in range(log.first_today[0], log.n[0]):
        if is_hostile_kind(log.kind[m]) or is_concession(log.kind[m]):
            return True
    return False


@rule
def next_on_calendar(tables, day):
    """First day after ``day`` that has a harm, an entry of the script or something of the calendar."""
    due = FAR_AHEAD
    for s in range(tables.script_day.size):
        if tables.script_day[s] > day:
            due = tables.script_day[s]
            break
    for trigger in range(tables.trigger_day.size):
        if tables.trigger_day[trigger] > day:
            due = min(due, tables.trigger_day[trigger])
            break
    return earlier(due, next_in_calendar(tables, day), day)


@rule
def next_waiting(state, day):
    """First day after ``day`` on which a move takes effect, a decision falls or votes are counted."""
    log, provocations, due = state.log, state.provocations, FAR_AHEAD
    for m in range(log.first_pending[0], log.n[0]):
        if not log.in_force[m]:
            due = min(due, max(day + 1, log.effective[m]))
    for p in range(provocations.first_open[0], provocations.n[0]):
        if is_open_question(provocations.verdict[p]):
            due = min(due, max(day + 1, provocations.due[p]))
    return due


@rule
def next_ring(tables, state, day):
    """First day after ``day`` on which a clock rings: of incidents, initiatives, offers, requests, recovery."""
    due = FAR_AHEAD
    for cause in range(tables.trigger_day.size):
        due = earlier(due, state.next_join[cause], day)
    for ij in range(tables.actor.size):
        due = earlier(due, state.next_incident[ij], day)
        due = earlier(due, state.next_initiative[ij], day)
        due = earlier(due, state.next_press[ij], day)
        due = earlier(due, state.next_side[ij], day)
        due = earlier(due, state.next_offer[ij], day)
        due = earlier(due, state.next_request[ij], day)
    for n in range(tables.mediator.size):
        due = earlier(due, state.next_mediation[n], day)
    for dyad in range(tables.has_posture.size):
        due = earlier(due, state.next_reopening[dyad], day)
    for channel in range(tables.channel_kind.size):
        for clock in range(N_CLOCKS):
            due = earlier(due, state.next_recovery[channel, clock], day)
    return due


@rule
def earlier(due, ring, day):
    """The earlier of two days, of those after ``day``."""
    return ring if day < ring < due else due


@rule
def next_review(tables, day):
    """First day after ``day`` on which posture is reviewed, where it is kept."""
    for dyad in range(tables.has_posture.size):
        if tables.has_posture[dyad]:
            step = int(tables.world[POSTURE_STEP_DAYS])
            return day + step - (day - tables.autonomous_day) % step
    return FAR_AHEAD


@rule
def room_needed(tables, state):
    """Rows that the log must have free so that one more day fits for certain.

    Each provocation is answered by at most a copy of its moves, three substitutes, a surcharge and
    one move a channel of a break with two words about contact, or handed over to every member of an alliance;
    each direction has an incident, a step of its own, a further one, an offer and a request with their answers, four
    measures of posture, one who takes a side and, for each harm, one who joins; a scripted offer has an answer too;
    each channel may get something back, by its clocks and by joint acts, each of which is a meeting or two refusals; a
    mediator makes two offers, which are refused or followed by two moves of its own and a meeting.
    """
    provocations, log = state.provocations, state.log
    n_triggers = tables.trigger_day.size
    rows = (17 + n_triggers) * tables.actor.size + 2 * tables.script_day.size + n_triggers
    rows += 3 * tables.channel_kind.size + 5 * tables.mediator.size
    if tables.joint_day.size > 0:
        rows += 2 * tables.joint_day.size + MOST_RETURNS * tables.channel_kind.size
    for p in range(provocations.first_open[0], provocations.n[0]):
        rows += tables.party_key.size + 7 + provocations.last_move[p] - provocations.first_move[p] + 1
    return rows + 8 * (log.n[0] - log.first_yesterday[0])
