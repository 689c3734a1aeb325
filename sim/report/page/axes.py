"""Scales of small drawings: where ticks stand, and what is written at them."""

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sim.analysis.labels import MONTHS, value_text

MOST_TICKS = 5
_DAYS, _MONTHS, _YEARS = (1, 2, 7, 14), (1, 2, 3, 6), (1, 2, 5, 10, 20, 50, 100)


class Scale(NamedTuple):
    """From a number to its place: ``low`` at ``begin``, ``high`` at ``end``."""

    low: float
    high: float
    begin: float
    end: float

    def __call__(self, value: float) -> float:
        """Place of a number."""
        share = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return self.begin + share * (self.end - self.begin)


def number_ticks(low: float, high: float, most: int = MOST_TICKS) -> list[float]:
    """Round numbers from ``low`` to ``high``, at least two of them where there is room.

    Examples
    --------
    >>> number_ticks(0, 1), number_ticks(0, 13.2)
    ([0.0, 0.2, 0.4, 0.6, 0.8, 1.0], [0.0, 5.0, 10.0])
    """
    span = high - low
    if span <= 0:
        return [low]
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * n for n in (1, 2, 5, 10) if power * n >= rough * (1 - 1e-9))
    first = math.ceil(low / step - 1e-9)
    return [round(n * step, 12) for n in range(first, math.floor(high / step + 1e-9) + 1)]


def date_ticks(first: date, last: date, most: int = MOST_TICKS) -> list[tuple[date, str]]:
    """Days that begin something, with what is written there: a day, a month or a year.

    Examples
    --------
    >>> date_ticks(date(2021, 10, 6), date(2022, 2, 2))[0]
    (datetime.date(2021, 11, 1), 'Nov 2021')
    """
    for starts, says in _steps(first, last):
        found = [day for day in starts if first <= day <= last]
        if len(found) <= most:
            return [(day, says(day)) for day in found or [first]]
    return [(first, str(first.year))]


def _steps(first: date, last: date) -> Iterator[tuple[Sequence[date], Callable[[date], str]]]:
    """Days at which ticks may stand, from the closest on, and how they are written."""
    n_days = (last - first).days + 1
    for step in _DAYS:
        yield [first + timedelta(days=n) for n in range(0, n_days, step)][: 2 * MOST_TICKS], _day
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    for step in _MONTHS:
        yield [date(n // 12, n % 12 + 1, 1) for n in months if n % step == 0], _month
    for step in _YEARS:
        yield [date(year, 1, 1) for year in range(first.year, last.year + 1) if year % step == 0], _year


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]}"


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1][:3]} {day.year}"


def _year(day: date) -> str:
    return str(day.year)


def tick_text(value: float) -> str:
    """A number at a tick."""
    return value_text(int(value) if value == int(value) else value)
