"""A scenario as a mapping of Python, as the tree of values that a file gives."""

from collections.abc import Mapping
from datetime import date
from math import isfinite
from typing import Any

from . import arguments
from .document import MAX_DEPTH, Node
from .limits import most_at
from .problems import Origin, Problem, ScenarioError, shown
from .syntax import scalar
from .wording import shape_at

IN_PYTHON = Origin(None)
LARGEST_NUMBER = 10**300  # a file holds none with more digits

_VALUES = "a mapping, list, text, number, day, True, False or None"


def node_of(given: Mapping[str, Any], problems: list[Problem]) -> Node:
    """Tree of a mapping with the keys of a scenario file; what cannot stand in one is added to ``problems``.

    Tuples are lists; numbers and days may be numpy's or pandas', and a day also an ISO text.

    Raises
    ------
    ScenarioError
        if a section or list is too long, or too deep: all problems so far and this one.
    """
    return _node(given, (), problems)


def _node(value: Any, path: tuple[str, ...], problems: list[Problem]) -> Node:
    if len(path) > MAX_DEPTH:
        raise ScenarioError([*problems, Problem(None, path[:1], f"more than {MAX_DEPTH} levels deep")])
    value = value.item() if type(value).__module__ == "numpy" and getattr(value, "ndim", None) == 0 else value
    if isinstance(value, Mapping):
        found: Any = _section(value, path, problems)
    elif isinstance(value, list | tuple):
        _check_length(value, path, problems, is_list=True)
        found = [_node(entry, (*path, str(n)), problems) for n, entry in enumerate(value)]
    else:
        found = _scalar(value, path, problems)
    return Node(found, IN_PYTHON, IN_PYTHON)


def _section(given: Mapping[Any, Any], path: tuple[str, ...], problems: list[Problem]) -> dict[str, Node]:
    _check_length(given, path, problems, is_list=False)
    entries: dict[str, Node] = {}
    for key, value in given.items():
        if isinstance(key, str):
            entries[str(key)] = _node(value, (*path, str(key)), problems)
        else:
            problems.append(Problem(None, path, f"the key {arguments.shown(key)} is no text", "a text for each key"))
    return entries


def _check_length(given: Any, path: tuple[str, ...], problems: list[Problem], *, is_list: bool) -> None:
    most = most_at(path, is_list=is_list)
    if len(given) > most:
        raise ScenarioError([*problems, Problem(None, path, f"{len(given)} entries", f"at most {most}")])


def _scalar(value: Any, path: tuple[str, ...], problems: list[Problem]) -> Any:
    """Value as a file would give it: plain, a day without an hour."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        found = scalar(str(value)) if shape_at(path).get("format") == "date" else str(value)
        return found if isinstance(found, date) else str(value)
    if isinstance(value, date):
        return _day(value, path, problems)
    if isinstance(value, int | float):
        return _number(value, path, problems)
    problems.append(Problem(None, path, f"{arguments.shown(value)} cannot stand in a scenario", _VALUES))
    return None


def _number(value: float, path: tuple[str, ...], problems: list[Problem]) -> float | None:
    if isinstance(value, float) and not isfinite(value):
        problems.append(Problem(None, path, f"{shown(float(value))} is not a number", "a finite one"))
        return None
    if abs(value) >= LARGEST_NUMBER:
        problems.append(Problem(None, path, "a number with more than 300 digits"))
        return None
    return int(value) if isinstance(value, int) else float(value)


def _day(value: date, path: tuple[str, ...], problems: list[Problem]) -> date | None:
    try:
        return arguments.day(".".join(path), value)
    except ValueError:  # NaT of pandas is an instance of date
        problems.append(Problem(None, path, "is no day", "a day such as 2021-10-06"))
        return None
