"""What results depend on beside the scenario: releases, the rules as they stand, the files of users' own rules."""

import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim.rules.jit import sources_digest
from sim.scenario.own_rule import MISSING, RuleFile, digests
from sim.scenario.own_rule_file import digest_of
from sim.version import __version__


@cache
def releases() -> dict[str, str]:
    """Versions by name, and a hash of the rules, which in a copy of the sources may be edited within a release."""
    packages = {name: version(name) for name in ("numba", "numpy", "pyarrow")}
    return {"detente": __version__, "rules of detente": sources_digest(), **packages}


def digests_here(rules: Iterable[RuleFile]) -> dict[str, str]:
    """First digits of the hash of each file of the rules as it is on this machine now, named as in ``digests``."""
    files = (entry for rule in rules for entry in rule.files.items())
    return {name: _digest_here(file, digest) for name, (file, digest) in files}


def _digest_here(file: Path | None, digest: str) -> str:
    if file is None:
        return digest
    try:
        return digest_of(file.read_bytes())
    except OSError:
        return MISSING


def made_with(rules: Iterable[RuleFile]) -> dict[str, Any]:
    """What a result was computed with: release, Python, libraries, and the files of own rules; for its manifest."""
    return {
        "version": __version__,
        "python": platform.python_version(),
        "libraries": {name: version(name) for name in ("mesa", "numpy", "numba", "pandas")},
        "own_rules": digests(rules),
    }
