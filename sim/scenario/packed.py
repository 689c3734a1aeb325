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
    """Pack a checked scenario; the one packed last is kept, for plans, checks and drivers ask for it in turn.

    Raises
    ------
    NoRuleError
        If a policy that was made in Python names an own rule that is not found.
    """
    if _latest and (found := _latest[0]).scenario is scenario:
        return found
    relations = relations_of(scenario)
    names = names_of(scenario, relations)
    ordered = tuple(relations[dyad] for dyad in names.dyads)
    made = Packed(scenario, names, ordered, pack(scenario, names, ordered))
    _latest[:] = [made]
    return made


_latest: list[Packed] = []
