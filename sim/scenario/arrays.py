"""Values as the rules store them: arrays of one kind of number, days counted from the start."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import numpy as np

from .schema import Scenario


def ints(values: Iterable[int]) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Whole numbers as the rules store them."""
    return np.array(list(values), dtype=np.int64)


def floats(values: Iterable[float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    """Other numbers as the rules store them."""
    return np.array(list(values), dtype=np.float64)


def flags(values: Iterable[bool]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Yes and no as the rules store them."""
    return np.array(list(values), dtype=np.bool_)


def day_number(scenario: Scenario, day: date) -> int:
    """Days from the start of a scenario to a date."""
    return (day - scenario.start).days
