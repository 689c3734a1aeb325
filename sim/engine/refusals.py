"""Why the law and the posts do not allow a move that is made by hand, in one clause."""

from typing import Any

from sim.rules import law
from sim.rules.by_hand import act_answered, answers_an_offer, is_possible_alone
from sim.rules.moves import (
    ASK_RECOGNITION,
    BAN_LOCAL_STAFF,
    CONTACT,
    CUT_CEILING,
    DOWNGRADE_RELATIONS,
    EITHER,
    EXPEL,
    EXPEL_AMBASSADOR,
    FOUND_INSTITUTION,
    KINDS,
    LIFT_RESTRICTIONS,
    MADE_BY,
    MADE_ON,
    NOBODY,
    OFFER_TALKS,
    RECALL_AMBASSADOR,
    REFUSE_ACCREDITATION,
    REFUSE_RECOGNITION,
    REFUSE_TALKS,
    REOPEN,
    REPRESENT,
    RESTORE_POSTS,
    RESTORE_TIE,
    RESTRICT_ACCESS,
    RETURN_AMBASSADOR,
    SEVER_RELATIONS,
    WITHDRAW_FORCES,
)
from sim.rules.parameters import TALKS_LEAST_DAYS
from sim.rules.world import LEVELS, NONE, OPEN, STATUSES, State, Tables, dyad_of, side_of

_NO_OFFER = {
    REFUSE_TALKS: "no offer of talks waits for an answer",
    REFUSE_RECOGNITION: "no request for recognition waits for an answer",
}
_ON_A_POST = {  # what is missing on an open post where a kind of move is not allowed
    EXPEL: "no people are accredited there, or their number is not known",
    CUT_CEILING: "it has no posts left, or their number is not known",
    REFUSE_ACCREDITATION: "none of its posts is vacant",
    EXPEL_AMBASSADOR: "its head is not at post",
    RECALL_AMBASSADOR: "its head is not at post",
    RETURN_AMBASSADOR: "its head is at post",
    RESTRICT_ACCESS: "its access is restricted already",
    BAN_LOCAL_STAFF: "it may hire no local staff already",
    RESTORE_POSTS: "it has lost no posts that could be given back",
    LIFT_RESTRICTIONS: "nothing is restricted there",
}


def reason(tables: Tables, state: State, ij: int, day: int, kind: int, channel: int) -> str:
    """What is missing for a move of the actor of ``ij`` that :func:`sim.engine.lawful.most_lawful` does not allow.

    Parameters
    ----------
    tables, state, day : as they were asked whether the move is lawful
    kind, channel : int, the channel or NONE
    """
    if not law.may_do(tables, ij, kind):
        return f"{KINDS[kind].name} is not in its repertoire"
    if kind == FOUND_INSTITUTION:
        return "it takes both sides"
    if not is_possible_alone(tables, state, ij, day, kind, channel):
        return _not_alone(tables, state, ij, day, kind)
    if kind in (CONTACT, REPRESENT):
        return "that embassy is not open, or not its own there"
    if MADE_BY[kind] == NOBODY:
        return _between_parties(tables, state, ij, kind)
    if channel == NONE or not law.may_act_on(tables, kind, ij, channel):
        return _not_its_place(tables, kind, ij, channel)
    return _on_channel(tables, state, ij, kind, channel)


def _not_alone(tables: Tables, state: State, ij: int, day: int, kind: int) -> str:
    if answers_an_offer(kind) and act_answered(tables, state, ij, day, kind) == NONE:
        return _NO_OFFER.get(kind, "no offer waits for an answer")
    if kind == OFFER_TALKS:
        return f"its last offer is not {int(tables.world[TALKS_LEAST_DAYS])} days old (talks_least_days)"
    if kind == ASK_RECOGNITION:
        return "it is recognised" if state.is_recognised[ij] else "the scenario speaks of no recognition"
    if kind == WITHDRAW_FORCES:
        return "no forces of its stand there"
    if kind == CONTACT:
        return "contact runs already" if state.rerouted[ij] else "the scenario does not name this embassy for contact"
    return "the other side has to be ready for it, too: they have not met, it is not quiet, or much is held against it"


def _between_parties(tables: Tables, state: State, ij: int, kind: int) -> str:
    if kind in (DOWNGRADE_RELATIONS, SEVER_RELATIONS):
        if tables.is_alliance[tables.actor[ij]] or tables.is_alliance[tables.target[ij]]:
            return "an alliance has no relations of this kind"
        return f"relations are {LEVELS[state.level[dyad_of(ij)]]} already"
    return "it changes nothing"


def _not_its_place(tables: Tables, kind: int, ij: int, channel: int) -> str:
    is_there = channel != NONE and tables.channel_dyad[channel] == dyad_of(ij)
    if not is_there or not MADE_ON[kind, tables.channel_kind[channel]]:
        return f"{KINDS[kind].name} is not made there"
    if MADE_BY[kind] == EITHER:
        return "the other side controls it"
    return "that is for the other side"


def _on_channel(tables: Tables, state: State, ij: int, kind: int, channel: int) -> str:
    posts = state.posts
    if law.is_tie(tables.channel_kind[channel]):
        return "it withholds nothing of it" if kind == RESTORE_TIE else "it withholds all of it already"
    status: Any = STATUSES[posts.status[channel]]
    if MADE_BY[kind] == EITHER:
        if kind == REOPEN:
            return "it is not closed to it"
        return "it stays away already" if posts.withheld[channel, side_of(ij)] else f"it is {status}"
    if posts.status[channel] != OPEN:
        return f"it is {status}"
    return _ON_A_POST.get(kind, "it is so already")
