"""Which lawful moves make sense: a list leaves out what would change nothing, or has no object.

They stay lawful: a policy or a program may still make them.  Military posture is answered by posture alone, where a
scenario keeps it in a relation; elsewhere a measure of it changes nothing that anybody decides by.
"""

from sim.rules import by_hand, law
from sim.rules.moves import (
    CONTACT,
    MEDIATE,
    OFFER_CONTACT,
    OFFER_MEDIATION,
    POSTURE_RUNG,
    SUSPEND_COOPERATION,
    SUSPEND_COUNCIL,
)
from sim.rules.world import LONG_AGO, NONE, State, Tables, dyad_of, reverse


def makes_sense(tables: Tables, state: State, ij: int, kind: int, channel: int) -> bool:
    """Whether a lawful move of the actor of ``ij`` has an object as things stand."""
    if kind in (SUSPEND_COOPERATION, SUSPEND_COUNCIL):
        return bool(law.is_open(state, channel))
    if POSTURE_RUNG[kind] > 0:
        return bool(tables.has_posture[dyad_of(ij)] and POSTURE_RUNG[kind] > state.posture_held[ij])
    if kind in (CONTACT, OFFER_CONTACT):
        return not any(_has_mission(tables, state, direction) for direction in (ij, reverse(ij)))
    if kind == OFFER_MEDIATION:
        return _quarrels_with_another(tables, state, ij)
    if kind == MEDIATE:
        return bool(by_hand.last_made(state, ij, OFFER_MEDIATION) >= 0) and _quarrels_with_another(tables, state, ij)
    return True


def _has_mission(tables: Tables, state: State, ij: int) -> bool:
    """Whether the actor of ``ij`` keeps a mission with its target that nobody is about to close."""
    return bool(law.resident_mission_of(tables, state, ij, False) != NONE)


def _quarrels_with_another(tables: Tables, state: State, ij: int) -> bool:
    """Whether the target of ``ij`` quarrels with a third party that the actor deals with.

    They quarrel from a hostile act until they meet, as in :func:`sim.rules.mediate.may_mediate`.
    """
    actor, target = tables.actor[ij], tables.target[ij]
    known = {int(party) for party in tables.target[tables.actor == actor]} - {int(target)}
    for other in range(tables.actor.size):
        if tables.actor[other] == target and int(tables.target[other]) in known:
            pair = other, reverse(other)
            is_hostile = any(state.last_hostile[direction] > LONG_AGO for direction in pair)
            if is_hostile and state.meetings[dyad_of(other)] == 0:
                return True
    return False
