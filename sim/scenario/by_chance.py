"""First expulsions that may come by chance, and the rates they come at."""

import math
from typing import NamedTuple

from sim.rules.law import is_resident, may_do
from sim.rules.moves import EXPEL

from .packed import Packed
from .schema import Scenario

OF_STATES, OF_ALLIANCES = "incidents_per_day", "alliance_incidents_per_day"


class ByChance(NamedTuple):
    """Directions in which first expulsions may come at one rate of ``parameters``.

    Attributes
    ----------
    rate : per day, in each of them
    directions : party that may act, and the one that it may act against
    share : of histories with at least one, in any of these directions, if they all stayed open to the end
    """

    rate: float
    directions: list[tuple[str, str]]
    share: float


def by_chance(scenario: Scenario, packed: Packed) -> dict[str, ByChance]:
    """What may begin by chance, by the name of the rate; without relations that have a rate of their own.

    A direction counts where the actor hosts people of the other side, or where replies are abstract measures.
    """
    tables, names = packed.tables, packed.names
    found: dict[str, list[tuple[str, str]]] = {}
    rates: dict[str, float] = {}
    for ij, rate in enumerate(tables.incident_rate.tolist()):
        actor, target = (names.parties[int(each[ij])] for each in (tables.actor, tables.target))
        given = scenario.relations.get(names.dyads[ij >> 1])
        has_own = given is not None and actor in given.incidents_per_day
        if rate > 0.0 and not has_own and not tables.by_hand[tables.actor[ij]] and _may_begin(scenario, packed, ij):
            name = OF_ALLIANCES if {actor, target} & {*scenario.alliances} else OF_STATES
            found.setdefault(name, []).append((actor, target))
            rates[name] = rate
    days = int(tables.n_days) - max(int(tables.autonomous_day), 0)
    return {
        name: ByChance(rates[name], pairs, -math.expm1(-rates[name] * len(pairs) * days))
        for name, pairs in found.items()
    }


def _may_begin(scenario: Scenario, packed: Packed, ij: int) -> bool:
    """Whether the actor of a direction hosts a resident mission of the target with people in it, now or later."""
    tables, names, dyad = packed.tables, packed.names, ij >> 1
    if tables.is_exact:
        return True
    noted = {move.channel for move in scenario.record.values()}
    for channel in range(int(tables.first_channel[dyad]), int(tables.first_channel[dyad + 1])):
        if is_resident(tables.channel_kind[channel]) and tables.sender[channel] == tables.target[ij]:
            post = scenario.channels.get(names.channels[channel])
            has_people = post is not None and bool(post.accredited or post.ceiling or names.channels[channel] in noted)
            if has_people and may_do(tables, ij, EXPEL):
                return True
    return False
