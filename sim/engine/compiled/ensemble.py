"""The compiled driver: thousands to millions of runs of one scenario, on all cores, by the same rules.

A run is a function of scenario, seed and number alone.  So neither threads nor the chunks in which runs are
handed out change anything, and any run can be played again by itself.
"""

import os
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cached_property
from queue import Empty, SimpleQueue
from threading import Event, Lock
from typing import Any, NoReturn

import numpy as np

from sim.compiling.array_references import reference
from sim.compiling.checked_file import Program
from sim.compiling.driver import IS_SWITCHED_OFF
from sim.engine.break_even import COMPILING_SECONDS, FINISHING_SECONDS, interpreted_seconds
from sim.engine.groups import Group, groups_of
from sim.engine.touched import is_large_world
from sim.engine.trajectory import Trajectory, empty_curves, trimmed
from sim.rules.curves import Curves
from sim.rules.world import Ints, State, Tables
from sim.scenario import arguments
from sim.scenario.constraints import N_RUN_NUMBERS
from sim.scenario.initial import initial_state
from sim.scenario.own_measure import OwnMeasureError
from sim.scenario.own_rule import OwnRuleError
from sim.scenario.pack import Names
from sim.scenario.packed import packed
from sim.scenario.schema import Scenario

from .own_rules import compiled_own_rule
from .runs import play_runs
from .tally import MOST_MOVES, MOST_MOVES_OF_MANY, Tally, empty_tally
from .wanted import Chunk as Chunk
from .wanted import Wanted as Wanted
from .workspace import Workspace, bytes_of_a_row, empty_rows, followed_in, has_ties, no_curves, noted, step_of


class Ensemble:
    """Many runs of one scenario under one seed.

    Parameters
    ----------
    scenario : Scenario
    seed : int in [0, 2**64)
    wanted : Wanted
    n_days : int, days to play; all if absent
    n_threads : int; one a core if absent
    n_runs : int, about how many runs it will play in all; where they are few, and there is no machine code yet, they
        are interpreted. Absent of very many

    Raises
    ------
    ValueError
        If a number is out of range; when it plays, also if a run's is.
    OwnRuleError
        If a user's own rule cannot be used; when it plays, also if one fails.

    Attributes
    ----------
    columns : tuple of str, what is followed: relations by id, pairs of blocs by name, the theatre last
    levels : tuple of str, "relation", "blocs" or "theatre" for each column
    is_compilable : whether the rules can be compiled; a user's own rule that cannot be makes all run interpreted
    is_compiled : whether the rules run compiled; they run interpreted where that is quicker, too
    interpreted_seconds : of processors, that all its runs would take by interpreted rules, about; 0 of very many
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int = 1,
        wanted: Wanted | None = None,
        n_days: int | None = None,
        n_threads: int | None = None,
        n_runs: int | None = None,
    ) -> None:
        self.scenario, self.wanted = arguments.scenario("scenario", scenario), wanted or Wanted()
        self.seed = arguments.number("seed", seed)
        self.packed = packed(scenario)
        self.names: Names = self.packed.names
        self.tables: Tables = self.packed.tables
        self.groups: tuple[Group, ...] = groups_of(self.packed)
        last = self.tables.n_days
        self.n_days = last if n_days is None else arguments.whole_number("n_days", n_days, 1, last)
        self.n_threads = n_threads_of(n_threads, "n_threads")
        self.columns = (*self.wanted.relations, *(group.name for group in self.groups))
        self.levels = (*("relation" for _ in self.wanted.relations), *(group.level for group in self.groups))
        self.interpreted_seconds = self._interpreted_seconds(n_runs or 0)
        is_interpreted = IS_SWITCHED_OFF or (n_runs is not None and self.interpreted_seconds < seconds_until_ready())
        own_rule = self._compiled_own_rule(is_interpreted)
        self.is_compilable = not IS_SWITCHED_OFF and (own_rule is not None or not self.tables.own_rule.rules)
        self.is_compiled = self.is_compilable and not is_interpreted
        self.tables.own_rule.make_ready()  # else it would happen in the first run, on one of the threads
        self._compiled_tables = reference(self.tables._replace(own_rule=own_rule)) if self.is_compiled else None
        self._no_curves = no_curves(self.tables)
        self._making = Lock()

    @cached_property
    def _workspaces(self) -> list[Workspace]:
        """One for each thread; made when runs are first counted, or asked what they take."""
        return [self._workspace(self.wanted.bands, self.is_compiled) for _ in range(self.n_threads)]

    @property
    def _free(self) -> "SimpleQueue[Workspace]":
        """Workspaces that no thread uses; several threads may be the first to ask for one."""
        with self._making:
            return self._queue

    @cached_property
    def _queue(self) -> "SimpleQueue[Workspace]":
        queue: SimpleQueue[Workspace] = SimpleQueue()
        for workspace in self._workspaces:
            queue.put(workspace)
        return queue

    @cached_property
    def _uncounted(self) -> Workspace:
        """Workspace of runs that are played again and not counted."""
        return self._workspace(has_bands=False, is_compiled=self.is_compiled)

    @cached_property
    def _spare(self) -> "SimpleQueue[Workspace]":
        """As many workspaces of such runs as threads ever played them at once, but for those in use."""
        queue: SimpleQueue[Workspace] = SimpleQueue()
        queue.put(self._uncounted)
        return queue

    @cached_property
    def _first_state(self) -> State:
        """State before the first day; made with the first workspace, as an ensemble may only be asked what it takes."""
        return initial_state(self.packed, self.seed)

    @property
    def measure_names(self) -> tuple[str, ...]:
        """Names of the own measures."""
        return self.wanted.measured.names if self.wanted.measured else ()

    @property
    def sampled(self) -> Any:
        """Days on which curves are noted: every day, or of a long scenario as many as fit a figure."""
        return self._workspaces[0].followed.sampled

    @property
    def step(self) -> int:
        """Days between two on which curves are noted, where they are."""
        return self.wanted.step or step_of(self.n_days)

    @property
    def fixed_bytes(self) -> int:
        """Bytes that playing and counting take, however many runs."""
        one, in_sums = self._workspaces[0], 2  # the counts of all threads, and the sums that quantiles are read from
        counts, others = (int(sum(a.nbytes for a in arrays)) for arrays in (one.tally, (*one.blocks, *one.followed)))
        return self.n_threads * others + (self.n_threads + in_sums) * counts

    @property
    def bytes_of_a_row(self) -> int:
        """Bytes that the outcome of a run takes where it is kept."""
        return bytes_of_a_row(len(self.columns))

    @property
    def bytes_of_curves(self) -> int:
        """Bytes that the curves of a run take where they are kept whole."""
        return int(self._workspaces[0].followed.curves.nbytes)

    @property
    def has_ties(self) -> bool:
        """Whether there is any tie that can be lost."""
        return has_ties(self.tables)

    def _workspace(self, has_bands: bool, is_compiled: bool) -> Workspace:
        dyads = [self.names.dyad(name) for name in self.wanted.relations]
        has_curves = self.wanted.bands or self.wanted.whole
        followed = followed_in(self.tables, self.groups, dyads, self.n_days, self.step if has_curves else None)
        n_bands = followed.sampled.size if has_bands else 0
        n_dyads = len(self.names.dyads)
        most_moves = MOST_MOVES_OF_MANY if is_large_world(self.packed, self.n_days) else MOST_MOVES
        tally = empty_tally(len(self.columns), self.n_days, n_dyads, n_bands, self.has_ties, most_moves)
        compiled_tables = self._compiled_tables if is_compiled else None
        return Workspace(self.tables, compiled_tables, self._first_state, followed, tally, self.wanted.packages)

    @property
    def needs_compiling(self) -> bool:
        """Whether machine code has to be made first, which takes about twenty seconds and happens once a release."""
        return self.is_compiled and seconds_until_ready() > 0.0

    @property
    def is_linked(self) -> bool:
        """Whether the release carries the rules compiled but for what depends on the processor."""
        return play_runs.is_linked

    @property
    def origin(self) -> str:
        """Where the rules that were played last were compiled: "here" or "at release"."""
        return play_runs.origin

    def _compiled_own_rule(self, is_interpreted: bool) -> Any:
        """Own rules, compiled; None where there are none and nothing is compiled, or one cannot be."""
        has_none = not self.tables.own_rule.rules
        return None if IS_SWITCHED_OFF or (is_interpreted and has_none) else compiled_own_rule(self.tables.own_rule)

    def _interpreted_seconds(self, n_runs: int) -> float:
        noted = range(0, self.n_days, self.step) if self.wanted.bands or self.wanted.whole else ()
        return interpreted_seconds(self.tables, self.n_days, len(noted), n_runs)

    def prepare(self) -> None:
        """Make machine code of the rules, or fetch what was made before."""
        self.seconds_of_a_run(1)

    def linked(self) -> Program | None:
        """Compile the rules for a release, where compiling is not switched off and the version of numba was tried."""
        if not self.is_compiled:
            return None
        rows, whole = empty_rows(0, len(self.columns)), np.zeros((0, *self._uncounted.followed.curves.shape))
        return self._uncounted.linked(rows, whole, self._no_curves)

    def chunks(self, n_runs: int, size: int, first: int = 0, stop: Event | None = None) -> Iterator[Chunk]:
        """Play runs ``first`` to ``first + n_runs - 1`` and give their outcomes, in order, ``size`` at a time.

        Parameters
        ----------
        stop : threading.Event; once it is set, chunks already started are finished and given, and no more start
        """
        n_runs, first = arguments.whole_number("n_runs", n_runs, 0), arguments.whole_number("first", first, 0)
        starts = range(first, first + n_runs, arguments.whole_number("size", size, 1))
        chosen = (np.arange(start, min(start + size, first + n_runs)) for start in starts)
        with ThreadPoolExecutor(self.n_threads) as pool:
            started: deque[Future[Chunk]] = deque()
            for runs in chosen:
                if stop is not None and stop.is_set():
                    break
                started.append(pool.submit(self.play, runs))
                if len(started) > 2 * self.n_threads:
                    yield started.popleft().result()
            while started:
                yield started.popleft().result()

    def play(self, runs: Sequence[int] | Ints) -> Chunk:
        """Play the runs of these numbers, one after another, in a workspace that is free."""
        free = self._free
        workspace = free.get()
        try:
            return self._play(workspace, _run_numbers(runs))
        finally:
            free.put(workspace)

    def tally(self) -> Tally:
        """All runs so far, counted by how they went; while none is being played."""
        return Tally(
            *(sum(counts) for counts in zip(*(workspace.tally for workspace in self._workspaces), strict=True))
        )

    def trajectory_of(self, state: State) -> Trajectory:
        """Moves and decisions of a run as every driver gives them; no day's curves are among it."""
        return Trajectory(self.packed, self.groups, state, self._no_curves, self.n_days)

    def histories(self, runs: Sequence[int], dyads: Ints | None = None) -> Iterator[Trajectory]:
        """Play runs again, with every move and the curves of every day; they are not counted.

        Parameters
        ----------
        dyads : those of which curves are recorded, ascending; all if absent
        """
        for run in _run_numbers(runs):
            curves = empty_curves(self.tables, dyads)
            state = self._state_at_end_of(run, curves)
            yield Trajectory(self.packed, self.groups, state, curves, self.n_days)

    def states(self, runs: Sequence[int]) -> Iterator[State]:
        """Play runs again and give the state at the end of each, with every move; they are not counted."""
        for run in _run_numbers(runs):
            yield self._state_at_end_of(run, self._no_curves)

    def seconds_of_a_run(self, n_runs: int = 8) -> float:
        """Seconds that a run takes on one thread, by playing a few without measures; they are not counted."""
        start = time.perf_counter()
        self._play(self._uncounted, np.arange(n_runs), is_measured=False)
        return (time.perf_counter() - start) / n_runs

    def seconds_of_measures(self, n_runs: int = 8) -> float:
        """Seconds that own measures take of a run, by asking them of a few; these are not counted."""
        if not self.measure_names:
            return 0.0
        self._play(self._uncounted, np.arange(1))  # the first reading of a curve takes longer than any other
        start = time.perf_counter()
        self._play(self._uncounted, np.arange(n_runs))
        return max(0.0, (time.perf_counter() - start) / n_runs - self.seconds_of_a_run(n_runs))

    def _state_at_end_of(self, run: int, curves: Curves) -> State:
        with self._making:  # several threads may be the first to ask
            spare = self._spare
        try:
            workspace = spare.get_nowait()
        except Empty:
            workspace = self._workspace(has_bands=False, is_compiled=self.is_compiled)
        try:
            self._play(workspace, np.array([run], dtype=np.int64), curves, is_measured=False)
            return trimmed(workspace.state)
        finally:
            spare.put(workspace)

    def _play(self, workspace: Workspace, runs: Ints, curves: Curves | None = None, is_measured: bool = True) -> Chunk:
        rows = empty_rows(runs.size if self.wanted.rows else 1, len(self.columns))
        whole = np.zeros((runs.size if self.wanted.whole else 0, *workspace.followed.curves.shape))
        asked = self.wanted.measured if is_measured else None
        measured = np.zeros((runs.size, len(asked.names) if asked else 0))
        if asked and asked.uses_curves:
            curves = empty_curves(self.tables)

        def measure(r: int) -> None:
            measured[r] = asked(*self._just_played(workspace, curves)) if asked else ()

        try:
            failed = workspace.play(
                runs, self.n_days, rows, whole, curves or self._no_curves, measure if asked else None
            )
        except OwnMeasureError:
            raise
        except OwnRuleError as failure:  # where rules are interpreted
            raise OwnRuleError(f"{failure}; in run {workspace.state.run[0]}") from None
        if failed is not None:
            self._raise_failure(failed, workspace.is_compiled)
        return Chunk(runs, rows, whole, noted(workspace.packages), measured)

    def _just_played(self, workspace: Workspace, curves: Curves | None) -> tuple[Trajectory, Callable[[], Curves]]:
        """The run that a workspace has just played, and a function that gives its curves."""
        run = int(workspace.state.run[0])

        def replayed() -> Curves:
            of_all_days = empty_curves(self.tables)
            other = self._workspace(has_bands=False, is_compiled=self.is_compiled)  # the first one is in use
            self._play(other, np.array([run], dtype=np.int64), of_all_days, is_measured=False)
            return of_all_days

        of_run = Trajectory(self.packed, self.groups, workspace.state, curves or self._no_curves, self.n_days)
        return of_run, replayed if curves is None else lambda: curves

    def _raise_failure(self, run: int, is_compiled: bool) -> NoReturn:
        """Play a run in which a compiled own rule failed again in Python, which says what went wrong."""
        if is_compiled:
            interpreted = self._workspace(has_bands=False, is_compiled=False)
            self._play(interpreted, np.array([run], dtype=np.int64), is_measured=False)
        raise OwnRuleError(f"an own rule gave no severity where it is compiled, though it does in Python; in run {run}")


def seconds_until_ready() -> float:
    """Seconds of a processor until there is machine code: none where an earlier process has made it."""
    if play_runs.is_kept:
        return 0.0
    return FINISHING_SECONDS if play_runs.is_linked else COMPILING_SECONDS


def _run_numbers(runs: Sequence[int] | Ints) -> Any:
    """Numbers of runs as an array; raises ValueError for anything else."""
    numbers = np.asarray(runs)
    is_whole = numbers.ndim == 1 and (numbers.dtype.kind in "iu" or not numbers.size)
    if not is_whole or (numbers.size and not 0 <= numbers.min() <= numbers.max() < N_RUN_NUMBERS):
        raise ValueError(f"runs are numbered from 0 to {N_RUN_NUMBERS - 1}; expected a list of such numbers")
    return numbers.astype(np.int64)


def n_threads_of(given: int | None, name: str = "threads") -> int:
    """Threads to use: one a core where no number is given; raises ValueError for anything else."""
    return n_cores() if given is None else arguments.number("threads", given, name)


def n_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
