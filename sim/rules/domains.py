"""In which domain an act on a tie, or in words, is answered: in the same tie, another, by the ambassador, by people.

Of sixteen documented acts on ties that were answered, eight were answered in the same tie, four more in another, three
by a recalled ambassador and two by people sent home (one in two ways), and none by a break of relations.  A party
answers where it is strong: of its other ties it mostly withholds one that is worth much to the other side, and little
to itself.  It sends home as many people as in a first act, for what a tie is worth says nothing about a staff.

Over words a government recalls its ambassador or sends the other side's home (13 and 12 of 27 documented first measures
over a remark, a speech or a letter), rather than answer in words.
"""

import math

from .draws import STREAM_DOMAIN, normal, uniform, unit, words
from .jit import rule
from .law import is_tie, may_do, resident_mission_of, severity_of
from .moves import DENOUNCE, EXPEL, EXPEL_AMBASSADOR, RECALL_AMBASSADOR, SEVERITY, is_hostile_kind, withholds_tie
from .numbers import people_in_incident
from .parameters import ANSWER_ANOTHER_TIE, ANSWER_PEOPLE, ANSWER_RECALL, ANSWER_SAME_TIE
from .reaction import most_allowed_left, most_left, write_reaction
from .substitute import LEAST_GAP
from .world import ELSEWHERE, NONE, dyad_of, reverse, side_of

N_KINDS = len(SEVERITY)
SAME_TIE, ANOTHER_TIE, BY_RECALL, BY_PEOPLE, NOWHERE = range(5)
RECALLS_OVER_WORDS, EXPULSIONS_OVER_WORDS = 13.0, 12.0  # documented


@rule
def is_about_ties(state, p):
    """Whether provocation ``p`` withholds ties and does nothing else that is hostile."""
    log, provocations, is_any = state.log, state.provocations, False
    for m in range(provocations.first_move[p], provocations.last_move[p] + 1):
        if log.provocation[m] == provocations.source[p]:
            if not withholds_tie(log.kind[m]):
                return False
            is_any = True
    return is_any


@rule
def is_about_words(state, p):
    """Whether all that is hostile in provocation ``p`` is said in public."""
    log, provocations, is_any = state.log, state.provocations, False
    for m in range(provocations.first_move[p], provocations.last_move[p] + 1):
        if log.provocation[m] == provocations.source[p] and is_hostile_kind(log.kind[m]):
            if log.kind[m] != DENOUNCE:
                return False
            is_any = True
    return is_any


@rule
def domain_of_answer(tables, state, p, day, can_copy):
    """Domain in which provocation ``p``, which is about ties, is answered: drawn among those that are open.

    Parameters
    ----------
    can_copy : bool, whether any of its moves can be answered in the same tie

    Returns
    -------
    int, SAME_TIE, ANOTHER_TIE, BY_RECALL, BY_PEOPLE, or NOWHERE
    """
    provocations = state.provocations
    ij, numbers = provocations.ij[p], tables.policy[provocations.row[p]]
    same = numbers[ANSWER_SAME_TIE] if can_copy else 0.0
    another = numbers[ANSWER_ANOTHER_TIE] if tie_drawn(tables, state, ij, p, 0.5) != NONE else 0.0
    recall = numbers[ANSWER_RECALL] if own_mission(tables, state, ij) != NONE else 0.0
    people = numbers[ANSWER_PEOPLE] if people_sent_home(tables, state, ij, 0.0) > 0 else 0.0
    i, j = tables.actor[ij], tables.target[ij]
    left = (same + another + recall + people) * uniform(tables, state, i, j, day, STREAM_DOMAIN, provocations.number[p])
    if left < same:
        return SAME_TIE
    if left < same + another:
        return ANOTHER_TIE
    if left < same + another + recall:
        return BY_RECALL
    return BY_PEOPLE if people > 0.0 else NOWHERE


@rule
def own_mission(tables, state, ij):
    """Largest mission from which the actor of ``ij`` can recall its ambassador today, or NONE."""
    channel = resident_mission_of(tables, state, ij, False)
    if channel == NONE or most_left(tables, state, RECALL_AMBASSADOR, ij, channel) <= 0:
        return NONE
    return channel


@rule
def people_sent_home(tables, state, ij, z):
    """People of the other side's largest mission whom the actor of ``ij`` sends home today, if it answers so.

    Parameters
    ----------
    z : float, standard normal
    """
    channel = resident_mission_of(tables, state, reverse(ij), False)
    if channel == NONE or not may_do(tables, ij, EXPEL):
        return 0
    return people_in_incident(tables.world, z, most_allowed_left(tables, state, EXPEL, ij, channel))


@rule
def tie_drawn(tables, state, ij, p, u):
    """Tie that the actor of ``ij`` withholds, drawn by the chances of :func:`chance_of_tie`; or NONE.

    Parameters
    ----------
    p : int, provocation that this answers; NONE for a step of the actor's own accord
    u : float, uniform in (0, 1)
    """
    first, end = tables.first_channel[dyad_of(ij)], tables.first_channel[dyad_of(ij) + 1]
    whole = 0.0
    for channel in range(first, end):
        whole += chance_of_tie(tables, state, ij, channel, p)
    left = u * whole
    for channel in range(first, end):
        this = chance_of_tie(tables, state, ij, channel, p)
        if this > 0.0 and left < this:
            return channel
        left -= this
    return NONE


@rule
def chance_of_tie(tables, state, ij, channel, p):
    """Weight of a tie that the actor of ``ij`` may withhold: strength, less what it needs itself.

    A tie that provocation ``p`` hits is none, nor one in which no measure is nearer to what is asked than nothing is:
    over a few visas nobody cuts the gas off.
    """
    if not is_tie(tables.channel_kind[channel]) or (p != NONE and is_hit_by(state, p, channel)):
        return 0.0
    asked = 0.0 if p == NONE else state.provocations.asked[p]
    kind = kind_nearest(tables, state, ij, channel, asked)
    if kind == NONE or (p != NONE and severity_of(tables, state, kind, ij, channel, 0) >= 2.0 * asked):
        return 0.0
    return strength_in(tables, ij, channel) * math.exp(-tables.worth_to[channel, side_of(ij)])


@rule
def strength_in(tables, ij, channel):
    """How strong the actor of ``ij`` is in a tie: its worth to the other side, over that to both; in [0, 1]."""
    own, theirs = tables.worth_to[channel, side_of(ij)], tables.worth_to[channel, side_of(reverse(ij))]
    return theirs / (own + theirs) if theirs > 0.0 else 0.0


@rule
def is_hit_by(state, p, channel):
    """Whether a move of provocation ``p`` is made on a channel."""
    log, provocations = state.log, state.provocations
    for m in range(provocations.first_move[p], provocations.last_move[p] + 1):
        if log.provocation[m] == provocations.source[p] and log.channel[m] == channel:
            return True
    return False


@rule
def kind_nearest(tables, state, ij, channel, severity):
    """Kind of move by which the actor of ``ij`` withholds a tie about as gravely as asked; of equals the first."""
    found, gap = NONE, math.inf
    for kind in range(N_KINDS):
        if withholds_tie(kind) and may_do(tables, ij, kind) and most_left(tables, state, kind, ij, channel) > 0:
            this = abs(severity_of(tables, state, kind, ij, channel, 0) - severity)
            if this < gap - LEAST_GAP:
                found, gap = kind, this
    return found


@rule
def answer_in_another_tie(tables, state, p, day, effective):
    """Answer provocation ``p`` by withholding another tie."""
    ij, number = state.provocations.ij[p], state.provocations.number[p]
    _, w1, _, _ = words(tables, state, tables.actor[ij], tables.target[ij], day, STREAM_DOMAIN, number)
    channel = tie_drawn(tables, state, ij, p, unit(w1))
    kind = kind_nearest(tables, state, ij, channel, state.provocations.asked[p])
    write_elsewhere(tables, state, p, day, effective=effective, kind=kind, channel=channel, count=0)


@rule
def answer_by_recall(tables, state, p, day, effective):
    """Answer provocation ``p`` by recalling the own ambassador."""
    channel = own_mission(tables, state, state.provocations.ij[p])
    write_elsewhere(tables, state, p, day, effective=effective, kind=RECALL_AMBASSADOR, channel=channel, count=0)


@rule
def answer_by_people(tables, state, p, day, effective):
    """Answer provocation ``p`` by sending people of the other side's largest mission home."""
    ij, number = state.provocations.ij[p], state.provocations.number[p]
    _, _, w2, w3 = words(tables, state, tables.actor[ij], tables.target[ij], day, STREAM_DOMAIN, number)
    channel = resident_mission_of(tables, state, reverse(ij), False)
    count = people_sent_home(tables, state, ij, normal(w2, w3))
    write_elsewhere(tables, state, p, day, effective=effective, kind=EXPEL, channel=channel, count=count)


@rule
def answer_words(tables, state, p, day, effective):
    """Answer words in public by a recall, or by sending an ambassador home; returns whether either is open."""
    provocations = state.provocations
    ij = provocations.ij[p]
    own, theirs = own_mission(tables, state, ij), resident_mission_of(tables, state, reverse(ij), False)
    if theirs != NONE and most_left(tables, state, EXPEL_AMBASSADOR, ij, theirs) <= 0:
        theirs = NONE
    if own == NONE and theirs == NONE:
        return False
    recall = RECALLS_OVER_WORDS if own != NONE else 0.0
    whole = recall + (EXPULSIONS_OVER_WORDS if theirs != NONE else 0.0)
    i, j = tables.actor[ij], tables.target[ij]
    is_recall = whole * uniform(tables, state, i, j, day, STREAM_DOMAIN, provocations.number[p]) < recall
    kind, channel = (RECALL_AMBASSADOR, own) if is_recall else (EXPEL_AMBASSADOR, theirs)
    write_elsewhere(tables, state, p, day, effective=effective, kind=kind, channel=channel, count=0)
    return True


@rule
def write_elsewhere(tables, state, p, day, effective, kind, channel, count):
    """Write one move that answers provocation ``p`` in another domain."""
    write_reaction(
        tables,
        state,
        p,
        day,
        effective=effective,
        kind=kind,
        channel=channel,
        count=count,
        intent=ELSEWHERE,
        package=NONE,
    )
