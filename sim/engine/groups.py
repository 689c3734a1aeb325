"""Blocs and the theatre: which dyads are read together, and with what weight.

A party belongs to the bloc of the alliance that it is, or is a member of (the first by id); a party
of none is a bloc of its own.  A dyad counts by the pairs of states that it binds: an alliance's
channel stands for all its members.  Dyads without channels count where a group has no others: what is read together
would be nothing otherwise, with no scale by which a quarrel is small.

Pairs of blocs are read together where an alliance is one of them: a pair of two states that are in none is its
relation, and is read there.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.rules.indices import weighted_mean
from sim.rules.world import Floats, Ints
from sim.scenario.packed import Packed
from sim.scenario.schema import Scenario

MOST_PAIRS = 24  # of blocs that are read together: a world of many states and alliances has hundreds


@dataclass(frozen=True)
class Group:
    """Dyads read together.

    Attributes
    ----------
    level : "blocs" or "theatre"
    name, a, b : names of the group and of its two blocs; a and b empty for the theatre
    members : (n,) int64, dyads, ascending
    weights : (n,) float64, of each member; one each where none of them has channels
    """

    level: str
    name: str
    a: str
    b: str
    members: Any
    weights: Any

    def mean(self, values: Any) -> float:
        """Mean of values of all dyads, (D,), by weight, 0 where no weight counts."""
        return float(weighted_mean(values[self.members], self.weights))


def bloc_of(scenario: Scenario, party: str) -> str:
    """Bloc of a party: an alliance's id, or its own."""
    if party in scenario.alliances:
        return party
    return min((name for name, alliance in scenario.alliances.items() if party in alliance.members), default=party)


def groups_of(packed: Packed) -> tuple[Group, ...]:
    """Pairs of different blocs, one an alliance, that have a dyad; then the theatre of all dyads between blocs.

    Where there are more than MOST_PAIRS pairs, those that bind most pairs of states.
    """
    scenario, weights = packed.scenario, packed.tables.dyad_weight
    blocs = {party: bloc_of(scenario, party) for party in packed.names.parties}
    pairs = [tuple(sorted(blocs[side] for side in pair)) for pair in packed.names.pairs]
    across: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for dyad, pair in enumerate(pairs):
        across[pair].append(dyad)
    theatre = [dyad for dyad, (a, b) in enumerate(pairs) if a != b]
    between = [(a, b) for a, b in across if a != b and (a in scenario.alliances or b in scenario.alliances)]
    weightiest = sorted(between, key=lambda pair: (-weights[across[pair]].sum(), pair))[:MOST_PAIRS]
    groups = [_group("blocs", f"{a}–{b}", a, b, across[a, b], weights) for a, b in sorted(weightiest)]
    return (*groups, _group("theatre", "theatre", "", "", theatre, weights))


def _group(level: str, name: str, a: str, b: str, members: list[int], weights: Floats) -> Group:
    chosen: Ints = np.array(members, dtype=np.int64)
    own = weights[chosen]
    return Group(level, name, a, b, chosen, own if (own > 0.0).any() else np.ones_like(own))
