"""What this installation is made of: versions, the rules as they are run, room in the folder for results."""

import platform
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sim.version import __version__

from .check import told
from .checks import LIBRARIES


def surroundings(folder: Path) -> list[str]:
    """A line each on versions, rules and the folder for results, which need not be there."""
    return [
        _versions(),
        f"Rules: {_or_why_not(_rules)}.",
        f"Folder {folder}: {_or_why_not(lambda: _free(folder))}.",
    ]


def _versions() -> str:
    libraries = ", ".join(f"{name} {_version(name)}" for name in LIBRARIES)
    return (
        f"detente {__version__} with Python {platform.python_version()}, {libraries}, on {platform.system()} "
        f"{platform.machine()}."
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _or_why_not(tell: Callable[[], str]) -> str:
    try:
        return tell()
    except Exception as problem:  # a library is broken, which the checks are about to say
        return f"cannot be told ({told(problem)})"


def _rules() -> str:
    """How the rules are run."""
    from sim.compiling.cache_folder import IS_KEPT
    from sim.compiling.driver import kept_in
    from sim.engine.compiled.ensemble import Ensemble
    from sim.scenario.load import load_scenario

    from .drivers import LESSON, shipped

    ensemble = Ensemble(load_scenario(shipped(LESSON)), n_threads=1)
    if not ensemble.is_compiled:
        return "interpreted, as compiling is switched off (NUMBA_DISABLE_JIT)"
    if not ensemble.needs_compiling:
        ensemble.prepare()
        return f"compiled {ensemble.origin}; machine code was made before, and is kept in {kept_in()}"
    into = f"for this {'machine, once' if IS_KEPT else 'process alone'}, into {kept_in()}"
    if ensemble.is_linked:
        return f"compiled at release; machine code is to be made of them {into}"
    return f"to be compiled {into}"


def _free(folder: Path) -> str:
    from sim.analysis.units import in_units
    from sim.sweeps.size import free_disk

    return f"{in_units(free_disk(folder))} free on its disk"
