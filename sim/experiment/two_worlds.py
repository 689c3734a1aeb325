"""Two worlds made ready for the same runs, on the cores that one would have, and the memory that they need."""

from collections.abc import Sequence
from typing import NamedTuple

from sim.analysis.own_measures import OwnMeasures
from sim.analysis.units import in_units
from sim.engine.compiled.ensemble import Ensemble, Wanted, n_threads_of
from sim.scenario.own_measure import OwnMeasure
from sim.scenario.relations import relations_of, sorted_pair
from sim.scenario.schema import Scenario

from .memory import TooLargeError, free_memory
from .relations_followed import NONE_FIRST, First, relations_followed

CHUNK_SECONDS = 0.2  # short enough for an interruption to be heard
LARGEST_CHUNK = 1000
IN_WORK = 8  # chunks that all arrays are worth while a pair of chunks is summed up; measured, and rounded up


class Pair(NamedTuple):
    """Two worlds ready to be played: their drivers, and whether they take turns on one core."""

    a: Ensemble
    b: Ensemble
    takes_turns: bool


def ready(
    a: Scenario,
    b: Scenario,
    seed: int,
    relations: Sequence[str] | None = None,
    threads: int | None = None,
    step: int | None = None,
    own: Sequence[OwnMeasure] = (),
    n_runs: int | None = None,
    first: First = NONE_FIRST,
) -> Pair:
    """Make two worlds ready, each with half the threads.

    Parameters
    ----------
    step : int, days between two on which curves are noted; chosen if absent
    own : own measures, of which it is known whether they say yes or no
    n_runs : int, about how many runs are played in both together; very many if absent
    first : relations to follow before others where none are asked for

    Raises
    ------
    ValueError
        If the worlds cover different days, or an argument cannot be used.
    """
    check_days(a, b)
    followed = relations_followed(a, seed, relations, first=first)
    _check_relations(a, b, followed)
    n = n_threads_of(threads)
    halves = (n + 1) // 2, max(1, n // 2)

    def driver(world: Scenario, half: int) -> Ensemble:
        measured = OwnMeasures(own) if own else None
        wanted = Wanted(followed, bands=True, rows=True, whole=True, step=step, measured=measured)
        return Ensemble(world, seed, wanted, None, half, n_runs)

    of_a, of_b = (driver(world, half) for world, half in zip((a, b), halves, strict=True))
    return Pair(of_a, of_b, n == 1)


def check_days(a: Scenario, b: Scenario) -> None:
    """Raise ValueError where two worlds cover different days."""
    if (a.start, a.end) != (b.start, b.end):
        raise ValueError(f"the second world covers {b.start} to {b.end}; expected {a.start} to {a.end}, as the first")


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
    a_run = (
        ensemble.seconds_of_a_run() if ensemble.is_compiled else a_run
    )  # compiled, the first is slower than the rest
    return a_run + ensemble.seconds_of_measures()


def bytes_needed(pair: Pair, size: int, n_main: int) -> tuple[int, int]:
    """Bytes that two worlds need in chunks of so many runs: whatever the number of runs, and for each of them.

    Parameters
    ----------
    n_main : int, numbers kept of each pair of runs
    """
    waiting = 0 if pair.takes_turns else 2 * (pair.a.n_threads + pair.b.n_threads) + 2
    a_run = max(world.bytes_of_a_row + world.bytes_of_curves for world in pair[:2])
    as_kept = 3  # chunk by chunk, in one, and sorted
    return pair.a.fixed_bytes + pair.b.fixed_bytes + (waiting + IN_WORK) * size * a_run, as_kept * 8 * n_main


def refuse_too_many(pair: Pair, size: int, n_main: int, n_runs: int, free_bytes: int | None = None) -> None:
    """Raise TooLargeError where that many pairs of runs do not fit into memory, naming the most that do."""
    fixed, each = bytes_needed(pair, size, n_main)
    free = free_memory() if free_bytes is None else free_bytes
    if (most := max(0, (free - fixed) // each)) < n_runs:
        raise TooLargeError(
            f"{n_runs:,} pairs of runs need {in_units(fixed + each * n_runs)} of memory, and {in_units(free)} are "
            f"free; the most that fit are {most:,}"
        )
