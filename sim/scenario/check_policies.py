"""The policies of a scenario: that those named exist, and what mixtures draw from."""

from collections.abc import Iterator

from sim.rules.policies import PRESETS

from .problems import Finding, absent
from .schema import Alliance, Ministry, Scenario, State

Path = tuple[str, ...]


def actors(scenario: Scenario) -> Iterator[tuple[Path, State | Alliance, str, dict[str, Ministry]]]:
    """Every party with its path, and the key and content of the ministries that it lists."""
    for id_, state in scenario.states.items():
        yield ("states", id_), state, "ministries", state.ministries
    for id_, alliance in scenario.alliances.items():
        yield ("alliances", id_), alliance, "organs", alliance.organs


def check_policies(scenario: Scenario) -> Iterator[Finding]:
    """Problems of the policies, and of who follows which."""
    names = {*scenario.policies, *PRESETS}
    for path, actor, key, ministries in actors(scenario):
        if actor.policy not in names:
            yield absent((*path, "policy"), "policy", actor.policy, names)
        for id_, ministry in ministries.items():
            if ministry.policy is not None and ministry.policy not in names:
                yield absent((*path, key, id_, "policy"), "policy", ministry.policy, names)
    for id_ in scenario.policies:
        yield from _mixture(("policies", id_, "mixture"), id_, scenario)


def _mixture(path: Path, id_: str, scenario: Scenario) -> Iterator[Finding]:
    """A mixture draws from policies that are no mixtures themselves."""
    names = {*scenario.policies, *PRESETS}
    for part in scenario.policies[id_].mixture:
        if part not in names:
            yield absent((*path, part), "policy", part, names)
        elif part in scenario.policies and scenario.policies[part].mixture:
            yield Finding((*path, part), f"'{part}' is a mixture itself", "a policy that is none")
