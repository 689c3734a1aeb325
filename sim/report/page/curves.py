"""Small drawings of curves: lines over days or numbers, with bands."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from .axes import Scale, date_ticks, number_ticks, tick_text
from .element import Element, element, number

WIDTH, HEIGHT = 480.0, 170.0
LEFT, RIGHT, TOP, BOTTOM = 42.0, 10.0, 8.0, 24.0
SINCE = (0, 3, 10, 30, 90, 365)  # days at ticks
MOST_PLACES = 160  # of a curve; it would take more room than can be seen


class Line(NamedTuple):
    """A curve: its numbers, and the classes of :mod:`.look` that say how it is drawn."""

    values: Sequence[float]
    look: str


class Band(NamedTuple):
    """What lies between two curves."""

    low: Sequence[float]
    high: Sequence[float]
    look: str


def drawn_over_days(
    days: Sequence[date], lines: Sequence[Line], bands: Sequence[Band], says: str, ends: tuple[float, float]
) -> Element:
    """Draw what holds from each day to the next.

    Parameters
    ----------
    ends : of the vertical axis
    says : what can be seen
    """
    places = [float(day.toordinal()) for day in days]
    ticks = [(float(day.toordinal()), text) for day, text in date_ticks(days[0], days[-1])]
    return _drawn(places, ticks, lines, bands, says, ends, is_stepped=True)


def drawn_over_numbers(
    places: Sequence[float], lines: Sequence[Line], bands: Sequence[Band], says: str, ends: tuple[float, float]
) -> Element:
    """Draw what depends on a number; arguments as for :func:`drawn_over_days`."""
    ticks = [(value, tick_text(value)) for value in number_ticks(min(places), max(places))]
    return _drawn(places, ticks, lines, bands, says, ends, is_stepped=False)


def drawn_since(
    days: Sequence[int], lines: Sequence[Line], bands: Sequence[Band], says: str, ends: tuple[float, float]
) -> Element:
    """Draw what holds so many days after something, the first ones wide apart; see :func:`drawn_over_days`."""
    ticks = [(float(np.log1p(day)), str(day)) for day in SINCE if day <= max(days)]
    return _drawn([float(np.log1p(day)) for day in days], ticks, lines, bands, says, ends, is_stepped=True)


def _drawn(
    places: Sequence[float],
    ticks: Sequence[tuple[float, str]],
    lines: Sequence[Line],
    bands: Sequence[Band],
    says: str,
    ends: tuple[float, float],
    *,
    is_stepped: bool,
) -> Element:
    across = Scale(min(places), max(places), LEFT, WIDTH - RIGHT)
    upward = Scale(*ends, HEIGHT - BOTTOM, TOP)
    x = np.array([across(place) for place in places])
    kept = np.unique(np.linspace(0, len(x) - 1, min(len(x), MOST_PLACES)).round().astype(int))

    def y(values: Sequence[float]) -> Any:
        return np.array([upward(float(value)) for value in values])[kept]

    area = [element("path", d=_area(x[kept], y(b.low), y(b.high), is_stepped), class_=f"band {b.look}") for b in bands]
    drawn = [
        element("path", d=_path(x[kept], y(line.values), is_stepped), class_=f"line {line.look}") for line in lines
    ]
    axes = [*_upward_axis(upward, ends), *_across_axis(across, ticks)]
    return element(
        "svg", *axes, *area, *drawn, viewBox=f"0 0 {WIDTH:g} {HEIGHT:g}", role="img", aria_label=says
    )  # fmt: skip


def _upward_axis(upward: Scale, ends: tuple[float, float]) -> list[Element]:
    values = number_ticks(*ends, most=4)
    rules = [element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=upward(v), y2=upward(v)) for v in values]
    texts = [element("text", tick_text(v), x=LEFT - 5, y=upward(v) + 4, text_anchor="end") for v in values]
    return [element("g", *rules, class_="grid"), *texts]


def _across_axis(across: Scale, ticks: Sequence[tuple[float, str]]) -> list[Element]:
    floor = HEIGHT - BOTTOM
    line = element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=floor, y2=floor, class_="axis")
    marks = [element("line", x1=across(at), x2=across(at), y1=floor, y2=floor + 4, class_="axis") for at, _ in ticks]
    return [line, *marks, *across_texts(across, ticks, floor + 17)]


def across_texts(across: Scale, ticks: Sequence[tuple[float, str]], y: float) -> list[Element]:
    """What is written at ticks; a narrow screen shows every other of many."""
    found = []
    for n, (at, text) in enumerate(ticks):
        place = across(at)
        anchor = "start" if place < LEFT + 12 else "end" if place > WIDTH - RIGHT - 18 else "middle"
        is_extra = len(ticks) > 3 and n % 2 == 1
        found.append(element("text", text, x=place, y=y, text_anchor=anchor, class_="extra" if is_extra else None))
    return found


def _path(x: Any, y: Any, is_stepped: bool) -> str:
    """A path from place to place; a gap where a number is missing."""
    is_there = np.isfinite(y)
    begins = np.flatnonzero(is_there & ~np.concatenate([[False], is_there[:-1]]))
    ends = np.flatnonzero(is_there & ~np.concatenate([is_there[1:], [False]])) + 1
    pieces = (_corners(x[a:b], y[a:b], is_stepped) for a, b in zip(begins, ends, strict=True))
    return "".join(f"M{'L'.join(corners)}" for corners in pieces)


def _area(x: Any, low: Any, high: Any, is_stepped: bool) -> str:
    """The area between two curves, where both have numbers."""
    is_there = np.isfinite(low) & np.isfinite(high)
    x, low, high = (values[is_there] for values in (x, low, high))
    corners = [*_corners(x, high, is_stepped), *reversed(_corners(x, low, is_stepped))]
    return f"M{'L'.join(corners or ['0 0'])}Z"


def _corners(x: Any, y: Any, is_stepped: bool) -> list[str]:
    """Corners of a curve, "x y" each; those on a level line are left out."""
    found: list[tuple[str, str]] = []
    for across, upward in zip(map(number, x), map(number, y), strict=True):
        if is_stepped and found and found[-1][1] != upward:
            found.append((across, found[-1][1]))
        if len(found) > 1 and found[-1][1] == found[-2][1] == upward:
            found.pop()
        found.append((across, upward))
    return [" ".join(corner) for corner in found]
