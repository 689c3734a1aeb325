"""Answers that are no copy: to a harm without a move, by a cut to parity, as an abstract measure."""

from .jit import rule
from .law import resident_mission_of, severity_of
from .moves import CUT_CEILING, EXPEL, MEASURE
from .package import lacking
from .parameters import PACKAGE_EXPONENT
from .policies import parity
from .reaction import most_allowed_left, most_left, taken_today, write_reaction, write_word
from .substitute import count_for
from .world import ANSWER_TO_HARM, EXACT, NONE, OPEN, PARITY_CUT, dyad_of, reverse


@rule
def write_measure(tables, state, p, day):
    """Answer provocation ``p`` by one abstract measure of exactly the severity asked."""
    write_word(tables, state, p, day, kind=MEASURE, intent=EXACT)
    state.log.severity[state.log.n[0] - 1] = state.provocations.asked[p]


@rule
def answer_harm(tables, state, p, day, effective):
    """Expel part of the author's largest mission; returns the severity that is missing then.

    The share has the severity asked for, at most half of the staff goes, and at least one person.
    """
    ij, asked = state.provocations.ij[p], state.provocations.asked[p]
    channel = resident_mission_of(tables, state, reverse(ij), False)
    most = NONE if channel == NONE else most_left(tables, state, EXPEL, ij, channel)
    if most <= 0:
        return asked
    count = max(1, min(most, count_for(tables, state, EXPEL, channel, asked)))
    write_reaction(
        tables,
        state,
        p,
        day,
        effective=effective,
        kind=EXPEL,
        channel=channel,
        count=count,
        intent=ANSWER_TO_HARM,
        package=NONE,
    )
    return lacking(asked, severity_of(tables, state, EXPEL, ij, channel, count), tables.world[PACKAGE_EXPONENT])


@rule
def cut_to_parity(tables, state, p, day, effective):
    """Cut the other side's largest mission down to as many posts as oneself has; returns whether there were more."""
    ij = state.provocations.ij[p]
    channel = resident_mission_of(tables, state, reverse(ij), False)
    if channel == NONE:
        return False
    theirs = posts_of(tables, state, reverse(ij)) - taken_today(state, CUT_CEILING, ij, channel)
    count = parity(theirs, posts_of(tables, state, ij))
    count = min(count, most_allowed_left(tables, state, CUT_CEILING, ij, channel))
    if count <= 0:
        return False
    write_reaction(
        tables,
        state,
        p,
        day,
        effective=effective,
        kind=CUT_CEILING,
        channel=channel,
        count=count,
        intent=PARITY_CUT,
        package=NONE,
    )
    return True


@rule
def posts_of(tables, state, ij):
    """Posts that the actor of ``ij`` may fill with its target, over all its open missions, consulates and offices."""
    posts, dyad = 0, dyad_of(ij)
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        if tables.sender[channel] == tables.actor[ij] and state.posts.status[channel] == OPEN:
            posts += state.posts.ceiling[channel]
    return posts
