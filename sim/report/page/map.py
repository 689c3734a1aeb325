"""Small drawings of shares over two values that vary: a cell or a point each, the darker the more frequent."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from sim.analysis.labels import value_text

from .axes import Scale, number_ticks, tick_text
from .element import Element, element
from .look import SHADES

WIDTH, HEIGHT = 480.0, 300.0
LEFT, RIGHT, TOP, BOTTOM = 84.0, 12.0, 8.0, 24.0
MOST_TICKS, LONGEST = 6, 12  # and characters of a name at a tick


class Way(NamedTuple):
    """One of the two values: where each point stands, what is written at which places, the ends of the axis.

    Cells that touch have whole places, from 0 on.
    """

    places: Sequence[float]
    ticks: Sequence[tuple[float, str]]
    ends: tuple[float, float]


def way_of_numbers(values: Sequence[float]) -> Way:
    """Numbers at their own places."""
    low, high = min(values), max(values)
    room = 0.03 * ((high - low) or 1.0)
    ticks = [(value, tick_text(value)) for value in number_ticks(low, high)]
    return Way(values, ticks, (low - room, high + room))


def way_of_steps(values: Sequence[Any], order: Sequence[Any]) -> Way:
    """Values at equal distances, in an order."""
    places = {value: float(n) for n, value in enumerate(order)}
    every = -(-len(order) // MOST_TICKS)
    ticks = [(float(n), value_text(order[n])[:LONGEST]) for n in range(0, len(order), every)]
    return Way([places[value] for value in values], ticks, (-0.5, len(order) - 0.5))


def drawn_map(
    across: Way, up: Way, shares: Sequence[float], is_in: Sequence[bool], is_grid: bool, says: str
) -> Element:
    """Draw shares over two values, and the outline of a region.

    Parameters
    ----------
    shares : of each point, in [0, 1]; the darkest shade stands for the largest
    is_in : whether each point lies in the region
    is_grid : whether the points are cells that touch; else they are drawn as circles
    says : what can be seen
    """
    x, y = Scale(*across.ends, LEFT, WIDTH - RIGHT), Scale(*up.ends, HEIGHT - BOTTOM, TOP)
    shades = [_shade(share, max(shares)) for share in shares]
    points = _cells(across, up, shades, x, y) if is_grid else _circles(across, up, shades, x, y)
    edge = element("path", d=_box(across, up, is_in, is_grid, x, y), class_="edge")
    size = f"0 0 {WIDTH:g} {HEIGHT:g}"
    return element(
        "svg", *points, edge, *_axes(across, up, x, y), viewBox=size, role="img", aria_label=says
    )  # fmt: skip


def _shade(share: float, most: float) -> int:
    return round(share / most * (SHADES - 1)) if most else 0


def _cells(across: Way, up: Way, shades: Sequence[int], x: Scale, y: Scale) -> Iterator[Element]:
    """A rectangle for cells of one shade beside each other."""
    by_place = {(b, a): shade for a, b, shade in zip(across.places, up.places, shades, strict=True)}
    begin, last = 0.0, None
    for row, column in sorted(by_place):
        shade = by_place[row, column]
        goes_on = (row, column + 1) in by_place and by_place[row, column + 1] == shade
        begin, last = (column, row) if last != row else (begin, last)
        if not goes_on:
            left, right, top = x(begin - 0.5), x(column + 0.5), y(row + 0.5)
            yield element(
                "rect", x=left, y=top, width=right - left, height=y(row - 0.5) - top, class_=f"m{shade}"
            )  # fmt: skip
            last = None


def _circles(across: Way, up: Way, shades: Sequence[int], x: Scale, y: Scale) -> Iterator[Element]:
    for a, b, shade in zip(across.places, up.places, shades, strict=True):
        yield element("circle", cx=x(a), cy=y(b), r=4, class_=f"point m{shade}")


def _box(across: Way, up: Way, is_in: Sequence[bool], is_grid: bool, x: Scale, y: Scale) -> str:
    """Path around the points of the region: limits of two values make a rectangle."""
    half = 0.5 if is_grid else 0.0
    room = 0.0 if is_grid else 6.0
    own = [(a, b) for a, b, held in zip(across.places, up.places, is_in, strict=True) if held]
    left, right = (end(a for a, _ in own) for end in (min, max))
    low, high = (end(b for _, b in own) for end in (min, max))
    x0, x1 = x(left - half) - room, x(right + half) + room
    y0, y1 = y(low - half) + room, y(high + half) - room
    return f"M{x0:.1f} {y0:.1f}H{x1:.1f}V{y1:.1f}H{x0:.1f}Z"


def _axes(across: Way, up: Way, x: Scale, y: Scale) -> Iterator[Element]:
    floor = HEIGHT - BOTTOM
    yield element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=floor, y2=floor, class_="axis")
    yield element("line", x1=LEFT, x2=LEFT, y1=TOP, y2=floor, class_="axis")
    for place, text in across.ticks:
        yield element("text", text, x=x(place), y=floor + 15, text_anchor="middle")
    for place, text in up.ticks:
        yield element("text", text, x=LEFT - 6, y=y(place) + 4, text_anchor="end")
