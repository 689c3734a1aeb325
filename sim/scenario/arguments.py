"""What Python users give as arguments, read alike at every door: whole numbers, days, texts, paths.

A number may come from numpy or pandas, a day as a text or a timestamp, a list as a tuple or an index.
"""

import inspect
import operator
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from functools import wraps
from numbers import Real
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from .characters import fault_in
from .constraints import CONSTRAINTS, EXPECTED, Constraint, constraint_of
from .problems import printable
from .schema import Scenario

Given = ParamSpec("Given")
Returned = TypeVar("Returned")

_OF_VALUES = ("changes", "change", "settings")  # by which functions take other values of a scenario
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")  # of all forms of ISO the one that everybody reads


class ArgumentError(ValueError):
    """An argument that cannot be used.

    Attributes
    ----------
    argument : str, its name in Python; the command line writes its own option instead
    value : the value given, or a text that shows it
    problem : str, what is wrong and what was expected
    """

    def __init__(self, argument: str, value: Any, problem: str) -> None:
        self.argument, self.value, self.problem = argument, value, problem
        super().__init__(f"{argument} {shown(value)}: {problem}")


def checked(door: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """Have the arguments of a public function read by the table of constraints.

    An argument whose default is None may be None.  An argument that the table does not hold is passed on.

    Raises
    ------
    ArgumentError
        When the function is called, where an argument is not what the table says.
    """
    signature = inspect.signature(door)
    rows = {name: constraint_of(name, door.__name__) for name in signature.parameters}

    @wraps(door)
    def call(*args: Given.args, **kwargs: Given.kwargs) -> Returned:
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError:
            if unknown := next((name for name in kwargs if name not in rows), ""):
                raise TypeError(_unknown_argument(door.__name__, unknown, rows)) from None
            return door(*args, **kwargs)  # says what is wrong in Python's own words
        for name, value in bound.arguments.items():
            row, is_absent = rows[name], value is None and signature.parameters[name].default is None
            if row is not None and not is_absent:
                bound.arguments[name] = read(name, value, row)
        return door(*bound.args, **bound.kwargs)

    return call


def _unknown_argument(door: str, name: str, known: Iterable[str]) -> str:
    """Say which argument was meant: that by which a function takes what another calls so, else one spelt alike."""
    said = f"{door}() has no argument {name!r}"
    if name in _OF_VALUES and (instead := next((own for own in _OF_VALUES if own in known), "")):
        return f'{said}; other values are {instead}=["PATH=value"]'
    alike = get_close_matches(name, list(known), 1)
    return f"{said}; expected {alike[0] if alike else 'one of ' + ', '.join(known)}"


def read(name: str, value: Any, row: Constraint | None = None) -> Any:
    """Read an argument as a row of the table of constraints says; that of its name if absent."""
    row = row or CONSTRAINTS[name]
    if row.kind == "whole number":
        return whole_number(name, value, row.least, row.most)
    return _READERS[row.kind](name, value)


def number(argument: str, value: Any, called: str = "") -> int:
    """Read a whole number that the table of constraints holds.

    Parameters
    ----------
    called : how the caller knows it, where that is another name
    """
    row = CONSTRAINTS[argument]
    return whole_number(called or argument, value, row.least, row.most)


def one_of(name: str, chosen: Sequence[str], known: Iterable[str]) -> None:
    """Raise ArgumentError where something chosen is not known; all of it is named."""
    allowed = list(known)
    if unknown := [value for value in chosen if value not in allowed]:
        value = unknown[0] if len(unknown) == 1 else unknown
        raise ArgumentError(name, value, f"unknown; expected one of {', '.join(allowed)}")


def whole_number(name: str, value: Any, low: int, high: int | None = None) -> int:
    """Read a whole number of Python, numpy or pandas, but no truth value and no number with a decimal point.

    Parameters
    ----------
    name : how the caller knows the argument
    high : int; without a limit if absent

    Raises
    ------
    ArgumentError
        If it is not a whole number, or out of range.

    Examples
    --------
    >>> whole_number("seed", True, 0)
    Traceback (most recent call last):
    sim.scenario.arguments.ArgumentError: seed True: expected a whole number from 0 on
    """
    try:
        number = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        number = None
    if number is None or number < low or (high is not None and number > high):
        raise ArgumentError(name, value, f"expected {Constraint('whole number', '', low, high).expected}")
    return number


def day(name: str, value: Any) -> date:
    """Read a day: an ISO text, a date, or a moment of datetime, pandas or numpy, whose time of day does not count.

    Raises
    ------
    ValueError
        If it is anything else.
    """
    found = _day_of(value)
    if found is None:
        raise ArgumentError(name, value, f"expected {EXPECTED['day']}")
    return found


def _day_of(value: Any) -> date | None:
    try:
        if isinstance(value, str):
            text = value.strip()
            return datetime.fromisoformat(text).date() if _DAY.match(text) else None
        if isinstance(value, datetime):  # also of pandas, where a missing one is not equal to itself
            return None if value != value else value.date()
        if getattr(getattr(value, "dtype", None), "kind", "") == "M" and value.ndim == 0:  # of numpy
            value = value.astype("datetime64[D]").item()
    except ValueError:
        return None
    return value if isinstance(value, date) else None


def day_of(scenario: Scenario, name: str, value: Any) -> date:
    """Read a day of a scenario; raises ArgumentError for anything else, and outside the scenario."""
    found = day(name, value)
    if not scenario.start <= found <= scenario.end:
        raise ArgumentError(
            name, found.isoformat(), f"outside the scenario; expected {scenario.start} to {scenario.end}"
        )
    return found


def text(name: str, value: Any) -> str:
    """Read one text; raises ArgumentError for anything else."""
    if not isinstance(value, str):
        raise ArgumentError(name, value, f"expected {EXPECTED['text']}")
    return str(value)


def texts(name: str, value: Any) -> tuple[str, ...]:
    """Read some texts in their order; a single one is a list of one, and None is an empty list.

    Raises
    ------
    ValueError
        If something else is among them, or they have no order.
    """
    if value is None:
        return ()
    if isinstance(value, str):
        return (str(value),)
    if isinstance(value, set | frozenset | Mapping | bytes) or not isinstance(value, Iterable):
        why = "; a set has no order" if isinstance(value, set | frozenset) else ""
        raise ArgumentError(name, value, f"expected {EXPECTED['texts']}{why}")
    found = tuple(value)
    for entry in found:
        if not isinstance(entry, str):
            raise ArgumentError(name, value, f"{shown(entry)} is not a text; expected {EXPECTED['texts']}")
    return tuple(map(str, found))  # a text of numpy is one of Python, too


def flag(name: str, value: Any) -> bool:
    """Read a yes or no; raises ValueError for anything else: a text such as "no" would count as yes."""
    plain = value.item() if getattr(getattr(value, "dtype", None), "kind", "") == "b" else value
    if not isinstance(plain, bool):
        raise ArgumentError(name, value, f"expected {EXPECTED['flag']}")
    return plain


def share(name: str, value: Any) -> float:
    """Read a share above 0, up to 1; raises ArgumentError for anything else."""
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    if not is_number or not 0 < float(value) <= 1:
        raise ArgumentError(name, value, f"expected {EXPECTED['share']}")
    return float(value)


def path(name: str, value: Any) -> Path:
    """Read a path; raises ArgumentError for anything else."""
    given = os.fspath(value) if isinstance(value, str | os.PathLike) else ""
    if not isinstance(given, str) or not given:
        raise ArgumentError(name, value, f"expected {EXPECTED['path']}")
    return Path(given)


def scenario(name: str, value: Any) -> Scenario:
    """Hold an argument to be a scenario that has been read; raises ArgumentError for anything else."""
    if not isinstance(value, Scenario):
        raise ArgumentError(name, value, "expected a Scenario, as load_scenario returns it")
    return value


def line(name: str, value: Any) -> str:
    """Read a text on one line that can be printed."""
    if not isinstance(value, str) or not value.strip() or "\n" in value or "\t" in value or fault_in(value):
        raise ArgumentError(name, value, f"expected {EXPECTED['line']}")
    return str(value)


def scenario_or_source(name: str, value: Any) -> Scenario | str:
    """Read a scenario that Python holds, or the name or path of a file."""
    if isinstance(value, Scenario):
        return value
    given = os.fspath(value) if isinstance(value, str | os.PathLike) else None
    if not isinstance(given, str):
        raise ArgumentError(name, value, f"expected {EXPECTED['scenario']}")
    return str(given)


def function(name: str, value: Any) -> Any:
    """Hold an argument to be something that can be called."""
    if not callable(value):
        raise ArgumentError(name, value, f"expected {EXPECTED['function']}")
    return value


def executor(name: str, value: Any) -> Any:
    """Hold an argument to be an executor, as ``concurrent.futures`` has them."""
    if not callable(getattr(value, "submit", None)):
        raise ArgumentError(name, value, f"expected {EXPECTED['executor']}")
    return value


def functions(name: str, value: Any) -> Any:
    """Hold an argument to be functions, or texts that name them: by name, in a list, or a single one."""
    is_list = isinstance(value, Sequence) and not isinstance(value, bytes)
    if not (isinstance(value, Mapping) or is_list or callable(value)):
        raise ArgumentError(name, value, f"expected {EXPECTED['measures']}")
    return value


def shown(value: Any) -> str:
    """An argument as a line quotes it."""
    return printable(" ".join(repr(value).split()), 60)


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "scenario": scenario_or_source,
    "line": line,
    "day": day,
    "text": text,
    "texts": texts,
    "share": share,
    "flag": flag,
    "path": path,
    "function": function,
    "executor": executor,
    "measures": functions,
}
