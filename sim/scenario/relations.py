"""Who deals with whom: the relations given, and those implied by a channel or a tie that joins two parties."""

from collections.abc import Iterable

from .schema import Channel, Relation, Scenario, Tie, Trigger


def sorted_pair(between: Iterable[str]) -> tuple[str, str]:
    """Two party ids in sorted order, as dyads have them."""
    a, b = sorted(between)
    return a, b


def pair_of(place: Channel | Tie) -> tuple[str, str]:
    """The two parties that a channel or a tie joins, sorted."""
    if isinstance(place, Tie) or place.between:
        return sorted_pair(place.between or ())
    return sorted_pair([str(place.sender), str(place.host)])


def places_of(scenario: Scenario) -> dict[str, Channel | Tie]:
    """All that a move can be made on, by id: posts, institutions and ties."""
    return {**scenario.channels, **scenario.ties}


def place_of(scenario: Scenario, id_: str | None) -> Channel | Tie | None:
    """The channel or tie of an id; None where there is none."""
    return None if id_ is None else scenario.channels.get(id_) or scenario.ties.get(id_)


def implied_relations(scenario: Scenario) -> dict[tuple[str, str], str]:
    """Id of each relation that exists only because a channel or a tie joins two parties, by the pair."""
    given = {sorted_pair(relation.between) for relation in scenario.relations.values()}
    joined = {pair_of(c) for c in scenario.channels.values() if c.between or (c.sender and c.host)}
    joined |= {pair_of(tie) for tie in scenario.ties.values()}
    return {pair: "_".join(pair) for pair in sorted(joined - given)}


def relations_of(scenario: Scenario) -> dict[str, Relation]:
    """All relations of a scenario by id: those given, and those implied."""
    implied = implied_relations(scenario)
    return dict(scenario.relations) | {name: Relation(between=list(pair)) for pair, name in implied.items()}


def partners_of(scenario: Scenario) -> dict[str, list[str]]:
    """Ids of the parties that each party deals with, sorted."""
    found: dict[str, list[str]] = {party: [] for party in (*scenario.states, *scenario.alliances)}
    given = {sorted_pair(relation.between) for relation in scenario.relations.values()}
    for a, b in sorted(given | implied_relations(scenario).keys()):
        found.setdefault(a, []).append(b)
        found.setdefault(b, []).append(a)
    return {party: sorted(others) for party, others in found.items()}


def allies_of(scenario: Scenario, trigger: Trigger) -> list[str]:
    """Ids of the states that may take the victim's side, sorted: all that share an alliance with it but the author."""
    shared = [alliance.members for alliance in scenario.alliances.values() if trigger.victim in alliance.members]
    return sorted({member for members in shared for member in members} - {trigger.victim, trigger.author})
