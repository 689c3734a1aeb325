"""Many runs of one scenario, played in chunks with progress, and kept where they are interrupted."""

import time
from dataclasses import dataclass
from threading import Event
from typing import Any

import numpy as np

from sim.analysis.distribution import Distribution
from sim.analysis.units import in_units
from sim.engine.compiled.ensemble import Chunk, Ensemble
from sim.engine.compiled.history import Rows
from sim.scenario.constraints import N_RUN_NUMBERS

from .interrupted import until_interrupted
from .memory import TooLargeError, free_memory
from .plan import Progress

FIRST_CHUNK = 16  # runs by which the time is estimated
CHUNK_SECONDS = 0.25  # short enough for an interruption, long enough not to be noticed otherwise
LARGEST_CHUNK = 200_000


@dataclass(frozen=True)
class PlayedRuns:
    """What was played: how many runs, and a row, the curves and the own measures of each where they were wanted."""

    n_runs: int
    rows: Rows | None
    whole: Any
    is_complete: bool
    own: tuple[Distribution, ...] = ()
    measured: Any = None  # (R, M) float64, beside the rows


def play_all(
    ensemble: Ensemble, n_runs: int, progress: Progress | None = None, stop: Event | None = None
) -> PlayedRuns:
    """Play runs 0 to ``n_runs - 1``; interrupted by Ctrl-C or ``stop`` it gives what was finished by then.

    Raises
    ------
    TooLargeError
        If that many do not fit into memory.
    """
    refuse_too_many(ensemble, n_runs)
    kept: list[Chunk] = []
    own = tuple(Distribution() for _ in ensemble.measure_names)
    done, size = 0, min(FIRST_CHUNK if ensemble.is_compiled and not own else 1, n_runs)
    with until_interrupted(stop) as stop:
        while done < n_runs and not stop.is_set():
            begun, before = time.perf_counter(), done
            for chunk in ensemble.chunks(min(size * 4 * ensemble.n_threads, n_runs - done), size, done, stop):
                done += chunk.runs.size
                for m, distribution in enumerate(own):
                    distribution.add(chunk.measured[:, m])
                if ensemble.wanted.rows:
                    kept.append(chunk)
                if progress is not None:
                    progress(done, n_runs)
            size = _next_size(size, done - before, time.perf_counter() - begun, ensemble.n_threads)
    rows = Rows(*map(np.concatenate, zip(*(chunk.rows for chunk in kept), strict=True))) if kept else None
    whole = np.concatenate([chunk.whole for chunk in kept]) if kept and ensemble.wanted.whole else None
    measured = np.concatenate([chunk.measured for chunk in kept]) if kept and own else None
    return PlayedRuns(done, rows, whole, done == n_runs, own, measured)


def _next_size(size: int, done: int, seconds: float, n_threads: int) -> int:
    """Runs a chunk that take about the time wanted; at most eight times as many as before."""
    fitting = int(CHUNK_SECONDS * done / max(n_threads * seconds, 1e-9)) if done else size  # one thread plays a chunk
    return max(1, min(fitting, 8 * size, LARGEST_CHUNK))


def refuse_too_many(ensemble: Ensemble, n_runs: int, free_bytes: int | None = None) -> None:
    """Raise TooLargeError where that many runs do not fit, naming the most that do.

    Parameters
    ----------
    free_bytes : int; what the machine has free if absent
    """
    fixed, each = bytes_needed(ensemble)
    free = free_memory() if free_bytes is None else free_bytes
    most = min(N_RUN_NUMBERS, (free - fixed) // each if each else N_RUN_NUMBERS)
    if n_runs > most:
        needed = fixed + each * n_runs
        why = f"need {in_units(needed)} of memory, and {in_units(free)} are free"
        why = why if n_runs <= N_RUN_NUMBERS else "are more than runs have numbers"
        raise TooLargeError(f"{n_runs:,} runs {why}; the most that fit are {max(0, most):,}")


def bytes_needed(ensemble: Ensemble) -> tuple[int, int]:
    """Bytes that an ensemble needs: whatever the number of runs, and for each run."""
    a_row = ensemble.bytes_of_a_row + 8 * len(ensemble.measure_names) if ensemble.wanted.rows else 0
    curves = ensemble.bytes_of_curves if ensemble.wanted.whole else 0
    as_tables = 4  # what is kept is put together once, then into tables, then into files; measured
    return ensemble.fixed_bytes, as_tables * (a_row + curves)
