"""A scenario whose governments follow named policies, instead of their own."""

from collections.abc import Sequence
from typing import Any

from sim.rules.policies import PRESETS, slots_of
from sim.scenario.arguments import ArgumentError, one_of
from sim.scenario.check import check_references
from sim.scenario.own_rule import RuleFile
from sim.scenario.own_rule_code import OwnRules
from sim.scenario.packed import packed
from sim.scenario.relations import relations_of, sorted_pair
from sim.scenario.schema import Policy, Scenario


def with_policies(scenario: Scenario, followed: dict[str, str]) -> Scenario:
    """The same scenario, in which some governments follow named policies.

    A name fills in the slots that it is about.  All others stay as the government has them: whether and where it
    breaks off, how often it keeps silent, how long it waits and remembers.

    Parameters
    ----------
    scenario : Scenario
    followed : name of a policy by party id

    Raises
    ------
    ValueError
        If the scenario is not sound with it.
    """
    parties: dict[str, Any] = {**scenario.states, **scenario.alliances}
    ids = {party: _free_id(scenario, party) for party in followed}
    own = {ids[party]: named(_policy_of(scenario, parties[party].policy), name) for party, name in followed.items()}
    sections = {
        key: {
            id_: party.model_copy(update={"policy": ids[id_]}) if id_ in followed else party
            for id_, party in getattr(scenario, key).items()
        }
        for key in ("states", "alliances")
    }
    world = scenario.model_copy(update={"policies": {**scenario.policies, **own}, **sections})
    if findings := check_references(world):
        raise ValueError(f"{'.'.join(findings[0].path)}: {findings[0].problem}")
    known = scenario.found_rules.by_policy
    kept = {ids[party]: known[parties[party].policy] for party in followed if parties[party].policy in known}
    return world.with_found_rules({**known, **kept})


def named(policy: Any, name: str) -> Any:
    """A policy by another name: what the name is about is as named, all else as the policy has it.

    Parameters
    ----------
    policy : Policy
    name : of a preset

    Returns
    -------
    Policy
    """
    before = {key: value for key, value in slots_of(PRESETS[policy.preset]).items() if getattr(policy, key) is None}
    filled = slots_of(PRESETS[name])
    answers_otherwise: dict[str, Any] = {"own_rule": None, "mixture": {}} if "how_much" in filled else {}
    return policy.model_copy(update={**before, **answers_otherwise, **filled, "preset": name})


def _policy_of(scenario: Scenario, name: str) -> Any:
    return scenario.policies.get(name) or Policy(preset=name)


def _free_id(scenario: Scenario, party: str) -> str:
    """Id of a policy that the scenario does not use."""
    name = f"{party}_as_named"
    while name in scenario.policies:
        name += "_"
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


def rules_followed(scenario: Scenario, players: tuple[str, str], policies: Sequence[str]) -> tuple[RuleFile, ...]:
    """Own rules that are followed while the players play some policies; a name may leave a rule of theirs in force."""
    found: list[RuleFile] = []
    for name in policies:
        rules: OwnRules = packed(with_policies(scenario, dict.fromkeys(players, name))).tables.own_rule
        found += [rule for rule in rules.rules if rule not in found]
    return tuple(found)
