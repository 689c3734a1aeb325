"""The day: which phase comes after which, when the next day is on which anything is due, and the room it needs."""

from .agenda import FAR_AHEAD, first_unsettled, next_ring
from .arm import arm
from .calendar import MOST_RETURNS, next_in_calendar
from .due import (
    call_deciders,
    consult_due,
    decide_due,
    initiate_due,
    perceive_due,
    propose_due,
    publish_due,
    realise_due,
    reconcile_due,
)
from .indices import keep_reference
from .jit import rule
from .join import join
from .moves import is_hostile_kind
from .parameters import POSTURE_STEP_DAYS
from .perceive import heard, is_concession
from .reconcile import answer_offers
from .recover import recover
from .shock import first_from, settle, shock
from .stand_by import stand_by
from .world import NONE, is_open_question

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

    In each phase those take part for whom anything is due: see :mod:`sim.rules.agenda`.
    """
    settle(tables, state, day)
    shock(tables, state, day)
    perceive_due(tables, state, day)
    heard(state)
    call_deciders(tables, state, day)
    propose_due(tables, state, day)
    decide_due(tables, state, day)
    consult_due(tables, state, day)
    realise_due(tables, state, day)
    initiate_due(tables, state, day)
    publish_due(tables, state, day)
    join(tables, state, day)
    stand_by(tables, state, day)
    reconcile_due(tables, state, day)
    answer_offers(tables, state, day)
    recover(tables, state, day)
    arm(tables, state, day)
    keep_reference(tables, state, day)


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
    ring = next_ring(state, day)
    return min(due, FAR_AHEAD if ring == NONE else ring, next_review(tables, day))


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
    due, s = FAR_AHEAD, first_from(tables.script_day, day + 1)
    if s < tables.script_day.size:
        due = tables.script_day[s]
    trigger = first_from(tables.trigger_day, day + 1)
    if trigger < tables.trigger_day.size:
        due = min(due, tables.trigger_day[trigger])
    return earlier(due, next_in_calendar(tables, day), day)


@rule
def next_waiting(state, day):
    """First day after ``day`` on which a move takes effect, a decision falls or votes are counted."""
    log, agenda = state.log, state.agenda
    due, m = max(day + 1, agenda.next_effect[0]), first_unsettled(state)
    while m < log.n[0]:
        if not log.in_force[m]:
            due = min(due, max(day + 1, log.effective[m]))
        m = log.later_pending[m]
    if agenda.is_decided[0] == 1 or agenda.next_decision[0] <= day:
        agenda.next_decision[0] = first_decision(state)
    return min(due, max(day + 1, agenda.next_decision[0]))


@rule
def first_decision(state):
    """Day on which the first of the provocations that wait is decided, or votes on it are counted."""
    provocations, due = state.provocations, FAR_AHEAD
    p = provocations.first_open[0]
    while p < provocations.n[0]:
        if is_open_question(provocations.verdict[p]):
            due = min(due, provocations.due[p])
        p = provocations.later_open[p]
    return due


@rule
def earlier(due, ring, day):
    """The earlier of two days, of those after ``day``."""
    return ring if day < ring < due else due


@rule
def next_review(tables, day):
    """First day after ``day`` on which posture is reviewed, where it is kept."""
    if tables.armed.size == 0:
        return FAR_AHEAD
    step = int(tables.world[POSTURE_STEP_DAYS])
    return day + step - (day - tables.autonomous_day) % step


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
    p = provocations.first_open[0]
    while p < provocations.n[0]:
        rows += tables.party_key.size + 7 + provocations.last_move[p] - provocations.first_move[p] + 1
        p = provocations.later_open[p]
    return rows + 8 * (log.n[0] - log.first_yesterday[0])
