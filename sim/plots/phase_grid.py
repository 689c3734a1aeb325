"""The grid behind a phase diagram: two axes, and the numbers of the points on them."""

from collections.abc import Iterator
from math import prod
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from sim.analysis.labels import Labels, value_text
from sim.analysis.sweep_table import SweepTable, interval_of, paths_of

from .contours import Surface
from .sweep_axis import Floats, PathAxis, axis_of

if TYPE_CHECKING:
    from sim.results.sweep_result import SweepResult

MOST_COMBINATIONS = 6  # of further paths


class Grid(NamedTuple):
    """Points over two paths.

    Attributes
    ----------
    x, y : the path across and the path up
    rows : one row a point, as in :class:`~sim.analysis.sweep_table.SweepTable`
    column, row : (points,) int64, where each point stands
    is_failed : (points,) bool, whether it cannot be played
    """

    x: PathAxis
    y: PathAxis
    rows: pd.DataFrame
    column: npt.NDArray[np.int64]
    row: npt.NDArray[np.int64]
    is_failed: npt.NDArray[np.bool_]

    def matrix(self, name: str) -> Floats:
        """Numbers of a column of the table, (values of y, values of x); NaN where there is none."""
        return self._placed(self.rows[name].to_numpy(dtype=float))

    def _placed(self, numbers: Floats) -> Floats:
        """Numbers of the points, (points,), at their places, (values of y, values of x)."""
        found = np.full((len(self.y.values), len(self.x.values)), np.nan)
        found[self.row, self.column] = numbers
        return found

    def surface(self, name: str) -> Surface:
        """Numbers of a column with half of their 95 % intervals."""
        low, high = interval_of(self.rows, name)
        return Surface(self.x.places, self.y.places, self.matrix(name), self._placed((high - low) / 2))

    def has_intervals(self, name: str) -> bool:
        """Whether the interval of a column is known at any point; that of a mean over one history is not."""
        return not bool(np.isnan(self.surface(name).half).all())

    @property
    def has_contours(self) -> bool:
        """Whether lines of equal value mean anything: both paths have numbers, three or more."""
        return all(axis.is_number and len(axis.values) >= 3 for axis in (self.x, self.y))


def has_phases(result: "SweepResult") -> bool:
    """Whether a sweep has a phase diagram: it is a grid over two paths, with few combinations of any others."""
    paths = paths_of(result)
    n_combinations = prod(int(result.points[path].nunique()) for path in paths[2:])
    return result.manifest["design"] == "grid" and len(paths) >= 2 and n_combinations <= MOST_COMBINATIONS


def grids_of(result: "SweepResult", table: SweepTable) -> Iterator[tuple[str, Grid]]:
    """Grids over the first two paths, a combination of the others each, and the words for that; none if only two."""
    scenario, (x, y, *others) = result.manifest["scenario"], table.paths
    across, up = (axis_of(path, table.frame[path], scenario) for path in (x, y))
    is_failed = table.frame["point"].isin(result.failed["point"])
    parts = table.frame.groupby(others, sort=False, dropna=False) if others else [((), table.frame)]
    for values, rows in parts:
        said = [
            f"{Labels(scenario).path(path)} is {value_text(value)}" for path, value in zip(others, values, strict=True)
        ]
        column, row = across.numbers_of(rows[x]), up.numbers_of(rows[y])
        yield " and ".join(said), Grid(across, up, rows, column, row, is_failed[rows.index].to_numpy())
