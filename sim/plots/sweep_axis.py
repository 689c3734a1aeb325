"""The axis of a path that varies in a sweep: where its values stand, and how they are written."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.analysis.labels import Labels, value_text
from sim.analysis.paths import unit_at
from sim.design.variation import typed
from sim.scenario.canonical import scenario_from
from sim.scenario.values_in_force import own_value

from .style import text_width, wrapped

Floats = npt.NDArray[np.float64]

GEOMETRIC = 4.0  # largest value over the smallest, from which a logarithmic axis is thought of
UNEVEN = 6.0  # widest step over the narrowest, from which values stand at equal distances
BETWEEN_LABELS = 0.12  # inches
CHARACTER = 0.066  # inches of a usual one
LINE = 0.15  # inches that a line of ticks needs


class PathAxis(NamedTuple):
    """Values of a path and where they stand on an axis.

    Attributes
    ----------
    path, words : as for ``--set``, and as a reader sees it
    values : each once; numbers ascending, names in the order of the points
    places : (values,) float64, where each stands
    kind : "linear", "log" (places are logarithms to base 10) or "steps" (equal distances: names, or uneven numbers)
    is_number : whether the values are numbers
    own : place of the scenario's own value; NaN where it has none, or outside
    """

    path: str
    words: str
    values: tuple[Any, ...]
    places: Floats
    kind: str
    is_number: bool
    own: float

    @property
    def label(self) -> str:
        """Label of the axis, with the unit."""
        unit = unit_at(self.path)
        more = [unit if unit not in self.words else "", "log scale" if self.kind == "log" else ""]
        said = "; ".join(filter(None, more))
        return f"{self.words} ({said})" if said else self.words

    @property
    def edges(self) -> Floats:
        """(values + 1,) float64, where the cells around the values end."""
        places = self.places
        steps = np.diff(places) if len(places) > 1 else np.ones(1)
        inner = places[:-1] + np.diff(places) / 2
        return np.concatenate([[places[0] - steps[0] / 2], inner, [places[-1] + steps[-1] / 2]])

    def numbers_of(self, values: Any) -> npt.NDArray[np.int64]:
        """Number of each value."""
        found = {value: i for i, value in enumerate(self.values)}
        return np.array([found[value] for value in values], dtype=np.int64)

    def at(self, values: Any) -> Floats:
        """Places of numbers, also between the values; NaN where they cannot stand."""
        numbers: Floats = np.asarray(values, dtype=float)
        if self.kind == "linear":
            return numbers
        if self.kind == "log":
            with np.errstate(divide="ignore", invalid="ignore"):
                return np.where(numbers > 0, np.log10(numbers), np.nan)
        known = np.array(self.values, dtype=float)
        return np.asarray(np.interp(numbers, known, self.places, left=np.nan, right=np.nan), dtype=np.float64)

    def ticks(self, inches: float, is_across: bool = True) -> tuple[list[float], list[str]]:
        """Places and labels of as many values as have room on an axis of that length; of all where they are names."""
        texts = [value_text(value) for value in self.values]
        if not self.is_number:
            return [float(place) for place in self.places], [wrapped(text, 22, 2) for text in texts]
        edges = self.edges
        scale = inches / (edges[-1] - edges[0])
        fits = [n for n in range(1, len(texts) + 1) if self._has_room(texts, n, scale, is_across)]
        whole = (n for n in fits if (len(texts) - 1) % n == 0 and n <= 2 * fits[0])  # these reach the last value, too
        stride = next(whole, fits[0])
        return [float(place) for place in self.places[::stride]], texts[::stride]

    def names_across(self, inches: float) -> tuple[list[str], int]:
        """Names below an axis of that length, broken into lines, and the degrees that they are turned by to fit."""
        texts, cell = [value_text(value) for value in self.values], inches / len(self.values)
        broken = [wrapped(text, max(1, int(cell / CHARACTER)), 3) for text in texts]
        is_whole = [each.replace("\n", " ") == text for each, text in zip(broken, texts, strict=True)]
        widths = [text_width(line) for each in broken for line in each.split("\n")]
        fits = all(is_whole) and max(widths) + BETWEEN_LABELS / 2 <= cell
        return (broken, 0) if fits else ([wrapped(text, 22, 2) for text in texts], 90)

    def room_across(self, inches: float) -> float:
        """Inches that names below an axis of that length need beyond a line of numbers."""
        if self.is_number:
            return 0.0
        names, turned = self.names_across(inches)
        if turned:
            return max(text_width(line) for name in names for line in name.split("\n")) - 0.1
        return LINE * max(name.count("\n") for name in names)

    def _has_room(self, texts: Sequence[str], stride: int, scale: float, is_across: bool) -> bool:
        gaps = np.diff(self.places[::stride]) * scale
        return bool(np.all(gaps >= _needed(texts[::stride], is_across)))


def _needed(texts: Sequence[str], is_across: bool) -> Any:
    """Inches between the middles of neighbouring labels, (labels - 1,)."""
    if not is_across:
        return np.full(len(texts) - 1, LINE)
    widths = np.array([text_width(text) for text in texts])
    return (widths[:-1] + widths[1:]) / 2 + BETWEEN_LABELS


def axis_of(path: str, column: "pd.Series[Any]", scenario: dict[str, Any]) -> PathAxis:
    """Axis of a path from the values that it has at the points of a sweep.

    Parameters
    ----------
    column : values, one a point
    scenario : resolved, as JSON
    """
    is_number = bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))
    values = tuple(sorted(set(column.tolist())) if is_number else dict.fromkeys(column.tolist()))
    kind = _kind(np.array(values, dtype=float)) if is_number else "steps"
    places = np.arange(len(values), dtype=float)
    if kind != "steps":
        places = np.log10(values) if kind == "log" else np.array(values, dtype=float)
    axis = PathAxis(path, Labels(scenario).path(path), values, places, kind, is_number, float("nan"))
    return axis._replace(own=_own_place(axis, own_value(scenario_from(scenario), path)))


def _kind(values: Floats) -> str:
    """Scale on which numbers stand most evenly."""
    uneven = {"linear": _unevenness(values)}
    if values[0] > 0 and values[-1] >= GEOMETRIC * values[0]:
        uneven["log"] = _unevenness(np.log10(values))
    kind = min(uneven, key=lambda name: round(uneven[name], 6))
    return kind if uneven[kind] <= UNEVEN else "steps"


def _unevenness(places: Floats) -> float:
    steps = np.diff(places)
    return float(steps.max() / steps.min()) if len(steps) else 1.0


def _own_place(axis: PathAxis, own: Any) -> float:
    if own is None:
        return float("nan")
    if not axis.is_number:
        known = list(map(typed, axis.values))
        return float(known.index(typed(own))) if typed(own) in known else float("nan")
    if isinstance(own, bool | str):
        return float("nan")
    place = float(axis.at(own))
    return place if axis.edges[0] <= place <= axis.edges[-1] else float("nan")
