"""The paths that a figure of lines is drawn over: one across, and another of few values, a line or a panel each."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes

from sim.analysis.labels import value_text
from sim.analysis.sweep_table import SweepTable, paths_of, row_of
from sim.results.measures import OF_RUNS

from .style import HAIRLINE, INK, MUTED, inches_of, wrapped
from .sweep_axis import Floats, PathAxis, axis_of

if TYPE_CHECKING:
    from sim.results.sweep_result import SweepResult

FEW = 5  # numbers that are told apart by lines
FEW_NAMES = 6  # names that are
AIR = 0.02  # of the panel, beside the first and the last value
HATCH = "////"
FAILED = "is failed"  # a column beside those of the summary


class Part(NamedTuple):
    """Points that share a value of the path of few values.

    Attributes
    ----------
    said : that value in words; empty where there is no such path
    rows : one row a point, in the order of the axis; without numbers where one has not been played or cannot be
    x : (points,) float64, where each stands
    is_failed : (points,) bool, whether it cannot be played
    """

    said: str
    rows: pd.DataFrame
    x: Floats
    is_failed: npt.NDArray[np.bool_]

    def numbers(self, column: str) -> Floats:
        """Numbers of a column, (points,)."""
        return self.rows[column].to_numpy(dtype=float)


def has_lines(result: "SweepResult") -> bool:
    """Whether lines can be drawn of a sweep: a grid over one path, or over numbers and another path of few values."""
    return result.manifest["design"] == "grid" and _across_and_parts(result.points, paths_of(result)) is not None


def has_regime_lines(result: "SweepResult", of: str | None = None) -> bool:
    """Whether lines can be drawn of how it ends: of anything but the run as a whole, and own measures."""
    return has_lines(result) and row_of(result, of)[0] not in OF_RUNS


def _across_and_parts(points: pd.DataFrame, paths: list[str]) -> tuple[str, str | None] | None:
    """Path across, and the one of few values if there are two; None where they do not fit."""
    if len(paths) == 1:
        return paths[0], None
    pairs = [paths, paths[::-1]] if len(paths) == 2 else []
    fit = [(across, few) for across, few in pairs if _is_number(points[across]) and _is_few(points[few])]
    return min(fit, key=lambda pair: (_is_number(points[pair[1]]), points[pair[1]].nunique()), default=None)


def _is_number(column: "pd.Series[Any]") -> bool:
    return bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column))


def _is_few(column: "pd.Series[Any]") -> bool:
    return int(column.nunique()) <= (FEW if _is_number(column) else FEW_NAMES)


def parts_of(result: "SweepResult", table: SweepTable) -> tuple[PathAxis, PathAxis | None, list[Part]]:
    """Axis across, axis of the path of few values, and the points of each of these."""
    chosen = _across_and_parts(result.points, table.paths)
    if result.manifest["design"] != "grid" or chosen is None:
        raise ValueError("expected a grid over one path, or over numbers and another path of few values")
    across, other = chosen
    scenario = result.manifest["scenario"]
    axis = axis_of(across, table.frame[across], scenario)
    frame = table.frame.assign(**{FAILED: table.frame["point"].isin(result.failed["point"])})
    if other is None:
        return axis, None, [_part("", frame, axis)]
    split = axis_of(other, frame[other], scenario)

    def at(value: Any) -> Part:
        return _part(value_text(value), frame[frame[other] == value], axis)

    return axis, split, list(map(at, split.values))


def _part(said: str, rows: pd.DataFrame, axis: PathAxis) -> Part:
    numbers = axis.numbers_of(rows[axis.path])
    order = np.argsort(numbers, kind="stable")
    rows = rows.iloc[order]
    return Part(said, rows, axis.places[numbers[order]], rows[FAILED].to_numpy(dtype=bool))


def prepare_across(axes: Axes, axis: PathAxis, parts: Sequence[Part], is_lowest: bool) -> None:
    """Give a panel the axis of a path, mark the scenario's own value above, and hatch where no part can be played."""
    first, last = axis.places[[0, -1]]
    air = AIR * (last - first) or 0.5
    axes.set_xlim(first - air, last + air)
    axes.set_xticks(*axis.ticks(inches_of(axes)[0]))
    axes.tick_params(labelbottom=is_lowest)
    if is_lowest:
        axes.set_xlabel(wrapped(axis.label, 70, 1))
    if first - air <= axis.own <= last + air:
        look: dict[str, Any] = {"c": INK, "ms": 4.5, "ls": "", "clip_on": False, "zorder": 6, "gid": "own"}
        axes.plot(axis.own, 1.02, marker="v", transform=axes.get_xaxis_transform(), **look)
        axes.axvline(axis.own, color=HAIRLINE, lw=0.9, zorder=1)
    failed, edges = set.intersection(*({*part.x[part.is_failed]} for part in parts)), axis.edges
    for i in np.flatnonzero(np.isin(axis.places, [*failed])):
        look = {"fc": "white", "ec": MUTED, "hatch": HATCH, "lw": 0, "zorder": 0.8, "gid": "failed"}
        axes.axvspan(max(edges[i], first - air), min(edges[i + 1], last + air), **look)


def own_note(axis: PathAxis) -> list[str]:
    """Say how the scenario's own value is marked, where it is."""
    return ["triangle above: the scenario as it is"] if axis.is_number and axis.own == axis.own else []
