"""What is written down each evening: one column of a curve a direction, a dyad or a channel.

A new index is a rule in :mod:`sim.rules.indices`, a field of Curves and a line of :func:`record_dyad`;
tables, files and figures then know it by its name.
"""

import math
from typing import NamedTuple

from .accounts import balance_on, grievance_on
from .indices import breaking_point_of, flow, loss, rung_in_force, tension, ties_lost
from .jit import rule
from .parameters import FLOW_WINDOW_DAYS
from .world import Floats, Ints, has_breaking_point

DIRECTED = ("grievance", "balance", "breaking_point", "posture", "ties_lost")  # (T, 2 D): a column a direction
OF_CHANNELS = ("ceiling", "accredited", "present", "status", "withheld_ab", "withheld_ba")  # (T, C): a column a channel


class Curves(NamedTuple):
    """What is recorded each day: (T, D) unless said otherwise; T days, D dyads, C channels."""

    grievance: Floats  # (T, 2 D) severity
    balance: Floats  # (T, 2 D) severity
    breaking_point: Floats  # (T, 2 D) severity; NaN for an actor without one
    posture: Floats  # (T, 2 D); NaN where none is kept
    ties_lost: Floats  # (T, 2 D) share of their worth to the actor
    tension: Floats  # severity
    loss: Floats  # share
    flow_gross: Floats  # severity per day
    flow_net: Floats  # severity per day
    rung_highest: Ints
    rung_in_force: Ints
    posture_rung: Ints
    posture_rung_in_force: Ints
    ceiling: Ints  # (T, C) posts
    accredited: Ints  # (T, C) persons
    present: Ints  # (T, C) persons
    status: Ints  # (T, C)
    withheld_ab: Floats  # (T, C) share of a tie that its first side withholds; 0 for every other channel
    withheld_ba: Floats  # (T, C) share that its second side withholds


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
        curves.withheld_ab[day, channel] = posts.held_back[channel, 0]
        curves.withheld_ba[day, channel] = posts.held_back[channel, 1]


@rule
def record_dyad(tables, state, curves, dyad, day):
    """Write the indices of one dyad down."""
    lost = loss(tables, state, dyad, day)
    for ij in (2 * dyad, 2 * dyad + 1):
        breaks = has_breaking_point(tables, ij, state.party_policy[tables.actor[ij]])
        curves.grievance[day, ij] = grievance_on(tables, state, ij, day)
        curves.balance[day, ij] = balance_on(tables, state, ij, day)
        curves.breaking_point[day, ij] = breaking_point_of(tables, state, ij, lost) if breaks else math.nan
        curves.posture[day, ij] = state.posture[ij] if tables.has_posture[dyad] else math.nan
        curves.ties_lost[day, ij] = ties_lost(tables, state, ij)
    window = int(tables.world[FLOW_WINDOW_DAYS])
    curves.loss[day, dyad] = lost
    curves.tension[day, dyad] = tension(curves.grievance[day, 2 * dyad], curves.grievance[day, 2 * dyad + 1])
    curves.flow_gross[day, dyad] = flow(tables, state, dyad, day, window, False)
    curves.flow_net[day, dyad] = flow(tables, state, dyad, day, window, True)
    curves.rung_highest[day, dyad] = state.rung_highest[dyad]
    curves.rung_in_force[day, dyad] = rung_in_force(tables, state, dyad)
    curves.posture_rung[day, dyad] = state.posture_rung[dyad]
    curves.posture_rung_in_force[day, dyad] = max(state.posture_held[2 * dyad], state.posture_held[2 * dyad + 1])
