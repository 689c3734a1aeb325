"""Silence: how often an act stays without an answer although one is owed, by its kind and by what else counts.

The log odds of silence are those of the kind of act, less a weight for each feature of the act and of the relation.  A
weight above zero takes silence away.
"""

import math
from typing import NamedTuple

import numpy as np

from .accounts import decayed
from .jit import rule
from .moves import (
    BAN_TRAVEL,
    CLOSE_CONSULATE,
    CLOSE_LIAISON_MISSION,
    CLOSE_MISSION,
    CLOSE_OFFICE,
    DENOUNCE,
    DOWNGRADE_RELATIONS,
    FREEZE_ASSETS,
    KINDS,
    MEASURE,
    RECALL_AMBASSADOR,
    SEVER_RELATIONS,
    SUSPEND_COOPERATION,
    SUSPEND_COUNCIL,
    SUSPEND_MISSION,
    WITHHOLDS,
)
from .numbers import growing_with, people_in
from .odds import at_odds_times
from .parameters import (
    SILENCE_ALLIANCE,
    SILENCE_ASYMMETRY,
    SILENCE_CLOSURE,
    SILENCE_FIRST,
    SILENCE_FORUM,
    SILENCE_LEVEL,
    SILENCE_MEASURE,
    SILENCE_PERSONS,
    SILENCE_RECALL,
    SILENCE_RECENT,
    SILENCE_REPLY,
    SILENCE_REPLY_SIZE,
    SILENCE_SHARE,
    SILENCE_SIZE,
    SILENCE_TIE,
    SILENCE_WAVE,
)
from .policies import BY_KIND, NEVER
from .world import LONG_AGO, NONE, dyad_of, reverse

RECENT_DAYS = 90.0  # in which an own hostile act loses half of its influence
MOST_ASYMMETRY = 3.0  # ln staff over staff; twenty to one

_OTHER_THAN_FIRST = {
    RECALL_AMBASSADOR: SILENCE_RECALL,
    SUSPEND_MISSION: SILENCE_RECALL,  # its own mission too is what a party withdraws
    CLOSE_CONSULATE: SILENCE_CLOSURE,
    CLOSE_OFFICE: SILENCE_CLOSURE,
    CLOSE_LIAISON_MISSION: SILENCE_CLOSURE,
    CLOSE_MISSION: SILENCE_CLOSURE,
    DOWNGRADE_RELATIONS: SILENCE_LEVEL,
    SEVER_RELATIONS: SILENCE_LEVEL,
    SUSPEND_COOPERATION: SILENCE_FORUM,
    SUSPEND_COUNCIL: SILENCE_FORUM,
    MEASURE: SILENCE_MEASURE,
    **{kind: SILENCE_TIE for kind in range(len(KINDS)) if WITHHOLDS[kind] > 0.0},
    BAN_TRAVEL: SILENCE_PERSONS,
    DENOUNCE: SILENCE_RECALL,  # mostly answered in words, if at all
    FREEZE_ASSETS: SILENCE_PERSONS,
}

# (n_kinds,) column of POLICY_PARAMETERS; a package goes by the kind with the first of these columns, as the record is
# counted: people sent home before relations downgraded, posts closed, a forum suspended, a tie withheld, a measure
# that is about neither, an own ambassador recalled
SILENCE_OF = np.array([_OTHER_THAN_FIRST.get(kind, SILENCE_FIRST) for kind in range(len(KINDS))])


class Features(NamedTuple):
    """What makes silence more or less likely than the kind of an act does."""

    people: int  # whom the act sends home, >= 0
    share: float  # of a staff that it hits, in [0, 1]
    is_wave: bool  # it is an act of solidarity, or came with others of one cause
    asymmetry: float  # ln of the own staff over that of the other side, in [-3, 3]; 0 where either has none
    is_with_alliance: bool  # one of the two is an alliance
    recent: float  # 1 just after an own hostile act against the other side, halved every 90 days; 0 without one
    is_reply: bool  # it is itself an answer


PLAIN = Features(0, 0.0, False, 0.0, False, 0.0, False)  # an act of which nothing but the kind is known


@rule
def silence(silences, of_kind, numbers, act):
    """Probability of silence about an act, by what a policy lets decide about that.

    Parameters
    ----------
    silences : int, one of the codes of :mod:`sim.rules.policies`
    of_kind, numbers, act : as for :func:`weighed_silence`

    Returns
    -------
    float in [0, 1]
    """
    if silences == NEVER:
        return 0.0
    return of_kind if silences == BY_KIND else weighed_silence(of_kind, numbers, act)


@rule
def weighed_silence(of_kind, numbers, act):
    """Probability of silence about an act, by its kind and its features.

    Parameters
    ----------
    of_kind : float in [0, 1], the same of one person sent home, or of an act whose features are all 0
    numbers : (n_policy,) float64, columns of POLICY_PARAMETERS
    act : Features

    Returns
    -------
    float in [0, 1]; 1 stays 1 and 0 stays 0, so that a government that is always silent is silent about everything
    """
    return at_odds_times(of_kind, 1.0 / rise_of_odds(numbers, act))


@rule
def rise_of_odds(numbers, act):
    """Factor by which the features of an act raise the odds that it is answered, > 0.

    Parameters
    ----------
    numbers : (n_policy,) float64, columns of POLICY_PARAMETERS
    act : Features
    """
    log_odds = (
        numbers[SILENCE_SHARE] * math.sqrt(act.share)
        + numbers[SILENCE_WAVE] * act.is_wave
        + numbers[SILENCE_ASYMMETRY] * act.asymmetry
        + numbers[SILENCE_ALLIANCE] * act.is_with_alliance
        + numbers[SILENCE_RECENT] * act.recent
    )
    size = numbers[SILENCE_REPLY_SIZE if act.is_reply else SILENCE_SIZE]
    return growing_with(act.people, size) * math.exp(log_odds)


@rule
def silence_about(tables, state, p):
    """Probability of silence about provocation ``p``, before anything is forgiven.

    What the relation says goes before what the policy says.
    """
    provocations = state.provocations
    ij, row = provocations.ij[p], provocations.row[p]
    given = tables.silence_reply[ij] if provocations.is_reply[p] else tables.silence_first[ij]
    if not math.isnan(given):
        return given
    of_kind, act = silence_of_kinds(tables, state, p), features_of(tables, state, p)
    return silence(tables.silences[row], of_kind, tables.policy[row], act)


@rule
def silence_of_kinds(tables, state, p):
    """Probability of silence about provocation ``p`` by its kind alone: an answer, or the kind that names it.

    See SILENCE_OF.
    """
    log, provocations = state.log, state.provocations
    column = SILENCE_RECALL
    if provocations.first_move[p] == NONE:  # a harm
        column = SILENCE_FIRST
    for m in range(provocations.first_move[p], provocations.last_move[p] + 1):
        if log.provocation[m] == provocations.source[p]:
            column = min(column, SILENCE_OF[log.kind[m]])
    if provocations.is_reply[p]:
        column = SILENCE_REPLY
    return tables.policy[provocations.row[p], column]


@rule
def features_of(tables, state, p):
    """What else makes silence about provocation ``p`` more or less likely, on the day of the decision."""
    provocations = state.provocations
    ij, last = provocations.ij[p], provocations.last_own[p]
    return Features(
        people=people_in(state, p),
        share=share_in(state, p),
        is_wave=is_of_wave(tables, state, p),
        asymmetry=asymmetry(staff_with(tables, state, ij), staff_with(tables, state, reverse(ij))),
        is_with_alliance=tables.is_alliance[tables.actor[ij]] or tables.is_alliance[tables.target[ij]],
        recent=0.0 if last == LONG_AGO else decayed(1.0, provocations.opened[p] - last, RECENT_DAYS),
        is_reply=provocations.is_reply[p],
    )


@rule
def share_in(state, p):
    """Largest share of a post's staff, or of its ceiling, that a move of provocation ``p`` hits, in [0, 1]."""
    log, provocations, share = state.log, state.provocations, 0.0
    for m in range(provocations.first_move[p], provocations.last_move[p] + 1):
        if log.provocation[m] == provocations.source[p]:
            share = max(share, min(1.0, log.share[m]))
    return share


@rule
def is_of_wave(tables, state, p):
    """Whether provocation ``p`` takes a victim's side, or others too have acted against the party over its cause."""
    log, ij, cause = state.log, state.provocations.ij[p], state.provocations.cause[p]
    if cause == NONE:
        return False
    if tables.actor[tables.trigger_ij[cause]] != tables.target[ij]:
        return True
    for m in range(log.n[0]):
        if log.cause[m] == cause and log.ij[m] != reverse(ij) and tables.target[log.ij[m]] == tables.actor[ij]:
            return True
    return False


@rule
def staff_with(tables, state, ij):
    """People of the actor of ``ij`` who are accredited at its posts with its target."""
    people, dyad = 0, dyad_of(ij)
    for channel in range(tables.first_channel[dyad], tables.first_channel[dyad + 1]):
        if tables.sender[channel] == tables.actor[ij]:
            people += state.posts.accredited[channel]
    return people


@rule
def asymmetry(own, other):
    """Logarithm of the own staff over that of the other side.

    Parameters
    ----------
    own, other : int, people, >= 0; 0 where there are none, or none are known

    Returns
    -------
    float in [-3, 3]; 0 where either side has none
    """
    if own <= 0 or other <= 0:
        return 0.0
    return max(-MOST_ASYMMETRY, min(MOST_ASYMMETRY, math.log(own / other)))
