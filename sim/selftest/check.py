"""A check of this installation: what it is held against, and how it went."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from sim.results.files import OutputError
from sim.scenario.problems import ScenarioError, printable

LONGEST_REASON = 500


class CheckError(Exception):
    """What was found is not what it should be; the message says what."""


@dataclass(frozen=True)
class Check:
    """Something about this installation that either holds or does not.

    Attributes
    ----------
    name : str, what is checked
    against : str, what it is held against
    run : does the check, and raises where it fails
    advice : str, what to do where it fails; may be empty
    """

    name: str
    against: str
    run: Callable[[], None]
    advice: str = ""


@dataclass(frozen=True)
class Verdict:
    """How a check went: why it failed, empty where it did not, and how many seconds it took."""

    check: Check
    reason: str
    seconds: float

    @property
    def has_passed(self) -> bool:
        """Whether what was checked holds."""
        return not self.reason


def carry_out(check: Check) -> Verdict:
    """Do a check; whatever it raises is why it failed."""
    begun, reason = time.perf_counter(), ""
    try:
        check.run()
    except Exception as problem:
        reason = told(problem)
    return Verdict(check, reason, time.perf_counter() - begun)


def told(problem: Exception) -> str:
    """What went wrong, on one line."""
    if isinstance(problem, OSError) and problem.strerror:
        where = "" if problem.filename is None else f"{problem.filename}: "
        return printable(f"{where}{problem.strerror}", LONGEST_REASON)
    text = " ".join(str(problem).split())
    if not isinstance(problem, CheckError | OutputError | ScenarioError):
        text = f"{type(problem).__name__}: {text}" if text else type(problem).__name__
    return printable(text, LONGEST_REASON)
