"""Labels at the right ends of lines, none over another."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from matplotlib.axes import Axes

from .style import inches_of
from .sweep_axis import Floats

SIZE = 7.5  # points
LINE_HEIGHT = 0.135  # inches
OUT = 0.1  # inches from the panel to the labels


class LineEnd(NamedTuple):
    """Where a line ends, what is written beside it, and its colour."""

    x: float
    y: float
    text: str
    colour: str


def write_ends(axes: Axes, ends: Sequence[LineEnd]) -> None:
    """Write beside a panel what its lines are, with a thin line from the end of each; the limits have to be set."""
    width, height = inches_of(axes)
    ranked = sorted(ends, key=lambda end: end.y)
    shown = [axes.transAxes.inverted().transform(axes.transData.transform((end.x, end.y))) for end in ranked]
    needed = [LINE_HEIGHT * (1 + end.text.count("\n")) / height for end in ranked]
    places = apart([float(place[1]) for place in shown], needed)
    right = 1 + OUT / width
    for end, (x, y), place in zip(ranked, shown, places, strict=True):
        look: dict[str, Any] = {"transform": axes.transAxes, "clip_on": False, "c": end.colour, "lw": 0.6}
        axes.plot([x, right - 0.25 * OUT / width], [y, place], **look, zorder=1.5, gid="leader")
        how: dict[str, Any] = {"va": "center", "size": SIZE, "color": end.colour, "linespacing": 1.1}
        axes.text(right, place, end.text, transform=axes.transAxes, **how)


def apart(places: Sequence[float], needed: Sequence[float], top: float = 1.0) -> list[float]:
    """Move places, ascending, as far apart as what stands there needs, and not beyond the top where they fit below it.

    Examples
    --------
    >>> apart([0.5, 0.5, 0.9], [0.2, 0.2, 0.2])
    [0.5, 0.7, 0.9]
    >>> apart([0.9, 1.0], [0.2, 0.2])
    [0.8, 1.0]
    """
    found = list(places)
    gaps = [(a + b) / 2 for a, b in pairwise(needed)]
    for i, gap in enumerate(gaps):
        found[i + 1] = max(found[i + 1], found[i] + gap)
    if found:
        found[-1] = min(found[-1], top)
    for i in range(len(gaps) - 1, -1, -1):
        found[i] = min(found[i], found[i + 1] - gaps[i])
    return [round(place, 9) for place in found]


def last_number(x: Floats, y: Floats) -> tuple[float, float] | None:
    """Last place of a line that has a number; None where none has."""
    known = y == y
    return (float(x[known][-1]), float(y[known][-1])) if known.any() else None
