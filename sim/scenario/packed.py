"""A scenario made ready to be played: its ids in order, its relations and its tables, all packed once."""

from dataclasses import dataclass

from sim.rules.world import Tables

from .pack import Names, names_of, pack
from .relations import relations_of
from .schema import Relation, Scenario


@dataclass(frozen=True, eq=False)
class Packed:
    """A scenario with the tables that the rules read; none of it is ever changed.

    Attributes
    ----------
    scenario : Scenario
    names : Names, ids in packed order
    relations : tuple of Relation, given or implied by a channel, in the order of ``names.dyads``
    tables : Tables
    """

    scenario: Scenario
    names: Names
    relations: tuple[Relation, ...]
    tables: Tables


def packed(scenario: Scenario) -> Packed:
    """Pack a checked scenario.

    Raises
    ------
    NoRuleError
        If a policy that was made in Python names an own rule that is not found.
    """
    names, relations = names_of(scenario), relations_of(scenario)
    return Packed(scenario, names, tuple(relations[dyad] for dyad in names.dyads), pack(scenario))
