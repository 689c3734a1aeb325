"""The points of a sweep, played: a few rows a point, and a file of rows a part."""

import io
import math
from collections.abc import Iterator, Sequence
from threading import Event
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.analysis.distribution import Distribution
from sim.analysis.intervals import share_interval
from sim.analysis.moments import Moments, moments_of, together
from sim.analysis.own_measures import OwnMeasures
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.engine.compiled.history import Rows
from sim.engine.compiled.wanted import Chunk
from sim.results.groups import GROUPS, added_by_group
from sim.results.measures import (
    ANY_BREAK,
    END_SHARES,
    OWN,
    REGIMES_BY_NUMBER,
    ROW_MEASURES,
    SIDE_MEASURES,
    own_column,
    without_ties,
)
from sim.rules.world import NONE
from sim.scenario.own_measure import OwnMeasure
from sim.scenario.own_rule import ChangedRuleError, OwnRuleError
from sim.scenario.pack import names_of
from sim.scenario.problems import ScenarioError, printable

from .sweep import Sweep, Task

if TYPE_CHECKING:
    import pyarrow as pa

CHUNK = 64  # runs summed up at a time, in their order: another number would change the last digits of a mean
LONGEST_REASON = 500
FOR_A_FEW_ROWS = ("snappy", ["level", "name", "problem"])  # written four times as fast as by default, and no larger

Row = dict[str, Any]


def play_part(task: Task, n_threads: int = 1, stop: Event | None = None) -> bytes | None:
    """Play the points of a part, and give their rows as the bytes of a Parquet file; None where it was stopped."""
    import pyarrow as pa

    rows: list[Row] = []
    schema = row_schema(task.own, bool(task.base.scenario.ties), task.is_paired)
    for point, settings in task.points:
        played = play_point(task, point, settings, n_threads, stop)
        if played is None:
            return None
        rows += played
    return as_parquet(pa.Table.from_pylist(rows, schema), *FOR_A_FEW_ROWS)


def play_point(
    task: Task, point: int, settings: Sequence[str], n_threads: int = 1, stop: Event | None = None
) -> list[Row] | None:
    """Rows of a point: all runs together, and each relation and group that is followed; one row where it fails."""
    try:
        ensemble = ensemble_at(task, settings, n_threads)
        own = [Distribution() for _ in task.own]
        groups = _Groups() if task.is_paired else None
        moments = _moments(ensemble, task.runs, stop, own, groups)
    except ChangedRuleError:  # while the sweep is played: what comes would not go with what is there
        raise
    except (ScenarioError, OwnRuleError, ValueError, ArithmeticError) as problem:  # any other says: this machine
        return [{"point": point, "level": "run", "name": "run", "runs": 0, "problem": _reason(problem)}]
    if moments is None:
        return None
    rows = [*_rows(ensemble, moments), *([_own_row(task.own, own, moments.n)] if own else [])]
    if groups is not None:
        groups.write_into(rows, task.own)
    return [{"point": point, **row} for row in rows]


def ensemble_at(task: Task, settings: Sequence[str], n_threads: int) -> Ensemble:
    """Make the runs of a point ready.

    Raises
    ------
    ScenarioError
        If the settings do not make a sound scenario.
    ValueError
        If a relation that is followed is not in it.
    """
    case = task.base.with_settings(settings)
    if missing := set(task.relations) - set(names_of(case).dyads):
        raise ValueError(f"no relation '{min(missing)}' at this point")
    measured = OwnMeasures(task.own) if task.own else None
    wanted = Wanted(task.relations, rows=True, measured=measured)
    return Ensemble(case, task.seed, wanted, n_threads=n_threads, n_runs=task.few_runs)


def driver_of(sweep: Sweep, n_points: int) -> Ensemble:
    """Driver of the scenario before anything varies: compiled if that is worth it for so many points."""
    return Ensemble(sweep.base.scenario, sweep.design.seed, n_threads=1, n_runs=n_points * sweep.runs)


def is_small(driver: Ensemble) -> bool:
    """Whether rules that could be compiled are interpreted, because that takes less time."""
    return driver.is_compilable and not driver.is_compiled


def _reason(problem: Exception) -> str:
    """What went wrong, on one line."""
    if isinstance(problem, ScenarioError):
        first, more = problem.problems[0], len(problem.problems) - 1
        file = first.origin.file if first.origin else None
        text = str(first) if file is None else str(first).replace(str(file), file.name)  # wherever the file is
        return printable(text, LONGEST_REASON) + (f" (and {more} more)" if more else "")
    text = " ".join(str(problem).split())
    return printable(text or type(problem).__name__, LONGEST_REASON)


class _Groups:
    """Sums over groups of the runs of a point, of all that its rows have means and shares of."""

    def __init__(self) -> None:
        self._means: Any = 0.0  # (N_GROUPS, measures, S)
        self._events: Any = 0.0  # (N_GROUPS, END_SHARES, S)
        self._breaks: Any = 0.0  # (N_GROUPS,)
        self._own: Any = 0.0  # (N_GROUPS, own measures)
        self._defined: Any = 0.0  # (N_GROUPS, own measures), runs

    def add(self, chunk: Chunk) -> None:
        """Add some runs."""
        runs, rows = chunk.runs, chunk.rows
        regimes = [rows.regime == regime for regime in range(len(REGIMES_BY_NUMBER))]
        events = np.stack([*regimes, rows.ruptured != NONE], axis=1).astype(np.float64)
        self._means = self._means + added_by_group(runs, _values(rows))
        self._events = self._events + added_by_group(runs, events)
        self._breaks = self._breaks + added_by_group(runs, (rows.breaks_ij != NONE).astype(np.float64))
        is_defined = ~np.isnan(chunk.measured)
        self._own = self._own + added_by_group(runs, np.where(is_defined, chunk.measured, 0.0))
        self._defined = self._defined + added_by_group(runs, is_defined.astype(np.float64))

    def write_into(self, rows: Sequence[Row], own: Sequence[OwnMeasure]) -> None:
        """Write the sums into the rows of the point: that of the run, those of what is followed, that of own measures.

        Parameters
        ----------
        rows : as :func:`_rows` gives them, and the row of own measures
        """
        run, *followed = rows
        names = (*ROW_MEASURES, *SIDE_MEASURES)
        run |= {f"{ANY_BREAK.name}{GROUPS}": self._breaks.tolist(), f"moves{GROUPS}": self._means[:, -1, 0].tolist()}
        for s, row in enumerate(followed[: self._means.shape[2]]):
            sums = [(name, self._means[:, m, s]) for m, name in enumerate(names)]
            sums += [(name, self._events[:, e, s]) for e, name in enumerate(END_SHARES)]
            row |= {f"{name}{GROUPS}": found.tolist() for name, found in sums if name in row}
        for m, measure in enumerate(own):
            column = own_column(measure.name, bool(measure.is_share))
            rows[-1][f"{column}{GROUPS}"] = self._own[:, m].tolist()
            rows[-1][f"{measure.name}_runs{GROUPS}"] = self._defined[:, m].tolist()


def _moments(
    ensemble: Ensemble,
    n_runs: int,
    stop: Event | None,
    own: Sequence[Distribution] = (),
    groups: _Groups | None = None,
) -> Moments | None:
    """Play the runs of a point, and count own measures; None where it was stopped before the last.

    The measures are (ROW_MEASURES and SIDE_MEASURES, S), with the moves of all in a last row.
    """
    total: Moments | None = None
    for chunk in ensemble.chunks(n_runs, CHUNK, stop=stop):
        total = together(total, moments_of(_values(chunk.rows)))
        for m, distribution in enumerate(own):
            distribution.add(chunk.measured[:, m])
        if groups is not None:
            groups.add(chunk)
    return total if total is not None and total.n == n_runs else None


def _values(rows: Rows) -> Any:
    """Measures of some runs, (R, ROW_MEASURES, SIDE_MEASURES and one, S)."""
    moves = np.broadcast_to(rows.moves[:, None], rows.regime.shape)
    return np.stack([*(getattr(rows, name) for name in (*ROW_MEASURES, *SIDE_MEASURES)), moves], axis=1).astype(
        np.float64
    )


def _rows(ensemble: Ensemble, moments: Moments) -> Iterator[Row]:
    tally, n = ensemble.tally(), moments.n
    means, errors = moments.mean, moments.standard_error
    any_break = _shares({ANY_BREAK.name: int(tally.breaks.sum())}, n)
    yield {"level": "run", "name": "run", "runs": n, **any_break, **_mean("moves", means[-1, 0], errors[-1, 0])}
    for s, (level, name) in enumerate(zip(ensemble.levels, ensemble.columns, strict=True)):
        counts = (*tally.regimes[s].tolist(), int(tally.ruptured[s].sum()))
        row = {"level": level, "name": name, "runs": n, **_shares(dict(zip(END_SHARES, counts, strict=True)), n)}
        for m, measure in enumerate((*ROW_MEASURES, *SIDE_MEASURES) if level == "relation" else ROW_MEASURES):
            row |= _mean(measure, means[m, s], errors[m, s])
        yield row


def _own_row(measures: Sequence[OwnMeasure], found: Sequence[Distribution], n: int) -> Row:
    """Row of the own measures: the share or the mean of each, and in how many runs it is defined."""
    row: Row = {"level": OWN, "name": OWN, "runs": n}
    for measure, distribution in zip(measures, found, strict=True):
        column, n_defined = own_column(measure.name, bool(measure.is_share)), distribution.n_defined
        row[f"{measure.name}_runs"] = n_defined
        if not n_defined:
            continue
        if measure.is_share:
            row |= _shares({column: distribution.n_true}, n_defined)
        else:
            row |= _mean(column, distribution.moments.mean, distribution.moments.standard_error)
    return row


def _shares(counts: dict[str, int], n: int) -> Row:
    """Share of each event, with its 95 % interval by Wilson."""
    row: Row = {}
    for name, count in counts.items():
        low, high = share_interval(count, n)
        row |= {name: count / n, f"{name}_low": float(low), f"{name}_high": float(high)}
    return row


def _mean(name: str, mean: float, error: float) -> Row:
    return {name: float(mean), f"{name}_se": None if math.isnan(error) else float(error)}


def row_schema(own: Sequence[OwnMeasure] = (), has_ties: bool = True, is_paired: bool = False) -> "pa.Schema":
    """Columns of the rows: shares with their intervals, means with their standard errors, what went wrong.

    And where points are set against each other, sums over groups of histories.
    """
    import pyarrow as pa

    shares = [f"{event}{end}" for event in (*END_SHARES, ANY_BREAK.name) for end in ("", "_low", "_high")]
    measures = without_ties((*ROW_MEASURES, *SIDE_MEASURES), has_ties)
    means = [f"{measure}{end}" for measure in (*measures, "moves") for end in ("", "_se")]
    of_groups = [*END_SHARES, ANY_BREAK.name, *measures, "moves"]
    of_groups += [name for each in own for name in (own_column(each.name, bool(each.is_share)), f"{each.name}_runs")]
    return pa.schema(
        [
            ("point", pa.int64()),
            ("level", pa.string()),
            ("name", pa.string()),
            ("runs", pa.int64()),
            *((name, pa.float64()) for name in (*shares, *means)),
            *(column for measure in own for column in _own_columns(measure)),
            *((f"{name}{GROUPS}", pa.list_(pa.float64())) for name in (of_groups if is_paired else ())),
            ("problem", pa.string()),
        ]
    )


def _own_columns(measure: OwnMeasure) -> "Iterator[tuple[str, pa.DataType]]":
    """Columns of an own measure, with their types."""
    import pyarrow as pa

    column = own_column(measure.name, bool(measure.is_share))
    ends = ("", "_low", "_high") if measure.is_share else ("", "_se")
    yield from ((f"{column}{end}", pa.float64()) for end in ends)
    yield f"{measure.name}_runs", pa.int64()


def as_parquet(table: "pa.Table", compression: str = "zstd", dictionaries: bool | list[str] = True) -> bytes:
    """Table as the bytes of a Parquet file; values of some columns are looked up in dictionaries."""
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(table, stream, compression=compression, use_dictionary=dictionaries)
    return stream.getvalue()
