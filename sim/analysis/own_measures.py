"""Users' own measures asked of each history: yes or no, a number, or nothing where it is not defined."""

import inspect
import math
import os
import re
import warnings
from collections.abc import Callable, Sequence
from dataclasses import replace
from numbers import Real
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

from sim.engine.compiled.ensemble import Ensemble
from sim.engine.compiled.wanted import Wanted
from sim.engine.trajectory import Trajectory
from sim.rules.curves import Curves
from sim.scenario.arguments import shown
from sim.scenario.own_measure import OwnMeasure, OwnMeasureError
from sim.scenario.own_rule_code import reason_of
from sim.scenario.problems import printable
from sim.scenario.schema import Scenario

from .history import History
from .where_defined import UndefinedMeasureWarning

TRIED = 20  # histories at most, to see whether a measure says yes or no, or gives numbers
EXPECTED = {True: "True, False or None", False: "a number or None", None: "a number, True, False or None"}


class OwnMeasures:
    """Own measures as the driver asks them of each run.

    Parameters
    ----------
    measures : those whose ``is_share`` is None learn it from what they give

    Attributes
    ----------
    names : tuple of str
    uses_curves : whether one of them ever read a curve
    is_share : of each, whether it says yes or no; None where it is not known
    """

    def __init__(self, measures: Sequence[OwnMeasure]) -> None:
        self.names = tuple(measure.name for measure in measures)
        self.uses_curves = False
        self._functions = [measure.ready() for measure in measures]
        self.is_share = [
            _annotated(function) if measure.is_share is None else measure.is_share
            for measure, function in zip(measures, self._functions, strict=True)
        ]

    def __call__(self, trajectory: Trajectory, curves: Callable[[], Curves]) -> list[float]:
        """Values of a run: 1 for yes, 0 for no, NaN where a measure is not defined.

        Raises
        ------
        OwnMeasureError
            If a function fails, or gives what is no number.
        """

        def noted() -> Curves:
            self.uses_curves = True
            return curves()

        history = History(trajectory, noted)
        try:
            return [self._value(m, history) for m in range(len(self.names))]
        finally:
            history.end()

    def _value(self, m: int, history: History) -> float:
        function, run = self._functions[m], history.run
        try:
            given = function(history)
        except (Exception, SystemExit) as problem:  # all that a user's function may raise
            where, why = _place_of(problem.__traceback__, function), reason_of(problem)
            said = f"{type(problem).__name__}: {why}" if str(problem) else type(problem).__name__
            raise OwnMeasureError(f"{where}: measure {self.names[m]} failed in history {run}: {said}") from None
        number, is_share = _read(given)
        if is_share is None and not math.isnan(number):
            raise self._refused(m, given, run)
        if is_share is not None:
            if self.is_share[m] not in (None, is_share):
                raise self._refused(m, given, run)
            self.is_share[m] = is_share
        return number

    def _refused(self, m: int, given: Any, run: int) -> OwnMeasureError:
        where, expected = _start_of(self._functions[m]), EXPECTED[self.is_share[m]]
        what = f"{shown(given)} ({type(given).__name__})"
        said = f"{where}: measure {self.names[m]} gave {what} in history {run}; expected {expected}"
        return OwnMeasureError(f"{said} in every history" if self.is_share[m] is not None else said)


def tried(measures: Sequence[OwnMeasure], scenario: Scenario, seed: int, n_days: int | None = None) -> Any:
    """Ask measures of the first histories, and note of each whether it says yes or no, or gives numbers.

    One that is defined in none of them gives numbers, and there is a warning: most likely its function lacks a
    ``return``.

    Returns
    -------
    tuple of OwnMeasure

    Raises
    ------
    OwnMeasureError
        If one cannot be used, fails, or gives another value of the same history when it is asked again.
    """
    if not measures:
        return ()
    asked = OwnMeasures(measures)
    ensemble = Ensemble(scenario, seed, Wanted(measured=asked), n_days, 1, 2 * TRIED)
    for run in range(TRIED):
        first, again = (ensemble.play([run]).measured[0] for _ in range(2))
        _check_same(asked, measures, first, again, run)
        if None not in asked.is_share:
            break
    for measure, is_share in zip(measures, asked.is_share, strict=True):
        if is_share is None:
            said = f"{_start_of(measure.ready())}: measure {measure.name} gave nothing in any of the first {TRIED}"
            warnings.warn(UndefinedMeasureWarning(f"{said} histories; is a `return` missing?"), stacklevel=2)
    return tuple(
        replace(measure, is_share=bool(is_share)) for measure, is_share in zip(measures, asked.is_share, strict=True)
    )


def _check_same(asked: OwnMeasures, measures: Sequence[OwnMeasure], first: Any, again: Any, run: int) -> None:
    for m, measure in enumerate(measures):
        if not np.array_equal(first[m], again[m], equal_nan=True):
            where = _start_of(measure.ready())
            raise OwnMeasureError(
                f"{where}: measure {asked.names[m]} gave {first[m]:g} and then {again[m]:g} of the same history {run}; "
                "expected one that depends on nothing but the history"
            )


def _read(given: Any) -> tuple[float, bool | None]:
    """What a measure gave as a number, and whether it was yes or no; None of nothing, and of what is refused."""
    if given is None or _is_missing(given):
        return math.nan, None
    if isinstance(given, bool | np.bool_):
        return float(given), True
    if isinstance(given, Real):
        try:
            number = float(given)
        except (OverflowError, ValueError):
            return math.inf, None
        return (number, False) if math.isfinite(number) else (number, None)
    return math.inf, None


def _is_missing(given: Any) -> bool:
    """Whether it is the missing value of pandas."""
    return type(given).__name__ in ("NAType", "NaTType")


def _annotated(function: Any) -> bool | None:
    """Whether a function says of itself that it gives yes or no (True) or a number (False)."""
    try:
        said = inspect.signature(function).return_annotation
    except (TypeError, ValueError):
        return None
    words = re.findall(r"\w+", said.__name__ if isinstance(said, type) else str(said))
    if "bool" in words:
        return True
    return False if {"int", "float"} & {*words} else None


def _place_of(trace: TracebackType | None, function: Any) -> str:
    """File and line of a user's code where something was raised: the last one in the file of the measure."""
    own, found = _file_of(function), None
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename == own:
            found = f"{_short(code.co_filename)}:{trace.tb_lineno}"
        trace = trace.tb_next
    return found or _start_of(function)


def _start_of(function: Any) -> str:
    """File and line where a function begins; its name where it has none."""
    line = getattr(_code_of(function), "co_firstlineno", 0)
    file = _file_of(function)
    return f"{_short(file)}:{line}" if file else getattr(function, "__qualname__", type(function).__qualname__)


def _code_of(function: Any) -> Any:
    plain = inspect.unwrap(function)
    return getattr(plain, "__code__", None) or getattr(getattr(type(plain), "__call__", None), "__code__", None)  # noqa: B004


def _file_of(function: Any) -> str:
    return getattr(_code_of(function), "co_filename", "")


def _short(file: str) -> str:
    """A file as seen from the current folder, where it is below it."""
    relative = os.path.relpath(file) if os.path.isabs(file) and Path(file).is_relative_to(Path.cwd()) else file
    return printable(relative, 4096)
