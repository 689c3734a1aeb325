"""Standing by: members of an alliance take the side of one that an act on ties, or words, hit.

The act itself is the cause.  An alliance that has relations with the author speaks for its member, whether or not that
one answers.  Nobody is more hurt than the victim: each state among its members recalls its ambassador by chance, and
speaks where it has none there, but only once the victim has taken a measure of its own.  In six documented affairs
over ties, words or a recall that is so without an exception.  Where the victim took a measure, eleven of 34 members
did: one of five of the Gulf Cooperation Council in 2015, seven of 25 of the European Union over Belarus in 2020, both
others of the Sahel alliance in 2025, one of two in the Visegrad group in 2019.  Of the European Union none of twice 26
did, over Lithuania in 2021 and over Spain in 2022, which took none.
"""

import math

from .agenda import IN_STAND_BY, SIDE_CLOCK, next_clock, wind
from .domains import own_mission
from .draws import STREAM_STAND_BY, STREAM_STAND_BY_DELAY, logistic, lognormal_count, normal, uniform, words
from .jit import rule
from .join import LONGEST_JOIN_DAYS
from .law import may_do
from .log import enact, write_move
from .moves import CRITICISE, DENOUNCE, MEET, RECALL_AMBASSADOR, is_measure, withholds_tie
from .package import answers_words
from .parameters import JOIN_JOINED, JOIN_MEDIAN_LOG, JOIN_OVER_ACT, JOIN_SD_LOG
from .world import INCIDENT, JOINING, NONE, PRESSING, SCRIPTED, reverse

OVER_TIES, OVER_WORDS = range(2)
OVER = ("ties", "words")  # what an act is about over which members stand by each other


@rule
def stand_by(tables, state, day):
    """Phase: note the acts of today over which allies may take a side, and let those take one whose day has come."""
    log = state.log
    if day < tables.autonomous_day or not tables.has_sides:
        return
    for m in range(log.first_today[0], log.n[0]):
        if log.kind[m] == MEET:
            forget_act(tables, state, log.ij[m])
            forget_act(tables, state, reverse(log.ij[m]))
        elif may_be_joined(tables, state, m):
            state.side_over[log.ij[m]] = m
            wind_stand_by(tables, state, log.ij[m], m)
    for m in range(log.first_today[0], log.n[0]):
        note_own_measure(tables, state, m)
    clock = next_clock(tables, state, day, IN_STAND_BY)
    while clock != NONE:
        ij = tables.clock_row[clock]
        if state.next_side[ij] == day:
            state.next_side[ij] = NONE
            take_sides(tables, state, state.side_over[ij], day)
        clock = next_clock(tables, state, day, IN_STAND_BY)


@rule
def wind_side(tables, state, ij, day):
    """Let allies take a side over an act of the actor of ``ij`` on a day, or NONE."""
    state.next_side[ij] = day
    wind(tables, state, SIDE_CLOCK, ij, day)


@rule
def forget_act(tables, state, ij):
    """Let nobody take a side any more over an act of the actor of ``ij``."""
    state.side_over[ij] = NONE
    if state.next_side[ij] != NONE:
        wind_side(tables, state, ij, NONE)


@rule
def note_own_measure(tables, state, m):
    """Note move ``m`` if it is the first measure of a victim since an act over which its allies may take a side."""
    log = state.log
    if not is_measure(log.kind[m]):
        return
    ij = reverse(log.ij[m])
    act = state.side_over[ij]
    if act == NONE or victim_has_acted(state, act):
        return
    if log.announced[m] - log.announced[act] <= LONGEST_JOIN_DAYS:
        state.side_follows[ij] = m
        if state.next_side[ij] == NONE:
            wind_stand_by(tables, state, ij, m)


@rule
def victim_has_acted(state, m):
    """Whether the target of act ``m`` has taken a measure since, or on the same day."""
    log, own = state.log, state.side_follows[state.log.ij[m]]
    return own != NONE and log.announced[own] >= log.announced[m]


@rule
def may_be_joined(tables, state, m):
    """Whether allies may take a side over move ``m``: a first act on a tie or in words, while none other waits."""
    log = state.log
    is_own = log.intent[m] == SCRIPTED or log.intent[m] == INCIDENT or log.intent[m] == PRESSING
    is_first = (is_own and log.parent[m] == NONE and log.cause[m] == NONE) or answers_words(log, m)
    if not is_first or domain_of_act(log.kind[m]) == NONE or state.next_side[log.ij[m]] != NONE:
        return False
    author = tables.actor[log.ij[m]]
    for n in range(tables.first_at[author], tables.first_at[author + 1]):
        if stands_by(tables, state, tables.at[n], m):
            return True
    return False


@rule
def domain_of_act(kind):
    """What a kind of move is about: OVER_TIES, OVER_WORDS, or NONE where it is neither."""
    if withholds_tie(kind):
        return OVER_TIES
    return OVER_WORDS if kind == DENOUNCE else NONE


@rule
def stands_by(tables, state, ij, m):
    """Whether the actor of ``ij``, which deals with the author of move ``m``, may take its victim's side."""
    author, victim = tables.actor[state.log.ij[m]], tables.target[state.log.ij[m]]
    return tables.target[ij] == author and tables.sides_with[domain_of_act(state.log.kind[m]), tables.actor[ij], victim]


@rule
def wind_stand_by(tables, state, ij, m):
    """Draw the day on which allies take a side over an act of the actor of ``ij``: as many days as over a harm.

    Parameters
    ----------
    m : int, move from which the days count: the act, or the first measure of its victim
    """
    log, world, i, j = state.log, tables.world, tables.actor[state.log.ij[m]], tables.target[state.log.ij[m]]
    day = log.announced[m]
    w0, w1, _, _ = words(tables, state, i, j, day, STREAM_STAND_BY_DELAY, log.number[m])
    days = lognormal_count(world[JOIN_MEDIAN_LOG], world[JOIN_SD_LOG], normal(w0, w1), 0, LONGEST_JOIN_DAYS)
    wind_side(tables, state, ij, day + days)


@rule
def take_sides(tables, state, m, day):
    """Let alliances speak over move ``m``; if its victim has taken a measure, ask members until nobody more joins."""
    author = tables.actor[state.log.ij[m]]
    for n in range(tables.first_at[author], tables.first_at[author + 1]):
        ij = tables.at[n]
        is_asked = tables.is_alliance[tables.actor[ij]] and stands_by(tables, state, ij, m)
        if is_asked and not has_taken_side(state, ij, m, day) and may_do(tables, ij, CRITICISE):
            write_side(tables, state, ij, day, m=m, kind=CRITICISE, channel=NONE, chance=math.nan)
    if victim_has_acted(state, m):
        while side_round(tables, state, m, day) > 0:
            pass


@rule
def side_round(tables, state, m, day):
    """Ask every member that has not taken a side over move ``m``, all at one share of others; returns how many do."""
    share, taken = share_of_sides(tables, state, m, day), 0
    author = tables.actor[state.log.ij[m]]
    for n in range(tables.first_at[author], tables.first_at[author + 1]):
        ij = tables.at[n]
        is_asked = not tables.is_alliance[tables.actor[ij]] and stands_by(tables, state, ij, m)
        if is_asked and not has_taken_side(state, ij, m, day) and ask_member(tables, state, ij, day, m=m, share=share):
            taken += 1
    return taken


@rule
def has_taken_side(state, ij, m, day):
    """Whether the actor of ``ij`` has taken a side today, or for the victim of move ``m`` within a year."""
    log, own = state.log, state.side_taken[ij]
    if own == NONE:
        return False
    is_same = log.ij[log.parent[own]] == log.ij[m] and day - log.announced[own] <= LONGEST_JOIN_DAYS
    return is_same or log.announced[own] == day


@rule
def share_of_sides(tables, state, m, day):
    """Share of the influence of the members asked over move ``m`` that has taken a side, in [0, 1]."""
    whole, taken, author = 0.0, 0.0, tables.actor[state.log.ij[m]]
    for n in range(tables.first_at[author], tables.first_at[author + 1]):
        ij = tables.at[n]
        if not tables.is_alliance[tables.actor[ij]] and stands_by(tables, state, ij, m):
            influence = tables.party_influence[tables.actor[ij]]
            whole += influence
            if has_taken_side(state, ij, m, day):
                taken += influence
    return taken / whole if whole > 0.0 else 0.0


@rule
def ask_member(tables, state, ij, day, m, share):
    """Let the actor of ``ij`` take a side over move ``m`` if it is ready to; returns whether it did.

    Its number for an act is drawn once: being asked again gives the same answer unless others have taken a side.
    """
    log, world = state.log, tables.world
    channel = own_mission(tables, state, ij)
    if channel == NONE and not may_do(tables, ij, CRITICISE):
        return False
    chance = logistic(world[JOIN_OVER_ACT] + world[JOIN_JOINED] * share)
    key = tables.party_key[tables.target[log.ij[m]]] ^ log.number[m]
    u = uniform(tables, state, tables.actor[ij], tables.target[ij], log.announced[m], STREAM_STAND_BY, key)
    if u >= chance:
        return False
    kind = CRITICISE if channel == NONE else RECALL_AMBASSADOR
    write_side(tables, state, ij, day, m=m, kind=kind, channel=channel, chance=chance)
    return True


@rule
def write_side(tables, state, ij, day, m, kind, channel, chance):
    """Take a side over move ``m``; to its author this is a first act."""
    row = write_move(
        tables,
        state,
        ij,
        day,
        effective=day,
        kind=kind,
        channel=channel,
        count=0,
        intent=JOINING,
        parent=m,
        package=NONE,
    )
    state.log.probability[row] = chance
    state.side_taken[ij] = row
    enact(tables, state, row, day)
