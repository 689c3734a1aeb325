"""Read a scenario file or mapping: what it extends, what is set beside it, and everything wrong with it at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from .arguments import flag, shown, texts
from .checked import checked, in_order
from .document import Node
from .files import named_scenario, scenario_text, shipped_scenarios
from .own_rule_file import RuleFinder
from .problems import Origin, Problem, ScenarioError, ScenarioWarning, Warnings
from .schema import Scenario
from .tree import tree_of_file, tree_of_mapping

__all__ = [
    "Origin",
    "ScenarioError",
    "ScenarioFile",
    "load_scenario",
    "read_scenario",
    "scenario_from",
    "shipped_scenarios",
]


@dataclass(frozen=True)
class ScenarioFile:
    """A scenario as read: its file and text, where every given value came from, by path; what its tables left out."""

    scenario: Scenario
    path: Path
    text: str
    origins: Mapping[tuple[str, ...], Origin]
    warnings: tuple[ScenarioWarning, ...] = ()

    def place(self, path: tuple[str, ...]) -> Origin:
        """Where a path stands, or the nearest section above it."""
        while path and path not in self.origins:
            path = path[:-1]
        return self.origins.get(path, Origin(self.path))


def load_scenario(source: str | Path, *, settings: Sequence[str] = (), trust: bool = False) -> Scenario:
    """Scenario of a file or name, read, merged, set and checked; nothing of it is run, own rules included.

    Parameters
    ----------
    source : a file, or the name of a scenario here, in ``scenarios/`` or shipped with the package
    settings : ``PATH=VALUE`` each, as in ``policies.russia.k=1.4``; the value ``null`` removes what is there
    trust : whether the file may name own rules in any module: else beside it and in installed packages alone; what
        ``settings`` name may also be in the current folder

    Raises
    ------
    ScenarioError
        With every mistake, its line and column, on one line each.
    """
    path = named_scenario(source)
    return _read(path, scenario_text(path), settings, trust)[0]


def read_scenario(source: str | Path, settings: Sequence[str] = (), *, trust: bool = False) -> ScenarioFile:
    """Read, merge, set and check a scenario; nothing of it is run, own rules included.

    Parameters
    ----------
    source : str or Path
        a file, or the name of a scenario here, in ``scenarios/`` or shipped with the package
    settings : sequence of str
        ``PATH=VALUE`` each, as in ``policies.russia.k=1.4``; the value ``null`` removes what is there
    trust : bool
        whether the file may name own rules in any module: else beside it and in installed packages alone; what
        ``settings`` name may also be in the current folder

    Returns
    -------
    ScenarioFile

    Raises
    ------
    ScenarioError
        with every problem found, in the order of the file.
    """
    path = named_scenario(source)
    return read_text(path, scenario_text(path), settings, trust=trust)


def read_text(path: Path, text: str, settings: Sequence[str] = (), *, trust: bool = False) -> ScenarioFile:
    """Read the text of a file, which may not be written yet, as :func:`read_scenario` does, with the same errors."""
    scenario, root, warnings = _read(path, text, settings, trust)
    origins = {path: node.key if isinstance(node.value, dict) else node.origin for path, node in root.walk()}
    return ScenarioFile(scenario, path, text, MappingProxyType(origins), tuple(warnings))


def _read(path: Path, text: str, settings: Sequence[str], trust: bool) -> tuple[Scenario, Node, Warnings]:
    """Scenario of a text, the tree that it was made of, and what its tables left out."""
    settings = texts("settings", settings)
    problems: list[Problem] = []
    warnings: Warnings = []
    try:
        root = tree_of_file(path, text, settings, problems, warnings)
        return checked(root, problems, RuleFinder(path, flag("trust", trust))).set_beside(settings), root, warnings
    except ScenarioError as error:
        raise in_order(error, path) from None


def scenario_from(given: Mapping[str, Any], *, settings: Sequence[str] = (), trust: bool = False) -> Scenario:
    """Scenario of a mapping that has the keys of a scenario file, checked as a file is.

    Parameters
    ----------
    given : mapping
        sections as mappings, lists as lists or tuples, days as dates or ISO texts; ``extends``, ``observed_from``
        and ``posts_from`` name files as seen from the current folder
    settings : sequence of str
        ``PATH=VALUE`` each, as in ``policies.russia.k=1.4``; the value ``null`` removes what is there
    trust : bool
        whether own rules in any module may be named; else in the current folder and in installed packages alone

    Returns
    -------
    Scenario

    Raises
    ------
    ValueError
        if what is given is no mapping.
    ScenarioError
        with every problem found, each with the path of its key.

    Examples
    --------
    >>> scenario_from({"extends": "two_states", "name": "shorter", "end": "2030-06-30"}).end
    datetime.date(2030, 6, 30)
    """
    if not isinstance(given, Mapping):
        raise ValueError(f"scenario {shown(given)}: expected a mapping with the keys of a scenario file")
    settings = texts("settings", settings)
    problems: list[Problem] = []
    root = tree_of_mapping(given, settings, problems)
    return checked(root, problems, RuleFinder(trust=flag("trust", trust))).set_beside(settings)
