"""The phases that are the parties' own, for those who have a turn today: as if all of them were asked, in their order.

Whoever drives all parties at once plays a phase by these; one that lets each party act for itself calls the phase of
every party.  Both give the same day.
"""

from .agenda import (
    HASTE_CLOCK,
    IN_INITIATE,
    IN_RECONCILE,
    OFFER_CLOCK,
    PRESS_CLOCK,
    REQUEST_CLOCK,
    call,
    call_nobody,
    next_clock,
)
from .bargain import decide_rows, is_concerned, propose_for
from .consult import consult
from .initiative import initiate, initiate_towards
from .jit import rule
from .mediate import mediate, mediate_between
from .moves import FOUND_INSTITUTION, REOPEN, is_hostile_kind
from .perceive import is_concession, perceive_rows
from .press import begin_pressing, end_pressing, press_towards
from .reaction import is_reaction
from .realise import publish_rows, realise_rows
from .reconcile import ask_recognition, offer, reconcile
from .world import NONE, is_due, is_open_question


@rule
def perceive_due(tables, state, day):
    """Let those perceive whom something concerns that has not been perceived."""
    log = state.log
    call_nobody(state)
    for m in range(log.first_new[0], log.n[0]):
        kind = log.kind[m]
        if is_hostile_kind(kind) or is_concession(kind):
            first = max(log.first_new[0], log.package[m])  # the package may begin with words
            call(state, tables.target[log.ij[m]], first, m)
        if kind == REOPEN or kind == FOUND_INSTITUTION:
            call(state, tables.actor[log.ij[m]], m, m)
    for n in range(state.agenda.n_called[0]):
        i = state.agenda.called[n]
        perceive_rows(tables, state, i, day, state.agenda.first_row[i], state.agenda.last_row[i])


@rule
def call_deciders(tables, state, day):
    """Call those who have a decision to make today, or votes to count."""
    provocations = state.provocations
    call_nobody(state)
    if state.agenda.next_decision[0] > day:
        return
    p = provocations.first_open[0]
    while p < provocations.n[0]:
        if provocations.due[p] <= day and is_open_question(provocations.verdict[p]):
            call(state, tables.actor[provocations.ij[p]], p, p)
        p = provocations.later_open[p]


@rule
def propose_due(tables, state, day):
    """Let the ministries propose what is due today: provocation by provocation, which is all the same."""
    if state.agenda.n_called[0] == 0:
        return
    p = state.provocations.first_open[0]
    while p < state.provocations.n[0]:
        if is_due(state, p, day):
            i = tables.actor[state.provocations.ij[p]]
            for ministry in range(tables.first_ministry[i], tables.first_ministry[i + 1]):
                if is_concerned(tables, state, ministry, p):
                    propose_for(tables, state, ministry, p, day)
        p = state.provocations.later_open[p]


@rule
def decide_due(tables, state, day):
    """Let those decide who were called to."""
    for n in range(state.agenda.n_called[0]):
        i = state.agenda.called[n]
        decide_rows(tables, state, i, day, state.agenda.first_row[i], state.agenda.last_row[i])


@rule
def consult_due(tables, state, day):
    """Let those consult who were called to decide."""
    for n in range(state.agenda.n_called[0]):
        consult(tables, state, state.agenda.called[n], day)


@rule
def realise_due(tables, state, day):
    """Let those realise who were called to decide."""
    for n in range(state.agenda.n_called[0]):
        i = state.agenda.called[n]
        realise_rows(tables, state, i, day, state.agenda.first_row[i], state.agenda.last_row[i])


@rule
def initiate_due(tables, state, day):
    """Let those act of their own accord whose clocks ring; on the autonomous day everybody winds them."""
    if day < tables.autonomous_day:
        return
    if day == tables.autonomous_day:
        for i in range(tables.party_key.size):
            initiate(tables, state, i, day)
        return
    for m in range(state.log.first_yesterday[0], state.log.first_today[0]):
        end_pressing(tables, state, m)
        begin_pressing(tables, state, m)
    clock = next_clock(tables, state, day, IN_INITIATE)
    while clock != NONE:
        if tables.clock_kind[clock] == PRESS_CLOCK:
            press_towards(tables, state, tables.clock_row[clock], day)
        else:
            initiate_towards(tables, state, tables.clock_row[clock], day)
        clock = next_clock(tables, state, day, IN_INITIATE)


@rule
def publish_due(tables, state, day):
    """Let those publish who have written a reaction today."""
    log = state.log
    call_nobody(state)
    for m in range(log.first_today[0], log.n[0]):
        if is_reaction(log.intent[m]):
            call(state, tables.actor[log.ij[m]], m, m)
    for n in range(state.agenda.n_called[0]):
        i = state.agenda.called[n]
        publish_rows(tables, state, i, day, state.agenda.first_row[i], state.agenda.last_row[i])


@rule
def reconcile_due(tables, state, day):
    """Let those offer talks, ask for recognition or offer good offices whose clocks ring."""
    if day < tables.autonomous_day:
        return
    if day == tables.autonomous_day:
        for i in range(tables.party_key.size):
            reconcile(tables, state, i, day)
            mediate(tables, state, i, day)
        return
    clock = next_clock(tables, state, day, IN_RECONCILE)
    while clock != NONE:
        kind, row = tables.clock_kind[clock], tables.clock_row[clock]
        if kind == OFFER_CLOCK or kind == HASTE_CLOCK:
            offer(tables, state, row, day)
        elif kind == REQUEST_CLOCK:
            ask_recognition(tables, state, row, day)
        else:
            mediate_between(tables, state, row, day)
        clock = next_clock(tables, state, day, IN_RECONCILE)
