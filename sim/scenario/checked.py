"""From the tree of a scenario to the scenario, or to everything that is wrong with it."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pydantic import ValidationError

from .check import findings_of
from .document import Node
from .limits import MOST_PROBLEMS
from .own_rule import NoRuleError, RuleFile
from .own_rule_file import RuleFinder
from .problems import Origin, Problem, ScenarioError, unknown_name
from .schema import Scenario
from .wording import in_plain_words, place


def checked(root: Node, problems: list[Problem], finder: RuleFinder) -> Scenario:
    """Scenario of a tree, if its values and references are sound; raises ScenarioError with every problem."""
    try:
        # the names of the file only: `from`, not the `from_` of Python
        scenario = Scenario.model_validate(root.plain(), by_alias=True, by_name=False)
    except ValidationError as error:
        known = {problem.path for problem in problems}
        details = error.errors(include_url=False)[:MOST_PROBLEMS]
        found = (in_plain_words(detail, root) for detail in details)
        raise ScenarioError([*problems, *(problem for problem in found if problem.path not in known)]) from None
    problems = [*problems, *islice(_broken_references(scenario, root), MOST_PROBLEMS)]
    rules = dict(_own_rules(scenario, root, finder, problems))
    if problems:
        raise ScenarioError(problems)
    return scenario.with_found_rules(rules)


def in_order(error: ScenarioError, path: Path) -> ScenarioError:
    """The same error with its problems in the order of the file, then of the files it extends, then of the settings."""
    return ScenarioError(sorted(error.problems, key=lambda problem: _rank(problem, path)))


def _rank(problem: Problem, path: Path) -> tuple[bool, bool, str, int, int]:
    """Order of problems: the file itself, the files it extends, the settings; each from top to bottom."""
    origin = problem.origin or Origin(path)
    return origin.file is None, origin.file != path, str(origin.file), origin.line, origin.column


def _own_rules(
    scenario: Scenario, root: Node, finder: RuleFinder, problems: list[Problem]
) -> Iterator[tuple[str, RuleFile]]:
    """Own rules by policy, found and not run; what is wrong with one is added to ``problems``."""
    for id_, policy in scenario.policies.items():
        path = ("policies", id_, "own_rule")
        if policy.own_rule is not None:
            where = place(root, path)
            try:
                yield id_, finder.find(policy.own_rule, where)
            except NoRuleError as error:
                problems.append(Problem(where, path, error.problem, error.expected))


def _broken_references(scenario: Scenario, root: Node) -> Iterator[Problem]:
    for path, problem, expected, candidates, word in findings_of(scenario):
        where = place(root, path)
        if expected or not candidates:
            yield Problem(where, path, problem, expected)
        else:
            yield unknown_name(where, path, problem, word, candidates)
