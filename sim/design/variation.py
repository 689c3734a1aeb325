"""The values that one path of a scenario takes in a sweep, and how values are written."""

import math
from dataclasses import dataclass
from fractions import Fraction

Value = float | int | bool | str | None


class DesignError(ValueError):
    """A variation or a design that cannot be used; the message says why, and what was expected."""


@dataclass(frozen=True)
class Variation:
    """The values that one path of a scenario takes: names or numbers, steps between two numbers, or a range.

    Attributes
    ----------
    path : str, as for ``--set``
    choices : the values where they are listed one by one
    low, high : first and last number of steps, or the ends of a range
    n : int, how many values there are; 0 for a range
    is_whole : whether all of them are whole numbers
    """

    path: str
    choices: tuple[Value, ...] = ()
    low: Fraction = Fraction(0)
    high: Fraction = Fraction(0)
    n: int = 0
    is_whole: bool = False

    @property
    def text(self) -> str:
        """The values in a form in which they may be typed."""
        if self.choices:
            return f"{self.path}={','.join(map(typed, self.choices))}"
        ends = f"{self.path}={typed(_plain(self.low))}:{typed(_plain(self.high))}"
        return f"{ends}:{self.n}" if self.n else ends

    def value(self, i: int) -> Value:
        """Value number ``i`` of the ``n``: the number nearest to the exact one."""
        if self.choices:
            return self.choices[i]
        exact = self.low + (self.high - self.low) * i / (self.n - 1)
        return int(exact) if self.is_whole else float(exact)

    def at(self, u: float) -> Value:
        """Value at a place of the unit interval; listed values and whole numbers take equal parts of it."""
        if self.n:
            return self.value(min(int(u * self.n), self.n - 1))
        if self.is_whole:
            return int(self.low) + min(int(u * self.n_parts), self.n_parts - 1)
        low, high = float(self.low), float(self.high)
        return min(max(low + u * (high - low), low), high)

    @property
    def n_parts(self) -> int:
        """How many values take equal parts of the unit interval; 0 for a range of real numbers."""
        return self.n or (int(self.high - self.low) + 1 if self.is_whole else 0)

    @property
    def n_single(self) -> int:
        """How many values are taken one at a time: all where they are counted, both ends of a range."""
        return self.n or 2

    def single(self, i: int) -> Value:
        """Value number ``i`` of those that are taken one at a time."""
        return self.value(i) if self.n else self.at(float(i))

    def setting(self, value: Value) -> str:
        """``path=value`` as ``--set`` takes it."""
        return f"{self.path}={typed(value)}"


def typed(value: Value) -> str:
    """Value as it is typed, to its last digit."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and math.isinf(value):
        return repr(value).replace("inf", "1e999")  # as a number is written that no computer holds
    return "null" if value is None else value if isinstance(value, str) else repr(value)


def _plain(number: Fraction) -> Value:
    return int(number) if number.denominator == 1 else float(number)
