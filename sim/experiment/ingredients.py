"""What rows depend on beside the sweep itself: releases, the rules as they stand, the files of users' own rules."""

import hashlib
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path

from sim import __version__
from sim.rules.jit import sources_digest
from sim.scenario.own_rule import OwnRuleError, function_at
from sim.scenario.schema import Scenario


@cache
def releases() -> dict[str, str]:
    """Versions by name, and a hash of the rules, which in a copy of the sources may be edited within a release."""
    packages = {name: version(name) for name in ("numba", "numpy", "pyarrow")}
    return {"detente": __version__, "rules of detente": sources_digest(), **packages}


def own_rules(scenario: Scenario, settings: Iterable[str]) -> set[str]:
    """Import paths of own rules, in a scenario or in settings ``path=value``."""
    parts = (setting.partition("=") for setting in settings)
    varied = {value.strip() for path, _, value in parts if path.strip().endswith(".own_rule")}
    return varied | {policy.own_rule for policy in scenario.policies.values() if policy.own_rule}


def file_of(path: str) -> str:
    """First digits of the hash of the file in which an own rule stands."""
    try:
        function_at(path)
    except OwnRuleError:
        return "missing"
    file = getattr(sys.modules[path.partition(":")[0]], "__file__", None)
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()[:16] if file else "built in"
