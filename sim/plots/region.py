"""The region of a sweep that has no phase diagram: its points and its limits, and what other boxes would have held."""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import PercentFormatter

from sim.analysis.labels import percent, value_text
from sim.analysis.prim import Among, Floats
from sim.analysis.regions import Region, main_region, region_sentence
from sim.analysis.sweep_sentences import path_names
from sim.analysis.sweep_words import quantity_words

from .phase_grid import has_phases
from .region_lines import REGION
from .style import INK, MUTED, sheet, styled, wrapped
from .sweep_heading import sweep_details
from .tournament import SHADES

if TYPE_CHECKING:
    from sim.results.sweep_result import SweepResult

HEIGHT = 3.6  # inches of a panel
LABEL = 46  # characters of a line of a label


class Axis(NamedTuple):
    """Where the values of a path stand, the names at the ticks (none of numbers), and the ends of the limit."""

    path: str
    places: Floats
    names: tuple[str, ...]
    low: float
    high: float


def has_region(result: "SweepResult", of: str | None = None) -> bool:
    """Whether :func:`region` can be drawn of a sweep: it has a region, and no phase diagram to draw it on."""
    return not has_phases(result) and main_region(result, of) is not None


@styled
def region(result: "SweepResult", of: str | None = None) -> Figure:
    """Draw the points of a sweep over the two paths that its region limits most, and the trade-off behind it.

    Parameters
    ----------
    of : what is drawn: a relation, "theatre", ...; what the experiment names, or the first relation, if absent

    Returns
    -------
    Figure; on the left the points, darker where the event is more frequent, and the limits; on the right coverage and
    density of the boxes from which the region was chosen

    Raises
    ------
    ValueError
        If the sweep has no region, or no row of that name.
    """
    found = main_region(result, of)
    if found is None:
        raise ValueError("region: no region was found in this sweep")
    most = percent(float(found.cases.max()))
    details = sweep_details(result, f"points: from white, 0 %, to dark, {most}", "orange: the limits of the region")
    figure, panels = sheet(
        region_sentence(result, found), details, [HEIGHT], columns=2, margins=(0.9, 0.45, 0.75), gap=0.4
    )
    _draw_points(panels[0], result, found)
    _draw_chain(panels[1], found)
    return figure


def _draw_points(axes: Axes, result: "SweepResult", found: Region) -> None:
    paths = _shown(found)
    own = [_axis(found, path) for path in paths]
    across, up = own if len(own) == 2 else (own[0], None)
    heights = found.cases if up is None else up.places
    look: dict[str, Any] = {
        "cmap": SHADES,
        "norm": Normalize(0, float(found.cases.max())),
        "edgecolors": MUTED,
        "linewidths": 0.4,
    }
    axes.scatter(across.places, heights, s=22, c=found.cases, zorder=2, **look)
    _limit_axes(axes, across, up)
    names = [wrapped(name, LABEL, 2) for name in path_names(result, paths)]
    axes.set_xlabel(names[0])
    axes.set_ylabel("share of histories" if up is None else names[1])
    if up is None:
        axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    axes.set_title(quantity_words(found.event))


def _shown(found: Region) -> list[str]:
    """The two paths whose limits matter most; one only where no other varies."""
    limited = sorted(found.box.limits, key=lambda path: found.without(path).balance)
    others = [path for path in found.columns if path not in limited]
    return [*limited, *others][:2]


def _axis(found: Region, path: str) -> Axis:
    values, limit = found.columns[path], found.box.limits.get(path)
    if values.dtype.kind in "iuf":
        places = values.astype(float)
        low, high = (-np.inf, np.inf) if limit is None or isinstance(limit, Among) else limit
        return Axis(path, places, (), low, high)
    names = list(dict.fromkeys(values.tolist()))
    if isinstance(limit, Among):  # those that are let in stand together
        names = [*limit.names, *(name for name in names if name not in limit.names)]
    high = len(limit.names) - 0.5 if isinstance(limit, Among) else np.inf
    places = np.array([names.index(value) for value in values], dtype=float)
    return Axis(path, places, tuple(map(value_text, names)), -np.inf, high)


def _limit_axes(axes: Axes, across: Axis, up: Axis | None) -> None:
    """Fix the ends of the axes, and draw the limits within them."""
    ends = []
    for axis, names_at, limits_of in ((across, axes.set_xticks, axes.set_xlim), (up, axes.set_yticks, axes.set_ylim)):
        if axis is None:
            ends.append(axes.get_ylim())
            continue
        span = float(np.ptp(axis.places)) or 1.0
        room = 0.5 if axis.names else 0.04 * span
        own = float(axis.places.min()) - room, float(axis.places.max()) + room
        limits_of(own)
        if axis.names:
            names_at(range(len(axis.names)), [wrapped(name, 14, 2) for name in axis.names])
        ends.append((max(own[0], axis.low), min(own[1], axis.high)))
    (left, right), (low, high) = ends
    axes.add_patch(Rectangle((left, low), right - left, high - low, fill=False, ec=REGION, lw=2.2, gid="region"))


def _draw_chain(axes: Axes, found: Region) -> None:
    coverages, densities = ([getattr(box, name) for box in found.chain] for name in ("coverage", "density"))
    axes.plot(coverages, densities, "o-", c=INK, ms=3, lw=0.8, zorder=2)
    axes.plot(found.box.coverage, found.box.density, "D", c=REGION, ms=8, zorder=3, gid="chosen")
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(PercentFormatter(1, decimals=0, symbol=" %"))
    axes.set(xlim=(0, 1.03), ylim=(0, min(1.03, 1.15 * max(*densities, found.box.density))))
    axes.set_xlabel("coverage: share of all such histories that lie in the box")
    axes.set_ylabel("density: share of the histories of the box")
    axes.set_title("Boxes looked at, and the region (orange)")
