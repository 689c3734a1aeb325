"""A scenario whose governments follow named policies, instead of their own."""

from collections.abc import Sequence
from typing import Any

from sim.rules.policies import PRESETS
from sim.scenario.arguments import ArgumentError, one_of
from sim.scenario.check import check_references
from sim.scenario.defaults import ministries_of
from sim.scenario.own_rule import RuleFile
from sim.scenario.own_rule_code import OwnRules
from sim.scenario.packed import packed
from sim.scenario.relations import relations_of, sorted_pair
from sim.scenario.schema import Policy, Scenario


def with_policies(scenario: Scenario, followed: dict[str, str]) -> Scenario:
    """The same scenario, in which some governments follow named policies as they are named.

    Parameters
    ----------
    scenario : Scenario
    followed : name of a policy by party id

    Raises
    ------
    ValueError
        If the scenario is not sound with it.
    """
    own = {preset: _free_id(scenario, preset) for preset in followed.values()}
    policies = {**scenario.policies, **{id_: Policy(preset=preset) for preset, id_ in own.items()}}
    sections = {
        key: {
            id_: party.model_copy(update={"policy": own[followed[id_]]}) if id_ in followed else party
            for id_, party in getattr(scenario, key).items()
        }
        for key in ("states", "alliances")
    }
    world = scenario.model_copy(update={"policies": policies, **sections})
    if findings := check_references(world):
        raise ValueError(f"{'.'.join(findings[0].path)}: {findings[0].problem}")
    return world


def _free_id(scenario: Scenario, preset: str) -> str:
    """Id of a policy that the scenario does not use: the name itself may stand for something changed there."""
    name = preset
    while name in scenario.policies:
        name += "_as_named"
    return name


def policies_played(asked: Sequence[str] | None) -> list[str]:
    """Names of the policies asked for, each once; all if None.

    Raises
    ------
    ArgumentError
        If there are none, or a name is not that of a policy.
    """
    chosen = list(dict.fromkeys(PRESETS if asked is None else asked))
    one_of("policies", chosen, PRESETS)
    if not chosen:
        raise ArgumentError("policies", (), f"expected one or more of {', '.join(PRESETS)}")
    return chosen


def relation_played(scenario: Scenario, asked: str | None) -> tuple[str, tuple[str, str]]:
    """Relation whose parties play, and the two; raises ArgumentError where there is no such relation."""
    known = relations_of(scenario)
    name = next(iter([*scenario.plots.dyads, *known])) if asked is None else asked
    one_of("relation", [name], sorted(known))
    return name, sorted_pair(known[name].between)


def check_is_read(scenario: Scenario, players: tuple[str, str], settings: Sequence[str]) -> None:
    """Raise ArgumentError where a setting changes a policy that only the players follow, who play others."""
    parties: dict[str, Any] = {**scenario.states, **scenario.alliances}
    of_others = {party.policy for name, party in parties.items() if name not in players}
    of_others |= {ministry.policy for name in parties for ministry in ministries_of(scenario, name).values()}
    own = {parties[player].policy for player in players}
    for setting in settings:
        section, _, rest = setting.partition(".")
        policy = rest.partition(".")[0].partition("=")[0]
        if section == "policies" and policy in own - of_others:
            unread = "nobody would read it, for both sides play the policies by their names"
            raise ArgumentError("settings", setting, unread)


def rules_followed(scenario: Scenario, players: tuple[str, str]) -> tuple[RuleFile, ...]:
    """Own rules that others follow: the players play named policies."""
    world = with_policies(scenario, dict.fromkeys(players, next(iter(PRESETS))))
    rules: OwnRules = packed(world).tables.own_rule
    return rules.rules
