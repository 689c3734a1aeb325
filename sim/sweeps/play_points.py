"""The points of a sweep, played: a few rows a point, and a file of rows a part."""

import io
import math
from collections.abc import Iterator, Sequence
from threading import Event
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from sim.analysis.intervals import share_interval
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.engine.compiled.history import Rows
from sim.results.measures import ANY_BREAK, END_SHARES, ROW_MEASURES
from sim.scenario.own_rule import ChangedRuleError, OwnRuleError
from sim.scenario.pack import names_of
from sim.scenario.problems import ScenarioError, printable

from .sweep import Task

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
    for point, settings in task.points:
        played = play_point(task, point, settings, n_threads, stop)
        if played is None:
            return None
        rows += played
    return as_parquet(pa.Table.from_pylist(rows, row_schema()), *FOR_A_FEW_ROWS)


def play_point(
    task: Task, point: int, settings: Sequence[str], n_threads: int = 1, stop: Event | None = None
) -> list[Row] | None:
    """Rows of a point: all runs together, and each relation and group that is followed; one row where it fails."""
    try:
        ensemble = ensemble_at(task, settings, n_threads)
        moments = _moments(ensemble, task.runs, stop)
    except ChangedRuleError:  # while the sweep is played: what comes would not go with what is there
        raise
    except (ScenarioError, OwnRuleError, ValueError, ArithmeticError) as problem:  # any other says: this machine
        return [{"point": point, "level": "run", "name": "run", "runs": 0, "problem": _reason(problem)}]
    return None if moments is None else [{"point": point, **row} for row in _rows(ensemble, moments)]


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
    return Ensemble(case, task.seed, Wanted(task.relations, rows=True), n_threads=n_threads)


def _reason(problem: Exception) -> str:
    """What went wrong, on one line."""
    if isinstance(problem, ScenarioError):
        first, more = problem.problems[0], len(problem.problems) - 1
        file = first.origin.file if first.origin else None
        text = str(first) if file is None else str(first).replace(str(file), file.name)  # wherever the file is
        return printable(text, LONGEST_REASON) + (f" (and {more} more)" if more else "")
    text = " ".join(str(problem).split())
    return printable(text or type(problem).__name__, LONGEST_REASON)


class Moments(NamedTuple):
    """Number of runs, their means, and the sums of squared distances from these."""

    n: int
    mean: Any  # (ROW_MEASURES, S), the moves of all in a last row
    squares: Any

    @property
    def standard_error(self) -> Any:
        """Standard error of the means; unknown of a single run."""
        return np.sqrt(self.squares / (self.n - 1) / self.n) if self.n > 1 else np.full_like(self.mean, np.nan)


def _moments(ensemble: Ensemble, n_runs: int, stop: Event | None) -> Moments | None:
    """Play the runs of a point; None where it was stopped before the last."""
    total: Moments | None = None
    for chunk in ensemble.chunks(n_runs, CHUNK, stop=stop):
        found = _moments_of(chunk.rows)
        total = found if total is None else _together(total, found)
    return total if total is not None and total.n == n_runs else None


def _moments_of(rows: Rows) -> Moments:
    moves = np.broadcast_to(rows.moves[:, None], rows.regime.shape)
    values = np.stack([*(getattr(rows, name) for name in ROW_MEASURES), moves], axis=1).astype(np.float64)
    mean = values.mean(axis=0)
    return Moments(len(values), mean, ((values - mean) ** 2).sum(axis=0))


def _together(one: Moments, other: Moments) -> Moments:
    """Two lots of runs as one, by the update of Chan, Golub and LeVeque (1983)."""
    n = one.n + other.n
    share, apart = other.n / n, other.mean - one.mean
    return Moments(n, one.mean + share * apart, one.squares + other.squares + apart**2 * (share * one.n))


def _rows(ensemble: Ensemble, moments: Moments) -> Iterator[Row]:
    tally, n = ensemble.tally(), moments.n
    means, errors = moments.mean, moments.standard_error
    any_break = _shares({ANY_BREAK.name: int(tally.breaks.sum())}, n)
    yield {"level": "run", "name": "run", "runs": n, **any_break, **_mean("moves", means[-1, 0], errors[-1, 0])}
    for s, (level, name) in enumerate(zip(ensemble.levels, ensemble.columns, strict=True)):
        counts = (*tally.regimes[s].tolist(), int(tally.ruptured[s].sum()))
        row = {"level": level, "name": name, "runs": n, **_shares(dict(zip(END_SHARES, counts, strict=True)), n)}
        for m, measure in enumerate(ROW_MEASURES):
            row |= _mean(measure, means[m, s], errors[m, s])
        yield row


def _shares(counts: dict[str, int], n: int) -> Row:
    """Share of each event, with its 95 % interval by Wilson."""
    row: Row = {}
    for name, count in counts.items():
        low, high = share_interval(count, n)
        row |= {name: count / n, f"{name}_low": float(low), f"{name}_high": float(high)}
    return row


def _mean(name: str, mean: float, error: float) -> Row:
    return {name: float(mean), f"{name}_se": None if math.isnan(error) else float(error)}


def row_schema() -> "pa.Schema":
    """Columns of the rows: shares with their intervals, means with their standard errors, what went wrong."""
    import pyarrow as pa

    shares = [f"{event}{end}" for event in (*END_SHARES, ANY_BREAK.name) for end in ("", "_low", "_high")]
    means = [f"{measure}{end}" for measure in (*ROW_MEASURES, "moves") for end in ("", "_se")]
    return pa.schema(
        [
            ("point", pa.int64()),
            ("level", pa.string()),
            ("name", pa.string()),
            ("runs", pa.int64()),
            *((name, pa.float64()) for name in (*shares, *means)),
            ("problem", pa.string()),
        ]
    )


def as_parquet(table: "pa.Table", compression: str = "zstd", dictionaries: bool | list[str] = True) -> bytes:
    """Table as the bytes of a Parquet file; values of some columns are looked up in dictionaries."""
    import pyarrow.parquet as pq

    stream = io.BytesIO()
    pq.write_table(table, stream, compression=compression, use_dictionary=dictionaries)
    return stream.getvalue()
