"""All checks of this installation, in the order in which they are done."""

import os
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .check import Check, CheckError, told

if TYPE_CHECKING:
    from sim.engine.compiled.ensemble import Ensemble

SCENARIOS = "Scenarios that ship"
LIBRARIES = ("numpy", "numba", "mesa", "pandas", "pyarrow")

INSTALL_AGAIN = "Install again, with the versions of constraints.txt, before you rely on any result."
ANOTHER_PLATFORM = (
    "Install again, with the versions of constraints.txt. Where results differ all the same, tell with yours on what "
    "platform and with what versions they were made: others may get other numbers."
)
ANOTHER_FOLDER = (
    "A network disk may not keep files and locks as a disk of this computer does: two processes could fill one folder, "
    "or a power cut leave half a file. Choose a folder on a local disk with --out, and copy results afterwards."
)


def checks_for(folder: Path, prepare: "Callable[[Ensemble], None]") -> list[Check]:
    """Checks of what is computed here, and of a folder for results.

    Parameters
    ----------
    folder : Path, which need not be there
    prepare : makes the rules of an ensemble ready, and says so where that takes long
    """
    return [*_of_numbers(prepare), *_of_folder(folder)]


def _of_numbers(prepare: "Callable[[Ensemble], None]") -> list[Check]:
    vectors, by_hand = "published vectors of Threefry-4x32-20", "five numbers worked by hand"
    known, same = "known_answers", "drivers"
    table: list[tuple[str, str, Callable[[], None]]] = [
        ("Libraries", "can be imported", _import_all),
        ("Draws", vectors, _later(known, "check_draws", False)),
        ("Rules", by_hand, _later(known, "check_rules", False)),
        (SCENARIOS, "moves and curves on the authors' platform", _later("golden", "check_golden")),
    ]
    if os.environ.get("NUMBA_DISABLE_JIT", "") in ("", "0"):
        table += [
            ("Compiling", "the rules compile, or did so before", _later(same, "check_compiled", prepare)),
            ("Draws, compiled", vectors, _later(known, "check_draws", True)),
            ("Rules, compiled", by_hand, _later(known, "check_rules", True)),
        ]
    table += [
        ("Drivers", "of one run and of many: bit for bit, two runs of each scenario", _later(same, "check_drivers")),
        ("Threads", "one and two: bit for bit", _later(same, "check_threads")),
        ("Processes", "a small sweep in this one and in others", _later(same, "check_processes")),
    ]
    special = {SCENARIOS: ANOTHER_PLATFORM}
    return [Check(name, against, run, special.get(name, INSTALL_AGAIN)) for name, against, run in table]


def _of_folder(folder: Path) -> list[Check]:
    table = [
        ("Writing a file", "whole, under its name alone", "check_writing"),
        ("Replacing a file", "the old one until the new one is whole", "check_replacing"),
        ("Lock", "a second process is kept out of a folder", "check_lock"),
        ("Lock after a kill", "the folder of a killed process is free", "check_lock_after_kill"),
    ]
    return [Check(name, against, _later("folder", check, folder), ANOTHER_FOLDER) for name, against, check in table]


def _later(module: str, function: str, *arguments: Any) -> Callable[[], None]:
    """Import what a check needs when it is done, so that a broken library fails what needs it and nothing else."""

    def run() -> None:
        getattr(import_module(f"{__package__}.{module}"), function)(*arguments)

    return run


def _import_all() -> None:
    """Import the libraries that numbers and tables are made with."""
    problems = []
    for name in LIBRARIES:
        try:
            import_module(name)
        except Exception as problem:  # also what a library raises that does not suit another
            problems.append(f"{name}: {told(problem)}")
    if problems:
        raise CheckError("; ".join(problems))
