"""The day: which phase comes after which, what is recorded, how much room a day may need."""

from typing import NamedTuple

from .arm import arm
from .bargain import decide, propose
from .consult import consult
from .indices import breaking_point_of, flow, loss, rung_in_force, tension
from .initiative import initiate
from .jit import rule
from .join import join
from .parameters import FLOW_WINDOW_DAYS
from .perceive import balance_on, grievance_on, perceive
from .realise import publish, realise
from .reconcile import answer_offers, reconcile
from .recover import recover
from .shock import settle, shock
from .world import Floats, Ints

PHASES = (
    "settle",
    "shock",
    "perceive",
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
    "record",
)


class Curves(NamedTuple):
    """What is recorded each day; T days, D dyads, C channels."""

    grievance: Floats  # (T, 2 D) severity
    balance: Floats  # (T, 2 D) severity
    breaking_point: Floats  # (T, 2 D) severity
    tension: Floats  # (T, D) severity
    loss: Floats  # (T, D) share
    flow_gross: Floats  # (T, D) severity per day
    flow_net: Floats  # (T, D) severity per day
    rung_highest: Ints  # (T, D)
    rung_in_force: Ints  # (T, D)
    posture_rung: Ints  # (T, D)
    posture_rung_in_force: Ints  # (T, D)
    posture: Floats  # (T, 2 D)
    ceiling: Ints  # (T, C) posts
    accredited: Ints  # (T, C) persons
    present: Ints  # (T, C) persons
    status: Ints  # (T, C)


@rule
def play_day(tables, state, curves, day):
    """Play one day for everybody, in the order of PHASES."""
    n_parties = tables.party_key.size
    settle(tables, state, day)
    shock(tables, state, day)
    for i in range(n_parties):
        perceive(tables, state, i, day)
    for ministry in range(tables.ministry_party.size):
        propose(tables, state, ministry, day)
    for i in range(n_parties):
        decide(tables, state, i, day)
    for i in range(n_parties):
        consult(tables, state, i, day)
    for i in range(n_parties):
        realise(tables, state, i, day)
    for i in range(n_parties):
        initiate(tables, state, i, day)
    for i in range(n_parties):
        publish(tables, state, i, day)
    join(tables, state, day)
    for i in range(n_parties):
        reconcile(tables, state, i, day)
    answer_offers(tables, state, day)
    recover(tables, state, day)
    arm(tables, state, day)
    record(tables, state, curves, day)


@rule
def record(tables, state, curves, day):
    """Phase: write the indices of the day down; draws nothing and changes nothing else."""
    for dyad in range(tables.dyad_weight.size):
        record_dyad(tables, state, curves, dyad, day)
    posts = state.posts
    for channel in range(tables.channel_kind.size):
        curves.ceiling[day, channel] = posts.ceiling[channel]
        curves.accredited[day, channel] = posts.accredited[channel]
        curves.present[day, channel] = posts.present[channel]
        curves.status[day, channel] = posts.status[channel]


@rule
def record_dyad(tables, state, curves, dyad, day):
    """Write the indices of one dyad down."""
    lost = loss(tables, state, dyad, day)
    for ij in (2 * dyad, 2 * dyad + 1):
        curves.grievance[day, ij] = grievance_on(tables, state, ij, day)
        curves.balance[day, ij] = balance_on(tables, state, ij, day)
        curves.breaking_point[day, ij] = breaking_point_of(tables, ij, lost)
        curves.posture[day, ij] = state.posture[ij]
    window = int(tables.world[FLOW_WINDOW_DAYS])
    curves.loss[day, dyad] = lost
    curves.tension[day, dyad] = tension(curves.grievance[day, 2 * dyad], curves.grievance[day, 2 * dyad + 1])
    curves.flow_gross[day, dyad] = flow(tables, state, dyad, day, window, False)
    curves.flow_net[day, dyad] = flow(tables, state, dyad, day, window, True)
    curves.rung_highest[day, dyad] = state.rung_highest[dyad]
    curves.rung_in_force[day, dyad] = rung_in_force(tables, state, dyad)
    curves.posture_rung[day, dyad] = state.posture_rung[dyad]
    curves.posture_rung_in_force[day, dyad] = max(state.posture_held[2 * dyad], state.posture_held[2 * dyad + 1])


@rule
def room_needed(tables, state):
    """Rows that the log must have free so that one more day fits for certain.

    Each provocation is answered by at most a copy of its moves, three substitutes, a surcharge and
    one move a channel of a break, or handed over to every member of an alliance; each direction has an
    incident, a step of its own, an offer and a request with their answers, three measures of posture and,
    for each harm, one who joins; a scripted offer has an answer too; each channel may get something back.
    """
    provocations, log = state.provocations, state.log
    n_triggers = tables.trigger_day.size
    rows = (14 + n_triggers) * tables.actor.size + 2 * tables.script_day.size + n_triggers
    rows += 3 * tables.channel_kind.size
    for p in range(provocations.first_open[0], provocations.n[0]):
        rows += tables.party_key.size + 5 + provocations.last_move[p] - provocations.first_move[p] + 1
    return rows + 8 * (log.n[0] - log.first_yesterday[0])
