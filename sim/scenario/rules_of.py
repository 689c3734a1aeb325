"""The own rules that the policies of a scenario name, as they were found."""

from .own_rule import RuleFile
from .own_rule_file import RuleFinder
from .schema import Scenario


def rule_of(scenario: Scenario, policy: str) -> RuleFile | None:
    """Own rule of a policy, if it has one; in a scenario that was made in Python it is looked for now.

    Raises
    ------
    NoRuleError
        If there is none where it may be.
    """
    named = scenario.policies[policy].own_rule if policy in scenario.policies else None
    if named is None:
        return None
    found = scenario.found_rules.by_policy.get(policy)
    return found if found is not None and found.path == named else RuleFinder().find(named)


def rules_of(scenario: Scenario) -> list[RuleFile]:
    """Own rules of all policies, also of those that no actor follows."""
    return [rule for policy in scenario.policies if (rule := rule_of(scenario, policy)) is not None]


def with_rules_found(scenario: Scenario, trust: bool) -> Scenario:
    """Scenario made in Python with its own rules found; those that a reader of files found stay."""
    if not trust:
        return scenario
    finder, known = RuleFinder(trust=True), scenario.found_rules.by_policy
    found = {
        id_: known[id_] if id_ in known and known[id_].path == policy.own_rule else finder.find(policy.own_rule)
        for id_, policy in scenario.policies.items()
        if policy.own_rule
    }
    return scenario.with_found_rules(found)
