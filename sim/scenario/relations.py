"""Who deals with whom: the relations given, and those implied by a channel that joins two parties."""

from collections.abc import Iterable

from .schema import Channel, Relation, Scenario, Trigger


def sorted_pair(between: Iterable[str]) -> tuple[str, str]:
    """Two party ids in sorted order, as dyads have them."""
    a, b = sorted(between)
    return a, b


def pair_of(channel: Channel) -> tuple[str, str]:
    """The two parties that a channel joins, sorted."""
    return sorted_pair(channel.between or [str(channel.sender), str(channel.host)])


def implied_relations(scenario: Scenario) -> dict[tuple[str, str], str]:
    """Id of each relation that exists only because a channel joins two parties, by the pair."""
    given = {sorted_pair(relation.between) for relation in scenario.relations.values()}
    joined = {pair_of(c) for c in scenario.channels.values() if c.between or (c.sender and c.host)}
    return {pair: "_".join(pair) for pair in sorted(joined - given)}


def relations_of(scenario: Scenario) -> dict[str, Relation]:
    """All relations of a scenario by id: those given, and those implied."""
    implied = implied_relations(scenario)
    return dict(scenario.relations) | {name: Relation(between=list(pair)) for pair, name in implied.items()}


def allies_of(scenario: Scenario, trigger: Trigger) -> list[str]:
    """Ids of the states that may take the victim's side, sorted: all that share an alliance with it but the author."""
    shared = [alliance.members for alliance in scenario.alliances.values() if trigger.victim in alliance.members]
    return sorted({member for members in shared for member in members} - {trigger.victim, trigger.author})
