"""A scenario read once, from a file or as Python holds it; from it many are made that differ in a few settings."""

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .arguments import flag, texts
from .checked import checked, in_order
from .document import Node, read_document
from .files import named_scenario, scenario_text
from .own_rule import MISSING, NoRuleError, RuleFile
from .own_rule_file import RuleFinder
from .problems import Origin, Problem, ScenarioError
from .rules_of import rules_of
from .schema import TABLES, Scenario
from .tree import apply_settings, tree_of_file, tree_of_mapping


@dataclass(frozen=True)
class BaseScenario:
    """A scenario as it was when it was read; what is written to its file afterwards changes nothing here.

    Attributes
    ----------
    scenario : Scenario, before any further setting
    path : Path of the file; None of a scenario that Python holds
    tree : bytes, the values of the file with the places where they stand
    finder : RuleFinder, which knows the own rules that were looked for
    """

    scenario: Scenario
    path: Path | None
    tree: bytes
    finder: RuleFinder

    @classmethod
    def read(
        cls,
        source: str | Path | Scenario,
        settings: Sequence[str] = (),
        *,
        trust: bool = False,
        of_file: Iterable[str] = (),
        is_alone: bool = False,
    ) -> "BaseScenario":
        """Read a scenario as :func:`sim.scenario.load.load_scenario` does, with the same errors.

        Parameters
        ----------
        source : name or path of a file, or a Scenario
        of_file : paths of settings, now and later, that a file holds and no user typed
        is_alone : whether no own rule may be in the current folder, unless the file lies there
        """
        settings = texts("settings", settings)
        if isinstance(source, Scenario):
            return cls._of(source, settings, flag("trust", trust))
        path = named_scenario(source)
        problems: list[Problem] = []
        try:
            root = tree_of_file(path, scenario_text(path), settings, problems)
            tree = pickle.dumps(root)
            finder = RuleFinder(path, flag("trust", trust), frozenset(of_file), is_alone)
            return cls(checked(root, problems, finder).set_beside(settings), path, tree, finder)
        except ScenarioError as error:
            raise in_order(error, path) from None

    @classmethod
    def _of(cls, scenario: Scenario, settings: Sequence[str], trust: bool) -> "BaseScenario":
        """A scenario that Python holds; own rules that were found for it stay as they were found."""
        problems: list[Problem] = []
        finder = RuleFinder(trust=trust)
        finder.known.update({(rule.path, None): rule for rule in scenario.found_rules.by_policy.values()})
        whole = scenario.model_copy(update=dict.fromkeys(TABLES))  # their rows are among the entries
        root = tree_of_mapping(whole.model_dump(by_alias=True, exclude_none=True), settings, problems)
        both = checked(root, problems, finder).set_beside((*scenario.settings, *settings))
        return cls(both, None, pickle.dumps(root), finder)

    def with_settings(self, settings: Sequence[str]) -> Scenario:
        """The scenario that ``load_scenario`` gives with these settings after the first ones.

        Reading a file takes ten times as long as this.

        Raises
        ------
        ScenarioError
            With every problem found.
        """
        root: Node = pickle.loads(self.tree)
        problems: list[Problem] = []
        apply_settings(settings, root, problems)
        try:
            return checked(root, problems, self.finder).set_beside((*self.scenario.settings, *settings))
        except ScenarioError as error:
            raise in_order(error, self.path) if self.path else error from None

    def rules(self, settings: Iterable[str]) -> list[RuleFile]:
        """Own rules of the scenario and of settings ``path=value``; one that cannot be used is ``MISSING``."""
        found = rules_of(self.scenario)
        for setting in settings:
            for path in _rules_named(setting):
                try:
                    found.append(self.finder.find(path, Origin(None, setting=setting)))
                except NoRuleError:
                    found.append(RuleFile(path, None, MISSING, None))
        return list(dict.fromkeys(found))


def _rules_named(setting: str) -> Iterator[str]:
    """Own rules that a setting names, whether it sets the key or a section around it."""
    path, _, text = setting.partition("=")
    node = read_document(text, Origin(None, setting=setting), []) if "own_rule" in setting else None
    if node is not None:
        below = [(tuple(path.strip().split(".")), node), *node.walk()]
        yield from (str(found.value) for place, found in below if place[-1] == "own_rule" and found.value is not None)
