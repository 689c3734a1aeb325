"""A scenario file read once, from which many scenarios are made that differ in a few settings."""

import pickle
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .arguments import flag, texts
from .document import Node, read_document
from .load import _add_table, _apply, _checked, _find, _inherited, _rank, _text_of
from .own_rule import MISSING, NoRuleError, RuleFile
from .own_rule_file import RuleFinder
from .problems import Origin, Problem, ScenarioError, shown
from .rules_of import rules_of
from .schema import Scenario


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
        cls, source: str | Path, sets: Sequence[str] = (), *, trust: bool = False, of_file: Iterable[str] = ()
    ) -> "BaseScenario":
        """Read a scenario as :func:`sim.scenario.load.load_scenario` does, with the same errors.

        Parameters
        ----------
        of_file : paths of settings, now and later, that a file holds and no user typed
        """
        sets = texts("sets", sets)
        path = _find(source, Path(), Problem(None, (), f"there is no scenario {shown(str(source))}"))
        problems: list[Problem] = []
        try:
            root = _inherited(path, _text_of(path), problems, ())
            _set(root, [setting for setting in sets if _names_a_table(setting)], problems)
            _add_table(root, path, problems)
            _set(root, [setting for setting in sets if not _names_a_table(setting)], problems)
            tree = pickle.dumps(root)
            finder = RuleFinder(path, flag("trust", trust), frozenset(of_file))
            return cls(_checked(root, problems, finder), path, tree, finder)
        except ScenarioError as error:
            raise _in_order(error, path) from None

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
        _set(root, settings, problems)
        try:
            return _checked(root, problems, self.finder)
        except ScenarioError as error:
            raise _in_order(error, self.path) from None

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


def _set(root: Node, settings: Sequence[str], problems: list[Problem]) -> None:
    for setting in settings:
        _apply(root, setting, problems)


def _names_a_table(setting: str) -> bool:
    return setting.partition("=")[0].strip() == "observed_from"


def _in_order(error: ScenarioError, path: Path) -> ScenarioError:
    return ScenarioError(sorted(error.problems, key=lambda problem: _rank(problem, path)))
