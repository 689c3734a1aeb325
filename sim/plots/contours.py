"""Lines of equal value over a grid, drawn as firmly as the runs behind them allow.

Between neighbouring points a value is interpolated along a straight line; nothing is drawn beyond the outermost points
or beside a point without a number.  Corners are rounded once the line is found, by less than a quarter of a cell.
Where no interval is known, a line is plain.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from .style import INK

Floats = npt.NDArray[np.float64]

HALO = "#ffffff"
LABEL_SIZE = 7.0  # points
DOTTED = (0, (1, 1.4))
ROUNDINGS = 2
TELLING = 0.7  # steps of the grid between two lines, below which only one is drawn
LEAST_STEPS = 2  # of the grid; a shorter line says no more than a cell does
FLICKER = 17  # points of a rounded line, two cells or so; what changes more often is told by most of them
EDGE = np.array([0.08, 0.05])  # of a panel, across and up: no label nearer to its edge
LEAST_ROOM = 0.05  # of a panel, from a label to anything else
GAP = np.full((1, 2), np.nan)  # between two lines that are drawn at once


class Surface(NamedTuple):
    """Numbers over a grid.

    Attributes
    ----------
    x, y : places of columns and rows, ascending
    values : (rows, columns) float64; NaN where there is none
    half : (rows, columns) float64, half the width of the 95 % interval of each; NaN where it is not known
    """

    x: Floats
    y: Floats
    values: Floats
    half: Floats

    def in_logs(self) -> "Surface":
        """The same by logarithms to base 10; numbers above zero only."""
        return self._replace(values=np.log10(self.values), half=self.half / self.values / np.log(10))


class Contour(NamedTuple):
    """One line of equal value: (n, 2) places, and (n - 1,) whether each piece is known to within a step of the grid."""

    line: Floats
    is_firm: npt.NDArray[np.bool_]


def contours_at(axes: Axes, surface: Surface, level: float) -> list[Contour]:
    """Lines of a level; none where the grid has fewer than three rows or columns, or the level is not crossed.

    Parameters
    ----------
    axes : only to find the lines with; nothing stays on them
    """
    values = np.ma.masked_invalid(surface.values)
    if min(values.shape) < 3 or not values.min() < level < values.max():
        return []
    found = axes.contour(surface.x, surface.y, values, levels=[level])
    lines = [np.asarray(line, dtype=float) for line in found.allsegs[0] if len(line) > 1]
    found.remove()
    long = [rounded(line) for line in lines if _length(_in_steps(surface, line)) >= LEAST_STEPS]
    is_sure = _is_sure(surface)
    return [Contour(line, _is_firm(surface, is_sure, line)) for line in long]


def _is_sure(surface: Surface) -> npt.NDArray[np.bool_]:
    """Whether at each point the interval leaves a line open by no more than a step of the grid, or is not known."""
    slope = np.hypot(_slope(surface.values), _slope(surface.values.T).T)  # a step of the grid
    found: npt.NDArray[np.bool_] = (surface.half <= slope) | np.isnan(surface.half)
    return found


def _slope(values: Floats) -> Floats:
    """Mean change a column to the neighbours on both sides, of those that have a number; 0 where none has."""
    steps = np.pad(np.diff(values, axis=1), ((0, 0), (1, 1)), constant_values=np.nan)
    both = np.stack([steps[:, :-1], steps[:, 1:]])
    found: Floats = np.nansum(both, axis=0) / np.maximum(1, np.isfinite(both).sum(axis=0))
    return found


def _is_firm(surface: Surface, is_sure: npt.NDArray[np.bool_], line: Floats) -> npt.NDArray[np.bool_]:
    """Whether each piece of a line is sure at both ends, by most of the points about them."""
    from scipy.ndimage import median_filter

    column, row = np.rint(_in_steps(surface, line)).astype(int).T
    is_closed = np.array_equal(line[0], line[-1])
    sure = median_filter(is_sure[row, column].astype(np.uint8), FLICKER, mode="wrap" if is_closed else "nearest") > 0
    found: npt.NDArray[np.bool_] = sure[:-1] & sure[1:]
    return found


def _in_steps(surface: Surface, line: Floats) -> Floats:
    """Places of a line counted in columns and rows."""
    counted = (np.interp(line[:, i], at, np.arange(len(at))) for i, at in enumerate((surface.x, surface.y)))
    return np.column_stack(list(counted))


def rounded(line: Floats) -> Floats:
    """Line with its corners cut off, by Chaikin's rule; both ends stay, a closed line stays closed."""
    for _ in range(ROUNDINGS):
        is_closed = np.array_equal(line[0], line[-1])
        quarter, three = 0.75 * line[:-1] + 0.25 * line[1:], 0.25 * line[:-1] + 0.75 * line[1:]
        cut = np.stack([quarter, three], axis=1).reshape(-1, 2)
        line = np.concatenate([cut, cut[:1]]) if is_closed else np.concatenate([line[:1], cut[1:-1], line[-1:]])
    return line


def draw_contours(
    axes: Axes, surface: Surface, levels: Sequence[tuple[float, str, float]], taken: Sequence[tuple[float, float]]
) -> None:
    """Draw lines of some levels, each with its label.

    Parameters
    ----------
    levels : value, label and width in points; the first come first, and a line that hardly leaves another one is
        left out, since the grid cannot tell them apart
    taken : places in data that no label may cover
    """
    from scipy.spatial import cKDTree

    used = [axes.transLimits.transform(place) for place in taken]
    drawn: list[Floats] = []
    for level, label, width in levels:
        others = cKDTree(np.concatenate(drawn)) if drawn else None
        found = contours_at(axes, surface, level)
        lines = [contour for contour in found if _is_apart(_in_steps(surface, contour.line), others)]
        drawn += [_in_steps(surface, contour.line) for contour in lines]
        _draw_lines(axes, lines, label, width)
        if lines:
            place = _free_place(axes, max((contour.line for contour in lines), key=_length), used)
            if place is not None:
                used.append(axes.transLimits.transform(place))
                _write(axes, place, label)


def _draw_lines(axes: Axes, lines: Sequence[Contour], label: str, width: float) -> None:
    """Draw lines of one level, all pieces of a style at once: a noisy map has thousands."""
    styles: tuple[tuple[bool, Any], ...] = ((True, "-"), (False, DOTTED))
    for is_firm, style in styles:
        runs = [run for contour in lines for run in _runs(contour, is_firm)]
        if runs:
            pieces = np.concatenate([piece for run in runs for piece in (GAP, run)][1:])
            axes.plot(*pieces.T, c=HALO, lw=width + 1.4, zorder=2.9)
            axes.plot(*pieces.T, c=INK, lw=width, ls=style, zorder=3, gid=f"level {label}")


def _runs(contour: Contour, is_firm: bool) -> list[Floats]:
    """Stretches of a line whose pieces are all firm, or all not."""
    ends = np.flatnonzero(np.diff((contour.is_firm == is_firm).astype(int), prepend=0, append=0))
    return [contour.line[first : last + 1] for first, last in ends.reshape(-1, 2)]


def _free_place(axes: Axes, line: Floats, used: Sequence[Any]) -> Floats | None:
    """Point of a line that is furthest from the edge and from what is there already; None where there is no room."""
    dense = np.linspace(line[:-1], line[1:], 9, axis=1).reshape(-1, 2)
    places = axes.transLimits.transform(dense)
    edge = np.minimum(places, 1 - places) - EDGE
    free = np.where((edge > 0).all(axis=1), 0.3 + edge.min(axis=1), 0.0)
    for other in used:
        free = np.minimum(free, np.hypot(*(places - other).T))
    best = int(free.argmax())
    return dense[best] if free[best] >= LEAST_ROOM else None


def _is_apart(line: Floats, others: Any) -> bool:
    """Whether most of a line is a step away from all others, a tree of their points; in columns and rows."""
    return others is None or bool(np.median(others.query(line)[0]) >= TELLING)


def _length(line: Floats) -> float:
    return float(np.hypot(*np.diff(line, axis=0).T).sum())


def _write(axes: Axes, place: Floats, label: str) -> None:
    effects = [withStroke(linewidth=2.2, foreground=HALO)]
    around: dict[str, Any] = {"ha": "center", "va": "center", "size": LABEL_SIZE, "weight": "bold"}
    axes.text(float(place[0]), float(place[1]), label, **around, color=INK, path_effects=effects, zorder=5)
