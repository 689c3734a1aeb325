"""What Python users give as arguments, read alike at every door: whole numbers, days, texts, paths.

A number may come from numpy or pandas, a day as a text or a timestamp, a list as a tuple or an index.
"""

import operator
import os
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from .problems import printable
from .schema import Scenario

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?![0-9])")  # of all forms of ISO the one that everybody reads
LARGEST_SEED = 2**64 - 1
LARGEST_RUN = 2**32 - 1


def whole_number(name: str, value: Any, low: int, high: int | None = None) -> int:
    """Read a whole number of Python, numpy or pandas; a truth value is none, nor is a number with a decimal point.

    Parameters
    ----------
    name : how the caller knows the argument
    high : int; without a limit if absent

    Raises
    ------
    ValueError
        If it is none, or out of range.

    Examples
    --------
    >>> whole_number("seed", True, 0)
    Traceback (most recent call last):
    ValueError: seed True: expected a whole number from 0 on
    """
    try:
        number = None if isinstance(value, bool) else operator.index(value)
    except TypeError:
        number = None
    if number is None or number < low or (high is not None and number > high):
        until = "on" if high is None else f"to {high}"
        raise ValueError(f"{name} {shown(value)}: expected a whole number from {low} {until}")
    return number


def day(name: str, value: Any) -> date:
    """Read a day: an ISO text, a date, or a moment of datetime, pandas or numpy, whose time of day does not count.

    Raises
    ------
    ValueError
        If it is none.
    """
    found = _day_of(value)
    if found is None:
        raise ValueError(f"{name} {shown(value)}: expected a day, such as 2030-03-01")
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
    """Read a day of a scenario; raises ValueError where it is none, or before the first or after the last."""
    found = day(name, value)
    if not scenario.start <= found <= scenario.end:
        raise ValueError(f"{name} {found} is outside the scenario, {scenario.start} to {scenario.end}")
    return found


def text(name: str, value: Any) -> str:
    """Read one text; raises ValueError where it is none."""
    if not isinstance(value, str):
        raise ValueError(f"{name} {shown(value)}: expected a text")
    return str(value)


def texts(name: str, value: Any) -> tuple[str, ...]:
    """Read some texts in their order; a single one is a list of one, and None is none.

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
        raise ValueError(f"{name} {shown(value)}: expected a list of texts{why}")
    found = tuple(value)
    for entry in found:
        if not isinstance(entry, str):
            raise ValueError(f"{name}: {shown(entry)} is no text; expected a list of texts")
    return tuple(map(str, found))  # a text of numpy is one of Python, too


def flag(name: str, value: Any) -> bool:
    """Read a yes or no; raises ValueError for anything else: a text such as "no" would count as yes."""
    plain = value.item() if getattr(getattr(value, "dtype", None), "kind", "") == "b" else value
    if not isinstance(plain, bool):
        raise ValueError(f"{name} {shown(value)}: expected True or False")
    return plain


def path(name: str, value: Any) -> Path:
    """Read a path; raises ValueError where it is none."""
    given = os.fspath(value) if isinstance(value, str | os.PathLike) else ""
    if not isinstance(given, str) or not given:
        raise ValueError(f"{name} {shown(value)}: expected a path")
    return Path(given)


def scenario(name: str, value: Any) -> Scenario:
    """Hold an argument to be a scenario that has been read; raises ValueError where it is none."""
    if not isinstance(value, Scenario):
        raise ValueError(f"{name} {shown(value)}: expected a Scenario, as load_scenario returns it")
    return value


def shown(value: Any) -> str:
    """An argument as a line quotes it."""
    return printable(" ".join(repr(value).split()), 60)
