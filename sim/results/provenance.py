"""What results depend on beside the scenario: releases, the rules as they stand, the files of users' own rules."""

import hashlib
import platform
from collections.abc import Iterable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sim.compiling.cache_folder import sources_digest
from sim.scenario.own_rule import MISSING, RuleFile, digests
from sim.scenario.own_rule_file import digest_of
from sim.version import __version__

from .own_files import NOT_KEPT, OWN_FILES, not_kept, texts_of

LIBRARIES = ("mesa", "numpy", "numba", "llvmlite", "pandas", "pyarrow", "scipy", "matplotlib")
PACKAGE = Path(__file__).parents[1]


@cache
def releases() -> dict[str, str]:
    """Versions by name, and a hash of the rules, which in a copy of the sources may be edited within a release."""
    packages = {name: version(name) for name in ("numba", "numpy", "pyarrow")}
    return {"detente": __version__, "rules of detente": sources_digest(), **packages}


@cache
def code_digest() -> str:
    """First digits of a hash of all code of detente, which in a copy of the sources may be edited within a release."""
    digest = hashlib.sha256()
    for source in sorted(PACKAGE.rglob("*.py")):
        digest.update(source.relative_to(PACKAGE).as_posix().encode())
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]


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


def surroundings() -> dict[str, Any]:
    """Release and code of detente, Python, libraries and kind of machine: what may change a digit of a result."""
    return {
        "version": __version__,
        "code": code_digest(),
        "python": platform.python_version(),
        "platform": f"{platform.system()} {platform.machine()}",
        "libraries": {name: version(name) for name in LIBRARIES},
    }


def made_with(rules: Iterable[RuleFile]) -> dict[str, Any]:
    """What a result was computed with: surroundings, and own rules with the text of their files; for its manifest."""
    rules = list(rules)
    files = {OWN_FILES: texts_of(rules), NOT_KEPT: not_kept(rules)}
    return surroundings() | {"own_rules": digests(rules), **{entry: found for entry, found in files.items() if found}}
