"""The frontiers that theory knows, drawn over a phase diagram."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from matplotlib.axes import Axes

from sim.analysis.frontiers import Frontier

from .phase_grid import Grid
from .style import INK, wrapped
from .sweep_axis import Floats

DENSE = 400  # places a line, so that it ends at the edge of the panel
AIR = 0.02  # of a panel, between a line's label and the edge


def draw_frontiers(axes: Axes, grid: Grid, frontiers: Sequence[Frontier], is_labelled: bool) -> None:
    """Draw frontiers as strong dashed lines; the label stands at the end of each, inside the panel."""
    if not (grid.x.is_number and grid.y.is_number):
        return
    for frontier in frontiers:
        line = _inside(axes, np.column_stack([grid.x.at(frontier.x), grid.y.at(frontier.y)]))
        if len(line) < 2:
            continue
        axes.plot(*line.T, c="white", lw=4.2, zorder=3.9)  # so that the dashes are seen on any colour
        axes.plot(*line.T, c=INK, lw=2.6, ls=(0, (2.6, 1.2)), zorder=4, gid="frontier", label=frontier.label)
        if is_labelled:
            _write(axes, line[-1], frontier.label)


def _inside(axes: Axes, line: Floats) -> Floats:
    """Places of a line inside the panel, close to each other, (n, 2); NaN parts what leaves and comes back."""
    line = line[np.isfinite(line).all(axis=1)]
    if len(line) < 2:
        return np.empty((0, 2))
    each = max(2, DENSE // len(line))
    dense = np.concatenate([np.linspace(a, b, each) for a, b in pairwise(line)])
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    x, y = dense.T
    is_inside = (left <= x) & (x <= right) & (low <= y) & (y <= high)
    seen = np.flatnonzero(is_inside)
    if not len(seen):
        return np.empty((0, 2))
    return np.where(is_inside[:, None], dense, np.nan)[seen[0] : seen[-1] + 1]


def _write(axes: Axes, end: Floats, label: str) -> None:
    """Write a label beside the end of a line, towards the middle of the panel."""
    place = axes.transLimits.transform(end)
    x, y = np.clip(place, AIR, 1 - AIR)
    across, up = ("right" if x > 0.5 else "left"), ("top" if y > 0.5 else "bottom")
    box = {"facecolor": "white", "edgecolor": "none", "alpha": 0.88, "pad": 1.5}
    how: dict[str, Any] = {"ha": across, "va": up, "size": 7.5, "weight": "bold", "color": INK, "bbox": box}
    axes.text(x, y, wrapped(label, 24, 3), transform=axes.transAxes, **how, zorder=7, gid="frontier")
