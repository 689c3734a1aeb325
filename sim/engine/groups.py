"""Blocs and the theatre: which dyads are read together, and with what weight.

A party belongs to the bloc of the alliance that it is, or is a member of (the first by id); a party
of none is a bloc of its own.  A dyad counts by the pairs of states that it binds: an alliance's
channel stands for all its members.  Dyads without channels count where a group has no others: what is read together
would be nothing otherwise, with no scale by which a quarrel is small.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.rules.world import Floats
from sim.scenario.packed import Packed
from sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Group:
    """Dyads read together.

    Attributes
    ----------
    level : "blocs" or "theatre"
    name, a, b : names of the group and of its two blocs; a and b empty for the theatre
    members : (n,) int64, dyads
    weights : (D,) float64, 0 outside the group; one each where none of its dyads has channels
    """

    level: str
    name: str
    a: str
    b: str
    members: Any
    weights: Any


def bloc_of(scenario: Scenario, party: str) -> str:
    """Bloc of a party: an alliance's id, or its own."""
    if party in scenario.alliances:
        return party
    alliances = [name for name, alliance in sorted(scenario.alliances.items()) if party in alliance.members]
    return alliances[0] if alliances else party


def groups_of(packed: Packed) -> tuple[Group, ...]:
    """Pairs of different blocs that have a dyad, then the theatre of all such dyads."""
    pairs = [tuple(sorted(bloc_of(packed.scenario, side) for side in pair)) for pair in packed.names.pairs]
    across = sorted({(a, b) for a, b in pairs if a != b})
    weights = packed.tables.dyad_weight
    groups = [_group("blocs", f"{a}–{b}", a, b, [p == (a, b) for p in pairs], weights) for a, b in across]
    theatre = _group("theatre", "theatre", "", "", [a != b for a, b in pairs], weights)
    return (*groups, theatre)


def _group(level: str, name: str, a: str, b: str, inside: list[bool], weights: Floats) -> Group:
    chosen = np.array(inside, dtype=np.bool_)
    counts = weights if (weights[chosen] > 0.0).any() else np.ones_like(weights)  # of dyads without channels all alike
    return Group(level, name, a, b, np.flatnonzero(chosen), np.where(chosen, counts, 0.0))
