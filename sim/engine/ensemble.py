"""The compiled driver: thousands to millions of runs of one scenario, on all cores, by the same rules.

A run is a function of scenario, seed and number alone.  So neither threads nor the chunks in which runs are
handed out change anything, and any run can be played again by itself.
"""

import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from threading import Event
from typing import Any

import numpy as np
from numba import njit

from sim.rules.curves import Curves
from sim.rules.history import FINISHED, NO_ROOM, NOTED, Followed, Rows, play_run
from sim.rules.indices import dyad_scale, weighted_mean
from sim.rules.tally import Tally, count_run, empty_tally, keep_curves
from sim.rules.world import TYPES, State, Tables
from sim.scenario.initial import initial_state
from sim.scenario.pack import Names, names_of, pack
from sim.scenario.schema import Scenario

from .groups import Group, groups_of
from .own_rules import compiled_own_rule
from .references import reference
from .scratch import flattened, set_back
from .trajectory import Trajectory, doubled, empty_curves

MOST_SAMPLED_DAYS = 400
LARGEST_RUN = 2**32


@njit(nogil=True, cache=True, _nrt=False)
def play_runs(
    tables: Any,
    state: Any,
    memory: Any,
    curves: Any,
    followed: Any,
    rows: Any,
    whole: Any,
    tally: Any,
    runs: Any,
    first: int,
    n_days: int,
) -> tuple[int, int]:
    """Play runs one after another from the ``first`` of a list on, and count them.

    Where there are fewer rows than runs the outcome of each takes the place of the one before.

    Returns
    -------
    tuple of int, place of the run that could not be finished, or the length of the list; and how it ended
    """
    for r in range(first, runs.size):
        set_back(memory)
        state.run[0] = runs[r]
        row = min(r, rows.moves.size - 1)
        end = play_run(tables, state, curves, followed, rows, row, n_days)
        if end != FINISHED:
            return r, end
        count_run(followed, rows, row, tally)
        keep_curves(followed, whole, row)
    return runs.size, FINISHED


@dataclass(frozen=True)
class Wanted:
    """What is kept of each run, chosen before.

    Attributes
    ----------
    relations : ids of the relations followed; all pairs of blocs and the theatre are followed in any case
    bands : whether the curves of what is followed are counted into bands
    rows : whether the outcome of every run is kept
    whole : whether the curves of what is followed are kept whole, for every run; needs rows
    """

    relations: tuple[str, ...] = ()
    bands: bool = False
    rows: bool = False
    whole: bool = False


@dataclass(frozen=True)
class Chunk:
    """Some runs that were played: their numbers, and where that is wanted a row of outcomes and the curves of each."""

    runs: Any  # (R,)
    rows: Rows
    whole: Any  # (R, NOTED, S, K)


class Ensemble:
    """Many runs of one scenario under one seed.

    Parameters
    ----------
    scenario : Scenario
    seed : int in [0, 2**64)
    wanted : Wanted
    n_days : int, days to play; all if absent
    n_threads : int; one a core if absent

    Attributes
    ----------
    columns : tuple of str, what is followed: relations by id, pairs of blocs by name, the theatre last
    levels : tuple of str, "relation", "blocs" or "theatre" for each column
    is_compiled : whether the rules run compiled; a user's own rule that cannot be makes all run interpreted
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 1,
        wanted: Wanted | None = None,
        n_days: int | None = None,
        n_threads: int | None = None,
    ) -> None:
        self.scenario, self.seed, self.wanted = scenario, seed, wanted or Wanted()
        self.names: Names = names_of(scenario)
        self.tables: Tables = pack(scenario)
        self.groups: tuple[Group, ...] = groups_of(scenario, self.names, self.tables)
        self.n_days = n_days or self.tables.n_days
        self.n_threads = n_threads or n_cores()
        self.columns = (*self.wanted.relations, *(group.name for group in self.groups))
        self.levels = (*("relation" for _ in self.wanted.relations), *(group.level for group in self.groups))
        own_rule = None if _is_interpreted() else compiled_own_rule(self.tables.own_rule)
        self.is_compiled = own_rule is not None
        self._tables = reference(self.tables._replace(own_rule=own_rule)) if self.is_compiled else self.tables
        self._first_state = initial_state(scenario, seed)
        self._no_curves = _no_curves(self.tables)
        self._benches = [self._bench() for _ in range(self.n_threads)]
        self._reader = self._bench()  # plays what is not counted

    @property
    def sampled(self) -> Any:
        """Days on which curves are noted: every day, or of a long scenario so many days apart that they fit a figure."""
        return self._benches[0].followed.sampled

    @property
    def fixed_bytes(self) -> int:
        """Bytes that playing takes, however many runs."""
        a_bench = self._benches[0]
        arrays = (*a_bench.memory, *a_bench.followed, *a_bench.tally, *a_bench.state.log, *a_bench.state.provocations)
        return self.n_threads * sum(array.nbytes for array in arrays)

    def _bench(self) -> "_Bench":
        followed = _followed(self.scenario, self.names, self.tables, self.groups, self.wanted, self.n_days)
        return _Bench(self._first_state, followed, self._empty_tally(followed.sampled.size), self.is_compiled)

    def _empty_tally(self, n_sampled: int) -> Tally:
        n_bands = n_sampled if self.wanted.bands else 0
        return empty_tally(len(self.columns), self.n_days, len(self.names.dyads), n_bands)

    @property
    def needs_compiling(self) -> bool:
        """Whether the rules have to be compiled first, which takes most of a minute and happens once a release."""
        if not self.is_compiled or play_runs.signatures:
            return False
        return not any(Path(play_runs.stats.cache_path).glob("*play_runs*.nbi"))

    def prepare(self) -> None:
        """Compile the rules, or fetch what was compiled before."""
        self.seconds_of_a_run(1)

    def chunks(self, n_runs: int, size: int, first: int = 0, stop: Event | None = None) -> Iterator[Chunk]:
        """Play runs ``first`` to ``first + n_runs - 1`` and give their outcomes, in order, ``size`` at a time.

        Parameters
        ----------
        stop : threading.Event; once it is set, what has been begun is finished and given, and nothing else is begun
        """
        starts = range(first, first + n_runs, size)
        chosen = (np.arange(start, min(start + size, first + n_runs)) for start in starts)
        free: SimpleQueue[_Bench] = SimpleQueue()
        for bench in self._benches:
            free.put(bench)

        def play(runs: Any) -> Chunk:
            bench = free.get()
            try:
                return self._play(bench, runs)
            finally:
                free.put(bench)

        with ThreadPoolExecutor(self.n_threads) as pool:
            begun: deque[Future[Chunk]] = deque()
            for runs in chosen:
                if stop is not None and stop.is_set():
                    break
                begun.append(pool.submit(play, runs))
                if len(begun) > 2 * self.n_threads:
                    yield begun.popleft().result()
            while begun:
                yield begun.popleft().result()

    def play(self, runs: Sequence[int]) -> Chunk:
        """Play the runs of these numbers, one after another."""
        return self._play(self._benches[0], np.array(runs, dtype=np.int64))

    def tally(self) -> Tally:
        """All runs so far, counted by how they went."""
        return Tally(*(sum(counts) for counts in zip(*(bench.tally for bench in self._benches), strict=True)))

    def trajectory_of(self, state: State) -> Trajectory:
        """Moves and decisions of a run as every driver gives them; no day's curves are among it."""
        return Trajectory(self.scenario, self.names, self.groups, self.tables, state, self._no_curves, self.n_days)

    def histories(self, runs: Sequence[int]) -> Iterator[Trajectory]:
        """Play runs again, with every move and the curves of every day; they are not counted."""
        for run in runs:
            curves = empty_curves(self.tables)
            state = self._state_at_end_of(run, curves)
            yield Trajectory(self.scenario, self.names, self.groups, self.tables, state, curves, self.n_days)

    def states(self, runs: Sequence[int]) -> Iterator[State]:
        """Play runs again and give the state at the end of each, with every move; they are not counted."""
        for run in runs:
            yield self._state_at_end_of(run, self._no_curves)

    def seconds_of_a_run(self, n_runs: int = 8) -> float:
        """Seconds that a run takes on one thread, by playing a few; they are not counted."""
        begun = time.perf_counter()
        self._play(self._reader, np.arange(n_runs))
        return (time.perf_counter() - begun) / n_runs

    def _state_at_end_of(self, run: int, curves: Curves) -> State:
        self._play(self._reader, np.array([run], dtype=np.int64), curves)
        return _trimmed(self._reader.state)

    def _play(self, bench: "_Bench", runs: Any, curves: Curves | None = None) -> Chunk:
        rows = _rows(runs.size if self.wanted.rows else 1, len(self.columns))
        whole = np.zeros((runs.size if self.wanted.whole else 0, *bench.followed.curves.shape))
        kernel = play_runs if self.is_compiled else getattr(play_runs, "py_func", play_runs)
        give = reference if self.is_compiled else _as_it_is
        curves = curves or self._no_curves
        given_rows, given_curves, done = give(rows), give(curves), 0
        while done < runs.size:
            done, end = kernel(
                self._tables,
                bench.given_state,
                bench.given_memory,
                given_curves,
                bench.given_followed,
                given_rows,
                whole,
                bench.given_tally,
                runs,
                done,
                self.n_days,
            )
            if end == NO_ROOM:
                bench.grow()
            elif end != FINISHED:
                self._tell_failure(int(runs[done]))
        return Chunk(runs, rows, whole)

    def _tell_failure(self, run: int) -> None:
        """Play a run in which a user's rule failed once more, in Python, which says what went wrong."""
        from sim.scenario.own_rule import OwnRuleError

        from .model import EscalationModel

        EscalationModel(self.scenario, self.seed, run).run_until()
        raise OwnRuleError(f"run {run}: an own rule gave no severity where it is compiled, though it does in Python")


def n_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _is_interpreted() -> bool:
    import numba

    return bool(numba.config.DISABLE_JIT)


def _as_it_is(values: Any) -> Any:
    return values


class _Bench:
    """What one thread works with: a state and its memory, what is followed, and its part of the tally."""

    def __init__(self, first: State, followed: Followed, tally: Tally, is_compiled: bool) -> None:
        self.state, self.memory = flattened(first)
        self.followed, self.tally = Followed(*(array.copy() for array in followed)), tally
        self._give = reference if is_compiled else _as_it_is
        self.given_state, self.given_memory = self._give(self.state), self._give(self.memory)
        self.given_followed, self.given_tally = self._give(self.followed), self._give(self.tally)

    def grow(self) -> None:
        """Make the logs twice as long."""
        state = self.state
        self.state = state._replace(log=doubled(state.log), provocations=doubled(state.provocations))
        self.given_state = self._give(self.state)


def _followed(
    scenario: Scenario, names: Names, tables: Tables, groups: tuple[Group, ...], wanted: Wanted, n_days: int
) -> Followed:
    n_dyads = len(names.dyads)
    dyads = np.array([names.dyads.index(name) for name in wanted.relations], dtype=np.int64)
    weights = np.array([group.weights for group in groups]).reshape(len(groups), n_dyads)
    has_channels = [bool(tables.weight[slice(*tables.first_channel[d : d + 2])].any()) for d in dyads]
    scales = np.array([dyad_scale(tables, d) for d in range(n_dyads)])
    is_needed = weights.any(axis=0)
    is_needed[dyads] = True
    n_columns = len(dyads) + len(groups)
    step = -(-n_days // MOST_SAMPLED_DAYS)
    sampled = np.arange(0, n_days, step) if wanted.bands or wanted.whole else np.zeros(0, np.int64)
    return Followed(
        dyads=dyads,
        needed=np.flatnonzero(is_needed),
        weights=weights,
        has_channels=np.array([*has_channels, *(bool(group.weights.any()) for group in groups)]),
        scale=np.array([*scales[dyads], *(weighted_mean(scales, group.weights) for group in groups)]),
        sampled=sampled,
        tension=np.zeros(n_dyads),
        loss=np.zeros(n_dyads),
        flow=np.zeros(n_dyads),
        curves=np.zeros((len(NOTED), n_columns, sampled.size)),
        n_sampled=np.zeros(1, np.int64),
    )


_OF_RUNS = ("moves", "breaks_ij", "breaks_day")


def _rows(n_runs: int, n_columns: int) -> Rows:
    arrays: dict[str, Any] = {
        name: np.zeros(n_runs if name in _OF_RUNS else (n_runs, n_columns), dtype=TYPES[annotation])
        for name, annotation in Rows.__annotations__.items()
    }
    return Rows(**arrays)


def _no_curves(tables: Tables) -> Curves:
    return Curves(*(array[:0] for array in empty_curves(tables)))


def _trimmed(state: State) -> State:
    """A copy of a state whose logs are as long as they have to be."""
    log = _rows_up_to(state.log, int(state.log.n[0]))
    provocations = _rows_up_to(state.provocations, int(state.provocations.n[0]))
    return _copy(state._replace(log=log, provocations=provocations))


def _rows_up_to(log: Any, n: int) -> Any:
    rows = max(array.size for array in log)
    return type(log)(*(array[:n] if array.size == rows else array for array in log))


def _copy(values: Any) -> Any:
    return type(values)(*(_copy(value) if isinstance(value, tuple) else value.copy() for value in values))
