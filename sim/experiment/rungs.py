"""Changes laid out as ladders: the values of each path from the smallest change to the largest."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from sim.design.variation import DesignError, Value, Variation, typed

STEPS = 11  # values of a range whose number is not given
MOST_RUNGS = 1000


class Rung(NamedTuple):
    """One value of one path.

    Attributes
    ----------
    path, value : as for ``--set``
    setting : "path=value"
    size : float in (0, 1], how far the value is from that of the scenario, as a share of the furthest one named; of
        names their place in the list
    """

    path: str
    value: Value
    setting: str
    size: float


def ladders_of(variations: Sequence[Variation], own: Callable[[str], Value]) -> list[list[Rung]]:
    """Ladders of some changes, each from the smallest change to the largest.

    Numbers above and below that of the scenario make a ladder each; other values are taken in the order in which they
    are named.  An entry of a section may be dropped: its path, and null as the only value.

    Parameters
    ----------
    own : gives the scenario's value of a path; None where it has none

    Raises
    ------
    DesignError
        If a path is a whole section and no entry that is dropped, no value differs from the scenario's own, or there
        are too many values.
    """
    found = [ladder for variation in variations for ladder in _ladders(variation, own(variation.path))]
    if sum(map(len, found)) > MOST_RUNGS:
        raise DesignError(f"{sum(map(len, found)):,} values of all changes; expected {MOST_RUNGS:,} at most")
    return found


def _ladders(variation: Variation, own: Any) -> list[list[Rung]]:
    if isinstance(own, dict) and variation.choices == (None,) and variation.path.count(".") == 1:
        return [_ladder(variation, [(None, 1.0)])]  # an entry is dropped
    if isinstance(own, dict | list):
        problem = "a whole section; expected the path of one value, or of one entry with the value null"
        raise DesignError(f"--change {variation.text}: {problem}")
    values = [value for value in _values(variation) if not _is_same(value, own)]
    if not values:
        raise DesignError(f"--change {variation.text}: the scenario has that value; expected another one")
    numbers: list[Any] = [value for value in values if _is_number(value)]
    if not _is_number(own) or len(numbers) < len(values):
        sizes = [(n + 1) / len(values) for n in range(len(values))]
        return [_ladder(variation, zip(values, sizes, strict=True))]
    distances = [abs(float(value) - float(own)) for value in numbers]
    sized = sorted(
        ((value, distance / max(distances)) for value, distance in zip(numbers, distances, strict=True)),
        key=lambda each: each[1],
    )
    ways = ([each for each in sized if (each[0] > own) == is_up] for is_up in (False, True))
    return [_ladder(variation, way) for way in ways if way]


def _values(variation: Variation) -> list[Value]:
    """Different values of a variation; of a range as many as a ladder has."""
    n = variation.n or STEPS
    found = [variation.value(i) for i in range(n)] if variation.n else [variation.at(i / (n - 1)) for i in range(n)]
    return list(dict.fromkeys(found))


def _is_same(value: Value, own: Value) -> bool:
    if _is_number(value) and _is_number(own):
        return value == own
    return typed(value) == typed(own)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _ladder(variation: Variation, sized: Iterable[tuple[Value, float]]) -> list[Rung]:
    return [Rung(variation.path, value, variation.setting(value), size) for value, size in sized]
