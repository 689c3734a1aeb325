"""What is written down each evening: one column of a curve a direction, a dyad or a channel.

A new index is a rule in :mod:`sim.rules.indices`, a field of Curves and a line of :func:`record_dyad`;
tables, files and figures then know it by its name.  Relations in which nothing happens need not be recorded.
"""

import math
from typing import NamedTuple

from .accounts import balance_on, grievance_on
from .indices import breaking_point_of, loss, rung_in_force, tension, ties_lost
from .jit import rule
from .moves import is_hostile_kind
from .parameters import FLOW_WINDOW_DAYS
from .world import Floats, Ints, dyad_of, has_breaking_point

DIRECTED = ("grievance", "balance", "breaking_point", "posture", "ties_lost")  # (T, 2 D): a column a direction
OF_CHANNELS = ("ceiling", "accredited", "present", "status", "withheld_ab", "withheld_ba")  # (T, M): a column a channel
OF_ALL_DYADS = ("flow_gross", "flow_net")  # (T, D): a column a dyad, recorded or not
RECORDED = ("dyads", "channels")  # what the columns are of


class Curves(NamedTuple):
    """What is recorded each day: (T, N) unless said otherwise; T days, N dyads and M channels that are recorded."""

    grievance: Floats  # (T, 2 N) severity
    balance: Floats  # (T, 2 N) severity
    breaking_point: Floats  # (T, 2 N) severity; NaN for an actor without one
    posture: Floats  # (T, 2 N); NaN where none is kept
    ties_lost: Floats  # (T, 2 N) share of their worth to the actor
    tension: Floats  # severity
    loss: Floats  # share
    flow_gross: Floats  # (T, D) severity per day, of all D dyads
    flow_net: Floats  # (T, D) severity per day
    rung_highest: Ints
    rung_in_force: Ints
    posture_rung: Ints
    posture_rung_in_force: Ints
    ceiling: Ints  # (T, M) posts
    accredited: Ints  # (T, M) persons
    present: Ints  # (T, M) persons
    status: Ints  # (T, M)
    withheld_ab: Floats  # (T, M) share of a tie that its first side withholds; 0 for every other channel
    withheld_ba: Floats  # (T, M) share that its second side withholds
    dyads: Ints  # (N,) dyads that are recorded, ascending
    channels: Ints  # (M,) channels that are recorded, ascending


@rule
def record(tables, state, curves, day):
    """Phase: write the indices of the day down; draws nothing and changes nothing else."""
    for n in range(curves.dyads.size):
        record_dyad(tables, state, curves, n, day)
    record_flows(tables, state, curves, day)
    posts = state.posts
    for n in range(curves.channels.size):
        channel = curves.channels[n]
        curves.ceiling[day, n] = posts.ceiling[channel]
        curves.accredited[day, n] = posts.accredited[channel]
        curves.present[day, n] = posts.present[channel]
        curves.status[day, n] = posts.status[channel]
        curves.withheld_ab[day, n] = posts.held_back[channel, 0]
        curves.withheld_ba[day, n] = posts.held_back[channel, 1]


@rule
def record_dyad(tables, state, curves, n, day):
    """Write the indices of the dyad in column ``n`` down."""
    dyad = curves.dyads[n]
    lost = loss(tables, state, dyad, day)
    for side in range(2):
        ij = 2 * dyad + side
        breaks = has_breaking_point(tables, ij, state.party_policy[tables.actor[ij]])
        curves.grievance[day, 2 * n + side] = grievance_on(tables, state, ij, day)
        curves.balance[day, 2 * n + side] = balance_on(tables, state, ij, day)
        curves.breaking_point[day, 2 * n + side] = breaking_point_of(tables, state, ij, lost) if breaks else math.nan
        curves.posture[day, 2 * n + side] = state.posture[ij] if tables.has_posture[dyad] else math.nan
        curves.ties_lost[day, 2 * n + side] = ties_lost(tables, state, ij)
    curves.loss[day, n] = lost
    curves.tension[day, n] = tension(curves.grievance[day, 2 * n], curves.grievance[day, 2 * n + 1])
    curves.rung_highest[day, n] = state.rung_highest[dyad]
    curves.rung_in_force[day, n] = rung_in_force(tables, state, dyad)
    curves.posture_rung[day, n] = state.posture_rung[dyad]
    curves.posture_rung_in_force[day, n] = max(state.posture_held[2 * dyad], state.posture_held[2 * dyad + 1])


@rule
def record_flows(tables, state, curves, day):
    """Write the flow of every dyad down, as the rule ``flow`` adds it up: all in one pass over the last days."""
    log, window = state.log, int(tables.world[FLOW_WINDOW_DAYS])
    for dyad in range(tables.dyad_weight.size):
        curves.flow_gross[day, dyad] = 0.0
        curves.flow_net[day, dyad] = 0.0
    m = log.n[0] - 1
    while m >= 0 and log.announced[m] > day - window:
        dyad, is_hostile = dyad_of(log.ij[m]), is_hostile_kind(log.kind[m])
        curves.flow_gross[day, dyad] += log.severity[m] if is_hostile else 0.0
        curves.flow_net[day, dyad] += log.severity[m] if is_hostile or log.severity[m] < 0.0 else 0.0
        m -= 1
    for dyad in range(tables.dyad_weight.size):
        curves.flow_gross[day, dyad] /= window
        curves.flow_net[day, dyad] /= window
