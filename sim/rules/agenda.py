"""What is due, in the order in which it is played: the clocks that ring, who is called, channels that were touched.

A played day costs what is due on it, not what might have been.  So three things are kept in order while they come up.
*Clocks* have numbers in the order of the day, party by party within a phase; a binary heap gives the next one to ring
[Williams1964]_.  The days themselves stand in the state, as ``next_incident`` and its like: a driver that asks every
clock every day finds the same ones.  *Parties* that have a turn in a phase are called in the order of their ids.
*Channels* are touched where a post, a tie or the level of relations changed, and are looked at once.

Membership of a clock or a channel is told by its place, which has to lead back to it [BriggsTorczon1993]_: what stands
in these arrays beyond their counts means nothing, so that a run that begins sets back counts alone.

.. [Williams1964] J. W. J. Williams: Algorithm 232: Heapsort. Communications of the ACM 7(6), 1964.
.. [BriggsTorczon1993] P. Briggs, L. Torczon: An efficient representation for sparse sets. ACM Letters on Programming
   Languages and Systems 2, 1993.
"""

from .jit import rule
from .world import NONE

FAR_AHEAD = 1 << 40  # a day after the end of every scenario
CLOCK_BITS = 24  # of a key; the day stands above them
LAST_CLOCK = (1 << CLOCK_BITS) - 1

# ALLIES_CLOCK: allies join the victim of a harm; HASTE_CLOCK: an offer is thought of anew, after a grave act
(
    INCIDENT_CLOCK,
    PRESS_CLOCK,
    STEP_CLOCK,
    ALLIES_CLOCK,
    SIDE_CLOCK,
    HASTE_CLOCK,
    OFFER_CLOCK,
    REQUEST_CLOCK,
    MEDIATION_CLOCK,
    RECOVERY_CLOCK,
    REOPENING_CLOCK,
) = range(11)
N_KINDS_OF_CLOCK = 11
IN_SHOCK, IN_INITIATE, IN_JOIN, IN_STAND_BY, IN_RECONCILE, IN_RECOVER = range(6)
N_PHASES = 6  # that have clocks


# clocks -------------------------------------------------------------------------------------------------


@rule
def wind(tables, state, kind, row, day):
    """Let a clock ring on a day, whenever it was to ring before; past the last day, or at NONE, it does not ring.

    Parameters
    ----------
    kind : int, INCIDENT_CLOCK to REOPENING_CLOCK
    row : int, direction; of ALLIES_CLOCK the trigger, of MEDIATION_CLOCK the mediator, of REOPENING_CLOCK the dyad, of
        RECOVERY_CLOCK twice the channel and the number of its clock
    """
    agenda, clock = state.agenda, tables.clock_number[kind, row]
    if 0 <= day < tables.n_days:
        key = day << CLOCK_BITS | clock
        if is_wound(agenda, clock):
            move_key(agenda, agenda.place[clock], key)
        else:
            agenda.n[0] += 1
            rise(agenda, agenda.n[0] - 1, key)
    elif is_wound(agenda, clock):
        remove(agenda, agenda.place[clock])


@rule
def rewind(tables, state, kind, row, before, day):
    """As :func:`wind`, for a clock that was to ring on a day ``before``, or NONE; nothing where neither day counts."""
    if 0 <= before < tables.n_days or 0 <= day < tables.n_days:
        wind(tables, state, kind, row, day)


@rule
def is_wound(agenda, clock):
    """Whether a clock is going to ring."""
    place = agenda.place[clock]
    return 0 <= place < agenda.n[0] and agenda.key[place] & LAST_CLOCK == clock


@rule
def next_clock(tables, state, day, phase):
    """Take the next clock that rings today in a phase; those that came before and were let pass ring no more.

    Returns
    -------
    int, its number, or NONE where no more rings
    """
    agenda, end = state.agenda, day << CLOCK_BITS | tables.first_clock[phase + 1]
    return take_clock(tables, agenda, day, phase) if has_key_before(agenda, end) else NONE


@rule
def has_key_before(agenda, end):
    """Whether a clock rings before the one with a key; mostly none does, and nothing else is done in a phase."""
    return agenda.n[0] > 0 and agenda.key[0] < end


@rule
def take_clock(tables, agenda, day, phase):
    """Take clocks off the heap up to the first that belongs to a phase, and return its number, or NONE."""
    today = day << CLOCK_BITS
    first, end = today | tables.first_clock[phase], today | tables.first_clock[phase + 1]
    while has_key_before(agenda, end):
        key = agenda.key[0]
        remove(agenda, 0)
        if key >= first:
            return key & LAST_CLOCK
    return NONE


@rule
def next_ring(state, day):
    """First day after ``day`` on which a clock rings; those that are over are forgotten.

    Returns
    -------
    int, day, or NONE where none rings any more
    """
    agenda = state.agenda
    while agenda.n[0] > 0 and agenda.key[0] >> CLOCK_BITS <= day:
        remove(agenda, 0)
    return agenda.key[0] >> CLOCK_BITS if agenda.n[0] > 0 else NONE


@rule
def remove(agenda, place):
    """Take a key out of the heap."""
    agenda.n[0] -= 1
    if place < agenda.n[0]:
        move_key(agenda, place, agenda.key[agenda.n[0]])


@rule
def move_key(agenda, place, key):
    """Put a key where another stood, and the heap in order again."""
    if place > 0 and agenda.key[(place - 1) >> 1] > key:
        rise(agenda, place, key)
    else:
        sink(agenda, place, key)


@rule
def rise(agenda, place, key):
    """Put a key into the heap at a place, or above it."""
    while place > 0 and agenda.key[(place - 1) >> 1] > key:
        put(agenda, place, agenda.key[(place - 1) >> 1])
        place = (place - 1) >> 1
    put(agenda, place, key)


@rule
def sink(agenda, place, key):
    """Put a key into the heap at a place, or below it."""
    below = least_below(agenda, place)
    while below != NONE and agenda.key[below] < key:
        put(agenda, place, agenda.key[below])
        place = below
        below = least_below(agenda, place)
    put(agenda, place, key)


@rule
def least_below(agenda, place):
    """Place of the lesser of the two keys just below one, or NONE."""
    below = 2 * place + 1
    if below >= agenda.n[0]:
        return NONE
    return below + 1 if below + 1 < agenda.n[0] and agenda.key[below + 1] < agenda.key[below] else below


@rule
def put(agenda, place, key):
    """Write a key down, and where its clock stands."""
    agenda.key[place] = key
    agenda.place[key & LAST_CLOCK] = place


# what waits ---------------------------------------------------------------------------------------------


@rule
def first_unsettled(state):
    """First row of the log that was written since this morning, or that may take effect on a day on which one does."""
    log, last = state.log, state.agenda.last_waiting[0]
    return log.first_pending[0] if last == NONE else log.later_pending[last]


@rule
def decide_by(state, day):
    """Note that a provocation is to be decided on a day."""
    state.agenda.next_decision[0] = min(state.agenda.next_decision[0], day)


@rule
def look_through(state):
    """Note that a provocation was decided, or put off, so that all that wait are gone through again."""
    state.agenda.is_decided[0] = 1


# parties ------------------------------------------------------------------------------------------------


@rule
def call_nobody(state):
    """Begin to call parties."""
    state.agenda.n_called[0] = 0


@rule
def call(state, i, first, last):
    """Call party ``i`` for some rows of a log, once for all its rows, in the order of ids."""
    agenda, n = state.agenda, state.agenda.n_called[0]
    agenda.n_called[0] = add_in_order(agenda.called, 0, n, i)
    is_new = agenda.n_called[0] > n
    agenda.first_row[i] = first if is_new else min(agenda.first_row[i], first)
    agenda.last_row[i] = last if is_new else max(agenda.last_row[i], last)


@rule
def add_in_order(values, first, n, value):
    """Add a value to ``n`` values from place ``first`` on, which ascend, unless it is among them.

    Returns
    -------
    int, how many values there are then
    """
    at = first + n
    while at > first and values[at - 1] > value:
        at -= 1
    if at > first and values[at - 1] == value:
        return n
    for later in range(first + n, at, -1):
        values[later] = values[later - 1]
    values[at] = value
    return n + 1


@rule
def add_once(values, places, n, value):
    """Add a value to the ``n`` first ones, which are in no order, unless it is among them.

    Parameters
    ----------
    places : (N,) int64, where each value stands if it leads back to it; see above

    Returns
    -------
    int, how many values there are then
    """
    place = places[value]
    if 0 <= place < n and values[place] == value:
        return n
    values[n] = value
    places[value] = n
    return n + 1


# relations ----------------------------------------------------------------------------------------------


@rule
def touch(tables, state, channel):
    """Note that a post or a tie changed, so that it is looked at, and its dyad measured."""
    agenda = state.agenda
    agenda.n_touched[0] = add_once(agenda.touched, agenda.touched_place, agenda.n_touched[0], channel)
    alter(state, tables.channel_dyad[channel])


@rule
def touch_all(tables, state, dyad):
    """Note that the level of relations of a dyad changed, on which depends what its channels, if any, have lost."""
    alter(state, dyad)
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        touch(tables, state, channel)


@rule
def alter(state, dyad):
    """Note that what the institutions of a dyad are worth changed, so that its loss is measured."""
    agenda = state.agenda
    agenda.n_altered[0] = add_once(agenda.altered, agenda.altered_place, agenda.n_altered[0], dyad)


@rule
def strain(state, dyad):
    """Note that something was added to a grievance in a dyad, so that its tension is measured: else it only fades."""
    agenda = state.agenda
    agenda.n_strained[0] = add_once(agenda.strained, agenda.strained_place, agenda.n_strained[0], dyad)


@rule
def look_at_touched(tables, state, day):
    """Gather the channels that were touched or have a clock of recovery that rings, in order.

    On the autonomous day they are joined by those that were not whole before anybody acted.  What is touched from now
    on is looked at on the next day that is played.

    Returns
    -------
    int, how many there are; the first ones of ``state.agenda.looked_at``
    """
    agenda, n = state.agenda, 0
    if day == tables.autonomous_day:
        for place in range(agenda.hurt_at_first.size):
            n = add_in_order(agenda.looked_at, 0, n, agenda.hurt_at_first[place])
    for place in range(agenda.n_touched[0]):
        n = add_in_order(agenda.looked_at, 0, n, agenda.touched[place])
    clock = next_clock(tables, state, day, IN_RECOVER)
    while clock != NONE:
        row = tables.clock_row[clock]
        channel = tables.first_channel[row] if tables.clock_kind[clock] == REOPENING_CLOCK else row
        n = add_in_order(agenda.looked_at, 0, n, channel)
        clock = next_clock(tables, state, day, IN_RECOVER)
    agenda.n_touched[0] = 0
    return n
