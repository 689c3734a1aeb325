"""One whole run: from day to day on which anything is due, and what is noted of it.

What a run is asked for is chosen before: which relations and groups of relations are followed, and on which days
their curves are noted.  Between two days on which anything is due every account fades, institutions at most lose
worth and no rung changes; so a peak of tension or flow falls on a day that was played, and one of loss on the last
day of a spell.
"""

import math
from typing import NamedTuple

from sim.rules.accounts import grievance_on
from sim.rules.agenda import add_in_order, add_once
from sim.rules.curves import record
from sim.rules.day import next_due, play_day, room_needed
from sim.rules.indices import (
    closing_window,
    has_ambassadors,
    is_ruptured,
    loss,
    regime,
    rung_in_force,
    tension,
    ties_lost,
)
from sim.rules.jit import rule
from sim.rules.law import is_declared_before
from sim.rules.moves import SEVER_RELATIONS, is_hostile_kind
from sim.rules.parameters import DISPROPORTIONATE_RATIO, FLOW_WINDOW_DAYS, REGIME_WINDOW_DAYS
from sim.rules.world import BREAK, NONE, REPLY, SCRIPTED, Flags, Floats, Ints, dyad_of

TENSION, LOSS, FLOW = range(3)
NOTED = ("tension", "loss", "flow_gross")  # curves that are noted, by their names in Curves

STRAINED, HOLLOW, FLOWING = range(3)  # what of a relation is not nought, or of a column has changed
N_MARKS = 3

ROUNDING = 1e-9  # share of a sum, far more than adding up its terms in another order can change

FINISHED, NO_ROOM, NO_SEVERITY = range(3)  # how a run comes to its end


class Followed(NamedTuple):
    """What is followed in a run: N relations, then G groups of relations; S = N + G columns."""

    dyads: Ints  # (N,) relations followed
    needed: Ints  # dyads that are followed, or belong to a group that is
    first_member: Ints  # (G + 1,) first row of each group in the two below
    member: Ints  # dyads of the groups, one group after another
    member_weight: Floats  # of each of these
    group_weight: Floats  # (G,) sum of these
    first_column: Ints  # (D + 1,) first row of each dyad in the two below
    column: Ints  # columns that a dyad counts in: its own, and the groups in which it has a weight
    row_of_member: Ints  # where it stands in each of these groups
    share_in_column: Floats  # its part in the value of each of these columns: 1 in its own, by weight in a group
    ageing: Ints  # dyads that are needed and have a council, which is worth less from day to day
    ages: Flags  # (D,) is one of these
    ageing_columns: Ints  # columns in which these count
    has_channels: Flags  # (S,) has channels that count
    scale: Floats  # (S,) breaking scale
    has_ties: Flags  # (1,) whether there is any tie that can be lost
    sampled: Ints  # (K,) days on which the curves are noted, ascending
    tension: Floats  # (D,) of today, written by each run
    loss: Floats  # (D,)
    flow: Floats  # (D,)
    posture: Floats  # (D,)
    ties_lost: Floats  # (D,) mean of both sides
    curves: Floats  # (3, S, K) curves of NOTED, written by each run
    n_sampled: Ints  # (1,) days noted so far
    n_stirred: Ints  # (2,) of STRAINED and HOLLOW
    stirred: Ints  # (2, D) dyads of which tension or flow, or loss or ties, were ever not nought in this run
    is_stirred: Flags  # (2, D)
    is_measured: Flags  # (1,) whether the next four hold what is measured of a state that nobody has acted in
    n_stirred_at_first: Ints  # (2,)
    stirred_at_first: Ints  # (2, D)
    loss_at_first: Floats  # (D,)
    ties_lost_at_first: Floats  # (D,)
    n_stirred_in: Ints  # (2, G)
    n_sorted_in: Ints  # (2, G)
    stirred_row: (
        Ints  # (2, rows) of the members of each group that are stirred, from its first row on, sorted ones first
    )
    late_row: Ints  # (most members,) scratch: those that are not yet sorted
    n_marked: Ints  # (3,) of STRAINED, HOLLOW and FLOWING
    marked: Ints  # (3, S) columns in which tension, loss or ties, or flow changed
    marked_place: Ints  # (3, S) where each stands among them
    n_flowing: Ints  # (1,)
    flowing: Ints  # (D,) dyads with hostile moves in the days measured last
    flowing_place: Ints  # (D,) where each stands among them
    lately: Floats  # (S,) severity of the hostile moves in the window of the flow, but for what rounding adds up to
    first_lately: Ints  # (1,) first row of the log that may lie in that window


class Rows(NamedTuple):
    """Outcomes, one row a run: (R, S) unless said otherwise; R runs, S relations and groups as followed."""

    regime: Ints
    ruptured: Ints  # first day in rupture, or NONE
    tension_at_end: Floats
    tension_peak: Floats
    tension_peak_day: Ints
    loss_at_end: Floats
    loss_peak: Floats
    flow_peak: Floats
    flow_peak_day: Ints
    hostile_moves: Ints
    posture_at_end: Floats  # mean of both sides; 0 where none is kept
    ties_lost_at_end: Floats  # share of their worth, mean of both sides; 0 where there are none
    ties_lost_peak: Floats
    ties_lost_ab_at_end: Floats  # by the first side of a relation; 0 for a group
    ties_lost_ba_at_end: Floats  # by the second side
    replies: Ints  # decisions to answer in measure
    disproportionate_replies: Ints  # those that ask for much more than was perceived
    moves: Ints  # (R,) all moves
    breaks_ij: Ints  # (R,) direction of the first break announced, or NONE
    breaks_day: Ints  # (R,) its day, or NONE


@rule
def play_run(tables, state, curves, followed, rows, r, n_days):
    """Play one run from the morning of its first day, and note its outcome in row ``r``.

    Parameters
    ----------
    curves : Curves of all days; without any row where none are wanted
    n_days : int, days to play

    Returns
    -------
    int, FINISHED; NO_ROOM where the logs are too short, NO_SEVERITY where a user's rule gave no usable one
    """
    if not followed.is_measured[0]:
        measure_at_first(tables, state, followed)
    begin(followed, rows, r)
    day = 0
    while day < n_days:
        if lacks_room(tables, state):
            return NO_ROOM
        play_day(tables, state, day)
        following = min(next_due(tables, state, day), n_days)
        note_peaks(tables, state, followed, rows, r, day=day, last=following - 1)
        note_curves(tables, state, followed, following)
        if curves.tension.shape[0] > 0:
            for quiet in range(day, following):
                record(tables, state, curves, quiet)
        day = following
    conclude(tables, state, followed, rows, r, n_days)
    return NO_SEVERITY if has_asked_nonsense(state) else FINISHED


@rule
def lacks_room(tables, state):
    """Whether one more day might not fit into the logs."""
    log, provocations, needed = state.log, state.provocations, room_needed(tables, state)
    return log.announced.size - log.n[0] < needed or provocations.ij.size - provocations.n[0] < needed


@rule
def has_asked_nonsense(state):
    """Whether a proposal was no number, as a user's rule may give where it is compiled."""
    provocations = state.provocations
    for p in range(provocations.n[0]):
        if math.isnan(provocations.asked_sum[p]):
            return True
    return False


@rule
def begin(followed, rows, r):
    """Clear row ``r``, and set back what was measured of the dyads that were stirred in the run before."""
    followed.n_sampled[0] = 0
    followed.first_lately[0] = 0
    for s in range(followed.lately.size):
        followed.lately[s] = 0.0
    for n in range(followed.n_stirred[STRAINED]):
        followed.tension[followed.stirred[STRAINED, n]] = 0.0
    for n in range(followed.n_stirred[HOLLOW]):
        dyad = followed.stirred[HOLLOW, n]
        followed.loss[dyad] = followed.loss_at_first[dyad]
        followed.ties_lost[dyad] = followed.ties_lost_at_first[dyad]
    for how in range(followed.n_stirred.size):
        for n in range(followed.n_stirred[how]):
            followed.is_stirred[how, followed.stirred[how, n]] = False
        followed.n_stirred[how] = 0
        for group in range(followed.n_stirred_in.shape[1]):
            followed.n_stirred_in[how, group] = 0
            followed.n_sorted_in[how, group] = 0
    for s in range(rows.regime.shape[1]):
        rows.ruptured[r, s] = NONE
        rows.tension_peak[r, s] = -1.0
        rows.loss_peak[r, s] = -1.0
        rows.flow_peak[r, s] = -1.0
        rows.ties_lost_peak[r, s] = 0.0
        rows.tension_peak_day[r, s] = 0
        rows.flow_peak_day[r, s] = 0
        rows.hostile_moves[r, s] = 0
        rows.replies[r, s] = 0
        rows.disproportionate_replies[r, s] = 0


# what was stirred


@rule
def measure_at_first(tables, state, followed):
    """Measure all dyads that are needed once, on the morning of the first day, and keep that for all runs."""
    for how in range(followed.n_stirred_at_first.size):
        followed.n_stirred_at_first[how] = 0
    for n in range(followed.needed.size):
        dyad = followed.needed[n]
        measure_dyad(tables, state, followed, dyad, 0)
        followed.loss[dyad] = loss(tables, state, dyad, 0)
        measure_ties(tables, state, followed, dyad)
        followed.loss_at_first[dyad] = followed.loss[dyad]
        followed.ties_lost_at_first[dyad] = followed.ties_lost[dyad]
        if followed.tension[dyad] > 0.0:
            keep_as_stirred(followed, STRAINED, dyad)
        if is_hollow(followed, dyad):
            keep_as_stirred(followed, HOLLOW, dyad)
    followed.is_measured[0] = True


@rule
def keep_as_stirred(followed, how, dyad):
    """Note that a dyad is stirred from the first day on."""
    followed.stirred_at_first[how, followed.n_stirred_at_first[how]] = dyad
    followed.n_stirred_at_first[how] += 1


@rule
def take_tension(tables, state, followed, dyad, day):
    """Measure the tension of a dyad in which something was added to a grievance, on that day."""
    if followed.first_column[dyad] < followed.first_column[dyad + 1]:
        measure_dyad(tables, state, followed, dyad, day)
        if followed.tension[dyad] > 0.0:
            stir(followed, STRAINED, dyad)
            mark_columns(followed, STRAINED, dyad)


@rule
def take_loss(tables, state, followed, dyad, last):
    """Measure the loss of a dyad of which a post changed, at the end of the spell, and what it has lost of its ties."""
    if followed.first_column[dyad] < followed.first_column[dyad + 1]:
        if not followed.ages[dyad]:  # else it is measured with all that age, whatever happens
            followed.loss[dyad] = loss(tables, state, dyad, last)
        measure_ties(tables, state, followed, dyad)
        if is_hollow(followed, dyad):
            stir(followed, HOLLOW, dyad)
        mark_columns(followed, HOLLOW, dyad)


@rule
def measure_ties(tables, state, followed, dyad):
    """Take what a dyad has lost of its ties."""
    if followed.has_ties[0]:
        both = ties_lost(tables, state, 2 * dyad) + ties_lost(tables, state, 2 * dyad + 1)
        followed.ties_lost[dyad] = both / 2.0


@rule
def is_hollow(followed, dyad):
    """Whether a dyad has lost anything."""
    return followed.loss[dyad] != 0.0 or followed.ties_lost[dyad] != 0.0


@rule
def stir(followed, how, dyad):
    """Let a dyad count in the groups that it belongs to; one that is not stirred adds nothing to their sums.

    Parameters
    ----------
    how : int, STRAINED: tension and flow; HOLLOW: loss, ties and posture
    """
    if followed.is_stirred[how, dyad]:
        return
    followed.is_stirred[how, dyad] = True
    followed.stirred[how, followed.n_stirred[how]] = dyad
    followed.n_stirred[how] += 1
    for n in range(followed.first_column[dyad], followed.first_column[dyad + 1]):
        group = followed.column[n] - followed.dyads.size
        if group >= 0:
            place = followed.first_member[group] + followed.n_stirred_in[how, group]
            followed.stirred_row[how, place] = followed.row_of_member[n]
            followed.n_stirred_in[how, group] += 1


@rule
def sort_stirred(followed, how, group):
    """Bring the members of a group that were stirred since its value was last asked for in order among the others."""
    first, n_sorted, late = followed.first_member[group], followed.n_sorted_in[how, group], followed.late_row
    rows, n_late = followed.stirred_row[how], 0
    for place in range(first + n_sorted, first + followed.n_stirred_in[how, group]):
        n_late = add_in_order(late, 0, n_late, rows[place])
    place = first + n_sorted + n_late - 1
    while n_late > 0:
        if n_sorted > 0 and rows[first + n_sorted - 1] > late[n_late - 1]:
            n_sorted -= 1
            rows[place] = rows[first + n_sorted]
        else:
            n_late -= 1
            rows[place] = late[n_late]
        place -= 1
    followed.n_sorted_in[how, group] = followed.n_stirred_in[how, group]


@rule
def mark_columns(followed, how, dyad):
    """Note that the columns in which a dyad counts have changed."""
    for n in range(followed.first_column[dyad], followed.first_column[dyad + 1]):
        mark(followed, how, followed.column[n])


@rule
def mark(followed, how, s):
    """Note that the value of column ``s`` has changed."""
    n = add_once(followed.marked[how], followed.marked_place[how], followed.n_marked[how], s)
    followed.n_marked[how] = n


@rule
def measure_dyad(tables, state, followed, dyad, day):
    """Take the tension of a dyad on a day."""
    held = grievance_on(tables, state, 2 * dyad, day)
    followed.tension[dyad] = tension(held, grievance_on(tables, state, 2 * dyad + 1, day))


@rule
def measure_tension(tables, state, followed, day):
    """Take the tension of all dyads that are stirred on a day; all others have none."""
    for n in range(followed.n_stirred[STRAINED]):
        measure_dyad(tables, state, followed, followed.stirred[STRAINED, n], day)


@rule
def measure_loss(tables, state, followed, day):
    """Take the loss of all dyads whose loss grows by itself on a day; that of all others is as it was taken last."""
    for n in range(followed.ageing.size):
        followed.loss[followed.ageing[n]] = loss(tables, state, followed.ageing[n], day)


@rule
def measure_flow(state, followed, day, window_days):
    """Take the flow of all dyads in one pass over the last days, as the rule ``flow`` adds it up."""
    log = state.log
    for n in range(followed.n_flowing[0]):
        followed.flow[followed.flowing[n]] = 0.0
    followed.n_flowing[0] = 0
    m = log.last_hostile[0]
    while m != NONE and log.announced[m] > day - window_days:
        dyad = dyad_of(log.ij[m])
        followed.n_flowing[0] = add_once(followed.flowing, followed.flowing_place, followed.n_flowing[0], dyad)
        followed.flow[dyad] += log.severity[m]
        m = log.earlier_hostile[m]
    for n in range(followed.n_flowing[0]):
        followed.flow[followed.flowing[n]] /= window_days


@rule
def of_column(followed, how, values, s):
    """Value of column ``s`` from those of the dyads: its own for a relation, the mean by weight for a group.

    What is not stirred is nought and adds nothing; the others are added up in the order of the rule ``weighted_mean``.
    """
    group = s - followed.dyads.size
    if group < 0:
        return values[followed.dyads[s]]
    if followed.n_sorted_in[how, group] < followed.n_stirred_in[how, group]:
        sort_stirred(followed, how, group)
    total, first = 0.0, followed.first_member[group]
    for n in range(first, first + followed.n_stirred_in[how, group]):
        row = followed.stirred_row[how, n]
        total += followed.member_weight[row] * values[followed.member[row]]
    weight = followed.group_weight[group]
    return total / weight if weight > 0.0 else 0.0


# peaks


@rule
def note_peaks(tables, state, followed, rows, r, day, last):
    """Note what peaks, and what breaks, on a day that was played and on the quiet ones after it up to ``last``."""
    agenda = state.agenda
    for how in range(N_MARKS):
        followed.n_marked[how] = 0
    if day == 0:
        take_what_was_stirred(tables, state, followed, day)
    for n in range(agenda.n_strained[0]):
        take_tension(tables, state, followed, agenda.strained[n], day)
    for n in range(agenda.n_altered[0]):
        take_loss(tables, state, followed, agenda.altered[n], last)
    agenda.n_strained[0] = 0
    agenda.n_altered[0] = 0
    note_tension(tables, state, followed, rows, r, day)
    note_ties(followed, rows, r)
    note_flow(tables, state, followed, rows, r, day)
    note_loss(tables, state, followed, rows, r, day=day, last=last)


@rule
def take_what_was_stirred(tables, state, followed, day):
    """On the first day, let dyads count that were stirred before anybody acted, and mark all columns."""
    for n in range(followed.n_stirred_at_first[STRAINED]):
        take_tension(tables, state, followed, followed.stirred_at_first[STRAINED, n], day)
    for n in range(followed.n_stirred_at_first[HOLLOW]):
        stir(followed, HOLLOW, followed.stirred_at_first[HOLLOW, n])
    for n in range(followed.ageing.size):
        stir(followed, HOLLOW, followed.ageing[n])
    for how in range(N_MARKS):
        for s in range(followed.marked.shape[1]):
            mark(followed, how, s)


@rule
def note_tension(tables, state, followed, rows, r, day):
    """Note the tension of the columns that are marked, where it is highest: in all others it can only fall."""
    has_groups = False
    for n in range(followed.n_marked[STRAINED]):
        has_groups = has_groups or followed.marked[STRAINED, n] >= followed.dyads.size
    if has_groups:
        measure_tension(tables, state, followed, day)
    for n in range(followed.n_marked[STRAINED]):
        s = followed.marked[STRAINED, n]
        value = of_column(followed, STRAINED, followed.tension, s)
        note_peak(rows.tension_peak, rows.tension_peak_day, r, s, day=day, value=value)


@rule
def note_ties(followed, rows, r):
    """Note the ties lost of the columns that are marked, where they are most."""
    if followed.has_ties[0]:
        for n in range(followed.n_marked[HOLLOW]):
            s = followed.marked[HOLLOW, n]
            lost = of_column(followed, HOLLOW, followed.ties_lost, s)
            rows.ties_lost_peak[r, s] = max(rows.ties_lost_peak[r, s], lost)


@rule
def note_flow(tables, state, followed, rows, r, day):
    """Note the flow of the columns in which anybody made a hostile move today, where it may be highest."""
    log, window_days = state.log, int(tables.world[FLOW_WINDOW_DAYS])
    m = log.last_hostile[0]
    while m != NONE and m >= log.first_today[0]:
        stir(followed, STRAINED, dyad_of(log.ij[m]))
        mark_columns(followed, FLOWING, dyad_of(log.ij[m]))
        add_lately(followed, dyad_of(log.ij[m]), log.severity[m])
        m = log.earlier_hostile[m]
    if followed.n_marked[FLOWING] > 0:
        forget_before(log, followed, day - window_days + 1)
        if may_be_highest(followed, rows, r, window_days):
            measure_flow(state, followed, day, window_days)
            for n in range(followed.n_marked[FLOWING]):
                s = followed.marked[FLOWING, n]
                value = of_column(followed, STRAINED, followed.flow, s)
                note_peak(rows.flow_peak, rows.flow_peak_day, r, s, day=day, value=value)


@rule
def add_lately(followed, dyad, severity):
    """Add a severity to what was exchanged lately in the columns in which a dyad counts."""
    for n in range(followed.first_column[dyad], followed.first_column[dyad + 1]):
        followed.lately[followed.column[n]] += followed.share_in_column[n] * severity


@rule
def forget_before(log, followed, day):
    """Take off what was exchanged before a day."""
    m = followed.first_lately[0]
    while m < log.n[0] and log.announced[m] < day:
        if is_hostile_kind(log.kind[m]):
            add_lately(followed, dyad_of(log.ij[m]), -log.severity[m])
        m += 1
    followed.first_lately[0] = m


@rule
def may_be_highest(followed, rows, r, window_days):
    """Whether the flow of a marked column may be higher than ever: else it is not added up in the order of the rule."""
    for n in range(followed.n_marked[FLOWING]):
        s = followed.marked[FLOWING, n]
        if followed.lately[s] > (1.0 - ROUNDING) * window_days * rows.flow_peak[r, s]:
            return True
    return False


@rule
def note_peak(peaks, days, r, s, day, value):
    """Keep the largest value of column ``s`` in run ``r``, and the first day on which it was reached."""
    if value > peaks[r, s]:
        peaks[r, s] = value
        days[r, s] = day


@rule
def note_loss(tables, state, followed, rows, r, day, last):
    """Note the loss at the end of a spell, where it is largest; and the day on which a relation fell into rupture."""
    measure_loss(tables, state, followed, last)
    n_altered = followed.n_marked[HOLLOW]
    for n in range(followed.ageing_columns.size):
        mark(followed, HOLLOW, followed.ageing_columns[n])
    for n in range(followed.n_marked[HOLLOW]):
        s = followed.marked[HOLLOW, n]
        lost = of_column(followed, HOLLOW, followed.loss, s)
        rows.loss_peak[r, s] = max(rows.loss_peak[r, s], lost)
        may_have_ended = n < n_altered or lost >= 1.0  # no rung rises where nothing but time went by
        if may_have_ended and rows.ruptured[r, s] == NONE and has_ended(tables, state, followed, s, lost):
            rows.ruptured[r, s] = first_ended(tables, state, followed, s, day)
            measure_loss(tables, state, followed, last)


@rule
def first_ended(tables, state, followed, s, day):
    """First day from ``day`` on, of a spell in which column ``s`` has fallen into rupture, on which it is."""
    measure_loss(tables, state, followed, day)
    while not has_ended(tables, state, followed, s, of_column(followed, HOLLOW, followed.loss, s)):
        day += 1
        measure_loss(tables, state, followed, day)
    return day


@rule
def has_ended(tables, state, followed, s, lost):
    """Whether column ``s``, which has lost so much, is in rupture."""
    rung = rung_in_force(tables, state, followed.dyads[s]) if s < followed.dyads.size else 0
    return is_ruptured(rung, followed.has_channels[s], lost)


@rule
def note_curves(tables, state, followed, following):
    """Note the curves of the days before ``following`` that were chosen and not yet noted."""
    window = int(tables.world[FLOW_WINDOW_DAYS])
    n = followed.n_sampled[0]
    while n < followed.sampled.size and followed.sampled[n] < following:
        day = followed.sampled[n]
        measure_tension(tables, state, followed, day)
        measure_loss(tables, state, followed, day)
        measure_flow(state, followed, day, window)
        for s in range(followed.curves.shape[1]):
            followed.curves[TENSION, s, n] = of_column(followed, STRAINED, followed.tension, s)
            followed.curves[LOSS, s, n] = of_column(followed, HOLLOW, followed.loss, s)
            followed.curves[FLOW, s, n] = of_column(followed, STRAINED, followed.flow, s)
        n += 1
    followed.n_sampled[0] = n


# the end


@rule
def conclude(tables, state, followed, rows, r, n_days):
    """Note how the run ended, by the state of its last day."""
    last, world = n_days - 1, tables.world
    measure_tension(tables, state, followed, last)
    measure_loss(tables, state, followed, last)
    measure_flow(state, followed, last, closing_window(int(world[REGIME_WINDOW_DAYS]), n_days))
    for s in range(rows.regime.shape[1]):
        lost, strain = of_column(followed, HOLLOW, followed.loss, s), of_column(followed, STRAINED, followed.tension, s)
        rows.regime[r, s] = regime(
            world,
            has_ended=has_ended(tables, state, followed, s, lost),
            is_represented=s >= followed.dyads.size or has_ambassadors(tables, state, followed.dyads[s]),
            last_loss=lost,
            highest_loss=rows.loss_peak[r, s],
            last_tension=strain,
            closing_flow=of_column(followed, STRAINED, followed.flow, s),
            scale=followed.scale[s],
        )
        rows.tension_at_end[r, s] = strain
        rows.loss_at_end[r, s] = lost
    conclude_posture(tables, state, followed, rows, r)
    conclude_ties(tables, state, followed, rows, r)
    count_moves(state, followed, rows, r)
    count_replies(tables, state, followed, rows, r)
    note_break(tables, state, rows, r)


@rule
def conclude_posture(tables, state, followed, rows, r):
    """Note the posture at the end, the mean of both sides; 0 where none is kept."""
    for n in range(tables.armed.size):
        dyad = tables.armed[n]
        followed.posture[dyad] = (state.posture[2 * dyad] + state.posture[2 * dyad + 1]) / 2.0
        stir(followed, HOLLOW, dyad)
    for s in range(rows.regime.shape[1]):
        rows.posture_at_end[r, s] = of_column(followed, HOLLOW, followed.posture, s)


@rule
def conclude_ties(tables, state, followed, rows, r):
    """Note what is lost of ties at the end, of both sides and of each."""
    n_dyads = followed.dyads.size
    for s in range(rows.regime.shape[1]):
        rows.ties_lost_at_end[r, s] = of_column(followed, HOLLOW, followed.ties_lost, s)
        is_relation = s < n_dyads and followed.has_ties[0]
        ab = 2 * followed.dyads[s] if is_relation else 0
        rows.ties_lost_ab_at_end[r, s] = ties_lost(tables, state, ab) if is_relation else 0.0
        rows.ties_lost_ba_at_end[r, s] = ties_lost(tables, state, ab + 1) if is_relation else 0.0


@rule
def count_moves(state, followed, rows, r):
    """Count all moves, and the hostile ones of each column."""
    log = state.log
    rows.moves[r] = log.n[0]
    m = log.last_hostile[0]
    while m != NONE:
        dyad = dyad_of(log.ij[m])
        for n in range(followed.first_column[dyad], followed.first_column[dyad + 1]):
            rows.hostile_moves[r, followed.column[n]] += 1
        m = log.earlier_hostile[m]


@rule
def is_disproportionate(asked, perceived, ratio):
    """Whether a reply asks for much more than was perceived.

    Parameters
    ----------
    asked, perceived : float, severity, >= 0
    ratio : float, up to which a reply is in proportion
    """
    return asked > ratio * perceived


@rule
def count_replies(tables, state, followed, rows, r):
    """Count the decisions to answer in measure in each column, and those out of proportion."""
    provocations, ratio = state.provocations, tables.world[DISPROPORTIONATE_RATIO]
    for p in range(provocations.n[0]):
        if provocations.verdict[p] == REPLY:
            is_large = is_disproportionate(provocations.asked[p], provocations.perceived[p], ratio)
            dyad = dyad_of(provocations.ij[p])
            for n in range(followed.first_column[dyad], followed.first_column[dyad + 1]):
                rows.replies[r, followed.column[n]] += 1
                rows.disproportionate_replies[r, followed.column[n]] += 1 if is_large else 0


@rule
def is_own_accord(tables, state, m):
    """Whether the party that made move ``m`` decided it: by its policy, or by hand once parties decide."""
    log = state.log
    is_by_hand = tables.by_hand[tables.actor[log.ij[m]]] and log.announced[m] >= tables.autonomous_day
    return log.intent[m] != SCRIPTED or is_by_hand


@rule
def note_break(tables, state, rows, r):
    """Note who was the first to announce a break of its own accord, and when: by decision, or by severing relations.

    Who severs in return breaks nothing.  What a party does by hand it does of its own accord, unlike what else stands
    in a script.
    """
    rows.breaks_ij[r] = NONE
    rows.breaks_day[r] = NONE
    provocations = state.provocations
    for p in range(provocations.n[0]):
        day = provocations.decided[p]
        if provocations.verdict[p] == BREAK and (rows.breaks_day[r] == NONE or day < rows.breaks_day[r]):
            rows.breaks_ij[r] = provocations.ij[p]
            rows.breaks_day[r] = day
    log = state.log
    for m in range(log.n[0]):
        is_severance = log.kind[m] == SEVER_RELATIONS and not is_declared_before(state, m)
        if is_severance and is_own_accord(tables, state, m):
            if rows.breaks_day[r] == NONE or log.announced[m] < rows.breaks_day[r]:
                rows.breaks_ij[r] = log.ij[m]
                rows.breaks_day[r] = log.announced[m]
            return
