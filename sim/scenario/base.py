"""A scenario file read once, from which many scenarios are made that differ in a few settings."""

import pickle
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .arguments import texts
from .document import Node
from .load import _add_table, _apply, _checked, _find, _inherited, _rank, _text_of
from .problems import Problem, ScenarioError, shown
from .schema import Scenario


@dataclass(frozen=True)
class BaseScenario:
    """A scenario as its file was when it was read; what is written to the file afterwards changes nothing here.

    Attributes
    ----------
    scenario : Scenario, before any further setting
    path : Path of the file
    tree : bytes, the values of the file with the places where they stand
    """

    scenario: Scenario
    path: Path
    tree: bytes

    @classmethod
    def read(cls, source: str | Path, sets: Sequence[str] = ()) -> "BaseScenario":
        """Read a scenario as :func:`sim.scenario.load.load_scenario` does, with the same errors."""
        sets = texts("sets", sets)
        path = _find(source, Path(), Problem(None, (), f"there is no scenario {shown(str(source))}"))
        problems: list[Problem] = []
        try:
            root = _inherited(path, _text_of(path), problems, ())
            _set(root, [setting for setting in sets if _names_a_table(setting)], problems)
            _add_table(root, path, problems)
            _set(root, [setting for setting in sets if not _names_a_table(setting)], problems)
            tree = pickle.dumps(root)
            return cls(_checked(root, problems), path, tree)
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
            return _checked(root, problems)
        except ScenarioError as error:
            raise _in_order(error, self.path) from None


def _set(root: Node, settings: Sequence[str], problems: list[Problem]) -> None:
    for setting in settings:
        _apply(root, setting, problems)


def _names_a_table(setting: str) -> bool:
    return setting.partition("=")[0].strip() == "observed_from"


def _in_order(error: ScenarioError, path: Path) -> ScenarioError:
    return ScenarioError(sorted(error.problems, key=lambda problem: _rank(problem, path)))
