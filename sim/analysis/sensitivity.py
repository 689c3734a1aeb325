"""Which of the paths that vary in a sweep matter: indices of sensitivity, and how sure they are."""

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.design.design import BLOCKS, Design, block_of, least_blocks
from sim.design.read_variation import read_variation
from sim.design.variation import DesignError, typed
from sim.results.measures import EVENT_OF, MEASURE_OF, OWN, own_name

from .intervals import Z95
from .paired_points import interval_of_sum
from .sensitivity_indices import Floats, morris_effects, rank_regression, sobol_indices
from .sweep_table import SweepTable, is_share, table_of

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.sweep_result import SweepResult

INDEXED = ("sobol", "morris", "lhs", "oat")  # designs that indices are made of
RANKED_BY = {
    "sobol": "ST",
    "morris": "mu_star",
    "lhs": "SRRC",
    "oat": "swing",
}  # column by the size of which paths rank
WIDE = 0.2  # half an interval of a Sobol' index from which on its points are called too few; the whole is 1
SURE = 0.1  # half an interval that would do
LEAST_SPREAD = 1e-9  # of the largest value; what varies less is rounding

Row = dict[str, Any]


class SensitivityError(ValueError):
    """A sweep that allows no index; the message says why, on one line."""


@dataclass(frozen=True)
class Sensitivity:
    """Indices of a sweep.

    Attributes
    ----------
    design : "sobol", "morris", "lhs" or "oat"
    level, name : row of each point that the measures are of, as in the summary
    table : a row a measure and path; ``measure``, ``path``, the columns of the design and ``noise_share``, which is the
        most that sampling noise can be of the variance between the points; see :func:`sensitivity_of`
    n_blocks : int, blocks of points that the indices rest on (trajectories of "morris", points of "lhs" and "oat")
    n_left_out : int, blocks with a point that cannot be played, or was not yet
    constant : measures that never vary and so have no index
    unordered : paths of three or more names, between which "lhs" knows no order
    """

    design: str
    level: str
    name: str
    table: "pd.DataFrame"
    n_blocks: int
    n_left_out: int
    constant: tuple[str, ...] = ()
    unordered: tuple[str, ...] = ()

    @property
    def measures(self) -> list[str]:
        """Measures that have an index."""
        return list(dict.fromkeys(self.table["measure"]))

    @property
    def notes(self) -> list[str]:
        """What a reader should know of these indices, a sentence each."""
        said = []
        if self.n_left_out:
            whole = f"{self.n_left_out + self.n_blocks:,} {BLOCKS[self.design]}"
            said.append(
                f"{self.n_left_out:,} of {whole} left out: a point cannot be played, or was not yet. "
                "The indices hold for the rest of the ranges only."
            )
        if self.constant:
            said.append(f"No index, for nothing varies: {', '.join(self.constant)}.")
        if self.unordered:
            said.append(f"No coefficient, for names have no order: {', '.join(self.unordered)}.")
        if self.design == "sobol":
            said += self._too_few()
        if len(self.table) and self.table["noise_share"].isna().all():
            said.append("One history a point: how much of the variance is sampling noise cannot be told.")
        return said

    def _too_few(self) -> list[str]:
        """Say where intervals of Sobol' indices are so wide that they hardly tell anything, and what would help."""
        halves = [(self.table[f"{name}_high"] - self.table[f"{name}_low"]).max() / 2 for name in ("S1", "ST")]
        widest, n_paths = float(max(halves, default=0.0)), self.table["path"].nunique()
        if not widest > WIDE:
            return []
        block = n_paths + 2
        blocks = 1 << math.ceil(math.log2(self.n_blocks * (widest / SURE) ** 2))  # the error falls with their root
        few = f"Too few points: intervals reach {widest:.2f} to either side, of a whole of 1"
        below = " A path alone may even seem to explain more than with all others." if self._is_upside_down() else ""
        return [f"{few}.{below} About {blocks * block:,} points would bring that to {SURE:g}."]

    def _is_upside_down(self) -> bool:
        """Whether an index of total order lies below that of first order, which no true one does."""
        return bool((self.table["ST"] < self.table["S1"]).any())

    def ranked(self, measure: str) -> "pd.DataFrame":
        """Rows of a measure, the path that matters most first."""
        rows = self.table[self.table["measure"] == measure]
        return rows.sort_values(RANKED_BY[self.design], key=lambda column: -column.abs(), kind="stable")

    def rivals(self, measure: str) -> list[str]:
        """Paths of which nobody can say that they matter less than the first for a measure.

        Of values taken one at a time these are those whose difference from the first has no interval above 0, by the
        same histories; of the other designs those whose interval meets that of the first.
        """
        rows = self.ranked(measure)
        by = RANKED_BY[self.design]
        top, others = rows.iloc[0], rows.iloc[1:]
        if self.design == "oat":
            is_near = others["behind_low"] <= 0
        else:
            is_near = others.apply(lambda row: _size(row, by)[1] >= _size(top, by)[0], axis=1)
        return [str(path) for path in others.loc[is_near.astype(bool), "path"]] if len(others) else []


def _size(row: "pd.Series[Any]", by: str) -> tuple[float, float]:
    """Ends of the interval of the size of a number."""
    ends = float(row[f"{by}_low"]), float(row[f"{by}_high"])
    return ends if row[by] >= 0 else (-ends[1], -ends[0])


def sensitivity_of(result: "SweepResult", of: str | None = None, measures: Sequence[str] | None = None) -> Sensitivity:
    """Indices of sensitivity of a sweep whose design allows them.

    Every value is itself a mean over the runs of a point.  As all points share their draws, the noise of these means is
    the same in part, and that part makes no variance between points; what remains is, on average over draws, at most
    the mean of the squared standard errors.  ``noise_share`` is that bound over the variance between the points.  Noise
    that differs from point to point looks like an interaction of all paths: it may add up to its share to every ``ST``,
    and it dilutes ``S1``.  With a ``noise_share`` of .05 an index of .02 is worth nothing.

    Parameters
    ----------
    result : SweepResult
    of : name of a row: a relation, "theatre", "run"; that of the experiment, or the first relation, if absent
    measures : columns of the summary; all shares and means of that row if absent

    Returns
    -------
    Sensitivity, with these columns of the table:
    "sobol": ``S1``, ``ST``, see :func:`sim.analysis.sensitivity_indices.sobol_indices`; "morris": ``mu_star``, ``mu``,
    ``sigma``, see :func:`~sim.analysis.sensitivity_indices.morris_effects`; "lhs": ``SRRC``, ``explained``, see
    :func:`~sim.analysis.sensitivity_indices.rank_regression`; each index with ``_low`` and ``_high``, 95 % intervals;
    "oat": ``own``, ``least`` and ``most``, the measure at the scenario's own values and the extremes that the path
    alone brings about, with ``_low`` and ``_high``, the values ``least_at`` and ``most_at`` of the path, and ``swing``,
    most less least, with its own interval, which is of the same histories at both ends, and narrower than theirs; then
    ``behind``, how much less the swing is than the widest, with an interval likewise: where its low end is not above 0,
    nobody can say which of both paths moves the measure more; ``noise_share`` is there of the squared swing, as if both
    ends had draws of their own.

    Raises
    ------
    SensitivityError
        If the design is none of these, too many points cannot be played, or there is no such measure.
    ValueError
        If there is no such row.
    """
    manifest = result.manifest
    if manifest["design"] not in INDEXED:
        raise SensitivityError(f"{manifest['design']} allows no index; expected one of {', '.join(INDEXED)}")
    table = table_of(result, of)
    chosen = _measures(table, measures)
    sample = _sample(result, table, chosen)
    constant = tuple(measure for measure in chosen if not sample.varies(measure))
    varying = [measure for measure in chosen if measure not in constant]
    if len(sample.unordered) == len(table.paths):
        raise SensitivityError("names have no order, and nothing else varies: no coefficient of rank regression")
    make = _swings if sample.design.name == "oat" else _indices
    rows = [row for measure in varying for row in make(sample, measure)]
    import pandas as pd

    n_blocks, unordered = len(sample.frame) // sample.block, tuple(sample.unordered)
    found = pd.DataFrame(rows, columns=list(rows[0]) if rows else ["measure", "path", "noise_share"])
    return Sensitivity(
        sample.design.name, table.level, table.name, found, n_blocks, sample.n_left_out, constant, unordered
    )


class Sample(NamedTuple):
    """Points that the indices are made of: whole blocks without a gap."""

    design: Design
    frame: "pd.DataFrame"
    places: Floats  # (points, paths) in the unit cube; of "oat" without points
    block: int
    n_left_out: int
    seed: int

    @property
    def paths(self) -> list[str]:
        """Paths that vary."""
        return [variation.path for variation in self.design.variations]

    @property
    def unordered(self) -> list[str]:
        """Paths whose values have no order, where one is needed."""
        if self.design.name != "lhs":
            return []
        return [v.path for v in self.design.variations if v.n > 2 and not all(map(_is_number, v.choices))]

    def varies(self, measure: str) -> bool:
        """Whether there is any variance to be explained."""
        values = self.frame[measure].to_numpy()
        if self.design.name == "sobol":  # variance is taken from the first and the last point of each block
            values = values.reshape(-1, self.block)[:, [0, -1]]
        return bool(np.ptp(values) > LEAST_SPREAD * np.abs(values).max())

    def squared_errors(self, measure: str) -> Floats:
        """Squared standard error of the measure at each point; unknown of a single run."""
        if not is_share(measure):
            errors: Floats = self.frame[f"{measure}_se"].to_numpy(dtype=float) ** 2
            return errors
        n = f"{own_name(measure)}_runs" if own_name(measure) else "runs"  # those in which it is defined
        share, runs = (self.frame[name].to_numpy(dtype=float) for name in (measure, n))
        return np.where(runs > 1, share * (1 - share) / np.maximum(1.0, runs - 1), np.nan)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _measures(table: SweepTable, asked: Sequence[str] | None) -> list[str]:
    all_ = table.shown if table.level == OWN else (*EVENT_OF, *MEASURE_OF)
    known = [name for name in all_ if name in table.frame and table.frame[name].notna().any()]
    for name in asked or ():
        if name not in known:
            raise SensitivityError(f"no measure {name!r} of {table.name}; expected any of {', '.join(known)}")
    if not known:
        raise SensitivityError("no point can be played, and so there is no index")
    return list(dict.fromkeys(asked)) if asked else known


def _sample(result: "SweepResult", table: SweepTable, measures: Sequence[str]) -> Sample:
    """Blocks of points that are whole; those with a gap are left out, for the others alone keep the design."""
    design, n_paths = _design(result), len(table.paths)
    block = block_of(design.name, n_paths)
    is_there = table.frame[list(measures)].notna().all(axis=1).to_numpy()
    whole = np.repeat(is_there.reshape(-1, block).all(axis=1), block)
    n_kept, n_all = int(whole.sum()) // block, len(whole) // block
    if n_kept < (least := least_blocks(design.name, n_paths)):
        blocks = BLOCKS[design.name]
        raise SensitivityError(f"{n_kept:,} of {n_all:,} {blocks} are whole; indices need {least} at least")
    if design.name == "oat" and not whole[0]:
        raise SensitivityError("the scenario cannot be played at its own values, and so there is no tornado")
    places = design.places[whole] if design.is_drawn else np.empty((0, n_paths))
    frame = table.frame[whole].reset_index(drop=True)
    return Sample(design, frame, places, block, n_all - n_kept, int(result.manifest["seed"]))


def _design(result: "SweepResult") -> Design:
    """Design as it was drawn.

    Raises
    ------
    SensitivityError
        If another release of what draws the points would draw others, or the design is not drawn any more.
    """
    manifest = result.manifest
    if manifest["design"] == "oat":
        variations = tuple(map(read_variation, manifest["vary"]))
        return Design("oat", variations, len(result.points), manifest["seed"])
    try:
        design = Design.of(manifest["design"], manifest["vary"], manifest["points"], manifest["seed"])
    except DesignError as problem:
        raise SensitivityError(str(problem)) from None
    if hashlib.sha256(design.places.tobytes()).hexdigest() != manifest["drawn"]:
        raise SensitivityError("the points were drawn by another release of SALib or scipy; sweep again for indices")
    return design


def _indices(sample: Sample, measure: str) -> Iterator[Row]:
    """Rows of a measure, one a path, of a design that draws."""
    values = sample.frame[measure].to_numpy(dtype=float)
    paths = [path for path in sample.paths if path not in sample.unordered]
    noise = float(np.minimum(1.0, sample.squared_errors(measure).mean() / values.var()))
    if sample.design.name == "sobol":
        found = sobol_indices(values, len(paths), sample.seed)
    elif sample.design.name == "morris":
        found = morris_effects(sample.places, values, sample.seed)
    else:
        found = rank_regression(_numbers(sample, paths), values, sample.seed)
    for n, path in enumerate(paths):
        indices = {name: float(column[n]) for name, column in found.items()}
        yield {"measure": measure, "path": path, **indices, "noise_share": noise}


def _numbers(sample: Sample, paths: Sequence[str]) -> Floats:
    """Values of some paths as numbers, (points, paths); of two names the second is the larger."""
    columns = []
    for variation in sample.design.variations:
        if variation.path in paths:
            column = sample.frame[variation.path].tolist()
            is_number = all(map(_is_number, column))
            columns.append(column if is_number else [typed(value) != typed(variation.choices[0]) for value in column])
    return np.array(columns, dtype=float).T


def _swings(sample: Sample, measure: str) -> Iterator[Row]:
    """Rows of a measure, one a path, where one path varies at a time."""
    frame = sample.frame.assign(squared=sample.squared_errors(measure))
    first, own = 1, frame.iloc[0]
    found: list[tuple[Row, tuple[Any, Any]]] = []
    for variation in sample.design.variations:
        numbers = [0, *range(first, first + variation.n_single)]
        first += variation.n_single
        rows = frame[frame["point"].isin(numbers)]
        values = rows[measure].to_numpy()
        least, most = rows.iloc[int(values.argmin())], rows.iloc[int(values.argmax())]
        swing = float(most[measure] - least[measure])
        noise = float(np.minimum(1.0, (least["squared"] + most["squared"]) / swing**2)) if swing > 0 else 0.0
        told = _end("own", own, measure) | _end("least", least, measure) | _end("most", most, measure)
        at = {"least_at": least[variation.path], "most_at": most[variation.path]}
        ends = interval_of_sum(measure, (most, least), (1, -1))
        apart = {"swing": swing, "swing_low": ends.low, "swing_high": ends.high}
        row = {"measure": measure, "path": variation.path, **told, **at, **apart, "noise_share": noise}
        found.append((row, (most, least)))
    top, of_top = max(found, key=lambda each: float(each[0]["swing"]))
    for row, points in found:
        if row is top:
            yield row | {"behind": 0.0, "behind_low": 0.0, "behind_high": 0.0}
            continue
        ends = interval_of_sum(measure, (*of_top, *points), (1, -1, -1, 1))
        yield row | {"behind": top["swing"] - row["swing"], "behind_low": ends.low, "behind_high": ends.high}


def _end(name: str, row: "pd.Series[Any]", measure: str) -> Row:
    """Value of a measure at a point, with its 95 % interval."""
    value = float(row[measure])
    if is_share(measure):
        low, high = float(row[f"{measure}_low"]), float(row[f"{measure}_high"])
    else:
        half = Z95 * float(row["squared"]) ** 0.5
        low, high = value - half, value + half
    return {name: value, f"{name}_low": low, f"{name}_high": high}
