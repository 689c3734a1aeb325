"""Two worlds made ready, and the same runs played in both on the cores that one would have."""

from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any, NamedTuple

import numpy as np
import psutil

from sim.analysis.intervals import quantiles_of
from sim.analysis.paired import Lots
from sim.engine.compiled.ensemble import Chunk, Ensemble, Wanted, n_threads_of
from sim.engine.compiled.history import LOSS, NOTED, Rows
from sim.engine.compiled.tally import COARSE, Tally, bin_values
from sim.results.measures import ANY_BREAK, REGIMES_BY_NUMBER, RUPTURE_AT_ANY_TIME, SUMMED_UP, first_break_by
from sim.rules.world import NONE
from sim.scenario.relations import relations_of, sorted_pair
from sim.scenario.schema import Scenario

from .many_runs import MEMORY_SHARE, TooLargeError, in_units, until_interrupted
from .relations_followed import relations_followed

CHUNK_SECONDS = 0.2  # short enough for an interruption to be heard
LARGEST_CHUNK = 1000
IN_WORK = 8  # chunks that all arrays are worth while a pair of chunks is summed up; measured, and rounded up

Label = tuple[str, str, str]  # level, name, measure


class Pair(NamedTuple):
    """Two worlds ready to be played: their drivers, and whether they take turns on one core."""

    a: Ensemble
    b: Ensemble
    takes_turns: bool


def ready(
    a: Scenario, b: Scenario, seed: int, relations: Sequence[str] | None = None, threads: int | None = None
) -> Pair:
    """Make two worlds ready, each with half the threads.

    Raises
    ------
    ValueError
        If the worlds cover different days, or a number or a relation is not one.
    """
    if (a.start, a.end) != (b.start, b.end):
        raise ValueError(f"one world lasts from {a.start} to {a.end}, the other from {b.start} to {b.end}")
    followed = relations_followed(a, seed, relations)
    _check_relations(a, b, followed)
    wanted = Wanted(followed, bands=True, rows=True, whole=True)
    n = n_threads_of(threads)
    halves = (n + 1) // 2, max(1, n // 2)
    of_a, of_b = (Ensemble(world, seed, wanted, None, half) for world, half in zip((a, b), halves, strict=True))
    return Pair(of_a, of_b, n == 1)


def _check_relations(a: Scenario, b: Scenario, relations: Sequence[str]) -> None:
    """Raise ValueError where a relation is not in both worlds, or joins others there."""
    in_a, in_b = relations_of(a), relations_of(b)
    for name in relations:
        if name not in in_b:
            known = ", ".join(sorted(in_a.keys() & in_b.keys())) or "none"
            raise ValueError(f"relation {name!r} is not in both worlds; in both are {known}")
        if (one := sorted_pair(in_a[name].between)) != (other := sorted_pair(in_b[name].between)):
            raise ValueError(
                f"relation {name!r} joins {' and '.join(one)} in one world, {' and '.join(other)} in the other"
            )


def chunk_size(pair: Pair) -> int:
    """Runs a chunk, by how long they take in the slower world."""
    return max(1, min(LARGEST_CHUNK, int(CHUNK_SECONDS / max(_seconds_of_a_run(world) for world in pair[:2]))))


def _seconds_of_a_run(ensemble: Ensemble) -> float:
    a_run = ensemble.seconds_of_a_run(1)
    return ensemble.seconds_of_a_run() if ensemble.is_compiled else a_run  # compiled, the first is slower than the rest


def bytes_needed(pair: Pair, size: int, n_main: int) -> tuple[int, int]:
    """Bytes that two worlds need in chunks of so many runs: whatever the number of runs, and for each of them.

    Parameters
    ----------
    n_main : int, numbers kept of each pair of runs
    """
    begun = 0 if pair.takes_turns else 2 * (pair.a.n_threads + pair.b.n_threads) + 2
    a_run = max(world.bytes_of_a_row + world.bytes_of_curves for world in pair[:2])
    as_kept = 3  # chunk by chunk, in one, and sorted
    return pair.a.fixed_bytes + pair.b.fixed_bytes + (begun + IN_WORK) * size * a_run, as_kept * 8 * n_main


def refuse_too_many(pair: Pair, size: int, n_main: int, n_runs: int, free_bytes: int | None = None) -> None:
    """Raise TooLargeError where that many pairs of runs do not fit into memory, naming the most that do."""
    fixed, each = bytes_needed(pair, size, n_main)
    free = int(MEMORY_SHARE * psutil.virtual_memory().available) if free_bytes is None else free_bytes
    if (most := max(0, (free - fixed) // each)) < n_runs:
        raise TooLargeError(
            f"{n_runs:,} pairs of runs need {in_units(fixed + each * n_runs)} of memory, and {in_units(free)} can be "
            f"had; the most that fit are {most:,}"
        )


class World:
    """One of two worlds, read in the columns and directions that both have, in the order of the first."""

    def __init__(self, own: Ensemble, other: Ensemble) -> None:
        self.ensemble = own
        columns = _columns(own)
        self.shared = [column for column in columns if column in _columns(other)]  # sorted alike in both
        self.columns = [columns.index(column) for column in self.shared]
        pairs = {name: own.names.pairs[own.names.dyads.index(name)] for name in own.wanted.relations}
        ways = [(name, *way) for name, (x, y) in pairs.items() for way in ((x, y), (y, x))]
        self.breaks = [own.names.direction(actor, target) for _, actor, target in ways]
        self.labels: list[Label] = [("run", "run", ANY_BREAK.words), ("run", "run", "moves")]
        self.labels += [("break", name, first_break_by(actor)) for name, actor, _ in ways]
        of_column = (*(event.words for event in (*REGIMES_BY_NUMBER, RUPTURE_AT_ANY_TIME)), *SUMMED_UP)
        self.labels += [(level, name, measure) for level, name in self.shared for measure in of_column]

    def chunks(self, runs: int, size: int, is_alone: bool) -> Any:
        """Chunks of all runs, in order; played only as they are asked for where both worlds share one core."""
        if is_alone:
            return (self.ensemble.play(range(first, min(first + size, runs))) for first in range(0, runs, size))
        return self.ensemble.chunks(runs, size)

    def outcomes(self, rows: Rows) -> Any:
        """Outcomes of some runs by the labels, (R, labels)."""
        of_run = [rows.breaks_ij != NONE, rows.moves, *(rows.breaks_ij == ij for ij in self.breaks)]
        columns = [value for s in self.columns for value in self._of_column(rows, s)]
        return np.stack([*of_run, *columns], axis=1).astype(np.float64)

    def _of_column(self, rows: Rows, s: int) -> list[Any]:
        regimes = [rows.regime[:, s] == regime for regime in range(len(REGIMES_BY_NUMBER))]
        return [*regimes, rows.ruptured[:, s] != NONE, *(getattr(rows, name)[:, s] for name in SUMMED_UP)]

    def curves(self, chunk: Chunk) -> Any:
        """Curves of some runs, (R, NOTED, columns, days)."""
        return chunk.whole[:, :, self.columns]

    def medians(self) -> Any:
        """Median of each curve on each day over all runs, (NOTED, columns, days)."""
        tally: Tally = self.ensemble.tally()
        bins = [bin_values(c == LOSS, COARSE) for c in range(len(NOTED))]
        return np.stack([quantiles_of(tally.bands[c, self.columns], bins[c], (0.5,))[0] for c in range(len(NOTED))])


def _columns(ensemble: Ensemble) -> list[tuple[str, str]]:
    return list(zip(ensemble.levels, ensemble.columns, strict=True))


class Played(NamedTuple):
    """Pairs of runs so far."""

    n: int = 0
    outcomes: Lots = Lots()
    curves: Lots = Lots()
    main: tuple[Any, ...] = ()  # of each chunk the differences in the main measures, (R, M)


def play_pairs(
    pair: Pair, runs: int, size: int, main: Sequence[Label], progress: Callable[[int, int], None] | None = None
) -> Played:
    """Play the same runs in both worlds; interrupted by Ctrl-C it gives the pairs finished by then.

    Parameters
    ----------
    size : int, runs a chunk; changes no result
    main : labels of the measures in which the difference of each pair is kept
    """
    a, b = World(pair.a, pair.b), World(pair.b, pair.a)
    kept = [a.labels.index(label) for label in main]
    played = Played()
    in_a, in_b = (world.chunks(runs, size, pair.takes_turns) for world in (a, b))
    with until_interrupted() as stop, closing(in_a), closing(in_b):
        try:
            for one, other in zip(in_a, in_b, strict=True):
                of_a, of_b = a.outcomes(one.rows), b.outcomes(other.rows)
                played = Played(  # whole or not at all
                    played.n + one.runs.size,
                    played.outcomes.and_then(of_a, of_b),
                    played.curves.and_then(a.curves(one), b.curves(other)),
                    (*played.main, (of_b - of_a)[:, kept]),
                )
                if progress is not None:
                    progress(played.n, runs)
                if stop.is_set():
                    break
        except KeyboardInterrupt:
            pass
    return played
