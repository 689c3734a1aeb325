"""A scenario file read once, from which many scenarios are made that differ in a few settings."""

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
from .schema import Scenario
from .tree import apply_settings, tree_of_file


@dataclass(frozen=True)
class BaseScenario:
    """A scenario as its file was when it was read; what is written to the file afterwards changes nothing here.

    Attributes
    ----------
    scenario : Scenario, before any further setting
    path : Path of the file
    tree : bytes, the values of the file with the places where they stand
    finder : RuleFinder, which knows the own rules that were looked for
    """

    scenario: Scenario
    path: Path
    tree: bytes
    finder: RuleFinder

    @classmethod
    def read(
        cls, source: str | Path, settings: Sequence[str] = (), *, trust: bool = False, of_file: Iterable[str] = ()
    ) -> "BaseScenario":
        """Read a scenario as :func:`sim.scenario.load.load_scenario` does, with the same errors.

        Parameters
        ----------
        of_file : paths of settings, now and later, that a file holds and no user typed
        """
        settings = texts("settings", settings)
        path = named_scenario(source)
        problems: list[Problem] = []
        try:
            root = tree_of_file(path, scenario_text(path), settings, problems)
            tree = pickle.dumps(root)
            finder = RuleFinder(path, flag("trust", trust), frozenset(of_file))
            return cls(checked(root, problems, finder), path, tree, finder)
        except ScenarioError as error:
            raise in_order(error, path) from None

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
            return checked(root, problems, self.finder)
        except ScenarioError as error:
            raise in_order(error, self.path) from None

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
