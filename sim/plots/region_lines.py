"""The outline of a region over a phase diagram."""

from itertools import product

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from sim.analysis.prim import inside
from sim.analysis.regions import Region

from .phase_grid import Grid
from .style import PARTY_COLOURS

REGION = PARTY_COLOURS[1]
WIDE, NARROW = 4.0, 2.2  # points of the white line below, and of the outline
NOTE = "orange outline: region where it is frequent, see the report of the sweep"

Segment = tuple[tuple[float, float], tuple[float, float]]


def draw_region(axes: Axes, grid: Grid, region: Region) -> bool:
    """Draw the outline of the cells of a grid that lie in a region; returns whether there are any."""
    columns = {path: grid.rows[path].to_numpy() for path in region.box.limits}
    is_in = np.zeros((len(grid.y.values), len(grid.x.values)), dtype=bool)
    is_in[grid.row, grid.column] = inside(columns, region.box.limits)
    segments = _outline(is_in, grid)
    for colour, width, order in (("white", WIDE, 4.1), (REGION, NARROW, 4.2)):  # so that it is seen on any colour
        lines = LineCollection(segments, colors=colour, linewidths=width, capstyle="projecting", zorder=order)
        lines.set_gid("region")
        axes.add_collection(lines, autolim=False)
    return bool(segments)


def _outline(is_in: npt.NDArray[np.bool_], grid: Grid) -> list[Segment]:
    """Edges between a cell that lies inside and one that does not."""
    across, up, padded = grid.x.edges, grid.y.edges, np.pad(is_in, 1)
    found: list[Segment] = []
    for j, i in product(range(padded.shape[0] - 1), range(padded.shape[1] - 1)):
        if i and padded[j, i] != padded[j + 1, i]:
            found.append(((across[i - 1], up[j]), (across[i], up[j])))
        if j and padded[j, i] != padded[j, i + 1]:
            found.append(((across[i], up[j - 1]), (across[i], up[j])))
    return found
